#include "text/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

#include "base/banned.h"

enum { REPLACEMENT = 0xFFFD };

uint32_t th_utf8_next(th_str s, size_t *at)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + *at, (utf8proc_ssize_t)(s.len - *at), &c);
    if (n <= 0) {
        ++*at;
        return REPLACEMENT;
    }
    *at += (size_t)n;
    return (uint32_t)c;
}

void th_utf8_put(th_buf *out, uint32_t codepoint)
{
    utf8proc_uint8_t bytes[4];
    if (codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
        codepoint = REPLACEMENT;
    utf8proc_ssize_t n = utf8proc_encode_char((utf8proc_int32_t)codepoint, bytes);
    th_buf_add(out, (th_str){(const char *)bytes, (size_t)n});
}

bool th_utf8_valid(th_str s)
{
    for (size_t at = 0; at < s.len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t n = utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at, (utf8proc_ssize_t)(s.len - at), &c);
        if (n <= 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

size_t th_utf8_count(th_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len; n++)
        th_utf8_next(s, &at);
    return n;
}

/* Vietnamese vowels as slots: base, shape, tone.  The marks may come in any order,
 * which NFC alone does not repair when the tone precedes the shape. */
static bool is_tone(uint32_t c)
{
    return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323 || c == 0x340 || c == 0x341;
}

static bool is_shape(uint32_t c)
{
    return c == 0x302 || c == 0x306 || c == 0x31B;
}

/* Moves shape marks before tone marks within each run of marks; `out` is decomposed. */
static void put_shapes_first(th_buf *out, th_str decomposed)
{
    size_t at = 0;
    while (at < decomposed.len) {
        uint32_t marks[8];
        size_t n = 0, from = at;
        while (at < decomposed.len && n < 8) {
            size_t next = at;
            uint32_t c = th_utf8_next(decomposed, &next);
            if (!is_tone(c) && !is_shape(c))
                break;
            marks[n++] = c;
            at = next;
        }
        if (n == 0) {
            th_utf8_next(decomposed, &at);
            th_buf_add(out, th_str_sub(decomposed, from, at - from));
            continue;
        }
        for (size_t i = 0; i < n; i++)
            if (is_shape(marks[i]))
                th_utf8_put(out, marks[i]);
        for (size_t i = 0; i < n; i++)
            if (!is_shape(marks[i]))
                th_utf8_put(out, marks[i]);
    }
}

static th_str map(th_arena *arena, th_str s, utf8proc_option_t options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)s.ptr, (utf8proc_ssize_t)s.len, &mapped, options);
    if (n < 0) { /* invalid bytes: left as they are */
        free(mapped);
        return s;
    }
    th_str copy = th_str_copy(arena, (th_str){(const char *)mapped, (size_t)n});
    free(mapped);
    return copy;
}

static bool has_marks(th_str s)
{
    for (size_t i = 0; i + 1 < s.len; i++) { /* U+0300..U+036F is CC 80..CD AF */
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == 0xCC || (c == 0xCD && (unsigned char)s.ptr[i + 1] <= 0xAF))
            return true;
    }
    return false;
}

th_str th_text_nfc(th_arena *arena, th_str s)
{
    bool ascii = true;
    for (size_t i = 0; ascii && i < s.len; i++)
        ascii = (unsigned char)s.ptr[i] < 0x80;
    if (ascii)
        return s;
    th_str composed = s;
    if (has_marks(s)) {
        th_buf ordered;
        th_buf_init(&ordered, arena);
        put_shapes_first(&ordered, map(arena, s, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE));
        /* shape first is not canonical order for U+0323: compose the shape, then the tone */
        composed = map(arena, th_buf_str(&ordered), UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    } else {
        composed = map(arena, s, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    }
    return th_str_eq(composed, s) ? s : composed;
}

static th_str recase(th_arena *arena, th_str s, utf8proc_int32_t (*change)(utf8proc_int32_t))
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len);
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(s, &at), d = c == REPLACEMENT ? c : (uint32_t)change((utf8proc_int32_t)c);
        if (d == c)
            th_buf_add(&out, th_str_sub(s, from, at - from));
        else
            th_utf8_put(&out, d);
    }
    return th_buf_str(&out);
}

th_str th_text_upper(th_arena *arena, th_str s)
{
    return recase(arena, s, utf8proc_toupper);
}

th_str th_text_lower(th_arena *arena, th_str s)
{
    return recase(arena, s, utf8proc_tolower);
}

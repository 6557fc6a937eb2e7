/* UTF-8, NFC and case, with the help of utf8proc where it takes tables. */
#include "text/utf8.h"

#include <utf8proc.h>

#include "base/ascii.h"
#include "base/banned.h"

/* Decodes one and two bytes itself, since all legacy text consists of them; utf8proc decodes the longer forms. */
uint32_t th_utf8_next(th_str s, size_t *at)
{
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.ptr + *at;
    size_t left = s.len - *at;
    if (left && bytes[0] < 0x80) {
        ++*at;
        return bytes[0];
    }
    if (left > 1 && bytes[0] >= 0xC2 && bytes[0] < 0xE0 && (bytes[1] & 0xC0) == 0x80) {
        *at += 2;
        return (uint32_t)(bytes[0] & 0x1F) << 6 | (bytes[1] & 0x3F);
    }
    /* Of three bytes those from U+1000 to U+CFFF, where nothing is a surrogate or could be shorter. */
    if (left > 2 && bytes[0] >= 0xE1 && bytes[0] < 0xED && (bytes[1] & 0xC0) == 0x80 && (bytes[2] & 0xC0) == 0x80) {
        *at += 3;
        return (uint32_t)(bytes[0] & 0x0F) << 12 | (uint32_t)(bytes[1] & 0x3F) << 6 | (bytes[2] & 0x3F);
    }
    utf8proc_int32_t c;
    utf8proc_ssize_t taken = utf8proc_iterate(bytes, (utf8proc_ssize_t)left, &c);
    if (taken <= 0) {
        ++*at;
        return TH_REPLACEMENT;
    }
    *at += (size_t)taken;
    return (uint32_t)c;
}

size_t th_utf8_encode(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | c >> 6);
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = TH_REPLACEMENT;
    if (c < 0x10000) {
        to[0] = (char)(0xE0 | c >> 12);
        to[1] = (char)(0x80 | (c >> 6 & 0x3F));
        to[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | c >> 18);
    to[1] = (char)(0x80 | (c >> 12 & 0x3F));
    to[2] = (char)(0x80 | (c >> 6 & 0x3F));
    to[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

void th_utf8_put(th_buf *out, uint32_t codepoint)
{
    if (codepoint < 0x80) {
        th_buf_byte(out, (char)codepoint);
        return;
    }
    th_buf_reserve(out, TH_UTF8_LONGEST);
    out->len += th_utf8_encode(out->ptr + out->len, codepoint);
}

bool th_utf8_is_unseen(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } unseen[] = {{0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
                  {0x180B, 0x180E}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x3164, 0x3164},
                  {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE01EF}};
    if (codepoint < 0xAD || (codepoint > 0xAD && codepoint < 0x34F) || (codepoint >= 0x1EA0 && codepoint < 0x200B))
        return false; /* where letters of Vietnamese are */
    for (size_t i = 0; i < sizeof unseen / sizeof *unseen; i++)
        if (codepoint >= unseen[i].first && codepoint <= unseen[i].last)
            return true;
    return false;
}

bool th_utf8_is_control(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } controls[] = {{0, 0x1F},        {0x7F, 0x9F},     {0x61C, 0x61C},    {0x200E, 0x200F},
                    {0x2028, 0x202E}, {0x2066, 0x2069}, {0xE0000, 0xE007F}};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        if (codepoint >= controls[i].first && codepoint <= controls[i].last)
            return true;
    return false;
}

/* How many bytes the plain character at `at` has; 0: it is none. */
static size_t plain_at(const unsigned char *bytes, size_t left)
{
    if (bytes[0] < 0x80)
        return (bytes[0] >= ' ' && bytes[0] != 0x7F) || bytes[0] == '\t' || bytes[0] == '\n';
    if (left > 1 && bytes[0] >= 0xC3 && bytes[0] <= 0xD7 && (bytes[1] & 0xC0) == 0x80)
        return 2; /* U+00C0 … U+05FF */
    if (left < 3 || (bytes[2] & 0xC0) != 0x80)
        return 0;
    bool vietnamese = bytes[0] == 0xE1 && (bytes[1] == 0xBA || bytes[1] == 0xBB);
    bool dash_or_quote = bytes[0] == 0xE2 && bytes[1] == 0x80 && bytes[2] >= 0x90 && bytes[2] <= 0xA7;
    bool arrow_or_sign = bytes[0] == 0xE2 && (bytes[1] == 0x86 || bytes[1] == 0x89);
    return vietnamese || dash_or_quote || arrow_or_sign ? 3 : 0;
}

bool th_utf8_is_plain(th_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t taken = plain_at((const unsigned char *)s.ptr + at, s.len - at);
        if (!taken)
            return false;
        at += taken;
    }
    return true;
}

bool th_utf8_valid(th_str s)
{
    for (size_t at = 0; at < s.len;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t taken =
            utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at, (utf8proc_ssize_t)(s.len - at), &c);
        if (taken <= 0)
            return false;
        at += (size_t)taken;
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

/* Does every character lie in a block that is NFC whatever its neighbours are (UAX #15, NFC_Quick_Check=Yes)?  The
 * blocks are U+0000..02FF, U+1E00..1EFF, U+2040..20BF and most of U+2002..203F.  Vietnamese text in NFC needs no
 * more, so only other text takes the slow way. */
static bool surely_nfc(th_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        unsigned char next = i + 1 < s.len ? (unsigned char)s.ptr[i + 1] : 0;
        /* ASCII, trailing bytes, and the leads of two bytes up to U+02FF. */
        if (c < 0xCC)
            continue;
        if (c == 0xE1 && next >= 0xB8 && next <= 0xBB)
            continue;
        if (c == 0xE2 && next == 0x80 && i + 2 < s.len && (unsigned char)s.ptr[i + 2] >= 0x82)
            continue;
        if (c == 0xE2 && (next == 0x81 || next == 0x82))
            continue;
        return false;
    }
    return true;
}

/* The tones above a letter.  They share a combining class (230) with the marks of shape, so that NFC keeps both in
 * whatever order they were typed. */
static bool is_high_tone(utf8proc_int32_t c)
{
    return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309;
}

static bool is_shape_of(utf8proc_int32_t c, utf8proc_int32_t base)
{
    utf8proc_int32_t lower = base | 0x20;
    return (c == 0x302 && (lower == 'a' || lower == 'e' || lower == 'o')) || (c == 0x306 && lower == 'a');
}

/* Moves a tone that was typed before the mark of shape (a, U+0301, U+0302) behind it, because the precomposed
 * letters of Vietnamese have them in that order.  The text is decomposed and in canonical order. */
static void put_shapes_first(utf8proc_int32_t *c, size_t n)
{
    utf8proc_int32_t base = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        if (c[i] < 0x300 || c[i] > 0x36F)
            base = c[i];
        else if (is_high_tone(c[i]) && is_shape_of(c[i + 1], base)) {
            utf8proc_int32_t tone = c[i];
            c[i] = c[i + 1];
            c[i + 1] = tone;
        }
    }
}

/* More marks on one letter than the Stream-Safe Text Format allows (UAX #15, section 13: 30).  No writing has as many,
 * and the library puts them in order in a time that grows with their square. */
static bool has_endless_marks(th_str s)
{
    enum { MOST_MARKS = 30 };
    size_t marks = 0;
    for (size_t at = 0; at < s.len && marks <= MOST_MARKS;) {
        utf8proc_int32_t c;
        utf8proc_ssize_t len =
            utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at, (utf8proc_ssize_t)(s.len - at), &c);
        bool mark = len > 0 && utf8proc_get_property(c)->combining_class != 0;
        marks = mark ? marks + 1 : 0;
        at += len > 0 ? (size_t)len : 1;
    }
    return marks > MOST_MARKS;
}

th_str th_text_nfc(th_arena *arena, th_str s)
{
    if (surely_nfc(s) || has_endless_marks(s))
        return s;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)s.ptr;
    const utf8proc_option_t decompose = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE;
    utf8proc_ssize_t need = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.len, NULL, 0, decompose);
    if (need < 0) /* invalid bytes stay as they are */
        return s;
    utf8proc_int32_t *chars = th_arena_array(arena, (size_t)need + 1, sizeof *chars);
    utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)s.len, chars, need, decompose);
    if (count < 0 || count > need)
        return s;
    put_shapes_first(chars, (size_t)count);
    utf8proc_ssize_t len = utf8proc_reencode(chars, count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (len < 0)
        return s;
    th_str composed = {(const char *)chars, (size_t)len};
    return th_str_eq(composed, s) ? s : composed;
}

uint32_t th_utf8_lower(uint32_t c)
{
    if (c < 0x80)
        return (uint32_t)th_to_lower(c);
    if (c < 0x100) /* the letters of most legacy text, for which utf8proc is not asked */
        return c >= 0xC0 && c < 0xDF && c != 0xD7 ? c + 32 : c;
    if (c >= 0x1EA0 && c < 0x1EFA)
        return c | 1;
    /* The other letters of Vietnamese. */
    switch (c) {
    case 0x102:
    case 0x110:
    case 0x128:
    case 0x168:
    case 0x1A0: return c + 1;
    case 0x1AF: return 0x1B0;
    case 0x103:
    case 0x111:
    case 0x129:
    case 0x169:
    case 0x1A1:
    case 0x1B0: return c;
    default: break;
    }
    return c > 0x10FFFF ? c : (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

static uint32_t upper(uint32_t c)
{
    return c > 0x10FFFF ? c : (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
}

static th_str recase(th_arena *arena, th_str s, char first, char last, uint32_t (*change)(uint32_t))
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len + 1);
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        char byte = s.ptr[at];
        if ((unsigned char)byte < 0x80) {
            th_buf_byte(&out, byte >= first && byte <= last ? (char)(byte ^ 0x20) : byte);
            at++;
            continue;
        }
        uint32_t c = th_utf8_next(s, &at), changed = change(c);
        if (changed == c)
            th_buf_add(&out, th_str_sub(s, from, at - from));
        else
            th_utf8_put(&out, changed);
    }
    return th_buf_str(&out);
}

th_str th_text_upper(th_arena *arena, th_str s)
{
    return recase(arena, s, 'a', 'z', upper);
}

th_str th_text_lower(th_arena *arena, th_str s)
{
    return recase(arena, s, 'A', 'Z', th_utf8_lower);
}

th_str th_text_capital(th_arena *arena, th_str s)
{
    size_t at = 0;
    if (s.len)
        th_utf8_next(s, &at);
    th_str first = th_text_upper(arena, th_str_sub(s, 0, at));
    return th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(first), TH_ARG(th_str_sub(s, at, s.len)));
}

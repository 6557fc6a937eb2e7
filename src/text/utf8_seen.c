/* Text that went through a wrong program: UTF-8 read as if it were CP1252, and numeric character references. */
#include "base/ascii.h"
#include "text/decode.h"

#include "text/utf8.h"
#include "text/view.h"

#include "base/banned.h"

/* Two misreadings are undone.  The longest reference is "&#1114111;". */
enum { MOST_TIMES = 2, LONGEST_REFERENCE = 10 };

/* How many bytes follow the lead byte of a sequence; 0 when `lead` opens none. */
static int bytes_after(int lead)
{
    if (lead < 0xC2 || lead >= 0xF5)
        return 0;
    if (lead < 0xE0)
        return 1;
    return lead < 0xF0 ? 2 : 3;
}

/* The character whose UTF-8 bytes are seen from `at` on, and where they end; 0 when they are no well-formed
 * sequence. */
static uint32_t sequence_at(th_str s, size_t at, size_t *end)
{
    size_t n;
    int lead = th_legacy_byte_at(s, at, &n);
    int more = bytes_after(lead);
    if (!more)
        return 0;
    char bytes[4] = {(char)lead};
    at += n;
    for (int i = 1; i <= more; i++) {
        int trail = at < s.len ? th_legacy_byte_at(s, at, &n) : -1;
        if (trail < 0x80 || trail >= 0xC0)
            return 0;
        bytes[i] = (char)trail;
        at += n;
    }
    size_t from = 0;
    uint32_t c = th_utf8_next((th_str){bytes, (size_t)more + 1}, &from);
    *end = at;
    return from == (size_t)more + 1 && c >= 0x80 ? c : 0;
}

static th_str decode_once(th_arena *arena, th_str s, bool *any)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len);
    *any = false;
    for (size_t at = 0, end; at < s.len;) {
        uint32_t c = (unsigned char)s.ptr[at] < 0x80 ? 0 : sequence_at(s, at, &end);
        if (c) {
            th_utf8_put(&out, c);
            *any = true;
        } else {
            end = at;
            th_utf8_next(s, &end);
            th_buf_add(&out, th_str_sub(s, at, end - at));
        }
        at = end;
    }
    return th_buf_str(&out);
}

th_str th_utf8_seen_decode(th_arena *arena, th_str s)
{
    for (int i = 0; i < MOST_TIMES; i++) {
        bool any;
        th_str once = decode_once(arena, s, &any);
        if (!any)
            break;
        s = once;
    }
    return s;
}

bool th_utf8_seen_surely(th_str decoded)
{
    bool telling = false;
    for (size_t at = 0; at < decoded.len;) {
        uint32_t c = th_utf8_next(decoded, &at);
        if (c >= 0x80 && c < 0xA0)
            return false;
        telling = telling || (c >= 0x1EA0 && c < 0x1EFA) || c == 0x102 || c == 0x103 || c == 0x110 || c == 0x111 ||
                  c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0;
    }
    return telling;
}

/* The value of a digit; 16, which is no digit in any base, for anything else. */
static int digit(char c)
{
    int value = th_hex_value(c);
    return value < 0 ? 16 : value;
}

/* The character of a reference such as "&#7893;" at `at`, and where it ends; 0 when there is none. */
static uint32_t reference_at(th_str s, size_t at, size_t *end)
{
    if (!th_str_starts(th_str_sub(s, at, 2), TH_STR("&#")))
        return 0;
    size_t i = at + 2, from;
    int base = i < s.len && (s.ptr[i] | 0x20) == 'x' ? 16 : 10;
    uint32_t c = 0;
    i += base == 16;
    for (from = i; i < s.len && i - at < LONGEST_REFERENCE && digit(s.ptr[i]) < base; i++)
        c = c * (uint32_t)base + (uint32_t)digit(s.ptr[i]);
    if (i == from || i >= s.len || s.ptr[i] != ';')
        return 0;
    *end = i + 1;
    return c >= ' ' && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) ? c : 0;
}

static bool is_vietnamese(uint32_t c)
{
    return (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) || (c >= 0x300 && c < 0x370) ||
           (c >= 0x1EA0 && c < 0x1EFA);
}

th_str th_references_decode(th_arena *arena, th_str s)
{
    bool telling = false;
    size_t end;
    for (size_t at = th_str_find(s, TH_STR("&#"), 0); at != SIZE_MAX; at = th_str_find(s, TH_STR("&#"), at + 2))
        telling = telling || is_vietnamese(reference_at(s, at, &end));
    if (!telling)
        return s;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < s.len; at = end) {
        uint32_t c = reference_at(s, at, &end);
        if (c)
            th_utf8_put(&out, c);
        else {
            th_buf_byte(&out, s.ptr[at]);
            end = at + 1;
        }
    }
    return th_buf_str(&out);
}

th_str th_utf8_seen_encode(th_arena *arena, th_str nfc)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < nfc.len; i++)
        th_utf8_put(&out, th_legacy_view((unsigned char)nfc.ptr[i]));
    return th_buf_str(&out);
}

th_str th_references_encode(th_arena *arena, th_str nfc)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < nfc.len;) {
        uint32_t c = th_utf8_next(nfc, &at);
        if (c < 0x80)
            th_buf_byte(&out, (char)c);
        else
            th_buf_fmt(&out, "&#%u;", (unsigned)c);
    }
    return th_buf_str(&out);
}

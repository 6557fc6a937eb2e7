/* Decoding and encoding by the tables of the encodings. */
#include "text/decode.h"

#include "text/tables.h"
#include "text/utf8.h"
#include "text/view.h"

#include "base/banned.h"

/* The combining mark that a VNI mark stands for; 0 when it is no mark.  Capital and small marks are 0x20 apart. */
static uint32_t combining(uint32_t c)
{
    switch (c | 0x20) {
    case 0xF8: return 0x300;
    case 0xF9: return 0x301;
    case 0xFB: return 0x309;
    case 0xF5: return 0x303;
    case 0xEF: return 0x323;
    case 0xE2: return 0x302;
    case 0xEA: return 0x306;
    default: return 0;
    }
}

/* Reads the VNI marks that follow a letter and its first mark.  People type the same mark twice ("löïïc"), which
 * counts once, and a shape and a tone one after the other ("aâù" for ấ), which make one letter; the table has no
 * such codes. */
static void further_marks(th_buf *out, th_str s, size_t *at, uint32_t base, uint32_t mark)
{
    bool shape = combining(mark) == 0x302 || combining(mark) == 0x306;
    bool tone = combining(mark) && !shape, plain = base < 0x80;
    while (*at < s.len) {
        size_t next = *at;
        uint32_t c = th_utf8_next(s, &next), with = c >= 0xC0 && c <= 0xFF ? combining(c) : 0;
        bool is_shape = with == 0x302 || with == 0x306;
        if (!with)
            return;
        if (c != mark) {
            if (!plain || (is_shape ? shape : tone))
                return;
            th_utf8_put(out, with);
            shape = shape || is_shape;
            tone = tone || !is_shape;
        }
        *at = next;
    }
}

/* Writes one character of at most three bytes.  The caller has reserved the room. */
static inline char *put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xC0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3F));
    } else {
        *to++ = (char)(0xE0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3F));
        *to++ = (char)(0x80 | (c & 0x3F));
    }
    return to;
}

/* th_legacy_byte_at() with a short cut for ASCII and Latin-1, of which nearly all legacy text consists. */
static inline int byte_at(th_str s, size_t at, size_t *len)
{
    unsigned char lead = (unsigned char)s.ptr[at];
    if (lead < 0x80) {
        *len = 1;
        return lead;
    }
    if ((lead & 0xFE) == 0xC2 && at + 1 < s.len && ((unsigned char)s.ptr[at + 1] & 0xC0) == 0x80) {
        *len = 2;
        return (lead & 3) << 6 | ((unsigned char)s.ptr[at + 1] & 0x3F);
    }
    return th_legacy_byte_at(s, at, len);
}

static inline char *put_single(char *to, uint32_t unicode, int byte)
{
    return put_utf8(to, unicode ? unicode : th_legacy_view((uint32_t)byte));
}

/* Copies a character that stands for no legacy byte.  True when it may combine with its neighbours, so that the
 * whole text has to be composed. */
static bool copy_other(th_buf *out, th_str s, size_t at, size_t n)
{
    th_buf_add(out, th_str_sub(s, at, n));
    return (unsigned char)s.ptr[at] >= 0xCC;
}

static th_str decode_singles(th_arena *arena, const uint16_t *letters, th_str s)
{
    bool doubt = false;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len * 3 + 1); /* some encodings put letters of three bytes on ASCII codes */
    for (size_t at = 0, n; at < s.len; at += n) {
        int byte = byte_at(s, at, &n);
        if (byte < 0)
            doubt = copy_other(&out, s, at, n) || doubt;
        else
            out.len = (size_t)(put_single(out.ptr + out.len, letters[byte], byte) - out.ptr);
    }
    return doubt ? th_text_nfc(arena, th_buf_str(&out)) : th_buf_str(&out);
}

/* A letter outside ASCII takes two bytes or more before decoding and three at most after it, so that half as much
 * again is room enough; ASCII does not grow. */
static th_str decode_pairs(th_arena *arena, const uint16_t *letters, bool vni_marks, th_str s)
{
    bool doubt = false;
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len + s.len / 2 + 8);
    char *to = out.ptr;
    for (size_t at = 0, n; at < s.len;) {
        unsigned char lead = (unsigned char)s.ptr[at];
        bool ascii_next = at + 1 >= s.len || (unsigned char)s.ptr[at + 1] < 0x80;
        if (lead < 0x80 && ascii_next) {
            *to++ = (char)lead;
            at++;
            continue;
        }
        int first = byte_at(s, at, &n);
        if (first < 0) {
            out.len = (size_t)(to - out.ptr);
            doubt = copy_other(&out, s, at, n) || doubt;
            to = out.ptr + out.len;
            at += n;
            continue;
        }
        at += n;
        const uint16_t *row = letters + (size_t)first * TH_LEGACY_SECONDS;
        int second = at < s.len && (unsigned char)s.ptr[at] >= 0x80 ? byte_at(s, at, &n) : -1;
        uint32_t unicode = second >= 0x80 ? row[second - TH_LEGACY_SECOND_FROM] : 0;
        if (!unicode) {
            to = put_single(to, row[0], first);
            continue;
        }
        at += n;
        to = put_utf8(to, unicode);
        if (vni_marks && at < s.len && (unsigned char)s.ptr[at] == 0xC3) {
            size_t before = out.len = (size_t)(to - out.ptr);
            further_marks(&out, s, &at, (uint32_t)first, (uint32_t)second);
            doubt = doubt || out.len != before;
            to = out.ptr + out.len;
        }
    }
    out.len = (size_t)(to - out.ptr);
    return doubt ? th_text_nfc(arena, th_buf_str(&out)) : th_buf_str(&out);
}

th_str th_text_decode(th_arena *arena, th_encoding encoding, bool capitals, th_str s)
{
    const th_legacy_table table = th_legacy_table_of(encoding);
    th_str text;
    if (table.pairs)
        text = decode_pairs(arena, table.letters, encoding == TH_ENC_VNI, s);
    else if (table.nrows)
        text = decode_singles(arena, table.letters, s);
    else if (encoding == TH_ENC_VIQR)
        text = th_viqr_decode(arena, s);
    else if (encoding == TH_ENC_UTF8)
        text = th_text_nfc(arena, th_utf8_seen_decode(arena, s));
    else if (encoding == TH_ENC_NCR)
        text = th_text_nfc(arena, th_references_decode(arena, s));
    else
        text = th_text_nfc(arena, s);
    return capitals ? th_text_upper(arena, text) : text;
}

static void put_view(th_buf *out, uint32_t byte)
{
    th_utf8_put(out, th_legacy_view(byte));
}

th_str th_text_encode(th_arena *arena, th_encoding encoding, th_str nfc)
{
    const th_legacy_table table = th_legacy_table_of(encoding);
    if (!table.nrows)
        return encoding == TH_ENC_VIQR   ? th_viqr_encode(arena, nfc)
               : encoding == TH_ENC_UTF8 ? th_utf8_seen_encode(arena, nfc)
               : encoding == TH_ENC_NCR  ? th_references_encode(arena, nfc)
                                         : nfc;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < nfc.len;) {
        uint32_t c = th_utf8_next(nfc, &at);
        const th_legacy_row *found = NULL;
        for (size_t i = 0; i < table.nrows && !found; i++)
            if (table.rows[i].unicode == c)
                found = &table.rows[i];
        if (!found) {
            th_utf8_put(&out, c);
            continue;
        }
        put_view(&out, found->first);
        if (found->second)
            put_view(&out, found->second);
    }
    return th_buf_str(&out);
}

/* Decoding and encoding through total tables. */
#include "text/encoding.h"

#include "text/utf8.h"

#include "base/banned.h"

/* A code is one character or two: column 0, or the second character counted from U+00A0. */
enum { FIRSTS = 256, SECOND_FROM = 0x9F, SECONDS = 0x100 - SECOND_FROM };
typedef uint16_t legacy_table[FIRSTS][SECONDS];

#define TH_LEGACY(a, b, u) [a][(b) ? (b)-SECOND_FROM : 0] = (u),
static const legacy_table tcvn3 = {
#include "text/tcvn3.def"
};
static const legacy_table vni = {
#include "text/vni.def"
};
#undef TH_LEGACY

static const legacy_table *const tables[TH_ENCODINGS] = {[TH_ENC_TCVN3] = &tcvn3, [TH_ENC_VNI] = &vni};

/* The same rows in order, for the way back: the first row of a letter is its primary code. */
typedef struct legacy_row {
    uint16_t first, second, unicode;
} legacy_row;
#define TH_LEGACY(a, b, u) {a, b, u},
static const legacy_row tcvn3_rows[] = {
#include "text/tcvn3.def"
};
static const legacy_row vni_rows[] = {
#include "text/vni.def"
};
#undef TH_LEGACY

th_str th_encoding_name(th_encoding e)
{
    static const char *const names[TH_ENCODINGS] = {
#define TH_ENCODING(id, name) [TH_ENC_##id] = name,
#include "text/encodings.def"
#undef TH_ENCODING
    };
    return th_str_of(names[e]);
}

th_str th_evidence_vi(th_evidence e)
{
    static const char *const words[] = {
        [TH_EVIDENCE_NONE] = "",
        [TH_EVIDENCE_RUN_FONT] = "phông của đoạn chữ",
        [TH_EVIDENCE_CELL_FONT] = "phông của ô",
        [TH_EVIDENCE_CONTENT] = "nội dung chữ",
        [TH_EVIDENCE_SHEET] = "đa số ô trong trang",
        [TH_EVIDENCE_WORKBOOK] = "đa số ô trong tệp",
        [TH_EVIDENCE_NFD] = "dấu rời được ghép lại",
    };
    return th_str_of(words[e]);
}

static bool is_mark(uint32_t c)
{
    return c >= 0xA0 && c <= 0xFF;
}

/* A VNI mark as a combining one; 0 when it is none.  Capital and small marks are 0x20 apart. */
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

/* VNI after a letter and its mark: the same mark typed twice ("löïïc") counts once; a shape and a tone
 * typed one after the other ("aâù" for ấ) make one letter.  Neither is a code of its own. */
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

/* 0x80..0x9F copied as Latin-1 are the punctuation that CP1252 puts there. */
static uint32_t punctuation(uint32_t c)
{
    static const uint16_t cp1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
    return c >= 0x80 && c < 0xA0 ? cp1252[c - 0x80] : c;
}

/* Room for the rest is reserved by the caller: no letter takes more than three bytes. */
static void put(th_buf *out, uint32_t c)
{
    char *p = out->ptr + out->len;
    if (c < 0x80) {
        p[0] = (char)c;
        out->len += 1;
    } else if (c < 0x800) {
        p[0] = (char)(0xC0 | c >> 6);
        p[1] = (char)(0x80 | (c & 0x3F));
        out->len += 2;
    } else {
        p[0] = (char)(0xE0 | c >> 12);
        p[1] = (char)(0x80 | (c >> 6 & 0x3F));
        p[2] = (char)(0x80 | (c & 0x3F));
        out->len += 3;
    }
}

/* A character of U+0080..00FF at `at`, two bytes long; 0 for anything else. */
static uint32_t latin1_at(th_str s, size_t at)
{
    unsigned char lead = at + 1 < s.len ? (unsigned char)s.ptr[at] : 0;
    if (lead != 0xC2 && lead != 0xC3)
        return 0;
    unsigned char trail = (unsigned char)s.ptr[at + 1];
    return (trail & 0xC0) == 0x80 ? (uint32_t)(lead & 3) << 6 | (trail & 0x3F) : 0;
}

static th_str decode_table(th_arena *arena, const legacy_table *table, bool vni_marks, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len + s.len / 2 + 8);
    for (size_t at = 0; at < s.len;) {
        if (out.cap - out.len < 8) /* never, unless many marks follow one letter */
            th_buf_reserve(&out, 8 + s.len - at);
        unsigned char byte = (unsigned char)s.ptr[at];
        uint32_t c = byte < 0x80 ? byte : latin1_at(s, at);
        if (c == 0 && byte != 0) { /* beyond Latin-1, or no character at all */
            size_t from = at;
            th_utf8_next(s, &at);
            th_buf_add(&out, th_str_sub(s, from, at - from));
            continue;
        }
        at += byte < 0x80 ? 1 : 2;
        uint32_t second = latin1_at(s, at);
        uint32_t unicode = is_mark(second) ? (*table)[c][second - SECOND_FROM] : 0;
        if (unicode) { /* a letter and its mark */
            at += 2;
            put(&out, unicode);
            if (vni_marks)
                further_marks(&out, s, &at, c, second);
        } else {
            unicode = (*table)[c][0];
            put(&out, unicode ? unicode : punctuation(c));
        }
    }
    return th_text_nfc(arena, th_buf_str(&out));
}

th_str th_text_decode(th_arena *arena, th_encoding e, bool capitals, th_str s)
{
    th_str text = tables[e] ? decode_table(arena, tables[e], e == TH_ENC_VNI, s) : th_text_nfc(arena, s);
    return capitals ? th_text_upper(arena, text) : text;
}

th_str th_text_encode(th_arena *arena, th_encoding e, th_str nfc)
{
    const legacy_row *rows = e == TH_ENC_TCVN3 ? tcvn3_rows : vni_rows;
    size_t n = e == TH_ENC_TCVN3 ? sizeof tcvn3_rows / sizeof *rows
               : e == TH_ENC_VNI ? sizeof vni_rows / sizeof *rows
                                 : 0;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < nfc.len;) {
        uint32_t c = th_utf8_next(nfc, &at);
        const legacy_row *found = NULL;
        for (size_t i = 0; i < n && !found; i++)
            if (rows[i].unicode == c)
                found = &rows[i];
        th_utf8_put(&out, found ? found->first : c);
        if (found && found->second)
            th_utf8_put(&out, found->second);
    }
    return th_buf_str(&out);
}

th_str th_text_from_cp1258_view(th_arena *arena, th_str s)
{
    static const struct {
        uint16_t seen, byte;
    } differs[] = {{0x102, 0xC3}, {0x300, 0xCC}, {0x110, 0xD0}, {0x309, 0xD2}, {0x1A0, 0xD5},
                   {0x1AF, 0xDD}, {0x303, 0xDE}, {0x103, 0xE3}, {0x301, 0xEC}, {0x111, 0xF0},
                   {0x323, 0xF2}, {0x1A1, 0xF5}, {0x1B0, 0xFD}, {0x20AB, 0xFE}};
    th_buf out;
    th_buf_init(&out, arena);
    bool any = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = th_utf8_next(s, &at), byte = c;
        for (size_t i = 0; c > 0xFF && i < sizeof differs / sizeof *differs; i++)
            byte = differs[i].seen == c ? differs[i].byte : byte;
        any = any || byte != c;
        th_utf8_put(&out, byte);
    }
    return any ? th_buf_str(&out) : s;
}

bool th_text_suspicious(th_str s)
{
    for (size_t i = 0; i + 1 < s.len; i++) { /* U+0080..00FF is C2 80..C3 BF */
        unsigned char c = (unsigned char)s.ptr[i];
        if (c == 0xC2 || c == 0xC3)
            return true;
    }
    return false;
}

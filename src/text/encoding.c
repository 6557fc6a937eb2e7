/* Decoding and encoding through total tables. */
#include "text/encoding.h"

#include "text/utf8.h"

#include "base/banned.h"

typedef struct legacy { uint16_t first, second, unicode; } legacy;

static const legacy tcvn3[] = {
#define TH_LEGACY(a, b, u) {a, b, u},
#include "text/tcvn3.def"
#undef TH_LEGACY
};
static const legacy vni[] = {
#define TH_LEGACY(a, b, u) {a, b, u},
#include "text/vni.def"
#undef TH_LEGACY
};

static const struct {
    const legacy *rows;
    size_t n;
} tables[TH_ENCODINGS] = {
    [TH_ENC_TCVN3] = {tcvn3, sizeof tcvn3 / sizeof *tcvn3},
    [TH_ENC_VNI] = {vni, sizeof vni / sizeof *vni},
};

static const struct {
    const char *name;
} names[TH_ENCODINGS] = {
#define TH_ENCODING(id, name) [TH_ENC_##id] = {name},
#include "text/encodings.def"
#undef TH_ENCODING
};

th_str th_encoding_name(th_encoding e)
{
    return th_str_of(names[e].name);
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

/* Longest match at chars[at]; returns how many characters it took, 0 for none. */
static size_t match(th_encoding e, const uint32_t *chars, size_t n, size_t at, uint32_t *unicode)
{
    size_t taken = 0;
    for (size_t i = 0; i < tables[e].n && taken < 2; i++) {
        const legacy *row = &tables[e].rows[i];
        if (row->first != chars[at])
            continue;
        if (row->second == 0 && taken == 0) {
            *unicode = row->unicode;
            taken = 1;
        } else if (row->second && at + 1 < n && row->second == chars[at + 1]) {
            *unicode = row->unicode;
            taken = 2;
        }
    }
    return taken;
}

static bool is_legacy_char(uint32_t c)
{
    return c >= 0x80 && c <= 0xFF;
}

/* VNI: a mark typed twice ("löïïc") is kept once. */
static bool is_doubled_mark(th_encoding e, const uint32_t *chars, size_t at)
{
    return e == TH_ENC_VNI && at > 0 && is_legacy_char(chars[at]) && chars[at] == chars[at - 1];
}

th_str th_text_decode(th_arena *arena, th_encoding e, bool capitals, th_str s)
{
    uint32_t *chars = th_arena_array(arena, s.len + 1, sizeof *chars);
    size_t n = 0;
    for (size_t at = 0; at < s.len;)
        chars[n++] = th_utf8_next(s, &at);
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len + 8);
    for (size_t i = 0; i < n;) {
        uint32_t unicode = 0;
        /* a plain letter can only start a pair when a mark follows */
        bool candidate = is_legacy_char(chars[i]) || (i + 1 < n && is_legacy_char(chars[i + 1]));
        size_t taken = candidate && tables[e].n ? match(e, chars, n, i, &unicode) : 0;
        th_utf8_put(&out, taken ? unicode : chars[i]);
        i += taken ? taken : 1;
        while (taken == 2 && i < n && is_doubled_mark(e, chars, i))
            i++;
    }
    th_str text = th_text_nfc(arena, th_buf_str(&out));
    return capitals ? th_text_upper(arena, text) : text;
}

th_str th_text_encode(th_arena *arena, th_encoding e, th_str nfc)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < nfc.len;) {
        uint32_t c = th_utf8_next(nfc, &at);
        const legacy *found = NULL;
        for (size_t i = 0; i < tables[e].n && !found; i++)
            if (tables[e].rows[i].unicode == c)
                found = &tables[e].rows[i];
        th_utf8_put(&out, found ? found->first : c);
        if (found && found->second)
            th_utf8_put(&out, found->second);
    }
    return th_buf_str(&out);
}

bool th_text_suspicious(th_str s)
{
    for (size_t at = 0; at < s.len;)
        if (is_legacy_char(th_utf8_next(s, &at)))
            return true;
    return false;
}

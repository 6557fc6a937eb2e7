/* Which encoding a text is in: fonts, the model of Vietnamese syllables, votes. */
#include "text/encoding.h"

#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { LONGEST_SYLLABLE = 8, CONTRADICTION = 2 };

static const struct {
    const char *prefix;
    char suffix;
    th_encoding encoding;
    bool certain, symbol;
} fonts[] = {
#define TH_FONT(prefix, suffix, encoding, certain, symbol) {prefix, suffix, TH_ENC_##encoding, certain, symbol},
#include "text/fonts.def"
#undef TH_FONT
};

th_font_reading th_font_read(th_str font_name)
{
    th_str name = th_str_trim(font_name);
    th_font_reading r = {0};
    for (size_t i = 0; i < sizeof fonts / sizeof *fonts; i++) {
        size_t n = strlen(fonts[i].prefix);
        bool fits = name.len >= n;
        for (size_t k = 0; fits && k < n; k++) {
            char c = name.ptr[k];
            fits = (c >= 'A' && c <= 'Z' ? (char)(c + 32) : c) == fonts[i].prefix[k];
        }
        if (!fits)
            continue;
        char last = name.ptr[name.len - 1];
        r.encoding = fonts[i].encoding;
        r.known = fonts[i].certain;
        r.symbol = fonts[i].symbol;
        r.capitals = fonts[i].suffix && name.len > n && (last == 'H' || last == 'h');
        return r;
    }
    return r;
}

static const char *const onsets[] = {
#define TH_ONSET(o) o,
#define TH_RHYME(r, checked)
#include "text/syllables.def"
#undef TH_ONSET
#undef TH_RHYME
};
static const struct {
    const char *rhyme;
    bool checked;
} rhymes[] = {
#define TH_ONSET(o)
#define TH_RHYME(r, checked) {r, checked},
#include "text/syllables.def"
#undef TH_ONSET
#undef TH_RHYME
};

static bool is_rhyme(th_str s, unsigned tone)
{
    for (size_t i = 0; i < sizeof rhymes / sizeof *rhymes; i++)
        if (th_str_eq(s, th_str_of(rhymes[i].rhyme)))
            return !rhymes[i].checked || tone == 2 || tone == 5;
    return false;
}

/* `bare`: lower case, without its tone. */
static bool is_syllable(th_str bare, unsigned tone)
{
    if (is_rhyme(bare, tone))
        return true;
    for (size_t i = 0; i < sizeof onsets / sizeof *onsets; i++) {
        th_str onset = th_str_of(onsets[i]);
        if (th_str_starts(bare, onset) && is_rhyme(th_str_sub(bare, onset.len, bare.len), tone))
            return true;
    }
    return false;
}

static bool is_word_char(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= 0x80 && c != 0xA0 && (c < 0x2000 || (c >= 0x1E00 && c < 0x2000)));
}

/* One word: +1 a Vietnamese syllable with a diacritic, -1 letters that make none, 0 nothing to say. */
static int judge(th_arena *scratch, th_str word)
{
    bool ascii = true;
    for (size_t i = 0; i < word.len; i++)
        ascii = ascii && (unsigned char)word.ptr[i] < 0x80;
    if (ascii)
        return 0;
    th_str lower = th_text_lower(scratch, word);
    th_buf bare;
    th_buf_init(&bare, scratch);
    unsigned tone = 0, tones = 0;
    size_t letters = 0, vowels = 0;
    for (size_t at = 0; at < lower.len; letters++) {
        unsigned t;
        uint32_t c = th_fold_split_tone(th_utf8_next(lower, &at), &t);
        tones += t != 0;
        tone = t ? t : tone;
        vowels += c > 0x80 ? c != 0x111 : strchr("aeiouy", (int)c) != NULL;
        th_utf8_put(&bare, c);
    }
    if (vowels == 0)
        return 0; /* an abbreviation: CĐS */
    if (letters > LONGEST_SYLLABLE || tones > 1)
        return -1;
    return is_syllable(th_buf_str(&bare), tone) ? 1 : -1;
}

int th_text_score(th_str text)
{
    th_arena *scratch = th_arena_new(0);
    if (!scratch || TH_ARENA_GUARD(scratch)) {
        th_arena_free(scratch);
        return 0;
    }
    int score = 0;
    size_t start = 0;
    bool inside = false;
    for (size_t at = 0; at <= text.len;) {
        size_t from = at;
        uint32_t c = at < text.len ? th_utf8_next(text, &at) : ' ';
        bool word = at <= text.len && from < text.len && is_word_char(c);
        if (word && !inside)
            start = from;
        if (!word && inside)
            score += judge(scratch, th_str_sub(text, start, from - start));
        inside = word;
        if (from >= text.len)
            break;
    }
    th_arena_free(scratch);
    return score;
}

/* A letter that only Unicode text has: beyond Latin-1 and no punctuation of CP1252. */
static bool has_unicode_letter(th_str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c = th_utf8_next(s, &at);
        if ((c >= 0x100 && c < 0x180 && c != 0x152 && c != 0x153 && c != 0x160 && c != 0x161 && c != 0x178 && c != 0x17D && c != 0x17E) ||
            c == 0x1A0 || c == 0x1A1 || c == 0x1AF || c == 0x1B0 || (c >= 0x1EA0 && c <= 0x1EF9) || (c >= 0x300 && c < 0x370))
            return true;
    }
    return false;
}

/* "?" between letters, or "ơ" without the "ư" that a stripped soft hyphen was. */
static bool looks_lost(th_str decoded)
{
    for (size_t i = 1; i + 1 < decoded.len; i++) {
        unsigned char before = (unsigned char)decoded.ptr[i - 1], after = (unsigned char)decoded.ptr[i + 1];
        if (decoded.ptr[i] == '?' && (before >= 0x80 || (before | 0x20) >= 'a') && (after >= 0x80 || (after | 0x20) >= 'a') && before != ' ')
            return true;
    }
    return th_str_find(decoded, TH_STR("ơng"), 0) != SIZE_MAX && th_str_find(decoded, TH_STR("ương"), 0) == SIZE_MAX && th_text_score(decoded) < 1;
}

typedef struct choice { th_encoding encoding; th_evidence evidence; bool doubtful; } choice;

static th_encoding best_of(const th_votes *v)
{
    th_encoding best = TH_ENC_UNICODE;
    for (unsigned e = TH_ENC_TCVN3; v && e < TH_ENCODINGS; e++)
        if (v->n[e] > (best == TH_ENC_UNICODE ? 0 : v->n[best]))
            best = (th_encoding)e;
    return best;
}

static choice by_content(th_arena *arena, th_str raw, const th_votes *sheet, const th_votes *book)
{
    int as_is = th_text_score(raw), best = as_is;
    th_encoding which = TH_ENC_UNICODE;
    bool tie = false;
    for (unsigned e = TH_ENC_TCVN3; e < TH_ENCODINGS; e++) {
        th_str decoded = th_text_decode(arena, (th_encoding)e, false, raw);
        int score = th_str_eq(decoded, raw) ? as_is : th_text_score(decoded);
        if (score > best) {
            best = score;
            which = (th_encoding)e;
            tie = false;
        } else if (score == best && !th_str_eq(decoded, raw)) {
            tie = true;
        }
    }
    if (!tie)
        return (choice){which, TH_EVIDENCE_CONTENT, false};
    const struct {
        const th_votes *votes;
        th_evidence evidence;
    } voters[] = {{sheet, TH_EVIDENCE_SHEET}, {book, TH_EVIDENCE_WORKBOOK}};
    for (size_t i = 0; i < 2; i++) {
        th_encoding e = best_of(voters[i].votes);
        if (e == TH_ENC_UNICODE)
            continue;
        th_str decoded = th_text_decode(arena, e, false, raw);
        if (th_text_score(decoded) >= best)
            return (choice){e, voters[i].evidence, false};
    }
    if (which != TH_ENC_UNICODE) /* two legacy readings are equally good, and better than none */
        return (choice){TH_ENC_UNICODE, TH_EVIDENCE_NONE, true};
    /* as good as it stands: settled once the votes are known */
    return (choice){TH_ENC_UNICODE, TH_EVIDENCE_NONE, best > 0 && !sheet};
}

static choice choose(th_arena *arena, const th_run_text *run, bool rich, const th_votes *sheet, const th_votes *book)
{
    th_font_reading font = th_font_read(run->font);
    if (font.symbol || !th_text_suspicious(run->text))
        return (choice){font.symbol || !font.capitals ? TH_ENC_UNICODE : font.encoding, rich ? TH_EVIDENCE_RUN_FONT : TH_EVIDENCE_CELL_FONT, false};
    if (has_unicode_letter(run->text) && !font.known)
        return (choice){TH_ENC_UNICODE, TH_EVIDENCE_NONE, false};
    if (font.encoding == TH_ENC_UNICODE)
        return by_content(arena, run->text, sheet, book);
    int claimed = th_text_score(th_text_decode(arena, font.encoding, false, run->text));
    choice content = by_content(arena, run->text, NULL, NULL);
    int read = th_text_score(content.encoding == TH_ENC_UNICODE ? run->text : th_text_decode(arena, content.encoding, false, run->text));
    if (!content.doubtful && content.encoding != font.encoding && read - claimed >= CONTRADICTION)
        return content; /* the font lies */
    return (choice){font.encoding, rich ? TH_EVIDENCE_RUN_FONT : TH_EVIDENCE_CELL_FONT, false};
}

th_normal th_text_normalise(th_arena *arena, const th_run_text *runs, size_t nruns, const th_votes *sheet, const th_votes *book)
{
    th_normal n = {0};
    th_buf out, raw;
    th_buf_init(&out, arena);
    th_buf_init(&raw, arena);
    for (size_t i = 0; i < nruns; i++) {
        choice c = choose(arena, &runs[i], nruns > 1, sheet, book);
        bool capitals = c.encoding != TH_ENC_UNICODE && th_font_read(runs[i].font).capitals;
        th_str text = c.encoding == TH_ENC_UNICODE ? runs[i].text : th_text_decode(arena, c.encoding, capitals, runs[i].text);
        bool changed = !th_str_eq(text, runs[i].text);
        n.doubtful = n.doubtful || c.doubtful;
        if (changed && n.encoding == TH_ENC_UNICODE) {
            n.encoding = c.encoding;
            n.evidence = c.evidence;
        }
        if (th_font_read(runs[i].font).known && looks_lost(text))
            n.lost = true;
        th_buf_add(&out, text);
        th_buf_add(&raw, runs[i].text);
    }
    n.text = th_text_nfc(arena, th_buf_str(&out));
    n.changed = !th_str_eq(n.text, th_buf_str(&raw));
    if (n.changed && n.encoding == TH_ENC_UNICODE) {
        n.encoding = TH_ENC_NFD;
        n.evidence = TH_EVIDENCE_NFD;
    }
    return n;
}

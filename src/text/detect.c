/* Which encoding a text is in: fonts, the model of Vietnamese syllables, votes. */
#include "text/encoding.h"

#include "text/fold.h"
#include "text/syllable.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { CONTRADICTION = 2, TELLING_LETTERS = 4 };

typedef struct reading {
    th_encoding encoding;
    th_str text; /* decoded, before capitals */
    th_syllables n;
} reading;

typedef struct choice {
    th_encoding encoding;
    th_evidence evidence;
    bool capitals, doubtful, mixed, cp1258;
} choice;

static int net(const reading *r)
{
    return r->n.good - r->n.bad;
}

static reading read_as(th_arena *arena, th_encoding e, th_str raw)
{
    reading r = {.encoding = e, .text = e == TH_ENC_UNICODE ? raw : th_text_decode(arena, e, false, raw)};
    r.n = th_syllables_count(r.text);
    return r;
}

/* A letter that only Unicode text has: beyond Latin-1, and not among the characters of CP1252. */
static bool is_unicode_letter(uint32_t c)
{
    if (c >= 0x100 && c < 0x250)
        return c != 0x152 && c != 0x153 && c != 0x160 && c != 0x161 && c != 0x178 && c != 0x17D && c != 0x17E &&
               c != 0x192;
    return (c >= 0x1E00 && c < 0x1F00) || (c >= 0x300 && c < 0x370);
}

static bool has_unicode_letter(th_str s)
{
    for (size_t at = 0; at < s.len;)
        if (is_unicode_letter(th_utf8_next(s, &at)))
            return true;
    return false;
}

/* The encoding most cells were decided for; Unicode when it leads or nothing was. */
static th_encoding winner(const th_votes *v)
{
    unsigned best = TH_ENC_UNICODE;
    uint64_t most = v ? (uint64_t)v->n[TH_ENC_UNICODE] + v->n[TH_ENC_NFD] : 0;
    for (unsigned e = TH_ENC_TCVN3; v && e < TH_ENCODINGS; e++)
        if (v->n[e] > most) {
            best = e;
            most = v->n[e];
        }
    return (th_encoding)best;
}

static bool any_vote(const th_votes *v)
{
    for (unsigned e = 0; v && e < TH_ENCODINGS; e++)
        if (v->n[e])
            return true;
    return false;
}

/* The vote decides among readings that the content does not tell apart. */
static choice by_vote(const reading *asis, const reading *legacy, size_t n, const th_votes *sheet, const th_votes *book)
{
    const struct {
        const th_votes *votes;
        th_evidence evidence;
    } voters[] = {{sheet, TH_EVIDENCE_SHEET}, {book, TH_EVIDENCE_WORKBOOK}};
    for (size_t i = 0; i < sizeof voters / sizeof *voters; i++) {
        if (!any_vote(voters[i].votes))
            continue;
        th_encoding e = winner(voters[i].votes);
        if (e == TH_ENC_UNICODE)
            return (choice){.encoding = TH_ENC_UNICODE};
        for (size_t k = 0; k < n; k++)
            if (legacy[k].encoding == e && net(&legacy[k]) >= net(asis))
                return (choice){.encoding = e, .evidence = voters[i].evidence};
    }
    return (choice){.encoding = TH_ENC_UNICODE, .doubtful = true};
}

/* May it be this legacy encoding at all?  Some word must be read better or as well, and what comes out must be
 * Vietnamese rather than not: text in other languages has no reading. */
static bool is_possible(const reading *r, const reading *asis)
{
    if (asis->n.good + asis->n.bad == 0 || net(r) < net(asis))
        return false;
    return r->n.good > r->n.bad || r->n.good + r->n.bad == 0 || r->n.odd < asis->n.odd;
}

/* Only what was read: no font that tells.  `hint`: what an ambiguous font name suggests, to break a tie. */
static choice by_content(th_arena *arena, th_str raw, th_encoding hint, const th_votes *sheet, const th_votes *book)
{
    reading asis = read_as(arena, TH_ENC_UNICODE, raw), legacy[TH_ENCODINGS];
    const reading *best = NULL, *hinted = NULL;
    size_t n = 0;
    bool tie = false, possible = false;
    for (unsigned e = TH_ENC_TCVN3; e < TH_ENCODINGS; e++) {
        reading r = read_as(arena, (th_encoding)e, raw);
        if (th_str_eq(r.text, raw))
            continue;
        legacy[n++] = r;
        possible = possible || is_possible(&r, &asis);
    }
    for (size_t i = 0; i < n; i++) {
        tie = best && net(&legacy[i]) == net(best) ? true : best && net(&legacy[i]) < net(best) ? tie : false;
        best = !best || net(&legacy[i]) > net(best) ? &legacy[i] : best;
        hinted = legacy[i].encoding == hint ? &legacy[i] : hinted;
    }
    if (!possible)
        return (choice){.encoding = TH_ENC_UNICODE};
    bool better = net(best) > net(&asis) && best->n.good > asis.n.good && !tie;
    bool telling = best->n.good >= 2 || (best->n.longest >= TELLING_LETTERS && asis.n.bad > 0);
    if (better && telling)
        return (choice){.encoding = best->encoding, .evidence = TH_EVIDENCE_CONTENT};
    if (hinted && hinted->n.good > 0 && net(hinted) >= net(&asis) && net(hinted) == net(best))
        return (choice){.encoding = hint, .evidence = TH_EVIDENCE_CELL_FONT};
    return by_vote(&asis, legacy, n, sheet, book);
}

/* Does another reading make two syllables valid that the font's reading makes invalid? */
static bool contradicts(const reading *other, const reading *claimed)
{
    return other->n.good - claimed->n.good >= CONTRADICTION && claimed->n.bad - other->n.bad >= CONTRADICTION;
}

/* A font that tells.  Text that real Unicode letters prove to be Unicode is decoded only word by word. */
static choice by_font(th_arena *arena, th_str raw, th_font_reading font, th_evidence evidence)
{
    choice c = {.encoding = font.encoding, .evidence = evidence, .capitals = font.capitals};
    reading claimed = read_as(arena, font.encoding, raw);
    th_str view = has_unicode_letter(raw) ? th_text_from_cp1258_view(arena, raw) : raw;
    if (!th_str_eq(view, raw)) {
        reading seen = read_as(arena, font.encoding, view), asis = read_as(arena, TH_ENC_UNICODE, raw);
        c.cp1258 = !has_unicode_letter(view) && net(&seen) > net(&claimed) && net(&seen) > net(&asis);
    }
    c.mixed = !c.cp1258 && has_unicode_letter(raw); /* composed or not */
    if (c.mixed || c.cp1258 || claimed.n.bad < CONTRADICTION)
        return c;
    const reading *best = NULL;
    reading others[TH_ENCODINGS];
    for (unsigned e = TH_ENC_UNICODE; e < TH_ENCODINGS; e++) {
        if (e == TH_ENC_NFD || e == (unsigned)font.encoding)
            continue;
        others[e] = read_as(arena, (th_encoding)e, raw);
        if (contradicts(&others[e], &claimed) && (!best || net(&others[e]) > net(best)))
            best = &others[e];
    }
    if (!best)
        return c;
    return (choice){.encoding = best->encoding, .evidence = TH_EVIDENCE_CONTENT};
}

static choice choose(th_arena *arena, th_str raw, th_font_reading font, th_evidence evidence, const th_votes *sheet,
                     const th_votes *book)
{
    if (font.symbol)
        return (choice){.encoding = TH_ENC_UNICODE};
    bool unicode = has_unicode_letter(raw);
    if (!th_text_suspicious(raw)) {
        if (unicode || !(font.known || font.capitals))
            return (choice){.encoding = TH_ENC_UNICODE};
        return (choice){.encoding = font.encoding, .evidence = evidence, .capitals = font.capitals};
    }
    if (font.known)
        return by_font(arena, raw, font, evidence);
    if (unicode)
        return (choice){.encoding = TH_ENC_UNICODE};
    choice c = by_content(arena, raw, font.encoding, sheet, book);
    c.capitals = font.capitals && c.encoding == font.encoding && c.encoding != TH_ENC_UNICODE;
    return c;
}

/* Unicode and legacy letters in one run ("thiết bÞ"): words that are Vietnamese as they stand, stay. */
static th_str decode_words(th_arena *arena, th_encoding e, th_str raw)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_str word;
    size_t done = 0;
    for (size_t at = 0; th_word_next(raw, &at, &word);) {
        th_str before = th_str_sub(raw, done, at - word.len - done);
        th_str decoded = th_text_decode(arena, e, false, word);
        th_syllables asis = th_syllables_count(word), then = th_syllables_count(decoded);
        th_buf_add(&out, before);
        bool better = then.good - then.bad > asis.good - asis.bad;
        th_buf_add(&out, better || then.odd < asis.odd ? decoded : word);
        done = at;
    }
    th_buf_add(&out, th_str_sub(raw, done, raw.len - done));
    return th_text_nfc(arena, th_buf_str(&out));
}

static th_str convert(th_arena *arena, const choice *c, th_str raw)
{
    if (c->encoding == TH_ENC_UNICODE)
        return raw;
    th_str from = c->cp1258 ? th_text_from_cp1258_view(arena, raw) : c->mixed ? th_text_nfc(arena, raw) : raw;
    th_str text = c->mixed ? decode_words(arena, c->encoding, from) : th_text_decode(arena, c->encoding, false, from);
    return c->capitals ? th_text_upper(arena, text) : text;
}

static bool is_letter(uint32_t c)
{
    return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) ||
           (c >= 0x1E00 && c < 0x1F00);
}

/* A letter that is gone: "?" between two letters; or, in TCVN3, "ơc" and "ơng" without the "ư" before them,
 * which no Vietnamese word has: it was U+00AD, and something took it for a soft hyphen. */
static bool looks_lost(th_str decoded, th_encoding e)
{
    uint32_t before = 0, c = 0;
    for (size_t at = 0; at < decoded.len;) {
        uint32_t next = th_utf8_next(decoded, &at);
        if (c == '?' && is_letter(before) && is_letter(next))
            return true;
        unsigned tone;
        if (e == TH_ENC_TCVN3 && th_fold_split_tone(th_utf8_lower(c), &tone) == 0x1A1 && before != 0x1B0 &&
            before != 0x1AF) {
            size_t ahead = at;
            uint32_t third = ahead < decoded.len ? th_utf8_next(decoded, &ahead) : ' ';
            uint32_t n = next | 0x20, g = third | 0x20;
            if ((n == 'c' && !is_letter(third)) || (n == 'n' && g == 'g'))
                return true;
        }
        before = c;
        c = next;
    }
    return false;
}

/* Runs whose fonts say nothing are read as one text; others one by one. */
static bool fonts_are_silent(const th_run_text *runs, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        th_font_reading f = th_font_read(runs[i].font);
        if (f.symbol || f.encoding != TH_ENC_UNICODE)
            return false;
    }
    return true;
}

static bool same_decoding(const choice *a, const choice *b)
{
    return a->encoding == b->encoding && a->capitals == b->capitals && a->mixed == b->mixed && a->cp1258 == b->cp1258;
}

static th_str join(th_arena *arena, const th_run_text *runs, size_t from, size_t to)
{
    if (to == from + 1)
        return runs[from].text;
    th_buf all;
    th_buf_init(&all, arena);
    for (size_t i = from; i < to; i++)
        th_buf_add(&all, runs[i].text);
    return th_buf_str(&all);
}

th_normal th_text_normalise(th_arena *arena, const th_run_text *runs, size_t nruns, const th_votes *sheet,
                            const th_votes *book)
{
    th_str raw = join(arena, runs, 0, nruns);
    th_run_text whole = {raw, nruns ? runs[0].font : (th_str){0}};
    th_evidence evidence = nruns > 1 ? TH_EVIDENCE_RUN_FONT : TH_EVIDENCE_CELL_FONT;
    if (nruns != 1 && fonts_are_silent(runs, nruns)) {
        runs = &whole;
        nruns = 1;
    }
    th_normal n = {0};
    choice *c = th_arena_array(arena, nruns, sizeof *c);
    for (size_t i = 0; i < nruns; i++)
        c[i] = choose(arena, runs[i].text, th_font_read(runs[i].font), evidence, sheet, book);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0, to; i < nruns; i = to) { /* a letter and its mark may stand in two runs */
        for (to = i + 1; to < nruns && same_decoding(&c[i], &c[to]); to++)
            ;
        th_str from = join(arena, runs, i, to), text = convert(arena, &c[i], from);
        if (n.encoding == TH_ENC_UNICODE && !th_str_eq(text, th_text_nfc(arena, from))) {
            n.encoding = c[i].encoding;
            n.evidence = c[i].evidence;
        }
        bool legacy = c[i].encoding != TH_ENC_UNICODE || th_font_read(runs[i].font).known;
        n.lost =
            n.lost || (legacy && looks_lost(text, th_font_read(runs[i].font).known ? th_font_read(runs[i].font).encoding
                                                                                   : c[i].encoding));
        for (size_t k = i; k < to; k++)
            n.doubtful = n.doubtful || c[k].doubtful;
        th_buf_add(&out, text);
    }
    n.text = th_text_nfc(arena, nruns == 1 && c[0].encoding == TH_ENC_UNICODE ? raw : th_buf_str(&out));
    n.changed = !th_str_eq(n.text, raw);
    if (n.changed && n.encoding == TH_ENC_UNICODE) {
        n.encoding = TH_ENC_NFD;
        n.evidence = TH_EVIDENCE_NFD;
    }
    return n;
}

void th_votes_add(th_votes *votes, const th_normal *cell)
{
    if (cell->doubtful)
        return;
    if (cell->changed && cell->encoding != TH_ENC_NFD)
        votes->n[cell->encoding]++;
    else if (has_unicode_letter(cell->text))
        votes->n[TH_ENC_UNICODE]++;
}

/* One cell: its runs, each read in its encoding. */
#include "base/ascii.h"
#include "text/decode.h"
#include "text/detect.h"
#include "text/fold.h"
#include "text/syllable.h"
#include "text/tables.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

/* Is it one of “ ” ‘ ’ – — … •, on whose bytes some encodings have letters? */
static bool is_punctuation(uint32_t c)
{
    return c == 0x2026 || c == 0x2022 || (c >= 0x2013 && c <= 0x2014) || (c >= 0x2018 && c <= 0x201D);
}

/* White space that separates words in a cell. */
static bool parts_words(char c)
{
    return th_is_space(c) && c != '\v' && c != '\f';
}

static int net_of(th_str text)
{
    th_syllables count = th_syllables_count(text);
    return count.good - count.bad;
}

/* Decodes one word with the punctuation at its ends.  Quotes and dashes there are letters only if they make the word
 * more Vietnamese. */
static void decode_token(th_arena *arena, th_encoding encoding, th_str token, th_buf *out)
{
    size_t from = 0, to = token.len;
    for (size_t at = 0; at < to && is_punctuation(th_utf8_next(token, &at));)
        from = at;
    /* Each of these marks takes three bytes in UTF-8. */
    while (to > from + 3 || (to == from + 3 && from == 0)) {
        size_t at = to - 3;
        if (!is_punctuation(th_utf8_next(token, &at)) || at != to)
            break;
        to -= 3;
    }
    th_str whole = th_text_decode(arena, encoding, false, token);
    th_str core = th_text_decode(arena, encoding, false, th_str_sub(token, from, to - from));
    if ((from == 0 && to == token.len) || (net_of(whole) >= net_of(core) && to > from)) {
        th_buf_add(out, whole);
        return;
    }
    th_buf_add(out, th_str_sub(token, 0, from));
    th_buf_add(out, core);
    th_buf_add(out, th_str_sub(token, to, token.len - to));
}

/* Decodes word by word, for an encoding with letters where CP1252 has the quotes and dashes that people type all the
 * same. */
static th_str decode_tokens(th_arena *arena, th_encoding encoding, th_str raw)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < raw.len;) {
        size_t from = at;
        while (at < raw.len && parts_words(raw.ptr[at]))
            at++;
        th_buf_add(&out, th_str_sub(raw, from, at - from));
        from = at;
        while (at < raw.len && !parts_words(raw.ptr[at]))
            at++;
        decode_token(arena, encoding, th_str_sub(raw, from, at - from), &out);
    }
    return th_text_nfc(arena, th_buf_str(&out));
}

static bool has_punctuation(th_str raw)
{
    for (size_t at = th_str_find(raw, TH_STR("\xE2\x80"), 0); at != SIZE_MAX;
         at = th_str_find(raw, TH_STR("\xE2\x80"), at + 2)) {
        size_t next = at;
        if (is_punctuation(th_utf8_next(raw, &next)))
            return true;
    }
    return false;
}

static th_str convert(th_arena *arena, const th_choice *choice, th_str raw)
{
    if (choice->encoding == TH_ENC_UNICODE)
        return th_text_nfc(arena, raw);
    th_str from = raw;
    if (choice->cp1258)
        from = th_text_from_cp1258_view(arena, raw);
    else if (choice->mixed)
        from = th_text_nfc(arena, raw);
    bool shared = th_legacy_table_of(choice->encoding).uses_c1 && has_punctuation(from);
    th_str text = choice->mixed ? th_mixed_decode(arena, choice->encoding, from)
                  : shared      ? decode_tokens(arena, choice->encoding, from)
                                : th_text_decode(arena, choice->encoding, false, from);
    return choice->capitals ? th_text_upper(arena, text) : text;
}

/* Latin letters, with all that Vietnamese uses: U+00C0 to U+024F and U+1E00 to U+1EFF. */
static bool is_latin_letter(uint32_t c)
{
    return th_is_letter(c) || (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c < 0x1F00);
}

/* Is this the lead byte that remains of UTF-8 read as CP1252 when the byte behind it is gone?  Most often it is the
 * "Ã" of "à", whose second byte looks like a no-break space and was made a plain one. */
static bool is_broken_lead(uint32_t before, uint32_t c, uint32_t next)
{
    bool small = th_is_lower(before);
    return c == 0xC4 || c == 0xC6 || (c == 0xC3 && small && !is_latin_letter(next));
}

/* Has the text lost a letter?  Then "?" stands between two letters; or, in TCVN3, "ơc" and "ơng" stand without the
 * "ư" that every Vietnamese word has before them: it was U+00AD, which some program dropped as a soft hyphen. */
static bool looks_lost(th_str decoded, th_encoding encoding)
{
    uint32_t before = 0, c = 0;
    for (size_t at = 0; at < decoded.len;) {
        uint32_t next = th_utf8_next(decoded, &at);
        if ((c == '?' && is_latin_letter(before) && is_latin_letter(next)) ||
            (encoding == TH_ENC_UTF8 && is_broken_lead(before, c, next)))
            return true;
        unsigned tone;
        if (encoding == TH_ENC_TCVN3 && c >= 0x80 && th_fold_split_tone(th_utf8_lower(c), &tone) == 0x1A1 &&
            before != 0x1B0 && before != 0x1AF) {
            size_t ahead = at;
            uint32_t third = ahead < decoded.len ? th_utf8_next(decoded, &ahead) : ' ';
            uint32_t second = next | 0x20, last = third | 0x20;
            if ((second == 'c' && !is_latin_letter(third)) || (second == 'n' && last == 'g'))
                return true;
        }
        before = c;
        c = next;
    }
    return encoding == TH_ENC_UTF8 && is_broken_lead(before, c, ' ');
}

/* Do the fonts of all runs say nothing?  Then the runs are read as one text, otherwise one by one. */
static bool fonts_are_silent(const th_font_reading *fonts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (fonts[i].symbol || fonts[i].encoding != TH_ENC_UNICODE)
            return false;
    return true;
}

static bool same_decoding(const th_choice *a, const th_choice *b)
{
    return a->encoding == b->encoding && a->capitals == b->capitals && a->mixed == b->mixed && a->cp1258 == b->cp1258;
}

static th_str text_of_runs(th_arena *arena, const th_run_text *runs, size_t from, size_t to)
{
    if (to == from + 1)
        return runs[from].text;
    th_buf all;
    th_buf_init(&all, arena);
    for (size_t i = from; i < to; i++)
        th_buf_add(&all, runs[i].text);
    return th_buf_str(&all);
}

static size_t common_prefix(th_str a, th_str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    while (n > 0 && n < b.len && ((unsigned char)b.ptr[n] & 0xC0) == 0x80) /* never cut inside a character */
        n--;
    return n;
}

/* Where to cut `text`, which is `raw` converted, when `raw` is cut at `at`.  A cut between a letter and its mark is
 * moved behind the mark: it is right when both sides, converted apart, give the whole.  No cut may be right, because
 * the words of a mixed text are decided together; then it is made as far as the left side agrees with the whole. */
static size_t cut_of(th_arena *scratch, const th_choice *choice, th_str raw, th_str text, size_t *at)
{
    enum { MOST_MARKS = 4 };
    size_t agreed = 0, moved = *at;
    for (int i = 0; i <= MOST_MARKS; i++) {
        th_arena_reset(scratch);
        th_str left = convert(scratch, choice, th_str_sub(raw, 0, moved));
        th_str right = convert(scratch, choice, th_str_sub(raw, moved, raw.len - moved));
        if (left.len + right.len == text.len && th_str_starts(text, left) && th_str_ends(text, right)) {
            *at = moved;
            return left.len;
        }
        if (i == 0)
            agreed = common_prefix(left, text);
        if (moved >= raw.len)
            break;
        th_utf8_next(raw, &moved);
    }
    return agreed;
}

/* Neighbouring runs that are read the same way, and therefore together: a letter and its mark may stand in two of
 * them. */
typedef struct stretch {
    const th_choice *choice;
    const th_run_text *runs;
    size_t n;
    th_str raw, text; /* of all of them; `text` is `raw` converted */
} stretch;

typedef struct dealing {
    th_arena *scratch;
    const stretch *whole;
    size_t *ends; /* of each run, at first in `raw` and then in `text` */
} dealing;

/* A part of the raw text, and what it became. */
typedef struct dealt_part {
    size_t raw_from, raw_to, text_from, text_to;
} dealt_part;

/* Finds the end of the middle one of the runs `from` to `to`, which `part` holds, and then cuts each half by itself. */
static void halve(const dealing *deal, size_t from, size_t to, dealt_part part)
{
    if (from == to)
        return;
    size_t middle = from + (to - from) / 2;
    th_str raw = th_str_sub(deal->whole->raw, part.raw_from, part.raw_to - part.raw_from);
    th_str text = th_str_sub(deal->whole->text, part.text_from, part.text_to - part.text_from);
    size_t at = deal->ends[middle] > part.raw_from ? deal->ends[middle] - part.raw_from : 0;
    at = at < raw.len ? at : raw.len;
    size_t cut = part.text_from + cut_of(deal->scratch, deal->whole->choice, raw, text, &at);
    halve(deal, from, middle, (dealt_part){part.raw_from, part.raw_from + at, part.text_from, cut});
    halve(deal, middle + 1, to, (dealt_part){part.raw_from + at, part.raw_to, cut, part.text_to});
    deal->ends[middle] = cut;
}

/* Each cut is held against the whole text while that is cheap; a text of thousands of runs is halved instead, so that
 * the work does not grow with runs × bytes. */
static void cut_runs(const dealing *deal)
{
    enum { CHEAP = 1 << 18 };
    const stretch *whole = deal->whole;
    if (whole->n > CHEAP / (whole->raw.len + 1)) {
        halve(deal, 0, whole->n - 1, (dealt_part){0, whole->raw.len, 0, whole->text.len});
        return;
    }
    for (size_t i = 0; i + 1 < whole->n; i++) {
        size_t at = deal->ends[i];
        deal->ends[i] = cut_of(deal->scratch, whole->choice, whole->raw, whole->text, &at);
    }
}

/* Gives each run of the stretch its part of the converted text. */
static void deal_out(th_arena *arena, const stretch *whole, th_run_reading *readings)
{
    const th_choice *choice = whole->choice;
    dealing deal = {NULL, whole, th_arena_array(arena, whole->n, sizeof *deal.ends)};
    for (size_t i = 0; i < whole->n; i++)
        deal.ends[i] = whole->runs[i].text.len + (i ? deal.ends[i - 1] : 0);
    if (whole->n > 1) {
        deal.scratch = th_arena_scratch(arena);
        cut_runs(&deal);
        th_arena_free(deal.scratch);
    }
    deal.ends[whole->n - 1] = whole->text.len;
    for (size_t i = 0, done = 0; i < whole->n; i++) {
        size_t end = deal.ends[i];
        readings[i] = (th_run_reading){
            .text = th_str_sub(whole->text, done, end > done ? end - done : 0),
            .encoding = choice->encoding,
            .evidence = choice->evidence,
            .capitals = choice->capitals && choice->encoding != TH_ENC_UNICODE,
        };
        done += readings[i].text.len;
    }
}

/* Resolves character references before everything else, since they are ASCII in whatever font they are set. */
static const th_run_text *without_references(th_arena *arena, const th_run_text *runs, size_t n, bool *any)
{
    th_run_text *resolved = NULL;
    for (size_t i = 0; i < n; i++) {
        if (runs[i].text.len == 0 || !memchr(runs[i].text.ptr, '&', runs[i].text.len))
            continue;
        th_str text = th_references_decode(arena, runs[i].text);
        if (text.ptr == runs[i].text.ptr)
            continue;
        if (!resolved) {
            resolved = th_arena_array(arena, n, sizeof *resolved);
            memcpy(resolved, runs, n * sizeof *resolved);
        }
        resolved[i].text = text;
    }
    *any = resolved != NULL;
    return resolved ? resolved : runs;
}

/* What a stretch of runs became. */
typedef struct told {
    th_str text;
    bool same;      /* as it was, but for NFC */
    uint32_t asked; /* encodings in which it was looked for lost letters: bit n stands for encoding n */
} told;

static void note_lost(th_normal *normal, th_encoding encoding, told *whole)
{
    if (whole->asked & 1u << encoding)
        return;
    whole->asked |= 1u << encoding;
    normal->lost = normal->lost || looks_lost(whole->text, encoding);
}

static void note(th_normal *normal, const th_choice *choice, const th_font_reading *font, told *whole)
{
    if (normal->encoding == TH_ENC_UNICODE && !whole->same) {
        normal->encoding = choice->encoding;
        normal->evidence = choice->evidence;
    }
    if (choice->encoding != TH_ENC_UNICODE || font->known)
        note_lost(normal, font->known ? font->encoding : choice->encoding, whole);
    normal->doubtful = normal->doubtful || choice->doubtful;
    normal->open = normal->open || choice->open;
    normal->leaning = choice->leaning;
    normal->foreign = normal->foreign || choice->foreign;
    if (choice->suspect != TH_ENC_UNICODE) {
        normal->suspect = choice->suspect;
        normal->syllables += choice->syllables;
    }
}

th_normal th_text_normalise(th_arena *arena, const th_run_text *runs, size_t nruns, const th_text_context *context,
                            th_run_reading *readings)
{
    static const th_text_context nothing = {0};
    th_font_reading one_font, *fonts = nruns > 1 ? th_arena_array(arena, nruns, sizeof *fonts) : &one_font;
    th_choice one_choice, *choices = nruns > 1 ? th_arena_array(arena, nruns, sizeof *choices) : &one_choice;
    th_normal normal = {0};
    bool references = false;
    if (nruns == 0)
        return normal;
    context = context ? context : &nothing;
    th_str raw = text_of_runs(arena, runs, 0, nruns);
    runs = without_references(arena, runs, nruns, &references);
    for (size_t i = 0; i < nruns; i++)
        fonts[i] = context->ignore_fonts ? (th_font_reading){0} : th_font_read(runs[i].font);
    bool silent = nruns > 1 && fonts_are_silent(fonts, nruns);
    th_evidence evidence = nruns > 1 ? TH_EVIDENCE_RUN_FONT : TH_EVIDENCE_CELL_FONT;
    if (silent)
        choices[0] = th_detect(arena, text_of_runs(arena, runs, 0, nruns), fonts[0], evidence, context);
    for (size_t i = silent; i < nruns; i++)
        choices[i] = silent ? choices[0] : th_detect(arena, runs[i].text, fonts[i], evidence, context);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0, to; i < nruns; i = to) {
        for (to = i + 1; to < nruns && same_decoding(&choices[i], &choices[to]); to++)
            ;
        stretch whole = {&choices[i], &runs[i], to - i, text_of_runs(arena, runs, i, to), {0}};
        whole.text = convert(arena, whole.choice, whole.raw);
        th_str text = whole.text;
        told became = {text, text.ptr == whole.raw.ptr || th_str_eq(text, th_text_nfc(arena, whole.raw)), 0};
        for (size_t k = i; k < (silent ? i + 1 : to); k++)
            note(&normal, &choices[k], &fonts[k], &became);
        /* U+FFFD is what a program left where it gave up on a character. */
        normal.lost = normal.lost || th_str_find(text, TH_STR("\xEF\xBF\xBD"), 0) != SIZE_MAX;
        if (readings)
            deal_out(arena, &whole, &readings[i]);
        if (nruns == 1)
            normal.text = text;
        else
            th_buf_add(&out, text);
    }
    if (nruns > 1)
        normal.text = th_buf_str(&out);
    normal.changed = !th_str_eq(normal.text, raw);
    if (normal.changed && normal.encoding == TH_ENC_UNICODE) {
        normal.encoding = references ? TH_ENC_NCR : TH_ENC_NFD;
        normal.evidence = references ? TH_EVIDENCE_CONTENT : TH_EVIDENCE_NFD;
    }
    return normal;
}

void th_votes_add(th_votes *votes, const th_normal *cell)
{
    if (cell->suspect != TH_ENC_UNICODE)
        votes->suspected[cell->suspect] += (uint32_t)cell->syllables;
    if ((cell->doubtful || cell->open) && cell->leaning != TH_ENC_UNICODE)
        votes->leaning[cell->leaning]++;
    if (cell->foreign)
        votes->leaning[TH_ENC_UNICODE]++;
    if (cell->doubtful || cell->suspect != TH_ENC_UNICODE)
        return;
    if (cell->changed && cell->encoding != TH_ENC_NFD && cell->encoding != TH_ENC_NCR)
        votes->n[cell->encoding]++;
    else if (th_has_unicode_letter(cell->text))
        votes->n[TH_ENC_UNICODE]++;
}

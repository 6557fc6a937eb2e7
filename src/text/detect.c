/* Which encoding a text is in: fonts, the model of Vietnamese syllables, votes. */
#include "text/detect.h"

#include "base/ascii.h"
#include "text/decode.h"
#include "text/syllable.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum {
    CONTRADICTION = 2,   /* syllables that overrule a font */
    TELLING_LETTERS = 4, /* a single syllable this long may decide */
    LEANING = 4,         /* undecided texts that decide together */
    ADMITTED = 4,        /* syllables that admit a rare encoding to a workbook */
    VIQR_SYLLABLES = 3   /* plain ASCII must say more */
};

typedef struct reading {
    th_encoding encoding;
    th_str text; /* decoded, before capitals */
    th_syllables count;
    bool possible; /* it may be that at all */
} reading;

typedef struct readings {
    reading at[TH_ENCODINGS];
    size_t n;
} readings;

enum { ALWAYS, RARE, NEVER };
static const unsigned char candidates[TH_ENCODINGS] = {
#define TH_ENCODING(id, name, candidate) [TH_ENC_##id] = candidate,
#include "text/encodings.def"
};

static int net(const reading *candidate)
{
    return candidate->count.good - candidate->count.bad;
}

static reading read_as(th_arena *arena, th_encoding encoding, th_str raw)
{
    reading decoded = {.encoding = encoding,
                       .text = encoding == TH_ENC_UNICODE ? raw : th_text_decode(arena, encoding, false, raw)};
    decoded.count = th_syllables_count(decoded.text);
    return decoded;
}

static bool is_unicode_letter(uint32_t c)
{
    if (c >= 0x100 && c < 0x250)
        return c != 0x152 && c != 0x153 && c != 0x160 && c != 0x161 && c != 0x178 && c != 0x17D && c != 0x17E &&
               c != 0x192;
    return (c >= 0x1E00 && c < 0x1F00) || (c >= 0x300 && c < 0x370);
}

bool th_has_unicode_letter(th_str s)
{
    for (size_t at = 0; at < s.len;) {
        /* A byte below C4 is ASCII or belongs to a character below U+0100. */
        if ((unsigned char)s.ptr[at] < 0xC4) {
            at++;
            continue;
        }
        if (is_unicode_letter(th_utf8_next(s, &at)))
            return true;
    }
    return false;
}

/* ---- votes ---- */

_Static_assert(TH_ENCODINGS <= 32, "a set of encodings is the bits of a uint32_t");

uint32_t th_votes_admitted(const th_votes *book)
{
    uint32_t set = 0;
    for (unsigned encoding = 0; book && encoding < TH_ENCODINGS; encoding++)
        if (book->suspected[encoding] >= ADMITTED)
            set |= 1U << encoding;
    return set;
}

/* Where no text was decided, those that lean to one encoding decide together, if few lean elsewhere. */
static th_encoding leader(const th_votes *votes)
{
    unsigned best = TH_ENC_UNICODE;
    uint64_t most = 0, all = 0;
    for (unsigned encoding = 0; encoding < TH_ENCODINGS; encoding++) {
        all += votes->leaning[encoding];
        if (votes->leaning[encoding] > most) {
            best = encoding;
            most = votes->leaning[encoding];
        }
    }
    return most >= LEANING && most * 3 >= all * 2 ? (th_encoding)best : TH_ENC_UNICODE;
}

static bool any_decided(const th_votes *votes)
{
    for (unsigned encoding = 0; votes && encoding < TH_ENCODINGS; encoding++)
        if (votes->n[encoding])
            return true;
    return false;
}

/* More texts that are Vietnamese in no reading than texts decided for `e`: a workbook in another language. */
static bool is_foreign(const th_votes *votes, th_encoding encoding)
{
    return votes && votes->leaning[TH_ENC_UNICODE] > votes->n[encoding];
}

/* The encoding most cells were decided for; Unicode when it leads, nothing was, or most are in another language. */
static th_encoding winner(const th_votes *votes)
{
    if (!any_decided(votes))
        return leader(votes);
    unsigned best = TH_ENC_UNICODE;
    uint64_t most = (uint64_t)votes->n[TH_ENC_UNICODE] + votes->n[TH_ENC_NFD];
    for (unsigned encoding = TH_ENC_TCVN3; encoding < TH_ENCODINGS; encoding++)
        if (votes->n[encoding] > most) {
            best = encoding;
            most = votes->n[encoding];
        }
    return is_foreign(votes, (th_encoding)best) ? TH_ENC_UNICODE : (th_encoding)best;
}

static bool any_vote(const th_votes *votes)
{
    return votes && (any_decided(votes) || leader(votes) != TH_ENC_UNICODE);
}

/* The vote decides among readings that the content does not tell apart. */
static th_choice by_vote(const reading *asis, const readings *legacy, const th_text_context *context)
{
    const struct {
        const th_votes *votes;
        th_evidence evidence;
    } voters[] = {{context->column, TH_EVIDENCE_COLUMN},
                  {context->sheet, TH_EVIDENCE_SHEET},
                  {context->book, TH_EVIDENCE_WORKBOOK}};
    for (size_t i = 0; i < sizeof voters / sizeof *voters; i++) {
        if (!any_vote(voters[i].votes))
            continue;
        th_encoding winning = winner(voters[i].votes);
        if (winning == TH_ENC_UNICODE)
            return (th_choice){.encoding = TH_ENC_UNICODE};
        bool reads = false; /* otherwise that encoding leaves the text as it is, which is Vietnamese already */
        for (size_t k = 0; k < legacy->n; k++)
            reads = reads || legacy->at[k].encoding == winning;
        if (!reads && asis->count.bad == 0)
            return (th_choice){.encoding = TH_ENC_UNICODE};
        for (size_t k = 0; k < legacy->n; k++)
            if (legacy->at[k].encoding == winning && legacy->at[k].possible && net(&legacy->at[k]) >= net(asis))
                return (th_choice){.encoding = winning, .evidence = voters[i].evidence};
    }
    return (th_choice){.encoding = TH_ENC_UNICODE, .doubtful = true};
}

/* ---- content ---- */

static bool is_candidate(unsigned encoding, th_encoding hint, const th_text_context *context)
{
    return candidates[encoding] == ALWAYS || (candidates[encoding] == RARE && (context->admitted >> encoding & 1)) ||
           (encoding == (unsigned)hint && hint != TH_ENC_UNICODE);
}

/* May it be this legacy encoding at all?  Some word must be read better or as well, and what comes out must be
 * Vietnamese rather than not: text in other languages has no reading. */
static bool is_possible(const reading *legacy, const reading *asis)
{
    bool silent =
        asis->count.good + asis->count.bad == 0; /* letters of rare encodings also stand where CP1252 has punctuation */
    if ((silent && (candidates[legacy->encoding] != RARE || legacy->count.bad || legacy->count.longest < 2)) ||
        net(legacy) < net(asis))
        return false;
    return legacy->count.good > legacy->count.bad || legacy->count.good + legacy->count.bad == 0 ||
           legacy->count.odd < asis->count.odd;
}

static bool is_plain_vowel(uint32_t c)
{
    return c < 0x80 && c > 0 && strchr("aeiouyAEIOUY", (int)c) != NULL;
}

/* "93.380.000®", "CT®S2", "QDD-UBND", "¦.TH": nothing but đ or Ư is at stake, beside a digit or in an abbreviation. */
static bool only_abbreviates(th_str raw, th_str decoded)
{
    uint32_t before = ' ';
    bool any = false;
    for (size_t at = 0, from = 0; from < decoded.len;) {
        uint32_t c = th_utf8_next(decoded, &from), was = at < raw.len ? th_utf8_next(raw, &at) : 0;
        if (c != was) {
            size_t ahead = from, skip = at;
            uint32_t next = ahead < decoded.len ? th_utf8_next(decoded, &ahead) : ' ';
            bool horned = c == 0x1AF && was == 0xA6 && (next == '.' || th_is_digit(next) || th_is_upper(next));
            /* "¦.TH" is "Ư.TH": nobody writes a broken bar. */
            if (horned) {
                any = true;
                before = c;
                continue;
            }
            if ((c | 1) != 0x111)
                return false;
            if ((was | 0x20) == 'd' && at < raw.len && (th_utf8_next(raw, &skip) | 0x20) == 'd')
                at = skip;
            bool digit = th_is_digit(before) || th_is_digit(next);
            bool letter = th_is_letter(before);
            if (!digit && (!letter || is_plain_vowel(before) || is_plain_vowel(next)))
                return false;
            any = true;
        }
        before = c;
    }
    return any;
}

/* Marks behind their letters became one letter each: nothing else looks like that, even where no syllable results. */
static bool joins(const reading *legacy, th_str raw)
{
    return legacy->count.bad <= legacy->count.good + 1 && th_utf8_count(legacy->text) < th_utf8_count(raw);
}

/* A rare encoding that reads every word, where what `c` stands for does not: the workbook may confirm it. */
static void suspect(th_arena *arena, th_str raw, const reading *asis, const reading *best, th_choice *choice)
{
    int most = best && net(best) > net(asis) ? net(best) : net(asis);
    th_str text = {0};
    if (asis->count.bad == 0 || (best && best->count.bad == 0 && net(best) > net(asis)))
        return;
    for (unsigned encoding = TH_ENC_TCVN3; encoding < TH_ENCODINGS; encoding++) {
        if (candidates[encoding] != RARE || encoding == TH_ENC_VIQR)
            continue;
        reading rare = read_as(arena, (th_encoding)encoding, raw);
        if (rare.count.bad || net(&rare) < most)
            continue;
        if (net(&rare) == most && th_str_eq(rare.text, text)) /* two tables that agree on all of it */
            continue;
        bool tie = net(&rare) == most; /* two that read it equally well prove nothing */
        choice->suspect = tie || rare.count.good < CONTRADICTION ? TH_ENC_UNICODE : (th_encoding)encoding;
        choice->syllables = rare.count.good;
        most = net(&rare);
        text = rare.text;
    }
    choice->open = choice->open || choice->suspect != TH_ENC_UNICODE;
}

/* What the text may be, of all that may be guessed. */
typedef struct candidacy {
    reading asis;
    readings legacy;       /* encodings that change the text */
    bool possible;         /* one of them may be right */
    bool crossed;          /* one of them only makes đ or Ư of a symbol: the votes must confirm it */
    th_encoding joining;   /* one that makes single letters of letters and marks; UNICODE: none does */
    const reading *best;   /* the highest net, the first of equals; NULL: there is none */
    const reading *hinted; /* that of the hint; NULL: there is none */
    bool tie;              /* another one is as good and gives another text */
} candidacy;

static void collect_readings(th_arena *arena, th_str raw, th_encoding hint, const th_text_context *context,
                             candidacy *out)
{
    out->asis = read_as(arena, TH_ENC_UNICODE, raw);
    bool silent = out->asis.count.good + out->asis.count.bad == 0;
    for (unsigned i = TH_ENC_TCVN3; i < TH_ENCODINGS; i++) {
        if (!is_candidate(i, hint, context))
            continue;
        reading legacy = read_as(arena, (th_encoding)i, raw);
        if (th_str_eq(legacy.text, raw))
            continue;
        bool joined = out->asis.count.bad > 0 && joins(&legacy, raw);
        bool crossed = silent && only_abbreviates(raw, legacy.text);
        legacy.possible = is_possible(&legacy, &out->asis) || (context->book && (joined || crossed));
        out->possible = out->possible || legacy.possible;
        out->crossed = out->crossed || crossed;
        if (joined)
            out->joining = (th_encoding)i;
        out->legacy.at[out->legacy.n++] = legacy;
    }
}

static void find_best_reading(th_encoding hint, candidacy *among)
{
    for (size_t i = 0; i < among->legacy.n; i++) {
        const reading *legacy = &among->legacy.at[i];
        if (legacy->encoding == hint)
            among->hinted = legacy;
        if (!among->best || net(legacy) > net(among->best)) {
            among->best = legacy;
            among->tie = false;
        } else if (net(legacy) == net(among->best) && !th_str_eq(legacy->text, among->best->text)) {
            among->tie = true;
        }
    }
}

/* Is the best reading better than the text as it stands, and alone in that? */
static bool is_better(const candidacy *among)
{
    const reading *best = among->best;
    return among->possible && best && net(best) > net(&among->asis) && best->count.good > among->asis.count.good &&
           !among->tie;
}

static th_choice decide_by_content(const candidacy *among, th_encoding hint, const th_text_context *context)
{
    const reading *best = among->best, *hinted = among->hinted, *asis = &among->asis;
    if (!among->possible || !best)
        return (th_choice){.encoding = TH_ENC_UNICODE};
    bool telling = best->count.good >= 2 || (best->count.longest >= TELLING_LETTERS && asis->count.bad > 0);
    if (is_better(among) && telling) {
        bool weak = best->count.good == 1; /* one syllable may be a word of another language */
        if (weak && context->book && is_foreign(context->book, best->encoding))
            return (th_choice){.encoding = TH_ENC_UNICODE, .open = true};
        return (th_choice){.encoding = best->encoding, .evidence = TH_EVIDENCE_CONTENT, .open = weak};
    }
    if (hinted && hinted->count.good > 0 && net(hinted) >= net(asis) && net(hinted) == net(best))
        return (th_choice){.encoding = hint, .evidence = TH_EVIDENCE_CELL_FONT};
    th_choice voted = by_vote(asis, &among->legacy, context);
    voted.open = voted.doubtful;
    return voted;
}

/* No font tells: the text itself, and then the votes.  `hint`: what an ambiguous font name suggests, to break a tie. */
static th_choice by_content(th_arena *arena, th_str raw, th_encoding hint, const th_text_context *context)
{
    candidacy among = {.joining = TH_ENC_UNICODE};
    collect_readings(arena, raw, hint, context, &among);
    find_best_reading(hint, &among);
    th_choice choice = decide_by_content(&among, hint, context);
    choice.open = choice.open || among.crossed || among.joining != TH_ENC_UNICODE;
    choice.leaning = is_better(&among) ? among.best->encoding : among.joining;
    choice.foreign = !among.possible && among.asis.count.bad > 0 && among.joining == TH_ENC_UNICODE;
    if (!context->book)
        suspect(arena, raw, &among.asis, among.best, &choice);
    return choice;
}

/* Plain ASCII: VIQR, when the workbook is written in it. */
static th_choice by_viqr(th_arena *arena, th_str raw, const th_text_context *context)
{
    reading viqr = read_as(arena, TH_ENC_VIQR, raw);
    if (viqr.count.bad || (viqr.count.good == 0 && !only_abbreviates(raw, viqr.text)))
        return (th_choice){.encoding = TH_ENC_UNICODE};
    if (context->admitted >> TH_ENC_VIQR & 1)
        return (th_choice){.encoding = TH_ENC_VIQR, .evidence = TH_EVIDENCE_CONTENT};
    th_choice choice = {.encoding = TH_ENC_UNICODE, .syllables = viqr.count.good};
    if (viqr.count.good >= VIQR_SYLLABLES) {
        choice.suspect = TH_ENC_VIQR;
        choice.open = true;
    }
    return choice;
}

/* Unicode letters, and words among them that only a legacy encoding reads: no font tells, so two must prove it, or one
 * and the votes. */
static th_choice by_mixture(th_arena *arena, th_str raw, const th_text_context *context)
{
    th_choice stays = {.encoding = TH_ENC_UNICODE}, best = stays;
    reading asis = read_as(arena, TH_ENC_UNICODE, raw);
    int most = 0;
    if (asis.count.bad == 0)
        return stays;
    for (unsigned encoding = TH_ENC_TCVN3; encoding < TH_ENCODINGS; encoding++) {
        if (candidates[encoding] != ALWAYS)
            continue;
        reading decoded = {.text = th_mixed_decode(arena, (th_encoding)encoding, raw)};
        decoded.count = th_syllables_count(decoded.text);
        int gain = decoded.count.good - asis.count.good;
        if (decoded.count.bad > 0 || gain <= most)
            continue;
        most = gain;
        best = (th_choice){.encoding = (th_encoding)encoding, .evidence = TH_EVIDENCE_CONTENT, .mixed = true};
    }
    if (most >= CONTRADICTION || most == 0)
        return most ? best : stays;
    const th_votes *voters[] = {context->column, context->sheet, context->book};
    for (size_t i = 0; i < sizeof voters / sizeof *voters; i++)
        if (any_vote(voters[i]) && winner(voters[i]) == best.encoding)
            return best;
    stays.open = true;
    return stays;
}

/* A text whose Unicode letters are all among those that CP1258 shows for bytes may be legacy text of a Vietnamese
 * Windows. */
static th_choice by_cp1258_view(th_arena *arena, th_str raw, const th_text_context *context)
{
    th_choice stays = {.encoding = TH_ENC_UNICODE};
    th_str view = th_text_from_cp1258_view(arena, raw);
    if (th_str_eq(view, raw) || th_has_unicode_letter(view))
        return stays;
    reading asis = read_as(arena, TH_ENC_UNICODE, raw);
    if (asis.count.bad < CONTRADICTION)
        return stays;
    th_choice choice = by_content(arena, view, TH_ENC_UNICODE, context);
    if (choice.encoding == TH_ENC_UNICODE || choice.encoding == TH_ENC_CP1258)
        return stays;
    reading decoded = read_as(arena, choice.encoding, view);
    if (decoded.count.good - asis.count.good < CONTRADICTION || decoded.count.bad > 0)
        return stays;
    choice.cp1258 = true;
    choice.suspect = TH_ENC_UNICODE;
    return choice;
}

/* ---- fonts ---- */

/* Does another reading make two syllables valid that the font's reading makes invalid? */
static bool contradicts(const reading *other, const reading *claimed)
{
    return other->count.good - claimed->count.good >= CONTRADICTION &&
           claimed->count.bad - other->count.bad >= CONTRADICTION;
}

/* A short text that the font's encoding does not read, and another does: what the other cells say decides. */
static th_choice overruled_by_vote(const reading *others, size_t n, const reading *claimed, th_choice font,
                                   const th_text_context *context)
{
    const th_votes *voters[] = {context->column, context->sheet, context->book};
    for (size_t i = 0; i < sizeof voters / sizeof *voters; i++) {
        if (!any_vote(voters[i]))
            continue;
        th_encoding winning = winner(voters[i]);
        for (size_t k = 0; k < n; k++)
            if (others[k].encoding == winning && others[k].count.good > claimed->count.good &&
                others[k].count.bad < claimed->count.bad)
                return (th_choice){.encoding = winning,
                                   .evidence = i == 0   ? TH_EVIDENCE_COLUMN
                                               : i == 1 ? TH_EVIDENCE_SHEET
                                                        : TH_EVIDENCE_WORKBOOK};
        break;
    }
    return font;
}

/* A font that tells.  Text that real Unicode letters prove to be Unicode is decoded only word by word. */
static th_choice by_font(th_arena *arena, th_str raw, th_font_reading font, th_evidence evidence,
                         const th_text_context *context)
{
    th_choice choice = {.encoding = font.encoding, .evidence = evidence, .capitals = font.capitals};
    reading claimed = read_as(arena, font.encoding, raw);
    bool unicode = th_has_unicode_letter(raw);
    th_str view = unicode ? th_text_from_cp1258_view(arena, raw) : raw;
    if (unicode && !th_str_eq(view, raw)) {
        reading seen = read_as(arena, font.encoding, view), asis = read_as(arena, TH_ENC_UNICODE, raw);
        choice.cp1258 = !th_has_unicode_letter(view) && net(&seen) >= net(&claimed) && net(&seen) > net(&asis);
    }
    choice.mixed = !choice.cp1258 && unicode; /* composed or not */
    if (choice.mixed || choice.cp1258 || claimed.count.bad == 0)
        return choice;
    const reading *best = NULL;
    reading others[TH_ENCODINGS];
    size_t n = 0;
    bool better = false;
    for (unsigned encoding = TH_ENC_UNICODE; encoding < TH_ENCODINGS; encoding++) {
        if (encoding == (unsigned)font.encoding ||
            (encoding != TH_ENC_UNICODE && !is_candidate(encoding, TH_ENC_UNICODE, context)))
            continue;
        reading *other = &others[n++];
        *other = read_as(arena, (th_encoding)encoding, raw);
        better = better || (other->count.good > claimed.count.good && other->count.bad < claimed.count.bad);
        if (contradicts(other, &claimed) && (!best || net(other) > net(best)))
            best = other;
    }
    if (best)
        return (th_choice){.encoding = best->encoding, .evidence = TH_EVIDENCE_CONTENT};
    if (better && context->book)
        return overruled_by_vote(others, n, &claimed, choice, context);
    choice.open = better;
    return choice;
}

/* Any character that a letter of a rare encoding may appear as: also controls, and what CP1252 puts in 80..9F. */
static bool may_be_rare(th_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x80 || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
            return true;
    }
    return false;
}

/* Text with Unicode letters, and no font that tells. */
static th_choice without_font(th_arena *arena, th_str raw, const th_text_context *context)
{
    th_choice choice = by_cp1258_view(arena, raw, context);
    return choice.encoding == TH_ENC_UNICODE && th_text_suspicious(raw) ? by_mixture(arena, raw, context) : choice;
}

th_choice th_detect(th_arena *arena, th_str raw, th_font_reading font, th_evidence evidence,
                    const th_text_context *context)
{
    th_choice stays = {.encoding = TH_ENC_UNICODE};
    if (font.symbol)
        return stays;
    bool unicode = th_has_unicode_letter(raw), hinted = !font.known && candidates[font.encoding] == RARE;
    if (!th_text_suspicious(raw) && !((hinted || context->admitted) && may_be_rare(raw))) {
        if (unicode)
            return font.known ? stays : without_font(arena, raw, context);
        if (!(font.known || font.capitals))
            return th_viqr_like(raw, context->admitted >> TH_ENC_VIQR & 1) ? by_viqr(arena, raw, context) : stays;
        return (th_choice){.encoding = font.encoding, .evidence = evidence, .capitals = font.capitals};
    }
    if (font.known)
        return by_font(arena, raw, font, evidence, context);
    if (unicode)
        return without_font(arena, raw, context);
    th_str bytes = th_utf8_seen_decode(arena, raw);
    if (!th_str_eq(bytes, raw) && th_utf8_seen_surely(bytes))
        return (th_choice){.encoding = TH_ENC_UTF8, .evidence = TH_EVIDENCE_CONTENT};
    th_choice choice = by_content(arena, raw, font.encoding, context);
    choice.capitals = font.capitals && choice.encoding == font.encoding && choice.encoding != TH_ENC_UNICODE;
    return choice;
}

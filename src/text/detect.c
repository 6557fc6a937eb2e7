/* Finding out which encoding a text is in, by its font, by the model of Vietnamese syllables, and by votes. */
#include "text/detect.h"

#include "base/ascii.h"
#include "text/decode.h"
#include "text/syllable.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum {
    CONTRADICTION = 2,   /* so many syllables overrule a font */
    TELLING_LETTERS = 4, /* a single syllable with so many letters may decide */
    LEANING = 4,         /* so many undecided texts decide together */
    ADMITTED = 4,        /* so many syllables admit a rare encoding to a workbook */
    VIQR_SYLLABLES = 3   /* so many make VIQR likely; it is plain ASCII, which could be any text */
};

typedef struct reading {
    th_encoding encoding;
    th_str text; /* decoded, before capitals */
    th_syllables count;
    bool possible; /* may the text be in this encoding at all? */
} reading;

typedef struct readings {
    reading at[TH_ENCODINGS];
    size_t n;
} readings;

enum { ALWAYS, RARE, NEVER };
static const unsigned char candidates[TH_ENCODINGS] = {
#define TH_ENCODING(id, vi, en, candidate) [TH_ENC_##id] = candidate,
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

/* Where no text was decided by itself, those that lean to one encoding decide together, if few lean to others. */
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

/* Is the workbook in another language?  Then more of its texts are Vietnamese in no reading at all than were decided
 * for this encoding. */
static bool is_foreign(const th_votes *votes, th_encoding encoding)
{
    return votes && votes->leaning[TH_ENC_UNICODE] > votes->n[encoding];
}

/* The encoding that most cells were decided for.  Unicode when that leads, when nothing was decided, and when most
 * texts are in another language. */
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

/* ---- content ---- */

static bool is_candidate(unsigned encoding, th_encoding hint, const th_text_context *context)
{
    return candidates[encoding] == ALWAYS || (candidates[encoding] == RARE && (context->admitted >> encoding & 1)) ||
           (encoding == (unsigned)hint && hint != TH_ENC_UNICODE);
}

/* May the text be in this legacy encoding at all?  The reading must not be worse than the text as it stands, and
 * more of it must be Vietnamese than not: text in other languages is in none. */
static bool is_possible(const reading *legacy, const reading *asis)
{
    /* A text without any word with a diacritic says nothing, except that rare encodings put letters where CP1252 has
     * punctuation. */
    bool silent = asis->count.good + asis->count.bad == 0;
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

/* "§.v.t" is "Đ.v.t", because nobody parts the sign of a section from its letter.  `rest` is what follows the letter
 * `c` that `was` became. */
static bool begins_abbreviation(uint32_t c, uint32_t was, uint32_t before, th_str rest)
{
    bool parted =
        rest.len > 1 && (rest.ptr[0] == '.' || rest.ptr[0] == '/') && th_is_letter((unsigned char)rest.ptr[1]);
    return (c | 1) == 0x111 && was >= 0x80 && parted && !th_is_digit(before) && !th_is_letter(before);
}

/* Does decoding only make đ or Ư of something, beside digits or in abbreviations?  So it is in "93.380.000®", "CT®S2",
 * "QDD-UBND" and "¦.TH", where no syllable can prove the encoding. */
static bool only_abbreviates(th_str raw, th_str decoded)
{
    uint32_t before = ' ';
    bool any = false;
    for (size_t at = 0, from = 0; from < decoded.len;) {
        uint32_t c = th_utf8_next(decoded, &from), was = at < raw.len ? th_utf8_next(raw, &at) : 0;
        if (c != was) {
            size_t ahead = from, skip = at;
            uint32_t next = ahead < decoded.len ? th_utf8_next(decoded, &ahead) : ' ';
            /* "¦.TH" is "Ư.TH", because nobody writes a broken bar. */
            bool horned = c == 0x1AF && was == 0xA6 && (next == '.' || th_is_digit(next) || th_is_upper(next));
            if (horned || begins_abbreviation(c, was, before, th_str_sub(decoded, from, decoded.len - from))) {
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

/* Did letters and the marks behind them become single letters?  Nothing else looks like that, so it is evidence even
 * where no syllable results. */
static bool joins(const reading *legacy, th_str raw)
{
    return legacy->count.bad <= legacy->count.good + 1 && th_utf8_count(legacy->text) < th_utf8_count(raw);
}

/* Notes a rare encoding that reads every word of the text where the choice made so far does not.  Other texts of the
 * workbook may confirm it. */
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
        if (net(&rare) == most && th_str_eq(rare.text, text)) /* two tables agree on the whole text */
            continue;
        bool tie = net(&rare) == most; /* when two encodings read it equally well, it proves neither */
        choice->suspect = tie || rare.count.good < CONTRADICTION ? TH_ENC_UNICODE : (th_encoding)encoding;
        choice->syllables = rare.count.good;
        most = net(&rare);
        text = rare.text;
    }
    choice->open = choice->open || choice->suspect != TH_ENC_UNICODE;
}

/* The readings of one text in all encodings that may be guessed. */
typedef struct candidacy {
    reading asis;
    readings legacy;       /* encodings that change the text */
    bool possible;         /* one of them may be right */
    bool crossed;          /* one of them only makes đ or Ư of a symbol, which the votes must confirm */
    th_encoding joining;   /* one of them makes single letters of letters and marks; UNICODE: none does */
    const reading *best;   /* the first of those with the highest net(); NULL: there is no reading */
    const reading *hinted; /* the reading in the encoding of the hint; NULL: there is none */
    bool tie;              /* another reading is as good as the best, and gives another text */
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

/* Which reading the votes for `winning` choose; NULL: none.  An encoding that is not among the readings leaves the text
 * as it is, which may be Vietnamese already. */
static const reading *chosen(const reading *asis, const readings *legacy, th_encoding winning)
{
    for (size_t k = 0; k < legacy->n; k++) {
        const reading *one = &legacy->at[k];
        if (one->encoding == winning)
            return one->possible && net(one) >= net(asis) ? one : NULL;
    }
    return asis->count.bad == 0 ? asis : NULL;
}

/* The reading that outweighs the one which the votes chose; usual.def knows nothing of rare encodings.  Where two do,
 * and give different texts, neither can be told from the other, and *torn is set. */
static const reading *weightier(const reading *asis, const readings *legacy, const reading *voted, bool *torn)
{
    const reading *best = NULL;
    for (size_t k = 0; k <= legacy->n; k++) {
        const reading *one = k < legacy->n ? &legacy->at[k] : asis;
        bool possible = one == asis || (one->possible && candidates[one->encoding] == ALWAYS);
        if (one == voted || !possible || one->count.bad || net(one) < net(voted) ||
            !th_syllables_outweigh(one->text, voted->text))
            continue;
        *torn = *torn || (best && !th_str_eq(best->text, one->text));
        best = one;
    }
    return best;
}

/* The only reading in which the text is Vietnamese throughout, where it is not as it stands; NULL: there is none. */
static const reading *lone_reading(const candidacy *among)
{
    bool valid = among->asis.count.bad > 0 && is_better(among) && among->best->count.bad == 0;
    return valid && candidates[among->best->encoding] == ALWAYS ? among->best : NULL;
}

/* Lets one group of votes, which are for a legacy encoding, choose among the readings.  They do not make a text into
 * syllables that nobody writes, where another reading gives some that people do write.  False: they choose none. */
static bool by_votes_for(const candidacy *among, th_encoding winning, th_evidence evidence, th_choice *choice)
{
    const reading *voted = chosen(&among->asis, &among->legacy, winning), *better = NULL;
    bool torn = false;
    if (!voted)
        return false;
    if (candidates[winning] == ALWAYS)
        better = weightier(&among->asis, &among->legacy, voted, &torn);
    *choice = (th_choice){.encoding = voted->encoding, .evidence = evidence};
    if (torn)
        *choice = (th_choice){.encoding = TH_ENC_UNICODE, .doubtful = true};
    else if (better)
        *choice = (th_choice){.encoding = better->encoding, .evidence = TH_EVIDENCE_CONTENT};
    if (choice->encoding == TH_ENC_UNICODE)
        choice->evidence = TH_EVIDENCE_NONE;
    return true;
}

/* Lets the votes decide among readings that the content cannot tell apart. */
static th_choice by_vote(const candidacy *among, const th_text_context *context)
{
    const reading *lone = lone_reading(among);
    const struct {
        const th_votes *votes;
        th_evidence evidence;
    } voters[] = {{context->column, TH_EVIDENCE_COLUMN},
                  {context->sheet, TH_EVIDENCE_SHEET},
                  {context->book, TH_EVIDENCE_WORKBOOK}};
    th_choice choice = {.encoding = TH_ENC_UNICODE};
    bool mixed = false; /* do votes for a usual legacy encoding have no use for the text? */
    for (size_t i = 0; i < sizeof voters / sizeof *voters; i++) {
        if (!any_vote(voters[i].votes))
            continue;
        th_encoding winning = winner(voters[i].votes);
        if (winning == TH_ENC_UNICODE) {
            choice.doubtful = lone && context->book && context->book->n[lone->encoding] > 0 &&
                              !is_foreign(voters[i].votes, TH_ENC_UNICODE);
            return choice;
        }
        if (by_votes_for(among, winning, voters[i].evidence, &choice))
            return choice;
        mixed = mixed || candidates[winning] == ALWAYS;
    }
    if (mixed && lone)
        return (th_choice){.encoding = lone->encoding, .evidence = TH_EVIDENCE_CONTENT};
    choice.doubtful = true;
    return choice;
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
    th_choice voted = by_vote(among, context);
    voted.open = voted.doubtful;
    return voted;
}

/* Decides without a font that tells, by the text itself and then by the votes.  `hint` is what an ambiguous name of
 * a font suggests; it breaks ties. */
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

/* Decides whether plain ASCII is VIQR.  It is where other texts of the workbook have admitted VIQR. */
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

/* Decides about Unicode text with words among it that only a legacy encoding reads.  Since no font tells, two
 * syllables must prove the encoding, or one syllable and the votes. */
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

/* Decides about text whose Unicode letters are all among those by which CP1258 shows bytes.  It may be legacy text
 * that came through a Vietnamese Windows. */
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

/* Does another reading make at least two words valid syllables that are none in the encoding of the font? */
static bool contradicts(const reading *other, const reading *claimed)
{
    return other->count.good - claimed->count.good >= CONTRADICTION &&
           claimed->count.bad - other->count.bad >= CONTRADICTION;
}

/* Decides about a short text that another encoding reads better than the font's: the other cells have the say. */
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

/* Decides by a font that tells.  Where real Unicode letters stand in the text, it is decoded only word by word. */
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
    choice.mixed = !choice.cp1258 && unicode;
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

/* Does `s` hold a character as which a rare encoding may show a letter?  These include control characters, and those
 * that CP1252 has at 80..9F. */
static bool may_be_rare(th_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x80 || (c < ' ' && c != '\t' && c != '\n' && c != '\r'))
            return true;
    }
    return false;
}

/* Decides about text with Unicode letters whose font does not tell. */
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

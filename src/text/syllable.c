/* Counting the words of a text that can be Vietnamese, and those that cannot. */
#include "text/syllable.h"

#include "base/ascii.h"
#include "text/encoding.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { LONGEST_SYLLABLE = 8, BYTES_OF_SYLLABLE = 3 * LONGEST_SYLLABLE };

enum { BYTES_OF_RHYME = 8, BYTES_OF_ONSET = 4 };

static const struct {
    char text[BYTES_OF_ONSET];
    size_t len;
} onsets[] = {
#define TH_ONSET(o) {o, sizeof(o) - 1},
#define TH_RHYME(r, tones)
#define TH_NAME(n)
#include "text/syllables.def"
#undef TH_ONSET
#undef TH_RHYME
#undef TH_NAME
};
static const char *const names[] = {
#define TH_ONSET(o)
#define TH_RHYME(r, tones)
#define TH_NAME(n) n,
#include "text/syllables.def"
#undef TH_ONSET
#undef TH_RHYME
#undef TH_NAME
};
static const struct {
    char text[BYTES_OF_RHYME + 1]; /* padded with zeros, so that rhymes are compared as bytes of one length */
    unsigned char tones;           /* an index of tones_allowed */
} rhymes[] = {
/* The rows ascend by their bytes, so that a binary search finds them. */
#define TH_ONSET(o)
#define TH_RHYME(r, tones) {r, tones},
#define TH_NAME(n)
#include "text/syllables.def"
#undef TH_ONSET
#undef TH_RHYME
#undef TH_NAME
};

/* Which tones each kind of rhyme may have, as bits: level, grave, acute, hook, tilde, dot. */
static const unsigned char tones_allowed[] = {0x3F, 0x24, 0x27, 0x01};

/* Is this a rhyme that may have the tone?  Tones are numbered as th_fold_split_tone() numbers them. */
static bool is_rhyme(th_str s, unsigned tone)
{
    char padded[BYTES_OF_RHYME] = {0};
    if (s.len == 0 || s.len > BYTES_OF_RHYME)
        return false;
    memcpy(padded, s.ptr, s.len);
    size_t low = 0, high = sizeof rhymes / sizeof *rhymes;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = memcmp(padded, rhymes[middle].text, BYTES_OF_RHYME);
        if (order == 0)
            return tones_allowed[rhymes[middle].tones] >> tone & 1;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* May the onset be written before the rhyme?  Before e, ê and i, the sounds of c, g and ng are written k, gh and
 * ngh, and gh and ngh are written nowhere else. */
static bool spells(th_str onset, th_str rhyme)
{
    bool before_e = rhyme.ptr[0] == 'e' || th_str_starts(rhyme, TH_STR("ê"));
    bool front = before_e || rhyme.ptr[0] == 'i' || rhyme.ptr[0] == 'y';
    if (th_str_eq(onset, TH_STR("c")) || th_str_eq(onset, TH_STR("ng")))
        return !front;
    if (th_str_eq(onset, TH_STR("g")))
        return !before_e;
    return front || (!th_str_eq(onset, TH_STR("gh")) && !th_str_eq(onset, TH_STR("ngh")));
}

/* Is this a syllable?  `bare` is lower case and has no tone. */
static bool is_syllable(th_str bare, unsigned tone)
{
    if (is_rhyme(bare, tone))
        return true;
    for (size_t i = 0; i < sizeof onsets / sizeof *onsets; i++) {
        size_t len = onsets[i].len;
        if (bare.len <= len || bare.ptr[0] != onsets[i].text[0] || memcmp(bare.ptr, onsets[i].text, len) != 0)
            continue;
        th_str onset = {onsets[i].text, len}, rhyme = {bare.ptr + len, bare.len - len};
        if (is_rhyme(rhyme, tone) && spells(onset, rhyme))
            return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_str_eq(bare, th_str_of(names[i])))
            return true;
    return false;
}

/* Symbols of Latin-1, on which legacy encodings have letters. */
static bool is_symbol(uint32_t c)
{
    return (c >= 0x80 && c < 0xC0) || c == 0xD7 || c == 0xF7;
}

/* All characters of words, in the wide sense of th_word_next(). */
static bool is_word_char(uint32_t c)
{
    return th_is_letter(c) || (c > 0xA0 && c < 0x250) || (c >= 0x300 && c < 0x370) || (c >= 0x1E00 && c < 0x1F00);
}

/* Vowels of Vietnamese, without their tones; beyond ASCII, every letter but đ counts as one. */
static bool is_vowel_letter(uint32_t c)
{
    if (c < 0x80)
        return strchr("aeiouy", (int)c) != NULL;
    return !is_symbol(c) && c != 0x111;
}

/* Does a tone stand on the glide that ends a syllable, as in "aú"?  No way of placing tones puts it there.  "quý"
 * and "cuả" are not meant: people do write them. */
static bool is_misplaced(uint32_t before, uint32_t toned)
{
    bool glide = toned == 'u' || toned == 'i' || toned == 'o' || toned == 'y';
    return glide && before && before != 'u' && is_vowel_letter(before);
}

/* Judges one word: 1 for a Vietnamese syllable with a diacritic, -1 for letters that make none, 0 for a word that says
 * nothing. */
static int judge_syllable(th_str word, unsigned *letters)
{
    char bytes[BYTES_OF_SYLLABLE];
    size_t len = 0, n = 0, vowels = 0, symbols = 0, tones = 0;
    unsigned tone = 0;
    uint32_t before = 0, last = 0;
    bool ascii = true, tone_last = false;
    for (size_t at = 0; at < word.len; n++) {
        unsigned tone_here;
        uint32_t raw = th_utf8_next(word, &at), c = th_fold_split_tone(th_utf8_lower(raw), &tone_here);
        ascii = ascii && raw < 0x80;
        tones += tone_here != 0;
        tone = tone_here ? tone_here : tone;
        tone_last = tone_here != 0;
        before = last;
        last = c;
        vowels += is_vowel_letter(c);
        symbols += is_symbol(raw);
        /* A letter that Vietnamese does not have, or one letter too many: the two tones make the word invalid below. */
        if (n >= LONGEST_SYLLABLE || c >= 0x800) {
            vowels++;
            tones = 2;
        } else if (c < 0x80) {
            bytes[len++] = (char)c;
        } else {
            bytes[len++] = (char)(0xC0 | c >> 6);
            bytes[len++] = (char)(0x80 | (c & 0x3F));
        }
    }
    *letters = (unsigned)n;
    /* A unit such as µm or µg. */
    if (th_str_starts(word, TH_STR("µ")) && n == 2)
        return 0;
    /* A word in plain ASCII, a lone symbol, or an abbreviation. */
    if (ascii || (symbols == n && n == 1) || (vowels == 0 && symbols == 0))
        return 0;
    return tones <= 1 && !(tone_last && is_misplaced(before, last)) && is_syllable((th_str){bytes, len}, tone) ? 1 : -1;
}

bool th_word_next(th_str text, size_t *at, th_str *word)
{
    while (*at < text.len) {
        size_t from = *at, end = from;
        while (end < text.len) {
            size_t next = end;
            if (!is_word_char(th_utf8_next(text, &next)))
                break;
            end = next;
        }
        if (end > from) {
            *at = end;
            *word = th_str_sub(text, from, end - from);
            return true;
        }
        th_utf8_next(text, at);
    }
    return false;
}

/* Does a symbol stand inside the word?  At its end it may be a real symbol, as in "Word®". */
static bool is_odd(th_str word)
{
    size_t at = 0;
    th_utf8_next(word, &at);
    while (at < word.len)
        if (is_symbol(th_utf8_next(word, &at)) && at < word.len)
            return true;
    return false;
}

static bool is_digit_at(th_str s, size_t at)
{
    return at < s.len && th_is_digit(s.ptr[at]);
}

th_syllables th_syllables_count(th_str text)
{
    th_syllables count = {0};
    th_str word;
    for (size_t at = 0; th_word_next(text, &at, &word);) {
        if (is_digit_at(text, at) || (at > word.len && is_digit_at(text, at - word.len - 1)))
            continue;
        unsigned letters;
        int verdict = judge_syllable(word, &letters);
        count.good += verdict > 0;
        count.bad += verdict < 0;
        count.odd += verdict < 0 && is_odd(word);
        if (verdict > 0 && letters > count.longest)
            count.longest = letters;
    }
    return count;
}

int th_text_score(th_str text)
{
    th_syllables count = th_syllables_count(text);
    return count.good - count.bad;
}

/* Folding labels to the keys by which they are compared, and measuring how far two labels are apart. */
#include "text/fold.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_LABEL = 4096 }; /* how many characters of a label count */

/* The folded form of a character; 0 when the character is dropped. */
static uint32_t fold_char(uint32_t c)
{
    if (th_utf8_is_unseen(c))
        return 0;
    switch (c) {
    case 0x0085:
    case 0x00A0:
    case 0x1680:
    case 0x202F:
    case 0x205F:
    case 0x2028:
    case 0x2029:
    case 0x3000:
    case '\t':
    case '\n':
    case '\r':
    case 0x0B:
    case 0x0C: return ' ';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212: return '-';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0x00AB:
    case 0x00BB:
    case 0x2033: return '"';
    case 0x2018:
    case 0x2019:
    case 0x201A:
    case 0x2032: return '\'';
    case 0x00D0:
    case 0x00F0:
    case 0x0189:
    case 0x0256: return 0x111; /* the Icelandic eth and the African d are typed for đ, because they look like it */
    default: break;
    }
    if (c >= 0x2000 && c <= 0x200A)
        return ' ';
    /* The full-width forms of ASCII. */
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    return c;
}

/* A label as it is being folded. */
typedef struct folding {
    uint32_t at[MOST_LABEL];
    size_t n;
    char bytes[MOST_LABEL * TH_UTF8_LONGEST]; /* what comes of it */
} folding;

/* Reads a label in lower case, each character in its folded form. */
static void decode(folding *label, th_str s)
{
    uint32_t *chars = label->at;
    size_t n = 0;
    for (size_t at = 0; at < s.len && n < MOST_LABEL;) {
        uint32_t c = th_utf8_lower(th_utf8_next(s, &at));
        if (c >= 0x80 || c < ' ')
            c = fold_char(c);
        /* The currency sign ₫ right before letters was typed for đ. */
        if (c == 0x20AB && at < s.len && (unsigned char)s.ptr[at] >= 'A')
            c = 0x111;
        if (c == 0 || (c == ' ' && (n == 0 || chars[n - 1] == ' ')))
            continue;
        chars[n++] = c;
    }
    label->n = n;
}

/* For each character, 6 * row + tone + 1 of a vowel in vowels.def; 0 when it is no vowel. */
enum { TONES = 6, VOWEL_END = 0x1EFA };
static const uint16_t vowels[][TONES] = {
#define TH_VOWEL(row, a, b, c, d, e, f) [row] = {a, b, c, d, e, f},
#include "text/vowels.def"
#undef TH_VOWEL
};
static const uint8_t places[VOWEL_END] = {
#define TH_VOWEL(row, a, b, c, d, e, f)                                                                                \
    [a] = 6 * row + 1, [b] = 6 * row + 2, [c] = 6 * row + 3, [d] = 6 * row + 4, [e] = 6 * row + 5, [f] = 6 * row + 6,
#include "text/vowels.def"
#undef TH_VOWEL
};

uint32_t th_fold_split_tone(uint32_t c, unsigned *tone)
{
    unsigned place = c < VOWEL_END ? places[c] : 0;
    *tone = place ? (place - 1) % TONES : 0;
    return place ? vowels[(place - 1) / TONES][0] : c;
}

static uint32_t add_tone(uint32_t vowel, unsigned tone)
{
    unsigned place = vowel < VOWEL_END ? places[vowel] : 0;
    return place ? vowels[(place - 1) / TONES][tone] : vowel;
}

/* Letters as they are left in a folded label, which is lower case and has no full-width forms. */
static bool is_folded_letter(uint32_t c)
{
    return th_is_lower(c) || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

/* Moves tones to one of the two places where people write them: hòa becomes hoà, thúy thuý and khỏe khoẻ, for "oa",
 * "oe" and "uy" carry the tone on their second vowel.  So does any vowel after "qu" or "gi", where "qúy" and "gía"
 * are slips. */
static void place_tones(uint32_t *c, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        unsigned tone, second;
        uint32_t base = th_fold_split_tone(c[i], &tone), next = th_fold_split_tone(c[i + 1], &second);
        if (!tone || second || next >= VOWEL_END || !places[next])
            continue;
        bool pair = (base == 'o' && (next == 'a' || next == 'e')) || (base == 'u' && next == 'y');
        bool glide = i > 0 && ((c[i - 1] == 'q' && base == 'u') || (c[i - 1] == 'g' && base == 'i'));
        if (pair || glide) {
            c[i] = base;
            c[i + 1] = add_tone(next, tone);
        }
    }
}

/* Makes kỹ kĩ: after b, h, k, l, m, n, s, t and "qu", a final y sounds like i, and people write both. */
static void fold_final_y(uint32_t *c, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        unsigned tone;
        bool final = i + 1 >= n || !is_folded_letter(c[i + 1]);
        if (!final || th_fold_split_tone(c[i], &tone) != 'y')
            continue;
        bool alone = i < 2 || !is_folded_letter(c[i - 2]);
        bool onset = alone && c[i - 1] < 128 && strchr("bhklmnst", (int)c[i - 1]) != NULL;
        bool qu = i > 1 && c[i - 1] == 'u' && c[i - 2] == 'q';
        if (onset || qu)
            c[i] = add_tone('i', tone);
    }
}

static bool is_trailing(uint32_t c)
{
    return c == ' ' || c == '.' || c == ',' || c == ';' || c == ':' || c == '*' || c == '-';
}

/* Does the label still begin with a bullet, such as "- ", "+ " or "•", at `at`?  A bullet may be glued to a word,
 * but a sign before a digit belongs to the number. */
static bool is_leading(const uint32_t *c, size_t at, size_t n)
{
    if (c[at] == ' ' || c[at] == 0x2022 || c[at] == 0xB7)
        return true;
    return (c[at] == '-' || c[at] == '+' || c[at] == '*') && at + 1 < n && !th_is_digit(c[at + 1]);
}

static th_str kept_text(th_arena *arena, const char *bytes, size_t n)
{
    return n ? th_str_copy(arena, (th_str){bytes, n}) : (th_str){0};
}

static th_str fold_anew(th_arena *arena, th_str text)
{
    folding label;
    decode(&label, th_text_nfc(arena, text));
    uint32_t *c = label.at;
    size_t n = label.n, from = 0, len = 0;
    while (from < n && is_leading(c, from, n))
        from++;
    for (;;) {
        while (n > from && is_trailing(c[n - 1]))
            n--;
        if (n - from >= 3 && c[n - 1] == ')' && c[n - 2] == '*' && c[n - 3] == '(')
            n -= 3;
        else
            break;
    }
    place_tones(c + from, n - from);
    fold_final_y(c + from, n - from);
    for (size_t i = from; i < n; i++)
        len += th_utf8_encode(label.bytes + len, c[i]);
    return kept_text(arena, label.bytes, len);
}

static uint32_t bare(uint32_t c)
{
    unsigned tone;
    c = th_fold_split_tone(c, &tone);
    switch (c) {
    case 0x103:
    case 0xE2: return 'a';
    case 0xEA: return 'e';
    case 0xF4:
    case 0x1A1: return 'o';
    case 0x1B0: return 'u';
    case 0x111: return 'd';
    case '-':
    case '_': return ' ';
    default: return c;
    }
}

static th_str weaken(th_arena *arena, th_str strong)
{
    char out[MOST_LABEL * TH_UTF8_LONGEST];
    size_t len = 0;
    bool space = true;
    for (size_t at = 0; at < strong.len;) {
        uint32_t c = bare(th_utf8_next(strong, &at));
        if (c == ' ' && space)
            continue;
        space = c == ' ';
        len += th_utf8_encode(out + len, c);
    }
    th_str weak = th_str_trim((th_str){out, len});
    return kept_text(arena, weak.ptr, weak.len);
}

/* ---- what was folded before ---- */

/* A text with its keys, as far as they were asked for. */
typedef struct known_text {
    uint64_t hash;
    th_str text, strong, weak;
    bool has_strong, has_weak;
    void *kept;
} known_text;

typedef struct known_texts {
    known_text *slots; /* open addressing; a slot without a hash is free */
    size_t nslots, n;
} known_texts;

enum { FEWEST_TEXTS = 1024, MOST_TEXTS = 1 << 16, LONGEST_KNOWN = 512 };

void th_fold_remember(th_arena *arena)
{
    known_texts *known = th_arena_alloc(arena, sizeof *known);
    *known = (known_texts){.nslots = FEWEST_TEXTS};
    known->slots = th_arena_array(arena, known->nslots, sizeof *known->slots);
    *th_arena_memo(arena) = known;
}

/* Never 0. */
static uint64_t hash_of_label(th_str text)
{
    const uint64_t factor = 0x9E3779B97F4A7C15U;
    uint64_t hash = text.len * factor, piece;
    size_t i = 0;
    for (; i + sizeof piece <= text.len; i += sizeof piece) {
        memcpy(&piece, text.ptr + i, sizeof piece);
        hash = (hash ^ piece) * factor;
        hash ^= hash >> 32;
    }
    for (; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * factor;
    return (hash ^ hash >> 29) | 1;
}

static known_text *slot_of_text(const known_texts *known, uint64_t hash, th_str text)
{
    for (size_t i = (size_t)(hash >> 1);; i++) {
        known_text *slot = &known->slots[i & (known->nslots - 1)];
        if (!slot->hash || (slot->hash == hash && th_str_eq(slot->text, text)))
            return slot;
    }
}

static void widen_known(known_texts *known, th_arena *arena)
{
    known_texts wider = {.nslots = 2 * known->nslots, .n = known->n};
    wider.slots = th_arena_array(arena, wider.nslots, sizeof *wider.slots);
    for (size_t i = 0; i < known->nslots; i++)
        if (known->slots[i].hash)
            *slot_of_text(&wider, known->slots[i].hash, known->slots[i].text) = known->slots[i];
    *known = wider;
}

/* NULL: nothing is remembered in the arena, or not of such a text. */
static known_text *known_in(th_arena *arena, th_str text)
{
    known_texts *known = *th_arena_memo(arena);
    if (!known || text.len > LONGEST_KNOWN)
        return NULL;
    uint64_t hash = hash_of_label(text);
    known_text *slot = slot_of_text(known, hash, text);
    if (slot->hash)
        return slot;
    if (2 * known->n >= known->nslots) {
        if (known->n >= MOST_TEXTS)
            return NULL;
        widen_known(known, arena);
        slot = slot_of_text(known, hash, text);
    }
    known->n++;
    *slot = (known_text){.hash = hash, .text = th_str_copy(arena, text)};
    return slot;
}

void **th_fold_kept(th_arena *arena, th_str text)
{
    known_text *known = known_in(arena, text);
    return known ? &known->kept : NULL;
}

th_str th_fold(th_arena *arena, th_str label)
{
    known_text *known = known_in(arena, label);
    if (!known)
        return fold_anew(arena, label);
    if (!known->has_strong) {
        known->strong = fold_anew(arena, known->text);
        known->has_strong = true;
    }
    return known->strong;
}

th_str th_fold_weak(th_arena *arena, th_str label)
{
    known_text *known = known_in(arena, label);
    if (!known)
        return weaken(arena, fold_anew(arena, label));
    if (!known->has_weak) {
        if (!known->has_strong)
            known->strong = fold_anew(arena, known->text);
        known->has_strong = true;
        known->weak = weaken(arena, known->strong);
        known->has_weak = true;
    }
    return known->weak;
}

bool th_fold_eq(th_arena *scratch, th_str a, th_str b)
{
    return th_str_eq(a, b) || th_str_eq(th_fold(scratch, a), th_fold(scratch, b));
}

enum { MOST_DISTANCE_LENGTH = 512 };

size_t th_fold_distance(th_str a, th_str b, size_t most)
{
    uint32_t left[MOST_DISTANCE_LENGTH], right[MOST_DISTANCE_LENGTH];
    size_t row[MOST_DISTANCE_LENGTH + 1];
    size_t left_len = 0, right_len = 0;
    for (size_t at = 0; at < a.len && left_len < MOST_DISTANCE_LENGTH; left_len++)
        left[left_len] = th_utf8_next(a, &at);
    for (size_t at = 0; at < b.len && right_len < MOST_DISTANCE_LENGTH; right_len++)
        right[right_len] = th_utf8_next(b, &at);
    if ((left_len > right_len ? left_len - right_len : right_len - left_len) > most)
        return most + 1;
    for (size_t j = 0; j <= right_len; j++)
        row[j] = j;
    for (size_t i = 1; i <= left_len; i++) {
        size_t diagonal = row[0], best = row[0] = i;
        for (size_t j = 1; j <= right_len; j++) {
            size_t above = row[j];
            size_t distance = diagonal + (left[i - 1] != right[j - 1]);
            if (above + 1 < distance)
                distance = above + 1;
            if (row[j - 1] + 1 < distance)
                distance = row[j - 1] + 1;
            diagonal = above;
            row[j] = distance;
            if (distance < best)
                best = distance;
        }
        if (best > most)
            return most + 1;
    }
    return row[right_len] > most ? most + 1 : row[right_len];
}

size_t th_fold_nearest(th_arena *scratch, th_str label, const th_str *names, size_t n)
{
    th_str key = th_fold(scratch, label);
    size_t best = SIZE_MAX, limit = th_utf8_count(key) / 3;
    for (size_t i = 0; i < n && limit > 0; i++) {
        size_t distance = th_fold_distance(key, th_fold(scratch, names[i]), limit);
        if (distance <= limit) {
            best = i;
            if (distance == 0)
                break;
            limit = distance - 1;
        }
    }
    return best;
}

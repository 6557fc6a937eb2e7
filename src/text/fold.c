#include "text/fold.h"

#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { MOST_LABEL = 4096 }; /* characters of a label that are looked at */

/* One character to its folded form: 0 drops it. */
static uint32_t fold_char(uint32_t c)
{
    switch (c) {
    case 0x00AD: case 0x200B: case 0x200C: case 0x200D: case 0x2060: case 0xFEFF: return 0;
    case 0x00A0: case 0x2007: case 0x202F: case 0x2009: case 0x200A: case 0x3000: case '\t': case '\n': case '\r': case 0x0B: case 0x0C: return ' ';
    case 0x2010: case 0x2011: case 0x2012: case 0x2013: case 0x2014: case 0x2015: case 0x2212: return '-';
    case 0x201C: case 0x201D: case 0x201E: case 0x00AB: case 0x00BB: case 0x2033: return '"';
    case 0x2018: case 0x2019: case 0x201A: case 0x2032: return '\'';
    case 0x00D0: case 0x00F0: case 0x0189: case 0x0256: return 0x111; /* eth, African d: look-alikes of đ */
    default: break;
    }
    if (c >= 0xFF01 && c <= 0xFF5E) /* full width */
        return c - 0xFEE0;
    return c;
}

static size_t decode(th_arena *arena, th_str s, uint32_t **out)
{
    uint32_t *chars = th_arena_array(arena, s.len + 1, sizeof *chars);
    size_t n = 0;
    for (size_t at = 0; at < s.len && n < MOST_LABEL;) {
        uint32_t c = fold_char(th_utf8_next(s, &at));
        if (c == 0x20AB && at < s.len && (unsigned char)s.ptr[at] >= 'A') /* ₫ glued to letters stands for đ */
            c = 0x111;
        if (c == 0 || (c == ' ' && (n == 0 || chars[n - 1] == ' ')))
            continue;
        chars[n++] = c;
    }
    *out = chars;
    return n;
}

/* The tone of a vowel and the vowel without it; tone 0 when it has none. */
uint32_t th_fold_split_tone(uint32_t c, unsigned *tone)
{
    static const uint32_t rows[][6] = {
        /* level, grave, acute, hook, tilde, dot */
        {'a', 0xE0, 0xE1, 0x1EA3, 0xE3, 0x1EA1},      {0x103, 0x1EB1, 0x1EAF, 0x1EB3, 0x1EB5, 0x1EB7}, {0xE2, 0x1EA7, 0x1EA5, 0x1EA9, 0x1EAB, 0x1EAD},
        {'e', 0xE8, 0xE9, 0x1EBB, 0x1EBD, 0x1EB9},    {0xEA, 0x1EC1, 0x1EBF, 0x1EC3, 0x1EC5, 0x1EC7},  {'i', 0xEC, 0xED, 0x1EC9, 0x129, 0x1ECB},
        {'o', 0xF2, 0xF3, 0x1ECF, 0xF5, 0x1ECD},      {0xF4, 0x1ED3, 0x1ED1, 0x1ED5, 0x1ED7, 0x1ED9},  {0x1A1, 0x1EDD, 0x1EDB, 0x1EDF, 0x1EE1, 0x1EE3},
        {'u', 0xF9, 0xFA, 0x1EE7, 0x169, 0x1EE5},     {0x1B0, 0x1EEB, 0x1EE9, 0x1EED, 0x1EEF, 0x1EF1}, {'y', 0x1EF3, 0xFD, 0x1EF7, 0x1EF9, 0x1EF5},
    };
    *tone = 0;
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        for (unsigned t = 0; t < 6; t++)
            if (rows[r][t] == c) {
                *tone = t;
                return rows[r][0];
            }
    return c;
}

static uint32_t add_tone(uint32_t vowel, unsigned tone)
{
    static const uint32_t rows[][6] = {
        {'a', 0xE0, 0xE1, 0x1EA3, 0xE3, 0x1EA1}, {'e', 0xE8, 0xE9, 0x1EBB, 0x1EBD, 0x1EB9}, {'i', 0xEC, 0xED, 0x1EC9, 0x129, 0x1ECB},
        {'y', 0x1EF3, 0xFD, 0x1EF7, 0x1EF9, 0x1EF5},
    };
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++)
        if (rows[r][0] == vowel)
            return rows[r][tone];
    return vowel;
}

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

/* hòa → hoà, úy → uý: an open "oa", "oe", "uy" carries its tone on the second vowel; "qúy" too. */
static void place_tones(uint32_t *c, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        unsigned tone, second;
        uint32_t base = th_fold_split_tone(c[i], &tone), next = th_fold_split_tone(c[i + 1], &second);
        bool pair = (base == 'o' && (next == 'a' || next == 'e')) || (base == 'u' && next == 'y');
        if (pair && tone && !second && (i + 2 >= n || !is_letter(c[i + 2]) || base == 'u')) {
            c[i] = base;
            c[i + 1] = add_tone(next, tone);
        }
    }
}

/* kỹ = kĩ: after b h k l m n s t, a final y and i are one sound. */
static void fold_final_y(uint32_t *c, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        unsigned tone;
        bool final = i + 1 >= n || !is_letter(c[i + 1]);
        bool starts = i < 2 || !is_letter(c[i - 2]);
        bool onset = c[i - 1] != 0 && c[i - 1] < 128 && strchr("bhklmnst", (int)c[i - 1]) != NULL;
        if (final && starts && onset && th_fold_split_tone(c[i], &tone) == 'y')
            c[i] = add_tone('i', tone);
    }
}

static bool is_trailing(uint32_t c)
{
    return c == ' ' || c == '.' || c == ',' || c == ';' || c == ':' || c == '*' || c == '-';
}

th_str th_fold(th_arena *arena, th_str label)
{
    uint32_t *c;
    size_t n = decode(arena, th_text_lower(arena, th_text_nfc(arena, label)), &c);
    size_t from = 0;
    while (from < n && (c[from] == ' ' || ((c[from] == '-' || c[from] == '+' || c[from] == 0x2022) && from + 1 < n && c[from + 1] == ' ')))
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
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, (n - from) * 2);
    for (size_t i = from; i < n; i++)
        th_utf8_put(&out, c[i]);
    return th_buf_str(&out);
}

static uint32_t bare(uint32_t c)
{
    unsigned tone;
    c = th_fold_split_tone(c, &tone);
    switch (c) {
    case 0x103: case 0xE2: return 'a';
    case 0xEA: return 'e';
    case 0xF4: case 0x1A1: return 'o';
    case 0x1B0: return 'u';
    case 0x111: return 'd';
    case '-': case '_': return ' ';
    default: return c;
    }
}

th_str th_fold_weak(th_arena *arena, th_str label)
{
    th_str strong = th_fold(arena, label);
    th_buf out;
    th_buf_init(&out, arena);
    bool space = true;
    for (size_t at = 0; at < strong.len;) {
        uint32_t c = bare(th_utf8_next(strong, &at));
        if (c == ' ' && space)
            continue;
        space = c == ' ';
        th_utf8_put(&out, c);
    }
    return th_str_trim(th_buf_str(&out));
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
    size_t n = 0, m = 0;
    for (size_t at = 0; at < a.len && n < MOST_DISTANCE_LENGTH; n++)
        left[n] = th_utf8_next(a, &at);
    for (size_t at = 0; at < b.len && m < MOST_DISTANCE_LENGTH; m++)
        right[m] = th_utf8_next(b, &at);
    if ((n > m ? n - m : m - n) > most)
        return most + 1;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0], best = row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            size_t d = diagonal + (left[i - 1] != right[j - 1]);
            if (above + 1 < d)
                d = above + 1;
            if (row[j - 1] + 1 < d)
                d = row[j - 1] + 1;
            diagonal = above;
            row[j] = d;
            if (d < best)
                best = d;
        }
        if (best > most)
            return most + 1;
    }
    return row[m] > most ? most + 1 : row[m];
}

size_t th_fold_nearest(th_arena *scratch, th_str label, const th_str *names, size_t n)
{
    th_str key = th_fold(scratch, label);
    size_t best = SIZE_MAX, limit = th_utf8_count(key) / 3;
    for (size_t i = 0; i < n && limit > 0; i++) {
        size_t d = th_fold_distance(key, th_fold(scratch, names[i]), limit);
        if (d <= limit) {
            best = i;
            if (d == 0)
                break;
            limit = d - 1;
        }
    }
    return best;
}

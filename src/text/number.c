/* Reading numbers as Vietnamese write them, with the words around them. */
#include "text/number.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include "base/banned.h"

typedef struct phrase {
    const char *words;
    uint32_t meaning;
} phrase;

#define TH_BEFORE(words, q)
#define TH_AFTER(words, q)
#define TH_SCALE(word, power)
#define TH_ZERO(words)
#define TH_UNKNOWN(words)
#undef TH_BEFORE
#define TH_BEFORE(words, q) {words, q},
static const phrase before[] = {
#include "text/words.def"
};
#undef TH_BEFORE
#define TH_BEFORE(words, q)
#undef TH_AFTER
#define TH_AFTER(words, q) {words, q},
static const phrase after[] = {
#include "text/words.def"
};
#undef TH_AFTER
#define TH_AFTER(words, q)
#undef TH_SCALE
#define TH_SCALE(word, power) {word, power},
static const phrase scales[] = {
#include "text/words.def"
};
#undef TH_SCALE
#define TH_SCALE(word, power)
#undef TH_ZERO
#define TH_ZERO(words) words,
static const char *const zero_words[] = {
#include "text/words.def"
};
#undef TH_ZERO
#define TH_ZERO(words)
#undef TH_UNKNOWN
#define TH_UNKNOWN(words) words,
static const char *const unknown_words[] = {
#include "text/words.def"
};
#undef TH_UNKNOWN

/* May the character stand inside a word?  The text is lower case. */
static bool continues_word(uint32_t c)
{
    return th_is_lower(c) || (c >= 0xC0 && c < 0x250) || (c >= 0x1E00 && c < 0x1F00);
}

static void advance(th_str *s, size_t n)
{
    *s = th_str_trim(th_str_sub(*s, n, s->len));
}

/* Takes `words` off the front of `s` if they stand there as whole words: "từ" is not in "từng". */
static bool take(th_str *s, const char *words)
{
    th_str wanted = th_str_of(words);
    if (!th_str_starts(*s, wanted))
        return false;
    size_t first = 0, next = wanted.len;
    bool word = continues_word(th_utf8_next(wanted, &first));
    if (word && next < s->len && continues_word(th_utf8_next(*s, &next)))
        return false;
    advance(s, wanted.len);
    return true;
}

static bool take_any(th_str *s, const phrase *list, size_t count, uint32_t *meaning)
{
    for (size_t i = 0; i < count; i++)
        if (take(s, list[i].words)) {
            *meaning |= list[i].meaning;
            return true;
        }
    return false;
}

static bool is_one_of(th_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (th_str_eq(s, th_str_of(list[i])))
            return true;
    return false;
}

th_str th_numeral_plain(th_arena *arena, th_str text)
{
    th_str lower = th_text_lower(arena, th_text_nfc(arena, text));
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, lower.len + 1);
    for (size_t at = 0; at < lower.len;) {
        uint32_t c = th_utf8_next(lower, &at);
        bool space = c <= ' ' || c == 0x7F || c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
                     c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
        if (th_utf8_is_unseen(c) || (space && (out.len == 0 || out.ptr[out.len - 1] == ' ')))
            continue;
        if (space)
            c = ' ';
        else if (c == 0x2212)
            c = '-';
        else if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFEE0;
        th_utf8_put(&out, c);
    }
    return th_str_trim(th_buf_str(&out));
}

/* ---- the digits ---- */

typedef struct figure {
    const th_exact *value;
    int decimals;
    bool ambiguous, grouped;
} figure;

/* How many groups of exactly three digits, each behind one `mark`, follow at `at`; *end is where they end. */
static size_t groups(th_str s, size_t at, char mark, size_t *end)
{
    size_t n = 0;
    while (at + 3 < s.len && s.ptr[at] == mark && th_is_digit(s.ptr[at + 1]) && th_is_digit(s.ptr[at + 2]) &&
           th_is_digit(s.ptr[at + 3]) && (at + 4 >= s.len || !th_is_digit(s.ptr[at + 4]))) {
        at += 4;
        n++;
    }
    *end = at;
    return n;
}

static bool digit_after(th_str s, size_t at, char mark)
{
    return at + 1 < s.len && s.ptr[at] == mark && th_is_digit(s.ptr[at + 1]);
}

static size_t run_of_digits(th_str s, size_t at)
{
    while (at < s.len && th_is_digit(s.ptr[at]))
        at++;
    return at;
}

/* The digits of s[0, whole) without their marks, then a point and s[from, to). */
static const th_exact *value_of(th_arena *arena, th_str s, size_t whole, size_t from, size_t to)
{
    th_buf plain;
    th_buf_init(&plain, arena);
    for (size_t i = 0; i < whole; i++)
        if (th_is_digit(s.ptr[i]))
            th_buf_byte(&plain, s.ptr[i]);
    if (to > from) {
        th_buf_byte(&plain, '.');
        th_buf_add(&plain, th_str_sub(s, from, to - from));
    }
    return th_exact_parse(arena, th_buf_str(&plain));
}

/* Takes a figure off the front of `s`.  Dots or spaces before groups of three digits mark thousands, and a comma
 * stands before decimals.  People who type the English way are understood too: a single dot that is not followed by
 * exactly three digits is a decimal point, and the commas of "1,234,567.8" mark thousands.  "1,542" may be either,
 * and is marked ambiguous.  Anything else is no number. */
static figure take_figure(th_arena *arena, th_str *s)
{
    figure written = {0};
    size_t whole = run_of_digits(*s, 0), end = whole, n = 0, from, to;
    if (whole == 0)
        return written;
    bool groupable = whole <= 3 && !(s->ptr[0] == '0');
    char mark = end < s->len ? s->ptr[end] : '\0';
    if (groupable && (mark == '.' || mark == ' '))
        n = groups(*s, whole, mark, &end);
    written.grouped = n == 1 && mark == '.';
    char point = ',';
    if (groupable && mark == ',') {
        n = groups(*s, whole, ',', &end);
        if (n == 1 && !digit_after(*s, end, '.')) {
            n = 0;
            written.ambiguous = true;
            end = whole;
        }
        point = n ? '.' : ',';
    } else if (mark == '.' && n == 0) {
        point = '.';
    }
    from = to = end;
    if (digit_after(*s, end, point)) {
        from = end + 1;
        to = run_of_digits(*s, from);
    }
    if (digit_after(*s, to, '.') || digit_after(*s, to, ','))
        return (figure){0};
    written.decimals = (int)(to - from);
    written.grouped = written.grouped && to == from;
    written.value = value_of(arena, *s, end, from, to);
    advance(s, to);
    return written;
}

static void take_denominator(th_arena *arena, th_numeral *numeral, th_str *s)
{
    th_str rest = *s;
    bool slash = rest.len && rest.ptr[0] == '/';
    if (slash)
        advance(&rest, 1);
    else if (!take(&rest, "trong số") && !take(&rest, "trong") && !take(&rest, "trên tổng số") && !take(&rest, "trên"))
        return;
    figure den = take_figure(arena, &rest);
    if (!den.value)
        return;
    numeral->den = den.value;
    *s = rest;
}

/* Does the text say that there is no figure, by dots, dashes or underscores alone or by a word for it? */
static bool special_word(th_numeral *numeral, th_str s)
{
    size_t dashes = 0, dots = 0, all = 0;
    for (size_t at = 0; at < s.len; all++) {
        uint32_t c = th_utf8_next(s, &at);
        dashes += c == '-' || (c >= 0x2010 && c <= 0x2015);
        dots += c == '.' || c == 0x2026 || c == '_' || c == ' ';
    }
    numeral->zero_word = all > 0 && dashes == all;
    numeral->not_collected = dots == all && (all > 1 || th_str_eq(s, TH_STR("…")) || th_str_eq(s, TH_STR("_")));
    while (s.len && (s.ptr[s.len - 1] == '.' || s.ptr[s.len - 1] == ';'))
        s.len--;
    numeral->zero_word = numeral->zero_word || is_one_of(s, zero_words, sizeof zero_words / sizeof *zero_words);
    numeral->not_collected =
        numeral->not_collected || is_one_of(s, unknown_words, sizeof unknown_words / sizeof *unknown_words);
    return numeral->zero_word || numeral->not_collected;
}

/* Does the text say what did not happen, as in "không có vụ việc nào"?  Then its figure is 0. */
static bool said_to_be_none(th_numeral *numeral, th_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (th_is_digit(s.ptr[i]))
            return false;
    if (!take(&s, "không phát sinh") && !take(&s, "không có"))
        return false;
    numeral->zero_word = true;
    numeral->rest = s;
    return true;
}

/* Takes the words before a figure, and keeps those that qualify it. */
static void take_qualifiers(th_arena *arena, th_numeral *numeral, th_str *s)
{
    th_buf words;
    th_buf_init(&words, arena);
    for (;;) {
        uint32_t meaning = 0;
        th_str from = *s;
        if (!take_any(s, before, sizeof before / sizeof *before, &meaning))
            break;
        numeral->qualifiers |= meaning;
        if (meaning)
            th_buf_fmt(&words, "%s" TH_FMT, words.len ? " " : "",
                       TH_ARG(th_str_trim(th_str_sub(from, 0, from.len - s->len))));
    }
    numeral->before = th_buf_str(&words);
}

/* Takes a qualifier that stands behind the unit, as in "50 xã trở lên". */
static void take_tail(th_numeral *numeral, th_str *s)
{
    for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
        size_t at = th_str_find(*s, th_str_of(after[i].words), 0);
        if (at == SIZE_MAX)
            continue;
        numeral->qualifiers |= after[i].meaning;
        numeral->after = th_str_of(after[i].words);
        if (at + th_str_of(after[i].words).len == s->len)
            *s = th_str_trim(th_str_sub(*s, 0, at));
    }
    while (s->len && (s->ptr[0] == '.' || s->ptr[0] == ';' || s->ptr[0] == ','))
        advance(s, 1);
}

/* Takes the mark of a footnote behind a figure, as in "2.190¹".  "10³" may be a thousand, and no figure at all. */
static void take_footnote(th_arena *arena, const th_exact *value, th_str *s)
{
    size_t at = 0;
    while (at < s->len) {
        size_t next = at;
        uint32_t c = th_utf8_next(*s, &next);
        if (c != 0xB9 && c != 0xB2 && c != 0xB3 && c != 0x2070 && !(c >= 0x2074 && c <= 0x2079))
            break;
        at = next;
    }
    if (at && th_exact_cmp(value, th_exact_int(arena, 10)) != 0)
        advance(s, at);
}

static void take_units(th_numeral *numeral, th_str *s)
{
    uint32_t scale = 0;
    if (s->len && s->ptr[0] == '%') {
        numeral->percent = true;
        advance(s, 1);
    } else if (take(s, "phần trăm")) {
        numeral->percent = true;
    }
    take_any(s, scales, sizeof scales / sizeof *scales, &scale);
    numeral->scale = (int)scale;
    static const char *const money[] = {"đồng", "vnđ", "vnd", "đ", "₫"};
    bool comrades = th_str_starts(*s, TH_STR("đ/c")); /* đồng chí, people */
    for (size_t i = 0; i < sizeof money / sizeof *money && !numeral->money && !comrades; i++)
        numeral->money = take(s, money[i]);
}

th_numeral th_numeral_read(th_arena *arena, th_str text)
{
    th_numeral numeral = {0};
    th_str s = th_numeral_plain(arena, text);
    /* Excel keeps as text what is typed behind an apostrophe, and other programs save the apostrophe too. */
    if (s.len && s.ptr[0] == '\'')
        advance(&s, 1);
    if (s.len == 0 || special_word(&numeral, s) || said_to_be_none(&numeral, s))
        return numeral;
    take_qualifiers(arena, &numeral, &s);
    bool negative = false;
    /* A sign must touch its digits: in "- 5", the dash may be a bullet. */
    if (s.len > 1 && (s.ptr[0] == '-' || s.ptr[0] == '+') && th_is_digit(s.ptr[1])) {
        negative = s.ptr[0] == '-';
        advance(&s, 1);
    } else if (s.len > 2 && s.ptr[0] == '(' && s.ptr[s.len - 1] == ')' && th_is_digit(s.ptr[1])) {
        negative = true; /* accountants write a negative figure in parentheses */
        s = th_str_sub(s, 1, s.len - 2);
    }
    figure written = take_figure(arena, &s);
    if (!written.value)
        return numeral;
    numeral.num = negative ? th_exact_neg(arena, written.value) : written.value;
    numeral.decimals = written.decimals;
    numeral.ambiguous = written.ambiguous;
    numeral.grouped = written.grouped;
    take_footnote(arena, written.value, &s);
    take_denominator(arena, &numeral, &s);
    take_units(&numeral, &s);
    take_footnote(arena, written.value, &s);
    take_tail(&numeral, &s);
    numeral.rest = s;
    return numeral;
}

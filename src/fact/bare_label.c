/* Taking enumeration, "Trong đó:" and footnote marks off a folded label. */
#include "fact/bare_label.h"

#include "base/ascii.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* Blanks, bullets and stray punctuation at the beginning. */
static th_str without_bullets(th_str label)
{
    size_t at = 0;
    while (at < label.len && th_is_one_of(label.ptr[at], " -+*.:;,"))
        at++;
    return th_str_sub(label, at, label.len);
}

bool th_is_roman(th_str word)
{
    enum { LONGEST = 5 }; /* xviii */
    for (size_t i = 0; i < word.len; i++)
        if (!th_is_one_of(word.ptr[i], "ivx"))
            return false;
    return word.len > 0 && word.len <= LONGEST;
}

static bool is_number(th_str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!th_is_digit(word.ptr[i]))
            return false;
    return word.len > 0 && word.len <= 2;
}

/* The length of "4.1.", "a)", "(2)", "iv/", "1.a " at the beginning; 0: there is none.  A number without a mark behind
 * it is part of the label ("3 nhất"). */
static size_t enumeration_length(th_str label)
{
    bool bracket = label.len && label.ptr[0] == '(';
    size_t at = bracket, marks = 0;
    while (at < label.len) {
        size_t start = at;
        while (at < label.len && (th_is_lower(label.ptr[at]) || th_is_digit(label.ptr[at])))
            at++;
        th_str word = th_str_sub(label, start, at - start);
        bool part = is_number(word) || th_is_roman(word) || (word.len == 1 && th_is_lower(word.ptr[0]));
        if (!part)
            return marks && at == start && at < label.len && label.ptr[at] == ' ' ? at : 0;
        if (at == label.len)
            return 0;
        if (bracket)
            return label.ptr[at] == ')' ? at + 1 : 0;
        if (th_is_one_of(label.ptr[at], ")/:"))
            return at + 1;
        if (label.ptr[at] == ' ')
            return marks ? at : 0;
        if (label.ptr[at] != '.' && label.ptr[at] != '-')
            return 0;
        marks++;
        at++;
    }
    return 0;
}

/* A letter or a Roman number of one letter is part of a word with the dash behind it: "x-quang", "v-league". */
static bool may_be_glued(th_str number)
{
    return is_number(number) || number.len > 1 || th_str_eq(number, TH_STR("i"));
}

th_str th_without_dashed_number(th_str strong)
{
    size_t at = th_str_find(strong, TH_STR("-"), 0);
    if (at == SIZE_MAX)
        return strong;
    th_str word = th_str_trim(th_str_sub(strong, 0, at)), rest = th_str_trim(th_str_sub(strong, at + 1, strong.len));
    bool number = is_number(word) || th_is_roman(word) || (word.len == 1 && th_is_lower(word.ptr[0]));
    bool apart = th_str_starts(th_str_sub(strong, word.len, strong.len), TH_STR(" - "));
    bool range = !rest.len || th_is_digit(rest.ptr[0]); /* "1 - 3 tháng" */
    return number && !range && (apart || may_be_glued(word)) ? rest : strong;
}

static size_t prefix_length(th_str label)
{
    static const char *const words[] = {"trong do", "trong do co", "bao gom", "gom"};
    size_t longest = 0;
    if (th_str_starts(label, TH_STR("td:"))) /* short for "trong đó"; without the colon it may be any other word */
        return 3;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        th_str word = th_str_of(words[i]);
        if (th_str_starts(label, word) && word.len < label.len && th_is_one_of(label.ptr[word.len], " :,") &&
            word.len > longest)
            longest = word.len;
    }
    return longest;
}

/* A star, a dagger, a section sign or a superscript digit at the end, bracketed or not; 0: there is none. */
static size_t footnote_mark_length(th_str label)
{
    static const char *const marks[] = {"*", "†", "‡", "§", "¹", "²", "³", "⁰", "⁴",
                                        "⁵", "⁶", "⁷", "⁸", "⁹", "⁺", "⁽", "⁾"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (th_str_ends(label, th_str_of(marks[i])))
            return strlen(marks[i]);
    return 0;
}

/* "(1)", "[2]" at the end; 0: there is none. */
static size_t bracketed_footnote_length(th_str label)
{
    size_t at = label.len;
    if (!at || !th_is_one_of(label.ptr[at - 1], ")]"))
        return 0;
    at--;
    size_t close = at;
    while (at && (th_is_digit(label.ptr[at - 1]) || label.ptr[at - 1] == '*'))
        at--;
    bool opened = at && th_is_one_of(label.ptr[at - 1], "([");
    return opened && at < close && close - at <= 2 ? label.len - at + 1 : 0;
}

/* "3=2/1", "(4) = (3) : (1)" at the end, as forms number computed columns; 0: there is none. */
static size_t column_formula_length(th_str label)
{
    size_t at = label.len, equals = 0;
    while (at && (th_is_digit(label.ptr[at - 1]) || th_is_one_of(label.ptr[at - 1], "()=+-*/:x% "))) {
        at--;
        equals += label.ptr[at] == '=';
    }
    while (at < label.len && label.ptr[at] != '(' && !th_is_digit(label.ptr[at]))
        at++;
    return equals == 1 && label.ptr[label.len - 1] != '=' ? label.len - at : 0;
}

th_str th_without_footnotes(th_str label)
{
    for (;;) {
        label = th_str_trim(label);
        size_t length = footnote_mark_length(label);
        if (!length)
            length = bracketed_footnote_length(label);
        if (!length)
            length = column_formula_length(label);
        if (!length)
            return label;
        label.len -= length;
    }
}

/* "(đồng)", "(ĐVT: người)", "(%)" at the end: the unit of measure, which has a column of its own; 0: there is none. */
static size_t bracketed_unit_length(th_str label)
{
    static const char *const units[] = {"dong",    "nghin dong", "trieu dong", "ty dong", "ti dong", "vnd",
                                        "%",       "nguoi",      "luot",       "cuoc",    "ho so",   "van ban",
                                        "tap the", "ca nhan",    "ho",         "xa",      "thon"};
    size_t open = label.len;
    if (!label.len || label.ptr[label.len - 1] != ')')
        return 0;
    while (open && label.ptr[open - 1] != '(')
        open--;
    th_str inside = open ? th_str_trim(th_str_sub(label, open, label.len - 1 - open)) : (th_str){0};
    bool unit = th_str_starts(inside, TH_STR("dvt")) || th_str_starts(inside, TH_STR("don vi tinh"));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        unit = unit || th_str_eq(inside, th_str_of(units[i]));
    return unit && open > 1 ? label.len - open + 1 : 0;
}

th_str th_bare_label(th_str weak)
{
    th_str bare = th_without_footnotes(weak);
    bare = th_str_trim(th_str_sub(bare, 0, bare.len - bracketed_unit_length(bare)));
    for (;;) {
        th_str rest = without_bullets(bare);
        size_t length = enumeration_length(rest);
        if (!length)
            length = prefix_length(rest);
        rest = without_bullets(th_str_sub(rest, length, rest.len));
        if (!rest.len || rest.len == bare.len)
            return bare.len ? bare : weak;
        bare = rest;
    }
}

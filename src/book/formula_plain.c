/* Rewriting a formula, token by token. */
#include "book/formula_plain.h"

#include "base/ascii.h"

#include <stdlib.h>

#include "base/banned.h"

enum { LETTERS_OF_COLUMN = 3, DIGITS_OF_ROW = 7, ALPHABET = 26, LONGEST_NUMBER = 40 };

typedef struct plain_writer {
    th_buf out;
    const th_formula *formula;
    th_plain how;
} plain_writer;

static bool is_of_name(char c)
{
    return th_is_alnum(c) || c == '_' || c == '.' || c == '\\' || c == '?' || c == '$' || (unsigned char)c >= 0x80;
}

static void put_capitals(plain_writer *writer, th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        th_buf_byte(&writer->out, th_is_lower(text.ptr[i]) ? (char)(text.ptr[i] - 'a' + 'A') : text.ptr[i]);
}

/* A text with its quotes, as it stands; returns where it ends. */
static size_t pass_text(plain_writer *writer, th_str text, size_t at)
{
    size_t from = at++;
    while (at < text.len && (text.ptr[at] != '"' || (at + 1 < text.len && text.ptr[at + 1] == '"')))
        at += text.ptr[at] == '"' ? 2 : 1;
    at = at < text.len ? at + 1 : text.len;
    th_buf_add(&writer->out, th_str_sub(text, from, at - from));
    return at;
}

/* The name of a sheet in quotes, without them. */
static size_t pass_sheet(plain_writer *writer, th_str text, size_t at)
{
    size_t from = ++at;
    while (at < text.len && (text.ptr[at] != '\'' || (at + 1 < text.len && text.ptr[at + 1] == '\'')))
        at += text.ptr[at] == '\'' ? 2 : 1;
    put_capitals(writer, th_str_sub(text, from, at - from));
    return at < text.len ? at + 1 : text.len;
}

/* "$B$3": column and row of a reference, from 0.  False: it is a name. */
static bool place_of_name(th_str name, uint32_t *row, uint32_t *col, bool fixed[2])
{
    size_t at = 0, letters = 0;
    uint32_t column = 0;
    unsigned long line = 0;
    fixed[1] = name.len && name.ptr[0] == '$';
    for (at += fixed[1]; at < name.len && th_is_letter(name.ptr[at]); at++, letters++) {
        if (letters == LETTERS_OF_COLUMN)
            return false;
        char c = name.ptr[at];
        column = column * ALPHABET + (uint32_t)(th_is_lower(c) ? c - 'a' : c - 'A') + 1;
    }
    fixed[0] = at < name.len && name.ptr[at] == '$';
    at += fixed[0];
    size_t digits = name.len - at;
    if (!letters || !digits || digits > DIGITS_OF_ROW || name.ptr[at] == '0')
        return false;
    for (; at < name.len; at++) {
        if (!th_is_digit(name.ptr[at]))
            return false;
        line = line * 10 + (unsigned long)(name.ptr[at] - '0');
    }
    *row = (uint32_t)line - 1;
    *col = column - 1;
    return true;
}

static void put_plain_place(plain_writer *writer, uint32_t row, uint32_t col, const bool fixed[2])
{
    const th_formula *formula = writer->formula;
    long long down = (long long)row + (fixed[0] ? 0 : formula->down);
    long long right = (long long)col + (fixed[1] ? 0 : formula->right);
    if (writer->how == TH_PLAIN_BONES)
        th_buf_byte(&writer->out, '#');
    else if (writer->how == TH_PLAIN_MOVES)
        th_buf_fmt(&writer->out, "R[%lld]C[%lld]", down - formula->row, right - formula->col);
    else
        th_buf_fmt(&writer->out, "R%lldC%lld", down + 1, right + 1);
}

static bool is_truth(th_str name)
{
    return th_str_eq(name, TH_STR("TRUE")) || th_str_eq(name, TH_STR("FALSE"));
}

/* A name, a reference, a function or a sheet without quotes. */
static size_t pass_name(plain_writer *writer, th_str text, size_t at)
{
    static const th_str prefixes[] = {{"_xlfn.", 6}, {"_xlws.", 6}, {"_xludf.", 7}};
    size_t from = at;
    while (at < text.len && is_of_name(text.ptr[at]))
        at++;
    th_str name = th_str_sub(text, from, at - from);
    char next = at < text.len ? text.ptr[at] : '\0';
    uint32_t row, col;
    bool fixed[2];
    if (next != '(' && next != '!' && place_of_name(name, &row, &col, fixed)) {
        put_plain_place(writer, row, col, fixed);
        return at;
    }
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (th_str_starts(name, prefixes[i]))
            name = th_str_sub(name, prefixes[i].len, name.len);
    for (size_t i = 0; i < name.len; i++) /* "$A:$A" */
        if (name.ptr[i] != '$')
            put_capitals(writer, th_str_sub(name, i, 1));
    return is_truth(name) && th_str_starts(th_str_sub(text, at, text.len), TH_STR("()")) ? at + 2 : at;
}

/* "0.50" and ".5" are one number. */
static size_t pass_number(plain_writer *writer, th_str text, size_t at)
{
    char digits[LONGEST_NUMBER + 1], *end;
    size_t n = 0;
    for (; n < LONGEST_NUMBER && at + n < text.len; n++) {
        char c = text.ptr[at + n];
        bool sign = (c == '+' || c == '-') && n && (digits[n - 1] == 'E' || digits[n - 1] == 'e');
        if (!th_is_digit(c) && c != '.' && c != 'E' && c != 'e' && !sign)
            break;
        digits[n] = c;
    }
    digits[n] = '\0';
    double number = strtod(digits, &end);
    if (end == digits) {
        th_buf_byte(&writer->out, text.ptr[at]);
        return at + 1;
    }
    th_buf_fmt(&writer->out, "%.15g", number);
    return at + (size_t)(end - digits);
}

th_str th_formula_plain(th_arena *arena, const th_formula *formula, th_plain how)
{
    plain_writer writer = {.formula = formula, .how = how};
    th_str text = th_str_trim(formula->text);
    size_t at = 0;
    th_buf_init(&writer.out, arena);
    while (at < text.len && (text.ptr[at] == '=' || text.ptr[at] == '+'))
        at++;
    while (at < text.len) {
        char c = text.ptr[at];
        if (c == '"')
            at = pass_text(&writer, text, at);
        else if (c == '\'')
            at = pass_sheet(&writer, text, at);
        else if (th_is_digit(c) || c == '.')
            at = pass_number(&writer, text, at);
        else if (is_of_name(c))
            at = pass_name(&writer, text, at);
        else if (th_is_space(c))
            at++;
        else
            th_buf_byte(&writer.out, text.ptr[at++]);
    }
    return th_buf_end(&writer.out);
}

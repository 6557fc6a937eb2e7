/* References to cells in the text of a formula, and formulas written relative to their own cell. */
#include "book/reference.h"

#include "base/ascii.h"

#include "base/banned.h"

enum { MOST_LETTERS = 3, MOST_DIGITS = 7 };

/* Is there a character at `at` that belongs to a name?  A reference neither begins behind one nor ends before one. */
static bool belongs_to_name(th_str text, size_t at)
{
    if (at >= text.len)
        return false;
    char c = text.ptr[at];
    return th_is_alnum(c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

size_t th_reference_read(th_str text, size_t at, th_reference *out)
{
    uint32_t row = 0, col = 0;
    *out = (th_reference){0};
    out->fixed_col = at < text.len && text.ptr[at] == '$';
    at += out->fixed_col;
    size_t letters = at;
    for (; at < text.len && th_is_letter(text.ptr[at]) && at - letters <= MOST_LETTERS; at++)
        col = col * 26 + (uint32_t)(th_to_upper(text.ptr[at]) - 'A') + 1;
    size_t nletters = at - letters;
    out->fixed_row = at < text.len && text.ptr[at] == '$';
    at += out->fixed_row;
    size_t digits = at;
    for (; at < text.len && th_is_digit(text.ptr[at]) && at - digits <= MOST_DIGITS; at++)
        row = row * 10 + (uint32_t)(text.ptr[at] - '0');
    if (nletters == 0 || at == digits || row == 0 || row > TH_MOST_ROWS || col > TH_MOST_COLUMNS)
        return 0;
    if (belongs_to_name(text, at) || (at < text.len && (text.ptr[at] == '(' || text.ptr[at] == '!')))
        return 0;
    out->row = row - 1;
    out->col = col - 1;
    return at;
}

/* "R5", or from the row of the formula "R", "R[-2]"; columns alike. */
static void put_part(th_buf *out, char letter, bool fixed, int64_t at, int64_t from)
{
    th_buf_byte(out, letter);
    if (fixed)
        th_buf_fmt(out, "%lld", (long long)at + 1);
    else if (at != from)
        th_buf_fmt(out, "[%lld]", (long long)(at - from));
}

/* Where the quoted part at `at` ends: a text in double quotes or the name of a sheet in single ones, which are kept as
 * they are.  A doubled quote ends one such part and begins the next, which comes to the same. */
static size_t after_quoted(th_str text, size_t at)
{
    char quote = text.ptr[at++];
    while (at < text.len && text.ptr[at] != quote)
        at++;
    return at < text.len ? at + 1 : at;
}

th_str th_formula_relative(th_arena *arena, const th_formula *formula)
{
    th_str text = formula->text;
    th_buf out;
    th_buf_init(&out, arena);
    size_t at = th_str_starts(text, TH_STR("=")) ? 1 : 0;
    while (at < text.len) {
        char c = text.ptr[at];
        th_reference reference;
        bool inside_name = at > 0 && belongs_to_name(text, at - 1);
        size_t end = inside_name ? 0 : th_reference_read(text, at, &reference);
        if (end) {
            /* The text of a shared formula is that of its first cell, from which this one lies `down` and `right`. */
            put_part(&out, 'R', reference.fixed_row, reference.row, (int64_t)formula->row - formula->down);
            put_part(&out, 'C', reference.fixed_col, reference.col, (int64_t)formula->col - formula->right);
        } else {
            end = c == '"' || c == '\'' ? after_quoted(text, at) : at + 1;
            th_buf_add(&out, th_str_sub(text, at, end - at));
        }
        at = end;
    }
    return th_buf_str(&out);
}

/* One half of a reference in R1C1 notation, "R", "R5" or "R[-2]".  Where it ends; 0: none stands here. */
static size_t read_part(th_str text, size_t at, char letter, bool *fixed, int64_t *value)
{
    if (at >= text.len || text.ptr[at] != letter)
        return 0;
    at++;
    bool bracket = at < text.len && text.ptr[at] == '[';
    at += bracket;
    bool negative = bracket && at < text.len && text.ptr[at] == '-';
    at += negative;
    size_t digits = at;
    *value = 0;
    for (; at < text.len && th_is_digit(text.ptr[at]) && at - digits <= MOST_DIGITS; at++)
        *value = *value * 10 + (text.ptr[at] - '0');
    if (negative)
        *value = -*value;
    *fixed = !bracket && at > digits;
    if (bracket && (at == digits || at >= text.len || text.ptr[at] != ']'))
        return 0;
    return at + bracket;
}

static void put_reference(th_arena *arena, th_buf *out, const bool fixed[2], const int64_t at[2])
{
    if (at[0] < 0 || at[1] < 0 || at[0] >= TH_MOST_ROWS || at[1] >= TH_MOST_COLUMNS) {
        th_buf_add(out, TH_STR("#REF!"));
        return;
    }
    th_str name = th_cell_name(arena, (uint32_t)at[0], (uint32_t)at[1]);
    size_t letters = 0;
    while (th_is_letter(name.ptr[letters]))
        letters++;
    for (int row = 0; row < 2; row++) {
        if (fixed[!row])
            th_buf_byte(out, '$');
        th_buf_add(out, row ? th_str_sub(name, letters, name.len) : th_str_sub(name, 0, letters));
    }
}

th_str th_formula_absolute(th_arena *arena, th_str relative, uint32_t row, uint32_t col)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_byte(&out, '=');
    for (size_t at = 0; at < relative.len;) {
        bool fixed[2];
        int64_t value[2];
        size_t end =
            at > 0 && belongs_to_name(relative, at - 1) ? 0 : read_part(relative, at, 'R', &fixed[0], &value[0]);
        end = end ? read_part(relative, end, 'C', &fixed[1], &value[1]) : 0;
        if (end && !belongs_to_name(relative, end) && (end == relative.len || relative.ptr[end] != '(')) {
            value[0] += fixed[0] ? -1 : (int64_t)row;
            value[1] += fixed[1] ? -1 : (int64_t)col;
            put_reference(arena, &out, fixed, value);
        } else {
            char c = relative.ptr[at];
            end = c == '"' || c == '\'' ? after_quoted(relative, at) : at + 1;
            th_buf_add(&out, th_str_sub(relative, at, end - at));
        }
        at = end;
    }
    return th_buf_str(&out);
}

bool th_formula_has_lines(th_str relative)
{
    for (size_t at = 0; at < relative.len;) {
        bool fixed;
        int64_t value;
        char c = relative.ptr[at];
        size_t row = 0, end = 0;
        if (at == 0 || !belongs_to_name(relative, at - 1)) {
            row = read_part(relative, at, 'R', &fixed, &value);
            end = read_part(relative, row ? row : at, 'C', &fixed, &value);
        }
        size_t behind = end ? end : row;
        if (behind && !belongs_to_name(relative, behind) && (behind == relative.len || relative.ptr[behind] != '(')) {
            if (!row || !end)
                return true;
            at = behind;
        } else {
            at = c == '"' || c == '\'' ? after_quoted(relative, at) : at + 1;
        }
    }
    return false;
}

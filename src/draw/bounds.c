/* Formulas and names of sheets, as far as Excel takes them. */
#include "draw/bounds.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

size_t th_bounds_units(th_str text)
{
    size_t units = 0;
    for (size_t at = 0; at < text.len;)
        units += th_utf8_next(text, &at) > 0xFFFF ? 2 : 1;
    return units;
}

/* Past a text in quotes or a sheet's name in apostrophes; SIZE_MAX when it does not end. */
static size_t past_quoted(th_str formula, size_t at)
{
    char quote = formula.ptr[at];
    while (++at < formula.len)
        if (formula.ptr[at] == quote)
            return at + 1;
    return SIZE_MAX;
}

/* Parentheses pair; a comma counts for the innermost that is open, braces of constants left aside. */
bool th_bounds_formula(th_str formula)
{
    unsigned commas[TH_BOUND_LEVELS + 1] = {0};
    size_t depth = 0, braces = 0;
    if (!formula.len || th_bounds_units(formula) > TH_BOUND_FORMULA)
        return false;
    for (size_t at = 0; at < formula.len;) {
        char c = formula.ptr[at];
        if (c == '"' || c == '\'') {
            at = past_quoted(formula, at);
            if (at == SIZE_MAX)
                return false;
            continue;
        }
        braces += c == '{';
        braces -= c == '}' && braces;
        if (c == '(') {
            if (++depth > TH_BOUND_LEVELS)
                return false;
            commas[depth] = 0;
        } else if (c == ')' && depth-- == 0) {
            return false;
        } else if (c == ',' && !braces && ++commas[depth] >= TH_BOUND_ARGUMENTS) {
            return false;
        }
        at++;
    }
    return depth == 0 && braces == 0;
}

static bool is_history(th_str name)
{
    static const char history[] = "history";
    if (name.len != strlen(history))
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (th_to_lower(name.ptr[i]) != history[i])
            return false;
    return true;
}

bool th_bounds_sheet_name(th_str name)
{
    if (!name.len || th_bounds_units(name) > TH_BOUND_SHEET_NAME || is_history(name) || name.ptr[0] == '\'' ||
        name.ptr[name.len - 1] == '\'')
        return false;
    for (size_t i = 0; i < name.len; i++)
        if (strchr("[]:*?/\\", name.ptr[i]) || (unsigned char)name.ptr[i] < ' ')
            return false;
    return true;
}

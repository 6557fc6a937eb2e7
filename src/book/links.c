/* References to other workbooks in the text of a formula. */
#include "book/links.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

/* Does the bracket at `at` hold the name or number of a workbook?  Then the name of a sheet follows it, or "!". */
static bool holds_workbook(th_str text, size_t at, bool quoted)
{
    size_t end = at + 1;
    while (end < text.len && text.ptr[end] != ']' && text.ptr[end] != '[' && text.ptr[end] != '"')
        end++;
    if (end == at + 1 || end + 1 >= text.len || text.ptr[end] != ']')
        return false;
    unsigned char next = (unsigned char)text.ptr[end + 1];
    return quoted ? next != '\''
                  : th_is_letter((char)next) || th_is_digit((char)next) || next >= 0x80 || next == '_' || next == '!';
}

bool th_formula_leaves(th_str text)
{
    if (!text.len || (!memchr(text.ptr, '[', text.len) && !memchr(text.ptr, '#', text.len)))
        return false;
    bool literal = false, quoted = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '"' && !quoted)
            literal = !literal;
        else if (c == '\'' && !literal)
            quoted = !quoted;
        else if (!literal && c == '[' && holds_workbook(text, i, quoted))
            return true;
        else if (!literal && !quoted && c == '#' && i && text.ptr[i - 1] == '\'')
            return true;
    }
    return false;
}

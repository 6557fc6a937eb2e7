/* MATCH and COUNTIF over keys of any text. */
#include "report/lookups.h"

#include "base/ascii.h"
#include "draw/formula.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_KEY = 255 }; /* characters of what MATCH and COUNTIF look for */

static bool has_wildcard(th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '*' || text.ptr[i] == '?' || text.ptr[i] == '~')
            return true;
    return false;
}

th_str th_lookup_literal(th_arena *arena, th_str cell)
{
    return TH_FORMULA(arena, "SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},\"~\",\"~~\"),\"*\",\"~*\"),\"?\",\"~?\")",
                      {"cell", cell});
}

th_str th_lookup_match(th_arena *arena, th_key_cell key, th_str area)
{
    if (!key.text.len || th_utf8_count(key.text) > MOST_KEY / 2)
        return (th_str){0};
    th_str wanted = has_wildcard(key.text) ? th_lookup_literal(arena, key.cell) : key.cell;
    return TH_FORMULA(arena, "MATCH({wanted},{area},0)", {"wanted", wanted}, {"area", area});
}

/* COUNTIF reads what it looks for: as a number, a date ("SEP-003"), a truth or a sign and what is compared.  A text of
 * one or two letters with a digit or a dash behind them is none of these. */
static bool is_taken_as_it_is(th_str text)
{
    size_t letters = 0;
    while (letters < text.len && th_is_letter(text.ptr[letters]))
        letters++;
    return letters && letters <= 2 && letters < text.len &&
           (text.ptr[letters] == '-' || th_is_digit(text.ptr[letters])) && text.len <= MOST_KEY && !has_wildcard(text);
}

th_str th_lookup_count(th_arena *arena, th_key_cell key, th_str area)
{
    if (is_taken_as_it_is(key.text))
        return TH_FORMULA(arena, "COUNTIF({area},{cell})", {"area", area}, {"cell", key.cell});
    return TH_FORMULA(arena, "SUMPRODUCT(--({area}={cell}))", {"area", area}, {"cell", key.cell});
}

/* The source's own formula. */
#include "report/source_formula.h"

#include "book/reference.h"

#include "base/banned.h"

th_str th_source_formula(th_arena *arena, const th_fact *fact)
{
    th_str relative = th_fact_formula_of(fact).relative;
    return relative.len ? th_formula_absolute(arena, relative, fact->row, fact->col) : (th_str){0};
}

/* The source's own formula. */
#include "report/source_formula.h"

#include "book/reference.h"

#include "base/banned.h"

th_str th_source_formula(th_arena *arena, const th_fact *fact)
{
    return fact->relative.len ? th_formula_absolute(arena, fact->relative, fact->row, fact->col) : (th_str){0};
}

/* Formulas written as patterns with named fields: "IF({data}<=0,0,{most}*{data}/{target})".  A field that occurs three
 * times is given once, and no argument can slip into another's place. */
#ifndef TH_DRAW_FORMULA_H
#define TH_DRAW_FORMULA_H

#include "base/str.h"

typedef struct th_field {
    const char *name;
    th_str value;
} th_field;

/* The fields end with one that has no name.  A name that is not among them is left as it is, braces and all, so that a
 * misspelt one shows in the first formula that is read back. */
th_str th_formula(th_arena *arena, const char *pattern, const th_field *fields);
#define TH_FORMULA(arena, pattern, ...) th_formula(arena, pattern, (const th_field[]){__VA_ARGS__, {NULL, {0}}})

#endif

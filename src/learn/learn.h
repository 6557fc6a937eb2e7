/* A first definition from a workbook that departments already use, blank or filled in: its forms, the indicators and
 * list columns with their types, and the rules its formulas imply ("C5 = C6 + C7").  It is a proposal, for the
 * secretariat to edit; the loader of definitions finds no fault in it.
 *
 * What a sheet looks like is asked of `fact` (fact/printed.h), so that a form is learnt where it will be found; sheets
 * and columns of the definition are those of `form` (form/load.h).
 */
#ifndef TH_LEARN_LEARN_H
#define TH_LEARN_LEARN_H

#include "base/words.h"
#include "book/grid.h"
#include "form/definition.h"

typedef struct th_learned {
    th_definition_part *parts; /* .csv, one a sheet of the definition: th_definition_load() takes them */
    size_t nparts, parts_cap;
    size_t forms, indicators, columns, rules;
    int year;         /* the one a title states, else the one given */
    bool year_stated; /* a title states it */
    th_words *notes;  /* what was not understood: "B04 › E12: …" */
    size_t nnotes, notes_cap;
} th_learned;

/* `book` is normalised; `year` is taken when no title states one.  All that is learnt lives in `arena`.
 * TH_FAILED: no sheet has the header of a form. */
th_status th_learn(th_arena *arena, const th_book *book, int year, th_learned *learned);

#endif

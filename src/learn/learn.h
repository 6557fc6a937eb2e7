/* Learns a first definition from a workbook that departments already use, blank or filled in: its forms, their
 * indicators and list columns with types, and the rules that its formulas imply ("C5 = C6 + C7").  What is learnt is a
 * proposal for the secretariat to edit, and the loader of definitions finds no fault in it.
 *
 * What a sheet looks like is asked of the room `fact` (fact/printed.h), so that a form is learnt from the very cells in
 * which it will later be found.  The sheets and columns of a definition are known to the room `form` (form/load.h).
 */
#ifndef TH_LEARN_LEARN_H
#define TH_LEARN_LEARN_H

#include "base/words.h"
#include "book/grid.h"
#include "form/definition.h"

typedef struct th_learned {
    th_definition_part *parts; /* one .csv for each sheet, as th_definition_load() takes them */
    size_t nparts, parts_cap;
    size_t forms, indicators, columns, rules;
    int year;         /* the year that a title states, or else the year given to th_learn() */
    bool year_stated; /* Does a title state it? */
    th_words *notes;  /* what was not understood, each beginning with its place ("B04 › E12: …") */
    size_t nnotes, notes_cap;
} th_learned;

/* `book` must be normalised, and `year` is assumed where no title states one.  What is learnt lives in `arena`.
 * Returns TH_FAILED when no sheet has the header of a form. */
th_status th_learn(th_arena *arena, const th_book *book, int year, th_learned *learned);

#endif

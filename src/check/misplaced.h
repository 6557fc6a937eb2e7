/* One cause for many: two columns exchanged, figures one row off, another unit's sheet pasted in.
 *
 * Where a unit's form raises many findings, its figures are tried in other places: each pair of columns exchanged, and
 * each column, or all of them, one row up and one row down from some row on.  Everything that can tell right from wrong
 * is asked again: the rules, ranges and types, this workbook's "năm trước" against the accepted figures of last year,
 * and the size of a figure against the unit's own of last year.  A place in which nearly all that was wrong is right,
 * and next to nothing that was right is wrong, is the cause: it is said once, and what follows from it is folded under
 * it.  It takes the gravest level of what it folds, so nothing counts for less.  No figure changes. */
#ifndef TH_CHECK_MISPLACED_H
#define TH_CHECK_MISPLACED_H

#include "check/check.h"

/* After rules and plausibility, before what follows from single figures is folded (fold.h). */
void th_misplaced_run(th_arena *arena, th_dataset *ds, const th_check_results *results);

/* ---- inside ---- */

enum { TH_WRONG_LEAST = 3 }; /* fewer things wrong are looked at one by one */

#define TH_COLUMNS_TRIED TH_REMARK /* năm nay, năm trước, kế hoạch, so sánh */
/* A row of the sheet, and its figures. */
typedef struct th_tried_row {
    uint32_t row, indicator;
    th_fact *at[TH_COLUMNS_TRIED]; /* NULL: no cell, or one whose figure is withheld */
    th_value was[TH_COLUMNS_TRIED];
} th_tried_row;
/* The form of one unit, whose figures are tried in other places. */
typedef struct th_tried_form {
    th_arena *arena; /* of the trial */
    th_dataset *ds;
    uint32_t unit, form;
    th_tried_row *rows; /* from the top of the sheet to its end */
    size_t nrows;
} th_tried_form;

/* Where the figures might belong. */
typedef struct th_move {
    unsigned columns; /* a bit for each measure: two that are exchanged, or those that are off by a row */
    int by;           /* 1: the figures stand one row too low; -1: too high; 0: exchanged */
    size_t from, to;  /* positions in rows, both included: the cells in which other figures are tried */
} th_move;

/* tried_form.c */
bool th_move_has_column(const th_move *move, th_measure measure);
/* Is the figure one that would be moved, or one that the others were written over? */
bool th_move_touches(const th_tried_form *form, const th_move *move, uint32_t indicator, th_measure measure);
th_tried_form th_tried_form_of(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t form);
/* Puts the figures where the move says, and back.  What stood where one was written over is unknown, and has no figure
 * meanwhile. */
void th_move_apply(const th_tried_form *form, const th_move *move);
void th_move_undo(const th_tried_form *form);

/* questions.c: all that can be asked about the form, and how it was answered before anything was moved. */
typedef struct th_questions th_questions;
/* The rules that one unit failed. */
typedef struct th_failed {
    const th_check_result **at;
    size_t n, cap;
} th_failed;
typedef struct th_tally {
    size_t resolved; /* wrong before, right now */
    size_t strong;   /* of them those that hardly come right by chance: equalities, and sizes */
    size_t still;    /* wrong before and now, though a figure of it was moved */
    size_t lost;     /* wrong before; now there is no figure to tell */
    size_t broken;   /* right before, wrong now */
    size_t taken;    /* figures that were near their own of last year, and now are nowhere */
} th_tally;
/* Has nearly everything that was wrong come right, by more than chance, and next to nothing that was right gone
 * wrong? */
bool th_tally_explains(const th_tally *tally);
th_questions *th_questions_of(const th_tried_form *form, const th_failed *failed);
size_t th_questions_wrong(const th_questions *questions);
bool th_questions_wrong_at(const th_questions *questions, size_t row); /* does a wrong one rest on this row? */
/* Asks again, with the figures where `move` put them; what was right is asked only where the rest may explain. */
th_tally th_questions_ask(const th_questions *questions, const th_move *move);
/* The same, and notes in `explained`, by finding of ds->findings, each rule that `move` explains. */
void th_questions_explained(const th_questions *questions, const th_move *move, bool *explained);
/* Notes in `resting` each rule that failed and rests on a figure that `move` would move; how many they are. */
size_t th_questions_resting(const th_questions *questions, const th_move *move, bool *resting);

/* misplaced_twin.c: another unit's sheet pasted in */
void th_misplaced_twins(th_arena *arena, th_dataset *ds, const th_failed *failed); /* by unit */

#endif

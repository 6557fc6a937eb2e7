/* What the rows of a form of scores say, held against the definition.  A score that its criterion cannot have (out of
 * its range, of no criterion, or one of two that differ) is withheld.  A maximum that was changed, and totals that are
 * not the sum of their parts, are reported.  Private to the room. */
#ifndef TH_FACT_SCORE_FORM_H
#define TH_FACT_SCORE_FORM_H

#include "fact/reading.h"
#include "form/score_form.h"

/* Where the form stands, once its rows are read. */
typedef struct th_score_form {
    const th_sheet *sheet;
    uint32_t form;
    const th_block *block;
    th_score_columns columns;
    size_t first_fact;  /* of the form, in the dataset */
    uint32_t total_row; /* of the grand total, or TH_NO_CELL */
} th_score_form;

/* What the form says of one criterion. */
typedef struct th_scored {
    const th_fact *self;       /* its first row with a score, or NULL */
    const th_fact *code;       /* its first row, or NULL */
    const th_exact *typed;     /* the score as it was typed, in a deduction group without its sign; NULL: none was */
    const th_exact *shown;     /* the same as the cell shows it */
    const th_formula *formula; /* that computed it, or NULL */
    bool doubtful; /* something was said of the score, or it cannot be read: no sum over it tells anything */
} th_scored;

/* score_form.c: reports what is wrong row by row, then the sums */
void th_judge_score_form(th_reading *reading, const th_score_form *form);

/* score_words.c */
th_finding *th_say_of_score(th_reading *reading, const th_score_form *form, const th_fact *fact, th_finding_kind kind,
                            th_arguments arguments);
/* "I.3.1 “Quản lý báo chí”" */
th_str th_criterion_title(const th_reading *reading, uint32_t criterion);
th_words th_points_words(const th_reading *reading, const th_exact *points);

/* score_blank.c: criteria that were left without a score while most have one */
void th_judge_score_blanks(th_reading *reading, const th_score_form *form, const th_scored *scored);

/* score_sums.c: parents and the grand total against their parts; `scored` is by criterion.  `strays`: a row bears a
 * code that no criterion has, and may be the part that is missing in a sum. */
void th_judge_score_sums(th_reading *reading, const th_score_form *form, const th_scored *scored, bool strays);
/* Is this the label of a grand total? */
bool th_is_grand_total(th_str weak);

#endif

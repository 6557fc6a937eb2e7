/* A form of scores: which of its columns mean what, and which criterion a row is about. */
#ifndef TH_FORM_SCORE_FORM_H
#define TH_FORM_SCORE_FORM_H

#include "form/definition.h"

/* Indexes of columns, or TH_NONE. */
typedef struct th_score_columns {
    uint32_t code;  /* codes of criteria */
    uint32_t self;  /* self-given scores */
    uint32_t most;  /* the maximum of each criterion, as the form prints it */
    uint32_t total; /* where the total of the self-given scores stands, unless it stands below them */
} th_score_columns;

/* By their roles; where a definition gives the columns of the maximum and the total no role of their own, by their
 * labels. */
th_score_columns th_score_columns_of(th_arena *scratch, const th_definition *d, uint32_t form);

/* Once the criteria are in their order; th_criterion_of_code() finds by what is noted here. */
void th_criteria_note_codes(th_arena *arena, th_definition *d);
/* The criterion whose code the text is, folded and without blanks; or TH_NONE. */
uint32_t th_criterion_of_code(th_arena *scratch, const th_definition *d, th_str text);

#endif

/* What a cell computes, however its formula is written: by indicator and measure instead of by cell, with terms in one
 * order.  Copies of a form whose formulas say the same have the same text here, also where one of them has a row more.
 *
 *   (+ TTC.04:nay -TTC.05:nay 3)        terms added, those with '-' subtracted
 *   (* 100 BCVT.01a:nay /BCVT.01b:nay)  factors, those with '/' divided by
 *   (MIN 50 B12.TUCHAM@#I.1)            a function; the cell of a list column in the row of that criterion
 *   DS.SO@-1  DS.SO@*                   a list column one row up; in all its rows
 *   ?R[1]C[2]  ?                        a cell that is no figure of the definition; a formula that is not understood
 *
 * ROUND, and IF or IFERROR that only keep a blank from being computed, are left out.  A figure in a percent format is
 * what people read, 95 for 0.95. */
#ifndef TH_FACT_COMPUTED_H
#define TH_FACT_COMPUTED_H

#include "form/definition.h"

#define TH_COMPUTED_UNKNOWN "?"

typedef enum th_computed_kind {
    TH_COMPUTED_NUMBER = 0,
    TH_COMPUTED_FIGURE, /* of an indicator */
    TH_COMPUTED_ITEM,   /* of a list */
    TH_COMPUTED_OTHER,  /* anything else, named by its text */
    TH_COMPUTED_SUM,
    TH_COMPUTED_PRODUCT,
    TH_COMPUTED_CALL
} th_computed_kind;

typedef struct th_computed {
    th_computed_kind kind;
    bool inverse;        /* subtracted in a SUM, divided by in a PRODUCT */
    bool blank;          /* OTHER: an empty cell, which adds nothing to a sum.  Known while a workbook is read only */
    const th_exact *num; /* NUMBER */
    uint32_t index;      /* FIGURE: indicator; ITEM: column */
    th_measure measure;  /* FIGURE */
    th_str text;         /* ITEM: which row, "-1", "#I.1" or "*"; OTHER; CALL: the function */
    th_str key;          /* the text of the whole node, without its sign */
    struct th_computed **args;
    size_t nargs, cap;
} th_computed;

/* ---- making: bottom up, each node finished by th_computed_close ---- */
th_computed *th_computed_new(th_arena *arena, th_computed_kind kind);
/* Adds a term or factor; a sum in a sum and a product in a product are taken apart, numbers are taken together. */
void th_computed_add(th_arena *arena, th_computed *to, th_computed *part, bool inverse);
/* Puts the terms in order and fills in `key`; gives the only term of a sum or product of one.  NULL: nonsense, such as
 * a division by 0. */
th_computed *th_computed_close(th_arena *arena, const th_definition *d, th_computed *node);

/* Reads a text that is the key of a node.  NULL: it is none, or it names what the definition does not have. */
th_computed *th_computed_read(th_arena *arena, const th_definition *d, th_str text);
/* Does a node of this kind stand in it? */
bool th_computed_has(const th_computed *node, th_computed_kind kind);

/* Where figures come from.  `value` gives NULL for a figure that is not known; for a blank cell it gives 0 and sets
 * *blank. */
typedef struct th_computed_figures {
    void *ctx;
    const th_exact *(*value)(void *ctx, const th_computed *leaf, bool *blank);
} th_computed_figures;
/* The value of a node; NULL: it cannot be told. */
const th_exact *th_computed_value(th_arena *arena, const th_computed *node, const th_computed_figures *figures);
/* Do both give the same, whatever the figures are? */
bool th_computed_equal(th_arena *arena, const th_computed *one, const th_computed *other);

#endif

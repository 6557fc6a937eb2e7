/* What one row that somebody entered comes to: totals and ranks as they are, and as they would be without it. */
#ifndef TH_SCORE_EFFECT_H
#define TH_SCORE_EFFECT_H

#include "score/score.h"

/* Kinds of rows whose effect can be tried; an index is that of the row in its list of the definition. */
typedef enum th_row_kind {
    TH_ROW_ADJUSTMENT = 0,
    TH_ROW_EXPLANATION,
    TH_ROW_CLOSING,
    TH_ROW_RULE, /* a rule that is reduced or off: as if it were on */
    TH_ROW_AWARD,
    TH_ROW_BALLOT,
    TH_ROW_KINDS
} th_row_kind;

typedef struct th_effect {
    bool known;                              /* false: it was not tried, and nothing else is filled in */
    const th_exact *total_without, *total;   /* of its unit; NULL: it has none */
    uint32_t rank_without, rank;             /* in the first ranking; 0: not ranked */
    const th_exact *points_without, *points; /* of an award: what counts for its criterion, or NULL */
    th_str others;                           /* "Lào Cai 2 → 3": other units whose total or rank is another */
} th_effect;

/* By kind and index; a list that is NULL was not tried at all. */
typedef struct th_effects {
    th_effect *of[TH_ROW_KINDS];
    size_t tried, left; /* rows that were tried, and that would have cost too much */
} th_effects;

/* How many rows of the kind the definition has, and the unit that one is about; TH_NONE: all. */
size_t th_rows_of_kind(const th_definition *d, th_row_kind kind);
uint32_t th_row_unit(const th_definition *d, th_row_kind kind, size_t index);
/* A definition without the row; everything else is that of `d`, which it must not outlive. */
th_definition th_definition_without(th_arena *arena, const th_definition *d, th_row_kind kind, size_t index);
/* Both were computed over the same units and criteria; in `arena`. */
th_effect th_effect_of(th_arena *arena, const th_scores *with, const th_scores *without, uint32_t unit);

#endif

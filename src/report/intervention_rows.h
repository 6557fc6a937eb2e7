/* Everything that people entered or decided in this run, gathered from all lists of the definition and the ledger: who,
 * when, on what ground, what was before and what is now, and whether it has an effect.  The unit that chairs the
 * cluster stands first. */
#ifndef TH_REPORT_INTERVENTION_ROWS_H
#define TH_REPORT_INTERVENTION_ROWS_H

#include "draw/pen.h"
#include "report/plan.h"

/* By the sheet in which it was entered. */
typedef enum th_intervention_kind {
    TH_BY_ADJUSTMENT = 0,
    TH_BY_AWARD,
    TH_BY_EXPLANATION,
    TH_BY_CLOSING,
    TH_BY_RECEIPT,
    TH_BY_BALLOT,
    TH_BY_RULE,
    TH_BY_STAGE,
    TH_BY_FREEZE,
    TH_BY_PETITION,
    TH_BY_ROW_ASIDE,
    TH_INTERVENTION_KINDS
} th_intervention_kind;

/* What is known of its effect on points. */
typedef enum th_effect_state {
    TH_EFFECT_TRIED = 0, /* `effect` says */
    TH_EFFECT_NONE,      /* it can have none; `state` says why */
    TH_EFFECT_UNKNOWN    /* `state` says why it was not computed */
} th_effect_state;

typedef struct th_intervention {
    th_intervention_kind kind;
    uint32_t unit; /* TH_NONE: it is about the cluster */
    th_str about, who, date, basis, before, after;
    th_str state; /* why it has no effect, or why none was computed; empty: it is in use */
    th_effect_state effect_state;
    const th_effect *effect; /* of TH_EFFECT_TRIED */
    th_target link;          /* its sheet is empty: to nowhere */
} th_intervention;

typedef struct th_interventions {
    th_intervention *at; /* the chair's first, then unit by unit, those of the cluster last */
    size_t n, cap;
} th_interventions;

th_interventions th_interventions_of(const th_report *r);
th_str th_intervention_kind_vi(th_intervention_kind kind);
/* The unit that Đơn vị chủ trì names, by its name or another name of it; TH_NONE: none, or it cannot be told. */
uint32_t th_chair_of(th_arena *arena, const th_definition *d);

#endif

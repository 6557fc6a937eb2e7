/* Judging one rule of the definition for one unit and row: pass, fail, or not evaluated.  Nothing is raised and nothing
 * changes, so the same rule can be asked again while a figure is tried in another place (misplaced.h). */
#ifndef TH_CHECK_JUDGE_H
#define TH_CHECK_JUDGE_H

#include "check/check.h"
#include "check/compare.h"
#include "check/words.h"

/* Which rule, and for what. */
typedef struct th_case {
    uint32_t check;          /* index in the definition */
    uint32_t unit;           /* TH_NONE: the cluster */
    uint32_t row;            /* scope "từng dòng": the indicator; else TH_NONE */
    const th_check *instead; /* what is judged in its place, as the same rule over another column; NULL: the rule */
} th_case;

/* The parts refer to each other: a judgement must stay where it was filled in. */
typedef struct th_judgement {
    th_check_result result;
    bool silent;      /* the rule has nothing to say about this row, and there is no result */
    th_broken broken; /* both sides and their figures, where they were evaluated */
    th_dataset_env binding;
    th_env env;
    th_operand left, right;
    th_sources sources;
} th_judgement;

/* A side as it is compared: what was stated or computed, and how exactly. */
th_side th_judge_side(const th_definition *d, const th_env *env, const th_expr *e, const th_operand *o);
void th_judge(th_arena *arena, const th_dataset *ds, const th_case *of, th_judgement *out);

#endif

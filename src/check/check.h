/* Checks: evaluate the rules of the definition over the dataset, raise findings.
 * A check never changes a fact.  Three results: pass, fail, not evaluated. */
#ifndef TH_CHECK_CHECK_H
#define TH_CHECK_CHECK_H

#include "fact/dataset.h"

typedef enum th_outcome { TH_PASS = 0, TH_FAIL, TH_NOT_EVALUATED } th_outcome;

typedef struct th_check_result {
    uint32_t check;     /* index in the definition */
    uint32_t unit;      /* TH_NONE: the cluster */
    uint32_t indicator; /* scope "từng dòng": the row; else TH_NONE */
    th_outcome outcome;
    th_str why;                                /* NOT_EVALUATED: Vietnamese reason */
    const th_exact *left, *right, *difference; /* when evaluated */
    uint32_t fact;                             /* 1 + index of the fact the finding points at; 0 none */
} th_check_result;

typedef struct th_check_results {
    th_check_result *at;
    size_t n, cap; /* by check, unit, indicator */
    size_t passed, failed, not_evaluated;
} th_check_results;

/* Evaluates every active check for every unit that has facts, then those of the cluster; range checks
 * (Nhỏ nhất, Lớn nhất) first.  Findings go to ds->findings. */
void th_check_run(th_arena *arena, th_dataset *ds, th_check_results *results);

#endif

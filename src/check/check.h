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
    th_str why;     /* NOT_EVALUATED: Vietnamese reason */
    uint32_t fact;  /* 1 + index of the fact the finding points at; 0 none */
    size_t finding; /* FAIL: 1 + index in ds->findings, as long as they are not sorted; else 0 */
} th_check_result;

/* One figure that would explain a finding. */
typedef struct th_proposal {
    uint32_t fact; /* 1 + index in the dataset */
    const th_exact *instead;
    size_t finding; /* index in ds->findings, as long as they are not sorted */
} th_proposal;

typedef struct th_check_results {
    th_check_result *at;
    size_t n, cap; /* rules within a sheet, between sheets and years, of the cluster; each by check, unit, indicator */
    size_t passed, failed, not_evaluated;
    th_proposal *proposals;
    size_t nproposals, proposals_cap;
} th_check_results;

/* proposals.c: adds a proposal unless its cell has one already; the first, and nearest, explanation stays. */
void th_check_propose(th_arena *arena, th_check_results *results, uint32_t fact, const th_exact *instead,
                      size_t finding);

/* Ranges (Nhỏ nhất, Lớn nhất), then every check that is not off, in the order file and structure (said by the
 * readers), within a sheet, between sheets and against last year, between units; what follows from an earlier finding
 * is folded under it (fold.h); then plausibility (plausible.h), peers (peers.h), suspect rules (suspect.h),
 * what is said of many cells at once (together.h) and explanations (explain.h).  Findings go to ds->findings. */
void th_check_run(th_arena *arena, th_dataset *ds, th_check_results *results);

#endif

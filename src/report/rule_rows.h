/* The rows of QUY TẮC: a rule of the definition each, in its order; then the built-in kinds of findings that this run
 * raised, by code.  Made with the plan, for KIỂM TRA and MA TRẬN KIỂM TRA point at them. */
#ifndef TH_REPORT_RULE_ROWS_H
#define TH_REPORT_RULE_ROWS_H

#include "report/report.h"

typedef struct th_rule_row {
    th_str code;
    uint32_t check;         /* index in the definition; TH_NONE: it is built in */
    th_finding_kind kind;   /* of one that is built in */
    uint32_t findings;      /* rows of KIỂM TRA with this code */
    uint32_t first_finding; /* index in the findings, or TH_NONE */
} th_rule_row;

typedef struct th_rule_rows {
    th_rule_row *at;
    size_t n, cap;
    uint32_t *of_finding; /* [finding]: index in `at` */
    uint32_t *next;       /* [finding]: the next one of the same rule, or TH_NONE */
} th_rule_rows;

th_rule_rows th_rule_rows_make(th_arena *arena, const th_dataset *ds);

#endif

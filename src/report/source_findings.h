/* The findings at each figure, as NGUỒN SỐ LIỆU names them: their rules, and which is the first. */
#ifndef TH_REPORT_SOURCE_FINDINGS_H
#define TH_REPORT_SOURCE_FINDINGS_H

#include "report/plan.h"

typedef struct th_source_findings {
    uint32_t first; /* 1 + index in the findings, 0 none */
    uint32_t n;
    th_str rules; /* of the first three */
} th_source_findings;

/* [fact] */
th_source_findings *th_source_findings_find(const th_report *r);

#endif

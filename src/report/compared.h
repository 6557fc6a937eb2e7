/* Which indicators are shown against last year: those that a setting names, or else two that most units state. */
#ifndef TH_REPORT_COMPARED_H
#define TH_REPORT_COMPARED_H

#include "report/plan.h"

#define TH_COMPARED_SETTING "Chỉ tiêu so với năm trước"

typedef struct th_compared {
    uint32_t at[12];
    size_t n;
    th_str unknown; /* codes of the setting that are none, or of which nobody states last year's figure */
} th_compared;

th_compared th_compared_of(const th_report *r);

#endif

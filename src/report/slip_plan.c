/* Counts the rows of the pages of PHIẾU ĐIỂM. */
#include "report/slip_plan.h"

#include "report/score_key.h"

#include "base/banned.h"

uint32_t th_slip_line(const th_report *r, uint32_t criterion)
{
    uint32_t n = (uint32_t)r->d->ncriteria;
    if (criterion == TH_KEY_BASE)
        return TH_SLIP_LINES + n;
    if (criterion == TH_KEY_TOTAL)
        return TH_SLIP_LINES + n + 1;
    return TH_SLIP_LINES + (r->criterion_row[criterion] - TH_SCORE_FIRST) / r->nunits;
}

uint32_t th_slip_neighbour(const th_report *r, int below)
{
    return th_slip_line(r, TH_KEY_TOTAL) + 1 + (below ? TH_SLIP_NEIGHBOUR : 0);
}

uint32_t th_slip_height(const th_report *r)
{
    return th_slip_neighbour(r, 1) + TH_SLIP_NEIGHBOUR + 1;
}

void th_slips_place(th_report *r)
{
    uint32_t row = 0;
    for (uint32_t u = 0; u < r->nunits && r->d->ncriteria; u++)
        if (th_dataset_source(r->ds, u)) {
            r->slip_row[u] = row;
            row += th_slip_height(r);
        }
}

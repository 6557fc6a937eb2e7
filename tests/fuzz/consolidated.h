/* From facts to the consolidated workbook: checked, scored, ranked, drawn, read back. */
#ifndef TH_TESTS_CONSOLIDATED_H
#define TH_TESTS_CONSOLIDATED_H

#include "in_memory.h"

#include "check/replies.h"
#include "report/report.h"

/* What counts for a leaf is neither negative nor above what its criterion can give. */
static void consolidated_points(th_arena *arena, const th_scores *scores)
{
    const th_definition *d = scores->definition;
    for (uint32_t c = 0; c < d->ncriteria; c++)
        for (uint32_t u = 0; u < d->nunits && d->criteria[c].leaf; u++) {
            const th_exact *counts = th_score_points(scores, c, u)->official;
            if (counts && (th_exact_sign(counts) < 0 || th_exact_cmp(counts, d->criteria[c].max) > 0)) {
                fprintf(stderr, TH_FMT ": " TH_FMT " points\n", TH_ARG(d->criteria[c].code),
                        TH_ARG(th_exact_text(arena, counts)));
                abort();
            }
        }
}

/* Of a sealed dataset.  Was the workbook drawn? */
static bool consolidated(th_arena *arena, th_dataset *ds)
{
    th_check_results checks = {0};
    th_trouble trouble = {0};
    th_check_run(arena, ds, &checks);
    th_replies_judge(ds);
    th_scores *scores = th_score_run(arena, ds, &checks);
    consolidated_points(arena, scores);
    th_findings_sort(&ds->findings);
    const th_report_input input = {.ds = ds, .checks = &checks, .scores = scores, .program = TH_STR("fuzz")};
    return in_memory_drawn(th_report_write(arena, &input, in_memory_path(), &trouble), &trouble);
}

#endif

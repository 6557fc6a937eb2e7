/* The order of what a careful reader notices: before the rules, and after them. */
#include "check/plausible.h"

#include "base/banned.h"

typedef void notice_pass(th_arena *scratch, th_dataset *ds);

/* What a pass computes is given back when it ends: its findings, and nothing else, are in the arena of the dataset. */
static void run_passes(th_arena *arena, th_dataset *ds, notice_pass *const *passes, size_t n)
{
    th_arena *scratch = th_arena_scratch(arena);
    for (size_t i = 0; i < n; i++) {
        passes[i](scratch, ds);
        th_arena_reset(scratch);
    }
    th_arena_free(scratch);
}

static void notice_early_swaps(th_arena *scratch, th_dataset *ds)
{
    th_plausible_swaps(scratch, ds, true);
}

static void notice_late_swaps(th_arena *scratch, th_dataset *ds)
{
    th_plausible_swaps(scratch, ds, false);
}

void th_plausible_first(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    static notice_pass *const before[] = {th_plausible_bare_shares}, *const after[] = {th_plausible_noughts,
                                                                                       th_plausible_tens,
                                                                                       notice_early_swaps};
    run_passes(arena, ds, before, sizeof before / sizeof *before);
    th_arena *scratch = th_arena_scratch(arena);
    th_plausible_slips(scratch, ds, results);
    th_arena_free(scratch);
    run_passes(arena, ds, after, sizeof after / sizeof *after);
}

void th_plausible_run(th_arena *arena, th_dataset *ds)
{
    static notice_pass *const passes[] = {th_plausible_shares, th_plausible_columns,   th_plausible_same_values,
                                          th_plausible_sheets, th_plausible_labels,    notice_late_swaps,
                                          th_plausible_places, th_plausible_paces,     th_plausible_ranks,
                                          th_plausible_rows,   th_plausible_documents, th_plausible_decisions,
                                          th_plausible_texts,  th_plausible_figures,   th_plausible_lists};
    run_passes(arena, ds, passes, sizeof passes / sizeof *passes);
}

bool th_plausible_notices(th_finding_kind kind)
{
    static const th_finding_kind kinds[] = {TH_F_ODD_SHARE,       TH_F_ODD_SHARE_CUT,  TH_F_ODD_GROWTH,
                                            TH_F_ODD_GROWTH_BASE, TH_F_ODD_SAME_VALUE, TH_F_ODD_TWIN,
                                            TH_F_ODD_RESENT,      TH_F_ODD_LAST_YEAR,  TH_F_ODD_COLUMN};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

/* The order of what a careful reader notices: before the rules, and after them. */
#include "check/plausible.h"

#include "base/banned.h"

void th_plausible_first(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    th_plausible_bare_shares(arena, ds);
    th_plausible_slips(arena, ds, results);
    th_plausible_noughts(arena, ds);
    th_plausible_tens(arena, ds);
    th_plausible_swaps(arena, ds, true);
}

void th_plausible_run(th_arena *arena, th_dataset *ds)
{
    th_plausible_shares(arena, ds);
    th_plausible_columns(arena, ds);
    th_plausible_same_values(arena, ds);
    th_plausible_sheets(arena, ds);
    th_plausible_labels(arena, ds);
    th_plausible_swaps(arena, ds, false);
    th_plausible_rows(arena, ds);
    th_plausible_documents(arena, ds);
    th_plausible_figures(arena, ds);
    th_plausible_lists(arena, ds);
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

/* The order of what a careful reader notices: before the rules, and after them. */
#include "check/plausible.h"

#include "base/banned.h"

void th_plausible_first(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    th_plausible_bare_shares(arena, ds);
    th_plausible_slips(arena, ds, results);
}

void th_plausible_run(th_arena *arena, th_dataset *ds)
{
    th_plausible_shares(arena, ds);
    th_plausible_same_values(arena, ds);
    th_plausible_sheets(arena, ds);
    th_plausible_lists(arena, ds);
}

/* The largest value of an expression, by Lớn nhất of its indicators, and what the way of scoring makes of it. */
#include "score/reachable.h"

#include "score/points.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2 };

static th_str reach_shown(th_arena *arena, const th_exact *number)
{
    return th_exact_vi(arena, number, SHOWN_DECIMALS, true);
}

/* The least or the largest figure of an indicator (Nhỏ nhất, Lớn nhất); 0 where a blank counts as 0 and 0 lies beyond
 * it. */
static const th_exact *limit_of(th_arena *arena, const th_indicator *indicator, bool upper)
{
    const th_exact *limit = upper ? indicator->max : indicator->min;
    int beyond = upper ? -1 : 1;
    return limit && indicator->blank_is_zero && th_exact_sign(limit) == beyond ? th_exact_int(arena, 0) : limit;
}

/* The least or the most that the definition allows an expression to be; NULL: nothing bounds it. */
static const th_exact *bound_of(th_arena *arena, const th_definition *d, const th_expr *e, bool upper)
{
    if (e->kind == TH_EX_NUMBER)
        return e->num;
    if (e->kind == TH_EX_INDICATOR && e->measure == TH_NOW)
        return limit_of(arena, &d->indicators[e->index], upper);
    if (e->kind == TH_EX_CALL && e->func == TH_FN_CO)
        return th_exact_int(arena, upper);
    if (e->kind != TH_EX_OP || e->op != TH_OP_ADD)
        return NULL;
    const th_exact *sum = th_exact_int(arena, 0);
    for (size_t i = 0; sum && i < e->nargs; i++) {
        const th_exact *part = bound_of(arena, d, e->args[i], upper);
        sum = part ? th_exact_add(arena, sum, part) : NULL;
    }
    return sum;
}

/* The data of a criterion: between these, both included; NULL is open. */
typedef struct data_range {
    const th_exact *least, *most;
} data_range;

/* ---- leaves: each lowers reach->most and says why, or leaves both alone ---- */

static void reach_by_bands(th_arena *arena, const th_criterion *criterion, const data_range *data, th_reach *reach)
{
    const th_exact *best = th_exact_int(arena, 0);
    bool left_out = false;
    for (size_t i = 0; i < criterion->nbands; i++) {
        const th_band *band = &criterion->bands[i];
        bool outside = (band->from && data->most && th_exact_cmp(band->from, data->most) > 0) ||
                       (band->to && data->least && th_exact_cmp(band->to, data->least) < 0);
        left_out = left_out || outside;
        if (!outside && th_exact_cmp(band->points, best) > 0)
            best = band->points;
    }
    reach->most = best;
    th_str best_shown = reach_shown(arena, best);
    reach->why = left_out ? TH_WORDS(arena, "bậc cao nhất mà số liệu tới được chỉ cho " TH_FMT " điểm",
                                     "the best band that its data can fall into brings " TH_FMT, TH_ARG(best_shown))
                          : TH_WORDS(arena, "bậc cao nhất chỉ cho " TH_FMT " điểm", "the best band brings " TH_FMT,
                                     TH_ARG(best_shown));
}

static void reach_by_events(th_arena *arena, const th_criterion *criterion, const data_range *data, th_reach *reach)
{
    if (!data->most)
        return;
    const th_exact *per = criterion->per_event ? criterion->per_event : th_exact_int(arena, 1);
    const th_exact *nought = th_exact_int(arena, 0), *earned = th_exact_mul(arena, per, data->most);
    reach->most = th_exact_sign(earned) < 0 ? nought : earned;
    reach->why = TH_WORDS(arena, "nhiều nhất " TH_FMT " lần × " TH_FMT " điểm = " TH_FMT,
                          "at most " TH_FMT " times × " TH_FMT " = " TH_FMT, TH_ARG(reach_shown(arena, data->most)),
                          TH_ARG(reach_shown(arena, per)), TH_ARG(reach_shown(arena, reach->most)));
}

/* The target of a criterion where it is the same for everybody; NULL where it stands in the files, which proves
 * nothing. */
static const th_exact *fixed_target(const th_criterion *criterion)
{
    if (criterion->target)
        return criterion->target->kind == TH_EX_NUMBER ? criterion->target->num : NULL;
    return criterion->target_default;
}

static bool goes_by_ratio(const th_criterion *criterion)
{
    return criterion->scoring == TH_SCORE_RATIO || criterion->scoring == TH_SCORE_RATIO_OR_PEERS;
}

/* With "Vượt hẳn", and where points are given for what is above the target, reaching it is not enough. */
static void reach_by_target(th_arena *arena, const th_criterion *criterion, const data_range *data, th_reach *reach)
{
    const th_exact *target = fixed_target(criterion);
    bool ratio = goes_by_ratio(criterion), beyond = criterion->target_strict || !ratio;
    if (!target || !data->most || th_exact_sign(target) <= 0)
        return;
    int order = th_exact_cmp(data->most, target);
    if (order > 0 || (order == 0 && !beyond))
        return;
    const th_exact *full = ratio ? criterion->max : th_exact_div(arena, criterion->max, th_exact_int(arena, 2));
    reach->most = th_exact_mul(arena, full, th_exact_div(arena, data->most, target));
    if (ratio && order == 0)
        reach->most = th_exact_sub(arena, full, th_exact_pow10(arena, -TH_POINT_DECIMALS));
    if (th_exact_sign(reach->most) < 0)
        reach->most = th_exact_int(arena, 0);
    th_str at_most = reach_shown(arena, data->most), wanted = reach_shown(arena, target);
    reach->why = beyond ? TH_WORDS(arena, "phải vượt mục tiêu " TH_FMT " mà số liệu lớn nhất là " TH_FMT,
                                   "target " TH_FMT " must be exceeded, and its data are " TH_FMT " at most",
                                   TH_ARG(wanted), TH_ARG(at_most))
                        : TH_WORDS(arena, "mục tiêu " TH_FMT " mà số liệu lớn nhất là " TH_FMT,
                                   "the target is " TH_FMT ", and its data are " TH_FMT " at most", TH_ARG(wanted),
                                   TH_ARG(at_most));
}

static void reach_of_leaf(th_arena *arena, const th_definition *d, const th_criterion *criterion, th_reach *reach)
{
    if (!th_score_is_computed(criterion))
        return;
    const data_range data = {bound_of(arena, d, criterion->expr, false), bound_of(arena, d, criterion->expr, true)};
    switch (criterion->scoring) {
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK: reach_by_bands(arena, criterion, &data, reach); break;
    case TH_SCORE_EVENTS: reach_by_events(arena, criterion, &data, reach); break;
    case TH_SCORE_RATIO:
    case TH_SCORE_OVER_TARGET: reach_by_target(arena, criterion, &data, reach); break;
    /* A unit without a target is held against its peers, and the best of them gets all. */
    case TH_SCORE_RATIO_OR_PEERS:
    case TH_SCORE_OVER_TARGET_OR_PEERS:
    case TH_SCORE_SUM:
    case TH_SCORE_PASS:
    case TH_SCORE_CLUSTER:
    case TH_SCORE_BONUS:
    case TH_SCORE_DEDUCTION:
    case TH_SCORE_LEADER:
    case TH_SCORINGS:
    default: break;
    }
}

/* ---- groups ---- */

/* The most that the parts of a group bring together; what is deducted is no part of it. */
static const th_exact *most_of_parts(th_arena *arena, const th_definition *d, uint32_t group, const th_reach *reach)
{
    const th_exact *sum = th_exact_int(arena, 0);
    for (uint32_t i = group + 1; i < d->ncriteria; i++)
        if (d->criteria[i].parent == group && d->criteria[i].sign > 0)
            sum = th_exact_add(arena, sum, reach[i].most);
    return sum;
}

th_reach *th_score_reachable(th_arena *arena, const th_definition *d)
{
    th_reach *reach = th_arena_array(arena, d->ncriteria, sizeof *reach);
    /* Parents stand before their children, so all parts of a group are known when it is reached from below. */
    for (uint32_t i = (uint32_t)d->ncriteria; i-- > 0;) {
        const th_criterion *criterion = &d->criteria[i];
        th_reach *here = &reach[i];
        here->most = criterion->max;
        if (criterion->sign < 0)
            continue;
        if (criterion->leaf) {
            reach_of_leaf(arena, d, criterion, here);
        } else {
            here->most = most_of_parts(arena, d, i, reach);
            here->why = TH_WORDS(arena, "các dòng con cộng lại nhiều nhất " TH_FMT,
                                 "its parts bring " TH_FMT " at most", TH_ARG(reach_shown(arena, here->most)));
        }
        here->most = th_exact_round(arena, here->most, TH_POINT_DECIMALS);
        if (th_exact_cmp(here->most, criterion->max) >= 0)
            here->most = criterion->max;
        else
            here->short_of_max = criterion->leaf || criterion->scoring == TH_SCORE_BONUS;
    }
    return reach;
}

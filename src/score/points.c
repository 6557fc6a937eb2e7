/* One criterion of one unit, by each way of scoring: the points, exact until the last step, and why. */
#include "score/points.h"

#include "score/no_target.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2 };

static const th_exact *at_most(const th_exact *points, const th_exact *most)
{
    return most && th_exact_cmp(points, most) > 0 ? most : points;
}

static const th_exact *at_least_zero(th_arena *arena, const th_exact *points)
{
    return th_exact_sign(points) < 0 ? th_exact_int(arena, 0) : points;
}

static th_str shown_points(th_arena *arena, const th_exact *number)
{
    return th_exact_vi(arena, number, SHOWN_DECIMALS, true);
}

/* max × min(1, data / target).  With "Vượt hẳn" the full points are given only strictly above the target; whoever is
 * exactly at it gets the smallest step below them. */
static const th_exact *points_by_ratio(th_arena *arena, const th_criterion *criterion, th_points *points)
{
    const th_exact *data = points->data.num, *target = points->target.num;
    points->why = th_str_fmt(arena, "đạt " TH_FMT ", mục tiêu %s" TH_FMT, TH_ARG(shown_points(arena, data)),
                             criterion->target_strict ? "trên " : "", TH_ARG(shown_points(arena, target)));
    if (th_exact_sign(target) <= 0)
        return NULL;
    int order = th_exact_cmp(data, target);
    if (order > 0 || (order == 0 && !criterion->target_strict))
        return criterion->max;
    const th_exact *earned = th_exact_mul(arena, criterion->max, th_exact_div(arena, data, target));
    if (criterion->target_strict)
        earned = at_most(earned, th_exact_sub(arena, criterion->max, th_exact_pow10(arena, -TH_POINT_DECIMALS)));
    return at_least_zero(arena, earned);
}

static th_str band_text(th_arena *arena, const th_band *band)
{
    if (band->from && band->to && th_exact_cmp(band->from, band->to) == 0)
        return th_str_fmt(arena, "bằng " TH_FMT, TH_ARG(shown_points(arena, band->from)));
    if (band->from && band->to)
        return th_str_fmt(arena, "từ " TH_FMT " đến " TH_FMT, TH_ARG(shown_points(arena, band->from)),
                          TH_ARG(shown_points(arena, band->to)));
    if (band->from)
        return th_str_fmt(arena, "từ " TH_FMT, TH_ARG(shown_points(arena, band->from)));
    if (band->to)
        return th_str_fmt(arena, "đến " TH_FMT, TH_ARG(shown_points(arena, band->to)));
    return TH_STR("còn lại");
}

/* The first band that fits counts, in the order of the definition. */
static const th_exact *points_by_bands(th_arena *arena, const th_criterion *criterion, th_points *points)
{
    for (size_t i = 0; i < criterion->nbands; i++) {
        const th_band *band = &criterion->bands[i];
        if ((band->from && th_exact_cmp(points->data.num, band->from) < 0) ||
            (band->to && th_exact_cmp(points->data.num, band->to) > 0))
            continue;
        points->why = th_str_fmt(arena, TH_FMT ", bậc " TH_FMT, TH_ARG(shown_points(arena, points->data.num)),
                                 TH_ARG(band_text(arena, band)));
        return band->points;
    }
    points->why = th_str_fmt(arena, TH_FMT " không thuộc bậc nào", TH_ARG(shown_points(arena, points->data.num)));
    return th_exact_int(arena, 0);
}

/* Each event brings the same points, one where none are stated, up to the maximum. */
static const th_exact *points_by_events(th_arena *arena, const th_criterion *criterion, th_points *points)
{
    const th_exact *per = criterion->per_event ? criterion->per_event : th_exact_int(arena, 1);
    points->why = th_str_fmt(arena, TH_FMT " × " TH_FMT " điểm", TH_ARG(shown_points(arena, points->data.num)),
                             TH_ARG(shown_points(arena, per)));
    return at_most(at_least_zero(arena, th_exact_mul(arena, points->data.num, per)), criterion->max);
}

/* max × data / the best unit's data. */
static const th_exact *points_by_leader(th_arena *arena, const th_criterion *criterion, const th_leader *leader,
                                        th_points *points)
{
    if (!leader->value || th_exact_sign(leader->value) <= 0)
        return NULL;
    points->why = th_str_fmt(arena, TH_FMT ", dẫn đầu " TH_FMT, TH_ARG(shown_points(arena, points->data.num)),
                             TH_ARG(shown_points(arena, leader->value)));
    points->beside = leader->missing;
    return at_least_zero(arena,
                         th_exact_mul(arena, criterion->max, th_exact_div(arena, points->data.num, leader->value)));
}

/* Half of the points are for reaching the target (in proportion below it), the other half for what is above it,
 * measured against the unit that is furthest above. */
static const th_exact *points_over_target(th_arena *arena, const th_criterion *criterion, const th_leader *leader,
                                          th_points *points)
{
    const th_exact *data = points->data.num, *target = points->target.num;
    if (th_exact_sign(target) <= 0)
        return NULL;
    points->why = th_str_fmt(arena, "đạt " TH_FMT ", mục tiêu " TH_FMT, TH_ARG(shown_points(arena, data)),
                             TH_ARG(shown_points(arena, target)));
    points->beside = leader->missing;
    const th_exact *half = th_exact_div(arena, criterion->max, th_exact_int(arena, 2));
    const th_exact *share = th_exact_div(arena, data, target);
    if (th_exact_cmp(data, target) <= 0)
        return at_least_zero(arena, th_exact_mul(arena, half, share));
    const th_exact *over = th_exact_sub(arena, share, th_exact_int(arena, 1));
    if (!leader->over_target || th_exact_sign(leader->over_target) <= 0)
        return half;
    return th_exact_add(arena, half, th_exact_mul(arena, half, th_exact_div(arena, over, leader->over_target)));
}

/* max × data / the best among the units without a target.  Where none of them achieved anything, none gets points:
 * "không được giao" is for the cluster to say. */
static const th_exact *points_among_peers(th_arena *arena, const th_criterion *criterion, const th_leader *leader,
                                          th_points *points)
{
    const th_exact *data = points->data.num, *best = leader->without_target;
    points->why = th_str_fmt(arena, TH_FMT ", không có mục tiêu; cao nhất trong các đơn vị không có mục tiêu: " TH_FMT,
                             TH_ARG(shown_points(arena, data)), TH_ARG(shown_points(arena, best)));
    if (th_exact_sign(best) <= 0)
        return th_exact_int(arena, 0);
    return at_least_zero(arena, th_exact_mul(arena, criterion->max, th_exact_div(arena, data, best)));
}

static bool needs_target(const th_criterion *criterion, const th_points *points)
{
    th_scoring scoring = criterion->scoring;
    return scoring == TH_SCORE_RATIO || scoring == TH_SCORE_OVER_TARGET ||
           (th_scores_among_peers(scoring) && !points->no_target);
}

/* Says why there are no points when a figure they rest on is missing. */
static bool is_operand_missing(const th_operand *o, th_points *points)
{
    if (o->state == TH_STATE_VALUE && o->num)
        return false;
    points->state = TH_POINTS_MISSING;
    points->why = o->state == TH_STATE_UNREADABLE ? TH_STR("chờ số liệu: ô không đọc được hoặc không được tính")
                                                  : TH_STR("chờ số liệu: chưa có số");
    if (o->division_by_zero) {
        points->state = TH_POINTS_NOT_ASSIGNED;
        points->why = TH_STR("mẫu số bằng 0: không được giao");
    }
    return true;
}

bool th_score_is_computed(const th_criterion *criterion)
{
    return criterion->scoring != TH_SCORE_CLUSTER && criterion->expr;
}

void th_points_compute(th_arena *arena, const th_criterion *criterion, const th_leader *leader, th_points *points)
{
    if (!th_score_is_computed(criterion)) {
        points->state = TH_POINTS_WAITING;
        points->why = TH_STR("Cụm chấm theo minh chứng");
        return;
    }
    if (is_operand_missing(&points->data, points) ||
        (needs_target(criterion, points) && is_operand_missing(&points->target, points)))
        return;
    const th_exact *earned = NULL;
    switch (criterion->scoring) {
    case TH_SCORE_RATIO: earned = points_by_ratio(arena, criterion, points); break;
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK: earned = points_by_bands(arena, criterion, points); break;
    case TH_SCORE_PASS:
        earned = th_exact_sign(points->data.num) ? criterion->max : th_exact_int(arena, 0);
        points->why = th_exact_sign(points->data.num) ? TH_STR("đạt") : TH_STR("không đạt");
        break;
    case TH_SCORE_EVENTS: earned = points_by_events(arena, criterion, points); break;
    case TH_SCORE_LEADER: earned = points_by_leader(arena, criterion, leader, points); break;
    case TH_SCORE_OVER_TARGET: earned = points_over_target(arena, criterion, leader, points); break;
    case TH_SCORE_RATIO_OR_PEERS:
        earned = points->no_target ? points_among_peers(arena, criterion, leader, points)
                                   : points_by_ratio(arena, criterion, points);
        break;
    case TH_SCORE_OVER_TARGET_OR_PEERS:
        earned = points->no_target ? points_among_peers(arena, criterion, leader, points)
                                   : points_over_target(arena, criterion, leader, points);
        break;
    case TH_SCORE_SUM:
    case TH_SCORE_CLUSTER:
    case TH_SCORE_BONUS:
    case TH_SCORE_DEDUCTION:
    case TH_SCORINGS:
    default: break;
    }
    if (!earned) {
        points->state = TH_POINTS_NOT_ASSIGNED;
        points->why = TH_STR("mục tiêu bằng 0: không được giao");
        return;
    }
    points->state = TH_POINTS_OK;
    points->computed = th_exact_round(arena, earned, TH_POINT_DECIMALS);
}

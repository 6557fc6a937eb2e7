#include "score/points.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2 };

static const th_exact *at_most(const th_exact *a, const th_exact *most)
{
    return most && th_exact_cmp(a, most) > 0 ? most : a;
}

static const th_exact *at_least_zero(th_arena *arena, const th_exact *a)
{
    return th_exact_sign(a) < 0 ? th_exact_int(arena, 0) : a;
}

static th_str vi(th_arena *arena, const th_exact *a)
{
    return th_exact_vi(arena, a, SHOWN_DECIMALS, true);
}

/* max x min(1, data / target).  "Lớn hơn hẳn": the full points only strictly above the target;
 * exactly at it, the smallest step below. */
static const th_exact *by_ratio(th_arena *arena, const th_criterion *c, th_points *p)
{
    const th_exact *data = p->data.num, *target = p->target.num;
    p->why = th_str_fmt(arena, "đạt " TH_FMT ", mục tiêu %s" TH_FMT, TH_ARG(vi(arena, data)),
                        c->target_strict ? "trên " : "", TH_ARG(vi(arena, target)));
    if (th_exact_sign(target) <= 0)
        return NULL;
    int order = th_exact_cmp(data, target);
    if (order > 0 || (order == 0 && !c->target_strict))
        return c->max;
    const th_exact *points = th_exact_mul(arena, c->max, th_exact_div(arena, data, target));
    if (c->target_strict)
        points = at_most(points, th_exact_sub(arena, c->max, th_exact_pow10(arena, -TH_POINT_DECIMALS)));
    return at_least_zero(arena, points);
}

static th_str band_text(th_arena *arena, const th_band *b)
{
    if (b->from && b->to && th_exact_cmp(b->from, b->to) == 0)
        return th_str_fmt(arena, "bằng " TH_FMT, TH_ARG(vi(arena, b->from)));
    if (b->from && b->to)
        return th_str_fmt(arena, "từ " TH_FMT " đến " TH_FMT, TH_ARG(vi(arena, b->from)), TH_ARG(vi(arena, b->to)));
    if (b->from)
        return th_str_fmt(arena, "từ " TH_FMT, TH_ARG(vi(arena, b->from)));
    if (b->to)
        return th_str_fmt(arena, "đến " TH_FMT, TH_ARG(vi(arena, b->to)));
    return TH_STR("còn lại");
}

static const th_exact *by_bands(th_arena *arena, const th_criterion *c, th_points *p)
{
    for (size_t i = 0; i < c->nbands; i++) {
        const th_band *b = &c->bands[i];
        if ((b->from && th_exact_cmp(p->data.num, b->from) < 0) || (b->to && th_exact_cmp(p->data.num, b->to) > 0))
            continue;
        p->why = th_str_fmt(arena, TH_FMT ", bậc " TH_FMT, TH_ARG(vi(arena, p->data.num)), TH_ARG(band_text(arena, b)));
        return b->points;
    }
    p->why = th_str_fmt(arena, TH_FMT " không thuộc bậc nào", TH_ARG(vi(arena, p->data.num)));
    return th_exact_int(arena, 0);
}

static const th_exact *by_events(th_arena *arena, const th_criterion *c, th_points *p)
{
    const th_exact *per = c->per_event ? c->per_event : th_exact_int(arena, 1);
    p->why = th_str_fmt(arena, TH_FMT " × " TH_FMT " điểm", TH_ARG(vi(arena, p->data.num)), TH_ARG(vi(arena, per)));
    return at_most(at_least_zero(arena, th_exact_mul(arena, p->data.num, per)), c->max);
}

static const th_exact *by_leader(th_arena *arena, const th_criterion *c, const th_leader *leader, th_points *p)
{
    if (!leader->value || th_exact_sign(leader->value) <= 0)
        return NULL;
    p->why =
        th_str_fmt(arena, TH_FMT ", dẫn đầu " TH_FMT, TH_ARG(vi(arena, p->data.num)), TH_ARG(vi(arena, leader->value)));
    return at_least_zero(arena, th_exact_mul(arena, c->max, th_exact_div(arena, p->data.num, leader->value)));
}

/* Half of the points for reaching the target (in proportion below it), the other half for
 * what is above it, measured against the unit that is furthest above. */
static const th_exact *by_over_target(th_arena *arena, const th_criterion *c, const th_leader *leader, th_points *p)
{
    const th_exact *data = p->data.num, *target = p->target.num;
    if (th_exact_sign(target) <= 0)
        return NULL;
    p->why = th_str_fmt(arena, "đạt " TH_FMT ", mục tiêu " TH_FMT, TH_ARG(vi(arena, data)), TH_ARG(vi(arena, target)));
    const th_exact *half = th_exact_div(arena, c->max, th_exact_int(arena, 2));
    const th_exact *share = th_exact_div(arena, data, target);
    if (th_exact_cmp(data, target) <= 0)
        return at_least_zero(arena, th_exact_mul(arena, half, share));
    const th_exact *over = th_exact_sub(arena, share, th_exact_int(arena, 1));
    if (!leader->over_target || th_exact_sign(leader->over_target) <= 0)
        return half;
    return th_exact_add(arena, half, th_exact_mul(arena, half, th_exact_div(arena, over, leader->over_target)));
}

static bool needs_target(th_scoring s)
{
    return s == TH_SCORE_RATIO || s == TH_SCORE_OVER_TARGET;
}

static bool operand_missing(const th_operand *o, th_points *p)
{
    if (o->state == TH_STATE_VALUE && o->num)
        return false;
    p->state = o->division_by_zero ? TH_POINTS_NOT_ASSIGNED : TH_POINTS_MISSING;
    p->why = o->division_by_zero               ? TH_STR("mẫu số bằng 0: không được giao")
             : o->state == TH_STATE_UNREADABLE ? TH_STR("ô không đọc được")
                                               : TH_STR("thiếu số liệu");
    return true;
}

void th_points_compute(th_arena *arena, const th_criterion *c, const th_leader *leader, th_points *p)
{
    if (c->scoring == TH_SCORE_CLUSTER || !c->expr) {
        p->state = TH_POINTS_WAITING;
        p->why = TH_STR("Cụm chấm theo minh chứng");
        return;
    }
    if (operand_missing(&p->data, p) || (needs_target(c->scoring) && operand_missing(&p->target, p)))
        return;
    const th_exact *points = NULL;
    switch (c->scoring) {
    case TH_SCORE_RATIO: points = by_ratio(arena, c, p); break;
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK: points = by_bands(arena, c, p); break;
    case TH_SCORE_PASS:
        points = th_exact_sign(p->data.num) ? c->max : th_exact_int(arena, 0);
        p->why = th_exact_sign(p->data.num) ? TH_STR("đạt") : TH_STR("không đạt");
        break;
    case TH_SCORE_EVENTS: points = by_events(arena, c, p); break;
    case TH_SCORE_LEADER: points = by_leader(arena, c, leader, p); break;
    case TH_SCORE_OVER_TARGET: points = by_over_target(arena, c, leader, p); break;
    case TH_SCORE_SUM:
    case TH_SCORE_CLUSTER:
    case TH_SCORE_BONUS:
    case TH_SCORE_DEDUCTION:
    case TH_SCORINGS:
    default: break;
    }
    if (!points) {
        p->state = TH_POINTS_NOT_ASSIGNED;
        p->why = TH_STR("mục tiêu bằng 0: không được giao");
        return;
    }
    p->state = TH_POINTS_OK;
    p->computed = th_exact_round(arena, points, TH_POINT_DECIMALS);
}

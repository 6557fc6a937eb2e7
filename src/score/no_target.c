/* Which units have no target. */
#include "score/no_target.h"

#include "base/banned.h"

bool th_scores_among_peers(th_scoring scoring)
{
    return scoring == TH_SCORE_RATIO_OR_PEERS || scoring == TH_SCORE_OVER_TARGET_OR_PEERS;
}

static bool has_sent(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    for (size_t i = 0; i < ds->nheld; i++)
        if (ds->held[i].form == form && ds->held[i].counts && ds->sources[ds->held[i].source].unit == unit)
            return true;
    return false;
}

/* Has the unit sent every form that the expression takes figures from? */
static bool forms_are_there(const th_dataset *ds, uint32_t unit, const th_expr *expr)
{
    if (expr->kind == TH_EX_INDICATOR && !has_sent(ds, unit, ds->definition->indicators[expr->index].form))
        return false;
    for (size_t i = 0; i < expr->nargs; i++)
        if (!forms_are_there(ds, unit, expr->args[i]))
            return false;
    return true;
}

bool th_has_no_target(const th_dataset *ds, const th_criterion *criterion, uint32_t unit, const th_points *points)
{
    const th_operand *target = &points->target;
    if (!th_scores_among_peers(criterion->scoring) || !criterion->target || target->division_by_zero)
        return false;
    if (target->state == TH_STATE_VALUE)
        return target->num && th_exact_sign(target->num) == 0;
    return target->state != TH_STATE_UNREADABLE && forms_are_there(ds, unit, criterion->target);
}

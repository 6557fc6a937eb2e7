/* A rank that does not say of how many it is, where the other year or the form does: a rule about that number is then
 * not evaluated, and nobody would hear of it. */
#include "base/ascii.h"
#include "check/plausible.h"

#include "base/banned.h"

/* "63" of "hạng/63"; empty where the unit of measure names no number. */
static th_str number_in_unit(th_str unit)
{
    size_t slash = th_str_find(unit, TH_STR("/"), 0);
    if (slash == SIZE_MAX)
        return (th_str){0};
    th_str rest = th_str_trim(th_str_sub(unit, slash + 1, unit.len));
    for (size_t i = 0; i < rest.len; i++)
        if (!th_is_digit(rest.ptr[i]))
            return (th_str){0};
    return rest;
}

static bool asks_of_how_many(const th_expr *e, uint32_t indicator)
{
    if (e->kind == TH_EX_CALL && e->func == TH_FN_MAU && e->nargs == 1 && e->args[0]->kind == TH_EX_INDICATOR &&
        e->args[0]->index == indicator)
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (asks_of_how_many(e->args[i], indicator))
            return true;
    return false;
}

static bool has_rule_about_number(const th_definition *d, uint32_t indicator)
{
    for (size_t i = 0; i < d->nchecks; i++)
        if (d->checks[i].state != TH_RULE_OFF &&
            (asks_of_how_many(d->checks[i].left, indicator) || asks_of_how_many(d->checks[i].right, indicator)))
            return true;
    return false;
}

static void look_at_rank(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i)
{
    const th_definition *d = ds->definition;
    const th_fact *now = th_dataset_find(ds, unit, i, TH_NOW), *before = th_dataset_find(ds, unit, i, TH_PREVIOUS);
    if (!now || now->value.state != TH_STATE_VALUE || !now->value.num || now->value.den)
        return;
    th_str of = number_in_unit(d->indicators[i].unit);
    th_words known = {0};
    if (before && before->value.state == TH_STATE_VALUE && before->value.den)
        known = TH_WORDS(arena, "; năm trước ghi trên " TH_FMT, "; last year it was of " TH_FMT,
                         TH_ARG(th_exact_text(arena, before->value.den)));
    else if (of.len)
        known = TH_WORDS(arena, "; mẫu biểu là trên " TH_FMT, "; the form says of " TH_FMT, TH_ARG(of));
    if (known.vi.len || has_rule_about_number(d, i))
        th_plausible_say(ds, TH_F_ODD_RANK_OF, now,
                         TH_WITH(d->indicators[i].label, th_plausible_words(arena, now->value.num), known));
}

void th_plausible_ranks(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i < d->nindicators; i++)
        for (uint32_t unit = 0; unit < d->nunits && d->indicators[i].type == TH_TYPE_RANK; unit++)
            look_at_rank(arena, ds, unit, i);
}

/* Shares against their parts, growth against index. */
#include "check/compare.h"
#include "check/plausible.h"

#include <limits.h>

#include "base/banned.h"

static bool is_bare(const th_expr *e, uint32_t indicator, th_measure m)
{
    return (e->kind == TH_EX_INDICATOR && e->index == indicator && e->measure == m) ||
           (e->kind == TH_EX_ROW && e->measure == m);
}

/* Has the definition a rule of its own about this share?  Switched off counts: someone decided so. */
static bool has_share_rule(const th_definition *d, uint32_t share)
{
    for (size_t i = 0; i < d->nchecks; i++) {
        const th_check *check = &d->checks[i];
        if (check->op == TH_OP_EQ && check->scope == TH_SCOPE_UNIT &&
            ((is_bare(check->left, share, TH_NOW) && th_expr_calls(check->right, TH_FN_TY_LE)) ||
             (is_bare(check->right, share, TH_NOW) && th_expr_calls(check->left, TH_FN_TY_LE))))
            return true;
    }
    return false;
}

static th_side stated(const th_fact *f)
{
    return (th_side){.num = th_value_printed(&f->value),
                     .decimals = f->value.decimals,
                     .qualifiers = f->value.qualifiers,
                     .stated = true};
}

static th_verdict against(th_arena *arena, const th_side *side, const th_exact *computed)
{
    th_side right = {.num = computed, .decimals = INT_MAX};
    return th_compare(arena, TH_OP_EQ, side, &right, NULL);
}

static const th_exact *percent_of(th_arena *arena, const th_exact *a, const th_exact *b)
{
    return th_exact_mul(arena, th_exact_div(arena, a, b), th_exact_int(arena, 100));
}

static void share_of(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i)
{
    const th_indicator *ind = &ds->definition->indicators[i];
    const th_fact *f = th_dataset_find(ds, unit, i, TH_NOW);
    const th_fact *top = th_dataset_find(ds, unit, ind->numerator, TH_NOW),
                  *bottom = th_dataset_find(ds, unit, ind->denominator, TH_NOW);
    if (!f || f->value.state != TH_STATE_VALUE || !f->value.num || !top || !bottom || top->value.qualifiers ||
        bottom->value.qualifiers || top->value.state != TH_STATE_VALUE || bottom->value.state != TH_STATE_VALUE)
        return;
    const th_exact *computed = percent_of(arena, top->value.num, bottom->value.num);
    th_side side = stated(f);
    th_verdict verdict = computed ? against(arena, &side, computed) : TH_HOLDS;
    if (verdict == TH_HOLDS)
        return;
    th_finding *said = th_plausible_say(ds, verdict == TH_CUT_OFF ? TH_F_ODD_SHARE_CUT : TH_F_ODD_SHARE, f,
                                        TH_WITH(ind->label, th_plausible_apart(arena, f->value.num, computed),
                                                th_plausible_words(arena, top->value.num),
                                                th_plausible_words(arena, bottom->value.num),
                                                th_plausible_apart(arena, computed, f->value.num)));
    if (said) {
        said->expected =
            th_str_fmt(ds->arena, "= " TH_FMT, TH_ARG(th_plausible_apart(arena, computed, f->value.num).vi));
        said->difference = th_str_copy(
            ds->arena, th_plausible_apart(arena, th_exact_abs(arena, th_exact_sub(arena, f->value.num, computed)),
                                          th_exact_int(arena, 0))
                           .vi);
    }
}

/* The whole figure of last year from which `now` has the index (or, with `growth`, the growth) as printed; or NULL. */
static const th_exact *whole_base(th_arena *arena, const th_exact *now, const th_side *said, bool growth)
{
    const th_exact *hundred = th_exact_int(arena, 100);
    const th_exact *index = growth ? th_exact_add(arena, said->num, hundred) : said->num;
    const th_exact *about = th_exact_div(arena, th_exact_mul(arena, now, hundred), index);
    for (int step = 0; about && step < 2; step++) {
        const th_exact *base = th_exact_add(arena, th_exact_cut(arena, about, 0), th_exact_int(arena, step));
        const th_exact *would = percent_of(arena, now, base);
        if (would && growth)
            would = th_exact_sub(arena, would, hundred);
        if (would && th_exact_sign(base) > 0 && against(arena, said, would) == TH_HOLDS)
            return base;
    }
    return NULL;
}

/* Reports an index that is stated as a growth, or a growth as an index: what is said does not follow from the
 * figures, but the other reading does. */
static void growth_of(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i)
{
    const th_indicator *ind = &ds->definition->indicators[i];
    const th_fact *f = th_dataset_find(ds, unit, i, TH_COMPARED);
    const th_exact *now = th_plausible_number(ds, unit, i, TH_NOW),
                   *before = th_plausible_number(ds, unit, i, TH_PREVIOUS);
    if (!f || f->value.state != TH_STATE_VALUE || !f->value.num || !now || ind->type == TH_TYPE_RANK ||
        ind->type == TH_TYPE_PERCENT || f->value.qualifiers & TH_Q_DECLINE)
        return;
    bool words = f->value.qualifiers & TH_Q_GROWTH;
    th_side side = stated(f);
    side.qualifiers = 0;
    if (before && th_exact_sign(before) > 0) {
        const th_exact *index = percent_of(arena, now, before),
                       *growth = th_exact_sub(arena, index, th_exact_int(arena, 100));
        const th_exact *said = words ? growth : index;
        const th_exact *confused = words ? index : growth;
        if (against(arena, &side, said) == TH_HOLDS || against(arena, &side, confused) != TH_HOLDS)
            return;
        bool falls = th_exact_sign(growth) < 0;
        th_words points = th_plausible_words(arena, th_exact_abs(arena, growth));
        th_words change = {th_str_fmt(arena, "%s" TH_FMT, falls ? "giảm " : "tăng ", TH_ARG(points.vi)),
                           th_str_fmt(arena, "%s" TH_FMT, falls ? "down " : "up ", TH_ARG(points.en))};
        th_plausible_say(ds, TH_F_ODD_GROWTH, f,
                         TH_WITH(ind->label, f->raw, th_plausible_words(arena, now), th_plausible_words(arena, before),
                                 th_plausible_words(arena, index), change));
        return;
    }
    if (before || !words || ind->type != TH_TYPE_INT || whole_base(arena, now, &side, true))
        return;
    const th_exact *base = whole_base(arena, now, &side, false);
    if (base)
        th_plausible_say(ds, TH_F_ODD_GROWTH_BASE, f,
                         TH_WITH(ind->label, f->raw, th_plausible_words(arena, now), th_plausible_words(arena, base),
                                 th_plausible_words(arena, percent_of(arena, now, base))));
}

/* Is it a comparison with last year that the two figures of its row say is right, such as 4 with 3.873? */
static bool is_right_index(th_arena *arena, const th_dataset *ds, const th_finding *finding, uint32_t unit, uint32_t i)
{
    const th_fact *index = th_dataset_find(ds, unit, i, TH_COMPARED);
    const th_exact *now = th_plausible_number(ds, unit, i, TH_NOW),
                   *before = th_plausible_number(ds, unit, i, TH_PREVIOUS);
    if (!index || index->row != finding->place.row || index->col != finding->place.col || !index->value.num || !now ||
        !before)
        return false;
    th_side side = stated(index);
    const th_exact *computed = percent_of(arena, now, before);
    return computed && against(arena, &side, computed) == TH_HOLDS;
}

/* Do its parts say that the share at this finding's cell is right as it stands? */
static bool is_proven(th_arena *arena, const th_dataset *ds, const th_finding *finding)
{
    const th_definition *d = ds->definition;
    uint32_t unit = th_definition_unit(d, finding->place.unit), i = th_definition_indicator(d, finding->indicator);
    if (unit == TH_NONE || i == TH_NONE)
        return false;
    if (is_right_index(arena, ds, finding, unit, i))
        return true;
    if (d->indicators[i].numerator == TH_NONE)
        return false;
    for (th_measure m = TH_NOW; m <= TH_PLAN; m++) {
        const th_fact *fact = th_dataset_find(ds, unit, i, m);
        const th_exact *top = th_plausible_number(ds, unit, d->indicators[i].numerator, m),
                       *bottom = th_plausible_number(ds, unit, d->indicators[i].denominator, m);
        if (!fact || fact->row != finding->place.row || fact->col != finding->place.col || !fact->value.num || !top ||
            !bottom)
            continue;
        th_side side = stated(fact);
        const th_exact *computed = percent_of(arena, top, bottom);
        return computed && against(arena, &side, computed) == TH_HOLDS;
    }
    return false;
}

void th_plausible_bare_shares(th_arena *arena, th_dataset *ds)
{
    size_t kept = 0;
    for (size_t i = 0; i < ds->findings.n; i++)
        if (ds->findings.at[i].kind != TH_F_VALUE_PERCENT_BARE || !is_proven(arena, ds, &ds->findings.at[i]))
            ds->findings.at[kept++] = ds->findings.at[i];
    ds->findings.n = kept;
}

void th_plausible_shares(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        const th_indicator *ind = &d->indicators[i];
        bool share = ind->type == TH_TYPE_PERCENT && ind->numerator != TH_NONE && ind->denominator != TH_NONE &&
                     !has_share_rule(d, i);
        for (uint32_t u = 0; u < d->nunits; u++) {
            if (share)
                share_of(arena, ds, u, i);
            growth_of(arena, ds, u, i);
        }
    }
}

/* Whole sheets: another unit's pasted in, last year's sent again; and last year's figures told differently. */
#include "check/compare.h"
#include "check/plausible.h"

#include <stdlib.h>

#include "base/banned.h"

enum { FIGURES_LEAST = 8 }; /* fewer figures may agree by chance */

/* ---- another unit's ---- */

/* One unit's figure of an indicator. */
typedef struct held {
    const th_exact *num;
    uint32_t unit;
} held;

/* Two units that alone share a figure of a form. */
typedef struct twins {
    uint32_t form, a, b;
} twins;

static int by_held_number(const void *left, const void *right)
{
    const held *a = left, *b = right;
    int order = th_exact_cmp(a->num, b->num);
    return order ? order : (a->unit > b->unit) - (a->unit < b->unit);
}

static int by_pair(const void *left, const void *right)
{
    const twins *a = left, *b = right;
    const uint32_t one[] = {a->form, a->a, a->b}, other[] = {b->form, b->a, b->b};
    for (size_t i = 0; i < 3; i++)
        if (one[i] != other[i])
            return one[i] < other[i] ? -1 : 1;
    return 0;
}

/* How many figures of the form both units have, without those that a third unit shares: full shares, fixed numbers. */
static size_t comparable(const th_dataset *ds, const twins *pair)
{
    size_t n = 0;
    for (uint32_t i = 0; i < ds->definition->nindicators; i++) {
        if (ds->definition->indicators[i].form != pair->form || !th_type_is_number(ds->definition->indicators[i].type))
            continue;
        const th_exact *one = th_plausible_number(ds, pair->a, i, TH_NOW),
                       *other = th_plausible_number(ds, pair->b, i, TH_NOW);
        if (!one || !other || th_exact_sign(one) == 0)
            continue;
        bool common = false;
        for (uint32_t u = 0; u < ds->definition->nunits && th_exact_cmp(one, other) == 0 && !common; u++) {
            const th_exact *third = u == pair->a || u == pair->b ? NULL : th_plausible_number(ds, u, i, TH_NOW);
            common = third && th_exact_cmp(one, third) == 0;
        }
        n += !common;
    }
    return n;
}

static const th_fact *first_of_form(const th_dataset *ds, uint32_t unit, uint32_t form)
{
    for (uint32_t i = 0; i < ds->definition->nindicators; i++) {
        const th_fact *f = ds->definition->indicators[i].form == form ? th_dataset_find(ds, unit, i, TH_NOW) : NULL;
        if (f && f->value.state == TH_STATE_VALUE)
            return f;
    }
    return NULL;
}

/* Raises a finding about a unit's whole sheet, at no cell of it.  `f` is any fact of it; NULL: there is none. */
static void say_sheet(th_dataset *ds, th_finding_kind kind, const th_fact *f, th_arguments arguments)
{
    if (!f)
        return;
    const th_definition *d = ds->definition;
    th_place place = {.unit = d->units[f->unit].code,
                      .file = ds->sources[f->source].file,
                      .sheet = f->sheet,
                      .form = d->forms[d->indicators[f->indicator].form].code,
                      .row = TH_NO_CELL,
                      .col = TH_NO_CELL};
    th_findings_add(&ds->findings, ds->arena, kind, &place, arguments);
}

static void say_twins(th_arena *arena, th_dataset *ds, const twins *pair, size_t shared, size_t all)
{
    const uint32_t units[] = {pair->a, pair->b};
    for (size_t k = 0; k < 2; k++) {
        uint32_t other = units[1 - k];
        const th_source *source = th_dataset_source(ds, other);
        say_sheet(ds, TH_F_ODD_TWIN, first_of_form(ds, units[k], pair->form),
                  TH_WITH(ds->definition->forms[pair->form].title, th_str_fmt(arena, "%zu", shared),
                          th_str_fmt(arena, "%zu", all), ds->definition->units[other].name,
                          source ? source->file : (th_str){0}));
    }
}

static void look_for_twins(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    held *all = th_arena_array(arena, d->nunits + 1, sizeof *all);
    twins *pairs = NULL;
    size_t npairs = 0, cap = 0;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        size_t n = 0;
        for (uint32_t u = 0; u < d->nunits && th_type_is_number(d->indicators[i].type); u++) {
            const th_exact *figure = th_plausible_number(ds, u, i, TH_NOW);
            if (figure && th_exact_sign(figure) != 0)
                all[n++] = (held){figure, u};
        }
        if (n > 1)
            qsort(all, n, sizeof *all, by_held_number);
        for (size_t from = 0, to; from < n; from = to) {
            for (to = from + 1; to < n && th_exact_cmp(all[from].num, all[to].num) == 0;)
                to++;
            twins pair = {d->indicators[i].form, all[from].unit, all[from + (to - from == 2)].unit};
            if (to - from == 2)
                TH_PUSH(arena, pairs, npairs, cap, pair);
        }
    }
    if (npairs > 1)
        qsort(pairs, npairs, sizeof *pairs, by_pair);
    for (size_t from = 0, to; from < npairs; from = to) {
        for (to = from + 1; to < npairs && by_pair(&pairs[from], &pairs[to]) == 0;)
            to++;
        size_t shared = to - from, of = shared >= FIGURES_LEAST ? comparable(ds, &pairs[from]) : 0;
        if (of && shared * 5 >= of * 4)
            say_twins(arena, ds, &pairs[from], shared, of);
    }
}

/* ---- last year's ---- */

static void look_for_resent(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t form)
{
    const th_definition *d = ds->definition;
    static const struct {
        th_measure measure;
        const char *vi, *en;
    } before[] = {{TH_STORED, "số đã chốt của năm trước", "last year's accepted figures"},
                  {TH_PREVIOUS, "cột Năm trước", "its column of last year"}};
    for (size_t k = 0; k < sizeof before / sizeof *before; k++) {
        size_t all = 0, same = 0;
        for (uint32_t i = 0; i < d->nindicators; i++) {
            if (d->indicators[i].form != form || !th_type_is_number(d->indicators[i].type))
                continue;
            const th_exact *now = th_plausible_number(ds, unit, i, TH_NOW),
                           *then = th_plausible_number(ds, unit, i, before[k].measure);
            if (!now || !then || th_exact_sign(now) == 0)
                continue;
            all++;
            same += th_exact_cmp(now, then) == 0;
        }
        if (same < FIGURES_LEAST || same * 10 < all * 9)
            continue;
        say_sheet(ds, TH_F_ODD_RESENT, first_of_form(ds, unit, form),
                  TH_WITH(d->forms[form].title, th_str_fmt(arena, "%zu", same), th_str_fmt(arena, "%zu", all),
                          ((th_words){th_str_of(before[k].vi), th_str_of(before[k].en)})));
        return;
    }
}

static bool is_measure(const th_expr *e, uint32_t indicator, th_measure m)
{
    return e->measure == m && (e->kind == TH_EX_ROW || (e->kind == TH_EX_INDICATOR && e->index == indicator));
}

static bool has_year_rule(const th_definition *d, uint32_t i)
{
    for (size_t k = 0; k < d->nchecks; k++) {
        const th_check *check = &d->checks[k];
        if ((is_measure(check->left, i, TH_PREVIOUS) && is_measure(check->right, i, TH_STORED)) ||
            (is_measure(check->left, i, TH_STORED) && is_measure(check->right, i, TH_PREVIOUS)))
            return true;
    }
    return false;
}

/* Compares this year's "năm trước" with last year's accepted "năm nay". */
static void look_back(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i)
{
    const th_fact *f = th_dataset_find(ds, unit, i, TH_PREVIOUS), *stored = th_dataset_stored(ds, unit, i);
    if (!f || !stored || f->value.state != TH_STATE_VALUE || stored->value.state != TH_STATE_VALUE || !f->value.num ||
        !stored->value.num)
        return;
    th_type type = ds->definition->indicators[i].type;
    bool whole = type == TH_TYPE_INT || type == TH_TYPE_MONEY || type == TH_TYPE_RANK;
    th_side now = {.num = th_value_printed(&f->value),
                   .decimals = f->value.decimals,
                   .qualifiers = f->value.qualifiers,
                   .stated = true,
                   .whole = whole};
    th_side then = {.num = th_value_printed(&stored->value),
                    .decimals = stored->value.decimals,
                    .qualifiers = stored->value.qualifiers,
                    .stated = true,
                    .whole = whole};
    if (th_compare(arena, TH_OP_EQ, &now, &then, NULL) == TH_HOLDS)
        return;
    th_finding *said = th_plausible_say(ds, TH_F_ODD_LAST_YEAR, f,
                                        TH_WITH(ds->definition->indicators[i].label,
                                                th_plausible_apart(arena, f->value.num, stored->value.num),
                                                th_plausible_apart(arena, stored->value.num, f->value.num)));
    if (said)
        said->expected =
            th_str_fmt(ds->arena, "= " TH_FMT, TH_ARG(th_plausible_apart(arena, stored->value.num, f->value.num).vi));
}

void th_plausible_sheets(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    look_for_twins(arena, ds);
    for (uint32_t u = 0; u < d->nunits; u++)
        for (uint32_t form = 0; form < d->nforms; form++)
            look_for_resent(arena, ds, u, form);
    for (uint32_t i = 0; i < d->nindicators && ds->has_stored; i++)
        for (uint32_t u = 0; u < d->nunits && !has_year_rule(d, i); u++)
            look_back(arena, ds, u, i);
}

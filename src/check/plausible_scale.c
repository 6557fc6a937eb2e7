/* Slips of scale, and one value in two units of measure. */
#include "check/plausible.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

enum { OTHERS_LEAST = 3, SAME_LEAST = 100, NEIGHBOURS = 4 };

static bool is_within_times(th_arena *arena, const th_exact *a, const th_exact *b, int times)
{
    const th_exact *factor = th_exact_int(arena, times);
    return th_exact_cmp(a, th_exact_mul(arena, b, factor)) <= 0 && th_exact_cmp(b, th_exact_mul(arena, a, factor)) <= 0;
}

/* The power of ten that brings `v` to the size of `usual`: 3, 6, -3, -6; 0 when none does, or none is needed. */
static int slip(th_arena *arena, const th_exact *stated, const th_exact *usual, int far, int near)
{
    static const int powers[] = {3, -3, 6, -6};
    if (is_within_times(arena, stated, usual, far))
        return 0;
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        if (is_within_times(arena, th_exact_mul(arena, stated, th_exact_pow10(arena, powers[i])), usual, near))
            return powers[i];
    return 0;
}

static int by_size(const void *a, const void *b)
{
    return th_exact_cmp(*(const th_exact *const *)a, *(const th_exact *const *)b);
}

/* Of the other units' figures; NULL when there are too few. */
static const th_exact *median_of_others(th_arena *arena, const th_exact **all, uint32_t nunits, uint32_t unit)
{
    const th_exact **list = th_arena_array(arena, nunits, sizeof *list);
    size_t n = 0;
    for (uint32_t u = 0; u < nunits; u++)
        if (u != unit && all[u])
            list[n++] = all[u];
    if (n < OTHERS_LEAST)
        return NULL;
    qsort(list, n, sizeof *list, by_size);
    return n % 2 ? list[n / 2]
                 : th_exact_div(arena, th_exact_add(arena, list[n / 2 - 1], list[n / 2]), th_exact_int(arena, 2));
}

static void say_slip(th_arena *arena, th_dataset *ds, const th_fact *f, th_str what, const th_exact *usual, int power,
                     th_check_results *results)
{
    const th_exact *meant = th_exact_mul(arena, f->value.num, th_exact_pow10(arena, power));
    bool thousands = power == 3 || power == -3;
    th_finding *said =
        th_plausible_say(ds, TH_F_ODD_SCALE, f,
                         (th_str[]){ds->definition->indicators[f->indicator].label,
                                    th_plausible_vi(arena, f->value.num), what, th_plausible_vi(arena, usual),
                                    thousands ? TH_STR("nghìn") : TH_STR("triệu"), th_plausible_vi(arena, meant)},
                         6);
    if (!said)
        return;
    said->expected = th_str_fmt(ds->arena, "khoảng " TH_FMT, TH_ARG(th_plausible_vi(arena, usual)));
    th_check_propose(arena, results, (uint32_t)(f - ds->facts) + 1, meant, ds->findings.n - 1);
}

static void scale_of(th_arena *arena, th_dataset *ds, uint32_t i, const th_exact **all, th_check_results *results)
{
    static const struct {
        th_measure measure;
        const char *name;
    } own[] = {{TH_STORED, "số đã chốt năm trước"}, {TH_PREVIOUS, "năm trước"}, {TH_PLAN, "kế hoạch"}};
    enum { FAR_OWN = 99, NEAR_OWN = 3, FAR_OTHERS = 200, NEAR_OTHERS = 10 };
    uint32_t n = (uint32_t)ds->definition->nunits;
    for (uint32_t u = 0; u < n; u++) {
        if (!all[u])
            continue;
        const th_fact *f = th_dataset_find(ds, u, i, TH_NOW);
        bool known = false;
        for (size_t k = 0; k < sizeof own / sizeof *own && !known; k++) {
            const th_exact *usual = th_plausible_number(ds, u, i, own[k].measure);
            if (!usual || th_exact_sign(usual) <= 0)
                continue;
            int power = slip(arena, all[u], usual, FAR_OWN, NEAR_OWN);
            if (power)
                say_slip(arena, ds, f, th_str_of(own[k].name), usual, power, results);
            known = true;
        }
        const th_exact *median = known ? NULL : median_of_others(arena, all, n, u);
        int power = median ? slip(arena, all[u], median, FAR_OTHERS, NEAR_OTHERS) : 0;
        if (power)
            say_slip(arena, ds, f, TH_STR("mức giữa của các đơn vị khác"), median, power, results);
    }
}

/* ---- one value, two units of measure ---- */

/* Do the labels share half their words? */
static bool speak_alike(th_arena *arena, th_str a, th_str b)
{
    th_str one = th_fold_weak(arena, a), word;
    size_t words = 0, shared = 0;
    th_str other = th_str_fmt(arena, " " TH_FMT " ", TH_ARG(th_fold_weak(arena, b)));
    while (th_str_cut(&one, ' ', &word)) {
        if (!word.len)
            continue;
        words++;
        shared += th_str_find(other, th_str_fmt(arena, " " TH_FMT " ", TH_ARG(word)), 0) != SIZE_MAX;
    }
    return words >= 2 && shared * 2 >= words;
}

static bool is_telling(th_arena *arena, const th_exact *number)
{
    const th_exact *tenth = th_exact_div(arena, number, th_exact_int(arena, 10));
    return th_exact_is_int(number) && th_exact_cmp(number, th_exact_int(arena, SAME_LEAST)) >= 0 &&
           !th_exact_is_int(tenth);
}

static void same_value(th_arena *arena, th_dataset *ds, uint32_t i)
{
    const th_definition *d = ds->definition;
    const th_indicator *a = &d->indicators[i];
    for (uint32_t k = i + 1; k < d->nindicators && k <= i + NEIGHBOURS; k++) {
        const th_indicator *b = &d->indicators[k];
        if (b->form != a->form || b->type != TH_TYPE_INT || !a->unit.len || !b->unit.len ||
            th_fold_eq(arena, a->unit, b->unit) || !speak_alike(arena, a->label, b->label))
            continue;
        for (uint32_t u = 0; u < d->nunits; u++) {
            const th_exact *one = th_plausible_number(ds, u, i, TH_NOW), *other = th_plausible_number(ds, u, k, TH_NOW);
            if (one && other && th_exact_cmp(one, other) == 0 && is_telling(arena, one))
                th_plausible_say(ds, TH_F_ODD_SAME_VALUE, th_dataset_find(ds, u, k, TH_NOW),
                                 (th_str[]){a->label, b->label, th_plausible_vi(arena, one), a->unit, b->unit}, 5);
        }
    }
}

void th_plausible_slips(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    const th_definition *d = ds->definition;
    const th_exact **all = th_arena_array(arena, d->nunits + 1, sizeof *all);
    for (uint32_t i = 0; i < d->nindicators; i++) {
        th_type type = d->indicators[i].type;
        if (type != TH_TYPE_INT && type != TH_TYPE_REAL && type != TH_TYPE_MONEY)
            continue;
        for (uint32_t u = 0; u < d->nunits; u++) {
            all[u] = th_plausible_number(ds, u, i, TH_NOW);
            if (all[u] && th_exact_sign(all[u]) <= 0)
                all[u] = NULL;
        }
        scale_of(arena, ds, i, all, results);
    }
}

void th_plausible_same_values(th_arena *arena, th_dataset *ds)
{
    for (uint32_t i = 0; i < ds->definition->nindicators; i++)
        if (ds->definition->indicators[i].type == TH_TYPE_INT)
            same_value(arena, ds, i);
}

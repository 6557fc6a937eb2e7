/* Slips of scale, and one value in two units of measure. */
#include "check/plausible.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

/* How far a figure must be off to be looked at, and how near the corrected one must come, in hundredths.  A unit's own
 * figures are steadier than those of other units. */
enum { FAR = 20000, NEAR_OWN = 300, NEAR_OTHERS = 1000 };
enum {
    OTHERS_LEAST = 3,     /* other units that must report for their median to mean something */
    OTHERS_SPREAD = 3000, /* of the smallest of them the largest may be so many hundredths */
    SAME_LEAST = 100,     /* smaller figures may agree by chance */
    NEIGHBOURS = 4        /* rows further apart are not mistaken for each other */
};

/* The power of ten that brings `stated` to the size of `usual`: 3, 6, -3, -6; 0 when none does, or none is needed. */
static int slip_of_scale(th_arena *arena, const th_exact *stated, const th_exact *usual, int near)
{
    static const int powers[] = {3, -3, 6, -6};
    if (th_plausible_within(arena, stated, usual, FAR))
        return 0;
    for (size_t i = 0; i < sizeof powers / sizeof *powers; i++)
        if (th_plausible_within(arena, th_exact_mul(arena, stated, th_exact_pow10(arena, powers[i])), usual, near))
            return powers[i];
    return 0;
}

static int by_size(const void *a, const void *b)
{
    return th_exact_cmp(*(const th_exact *const *)a, *(const th_exact *const *)b);
}

/* All units' figures of one indicator, and in the order of their size. */
typedef struct unit_figures {
    const th_exact **all; /* by unit; NULL: it has none */
    const th_exact **ordered;
    size_t n;
} unit_figures;

static unit_figures figures_in_order(th_arena *arena, const th_exact **all, uint32_t nunits)
{
    unit_figures figures = {.all = all, .ordered = th_arena_array(arena, nunits, sizeof *figures.ordered)};
    for (uint32_t u = 0; u < nunits; u++)
        if (all[u])
            figures.ordered[figures.n++] = all[u];
    if (figures.n > 1)
        qsort(figures.ordered, figures.n, sizeof *figures.ordered, by_size);
    return figures;
}

static size_t count_others(const unit_figures *figures, uint32_t unit)
{
    return figures->n - (figures->all[unit] != NULL);
}

/* The figure at `place` in the order of the other units: which of equal ones is the unit's own does not matter. */
static const th_exact *other_at(const unit_figures *figures, uint32_t unit, size_t place)
{
    const th_exact *own = figures->all[unit], *there = figures->ordered[place];
    return own && th_exact_cmp(there, own) >= 0 ? figures->ordered[place + 1] : there;
}

/* The median of the other units' figures; NULL when there are too few. */
static const th_exact *median_of_others(th_arena *arena, const unit_figures *figures, uint32_t unit)
{
    size_t n = count_others(figures, unit);
    if (n < OTHERS_LEAST)
        return NULL;
    const th_exact *middle = other_at(figures, unit, n / 2);
    if (n % 2)
        return middle;
    return th_exact_div(arena, th_exact_add(arena, other_at(figures, unit, n / 2 - 1), middle), th_exact_int(arena, 2));
}

/* What a figure is held against, and by which power of ten it is off. */
typedef struct scale_slip {
    th_words against;
    const th_exact *usual;
    int power;
} scale_slip;

static void say_slip(th_arena *arena, th_dataset *ds, const th_fact *f, const scale_slip *off,
                     th_check_results *results)
{
    const th_exact *meant = th_exact_mul(arena, f->value.num, th_exact_pow10(arena, off->power));
    bool thousands = off->power == 3 || off->power == -3;
    th_finding *said = th_plausible_say(
        ds, TH_F_ODD_SCALE, f,
        TH_WITH(ds->definition->indicators[f->indicator].label, th_plausible_words(arena, f->value.num), off->against,
                th_plausible_words(arena, off->usual),
                thousands ? TH_WORDS_ARE("nghìn", "thousands") : TH_WORDS_ARE("triệu", "millions"),
                th_plausible_words(arena, meant)));
    if (!said)
        return;
    said->expected = th_str_fmt(ds->arena, "khoảng " TH_FMT, TH_ARG(th_plausible_words(arena, off->usual).vi));
    th_check_propose(ds->arena, results, (uint32_t)(f - ds->facts) + 1, meant, ds->findings.n - 1);
}

/* Holds one figure against the unit's own other figures, the most certain first; false when it has none. */
static bool compare_with_own(th_arena *arena, const th_dataset *ds, const th_fact *f, scale_slip *off)
{
    static const struct {
        th_measure measure;
        const char *vi, *en;
    } own[] = {{TH_STORED, "số đã chốt năm trước", "last year's accepted figure"},
               {TH_PREVIOUS, "năm trước", "last year's figure"},
               {TH_PLAN, "kế hoạch", "the plan"}};
    for (size_t k = 0; k < sizeof own / sizeof *own; k++) {
        off->usual = th_plausible_number(ds, f->unit, f->indicator, own[k].measure);
        if (!off->usual || th_exact_sign(off->usual) <= 0)
            continue;
        off->against = (th_words){th_str_of(own[k].vi), th_str_of(own[k].en)};
        off->power = slip_of_scale(arena, f->value.num, off->usual, NEAR_OWN);
        return true;
    }
    return false;
}

/* Do the other units' figures lie near each other?  Only then is one that lies far from all of them odd, though the
 * unit's own figures agree with it. */
static bool others_agree(th_arena *arena, const unit_figures *figures, uint32_t unit)
{
    size_t n = count_others(figures, unit);
    return n && th_plausible_within(arena, other_at(figures, unit, 0), other_at(figures, unit, n - 1), OTHERS_SPREAD);
}

/* Looks for the same slip in this year's figure and in last year's, against those of the other units: whoever counts in
 * thousands where all others count in ones does so in both columns. */
static void compare_both_years(th_arena *arena, const th_fact *f, const unit_figures *now, const unit_figures *before,
                               scale_slip *off)
{
    const th_exact *usual = median_of_others(arena, now, f->unit),
                   *usual_before = median_of_others(arena, before, f->unit);
    if (!usual || !usual_before || !before->all[f->unit] || !others_agree(arena, now, f->unit) ||
        !others_agree(arena, before, f->unit))
        return;
    int power = slip_of_scale(arena, now->all[f->unit], usual, NEAR_OTHERS);
    if (!power || slip_of_scale(arena, before->all[f->unit], usual_before, NEAR_OTHERS) != power)
        return;
    *off = (scale_slip){TH_WORDS_ARE("mức giữa của các đơn vị khác (năm trước cũng vậy)",
                                     "the median of the other units (and so for last year)"),
                        usual, power};
}

static unit_figures figures_before(th_arena *arena, const th_dataset *ds, uint32_t indicator)
{
    uint32_t n = (uint32_t)ds->definition->nunits;
    const th_exact **before = th_arena_array(arena, n, sizeof *before);
    for (uint32_t u = 0; u < n; u++) {
        before[u] = th_plausible_number(ds, u, indicator, TH_PREVIOUS);
        if (before[u] && th_exact_sign(before[u]) <= 0)
            before[u] = NULL;
    }
    return figures_in_order(arena, before, n);
}

/* All units' figures of one indicator: against their own, or else against the other units'. */
static void scale_of(th_arena *arena, th_dataset *ds, uint32_t i, const th_exact **all, th_check_results *results)
{
    uint32_t n = (uint32_t)ds->definition->nunits;
    const unit_figures now = figures_in_order(arena, all, n), before = figures_before(arena, ds, i);
    for (uint32_t u = 0; u < n; u++) {
        if (!all[u])
            continue;
        const th_fact *f = th_dataset_find(ds, u, i, TH_NOW);
        scale_slip off = {.power = 0};
        if (!compare_with_own(arena, ds, f, &off)) {
            off.against = TH_WORDS_ARE("mức giữa của các đơn vị khác", "the median of the other units");
            off.usual = median_of_others(arena, &now, u);
            off.power = off.usual ? slip_of_scale(arena, all[u], off.usual, NEAR_OTHERS) : 0;
        } else if (!off.power) {
            compare_both_years(arena, f, &now, &before, &off);
        } else if (th_plausible_last_year_is_off(arena, ds, u, i)) {
            f = th_dataset_find(ds, u, i, TH_PREVIOUS);
            off = (scale_slip){th_measure_words(arena, TH_NOW), all[u], -off.power};
        }
        if (off.power)
            say_slip(arena, ds, f, &off, results);
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

/* Large enough, and not round: such a figure hardly stands twice by chance. */
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
                                 TH_WITH(a->label, b->label, th_plausible_words(arena, one), a->unit, b->unit));
        }
    }
}

void th_plausible_slips(th_arena *arena, th_dataset *ds, th_check_results *results)
{
    const th_definition *d = ds->definition;
    const th_exact **all = th_arena_array(arena, d->nunits + 1, sizeof *all);
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (!th_plausible_counts(d, i))
            continue;
        for (uint32_t u = 0; u < d->nunits; u++)
            all[u] = th_plausible_positive(ds, u, i, TH_NOW);
        scale_of(arena, ds, i, all, results);
    }
}

void th_plausible_same_values(th_arena *arena, th_dataset *ds)
{
    for (uint32_t i = 0; i < ds->definition->nindicators; i++)
        if (ds->definition->indicators[i].type == TH_TYPE_INT)
            same_value(arena, ds, i);
}

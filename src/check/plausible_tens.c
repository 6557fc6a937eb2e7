/* A nought too many or too few that no plan betrays: this year's figure ten or a hundred times last year's, or the
 * figures of both years ten or a hundred times those of all other units. */
#include "check/extent.h"
#include "check/plausible.h"

#include "base/banned.h"

enum {
    LEAST = 100,       /* smaller figures may grow tenfold */
    OTHERS_LEAST = 3,  /* other units that must report */
    OTHERS_SPREAD = 2, /* how many times the largest of them may be the smallest */
    SIZES_SPREAD = 5,  /* the same where only the size of a unit is told */
    BEYOND = 4,        /* how many times beyond all of them a figure must be */
    SIZES_LEAST = 8,   /* figures that tell how large a unit is beside the others */
    SIZE_MOST = 3,     /* a unit that is mostly so many times the others is simply larger */
    NEAR = 135,        /* hundredths: last year's figure and the one that is meant */
    JUMP = 300         /* the same: this year's is no figure of last year's kind */
};

static th_extent extent_of(const th_dataset *ds, uint32_t i, th_measure measure)
{
    th_extent all = TH_EXTENT_OF_NONE;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *figure = th_plausible_positive(ds, u, i, measure);
        if (figure)
            th_extent_take(&all, u, figure);
    }
    return all;
}

static th_extent extent_of_others(const th_dataset *ds, uint32_t unit, uint32_t i, th_measure measure)
{
    th_extent all = extent_of(ds, i, measure);
    return th_extent_without(&all, unit);
}

static bool others_lie_near(th_arena *arena, const th_extent *all, int spread)
{
    return all->n >= OTHERS_LEAST &&
           th_exact_cmp(all->high, th_exact_mul(arena, all->low, th_exact_int(arena, spread))) <= 0;
}

static bool lies_beyond(th_arena *arena, const th_exact *figure, const th_extent *all)
{
    const th_exact *times = th_exact_int(arena, BEYOND);
    return th_exact_cmp(figure, th_exact_mul(arena, all->high, times)) >= 0 ||
           th_exact_cmp(th_exact_mul(arena, figure, times), all->low) <= 0;
}

/* The power of ten that brings a figure which lies beyond all others among them; 0: none does, or none is needed. */
static int power_among_others(th_arena *arena, const th_exact *figure, const th_extent *all)
{
    if (!figure || !others_lie_near(arena, all, OTHERS_SPREAD) || !lies_beyond(arena, figure, all))
        return 0;
    const th_exact *slack = th_exact_parse(arena, TH_STR("1.5"));
    for (size_t i = 0; i < TH_NOUGHTS; i++) {
        const th_exact *meant = th_exact_mul(arena, figure, th_exact_pow10(arena, th_noughts[i]));
        if (th_exact_cmp(th_exact_mul(arena, meant, slack), all->low) >= 0 &&
            th_exact_cmp(meant, th_exact_mul(arena, all->high, slack)) <= 0)
            return th_noughts[i];
    }
    return 0;
}

/* Is the unit as large as the others, as far as most of its figures tell? */
static bool find_size(th_arena *arena, const th_dataset *ds, uint32_t unit)
{
    size_t told = 0, alike = 0;
    for (uint32_t i = 0; i < ds->definition->nindicators; i++) {
        const th_exact *figure = th_plausible_positive(ds, unit, i, TH_NOW);
        th_extent all = extent_of_others(ds, unit, i, TH_NOW);
        if (!figure || !th_plausible_counts(ds->definition, i) || !others_lie_near(arena, &all, SIZES_SPREAD))
            continue;
        const th_exact *most = th_exact_int(arena, SIZE_MOST);
        told++;
        alike += th_exact_cmp(figure, th_exact_mul(arena, all.high, most)) <= 0 &&
                 th_exact_cmp(th_exact_mul(arena, figure, most), all.low) >= 0;
    }
    return told >= SIZES_LEAST && alike * 4 >= told * 3;
}

/* What was found of the size of each unit, so that it is asked once. */
typedef enum size_told { NOT_ASKED = 0, THEIR_SIZE, OTHER_SIZE } size_told;

static bool is_of_their_size(th_arena *arena, const th_dataset *ds, uint32_t unit, size_told *told)
{
    if (told[unit] == NOT_ASKED)
        told[unit] = find_size(arena, ds, unit) ? THEIR_SIZE : OTHER_SIZE;
    return told[unit] == THEIR_SIZE;
}

/* An indicator, what all units say of it, and the sizes of the units. */
typedef struct counted {
    uint32_t indicator;
    th_extent everyone;
    size_told *sizes;
} counted;

/* Holds both years against the other units: whoever types a nought too many in the one column does so in the other. */
static bool look_at_both_years(th_arena *arena, th_dataset *ds, uint32_t unit, const counted *row)
{
    const th_exact *now = th_plausible_positive(ds, unit, row->indicator, TH_NOW),
                   *before = th_plausible_positive(ds, unit, row->indicator, TH_PREVIOUS);
    if (!now || !before)
        return false;
    th_extent all = th_extent_without(&row->everyone, unit);
    int power = power_among_others(arena, now, &all);
    if (!power)
        return false;
    th_extent all_before = extent_of_others(ds, unit, row->indicator, TH_PREVIOUS);
    if (power_among_others(arena, before, &all_before) != power || !is_of_their_size(arena, ds, unit, row->sizes))
        return false;
    th_words low = th_plausible_words(arena, all.low), high = th_plausible_words(arena, all.high);
    const th_nought_slip off = {
        .power = power,
        .against = TH_WORDS_ARE("số của các đơn vị khác (năm trước cũng vậy)",
                                "that of the other units (and so for last year)"),
        .usual = {th_str_fmt(arena, "từ " TH_FMT " đến " TH_FMT, TH_ARG(low.vi), TH_ARG(high.vi)),
                  th_str_fmt(arena, "from " TH_FMT " to " TH_FMT, TH_ARG(low.en), TH_ARG(high.en))}};
    th_plausible_say_nought(arena, ds, th_dataset_find(ds, unit, row->indicator, TH_NOW), &off);
    return true;
}

/* Which of the two years lies where the other units' figures are not; this year where they do not tell. */
static th_measure year_that_is_off(th_arena *arena, const th_dataset *ds, uint32_t unit, uint32_t i)
{
    th_extent now = extent_of_others(ds, unit, i, TH_NOW), before = extent_of_others(ds, unit, i, TH_PREVIOUS);
    bool now_off = power_among_others(arena, th_plausible_positive(ds, unit, i, TH_NOW), &now) != 0;
    bool before_off = power_among_others(arena, th_plausible_positive(ds, unit, i, TH_PREVIOUS), &before) != 0;
    if (before_off != now_off)
        return before_off ? TH_PREVIOUS : TH_NOW;
    return th_plausible_last_year_is_off(arena, ds, unit, i) ? TH_PREVIOUS : TH_NOW;
}

/* Do the other units' figures jump as well? */
static bool others_jump(th_arena *arena, const th_dataset *ds, uint32_t unit, uint32_t i)
{
    size_t told = 0, jump = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        const th_exact *now = th_plausible_positive(ds, u, i, TH_NOW),
                       *before = th_plausible_positive(ds, u, i, TH_PREVIOUS);
        if (u == unit || !now || !before)
            continue;
        told++;
        jump += !th_plausible_within(arena, now, before, JUMP);
    }
    return jump * 3 > told;
}

/* Holds this year against last year. */
static void look_at_last_year(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i)
{
    const th_exact *now = th_plausible_positive(ds, unit, i, TH_NOW),
                   *before = th_plausible_positive(ds, unit, i, TH_PREVIOUS);
    const th_exact *least = th_exact_int(arena, LEAST);
    if (!now || !before || th_exact_cmp(now, least) < 0 || th_exact_cmp(before, least) < 0)
        return;
    for (size_t k = 0; k < TH_NOUGHTS; k++) {
        const th_exact *meant = th_exact_mul(arena, now, th_exact_pow10(arena, th_noughts[k]));
        if (!th_plausible_within(arena, meant, before, NEAR) || others_jump(arena, ds, unit, i))
            continue;
        th_nought_slip off = {th_noughts[k], th_measure_words(arena, TH_PREVIOUS), th_plausible_words(arena, before)};
        th_measure year = year_that_is_off(arena, ds, unit, i);
        if (year == TH_PREVIOUS)
            off = (th_nought_slip){-th_noughts[k], th_measure_words(arena, TH_NOW), th_plausible_words(arena, now)};
        th_plausible_say_nought(arena, ds, th_dataset_find(ds, unit, i, year), &off);
        return;
    }
}

void th_plausible_tens(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    size_told *sizes = th_arena_array(arena, d->nunits, sizeof *sizes);
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (!th_plausible_counts(d, i))
            continue;
        const counted row = {i, extent_of(ds, i, TH_NOW), sizes};
        for (uint32_t unit = 0; unit < d->nunits; unit++)
            if (!look_at_both_years(arena, ds, unit, &row))
                look_at_last_year(arena, ds, unit, i);
    }
}

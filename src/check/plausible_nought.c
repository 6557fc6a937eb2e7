/* A nought too many or too few: of last year's figure, the plan and this year's, two agree and the third is ten or a
 * hundred times as large or as small. */
#include "check/plausible.h"

#include "base/banned.h"

enum {
    LEAST = 20,       /* smaller figures may grow tenfold, */
    LEAST_EXACTLY = 8 /* unless the other two are one figure, and this one the same with a nought */
};

enum { NEAR = 150 }; /* neither of two is more than half as large again as the other */

const int th_noughts[TH_NOUGHTS] = {1, -1, 2, -2};

/* Ten or a hundred times what the other two both say, or a tenth or a hundredth of it. */
static int power_to_one(th_arena *arena, const th_exact *stated, const th_exact *one, const th_exact *other)
{
    if (!stated || !one || !other || th_exact_cmp(one, other) != 0 ||
        th_exact_cmp(one, th_exact_int(arena, LEAST_EXACTLY)) < 0)
        return 0;
    for (size_t i = 0; i < TH_NOUGHTS; i++)
        if (th_exact_cmp(th_exact_mul(arena, stated, th_exact_pow10(arena, th_noughts[i])), one) == 0)
            return th_noughts[i];
    return 0;
}

/* The power of ten that brings `stated` to two figures that agree; 0: none does. */
static int power_to_both(th_arena *arena, const th_exact *stated, const th_exact *one, const th_exact *other)
{
    const th_exact *least = th_exact_int(arena, LEAST);
    if (!stated || !one || !other || th_exact_cmp(stated, least) < 0 || th_exact_cmp(one, least) < 0 ||
        th_exact_cmp(other, least) < 0 || !th_plausible_within(arena, one, other, NEAR))
        return 0;
    for (size_t i = 0; i < TH_NOUGHTS; i++) {
        const th_exact *meant = th_exact_mul(arena, stated, th_exact_pow10(arena, th_noughts[i]));
        if (th_plausible_within(arena, meant, one, NEAR) && th_plausible_within(arena, meant, other, NEAR))
            return th_noughts[i];
    }
    return 0;
}

void th_plausible_say_nought(th_arena *arena, th_dataset *ds, const th_fact *fact, const th_nought_slip *slip)
{
    bool one = slip->power == 1 || slip->power == -1;
    th_words tens = one ? TH_WORDS_ARE("chục", "tens") : TH_WORDS_ARE("trăm", "hundreds");
    const th_exact *meant = th_exact_mul(arena, fact->value.num, th_exact_pow10(arena, slip->power));
    th_plausible_say(ds, TH_F_ODD_SCALE, fact,
                     TH_WITH(ds->definition->indicators[fact->indicator].label,
                             th_plausible_words(arena, fact->value.num), slip->against, slip->usual, tens,
                             th_plausible_words(arena, meant)));
}

static void look_at_three(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i)
{
    enum { COLUMNS = 3 };
    static const th_measure columns[COLUMNS] = {TH_NOW, TH_PREVIOUS, TH_PLAN};
    const th_exact *figures[COLUMNS];
    for (size_t k = 0; k < COLUMNS; k++)
        figures[k] = th_plausible_number(ds, unit, i, columns[k]);
    for (size_t k = 0; k < COLUMNS; k++) {
        size_t other = (k + 1) % COLUMNS;
        int power = power_to_both(arena, figures[k], figures[other], figures[(k + 2) % COLUMNS]);
        if (!power)
            power = power_to_one(arena, figures[k], figures[other], figures[(k + 2) % COLUMNS]);
        if (!power)
            continue;
        const th_nought_slip slip = {power, th_measure_words(arena, columns[other]),
                                     th_plausible_words(arena, figures[other])};
        th_plausible_say_nought(arena, ds, th_dataset_find(ds, unit, i, columns[k]), &slip);
        return;
    }
}

void th_plausible_noughts(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (!th_plausible_counts(d, i))
            continue;
        for (uint32_t unit = 0; unit < d->nunits; unit++)
            look_at_three(arena, ds, unit, i);
    }
}

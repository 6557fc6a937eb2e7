/* Two neighbouring digits that may have changed places, where no rule tells: 6.300 typed for 3.600.  Certain enough for
 * a warning where the figure changed back is exactly last year's or the plan's, or where it is near last year's while
 * the one that stands is more than twice or less than half of it; a note where a form is steady but for this figure. */
#include "check/plausible.h"

#include "base/banned.h"

enum {
    DIGITS_LEAST = 3, /* in a shorter figure it happens by chance */
    STEADY_LEAST = 4  /* other figures of the form that must have stayed much the same */
};

/* The figure with the digits at `at` and behind it exchanged, or NULL. */
static const th_exact *exchanged(th_arena *arena, th_str digits, size_t at)
{
    char one = digits.ptr[at], other = digits.ptr[at + 1];
    if (one == other || one == '.' || other == '.' || (at == 0 && other == '0'))
        return NULL;
    th_str text = th_str_fmt(arena, "%.*s%c%c%.*s", (int)at, digits.ptr, other, one, (int)(digits.len - at - 2),
                             digits.ptr + at + 2);
    return th_exact_parse(arena, text);
}

/* What the unit itself says beside this year's figure. */
typedef struct own_figures {
    const th_exact *now, *before, *plan;
} own_figures;

typedef enum certainty { NOT_SWAPPED = 0, PERHAPS, NEARLY, EXACTLY } certainty;

static certainty certainty_of(th_arena *arena, const own_figures *own, const th_exact *meant, th_str digits)
{
    enum { NEAR = 110, OTHER = 115, ALIKE = 120, CHANGED = 140, FAR = 200 };
    bool is_before = own->before && th_exact_cmp(meant, own->before) == 0;
    bool is_plan = own->plan && th_exact_cmp(meant, own->plan) == 0;
    bool much = !own->before || !th_plausible_within(arena, own->now, own->before, CHANGED);
    bool plan_against = own->plan && !th_plausible_within(arena, meant, own->plan, ALIKE);
    if (th_plausible_within(arena, own->now, meant, OTHER))
        return NOT_SWAPPED; /* figures near each other often differ so */
    if (is_before && is_plan)
        return EXACTLY;
    size_t significant = digits.len;
    while (significant > 1 && digits.ptr[significant - 1] == '0')
        significant--;
    if (digits.len < DIGITS_LEAST || plan_against || !own->before ||
        !th_plausible_within(arena, meant, own->before, ALIKE))
        return NOT_SWAPPED;
    /* 540 and 450 are two digits with a nought: they differ so by chance, unless by much. */
    if ((is_plan || (is_before && !own->plan)) && (much || significant >= DIGITS_LEAST))
        return EXACTLY;
    if (!much || !th_plausible_within(arena, meant, own->before, NEAR))
        return NOT_SWAPPED;
    return th_plausible_within(arena, own->now, own->before, FAR) ? PERHAPS : NEARLY;
}

/* How many figures tell what became of them since last year, and how many of these stayed much the same. */
typedef struct steadiness {
    size_t told, same;
} steadiness;

/* The other figures of the form of `fact`, or of the whole unit. */
static steadiness steadiness_of(th_arena *arena, const th_dataset *ds, const th_fact *fact, bool whole)
{
    enum { SAME = 125, TELLING = 20 };
    const th_definition *d = ds->definition;
    steadiness found = {0};
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (i == fact->indicator || (!whole && d->indicators[i].form != d->indicators[fact->indicator].form))
            continue;
        const th_exact *now = th_plausible_number(ds, fact->unit, i, TH_NOW),
                       *before = th_plausible_number(ds, fact->unit, i, TH_PREVIOUS);
        const th_fact *other = th_dataset_find(ds, fact->unit, i, TH_NOW);
        /* What is computed may have moved because this figure did. */
        if (!now || !before || other->formula || th_exact_cmp(before, th_exact_int(arena, TELLING)) < 0)
            continue;
        found.told++;
        found.same += th_plausible_within(arena, now, before, SAME);
    }
    return found;
}

/* Did the other figures of the form stay much the same, nearly all of them?  A short form is judged by its unit. */
static bool is_steady(th_arena *arena, const th_dataset *ds, const th_fact *fact)
{
    steadiness found = steadiness_of(arena, ds, fact, false);
    if (found.told < STEADY_LEAST)
        found = steadiness_of(arena, ds, fact, true);
    return found.told >= STEADY_LEAST && found.same * 10 >= found.told * 9;
}

static void say_swap(th_arena *arena, th_dataset *ds, const th_fact *fact, const own_figures *own,
                     const th_exact *meant)
{
    bool plan = !own->before || (own->plan && th_exact_cmp(meant, own->plan) == 0);
    const th_exact *other = plan ? own->plan : own->before;
    th_plausible_say(ds, TH_F_ODD_SWAP, fact,
                     TH_WITH(ds->definition->indicators[fact->indicator].label,
                             th_plausible_words(arena, fact->value.num),
                             th_measure_words(arena, plan ? TH_PLAN : TH_PREVIOUS), th_plausible_words(arena, other),
                             th_plausible_words(arena, meant)));
}

/* Before the rules the certain ones, so that what follows is folded under them; after the rules the others. */
static void look_at_digits(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t i, bool before_rules)
{
    const th_fact *fact = th_dataset_find(ds, unit, i, TH_NOW);
    own_figures own = {th_plausible_positive(ds, unit, i, TH_NOW), th_plausible_positive(ds, unit, i, TH_PREVIOUS),
                       th_plausible_positive(ds, unit, i, TH_PLAN)};
    if (!own.now || (!own.before && !own.plan) || fact->formula || fact->value.qualifiers)
        return;
    if ((!own.before || th_exact_cmp(own.now, own.before) == 0) && (!own.plan || th_exact_cmp(own.now, own.plan) == 0))
        return;
    th_str digits = th_exact_text(arena, own.now);
    const th_exact *best = NULL;
    certainty certain = NOT_SWAPPED;
    for (size_t at = 0; at + 1 < digits.len; at++) {
        const th_exact *meant = exchanged(arena, digits, at);
        certainty found = meant ? certainty_of(arena, &own, meant, digits) : NOT_SWAPPED;
        if (found > certain) {
            certain = found;
            best = meant;
        }
    }
    if (certain == NOT_SWAPPED || (certain >= NEARLY) != before_rules)
        return;
    if (certain == PERHAPS && !is_steady(arena, ds, fact))
        return;
    size_t n = ds->findings.n;
    say_swap(arena, ds, fact, &own, best);
    if (certain == PERHAPS && ds->findings.n > n)
        ds->findings.at[n].level = TH_LEVEL_NOTE;
}

void th_plausible_swaps(th_arena *arena, th_dataset *ds, bool before_rules)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (!th_plausible_counts(d, i))
            continue;
        for (uint32_t unit = 0; unit < d->nunits; unit++)
            look_at_digits(arena, ds, unit, i, before_rules);
    }
}

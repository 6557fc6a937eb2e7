/* Two neighbouring digits that may have changed places, where no rule tells: 6.300 typed for 3.600.  Certain enough for
 * a warning where the figure changed back is exactly last year's or the plan's, or where it is near last year's while
 * the one that stands is more than twice or less than half of it; a note where a form is steady but for this figure, or
 * where the figure changed back has changed as all other units' have.  Last year's figure is held against this year's
 * and the plan in the same way.  A figure that a rule over typed figures bears out is left alone. */
#include "check/judge.h"
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

/* The figure that is looked at, and what the unit itself says beside it: of this year's, last year's; and the other way
 * round. */
typedef struct own_figures {
    const th_exact *now, *before, *plan;
    th_measure measure; /* of the figure that is looked at */
    uint32_t unit;
} own_figures;

/* What is known of an indicator, filled in when it is first asked for. */
typedef struct swap_row {
    uint32_t indicator;
    bool before_rules;
    bool rates_known;
    th_extent rates;
} swap_row;

typedef enum certainty { NOT_SWAPPED = 0, TOLD, PERHAPS, NEARLY, EXACTLY } certainty;

/* The figure with two digits changed back. */
typedef struct found_swap {
    const th_exact *meant;
    certainty certain;
} found_swap;

static certainty certainty_of(th_arena *arena, const own_figures *own, const th_exact *meant, th_str digits)
{
    enum { NEAR = 110, OTHER_SHORT = 115, OTHER = 112, ALIKE = 120, CHANGED = 140, FAR = 200 };
    bool is_before = own->before && th_exact_cmp(meant, own->before) == 0;
    bool is_plan = own->plan && th_exact_cmp(meant, own->plan) == 0;
    bool much = !own->before || !th_plausible_within(arena, own->now, own->before, CHANGED);
    bool plan_against = own->plan && !th_plausible_within(arena, meant, own->plan, ALIKE);
    if (th_plausible_within(arena, own->now, meant, digits.len > DIGITS_LEAST ? OTHER : OTHER_SHORT))
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

/* ---- the other units ---- */

/* All other units' figures have changed alike: has the figure changed back done so too, and the one that stands not? */
static bool others_tell(th_arena *arena, const th_dataset *ds, const own_figures *own, const th_exact *meant,
                        swap_row *row)
{
    enum { OTHERS_LEAST = 3, AGREE = 110, ON_PACE = 102, OFF_PACE = 110 };
    if (!row->rates_known)
        row->rates = th_pace_of(arena, ds, row->indicator);
    row->rates_known = true;
    const th_extent others = th_extent_without(&row->rates, own->unit);
    return others.n >= OTHERS_LEAST && th_plausible_within(arena, others.low, others.high, AGREE) &&
           th_pace_keeps(arena, &others, meant, own->before, ON_PACE) &&
           !th_pace_keeps(arena, &others, own->now, own->before, OFF_PACE);
}

static bool is_told(th_arena *arena, const th_dataset *ds, const own_figures *own, const th_exact *meant, swap_row *row)
{
    enum { ALIKE = 120 };
    if (own->measure != TH_NOW || !own->before || th_exact_text(arena, own->now).len < DIGITS_LEAST ||
        (own->plan && !th_plausible_within(arena, meant, own->plan, ALIKE)))
        return false;
    return others_tell(arena, ds, own, meant, row);
}

/* ---- what proves a figure ---- */

/* Is there a rule of equality that the figure meets, all of whose figures were typed?  What is computed from the figure
 * itself proves nothing. */
static bool is_proved(th_arena *arena, const th_dataset *ds, const th_fact *fact)
{
    const th_definition *d = ds->definition;
    for (uint32_t c = 0; c < d->nchecks; c++) {
        const th_check *check = &d->checks[c];
        if (check->op != TH_OP_EQ || check->state == TH_RULE_OFF || check->scope != TH_SCOPE_UNIT)
            continue;
        th_judgement judged = {0};
        th_judge(arena, ds, &(th_case){c, fact->unit, TH_NONE, NULL}, &judged);
        if (judged.silent || judged.result.outcome != TH_PASS)
            continue;
        bool here = false, typed = true;
        for (size_t i = 0; i < judged.sources.n; i++) {
            uint32_t at = judged.sources.at[i].operand.source;
            const th_fact *source = at ? &ds->facts[at - 1] : NULL;
            here = here || source == fact;
            typed = typed && source && !source->formula;
        }
        if (here && typed && judged.sources.n > 1)
            return true;
    }
    return false;
}

static void say_swap(th_arena *arena, th_dataset *ds, const th_fact *fact, const own_figures *own,
                     const found_swap *found)
{
    th_measure beside = own->measure == TH_NOW ? TH_PREVIOUS : TH_NOW;
    bool plan = !own->before || (own->plan && th_exact_cmp(found->meant, own->plan) == 0);
    th_words other = th_plausible_words(arena, plan ? own->plan : own->before);
    if (found->certain == TOLD)
        other = (th_words){
            th_str_fmt(arena, TH_FMT ", và ở các đơn vị khác số này đều thay đổi gần như nhau", TH_ARG(other.vi)),
            th_str_fmt(arena, TH_FMT ", and with all other units it changed by nearly the same share",
                       TH_ARG(other.en))};
    th_plausible_say(
        ds, TH_F_ODD_SWAP, fact,
        TH_WITH(ds->definition->indicators[fact->indicator].label, th_plausible_words(arena, fact->value.num),
                th_measure_words(arena, plan ? TH_PLAN : beside), other, th_plausible_words(arena, found->meant)));
}

/* The most certain of all pairs of digits; no figure where none is. */
static found_swap find_swap(th_arena *arena, const th_dataset *ds, const own_figures *own, swap_row *row)
{
    th_str digits = th_exact_text(arena, own->now);
    found_swap best = {0};
    for (size_t at = 0; at + 1 < digits.len; at++) {
        const th_exact *meant = exchanged(arena, digits, at);
        if (!meant)
            continue;
        certainty found = certainty_of(arena, own, meant, digits);
        bool ask_others = found < PERHAPS && best.certain < PERHAPS && !row->before_rules;
        if (ask_others)
            found = is_told(arena, ds, own, meant, row) ? TOLD : NOT_SWAPPED;
        if (found > best.certain)
            best = (found_swap){meant, found};
    }
    return best;
}

/* Says that two digits were swapped.  Certain cases are said before the rules, so that what follows is folded under
 * them; the others after the rules. */
static bool look_at_digits(th_arena *arena, th_dataset *ds, const th_fact *fact, const own_figures *own, swap_row *row)
{
    if (!own->now || (!own->before && !own->plan) || fact->formula || fact->value.qualifiers)
        return false;
    if ((!own->before || th_exact_cmp(own->now, own->before) == 0) &&
        (!own->plan || th_exact_cmp(own->now, own->plan) == 0))
        return false;
    const found_swap best = find_swap(arena, ds, own, row);
    certainty certain = best.certain;
    if (certain == NOT_SWAPPED || (certain >= NEARLY) != row->before_rules)
        return false;
    if ((certain == PERHAPS && !is_steady(arena, ds, fact)) || is_proved(arena, ds, fact))
        return false;
    size_t n = ds->findings.n;
    say_swap(arena, ds, fact, own, &best);
    if (certain <= PERHAPS && ds->findings.n > n)
        ds->findings.at[n].level = TH_LEVEL_NOTE;
    return ds->findings.n > n;
}

static void look_at_columns(th_arena *arena, th_dataset *ds, uint32_t unit, swap_row *row)
{
    uint32_t i = row->indicator;
    const th_exact *now = th_plausible_positive(ds, unit, i, TH_NOW),
                   *before = th_plausible_positive(ds, unit, i, TH_PREVIOUS),
                   *plan = th_plausible_positive(ds, unit, i, TH_PLAN);
    const own_figures this_year = {now, before, plan, TH_NOW, unit}, last_year = {before, now, plan, TH_PREVIOUS, unit};
    /* This year's figure is looked at first: which of the two is wrong is told by the plan. */
    if (!look_at_digits(arena, ds, th_dataset_find(ds, unit, i, TH_NOW), &this_year, row) && plan)
        look_at_digits(arena, ds, th_dataset_find(ds, unit, i, TH_PREVIOUS), &last_year, row);
}

void th_plausible_swaps(th_arena *arena, th_dataset *ds, bool before_rules)
{
    const th_definition *d = ds->definition;
    for (uint32_t i = 0; i < d->nindicators; i++) {
        if (!th_plausible_counts(d, i))
            continue;
        swap_row row = {.indicator = i, .before_rules = before_rules};
        for (uint32_t unit = 0; unit < d->nunits; unit++)
            look_at_columns(arena, ds, unit, &row);
    }
}

/* Deciding form by form, and moving the figures that count. */
#include "batch/choose.h"

#include "batch/copies.h"
#include "batch/precedence.h"
#include "batch/remember.h"
#include "batch/side_by_side.h"

#include "base/banned.h"

enum { NAMED_DIFFERENCES = 5, NAMED_FORMS = 4 };

/* What was decided between two files: the forms, in one go, for one finding. */
typedef struct decision {
    uint32_t unit, winner, loser; /* sources; of a conflict, in no order that matters */
    th_precedence why;            /* TH_PRECEDENCE_NONE: they are in conflict */
    bool waits;           /* the loser came too late, and waits; where nothing else counts it is the winner too */
    bool held_back;       /* no conflict: the forms of the loser are withheld, and so replace nothing */
    bool registered_only; /* the files themselves say otherwise: only Sổ nhận decides against the loser */
    uint32_t *forms;
    size_t nforms, forms_cap;
    size_t differing; /* of these forms the first ones; of a conflict those that differ stand first */
    size_t differences, nnamed;
    th_words named; /* the first of them, with their cells */
} decision;

typedef struct choosing {
    th_dataset *ds;       /* what counts */
    th_dataset *all;      /* what was read */
    uint32_t *held_at;    /* by source and form: index of its held form + 1 */
    th_form_facts *facts; /* by held form */
    bool *shown;          /* by held form: its figures go on, those that count and those that are withheld */
    decision *decisions;
    size_t ndecisions, decisions_cap;
} choosing;

/* ---- what each file holds ---- */

static uint32_t *held_slot(const choosing *choice, uint32_t source, uint32_t form)
{
    return &choice->held_at[(size_t)source * choice->all->definition->nforms + form];
}

static void hold(choosing *choice, th_held_form held)
{
    TH_PUSH(choice->all->arena, choice->all->held, choice->all->nheld, choice->all->held_cap, held);
    *held_slot(choice, held.source, held.form) = (uint32_t)choice->all->nheld;
}

/* A record stream may bring figures of a form without saying that it holds the form. */
static void hold_what_has_figures(choosing *choice)
{
    for (size_t i = 0; i < choice->all->nfacts; i++) {
        const th_fact *fact = &choice->all->facts[i];
        uint32_t form = th_dataset_form_of(choice->all, fact);
        if (!*held_slot(choice, fact->source, form))
            hold(choice, (th_held_form){.source = fact->source, .form = form, .sheet = fact->sheet});
    }
}

static void look_at_what_is_held(choosing *choice)
{
    th_dataset *all = choice->all;
    th_arena *arena = all->arena;
    choice->held_at = th_arena_array(arena, all->nsources * all->definition->nforms + 1, sizeof *choice->held_at);
    for (size_t i = 0; i < all->nheld; i++)
        *held_slot(choice, all->held[i].source, all->held[i].form) = (uint32_t)i + 1;
    hold_what_has_figures(choice);
    choice->facts = th_arena_array(arena, all->nheld + 1, sizeof *choice->facts);
    choice->shown = th_arena_array(arena, all->nheld + 1, sizeof *choice->shown);
    for (size_t i = 0; i < all->nfacts; i++) {
        const th_fact *fact = &all->facts[i];
        th_form_facts *facts = &choice->facts[*held_slot(choice, fact->source, th_dataset_form_of(all, fact)) - 1];
        TH_PUSH(all->facts_arena, facts->at, facts->n, facts->cap, fact);
    }
    for (size_t i = 0; i < all->nheld; i++)
        th_form_facts_sort(&choice->facts[i]);
}

/* ---- one form of one unit ---- */

static decision *decision_between(choosing *choice, decision wanted)
{
    for (size_t i = 0; i < choice->ndecisions; i++) {
        decision *old = &choice->decisions[i];
        if (old->winner == wanted.winner && old->loser == wanted.loser && old->why == wanted.why &&
            old->held_back == wanted.held_back && old->waits == wanted.waits)
            return old;
    }
    decision fresh = wanted;
    fresh.unit = choice->all->sources[wanted.loser].unit;
    TH_PUSH(choice->all->arena, choice->decisions, choice->ndecisions, choice->decisions_cap, fresh);
    return &choice->decisions[choice->ndecisions - 1];
}

static th_type type_of(const th_definition *d, const th_fact *fact)
{
    return fact->item ? d->columns[fact->indicator].type : d->indicators[fact->indicator].type;
}

static th_words figure_in_words(const choosing *choice, const th_fact *fact)
{
    th_words said = {0};
    if (fact && fact->value.state == TH_STATE_VALUE)
        said = th_value_words(choice->all->arena, &fact->value, type_of(choice->all->definition, fact));
    else if (fact)
        said = th_words_quoted(fact->raw);
    if (said.vi.len && !fact->value.num)
        said.en = th_str_fmt(choice->all->arena, "“" TH_FMT "”", TH_ARG(said.en));
    return said.vi.len ? said : th_words_quoted(TH_STR("–"));
}

static th_words place_in_words(const choosing *choice, const th_fact *fact)
{
    return TH_WORDS(choice->all->arena, TH_FMT "!" TH_FMT, "“" TH_FMT "!" TH_FMT "”", TH_ARG(fact->sheet),
                    TH_ARG(th_cell_name(choice->all->arena, fact->row, fact->col)));
}

static void name_difference(const choosing *choice, decision *between, th_words difference)
{
    const char *and = between->named.vi.len ? "; " : "";
    th_arena *arena = choice->all->arena;
    if (between->nnamed++ >= NAMED_DIFFERENCES)
        return;
    between->named.vi = th_str_fmt(arena, TH_FMT "%s" TH_FMT, TH_ARG(between->named.vi), and, TH_ARG(difference.vi));
    between->named.en = th_str_fmt(arena, TH_FMT "%s" TH_FMT, TH_ARG(between->named.en), and, TH_ARG(difference.en));
}

static th_words difference_in_words(const choosing *choice, const th_fact *fact, const th_pair *pair)
{
    th_words one = figure_in_words(choice, pair->one), other = figure_in_words(choice, pair->other);
    th_words place = place_in_words(choice, fact);
    return (th_words){th_str_fmt(choice->all->arena, TH_FMT ": " TH_FMT " / " TH_FMT, TH_ARG(place.vi), TH_ARG(one.vi),
                                 TH_ARG(other.vi)),
                      th_str_fmt(choice->all->arena, TH_FMT ": " TH_FMT " / " TH_FMT, TH_ARG(place.en), TH_ARG(one.en),
                                 TH_ARG(other.en))};
}

/* "B03_BCVT!G12: 45 / 54"; of lists that differ in length "B02_VB: STT 1–3 / 1–4", once. */
static void name_differences(const choosing *choice, decision *between, const th_pairs *pairs)
{
    bool same_rows = pairs->rows_one == pairs->rows_other;
    between->differences += pairs->n;
    for (size_t i = 0; i < pairs->n; i++) {
        const th_pair *pair = &pairs->at[i];
        const th_fact *fact = pair->there;
        if (!fact->item || same_rows)
            name_difference(choice, between, difference_in_words(choice, fact, pair));
        else if (i == 0 || !pairs->at[i - 1].there->item)
            name_difference(choice, between,
                            TH_WORDS(choice->all->arena, TH_FMT ": STT 1–%u / 1–%u", "“" TH_FMT "”: rows 1–%u / 1–%u",
                                     TH_ARG(fact->sheet), pairs->rows_one, pairs->rows_other));
    }
}

/* A form that two files hold; those in which they differ stand first. */
static void add_form(const choosing *choice, decision *between, uint32_t form, bool differs)
{
    TH_PUSH(choice->all->arena, between->forms, between->nforms, between->forms_cap, form);
    if (!differs)
        return;
    uint32_t *last = &between->forms[between->nforms - 1], *place = &between->forms[between->differing++];
    for (; last > place; last--)
        *last = last[-1];
    *place = form;
}

static void pass_over(choosing *choice, const th_fact *fact, bool in_conflict)
{
    th_passed_over passed = {*fact, in_conflict};
    TH_PUSH(choice->ds->arena, choice->ds->passed_over, choice->ds->npassed_over, choice->ds->passed_over_cap, passed);
}

static void pass_over_form(choosing *choice, const th_held_form *held)
{
    const th_form_facts *facts = &choice->facts[held - choice->all->held];
    for (size_t i = 0; i < facts->n; i++)
        pass_over(choice, facts->at[i], false);
}

/* Would it count before the other without Sổ nhận?  That it counted until now is nothing that a file says. */
static bool says_so_itself(const th_dataset *all, const th_held_form *one, const th_held_form *other)
{
    th_precedence why = th_precedes_by_itself(all, one, other);
    return why != TH_PRECEDENCE_NONE && why != TH_BY_COUNTING;
}

/* A form that counts in `winner`; what `loser` states otherwise is kept to be seen. */
static void replace_form(choosing *choice, const th_held_form *winner, const th_held_form *loser, th_precedence why)
{
    th_dataset *all = choice->all;
    decision *between =
        decision_between(choice, (decision){.winner = winner->source, .loser = loser->source, .why = why});
    /* What differs in a withheld form is only that it does not count. */
    if (loser->withheld) {
        add_form(choice, between, winner->form, false);
        pass_over_form(choice, loser);
        return;
    }
    th_pairs pairs = th_side_by_side(all->arena, &choice->facts[winner - all->held], &choice->facts[loser - all->held]);
    add_form(choice, between, winner->form, pairs.n > 0);
    name_differences(choice, between, &pairs);
    between->registered_only =
        between->registered_only || (why == TH_BY_RECEIPT && pairs.n && !says_so_itself(all, winner, loser));
    for (size_t i = 0; i < pairs.n; i++)
        if (pairs.at[i].other)
            pass_over(choice, pairs.at[i].other, false);
}

static th_fact withheld_fact(const choosing *choice, const th_pair *pair, const decision *between)
{
    th_fact fact = *pair->there;
    fact.value.state = TH_STATE_UNREADABLE;
    fact.value.withheld = true;
    th_str why =
        th_str_fmt(choice->ds->arena, "“" TH_FMT "” ghi " TH_FMT ", “" TH_FMT "” ghi " TH_FMT ": chờ Sổ nhận",
                   TH_ARG(choice->all->sources[between->winner].file), TH_ARG(figure_in_words(choice, pair->one).vi),
                   TH_ARG(choice->all->sources[between->loser].file), TH_ARG(figure_in_words(choice, pair->other).vi));
    fact.value.trouble = th_words_keep(choice->ds->arena, (th_words){.vi = why});
    return fact;
}

/* The figures of `lead` that differ in `other` are withheld: taken out of the facts of `lead`. */
static void withhold_differences(choosing *choice, th_held_form *lead, const th_held_form *other)
{
    th_dataset *all = choice->all;
    decision *between = decision_between(choice, (decision){.winner = lead->source, .loser = other->source});
    th_form_facts *facts = &choice->facts[lead - all->held];
    th_pairs pairs = th_side_by_side(all->arena, facts, &choice->facts[other - all->held]);
    add_form(choice, between, lead->form, pairs.n > 0);
    name_differences(choice, between, &pairs);
    lead->disputed = lead->disputed || pairs.n;
    for (size_t i = 0; i < pairs.n; i++) {
        const th_pair *pair = &pairs.at[i];
        if (pair->other)
            pass_over(choice, pair->other, true);
        th_fact *withheld = th_arena_alloc(all->arena, sizeof *withheld);
        *withheld = withheld_fact(choice, pair, between);
        bool stands = false;
        for (size_t k = 0; k < facts->n && !stands; k++)
            if (facts->at[k] == pair->one) {
                facts->at[k] = withheld;
                stands = true;
            }
        if (!stands)
            TH_PUSH(all->arena, facts->at, facts->n, facts->cap, withheld);
    }
    th_form_facts_sort(facts);
}

/* Puts into `left` the candidates that no other precedes, or all, should each be preceded by another; how many they
 * are. */
static size_t unpreceded(const th_dataset *all, th_held_form *const *candidates, size_t n, th_held_form **left)
{
    size_t nleft = 0;
    for (size_t i = 0; i < n; i++) {
        bool preceded = false;
        for (size_t k = 0; k < n && !preceded; k++)
            preceded = k != i && th_precedes(all, candidates[k], candidates[i]);
        if (!preceded)
            left[nleft++] = candidates[i];
    }
    for (size_t i = 0; nleft == 0 && i < n; i++)
        left[i] = candidates[i];
    return nleft ? nleft : n;
}

static void decide_form(choosing *choice, th_held_form *const *candidates, size_t n)
{
    th_held_form **left = th_arena_array(choice->all->arena, n + 1, sizeof(th_held_form *));
    size_t nleft = unpreceded(choice->all, candidates, n, left);
    left[0]->counts = true;
    for (size_t i = 1; i < nleft; i++)
        withhold_differences(choice, left[0], left[i]);
    for (size_t i = 0; i < n; i++) {
        bool stays = false;
        for (size_t k = 0; k < nleft; k++)
            stays = stays || candidates[i] == left[k];
        for (size_t k = 0; k < nleft && !stays; k++) {
            th_precedence why = th_precedes(choice->all, left[k], candidates[i]);
            if (why) {
                replace_form(choice, left[k], candidates[i], why);
                stays = true;
            }
        }
    }
}

static bool states_anything(const choosing *choice, const th_held_form *held)
{
    const th_form_facts *facts = &choice->facts[held - choice->all->held];
    for (size_t i = 0; i < facts->n; i++)
        if (facts->at[i]->value.state == TH_STATE_VALUE || facts->at[i]->value.state == TH_STATE_UNREADABLE)
            return true;
    return false;
}

static bool any_states(const choosing *choice, th_held_form *const *candidates, size_t n)
{
    bool any = false;
    for (size_t i = 0; i < n; i++)
        any = any || states_anything(choice, candidates[i]);
    return any;
}

/* A form left empty, as in a supplement made from the whole template, replaces none that is filled in. */
static size_t without_empty_forms(const choosing *choice, th_held_form **candidates, size_t n)
{
    size_t kept = 0;
    bool any = any_states(choice, candidates, n);
    for (size_t i = 0; i < n; i++)
        if (!any || states_anything(choice, candidates[i]))
            candidates[kept++] = candidates[i];
    return kept;
}

static void decide_among(choosing *choice, th_held_form **candidates, size_t n)
{
    n = without_empty_forms(choice, candidates, n);
    if (n == 1)
        candidates[0]->counts = true;
    else if (n)
        decide_form(choice, candidates, n);
}

/* A withheld form replaces none that counts.  Where another form precedes it nobody needs to hear what is wrong. */
static void hold_back(choosing *choice, const th_held_form *winner, th_held_form *withheld)
{
    th_dataset *all = choice->all;
    withheld->replaced = th_precedes(all, winner, withheld) != TH_PRECEDENCE_NONE;
    if (withheld->replaced) {
        replace_form(choice, winner, withheld, th_precedes(all, winner, withheld));
        return;
    }
    decision wanted = {.winner = winner->source, .loser = withheld->source, .held_back = true};
    add_form(choice, decision_between(choice, wanted), winner->form, false);
    pass_over_form(choice, withheld);
}

/* Where no file has the form otherwise the withheld figures are shown, and count for nothing. */
static void decide_withheld(choosing *choice, th_held_form *const *withheld, size_t n, const th_held_form *winner)
{
    th_held_form **left = th_arena_array(choice->all->arena, n + 1, sizeof(th_held_form *));
    if (winner) {
        for (size_t i = 0; i < n; i++)
            hold_back(choice, winner, withheld[i]);
    } else if (n) {
        unpreceded(choice->all, withheld, n, left);
        choice->shown[left[0] - choice->all->held] = true;
    }
}

/* The forms of the unit's files that are read, or the withheld ones. */
static size_t forms_held(const choosing *choice, uint32_t unit, uint32_t form, bool withheld, th_held_form **found)
{
    th_dataset *all = choice->all;
    size_t n = 0;
    for (uint32_t source = 0; source < all->nsources; source++) {
        uint32_t at = *held_slot(choice, source, form);
        if (at && all->sources[source].unit == unit && all->sources[source].status == TH_SOURCE_ACCEPTED &&
            all->held[at - 1].withheld == withheld)
            found[n++] = &all->held[at - 1];
    }
    return n;
}

/* The one of them that counts, or NULL. */
static const th_held_form *counting_form(choosing *choice, th_held_form *const *candidates, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (candidates[i]->counts) {
            choice->shown[candidates[i] - choice->all->held] = true;
            return candidates[i];
        }
    return NULL;
}

static const th_held_form *held_that_counts(const choosing *choice, uint32_t unit, uint32_t form)
{
    const th_dataset *all = choice->all;
    for (uint32_t source = 0; source < all->nsources; source++) {
        uint32_t at = all->sources[source].unit == unit ? *held_slot(choice, source, form) : 0;
        if (at && all->held[at - 1].counts)
            return &all->held[at - 1];
    }
    return NULL;
}

/* What a file that came too late would change. */
static void compare_late_form(choosing *choice, const th_held_form *late)
{
    const th_held_form *counting = held_that_counts(choice, choice->all->sources[late->source].unit, late->form);
    decision *between = decision_between(
        choice, (decision){.winner = counting ? counting->source : late->source, .loser = late->source, .waits = true});
    if (late->withheld)
        return;
    const th_form_facts none = {0};
    th_pairs pairs =
        th_side_by_side(choice->all->arena, counting ? &choice->facts[counting - choice->all->held] : &none,
                        &choice->facts[late - choice->all->held]);
    add_form(choice, between, late->form, pairs.n > 0);
    name_differences(choice, between, &pairs);
    for (size_t i = 0; i < pairs.n; i++)
        if (pairs.at[i].other)
            pass_over(choice, pairs.at[i].other, false);
}

static void compare_what_is_late(choosing *choice)
{
    for (size_t i = 0; i < choice->all->nheld; i++) {
        const th_source *source = &choice->all->sources[choice->all->held[i].source];
        if (source->status == TH_SOURCE_WAITING && source->waits)
            compare_late_form(choice, &choice->all->held[i]);
    }
}

static void decide_forms(choosing *choice)
{
    th_dataset *all = choice->all;
    th_held_form **candidates = th_arena_array(all->arena, all->nsources + 1, sizeof(th_held_form *));
    th_held_form **withheld = th_arena_array(all->arena, all->nsources + 1, sizeof(th_held_form *));
    for (uint32_t unit = 0; unit < all->definition->nunits; unit++)
        for (uint32_t form = 0; form < all->definition->nforms; form++) {
            size_t nwithheld = forms_held(choice, unit, form, true, withheld);
            size_t n = forms_held(choice, unit, form, false, candidates);
            /* The blanks of an empty form are no answer where another file states something, though it be withheld. */
            if (n && (!nwithheld || any_states(choice, candidates, n) || !any_states(choice, withheld, nwithheld)))
                decide_among(choice, candidates, n);
            decide_withheld(choice, withheld, nwithheld, counting_form(choice, candidates, n));
        }
}

/* ---- what is said ---- */

/* "B03_BCVT, B07_CCHC", "B01, B02, B03, B04 … (13)". */
static th_str forms_of(const choosing *choice, const decision *between)
{
    th_buf out;
    size_t n = between->why || !between->differing ? between->nforms : between->differing;
    th_buf_init(&out, choice->ds->arena);
    for (size_t i = 0; i < n && i < NAMED_FORMS; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i ? ", " : "", TH_ARG(choice->all->definition->forms[between->forms[i]].code));
    if (n > NAMED_FORMS)
        th_buf_fmt(&out, " … (%zu)", n);
    return th_buf_str(&out);
}

/* "3 (B03_BCVT!G12: 45 / 54; …)": the figure of the file that is named first stands first. */
static th_words differences_of(const choosing *choice, const decision *between)
{
    const char *more = between->nnamed > NAMED_DIFFERENCES ? "; …" : "";
    if (!between->differences)
        return th_words_quoted(TH_STR("0"));
    th_arena *arena = choice->ds->arena;
    return (th_words){th_str_fmt(arena, "%zu (" TH_FMT "%s)", between->differences, TH_ARG(between->named.vi), more),
                      th_str_fmt(arena, "%zu (" TH_FMT "%s)", between->differences, TH_ARG(between->named.en), more)};
}

static th_finding_kind kind_of_decision(const decision *between, const th_source *loser)
{
    if (between->waits)
        return loser->after_freeze ? TH_F_UNIT_AFTER_FREEZE : TH_F_UNIT_WAITS;
    if (between->held_back)
        return TH_F_UNIT_HELD_BACK;
    if (between->why == TH_BY_COUNTING)
        return between->differences ? TH_F_UNIT_COUNTED_BEFORE : TH_F_UNIT_SAME_FIGURES;
    if (between->why)
        return between->registered_only ? TH_F_UNIT_NOT_REGISTERED : TH_F_UNIT_REPLACED;
    return between->differences ? TH_F_UNIT_CONFLICT : TH_F_UNIT_SAME_FIGURES;
}

static void say_decision(choosing *choice, const decision *between)
{
    const th_definition *d = choice->all->definition;
    const th_source *winner = &choice->all->sources[between->winner];
    th_source *loser = &choice->all->sources[between->loser];
    th_place place = {.unit = d->units[between->unit].code, .file = loser->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    const th_words why = between->waits ? th_late_after(choice->all, loser)
                                        : (th_words){th_precedence_vi(between->why), th_precedence_en(between->why)};
    th_finding *finding =
        th_findings_add(&choice->ds->findings, choice->ds->arena, kind_of_decision(between, loser), &place,
                        TH_WITH(winner->file, loser->file, forms_of(choice, between), why,
                                differences_of(choice, between), th_marked_name(choice->ds->arena, loser)));
    loser->reason = finding->vi;
    if (between->why && loser->status == TH_SOURCE_ACCEPTED && !th_dataset_source_forms(choice->all, loser))
        loser->status = TH_SOURCE_REPLACED;
    /* What is in question is kept in question, also when the file is taken away. */
    if (finding->kind == TH_F_UNIT_CONFLICT || finding->kind == TH_F_UNIT_COUNTED_BEFORE) {
        loser->waits = true;
        loser->status = loser->status == TH_SOURCE_REPLACED ? TH_SOURCE_WAITING : loser->status;
        choice->all->sources[between->winner].waits = choice->all->sources[between->winner].waits || !between->why;
    }
}

/* The list is made in one go, as long as it gets. */
static void move_what_is_shown(const choosing *choice)
{
    th_dataset *ds = choice->ds;
    const th_dataset *all = choice->all;
    size_t n = ds->nfacts;
    for (size_t i = 0; i < all->nheld; i++)
        n += choice->shown[i] ? choice->facts[i].n : 0;
    th_fact *facts = th_arena_array(ds->facts_arena, n, sizeof *facts);
    for (size_t i = 0; i < ds->nfacts; i++)
        facts[i] = ds->facts[i];
    ds->facts = facts;
    ds->facts_cap = n;
    for (size_t i = 0; i < all->nheld; i++)
        for (size_t k = 0; choice->shown[i] && k < choice->facts[i].n; k++)
            facts[ds->nfacts++] = *choice->facts[i].at[k];
}

/* ---- */

void th_choose(th_dataset *ds, th_dataset *all)
{
    choosing choice = {.ds = ds, .all = all};
    look_at_what_is_held(&choice);
    th_copies_settle(ds, all);
    decide_forms(&choice);
    compare_what_is_late(&choice);
    for (size_t i = 0; i < choice.ndecisions; i++)
        say_decision(&choice, &choice.decisions[i]);
    move_what_is_shown(&choice);
}

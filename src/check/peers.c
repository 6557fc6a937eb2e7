/* Laying the copies of a form over each other: what most of them compute in a place, and who does not. */
#include "check/peers.h"

#include "book/formula.h"
#include "book/reference.h"
#include "check/compare.h"
#include "check/plausible.h"
#include "form/score_form.h"

#include <limits.h>

#include "base/banned.h"

enum {
    LEAST_COPIES = 3, /* units that compute alike, below which nothing is said */
    ONE_BY_ONE = 3,   /* so many warnings of one kind in a column stand each by itself; more are one */
    NAMED_CELLS = 10, /* of those that are one */
    SHOWN_DECIMALS = 2,
    MOST_DECIMALS = 6 /* of two figures that fewer do not tell apart */
};

typedef struct peer_copy {
    const th_fact *fact;
    const th_computed *computes; /* NULL: it is a typed number, or nothing that is understood */
} peer_copy;

typedef struct peer_copies {
    peer_copy *at;
    size_t n, cap;
} peer_copies;

/* What most of those copies compute that compute anything; NULL where there is no such thing. */
typedef struct peer_reference {
    const th_computed *computes;
    size_t n, of; /* units that compute it, and that have a figure there */
} peer_reference;

typedef struct peer_deviation {
    const th_fact *fact;
    const th_computed *own; /* NULL as in peer_copy */
    peer_reference reference;
    const th_exact *expected; /* NULL: it cannot be told */
    bool agrees, said;
    size_t standing;  /* 1 + index of the finding that stands at its cell already; 0 none */
    size_t misplaced; /* the same of one about columns exchanged or figures a row off in its form */
} peer_deviation;

typedef struct peer_run {
    th_arena *arena;
    th_dataset *ds;
    const th_definition *d;
    th_doubts *doubts;
    uint32_t *criterion; /* by fact */
    size_t *first_said;  /* by unit: 1 + its first finding; 0: it has none */
    size_t *next_said;   /* by finding: likewise the next of the unit */
    peer_deviation *at;
    size_t n, cap;
} peer_run;

static th_peer_view view_of(const peer_run *run, const th_fact *home)
{
    return (th_peer_view){.arena = run->arena, .ds = run->ds, .home = home, .criterion = run->criterion};
}

/* ---- copies ---- */

/* A copy says something where its figure counts, is the unit's own, and its formula, if any, was kept. */
static bool copy_of(const peer_run *run, const th_fact *fact, peer_copy *copy)
{
    th_str computes = fact ? th_fact_formula_of(fact).computes : (th_str){0};
    if (!fact || fact->value.state != TH_STATE_VALUE || !fact->value.num || fact->adjusted ||
        (fact->value.did & TH_DID_SCALE) || (fact->formula && !computes.len))
        return false;
    *copy = (peer_copy){.fact = fact};
    if (computes.len && !th_str_eq(computes, TH_STR(TH_COMPUTED_UNKNOWN)))
        copy->computes = th_computed_read(run->arena, run->d, computes);
    return true;
}

static void take_copy(const peer_run *run, peer_copies *copies, const th_fact *fact)
{
    peer_copy copy;
    if (copy_of(run, fact, &copy))
        TH_PUSH(run->arena, copies->at, copies->n, copies->cap, copy);
}

static size_t count_alike(const peer_run *run, const peer_copies *copies, const th_computed *computes)
{
    size_t n = 0;
    for (size_t i = 0; i < copies->n; i++)
        n += copies->at[i].computes && th_computed_equal(run->arena, copies->at[i].computes, computes);
    return n;
}

/* More than two thirds. */
static bool is_most(size_t n, size_t of)
{
    return n * 3 > of * 2;
}

/* At least three copies, and most of those that compute anything.  A formula with cells that are no figures is no
 * reference: nobody could tell what it is in another copy. */
static peer_reference reference_of(const peer_run *run, const peer_copies *copies)
{
    size_t formulas = 0;
    for (size_t i = 0; i < copies->n; i++)
        formulas += copies->at[i].fact->formula;
    for (size_t i = 0; i < copies->n; i++) {
        const th_computed *computes = copies->at[i].computes;
        if (!computes || th_computed_has(computes, TH_COMPUTED_OTHER))
            continue;
        size_t n = count_alike(run, copies, computes);
        if (n >= LEAST_COPIES && is_most(n, formulas))
            return (peer_reference){computes, n, copies->n};
    }
    return (peer_reference){0};
}

/* ---- deviations ---- */

static bool is_at(const peer_run *run, const th_finding *finding, const th_fact *fact)
{
    return finding->level >= TH_LEVEL_WARNING && finding->place.row == fact->row && finding->place.col == fact->col &&
           th_str_eq(finding->place.unit, run->d->units[fact->unit].code) &&
           th_str_eq(finding->place.sheet, fact->sheet);
}

/* Columns of the form that are exchanged, or figures a row off, make formulas differ from those of the peers too. */
static bool is_of_misplaced(const peer_run *run, const th_finding *finding, const th_fact *fact)
{
    return (finding->kind == TH_F_ODD_EXCHANGED || finding->kind == TH_F_ODD_SHIFTED) &&
           th_str_eq(finding->place.unit, run->d->units[fact->unit].code) &&
           th_str_eq(finding->place.sheet, fact->sheet);
}

static size_t finding_that_fits(const peer_run *run, const th_fact *fact,
                                bool (*fits)(const peer_run *, const th_finding *, const th_fact *))
{
    for (size_t i = run->first_said[fact->unit]; i; i = run->next_said[i - 1])
        if (fits(run, &run->ds->findings.at[i - 1], fact))
            return i;
    return 0;
}

/* What was said before copies are laid over each other, unit by unit. */
static void find_what_was_said(peer_run *run)
{
    const th_findings *findings = &run->ds->findings;
    run->first_said = th_arena_array(run->arena, run->d->nunits + 1, sizeof *run->first_said);
    run->next_said = th_arena_array(run->arena, findings->n + 1, sizeof *run->next_said);
    for (size_t i = findings->n; i-- > 0;) {
        uint32_t unit = th_definition_unit(run->d, findings->at[i].place.unit);
        if (unit >= run->d->nunits)
            continue;
        run->next_said[i] = run->first_said[unit];
        run->first_said[unit] = i + 1;
    }
}

static bool states_whole(const peer_run *run, const th_fact *fact)
{
    th_type type = fact->item ? run->d->columns[fact->indicator].type : run->d->indicators[fact->indicator].type;
    return fact->measure != TH_COMPARED && (type == TH_TYPE_INT || type == TH_TYPE_MONEY || type == TH_TYPE_RANK);
}

static bool gives(const peer_run *run, const th_fact *fact, const th_exact *expected)
{
    if (!th_formula_differs(th_exact_to_double(fact->value.num), th_exact_to_double(expected)))
        return true;
    th_side stated = {.num = th_value_printed(&fact->value),
                      .decimals = fact->value.decimals,
                      .qualifiers = fact->value.qualifiers,
                      .stated = true,
                      .whole = states_whole(run, fact)};
    th_side computed = {.num = expected, .decimals = INT_MAX};
    return !fact->formula && th_compare(run->arena, TH_OP_EQ, &stated, &computed, NULL) != TH_BROKEN;
}

static void judge_copy(peer_run *run, const peer_reference *reference, const peer_copy *copy)
{
    const th_fact *fact = copy->fact;
    if (!reference->computes || (copy->computes && th_computed_equal(run->arena, copy->computes, reference->computes)))
        return;
    th_peer_view view = view_of(run, fact);
    peer_deviation deviation = {.fact = fact,
                                .own = copy->computes,
                                .reference = *reference,
                                .standing = finding_that_fits(run, fact, is_at),
                                .misplaced = finding_that_fits(run, fact, is_of_misplaced)};
    deviation.expected = th_peer_value(&view, reference->computes);
    deviation.agrees = deviation.expected && gives(run, fact, deviation.expected);
    bool typed = !fact->formula;
    /* Words such as "tăng 5 %", and what a finding at the cell says already. */
    if (typed && (!deviation.expected || fact->value.qualifiers || deviation.standing))
        return;
    /* A number that is right is worth a note only where computing is the custom, and it is not 0. */
    if (typed && deviation.agrees && (!is_most(reference->n, reference->of) || th_exact_sign(fact->value.num) == 0))
        return;
    bool odd = copy->computes && th_computed_has(copy->computes, TH_COMPUTED_OTHER);
    if (!typed && (!copy->computes || odd) && (!deviation.expected || (deviation.agrees && !odd)))
        return;
    TH_PUSH(run->arena, run->at, run->n, run->cap, deviation);
}

/* `rule`: what the definition says that they compute, or NULL.  It stands against most copies only where one of them
 * follows it: a rule may say the same in other figures, and then the copies are all there is to go by. */
static void judge_copies(peer_run *run, const peer_copies *copies, const th_computed *rule)
{
    peer_reference reference = reference_of(run, copies);
    if (rule && reference.computes && !th_computed_equal(run->arena, reference.computes, rule) &&
        count_alike(run, copies, rule) > 0)
        return;
    for (size_t i = 0; i < copies->n; i++)
        judge_copy(run, &reference, &copies->at[i]);
}

/* ---- places ---- */

static void lay_indicators(peer_run *run)
{
    for (uint32_t i = 0; i < run->d->nindicators; i++)
        for (th_measure m = TH_NOW; m < TH_REMARK; m++) {
            peer_copies copies = {0};
            for (uint32_t u = 0; u < run->d->nunits; u++)
                take_copy(run, &copies, th_dataset_find(run->ds, u, i, m));
            judge_copies(run, &copies, th_peer_rule(run->arena, run->d, i, m));
        }
}

/* Which criterion each cell of a list of scores is about. */
static void find_criteria(peer_run *run)
{
    const th_dataset *ds = run->ds;
    run->criterion = th_arena_array(run->arena, ds->nfacts + 1, sizeof *run->criterion);
    for (size_t from = 0, to; from < ds->nfacts; from = to) {
        const th_fact *first = &ds->facts[from];
        uint32_t criterion = TH_NONE, form = th_dataset_form_of(ds, first);
        for (to = from; to < ds->nfacts; to++) {
            const th_fact *fact = &ds->facts[to];
            if (fact->unit != first->unit || fact->item != first->item || th_dataset_form_of(ds, fact) != form)
                break;
            if (fact->item && run->d->columns[fact->indicator].role == TH_ROLE_CRITERION)
                criterion = th_criterion_of_code(run->arena, run->d, fact->value.text);
        }
        for (size_t i = from; i < to; i++)
            run->criterion[i] = criterion;
    }
}

/* Criterion by criterion, the cells that stand beside it in the units' forms of scores. */
static void lay_criteria(peer_run *run, uint32_t column)
{
    peer_copies *copies = th_arena_array(run->arena, run->d->ncriteria + 1, sizeof *copies);
    for (size_t i = 0; i < run->ds->nfacts; i++) {
        const th_fact *fact = &run->ds->facts[i];
        if (fact->item && fact->indicator == column && run->criterion[i] < run->d->ncriteria)
            take_copy(run, &copies[run->criterion[i]], fact);
    }
    for (size_t k = 0; k < run->d->ncriteria; k++)
        judge_copies(run, &copies[k], NULL);
}

/* What more than half of the rows of a unit's list compute; a typed number where no formula is in so many. */
static bool usual_copy(const peer_run *run, const peer_copies *rows, peer_copy *usual)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].computes && count_alike(run, rows, rows->at[i].computes) * 2 > rows->n) {
            *usual = rows->at[i];
            return true;
        }
    if (rows->n)
        *usual = (peer_copy){.fact = rows->at[0].fact};
    return rows->n > 0;
}

static void lay_column(peer_run *run, uint32_t column)
{
    peer_copies all = {0}, usual = {0};
    for (uint32_t u = 0; u < run->d->nunits; u++) {
        peer_copies rows = {0};
        peer_copy copy;
        size_t n = th_dataset_list_size(run->ds, u, run->d->columns[column].form);
        for (uint32_t item = 1; item <= n; item++) {
            const th_fact *fact = th_dataset_list_cell(run->ds, u, column, item);
            take_copy(run, &rows, fact);
            take_copy(run, &all, fact);
        }
        if (usual_copy(run, &rows, &copy))
            TH_PUSH(run->arena, usual.at, usual.n, usual.cap, copy);
    }
    peer_reference reference = reference_of(run, &usual);
    for (size_t i = 0; i < all.n; i++)
        judge_copy(run, &reference, &all.at[i]);
}

static bool has_formulas(const peer_run *run, uint32_t column)
{
    for (size_t i = 0; i < run->ds->nfacts; i++)
        if (run->ds->facts[i].item && run->ds->facts[i].indicator == column &&
            th_fact_formula_of(&run->ds->facts[i]).computes.len)
            return true;
    return false;
}

static void lay_lists(peer_run *run)
{
    for (uint32_t c = 0; c < run->d->ncolumns; c++) {
        uint32_t form = run->d->columns[c].form;
        if (form == TH_NONE || !has_formulas(run, c))
            continue;
        if (run->d->forms[form].kind & TH_FORM_SCORES)
            lay_criteria(run, c);
        else
            lay_column(run, c);
    }
}

/* ---- saying it ---- */

static bool is_warning(const peer_deviation *deviation)
{
    return deviation->expected && !deviation->agrees;
}

/* One cause: numbers typed in a form, numbers in one column that do not fit, one formula copied along. */
static bool belong_together(const peer_run *run, const peer_deviation *one, const peer_deviation *other)
{
    const th_fact *a = one->fact, *b = other->fact;
    if (a->unit != b->unit || th_dataset_form_of(run->ds, a) != th_dataset_form_of(run->ds, b) ||
        !th_str_eq(a->sheet, b->sheet) || is_warning(one) != is_warning(other) || a->formula != b->formula ||
        one->standing || other->standing || !one->expected != !other->expected)
        return false;
    if (a->formula)
        return th_str_eq(th_fact_formula_of(a).relative, th_fact_formula_of(b).relative);
    return !is_warning(one) || a->col == b->col;
}

/* " Cũng vậy ở ô G14, G15." for all but the first; empty: there are no others. */
static th_words others_words(const peer_run *run, const size_t *group, size_t n)
{
    th_buf cells;
    th_buf_init(&cells, run->arena);
    for (size_t i = 1; i < n && i <= NAMED_CELLS; i++) {
        const th_fact *fact = run->at[group[i]].fact;
        th_buf_fmt(&cells, "%s" TH_FMT, i > 1 ? ", " : "", TH_ARG(th_cell_name(run->arena, fact->row, fact->col)));
    }
    th_str named = th_buf_str(&cells);
    if (n < 2)
        return (th_words){0};
    if (n - 1 > NAMED_CELLS)
        return TH_WORDS(run->arena, " Cũng vậy ở ô " TH_FMT " và %zu ô nữa.", " So it is at " TH_FMT " and %zu more.",
                        TH_ARG(named), n - 1 - NAMED_CELLS);
    return TH_WORDS(run->arena, " Cũng vậy ở ô " TH_FMT ".", " So it is at " TH_FMT ".", TH_ARG(named));
}

/* A figure in words, with more decimals where it could not be told from `other` without them. */
static th_words figure_words(const peer_run *run, const th_exact *number, const th_exact *other)
{
    bool alike = other && th_exact_cmp(number, other) != 0 &&
                 th_exact_cmp(th_exact_round(run->arena, number, SHOWN_DECIMALS),
                              th_exact_round(run->arena, other, SHOWN_DECIMALS)) == 0;
    return th_exact_words(run->arena, number, alike ? MOST_DECIMALS : SHOWN_DECIMALS, true);
}

static th_words peers_words(const peer_run *run, const peer_reference *reference)
{
    return TH_WORDS(run->arena, "%zu/%zu " TH_FMT, "%zu of %zu units (" TH_FMT ")", reference->n, reference->of,
                    TH_ARG(run->d->unit_noun));
}

/* "thiếu G15, nên ra 33, không phải 35". */
static th_words what_differs(const peer_run *run, const th_peer_view *view, const peer_deviation *deviation)
{
    th_words what = th_peer_difference(view, deviation->reference.computes, deviation->own), is, wanted;
    if (!deviation->expected)
        return what;
    const th_exact *shown = deviation->fact->value.num;
    is = figure_words(run, shown, deviation->expected);
    wanted = figure_words(run, deviation->expected, deviation->agrees ? NULL : shown);
    if (deviation->agrees)
        return (th_words){
            th_str_fmt(run->arena, TH_FMT "; kết quả vẫn là " TH_FMT, TH_ARG(what.vi), TH_ARG(wanted.vi)),
            th_str_fmt(run->arena, TH_FMT "; the result is still " TH_FMT, TH_ARG(what.en), TH_ARG(wanted.en))};
    return (th_words){th_str_fmt(run->arena, TH_FMT ", nên ra " TH_FMT ", không phải " TH_FMT, TH_ARG(what.vi),
                                 TH_ARG(is.vi), TH_ARG(wanted.vi)),
                      th_str_fmt(run->arena, TH_FMT ", which gives " TH_FMT ", not " TH_FMT, TH_ARG(what.en),
                                 TH_ARG(is.en), TH_ARG(wanted.en))};
}

static th_finding *say_deviation(const peer_run *run, const peer_deviation *deviation, const th_place *place,
                                 th_words others)
{
    const th_fact *fact = deviation->fact;
    th_peer_view view = view_of(run, fact);
    th_str cell = th_cell_name(run->arena, fact->row, fact->col),
           formula = th_peer_formula(&view, deviation->reference.computes);
    th_words who = peers_words(run, &deviation->reference);
    th_findings *findings = &run->ds->findings;
    if (fact->formula) {
        th_str own = th_formula_absolute(run->arena, th_fact_formula_of(fact).relative, fact->row, fact->col);
        return th_findings_add(findings, run->ds->arena,
                               is_warning(deviation) ? TH_F_PEER_FORMULA_OTHER : TH_F_PEER_FORMULA_SAME, place,
                               TH_WITH(who, cell, formula, own, what_differs(run, &view, deviation), others));
    }
    th_words typed = figure_words(run, fact->value.num, is_warning(deviation) ? deviation->expected : NULL);
    if (!is_warning(deviation))
        return th_findings_add(findings, run->ds->arena, TH_F_PEER_TYPED_SAME, place,
                               TH_WITH(who, cell, formula, typed, others));
    return th_findings_add(
        findings, run->ds->arena, TH_F_PEER_TYPED_OTHER, place,
        TH_WITH(who, cell, formula, typed, figure_words(run, deviation->expected, fact->value.num), others));
}

/* A finding at the cell says already that the figure is wrong: what is wrong with the formula becomes a part of it. */
static void join_standing(const peer_run *run, size_t standing)
{
    th_arena *arena = run->ds->arena;
    th_findings *findings = &run->ds->findings;
    const th_finding *last = &findings->at[findings->n - 1];
    th_finding *finding = &findings->at[standing - 1];
    finding->vi = th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(finding->vi), TH_ARG(last->vi));
    finding->en = th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(finding->en), TH_ARG(last->en));
    th_findings_drop(findings);
}

static void add_used(const peer_run *run, const th_computed *tree, th_sources *used)
{
    if (tree->kind == TH_COMPUTED_FIGURE) {
        const th_used figure = {.indicator = tree->index, .measure = tree->measure};
        TH_PUSH(run->arena, used->at, used->n, used->cap, figure);
    }
    for (size_t i = 0; i < tree->nargs; i++)
        add_used(run, tree->args[i], used);
}

/* A typed number that does not fit may be the consequence of what a rule says of the figures of the formula. */
static void doubt_typed(const peer_run *run, const peer_deviation *deviation, size_t index)
{
    const th_fact *fact = deviation->fact;
    th_sources used = {0};
    if (!fact->item) {
        const th_used own = {.indicator = fact->indicator, .measure = fact->measure};
        TH_PUSH(run->arena, used.at, used.n, used.cap, own);
    }
    add_used(run, deviation->reference.computes, &used);
    th_doubts_add_used(run->doubts, index, fact->unit, &used);
}

static void say_group(peer_run *run, const size_t *group, size_t n)
{
    const peer_deviation *deviation = &run->at[group[0]];
    const th_fact *fact = deviation->fact;
    uint32_t form = th_dataset_form_of(run->ds, fact);
    const th_place place = {.unit = run->d->units[fact->unit].code,
                            .file = run->ds->sources[fact->source].file,
                            .sheet = fact->sheet,
                            .form = run->d->forms[form].code,
                            .row = fact->row,
                            .col = fact->col};
    size_t index = run->ds->findings.n;
    th_finding *finding = say_deviation(run, deviation, &place, others_words(run, group, n));
    finding->indicator = fact->item ? run->d->columns[fact->indicator].code : run->d->indicators[fact->indicator].code;
    finding->raw = fact->raw;
    if (is_warning(deviation))
        finding->expected =
            th_str_fmt(run->ds->arena, "= " TH_FMT, TH_ARG(figure_words(run, deviation->expected, fact->value.num).vi));
    if (deviation->standing)
        join_standing(run, deviation->standing);
    else if (deviation->misplaced)
        th_fold_under(run->ds, index, deviation->misplaced - 1);
    else if (is_warning(deviation) && !fact->formula)
        doubt_typed(run, deviation, index);
}

static void say_all(peer_run *run)
{
    size_t *group = th_arena_array(run->arena, run->n + 1, sizeof *group);
    for (size_t i = 0; i < run->n; i++) {
        size_t n = 0;
        for (size_t k = i; k < run->n; k++)
            if (!run->at[k].said && (k == i || belong_together(run, &run->at[i], &run->at[k])))
                group[n++] = k;
        if (run->at[i].said)
            continue;
        if (is_warning(&run->at[i]) && n <= ONE_BY_ONE)
            n = 1;
        for (size_t k = 0; k < n; k++)
            run->at[group[k]].said = true;
        say_group(run, group, n);
    }
}

void th_peers_run(th_arena *arena, th_dataset *ds, th_doubts *doubts)
{
    th_arena *scratch = th_arena_scratch(arena);
    peer_run run = {.arena = scratch, .ds = ds, .d = ds->definition, .doubts = doubts};
    find_criteria(&run);
    find_what_was_said(&run);
    lay_indicators(&run);
    lay_lists(&run);
    say_all(&run);
    th_arena_free(scratch);
}

/* Which move explains what is wrong with a form, said once; and what is folded under it. */
#include "check/misplaced.h"

#include "check/explain.h"
#include "check/fold.h"
#include "check/plausible.h"

#include "base/banned.h"

enum {
    STARTS_MOST = 40,     /* rows from which on figures are tried a row up and down */
    TRIAL_BYTES = 1 << 27 /* memory of one form's trial; beyond it no cause is named */
};

typedef struct search {
    th_dataset *ds;
    const th_tried_form *form;
    const th_questions *questions;
    th_move best;
    th_tally tally; /* of the best move */
    bool found;
} search;

/* ---- which move ---- */

static long worth(const th_tally *tally)
{
    return (long)tally->resolved - 2 * (long)tally->broken - (long)tally->still;
}

/* The value in a cell of the form before anything was moved, or NULL. */
static const th_value *value_was(const th_tried_form *form, size_t row, th_measure measure)
{
    return form->rows[row].at[measure] ? &form->rows[row].was[measure] : NULL;
}

/* What figures that went down or up a row leave behind, above the first of them or below the last: a blank, or, where
 * that was filled, one of them twice or a 0.  The stronger the trace the higher. */
enum { TRACE_NONE, TRACE_NOUGHT, TRACE_TWICE, TRACE_BLANK };

/* The trace in the cell at the end of the figures that went astray. */
static int trace_in_cell(const th_tried_form *form, size_t end, size_t neighbour, th_measure measure)
{
    const th_value *left = value_was(form, end, measure), *beside = value_was(form, neighbour, measure);
    if (!left || left->state != TH_STATE_VALUE || !left->num)
        return TRACE_NONE;
    if (th_exact_sign(left->num) == 0)
        return TRACE_NOUGHT;
    bool twice = beside && beside->state == TH_STATE_VALUE && th_exact_same(left->num, beside->num);
    return twice ? TRACE_TWICE : TRACE_NONE;
}

static int trace_in_column(const th_tried_form *form, const th_move *move, th_measure measure)
{
    size_t end = move->by > 0 ? move->from : move->to;
    bool beyond = move->by > 0 ? end > 0 : end + 1 < form->nrows;
    const th_value *left = NULL;
    if (beyond)
        left = value_was(form, move->by > 0 ? end - 1 : end + 1, measure);
    if (beyond && (!left || left->state == TH_STATE_BLANK))
        return TRACE_BLANK;
    if (move->to == move->from)
        return TRACE_NONE;
    return trace_in_cell(form, end, move->by > 0 ? end + 1 : end - 1, measure);
}

static int trace_of(const th_tried_form *form, const th_move *move)
{
    int strongest = TRACE_NONE;
    for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED && move->by; m++) {
        int trace = th_move_has_column(move, m) ? trace_in_column(form, move, m) : TRACE_NONE;
        strongest = trace > strongest ? trace : strongest;
    }
    return strongest;
}

/* "Năm nay" a row too low and "năm trước" a row too high put the same figures side by side. */
static bool is_mirrored(const th_move *one, const th_move *other)
{
    const unsigned both = 1u << TH_NOW | 1u << TH_PREVIOUS;
    return one->by && one->by == -other->by && (one->columns ^ other->columns) == both &&
           (one->columns & other->columns) == 0;
}

/* Of two moves that explain as much, one that leaves a trace behind is likelier, then the one that leaves less wrong,
 * then the one that moves less, then the one that was tried first. */
static bool explains_better(const search *at, const th_move *move, const th_tally *tally)
{
    if (!at->found)
        return true;
    int trace = trace_of(at->form, move), before = trace_of(at->form, &at->best);
    if (trace != before && is_mirrored(move, &at->best))
        return trace > before;
    if (worth(tally) != worth(&at->tally))
        return worth(tally) > worth(&at->tally);
    if (trace != before)
        return trace > before;
    if (tally->taken != at->tally.taken)
        return tally->taken < at->tally.taken;
    if (tally->lost != at->tally.lost)
        return tally->lost > at->tally.lost;
    return move->to - move->from < at->best.to - at->best.from;
}

static bool stand_together(const th_tried_form *form, size_t upper)
{
    return upper + 1 < form->nrows && form->rows[upper].row + 1 == form->rows[upper + 1].row;
}

/* A row that has no other below or above it, from which a figure could come, is not moved to. */
static th_move without_idle_end(const th_tried_form *form, th_move move)
{
    if (move.by > 0 && move.to > move.from && !stand_together(form, move.to))
        move.to--;
    else if (move.by < 0 && move.to > move.from && (move.from == 0 || !stand_together(form, move.from - 1)))
        move.from++;
    return move;
}

static th_tally try_move(search *at, th_move move)
{
    move = without_idle_end(at->form, move);
    th_move_apply(at->form, &move);
    th_tally tally = th_questions_ask(at->questions, &move);
    th_move_undo(at->form);
    if (!th_tally_explains(&tally) || !explains_better(at, &move, &tally))
        return tally;
    at->best = move;
    at->tally = tally;
    at->found = true;
    return tally;
}

static void try_exchanged(search *at)
{
    for (th_measure one = TH_NOW; one < TH_COLUMNS_TRIED; one++)
        for (th_measure other = one + 1; other < TH_COLUMNS_TRIED; other++)
            try_move(at, (th_move){.columns = 1u << one | 1u << other, .to = at->form->nrows - 1});
}

enum { NOW = 1 << TH_NOW, PREVIOUS = 1 << TH_PREVIOUS, PLAN = 1 << TH_PLAN, COMPARED = 1 << TH_COMPARED };
static const unsigned shifted_columns[] = {
    NOW, PREVIOUS, PLAN, NOW | PREVIOUS, NOW | PREVIOUS | PLAN, NOW | PREVIOUS | PLAN | COMPARED};

/* From which row on a shift of some columns puts most right, whatever it does to the rows at the end. */
typedef struct shift_start {
    bool promises;
    size_t from;
    long gain;
} shift_start;

static void note_start(shift_start *start, size_t from, const th_tally *tally)
{
    long gain = (long)tally->resolved - (long)tally->still;
    if (tally->strong < TH_WRONG_LEAST || tally->resolved < 3 * tally->still || tally->resolved < tally->lost ||
        (start->promises && gain < start->gain))
        return;
    *start = (shift_start){true, from, gain};
}

/* The first row that is off is one that something wrong rests on, or stands just above it; *last gets the last row of
 * these. */
static void try_starts(search *at, unsigned columns, int by, shift_start *start, size_t *last)
{
    size_t tried = 0, n = at->form->nrows;
    for (size_t row = 0; row < n && tried < STARTS_MOST; row++) {
        bool near = row == 0 || th_questions_wrong_at(at->questions, row) ||
                    (row + 1 < n && th_questions_wrong_at(at->questions, row + 1));
        if (th_questions_wrong_at(at->questions, row))
            *last = row;
        if (!near)
            continue;
        th_tally tally = try_move(at, (th_move){.columns = columns, .by = by, .from = row, .to = n - 1});
        note_start(start, row, &tally);
        tried++;
    }
}

/* Rows below may be in their places. */
static void try_ends(search *at, unsigned columns, int by, const shift_start *start, size_t last)
{
    for (size_t to = start->from + 1; to < at->form->nrows && to <= last + 1; to++)
        try_move(at, (th_move){.columns = columns, .by = by, .from = start->from, .to = to});
}

static void try_shifted(search *at)
{
    for (size_t i = 0; i < sizeof shifted_columns / sizeof *shifted_columns; i++)
        for (int by = -1; by <= 1; by += 2) {
            shift_start start = {0};
            size_t last = 0;
            try_starts(at, shifted_columns[i], by, &start, &last);
            if (start.promises)
                try_ends(at, shifted_columns[i], by, &start, last);
        }
}

/* ---- what is said ---- */

static const th_fact *first_moved(const search *at, th_measure measure)
{
    for (size_t i = at->best.from; i <= at->best.to; i++)
        if (at->form->rows[i].at[measure])
            return at->form->rows[i].at[measure];
    return NULL;
}

/* "E “Năm trước”, G “Năm nay”", in the order of the sheet; `between` stands between the last two. */
static th_words column_words(const search *at, th_words between)
{
    const th_tried_form *form = at->form;
    uint32_t col[TH_COLUMNS_TRIED];
    size_t n = 0;
    th_measure order[TH_COLUMNS_TRIED];
    for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++) {
        const th_fact *fact = th_move_has_column(&at->best, m) ? first_moved(at, m) : NULL;
        if (!fact)
            continue;
        size_t k = n++;
        for (; k > 0 && col[k - 1] > fact->col; k--) {
            col[k] = col[k - 1];
            order[k] = order[k - 1];
        }
        col[k] = fact->col;
        order[k] = m;
    }
    th_words said = {0};
    for (size_t k = 0; k < n; k++) {
        th_str name = th_cell_name(form->arena, 0, col[k]);
        th_words joint = k + 1 == n ? between : TH_WORDS_ARE(", ", ", ");
        if (k == 0)
            joint = (th_words){0};
        said.vi = th_str_fmt(at->ds->arena, TH_FMT TH_FMT TH_FMT " “" TH_FMT "”", TH_ARG(said.vi), TH_ARG(joint.vi),
                             TH_ARG(th_str_sub(name, 0, name.len - 1)), TH_ARG(th_measure_vi(order[k])));
        said.en =
            th_str_fmt(at->ds->arena, TH_FMT TH_FMT TH_FMT " (" TH_FMT ")", TH_ARG(said.en), TH_ARG(joint.en),
                       TH_ARG(th_str_sub(name, 0, name.len - 1)), TH_ARG(th_measure_words(form->arena, order[k]).en));
    }
    return said;
}

/* Adds the finding that says the cause, at the first figure that was moved.  Its mark covers all of them, so that a
 * reason given for it holds until one of them changes. */
static th_finding *say_cause(const search *at, th_finding_kind kind, const th_fact *fact, th_arguments arguments)
{
    const th_tried_form *form = at->form;
    const th_definition *d = at->ds->definition;
    const th_place place = {.unit = d->units[form->unit].code,
                            .file = at->ds->sources[fact->source].file,
                            .sheet = fact->sheet,
                            .form = d->forms[form->form].code,
                            .row = fact->row,
                            .col = fact->col};
    th_finding *finding = th_findings_add(&at->ds->findings, at->ds->arena, kind, &place, arguments);
    finding->indicator = d->indicators[fact->indicator].code;
    finding->raw = fact->raw;
    th_sources moved = {0};
    for (size_t i = at->best.from; i <= at->best.to; i++)
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++) {
            const th_value *was = &form->rows[i].was[m];
            if (!th_move_has_column(&at->best, m))
                continue;
            const th_used used = {.operand = {.state = was->state, .num = was->num, .text = was->text},
                                  .indicator = form->rows[i].indicator,
                                  .measure = m};
            TH_PUSH(form->arena, moved.at, moved.n, moved.cap, used);
        }
    finding->mark = th_explain_mark(at->ds->arena, d, form->unit, finding->rule, &moved);
    return finding;
}

/* "11–36": where figures stand that belong a row away. */
static th_str rows_text(const search *at)
{
    const th_move *move = &at->best;
    const th_tried_form *form = at->form;
    uint32_t from = form->rows[move->from].row, to = form->rows[move->to].row;
    if (move->by > 0)
        to++;
    else if (from > 0)
        from--;
    return th_str_fmt(at->ds->arena, "%u–%u", from + 1, to + 1);
}

static void say_exchanged(const search *at, const th_fact *fact, th_str right, th_str wrong)
{
    say_cause(at, TH_F_ODD_EXCHANGED, fact, TH_WITH(column_words(at, TH_WORDS_ARE(" và cột ", " and ")), right, wrong));
}

static void say_shifted(const search *at, const th_fact *fact, th_str right, th_str wrong)
{
    say_cause(at, TH_F_ODD_SHIFTED, fact,
              TH_WITH(column_words(at, TH_WORDS_ARE(", ", ", ")), rows_text(at),
                      at->best.by > 0 ? TH_WORDS_ARE("xuống", "down") : TH_WORDS_ARE("lên", "up"), right, wrong));
}

/* The index of the finding, or SIZE_MAX when no figure was moved. */
static size_t say_move(const search *at)
{
    const th_fact *fact = NULL;
    for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED && !fact; m++)
        fact = th_move_has_column(&at->best, m) ? first_moved(at, m) : NULL;
    if (!fact)
        return SIZE_MAX;
    const th_tally *tally = &at->tally;
    th_str right = th_str_fmt(at->ds->arena, "%zu", tally->resolved),
           wrong = th_str_fmt(at->ds->arena, "%zu", tally->resolved + tally->still + tally->lost);
    if (at->best.by)
        say_shifted(at, fact, right, wrong);
    else
        say_exchanged(at, fact, right, wrong);
    return at->ds->findings.n - 1;
}

/* ---- what is folded ---- */

/* A required figure is missing in the row, or the column, that the figures have left. */
static bool is_left_blank(const search *at, const th_finding *finding)
{
    const th_move *move = &at->best;
    const th_tried_row *rows = at->form->rows;
    return finding->kind == TH_F_VALUE_MISSING && th_move_has_column(move, TH_NOW) &&
           finding->place.row != TH_NO_CELL && finding->place.row + 1 >= rows[move->from].row &&
           finding->place.row <= rows[move->to].row + 1;
}

static bool is_at_moved_figure(const search *at, const th_finding *finding)
{
    const th_tried_form *form = at->form;
    for (size_t i = 0; i < form->nrows; i++)
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++) {
            const th_fact *fact = form->rows[i].at[m];
            if (fact && fact->row == finding->place.row && fact->col == finding->place.col)
                return th_move_touches(form, &at->best, fact->indicator, m);
        }
    return is_left_blank(at, finding);
}

/* A slip of scale or of digits is seen by the other figures of its row: one that was moved may be what is wrong. */
static bool is_seen_by_moved(const search *at, const th_finding *finding)
{
    const th_tried_form *form = at->form;
    bool slip = finding->kind == TH_F_ODD_SCALE || finding->kind == TH_F_ODD_SWAP;
    for (size_t i = 0; i < form->nrows && slip && at->best.by; i++)
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++)
            if (form->rows[i].row == finding->place.row && form->rows[i].at[m] &&
                th_move_touches(form, &at->best, form->rows[i].indicator, m))
                return true;
    return false;
}

/* What was said about single cells of the sheet: another file of the unit may hold the form, too. */
static bool is_about_moved(const search *at, const th_finding *finding, const th_place *cause)
{
    return th_str_eq(finding->place.unit, cause->unit) && th_str_eq(finding->place.file, cause->file) &&
           th_str_eq(finding->place.sheet, cause->sheet) && th_str_eq(finding->place.form, cause->form) &&
           finding->level >= TH_LEVEL_WARNING && finding->kind != TH_F_CHECK_FAILED &&
           (is_at_moved_figure(at, finding) || is_seen_by_moved(at, finding));
}

/* Whether what was noticed without a rule would be noticed still; the figures are moved already. */
static bool is_noticed_still(const th_findings *now, const th_finding *finding)
{
    for (size_t i = 0; i < now->n; i++)
        if (now->at[i].kind == finding->kind && th_str_eq(now->at[i].place.unit, finding->place.unit) &&
            th_str_eq(now->at[i].place.form, finding->place.form) && now->at[i].place.row == finding->place.row &&
            now->at[i].place.col == finding->place.col)
            return true;
    return false;
}

/* Notes what plausibility no longer notices about the unit once the figures are in their places.  The memory is that of
 * the run: a trial that ran out of its own must not leave while the findings are set aside. */
static void note_unnoticed(const search *at, bool *explained, size_t n)
{
    th_dataset *ds = at->ds;
    th_findings before = ds->findings;
    ds->findings = (th_findings){0};
    th_plausible_run(ds->arena, ds);
    th_findings now = ds->findings;
    ds->findings = before;
    for (size_t i = 0; i < n; i++) {
        const th_finding *finding = &before.at[i];
        if (th_plausible_notices(finding->kind) &&
            th_str_eq(finding->place.unit, ds->definition->units[at->form->unit].code) &&
            th_str_eq(finding->place.form, ds->definition->forms[at->form->form].code) &&
            !is_noticed_still(&now, finding))
            explained[i] = true;
    }
}

static void fold_consequences(search *at, size_t cause)
{
    th_findings *findings = &at->ds->findings;
    bool *explained = th_arena_array(at->form->arena, findings->n, sizeof *explained);
    th_move_apply(at->form, &at->best);
    th_questions_explained(at->questions, &at->best, explained);
    note_unnoticed(at, explained, cause);
    th_move_undo(at->form);
    const th_place place = findings->at[cause].place;
    for (size_t i = 0; i < cause; i++)
        if (explained[i] || is_about_moved(at, &findings->at[i], &place))
            th_fold_under(at->ds, i, cause);
}

/* ---- form by form ---- */

static void search_form(th_dataset *ds, const th_failed *failed, const th_tried_form *form)
{
    if (form->nrows < TH_WRONG_LEAST)
        return;
    search at = {.ds = ds, .form = form, .questions = th_questions_of(form, failed)};
    if (th_questions_wrong(at.questions) < TH_WRONG_LEAST)
        return;
    try_exchanged(&at);
    try_shifted(&at);
    size_t cause = at.found ? say_move(&at) : SIZE_MAX;
    if (cause != SIZE_MAX)
        fold_consequences(&at, cause);
}

/* A trial has memory of its own, since it asks everything many times; where that does not suffice, the figures are put
 * back, no cause is named, and each finding stands for itself. */
static void try_form(th_dataset *ds, const th_failed *failed, uint32_t unit, uint32_t form)
{
    th_arena *trial = th_arena_new(TRIAL_BYTES);
    th_tried_form *tried = th_arena_alloc(ds->arena, sizeof *tried);
    if (!trial)
        return;
    if (TH_ARENA_GUARD(trial)) {
        th_move_undo(tried);
    } else {
        *tried = th_tried_form_of(trial, ds, unit, form);
        search_form(ds, failed, tried);
    }
    th_arena_free(trial);
}

/* Findings by unit and form; only a form with several is worth a trial. */
static size_t *count_findings(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    size_t *counted = th_arena_array(arena, d->nunits * d->nforms + 1, sizeof *counted);
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        uint32_t unit = finding->place.unit.len ? th_definition_unit(d, finding->place.unit) : TH_NONE,
                 form = finding->place.form.len ? th_definition_form(d, finding->place.form) : TH_NONE;
        if (unit != TH_NONE && form != TH_NONE && finding->level >= TH_LEVEL_WARNING)
            counted[unit * d->nforms + form]++;
    }
    return counted;
}

static th_failed *failed_by_unit(th_arena *arena, const th_definition *d, const th_check_results *results)
{
    th_failed *failed = th_arena_array(arena, d->nunits + 1, sizeof *failed);
    for (size_t i = 0; i < results->n; i++) {
        const th_check_result *result = &results->at[i];
        if (result->outcome != TH_FAIL || result->unit == TH_NONE)
            continue;
        th_failed *list = &failed[result->unit];
        TH_PUSH(arena, list->at, list->n, list->cap, result);
    }
    return failed;
}

void th_misplaced_run(th_arena *arena, th_dataset *ds, const th_check_results *results)
{
    const th_definition *d = ds->definition;
    const size_t *counted = count_findings(arena, ds);
    const th_failed *failed = failed_by_unit(arena, d, results);
    th_misplaced_twins(arena, ds, failed);
    for (uint32_t unit = 0; unit < d->nunits; unit++)
        for (uint32_t form = 0; form < d->nforms; form++)
            if (counted[unit * d->nforms + form] >= TH_WRONG_LEAST)
                try_form(ds, &failed[unit], unit, form);
}

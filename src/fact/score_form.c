/* The rows of a form of scores: codes, maxima, and scores that their criterion cannot have. */
#include "fact/score_form.h"

#include "fact/advice.h"

#include "text/fold.h"

#include "base/banned.h"

/* The cells of one row, as facts; NULL where a cell is blank. */
typedef struct score_row {
    th_fact *code, *self, *most;
    uint32_t criterion; /* TH_NONE: no criterion has the code */
} score_row;

typedef struct score_rows {
    th_reading *reading;
    const th_score_form *form;
    score_row *at;
    size_t n, cap;
    th_scored *scored; /* by criterion */
    bool *repeated;    /* by criterion: it has two scores */
    bool strays;
} score_rows;

static void withhold_score(th_arena *arena, th_fact *fact, th_str why)
{
    fact->value = th_value_withheld(arena, why);
}

/* ---- gathering ---- */

static void gather_rows(score_rows *rows)
{
    th_dataset *ds = rows->reading->ds;
    const th_score_columns *columns = &rows->form->columns;
    uint32_t item = 0;
    for (size_t i = rows->form->first_fact; i < ds->nfacts; i++) {
        th_fact *fact = &ds->facts[i];
        if (!fact->item)
            continue;
        if (fact->item != item) {
            TH_PUSH(rows->reading->arena, rows->at, rows->n, rows->cap, ((score_row){.criterion = TH_NONE}));
            item = fact->item;
        }
        score_row *row = &rows->at[rows->n - 1];
        if (fact->indicator == columns->code)
            row->code = fact;
        else if (fact->indicator == columns->self)
            row->self = fact;
        else if (fact->indicator == columns->most)
            row->most = fact;
    }
}

static bool states_points(const th_fact *fact)
{
    return fact && fact->value.state == TH_STATE_VALUE && fact->value.num;
}

/* Figures of a deduction group are positive numbers; who puts a minus before them means the same. */
static void drop_minus(const score_rows *rows, const score_row *row)
{
    th_fact *facts[] = {row->self, row->most};
    if (row->criterion == TH_NONE || rows->reading->d->criteria[row->criterion].sign > 0)
        return;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        if (!states_points(facts[i]) || th_exact_sign(facts[i]->value.num) >= 0)
            continue;
        th_value *value = &facts[i]->value;
        value->num = th_exact_neg(rows->reading->ds->arena, value->num);
        value->printed = value->printed ? th_exact_neg(rows->reading->ds->arena, value->printed) : NULL;
        value->did |= TH_DID_MINUS_DROPPED;
    }
}

/* The code as the definition writes it, for all who look for it. */
static void find_criterion(const score_rows *rows, score_row *row)
{
    const th_reading *reading = rows->reading;
    if (!row->code || row->code->value.state != TH_STATE_VALUE)
        return;
    row->criterion = th_criterion_of_code(reading->arena, reading->d, row->code->value.text);
    if (row->criterion != TH_NONE)
        row->code->value.text = reading->d->criteria[row->criterion].code;
}

static void note_scored(score_rows *rows, const score_row *row)
{
    if (row->criterion == TH_NONE)
        return;
    th_scored *scored = &rows->scored[row->criterion];
    if (!scored->code)
        scored->code = row->code;
    if (!row->self)
        return;
    if (!scored->self)
        scored->self = row->self;
    if (!states_points(row->self)) {
        scored->doubtful = scored->doubtful || row->self->value.state == TH_STATE_UNREADABLE;
        return;
    }
    if (scored->typed)
        return;
    scored->self = row->self;
    scored->typed = row->self->value.num;
    scored->shown = th_value_printed(&row->self->value);
    scored->formula =
        row->self->formula ? th_sheet_formula_at(rows->form->sheet, row->self->row, row->self->col) : NULL;
}

/* ---- codes ---- */

static void judge_code(score_rows *rows, score_row *row)
{
    th_reading *reading = rows->reading;
    if (row->criterion != TH_NONE || !row->code || !states_points(row->self))
        return;
    th_str *codes = th_arena_array(reading->arena, reading->d->ncriteria, sizeof *codes);
    for (size_t i = 0; i < reading->d->ncriteria; i++)
        codes[i] = reading->d->criteria[i].code;
    size_t near = th_fold_nearest(reading->arena, row->code->value.text, codes, reading->d->ncriteria);
    th_words hint = th_nearest_words(reading->arena, near == SIZE_MAX ? (th_str){0} : codes[near]);
    th_say_of_score(reading, rows->form, row->code, TH_F_SELF_SCORE_UNKNOWN,
                    TH_WITH(row->code->value.text, th_points_words(reading, row->self->value.num), hint));
    withhold_score(
        reading->ds->arena, row->self,
        th_str_fmt(reading->ds->arena, "không có tiêu chí nào mang mã “" TH_FMT "”", TH_ARG(row->code->value.text)));
    rows->strays = true;
}

/* ---- one criterion in two rows ---- */

static const score_row *other_score_before(const score_rows *rows, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (rows->at[i].criterion == rows->at[index].criterion && states_points(rows->at[i].self) &&
            th_exact_cmp(rows->at[i].self->value.num, rows->at[index].self->value.num) != 0)
            return &rows->at[i];
    return NULL;
}

/* Lets neither of two scores for one criterion count, since nobody can tell which is meant. */
static void judge_repeated(score_rows *rows)
{
    th_reading *reading = rows->reading;
    for (size_t i = 0; i < rows->n; i++) {
        const score_row *row = &rows->at[i];
        const score_row *other =
            row->criterion != TH_NONE && states_points(row->self) ? other_score_before(rows, i) : NULL;
        if (!other)
            continue;
        const th_fact *first = other->self;
        th_say_of_score(reading, rows->form, row->self, TH_F_SELF_SCORE_TWICE,
                        TH_WITH(th_criterion_title(reading, row->criterion), th_points_words(reading, first->value.num),
                                th_cell_name(reading->arena, first->row, first->col),
                                th_points_words(reading, row->self->value.num),
                                th_cell_name(reading->arena, row->self->row, row->self->col)));
        rows->repeated[row->criterion] = rows->scored[row->criterion].doubtful = true;
    }
    for (size_t i = 0; i < rows->n; i++)
        if (rows->at[i].criterion != TH_NONE && states_points(rows->at[i].self) &&
            rows->repeated[rows->at[i].criterion])
            withhold_score(reading->ds->arena, rows->at[i].self, TH_STR("tiêu chí này có hai điểm khác nhau"));
}

/* ---- scores ---- */

static bool is_out_of_range(const score_rows *rows, const score_row *row)
{
    const th_exact *score = row->self->value.num, *most = rows->reading->d->criteria[row->criterion].max;
    return th_exact_sign(score) < 0 || (most && th_exact_cmp(score, most) > 0);
}

/* A parent that exceeds its maximum is the sum of parts that do: those are named.  In a bonus or deduction group the
 * parts may exceed it together, and there it is a cap. */
static bool is_range_of_parts(const score_rows *rows, const score_row *row)
{
    const th_definition *d = rows->reading->d;
    bool has_parts = false;
    for (uint32_t i = 0; i < d->ncriteria; i++)
        has_parts = has_parts || (d->criteria[i].parent == row->criterion && rows->scored[i].self);
    return has_parts && !d->criteria[row->criterion].bonus;
}

static void judge_score(score_rows *rows, score_row *row)
{
    th_reading *reading = rows->reading;
    if (row->criterion == TH_NONE || !states_points(row->self))
        return;
    const th_exact *score = row->self->value.num, *most = reading->d->criteria[row->criterion].max;
    if (row->self->value.qualifiers) {
        th_say_of_score(reading, rows->form, row->self, TH_F_VALUE_UNREADABLE,
                        TH_WITH(row->self->raw, th_type_words(TH_TYPE_REAL),
                                reading->d->columns[rows->form->columns.self].label,
                                TH_WORDS_ARE(" (không phải một số điểm chắc chắn)", " (not a definite score)"),
                                th_advice_for_points()));
        withhold_score(reading->ds->arena, row->self, TH_STR("không phải một số điểm chắc chắn"));
    } else if (is_out_of_range(rows, row) && !is_range_of_parts(rows, row)) {
        th_words limit = most ? th_points_words(reading, most) : TH_WORDS_ARE("…", "…");
        th_say_of_score(reading, rows->form, row->self, TH_F_SELF_SCORE_RANGE,
                        TH_WITH(th_criterion_title(reading, row->criterion), th_points_words(reading, score), limit));
        withhold_score(reading->ds->arena, row->self,
                       th_str_fmt(reading->ds->arena, "điểm tự chấm ngoài khoảng 0–" TH_FMT, TH_ARG(limit.vi)));
    } else {
        return;
    }
    rows->scored[row->criterion].doubtful = true;
}

/* ---- maxima ---- */

static bool is_maximum_changed(const score_rows *rows, const score_row *row)
{
    if (row->criterion == TH_NONE || rows->repeated[row->criterion])
        return false; /* of a row whose code may be wrong nobody knows what its maximum should be */
    const th_exact *most = rows->reading->d->criteria[row->criterion].max;
    return most && states_points(row->most) && th_exact_cmp(row->most->value.num, most) != 0;
}

/* Many at once have one cause, and are one finding. */
static void judge_maxima(score_rows *rows)
{
    th_reading *reading = rows->reading;
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++)
        n += is_maximum_changed(rows, &rows->at[i]);
    bool as_one = n > TH_NAMED_ONE_BY_ONE;
    th_words more = {0};
    if (as_one)
        more = TH_WORDS(reading->arena, " Cùng với %zu ô khác.", " Other cells like it: %zu.", n - 1);
    for (size_t i = 0; i < rows->n; i++) {
        const score_row *row = &rows->at[i];
        if (!is_maximum_changed(rows, row))
            continue;
        th_say_of_score(reading, rows->form, row->most, TH_F_SELF_SCORE_MAXIMUM,
                        TH_WITH(th_criterion_title(reading, row->criterion),
                                th_points_words(reading, reading->d->criteria[row->criterion].max),
                                th_points_words(reading, row->most->value.num), more));
        if (as_one)
            return;
    }
}

void th_judge_score_form(th_reading *reading, const th_score_form *form)
{
    score_rows rows = {.reading = reading,
                       .form = form,
                       .scored = th_arena_array(reading->arena, reading->d->ncriteria + 1, sizeof *rows.scored),
                       .repeated = th_arena_array(reading->arena, reading->d->ncriteria + 1, sizeof *rows.repeated)};
    if (!reading->d->ncriteria || reading->withheld.len)
        return;
    gather_rows(&rows);
    for (size_t i = 0; i < rows.n; i++) {
        find_criterion(&rows, &rows.at[i]);
        drop_minus(&rows, &rows.at[i]);
        note_scored(&rows, &rows.at[i]);
        judge_code(&rows, &rows.at[i]);
    }
    judge_repeated(&rows);
    for (size_t i = 0; i < rows.n; i++)
        judge_score(&rows, &rows.at[i]);
    judge_maxima(&rows);
    th_judge_score_blanks(reading, form, rows.scored);
    th_judge_score_sums(reading, form, rows.scored, rows.strays);
}

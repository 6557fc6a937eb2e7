/* What can be asked about a form while its figures are tried in other places, and how often it comes right. */
#include "check/judge.h"
#include "check/misplaced.h"

#include "base/banned.h"

enum {
    SIZE_APART = 10, /* how many times a figure may be its own of last year before its size speaks against it */
    NEAR = 135,      /* hundredths: two figures of one row that differ by no more belong together */
    APART = 200,     /* those that differ by more do not */
    NEAR_COUNT = 3,  /* whatever they are, figures that differ by so much belong together */
    APART_COUNT = 5  /* and those that differ by no more may */
};

typedef enum question_kind {
    ASKS_RULE = 0,
    ASKS_CELL, /* does it hold a value of its type, within its range? */
    ASKS_SIZE, /* is "năm nay" of the size of the unit's own of last year? */
    ASKS_YEAR, /* is "năm trước" last year's accepted figure? */
    ASKS_NEAR, /* is "năm nay" near the unit's own of last year?  It tells a row from the next, not a column */
    ASKS_PLAN  /* is "kế hoạch" near "năm nay"?  Likewise */
} question_kind;

typedef struct question {
    question_kind kind;
    th_case of;        /* a rule */
    size_t finding;    /* of a rule that failed: 1 + index in ds->findings */
    size_t row;        /* else: position in the rows of the form */
    th_measure column; /* ASKS_CELL */
    th_outcome before;
    bool strong;
} question;

struct th_questions {
    const th_tried_form *form;
    question *at;
    size_t n, cap;
    bool *wrong_row; /* by position: a wrong answer rests on it */
};

/* ---- asking ---- */

static th_outcome outcome_of(bool right)
{
    return right ? TH_PASS : TH_FAIL;
}

static th_outcome ask_cell(const th_tried_form *form, const question *asked)
{
    const th_fact *fact = form->rows[asked->row].at[asked->column];
    const th_indicator *indicator = &form->ds->definition->indicators[fact->indicator];
    if (fact->value.state == TH_STATE_UNREADABLE)
        return TH_FAIL;
    if (fact->value.state != TH_STATE_VALUE || !fact->value.num)
        return TH_NOT_EVALUATED;
    return outcome_of(!(indicator->min && th_exact_cmp(fact->value.num, indicator->min) < 0) &&
                      !(indicator->max && th_exact_cmp(fact->value.num, indicator->max) > 0));
}

static const th_exact *positive(const th_fact *fact)
{
    return fact && fact->value.state == TH_STATE_VALUE && fact->value.num && th_exact_sign(fact->value.num) > 0
               ? fact->value.num
               : NULL;
}

static th_outcome ask_size(th_arena *arena, const th_tried_form *form, const question *asked)
{
    const th_tried_row *row = &form->rows[asked->row];
    const th_exact *now = positive(row->at[TH_NOW]);
    const th_exact *then = positive(th_dataset_stored(form->ds, form->unit, row->indicator));
    if (!then)
        then = positive(row->at[TH_PREVIOUS]);
    if (!now || !then)
        return TH_NOT_EVALUATED;
    const th_exact *apart = th_exact_int(arena, SIZE_APART);
    return outcome_of(th_exact_cmp(now, th_exact_mul(arena, then, apart)) <= 0 &&
                      th_exact_cmp(then, th_exact_mul(arena, now, apart)) <= 0);
}

static th_outcome ask_year(const th_tried_form *form, const question *asked)
{
    const th_tried_row *row = &form->rows[asked->row];
    const th_exact *stated = positive(row->at[TH_PREVIOUS]),
                   *stored = positive(th_dataset_stored(form->ds, form->unit, row->indicator));
    return stated && stored ? outcome_of(th_exact_cmp(stated, stored) == 0) : TH_NOT_EVALUATED;
}

static const th_exact *countable(const th_fact *fact)
{
    bool counts = fact && fact->value.state == TH_STATE_VALUE && fact->value.num && !fact->value.den;
    return counts && th_exact_sign(fact->value.num) >= 0 ? fact->value.num : NULL;
}

/* Figures between near and apart tell nothing. */
static th_outcome ask_near(th_arena *arena, const th_exact *one, const th_exact *other)
{
    if (!one || !other)
        return TH_NOT_EVALUATED;
    bool ordered = th_exact_cmp(one, other) <= 0;
    const th_exact *low = ordered ? one : other;
    const th_exact *high = ordered ? other : one;
    const th_exact *gap = th_exact_sub(arena, high, low),
                   *hundredfold = th_exact_mul(arena, high, th_exact_int(arena, 100));
    if (th_exact_cmp(gap, th_exact_int(arena, NEAR_COUNT)) <= 0 ||
        th_exact_cmp(hundredfold, th_exact_mul(arena, low, th_exact_int(arena, NEAR))) <= 0)
        return TH_PASS;
    bool apart = th_exact_cmp(hundredfold, th_exact_mul(arena, low, th_exact_int(arena, APART))) > 0 &&
                 th_exact_cmp(gap, th_exact_int(arena, APART_COUNT)) > 0;
    return apart ? TH_FAIL : TH_NOT_EVALUATED;
}

static th_outcome ask_row(th_arena *arena, const th_tried_form *form, const question *asked)
{
    const th_tried_row *row = &form->rows[asked->row];
    if (asked->kind == ASKS_PLAN)
        return ask_near(arena, countable(row->at[TH_PLAN]), countable(row->at[TH_NOW]));
    const th_fact *stored = th_dataset_stored(form->ds, form->unit, row->indicator);
    return ask_near(arena, countable(row->at[TH_NOW]), countable(stored ? stored : row->at[TH_PREVIOUS]));
}

/* `judged` gets the sources of a rule; it may be NULL. */
static th_outcome ask(th_arena *arena, const th_tried_form *form, const question *asked, th_judgement *judged)
{
    th_judgement own;
    switch (asked->kind) {
    case ASKS_CELL: return ask_cell(form, asked);
    case ASKS_SIZE: return ask_size(arena, form, asked);
    case ASKS_YEAR: return ask_year(form, asked);
    case ASKS_NEAR:
    case ASKS_PLAN: return ask_row(arena, form, asked);
    case ASKS_RULE: break;
    }
    if (!judged)
        judged = &own;
    th_judge(arena, form->ds, &asked->of, judged);
    return judged->result.outcome;
}

/* Does the answer rest on a figure that was moved? */
static bool rests_on_moved(const th_tried_form *form, const th_move *move, const question *asked,
                           const th_judgement *judged)
{
    if (asked->kind != ASKS_RULE) {
        uint32_t indicator = form->rows[asked->row].indicator;
        if (asked->kind == ASKS_CELL)
            return th_move_touches(form, move, indicator, asked->column);
        th_measure other = asked->kind == ASKS_PLAN ? TH_PLAN : TH_PREVIOUS;
        return th_move_touches(form, move, indicator, other) ||
               (asked->kind != ASKS_YEAR && th_move_touches(form, move, indicator, TH_NOW));
    }
    for (size_t i = 0; i < judged->sources.n; i++)
        if (judged->sources.at[i].indicator != UINT32_MAX &&
            th_move_touches(form, move, judged->sources.at[i].indicator, judged->sources.at[i].measure))
            return true;
    return false;
}

/* Does the answer rest on one row alone, all of whose figures were moved together?  Then it says nothing about where
 * that row belongs. */
static bool moves_along(const th_tried_form *form, const th_move *move, const question *asked,
                        const th_judgement *judged)
{
    if (!move->by || (asked->kind == ASKS_RULE && asked->of.row == TH_NONE))
        return false;
    if (asked->kind == ASKS_PLAN)
        return th_move_has_column(move, TH_NOW) && th_move_has_column(move, TH_PLAN);
    if (asked->kind == ASKS_SIZE || asked->kind == ASKS_NEAR) {
        uint32_t indicator = form->rows[asked->row].indicator;
        return !th_dataset_stored(form->ds, form->unit, indicator) && th_move_has_column(move, TH_NOW) &&
               th_move_has_column(move, TH_PREVIOUS);
    }
    for (size_t i = 0; asked->kind == ASKS_RULE && i < judged->sources.n; i++)
        if (!th_move_has_column(move, judged->sources.at[i].measure))
            return false;
    return asked->kind == ASKS_RULE;
}

/* ---- the questions ---- */

static bool speaks_of(const th_definition *d, const th_expr *e, uint32_t form)
{
    if (e->kind == TH_EX_INDICATOR && d->indicators[e->index].form == form)
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (speaks_of(d, e->args[i], form))
            return true;
    return false;
}

static void note_wrong_rows(th_questions *questions, const question *asked, const th_judgement *judged)
{
    const th_tried_form *form = questions->form;
    if (asked->kind != ASKS_RULE) {
        questions->wrong_row[asked->row] = true;
        return;
    }
    for (size_t i = 0; i < judged->sources.n; i++)
        for (size_t row = 0; row < form->nrows; row++)
            if (form->rows[row].indicator == judged->sources.at[i].indicator)
                questions->wrong_row[row] = true;
}

static void add_question(th_questions *questions, question asked)
{
    const th_tried_form *form = questions->form;
    th_judgement judged;
    asked.before = ask(form->arena, form, &asked, &judged);
    if (asked.before == TH_NOT_EVALUATED)
        return;
    if (asked.before == TH_FAIL)
        note_wrong_rows(questions, &asked, &judged);
    TH_PUSH(form->arena, questions->at, questions->n, questions->cap, asked);
}

/* 1 + the index of the finding that a rule which failed has raised; 0 none. */
static size_t finding_of(const th_failed *failed, const th_case *of)
{
    for (size_t i = 0; i < failed->n; i++) {
        const th_check_result *result = failed->at[i];
        if (result->check == of->check && result->unit == of->unit && result->indicator == of->row)
            return result->finding;
    }
    return 0;
}

static void add_rule_question(th_questions *questions, const th_failed *failed, uint32_t check, uint32_t row)
{
    const th_tried_form *form = questions->form;
    const th_check *rule = &form->ds->definition->checks[check];
    question asked = {.kind = ASKS_RULE,
                      .of = {.check = check, .unit = form->unit, .row = row},
                      .strong = rule->op == TH_OP_EQ && !rule->pairing};
    asked.finding = finding_of(failed, &asked.of);
    add_question(questions, asked);
}

static void add_rules(th_questions *questions, const th_failed *failed)
{
    const th_tried_form *form = questions->form;
    const th_definition *d = form->ds->definition;
    for (uint32_t c = 0; c < d->nchecks; c++) {
        const th_check *check = &d->checks[c];
        if (check->state == TH_RULE_OFF || check->scope == TH_SCOPE_CLUSTER)
            continue;
        if (check->scope == TH_SCOPE_UNIT) {
            if (speaks_of(d, check->left, form->form) || speaks_of(d, check->right, form->form))
                add_rule_question(questions, failed, c, TH_NONE);
            continue;
        }
        for (size_t row = 0; row < form->nrows; row++)
            add_rule_question(questions, failed, c, form->rows[row].indicator);
    }
}

th_questions *th_questions_of(const th_tried_form *form, const th_failed *failed)
{
    th_questions *questions = th_arena_alloc(form->arena, sizeof *questions);
    questions->form = form;
    questions->wrong_row = th_arena_array(form->arena, form->nrows + 1, sizeof *questions->wrong_row);
    add_rules(questions, failed);
    for (size_t row = 0; row < form->nrows; row++) {
        const th_indicator *indicator = &form->ds->definition->indicators[form->rows[row].indicator];
        if (!th_type_is_number(indicator->type))
            continue;
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++)
            if (form->rows[row].at[m] && m != TH_COMPARED)
                add_question(questions, (question){.kind = ASKS_CELL, .row = row, .column = m});
        add_question(questions, (question){.kind = ASKS_SIZE, .row = row, .strong = true});
        add_question(questions, (question){.kind = ASKS_YEAR, .row = row, .strong = true});
        add_question(questions, (question){.kind = ASKS_NEAR, .row = row, .strong = true});
        add_question(questions, (question){.kind = ASKS_PLAN, .row = row, .strong = true});
    }
    return questions;
}

size_t th_questions_wrong(const th_questions *questions)
{
    size_t n = 0;
    for (size_t i = 0; i < questions->n; i++)
        n += questions->at[i].before == TH_FAIL;
    return n;
}

bool th_questions_wrong_at(const th_questions *questions, size_t row)
{
    return questions->wrong_row[row];
}

bool th_tally_explains(const th_tally *tally)
{
    return tally->strong >= TH_WRONG_LEAST && tally->resolved >= 3 * tally->still && tally->resolved >= tally->lost &&
           tally->resolved >= 4 * tally->broken;
}

/* Columns that are exchanged keep their rows. */
static bool tells_of(const th_move *move, const question *asked)
{
    return move->by || (asked->kind != ASKS_NEAR && asked->kind != ASKS_PLAN);
}

static void ask_wrong(const th_questions *questions, const th_move *move, const question *asked, th_tally *tally)
{
    const th_tried_form *form = questions->form;
    th_judgement judged;
    th_outcome now = ask(form->arena, form, asked, &judged);
    if (moves_along(form, move, asked, &judged))
        return;
    tally->resolved += now == TH_PASS;
    tally->strong += now == TH_PASS && asked->strong;
    if (now == TH_PASS || !rests_on_moved(form, move, asked, &judged))
        return;
    tally->still += now == TH_FAIL;
    tally->lost += now == TH_NOT_EVALUATED;
}

/* A formula gives what its cells hold wherever they stand: that a rule over it held says nothing of the places. */
static bool rests_on_formula(const th_tried_form *form, const th_judgement *judged)
{
    for (size_t i = 0; i < judged->sources.n; i++) {
        uint32_t fact = judged->sources.at[i].operand.source;
        if (fact && form->ds->facts[fact - 1].formula)
            return true;
    }
    return false;
}

static void ask_right(const th_questions *questions, const th_move *move, const question *asked, th_tally *tally)
{
    const th_tried_form *form = questions->form;
    th_judgement judged = {0};
    if (asked->before != TH_PASS || !tells_of(move, asked))
        return;
    th_outcome now = ask(form->arena, form, asked, &judged);
    tally->broken += now == TH_FAIL && !(asked->kind == ASKS_RULE && move->by && rests_on_formula(form, &judged));
    tally->taken += now == TH_NOT_EVALUATED && asked->kind == ASKS_NEAR;
}

th_tally th_questions_ask(const th_questions *questions, const th_move *move)
{
    th_tally tally = {0};
    for (size_t i = 0; i < questions->n; i++)
        if (questions->at[i].before == TH_FAIL && tells_of(move, &questions->at[i]))
            ask_wrong(questions, move, &questions->at[i], &tally);
    for (size_t i = 0; i < questions->n && th_tally_explains(&tally); i++)
        ask_right(questions, move, &questions->at[i], &tally);
    return tally;
}

void th_questions_explained(const th_questions *questions, const th_move *move, bool *explained)
{
    const th_tried_form *form = questions->form;
    for (size_t i = 0; i < questions->n; i++) {
        const question *asked = &questions->at[i];
        th_judgement judged;
        if (asked->before != TH_FAIL || !asked->finding)
            continue;
        th_outcome now = ask(form->arena, form, asked, &judged);
        if (now != TH_FAIL && rests_on_moved(form, move, asked, &judged))
            explained[asked->finding - 1] = true;
    }
}

size_t th_questions_resting(const th_questions *questions, const th_move *move, bool *resting)
{
    const th_tried_form *form = questions->form;
    size_t n = 0;
    for (size_t i = 0; i < questions->n; i++) {
        const question *asked = &questions->at[i];
        th_judgement judged;
        if (asked->before != TH_FAIL || !asked->finding)
            continue;
        ask(form->arena, form, asked, &judged);
        if (!rests_on_moved(form, move, asked, &judged))
            continue;
        resting[asked->finding - 1] = true;
        n++;
    }
    return n;
}

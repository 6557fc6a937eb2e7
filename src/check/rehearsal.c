/* Results counted by rule, and expressions walked for the indicators that stand in them. */
#include "check/rehearsal.h"

#include "base/banned.h"

/* ---- which indicators a rule looks at ---- */

static void note_named(const th_expr *e, bool *looked_at)
{
    if (e->kind == TH_EX_INDICATOR)
        looked_at[e->index] = true;
    for (size_t i = 0; i < e->nargs; i++)
        note_named(e->args[i], looked_at);
}

static th_role role_of_measure(th_measure measure)
{
    switch ((int)measure) {
    case TH_PREVIOUS: return TH_ROLE_PREVIOUS;
    case TH_PLAN: return TH_ROLE_PLAN;
    case TH_COMPARED: return TH_ROLE_COMPARED;
    case TH_REMARK: return TH_ROLE_REMARK;
    default: return TH_ROLE_NOW;
    }
}

static bool form_has_measure(const th_definition *d, uint32_t form, th_measure measure)
{
    for (size_t i = 0; i < d->ncolumns; i++)
        if (d->columns[i].role == role_of_measure(measure) &&
            (d->columns[i].form == form || d->columns[i].form == TH_NONE))
            return true;
    return false;
}

/* A rule of rows says nothing about a form that lacks one of the columns it asks for.  What was accepted last year
 * comes from no column. */
static bool row_has_all(const th_definition *d, uint32_t form, const th_expr *e)
{
    if (e->kind == TH_EX_ROW && e->measure != TH_STORED && !form_has_measure(d, form, e->measure))
        return false;
    for (size_t i = 0; i < e->nargs; i++)
        if (!row_has_all(d, form, e->args[i]))
            return false;
    return true;
}

static void note_rows(const th_definition *d, const th_check *check, bool *looked_at)
{
    for (size_t i = 0; i < d->nindicators; i++) {
        const th_indicator *indicator = &d->indicators[i];
        bool asked = th_type_is_number(indicator->type) || indicator->type == TH_TYPE_RANK;
        if (asked && row_has_all(d, indicator->form, check->left) && row_has_all(d, indicator->form, check->right))
            looked_at[i] = true;
    }
}

static bool *find_unchecked(th_arena *arena, const th_definition *d)
{
    bool *looked_at = th_arena_array(arena, d->nindicators, sizeof *looked_at);
    for (size_t i = 0; i < d->nchecks; i++) {
        const th_check *check = &d->checks[i];
        if (check->state == TH_RULE_OFF)
            continue;
        note_named(check->left, looked_at);
        note_named(check->right, looked_at);
        if (check->scope == TH_SCOPE_ROW)
            note_rows(d, check, looked_at);
    }
    bool *unchecked = th_arena_array(arena, d->nindicators, sizeof *unchecked);
    for (size_t i = 0; i < d->nindicators; i++)
        unchecked[i] = !looked_at[i] && d->indicators[i].type != TH_TYPE_TEXT;
    return unchecked;
}

/* ---- what became of a rule ---- */

/* Why a rule is off: the periods it is for, outside of which the loader puts it off; or who put it off, when and
 * why. */
static th_words why_off(th_arena *arena, const th_definition *d, const th_check *check)
{
    if (check->from_year && d->period && d->period < check->from_year)
        return TH_WORDS(arena, "chỉ từ kỳ %d", "from period %d only", check->from_year);
    if (check->to_year && d->period && d->period > check->to_year)
        return TH_WORDS(arena, "chỉ đến kỳ %d", "up to period %d only", check->to_year);
    const th_str parts[] = {check->state_who, check->state_date, check->state_why};
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].len)
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? ", " : ": ", TH_ARG(parts[i]));
    th_str told = th_buf_str(&out);
    return TH_WORDS(arena, "đang tắt" TH_FMT, "it is off" TH_FMT, TH_ARG(told));
}

static bool asks_for_stored(const th_expr *e)
{
    if ((e->kind == TH_EX_INDICATOR || e->kind == TH_EX_ROW) && e->measure == TH_STORED)
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (asks_for_stored(e->args[i]))
            return true;
    return false;
}

/* The reasons that judge.c gives, in both languages. */
static const struct {
    const char *vi, *en;
} reasons[] = {{"thiếu số liệu", "figures are missing"},
               {"có ô không đọc được", "a cell cannot be read"},
               {"mẫu số bằng 0", "a denominator is 0"},
               {"tính từ số gần đúng", "it rests on approximate figures"}};

/* Each reason that results of the rule give, once.  There is no result where the left side of a rule of rows is empty
 * everywhere. */
static th_words reasons_of(th_arena *arena, const th_check_results *results, uint32_t index)
{
    th_buf vi, en;
    th_buf_init(&vi, arena);
    th_buf_init(&en, arena);
    for (size_t k = 0; k < sizeof reasons / sizeof *reasons; k++) {
        bool given = false;
        for (size_t i = 0; i < results->n; i++)
            given = given || (results->at[i].check == index && th_str_eq(results->at[i].why, th_str_of(reasons[k].vi)));
        if (given) {
            th_buf_fmt(&vi, "; %s", reasons[k].vi);
            th_buf_fmt(&en, "; %s", reasons[k].en);
        }
    }
    th_str told_vi = th_buf_str(&vi), told_en = th_buf_str(&en);
    return (th_words){th_str_fmt(arena, "không đơn vị nào có đủ số liệu" TH_FMT, TH_ARG(told_vi)),
                      th_str_fmt(arena, "no unit has its figures" TH_FMT, TH_ARG(told_en))};
}

static void count_outcomes(const th_check_results *results, uint32_t index, uint32_t nunits, bool *seen,
                           th_rehearsed_rule *rule)
{
    for (uint32_t u = 0; u <= nunits; u++)
        seen[u] = false;
    for (size_t i = 0; i < results->n; i++) {
        const th_check_result *result = &results->at[i];
        if (result->check != index || result->outcome == TH_NOT_EVALUATED)
            continue;
        uint32_t unit = result->unit == TH_NONE ? nunits : result->unit;
        rule->passed += result->outcome == TH_PASS;
        rule->failed += result->outcome == TH_FAIL;
        rule->units += !seen[unit];
        seen[unit] = true;
    }
}

static uint32_t units_that_reported(const th_dataset *ds)
{
    uint32_t n = 0;
    for (uint32_t u = 0; u < ds->definition->nunits; u++)
        n += th_dataset_source(ds, u) != NULL;
    return n;
}

/* What the results of a rule that is on come to.  Where one unit alone, of several, has its figures, that it fails says
 * more about the unit than about the rule. */
static void judge_rule(const th_dataset *ds, const th_check *check, th_rehearsed_rule *rule)
{
    uint32_t reported = units_that_reported(ds);
    bool widely = rule->units > 1 || reported <= 1 || check->scope == TH_SCOPE_CLUSTER;
    if (rule->passed || rule->failed) {
        if (!rule->failed)
            rule->outcome = TH_REHEARSED_NEVER_FAILED;
        else if (!rule->passed && widely)
            rule->outcome = TH_REHEARSED_NEVER_HELD;
        return;
    }
    rule->outcome = TH_REHEARSED_NOT_ASKED;
    if (!ds->has_stored && (asks_for_stored(check->left) || asks_for_stored(check->right)))
        rule->why = TH_WORDS_ARE("cần số liệu đã chốt của năm trước (--last-year)",
                                 "it needs last year's accepted figures (--last-year)");
    else if (check->scope == TH_SCOPE_CLUSTER && reported < ds->definition->nunits)
        rule->why = TH_WORDS_ARE("cần tệp của mọi đơn vị", "it needs the files of all units");
    else
        rule->outcome = TH_REHEARSED_NO_FIGURES;
}

th_rehearsal th_rehearse(th_arena *arena, const th_dataset *ds, const th_check_results *results)
{
    const th_definition *d = ds->definition;
    th_rehearsal rehearsal = {.rules = th_arena_array(arena, d->nchecks, sizeof *rehearsal.rules),
                              .unchecked = find_unchecked(arena, d)};
    bool *seen = th_arena_array(arena, d->nunits + 1, sizeof *seen);
    for (uint32_t i = 0; i < d->nchecks; i++) {
        const th_check *check = &d->checks[i];
        th_rehearsed_rule *rule = &rehearsal.rules[i];
        if (check->state == TH_RULE_OFF) {
            rule->outcome = TH_REHEARSED_NOT_ASKED;
            rule->why = why_off(arena, d, check);
        } else if (results) {
            count_outcomes(results, i, (uint32_t)d->nunits, seen, rule);
            judge_rule(ds, check, rule);
            if (rule->outcome == TH_REHEARSED_NO_FIGURES)
                rule->why = reasons_of(arena, results, i);
        }
    }
    return rehearsal;
}

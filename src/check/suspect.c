/* Failures counted by rule and, where its scope is a row, by indicator. */
#include "check/suspect.h"

#include "check/fold.h"

#include "base/banned.h"

enum { CELLS_NAMED = 10, EVERYWHERE = 3 /* units, at least: two may err alike */ };

typedef struct tally {
    uint32_t failed, evaluated;
} tally;

/* A rule that failed, with its results as a list. */
typedef struct suspected {
    const th_check_results *results;
    const size_t *next;
    size_t first; /* 1 + index in results; 0: none */
    uint32_t row; /* TH_NONE: the rule is of no single row */
} suspected;

static const th_check_result *next_failure(const suspected *rule, size_t *i)
{
    while (*i) {
        const th_check_result *result = &rule->results->at[*i - 1];
        *i = rule->next[*i - 1];
        if (result->outcome == TH_FAIL && result->indicator == rule->row)
            return result;
    }
    return NULL;
}

/* " Các ô: Điện Biên G15, Lai Châu G15." */
static th_words failed_cells(const th_dataset *ds, const suspected *rule)
{
    th_arena *arena = ds->arena;
    th_buf cells;
    th_buf_init(&cells, arena);
    size_t n = 0, i = rule->first;
    for (const th_check_result *result; (result = next_failure(rule, &i)) != NULL;) {
        if (!result->fact || result->unit == TH_NONE || n++ >= CELLS_NAMED)
            continue;
        const th_fact *fact = &ds->facts[result->fact - 1];
        th_buf_fmt(&cells, "%s" TH_FMT " " TH_FMT, cells.len ? ", " : "",
                   TH_ARG(ds->definition->units[result->unit].name), TH_ARG(th_cell_name(arena, fact->row, fact->col)));
    }
    th_str list = th_buf_str(&cells);
    return list.len ? TH_WORDS(arena, " Các ô: " TH_FMT "%s", " Cells: " TH_FMT "%s", TH_ARG(list),
                               n > CELLS_NAMED ? "…" : ".")
                    : (th_words){0};
}

/* A rule that no unit meets is one cause, and what it says of each unit follows from it. */
static void fold_failures(th_dataset *ds, const suspected *rule, size_t cause)
{
    size_t i = rule->first;
    for (const th_check_result *result; (result = next_failure(rule, &i)) != NULL;)
        if (result->finding)
            th_fold_under(ds, result->finding - 1, cause);
}

static void say_suspect(th_dataset *ds, const th_check *check, const suspected *rule, const tally *count)
{
    th_arena *arena = ds->arena;
    uint32_t row = rule->row;
    th_words at = {0};
    if (row != TH_NONE)
        at = TH_WORDS(arena, " (dòng “" TH_FMT "”)", " (row “" TH_FMT "”)",
                      TH_ARG(ds->definition->indicators[row].label));
    th_finding *finding =
        th_findings_add(&ds->findings, arena, TH_F_RULE_SUSPECT, NULL,
                        TH_WITH(check->code, check->name, th_str_fmt(arena, "%u", count->failed),
                                th_str_fmt(arena, "%u", count->evaluated), at, failed_cells(ds, rule)));
    finding->about_rule = true;
    finding->indicator = row == TH_NONE ? (th_str){0} : ds->definition->indicators[row].code;
    if (count->failed == count->evaluated && count->failed >= EVERYWHERE)
        fold_failures(ds, rule, ds->findings.n - 1);
}

static bool fails_too_often(const tally *count)
{
    return count->failed >= 2 && count->failed * 3 > count->evaluated;
}

/* Results counted row by row for one rule after the other. */
typedef struct suspect_count {
    const th_definition *d;
    size_t rows; /* of a tally: one an indicator, and the last for rules of no single row */
    tally *of_row;
    size_t *first, *next; /* the results of each rule as a list: 1 + index of its first and of the next, 0 at the end */
} suspect_count;

static suspect_count start_count(th_arena *arena, const th_definition *d, const th_check_results *results)
{
    suspect_count count = {.d = d, .rows = d->nindicators + 1};
    count.of_row = th_arena_array(arena, count.rows, sizeof *count.of_row);
    count.first = th_arena_array(arena, d->nchecks + 1, sizeof *count.first);
    count.next = th_arena_array(arena, results->n + 1, sizeof *count.next);
    for (size_t i = results->n; i-- > 0;) {
        count.next[i] = count.first[results->at[i].check];
        count.first[results->at[i].check] = i + 1;
    }
    return count;
}

/* Counts one rule anew; false: it is none that can be suspected. */
static bool count_rule(suspect_count *count, const th_check_results *results, uint32_t check)
{
    if (count->d->checks[check].scope == TH_SCOPE_CLUSTER || !count->first[check])
        return false;
    for (size_t row = 0; row < count->rows; row++)
        count->of_row[row] = (tally){0};
    for (size_t i = count->first[check]; i; i = count->next[i - 1]) {
        const th_check_result *result = &results->at[i - 1];
        tally *at = &count->of_row[result->indicator == TH_NONE ? count->rows - 1 : result->indicator];
        at->failed += result->outcome == TH_FAIL;
        at->evaluated += result->outcome != TH_NOT_EVALUATED;
    }
    return true;
}

void th_suspect_rules(th_arena *arena, th_dataset *ds, const th_check_results *results)
{
    suspect_count count = start_count(arena, ds->definition, results);
    for (uint32_t c = 0; c < ds->definition->nchecks; c++)
        for (uint32_t row = 0; row < count.rows && (row || count_rule(&count, results, c)); row++) {
            const suspected rule = {results, count.next, count.first[c], row == count.rows - 1 ? TH_NONE : row};
            if (fails_too_often(&count.of_row[row]))
                say_suspect(ds, &ds->definition->checks[c], &rule, &count.of_row[row]);
        }
}

bool *th_suspect_list(th_arena *arena, const th_definition *d, const th_check_results *results)
{
    bool *list = th_arena_array(arena, d->nchecks, sizeof *list);
    suspect_count count = start_count(arena, d, results);
    for (uint32_t c = 0; c < d->nchecks; c++)
        for (size_t row = 0; row < count.rows && (row || count_rule(&count, results, c)); row++)
            list[c] = list[c] || fails_too_often(&count.of_row[row]);
    return list;
}

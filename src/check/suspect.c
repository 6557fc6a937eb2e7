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

void th_suspect_rules(th_arena *arena, th_dataset *ds, const th_check_results *results)
{
    const th_definition *d = ds->definition;
    size_t rows = d->nindicators + 1;
    tally *of_row = th_arena_array(arena, rows, sizeof *of_row);
    size_t *first = th_arena_array(arena, d->nchecks + 1, sizeof *first);
    size_t *next = th_arena_array(arena, results->n + 1, sizeof *next);
    /* The results of each rule as a list: 1 + index of its first and of the next, 0 at the end. */
    for (size_t i = results->n; i-- > 0;) {
        next[i] = first[results->at[i].check];
        first[results->at[i].check] = i + 1;
    }
    for (uint32_t c = 0; c < d->nchecks; c++) {
        if (d->checks[c].scope == TH_SCOPE_CLUSTER || !first[c])
            continue;
        for (size_t i = first[c]; i; i = next[i - 1]) {
            const th_check_result *result = &results->at[i - 1];
            tally *count = &of_row[result->indicator == TH_NONE ? d->nindicators : result->indicator];
            count->failed += result->outcome == TH_FAIL;
            count->evaluated += result->outcome != TH_NOT_EVALUATED;
        }
        for (uint32_t row = 0; row < rows; row++) {
            const suspected rule = {results, next, first[c], row == d->nindicators ? TH_NONE : row};
            if (of_row[row].failed >= 2 && of_row[row].failed * 3 > of_row[row].evaluated)
                say_suspect(ds, &d->checks[c], &rule, &of_row[row]);
            of_row[row] = (tally){0};
        }
    }
}

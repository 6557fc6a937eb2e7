/* Failures counted by rule and, where its scope is a row, by indicator. */
#include "check/suspect.h"

#include "check/fold.h"

#include "base/banned.h"

enum { CELLS_NAMED = 10, ROWS_NAMED = 3, EVERYWHERE = 3 /* units, at least: two may err alike */ };

typedef struct tally {
    uint32_t failed, evaluated;
} tally;

/* A rule that failed, with its results as a list. */
typedef struct suspected {
    const th_check_results *results;
    const size_t *next;
    size_t first; /* 1 + index in results; 0: none */
    const tally *of_row;
    size_t rows;     /* of `of_row`; the last is of results of no single row */
    size_t suspects; /* rows of which too many fail */
    size_t row;      /* the first of them */
} suspected;

static bool fails_too_often(const tally *count)
{
    return count->failed >= 2 && count->failed * 3 > count->evaluated;
}

static bool fails_everywhere(const tally *count)
{
    return count->failed == count->evaluated && count->failed >= EVERYWHERE;
}

static size_t row_of_result(const suspected *rule, const th_check_result *result)
{
    return result->indicator == TH_NONE ? rule->rows - 1 : result->indicator;
}

/* The next failure of a row of which too many fail. */
static const th_check_result *next_failure(const suspected *rule, size_t *i)
{
    while (*i) {
        const th_check_result *result = &rule->results->at[*i - 1];
        *i = rule->next[*i - 1];
        if (result->outcome == TH_FAIL && fails_too_often(&rule->of_row[row_of_result(rule, result)]))
            return result;
    }
    return NULL;
}

/* " Các ô: Điện Biên G15, Lai Châu G15."; with the sheet, where the rows are of several. */
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
        th_buf_fmt(&cells, "%s" TH_FMT " ", cells.len ? ", " : "", TH_ARG(ds->definition->units[result->unit].name));
        if (rule->suspects > 1)
            th_buf_fmt(&cells, TH_FMT " ", TH_ARG(fact->sheet));
        th_buf_add(&cells, th_cell_name(arena, fact->row, fact->col));
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
        if (result->finding && fails_everywhere(&rule->of_row[row_of_result(rule, result)]))
            th_fold_under(ds, result->finding - 1, cause);
}

/* " (dòng “Số trạm”)", ", thuộc 12 dòng (“Số trạm”, “Số thôn”…)"; nothing where the rule is of no single row. */
static th_words suspect_rows_in_words(const th_dataset *ds, const suspected *rule)
{
    const th_definition *d = ds->definition;
    th_arena *arena = ds->arena;
    th_buf labels;
    th_buf_init(&labels, arena);
    size_t n = 0;
    for (size_t row = 0; row + 1 < rule->rows; row++)
        if (fails_too_often(&rule->of_row[row]) && n++ < ROWS_NAMED)
            th_buf_fmt(&labels, "%s“" TH_FMT "”", labels.len ? ", " : "", TH_ARG(d->indicators[row].label));
    th_str list = th_buf_str(&labels);
    if (!n)
        return (th_words){0};
    if (n == 1)
        return TH_WORDS(arena, " (dòng " TH_FMT ")", " (row " TH_FMT ")", TH_ARG(list));
    return TH_WORDS(arena, ", thuộc %zu dòng (" TH_FMT "%s)", ", in %zu rows (" TH_FMT "%s)", n, TH_ARG(list),
                    n > ROWS_NAMED ? "…" : "");
}

static void say_suspect(th_dataset *ds, const th_check *check, const suspected *rule)
{
    th_arena *arena = ds->arena;
    tally all = {0};
    bool everywhere = false;
    for (size_t row = 0; row < rule->rows; row++) {
        if (!fails_too_often(&rule->of_row[row]))
            continue;
        all.failed += rule->of_row[row].failed;
        all.evaluated += rule->of_row[row].evaluated;
        everywhere = everywhere || fails_everywhere(&rule->of_row[row]);
    }
    th_words often = TH_WORDS(arena, "%u trong %u đơn vị", "%u of %u units", all.failed, all.evaluated);
    if (rule->suspects > 1)
        often = TH_WORDS(arena, "%u trong %u chỗ đã xét", "%u of %u places", all.failed, all.evaluated);
    th_finding *finding = th_findings_add(
        &ds->findings, arena, TH_F_RULE_SUSPECT, NULL,
        TH_WITH(check->code, check->name, often, suspect_rows_in_words(ds, rule), failed_cells(ds, rule)));
    finding->about_rule = true;
    if (rule->suspects == 1 && rule->row + 1 < rule->rows)
        finding->indicator = ds->definition->indicators[rule->row].code;
    if (everywhere)
        fold_failures(ds, rule, ds->findings.n - 1);
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
    for (uint32_t c = 0; c < ds->definition->nchecks; c++) {
        if (!count_rule(&count, results, c))
            continue;
        suspected rule = {results, count.next, count.first[c], count.of_row, count.rows, 0, 0};
        for (size_t row = count.rows; row-- > 0;)
            if (fails_too_often(&count.of_row[row])) {
                rule.suspects++;
                rule.row = row;
            }
        if (rule.suspects)
            say_suspect(ds, &ds->definition->checks[c], &rule);
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

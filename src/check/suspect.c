/* Failures counted by rule and, where its scope is a row, by indicator. */
#include "check/suspect.h"

#include "base/banned.h"

typedef struct tally {
    uint32_t failed, evaluated;
} tally;

static void say_suspect(th_dataset *ds, const th_check *check, uint32_t row, const tally *count)
{
    th_arena *arena = ds->arena;
    th_words at = {0};
    if (row != TH_NONE)
        at = TH_WORDS(arena, " (dòng “" TH_FMT "”)", " (row “" TH_FMT "”)",
                      TH_ARG(ds->definition->indicators[row].label));
    th_finding *finding = th_findings_add(&ds->findings, arena, TH_F_RULE_SUSPECT, NULL,
                                          TH_WITH(check->code, check->name, th_str_fmt(arena, "%u", count->failed),
                                                  th_str_fmt(arena, "%u", count->evaluated), at));
    finding->about_rule = true;
    finding->indicator = row == TH_NONE ? (th_str){0} : ds->definition->indicators[row].code;
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
            if (of_row[row].failed >= 2 && of_row[row].failed * 3 > of_row[row].evaluated)
                say_suspect(ds, &d->checks[c], row == d->nindicators ? TH_NONE : row, &of_row[row]);
            of_row[row] = (tally){0};
        }
    }
}

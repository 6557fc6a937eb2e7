/* Which rules get a row in QUY TẮC, and how many findings each has. */
#include "report/rule_rows.h"

#include <stdlib.h>

#include "base/banned.h"

static int by_rule_code(const void *left, const void *right)
{
    const th_rule_row *a = left, *b = right;
    return th_str_cmp(a->code, b->code);
}

static uint32_t *row_of_code(th_arena *arena, th_lookup *known, th_rule_rows *rows, const th_finding *finding)
{
    uint32_t *at = th_lookup_at(known, arena, finding->rule);
    if (!*at) {
        const th_rule_row row = {
            .code = finding->rule, .check = TH_NONE, .kind = finding->kind, .first_finding = TH_NONE};
        TH_PUSH(arena, rows->at, rows->n, rows->cap, row);
        *at = (uint32_t)rows->n;
    }
    return at;
}

static void sort_built_in(th_rule_rows *rows, size_t checks)
{
    if (rows->n > checks + 1)
        qsort(rows->at + checks, rows->n - checks, sizeof *rows->at, by_rule_code);
}

th_rule_rows th_rule_rows_make(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    th_rule_rows rows = {0};
    th_lookup known = {0};
    for (uint32_t c = 0; c < d->nchecks; c++) {
        const th_rule_row row = {.code = d->checks[c].code, .check = c, .first_finding = TH_NONE};
        TH_PUSH(arena, rows.at, rows.n, rows.cap, row);
        *th_lookup_at(&known, arena, row.code) = (uint32_t)rows.n;
    }
    for (size_t i = 0; i < ds->findings.n; i++)
        row_of_code(arena, &known, &rows, &ds->findings.at[i]);
    sort_built_in(&rows, d->nchecks);
    for (size_t i = d->nchecks; i < rows.n; i++)
        *th_lookup_find(&known, rows.at[i].code) = (uint32_t)i + 1;
    rows.of_finding = th_arena_array(arena, ds->findings.n, sizeof *rows.of_finding);
    rows.next = th_arena_array(arena, ds->findings.n, sizeof *rows.next);
    if (!rows.at) /* then there are no findings either, each of which has a row */
        return rows;
    for (uint32_t i = (uint32_t)ds->findings.n; i-- > 0;) {
        rows.of_finding[i] = *th_lookup_find(&known, ds->findings.at[i].rule) - 1;
        th_rule_row *row = &rows.at[rows.of_finding[i]];
        row->findings++;
        rows.next[i] = row->first_finding;
        row->first_finding = i;
    }
    return rows;
}

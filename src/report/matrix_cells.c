/* Results counted by rule and unit. */
#include "report/matrix_cells.h"

#include "base/banned.h"

th_matrix_cell *th_matrix_cells(th_arena *arena, const th_report_input *in)
{
    const th_definition *d = in->ds->definition;
    const th_check_results *results = in->checks;
    size_t columns = d->nunits + 1;
    th_matrix_cell *cells = th_arena_array(arena, d->nchecks * columns, sizeof *cells);
    for (size_t i = 0; i < results->n; i++) {
        const th_check_result *result = &results->at[i];
        size_t unit = result->unit == TH_NONE ? d->nunits : result->unit;
        if (result->check >= d->nchecks || unit > d->nunits)
            continue;
        th_matrix_cell *at = &cells[result->check * columns + unit];
        at->passed += result->outcome == TH_PASS;
        at->failed += result->outcome == TH_FAIL;
        at->skipped += result->outcome == TH_NOT_EVALUATED;
    }
    return cells;
}

th_str th_matrix_text(th_arena *arena, const th_matrix_cell *cell)
{
    uint32_t asked = cell->passed + cell->failed;
    if (cell->failed)
        return asked > 1 ? th_str_fmt(arena, "sai %u/%u", cell->failed, asked) : TH_STR("sai");
    if (cell->passed)
        return asked > 1 ? th_str_fmt(arena, "đạt %u", asked) : TH_STR("đạt");
    return cell->skipped ? TH_STR("–") : (th_str){0};
}

/* Explaining differences by what has changed. */
#include "batch/verify_explain.h"

#include "base/lookup.h"
#include "batch/verify_derive.h"
#include "fact/folder.h"

#include "base/banned.h"

void th_verify_note_units(th_verifying *work, const th_run *run)
{
    for (size_t i = 0; i < run->ds->nsources; i++) {
        const th_source *source = &run->ds->sources[i];
        for (size_t k = 0; source->unit != TH_NONE && k < work->changed_files.n; k++) {
            th_str file = work->changed_files.at[k];
            if (th_str_eq(source->file, file) || th_str_eq(th_name_archive(source->file), file))
                th_strs_add(&work->changed_units, work->arena,
                            th_str_copy(work->arena, run->definition->units[source->unit].name));
        }
    }
}

static th_str dependent_key(th_arena *arena, th_str sheet, uint32_t row, uint32_t col)
{
    return th_str_fmt(arena, "%u:%u:" TH_FMT, row, col, TH_ARG(sheet));
}

/* The cells of the derived workbook that are others without the changed files. */
static void find_dependent(th_verifying *work, const th_book *derived, th_lookup *dependent)
{
    th_run_options without = work->run;
    th_taken taken = work->taken;
    th_differences differences;
    th_book *book = NULL;
    taken.inputs.at = th_arena_array(work->arena, work->taken.inputs.n + 1, sizeof *taken.inputs.at);
    taken.inputs.n = 0;
    for (size_t i = 0; i < work->taken.inputs.n; i++) {
        const th_input *input = &work->taken.inputs.at[i];
        bool changed = false;
        for (size_t k = 0; k < work->changed_files.n; k++)
            changed = changed || th_str_eq(th_input_shown(input), work->changed_files.at[k]);
        if (!changed)
            taken.inputs.at[taken.inputs.n++] = *input;
    }
    without.taken = &taken;
    if (th_verify_derive(work, &without, "khong-tep.xlsx", NULL, &book) != TH_OK)
        return;
    th_book_differences(work->arena, derived, book, &differences);
    for (size_t i = 0; i < differences.n; i++) {
        const th_difference *at = &differences.at[i];
        if (at->saved == TH_NO_ROW)
            continue;
        *th_lookup_at(dependent, work->arena, dependent_key(work->arena, at->sheet, at->row, at->col)) = 1;
    }
}

static bool is_text_about(const th_verifying *work, th_str text)
{
    for (size_t i = 0; i < work->changed_files.n; i++)
        if (th_str_find(text, work->changed_files.at[i], 0) != SIZE_MAX)
            return true;
    for (size_t i = 0; i < work->changed_units.n; i++)
        if (th_str_eq(text, work->changed_units.at[i]))
            return true;
    return false;
}

static bool is_row_about(const th_verifying *work, uint32_t noted)
{
    if (noted == TH_NO_ROW)
        return false;
    const th_difference_row *at = &work->result->differences.rows[noted];
    for (size_t i = th_sheet_row(at->sheet, at->row); i < at->sheet->ncells && at->sheet->cells[i].row == at->row; i++)
        if (at->sheet->cells[i].type == TH_CELL_TEXT && is_text_about(work, at->sheet->cells[i].raw))
            return true;
    return false;
}

static bool is_explained(th_verifying *work, const th_difference *difference, const th_lookup *dependent)
{
    if (work->definition_changed)
        return true;
    if (difference->row == TH_NO_CELL)
        return false;
    if (difference->computed || is_row_about(work, difference->saved) || is_row_about(work, difference->derived))
        return true;
    if (difference->derived == TH_NO_ROW)
        return false;
    const th_difference_row *row = &work->result->differences.rows[difference->derived];
    return th_lookup_find(dependent, dependent_key(work->arena, row->sheet->raw_name, row->row, difference->col)) !=
           NULL;
}

void th_verify_explain(th_verifying *work, const th_book *derived)
{
    th_lookup dependent = {0};
    if (!work->changed)
        return;
    if (!work->definition_changed)
        find_dependent(work, derived, &dependent);
    for (size_t i = 0; i < work->result->differences.n; i++) {
        work->result->explained[i] = is_explained(work, &work->result->differences.at[i], &dependent);
        work->result->nexplained += work->result->explained[i];
    }
}

/* Explaining differences by what has changed. */
#include "batch/verify_explain.h"

#include "base/ascii.h"
#include "base/lookup.h"
#include "batch/verify_derive.h"
#include "fact/folder.h"
#include "report/source_words.h"

#include "base/banned.h"

#define CHANGES "THAY ĐỔI"
#define CONTROL "SỐ KIỂM SOÁT" /* computed from all other sheets */

static void note_changed_units(th_verifying *work, const th_run *run)
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

/* What rows of others are known by. */
static void note_others(th_verifying *work, const th_run *run)
{
    const th_definition *d = run->definition;
    for (size_t i = 0; i < d->nunits; i++) {
        bool changed = false;
        for (size_t k = 0; k < work->changed_units.n; k++)
            changed = changed || th_str_eq(work->changed_units.at[k], d->units[i].name);
        if (!changed)
            th_strs_add(&work->others, work->arena, th_str_copy(work->arena, d->units[i].name));
    }
    for (size_t i = 0; i < work->result->nparts; i++) {
        const th_verified_part *part = &work->result->parts[i];
        if (part->made.kind == TH_MADE_INPUT && part->state != TH_LISTED_CHANGED)
            th_strs_add(&work->others, work->arena, part->made.name);
    }
}

void th_verify_note_units(th_verifying *work, const th_run *run)
{
    if (!work->changed_files.n)
        return;
    note_changed_units(work, run);
    note_others(work, run);
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

/* Is the text one of the names, or of a file that it tells of? */
static bool names_one_of(th_str text, const th_strs *names)
{
    for (size_t i = 0; i < names->n; i++)
        if (th_str_find(text, names->at[i], 0) != SIZE_MAX)
            return true;
    return false;
}

static bool is_row_about(const th_verifying *work, uint32_t noted, const th_strs *names)
{
    if (noted == TH_NO_ROW)
        return false;
    const th_difference_row *at = &work->result->differences.rows[noted];
    for (size_t i = th_sheet_row(at->sheet, at->row); i < at->sheet->ncells && at->sheet->cells[i].row == at->row; i++)
        if (at->sheet->cells[i].type == TH_CELL_TEXT && names_one_of(at->sheet->cells[i].raw, names))
            return true;
    return false;
}

/* A row that tells of others, and of no changed file or its unit. */
static bool is_row_of_others(const th_verifying *work, uint32_t noted)
{
    return is_row_about(work, noted, &work->others);
}

/* "còn 1 lỗi" and "còn 2 lỗi": what is between the numbers is the same, and there is something. */
static bool differs_in_numbers(th_str a, th_str b)
{
    size_t i = 0, k = 0, same = 0;
    while (i < a.len || k < b.len) {
        while (i < a.len && th_is_digit(a.ptr[i]))
            i++;
        while (k < b.len && th_is_digit(b.ptr[k]))
            k++;
        if (i == a.len || k == b.len)
            break;
        if (a.ptr[i++] != b.ptr[k++])
            return false;
        same++;
    }
    return same > 1 && i == a.len && k == b.len;
}

static bool is_explained(th_verifying *work, const th_difference *difference, const th_lookup *dependent)
{
    bool one_sided = difference->saved == TH_NO_ROW || difference->derived == TH_NO_ROW;
    if (work->definition_changed || th_str_eq(difference->sheet, TH_STR(CONTROL)))
        return true;
    if (difference->row == TH_NO_CELL)
        return false;
    if (difference->computed || is_row_about(work, difference->saved, &work->changed_files) ||
        is_row_about(work, difference->derived, &work->changed_files) ||
        is_row_about(work, difference->saved, &work->changed_units) ||
        is_row_about(work, difference->derived, &work->changed_units) ||
        differs_in_numbers(difference->found, difference->expected))
        return true;
    if (one_sided && !is_row_of_others(work, difference->saved) && !is_row_of_others(work, difference->derived))
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

/* What the previous run had of a figure, and in that row and on that sheet the figures of control, which are computed
 * from what stands there: each cell of it is compared for itself. */
typedef struct told_before {
    th_lookup rows, sheets;
} told_before;

static bool tells_of_run_before(const th_difference *difference)
{
    return th_str_eq(difference->expected, TH_STR(TH_NO_RUN_BEFORE));
}

static th_str key_of_told_row(th_arena *arena, uint32_t row)
{
    return th_str_fmt(arena, "%u", row);
}

static void note_told(const th_verifying *work, told_before *told)
{
    for (size_t i = 0; i < work->result->differences.n; i++) {
        const th_difference *at = &work->result->differences.at[i];
        if (!tells_of_run_before(at))
            continue;
        *th_lookup_at(&told->rows, work->arena, key_of_told_row(work->arena, at->saved)) = 1;
        *th_lookup_at(&told->sheets, work->arena, at->sheet) = 1;
    }
}

static bool is_control_of_told(const th_verifying *work, const th_difference *at, const told_before *told)
{
    if (th_str_starts(at->expected, TH_STR("khớp mã ")))
        return th_lookup_find(&told->sheets, at->sheet) != NULL;
    return at->kind == TH_DIFFERENT_FORMULA && th_str_starts(at->expected, TH_STR("=IF(EXACT(")) &&
           th_lookup_find(&told->rows, key_of_told_row(work->arena, at->saved)) != NULL;
}

/* The sheet that tells of it, the sum of all sheets, and where others speak of that sheet. */
static bool rests_on_previous(const th_verifying *work, const th_difference *difference)
{
    th_str changes = TH_STR(CHANGES);
    const th_strs names = {&changes, 1, 1};
    return th_str_eq(difference->sheet, changes) || th_str_eq(difference->sheet, TH_STR(CONTROL)) ||
           tells_of_run_before(difference) || is_row_about(work, difference->saved, &names);
}

void th_verify_without_previous(th_verifying *work)
{
    th_differences *differences = &work->result->differences;
    told_before told = {0};
    size_t kept = 0;
    if (!work->no_previous)
        return;
    note_told(work, &told);
    for (size_t i = 0; i < differences->n; i++) {
        const th_difference *at = &differences->at[i];
        if (rests_on_previous(work, at) || is_control_of_told(work, at, &told))
            work->result->unproved++;
        else
            differences->at[kept++] = differences->at[i];
    }
    differences->total -= differences->n - kept;
    differences->n = kept;
}

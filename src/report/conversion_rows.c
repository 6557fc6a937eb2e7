/* Conversions that are alike, in one row. */
#include "report/conversion_rows.h"

#include "draw/csv_file.h"
#include "report/plan.h"
#include "text/encoding.h"

#include <stdlib.h>

#include "base/banned.h"

const char *const th_conversion_labels[TH_CONVERSION_COLUMNS] = {"Tệp",    "Trang", "Ô",   "Bảng mã",
                                                                 "Căn cứ", "Trước", "Sau", "Số ô"};

static int by_either(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_what_was_done(const th_conversion *a, const th_conversion *b)
{
    int order = by_either(a->source, b->source);
    if (!order)
        order = th_str_cmp(a->sheet, b->sheet);
    if (!order)
        order = th_str_cmp(a->before, b->before);
    if (!order)
        order = th_str_cmp(a->after, b->after);
    if (!order)
        order = by_either(a->encoding, b->encoding);
    return order ? order : by_either(a->evidence, b->evidence);
}

static int by_what_and_where(const void *left, const void *right)
{
    const th_conversion *a = *(const th_conversion *const *)left, *b = *(const th_conversion *const *)right;
    int order = by_what_was_done(a, b);
    return order ? order : by_either((uintptr_t)a, (uintptr_t)b); /* places in one list, which is sorted */
}

static int by_first_cell(const void *left, const void *right)
{
    const th_conversion_row *a = left, *b = right;
    return by_either((uintptr_t)a->first, (uintptr_t)b->first);
}

th_conversion_rows th_conversion_rows_make(th_arena *arena, const th_dataset *ds)
{
    size_t n = ds->nconversions;
    th_conversion_rows all = {th_arena_array(arena, n, sizeof *all.order), th_arena_array(arena, n, sizeof *all.at), 0};
    for (size_t i = 0; i < n; i++)
        all.order[i] = &ds->conversions[i];
    if (n > 1)
        qsort(all.order, n, sizeof *all.order, by_what_and_where);
    for (size_t i = 0; i < n; i++) {
        if (i && by_what_was_done(all.order[i - 1], all.order[i]) == 0)
            all.at[all.n - 1].n++;
        else
            all.at[all.n++] = (th_conversion_row){all.order[i], i, 1};
    }
    if (all.n > 1)
        qsort(all.at, all.n, sizeof *all.at, by_first_cell);
    return all;
}

th_str th_conversion_row_cells(th_arena *arena, const th_conversion_rows *all, const th_conversion_row *row)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = row->from; i < row->from + row->n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i == row->from ? "" : ", ",
                   TH_ARG(th_cell_name(arena, all->order[i]->row, all->order[i]->col)));
    return th_buf_str(&out);
}

th_str th_conversion_row_evidence(const th_conversion_row *row)
{
    uint32_t evidence = row->first->evidence;
    return evidence < TH_EVIDENCES ? th_evidence_vi((th_evidence)evidence) : (th_str){0};
}

/* ---- as a file ---- */

static void put_conversion(const th_report *r, th_csv_file *file, const th_conversion_row *row)
{
    const th_conversion *conversion = row->first;
    th_csv_file_text(file, r->ds->sources[conversion->source].file);
    th_csv_file_text(file, conversion->sheet);
    th_csv_file_plain(file, th_conversion_row_cells(r->arena, &r->conversions, row));
    th_csv_file_text(file, th_encoding_name((th_encoding)(conversion->encoding % TH_ENCODINGS)));
    th_csv_file_text(file, th_conversion_row_evidence(row));
    th_csv_file_text(file, conversion->before);
    th_csv_file_text(file, conversion->after);
    th_csv_file_number(file, row->n);
    th_csv_file_end_row(file);
}

void th_conversion_file_rows(const th_report *r, th_csv_file *file)
{
    th_report of_rows = *r;
    of_rows.arena = th_arena_scratch(r->arena);
    for (size_t i = 0; i < r->conversions.n; i++) {
        th_arena_reset(of_rows.arena);
        put_conversion(&of_rows, file, &r->conversions.at[i]);
    }
    th_arena_free(of_rows.arena);
}

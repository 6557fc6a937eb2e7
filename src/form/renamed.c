/* Sheets that are absent under their own names.  Somebody may have renamed one, so its columns are looked for in the
 * sheets that have no meaning yet; and a name may stand twice. */
#include "form/layout.h"
#include "form/load.h"
#include "text/fold.h"

#include "base/banned.h"

enum { LEAST_COLUMNS = 3, LEAST_COLUMNS_NAMED = 2 };

/* The letters of a name alone: "Kiểm tra", "kiem-tra" and "kiem_tra" all give "kiemtra". */
static th_str squeezed(th_arena *arena, th_str name)
{
    th_str weak = th_fold_weak(arena, name);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < weak.len; i++)
        if (weak.ptr[i] != ' ' && weak.ptr[i] != '_' && weak.ptr[i] != '-')
            th_buf_byte(&out, weak.ptr[i]);
    return th_buf_str(&out);
}

/* Is it the wanted name misspelt, or with something added?  "kiemtr" and "Kiểm tra (2)" are like "Kiểm tra". */
static bool is_like(th_arena *arena, th_str name, th_str wanted)
{
    th_str here = squeezed(arena, name), there = squeezed(arena, wanted);
    return th_str_find(here, there, 0) != SIZE_MAX || th_fold_distance(here, there, there.len / 3) <= there.len / 3;
}

/* Does the sheet have a meaning already? */
static bool is_taken(th_loading *l, const th_source_sheet *source)
{
    th_str name = th_source_sheet_name(source);
    return th_table_named(l->arena, name) != TH_TABLES || th_fold_eq(l->arena, name, TH_STR(TH_LAYOUT_HELP)) ||
           th_fold_eq(l->arena, name, TH_STR(TH_LAYOUT_CHOICES));
}

/* How well a sheet fits a table that is absent; 0 where it does not.  A name that is alike counts for more than any
 * number of columns. */
static size_t fit_of(th_loading *l, const th_source_sheet *source, th_table_id id)
{
    bool all_required;
    size_t columns = th_table_columns_on(l, id, source, &all_required);
    if (is_like(l->arena, th_source_sheet_name(source), th_str_of(th_table_specs[id].name)))
        return columns >= LEAST_COLUMNS_NAMED || th_table_specs[id].kind == TH_TABLE_REQUIRED ? 100 + columns : 0;
    return all_required && columns >= LEAST_COLUMNS ? columns : 0;
}

/* The absent table that a sheet fits best, or TH_TABLES where it fits none. */
static th_table_id best_table(th_loading *l, const th_source_sheet *source)
{
    th_table_id best = TH_TABLES;
    size_t best_fit = 0;
    for (unsigned id = 0; id < TH_TABLES; id++) {
        bool possible = !l->tables[id].sheet && (!source->of_ledger || th_table_specs[id].kind == TH_TABLE_ENTERED);
        size_t fit = possible ? fit_of(l, source, (th_table_id)id) : 0;
        if (fit > best_fit) {
            best_fit = fit;
            best = (th_table_id)id;
        }
    }
    return best;
}

void th_tables_missing(th_loading *l)
{
    const th_source_sheet *meant[TH_TABLES] = {0};
    for (size_t i = 0; i < l->nsheets; i++) {
        th_table_id best = is_taken(l, &l->sheets[i]) ? TH_TABLES : best_table(l, &l->sheets[i]);
        if (best != TH_TABLES && !meant[best])
            meant[best] = &l->sheets[i];
    }
    for (unsigned id = 0; id < TH_TABLES; id++) {
        if (l->tables[id].sheet)
            continue;
        if (th_table_specs[id].kind == TH_TABLE_REQUIRED)
            th_fault_sheet(l, (th_table_id)id, meant[id]);
        else if (meant[id])
            th_fault_renamed(l, (th_table_id)id, meant[id]);
    }
}

/* Two sheets, or two files of a folder, with the name of one table: only one would be read, and nobody could tell
 * which. */
void th_tables_twice(th_loading *l)
{
    const th_source_sheet *first[TH_TABLES] = {0};
    for (size_t i = 0; i < l->nsheets; i++) {
        th_table_id id = th_table_named(l->arena, th_source_sheet_name(&l->sheets[i]));
        if (id == TH_TABLES)
            continue;
        if (first[id])
            th_fault_sheet_twice(l, id, first[id], &l->sheets[i]);
        else
            first[id] = &l->sheets[i];
    }
}

/* A sheet of the definition as rows of named columns: where its header is, which column is which field, which rows
 * say something. */
#include "form/load.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

/* A title may stand above the header, so it is looked for in several rows.  No sheet of a definition has nearly so many
 * columns; one that has is something else, and its labels beyond these are not read. */
enum { HEADER_ROWS = 20, HEADER_COLUMNS = 200 };

/* White space at the ends of a cell means nothing, nor do the no-break spaces in text that was pasted from Word. */
static th_str trim(th_str text)
{
    static const th_str nbsp = {"\xC2\xA0", 2};
    for (;;) {
        text = th_str_trim(text);
        if (th_str_starts(text, nbsp))
            text = th_str_sub(text, nbsp.len, text.len);
        else if (th_str_ends(text, nbsp))
            text = th_str_sub(text, 0, text.len - nbsp.len);
        else
            return text;
    }
}

static th_str shown(th_loading *l, const th_book *book, const th_cell *cell)
{
    if (!cell)
        return (th_str){0};
    return trim(cell->type == TH_CELL_TEXT ? cell->text : th_cell_shown(l->arena, book, cell));
}

/* The cell as a person would type it: a number with all its digits and a decimal comma, and the double 0.8 of a percent
 * cell as "80%". */
static th_str typed(th_loading *l, const th_cell *cell, th_str text)
{
    if (!cell || cell->type != TH_CELL_NUMBER)
        return text;
    const th_exact *num = th_exact_double(l->arena, cell->number);
    bool percent = cell->format == TH_FORMAT_PERCENT;
    if (percent)
        num = th_exact_mul(l->arena, num, th_exact_int(l->arena, 100));
    th_str plain = th_exact_text(l->arena, num);
    char *out = th_str_cstr(l->arena, plain);
    for (size_t i = 0; i < plain.len; i++)
        if (out[i] == '.')
            out[i] = ',';
    return percent ? th_str_fmt(l->arena, "%s%%", out) : (th_str){out, plain.len};
}

static bool same_label(th_arena *arena, th_str a, th_str b, bool weak)
{
    return weak ? th_str_eq(th_fold_weak(arena, a), th_fold_weak(arena, b)) : th_fold_eq(arena, a, b);
}

th_table_id th_table_named(th_arena *arena, th_str name)
{
    for (int weak = 0; weak < 2; weak++)
        for (unsigned id = 0; id < TH_TABLES; id++)
            if (same_label(arena, name, th_str_of(th_table_specs[id].name), weak))
                return (th_table_id)id;
    return TH_TABLES;
}

bool th_definition_has_sheet(th_arena *scratch, th_str name)
{
    return th_table_named(scratch, name) != TH_TABLES;
}

static const th_source_sheet *find_sheet(th_loading *l, th_str name)
{
    for (int weak = 0; weak < 2; weak++)
        for (size_t i = 0; i < l->nsheets; i++)
            if (same_label(l->arena, th_source_sheet_name(&l->sheets[i]), name, weak))
                return &l->sheets[i];
    return NULL;
}

typedef struct label {
    th_str strong, weak;
    uint32_t col;
} label;

/* The labels of a row; how many. */
static size_t labels_of(th_loading *l, const th_table *table, uint32_t row, label *out)
{
    size_t n = 0;
    for (size_t i = th_sheet_row(table->sheet, row);
         i < table->sheet->ncells && table->sheet->cells[i].row == row && n < HEADER_COLUMNS; i++) {
        th_str text = shown(l, table->book, &table->sheet->cells[i]);
        if (text.len)
            out[n++] = (label){th_fold(l->arena, text), th_fold_weak(l->arena, text), table->sheet->cells[i].col};
    }
    return n;
}

/* Finds the column of each field: the one that has its label, otherwise one that has it without diacritics.  Returns
 * how many fields have a column. */
static size_t match_header(th_loading *l, const th_table_spec *spec, const label *labels, size_t nlabels,
                           uint32_t *cols)
{
    size_t found = 0;
    for (size_t k = 0; k < spec->nfields; k++) {
        th_str strong = th_fold(l->arena, th_str_of(spec->fields[k].name)), weak = th_fold_weak(l->arena, strong);
        cols[k] = TH_NO_CELL;
        for (size_t i = 0; i < nlabels && cols[k] == TH_NO_CELL; i++)
            if (th_str_eq(labels[i].strong, strong))
                cols[k] = labels[i].col;
        for (size_t i = 0; i < nlabels && cols[k] == TH_NO_CELL; i++)
            if (th_str_eq(labels[i].weak, weak))
                cols[k] = labels[i].col;
        found += cols[k] != TH_NO_CELL;
    }
    return found;
}

static bool is_claimed(const th_table *table, const th_table_spec *spec, uint32_t col)
{
    for (size_t k = 0; k < spec->nfields; k++)
        if (table->cols[k] == col)
            return true;
    return false;
}

/* A column that may be left out, under a label with a slip or two in it, would not be read and nobody would know:
 * "Quyết đinhj" over the withdrawals of Sổ nhận. */
static void complain_of_label(th_loading *l, th_table_id id, const th_cell *cell, th_str text)
{
    enum { MOST_SLIPS = 2 };
    const th_table_spec *spec = &th_table_specs[id];
    th_strs missing = {0};
    for (size_t k = 0; k < spec->nfields; k++)
        if (!(spec->fields[k].flags & TH_FIELD_COLUMN) && l->tables[id].cols[k] == TH_NO_CELL)
            th_strs_add(&missing, l->arena, th_str_of(spec->fields[k].name));
    size_t near = th_fold_nearest(l->arena, text, missing.at, missing.n);
    if (near < missing.n &&
        th_fold_distance(th_fold(l->arena, text), th_fold(l->arena, missing.at[near]), MOST_SLIPS) <= MOST_SLIPS)
        th_fault_label(l, id, cell, text, missing.at[near]);
}

static void complain_of_columns(th_loading *l, th_table_id id, uint32_t row)
{
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *table = &l->tables[id];
    /* A label that no field claims may be the misspelt one of a column that is missing. */
    th_strs free_labels = {0};
    for (size_t i = th_sheet_row(table->sheet, row); i < table->sheet->ncells && table->sheet->cells[i].row == row;
         i++) {
        const th_cell *cell = &table->sheet->cells[i];
        if (is_claimed(table, spec, cell->col))
            continue;
        th_str text = shown(l, table->book, cell);
        th_strs_add(&free_labels, l->arena, text);
        complain_of_label(l, id, cell, text);
    }
    for (size_t k = 0; k < spec->nfields; k++)
        if ((spec->fields[k].flags & TH_FIELD_COLUMN) && table->cols[k] == TH_NO_CELL)
            th_fault_column(l, id, row, spec->fields[k].name, &free_labels);
}

/* The header is the row, among the first ones, that names the most columns.  Sets the columns of the table. */
static uint32_t find_header(th_loading *l, th_table *table, const th_table_spec *spec)
{
    uint32_t *cols = th_arena_array(l->arena, spec->nfields, sizeof *cols);
    label *labels = th_arena_array(l->arena, HEADER_COLUMNS, sizeof *labels);
    uint32_t header = 0;
    size_t best = 0;
    for (uint32_t row = 0; row < HEADER_ROWS && best < spec->nfields; row++) {
        size_t matched = match_header(l, spec, labels, labels_of(l, table, row, labels), cols);
        if (row > 0 && matched <= best)
            continue;
        best = matched;
        header = row;
        memcpy(table->cols, cols, spec->nfields * sizeof *cols);
    }
    return header;
}

static th_table table_on(th_loading *l, th_table_id id, const th_source_sheet *source)
{
    const th_table_spec *spec = &th_table_specs[id];
    th_table table = {
        .book = source->book, .sheet = source->sheet, .file = source->file, .of_ledger = source->of_ledger};
    table.cols = th_arena_array(l->arena, spec->nfields, sizeof *table.cols);
    table.header = find_header(l, &table, spec);
    return table;
}

size_t th_table_columns_on(th_loading *l, th_table_id id, const th_source_sheet *source, bool *all_required)
{
    const th_table_spec *spec = &th_table_specs[id];
    th_table table = table_on(l, id, source);
    size_t n = 0;
    *all_required = true;
    for (size_t k = 0; k < spec->nfields; k++) {
        bool found = table.cols[k] != TH_NO_CELL;
        n += found;
        *all_required = *all_required && (found || !(spec->fields[k].flags & TH_FIELD_COLUMN));
    }
    return n;
}

/* A row counts where at least one field is filled; what stands beside the table is no row. */
static void find_rows(th_loading *l, th_table *table, const th_table_spec *spec)
{
    for (size_t i = th_sheet_row(table->sheet, table->header + 1); i < table->sheet->ncells; i++) {
        const th_cell *cell = &table->sheet->cells[i];
        if (table->n && table->rows[table->n - 1] == cell->row)
            continue;
        bool ours = false;
        for (size_t k = 0; k < spec->nfields; k++)
            ours = ours || table->cols[k] == cell->col;
        if (ours && shown(l, table->book, cell).len)
            TH_PUSH(l->arena, table->rows, table->n, table->cap, cell->row);
    }
}

size_t th_table_rows_on(th_loading *l, th_table_id id, const th_source_sheet *source)
{
    th_table table = table_on(l, id, source);
    find_rows(l, &table, &th_table_specs[id]);
    return table.n;
}

void th_table_find(th_loading *l, th_table_id id)
{
    const th_table_spec *spec = &th_table_specs[id];
    th_table *table = &l->tables[id];
    const th_source_sheet *found = find_sheet(l, th_str_of(spec->name));
    /* A sheet that is missing is reported later, by th_tables_missing(), when it is known what else is there. */
    if (!found)
        return;
    *table = table_on(l, id, found);
    complain_of_columns(l, id, table->header);
    find_rows(l, table, spec);
    table->all = table->rows;
    table->nall = table->n;
    table->wrong = th_arena_array(l->arena, table->n, sizeof *table->wrong);
}

bool th_table_is_wrong(const th_loading *l, th_table_id id, size_t i, const char *const *columns)
{
    const th_table_spec *spec = &th_table_specs[id];
    uint32_t wrong = l->tables[id].wrong[i], asked = columns ? 0 : UINT32_MAX;
    for (; columns && *columns; columns++)
        for (size_t k = 0; k < spec->nfields; k++)
            if (strcmp(spec->fields[k].name, *columns) == 0)
                asked |= UINT32_C(1) << k;
    return (wrong & asked) != 0;
}

th_str th_table_typed(th_loading *l, const th_table *table, uint32_t row, uint32_t col)
{
    const th_cell *cell = col == TH_NO_CELL || !table->sheet ? NULL : th_sheet_at(table->sheet, row, col);
    return typed(l, cell, shown(l, table->book, cell));
}

bool th_table_has_codes(const th_loading *l, th_table_id id)
{
    const th_table_spec *spec = &th_table_specs[id];
    for (size_t k = 0; l->tables[id].sheet && k < spec->nfields; k++)
        if (strcmp(spec->fields[k].name, id == TH_TABLE_SETTINGS ? "Khóa" : "Mã") == 0)
            return l->tables[id].cols[k] != TH_NO_CELL;
    return false;
}

static th_field_spot spot_of(th_loading *l, th_table_id id, const th_field *field, uint32_t col, uint32_t row)
{
    const th_table *table = &l->tables[id];
    th_field_spot spot = {.l = l, .table = id, .field = field, .row = row, .col = col};
    const th_cell *cell = col == TH_NO_CELL || !table->sheet ? NULL : th_sheet_at(table->sheet, row, col);
    spot.text = shown(l, table->book, cell);
    spot.typed = typed(l, cell, spot.text);
    return spot;
}

void th_table_read(th_loading *l, th_table_id id, unsigned pass)
{
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *table = &l->tables[id];
    for (size_t i = 0; i < table->n; i++) {
        void *item = pass ? spec->at(l, i) : spec->push(l);
        for (size_t k = 0; k < spec->nfields; k++) {
            const th_field *field = &spec->fields[k];
            if (table->cols[k] == TH_NO_CELL || (field->flags & (TH_FIELD_SECOND | TH_FIELD_BETWEEN)) != pass)
                continue;
            th_field_spot spot = spot_of(l, id, field, table->cols[k], table->rows[i]);
            spot.item = item;
            if (spot.text.len)
                field->read(&spot);
            else if (field->flags & TH_FIELD_FILLED)
                th_fault_value(&spot, "được điền", "it to be filled in", (th_str){0});
        }
    }
}

th_field_spot th_table_spot(th_loading *l, th_table_id id, size_t i, const char *name)
{
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *table = &l->tables[id];
    const th_field *field = spec->fields;
    uint32_t col = TH_NO_CELL;
    for (size_t k = 0; k < spec->nfields; k++)
        if (strcmp(spec->fields[k].name, name) == 0) {
            field = &spec->fields[k];
            col = table->cols[k];
        }
    return spot_of(l, id, field, col, i < table->n ? table->rows[i] : TH_NO_CELL);
}

void th_table_reorder(th_loading *l, th_table_id id, const size_t *order, size_t n)
{
    th_table *table = &l->tables[id];
    uint32_t *rows = th_arena_array(l->arena, n, sizeof *rows);
    for (size_t i = 0; i < n; i++)
        rows[i] = table->rows[order[i]];
    table->rows = rows;
    table->n = table->cap = n;
}

/* A sheet of the definition as rows of named columns. */
#include "form/load.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

enum { HEADER_ROWS = 20, HEADER_COLUMNS = 200 }; /* a title may stand above; who has more columns has the wrong sheet */

static th_str trim(th_str s)
{
    static const th_str nbsp = {"\xC2\xA0", 2};
    for (;;) {
        s = th_str_trim(s);
        if (th_str_starts(s, nbsp))
            s = th_str_sub(s, nbsp.len, s.len);
        else if (th_str_ends(s, nbsp))
            s = th_str_sub(s, 0, s.len - nbsp.len);
        else
            return s;
    }
}

static th_str shown(th_loading *l, const th_book *book, const th_cell *cell)
{
    return cell ? trim(cell->type == TH_CELL_TEXT ? cell->text : th_cell_shown(l->arena, book, cell)) : (th_str){0};
}

/* A number cell as one would type it: the double 0.8 of a percent cell is "80%". */
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

/* The labels of a row. */
static size_t labels_of(th_loading *l, const th_table *t, uint32_t row, label *out)
{
    size_t n = 0;
    for (size_t i = th_sheet_row(t->sheet, row);
         i < t->sheet->ncells && t->sheet->cells[i].row == row && n < HEADER_COLUMNS; i++) {
        th_str text = shown(l, t->book, &t->sheet->cells[i]);
        if (text.len)
            out[n++] = (label){th_fold(l->arena, text), th_fold_weak(l->arena, text), t->sheet->cells[i].col};
    }
    return n;
}

/* Columns of the fields among the labels: the same label first, then the same without diacritics. */
static size_t match_header(th_loading *l, const th_table_spec *spec, const label *labels, size_t nlabels,
                           uint32_t *cols)
{
    size_t found = 0;
    for (size_t f = 0; f < spec->nfields; f++) {
        th_str strong = th_fold(l->arena, th_str_of(spec->fields[f].name)), weak = th_fold_weak(l->arena, strong);
        cols[f] = TH_NO_CELL;
        for (size_t i = 0; i < nlabels && cols[f] == TH_NO_CELL; i++)
            if (th_str_eq(labels[i].strong, strong))
                cols[f] = labels[i].col;
        for (size_t i = 0; i < nlabels && cols[f] == TH_NO_CELL; i++)
            if (th_str_eq(labels[i].weak, weak))
                cols[f] = labels[i].col;
        found += cols[f] != TH_NO_CELL;
    }
    return found;
}

static void complain_of_columns(th_loading *l, th_table_id id, uint32_t row)
{
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *t = &l->tables[id];
    th_strs free_labels = {0}; /* a label that no field claims may be a misspelt one */
    for (size_t i = th_sheet_row(t->sheet, row); i < t->sheet->ncells && t->sheet->cells[i].row == row; i++) {
        bool claimed = false;
        for (size_t f = 0; f < spec->nfields; f++)
            claimed = claimed || t->cols[f] == t->sheet->cells[i].col;
        if (!claimed)
            th_strs_add(&free_labels, l->arena, shown(l, t->book, &t->sheet->cells[i]));
    }
    for (size_t f = 0; f < spec->nfields; f++)
        if ((spec->fields[f].flags & TH_FIELD_COLUMN) && t->cols[f] == TH_NO_CELL)
            th_fault_column(l, id, row, spec->fields[f].name, free_labels.at, free_labels.n);
}

/* The header: the row among the first that names most of the columns. */
static uint32_t find_header(th_loading *l, th_table *t, const th_table_spec *spec)
{
    uint32_t *cols = th_arena_array(l->arena, spec->nfields, sizeof *cols);
    label *labels = th_arena_array(l->arena, HEADER_COLUMNS, sizeof *labels);
    uint32_t header = 0;
    size_t best = 0;
    for (uint32_t row = 0; row < HEADER_ROWS && best < spec->nfields; row++) {
        size_t matched = match_header(l, spec, labels, labels_of(l, t, row, labels), cols);
        if (row > 0 && matched <= best)
            continue;
        best = matched;
        header = row;
        memcpy(t->cols, cols, spec->nfields * sizeof *cols);
    }
    return header;
}

size_t th_table_columns_on(th_loading *l, th_table_id id, const th_source_sheet *source, bool *all_required)
{
    const th_table_spec *spec = &th_table_specs[id];
    th_table table = {.book = source->book, .sheet = source->sheet, .file = source->file};
    table.cols = th_arena_array(l->arena, spec->nfields, sizeof *table.cols);
    find_header(l, &table, spec);
    size_t n = 0;
    *all_required = true;
    for (size_t f = 0; f < spec->nfields; f++) {
        bool found = table.cols[f] != TH_NO_CELL;
        n += found;
        *all_required = *all_required && (found || !(spec->fields[f].flags & TH_FIELD_COLUMN));
    }
    return n;
}

void th_table_find(th_loading *l, th_table_id id)
{
    const th_table_spec *spec = &th_table_specs[id];
    th_table *t = &l->tables[id];
    const th_source_sheet *found = find_sheet(l, th_str_of(spec->name));
    if (!found) /* th_tables_missing() says so */
        return;
    *t = (th_table){.book = found->book, .sheet = found->sheet, .file = found->file};
    t->cols = th_arena_array(l->arena, spec->nfields, sizeof *t->cols);
    uint32_t header = find_header(l, t, spec);
    t->header = header;
    complain_of_columns(l, id, header);
    for (size_t i = th_sheet_row(t->sheet, header + 1); i < t->sheet->ncells;
         i++) { /* rows in which a field is filled */
        const th_cell *cell = &t->sheet->cells[i];
        if (t->n && t->rows[t->n - 1] == cell->row)
            continue;
        bool ours = false;
        for (size_t f = 0; f < spec->nfields; f++)
            ours = ours || t->cols[f] == cell->col;
        if (ours && shown(l, t->book, cell).len)
            TH_PUSH(l->arena, t->rows, t->n, t->cap, cell->row);
    }
    t->all = t->rows;
    t->nall = t->n;
}

th_str th_table_typed(th_loading *l, const th_table *t, uint32_t row, uint32_t col)
{
    const th_cell *cell = col == TH_NO_CELL || !t->sheet ? NULL : th_sheet_at(t->sheet, row, col);
    return typed(l, cell, shown(l, t->book, cell));
}

bool th_table_has_codes(const th_loading *l, th_table_id id)
{
    const th_table_spec *spec = &th_table_specs[id];
    for (size_t f = 0; l->tables[id].sheet && f < spec->nfields; f++)
        if (strcmp(spec->fields[f].name, id == TH_TABLE_SETTINGS ? "Khóa" : "Mã") == 0)
            return l->tables[id].cols[f] != TH_NO_CELL;
    return false;
}

static th_spot spot_of(th_loading *l, th_table_id id, const th_field *field, uint32_t col, uint32_t row)
{
    const th_table *t = &l->tables[id];
    th_spot s = {.l = l, .table = id, .field = field, .row = row, .col = col};
    const th_cell *cell = col == TH_NO_CELL || !t->sheet ? NULL : th_sheet_at(t->sheet, row, col);
    s.text = shown(l, t->book, cell);
    s.typed = typed(l, cell, s.text);
    return s;
}

void th_table_read(th_loading *l, th_table_id id, unsigned pass)
{
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *t = &l->tables[id];
    for (size_t i = 0; i < t->n; i++) {
        void *item = pass ? spec->at(l, i) : spec->push(l);
        for (size_t f = 0; f < spec->nfields; f++) {
            const th_field *field = &spec->fields[f];
            if (t->cols[f] == TH_NO_CELL || (field->flags & (TH_FIELD_SECOND | TH_FIELD_BETWEEN)) != pass)
                continue;
            th_spot s = spot_of(l, id, field, t->cols[f], t->rows[i]);
            s.item = item;
            if (s.text.len)
                field->read(&s);
            else if (field->flags & TH_FIELD_FILLED)
                th_fault_value(&s, "được điền", "it to be filled in", (th_str){0});
        }
    }
}

th_spot th_table_spot(th_loading *l, th_table_id id, size_t i, const char *name)
{
    const th_table_spec *spec = &th_table_specs[id];
    const th_table *t = &l->tables[id];
    const th_field *field = spec->fields;
    uint32_t col = TH_NO_CELL;
    for (size_t f = 0; f < spec->nfields; f++)
        if (strcmp(spec->fields[f].name, name) == 0) {
            field = &spec->fields[f];
            col = t->cols[f];
        }
    return spot_of(l, id, field, col, i < t->n ? t->rows[i] : TH_NO_CELL);
}

void th_table_reorder(th_loading *l, th_table_id id, const size_t *order, size_t n)
{
    th_table *t = &l->tables[id];
    uint32_t *rows = th_arena_array(l->arena, n, sizeof *rows);
    for (size_t i = 0; i < n; i++)
        rows[i] = t->rows[order[i]];
    t->rows = rows;
    t->n = t->cap = n;
}

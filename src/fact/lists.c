/* Rows of a list block: one item a row; group rows, totals and footers are none. */
#include "fact/reading.h"

#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

typedef struct list {
    th_reading *r;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *b;
    uint32_t item, stt_at;
} list;

static const th_cell *cell_of(const list *l, uint32_t row, uint32_t column)
{
    uint32_t col = l->b->column_at[column];
    return col == TH_NO_CELL ? NULL : th_sheet_at(l->sheet, row, col);
}

static bool holds(const list *l, const th_cell *c)
{
    return c && th_str_trim(th_cell_shown(l->r->arena, l->r->book, c)).len > 0;
}

/* A running number: "7", "07", "7."; a roman group number is none. */
static bool has_number(const list *l, uint32_t row)
{
    const th_cell *c = l->stt_at == TH_NO_CELL ? NULL : th_sheet_at(l->sheet, row, l->stt_at);
    if (!c)
        return false;
    if (c->type == TH_CELL_NUMBER)
        return true;
    th_numeral n = c->type == TH_CELL_TEXT ? th_numeral_read(l->r->arena, c->text) : (th_numeral){0};
    return n.num && n.rest.len == 0;
}

static bool is_total(const list *l, uint32_t row)
{
    for (size_t i = th_sheet_row(l->sheet, row); i < l->sheet->ncells && l->sheet->cells[i].row == row; i++) {
        if (l->sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(l->r->arena, l->sheet->cells[i].text);
        return th_str_eq(weak, TH_STR("cong")) || th_str_starts(weak, TH_STR("tong cong"));
    }
    return false;
}

/* Columns that hold something, and how many of the required ones. */
static size_t filled(const list *l, uint32_t row, size_t *required, size_t *all_required)
{
    size_t n = 0;
    *required = *all_required = 0;
    for (uint32_t c = 0; c < l->r->d->ncolumns; c++) {
        const th_column *col = &l->r->d->columns[c];
        if (col->form != l->form || l->b->column_at[c] == TH_NO_CELL || col->role == TH_ROLE_STT)
            continue;
        bool here = holds(l, cell_of(l, row, c));
        n += here;
        *all_required += col->required;
        *required += col->required && here;
    }
    return n;
}

static void read_item(list *l, uint32_t row)
{
    l->item++;
    for (uint32_t c = 0; c < l->r->d->ncolumns; c++) {
        const th_column *col = &l->r->d->columns[c];
        if (col->form != l->form || !col->code.len || l->b->column_at[c] == TH_NO_CELL || !holds(l, cell_of(l, row, c)))
            continue;
        th_wanted w = {.indicator = c, .item = l->item, .measure = TH_NOW, .type = col->type, .label = col->label, .catalogue = col->catalogue};
        th_read_cell(l->r, l->sheet, l->form, row, l->b->column_at[c], &w);
    }
}

static void read_row(list *l, uint32_t row)
{
    size_t required, all_required, n = filled(l, row, &required, &all_required);
    if (n == 0 || is_total(l, row))
        return;
    /* a clerk may forget the number of a row, but a signature below the list fills no row */
    bool complete = all_required > 1 && required == all_required;
    if (has_number(l, row) || complete)
        read_item(l, row);
}

static void say_missing_columns(const list *l)
{
    for (uint32_t c = 0; c < l->r->d->ncolumns; c++) {
        const th_column *col = &l->r->d->columns[c];
        if (col->form != l->form || !col->required || l->b->column_at[c] != TH_NO_CELL || !col->code.len)
            continue;
        th_place place = th_place_of(l->r, l->sheet, l->form, l->b->header, 0);
        th_raise(l->r, TH_F_FORM_COLUMN_MISSING, &place, (th_str[]){l->r->d->forms[l->form].title, col->label}, 2);
    }
}

void th_read_list_block(th_reading *r, const th_sheet *sheet, uint32_t form, const th_block *block)
{
    list l = {.r = r, .sheet = sheet, .form = form, .b = block, .stt_at = TH_NO_CELL};
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (block->column_at[c] != TH_NO_CELL && r->d->columns[c].role == TH_ROLE_STT)
            l.stt_at = block->column_at[c];
    say_missing_columns(&l);
    uint32_t last = TH_NO_CELL;
    for (size_t i = th_sheet_row(sheet, block->data); i < sheet->ncells && sheet->cells[i].row < block->end; i++)
        if (sheet->cells[i].row != last) {
            last = sheet->cells[i].row;
            read_row(&l, last);
        }
}

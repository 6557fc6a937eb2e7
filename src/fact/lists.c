/* Rows of a list block: one item a row; group rows, totals and footers are none.  A row that could be an item
 * and is not read is said. */
#include "fact/reading.h"

#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

enum { GAP = 2 }; /* blank rows that end a list */

typedef struct list {
    th_reading *r;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *b;
    uint32_t item, stt_at, key_at; /* sheet columns of STT and of the criterion code, or TH_NO_CELL */
    uint32_t last_number;          /* the last row that is numbered and filled */
    bool any_number, ended;
    uint32_t previous; /* the last row that held anything */
    uint32_t left_row; /* the first row that was not read, and how many */
    size_t left;
} list;

static const th_cell *cell_of(const list *l, uint32_t row, uint32_t column)
{
    uint32_t col = l->b->column_at[column];
    return col == TH_NO_CELL ? NULL : th_sheet_at(l->sheet, row, col);
}

static bool holds(const list *l, const th_cell *c)
{
    return c && (c->type == TH_CELL_PENDING || th_str_trim(th_cell_shown(l->r->arena, l->r->book, c)).len > 0);
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

static const th_cell *first_text(const list *l, uint32_t row)
{
    for (size_t i = th_sheet_row(l->sheet, row); i < l->sheet->ncells && l->sheet->cells[i].row == row; i++)
        if (l->sheet->cells[i].type == TH_CELL_TEXT && th_str_trim(l->sheet->cells[i].text).len)
            return &l->sheet->cells[i];
    return NULL;
}

static bool is_total(const list *l, uint32_t row)
{
    const th_cell *c = first_text(l, row);
    return c && th_is_subtotal(th_fold_weak(l->r->arena, c->text));
}

/* "…, ngày 28 tháng 12 năm 2022", "(Ký, họ tên)", "Người lập biểu". */
static bool is_footer(const list *l, uint32_t row, size_t filled)
{
    static const char *const words[] = {"nguoi lap", "(ky", "ky ten", "ky, ghi", "xac nhan", "noi nhan"};
    for (size_t i = th_sheet_row(l->sheet, row); i < l->sheet->ncells && l->sheet->cells[i].row == row; i++) {
        if (l->sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(l->r->arena, l->sheet->cells[i].text);
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (th_str_starts(weak, th_str_of(words[k])))
                return true;
        if (filled <= 1 && th_is_date_line(weak))
            return true;
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
        th_wanted w = {.indicator = c,
                       .item = l->item,
                       .measure = TH_NOW,
                       .type = col->type,
                       .label = col->label,
                       .catalogue = col->catalogue};
        th_read_cell(l->r, l->sheet, l->form, row, l->b->column_at[c], &w);
    }
}

static void leave(list *l, uint32_t row)
{
    if (!l->left++)
        l->left_row = row;
}

/* Rows of a form of scores are known by the code of their criterion. */
static void read_score_row(list *l, uint32_t row, size_t n)
{
    if (holds(l, th_sheet_at(l->sheet, row, l->key_at)))
        read_item(l, row);
    else if (n > 1 && !is_total(l, row))
        leave(l, row);
}

static void read_row(list *l, uint32_t row)
{
    size_t required, all_required, n = filled(l, row, &required, &all_required);
    bool number = has_number(l, row);
    if (l->previous != TH_NO_CELL && row - l->previous > GAP)
        l->ended = true;
    if (n == 0 && !number && !first_text(l, row))
        return;
    bool gap = l->previous != TH_NO_CELL && row - l->previous > 1;
    l->previous = row;
    if (!number && is_footer(l, row, n))
        l->ended = true;
    if (l->ended) {
        if (number && n > 1)
            leave(l, row);
        return;
    }
    if (l->key_at != TH_NO_CELL) {
        read_score_row(l, row, n);
        return;
    }
    if (number) {
        if (n)
            read_item(l, row);
        return;
    }
    bool single = all_required == 1 && required == 1 && l->stt_at == TH_NO_CELL;
    if ((n < 2 && !single) || is_total(l, row))
        return; /* a group row, a subtotal */
    /* a clerk may forget the number of a row; signatures stand below the last number, where no row is complete */
    bool below = l->any_number && row > l->last_number;
    if (!below || required == all_required)
        read_item(l, row);
    else if (gap)
        l->ended = true;
    else
        leave(l, row);
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

static void say_left(const list *l)
{
    if (!l->left)
        return;
    const th_cell *c = first_text(l, l->left_row);
    th_str more = l->left > 1 ? th_str_fmt(l->r->arena, " Cùng với %zu dòng khác.", l->left - 1) : (th_str){0};
    th_place place = th_place_of(l->r, l->sheet, l->form, l->left_row, c ? c->col : 0);
    th_finding *f =
        th_raise(l->r, TH_F_FORM_UNKNOWN_ROW, &place, (th_str[]){c ? c->text : TH_STR("(không có tên)"), more}, 2);
    f->raw = c ? th_str_copy(l->r->ds->arena, c->text) : (th_str){0};
}

void th_read_list_block(th_reading *r, const th_sheet *sheet, uint32_t form, const th_block *block)
{
    list l = {.r = r,
              .sheet = sheet,
              .form = form,
              .b = block,
              .stt_at = TH_NO_CELL,
              .key_at = TH_NO_CELL,
              .previous = TH_NO_CELL};
    for (uint32_t c = 0; c < r->d->ncolumns; c++) {
        if (block->column_at[c] == TH_NO_CELL)
            continue;
        if (r->d->columns[c].role == TH_ROLE_STT)
            l.stt_at = block->column_at[c];
        if (r->d->columns[c].role == TH_ROLE_CRITERION)
            l.key_at = block->column_at[c];
    }
    say_missing_columns(&l);
    size_t first = th_sheet_row(sheet, block->data), required, all_required;
    for (size_t i = first; i < sheet->ncells && sheet->cells[i].row < block->end; i++)
        if (sheet->cells[i].col == l.stt_at && has_number(&l, sheet->cells[i].row) &&
            filled(&l, sheet->cells[i].row, &required, &all_required)) {
            l.any_number = true;
            l.last_number = sheet->cells[i].row;
        }
    uint32_t last = TH_NO_CELL;
    for (size_t i = first; i < sheet->ncells && sheet->cells[i].row < block->end; i++)
        if (sheet->cells[i].row != last) {
            last = sheet->cells[i].row;
            read_row(&l, last);
        }
    say_left(&l);
}

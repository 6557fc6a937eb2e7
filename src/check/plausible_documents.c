/* One document number in two rows of a list of documents.  In other lists it may stand as often as it likes: many are
 * rewarded by one decision. */
#include "base/ascii.h"
#include "check/plausible.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

typedef struct numbered_row {
    th_str number; /* letters and digits alone */
    uint32_t item;
    const th_fact *cell;
} numbered_row;

typedef struct document_list {
    uint32_t unit, form, column;
} document_list;

static int by_document_number(const void *left, const void *right)
{
    const numbered_row *a = left, *b = right;
    int order = th_str_cmp(a->number, b->number);
    return order ? order : (a->item > b->item) - (a->item < b->item);
}

/* The column of document numbers of a list whose rows are documents: it stands before all texts.  TH_NONE: the list is
 * of something else. */
static uint32_t number_column(const th_definition *d, uint32_t form)
{
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_column *column = &d->columns[c];
        if (column->form != form || column->role != TH_ROLE_VALUE)
            continue;
        if (column->type == TH_TYPE_DOCNO)
            return c;
        if (column->type == TH_TYPE_TEXT)
            return TH_NONE;
    }
    return TH_NONE;
}

th_str th_plausible_bare_number(th_arena *arena, th_str text)
{
    th_str folded = th_fold(arena, text);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < folded.len; i++)
        if ((unsigned char)folded.ptr[i] >= 0x80 || th_is_letter(folded.ptr[i]) || th_is_digit(folded.ptr[i]))
            th_buf_byte(&out, folded.ptr[i]);
    return th_buf_str(&out);
}

/* Numbers begin anew with each year, and another body counts for itself: does a date or a value of a catalogue tell the
 * two rows apart? */
static bool are_told_apart(const th_dataset *ds, const document_list *list, uint32_t one, uint32_t other)
{
    const th_definition *d = ds->definition;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_column *column = &d->columns[c];
        bool date = column->type == TH_TYPE_DATE;
        if (column->form != list->form || column->role != TH_ROLE_VALUE || (!date && column->type != TH_TYPE_ENUM))
            continue;
        const th_fact *a = th_dataset_list_cell(ds, list->unit, c, one),
                      *b = th_dataset_list_cell(ds, list->unit, c, other);
        if (!a || !b || a->value.state != TH_STATE_VALUE || b->value.state != TH_STATE_VALUE)
            continue;
        enum { YEAR_DIGITS = 4 }; /* a date reads "2022-04-19" */
        th_str left = a->value.text, right = b->value.text;
        if (date && left.len > YEAR_DIGITS && right.len > YEAR_DIGITS) {
            left = th_str_sub(left, 0, YEAR_DIGITS);
            right = th_str_sub(right, 0, YEAR_DIGITS);
        }
        if (!th_str_eq(left, right))
            return true;
    }
    return false;
}

static void look_at_documents(th_arena *arena, th_dataset *ds, const document_list *list)
{
    size_t n = th_dataset_list_size(ds, list->unit, list->form), kept = 0, again = 0;
    numbered_row *rows = n > 1 ? th_arena_array(arena, n, sizeof *rows) : NULL;
    for (uint32_t item = 1; rows && item <= n; item++) {
        const th_fact *cell = th_dataset_list_cell(ds, list->unit, list->column, item);
        if (cell && cell->value.state == TH_STATE_VALUE)
            rows[kept++] = (numbered_row){th_plausible_bare_number(arena, cell->value.text), item, cell};
    }
    if (kept > 1)
        qsort(rows, kept, sizeof *rows, by_document_number);
    for (size_t i = 1; i < kept; i++)
        again += th_str_eq(rows[i - 1].number, rows[i].number);
    if (again > 1 && again * 10 > kept)
        return; /* here a number is not what tells one row from another */
    for (size_t i = 1; i < kept; i++) {
        const numbered_row *one = &rows[i - 1], *other = &rows[i];
        if (!other->number.len || !th_str_eq(one->number, other->number) ||
            are_told_apart(ds, list, one->item, other->item))
            continue;
        th_plausible_say(ds, TH_F_ODD_DOCUMENT_TWICE, other->cell,
                         TH_WITH(other->cell->raw, ds->definition->forms[list->form].title,
                                 th_str_fmt(arena, "%u", one->cell->row + 1),
                                 th_str_fmt(arena, "%u", other->cell->row + 1)));
    }
}

void th_plausible_documents(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t form = 0; form < d->nforms; form++) {
        document_list list = {.form = form, .column = number_column(d, form)};
        if (!(d->forms[form].kind & TH_FORM_LIST) || list.column == TH_NONE)
            continue;
        for (list.unit = 0; list.unit < d->nunits; list.unit++)
            look_at_documents(arena, ds, &list);
    }
}

/* Figures tried in other places: a unit's form as rows, moved and put back. */
#include "check/misplaced.h"

#include <stdlib.h>

#include "base/banned.h"

/* ---- the rows ---- */

/* A figure that reads well but does not count was withheld for another reason, such as the year of its column. */
static bool is_withheld(th_arena *arena, const th_definition *d, const th_fact *fact)
{
    const th_raw raw = {.kind = TH_RAW_TEXT, .text = fact->raw, .format_decimals = -1};
    const th_indicator *indicator = &d->indicators[fact->indicator];
    th_type type = fact->measure == TH_COMPARED ? TH_TYPE_PERCENT : indicator->type;
    return fact->value.state == TH_STATE_UNREADABLE &&
           th_value_read(arena, &raw, type, indicator->unit).state == TH_STATE_VALUE;
}

/* The cell of a figure that may be moved, or NULL: one without a cell, adjusted, or of another sheet than the others,
 * whose rows are not above or below theirs. */
static th_fact *movable_fact(const th_tried_form *form, uint32_t indicator, th_measure measure, const th_fact *first)
{
    const th_fact *found = th_dataset_find(form->ds, form->unit, indicator, measure);
    if (!found || found->row == TH_NO_CELL || found->adjusted ||
        (first && (found->source != first->source || !th_str_eq(found->sheet, first->sheet))) ||
        is_withheld(form->arena, form->ds->definition, found))
        return NULL;
    return &form->ds->facts[found - form->ds->facts];
}

static int by_row(const void *left, const void *right)
{
    const th_tried_row *a = left, *b = right;
    return a->row != b->row ? (a->row > b->row) - (a->row < b->row)
                            : (a->indicator > b->indicator) - (a->indicator < b->indicator);
}

th_tried_form th_tried_form_of(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t form)
{
    th_tried_form tried = {.arena = arena, .ds = ds, .unit = unit, .form = form};
    const th_fact *first = NULL;
    size_t cap = 0;
    for (uint32_t i = 0; i < ds->definition->nindicators; i++) {
        th_tried_row row = {.row = TH_NO_CELL, .indicator = i};
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED && ds->definition->indicators[i].form == form; m++) {
            th_fact *fact = movable_fact(&tried, i, m, first);
            if (!fact || (row.row != TH_NO_CELL && row.row != fact->row))
                continue;
            if (!first)
                first = fact;
            row.row = fact->row;
            row.at[m] = fact;
            row.was[m] = fact->value;
        }
        if (row.row != TH_NO_CELL)
            TH_PUSH(arena, tried.rows, tried.nrows, cap, row);
    }
    if (tried.nrows > 1)
        qsort(tried.rows, tried.nrows, sizeof *tried.rows, by_row);
    return tried;
}

/* ---- moving ---- */

bool th_move_has_column(const th_move *move, th_measure measure)
{
    return measure < TH_COLUMNS_TRIED && (move->columns >> measure & 1u);
}

/* The row that the figures off by a row were written over, or SIZE_MAX: its own figures are gone. */
static size_t row_written_over(const th_tried_form *form, const th_move *move)
{
    const th_tried_row *rows = form->rows;
    if (move->by < 0 && move->from > 0 && rows[move->from - 1].row + 1 == rows[move->from].row)
        return move->from - 1;
    if (move->by > 0 && move->to + 1 < form->nrows && rows[move->to].row + 1 == rows[move->to + 1].row)
        return move->to + 1;
    return SIZE_MAX;
}

bool th_move_touches(const th_tried_form *form, const th_move *move, uint32_t indicator, th_measure measure)
{
    size_t over = row_written_over(form, move);
    if (!th_move_has_column(move, measure))
        return false;
    for (size_t i = 0; i < form->nrows; i++)
        if (form->rows[i].indicator == indicator)
            return i == over || (i >= move->from && i <= move->to);
    return false;
}

/* What `source` would be in the cell of `target`: a number stays one, and anything else is read again as what is wanted
 * there. */
static th_value read_in_place(const th_tried_form *form, const th_fact *source, const th_value *was,
                              const th_fact *target)
{
    const th_indicator *wanted = &form->ds->definition->indicators[target->indicator];
    th_type type = target->measure == TH_COMPARED ? TH_TYPE_PERCENT : wanted->type;
    bool whole = type == TH_TYPE_INT;
    if (was->state == TH_STATE_VALUE && was->num && !was->den && th_type_is_number(type)) {
        th_value value = *was;
        if (whole && !th_exact_is_int(value.num))
            value = (th_value){.state = TH_STATE_UNREADABLE, .not_integer = true};
        return value;
    }
    const th_raw raw = {.kind = TH_RAW_TEXT, .text = source->raw, .format_decimals = -1};
    return th_value_read(form->arena, &raw, type, wanted->unit);
}

/* The row that is read in place of row `i`: the one above or below it in the sheet, if there is a figure there. */
static const th_tried_row *row_instead(const th_tried_form *form, size_t i, int by)
{
    if (by > 0)
        return i + 1 < form->nrows && form->rows[i + 1].row == form->rows[i].row + 1 ? &form->rows[i + 1] : NULL;
    return i > 0 && form->rows[i - 1].row + 1 == form->rows[i].row ? &form->rows[i - 1] : NULL;
}

static th_measure column_instead(const th_move *move, th_measure measure)
{
    if (move->by)
        return measure;
    for (th_measure other = TH_NOW; other < TH_COLUMNS_TRIED; other++)
        if (other != measure && th_move_has_column(move, other))
            return other;
    return measure;
}

void th_move_apply(const th_tried_form *form, const th_move *move)
{
    for (size_t i = move->from; i <= move->to; i++)
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++) {
            th_fact *target = form->rows[i].at[m];
            if (!target || !th_move_has_column(move, m))
                continue;
            const th_tried_row *row = move->by ? row_instead(form, i, move->by) : &form->rows[i];
            th_measure column = column_instead(move, m);
            const th_fact *source = row ? row->at[column] : NULL;
            target->value = (th_value){.state = TH_STATE_ABSENT};
            if (source)
                target->value = read_in_place(form, source, &row->was[column], target);
        }
    size_t over = row_written_over(form, move);
    for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED && over != SIZE_MAX; m++)
        if (form->rows[over].at[m] && th_move_has_column(move, m))
            form->rows[over].at[m]->value = (th_value){.state = TH_STATE_ABSENT};
}

void th_move_undo(const th_tried_form *form)
{
    for (size_t i = 0; i < form->nrows; i++)
        for (th_measure m = TH_NOW; m < TH_COLUMNS_TRIED; m++)
            if (form->rows[i].at[m])
                form->rows[i].at[m]->value = form->rows[i].was[m];
}

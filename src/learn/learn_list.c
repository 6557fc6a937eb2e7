/* Learns the columns of a list: the type of what stands in them, a catalogue where few values recur, and codes. */
#include "base/ascii.h"
#include "learn/learning.h"
#include "text/fold.h"

#include "base/banned.h"

enum { FEW_VALUES = 12, LEAST_ROWS = 6, BLANKS_END = 3, LONGEST_DATE = 10, LONGEST_DOCUMENT = 40, LONGEST_VALUE = 60 };

/* What the filled cells of a column look like, counted. */
typedef struct column_seen {
    size_t n, numbers, fractions, dates, documents, longest;
    th_strs values; /* the different ones; one more than FEW_VALUES is enough to know that they are many */
} column_seen;

/* Is it the number of a document, such as "12/QĐ-UBND"? */
static bool looks_like_document(th_str text)
{
    return text.len && th_is_digit(text.ptr[0]) && th_str_find(text, TH_STR("/"), 0) != SIZE_MAX &&
           th_str_find(text, TH_STR("-"), 0) != SIZE_MAX && text.len < LONGEST_DOCUMENT;
}

static void add_different(const th_learning *learning, th_strs *values, th_str text)
{
    for (size_t i = 0; i < values->n; i++)
        if (th_fold_eq(learning->arena, values->at[i], text))
            return;
    if (values->n <= FEW_VALUES)
        th_strs_add(values, learning->arena, text);
}

static void see_list_cell(const th_learning *learning, const th_cell *cell, column_seen *seen)
{
    if (!cell || cell->type == TH_CELL_PENDING || cell->type == TH_CELL_ERROR)
        return;
    th_str shown = th_str_trim(th_cell_shown(learning->arena, learning->book, cell));
    if (!shown.len)
        return;
    bool text = cell->type == TH_CELL_TEXT;
    int year, month, day;
    seen->n++;
    seen->longest = shown.len > seen->longest ? shown.len : seen->longest;
    seen->dates +=
        cell->type == TH_CELL_DATE || (text && shown.len <= LONGEST_DATE && th_date_parse(shown, &year, &month, &day));
    seen->documents += text && looks_like_document(shown);
    if (cell->type == TH_CELL_NUMBER) {
        seen->numbers++;
        seen->fractions += !th_exact_is_int(th_exact_double(learning->arena, cell->number));
    }
    add_different(learning, &seen->values, shown);
}

/* Does the row hold more of the list than its running number, which blank rows of a form have too? */
static bool is_item(const th_learning *learning, const th_learn_form *form, uint32_t row)
{
    for (size_t i = 0; i < form->list.n; i++)
        if (form->list.columns[i].role != TH_ROLE_STT &&
            th_learn_shown(learning, form->sheet, row, form->list.columns[i].col).len)
            return true;
    return false;
}

/* The row at which the list ends: the header of figures below it, a footer, or the last of three rows without an item,
 * since a single blank row may be an omission. */
static uint32_t end_of_list(const th_learning *learning, const th_learn_form *form)
{
    bool figures_below = form->figures.found && form->figures.row > form->list.row;
    uint32_t end = figures_below ? form->figures.row : th_sheet_rows(form->sheet), blanks = 0;
    for (uint32_t row = form->list.data; row < end; row++) {
        blanks = is_item(learning, form, row) ? 0 : blanks + 1;
        if (blanks == BLANKS_END || th_learn_is_footer(learning, form->sheet, row))
            return row;
    }
    return end;
}

static void add_catalogue(th_learning *learning, th_learn_column *column, const th_strs *values)
{
    column->catalogue = th_str_fmt(learning->arena, "DM_%zu", ++learning->ncatalogues);
    for (size_t i = 0; i < values->n; i++) {
        th_learn_value value = {.catalogue = column->catalogue, .text = values->at[i]};
        TH_PUSH(learning->arena, learning->values, learning->nvalues, learning->values_cap, value);
    }
}

/* A column has the type that most of its filled cells have.  Where few words recur again and again, they were chosen
 * from a catalogue. */
static th_type type_of_column(const column_seen *seen)
{
    if (seen->dates * 2 > seen->n)
        return TH_TYPE_DATE;
    if (seen->documents * 2 > seen->n)
        return TH_TYPE_DOCNO;
    if (seen->numbers * 2 > seen->n)
        return seen->fractions ? TH_TYPE_REAL : TH_TYPE_INT;
    bool few = seen->values.n <= FEW_VALUES && seen->values.n * 3 <= seen->n;
    return seen->n >= LEAST_ROWS && few && seen->longest < LONGEST_VALUE ? TH_TYPE_ENUM : TH_TYPE_TEXT;
}

static void learn_column(th_learning *learning, const th_learn_form *form, th_learn_column *column, uint32_t end)
{
    column_seen seen = {0};
    for (uint32_t row = form->list.data; row < end; row++)
        see_list_cell(learning, th_sheet_at(form->sheet, row, column->col), &seen);
    column->type = type_of_column(&seen);
    if (column->type == TH_TYPE_ENUM)
        add_catalogue(learning, column, &seen.values);
}

void th_learn_list(th_learning *learning, th_learn_form *form)
{
    uint32_t end = end_of_list(learning, form);
    for (size_t i = 0; i < form->list.n; i++) {
        th_learn_column *column = &form->list.columns[i];
        for (size_t n = i + 1; !column->code.len; n++) {
            th_str code = th_str_fmt(learning->arena, TH_FMT ".C%02zu", TH_ARG(form->code), n);
            if (!th_learn_is_taken(learning, form, code))
                column->code = code;
        }
        if (column->role == TH_ROLE_VALUE)
            learn_column(learning, form, column, end);
    }
}

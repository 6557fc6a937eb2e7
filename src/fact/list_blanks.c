/* Required cells of a list that a row leaves blank: a person without a name, a document without a number.  A row that
 * holds next to nothing ("1 | Không có") leaves nothing blank, and a merge over several rows fills all of them. */
#include "fact/list_blanks.h"

#include "base/banned.h"

static bool is_asked(const th_list_blanks *list, uint32_t column)
{
    const th_column *asked = &list->reading->d->columns[column];
    return asked->form == list->form && asked->required && asked->role == TH_ROLE_VALUE && asked->code.len &&
           list->block->columns[column].at != TH_NO_CELL;
}

/* By item and column: does the cell hold anything, or does a merge bring it there? */
static bool *find_filled(const th_list_blanks *list)
{
    const th_dataset *ds = list->reading->ds;
    size_t ncolumns = list->reading->d->ncolumns;
    bool *filled = th_arena_array(list->reading->arena, list->nrows * ncolumns + 1, sizeof *filled);
    for (size_t i = list->first_fact; i < ds->nfacts; i++)
        if (ds->facts[i].item && ds->facts[i].item <= list->nrows)
            filled[(ds->facts[i].item - 1) * ncolumns + ds->facts[i].indicator] = true;
    for (uint32_t c = 0; c < ncolumns; c++)
        for (size_t i = 0; is_asked(list, c) && i < list->nrows; i++)
            if (th_sheet_merge_at(list->sheet, list->rows[i], list->block->columns[c].at))
                filled[i * ncolumns + c] = true;
    return filled;
}

/* Does the row hold more than half of what it is asked for? */
static bool is_mostly_filled(const th_list_blanks *list, const bool *filled, size_t item)
{
    size_t asked = 0, here = 0, ncolumns = list->reading->d->ncolumns;
    for (uint32_t c = 0; c < ncolumns; c++) {
        asked += is_asked(list, c);
        here += is_asked(list, c) && filled[item * ncolumns + c];
    }
    return here * 2 > asked;
}

static void say_blank(const th_list_blanks *list, uint32_t column, uint32_t row, size_t others)
{
    const th_definition *d = list->reading->d;
    th_place place = th_place_of(list->reading, list->sheet, list->form, row, list->block->columns[column].at);
    th_words more = {0};
    if (others)
        more = TH_WORDS(list->reading->arena, " Cùng với %zu hàng khác.", " So do %zu other rows.", others);
    th_raise(list->reading, TH_F_VALUE_LIST_BLANK, &place,
             TH_WITH(th_str_fmt(list->reading->arena, "%u", row + 1), d->forms[list->form].title,
                     d->columns[column].label, more))
        ->indicator = d->columns[column].code;
}

/* Each cell where a few are blank; where many are, whoever filled in the list means it so, or a heading is wrong: that
 * is one cause. */
static void look_for_blanks(const th_list_blanks *list, const bool *filled, uint32_t column)
{
    enum { MANY = 4 }; /* of so many rows one may be blank, and is named by itself */
    size_t blank = 0, first = 0, ncolumns = list->reading->d->ncolumns;
    for (size_t i = 0; i < list->nrows; i++)
        if (!filled[i * ncolumns + column] && is_mostly_filled(list, filled, i) && !blank++)
            first = i;
    if (!blank)
        return;
    if (blank > 1 && blank * MANY > list->nrows) {
        say_blank(list, column, list->rows[first], blank - 1);
        return;
    }
    for (size_t i = first; i < list->nrows; i++)
        if (!filled[i * ncolumns + column] && is_mostly_filled(list, filled, i))
            say_blank(list, column, list->rows[i], 0);
}

void th_say_list_blanks(const th_list_blanks *list)
{
    const bool *filled = find_filled(list);
    for (uint32_t c = 0; c < list->reading->d->ncolumns; c++)
        if (is_asked(list, c))
            look_for_blanks(list, filled, c);
}

/* Names that stand for two things.  Units, forms, columns, indicators and catalogue values are recognised in
 * workbooks by their names, so a name that two of them share would put figures in the wrong place without anybody
 * noticing. */
#include "form/load.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

/* One name of one item. */
typedef struct claim {
    th_str key; /* the folded name, behind what it must be unique within: a form, a group */
    size_t item;
    uint32_t row; /* where the definition states it */
    const char *column;
    th_str text;
} claim;

/* All names of one sheet of the definition. */
typedef struct claims {
    th_loading *l;
    th_table_id id;
    claim *at;
    size_t n, cap;
} claims;

/* The names of one item: one in `column`, and any number of `more` in another column. */
typedef struct named {
    size_t item;
    th_str within;
    const char *column;
    th_str name;
    const char *more_column;
    const th_strs *more;
} named;

static void claim_name(claims *all, const named *item, const char *column, th_str text)
{
    th_arena *arena = all->l->arena;
    th_str folded = th_fold(arena, text);
    if (!folded.len)
        return;
    claim one = {.key = th_str_fmt(arena, TH_FMT "\n" TH_FMT, TH_ARG(item->within), TH_ARG(folded)),
                 .item = item->item,
                 .row = th_table_spot(all->l, all->id, item->item, column).row,
                 .column = column,
                 .text = text};
    TH_PUSH(arena, all->at, all->n, all->cap, one);
}

static void claim_names(claims *all, const named *item)
{
    claim_name(all, item, item->column, item->name);
    for (size_t i = 0; item->more && i < item->more->n; i++)
        claim_name(all, item, item->more_column, item->more->at[i]);
}

static int by_key_and_row(const void *left, const void *right)
{
    const claim *a = left, *b = right;
    int order = th_str_cmp(a->key, b->key);
    return order ? order : (a->row > b->row) - (a->row < b->row);
}

/* The first row that states a name owns it.  Every other item that states it too is a fault, but only one, even where
 * its name and its alias read the same. */
static void complain_of_clashes(claims *all)
{
    if (all->n)
        qsort(all->at, all->n, sizeof *all->at, by_key_and_row);
    size_t first = 0;
    for (size_t i = 1; i < all->n; i++) {
        const claim *owner = &all->at[first], *later = &all->at[i];
        if (!th_str_eq(owner->key, later->key)) {
            first = i;
            continue;
        }
        if (later->item == owner->item || later->item == all->at[i - 1].item)
            continue;
        th_field_spot spot = th_table_spot(all->l, all->id, later->item, later->column);
        th_fault_name(&spot, later->text, owner->row);
    }
}

/* A code that is used twice was reported when the codes were gathered, so only the first item that has it claims it. */
static bool owns_code(const th_loading *l, th_table_id id, th_str code, size_t item)
{
    return th_codes_find(l->d, id, code) == item;
}

static void clashes_of_units(th_loading *l)
{
    claims all = {.l = l, .id = TH_TABLE_UNITS};
    for (size_t i = 0; i < l->d->nunits; i++) {
        const th_unit *unit = &l->d->units[i];
        claim_names(
            &all,
            &(named){
                .item = i, .column = "Tên", .name = unit->name, .more_column = "Tên khác", .more = &unit->aliases});
        if (owns_code(l, TH_TABLE_UNITS, unit->code, i))
            claim_names(&all, &(named){.item = i, .column = "Mã", .name = unit->code});
    }
    complain_of_clashes(&all);
}

/* A form is found by its code and the names of its sheets.  Titles may recur: they serve only where nothing else tells
 * which form a sheet is. */
static void clashes_of_forms(th_loading *l)
{
    claims all = {.l = l, .id = TH_TABLE_FORMS};
    for (size_t i = 0; i < l->d->nforms; i++) {
        const th_form *form = &l->d->forms[i];
        claim_names(&all, &(named){.item = i,
                                   .column = "Mã",
                                   .name = owns_code(l, TH_TABLE_FORMS, form->code, i) ? form->code : (th_str){0},
                                   .more_column = "Trang",
                                   .more = &form->sheets});
    }
    complain_of_clashes(&all);
}

/* A column of one form is preferred to a shared one ("*") with the same name, so these two do not clash. */
static void clashes_of_columns(th_loading *l)
{
    claims all = {.l = l, .id = TH_TABLE_COLUMNS};
    for (size_t i = 0; i < l->d->ncolumns; i++) {
        const th_column *column = &l->d->columns[i];
        th_str within = th_str_fmt(l->arena, "%u %d", (unsigned)column->form, th_column_is_of_list(l->d, column));
        claim_names(&all, &(named){.item = i,
                                   .within = within,
                                   .column = "Nhãn",
                                   .name = column->label,
                                   .more_column = "Nhãn khác",
                                   .more = &column->aliases});
    }
    complain_of_clashes(&all);
}

/* Two groups of a form may each have an indicator of the same label. */
static void clashes_of_indicators(th_loading *l)
{
    claims all = {.l = l, .id = TH_TABLE_INDICATORS};
    for (size_t i = 0; i < l->d->nindicators; i++) {
        const th_indicator *ind = &l->d->indicators[i];
        th_str within = th_str_fmt(l->arena, "%u " TH_FMT, (unsigned)ind->form, TH_ARG(th_fold(l->arena, ind->group)));
        claim_names(&all, &(named){.item = i,
                                   .within = within,
                                   .column = "Nhãn",
                                   .name = ind->label,
                                   .more_column = "Nhãn khác",
                                   .more = &ind->aliases});
    }
    complain_of_clashes(&all);
}

static void clashes_of_catalogues(th_loading *l)
{
    claims all = {.l = l, .id = TH_TABLE_CATALOGUES};
    for (size_t i = 0; i < l->ncatalogue_rows; i++) {
        const th_catalogue_row *row = &l->catalogue_rows[i];
        claim_names(&all, &(named){.item = i,
                                   .within = row->code,
                                   .column = "Giá trị",
                                   .name = row->value,
                                   .more_column = "Tên khác",
                                   .more = &row->aliases});
    }
    complain_of_clashes(&all);
}

void th_clashes_check(th_loading *l)
{
    clashes_of_units(l);
    clashes_of_forms(l);
    clashes_of_columns(l);
    clashes_of_indicators(l);
    clashes_of_catalogues(l);
}

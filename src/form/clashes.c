/* Names that stand for two things: units, forms, columns, indicators and catalogue values are found in workbooks by
 * their names, so that each name must lead to one of them. */
#include "form/load.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

/* A name, as it is compared, and where it stands in the definition. */
typedef struct claim {
    th_str key; /* folded, behind what it is a name within: the form, the group */
    size_t item;
    uint32_t row;
    const char *column;
    th_str text;
} claim;

typedef struct claims {
    claim *at;
    size_t n, cap;
} claims;

/* What an item is called and within what its names must be its own. */
typedef struct named {
    size_t item;
    th_str within;
    const char *column; /* of the first name */
    th_str name;
    const char *more_column;
    const th_strs *more;
} named;

static void claim_name(th_loading *l, claims *all, th_table_id id, const named *item, const char *column, th_str text)
{
    th_str key = th_fold(l->arena, text);
    if (!key.len)
        return;
    claim one = {th_str_fmt(l->arena, TH_FMT "\n" TH_FMT, TH_ARG(item->within), TH_ARG(key)), item->item,
                 th_table_spot(l, id, item->item, column).row, column, text};
    TH_PUSH(l->arena, all->at, all->n, all->cap, one);
}

static void claim_names(th_loading *l, claims *all, th_table_id id, const named *item)
{
    claim_name(l, all, id, item, item->column, item->name);
    for (size_t i = 0; item->more && i < item->more->n; i++)
        claim_name(l, all, id, item, item->more_column, item->more->at[i]);
}

static int by_key_and_row(const void *left, const void *right)
{
    const claim *a = left, *b = right;
    int order = th_str_cmp(a->key, b->key);
    if (order)
        return order;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->item > b->item) - (a->item < b->item);
}

/* Every later claim on a name that another item has is a fault, once an item. */
static void complain_of_clashes(th_loading *l, claims *all, th_table_id id)
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
        th_spot s = th_table_spot(l, id, later->item, later->column);
        th_fault_name(&s, later->text, owner->row);
    }
}

static void check_units(th_loading *l)
{
    claims all = {0};
    for (size_t i = 0; i < l->d->nunits; i++) {
        const th_unit *unit = &l->d->units[i];
        claim_names(l, &all, TH_TABLE_UNITS, &(named){i, {0}, "Tên", unit->name, "Tên khác", &unit->aliases});
        if (th_codes_find(l->d, TH_TABLE_UNITS, unit->code) == i) /* else it was told as a code that is used twice */
            claim_names(l, &all, TH_TABLE_UNITS, &(named){.item = i, .column = "Mã", .name = unit->code});
    }
    complain_of_clashes(l, &all, TH_TABLE_UNITS);
}

/* The names of their sheets; titles may recur, and serve only where nothing else tells. */
static void check_forms(th_loading *l)
{
    claims all = {0};
    for (size_t i = 0; i < l->d->nforms; i++) {
        const th_form *form = &l->d->forms[i];
        bool told = th_codes_find(l->d, TH_TABLE_FORMS, form->code) != i; /* as a code that is used twice */
        claim_names(l, &all, TH_TABLE_FORMS,
                    &(named){i, {0}, "Mã", told ? (th_str){0} : form->code, "Trang", &form->sheets});
    }
    complain_of_clashes(l, &all, TH_TABLE_FORMS);
}

/* A column of one form goes before a shared one of the same name, so these two do not clash. */
static void check_columns(th_loading *l)
{
    claims all = {0};
    for (size_t i = 0; i < l->d->ncolumns; i++) {
        const th_column *column = &l->d->columns[i];
        th_str within = th_str_fmt(l->arena, "%u %d", (unsigned)column->form, th_column_is_of_list(l->d, column));
        claim_names(l, &all, TH_TABLE_COLUMNS,
                    &(named){i, within, "Nhãn", column->label, "Nhãn khác", &column->aliases});
    }
    complain_of_clashes(l, &all, TH_TABLE_COLUMNS);
}

static void check_indicators(th_loading *l)
{
    claims all = {0};
    for (size_t i = 0; i < l->d->nindicators; i++) {
        const th_indicator *ind = &l->d->indicators[i];
        th_str within = th_str_fmt(l->arena, "%u " TH_FMT, (unsigned)ind->form, TH_ARG(th_fold(l->arena, ind->group)));
        claim_names(l, &all, TH_TABLE_INDICATORS, &(named){i, within, "Nhãn", ind->label, "Nhãn khác", &ind->aliases});
    }
    complain_of_clashes(l, &all, TH_TABLE_INDICATORS);
}

static void check_catalogues(th_loading *l)
{
    claims all = {0};
    for (size_t i = 0; i < l->ncatalogue_rows; i++) {
        const th_catalogue_row *row = &l->catalogue_rows[i];
        claim_names(l, &all, TH_TABLE_CATALOGUES,
                    &(named){i, row->code, "Giá trị", row->value, "Tên khác", &row->aliases});
    }
    complain_of_clashes(l, &all, TH_TABLE_CATALOGUES);
}

void th_clashes_check(th_loading *l)
{
    check_units(l);
    check_forms(l);
    check_columns(l);
    check_indicators(l);
    check_catalogues(l);
}

/* One decision, two dates, or two numbers: in a list of people or groups that names by which document each was
 * rewarded, most rows of a document agree on its date, and a number that differs from theirs by a slip of the finger is
 * theirs.  Numbers begin anew with each year, and other bodies have numbers of their own. */
#include "base/ascii.h"
#include "base/lookup.h"
#include "check/plausible.h"

#include <stdlib.h>

#include "base/banned.h"

enum { YEAR_BYTES = 4 }; /* a date reads "2022-04-19" */

typedef struct decided_row {
    th_str document; /* letters and digits of its number, and its year */
    th_str day;
    uint32_t item;
    const th_fact *cell; /* the date */
} decided_row;

typedef struct decision_list {
    uint32_t unit, form, number, date; /* columns */
} decision_list;

static int by_decision(const void *left, const void *right)
{
    const decided_row *a = left, *b = right;
    int order = th_str_cmp(a->document, b->document);
    if (!order)
        order = th_str_cmp(a->day, b->day);
    return order ? order : (a->item > b->item) - (a->item < b->item);
}

/* False: its rows are documents (plausible_documents.c), or it has no such columns. */
static bool find_decision_columns(const th_definition *d, decision_list *list)
{
    bool text = false;
    list->number = list->date = TH_NONE;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_column *column = &d->columns[c];
        if (column->form != list->form || column->role != TH_ROLE_VALUE)
            continue;
        text = text || column->type == TH_TYPE_TEXT;
        if (column->type == TH_TYPE_DOCNO && list->number == TH_NONE && text)
            list->number = c;
        if (column->type == TH_TYPE_DATE && list->number != TH_NONE && list->date == TH_NONE)
            list->date = c;
    }
    return list->date != TH_NONE;
}

/* Does a value of a catalogue tell the two rows apart, such as the level of the reward? */
static bool are_of_other_kinds(const th_dataset *ds, const decision_list *list, uint32_t one, uint32_t other)
{
    const th_definition *d = ds->definition;
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        if (d->columns[c].form != list->form || d->columns[c].type != TH_TYPE_ENUM)
            continue;
        const th_fact *a = th_dataset_list_cell(ds, list->unit, c, one),
                      *b = th_dataset_list_cell(ds, list->unit, c, other);
        if (a && b && a->value.state == TH_STATE_VALUE && b->value.state == TH_STATE_VALUE &&
            !th_str_eq(a->value.text, b->value.text))
            return true;
    }
    return false;
}

static th_str document_key(th_arena *arena, th_str number, th_str day)
{
    return th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(th_plausible_bare_number(arena, number)),
                      TH_ARG(th_str_sub(day, 0, YEAR_BYTES)));
}

static size_t read_decisions(th_arena *arena, const th_dataset *ds, const decision_list *list, decided_row *rows)
{
    size_t n = th_dataset_list_size(ds, list->unit, list->form), kept = 0;
    for (uint32_t item = 1; item <= n; item++) {
        const th_fact *number = th_dataset_list_cell(ds, list->unit, list->number, item),
                      *date = th_dataset_list_cell(ds, list->unit, list->date, item);
        if (!number || !date || number->value.state != TH_STATE_VALUE || date->value.state != TH_STATE_VALUE ||
            date->value.text.len <= YEAR_BYTES)
            continue;
        rows[kept++] =
            (decided_row){document_key(arena, number->value.text, date->value.text), date->value.text, item, date};
    }
    return kept;
}

static th_words decision_day_words(th_arena *arena, th_str day)
{
    int year, month, date;
    if (!th_date_parse(day, &year, &month, &date))
        return th_words_quoted(day);
    return (th_words){th_str_fmt(arena, "%02d/%02d/%d", date, month, year), day};
}

/* The rows of one document: those of another day than twice as many of their kind. */
static void look_at_decision(th_arena *arena, th_dataset *ds, const decision_list *list, const decided_row *rows,
                             size_t n)
{
    size_t best = 0, most = 0, run = 0;
    for (size_t i = 0; i < n; i++) {
        run = i && th_str_eq(rows[i].day, rows[i - 1].day) ? run + 1 : 1;
        if (run > most) {
            most = run;
            best = i;
        }
    }
    for (size_t i = 0; i < n; i++) {
        if (th_str_eq(rows[i].day, rows[best].day) || most < 2 || (n - most) * 2 > most ||
            are_of_other_kinds(ds, list, rows[i].item, rows[best].item))
            continue;
        const th_fact *number = th_dataset_list_cell(ds, list->unit, list->number, rows[i].item);
        th_plausible_say(ds, TH_F_ODD_DECISION_DATE, rows[i].cell,
                         TH_WITH(number->raw, decision_day_words(arena, rows[i].day),
                                 decision_day_words(arena, rows[best].day), th_str_fmt(arena, "%zu", most)));
    }
}

/* ---- a number mistyped ---- */

enum {
    DECISION_ROWS = 3, /* that a number must have before another is held against it */
    NEAR_NUMBERS = 20, /* numbers no further apart may be given out on one day */
    NUMBER_DIGITS = 6,
};

/* A row whose number no other row has, and where the rows of each number begin. */
typedef struct lone_row {
    th_arena *arena;
    const th_dataset *ds;
    const decision_list *list;
    const decided_row *rows, *row;
    size_t n;
    size_t ndigits;         /* of its number */
    char *tried;            /* room for another document, one byte longer */
    const th_lookup *first; /* document of three rows and more → index of its first row, and 1 */
    const decided_row *meant;
    size_t others;
} lone_row;

static uint32_t value_of_digits(th_str digits)
{
    uint32_t number = 0;
    for (size_t i = 0; i < digits.len; i++)
        number = number * 10 + (uint32_t)(digits.ptr[i] - '0');
    return number;
}

/* Do at least three rows have this document, all of the day and the kind of the lone row? */
static void try_document(lone_row *lone, th_str document)
{
    const uint32_t *first = th_lookup_find(lone->first, document);
    if (!first || lone->meant)
        return;
    const decided_row *rows = &lone->rows[*first - 1];
    size_t n = 0, left = lone->n - (*first - 1), same = 0;
    for (; n < left && th_str_eq(rows[n].document, rows[0].document); n++)
        same += th_str_eq(rows[n].day, lone->row->day);
    if (same < n || are_of_other_kinds(lone->ds, lone->list, lone->row->item, rows[0].item))
        return;
    lone->meant = rows;
    lone->others = n;
}

/* The document with the digits up to `at`, what is put there, and those from `next` on. */
static void try_digits(lone_row *lone, size_t at, th_str put, size_t next)
{
    th_str document = lone->row->document;
    memcpy(lone->tried, document.ptr, at);
    if (put.len)
        memcpy(lone->tried + at, put.ptr, put.len);
    memcpy(lone->tried + at + put.len, document.ptr + next, document.len - next);
    uint32_t one = value_of_digits((th_str){lone->tried, at + put.len + lone->ndigits - next}),
             other = value_of_digits(th_str_sub(document, 0, lone->ndigits));
    if ((one > other ? one - other : other - one) > NEAR_NUMBERS)
        try_document(lone, (th_str){lone->tried, at + put.len + document.len - next});
}

/* The number with one digit exchanged with its neighbour, one fewer, or one more. */
static void try_slips(lone_row *lone)
{
    th_str digits = th_str_sub(lone->row->document, 0, lone->ndigits);
    for (size_t at = 0; at <= digits.len && !lone->meant; at++) {
        for (const char *digit = "0123456789"; *digit; digit++)
            try_digits(lone, at, (th_str){digit, 1}, at);
        if (at < digits.len)
            try_digits(lone, at, (th_str){0}, at + 1);
        if (at + 1 < digits.len)
            try_digits(lone, at, (th_str){(const char[]){digits.ptr[at + 1], digits.ptr[at]}, 2}, at + 2);
    }
}

static void look_at_number(lone_row *lone, th_dataset *ds)
{
    th_str document = lone->row->document;
    size_t n = 0;
    while (n < document.len && th_is_digit(document.ptr[n]))
        n++;
    if (n < 2 || n > NUMBER_DIGITS)
        return;
    lone->ndigits = n;
    lone->tried = th_arena_alloc(lone->arena, document.len + 1);
    try_slips(lone);
    if (!lone->meant)
        return;
    const th_fact *own = th_dataset_list_cell(ds, lone->list->unit, lone->list->number, lone->row->item),
                  *meant = th_dataset_list_cell(ds, lone->list->unit, lone->list->number, lone->meant->item);
    th_plausible_say(ds, TH_F_ODD_DECISION_NUMBER, own,
                     TH_WITH(own->raw, meant->raw, th_str_fmt(lone->arena, "%zu", lone->others),
                             decision_day_words(lone->arena, lone->row->day)));
}

static void look_at_numbers(th_arena *arena, th_dataset *ds, const decision_list *list, const decided_row *rows,
                            size_t n)
{
    th_lookup first = {0};
    for (size_t i = n; i-- > DECISION_ROWS - 1;) {
        size_t begin = i - (DECISION_ROWS - 1);
        if (th_str_eq(rows[i].document, rows[begin].document))
            *th_lookup_at(&first, arena, rows[i].document) = (uint32_t)begin + 1;
    }
    th_arena *scratch = th_arena_scratch(arena);
    for (size_t i = 0; i < n && first.n; i++) {
        bool before = i && th_str_eq(rows[i].document, rows[i - 1].document);
        bool after = i + 1 < n && th_str_eq(rows[i].document, rows[i + 1].document);
        if (before || after)
            continue;
        lone_row lone = {
            .arena = scratch, .ds = ds, .list = list, .rows = rows, .row = &rows[i], .n = n, .first = &first};
        look_at_number(&lone, ds);
        th_arena_reset(scratch);
    }
    th_arena_free(scratch);
}

static void look_at_decisions(th_arena *arena, th_dataset *ds, const decision_list *list)
{
    size_t n = th_dataset_list_size(ds, list->unit, list->form);
    decided_row *rows = th_arena_array(arena, n + 1, sizeof *rows);
    n = read_decisions(arena, ds, list, rows);
    if (n > 1)
        qsort(rows, n, sizeof *rows, by_decision);
    for (size_t from = 0, to = 0; from < n; from = to) {
        while (to < n && th_str_eq(rows[to].document, rows[from].document))
            to++;
        look_at_decision(arena, ds, list, rows + from, to - from);
    }
    look_at_numbers(arena, ds, list, rows, n);
}

void th_plausible_decisions(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t form = 0; form < d->nforms; form++) {
        decision_list list = {.form = form};
        if (!(d->forms[form].kind & TH_FORM_LIST) || !find_decision_columns(d, &list))
            continue;
        for (list.unit = 0; list.unit < d->nunits; list.unit++)
            look_at_decisions(arena, ds, &list);
    }
}

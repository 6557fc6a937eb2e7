/* Lists: rows twice, document numbers, dates. */
#include "base/ascii.h"
#include "check/plausible.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

#include "base/banned.h"

/* A row of a list, and what tells it from the others. */
typedef struct list_line {
    th_str key, shown;
    uint32_t item;
    const th_fact *fact; /* its first cell */
} list_line;

static int by_row_key(const void *left, const void *right)
{
    const list_line *a = left, *b = right;
    int order = th_str_cmp(a->key, b->key);
    return order ? order : (a->item > b->item) - (a->item < b->item);
}

static bool holds_document_numbers(const th_column *column)
{
    return column->role == TH_ROLE_VALUE && column->type == TH_TYPE_DOCNO;
}

/* Where a list names something and the document it stands on, these two tell its rows apart; elsewhere all columns
 * do. */
static bool has_document(const th_definition *d, uint32_t form)
{
    for (uint32_t c = 0; c < d->ncolumns; c++)
        if (d->columns[c].form == form && holds_document_numbers(&d->columns[c]))
            return true;
    return false;
}

static bool tells(const th_definition *d, uint32_t index, bool document)
{
    const th_column *column = &d->columns[index];
    if (column->role != TH_ROLE_VALUE)
        return false;
    return !document || holds_document_numbers(column) || column->type == TH_TYPE_TEXT || column->type == TH_TYPE_ENUM;
}

/* One unit's list. */
typedef struct list_of_unit {
    uint32_t unit, form;
    bool document; /* it names documents */
} list_of_unit;

/* A row that holds too little to be told from others has no key. */
static list_line line_of(th_arena *arena, const th_dataset *ds, const list_of_unit *list, uint32_t item)
{
    const th_definition *d = ds->definition;
    list_line line = {.item = item};
    size_t filled = 0;
    bool numbered = !list->document;
    th_buf key;
    th_buf_init(&key, arena);
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        if (d->columns[i].form != list->form || !tells(d, i, list->document))
            continue;
        const th_fact *f = th_dataset_list_cell(ds, list->unit, i, item);
        th_buf_byte(&key, '\t');
        if (!f || f->value.state != TH_STATE_VALUE)
            continue;
        th_str text = f->value.num ? th_exact_text(arena, f->value.num) : th_fold(arena, f->value.text);
        th_buf_add(&key, text);
        numbered = numbered || holds_document_numbers(&d->columns[i]);
        filled += text.len > 0;
        if (!line.fact || (!line.shown.len && d->columns[i].type == TH_TYPE_TEXT)) {
            line.fact = line.fact ? line.fact : f;
            line.shown = f->raw;
        }
    }
    line.key = filled >= 2 && numbered ? th_buf_str(&key) : (th_str){0};
    return line;
}

static void rows_twice(th_arena *arena, th_dataset *ds, uint32_t unit, uint32_t form)
{
    size_t n = th_dataset_list_size(ds, unit, form), kept = 0;
    const list_of_unit list = {unit, form, has_document(ds->definition, form)};
    if (n < 2 || ds->definition->forms[form].kind & TH_FORM_SCORES)
        return;
    list_line *lines = th_arena_array(arena, n, sizeof *lines);
    for (uint32_t item = 1; item <= n; item++) {
        lines[kept] = line_of(arena, ds, &list, item);
        kept += lines[kept].key.len && lines[kept].fact;
    }
    if (kept > 1)
        qsort(lines, kept, sizeof *lines, by_row_key);
    for (size_t i = 1; i < kept; i++)
        if (th_str_eq(lines[i - 1].key, lines[i].key))
            th_plausible_say(ds, TH_F_ODD_ROW_TWICE, lines[i].fact,
                             TH_WITH(ds->definition->forms[form].title, lines[i].shown,
                                     th_str_fmt(arena, "%u", lines[i - 1].fact->row + 1),
                                     th_str_fmt(arena, "%u", lines[i].fact->row + 1)));
}

/* ---- document numbers ---- */

static size_t digits_at(th_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && th_is_digit(s.ptr[at + n]))
        n++;
    return n;
}

/* Letters, digits and what joins them, with a letter among them, up to `stop` or the end. */
static size_t symbol_at(th_str s, size_t at, char stop)
{
    size_t from = at;
    bool letter = false;
    while (at < s.len && s.ptr[at] != stop) {
        uint32_t c = th_utf8_next(s, &at);
        bool joins = c == '-' || c == '.' || c == '&' || th_is_digit(c);
        bool is_letter = c >= 0x80 || th_is_letter(c);
        if (!joins && !is_letter)
            return 0;
        letter = letter || is_letter;
    }
    return letter ? at - from : 0;
}

/* 552/KH-CTĐS2, 28/2018/QĐ-TTg, 34-CT/TW (NĐ 30/2020, 1a Phụ lục I; Party documents: HD 36-HD/VPTW).  *year: 0 when it
 * has none. */
static bool is_document_number(th_str text, long *year)
{
    th_str s = th_str_trim(text);
    *year = 0;
    if (th_str_starts(s, TH_STR("Số ")) || th_str_starts(s, TH_STR("số ")))
        s = th_str_trim(th_str_sub(s, TH_STR("số ").len, s.len));
    size_t at = digits_at(s, 0);
    if (!at || at == s.len)
        return false;
    /* Documents of the Party are numbered otherwise: number-type/body. */
    if (s.ptr[at] == '-') {
        size_t type = symbol_at(s, at + 1, '/'), slash = at + 1 + type;
        return type && slash + 1 < s.len && symbol_at(s, slash + 1, '\0') == s.len - slash - 1;
    }
    if (th_is_lower(s.ptr[at])) /* 12a/QĐ */
        at++;
    if (at >= s.len || s.ptr[at] != '/')
        return false;
    at++;
    size_t n = digits_at(s, at);
    if (n == 4 && at + n < s.len && s.ptr[at + n] == '/') {
        th_str_to_long(th_str_sub(s, at, n), year);
        at += n + 1;
    }
    return at < s.len && symbol_at(s, at, '\0') == s.len - at;
}

static th_words date_in_words(th_arena *arena, int year, int month, int day)
{
    return (th_words){th_str_fmt(arena, "%02d/%02d/%d", day, month, year),
                      th_str_fmt(arena, "%04d-%02d-%02d", year, month, day)};
}

static void check_document_number(th_arena *arena, th_dataset *ds, const th_fact *f, const th_fact *date)
{
    long stated_year;
    int year, month, day;
    if (!is_document_number(f->value.text, &stated_year)) {
        th_plausible_say(ds, TH_F_ODD_DOCNO, f, TH_WITH(f->raw));
        return;
    }
    if (stated_year && date && th_date_parse(date->value.text, &year, &month, &day) && year != stated_year)
        th_plausible_say(
            ds, TH_F_ODD_DOC_YEAR, f,
            TH_WITH(f->raw, th_str_fmt(arena, "%ld", stated_year), date_in_words(arena, year, month, day)));
}

static void check_date(th_arena *arena, th_dataset *ds, const th_fact *f)
{
    int year, month, day, ry, rm, rd;
    if (!th_date_parse(ds->definition->made_on, &ry, &rm, &rd) || !th_date_parse(f->value.text, &year, &month, &day) ||
        th_date_serial(year, month, day) <= th_date_serial(ry, rm, rd))
        return;
    th_plausible_say(ds, TH_F_ODD_DATE, f,
                     TH_WITH(date_in_words(arena, year, month, day), date_in_words(arena, ry, rm, rd)));
}

/* The date beside a document number: the next date column of the list. */
static const th_fact *date_beside(const th_dataset *ds, const th_fact *f)
{
    const th_definition *d = ds->definition;
    for (uint32_t c = f->indicator + 1; c < d->ncolumns && d->columns[c].form == d->columns[f->indicator].form; c++)
        if (d->columns[c].role == TH_ROLE_VALUE && d->columns[c].type == TH_TYPE_DATE) {
            const th_fact *date = th_dataset_list_cell(ds, f->unit, c, f->item);
            return date && date->value.state == TH_STATE_VALUE ? date : NULL;
        }
    return NULL;
}

void th_plausible_lists(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t u = 0; u < d->nunits; u++)
        for (uint32_t form = 0; form < d->nforms; form++)
            if (d->forms[form].kind & TH_FORM_LIST)
                rows_twice(arena, ds, u, form);
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *f = &ds->facts[i];
        if (f->value.state != TH_STATE_VALUE || (!f->item && f->measure != TH_NOW))
            continue;
        th_type type = f->item ? d->columns[f->indicator].type : d->indicators[f->indicator].type;
        bool value = !f->item || d->columns[f->indicator].role == TH_ROLE_VALUE;
        if (value && type == TH_TYPE_DOCNO)
            check_document_number(arena, ds, f, f->item ? date_beside(ds, f) : NULL);
        else if (value && type == TH_TYPE_DATE)
            check_date(arena, ds, f);
    }
}

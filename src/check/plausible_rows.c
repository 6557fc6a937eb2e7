/* One person, group, activity or document in two rows of a list, written a little differently: blanks, commas,
 * capitals, a title before the name ("Ông", "Đ/c"), accents left out, "05" for "5".  Two names whose last syllables
 * differ by an accent are two persons. */
#include "base/ascii.h"
#include "check/plausible.h"
#include "text/fold.h"

#include <stdlib.h>

#include "base/banned.h"

/* A row of a list, and what tells it from the others. */
typedef struct list_line {
    th_str key;          /* rows with equal keys may be one row that was entered twice */
    th_str name, strict; /* the first text of the row, folded without diacritics and with them */
    th_str shown;        /* as it stands */
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

static bool has_document(const th_definition *d, uint32_t form)
{
    for (uint32_t c = 0; c < d->ncolumns; c++)
        if (d->columns[c].form == form && holds_document_numbers(&d->columns[c]))
            return true;
    return false;
}

/* The words of a folded text, without what stands between them. */
static th_str loose_words(th_arena *arena, th_str folded)
{
    th_buf out;
    th_buf_init(&out, arena);
    bool gap = false;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.ptr[i];
        bool joins = (unsigned char)c < 0x80 && !th_is_letter(c) && !th_is_digit(c);
        if (!joins && gap && out.len)
            th_buf_byte(&out, ' ');
        if (!joins)
            th_buf_byte(&out, c);
        gap = joins;
    }
    return th_buf_str(&out);
}

/* A folded name without a title before it, and its numbers without zeros before them. */
static th_str bare_name(th_arena *arena, th_str folded)
{
    static const char *const titles[] = {"ong ", "ba ", "d c ", "dc ", "dong chi ", "thay ", "co ", "anh ", "chi ",
                                         "ông ", "bà ", "đ c ", "đc ", "đồng chí ", "thầy ", "cô ", "chị "};
    th_str name = loose_words(arena, folded), word;
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        th_str title = th_str_of(titles[i]);
        th_str rest = th_str_starts(name, title) ? th_str_sub(name, title.len, name.len) : (th_str){0};
        if (th_str_find(rest, TH_STR(" "), 0) == SIZE_MAX)
            continue;
        name = rest;
        break;
    }
    th_buf out;
    th_buf_init(&out, arena);
    while (th_str_cut(&name, ' ', &word)) {
        size_t zeros = 0;
        while (zeros + 1 < word.len && word.ptr[zeros] == '0' && th_is_digit(word.ptr[zeros + 1]))
            zeros++;
        if (out.len && word.len)
            th_buf_byte(&out, ' ');
        th_buf_add(&out, th_str_sub(word, zeros, word.len));
    }
    return th_buf_str(&out);
}

/* Two syllables of names: may one be the other with its accents left out? */
static bool may_be_one_syllable(th_arena *arena, th_str a, th_str b)
{
    return th_str_eq(a, b) || th_str_eq(a, th_fold_weak(arena, a)) || th_str_eq(b, th_fold_weak(arena, b));
}

/* The two names, which agree without accents: are they one?  "Văn" and "Vân" are two; the last syllable must be the
 * same, unless one of the names is written without accents throughout. */
static bool is_one_name(th_arena *arena, const list_line *a, const list_line *b)
{
    if (th_str_eq(a->strict, a->name) || th_str_eq(b->strict, b->name))
        return true;
    th_str left = a->strict, right = b->strict, one, other;
    bool same = true;
    while (th_str_cut(&left, ' ', &one) && th_str_cut(&right, ' ', &other)) {
        if (!may_be_one_syllable(arena, one, other))
            return false;
        same = th_str_eq(one, other);
    }
    return same;
}

/* One unit's list. */
typedef struct list_of_unit {
    uint32_t unit, form;
    bool document; /* it names documents */
} list_of_unit;

/* Does the column hold years?  A name that recurs in another year is another row. */
static bool is_of_years(th_arena *arena, const th_column *column)
{
    return column->type == TH_TYPE_INT && th_str_starts(th_fold(arena, column->label), TH_STR("năm"));
}

/* Does the cell belong to the key at this pass: first what names and classifies the row; figures and other dates only
 * where that is too little? */
static bool is_in_key(th_arena *arena, const th_column *column, const list_of_unit *list, bool all)
{
    bool named = column->type == TH_TYPE_ENUM || column->type == TH_TYPE_BOOL || holds_document_numbers(column) ||
                 is_of_years(arena, column);
    return column->role == TH_ROLE_VALUE && column->type != TH_TYPE_TEXT &&
           (named || all || (column->type == TH_TYPE_DATE && !list->document));
}

static th_str key_part(th_arena *arena, const th_column *column, const th_value *value)
{
    if (value->num)
        return th_exact_text(arena, value->num);
    th_str folded = th_fold_weak(arena, value->text);
    if (column->type != TH_TYPE_DOCNO)
        return folded;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < folded.len; i++)
        if (th_is_letter(folded.ptr[i]) || th_is_digit(folded.ptr[i]))
            th_buf_byte(&out, folded.ptr[i]);
    return th_buf_str(&out);
}

/* The key of a row: its name and what else is in it.  Empty: that is too little to tell the row from others. */
static th_str row_key(th_arena *arena, const th_dataset *ds, const list_of_unit *list, const list_line *line, bool all)
{
    const th_definition *d = ds->definition;
    size_t filled = line->name.len > 0;
    th_buf key;
    th_buf_init(&key, arena);
    th_buf_add(&key, line->name);
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        const th_column *column = &d->columns[i];
        if (column->form != list->form || !is_in_key(arena, column, list, all))
            continue;
        const th_fact *f = th_dataset_list_cell(ds, list->unit, i, line->item);
        if (!f || f->value.state != TH_STATE_VALUE)
            continue;
        th_str part = key_part(arena, column, &f->value);
        th_buf_fmt(&key, "\t%u:" TH_FMT, i, TH_ARG(part));
        filled += part.len > 0;
    }
    return filled < 2 ? (th_str){0} : th_buf_str(&key);
}

/* A row that holds too little to be told from others has no key. */
static list_line line_of(th_arena *arena, const th_dataset *ds, const list_of_unit *list, uint32_t item)
{
    const th_definition *d = ds->definition;
    list_line line = {.item = item};
    bool numbered = !list->document;
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        const th_fact *f = d->columns[i].form == list->form && d->columns[i].role == TH_ROLE_VALUE
                               ? th_dataset_list_cell(ds, list->unit, i, item)
                               : NULL;
        if (!f || f->value.state != TH_STATE_VALUE)
            continue;
        numbered = numbered || holds_document_numbers(&d->columns[i]);
        line.fact = line.fact ? line.fact : f;
        if (d->columns[i].type != TH_TYPE_TEXT || line.name.len)
            continue;
        line.name = bare_name(arena, th_fold_weak(arena, f->value.text));
        line.strict = bare_name(arena, th_fold(arena, f->value.text));
        line.shown = f->raw;
    }
    if (!line.fact || !numbered)
        return line;
    line.shown = line.shown.len ? line.shown : line.fact->raw;
    line.key = row_key(arena, ds, list, &line, false);
    if (!line.key.len)
        line.key = row_key(arena, ds, list, &line, true);
    return line;
}

/* Further texts of two rows, such as the position of a person: one may say more than the other, not something else. */
static bool texts_agree(th_arena *arena, const th_dataset *ds, const list_of_unit *list, const list_line *a,
                        const list_line *b)
{
    const th_definition *d = ds->definition;
    bool first = true;
    for (uint32_t i = 0; i < d->ncolumns; i++) {
        const th_column *column = &d->columns[i];
        if (column->form != list->form || column->role != TH_ROLE_VALUE || column->type != TH_TYPE_TEXT)
            continue;
        const th_fact *one = th_dataset_list_cell(ds, list->unit, i, a->item),
                      *other = th_dataset_list_cell(ds, list->unit, i, b->item);
        if (!one || !other || one->value.state != TH_STATE_VALUE || other->value.state != TH_STATE_VALUE)
            continue;
        th_str left = th_fold_weak(arena, one->value.text), right = th_fold_weak(arena, other->value.text);
        if (!first && th_str_find(left, right, 0) == SIZE_MAX && th_str_find(right, left, 0) == SIZE_MAX)
            return false;
        first = false;
    }
    return true;
}

static void say_twice(th_arena *arena, th_dataset *ds, const list_of_unit *list, const list_line *a, const list_line *b)
{
    th_words shown = th_str_eq(a->shown, b->shown)
                         ? th_words_quoted(a->shown)
                         : TH_WORDS(arena, TH_FMT "; " TH_FMT, TH_FMT "; " TH_FMT, TH_ARG(a->shown), TH_ARG(b->shown));
    th_plausible_say(ds, TH_F_ODD_ROW_TWICE, b->fact,
                     TH_WITH(ds->definition->forms[list->form].title, shown, th_str_fmt(arena, "%u", a->fact->row + 1),
                             th_str_fmt(arena, "%u", b->fact->row + 1)));
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
        kept += lines[kept].key.len > 0;
    }
    if (kept > 1)
        qsort(lines, kept, sizeof *lines, by_row_key);
    for (size_t i = 1; i < kept; i++)
        if (th_str_eq(lines[i - 1].key, lines[i].key) && is_one_name(arena, &lines[i - 1], &lines[i]) &&
            texts_agree(arena, ds, &list, &lines[i - 1], &lines[i]))
            say_twice(arena, ds, &list, &lines[i - 1], &lines[i]);
}

void th_plausible_rows(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t u = 0; u < d->nunits; u++)
        for (uint32_t form = 0; form < d->nforms; form++)
            if (d->forms[form].kind & TH_FORM_LIST)
                rows_twice(arena, ds, u, form);
}

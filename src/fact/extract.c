#include "fact/extract.h"

#include "fact/reading.h"
#include "text/fold.h"

#include "base/banned.h"

static th_status leave_out(th_reading *r, th_finding_kind kind, const th_place *place, const th_str *args, size_t n)
{
    th_finding *f = th_raise(r, kind, place, args, n);
    r->source.status = TH_SOURCE_REJECTED;
    r->source.reason = f->vi;
    TH_PUSH(r->ds->arena, r->ds->sources, r->ds->nsources, r->ds->sources_cap, r->source);
    return TH_FAILED;
}

static th_status identify(th_reading *r)
{
    th_identity id = th_identify_unit(r);
    uint32_t hinted = th_extract_unit_of_name(r->arena, r->d, r->source.file);
    th_place place = th_place_of(r, id.sheet, TH_NONE, id.row, id.col);
    if (id.several)
        return leave_out(r, TH_F_FILE_TWO_UNITS, &place, &id.names, 1);
    if (id.unit == TH_NONE)
        return leave_out(r, TH_F_FILE_NO_UNIT, &place,
                         (th_str[]){TH_STR("các dòng tiêu đề không có tên đơn vị nào trong danh sách")}, 1);
    r->source.unit = id.unit;
    if (hinted != TH_NONE && hinted != id.unit) {
        place = th_place_of(r, NULL, TH_NONE, TH_NO_CELL, TH_NO_CELL);
        th_raise(r, TH_F_FILE_NAME_UNIT, &place, (th_str[]){r->d->units[hinted].name, r->d->units[id.unit].name}, 2);
    }
    return TH_OK;
}

/* ---- the year ---- */

typedef struct years {
    bool *wrong;     /* by sheet */
    size_t n, forms; /* sheets of another year, of all forms */
    th_place place;  /* of the first */
    th_str stated;
} years;

static years look_at_years(th_reading *r)
{
    years y = {.wrong = th_arena_array(r->arena, r->book->nsheets + 1, sizeof(bool))};
    for (size_t s = 0; s < r->book->nsheets; s++) {
        const th_sheet *sheet = &r->book->sheets[s];
        th_str stated;
        uint32_t row, col;
        if (r->form_of[s] == TH_NONE)
            continue;
        y.forms++;
        if (th_identify_year(r, sheet, &stated, &row, &col))
            continue;
        y.wrong[s] = true;
        if (!y.n++) {
            y.place = th_place_of(r, sheet, r->form_of[s], row, col);
            y.stated = stated;
        }
    }
    return y;
}

/* One cause, one finding: last year's workbook sent again has the wrong year on every sheet. */
static th_status judge_years(th_reading *r, const years *y)
{
    if (!y->n)
        return TH_OK;
    th_str stated = y->n > 1 ? th_str_fmt(r->arena, TH_FMT " (%zu trang)", TH_ARG(y->stated), y->n) : y->stated;
    const th_str args[] = {stated, th_str_fmt(r->arena, "%d", r->d->period)};
    if (y->n == y->forms)
        return leave_out(r, TH_F_FILE_YEAR, &y->place, args, 2);
    th_raise(r, TH_F_FILE_YEAR, &y->place, args, 2);
    return TH_OK;
}

/* ---- text ---- */

static void say_text(th_reading *r, const th_sheet *sheet, th_finding_kind kind, bool lost, size_t n)
{
    size_t said = 0;
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *c = &sheet->cells[i];
        if (c->type != TH_CELL_TEXT || !(lost ? c->lost : c->doubtful && !c->lost))
            continue;
        th_place place = th_place_of(r, sheet, TH_NONE, c->row, c->col);
        th_str shown = n > TH_NAMED_ONE_BY_ONE ? th_str_fmt(r->arena, TH_FMT "” và %zu ô khác của trang “" TH_FMT,
                                                            TH_ARG(c->text), n - 1, TH_ARG(sheet->name))
                                               : c->text;
        th_finding *f = th_raise(r, kind, &place, &shown, 1);
        f->raw = th_str_copy(r->ds->arena, c->raw);
        if (++said == n || n > TH_NAMED_ONE_BY_ONE)
            return; /* one cause is one finding */
    }
}

static void record_conversions(th_reading *r)
{
    th_arena *a = r->ds->arena;
    for (size_t s = 0; s < r->book->nsheets; s++) {
        const th_sheet *sheet = &r->book->sheets[s];
        size_t doubtful = 0, lost = 0;
        th_str name = th_str_copy(a, sheet->name);
        for (size_t i = 0; i < sheet->ncells; i++) {
            const th_cell *c = &sheet->cells[i];
            if (c->type != TH_CELL_TEXT)
                continue;
            if (c->encoding != TH_ENC_UNICODE) {
                th_conversion conversion = {
                    r->source_index,        name, c->row, c->col, c->encoding, c->evidence, th_str_copy(a, c->raw),
                    th_str_copy(a, c->text)};
                TH_PUSH(a, r->ds->conversions, r->ds->nconversions, r->ds->conversions_cap, conversion);
            }
            lost += c->lost;
            doubtful += c->doubtful && !c->lost;
        }
        if (lost)
            say_text(r, sheet, TH_F_TEXT_LOST, true, lost);
        if (doubtful)
            say_text(r, sheet, TH_F_TEXT_DOUBTFUL, false, doubtful);
    }
}

/* ---- hidden things ---- */

static th_str col_name(th_arena *arena, uint32_t col)
{
    th_str name = th_cell_name(arena, 0, col);
    return th_str_sub(name, 0, name.len - 1);
}

/* The fact that makes a hidden range worth a note, or NULL. */
static const th_fact *fact_inside(const th_reading *r, size_t first_fact, bool rows, uint32_t first, uint32_t last)
{
    for (size_t i = first_fact; i < r->ds->nfacts; i++) {
        uint32_t at = rows ? r->ds->facts[i].row : r->ds->facts[i].col;
        if (at >= first && at <= last)
            return &r->ds->facts[i];
    }
    return NULL;
}

/* Ranges that touch are one: readers may give a row at a time. */
static void say_hidden_ranges(th_reading *r, const th_sheet *sheet, uint32_t form, size_t first_fact, bool rows)
{
    size_t n = rows ? sheet->nhidden_rows : sheet->nhidden_cols;
    for (size_t i = 0; i < n;) {
        uint32_t first = rows ? sheet->hidden_rows[i].first : sheet->hidden_cols[i].first;
        uint32_t last = rows ? sheet->hidden_rows[i].last : sheet->hidden_cols[i].last;
        for (i++; i < n && last != UINT32_MAX &&
                  (rows ? sheet->hidden_rows[i].first : sheet->hidden_cols[i].first) == last + 1;
             i++)
            last = rows ? sheet->hidden_rows[i].last : sheet->hidden_cols[i].last;
        const th_fact *f = fact_inside(r, first_fact, rows, first, last);
        if (!f)
            continue;
        th_place place = th_place_of(r, sheet, form, f->row, f->col);
        th_str what;
        if (rows)
            what = first == last ? th_str_fmt(r->arena, "Hàng %u", first + 1)
                                 : th_str_fmt(r->arena, "Các hàng %u–%u", first + 1, last + 1);
        else if (first == last)
            what = th_str_fmt(r->arena, "Cột " TH_FMT, TH_ARG(col_name(r->arena, first)));
        else
            what = th_str_fmt(r->arena, "Các cột " TH_FMT "–" TH_FMT, TH_ARG(col_name(r->arena, first)),
                              TH_ARG(col_name(r->arena, last)));
        th_raise(r, TH_F_FORM_HIDDEN, &place, &what, 1);
    }
}

static void say_hidden(th_reading *r, const th_sheet *sheet, uint32_t form, size_t first_fact)
{
    if (sheet->visibility != TH_VISIBLE) {
        th_place place = th_place_of(r, sheet, form, TH_NO_CELL, TH_NO_CELL);
        th_raise(r, TH_F_FORM_HIDDEN, &place,
                 (th_str[]){th_str_fmt(r->arena, "Trang “" TH_FMT "”", TH_ARG(sheet->name))}, 1);
        return;
    }
    say_hidden_ranges(r, sheet, form, first_fact, true);
    say_hidden_ranges(r, sheet, form, first_fact, false);
}

/* ---- forms ---- */

/* A workbook written by a program has no formula results at all: that is one thing to say. */
static void say_pending(th_reading *r, const th_sheet *sheet, uint32_t form)
{
    size_t n = 0;
    const th_cell *first = NULL;
    for (size_t i = 0; i < sheet->ncells; i++)
        if (sheet->cells[i].type == TH_CELL_PENDING && !n++)
            first = &sheet->cells[i];
    r->pending_said = n > TH_NAMED_ONE_BY_ONE;
    if (!r->pending_said)
        return;
    th_place place = th_place_of(r, sheet, form, first->row, first->col);
    th_raise(r, TH_F_VALUE_NO_CACHE, &place,
             (th_str[]){th_str_fmt(r->arena, TH_FMT "” và %zu ô khác của trang “" TH_FMT,
                                   TH_ARG(th_cell_name(r->arena, first->row, first->col)), n - 1, TH_ARG(sheet->name))},
             1);
}

static void read_form(th_reading *r, const th_sheet *sheet, uint32_t form)
{
    const th_form *f = &r->d->forms[form];
    size_t first_fact = r->ds->nfacts;
    bool list = f->kind & (TH_FORM_LIST | TH_FORM_SCORES), indicators = f->kind & TH_FORM_INDICATORS;
    th_block lines = list ? th_find_list_block(r, sheet, form) : (th_block){0};
    th_block figures = indicators ? th_find_indicator_block(r, sheet, form) : (th_block){0};
    if (lines.found && figures.found) { /* the upper block ends where the lower begins */
        if (figures.header > lines.header)
            lines.end = figures.header;
        else
            figures.end = lines.header;
    }
    if ((list && !lines.found) || (indicators && !figures.found)) {
        th_place place = th_place_of(r, sheet, form, TH_NO_CELL, TH_NO_CELL);
        th_raise(r, TH_F_FORM_NO_HEADER, &place, &f->title, 1);
    }
    say_pending(r, sheet, form);
    if (lines.found)
        th_read_list_block(r, sheet, form, &lines);
    if (figures.found)
        th_read_indicators(r, sheet, form, &figures);
    say_hidden(r, sheet, form, first_fact);
}

static void say_twice(th_reading *r)
{
    for (size_t i = 0; i < r->ntwice; i++) {
        const th_twice *t = &r->twice[i];
        const th_sheet *used = &r->book->sheets[t->used], *other = &r->book->sheets[t->other];
        th_place place = th_place_of(r, other, t->form, TH_NO_CELL, TH_NO_CELL);
        th_raise(r, TH_F_FORM_TWICE, &place, (th_str[]){r->d->forms[t->form].title, used->name, other->name}, 3);
    }
}

static bool is_second(const th_reading *r, size_t sheet)
{
    for (size_t i = 0; i < r->ntwice; i++)
        if (r->twice[i].other == sheet)
            return true;
    return false;
}

static void read_forms(th_reading *r, const years *y)
{
    bool *seen = th_arena_array(r->arena, r->d->nforms + 1, sizeof *seen);
    for (size_t s = 0; s < r->book->nsheets; s++) {
        const th_sheet *sheet = &r->book->sheets[s];
        uint32_t form = r->form_of[s];
        if (form != TH_NONE) {
            seen[form] = true; /* also a form of another year: what is wrong with it has been said */
            if (!y->wrong[s]) {
                r->source.forms++;
                read_form(r, sheet, form);
            }
        } else if (sheet->ncells && sheet->visibility != TH_VERY_HIDDEN && !th_is_inner(r, sheet) && !is_second(r, s)) {
            th_place place = th_place_of(r, sheet, TH_NONE, TH_NO_CELL, TH_NO_CELL);
            th_raise(r, TH_F_FORM_UNKNOWN_SHEET, &place, &sheet->name, 1);
        }
    }
    for (uint32_t f = 0; f < r->d->nforms; f++)
        if (r->d->forms[f].required && !seen[f]) {
            th_place place = th_place_of(r, NULL, f, TH_NO_CELL, TH_NO_CELL);
            th_raise(r, TH_F_FORM_MISSING, &place, &r->d->forms[f].title, 1);
        }
}

static void copy_source(th_reading *r, const th_source *source)
{
    th_arena *a = r->ds->arena;
    r->source = *source;
    r->source.file = th_str_copy(a, source->file);
    r->source.sha256 = th_str_copy(a, source->sha256);
    r->source.format = th_str_copy(a, source->format);
    r->source.unit = TH_NONE;
    r->source.period = r->d->period;
    r->source.status = TH_SOURCE_ACCEPTED;
    r->source.reason = (th_str){0};
    r->source.cells = (uint32_t)r->book->ncells;
}

th_status th_extract(th_dataset *ds, const th_book *book, const th_source *source)
{
    th_reading r = {
        .ds = ds, .d = ds->definition, .book = book, .arena = ds->arena, .source_index = (uint32_t)ds->nsources};
    copy_source(&r, source);
    th_reading_prepare(&r);
    th_match_sheets(&r);
    if (identify(&r) != TH_OK)
        return TH_FAILED;
    years y = look_at_years(&r);
    if (judge_years(&r, &y) != TH_OK)
        return TH_FAILED;
    say_twice(&r);
    read_forms(&r, &y);
    record_conversions(&r);
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, r.source);
    return TH_OK;
}

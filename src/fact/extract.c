#include "fact/extract.h"

#include "fact/reading.h"
#include "text/fold.h"

#include "base/banned.h"

enum { NAMED_ONE_BY_ONE = 5 };

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
    th_place place = th_place_of(r, NULL, TH_NONE, TH_NO_CELL, TH_NO_CELL);
    if (id.several)
        return leave_out(r, TH_F_FILE_TWO_UNITS, &place, &id.names, 1);
    if (id.unit == TH_NONE)
        return leave_out(r, TH_F_FILE_NO_UNIT, &place, (th_str[]){TH_STR("các dòng tiêu đề không có tên đơn vị nào trong danh sách")}, 1);
    r->source.unit = id.unit;
    if (hinted != TH_NONE && hinted != id.unit) {
        place = th_place_of(r, NULL, TH_NONE, TH_NO_CELL, TH_NO_CELL);
        th_raise(r, TH_F_FILE_NAME_UNIT, &place, (th_str[]){r->d->units[hinted].name, r->d->units[id.unit].name}, 2);
    }
    return TH_OK;
}

static void record_conversions(th_reading *r)
{
    for (size_t s = 0; s < r->book->nsheets; s++) {
        const th_sheet *sheet = &r->book->sheets[s];
        size_t doubtful = 0, lost = 0;
        for (size_t i = 0; i < sheet->ncells; i++) {
            const th_cell *c = &sheet->cells[i];
            if (c->type != TH_CELL_TEXT)
                continue;
            if (c->encoding != TH_ENC_UNICODE) {
                th_conversion conversion = {r->source_index, sheet->name, c->row, c->col, c->encoding, c->evidence, c->raw, c->text};
                TH_PUSH(r->ds->arena, r->ds->conversions, r->ds->nconversions, r->ds->conversions_cap, conversion);
            }
            if ((c->doubtful && ++doubtful > NAMED_ONE_BY_ONE) || (c->lost && ++lost > NAMED_ONE_BY_ONE) || !(c->doubtful || c->lost))
                continue; /* one cause is one finding: the sheet is known by now */
            th_place place = th_place_of(r, sheet, TH_NONE, c->row, c->col);
            th_raise(r, c->lost ? TH_F_TEXT_LOST : TH_F_TEXT_DOUBTFUL, &place, &c->text, 1);
        }
    }
}

/* Hidden rows among those that hold figures; columns; the sheet itself. */
static void say_hidden(th_reading *r, const th_sheet *sheet, uint32_t form, size_t first_fact)
{
    th_place place = th_place_of(r, sheet, form, TH_NO_CELL, TH_NO_CELL);
    if (sheet->visibility != TH_VISIBLE) {
        th_raise(r, TH_F_FORM_HIDDEN, &place, (th_str[]){th_str_fmt(r->arena, "Trang “" TH_FMT "”", TH_ARG(sheet->name))}, 1);
        return;
    }
    uint32_t last = TH_NO_CELL;
    for (size_t i = first_fact; i < r->ds->nfacts; i++) {
        const th_fact *f = &r->ds->facts[i];
        if (!f->hidden || f->row == last)
            continue;
        last = f->row;
        place.row = f->row;
        place.col = f->col;
        th_raise(r, TH_F_FORM_HIDDEN, &place, (th_str[]){th_str_fmt(r->arena, "Hàng %u", f->row + 1)}, 1);
    }
}

static void say_no_header(th_reading *r, const th_sheet *sheet, uint32_t form)
{
    th_place place = th_place_of(r, sheet, form, TH_NO_CELL, TH_NO_CELL);
    th_raise(r, TH_F_FORM_NO_HEADER, &place, &r->d->forms[form].title, 1);
}

static bool read_form(th_reading *r, const th_sheet *sheet, uint32_t form)
{
    const th_form *f = &r->d->forms[form];
    th_str stated;
    uint32_t row, col;
    if (!th_identify_year(r, sheet, &stated, &row, &col)) {
        th_place place = th_place_of(r, sheet, form, row, col);
        th_raise(r, TH_F_FILE_YEAR, &place, (th_str[]){stated, th_str_fmt(r->arena, "%d", r->d->period)}, 2);
        return false;
    }
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
    if ((list && !lines.found) || (indicators && !figures.found))
        say_no_header(r, sheet, form);
    if (lines.found)
        th_read_list_block(r, sheet, form, &lines);
    if (figures.found)
        th_read_indicators(r, sheet, form, &figures);
    say_hidden(r, sheet, form, first_fact);
    return true;
}

static void read_forms(th_reading *r)
{
    uint32_t *form_of = th_arena_array(r->arena, r->book->nsheets + 1, sizeof *form_of);
    bool *seen = th_arena_array(r->arena, r->d->nforms + 1, sizeof *seen);
    th_match_sheets(r, form_of);
    for (size_t s = 0; s < r->book->nsheets; s++) {
        const th_sheet *sheet = &r->book->sheets[s];
        if (form_of[s] != TH_NONE) {
            seen[form_of[s]] = true; /* also a form of another year: what is wrong with it has been said */
            r->source.forms += read_form(r, sheet, form_of[s]);
        } else if (sheet->ncells && sheet->visibility != TH_VERY_HIDDEN && !th_str_eq(sheet->name, TH_STR("_META"))) {
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

th_status th_extract(th_dataset *ds, const th_book *book, const th_source *source)
{
    th_reading r = {.ds = ds, .d = ds->definition, .book = book, .arena = ds->arena, .source = *source, .source_index = (uint32_t)ds->nsources};
    r.source.unit = TH_NONE;
    r.source.period = ds->definition->period;
    r.source.status = TH_SOURCE_ACCEPTED;
    r.source.cells = (uint32_t)book->ncells;
    th_reading_prepare(&r);
    if (identify(&r) != TH_OK)
        return TH_FAILED;
    read_forms(&r);
    record_conversions(&r);
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, r.source);
    return TH_OK;
}

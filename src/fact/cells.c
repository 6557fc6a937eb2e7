/* One cell as a fact, and what has to be said about it. */
#include "fact/reading.h"

#include "base/banned.h"

th_place th_place_of(const th_reading *r, const th_sheet *sheet, uint32_t form, uint32_t row, uint32_t col)
{
    return (th_place){
        .unit = r->source.unit == TH_NONE ? (th_str){0} : r->d->units[r->source.unit].code,
        .file = r->source.file,
        .sheet = sheet ? sheet->name : (th_str){0},
        .form = form == TH_NONE ? (th_str){0} : r->d->forms[form].code,
        .row = row,
        .col = col,
    };
}

th_finding *th_raise(th_reading *r, th_finding_kind kind, const th_place *place, const th_str *args, size_t n)
{
    return th_findings_add(&r->ds->findings, r->ds->arena, kind, place, args, n);
}

/* The row counts in "triệu đồng" where the indicator counts in "đồng". */
static void rescale(th_reading *r, th_value *v, const th_wanted *w)
{
    if (v->state != TH_STATE_VALUE || !v->num || !w->row_unit.len)
        return;
    int shift = th_unit_scale(r->arena, w->row_unit) - th_unit_scale(r->arena, w->unit);
    if (shift == 0)
        return;
    v->num = th_exact_mul(r->arena, v->num, th_exact_pow10(r->arena, shift));
    v->decimals = v->decimals > shift ? v->decimals - shift : 0;
    v->did |= TH_DID_SCALE;
}

static void say_unreadable(th_reading *r, const th_place *place, const th_wanted *w, const th_value *v, th_str raw, bool error, th_str code)
{
    th_finding *f;
    if (error)
        f = th_raise(r, TH_F_VALUE_ERROR, place, (th_str[]){raw, w->label}, 2);
    else if (v->not_integer)
        f = th_raise(r, TH_F_VALUE_NOT_INTEGER, place, (th_str[]){raw, w->label, v->trouble}, 3);
    else
        f = th_raise(r, TH_F_VALUE_UNREADABLE, place,
                     (th_str[]){raw, th_type_vi(w->type), w->label, v->trouble.len ? th_str_fmt(r->arena, " (" TH_FMT ")", TH_ARG(v->trouble)) : (th_str){0}}, 4);
    f->indicator = code;
    f->raw = th_str_copy(r->ds->arena, raw);
}

static void canonical(th_reading *r, const th_place *place, const th_wanted *w, th_value *v, th_str code)
{
    if (w->catalogue == TH_NONE || v->state != TH_STATE_VALUE)
        return;
    const th_catalogue *c = &r->d->catalogues[w->catalogue];
    th_str value;
    if (th_catalogue_find(r->arena, c, v->text, &value)) {
        v->text = value;
        return;
    }
    th_finding *f = th_raise(r, TH_F_VALUE_ENUM, place, (th_str[]){v->text, c->code, (th_str){0}}, 3);
    f->indicator = code;
    f->raw = th_str_copy(r->ds->arena, v->text);
}

static void say_doubtful(th_reading *r, const th_place *place, const th_wanted *w, const th_value *v, th_str raw, th_str code)
{
    th_str shown = th_value_vi(r->arena, v, w->type);
    th_finding *f = NULL;
    if (v->did & TH_DID_FROM_DATE)
        f = th_raise(r, TH_F_VALUE_FROM_DATE, place, (th_str[]){raw, shown}, 2);
    else if (v->did & TH_DID_PERCENT_BARE)
        f = th_raise(r, TH_F_VALUE_PERCENT_BARE, place, (th_str[]){w->label, shown}, 2);
    if (!f)
        return;
    f->indicator = code;
    f->raw = th_str_copy(r->ds->arena, raw);
}

static void say_missing(th_reading *r, const th_place *place, const th_wanted *w, th_str code)
{
    if (!w->required)
        return;
    th_finding *f = th_raise(r, TH_F_VALUE_MISSING, place, &w->label, 1);
    f->indicator = code;
}

void th_read_cell(th_reading *r, const th_sheet *sheet, uint32_t form, uint32_t row, uint32_t col, const th_wanted *w)
{
    const th_cell *c = th_sheet_at(sheet, row, col);
    th_place place = th_place_of(r, sheet, form, row, col);
    th_str code = w->item ? r->d->columns[w->indicator].code : r->d->indicators[w->indicator].code;
    if (!c) {
        say_missing(r, &place, w, code);
        return;
    }
    th_fact f = {.unit = r->source.unit, .indicator = w->indicator, .item = w->item, .measure = w->measure, .source = r->source_index,
                 .sheet = sheet->name, .row = row, .col = col, .encoding = c->encoding};
    f.raw = th_cell_shown(r->arena, r->book, c);
    f.hidden = (c->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL)) || sheet->visibility != TH_VISIBLE;
    f.formula = c->flags & TH_CELL_FORMULA;
    if (c->type == TH_CELL_PENDING) {
        th_finding *found = th_raise(r, TH_F_VALUE_NO_CACHE, &place, &w->label, 1);
        found->indicator = code;
        f.value.state = TH_STATE_UNREADABLE;
        th_dataset_add(r->ds, &f);
        return;
    }
    th_raw raw = th_cell_raw(r->arena, r->book, c);
    f.value = th_value_read(r->arena, &raw, w->type, w->row_unit.len ? w->row_unit : w->unit);
    rescale(r, &f.value, w);
    if (f.value.state == TH_STATE_UNREADABLE)
        say_unreadable(r, &place, w, &f.value, f.raw, c->type == TH_CELL_ERROR, code);
    else if (f.value.state == TH_STATE_BLANK)
        say_missing(r, &place, w, code);
    else
        say_doubtful(r, &place, w, &f.value, f.raw, code);
    canonical(r, &place, w, &f.value, code);
    th_dataset_add(r->ds, &f);
}

/* One cell as a fact, and what has to be said about it. */
#include "fact/reading.h"

#include "book/formula.h"
#include "text/fold.h"

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

/* ---- the row's own unit of measure ---- */

static bool is_one_of(th_str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (th_str_eq(word, th_str_of(list[i])))
            return true;
    return false;
}

/* What is counted, without the scale: "triệu đồng" and "tỷ đ" both count "dong". */
static th_str counted(th_arena *arena, th_str unit)
{
    static const char *const scales[] = {"nghin", "ngan", "trieu", "ty", "ti"}, *const money[] = {"d", "vnd"};
    th_str rest = th_fold_weak(arena, unit), word;
    th_buf out;
    th_buf_init(&out, arena);
    while (th_str_cut(&rest, ' ', &word)) {
        if (!word.len || is_one_of(word, scales, sizeof scales / sizeof *scales))
            continue;
        if (out.len)
            th_buf_byte(&out, ' ');
        th_buf_add(&out, is_one_of(word, money, sizeof money / sizeof *money) ? TH_STR("dong") : word);
    }
    return th_str_eq(th_buf_str(&out), TH_STR("phan tram")) ? TH_STR("%") : th_buf_str(&out);
}

/* Lenient: "xã" and "xã, phường", "hạng" and "hạng/63" count the same. */
static bool counts_the_same(th_arena *arena, th_str a, th_str b)
{
    th_str one = counted(arena, a), other = counted(arena, b);
    return !one.len || !other.len || th_str_find(one, other, 0) != SIZE_MAX || th_str_find(other, one, 0) != SIZE_MAX;
}

/* The unit the cell is written in.  One that counts something else is said, and the form's is taken. */
static th_str unit_of(th_reading *r, const th_place *place, const th_wanted *w, th_str code)
{
    bool number = th_type_is_number(w->type);
    if (!number || !th_str_trim(w->row_unit).len || !w->unit.len)
        return w->unit;
    if (counts_the_same(r->arena, w->row_unit, w->unit))
        return w->row_unit;
    if (w->measure == TH_NOW && !w->item)
        th_raise(r, TH_F_VALUE_UNIT, place, (th_str[]){w->label, th_str_trim(w->row_unit), w->unit}, 3)->indicator =
            code;
    return w->unit;
}

/* The row counts in "triệu đồng" where the indicator counts in "đồng". */
static void rescale(th_reading *r, th_value *v, const th_wanted *w, th_str unit)
{
    if (v->state != TH_STATE_VALUE || !v->num || th_str_eq(unit, w->unit))
        return;
    int shift = th_unit_scale(r->arena, unit) - th_unit_scale(r->arena, w->unit);
    if (shift == 0)
        return;
    v->num = th_exact_mul(r->arena, v->num, th_exact_pow10(r->arena, shift));
    if (v->decimals >= 0)
        v->decimals = v->decimals > shift ? v->decimals - shift : 0;
    v->did |= TH_DID_SCALE;
}

/* ---- findings ---- */

static void say(th_reading *r, th_finding_kind kind, const th_place *place, const th_str *args, size_t n, th_str code,
                th_str raw)
{
    th_finding *f = th_raise(r, kind, place, args, n);
    f->indicator = code;
    f->raw = th_str_copy(r->ds->arena, raw);
}

/* `shown`: the raw text; a number as a Vietnamese reader writes it, since 1.268 and 1,268 is what it is about. */
static void say_unreadable(th_reading *r, const th_place *place, const th_wanted *w, const th_value *v, th_str raw,
                           th_str shown, bool error, th_str code)
{
    if (error && th_str_eq(raw, TH_STR(TH_CELL_UNREADABLE)))
        return; /* the reader has said what is wrong with this cell */
    if (error)
        say(r, TH_F_VALUE_ERROR, place, (th_str[]){raw, w->label}, 2, code, raw);
    else if (v->not_integer)
        say(r, TH_F_VALUE_NOT_INTEGER, place, (th_str[]){shown, w->label, v->trouble}, 3, code, raw);
    else
        say(r, TH_F_VALUE_UNREADABLE, place,
            (th_str[]){raw, th_type_vi(w->type), w->label,
                       v->trouble.len ? th_str_fmt(r->arena, " (" TH_FMT ")", TH_ARG(v->trouble)) : (th_str){0}},
            4, code, raw);
    /* an index computed over an empty last year is no figure that anyone counts */
    if (error && w->measure == TH_COMPARED)
        r->ds->findings.at[r->ds->findings.n - 1].level = TH_LEVEL_WARNING;
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
    th_str nearest = th_catalogue_nearest(r->arena, c, v->text);
    th_str hint = nearest.len ? th_str_fmt(r->arena, " Gần nhất: “" TH_FMT "”.", TH_ARG(nearest)) : (th_str){0};
    say(r, TH_F_VALUE_ENUM, place, (th_str[]){v->text, w->label, hint}, 3, code, v->text);
}

static void say_doubtful(th_reading *r, const th_place *place, const th_wanted *w, const th_value *v, th_str raw,
                         th_str code)
{
    th_str shown = th_value_vi(r->arena, v, w->type);
    if (v->did & TH_DID_FROM_DATE)
        say(r, TH_F_VALUE_FROM_DATE, place, (th_str[]){raw, shown}, 2, code, raw);
    else if (v->did & TH_DID_PERCENT_BARE)
        say(r, TH_F_VALUE_PERCENT_BARE, place, (th_str[]){w->label, shown}, 2, code, raw);
}

static void say_missing(th_reading *r, const th_place *place, const th_wanted *w, th_str code)
{
    if (w->required)
        th_raise(r, TH_F_VALUE_MISSING, place, &w->label, 1)->indicator = code;
}

/* A sum whose parts were changed by a program that does not calculate. */
static void say_stale(th_reading *r, const th_sheet *sheet, const th_place *place, const th_wanted *w, const th_cell *c,
                      th_str code, th_str raw)
{
    double value;
    const th_formula *f = c->type == TH_CELL_NUMBER ? th_sheet_formula_at(sheet, c->row, c->col) : NULL;
    th_formula_node *node = f ? th_formula_parse(r->arena, f) : NULL;
    if (!node || !th_formula_value(sheet, node, &value) || !th_formula_differs(c->number, value))
        return;
    const th_str args[] = {th_formula_text(r->arena, node), w->label,
                           th_exact_vi(r->arena, th_exact_double(r->arena, c->number), 2, true),
                           th_exact_vi(r->arena, th_exact_double(r->arena, value), 2, true)};
    say(r, TH_F_ODD_STALE, place, args, 4, code, raw);
}

void th_read_cell(th_reading *r, const th_sheet *sheet, uint32_t form, uint32_t row, uint32_t col, const th_wanted *w)
{
    const th_cell *c = th_sheet_at(sheet, row, col);
    th_place place = th_place_of(r, sheet, form, row, col);
    th_str code = w->item ? r->d->columns[w->indicator].code : r->d->indicators[w->indicator].code;
    th_fact f = {.unit = r->source.unit,
                 .indicator = w->indicator,
                 .item = w->item,
                 .measure = w->measure,
                 .source = r->source_index,
                 .value = {.state = TH_STATE_BLANK},
                 .sheet = sheet->name,
                 .row = row,
                 .col = col};
    if (!c) {
        say_missing(r, &place, w, code);
        if (w->keep_blank)
            th_dataset_add(r->ds, &f);
        return;
    }
    f.encoding = c->encoding;
    f.raw = th_cell_shown(r->arena, r->book, c);
    f.hidden = (c->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL)) || sheet->visibility != TH_VISIBLE;
    f.formula = c->flags & TH_CELL_FORMULA;
    if (c->type == TH_CELL_PENDING) {
        if (!r->pending_said)
            th_raise(r, TH_F_VALUE_NO_CACHE, &place, &w->label, 1)->indicator = code;
        f.value.state = TH_STATE_UNREADABLE;
        th_dataset_add(r->ds, &f);
        return;
    }
    th_raw raw = th_cell_raw(r->arena, r->book, c);
    th_str unit = unit_of(r, &place, w, code);
    f.value = th_value_read(r->arena, &raw, w->type, unit);
    rescale(r, &f.value, w, unit);
    if (f.value.state == TH_STATE_UNREADABLE)
        say_unreadable(r, &place, w, &f.value, f.raw,
                       c->type == TH_CELL_NUMBER ? th_exact_vi(r->arena, th_exact_double(r->arena, c->number), 9, true)
                                                 : f.raw,
                       c->type == TH_CELL_ERROR, code);
    else if (f.value.state == TH_STATE_BLANK)
        say_missing(r, &place, w, code);
    else
        say_doubtful(r, &place, w, &f.value, f.raw, code);
    canonical(r, &place, w, &f.value, code);
    if (f.formula)
        say_stale(r, sheet, &place, w, c, code, f.raw);
    th_dataset_add(r->ds, &f);
}

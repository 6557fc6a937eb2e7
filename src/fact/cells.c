/* One cell as a fact, and what has to be said about it. */
#include "fact/reading.h"

#include "book/formula.h"
#include "text/fold.h"

#include "base/banned.h"

th_place th_place_of(const th_reading *reading, const th_sheet *sheet, uint32_t form, uint32_t row, uint32_t col)
{
    return (th_place){
        .unit = reading->source.unit == TH_NONE ? (th_str){0} : reading->d->units[reading->source.unit].code,
        .file = reading->source.file,
        .sheet = sheet ? sheet->name : (th_str){0},
        .form = form == TH_NONE ? (th_str){0} : reading->d->forms[form].code,
        .row = row,
        .col = col,
    };
}

th_finding *th_raise(th_reading *reading, th_finding_kind kind, const th_place *place, const th_str *args, size_t n)
{
    return th_findings_add(&reading->ds->findings, reading->ds->arena, kind, place, args, n);
}

/* ---- the row's own unit of measure ---- */

static bool word_is_one_of(th_str word, const char *const *list, size_t n)
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
        if (!word.len || word_is_one_of(word, scales, sizeof scales / sizeof *scales))
            continue;
        if (out.len)
            th_buf_byte(&out, ' ');
        th_buf_add(&out, word_is_one_of(word, money, sizeof money / sizeof *money) ? TH_STR("dong") : word);
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
static th_str unit_of(th_reading *reading, const th_place *place, const th_wanted *wanted, th_str code)
{
    bool number = th_type_is_number(wanted->type);
    if (!number || !th_str_trim(wanted->row_unit).len || !wanted->unit.len)
        return wanted->unit;
    if (counts_the_same(reading->arena, wanted->row_unit, wanted->unit))
        return wanted->row_unit;
    if (wanted->measure == TH_NOW && !wanted->item)
        th_raise(reading, TH_F_VALUE_UNIT, place,
                 (th_str[]){wanted->label, th_str_trim(wanted->row_unit), wanted->unit}, 3)
            ->indicator = code;
    return wanted->unit;
}

/* The row counts in "triệu đồng" where the indicator counts in "đồng". */
static void rescale(th_reading *reading, th_value *v, const th_wanted *wanted, th_str unit)
{
    if (v->state != TH_STATE_VALUE || !v->num || th_str_eq(unit, wanted->unit))
        return;
    int shift = th_unit_scale(reading->arena, unit) - th_unit_scale(reading->arena, wanted->unit);
    if (shift == 0)
        return;
    v->num = th_exact_mul(reading->arena, v->num, th_exact_pow10(reading->arena, shift));
    if (v->decimals >= 0)
        v->decimals = v->decimals > shift ? v->decimals - shift : 0;
    v->did |= TH_DID_SCALE;
}

/* ---- findings ---- */

static void say_of_cell(th_reading *reading, th_finding_kind kind, const th_place *place, const th_str *args, size_t n,
                        th_str code, th_str raw)
{
    th_finding *finding = th_raise(reading, kind, place, args, n);
    finding->indicator = code;
    finding->raw = th_str_copy(reading->ds->arena, raw);
}

/* `shown`: the raw text; a number as a Vietnamese reader writes it, since 1.268 and 1,268 is what it is about. */
static void say_unreadable(th_reading *reading, const th_place *place, const th_wanted *wanted, const th_value *v,
                           th_str raw, th_str shown, bool error, th_str code)
{
    if (error && th_str_eq(raw, TH_STR(TH_CELL_UNREADABLE)))
        return; /* the reader has said what is wrong with this cell */
    if (error)
        say_of_cell(reading, TH_F_VALUE_ERROR, place, (th_str[]){raw, wanted->label}, 2, code, raw);
    else if (v->not_integer)
        say_of_cell(reading, TH_F_VALUE_NOT_INTEGER, place, (th_str[]){shown, wanted->label, v->trouble}, 3, code, raw);
    else
        say_of_cell(
            reading, TH_F_VALUE_UNREADABLE, place,
            (th_str[]){raw, th_type_vi(wanted->type), wanted->label,
                       v->trouble.len ? th_str_fmt(reading->arena, " (" TH_FMT ")", TH_ARG(v->trouble)) : (th_str){0}},
            4, code, raw);
    /* an index computed over an empty last year is no figure that anyone counts */
    if (error && wanted->measure == TH_COMPARED)
        reading->ds->findings.at[reading->ds->findings.n - 1].level = TH_LEVEL_WARNING;
}

static void canonical(th_reading *reading, const th_place *place, const th_wanted *wanted, th_value *v, th_str code)
{
    if (wanted->catalogue == TH_NONE || v->state != TH_STATE_VALUE)
        return;
    const th_catalogue *catalogue = &reading->d->catalogues[wanted->catalogue];
    th_str value;
    if (th_catalogue_find(reading->arena, catalogue, v->text, &value)) {
        v->text = value;
        return;
    }
    th_str nearest = th_catalogue_nearest(reading->arena, catalogue, v->text);
    th_str hint = nearest.len ? th_str_fmt(reading->arena, " Gần nhất: “" TH_FMT "”.", TH_ARG(nearest)) : (th_str){0};
    say_of_cell(reading, TH_F_VALUE_ENUM, place, (th_str[]){v->text, wanted->label, hint}, 3, code, v->text);
}

static void say_doubtful(th_reading *reading, const th_place *place, const th_wanted *wanted, const th_value *v,
                         th_str raw, th_str code)
{
    th_str shown = th_value_vi(reading->arena, v, wanted->type);
    if (v->did & TH_DID_FROM_DATE)
        say_of_cell(reading, TH_F_VALUE_FROM_DATE, place, (th_str[]){raw, shown}, 2, code, raw);
    else if (v->did & TH_DID_PERCENT_BARE)
        say_of_cell(reading, TH_F_VALUE_PERCENT_BARE, place, (th_str[]){wanted->label, shown}, 2, code, raw);
}

static void say_missing(th_reading *reading, const th_place *place, const th_wanted *wanted, th_str code)
{
    if (wanted->required)
        th_raise(reading, TH_F_VALUE_MISSING, place, &wanted->label, 1)->indicator = code;
}

/* A sum whose parts were changed by a program that does not calculate. */
static void say_stale(th_reading *reading, const th_sheet *sheet, const th_place *place, const th_wanted *wanted,
                      const th_cell *cell, th_str code, th_str raw)
{
    double value;
    const th_formula *formula = cell->type == TH_CELL_NUMBER ? th_sheet_formula_at(sheet, cell->row, cell->col) : NULL;
    th_formula_node *node = formula ? th_formula_parse(reading->arena, formula) : NULL;
    if (!node || !th_formula_value(sheet, node, &value) || !th_formula_differs(cell->number, value))
        return;
    const th_str args[] = {th_formula_text(reading->arena, node), wanted->label,
                           th_exact_vi(reading->arena, th_exact_double(reading->arena, cell->number), 2, true),
                           th_exact_vi(reading->arena, th_exact_double(reading->arena, value), 2, true)};
    say_of_cell(reading, TH_F_ODD_STALE, place, args, 4, code, raw);
}

void th_read_cell(th_reading *reading, const th_sheet *sheet, uint32_t form, uint32_t row, uint32_t col,
                  const th_wanted *wanted)
{
    const th_cell *cell = th_sheet_at(sheet, row, col);
    th_place place = th_place_of(reading, sheet, form, row, col);
    th_str code =
        wanted->item ? reading->d->columns[wanted->indicator].code : reading->d->indicators[wanted->indicator].code;
    th_fact f = {.unit = reading->source.unit,
                 .indicator = wanted->indicator,
                 .item = wanted->item,
                 .measure = wanted->measure,
                 .source = reading->source_index,
                 .value = {.state = TH_STATE_BLANK},
                 .sheet = sheet->name,
                 .row = row,
                 .col = col};
    if (!cell) {
        say_missing(reading, &place, wanted, code);
        if (wanted->keep_blank)
            th_dataset_add(reading->ds, &f);
        return;
    }
    f.encoding = cell->encoding;
    f.raw = th_cell_shown(reading->arena, reading->book, cell);
    f.hidden = (cell->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL)) || sheet->visibility != TH_VISIBLE;
    f.formula = cell->flags & TH_CELL_FORMULA;
    if (cell->type == TH_CELL_PENDING) {
        if (!reading->pending_said)
            th_raise(reading, TH_F_VALUE_NO_CACHE, &place, &wanted->label, 1)->indicator = code;
        f.value.state = TH_STATE_UNREADABLE;
        th_dataset_add(reading->ds, &f);
        return;
    }
    th_raw raw = th_cell_raw(reading->arena, reading->book, cell);
    th_str unit = unit_of(reading, &place, wanted, code);
    f.value = th_value_read(reading->arena, &raw, wanted->type, unit);
    rescale(reading, &f.value, wanted, unit);
    if (f.value.state == TH_STATE_UNREADABLE)
        say_unreadable(reading, &place, wanted, &f.value, f.raw,
                       cell->type == TH_CELL_NUMBER
                           ? th_exact_vi(reading->arena, th_exact_double(reading->arena, cell->number), 9, true)
                           : f.raw,
                       cell->type == TH_CELL_ERROR, code);
    else if (f.value.state == TH_STATE_BLANK)
        say_missing(reading, &place, wanted, code);
    else
        say_doubtful(reading, &place, wanted, &f.value, f.raw, code);
    canonical(reading, &place, wanted, &f.value, code);
    if (f.formula)
        say_stale(reading, sheet, &place, wanted, cell, code, f.raw);
    th_dataset_add(reading->ds, &f);
}

/* One cell as a fact, and what has to be said about it. */
#include "fact/advice.h"
#include "fact/reading.h"
#include "fact/remark.h"

#include "base/ascii.h"
#include "base/sanitizer.h"
#include "book/formula.h"
#include "book/reference.h"
#include "text/fold.h"
#include "text/number.h"
#include "text/same_unit.h"
#include "text/value_read.h"

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

th_finding *th_raise(th_reading *reading, th_finding_kind kind, const th_place *place, th_arguments arguments)
{
    return th_findings_add(&reading->ds->findings, reading->ds->arena, kind, place, arguments);
}

/* The cell at hand. */
typedef struct cell_at_hand {
    th_reading *reading;
    const th_sheet *sheet;
    const th_wanted *wanted;
    const th_cell *cell;
    th_place place;
    th_str code; /* of the indicator or the list column */
    th_str raw;  /* the cell as its reader sees it */
} cell_at_hand;

th_words th_nearest_words(th_arena *arena, th_str nearest)
{
    return nearest.len ? TH_WORDS(arena, " Gần nhất: “" TH_FMT "”.", " The nearest is “" TH_FMT "”.", TH_ARG(nearest))
                       : (th_words){0};
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
    static const char *const scales[] = {"nghin", "ngan", "trieu", "ti"}, *const money[] = {"d", "vnd"};
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

/* Lenient: "xã" and "xã, phường", "hạng" and "hạng/63", "người" and "cá nhân" count the same. */
static bool counts_the_same(th_arena *arena, th_str a, th_str b)
{
    if (th_means_same_unit(arena, a, b))
        return true;
    th_str one = counted(arena, a), other = counted(arena, b);
    return !one.len || !other.len || th_str_find(one, other, 0) != SIZE_MAX || th_str_find(other, one, 0) != SIZE_MAX;
}

/* The unit of measure the cell is written in.  Where the row counts something else than the form, that is reported and
 * the form's unit is taken. */
static th_str unit_of_cell(const cell_at_hand *at)
{
    const th_wanted *wanted = at->wanted;
    bool number = th_type_is_number(wanted->type);
    if (!number || !th_str_trim(wanted->row_unit).len || !wanted->unit.len)
        return wanted->unit;
    if (counts_the_same(at->reading->arena, wanted->row_unit, wanted->unit))
        return wanted->row_unit;
    if (wanted->measure == TH_NOW && !wanted->item) {
        th_raise(at->reading, TH_F_VALUE_UNIT, &at->place,
                 TH_WITH(wanted->label, th_str_trim(wanted->row_unit), wanted->unit))
            ->indicator = at->code;
    }
    return wanted->unit;
}

/* Brings a figure of a row in "triệu đồng" to the "đồng" of its indicator. */
static void rescale(th_arena *arena, th_value *v, th_str from, th_str to)
{
    if (v->state != TH_STATE_VALUE || !v->num || th_str_eq(from, to))
        return;
    int shift = th_unit_scale(arena, from) - th_unit_scale(arena, to);
    if (shift == 0)
        return;
    v->num = th_exact_mul(arena, v->num, th_exact_pow10(arena, shift));
    if (v->printed)
        v->printed = th_exact_mul(arena, v->printed, th_exact_pow10(arena, shift));
    if (v->decimals >= 0)
        v->decimals = v->decimals > shift ? v->decimals - shift : 0;
    v->did |= TH_DID_SCALE;
}

/* ---- findings ---- */

static th_finding *say_of_cell(const cell_at_hand *at, th_finding_kind kind, th_arguments arguments)
{
    th_finding *finding = th_raise(at->reading, kind, &at->place, arguments);
    finding->indicator = at->code;
    finding->raw = th_str_copy(at->reading->ds->arena, at->raw);
    return finding;
}

enum { ERRORS_DEEP = 8 }; /* errors that follow from errors */

static const th_cell *text_behind_error(th_arena *arena, const th_sheet *sheet, const th_cell *cell, int deep);

/* The first text among the cells that the formula counts with, which Excel may not take for a number; or NULL.  Also
 * behind a cell that is an error itself. */
static const th_cell *text_counted_with(th_arena *arena, const th_sheet *sheet, const th_formula_node *node, int deep)
{
    bool one = node->kind == TH_FORMULA_CELL && !node->text.len;
    const th_cell *cell = one ? th_sheet_at(sheet, node->row1, node->col1) : NULL;
    if (cell && cell->type == TH_CELL_ERROR)
        return deep < ERRORS_DEEP ? text_behind_error(arena, sheet, cell, deep + 1) : NULL;
    if (cell)
        return cell->type == TH_CELL_TEXT ? cell : NULL;
    for (size_t i = 0; i < node->nargs; i++) {
        const th_cell *found = text_counted_with(arena, sheet, node->args[i], deep);
        if (found)
            return found;
    }
    return NULL;
}

static const th_cell *text_behind_error(th_arena *arena, const th_sheet *sheet, const th_cell *cell, int deep)
{
    const th_formula *formula = th_sheet_formula_at(sheet, cell->row, cell->col);
    const th_formula_node *node = formula ? th_formula_parse_any(arena, formula) : NULL;
    return node ? text_counted_with(arena, sheet, node, deep) : NULL;
}

/* Why a formula is an error though no figure need be wrong: one was typed as text, which is read here all the same; or
 * last year's, by which a comparison divides, is 0 or blank.  Empty: for another reason. */
static th_words harmless_error(const cell_at_hand *at)
{
    th_arena *arena = at->reading->arena;
    const th_cell *text = text_behind_error(arena, at->sheet, at->cell, 0);
    if (text && (at->wanted->measure == TH_COMPARED || th_str_eq(at->raw, TH_STR("#VALUE!"))))
        return TH_WORDS(arena, " Ô " TH_FMT " ghi dạng chữ nên Excel không tính được.",
                        " Cell " TH_FMT " holds a text, with which Excel does not count.",
                        TH_ARG(th_cell_name(arena, text->row, text->col)));
    if (at->wanted->measure == TH_COMPARED && th_str_eq(at->raw, TH_STR("#DIV/0!")))
        return TH_WORDS_ARE(" Số để chia đang trống hoặc bằng 0.", " What it is divided by is blank or 0.");
    return (th_words){0};
}

static void say_error(const cell_at_hand *at)
{
    if (th_str_eq(at->raw, TH_STR(TH_CELL_UNREADABLE)))
        return; /* the reader of the file has said what is wrong with this cell */
    th_arena *arena = at->reading->arena;
    th_words column = th_measure_words(arena, at->wanted->measure), why = harmless_error(at);
    bool now = at->wanted->item || at->wanted->measure == TH_NOW;
    th_words label =
        now ? TH_WORDS(arena, "“" TH_FMT "”", "“" TH_FMT "”", TH_ARG(at->wanted->label))
            : (th_words){th_str_fmt(arena, "“" TH_FMT "” (" TH_FMT ")", TH_ARG(at->wanted->label), TH_ARG(column.vi)),
                         th_str_fmt(arena, "“" TH_FMT "” (" TH_FMT ")", TH_ARG(at->wanted->label), TH_ARG(column.en))};
    th_finding *finding = say_of_cell(at, TH_F_VALUE_ERROR, TH_WITH(at->raw, label, why));
    /* An index computed over an empty last year is no figure that anyone counts. */
    if (at->wanted->measure == TH_COMPARED)
        finding->level = why.vi.len ? TH_LEVEL_NOTE : TH_LEVEL_WARNING;
}

static void say_unreadable(const cell_at_hand *at, const th_value *v)
{
    th_arena *arena = at->reading->arena;
    if (at->cell->type == TH_CELL_ERROR) {
        say_error(at);
        return;
    }
    if (v->not_integer) {
        /* The finding asks whether 1.268 or 1,268 is meant, so a number is shown in the way of the reader's
         * language. */
        th_words shown = at->cell->type == TH_CELL_NUMBER
                             ? th_exact_words(arena, th_exact_double(arena, at->cell->number), 9, true)
                             : th_words_quoted(at->raw);
        say_of_cell(at, TH_F_VALUE_NOT_INTEGER, TH_WITH(shown, at->wanted->label, th_value_trouble(v)));
        return;
    }
    th_words reason = th_value_trouble(v);
    if (reason.vi.len)
        reason = (th_words){th_str_fmt(arena, " (" TH_FMT ")", TH_ARG(reason.vi)),
                            th_str_fmt(arena, " (" TH_FMT ")", TH_ARG(reason.en))};
    say_of_cell(at, TH_F_VALUE_UNREADABLE,
                TH_WITH(at->raw, th_type_words(at->wanted->type), at->wanted->label, reason,
                        at->wanted->points ? th_advice_for_points() : th_advice_for(arena, at->wanted->type, at->raw)));
}

/* Replaces a text by the value of the catalogue that it stands for; one that is in none stays and is reported. */
static void look_up_in_catalogue(const cell_at_hand *at, th_value *v)
{
    if (at->wanted->catalogue == TH_NONE || v->state != TH_STATE_VALUE)
        return;
    th_arena *arena = at->reading->arena;
    const th_catalogue *catalogue = &at->reading->d->catalogues[at->wanted->catalogue];
    th_str value;
    if (th_catalogue_find(arena, catalogue, v->text, &value)) {
        v->text = value;
        return;
    }
    th_words hint = th_nearest_words(arena, th_catalogue_nearest(arena, catalogue, v->text));
    say_of_cell(at, TH_F_VALUE_ENUM, TH_WITH(v->text, at->wanted->label, hint))->raw =
        th_str_copy(at->reading->ds->arena, v->text);
}

static void say_doubtful(const cell_at_hand *at, const th_value *v)
{
    bool from_date = v->did & TH_DID_FROM_DATE, bare = v->did & TH_DID_PERCENT_BARE && !at->wanted->small;
    if (!from_date && !bare)
        return;
    th_words shown = th_value_words(at->reading->arena, v, at->wanted->type);
    if (from_date)
        say_of_cell(at, TH_F_VALUE_FROM_DATE, TH_WITH(at->raw, shown));
    else
        say_of_cell(at, TH_F_VALUE_PERCENT_BARE, TH_WITH(at->wanted->label, shown));
}

/* "42 triệu" in a row of đồng, or a row headed "nghìn đồng" where the form counts đồng: right as a rule, but a
 * thousandfold slip where only the word was changed.  Of a row whose unit differs one cell is enough. */
static void say_scaled(const cell_at_hand *at, const th_value *v, bool in_row)
{
    if (!(v->did & TH_DID_SCALE) || (in_row && (at->wanted->measure != TH_NOW || at->wanted->item)))
        return;
    th_arena *arena = at->reading->arena;
    th_str said = in_row
                      ? th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(at->raw), TH_ARG(th_str_trim(at->wanted->row_unit)))
                      : at->raw;
    say_of_cell(at, TH_F_VALUE_UNIT_SCALED,
                TH_WITH(at->wanted->label, said, th_exact_words(arena, v->num, 2, true), at->wanted->unit));
}

/* "8/3/24", whose century is a guess. */
static void say_short_year(const cell_at_hand *at, const th_value *v)
{
    enum { YEAR_DIGITS = 4, SHORT_DIGITS = 2 };
    th_str raw = th_str_trim(at->raw);
    if (at->wanted->type != TH_TYPE_DATE || at->cell->type != TH_CELL_TEXT || raw.len <= SHORT_DIGITS ||
        th_str_find(raw, th_str_sub(v->text, 0, YEAR_DIGITS), 0) != SIZE_MAX || !th_is_digit(raw.ptr[raw.len - 1]) ||
        th_is_digit(raw.ptr[raw.len - 1 - SHORT_DIGITS]))
        return;
    say_of_cell(at, TH_F_VALUE_SHORT_YEAR, TH_WITH(raw, th_value_words(at->reading->arena, v, TH_TYPE_DATE)));
}

/* Words beside a figure: a remark is said, and of what contradicts the figure none is taken. */
static void judge_remark(const cell_at_hand *at, const th_raw *raw, th_str unit, th_value *v)
{
    th_arena *arena = at->reading->arena;
    if (raw->kind != TH_RAW_TEXT || v->state != TH_STATE_VALUE)
        return;
    th_cell_remark remark = th_cell_remark_of(at->reading, at->wanted, raw->text, v, unit);
    if (remark.doubt.vi.len) {
        say_of_cell(at, TH_F_VALUE_TWO_FIGURES, TH_WITH(at->wanted->label, at->raw, remark.doubt));
        *v = th_value_withheld(arena, remark.doubt.vi);
        return;
    }
    if (remark.plain)
        v->qualifiers &= ~(uint32_t)(TH_Q_GROWTH | TH_Q_DECLINE);
    if (remark.negative) {
        v->num = th_exact_neg(arena, v->num);
        v->printed = v->printed ? th_exact_neg(arena, v->printed) : NULL;
        v->did |= TH_DID_MINUS_ADDED;
    }
    const th_words beside = TH_WORDS_ARE(", phần còn lại hiểu là lời ghi thêm", ", the rest for a remark"),
                   below = TH_WORDS_ARE(" vì chỉ tiêu là mức tăng, giảm", ", since the row counts changes");
    if (remark.said || remark.negative)
        say_of_cell(at, TH_F_VALUE_REMARK,
                    TH_WITH(at->wanted->label, at->raw, th_value_words(arena, v, at->wanted->type),
                            remark.negative ? below : beside));
}

static void say_missing(const cell_at_hand *at)
{
    if (at->wanted->required)
        th_raise(at->reading, TH_F_VALUE_MISSING, &at->place, TH_WITH(at->wanted->label))->indicator = at->code;
}

/* A formula whose result is not what its cells give: a program that does not calculate changed them. */
static void say_stale(const cell_at_hand *at)
{
    th_arena *arena = at->reading->arena;
    const th_cell *cell = at->cell;
    double value;
    const th_formula *formula =
        cell->type == TH_CELL_NUMBER ? th_sheet_formula_at(at->sheet, cell->row, cell->col) : NULL;
    th_formula_node *node = formula ? th_formula_parse(arena, formula) : NULL;
    if (!node || !th_formula_value(at->sheet, node, &value) || !th_formula_differs(cell->number, value))
        return;
    const th_exact *shown = th_exact_double(arena, cell->number), *computed = th_exact_double(arena, value);
    int decimals = th_exact_decimals_apart(arena, shown, computed, 2);
    say_of_cell(at, TH_F_ODD_STALE,
                TH_WITH(th_formula_text(arena, node), at->wanted->label, th_exact_words(arena, shown, decimals, true),
                        th_exact_words(arena, computed, decimals, true)));
}

/* ---- reading ---- */

/* "9,5/10" of a criterion of 10 points is 9,5. */
static th_value without_maximum(const cell_at_hand *at, const th_raw *raw, th_value unreadable)
{
    th_arena *arena = at->reading->arena;
    th_numeral numeral = raw->kind == TH_RAW_TEXT ? th_numeral_read(arena, raw->text) : (th_numeral){0};
    if (!numeral.num || !numeral.den || th_exact_cmp(numeral.den, at->wanted->out_of) != 0 ||
        !th_value_is_unit(arena, numeral.rest, at->wanted->unit))
        return unreadable;
    return (th_value){.state = TH_STATE_VALUE,
                      .num = numeral.num,
                      .decimals = numeral.decimals,
                      .qualifiers = numeral.qualifiers,
                      .did = TH_DID_TEXT_TO_NUMBER};
}

static th_value value_of_cell(const cell_at_hand *at)
{
    th_arena *arena = at->reading->arena;
    th_raw raw = th_cell_raw(arena, at->reading->book, at->cell);
    th_str unit = unit_of_cell(at);
    th_value v = th_value_read(arena, &raw, at->wanted->type, unit);
    if (v.state == TH_STATE_UNREADABLE && at->wanted->out_of)
        v = without_maximum(at, &raw, v);
    judge_remark(at, &raw, unit, &v);
    bool in_cell = v.did & TH_DID_SCALE;
    rescale(arena, &v, unit, at->wanted->unit);
    if (v.state == TH_STATE_UNREADABLE && !v.withheld)
        say_unreadable(at, &v);
    else if (v.state == TH_STATE_BLANK)
        say_missing(at);
    if (v.state == TH_STATE_VALUE) {
        say_doubtful(at, &v);
        say_scaled(at, &v, !in_cell);
        say_short_year(at, &v);
    }
    look_up_in_catalogue(at, &v);
    if (at->cell->flags & TH_CELL_FORMULA)
        say_stale(at);
    return v;
}

/* A formula that has no result, unless the whole sheet has none and that was said at once. */
static th_value pending_value(const cell_at_hand *at)
{
    if (!at->reading->pending_said)
        th_raise(at->reading, TH_F_VALUE_NO_CACHE, &at->place, TH_WITH(at->wanted->label))->indicator = at->code;
    return (th_value){.state = TH_STATE_UNREADABLE};
}

void th_note_address(th_reading *reading, const th_spot *spot, const th_wanted *wanted)
{
    const th_addressed addressed = {.sheet = spot->sheet,
                                    .row = spot->row,
                                    .col = spot->col,
                                    .indicator = wanted->indicator,
                                    .item = wanted->item,
                                    .measure = wanted->measure,
                                    .criterion = wanted->criterion};
    TH_PUSH(reading->arena, reading->addressed, reading->naddressed, reading->addressed_cap, addressed);
}

static void read_noted_cell(th_reading *reading, const th_spot *spot, const th_wanted *wanted)
{
    const th_sheet *sheet = spot->sheet;
    cell_at_hand at = {.reading = reading,
                       .sheet = sheet,
                       .wanted = wanted,
                       .cell = th_sheet_at(sheet, spot->row, spot->col),
                       .place = th_place_of(reading, sheet, spot->form, spot->row, spot->col),
                       .code = wanted->item ? reading->d->columns[wanted->indicator].code
                                            : reading->d->indicators[wanted->indicator].code};
    th_fact f = {.unit = reading->source.unit,
                 .indicator = wanted->indicator,
                 .item = wanted->item,
                 .measure = wanted->measure,
                 .source = reading->source_index,
                 .found_by = wanted->found_by,
                 .value = {.state = TH_STATE_BLANK},
                 .sheet = sheet->name,
                 .row = spot->row,
                 .col = spot->col};
    th_str withheld = reading->withheld.len ? reading->withheld : wanted->withheld;
    if (withheld.len)
        f.value = th_value_withheld(reading->arena, withheld);
    if (!at.cell) {
        if (!withheld.len)
            say_missing(&at);
        if (wanted->keep_blank)
            th_dataset_add(reading->ds, &f);
        return;
    }
    at.raw = f.raw = th_cell_shown(reading->arena, reading->book, at.cell);
    f.encoding = at.cell->encoding;
    f.hidden = (at.cell->flags & (TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL)) || sheet->visibility != TH_VISIBLE;
    f.formula = at.cell->flags & TH_CELL_FORMULA;
    const th_formula *formula = f.formula ? th_sheet_formula_at(sheet, spot->row, spot->col) : NULL;
    const th_fact_formula kept = {.relative = formula ? th_formula_relative(reading->arena, formula) : (th_str){0}};
    f.kept_formula = &kept;
    if (!withheld.len)
        f.value = at.cell->type == TH_CELL_PENDING ? pending_value(&at) : value_of_cell(&at);
    th_dataset_add(reading->ds, &f);
    reading->addressed[reading->naddressed - 1].fact = reading->ds->nfacts;
}

/* A sanitizer is to see who looks at it later. */
void th_cell_passed(const th_reading *reading)
{
    enum { MOST_PASSING = 256 * 1024 };
    if (TH_SANITIZED || th_arena_used(reading->passing) > MOST_PASSING)
        th_arena_reset(reading->passing);
}

/* What reading a cell comes to is copied into the dataset. */
void th_read_cell(th_reading *reading, const th_spot *spot, const th_wanted *wanted)
{
    th_arena *lasting = reading->arena;
    th_note_address(reading, spot, wanted);
    reading->arena = reading->passing;
    read_noted_cell(reading, spot, wanted);
    reading->arena = lasting;
    th_cell_passed(reading);
}

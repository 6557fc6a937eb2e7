/* Writes LÝ LỊCH SỐ LIỆU: whoever chooses or pastes a unit and a code reads all that is known of that figure.  It is
 * found in NGUỒN SỐ LIỆU by its key, its rules in MA TRẬN KIỂM TRA, its criteria in CHẤM ĐIỂM, each by MATCH over a
 * column of keys, so that sorted sheets give the same.  What is stored beside each formula is right for the figure that
 * is chosen when the workbook is opened. */
#include "report/sheets.h"

#include "draw/control.h"
#include "draw/formula.h"
#include "draw/validation.h"
#include "report/aggregate.h"
#include "report/gap.h"
#include "report/biography_apart.h"
#include "report/biography_tables.h"
#include "report/figure_key.h"
#include "report/lookups.h"
#include "report/matrix_cells.h"
#include "report/matrix_place.h"
#include "report/points_formula.h"
#include "report/score_key.h"
#include "report/source_words.h"

#include "base/banned.h"

/* Rows. */
enum { IN_UNIT = 4, IN_CODE, IN_MEASURE, IN_KEY = TH_BIOGRAPHY_KEY_ROW, KEY_SHOWN, FIELDS_FIRST = 10 };
/* Columns. */
enum { TAG = 0, VALUE, RESULT, SAID, BIO_COLUMNS };
/* Rows of the column TH_BIO_ROWS_COL: which row has it, from 1; 0: none. */
enum { ROW_OF_KEY = 4, ROW_OF_INPUT_UNIT, ROW_OF_UNIT, ROW_OF_CODE, ROW_OF_LAST_YEAR };

static const char no_figure[] = "không có số liệu", no_points[] = "chưa có điểm", not_asked[] = "không áp dụng";

typedef struct bio_writer {
    th_writer writer;
    th_bio_tables tables;
    const th_matrix_cell *matrix;
    const th_fact *fact; /* that is chosen; NULL: there is none */
    uint32_t unit;       /* that is chosen, or TH_NONE */
    const th_bio_code *code;
    uint32_t row; /* the next one */
} bio_writer;

enum { PLAIN_CELL = TH_LOOK_CELL | TH_LOOK_TOP, TAG_CELL = PLAIN_CELL | TH_LOOK_BOLD | TH_FILL_HEAD };

/* A cell that holds a number or a text. */
typedef struct bio_result {
    const th_exact *number; /* NULL: the text */
    th_str text;
} bio_result;

static bio_result bio_text(th_str text)
{
    return (bio_result){NULL, text};
}

static th_str bio_cell(const bio_writer *bio, uint32_t row, uint32_t col)
{
    return th_ref_cell(bio->writer.r->arena, (th_str){0}, row, col);
}

static th_str found_row(const bio_writer *bio, uint32_t row)
{
    return bio_cell(bio, row, TH_BIO_ROWS_COL);
}

static void live_cell(bio_writer *bio, uint32_t row, uint32_t col, th_str formula, bio_result result)
{
    th_pen *p = &bio->writer.pen;
    th_control_pause(p->tab, true); /* it is another one as soon as another figure is chosen */
    if (result.number)
        th_pen_formula(p, row, col, (th_live){formula, result.number}, (th_style){PLAIN_CELL, NULL});
    else
        th_pen_formula_text(p, row, col, (th_live_text){formula, result.text}, PLAIN_CELL);
    th_control_pause(p->tab, false);
}

/* ---- which rows ---- */

static th_str source_column(const th_report *r, uint32_t col)
{
    size_t rows = r->ds->nfacts < TH_SOURCE_MOST ? r->ds->nfacts : TH_SOURCE_MOST;
    uint32_t last = TH_SOURCE_FIRST + (rows ? (uint32_t)rows - 1 : 0);
    return th_ref_area(r->arena, r->names[TH_SHEET_SOURCES], th_down(col, TH_SOURCE_FIRST, last));
}

/* What was typed or pasted, without blanks around it: also those that other programs put there. */
static th_str typed_in(const bio_writer *bio, uint32_t row)
{
    return TH_FORMULA(bio->writer.r->arena,
                      "TRIM(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},\"\u00a0\",\" \"),CHAR(9),\" \"),"
                      "CHAR(10),\" \"),CHAR(13),\" \"))",
                      {"cell", bio_cell(bio, row, VALUE)});
}

static th_str match_of(const th_report *r, th_str text, th_str area)
{
    return TH_FORMULA(r->arena, "MATCH({text},{area},0)", {"text", th_lookup_literal(r->arena, text)}, {"area", area});
}

/* The unit of a text: its name, what keys call it, or its code. */
static th_str unit_of(const bio_writer *bio, th_str text)
{
    const th_report *r = bio->writer.r;
    return TH_FORMULA(r->arena, "IFERROR({key},IFERROR({name},IFERROR({code},0)))",
                      {"key", match_of(r, text, th_bio_units(r, TH_BIO_UNIT_KEY))},
                      {"name", match_of(r, text, th_bio_units(r, TH_BIO_UNIT_NAME))},
                      {"code", match_of(r, text, th_bio_units(r, TH_BIO_UNIT_CODE))});
}

static th_str index_in(const th_report *r, th_str area, th_str row)
{
    return TH_FORMULA(r->arena, "INDEX({area},{row})", {"area", area}, {"row", row});
}

static void put_row(bio_writer *bio, uint32_t row, th_str formula, size_t number)
{
    th_pen *p = &bio->writer.pen;
    th_control_pause(p->tab, true);
    th_pen_formula(p, row, TH_BIO_ROWS_COL, (th_live){formula, th_exact_int(bio->writer.r->arena, (long long)number)},
                   (th_style){0, "0"});
    th_control_pause(p->tab, false);
}

static size_t row_of_fact(const bio_writer *bio, const th_fact *f)
{
    const th_report *r = bio->writer.r;
    uint32_t row = f ? th_plan_fact_row(r, th_plan_fact_index(r, f)) : TH_NONE;
    return row == TH_NONE ? 0 : row - TH_SOURCE_FIRST + 1;
}

static const th_fact *last_year_of(const bio_writer *bio)
{
    if (!bio->code || bio->code->indicator == TH_NONE || bio->unit == TH_NONE)
        return NULL;
    return th_dataset_find(bio->writer.r->ds, bio->unit, bio->code->indicator, TH_PREVIOUS);
}

/* Where the sources stand in a .csv the key itself says of what unit and code it is, and what is found is the row of
 * NGUỒN SỐ LIỆU that says where in the file that code stands. */
static void put_rows_apart(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    th_str codes = th_bio_codes(r, &bio->tables, TH_BIO_CODE, TH_BIO_CODE), key = bio_cell(bio, KEY_SHOWN, VALUE);
    size_t unit = bio->unit == TH_NONE ? 0 : bio->unit + 1,
           code = bio->code ? (size_t)(bio->code - bio->tables.codes) + 1 : 0;
    put_row(bio, ROW_OF_INPUT_UNIT, unit_of(bio, typed_in(bio, IN_UNIT)), unit);
    put_row(bio, ROW_OF_UNIT, unit_of(bio, th_biography_unit_of_key(r->arena, key)), unit);
    put_row(bio, ROW_OF_CODE,
            TH_FORMULA(r->arena, "IFERROR({match},0)",
                       {"match", match_of(r, th_biography_code_of_key(r->arena, key), codes)}),
            code);
    put_row(bio, ROW_OF_KEY, th_biography_row_of_code(r, index_in(r, codes, found_row(bio, ROW_OF_CODE))),
            th_biography_row_of_fact(r, bio->fact));
}

static void put_rows(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    if (r->source_ranges) {
        put_rows_apart(bio);
        return;
    }
    th_arena *arena = r->arena;
    th_str keys = source_column(r, TH_SOURCE_KEY), codes = th_bio_codes(r, &bio->tables, TH_BIO_CODE, TH_BIO_CODE),
           pasted = typed_in(bio, IN_KEY), key_row = found_row(bio, ROW_OF_KEY);
    put_row(bio, ROW_OF_KEY,
            TH_FORMULA(arena, "IFERROR({match},0)", {"match", match_of(r, bio_cell(bio, KEY_SHOWN, VALUE), keys)}),
            row_of_fact(bio, bio->fact));
    size_t unit = bio->unit == TH_NONE ? 0 : bio->unit + 1,
           code = bio->code ? (size_t)(bio->code - bio->tables.codes) + 1 : 0;
    put_row(bio, ROW_OF_INPUT_UNIT, unit_of(bio, typed_in(bio, IN_UNIT)), unit);
    put_row(bio, ROW_OF_UNIT,
            TH_FORMULA(arena, "IF({row}>0,{found},IF({pasted}<>\"\",0,{input}))", {"row", key_row},
                       {"found", unit_of(bio, index_in(r, source_column(r, TH_SOURCE_UNIT), key_row))},
                       {"pasted", pasted}, {"input", found_row(bio, ROW_OF_INPUT_UNIT)}),
            unit);
    th_str known = TH_FORMULA(arena, "IF({row}>0,{found},IF({pasted}<>\"\",\"\",{typed}))", {"row", key_row},
                              {"found", index_in(r, source_column(r, TH_SOURCE_CODE), key_row)}, {"pasted", pasted},
                              {"typed", typed_in(bio, IN_CODE)});
    put_row(bio, ROW_OF_CODE, TH_FORMULA(arena, "IFERROR({match},0)", {"match", match_of(r, known, codes)}), code);
    th_str last_year = TH_FORMULA(arena, "{unit}&\"{between}\"&{code}&\"{between}{measure}\"",
                                  {"unit", index_in(r, th_bio_units(r, TH_BIO_UNIT_KEY), found_row(bio, ROW_OF_UNIT))},
                                  {"code", index_in(r, codes, found_row(bio, ROW_OF_CODE))},
                                  {"between", TH_STR(TH_KEY_BETWEEN)}, {"measure", th_measure_vi(TH_PREVIOUS)});
    put_row(bio, ROW_OF_LAST_YEAR,
            TH_FORMULA(arena, "IF({unit}*{code}=0,0,IFERROR({match},0))", {"unit", found_row(bio, ROW_OF_UNIT)},
                       {"code", found_row(bio, ROW_OF_CODE)}, {"match", match_of(r, last_year, keys)}),
            row_of_fact(bio, last_year_of(bio)));
}

/* ---- what is asked ---- */

static void put_input(bio_writer *bio, uint32_t row, const char *tag, th_str text)
{
    th_pen *p = &bio->writer.pen;
    th_pen_text(p, row, TAG, th_str_of(tag), TAG_CELL);
    th_control_pause(p->tab, true);
    th_pen_text(p, row, VALUE, text, PLAIN_CELL | TH_FILL_INPUT | TH_LOOK_INPUT);
    th_control_pause(p->tab, false);
}

static void let_choose(bio_writer *bio, uint32_t row, const th_validation *validation)
{
    th_tab_validate(bio->writer.pen.tab, th_down(VALUE, row, row), validation);
}

static void put_key_shown(bio_writer *bio, const th_str *key)
{
    const th_report *r = bio->writer.r;
    th_str unit = TH_FORMULA(r->arena, "IF({row}>0,INDEX({units},{row}),{unit})",
                             {"row", found_row(bio, ROW_OF_INPUT_UNIT)}, {"units", th_bio_units(r, TH_BIO_UNIT_KEY)},
                             {"unit", typed_in(bio, IN_UNIT)}),
           measure = TH_FORMULA(r->arena, "IF({measure}=\"\",\"{now}\",{measure})",
                                {"measure", typed_in(bio, IN_MEASURE)}, {"now", th_measure_vi(TH_NOW)});
    th_str formula =
        TH_FORMULA(r->arena, "IF({pasted}<>\"\",{pasted},{unit}&\"{between}\"&{code}&\"{between}\"&{measure})",
                   {"pasted", typed_in(bio, IN_KEY)}, {"unit", unit}, {"between", TH_STR(TH_KEY_BETWEEN)},
                   {"code", typed_in(bio, IN_CODE)}, {"measure", measure});
    th_str now = th_str_fmt(r->arena, TH_FMT TH_KEY_BETWEEN TH_FMT TH_KEY_BETWEEN TH_FMT, TH_ARG(key[0]),
                            TH_ARG(key[1]), TH_ARG(key[2]));
    th_pen_text(&bio->writer.pen, KEY_SHOWN, TAG, TH_STR("Đang xem"), TAG_CELL);
    live_cell(bio, KEY_SHOWN, VALUE, formula, bio_text(now));
}

static void put_inputs(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    static const char *const measures[] = {"Năm nay", "Năm trước", "Kế hoạch", "So sánh", "Ghi chú", NULL};
    th_str unit = {0}, code = {0}, measure = th_measure_vi(TH_NOW);
    if (bio->unit != TH_NONE)
        unit = r->key_units[bio->unit];
    if (bio->code)
        code = bio->code->code;
    if (bio->fact)
        measure = th_figure_key_measure(r->arena, bio->fact);
    put_input(bio, IN_UNIT, "Đơn vị", unit);
    put_input(bio, IN_CODE, "Mã chỉ tiêu", code);
    put_input(bio, IN_MEASURE, "Số liệu", measure);
    put_input(bio, IN_KEY, "hoặc dán Khóa", (th_str){0});
    let_choose(bio, IN_UNIT,
               &(th_validation){.kind = TH_VALID_OF_RANGE,
                                .source = th_str_fmt(r->arena, "=" TH_FMT, TH_ARG(th_bio_units(r, TH_BIO_UNIT_KEY))),
                                .title = "Đơn vị",
                                .hint = "Chọn trong danh sách, hoặc gõ tên hay mã."});
    let_choose(bio, IN_CODE,
               &(th_validation){.kind = TH_VALID_OF_RANGE,
                                .source = th_str_fmt(r->arena, "=" TH_FMT,
                                                     TH_ARG(th_bio_codes(r, &bio->tables, TH_BIO_CODE, TH_BIO_CODE))),
                                .title = "Mã chỉ tiêu",
                                .hint = "Chọn trong danh sách, hoặc dán mã ở cột Mã của TỔNG HỢP."});
    let_choose(bio, IN_MEASURE,
               &(th_validation){.kind = TH_VALID_OF_WORDS,
                                .words = measures,
                                .title = "Số liệu",
                                .hint = "Năm nay, Năm trước, Kế hoạch…; của danh sách: Dòng 1, Dòng 2…"});
    let_choose(bio, IN_KEY,
               &(th_validation){.kind = TH_VALID_ANY,
                                .title = "Khóa",
                                .hint = "Dán ô ở cột Khóa của NGUỒN SỐ LIỆU; để trống thì xem theo ba ô trên."});
    th_str key[] = {unit, code, measure};
    put_key_shown(bio, key);
}

/* ---- fields ---- */

static void tag_cell(bio_writer *bio, const char *tag, double height)
{
    th_pen_text(&bio->writer.pen, bio->row, TAG, th_str_of(tag), TAG_CELL);
    if (height > 0)
        th_pen_height(&bio->writer.pen, bio->row, height);
}

/* Writes what a column of NGUỒN SỐ LIỆU holds in the row of the figure; blank where there is no figure. */
static void source_field(bio_writer *bio, const char *tag, uint32_t col, bio_result now)
{
    const th_report *r = bio->writer.r;
    th_str row = found_row(bio, ROW_OF_KEY), cell = index_in(r, source_column(r, col), row);
    tag_cell(bio, tag, 0);
    live_cell(bio, bio->row++, VALUE,
              TH_FORMULA(r->arena, "IF({row}=0,\"\",IF({cell}=\"\",\"\",{cell}))", {"row", row}, {"cell", cell}), now);
}

/* Writes what a column of the table of codes holds in the row of the code; blank where there is no such code. */
static void code_field(bio_writer *bio, const char *tag, uint32_t col, th_str now)
{
    const th_report *r = bio->writer.r;
    th_str row = found_row(bio, ROW_OF_CODE);
    tag_cell(bio, tag, 0);
    live_cell(bio, bio->row++, VALUE,
              TH_FORMULA(r->arena, "IF({row}=0,\"\",INDEX({area},{row})&\"\")", {"row", row},
                         {"area", th_bio_codes(r, &bio->tables, col, col)}),
              bio_text(now));
}

/* What NGUỒN SỐ LIỆU has in its column of values: a number, a text, or nothing. */
static bio_result value_of_fact(const th_report *r, const th_fact *f)
{
    if (!f)
        return bio_text(th_str_of(no_figure));
    if (th_gap_counts_zero(r, f))
        return (bio_result){.number = th_exact_int(r->arena, 0)};
    th_type type = th_plan_fact_type(r->d, f);
    bool worded = type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL;
    if (f->value.state == TH_STATE_VALUE && f->value.num && !worded)
        return (bio_result){.number = f->value.num};
    if (f->value.state == TH_STATE_VALUE && f->value.text.len)
        return bio_text(f->value.text);
    return bio_text(TH_STR("(trống)"));
}

static void value_field(bio_writer *bio, const char *tag, uint32_t row_at, bio_result now)
{
    const th_report *r = bio->writer.r;
    th_str row = found_row(bio, row_at), cell = index_in(r, source_column(r, TH_SOURCE_VALUE), row);
    tag_cell(bio, tag, 0);
    live_cell(bio, bio->row++, VALUE,
              TH_FORMULA(r->arena, "IF({row}=0,\"{none}\",IF({cell}=\"\",\"(trống)\",{cell}))", {"row", row},
                         {"none", th_str_of(no_figure)}, {"cell", cell}),
              now);
}

static void place_field(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    th_str row = found_row(bio, ROW_OF_KEY), sheet = r->names[TH_SHEET_SOURCES];
    size_t at = row_of_fact(bio, bio->fact);
    th_str now =
        at ? th_str_fmt(r->arena, TH_FMT ", dòng %zu", TH_ARG(sheet), at + TH_SOURCE_FIRST) : th_str_of(no_figure);
    tag_cell(bio, "Dòng nguồn", 0);
    live_cell(bio, bio->row++, VALUE,
              TH_FORMULA(r->arena,
                         "IF({row}=0,\"{none}\",HYPERLINK(\"#'{sheet}'!A\"&({row}+{above}),\"{sheet}, dòng \"&"
                         "({row}+{above})))",
                         {"row", row}, {"none", th_str_of(no_figure)}, {"sheet", sheet},
                         {"above", th_str_fmt(r->arena, "%d", TH_SOURCE_FIRST)}),
              bio_text(now));
}

static void put_fields_apart(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    tag_cell(bio, "Giá trị, nguồn", 0);
    th_pen_text(&bio->writer.pen, bio->row++, VALUE, th_biography_where(r), PLAIN_CELL);
    tag_cell(bio, "Các dòng của mã", 0);
    live_cell(bio, bio->row++, VALUE, th_biography_rows_of_code(r, found_row(bio, ROW_OF_KEY)),
              bio_text(th_biography_rows_now(r, bio->fact)));
}

static void put_fields(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    const th_fact *f = bio->fact;
    const th_source_words words = f ? th_source_words_of(r, f) : (th_source_words){0};
    const th_source *source = f ? &r->ds->sources[f->source] : NULL;
    const th_indicator *ind =
        bio->code && bio->code->indicator != TH_NONE ? &r->d->indicators[bio->code->indicator] : NULL;
    const th_column *column = bio->code && !ind ? &r->d->columns[bio->code->column] : NULL;
    th_str label = ind ? ind->label : (th_str){0};
    uint32_t form = ind ? ind->form : TH_NONE;
    if (column) {
        label = column->label;
        form = column->form;
    }
    bio->row = FIELDS_FIRST;
    code_field(bio, "Chỉ tiêu", TH_BIO_LABEL, label);
    code_field(bio, "Biểu", TH_BIO_FORM, form == TH_NONE ? (th_str){0} : r->d->forms[form].title);
    if (!r->source_ranges)
        value_field(bio, "Giá trị", ROW_OF_KEY, value_of_fact(r, f));
    code_field(bio, "Đơn vị tính", TH_BIO_COUNTED_IN, ind ? ind->unit : (th_str){0});
    if (r->source_ranges) {
        put_fields_apart(bio);
        return;
    }
    source_field(bio, "Từ kèm số", TH_SOURCE_QUALIFIER, bio_text(words.qualifier));
    place_field(bio);
    source_field(bio, "Tệp", TH_SOURCE_FILE, bio_text(source ? source->file : (th_str){0}));
    source_field(bio, "Trang", TH_SOURCE_SHEET, bio_text(f ? f->sheet : (th_str){0}));
    source_field(bio, "Ô", TH_SOURCE_CELL, bio_text(f ? th_cell_name(r->arena, f->row, f->col) : (th_str){0}));
    source_field(bio, "Nguyên văn", TH_SOURCE_RAW, bio_text(f ? f->raw : (th_str){0}));
    source_field(bio, "Công thức ở tệp gốc", TH_SOURCE_FORMULA, bio_text(words.formula));
    source_field(bio, "Bảng mã", TH_SOURCE_ENCODING, bio_text(words.encoding));
    source_field(bio, "Đã hiểu thế nào", TH_SOURCE_RULES, bio_text(words.rules));
    source_field(bio, "Điều chỉnh, giải trình", TH_SOURCE_ENTERED, bio_text(words.entered));
    value_field(bio, "Năm trước, đơn vị ghi", ROW_OF_LAST_YEAR, value_of_fact(r, last_year_of(bio)));
    source_field(bio, "Năm trước, đã chốt", TH_SOURCE_STORED, bio_text(words.stored));
    source_field(bio, "Lượt tổng hợp trước", TH_SOURCE_BEFORE, bio_text(words.before));
}

/* ---- rules and criteria ---- */

static void put_section(bio_writer *bio, const char *title, const char *const *labels)
{
    th_pen *p = &bio->writer.pen;
    bio->row++;
    th_pen_text(p, bio->row++, TAG, th_str_of(title), TH_LOOK_BOLD | TH_LOOK_LARGE);
    th_pen_header(p, bio->row++, labels, BIO_COLUMNS);
}

/* The k-th of a list of codes that the code has in the table. */
static th_str listed_code(const bio_writer *bio, uint32_t first, uint32_t k)
{
    const th_report *r = bio->writer.r;
    return TH_FORMULA(r->arena, "IF({row}=0,\"\",INDEX({area},{row})&\"\")", {"row", found_row(bio, ROW_OF_CODE)},
                      {"area", th_bio_codes(r, &bio->tables, first + k, first + k)});
}

static th_str of_listed(const bio_writer *bio, th_str code, th_str what)
{
    return TH_FORMULA(bio->writer.r->arena, "IF({code}=\"\",\"\",IFERROR({what},\"\"))", {"code", code},
                      {"what", what});
}

/* A formula for the result of a rule as the matrix has it now: in the column of the unit, or of the cluster for a rule
 * of the cluster. */
static th_str result_formula(const bio_writer *bio, th_str code)
{
    const th_report *r = bio->writer.r;
    th_str unit = found_row(bio, ROW_OF_UNIT), rule = match_of(r, code, th_matrix_codes(r));
    th_str own = th_matrix_index(r, th_matrix_units(r, false), rule, unit),
           all = TH_FORMULA(r->arena, "INDEX({cluster},{rule})", {"rule", rule},
                            {"cluster", th_matrix_results(r, r->nunits)});
    return TH_FORMULA(r->arena,
                      "IF(OR({code}=\"\",{unit}=0),\"\",IFERROR(IF({own}<>\"\",{own},IF({all}<>\"\",{all},"
                      "\"{none}\")),\"\"))",
                      {"code", code}, {"unit", unit}, {"own", own}, {"all", all}, {"none", th_str_of(not_asked)});
}

static th_str result_now(const bio_writer *bio, uint32_t check)
{
    const th_report *r = bio->writer.r;
    const th_matrix_cell *cells = &bio->matrix[(size_t)check * (r->nunits + 1)];
    if (bio->unit == TH_NONE)
        return (th_str){0};
    th_str own = th_matrix_text(r->arena, &cells[bio->unit]), cluster = th_matrix_text(r->arena, &cells[r->nunits]);
    if (own.len)
        return own;
    return cluster.len ? cluster : th_str_of(not_asked);
}

static th_str said_now(const bio_writer *bio, uint32_t check)
{
    const th_report *r = bio->writer.r;
    th_str key = bio->unit == TH_NONE ? (th_str){0} : th_bio_said_key(r, bio->unit, r->d->checks[check].code);
    for (size_t i = 0; i < bio->tables.nsaid; i++)
        if (th_str_eq(bio->tables.said[i].key, key))
            return bio->tables.said[i].text;
    return (th_str){0};
}

static void bio_rule(bio_writer *bio, uint32_t k)
{
    const th_report *r = bio->writer.r;
    uint32_t row = bio->row++, last = TH_RULES_FIRST + (uint32_t)r->rules.n - 1;
    bool there = bio->code && k < bio->code->nrules;
    uint32_t check = there ? bio->code->rules[k] : TH_NONE;
    th_str code = bio_cell(bio, row, TAG), rules = r->names[TH_SHEET_RULES];
    th_str at = match_of(r, code, th_ref_area(r->arena, rules, th_down(TH_RULES_CODE, TH_RULES_FIRST, last)));
    th_str names = th_ref_area(r->arena, rules, th_down(TH_RULES_CODE + 1, TH_RULES_FIRST, last));
    live_cell(bio, row, TAG, listed_code(bio, TH_BIO_RULE, k),
              bio_text(there ? r->d->checks[check].code : (th_str){0}));
    live_cell(bio, row, VALUE,
              of_listed(bio, code, TH_FORMULA(r->arena, "INDEX({names},{at})&\"\"", {"names", names}, {"at", at})),
              bio_text(there ? r->d->checks[check].name : (th_str){0}));
    live_cell(bio, row, RESULT, result_formula(bio, code), bio_text(there ? result_now(bio, check) : (th_str){0}));
    if (!bio->tables.nsaid) {
        th_pen_blank(&bio->writer.pen, row, SAID, PLAIN_CELL);
        return;
    }
    th_str key =
        TH_FORMULA(r->arena, "{unit}&\"{between}\"&{code}", {"code", code}, {"between", TH_STR(TH_KEY_BETWEEN)},
                   {"unit", index_in(r, th_bio_units(r, TH_BIO_UNIT_KEY), found_row(bio, ROW_OF_UNIT))});
    th_str said = match_of(r, key, th_bio_said_column(r, &bio->tables, TH_BIO_SAID_KEY));
    live_cell(bio, row, SAID,
              TH_FORMULA(r->arena, "IF(OR({code}=\"\",{unit}=0),\"\",IFERROR(INDEX({texts},{at}),\"\"))",
                         {"code", code}, {"unit", found_row(bio, ROW_OF_UNIT)},
                         {"texts", th_bio_said_column(r, &bio->tables, TH_BIO_SAID)}, {"at", said}),
              bio_text(there ? said_now(bio, check) : (th_str){0}));
}

static bio_result points_now(const bio_writer *bio, uint32_t criterion)
{
    const th_report *r = bio->writer.r;
    if (bio->unit == TH_NONE)
        return bio_text((th_str){0});
    const th_points *points = th_score_points(r->in->scores, criterion, bio->unit);
    if (points->state == TH_POINTS_NOT_ASSIGNED)
        return bio_text(TH_STR(TH_NOT_ASSIGNED));
    return points->official ? (bio_result){.number = points->official} : bio_text(th_str_of(no_points));
}

static void bio_criterion(bio_writer *bio, uint32_t k)
{
    const th_report *r = bio->writer.r;
    uint32_t row = bio->row++;
    bool there = bio->code && k < bio->code->ncriteria;
    uint32_t criterion = there ? bio->code->criteria[k] : TH_NONE;
    th_str code = bio_cell(bio, row, TAG), sheet = r->names[TH_SHEET_SCORING];
    th_str codes = th_ref_area(r->arena, sheet, th_down(TH_SCORE_CODE, TH_SCORE_FIRST, r->totals_end - 1)),
           titles = th_ref_area(r->arena, sheet, th_down(TH_SCORE_TITLE, TH_SCORE_FIRST, r->totals_end - 1)),
           keys = th_ref_area(r->arena, sheet, th_down(TH_SCORE_KEY, TH_SCORE_FIRST, r->totals_end - 1)),
           points = th_ref_area(r->arena, sheet, th_down(TH_SCORE_OFFICIAL, TH_SCORE_FIRST, r->totals_end - 1));
    th_str key =
        TH_FORMULA(r->arena, "{code}&\"{between}\"&{unit}", {"code", code}, {"between", TH_STR(TH_KEY_BETWEEN)},
                   {"unit", index_in(r, th_bio_units(r, TH_BIO_UNIT_CODE), found_row(bio, ROW_OF_UNIT))});
    live_cell(bio, row, TAG, listed_code(bio, TH_BIO_CRITERION, k),
              bio_text(there ? r->d->criteria[criterion].code : (th_str){0}));
    live_cell(bio, row, VALUE,
              of_listed(bio, code,
                        TH_FORMULA(r->arena, "INDEX({titles},{at})&\"\"", {"titles", titles},
                                   {"at", match_of(r, code, codes)})),
              bio_text(there ? r->d->criteria[criterion].title : (th_str){0}));
    th_str cell = TH_FORMULA(r->arena, "INDEX({points},{at})", {"points", points}, {"at", match_of(r, key, keys)});
    live_cell(
        bio, row, RESULT,
        TH_FORMULA(r->arena,
                   "IF(OR({code}=\"\",{unit}=0),\"\",IFERROR(IF(ISNUMBER({cell}),{cell},IF({cell}=\"{not assigned}\","
                   "{cell},\"{none}\")),\"\"))",
                   {"code", code}, {"unit", found_row(bio, ROW_OF_UNIT)}, {"cell", cell},
                   {"not assigned", TH_STR(TH_NOT_ASSIGNED)}, {"none", th_str_of(no_points)}),
        there ? points_now(bio, criterion) : bio_text((th_str){0}));
    th_pen_blank(&bio->writer.pen, row, SAID, PLAIN_CELL);
}

static void put_rests(bio_writer *bio)
{
    static const char *const of_rules[] = {"Mã", "Phép kiểm tra dùng số này", "Kết quả nay", "Giải trình, đóng"},
                             *const of_criteria[] = {"Mã", "Tiêu chí dựa vào số này", "Điểm nay", ""};
    th_pen *p = &bio->writer.pen;
    uint32_t rules = 0, criteria = 0;
    for (uint32_t i = 0; i < bio->tables.ncodes; i++) {
        const th_bio_code *code = &bio->tables.codes[i];
        rules = code->nrules > rules ? code->nrules : rules;
        criteria = code->ncriteria > criteria ? code->ncriteria : criteria;
    }
    put_section(bio, "Các phép kiểm tra", of_rules);
    for (uint32_t k = 0; k < rules && k < TH_BIO_RULES; k++)
        bio_rule(bio, k);
    if (!rules)
        th_pen_merge(p, th_across(bio->row++, 0, SAID), TH_STR("Không phép kiểm tra nào dùng số liệu."), PLAIN_CELL);
    put_section(bio, "Các tiêu chí", of_criteria);
    for (uint32_t k = 0; k < criteria && k < TH_BIO_CRITERIA; k++)
        bio_criterion(bio, k);
    if (!criteria)
        th_pen_merge(p, th_across(bio->row++, 0, SAID), TH_STR("Không tiêu chí nào dựa vào số liệu."), PLAIN_CELL);
    bio->row++;
    code_field(bio, "Không ghi hết", TH_BIO_MORE,
               bio->code ? th_bio_more(bio->writer.r->arena, bio->code) : (th_str){0});
}

/* ---- the sheet ---- */

/* The first figure of this year that is a number; else the first figure at all. */
static void choose_figure(bio_writer *bio)
{
    const th_report *r = bio->writer.r;
    const th_fact *any = NULL, *number = NULL;
    for (size_t i = 0; i < r->ds->nfacts && (r->source_ranges || i < TH_SOURCE_MOST) && !number; i++) {
        const th_fact *f = &r->ds->facts[i];
        if (!any)
            any = f;
        if (!f->item && f->measure == TH_NOW && value_of_fact(r, f).number)
            number = f;
    }
    bio->fact = number ? number : any;
    if (bio->fact) {
        bio->unit = bio->fact->unit;
        for (uint32_t i = 0; i < bio->tables.ncodes && !bio->code; i++)
            if (bio->fact->item ? bio->tables.codes[i].column == bio->fact->indicator
                                : bio->tables.codes[i].indicator == bio->fact->indicator)
                bio->code = &bio->tables.codes[i];
        return;
    }
    bio->unit = r->nunits ? 0 : TH_NONE;
    bio->code = bio->tables.ncodes ? &bio->tables.codes[0] : NULL;
}

void th_report_biography(const th_report *r)
{
    static const double widths[BIO_COLUMNS] = {23, 62, 15, 30};
    bio_writer bio = {.writer = th_writer_of(r, TH_SHEET_BIOGRAPHY), .unit = TH_NONE};
    th_pen *p = &bio.writer.pen;
    bio.matrix = th_matrix_cells(r->arena, r->in);
    th_bio_tables_make(r, &bio.tables);
    choose_figure(&bio);
    th_pen_widths(p, widths, BIO_COLUMNS);
    th_pen_heading(p, TH_STR("Lý lịch số liệu"),
                   TH_STR("Chọn hoặc dán đơn vị và mã ở các ô vàng: mọi điều sổ này biết về số ấy."), BIO_COLUMNS - 1);
    put_inputs(&bio);
    put_rows(&bio);
    put_fields(&bio);
    put_rests(&bio);
    th_bio_tables_write(&bio.writer, &bio.tables);
    th_tab_print_area(p->tab, (th_area){0, 0, bio.row - 1, BIO_COLUMNS - 1});
    th_pen_page_upright(p);
    /* What is looked up is another thing for each choice, so that the control figures cannot tell when a formula is
     * typed over: it cannot be. */
    th_tab_protect_figures(p->tab);
}

/* From sheets made in memory to facts and findings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book_fixture.h"

#define HAS(kind, words) assert_true(says(&b, kind, TH_STR(words)))

static size_t full_form(bakery *b)
{
    size_t s = sheet(b, "Biểu 01");
    frame(b, s, "LÒ BÁNH HẠ LONG", "Năm 2024");
    static const char *const letters[] = {"A", "B", "C", "D", "1", "2"};
    for (uint32_t c = 0; c < 6; c++)
        text(b, s, 6, c, letters[c]);
    figure(b, s, 7, "Tổng số bánh", 30);
    text(b, s, 8, 1, "Bánh mì");
    figure(b, s, 9, "- Loại to", 10);
    text(b, s, 10, 1, "Bánh bao");
    figure(b, s, 11, "- Loại to", 20);
    return s;
}

static void rows_are_found_by_label_within_their_group(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    figure(&b, s, 12, "Tổng cộng", 60);
    text(&b, s, 15, 4, "Hạ Long, ngày 28 tháng 12 năm 2024");
    text(&b, s, 16, 1, "Người lập biểu");
    text(&b, s, 16, 5, "Chủ lò");
    extract(&b, "Hạ Long.xlsx");
    assert_int_equal(b.status, TH_OK);
    assert_int_equal(b.ds->findings.n, 0);
    assert_string_equal(value_of(&b, "S.01", TH_NOW), "30");
    assert_string_equal(value_of(&b, "S.02", TH_NOW), "10");
    assert_string_equal(value_of(&b, "S.03", TH_NOW), "20");
    assert_int_equal(b.ds->sources[0].forms, 1);
    th_arena_free(b.arena);
}

static void without_its_group_a_label_is_nobodys(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "SL");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 30);
    figure(&b, s, 7, "Loại to", 10);
    figure(&b, s, 8, "Loại to", 20);
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_FORM_AMBIGUOUS_ROW, "B8 và B9");
    assert_string_equal(value_of(&b, "S.02", TH_NOW), "");
    th_arena_free(b.arena);

    b = bakery_open();
    s = sheet(&b, "SL");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 30);
    figure(&b, s, 7, "Loại to", 10);
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_FORM_ROW_GROUP, "“Bánh mì”, “Bánh bao”");
    th_arena_free(b.arena);
}

static void two_rows_of_one_indicator_give_no_figure(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    figure(&b, s, 12, "Doanh thu", 7);
    figure(&b, s, 13, "Doanh thu", 8);
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 1);
    assert_int_equal(count_of(&b, TH_F_FORM_AMBIGUOUS_ROW), 1);
    assert_string_equal(value_of(&b, "S.05", TH_NOW), "");
    th_arena_free(b.arena);
}

static void an_unknown_row_with_a_figure_is_said_once(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng sô bành", 30); /* a slip: its figure is missing for this reason */
    text(&b, s, 7, 1, "Bánh mì");
    figure(&b, s, 8, "Loại to", 10);
    text(&b, s, 9, 1, "Bánh bao");
    figure(&b, s, 10, "Loại to", 20);
    figure(&b, s, 11, "Tổng số khách quen", 5);
    text(&b, s, 12, 1, "Một lời chú không có số");
    extract(&b, "a.xlsx");
    assert_int_equal(count_of(&b, TH_F_VALUE_MISSING), 0);
    assert_string_equal(value_of(&b, "S.01", TH_NOW), "30"); /* the weak key still knows it */
    assert_int_equal(count_of(&b, TH_F_FORM_UNKNOWN_ROW), 1);
    HAS(TH_F_FORM_UNKNOWN_ROW, "Tổng số khách quen");
    th_arena_free(b.arena);
}

static void codes_come_before_labels(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 30);
    number(&b, s, 6, 2, 1); /* "01" typed as a number */
    figure(&b, s, 7, "Loại to", 10);
    text(&b, s, 7, 2, "02");
    figure(&b, s, 8, "Doanh thu", 20);
    text(&b, s, 8, 2, "03");
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 1);
    assert_int_equal(count_of(&b, TH_F_FORM_CODE_LABEL), 1);
    assert_string_equal(value_of(&b, "S.01", TH_NOW), "30");
    assert_string_equal(value_of(&b, "S.03", TH_NOW), "20");
    th_arena_free(b.arena);
}

static void a_form_without_figures_is_one_thing_to_say(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    text(&b, s, 6, 1, "Tổng số bánh");
    text(&b, s, 7, 1, "Bánh mì");
    text(&b, s, 8, 1, "Loại to");
    text(&b, s, 9, 1, "Bánh hỏng");
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_VALUE_MISSING, "Sản lượng bánh");
    assert_int_equal(b.ds->nfacts, 1); /* the blank that counts 0 has an origin */
    assert_int_equal(b.ds->facts[0].value.state, TH_STATE_BLANK);
    th_arena_free(b.arena);
}

static void a_blank_required_figure_names_its_cell(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    frame(&b, s, "HẠ LONG", "Năm 2024");
    figure(&b, s, 6, "Tổng số bánh", 1);
    text(&b, s, 7, 1, "Bánh mì");
    text(&b, s, 8, 1, "Loại to");
    extract(&b, "a.xlsx");
    assert_int_equal(count_of(&b, TH_F_VALUE_MISSING), 2); /* one blank, one without a row */
    assert_int_equal(row_of(&b, TH_F_VALUE_MISSING), 8);
    th_arena_free(b.arena);
}

static void units_of_measure_scale_or_are_said(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    figure(&b, s, 12, "Doanh thu", 1.5);
    text(&b, s, 12, 3, "triệu đồng");
    figure(&b, s, 13, "Bánh hỏng", 4);
    text(&b, s, 13, 3, "kg");
    extract(&b, "a.xlsx");
    assert_string_equal(value_of(&b, "S.05", TH_NOW), "1500000");
    assert_string_equal(value_of(&b, "S.06", TH_NOW), "4");
    assert_int_equal(b.ds->findings.n, 2);
    HAS(TH_F_VALUE_UNIT, "“kg”");
    HAS(TH_F_VALUE_UNIT_SCALED, "1.500.000 đồng");
    th_arena_free(b.arena);
}

static void errors_and_formulas_without_results(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    text(&b, s, 12, 1, "Doanh thu");
    error(&b, s, 12, 5, "#REF!");
    text(&b, s, 13, 1, "Bánh hỏng");
    error(&b, s, 13, 5, TH_CELL_UNREADABLE); /* the reader has said it */
    text(&b, s, 14, 1, "Xếp hạng");
    pending(&b, s, 14, 5);
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 2);
    assert_int_equal(count_of(&b, TH_F_VALUE_ERROR), 1);
    assert_int_equal(count_of(&b, TH_F_VALUE_NO_CACHE), 1);
    th_arena_free(b.arena);

    b = bakery_open();
    s = full_form(&b);
    for (uint32_t row = 7; row < 12; row++)
        pending(&b, s, row, 4);
    pending(&b, s, 12, 4);
    text(&b, s, 12, 1, "Doanh thu");
    extract(&b, "a.xlsx");
    assert_int_equal(count_of(&b, TH_F_VALUE_NO_CACHE), 0);
    assert_int_equal(count_of(&b, TH_F_VALUE_NO_CACHE_SHEET), 1);
    HAS(TH_F_VALUE_NO_CACHE_SHEET, "6 công thức ở trang “Biểu 01”");
    HAS(TH_F_VALUE_NO_CACHE_SHEET, "ở ô E8");
    th_arena_free(b.arena);
}

/* Five cells are named one by one, a sixth makes them one finding. */
static void much_text_in_trouble_is_one_finding(void **state)
{
    (void)state;
    for (uint32_t n = 5; n <= 6; n++) {
        bakery b = bakery_open();
        size_t s = full_form(&b);
        for (uint32_t i = 0; i < n; i++)
            text(&b, s, 20 + i, 8, "S\xEF\xBF\xBD li\xEF\xBF\xBDu"); /* letters that became U+FFFD */
        extract(&b, "a.xlsx");
        assert_int_equal(count_of(&b, TH_F_TEXT_LOST), n == 5 ? 5 : 0);
        assert_int_equal(count_of(&b, TH_F_TEXT_LOST_SHEET), n == 5 ? 0 : 1);
        th_arena_free(b.arena);

        b = bakery_open();
        s = full_form(&b);
        for (uint32_t i = 0; i < n; i++)
            text(&b, s, 20 + i, 8, "bột");
        th_sheet_seal(&b.book->sheets[s]);
        th_book_normalise(b.book);
        for (size_t i = 0; i < b.book->sheets[s].ncells; i++) /* as detection leaves what it cannot tell */
            b.book->sheets[s].cells[i].doubtful = b.book->sheets[s].cells[i].row >= 20;
        const th_source source = {.file = TH_STR("a.xlsx"), .sha256 = TH_STR("ab"), .bytes = 1};
        assert_int_equal(th_extract(b.ds, b.book, &source, b.ds->findings.n), TH_OK);
        assert_int_equal(count_of(&b, TH_F_TEXT_DOUBTFUL), n == 5 ? 5 : 0);
        assert_int_equal(count_of(&b, TH_F_TEXT_DOUBTFUL_SHEET), n == 5 ? 0 : 1);
        th_arena_free(b.arena);
    }
}

static void the_unit_comes_from_the_titles(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    text(&b, s, 0, 4, "Đơn vị nhận: Lò bánh Bến Tre"); /* who is written to is not who writes */
    extract(&b, "bao cao Ben Tre.xlsx");
    assert_int_equal(b.status, TH_OK);
    assert_string_equal(th_str_cstr(b.arena, b.d->units[b.ds->sources[0].unit].code),
                        "HL"); /* not "Hạ", a part of it */
    assert_int_equal(b.ds->findings.n, 1);
    assert_int_equal(count_of(&b, TH_F_FILE_NAME_UNIT), 1);
    th_arena_free(b.arena);

    b = bakery_open();
    s = full_form(&b);
    text(&b, s, 1, 0, "LÒ BÁNH BẾN TRE");
    extract(&b, "a.xlsx");
    assert_int_equal(b.status, TH_FAILED);
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_FILE_TWO_UNITS, "Hạ Long, Bến Tre");
    assert_int_equal(b.ds->sources[0].status, TH_SOURCE_REJECTED);
    th_arena_free(b.arena);

    b = bakery_open();
    s = sheet(&b, "Biểu 01");
    frame(&b, s, "LÒ BÁNH", "Năm 2024");
    extract(&b, "a.xlsx");
    assert_int_equal(b.status, TH_FAILED);
    assert_int_equal(count_of(&b, TH_F_FILE_NO_UNIT), 1);
    th_arena_free(b.arena);
}

static void file_names_are_hints(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t unit;
    } names[] = {
        {"ha-long (ban sua).xlsx", 1},        {"HaLong_2024.xls", 1},    {"BT.ods", 2},           {"2024_HA_x.xlsx", 0},
        {"Ha Long va Ben Tre.xlsx", TH_NONE}, {"bao cao.xlsx", TH_NONE}, {"HL BT.xlsx", TH_NONE}, {"", TH_NONE},
    };
    bakery b = bakery_open();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_int_equal(th_extract_unit_of_name(b.arena, b.d, th_str_of(names[i].name)), names[i].unit);
    th_arena_free(b.arena);
}

static void the_year_must_be_the_periods(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    frame(&b, s, "HẠ LONG", "Năm 2023");
    figure(&b, s, 6, "Tổng số bánh", 1);
    extract(&b, "a.xlsx");
    assert_int_equal(b.status, TH_FAILED);
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_FILE_YEAR, "2023");
    th_arena_free(b.arena);

    b = bakery_open();
    s = full_form(&b);
    text(&b, s, 1, 0, "(Kèm theo Kế hoạch ngày 19 tháng 4 năm 2023, giai đoạn năm 2021-2025)");
    extract(&b, "a.xlsx");
    assert_int_equal(b.status, TH_OK);
    assert_int_equal(b.ds->findings.n, 0);
    th_arena_free(b.arena);
}

static void sheets_are_found_by_name_title_number_and_labels(void **state)
{
    (void)state;
    static const char *const names[] = {"BIEU 01", "SL (2)", "f1", "Trang 7", "Trang 8", "Trang 9"};
    static const char *const titles[] = {"", "", "", "BÁO CÁO SẢN LƯỢNG BÁNH", "Biểu số 01/HB", ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bakery b = bakery_open();
        size_t s = full_form(&b);
        b.book->sheets[s].raw_name = th_str_of(names[i]);
        text(&b, s, 1, 0, titles[i]);
        if (i + 1 == sizeof names / sizeof *names)
            figure(&b, s, 12, "Doanh thu", 1);
        extract(&b, "a.xlsx");
        assert_int_equal(b.ds->sources[0].forms, 1);
        assert_int_equal(b.ds->findings.n, 0);
        th_arena_free(b.arena);
    }
}

/* The name alone must tell, for two labels are too few to know a form by. */
static void a_copied_sheet_keeps_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        bool known;
    } cases[] = {{"SL (2)", true},      {"SL(2)", true},  {" SL (12) ", true}, {"Biểu 01 (3)", true}, {"SL (2", false},
                 {"SL 2)", false},      {"SL ()", false}, {"SL (a)", false},   {"(2)", false},        {"A (2)", false},
                 {"SL (2) (3)", false}, {"A (1)", false}, {"SL", true},        {"SLA (2)", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bakery b = bakery_open();
        size_t s = sheet(&b, cases[i].name);
        frame(&b, s, "HẠ LONG", "Năm 2024");
        figure(&b, s, 6, "Tổng số bánh", 30);
        figure(&b, s, 7, "Doanh thu", 5);
        extract(&b, "a.xlsx");
        if ((b.ds->sources[0].forms == 1) != cases[i].known)
            print_error("“%s”\n", cases[i].name);
        assert_int_equal(b.ds->sources[0].forms, cases[i].known);
        assert_string_equal(value_of(&b, "S.05", TH_NOW), cases[i].known ? "5" : "");
        th_arena_free(b.arena);
    }
}

static void surplus_unknown_hidden_and_missing_sheets(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    th_sheet_hide_rows(b.book, &b.book->sheets[s], 7, 7);
    th_sheet_hide_rows(b.book, &b.book->sheets[s], 8, 9);
    th_sheet_hide_cols(b.book, &b.book->sheets[s], 5, 5);
    size_t other = sheet(&b, "SL"), note = sheet(&b, "Ghi nhớ"), meta = sheet(&b, "_META");
    text(&b, other, 0, 0, "chép");
    text(&b, note, 0, 0, "mua bột");
    text(&b, meta, 0, 0, "HL");
    sheet(&b, "Sheet2");
    extract(&b, "a.xlsx");
    assert_int_equal(count_of(&b, TH_F_FORM_TWICE), 1);
    assert_int_equal(count_of(&b, TH_F_FORM_UNKNOWN_SHEET), 1);
    assert_int_equal(count_of(&b, TH_F_FORM_HIDDEN), 2);
    HAS(TH_F_FORM_HIDDEN, "Các hàng 8–10");
    assert_int_equal(b.ds->findings.n, 4);
    th_arena_free(b.arena);

    b = bakery_open();
    s = sheet(&b, "Biểu 02");
    text(&b, s, 0, 0, "HẠ LONG");
    extract(&b, "a.xlsx");
    assert_int_equal(count_of(&b, TH_F_FORM_MISSING), 1);
    assert_int_equal(count_of(&b, TH_F_FORM_NO_HEADER), 1);
    assert_int_equal(b.ds->findings.n, 2);
    th_arena_free(b.arena);
}

static void a_missing_column_is_said_once(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = sheet(&b, "Biểu 01");
    text(&b, s, 0, 0, "HẠ LONG");
    static const char *const labels[] = {"STT", "Chỉ tiêu", "ĐVT", "Cuối kỳ"};
    for (uint32_t c = 0; c < 4; c++)
        text(&b, s, 4, c, labels[c]);
    text(&b, s, 5, 1, "Tổng số bánh");
    number(&b, s, 5, 3, 12);
    extract(&b, "a.xlsx");
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_FORM_COLUMN_MISSING, "Năm nay");
    th_arena_free(b.arena);
}

typedef struct worker {
    double stt; /* 0: none is written */
    const char *name, *kind;
} worker;

static void add_worker(bakery *b, size_t s, uint32_t row, worker who)
{
    if (who.stt > 0)
        number(b, s, row, 0, who.stt);
    text(b, s, row, 1, who.name);
    text(b, s, row, 2, who.kind);
}

static void lists_and_indicators_share_a_sheet(void **state)
{
    (void)state;
    bakery b = bakery_open();
    full_form(&b);
    size_t s = sheet(&b, "Biểu 02");
    static const char *const header[] = {"STT", "Họ tên", "Loại", "Số năm"};
    for (uint32_t c = 0; c < 4; c++)
        text(&b, s, 3, c, header[c]);
    text(&b, s, 4, 0, "I");
    text(&b, s, 4, 1, "Ca ngày"); /* a group row */
    add_worker(&b, s, 5, (worker){1, "Nguyễn Văn A", "thợ cả"});
    add_worker(&b, s, 6, (worker){0, "Nguyễn Văn B", "Phụ"}); /* without its number */
    add_worker(&b, s, 7, (worker){2, "Nguyễn Văn C", "Thợ phu"});
    number(&b, s, 7, 3, 12);
    text(&b, s, 8, 1, "Cộng");
    number(&b, s, 8, 3, 12);
    add_worker(&b, s, 12, (worker){3, "Nguyễn Văn D", "Thợ cả"}); /* below a gap: said, not read */
    text(&b, s, 15, 0, "TT");
    text(&b, s, 15, 1, "Chỉ tiêu");
    text(&b, s, 15, 2, "Năm nay");
    text(&b, s, 16, 1, "Tổng số thợ");
    number(&b, s, 16, 2, 3);
    extract(&b, "a.xlsx");
    th_dataset_seal(b.ds);
    uint32_t name = th_definition_column(b.d, TH_STR("T.ten")), kind = th_definition_column(b.d, TH_STR("T.loai"));
    assert_int_equal(th_dataset_list_size(b.ds, 1, 1), 3);
    assert_true(th_str_eq(th_dataset_list_cell(b.ds, 1, name, 2)->value.text, TH_STR("Nguyễn Văn B")));
    assert_true(th_str_eq(th_dataset_list_cell(b.ds, 1, kind, 1)->value.text, TH_STR("Thợ cả")));
    assert_true(th_str_eq(th_dataset_list_cell(b.ds, 1, kind, 2)->value.text, TH_STR("Thợ phụ")));
    assert_true(th_str_eq(th_dataset_list_cell(b.ds, 1, kind, 3)->value.text, TH_STR("Thợ phụ"))); /* by the weak key */
    assert_string_equal(value_of(&b, "T.01", TH_NOW), "3");
    assert_int_equal(b.ds->findings.n, 1);
    HAS(TH_F_FORM_UNKNOWN_ROW, "Nguyễn Văn D");
    th_arena_free(b.arena);
}

static void conversions_are_recorded_once(void **state)
{
    (void)state;
    bakery b = bakery_open();
    size_t s = full_form(&b);
    uint32_t font = th_book_font(b.book, TH_STR(".VnTime"));
    const th_cell c = {.row = 12,
                       .col = 1,
                       .type = TH_CELL_TEXT,
                       .font = font,
                       .format_decimals = -1,
                       .raw = th_text_encode(b.arena, TH_ENC_TCVN3, TH_STR("Bánh hỏng"))};
    th_sheet_push(b.book, &b.book->sheets[s], &c);
    number(&b, s, 12, 5, 2);
    extract(&b, "a.xlsx");
    assert_string_equal(value_of(&b, "S.06", TH_NOW), "2");
    assert_int_equal(b.ds->nconversions, 1);
    assert_int_equal(b.ds->conversions[0].encoding, TH_ENC_TCVN3);
    assert_true(th_str_eq(b.ds->conversions[0].after, TH_STR("Bánh hỏng")));
    th_arena_free(b.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_found_by_label_within_their_group),
        cmocka_unit_test(without_its_group_a_label_is_nobodys),
        cmocka_unit_test(two_rows_of_one_indicator_give_no_figure),
        cmocka_unit_test(an_unknown_row_with_a_figure_is_said_once),
        cmocka_unit_test(codes_come_before_labels),
        cmocka_unit_test(a_form_without_figures_is_one_thing_to_say),
        cmocka_unit_test(a_blank_required_figure_names_its_cell),
        cmocka_unit_test(units_of_measure_scale_or_are_said),
        cmocka_unit_test(errors_and_formulas_without_results),
        cmocka_unit_test(much_text_in_trouble_is_one_finding),
        cmocka_unit_test(the_unit_comes_from_the_titles),
        cmocka_unit_test(file_names_are_hints),
        cmocka_unit_test(the_year_must_be_the_periods),
        cmocka_unit_test(sheets_are_found_by_name_title_number_and_labels),
        cmocka_unit_test(a_copied_sheet_keeps_its_name),
        cmocka_unit_test(surplus_unknown_hidden_and_missing_sheets),
        cmocka_unit_test(a_missing_column_is_said_once),
        cmocka_unit_test(lists_and_indicators_share_a_sheet),
        cmocka_unit_test(conversions_are_recorded_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* A definition laid out for people to edit, and what was entered in it, row by row in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "parts.h"

#include "form/entered_rows.h"
#include "form/layout.h"

static th_status lay_out(const part *changes, size_t n, th_layout *layout)
{
    th_definition_part parts[PARTS];
    for (size_t i = 0; i < PARTS; i++) {
        const char *csv = good[i].csv;
        for (size_t k = 0; k < n; k++)
            if (strcmp(changes[k].name, good[i].name) == 0)
                csv = changes[k].csv;
        parts[i] = (th_definition_part){.name = th_str_of(good[i].name), .bytes = th_str_of(csv)};
    }
    th_findings faults = {0};
    return th_definition_lay_out(arena, &th_limits_default, &(th_definition_parts){parts, PARTS}, layout, &faults);
}

static const th_layout_sheet *sheet_of(const th_layout *layout, const char *stem)
{
    for (size_t i = 0; i < layout->n; i++)
        if (th_str_eq(layout->sheets[i].stem, th_str_of(stem)))
            return &layout->sheets[i];
    fail_msg("no sheet %s", stem);
    return NULL;
}

static const th_layout_column *column_of_sheet(const th_layout_sheet *sheet, const char *label)
{
    for (size_t i = 0; i < sheet->ncolumns; i++)
        if (th_str_eq(sheet->columns[i].label, th_str_of(label)))
            return &sheet->columns[i];
    fail_msg("no column %s", label);
    return NULL;
}

static void a_good_definition_is_laid_out_with_all_its_rows(void **state)
{
    (void)state;
    th_layout layout;
    assert_int_equal(lay_out(NULL, 0, &layout), TH_OK);
    const th_layout_sheet *units = sheet_of(&layout, "don-vi");
    assert_true(units->known && units->required);
    assert_int_equal(units->nrows, 4); /* those of another period too */
    assert_true(th_str_eq(units->rows[0].at[0], TH_STR("TB")));
    const th_layout_sheet *awards = sheet_of(&layout, "cum-cham");
    size_t target = column_of_sheet(awards, "Đơn vị")->target;
    assert_ptr_equal(&layout.sheets[target], units);
    assert_int_equal(column_of_sheet(awards, "Ai")->target, SIZE_MAX);
}

static void one_that_cannot_be_used_is_not_laid_out(void **state)
{
    (void)state;
    static const part wrong = {"bieu.csv", "Mã,Tên,Trang,Kiểu\nB1,Khám bệnh,B1,không rõ\n"};
    th_layout layout = {.n = 7, .entries = true};
    assert_int_equal(lay_out(&wrong, 1, &layout), TH_FAILED);
    assert_int_equal(layout.n, 0);
    assert_null(layout.sheets);
    assert_false(layout.entries);
}

/* There are no other sheets that a blank one could refer to. */
static void a_blank_sheet_has_columns_and_refers_to_nothing(void **state)
{
    (void)state;
    th_layout layout;
    lay_out(NULL, 0, &layout);
    for (size_t i = 0; i < layout.n; i++) {
        const th_layout_sheet *laid = &layout.sheets[i];
        th_layout_sheet blank = th_layout_blank(arena, laid->name);
        assert_true(th_str_eq(blank.stem, laid->stem));
        assert_int_equal(blank.nrows, 0);
        assert_true(blank.ncolumns > 0);
        for (size_t k = 0; k < blank.ncolumns; k++) {
            assert_int_equal(blank.columns[k].target, SIZE_MAX);
            assert_true(th_str_eq(blank.columns[k].label, laid->columns[k].label));
        }
    }
    assert_int_equal(th_layout_blank(arena, TH_STR("Ghi chú")).ncolumns, 0);
}

/* ---- what was entered ---- */

typedef struct entered {
    const char *sheet;
    size_t number;
    const char *unit; /* "*": all; "": none */
    const char *text;
} entered;

static void assert_entered(const th_definition *d, const entered *want, size_t n)
{
    th_entered_rows rows;
    th_entered_rows_of(arena, d, &rows);
    assert_int_equal(rows.n, n);
    for (size_t i = 0; i < n; i++) {
        const th_entered_row *row = &rows.at[i];
        assert_string_equal(row->sheet, want[i].sheet);
        assert_int_equal(row->number, want[i].number);
        assert_string_equal(th_str_cstr(arena, row->text), want[i].text);
        th_str unit = row->unit == TH_ANY ? TH_STR("*") : (th_str){0};
        if (row->unit < d->nunits)
            unit = d->units[row->unit].code;
        assert_string_equal(th_str_cstr(arena, unit), want[i].unit);
    }
}

static void entered_rows_are_told_in_words(void **state)
{
    (void)state;
    static const part sheets[] = {
        {"so-nhan.csv", "Đơn vị,Tệp,Quyết định,Lúc nhận,Kênh,Gia hạn đến,Ai\nTB,b.xlsx,,2025-01-04 "
                        "12:00,Văn thư,,Lan\nTA,a.xlsx,rút,,,,\nTA,,,,,9/1/2025,\n"},
        {"dieu-chinh.csv", "Đơn vị,Mã,Cột,Giá trị cũ,Giá trị,Ai,Ngày,Căn cứ\n"
                           "TA,KB.01,năm trước,4,5,Lan,9/1/2025,CV 15\n"},
        {"cum-cham.csv", "Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày,Căn cứ,Nhận xét,Giải trình\n"
                         "TA,I.3,\"7,5\",,Tổ,2025-01-09,BB,tốt,đã rõ\nTB,I.3,không được giao,,,,,,\n"
                         "TA,I.1,theo máy,X1A2B3C4D,Tổ,,,,\n*,*,theo máy,,Tổ,,,,\n"},
        {"giai-trinh.csv", "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\nTB,K1,2b923902,vì dịch,Lan,\n"},
        {"phieu-kin.csv", "Đơn vị,Xếp hạng,Số phiếu,Căn cứ\nTA,XH,5,BB\nTB,,6,\n"},
        {"dong.csv", "Đơn vị,Lý do,Căn cứ,Ai,Ngày\nTA,không nộp,CV 3,Lan,2025-01-09\n"},
        {"trang-thai.csv", "Đơn vị,Bước,Số văn bản,Ai,Ngày\n,đã thẩm định,BB 1,Lan,2025-01-09\n"
                           "TA,đã công nhận,QĐ 2,Lan,2025-01-10\n"},
        {"kien-nghi.csv", "Đơn vị,Tiêu chí,Nội dung,Trả lời,Ai,Ngày\nTA,I.3,xem lại,đã xem,Tổ,2025-01-21\n"
                          "TB,,cảm ơn,,,\n"},
        {"chot.csv", "Bước,Ngày,Ai,Căn cứ\nchốt số liệu,2025-02-01,Lan,\nchốt điểm,2025-02-02,Lan,\n"
                     "mở chốt,2025-02-03,Lan,CV 9\n"},
    };
    static const entered want[] = {
        {"Sổ nhận", 1, "TB", "b.xlsx · nhận · 2025-01-04 12:00 · Văn thư · Lan"},
        {"Sổ nhận", 2, "TA", "a.xlsx · rút"},
        {"Sổ nhận", 3, "TA", "nhận · 2025-01-09"},
        {"Điều chỉnh", 1, "TA", "KB.01 · Năm trước · 5 · 4 · Lan · 2025-01-09 · CV 15"},
        {"Cụm chấm", 1, "TA", "I.3 · 7,5 · Tổ · 2025-01-09 · BB · tốt · đã rõ"},
        {"Cụm chấm", 2, "TB", "I.3 · không được giao"},
        {"Cụm chấm", 3, "TA", "I.1 · theo máy · x1a2b3c4d · Tổ"},
        {"Cụm chấm", 4, "*", "* · theo máy · Tổ"},
        {"Giải trình", 1, "TB", "K1 · 2b923902 · vì dịch · Lan"},
        {"Phiếu kín", 1, "TA", "XH · 5 · BB"},
        {"Phiếu kín", 2, "TB", "6"},
        {"Đóng", 1, "TA", "không nộp · Lan · 2025-01-09 · CV 3"},
        {"Trạng thái", 1, "", "đã thẩm định · BB 1 · Lan · 2025-01-09"},
        {"Trạng thái", 2, "TA", "đã công nhận · QĐ 2 · Lan · 2025-01-10"},
        {"Kiến nghị", 1, "TA", "I.3 · xem lại · đã xem · Tổ · 2025-01-21"},
        {"Kiến nghị", 2, "TB", "cảm ơn"}, /* about no criterion */
        {"Chốt", 1, "", "chốt số liệu · Lan · 2025-02-01"},
        {"Chốt", 2, "", "chốt điểm · Lan · 2025-02-02"},
        {"Chốt", 3, "", "mở chốt · Lan · 2025-02-03 · CV 9"},
    };
    enum { SHEETS = sizeof sheets / sizeof *sheets };
    th_definition_part parts[PARTS + SHEETS];
    size_t n = 0;
    for (size_t i = 0; i < PARTS; i++)
        if (strcmp(good[i].name, "so-nhan.csv") != 0 && strcmp(good[i].name, "cum-cham.csv") != 0)
            parts[n++] = (th_definition_part){.name = th_str_of(good[i].name), .bytes = th_str_of(good[i].csv)};
    for (size_t i = 0; i < SHEETS; i++)
        parts[n++] = (th_definition_part){.name = th_str_of(sheets[i].name), .bytes = th_str_of(sheets[i].csv)};
    th_definition *d;
    th_findings faults = {0};
    load_parts(parts, n, &d, &faults);
    expect(&faults, NULL, 0);
    assert_entered(d, want, sizeof want / sizeof *want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_good_definition_is_laid_out_with_all_its_rows, setup, teardown),
        cmocka_unit_test_setup_teardown(one_that_cannot_be_used_is_not_laid_out, setup, teardown),
        cmocka_unit_test_setup_teardown(a_blank_sheet_has_columns_and_refers_to_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(entered_rows_are_told_in_words, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

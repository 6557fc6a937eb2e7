/* Faults of names and sheets: a name that leads to two things, sheets under other names, .csv in a code page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "parts.h"

static void a_name_leads_to_one_thing(void **state)
{
    (void)state;
    static const part changes[] = {
        {"don-vi.csv", "Mã,Tên,Tên khác\nTA,Trạm A,Trạm Một|Trạm A\nTB,Trạm B,trạm  một\nTC,ta,\n"},
        {"bieu.csv", "Mã,Tên,Trang,Kiểu\nB1,Khám bệnh,B1|Biểu 1,chỉ tiêu\nB2,Thuốc,B2|biểu 1,danh sách + chỉ tiêu\n"
                     "B3,Tự chấm,B3,Chấm điểm\n"},
        {"cot.csv", "Biểu,Mã,Nhãn,Nhãn khác,Vai trò,Danh mục\n*,,Chỉ tiêu,Nội dung,nhãn,\n*,,Năm nay,,năm nay,\n"
                    "*,,Năm trước,nội dung|Cũ,năm trước,\nB1,,Năm nay,,năm nay,\nB2,TH.01,Tên thuốc,,chữ,\n"
                    "B2,TH.02,Loại,Tên thuốc,danh mục,LOAI\nB3,CD.01,Mã,,mã tiêu chí,\nB3,CD.02,Chấm,,điểm tự chấm,\n"},
        {"danh-muc.csv", "Mã,Giá trị,Tên khác\nLOAI,Tây y,TY\nLOAI,Đông y,ty\nMUC,Tây y,\n"},
        {"kiem-tra.csv", NULL},
        {"so-nhan.csv", NULL},
    };
    static const expected want[] = {
        {"don-vi.csv", "C3", "DN-008", "“trạm  một” đã là tên của dòng 2"},
        {"don-vi.csv", "B4", "DN-008", "“ta” đã là tên của dòng 2"},
        {"bieu.csv", "C3", "DN-008", "“biểu 1” đã là tên của dòng 2"},
        {"cot.csv", "D4", "DN-008", "“nội dung” đã là tên của dòng 2"},
        {"cot.csv", "D7", "DN-008", "“Tên thuốc” đã là tên của dòng 6"},
        {"danh-muc.csv", "C3", "DN-008", "“ty” đã là tên của dòng 2"},
    };
    th_findings faults;
    assert_null(load(changes, sizeof changes / sizeof *changes, &faults));
    expect(&faults, want, sizeof want / sizeof *want);
}

static void a_label_may_recur_in_another_group(void **state)
{
    (void)state;
    static const char header[] = "Mã,Biểu,Nhóm,Nhãn,Kiểu\n";
    static const char rows[] = "KB.01,B1,Xã,Tổng số,số nguyên\nKB.02,B1,Huyện,Tổng số,số nguyên\n"
                               "KB.03,B2,Xã,Tổng số,số nguyên\nKB.04,B1,,Hạng,hạng\nKB.06,B1,,Mức,chữ\n";
    char csv[512];
    snprintf(csv, sizeof csv, "%s%s", header, rows);
    const part changes[] = {{"chi-tieu.csv", csv}, {"kiem-tra.csv", NULL}};
    th_findings faults;
    load(changes, 2, &faults);
    for (size_t i = 0; i < faults.n; i++)
        assert_false(th_str_eq(faults.at[i].rule, TH_STR("DN-008")));
}

static void a_sheet_is_looked_for_under_other_names(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *rule, *says;
    } cases[] = {
        {"chi-tieu.csv", "chitieu.csv", "DN-001", "Có phải “chitieu”"},
        {"don-vi.csv", "don-vi - Copy.csv", "DN-001", "Có phải “don-vi - Copy”"},
        {"don-vi.csv", "Danh sách.csv", "DN-001", "Có phải “Danh sách”"},
        {"kiem-tra.csv", "Kiểm tra (2).csv", "DN-009", "có phải là “Kiểm tra”"},
        {"kiem-tra.csv", "kiem-tr.csv", "DN-009", "có phải là “Kiểm tra”"},
        {"cum-cham.csv", "Điểm cụm.csv", "DN-009", "có phải là “Cụm chấm”"},
        {"so-nhan.csv", "Sổ nhận 2022.csv", "DN-009", "có phải là “Sổ nhận”"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_definition_part parts[PARTS + 1];
        for (size_t k = 0; k < PARTS; k++) {
            bool renamed = strcmp(good[k].name, cases[i].from) == 0;
            parts[k] = (th_definition_part){.name = th_str_of(renamed ? cases[i].to : good[k].name),
                                            .bytes = th_str_of(good[k].csv)};
        }
        parts[PARTS] = (th_definition_part){.name = TH_STR("Ghi chú.csv"),
                                            .bytes = TH_STR("Ngày,Nội dung\n1/1,x\n")}; /* nobody's */
        th_definition *d;
        th_findings faults = {0};
        load_parts(parts, PARTS + 1, &d, &faults);
        const expected want = {cases[i].to, "", cases[i].rule, cases[i].says};
        size_t told = 0;
        for (size_t k = 0; k < faults.n; k++)
            told += th_str_eq(faults.at[k].place.file, th_str_of(want.file)) &&
                    th_str_eq(faults.at[k].rule, th_str_of(want.rule)) &&
                    th_str_find(faults.at[k].vi, th_str_of(want.says), 0) != SIZE_MAX;
        if (told != 1) {
            print(&faults);
            fail_msg("%s: told %zu times", cases[i].to, told);
        }
        assert_null(d);
    }
}

/* A column that may be missing is not missed; one that is there under a misspelt name would be lost without a word. */
static void a_misspelt_column_is_a_fault(void **state)
{
    (void)state;
    static const part misspelt[] = {{"so-nhan.csv", "Đơn vị,Tệp,Quyết địng,Gia hạn đếnn,Kênh\nTA,a.xlsx,rút,,\n"},
                                    {"bieu.csv", "Mã,Tên,Trang,Kiểu,Bắt buộcc\nB1,Khám bệnh,B1,chỉ tiêu,Có\n"}};
    static const expected want[] = {
        {"so-nhan.csv", "C1", "DN-016", "“Quyết địng”, nên cột này không được đọc; có phải là “Quyết định”"},
        {"so-nhan.csv", "D1", "DN-016", "có phải là “Gia hạn đến”"},
        {"bieu.csv", "E1", "DN-016", "có phải là “Bắt buộc”"}};
    th_findings faults;
    assert_null(load(misspelt, 2, &faults));
    size_t found = 0;
    for (size_t i = 0; i < faults.n; i++)
        found += th_str_eq(faults.at[i].rule, TH_STR("DN-016"));
    for (size_t k = 0; k < 3; k++)
        for (size_t i = 0; i < faults.n; i++)
            if (th_str_eq(faults.at[i].rule, TH_STR("DN-016")) &&
                th_str_find(faults.at[i].vi, th_str_of(want[k].says), 0) != SIZE_MAX)
                found += 10;
    assert_int_equal(found, 33);
    static const part own[] = {
        {"so-nhan.csv",
         "Đơn vị,Tệp,Quyết định,Ghi chú,Người nhập,Ngày vào sổ,Kênh gửi qua,1,\nTA,a.xlsx,rút,x,y,z,t,,\n"}};
    load(own, 1, &faults);
    for (size_t i = 0; i < faults.n; i++)
        assert_false(th_str_eq(faults.at[i].rule, TH_STR("DN-016")));
}

static void a_sheet_that_is_there_twice_is_a_fault(void **state)
{
    (void)state;
    th_definition_part parts[PARTS + 1];
    for (size_t k = 0; k < PARTS; k++)
        parts[k] = (th_definition_part){.name = th_str_of(good[k].name), .bytes = th_str_of(good[k].csv)};
    parts[PARTS] = (th_definition_part){.name = TH_STR("Đơn vị.csv"), .bytes = th_str_of(good[1].csv)};
    th_definition *d;
    th_findings faults = {0};
    assert_int_equal(load_parts(parts, PARTS + 1, &d, &faults), TH_FAILED);
    static const expected want[] = {{"Đơn vị.csv", "", "DN-010", "don-vi.csv"}};
    expect(&faults, want, 1);
    parts[PARTS].name = TH_STR("don-vi - Copy.csv"); /* a copy beside the sheet is nobody's */
    faults = (th_findings){0};
    assert_int_equal(load_parts(parts, PARTS + 1, &d, &faults), TH_OK);
}

static void a_csv_in_a_code_page_is_one_fault(void **state)
{
    (void)state;
    static const part changes[] = {
        {"danh-muc.csv", "M\xE3,Gi\xE1 tr?\nLOAI,T\xE2y y\n"},        /* windows-1252 */
        {"don-vi.csv", "M\xB7,T\xAAn\nTA,Tr\xB9m A\nTB,Tr\xB9m B\n"}, /* TCVN3 */
        {"don-vi.csv", "Ma,Ten\nTA,Tr\xB9m A\nTB,Tr\xB9m B\n"},       /* the letters begin below the header */
    };
    static const expected want[] = {{"danh-muc.csv", "A1", "DN-011", "UTF-8"},
                                    {"don-vi.csv", "A1", "DN-011", "UTF-8"},
                                    {"don-vi.csv", "B2", "DN-011", "UTF-8"}};
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        th_findings faults;
        assert_null(load(&changes[i], 1, &faults));
        size_t here = 0;
        for (size_t k = 0; k < faults.n; k++)
            here += th_str_eq(faults.at[k].place.file, th_str_of(want[i].file));
        assert_int_equal(here, 1);
        for (size_t k = 0; k < faults.n; k++)
            if (th_str_eq(faults.at[k].place.file, th_str_of(want[i].file)))
                assert_true(th_str_eq(faults.at[k].rule, th_str_of(want[i].rule)) &&
                            th_str_eq(th_cell_name(arena, faults.at[k].place.row, faults.at[k].place.col),
                                      th_str_of(want[i].cell)));
    }
}

static void a_formula_of_excel_is_no_expression(void **state)
{
    (void)state;
    static const part changes[] = {
        {"kiem-tra.csv", "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải\nK1,a,đơn vị,=KB.01,>=, =KB.02 + 1\n"}};
    static const expected want[] = {{"kiem-tra.csv", "D2", "DN-005", "ký tự thứ 1: bỏ dấu “=” ở đầu"},
                                    {"kiem-tra.csv", "F2", "DN-005", "bỏ dấu “=” ở đầu"}};
    th_findings faults;
    assert_null(load(changes, 1, &faults));
    expect(&faults, want, 2);
}

static void faults_of_a_kind_are_counted_beyond_twenty(void **state)
{
    (void)state;
    th_findings faults = {0};
    for (size_t i = 0; i < 25; i++)
        th_findings_add(&faults, arena, TH_F_DEF_DUPLICATE, NULL, TH_WITH(TH_STR("a"), TH_STR("2")));
    th_findings_add(&faults, arena, TH_F_DEF_SUM, NULL, TH_WITH(TH_STR("a"), TH_STR("1"), TH_STR("2")));
    th_definition_shorten_faults(arena, &faults);
    assert_int_equal(faults.n, 22);
    assert_true(th_str_eq(faults.at[21].rule, TH_STR("DN-012")));
    assert_true(th_str_find(faults.at[21].vi, TH_STR("Còn 5 lỗi DN-006"), 0) != SIZE_MAX);
    th_definition_shorten_faults(arena, &faults);
    assert_int_equal(faults.n, 22);
}

static void faults_of_every_kind_are_shortened(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < TH_FINDING_KINDS; kind++) {
        th_findings faults = {0};
        for (size_t i = 0; i < 21; i++)
            th_findings_add(&faults, arena, (th_finding_kind)kind, NULL, TH_WITH(TH_STR("a")));
        th_definition_shorten_faults(arena, &faults);
        assert_int_equal(faults.n, 21);
        th_str said = th_str_fmt(arena, "Còn 1 lỗi " TH_FMT, TH_ARG(th_finding_code((th_finding_kind)kind)));
        assert_true(th_str_find(faults.at[20].vi, said, 0) != SIZE_MAX);
    }
}

/* A sheet is asked about by its name where too few of its columns are there to know it by them; a word between blanks
 * is no likeness. */
static void a_name_is_alike_by_its_letters(void **state)
{
    (void)state;
    static const struct {
        const char *name, *csv, *meant; /* NULL: nobody's */
    } sheets[] = {
        {"kiemtra.csv", "Mã,Tên\n", "Kiểm tra"},      {"kiem--tra_2.csv", "Mã,Tên\n", "Kiểm tra"},
        {"KIEM_TR.csv", "Mã,Tên\n", "Kiểm tra"},      {"Giám sát.csv", "Mã,Tên\n", NULL},
        {"ke hoach.csv", "Mã,Tên\n", NULL},           {"kiem tra.csv", "Mã,Tên\n", NULL}, /* it is that sheet */
        {"soo nhaan.csv", "Đơn vị,Tệp\n", "Sổ nhận"},
    };
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        th_definition_part parts[PARTS];
        size_t n = 0;
        for (size_t k = 0; k < PARTS; k++)
            if (strcmp(good[k].name, "kiem-tra.csv") != 0 && strcmp(good[k].name, "so-nhan.csv") != 0)
                parts[n++] = (th_definition_part){.name = th_str_of(good[k].name), .bytes = th_str_of(good[k].csv)};
        parts[n++] = (th_definition_part){.name = th_str_of(sheets[i].name), .bytes = th_str_of(sheets[i].csv)};
        th_definition *d;
        th_findings faults = {0};
        load_parts(parts, n, &d, &faults);
        size_t asked = 0;
        for (size_t k = 0; k < faults.n; k++)
            asked += th_str_eq(faults.at[k].rule, TH_STR("DN-009"));
        if (asked != (sheets[i].meant != NULL))
            fail_msg("%s: asked about %zu times", sheets[i].name, asked);
        if (sheets[i].meant)
            assert_true(th_str_find(faults.at[0].vi, th_str_of(sheets[i].meant), 0) != SIZE_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_leads_to_one_thing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_label_may_recur_in_another_group, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sheet_is_looked_for_under_other_names, setup, teardown),
        cmocka_unit_test_setup_teardown(a_misspelt_column_is_a_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sheet_that_is_there_twice_is_a_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(a_csv_in_a_code_page_is_one_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(a_formula_of_excel_is_no_expression, setup, teardown),
        cmocka_unit_test_setup_teardown(faults_of_a_kind_are_counted_beyond_twenty, setup, teardown),
        cmocka_unit_test_setup_teardown(faults_of_every_kind_are_shortened, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_is_alike_by_its_letters, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The definition: a good one, one with every kind of fault, and what may be left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "parts.h"

static th_definition *load_good(void)
{
    th_findings faults;
    th_definition *d = load(NULL, 0, &faults);
    print(&faults);
    assert_non_null(d);
    return d;
}

static void same(th_str got, const char *want)
{
    if (!th_str_eq(got, th_str_of(want)))
        fail_msg("“" TH_FMT "” is not “%s”", TH_ARG(got), want);
}

static void settings_and_units(void **state)
{
    (void)state;
    th_definition *d = load_good();
    same(d->cluster, "Cụm trạm y tế");
    same(d->unit_noun, "Trạm");
    same(d->deadline, "2025-01-05 17:00");
    same(d->made_on, "2025-01-10");
    same(d->title, "Tổng hợp số liệu năm 2024"); /* the default */
    assert_int_equal(d->period, 2024);
    same(th_exact_text(arena, d->points_total), "100");
    same(th_definition_setting(d, TH_STR("ghi riêng")), "tự do");
    same(th_definition_setting(d, TH_STR("không có")), "");
    assert_int_equal(d->nunits, 2); /* C came later, D left */
    same(d->units[0].code, "TA");
    same(d->units[1].code, "TB");
    same(d->units[1].aliases.at[1], "T.B");
    assert_int_equal(th_definition_unit(d, TH_STR("TB")), 1);
    assert_int_equal(th_definition_unit(d, TH_STR("TD")), TH_NONE);
    assert_int_equal(d->nreceipts, 2); /* that of D is of no use this year */
    assert_int_equal(d->receipts[1].unit, 0);
    same(d->receipts[0].time, "2025-01-04 12:00");
    assert_true(d->receipts[0].serial == th_date_serial(2025, 1, 4) + 0.5);
    assert_true(d->awards[1].kind == TH_AWARD_NOT_ASSIGNED && !d->awards[1].points);
    same(th_exact_text(arena, d->awards[0].points), "7.5");
}

static void forms_columns_indicators(void **state)
{
    (void)state;
    th_definition *d = load_good();
    assert_int_equal(d->forms[1].kind, TH_FORM_LIST | TH_FORM_INDICATORS);
    assert_int_equal(d->forms[2].kind, TH_FORM_LIST | TH_FORM_SCORES);
    same(d->forms[0].sheets.at[1], "Biểu 1");
    assert_int_equal(d->columns[0].form, TH_NONE);
    assert_int_equal(d->columns[4].form, 0);
    assert_int_equal(d->columns[4].role, TH_ROLE_NOW);
    const th_column *kind = &d->columns[th_definition_column(d, TH_STR("TH.02"))];
    assert_int_equal(kind->role, TH_ROLE_VALUE);
    assert_int_equal(kind->type, TH_TYPE_ENUM);
    same(d->catalogues[kind->catalogue].code, "LOAI");
    assert_int_equal(d->columns[th_definition_column(d, TH_STR("CD.02"))].type, TH_TYPE_REAL);
    const th_indicator *ind = d->indicators;
    same(th_exact_text(arena, ind[0].max), "1000000");
    same(ind[0].printed_code, "KB.01");
    same(ind[1].printed_code, "02");
    assert_true(ind[1].blank_is_zero && !ind[0].blank_is_zero);
    assert_int_equal(ind[1].decimals, -1);
    assert_int_equal(ind[2].aggregate, TH_AGG_RATIO);
    assert_int_equal(ind[2].numerator, 1);
    assert_int_equal(ind[2].denominator, 0);
    assert_null(ind[1].max);
    assert_int_equal(ind[3].reference_year, -1);
    assert_int_equal(ind[3].better, -1);
    assert_int_equal(th_definition_indicator(d, TH_STR("KB.06")), 5);
    assert_int_equal(th_definition_indicator(d, TH_STR("kb.06")), TH_NONE);
}

static void checks_keep_what_was_typed(void **state)
{
    (void)state;
    th_definition *d = load_good();
    assert_int_equal(d->nchecks, 4);
    same(d->checks[0].left_text, "KB.02");
    assert_int_equal(d->checks[0].op, TH_OP_LE);
    assert_int_equal(th_exact_sign(d->checks[0].tolerance), 0);
    assert_null(d->checks[1].tolerance); /* automatic */
    assert_int_equal(d->checks[1].missing_left, TH_MISSING_SKIP);
    assert_int_equal(d->checks[1].missing_right, TH_MISSING_ZERO);
    assert_int_equal(d->checks[1].state, TH_RULE_OFF);
    assert_int_equal(d->checks[2].pairing, TH_PAIR_BOTH_OR_NEITHER);
    assert_int_equal(d->checks[2].state, TH_RULE_ON);
    assert_int_equal(d->checks[2].level, TH_LEVEL_ERROR);
    assert_int_equal(d->checks[3].missing_left, TH_MISSING_ZERO);
    assert_int_equal(d->checks[3].missing_right, TH_MISSING_ZERO);
    /* values of a catalogue in their listed writing */
    same(d->checks[2].right->args[1]->text, "Tây y");
    same(d->checks[2].right->args[3]->text, "<>");
    same(d->checks[3].left->args[0]->args[1]->text, "Đạt");
}

static void the_scheme_is_a_tree(void **state)
{
    (void)state;
    th_definition *d = load_good();
    assert_int_equal(d->ncriteria, 8);
    same(d->criteria[0].code, "I"); /* parents before children */
    for (uint32_t i = 0; i < d->ncriteria; i++)
        assert_true(d->criteria[i].parent == TH_NONE || d->criteria[i].parent < i);
    const th_criterion *visits = &d->criteria[th_definition_criterion(d, TH_STR("I.1"))];
    assert_int_equal(visits->parent, 0);
    assert_true(visits->leaf && visits->target_strict && !d->criteria[0].leaf);
    same(th_exact_text(arena, visits->target_default), "60");
    assert_int_equal(visits->target->measure, TH_PLAN);
    const th_criterion *late = &d->criteria[th_definition_criterion(d, TH_STR("III.1"))];
    assert_int_equal(late->sign, -1);
    assert_true(late->bonus);
    assert_int_equal(d->criteria[th_definition_criterion(d, TH_STR("II.1"))].sign, 1);
    assert_int_equal(d->criteria[th_definition_criterion(d, TH_STR("I.2"))].nbands, 3);
    assert_int_equal(d->rankings[0].nsteps, 2);
    same(d->rankings[0].steps[0].name, "Phần một");
    assert_int_equal(d->rankings[0].steps[0].expr->args[0]->index, 0);
    assert_int_equal(d->rankings[0].steps[1].direction, -1);
    assert_int_equal(d->rankings[1].direction, -1);
    same(d->rankings[0].labels.at[2], "Ba");
}

static void catalogues_find_their_values(void **state)
{
    (void)state;
    th_definition *d = load_good();
    th_str found;
    assert_true(th_catalogue_find(arena, &d->catalogues[0], TH_STR("tây Y"), &found));
    same(found, "Tây y");
    assert_true(th_catalogue_find(arena, &d->catalogues[0], TH_STR("ty"), &found));
    same(found, "Tây y");
    assert_true(
        th_catalogue_find(arena, &d->catalogues[0], TH_STR("dong y"), &found)); /* without diacritics, only one */
    same(found, "Đông y");
    assert_false(th_catalogue_find(arena, &d->catalogues[0], TH_STR("Nam y"), &found));
    assert_false(th_catalogue_find(arena, &d->catalogues[0], (th_str){0}, &found));
    th_catalogue by_hand = d->catalogues[0];
    by_hand.keys = NULL;
    by_hand.nkeys = 0;
    assert_true(th_catalogue_find(arena, &by_hand, TH_STR("thuốc tây"), &found));
}

static void optional_sheets_may_be_left_out(void **state)
{
    (void)state;
    static const part changes[] = {{"kiem-tra.csv", NULL},
                                   {"cham-diem.csv", NULL},
                                   {"thang-diem.csv", NULL},
                                   {"phan-dinh.csv", NULL},
                                   {"so-nhan.csv", NULL},
                                   {"cum-cham.csv", NULL},
                                   {"xep-hang.csv", "Mã,Tên,Biểu thức\nX,Theo lượt,KB.01\n"}};
    th_findings faults;
    th_definition *d = load(changes, sizeof changes / sizeof *changes, &faults);
    print(&faults);
    assert_non_null(d);
    assert_int_equal(d->nchecks + d->ncriteria + d->nreceipts, 0);
    assert_int_equal(d->rankings[0].direction, 1);
}

static void labels_are_found_folded_semicolons_and_titles_too(void **state)
{
    (void)state;
    static const part changes[] = {{"bieu.csv",
                                    "\xEF\xBB\xBF"
                                    "BẢNG CÁC BIỂU;;;;\r\n\r\nma;TÊN ;trang;kieu;Cột lạ\r\nB1;Khám bệnh;B1;chi "
                                    "tieu;x\r\n;;;;\r\nB2;Thuốc;B2;\"danh sách + chỉ tiêu\";\r\nB3;Tự "
                                    "chấm;;chấm điểm;\r\n"}};
    th_findings faults;
    th_definition *d = load(changes, 1, &faults);
    print(&faults);
    assert_non_null(d);
    assert_int_equal(d->nforms, 3);
    assert_int_equal(d->forms[0].kind, TH_FORM_INDICATORS);
}

/* What a criterion asks of a column with a catalogue is a value of it, unless it asks for a number or for nothing. */
static void numbers_and_blanks_are_asked_of_any_catalogue(void **state)
{
    (void)state;
    static const char *const asked[] = {"<>", "=", ">2", "<>2", "3"};
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        char csv[256];
        snprintf(csv, sizeof csv,
                 "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải\nK1,a,đơn vị,\"COUNTIF(TH.02;\"\"%s\"\")\",>=,KB.01\n",
                 asked[i]);
        const part change = {"kiem-tra.csv", csv};
        th_findings faults;
        const th_definition *d = load(&change, 1, &faults);
        print(&faults);
        assert_non_null(d);
        same(d->checks[0].left->args[1]->text, asked[i]);
    }
    static const part unknown = {
        "kiem-tra.csv",
        "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải\nK1,a,đơn vị,\"COUNTIF(TH.02;\"\"<>Tây yy\"\")\",>=,1\n"};
    static const expected want[] = {
        {"kiem-tra.csv", "D2", "DN-005", "“Tây yy” không có trong danh mục “LOAI”; có phải “Tây y”"}};
    th_findings faults;
    assert_null(load(&unknown, 1, &faults));
    expect(&faults, want, 1);
}

/* ---- faults ---- */

static void a_definition_without_a_period_is_told_so(void **state)
{
    (void)state;
    static const char *const settings[] = {"Khóa,Giá trị\nTên cụm,Cụm\nTổng điểm,100\n",
                                           "Khóa,Giá trị\nKỳ,\nTổng điểm,100\n"};
    for (size_t i = 0; i < 2; i++) {
        const part change = {"cai-dat.csv", settings[i]};
        static const expected want[] = {{"cai-dat.csv", "", "DN-003", "“Kỳ” ghi “(trống)”, cần một năm"}};
        th_findings faults;
        assert_null(load(&change, 1, &faults));
        expect(&faults, want, 1);
    }
}

static void what_has_no_order_has_no_best(void **state)
{
    (void)state;
    static const struct {
        const char *type, *how;
        bool fits;
    } cases[] = {
        {"số nguyên", "lớn nhất", true}, {"hạng", "nhỏ nhất", true}, {"ngày", "lớn nhất", true},
        {"phần trăm", "tốt nhất", true}, {"chữ", "lớn nhất", false}, {"chữ", "nhỏ nhất", false},
        {"có/không", "tốt nhất", false}, {"chữ", "danh sách", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char csv[256];
        snprintf(csv, sizeof csv,
                 "Mã,Biểu,Nhãn,Kiểu,Gộp,Chiều tốt\nKB.01,B1,Lượt,số nguyên,,\nKB.04,B1,Hạng,hạng,,\n"
                 "KB.09,B1,Khác,%s,%s,tăng\n",
                 cases[i].type, cases[i].how);
        const part changes[] = {{"chi-tieu.csv", csv}, {"kiem-tra.csv", NULL}};
        static const expected want[] = {{"chi-tieu.csv", "E4", "DN-003", "kiểu này không so lớn nhỏ được"}};
        th_findings faults;
        assert_int_equal(load(changes, 2, &faults) != NULL, cases[i].fits);
        expect(&faults, want, cases[i].fits ? 0 : 1);
    }
}

static void all_faults_are_told_at_once(void **state)
{
    (void)state;
    static const part changes[] = {
        {"cai-dat.csv", "Khóa,Giá trị\nKỳ,hai nghìn\nTổng điểm,90\nHạn nộp,mai\nKỳ,2024\n"},
        {"don-vi.csv", "Mã,Tên,Tên khác,Thứ tự\nTA,Trạm A,,một\n,Trạm B,,2\nTA,Trạm C,,3\n"},
        {"bieu.csv",
         "Mã,Tên,Trang,Kiểu,Bắt buộc\nB1,Khám bệnh,B1,chỉ tieu,Cứ\nB2,Thuốc,B2,danh xách,Có\nB3,Tự chấm,,chấm điểm,\n"},
        {"cot.csv", "Biểu,Mã,Nhãn,Vai trò,Danh mục\n*,,Chỉ tiêu,nhãm,\nB9,TH.01,Tên,chữ,\nB3,TH.02,Loại,danh "
                    "mục,LOAII\nB1,TH.03,Tiền,tiền,\nB3,,Điểm,điểm tự "
                    "chấm,\nB3,KB.01,Trùng mã,chữ,\nB3,CD.01,Mã,mã tiêu chí,\n"},
        {"chi-tieu.csv", "Mã,Biểu,Nhãn,Kiểu,Nhỏ nhất,Lớn nhất,Gộp,Tử số,Mẫu số,Chiều tốt,Danh mục\n"
                         "KB.01,B1,Lượt,số nguyên,1.234,,tổng,,,,\n"
                         "KB.02,B1,Tỷ lệ,phần chăm,10,0,,KB.01,KB.0l,,\n"
                         "KB.03,B1,Tỷ lệ,phần trăm,,,tổng,KB.01,,,\n"
                         "KB.04,B3,Hạng,hạng,,,tốt nhất,,,,\n"
                         "1KB,B1,Sai mã,chữ,,,cộng,,,,\n"
                         "KB.05,B1,Mức,danh mục,,,,,,,\n"
                         "KB.06,B1,Có bác sĩ,có/không,,,,,,,\n"},
        {"danh-muc.csv", "Mã,Giá trị\nLOAI,Tây y\nLOAI,\n"},
        {"kiem-tra.csv", "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Dung sai,Mức,Khi thiếu,Trạng thái\n"
                         "K1,a,đơn vị,KB.02 +,<=,KB.99,-1,nặng,bỏ qa,mở\n"
                         "K1,b,từng dòng,KB.01,bằng,DONG,,,,\n"
                         "K3,c,đơn vị,DONG,=,DIEM(),,,,\n"
                         "K4,d,đơn vị,KB.06,=,,,,,\n"
                         "K5,e,đơn vị,KB.01,=,\"COUNTIF(TH.02;\"\"x\"\";1)\",,,,\n"},
        {"cham-diem.csv", "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống\n"
                          "I,,Phần một,100,tổng các dòng con,,\n"
                          "I.1,I,Khám,60,theo tỷ lệ so mục tiêu,KB.01,\n"
                          "I.2,I,Hạng,20,theo thứ hạng,KB.04,\n"
                          "I.3,J,Khác,10,theo bậc,,\n"
                          "A,B,Vòng,1,tổng các dòng con,,\n"
                          "B,A,Vòng,1,tổng các dòng con,,\n"
                          "C,,Một mình,5,nhóm thưởng,,\n"
                          "E,,So với nhau,5,theo mức vượt mục tiêu hoặc so với nhau,KB.01,KE_HOACH(KB.01),60\n"},
        {"thang-diem.csv", "Tiêu chí,Từ,Đến,Điểm\nI.9,,5,30\nI.1,,10,15\nI.3,9,8,11\n"},
        {"xep-hang.csv", "Mã,Tên,Biểu thức,Chiều\nXH,Xếp hạng,DIEM(Z),ngược\n"},
        {"phan-dinh.csv", "Xếp hạng,Thứ tự,Tên,Biểu thức\nXY,1,Phần một,DIEM(I)\n"},
        {"so-nhan.csv", "Đơn vị,Tệp,Lúc nhận\nTrạm Z,z.xlsx,2025-01-04\nTA,a.xlsx,25:99\n"},
        {"cum-cham.csv", "Đơn vị,Tiêu chí,Điểm\nTA,I,5\nTA,I.1,61\nTA,I.1,chưa\n"},
    };
    static const expected want[] = {
        {"cai-dat.csv", "B2", "DN-003", "“Kỳ” ghi “hai nghìn”, cần một số"},
        {"cai-dat.csv", "B3", "DN-007", "Tổng điểm: tổng điểm các dòng con là"},
        {"cai-dat.csv", "B4", "DN-003", "một ngày"},
        {"cai-dat.csv", "A5", "DN-006", "“Kỳ” đã dùng ở dòng 2"},
        {"don-vi.csv", "D2", "DN-003", "“Thứ tự” ghi “một”"},
        {"don-vi.csv", "A3", "DN-003", "được điền"},
        {"don-vi.csv", "A4", "DN-006", "“TA” đã dùng ở dòng 2"},
        {"bieu.csv", "E2", "DN-003", "“Có” hoặc “Không”"},
        {"bieu.csv", "D3", "DN-003", "Có phải “danh sách”"},
        {"cot.csv", "D2", "DN-003", "Có phải “nhãn”"},
        {"cot.csv", "A3", "DN-004", "không có biểu nào"},
        {"cot.csv", "E4", "DN-004", "Có phải “LOAI”"},
        {"cot.csv", "A5", "DN-003", "một biểu có danh sách"},
        {"cot.csv", "B6", "DN-003", "một mã vì là cột danh sách"},
        {"cot.csv", "B7", "DN-006", "(Chỉ tiêu)"},
        {"chi-tieu.csv", "E2", "DN-003", "một số rõ ràng"},
        {"chi-tieu.csv", "C4", "DN-008", "“Tỷ lệ” đã là tên của dòng 3"},
        {"chi-tieu.csv", "D3", "DN-003", "Có phải “phần trăm”"},
        {"chi-tieu.csv", "F3", "DN-003", "không nhỏ hơn cột Nhỏ nhất"},
        {"chi-tieu.csv", "I3", "DN-004", "Có phải “KB.01”"},
        {"chi-tieu.csv", "G4", "DN-003", "mới cộng được"},
        {"chi-tieu.csv", "I4", "DN-003", "cả tử số và mẫu số"},
        {"chi-tieu.csv", "B5", "DN-003", "một biểu kiểu “chỉ tiêu”"},
        {"chi-tieu.csv", "J5", "DN-003", "“tăng” hoặc “giảm”"},
        {"chi-tieu.csv", "A6", "DN-003", "bắt đầu bằng chữ"},
        {"chi-tieu.csv", "G6", "DN-003", "một trong: “không”, “tổng”"},
        {"chi-tieu.csv", "K7", "DN-003", "mã một danh mục"},
        {"danh-muc.csv", "B3", "DN-003", "được điền"},
        {"kiem-tra.csv", "D2", "DN-005", "ký tự thứ 8: biểu thức chưa kết thúc"},
        {"kiem-tra.csv", "F2", "DN-005", "ký tự thứ 1: không có chỉ tiêu nào mã “KB.99”"},
        {"kiem-tra.csv", "G2", "DN-003", "một số không âm"},
        {"kiem-tra.csv", "H2", "DN-003", "một trong: “chặn”"},
        {"kiem-tra.csv", "I2", "DN-003", "Có phải “bỏ qua”"},
        {"kiem-tra.csv", "J2", "DN-003", "một trong: “bật”"},
        {"kiem-tra.csv", "A3", "DN-006", "“K1” đã dùng ở dòng 2"},
        {"kiem-tra.csv", "D3", "DN-003", "có DONG"},
        {"kiem-tra.csv", "E3", "DN-003", "cùng có"},
        {"kiem-tra.csv", "D4", "DN-005", "DONG chỉ dùng"},
        {"kiem-tra.csv", "F4", "DN-005", "DIEM() không dùng được ở đây"},
        {"kiem-tra.csv", "D5", "DN-005", "phải là số"},
        {"kiem-tra.csv", "F5", "DN-003", "được điền"},
        {"kiem-tra.csv", "F6", "DN-005", "COUNTIF nhận nhiều nhất 2 đối số"},
        {"cham-diem.csv", "D2", "DN-007", "I Phần một: tổng điểm các dòng con là 80, cần 100"},
        {"cham-diem.csv", "G3", "DN-003", "một mục tiêu"},
        {"cham-diem.csv", "A4", "DN-003", "ít nhất một bậc"},
        {"cham-diem.csv", "B5", "DN-004", "không có tiêu chí nào"},
        {"cham-diem.csv", "F5", "DN-003", "một biểu thức"},
        {"cham-diem.csv", "B6", "DN-003", "dưới chính nó"},
        {"cham-diem.csv", "E7", "DN-003", "không có dòng con"},
        {"cham-diem.csv", "E8", "DN-003", "không có dòng con"},
        {"cham-diem.csv", "H9", "DN-003", "được so với nhau"},
        {"thang-diem.csv", "A2", "DN-004", "không có tiêu chí nào"},
        {"thang-diem.csv", "A3", "DN-003", "“theo bậc”"},
        {"thang-diem.csv", "C4", "DN-003", "không nhỏ hơn cột Từ"},
        {"thang-diem.csv", "D4", "DN-003", "không quá điểm tối đa"},
        {"xep-hang.csv", "C2", "DN-005", "không có tiêu chí nào mã “Z”"},
        {"xep-hang.csv", "D2", "DN-003", "một trong: “giảm dần”"},
        {"phan-dinh.csv", "A2", "DN-004", "không có xếp hạng nào"},
        {"so-nhan.csv", "A2", "CN-002", "không có đơn vị nào"},
        {"so-nhan.csv", "C3", "CN-001", "một ngày"},
        {"cum-cham.csv", "B2", "CN-001", "không có dòng con"},
        {"cum-cham.csv", "C3", "CN-001", "không quá điểm tối đa"},
        {"cum-cham.csv", "C4", "CN-001", "một số"},
    };
    th_findings faults;
    assert_null(load(changes, sizeof changes / sizeof *changes, &faults));
    expect(&faults, want, sizeof want / sizeof *want);
}

static void a_missing_sheet_is_one_fault(void **state)
{
    (void)state;
    static const part changes[] = {{"chi-tieu.csv", NULL}};
    static const expected want[] = {{"", "", "DN-001", "thiếu trang “Chỉ tiêu”"}};
    th_findings faults;
    assert_null(load(changes, 1, &faults));
    expect(&faults, want, 1);
}

static void a_misspelt_column_is_suggested(void **state)
{
    (void)state;
    static const part changes[] = {
        {"don-vi.csv", "Mã số đơn vị,Tên,Thứ tự\nTA,Trạm A,1\n"},
        {"bieu.csv", "Mã,Tênn,Kiểu\nB1,x,chỉ tiêu\nB2,x,danh sách + chỉ tiêu\nB3,x,chấm điểm\n"}};
    static const expected want[] = {{"don-vi.csv", "", "DN-002", "thiếu cột “Mã”"},
                                    {"bieu.csv", "", "DN-002", "thiếu cột “Tên”. Có phải “Tênn”"}};
    th_findings faults;
    assert_null(load(changes, 2, &faults));
    expect(&faults, want, 2);
}

static void nothing_at_all_names_every_required_sheet(void **state)
{
    (void)state;
    th_definition *d;
    th_findings faults = {0};
    assert_int_equal(load_parts(NULL, 0, &d, &faults), TH_FAILED);
    assert_int_equal(faults.n, 5);
    assert_null(d);
}

static th_str read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open %s", path);
    th_buf out;
    th_buf_init(&out, arena);
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        th_buf_add(&out, (th_str){piece, n});
    fclose(f);
    return th_buf_str(&out);
}

static void the_samples_are_definitions(void **state)
{
    (void)state;
    static const char *const folders[] = {TH_TEST_SAMPLES "/cum2-2022/dinh-nghia",
                                          TH_TEST_SAMPLES "/truong-hoc/dinh-nghia"};
    static const size_t units[] = {7, 6};
    for (size_t k = 0; k < sizeof folders / sizeof *folders; k++) {
        th_definition_part parts[PARTS];
        size_t n = 0;
        for (size_t i = 0; i < PARTS; i++) {
            char path[256];
            snprintf(path, sizeof path, "%s/%s", folders[k], good[i].name);
            FILE *f = fopen(path, "rb");
            if (!f) /* cum-cham.csv comes with the cluster's scores */
                continue;
            fclose(f);
            parts[n++] = (th_definition_part){.name = th_str_of(good[i].name), .bytes = read_file(path)};
        }
        th_definition *d = NULL;
        th_findings faults = {0};
        load_parts(parts, n, &d, &faults);
        print(&faults);
        assert_non_null(d);
        assert_int_equal(d->nunits, units[k]);
        for (uint32_t i = 0; i < d->nindicators; i++)
            assert_int_equal(th_definition_indicator(d, d->indicators[i].code), i);
        assert_true(d->nchecks && d->ncriteria && d->nrankings);
    }
}

static void every_part_may_be_cut_anywhere(void **state)
{
    (void)state;
    for (size_t i = 0; i < PARTS; i++)
        for (size_t cut = 0; cut < strlen(good[i].csv); cut += 37) {
            th_arena *whole = arena;
            arena = th_arena_new(0);
            char *csv = th_str_cstr(arena, (th_str){good[i].csv, cut});
            th_definition_part short_one = {.name = th_str_of(good[i].name), .bytes = {csv, cut}};
            th_definition_part parts[PARTS];
            for (size_t k = 0; k < PARTS; k++)
                parts[k] = k == i
                               ? short_one
                               : (th_definition_part){.name = th_str_of(good[k].name), .bytes = th_str_of(good[k].csv)};
            th_definition *d;
            th_findings faults = {0};
            load_parts(parts, PARTS, &d, &faults);
            th_arena_free(arena);
            arena = whole;
        }
}

static void labels_move_with_the_period(void **state)
{
    (void)state;
    static const struct {
        const char *written, *read;
    } labels[] = {
        {"Thực hiện năm {Kỳ}", "Thực hiện năm 2023"},
        {"Năm {Kỳ-1}", "Năm 2022"},
        {"KH {kỳ+1}/{Kỳ}", "KH 2024/2023"},
        {"{Kỳ-9}", "2014"},
        {"{Kỳ-}", "{Kỳ-}"},
        {"{Kỳ-12}", "{Kỳ-12}"},
        {"{Kỳ", "{Kỳ"},
        {"Năm nay", "Năm nay"},
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        same(th_period_words(arena, th_str_of(labels[i].written), 2023), labels[i].read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_and_units),
        cmocka_unit_test(forms_columns_indicators),
        cmocka_unit_test(checks_keep_what_was_typed),
        cmocka_unit_test(the_scheme_is_a_tree),
        cmocka_unit_test(catalogues_find_their_values),
        cmocka_unit_test(optional_sheets_may_be_left_out),
        cmocka_unit_test(labels_are_found_folded_semicolons_and_titles_too),
        cmocka_unit_test(numbers_and_blanks_are_asked_of_any_catalogue),
        cmocka_unit_test(all_faults_are_told_at_once),
        cmocka_unit_test(a_definition_without_a_period_is_told_so),
        cmocka_unit_test(what_has_no_order_has_no_best),
        cmocka_unit_test(a_missing_sheet_is_one_fault),
        cmocka_unit_test(a_misspelt_column_is_suggested),
        cmocka_unit_test(nothing_at_all_names_every_required_sheet),
        cmocka_unit_test(the_samples_are_definitions),
        cmocka_unit_test(every_part_may_be_cut_anywhere),
        cmocka_unit_test(labels_move_with_the_period),
    };
    return cmocka_run_group_tests_name("definition", tests, setup, teardown);
}

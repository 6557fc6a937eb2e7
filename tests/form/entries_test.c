/* Rows that were entered during a period: what sets one aside, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "parts.h"

#define ADJUSTMENTS "dieu-chinh.csv", "Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\n"
#define EXPLANATIONS "giai-trinh.csv", "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\n"
#define AWARDS "cum-cham.csv", "Đơn vị,Tiêu chí,Điểm,Ai,Ngày,Căn cứ\n"
#define CONFIRMATIONS "cum-cham.csv", "Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai\n"
#define RECEIPTS "so-nhan.csv", "Đơn vị,Tệp,Quyết định,Lúc nhận,Gia hạn đến\n"
#define PETITIONS "kien-nghi.csv", "Đơn vị,Tiêu chí,Nội dung,Trả lời,Ai,Ngày\n"
#define FREEZES "chot.csv", "Bước,Ngày,Ai,Căn cứ\n"
#define BALLOTS "phieu-kin.csv", "Đơn vị,Xếp hạng,Số phiếu,Căn cứ\n"

/* `good`, with this sheet in place of its own or besides. */
static th_definition *enter(const char *name, const char *csv, th_status *status, th_findings *faults)
{
    th_definition_part parts[PARTS + 1];
    size_t n = 0;
    for (size_t i = 0; i < PARTS; i++)
        if (strcmp(good[i].name, name) != 0)
            parts[n++] = (th_definition_part){.name = th_str_of(good[i].name), .bytes = th_str_of(good[i].csv)};
    parts[n++] = (th_definition_part){.name = th_str_of(name), .bytes = th_str_of(csv)};
    th_definition *d = NULL;
    *faults = (th_findings){0};
    *status = load_parts(parts, n, &d, faults);
    return d;
}

static size_t rows_in_use(const th_definition *d, const char *name)
{
    const struct {
        const char *name;
        size_t n;
    } counts[] = {{"dieu-chinh.csv", d->nadjustments}, {"giai-trinh.csv", d->nexplanations},
                  {"cum-cham.csv", d->nawards},        {"so-nhan.csv", d->nreceipts},
                  {"kien-nghi.csv", d->npetitions},    {"chot.csv", d->nfreezes},
                  {"phieu-kin.csv", d->nballots}};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        if (strcmp(counts[i].name, name) == 0)
            return counts[i].n;
    return SIZE_MAX;
}

typedef struct wrong_row {
    const char *name, *header, *row, *cell, *rule, *says;
} wrong_row;

/* Each stands above a row that is right, which stays in use. */
static const wrong_row wrong_rows[] = {
    {ADJUSTMENTS, "TZ,KB.01,năm nay,5,A,2025-01-09,x", "A2", "CN-002", "không có đơn vị nào"},
    {ADJUSTMENTS, "TA,KB.91,năm nay,5,A,2025-01-09,x", "B2", "CN-002", "không có chỉ tiêu nào"},
    {ADJUSTMENTS, "TA,KB.01,năm sau,5,A,2025-01-09,x", "C2", "CN-001", "“năm trước”"},
    {ADJUSTMENTS, "TA,KB.01,năm nay,nhiều,A,2025-01-09,x", "D2", "CN-001", "một giá trị kiểu số nguyên"},
    {ADJUSTMENTS, "TA,KB.01,năm nay,,A,2025-01-09,x", "D2", "CN-001", "được điền"},
    {ADJUSTMENTS, "TA,KB.01,năm nay,5,,2025-01-09,x", "E2", "CN-001", "được điền"},
    {ADJUSTMENTS, "TA,KB.01,năm nay,5,A,hôm nay,x", "F2", "CN-001", "một ngày"},
    {ADJUSTMENTS, "TA,KB.01,năm nay,5,A,2025-01-09,", "G2", "CN-001", "được điền"},
    {EXPLANATIONS, "TZ,K1,2b923902,vì,A,", "A2", "CN-002", "không có đơn vị nào"},
    {EXPLANATIONS, "TA,K11,2b923902,vì,A,", "B2", "CN-002", "không có quy tắc nào tên như vậy. Có phải “K1”"},
    {EXPLANATIONS, "TA,K1,2b92390,vì,A,", "C2", "CN-001", "8 chữ số"},
    {EXPLANATIONS, "TA,K1,2b92390g,vì,A,", "C2", "CN-001", "8 chữ số"},
    {EXPLANATIONS, "TA,K1,2b923902,,A,", "D2", "CN-001", "được điền"},
    {EXPLANATIONS, "TA,K1,2b923902,vì,,", "E2", "CN-001", "được điền"},
    {EXPLANATIONS, "TA,K1,2b923902,vì,A,31/2/2025", "F2", "CN-001", "một ngày"},
    {AWARDS, "TZ,I.3,5,Tổ,,", "A2", "CN-002", "không có đơn vị nào"},
    {AWARDS, "TA,I.9,5,Tổ,,", "B2", "CN-002", "không có tiêu chí nào"},
    {AWARDS, "TA,I,500,Tổ,,", "B2", "CN-001", "không có dòng con"},
    {AWARDS, "TA,I.3,năm,Tổ,,", "C2", "CN-001", "một số"},
    {AWARDS, "TA,I.3,\"10,5\",Tổ,,", "C2", "CN-001", "không quá điểm tối đa"},
    {AWARDS, "TA,I.3,-1,Tổ,,", "C2", "CN-001", "không âm"},
    {AWARDS, "TA,I.3,1.234,Tổ,,", "C2", "CN-001", "số rõ ràng"},
    {AWARDS, "TA,I.3,5,Tổ,9/2025,", "E2", "CN-001", "một ngày"},
    {CONFIRMATIONS, "TA,I.1,theo máy,,Tổ", "D2", "CN-001", "chữ x và 8 chữ số"},
    {CONFIRMATIONS, "TA,I.1,theo máy,y1a2b3c4d,Tổ", "D2", "CN-001", "chữ x và 8 chữ số"},
    {CONFIRMATIONS, "TA,I.1,theo máy,x1a2b3c4g,Tổ", "D2", "CN-001", "chữ x và 8 chữ số"},
    {CONFIRMATIONS, "TA,I.1,theo máy,x1a2b3c4,Tổ", "D2", "CN-001", "chữ x và 8 chữ số"},
    {CONFIRMATIONS, "TA,I.1,theo máy,x1a2b3c4dd,Tổ", "D2", "CN-001", "chữ x và 8 chữ số"},
    {CONFIRMATIONS, "TA,I.1,theo máy,x1a2b3c4d,", "E2", "CN-001", "tên người xác nhận"},
    {RECEIPTS, "TZ,a.xlsx,nhận,,", "A2", "CN-002", "không có đơn vị nào"},
    {RECEIPTS, "TA,a.xlsx,nhậnn,,", "C2", "CN-001", "Có phải “nhận”"},
    {RECEIPTS, "TA,a.xlsx,nhận,sáng,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04 24:10,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04 24h,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04 17hai,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04 12:60,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04 24h,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04 17:00 30,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,2025-01-04T17:00Z,", "D2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,nhận,,mai", "E2", "CN-001", "một ngày"},
    {RECEIPTS, "TA,,rút,,", "C2", "CN-001", "tên tệp ở cột “Tệp”"},
    {BALLOTS, "TZ,XH,5,", "A2", "CN-002", "không có đơn vị nào"},
    {BALLOTS, "TA,XZ,5,", "B2", "CN-002", "không có xếp hạng nào"},
    {BALLOTS, "TA,XH,năm,", "C2", "CN-001", "một số"},
    {BALLOTS, "TA,XH,-5,", "C2", "CN-001", "không âm"},
    {BALLOTS, "TA,XH,,x", "C2", "CN-001", "được điền"},
    {PETITIONS, "TZ,I.3,xem lại,,,", "A2", "CN-002", "không có đơn vị nào"},
    {PETITIONS, "TA,I.9,xem lại,,,", "B2", "CN-002", "không có tiêu chí nào"},
    {PETITIONS, "TA,I.3,,,,", "C2", "CN-001", "được điền"},
    {FREEZES, "chốt,2025-01-20,A,", "A2", "CN-001", "chốt số liệu"},
    {FREEZES, "chốt số liệu,2019-01-20,A,", "B2", "CN-001", "không trước kỳ báo cáo"},
    {FREEZES, "chốt số liệu,,A,", "B2", "CN-001", "được điền"},
    {FREEZES, "chốt số liệu,2025-01-20,,", "C2", "CN-001", "được điền"},
    {FREEZES, "chốt điểm,2025-01-20,A,", "A2", "CN-001", "một dòng “chốt số liệu” trước đó"},
    {FREEZES, "mở chốt,2025-01-20,A,CV", "A2", "CN-001", "một dòng “chốt số liệu” trước đó"},
};

static const char *row_that_is_right(const char *name)
{
    static const part rows[] = {{"dieu-chinh.csv", "TB,KB.01,,7,A,2025-01-09,x"},
                                {"giai-trinh.csv", "TB,K1,2B923902,vì,A,"},
                                {"cum-cham.csv", "TB,I.3,7,Tổ,,"},
                                {"so-nhan.csv", "TB,b.xlsx,,,"},
                                {"phieu-kin.csv", "TB,XH,7,"},
                                {"kien-nghi.csv", "TB,I.3,xem lại,đã xem,Tổ,2025-01-21"},
                                {"chot.csv", "chốt số liệu,2025-03-01,A,"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return rows[i].csv;
    fail_msg("no row for %s", name);
    return NULL;
}

static void a_wrong_row_is_set_aside_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof wrong_rows / sizeof *wrong_rows; i++) {
        const wrong_row *wrong = &wrong_rows[i];
        char csv[512];
        snprintf(csv, sizeof csv, "%s%s\n%s\n", wrong->header, wrong->row, row_that_is_right(wrong->name));
        th_findings faults;
        th_status status;
        th_definition *d = enter(wrong->name, csv, &status, &faults);
        const expected want = {wrong->name, wrong->cell, wrong->rule, wrong->says};
        expect(&faults, &want, 1);
        assert_int_equal(faults.at[0].level, TH_LEVEL_ERROR);
        assert_int_equal(status, TH_WARN);
        assert_int_equal(d->nset_aside, 1);
        assert_int_equal(d->set_aside[0].row, 1);
        assert_int_equal(rows_in_use(d, wrong->name), 1);
    }
}

static void two_faults_of_a_row_are_one_row(void **state)
{
    (void)state;
    th_findings faults;
    th_status status;
    const th_definition *d = enter("cum-cham.csv", "Đơn vị,Tiêu chí,Điểm\nTZ,I.9,năm\n", &status, &faults);
    assert_int_equal(faults.n, 3);
    assert_int_equal(d->nset_aside, 1);
    assert_true(th_str_eq(d->set_aside[0].sheet, TH_STR("Cụm chấm")));
    assert_int_equal(d->set_aside[0].col, 0);
}

typedef struct rows_about_one {
    const char *name, *header, *rows;
    size_t in_use;
    const char *cells; /* where each row that is set aside is wrong */
    const char *says;  /* of the first */
} rows_about_one;

static const rows_about_one pairs[] = {
    {ADJUSTMENTS, "TA,KB.01,,5,A,2025-01-09,x\nTA,KB.01,năm nay,6,A,2025-01-09,x\n", 0, "D2 D3", "dòng 3 ghi “6”"},
    {ADJUSTMENTS, "TA,KB.01,,5,A,2025-01-09,x\nTA,KB.01,năm nay,\"5,0\",B,2025-01-10,y\n", 1, "", ""},
    {ADJUSTMENTS, "TA,KB.01,,5,A,2025-01-09,x\nTA,KB.01,năm trước,6,A,2025-01-09,x\n", 2, "", ""},
    {ADJUSTMENTS, "TA,KB.01,,5,A,2025-01-09,x\nTA,KB.01,năm sau,6,A,2025-01-09,x\n", 1, "C3", "năm nay"},
    {ADJUSTMENTS, "TA,KB.01,,5,A,2025-01-09,x\nTA,KB.01,,nhiều,A,2025-01-09,x\n", 0, "D2 D3", "dòng 3 ghi “nhiều”"},
    {ADJUSTMENTS, "TA,KB.04,,5/63,A,2025-01-09,x\nTA,KB.04,,5/60,A,2025-01-09,x\n", 0, "D2 D3", "dòng 3 ghi “5/60”"},
    {AWARDS, "TA,I.3,5,Tổ,,\nTA,I.3,6,Tổ,,\nTA,I.3,5,Tổ,,\n", 0, "C2 C3 C4", "dòng 3 ghi “6”"},
    {AWARDS, "TA,I.3,5,Tổ,,\nTA,I.3,không được giao,Tổ,,\n", 0, "C2 C3", "ghi “không được giao”"},
    {AWARDS, "TA,I.3,5,Tổ,,\nTA,I.3,12,Tổ,,\n", 0, "C2 C3", "dòng 3 ghi “12”"},
    {AWARDS, "TA,I.3,5,Tổ,,\nTrạm A,I.3,\"5,0\",Tổ,,\nTB,I.3,6,Tổ,,\n", 2, "", ""},
    {AWARDS, "TA,I.3,5,Tổ,mai,\nTA,I.3,5,Tổ,,\n", 1, "E2", "một ngày"},
    {EXPLANATIONS, "TA,K1,2b923902,vì,A,\nTA,k1,2B923902,khác,A,\n", 0, "D2 D3", "dòng 3 ghi “khác”"},
    {EXPLANATIONS, "TA,K1,2b923902,vì,A,\nTA,K1,2b923902,vì,B,\nTA,K2,2b923902,khác,A,\n", 2, "", ""},
    {EXPLANATIONS, "TA,TEP-012,2b923902,vì,A,\n", 1, "", ""},
    {RECEIPTS, "TA,a.xlsx,,,\nTA,a.xlsx,chờ,,\n", 2, "", ""},
    {RECEIPTS, "TA,a.xlsx,rút,2025-01-04,\nTA,a.xlsx,nhận,4/1/2025,\n", 2, "", ""},
    {RECEIPTS, "TA,a.xlsx,,,\nTB,a.xlsx,,,\n", 2, "", ""},
    {RECEIPTS, "TA,a.xlsx,,2025-01-04 08:00,\nTA,a.xlsx,rút,2025-01-04 09:00,\n", 2, "", ""},
    {RECEIPTS, "TA,a.xlsx,,2025-01-04 08:00,\nTA,a.xlsx,rút,sáng,\n", 1, "D3", "một ngày"},
    {RECEIPTS, "TA,a.xlsx,,,\nTA,a.xlsx,nhận,,2025-01-09\nTA,,,,2025-01-10\n", 3, "", ""},
    {BALLOTS, "TA,XH,5,\nTA,XH,6,\n", 0, "C2 C3", "dòng 3 ghi “6”"},
    {BALLOTS, "TA,XH,5,\nTA,XH,\"5,0\",\nTA,,6,\nTA,X2,7,\n", 3, "", ""},
    {BALLOTS, "TA,,5,\nTA,XZ,6,\n", 1, "B3", "không có xếp hạng nào"},
    {BALLOTS, "TD,,5,\nTD,,6,\n", 0, "", ""}, /* of no use this year */
};

static void of_two_rows_about_one_thing_neither_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const rows_about_one *pair = &pairs[i];
        char csv[512];
        snprintf(csv, sizeof csv, "%s%s", pair->header, pair->rows);
        th_findings faults;
        th_status status;
        const th_definition *d = enter(pair->name, csv, &status, &faults);
        if (!d)
            fail_msg("%s: it does not load", pair->rows);
        th_buf cells;
        th_buf_init(&cells, arena);
        for (size_t k = 0; k < d->nset_aside; k++)
            th_buf_fmt(&cells, "%s" TH_FMT, k ? " " : "",
                       TH_ARG(th_cell_name(arena, d->set_aside[k].row, d->set_aside[k].col)));
        bool said = !faults.n || th_str_find(faults.at[0].vi, th_str_of(pair->says), 0) != SIZE_MAX;
        if (!th_str_eq(th_buf_str(&cells), th_str_of(pair->cells)) || rows_in_use(d, pair->name) != pair->in_use ||
            !said)
            print(&faults);
        assert_true(said);
        assert_true(th_str_eq(th_buf_str(&cells), th_str_of(pair->cells)));
        assert_int_equal(rows_in_use(d, pair->name), pair->in_use);
    }
}

static void a_missing_column_stops_as_before(void **state)
{
    (void)state;
    th_findings faults;
    th_status status;
    assert_null(enter("cum-cham.csv", "Đơn vị,Điểm\nTA,5\n", &status, &faults));
    assert_int_equal(status, TH_FAILED);
    static const expected want[] = {{"cum-cham.csv", "", "DN-002", "thiếu cột “Tiêu chí”"}};
    expect(&faults, want, 1);
}

static void a_fault_elsewhere_stops_and_both_are_told(void **state)
{
    (void)state;
    static const part changes[] = {{"cum-cham.csv", "Đơn vị,Tiêu chí,Điểm\nTA,I.3,năm\n"},
                                   {"phan-dinh.csv", "Xếp hạng,Biểu thức\nXY,1\n"}};
    static const expected want[] = {{"cum-cham.csv", "C2", "CN-001", "một số"},
                                    {"phan-dinh.csv", "A2", "DN-004", "không có xếp hạng nào"}};
    th_findings faults;
    assert_null(load(changes, 2, &faults));
    expect(&faults, want, 2);
}

/* A step of Chốt follows what it rests on, by its day and not by its row. */
static void steps_of_freezing_follow_each_other(void **state)
{
    (void)state;
    th_findings faults;
    th_status status;
    const th_definition *d = enter("chot.csv",
                                   "Bước,Ngày,Ai,Căn cứ\nchốt điểm,2025-02-20,A,\nChốt số liệu,2025-02-10,A,\n"
                                   "mở chốt,2025-02-25,A,Công văn 3\nmở chốt,2025-02-26,A,Công văn 3\n"
                                   "chốt điểm,2025-02-27,A,\nchốt số liệu,2025-03-01,A,\nmở chốt,2025-03-01,A,\n",
                                   &status, &faults);
    static const char *const cells[] = {"A5", "A6", "D8"};
    assert_int_equal(faults.n, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(
            th_str_eq(th_cell_name(arena, faults.at[i].place.row, faults.at[i].place.col), th_str_of(cells[i])));
    assert_int_equal(d->nfreezes, 4);
    assert_int_equal(d->freezes[0].step, TH_FREEZE_POINTS);
    assert_int_equal(d->freezes[2].step, TH_FREEZE_NOTHING);
}

static void times_of_receipts_are_read_to_the_minute(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *time;
    } moments[] = {
        {"2025-01-04 23:59", "2025-01-04 23:59"},
        {"4/1/2025 0h05", "2025-01-04 00:05"},
        {"4/1/2025 17h", "2025-01-04 17:00"},
        {"4/1/2025 8g", "2025-01-04 08:00"},
        {"4/1/2025 17g30", "2025-01-04 17:30"},
        {"4/1/2025 23h", "2025-01-04 23:00"},
        {"2025-01-04T17:00:30", "2025-01-04 17:00"},
        {"04/01/2025 17:00:30.5", "2025-01-04 17:00"},
        {"ngày 4 tháng 1 năm 2025", "2025-01-04"},
        {"Sơn La, ngày 4 tháng 1 năm 2025", "2025-01-04"},
        {"4/1/2025", "2025-01-04"},
        {"4/1/2025.", "2025-01-04"},
    };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        char csv[128];
        snprintf(csv, sizeof csv, "Đơn vị;Lúc nhận\nTA;%s\n", moments[i].typed);
        th_findings faults;
        th_status status;
        const th_definition *d = enter("so-nhan.csv", csv, &status, &faults);
        expect(&faults, NULL, 0);
        assert_int_equal(d->nreceipts, 1);
        assert_string_equal(th_str_cstr(arena, d->receipts[0].time), moments[i].time);
    }
}

/* The telephone is no ground for long: a document that says the same takes its place. */
static void what_was_said_by_telephone(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        bool by_phone;
        const char *basis;
    } cases[] = {
        {"TA,KB.01,năm nay,5,A,2025-01-09,Điện thoại của Sở\n", true, "Điện thoại của Sở"},
        {"TA,KB.01,,5,A,2025-01-09,DIEN THOAI\n", true, "DIEN THOAI"},
        {"TA,KB.01,,5,A,2025-01-09,Ghi theo điện thoại\n", false, "Ghi theo điện thoại"},
        {"TA,KB.01,,5,A,2025-01-09,Điện thoại\nTA,KB.01,,5,B,2025-01-10,CV 15\n", false, "CV 15"},
        {"TA,KB.01,,5,A,2025-01-09,Điện thoại\nTB,KB.01,,5,B,2025-01-10,CV 15\n", true, "Điện thoại"},
        {"TA,KB.01,,5,A,2025-01-09,Điện thoại\nTA,KB.01,,5,,2025-01-10,CV 15\n", true, "Điện thoại"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char csv[256];
        snprintf(csv, sizeof csv, "Đơn vị,Mã,Cột,Giá trị,Ai,Ngày,Căn cứ\n%s", cases[i].rows);
        th_findings faults;
        th_status status;
        const th_definition *d = enter("dieu-chinh.csv", csv, &status, &faults);
        assert_true(d->nadjustments >= 1);
        assert_int_equal(d->adjustments[0].by_phone, cases[i].by_phone);
        assert_true(th_str_eq(d->adjustments[0].basis, th_str_of(cases[i].basis)));
    }
}

static void a_content_mark_is_no_part_of_the_name(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *file, *mark;
    } names[] = {
        {"SL.xlsx [3fa9c21b]", "SL.xlsx", "3fa9c21b"},
        {"SL.xlsx[3FA9C21B]", "SL.xlsx", "3fa9c21b"},
        {"SL.xlsx", "SL.xlsx", ""},
        {"SL [3fa9c21b].xlsx", "SL [3fa9c21b].xlsx", ""},
        {"SL.xlsx [3fa9c21]", "SL.xlsx [3fa9c21]", ""},
        {"SL.xlsx [3fa9c21bb]", "SL.xlsx [3fa9c21bb]", ""},
        {"SL.xlsx [3fa9c21g]", "SL.xlsx [3fa9c21g]", ""},
        {"[3fa9c21b]", "[3fa9c21b]", ""},
        {"SL.xlsx (3fa9c21b]", "SL.xlsx (3fa9c21b]", ""},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char csv[128];
        snprintf(csv, sizeof csv, "Đơn vị,Tệp\nTA,%s\n", names[i].typed);
        th_findings faults;
        th_status status;
        const th_definition *d = enter("so-nhan.csv", csv, &status, &faults);
        assert_int_equal(d->nreceipts, 1);
        assert_true(th_str_eq(d->receipts[0].file, th_str_of(names[i].file)));
        assert_true(th_str_eq(d->receipts[0].mark, th_str_of(names[i].mark)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_wrong_row_is_set_aside_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(two_faults_of_a_row_are_one_row, setup, teardown),
        cmocka_unit_test_setup_teardown(of_two_rows_about_one_thing_neither_counts, setup, teardown),
        cmocka_unit_test_setup_teardown(steps_of_freezing_follow_each_other, setup, teardown),
        cmocka_unit_test_setup_teardown(times_of_receipts_are_read_to_the_minute, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_said_by_telephone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_content_mark_is_no_part_of_the_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_missing_column_stops_as_before, setup, teardown),
        cmocka_unit_test_setup_teardown(a_fault_elsewhere_stops_and_both_are_told, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

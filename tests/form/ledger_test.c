/* The ledger beside a definition: which of its sheets are read, what it may not hold, and whose rows count while
 * something is frozen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "parts.h"

enum { MOST_PARTS = 3 * (PARTS + 8) };

/* Sheets in the order in which they are read. */
typedef struct folder {
    th_definition_part parts[MOST_PARTS];
    size_t n;
} folder;

static void put(folder *to, const char *name, const char *csv)
{
    assert_true(to->n < MOST_PARTS);
    to->parts[to->n++] = (th_definition_part){.name = th_str_of(name), .bytes = th_str_of(csv)};
}

static void put_of_ledger(folder *to, const char *name, const char *csv)
{
    put(to, name, csv);
    to->parts[to->n - 1].of_ledger = true;
    to->parts[to->n - 1].shown = th_str_fmt(arena, "so/%s", name);
}

/* `good` with these sheets in place of its own or besides; csv NULL: without it. */
static void put_definition(folder *to, const part *changes, size_t n)
{
    for (size_t i = 0; i < PARTS; i++) {
        bool changed = false;
        for (size_t k = 0; k < n; k++)
            changed = changed || strcmp(changes[k].name, good[i].name) == 0;
        if (!changed)
            put(to, good[i].name, good[i].csv);
    }
    for (size_t k = 0; k < n; k++)
        if (changes[k].csv)
            put(to, changes[k].name, changes[k].csv);
}

/* Sổ nhận of the definition is `receipts`, where there is one; it has no other sheet of those that are entered. */
static void put_definition_alone(folder *to, const char *receipts)
{
    const part changes[] = {{"cum-cham.csv", NULL}, {"so-nhan.csv", receipts}};
    put_definition(to, changes, 2);
}

static th_definition *load_folder(const folder *from, th_findings *faults)
{
    th_definition *d = NULL;
    *faults = (th_findings){0};
    load_parts(from->parts, from->n, &d, faults);
    return d;
}

static th_definition *load_faultless(const folder *from)
{
    th_findings faults;
    th_definition *d = load_folder(from, &faults);
    expect(&faults, NULL, 0);
    assert_non_null(d);
    return d;
}

static const char receipt[] = "Đơn vị,Tệp\nTA,a.xlsx\n", no_receipt[] = "Đơn vị,Tệp\n";
static const char award[] = "Đơn vị,Tiêu chí,Điểm\nTA,I.3,7\n";

static void the_ledger_adds_what_it_holds(void **state)
{
    (void)state;
    folder with = {0};
    put_of_ledger(&with, "cum-cham.csv", award);
    put_of_ledger(&with, "ghi-chu.csv", "Việc,Ai\ngọi điện,A\n"); /* of no meaning, wherever it stands */
    put_definition_alone(&with, receipt);
    const th_definition *d = load_faultless(&with);
    assert_int_equal(d->nawards, 1);
    assert_int_equal(d->nreceipts, 1); /* of the definition: the ledger has no such sheet */
    assert_int_equal(d->nindicators, 6);
}

static void a_sheet_with_rows_in_both_is_a_fault(void **state)
{
    (void)state;
    folder with = {0};
    put_definition_alone(&with, receipt);
    put_of_ledger(&with, "so-nhan.csv", receipt);
    th_findings faults;
    assert_null(load_folder(&with, &faults));
    static const expected want[] = {
        {"so/so-nhan.csv", "", "DN-015", "“Sổ nhận” có dòng cả ở bộ biểu mẫu (so-nhan.csv"}};
    expect(&faults, want, 1);
}

static void of_two_sheets_the_one_with_rows_is_read(void **state)
{
    (void)state;
    static const char *const sheets[][2] = {{receipt, no_receipt}, {no_receipt, receipt}};
    for (size_t i = 0; i < 2; i++) {
        folder with = {0};
        put_definition_alone(&with, sheets[i][0]);
        put_of_ledger(&with, "so-nhan.csv", sheets[i][1]);
        assert_int_equal(load_faultless(&with)->nreceipts, 1);
    }
}

static void a_ledger_holds_no_sheet_of_the_definition(void **state)
{
    (void)state;
    folder with = {0};
    put_definition_alone(&with, NULL);
    put_of_ledger(&with, "cum-cham.csv", award);
    put_of_ledger(&with, "danh-muc.csv", "Mã,Giá trị\nLOAI,Nam y\n");
    th_findings faults;
    assert_null(load_folder(&with, &faults));
    static const expected want[] = {{"so/danh-muc.csv", "", "DN-014", "trang “Danh mục”"}};
    expect(&faults, want, 1);
}

static void a_ledger_has_one_sheet_of_a_ledger_at_least(void **state)
{
    (void)state;
    folder with = {0};
    put_definition_alone(&with, receipt);
    put_of_ledger(&with, "ghi-chu.csv", "Việc,Ai\ngọi điện,A\n");
    th_findings faults;
    assert_null(load_folder(&with, &faults));
    static const expected want[] = {{"so/ghi-chu.csv", "", "DN-013", "không có trang nào của sổ"}};
    expect(&faults, want, 1);
}

/* ---- what is frozen ---- */

/* Every sheet as it was on one day, with the word for that day in it. */
static void put_day(folder *to, th_part_age age, const char *word)
{
    static const struct {
        const char *name, *before, *after;
    } rows[] = {
        {"cai-dat.csv", "Khóa,Giá trị\nKỳ,2024\nTổng điểm,100\nPhiên bản,", ""},
        {"so-nhan.csv", "Đơn vị,Tệp\nTA,", ""},
        {"dieu-chinh.csv", "Đơn vị,Mã,Giá trị,Ai,Ngày,Căn cứ\nTA,KB.01,5,A,2025-01-09,", ""},
        {"cum-cham.csv", "Đơn vị,Tiêu chí,Điểm,Căn cứ\nTA,I.3,7,", ""},
        {"giai-trinh.csv", "Đơn vị,Quy tắc,Mã giải trình,Lý do,Ai\nTA,K1,2b923902,", ",A"},
        {"phieu-kin.csv", "Đơn vị,Số phiếu,Căn cứ\nTA,5,", ""},
        {"dong.csv", "Đơn vị,Ai,Ngày,Căn cứ,Lý do\nTA,A,2025-01-09,CV 3,", ""},
        {"trang-thai.csv", "Đơn vị,Bước,Ai,Ngày,Số văn bản\nTA,đã thẩm định,A,2025-01-09,", ""},
        {"kien-nghi.csv", "Đơn vị,Nội dung\nTA,", ""},
        {"chot.csv", "Bước,Ngày,Ai\nchốt số liệu,2025-01-20,", ""},
    };
    enum { SHEETS = sizeof rows / sizeof *rows };
    part changes[SHEETS];
    for (size_t i = 0; i < SHEETS; i++) {
        th_str csv = th_str_fmt(arena, "%s%s%s\n", rows[i].before, word, rows[i].after);
        changes[i] = (part){rows[i].name, th_str_cstr(arena, csv)};
    }
    size_t first = to->n;
    put_definition(to, changes, SHEETS);
    for (size_t i = first; i < to->n; i++)
        to->parts[i].age = age;
}

/* Of which day is each sheet?  In the order of the list above. */
static th_str days_read(const th_definition *d)
{
    assert_true(d->nreceipts == 1 && d->nadjustments == 1 && d->nawards == 1 && d->nexplanations == 1);
    assert_true(d->nballots == 1 && d->nclosings == 1 && d->nstages == 1 && d->npetitions == 1 && d->nfreezes == 1);
    const th_str days[] = {d->version,         d->receipts[0].file,    d->adjustments[0].basis,
                           d->awards[0].basis, d->explanations[0].why, d->ballots[0].basis,
                           d->closings[0].why, d->stages[0].document,  d->petitions[0].subject,
                           d->freezes[0].who};
    th_buf all;
    th_buf_init(&all, arena);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        th_buf_fmt(&all, "%s" TH_FMT, i ? " " : "", TH_ARG(days[i]));
    return th_buf_str(&all);
}

static void what_is_frozen_is_read_as_it_was_on_its_day(void **state)
{
    (void)state;
    static const struct {
        th_part_age ages[3];
        const char *days;
    } cases[] = {
        {{TH_PART_NOW}, "now now now now now now now now now now"},
        {{TH_PART_NOW, TH_PART_OF_FIGURES}, "figures figures figures now now now now now now now"},
        {{TH_PART_NOW, TH_PART_OF_FIGURES, TH_PART_OF_POINTS},
         "figures figures figures points points points points now now now"},
        {{TH_PART_NOW, TH_PART_DEFINING}, "defining now now now now now now now now now"},
    };
    static const char *const words[] = {[TH_PART_NOW] = "now",
                                        [TH_PART_OF_FIGURES] = "figures",
                                        [TH_PART_OF_POINTS] = "points",
                                        [TH_PART_DEFINING] = "defining"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        folder all = {0};
        for (size_t k = 0; k < 3 && (k == 0 || cases[i].ages[k] != TH_PART_NOW); k++)
            put_day(&all, cases[i].ages[k], words[cases[i].ages[k]]);
        th_str days = days_read(load_faultless(&all));
        assert_string_equal(th_str_cstr(arena, days), cases[i].days);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_ledger_adds_what_it_holds, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sheet_with_rows_in_both_is_a_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(of_two_sheets_the_one_with_rows_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(a_ledger_holds_no_sheet_of_the_definition, setup, teardown),
        cmocka_unit_test_setup_teardown(a_ledger_has_one_sheet_of_a_ledger_at_least, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_frozen_is_read_as_it_was_on_its_day, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

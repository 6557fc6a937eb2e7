/* What stands in the tables and views of the store after three nights, as a query finds it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "scratch_file.h"
#include "store/connection.h"
#include "stored_run.h"

static th_arena *arena;
static th_store *store;

static int record_three_nights(void **state)
{
    (void)state;
    arena = th_arena_new(0);
    th_trouble trouble = {0};
    const th_definition *d = stored_definition(arena);
    const char *path = scratch_path(arena);
    if (!d || !path || th_store_create(arena, path, &trouble) != TH_OK ||
        th_store_open(arena, path, TH_STORE_WRITE, &store, &trouble) != TH_OK)
        return -1;
    for (int night = 1; night <= 3; night++) {
        th_store_entry entry = stored_run(arena, d, night);
        if (th_store_record(store, &entry, &trouble) != TH_OK)
            return -1;
    }
    return 0;
}

static int leave_them(void **state)
{
    (void)state;
    th_arena_free(arena);
    return 0;
}

/* The rows of one text column, a line each. */
static void finds(const char *query, const char *want)
{
    th_buf found;
    th_trouble trouble = {0};
    th_buf_init(&found, arena);
    th_query rows = th_query_of(store->sql, query);
    while (th_query_row(&rows))
        th_buf_fmt(&found, TH_FMT "\n", TH_ARG(th_query_text(&rows, arena, 0)));
    th_query_end(&rows);
    if (th_sql_result(store->sql, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.vi));
    if (!th_str_eq(th_buf_str(&found), th_str_of(want)))
        fail_msg("%s\nfinds\n" TH_FMT "instead of\n%s", query, TH_ARG(th_buf_str(&found)), want);
}

static void the_ledger(void **state)
{
    (void)state;
    finds("SELECT sheet || '|' || number || '|' || coalesce(unit, '') || '|' || text FROM ledger ORDER BY id",
          "Sổ nhận|1|A|0.xlsx · nhận · 2025-01-03 08:00 · 12/TV · văn thư\n"
          "Sổ nhận|2|B|1.xlsx · nhận · 2025-01-08 08:00\n"
          "Điều chỉnh|1|B|M.05 · Năm nay · 9 · (trống) · Ban thư ký · 2025-01-09 · Công văn 7\n"
          "Cụm chấm|1|A|I.3 · 7,5 · Tổ thẩm định · 2025-01-09 · Biên bản 1\n"
          "Cụm chấm|2|B|I.3 · không được giao · Tổ thẩm định · 2025-01-09\n"
          "Giải trình|1|A|KT-1 · 1a2b3c4d · đã soát · Trưởng phòng · 2025-01-09\n"
          "Phiếu kín|1|A|XH · 12 · Biên bản 2\n"
          "Đóng|1|D|sáp nhập · Ban thư ký · 2025-01-09 · Nghị quyết 3\n"
          "Trạng thái|1||đã thẩm định · Biên bản 4 · Tổ thẩm định · 2025-01-10\n"
          "Kiến nghị|1|B|I.3 · xin xem lại · đã xem\n"
          "Chốt|1||chốt số liệu · Trưởng ban · 2025-01-10 · Biên bản 5\n");
}

static void codes_in_their_order(void **state)
{
    (void)state;
    finds("SELECT kind || ' ' || group_concat(code || ' ' || coalesce(place, ''), ', ') FROM codes GROUP BY kind",
          "column CD.diem 9, CD.ma 8, DS.loai 7, DS.ten 6\n"
          "criterion I 1, I.1 2, I.2 3, I.3 4\n"
          "form B1 1, B2 2, B3 3\n"
          "indicator M.01 1, M.02 2, M.03 3, M.04 4, M.05 5, M.06 6, M.07 7\n"
          "period 2024 \n"
          "ranking XH 1\n"
          "unit A 1, B 2, C 3, D 4\n");
    finds("SELECT label || '|' || form || '|' || type || '|' || measured_in FROM codes WHERE code = 'M.01'",
          "Tổng lượt mượn|B1|số nguyên|lượt\n");
}

static void ranks_and_states(void **state)
{
    (void)state;
    finds(
        "SELECT unit || '|' || coalesce(value, '') || '|' || coalesce(rank, '') || '|' || shared || '|' ||"
        " coalesce(label, '') || '|' || step || '|' || from_run || '|' || coalesce(to_run, '') FROM ranks ORDER BY id",
        "A|97.5|1|0|Nhất|0|1|\n"
        "B|||0||0|1|1\n"
        "C|||0||0|1|2\n"
        "D|||0||0|1|\n"
        "B|57.14|2|0|Nhì|0|2|\n"
        "C|30.17|3|0|Ba|0|3|\n");
    finds(
        "SELECT stage || '|' || units_in || '|' || closed || '|' || missing || '|' || errors || '|' || doubts || '|' ||"
        " to_score || '|' || to_confirm || '|' || without_data || '|' || complete || '|' || from_run FROM states",
        "provisional|1|1|2|1|0|0|2|0|0|1\n"
        "provisional|2|1|1|1|0|0|4|0|0|2\n"
        "provisional|3|1|0|1|0|1|6|0|1|3\n");
}

static void points_and_totals(void **state)
{
    (void)state;
    finds("SELECT unit || ' ' || criterion || '|' || state || '|' || coalesce(official, '') || '|' ||"
          " coalesce(taken_from, '') || '|' || coalesce(computed, '') || '|' || coalesce(cluster, '') FROM points WHERE"
          " to_run IS NULL AND unit < 'C' ORDER BY unit, criterion",
          "A I|ok|97.5||90|7.5\n"
          "A I.1|ok|60|computed|60|\n"
          "A I.2|ok|30|computed|30|\n"
          "A I.3|for the cluster|7.5|cluster||7.5\n"
          "B I|ok|51.43||51.43|\n"
          "B I.1|ok|51.43|computed|51.43|\n"
          "B I.2|ok|0|computed|0|\n"
          "B I.3|not assigned|0|||\n");
    finds("SELECT unit || '|' || coalesce(total, '') || '|' || coalesce(waiting, '') FROM totals WHERE to_run IS NULL"
          " ORDER BY unit",
          "A|97.5|0\n"
          "B|57.14|0\n"
          "C|30.17|0\n"
          "D||\n");
}

static void files_and_forms(void **state)
{
    (void)state;
    finds(
        "SELECT file || '|' || coalesce(unit, '') || '|' || status || '|' || period || '|' || from_run FROM submissions"
        " ORDER BY id",
        "0.xlsx|A|accepted|2024|1\n"
        "1.xlsx|B|accepted|2024|2\n"
        "2.xlsx|C|accepted|2024|3\n");
    finds(
        "SELECT unit || '|' || form || '|' || file || '|' || sheet || '|' || signed_on || '|' || state FROM held_forms"
        " ORDER BY id",
        "A|B1|0.xlsx|Trang 1|2025-01-03|counts\n"
        "B|B1|1.xlsx|Trang 1|2025-01-03|counts\n"
        "C|B1|2.xlsx|Trang 1|2025-01-03|counts\n");
}

static void facts_and_findings(void **state)
{
    (void)state;
    finds("SELECT unit || '|' || measure || '|' || state || '|' || coalesce(exact, '') || '|' || coalesce(shown, '') ||"
          " '|' || coalesce(raw, '') || '|' || coalesce(file, '') || '|' || cell || '|' || coalesce(entered, '') FROM"
          " facts WHERE code IN ('M.01', 'M.05') AND to_run IS NULL ORDER BY id",
          "A|truoc|value|390|390|390|0.xlsx|B1|\n"
          "A|ke_hoach|value|500|500|500|0.xlsx|C1|\n"
          "A|nay|value|12|12|12|0.xlsx|A5|\n"
          "B|nay|value|600|trên 600|trên 600|1.xlsx|A1|\n"
          "B|nay|blank||||1.xlsx|A5|\n"
          "A|nay|value|701|701|701|0.xlsx|A1|\n"
          "C|nay|value|2|2|2|2.xlsx|A1|\n"
          "C|nay|unreadable|||lạ|2.xlsx|A5|\n");
    finds("SELECT rule || '|' || level || '|' || coalesce(unit, '') || '|' || coalesce(cell, '') || '|' ||"
          " coalesce(since, '') || '|' || from_run || '|' || coalesce(to_run, '') FROM findings ORDER BY id",
          "KT-1|error|A|A1|2025-01-08|1|2\n"
          "GT-001|warning|A||2025-01-08|1|\n"
          "KT-1|error|A|A1|2025-01-08|3|\n");
}

/* Of the run, not of the day before it or after it. */
static void runs(void **state)
{
    (void)state;
    finds("SELECT number || '|' || day || '|' || as_of || '|' || memory_day || '|' || exit_code FROM runs",
          "1|2025-01-08|2025-01-06|2025-01-08|2\n"
          "2|2025-01-09|2025-01-07|2025-01-09|2\n"
          "3|2025-01-10|2025-01-08|2025-01-10|2\n");
    finds("SELECT so || '|' || ngay || '|' || xet_han_ngay FROM luot", "1|2025-01-08|2025-01-06\n"
                                                                       "2|2025-01-09|2025-01-07\n"
                                                                       "3|2025-01-10|2025-01-08\n");
}

static void views(void **state)
{
    (void)state;
    finds("SELECT ten_don_vi || '|' || noi_dung || '|' || cot || '|' || gia_tri || '|' || tu_ngay || '|' ||"
          " coalesce(den_ngay, '') FROM so_lieu WHERE ma = 'M.01' AND don_vi = 'A' ORDER BY cot, tu_luot",
          "Thư viện A|Tổng lượt mượn|ke_hoach|500|2025-01-08|\n"
          "Thư viện A|Tổng lượt mượn|nay|700|2025-01-08|2025-01-09\n"
          "Thư viện A|Tổng lượt mượn|nay|701|2025-01-10|\n"
          "Thư viện A|Tổng lượt mượn|truoc|390|2025-01-08|\n");
    finds("SELECT ten_bang || '|' || ten_don_vi || '|' || coalesce(hang, '') FROM xep_hang WHERE den_luot IS NULL "
          "ORDER BY hang IS NULL, hang",
          "Xếp hạng|Thư viện A|1\n"
          "Xếp hạng|Thư viện B|2\n"
          "Xếp hạng|Thư viện C|3\n"
          "Xếp hạng|Thư viện D|\n");
    finds("SELECT ten_don_vi || '|' || ten_tieu_chi || '|' || diem FROM diem WHERE tieu_chi = 'I.1' AND den_luot IS "
          "NULL AND"
          " diem IS NOT NULL ORDER BY don_vi",
          "Thư viện A|Lượt mượn|60\nThư viện B|Lượt mượn|51.43\nThư viện C|Lượt mượn|0.17\n");
    finds("SELECT tep || '|' || ten_don_vi || '|' || tinh_trang FROM tep_nop WHERE den_luot IS NULL",
          "0.xlsx|Thư viện A|accepted\n"
          "1.xlsx|Thư viện B|accepted\n"
          "2.xlsx|Thư viện C|accepted\n");
    finds("SELECT ten_don_vi || '|' || ten_bieu || '|' || tep FROM bieu_nop WHERE den_luot IS NULL",
          "Thư viện A|Lượt mượn|0.xlsx\n"
          "Thư viện B|Lượt mượn|1.xlsx\n"
          "Thư viện C|Lượt mượn|2.xlsx\n");
    finds("SELECT ten_don_vi || '|' || quy_tac || '|' || muc FROM phat_hien WHERE den_luot IS NULL",
          "Thư viện A|GT-001|warning\n"
          "Thư viện A|KT-1|error\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ledger),
        cmocka_unit_test(codes_in_their_order),
        cmocka_unit_test(ranks_and_states),
        cmocka_unit_test(points_and_totals),
        cmocka_unit_test(files_and_forms),
        cmocka_unit_test(facts_and_findings),
        cmocka_unit_test(runs),
        cmocka_unit_test(views),
    };
    return cmocka_run_group_tests(tests, record_three_nights, leave_them);
}

/* What is known of a submission itself: which one decides whether a unit is late, and by how many days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definition_fixture.h"
#include "score/score.h"
#include "score/what_if.h"

/* A correction makes nobody late; what was refused or withdrawn was no submission; of a file that is not there any more
 * the row is all that is known. */
static void the_first_valid_submission_decides(void **state)
{
    (void)state;
    static const char rows[] = "Đơn vị,Tệp,Lúc nhận\nB,1.xlsx,2025-01-20 08:00\nA,0.xlsx,2025-01-03 08:00\n"
                               "A,2.xlsx,2025-01-09 08:00\n";
    const th_source_status absent = TH_SOURCE_STATUSES;
    const struct {
        th_source_status first, second; /* of 0.xlsx and 2.xlsx, both of unit A */
        uint32_t late;                  /* the deadline is the 5th */
    } wanted[] = {{TH_SOURCE_ACCEPTED, TH_SOURCE_REJECTED, 0},
                  {TH_SOURCE_REPLACED, TH_SOURCE_ACCEPTED, 0},
                  {TH_SOURCE_ACCEPTED, TH_SOURCE_ACCEPTED, 0},
                  {TH_SOURCE_ACCEPTED, absent, 0},
                  {TH_SOURCE_REJECTED, TH_SOURCE_ACCEPTED, 4},
                  {absent, TH_SOURCE_ACCEPTED, 0},
                  {absent, absent, 0},
                  {TH_SOURCE_WITHDRAWN, absent, 4}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"so-nhan.csv", rows}};
        th_fixture f = {.arena = th_arena_new(0)};
        f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
        assert_non_null(f.d);
        f.ds = th_dataset_new(f.arena, f.d);
        const th_source_status statuses[] = {wanted[i].first, TH_SOURCE_ACCEPTED, wanted[i].second};
        for (uint32_t k = 0; k < 3; k++)
            if (statuses[k] != absent) {
                th_fixture_source(f.ds, k); /* "k.xlsx", with its row of Sổ nhận */
                th_source *source = &f.ds->sources[f.ds->nsources - 1];
                source->unit = k == 1 ? 1 : 0;
                source->status = statuses[k];
            }
        th_dataset_seal(f.ds);
        assert_int_equal(th_score_days_late(f.ds, 0), wanted[i].late);
        assert_int_equal(th_score_days_late(f.ds, 1), 15);
        th_arena_free(f.arena);
    }
}

/* In whole days after Hạn nộp, the 5th, or the unit's own later one; without a moment of receipt nobody is late. */
static void days_late_are_those_after_the_deadline_of_the_unit(void **state)
{
    (void)state;
    static const struct {
        const char *received, *extended;
        uint32_t late;
    } wanted[] = {{"2025-01-04 08:00", "", 0},           {"2025-01-05 23:59", "", 0},
                  {"2025-01-06 00:00", "", 1},           {"2025-01-07 08:00", "", 2},
                  {"2025-02-05 08:00", "", 31},          {"", "", 0},
                  {"2025-01-09 08:00", "2025-01-08", 1}, {"2025-01-08 17:00", "2025-01-08 12:00", 0},
                  {"2025-01-09 08:00", "2025-01-02", 4}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        th_fixture f = {.arena = th_arena_new(0)};
        th_str row = th_str_fmt(f.arena, "Đơn vị,Tệp,Lúc nhận,Gia hạn đến\nA,0.xlsx,%s,%s\n", wanted[i].received,
                                wanted[i].extended);
        const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"so-nhan.csv", th_str_cstr(f.arena, row)}};
        f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts);
        assert_non_null(f.d);
        f.ds = th_dataset_new(f.arena, f.d);
        th_fixture_source(f.ds, 0);
        th_dataset_seal(f.ds);
        assert_int_equal(th_score_days_late(f.ds, 0), wanted[i].late);
        assert_int_equal(th_score_days_late(f.ds, 1), 0); /* no row of Sổ nhận is about it */
        th_arena_free(f.arena);
    }
}

/* Only what a rule marked Tính điểm found in the unit's own figures, and what nobody has explained or closed. */
static void errors_that_cost_points(void **state)
{
    (void)state;
    static const char rules[] = "Mã,Tên,Phạm vi,Vế trái,So sánh,Vế phải,Mức,Tính điểm,Từ kỳ,Đến kỳ\n"
                                "Q.1,Có tính,đơn vị,M.01,=,5,lỗi,Có,,\n"
                                "Q.2,Không tính,đơn vị,M.01,=,6,lỗi,,,\n"
                                "Q.3,Chỉ cảnh báo,đơn vị,M.01,=,7,cảnh báo,Có,,\n"
                                "Q.4,Hết hiệu lực,đơn vị,M.01,=,8,lỗi,Có,,2000\n"
                                "Q.5,Chưa hiệu lực,đơn vị,M.01,=,9,lỗi,Có,2099,\n"
                                "Q.6,Số của Ban thư ký,đơn vị,M.03,=,9,lỗi,Có,,\n";
    static const char entered[] = "Đơn vị,Mã,Giá trị,Ai,Ngày,Căn cứ\nA,M.03,4,Ban thư ký,2025-01-08,Điện thoại\n";
    th_arena *marks = th_arena_new(0);
    th_str mark = {0};
    for (int closed = 0; closed < 2; closed++) {
        th_fixture f = {.arena = th_arena_new(0)};
        const char *rows = th_str_cstr(
            f.arena, th_str_fmt(f.arena, "Đơn vị,Mã phát hiện,Lý do,Ai,Ngày\nA," TH_FMT ",Đã xem,Tổ,2025-01-09\n",
                                TH_ARG(mark)));
        const th_fixture_part parts[] = {
            TH_FIXTURE_PARTS, {"kiem-tra.csv", rules}, {"dieu-chinh.csv", entered}, {"dong.csv", rows}};
        f.d = th_fixture_definition(f.arena, parts, sizeof parts / sizeof *parts - !closed);
        assert_non_null(f.d);
        f.ds = th_dataset_new(f.arena, f.d);
        th_fixture_source(f.ds, 0);
        th_fixture_fact(f.ds, 0, "M.01", TH_NOW, "4");
        th_fixture_fact(f.ds, 0, "M.03", TH_NOW, "9");
        th_dataset_adjust(f.ds);
        th_dataset_seal(f.ds);
        th_check_results results = {0};
        th_check_run(f.arena, f.ds, &results);
        assert_int_equal(results.failed, 4); /* Q.1, Q.2, Q.3 and Q.6 */
        for (size_t i = 0; i < f.ds->findings.n; i++) {
            const th_finding *finding = &f.ds->findings.at[i];
            bool first = th_str_eq(finding->rule, TH_STR("Q.1"));
            if (first && !closed)
                mark = th_str_copy(marks, finding->mark);
            if (first)
                assert_int_equal(finding->closed.len > 0, closed);
            if (th_str_starts(finding->rule, TH_STR("Q.")))
                assert_int_equal(finding->entered, th_str_eq(finding->rule, TH_STR("Q.6")));
        }
        assert_int_equal(th_score_errors(f.ds, 0), 1 - closed);
        th_arena_free(f.arena);
    }
    th_arena_free(marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_valid_submission_decides),
        cmocka_unit_test(errors_that_cost_points),
        cmocka_unit_test(days_late_are_those_after_the_deadline_of_the_unit),
    };
    return cmocka_run_group_tests_name("submission", tests, NULL, NULL);
}

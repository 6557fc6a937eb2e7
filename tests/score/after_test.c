/* What is scored anew after a few figures changed is what scoring all of it gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "definition_fixture.h"
#include "score/score.h"

static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu\n"
                               "I,,Phần một,100,tổng các dòng con,,\n"
                               "I.1,I,Tỷ lệ,20,theo tỷ lệ so mục tiêu,M.01,KE_HOACH(M.01)\n"
                               "I.2,I,Dẫn đầu,20,so với đơn vị dẫn đầu,M.03,\n"
                               "I.3,I,Vượt,20,theo mức vượt mục tiêu,M.01,KE_HOACH(M.01)\n"
                               "I.4,I,Với nhau,20,theo mức vượt mục tiêu hoặc so với nhau,M.01,KE_HOACH(M.01)\n"
                               "I.5,I,Không lỗi,20,đạt hoặc không,SO_LOI()=0,\n"
                               "II,,Thưởng,5,nhóm thưởng,,\n"
                               "II.1,II,Sách mới,10,theo số lần,M.05,\n";
static const char rankings[] = "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì|Ba|Tư\n";
static const char ties[] = "Xếp hạng,Thứ tự,Tên,Biểu thức,Chiều\nXH,1,Phần một,DIEM(I),giảm dần\n";

enum { UNITS = 4, TRIALS = 300 };

static bool same_number(const th_exact *one, const th_exact *other)
{
    return one && other ? th_exact_cmp(one, other) == 0 : one == other;
}

static void compare(const th_definition *d, const th_scores *whole, const th_scores *after)
{
    for (uint32_t i = 0; i < d->ncriteria; i++)
        for (uint32_t u = 0; u < d->nunits; u++) {
            const th_points *one = th_score_points(whole, i, u), *other = th_score_points(after, i, u);
            assert_int_equal(one->state, other->state);
            assert_int_equal(one->from, other->from);
            assert_true(same_number(one->computed, other->computed));
            assert_true(same_number(one->official, other->official));
        }
    for (uint32_t u = 0; u < d->nunits; u++) {
        assert_true(same_number(whole->totals[u].total, after->totals[u].total));
        assert_int_equal(whole->standings[0][u].unit, after->standings[0][u].unit);
        assert_int_equal(whole->standings[0][u].rank, after->standings[0][u].rank);
    }
}

/* One figure, several, those of the best unit, a figure that comes or goes, an error that is none any more. */
static void after_a_change_all_is_as_if_it_were_scored_anew(void **state)
{
    (void)state;
    static const char *const codes[] = {"M.01", "M.03", "M.05"};
    const th_fixture_part parts[] = {
        TH_FIXTURE_PARTS, {"cham-diem.csv", criteria}, {"xep-hang.csv", rankings}, {"phan-dinh.csv", ties}};
    th_arena *a = th_arena_new(0);
    th_definition *d = th_fixture_definition(a, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    th_dataset *ds = th_dataset_new(a, d);
    unsigned seed = 7;
    for (uint32_t u = 0; u < UNITS; u++) {
        th_fixture_source(ds, u);
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
            th_fixture_fact(ds, u, codes[i], TH_NOW, (const char *[]){"400", "210", "3", "55"}[(u + i) % 4]);
        if (u != 2)
            th_fixture_fact(ds, u, "M.01", TH_PLAN, "300");
        const th_place place = {.unit = d->units[u].code, .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_finding *error =
            th_findings_add(&ds->findings, a, TH_F_CHECK_FAILED, &place, TH_WITH(TH_STR("a"), TH_STR("a")));
        error->level = u % 2 ? TH_LEVEL_ERROR : TH_LEVEL_NOTE;
    }
    th_dataset_seal(ds);
    for (unsigned trial = 0; trial < TRIALS; trial++) {
        const th_scores *before = th_score_compute(a, ds);
        bool changed[UNITS] = {false};
        for (int n = 1 + rand_r(&seed) % 3; n > 0; n--) {
            th_fact *fact = &ds->facts[(size_t)rand_r(&seed) % ds->nfacts];
            bool gone = rand_r(&seed) % 8 == 0, round = rand_r(&seed) % 3 == 0;
            int number = round ? 400 : rand_r(&seed) % 1000;
            fact->value.state = gone ? TH_STATE_BLANK : TH_STATE_VALUE;
            fact->value.num = gone ? NULL : th_exact_int(a, number);
            changed[fact->unit] = true;
        }
        size_t error = (size_t)rand_r(&seed) % ds->findings.n;
        ds->findings.at[error].level = rand_r(&seed) % 2 ? TH_LEVEL_ERROR : TH_LEVEL_NOTE;
        changed[th_definition_unit(d, ds->findings.at[error].place.unit)] = true;
        compare(d, th_score_compute(a, ds), th_score_after(a, ds, before, changed));
    }
    th_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(after_a_change_all_is_as_if_it_were_scored_anew)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}

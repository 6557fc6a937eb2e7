/* What parts two totals: the addends of every pair of units add up to the difference, whatever was scored.  And a
 * criterion in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definition_fixture.h"
#include "report/difference.h"
#include "report/way_words.h"

/* Bonuses stop at 5 and deductions at 3, so that caps take something away. */
static const char slip_criteria[] =
    "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống,Vượt hẳn,Điểm mỗi lần,Cần minh chứng,"
    "Ghi chú\n"
    "I,,Phần một,60,tổng các dòng con,,,,,,,\n"
    "I.1,I,Lượt mượn so kế hoạch,30,theo tỷ lệ so mục tiêu,TY_LE(M.01 + M.02;M.01 - M.03),KE_HOACH(M.01),500,Có,,,\n"
    "I.2,I,Mở cửa chủ nhật,10,đạt hoặc không,CO(M.07)=1,,,,,,\n"
    "I.3,I,Xếp hạng,10,theo thứ hạng,M.06,,,,,,\n"
    "I.4,I,Chất lượng,10,Cụm chấm,,,,,,,\n"
    "II,,Phần hai,40,tổng các dòng con,,,,,,,\n"
    "II.1,II,Việc hay,40,Cụm chấm,,,,,,,\n"
    "III,,Thưởng,5,nhóm thưởng,,,,,,,\n"
    "III.1,III,Sách mới,10,theo số lần,M.05,,,,3,,\n"
    "III.2,III,Sáng kiến,10,Cụm chấm,,,,,,,\n"
    "IV,,Trừ,3,nhóm trừ,,,,,,,\n"
    "IV.1,IV,Nộp muộn,10,Cụm chấm,,,,,,,\n"
    "IV.2,IV,Sai sót,10,Cụm chấm,,,,,,,\n";
static const char slip_bands[] = "Tiêu chí,Từ,Đến,Điểm\nI.3,,5,10\nI.3,6,10,8\nI.3,,,5\n";
static const char slip_rankings[] = "Mã,Tên,Biểu thức,Chiều,Nhãn hạng\nXH,Xếp hạng,DIEM(),giảm dần,Nhất|Nhì\n";

static const char *const leaves[] = {"I.1", "I.2", "I.3", "I.4", "II.1", "III.1", "III.2", "IV.1", "IV.2"};
enum { LEAVES = sizeof leaves / sizeof *leaves, SLIP_UNITS = 4, ROUNDS = 60 };

/* A small generator of its own, so that every run tries the same. */
static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

/* Rows of Cụm chấm at random: points in hundredths, at times nothing, at times "không được giao". */
static const char *random_awards(th_arena *arena, uint32_t *seed)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày,Căn cứ\n"));
    for (int unit = 0; unit < SLIP_UNITS; unit++)
        for (size_t i = 0; i < LEAVES; i++) {
            uint32_t what = draw(seed, 5);
            if (what == 0)
                continue;
            th_buf_fmt(&out, "%c,%s,", 'A' + unit, leaves[i]);
            if (what == 1)
                th_buf_add(&out, TH_STR("không được giao"));
            else
                th_buf_fmt(&out, "%u.%02u", draw(seed, 10), draw(seed, 100));
            th_buf_add(&out, TH_STR(",,Tổ,2025-01-09,Họp\n"));
        }
    return th_str_cstr(arena, th_buf_str(&out));
}

static th_definition *define(th_arena *arena, const char *awards)
{
    const th_fixture_part parts[] = {TH_FIXTURE_PARTS,
                                     {"cham-diem.csv", slip_criteria},
                                     {"thang-diem.csv", slip_bands},
                                     {"xep-hang.csv", slip_rankings},
                                     {"cum-cham.csv", awards}};
    th_definition *d = th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
    assert_non_null(d);
    return d;
}

static const th_scores *score_at_random(th_arena *arena, uint32_t *seed)
{
    th_definition *d = define(arena, random_awards(arena, seed));
    th_dataset *ds = th_dataset_new(arena, d);
    static const char *const codes[] = {"M.01", "M.02", "M.03", "M.05", "M.06"};
    for (uint32_t unit = 0; unit < SLIP_UNITS; unit++) {
        th_fixture_source(ds, unit);
        for (size_t k = 0; k < sizeof codes / sizeof *codes; k++)
            if (draw(seed, 6))
                th_fixture_fact(ds, unit, codes[k], TH_NOW,
                                th_str_cstr(arena, th_str_fmt(arena, "%u", draw(seed, 500))));
        th_fixture_fact(ds, unit, "M.07", TH_NOW, draw(seed, 2) ? "Có" : "Không");
    }
    th_dataset_seal(ds);
    return th_score_compute(arena, ds);
}

static void holds(th_arena *arena, const th_difference *parted)
{
    const th_exact *own = th_exact_int(arena, 0), *other = own, *sum = own, *before = NULL;
    for (size_t i = 0; i < parted->n; i++) {
        const th_addend *addend = &parted->at[i];
        const th_exact *size = th_exact_abs(arena, addend->difference);
        own = th_exact_add(arena, own, addend->own);
        other = th_exact_add(arena, other, addend->other);
        sum = th_exact_add(arena, sum, addend->difference);
        assert_true(!before || th_exact_cmp(before, size) >= 0);
        assert_true((i < parted->differing) == (th_exact_sign(size) != 0));
        before = size;
    }
    assert_int_equal(th_exact_cmp(own, parted->own), 0);
    assert_int_equal(th_exact_cmp(other, parted->other), 0);
    assert_int_equal(th_exact_cmp(sum, parted->difference), 0);
}

static void addends_are_the_whole_difference(void **state)
{
    (void)state;
    uint32_t seed = 16, capped = 0, scaled = 0;
    for (int round = 0; round < ROUNDS; round++) {
        th_arena *arena = th_arena_new(0);
        const th_scores *scores = score_at_random(arena, &seed);
        for (uint32_t one = 0; one < SLIP_UNITS; one++)
            for (uint32_t two = 0; two < SLIP_UNITS; two++) {
                if (!scores->totals[one].total || !scores->totals[two].total)
                    continue;
                th_difference parted = th_difference_of(arena, scores, one, two);
                holds(arena, &parted);
                for (size_t i = 0; i < parted.differing; i++) {
                    capped += parted.at[i].capped;
                    scaled += !parted.at[i].criterion;
                }
            }
        th_arena_free(arena);
    }
    assert_true(capped > 20);
    assert_true(scaled > 20);
}

static void says(const th_definition *d, th_arena *arena, const char *code, const char *words)
{
    uint32_t criterion = th_definition_criterion(d, th_str_of(code));
    assert_string_equal(th_str_cstr(arena, th_way_words(arena, d, &d->criteria[criterion])), words);
}

static void criteria_are_told_by_what_the_definition_says(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    const th_definition *d = define(arena, "Đơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày,Căn cứ\n");
    const th_indicator *all = d->indicators;
    const char *loans = th_str_cstr(arena, all[th_definition_indicator(d, TH_STR("M.01"))].label),
               *adults = th_str_cstr(arena, all[th_definition_indicator(d, TH_STR("M.02"))].label),
               *children = th_str_cstr(arena, all[th_definition_indicator(d, TH_STR("M.03"))].label),
               *rank = th_str_cstr(arena, all[th_definition_indicator(d, TH_STR("M.06"))].label),
               *open = th_str_cstr(arena, all[th_definition_indicator(d, TH_STR("M.07"))].label);
    says(d, arena, "I.1",
         th_str_cstr(arena,
                     th_str_fmt(arena, "(%s + %s) / (%s − %s) (%%) → 30 × số liệu / mục tiêu, vượt mục tiêu mới đủ 30",
                                loans, adults, loans, children)));
    says(d, arena, "I.2", th_str_cstr(arena, th_str_fmt(arena, "%s: có → đạt 10, không đạt 0", open)));
    says(d, arena, "I.3", th_str_cstr(arena, th_str_fmt(arena, "%s → ≤ 5: 10; 6–10: 8; còn lại: 5", rank)));
    says(d, arena, "I.4", "Cụm chấm theo minh chứng");
    says(d, arena, "III", "cộng các dòng con");
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addends_are_the_whole_difference),
        cmocka_unit_test(criteria_are_told_by_what_the_definition_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

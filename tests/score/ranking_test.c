/* Ranks of figures made up for it: ties, directions, absent figures, and which step is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "score/ranking.h"

enum { MOST_UNITS = 5, COLUMNS = 4, ABSENT = -1000 };

/* Column 0 is ranked, 1 and 2 break ties, 3 is the condition of a title. */
typedef struct table {
    th_arena *arena;
    const int (*figures)[COLUMNS];
} table;

static th_operand look_up(void *ctx, const th_expr *expr, uint32_t unit)
{
    const table *t = ctx;
    int figure = t->figures[unit][expr->index];
    if (figure == ABSENT)
        return (th_operand){.state = TH_STATE_ABSENT};
    return (th_operand){.state = TH_STATE_VALUE, .num = th_exact_int(t->arena, figure)};
}

typedef struct wanted {
    const char *line; /* "1 0 Nhất": unit, step, label; in order of presentation */
} wanted;

static th_expr columns[COLUMNS] = {{.index = 0}, {.index = 1}, {.index = 2}, {.index = 3}};

static th_ranking ranking_of(int direction, size_t nsteps)
{
    static th_tie_step steps[] = {{.expr = &columns[1], .direction = 1}, {.expr = &columns[2], .direction = -1}};
    static th_title title = {.condition = &columns[3]};
    static th_str labels[] = {{"Nhất", sizeof "Nhất" - 1}, {"Nhì", sizeof "Nhì" - 1}, {"Ba", sizeof "Ba" - 1}};
    return (th_ranking){.expr = &columns[0],
                        .direction = direction,
                        .steps = steps,
                        .nsteps = nsteps,
                        .titles = &title,
                        .ntitles = 1,
                        .labels = {labels, sizeof labels / sizeof *labels}};
}

static th_standing *run(th_arena *arena, const th_ranking *ranking, const int figures[][COLUMNS], size_t n,
                        const bool *reported)
{
    static const bool all[MOST_UNITS] = {true, true, true, true, true};
    table t = {arena, figures};
    const th_ranked_units units = {n, reported ? reported : all, look_up, look_up, look_up, &t};
    return th_ranking_run(arena, ranking, &units);
}

static void same(th_arena *arena, const th_standing *at, size_t n, const wanted *want)
{
    for (size_t i = 0; i < n; i++) {
        th_str line = th_str_fmt(arena, "%u %u " TH_FMT, at[i].unit, at[i].step, TH_ARG(at[i].label));
        assert_string_equal(th_str_cstr(arena, line), want[i].line);
    }
}

static void the_highest_is_first_or_the_lowest(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{5}, {9}, {7}, {1}};
    th_ranking ranking = ranking_of(1, 0);
    same(arena, run(arena, &ranking, figures, 4, NULL), 4,
         (wanted[]){{"1 0 Nhất"}, {"2 0 Nhì"}, {"0 0 Ba"}, {"3 0 thứ 4"}});
    ranking.direction = -1;
    same(arena, run(arena, &ranking, figures, 4, NULL), 4,
         (wanted[]){{"3 0 Nhất"}, {"0 0 Nhì"}, {"2 0 Ba"}, {"1 0 thứ 4"}});
}

static void equal_units_keep_their_order_and_the_next_rank_is_skipped(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{5}, {9}, {9}, {9}, {5}};
    th_ranking ranking = ranking_of(1, 0);
    th_standing *at = run(arena, &ranking, figures, 5, NULL);
    same(arena, at, 5,
         (wanted[]){{"1 1 Đồng hạng Nhất"},
                    {"2 1 Đồng hạng Nhất"},
                    {"3 1 Đồng hạng Nhất"},
                    {"0 1 Đồng hạng thứ 4"},
                    {"4 1 Đồng hạng thứ 4"}});
    assert_int_equal(at[2].rank, 1);
    assert_int_equal(at[3].rank, 4);
}

/* 0 and 1 are told apart by the first step, 1 and 2 by the second, where the lower wins; 3 and 4 by neither. */
static void steps_decide_in_their_order_each_in_its_direction(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{9, 2, 8}, {9, 6, 4}, {9, 6, 3}, {4, 1, 1}, {4, 1, 1}};
    th_ranking ranking = ranking_of(1, 2);
    same(arena, run(arena, &ranking, figures, 5, NULL), 5,
         (wanted[]){{"2 2 Nhất"}, {"1 2 Nhì"}, {"0 1 Ba"}, {"3 3 Đồng hạng thứ 4"}, {"4 3 Đồng hạng thứ 4"}});
    ranking.nsteps = 1; /* without the second step two of them share the first rank */
    same(arena, run(arena, &ranking, figures, 5, NULL), 5,
         (wanted[]){{"1 2 Đồng hạng Nhất"},
                    {"2 2 Đồng hạng Nhất"},
                    {"0 1 Ba"},
                    {"3 2 Đồng hạng thứ 4"},
                    {"4 2 Đồng hạng thứ 4"}});
}

static void a_unit_without_the_figure_of_a_step_stands_behind(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{9, ABSENT, 1}, {9, -5, 1}, {9, ABSENT, ABSENT}};
    th_ranking ranking = ranking_of(1, 2);
    same(arena, run(arena, &ranking, figures, 3, NULL), 3, (wanted[]){{"1 1 Nhất"}, {"0 2 Nhì"}, {"2 2 Ba"}});
}

static void who_has_not_reported_or_has_no_value_is_last_and_without_rank(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{99, 0, 0, 1}, {ABSENT, 0, 0, 1}, {-3, 0, 0, 0}, {0, 0, 0, ABSENT}};
    static const bool reported[] = {false, true, true, true};
    th_ranking ranking = ranking_of(1, 0);
    th_standing *at = run(arena, &ranking, figures, 4, reported);
    same(arena, at, 4, (wanted[]){{"3 0 Nhất"}, {"2 0 Nhì"}, {"0 0 "}, {"1 0 "}});
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(at[i].ranked, i < 2);
        assert_int_equal(at[i].rank, i < 2 ? (int)i + 1 : 0);
        assert_false(at[i].shared);
    }
    assert_int_equal(at[0].titles[0], TH_MET_UNKNOWN);
    assert_int_equal(at[1].titles[0], TH_MET_NO);
    assert_int_equal(at[3].titles[0], TH_MET_YES);
}

static void units_without_rank_keep_their_order_whatever_the_steps(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{ABSENT, 1, 9}, {ABSENT, 9, 1}, {5, 0, 0}, {ABSENT, 7, 7}};
    th_ranking ranking = ranking_of(1, 2);
    same(arena, run(arena, &ranking, figures, 4, NULL), 4, (wanted[]){{"2 0 Nhất"}, {"0 0 "}, {"1 0 "}, {"3 0 "}});
}

static void one_unit_and_none(void **state)
{
    th_arena *arena = *state;
    static const int figures[][COLUMNS] = {{0}};
    th_ranking ranking = ranking_of(1, 2);
    same(arena, run(arena, &ranking, figures, 1, NULL), 1, (wanted[]){{"0 0 Nhất"}});
    run(arena, &ranking, figures, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_highest_is_first_or_the_lowest),
        cmocka_unit_test(equal_units_keep_their_order_and_the_next_rank_is_skipped),
        cmocka_unit_test(steps_decide_in_their_order_each_in_its_direction),
        cmocka_unit_test(a_unit_without_the_figure_of_a_step_stands_behind),
        cmocka_unit_test(who_has_not_reported_or_has_no_value_is_last_and_without_rank),
        cmocka_unit_test(units_without_rank_keep_their_order_whatever_the_steps),
        cmocka_unit_test(one_unit_and_none),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

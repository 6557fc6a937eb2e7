/* What the rows of Chốt alone tell, for a run without a store: what is frozen, what a row opened, and what none did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "definition_fixture.h"
#include "fact/freeze.h"

enum { MOST = 4 };

typedef struct freeze_made {
    int step, version;
    bool opened;
} freeze_made;

static const struct {
    const char *rows;
    size_t n;
    freeze_made made[MOST];
    bool figures, points; /* hold in the end */
} sheets[] = {
    {"", 0, {{0}}, false, false},
    {"chốt số liệu,2025-01-10,An,BB 1\n", 1, {{TH_FREEZE_FIGURES, 1, false}}, true, false},
    {"chốt số liệu,2025-01-10,An,BB 1\nchốt điểm,2025-01-12,An,BB 2\n",
     2,
     {{TH_FREEZE_FIGURES, 1, false}, {TH_FREEZE_POINTS, 1, false}},
     true,
     true},
    /* a row opens both, and a later one freezes the figures a second time */
    {"chốt số liệu,2025-01-10,An,BB 1\nchốt điểm,2025-01-12,An,BB 2\nmở chốt,2025-01-15,An,CV 3\n"
     "chốt số liệu,2025-01-20,An,BB 4\n",
     3,
     {{TH_FREEZE_FIGURES, 1, true}, {TH_FREEZE_POINTS, 1, true}, {TH_FREEZE_FIGURES, 2, false}},
     true,
     false},
};

static void rows_of_one_period_freeze_and_open(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        th_arena *arena = th_arena_new(0);
        const char *csv = th_str_cstr(arena, th_str_fmt(arena, "Bước,Ngày,Ai,Căn cứ\n%s", sheets[i].rows));
        const th_fixture_part parts[] = {TH_FIXTURE_PARTS, {"chot.csv", csv}};
        th_definition *d = th_fixture_definition(arena, parts, sizeof parts / sizeof *parts);
        assert_non_null(d);
        th_freezes freezes = {0};
        th_freezes_of_rows(arena, d, &freezes);
        assert_int_equal(freezes.n, sheets[i].n);
        for (size_t k = 0; k < freezes.n; k++) {
            const th_freeze *is = &freezes.at[k];
            const freeze_made *wanted = &sheets[i].made[k];
            assert_int_equal(is->by.step, wanted->step);
            assert_int_equal(is->version, wanted->version);
            assert_int_equal(is->opened, wanted->opened ? -1 : 0);
            assert_int_equal(is->period, d->period);
            if (wanted->opened)
                assert_true(th_str_starts(is->opened_by.date, TH_STR("2025-01-15")));
        }
        assert_int_equal(th_freeze_holding(&freezes, TH_FREEZE_FIGURES, d->period) != NULL, sheets[i].figures);
        assert_int_equal(th_freeze_holding(&freezes, TH_FREEZE_POINTS, d->period) != NULL, sheets[i].points);
        th_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_of_one_period_freeze_and_open)};
    return cmocka_run_group_tests_name("freeze", tests, NULL, NULL);
}

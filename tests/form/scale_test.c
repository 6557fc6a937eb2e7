/* Thang điểm and Mục tiêu: each kind of fault alone, and the scales that are none. */
#include "definition_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const char criteria[] = "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống\n"
                               "I,,Phần một,100,tổng các dòng con,,,\nI.1,I,Theo bậc,60,theo bậc,M.01,,\n"
                               "I.2,I,Bậc khác,40,theo bậc,M.02,,\n";

/* The only fault of a definition, or NULL; `cell` gets its name. */
static const char *fault_of(const char *scored, const char *bands, char cell[8])
{
    static char said[400];
    th_arena *arena = th_arena_new(0);
    const th_fixture_part named[] = {TH_FIXTURE_PARTS, {"cham-diem.csv", scored}, {"thang-diem.csv", bands}};
    size_t n = sizeof named / sizeof *named - !bands;
    th_definition_part *parts = th_arena_array(arena, n, sizeof *parts);
    for (size_t i = 0; i < n; i++)
        parts[i] = (th_definition_part){.name = th_str_of(named[i].name), .bytes = th_str_of(named[i].csv)};
    th_definition *d = NULL;
    th_findings faults = {0};
    th_status status = th_definition_load(arena, &th_limits_default, &(th_definition_parts){parts, n}, &d, &faults);
    assert_int_equal(status >= TH_FAILED, faults.n > 0);
    assert_true(faults.n <= 1);
    said[0] = cell[0] = '\0';
    if (faults.n) {
        const th_place *place = &faults.at[0].place;
        snprintf(said, sizeof said, TH_FMT, TH_ARG(faults.at[0].vi));
        snprintf(cell, 8, TH_FMT, TH_ARG(th_cell_name(arena, place->row, place->col)));
    }
    th_arena_free(arena);
    return *said ? said : NULL;
}

static void bands_of_one_criterion(void **state)
{
    (void)state;
    static const struct {
        const char *bands, *cell, *words;
    } cases[] = {
        {"I.1,100,,60\nI.1,99,,50\nI.1,98,,40\nI.1,,,0\n", NULL, NULL}, /* each takes what is left */
        {"I.1,,10,60\nI.1,,20,50\nI.1,,,20\n", NULL, NULL},
        {"I.1,0,0,50\nI.1,1,1,40\nI.1,2,3,30\nI.1,4,5,15\nI.1,6,,0\n", NULL, NULL},
        {"I.1,0,10,50\nI.1,10,20,40\nI.1,20,,0\n", NULL, NULL}, /* a limit is of the first */
        {"I.1,5,5,50\nI.1,0,10,40\n", NULL, NULL},
        {"I.1,0,10,50\nI.1,5,15,50\n", NULL, NULL}, /* the points are the same */
        {"I.1,95,,60\nI.1,98,,50\n", "B3", "đã lấy hết"},
        {"I.1,,,60\nI.1,,5,50\n", "C3", "đã lấy hết"},
        {"I.1,0,10,60\nI.1,10,20,50\nI.1,5,15,40\n", "B4", "đã lấy hết"}, /* by two together */
        {"I.1,10,20,60\nI.1,0,10,50\nI.1,5,20,40\n", "B4", "đã lấy hết"},
        {"I.1,,10,60\nI.1,10,,50\nI.1,,,40\n", "C4", "đã lấy hết"},
        {"I.1,0,10,60\nI.1,0,10,60\n", "B3", "đã lấy hết"},
        {"I.1,5,5,60\nI.1,5,5,50\n", "B3", "đã lấy hết"},
        {"I.1,0,10,60\nI.1,5,15,40\n", "B3", "chồng lên bậc ở dòng 2"},
        {"I.1,,10,60\nI.1,5,,40\n", "B3", "chồng lên bậc ở dòng 2"},
        {"I.1,0,10,60\nI.1,11,20,50\nI.1,30,40,20\nI.1,21,29,30\n", "B5", "theo một chiều"},
        {"I.1,6,,10\nI.1,0,1,60\nI.1,2,5,30\n", "B4", "theo một chiều"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bands[400], cell[8];
        /* a scale of another criterion is another scale */
        snprintf(bands, sizeof bands, "Tiêu chí,Từ,Đến,Điểm\n%sI.2,,,1\n", cases[i].bands);
        const char *said = fault_of(criteria, bands, cell);
        if (!said != !cases[i].words || (said && (!strstr(said, cases[i].words) || strcmp(cell, cases[i].cell) != 0)))
            print_error("%s: %s %s\n", cases[i].bands, cell, said ? said : "nothing");
        assert_int_equal(!said, !cases[i].words);
        if (!said)
            continue;
        assert_non_null(strstr(said, cases[i].words));
        assert_string_equal(cell, cases[i].cell);
    }
}

static void targets_a_hundred_times_off(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *target, *when_blank, *cell, *words;
    } cases[] = {
        {"TY_LE(M.03;M.01)", "95%", "", NULL, NULL},
        {"TY_LE(M.03;M.01)", "95", "", NULL, NULL},
        {"TY_LE(M.03;M.01)", "\"0,5%\"", "", NULL, NULL}, /* it is meant so */
        {"M.05", "1", "", NULL, NULL},
        {"M.03/M.01", "\"0,95\"", "", NULL, NULL},
        {"M.03/M.01*100", "95%", "", NULL, NULL},
        {"100*M.03/M.01", "95%", "", NULL, NULL},
        {"TY_LE(M.03;M.01)", "\"0,95\"", "", "G3", "95%?"},
        {"M.04", "\"0,95\"", "", "G3", "95%?"},
        {"SO_SANH(M.01)", "1", "", "G3", "100%?"},
        {"M.04", "KE_HOACH(M.04)", "\"0,9\"", "H3", "90%?"},
        {"M.03/M.01", "95%", "", "G3", "TY_LE(a;b)"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char scored[600], cell[8];
        snprintf(scored, sizeof scored,
                 "Mã,Cha,Tiêu chí,Điểm tối đa,Cách chấm,Biểu thức,Mục tiêu,Mục tiêu khi trống\n"
                 "I,,Phần một,100,tổng các dòng con,,,\nI.1,I,Một,100,theo tỷ lệ so mục tiêu,%s,%s,%s\n",
                 cases[i].expression, cases[i].target, cases[i].when_blank);
        const char *said = fault_of(scored, NULL, cell);
        if (!said != !cases[i].words)
            print_error("%s %s: %s\n", cases[i].expression, cases[i].target, said ? said : "nothing");
        assert_int_equal(!said, !cases[i].words);
        if (!said)
            continue;
        assert_non_null(strstr(said, cases[i].words));
        assert_string_equal(cell, cases[i].cell);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bands_of_one_criterion),
        cmocka_unit_test(targets_a_hundred_times_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Names of files: their parts, and the year of a folder. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fact/folder.h"

static void a_name_is_taken_apart_from_its_end(void **state)
{
    (void)state;
    static const char *const parts[] = {"SL.xlsx", "b", "a.zip", "Sơn La"};
    th_str name = TH_STR("Sơn La/a.zip › b/SL.xlsx"), part;
    assert_true(th_str_eq(th_name_base(name), TH_STR("SL.xlsx")));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        assert_true(th_name_cut_last(&name, &part));
        assert_true(th_str_eq(part, th_str_of(parts[i])));
    }
    assert_false(th_name_cut_last(&name, &part));
    assert_int_equal(th_name_base((th_str){0}).len, 0);
}

/* A file may be called like a member of an archive; it is none. */
static void the_sign_of_a_member_is_ours(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"a.xlsx", "a.xlsx"},
        {"a.zip › b.xlsx", "a.zip \\xE2\\x80\\xBA b.xlsx"},
        {"Sơn La/a › b › c.xlsx", "Sơn La/a \\xE2\\x80\\xBA b \\xE2\\x80\\xBA c.xlsx"},
        {"‹a›.xlsx", "‹a›.xlsx"},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        th_str name = th_name_without_sign(arena, th_str_of(names[i][0]));
        assert_true(th_str_eq(name, th_str_of(names[i][1])));
        assert_int_equal(th_name_archive(name).len, 0);
    }
    th_arena_free(arena);
}

static void a_folder_is_of_a_year(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int other; /* than 2022 */
    } cases[] = {
        {"2021.xlsx", 0},
        {"2021/a.xlsx", 2021},
        {"Năm 2021/a.xlsx", 2021},
        {"bao cao 2021/Sơn La/a.xlsx", 2021},
        {"Năm 2022/a.xlsx", 0},
        {"2022/so sanh 2021/a.xlsx", 2021},
        {"2021/nop lai 2022/a.xlsx", 0},
        {"2021-2022/a.xlsx", 0},
        {"2022-2023/a.xlsx", 0},
        {"2020-2021/a.xlsx", 2021},
        {"Nhận 05.01.2023/a.xlsx", 0},
        {"2023-01-05/a.xlsx", 0},
        {"01_2023/a.xlsx", 0},
        {"ngày 5 tháng 1 năm 2023/a.xlsx", 0},
        {"quà 20215/a.xlsx", 0},
        {"QĐ 1847/a.xlsx", 0},
        {"2021.zip › a.xlsx", 2021},
        {"6 tháng, nhận ngày 5 tháng 1 năm 2023/a.xlsx", 0}, /* the last month is that of the date */
        {"ngày 5 tháng 12 năm 2021/a.xlsx", 0},
        {"tháng 12 của năm 2021/a.xlsx", 2021}, /* longer than a date */
        {"1989/a.xlsx", 0},
        {"1990/a.xlsx", 1990},
        {"2100/a.xlsx", 2100},
        {"2101/a.xlsx", 0},
        {"202/a.xlsx", 0},
        {"x2021y/a.xlsx", 2021},
        {"2021-123/a.xlsx", 2021}, /* three digits are no day */
        {"123-2021/a.xlsx", 2021},
        {"5-2021/a.xlsx", 0},
        {"2021-5/a.xlsx", 0},
        {"2021./a.xlsx", 2021},
        {".2021/a.xlsx", 2021},
        {"2020, 2021/a.xlsx", 2021},
        {"", 0},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (th_folder_other_year(arena, th_str_of(cases[i].name), 2022) != cases[i].other)
            fail_msg("%s: %d", cases[i].name, th_folder_other_year(arena, th_str_of(cases[i].name), 2022));
    th_arena_free(arena);
}

static void a_file_is_named_in_full_or_nearly(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *name;
        th_naming naming;
    } cases[] = {
        {"a/SL.xlsx", "a/SL.xlsx", TH_NAMES_IN_FULL},
        {"SL.xlsx", "a/SL.xlsx", TH_NAMES_BASE},
        {" sl.XLSX ", "a/SL.xlsx", TH_NAMES_BASE_LOOSELY},
        {"SL", "SL.xlsx", TH_NAMES_BASE_LOOSELY},
        {"A/sl", "a/SL.xlsx", TH_NAMES_IN_FULL_LOOSELY},
        {"SƠN LA", "Sơn La.xlsx", TH_NAMES_BASE_LOOSELY},
        {"Son La", "Sơn La.xlsx", TH_NAMES_OTHER},
        {"SL.xls", "SL.xlsx", TH_NAMES_OTHER},
        {"báo cáo 05", "báo cáo 05.01", TH_NAMES_OTHER},
        {"", ".xlsx", TH_NAMES_OTHER},
        {" ", "a.xlsx", TH_NAMES_OTHER},
        {"SL", "SL.xlsxm", TH_NAMES_BASE_LOOSELY}, /* five letters are an ending */
        {"SL", "SL.xlsxmm", TH_NAMES_OTHER},       /* six are not */
        {"SL", "SL.a-b", TH_NAMES_OTHER},
        {"05", "05.01", TH_NAMES_OTHER}, /* an ending has a letter */
        {"05", "05.0a", TH_NAMES_BASE_LOOSELY},
        {"a.zip/b.xlsx", "a.zip › b.xlsx", TH_NAMES_IN_FULL},
        {"a.zip\\b.xlsx", "a.zip › b.xlsx", TH_NAMES_IN_FULL},
        {"a.zip > b.xlsx", "a.zip › b.xlsx", TH_NAMES_IN_FULL},
        {"a.zip  ›  b.xlsx", "a.zip › b.xlsx", TH_NAMES_IN_FULL},
        {"x/a.zip>b/c.xlsx", "x/a.zip › b/c.xlsx", TH_NAMES_IN_FULL},
        {"x\\a.xlsx", "x/a.xlsx", TH_NAMES_IN_FULL},
        {"b.xlsx", "a.zip › b.xlsx", TH_NAMES_BASE},
        {"B", "a.zip › b.xlsx", TH_NAMES_BASE_LOOSELY},
        {"A.ZIP › B", "a.zip › b.xlsx", TH_NAMES_IN_FULL_LOOSELY},
        {"Sơn La\\SL.xlsx", "Sơn La/SL.xlsx", TH_NAMES_IN_FULL},
        {"sơn la\\sl.xlsx", "Sơn La/SL.xlsx", TH_NAMES_IN_FULL_LOOSELY},
        {"Sơn La\\SL.xlsx", "Hà Giang/SL.xlsx", TH_NAMES_OTHER},
        {"a\\b.xlsx", "a\\b.xlsx", TH_NAMES_IN_FULL}, /* a name of this machine */
        {"a\\b.xlsx", "c/a\\b.xlsx", TH_NAMES_BASE},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (th_name_names(arena, th_str_of(cases[i].typed), th_str_of(cases[i].name)) != cases[i].naming)
            fail_msg("%s, %s", cases[i].typed, cases[i].name);
    th_arena_free(arena);
}

static void a_file_name_states_a_year(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int other;
        bool of_period;
    } rows[] = {
        {"SL 2021.xlsx", 2021, false},    {"SL 2022.xlsx", 0, true},
        {"SL 2021-2022.xlsx", 0, true},   {"2021/SL.xlsx", 0, false},
        {"SL 30.12.2021.xlsx", 0, false}, {"SL.xlsx", 0, false},
        {"2021/SL 2022.xlsx", 0, true},   {"", 0, false},
    };
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool of_period = !rows[i].of_period;
        int other = th_file_name_other_year(arena, th_str_of(rows[i].name), 2022, &of_period);
        if (other != rows[i].other || of_period != rows[i].of_period)
            fail_msg("%s: %d", rows[i].name, other);
    }
    th_arena_free(arena);
}

static void a_name_lies_in_a_folder(void **state)
{
    (void)state;
    static const struct {
        const char *name, *folder;
        bool lies, archive;
    } rows[] = {
        {"a/b.xlsx", "a", true, false},          {"a/b/c.xlsx", "a", true, false}, {"a/b/c.xlsx", "a/b", true, false},
        {"ab/c.xlsx", "a", false, false},        {"a", "a", false, false},         {"b/a/c.xlsx", "a", false, false},
        {"x.zip › b.xlsx", "x.zip", true, true}, {"b.xlsx", "", true, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(th_name_lies_in(th_str_of(rows[i].name), th_str_of(rows[i].folder)), rows[i].lies);
        assert_int_equal(th_name_archive(th_str_of(rows[i].name)).len > 0, rows[i].archive);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_taken_apart_from_its_end),
        cmocka_unit_test(the_sign_of_a_member_is_ours),
        cmocka_unit_test(a_folder_is_of_a_year),
        cmocka_unit_test(a_file_is_named_in_full_or_nearly),
        cmocka_unit_test(a_file_name_states_a_year),
        cmocka_unit_test(a_name_lies_in_a_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

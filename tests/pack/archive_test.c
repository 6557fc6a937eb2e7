/* Archives: members whole, locked, damaged, too many, too large; names in old code pages; the order of members. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/archive.h"
#include "pack/inflate.h"
#include "zip_builder.h"

#include <string.h>

static bool leaves_dots(th_arena *arena, th_str name)
{
    (void)arena;
    return th_str_starts(name, TH_STR("."));
}

static void same_text(th_str got, const char *wanted)
{
    if (!th_str_eq(got, th_str_of(wanted)))
        print_error("got “" TH_FMT "”, want “%s”\n", TH_ARG(got), wanted);
    assert_true(th_str_eq(got, th_str_of(wanted)));
}

static void order_decides_nothing(void **state)
{
    static const char *const names[] = {"b.xlsx", "a/", "a\\c.xlsx", "b.xlsx", ".DS_Store"};
    static const char *const contents[] = {"2", "", "3", "1", "4"};
    for (int backwards = 0; backwards < 2; backwards++) {
        package p;
        th_archive archive;
        package_begin(&p, *state);
        for (size_t i = 0; i < 5; i++) {
            size_t at = backwards ? 4 - i : i;
            package_add(&p, names[at], th_str_of(contents[at]));
        }
        assert_int_equal(th_archive_read(*state, &th_limits_default, package_end(&p), leaves_dots, &archive), TH_OK);
        assert_int_equal(archive.n, 3);
        assert_int_equal(archive.left, 1);
        same_text(archive.at[0].name.text, "a/c.xlsx");
        same_text(archive.at[1].name.text, "b.xlsx");
        same_text(archive.at[1].bytes, "1");
        same_text(archive.at[2].name.text, "b (2).xlsx");
        same_text(archive.at[2].bytes, "2");
    }
}

static void a_number_behind_a_name_is_one_nobody_has(void **state)
{
    static const char *const names[] = {"a.xlsx", "a.xlsx", "a (2).xlsx", "a (2).xlsx", "b", "b", "c.d/e", "c.d/e"};
    package p;
    th_archive archive;
    package_begin(&p, *state);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        package_add(&p, names[i], TH_STR("1234"));
    assert_int_equal(th_archive_read(*state, &th_limits_default, package_end(&p), leaves_dots, &archive), TH_OK);
    static const char *const wanted[] = {"a (2).xlsx", "a (2) (2).xlsx", "a.xlsx", "a (3).xlsx",
                                         "b",          "b (2)",          "c.d/e",  "c.d/e (2)"};
    assert_int_equal(archive.n, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < archive.n; i++)
        same_text(archive.at[i].name.text, wanted[i]);
}

static void what_has_bytes_is_no_folder(void **state)
{
    package p;
    th_archive archive;
    package_begin(&p, *state);
    package_add(&p, "a.xlsx/", TH_STR("1234"));
    package_add(&p, "b/", (th_str){0});
    assert_int_equal(th_archive_read(*state, &th_limits_default, package_end(&p), leaves_dots, &archive), TH_OK);
    assert_int_equal(archive.n, 1);
    same_text(archive.at[0].name.text, "a.xlsx/");
}

static void limits_hold_for_the_whole(void **state)
{
    th_limits limits = th_limits_default;
    package p;
    th_archive archive;
    limits.archive_members = 2;
    limits.file_bytes = 6;
    package_begin(&p, *state);
    package_add(&p, "a", TH_STR("123"));
    package_add(&p, "b", TH_STR("456"));
    assert_int_equal(th_archive_read(*state, &limits, package_end(&p), leaves_dots, &archive), TH_OK);
    limits.file_bytes = 5;
    assert_int_equal(th_archive_read(*state, &limits, package_end(&p), leaves_dots, &archive), TH_FAILED);
    assert_int_equal(archive.state, TH_ARCHIVE_LIMIT);
    assert_int_equal(archive.n, 0);
    limits.file_bytes = 6;
    limits.archive_members = 1;
    assert_int_equal(th_archive_read(*state, &limits, package_end(&p), leaves_dots, &archive), TH_FAILED);
    assert_int_equal(archive.state, TH_ARCHIVE_LIMIT);
}

/* At every byte, and with every byte changed: never a member that is not what was packed. */
static void damage_is_told(void **state)
{
    package p;
    package_begin(&p, *state);
    package_add(&p, "a", TH_STR("một hai ba"));
    th_str whole = package_end(&p);
    for (size_t i = 0; i < 2 * whole.len; i++) {
        th_arena *arena = th_arena_new(0);
        th_archive archive;
        th_str bytes = th_str_copy(arena, whole);
        if (i < whole.len)
            bytes = th_str_sub(bytes, 0, i);
        else
            ((char *)(uintptr_t)bytes.ptr)[i - whole.len] ^= 0x55;
        th_archive_read(arena, &th_limits_default, bytes, leaves_dots, &archive);
        for (size_t k = 0; k < archive.n; k++)
            if (archive.at[k].state == TH_MEMBER_WHOLE)
                same_text(archive.at[k].bytes, "một hai ba");
        if (i < whole.len)
            assert_int_equal(archive.n, 0);
        th_arena_free(arena);
    }
}

typedef struct written_name {
    const char *bytes, *text, *page;
    bool unknown, outside;
} written_name;

static void names_are_read_or_left(void **state)
{
    static const written_name names[] = {
        {"Báo cáo/a.xlsx", "Báo cáo/a.xlsx", "", false, false},
        {"Ba\xCC\x81o.xlsx", "Báo.xlsx", "", false, false}, /* UTF-8, decomposed */
        {"B\xB8o c\xB8o.xlsx", "Báo cáo.xlsx", "TCVN3", false, false},
        {"B\xE1o c\xE1o.xlsx", "Báo cáo.xlsx", "CP1258", false, false},
        {"Ba\xECnh.xlsx", "Bánh.xlsx", "CP1258", false, false},
        {"Ba\xF9o ca\xF9o.xlsx", "Báo cáo.xlsx", "VNI", false, false},
        {"Qu\x88.xlsx", "Quê.xlsx", "CP437", false, false},
        {"S\xF5n La.xlsx", "S\\xF5n La.xlsx", "", true, false}, /* "Sơn" in one page, "Sừn" in another */
        {"x\x81\xFF.xlsx", "x\\x81\\xFF.xlsx", "", true, false},
        {"a\x1B[31m.xlsx", "a\\x1B[31m.xlsx", "", false, false},
        {"./a.xlsx", "a.xlsx", "", false, false},
        {".\\b\\a.xlsx", "b/a.xlsx", "", false, false},
        {"../a.xlsx", "../a.xlsx", "", false, true},
        {"b/..\\a.xlsx", "b/../a.xlsx", "", false, true},
        {"/etc/a.xlsx", "/etc/a.xlsx", "", false, true},
        {"C:\\a.xlsx", "C:/a.xlsx", "", false, true},
        {"a..xlsx", "a..xlsx", "", false, false},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        th_member_name name = th_member_name_read(*state, th_str_of(names[i].bytes));
        same_text(name.text, names[i].text);
        same_text(name.in_page, names[i].page);
        assert_int_equal(name.unknown, names[i].unknown);
        assert_int_equal(name.outside, names[i].outside);
    }
}

static void put_number(th_buf *out, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        th_buf_byte(out, (char)(value >> 8 * i & 0xFF));
}

/* A header of a .rar of version 4 behind its checksum, of which two bytes are kept. */
static void put_header(th_buf *out, th_str header)
{
    put_number(out, th_crc32(0, header) & 0xFFFF, 2);
    th_buf_add(out, header);
}

static void put_stored(th_arena *arena, th_buf *out, const char *name, th_str bytes)
{
    th_buf header;
    th_buf_init(&header, arena);
    put_number(&header, 0x74, 1);
    put_number(&header, 0x8000, 2);
    put_number(&header, 32 + strlen(name), 2);
    put_number(&header, bytes.len, 4);
    put_number(&header, bytes.len, 4);
    put_number(&header, 2, 1);
    put_number(&header, th_crc32(0, bytes), 4);
    put_number(&header, 0x56224000, 4);
    put_number(&header, 0x3014, 2); /* version, stored */
    put_number(&header, strlen(name), 2);
    put_number(&header, 0x20, 4);
    th_buf_add(&header, th_str_of(name));
    put_header(out, th_buf_str(&header));
    th_buf_add(out, bytes);
}

/* Where nothing that the .rar states is of the member, its bytes are not believed. */
static void bytes_need_somebody_who_vouches(void **state)
{
    static const size_t listed[] = {1, 2};
    th_arena *arena = *state;
    th_buf rar;
    th_buf_init(&rar, arena);
    th_buf_add(&rar, TH_STR("Rar!\x1A\x07\0"));
    put_header(&rar, TH_STR("\x73\0\0\15\0\0\0\0\0\0\0"));
    put_stored(arena, &rar, "a.xlsx", TH_STR("1234"));
    put_stored(arena, &rar, "b.xlsx", TH_STR("5678"));
    put_header(&rar, TH_STR("\x7B\0\x40\7\0"));
    for (size_t i = 0; i < sizeof listed / sizeof *listed; i++) {
        th_archive archive;
        th_limits limits = th_limits_default;
        limits.zip_entries = listed[i]; /* bounds the list of what is stated */
        assert_int_equal(th_archive_read(arena, &limits, th_buf_str(&rar), leaves_dots, &archive), TH_OK);
        assert_int_equal(archive.n, 2);
        assert_int_equal(archive.at[0].state, TH_MEMBER_WHOLE);
        assert_int_equal(archive.at[1].state, listed[i] == 2 ? TH_MEMBER_WHOLE : TH_MEMBER_DAMAGED);
        assert_int_equal(archive.at[1].bytes.len, listed[i] == 2 ? 4 : 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(order_decides_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(what_has_bytes_is_no_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(a_number_behind_a_name_is_one_nobody_has, setup, teardown),
        cmocka_unit_test_setup_teardown(limits_hold_for_the_whole, setup, teardown),
        cmocka_unit_test_setup_teardown(damage_is_told, setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_need_somebody_who_vouches, setup, teardown),
        cmocka_unit_test_setup_teardown(names_are_read_or_left, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Packages read entry by entry, what is refused, and entries replaced with all others kept as they are stored. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "pack/package.h"
#include "zip_builder.h"

#define LONG_TEXT                                                                                                      \
    "mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi mươi"

static th_str three_entries(th_arena *arena)
{
    package p;
    package_begin(&p, arena);
    package_add(&p, "xl/a.xml", TH_STR("một"));
    package_add_deflated(&p, TH_STR("xl/B.xml"), TH_STR(LONG_TEXT));
    package_add(&p, "c", TH_STR(""));
    return package_end(&p);
}

static void is_entry(th_arena *arena, th_zip *zip, const char *name, const char *content)
{
    const th_zip_entry *entry = th_zip_find(zip, th_str_of(name));
    th_str out;
    assert_non_null(entry);
    assert_int_equal(th_zip_read(arena, zip, entry, &out), TH_OK);
    assert_string_equal(th_str_cstr(arena, out), content);
}

static void entries_are_found_without_case_and_read_whole(void **state)
{
    th_zip zip;
    assert_int_equal(th_zip_open(*state, &th_limits_default, three_entries(*state), &zip), TH_OK);
    assert_int_equal(zip.n, 3);
    is_entry(*state, &zip, "XL/a.xml", "một");
    is_entry(*state, &zip, "/xl/b.xml", LONG_TEXT);
    is_entry(*state, &zip, "c", "");
    assert_null(th_zip_find(&zip, TH_STR("xl/a.xm")));
    assert_null(th_zip_find(&zip, TH_STR("a.xml")));
    assert_int_equal(zip.inflated_total, sizeof "một" - 1 + sizeof LONG_TEXT - 1);
}

static void refused_with_a_reason(void **state)
{
    package p;
    th_zip zip;
    th_str out, whole = three_entries(*state);
    for (size_t cut = 1; cut < whole.len; cut++) /* the directory at the end is missing, or points beyond */
        assert_int_equal(th_zip_open(*state, &th_limits_default, th_str_sub(whole, 0, whole.len - cut), &zip),
                         TH_FAILED);
    package_begin(&p, *state);
    package_add(&p, "a", TH_STR("1"));
    package_add(&p, "A", TH_STR("2"));
    assert_int_equal(th_zip_open(*state, &th_limits_default, package_end(&p), &zip), TH_FAILED);
    assert_true(zip.trouble.vi.len > 0 && zip.trouble.en.len > 0);

    package_begin(&p, *state);
    package_add_with(&p, "a", TH_STR("1"), 12345);
    assert_int_equal(th_zip_open(*state, &th_limits_default, package_end(&p), &zip), TH_OK);
    assert_int_equal(th_zip_read(*state, &zip, &zip.entries[0], &out), TH_FAILED);
    assert_false(zip.limit_hit || zip.locked);
}

static void no_more_is_inflated_than_the_limit(void **state)
{
    enum { LENGTH = sizeof LONG_TEXT - 1 };
    for (size_t most = LENGTH - 1; most <= LENGTH + 1; most++) {
        th_limits limits = th_limits_default;
        limits.inflated_bytes = most;
        package p;
        th_zip zip;
        th_str out;
        package_begin(&p, *state);
        package_add_deflated(&p, TH_STR("a"), TH_STR(LONG_TEXT));
        bool read = th_zip_open(*state, &limits, package_end(&p), &zip) == TH_OK &&
                    th_zip_read(*state, &zip, &zip.entries[0], &out) == TH_OK;
        assert_int_equal(read, most >= LENGTH);
        assert_int_equal(zip.limit_hit, most < LENGTH);
    }
}

static void what_is_not_replaced_stays_as_it_is_stored(void **state)
{
    th_str bytes = three_entries(*state), before = bytes;
    th_trouble trouble = {0};
    th_zip zip, after;
    assert_int_equal(th_zip_open(*state, &th_limits_default, bytes, &zip), TH_OK);
    const th_replacement change = {th_zip_find(&zip, TH_STR("xl/a.xml")), TH_STR("hai")};
    assert_int_equal(th_package_replace(*state, &bytes, &change, 1, &trouble), TH_OK);
    assert_int_equal(th_zip_open(*state, &th_limits_default, bytes, &after), TH_OK);
    assert_int_equal(after.n, 3);
    is_entry(*state, &after, "xl/a.xml", "hai");
    is_entry(*state, &after, "xl/B.xml", LONG_TEXT);
    for (size_t i = 0; i < after.n; i++) {
        const th_zip_entry *old = &zip.entries[i], *new = &after.entries[i];
        assert_true(th_str_eq(old->name, new->name));
        assert_int_equal(old->date, new->date);
        assert_int_equal(old->time, new->time);
        if (i > 0) {
            assert_int_equal(old->method, new->method);
            assert_true(
                th_str_eq(th_str_sub(before, old->offset, old->stored), th_str_sub(bytes, new->offset, new->stored)));
        }
    }
}

/* Whatever stands in the way, the package is the one that was given, and nothing of the library's stays behind (which
 * LeakSanitizer would say). */
static void what_cannot_be_replaced_leaves_the_package(void **state)
{
    static const th_zip_entry there = {.stored_name = {"xl/a.xml", 8}, .method = 8};
    static const th_zip_entry elsewhere = {.stored_name = {"xl/c.xml", 8}, .method = 8};
    const th_str whole = three_entries(*state);
    const struct {
        th_str package;
        const th_zip_entry *entry;
    } rows[] = {
        {whole, &elsewhere}, {th_str_sub(whole, 0, whole.len - 1), &there}, {TH_STR("PK\3\4"), &there},
        {{0}, &there},       {{whole.ptr, SIZE_MAX / 2 + 1}, &there}, /* longer than any memory: no copy is made */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const th_replacement change = {rows[i].entry, TH_STR("hai")};
        th_str bytes = rows[i].package;
        th_trouble trouble = {0};
        if (th_package_replace(*state, &bytes, &change, 1, &trouble) != TH_FAILED)
            fail_msg("row %zu", i);
        assert_true(th_str_eq(trouble.en, TH_STR("the package cannot be written again")));
        assert_ptr_equal(bytes.ptr, rows[i].package.ptr);
        assert_true(bytes.len == rows[i].package.len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_are_found_without_case_and_read_whole),
        cmocka_unit_test(refused_with_a_reason),
        cmocka_unit_test(no_more_is_inflated_than_the_limit),
        cmocka_unit_test(what_is_not_replaced_stays_as_it_is_stored),
        cmocka_unit_test(what_cannot_be_replaced_leaves_the_package),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

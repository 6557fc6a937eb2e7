/* Packages whose sizes and offsets stand in 64 bits, as some programs write them whatever their size; and the names of
 * a directory alone. */
#include "pack/zip.h"

#include "zip_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NAME = 5, CONTENT = 7 };
static const char name[] = "a.xml", content[] = "content";

static void zip8(th_buf *b, uint64_t v)
{
    zip4(b, (size_t)(v & 0xFFFFFFFF));
    zip4(b, (size_t)(v >> 32));
}

/* What is unlike in a package of one stored entry. */
typedef struct package64 {
    bool inflated, stored, local; /* all ones, the number in extra field 1 */
    bool directory;               /* place, size and number of the directory in 64 bits */
    unsigned before;              /* bytes of another extra field before field 1 */
    uint64_t too_much;            /* added to the inflated size in the extra field */
    unsigned missing;             /* bytes that the size of the extra field says and that are not there */
    unsigned less;                /* bytes by which extra field 1 is too short */
    size_t far;                   /* added to the place of the directory of 64 bits */
} package64;

static th_str extra_of(th_arena *arena, const package64 *p)
{
    th_buf fields, extra;
    th_buf_init(&fields, arena);
    th_buf_init(&extra, arena);
    if (p->inflated)
        zip8(&fields, CONTENT + p->too_much);
    if (p->stored)
        zip8(&fields, CONTENT);
    if (p->local)
        zip8(&fields, 0);
    if (p->before) {
        zip2(&extra, 0x5455);
        zip2(&extra, p->before);
        for (unsigned i = 0; i < p->before; i++)
            th_buf_byte(&extra, 'x');
    }
    if (fields.len) {
        zip2(&extra, 1);
        zip2(&extra, (unsigned)fields.len - p->less + p->missing);
        th_buf_add(&extra, th_str_sub(th_buf_str(&fields), 0, fields.len - p->less));
    }
    return th_buf_str(&extra);
}

static th_str made(th_arena *arena, const package64 *p)
{
    th_buf out;
    th_str extra = extra_of(arena, p);
    uLong crc = crc32(0, (const Bytef *)content, CONTENT);
    th_buf_init(&out, arena);
    zip4(&out, 0x04034b50);
    for (int i = 0; i < 5; i++)
        zip2(&out, 0);
    zip4(&out, crc);
    zip4(&out, CONTENT);
    zip4(&out, CONTENT);
    zip2(&out, NAME);
    zip2(&out, 0);
    th_buf_add(&out, th_str_of(name));
    th_buf_add(&out, th_str_of(content));
    size_t directory = out.len;
    zip4(&out, 0x02014b50);
    for (int i = 0; i < 6; i++)
        zip2(&out, 0);
    zip4(&out, crc);
    zip4(&out, p->stored ? 0xFFFFFFFF : CONTENT);
    zip4(&out, p->inflated ? 0xFFFFFFFF : CONTENT);
    zip2(&out, NAME);
    zip2(&out, (unsigned)extra.len);
    for (int i = 0; i < 3; i++)
        zip2(&out, 0);
    zip4(&out, 0);
    zip4(&out, p->local ? 0xFFFFFFFF : 0);
    th_buf_add(&out, th_str_of(name));
    th_buf_add(&out, extra);
    size_t end = out.len;
    if (p->directory) {
        zip4(&out, 0x06064b50);
        zip8(&out, 44);
        zip2(&out, 45);
        zip2(&out, 45);
        zip8(&out, 0);
        zip8(&out, 1);
        zip8(&out, 1);
        zip8(&out, end - directory);
        zip8(&out, directory);
        zip4(&out, 0x07064b50);
        zip4(&out, 0);
        zip8(&out, end + p->far);
        zip4(&out, 1);
    }
    zip4(&out, 0x06054b50);
    zip4(&out, 0);
    zip2(&out, p->directory ? 0xFFFF : 1);
    zip2(&out, p->directory ? 0xFFFF : 1);
    zip4(&out, p->directory ? 0xFFFFFFFF : end - directory);
    zip4(&out, p->directory ? 0xFFFFFFFF : directory);
    zip2(&out, 0);
    return th_buf_str(&out);
}

static void numbers_of_64_bits(void **state)
{
    (void)state;
    static const struct {
        package64 package;
        bool read;
    } rows[] = {
        {{0}, true},
        {{.inflated = true}, true},
        {{.stored = true}, true},
        {{.local = true}, true},
        {{.inflated = true, .stored = true}, true},
        {{.inflated = true, .local = true}, true},
        {{.inflated = true, .stored = true, .local = true}, true},
        {{.inflated = true, .stored = true, .local = true, .directory = true}, true},
        {{.directory = true}, true},
        {{.before = 5}, true},
        {{.inflated = true, .before = 5}, true},
        {{.inflated = true, .stored = true, .local = true, .before = 1}, true},
        {{.inflated = true, .too_much = 1}, false},
        {{.inflated = true, .too_much = UINT64_C(1) << 32}, false},
        {{.inflated = true, .missing = 1}, false},
        {{.inflated = true, .less = 1}, false},
        {{.inflated = true, .stored = true, .less = 1}, false},
        {{.inflated = true, .stored = true, .local = true, .less = 8}, false},
        {{.directory = true, .far = 1}, false},
        {{.directory = true, .far = 1000}, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_arena *arena = th_arena_new(0);
        th_zip zip;
        th_str is = {0};
        bool read = th_zip_open(arena, &th_limits_default, made(arena, &rows[i].package), &zip) == TH_OK;
        const th_zip_entry *entry = read ? th_zip_find(&zip, th_str_of(name)) : NULL;
        read = entry && th_zip_read(arena, &zip, entry, &is) == TH_OK;
        if (read != rows[i].read)
            fail_msg("row %zu", i);
        if (read)
            assert_true(th_str_eq(is, th_str_of(content)));
        th_arena_free(arena);
    }
}

/* The directory says the names, whatever the entries are. */
static void names_of_a_directory(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    package p;
    th_zip_names names;
    th_str one;
    package_begin(&p, arena);
    package_add(&p, "a.xml", TH_STR("1"));
    package_add(&p, "", TH_STR("2"));
    th_str whole = package_end(&p);
    assert_true(th_zip_names_begin(whole, &names));
    assert_true(th_zip_names_next(&names, &one) && th_str_eq(one, TH_STR("a.xml")));
    assert_true(th_zip_names_next(&names, &one) && one.len == 0); /* the last record ends with the directory */
    assert_false(th_zip_names_next(&names, &one));
    assert_true(
        th_zip_names_begin(made(arena, &(package64){.inflated = true, .before = 3, .directory = true}), &names));
    assert_true(th_zip_names_next(&names, &one) && th_str_eq(one, th_str_of(name)));
    assert_false(th_zip_names_next(&names, &one));
    assert_false(th_zip_names_begin(th_str_sub(whole, 0, whole.len - 23), &names));
    assert_false(th_zip_names_next(&names, &one));
    package_begin(&p, arena);
    assert_true(th_zip_names_begin(package_end(&p), &names));
    assert_false(th_zip_names_next(&names, &one));
    th_arena_free(arena);
}

/* Two entries side by side do not overlap; one byte nearer they do. */
static void entries_side_by_side(void **state)
{
    (void)state;
    for (int nearer = 0; nearer < 2; nearer++) {
        th_arena *arena = th_arena_new(0);
        package p;
        th_zip zip;
        package_begin(&p, arena);
        package_add(&p, "a.xml", TH_STR("one"));
        package_add(&p, "b.xml", TH_STR("two"));
        th_str whole = package_end(&p);
        char *bytes = th_str_cstr(arena, whole);
        size_t first = th_str_find(whole, TH_STR("PK\1\2"), 0);
        bytes[first + 20] = (char)(bytes[first + 20] + nearer); /* its stored size reaches into the next */
        assert_int_equal(th_zip_open(arena, &th_limits_default, (th_str){bytes, whole.len}, &zip) == TH_OK, !nearer);
        th_arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_of_64_bits),
        cmocka_unit_test(names_of_a_directory),
        cmocka_unit_test(entries_side_by_side),
    };
    return cmocka_run_group_tests_name("zip64", tests, NULL, NULL);
}

/* The end record of a zip: searched as far back as a comment reaches, and followed to a directory that is there. */
#include "arena_state.h"
#include "pack/zip_end.h"

#include "zip_builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { END = 22, SIZE_AT = 12, PLACE_AT = 16, COMMENT_AT = 20, LONGEST_COMMENT = 0xFFFF };

static th_str package_of_one(th_arena *arena)
{
    package p;
    package_begin(&p, arena);
    package_add(&p, "a.xml", TH_STR("content"));
    return package_end(&p);
}

/* `n` bytes that are no record. */
static void put_filling(th_buf *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        th_buf_byte(out, '-');
}

/* A comment is at most 65,535 bytes long, and so what stands behind a record is looked through as far as that, whether
 * the record says that it is its comment or not. */
static void what_stands_behind_is_as_long_as_a_comment(void **state)
{
    static const struct {
        size_t behind, comment;
        th_zip_end is;
    } rows[] = {
        {0, 0, TH_ZIP_END_FOUND},
        {1, 0, TH_ZIP_END_FOUND},
        {1, 1, TH_ZIP_END_FOUND},
        {LONGEST_COMMENT, 0, TH_ZIP_END_FOUND},
        {LONGEST_COMMENT, LONGEST_COMMENT, TH_ZIP_END_FOUND},
        {LONGEST_COMMENT + 1, 0, TH_ZIP_END_MISSING},
        {LONGEST_COMMENT + 1, LONGEST_COMMENT, TH_ZIP_END_MISSING},
        {LONGEST_COMMENT - 1, LONGEST_COMMENT, TH_ZIP_END_MISSING}, /* the comment is cut */
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_buf file;
        th_zip_directory directory;
        th_str whole = package_of_one(*state);
        th_buf_init(&file, *state);
        th_buf_add(&file, th_str_sub(whole, 0, whole.len - 2));
        zip2(&file, (unsigned)rows[i].comment);
        put_filling(&file, rows[i].behind);
        if (th_zip_end_find(th_buf_str(&file), &directory) != rows[i].is)
            fail_msg("row %zu", i);
        if (rows[i].is == TH_ZIP_END_FOUND)
            assert_int_equal(directory.package.len, whole.len + rows[i].comment);
    }
}

/* Place and size of the directory, as the record says them, with bytes before the package or none. */
static void the_directory_is_where_the_record_leads(void **state)
{
    static const struct {
        size_t before;
        uint32_t more_place, more_size; /* added; -1 is one less */
        th_zip_end is;
    } rows[] = {
        {0, 0, 0, TH_ZIP_END_FOUND},
        {100, 0, 0, TH_ZIP_END_FOUND},
        {100, 100, 0, TH_ZIP_END_FOUND}, /* counted from the beginning of the file */
        {0, 1, 0, TH_ZIP_END_MISSING},
        {0, 1000, 0, TH_ZIP_END_MISSING},
        {100, 101, 0, TH_ZIP_END_MISSING},
        {0, 0, 1000, TH_ZIP_END_MISSING},
        {0, 0, UINT32_MAX,
         TH_ZIP_END_FOUND}, /* what is behind the last entry is no entry: who reads them will say so */
        {0, 0x80000000, 0x80000000, TH_ZIP_END_MISSING},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        th_buf file;
        th_zip_directory directory;
        th_str whole = package_of_one(*state);
        const char *end = whole.ptr + whole.len - END;
        size_t place = th_zip_number(end + PLACE_AT, 4), size = th_zip_number(end + SIZE_AT, 4);
        th_buf_init(&file, *state);
        put_filling(&file, rows[i].before);
        th_buf_add(&file, th_str_sub(whole, 0, whole.len - END + SIZE_AT));
        zip4(&file, (uint32_t)size + rows[i].more_size);
        zip4(&file, (uint32_t)place + rows[i].more_place);
        zip2(&file, 0);
        if (th_zip_end_find(th_buf_str(&file), &directory) != rows[i].is)
            fail_msg("row %zu", i);
        if (rows[i].is == TH_ZIP_END_FOUND) {
            const char *first = directory.package.ptr + directory.at;
            assert_ptr_equal(first, file.ptr + rows[i].before + place);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_behind_is_as_long_as_a_comment),
        cmocka_unit_test(the_directory_is_where_the_record_leads),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

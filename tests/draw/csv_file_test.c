/* A .csv written row by row: its bytes, what becomes of texts of others, and how little of it is held. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/digest.h"
#include "draw/csv_file.h"
#include "scratch_file.h"

#define MARK "\xEF\xBB\xBF"

static void the_first_row_is_the_mark_and_the_labels(void **state)
{
    (void)state;
    static const char *const labels[] = {"Đơn vị", "Số, và \"chữ\"", "Ngày"};
    th_arena *arena = th_arena_new(0);
    th_str one = th_csv_file_head(arena, labels, 1), three = th_csv_file_head(arena, labels, 3);
    assert_string_equal(th_str_cstr(arena, one), MARK "Đơn vị\r\n");
    assert_string_equal(th_str_cstr(arena, three), MARK "Đơn vị,\"Số, và \"\"chữ\"\"\",Ngày\r\n");
    th_arena_free(arena);
}

static void a_row_has_its_fields_in_their_order(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_trouble trouble = {0};
    th_csv_written written;
    const char *path = scratch_path(arena);
    th_csv_file *file = th_csv_file_new(arena, path, &trouble);
    assert_non_null(file);
    th_csv_file_text(file, TH_STR("Sở"));
    th_csv_file_plain(file, TH_STR("-5"));
    th_csv_file_number(file, 12);
    th_csv_file_end_row(file);
    th_csv_file_text(file, (th_str){0});
    th_csv_file_text(file, TH_STR("a,b"));
    th_csv_file_end_row(file);
    assert_int_equal(th_csv_file_close(file, &written, &trouble), TH_OK);
    th_str bytes = scratch_bytes(arena, path);
    assert_string_equal(th_str_cstr(arena, bytes), MARK "Sở,-5,12\r\n,\"a,b\"\r\n");
    assert_int_equal(written.bytes, bytes.len);
    assert_true(th_str_eq(written.sha256, th_sha256(arena, bytes)));

    assert_null(th_csv_file_new(arena, path, &trouble)); /* what is there is not written over */
    assert_true(trouble.vi.len && trouble.en.len);
    th_arena_free(arena);
}

/* A list is as long as the files of a cluster make it: what is written is not held until the end. */
static void memory_does_not_grow_with_the_rows(void **state)
{
    (void)state;
    enum { ROWS = 20000, LETTERS = 100, MOST = 2 << 20 };
    char letters[LETTERS];
    memset(letters, 'x', LETTERS);
    th_arena *arena = th_arena_new(0);
    th_trouble trouble = {0};
    th_csv_written written;
    const char *path = scratch_path(arena);
    th_csv_file *file = th_csv_file_new(arena, path, &trouble);
    assert_non_null(file);
    for (size_t i = 0; i < ROWS; i++) {
        th_csv_file_text(file, (th_str){letters, LETTERS});
        th_csv_file_end_row(file);
    }
    assert_true(th_arena_used(arena) < MOST);
    assert_int_equal(th_csv_file_close(file, &written, &trouble), TH_OK);
    assert_int_equal(written.bytes, strlen(MARK) + ROWS * (LETTERS + strlen("\r\n")));
    assert_int_equal(scratch_bytes(arena, path).len, written.bytes);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_row_is_the_mark_and_the_labels),
        cmocka_unit_test(a_row_has_its_fields_in_their_order),
        cmocka_unit_test(memory_does_not_grow_with_the_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

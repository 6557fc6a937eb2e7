/* A package that is written can be read; a file that is there stays; what the machine refuses is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/limits.h"
#include "pack/zip.h"
#include "pack/zip_write.h"
#include "scratch_file.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LONG = 300000, SMALL_FILE = 1000 };

typedef struct written {
    th_arena *arena;
    const char *path;
} written;

static int setup(void **state)
{
    written *there = calloc(1, sizeof *there);
    there->arena = th_arena_new(0);
    there->path = scratch_path(there->arena);
    *state = there;
    return !there->path;
}

static int teardown(void **state)
{
    written *there = *state;
    remove(there->path);
    th_arena_free(there->arena);
    free(there);
    return 0;
}

static th_str noise(const written *there)
{
    char *bytes = th_arena_alloc(there->arena, LONG);
    uint32_t seed = 1;
    for (size_t i = 0; i < LONG; i++)
        bytes[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
    return (th_str){bytes, LONG};
}

static bool write_entries(const written *there, th_zip_writer *zip)
{
    th_str bytes = noise(there);
    return th_zip_write_begin(zip, TH_STR("a.xml"), 0, 33) && th_zip_write_add(zip, TH_STR("<a>")) &&
           th_zip_write_add(zip, TH_STR("</a>")) && th_zip_write_end(zip) &&
           th_zip_write_begin(zip, TH_STR("sub/b"), 0, 33) && th_zip_write_add(zip, bytes) && th_zip_write_end(zip) &&
           th_zip_write_begin(zip, TH_STR("empty"), 0, 33) && th_zip_write_end(zip);
}

static void assert_entry(const written *there, th_zip *zip, const char *name, th_str expected)
{
    th_str bytes;
    const th_zip_entry *entry = th_zip_find(zip, th_str_of(name));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(there->arena, zip, entry, &bytes), TH_OK);
    assert_true(th_str_eq(bytes, expected));
}

static void what_is_written_is_read(void **state)
{
    written *there = *state;
    th_zip_writer *zip = th_zip_write_open(there->path);
    assert_non_null(zip);
    assert_true(write_entries(there, zip));
    assert_true(th_zip_write_close(zip));
    th_zip read;
    assert_int_equal(th_zip_open(there->arena, &th_limits_default, scratch_bytes(there->arena, there->path), &read),
                     TH_OK);
    assert_int_equal(read.n, 3);
    assert_entry(there, &read, "a.xml", TH_STR("<a></a>"));
    assert_entry(there, &read, "sub/b", noise(there));
    assert_entry(there, &read, "empty", (th_str){0});
}

/* In memory are the bytes of the file, behind what was there, and no file is made. */
static void what_is_diverted_is_no_file(void **state)
{
    written *there = *state;
    th_zip_writer *zip = th_zip_write_open(there->path);
    assert_true(write_entries(there, zip) && th_zip_write_close(zip));
    th_str file = scratch_bytes(there->arena, there->path);
    remove(there->path);
    th_buf kept;
    th_buf_init(&kept, there->arena);
    th_buf_add(&kept, TH_STR("before"));
    th_zip_write_divert(&kept);
    zip = th_zip_write_open(there->path);
    assert_true(write_entries(there, zip) && th_zip_write_close(zip));
    th_zip_write_divert(NULL);
    th_str bytes = th_buf_str(&kept);
    assert_true(th_str_starts(bytes, TH_STR("before")));
    assert_true(th_str_eq(th_str_sub(bytes, strlen("before"), bytes.len), file));
    assert_int_equal(access(there->path, F_OK), -1);
}

static void what_is_there_stays(void **state)
{
    written *there = *state;
    FILE *to = fopen(there->path, "w");
    assert_non_null(to);
    assert_true(fputs("old", to) >= 0);
    fclose(to);
    assert_null(th_zip_write_open(there->path));
    assert_int_equal(errno, EEXIST);
    assert_true(th_str_eq(scratch_bytes(there->arena, there->path), TH_STR("old")));
}

static void a_link_is_not_followed(void **state)
{
    written *there = *state;
    char to[40];
    snprintf(to, sizeof to, "%s.to", there->path);
    assert_int_equal(symlink(to, there->path), 0);
    assert_null(th_zip_write_open(there->path));
    assert_int_equal(access(to, F_OK), -1);
}

static void what_does_not_fit_is_said(void **state)
{
    written *there = *state;
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = SMALL_FILE;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    th_zip_writer *zip = th_zip_write_open(there->path);
    assert_non_null(zip);
    errno = 0;
    bool done = write_entries(there, zip);
    int reason = errno;
    setrlimit(RLIMIT_FSIZE, &old);
    assert_false(done);
    assert_int_equal(reason, EFBIG);
    assert_false(th_zip_write_close(zip));
}

static void an_entry_out_of_turn_is_refused(void **state)
{
    written *there = *state;
    th_zip_writer *zip = th_zip_write_open(there->path);
    assert_non_null(zip);
    assert_false(th_zip_write_add(zip, TH_STR("x")));
    assert_false(th_zip_write_end(zip));
    assert_true(th_zip_write_begin(zip, TH_STR("a"), 0, 33));
    assert_false(th_zip_write_begin(zip, TH_STR("b"), 0, 33));
    assert_false(th_zip_write_close(zip));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_diverted_is_no_file, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_there_stays, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_is_not_followed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_does_not_fit_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(an_entry_out_of_turn_is_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The public face: one call merges a folder, findings come through the callback. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tonghop.h"
#include "scratch_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct seen {
    int findings, missing;
} seen;

static void count(void *ctx, const tonghop_finding *f)
{
    seen *s = ctx;
    s->findings++;
    s->missing += strncmp(f->rule, "NOP-", 4) == 0 && f->level == TONGHOP_ERROR;
    assert_true(strlen(f->message_vi) > 0);
    assert_non_null(f->cell);
}

static void a_folder_is_merged(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    assert_non_null(arena);
    const char *out = scratch_path(arena);
    assert_non_null(out);
    const char *inputs[] = {TH_TEST_SAMPLES "/truong-hoc/hop-thu"};
    seen s = {0};
    char *trouble = NULL;
    tonghop_merge_options options = {.definition = TH_TEST_SAMPLES "/truong-hoc/dinh-nghia",
                                     .output = out,
                                     .inputs = inputs,
                                     .ninputs = 1,
                                     .jobs = 2,
                                     .created = -1,
                                     .finding = count,
                                     .ctx = &s};
    assert_int_equal(tonghop_merge(&options, &trouble), 0); /* one school has not reported, and may still do so */
    assert_null(trouble);
    assert_int_equal(s.missing, 0);
    assert_int_equal(access(out, R_OK), 0);
    options.as_of = "2099-01-01"; /* now it is late */
    assert_int_equal(tonghop_merge(&options, &trouble), 2);
    assert_int_equal(s.missing, 1);
    options.as_of = "2099-02-30";
    assert_int_equal(tonghop_merge(&options, &trouble), 3);
    assert_non_null(strstr(trouble, "as_of"));
    free(trouble);
    inputs[0] = out;
    options.as_of = NULL;
    options.force = 1;
    assert_int_equal(tonghop_merge(&options, &trouble), 3); /* never over what it reads */
    assert_non_null(trouble);
    free(trouble);
    th_arena_free(arena);
}

static void what_stops_the_run_is_told(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    assert_non_null(arena);
    const char *inputs[] = {TH_TEST_SAMPLES "/truong-hoc/hop-thu"}, *out = scratch_path(arena);
    assert_non_null(out);
    char *trouble = NULL;
    tonghop_merge_options options = {
        .definition = "/no/such/definition", .output = out, .inputs = inputs, .ninputs = 1, .jobs = 1, .created = -1};
    assert_int_equal(tonghop_merge(&options, &trouble), 3);
    assert_non_null(trouble);
    assert_non_null(strstr(trouble, "/no/such/definition"));
    free(trouble);
    assert_int_not_equal(access(out, F_OK), 0);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_folder_is_merged),
                                       cmocka_unit_test(what_stops_the_run_is_told)};
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}

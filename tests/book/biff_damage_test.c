/* Damaged BIFF: nothing partial is counted, and the reason is said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xls_builder.h"

static int setup(void **state)
{
    *state = th_arena_new(64 * 1024 * 1024);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

/* The stream of a small workbook, to be damaged. */
static bytes small(void)
{
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_SST);
    put4(&m.b, 1);
    put4(&m.b, 1);
    put2(&m.b, 3);
    put1(&m.b, 0);
    put_text(&m.b, "abc");
    end(&m.b);
    start_sheet(&m);
    label_sst(&m.b, 0, 0, 0, 0);
    number(&m.b, 0, 1, 0, 119);
    formula_number(&m.b, 0, 2, 1);
    begin(&m.b, TH_BIFF_MERGEDCELLS);
    put2(&m.b, 1);
    put2(&m.b, 3);
    put2(&m.b, 4);
    put2(&m.b, 1);
    put2(&m.b, 2);
    end(&m.b);
    eof(&m.b);
    return m.b;
}

static void refused(const bytes *b, th_finding_kind kind)
{
    th_arena *a = th_arena_new(64 * 1024 * 1024);
    th_book *book;
    assert_int_equal(read_stream(a, b, &book), TH_FAILED);
    assert_int_equal(th_findings_count(&book->findings, TH_LEVEL_BLOCK), 1);
    assert_int_equal(count_of(book, kind), 1);
    th_arena_free(a);
}

static void a_cut_stream_counts_for_nothing(void **state)
{
    (void)state;
    bytes whole = small();
    for (size_t n = 4; n < whole.n; n++) {
        bytes cut = {malloc(n), n, n, 0};
        memcpy(cut.at, whole.at, n);
        refused(&cut, TH_F_FILE_DAMAGED);
        free(cut.at);
    }
    memset(whole.at + whole.n / 2, 0, whole.n - whole.n / 2); /* half copied: zeros behind */
    refused(&whole, TH_F_FILE_DAMAGED);
    free(whole.at);
}

/* Every record given the lengths 0, 1 and 65,535: read or refused, never a crash, never
 * a second sheet. */
static void record_lengths_lie(void **state)
{
    (void)state;
    bytes whole = small();
    static const unsigned lengths[] = {0, 1, 3, 65535};
    for (size_t p = 0; p + 4 <= whole.n; p += 4u + th_biff_u16(whole.at + p + 2))
        for (size_t i = 0; i < 4; i++) {
            bytes bad = {malloc(whole.n), whole.n, whole.n, 0};
            memcpy(bad.at, whole.at, whole.n);
            bad.at[p + 2] = (uint8_t)lengths[i];
            bad.at[p + 3] = (uint8_t)(lengths[i] >> 8);
            th_arena *a = th_arena_new(64 * 1024 * 1024);
            th_book *book;
            th_status status = read_stream(a, &bad, &book);
            assert_true(book->nsheets <= 1);
            assert_int_equal(status == TH_FAILED, th_findings_count(&book->findings, TH_LEVEL_BLOCK) == 1);
            th_arena_free(a);
            free(bad.at);
        }
    free(whole.at);
}

static void says_what_it_does_not_read(void **state)
{
    (void)state;
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_FILEPASS);
    put2(&m.b, 1);
    end(&m.b);
    start_sheet(&m);
    eof(&m.b);
    refused(&m.b, TH_F_FILE_PASSWORD);
    free(m.b.at);

    globals(&m, 8);
    eof(&m.b);
    refused(&m.b, TH_F_FILE_NO_SHEET);
    free(m.b.at);

    bytes b = {0}, f;
    begin(&b, 0x0409); /* a workspace of Excel 4 */
    put4(&b, TH_BOF_WORKSPACE << 16);
    put2(&b, 0);
    end(&b);
    refused(&b, TH_F_FILE_UNKNOWN);
    f = compound(&b, "WordDocument");
    refused(&f, TH_F_FILE_UNKNOWN);
    free(f.at);
    f = compound(&b, "EncryptedPackage");
    refused(&f, TH_F_FILE_PASSWORD);
    free(f.at);
    free(b.at);
}

static void sheets_do_not_overlap(void **state)
{
    (void)state;
    made m;
    globals(&m, 8);
    size_t offsets[40];
    for (size_t i = 0; i < 40; i++)
        offsets[i] = boundsheet(&m.b, 8, "Trang", 0, 0);
    eof(&m.b);
    for (size_t i = 0; i < 40; i++)
        set4(&m.b, offsets[i], (uint32_t)m.b.n);
    bof(&m.b, 8, TH_BOF_WORKSHEET);
    for (unsigned i = 0; i < 100; i++)
        number(&m.b, i, 0, 0, i);
    eof(&m.b);
    refused(&m.b, TH_F_FILE_DAMAGED);
    set4(&m.b, offsets[0], (uint32_t)m.b.n + 100);
    refused(&m.b, TH_F_FILE_DAMAGED);
    free(m.b.at);
}

static void limits_are_named(void **state)
{
    made m;
    globals(&m, 8);
    start_sheet(&m);
    for (unsigned i = 0; i < 20; i++)
        number(&m.b, i, 0, 0, i);
    eof(&m.b);
    th_limits few = th_limits_default;
    few.cells = 19;
    th_book *book = th_book_new(*state, &few);
    assert_int_equal(th_xls_read(book, view(&m.b)), TH_FAILED);
    assert_int_equal(count_of(book, TH_F_FILE_LIMIT), 1);
    free(m.b.at);
}

/* One shared string in many cells: what it would cost those who use them is counted. */
static void shared_text_is_counted_each_time(void **state)
{
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_SST);
    put4(&m.b, 1);
    put4(&m.b, 1);
    put2(&m.b, 1000);
    put1(&m.b, 0);
    for (int i = 0; i < 1000; i++)
        put1(&m.b, 'x');
    end(&m.b);
    start_sheet(&m);
    for (unsigned i = 0; i < 100; i++)
        label_sst(&m.b, i, 0, 0, 0);
    eof(&m.b);
    th_limits little = th_limits_default;
    little.inflated_bytes = 4 * 100 * 1000;
    th_book *book = th_book_new(*state, &little);
    assert_int_equal(th_xls_read(book, view(&m.b)), TH_OK);
    little.inflated_bytes -= 4;
    book = th_book_new(*state, &little);
    assert_int_equal(th_xls_read(book, view(&m.b)), TH_FAILED);
    assert_int_equal(count_of(book, TH_F_FILE_LIMIT), 1);
    free(m.b.at);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_cut_stream_counts_for_nothing), TEST(record_lengths_lie), TEST(says_what_it_does_not_read),
        TEST(sheets_do_not_overlap),           TEST(limits_are_named),   TEST(shared_text_is_counted_each_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

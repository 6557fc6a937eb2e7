/* The second reading: silent where both agree, loud where our book was altered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xls_builder.h"

#include <stdio.h>

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

static const uint16_t vietnamese[] = {'T', 0x1ED5, 'n', 'g', ' ', 'c', 0x1ED9, 'n', 'g'}; /* Tổng cộng */

/* Numbers, texts and everything FreeXL is known to read otherwise. */
static bytes stream(unsigned rows, unsigned dates)
{
    bytes b = {0};
    bof(&b, 8, TH_BOF_GLOBALS);
    begin(&b, TH_BIFF_CODEPAGE);
    put2(&b, 1200);
    end(&b);
    font(&b, 8, "Arial");
    xf(&b, 8, 0, 0);
    xf(&b, 8, 0, 14);
    size_t offset = boundsheet(&b, 8, "Bieu 07", 0, 0);
    begin(&b, TH_BIFF_SST);
    put4(&b, 1);
    put4(&b, 1);
    put2(&b, 9);
    put1(&b, 1);
    put_wide(&b, vietnamese, 9);
    end(&b);
    eof(&b);
    set4(&b, offset, (uint32_t)b.n);
    bof(&b, 8, TH_BOF_WORKSHEET);
    begin(&b, TH_BIFF_DIMENSIONS);
    put4(&b, 0);
    put4(&b, rows);
    put2(&b, 0);
    put2(&b, 8);
    put2(&b, 0);
    end(&b);
    for (unsigned row = 0; row < 3; row++) {
        number(&b, row, 0, 0, 100.5 + row);
        label_sst(&b, row, 1, 0, 0);
        begin(&b, TH_BIFF_RK);
        cell(&b, row, 2, 0);
        put4(&b, (119u + row) << 2 | 3);
        end(&b);
        begin(&b, TH_BIFF_BOOLERR);
        cell(&b, row, 3, 0);
        put2(&b, row ? 0x0107 : 0x0001); /* an error, else a boolean */
        end(&b);
        formula_number(&b, row, 4, 7);
    }
    for (unsigned i = 0; i < dates; i++)
        number(&b, i % 60000, 5 + i / 60000, 1, 44670);
    eof(&b);
    return b;
}

static bytes workbook(unsigned rows, unsigned dates)
{
    bytes b = stream(rows, dates), f = compound(&b, "Workbook");
    free(b.at);
    return f;
}

static void untouched_books_agree(void **state)
{
    th_arena *a = *state;
    bytes f = workbook(10, 1);
    th_book *book = th_book_new(a, &th_limits_default);
    assert_int_equal(th_xls_read(book, view(&f)), TH_OK);
    th_findings found = {0};
    th_book_second_reading(a, book, view(&f), &found);
    assert_int_equal(found.n, 0);
    free(f.at);
}

static th_cell *at(th_book *book, uint32_t row, uint32_t col)
{
    for (size_t i = 0; i < book->sheets[0].ncells; i++)
        if (book->sheets[0].cells[i].row == row && book->sheets[0].cells[i].col == col)
            return &book->sheets[0].cells[i];
    fail();
    return NULL;
}

static void disagreements_are_found(void **state)
{
    th_arena *a = *state;
    bytes f = workbook(10, 1);
    th_book *book = th_book_new(a, &th_limits_default);
    assert_int_equal(th_xls_read(book, view(&f)), TH_OK);
    at(book, 0, 0)->number = 101.5;
    at(book, 1, 1)->raw = TH_STR("Tổng số");
    at(book, 2, 2)->type = TH_CELL_TEXT;
    at(book, 2, 4)->number = 8; /* a formula: FreeXL does not see it */
    th_cell *missing = at(book, 2, 0);
    *missing = *at(book, 1, 4); /* the cell is lost: another one stands twice */
    th_findings found = {0};
    th_book_second_reading(a, book, view(&f), &found);
    assert_int_equal(found.n, 4);
    static const struct {
        uint32_t row, col;
        const char *raw;
    } want[] = {{0, 0, "101.5"}, {1, 1, "Tổng số"}, {2, 0, ""}, {2, 2, ""}};
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(found.at[i].kind, TH_F_FILE_SECOND_READING);
        assert_int_equal(found.at[i].place.row, want[i].row);
        assert_int_equal(found.at[i].place.col, want[i].col);
        assert_true(th_str_eq(found.at[i].place.sheet, TH_STR("Bieu 07")));
        assert_true(th_str_eq(found.at[i].raw, th_str_of(want[i].raw)));
    }
    assert_true(th_str_find(found.at[0].vi, TH_STR("100.5"), 0) != SIZE_MAX);
    assert_true(th_str_find(found.at[1].vi, TH_STR("Tổng cộng"), 0) != SIZE_MAX);
    free(f.at);
}

static void not_compared(th_arena *a, const bytes *f)
{
    th_book *book = th_book_new(a, &th_limits_default);
    assert_int_equal(th_xls_read(book, view(f)), TH_OK);
    th_findings found = {0};
    th_book_second_reading(a, book, view(f), &found);
    assert_int_equal(found.n, 1);
    assert_int_equal(found.at[0].kind, TH_F_FILE_NOT_COMPARED);
    assert_int_equal(found.at[0].level, TH_LEVEL_NOTE);
}

static void what_would_cost_too_much_is_said(void **state)
{
    bytes many = stream(60001, 20001); /* too long for the small compound file, and not needed */
    not_compared(*state, &many);
    free(many.at);
    bytes wide = workbook(4000000, 0); /* the declared area lies */
    not_compared(*state, &wide);
    free(wide.at);
}

/* FreeXL loses a workbook whose code page it does not know, and calls that a success. */
static void a_handle_that_is_null_is_said(void **state)
{
    bytes f = workbook(10, 0);
    for (size_t i = 512; i + 6 < f.n; i++)
        if (th_biff_u32(f.at + i) == 0x00020042u) {
            f.at[i + 4] = 0x10; /* Macintosh */
            f.at[i + 5] = 0x27;
        }
    not_compared(*state, &f);
    free(f.at);
}

static void other_formats_are_left_alone(void **state)
{
    th_book *book = th_book_new(*state, &th_limits_default);
    book->format = TH_BOOK_XLSX;
    th_findings found = {0};
    th_book_second_reading(*state, book, TH_STR("PK"), &found);
    assert_int_equal(found.n, 0);
}

/* The .xls of the sample, by two readers: no constant differs. */
static void the_sample_is_read_alike(void **state)
{
    static const char *const names[] = {"LCH_LaiChau", "HG_HaGiang", "LS_LangSon"};
    th_arena *a = *state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[256];
        snprintf(path, sizeof path, "%s/cum2-2022/hop-thu/CTDS2_2022_%s.xls", TH_TEST_SAMPLES, names[i]);
        FILE *f = fopen(path, "rb");
        assert_non_null(f);
        size_t room = (size_t)4 * 1024 * 1024;
        char *at = th_arena_alloc(a, room);
        th_str file = {at, fread(at, 1, room, f)};
        fclose(f);
        th_book *book = th_book_new(a, &th_limits_default);
        assert_int_equal(th_xls_read(book, file), TH_OK);
        assert_int_equal(book->nsheets, 13);
        assert_true(book->ncells > 1000);
        th_findings found = {0};
        th_book_second_reading(a, book, file, &found);
        assert_int_equal(found.n, 0);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(untouched_books_agree),         TEST(disagreements_are_found),      TEST(what_would_cost_too_much_is_said),
        TEST(a_handle_that_is_null_is_said), TEST(other_formats_are_left_alone), TEST(the_sample_is_read_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

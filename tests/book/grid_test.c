/* What a sheet knows once it is sealed: the order of its cells, and what is hidden or merged where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "book/book.h"

#include <time.h>

enum { ROWS = 32 };

/* Spans in any order, that touch, overlap, hold one another, or are none; the last row is the highest there is. */
static const struct {
    uint32_t first, last;
} spans[] = {{10, 20}, {3, 4},  {12, 14}, {18, 22}, {5, 6},   {0, 0},   {24, 24},
             {23, 1},  {3, 30}, {2, 2},   {1, 31},  {31, 31}, {16, 17}, {UINT32_MAX, UINT32_MAX}};

static void are_joined(const th_span *list, size_t n)
{
    for (size_t i = 1; i < n; i++)
        assert_true(list[i].first > list[i - 1].last);
}

/* With the first n spans hidden, both as rows and as columns, asks every row and every column, and the cells there. */
static void ask_every_row_and_column(th_arena *arena, size_t n)
{
    bool hidden[ROWS] = {false};
    th_book *book = th_book_new(arena, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
    for (uint32_t at = 0; at < ROWS; at++) {
        const th_cell cell = {.row = at, .col = at, .type = TH_CELL_NUMBER};
        assert_int_equal(th_sheet_push(book, sheet, &cell), TH_OK);
    }
    for (size_t i = 0; i < n; i++) {
        th_sheet_hide_rows(book, sheet, spans[i].first, spans[i].last);
        th_sheet_hide_cols(book, sheet, spans[i].first, spans[i].last);
        for (uint32_t at = 0; at < ROWS; at++)
            hidden[at] = hidden[at] || (at >= spans[i].first && at <= spans[i].last);
    }
    th_sheet_seal(sheet);
    for (uint32_t row = 0; row < ROWS; row++)
        for (uint32_t col = 0; col < ROWS; col++) {
            int want = hidden[row] * TH_CELL_HIDDEN_ROW + hidden[col] * TH_CELL_HIDDEN_COL;
            assert_int_equal(th_sheet_flags(sheet, row, col), want);
            const th_cell *cell = th_sheet_at(sheet, row, col);
            assert_int_equal(cell != NULL, row == col);
            assert_true(!cell || cell->flags == want);
        }
    are_joined(sheet->hidden_rows, sheet->nhidden_rows);
    are_joined(sheet->hidden_cols, sheet->nhidden_cols);
}

static void hidden_spans_may_overlap(void **state)
{
    for (size_t n = 0; n <= sizeof spans / sizeof *spans; n++)
        ask_every_row_and_column(*state, n);
}

static void of_cells_at_one_address_the_last_stays(void **state)
{
    static const struct {
        uint32_t row, col;
        const char *raw;
    } pushed[] = {{4, 1, "a"}, {0, 2, "b"}, {4, 0, "c"}, {4, 1, "d"}, {0, 2, "e"}, {0, 0, "f"}, {4, 1, "g"}};
    th_book *book = th_book_new(*state, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
    for (size_t i = 0; i < sizeof pushed / sizeof *pushed; i++) {
        const th_cell cell = {.row = pushed[i].row,
                              .col = (uint16_t)pushed[i].col,
                              .type = TH_CELL_TEXT,
                              .raw = th_str_of(pushed[i].raw)};
        assert_int_equal(th_sheet_push(book, sheet, &cell), TH_OK);
    }
    th_sheet_seal(sheet);
    static const char *const wanted[] = {"f", "e", "c", "g"};
    assert_int_equal(sheet->ncells, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < sheet->ncells; i++)
        assert_true(th_str_eq(sheet->cells[i].raw, th_str_of(wanted[i])));
    assert_int_equal(th_sheet_row(sheet, 0), 0);
    assert_int_equal(th_sheet_row(sheet, 1), 2);
    assert_int_equal(th_sheet_row(sheet, 4), 2);
    assert_int_equal(th_sheet_row(sheet, 5), 4);
    assert_null(th_sheet_at(sheet, 0, 1));
    assert_null(th_sheet_at(sheet, 4, 2));
    assert_true(th_str_eq(th_sheet_at(sheet, 4, 0)->raw, TH_STR("c")));
}

static void a_merge_is_known_by_its_anchor_and_covers_its_corners(void **state)
{
    th_book *book = th_book_new(*state, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
    static const th_merge merges[] = {{.row1 = 5, .row2 = 6, .col1 = 2, .col2 = 4},
                                      {.row1 = 1, .row2 = 1, .col1 = 0, .col2 = 3},
                                      {.row1 = 3, .row2 = 2, .col1 = 0, .col2 = 3},
                                      {.row1 = 8, .row2 = 8, .col1 = 3, .col2 = 2},
                                      {.row1 = 5, .row2 = 5, .col1 = 0, .col2 = 1}};
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++)
        th_sheet_merge(book, sheet, merges[i]);
    th_sheet_seal(sheet);
    assert_int_equal(sheet->nmerges, 3);
    assert_int_equal(th_sheet_flags(sheet, 5, 2), TH_CELL_MERGED);
    assert_int_equal(th_sheet_flags(sheet, 5, 0), TH_CELL_MERGED);
    assert_int_equal(th_sheet_flags(sheet, 1, 0), TH_CELL_MERGED);
    assert_int_equal(th_sheet_flags(sheet, 5, 3), 0);
    assert_int_equal(th_sheet_flags(sheet, 3, 0), 0);
    for (uint32_t row = 4; row < 8; row++)
        for (uint32_t col = 0; col < 6; col++) {
            const th_merge *merge = th_sheet_merge_at(sheet, row, col);
            bool big = row >= 5 && row <= 6 && col >= 2 && col <= 4, small = row == 5 && col <= 1;
            assert_int_equal(merge != NULL, big || small);
            assert_true(!merge || merge->col1 == (big ? 2U : 0U));
        }
}

static void cells_beyond_the_limit_are_refused(void **state)
{
    th_limits limits = th_limits_default;
    limits.cells = 3;
    th_book *book = th_book_new(*state, &limits);
    for (uint32_t i = 0; i < 4; i++) {
        const th_cell cell = {.row = i, .type = TH_CELL_NUMBER};
        if (i % 2 == 0)
            th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
        assert_int_equal(th_sheet_push(book, &book->sheets[i / 2], &cell), i < 3 ? TH_OK : TH_FAILED);
    }
}

/* Of empty cells those with borders are kept, up to a tenth of the cells there may be. */
static void blanks_are_kept_for_their_borders(void **state)
{
    th_limits limits = th_limits_default;
    limits.cells = 25;
    th_book *book = th_book_new(*state, &limits);
    th_sheet *sheet = th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
    assert_false(th_sheet_blank(book, sheet, 0, 0, 0));
    assert_false(th_sheet_blank(book, sheet, 0, 0, TH_CELL_WRAP | 2));
    assert_false(th_sheet_blank(book, sheet, 0, TH_MOST_COLUMNS, TH_CELL_TOP));
    assert_true(th_sheet_blank(book, sheet, 7, TH_MOST_COLUMNS - 1, TH_CELL_TOP));
    assert_true(th_sheet_blank(book, sheet, 8, 0, TH_CELL_RIGHT | 1));
    assert_false(th_sheet_blank(book, sheet, 9, 0, TH_CELL_LEFT));
    assert_int_equal(sheet->nblanks, 2);
    assert_int_equal(sheet->blanks[0].row, 7);
    assert_int_equal(sheet->blanks[0].col, TH_MOST_COLUMNS - 1);
    assert_int_equal(sheet->blanks[1].look, TH_CELL_RIGHT | 1);
}

/* Formulas up to 1,024 bytes are kept, and found by their cell. */
static void formulas_are_found_by_their_cell(void **state)
{
    static const uint32_t places[][2] = {{5, 2}, {0, 7}, {5, 1}, {9, 0}};
    th_book *book = th_book_new(*state, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
    assert_null(th_sheet_formula_at(sheet, 0, 0));
    for (size_t i = 0; i < 4; i++) {
        th_formula formula = {.row = places[i][0], .col = places[i][1], .text = th_str_fmt(*state, "A%zu", i)};
        th_sheet_formula(book, sheet, &formula);
    }
    char text[1025];
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = '1';
    th_sheet_formula(book, sheet, &(th_formula){.row = 20, .text = {text, 1024}});
    th_sheet_formula(book, sheet, &(th_formula){.row = 21, .text = {text, 1025}});
    th_sheet_formula(book, sheet, &(th_formula){.row = 22});
    th_sheet_seal(sheet);
    assert_int_equal(sheet->nformulas, 5);
    for (size_t i = 0; i < 4; i++) {
        const th_formula *found = th_sheet_formula_at(sheet, places[i][0], places[i][1]);
        assert_non_null(found);
        assert_true(th_str_eq(found->text, th_str_fmt(*state, "A%zu", i)));
        assert_null(th_sheet_formula_at(sheet, places[i][0], places[i][1] + 10));
    }
    assert_non_null(th_sheet_formula_at(sheet, 20, 0));
    assert_null(th_sheet_formula_at(sheet, 21, 0));
    assert_null(th_sheet_formula_at(sheet, 22, 0));
}

static void a_sheet_is_as_long_as_its_last_row(void **state)
{
    th_book *book = th_book_new(*state, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("A"), TH_VISIBLE);
    assert_int_equal(th_sheet_rows(sheet), 0);
    th_sheet_push(book, sheet, &(th_cell){.row = 4, .col = 9, .type = TH_CELL_NUMBER});
    th_sheet_push(book, sheet, &(th_cell){.row = 2, .col = 1, .type = TH_CELL_NUMBER});
    th_sheet_seal(sheet);
    assert_int_equal(th_sheet_rows(sheet), 5);
}

/* A place names its sheet, whatever the file calls it. */
static void sheet_without_name(void **state)
{
    th_arena *arena = *state;
    th_book *book = th_book_new(arena, &th_limits_default);
    (void)th_book_sheet(book, TH_STR("Biểu 1"), TH_VISIBLE);
    (void)th_book_sheet(book, (th_str){0}, TH_VISIBLE);
    static const char *const names[] = {"Biểu 1", "(trang 2)"};
    for (int normalised = 0; normalised < 2; normalised++) {
        for (size_t i = 0; i < book->nsheets; i++)
            assert_string_equal(th_str_cstr(arena, book->sheets[i].name), names[i]);
        assert_int_equal(book->sheets[1].raw_name.len, 0);
        th_book_normalise(book);
    }
}

/* As many as a hostile file may name: looking through all of them for each would take half a minute. */
static void many_faces_and_formats_are_found_fast(void **state)
{
    enum { MANY = 100000, SECONDS = 5 };
    th_book *book = th_book_new(*state, &th_limits_default);
    clock_t begun = clock();
    for (uint32_t i = 1; i <= MANY; i++) {
        const th_face face = {.name = th_str_fmt(*state, "f%u", (unsigned)i / 4), .bold = i & 1, .italic = i & 2};
        assert_int_equal(th_book_face(book, face), i);
        assert_int_equal(th_book_number_format(book, th_str_fmt(*state, "0.0 %u", (unsigned)i)), i);
    }
    for (uint32_t i = MANY; i > 0; i--) {
        const th_face face = {.name = th_str_fmt(*state, "f%u", (unsigned)i / 4), .bold = i & 1, .italic = i & 2};
        assert_int_equal(th_book_face(book, face), i);
        assert_int_equal(th_book_number_format(book, th_str_fmt(*state, "0.0 %u", (unsigned)i)), i);
    }
    assert_int_equal(th_book_font(book, (th_str){0}), 0);
    assert_int_equal(th_book_number_format(book, TH_STR("General")), 0);
    assert_true(clock() - begun < SECONDS * CLOCKS_PER_SEC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheet_without_name),
        cmocka_unit_test(many_faces_and_formats_are_found_fast),
        cmocka_unit_test(hidden_spans_may_overlap),
        cmocka_unit_test(of_cells_at_one_address_the_last_stays),
        cmocka_unit_test(a_merge_is_known_by_its_anchor_and_covers_its_corners),
        cmocka_unit_test(cells_beyond_the_limit_are_refused),
        cmocka_unit_test(blanks_are_kept_for_their_borders),
        cmocka_unit_test(formulas_are_found_by_their_cell),
        cmocka_unit_test(a_sheet_is_as_long_as_its_last_row),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

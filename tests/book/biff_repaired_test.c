/* What other programs and damaged disks make of .xls: read as Excel reads it, and said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "xls_builder.h"

static int setup(void **state)
{
    *state = th_arena_new(256 * 1024 * 1024);
    return *state == NULL;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

static void record(bytes *b, unsigned id, const char *data, size_t n)
{
    begin(b, id);
    for (size_t i = 0; i < n; i++)
        put1(b, (unsigned char)data[i]);
    end(b);
}

static const th_cell *cell_at(const th_book *book, size_t sheet, uint32_t row, uint32_t col)
{
    assert_true(book->nsheets > sheet);
    const th_cell *found = th_sheet_at(&book->sheets[sheet], row, col);
    if (!found)
        fail_msg("no cell at sheet %zu, row %u, column %u", sheet, (unsigned)row, (unsigned)col);
    return found;
}

static void number_is(const th_book *book, size_t sheet, uint32_t row, uint32_t col, double number)
{
    const th_cell *found = cell_at(book, sheet, row, col);
    assert_int_equal(found->type, TH_CELL_NUMBER);
    assert_true(found->number == number);
}

static void text_is(const th_book *book, size_t sheet, uint32_t row, uint32_t col, const char *text)
{
    const th_cell *found = cell_at(book, sheet, row, col);
    assert_int_equal(found->type, TH_CELL_TEXT);
    th_str shown = found->text.len ? found->text : found->raw;
    assert_int_equal(shown.len, strlen(text));
    assert_memory_equal(shown.ptr, text, shown.len);
}

/* Cells as Excel 2 writes them, below the BOF of each version. */
static void cells_of_excel_2_in_any_version(void **state)
{
    static const struct {
        unsigned id, stated;
    } bofs[] = {{0x0009, 2}, {0x0209, 0}, {0x0409, 0}, {0x0809, 0x0500}, {0x0809, 0x0600}, {0x0809, 0}};
    for (size_t i = 0; i < sizeof bofs / sizeof *bofs; i++) {
        bytes b = {0};
        begin(&b, bofs[i].id);
        put2(&b, bofs[i].stated);
        put2(&b, TH_BOF_WORKSHEET);
        put4(&b, 0);
        end(&b);
        record(&b, 0x0004, "\0\0\0\0\0\0\0\4Tong", 12);
        record(&b, 0x0003, "\0\0\1\0\0\0\0\0\0\0\0\0\0\x29\x40", 15);
        record(&b, 0x0002, "\0\0\2\0\0\0\0\7\0", 9);
        record(&b, 0x0005, "\0\0\3\0\0\0\0\1\0", 9);
        record(&b, 0x0006, "\0\0\4\0\0\0\0\0\0\0\0\0\0\x29\x40\0\3\x1E\1\0", 20);
        record(&b, 0x0006, "\0\0\5\0\0\0\0\0\0\0\0\0\0\xFF\xFF\0\3\x1E\1\0", 20);
        record(&b, 0x0007, "\2ab", 3);
        record(&b, 0x0203, "\1\0\0\0\0\0\0\0\0\0\0\0\x29\x40", 14);
        eof(&b);
        th_book *book;
        assert_int_equal(read_stream(*state, &b, &book), TH_OK);
        text_is(book, 0, 0, 0, "Tong");
        number_is(book, 0, 0, 1, 12.5);
        number_is(book, 0, 0, 2, 7);
        assert_int_equal(cell_at(book, 0, 0, 3)->type, TH_CELL_BOOL);
        number_is(book, 0, 0, 4, 12.5);
        text_is(book, 0, 0, 5, "ab");
        number_is(book, 0, 1, 0, 12.5);
        free(b.at);
    }
}

static void put_string(bytes *b, const char *text)
{
    put2(b, (unsigned)strlen(text));
    put1(b, 0);
    put_text(b, text);
}

/* Whatever the counts of the shared strings say, the bytes tell how many there are. */
static void counts_of_shared_strings_are_hints(void **state)
{
    static const uint32_t counts[] = {0, 1, 2, 3, 0xFFFFFFFF};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        made m;
        globals(&m, 8);
        begin(&m.b, TH_BIFF_SST);
        put4(&m.b, 0);
        put4(&m.b, counts[i]);
        put_string(&m.b, "one");
        put_string(&m.b, "two");
        end(&m.b);
        start_sheet(&m);
        label_sst(&m.b, 0, 0, 0, 0);
        label_sst(&m.b, 1, 0, 0, 1);
        eof(&m.b);
        th_book *book;
        assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
        text_is(book, 0, 0, 0, "one");
        text_is(book, 0, 1, 0, "two");
        free(m.b.at);
    }
}

/* What stands behind the strings that were counted may be anything; a counted one that is cut is damage. */
static void only_a_counted_string_can_be_cut(void **state)
{
    for (uint32_t count = 1; count <= 2; count++) {
        made m;
        globals(&m, 8);
        begin(&m.b, TH_BIFF_SST);
        put4(&m.b, 0);
        put4(&m.b, count);
        put_string(&m.b, "one");
        put2(&m.b, 9);
        put1(&m.b, 0);
        end(&m.b);
        start_sheet(&m);
        label_sst(&m.b, 0, 0, 0, 0);
        eof(&m.b);
        th_book *book;
        assert_int_equal(read_stream(*state, &m.b, &book), count == 1 ? TH_OK : TH_FAILED);
        if (count == 1)
            text_is(book, 0, 0, 0, "one");
        free(m.b.at);
    }
}

static void half_a_character_before_continue(void **state)
{
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_SST);
    put4(&m.b, 1);
    put4(&m.b, 1);
    put2(&m.b, 4);
    put1(&m.b, 1);
    for (const char *c = "ab"; *c; c++)
        put2(&m.b, (unsigned)*c);
    put1(&m.b, 0x77);
    end(&m.b);
    record(&m.b, TH_BIFF_CONTINUE, "\1c\0d\0", 5);
    start_sheet(&m);
    label_sst(&m.b, 0, 0, 0, 0);
    eof(&m.b);
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
    text_is(book, 0, 0, 0, "abcd");
    free(m.b.at);
}

/* A workbook of two sheets in one stream; sheet 1 holds 1, sheet 2 holds 2. */
typedef struct two_sheets {
    bytes b;
    size_t offset_at[2];
    size_t begins[2];
} two_sheets;

static two_sheets two(unsigned type2, bool eof1, bool eof2)
{
    made m;
    two_sheets t;
    globals(&m, 8);
    t.offset_at[0] = boundsheet(&m.b, 8, "One", 0, 0);
    t.offset_at[1] = boundsheet(&m.b, 8, "Two", 0, type2);
    eof(&m.b);
    for (unsigned i = 0; i < 2; i++) {
        t.begins[i] = m.b.n;
        set4(&m.b, t.offset_at[i], (uint32_t)m.b.n);
        bof(&m.b, 8, TH_BOF_WORKSHEET);
        number(&m.b, 0, 0, 0, i + 1);
        if (i == 0 ? eof1 : eof2)
            eof(&m.b);
    }
    t.b = m.b;
    return t;
}

static void both_are_read_with_a_note(void **state, two_sheets *t, size_t notes)
{
    th_book *book;
    bytes file = compound(&t->b, "Workbook");
    book = th_book_new(*state, &th_limits_default);
    assert_int_equal(th_xls_read(book, view(&file)), notes ? TH_WARN : TH_OK);
    assert_int_equal(book->nsheets, 2);
    number_is(book, 0, 0, 0, 1);
    number_is(book, 1, 0, 0, 2);
    assert_int_equal(count_of(book, TH_F_FILE_ODD), notes);
    assert_int_equal(book->findings.n, notes);
    free(file.at);
    free(t->b.at);
}

static void sheets_are_found_where_the_list_is_off(void **state)
{
    static const int off[] = {-20, -1, 4, 20, 3000};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        for (unsigned which = 1; which <= 3; which++) {
            two_sheets t = two(0, true, true);
            for (unsigned k = 0; k < 2; k++)
                if (which & 1u << k)
                    set4(&t.b, t.offset_at[k], (uint32_t)((int)t.begins[k] + off[i]));
            both_are_read_with_a_note(state, &t, which == 3 ? 2 : 1);
        }
    two_sheets t = two(2, true, true); /* said to be a chart */
    both_are_read_with_a_note(state, &t, 1);
}

static void a_list_that_cannot_be_right_is_refused(void **state)
{
    two_sheets t = two(0, true, true);
    set4(&t.b, t.offset_at[1], (uint32_t)t.begins[0]); /* the first sheet twice: as it says */
    th_book *book;
    assert_true(read_stream(*state, &t.b, &book) < TH_FAILED);
    number_is(book, 1, 0, 0, 1);
    assert_int_equal(count_of(book, TH_F_FILE_ODD), 1); /* and one that is not listed */
    set4(&t.b, t.offset_at[0], (uint32_t)t.begins[0] + 7);
    assert_int_equal(read_stream(*state, &t.b, &book), TH_FAILED); /* the only one left is taken */
    free(t.b.at);
}

static void sheets_may_lack_their_end(void **state)
{
    two_sheets t = two(0, false, true);
    both_are_read_with_a_note(state, &t, 1);
    t = two(0, true, false);
    both_are_read_with_a_note(state, &t, 1);
    t = two(0, false, false);
    for (int i = 0; i < 20; i++) /* padding */
        put4(&t.b, 0);
    both_are_read_with_a_note(state, &t, 2);
}

/* A copy that was interrupted has zeros to the end of the file. */
static void zeros_to_the_end_of_the_file_are_no_padding(void **state)
{
    two_sheets t = two(0, true, false);
    for (int i = 0; i < 4000; i++)
        put4(&t.b, 0);
    bytes file = compound(&t.b, "Workbook");
    th_book *book = th_book_new(*state, &th_limits_default);
    assert_int_equal(th_xls_read(book, view(&file)), TH_FAILED);
    assert_int_equal(count_of(book, TH_F_FILE_DAMAGED), 1);
    for (size_t i = 0; i < 512; i++)
        put1(&file, i == 100); /* something stands behind the stream */
    book = th_book_new(*state, &th_limits_default);
    assert_int_equal(th_xls_read(book, view(&file)), TH_WARN);
    number_is(book, 1, 0, 0, 2);
    free(file.at);
    free(t.b.at);
}

/* Bytes below an old code page: decoded where iconv knows it, by content first where it is one of DOS. */
static void bytes_of_other_code_pages(void **state)
{
    static const struct {
        unsigned page;
        const char *bytes, *text;
        bool doubtful;
    } cases[] = {
        {10029, "\xFC\x61", "\xC5\x81\x61", false}, /* Ł in the page of Central European Macintosh */
        {1251, "\xCF\x72", "\xD0\x9F\x72", false},  /* П */
        {437, "M\x81ller", "M\xC3\xBCller", false}, /* ü */
        {437, "T\xE6ng c\xE9ng", "T\xE1\xBB\x95ng c\xE1\xBB\x99ng", false}, /* TCVN3: tổng cộng */
        {12345, "M\x81ller", "M\xC2\x81ller", true},                        /* nobody knows */
        {12345, "Muller", "Muller", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made m = {.version = 5};
        bof(&m.b, 5, TH_BOF_GLOBALS);
        begin(&m.b, TH_BIFF_CODEPAGE);
        put2(&m.b, cases[i].page);
        end(&m.b);
        font(&m.b, 5, "Arial");
        xf(&m.b, 5, 0, 0);
        start_sheet(&m);
        begin(&m.b, TH_BIFF_LABEL);
        cell(&m.b, 0, 0, 0);
        put2(&m.b, (unsigned)strlen(cases[i].bytes));
        put_text(&m.b, cases[i].bytes);
        end(&m.b);
        eof(&m.b);
        th_book *book;
        assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
        th_book_normalise(book);
        text_is(book, 0, 0, 0, cases[i].text);
        assert_int_equal(cell_at(book, 0, 0, 0)->doubtful, cases[i].doubtful);
        free(m.b.at);
    }
}

enum { ROWS = 3, COLS = 6 };

/* Cells of every kind in rows of six, each with a figure of its own. */
static bytes all_kinds(size_t at[ROWS * COLS], size_t *n)
{
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_SST);
    put4(&m.b, 1);
    put4(&m.b, 1);
    put_string(&m.b, "one");
    end(&m.b);
    start_sheet(&m);
    for (unsigned row = 0; row < ROWS; row++) {
        begin(&m.b, TH_BIFF_ROW);
        put2(&m.b, row);
        for (int i = 1; i < 8; i++)
            put2(&m.b, 0);
        end(&m.b);
    }
    *n = 0;
    for (unsigned row = 0; row < ROWS; row++) {
        at[(*n)++] = m.b.n;
        number(&m.b, row, 0, 0, row + 0.1);
        at[(*n)++] = m.b.n;
        label_sst(&m.b, row, 1, 0, 0);
        at[(*n)++] = m.b.n;
        begin(&m.b, TH_BIFF_RK);
        cell(&m.b, row, 2, 0);
        put4(&m.b, (row + 1) << 2 | 2);
        end(&m.b);
        at[(*n)++] = m.b.n;
        formula_number(&m.b, row, 3, row + 0.3);
        at[(*n)++] = m.b.n;
        begin(&m.b, TH_BIFF_MULRK);
        put2(&m.b, row);
        put2(&m.b, 4);
        for (int i = 0; i < 2; i++) {
            put2(&m.b, 0);
            put4(&m.b, (row + 5) << 2 | 2);
        }
        put2(&m.b, 5);
        end(&m.b);
    }
    eof(&m.b);
    return m.b;
}

static bool same_cells(const th_book *a, const th_book *b)
{
    if (a->nsheets != b->nsheets || a->sheets[0].ncells != b->sheets[0].ncells)
        return false;
    for (size_t i = 0; i < a->sheets[0].ncells; i++) {
        const th_cell *x = &a->sheets[0].cells[i], *y = &b->sheets[0].cells[i];
        if (x->row != y->row || x->col != y->col || x->type != y->type || x->number != y->number ||
            !th_str_eq(x->raw, y->raw))
            return false;
    }
    return true;
}

/* One bit of the id or the length of a cell's record changed: the same cells, or a finding. */
static void no_flipped_bit_loses_a_cell_in_silence(void **state)
{
    size_t at[ROWS * COLS], n, silent = 0;
    bytes b = all_kinds(at, &n);
    th_book *whole;
    assert_int_equal(read_stream(*state, &b, &whole), TH_OK);
    for (size_t i = 0; i + 1 < n; i++) /* behind the last cell nothing proves that there was one */
        for (unsigned bit = 0; bit < 32; bit++) {
            th_arena *arena = th_arena_new(16 * 1024 * 1024);
            th_book *book;
            b.at[at[i] + bit / 8] ^= (uint8_t)(1u << bit % 8);
            th_status status = read_stream(arena, &b, &book);
            if (status < TH_FAILED && book->findings.n == 0 && !same_cells(whole, book)) {
                print_error("record %zu, bit %u of id and length\n", i, bit);
                silent++;
            }
            b.at[at[i] + bit / 8] ^= (uint8_t)(1u << bit % 8);
            th_arena_free(arena);
        }
    assert_int_equal(silent, 0);
    free(b.at);
}

/* Writers fill up records with zeros, and Crystal Reports writes an empty record of its own. */
static void zeros_behind_a_cell_are_nothing(void **state)
{
    made m;
    globals(&m, 8);
    start_sheet(&m);
    record(&m.b, TH_BIFF_NUMBER, "\0\0\0\0\0\0\0\0\0\0\0\0\xF0\x3F\0\0\0\0", 18);
    record(&m.b, TH_BIFF_NUMBER, "\0\0\1\0\0\0\0\0\0\0\0\0\xF0\x3F\0\1", 16);
    eof(&m.b);
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_WARN);
    number_is(book, 0, 0, 0, 1);
    assert_int_equal(cell_at(book, 0, 0, 1)->type, TH_CELL_ERROR);
    assert_int_equal(count_of(book, TH_F_FILE_CELL), 1);
    free(m.b.at);
}

static void unknown_records_elsewhere_are_counted(void **state)
{
    made m;
    globals(&m, 8);
    start_sheet(&m);
    record(&m.b, 0x4203, "\0\0\0\0", 4);
    number(&m.b, 0, 0, 0, 1);
    record(&m.b, 0x4203, "", 0);
    record(&m.b, 0x00E5, "\0\0", 2);
    eof(&m.b);
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_WARN);
    number_is(book, 0, 0, 0, 1);
    assert_int_equal(book->sheets[0].ncells, 1);
    assert_int_equal(count_of(book, TH_F_FILE_PASSED_OVER), 1);
    assert_true(th_str_find(book->findings.at[0].vi, TH_STR(" 2 "), 0) != SIZE_MAX);
    free(m.b.at);
}

/* Opens a sheet of ten rows of three numbers, of which number `which` stands at (row, col); `backwards`: the rows from
 * the last to the first, as some programs write them. */
static th_findings opened(th_arena *arena, unsigned which, unsigned row, unsigned col, bool backwards)
{
    made m;
    th_findings findings = {0};
    th_book *book;
    globals(&m, 8);
    start_sheet(&m);
    for (unsigned i = 0; i < 30; i++) {
        unsigned line = backwards ? 9 - i / 3 : i / 3;
        if (i == which)
            number(&m.b, row, col, 0, i);
        else
            number(&m.b, line, i % 3, 0, i);
    }
    eof(&m.b);
    th_book_open(arena, &th_limits_default, &(th_book_file){.bytes = view(&m.b), .name = TH_STR("a.xls")}, &book,
                 &findings);
    assert_non_null(book);
    findings = book->findings;
    free(m.b.at);
    return findings;
}

static void is_said_at(const th_findings *findings, th_finding_kind kind, uint32_t row, uint32_t col)
{
    for (size_t i = 0; i < findings->n; i++)
        if (findings->at[i].kind == kind) {
            assert_int_equal(findings->at[i].place.row, row);
            assert_int_equal(findings->at[i].place.col, col);
            return;
        }
    fail_msg("nothing is said of row %u, column %u", (unsigned)row, (unsigned)col);
}

/* One bit of an address: the cell stands where no cell of its place would, or where another one is. */
static void a_cell_that_was_moved_is_said(void **state)
{
    th_findings findings = opened(*state, UINT32_MAX, 0, 0, false);
    assert_int_equal(findings.n, 0);
    findings = opened(*state, UINT32_MAX, 0, 0, true);
    assert_int_equal(findings.n, 0);
    findings = opened(*state, 12, 4 + 256, 0, false); /* far below */
    is_said_at(&findings, TH_F_FILE_CELL_ASTRAY, 4 + 256, 0);
    findings = opened(*state, 12, 4, 64, false); /* far to the right */
    is_said_at(&findings, TH_F_FILE_CELL_ASTRAY, 4, 64);
    findings = opened(*state, 12, 0, 9, false); /* back */
    is_said_at(&findings, TH_F_FILE_CELL_ASTRAY, 0, 9);
    findings = opened(*state, 12, 5, 0, false); /* over another */
    is_said_at(&findings, TH_F_FILE_CELL_TWICE, 5, 0);
    findings = opened(*state, 12, 4, 0, true);
    is_said_at(&findings, TH_F_FILE_CELL_TWICE, 4, 0);
}

/* Records that swallowed the cell behind them. */
static void a_record_that_is_too_long_is_said(void **state)
{
    static const struct {
        unsigned id;
        const char *data;
        size_t len;
        int version;
    } cases[] = {
        {TH_BIFF_LABEL, "\0\0\0\0\0\0\2\0\0ab\3\2\2\0", 15, 8},
        {TH_BIFF_LABEL, "\0\0\0\0\0\0\2\0ab\3\2\2\0", 14, 5},
        {TH_BIFF_MULBLANK, "\0\0\0\0\0\0\0\0\1\0\3\2", 12, 8},
        {TH_BIFF_BLANK, "\0\0\0\0\0\0\0\0", 8, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made m;
        th_book *book;
        globals(&m, cases[i].version);
        start_sheet(&m);
        record(&m.b, cases[i].id, cases[i].data, cases[i].len);
        eof(&m.b);
        assert_int_equal(read_stream(*state, &m.b, &book), TH_WARN);
        assert_int_equal(count_of(book, TH_F_FILE_CELL), 1);
        assert_int_equal(cell_at(book, 0, 0, 0)->type, TH_CELL_ERROR);
        free(m.b.at);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(cells_of_excel_2_in_any_version, setup, teardown),
        cmocka_unit_test_setup_teardown(counts_of_shared_strings_are_hints, setup, teardown),
        cmocka_unit_test_setup_teardown(only_a_counted_string_can_be_cut, setup, teardown),
        cmocka_unit_test_setup_teardown(half_a_character_before_continue, setup, teardown),
        cmocka_unit_test_setup_teardown(sheets_are_found_where_the_list_is_off, setup, teardown),
        cmocka_unit_test_setup_teardown(a_list_that_cannot_be_right_is_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(sheets_may_lack_their_end, setup, teardown),
        cmocka_unit_test_setup_teardown(zeros_to_the_end_of_the_file_are_no_padding, setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_of_other_code_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(no_flipped_bit_loses_a_cell_in_silence, setup, teardown),
        cmocka_unit_test_setup_teardown(zeros_behind_a_cell_are_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cell_that_was_moved_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(a_record_that_is_too_long_is_said, setup, teardown),
        cmocka_unit_test_setup_teardown(unknown_records_elsewhere_are_counted, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* BIFF records written by hand: what each kind of cell becomes, and what damage costs. */
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

static th_book *read_made(th_arena *a, made *m)
{
    th_book *book;
    eof(&m->b);
    bytes f = compound(&m->b, m->version == 8 ? "Workbook" : "Book");
    char *kept = th_arena_alloc(a, f.n);
    memcpy(kept, f.at, f.n);
    book = th_book_new(a, &th_limits_default);
    th_status status = th_xls_read(book, (th_str){kept, f.n});
    free(f.at);
    free(m->b.at);
    assert_true(status < TH_FAILED);
    return book;
}

static void same(th_str got, const char *want)
{
    if (got.len != strlen(want) || (got.len && memcmp(got.ptr, want, got.len) != 0))
        fail_msg("got \"%.*s\", want \"%s\"", TH_ARG(got), want);
}

static const th_cell *at(const th_book *book, uint32_t row, uint32_t col)
{
    const th_cell *c = th_sheet_at(&book->sheets[0], row, col);
    assert_non_null(c);
    return c;
}

static void text_is(const th_book *book, uint32_t row, uint32_t col, const char *want)
{
    assert_int_equal(at(book, row, col)->type, TH_CELL_TEXT);
    same(at(book, row, col)->raw, want);
}

static void numbers_have_formats(void **state)
{
    made m;
    globals(&m, 8);
    start_sheet(&m);
    number(&m.b, 0, 0, 0, 1542.5);
    number(&m.b, 0, 1, 1, 0.987);
    number(&m.b, 0, 2, 2, 44670);
    number(&m.b, 0, 3, 4, 1.5);
    begin(&m.b, TH_BIFF_MULRK); /* 1:0..1:2 */
    put2(&m.b, 1);
    put2(&m.b, 0);
    put2(&m.b, 0);
    put4(&m.b, 12345u << 2 | 2); /* integer */
    put2(&m.b, 1);
    put4(&m.b, 9870u << 2 | 3); /* integer of hundredths */
    put2(&m.b, 0);
    put4(&m.b, (uint32_t)(-7 * 4) | 2);
    put2(&m.b, 2);
    end(&m.b);
    begin(&m.b, TH_BIFF_RK);
    cell(&m.b, 2, 0, 0);
    put4(&m.b, 0x3FF80000); /* 1.5 */
    end(&m.b);
    th_book *book = read_made(*state, &m);
    assert_int_equal(book->biff, 8);
    assert_int_equal(book->format, TH_BOOK_XLS);
    assert_true(at(book, 0, 0)->number == 1542.5);
    assert_int_equal(at(book, 0, 1)->format, TH_FORMAT_PERCENT);
    same(book->fonts[at(book, 0, 1)->font], "B");
    assert_int_equal(at(book, 0, 2)->type, TH_CELL_DATE);
    assert_true(at(book, 0, 2)->number == 44670);
    assert_int_equal(at(book, 0, 3)->format_decimals, 3);
    same(book->formats[at(book, 0, 3)->format_code], "0.000");
    assert_true(at(book, 1, 0)->number == 12345);
    assert_true(at(book, 1, 1)->number == 98.70);
    assert_true(at(book, 1, 2)->number == -7);
    assert_true(at(book, 2, 0)->number == 1.5);
    assert_false(book->date1904);
}

static void texts_of_the_table(void **state)
{
    static const uint16_t dong[] = {0x0110, 0x1ED3, 'n', 'g'}; /* Đồng */
    static const uint16_t broken[] = {0xD83D, 0xDE00, 0xD83D, 'x', 0xDE00};
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_SST);
    put4(&m.b, 9);
    put4(&m.b, 5);
    put2(&m.b, 4);
    put1(&m.b, 1);
    put_wide(&m.b, dong, 4);
    put2(&m.b, 4);
    put1(&m.b, 0);
    put_text(&m.b, "T\xE6ng"); /* compressed: Latin-1 */
    put2(&m.b, 2);
    put1(&m.b, 0);
    put_text(&m.b, "\x80\xAD");
    put2(&m.b, 5);
    put1(&m.b, 1);
    put_wide(&m.b, broken, 5);
    put2(&m.b, 4);
    put1(&m.b, 0x0C); /* runs and phonetic text */
    put2(&m.b, 2);
    put4(&m.b, 3);
    put_text(&m.b, "ab\xE6"
                   "d");
    put2(&m.b, 1);
    put2(&m.b, 5);
    put2(&m.b, 3);
    put2(&m.b, 1);
    put_text(&m.b, "xyz");
    end(&m.b);
    start_sheet(&m);
    for (unsigned i = 0; i < 5; i++)
        label_sst(&m.b, i, 0, i == 4 ? 3 : 0, i);
    th_book *book = read_made(*state, &m);
    text_is(book, 0, 0, "Đồng");
    text_is(book, 1, 0, "Tæng");
    text_is(book, 2, 0, "\xC2\x80\xC2\xAD");
    text_is(book, 3, 0, "😀\xEF\xBF\xBDx\xEF\xBF\xBD");
    text_is(book, 4, 0, "abæd");
    const th_cell *rich = at(book, 4, 0);
    same(book->fonts[rich->font], ".VnTime");
    assert_int_equal(rich->nruns, 3);
    assert_int_equal(rich->runs[0].start, 0); /* before the first run: the cell's font */
    same(book->fonts[rich->runs[0].font], ".VnTime");
    assert_int_equal(rich->runs[1].start, 1);
    same(book->fonts[rich->runs[1].font], ".VnTime");
    assert_int_equal(rich->runs[2].start, 4); /* bytes: æ takes two */
    same(book->fonts[rich->runs[2].font], "B");
}

/* A text cut by CONTINUE at every place, its second half in the other width. */
static void texts_go_on_in_continue(void **state)
{
    for (unsigned cut = 0; cut <= 6; cut++)
        for (unsigned wide = 0; wide < 4; wide++) {
            made m;
            unsigned first = wide & 1, second = wide >> 1;
            globals(&m, 8);
            begin(&m.b, TH_BIFF_SST);
            put4(&m.b, 2);
            put4(&m.b, 2);
            put2(&m.b, 6);
            put1(&m.b, first | 8);
            put2(&m.b, 1);
            for (unsigned i = 0; i < 6; i++) {
                if (i == cut) {
                    end(&m.b);
                    begin(&m.b, TH_BIFF_CONTINUE);
                    put1(&m.b, second);
                }
                if (i < cut ? first : second)
                    put2(&m.b, 'a' + i);
                else
                    put1(&m.b, 'a' + i);
            }
            end(&m.b); /* the run stands in a CONTINUE of its own, without flags */
            begin(&m.b, TH_BIFF_CONTINUE);
            put2(&m.b, 2);
            end(&m.b);
            begin(&m.b, TH_BIFF_CONTINUE);
            put2(&m.b, 1);
            put2(&m.b, 3);
            put1(&m.b, 0);
            put_text(&m.b, "sau");
            end(&m.b);
            start_sheet(&m);
            label_sst(&m.b, 0, 0, 0, 0);
            label_sst(&m.b, 0, 1, 0, 1);
            th_book *book = read_made(*state, &m);
            text_is(book, 0, 0, "abcdef");
            text_is(book, 0, 1, "sau");
            assert_int_equal(at(book, 0, 0)->nruns, 2);
            assert_int_equal(at(book, 0, 0)->runs[1].start, 2);
        }
}

static void formulas_keep_their_results(void **state)
{
    made m;
    globals(&m, 8);
    start_sheet(&m);
    formula_number(&m.b, 0, 0, 84);
    formula_other(&m.b, 1, 0, 0, 0); /* text, behind a shared formula */
    begin(&m.b, 0x04BC);
    put_text(&m.b, "0123456789");
    end(&m.b);
    begin(&m.b, TH_BIFF_STRING);
    put2(&m.b, 7);
    put1(&m.b, 0);
    put_text(&m.b, "ket ");
    end(&m.b);
    begin(&m.b, TH_BIFF_CONTINUE);
    put1(&m.b, 1);
    put2(&m.b, 'q');
    put2(&m.b, 'u');
    put2(&m.b, 0x1EA3);
    end(&m.b);
    formula_other(&m.b, 2, 0, 1, 1);
    formula_other(&m.b, 3, 0, 2, 0x07);
    formula_other(&m.b, 4, 0, 3, 0);
    formula_other(&m.b, 5, 0, 0, 0); /* its text never comes */
    number(&m.b, 6, 0, 0, 5);
    formula_other(&m.b, 7, 0, 0, 0); /* nor this one's */
    th_book *book = read_made(*state, &m);
    assert_true(at(book, 0, 0)->number == 84);
    for (uint32_t row = 0; row < 4; row++)
        assert_true(at(book, row, 0)->flags & TH_CELL_FORMULA);
    text_is(book, 1, 0, "ket quả");
    assert_int_equal(at(book, 2, 0)->type, TH_CELL_BOOL);
    assert_true(at(book, 2, 0)->number == 1);
    assert_int_equal(at(book, 3, 0)->type, TH_CELL_ERROR);
    same(at(book, 3, 0)->raw, "#DIV/0!");
    assert_null(th_sheet_at(&book->sheets[0], 4, 0)); /* an empty text shows nothing */
    assert_int_equal(at(book, 5, 0)->type, TH_CELL_PENDING);
    assert_true(at(book, 6, 0)->number == 5);
    assert_int_equal(at(book, 7, 0)->type, TH_CELL_PENDING);
}

static void booleans_are_no_errors(void **state)
{
    static const struct {
        unsigned code;
        const char *text;
    } errors[] = {{0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
                  {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"}};
    made m;
    globals(&m, 8);
    start_sheet(&m);
    for (unsigned i = 0; i < 8; i++) {
        begin(&m.b, TH_BIFF_BOOLERR);
        cell(&m.b, i, 0, 0);
        put1(&m.b, i < 7 ? errors[i].code : 1);
        put1(&m.b, i < 7);
        end(&m.b);
    }
    th_book *book = read_made(*state, &m);
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(at(book, i, 0)->type, TH_CELL_ERROR);
        same(at(book, i, 0)->raw, errors[i].text);
    }
    assert_int_equal(at(book, 7, 0)->type, TH_CELL_BOOL);
}

static void old_strings_keep_their_bytes(void **state)
{
    for (unsigned codepage = 1252; codepage <= 1258; codepage += 6) {
        made m;
        globals(&m, 5);
        begin(&m.b, TH_BIFF_CODEPAGE);
        put2(&m.b, codepage);
        end(&m.b);
        start_sheet(&m);
        begin(&m.b, TH_BIFF_LABEL);
        cell(&m.b, 0, 0, 0);
        put2(&m.b, 7);
        put_text(&m.b, "T\xE6ng\x81\xAD\x93");
        end(&m.b);
        begin(&m.b, TH_BIFF_RSTRING); /* "ab" in the cell's font, "æc" in font 5 */
        cell(&m.b, 1, 0, 0);
        put2(&m.b, 4);
        put_text(&m.b, "ab\xE6"
                       "c");
        put1(&m.b, 2);
        put1(&m.b, 2);
        put1(&m.b, 5);
        put1(&m.b, 4);
        put1(&m.b, 0); /* behind the text: no run */
        end(&m.b);
        th_book *book = read_made(*state, &m);
        assert_int_equal(book->biff, 5);
        text_is(book, 0, 0, "T\xC3\xA6ng\xC2\x81\xC2\xAD\xE2\x80\x9C");
        text_is(book, 1, 0, "abæc");
        assert_int_equal(at(book, 1, 0)->nruns, 2);
        assert_int_equal(at(book, 1, 0)->runs[1].start, 2);
        same(book->fonts[at(book, 1, 0)->runs[1].font], ".VnTime");
    }
}

/* Gnumeric lets long labels of BIFF5 go on in CONTINUE, and writes RSTRING in BIFF8. */
static void labels_of_other_programs(void **state)
{
    made m;
    globals(&m, 5);
    start_sheet(&m);
    begin(&m.b, TH_BIFF_LABEL);
    cell(&m.b, 0, 0, 0);
    put2(&m.b, 6);
    put_text(&m.b, "mot");
    end(&m.b);
    begin(&m.b, TH_BIFF_CONTINUE);
    put_text(&m.b, "hai");
    end(&m.b);
    number(&m.b, 1, 0, 0, 2);
    th_book *book = read_made(*state, &m);
    text_is(book, 0, 0, "mothai");
    assert_true(at(book, 1, 0)->number == 2);

    static const uint16_t smile[] = {0xD83D, 0xDE00, 'a', 'b'};
    globals(&m, 8);
    start_sheet(&m);
    begin(&m.b, TH_BIFF_RSTRING);
    cell(&m.b, 0, 0, 0);
    put2(&m.b, 4);
    put1(&m.b, 1);
    put_wide(&m.b, smile, 4);
    put2(&m.b, 2);
    put2(&m.b, 0);
    put2(&m.b, 1);
    put2(&m.b, 3);
    put2(&m.b, 5);
    end(&m.b);
    book = read_made(*state, &m);
    text_is(book, 0, 0, "😀ab");
    assert_int_equal(at(book, 0, 0)->nruns, 2);
    same(book->fonts[at(book, 0, 0)->runs[0].font], "B");
    assert_int_equal(at(book, 0, 0)->runs[1].start, 5);
    same(book->fonts[at(book, 0, 0)->runs[1].font], ".VnTime");
}

/* A Russian workbook is read by its code page, except where a font says the bytes are TCVN3. */
static void other_code_pages_yield_to_the_font(void **state)
{
    made m;
    globals(&m, 5);
    begin(&m.b, TH_BIFF_CODEPAGE);
    put2(&m.b, 1251);
    end(&m.b);
    start_sheet(&m);
    for (unsigned i = 0; i < 2; i++) {
        begin(&m.b, TH_BIFF_LABEL);
        cell(&m.b, i, 0, i ? 3 : 0);
        put2(&m.b, 2);
        put_text(&m.b, "\xE6\xE7");
        end(&m.b);
    }
    th_book *book = read_made(*state, &m);
    text_is(book, 0, 0, "жз");
    text_is(book, 1, 0, "æç");
}

static void sheets_rows_columns_merges(void **state)
{
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_DATEMODE);
    put2(&m.b, 1);
    end(&m.b);
    static const unsigned states[] = {0, 1, 2, 0, 0}, types[] = {0, 0, 0, 2, 1};
    static const unsigned streams[] = {TH_BOF_WORKSHEET, TH_BOF_WORKSHEET, TH_BOF_WORKSHEET, 0x20, 0x40};
    static const char *const names[] = {"Mot", "Hai", "Ba", "Khac", "Khac"};
    size_t offsets[5];
    for (unsigned i = 0; i < 5; i++)
        offsets[i] = boundsheet(&m.b, 8, names[i], states[i], types[i]);
    eof(&m.b);
    for (unsigned i = 0; i < 5; i++) {
        set4(&m.b, offsets[i], (uint32_t)m.b.n);
        bof(&m.b, 8, streams[i]);
        number(&m.b, 3, 1, 0, i);
        if (i == 0) {
            begin(&m.b, TH_BIFF_COLINFO);
            put2(&m.b, 1);
            put2(&m.b, 300);
            put2(&m.b, 0);
            put2(&m.b, 0);
            put2(&m.b, 1);
            put2(&m.b, 0);
            end(&m.b);
            for (unsigned row = 2; row < 5; row++) {
                begin(&m.b, TH_BIFF_ROW);
                put2(&m.b, row);
                for (int k = 0; k < 5; k++)
                    put2(&m.b, 0);
                put2(&m.b, 0x20);
                put2(&m.b, 0);
                end(&m.b);
            }
            begin(&m.b, TH_BIFF_MERGEDCELLS);
            put2(&m.b, 2);
            put2(&m.b, 3);
            put2(&m.b, 4);
            put2(&m.b, 1);
            put2(&m.b, 2);
            put2(&m.b, 9);
            put2(&m.b, 9);
            put2(&m.b, 9);
            put2(&m.b, 9); /* one cell is no merge */
            end(&m.b);
            bof(&m.b, 8, 0x20); /* a chart on the sheet: its records are not the sheet's */
            number(&m.b, 8, 8, 0, 99);
            eof(&m.b);
            number(&m.b, 0, 0, 0, 7);
        }
        eof(&m.b);
    }
    th_book *book;
    assert_int_equal(read_stream(*state, &m.b, &book), TH_OK);
    free(m.b.at);
    assert_true(book->date1904);
    assert_int_equal(book->nsheets, 3);
    assert_int_equal(book->sheets[0].visibility, TH_VISIBLE);
    assert_int_equal(book->sheets[1].visibility, TH_HIDDEN);
    assert_int_equal(book->sheets[2].visibility, TH_VERY_HIDDEN);
    same(book->sheets[1].raw_name, "Hai");
    const th_sheet *first = &book->sheets[0];
    assert_int_equal(first->ncells, 2);
    assert_int_equal(at(book, 3, 1)->flags, TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL | TH_CELL_MERGED);
    assert_int_equal(first->nmerges, 1);
    assert_int_equal(first->merges[0].col2, 2);
    assert_int_equal(at(book, 0, 0)->flags, 0);
}

static void an_index_out_of_range_costs_its_cell(void **state)
{
    made m;
    globals(&m, 8);
    xf(&m.b, 8, 77, 0); /* XF 5: no such font */
    begin(&m.b, TH_BIFF_SST);
    put4(&m.b, 3);
    put4(&m.b, 0xFFFFFFFF); /* the count lies */
    put2(&m.b, 2);
    put1(&m.b, 0);
    put_text(&m.b, "ok");
    put2(&m.b, 2);
    put1(&m.b, 0);
    put_text(&m.b, "T\xE6");
    end(&m.b);
    start_sheet(&m);
    label_sst(&m.b, 0, 0, 0, 0);
    label_sst(&m.b, 1, 0, 0, 2); /* no such text */
    label_sst(&m.b, 2, 0, 0, 0xFFFFFFFF);
    number(&m.b, 3, 0, 60000, 5); /* no such XF */
    number(&m.b, 4, 0, 5, 5);     /* no such font: nothing to a number */
    label_sst(&m.b, 5, 0, 5, 0);  /* nor to plain letters */
    label_sst(&m.b, 6, 0, 5, 1);  /* but this could be ổ or æ: its content decides, and it is said */
    number(&m.b, 7, 300, 0, 5);   /* no such column */
    th_book *book = read_made(*state, &m);
    text_is(book, 0, 0, "ok");
    static const uint32_t bad[] = {1, 2, 3};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(at(book, bad[i], 0)->type, TH_CELL_ERROR);
        same(at(book, bad[i], 0)->raw, TH_CELL_UNREADABLE);
    }
    assert_true(at(book, 4, 0)->number == 5);
    text_is(book, 5, 0, "ok");
    assert_int_equal(at(book, 6, 0)->flags & TH_CELL_GUESSED, TH_CELL_GUESSED);
    th_book_normalise(book);
    assert_true(at(book, 6, 0)->doubtful);
    assert_false(at(book, 5, 0)->doubtful);
    assert_null(th_sheet_at(&book->sheets[0], 7, 300));
    assert_int_equal(count_of(book, TH_F_FILE_CELL), 4);
    assert_int_equal(book->findings.at[0].place.row, 1);
    same(book->findings.at[0].place.sheet, "Bieu 01");
}

/* BIFF2 and BIFF3 are bare streams of one sheet. */
static void the_oldest_are_read(void **state)
{
    bytes b = {0};
    begin(&b, 0x0009);
    put2(&b, 2);
    put2(&b, TH_BOF_WORKSHEET);
    end(&b);
    begin(&b, TH_BIFF_FONT);
    put4(&b, 0);
    put1(&b, 4);
    put_text(&b, "Helv");
    end(&b);
    begin(&b, TH_BIFF_FORMAT2);
    put1(&b, 7);
    put_text(&b, "General");
    end(&b);
    begin(&b, TH_BIFF_FORMAT2);
    put1(&b, 5);
    put_text(&b, "d-mmm");
    end(&b);
    begin(&b, TH_BIFF_INTEGER);
    put2(&b, 0);
    put2(&b, 0);
    put1(&b, 0);
    put1(&b, 0);
    put1(&b, 0);
    put2(&b, 42);
    end(&b);
    begin(&b, 0x0003);
    put2(&b, 0);
    put2(&b, 1);
    put1(&b, 0);
    put1(&b, 1);
    put1(&b, 0);
    put_double(&b, 33000);
    end(&b);
    begin(&b, 0x0004);
    put2(&b, 0);
    put2(&b, 2);
    put1(&b, 0);
    put1(&b, 0);
    put1(&b, 0);
    put1(&b, 3);
    put_text(&b, "a\xE6"
                 "b");
    end(&b);
    eof(&b);
    th_book *book;
    assert_int_equal(read_stream(*state, &b, &book), TH_OK);
    assert_int_equal(book->biff, 2);
    assert_true(at(book, 0, 0)->number == 42);
    same(book->fonts[at(book, 0, 0)->font], "Helv");
    assert_int_equal(at(book, 0, 1)->type, TH_CELL_DATE);
    text_is(book, 0, 2, "aæb");
    free(b.at);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(numbers_have_formats),       TEST(texts_of_the_table),
        TEST(texts_go_on_in_continue),    TEST(formulas_keep_their_results),
        TEST(booleans_are_no_errors),     TEST(old_strings_keep_their_bytes),
        TEST(labels_of_other_programs),   TEST(other_code_pages_yield_to_the_font),
        TEST(sheets_rows_columns_merges), TEST(an_index_out_of_range_costs_its_cell),
        TEST(the_oldest_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

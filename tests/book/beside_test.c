/* What stands beside the cells: other workbooks that formulas refer to, sheets that are none, results of arrays,
 * figures rounded to what is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/links.h"
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

static void other_workbooks_are_told_from_tables_and_texts(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool leaves;
    } cases[] = {
        {"[1]Sheet1!A1", true},
        {"SUM('[2]Trang 1'!$A$1:$B$2)", true},
        {"'C:\\so lieu\\[KH 2023.xls]Biểu 1'!A1", true},
        {"[1]!Ten", true},
        {"1+[3]Biểu!A1", true},
        {"='file:///C:/a.ods'#$Trang1.A1", true},
        {"IF(A1=\"x\",[1]S!A1,0)", true},
        {"SUM(Bang[Cot])", false},
        {"SUM(Bang[[#Totals],[Nam nay]])", false},
        {"[@Cot]*2", false},
        {"Bang[1]", false},
        {"\"[1]Sheet1!A1\"", false},
        {"\"it's [1]S\"&A1", false},
        {"'Trang [1]'!A1", false},
        {"A1+B2", false},
        {"A1#", false},
        {"#REF!+1", false},
        {"[", false},
        {"[]A", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (th_formula_leaves(th_str_of(cases[i].text)) != cases[i].leaves)
            fail_msg("%s", cases[i].text);
}

/* Tokens of each version; entry 1 of the list of references is of another workbook. */
static void tokens_that_leave_the_workbook(void **state)
{
    static const struct {
        int version;
        bool leaves;
        size_t n;
        const char *tokens;
    } cases[] = {
        {8, true, 7, "\x3A\x01\x00\x00\x00\x00\x00"},
        {8, true, 7, "\x5A\x01\x00\x00\x00\x00\x00"},
        {8, true, 7, "\x7A\x01\x00\x00\x00\x00\x00"},
        {8, true, 11, "\x7B\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00"},
        {8, true, 7, "\x39\x01\x00\x01\x00\x00\x00"},
        {8, false, 7, "\x3A\x00\x00\x00\x00\x00\x00"},
        {8, false, 7, "\x3A\x09\x00\x00\x00\x00\x00"},
        {8, true, 14, "\x17\x01\x00\x61\x1E\x01\x00\x3A\x01\x00\x00\x00\x00\x00"},
        {8, true, 16, "\x17\x02\x01\x61\x00\x62\x00\x1D\x01\x3A\x01\x00\x00\x00\x00\x00"},
        {8, true, 16, "\x44\x00\x00\x00\x00\x19\x40\x00\x01\x5A\x01\x00\x00\x00\x00\x00"},
        {8, false, 9, "\x1F\x3A\x01\x00\x00\x00\x00\x00\x00"}, /* the bytes of a number */
        {8, false, 9, "\x18\x00\x3A\x01\x00\x00\x00\x00\x00"}, /* behind an unknown token */
        {12, true, 9, "\x5A\x01\x00\x00\x00\x00\x00\x00\x00"},
        {12, true, 16, "\x44\x00\x00\x00\x00\x00\x00\x5A\x01\x00\x00\x00\x00\x00\x00\x00"},
        {12, false, 9, "\x5A\x00\x00\x00\x00\x00\x00\x00\x00"},
        {5, true, 18, "\x5A\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"},
        {5, false, 18, "\x5A\xFF\xFF\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"}, /* its own sheet */
        {5, false, 3, "\x5A\x01\x00"},                                                              /* cut */
    };
    th_outside outside = {0};
    th_outside_book(*state, &outside, false);
    th_outside_book(*state, &outside, true);
    th_outside_reference(*state, &outside, 0);
    th_outside_reference(*state, &outside, 1);
    th_outside_reference(*state, &outside, 7);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (th_outside_asked(&outside, cases[i].version, (const uint8_t *)cases[i].tokens, cases[i].n) !=
            cases[i].leaves)
            fail_msg("case %zu", i);
}

static void put_formula(bytes *b, unsigned row, const uint8_t *tokens, size_t n)
{
    begin(b, TH_BIFF_FORMULA);
    cell(b, row, 0, 0);
    put_double(b, 5);
    put2(b, 0);
    put4(b, 0);
    put2(b, (unsigned)n);
    for (size_t i = 0; i < n; i++)
        put1(b, tokens[i]);
    end(b);
}

static void put_records_of_links(bytes *b)
{
    static const char path[] = "\x01"
                               "C\x03so lieu\x03KH 2023.xls";
    begin(b, TH_BIFF_SUPBOOK);
    put2(b, 1);
    put2(b, 0x0401);
    end(b);
    begin(b, TH_BIFF_SUPBOOK);
    put2(b, 1);
    put2(b, sizeof path - 1);
    put1(b, 0);
    put_text(b, path);
    end(b);
    begin(b, TH_BIFF_EXTERNSHEET);
    put2(b, 2);
    for (unsigned book = 0; book < 2; book++) {
        put2(b, book);
        put4(b, 0);
    }
    end(b);
}

static void notes_of_an_xls(void **state)
{
    static const uint8_t own[] = {0x5A, 0, 0, 0, 0, 0, 0xC0}, other[] = {0x5A, 1, 0, 0, 0, 0, 0xC0};
    made m;
    globals(&m, 8);
    begin(&m.b, TH_BIFF_PRECISION);
    put2(&m.b, 0);
    end(&m.b);
    put_records_of_links(&m.b);
    boundsheet(&m.b, 8, "M", 1, 1);
    boundsheet(&m.b, 8, "C", 0, 2);
    boundsheet(&m.b, 8, "V", 2, 6);
    start_sheet(&m);
    begin(&m.b, TH_BIFF_WSBOOL);
    put2(&m.b, 0x10);
    end(&m.b);
    put_formula(&m.b, 3, own, sizeof own);
    put_formula(&m.b, 4, other, sizeof other);
    put_formula(&m.b, 5, other, sizeof other);
    eof(&m.b);
    bytes file = compound(&m.b, "Workbook");
    th_book *book = NULL;
    th_findings refused = {0};
    th_book_open(*state, &th_limits_default, &(th_book_file){.bytes = view(&file), .name = TH_STR("a.xls")}, &book,
                 &refused);
    assert_non_null(book);
    th_book_normalise(book);
    assert_true(book->as_displayed);
    assert_int_equal(book->sheets[0].nlinked, 2);
    assert_int_equal(book->sheets[0].linked.row, 4);
    assert_true(th_str_eq(book->linked_to, TH_STR("KH 2023.xls")));
    assert_int_equal(count_of(book, TH_F_FILE_SHEET_KIND), 4); /* the dialog too */
    assert_int_equal(count_of(book, TH_F_FILE_LINKED), 1);
    assert_int_equal(count_of(book, TH_F_FILE_AS_DISPLAYED), 1);
    assert_int_equal(count_of(book, TH_F_FILE_MACROS), 0);
    free(file.at);
    free(m.b.at);
}

static void results_of_arrays_are_no_constants(void **state)
{
    static const char flat[] =
        "<office:document xmlns:office='o' xmlns:table='t'><office:body><office:spreadsheet>"
        "<table:calculation-settings table:precision-as-shown='true'/><table:table table:name='A'>"
        "<table:table-row><table:table-cell table:number-matrix-columns-spanned='2' "
        "table:number-matrix-rows-spanned='2' table:formula='of:=[.D1:.E2]' office:value-type='float' "
        "office:value='1'/><table:table-cell office:value-type='float' office:value='2'/>"
        "<table:table-cell office:value-type='float' office:value='3'/></table:table-row>"
        "<table:table-row><table:table-cell office:value-type='float' office:value='4'/></table:table-row>"
        "<table:table-row><table:table-cell office:value-type='float' office:value='5'/></table:table-row>"
        "</table:table></office:spreadsheet></office:body></office:document>";
    static const char xml[] =
        "<Workbook xmlns:ss='s'><ExcelWorkbook><PrecisionAsDisplayed/></ExcelWorkbook><Worksheet ss:Name='A'><Table>"
        "<Row><Cell ss:ArrayRange='RC:R[1]C[1]' ss:Formula='=R1C4:R2C5'><Data ss:Type='Number'>1</Data></Cell>"
        "<Cell><Data ss:Type='Number'>2</Data></Cell><Cell><Data ss:Type='Number'>3</Data></Cell></Row>"
        "<Row><Cell><Data ss:Type='Number'>4</Data></Cell></Row>"
        "<Row><Cell ss:Formula=\"='C:\\[b.xls]T'!R1C1\"><Data ss:Type='Number'>5</Data></Cell></Row>"
        "</Table></Worksheet></Workbook>";
    static const struct {
        uint32_t row, col;
        bool result;
    } cells[] = {{0, 0, true}, {0, 1, true}, {0, 2, false}, {1, 0, true}};
    th_book *of_flat = th_book_new(*state, &th_limits_default), *of_xml = th_book_new(*state, &th_limits_default);
    assert_true(th_fods_read(of_flat, th_str_of(flat)) < TH_FAILED);
    assert_true(th_xml2003_read(of_xml, th_str_of(xml)) < TH_FAILED);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const th_cell *first = th_sheet_at(&of_flat->sheets[0], cells[i].row, cells[i].col);
        const th_cell *second = th_sheet_at(&of_xml->sheets[0], cells[i].row, cells[i].col);
        assert_int_equal((first->flags & TH_CELL_FORMULA) != 0, cells[i].result);
        assert_int_equal((second->flags & TH_CELL_FORMULA) != 0, cells[i].result);
    }
    assert_false(th_sheet_at(&of_flat->sheets[0], 2, 0)->flags & TH_CELL_FORMULA);
    assert_int_equal(of_xml->sheets[0].nlinked, 1);
    assert_true(of_flat->as_displayed);
    assert_true(of_xml->as_displayed);
}

static void put_old_label(bytes *b, unsigned row, const char *text)
{
    begin(b, TH_BIFF_LABEL);
    cell(b, row, 0, 0);
    put2(b, (unsigned)strlen(text));
    put_text(b, text);
    end(b);
}

/* Programs on Windows state the page of a Macintosh and write their own letters. */
static void letters_of_windows_under_the_page_of_a_macintosh(void **state)
{
    static const struct {
        const char *stored, *text;
        bool doubtful;
    } cells[] = {{"T\xE6ng c\xE9ng s\xE8 li\xD6u", "Tổng cộng số liệu", true},
                 {"r\x8Esum\x8E", "résumé", false},
                 {"Tong cong", "Tong cong", false}};
    for (unsigned page = 10000; page <= 32768; page += 22768) {
        made m;
        globals(&m, 5);
        begin(&m.b, TH_BIFF_CODEPAGE);
        put2(&m.b, page);
        end(&m.b);
        start_sheet(&m);
        for (unsigned i = 0; i < 3; i++)
            put_old_label(&m.b, i, cells[i].stored);
        eof(&m.b);
        th_book *book;
        assert_true(read_stream(*state, &m.b, &book) < TH_FAILED);
        th_book_normalise(book);
        for (uint32_t i = 0; i < 3; i++) {
            const th_cell *read = th_sheet_at(&book->sheets[0], i, 0);
            if (!th_str_eq(read->text, th_str_of(cells[i].text)) || read->doubtful != cells[i].doubtful)
                fail_msg("%u, %u: %s", page, (unsigned)i, th_str_cstr(*state, read->text));
        }
        free(m.b.at);
    }
}

static void rows_and_columns_of_no_size_are_hidden(void **state)
{
    static const char flat[] =
        "<office:document xmlns:office='o' xmlns:table='t' xmlns:style='s'><office:automatic-styles>"
        "<style:style style:name='r' style:family='table-row'><style:table-row-properties style:row-height='0cm'/>"
        "</style:style><style:style style:name='n' style:family='table-row'><style:table-row-properties "
        "style:row-height='0.5cm'/></style:style><style:style style:name='c' style:family='table-column'>"
        "<style:table-column-properties style:column-width='0.00in'/></style:style></office:automatic-styles>"
        "<office:body><office:spreadsheet><table:table table:name='A'><table:table-column/>"
        "<table:table-column table:style-name='c'/><table:table-row table:style-name='n'/>"
        "<table:table-row table:style-name='r' table:number-rows-repeated='2'/><table:table-row/></table:table>"
        "</office:spreadsheet></office:body></office:document>";
    th_book *book = th_book_new(*state, &th_limits_default);
    assert_true(th_fods_read(book, th_str_of(flat)) < TH_FAILED);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(th_sheet_flags(&book->sheets[0], i, 0), i == 1 || i == 2 ? TH_CELL_HIDDEN_ROW : 0);
        assert_int_equal(th_sheet_flags(&book->sheets[0], 0, i), i == 1 ? TH_CELL_HIDDEN_COL : 0);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(other_workbooks_are_told_from_tables_and_texts),
        TEST(tokens_that_leave_the_workbook),
        TEST(notes_of_an_xls),
        TEST(results_of_arrays_are_no_constants),
        TEST(letters_of_windows_under_the_page_of_a_macintosh),
        TEST(rows_and_columns_of_no_size_are_hidden),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* XML of Excel 2003: where cells stand, what they hold, what costs one cell only. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "book/book.h"

#define HEAD                                                                                                           \
    "<?xml version='1.0'?><?mso-application progid='Excel.Sheet'?>"                                                    \
    "<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet' xmlns:ss='urn:schemas-microsoft-com:office:"       \
    "spreadsheet'>"
#define STYLES                                                                                                         \
    "<Styles><Style ss:ID='Default'><Font ss:FontName='Arial'/></Style><Style ss:ID='d'><NumberFormat "                \
    "ss:Format='Short Date'/></Style><Style ss:ID='v'><Font ss:FontName='.VnTime'/></Style><Style ss:ID='p' "          \
    "ss:Parent='v'><NumberFormat ss:Format='Percent'/></Style><Style ss:ID='a' ss:Parent='b'/><Style ss:ID='b' "       \
    "ss:Parent='a'/></Styles>"
#define BOOK(table) HEAD STYLES "<Worksheet ss:Name='S'><Table>" table "</Table></Worksheet></Workbook>"
#define NUMBER(value) "<Data ss:Type='Number'>" value "</Data>"
#define PLAIN(value) "<Cell>" NUMBER(value) "</Cell>"
#define STYLED(style, value) "<Cell ss:StyleID='" style "'>" NUMBER(value) "</Cell>"

/* Each cell as name=type:shown:font; then formulas as [name text], and what was found as !code. */
static const struct {
    const char *what, *text, *cells;
} books[] = {
    {"places",
     BOOK("<Row><Cell>" NUMBER("1") "</Cell><Cell ss:Index='4'>" NUMBER("2") "</Cell><Cell>" NUMBER(
         "3") "</Cell></Row><Row ss:Index='5'/><Row><Cell>" NUMBER("4") "</Cell></Row>"),
     "A1=n:1:Arial D1=n:2:Arial E1=n:3:Arial A6=n:4:Arial "},
    {"the cell behind a merged range",
     BOOK("<Row><Cell ss:MergeAcross='2'>" NUMBER("1") "</Cell><Cell>" NUMBER("2") "</Cell></Row>"),
     "A1=n:1:Arial D1=n:2:Arial "},
    {"rows that are one element", BOOK("<Row ss:Span='2'/><Row><Cell>" NUMBER("1") "</Cell></Row>"), "A4=n:1:Arial "},
    {"types",
     BOOK("<Row><Cell><Data ss:Type='String'> a </Data></Cell><Cell><Data ss:Type='Boolean'>1</Data></Cell><Cell><Data "
          "ss:Type='Error'>#N/A</Data></Cell>"
          "<Cell><Data ss:Type='DateTime'>2022-04-19T13:30:00.000</Data></Cell><Cell ss:StyleID='d'>" NUMBER(
              "44670") "</Cell></Row>"),
     "A1=s: a :Arial B1=b:TRUE:Arial C1=e:#N/A:Arial D1=d:2022-04-19T13:30:00:Arial E1=d:2022-04-19:Arial "},
    {"days before the calendar",
     BOOK("<Row><Cell><Data ss:Type='DateTime'>1899-12-31T06:00:00</Data></Cell><Cell><Data "
          "ss:Type='DateTime'>1900-02-29T00:00:00</Data></Cell></Row>"),
     "A1=d:06:00:00:Arial B1=d:1900-02-29:Arial "},
    {"the calendar of 1904",
     HEAD "<ExcelWorkbook><Date1904/></ExcelWorkbook><Worksheet ss:Name='S'><Table><Row><Cell><Data "
          "ss:Type='DateTime'>2022-04-19T00:00:00</Data></Cell></Row></Table></Worksheet></Workbook>",
     "A1=d:2022-04-19: "},
    {"styles of cells, rows and columns",
     BOOK("<Column ss:Index='2' ss:StyleID='v'/><Row>" PLAIN("1") PLAIN("2") "</Row><Row ss:StyleID='v'>" PLAIN("3")
              STYLED("d", "4") STYLED("p", "5") STYLED("a", "6") "</Row>"),
     "A1=n:1:Arial B1=n:2:.VnTime A2=n:3:.VnTime B2=d:1900-01-04:Arial C2=n:5:.VnTime D2=n:6: "},
    {"rich text",
     BOOK("<Row><Cell><ss:Data ss:Type='String' xmlns:h='x'><h:B>a </h:B><h:Font "
          "h:Face='.VnTime'>Céng<h:I>!</h:I></h:Font> c</ss:Data></Cell></Row>"),
     "A1=s:a Céng! c:Arial{0:Arial 2:.VnTime 7:.VnTime 8:Arial} "},
    {"comments and names",
     BOOK("<Row><Cell><Comment><Data ss:Type='Number'>9</Data></Comment><Data ss:Type='Number'>1</Data><NamedCell "
          "ss:Name='x'/></Cell></Row>"),
     "A1=n:1:Arial "},
    {"formulas",
     BOOK("<Row ss:Index='3'><Cell ss:Formula='=SUM(R[-2]C:R[-1]C)+R1C2'>" NUMBER(
         "1") "</Cell><Cell ss:Formula='=SUM(C[1])'>" NUMBER("2") "</Cell><Cell ss:Formula='=RC[-1]'/><Cell "
                                                                  "ss:Formula='=\"\"'><Data "
                                                                  "ss:Type='String'/></Cell></Row>"),
     "A3=n:1:Arial B3=n:2:Arial C3=p::Arial D3=s::Arial [A3 =SUM(A1:A2)+$B$1] [C3 =B3] [D3 =\"\"] "},
    {"what is no number",
     BOOK("<Row><Cell>" NUMBER("1,5") "</Cell><Cell>" NUMBER("INF") "</Cell><Cell>" NUMBER("") "</Cell><Cell>" NUMBER(
         " 2 ") "</Cell></Row>"),
     "A1=e:#?:Arial B1=e:#?:Arial D1=n:2:Arial !TEP-017 A1 !TEP-017 B1 "},
    {"a type of its own", BOOK("<Row><Cell><Data ss:Type='Money'>1</Data></Cell></Row>"), "A1=e:#?:Arial !TEP-017 A1 "},
    {"two values", BOOK("<Row><Cell>" NUMBER("1") NUMBER("2") "</Cell></Row>"), "A1=e:#?:Arial !TEP-017 A1 "},
    {"places outside of the sheet",
     BOOK("<Row><Cell ss:Index='16384'>" NUMBER("1") "</Cell><Cell>" NUMBER("2") "</Cell><Cell ss:Index='0'>" NUMBER(
         "3") "</Cell></Row><Row ss:Index='1048577'><Cell>" NUMBER("4") "</Cell></Row>"),
     "XFD1=n:1:Arial !TEP-017 XFE1 !TEP-017 XFE1 !TEP-017 A1048577 "},
    {"elements where the schema puts none",
     BOOK("<Row><x><Cell>" NUMBER("9") "</Cell></x><Cell><y>" NUMBER("9") "</y>" NUMBER(
         "1") "</Cell></Row><Cell>" NUMBER("9") "</Cell>"),
     "A1=n:1:Arial "},
    {"a file that ends early", HEAD "<Worksheet ss:Name='S'><Table><Row><Cell>" NUMBER("1"), "refused TEP-004"},
    {"no sheet", HEAD "</Workbook>", "refused TEP-008"},
};

static void add_cell(th_buf *out, const th_book *book, const th_cell *cell)
{
    th_str shown = cell->type == TH_CELL_TEXT ? cell->raw : th_cell_shown(book->arena, book, cell);
    th_buf_fmt(out, TH_FMT "=%c:" TH_FMT ":" TH_FMT, TH_ARG(th_cell_name(book->arena, cell->row, cell->col)),
               cell->type, TH_ARG(shown), TH_ARG(book->fonts[cell->font]));
    for (uint32_t i = 0; i < cell->nruns; i++)
        th_buf_fmt(out, "%c%u:" TH_FMT, i ? ' ' : '{', (unsigned)cell->runs[i].start,
                   TH_ARG(book->fonts[cell->runs[i].font]));
    th_buf_add(out, cell->nruns ? TH_STR("} ") : TH_STR(" "));
}

static th_str cells_of(th_arena *arena, const char *text)
{
    th_book *book = th_book_new(arena, &th_limits_default);
    th_buf out;
    th_buf_init(&out, arena);
    bool refused = th_xml2003_read(book, th_str_of(text)) >= TH_FAILED;
    if (refused)
        return th_str_fmt(arena, "refused " TH_FMT, TH_ARG(th_finding_code(book->findings.at[0].kind)));
    for (size_t i = 0; i < book->sheets[0].ncells; i++)
        add_cell(&out, book, &book->sheets[0].cells[i]);
    for (size_t i = 0; i < book->sheets[0].nformulas; i++) {
        const th_formula *formula = &book->sheets[0].formulas[i];
        th_buf_fmt(&out, "[" TH_FMT " " TH_FMT "] ", TH_ARG(th_cell_name(arena, formula->row, formula->col)),
                   TH_ARG(formula->text));
    }
    for (size_t i = 0; i < book->findings.n; i++)
        th_buf_fmt(&out, "!" TH_FMT " " TH_FMT " ", TH_ARG(th_finding_code(book->findings.at[i].kind)),
                   TH_ARG(th_cell_name(arena, book->findings.at[i].place.row, book->findings.at[i].place.col)));
    return th_buf_str(&out);
}

static void cells_and_findings(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        th_str cells = cells_of(arena, books[i].text);
        if (!th_str_eq(cells, th_str_of(books[i].cells)))
            fail_msg("%s:\n  " TH_FMT "\n  %s", books[i].what, TH_ARG(cells), books[i].cells);
    }
    th_arena_free(arena);
}

/* What stands behind the end is of another workbook. */
static void nothing_comes_behind_the_end(void **state)
{
    (void)state;
    static const char two[] = BOOK("<Row>" PLAIN("1") "</Row>") "<Workbook><Worksheet ss:Name='T'/></Workbook>";
    th_arena *arena = th_arena_new(0);
    th_book *book = th_book_new(arena, &th_limits_default);
    assert_true(th_xml2003_read(book, (th_str){two, sizeof two - 1}) >= TH_FAILED);
    assert_int_equal(book->findings.at[0].kind, TH_F_FILE_DAMAGED);
    th_arena_free(arena);
}

static void what_is_hidden_or_merged(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_book *book = th_book_new(arena, &th_limits_default);
    static const char text[] =
        HEAD "<Worksheet ss:Name='S'><Table><Column ss:Width='0'/><Column ss:Index='3' ss:Hidden='1' ss:Span='1'/>"
             "<Row ss:Height='0'/><Row ss:Hidden='1' ss:Span='2'/><Row><Cell ss:Index='2' ss:MergeAcross='1' "
             "ss:MergeDown='2'/></Row></Table><WorksheetOptions><Visible>SheetVeryHidden</Visible></WorksheetOptions>"
             "</Worksheet><Worksheet ss:Name='T'/></Workbook>";
    assert_int_equal(th_xml2003_read(book, th_str_of(text)), TH_OK);
    const th_sheet *sheet = &book->sheets[0];
    static const uint8_t rows[] = {TH_CELL_HIDDEN_ROW, TH_CELL_HIDDEN_ROW, TH_CELL_HIDDEN_ROW, TH_CELL_HIDDEN_ROW, 0};
    static const uint8_t cols[] = {TH_CELL_HIDDEN_COL, 0, TH_CELL_HIDDEN_COL, TH_CELL_HIDDEN_COL, 0};
    for (uint32_t i = 0; i < 5; i++) {
        assert_int_equal(th_sheet_flags(sheet, i, 9), rows[i]);
        assert_int_equal(th_sheet_flags(sheet, 9, i), cols[i]);
    }
    assert_int_equal(sheet->nmerges, 1);
    assert_int_equal(sheet->merges[0].row1, 4);
    assert_int_equal(sheet->merges[0].col1, 1);
    assert_int_equal(sheet->merges[0].row2, 6);
    assert_int_equal(sheet->merges[0].col2, 2);
    assert_int_equal(sheet->visibility, TH_VERY_HIDDEN);
    assert_int_equal(book->sheets[1].visibility, TH_VISIBLE);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_and_findings),
        cmocka_unit_test(what_is_hidden_or_merged),
        cmocka_unit_test(nothing_comes_behind_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Styles of OpenDocument: data styles as format codes, fonts, alignment, borders and widths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../pack/zip_builder.h"

#include "book/book.h"

#include <math.h>

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

/* A workbook with `styles` in its content, whose first cell, the figure 1, has the style "c", in a column with "w";
 * the second cell is blank, and has the style too. */
static th_book *styled(th_arena *arena, const char *common, const char *styles)
{
    package p;
    package_begin(&p, arena);
    package_add(&p, "mimetype", TH_STR("application/vnd.oasis.opendocument.spreadsheet"));
    package_add(&p, "styles.xml",
                th_str_fmt(arena,
                           "<office:document-styles xmlns:office='o' xmlns:style='s'><office:styles>%s"
                           "</office:styles></office:document-styles>",
                           common));
    package_add(&p, "content.xml",
                th_str_fmt(arena,
                           "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:style='s' "
                           "xmlns:fo='f' xmlns:number='n'><office:automatic-styles>%s</office:automatic-styles>"
                           "<office:body><office:spreadsheet><table:table table:name='A'>"
                           "<table:table-column table:style-name='w'/><table:table-row>"
                           "<table:table-cell table:style-name='c' office:value-type='float' office:value='1'/>"
                           "<table:table-cell table:style-name='c'/></table:table-row></table:table>"
                           "</office:spreadsheet></office:body></office:document-content>",
                           styles));
    th_book *book = th_book_new(arena, &th_limits_default);
    assert_true(th_ods_read(book, package_end(&p)) < TH_FAILED);
    return book;
}

static const th_cell *first_cell(const th_book *book)
{
    const th_cell *cell = th_sheet_at(&book->sheets[0], 0, 0);
    assert_non_null(cell);
    return cell;
}

#define TEXT(text) "<number:text>" text "</number:text>"

static const struct {
    const char *kind, *parts, *code;
} data_styles[] = {
    {"number-style", "<number:number number:min-integer-digits='1'/>", "General"},
    {"number-style", "<number:number/>", "General"},
    {"number-style", "<number:number number:decimal-places='0' number:min-integer-digits='1'/>", "0"},
    {"number-style", "<number:number number:decimal-places='2' number:min-integer-digits='1'/>", "0.00"},
    {"number-style", "<number:number number:min-integer-digits='2'/>", "00"},
    {"number-style", "<number:number number:decimal-places='1'/>", "#.0"},
    {"number-style", "<number:number number:grouping='true' number:min-integer-digits='1'/>", "#,##0"},
    {"number-style", "<number:number number:grouping='true'/>", "#,##0"},
    {"number-style", "<number:number number:grouping='true' number:min-integer-digits='3'/>", "#,##000"},
    {"number-style", "<number:number number:grouping='false'/>", "General"},
    {"number-style", "<number:number number:decimal-places='1' number:min-integer-digits='1'/>" TEXT(" tỷ"),
     "0.0\" tỷ\""},
    {"number-style", TEXT("(") "<number:number number:decimal-places='0' number:min-integer-digits='1'/>" TEXT(")"),
     "(0)"},
    {"number-style", "<number:number number:decimal-places='0' number:min-integer-digits='1'/>" TEXT("%"),
     "0\"%\""}, /* a mark, which multiplies nothing */
    {"number-style", "<number:number number:decimal-places='0' number:min-integer-digits='1'/>" TEXT("a&quot;b"),
     "0\"ab\""},
    {"number-style", "<number:number number:decimal-places='25' number:min-integer-digits='1'/>",
     "0.00000000000000000000"},
    {"percentage-style", "<number:number number:decimal-places='1' number:min-integer-digits='1'/>" TEXT("%"), "0.0%"},
    {"percentage-style", "<number:number number:min-integer-digits='1'/>" TEXT("%"), "0%"},
    {"percentage-style", "<number:number number:decimal-places='0'/>" TEXT(" %"), "# %"},
    {"currency-style",
     "<number:number number:decimal-places='0' number:min-integer-digits='1' "
     "number:grouping='true'/>" TEXT(" ") "<number:currency-symbol>đ</number:currency-symbol>",
     "#,##0 \"đ\""},
    {"currency-style",
     "<number:currency-symbol>-</number:currency-symbol><number:number "
     "number:decimal-places='0' number:min-integer-digits='1'/>",
     "\"-\"0"},
    {"number-style", "<number:scientific-number number:decimal-places='2' number:min-integer-digits='1'/>", "0.00E+00"},
    {"number-style", "<number:fraction/>", "# ?/?"},
    {"text-style", "<number:text-content/>", "@"},
    {"number-style", "", "General"},
    {"date-style", "<number:day/>" TEXT("/") "<number:month/>" TEXT("/") "<number:year/>", "d/m/yy"},
    {"date-style",
     "<number:day number:style='long'/>" TEXT("-") "<number:month number:style='long' "
                                                   "number:textual='true'/>" TEXT(".") "<number:year "
                                                                                       "number:style='long'/>",
     "dd-mmmm.yyyy"},
    {"date-style", "<number:month number:textual='true'/>" TEXT(", ") "<number:day-of-week/>", "mmm, ddd"},
    {"date-style", "<number:day-of-week number:style='long'/>", "dddd"},
    {"date-style", TEXT("ngày ") "<number:day/>", "\"ngày \"d"},
    {"date-style", "<number:quarter/>", "yyyy-mm-dd"}, /* has no code, and is a date all the same */
    {"date-style", "<number:hours/>" TEXT(":") "<number:minutes/> " TEXT(" ") "<number:am-pm/>", "h:m AM/PM"},
    {"time-style",
     "<number:hours number:style='long'/>" TEXT(":") "<number:minutes number:style='long'/>" TEXT(
         ":") "<number:seconds number:style='long' number:decimal-places='2'/>",
     "hh:mm:ss.00"},
    {"time-style number:truncate-on-overflow='false'",
     "<number:minutes number:style='long'/>" TEXT(":") "<number:seconds number:style='long'/>", "[mm]:ss"},
    {"time-style number:truncate-on-overflow='false'", "<number:seconds number:style='long'/>", "[ss]"},
    {"time-style number:truncate-on-overflow='false'", "<number:hours/>" TEXT(":") "<number:minutes/>", "[h]:m"},
    {"time-style number:truncate-on-overflow='true'", "<number:hours/>" TEXT(":") "<number:seconds/>", "h:s"},
};

static void a_data_style_is_a_format_code(void **state)
{
    for (size_t i = 0; i < sizeof data_styles / sizeof *data_styles; i++) {
        int len = (int)strcspn(data_styles[i].kind, " ");
        th_str styles = th_str_fmt(*state,
                                   "<number:%s style:name='N1'>%s</number:%.*s>"
                                   "<style:style style:name='c' style:family='table-cell' "
                                   "style:data-style-name='N1'/>",
                                   data_styles[i].kind, data_styles[i].parts, len, data_styles[i].kind);
        th_book *book = styled(*state, "", th_str_cstr(*state, styles));
        th_str code = book->formats[first_cell(book)->format_code];
        if (!th_str_eq(code, th_str_of(data_styles[i].code)))
            fail_msg("row %zu: “%.*s” instead of “%s”", i, TH_ARG(code), data_styles[i].code);
    }
}

static void a_face_is_made_of_text_properties(void **state)
{
    static const struct {
        const char *properties, *name;
        unsigned twips;
        bool bold, italic, underline;
    } cases[] = {
        {"", "", 0, false, false, false},
        {"style:font-name='F'", "Times New Roman", 0, false, false, false},
        {"style:font-name='Unknown'", "Unknown", 0, false, false, false},
        {"fo:font-family='Arial'", "Arial", 0, false, false, false},
        {"fo:font-family=\" 'Times New Roman' , serif\"", "Times New Roman", 0, false, false, false},
        {"fo:font-family='\"Arial\"'", "Arial", 0, false, false, false},
        {"fo:font-family='\"Arial'", "\"Arial", 0, false, false, false},
        {"fo:font-family='\"'", "\"", 0, false, false, false},
        {"style:font-name='F' fo:font-family='Arial'", "Times New Roman", 0, false, false, false},
        {"fo:font-size='13pt'", "", 260, false, false, false},
        {"fo:font-size='10.5pt'", "", 210, false, false, false},
        {"fo:font-size='0pt'", "", 0, false, false, false},
        {"fo:font-size='3000pt'", "", 0, false, false, false},
        {"fo:font-size='2999pt'", "", 59980, false, false, false},
        {"fo:font-weight='bold'", "", 0, true, false, false},
        {"fo:font-weight='normal'", "", 0, false, false, false},
        {"fo:font-weight='500'", "", 0, false, false, false},
        {"fo:font-weight='600'", "", 0, true, false, false},
        {"fo:font-weight='700'", "", 0, true, false, false},
        {"fo:font-weight='800'", "", 0, true, false, false},
        {"fo:font-weight='900'", "", 0, true, false, false},
        {"fo:font-style='italic'", "", 0, false, true, false},
        {"fo:font-style='oblique'", "", 0, false, true, false},
        {"fo:font-style='normal'", "", 0, false, false, false},
        {"style:text-underline-style='solid'", "", 0, false, false, true},
        {"style:text-underline-style='none'", "", 0, false, false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str styles = th_str_fmt(*state,
                                   "<style:style style:name='c' style:family='table-cell'>"
                                   "<style:text-properties %s/></style:style>",
                                   cases[i].properties);
        th_str document = th_str_fmt(
            *state, "<style:font-face style:name='F' svg:font-family=\"'Times New Roman'\" xmlns:svg='v'/>" TH_FMT,
            TH_ARG(styles));
        th_book *book = styled(*state, "", th_str_cstr(*state, document));
        const th_face *face = &book->faces[first_cell(book)->font];
        if (!th_str_eq(face->name, th_str_of(cases[i].name)) || face->twips != cases[i].twips ||
            face->bold != cases[i].bold || face->italic != cases[i].italic || face->underline != cases[i].underline)
            fail_msg("row %zu: “%.*s” of %u twips", i, TH_ARG(face->name), face->twips);
    }
}

#define CELL(text) "<style:table-cell-properties " text "/>"
#define PARAGRAPH(text) "<style:paragraph-properties " text "/>"

static void a_look_is_alignment_wrapping_and_borders(void **state)
{
    static const struct {
        const char *properties;
        unsigned look;
    } cases[] = {
        {"", 0},
        {CELL("fo:border='0.5pt solid #000000'"), TH_CELL_BORDERS},
        {CELL("fo:border='none'"), 0},
        {CELL("fo:border-left='0.5pt solid #000000'"), TH_CELL_LEFT},
        {CELL("fo:border-right='0.5pt solid #000000' fo:border-left='none'"), TH_CELL_RIGHT},
        {CELL("fo:border-top='0.5pt solid #000000'"), TH_CELL_TOP},
        {CELL("fo:border-bottom='0.5pt solid #000000'"), TH_CELL_BOTTOM},
        {CELL("fo:wrap-option='wrap'"), TH_CELL_WRAP},
        {CELL("fo:wrap-option='no-wrap'"), 0},
        {PARAGRAPH("fo:text-align='start'"), 1},
        {PARAGRAPH("fo:text-align='left'"), 1},
        {PARAGRAPH("fo:text-align='center'"), 2},
        {PARAGRAPH("fo:text-align='end'"), 3},
        {PARAGRAPH("fo:text-align='right'"), 3},
        {PARAGRAPH("fo:text-align='justify'"), 0},
        {CELL("fo:wrap-option='wrap' fo:border-top='1pt solid'") PARAGRAPH("fo:text-align='center'"),
         2 | TH_CELL_WRAP | TH_CELL_TOP},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str styles = th_str_fmt(*state, "<style:style style:name='c' style:family='table-cell'>%s</style:style>",
                                   cases[i].properties);
        th_book *book = styled(*state, "", th_str_cstr(*state, styles));
        if (first_cell(book)->look != cases[i].look)
            fail_msg("row %zu: %#x", i, first_cell(book)->look);
        bool bordered = cases[i].look & TH_CELL_BORDERS;
        assert_int_equal(book->sheets[0].nblanks, bordered);
        if (bordered)
            assert_int_equal(book->sheets[0].blanks[0].col, 1);
    }
}

/* What a style does not say it has from its parent, and what no parent says from the default of its family. */
static void a_style_takes_after_its_parents(void **state)
{
    static const char common[] =
        "<style:default-style style:family='table-cell'><style:text-properties font-name='Sans' fo:font-size='10pt' "
        "xmlns:fo='f'/></style:default-style>"
        "<style:style style:name='P' style:family='table-cell'><style:text-properties fo:font-weight='bold' "
        "fo:font-style='italic' style:text-underline-style='solid' xmlns:fo='f'/><style:paragraph-properties "
        "fo:text-align='end' xmlns:fo='f'/><style:table-cell-properties fo:wrap-option='wrap' xmlns:fo='f'/>"
        "</style:style><style:style style:name='P' style:family='text'><style:text-properties style:font-name='Not'/>"
        "</style:style>";
    static const struct {
        const char *own, *name;
        unsigned twips;
        bool bold, italic, underline;
        unsigned look;
    } cases[] = {
        {"", "Sans", 200, true, true, true, 3 | TH_CELL_WRAP},
        {"<style:text-properties fo:font-weight='normal'/>", "Sans", 200, false, true, true, 3 | TH_CELL_WRAP},
        {"<style:text-properties fo:font-style='normal'/>", "Sans", 200, true, false, true, 3 | TH_CELL_WRAP},
        {"<style:text-properties style:text-underline-style='none'/>", "Sans", 200, true, true, false,
         3 | TH_CELL_WRAP},
        {"<style:text-properties style:font-name='Own' fo:font-size='12pt'/>", "Own", 240, true, true, true,
         3 | TH_CELL_WRAP},
        {CELL("fo:wrap-option='no-wrap'"), "Sans", 200, true, true, true, 3},
        {PARAGRAPH("fo:text-align='center'"), "Sans", 200, true, true, true, 2 | TH_CELL_WRAP},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str styles = th_str_fmt(*state,
                                   "<style:style style:name='c' style:family='table-cell' "
                                   "style:parent-style-name='P'>%s</style:style>",
                                   cases[i].own);
        th_book *book = styled(*state, common, th_str_cstr(*state, styles));
        const th_cell *cell = first_cell(book);
        const th_face *face = &book->faces[cell->font];
        if (!th_str_eq(face->name, th_str_of(cases[i].name)) || face->twips != cases[i].twips ||
            face->bold != cases[i].bold || face->italic != cases[i].italic || face->underline != cases[i].underline ||
            cell->look != cases[i].look)
            fail_msg("row %zu: “%.*s” of %u twips, %#x", i, TH_ARG(face->name), face->twips, cell->look);
    }
}

/* A width in points, less the padding, in digits of the usual face (ECMA-376 18.3.1.13). */
static void a_column_is_as_wide_as_its_digits(void **state)
{
    static const struct {
        const char *width;
        double characters; /* 0: not known */
    } cases[] = {{"56.25pt", 10}, {"9pt", 1}, {"0pt", 0}, {"-5pt", 0}, {"wide", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_str styles = th_str_fmt(*state,
                                   "<style:style style:name='w' style:family='table-column'>"
                                   "<style:table-column-properties style:column-width='%s'/></style:style>",
                                   cases[i].width);
        th_book *book = styled(*state, "", th_str_cstr(*state, styles));
        const th_sheet *sheet = &book->sheets[0];
        assert_int_equal(sheet->nwidths, cases[i].characters > 0);
        if (sheet->nwidths)
            assert_true(fabs(sheet->widths[0].characters - cases[i].characters) < 1e-9);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_data_style_is_a_format_code),
        TEST(a_face_is_made_of_text_properties),
        TEST(a_look_is_alignment_wrapping_and_borders),
        TEST(a_style_takes_after_its_parents),
        TEST(a_column_is_as_wide_as_its_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

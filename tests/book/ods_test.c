/* OpenDocument: tables written by hand, as LibreOffice and others write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../pack/zip_builder.h"

#include "book/book.h"
#include "book/iso.h"
#include "book/ods.h"

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

static const char styles_xml[] =
    "<office:document-styles xmlns:office='o' xmlns:style='s' xmlns:svg='v' xmlns:number='n'>"
    "<office:font-face-decls><style:font-face style:name='F1' svg:font-family=\"'Times New "
    "Roman'\"/></office:font-face-decls>"
    "<office:styles><style:default-style style:family='table-cell'><style:text-properties style:font-name='Liberation "
    "Sans'/></style:default-style>"
    "<number:number-style style:name='N2'><number:number number:decimal-places='2' "
    "number:min-integer-digits='1'/></number:number-style>"
    "<style:style style:name='Default' style:family='table-cell' style:data-style-name='N2'><style:text-properties "
    "style:font-name='F1'/></style:style>"
    "</office:styles>"
    "<office:automatic-styles><style:style style:name='ce1' style:family='table-cell'><style:text-properties "
    "style:font-name='Wrong'/></style:style></office:automatic-styles>"
    "</office:document-styles>";

static const char head[] =
    "<?xml version='1.0' encoding='UTF-8'?>"
    "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:style='s' xmlns:svg='v' "
    "xmlns:number='n' xmlns:calcext='c' xmlns:draw='d'>"
    "<office:font-face-decls><style:font-face style:name='F2' svg:font-family='.VnTime'/></office:font-face-decls>"
    "<office:automatic-styles>"
    "<number:percentage-style style:name='N10'><number:number number:decimal-places='1' "
    "number:min-integer-digits='1'/><number:text>%</number:text></number:percentage-style>"
    "<number:date-style style:name='N20'><number:day number:style='long'/><number:text>/</number:text><number:month "
    "number:style='long'/><number:text>/</number:text><number:year number:style='long'/></number:date-style>"
    "<number:time-style style:name='N21' "
    "number:truncate-on-overflow='false'><number:hours/><number:text>:</number:text><number:minutes "
    "number:style='long'/></number:time-style>"
    "<number:currency-style style:name='N30'><number:number number:decimal-places='0' number:min-integer-digits='1' "
    "number:grouping='true'/><number:text> "
    "</number:text><number:currency-symbol>đ</number:currency-symbol></number:currency-style>"
    "<number:text-style style:name='N40'><number:text-content/></number:text-style>"
    "<style:style style:name='ce1' style:family='table-cell' style:parent-style-name='Default' "
    "style:data-style-name='N10'/>"
    "<style:style style:name='ce2' style:family='table-cell' style:parent-style-name='Default' "
    "style:data-style-name='N20'/>"
    "<style:style style:name='ce3' style:family='table-cell' style:parent-style-name='Default' "
    "style:data-style-name='N21'/>"
    "<style:style style:name='ce4' style:family='table-cell' style:parent-style-name='Default' "
    "style:data-style-name='N30'/>"
    "<style:style style:name='ce5' style:family='table-cell' style:parent-style-name='Default' "
    "style:data-style-name='N40'><style:text-properties style:font-name='F2'/></style:style>"
    "<style:style style:name='T1' style:family='text'><style:text-properties style:font-name='F2'/></style:style>"
    "<style:style style:name='T2' style:family='text'><style:text-properties "
    "style:font-name='Undeclared'/></style:style>"
    "<style:style style:name='loop' style:family='table-cell' style:parent-style-name='loop'/>"
    "<style:style style:name='ta1' style:family='table'><style:table-properties table:display='true'/></style:style>"
    "<style:style style:name='ta2' style:family='table'><style:table-properties table:display='false'/></style:style>"
    "</office:automatic-styles><office:body><office:spreadsheet>";
static const char tail[] = "</office:spreadsheet></office:body></office:document-content>";

static th_str package_of(th_arena *a, const char *tables, const char *manifest)
{
    package p;
    package_begin(&p, a);
    package_add(&p, "mimetype", TH_STR("application/vnd.oasis.opendocument.spreadsheet"));
    package_add(&p, "content.xml", th_str_fmt(a, "%s%s%s", head, tables, tail));
    package_add(&p, "styles.xml", th_str_of(styles_xml));
    if (manifest)
        package_add(&p, "META-INF/manifest.xml", th_str_of(manifest));
    return package_end(&p);
}

static th_status read_tables(th_arena *a, const char *tables, th_book **book)
{
    *book = th_book_new(a, &th_limits_default);
    return th_ods_read(*book, package_of(a, tables, NULL));
}

static th_book *one(th_arena *a, const char *rows)
{
    th_book *book;
    th_str table = th_str_fmt(a, "<table:table table:name='Biểu 01'>%s</table:table>", rows);
    assert_true(read_tables(a, th_str_cstr(a, table), &book) < TH_FAILED);
    return book;
}

static void same(th_str got, const char *want)
{
    if (!th_str_eq(got, th_str_of(want)))
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

#define CELL(attrs, inside) "<table:table-cell " attrs ">" inside "</table:table-cell>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"

static void values_of_every_type(void **state)
{
    th_book *book = one(
        *state,
        ROW(CELL("office:value-type='float' office:value='1542.5'", "<text:p>1.542,5</text:p>") CELL(
            "table:style-name='ce1' office:value-type='percentage' office:value='0.987'", "<text:p>98,7%</text:p>")
                CELL("table:style-name='ce2' office:value-type='date' office:date-value='2022-04-19'",
                     "<text:p>19/04/2022</text:p>")
                    CELL("table:style-name='ce2' office:value-type='date' office:date-value='2022-04-19T13:30:00'", "")
                        CELL("table:style-name='ce3' office:value-type='time' office:time-value='PT36H30M00S'", "")
                            CELL("office:value-type='boolean' office:boolean-value='true'", "<text:p>ĐÚNG</text:p>")
                                CELL("table:style-name='ce4' office:value-type='currency' office:value='201500000'",
                                     "<text:p>201.500.000 đ</text:p>")
                                    CELL("table:style-name='ce5' office:value-type='string'", "<text:p>05/63</text:p>")
                                        CELL("office:value-type='float' office:value='222.20000000000002'", "")
                                            CELL("office:value-type='date' office:date-value='1899-12-30T06:00:00'", "")
                                                CELL("office:value-type='date' office:date-value='1850-05-01'", "")));
    same(book->sheets[0].raw_name, "Biểu 01");
    assert_true(at(book, 0, 0)->number == 1542.5);
    assert_int_equal(at(book, 0, 0)->type, TH_CELL_NUMBER);
    assert_int_equal(at(book, 0, 0)->format_decimals, 2); /* of the style "Default" */
    same(book->fonts[at(book, 0, 0)->font], "Times New Roman");
    assert_int_equal(at(book, 0, 1)->format, TH_FORMAT_PERCENT);
    assert_int_equal(at(book, 0, 1)->format_decimals, 1);
    same(book->fonts[at(book, 0, 1)->font], "Times New Roman"); /* not the automatic style of styles.xml */
    assert_int_equal(at(book, 0, 2)->type, TH_CELL_DATE);
    assert_true(at(book, 0, 2)->number == 44670);
    same(book->formats[at(book, 0, 2)->format_code], "dd/mm/yyyy");
    assert_true(at(book, 0, 3)->number == 44670.5625);
    assert_int_equal(at(book, 0, 4)->type, TH_CELL_DATE);
    assert_true(at(book, 0, 4)->number == 36.5 / 24);
    same(book->formats[at(book, 0, 4)->format_code], "[h]:mm");
    assert_int_equal(at(book, 0, 5)->type, TH_CELL_BOOL);
    assert_true(at(book, 0, 6)->number == 201500000);
    assert_int_equal(at(book, 0, 6)->format, TH_FORMAT_GENERAL);
    text_is(book, 0, 7, "05/63");
    assert_int_equal(at(book, 0, 7)->format, TH_FORMAT_TEXT);
    same(book->fonts[at(book, 0, 7)->font], ".VnTime");
    assert_true(at(book, 0, 8)->number == 222.20000000000002);
    assert_true(at(book, 0, 9)->number == 0.25);
    text_is(book, 0, 10, "1850-05-01");
}

static void formulas(void **state)
{
    th_book *book = one(
        *state,
        ROW(CELL("table:formula='of:=1+1' office:value-type='float' office:value='2'", "<text:p>2</text:p>")
                CELL("table:formula='of:=1+1'", "")               /* never computed */
            CELL("table:formula='of:=&quot;&quot;'", "<text:p/>") /* computed: empty */
            CELL("table:formula='of:=1/0' office:value-type='string' office:string-value='' calcext:value-type='error'",
                 "<text:p>#DIV/0!</text:p>") CELL("table:formula='of:=X' office:value-type='float' office:value='0'",
                                                  "<text:p>Err:508</text:p>")
                CELL("table:formula='of:=TRUE()' office:value-type='float' office:value='1' calcext:value-type='float'",
                     "<text:p>TRUE</text:p>")
                    CELL("table:formula='of:=A1' office:value-type='string' office:string-value='Tổng'",
                         "<text:p>Tổng</text:p>") CELL("table:formula='of:=A1' office:value-type='float'", "")
                        CELL("office:value-type='string'", "<text:p>#N/A</text:p>"))); /* typed by hand: a text */
    for (uint32_t col = 0; col < 8; col++)
        assert_true(at(book, 0, col)->flags & TH_CELL_FORMULA);
    assert_true(at(book, 0, 0)->number == 2);
    assert_int_equal(at(book, 0, 1)->type, TH_CELL_PENDING);
    text_is(book, 0, 2, "");
    assert_int_equal(at(book, 0, 3)->type, TH_CELL_ERROR);
    same(at(book, 0, 3)->raw, "#DIV/0!");
    assert_int_equal(at(book, 0, 4)->type, TH_CELL_ERROR);
    same(at(book, 0, 4)->raw, "Err:508");
    assert_int_equal(at(book, 0, 5)->type, TH_CELL_BOOL);
    text_is(book, 0, 6, "Tổng");
    assert_int_equal(at(book, 0, 7)->type, TH_CELL_PENDING);
    text_is(book, 0, 8, "#N/A");
}

static void texts(void **state)
{
    th_book *book = one(
        *state,
        ROW(CELL("office:value-type='string'",
                 "<text:p>dòng 1</text:p><text:p/><text:p>dòng 3<text:line-break/>nữa</text:p>")
                CELL("office:value-type='string'",
                     "<text:p>\n  hai<text:s/><text:s text:c='2'/>cách \t x<text:tab/>y</text:p>")
                    CELL("office:value-type='string'",
                         "<office:annotation><text:p>chú thích</text:p></office:annotation><text:p>A<text:span "
                         "text:style-name='T1'>­íc <text:span text:style-name='T2'>B</text:span></text:span>C</text:p>"
                         "<draw:frame><draw:text-box><text:p>hình</text:p></draw:text-box></draw:frame>")
                        CELL("office:value-type='string' table:style-name='ce5'",
                             "<text:p><text:span text:style-name='T1'>®</text:span></text:p>")
                            CELL("office:value-type='string' office:string-value='giá trị'",
                                 "<text:p>hiển thị</text:p>")
                                CELL("office:value-type='string'",
                                     "<text:p>x<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>han</"
                                     "text:ruby-text></text:ruby></text:p>") CELL("", "<text:p>không kiểu</text:p>")
                                    CELL("office:value-type='string'", "<text:p></text:p>")));
    text_is(book, 0, 0, "dòng 1\n\ndòng 3\nnữa");
    text_is(book, 0, 1, "hai   cách x\ty");
    text_is(book, 0, 2, "A­íc BC");
    const th_cell *rich = at(book, 0, 2);
    assert_int_equal(rich->nruns, 4);
    same(book->fonts[rich->runs[0].font], "Times New Roman");
    same(book->fonts[rich->runs[1].font], ".VnTime");
    assert_int_equal(rich->runs[1].start, 1);
    same(book->fonts[rich->runs[2].font], "Undeclared");
    assert_int_equal(rich->runs[3].start, rich->raw.len - 1);
    assert_int_equal(at(book, 0, 3)->nruns, 0); /* the cell's own font all over */
    text_is(book, 0, 4, "giá trị");
    text_is(book, 0, 5, "x漢");
    text_is(book, 0, 6, "không kiểu");
    assert_null(th_sheet_at(&book->sheets[0], 0, 7));
}

static void repeats_styles_of_columns_and_merges(void **state)
{
    th_book *book = one(
        *state,
        "<table:table-column table:number-columns-repeated='2'/>"
        "<table:table-column-group><table:table-header-columns><table:table-column table:visibility='collapse' "
        "table:default-cell-style-name='ce5'/></table:table-header-columns></table:table-column-group>"
        "<table:table-column table:number-columns-repeated='16381'/>"
        "<table:table-header-rows><table:table-row table:number-rows-repeated='3'>" CELL("", "")
            CELL("table:number-columns-repeated='3' office:value-type='float' office:value='7'",
                 "") "</table:table-row></table:table-header-rows>"
                     "<table:table-row table:number-rows-repeated='2' table:visibility='filter'>" CELL(
                         "office:value-type='float' office:value='1'",
                         "") "</table:table-row>"
                             "<table:table-row-group>" ROW(CELL(
                                 "table:number-columns-spanned='2' table:number-rows-spanned='3' "
                                 "office:value-type='float' office:value='5'",
                                 "") "<table:covered-table-cell/>" CELL("office:value-type='float' office:value='6'",
                                                                        "")) "</table:table-row-group>"
                                                                             "<table:table-row "
                                                                             "table:number-rows-repeated='1048570'><"
                                                                             "table:table-cell "
                                                                             "table:number-columns-repeated='16384'/></"
                                                                             "table:table-row>");
    const th_sheet *s = &book->sheets[0];
    assert_int_equal(s->ncells, 9 + 2 + 2);
    for (uint32_t row = 0; row < 3; row++)
        for (uint32_t col = 1; col < 4; col++)
            assert_true(at(book, row, col)->number == 7);
    same(book->fonts[at(book, 1, 2)->font], ".VnTime");
    assert_int_equal(at(book, 1, 2)->flags, TH_CELL_HIDDEN_COL);
    assert_int_equal(at(book, 1, 1)->flags, 0);
    assert_int_equal(at(book, 3, 0)->flags, TH_CELL_HIDDEN_ROW);
    assert_int_equal(at(book, 4, 0)->flags, TH_CELL_HIDDEN_ROW);
    assert_int_equal(at(book, 5, 0)->flags, TH_CELL_MERGED);
    assert_int_equal(s->nmerges, 1);
    assert_int_equal(s->merges[0].row2, 7);
    assert_int_equal(s->merges[0].col2, 1);
    assert_true(at(book, 5, 2)->number == 6);
}

static void sheets_and_what_is_none(void **state)
{
    th_book *book;
    assert_int_equal(
        read_tables(
            *state,
            "<table:tracked-changes><table:cell-content-change><table:previous><table:change-track-table-cell "
            "office:value='9'/></table:previous></table:cell-content-change></table:tracked-changes>"
            "<table:table table:name='Một' table:style-name='ta1'/>"
            "<table:table table:name='Hai' table:style-name='ta2'><table:shapes><draw:frame><table:table "
            "table:name='trong'>" ROW(CELL(
                "office:value-type='float' office:value='8'",
                "")) "</table:table></draw:frame></table:shapes>" ROW(CELL("office:value-type='float' office:value='1'",
                                                                           "")) "</table:table>"
                                                                                "<table:table "
                                                                                "table:name=\"'file:///C:/"
                                                                                "x.xls'#$Trang\" "
                                                                                "table:style-name='ta_extref'>" ROW(
                                                                                    CELL("office:value-type='float' "
                                                                                         "office:value='3'",
                                                                                         "")) "</table:table>"
                                                                                              "<table:named-"
                                                                                              "expressions/>",
            &book),
        TH_OK);
    assert_int_equal(book->nsheets, 2);
    assert_int_equal(book->sheets[0].visibility, TH_VISIBLE);
    assert_int_equal(book->sheets[1].visibility, TH_HIDDEN);
    assert_int_equal(book->sheets[1].ncells, 1);
    assert_true(book->sheets[1].cells[0].number == 1);
}

static void a_lying_value_is_unreadable(void **state)
{
    th_book *book = one(
        *state, ROW(CELL("office:value-type='float' office:value='12,5'", "<text:p>12,5</text:p>")
                        CELL("office:value-type='float' office:value='NaN'", "") CELL("office:value-type='float'", "")
                            CELL("office:value-type='date' office:date-value='2022-02-30'", "")
                                CELL("office:value-type='time' office:time-value='13:30'", "")
                                    CELL("office:value-type='boolean' office:boolean-value='1'", "")
                                        CELL("office:value-type='number' office:value='1'", "")
                                            CELL("office:value-type='float' office:value='1e400'", "")));
    assert_int_equal(book->findings.n, 8);
    for (uint32_t col = 0; col < 8; col++) {
        assert_int_equal(at(book, 0, col)->type, TH_CELL_ERROR);
        same(at(book, 0, col)->raw, TH_CELL_UNREADABLE);
        assert_int_equal(book->findings.at[col].kind, TH_F_FILE_CELL);
        assert_int_equal(book->findings.at[col].place.col, col);
    }
}

static void refused(th_arena *a, th_str bytes, const th_limits *limits, th_finding_kind kind)
{
    th_book *book = th_book_new(a, limits);
    assert_int_equal(th_ods_read(book, bytes), TH_FAILED);
    assert_int_equal(th_findings_count(&book->findings, TH_LEVEL_BLOCK), 1);
    for (size_t i = 0; i < book->findings.n; i++)
        if (book->findings.at[i].level == TH_LEVEL_BLOCK)
            assert_int_equal(book->findings.at[i].kind, kind);
}

static void repeats_are_counted_before_they_cost(void **state)
{
    th_arena *a = *state;
    static const char *const bombs[] = {
        "<table:table><table:table-row table:number-rows-repeated='1048576'>" CELL(
            "table:number-columns-repeated='16384' office:value-type='float' office:value='1'",
            "") "</table:table-row></table:table>",
        "<table:table><table:table-row table:number-rows-repeated='1048576'>" CELL(
            "table:number-columns-repeated='3' office:value-type='float' office:value='1'",
            "") "</table:table-row></table:table>",
        "<table:table><table:table-row table:number-rows-repeated='999999999'>" CELL(
            "table:number-columns-repeated='999999999' office:value-type='string'",
            "<text:p>x</text:p>") "</table:table-row></table:table>",
    };
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        size_t before = th_arena_used(a);
        refused(a, package_of(a, bombs[i], NULL), &th_limits_default, TH_F_FILE_LIMIT);
        assert_true(th_arena_used(a) - before < 16 * 1024 * 1024);
    }
}

static void says_what_it_does_not_read(void **state)
{
    th_arena *a = *state;
    refused(a,
            package_of(a, "<table:table/>",
                       "<manifest:manifest "
                       "xmlns:manifest='m'><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></"
                       "manifest:manifest>"),
            &th_limits_default, TH_F_FILE_PASSWORD);
    refused(a, package_of(a, "", NULL), &th_limits_default, TH_F_FILE_NO_SHEET);
    refused(a, package_of(a, "<table:table><table:table-row>", NULL), &th_limits_default, TH_F_FILE_DAMAGED);
    package p;
    package_begin(&p, a);
    package_add(&p, "styles.xml", th_str_of(styles_xml));
    refused(a, package_end(&p), &th_limits_default, TH_F_FILE_PART);
    th_str whole = package_of(
        a, "<table:table>" ROW(CELL("office:value-type='float' office:value='12345'", "")) "</table:table>", NULL);
    char *flipped = th_str_cstr(a, whole);
    flipped[th_str_find(whole, TH_STR("12345"), 0)] = '9';
    refused(a, (th_str){flipped, whole.len}, &th_limits_default, TH_F_FILE_DAMAGED); /* the checksum knows */
    th_limits tight = th_limits_default;
    tight.cell_chars = 3;
    th_book *book = th_book_new(a, &tight);
    assert_int_equal(
        th_ods_read(book,
                    package_of(a,
                               "<table:table>" ROW(CELL("office:value-type='string'", "<text:p>bốn chữ</text:p>") CELL(
                                   "office:value-type='string'", "<text:p>ạbệ</text:p>")) "</table:table>",
                               NULL)),
        TH_WARN);
    assert_int_equal(at(book, 0, 0)->type, TH_CELL_ERROR);
    text_is(book, 0, 1, "ạbệ");
}

static void dates_and_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool fits;
        double serial;
    } dates[] = {
        {"2022-04-19", true, 44670},
        {" 1900-01-01 ", true, 1},
        {"1900-02-29", true, 60},
        {"1900-03-01", true, 61},
        {"2022-04-19T00:00:00Z", true, 44670},
        {"2022-04-19T12:00", true, 44670.5},
        {"2022-04-19T18:00:00.000", true, 44670.75},
        {"19/04/2022", false, 0},
        {"2022-13-01", false, 0},
        {"2022-04-19T25:00:00", false, 0},
        {"", false, 0},
        {"2022-4-9", false, 0},
        {"2023-02-29", false, 0},
        {"1899-12-31", false, 0},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        double serial = -1;
        assert_int_equal(th_iso_date(th_str_of(dates[i].text), &serial), dates[i].fits);
        assert_true(!dates[i].fits || serial == dates[i].serial);
    }
    static const struct {
        const char *text;
        bool fits;
        double days;
    } times[] = {
        {"PT12H00M00S", true, 0.5}, {"-PT06H00M00S", true, -0.25},
        {"P1DT12H", true, 1.5},     {"PT0H0M43.2S", true, 0.0005},
        {"PT36H", true, 1.5},       {"P", false, 0},
        {"PT", false, 0},           {"PT5", false, 0},
        {"12:00", false, 0},        {"PT1D", false, 0},
    };
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        double days = -1;
        assert_int_equal(th_iso_duration(th_str_of(times[i].text), &days), times[i].fits);
        assert_true(!times[i].fits || (days - times[i].days < 1e-12 && times[i].days - days < 1e-12));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(values_of_every_type),
        TEST(formulas),
        TEST(texts),
        TEST(repeats_styles_of_columns_and_merges),
        TEST(sheets_and_what_is_none),
        TEST(a_lying_value_is_unreadable),
        TEST(repeats_are_counted_before_they_cost),
        TEST(says_what_it_does_not_read),
        TEST(dates_and_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

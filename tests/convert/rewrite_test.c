/* Whole packages: shared strings read in two ways, runs of several fonts, and figures that are put in afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "../pack/zip_builder.h"
#include "convert/patch.h"
#include "rewrite_fixture.h"

#define RELS                                                                                                           \
    "<Relationships><Relationship Id='r1' "                                                                            \
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "                       \
    "Target='xl/workbook.xml'/></Relationships>"
#define BOOK "<workbook><sheets><sheet name='A' sheetId='1' r:id='a'/></sheets></workbook>"
#define BOOK_RELS                                                                                                      \
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='s' "     \
    "Type='x/sharedStrings' Target='sharedStrings.xml'/><Relationship Id='t' Type='x/styles' Target='styles.xml'/>"    \
    "</Relationships>"
#define FONT(name) "<font><name val='" name "'/></font>"
#define STYLES                                                                                                         \
    "<styleSheet><fonts>" FONT("Arial") FONT(".VnTime") FONT(".VnTimeH")                                               \
        FONT("VNI-Times") "</fonts><cellXfs><xf "                                                                      \
                          "fontId='0'/><xf fontId='1'/><xf fontId='2'/><xf fontId='3'/></cellXfs></styleSheet>"

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

static th_str build(th_arena *arena, const char *strings, const char *sheet)
{
    package p;
    package_begin(&p, arena);
    package_add(&p, "[Content_Types].xml", TH_STR("<Types/>"));
    package_add(&p, "_rels/.rels", TH_STR(RELS));
    package_add(&p, "xl/workbook.xml", TH_STR(BOOK));
    package_add(&p, "xl/_rels/workbook.xml.rels", TH_STR(BOOK_RELS));
    package_add(&p, "xl/styles.xml", TH_STR(STYLES));
    package_add(&p, "xl/sharedStrings.xml", th_str_of(strings));
    package_add(&p, "xl/worksheets/sheet1.xml", th_str_of(sheet));
    return package_end(&p);
}

static th_str part_of(th_arena *arena, th_str bytes, const char *name)
{
    th_zip zip;
    th_str part;
    assert_int_equal(th_zip_open(arena, &th_limits_default, bytes, &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(name));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(arena, &zip, entry, &part), TH_OK);
    return part;
}

static th_rewriting rewrite(th_arena *arena, const char *strings, const char *sheet, th_findings *findings)
{
    th_rewrite_source source = {.bytes = build(arena, strings, sheet)};
    th_book *book = NULL;
    th_rewriting result;
    assert_true(th_book_open(arena, &th_limits_default,
                             &(th_book_file){.bytes = source.bytes, .name = TH_STR("a.xlsx")}, &book,
                             findings) < TH_FAILED);
    th_book_normalise(book);
    source.book = book;
    assert_int_equal(th_xlsx_rewrite(arena, &source, &result, findings), TH_OK);
    return result;
}

/* The first reading keeps the place, the others are added in the order in which cells ask for them; a cell that shares
 * a reading shares its entry. */
static void a_string_is_read_in_the_fonts_of_its_cells(void **state)
{
    static const char strings[] = "<sst count='6' uniqueCount='2'><si><t>®¹t</t></si><si><t>A</t></si></sst>";
    static const char sheet[] = "<worksheet><sheetData><row r='1'><c r='A1' s='1' t='s'><v>0</v></c>"
                                "<c r='B1' s='2' t='s'><v>0</v></c><c r='C1' s='1' t='s'><v>1</v></c>"
                                "<c r='D1' s='1' t='s'><v>0</v></c><c r='E1' s='2' t='s'><v>0</v></c>"
                                "<c r='F1' t='s'><v>9</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, strings, sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"),
              "<sst count='6' uniqueCount='3'><si><t>đạt</t></si><si><t>A</t></si><si><t>ĐẠT</t></si></sst>");
    same_text(part_of(*state, result.bytes, "xl/worksheets/sheet1.xml"),
              "<worksheet><sheetData><row r='1'><c r='A1' s='1' t='s'><v>0</v></c>"
              "<c r='B1' s='2' t='s'><v>2</v></c><c r='C1' s='1' t='s'><v>1</v></c>"
              "<c r='D1' s='1' t='s'><v>0</v></c><c r='E1' s='2' t='s'><v>2</v></c>"
              "<c r='F1' t='s'><v>10</v></c></row></sheetData></worksheet>");
    assert_int_equal(result.changes.n, 4);
    assert_int_equal(result.parts, 3);
}

/* Runs are read in their own fonts and put back each into its own <t>; phonetic text is nobody's. */
static void runs_keep_their_cuts(void **state)
{
    static const char strings[] =
        "<sst><si><r><rPr><rFont val='.VnTimeH'/></rPr><t>®</t></r><r><rPr><rFont val='.VnTime'/></rPr>"
        "<t xml:space='preserve'>¹t y </t></r><r><rPr><rFont val='Arial'/></rPr><t>A</t></r>"
        "<rPh sb='0' eb='1'><t>®¹t</t></rPh></si></sst>";
    static const char sheet[] = "<worksheet><sheetData><row><c s='1' t='s'><v>0</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, strings, sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"),
              "<sst><si><r><rPr><rFont val='Times New Roman'/></rPr><t>Đ</t></r><r><rPr><rFont val='Times New Roman'/>"
              "</rPr><t xml:space='preserve'>ạt y </t></r><r><rPr><rFont val='Arial'/></rPr><t>A</t></r>"
              "<rPh sb='0' eb='1'><t>®¹t</t></rPh></si></sst>");
}

/* What a font draws as capitals is upper-cased in a cell, but never as the result of a formula: that would no longer be
 * what the formula gives.  A finding counts them and names the first. */
static void results_of_formulas_keep_their_case(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row r='2'><c r='A2' s='2' t='inlineStr'><is><t>®¹t</t></is></c>"
                                "<c r='B2' s='2' t='str'><f>A2</f><v>®¹t</v></c>"
                                "<c r='C2' s='2' t='str'><f>A2</f><v>®¹t</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, "<sst/>", sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/worksheets/sheet1.xml"),
              "<worksheet><sheetData><row r='2'><c r='A2' s='2' t='inlineStr'><is><t>ĐẠT</t></is></c>"
              "<c r='B2' s='2' t='str'><f>A2</f><v>đạt</v></c>"
              "<c r='C2' s='2' t='str'><f>A2</f><v>đạt</v></c></row></sheetData></worksheet>");
    size_t told = 0;
    for (size_t i = 0; i < findings.n; i++)
        if (findings.at[i].kind == TH_F_TEXT_CAPITALS) {
            told++;
            assert_int_equal(findings.at[i].place.row, 1);
            assert_int_equal(findings.at[i].place.col, 1);
        }
    assert_int_equal(told, 1);
}

static void a_package_without_legacy_text_stays(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, "<sst><si><t>Đạt</t></si></sst>", sheet, &findings);
    assert_int_equal(result.changes.n, 0);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"), "<sst><si><t>Đạt</t></si></sst>");
    same_text(part_of(*state, result.bytes, "xl/worksheets/sheet1.xml"), sheet);
}

/* ---- figures put in afterwards ---- */

#define FIGURES                                                                                                        \
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>0.1</v></c><c r=\"B1\" t=\"str\"><v>#N/A</v></c>"               \
    "<c r=\"C1\"><v>0.3</v></c></row><row r=\"2\"><c r=\"A2\"><v>4</v></c></row></sheetData></worksheet>"

static void figures_get_their_digits_and_errors_their_type(void **state)
{
    th_figure at[] = {
        {0, 0, 0, TH_STR("0.10000000000000001")}, {0, 0, 1, {0}}, {0, 1, 0, TH_STR("4.0000000000000009")}};
    const th_figures figures = {at, 3, 3};
    th_str bytes = build(*state, "<sst/>", FIGURES);
    th_trouble trouble;
    assert_int_equal(th_package_put_figures(*state, &th_limits_default, &bytes, &figures, &trouble), TH_OK);
    same_text(part_of(*state, bytes, "xl/worksheets/sheet1.xml"),
              "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>0.10000000000000001</v></c>"
              "<c r=\"B1\" t=\"e\"><v>#N/A</v></c><c r=\"C1\"><v>0.3</v></c></row><row r=\"2\"><c r=\"A2\">"
              "<v>4.0000000000000009</v></c></row></sheetData></worksheet>");
}

static void a_figure_that_has_no_place_in_its_cell_is_a_failure(void **state)
{
    th_figure at[] = {{0, 0, 0, TH_STR("1")}};
    const th_figures figures = {at, 1, 1};
    th_str bytes = build(*state, "<sst/>",
                         "<worksheet><sheetData><row r='1'><c r='A1'><v><x/></v></c></row></sheetData>"
                         "</worksheet>");
    th_trouble trouble = {0};
    assert_int_equal(th_package_put_figures(*state, &th_limits_default, &bytes, &figures, &trouble), TH_FAILED);
}

static void a_figure_without_its_cell_is_a_failure(void **state)
{
    th_figure absent[] = {{0, 7, 0, TH_STR("1")}}, no_sheet[] = {{1, 0, 0, TH_STR("1")}};
    const th_figures one = {absent, 1, 1}, other = {no_sheet, 1, 1};
    th_str bytes = build(*state, "<sst/>", FIGURES);
    th_trouble trouble = {0};
    assert_int_equal(th_package_put_figures(*state, &th_limits_default, &bytes, &one, &trouble), TH_FAILED);
    assert_true(trouble.vi.len > 0 && trouble.en.len > 0);
    assert_int_equal(th_package_put_figures(*state, &th_limits_default, &bytes, &other, &trouble), TH_FAILED);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_string_is_read_in_the_fonts_of_its_cells),
        TEST(runs_keep_their_cuts),
        TEST(results_of_formulas_keep_their_case),
        TEST(a_package_without_legacy_text_stays),
        TEST(figures_get_their_digits_and_errors_their_type),
        TEST(a_figure_that_has_no_place_in_its_cell_is_a_failure),
        TEST(a_figure_without_its_cell_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

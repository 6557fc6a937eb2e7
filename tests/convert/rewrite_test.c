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

/* Parts beside those that every workbook has. */
typedef struct extra_part {
    const char *name, *xml;
} extra_part;

/* `extra` stands in place of a part of the same name. */
static th_str build_with(th_arena *arena, const char *strings, const char *sheet, const extra_part *extra, size_t n)
{
    const extra_part usual[] = {{"[Content_Types].xml", "<Types/>"}, {"_rels/.rels", RELS},
                                {"xl/workbook.xml", BOOK},           {"xl/_rels/workbook.xml.rels", BOOK_RELS},
                                {"xl/styles.xml", STYLES},           {"xl/sharedStrings.xml", strings},
                                {"xl/worksheets/sheet1.xml", sheet}};
    package p;
    package_begin(&p, arena);
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        bool replaced = false;
        for (size_t k = 0; k < n; k++)
            replaced = replaced || strcmp(extra[k].name, usual[i].name) == 0;
        if (!replaced)
            package_add(&p, usual[i].name, th_str_of(usual[i].xml));
    }
    for (size_t i = 0; i < n; i++)
        package_add(&p, extra[i].name, th_str_of(extra[i].xml));
    return package_end(&p);
}

static th_str build(th_arena *arena, const char *strings, const char *sheet)
{
    return build_with(arena, strings, sheet, NULL, 0);
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

static th_rewriting rewrite_package(th_arena *arena, th_str bytes, th_findings *findings)
{
    th_rewrite_source source = {.bytes = bytes};
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

static th_rewriting rewrite(th_arena *arena, const char *strings, const char *sheet, th_findings *findings)
{
    return rewrite_package(arena, build(arena, strings, sheet), findings);
}

/* The first reading keeps the place, the others are added in the order in which cells ask for them; a cell that shares
 * a reading shares its entry.  What leads beyond the table leads beyond it afterwards, even if
 * another cell of the same address does not. */
static void a_string_is_read_in_the_fonts_of_its_cells(void **state)
{
    static const char strings[] = "<sst count='6' uniqueCount='2'><si><t>®¹t</t></si><si><t>A</t></si></sst>";
    static const char sheet[] = "<worksheet><sheetData><row r='1'><c r='A1' s='1' t='s'><v>0</v></c>"
                                "<c r='B1' s='2' t='s'><v>0</v></c><c r='C1' s='1' t='s'><v>1</v></c>"
                                "<c r='D1' s='1' t='s'><v>0</v></c><c r='E1' s='2' t='s'><v>0</v></c>"
                                "<c r='F1' t='s'><v>2</v></c><c r='G1' t='s'><v>400000000</v></c>"
                                "<c r='G1' s='1' t='s'><v>1</v></c></row></sheetData>"
                                "</worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, strings, sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"),
              "<sst count='6' uniqueCount='3'><si><t>đạt</t></si><si><t>A</t></si><si><t>ĐẠT</t></si></sst>");
    same_text(part_of(*state, result.bytes, "xl/worksheets/sheet1.xml"),
              "<worksheet><sheetData><row r='1'><c r='A1' s='1' t='s'><v>0</v></c>"
              "<c r='B1' s='2' t='s'><v>2</v></c><c r='C1' s='1' t='s'><v>1</v></c>"
              "<c r='D1' s='1' t='s'><v>0</v></c><c r='E1' s='2' t='s'><v>2</v></c>"
              "<c r='F1' t='s'><v>3</v></c><c r='G1' t='s'><v>400000001</v></c>"
              "<c r='G1' s='1' t='s'><v>1</v></c></row></sheetData></worksheet>");
    assert_int_equal(result.changes.n, 4);
    assert_int_equal(result.parts, 3);
}

/* Rows and cells that do not state where they stand follow each other. */
static void cells_without_an_address_are_counted(void **state)
{
    static const char sheet[] =
        "<worksheet><sheetData><row><c s='1' t='s'><v>0</v></c><c s='2' t='s'><v>0</v></c></row>"
        "<row><c s='2' t='s'><v>0</v></c><c s='1' t='s'><v>0</v></c></row>"
        "<row r='7'><c s='1' t='s'><v>0</v></c></row><row><c s='2' t='s'><v>0</v></c></row>"
        "</sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, "<sst><si><t>®¹t</t></si></sst>", sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"),
              "<sst><si><t>đạt</t></si><si><t>ĐẠT</t></si></sst>");
    same_text(part_of(*state, result.bytes, "xl/worksheets/sheet1.xml"),
              "<worksheet><sheetData><row><c s='1' t='s'><v>0</v></c><c s='2' t='s'><v>1</v></c></row>"
              "<row><c s='2' t='s'><v>1</v></c><c s='1' t='s'><v>0</v></c></row>"
              "<row r='7'><c s='1' t='s'><v>0</v></c></row><row><c s='2' t='s'><v>1</v></c></row>"
              "</sheetData></worksheet>");
}

/* Nobody knows in which font a cell is whose address says nothing, nor what a cell is that holds no text. */
static void what_is_no_text_of_a_cell_leads_where_it_led(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row r='1'><c r='A1' s='1' t='s'><v>0</v></c>"
                                "<c r='1A' s='2' t='s'><v>0</v></c><c r='C1' s='2' t='s'><v>0</v></c>"
                                "<c r='C1' s='2'><v>0</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, "<sst><si><t>®¹t</t></si></sst>", sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"), "<sst><si><t>đạt</t></si></sst>");
    assert_int_equal(result.changes.n, 1);
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

/* A character that XML has no place for is written "_x000D_" in a cell, before and afterwards. */
static void escapes_of_cells_are_written_again(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row><c s='1' t='s'><v>0</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, "<sst><si><t>®¹t_x0007_</t></si></sst>", sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/sharedStrings.xml"), "<sst><si><t>đạt_x0007_</t></si></sst>");
}

/* What a font draws as capitals is upper-cased in a cell, but never as the result of a formula: that would no longer be
 * what the formula gives.  A finding counts those that change and names the first. */
static void results_of_formulas_keep_their_case(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row r='1'><c r='A1' s='2' t='str'><f>X()</f><v>CO</v></c></row>"
                                "<row r='2'><c r='A2' s='2' t='inlineStr'><is><t>®¹t</t></is></c>"
                                "<c r='B2' s='2' t='str'><f>A2</f><v>®¹t</v></c>"
                                "<c r='C2' s='2' t='str'><f>A2</f><v>®¹t</v></c></row></sheetData></worksheet>";
    th_findings findings = {0};
    th_rewriting result = rewrite(*state, "<sst/>", sheet, &findings);
    same_text(part_of(*state, result.bytes, "xl/worksheets/sheet1.xml"),
              "<worksheet><sheetData><row r='1'><c r='A1' s='2' t='str'><f>X()</f><v>CO</v></c></row>"
              "<row r='2'><c r='A2' s='2' t='inlineStr'><is><t>ĐẠT</t></is></c>"
              "<c r='B2' s='2' t='str'><f>A2</f><v>đạt</v></c>"
              "<c r='C2' s='2' t='str'><f>A2</f><v>đạt</v></c></row></sheetData></worksheet>");
    size_t told = 0;
    for (size_t i = 0; i < findings.n; i++)
        if (findings.at[i].kind == TH_F_TEXT_CAPITALS) {
            told++;
            assert_int_equal(findings.at[i].place.row, 1);
            assert_int_equal(findings.at[i].place.col, 1);
            assert_true(th_str_find(findings.at[i].en, TH_STR("2 "), 0) != SIZE_MAX);
        }
    assert_int_equal(told, 1);
}

/* Byte for byte, what stands behind the package too. */
static void a_package_without_legacy_text_stays(void **state)
{
    static const char sheet[] = "<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>";
    static const extra_part styles = {"xl/styles.xml", "<styleSheet><fonts>" FONT("Arial") "</fonts></styleSheet>"};
    th_findings findings = {0};
    th_buf whole;
    th_buf_init(&whole, *state);
    th_buf_add(&whole, build_with(*state, "<sst><si><t>Đạt</t></si></sst>", sheet, &styles, 1));
    th_buf_add(&whole, TH_STR("   "));
    const th_str bytes = th_buf_str(&whole);
    th_rewriting result = rewrite_package(*state, bytes, &findings);
    assert_int_equal(result.changes.n, 0);
    assert_int_equal(result.parts, 0);
    assert_int_equal(result.bytes.len, bytes.len);
    assert_memory_equal(result.bytes.ptr, bytes.ptr, bytes.len);
}

/* ---- parts beside the cells ---- */

#define TYPE "application/vnd.openxmlformats-officedocument."
#define OVERRIDE(part, type) "<Override PartName='" part "' ContentType='" type "'/>"
#define SHEET_REL(id, target) "<Relationship Id='" id "' Type='x/x' Target='" target "'/>"

#define TYPES                                                                                                          \
    "<Types><Default Extension='vml' ContentType='" TYPE                                                               \
    "vmlDrawing'/>" OVERRIDE("/xl/comments1.xml", TYPE "spreadsheetml.comments+xml")                                   \
        OVERRIDE("/xl/thread1.xml", "application/vnd.ms-excel.threadedcomments+xml")                                   \
            OVERRIDE("/xl/drawing1.xml", TYPE "drawing+xml")                                                           \
                OVERRIDE("/xl/table1.xml", TYPE "spreadsheetml.table+xml")                                             \
                    OVERRIDE("/xl/chartsheet1.xml", TYPE "spreadsheetml.chartsheet+xml") "</Types>"
#define SHEET_RELS                                                                                                     \
    "<Relationships>" SHEET_REL("c", "../comments1.xml") SHEET_REL("h", "../thread1.xml")                              \
        SHEET_REL("d", "../drawing1.xml") SHEET_REL("t", "../table1.xml") "</Relationships>"

static const extra_part beside[] = {
    {"[Content_Types].xml", TYPES},
    {"xl/worksheets/_rels/sheet1.xml.rels", SHEET_RELS},
    {"xl/chartsheet1.xml", "<chartsheet><headerFooter><oddHeader>&amp;LSè x·</oddHeader></headerFooter></chartsheet>"},
    {"xl/comments1.xml", "<comments><commentList><comment ref='A1'><text><r><rPr><rFont val='.VnTimeH'/></rPr>"
                         "<t>®¹t</t></r></text></comment><comment ref='B1'><text><r><rPr><rFont val='.VnTime'/></rPr>"
                         "</r></text></comment></commentList></comments>"},
    {"xl/thread1.xml", "<ThreadedComments><threadedComment ref='A1'><text>Sè x·</text></threadedComment>"
                       "</ThreadedComments>"},
    {"xl/drawing1.xml", "<wsDr><p><r><rPr><latin typeface='.VnTime'/></rPr><t>h×nh _x0007_</t></r></p></wsDr>"},
    {"xl/table1.xml", "<table name='B¶ng_1' displayName='B¶ng_1' ref='A1:B2'><tableColumns count='2'>"
                      "<tableColumn id='1' name='®¹t'/><tableColumn id='2' name='Sè x·'/></tableColumns></table>"},
    {"xl/old.vml", "<xml><font face='.VnTime'>x</font></xml>"},
};

/* The names of a table's columns are what its heading cells say, capitals too; formulas follow. */
static const char beside_sheet[] =
    "<worksheet><sheetData><row r='1'><c r='A1' s='2' t='s'><v>0</v></c><c r='B1' s='1' t='s'><v>1</v></c></row>"
    "<row r='2'><c r='A2'><f>SUM(B¶ng_1[®¹t])</f><v>1</v></c></row></sheetData></worksheet>";

static void parts_beside_the_cells_are_rewritten(void **state)
{
    th_findings findings = {0};
    th_str bytes = build_with(*state, "<sst><si><t>®¹t</t></si><si><t>Sè x·</t></si></sst>", beside_sheet, beside,
                              sizeof beside / sizeof *beside);
    th_rewriting result = rewrite_package(*state, bytes, &findings);
    static const extra_part want[] = {
        {"xl/comments1.xml",
         "<comments><commentList><comment ref='A1'><text><r><rPr><rFont val='Times New Roman'/></rPr>"
         "<t>ĐẠT</t></r></text></comment><comment ref='B1'><text><r><rPr><rFont val='Times New Roman'/></rPr>"
         "</r></text></comment></commentList></comments>"},
        {"xl/thread1.xml", "<ThreadedComments><threadedComment ref='A1'><text>Số xã</text></threadedComment>"
                           "</ThreadedComments>"},
        {"xl/drawing1.xml",
         "<wsDr><p><r><rPr><latin typeface='Times New Roman'/></rPr><t>hình _x0007_</t></r></p></wsDr>"},
        {"xl/table1.xml", "<table name='Bảng_1' displayName='Bảng_1' ref='A1:B2'><tableColumns count='2'>"
                          "<tableColumn id='1' name='ĐẠT'/><tableColumn id='2' name='Số xã'/></tableColumns></table>"},
        {"xl/old.vml", "<xml><font face='Times New Roman'>x</font></xml>"},
        {"xl/chartsheet1.xml",
         "<chartsheet><headerFooter><oddHeader>&amp;LSố xã</oddHeader></headerFooter></chartsheet>"},
        {"xl/worksheets/sheet1.xml",
         "<worksheet><sheetData><row r='1'><c r='A1' s='2' t='s'><v>0</v></c><c r='B1' s='1' t='s'><v>1</v></c></row>"
         "<row r='2'><c r='A2'><f>SUM(Bảng_1[ĐẠT])</f><v>1</v></c></row></sheetData></worksheet>"},
    };
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        same_text(part_of(*state, result.bytes, want[i].name), want[i].xml);
    static const struct {
        th_text_kind kind;
        const char *before, *after;
    } told[] = {{TH_IN_COMMENT, "®¹t", "ĐẠT"},
                {TH_IN_COMMENT, "Sè x·", "Số xã"},
                {TH_IN_DRAWING, "h×nh _x0007_", "hình _x0007_"}};
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        size_t times = 0;
        for (size_t k = 0; k < result.changes.n; k++) {
            const th_change *change = &result.changes.at[k];
            times += change->kind == told[i].kind && th_str_eq(change->before, th_str_of(told[i].before)) &&
                     th_str_eq(change->after, th_str_of(told[i].after));
        }
        if (times != 1)
            fail_msg("%s is told %zu times", told[i].before, times);
    }
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
        TEST(cells_without_an_address_are_counted),
        TEST(what_is_no_text_of_a_cell_leads_where_it_led),
        TEST(runs_keep_their_cuts),
        TEST(escapes_of_cells_are_written_again),
        TEST(results_of_formulas_keep_their_case),
        TEST(a_package_without_legacy_text_stays),
        TEST(parts_beside_the_cells_are_rewritten),
        TEST(figures_get_their_digits_and_errors_their_type),
        TEST(a_figure_that_has_no_place_in_its_cell_is_a_failure),
        TEST(a_figure_without_its_cell_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* .xlsx as other programs write it, and as nobody should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "../pack/zip_builder.h"

#include <string.h>

#define CONTENT "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
#define ROOT_RELS                                                                                                      \
    "<Relationships><Relationship Id='r1' "                                                                            \
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "                       \
    "Target='xl/workbook.xml'/></Relationships>"
#define BOOK_RELS                                                                                                      \
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/one.xml'/>"                             \
    "<Relationship Id='s' Type='x/sharedStrings' Target='/xl/sharedStrings.xml'/><Relationship Id='t' "                \
    "Type='x/styles' Target='styles.xml'/></Relationships>"
#define STYLES                                                                                                         \
    "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='mmm\\-yy'/></numFmts><fonts><font><name val='Times New "  \
    "Roman'/></font>"                                                                                                  \
    "<font><name val='.VnTime'/></font></fonts><cellXfs><xf fontId='0' numFmtId='0'/><xf fontId='0' numFmtId='164'/>"  \
    "<xf fontId='1' numFmtId='10'/><xf fontId='0' numFmtId='3'/></cellXfs></styleSheet>"
#define STRINGS                                                                                                        \
    "<sst uniqueCount='4294967295'><si><t>Sở</t></si><si><r><rPr><rFont "                                            \
    "val='.VnTimeH'/></rPr><t>ñ</t></r><r><rPr><rFont val='.VnTime'/></rPr>"                                          \
    "<t xml:space='preserve'>y ban</t></r><rPh sb='0' "                                                                \
    "eb='1'><t>phonetic</t></rPh></si><si><t>a_x000A_b_x005F_x000A_</t></si></sst>"

static th_str build(th_arena *a, const char *workbook, const char *sheet)
{
    package p;
    package_begin(&p, a);
    package_add(&p, "[Content_Types].xml", th_str_of(CONTENT));
    package_add(&p, "_rels/.rels", th_str_of(ROOT_RELS));
    package_add(&p, "xl/workbook.xml",
                th_str_of(workbook ? workbook
                                   : "<workbook><sheets><sheet name='Một' sheetId='7' r:id='a'/></sheets></workbook>"));
    package_add(&p, "xl/_rels/workbook.xml.rels", th_str_of(BOOK_RELS));
    package_add(&p, "xl/styles.xml", th_str_of(STYLES));
    package_add(&p, "xl/sharedStrings.xml", th_str_of(STRINGS));
    package_add(&p, "xl/worksheets/one.xml", th_str_of(sheet));
    return package_end(&p);
}

static th_book *open_or(th_arena *a, th_str bytes, th_findings *findings)
{
    th_book *book = NULL;
    th_book_open(a, &th_limits_default, &(th_book_file){.bytes = bytes, .name = TH_STR("a")}, &book, findings);
    if (book)
        th_book_normalise(book);
    return book;
}

/* Cells as "A1=n:12|B1=s:text|..." */
static const char *dump(th_arena *a, const th_book *book)
{
    th_buf out;
    th_buf_init(&out, a);
    for (size_t s = 0; s < book->nsheets; s++)
        for (size_t i = 0; i < book->sheets[s].ncells; i++) {
            const th_cell *c = &book->sheets[s].cells[i];
            const char *formula = c->flags & TH_CELL_FORMULA ? "(f)" : "";
            th_buf_fmt(&out, "%s" TH_FMT "=%c:" TH_FMT "%s", out.len ? "|" : "",
                       TH_ARG(th_cell_name(a, c->row, c->col)), c->type, TH_ARG(th_cell_shown(a, book, c)), formula);
        }
    th_buf_byte(&out, '\0');
    return out.ptr;
}

static const struct {
    const char *why, *rows, *cells;
    size_t findings;
} sheets[] = {
    {"numbers, strings, booleans, errors",
     "<row r='1'><c r='A1'><v>1.5</v></c><c r='B1' t='s'><v>0</v></c><c r='C1' t='b'><v>1</v></c><c r='D1' "
     "t='e'><v>#REF!</v></c></row>",
     "A1=n:1.5|B1=s:Sở|C1=b:TRUE|D1=e:#REF!", 0},
    {"cells and rows without r=", "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
     "A1=n:1|B1=n:2|A2=n:3", 0},
    {"inline and formula strings",
     "<row r='2'><c r='A2' t='inlineStr'><is><t>Cao Bằng</t></is></c><c r='B2' t='str'><f>A2</f><v>x &amp; "
     "y</v></c></row>",
     "A2=s:Cao Bằng|B2=s:x & y(f)", 0},
    {"rich runs in a capitals font; no phonetic text", "<row r='1'><c r='A1' t='s' s='2'><v>1</v></c></row>",
     "A1=s:Ủy ban", 0},
    {"_xHHHH_ escapes", "<row r='1'><c r='A1' t='s'><v>2</v></c></row>", "A1=s:a\nb_x000A_", 0},
    {"dates by format, 1900 system", "<row r='1'><c r='A1' s='1'><v>23132</v></c><c r='B1' s='1'><v>60</v></c></row>",
     "A1=d:1963-05-01|B1=d:1900-02-29", 0},
    {"percent stays a number", "<row r='1'><c r='A1' s='2'><v>0.987</v></c></row>", "A1=n:0.987", 0},
    {"a formula without a result is no zero",
     "<row r='1'><c r='A1'><f>1+1</f></c><c r='B1'><f>1+1</f><v>2</v></c></row>", "A1=p:(f)|B1=n:2(f)", 0},
    {"a shared string that does not exist", "<row r='1'><c r='A1' t='s'><v>99</v></c><c r='B1'><v>5</v></c></row>",
     "A1=e:#?|B1=n:5", 1},
    {"a truth value that is none", "<row r='1'><c r='A1' t='b'><v>x</v></c><c r='B1' t='b'><v>false</v></c></row>",
     "A1=e:#?|B1=b:FALSE", 1},
    {"numbers that are none",
     "<row r='1'><c r='A1'><v>12,5</v></c><c r='B1'><v>NaN</v></c><c r='C1'><v>1e400</v></c></row>",
     "A1=e:#?|B1=e:#?|C1=e:#?", 3},
    {"the last of two cells at one address", "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>2</v></c></row>", "A1=n:2",
     1},
    {"the same cell twice", "<row r='1'><c r='A1'><v>1</v></c><c r='A1'><v>1</v></c></row>", "A1=n:1", 0},
    {"rows backward", "<row r='9'><c r='A9'><v>9</v></c></row><row r='2'><c r='B2'><v>2</v></c></row>", "B2=n:2|A9=n:9",
     0},
    {"the far corner costs two cells",
     "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>",
     "A1=n:1|XFD1048576=n:2", 0},
    {"an address no sheet has", "<row r='1'><c r='ZZZZ1'><v>1</v></c><c r='B1'><v>2</v></c></row>", "B1=n:2", 1},
    {"prefixed namespaces", "<row r='1'><x:c r='A1'><x:v>7</x:v></x:c></row>", "A1=n:7", 0},
    {"a style beyond the table", "<row r='1'><c r='A1' s='99999'><v>7</v></c></row>", "A1=n:7", 0},
    {"entities and CDATA", "<row r='1'><c r='A1' t='str'><v>&#x110;&#7879; &lt;<![CDATA[&b]]></v></c></row>",
     "A1=s:Đệ <&b", 0},
};

static void every_sheet(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_str xml =
            th_str_fmt(a, "<worksheet><dimension ref='A1'/><sheetData>%s</sheetData></worksheet>", sheets[i].rows);
        th_book *book = open_or(a, build(a, NULL, th_str_cstr(a, xml)), &findings);
        if (!book)
            fail_msg("%s: refused", sheets[i].why);
        if (strcmp(dump(a, book), sheets[i].cells) != 0 || book->findings.n != sheets[i].findings)
            fail_msg("%s: %s, %zu findings", sheets[i].why, dump(a, book), book->findings.n);
        th_arena_free(a);
    }
}

static void hidden_merged_1904(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_findings findings = {0};
    th_str bytes =
        build(a,
              "<workbook><workbookPr date1904='1'/><sheets><sheet name='Ẩn' state='veryHidden' r:id='a'/></sheets>"
              "<extLst><ext><x15:workbookPr date1904='0'/></ext></extLst></workbook>",
              "<worksheet><cols><col min='2' max='3' hidden='1'/></cols><sheetData><row r='1' hidden='1'><c r='A1' "
              "s='1'><v>0</v></c><c r='B1'><v>1</v></c></row>"
              "</sheetData><mergeCells><mergeCell ref='A1:C2'/></mergeCells></worksheet>");
    th_book *book = open_or(a, bytes, &findings);
    assert_non_null(book);
    assert_true(book->date1904);
    assert_int_equal(book->sheets[0].visibility, TH_VERY_HIDDEN);
    assert_int_equal(book->sheets[0].cells[0].flags, TH_CELL_HIDDEN_ROW | TH_CELL_MERGED);
    assert_int_equal(book->sheets[0].cells[1].flags, TH_CELL_HIDDEN_ROW | TH_CELL_HIDDEN_COL);
    assert_int_equal(th_sheet_merge_at(&book->sheets[0], 1, 2)->row1, 0);
    th_arena_free(a);
}

static void refused_with(const char *why, th_arena *a, th_str bytes, const char *code)
{
    th_findings findings = {0};
    th_book *book = open_or(a, bytes, &findings);
    if (book)
        fail_msg("%s: read", why);
    if (findings.n != 1 || !th_str_eq(findings.at[0].rule, th_str_of(code)))
        fail_msg("%s: %s", why, findings.n ? th_str_cstr(a, findings.at[0].vi) : "no finding");
}

static void what_is_no_workbook_is_named(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    refused_with("empty", a, (th_str){0}, "TEP-005");
    refused_with("a page without figures", a, TH_STR("<html><table><tr><td>Login</td></tr></table></html>"), "TEP-050");
    refused_with("bytes", a, TH_STR("\x01\x02\x03\x00garbage"), "TEP-002");
    package p;
    package_begin(&p, a);
    package_add(&p, "readme.txt", th_str_of("x"));
    refused_with("an archive", a, package_end(&p), "TEP-050");
    package_begin(&p, a);
    package_add(&p, "xl/workbook.bin", th_str_of("x"));
    refused_with("xlsb that is none", a, package_end(&p), "TEP-004");
    refused_with("DOCTYPE", a, build(a, NULL, "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet/>"), "TEP-052");
    refused_with("a cut part", a, build(a, NULL, "<worksheet><sheetData><row><c><v>1</v></c>"), "TEP-004");
    refused_with("no sheet", a, build(a, "<workbook><sheets/></workbook>", "<worksheet/>"), "TEP-008");
    refused_with("a sheet that is not there", a,
                 build(a, "<workbook><sheets><sheet name='a' r:id='nope'/></sheets></workbook>", "<worksheet/>"),
                 "TEP-051");
    package_begin(&p, a);
    package_add(&p, "xl/workbook.xml", th_str_of("<workbook/>"));
    package_add(&p, "XL/Workbook.xml", th_str_of("<workbook/>"));
    refused_with("two entries of one name", a, package_end(&p), "TEP-052");
    package_begin(&p, a);
    package_add_with(&p, "xl/workbook.xml", TH_STR("<workbook/>"), 1234);
    refused_with("a wrong checksum", a, package_end(&p), "TEP-004");
    package_begin(&p, a);
    package_add(&p, "xl/workbook.xml", TH_STR("<workbook/>"));
    char *locked = th_str_cstr(a, package_end(&p));
    size_t central = th_str_find(th_buf_str(&p.local), TH_STR("PK\1\2"), 0);
    locked[6] = locked[central + 8] = 1; /* bit 0 of the flags: encrypted */
    refused_with("an encrypted entry", a, (th_str){locked, p.local.len}, "TEP-053");
    refused_with("a .csv cut inside quotes", a, TH_STR("a,b\n1,\"x\n2,y\n"), "TEP-004");
    th_arena_free(a);
}

/* A file that was cut or half copied is refused, whatever the place: never a part of it counted. */
static void cut_at_every_byte(void **state)
{
    (void)state;
    th_arena *whole = th_arena_new(0);
    th_str bytes = build(whole, NULL,
                         "<worksheet><sheetData><row r='1'><c r='A1'><v>1</v></c><c r='B1' "
                         "t='s'><v>0</v></c></row></sheetData></worksheet>");
    for (size_t n = 0; n < bytes.len; n++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        assert_null(open_or(a, th_str_copy(a, th_str_sub(bytes, 0, n)), &findings));
        assert_int_equal(findings.n, 1);
        th_arena_free(a);
    }
    th_arena_free(whole);
}

/* A flipped bit either is refused or changes no cell (it hit a name, a date, a comment). */
static void every_bit_flipped(void **state)
{
    (void)state;
    th_arena *whole = th_arena_new(0);
    th_str bytes =
        build(whole, NULL, "<worksheet><sheetData><row r='1'><c r='A1'><v>1542</v></c></row></sheetData></worksheet>");
    for (size_t n = 0; n < bytes.len * 8; n += 3) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        char *copy = th_str_cstr(a, bytes);
        copy[n / 8] = (char)(copy[n / 8] ^ (1 << (n % 8)));
        th_book *book = open_or(a, (th_str){copy, bytes.len}, &findings);
        if (book && book->nsheets && strcmp(dump(a, book), "A1=n:1542") != 0)
            fail_msg("bit %zu: %s", n, dump(a, book));
        th_arena_free(a);
    }
    th_arena_free(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sheet),
        cmocka_unit_test(hidden_merged_1904),
        cmocka_unit_test(what_is_no_workbook_is_named),
        cmocka_unit_test(cut_at_every_byte),
        cmocka_unit_test(every_bit_flipped),
    };
    return cmocka_run_group_tests_name("xlsx", tests, NULL, NULL);
}

/* The format of a file is told by its content, and up to which byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arena_state.h"
#include "book/book.h"
#include "../pack/zip_builder.h"

#include <string.h>

#define ODS_TYPE "application/vnd.oasis.opendocument.spreadsheet"

typedef struct content {
    th_str bytes;
    const char *name;
    th_book_format format;
} content;

#define BYTES(text)                                                                                                    \
    {                                                                                                                  \
        text, sizeof(text) - 1                                                                                         \
    }

static const content contents[] = {
    {{"", 0}, "a.xlsx", TH_BOOK_EMPTY},
    {BYTES("PK\3\4..xl/workbook.xml"), "a.xls", TH_BOOK_XLSX},
    {BYTES("PK\3\4..[Content_Types].xml"), "a", TH_BOOK_XLSX},
    {BYTES("PK\3\4..xl/workbook.bin"), "a.xlsx", TH_BOOK_XLSB},
    {BYTES("PK\3\4mimetype" ODS_TYPE "xl/workbook.bin"), "a.xlsx", TH_BOOK_ODS},
    {BYTES("PK\3\4..content.xml"), "a.xlsx", TH_BOOK_ODS},
    {BYTES("PK\3\4..a.txt"), "a.xlsx", TH_BOOK_ZIP},
    {BYTES("PK\5\6"), "a.xlsx", TH_BOOK_ZIP},
    {BYTES("PK\3\5xl/"), "a.zip", TH_BOOK_OTHER},
    {BYTES("\x09\x08\x10\x00\x00\x06\x05\x00"), "a.xls", TH_BOOK_XLS},
    {BYTES("\x09\x00\x04\x00\x00\x00\x10\x00"), "a.xls", TH_BOOK_XLS},
    {BYTES("\x09\x02\x06\x00\x00\x00\x10\x00"), "a.xls", TH_BOOK_XLS},
    {BYTES("\x09\x04\x06\x00\x00\x00\x10\x00"), "a.xls", TH_BOOK_XLS},
    {BYTES("\x09\x08\x10\x00\x00\x06\x05"), "a.xls", TH_BOOK_OTHER},     /* one byte less than a record */
    {BYTES("\x09\x06\x10\x00\x00\x06\x05\x00"), "a.xls", TH_BOOK_OTHER}, /* no such version */
    {BYTES("\x09\x08\x03\x00\x00\x06\x05\x00"), "a.xls", TH_BOOK_OTHER},
    {BYTES("\x09\x08\x11\x00\x00\x06\x05\x00"), "a.xls", TH_BOOK_OTHER},
    {BYTES("\x09\x08\x10\x01\x00\x06\x05\x00"), "a.xls", TH_BOOK_OTHER},
    {BYTES("PK\3\4..[Content_Types].xml word/document.xml"), "a.xlsx", TH_BOOK_DOCX},
    {BYTES("PK\3\4..[Content_Types].xml ppt/presentation.xml"), "a.xlsx", TH_BOOK_PPTX},
    {BYTES("PK\3\4mimetypeapplication/vnd.oasis.opendocument.text content.xml"), "a.ods", TH_BOOK_DOCX},
    {BYTES("Rar!\x1A\x07\1\0"), "a.xlsx", TH_BOOK_RAR},
    {BYTES("7z\xBC\xAF\x27\x1C"), "a", TH_BOOK_SEVEN_ZIP},
    {BYTES("Rar!\x1A\x07\0..\x73\1\1......"), "a.rar", TH_BOOK_VOLUME},
    {BYTES("Rar!\x1A\x07\0..\x73\0\1......"), "a.rar", TH_BOOK_RAR},
    {BYTES("Rar!\x1A\x07\1\0....\5\1\0\1"), "a.rar", TH_BOOK_VOLUME},
    {BYTES("Rar!\x1A\x07\1\0....\5\1\1\0\4"), "a.rar", TH_BOOK_RAR},
    {BYTES("PK\7\10PK\3\4"), "a.z01", TH_BOOK_VOLUME},
    {BYTES("xxPK\5\6\1\0\1\0............\0\0"), "a.zip", TH_BOOK_VOLUME},
    {BYTES("xxPK\5\6\1\0\1\0............\1\0"), "a.zip", TH_BOOK_OTHER}, /* a comment that is not there */
    {BYTES("PK\3\4PK\5\6\0\0\0\0............\0\0"), "a.zip.001", TH_BOOK_ZIP},
    {BYTES("PK\3\4xl/"), "a.zip.001", TH_BOOK_VOLUME},
    {BYTES("PK\3\4xl/"), "a.zip.01", TH_BOOK_ZIP},
    {BYTES("7z\xBC\xAF\x27\x1C\0\4....\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0....x"), "a.7z.001", TH_BOOK_VOLUME},
    {BYTES("7z\xBC\xAF\x27\x1C\0\4....\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0....xy"), "a.7z.001", TH_BOOK_SEVEN_ZIP},
    {BYTES("\1\2\3"), "a.7z.002", TH_BOOK_LATER_VOLUME},
    {BYTES("\1\2\3"), "a.R00", TH_BOOK_LATER_VOLUME},
    {BYTES("\1\2\3"), "bao cao.2022.002", TH_BOOK_OTHER},
    {BYTES("\1\2\3"), "a.rar", TH_BOOK_OTHER},
    {BYTES("\n%PDF-1.4"), "a.xlsx", TH_BOOK_PDF},
    {BYTES("\xFF\xD8\xFF\xE0"), "a.xls", TH_BOOK_PICTURE},
    {BYTES("\x89PNG\r\n\x1A\n"), "a.xls", TH_BOOK_PICTURE},
    {BYTES("....ftypheic"), "a", TH_BOOK_PICTURE},
    {BYTES("BM\x08\0\0\0.."), "a", TH_BOOK_PICTURE},
    {BYTES("BM;a;b\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("{\\rtf1}"), "a.doc", TH_BOOK_RTF},
    {BYTES("tonghop-records\t2\n"), "a.csv", TH_BOOK_RECORDS},
    {BYTES("tonghop-records,2\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("version https://git-lfs.github.com/spec/v1\n"), "a.xlsx", TH_BOOK_LFS},
    {BYTES("\xEF\xBB\xBF \n<?xml?><!-- --><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"), "a.xls",
     TH_BOOK_XML2003},
    {BYTES("<!DOCTYPE Workbook [ <!ELEMENT a (b)> <!ENTITY x '<html>'> ]>\n<Workbook/>"), "a.xml", TH_BOOK_XML2003},
    {BYTES("<?mso-application progid='Excel.Sheet'?>\n<ss:Workbook>"), "a", TH_BOOK_XML2003},
    {BYTES("\xFE\xFF\0<\0W\0o\0r\0k\0b\0o\0o\0k\0>"), "a.xml", TH_BOOK_XML2003},
    {BYTES("<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
           "office:mimetype='application/vnd.oasis.opendocument.spreadsheet'>"),
     "a.xls", TH_BOOK_FODS},
    {BYTES("<?xml version='1.0'?><office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
           "office:mimetype='application/vnd.oasis.opendocument.text'>"),
     "a.xls", TH_BOOK_WORD_XML},
    {BYTES("<?xml version='1.0'?><w:wordDocument>"), "a.xml", TH_BOOK_WORD_XML},
    {BYTES("<?xml version='1.0'?><bao-cao/>"), "a.xml", TH_BOOK_XML},
    {BYTES("<bao-cao></bao-cao>"), "a.xls", TH_BOOK_XML},
    {BYTES("ID;PWXL;N;E\n"), "a.xls", TH_BOOK_SYLK},
    {BYTES("TABLE\r\n0,1\r\n"), "a.csv", TH_BOOK_DIF},
    {BYTES("TABLE,0,1\r\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("%!PS-Adobe-3.0"), "a.xls", TH_BOOK_POSTSCRIPT},
    {BYTES("BEGIN:VCARD\n"), "a.txt", TH_BOOK_CARD},
    {BYTES("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x"), "a.xls", TH_BOOK_MHT},
    {BYTES("Received: from a\n by b\nFrom: c\n\nx"), "a.xls", TH_BOOK_MESSAGE},
    {BYTES("From: Cao Bang\n1;2\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("{\"a\": 1}"), "a.xls", TH_BOOK_JSON},
    {BYTES("[1];2\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("{\"url\": \"https://docs.google.com/open?id=1\"}"), "a.gsheet", TH_BOOK_SHORTCUT},
    {BYTES("[InternetShortcut]\nURL=x\n"), "a.url", TH_BOOK_SHORTCUT},
    {BYTES("\0\0\2\0\6\4\6\0\10\0"), "a.xls", TH_BOOK_LOTUS},
    {BYTES("\0\0\x1A\0\2\x10\4\0"), "a.wk4", TH_BOOK_LOTUS},
    {BYTES("\0\0\2\0\2\x10"), "a.xls", TH_BOOK_QUATTRO},
    {BYTES("\3\x7A\1\x1F\0\0\0\0\x41\0\2\0"
           "0123456789ABCDEF0123"
           "NAME\0......C0123456789abcdef0123"
           "\r"),
     "a.xls", TH_BOOK_DBASE},
    {BYTES("\0\1\0\0Standard Jet DB\0"), "a.xls", TH_BOOK_DATABASE},
    {BYTES("\x1F\x8B\x08\0"), "a.xlsx.gz", TH_BOOK_PACKED},
    {BYTES("\x78\x9F\x3E\x22"), "winmail.dat", TH_BOOK_OUTLOOK},
    {BYTES("x urn:schemas-microsoft-com:office:spreadsheet,"), "a.csv", TH_BOOK_CSV},
    {BYTES(" <!DOCTYPE HTML>"), "a.xls", TH_BOOK_HTML},
    {BYTES("<HTML>"), "a.xls", TH_BOOK_HTML},
    {BYTES("<meta><TaBle>"), "a.xls", TH_BOOK_HTML},
    {BYTES("<!-- x --><TR><td>1"), "a.xls", TH_BOOK_HTML},
    {BYTES("<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><x"), "a.xls", TH_BOOK_HTML},
    {BYTES("\xFF\xFE<\0t\0a\0b\0l\0e\0>\0"), "a.xls", TH_BOOK_HTML},
    {BYTES("<10,5\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("<tabl"), "a.txt", TH_BOOK_NOTE},
    {BYTES("a,b <html>"), "a.csv", TH_BOOK_CSV},
    {BYTES("a;b\r\n"), "a.csv", TH_BOOK_CSV},
    {BYTES("a\tb\n"), "a.txt", TH_BOOK_CSV},
    {BYTES("a;b\r\nc;d\r\n"), "a.xlsx", TH_BOOK_CSV}, /* a table under the name of a workbook */
    {BYTES("a;b\r\nc;d\r\n"), "a.XLS", TH_BOOK_CSV},
    {BYTES("broken"), "a.xlsx", TH_BOOK_TEXT}, /* and what is none */
    {BYTES("Attachment a.xls not found!\n"), "a.xls", TH_BOOK_TEXT},
    {BYTES("ab\n"), "a.csv", TH_BOOK_CSV}, /* of one column */
    {BYTES("ab\n"), "a.tsv", TH_BOOK_CSV},
    {BYTES("ab\n"), "a", TH_BOOK_NOTE}, /* and without such a name it is a note */
    {BYTES("a;b\r\n"), "a.pdf", TH_BOOK_TEXT},
    {BYTES("a;b\r\nc;d\r\n"), "so lieu", TH_BOOK_CSV},
    {BYTES("a|b\nc|d\n"), "so lieu.txt", TH_BOOK_CSV},
    {BYTES("Sent on 5, by post.\nNothing else\nin it\n"), "readme.txt", TH_BOOK_NOTE},
    {BYTES("a;b\x1F"), "a.csv", TH_BOOK_OTHER},
    {BYTES("a;b;c;d\0;e;f;g\n"), "a.csv", TH_BOOK_OTHER},
    {BYTES("\xFF\xFE;\0"), "a.csv", TH_BOOK_CSV},
    {BYTES("\xFE\xFF\0;"), "a.csv", TH_BOOK_CSV},
};

static void content_decides(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        th_book_format format = th_book_sniff(contents[i].bytes, th_str_of(contents[i].name));
        if (format != contents[i].format)
            print_error("row %zu, %s: %d\n", i, contents[i].name, (int)format);
        assert_int_equal(format, contents[i].format);
    }
}

/* A text is looked at only so far; what comes later is the reader's business. */
static void a_long_text_is_looked_at_in_its_beginning(void **state)
{
    enum { LOOKED_AT = 64 * 1024 };
    th_arena *arena = *state;
    for (size_t at = LOOKED_AT - 1; at <= LOOKED_AT; at++) {
        char *bytes = th_arena_alloc(arena, LOOKED_AT + 8);
        memset(bytes, 'a', LOOKED_AT + 8);
        bytes[at] = '\t';
        th_book_format format = th_book_sniff((th_str){bytes, LOOKED_AT + 8}, TH_STR("a.txt"));
        assert_int_equal(format, at < LOOKED_AT ? TH_BOOK_CSV : TH_BOOK_NOTE);
        bytes[at] = '\1';
        format = th_book_sniff((th_str){bytes, LOOKED_AT + 8}, TH_STR("a.csv"));
        assert_int_equal(format, at < LOOKED_AT ? TH_BOOK_OTHER : TH_BOOK_CSV);
    }
}

/* Excel's owner file: the length of a name, the name, blanks up to 55, and the same in UTF-16. */
static void owner_files_are_known_by_length_and_shape(void **state)
{
    static const struct {
        size_t len, name;
        char filling;
        bool is_one;
    } cases[] = {{162, 5, ' ', true},  {171, 5, ' ', true},  {165, 5, 0, true},     {161, 5, ' ', false},
                 {172, 5, ' ', false}, {165, 54, ' ', true}, {165, 55, ' ', false}, {165, 0, ' ', false},
                 {165, 5, 'x', false}, {165, 1, ' ', true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char bytes[180];
        memset(bytes, cases[i].filling, sizeof bytes);
        bytes[0] = (char)cases[i].name;
        memset(bytes + 1, 'N', cases[i].name);
        memset(bytes + 55, 0, sizeof bytes - 55);
        th_str file = {bytes, cases[i].len};
        assert_int_equal(th_book_sniff(file, TH_STR("~$a.xlsx")) == TH_BOOK_OWNER, cases[i].is_one);
        assert_int_equal(th_book_owner(*state, file).len, cases[i].is_one ? cases[i].name : 0);
    }
    char wide[165] = {3, 'N', 'a', 'm'};
    wide[55] = 2;
    wide[57] = 0x10; /* "Đa": U+0110 U+0061 */
    wide[58] = 0x01;
    wide[59] = 'a';
    assert_string_equal(th_str_cstr(*state, th_book_owner(*state, (th_str){wide, sizeof wide})), "Đa");
}

/* Names of entries tell, not names that stand in what is stored: an archive of workbooks is no workbook. */
static void packages_are_told_by_their_entries(void **state)
{
    static const struct {
        const char *entry;
        th_book_format format;
    } packages[] = {
        {"[Content_Types].xml", TH_BOOK_XLSX},
        {"xl\\workbook.xml", TH_BOOK_XLSX},
        {"/xl/worksheets/a.xml", TH_BOOK_XLSX},
        {"./XL/Workbook.xml", TH_BOOK_XLSX},
        {"xl/workbook.bin", TH_BOOK_XLSB},
        {"content.xml", TH_BOOK_ODS},
        {"word/document2.xml", TH_BOOK_DOCX},
        {"SL.xlsx", TH_BOOK_ZIP},
        {"xl/SL.xlsx", TH_BOOK_ZIP},
    };
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        package inner, outer;
        package_begin(&inner, *state);
        package_add(&inner, packages[i].entry, TH_STR("x"));
        th_str bytes = package_end(&inner);
        assert_int_equal(th_book_sniff(bytes, TH_STR("a.zip")), packages[i].format);
        package_begin(&outer, *state);
        package_add(&outer, "a.xlsx", bytes);
        assert_int_equal(th_book_sniff(package_end(&outer), TH_STR("a.xlsx")), TH_BOOK_ZIP);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(content_decides),
        cmocka_unit_test(packages_are_told_by_their_entries),
        cmocka_unit_test(a_long_text_is_looked_at_in_its_beginning),
        cmocka_unit_test(owner_files_are_known_by_length_and_shape),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

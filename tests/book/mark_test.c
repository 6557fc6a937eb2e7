/* The mark of our own workbooks is read from the property it stands in, and from nothing that only looks like it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "../pack/zip_builder.h"

#include <string.h>

#define ROOT_RELS                                                                                                      \
    "<Relationships><Relationship Id='r1' "                                                                            \
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "                       \
    "Target='xl/workbook.xml'/></Relationships>"
#define CORE(created, modified)                                                                                        \
    "<cp:coreProperties><dcterms:created>" created "</dcterms:created><dcterms:modified>" modified                     \
    "</dcterms:modified></cp:coreProperties>"
#define CUSTOM(name, value)                                                                                            \
    "<Properties><property pid='2' name='x'><vt:lpwstr>y</vt:lpwstr></property><property pid='3' name='" name          \
    "'><vt:lpwstr>" value "</vt:lpwstr></property></Properties>"

typedef struct marked {
    const char *why, *custom, *core; /* NULL: there is no such part */
    th_mark mark;
    bool resaved;
} marked;

static const marked books[] = {
    {"as we write it", CUSTOM("tonghop", "ket-qua"), CORE("2023-01-05", "2023-01-05"), TH_MARK_RESULT, false},
    {"saved since", CUSTOM("tonghop", "mau"), CORE("2023-01-05", "2023-01-06"), TH_MARK_TEMPLATE, true},
    {"without dates", CUSTOM("tonghop", "phan-hoi"), "<cp:coreProperties/>", TH_MARK_FEEDBACK, true},
    {"of another name", CUSTOM("Tonghop", "mau"), CORE("1", "1"), TH_MARK_NONE, false},
    {"of another value", CUSTOM("tonghop", "mau 2"), CORE("1", "1"), TH_MARK_NONE, false},
    {"without properties", NULL, NULL, TH_MARK_NONE, true},
    {"not well-formed", "<Properties><property name='tonghop'><vt:lpwstr>mau</vt:lpwstr></property>", CORE("1", "1"),
     TH_MARK_NONE, false},
    {"the word in another property behind ours",
     "<Properties><property name='tonghop'/><property name='x'><vt:lpwstr>mau</vt:lpwstr></property></Properties>",
     CORE("1", "1"), TH_MARK_NONE, false},
};

static th_book *open_with(th_arena *arena, th_str custom, const char *core)
{
    package p;
    th_book *book = NULL;
    th_findings findings = {0};
    package_begin(&p, arena);
    package_add(&p, "_rels/.rels", TH_STR(ROOT_RELS));
    package_add(&p, "xl/workbook.xml",
                TH_STR("<workbook><sheets><sheet name='A' sheetId='1' r:id='a'/></sheets></workbook>"));
    package_add(&p, "xl/_rels/workbook.xml.rels",
                TH_STR("<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/></Relationships>"));
    package_add(&p, "xl/a.xml", TH_STR("<worksheet><sheetData/></worksheet>"));
    if (custom.ptr)
        package_add(&p, "docProps/custom.xml", custom);
    if (core)
        package_add(&p, "docProps/core.xml", th_str_of(core));
    assert_int_equal(th_book_open(arena, &th_limits_default,
                                  &(th_book_file){.bytes = package_end(&p), .name = TH_STR("a.xlsx")}, &book,
                                  &findings),
                     TH_OK);
    return book;
}

static void every_mark(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof books / sizeof *books; i++) {
        th_arena *arena = th_arena_new(0);
        const th_book *book = open_with(arena, th_str_of(books[i].custom), books[i].core);
        if (th_book_mark(book) != books[i].mark || book->resaved != books[i].resaved)
            fail_msg("%s: mark “%s”, resaved %d", books[i].why, th_mark_word(th_book_mark(book)), book->resaved);
        th_arena_free(arena);
    }
}

/* A part of properties as large as no program writes it is no reason to refuse the workbook. */
static void a_huge_part_is_passed_over(void **state)
{
    (void)state;
    enum { HUGE = 70000 };
    th_arena *arena = th_arena_new(0);
    th_buf custom;
    th_buf_init(&custom, arena);
    th_buf_add(&custom, TH_STR("<Properties><property name='tonghop'><vt:lpwstr>mau</vt:lpwstr></property>"));
    while (custom.len < HUGE)
        th_buf_byte(&custom, ' ');
    th_buf_add(&custom, TH_STR("</Properties>"));
    assert_int_equal(th_book_mark(open_with(arena, th_buf_str(&custom), NULL)), TH_MARK_NONE);
    th_arena_free(arena);
}

static void words_and_marks(void **state)
{
    (void)state;
    for (size_t mark = TH_MARK_NONE + 1; mark < TH_MARKS; mark++)
        assert_int_equal(th_mark_of_word(th_str_of(th_mark_word((th_mark)mark))), mark);
    assert_int_equal(th_mark_of_word((th_str){0}), TH_MARK_NONE);
}

/* Who only asks which of ours it is, or looks for one sheet, need not read the others; nor do they have to be whole. */
static void one_sheet_is_read_alone(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    package p;
    th_book *book = NULL;
    th_findings findings = {0};
    package_begin(&p, arena);
    package_add(&p, "_rels/.rels", TH_STR(ROOT_RELS));
    package_add(&p, "xl/workbook.xml",
                TH_STR("<workbook><sheets><sheet name='A' sheetId='1' r:id='a'/><sheet name='B' sheetId='2' r:id='b'/>"
                       "</sheets></workbook>"));
    package_add(&p, "xl/_rels/workbook.xml.rels",
                TH_STR("<Relationships><Relationship Id='a' Type='x/worksheet' Target='a.xml'/>"
                       "<Relationship Id='b' Type='x/worksheet' Target='b.xml'/></Relationships>"));
    package_add(&p, "xl/a.xml", TH_STR("<worksheet><sheetData><row"));
    package_add(&p, "xl/b.xml",
                TH_STR("<worksheet><sheetData><row r='1'><c r='A1'><v>7</v></c></row></sheetData></worksheet>"));
    th_book_file file = {.bytes = package_end(&p), .name = TH_STR("a.xlsx"), .only = TH_STR("B")};
    assert_int_equal(th_book_open(arena, &th_limits_default, &file, &book, &findings), TH_OK);
    assert_int_equal(book->nsheets, 2);
    assert_int_equal(book->sheets[0].ncells, 0);
    assert_int_equal(book->sheets[1].ncells, 1);
    file.only = (th_str){0};
    assert_int_equal(th_book_open(arena, &th_limits_default, &file, &book, &findings), TH_FAILED);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mark),
        cmocka_unit_test(one_sheet_is_read_alone),
        cmocka_unit_test(a_huge_part_is_passed_over),
        cmocka_unit_test(words_and_marks),
    };
    return cmocka_run_group_tests_name("mark", tests, NULL, NULL);
}

/* .csv and .tsv: delimiter, quotes, line ends and encoding are found by content; what they are called. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"

#include <string.h>

static const struct {
    const char *why, *bytes, *cells;
    size_t len; /* where there are zeros */
} files[] = {
    {"commas, quotes, a quote in quotes", "a,\"b, \"\"c\"\"\"\n1,2\n", "A1=a|B1=b, \"c\"|A2=1|B2=2", 0},
    {"semicolons below a title, decimal commas", "BÁO CÁO\n\nSTT;Tên;Số\n1;A;1,5\n2;B;2,5\n",
     "A1=BÁO CÁO|A3=STT|B3=Tên|C3=Số|A4=1|B4=A|C4=1,5|A5=2|B5=B|C5=2,5", 0},
    {"tabs", "a\tb,c\nd\te\n", "A1=a|B1=b,c|A2=d|B2=e", 0},
    {"bars inside cells separate no cells", "Mã,Tên khác\nA,x|y|z\nB,u|v\n",
     "A1=Mã|B1=Tên khác|A2=A|B2=x|y|z|A3=B|B3=u|v", 0},
    {"sep= is obeyed and is no data", "sep=|\r\na|b,c\r\n", "A1=a|B1=b,c", 0},
    {"single quotes", "'a','b, c'\n'it''s','d'\n", "A1=a|B1=b, c|A2=it's|B2=d", 0},
    {"line ends of three kinds, none at the end", "a,b\r\nc,d\re,f", "A1=a|B1=b|A2=c|B2=d|A3=e|B3=f", 0},
    {"a line break in quotes", "a,\"b\nc\"\nd,e\n", "A1=a|B1=b\nc|A2=d|B2=e", 0},
    {"blanks are text, but not around quotes", " a , \"b\" \n", "A1= a |B1=b", 0},
    {"empty fields and lines are no cells", ",,\n\n,x,\n", "B3=x", 0},
    {"UTF-8 with a mark",
     "\xEF\xBB\xBF"
     "Sở,1\n",
     "A1=Sở|B1=1", 0},
    {"UTF-16 with a mark", "\xFF\xFES\0\xDF\x1E;\0001\0", "A1=Sở|B1=1", 10},
    {"UTF-16, the other end first", "\xFE\xFF\0S\x1E\xDF\0;\0001", "A1=Sở|B1=1", 10},
    {"UTF-16 of two units", "\xFF\xFE,\0\x3D\xD8\0\xDE", "B1=😀", 8},
    {"UTF-16 with half a pair",
     "\xFF\xFE,\0\x3D\xD8"
     "a\0",
     "B1=\xEF\xBF\xBD"
     "a",
     8},
    {"UTF-16 with the other half",
     "\xFF\xFE,\0\0\xDC"
     "a\0",
     "B1=\xEF\xBF\xBD"
     "a",
     8},
    {"UTF-16 that is cut behind half a pair", "\xFF\xFE,\0\x3D\xD8", "B1=\xEF\xBF\xBD", 6},
    {"UTF-16 to the last of the first plane", "\xFF\xFE,\0\xFF\xD7,\0\0\xE0", "B1=\xED\x9F\xBF|C1=\xEE\x80\x80", 10},
    {"sep= without a line end", "sep=;", "", 0},
    {"sep= and a line end of one byte", "sep=;\na;b,c\n", "A1=a|B1=b,c", 0},
    {"sep= and an old line end", "sep=\t\ra\tb\r", "A1=a|B1=b", 0},
    {"sep= that is a word", "sep=ab,c\nd,e\n", "A1=sep=ab|B1=c|A2=d|B2=e", 0},
    {"a single quote in a word is none", "'a,b\n'c,d\n", "A1='a|B1=b|A2='c|B2=d", 0},
    {"single quotes not at the beginning", "a,'b','c'\n", "A1=a|B1='b'|C1='c'", 0},
    {"single quotes where double ones are", "'a','b'\n\"c\",d\n", "A1='a'|B1='b'|A2=c|B2=d", 0},
    {"the delimiter of most lines", "a;b,c\nd;e\nf;g\n", "A1=a|B1=b,c|A2=d|B2=e|A3=f|B3=g", 0},
    {"of as many lines, that of more fields", "a,b;c;d\ne,f;g;h\n", "A1=a,b|B1=c|C1=d|A2=e,f|B2=g|C2=h", 0},
    {"a quote within a field is a character", "a,b\"c\nd,\"e\"f\n", "A1=a|B1=b\"c|A2=d|B2=ef", 0},
    {"text behind a closing quote, and its blanks", "a;\"x y\" z w  ;b\n\"c\"  ;d;e\n",
     "A1=a|B1=x y z w|C1=b|A2=c|B2=d|C2=e", 0},
    {"blanks at the end of a quote are text", "\"a  \"  ,b\n", "A1=a  |B1=b", 0},
    {"bars", "id|tên\n1|Huế\n", "A1=id|B1=tên|A2=1|B2=Huế", 0},
    {"carets", "Tên^Số\nHuế^1\n", "A1=Tên|B1=Số|A2=Huế|B2=1", 0},
    {"bars on every line, beside commas on every line", "a,x|y|z\nb,u|v|w\n", "A1=a|B1=x|y|z|A2=b|B2=u|v|w", 0},
    {"one column", "Họ tên\nAn\n", "A1=Họ tên|A2=An", 0},
    {"one column whose bars stand in quotes", "\"a|b\"\n\"c|d\"\n", "A1=a|b|A2=c|d", 0},
    {"a comma file full of semicolons", "ma,ten,ghi\n1,\"So \"\"A\"\", B; C\",x\n2,\"D; E; F\",y\n",
     "A1=ma|B1=ten|C1=ghi|A2=1|B2=So \"A\", B; C|C2=x|A3=2|B3=D; E; F|C3=y", 0},
    {"a quote at the end of the file", "a,\"b\"", "A1=a|B1=b", 0},
    {"nothing but a quoted quote", "a,\"\"\"\"\n", "A1=a|B1=\"", 0},
    {"an empty quoted field is no cell", "a,\"\",b\n", "A1=a|C1=b", 0},
    {"line ends of three kinds in quotes", "a,\"b\r\nc\rd\"\n", "A1=a|B1=b\r\nc\rd", 0},
    {"UTF-16 without a mark", "t\0e\0n\0;\0s\0o\0\n\0", "A1=ten|B1=so", 14},
    {"TCVN3 bytes", "STT;Ten\n1;Tæng céng ®¬n vÞ\n", "A1=STT|B1=Ten|A2=1|B2=Tổng cộng đơn vị", 0},
};

static th_str dump(th_arena *a, th_book *book)
{
    th_buf out;
    th_buf_init(&out, a);
    th_book_normalise(book);
    for (size_t i = 0; i < book->sheets[0].ncells; i++) {
        const th_cell *c = &book->sheets[0].cells[i];
        th_buf_fmt(&out, "%s" TH_FMT "=" TH_FMT, i ? "|" : "", TH_ARG(th_cell_name(a, c->row, c->col)),
                   TH_ARG(th_cell_shown(a, book, c)));
    }
    return th_buf_str(&out);
}

/* The legacy row of the table is written in the CP1252 view; the file has its bytes. */
static th_str latin1(th_arena *a, th_str s)
{
    th_buf out;
    th_buf_init(&out, a);
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0xC0 && i + 1 < s.len)
            c = (unsigned char)(c << 6 | ((unsigned char)s.ptr[++i] & 0x3F));
        th_buf_byte(&out, (char)c);
    }
    return th_buf_str(&out);
}

static void the_dialect_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_book *book;
        th_str bytes = {files[i].bytes, files[i].len ? files[i].len : strlen(files[i].bytes)};
        if (strcmp(files[i].why, "TCVN3 bytes") == 0)
            bytes = latin1(a, bytes);
        if (th_book_open(a, &th_limits_default, &(th_book_file){.bytes = bytes, .name = TH_STR("a.csv")}, &book,
                         &findings) >= TH_FAILED)
            fail_msg("%s: refused", files[i].why);
        th_str cells = dump(a, book);
        if (!th_str_eq(cells, th_str_of(files[i].cells)))
            fail_msg("%s: %.*s", files[i].why, (int)cells.len, cells.ptr);
        th_arena_free(a);
    }
}

static void what_is_no_table_is_refused(void **state)
{
    static const struct {
        const char *why, *bytes, *name, *code;
        size_t len;
    } cases[] = {
        {"a quote that never closes", "a,b\n1,\"x\n2,y\n", "a.csv", "TEP-004", 0},
        {"zeros behind, half copied", "a,b\n1,2\n\0\0\0\0\0\0\0\0", "a.csv", "TEP-002", 16},
        {"text under the name of what is no workbook", "a,b\n1,2\n", "a.pdf", "TEP-002", 0},
        {"a pointer of Git LFS", "version https://git-lfs.github.com/spec/v1\noid sha256:0,1\nsize 5\n", "a.xlsx",
         "TEP-002", 0},
        {"words", "Kính gửi các đơn vị\n", "a.txt", "TEP-050", 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_book *book;
        th_str bytes = {cases[i].bytes, cases[i].len ? cases[i].len : strlen(cases[i].bytes)};
        if (th_book_open(a, &th_limits_default, &(th_book_file){.bytes = bytes, .name = th_str_of(cases[i].name)},
                         &book, &findings) != TH_FAILED ||
            findings.n != 1 || !th_str_eq(findings.at[0].rule, th_str_of(cases[i].code)))
            fail_msg("%s: not refused as %s", cases[i].why, cases[i].code);
        th_arena_free(a);
    }
}

static void csv_finds_its_delimiter(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *second; /* what stands in the second column of the second row */
    } cases[] = {
        {"a,b\n1,\"x, \"\"y\"\"\"\n", "x, \"y\""},
        {"a;b\n1;2,5\n", "2,5"},
        /* a quoted comma file whose quotes are full of ';': a quote opens behind any delimiter */
        {"\"a\",\"b\"\n\"K0\",\"SUM(1;2;3;4)\",\"x;y\"\n\"K1\",\"MAX(1;2;3;4)\",\"x;y\"\n", "SUM(1;2;3;4)"},
        {"\"a\", \"b\"\n\"K0\", \"IF(\"\"x\"\";2;3)\"\n", "IF(\"x\";2;3)"},
        {"a;b\n1;5\", 6\"\n", "5\", 6\""}, /* inches, no quotes */
        {"a;b\nx, \"y\" z;w, \"v\n", "w, \"v"},
        {"a\tb\n1\t2\n", "2"},
        {"\xEF\xBB\xBF"
         "a,b\r\n1,x|y|z\r\n",
         "x|y|z"},
        {"\xFF\xFE"
         "a\0,\0b\0\n\0001\0,\0\xA1\x1E\n\0",
         NULL},
        {"a,b\nT\xE6ng,c\xE9ng\n", "c\xC3\xA9ng"}, /* legacy bytes in their CP1252 view */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_book *book = NULL;
        th_str bytes = cases[i].second ? th_str_of(cases[i].bytes) : (th_str){cases[i].bytes, 18};
        assert_true(th_book_open(a, &th_limits_default, &(th_book_file){.bytes = bytes, .name = TH_STR("x.csv")}, &book,
                                 &findings) < TH_FAILED);
        const th_cell *c = th_sheet_at(&book->sheets[0], 1, 1);
        assert_non_null(c);
        assert_true(th_str_eq(c->raw, cases[i].second ? th_str_of(cases[i].second) : TH_STR("ạ")));
        th_arena_free(a);
    }
}

/* ---- writing ---- */

static void a_field_is_quoted_where_it_must_be(void **state)
{
    (void)state;
    static const struct {
        const char *field;
        bool text;
        const char *written;
    } cases[] = {{"", true, ""},
                 {"a", true, "a"},
                 {"a b", true, "a b"},
                 {" a", true, "\" a\""},
                 {"a ", true, "\"a \""},
                 {" a", false, " a"},
                 {"a,b", true, "\"a,b\""},
                 {"a;b", true, "\"a;b\""},
                 {"a\tb", true, "\"a\tb\""},
                 {"a\nb", true, "\"a\nb\""},
                 {"a\rb", true, "\"a\rb\""},
                 {"\"", true, "\"\"\"\""},
                 {"1.5", false, "1.5"},
                 {"1,5", false, "\"1,5\""},
                 {"a|b", true, "a|b"},
                 {" ", true, "\" \""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *a = th_arena_new(0);
        th_buf out;
        th_buf_init(&out, a);
        th_csv_field(&out, th_str_of(cases[i].field), cases[i].text);
        assert_string_equal(th_str_cstr(a, th_buf_str(&out)), cases[i].written);
        th_arena_free(a);
    }
}

/* What a spreadsheet would take for a formula gets an apostrophe, at every place where a cell may begin. */
static void no_text_becomes_a_formula(void **state)
{
    (void)state;
    static const struct {
        const char *text, *inert;
    } cases[] = {{"", ""},
                 {"a", "a"},
                 {"=1", "'=1"},
                 {"+1", "'+1"},
                 {"-1", "'-1"},
                 {"@x", "'@x"},
                 {"＝1", "'＝1"},
                 {"＠x", "'＠x"},
                 {"  =1", "  '=1"},
                 {"a=1", "a=1"},
                 {"a =1", "a =1"},
                 {"a;=1", "a;'=1"},
                 {"a, =1", "a, '=1"},
                 {"a\t=1", "a\t'=1"},
                 {"a\r=1", "a\r'=1"},
                 {"a\n-1", "a\n'-1"},
                 {"a\"+1", "a\"'+1"},
                 {"a|=1", "a|=1"},
                 {"==1", "'==1"},
                 {"=;=", "'=;'="}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *a = th_arena_new(0);
        assert_string_equal(th_str_cstr(a, th_csv_inert(a, th_str_of(cases[i].text))), cases[i].inert);
        th_arena_free(a);
    }
}

static void a_sheet_is_written_up_to_its_last_cells(void **state)
{
    (void)state;
    static const th_cell cells[] = {{.row = 0, .col = 1, .type = TH_CELL_TEXT, .raw = {"a,b", 3}},
                                    {.row = 0, .col = 3, .type = TH_CELL_NUMBER, .number = -1.5},
                                    {.row = 2, .col = 0, .type = TH_CELL_BOOL, .number = 1},
                                    {.row = 2, .col = 1, .type = TH_CELL_PENDING},
                                    {.row = 2, .col = 2, .type = TH_CELL_TEXT, .raw = {" x", 2}},
                                    {.row = 3, .col = 0, .type = TH_CELL_ERROR, .raw = {"#N/A", 4}}};
    th_arena *a = th_arena_new(0);
    th_book *book = th_book_new(a, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("S"), TH_VISIBLE);
    assert_string_equal(th_str_cstr(a, th_csv_write(a, book, sheet)), "\xEF\xBB\xBF");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        th_sheet_push(book, sheet, &cells[i]);
    th_sheet_seal(sheet);
    assert_string_equal(th_str_cstr(a, th_csv_write(a, book, sheet)), "\xEF\xBB\xBF"
                                                                      ",\"a,b\",,-1.5\r\n\r\nTRUE,,\" x\"\r\n#N/A\r\n");
    th_arena_free(a);
}

/* In a single column a bar would be taken for one that separates cells. */
static void a_single_column_comes_back(void **state)
{
    (void)state;
    th_arena *a = th_arena_new(0);
    th_book *book = th_book_new(a, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("S"), TH_VISIBLE);
    static const char *const texts[] = {"a|b", "c^d", "e;f", " g ", "h"};
    for (uint32_t i = 0; i < sizeof texts / sizeof *texts; i++)
        th_sheet_push(book, sheet, &(th_cell){.row = i, .type = TH_CELL_TEXT, .raw = th_str_of(texts[i])});
    th_sheet_seal(sheet);
    th_book_normalise(book);
    th_str written = th_csv_write(a, book, sheet);
    th_book *again = th_book_new(a, &th_limits_default);
    assert_int_equal(th_csv_read(again, written), TH_OK);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        assert_string_equal(th_str_cstr(a, again->sheets[0].cells[i].raw), texts[i]);
    assert_int_equal(again->sheets[0].ncells, sizeof texts / sizeof *texts);
    th_arena_free(a);
}

/* The sheet is called like the file, up to its last point. */
static void a_sheet_of_a_csv_has_the_name_of_its_file(void **state)
{
    (void)state;
    static const struct {
        const char *file, *sheet;
    } cases[] = {{"Biểu 01.csv", "Biểu 01"}, {"a.b.csv", "a.b"}, {"a", "a"}, {".csv", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        th_arena *a = th_arena_new(0);
        th_findings findings = {0};
        th_book *book;
        const th_book_file file = {.bytes = TH_STR("a,b\nc,d\n"), .name = th_str_of(cases[i].file)};
        assert_true(th_book_open(a, &th_limits_default, &file, &book, &findings) < TH_FAILED);
        assert_string_equal(th_str_cstr(a, book->sheets[0].raw_name), cases[i].sheet);
        th_arena_free(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_finds_its_delimiter),     cmocka_unit_test(the_dialect_is_found),
        cmocka_unit_test(what_is_no_table_is_refused), cmocka_unit_test(a_field_is_quoted_where_it_must_be),
        cmocka_unit_test(no_text_becomes_a_formula),   cmocka_unit_test(a_sheet_is_written_up_to_its_last_cells),
        cmocka_unit_test(a_single_column_comes_back),  cmocka_unit_test(a_sheet_of_a_csv_has_the_name_of_its_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

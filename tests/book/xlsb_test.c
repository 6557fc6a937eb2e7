/* .xlsb, record by record: what Excel writes, what others write, and what nobody should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "xlsb_builder.h"

#define ROOT                                                                                                           \
    "<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/"  \
    "officeDocument' Target='xl/workbook.bin'/></Relationships>"
#define BOOK_RELS                                                                                                      \
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/one.bin'/>"                             \
    "<Relationship Id='c' Type='x/chartsheet' Target='worksheets/chart.bin'/>"                                         \
    "<Relationship Id='s' Type='x/sharedStrings' Target='/xl/sharedStrings.bin'/><Relationship Id='t' "                \
    "Type='x/styles' Target='styles.bin'/></Relationships>"

enum { BEGIN_DATA = 145, END_DATA = 146, GENERAL = 0, DATE = 1, LEGACY = 2 };

static void put_bundle(th_arena *a, th_buf *out, unsigned state, const char *id, const char *name)
{
    th_buf body;
    th_buf_init(&body, a);
    put32(&body, state);
    put32(&body, 1);
    if (id)
        put_wide(&body, id);
    else
        put32(&body, UINT32_MAX);
    put_wide(&body, name);
    put_record(out, 156, &body);
}

static th_str usual_workbook(th_arena *a)
{
    th_buf out;
    th_buf_init(&out, a);
    put_record(&out, 131, NULL);
    put_bundle(a, &out, 0, "a", "Sheet");
    put_record(&out, 132, NULL);
    return th_buf_str(&out);
}

static void put_font(th_arena *a, th_buf *out, const char *name)
{
    th_buf body;
    th_buf_init(&body, a);
    put16(&body, 240); /* height */
    put16(&body, 0);
    put16(&body, 700); /* weight */
    for (int i = 0; i < 15; i++)
        th_buf_byte(&body, 0);
    put_wide(&body, name);
    put_record(out, 43, &body);
}

static void put_xf(th_arena *a, th_buf *out, unsigned format, unsigned font)
{
    th_buf body;
    th_buf_init(&body, a);
    put16(&body, 0);
    put16(&body, format);
    put16(&body, font);
    put32(&body, 0);
    put16(&body, 0);
    put32(&body, 0x42); /* centred, wrapped */
    put_record(out, 47, &body);
}

static th_str usual_styles(th_arena *a)
{
    th_buf out, code;
    th_buf_init(&out, a);
    th_buf_init(&code, a);
    put16(&code, 164);
    put_wide(&code, "dd/mm/yyyy");
    put_record(&out, 44, &code);
    put_font(a, &out, "Arial");
    put_font(a, &out, ".VnTimeH");
    put_record(&out, 626, NULL);
    put_xf(a, &out, 14, 1); /* of a named style, which no cell has */
    put_record(&out, 627, NULL);
    put_record(&out, 617, NULL);
    put_xf(a, &out, 0, 0);
    put_xf(a, &out, 164, 0);
    put_xf(a, &out, 0, 1);
    put_record(&out, 618, NULL);
    return th_buf_str(&out);
}

static th_str usual_strings(th_arena *a)
{
    th_buf out, item;
    th_buf_init(&out, a);
    th_buf_init(&item, a);
    th_buf_byte(&item, 0);
    put_wide(&item, "so");
    put_record(&out, 19, &item);
    item.len = 0;
    th_buf_byte(&item, 1);
    put_wide(&item, "\xF1y ban"); /* "ñy ban" */
    put32(&item, 3);
    put16(&item, 1);
    put16(&item, 1); /* from "y" on in .VnTimeH */
    put16(&item, 3);
    put16(&item, 99); /* a font that is not there */
    put16(&item, 40);
    put16(&item, 0); /* behind the text */
    put_record(&out, 19, &item);
    return th_buf_str(&out);
}

typedef struct book_parts {
    th_str workbook, styles, strings, sheet;
} book_parts;

static th_str packed(th_arena *a, const book_parts *parts)
{
    package p;
    package_begin(&p, a);
    package_add(&p, "_rels/.rels", th_str_of(ROOT));
    package_add(&p, "xl/workbook.bin", parts->workbook);
    package_add(&p, "xl/_rels/workbook.bin.rels", th_str_of(BOOK_RELS));
    if (parts->styles.ptr)
        package_add(&p, "xl/styles.bin", parts->styles);
    if (parts->strings.ptr)
        package_add(&p, "xl/sharedStrings.bin", parts->strings);
    package_add(&p, "xl/worksheets/one.bin", parts->sheet);
    return package_end(&p);
}

static th_str usual(th_arena *a, const th_buf *sheet)
{
    return packed(a, &(book_parts){usual_workbook(a), usual_styles(a), usual_strings(a), th_buf_str(sheet)});
}

static th_book *opened(th_arena *a, th_str bytes, th_findings *findings)
{
    th_book *book = NULL;
    th_book_open(a, &th_limits_default, &(th_book_file){.bytes = bytes, .name = TH_STR("a.xlsb")}, &book, findings);
    if (book)
        th_book_normalise(book);
    return book;
}

static const char *shown(th_arena *a, const th_book *book)
{
    th_buf out;
    th_buf_init(&out, a);
    for (size_t s = 0; book && s < book->nsheets; s++)
        for (size_t i = 0; i < book->sheets[s].ncells; i++) {
            const th_cell *c = &book->sheets[s].cells[i];
            if (out.len)
                th_buf_byte(&out, '|');
            th_buf_fmt(&out, TH_FMT "=%c:" TH_FMT "%s", TH_ARG(th_cell_name(a, c->row, c->col)), c->type,
                       TH_ARG(th_cell_shown(a, book, c)), c->flags & TH_CELL_FORMULA ? "(f)" : "");
        }
    th_buf_byte(&out, '\0');
    return out.ptr;
}

static void refused(th_arena *a, const char *why, th_str bytes, const char *word)
{
    th_findings findings = {0};
    th_book *book = opened(a, bytes, &findings);
    if (book || findings.n != 1 || findings.at[0].level != TH_LEVEL_BLOCK)
        fail_msg("%s: read, or without one reason", why);
    if (th_str_find(findings.at[0].en, th_str_of(word), 0) == SIZE_MAX)
        fail_msg("%s: %s", why, th_str_cstr(a, findings.at[0].en));
}

/* A sheet whose table of cells has begun, with its first row. */
static th_buf begun_sheet(th_arena *a)
{
    th_buf out;
    th_buf_init(&out, a);
    put_record(&out, 129, NULL);
    put_record(&out, BEGIN_DATA, NULL);
    put_row(a, &out, 0, 300, 0);
    return out;
}

static void end_sheet(th_buf *out)
{
    put_record(out, END_DATA, NULL);
    put_record(out, 130, NULL);
}

static void put_real(th_arena *a, th_buf *out, unsigned col, unsigned style, double value)
{
    th_buf body = cell_head(a, col, style);
    put_double(&body, value);
    put_record(out, 5, &body);
}

static void every_kind_of_cell_is_read(void **state)
{
    th_arena *a = *state;
    th_buf s = begun_sheet(a), body = cell_head(a, 0, GENERAL);
    put32(&body, (size_t)(5 << 2 | 2 | 1)); /* an integer in hundredths */
    put_record(&s, 2, &body);
    put_real(a, &s, 1, DATE | 0xFF000000U, 44670); /* the byte behind the style is no part of it */
    body = cell_head(a, 2, GENERAL);
    th_buf_byte(&body, 1);
    put_record(&s, 4, &body);
    body = cell_head(a, 3, GENERAL);
    th_buf_byte(&body, 0x2A);
    put_record(&s, 3, &body);
    body = cell_head(a, 4, GENERAL);
    put_wide(&body, "text");
    put_record(&s, 6, &body);
    body = cell_head(a, 5, GENERAL);
    put32(&body, 0);
    put_record(&s, 7, &body);
    th_buf_init(&body, a);
    put32(&body, GENERAL);
    put32(&body, (size_t)(9 << 2 | 2));
    put_record(&s, 13, &body); /* in the column behind the last */
    body = cell_head(a, 16383, LEGACY);
    put32(&body, 1);
    put_record(&s, 7, &body);
    end_sheet(&s);
    th_findings findings = {0};
    th_book *book = opened(a, usual(a, &s), &findings);
    assert_string_equal(shown(a, book),
                        "A1=n:0.05|B1=d:2022-04-19|C1=b:TRUE|D1=e:#N/A|E1=s:text|F1=s:so|G1=n:9|XFD1=s:ỦY ban");
    assert_int_equal(findings.n + book->findings.n, 0);
    const th_cell *date = th_sheet_at(&book->sheets[0], 0, 1), *rich = th_sheet_at(&book->sheets[0], 0, 16383);
    assert_int_equal(date->look, TH_CELL_WRAP | 2);
    assert_true(book->faces[date->font].bold);
    assert_int_equal(book->faces[date->font].twips, 240);
    assert_int_equal(rich->nruns, 3); /* before the first run the cell's font; the third run names none that is there */
    assert_int_equal(rich->runs[0].font, rich->font);
    assert_int_equal(rich->runs[2].font, 0);
}

/* A formula in column `col`; `extra` stands behind the tokens, or nothing (SIZE_MAX). */
static void put_result(th_buf *out, unsigned col, double value, th_str tokens, size_t extra)
{
    th_buf body = cell_head(out->arena, col, GENERAL);
    put_double(&body, value);
    put16(&body, 0);
    put32(&body, tokens.len);
    th_buf_add(&body, tokens);
    put32(&body, extra == SIZE_MAX ? 0 : 4);
    if (extra != SIZE_MAX)
        put32(&body, extra);
    put_record(out, 9, &body);
}

static void formulas_keep_their_results_and_what_can_be_read_of_them(void **state)
{
    th_arena *a = *state;
    th_buf s = begun_sheet(a), body;
    th_str plus = TH_STR("\x44\x00\x00\x00\x00\x01\xC0\x44\x01\x00\x00\x00\x02\x00\x03"); /* B1+C2 */
    th_str elsewhere = TH_STR("\x01\x00\x00\x00\x00"), unknown = TH_STR("\x99");
    put_result(&s, 0, 3, plus, SIZE_MAX);
    put_result(&s, 3, 4, elsewhere, 3);
    th_buf_init(&body, a);
    for (int i = 0; i < 4; i++)
        put32(&body, 0);
    th_str moved = TH_STR("\x4C\xFF\xFF\x0F\x00\xFF\xFF\x1E\x02\x00\x05"); /* one up and left, times 2 */
    put32(&body, moved.len);
    th_buf_add(&body, moved);
    put_record(&s, 427, &body);
    put_row(a, &s, 1, 300, 0);
    put_result(&s, 3, 5, elsewhere, 3);
    put_result(&s, 4, 6, unknown, SIZE_MAX);
    end_sheet(&s);
    th_findings findings = {0};
    th_book *book = opened(a, usual(a, &s), &findings);
    assert_string_equal(shown(a, book), "A1=n:3(f)|D1=n:4(f)|D2=n:5(f)|E2=n:6(f)");
    const th_sheet *sheet = &book->sheets[0];
    assert_int_equal(sheet->nformulas, 3);
    assert_string_equal(th_str_cstr(a, th_sheet_formula_at(sheet, 0, 0)->text), "B1+C2");
    assert_string_equal(th_str_cstr(a, th_sheet_formula_at(sheet, 1, 3)->text), "C1*2");
    assert_null(th_sheet_formula_at(sheet, 1, 4));
}

static void what_a_cell_has_lost_is_said_at_it(void **state)
{
    th_arena *a = *state;
    th_buf s = begun_sheet(a), body = cell_head(a, 0, GENERAL);
    put16(&body, 1);
    put_record(&s, 5, &body);  /* half a number */
    put_real(a, &s, 1, 77, 1); /* a style that is not there */
    body = cell_head(a, 2, GENERAL);
    put32(&body, 9);
    put_record(&s, 7, &body); /* a string that is not there */
    put_real(a, &s, 16384, GENERAL, 1);
    body = cell_head(a, 3, GENERAL);
    th_buf_byte(&body, 0x33);
    put_record(&s, 3, &body);
    body = cell_head(a, 4, GENERAL);
    put32(&body, 900);
    put_record(&s, 6, &body);
    put_row(a, &s, 1048576, 300, 0);
    put_real(a, &s, 0, GENERAL, 1);
    put_row(a, &s, 3, 300, 0);
    put_record(&s, 99, NULL); /* no record of a table of cells */
    put_record(&s, 35, NULL);
    put_record(&s, 99, NULL); /* of a later version: passed over */
    put_record(&s, 36, NULL);
    put_real(a, &s, 0, GENERAL, 2);
    end_sheet(&s);
    th_findings findings = {0};
    th_book *book = opened(a, usual(a, &s), &findings);
    assert_string_equal(shown(a, book), "A1=e:#?|B1=e:#?|C1=e:#?|D1=e:#?|E1=e:#?|A4=n:2");
    assert_int_equal(book->findings.n, 8);
    for (size_t i = 0; i < book->findings.n; i++)
        assert_int_equal(book->findings.at[i].kind, TH_F_FILE_CELL);
}

static void hidden_rows_columns_and_merges_are_kept(void **state)
{
    th_arena *a = *state;
    enum { ZERO = 0x10, OWN = 0x20 };
    th_buf s, body;
    th_buf_init(&s, a);
    const unsigned columns[][4] = {{0, 0, 2560, 0}, {2, 2, 2560, 1}, {3, 3, 0, 2}, {5, 4, 1, 1}, {99999, 99999, 1, 1}};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        th_buf_init(&body, a);
        put32(&body, columns[i][0]);
        put32(&body, columns[i][1]);
        put32(&body, columns[i][2]);
        put32(&body, 0);
        put16(&body, columns[i][3]);
        put_record(&s, 60, &body);
    }
    put_record(&s, BEGIN_DATA, NULL);
    const unsigned rows[][2] = {{300, 0}, {300, ZERO}, {0, OWN}, {0, 0}};
    for (unsigned r = 0; r < 4; r++) {
        put_row(a, &s, r, rows[r][0], rows[r][1]);
        put_real(a, &s, 0, GENERAL, r);
    }
    put_record(&s, END_DATA, NULL);
    const unsigned merges[][4] = {{5, 6, 1, 2}, {9, 8, 0, 0}, {0, 1048576, 0, 0}};
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        th_buf_init(&body, a);
        for (int k = 0; k < 4; k++)
            put32(&body, merges[i][k]);
        put_record(&s, 176, &body);
    }
    th_findings findings = {0};
    th_book *book = opened(a, usual(a, &s), &findings);
    const th_sheet *sheet = &book->sheets[0];
    for (unsigned r = 0; r < 4; r++)
        assert_int_equal(!!(th_sheet_flags(sheet, r, 0) & TH_CELL_HIDDEN_ROW), r == 1 || r == 2);
    for (unsigned c = 0; c < 6; c++)
        assert_int_equal(!!(th_sheet_flags(sheet, 0, c) & TH_CELL_HIDDEN_COL), c == 2 || c == 3);
    assert_int_equal(sheet->nmerges, 1);
    assert_non_null(th_sheet_merge_at(sheet, 6, 2));
}

static void the_workbook_part_lists_sheets(void **state)
{
    th_arena *a = *state;
    th_buf s = begun_sheet(a), w, body;
    put_real(a, &s, 0, DATE, 1);
    end_sheet(&s);
    th_buf_init(&w, a);
    th_buf_init(&body, a);
    put32(&body, 1);
    put_record(&w, 153, &body);
    put_bundle(a, &w, 1, "a", "hidden");
    put_bundle(a, &w, 2, "a", "very");
    put_bundle(a, &w, 0, "c", "chart");
    put_bundle(a, &w, 0, NULL, "module");
    th_findings findings = {0};
    const book_parts parts = {th_buf_str(&w), usual_styles(a), usual_strings(a), th_buf_str(&s)};
    th_book *book = opened(a, packed(a, &parts), &findings);
    assert_int_equal(book->nsheets, 2);
    assert_int_equal(book->sheets[0].visibility, TH_HIDDEN);
    assert_int_equal(book->sheets[1].visibility, TH_VERY_HIDDEN);
    assert_string_equal(shown(a, book), "A1=d:1904-01-02|A1=d:1904-01-02");
    assert_int_equal(book->findings.n, 3);
    assert_int_equal(book->findings.at[0].kind, TH_F_FILE_SHEET_EMPTY);
    assert_int_equal(book->findings.at[1].kind, TH_F_FILE_SHEET_KIND);
    assert_int_equal(book->findings.at[2].kind, TH_F_FILE_SHEET_DEEP);
    put_bundle(a, &w, 0, "nowhere", "gone");
    refused(a, "a sheet that is not there",
            packed(a, &(book_parts){th_buf_str(&w), usual_styles(a), usual_strings(a), th_buf_str(&s)}), "gone");
}

static void a_part_that_is_cut_or_forged_is_refused(void **state)
{
    th_arena *a = *state;
    th_buf s = begun_sheet(a);
    put_real(a, &s, 0, GENERAL, 1);
    refused(a, "no end", usual(a, &s), "has no end");
    th_buf longer = begun_sheet(a);
    put_head(&longer, 5, 1 << 27);
    refused(a, "longer than its part", usual(a, &longer), "longer than the part");
    th_buf head = begun_sheet(a);
    put_head(&head, END_DATA, 0);
    th_buf_byte(&head, 5);
    refused(a, "half a head", usual(a, &head), "inside a record");
    th_buf id = begun_sheet(a);
    for (int i = 0; i < 6; i++)
        th_buf_byte(&id, (char)0xFF);
    refused(a, "an id without end", usual(a, &id), "longer than the part");
    end_sheet(&s);
    th_buf cut;
    th_buf_init(&cut, a);
    put_head(&cut, 19, 3);
    th_buf_add(&cut, TH_STR("\0\5\0"));
    refused(a, "a string that is cut",
            packed(a, &(book_parts){usual_workbook(a), usual_styles(a), th_buf_str(&cut), th_buf_str(&s)}),
            "shared strings");
    cut.len = 0;
    put_head(&cut, 43, 2);
    th_buf_add(&cut, TH_STR("\0\5"));
    refused(a, "a font that is cut",
            packed(a, &(book_parts){usual_workbook(a), th_buf_str(&cut), usual_strings(a), th_buf_str(&s)}),
            "cell formats");
    cut.len = 0;
    put_head(&cut, 156, 2);
    th_buf_add(&cut, TH_STR("\0\5"));
    refused(a, "a list of sheets that is cut",
            packed(a, &(book_parts){th_buf_str(&cut), usual_styles(a), usual_strings(a), th_buf_str(&s)}),
            "list of sheets");
    th_findings findings = {0};
    th_book *book = opened(a, packed(a, &(book_parts){usual_workbook(a), {0}, {0}, th_buf_str(&s)}), &findings);
    assert_string_equal(shown(a, book), "A1=n:1"); /* styles may be missing */
}

/* Records lie across the pieces in which a part is inflated. */
static void long_parts_are_read_piece_by_piece(void **state)
{
    enum { ROWS = 9000 };
    th_arena *a = *state;
    th_buf s = begun_sheet(a);
    for (unsigned r = 0; r < ROWS; r++) {
        put_row(a, &s, r, 300, 0);
        put_real(a, &s, 0, GENERAL, r);
        put_real(a, &s, 1, GENERAL, r + 0.5);
    }
    end_sheet(&s);
    th_findings findings = {0};
    th_book *book = opened(a, usual(a, &s), &findings);
    assert_int_equal(book->sheets[0].ncells, 2 * ROWS);
    for (unsigned r = 0; r < ROWS; r++) {
        assert_true(th_sheet_at(&book->sheets[0], r, 0)->number == r);
        assert_true(th_sheet_at(&book->sheets[0], r, 1)->number == r + 0.5);
    }
}

static int begin_xlsb(void **state)
{
    *state = th_arena_new(0);
    return *state ? 0 : -1;
}

static int end_xlsb(void **state)
{
    th_arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin_xlsb, end_xlsb)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_kind_of_cell_is_read),         TEST(formulas_keep_their_results_and_what_can_be_read_of_them),
        TEST(what_a_cell_has_lost_is_said_at_it), TEST(hidden_rows_columns_and_merges_are_kept),
        TEST(the_workbook_part_lists_sheets),     TEST(a_part_that_is_cut_or_forged_is_refused),
        TEST(long_parts_are_read_piece_by_piece),
    };
    return cmocka_run_group_tests_name("xlsb", tests, NULL, NULL);
}

/* A workbook that is drawn reads back as it was written; and every way in which its file may differ is seen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw/bounds.h"
#include "draw/pen.h"
#include "draw/readback.h"
#include "pack/package.h"
#include "scratch_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A small workbook on disk, what was written into it, and its bytes. */
typedef struct drawn {
    th_arena *arena;
    const char *path;
    th_output *output;
    th_written written[2];
    th_readback_sheet sheets[2];
    th_str bytes;
} drawn;

static void add(drawn *there, size_t sheet, th_written_cell cell)
{
    th_written_add(&there->written[sheet].cells, there->arena, cell);
}

static uint64_t of_text(const char *text)
{
    return th_written_of_text(th_str_of(text));
}

/* Draws two sheets; what is written is noted a second time, by hand. */
static void draw(drawn *there)
{
    const th_cell_format *plain = th_cell_format_new(there->output, &(th_format_spec){.bold = true});
    th_tab *one = th_output_add(there->output, TH_STR("Một")), *two = th_output_add(there->output, TH_STR("Hai's"));
    th_live live = {TH_STR("SUM(B1,2)"), th_exact_int(there->arena, 5)};
    assert_true(th_tab_text(one, 0, 0, TH_STR("Sở & <Nội vụ>\n_x0041_\r"), plain));
    assert_true(th_tab_number(one, 0, 1, 0.1, plain));
    assert_true(th_tab_number(one, 0, 1, 3, plain)); /* over what stood there */
    assert_true(th_tab_formula(one, 1, 0, live, plain));
    assert_true(th_tab_formula_text(one, 1, 1, (th_live_text){TH_STR("=A1&\"x(\""), TH_STR("chữ")}, plain));
    assert_true(th_tab_bool(one, 2, 0, true, plain));
    assert_true(th_tab_blank(one, 2, 1, plain));
    th_tab_merge(one, (th_area){4, 0, 5, 1}, TH_STR("gộp"), plain);
    th_tab_merge(one, (th_area){6, 0, 6, 1}, TH_STR("gộp nữa"), plain);
    assert_true(th_tab_link(one, 8, 0, (th_link){TH_STR("internal:'Hai''s'!C7"), "›"}, plain));
    th_tab_footer(one, TH_STR("&CTrang &P"));
    assert_true(th_tab_number(two, 0, 0, 1.0 / 3, plain));
    add(there, 0, (th_written_cell){0, 0, TH_WRITTEN_TEXT, of_text("Sở & <Nội vụ>\n_x0041_\r")});
    add(there, 0, (th_written_cell){0, 1, TH_WRITTEN_NUMBER, th_written_of_number(3)});
    add(there, 0,
        (th_written_cell){1, 0, TH_WRITTEN_FORMULA, th_written_of_both(of_text("SUM(B1,2)"), th_written_of_number(5))});
    add(there, 0,
        (th_written_cell){1, 1, TH_WRITTEN_FORMULA_TEXT, th_written_of_both(of_text("A1&\"x(\""), of_text("chữ"))});
    add(there, 0, (th_written_cell){2, 0, TH_WRITTEN_BOOL, th_written_of_number(1)});
    add(there, 0, (th_written_cell){2, 1, TH_WRITTEN_BLANK, 0});
    add(there, 0, (th_written_cell){4, 0, TH_WRITTEN_TEXT, of_text("gộp")});
    add(there, 0, (th_written_cell){4, 1, TH_WRITTEN_BLANK, 0});
    add(there, 0, (th_written_cell){5, 0, TH_WRITTEN_BLANK, 0});
    add(there, 0, (th_written_cell){5, 1, TH_WRITTEN_BLANK, 0});
    add(there, 0, (th_written_cell){6, 0, TH_WRITTEN_TEXT, of_text("gộp nữa")});
    add(there, 0, (th_written_cell){6, 1, TH_WRITTEN_BLANK, 0});
    add(there, 0, (th_written_cell){8, 0, TH_WRITTEN_TEXT, of_text("›")});
    add(there, 1, (th_written_cell){0, 0, TH_WRITTEN_NUMBER, th_written_of_number(0.3333333333333333)});
    th_written_add(&there->written[0].links, there->arena, (th_written_cell){8, 0, TH_WRITTEN_TEXT, 0});
    there->written[0].nmerges = 2;
}

static int setup(void **state)
{
    drawn *there = calloc(1, sizeof *there);
    th_trouble trouble = {0};
    there->arena = th_arena_new(0);
    there->path = scratch_path(there->arena);
    if (!there->path)
        return 1;
    there->sheets[0] = (th_readback_sheet){TH_STR("Một"), &there->written[0]};
    there->sheets[1] = (th_readback_sheet){TH_STR("Hai's"), &there->written[1]};
    there->output = th_output_new(there->arena, there->path, &trouble);
    draw(there);
    *state = there;
    if (th_output_close(there->output, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
    there->bytes = scratch_bytes(there->arena, there->path);
    return 0;
}

static int teardown(void **state)
{
    drawn *there = *state;
    remove(there->path);
    th_arena_free(there->arena);
    free(there);
    return 0;
}

static th_status read_again(drawn *there, th_str bytes, th_trouble *trouble)
{
    return th_readback_workbook(there->arena, bytes, there->sheets, 2, trouble);
}

/* The package with one piece of text of a part exchanged. */
static th_str exchanged(drawn *there, const char *part, const char *from, const char *to)
{
    th_zip zip;
    th_str old, bytes = th_str_copy(there->arena, there->bytes);
    th_trouble trouble = {0};
    assert_int_equal(th_zip_open(there->arena, &th_limits_default, bytes, &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(part));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(there->arena, &zip, entry, &old), TH_OK);
    size_t at = th_str_find(old, th_str_of(from), 0);
    if (at == SIZE_MAX)
        fail_msg("%s does not hold %s", part, from);
    th_str after = th_str_sub(old, at + strlen(from), old.len);
    th_str now = th_str_fmt(there->arena, TH_FMT "%s" TH_FMT, (int)at, old.ptr, to, TH_ARG(after));
    const th_replacement replacement = {entry, now};
    assert_int_equal(th_package_replace(there->arena, &bytes, &replacement, 1, &trouble), TH_OK);
    return bytes;
}

static void what_is_drawn_reads_back(void **state)
{
    drawn *there = *state;
    th_trouble trouble = {0};
    if (read_again(there, there->bytes, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
}

#define SHEET "xl/worksheets/sheet1.xml"
#define OTHER "xl/worksheets/sheet2.xml"
#define STRINGS "xl/sharedStrings.xml"

/* What stands beside the <t> of a shared string, such as blanks between elements, is no part of its text. */
static void what_is_beside_a_text_is_no_part_of_it(void **state)
{
    drawn *there = *state;
    th_trouble trouble = {0};
    th_str bytes = exchanged(there, STRINGS, "<si><t>gộp</t></si>", "<si>\n <t>gộp</t>\n </si>");
    if (read_again(there, bytes, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
}

/* Each is a fault that a checksum does not see, and what is said of it. */
static void every_difference_is_seen(void **state)
{
    static const struct {
        const char *part, *from, *to, *said;
    } faults[] = {
        {SHEET, "<v>3</v>", "<v>3.0000001</v>", "B1"},
        {SHEET, "<v>3</v>", "<v>INF</v>", "B1"},
        {SHEET, "<v>3</v>", "", "B1"},
        {SHEET, "<v>5</v>", "<v>6</v>", "A2"},
        {SHEET, "SUM(B1,2)", "SUM(B1,3)", "A2"},
        {SHEET, "<v>chữ</v>", "<v>chừ</v>", "B2"},
        {SHEET, "t=\"b\"><v>1<", "t=\"b\"><v>0<", "A3"},
        {SHEET, "t=\"b\"", "t=\"e\"", "A3"},
        {SHEET, "<c r=\"B3\"", "<c r=\"C3\"", "B3"},
        {SHEET, "</sheetData>", "<row r=\"12\"><c r=\"A12\"><v>1</v></c></row></sheetData>", "A12"},
        {SHEET, "</row></sheetData>", "</row><row r=\"9\"><c r=\"A9\" s=\"1\"/></row></sheetData>", "A9"},
        {SHEET, "<v>0</v>", "<v>1</v>", "A1"},
        {SHEET, "<v>0</v>", "<v>99</v>", "A1"},
        {SHEET, "Hai''s", "Ba", "A9"},
        {SHEET, "!C7", "!XFE7", "A9"},
        {SHEET, "<hyperlink ref=\"A9\"", "<hyperlink ref=\"A8\"", "link"},
        {SHEET, "A7:B7", "A6:B7", "overlap"},
        {SHEET, "<mergeCell ref=\"A7:B7\"/>", "", "merged"},
        {SHEET, "</worksheet>", "", "well-formed"},
        {SHEET, "</worksheet>", "</worksheets>", "well-formed"},
        {OTHER, "0.3333333333333333", "0.333333333333333", "A1"},
        {OTHER, "<c r=\"A1\"", "<d r=\"A1\"", "well-formed"},
        {STRINGS, "Sở &amp;", "Sỏ &amp;", "A1"},
        {STRINGS, "_x005F_x0041_", "_x0041_", "A1"},
        {STRINGS, "<si><t>gộp</t></si>", "", "A5"},
        {"xl/workbook.xml", "name=\"Một\"", "name=\"Mốt\"", "sheets"},
        {"xl/workbook.xml", "<sheet name=\"Hai's\"", "<sheets name=\"Hai's\"", "sheets"},
        {"xl/_rels/workbook.xml.rels", "worksheets/sheet2.xml", "worksheets/sheet3.xml", "sheet3.xml"},
        {"[Content_Types].xml", "/xl/styles.xml", "/xl/style.xml", "style.xml"},
        {"xl/styles.xml", "<fonts", "<font", "well-formed"},
    };
    drawn *there = *state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        th_trouble trouble = {0};
        th_str bytes = exchanged(there, faults[i].part, faults[i].from, faults[i].to);
        if (read_again(there, bytes, &trouble) != TH_FATAL)
            fail_msg("%s: %s for %s is not seen", faults[i].part, faults[i].to, faults[i].from);
        if (th_str_find(trouble.en, th_str_of(faults[i].said), 0) == SIZE_MAX)
            fail_msg("%s: %s for %s: " TH_FMT, faults[i].part, faults[i].to, faults[i].from, TH_ARG(trouble.en));
    }
}

static void every_flip_is_seen_or_changes_nothing(void **state)
{
    drawn *there = *state;
    char *bytes = th_arena_alloc(there->arena, there->bytes.len);
    for (size_t at = 0; at < there->bytes.len; at += 7) {
        th_trouble trouble = {0};
        th_zip zip;
        memcpy(bytes, there->bytes.ptr, there->bytes.len);
        bytes[at] = (char)(bytes[at] ^ 1 << at % 8);
        th_str flipped = {bytes, there->bytes.len};
        if (read_again(there, flipped, &trouble) != TH_OK)
            continue;
        /* attributes and versions, which nobody reads: the parts are what they were */
        assert_int_equal(th_zip_open(there->arena, &th_limits_default, flipped, &zip), TH_OK);
    }
}

static void every_cut_is_seen(void **state)
{
    drawn *there = *state;
    for (size_t at = 0; at < there->bytes.len; at += 11) {
        th_trouble trouble = {0};
        assert_int_equal(read_again(there, th_str_sub(there->bytes, 0, at), &trouble), TH_FATAL);
        assert_true(trouble.vi.len > 0 && trouble.en.len > 0);
    }
}

static void a_part_that_stood_before_may_be_what_it_is(void **state)
{
    drawn *there = *state;
    th_trouble trouble = {0};
    th_str broken = exchanged(there, "xl/styles.xml", "<fonts", "<font");
    assert_int_equal(th_readback_package(there->arena, broken, broken, &trouble), TH_OK);
    assert_int_equal(th_readback_package(there->arena, there->bytes, broken, &trouble), TH_FATAL);
    assert_true(th_str_find(trouble.en, TH_STR("xl/styles.xml"), 0) != SIZE_MAX);
    assert_int_equal(th_readback_package(there->arena, there->bytes, there->bytes, &trouble), TH_OK);
}

static void no_number_is_no_cell(void **state)
{
    drawn *there = *state;
    th_trouble trouble = {0};
    remove(there->path);
    th_output *output = th_output_new(there->arena, there->path, &trouble);
    th_tab *tab = th_output_add(output, TH_STR("Một"));
    assert_true(th_tab_number(tab, 0, 0, 1, NULL));
    assert_false(th_tab_number(tab, 3, 2, (double)INFINITY, NULL));
    assert_int_equal(th_output_close(output, &trouble), TH_FAILED);
    assert_true(th_str_find(trouble.en, TH_STR("C4"), 0) != SIZE_MAX);
    assert_int_equal(access(there->path, F_OK), -1);
}

/* A number of 400 digits is none that a cell holds: its digits are text. */
static void what_is_no_double_is_text(void **state)
{
    drawn *there = *state;
    th_trouble trouble = {0};
    const th_exact *huge =
        th_exact_mul(there->arena, th_exact_pow10(there->arena, 300), th_exact_pow10(there->arena, 99));
    remove(there->path);
    th_output *output = th_output_new(there->arena, there->path, &trouble);
    th_output_dress(output, &(th_letterhead){.cluster = TH_STR("Cụm"), .contents = TH_STR("Một")});
    th_pen pen = th_pen_over(th_output_add(output, TH_STR("Một")));
    th_pen_exact(&pen, 0, 0, huge, (th_style){0, NULL});
    th_pen_formula(&pen, 1, 0, (th_live){TH_STR("A1*1"), huge}, (th_style){0, NULL});
    th_pen_text(&pen, 2, 0,
                TH_STR("a\xE2\x80\xAE"
                       "b\xE2\x80\xA8"
                       "c\x1B"),
                0);
    assert_int_equal(th_output_close(output, &trouble), TH_OK);
    th_zip zip;
    th_str strings;
    assert_int_equal(th_zip_open(there->arena, &th_limits_default, scratch_bytes(there->arena, there->path), &zip),
                     TH_OK);
    assert_int_equal(th_zip_read(there->arena, &zip, th_zip_find(&zip, TH_STR("xl/sharedStrings.xml")), &strings),
                     TH_OK);
    assert_true(th_str_find(strings, TH_STR("<t>1000000"), 0) != SIZE_MAX);
    assert_true(th_str_find(strings,
                            TH_STR("<t>a\xEF\xBF\xBD"
                                   "b\xEF\xBF\xBD"
                                   "c\xEF\xBF\xBD</t>"),
                            0) != SIZE_MAX);
}

static th_str nested(th_arena *arena, size_t levels)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < levels; i++)
        th_buf_add(&out, TH_STR("ABS("));
    th_buf_byte(&out, '1');
    for (size_t i = 0; i < levels; i++)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static th_str with_arguments(th_arena *arena, size_t n, const char *one)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("SUM("));
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&out, "%s%s", i ? "," : "", one);
    th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static void excel_takes_no_more(void **state)
{
    const drawn *there = *state;
    assert_true(th_bounds_formula(nested(there->arena, 64)));
    assert_false(th_bounds_formula(nested(there->arena, 65)));
    assert_true(th_bounds_formula(with_arguments(there->arena, 255, "1")));
    assert_false(th_bounds_formula(with_arguments(there->arena, 256, "1")));
    assert_true(th_bounds_formula(with_arguments(there->arena, 200, "\"a,b\"&'c,d'!A1")));
    assert_false(th_bounds_formula(with_arguments(there->arena, 250, "12345678901234567890123456789012345")));
    assert_false(th_bounds_formula(TH_STR("SUM(1")));
    assert_false(th_bounds_formula(TH_STR("SUM(1))")));
    assert_false(th_bounds_formula(TH_STR("\"a")));
    assert_false(th_bounds_formula((th_str){0}));
    assert_true(th_bounds_sheet_name(TH_STR("Biểu số 1234567890123456789012")));
    assert_true(th_bounds_sheet_name(TH_STR("1234567890123456789012345678901")));
    assert_false(th_bounds_sheet_name(TH_STR("12345678901234567890123456789012")));
    assert_false(th_bounds_sheet_name(TH_STR("hISTORY")));
    assert_false(th_bounds_sheet_name(TH_STR("'a")));
    assert_false(th_bounds_sheet_name(TH_STR("a'")));
    assert_false(th_bounds_sheet_name(TH_STR("a/b")));
    assert_false(th_bounds_sheet_name(TH_STR("a\nb")));
    assert_false(th_bounds_sheet_name((th_str){0}));
    assert_int_equal(th_bounds_units(TH_STR("ộ😀")), 3);
}

static void the_last_write_counts(void **state)
{
    const drawn *there = *state;
    th_written_cells list = {0};
    for (uint32_t i = 0; i < 1000; i++)
        th_written_add(&list, there->arena,
                       (th_written_cell){(i * 7919) % 97, (uint16_t)(i % 5), TH_WRITTEN_NUMBER, i});
    th_written_settle(&list, there->arena);
    assert_int_equal(list.n, 97 * 5);
    for (size_t i = 0; i < list.n; i++) {
        uint64_t last = 0;
        for (uint32_t k = 0; k < 1000; k++)
            if ((k * 7919) % 97 == list.at[i].row && k % 5 == list.at[i].col)
                last = k;
        assert_int_equal(list.at[i].value, last);
        assert_true(!i || list.at[i - 1].row < list.at[i].row ||
                    (list.at[i - 1].row == list.at[i].row && list.at[i - 1].col < list.at[i].col));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_drawn_reads_back, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_beside_a_text_is_no_part_of_it, setup, teardown),
        cmocka_unit_test_setup_teardown(every_difference_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(every_flip_is_seen_or_changes_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(every_cut_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(a_part_that_stood_before_may_be_what_it_is, setup, teardown),
        cmocka_unit_test_setup_teardown(no_number_is_no_cell, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_no_double_is_text, setup, teardown),
        cmocka_unit_test_setup_teardown(excel_takes_no_more, setup, teardown),
        cmocka_unit_test_setup_teardown(the_last_write_counts, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

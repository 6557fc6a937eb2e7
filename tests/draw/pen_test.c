/* What the pen writes, as the parts of the workbook say it: looks, figures, links, heights, rules for what is typed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "draw/chart.h"
#include "draw/pen.h"
#include "draw/validation.h"
#include "pack/package.h"
#include "scratch_file.h"
#include "text/utf8.h"

#include <string.h>

#ifdef __SANITIZE_ADDRESS__
/* libxlsxwriter 1.1.4 copies the formula of a drop-down list twice and frees it once. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) // NOLINT(bugprone-reserved-identifier)
{
    return "leak:lxw_strdup\n";
}
#endif

typedef struct desk {
    th_arena *arena;
    const char *path;
    th_output *output;
    th_tab *tab;
    th_pen pen;
    th_str bytes;
} desk;

static desk open_desk(void)
{
    desk at_hand = {.arena = th_arena_new(0)};
    th_trouble trouble = {0};
    const th_letterhead letterhead = {.cluster = TH_STR("Cụm A & B"),
                                      .host = TH_STR("Sở Chủ trì"),
                                      .made_on = TH_STR("5/1/2023"),
                                      .period = 2022,
                                      .contents = TH_STR("MỤC LỤC")};
    at_hand.path = scratch_path(at_hand.arena);
    assert_non_null(at_hand.path);
    at_hand.output = th_output_new(at_hand.arena, at_hand.path, &trouble);
    th_output_dress(at_hand.output, &letterhead);
    at_hand.tab = th_output_add(at_hand.output, TH_STR("Trang"));
    at_hand.pen = th_pen_over(at_hand.tab);
    return at_hand;
}

static void close_output(desk *at_hand)
{
    th_trouble trouble = {0};
    if (th_output_close(at_hand->output, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
    at_hand->bytes = scratch_bytes(at_hand->arena, at_hand->path);
}

static void leave_desk(desk *at_hand)
{
    remove(at_hand->path);
    th_arena_free(at_hand->arena);
}

static th_str part_of(const desk *at_hand, const char *name)
{
    th_zip zip;
    th_str text = {0};
    assert_int_equal(th_zip_open(at_hand->arena, &th_limits_default, at_hand->bytes, &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(name));
    if (entry)
        assert_int_equal(th_zip_read(at_hand->arena, &zip, entry, &text), TH_OK);
    return text;
}

#define SHEET "xl/worksheets/sheet1.xml"
#define STYLES "xl/styles.xml"

static bool says(const desk *at_hand, const char *part, const char *words)
{
    return th_str_find(part_of(at_hand, part), th_str_of(words), 0) != SIZE_MAX;
}

static void must_say(const desk *at_hand, const char *part, const char *words)
{
    if (!says(at_hand, part, words))
        fail_msg("%s: no “%s” in\n" TH_FMT, part, words, TH_ARG(part_of(at_hand, part)));
}

/* ---- looks ---- */

static const struct {
    th_look look;
    const char *number, *there;
} looks[] = {
    {TH_LOOK_BOLD, NULL, "<font><b/><sz val=\"11\"/>"},
    {TH_LOOK_ITALIC, NULL, "<font><i/><sz val=\"11\"/>"},
    {TH_LOOK_SMALL, NULL, "<font><sz val=\"10\"/>"},
    {TH_LOOK_LARGE, NULL, "<font><sz val=\"13\"/>"},
    {TH_LOOK_HUGE, NULL, "<font><sz val=\"16\"/>"},
    {TH_LOOK_HUGE | TH_LOOK_SMALL, NULL, "<font><sz val=\"16\"/>"},
    {TH_LOOK_WRAP, NULL, "wrapText=\"1\""},
    {TH_LOOK_CENTER, NULL, "<alignment horizontal=\"center\" vertical=\"center\"/>"},
    {TH_LOOK_RIGHT, NULL, "<alignment horizontal=\"right\" vertical=\"center\"/>"},
    {TH_LOOK_TOP, NULL, "<alignment vertical=\"top\"/>"},
    {TH_LOOK_INDENT, NULL, "indent=\"1\""},
    {TH_LOOK_BORDER, NULL, "<left style=\"thin\"><color rgb=\"FF8C8C8C\"/></left><right style=\"thin\">"},
    {TH_LOOK_STRONG_TOP, NULL, "<top style=\"medium\"><color rgb=\"FF8C8C8C\"/></top>"},
    {TH_LOOK_INPUT, NULL, "<protection locked=\"0\"/>"},
    {TH_FILL_HEAD, NULL, "<fgColor rgb=\"FFDCE4EE\"/>"},
    {TH_FILL_GROUP, NULL, "<fgColor rgb=\"FFEEF2F7\"/>"},
    {TH_FILL_TOTAL, NULL, "<fgColor rgb=\"FFF4F4EC\"/>"},
    {TH_FILL_INPUT, NULL, "<fgColor rgb=\"FFFFFBE0\"/>"},
    {TH_FILL_ERROR, NULL, "<fgColor rgb=\"FFF7D9D5\"/>"},
    {TH_FILL_WARNING, NULL, "<fgColor rgb=\"FFFCE9C4\"/>"},
    {TH_FILL_CHANGED, NULL, "<fgColor rgb=\"FFDDEBF6\"/>"},
    {TH_FILL_GOOD, NULL, "<fgColor rgb=\"FFE3F0DD\"/>"},
    {TH_INK_GREY, NULL, "<color rgb=\"FF6E6E6E\"/>"},
    {TH_INK_LINK, NULL, "<color rgb=\"FF1F3F6E\"/>"},
    {TH_INK_RED, NULL, "<color rgb=\"FF9C1C1C\"/>"},
    {TH_INK_AMBER, NULL, "<color rgb=\"FF7A4B00\"/>"},
    {TH_INK_GREEN, NULL, "<color rgb=\"FF2F5D2F\"/>"},
    {0, "#,##0.000", "formatCode=\"#,##0.000\""},
};

static void each_look_is_in_the_styles_and_only_where_it_is_asked_for(void **state)
{
    (void)state;
    enum { LOOKS = sizeof looks / sizeof *looks };
    for (size_t i = 0; i < LOOKS; i++) {
        desk at_hand = open_desk();
        th_pen_number(&at_hand.pen, 0, 0, 1, (th_style){looks[i].look, looks[i].number});
        close_output(&at_hand);
        for (size_t k = 0; k < LOOKS; k++) {
            bool same = strcmp(looks[k].there, looks[i].there) == 0;
            if (says(&at_hand, STYLES, looks[k].there) != same)
                fail_msg("look %zu: “%s”\n" TH_FMT, i, looks[k].there, TH_ARG(part_of(&at_hand, STYLES)));
        }
        leave_desk(&at_hand);
    }
}

/* A look and a number format are one format of the workbook, however often they are asked for, and however many. */
static void a_look_is_made_once(void **state)
{
    (void)state;
    enum { FORMATS = 300 };
    desk at_hand = open_desk();
    const th_cell_format *made[FORMATS];
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < FORMATS; i++) {
            th_str number = th_str_fmt(at_hand.arena, "0\"%zu\"", i / 2);
            const th_cell_format *format =
                th_style_get(at_hand.output, i % 2 ? TH_LOOK_BOLD : 0, th_str_cstr(at_hand.arena, number));
            assert_true(round == 0 || made[i] == format);
            made[i] = format;
            assert_true(i == 0 || made[i - 1] != format);
        }
    assert_ptr_equal(th_style_get(at_hand.output, 0, NULL), th_style_get(at_hand.output, 0, ""));
    th_pen_number(&at_hand.pen, 0, 0, 1, (th_style){0, NULL});
    close_output(&at_hand);
    leave_desk(&at_hand);
}

static const struct {
    th_format_spec spec;
    const char *there;
} specs[] = {
    {{.face = {".VnTime", 7}}, "<name val=\".VnTime\"/>"},
    {{.points = 12.5}, "<sz val=\"12.5\"/>"},
    {{.bold = true}, "<b/>"},
    {{.italic = true}, "<i/>"},
    {{.underline = true}, "<u/>"},
    {{.wrap = true}, "wrapText=\"1\""},
    {{.left = true}, "<left style=\"thin\">"},
    {{.right = true}, "<right style=\"thin\">"},
    {{.top = true}, "<top style=\"thin\">"},
    {{.bottom = true}, "<bottom style=\"thin\">"},
    {{.align = TH_ALIGN_LEFT}, "horizontal=\"left\""},
    {{.align = TH_ALIGN_CENTER}, "horizontal=\"center\""},
    {{.align = TH_ALIGN_RIGHT}, "horizontal=\"right\""},
    {{.align = TH_ALIGN_FILL}, "horizontal=\"fill\""},
    {{.align = TH_ALIGN_JUSTIFY}, "horizontal=\"justify\""},
    {{.align = TH_ALIGN_ACROSS}, "horizontal=\"centerContinuous\""},
    {{.align = TH_ALIGN_DISTRIBUTED}, "horizontal=\"distributed\""},
    {{.fill = 0x123456}, "<fgColor rgb=\"FF123456\"/>"},
    {{.number = "0.0"}, "formatCode=\"0.0\""},
};

static void a_described_format_has_what_was_said(void **state)
{
    (void)state;
    enum { SPECS = sizeof specs / sizeof *specs };
    for (size_t i = 0; i < SPECS; i++) {
        desk at_hand = open_desk();
        const th_cell_format *format = th_cell_format_new(at_hand.output, &specs[i].spec);
        assert_true(th_tab_number(at_hand.tab, 0, 0, 1, format));
        close_output(&at_hand);
        for (size_t k = 0; k < SPECS; k++)
            if (says(&at_hand, STYLES, specs[k].there) != (i == k))
                fail_msg("row %zu: “%s”\n" TH_FMT, i, specs[k].there, TH_ARG(part_of(&at_hand, STYLES)));
        leave_desk(&at_hand);
    }
}

/* ---- cells ---- */

static void a_text_stays_a_text_however_long(void **state)
{
    (void)state;
    enum { MOST = 32767 };
    desk at_hand = open_desk();
    char *text = th_arena_alloc(at_hand.arena, MOST + 1);
    memset(text, 'x', MOST + 1);
    th_pen_text(&at_hand.pen, 0, 0, (th_str){text, MOST}, 0);
    th_pen_text(&at_hand.pen, 1, 0, (th_str){text, MOST + 1}, 0);
    th_pen_text(&at_hand.pen, 2, 0, TH_STR("=1+1"), 0);
    th_pen_text(&at_hand.pen, 3, 0, TH_STR("a\1b\rc\nd\te"), 0);
    th_pen_text(&at_hand.pen, 4, 0, TH_STR("_x0041_"), 0);
    th_pen_text(&at_hand.pen, 5, 0, (th_str){0}, TH_LOOK_BORDER);
    th_pen_text(&at_hand.pen, 6, 0, TH_STR("a\xEF\xBF\xBE"), 0);
    close_output(&at_hand);
    must_say(&at_hand, "xl/sharedStrings.xml", "x […còn 61 ký tự nữa, xem tệp gốc]</t>");
    must_say(&at_hand, "xl/sharedStrings.xml", "<t>=1+1</t>");
    must_say(&at_hand, "xl/sharedStrings.xml",
             "a\xEF\xBF\xBD"
             "bc\nd\te</t>");
    must_say(&at_hand, "xl/sharedStrings.xml", "<t>_x005F_x0041_</t>");
    must_say(&at_hand, "xl/sharedStrings.xml", "a\xEF\xBF\xBD</t>");
    must_say(&at_hand, "xl/sharedStrings.xml", "count=\"6\"");
    must_say(&at_hand, SHEET, "<c r=\"A3\" s=\"1\" t=\"s\"><v>2</v></c>");
    must_say(&at_hand, SHEET, "<c r=\"A6\" s=\"2\"/>");
    leave_desk(&at_hand);
}

/* A cell counts UTF-16 units, of which a character beyond U+FFFF takes two, and the underscore of what looks like an
 * escape is written as one, of six more: what does not fit is left out with a mark that says how much. */
static void a_text_is_cut_by_its_units_and_with_a_mark(void **state)
{
    (void)state;
    enum { MOST = 32767 };
    static const struct {
        uint32_t letter;
        size_t n;
        const char *last, *end;
    } texts[] = {{0x10000, MOST / 2, "x", "\xF0\x90\x80\x80x</t>"},
                 {0x10000, MOST / 2, "xx", "\xF0\x90\x80\x80 […còn 32 ký tự nữa, xem tệp gốc]</t>"},
                 {'x', MOST - 13, "_x0041_", "x_x005F_x0041_</t>"},
                 {'x', MOST - 12, "_x0041_", "x […còn 55 ký tự nữa, xem tệp gốc]</t>"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        desk at_hand = open_desk();
        th_buf text;
        th_buf_init(&text, at_hand.arena);
        for (size_t k = 0; k < texts[i].n; k++)
            th_utf8_put(&text, texts[i].letter);
        th_buf_add(&text, th_str_of(texts[i].last));
        th_pen_text(&at_hand.pen, 0, 0, th_buf_str(&text), 0);
        close_output(&at_hand);
        th_str strings = part_of(&at_hand, "xl/sharedStrings.xml");
        if (th_str_find(strings, th_str_of(texts[i].end), 0) == SIZE_MAX)
            fail_msg("text %zu ends " TH_FMT, i, TH_ARG(th_str_sub(strings, strings.len - 90, 90)));
        leave_desk(&at_hand);
    }
}

static void a_number_beyond_a_cell_stands_as_its_digits(void **state)
{
    (void)state;
    desk at_hand = open_desk();
    th_pen *p = &at_hand.pen;
    const th_exact *huge = th_exact_int(at_hand.arena, 10);
    for (int i = 0; i < 9; i++)
        huge = th_exact_mul(at_hand.arena, huge, huge);
    th_pen_exact(p, 0, 0, huge, (th_style){0, NULL});
    th_pen_exact(p, 1, 0, th_exact_double(at_hand.arena, -2.5), (th_style){0, NULL});
    th_pen_exact(p, 2, 0, NULL, (th_style){0, NULL});
    th_pen_blanks(p, 3, 1, 3, 0);
    th_pen_formula(p, 4, 0, (th_live){TH_STR("1/2"), th_exact_double(at_hand.arena, 0.5)}, (th_style){0, NULL});
    th_pen_formula(p, 5, 0, (th_live){{0}, th_exact_double(at_hand.arena, 0.5)}, (th_style){0, NULL});
    th_pen_formula(p, 6, 0, (th_live){TH_STR("10^512"), huge}, (th_style){0, NULL});
    th_pen_formula_text(p, 7, 0, (th_live_text){TH_STR("A1&\"b\""), TH_STR("ab")}, 0);
    th_pen_formula_text(p, 8, 0, (th_live_text){{0}, TH_STR("ab")}, 0);
    close_output(&at_hand);
    must_say(&at_hand, SHEET, "<c r=\"A1\" s=\"1\" t=\"s\"><v>0</v></c>");
    must_say(&at_hand, "xl/sharedStrings.xml", "<t>1000000");
    must_say(&at_hand, SHEET, "<c r=\"A2\" s=\"1\"><v>-2.5</v></c>");
    must_say(&at_hand, SHEET, "<c r=\"A3\" s=\"1\"/>");
    must_say(&at_hand, SHEET,
             "<row r=\"4\" spans=\"1:4\"><c r=\"B4\" s=\"1\"/><c r=\"C4\" s=\"1\"/><c r=\"D4\" s=\"1\"/></row>");
    must_say(&at_hand, SHEET, "<c r=\"A5\" s=\"1\"><f>1/2</f><v>0.5</v></c>");
    must_say(&at_hand, SHEET, "<c r=\"A6\" s=\"1\"><v>0.5</v></c>");
    must_say(&at_hand, SHEET, "<c r=\"A7\" s=\"1\" t=\"s\"><v>0</v></c>");
    must_say(&at_hand, SHEET, "<c r=\"A8\" s=\"1\" t=\"str\"><f>A1&amp;\"b\"</f><v>ab</v></c>");
    must_say(&at_hand, SHEET, "<c r=\"A9\" s=\"1\" t=\"s\"><v>1</v></c>");
    leave_desk(&at_hand);
}

/* The height that the sheet gives a row, counted from 1. */
static void height_is(const desk *at_hand, unsigned row, const char *height)
{
    th_str sheet = part_of(at_hand, SHEET), start = th_str_fmt(at_hand->arena, "<row r=\"%u\"", row);
    size_t at = th_str_find(sheet, start, 0), end = at == SIZE_MAX ? at : th_str_find(sheet, TH_STR(">"), at);
    th_str tag = at == SIZE_MAX ? (th_str){0} : th_str_sub(sheet, at, end - at);
    th_str wanted = height ? th_str_fmt(at_hand->arena, " ht=\"%s\" customHeight=\"1\"", height) : TH_STR(" ht=");
    if ((th_str_find(tag, wanted, 0) != SIZE_MAX) != (height != NULL))
        fail_msg("row %u: " TH_FMT, row, TH_ARG(tag));
}

/* 11 points are 14 for each line, and 3.  A row
 * is as high as its wrapped text needs in its column; nothing else makes it higher. */
static void heights_follow_from_texts_and_widths(void **state)
{
    (void)state;
    desk at_hand = open_desk();
    th_pen *p = &at_hand.pen;
    static const double widths[] = {10, 20};
    th_pen_widths(p, widths, 2);
    th_pen_width(p, 4, 5, 3);
    th_pen_text(p, 10, 0, TH_STR("aaaaaaaaa bbbbbbbbb ccccccccc"), TH_LOOK_WRAP);
    th_pen_text(p, 11, 0, TH_STR("aaaaaaaaa bbbbbbbbb ccccccccc"), 0);
    th_pen_text(p, 12, 1, TH_STR("aaaaaaaaa bbbbbbbbb"), TH_LOOK_WRAP);
    th_pen_text(p, 13, 0, TH_STR("a"), TH_LOOK_WRAP | TH_LOOK_LARGE);
    th_pen_merge(p, th_across(14, 0, 1), TH_STR("aaaaaaaaa bbbbbbbbb ccccccccc"), TH_LOOK_WRAP);
    th_pen_merge(p, (th_area){15, 0, 16, 0}, TH_STR("aaaaaaaaa bbbbbbbbb"), TH_LOOK_WRAP);
    th_pen_text(p, 17, 2, TH_STR("aaaaaaaa bbbbbbbb"), TH_LOOK_WRAP); /* no width was said */
    th_pen_text(p, 18, 3, TH_STR("aaaaaaaa bbbbbbbb"), TH_LOOK_WRAP);
    th_pen_height(p, 19, 30);
    th_pen_height(p, 19, 20);
    th_pen_height(p, 20, 1000);
    assert_true(th_pen_wraps(p, 0, TH_STR("aaaaaaaaa bbbbbbbbb"), 0));
    assert_false(th_pen_wraps(p, 1, TH_STR("aaaaaaaaa bbbbbbbbb"), 0));
    th_pen_page(p, 4, 5, 2);
    close_output(&at_hand);
    static const struct {
        unsigned row;
        const char *height; /* NULL: none of its own */
    } heights[] = {{11, "45"}, {12, NULL}, {13, NULL}, {14, "19"}, {15, NULL}, {16, NULL},
                   {17, NULL}, {18, "31"}, {19, "31"}, {20, "30"}, {21, "409"}};
    for (size_t i = 0; i < sizeof heights / sizeof *heights; i++)
        height_is(&at_hand, heights[i].row, heights[i].height);
    must_say(&at_hand, SHEET, "<pane xSplit=\"2\" ySplit=\"6\" topLeftCell=\"C7\"");
    must_say(&at_hand, SHEET, "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.65\" bottom=\"0.65\"");
    must_say(&at_hand, SHEET, "Cụm A &amp;&amp; B · kỳ 2022");
    must_say(&at_hand, "xl/workbook.xml", ">Trang!$5:$6<");
    leave_desk(&at_hand);
}

static void links_lead_inside_the_workbook(void **state)
{
    (void)state;
    desk at_hand = open_desk();
    assert_non_null(th_output_add(at_hand.output, TH_STR("MỤC LỤC")));
    assert_non_null(th_output_add(at_hand.output, TH_STR("Hai's")));
    th_pen *p = &at_hand.pen;
    th_pen_link(p, 5, 1, (th_target){TH_STR("Hai's"), 9, 27});
    th_pen_number(p, 5, 1, 7, (th_style){0, NULL});
    th_pen_link(p, 5, 2, (th_target){TH_STR("Hai's"), 0, 0});
    th_pen_text(p, 5, 2, TH_STR("chữ"), 0);
    assert_int_equal(p->links, 2);
    th_pen_expect(p, TH_MOST_LINKS + 1); /* too many: the first of each row */
    th_pen_link(p, 5, 3, (th_target){TH_STR("Hai's"), 0, 0});
    assert_int_equal(p->links, 2);
    th_pen_link(p, 6, 3, (th_target){TH_STR("Hai's"), 0, 0});
    assert_int_equal(p->links, 3);
    th_pen_expect(p, TH_MOST_LINKS);
    th_pen_link(p, 6, 4, (th_target){TH_STR("Hai's"), 0, 0});
    assert_int_equal(p->links, 4);
    p->links = TH_MOST_LINKS;
    th_pen_link(p, 7, 4, (th_target){TH_STR("Hai's"), 0, 0});
    assert_int_equal(p->links, TH_MOST_LINKS);
    th_pen_comment(p, 5, 1, TH_STR("một\nhai"));
    close_output(&at_hand);
    must_say(&at_hand, SHEET, "<hyperlink ref=\"B6\" location=\"'Hai''s'!AB10\"");
    must_say(&at_hand, SHEET, "<hyperlink ref=\"C6\" location=\"'Hai''s'!A1\"");
    must_say(&at_hand, SHEET, "<hyperlink ref=\"D7\"");
    assert_false(says(&at_hand, SHEET, "ref=\"D6\""));
    must_say(&at_hand, "xl/comments1.xml", "một\nhai");
    leave_desk(&at_hand);
}

/* ---- heading and signatures ---- */

static void a_date_is_written_as_official_papers_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *made_on, *host, *date, *signs;
    } cases[] = {{"5/1/2023", "Sở Chủ trì", "Ngày 05 tháng 01 năm 2023", "SỞ CHỦ TRÌ"},
                 {"28/2/2023", "", "Ngày 28 tháng 02 năm 2023", "ĐƠN VỊ CHỦ TRÌ"},
                 {"5/3/2023", "", "Ngày 05 tháng 3 năm 2023", "ĐƠN VỊ CHỦ TRÌ"},
                 {"15/12/2023", "", "Ngày 15 tháng 12 năm 2023", "ĐƠN VỊ CHỦ TRÌ"},
                 {"", "", "Ngày      tháng      năm         ", "ĐƠN VỊ CHỦ TRÌ"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        desk at_hand = open_desk();
        const th_letterhead letterhead = {.cluster = TH_STR("Cụm"),
                                          .host = th_str_of(cases[i].host),
                                          .made_on = th_str_of(cases[i].made_on),
                                          .period = 2022,
                                          .contents = TH_STR("MỤC LỤC")};
        assert_non_null(th_output_add(at_hand.output, TH_STR("MỤC LỤC")));
        at_hand.pen.letterhead = &letterhead;
        th_pen_heading(&at_hand.pen, TH_STR("Tên"), TH_STR("dưới tên"), 5);
        th_pen_signatures(&at_hand.pen, 9, 5);
        close_output(&at_hand);
        must_say(&at_hand, "xl/sharedStrings.xml", cases[i].date);
        must_say(&at_hand, "xl/sharedStrings.xml", cases[i].signs);
        must_say(&at_hand, "xl/sharedStrings.xml", "CỤM");
        must_say(&at_hand, "xl/sharedStrings.xml", "← Mục lục");
        static const char *const merges[] = {"A2:F2", "A3:F3", "D10:F10", "A11:C11", "D11:F11", "A12:C12", "D12:F12"};
        for (size_t k = 0; k < sizeof merges / sizeof *merges; k++)
            must_say(&at_hand, SHEET,
                     th_str_cstr(at_hand.arena, th_str_fmt(at_hand.arena, "<mergeCell ref=\"%s\"/>", merges[k])));
        must_say(&at_hand, SHEET, "<mergeCells count=\"7\">");
        leave_desk(&at_hand);
    }
}

/* ---- what may be typed ---- */

static const char *const two_words[] = {"Có", "Không", NULL};
static const struct {
    th_validation validation;
    const char *there;
} validations[] = {
    {{.kind = TH_VALID_WHOLE, .bounds = TH_AT_LEAST, .least = 2, .most = 9},
     "<dataValidation type=\"whole\" operator=\"greaterThanOrEqual\" errorStyle=\"warning\" allowBlank=\"1\" "
     "showInputMessage=\"1\" showErrorMessage=\"1\" sqref=\"B2:C4\"><formula1>2</formula1></dataValidation>"},
    {{.kind = TH_VALID_WHOLE, .bounds = TH_AT_MOST, .least = 2, .most = 9},
     "operator=\"lessThanOrEqual\" errorStyle=\"warning\" allowBlank=\"1\" showInputMessage=\"1\" "
     "showErrorMessage=\"1\" "
     "sqref=\"B2:C4\"><formula1>9</formula1></dataValidation>"},
    {{.kind = TH_VALID_DECIMAL, .bounds = TH_BETWEEN, .least = 0.5, .most = 9},
     "<dataValidation type=\"decimal\" errorStyle=\"warning\" allowBlank=\"1\" showInputMessage=\"1\" "
     "showErrorMessage=\"1\" sqref=\"B2:C4\"><formula1>0.5</formula1><formula2>9</formula2></dataValidation>"},
    {{.kind = TH_VALID_OF_WORDS, .words = two_words}, "<formula1>\"Có,Không\"</formula1>"},
    {{.kind = TH_VALID_OF_RANGE, .source = {"='S'!$A$1:$A$9", 15}}, "<formula1>'S'!$A$1:$A$9</formula1>"},
    {{.kind = TH_VALID_ANY, .title = "Tên", .hint = "Gợi ý"}, "promptTitle=\"Tên\" prompt=\"Gợi ý\""},
    {{.kind = TH_VALID_WHOLE, .warning_title = "Xem", .warning = "Lại"}, "errorTitle=\"Xem\" error=\"Lại\""},
};

static void what_may_be_typed_is_said_in_the_sheet(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof validations / sizeof *validations; i++) {
        desk at_hand = open_desk();
        th_tab_validate(at_hand.tab, (th_area){1, 1, 3, 2}, &validations[i].validation);
        close_output(&at_hand);
        must_say(&at_hand, SHEET, validations[i].there);
        leave_desk(&at_hand);
    }
}

static void the_sheet_is_as_its_tab_was_told(void **state)
{
    (void)state;
    desk at_hand = open_desk();
    th_tab *second = th_output_add(at_hand.output, TH_STR("Hai"));
    assert_null(th_output_add(at_hand.output, TH_STR("Hai")));
    assert_null(th_output_add(at_hand.output, TH_STR("a/b")));
    th_tab_activate(second);
    th_tab_hide(th_output_add(at_hand.output, TH_STR("Ba")));
    th_tab_width(at_hand.tab, 1, 2, 20, false);
    th_tab_width(at_hand.tab, 3, 3, 20, true);
    th_tab_height(at_hand.tab, 2, 25);
    th_tab_hide_row(at_hand.tab, 3);
    th_tab_filter(at_hand.tab, (th_area){4, 0, 9, 3});
    th_tab_protect(at_hand.tab);
    th_tab_break(at_hand.tab, 8);
    /* what has no text of its own shows where it leads */
    assert_true(th_tab_link(at_hand.tab, 20, 0, (th_link){TH_STR("internal:Hai!A1"), NULL}, NULL));
    assert_true(th_tab_link(at_hand.tab, 21, 0, (th_link){TH_STR("https://a.vn/x"), NULL}, NULL));
    th_tab_paper(at_hand.tab);
    assert_true(th_tab_number(at_hand.tab, (1 << 20) - 1, (1 << 14) - 1, 1, NULL));
    assert_true(th_tab_keeps(0.1));
    assert_true(th_tab_keeps(1542));
    assert_false(th_tab_keeps(0.1 + 0.2));
    close_output(&at_hand);
    must_say(&at_hand, "xl/workbook.xml", "activeTab=\"1\"");
    must_say(&at_hand, "xl/workbook.xml", "<sheet name=\"Ba\" sheetId=\"3\" state=\"hidden\"");
    must_say(&at_hand, SHEET, "<col min=\"2\" max=\"3\" width=\"20.7109375\" customWidth=\"1\"/>");
    must_say(&at_hand, SHEET, "hidden=\"1\" customWidth=\"1\"/></cols>");
    must_say(&at_hand, SHEET, "<row r=\"3\" ht=\"25\" customHeight=\"1\"/>");
    must_say(&at_hand, SHEET, "<row r=\"4\" hidden=\"1\"/>");
    must_say(&at_hand, SHEET, "<autoFilter ref=\"A5:D10\"/>");
    must_say(&at_hand, SHEET, "<sheetProtection sheet=\"1\"");
    must_say(&at_hand, SHEET, "<brk id=\"8\"");
    must_say(&at_hand, "xl/sharedStrings.xml", "<si><t>Hai!A1</t></si><si><t>https://a.vn/x</t></si>");
    must_say(&at_hand, SHEET, "paperSize=\"9\"");
    must_say(&at_hand, SHEET, "orientation=\"landscape\"");
    must_say(&at_hand, SHEET, "fitToHeight=\"0\"");
    leave_desk(&at_hand);
}

/* What was refused is said when the workbook is closed, which then is not written. */
static void a_cell_outside_the_sheet_is_refused(void **state)
{
    (void)state;
    static const uint32_t places[][2] = {{1 << 20, 0}, {0, 1 << 14}};
    for (size_t i = 0; i < 2; i++) {
        desk at_hand = open_desk();
        th_trouble trouble = {0};
        assert_false(th_tab_number(at_hand.tab, places[i][0], places[i][1], 1, NULL));
        assert_true(th_output_close(at_hand.output, &trouble) >= TH_FAILED);
        assert_true(th_str_find(trouble.vi, TH_STR("Trang"), 0) != SIZE_MAX);
        leave_desk(&at_hand);
    }
}

static void a_chart_shows_what_it_was_given(void **state)
{
    (void)state;
    desk at_hand = open_desk();
    for (uint32_t row = 0; row < 3; row++)
        th_pen_number(&at_hand.pen, row, 1, row, (th_style){0, NULL});
    const th_chart_series series[] = {{TH_STR("Phần một"), at_hand.pen.name, th_down(1, 0, 2)},
                                      {TH_STR("Phần hai"), at_hand.pen.name, th_down(2, 0, 2)}};
    const th_chart chart = {.kind = TH_CHART_STACKED,
                            .title = TH_STR("Điểm"),
                            .description = "mô tả",
                            .sheet = at_hand.pen.name,
                            .names = th_down(0, 0, 2),
                            .series = series,
                            .nseries = 2,
                            .wide = 900,
                            .high = 300};
    th_pen_chart(&at_hand.pen, 5, &chart);
    close_output(&at_hand);
    must_say(&at_hand, "xl/charts/chart1.xml", "<c:f>Trang!$A$1:$A$3</c:f>");
    must_say(&at_hand, "xl/charts/chart1.xml", "<c:f>Trang!$B$1:$B$3</c:f>");
    must_say(&at_hand, "xl/charts/chart1.xml", "Điểm");
    must_say(&at_hand, "xl/charts/chart1.xml", "<c:f>Trang!$C$1:$C$3</c:f>");
    must_say(&at_hand, "xl/charts/chart1.xml", "<c:grouping val=\"stacked\"/>");
    must_say(&at_hand, "xl/charts/chart1.xml", "<c:min val=\"0\"/>");
    must_say(&at_hand, "xl/charts/chart1.xml", "Phần hai");
    must_say(&at_hand, "xl/drawings/drawing1.xml",
             "<xdr:from><xdr:col>0</xdr:col><xdr:colOff>38100</xdr:colOff><xdr:row>5</xdr:row>");
    /* 900 by 300 pixels further: columns have 64, rows 20, and a pixel 9525 of these units */
    must_say(&at_hand, "xl/drawings/drawing1.xml",
             "<xdr:to><xdr:col>14</xdr:col><xdr:colOff>76200</xdr:colOff><xdr:row>20</xdr:row>"
             "<xdr:rowOff>38100</xdr:rowOff></xdr:to>");
    must_say(&at_hand, "xl/drawings/drawing1.xml", "descr=\"mô tả\"");
    leave_desk(&at_hand);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_look_is_in_the_styles_and_only_where_it_is_asked_for),
        cmocka_unit_test(a_look_is_made_once),
        cmocka_unit_test(a_described_format_has_what_was_said),
        cmocka_unit_test(a_text_stays_a_text_however_long),
        cmocka_unit_test(a_text_is_cut_by_its_units_and_with_a_mark),
        cmocka_unit_test(a_number_beyond_a_cell_stands_as_its_digits),
        cmocka_unit_test(heights_follow_from_texts_and_widths),
        cmocka_unit_test(links_lead_inside_the_workbook),
        cmocka_unit_test(a_date_is_written_as_official_papers_write_it),
        cmocka_unit_test(what_may_be_typed_is_said_in_the_sheet),
        cmocka_unit_test(the_sheet_is_as_its_tab_was_told),
        cmocka_unit_test(a_cell_outside_the_sheet_is_refused),
        cmocka_unit_test(a_chart_shows_what_it_was_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* The edges of what is drawn: cells of figures, heights of headings, comments, merges, what was written twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "book/book.h"
#include "draw/bounds.h"
#include "draw/figure.h"
#include "draw/lines.h"
#include "draw/written.h"
#include "pack/package.h"
#include "scratch_file.h"

#include <string.h>

typedef struct edges {
    th_arena *arena;
    const char *path;
    th_output *output;
    th_tab *tab;
    th_pen pen;
    th_str bytes;
} edges;

static edges open_edges(const char *cluster)
{
    edges at_hand = {.arena = th_arena_new(0)};
    th_trouble trouble = {0};
    const th_letterhead letterhead = {.cluster = th_str_of(cluster), .period = 2022, .contents = TH_STR("MỤC LỤC")};
    at_hand.path = scratch_path(at_hand.arena);
    at_hand.output = th_output_new(at_hand.arena, at_hand.path, &trouble);
    th_output_dress(at_hand.output, &letterhead);
    at_hand.tab = th_output_add(at_hand.output, TH_STR("MỤC LỤC"));
    at_hand.pen = th_pen_over(at_hand.tab);
    return at_hand;
}

static void close_edges(edges *at_hand)
{
    th_trouble trouble = {0};
    if (th_output_close(at_hand->output, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
    at_hand->bytes = scratch_bytes(at_hand->arena, at_hand->path);
}

static bool part_says(const edges *at_hand, const char *part, const char *words)
{
    th_zip zip;
    th_str text = {0};
    assert_int_equal(th_zip_open(at_hand->arena, &th_limits_default, at_hand->bytes, &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(part));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(at_hand->arena, &zip, entry, &text), TH_OK);
    return th_str_find(text, th_str_of(words), 0) != SIZE_MAX;
}

#define SHEET "xl/worksheets/sheet1.xml"

/* ---- figures ---- */

static const struct {
    th_type type;
    th_state state;
    bool number, raw; /* the value has one; the raw text is wanted */
    const char *text;
    th_cell_type cell; /* 0: blank */
    bool shows;
} figures[] = {
    {TH_TYPE_INT, TH_STATE_VALUE, true, false, "", TH_CELL_NUMBER, true},
    {TH_TYPE_INT, TH_STATE_VALUE, false, false, "chữ", TH_CELL_TEXT, true},
    {TH_TYPE_INT, TH_STATE_VALUE, false, false, "", (th_cell_type)0, false},
    {TH_TYPE_TEXT, TH_STATE_VALUE, true, false, "5 cây", TH_CELL_TEXT, true},
    {TH_TYPE_ENUM, TH_STATE_VALUE, true, false, "Giỏi", TH_CELL_TEXT, true},
    {TH_TYPE_DOCNO, TH_STATE_VALUE, true, false, "12/QĐ", TH_CELL_TEXT, true},
    {TH_TYPE_BOOL, TH_STATE_VALUE, true, false, "Có", TH_CELL_TEXT, true},
    {TH_TYPE_TEXT, TH_STATE_VALUE, true, false, "", (th_cell_type)0, false},
    {TH_TYPE_DATE, TH_STATE_VALUE, true, false, "", TH_CELL_DATE, true},
    {TH_TYPE_INT, TH_STATE_UNREADABLE, false, true, "", TH_CELL_TEXT, false},
    {TH_TYPE_INT, TH_STATE_UNREADABLE, false, false, "", (th_cell_type)0, false},
    {TH_TYPE_INT, TH_STATE_BLANK, false, true, "", (th_cell_type)0, false},
};

static void a_figure_becomes_a_cell_of_its_type(void **state)
{
    (void)state;
    enum { FIGURES = sizeof figures / sizeof *figures };
    edges at_hand = open_edges("Cụm");
    for (uint32_t i = 0; i < FIGURES; i++) {
        th_fact *fact = th_arena_alloc(at_hand.arena, sizeof *fact);
        *fact = (th_fact){.raw = TH_STR("nguyên văn")};
        fact->value.state = figures[i].state;
        fact->value.text = th_str_of(figures[i].text);
        fact->value.num = figures[i].number ? th_exact_int(at_hand.arena, 44670) : NULL;
        th_pen_figure(&at_hand.pen, i, 0, (th_shown){.fact = fact, .type = figures[i].type, .raw = figures[i].raw},
                      TH_LOOK_FIGURE);
        assert_int_equal(th_figure_shows(fact, figures[i].type), figures[i].shows);
    }
    th_pen_figure(&at_hand.pen, FIGURES, 0, (th_shown){.type = TH_TYPE_INT, .raw = true}, TH_LOOK_FIGURE);
    assert_false(th_figure_shows(NULL, TH_TYPE_INT));
    close_edges(&at_hand);
    th_book *book;
    th_findings faults = {0};
    const th_book_file file = {.bytes = at_hand.bytes, .name = TH_STR("a.xlsx")};
    assert_true(th_book_open(at_hand.arena, &th_limits_default, &file, &book, &faults) < TH_FAILED);
    for (uint32_t i = 0; i <= FIGURES; i++) {
        const th_cell *cell = th_sheet_at(&book->sheets[0], i, 0);
        th_cell_type wanted = i < FIGURES ? figures[i].cell : (th_cell_type)0;
        if ((cell ? cell->type : 0) != (char)wanted)
            fail_msg("row %u", i);
        if (wanted == TH_CELL_TEXT)
            assert_true(th_str_eq(cell->raw, figures[i].state == TH_STATE_VALUE ? th_str_of(figures[i].text)
                                                                                : TH_STR("nguyên văn")));
    }
    th_arena_free(at_hand.arena);
}

/* ---- headings, footers, comments ---- */

static void headings_have_heights_and_footers_an_end(void **state)
{
    (void)state;
    static const char *const labels[] = {"Một", "Hai"};
    char cluster[151];
    memset(cluster, 'x', sizeof cluster - 1);
    cluster[sizeof cluster - 1] = '\0';
    edges at_hand = open_edges(cluster);
    th_pen_heading(&at_hand.pen, TH_STR("Tên"), TH_STR("dưới"), 3);
    th_pen_header(&at_hand.pen, 5, labels, 2);
    th_pen_formula_text(&at_hand.pen, 7, 0, (th_live_text){TH_STR("A1"), TH_STR("aaaaaaaa bbbbbbbb")}, TH_LOOK_WRAP);
    th_pen_comment(&at_hand.pen, 8, 0, TH_STR("một\nhai"));
    th_pen_page(&at_hand.pen, 5, 5, 1);
    close_edges(&at_hand);
    assert_true(part_says(&at_hand, SHEET, "<row r=\"2\" spans=\"1:4\" ht=\"26\" customHeight=\"1\">"));
    assert_true(part_says(&at_hand, SHEET, "<row r=\"6\" spans=\"1:4\" ht=\"24\" customHeight=\"1\">"));
    assert_true(part_says(&at_hand, SHEET, "<row r=\"8\" spans=\"1:4\" ht=\"31\" customHeight=\"1\">"));
    cluster[40] = '\0'; /* of a long name the footer has forty characters */
    assert_true(
        part_says(&at_hand, SHEET, th_str_cstr(at_hand.arena, th_str_fmt(at_hand.arena, " %s · kỳ 2022", cluster))));
    assert_true(part_says(&at_hand, "xl/drawings/vmlDrawing1.vml", "width:240pt;")); /* 320 pixels */
    /* the lines of its text and one more, of 17 pixels */
    assert_true(part_says(&at_hand, "xl/drawings/vmlDrawing1.vml", "height:38.25pt;"));
    assert_true(part_says(&at_hand, "xl/comments1.xml", "<sz val=\"10\"/>"));
    assert_true(
        part_says(&at_hand, "xl/styles.xml", "<fills count=\"3\">")); /* the usual two, and that of the header */
    assert_true(part_says(&at_hand, "xl/styles.xml",
                          "<font><b/><sz val=\"16\"/><color theme=\"1\"/><name val=\"Times New Roman\"/>"));
    th_arena_free(at_hand.arena);
}

static void a_dressed_workbook_has_one_face(void **state)
{
    (void)state;
    edges at_hand = open_edges("Cụm");
    assert_true(th_tab_number(at_hand.tab, 0, 0, 1, NULL));
    close_edges(&at_hand);
    assert_true(
        part_says(&at_hand, "xl/styles.xml",
                  "<fonts count=\"1\"><font><sz val=\"11\"/><color theme=\"1\"/><name val=\"Times New Roman\"/>"));
    th_arena_free(at_hand.arena);
}

/* ---- merges and lists of what was written ---- */

static void a_merge_has_its_text_however_large(void **state)
{
    (void)state;
    static const th_area areas[] = {{0, 0, 1, 1}, {2, 0, 60000, 30}};
    edges at_hand = open_edges("Cụm");
    for (size_t i = 0; i < 2; i++)
        th_tab_merge(at_hand.tab, areas[i], TH_STR("gộp"), NULL);
    close_edges(&at_hand);
    assert_true(part_says(&at_hand, SHEET, "<mergeCell ref=\"A1:B2\"/>"));
    assert_true(part_says(&at_hand, SHEET, "<mergeCell ref=\"A3:AE60001\"/>"));
    assert_true(part_says(&at_hand, SHEET, "<c r=\"A1\" t=\"s\"><v>0</v></c>"));
    assert_true(part_says(&at_hand, SHEET, "<c r=\"A3\" t=\"s\"><v>0</v></c>"));
    th_arena_free(at_hand.arena);

    static const th_area outside[] = {{0, 0, 1 << 20, 1}, {0, 0, 1, 1 << 14}};
    for (size_t i = 0; i < 2; i++) {
        at_hand = open_edges("Cụm");
        th_trouble trouble = {0};
        th_tab_merge(at_hand.tab, outside[i], TH_STR("gộp"), NULL);
        assert_true(th_output_close(at_hand.output, &trouble) >= TH_FAILED);
        th_arena_free(at_hand.arena);
    }
}

/* Whatever the order, cells are settled by row and column, and of several at one place the last stays. */
static void what_is_written_last_is_settled(void **state)
{
    (void)state;
    static const uint32_t orders[][6] = {
        {0, 1, 2, 3, 4, 5}, {5, 4, 3, 2, 1, 0}, {3, 0, 5, 2, 1, 4}, {0, 0, 1, 1, 0, 2}, {1, 0, 2, 3, 4, 5}};
    for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
        for (size_t n = 0; n <= 6; n++) {
            th_arena *arena = th_arena_new(0);
            th_written_cells list = {0};
            size_t last[6] = {0}, different = 0;
            for (size_t k = 0; k < n; k++) {
                uint32_t place = orders[i][k];
                different += last[place] == 0;
                last[place] = k + 1;
                th_written_add(&list, arena, (th_written_cell){place / 2, place % 2, TH_WRITTEN_NUMBER, k + 1});
            }
            th_written_settle(&list, arena);
            assert_int_equal(list.n, different);
            for (size_t k = 0, place = 0; k < list.n; k++, place++) {
                while (!last[place])
                    place++;
                assert_int_equal(list.at[k].row, place / 2);
                assert_int_equal(list.at[k].col, place % 2);
                assert_int_equal(list.at[k].value, last[place]);
            }
            th_arena_free(arena);
        }
}

/* The same of longer lists, of few runs and of many. */
static void what_is_written_at_random_is_settled(void **state)
{
    (void)state;
    enum { PLACES = 30, LISTS = 400 };
    unsigned seed = 1;
    for (size_t i = 0; i < LISTS; i++) {
        th_arena *arena = th_arena_new(0);
        th_written_cells list = {0};
        size_t last[PLACES] = {0}, different = 0;
        for (size_t k = 0; k < i % 60; k++) {
            seed = seed * 1103515245 + 12345;
            uint32_t place = i % 2 ? (uint32_t)(k % PLACES) : (seed >> 16) % PLACES;
            different += last[place] == 0;
            last[place] = k + 1;
            th_written_add(&list, arena, (th_written_cell){place / 5, (uint16_t)(place % 5), TH_WRITTEN_NUMBER, k + 1});
        }
        th_written_settle(&list, arena);
        assert_int_equal(list.n, different);
        for (size_t k = 0, place = 0; k < list.n; k++, place++) {
            while (!last[place])
                place++;
            assert_int_equal(list.at[k].row * 5 + list.at[k].col, place);
            assert_int_equal(list.at[k].value, last[place]);
        }
        th_arena_free(arena);
    }
}

static void a_text_breaks_at_the_width_of_its_line(void **state)
{
    (void)state;
    static const char *const words[] = {"0123456789", "ABC", "mmmmm", "Đường"};
    th_arena *arena = th_arena_new(0);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        double width = th_line_width(th_str_of(words[i]), 11);
        assert_int_equal(th_lines(th_str_of(words[i]), width * 1.0003, 11, false), 1);
        assert_int_equal(th_lines(th_str_of(words[i]), width * 0.9997, 11, false), 2);
        /* behind a line end the next line has all its room again */
        th_str both = th_str_fmt(arena, "%s\n%s", words[i], words[i]);
        assert_int_equal(th_lines(both, width * 1.0003, 11, false), 2);
    }
    /* a word that does not fit goes to the next line as a whole */
    double nine = th_line_width(TH_STR("000000000"), 11);
    assert_int_equal(th_lines(TH_STR("000000 000000 000000 000000"), nine, 11, false), 4);
    assert_true(th_bounds_formula(TH_STR("SUM({1,2})")));
    assert_false(th_bounds_formula(TH_STR("SUM({1,2)")));
    th_arena_free(arena);
}

/* A row grows where its wrapped text does not fit the columns that it has, and not before. */
static void a_row_grows_where_its_text_does_not_fit(void **state)
{
    (void)state;
    static const double parts[] = {1.0003, 0.9997};
    const th_str text = TH_STR("0123456789");
    for (size_t i = 0; i < 2; i++) {
        edges at_hand = open_edges("Cụm");
        double width = th_line_width(text, 11) * parts[i];
        th_pen_width(&at_hand.pen, 0, 0, width);
        th_pen_width(&at_hand.pen, 1, 2, width / 2);
        th_pen_text(&at_hand.pen, 4, 0, text, TH_LOOK_WRAP);
        th_pen_merge(&at_hand.pen, th_across(5, 1, 2), text, TH_LOOK_WRAP);
        th_pen_page_upright(&at_hand.pen);
        close_edges(&at_hand);
        assert_int_equal(part_says(&at_hand, SHEET, "<row r=\"5\" spans=\"1:3\" ht="), i == 1);
        assert_int_equal(part_says(&at_hand, SHEET, "<row r=\"6\" spans=\"1:3\" ht="), i == 1);
        th_arena_free(at_hand.arena);
    }
}

/* Capitals with a mark are as wide as one another, and wider than small letters, in each block that has Vietnamese
 * ones. */
static void marked_capitals_are_wider_than_small_letters(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"À", "à"}, {"Ý", "ý"}, {"Ă", "ă"}, {"Đ", "đ"}, {"Ơ", "ơ"},
                                           {"Ư", "ư"}, {"Ạ", "ạ"}, {"Ộ", "ộ"}, {"Ỹ", "ỹ"}};
    double capital = th_line_width(TH_STR("Đ"), 11), small = th_line_width(TH_STR("đ"), 11);
    assert_true(capital > small * 1.4);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (th_line_width(th_str_of(pairs[i][0]), 11) != capital || th_line_width(th_str_of(pairs[i][1]), 11) != small)
            fail_msg("%s, %s", pairs[i][0], pairs[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_figure_becomes_a_cell_of_its_type),
        cmocka_unit_test(headings_have_heights_and_footers_an_end),
        cmocka_unit_test(a_dressed_workbook_has_one_face),
        cmocka_unit_test(a_merge_has_its_text_however_large),
        cmocka_unit_test(what_is_written_last_is_settled),
        cmocka_unit_test(what_is_written_at_random_is_settled),
        cmocka_unit_test(a_text_breaks_at_the_width_of_its_line),
        cmocka_unit_test(a_row_grows_where_its_text_does_not_fit),
        cmocka_unit_test(marked_capitals_are_wider_than_small_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

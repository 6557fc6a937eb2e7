/* A workbook drawn anew reads back as it was: values, formats, faces, looks, merges, widths, what is hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "convert/redraw.h"
#include "pack/zip.h"
#include "scratch_file.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct copy {
    th_arena *arena;
    th_book *from, *to;
    th_figures inexact;
    const char *path;
} copy;

static copy begin_copy(void)
{
    copy made = {.arena = th_arena_new(0)};
    made.from = th_book_new(made.arena, &th_limits_default);
    made.path = scratch_path(made.arena);
    assert_non_null(made.path);
    return made;
}

static void read_copy(copy *made, bool figures)
{
    th_trouble trouble = {0};
    th_findings findings = {0};
    th_str bytes = scratch_bytes(made->arena, made->path);
    if (figures)
        assert_int_equal(th_package_put_figures(made->arena, &th_limits_default, &bytes, &made->inexact, &trouble),
                         TH_OK);
    const th_book_file file = {.bytes = bytes, .name = TH_STR("a.xlsx")};
    assert_true(th_book_open(made->arena, &th_limits_default, &file, &made->to, &findings) < TH_FAILED);
    th_book_normalise(made->to);
}

static void draw_copy(copy *made, const th_sheet *only)
{
    th_trouble trouble = {0};
    for (size_t i = 0; i < made->from->nsheets; i++)
        th_sheet_seal(&made->from->sheets[i]);
    th_book_normalise(made->from);
    th_drawn to = {.path = made->path};
    const th_redrawing what = {.book = made->from, .only = only, .created = 1, .to = &to};
    if (th_redraw(made->arena, &what, &made->inexact, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
    read_copy(made, true);
}

static void end_copy(copy *made)
{
    remove(made->path);
    th_arena_free(made->arena);
}

static const th_cell *cell_of(const th_book *book, size_t sheet, uint32_t row, uint32_t col)
{
    const th_cell *cell = th_sheet_at(&book->sheets[sheet], row, col);
    if (!cell)
        fail_msg("no cell in row %u, column %u", row, col);
    return cell;
}

/* A part of the copy as it was written, for what no reader tells. */
static const char *part_of_copy(const copy *made, const char *name)
{
    th_zip zip;
    th_str part;
    assert_int_equal(th_zip_open(made->arena, &th_limits_default, scratch_bytes(made->arena, made->path), &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(name));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(made->arena, &zip, entry, &part), TH_OK);
    return th_str_cstr(made->arena, part);
}

static size_t times_in(const char *text, const char *wanted)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, wanted)); at += strlen(wanted))
        n++;
    return n;
}

static void every_value_comes_over(void **state)
{
    (void)state;
    static const th_cell cells[] = {
        {.row = 0, .col = 0, .type = TH_CELL_NUMBER, .number = 1542.5},
        {.row = 1, .col = 0, .type = TH_CELL_NUMBER, .number = 0.1 + 0.2}, /* 17 digits */
        {.row = 2, .col = 0, .type = TH_CELL_TEXT, .raw = {"Tổng <b> & \"c\"", 16}},
        {.row = 3, .col = 0, .type = TH_CELL_BOOL, .number = 1},
        {.row = 4, .col = 0, .type = TH_CELL_BOOL, .number = 0},
        {.row = 5, .col = 0, .type = TH_CELL_TEXT, .raw = {"=1+1", 4}},
        {.row = 6, .col = 0, .type = TH_CELL_NUMBER, .number = -1e300},
    };
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        th_sheet_push(made.from, sheet, &cells[i]);
    for (uint32_t i = 0; i < 7; i++) {
        const th_cell error = {.row = i, .col = 1, .type = TH_CELL_ERROR, .raw = th_str_of(errors[i])};
        th_sheet_push(made.from, sheet, &error);
    }
    th_sheet_push(made.from, sheet,
                  &(th_cell){.row = 7, .col = 1, .type = TH_CELL_ERROR, .raw = TH_STR(TH_CELL_UNREADABLE)});
    th_sheet_push(made.from, sheet, &(th_cell){.row = 8, .col = 1, .type = TH_CELL_PENDING});
    draw_copy(&made, NULL);
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const th_cell *cell = cell_of(made.to, 0, cells[i].row, cells[i].col);
        assert_int_equal(cell->type, cells[i].type);
        assert_true(cell->number == cells[i].number);
        assert_true(th_str_eq(cell->text, cells[i].raw));
    }
    for (uint32_t i = 0; i < 7; i++) {
        assert_int_equal(cell_of(made.to, 0, i, 1)->type, TH_CELL_ERROR);
        assert_true(th_str_eq(cell_of(made.to, 0, i, 1)->raw, th_str_of(errors[i])));
    }
    assert_int_equal(made.inexact.n, 8); /* the errors, and the one number that the library does not keep */
    assert_null(th_sheet_at(&made.to->sheets[0], 7, 1)); /* nobody knows what stood there */
    assert_null(th_sheet_at(&made.to->sheets[0], 8, 1));
    end_copy(&made);
}

/* A date keeps its day whatever the epoch; one whose format shows none gets a format that does. */
static void a_date_stays_the_same_day(void **state)
{
    (void)state;
    static const struct {
        double serial;
        const char *code;
        bool date1904;
        const char *shown, *new_code;
    } cases[] = {{44670, "d/m/yy", false, "2022-04-19", "d/m/yy"},
                 {44670, "General", false, "2022-04-19", "dd/mm/yyyy"},
                 {44670.5, "0.0", false, "2022-04-19T12:00:00", "dd/mm/yyyy hh:mm"},
                 {43208, "d/m/yy", true, "2022-04-19", "d/m/yy"},
                 {43208.25, "General", true, "2022-04-19T06:00:00", "dd/mm/yyyy hh:mm"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        copy made = begin_copy();
        th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
        made.from->date1904 = cases[i].date1904;
        const th_cell date = {.row = 3,
                              .col = 2,
                              .type = TH_CELL_DATE,
                              .format = TH_FORMAT_DATE,
                              .number = cases[i].serial,
                              .format_code = th_book_number_format(made.from, th_str_of(cases[i].code))};
        th_sheet_push(made.from, sheet, &date);
        draw_copy(&made, NULL);
        const th_cell *cell = cell_of(made.to, 0, 3, 2);
        assert_int_equal(cell->type, TH_CELL_DATE);
        assert_string_equal(th_str_cstr(made.arena, th_cell_date(made.arena, made.to, cell)), cases[i].shown);
        assert_string_equal(th_str_cstr(made.arena, made.to->formats[cell->format_code]), cases[i].new_code);
        end_copy(&made);
    }
}

/* Each difference of font, format or look is a difference in the copy, and no other. */
static void faces_and_looks_come_over(void **state)
{
    (void)state;
    static const th_face faces[] = {{.name = {"Arial", 5}, .twips = 240},
                                    {.name = {"Arial", 5}, .twips = 250},
                                    {.name = {"Tahoma", 6}, .twips = 240, .bold = true},
                                    {.name = {"Tahoma", 6}, .twips = 240, .italic = true},
                                    {.name = {"Tahoma", 6}, .twips = 240, .underline = true}};
    static const uint8_t looks[] = {0,
                                    1,
                                    2,
                                    3,
                                    6,
                                    TH_CELL_WRAP,
                                    TH_CELL_LEFT,
                                    TH_CELL_RIGHT,
                                    TH_CELL_TOP,
                                    TH_CELL_BOTTOM,
                                    2 | TH_CELL_WRAP | TH_CELL_BORDERS};
    enum { FACES = sizeof faces / sizeof *faces, LOOKS = sizeof looks, CODES = 4 };
    static const char *const codes[CODES] = {"General", "0.00", "#,##0", "0%"};
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
    for (uint32_t row = 0; row < FACES * CODES; row++)
        for (uint32_t col = 0; col < LOOKS; col++) {
            const th_cell cell = {.row = row,
                                  .col = col,
                                  .type = TH_CELL_NUMBER,
                                  .number = row,
                                  .font = th_book_face(made.from, faces[row % FACES]),
                                  .format_code = th_book_number_format(made.from, th_str_of(codes[row / FACES])),
                                  .look = looks[col]};
            th_sheet_push(made.from, sheet, &cell);
        }
    for (uint32_t col = 0; col < LOOKS; col++)
        th_sheet_blank(made.from, sheet, 90, col, looks[col]);
    draw_copy(&made, NULL);
    for (size_t i = 0; i < made.from->sheets[0].ncells; i++) {
        const th_cell *cell = &made.from->sheets[0].cells[i], *now = cell_of(made.to, 0, cell->row, cell->col);
        const th_face *face = &made.to->faces[now->font], *was = &made.from->faces[cell->font];
        assert_true(now->number == cell->number);
        assert_int_equal(now->look, cell->look);
        assert_true(th_str_eq(face->name, was->name));
        assert_int_equal(face->twips, was->twips);
        assert_int_equal(face->bold, was->bold);
        assert_int_equal(face->italic, was->italic);
        assert_int_equal(face->underline, was->underline);
        assert_true(th_str_eq(made.to->formats[now->format_code], made.from->formats[cell->format_code]));
    }
    assert_int_equal(made.to->sheets[0].nblanks, made.from->sheets[0].nblanks);
    for (size_t i = 0; i < made.to->sheets[0].nblanks; i++)
        assert_int_equal(made.to->sheets[0].blanks[i].look, made.from->sheets[0].blanks[i].look);
    end_copy(&made);
}

/* Fonts that were sold in several encodings are replaced where a cell was read in that of the name: elsewhere they may
 * well be Unicode. */
static void an_uncertain_font_is_replaced_where_cells_were_read_by_it(void **state)
{
    (void)state;
    static const struct {
        const char *font, *text, *modern; /* of VNTime */
    } cases[] = {{"VNTime", "B¸o c¸o t×nh h×nh thùc hiÖn", "Times New Roman"},
                 {"VNTime", "Báo cáo tình hình thực hiện", "VNTime"},
                 {"VK Sans", "B¸o c¸o t×nh h×nh thùc hiÖn", "VNTime"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        copy made = begin_copy();
        th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
        uint32_t font = th_book_font(made.from, th_str_of(cases[i].font));
        th_sheet_push(made.from, sheet,
                      &(th_cell){.type = TH_CELL_TEXT, .font = font, .raw = th_str_of(cases[i].text)});
        th_sheet_push(made.from, sheet, &(th_cell){.row = 1, .type = TH_CELL_NUMBER, .number = 1});
        th_sheet_seal(sheet);
        th_book_normalise(made.from);
        th_str modern = th_book_modern_font(made.from, (th_font_rules){0}, TH_STR("VNTime"));
        assert_string_equal(th_str_cstr(made.arena, modern), cases[i].modern);
        end_copy(&made);
    }
}

static void runs_in_several_faces_stay_apart(void **state)
{
    (void)state;
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
    uint32_t plain = th_book_face(made.from, (th_face){.name = TH_STR("Arial"), .twips = 220});
    uint32_t other = th_book_face(made.from, (th_face){.name = TH_STR("Tahoma"), .twips = 220});
    const th_cell_run apart[] = {{plain, 0}, {other, 5}, {other, 6}}, same[] = {{other, 0}, {other, 5}},
                      one[] = {{other, 0}};
    const struct {
        const th_cell_run *runs;
        uint32_t nruns, left; /* runs of the copy; 0: in the font of the cell */
        uint32_t font;
    } cases[] = {{apart, 3, 2, plain}, {same, 2, 0, plain}, {one, 1, 0, other}};
    for (uint32_t i = 0; i < 3; i++) {
        const th_cell cell = {.row = i,
                              .type = TH_CELL_TEXT,
                              .raw = TH_STR("một hai"),
                              .font = plain,
                              .runs = cases[i].runs,
                              .nruns = cases[i].nruns};
        th_sheet_push(made.from, sheet, &cell);
    }
    draw_copy(&made, NULL);
    for (uint32_t i = 0; i < 3; i++) {
        const th_cell *cell = cell_of(made.to, 0, i, 0);
        assert_string_equal(th_str_cstr(made.arena, cell->text), "một hai");
        assert_int_equal(cell->nruns, cases[i].left);
        th_str first = made.to->fonts[cell->nruns ? cell->runs[0].font : cell->font];
        assert_string_equal(th_str_cstr(made.arena, first), cases[i].font == other ? "Tahoma" : "Arial");
        if (cell->nruns)
            assert_string_equal(th_str_cstr(made.arena, made.to->fonts[cell->runs[1].font]), "Tahoma");
    }
    end_copy(&made);
}

static void sheets_keep_their_shape(void **state)
{
    (void)state;
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
    for (uint32_t row = 0; row < 9; row++)
        th_sheet_push(made.from, sheet, &(th_cell){.row = row, .col = 1, .type = TH_CELL_NUMBER, .number = row});
    th_sheet_push(made.from, sheet, &(th_cell){.row = 2, .col = 2, .type = TH_CELL_TEXT, .raw = TH_STR("gộp")});
    th_sheet_merge(made.from, sheet, (th_merge){2, 2, 2, 4});
    th_sheet_merge(made.from, sheet, (th_merge){5, 6, 7, 6});
    th_sheet_merge(made.from, sheet, (th_merge){8, 8, 8, 8});
    th_sheet_width(made.from, sheet, 1, 2, 20);
    th_sheet_width(made.from, sheet, 3, 3, 12);
    th_sheet_hide_cols(made.from, sheet, 3, 3);
    th_sheet_hide_cols(made.from, sheet, 5, 6); /* no width is known of them */
    th_sheet_hide_rows(made.from, sheet, 3, 4);
    th_sheet_hide_rows(made.from, sheet, 8, 500);
    th_book_sheet(made.from, TH_STR("Ẩn"), TH_HIDDEN);
    th_book_sheet(made.from, TH_STR("Ẩn kỹ"), TH_VERY_HIDDEN);
    draw_copy(&made, NULL);
    const th_sheet *now = &made.to->sheets[0];
    for (uint32_t row = 0; row < 9; row++)
        assert_int_equal(th_sheet_flags(now, row, 0), row == 3 || row == 4 || row == 8 ? TH_CELL_HIDDEN_ROW : 0);
    assert_int_equal(th_sheet_flags(now, 9, 0), 0); /* where nothing stands */
    for (uint32_t col = 0; col < 9; col++)
        assert_int_equal(th_sheet_flags(now, 0, col), col == 3 || col == 5 || col == 6 ? TH_CELL_HIDDEN_COL : 0);
    assert_int_equal(now->nmerges, 2);
    assert_int_equal(th_sheet_merge_at(now, 2, 4)->col1, 2);
    assert_int_equal(th_sheet_merge_at(now, 7, 6)->row1, 5);
    assert_int_equal(made.to->sheets[1].visibility, TH_HIDDEN);
    assert_int_equal(made.to->sheets[2].visibility, TH_HIDDEN);
    assert_int_equal(times_in(part_of_copy(&made, "xl/styles.xml"), "solid"), 0); /* no cell is coloured */
    double seen[4] = {0};
    for (size_t i = 0; i < now->nwidths; i++)
        for (uint32_t col = now->widths[i].first; col <= now->widths[i].last && col < 4; col++)
            seen[col] = now->widths[i].characters;
    static const double widths[] = {0, 20, 20, 12};
    for (size_t col = 1; col < 4; col++) /* a file counts the padding of 5 pixels too */
        if (fabs(seen[col] - widths[col] - 5.0 / 7) > 0.01)
            fail_msg("column %zu: %g", col, seen[col]);
    end_copy(&made);
}

static void names_of_sheets_are_such_as_excel_takes(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *name;
    } cases[] = {{"a/b", "a-b"},
                 {"[x]:*?\\", "-x-----"},
                 {"'a'b'", "-a'b-"},
                 {"", "(trang 4)"},
                 {"Một tên trang dài hơn ba mươi mốt chữ", "Một tên trang dài hơn ba mươi m"},
                 {"Một tên trang dài hơn ba mươi mốt số", "Một tên trang dài hơn ba m (2)"},
                 {"a?b", "a-b (2)"},
                 {"a:b", "a-b (3)"},
                 {"BIỂU", "BIỂU"},
                 {"biểu", "biểu (2)"},
                 {"History", "History (2)"},
                 {"a\tb", "a-b (4)"}};
    enum { CASES = sizeof cases / sizeof *cases };
    copy made = begin_copy();
    for (size_t i = 0; i < CASES; i++)
        th_book_sheet(made.from, th_str_of(cases[i].raw), TH_VISIBLE);
    draw_copy(&made, NULL);
    assert_int_equal(made.to->nsheets, CASES);
    for (size_t i = 0; i < CASES; i++)
        assert_string_equal(th_str_cstr(made.arena, made.to->sheets[i].raw_name), cases[i].name);
    end_copy(&made);

    made = begin_copy();
    for (size_t i = 0; i < 3; i++)
        th_book_sheet(made.from, th_str_of(cases[i].raw), TH_VISIBLE);
    draw_copy(&made, &made.from->sheets[1]);
    assert_int_equal(made.to->nsheets, 1);
    assert_string_equal(th_str_cstr(made.arena, made.to->sheets[0].raw_name), "-x-----");
    end_copy(&made);
}

/* A workbook opens on the first sheet that is shown. */
static void the_first_visible_sheet_is_shown_first(void **state)
{
    (void)state;
    copy made = begin_copy();
    th_book_sheet(made.from, TH_STR("Ẩn"), TH_HIDDEN);
    th_book_sheet(made.from, TH_STR("Hiện"), TH_VISIBLE);
    th_book_sheet(made.from, TH_STR("Sau"), TH_VISIBLE);
    draw_copy(&made, NULL);
    assert_int_equal(times_in(part_of_copy(&made, "xl/workbook.xml"), "activeTab=\"1\""), 1);
    end_copy(&made);
}

/* A cell without a value has its look, and no number format of another one. */
static void a_blank_cell_has_no_number_format(void **state)
{
    (void)state;
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_VISIBLE);
    for (uint32_t i = 0; i < 3; i++) {
        uint32_t code = th_book_number_format(made.from, th_str_fmt(made.arena, "0.0\"x%u\"", i));
        th_sheet_push(made.from, sheet, &(th_cell){.row = i, .type = TH_CELL_NUMBER, .number = 1, .format_code = code});
    }
    th_sheet_blank(made.from, sheet, 5, 0, TH_CELL_TOP);
    draw_copy(&made, NULL);
    unsigned look = 0;
    const char *blank = strstr(part_of_copy(&made, "xl/worksheets/sheet1.xml"), "<c r=\"A6\"");
    assert_non_null(blank);
    assert_int_equal(sscanf(blank, "<c r=\"A6\" s=\"%u\"/>", &look), 1);
    const char *format = strstr(part_of_copy(&made, "xl/styles.xml"), "<cellXfs");
    for (unsigned i = 0; format && i <= look; i++)
        format = strstr(format + 1, "<xf ");
    assert_non_null(format);
    assert_memory_equal(format, "<xf numFmtId=\"0\"", 16);
    end_copy(&made);
}

/* Names that cannot be told apart are numbered, as far as there is room for a number; a sheet that finds no name is a
 * failure, and never left out. */
static th_status draw_namesakes(copy *made, unsigned n, bool into, th_trouble *trouble)
{
    for (unsigned i = 0; i < n; i++)
        th_book_sheet(made->from, th_str_fmt(made->arena, "Biểu tổng hợp các đơn vị năm 2022, trang %u", i),
                      TH_VISIBLE);
    for (size_t i = 0; i < made->from->nsheets; i++)
        th_sheet_seal(&made->from->sheets[i]);
    th_book_normalise(made->from);
    th_drawn to = {.path = made->path};
    const th_redrawing what = {.book = made->from, .created = 1, .to = &to};
    if (!into)
        return th_redraw(made->arena, &what, &made->inexact, trouble);
    th_output *out = th_output_new(made->arena, made->path, trouble);
    assert_non_null(out);
    const th_redraw_target target = {out, NULL};
    th_status status = th_redraw_into(made->arena, made->from, &target, NULL, trouble);
    th_trouble closing;
    th_output_close(out, &closing);
    return status;
}

static void namesakes_are_numbered_or_refused(void **state)
{
    (void)state;
    for (int into = 0; into < 2; into++)
        for (unsigned n = 99; n <= 100; n++) {
            copy made = begin_copy();
            th_trouble trouble = {0};
            th_status status = draw_namesakes(&made, n, into, &trouble);
            assert_int_equal(status, n < 100 ? TH_OK : TH_FAILED);
            if (n < 100) {
                read_copy(&made, false);
                assert_int_equal(made.to->nsheets, n);
                assert_string_equal(th_str_cstr(made.arena, made.to->sheets[98].raw_name),
                                    "Biểu tổng hợp các đơn vị n (99)");
            } else {
                assert_true(th_str_find(trouble.vi, TH_STR("năm 2022, trang 99"), 0) != SIZE_MAX);
            }
            end_copy(&made);
        }
}

/* A cell beyond the columns of an .xlsx is a failure: its value would be lost. */
static void a_cell_that_has_no_place_is_a_failure(void **state)
{
    (void)state;
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("Rộng"), TH_VISIBLE);
    th_sheet_push(made.from, sheet, &(th_cell){.col = 20000, .type = TH_CELL_NUMBER, .number = 1});
    th_sheet_seal(sheet);
    th_book_normalise(made.from);
    th_trouble trouble = {0};
    th_drawn to = {.path = made.path};
    const th_redrawing what = {.book = made.from, .created = 1, .to = &to};
    assert_int_equal(th_redraw(made.arena, &what, &made.inexact, &trouble), TH_FAILED);
    assert_string_equal(th_str_cstr(made.arena, trouble.vi), "không ghi được trang “Rộng”");
    end_copy(&made);
}

/* Into a workbook of ours: what is hidden is shown, and marked cells are coloured and commented. */
static void marks_are_drawn_over_the_cells(void **state)
{
    (void)state;
    copy made = begin_copy();
    th_sheet *sheet = th_book_sheet(made.from, TH_STR("A"), TH_HIDDEN);
    th_sheet_push(made.from, sheet, &(th_cell){.row = 1, .col = 1, .type = TH_CELL_NUMBER, .number = 7});
    th_sheet_push(made.from, sheet, &(th_cell){.row = 1, .col = 2, .type = TH_CELL_NUMBER, .number = 8});
    th_sheet_push(
        made.from, sheet,
        &(th_cell){.row = 2, .type = TH_CELL_TEXT, .look = TH_CELL_WRAP, .raw = TH_STR("một hai ba bốn năm sáu")});
    th_sheet_blank(made.from, sheet, 3, 3, TH_CELL_TOP);
    th_sheet_seal(sheet);
    th_book_normalise(made.from);
    th_redraw_mark at[] = {
        {0, 1, 1, 0xFF0000, TH_STR("sai")}, {0, 3, 3, 0x00FF00, TH_STR("thiếu")}, {1, 1, 2, 0xFF, TH_STR("x")}};
    const th_redraw_marks marks = {at, 3, 3};
    th_trouble trouble = {0};
    th_strs names = {0};
    th_output *out = th_output_new(made.arena, made.path, &trouble);
    assert_non_null(th_output_add(out, TH_STR("A")));
    const th_redraw_target target = {out, &names};
    assert_int_equal(th_redraw_into(made.arena, made.from, &target, &marks, &trouble), TH_OK);
    assert_int_equal(th_output_close(out, &trouble), TH_OK);
    assert_int_equal(names.n, 1);
    assert_string_equal(th_str_cstr(made.arena, names.at[0]), "A (2)");
    read_copy(&made, false);
    assert_int_equal(made.to->nsheets, 2);
    assert_int_equal(made.to->sheets[1].visibility, TH_VISIBLE);
    assert_true(cell_of(made.to, 1, 1, 1)->number == 7);
    assert_int_equal(made.to->sheets[1].nblanks, 1);
    assert_int_equal(made.to->sheets[1].blanks[0].look, TH_CELL_TOP);
    const char *styles = part_of_copy(&made, "xl/styles.xml");
    assert_int_equal(times_in(styles, "patternType=\"solid\""), 2); /* of the marks, and nothing else */
    assert_int_equal(times_in(styles, "FFFF0000") + times_in(styles, "FF00FF00"), 2);
    /* A text of three lines in 11 points, and some room. */
    const char *high = strstr(part_of_copy(&made, "xl/worksheets/sheet2.xml"), "<row r=\"3\"");
    double height = 0;
    const char *ht = high ? strstr(high, "ht=\"") : NULL;
    assert_non_null(ht);
    assert_int_equal(sscanf(ht, "ht=\"%lf\"", &height), 1);
    assert_true(height >= 3 * 14 && height < 4 * 14);
    end_copy(&made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_value_comes_over),
        cmocka_unit_test(a_date_stays_the_same_day),
        cmocka_unit_test(faces_and_looks_come_over),
        cmocka_unit_test(runs_in_several_faces_stay_apart),
        cmocka_unit_test(an_uncertain_font_is_replaced_where_cells_were_read_by_it),
        cmocka_unit_test(sheets_keep_their_shape),
        cmocka_unit_test(names_of_sheets_are_such_as_excel_takes),
        cmocka_unit_test(marks_are_drawn_over_the_cells),
        cmocka_unit_test(the_first_visible_sheet_is_shown_first),
        cmocka_unit_test(a_blank_cell_has_no_number_format),
        cmocka_unit_test(namesakes_are_numbered_or_refused),
        cmocka_unit_test(a_cell_that_has_no_place_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

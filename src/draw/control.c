/* Row by row: what it said, as a constant in a formula that asks what it says now. */
#include "draw/control.h"

#include "draw/bounds.h"
#include "draw/library.h"
#include "draw/row_says.h"
#include "pack/zip_write.h"
#include "text/utf8.h"

#include "draw/formula.h"

#include <math.h>

#include "base/banned.h"

enum { MOST_CONSTANT = 7000, MOST_JOINED = 30000 };
enum { ROOM_BELOW = 500, ROOM_BESIDE = 20, NUMBERS_WIDTH = 9, MOST_LITERAL = 255 };
enum { RED_INK = 0x9C1C1C, RED_FILL = 0xF7D9D5 };

typedef struct finishing {
    th_tab *tab;
    th_arena *arena, *texts; /* of one row */
    th_noted *noted;
    th_row_shape shape;
    uint32_t numbers, hidden; /* columns: that of list rows, that of all others */
    uint32_t first, last;     /* rows of the list; last < first: there is none */
    uint32_t end;             /* last row of all */
    uint32_t in_list, others; /* rows so far */
    uint64_t hash;
    uint32_t *skipped; /* rows in which something is left out, ascending */
    size_t nskipped, skipped_cap;
    bool loose;     /* some numbers may change */
    bool constants; /* some stand in a cell of their own, in the column behind `hidden` */
    th_control_figures *figures;
} finishing;

void th_control_watch(th_output *output, th_control_place place)
{
    output->control = place;
    output->control.sheet = th_str_copy(output->arena, place.sheet);
}

void th_control_pause(th_tab *tab, bool paused)
{
    if (tab->noted)
        tab->noted->paused = paused;
}

void th_control_loosen(th_tab *tab, bool loose)
{
    if (tab->noted)
        tab->noted->loose = loose;
}

bool th_control_watched(const th_tab *tab)
{
    return tab->noted || tab->figures;
}

void th_control_show(th_tab *tab, uint32_t col)
{
    tab->shown_at = (col ? col : 1) + 1;
}

void th_control_compare(th_tab *tab, th_compared cell)
{
    cell.formula = th_str_copy(tab->output->arena, cell.formula);
    tab->compared = cell;
}

const th_control_figures *th_control_figures_of(const th_tab *tab)
{
    return tab->figures;
}

th_str th_control_says(th_arena *arena, const th_control_figures *figures)
{
    return th_str_fmt(arena, "khớp mã " TH_FMT, TH_ARG(figures->code));
}

/* ---- one row ---- */

/* A text as a formula has it; one literal holds 255 characters. */
th_str th_control_literal(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_byte(&out, '"');
    for (size_t at = 0, units = 0; at < text.len;) {
        uint32_t c = th_utf8_next(text, &at);
        units += c > 0xFFFF ? 2 : 1;
        if (units > MOST_LITERAL - 1) {
            th_buf_add(&out, TH_STR("\"&\""));
            units = 2;
        }
        th_utf8_put(&out, c);
        if (c == '"')
            th_buf_byte(&out, '"');
    }
    th_buf_byte(&out, '"');
    return th_buf_str(&out);
}

static bool stands_in_formula(th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ')
            return false;
    return th_bounds_units(text) <= MOST_CONSTANT;
}

/* The constant that `said` is compared with: itself, or a cell of its own where no formula can hold it. */
static th_str constant_of(finishing *all, uint32_t row, th_str said)
{
    if (stands_in_formula(said))
        return th_control_literal(all->texts, said);
    all->constants = true;
    all->figures->cells++;
    th_tab_text(all->tab, row, all->hidden + 1, said, NULL);
    return th_str_fmt(all->texts, "$" TH_FMT, TH_ARG(th_cell_name(all->texts, row, all->hidden + 1)));
}

static bool is_in_list(const finishing *all, uint32_t row)
{
    return row >= all->first && row <= all->last;
}

static void finish_row(finishing *all, const th_row_cells *row)
{
    bool listed = is_in_list(all, row->row), left_out = th_row_left_out(row);
    uint32_t number = listed ? ++all->in_list : ++all->others;
    th_row_mode mode = {.exponent = th_row_exponent(row), .lengths = th_row_units(row) > MOST_JOINED};
    mode.own = th_row_is_loose(&all->shape, row) || !th_zip_write_amends() || mode.lengths || left_out ||
               row->at[row->n - 1].col > all->shape.last;
    th_str said = th_row_said(all->texts, &all->shape, row, mode);
    th_str asks = th_row_asks(&all->shape, row, mode);
    th_str formula =
        TH_FORMULA(all->texts, "IF(EXACT({asks},{said}),{number},-1)", {"asks", asks},
                   {"said", constant_of(all, row->row, said)}, {"number", th_str_fmt(all->texts, "%u", number)});
    all->figures->check = (all->figures->check + th_row_check(row, mode.exponent)) % TH_ROW_PRIME;
    all->figures->cells += !left_out;
    all->hash = (all->hash ^ th_written_of_text(said)) * 0x100000001B3;
    th_look look = TH_LOOK_SMALL | TH_LOOK_CENTER | TH_INK_GREY | (listed ? TH_LOOK_BORDER : 0);
    th_tab_formula(all->tab, row->row, listed ? all->numbers : all->hidden,
                   (th_live){formula, th_exact_int(all->texts, number)},
                   th_style_get(all->tab->output, look, "0;\"đã sửa\";0"));
}

/* ---- all rows ---- */

static void note_shape_of_row(finishing *all, const th_row_cells *row)
{
    all->end = row->row;
    if (th_row_left_out(row)) {
        TH_PUSH(all->arena, all->skipped, all->nskipped, all->skipped_cap, row->row);
        return;
    }
    th_row_shape_learn(&all->shape, row);
    for (size_t i = 0; i < row->n; i++) {
        all->figures->cells += row->at[i].kind != TH_NOTED_BLANK;
        all->figures->sum += row->at[i].kind == TH_NOTED_NUMBER ? row->at[i].number : 0;
        all->loose = all->loose || row->at[i].kind == TH_NOTED_LOOSE;
    }
}

static void learn_rows(finishing *all)
{
    th_noted *noted = all->noted;
    th_row_cells row;
    uint32_t last = 0;
    th_noted_settle(noted);
    for (size_t at = 0; th_noted_next(noted, &at, &row);)
        last = row.at[row.n - 1].col > last ? row.at[row.n - 1].col : last;
    th_row_shape_begin(&all->shape, all->arena, last);
    for (size_t at = 0; th_noted_next(noted, &at, &row);)
        note_shape_of_row(all, &row);
}

static void finish_rows(finishing *all)
{
    th_row_cells row;
    for (size_t at = 0; th_noted_next(all->noted, &at, &row);)
        if (th_row_says(&row)) {
            finish_row(all, &row);
            th_arena_reset(all->texts);
        }
}

/* ---- the sheet ---- */

/* Below the last row there is room for what is typed there. */
static uint32_t last_watched(const finishing *all)
{
    uint32_t last = all->end + ROOM_BELOW;
    return last < TH_BOUND_ROWS ? last : TH_BOUND_ROWS - 1;
}

/* The rows in which nothing is left out, as areas from the first to `last_col`, with room below for what is added. */
static th_str bands(const finishing *all, th_str sheet, uint32_t last_col, char between)
{
    th_buf out;
    th_buf_init(&out, all->arena);
    uint32_t from = 0, last_row = last_watched(all);
    for (size_t i = 0; i <= all->nskipped; i++) {
        uint32_t upto = i < all->nskipped ? all->skipped[i] : last_row + 1;
        if (upto > from) {
            if (out.len)
                th_buf_byte(&out, between);
            th_ref_add_area(&out, sheet, (th_area){from, 0, upto - 1, last_col});
        }
        from = upto + 1;
    }
    return th_buf_str(&out);
}

static void say_figures(finishing *all)
{
    th_control_figures *figures = all->figures;
    th_arena *arena = all->tab->output->arena;
    th_str name = all->tab->name;
    uint32_t code = (uint32_t)(all->hash ^ all->hash >> 32);
    figures->rows = all->in_list + all->others;
    figures->sum = all->loose ? 0 : round(figures->sum * 100) / 100;
    figures->code = th_str_fmt(arena, "%04X-%04X", code >> 16, code & 0xFFFF);
    th_field column = {"column",
                       th_ref_area(all->arena, name, (th_area){0, all->numbers, last_watched(all), all->hidden})};
    figures->intact_now = TH_FORMULA(arena, "COUNTIF({column},\">0\")", column);
    figures->changed_now = TH_FORMULA(arena, "COUNTIF({column},\"<0\")", column);
    figures->cells_now = TH_FORMULA(arena, "COUNTA({all})", {"all", bands(all, name, all->hidden + ROOM_BESIDE, ',')});
    if (!all->loose)
        figures->sum_now =
            TH_FORMULA(arena, "IFERROR(ROUND(SUM({all}),2),\"\")", {"all", bands(all, name, all->shape.last, ',')});
    if (all->in_list > 1)
        figures->sorted_now =
            TH_FORMULA(arena, "SUMPRODUCT(({above}>{below})*({below}<>\"\"))",
                       {"above", th_ref_area(all->arena, name, th_down(all->numbers, all->first, all->last - 1))},
                       {"below", th_ref_area(all->arena, name, th_down(all->numbers, all->first + 1, all->last))});
}

/* What was changed turns red where it stands. */
static void redden(const finishing *all)
{
    th_arena *arena = all->arena;
    lxw_worksheet *sheet = all->tab->sheet;
    lxw_format *red = workbook_add_format(all->tab->output->book);
    format_set_font_color(red, RED_INK);
    format_set_bg_color(red, RED_FILL);
    th_str last = th_cell_name(arena, 0, all->shape.last), numbers = th_cell_name(arena, 0, all->numbers),
           hidden = th_cell_name(arena, 0, all->hidden);
    uint32_t top = 0;
    while (top < all->nskipped && all->skipped[top] == top)
        top++;
    th_buf areas;
    th_buf_init(&areas, arena);
    th_str marked = bands(all, (th_str){0}, all->numbers, ' ');
    for (size_t i = 0; i < marked.len; i++)
        if (marked.ptr[i] != '$')
            th_buf_byte(&areas, marked.ptr[i]);
#define IN_ROW(name, n) th_str_fmt(arena, "$%.*s%u", (int)(name).len - 1, (name).ptr, (n))
    th_str asks = TH_FORMULA(arena,
                             "=OR(AND(ISNUMBER({numbers}),{numbers}<0),AND(ISNUMBER({hidden}),{hidden}<0),"
                             "AND({numbers}=\"\",{hidden}=\"\",COUNTA({first}:{last})>0))",
                             {"numbers", IN_ROW(numbers, top + 1)}, {"hidden", IN_ROW(hidden, top + 1)},
                             {"first", th_str_fmt(arena, "$A%u", top + 1)}, {"last", IN_ROW(last, top + 1)});
#undef IN_ROW
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                   .value_string = th_str_cstr(arena, asks),
                                   .format = red,
                                   .multi_range = th_str_cstr(arena, th_buf_str(&areas))};
    worksheet_conditional_format_range(sheet, top, 0, last_watched(all), (lxw_col_t)all->numbers, &rule);
}

/* "khớp mã 7F3A-91C2", live, at the right of the first row. */
static void say_state(const finishing *all)
{
    const th_control_place *place = &all->tab->output->control;
    th_tab *tab = all->tab;
    if (!tab->shown_at)
        return;
    th_str there = th_ref_cell(all->arena, place->sheet, place->first + (uint32_t)tab->index, place->col);
    if (tab->compared.formula.len)
        there = TH_FORMULA(all->arena, "IF(EXACT({cell},{formula}),{there},\"" TH_CONTROL_CHANGED "\")",
                           {"cell", th_ref_cell(all->arena, (th_str){0}, tab->compared.row, tab->compared.col)},
                           {"formula", tab->compared.formula}, {"there", there});
    th_tab_formula_text(tab, 0, tab->shown_at - 1, (th_live_text){there, th_control_says(all->arena, all->figures)},
                        th_style_get(tab->output, TH_LOOK_SMALL | TH_LOOK_RIGHT | TH_INK_GREY, NULL));
    lxw_format *red = workbook_add_format(tab->output->book);
    format_set_font_color(red, RED_INK);
    format_set_bold(red);
    th_str cell = th_cell_name(all->arena, 0, tab->shown_at - 1);
    lxw_conditional_format rule = {
        .type = LXW_CONDITIONAL_TYPE_FORMULA,
        .value_string = th_str_cstr(all->arena, th_str_fmt(all->arena, "=LEFT(" TH_FMT ",4)<>\"khớp\"", TH_ARG(cell))),
        .format = red};
    worksheet_conditional_format_cell(tab->sheet, 0, (lxw_col_t)(tab->shown_at - 1), &rule);
}

/* The column of row numbers is part of the list, so that it is sorted with it; on paper it is not. */
static void lay_out(finishing *all)
{
    th_tab *tab = all->tab;
    bool list = all->last >= all->first;
    uint32_t end = all->hidden + all->constants;
    if (list) {
        th_area filter = tab->filter;
        filter.col2 = all->constants ? end : all->numbers;
        worksheet_autofilter(tab->sheet, filter.row1, (lxw_col_t)filter.col1, filter.row2, (lxw_col_t)filter.col2);
        th_tab_width(tab, all->numbers, all->numbers, NUMBERS_WIDTH, false);
    }
    th_tab_width(tab, all->hidden, end, NUMBERS_WIDTH, true);
}

/* The library takes no formula of a name that is longer than 127 bytes: the file gets it (draw/output.c). */
static void define_names(const finishing *all)
{
    th_output *output = all->tab->output;
    th_row_name found;
    for (size_t i = 0; th_row_shape_name(&all->shape, i, &found); i++) {
        th_defined_name kept = {th_str_copy(output->arena, found.name), th_str_copy(output->arena, found.formula)};
        workbook_define_name(output->book, th_str_cstr(all->arena, found.name), "=0");
        TH_PUSH(output->arena, output->names, output->nnames, output->names_cap, kept);
    }
}

static void begin_finishing(finishing *all)
{
    th_tab *tab = all->tab;
    if (tab->filtered) {
        all->first = tab->filter.row1 + 1;
        all->last = tab->filter.row2;
    }
    learn_rows(all);
    all->numbers = all->shape.last + 1;
    all->hidden = all->numbers + 1; /* LibreOffice prints "###" of a hidden number beside what is printed */
    all->shape.index = tab->index;
    th_str here = th_ref_cell(all->arena, tab->name, 0, 0);
    all->shape.sheet = th_str_sub(here, 0, here.len - 4); /* without $A$1 */
    if (all->last < all->first)
        return;
    th_tab_text(tab, all->first - 1, all->numbers, TH_STR("Số thứ tự"),
                th_style_get(tab->output, TH_LOOK_HEADER, NULL));
    th_noted_text(all->noted, all->first - 1, all->numbers, TH_STR("Số thứ tự"));
    th_noted_settle(all->noted);
    all->figures->cells++;
}

void th_control_finish(th_tab *tab)
{
    if (!tab->noted)
        return;
    th_noted noted = *tab->noted;
    tab->noted = NULL;
    tab->figures = th_arena_alloc(tab->output->arena, sizeof *tab->figures);
    *tab->figures = (th_control_figures){0};
    finishing all = {.tab = tab,
                     .arena = noted.arena,
                     .texts = th_arena_scratch(noted.arena),
                     .noted = &noted,
                     .first = 1,
                     .last = 0,
                     .hash = 0xCBF29CE484222325,
                     .figures = tab->figures};
    if (tab->shown_at)
        th_noted_leave_out(&noted, 0, tab->shown_at - 1);
    noted.paused = false;
    begin_finishing(&all);
    finish_rows(&all);
    define_names(&all);
    say_figures(&all);
    redden(&all);
    say_state(&all);
    lay_out(&all);
    th_arena_free(noted.arena);
}

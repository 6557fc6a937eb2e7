/* Writes BIỂU ĐỒ: forms against units, criteria against units, and this year against last.  The darker a cell, the
 * less; the figure stands in it, so that nothing is told by colour alone.
 *
 * A line is a form, a criterion, a year of an indicator.  Lines stand below each other, a column a unit; of many units
 * they stand beside each other, a row a unit. */
#include "report/sheets.h"

#include "draw/chart.h"
#include "draw/coloured.h"
#include "draw/formula.h"
#include "report/column_width.h"
#include "report/compared.h"
#include "report/gap.h"
#include "report/now_figure.h"
#include "report/points_formula.h"

#include "base/banned.h"

enum { CODE = 0, WHAT, UNITS, HEAD = 4 };

/* What is nearly whole is not shown as whole. */
static const char share_format[] = "[<0.995]0%;[<1]\"99%\";0%";

/* A field of a line: CODE, WHAT, and from UNITS on the units. */
static th_cell_at field_of_line(const th_report *r, uint32_t line, uint32_t field)
{
    return r->many ? (th_cell_at){HEAD + field, line - HEAD} : (th_cell_at){line, field};
}

static void line_text(th_writer *writer, uint32_t line, uint32_t field, th_str text, th_look look)
{
    th_cell_at at = field_of_line(writer->r, line, field);
    th_pen_text(&writer->pen, at.row, at.col, text, look);
}

static void line_formula(th_writer *writer, uint32_t line, uint32_t unit, th_live live, th_style style)
{
    th_cell_at at = field_of_line(writer->r, line, UNITS + unit);
    th_pen_formula(&writer->pen, at.row, at.col, live, style);
}

static void line_word(th_writer *writer, uint32_t line, uint32_t unit, th_live_text live)
{
    th_cell_at at = field_of_line(writer->r, line, UNITS + unit);
    th_pen_formula_text(&writer->pen, at.row, at.col, live, TH_LOOK_GAP);
}

static void line_code(th_writer *writer, uint32_t line, th_target to, th_str code, th_look bold)
{
    th_cell_at at = field_of_line(writer->r, line, CODE);
    th_pen_link(&writer->pen, at.row, at.col, to);
    th_pen_text(&writer->pen, at.row, at.col, code, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_LINK | bold);
}

/* The units of some lines. */
static void shade(th_writer *writer, uint32_t first, uint32_t last)
{
    const th_report *r = writer->r;
    th_cell_at from = field_of_line(r, first, UNITS), upto = field_of_line(r, last, UNITS + r->nunits - 1);
    th_tab_shade(writer->pen.tab, (th_area){from.row, from.col, upto.row, upto.col});
}

/* Of many units the title stands over its lines, and is written when they are (end_section). */
static void section(th_writer *writer, uint32_t row, const char *title, const char *said)
{
    enum { MOST_COLUMNS = 12 };
    static const double apart = 2;
    if (writer->r->many) {
        th_pen_width(&writer->pen, row - HEAD, row - HEAD, apart);
        return;
    }
    uint32_t units = writer->r->nunits < MOST_COLUMNS ? writer->r->nunits : MOST_COLUMNS;
    th_pen_merge(&writer->pen, th_across(row, CODE, UNITS + units - 1),
                 th_str_fmt(writer->r->arena, "%s: %s", title, said), TH_LOOK_BORDER | TH_LOOK_BOLD | TH_FILL_GROUP);
    th_tab_tie(writer->pen.tab, row, row + 1);
}

/* Writes the title of a section over its lines, the first of which is the section's own.  Only where lines are columns:
 * rows got theirs when the section began. */
static void end_section(th_writer *writer, th_area lines, const char *title, const char *said)
{
    enum { MOST_COLUMNS = 8 };
    const th_report *r = writer->r;
    uint32_t first = lines.row1 + 1 - HEAD, last = lines.row2 - 1 - HEAD;
    if (last > first + MOST_COLUMNS - 1)
        last = first + MOST_COLUMNS - 1;
    if (r->many && lines.row2 > lines.row1 + 1)
        th_pen_merge(&writer->pen, th_across(HEAD - 1, first, last), th_str_fmt(r->arena, "%s: %s", title, said),
                     TH_LOOK_BORDER | TH_LOOK_BOLD | TH_LOOK_WRAP | TH_FILL_GROUP);
}

/* ---- forms against units ---- */

/* The rows of a form in TỔNG HỢP, and how many indicators they are; of many units these stand in the form's sheet. */
typedef struct form_rows {
    uint32_t first, last, n;
} form_rows;

static form_rows rows_of_form(const th_report *r, uint32_t form)
{
    form_rows rows = {.first = TH_NONE};
    for (uint32_t i = 0; i < r->d->nindicators; i++) {
        if (r->d->indicators[i].form != form)
            continue;
        uint32_t row = r->summary_row[i];
        rows.first = row < rows.first ? row : rows.first;
        rows.last = row > rows.last ? row : rows.last;
        rows.n++;
    }
    return rows;
}

/* The cells of this year's figures that a unit has in a form.  Of many units they stand in the row of the unit, among
 * others: `heads` says which are of this year. */
typedef struct unit_cells {
    th_str cells, heads;
} unit_cells;

static unit_cells cells_of_unit(const th_report *r, uint32_t form, uint32_t unit, const form_rows *rows)
{
    const th_form_place *place = &r->forms[form];
    uint32_t col = TH_SUMMARY_UNITS + unit, last = place->columns - 1, head = place->block_head + place->heads - 1;
    if (!r->many)
        return (unit_cells){
            .cells = th_ref_area(r->arena, r->names[TH_SHEET_SUMMARY], th_down(col, rows->first, rows->last))};
    return (unit_cells){th_ref_area(r->arena, place->name, th_across(place->units + unit, 1, last)),
                        th_ref_area(r->arena, place->name, th_across(head, 1, last))};
}

/* How many of them say the word; NULL: anything. */
static th_str cells_saying(th_arena *arena, const unit_cells *at, const char *word)
{
    th_field cells = {"cells", at->cells}, heads = {"heads", at->heads}, now = {"now", th_measure_vi(TH_NOW)};
    if (at->heads.len)
        return TH_FORMULA(arena, "COUNTIFS({heads},\"{now}\",{cells},\"{word}\")", heads, now, cells,
                          {"word", th_str_of(word ? word : "<>")});
    if (!word)
        return TH_FORMULA(arena, "COUNTA({cells})", cells);
    return TH_FORMULA(arena, "COUNTIF({cells},\"{word}\")", cells, {"word", th_str_of(word)});
}

/* The share of the form's figures that the unit states; the word of the form where nothing of it is there. */
static void filled_cell(th_writer *writer, uint32_t row, uint32_t form, uint32_t unit, const form_rows *rows)
{
    static const char *const words[] = {TH_GAP_ALL};
    const th_report *r = writer->r;
    th_arena *arena = r->arena;
    uint32_t filled = 0, silent = 0;
    th_str word = r->gap_of_form[(size_t)form * r->nunits + unit], all = th_str_fmt(arena, "%u", rows->n);
    unit_cells cells = cells_of_unit(r, form, unit, rows);
    th_buf list;
    th_buf_init(&list, arena);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        th_buf_fmt(&list, "-" TH_FMT, TH_ARG(cells_saying(arena, &cells, words[i])));
    for (uint32_t i = 0; i < r->d->nindicators; i++) {
        if (r->d->indicators[i].form != form)
            continue;
        filled += th_now_is_filled(r, th_dataset_find(r->ds, unit, i, TH_NOW));
        silent += word.len && th_str_eq(th_gap_word(r, unit, i, TH_NOW), word);
    }
    th_str share = TH_FORMULA(arena, "({stated}{words})/{n}", {"stated", cells_saying(arena, &cells, NULL)},
                              {"words", th_buf_str(&list)}, {"n", all});
    if (word.len)
        share = TH_FORMULA(arena, "IF({silent}={n},\"{word}\",{share})",
                           {"silent", cells_saying(arena, &cells, th_str_cstr(arena, word))}, {"word", word},
                           {"n", all}, {"share", share});
    if (silent == rows->n)
        line_word(writer, row, unit, (th_live_text){share, word});
    else
        line_formula(writer, row, unit,
                     (th_live){share, th_exact_div(arena, th_exact_int(arena, filled), th_exact_int(arena, rows->n))},
                     (th_style){TH_LOOK_MIDDLE, share_format});
}

/* How many rows the unit's list has. */
static void listed_cell(th_writer *writer, uint32_t row, uint32_t form, uint32_t unit)
{
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    size_t n = th_dataset_list_size(r->ds, unit, form);
    th_str word = r->gap_of_form[(size_t)form * r->nunits + unit];
    if (word.len && !n) {
        line_text(writer, row, UNITS + unit, word, TH_LOOK_GAP);
        return;
    }
    th_str count =
        TH_FORMULA(r->arena, "COUNTIF({units},{unit})",
                   {"units", th_ref_area(r->arena, place->name,
                                         th_down(0, place->list_head + 1, place->list_head + place->list_rows))},
                   {"unit", th_plan_unit_name(r, unit)});
    line_formula(writer, row, unit, (th_live){count, th_exact_int(r->arena, (long long)n)},
                 (th_style){TH_LOOK_MIDDLE, "#,##0\" dòng\""});
}

static uint32_t put_forms(th_writer *writer, uint32_t row)
{
    static const char title[] = "1. Biểu đã đủ số chưa",
                      said[] = "số ô có số liệu so với số chỉ tiêu của biểu; càng đậm càng thiếu";
    const th_report *r = writer->r;
    uint32_t first = row;
    section(writer, row++, title, said);
    for (uint32_t form = 0; form < r->d->nforms; form++, row++) {
        form_rows rows = rows_of_form(r, form);
        line_code(writer, row, (th_target){r->forms[form].name, 0, 0}, r->d->forms[form].code, 0);
        line_text(writer, row, WHAT, r->d->forms[form].title, TH_LOOK_CELL | TH_LOOK_SMALL);
        for (uint32_t u = 0; u < r->nunits; u++) {
            if (rows.n)
                filled_cell(writer, row, form, u, &rows);
            else if (r->forms[form].list)
                listed_cell(writer, row, form, u);
            else
                line_text(writer, row, UNITS + u, (th_str){0}, TH_LOOK_MIDDLE);
        }
        if (rows.n)
            shade(writer, row, row);
    }
    end_section(writer, th_down(0, first, row), title, said);
    return row + !r->many;
}

/* ---- criteria against units ---- */

static void share_cell(th_writer *writer, uint32_t row, uint32_t criterion, uint32_t unit)
{
    const th_report *r = writer->r;
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    bool leaf = r->d->criteria[criterion].leaf;
    bool assigned = !leaf || points->state != TH_POINTS_NOT_ASSIGNED;
    uint32_t at = r->criterion_row[criterion] + unit;
    th_str sheet = r->names[TH_SHEET_SCORING];
    th_str formula = TH_FORMULA(
        r->arena, "IF(ISNUMBER({points}),{points}/{most},IF({points}=\"" TH_NOT_ASSIGNED "\",\"không giao\",\"chờ\"))",
        {"points", th_ref_cell(r->arena, sheet, at, TH_SCORE_OFFICIAL)},
        {"most", th_ref_cell(r->arena, sheet, at, TH_SCORE_MOST)});
    if (assigned && points->official)
        line_formula(writer, row, unit,
                     (th_live){formula, th_exact_div(r->arena, points->official, r->d->criteria[criterion].max)},
                     (th_style){TH_LOOK_MIDDLE | (leaf ? 0 : TH_LOOK_BOLD), share_format});
    else
        line_word(writer, row, unit, (th_live_text){formula, assigned ? TH_STR("chờ") : TH_STR("không giao")});
}

static uint32_t put_shares(th_writer *writer, uint32_t row)
{
    static const char title[] = "2. Điểm đang tính so với điểm tối đa",
                      said[] = "càng đậm càng thấp; “chờ”: chờ số liệu hoặc chờ chấm; không kể điểm thưởng, điểm trừ";
    const th_report *r = writer->r;
    uint32_t first = row + 1;
    if (!r->d->ncriteria)
        return row;
    section(writer, row++, title, said);
    for (uint32_t k = 0; k < r->d->ncriteria; k++) {
        uint32_t c = r->criterion_order[k];
        const th_criterion *criterion = &r->d->criteria[c];
        if (criterion->bonus || !criterion->max || th_exact_sign(criterion->max) <= 0)
            continue;
        th_look bold = criterion->leaf ? 0 : TH_LOOK_BOLD;
        line_code(writer, row, (th_target){r->names[TH_SHEET_SCORING], r->criterion_row[c], TH_SCORE_CODE},
                  criterion->code, bold);
        line_text(writer, row, WHAT,
                  th_str_fmt(r->arena, TH_FMT " (" TH_FMT ")", TH_ARG(criterion->title),
                             TH_ARG(th_exact_vi(r->arena, criterion->max, 2, true))),
                  TH_LOOK_CELL | TH_LOOK_SMALL | bold);
        for (uint32_t u = 0; u < r->nunits; u++)
            share_cell(writer, row, c, u);
        row++;
    }
    if (row > first)
        shade(writer, first, row - 1);
    end_section(writer, th_down(0, first - 1, row), title, said);
    return row + !r->many;
}

/* ---- this year against last ---- */

static void year_row(th_writer *writer, uint32_t row, uint32_t i, th_measure m)
{
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    th_str year = th_str_fmt(r->arena, TH_FMT " %d", TH_ARG(th_measure_vi(m)), r->d->period - (m == TH_PREVIOUS));
    if (r->many) /* no line of its own says what it is */
        year = th_str_fmt(r->arena, TH_FMT ": " TH_FMT, TH_ARG(ind->label), TH_ARG(year));
    line_text(writer, row, CODE, m == TH_NOW || r->many ? ind->code : (th_str){0},
              TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY);
    line_text(writer, row, WHAT, year, TH_LOOK_CELL | TH_LOOK_SMALL);
    for (uint32_t u = 0; u < r->nunits; u++) {
        th_cell_at at;
        th_str sheet = th_plan_now_cell(r, i, u, &at);
        if (m != TH_NOW) {
            th_plan_measure_cell(r, i, m, u, &at);
            sheet = r->forms[ind->form].name;
        }
        th_str there = th_ref_cell(r->arena, sheet, at.row, at.col);
        th_str formula = TH_FORMULA(r->arena, "IF({cell}=\"\",\"\",{cell})", {"cell", there});
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        th_str word = th_gap_word(r, u, i, m);
        th_figure_cell drawn = {.style = {TH_LOOK_FIGURE, TH_ZERO_OF_BLANK}};
        if (f && f->value.state == TH_STATE_VALUE)
            drawn = th_figure_cell_of(r->arena, (th_shown){f, ind->type, th_plan_decimals(ind), false, {0}},
                                      TH_LOOK_FIGURE);
        else if (th_gap_counts_zero(r, f))
            drawn.number = th_exact_int(r->arena, 0);
        if (word.len)
            line_word(writer, row, u, (th_live_text){formula, word});
        else
            line_formula(writer, row, u, (th_live){formula, drawn.number}, drawn.style);
    }
}

static uint32_t compare_years(th_writer *writer, uint32_t row, uint32_t i)
{
    enum { HIGH = 290, WIDE_OF_TEXTS = 340, WIDE_OF_UNIT = 82, LEAST_WIDE = 700 };
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t last = UNITS + r->nunits - 1;
    th_str unit = ind->unit.len ? th_str_fmt(r->arena, " (" TH_FMT ")", TH_ARG(ind->unit)) : (th_str){0};
    th_str title = th_str_fmt(r->arena, TH_FMT TH_FMT, TH_ARG(ind->label), TH_ARG(unit));
    if (r->many) {
        static const bool years[TH_MEASURES] = {[TH_PREVIOUS] = true};
        double wide[TH_MEASURES];
        th_column_widths_turned(r, i, years, wide);
        th_pen_width(p, row - HEAD, row - HEAD, wide[TH_PREVIOUS]);
        th_pen_width(p, row + 1 - HEAD, row + 1 - HEAD, wide[TH_NOW]);
        year_row(writer, row, i, TH_PREVIOUS);
        year_row(writer, row + 1, i, TH_NOW);
        return row + 2;
    }
    th_pen_text(p, row, WHAT, title, TH_LOOK_BOLD);
    year_row(writer, row + 1, i, TH_PREVIOUS);
    year_row(writer, row + 2, i, TH_NOW);
    th_tab_tie(p->tab, row, row + 2);
    th_tab_tie(p->tab, row, row + 3 + th_chart_rows(HIGH) - 1);
    th_chart_series series[] = {{.sheet = p->name, .values = th_across(row + 1, UNITS, last)},
                                {.sheet = p->name, .values = th_across(row + 2, UNITS, last)}};
    for (int k = 0; k < 2; k++)
        series[k].name = th_str_fmt(r->arena, "Năm %d", r->d->period - 1 + k);
    double wide = WIDE_OF_TEXTS + WIDE_OF_UNIT * (double)r->nunits;
    th_pen_chart(p, row + 3,
                 &(th_chart){.kind = TH_CHART_PAIRS,
                             .title = title,
                             .description = "Biểu đồ cột: năm trước và năm nay của từng đơn vị",
                             .sheet = p->name,
                             .names = th_across(HEAD, UNITS, last),
                             .series = series,
                             .nseries = 2,
                             .wide = wide < LEAST_WIDE ? LEAST_WIDE : wide,
                             .high = HIGH});
    return row + 3 + th_chart_rows(HIGH) + 1;
}

static uint32_t put_years(th_writer *writer, uint32_t row)
{
    static const char title[] = "3. Năm nay so với năm trước", said[] = "đơn vị chưa có số thì không có cột";
    const th_report *r = writer->r;
    th_compared chosen = th_compared_of(r);
    uint32_t first = row;
    if (!chosen.n && !chosen.unknown.len)
        return row;
    section(writer, row++, title, said);
    if (chosen.unknown.len)
        line_text(writer, row++, WHAT,
                  th_str_fmt(r->arena, "Không vẽ được: " TH_FMT " (Cài đặt, “" TH_COMPARED_SETTING "”).",
                             TH_ARG(chosen.unknown)),
                  TH_INK_AMBER);
    for (size_t k = 0; k < chosen.n; k++)
        row = compare_years(writer, row, chosen.at[k]);
    end_section(writer, th_down(0, first, row), title, "số liệu của hai năm");
    return row;
}

static uint32_t put_sections(th_writer *writer)
{
    uint32_t row = put_forms(writer, HEAD + 1);
    return put_years(writer, put_shares(writer, row));
}

static void pictures_of_many(const th_report *r)
{
    enum { LINE_WIDTH = 13 };
    th_writer writer = th_writer_of(r, TH_SHEET_PICTURES);
    th_pen *p = &writer.pen;
    th_compared chosen = th_compared_of(r);
    uint32_t most = (uint32_t)(r->d->nforms + r->d->ncriteria + 2 * chosen.n) + UNITS * UNITS;
    th_pen_width(p, 0, 0, th_column_width_of_names(r));
    th_pen_width(p, 1, most, LINE_WIDTH);
    uint32_t last = put_sections(&writer) - 1 - HEAD, *starts = th_arena_array(r->arena, last, sizeof *starts);
    for (uint32_t k = 0; k < last; k++)
        starts[k] = k + 1;
    uint32_t first_page = th_tab_divide(p->tab, (th_division){starts, last, 1, last});
    th_pen_heading(p, TH_STR("Biểu đồ"),
                   th_str_fmt(r->arena, "Kỳ báo cáo: %d. Số trong ô tính trực tiếp.", r->d->period), first_page);
    th_pen_merge(p, th_down(0, HEAD, HEAD + WHAT), TH_STR("Đơn vị"), TH_LOOK_HEADER);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, HEAD + UNITS + u, 0, r->d->units[u].name, TH_LOOK_CELL);
    th_tab_print_area(p->tab, (th_area){0, 0, HEAD + UNITS + r->nunits - 1, last});
    th_pen_page(p, HEAD - 1, HEAD + WHAT, 1);
}

void th_report_pictures(const th_report *r)
{
    static const char *const labels[UNITS] = {"Mã", "Nội dung"};
    static const double widths[UNITS] = {10, 40};
    enum { UNIT_WIDTH = 12, MOST_UPRIGHT = 12 };
    if (r->many) {
        pictures_of_many(r);
        return;
    }
    th_writer writer = th_writer_of(r, TH_SHEET_PICTURES);
    th_pen *p = &writer.pen;
    uint32_t last = UNITS + r->nunits - 1;
    th_pen_widths(p, widths, UNITS);
    th_pen_width(p, UNITS, last, UNIT_WIDTH);
    th_pen_heading(p, TH_STR("Biểu đồ"),
                   th_str_fmt(r->arena, "Kỳ báo cáo: %d. Số trong ô tính trực tiếp.", r->d->period), last);
    th_pen_header(p, HEAD, labels, UNITS);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, HEAD, UNITS + u, r->d->units[u].name, TH_LOOK_HEADER);
    uint32_t row = put_sections(&writer);
    th_tab_print_area(p->tab, (th_area){0, 0, row - 1, last}); /* down to where the last chart ends */
    if (r->nunits > MOST_UPRIGHT) {
        th_pen_page(p, HEAD, HEAD, UNITS);
        return;
    }
    th_tab_repeat(p->tab, HEAD, HEAD);
    th_tab_freeze(p->tab, HEAD + 1, UNITS);
    th_pen_page_upright(p);
}

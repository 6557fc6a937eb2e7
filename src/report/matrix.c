/* Writes MA TRẬN KIỂM TRA: each rule of the definition against each unit (matrix_place.h: which way round). */
#include "report/sheets.h"

#include "base/ascii.h"
#include "draw/coloured.h"
#include "draw/control.h"
#include "draw/formula.h"
#include "report/column_width.h"
#include "report/live_rule.h"
#include "report/matrix_cells.h"
#include "report/matrix_place.h"
#include "text/utf8.h"

#include "base/banned.h"

enum {
    CODE = TH_MATRIX_CODE,
    NAME,
    SCOPE,
    LEVEL = TH_MATRIX_LEVEL,
    UNITS = TH_MATRIX_UNITS,
    HEAD = TH_MATRIX_HEAD,
    FIRST = TH_MATRIX_FIRST
};

static th_str scope_vi(th_scope scope)
{
    switch (scope) {
    case TH_SCOPE_ROW: return TH_STR("từng dòng");
    case TH_SCOPE_UNIT: return TH_STR("đơn vị");
    case TH_SCOPE_CLUSTER:
    default: return TH_STR("cụm");
    }
}

static th_look level_fill(th_level level)
{
    if (level >= TH_LEVEL_ERROR)
        return TH_FILL_ERROR;
    return level == TH_LEVEL_WARNING ? TH_FILL_WARNING : TH_FILL_CHANGED;
}

/* The level of a rule, or Tắt or Giảm mức where the definition says so. */
static th_str state_or_level(th_arena *arena, const th_check *check)
{
    if (check->state == TH_RULE_OFF)
        return TH_STR("Tắt");
    if (check->state == TH_RULE_REDUCED)
        return TH_STR("Giảm mức");
    return th_text_capital(arena, th_level_vi(check->level));
}

/* Writes "đạt" or "sai 2/31", "–" where the rule could not be evaluated, and nothing where it was not asked. */
static void tally_cell(th_writer *writer, uint32_t c, uint32_t unit, const th_matrix_cell *counted)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL;
    th_str text = th_matrix_text(p->arena, counted), live = th_live_rule_of(r, c, unit);
    if (counted->failed)
        look |= TH_LOOK_BOLD | level_fill(r->d->checks[c].level);
    else if (text.len)
        look |= counted->passed ? TH_INK_GREEN : TH_INK_GREY;
    th_cell_at at = th_matrix_result_at(r, c, unit);
    th_pen_formula_text(p, at.row, at.col, (th_live_text){live, text}, look);
}

/* ---- what has changed since ---- */

/* "live", "live but for Lào Cai", or as it was when the workbook was made. */
static th_str how_asked(const th_report *r, uint32_t c, const th_matrix_cell *counted)
{
    size_t live = 0, other = 0;
    th_buf others;
    th_buf_init(&others, r->arena);
    for (uint32_t u = 0; u <= r->nunits; u++) {
        bool is_live = th_live_rule_of(r, c, u).len > 0;
        th_str name = u < r->nunits ? r->d->units[u].name : TH_STR("cả cụm");
        live += is_live;
        if (is_live || !th_matrix_text(r->arena, &counted[u]).len)
            continue;
        other++;
        if (!r->many)
            th_buf_fmt(&others, "%s" TH_FMT, others.len ? ", " : "", TH_ARG(name));
    }
    if (!live && !other)
        return (th_str){0};
    if (!live)
        return TH_STR("lúc lập sổ");
    if (!other)
        return TH_STR("số trong sổ");
    if (r->many)
        return th_str_fmt(r->arena, "số trong sổ; lúc lập sổ: %zu đơn vị", other);
    return th_str_fmt(r->arena, "số trong sổ; lúc lập sổ: " TH_FMT, TH_ARG(th_buf_str(&others)));
}

/* A letter a unit, in the order of their cells. */
static th_str pattern_of(const th_report *r, const th_matrix_cell *counted, bool *failed)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    *failed = false;
    for (uint32_t k = 0; k <= r->nunits; k++) {
        uint32_t u = k;
        if (r->many)
            u = k ? k - 1 : r->nunits;
        th_buf_byte(&out, counted[u].failed ? 's' : 'd');
        *failed = *failed || counted[u].failed;
    }
    return th_buf_str(&out);
}

/* "{1,2,3}": where the letters stand; "{1;2;3}" where the cells stand below each other. */
static th_str places(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    char between = r->many ? ';' : ',';
    for (uint32_t u = 0; u <= r->nunits; u++)
        th_buf_fmt(&out, "%c%u", u ? between : '{', u + 1);
    th_buf_byte(&out, '}');
    return th_buf_str(&out);
}

static void since_cells(th_writer *writer, uint32_t c, const th_matrix_cell *counted)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_cell_at asked = th_matrix_since_at(r, c, TH_MATRIX_HOW), fails_at = th_matrix_since_at(r, c, TH_MATRIX_FAILS),
               passes_at = th_matrix_since_at(r, c, TH_MATRIX_PASSES),
               pattern_at = th_matrix_since_at(r, c, TH_MATRIX_PATTERN);
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL;
    th_str how = how_asked(r, c, counted);
    bool failed;
    th_str pattern = pattern_of(r, counted, &failed);
    th_pen_text(p, asked.row, asked.col, how, look | TH_INK_GREY);
    th_field units = {"units", th_ref_area(r->arena, (th_str){0}, th_matrix_area(r, c, c, true))},
             was = {"was", th_ref_cell(r->arena, (th_str){0}, pattern_at.row, pattern_at.col)}, at = {"at", places(r)};
    th_str fails = TH_STR("COUNTIF({units},\"" TH_RULE_FAILS "*\")");
    if (failed)
        fails = TH_STR("SUMPRODUCT((LEFT({units},3)=\"" TH_RULE_FAILS "\")*(MID({was},{at},1)<>\"s\"))");
    th_style style = {look, "0;-0;"};
    if (!how.len) /* it is switched off, or nobody was asked */
        return;
    th_pen_formula(
        p, fails_at.row, fails_at.col,
        (th_live){TH_FORMULA(r->arena, th_str_cstr(r->arena, fails), units, was, at), th_exact_int(r->arena, 0)},
        style);
    if (failed)
        th_pen_formula(
            p, passes_at.row, passes_at.col,
            (th_live){TH_FORMULA(r->arena,
                                 "SUMPRODUCT((LEFT({units},3)=\"" TH_RULE_PASSES "\")*(MID({was},{at},1)=\"s\"))",
                                 units, was, at),
                      th_exact_int(r->arena, 0)},
            style);
    else
        th_pen_blank(p, passes_at.row, passes_at.col, look);
    if (failed)
        th_pen_text(p, pattern_at.row, pattern_at.col, pattern, TH_INK_GREY);
}

/* The colour of what a rule comes to now. */
static void colour_results(const th_report *r, th_pen *p)
{
    th_area area = th_matrix_area(r, 0, (uint32_t)r->d->nchecks - 1, true);
    th_cell_at said = th_matrix_field_at(r, 0, LEVEL);
    th_str first = th_cell_name(r->arena, area.row1, area.col1), level = th_cell_name(r->arena, said.row, said.col);
    size_t letters = level.len;
    while (th_is_digit(level.ptr[letters - 1]))
        letters--;
    if (r->many) /* "C$8": of its column */
        level = th_str_fmt(r->arena, TH_FMT "$%u", TH_ARG(th_str_sub(level, 0, letters)), said.row + 1);
    else
        level = th_str_fmt(r->arena, "$" TH_FMT, TH_ARG(level));
    static const struct {
        const char *pattern;
        th_colour colour;
    } rules[] = {{"AND(LEFT({cell},3)=\"" TH_RULE_FAILS "\",OR({level}=\"Lỗi\",{level}=\"Chặn\"))", TH_COLOUR_ERROR},
                 {"LEFT({cell},3)=\"" TH_RULE_FAILS "\"", TH_COLOUR_WARNING},
                 {"LEFT({cell},3)=\"" TH_RULE_PASSES "\"", TH_COLOUR_SETTLED}};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        th_tab_colour(p->tab, area, TH_FORMULA(r->arena, rules[i].pattern, {"cell", first}, {"level", level}),
                      rules[i].colour);
}

/* ---- the table ---- */

/* The name of a rule; where it is not at full strength, also who changed that, when and why. */
static th_str name_of_check(const th_report *r, const th_check *check)
{
    const th_str parts[] = {check->state_who, check->state_date, check->state_why};
    th_buf out;
    th_buf_init(&out, r->arena);
    for (size_t i = 0; i < 3 && check->state != TH_RULE_ON; i++)
        if (parts[i].len)
            th_buf_fmt(&out, "%s" TH_FMT, out.len ? ", " : "", TH_ARG(parts[i]));
    if (!out.len)
        return check->name;
    return th_str_fmt(r->arena, TH_FMT " (%s: " TH_FMT ")", TH_ARG(check->name), check->state ? "giảm mức" : "tắt",
                      TH_ARG(th_buf_str(&out)));
}

/* By rule and unit, the cluster last: the first finding that KIỂM TRA lists, or TH_NONE. */
static uint32_t *first_findings(const th_report *r)
{
    size_t n = r->d->nchecks * ((size_t)r->nunits + 1);
    uint32_t *first = th_arena_array(r->arena, n, sizeof *first);
    for (size_t i = 0; i < n; i++)
        first[i] = TH_NONE;
    size_t listed = r->ds->findings.n < TH_SOURCE_MOST ? r->ds->findings.n : TH_SOURCE_MOST;
    for (size_t i = listed; i-- > 0;) {
        uint32_t check = r->rules.at[r->rules.of_finding[i]].check;
        th_str code = r->ds->findings.at[i].place.unit;
        uint32_t unit = code.len ? th_definition_unit(r->d, code) : r->nunits;
        if (check != TH_NONE && unit != TH_NONE)
            first[(size_t)check * (r->nunits + 1) + unit] = (uint32_t)i;
    }
    return first;
}

static void field_cell(th_pen *p, th_cell_at at, th_str text, th_look look)
{
    th_pen_text(p, at.row, at.col, text, look);
}

static void row_of_check(th_writer *writer, uint32_t c, const th_matrix_cell *counted, const uint32_t *first)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_check *check = &r->d->checks[c];
    th_cell_at code = th_matrix_field_at(r, c, CODE);
    th_look middle = TH_LOOK_MIDDLE | TH_LOOK_SMALL, left = TH_LOOK_CELL | TH_LOOK_SMALL;
    if (r->many)
        left = middle |= TH_FILL_HEAD;
    th_pen_link(p, code.row, code.col, (th_target){r->names[TH_SHEET_RULES], TH_RULES_FIRST + c, TH_RULES_CODE});
    th_pen_text(p, code.row, code.col, check->code, middle | TH_INK_LINK);
    field_cell(p, th_matrix_field_at(r, c, NAME), name_of_check(r, check), left);
    field_cell(p, th_matrix_field_at(r, c, SCOPE), scope_vi(check->scope), middle);
    field_cell(p, th_matrix_field_at(r, c, LEVEL), state_or_level(r->arena, check), middle);
    for (uint32_t u = 0; u <= r->nunits; u++) {
        th_cell_at at = th_matrix_result_at(r, c, u);
        if (first[u] != TH_NONE)
            th_pen_link(p, at.row, at.col,
                        (th_target){r->names[TH_SHEET_FINDINGS], TH_FINDING_FIRST + first[u], TH_FINDING_TEXT});
        tally_cell(writer, c, u, &counted[u]);
    }
    if (r->live_rules)
        since_cells(writer, c, counted);
}

static const char *const matrix_labels[UNITS] = {"Mã", "Phép kiểm tra", "Phạm vi", "Mức"};
static const char *const matrix_since[] = {"Xét theo", "Nay sai", "Nay đạt", "Lúc lập sổ"};

static th_str legend_of_matrix(const th_report *r)
{
    if (!r->live_rules)
        return TH_STR("đạt · sai (số dòng sai/số dòng đã đánh giá) · –: chưa đánh giá được vì thiếu số liệu · "
                      "trống: không áp dụng. Kết quả lúc lập sổ.");
    return TH_STR("đạt · sai (số dòng sai/số dòng đã đánh giá) · –: chưa đánh giá được vì thiếu số liệu · trống: "
                  "không áp dụng. Xét theo số trong sổ: đổi khi số đổi; lúc lập sổ: không đổi.");
}

static void header(th_writer *writer)
{
    static const double widths[UNITS] = {10, 52, 10, 10};
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t cluster = UNITS + r->nunits;
    th_pen_widths(p, widths, UNITS);
    th_pen_width(p, UNITS, cluster, 11);
    th_pen_heading(p, TH_STR("Ma trận kiểm tra"), legend_of_matrix(r), cluster);
    th_pen_header(p, HEAD, matrix_labels, UNITS);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, HEAD, UNITS + u, r->d->units[u].name, TH_LOOK_HEADER);
    th_pen_text(p, HEAD, cluster, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"), TH_LOOK_HEADER);
    if (!r->live_rules)
        return;
    th_pen_width(p, cluster + TH_MATRIX_HOW, cluster + TH_MATRIX_HOW, 14);
    th_pen_width(p, cluster + TH_MATRIX_FAILS, cluster + TH_MATRIX_PASSES, 7);
    th_tab_width(p->tab, cluster + TH_MATRIX_PATTERN, cluster + TH_MATRIX_PATTERN, 9, true);
    for (uint32_t i = 0; i < sizeof matrix_since / sizeof *matrix_since; i++)
        th_pen_text(p, HEAD, cluster + TH_MATRIX_HOW + i, th_str_of(matrix_since[i]), TH_LOOK_HEADER);
}

/* ---- many units ---- */

/* How many of the cells fail now. */
static void failing_cell(th_writer *writer, th_cell_at at, th_area area, uint32_t n)
{
    th_str cells = th_ref_area(writer->r->arena, (th_str){0}, area);
    th_pen_formula(&writer->pen, at.row, at.col,
                   (th_live){TH_FORMULA(writer->r->arena, "COUNTIF({cells},\"" TH_RULE_FAILS "*\")", {"cells", cells}),
                             th_exact_int(writer->r->arena, n)},
                   (th_style){TH_LOOK_MIDDLE | TH_LOOK_BOLD, "0;-0;"});
}

static void count_failing(th_writer *writer, const th_matrix_cell *counted)
{
    const th_report *r = writer->r;
    size_t columns = (size_t)r->nunits + 1;
    uint32_t nchecks = (uint32_t)r->d->nchecks;
    for (uint32_t u = 0; u <= r->nunits && nchecks; u++) {
        uint32_t n = 0;
        for (uint32_t c = 0; c < nchecks; c++)
            n += counted[c * columns + u].failed > 0;
        th_cell_at first = th_matrix_result_at(r, 0, u);
        failing_cell(writer, th_matrix_failing_rules_at(r, u), th_across(first.row, first.col, first.col + nchecks - 1),
                     n);
    }
    for (uint32_t c = 0; c < nchecks; c++) {
        uint32_t n = 0;
        for (uint32_t u = 0; u < r->nunits; u++)
            n += counted[c * columns + u].failed > 0;
        th_cell_at first = th_matrix_result_at(r, c, 0);
        failing_cell(writer, th_matrix_failing_units_at(r, c), th_down(first.col, first.row, first.row + r->nunits - 1),
                     n);
    }
}

static void names_beside(th_writer *writer)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look head = TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_HEAD, small = TH_LOOK_CELL | TH_LOOK_SMALL;
    uint32_t failing = th_matrix_failing_units_at(r, 0).row;
    for (uint32_t k = 0; k < UNITS; k++)
        th_pen_text(p, th_matrix_field_at(r, 0, k).row, 0, th_str_of(matrix_labels[k]), head);
    th_pen_merge(p, th_down(1, HEAD, HEAD + UNITS - 1), TH_STR("Số phép sai"), TH_LOOK_HEADER);
    th_pen_text(p, failing, 0, TH_STR("Số đơn vị sai"), TH_LOOK_CELL | TH_LOOK_BOLD);
    th_pen_blank(p, failing, 1, TH_LOOK_CELL);
    for (uint32_t i = 0; i < sizeof matrix_since / sizeof *matrix_since && r->live_rules; i++) {
        uint32_t row = th_matrix_since_at(r, 0, TH_MATRIX_HOW + i).row;
        th_pen_text(p, row, 0, th_str_of(matrix_since[i]), small);
        th_pen_blank(p, row, 1, small);
    }
    if (r->live_rules)
        th_tab_hide_row(p->tab, th_matrix_since_at(r, 0, TH_MATRIX_PATTERN).row);
    th_str cluster = r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm");
    th_pen_text(p, th_matrix_result_at(r, 0, r->nunits).row, 0, cluster, TH_LOOK_CELL | TH_LOOK_BOLD | TH_FILL_TOTAL);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, th_matrix_result_at(r, 0, u).row, 0, r->d->units[u].name, TH_LOOK_CELL);
}

/* Widths, heading and names; gives the last column of the first page. */
static uint32_t frame_of_rows(th_writer *writer)
{
    enum { COUNT_WIDTH = 8, RULE_WIDTH = 15, LEAST_COLUMNS = 16 }; /* the words below the heading need so many */
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t nchecks = r->d->nchecks ? (uint32_t)r->d->nchecks : 1, first = th_matrix_result_at(r, 0, 0).col;
    uint32_t *starts = th_arena_array(r->arena, nchecks, sizeof *starts);
    for (uint32_t c = 0; c < nchecks; c++)
        starts[c] = first + c;
    th_pen_width(p, 0, 0, th_column_width_of_names(r));
    th_pen_width(p, 1, 1, COUNT_WIDTH);
    th_pen_width(p, first, first + nchecks - 1, RULE_WIDTH);
    uint32_t last = th_tab_divide(p->tab, (th_division){starts, nchecks, first, first + nchecks - 1});
    last = last < LEAST_COLUMNS && nchecks < LEAST_COLUMNS ? LEAST_COLUMNS : last;
    th_pen_heading(p, TH_STR("Ma trận kiểm tra"), legend_of_matrix(r), last);
    names_beside(writer);
    return last;
}

void th_report_matrix(const th_report *r)
{
    enum { FEW_ROWS = 60, PRINTED_UNITS = 26 };
    th_writer writer = th_writer_of(r, TH_SHEET_MATRIX);
    th_pen *p = &writer.pen;
    size_t columns = (size_t)r->nunits + 1;
    uint32_t last = UNITS + r->nunits + (r->live_rules ? TH_MATRIX_BEHIND - 1 : 0), first_page = UNITS + r->nunits;
    if (r->many)
        first_page = frame_of_rows(&writer);
    else
        header(&writer);
    const th_matrix_cell *counted = th_matrix_cells(r->arena, r->in);
    const uint32_t *first = first_findings(r);
    for (uint32_t c = 0; c < r->d->nchecks; c++)
        row_of_check(&writer, c, &counted[c * columns], &first[c * columns]);
    if (!r->d->nchecks)
        th_pen_text(p, FIRST, 0, TH_STR("Bộ biểu mẫu không có phép kiểm tra nào."), TH_LOOK_ITALIC);
    else if (r->many)
        count_failing(&writer, counted);
    else
        th_tab_filter(p->tab, (th_area){HEAD, 0, HEAD + (uint32_t)r->d->nchecks, last});
    if (r->d->nchecks > FEW_ROWS || r->nunits > FEW_ROWS)
        th_pen_first_page_only(p, HEAD, first_page);
    if (r->many && (r->d->nchecks > FEW_ROWS || r->nunits > FEW_ROWS))
        th_tab_print_area(p->tab, (th_area){0, 0, th_matrix_result_at(r, 0, PRINTED_UNITS - 1).row, first_page});
    if (r->live_rules && r->d->nchecks)
        colour_results(r, p);
    th_pen_page(p, HEAD, r->many ? HEAD + UNITS - 1 : HEAD, NAME + 1);
}

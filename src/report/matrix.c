/* Writes MA TRẬN KIỂM TRA: each rule of the definition against each unit. */
#include "report/sheets.h"

#include "draw/coloured.h"
#include "draw/control.h"
#include "draw/formula.h"
#include "report/live_rule.h"
#include "report/matrix_cells.h"
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
    th_pen_formula_text(p, FIRST + c, UNITS + unit, (th_live_text){live, text}, look);
}

/* ---- what has changed since ---- */

/* "live", "live but for Lào Cai", or as it was when the workbook was made. */
static th_str how_asked(const th_report *r, uint32_t c, const th_matrix_cell *counted)
{
    size_t live = 0;
    th_buf others;
    th_buf_init(&others, r->arena);
    for (uint32_t u = 0; u <= r->nunits; u++) {
        bool is_live = th_live_rule_of(r, c, u).len > 0;
        th_str name = u < r->nunits ? r->d->units[u].name : TH_STR("cả cụm");
        live += is_live;
        if (!is_live && th_matrix_text(r->arena, &counted[u]).len)
            th_buf_fmt(&others, "%s" TH_FMT, others.len ? ", " : "", TH_ARG(name));
    }
    if (!live && !others.len)
        return (th_str){0};
    if (!live)
        return TH_STR("lúc lập sổ");
    if (!others.len)
        return TH_STR("số trong sổ");
    return th_str_fmt(r->arena, "số trong sổ; lúc lập sổ: " TH_FMT, TH_ARG(th_buf_str(&others)));
}

/* A letter a unit, the cluster last. */
static th_str pattern_of(const th_report *r, const th_matrix_cell *counted, bool *failed)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    *failed = false;
    for (uint32_t u = 0; u <= r->nunits; u++) {
        th_buf_byte(&out, counted[u].failed ? 's' : 'd');
        *failed = *failed || counted[u].failed;
    }
    return th_buf_str(&out);
}

/* "{1,2,3}": where the letters stand. */
static th_str places(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t u = 0; u <= r->nunits; u++)
        th_buf_fmt(&out, "%c%u", u ? ',' : '{', u + 1);
    th_buf_byte(&out, '}');
    return th_buf_str(&out);
}

static void since_cells(th_writer *writer, uint32_t c, const th_matrix_cell *counted)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t row = FIRST + c, cluster = UNITS + r->nunits;
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL;
    th_str how = how_asked(r, c, counted);
    bool failed;
    th_str pattern = pattern_of(r, counted, &failed);
    th_pen_text(p, row, cluster + TH_MATRIX_HOW, how, look | TH_INK_GREY);
    th_field units = {"units", th_ref_area(r->arena, (th_str){0}, th_across(row, UNITS, cluster))},
             was = {"was", th_ref_cell(r->arena, (th_str){0}, row, cluster + TH_MATRIX_PATTERN)},
             at = {"at", places(r)};
    th_str fails = TH_STR("COUNTIF({units},\"" TH_RULE_FAILS "*\")");
    if (failed)
        fails = TH_STR("SUMPRODUCT((LEFT({units},3)=\"" TH_RULE_FAILS "\")*(MID({was},{at},1)<>\"s\"))");
    th_style style = {look, "0;-0;"};
    if (!how.len) /* it is switched off, or nobody was asked */
        return;
    th_pen_formula(
        p, row, cluster + TH_MATRIX_FAILS,
        (th_live){TH_FORMULA(r->arena, th_str_cstr(r->arena, fails), units, was, at), th_exact_int(r->arena, 0)},
        style);
    if (failed)
        th_pen_formula(
            p, row, cluster + TH_MATRIX_PASSES,
            (th_live){TH_FORMULA(r->arena,
                                 "SUMPRODUCT((LEFT({units},3)=\"" TH_RULE_PASSES "\")*(MID({was},{at},1)=\"s\"))",
                                 units, was, at),
                      th_exact_int(r->arena, 0)},
            style);
    else
        th_pen_blank(p, row, cluster + TH_MATRIX_PASSES, look);
    if (failed)
        th_pen_text(p, row, cluster + TH_MATRIX_PATTERN, pattern, TH_INK_GREY);
}

/* The colour of what a rule comes to now. */
static void colour_results(const th_report *r, th_pen *p)
{
    th_area area = {FIRST, UNITS, FIRST + (uint32_t)r->d->nchecks - 1, UNITS + r->nunits};
    th_str first = th_cell_name(r->arena, FIRST, UNITS),
           level = th_str_fmt(r->arena, "$" TH_FMT, TH_ARG(th_cell_name(r->arena, FIRST, LEVEL)));
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

static void row_of_check(th_writer *writer, uint32_t c, const th_matrix_cell *counted, const uint32_t *first)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_check *check = &r->d->checks[c];
    th_pen_link(p, FIRST + c, CODE, (th_target){r->names[TH_SHEET_RULES], TH_RULES_FIRST + c, TH_RULES_CODE});
    th_pen_text(p, FIRST + c, CODE, check->code, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_LINK);
    th_pen_text(p, FIRST + c, NAME, name_of_check(r, check), TH_LOOK_CELL | TH_LOOK_SMALL);
    th_pen_text(p, FIRST + c, SCOPE, scope_vi(check->scope), TH_LOOK_MIDDLE | TH_LOOK_SMALL);
    th_pen_text(p, FIRST + c, LEVEL, state_or_level(r->arena, check), TH_LOOK_MIDDLE | TH_LOOK_SMALL);
    for (uint32_t u = 0; u <= r->nunits; u++) {
        if (first[u] != TH_NONE)
            th_pen_link(p, FIRST + c, UNITS + u,
                        (th_target){r->names[TH_SHEET_FINDINGS], TH_FINDING_FIRST + first[u], TH_FINDING_TEXT});
        tally_cell(writer, c, u, &counted[u]);
    }
    if (r->live_rules)
        since_cells(writer, c, counted);
}

static void header(th_writer *writer)
{
    static const char *const labels[UNITS] = {"Mã", "Phép kiểm tra", "Phạm vi", "Mức"};
    static const char *const since[] = {"Xét theo", "Nay sai", "Nay đạt", "Lúc lập sổ"};
    static const double widths[UNITS] = {10, 52, 10, 10};
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t cluster = UNITS + r->nunits;
    th_pen_widths(p, widths, UNITS);
    th_pen_width(p, UNITS, cluster, 11);
    th_str said = TH_STR("đạt · sai (số dòng sai/số dòng đã đánh giá) · –: chưa đánh giá được vì thiếu số liệu · "
                         "trống: không áp dụng. Kết quả lúc lập sổ.");
    if (r->live_rules)
        said = TH_STR("đạt · sai (số dòng sai/số dòng đã đánh giá) · –: chưa đánh giá được vì thiếu số liệu · trống: "
                      "không áp dụng. Xét theo số trong sổ: đổi khi số đổi; lúc lập sổ: không đổi.");
    th_pen_heading(p, TH_STR("Ma trận kiểm tra"), said, cluster);
    th_pen_header(p, HEAD, labels, UNITS);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, HEAD, UNITS + u, r->d->units[u].name, TH_LOOK_HEADER);
    th_pen_text(p, HEAD, cluster, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"), TH_LOOK_HEADER);
    if (!r->live_rules)
        return;
    th_pen_width(p, cluster + TH_MATRIX_HOW, cluster + TH_MATRIX_HOW, 14);
    th_pen_width(p, cluster + TH_MATRIX_FAILS, cluster + TH_MATRIX_PASSES, 7);
    th_tab_width(p->tab, cluster + TH_MATRIX_PATTERN, cluster + TH_MATRIX_PATTERN, 9, true);
    for (uint32_t i = 0; i < sizeof since / sizeof *since; i++)
        th_pen_text(p, HEAD, cluster + TH_MATRIX_HOW + i, th_str_of(since[i]), TH_LOOK_HEADER);
}

void th_report_matrix(const th_report *r)
{
    th_writer writer = th_writer_of(r, TH_SHEET_MATRIX);
    th_pen *p = &writer.pen;
    size_t columns = (size_t)r->nunits + 1;
    uint32_t last = UNITS + r->nunits + (r->live_rules ? TH_MATRIX_BEHIND - 1 : 0);
    header(&writer);
    const th_matrix_cell *counted = th_matrix_cells(r->arena, r->in);
    const uint32_t *first = first_findings(r);
    for (uint32_t c = 0; c < r->d->nchecks; c++)
        row_of_check(&writer, c, &counted[c * columns], &first[c * columns]);
    if (!r->d->nchecks)
        th_pen_text(p, FIRST, 0, TH_STR("Bộ biểu mẫu không có phép kiểm tra nào."), TH_LOOK_ITALIC);
    else
        th_tab_filter(p->tab, (th_area){HEAD, 0, HEAD + (uint32_t)r->d->nchecks, last});
    enum { FEW_ROWS = 60 };
    if (r->d->nchecks > FEW_ROWS)
        th_pen_first_page_only(p, HEAD, UNITS + r->nunits);
    if (r->live_rules && r->d->nchecks)
        colour_results(r, p);
    th_pen_page(p, HEAD, HEAD, NAME + 1);
}

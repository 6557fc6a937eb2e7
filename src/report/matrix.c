/* Writes MA TRẬN KIỂM TRA: each rule of the definition against each unit. */
#include "report/sheets.h"

#include "report/matrix_cells.h"
#include "text/utf8.h"

#include "base/banned.h"

enum {
    CODE = TH_MATRIX_CODE,
    NAME,
    SCOPE,
    LEVEL,
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
static void tally_cell(th_writer *writer, uint32_t row, uint32_t col, const th_matrix_cell *counted,
                       const th_check *check)
{
    th_pen *p = &writer->pen;
    th_arena *arena = p->arena;
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL;
    th_str text = th_matrix_text(arena, counted);
    if (counted->failed)
        look |= TH_LOOK_BOLD | level_fill(check->level);
    else if (text.len)
        look |= counted->passed ? TH_INK_GREEN : TH_INK_GREY;
    th_pen_text(p, row, col, text, look);
}

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

void th_report_matrix(const th_report *r)
{
    static const char *const labels[UNITS] = {"Mã", "Phép kiểm tra", "Phạm vi", "Mức"};
    static const double widths[UNITS] = {10, 52, 10, 10};
    th_writer writer = th_writer_of(r, TH_SHEET_MATRIX);
    th_pen *p = &writer.pen;
    uint32_t cluster = UNITS + r->nunits;
    th_pen_widths(p, widths, UNITS);
    th_pen_width(p, UNITS, cluster, 11);
    th_pen_heading(p, TH_STR("Ma trận kiểm tra"),
                   TH_STR("đạt · sai (số dòng sai/số dòng đã đánh giá) · –: chưa đánh giá được vì thiếu số liệu · "
                          "trống: không áp dụng"),
                   cluster);
    th_pen_header(p, HEAD, labels, UNITS);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, HEAD, UNITS + u, r->d->units[u].name, TH_LOOK_HEADER);
    th_pen_text(p, HEAD, cluster, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"), TH_LOOK_HEADER);
    const th_matrix_cell *counted = th_matrix_cells(r->arena, r->in);
    const uint32_t *first = first_findings(r);
    for (uint32_t c = 0; c < r->d->nchecks; c++) {
        const th_check *check = &r->d->checks[c];
        th_pen_link(p, FIRST + c, CODE, (th_target){r->names[TH_SHEET_RULES], TH_RULES_FIRST + c, TH_RULES_CODE});
        th_pen_text(p, FIRST + c, CODE, check->code, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_LINK);
        th_pen_text(p, FIRST + c, NAME, name_of_check(r, check), TH_LOOK_CELL | TH_LOOK_SMALL);
        th_pen_text(p, FIRST + c, SCOPE, scope_vi(check->scope), TH_LOOK_MIDDLE | TH_LOOK_SMALL);
        th_pen_text(p, FIRST + c, LEVEL, state_or_level(r->arena, check), TH_LOOK_MIDDLE | TH_LOOK_SMALL);
        for (uint32_t u = 0; u <= r->nunits; u++) {
            uint32_t finding = first[(size_t)c * (r->nunits + 1) + u];
            if (finding != TH_NONE)
                th_pen_link(p, FIRST + c, UNITS + u,
                            (th_target){r->names[TH_SHEET_FINDINGS], TH_FINDING_FIRST + finding, TH_FINDING_TEXT});
            tally_cell(&writer, FIRST + c, UNITS + u, &counted[(size_t)c * (r->nunits + 1) + u], check);
        }
    }
    if (!r->d->nchecks)
        th_pen_text(p, FIRST, 0, TH_STR("Bộ biểu mẫu không có phép kiểm tra nào."), TH_LOOK_ITALIC);
    else
        th_tab_filter(p->tab, (th_area){HEAD, 0, HEAD + (uint32_t)r->d->nchecks, cluster});
    th_pen_page(p, HEAD, HEAD, NAME + 1);
}

/* One sheet a form: the form as all units submitted it.  Lists are put one below the
 * other with the unit in front; indicators show every measure that any unit states,
 * this year's pointing at TỔNG HỢP, so that a figure stands in one place only. */
#include "report/sheets.h"

#include "report/aggregate.h"
#include "report/cells.h"
#include "report/marks.h"

#include "base/banned.h"

static void link_to_source(th_pen *p, uint32_t row, uint32_t col, uint32_t fact)
{
    uint32_t source = th_plan_fact_row(p->r, fact);
    if (source != TH_NONE)
        th_pen_link(p, row, col, p->r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE);
}

/* ---- the list ---- */

static void list_frame(th_pen *p, uint32_t form)
{
    const th_report *r = p->r;
    const th_form_place *place = &r->forms[form];
    th_pen_text(p, place->list_head, 0, TH_STR("Đơn vị"), TH_LOOK_HEADER);
    uint32_t last = 0;
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (r->d->columns[c].form == form && r->list_col[c] != TH_NONE) {
            last = r->list_col[c];
            th_pen_text(p, place->list_head, last, r->d->columns[c].label, TH_LOOK_HEADER);
        }
    worksheet_set_row(p->sheet, place->list_head, 50, NULL);
    for (uint32_t row = place->list_head + 1; row <= place->list_head + place->list_rows; row++)
        th_pen_blanks(p, row, 0, last, TH_LOOK_CELL);
    for (uint32_t u = 0; u < r->nunits; u++) {
        uint32_t row = r->list_start[(size_t)form * r->nunits + u];
        uint32_t end = u + 1 < r->nunits ? r->list_start[(size_t)form * r->nunits + u + 1] : place->list_head + 1 + place->list_rows;
        size_t rows = th_dataset_list_size(r->ds, u, form);
        for (uint32_t k = 0; k < rows && row + k < end; k++)
            th_pen_text(p, row + k, 0, r->d->units[u].name, TH_LOOK_CELL | TH_LOOK_TOP | (k ? TH_INK_GREY : 0));
    }
    worksheet_autofilter(p->sheet, place->list_head, 0, place->list_head + place->list_rows, (lxw_col_t)last);
}

static size_t first_list_fact(const th_report *r)
{
    size_t low = 0, high = r->ds->nfacts; /* indicators come first */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->ds->facts[mid].item == 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void list_cells(th_pen *p, uint32_t form)
{
    const th_report *r = p->r;
    size_t links = 0;
    for (size_t k = first_list_fact(r); k < r->ds->nfacts; k++)
        links += r->d->columns[r->ds->facts[k].indicator].form == form;
    th_pen_expect(p, links + r->d->nindicators * r->nunits * TH_MEASURES + 1);
    for (size_t k = first_list_fact(r); k < r->ds->nfacts; k++) {
        const th_fact *f = &r->ds->facts[k];
        const th_column *c = &r->d->columns[f->indicator];
        if (c->form != form || r->list_col[f->indicator] == TH_NONE || f->value.state == TH_STATE_BLANK || f->value.state == TH_STATE_ABSENT)
            continue;
        uint32_t row = r->list_start[(size_t)form * r->nunits + f->unit] + f->item - 1, col = r->list_col[f->indicator];
        bool middle = c->role == TH_ROLE_STT || c->role == TH_ROLE_CRITERION;
        th_look look = TH_LOOK_CELL | TH_LOOK_TOP | (middle ? TH_LOOK_CENTER : f->value.num && c->type != TH_TYPE_TEXT ? TH_LOOK_RIGHT : 0);
        link_to_source(p, row, col, (uint32_t)k);
        th_pen_value(p, row, col, f, c->type, -1, true, look | th_marks_fill(r, k));
        if (r->remark[k].len)
            th_pen_comment(p, row, col, r->remark[k]);
    }
}

/* ---- the indicators ---- */

/* This year's figure stands in TỔNG HỢP; here is a formula that points at it. */
static void pointer(th_pen *p, uint32_t row, uint32_t col, uint32_t i, uint32_t unit, th_look look)
{
    const th_report *r = p->r;
    const th_indicator *ind = &r->d->indicators[i];
    const th_fact *f = th_dataset_find(r->ds, unit, i, TH_NOW);
    th_str there = th_cells_at(r->arena, r->names[TH_SHEET_SUMMARY], r->summary_row[i], TH_SUMMARY_UNITS + unit);
    th_str formula = th_str_fmt(r->arena, "IF(" TH_FMT "=\"\",\"\"," TH_FMT ")", TH_ARG(there), TH_ARG(there));
    bool text = f && f->value.state == TH_STATE_VALUE && (!f->value.num || ind->type == TH_TYPE_BOOL);
    if (f)
        link_to_source(p, row, col, th_plan_fact_index(r, f));
    if (text)
        th_pen_formula_text(p, row, col, formula, f->value.text, (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_WRAP | (ind->type == TH_TYPE_BOOL ? TH_LOOK_CENTER : 0));
    else if (f && f->value.state == TH_STATE_VALUE)
        th_pen_formula(p, row, col, formula, f->value.num, look,
                       th_pen_format(r, th_pen_decimals(ind->decimals >= 0 ? ind->decimals : f->value.decimals, f->value.num), f->value.qualifiers, f->value.den));
    else
        th_pen_formula(p, row, col, formula, th_aggregate_zero(r, f) ? th_exact_int(r->arena, 0) : NULL, look, "#,##0");
}

static void measure_line(th_pen *p, uint32_t form, uint32_t i, th_measure m)
{
    const th_report *r = p->r;
    const th_form_place *place = &r->forms[form];
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t row = r->measure_row[(size_t)i * TH_MEASURES + (size_t)m];
    th_look weight = m == TH_NOW ? TH_LOOK_BOLD : 0;
    th_str name = th_measure_vi(m);
    if (m == TH_COMPARED)
        name = TH_STR("So sánh (%)");
    th_pen_merge(p, row, place->first[TH_FIELD_MEASURE], row, place->last[TH_FIELD_MEASURE], name, TH_LOOK_CELL | TH_LOOK_SMALL | weight);
    for (uint32_t u = 0; u < r->nunits; u++) {
        uint32_t col = place->units + u;
        const th_fact *f = th_dataset_find(r->ds, u, i, m);
        th_look look = TH_LOOK_FIGURE | weight | (f ? th_marks_fill(r, th_plan_fact_index(r, f)) : 0);
        if (m == TH_NOW) {
            pointer(p, row, col, i, u, look);
            continue;
        }
        if (f)
            link_to_source(p, row, col, th_plan_fact_index(r, f));
        th_pen_value(p, row, col, f, f ? th_plan_fact_type(r, f) : ind->type, m == TH_COMPARED ? -1 : ind->decimals, m == TH_REMARK, m == TH_REMARK ? look | TH_LOOK_SMALL : look);
        if (f && r->remark[th_plan_fact_index(r, f)].len)
            th_pen_comment(p, row, col, r->remark[th_plan_fact_index(r, f)]);
    }
    th_look total = TH_LOOK_FIGURE | TH_FILL_TOTAL | weight;
    bool summed = ind->aggregate == TH_AGG_SUM || ind->aggregate == TH_AGG_MIN || ind->aggregate == TH_AGG_MAX;
    if (m == TH_NOW) {
        th_str there = th_cells_at(r->arena, r->names[TH_SHEET_SUMMARY], r->summary_row[i], r->cluster_col);
        th_aggregated a = th_dataset_aggregate(r->arena, r->ds, i, m);
        if (a.num)
            th_pen_formula(p, row, place->cluster, there, a.num, total, th_aggregate_format(r, i, m, &a));
        else
            th_pen_blank(p, row, place->cluster, total);
    } else if (summed && (m == TH_PREVIOUS || m == TH_PLAN))
        th_aggregate_cell(p, row, place->units, place->cluster, i, m, total);
    else
        th_pen_blank(p, row, place->cluster, total);
}

static void indicator_block(th_pen *p, uint32_t form, uint32_t i)
{
    static const th_measure order[] = {TH_PREVIOUS, TH_PLAN, TH_NOW, TH_COMPARED, TH_REMARK};
    const th_report *r = p->r;
    const th_form_place *place = &r->forms[form];
    const th_indicator *ind = &r->d->indicators[i];
    uint32_t first = TH_NONE, last = 0;
    for (size_t k = 0; k < sizeof order / sizeof *order; k++) {
        uint32_t row = r->measure_row[(size_t)i * TH_MEASURES + (size_t)order[k]];
        if (row == TH_NONE)
            continue;
        first = first == TH_NONE ? row : first;
        last = row;
    }
    if (r->group_row[i]) {
        th_pen_blanks(p, first - 1, 0, place->cluster, TH_LOOK_BORDER);
        th_pen_text(p, first - 1, place->first[TH_FIELD_LABEL], ind->group, TH_LOOK_BORDER | TH_LOOK_ITALIC | TH_LOOK_BOLD);
    }
    const th_str fields[] = {ind->stt, ind->label, ind->code, ind->unit};
    static const th_look looks[] = {TH_LOOK_MIDDLE, TH_LOOK_CELL, TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY, TH_LOOK_MIDDLE | TH_LOOK_SMALL};
    for (size_t k = 0; k < TH_FIELD_MEASURE; k++)
        th_pen_merge(p, first, place->first[k], last, place->last[k], fields[k], looks[k] | (k == TH_FIELD_LABEL && ind->group.len ? TH_LOOK_INDENT : 0));
    for (size_t k = 0; k < sizeof order / sizeof *order; k++)
        if (r->measure_row[(size_t)i * TH_MEASURES + (size_t)order[k]] != TH_NONE)
            measure_line(p, form, i, order[k]);
    double chars = 0; /* a merged label does not grow: one line a measure must be enough */
    for (uint32_t c = place->first[TH_FIELD_LABEL]; c <= place->last[TH_FIELD_LABEL]; c++)
        chars += place->width[c];
    if (first == last && !place->list)
        return;
    uint32_t lines = (uint32_t)((double)ind->label.len * 0.85 / chars) + 1;
    if (lines > last - first + 1)
        worksheet_set_row(p->sheet, first, 16.0 * (double)(lines - (last - first)), NULL);
}

static void indicators(th_pen *p, uint32_t form)
{
    static const char *const labels[TH_FIELDS] = {"STT", "Chỉ tiêu", "Mã", "ĐVT", "Số liệu"};
    const th_report *r = p->r;
    const th_form_place *place = &r->forms[form];
    uint32_t row = place->block_head;
    if (place->list)
        th_pen_text(p, row - 1, 0, TH_STR("Chỉ tiêu của biểu"), TH_LOOK_BOLD);
    for (size_t k = 0; k < TH_FIELDS; k++)
        th_pen_merge(p, row, place->first[k], row, place->last[k], th_str_of(labels[k]), TH_LOOK_HEADER);
    for (uint32_t u = 0; u < r->nunits; u++)
        th_pen_text(p, row, place->units + u, r->d->units[u].name, TH_LOOK_HEADER);
    th_pen_text(p, row, place->cluster, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"), TH_LOOK_HEADER);
    worksheet_set_row(p->sheet, row, 35, NULL);
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        if (r->d->indicators[i].form == form)
            indicator_block(p, form, i);
}

void th_report_form(const th_report *r, uint32_t form)
{
    const th_form_place *place = &r->forms[form];
    const th_form *f = &r->d->forms[form];
    th_pen p = th_pen_of_form(r, form);
    th_pen_widths(&p, place->width, place->columns);
    uint32_t last = place->columns > 1 ? place->columns - 1 : 6;
    th_pen_heading(&p, f->title, th_str_fmt(r->arena, TH_FMT " · kỳ %d", TH_ARG(f->code), r->d->period), last);
    if (place->list) {
        list_frame(&p, form);
        list_cells(&p, form);
    }
    if (place->indicators)
        indicators(&p, form);
    if (!place->list && !place->indicators)
        th_pen_text(&p, 4, 0, TH_STR("Biểu này chưa khai báo cột hoặc chỉ tiêu nào trong bộ biểu mẫu."), TH_LOOK_ITALIC);
    uint32_t head = place->list || !place->indicators ? 4 : place->block_head;
    th_pen_page(&p, head, head, place->list ? 1 : TH_FIELDS);
}

/* MỤC LỤC of the edition for the departments: what it is and leaves out, how far it has come, a row a unit, the sheets.
 * The columns that other sheets refer to stand where they stand in the working edition. */
#include "report/contents_sent.h"

#include "check/close.h"
#include "draw/control.h"
#include "report/lead.h"
#include "report/sent_words.h"
#include "report/sheet_list.h"
#include "text/utf8.h"

#include "base/banned.h"

enum {
    NAME = 0,
    STATUS = TH_CONTENTS_STATUS,
    SLIP,
    RECEIVED = TH_CONTENTS_RECEIVED,
    FORMS = TH_CONTENTS_FORMS,
    FIGURES,
    COLUMNS,
    LAST = FIGURES
};

static void lines_above(th_writer *writer)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    bool provisional = r->in->scores->readiness.stage == TH_STAGE_PROVISIONAL;
    th_look look =
        TH_LOOK_BOLD | TH_LOOK_WRAP | TH_LOOK_BORDER | TH_LOOK_LARGE | (provisional ? TH_FILL_WARNING : TH_FILL_GOOD);
    if (th_control_watched(p->tab))
        th_lead_merge(r, p, th_across(3, 0, LAST), th_sent_figures(r), look);
    else
        th_pen_merge(p, th_across(3, 0, LAST), th_sent_figures(r), look);
    th_pen_merge(p, th_across(4, 0, LAST), th_sent_ranking(r), look);
    th_pen_merge(p, th_across(5, 0, LAST), th_sent_is(), TH_LOOK_WRAP | TH_LOOK_BORDER);
}

static th_str status_of_unit(const th_report *r, uint32_t unit)
{
    const th_closing *closed = th_close_of_unit(r->d, unit);
    if (closed)
        return th_str_fmt(r->arena, "không xếp hạng: " TH_FMT, TH_ARG(closed->basis));
    return th_plan_reported(r, unit) ? TH_STR("có số liệu") : TH_STR("chưa có số liệu");
}

/* How many figures each unit has, including those that are not shown. */
static size_t *figures_of_units(const th_report *r)
{
    const th_dataset *whole = r->in->whole;
    size_t *n = th_arena_array(r->arena, r->nunits, sizeof *n);
    for (size_t k = 0; k < whole->nfacts; k++)
        n[whole->facts[k].unit] +=
            th_figure_shows(&whole->facts[k], th_plan_fact_type(whole->definition, &whole->facts[k]));
    return n;
}

static void row_of_unit(th_writer *writer, uint32_t unit, size_t figures)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t row = TH_CONTENTS_FIRST + unit;
    bool reported = th_plan_reported(r, unit), slip = r->slip_row[unit] != TH_NONE;
    th_cell_at at;
    th_str sheet = th_plan_unit_cell(r, unit, &at);
    th_pen_link(p, row, NAME, (th_target){sheet, at.row, at.col});
    th_pen_text(p, row, NAME, r->d->units[unit].name, TH_LOOK_CELL | TH_LOOK_BOLD);
    th_pen_text(p, row, STATUS, status_of_unit(r, unit), TH_LOOK_MIDDLE | TH_LOOK_WRAP);
    if (slip)
        th_pen_link(p, row, SLIP, (th_target){r->names[TH_SHEET_SLIPS], r->slip_row[unit], 0});
    th_pen_text(p, row, SLIP, slip ? TH_STR("phiếu điểm ›") : (th_str){0}, TH_LOOK_MIDDLE | TH_INK_LINK);
    double received = reported ? th_score_received(r->ds, unit) : 0;
    if (received > 0)
        th_pen_number(p, row, RECEIVED, received, (th_style){TH_LOOK_MIDDLE, "dd/mm/yyyy hh:mm"});
    else
        th_pen_blank(p, row, RECEIVED, TH_LOOK_MIDDLE);
    if (reported) {
        const char *of = th_str_cstr(r->arena, th_str_fmt(r->arena, "0\"/%zu\"", r->d->nforms));
        th_pen_number(p, row, FORMS, th_dataset_unit_forms(r->ds, unit), (th_style){TH_LOOK_MIDDLE, of});
    } else
        th_pen_blank(p, row, FORMS, TH_LOOK_MIDDLE);
    th_pen_number(p, row, FIGURES, (double)figures, (th_style){TH_LOOK_FIGURE, "#,##0"});
}

void th_contents_sent(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Đơn vị",       "Trạng thái", "Phiếu điểm",
                                                "Nhận lần đầu", "Số biểu",    "Số liệu đọc được"};
    static const double widths[COLUMNS] = {26, 34, 18, 20, 14, 18};
    th_writer writer = th_writer_of(r, TH_SHEET_CONTENTS);
    th_pen *p = &writer.pen;
    th_pen_widths(p, widths, COLUMNS);
    th_str host = r->d->host.len ? th_str_fmt(r->arena, " · Đơn vị chủ trì: " TH_FMT, TH_ARG(r->d->host)) : (th_str){0};
    th_pen_heading(p, r->d->title.len ? th_text_upper(r->arena, r->d->title) : TH_STR("SỔ TỔNG HỢP"),
                   th_str_fmt(r->arena, "Kỳ báo cáo: %d" TH_FMT " · BẢN GỬI ĐƠN VỊ", r->d->period, TH_ARG(host)), LAST);
    lines_above(&writer);
    th_pen_header(p, TH_CONTENTS_HEAD, labels, COLUMNS);
    const size_t *figures = figures_of_units(r);
    for (uint32_t u = 0; u < r->nunits; u++)
        row_of_unit(&writer, u, figures[u]);
    uint32_t row = th_sheet_list_write(&writer, TH_CONTENTS_FIRST + r->nunits + 1, LAST);
    th_pen_merge(p, th_across(row, 0, LAST),
                 th_str_fmt(r->arena, "Bộ biểu mẫu phiên bản " TH_FMT ", SHA-256 " TH_FMT ". Lập bằng " TH_FMT ".",
                            TH_ARG(r->d->version), TH_ARG(r->in->definition_hash), TH_ARG(r->in->program)),
                 TH_LOOK_SMALL | TH_LOOK_ITALIC | TH_LOOK_WRAP | TH_INK_GREY);
    th_pen_page(p, TH_CONTENTS_HEAD, TH_CONTENTS_HEAD, 1);
    th_tab_repeat(p->tab, 0, 0);
}

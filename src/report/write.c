#include "report/report.h"

#include <time.h>

#include "draw/output.h"
#include "report/plan.h"
#include "report/sheets.h"

#include "base/banned.h"

static lxw_worksheet *add_sheet(const th_report *r, th_str name)
{
    return workbook_add_worksheet(r->book, th_str_cstr(r->arena, name));
}

/* In the order of the tabs; false when a sheet was refused. */
static bool add_sheets(th_report *r)
{
    static const th_sheet_id before[] = {TH_SHEET_CONTENTS, TH_SHEET_SUMMARY};
    static const th_sheet_id after[] = {TH_SHEET_RANKING, TH_SHEET_SCORING,     TH_SHEET_FINDINGS, TH_SHEET_MATRIX,
                                        TH_SHEET_SOURCES, TH_SHEET_CONVERSIONS, TH_SHEET_JOURNAL};
    bool ok = true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        ok = (r->sheets[before[i]] = add_sheet(r, r->names[before[i]])) && ok;
    for (uint32_t f = 0; f < r->d->nforms; f++)
        ok = (r->forms[f].sheet = add_sheet(r, r->forms[f].name)) && ok;
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        ok = (r->sheets[after[i]] = add_sheet(r, r->names[after[i]])) && ok;
    return ok;
}

/* The date is an input: libxlsxwriter would ask the clock for a date of 0. */
static void set_properties(const th_report *r)
{
    lxw_doc_properties about = {
        .title = th_str_cstr(r->arena, r->d->title),
        .subject = th_str_cstr(r->arena, th_str_fmt(r->arena, TH_FMT ", kỳ %d", TH_ARG(r->d->cluster), r->d->period)),
        .author = th_str_cstr(r->arena, r->d->host),
        .company = th_str_cstr(r->arena, r->d->cluster),
        .comments = th_str_cstr(r->arena, th_str_fmt(r->arena, "Lập bằng " TH_FMT, TH_ARG(r->in->program))),
        .created = (time_t)(r->in->created > 0 ? r->in->created : 1),
    };
    workbook_set_properties(r->book, &about);
}

static void write_sheets(const th_report *r)
{
    th_report_contents(r);
    th_report_summary(r);
    for (uint32_t f = 0; f < r->d->nforms; f++)
        th_report_form(r, f);
    th_report_ranking(r);
    th_report_scoring(r);
    th_report_findings(r);
    th_report_matrix(r);
    th_report_sources(r);
    th_report_conversions(r);
    th_report_journal(r);
}

th_status th_report_write(th_arena *arena, const th_report_input *input, const char *path, th_str *trouble)
{
    th_report r = {.arena = arena, .in = input, .ds = input->ds, .d = input->ds->definition};
    if (!r.d->nunits) {
        *trouble = TH_STR("bộ biểu mẫu không có đơn vị nào trong kỳ này");
        return TH_FAILED;
    }
    th_output *output = th_output_new(arena, path, trouble);
    if (!output)
        return TH_FAILED;
    r.book = th_output_book(output);
    r.styles = th_styles_new(arena, r.book);
    th_plan_make(&r);
    if (!add_sheets(&r)) {
        *trouble = TH_STR("không thêm được trang tính vào sổ kết quả");
        return TH_FAILED;
    }
    set_properties(&r);
    write_sheets(&r);
    worksheet_activate(r.sheets[TH_SHEET_CONTENTS]);
    return th_output_close(arena, output, trouble);
}

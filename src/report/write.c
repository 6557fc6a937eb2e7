#include "report/report.h"

#include "draw/output.h"
#include "report/plan.h"
#include "report/sheets.h"

#include "base/banned.h"

/* In the order of the tabs; false when a sheet was refused. */
static bool add_sheets(th_report *r, th_output *output)
{
    static const th_sheet_id before[] = {TH_SHEET_CONTENTS, TH_SHEET_SUMMARY};
    static const th_sheet_id after[] = {TH_SHEET_RANKING, TH_SHEET_SCORING,     TH_SHEET_FINDINGS, TH_SHEET_MATRIX,
                                        TH_SHEET_SOURCES, TH_SHEET_CONVERSIONS, TH_SHEET_JOURNAL};
    bool ok = true;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        ok = (r->tabs[before[i]] = th_output_add(output, r->names[before[i]])) && ok;
    for (uint32_t f = 0; f < r->d->nforms; f++)
        ok = (r->forms[f].tab = th_output_add(output, r->forms[f].name)) && ok;
    for (size_t i = 0; i < sizeof after / sizeof *after; i++)
        ok = (r->tabs[after[i]] = th_output_add(output, r->names[after[i]])) && ok;
    return ok;
}

static void describe(const th_report *r, th_output *output)
{
    th_str subject = th_str_fmt(r->arena, TH_FMT ", kỳ %d", TH_ARG(r->d->cluster), r->d->period);
    th_about about = {
        .title = th_str_cstr(r->arena, r->d->title),
        .subject = th_str_cstr(r->arena, subject),
        .author = th_str_cstr(r->arena, r->d->host),
        .company = th_str_cstr(r->arena, r->d->cluster),
        .comments = th_str_cstr(r->arena, th_str_fmt(r->arena, "Lập bằng " TH_FMT, TH_ARG(r->in->program))),
        .created = r->in->created,
    };
    th_output_describe(output, &about);
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
    th_plan_make(&r);
    th_letterhead letterhead = {.cluster = r.d->cluster,
                                .host = r.d->host,
                                .made_on = r.d->made_on,
                                .period = r.d->period,
                                .contents = r.names[TH_SHEET_CONTENTS]};
    th_output_dress(output, &letterhead);
    if (!add_sheets(&r, output)) {
        *trouble = TH_STR("không thêm được trang tính vào sổ kết quả");
        return TH_FAILED;
    }
    describe(&r, output);
    write_sheets(&r);
    th_tab_activate(r.tabs[TH_SHEET_CONTENTS]);
    return th_output_close(output, trouble);
}

/* Writes the consolidated workbook as a whole: its plan, its tabs, and then sheet by sheet. */
#include "report/report.h"

#include "draw/control.h"
#include "draw/output.h"
#include "report/live_rule.h"
#include "report/plan.h"
#include "report/sent_copy.h"
#include "report/signing.h"
#include "report/sheets.h"
#include "report/source_index.h"
#include "report/verdict.h"
#include "text/value.h"

#include "base/banned.h"

/* Adds the sheets in the order of their tabs; false when one was refused. */
static bool add_sheets(th_report *r, th_output *output)
{
    bool all = true;
    for (size_t id = 0; id < TH_SHEETS; id++) {
        for (uint32_t form = 0; id == TH_SHEET_FORMS && form < r->d->nforms; form++)
            all = (r->forms[form].tab = th_output_add(output, r->forms[form].name)) && all;
        if (id != TH_SHEET_FORMS && th_plan_has(r, (th_sheet_id)id))
            all = (r->tabs[id] = th_output_add(output, r->names[id])) && all;
    }
    return all;
}

/* Blue: what people read and sign; light blue: the forms; grey: what they check with. */
static void colour_tabs(const th_report *r)
{
    enum { READ = 0x1F3F6E, FORM = 0x8FAAD0, DIVIDER = 0x404040, CHECK = 0xA6A6A6 };
    for (uint32_t form = 0; form < r->d->nforms; form++)
        th_tab_mark(r->forms[form].tab, FORM);
    for (size_t id = 0; id < TH_SHEETS; id++) {
        uint32_t colour = id > TH_SHEET_DIVIDER ? CHECK : READ;
        if (r->tabs[id])
            th_tab_mark(r->tabs[id], id == TH_SHEET_DIVIDER ? DIVIDER : colour);
    }
}

/* Which of the two editions it is. */
static const char *words_of_edition(const th_report *r)
{
    return r->in->whole ? "BẢN GỬI ĐƠN VỊ" : "BẢN LÀM VIỆC";
}

static void describe(const th_report *r, th_output *output)
{
    th_str subject = th_str_fmt(r->arena, TH_FMT ", kỳ %d", TH_ARG(r->d->cluster), r->d->period);
    th_about about = {
        .mark = TH_MARK_RESULT,
        .title = th_str_cstr(r->arena, r->d->title),
        .subject = th_str_cstr(r->arena, subject),
        .author = th_str_cstr(r->arena, r->d->host),
        .company = th_str_cstr(r->arena, r->d->cluster),
        .comments = th_str_cstr(
            r->arena, th_str_fmt(r->arena, "%s. Lập bằng " TH_FMT, words_of_edition(r), TH_ARG(r->in->program))),
        .created = r->in->created,
    };
    th_output_describe(output, &about);
}

/* What a sheet is written with, its formulas above all, is copied into the workbook, and is needed no more then. */
static void write_sheet(const th_report *r, void (*write)(const th_report *r))
{
    th_report of_sheet = *r;
    of_sheet.arena = th_arena_scratch(r->arena);
    write(&of_sheet);
    th_arena_free(of_sheet.arena);
}

static void write_sheets(const th_report *r)
{
#define TH_REPORT_SHEET(id, name, writer, vi, en)                                                                      \
    if (th_plan_has(r, TH_SHEET_##id))                                                                                 \
        write_sheet(r, writer);
#include "report/sheets.def"
#undef TH_REPORT_SHEET
}

/* The day of which the figures are: that of the run, or else that of the last file that counts. */
static int day_of_figures(const th_report *r)
{
    double last = r->ds->as_of;
    for (uint32_t u = 0; u < r->nunits && !r->ds->as_of; u++) {
        double received = th_dataset_source(r->ds, u) ? th_score_received(r->ds, u) : 0;
        last = received > last ? received : last;
    }
    return (int)last;
}

/* "BẢN LÀM VIỆC · TẠM TÍNH · số liệu đến 05/01/2023 · lập 10/01/2023": what a printed page has to say when it lies on a
 * desk. */
static th_str footing(const th_report *r)
{
    int year, month, day, until = day_of_figures(r);
    th_buf out;
    th_buf_init(&out, r->arena);
    th_str stage = th_verdict_stage(r->arena, &r->in->scores->readiness);
    size_t bracket = th_str_find(stage, TH_STR(" ("), 0);
    th_buf_fmt(&out, "%s · ", words_of_edition(r));
    th_buf_add(&out, th_str_sub(stage, 0, bracket < stage.len ? bracket : stage.len)); /* the papers stand elsewhere */
    if (until > 0) {
        th_date_of_serial(until, &year, &month, &day);
        th_buf_fmt(&out, " · số liệu đến %02d/%02d/%d", day, month, year);
    }
    if (th_date_parse(r->d->made_on, &year, &month, &day))
        th_buf_fmt(&out, " · lập %02d/%02d/%d", day, month, year);
    return th_buf_str(&out);
}

/* What people sign is dated once something is frozen. */
static bool is_dated(const th_report *r)
{
    const th_freezes *freezes = r->in->freezes;
    return freezes && (th_freeze_holding(freezes, TH_FREEZE_POINTS, r->d->period) ||
                       th_freeze_holding(freezes, TH_FREEZE_FIGURES, r->d->period));
}

th_status th_report_write(th_arena *arena, const th_report_input *input, const char *path, th_trouble *trouble)
{
    th_report r = {.arena = arena, .in = input, .ds = input->ds, .d = input->ds->definition};
    if (!r.d->nunits) {
        *trouble =
            TH_TROUBLE_IS("bộ biểu mẫu không có đơn vị nào trong kỳ này", "the definition has no unit in this period");
        return TH_FAILED;
    }
    th_output *output = th_output_new(arena, path, trouble);
    if (!output)
        return TH_FAILED;
    th_plan_make(&r);
    r.conversions = th_conversion_rows_make(arena, r.ds);
    th_status listed = th_long_lists_write(&r, trouble);
    if (listed != TH_OK)
        return listed;
    if (th_long_list_apart(&r, TH_LONG_SOURCES))
        th_source_index_place(&r);
    if (!input->whole)
        r.live_rules = th_live_rules(&r);
    th_letterhead letterhead = {.cluster = r.d->cluster,
                                .host = r.d->host,
                                .made_on = r.d->made_on,
                                .period = r.d->period,
                                .contents = r.names[TH_SHEET_CONTENTS],
                                .footing = footing(&r)};
    th_signing_fill(arena, r.d, is_dated(&r), &letterhead);
    th_output_dress(output, &letterhead);
    if (r.nunits <= TH_CONTROL_MOST_UNITS)
        th_control_watch(output, (th_control_place){r.names[TH_SHEET_CONTROL], TH_CONTROL_FIRST, TH_CONTROL_STATE});
    if (!add_sheets(&r, output)) {
        *trouble =
            TH_TROUBLE_IS("không thêm được trang tính vào sổ kết quả", "a sheet cannot be added to the workbook");
        return TH_FAILED;
    }
    colour_tabs(&r);
    describe(&r, output);
    write_sheets(&r);
    th_tab_activate(r.tabs[TH_SHEET_CONTENTS]);
    return th_output_close(output, trouble);
}

th_status th_report_write_sent(th_arena *arena, const th_report_input *input, const char *path, th_trouble *trouble)
{
    return th_report_write(arena, th_sent_copy_of(arena, input), path, trouble);
}

/* Says what a ranking has come to, and what is open. */
#include "report/verdict.h"

#include "check/close.h"
#include "report/live_number.h"
#include "score/readiness.h"

#include "base/banned.h"

enum { MOST_NAMED = 8, MOST_UNITS = 3 };

/* ---- rows that are not in use ---- */

static void name_rows(th_buf *out, th_arena *arena, const th_place *rows, size_t n, const char *what)
{
    if (!n)
        return;
    th_buf_fmt(out, "%s%zu %s: ", out->len ? "; " : "", n, what);
    for (size_t i = 0; i < n && i < MOST_NAMED; i++)
        th_buf_fmt(out, "%s" TH_FMT "!" TH_FMT, i ? ", " : "", TH_ARG(rows[i].sheet),
                   TH_ARG(th_cell_name(arena, rows[i].row, rows[i].col)));
    if (n > MOST_NAMED)
        th_buf_fmt(out, " và %zu dòng nữa", n - MOST_NAMED);
}

th_str th_verdict_rows_aside(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    name_rows(&out, r->arena, r->d->set_aside, r->d->nset_aside, "dòng đã nhập chưa dùng được");
    name_rows(&out, r->arena, r->ds->suspended, r->ds->nsuspended, "dòng điều chỉnh tạm ngưng, chờ hỏi lại");
    name_rows(&out, r->arena, r->ds->by_phone, r->ds->nby_phone,
              "dòng điều chỉnh theo điện thoại, chờ đơn vị xác nhận bằng tệp hoặc văn bản");
    return th_buf_str(&out);
}

/* ---- the stage ---- */

static th_str document_of(th_arena *arena, const th_stage_row *row)
{
    const char *kind = row->stage == TH_STAGE_RECOGNISED ? "QĐ số" : "biên bản số";
    int year, month, day;
    th_str date = row->date;
    if (th_date_parse(th_str_sub(date, 0, th_str_find(date, TH_STR(" "), 0)), &year, &month, &day))
        date = th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
    return th_str_fmt(arena, "%s " TH_FMT ", ngày " TH_FMT, kind, TH_ARG(row->document), TH_ARG(date));
}

th_str th_verdict_stage(th_arena *arena, const th_readiness *readiness)
{
    static const char *const names[] = {[TH_STAGE_PROVISIONAL] = "TẠM TÍNH",
                                        [TH_STAGE_READY] = "ĐỦ ĐIỀU KIỆN TRÌNH",
                                        [TH_STAGE_APPRAISED] = "ĐÃ THẨM ĐỊNH",
                                        [TH_STAGE_RECOGNISED] = "ĐÃ CÔNG NHẬN"};
    th_str name = th_str_of(names[readiness->stage]);
    if (readiness->stage < TH_STAGE_APPRAISED)
        return name;
    return th_str_fmt(arena, TH_FMT " (" TH_FMT ")", TH_ARG(name), TH_ARG(document_of(arena, readiness->row)));
}

th_str th_verdict_stage_if_ready(const th_report *r)
{
    th_readiness ready = r->in->scores->readiness;
    ready.stage = ready.row ? (th_stage)ready.row->stage : TH_STAGE_READY;
    return th_verdict_stage(r->arena, &ready);
}

th_str th_verdict_of_unit(const th_report *r, uint32_t unit)
{
    const th_stage_row *last = th_readiness_stage(r->ds, unit);
    if (!last)
        return (th_str){0};
    return th_str_fmt(r->arena, "%s theo " TH_FMT, last->stage == TH_STAGE_RECOGNISED ? "đã công nhận" : "đã thẩm định",
                      TH_ARG(document_of(r->arena, last)));
}

/* ---- what is open ---- */

typedef struct reasons {
    const th_report *r;
    th_buf out;
    bool without_points;
} reasons;

static th_buf *next_reason(reasons *all)
{
    if (all->out.len)
        th_buf_add(&all->out, TH_STR("; "));
    return &all->out;
}

th_str th_verdict_product(const th_report *r)
{
    const th_scores *scores = r->in->scores;
    size_t criteria = 0, units = 0;
    bool *waits = th_arena_array(r->arena, r->nunits, sizeof *waits);
    for (uint32_t c = 0; c < r->d->ncriteria; c++) {
        bool any = false;
        for (uint32_t u = 0; u < r->nunits; u++) {
            const th_points *points = th_score_points(scores, c, u);
            bool open = r->d->criteria[c].leaf && scores->totals[u].total && points->state == TH_POINTS_WAITING &&
                        points->from != TH_FROM_CLUSTER && !th_close_of_unit(r->d, u);
            waits[u] = waits[u] || open;
            any = any || open;
        }
        criteria += any;
    }
    for (uint32_t u = 0; u < r->nunits; u++)
        units += waits[u];
    if (criteria * units != scores->open.to_score)
        return (th_str){0};
    return th_str_fmt(r->arena, " (%zu tiêu chí × %zu " TH_FMT ")", criteria, units, TH_ARG(r->d->unit_noun));
}

/* "322 ô (46 tiêu chí × 7 Sở)" */
static void add_unscored(reasons *all)
{
    size_t n = all->r->in->scores->open.to_score;
    if (n)
        th_buf_fmt(next_reason(all), "Cụm chưa chấm %zu ô" TH_FMT, n, TH_ARG(th_verdict_product(all->r)));
}

/* "143,50 điểm của Sơn La do đơn vị tự chấm". */
static void add_self_scored(reasons *all)
{
    const th_report *r = all->r;
    size_t n = 0;
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_exact *points = r->in->scores->totals[u].self_scored;
        if (!points || !th_exact_sign(points) || th_close_of_unit(r->d, u) || n++ >= MOST_UNITS)
            continue;
        th_str shown = th_live_points(r->arena, (th_str){0}, points).text;
        if (n == 1)
            next_reason(all);
        else
            th_buf_add(&all->out, TH_STR(", "));
        if (!all->without_points)
            th_buf_fmt(&all->out, TH_FMT " ", TH_ARG(shown));
        th_buf_fmt(&all->out, "điểm của " TH_FMT, TH_ARG(r->d->units[u].name));
    }
    if (n > MOST_UNITS)
        th_buf_fmt(&all->out, " và của %zu " TH_FMT " nữa", n - MOST_UNITS, TH_ARG(r->d->unit_noun));
    if (n)
        th_buf_add(&all->out, TH_STR(" do đơn vị tự chấm"));
}

static void add_count(reasons *all, size_t n, const char *before, const char *after)
{
    if (n)
        th_buf_fmt(next_reason(all), "%s%zu%s", before, n, after);
}

th_str th_verdict_partial(const th_report *r)
{
    return th_str_fmt(r->arena, "thứ tự tạm trong %u/" TH_FMT, r->in->scores->readiness.in,
                      TH_ARG(th_plan_of_units(r)));
}

static th_str open_reasons(const th_report *r, bool without_points)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    const th_open_points *open = &r->in->scores->open;
    reasons all = {.r = r, .without_points = without_points};
    th_buf_init(&all.out, r->arena);
    if (readiness->missing)
        th_buf_fmt(next_reason(&all), "mới có %u/" TH_FMT, readiness->in + readiness->closed,
                   TH_ARG(th_plan_of_units(r)));
    add_unscored(&all);
    add_count(&all, open->to_confirm, "", " ô có điểm máy tính chờ Cụm xác nhận");
    add_count(&all, open->stale, "", TH_STALE_ROWS);
    add_count(&all, open->without_data - open->deductions_unknown, "", " ô chờ số liệu");
    add_count(&all, open->deductions_unknown, "", " điểm trừ chưa xét được vì chờ số liệu");
    add_self_scored(&all);
    add_count(&all, readiness->errors, "còn ", " lỗi chưa sửa hoặc chưa đóng");
    add_count(&all, readiness->doubts, "còn ", " cảnh báo về số liệu dùng để xếp hạng");
    add_count(&all, r->d->nset_aside, "", " dòng đã nhập chưa dùng được");
    add_count(&all, r->ds->nsuspended, "", " dòng điều chỉnh chờ hỏi lại");
    add_count(&all, r->ds->nby_phone, "", " dòng điều chỉnh theo điện thoại chờ đơn vị xác nhận");
    return th_buf_str(&all.out);
}

th_str th_verdict_reasons(const th_report *r)
{
    return open_reasons(r, false);
}

th_str th_verdict_step_too_early(const th_report *r)
{
    const th_stage_row *row = r->in->scores->readiness.row;
    return row ? th_str_fmt(r->arena, "; Trạng thái đã ghi " TH_FMT " nhưng chưa đủ điều kiện",
                            TH_ARG(document_of(r->arena, row)))
               : (th_str){0};
}

/* The reasons, and a step that was taken nevertheless. */
static th_str with_early_step(const th_report *r, th_str open)
{
    return open.len ? th_str_fmt(r->arena, TH_FMT TH_FMT, TH_ARG(open), TH_ARG(th_verdict_step_too_early(r))) : open;
}

th_str th_verdict_open(const th_report *r)
{
    return with_early_step(r, open_reasons(r, false));
}

static th_verdict verdict_of_ranking(const th_report *r, bool without_points)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    if (!r->d->nrankings)
        return (th_verdict){TH_STR("XẾP HẠNG: bộ biểu mẫu không có bảng xếp hạng."), TH_FILL_NONE};
    if (readiness->stage == TH_STAGE_PROVISIONAL)
        return (th_verdict){th_str_fmt(r->arena, "XẾP HẠNG: TẠM TÍNH, chưa dùng được: " TH_FMT ".",
                                       TH_ARG(with_early_step(r, open_reasons(r, without_points)))),
                            TH_FILL_ERROR};
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_fmt(&out, "XẾP HẠNG: " TH_FMT ", %u/" TH_FMT, TH_ARG(th_verdict_stage(r->arena, readiness)), readiness->in,
               TH_ARG(th_plan_of_units(r)));
    if (readiness->closed)
        th_buf_fmt(&out, ", %u không xếp hạng (trang Đóng)", readiness->closed);
    if (readiness->closed_errors)
        th_buf_fmt(&out, ", %zu lỗi đã đóng", readiness->closed_errors);
    th_buf_byte(&out, '.');
    return (th_verdict){th_buf_str(&out), TH_FILL_GOOD};
}

th_verdict th_verdict_ranking(const th_report *r)
{
    return verdict_of_ranking(r, false);
}

th_verdict th_verdict_ranking_without_points(const th_report *r)
{
    return verdict_of_ranking(r, true);
}

/* Looks at what came of each unit, and says it in words. */
#include "report/situation.h"

#include "check/close.h"
#include "report/aggregate.h"
#include "report/gap.h"
#include "report/cells.h"
#include "report/freezes.h"
#include "text/utf8.h"

#include "base/banned.h"

/* ---- what is known of the units ---- */

/* A unit whose file cannot be opened, or is not to be counted yet, has sent something, and hears so. */
static th_str word_without_source(th_arena *arena, const th_situation *unit)
{
    if (unit->rejected)
        return TH_STR("bị loại");
    if (unit->unopened.len)
        return th_str_fmt(arena, "đã gửi, chưa mở được: tệp " TH_FMT, TH_ARG(unit->unopened));
    if (unit->set_aside.len)
        return unit->set_aside;
    if (unit->registered)
        return TH_STR("đã ghi nhận, chưa thấy tệp");
    return unit->overdue ? TH_STR("thiếu") : TH_STR("chưa nộp");
}

static th_str word_of(th_arena *arena, const th_situation *unit)
{
    if (unit->closed)
        return th_str_fmt(arena, "không xếp hạng: " TH_FMT, TH_ARG(unit->closed->basis));
    if (!unit->source)
        return word_without_source(arena, unit);
    if (unit->missing && unit->late)
        return th_str_fmt(arena, "thiếu %u biểu, muộn %u ngày", unit->missing, unit->late);
    if (unit->missing)
        return th_str_fmt(arena, "thiếu %u biểu", unit->missing);
    return unit->late ? th_str_fmt(arena, "muộn %u ngày", unit->late) : TH_STR("đủ");
}

static th_look situation_fill(const th_situation *unit)
{
    if (!unit->source)
        return TH_FILL_ERROR;
    return unit->missing || unit->late ? TH_FILL_WARNING : TH_FILL_GOOD;
}

/* Notes what else is known of each unit: files that wait, were withdrawn or refused, or are only registered in Sổ
 * nhận.  A refused file without a format could not even be opened. */
static void note_files(const th_report *r, th_situation *units)
{
    for (size_t i = 0; i < r->d->nreceipts; i++)
        if (th_receipt_tells_of_a_file(&r->d->receipts[i]))
            units[r->d->receipts[i].unit].registered = true;
    for (size_t i = 0; i < r->ds->nsources; i++) {
        const th_source *source = &r->ds->sources[i];
        if (source->unit == TH_NONE)
            continue;
        th_situation *unit = &units[source->unit];
        /* Nobody is asked about it: what counts is frozen. */
        if (source->after_freeze) {
            if (!unit->set_aside.len)
                unit->set_aside = TH_STR("chưa nộp lúc chốt; tệp gửi sau không tính");
            continue;
        }
        unit->waiting += source->waits && !th_dataset_source_forms(r->ds, source);
        unit->held = unit->held || source->status == TH_SOURCE_WAITING;
        if (source->status == TH_SOURCE_WAITING && source->waits)
            unit->set_aside = TH_STR("đã gửi, chờ ban thư ký nhận");
        else if (source->status == TH_SOURCE_WAITING)
            unit->set_aside = TH_STR("đã gửi, Sổ nhận ghi chờ");
        else if (source->status == TH_SOURCE_WITHDRAWN && !unit->set_aside.len)
            unit->set_aside = TH_STR("đã rút, chưa gửi lại");
        else if (source->status == TH_SOURCE_REJECTED && source->format.len)
            unit->rejected = true;
        else if (source->status == TH_SOURCE_REJECTED && !unit->unopened.len)
            unit->unopened = source->file;
    }
}

th_situation *th_situations_of(const th_report *r)
{
    th_situation *units = th_arena_array(r->arena, r->nunits, sizeof *units);
    const th_dataset *ds = r->ds;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_str code = ds->findings.at[i].place.unit;
        uint32_t u = code.len ? th_definition_unit(r->d, code) : TH_NONE;
        if (u != TH_NONE)
            units[u].level[ds->findings.at[i].level] +=
                th_finding_is_open(&ds->findings.at[i]) && !ds->findings.at[i].entered;
    }
    note_files(r, units);
    for (size_t k = 0; k < ds->nfacts && (r->source_ranges || k < TH_SOURCE_MOST); k++) {
        const th_fact *f = &ds->facts[k];
        bool nought = th_gap_counts_zero(r, f) && r->d->indicators[f->indicator].aggregate == TH_AGG_SUM;
        units[f->unit].figures += nought || (th_plan_is_figure(f) && th_figure_shows(f, th_plan_fact_type(r->d, f)));
    }
    for (uint32_t u = 0; u < r->nunits; u++) {
        units[u].source = th_dataset_source(ds, u);
        units[u].overdue = th_score_is_overdue(ds, u);
        units[u].closed = th_close_of_unit(r->d, u);
        units[u].missing = units[u].source ? th_score_forms_missing(ds, u) : 0;
        units[u].late = units[u].source ? th_score_days_late(ds, u) : 0;
        units[u].word = word_of(r->arena, &units[u]);
        if (units[u].source && units[u].waiting)
            units[u].word = th_str_fmt(r->arena, TH_FMT "; %zu tệp chờ nhận", TH_ARG(units[u].word), units[u].waiting);
        th_str stage = th_verdict_of_unit(r, u);
        if (stage.len)
            units[u].word = th_str_fmt(r->arena, TH_FMT "; " TH_FMT, TH_ARG(units[u].word), TH_ARG(stage));
        units[u].fill = situation_fill(&units[u]);
    }
    return units;
}

/* ---- of all units ---- */

th_calls th_situations_calls(const th_report *r, const th_situation *units)
{
    th_calls calls = {0};
    for (uint32_t u = 0; u < r->nunits; u++) {
        bool errors = units[u].level[TH_LEVEL_ERROR] || units[u].level[TH_LEVEL_BLOCK];
        if (units[u].closed)
            continue;
        calls.absent += !units[u].source;
        calls.missing += units[u].source && units[u].missing;
        calls.errors += units[u].source && !units[u].missing && errors;
    }
    return calls;
}

bool th_situations_counts(const th_report *r, const th_situation *units, bool absent)
{
    enum { FEW = 8 };
    th_calls calls = th_situations_calls(r, units);
    size_t n = calls.absent;
    if (!absent)
        n += calls.missing + calls.errors;
    return r->nunits > TH_MOST_BESIDE && n > FEW;
}

static void count_calls(const th_report *r, th_buf *out, const th_situation *units, bool absent)
{
    th_calls calls = th_situations_calls(r, units);
    const size_t n[] = {calls.absent, calls.missing, calls.errors};
    static const char *const words[] = {" chưa có tệp được tính", " thiếu biểu", " có lỗi"};
    for (size_t i = 0; i < sizeof n / sizeof *n && !absent; i++)
        if (n[i])
            th_buf_fmt(out, "%s%zu đơn vị%s", out->len ? ", " : "", n[i], words[i]);
    if (absent)
        th_buf_fmt(out, "%zu đơn vị", calls.absent);
    th_buf_add(out, TH_STR(TH_LIST_IN_CONTENTS));
}

void th_situations_list(const th_report *r, th_buf *out, const th_situation *units, bool absent)
{
    if (th_situations_counts(r, units, absent)) {
        count_calls(r, out, units, absent);
        return;
    }
    for (uint32_t u = 0; u < r->nunits; u++) {
        bool call =
            units[u].source && (units[u].level[TH_LEVEL_ERROR] || units[u].level[TH_LEVEL_BLOCK] || units[u].missing);
        if (units[u].closed || (absent ? units[u].source != NULL : units[u].source && !call))
            continue;
        th_buf_fmt(out, "%s" TH_FMT, out->len ? ", " : "", TH_ARG(r->d->units[u].name));
        if (!units[u].source)
            th_buf_fmt(out, " (" TH_FMT ")", TH_ARG(units[u].word));
        else if (units[u].missing)
            th_buf_fmt(out, " (thiếu %u biểu)", units[u].missing);
        else
            th_buf_fmt(out, " (%zu lỗi)", units[u].level[TH_LEVEL_ERROR] + units[u].level[TH_LEVEL_BLOCK]);
    }
}

th_verdict th_situations_verdict(const th_report *r, const th_situation *units)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    const th_findings *findings = &r->ds->findings;
    size_t errors = th_findings_count(findings, TH_LEVEL_ERROR) + th_findings_count(findings, TH_LEVEL_BLOCK),
           warnings = th_findings_count(findings, TH_LEVEL_WARNING);
    th_buf out, absent;
    th_buf_init(&out, r->arena);
    th_buf_init(&absent, r->arena);
    th_situations_list(r, &absent, units, true);
    th_buf_fmt(&out, "SỐ LIỆU: %s %u/" TH_FMT, readiness->missing ? "CHƯA ĐỦ, có" : "đủ", readiness->in,
               TH_ARG(th_plan_of_units(r)));
    if (readiness->closed)
        th_buf_fmt(&out, " (%u không xếp hạng, trang Đóng)", readiness->closed);
    if (errors)
        th_buf_fmt(&out, ", CÒN %zu LỖI phải sửa hoặc giải trình", errors);
    if (readiness->closed_errors)
        th_buf_fmt(&out, ", %zu lỗi đã đóng", readiness->closed_errors);
    th_buf_fmt(&out, warnings ? ", %zu cảnh báo." : ", không có cảnh báo.", warnings);
    if (absent.len)
        th_buf_fmt(&out, " Còn thiếu: " TH_FMT ". Số tổng nào chưa đủ đều ghi rõ có mấy đơn vị.",
                   TH_ARG(th_buf_str(&absent)));
    th_look fill = TH_FILL_GOOD;
    if (readiness->missing)
        fill = TH_FILL_ERROR;
    else if (errors || warnings)
        fill = TH_FILL_WARNING;
    th_str frozen = r->in->freezes ? th_freezes_vi(r->arena, r->in->freezes, r->d->period) : (th_str){0};
    if (frozen.len)
        th_buf_fmt(&out, " " TH_FMT, TH_ARG(frozen));
    th_str text = th_buf_str(&out), aside = th_verdict_rows_aside(r);
    if (aside.len) {
        fill = TH_FILL_ERROR;
        text = th_str_fmt(r->arena, TH_FMT ". " TH_FMT, TH_ARG(th_text_capital(r->arena, aside)), TH_ARG(text));
    }
    return (th_verdict){text, fill};
}

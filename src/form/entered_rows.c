/* What the secretariat entered, row by row in words. */
#include "form/entered_rows.h"

#include "base/banned.h"

/* Rows of one sheet; `text` is of the row at hand, whose fields have " · " between them. */
typedef struct entered_rows {
    th_arena *arena;
    th_entered_rows *rows;
    const th_definition *d;
    const char *sheet;
    size_t number;
    th_buf text;
} entered_rows;

static entered_rows of_sheet(const entered_rows *all, const char *sheet)
{
    entered_rows to = *all;
    to.sheet = sheet;
    th_buf_init(&to.text, to.arena);
    return to;
}

static void put_entered(entered_rows *to, th_str field)
{
    if (field.len)
        th_buf_fmt(&to->text, "%s" TH_FMT, to->text.len ? " · " : "", TH_ARG(field));
}

static void put_signature(entered_rows *to, th_str who, th_str date, th_str basis)
{
    put_entered(to, who);
    put_entered(to, date);
    put_entered(to, basis);
}

static void end_entered(entered_rows *to, uint32_t unit)
{
    const th_entered_row row = {
        .sheet = to->sheet, .number = ++to->number, .unit = unit, .text = th_buf_str(&to->text)};
    TH_PUSH(to->arena, to->rows->at, to->rows->n, to->rows->cap, row);
    th_buf_init(&to->text, to->arena);
}

static void enter_receipts(entered_rows to)
{
    static const char *const decisions[] = {
        [TH_RECEIPT_ACCEPT] = "nhận", [TH_RECEIPT_WAIT] = "chờ", [TH_RECEIPT_WITHDRAW] = "rút"};
    for (size_t i = 0; i < to.d->nreceipts; i++) {
        const th_receipt *receipt = &to.d->receipts[i];
        put_entered(&to, receipt->file);
        put_entered(&to, th_str_of(decisions[receipt->decision]));
        put_entered(&to, receipt->time);
        put_entered(&to, receipt->document);
        put_entered(&to, receipt->channel);
        put_entered(&to, receipt->signed_copy);
        put_entered(&to, receipt->extended_to);
        put_entered(&to, receipt->who);
        end_entered(&to, receipt->unit);
    }
}

static void enter_adjustments(entered_rows to)
{
    for (size_t i = 0; i < to.d->nadjustments; i++) {
        const th_adjustment *adjustment = &to.d->adjustments[i];
        put_entered(&to, to.d->indicators[adjustment->indicator].code);
        put_entered(&to, th_measure_vi((th_measure)adjustment->measure));
        put_entered(&to, adjustment->text);
        put_entered(&to, adjustment->old_text);
        put_signature(&to, adjustment->who, adjustment->date, adjustment->basis);
        end_entered(&to, adjustment->unit);
    }
}

static th_str awarded(th_arena *arena, const th_award *award)
{
    if (award->kind == TH_AWARD_POINTS)
        return th_exact_vi(arena, award->points, 15, true);
    return award->kind == TH_AWARD_NOT_ASSIGNED ? TH_STR("không được giao") : TH_STR("theo máy");
}

static void enter_awards(entered_rows to)
{
    for (size_t i = 0; i < to.d->nawards; i++) {
        const th_award *award = &to.d->awards[i];
        bool any = award->criterion >= to.d->ncriteria;
        put_entered(&to, any ? TH_STR("*") : to.d->criteria[award->criterion].code);
        put_entered(&to, awarded(to.arena, award));
        put_entered(&to, award->mark);
        put_signature(&to, award->who, award->date, award->basis);
        put_entered(&to, award->remark);
        put_entered(&to, award->reply);
        end_entered(&to, award->unit);
    }
}

static void enter_reasons(entered_rows to)
{
    for (size_t i = 0; i < to.d->nexplanations; i++) {
        const th_explanation *reason = &to.d->explanations[i];
        put_entered(&to, reason->rule);
        put_entered(&to, reason->mark);
        put_entered(&to, reason->why);
        put_signature(&to, reason->who, reason->date, (th_str){0});
        end_entered(&to, reason->unit);
    }
}

static void enter_ballots(entered_rows to)
{
    for (size_t i = 0; i < to.d->nballots; i++) {
        const th_ballot *ballot = &to.d->ballots[i];
        if (ballot->ranking != TH_NONE) /* of the only one there is */
            put_entered(&to, to.d->rankings[ballot->ranking].code);
        put_entered(&to, th_exact_vi(to.arena, ballot->votes, 0, true));
        put_entered(&to, ballot->basis);
        end_entered(&to, ballot->unit);
    }
}

static void enter_closings(entered_rows to)
{
    for (size_t i = 0; i < to.d->nclosings; i++) {
        const th_closing *closing = &to.d->closings[i];
        put_entered(&to, closing->mark);
        put_entered(&to, closing->why);
        put_signature(&to, closing->who, closing->date, closing->basis);
        end_entered(&to, closing->unit);
    }
}

static void enter_stages(entered_rows to)
{
    for (size_t i = 0; i < to.d->nstages; i++) {
        const th_stage_row *stage = &to.d->stages[i];
        put_entered(&to, stage->stage == TH_STAGE_RECOGNISED ? TH_STR("đã công nhận") : TH_STR("đã thẩm định"));
        put_entered(&to, stage->document);
        put_signature(&to, stage->who, stage->date, (th_str){0});
        end_entered(&to, stage->unit);
    }
}

static void enter_petitions(entered_rows to)
{
    for (size_t i = 0; i < to.d->npetitions; i++) {
        const th_petition *petition = &to.d->petitions[i];
        if (petition->criterion != TH_NONE)
            put_entered(&to, to.d->criteria[petition->criterion].code);
        put_entered(&to, petition->subject);
        put_entered(&to, petition->answer);
        put_signature(&to, petition->who, petition->date, (th_str){0});
        end_entered(&to, petition->unit);
    }
}

static void enter_freezes(entered_rows to)
{
    static const char *const steps[] = {
        [TH_FREEZE_FIGURES] = "chốt số liệu", [TH_FREEZE_POINTS] = "chốt điểm", [TH_FREEZE_NOTHING] = "mở chốt"};
    for (size_t i = 0; i < to.d->nfreezes; i++) {
        const th_freeze_row *freeze = &to.d->freezes[i];
        put_entered(&to, th_str_of(steps[freeze->step]));
        put_signature(&to, freeze->who, freeze->date, freeze->basis);
        end_entered(&to, TH_NONE);
    }
}

void th_entered_rows_of(th_arena *arena, const th_definition *d, th_entered_rows *rows)
{
    *rows = (th_entered_rows){0};
    const entered_rows all = {.arena = arena, .rows = rows, .d = d};
    enter_receipts(of_sheet(&all, "Sổ nhận"));
    enter_adjustments(of_sheet(&all, "Điều chỉnh"));
    enter_awards(of_sheet(&all, "Cụm chấm"));
    enter_reasons(of_sheet(&all, "Giải trình"));
    enter_ballots(of_sheet(&all, "Phiếu kín"));
    enter_closings(of_sheet(&all, "Đóng"));
    enter_stages(of_sheet(&all, "Trạng thái"));
    enter_petitions(of_sheet(&all, "Kiến nghị"));
    enter_freezes(of_sheet(&all, "Chốt"));
}

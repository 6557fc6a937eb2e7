/* Gathers what people entered, list by list. */
#include "report/intervention_rows.h"

#include "check/explain.h"
#include "report/award_note.h"
#include "report/points_formula.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <stdlib.h>

#include "base/banned.h"

typedef struct gathering {
    const th_report *r;
    th_arena *arena;
    const th_definition *d;
    th_interventions list;
} gathering;

th_str th_intervention_kind_vi(th_intervention_kind kind)
{
    static const char *const names[TH_INTERVENTION_KINDS] = {
        [TH_BY_ADJUSTMENT] = "Điều chỉnh", [TH_BY_AWARD] = "Cụm chấm",    [TH_BY_EXPLANATION] = "Giải trình",
        [TH_BY_CLOSING] = "Đóng",          [TH_BY_RECEIPT] = "Sổ nhận",   [TH_BY_BALLOT] = "Phiếu kín",
        [TH_BY_RULE] = "Kiểm tra",         [TH_BY_STAGE] = "Trạng thái",  [TH_BY_FREEZE] = "Chốt",
        [TH_BY_PETITION] = "Kiến nghị",    [TH_BY_ROW_ASIDE] = "Để ngoài"};
    return th_str_of(names[kind]);
}

/* ---- the chair ---- */

static bool says_name(th_arena *arena, th_str padded, th_str name)
{
    th_str key = th_fold_weak(arena, name);
    return key.len && th_str_find(padded, th_str_fmt(arena, " " TH_FMT " ", TH_ARG(key)), 0) != SIZE_MAX;
}

/* The longest name that stands in the text as whole words: “… số 1” is not “… số 10”. */
uint32_t th_chair_of(th_arena *arena, const th_definition *d)
{
    uint32_t found = TH_NONE;
    size_t longest = 0;
    th_str padded = th_str_fmt(arena, " " TH_FMT " ", TH_ARG(th_fold_weak(arena, d->host)));
    for (uint32_t u = 0; u < d->nunits; u++) {
        const th_unit *unit = &d->units[u];
        for (size_t i = 0; i <= unit->aliases.n; i++) {
            th_str name = i < unit->aliases.n ? unit->aliases.at[i] : unit->name;
            if (!says_name(arena, padded, name) || name.len < longest)
                continue;
            found = name.len == longest && found != u ? TH_NONE : u;
            longest = name.len;
        }
    }
    return found;
}

/* ---- what all have in common ---- */

static th_str day_in_vietnamese(th_arena *arena, th_str date)
{
    int year, month, day;
    th_str rest = date, alone;
    if (!th_str_cut(&rest, ' ', &alone) || !th_date_parse(alone, &year, &month, &day))
        return date;
    const char *between = rest.len ? " " : "";
    return th_str_fmt(arena, "%02d/%02d/%d%s" TH_FMT, day, month, year, between, TH_ARG(rest));
}

static th_intervention *new_row(gathering *all, th_intervention_kind kind, uint32_t unit)
{
    const th_intervention row = {.kind = kind, .unit = unit < all->d->nunits ? unit : TH_NONE};
    TH_PUSH(all->arena, all->list.at, all->list.n, all->list.cap, row);
    return &all->list.at[all->list.n - 1];
}

static void no_effect(th_intervention *row, const char *why)
{
    row->effect_state = TH_EFFECT_NONE;
    row->state = th_str_of(why);
}

static void take_effect(const gathering *all, th_intervention *row, th_row_kind kind, size_t index)
{
    const th_effects *effects = all->r->in->effects;
    const th_effect *effect = effects && effects->of[kind] ? &effects->of[kind][index] : NULL;
    if (row->effect_state == TH_EFFECT_NONE)
        return;
    if (effect && effect->known) {
        row->effect = effect;
        return;
    }
    row->effect_state = TH_EFFECT_UNKNOWN;
    row->state = effects ? th_str_fmt(all->arena, "quá nhiều dòng để tính lại từng dòng; đã tính %zu dòng, còn %zu",
                                      effects->tried, effects->left)
                         : TH_STR("lượt này không tính lại khi bỏ từng dòng");
}

/* ---- Điều chỉnh ---- */

static const th_fact *figure_of_row(const th_report *r, const th_adjustment *adjustment)
{
    return th_dataset_find(r->ds, adjustment->unit, adjustment->indicator, (th_measure)adjustment->measure);
}

static th_str value_vi(th_arena *arena, const th_value *value, th_type type, th_str raw)
{
    if (value->state == TH_STATE_VALUE)
        return th_value_words(arena, value, type).vi;
    if (value->state == TH_STATE_ABSENT || !raw.len)
        return TH_STR("(không có)");
    return th_str_fmt(arena, "“" TH_FMT "”", TH_ARG(raw));
}

static bool is_suspended(const th_dataset *ds, const th_adjustment *adjustment)
{
    for (size_t i = 0; i < ds->nsuspended; i++)
        if (ds->suspended[i].row == adjustment->row && th_str_eq(ds->suspended[i].file, adjustment->file))
            return true;
    return false;
}

static void gather_adjustment(gathering *all, size_t i)
{
    const th_report *r = all->r;
    const th_adjustment *adjustment = &all->d->adjustments[i];
    const th_indicator *ind = &all->d->indicators[adjustment->indicator];
    const th_fact *f = figure_of_row(r, adjustment);
    th_type type = adjustment->measure == TH_COMPARED ? TH_TYPE_PERCENT : ind->type;
    bool used = f && f->adjusted && f->adjusted->by == adjustment;
    th_intervention *row = new_row(all, TH_BY_ADJUSTMENT, adjustment->unit);
    row->about = th_str_fmt(all->arena, TH_FMT " · " TH_FMT " (" TH_FMT ")", TH_ARG(ind->code), TH_ARG(ind->label),
                            TH_ARG(th_measure_words(all->arena, (th_measure)adjustment->measure).vi));
    row->who = adjustment->who;
    row->date = day_in_vietnamese(all->arena, adjustment->date);
    row->basis = adjustment->basis;
    row->after = value_vi(all->arena, &adjustment->value, type, adjustment->text);
    if (used)
        row->before = value_vi(all->arena, &f->adjusted->stated, type, f->raw);
    else
        row->before = f ? value_vi(all->arena, &f->value, type, f->raw) : TH_STR("(không có)");
    if (f)
        th_plan_fact_home(r, f, &row->link.sheet, &row->link.row, &row->link.col);
    if (!th_plan_reported(r, adjustment->unit))
        no_effect(row, "không có tác dụng: đơn vị chưa có tệp được nhận");
    else if (is_suspended(r->ds, adjustment))
        no_effect(row, "không có tác dụng: tạm ngưng, tệp của đơn vị nay ghi số khác cả số cũ lẫn số mới");
    else if (!used)
        no_effect(row, "không có tác dụng: đơn vị đã tự ghi số này");
    take_effect(all, row, TH_ROW_ADJUSTMENT, i);
}

/* ---- Cụm chấm ---- */

static th_str points_vi(th_arena *arena, const th_exact *points)
{
    return points ? th_award_number(arena, points) : TH_STR("chưa có điểm");
}

static void gather_award(gathering *all, size_t i)
{
    const th_report *r = all->r;
    const th_award *award = &all->d->awards[i];
    if (award->unit >= all->d->nunits || award->criterion >= all->d->ncriteria)
        return; /* "*" asks for ready rows, and settles nothing */
    const th_criterion *criterion = &all->d->criteria[award->criterion];
    const th_points *points = th_score_points(r->in->scores, award->criterion, award->unit);
    th_intervention *row = new_row(all, TH_BY_AWARD, award->unit);
    row->about = th_str_fmt(all->arena, TH_FMT " · " TH_FMT, TH_ARG(criterion->code), TH_ARG(criterion->title));
    if (award->remark.len)
        row->about = th_str_fmt(all->arena, TH_FMT "; nhận xét: " TH_FMT, TH_ARG(row->about), TH_ARG(award->remark));
    row->who = award->who;
    row->date = day_in_vietnamese(all->arena, award->date);
    row->basis = award->basis;
    row->after = award->kind == TH_AWARD_BY_MACHINE && !points->stale
                     ? th_str_fmt(all->arena, TH_FMT " (theo máy)", TH_ARG(points_vi(all->arena, points->official)))
                     : th_award_text(all->arena, award);
    row->before = points_vi(all->arena, points->computed ? points->computed : points->self);
    row->link =
        (th_target){r->names[TH_SHEET_SCORING], r->criterion_row[award->criterion] + award->unit, TH_SCORE_GIVEN};
    if (!th_plan_reported(r, award->unit))
        no_effect(row, "không có tác dụng: đơn vị chưa có tệp được nhận");
    else if (points->stale)
        no_effect(row, "không có tác dụng: điểm hoặc số liệu đã đổi từ khi xác nhận");
    take_effect(all, row, TH_ROW_AWARD, i);
    if (row->effect)
        row->before = points_vi(all->arena, row->effect->points_without);
}

/* ---- Giải trình, Đóng ---- */

/* The finding that bears the mark; index in the findings, or TH_NONE.  `rule` empty: of any rule. */
static uint32_t finding_with_mark(const gathering *all, uint32_t unit, th_str rule, th_str mark)
{
    const th_findings *list = &all->r->ds->findings;
    for (uint32_t i = 0; i < list->n; i++) {
        const th_finding *finding = &list->at[i];
        if (finding->mark.len && th_str_eq(finding->place.unit, all->d->units[unit].code) &&
            (!rule.len || th_fold_eq(all->arena, finding->rule, rule)) && th_fold_eq(all->arena, finding->mark, mark))
            return i;
    }
    return TH_NONE;
}

static void link_finding(const gathering *all, th_intervention *row, uint32_t finding)
{
    if (finding < TH_SOURCE_MOST)
        row->link = (th_target){all->r->names[TH_SHEET_FINDINGS], TH_FINDING_FIRST + finding, TH_FINDING_LEVEL};
}

static void gather_explanation(gathering *all, size_t i)
{
    const th_explanation *explanation = &all->d->explanations[i];
    uint32_t at = finding_with_mark(all, explanation->unit, explanation->rule, explanation->mark);
    th_intervention *row = new_row(all, TH_BY_EXPLANATION, explanation->unit);
    row->about = th_str_fmt(all->arena, TH_FMT " · " TH_FMT, TH_ARG(explanation->rule), TH_ARG(explanation->mark));
    row->who = explanation->who;
    row->date = day_in_vietnamese(all->arena, explanation->date);
    row->basis = explanation->why;
    link_finding(all, row, at);
    if (at == TH_NONE)
        no_effect(row, "không có tác dụng: không còn phát hiện nào mang mã này");
    else {
        const th_finding *finding = &all->r->ds->findings.at[at];
        row->before = finding->level == TH_LEVEL_NOTE ? TH_STR("cảnh báo") : th_level_vi(finding->level);
        row->after = finding->level == TH_LEVEL_NOTE
                         ? TH_STR("ghi chú, đã giải trình")
                         : th_str_fmt(all->arena, TH_FMT ", đã giải trình", TH_ARG(th_finding_level_vi(finding)));
    }
    take_effect(all, row, TH_ROW_EXPLANATION, i);
}

static void gather_closing(gathering *all, size_t i)
{
    const th_closing *closing = &all->d->closings[i];
    th_intervention *row = new_row(all, TH_BY_CLOSING, closing->unit);
    row->who = closing->who;
    row->date = day_in_vietnamese(all->arena, closing->date);
    row->basis = closing->basis.len
                     ? th_str_fmt(all->arena, TH_FMT "; " TH_FMT, TH_ARG(closing->why), TH_ARG(closing->basis))
                     : closing->why;
    row->about = TH_STR("đơn vị không xếp hạng");
    row->before = TH_STR("xếp hạng");
    row->after = TH_STR("không xếp hạng");
    if (closing->mark.len) {
        uint32_t at = finding_with_mark(all, closing->unit, (th_str){0}, closing->mark);
        row->about = th_str_fmt(all->arena, "lỗi giữ nguyên · " TH_FMT, TH_ARG(closing->mark));
        row->before = TH_STR("lỗi");
        row->after = TH_STR("lỗi đã đóng");
        link_finding(all, row, at);
        if (at == TH_NONE)
            no_effect(row, "không có tác dụng: không còn lỗi nào mang mã này");
        else
            row->about = th_str_fmt(all->arena, "lỗi giữ nguyên " TH_FMT " · " TH_FMT,
                                    TH_ARG(all->r->ds->findings.at[at].rule), TH_ARG(closing->mark));
    }
    take_effect(all, row, TH_ROW_CLOSING, i);
}

/* ---- Sổ nhận ---- */

static void link_source(const gathering *all, th_intervention *row, size_t receipt)
{
    const th_dataset *ds = all->r->ds;
    for (uint32_t i = 0; i < ds->nsources; i++)
        if (ds->sources[i].receipt == receipt)
            row->link = (th_target){all->r->names[TH_SHEET_JOURNAL], TH_JOURNAL_FIRST + i, 0};
}

static void gather_receipt(gathering *all, size_t i)
{
    static const char *const decisions[] = {
        [TH_RECEIPT_ACCEPT] = "nhận", [TH_RECEIPT_WAIT] = "chờ", [TH_RECEIPT_WITHDRAW] = "rút, không tính"};
    const th_receipt *receipt = &all->d->receipts[i];
    th_intervention *row = new_row(all, TH_BY_RECEIPT, receipt->unit);
    th_buf after;
    th_buf_init(&after, all->arena);
    th_buf_add(&after, th_str_of(decisions[receipt->decision]));
    if (receipt->time.len)
        th_buf_fmt(&after, ", lúc " TH_FMT, TH_ARG(day_in_vietnamese(all->arena, receipt->time)));
    if (receipt->extended_to.len)
        th_buf_fmt(&after, ", gia hạn đến " TH_FMT, TH_ARG(day_in_vietnamese(all->arena, receipt->extended_to)));
    row->about = receipt->file.len ? receipt->file : TH_STR("đơn vị, không nêu tệp");
    if (receipt->mark.len)
        row->about = th_str_fmt(all->arena, TH_FMT " [" TH_FMT "]", TH_ARG(row->about), TH_ARG(receipt->mark));
    row->who = receipt->who;
    row->basis = receipt->document;
    row->before = TH_STR("chưa ghi");
    row->after = th_buf_str(&after);
    row->effect_state = TH_EFFECT_UNKNOWN;
    row->state = TH_STR("dòng này quyết định tệp nào được đọc và lúc nhận; bỏ dòng thì phải đọc lại các tệp");
    link_source(all, row, i);
}

/* ---- the others ---- */

static void gather_ballot(gathering *all, size_t i)
{
    const th_ballot *ballot = &all->d->ballots[i];
    th_intervention *row = new_row(all, TH_BY_BALLOT, ballot->unit);
    row->about = ballot->ranking < all->d->nrankings ? all->d->rankings[ballot->ranking].name : TH_STR("phiếu kín");
    row->basis = ballot->basis;
    row->before = TH_STR("(không có)");
    row->after = th_str_fmt(all->arena, TH_FMT " phiếu", TH_ARG(points_vi(all->arena, ballot->votes)));
    take_effect(all, row, TH_ROW_BALLOT, i);
}

static void gather_rule(gathering *all, size_t i)
{
    const th_definition *d = all->d;
    const th_check *check = &d->checks[i];
    bool out = d->period &&
               ((check->from_year && d->period < check->from_year) || (check->to_year && d->period > check->to_year));
    if (check->state == TH_RULE_ON || out)
        return;
    th_intervention *row = new_row(all, TH_BY_RULE, TH_NONE);
    row->about = th_str_fmt(all->arena, TH_FMT " · " TH_FMT, TH_ARG(check->code), TH_ARG(check->name));
    row->who = check->state_who;
    row->date = day_in_vietnamese(all->arena, check->state_date);
    row->basis = check->state_why;
    row->before = th_level_vi(check->level);
    row->after = check->state == TH_RULE_OFF ? TH_STR("tạm ngừng") : TH_STR("giảm mức");
    row->link = (th_target){all->r->names[TH_SHEET_RULES], TH_RULES_FIRST + (uint32_t)i, TH_RULES_CODE};
    take_effect(all, row, TH_ROW_RULE, i);
}

static void gather_stage(gathering *all, size_t i)
{
    const th_stage_row *stage = &all->d->stages[i];
    th_intervention *row = new_row(all, TH_BY_STAGE, stage->unit);
    row->about = TH_STR("trạng thái của xếp hạng");
    row->who = stage->who;
    row->date = day_in_vietnamese(all->arena, stage->date);
    row->basis = stage->document;
    row->after = stage->stage == TH_STAGE_RECOGNISED ? TH_STR("đã công nhận") : TH_STR("đã thẩm định");
    no_effect(row, "không đổi điểm, không đổi hạng: chỉ ghi bước đã qua");
}

static void gather_freeze(gathering *all, size_t i)
{
    const th_freeze_row *freeze = &all->d->freezes[i];
    th_intervention *row = new_row(all, TH_BY_FREEZE, TH_NONE);
    bool held = false;
    for (size_t k = 0; all->r->in->freezes && k < all->r->in->freezes->n; k++)
        held = held || all->r->in->freezes->at[k].run;
    row->about = th_freeze_step_vi(freeze->step);
    row->who = freeze->who;
    row->date = day_in_vietnamese(all->arena, freeze->date);
    row->basis = freeze->basis;
    row->after = row->about;
    no_effect(row, "không có tác dụng: lượt này không có sổ lưu để giữ theo chốt");
    if (held) {
        row->effect_state = TH_EFFECT_UNKNOWN;
        row->state = TH_STR("lượt này tính trên những gì đã chốt; bỏ chốt thì phải đọc lại từ đầu");
    }
}

static void gather_petition(gathering *all, size_t i)
{
    const th_petition *petition = &all->d->petitions[i];
    th_intervention *row = new_row(all, TH_BY_PETITION, petition->unit);
    row->about = petition->subject;
    if (petition->criterion < all->d->ncriteria)
        row->about = th_str_fmt(all->arena, TH_FMT " · " TH_FMT, TH_ARG(all->d->criteria[petition->criterion].code),
                                TH_ARG(petition->subject));
    row->who = petition->who;
    row->date = day_in_vietnamese(all->arena, petition->date);
    row->before = TH_STR("kiến nghị");
    row->after = petition->answer.len ? petition->answer : TH_STR("chưa trả lời");
    no_effect(row, "không đổi điểm, không đổi hạng: lời trao đổi");
}

static void gather_row_aside(gathering *all, size_t i)
{
    const th_place *place = &all->d->set_aside[i];
    th_intervention *row = new_row(all, TH_BY_ROW_ASIDE, TH_NONE);
    row->about = th_str_fmt(all->arena, TH_FMT " › " TH_FMT, TH_ARG(place->sheet),
                            TH_ARG(th_cell_name(all->arena, place->row, place->col)));
    for (size_t k = 0; k < all->d->entry_faults.n && !row->basis.len; k++) {
        const th_finding *fault = &all->d->entry_faults.at[k];
        if (fault->place.row == place->row && fault->place.col == place->col &&
            th_str_eq(fault->place.file, place->file))
            row->basis = fault->vi;
    }
    row->before = TH_STR("đã ghi");
    row->after = TH_STR("để ngoài");
    no_effect(row, "không có tác dụng: dòng không dùng được");
}

/* ---- all of it ---- */

/* The chair is 0, the cluster the last. */
static size_t group_of(const gathering *all, const th_intervention *row, uint32_t chair)
{
    if (row->unit == TH_NONE)
        return all->d->nunits + 1;
    return row->unit == chair ? 0 : row->unit + 1;
}

/* A stable sort by unit: those of a unit stay kind by kind, and within a kind in the order of their rows. */
static void put_chair_first(gathering *all)
{
    uint32_t chair = th_chair_of(all->arena, all->d);
    th_intervention *sorted = th_arena_array(all->arena, all->list.n, sizeof *sorted);
    size_t *end = th_arena_array(all->arena, all->d->nunits + 2, sizeof *end);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < all->list.n; i++) {
            size_t group = group_of(all, &all->list.at[i], chair);
            if (round)
                sorted[end[group]++] = all->list.at[i];
            else
                end[group]++;
        }
        for (size_t group = 0, before = 0; !round && group < all->d->nunits + 2; group++) {
            size_t n = end[group];
            end[group] = before;
            before += n;
        }
    }
    all->list.at = sorted;
}

th_interventions th_interventions_of(const th_report *r)
{
    const th_definition *d = r->d;
    gathering all = {.r = r, .arena = r->arena, .d = d};
    const struct {
        void (*gather)(gathering *, size_t);
        size_t n;
    } lists[] = {{gather_adjustment, d->nadjustments},
                 {gather_award, d->nawards},
                 {gather_explanation, d->nexplanations},
                 {gather_closing, d->nclosings},
                 {gather_receipt, d->nreceipts},
                 {gather_ballot, d->nballots},
                 {gather_rule, d->nchecks},
                 {gather_stage, d->nstages},
                 {gather_freeze, d->nfreezes},
                 {gather_petition, d->npetitions},
                 {gather_row_aside, d->nset_aside}};
    for (size_t at = 0; at < sizeof lists / sizeof *lists; at++)
        for (size_t i = 0; i < lists[at].n; i++)
            lists[at].gather(&all, i);
    put_chair_first(&all);
    return all.list;
}

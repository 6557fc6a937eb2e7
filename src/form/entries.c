/* What is entered while a period runs: Điều chỉnh, Giải trình, Cụm chấm, Sổ nhận, Phiếu kín, Đóng, Trạng thái, Kiến
 * nghị, Chốt.
 *
 * A row that is wrong is set aside: it has no effect at all, and the run goes on.  Of two rows that say different
 * things about the same thing neither counts: both are set aside. */
#include "form/load.h"

#include "base/ascii.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

/* ---- what the cells of a row must hold ---- */

/* Reads the value as it would be read in the unit's own workbook. */
static th_value figure_of(th_loading *l, const th_adjustment *adjustment, th_str typed)
{
    const th_indicator *indicator = &l->d->indicators[adjustment->indicator];
    const th_raw raw = {.kind = TH_RAW_TEXT, .text = typed, .format_decimals = -1};
    if (adjustment->measure == TH_COMPARED)
        return th_value_read(l->arena, &raw, TH_TYPE_PERCENT, TH_STR("%"));
    return th_value_read(l->arena, &raw, indicator->type, indicator->unit);
}

/* "Điện thoại của Sở ngày 8/1": it was said on the telephone, and is not in writing yet. */
static bool is_by_phone(th_arena *arena, th_str basis)
{
    return th_str_starts(th_fold_weak(arena, basis), TH_STR("dien thoai"));
}

static void finish_adjustment(th_loading *l, size_t i)
{
    th_adjustment *adjustment = &l->d->adjustments[i];
    adjustment->by_phone = is_by_phone(l->arena, adjustment->basis);
    adjustment->basis_col = th_table_spot(l, TH_TABLE_ADJUSTMENTS, i, "Căn cứ").col;
    const th_table *table = &l->tables[TH_TABLE_ADJUSTMENTS];
    adjustment->file = table->file;
    adjustment->sheet = table->sheet->name;
    adjustment->in_ledger = table->of_ledger;
    adjustment->row = table->rows[i];
    if (adjustment->indicator == TH_NONE)
        return;
    th_field_spot old = th_table_spot(l, TH_TABLE_ADJUSTMENTS, i, "Giá trị cũ");
    adjustment->old_col = old.col;
    adjustment->old_text = old.typed;
    adjustment->old = (th_value){.state = TH_STATE_BLANK};
    /* "(trống)" is how a finding shows a blank cell. */
    if (!th_fold_eq(l->arena, old.typed, TH_STR("trống")) && !th_fold_eq(l->arena, old.typed, TH_STR("(trống)")))
        adjustment->old = figure_of(l, adjustment, old.typed);
    th_field_spot spot = th_table_spot(l, TH_TABLE_ADJUSTMENTS, i, "Giá trị");
    adjustment->text = spot.typed;
    adjustment->value = figure_of(l, adjustment, spot.typed);
    /* A blank cell has been reported already. */
    if (!spot.text.len || adjustment->value.state == TH_STATE_VALUE)
        return;
    bool compared = adjustment->measure == TH_COMPARED;
    th_words type = th_type_words(compared ? TH_TYPE_PERCENT : l->d->indicators[adjustment->indicator].type);
    th_fault_value(&spot, th_str_cstr(l->arena, th_str_fmt(l->arena, "một giá trị kiểu " TH_FMT, TH_ARG(type.vi))),
                   th_str_cstr(l->arena, th_str_fmt(l->arena, "a value of type " TH_FMT, TH_ARG(type.en))),
                   (th_str){0});
}

enum { MARK_DIGITS = 8 };

static bool is_mark(th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (th_hex_value((unsigned char)text.ptr[i]) < 0)
            return false;
    return text.len == MARK_DIGITS;
}

/* "x1a2b3c4d": the letter keeps a spreadsheet from taking it for a number. */
static bool is_confirmation(th_str mark)
{
    return mark.len == 1 + MARK_DIGITS && mark.ptr[0] == 'x' && is_mark(th_str_sub(mark, 1, MARK_DIGITS));
}

/* A row that accepts computed points says by its mark which ones, and who accepts them. */
static void check_confirmation(th_loading *l, size_t i)
{
    th_award *award = &l->d->awards[i];
    if (award->kind != TH_AWARD_BY_MACHINE)
        return;
    th_field_spot spot = th_table_spot(l, TH_TABLE_AWARDS, i, "Mã xác nhận");
    award->mark = th_fold(l->arena, award->mark);
    if (!is_confirmation(award->mark))
        th_fault_value(
            &spot, "mã xác nhận: chữ x và 8 chữ số hoặc chữ a–f, chép từ CHẤM ĐIỂM hoặc xac-nhan-de-nghi.csv",
            "a mark, x and 8 digits or letters a to f, copied from “CHẤM ĐIỂM” or xac-nhan-de-nghi.csv", (th_str){0});
    spot = th_table_spot(l, TH_TABLE_AWARDS, i, "Ai");
    if (!award->who.len)
        th_fault_value(&spot, "tên người xác nhận", "the name of who confirms", (th_str){0});
}

static void finish_award(th_loading *l, size_t i)
{
    const th_award *award = &l->d->awards[i];
    th_field_spot spot = th_table_spot(l, TH_TABLE_AWARDS, i, "Điểm");
    bool any = award->criterion == TH_ANY || award->unit == TH_ANY;
    if (award->criterion == TH_NONE || award->unit == TH_NONE)
        return;
    if (any && award->kind != TH_AWARD_BY_MACHINE && spot.text.len)
        th_fault_value(&spot, "“theo máy”, vì dấu * chỉ dùng với “theo máy”",
                       "“theo máy” (as computed), with which alone * may stand", (th_str){0});
    if (any)
        return;
    check_confirmation(l, i);
    const th_criterion *criterion = &l->d->criteria[award->criterion];
    spot = th_table_spot(l, TH_TABLE_AWARDS, i, "Tiêu chí");
    if (!criterion->leaf) {
        th_fault_value(&spot, "một tiêu chí không có dòng con", "a criterion without children", (th_str){0});
        return;
    }
    spot = th_table_spot(l, TH_TABLE_AWARDS, i, "Điểm");
    if (award->kind == TH_AWARD_BY_MACHINE && criterion->scoring == TH_SCORE_CLUSTER)
        th_fault_value(&spot, "điểm của Cụm, vì máy không tính tiêu chí này",
                       "the points of the cluster, for this criterion is not computed", (th_str){0});
    if (award->points && criterion->max && th_exact_cmp(award->points, criterion->max) > 0)
        th_fault_value(&spot, "một số không quá điểm tối đa của tiêu chí",
                       "a number not above the maximum of the criterion", (th_str){0});
}

/* The rule that was typed, which is a check of the definition or a kind of finding, in its own spelling; "" where
 * there is none.  `all` gets every rule. */
static th_str find_rule(th_loading *l, th_str typed, th_strs *all)
{
    for (size_t i = 0; i < l->d->nchecks; i++)
        th_strs_add(all, l->arena, l->d->checks[i].code);
    for (int kind = 0; kind < TH_FINDING_KINDS; kind++)
        th_strs_add(all, l->arena, th_finding_code((th_finding_kind)kind));
    for (size_t i = 0; i < all->n; i++)
        if (th_fold_eq(l->arena, typed, all->at[i]))
            return all->at[i];
    return (th_str){0};
}

static void finish_explanation(th_loading *l, size_t i)
{
    th_explanation *explanation = &l->d->explanations[i];
    th_strs all = {0};
    th_field_spot spot = th_table_spot(l, TH_TABLE_EXPLANATIONS, i, "Quy tắc");
    th_str rule = spot.text.len ? find_rule(l, spot.text, &all) : (th_str){0};
    if (rule.len)
        explanation->rule = rule;
    else if (spot.text.len) {
        size_t near = th_fold_nearest(l->arena, spot.text, all.at, all.n);
        th_fault_reference(&spot, spot.text, "quy tắc", "rule", near < all.n ? all.at[near] : (th_str){0});
    }
    spot = th_table_spot(l, TH_TABLE_EXPLANATIONS, i, "Mã giải trình");
    explanation->mark = th_fold(l->arena, spot.text);
    if (spot.text.len && !is_mark(explanation->mark))
        th_fault_value(&spot, "mã giải trình gồm 8 chữ số hoặc chữ a–f, chép từ trang KIỂM TRA hoặc phiếu phản hồi",
                       "a mark of 8 digits or letters a to f, copied from sheet “KIỂM TRA” or a feedback workbook",
                       (th_str){0});
}

static void finish_closing(th_loading *l, size_t i)
{
    th_closing *closing = &l->d->closings[i];
    th_field_spot spot = th_table_spot(l, TH_TABLE_CLOSINGS, i, "Mã phát hiện");
    closing->mark = th_fold(l->arena, spot.text);
    if (spot.text.len && !is_mark(closing->mark))
        th_fault_value(&spot, "mã gồm 8 chữ số hoặc chữ a–f, chép từ cột Mã giải trình của trang KIỂM TRA",
                       "a mark of 8 digits or letters a to f, copied from column “Mã giải trình” of “KIỂM TRA”",
                       (th_str){0});
    spot = th_table_spot(l, TH_TABLE_CLOSINGS, i, "Căn cứ");
    if (!closing->mark.len && !closing->basis.len)
        th_fault_value(&spot, "căn cứ không xếp hạng đơn vị này", "the ground on which the unit is not ranked",
                       (th_str){0});
}

/* Dates are kept year first, so they are compared as text; the time of day, which few rows have, does not count. */
static bool is_earlier(th_str date, th_str than)
{
    enum { DATE = sizeof "2023-01-12" - 1 };
    return date.len && th_str_cmp(th_str_sub(date, 0, DATE), th_str_sub(than, 0, DATE)) < 0;
}

/* The appraisal that the recognition in `row` rests on: that of the unit or of the whole cluster. */
static const th_stage_row *appraisal_before(const th_definition *d, const th_stage_row *row)
{
    const th_stage_row *found = NULL;
    for (size_t i = 0; i < d->nstages; i++) {
        const th_stage_row *other = &d->stages[i];
        bool fits = other->stage == TH_STAGE_APPRAISED && (other->unit == row->unit || other->unit == TH_NONE);
        if (fits && (!found || is_earlier(other->date, found->date)))
            found = other;
    }
    return found;
}

/* Nothing is recognised that was not appraised, and nothing is appraised before its year begins. */
static void check_stage_order(th_loading *l, size_t i)
{
    const th_stage_row *row = &l->d->stages[i];
    th_field_spot spot = th_table_spot(l, TH_TABLE_STAGES, i, "Ngày");
    if (is_earlier(row->date, th_str_fmt(l->arena, "%04d-01-01", l->d->period)))
        th_fault_value(&spot, "một ngày không trước kỳ báo cáo", "a date not before the period", (th_str){0});
    if (row->stage != TH_STAGE_RECOGNISED)
        return;
    const th_stage_row *appraisal = appraisal_before(l->d, row);
    if (appraisal && is_earlier(row->date, appraisal->date))
        th_fault_value(&spot, "một ngày không trước ngày thẩm định", "a date not before that of the appraisal",
                       (th_str){0});
    spot = th_table_spot(l, TH_TABLE_STAGES, i, "Bước");
    if (!appraisal)
        th_fault_value(&spot, "thêm một dòng “đã thẩm định”, vì chỉ công nhận sau khi thẩm định",
                       "a row “đã thẩm định” (appraised) as well, for only what was appraised is recognised",
                       (th_str){0});
}

/* A row of a unit of another period is no row of the cluster. */
static void finish_stage(th_loading *l, size_t i)
{
    th_field_spot spot = th_table_spot(l, TH_TABLE_STAGES, i, "Đơn vị");
    if (spot.text.len && l->d->stages[i].unit == TH_NONE)
        l->d->stages[i].unit = TH_ANY;
    else
        check_stage_order(l, i);
}

/* Takes the content mark off the name: "SL.xlsx [3fa9c21b]".  Brackets around anything else belong to the name. */
static void take_mark_off(th_arena *arena, th_receipt *receipt)
{
    enum { BRACKETED = MARK_DIGITS + 2 };
    th_str file = receipt->file;
    if (file.len <= BRACKETED || !th_str_ends(file, TH_STR("]")))
        return;
    th_str bracketed = th_str_sub(file, file.len - BRACKETED, BRACKETED);
    th_str name = th_str_trim(th_str_sub(file, 0, file.len - BRACKETED));
    th_str digits = th_fold(arena, th_str_sub(bracketed, 1, MARK_DIGITS));
    if (!th_str_starts(bracketed, TH_STR("[")) || !is_mark(digits) || !name.len)
        return;
    receipt->mark = digits;
    receipt->file = name;
}

static void finish_receipt(th_loading *l, size_t i)
{
    th_receipt *receipt = &l->d->receipts[i];
    const th_table *table = &l->tables[TH_TABLE_RECEIPTS];
    take_mark_off(l->arena, receipt);
    receipt->in_file = table->file;
    receipt->in_sheet = table->sheet->name;
    receipt->in_row = table->rows[i];
    if (receipt->file.len || receipt->decision == TH_RECEIPT_ACCEPT)
        return;
    th_field_spot spot = th_table_spot(l, TH_TABLE_RECEIPTS, i, "Quyết định");
    th_fault_value(&spot, "tên tệp ở cột “Tệp” để biết chờ hoặc rút tệp nào",
                   "a file name in column “Tệp”, which tells what waits or is withdrawn", (th_str){0});
}

/* Moments are kept year first, so they are compared as text; of one moment the lower row is the later. */
static bool comes_before(const th_freeze_row *rows, size_t k, size_t i)
{
    int order = th_str_cmp(rows[k].date, rows[i].date);
    return order < 0 || (order == 0 && k < i);
}

/* The latest row of Chốt before row `i`, which says what row `i` finds frozen; NULL: there is none. */
static const th_freeze_row *freeze_before(const th_definition *d, size_t i)
{
    size_t last = d->nfreezes;
    for (size_t k = 0; k < d->nfreezes; k++)
        if (comes_before(d->freezes, k, i) && (last == d->nfreezes || comes_before(d->freezes, last, k)))
            last = k;
    return last < d->nfreezes ? &d->freezes[last] : NULL;
}

/* Points are frozen on frozen figures, and only what is frozen is opened, on a ground that stays. */
static void finish_freeze(th_loading *l, size_t i)
{
    const th_freeze_row *row = &l->d->freezes[i], *before = freeze_before(l->d, i);
    th_field_spot spot = th_table_spot(l, TH_TABLE_FREEZES, i, "Ngày");
    if (is_earlier(row->date, th_str_fmt(l->arena, "%04d-01-01", l->d->period)))
        th_fault_value(&spot, "một ngày không trước kỳ báo cáo", "a date not before the period", (th_str){0});
    bool frozen = before && before->step != TH_FREEZE_NOTHING;
    spot = th_table_spot(l, TH_TABLE_FREEZES, i, "Bước");
    if (spot.text.len && row->step != TH_FREEZE_FIGURES && !frozen)
        th_fault_value(&spot, "một dòng “chốt số liệu” trước đó", "a row “chốt số liệu” (figures frozen) before it",
                       (th_str){0});
    spot = th_table_spot(l, TH_TABLE_FREEZES, i, "Căn cứ");
    if (row->step == TH_FREEZE_NOTHING && !row->basis.len)
        th_fault_value(&spot, "căn cứ mở chốt", "the ground on which it is opened", (th_str){0});
}

/* ---- rows about one thing ---- */

static bool adjustment_known(const th_definition *d, size_t i)
{
    return d->adjustments[i].unit != TH_NONE && d->adjustments[i].indicator != TH_NONE;
}

static bool adjustment_same(const th_definition *d, size_t i, size_t k)
{
    const th_adjustment *a = &d->adjustments[i], *b = &d->adjustments[k];
    return a->unit == b->unit && a->indicator == b->indicator && a->measure == b->measure;
}

static const char *adjustment_differs(const th_definition *d, size_t i, size_t k)
{
    const th_adjustment *a = &d->adjustments[i], *b = &d->adjustments[k];
    if (!th_value_states_same(&a->value, &b->value))
        return "Giá trị";
    return th_value_states_same(&a->old, &b->old) && !a->old_text.len == !b->old_text.len ? NULL : "Giá trị cũ";
}

static bool award_known(const th_definition *d, size_t i)
{
    return d->awards[i].unit != TH_NONE && d->awards[i].criterion != TH_NONE;
}

static bool award_same(const th_definition *d, size_t i, size_t k)
{
    return d->awards[i].unit == d->awards[k].unit && d->awards[i].criterion == d->awards[k].criterion;
}

static const char *award_differs(const th_definition *d, size_t i, size_t k)
{
    const th_award *a = &d->awards[i], *b = &d->awards[k];
    if (a->kind != b->kind || !th_exact_same(a->points, b->points))
        return "Điểm";
    return th_str_eq(a->mark, b->mark) ? NULL : "Mã xác nhận";
}

static bool explanation_known(const th_definition *d, size_t i)
{
    return d->explanations[i].unit != TH_NONE;
}

static bool explanation_same(const th_definition *d, size_t i, size_t k)
{
    const th_explanation *a = &d->explanations[i], *b = &d->explanations[k];
    return a->unit == b->unit && th_str_eq(a->mark, b->mark) && th_str_eq(a->rule, b->rule);
}

static const char *explanation_differs(const th_definition *d, size_t i, size_t k)
{
    return th_str_eq(d->explanations[i].why, d->explanations[k].why) ? NULL : "Lý do";
}

static bool receipt_known(const th_definition *d, size_t i)
{
    return d->receipts[i].unit != TH_NONE;
}

static bool ballot_known(const th_definition *d, size_t i)
{
    return d->ballots[i].unit != TH_NONE;
}

static bool ballot_same(const th_definition *d, size_t i, size_t k)
{
    return d->ballots[i].unit == d->ballots[k].unit && d->ballots[i].ranking == d->ballots[k].ranking;
}

static const char *ballot_differs(const th_definition *d, size_t i, size_t k)
{
    return th_exact_same(d->ballots[i].votes, d->ballots[k].votes) ? NULL : "Số phiếu";
}

static bool closing_known(const th_definition *d, size_t i)
{
    return d->closings[i].unit != TH_NONE;
}

static bool closing_same(const th_definition *d, size_t i, size_t k)
{
    return d->closings[i].unit == d->closings[k].unit && th_str_eq(d->closings[i].mark, d->closings[k].mark);
}

static const char *closing_differs(const th_definition *d, size_t i, size_t k)
{
    return th_str_eq(d->closings[i].why, d->closings[k].why) ? NULL : "Lý do";
}

static bool stage_known(const th_definition *d, size_t i)
{
    return d->stages[i].unit != TH_ANY;
}

static bool stage_same(const th_definition *d, size_t i, size_t k)
{
    return d->stages[i].unit == d->stages[k].unit && d->stages[i].stage == d->stages[k].stage;
}

static const char *stage_differs(const th_definition *d, size_t i, size_t k)
{
    if (!th_str_eq(d->stages[i].document, d->stages[k].document))
        return "Số văn bản";
    return th_str_eq(d->stages[i].date, d->stages[k].date) ? NULL : "Ngày";
}

static bool petition_known(const th_definition *d, size_t i)
{
    return d->petitions[i].unit != TH_NONE;
}

static bool freeze_known(const th_definition *d, size_t i)
{
    return i < d->nfreezes;
}

/* ---- each sheet ---- */

typedef struct entered_sheet {
    th_table_id table;
    size_t size, count;                      /* the size of a row; the offset of their number in the definition */
    const char *thing_vi, *thing_en;         /* what a row is about */
    const char *key[5];                      /* the columns that say so */
    void (*finish)(th_loading *l, size_t i); /* NULL where nothing is left to be completed */
    bool (*known)(const th_definition *d,
                  size_t i); /* false where it is about a unit of another period, or nothing known */
    /* Are both rows about one thing?  NULL: they never contradict each other.  Of two rows of Sổ nhận about a file the
     * later one counts (batch/receipts.h), and an archive may have a row for each unit. */
    bool (*same)(const th_definition *d, size_t i, size_t k);
    const char *(*differs)(const th_definition *d, size_t i, size_t k); /* the column in which they do, or NULL */
} entered_sheet;

static const entered_sheet sheets[] = {
    {.table = TH_TABLE_ADJUSTMENTS,
     .size = sizeof(th_adjustment),
     .count = offsetof(th_definition, nadjustments),
     .thing_vi = "số liệu",
     .thing_en = "figure",
     .key = {"Đơn vị", "Mã", "Cột"},
     .finish = finish_adjustment,
     .known = adjustment_known,
     .same = adjustment_same,
     .differs = adjustment_differs},
    {.table = TH_TABLE_EXPLANATIONS,
     .size = sizeof(th_explanation),
     .count = offsetof(th_definition, nexplanations),
     .thing_vi = "mã giải trình",
     .thing_en = "mark",
     .key = {"Đơn vị", "Quy tắc", "Mã giải trình"},
     .finish = finish_explanation,
     .known = explanation_known,
     .same = explanation_same,
     .differs = explanation_differs},
    {.table = TH_TABLE_AWARDS,
     .size = sizeof(th_award),
     .count = offsetof(th_definition, nawards),
     .thing_vi = "tiêu chí của đơn vị",
     .thing_en = "criterion of a unit",
     .key = {"Đơn vị", "Tiêu chí"},
     .finish = finish_award,
     .known = award_known,
     .same = award_same,
     .differs = award_differs},
    {.table = TH_TABLE_RECEIPTS,
     .size = sizeof(th_receipt),
     .count = offsetof(th_definition, nreceipts),
     .thing_vi = "tệp",
     .thing_en = "file",
     .key = {"Tệp", "Lúc nhận"},
     .finish = finish_receipt,
     .known = receipt_known},
    {.table = TH_TABLE_BALLOTS,
     .size = sizeof(th_ballot),
     .count = offsetof(th_definition, nballots),
     .thing_vi = "số phiếu của đơn vị",
     .thing_en = "number of votes of a unit",
     .key = {"Đơn vị", "Xếp hạng"},
     .known = ballot_known,
     .same = ballot_same,
     .differs = ballot_differs},
    {.table = TH_TABLE_CLOSINGS,
     .size = sizeof(th_closing),
     .count = offsetof(th_definition, nclosings),
     .thing_vi = "phát hiện hoặc đơn vị",
     .thing_en = "finding or unit",
     .key = {"Đơn vị", "Mã phát hiện"},
     .finish = finish_closing,
     .known = closing_known,
     .same = closing_same,
     .differs = closing_differs},
    {.table = TH_TABLE_STAGES,
     .size = sizeof(th_stage_row),
     .count = offsetof(th_definition, nstages),
     .thing_vi = "bước",
     .thing_en = "step",
     .key = {"Đơn vị", "Bước"},
     .finish = finish_stage,
     .known = stage_known,
     .same = stage_same,
     .differs = stage_differs},
    {.table = TH_TABLE_PETITIONS,
     .size = sizeof(th_petition),
     .count = offsetof(th_definition, npetitions),
     .thing_vi = "kiến nghị",
     .thing_en = "petition",
     .key = {"Đơn vị", "Nội dung"},
     .known = petition_known},
    {.table = TH_TABLE_FREEZES,
     .size = sizeof(th_freeze_row),
     .count = offsetof(th_definition, nfreezes),
     .thing_vi = "bước",
     .thing_en = "step",
     .key = {"Bước", "Ngày"},
     .finish = finish_freeze,
     .known = freeze_known},
};

static bool has_a_subject(const th_loading *l, const entered_sheet *sheet, size_t i)
{
    return sheet->known(l->d, i) && !th_table_is_wrong(l, sheet->table, i, sheet->key);
}

/* Reports rows that say different things about one thing.  A row whose own value is wrong counts among them: nobody can
 * tell which of the two was meant. */
static void question_contradictions(th_loading *l, const entered_sheet *sheet, size_t n)
{
    const th_words thing = {th_str_of(sheet->thing_vi), th_str_of(sheet->thing_en)};
    for (size_t i = 0; i < n && sheet->same; i++)
        for (size_t k = 0; k < n && !th_table_is_wrong(l, sheet->table, i, NULL) && has_a_subject(l, sheet, i); k++) {
            bool comparable = k != i && sheet->same(l->d, i, k) && has_a_subject(l, sheet, k);
            const char *column = comparable ? sheet->differs(l->d, i, k) : NULL;
            if (!column)
                continue;
            th_field_spot one = th_table_spot(l, sheet->table, i, column),
                          other = th_table_spot(l, sheet->table, k, column);
            th_fault_twice(&one, thing, &other);
        }
}

/* May row i be used?  Not where it is wrong, or where a usable row above says the same. */
static bool is_usable(const th_loading *l, const entered_sheet *sheet, size_t i, const bool *usable)
{
    if (!sheet->known(l->d, i) || th_table_is_wrong(l, sheet->table, i, NULL))
        return false;
    for (size_t k = 0; k < i && sheet->same; k++)
        if (usable[k] && sheet->same(l->d, i, k))
            return false;
    return true;
}

/* Moves the rows that can be used to the front; how many they are. */
static size_t keep_usable(th_loading *l, const entered_sheet *sheet, size_t n)
{
    const th_table_spec *spec = &th_table_specs[sheet->table];
    bool *usable = th_arena_array(l->arena, n, sizeof *usable);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        usable[i] = is_usable(l, sheet, i, usable);
    for (size_t i = 0; i < n; i++)
        if (usable[i] && kept++ != i)
            memcpy(spec->at(l, kept - 1), spec->at(l, i), sheet->size);
    return kept;
}

/* What was said by telephone and then written is on the ground of what was written. */
static void confirm_phone_rows(th_loading *l)
{
    th_definition *d = l->d;
    for (size_t i = 0; i < d->nadjustments; i++)
        for (size_t k = 0; k < d->nadjustments && d->adjustments[i].by_phone; k++) {
            const th_adjustment *other = &d->adjustments[k];
            if (other->by_phone || !adjustment_known(d, i) || !adjustment_same(d, i, k) ||
                adjustment_differs(d, i, k) || th_table_is_wrong(l, TH_TABLE_ADJUSTMENTS, k, NULL))
                continue;
            d->adjustments[i].by_phone = false;
            d->adjustments[i].who = other->who;
            d->adjustments[i].date = other->date;
            d->adjustments[i].basis = other->basis;
        }
}

void th_entries_finish(th_loading *l)
{
    for (size_t at = 0; at < sizeof sheets / sizeof *sheets; at++) {
        size_t *n = (size_t *)((char *)l->d + sheets[at].count);
        for (size_t i = 0; i < *n && sheets[at].finish; i++)
            sheets[at].finish(l, i);
        question_contradictions(l, &sheets[at], *n);
        if (sheets[at].table == TH_TABLE_ADJUSTMENTS)
            confirm_phone_rows(l);
        *n = keep_usable(l, &sheets[at], *n);
    }
}

/* Chấm điểm: criteria as a tree, bands, tie steps, awards; what has to add up. */
#include "form/load.h"

#include <stdlib.h>

#include "base/banned.h"

/* A criterion below itself: told once a circle, then cut. */
static void cut_circle(th_loading *l, size_t i)
{
    th_spot s = th_table_spot(l, TH_TABLE_CRITERIA, i, "Cha");
    th_fault_value(&s, "một tiêu chí không nằm dưới chính nó", "a criterion that is not below itself", (th_str){0});
    l->d->criteria[i].parent = TH_NONE;
}

/* Parents before children, otherwise as listed. */
void th_scheme_arrange(th_loading *l)
{
    th_definition *d = l->d;
    size_t n = d->ncriteria, placed = 0;
    size_t *order = th_arena_array(l->arena, n, sizeof *order);
    uint32_t *new_index = th_arena_array(l->arena, n, sizeof *new_index);
    for (size_t i = 0; i < n; i++)
        new_index[i] = TH_NONE;
    while (placed < n) {
        size_t before = placed;
        for (size_t i = 0; i < n; i++) {
            uint32_t parent = d->criteria[i].parent;
            if (new_index[i] != TH_NONE || (parent != TH_NONE && new_index[parent] == TH_NONE))
                continue;
            new_index[i] = (uint32_t)placed;
            order[placed++] = i;
        }
        for (size_t i = 0; placed == before && i < n; i++)
            if (new_index[i] == TH_NONE) {
                cut_circle(l, i);
                break;
            }
    }
    th_criterion *sorted = th_arena_array(l->arena, n, sizeof *sorted);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = d->criteria[order[i]];
        if (sorted[i].parent != TH_NONE)
            sorted[i].parent = new_index[sorted[i].parent];
    }
    d->criteria = sorted;
    d->criteria_cap = n;
    if (n)
        th_table_reorder(l, TH_TABLE_CRITERIA, order, n);
    th_codes_rebuild(l, TH_TABLE_CRITERIA);
}

static bool is_group(th_scoring s)
{
    return s == TH_SCORE_SUM || s == TH_SCORE_BONUS || s == TH_SCORE_DEDUCTION;
}

static bool has_bands(th_scoring s)
{
    return s == TH_SCORE_BANDS || s == TH_SCORE_RANK;
}

static void shape_tree(th_definition *d)
{
    for (size_t i = 0; i < d->ncriteria; i++) {
        th_criterion *c = &d->criteria[i];
        const th_criterion *parent = c->parent == TH_NONE ? NULL : &d->criteria[c->parent];
        c->leaf = true;
        c->sign = c->scoring == TH_SCORE_DEDUCTION ? -1 : parent ? parent->sign : 1;
        c->bonus = c->scoring == TH_SCORE_DEDUCTION || c->scoring == TH_SCORE_BONUS || (parent && parent->bonus);
        if (parent)
            d->criteria[c->parent].leaf = false;
    }
}

/* What the way of scoring needs and does not have. */
static void check_scoring(th_loading *l, size_t i)
{
    const th_criterion *c = &l->d->criteria[i];
    th_scoring how = c->scoring;
    th_spot s;
    if (is_group(how) == c->leaf) {
        s = th_table_spot(l, TH_TABLE_CRITERIA, i, "Cách chấm");
        th_fault_value(&s,
                       c->leaf ? "một cách chấm cho dòng không có dòng con"
                               : "“tổng các dòng con”, “nhóm thưởng” hoặc “nhóm trừ” vì có dòng con",
                       c->leaf ? "a way of scoring for a row without children"
                               : "“tổng các dòng con”, “nhóm thưởng” or “nhóm trừ”, since it has children",
                       (th_str){0});
        return;
    }
    if (!is_group(how) && how != TH_SCORE_CLUSTER && !c->expr_text.len) {
        s = th_table_spot(l, TH_TABLE_CRITERIA, i, "Biểu thức");
        th_fault_value(&s, "một biểu thức vì cách chấm này cần số liệu",
                       "an expression, since this way of scoring needs data", (th_str){0});
    }
    if ((how == TH_SCORE_RATIO || how == TH_SCORE_OVER_TARGET) && !c->target_text.len && !c->target_default) {
        s = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mục tiêu");
        th_fault_value(&s, "một mục tiêu vì chấm theo mục tiêu", "a target, since it is scored against one",
                       (th_str){0});
    }
    if (has_bands(how) && !c->nbands) {
        s = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mã");
        th_fault_value(&s, "ít nhất một bậc ở trang “Thang điểm”", "at least one band in sheet “Thang điểm”",
                       (th_str){0});
    }
}

static void place_bands(th_loading *l)
{
    for (size_t i = 0; i < l->nband_rows; i++) {
        const th_band_row *row = &l->band_rows[i];
        if (row->criterion == TH_NONE)
            continue;
        th_criterion *c = &l->d->criteria[row->criterion];
        TH_PUSH(l->arena, c->bands, c->nbands, c->bands_cap, row->band);
        th_spot s = th_table_spot(l, TH_TABLE_BANDS, i, "Tiêu chí");
        if (!has_bands(c->scoring))
            th_fault_value(&s, "một tiêu chí chấm “theo bậc” hoặc “theo thứ hạng”",
                           "a criterion scored by bands or ranks", (th_str){0});
        s = th_table_spot(l, TH_TABLE_BANDS, i, "Đến");
        if (row->band.from && row->band.to && th_exact_cmp(row->band.from, row->band.to) > 0)
            th_fault_value(&s, "một số không nhỏ hơn cột Từ", "a number not below column Từ", (th_str){0});
        s = th_table_spot(l, TH_TABLE_BANDS, i, "Điểm");
        if (row->band.points && c->max && th_exact_cmp(row->band.points, c->max) > 0)
            th_fault_value(&s, "một số không quá điểm tối đa của tiêu chí",
                           "a number not above the maximum of the criterion", (th_str){0});
    }
}

/* Steps of one ranking in their order; equal orders as listed. */
static void place_steps(th_loading *l)
{
    for (size_t i = 1; i < l->nstep_rows; i++) { /* few: by insertion, which is stable */
        th_step_row row = l->step_rows[i];
        size_t j = i;
        for (; j > 0 && l->step_rows[j - 1].order > row.order; j--)
            l->step_rows[j] = l->step_rows[j - 1];
        l->step_rows[j] = row;
    }
    for (size_t i = 0; i < l->nstep_rows; i++) {
        if (l->step_rows[i].ranking == TH_NONE)
            continue;
        th_ranking *r = &l->d->rankings[l->step_rows[i].ranking];
        TH_PUSH(l->arena, r->steps, r->nsteps, r->steps_cap, l->step_rows[i].step);
    }
}

static void place_titles(th_loading *l)
{
    for (size_t i = 0; i < l->ntitle_rows; i++) {
        if (l->title_rows[i].ranking == TH_NONE)
            continue;
        th_ranking *r = &l->d->rankings[l->title_rows[i].ranking];
        TH_PUSH(l->arena, r->titles, r->ntitles, r->titles_cap, l->title_rows[i].title);
    }
}

static th_str name_of(const th_loading *l, const th_criterion *c)
{
    return th_str_fmt(l->arena, TH_FMT " " TH_FMT, TH_ARG(c->code), TH_ARG(c->title));
}

/* Rows that are sums equal what is below them; in a bonus or deduction group the maximum is a cap. */
static void check_sums(th_loading *l)
{
    const th_definition *d = l->d;
    const th_exact **below = th_arena_array(l->arena, d->ncriteria, sizeof *below);
    const th_exact *total = th_exact_int(l->arena, 0);
    bool known = true; /* an unread maximum is reported already; sums over it say nothing */
    for (size_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *c = &d->criteria[i];
        known = known && c->max;
        if (c->parent != TH_NONE)
            below[c->parent] = below[c->parent] ? th_exact_add(l->arena, below[c->parent], c->max) : c->max;
        else if (!c->bonus)
            total = th_exact_add(l->arena, total, c->max);
    }
    for (size_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *c = &d->criteria[i];
        if (c->leaf || c->bonus || !c->max || !below[i] || th_exact_cmp(below[i], c->max) == 0)
            continue;
        th_spot s = th_table_spot(l, TH_TABLE_CRITERIA, i, "Điểm tối đa");
        th_fault_sum(&s, name_of(l, c), below[i], c->max);
    }
    th_spot s;
    if (known && d->ncriteria && d->points_total && th_exact_cmp(total, d->points_total) != 0 &&
        th_settings_spot(l, "Tổng điểm", &s))
        th_fault_sum(&s, TH_STR("Tổng điểm"), total, d->points_total);
}

static void check_awards(th_loading *l)
{
    th_definition *d = l->d;
    size_t kept = 0;
    for (size_t i = 0; i < d->nawards; i++) {
        th_award a = d->awards[i];
        if (a.criterion == TH_NONE || a.unit == TH_NONE)
            continue;
        const th_criterion *c = &d->criteria[a.criterion];
        th_spot s = th_table_spot(l, TH_TABLE_AWARDS, i, "Tiêu chí");
        if (!c->leaf)
            th_fault_value(&s, "một tiêu chí không có dòng con", "a criterion without children", (th_str){0});
        for (size_t k = 0; k < i; k++)
            if (d->awards[k].unit == a.unit && d->awards[k].criterion == a.criterion) {
                th_fault_duplicate(&s, TH_TABLE_AWARDS, l->tables[TH_TABLE_AWARDS].rows[k]);
                break;
            }
        s = th_table_spot(l, TH_TABLE_AWARDS, i, "Điểm");
        if (a.points && c->max && th_exact_cmp(a.points, c->max) > 0)
            th_fault_value(&s, "một số không quá điểm tối đa của tiêu chí",
                           "a number not above the maximum of the criterion", (th_str){0});
    }
    for (size_t i = 0; i < d->nawards; i++) /* of a unit that is not of this period: of no use */
        if (d->awards[i].unit != TH_NONE && d->awards[i].criterion != TH_NONE)
            d->awards[kept++] = d->awards[i];
    d->nawards = kept;
}

static void finish_receipts(th_loading *l)
{
    th_definition *d = l->d;
    size_t kept = 0;
    for (size_t i = 0; i < d->nreceipts; i++) {
        th_receipt *receipt = &d->receipts[i];
        receipt->in_file = l->tables[TH_TABLE_RECEIPTS].file;
        receipt->in_sheet = l->tables[TH_TABLE_RECEIPTS].sheet->name;
        receipt->in_row = l->tables[TH_TABLE_RECEIPTS].rows[i];
    }
    for (size_t i = 0; i < d->nreceipts; i++)
        if (d->receipts[i].unit != TH_NONE)
            d->receipts[kept++] = d->receipts[i];
    d->nreceipts = kept;
}

void th_scheme_finish(th_loading *l)
{
    shape_tree(l->d);
    place_bands(l);
    place_steps(l);
    place_titles(l);
    for (size_t i = 0; i < l->d->ncriteria; i++)
        check_scoring(l, i);
    check_sums(l);
    check_awards(l);
    finish_receipts(l);
}

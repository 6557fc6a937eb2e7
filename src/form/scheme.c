/* Chấm điểm: criteria as a tree, bands, tie steps; what has to add up. */
#include "form/load.h"
#include "form/score_form.h"

#include <stdlib.h>

#include "base/banned.h"

/* Reports a criterion that is below itself.  Without a parent it closes no circle any more, so each circle is reported
 * once. */
static void cut_circle(th_loading *l, size_t i)
{
    th_field_spot spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Cha");
    th_fault_value(&spot, "một tiêu chí không nằm dưới chính nó", "a criterion that is not below itself", (th_str){0});
    l->d->criteria[i].parent = TH_NONE;
}

/* Puts parents before their children, and otherwise keeps the order of the rows.  Where a whole pass places nothing,
 * the criteria that are left form a circle. */
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
    th_criteria_note_codes(l->arena, d);
}

static bool is_group(th_scoring how)
{
    return how == TH_SCORE_SUM || how == TH_SCORE_BONUS || how == TH_SCORE_DEDUCTION;
}

static bool has_bands(th_scoring how)
{
    return how == TH_SCORE_BANDS || how == TH_SCORE_RANK;
}

/* Decides which criteria are leaves, which count negatively and which are no part of the base total.  Parents stand
 * before their children, so what holds for a group is handed down in one pass. */
static void shape_tree(th_definition *d)
{
    for (size_t i = 0; i < d->ncriteria; i++) {
        th_criterion *criterion = &d->criteria[i];
        bool deducts = criterion->scoring == TH_SCORE_DEDUCTION;
        criterion->leaf = true;
        criterion->sign = deducts ? -1 : 1;
        criterion->bonus = deducts || criterion->scoring == TH_SCORE_BONUS;
        if (criterion->parent == TH_NONE)
            continue;
        th_criterion *parent = &d->criteria[criterion->parent];
        parent->leaf = false;
        if (!deducts)
            criterion->sign = parent->sign;
        criterion->bonus = criterion->bonus || parent->bonus;
    }
}

/* Reports what the way of scoring needs and the row does not state. */
static void check_scoring(th_loading *l, size_t i)
{
    const th_criterion *criterion = &l->d->criteria[i];
    th_scoring how = criterion->scoring;
    th_field_spot spot;
    if (is_group(how) == criterion->leaf) {
        spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Cách chấm");
        if (criterion->leaf)
            th_fault_value(&spot, "một cách chấm cho dòng không có dòng con",
                           "a way of scoring for a row without children", (th_str){0});
        else
            th_fault_value(&spot, "“tổng các dòng con”, “nhóm thưởng” hoặc “nhóm trừ” vì có dòng con",
                           "“tổng các dòng con”, “nhóm thưởng” or “nhóm trừ”, since it has children", (th_str){0});
        return;
    }
    if (!is_group(how) && how != TH_SCORE_CLUSTER && !criterion->expr_text.len) {
        spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Biểu thức");
        th_fault_value(&spot, "một biểu thức vì cách chấm này cần số liệu",
                       "an expression, since this way of scoring needs data", (th_str){0});
    }
    bool among_peers = how == TH_SCORE_RATIO_OR_PEERS || how == TH_SCORE_OVER_TARGET_OR_PEERS;
    if (among_peers && criterion->target_default) {
        spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mục tiêu khi trống");
        th_fault_value(&spot, "để trống, vì đơn vị không có mục tiêu được so với nhau",
                       "nothing, since units without a target are held against each other", (th_str){0});
    }
    if ((how == TH_SCORE_RATIO || how == TH_SCORE_OVER_TARGET || among_peers) && !criterion->target_text.len &&
        !criterion->target_default) {
        spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mục tiêu");
        th_fault_value(&spot, "một mục tiêu vì chấm theo mục tiêu", "a target, since it is scored against one",
                       (th_str){0});
    }
    if (has_bands(how) && !criterion->nbands) {
        spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mã");
        th_fault_value(&spot, "ít nhất một bậc ở trang “Thang điểm”", "at least one band in sheet “Thang điểm”",
                       (th_str){0});
    }
}

static void place_bands(th_loading *l)
{
    for (size_t i = 0; i < l->nband_rows; i++) {
        const th_band_row *row = &l->band_rows[i];
        if (row->criterion == TH_NONE)
            continue;
        th_criterion *criterion = &l->d->criteria[row->criterion];
        TH_PUSH(l->arena, criterion->bands, criterion->nbands, criterion->bands_cap, row->band);
        th_field_spot spot = th_table_spot(l, TH_TABLE_BANDS, i, "Tiêu chí");
        if (!has_bands(criterion->scoring))
            th_fault_value(&spot, "một tiêu chí chấm “theo bậc” hoặc “theo thứ hạng”",
                           "a criterion scored by bands or ranks", (th_str){0});
        spot = th_table_spot(l, TH_TABLE_BANDS, i, "Đến");
        if (row->band.from && row->band.to && th_exact_cmp(row->band.from, row->band.to) > 0)
            th_fault_value(&spot, "một số không nhỏ hơn cột Từ", "a number not below column “Từ”", (th_str){0});
        spot = th_table_spot(l, TH_TABLE_BANDS, i, "Điểm");
        if (row->band.points && criterion->max && th_exact_cmp(row->band.points, criterion->max) > 0)
            th_fault_value(&spot, "một số không quá điểm tối đa của tiêu chí",
                           "a number not above the maximum of the criterion", (th_str){0});
    }
}

/* Gives each ranking its steps, by their Thứ tự. */
static void place_steps(th_loading *l)
{
    for (size_t i = 0; i < l->nstep_rows; i++)
        l->step_rows[i].item = i;
    /* Insertion keeps equal steps in the order of their rows, and there are few of them. */
    for (size_t i = 1; i < l->nstep_rows; i++) {
        th_step_row row = l->step_rows[i];
        size_t j = i;
        for (; j > 0 && l->step_rows[j - 1].order > row.order; j--)
            l->step_rows[j] = l->step_rows[j - 1];
        l->step_rows[j] = row;
    }
    for (size_t i = 0; i < l->nstep_rows; i++) {
        if (l->step_rows[i].ranking == TH_NONE)
            continue;
        th_ranking *ranking = &l->d->rankings[l->step_rows[i].ranking];
        th_field_spot spot = th_table_spot(l, TH_TABLE_STEPS, l->step_rows[i].item, "Biểu thức");
        if (ranking->conference)
            th_fault_value(&spot, "không có bước nào sau “" TH_CONFERENCE "”", "no step after “" TH_CONFERENCE "”",
                           (th_str){0});
        else if (th_str_eq(l->step_rows[i].step.expr_text, TH_STR(TH_CONFERENCE)))
            ranking->conference = true;
        else
            TH_PUSH(l->arena, ranking->steps, ranking->nsteps, ranking->steps_cap, l->step_rows[i].step);
    }
}

static void place_titles(th_loading *l)
{
    for (size_t i = 0; i < l->ntitle_rows; i++) {
        if (l->title_rows[i].ranking == TH_NONE)
            continue;
        th_ranking *ranking = &l->d->rankings[l->title_rows[i].ranking];
        TH_PUSH(l->arena, ranking->titles, ranking->ntitles, ranking->titles_cap, l->title_rows[i].title);
    }
}

static th_str name_of(const th_loading *l, const th_criterion *criterion)
{
    return th_str_fmt(l->arena, TH_FMT " " TH_FMT, TH_ARG(criterion->code), TH_ARG(criterion->title));
}

/* The maximum of a row that is a sum must be the sum of the maxima below it.  In a bonus or deduction group it is a
 * cap, so nothing has to add up there. */
static void check_sums(th_loading *l)
{
    const th_definition *d = l->d;
    const th_exact **below = th_arena_array(l->arena, d->ncriteria, sizeof *below);
    const th_exact *total = th_exact_int(l->arena, 0);
    /* A maximum that could not be read has been reported; a total over it would say nothing. */
    bool known = true;
    for (size_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *criterion = &d->criteria[i];
        known = known && criterion->max;
        if (criterion->parent != TH_NONE)
            below[criterion->parent] = below[criterion->parent]
                                           ? th_exact_add(l->arena, below[criterion->parent], criterion->max)
                                           : criterion->max;
        else if (!criterion->bonus)
            total = th_exact_add(l->arena, total, criterion->max);
    }
    for (size_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *criterion = &d->criteria[i];
        if (criterion->leaf || criterion->bonus || !criterion->max || !below[i] ||
            th_exact_cmp(below[i], criterion->max) == 0)
            continue;
        th_field_spot spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Điểm tối đa");
        th_fault_sum(&spot, name_of(l, criterion), below[i], criterion->max);
    }
    th_field_spot spot;
    if (known && d->ncriteria && d->points_total && th_exact_cmp(total, d->points_total) != 0 &&
        th_settings_spot(l, "Tổng điểm", &spot))
        th_fault_sum(&spot, TH_STR("Tổng điểm"), total, d->points_total);
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
}

/* Thang điểm and Mục tiêu against what they measure: bands that no value can reach, that overlap or stand in no order;
 * limits and targets that are a hundred times off. */
#include "form/load.h"

#include "base/banned.h"

/* ---- bands ---- */

static bool begins_no_later(const th_band *one, const th_band *other)
{
    return !one->from || (other->from && th_exact_cmp(one->from, other->from) <= 0);
}

static bool ends_no_sooner(const th_band *one, const th_band *other)
{
    return !one->to || (other->to && th_exact_cmp(one->to, other->to) >= 0);
}

static bool contains(const th_band *outer, const th_band *inner)
{
    return begins_no_later(outer, inner) && ends_no_sooner(outer, inner);
}

static bool same_scale(const th_loading *l, size_t one, size_t other)
{
    return l->band_rows[one].criterion == l->band_rows[other].criterion;
}

/* The rows above take every value of the row: they are followed from its lower limit upwards.  `at` NULL: nothing is
 * taken yet of a band that is open below. */
static bool is_taken_above(const th_loading *l, size_t row)
{
    const th_band *band = &l->band_rows[row].band;
    const th_exact *at = band->from;
    bool reached = false; /* `at` itself is taken */
    for (bool further = true; further;) {
        further = false;
        for (size_t i = 0; i < row; i++) {
            const th_band *above = &l->band_rows[i].band;
            bool joins = !above->from || (at && th_exact_cmp(above->from, at) <= 0);
            if (!same_scale(l, i, row) || !joins)
                continue;
            if (!above->to)
                return true;
            int beyond = at ? th_exact_cmp(above->to, at) : 1;
            further = further || beyond > 0 || (beyond == 0 && !reached);
            reached = reached || beyond >= 0;
            at = beyond > 0 ? above->to : at;
        }
    }
    return reached && band->to && th_exact_cmp(at, band->to) >= 0;
}

/* More than a limit is common to both, and neither lies in the other, as it does where each row takes what the rows
 * above have left. */
static bool overlaps(const th_band *one, const th_band *other)
{
    bool apart = (one->to && other->from && th_exact_cmp(one->to, other->from) <= 0) ||
                 (other->to && one->from && th_exact_cmp(other->to, one->from) <= 0);
    return !apart && !contains(one, other) && !contains(other, one);
}

/* +1 where the values of a band are higher than those of the row above, -1 where they are lower. */
static int direction(const th_band *above, const th_band *band)
{
    bool starts = begins_no_later(above, band), ends = ends_no_sooner(band, above);
    if (starts != ends)
        return 0;
    return starts ? 1 : -1;
}

static th_field_spot limit_spot(th_loading *l, size_t row)
{
    return th_table_spot(l, TH_TABLE_BANDS, row, l->band_rows[row].band.from ? "Từ" : "Đến");
}

static void say_band(th_loading *l, size_t row, th_words expected)
{
    th_field_spot spot = limit_spot(l, row);
    th_fault_value(&spot, th_str_cstr(l->arena, expected.vi), th_str_cstr(l->arena, expected.en), (th_str){0});
}

static unsigned row_number(th_loading *l, size_t row)
{
    return limit_spot(l, row).row + 1;
}

/* False: something was said. */
static bool check_against_above(th_loading *l, size_t row)
{
    const th_band *band = &l->band_rows[row].band;
    if (is_taken_above(l, row)) {
        say_band(l, row,
                 TH_WORDS_ARE("một bậc còn giá trị rơi vào: các bậc ở trên đã lấy hết, mà bậc đứng trên được xét trước",
                              "a band that some value falls into: the bands above, which come first, take all of it"));
        return false;
    }
    for (size_t i = 0; i < row; i++) {
        const th_band_row *above = &l->band_rows[i];
        if (!same_scale(l, i, row) || !overlaps(&above->band, band) ||
            (above->band.points && band->points && th_exact_cmp(above->band.points, band->points) == 0))
            continue;
        say_band(l, row,
                 TH_WORDS(l->arena, "một khoảng không chồng lên bậc ở dòng %u, vì hai bậc có điểm khác nhau",
                          "a range that does not overlap the band of row %u, whose points are others",
                          row_number(l, i)));
        return false;
    }
    return true;
}

/* Checks that the rows of one scale all go up or all go down; the last may take all that is left. */
static void check_bands(th_loading *l)
{
    for (size_t row = 0; row < l->nband_rows; row++) {
        const th_band_row *here = &l->band_rows[row];
        if (here->criterion == TH_NONE || !check_against_above(l, row) || (!here->band.from && !here->band.to))
            continue;
        int way = 0;
        size_t above = row;
        for (size_t i = 0; i < row; i++) {
            if (!same_scale(l, i, row))
                continue;
            int next = above < row ? direction(&l->band_rows[above].band, &l->band_rows[i].band) : 0;
            way = way ? way : next;
            above = i;
        }
        int last = above < row ? direction(&l->band_rows[above].band, &here->band) : 0;
        if (way && last && last != way)
            say_band(l, row,
                     TH_WORDS_ARE("các bậc của một tiêu chí xếp theo một chiều, tăng dần hoặc giảm dần",
                                  "bands of a criterion in one direction, upwards or downwards"));
    }
}

/* ---- hundreds ---- */

typedef enum measured { MEASURED_OTHER = 0, MEASURED_PERCENT, MEASURED_SHARE } measured;

static bool uses_number(const th_expr *e, const th_exact *number)
{
    bool holds = e->kind == TH_EX_NUMBER && th_exact_cmp(e->num, number) == 0;
    for (size_t i = 0; i < e->nargs && !holds; i++)
        holds = uses_number(e->args[i], number);
    return holds;
}

/* Is the value counted in percent, or a share of 1? */
static measured measured_in(const th_loading *l, const th_expr *e)
{
    const th_definition *d = l->d;
    if (e->kind == TH_EX_CALL && e->func == TH_FN_TY_LE)
        return MEASURED_PERCENT;
    if (e->kind == TH_EX_INDICATOR && (e->measure == TH_COMPARED || d->indicators[e->index].type == TH_TYPE_PERCENT))
        return MEASURED_PERCENT;
    bool share = e->kind == TH_EX_OP && e->op == TH_OP_DIV && !uses_number(e, th_exact_int(l->arena, 100));
    return share ? MEASURED_SHARE : MEASURED_OTHER;
}

/* A part of 1 such as 0,95, for which 95% was meant; 0,95% is written where it is meant. */
static bool is_part_of_one(th_arena *arena, const th_exact *number)
{
    return number && th_exact_sign(number) > 0 && th_exact_cmp(number, th_exact_int(arena, 1)) <= 0;
}

static void check_number(const th_field_spot *spot, const th_exact *number, measured as)
{
    th_arena *arena = spot->l->arena;
    bool percent = th_str_find(spot->typed.len ? spot->typed : spot->text, TH_STR("%"), 0) != SIZE_MAX;
    if (as == MEASURED_PERCENT && !percent && is_part_of_one(arena, number)) {
        th_str meant = th_exact_vi(arena, th_exact_mul(arena, number, th_exact_int(arena, 100)), 9, true);
        th_words expected = TH_WORDS(
            arena, "số phần trăm, vì số liệu tính bằng %%: " TH_FMT "%%? (nếu đúng là " TH_FMT " %%, ghi thêm dấu %%)",
            "a percentage, since the data are in %%: " TH_FMT "%%? (if " TH_FMT " %% is meant, write the sign)",
            TH_ARG(meant), TH_ARG(spot->text));
        th_fault_value(spot, th_str_cstr(arena, expected.vi), th_str_cstr(arena, expected.en), (th_str){0});
    } else if (as == MEASURED_SHARE && number && percent) {
        th_fault_value(spot, "phần của 1 như số liệu, hoặc số liệu tính bằng % (TY_LE(a;b) thay cho a/b)",
                       "a part of 1, as the data are, or data in percent (TY_LE(a;b) instead of a/b)", (th_str){0});
    }
}

static void check_targets(th_loading *l)
{
    for (size_t i = 0; i < l->d->ncriteria; i++) {
        const th_criterion *criterion = &l->d->criteria[i];
        if (!criterion->expr)
            continue;
        measured as = measured_in(l, criterion->expr);
        if (criterion->target && criterion->target->kind == TH_EX_NUMBER) {
            th_field_spot spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mục tiêu");
            check_number(&spot, criterion->target->num, as);
        }
        th_field_spot spot = th_table_spot(l, TH_TABLE_CRITERIA, i, "Mục tiêu khi trống");
        check_number(&spot, criterion->target_default, as);
    }
}

void th_scale_check(th_loading *l)
{
    check_bands(l);
    check_targets(l);
}

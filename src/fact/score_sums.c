/* The sums of a form of scores: what stands at a criterion with parts, and the grand total, against the parts as they
 * were typed.  A sum holds when it is that of the parts as they stand or as they are shown, or that of all scores
 * below: so of a sum that is wrong only the cell itself is named, and not those that it went into. */
#include "fact/score_form.h"

#include "book/formula.h"

#include "base/banned.h"

enum { HALF_HUNDREDTH = -3 }; /* 5 * 10^-3: what rounding to two decimals moves one figure by */

/* Which figures are added. */
typedef enum sum_of { SUM_OF_PARTS, SUM_OF_SHOWN, SUM_OF_LEAVES, SUMS } sum_of;

typedef struct score_sums {
    th_reading *reading;
    const th_score_form *form;
    const th_scored *scored;
    bool strays;
} score_sums;

static const th_exact *add_known(th_arena *arena, const th_exact *sum, const th_exact *more)
{
    if (!sum || !more)
        return sum ? sum : more;
    return th_exact_add(arena, sum, more);
}

static const th_exact *sum_below(const score_sums *sums, uint32_t criterion, sum_of which);

static const th_exact *score_of(const score_sums *sums, uint32_t criterion, sum_of which)
{
    const th_scored *scored = &sums->scored[criterion];
    bool own = scored->typed && (sums->reading->d->criteria[criterion].leaf || which != SUM_OF_LEAVES);
    if (own)
        return which == SUM_OF_SHOWN ? scored->shown : scored->typed;
    return sum_below(sums, criterion, which);
}

/* A bonus or deduction group stops at its maximum.  NULL: nothing was typed below. */
static const th_exact *sum_below(const score_sums *sums, uint32_t criterion, sum_of which)
{
    const th_definition *d = sums->reading->d;
    const th_exact *sum = NULL;
    for (uint32_t i = criterion + 1; i < d->ncriteria; i++)
        if (d->criteria[i].parent == criterion)
            sum = add_known(sums->reading->arena, sum, score_of(sums, i, which));
    const th_exact *cap = d->criteria[criterion].bonus ? d->criteria[criterion].max : NULL;
    return sum && cap && th_exact_cmp(sum, cap) > 0 ? cap : sum;
}

/* Something below was said already, or may be the row whose code nobody knows. */
static bool is_doubtful_below(const score_sums *sums, uint32_t criterion)
{
    const th_definition *d = sums->reading->d;
    bool doubtful = false;
    for (uint32_t i = 0; i < d->ncriteria && !doubtful; i++) {
        if (d->criteria[i].parent != criterion)
            continue;
        bool missing = sums->strays && d->criteria[i].leaf && !sums->scored[i].typed;
        doubtful = sums->scored[i].doubtful || missing || is_doubtful_below(sums, i);
    }
    return doubtful;
}

static size_t count_parts(const th_definition *d, uint32_t criterion)
{
    size_t n = 0;
    for (size_t i = 0; i < d->ncriteria; i++)
        n += d->criteria[i].parent == criterion;
    return n;
}

/* Each of the figures may have been rounded to two decimals. */
static bool agrees(const score_sums *sums, const th_exact *stated, const th_exact *sum, size_t parts)
{
    th_arena *arena = sums->reading->arena;
    const th_exact *gap = th_exact_abs(arena, th_exact_sub(arena, stated, sum));
    const th_exact *half = th_exact_mul(arena, th_exact_int(arena, 5), th_exact_pow10(arena, HALF_HUNDREDTH));
    return th_exact_cmp(gap, th_exact_mul(arena, half, th_exact_int(arena, (long long)parts + 1))) <= 0;
}

/* " (công thức SUM(F12:F15))" */
static th_words formula_words(const score_sums *sums, const th_formula *formula)
{
    th_formula_node *node = formula ? th_formula_parse(sums->reading->arena, formula) : NULL;
    if (!node)
        return (th_words){0};
    th_str text = th_formula_text(sums->reading->arena, node);
    return TH_WORDS(sums->reading->arena, " (công thức ở ô này: " TH_FMT ")", " (the formula in this cell: " TH_FMT ")",
                    TH_ARG(text));
}

static void judge_parent(const score_sums *sums, uint32_t criterion)
{
    th_reading *reading = sums->reading;
    const th_scored *scored = &sums->scored[criterion];
    const th_exact *expected = sum_below(sums, criterion, SUM_OF_PARTS);
    if (!scored->typed || scored->doubtful || !expected || is_doubtful_below(sums, criterion))
        return;
    for (sum_of which = SUM_OF_PARTS; which < SUMS; which++)
        if (agrees(sums, scored->typed, sum_below(sums, criterion, which), count_parts(reading->d, criterion)))
            return;
    th_say_of_score(reading, sums->form, scored->self, TH_F_SELF_SCORE_SUM,
                    TH_WITH(th_criterion_title(reading, criterion), th_points_words(reading, scored->typed),
                            th_points_words(reading, expected), formula_words(sums, scored->formula)));
}

/* ---- deductions with a minus ---- */

static bool has_minus(const score_sums *sums, uint32_t criterion)
{
    const th_scored *scored = &sums->scored[criterion];
    return sums->reading->d->criteria[criterion].leaf && scored->typed && scored->self &&
           scored->self->value.did & TH_DID_MINUS_DROPPED && th_exact_sign(scored->typed) > 0;
}

/* By how much a total is too high that adds what bears a minus instead of taking it off: by twice as much. */
static const th_exact *gap_of_minus(const score_sums *sums)
{
    const th_exact *gap = NULL;
    for (uint32_t i = 0; i < sums->reading->d->ncriteria; i++)
        if (has_minus(sums, i))
            gap = add_known(sums->reading->arena, gap, sums->scored[i].typed);
    return gap ? th_exact_add(sums->reading->arena, gap, gap) : NULL;
}

/* Each is said at its cell; where the total of the form adds what it should take off, as an error that names it. */
static void say_minus(const score_sums *sums, const th_cell *total)
{
    th_reading *reading = sums->reading;
    for (uint32_t i = 0; i < reading->d->ncriteria; i++) {
        if (!has_minus(sums, i))
            continue;
        const th_scored *scored = &sums->scored[i];
        const th_exact *typed = th_exact_neg(reading->arena, scored->typed);
        th_words at_total = {0};
        if (total)
            at_total = TH_WORDS(reading->arena, " Vì vậy tổng điểm ở ô " TH_FMT " cộng thêm thay vì trừ đi.",
                                " So the total in cell " TH_FMT " adds them instead.",
                                TH_ARG(th_cell_name(reading->arena, total->row, total->col)));
        th_finding *finding = th_say_of_score(reading, sums->form, scored->self, TH_F_SELF_SCORE_MINUS,
                                              TH_WITH(th_criterion_title(reading, i), th_points_words(reading, typed),
                                                      th_points_words(reading, scored->typed), at_total));
        if (total)
            finding->level = TH_LEVEL_ERROR;
    }
}

/* ---- the grand total ---- */

bool th_is_grand_total(th_str weak)
{
    static const char *const words[] = {"tong cong", "tong diem", "tong so diem", "cong tong", "tong", "cong"};
    static const char *const parts[] = {"muc", "phan", "nhom", "toi da", "chuan", "thuong", "tru"};
    size_t length = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words && !length; i++)
        if (th_str_starts(weak, th_str_of(words[i])))
            length = th_str_of(words[i]).len;
    th_str rest = th_str_trim(th_str_sub(weak, length, weak.len));
    if (!length || (length <= TH_STR("tong").len && rest.len && rest.ptr[0] != '(' && rest.ptr[0] != ':'))
        return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (rest.len && rest.ptr[0] != '(' && th_str_find(rest, th_str_of(parts[i]), 0) != SIZE_MAX)
            return false;
    return true;
}

/* With everything; without deductions; without bonuses either.  What a total leaves out its label says behind a
 * bracket, as in "Tổng cộng (I+II+III)"; one without a bracket leaves out nothing. */
enum { LEAVES_OUT_NOTHING, LEAVES_OUT_DEDUCTIONS, LEAVES_OUT_EXTRAS, EXTENTS };

static const th_exact *grand_sum(const score_sums *sums, sum_of which, int extent)
{
    const th_definition *d = sums->reading->d;
    const th_exact *sum = NULL;
    for (uint32_t i = 0; i < d->ncriteria; i++) {
        const th_criterion *criterion = &d->criteria[i];
        if (criterion->parent != TH_NONE || (extent == LEAVES_OUT_EXTRAS && criterion->bonus) ||
            (extent == LEAVES_OUT_DEDUCTIONS && criterion->sign < 0))
            continue;
        const th_exact *points = score_of(sums, i, which);
        if (points && criterion->sign < 0)
            points = th_exact_neg(sums->reading->arena, points);
        sum = add_known(sums->reading->arena, sum, points);
    }
    return sum;
}

static th_str label_of_row(const score_sums *sums, uint32_t row)
{
    const th_sheet *sheet = sums->form->sheet;
    for (size_t i = th_sheet_row(sheet, row); i < sheet->ncells && sheet->cells[i].row == row; i++)
        if (sheet->cells[i].type == TH_CELL_TEXT && th_str_trim(sheet->cells[i].text).len)
            return sheet->cells[i].text;
    return (th_str){0};
}

static bool agrees_with_any(const score_sums *sums, const th_exact *stated, size_t parts)
{
    bool bracket = th_str_find(label_of_row(sums, sums->form->total_row), TH_STR("("), 0) != SIZE_MAX;
    int extents = bracket ? EXTENTS : LEAVES_OUT_NOTHING + 1;
    for (int extent = 0; extent < extents; extent++)
        for (sum_of which = SUM_OF_PARTS; which < SUMS; which++) {
            const th_exact *sum = grand_sum(sums, which, extent);
            if (sum && agrees(sums, stated, sum, parts))
                return true;
        }
    return false;
}

/* The cell of the grand total: in the column for it, or below the scores. */
static const th_cell *total_cell(const score_sums *sums, uint32_t *column)
{
    const uint32_t columns[] = {sums->form->columns.total, sums->form->columns.self};
    for (size_t i = 0; i < 2; i++) {
        uint32_t col = columns[i] == TH_NONE ? TH_NO_CELL : sums->form->block->columns[columns[i]].at;
        const th_cell *cell = col == TH_NO_CELL ? NULL : th_sheet_at(sums->form->sheet, sums->form->total_row, col);
        *column = columns[i];
        if (cell && th_str_trim(th_cell_shown(sums->reading->arena, sums->reading->book, cell)).len)
            return cell;
    }
    return NULL;
}

/* The cell of a total that is wrong by deductions with a minus alone, or NULL; any other that is wrong is said. */
static const th_cell *judge_total(const score_sums *sums)
{
    th_reading *reading = sums->reading;
    const th_definition *d = reading->d;
    uint32_t column = TH_NONE;
    const th_cell *cell = sums->form->total_row == TH_NO_CELL ? NULL : total_cell(sums, &column);
    const th_exact *expected = grand_sum(sums, SUM_OF_PARTS, LEAVES_OUT_NOTHING);
    if (!cell || !expected || cell->type == TH_CELL_PENDING)
        return NULL;
    for (uint32_t i = 0; i < d->ncriteria; i++)
        if (d->criteria[i].parent == TH_NONE && (sums->scored[i].doubtful || is_doubtful_below(sums, i)))
            return NULL;
    th_raw raw = th_cell_raw(reading->arena, reading->book, cell);
    th_value total = th_value_read(reading->arena, &raw, TH_TYPE_REAL, TH_STR("điểm"));
    if (total.state != TH_STATE_VALUE || agrees_with_any(sums, total.num, count_parts(d, TH_NONE)))
        return NULL;
    const th_exact *gap = gap_of_minus(sums);
    if (gap && agrees_with_any(sums, th_exact_sub(reading->arena, total.num, gap), count_parts(d, TH_NONE)))
        return cell;
    const th_formula *formula =
        cell->flags & TH_CELL_FORMULA ? th_sheet_formula_at(sums->form->sheet, cell->row, cell->col) : NULL;
    th_place place = th_place_of(reading, sums->form->sheet, sums->form->form, cell->row, cell->col);
    th_finding *finding = th_raise(
        reading, TH_F_SELF_SCORE_TOTAL, &place,
        TH_WITH(th_points_words(reading, total.num), th_points_words(reading, expected), formula_words(sums, formula)));
    finding->indicator = d->columns[column].code;
    finding->raw = th_str_copy(reading->ds->arena, th_cell_shown(reading->arena, reading->book, cell));
    return NULL;
}

void th_judge_score_sums(th_reading *reading, const th_score_form *form, const th_scored *scored, bool strays)
{
    const score_sums sums = {reading, form, scored, strays};
    for (uint32_t i = 0; i < reading->d->ncriteria; i++)
        if (!reading->d->criteria[i].leaf)
            judge_parent(&sums, i);
    say_minus(&sums, judge_total(&sums));
}

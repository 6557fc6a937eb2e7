/* Criteria without a self-given score where most have one: a blank earns nothing, and may be an oversight.  In a bonus
 * or deduction group a blank says that there was nothing. */
#include "fact/score_form.h"

#include "base/banned.h"

enum { SCORED_LEAST = 3 };

typedef struct counted_scores {
    size_t scored, blank;
} counted_scores;

static bool is_blank(const th_reading *reading, const th_scored *scored, uint32_t criterion)
{
    const th_criterion *asked = &reading->d->criteria[criterion];
    bool blank = !scored->self || scored->self->value.state == TH_STATE_BLANK;
    return asked->leaf && !asked->bonus && scored->code && blank && !scored->typed && !scored->doubtful;
}

static counted_scores count_scores(const th_reading *reading, const th_scored *scored)
{
    counted_scores counted = {0};
    for (uint32_t i = 0; i < reading->d->ncriteria; i++) {
        const th_criterion *asked = &reading->d->criteria[i];
        counted.scored += asked->leaf && !asked->bonus && scored[i].typed;
        counted.blank += is_blank(reading, &scored[i], i);
    }
    return counted;
}

void th_judge_score_blanks(th_reading *reading, const th_score_form *form, const th_scored *scored)
{
    const counted_scores counted = count_scores(reading, scored);
    uint32_t col = form->columns.self == TH_NONE ? TH_NO_CELL : form->block->columns[form->columns.self].at;
    if (col == TH_NO_CELL || counted.scored < SCORED_LEAST || counted.blank > counted.scored)
        return;
    bool as_one = counted.blank > TH_NAMED_ONE_BY_ONE;
    th_words more = {0};
    if (as_one)
        more = TH_WORDS(reading->arena, " Cùng với %zu ô khác.", " Other cells like it: %zu.", counted.blank - 1);
    for (uint32_t i = 0; i < reading->d->ncriteria; i++) {
        if (!is_blank(reading, &scored[i], i))
            continue;
        th_place place = th_place_of(reading, form->sheet, form->form, scored[i].code->row, col);
        th_finding *finding = th_raise(
            reading, TH_F_SELF_SCORE_BLANK, &place,
            TH_WITH(th_criterion_title(reading, i),
                    th_exact_words(reading->arena, th_exact_int(reading->arena, (long long)counted.scored), 0, false),
                    more));
        finding->indicator = reading->d->columns[form->columns.self].code;
        if (as_one)
            return;
    }
}

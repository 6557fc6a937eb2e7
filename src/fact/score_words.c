/* Criteria, points and findings about cells of a form of scores, in words. */
#include "fact/score_form.h"

#include "base/banned.h"

enum { POINT_DECIMALS = 9 };

th_str th_criterion_title(const th_reading *reading, uint32_t criterion)
{
    const th_criterion *named = &reading->d->criteria[criterion];
    return th_str_fmt(reading->arena, TH_FMT " “" TH_FMT "”", TH_ARG(named->code), TH_ARG(named->title));
}

th_words th_points_words(const th_reading *reading, const th_exact *points)
{
    return th_exact_words(reading->arena, points, POINT_DECIMALS, true);
}

th_finding *th_say_of_score(th_reading *reading, const th_score_form *form, const th_fact *fact, th_finding_kind kind,
                            th_arguments arguments)
{
    th_place place = th_place_of(reading, form->sheet, form->form, fact->row, fact->col);
    th_finding *finding = th_raise(reading, kind, &place, arguments);
    finding->indicator = reading->d->columns[fact->indicator].code;
    finding->raw = fact->raw;
    return finding;
}

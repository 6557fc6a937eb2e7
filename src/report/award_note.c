/* Words the cluster's score for Ghi chú of CHẤM ĐIỂM. */
#include "report/award_note.h"

#include "report/points_formula.h"

#include "base/banned.h"

enum { MOST_DECIMALS = 6 };

th_str th_award_number(th_arena *arena, const th_exact *points)
{
    return th_exact_vi(arena, points, MOST_DECIMALS, true);
}

th_str th_award_text(th_arena *arena, const th_award *award)
{
    switch (award->kind) {
    case TH_AWARD_NOT_ASSIGNED: return TH_STR(TH_NOT_ASSIGNED);
    case TH_AWARD_BY_MACHINE: return TH_STR(TH_BY_MACHINE);
    case TH_AWARD_POINTS:
    default: return th_award_number(arena, award->points);
    }
}

th_str th_award_note(th_arena *arena, th_str text)
{
    return th_str_fmt(arena, "Cụm chấm " TH_FMT ": ", TH_ARG(text));
}

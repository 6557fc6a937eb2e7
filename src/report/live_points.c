/* Points as text, the same in a formula and when the workbook is made. */
#include "report/live_points.h"

#include "draw/formula.h"

#include "base/banned.h"

/* Whole hundredths are split into thousands, ones and decimals.  ROUND takes the error of the binary fraction away. */
static th_str points_as_text(th_arena *arena, th_str cell)
{
    return TH_FORMULA(arena,
                      "IF({cell}<0,\"-\",\"\")&IF(ABS({cell})>=1000,INT(ROUND(ABS({cell})*100,0)/100000)&\".\"&"
                      "RIGHT(\"00\"&MOD(INT(ROUND(ABS({cell})*100,0)/100),1000),3),"
                      "INT(ROUND(ABS({cell})*100,0)/100))&IF(MOD(ROUND(ABS({cell})*100,0),100)=0,\"\","
                      "\",\"&RIGHT(\"0\"&MOD(ROUND(ABS({cell})*100,0),100),2))",
                      {"cell", cell});
}

/* Two decimals, or none: 60 stays 60, and 12,5 becomes 12,50. */
static th_str points_in_words(th_arena *arena, const th_exact *points)
{
    bool whole = th_exact_cmp(points, th_exact_round(arena, points, 0)) == 0;
    return th_exact_vi(arena, points, whole ? 0 : 2, false);
}

th_live_text th_live_points(th_arena *arena, th_str cell, const th_exact *points)
{
    return (th_live_text){points_as_text(arena, cell), points_in_words(arena, points)};
}

/* What a slip of points says in sentences: why the unit stands where it does, and what parts it from each neighbour. */
#ifndef TH_REPORT_SLIP_WORDS_H
#define TH_REPORT_SLIP_WORDS_H

#include "report/difference.h"
#include "report/plan.h"

/* One of the two units beside it in the ranking by the total of points. */
typedef struct th_neighbour {
    const th_standing *standing; /* NULL: there is none */
    th_difference difference;
} th_neighbour;

/* Where a unit stands. */
typedef struct th_slip_place {
    uint32_t ranking;            /* the first that ranks by DIEM(), or TH_NONE: none does */
    const th_standing *standing; /* of the unit; NULL: no ranking */
    uint32_t ranked;             /* how many units are */
    bool compared;               /* all units are in or closed, and the unit has a rank */
    th_neighbour beside[2];      /* above, below; only where it is compared */
} th_slip_place;

th_slip_place th_slip_place_of(const th_report *r, uint32_t unit);
/* One sentence, as things stood when the workbook was made. */
th_str th_slip_answer(const th_report *r, uint32_t unit, const th_slip_place *place);
/* "I.2.1 Xếp hạng DTI", "trần của nhóm IV Điểm thưởng", "phần không được giao, quy đổi". */
th_str th_addend_name(th_arena *arena, const th_addend *addend);
/* What else there is to say of the neighbour: how a tie was broken, which points are open on either side. */
th_str th_slip_note(const th_report *r, uint32_t unit, const th_slip_place *place, int below);
/* Why there is no comparison: "chưa so sánh: mới có 3/7 Sở"; "" where there is one. */
th_str th_slip_why_alone(const th_report *r, uint32_t unit, const th_slip_place *place);

#endif

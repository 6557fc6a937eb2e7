/* What Ghi chú of CHẤM ĐIỂM says of the cluster's score that a row is written with: "Cụm chấm 38,25: ".  While it
 * stands beside the same score, nobody has typed another (report/typed.h). */
#ifndef TH_REPORT_AWARD_NOTE_H
#define TH_REPORT_AWARD_NOTE_H

#include "form/definition.h"

/* Points as one writes them into Cụm chấm: "38,25". */
th_str th_award_number(th_arena *arena, const th_exact *points);
/* What an award says: its points, or "không được giao". */
th_str th_award_text(th_arena *arena, const th_award *award);
/* The note that begins with what th_award_text() gives. */
th_str th_award_note(th_arena *arena, th_str text);

#endif

/* Biên bản thẩm định: the minutes of an appraisal, a workbook of A4 upright to be printed and signed.  Who sat, which
 * files count, every change from a unit's own score to the one that counts with its reason, the figures that the
 * secretariat entered, what was closed, and what it comes to. */
#ifndef TH_REPORT_MINUTES_H
#define TH_REPORT_MINUTES_H

#include "base/trouble.h"
#include "draw/output.h"
#include "score/score.h"

#define TH_MINUTES_SHEET "BIÊN BẢN"
#define TH_MINUTES_MEMBERS "Thành viên thẩm định" /* a setting: "họ tên, chức vụ | họ tên, chức vụ" */

typedef struct th_minutes {
    const th_dataset *ds;
    const th_check_results *checks;
    const th_scores *scores;
    const th_freeze_row *freeze; /* by which it was frozen */
    unsigned version;            /* of that step */
    int64_t created;             /* Unix time of the document properties */
} th_minutes;

/* TH_FAILED: *trouble says why. */
th_status th_minutes_write(th_arena *arena, const th_minutes *minutes, th_drawn *to, th_trouble *trouble);

#endif

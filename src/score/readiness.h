/* How far a ranking has come: TẠM TÍNH, ĐỦ ĐIỀU KIỆN TRÌNH, and, by rows of Trạng thái alone, ĐÃ THẨM ĐỊNH and
 * ĐÃ CÔNG NHẬN.
 *
 * It can be presented when every unit is in or closed, the cluster has given or confirmed every score, no error is
 * open, no warning is open on a figure that points or a ranking rest on, every row that was entered is in use, and none
 * of Điều chỉnh waits for the unit to confirm what it said by telephone. */
#ifndef TH_SCORE_READINESS_H
#define TH_SCORE_READINESS_H

#include "score/score.h"

/* Fills scores->readiness, once the points are settled. */
void th_readiness_look(const th_dataset *ds, th_scores *scores);
/* The last step that a row of Trạng thái of this unit, TH_NONE: of the cluster, says was taken by the run's day; NULL:
 * none was. */
const th_stage_row *th_readiness_stage(const th_dataset *ds, uint32_t unit);
/* Is it an open warning on a figure that points or a ranking rest on? */
bool th_readiness_doubts(const th_dataset *ds, const th_readiness *readiness, const th_finding *finding);
bool th_readiness_provisional(const th_scores *scores);

#endif

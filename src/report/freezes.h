/* What was frozen and opened in a period, as one line. */
#ifndef TH_REPORT_FREEZES_H
#define TH_REPORT_FREEZES_H

#include "base/arena.h"
#include "fact/freeze.h"

/* "Đã chốt số liệu: chốt số liệu 20/01/2023 (lần 1; An; BB 5) · mở chốt 25/01/2023 (CV 9) · …"; empty: nothing was. */
th_str th_freezes_vi(th_arena *arena, const th_freezes *freezes, int period);

#endif

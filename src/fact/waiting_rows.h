/* Rows of Trạng thái and Chốt that wait for their day, each a finding (CN-008). */
#ifndef TH_FACT_WAITING_ROWS_H
#define TH_FACT_WAITING_ROWS_H

#include "fact/dataset.h"

void th_waiting_rows_say(th_dataset *ds);

#endif

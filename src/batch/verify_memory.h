/* The memory of the night that made a workbook: out of the store where one is named, else as the workbook lists it. */
#ifndef TH_BATCH_VERIFY_MEMORY_H
#define TH_BATCH_VERIFY_MEMORY_H

#include "batch/verify_parts.h"

th_status th_verify_memory(th_verifying *work);

#endif

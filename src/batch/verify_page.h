/* Publishes the page of a verification (report/verified_page.h). */
#ifndef TH_BATCH_VERIFY_PAGE_H
#define TH_BATCH_VERIFY_PAGE_H

#include "batch/guard.h"
#include "report/verification.h"

th_status th_verify_page_publish(th_arena *arena, th_guard *guard, const char *path,
                                 const th_verification *verification, th_trouble *trouble);

#endif

/* The page of a verification, which an inspector files: what was verified, with which program, the inputs with their
 * hashes and states, the result, the cells that differ, and a place for signatures.  One file in Vietnamese without
 * scripts or anything from elsewhere, for A4.  No value reaches it but through escaping; it has no date, which is
 * written by whoever signs. */
#ifndef TH_REPORT_VERIFIED_PAGE_H
#define TH_REPORT_VERIFIED_PAGE_H

#include "report/verification.h"

#define TH_VERIFIED_PAGE_BEGINS "<!-- tonghop doi-chieu "

th_str th_verified_page(th_arena *arena, const th_verification *verification);

#endif

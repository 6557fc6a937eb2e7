/* The workbook that is verified, and those that are made to be held against it. */
#ifndef TH_BATCH_VERIFY_DERIVE_H
#define TH_BATCH_VERIFY_DERIVE_H

#include "batch/verify_parts.h"

/* The verification ends with TH_VERIFIED_NOT, and why. */
void th_verify_refuse(th_verifying *work, th_trouble why);
/* `foreign`: the workbook that somebody brought; it is read behind walls first, and hashed.  TH_FAILED: refused. */
th_status th_verify_open(th_verifying *work, const char *path, bool foreign, th_book **book);
/* Makes the run of the options in the private folder, and opens its workbook.  `look` sees the run before it is gone;
 * it may be NULL. */
th_status th_verify_derive(th_verifying *work, const th_run_options *options, const char *name,
                           void (*look)(th_verifying *work, const th_run *run), th_book **book);

#endif

/* The files beside a workbook that is verified (report/long_list.h): does each hold what the sheet of its list says,
 * and what the inputs come to?  It is looked for by its name and its digest, beside the workbook and in the folders
 * that are named. */
#ifndef TH_BATCH_VERIFY_LISTS_H
#define TH_BATCH_VERIFY_LISTS_H

#include "batch/verify_parts.h"

/* To be called after the run: notes the files it made beside the workbook, which stay until the private folder goes. */
void th_verify_note_lists(th_verifying *work, const th_run *run);
/* Looks for the files of the workbook, and adds what they have otherwise than those that were derived to the
 * differences, which have been explained. */
void th_verify_lists(th_verifying *work);

#endif

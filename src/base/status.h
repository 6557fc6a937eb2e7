/* Status: what a function tells the code that called it.
 *
 * A function that can go wrong has two ways out: a status for the code, and a finding (finding.h) for the person.  The
 * values ascend by gravity, so that callers may compare: `if (status >= TH_FAILED)`.
 */
#ifndef TH_BASE_STATUS_H
#define TH_BASE_STATUS_H

typedef enum th_status {
    TH_OK = 0, /* done */
    TH_WARN,   /* done; a finding says what was doubtful */
    TH_FAILED, /* this item (cell, sheet, workbook) is not usable; others are */
    TH_FATAL   /* nothing further can be done with this handle */
} th_status;

#endif

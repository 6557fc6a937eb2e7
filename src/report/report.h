/* The consolidated workbook.  It is in Vietnamese, in Times New Roman, for A4 landscape.  It has no macros and no
 * external links, and no text of an input ever becomes a formula. */
#ifndef TH_REPORT_REPORT_H
#define TH_REPORT_REPORT_H

#include "base/trouble.h"
#include "check/changes.h"
#include "fact/freeze.h"
#include "report/long_list.h"
#include "report/made_from.h"
#include "score/effect.h"

typedef struct th_report_input {
    const th_dataset *ds;
    const th_dataset
        *whole; /* of the edition for the departments: before anything was left out; NULL: the working one */
    const th_check_results *checks;
    const th_scores *scores;
    const th_run_changes *changes; /* since the previous run; NULL: none is known */
    th_str definition_hash;        /* SHA-256 hex */
    th_str ledger_hash;            /* the same of the ledger; empty: none was read */
    th_str program;                /* "tonghop 0.1.0" */
    const th_freezes *freezes;     /* what was frozen and opened; NULL: nothing */
    const th_effects *effects;     /* what each entered row comes to; NULL: none was tried */
    const th_str
        *source_links; /* of each source its address from the folder of the workbook, "": none; NULL: no links */
    th_str left_out;   /* what else lies in the inbox, counted, or empty */
    const th_made_from *made_from; /* for NHẬT KÝ; NULL: nothing is said of it */
    th_long_lists *long_lists;     /* lists that may stand beside the workbook; NULL: all stand in it */
    int64_t created;               /* the Unix time of the properties: SOURCE_DATE_EPOCH or Ngày lập */
} th_report_input;

/* Who a workbook is for: the secretariat, or all departments (report/sent_copy.h). */
typedef enum th_report_edition { TH_FOR_WORK = 0, TH_FOR_SENDING } th_report_edition;

/* Writes the workbook to `path`, a temporary file that the caller will publish.  TH_FAILED: *trouble says why. */
th_status th_report_write(th_arena *arena, const th_report_input *input, const char *path, th_trouble *trouble);
/* The same in the edition for the departments; `input` is that of the working one. */
th_status th_report_write_sent(th_arena *arena, const th_report_input *input, const char *path, th_trouble *trouble);

#endif

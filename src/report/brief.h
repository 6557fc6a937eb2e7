/* How things stand, for whoever reads it at seven in the morning: what the page, the mail and the texts for units say.
 *
 * It goes beyond the secretariat, so that it has neither points nor names of persons: no words of a finding and none of
 * a row of a list (they quote what stands there), nothing of what somebody entered in free words.  Names of files are
 * told: a file cannot be asked for otherwise. */
#ifndef TH_REPORT_BRIEF_H
#define TH_REPORT_BRIEF_H

#include "report/situation.h"

/* Whom to call, in this order. */
typedef enum th_call { TH_CALL_UNSENT = 0, TH_CALL_UNREADABLE, TH_CALL_ERRORS, TH_CALL_WARNINGS, TH_CALLS } th_call;

typedef struct th_brief_change {
    th_str kind, unit, about, before, now; /* "" where there is nothing to say */
    th_look fill;
} th_brief_change;

typedef struct th_brief_wait {
    size_t n;
    const char *what; /* "tệp chờ nhận"; behind the number */
} th_brief_wait;

enum { TH_BRIEF_WAITS = 10 };

typedef struct th_brief {
    th_report *r;
    th_situation *units;
    th_str *words; /* [unit]: the state, as MỤC LỤC has it but for free words */
    /* Findings that are about a unit: those of unit u from of_units[first_of[u]] up to first_of[u + 1]. */
    const th_finding **of_units;
    size_t *first_of;
    th_strs calls[TH_CALLS]; /* "Cao Bằng: chưa nộp, hạn 05/01/2023" */
    th_verdict figures, ranking;
    th_str heading; /* of the changes */
    th_brief_change *changes;
    size_t nchanges, changes_cap;
    th_brief_wait waits[TH_BRIEF_WAITS]; /* those with n > 0 */
    size_t nwaits;
    size_t decisions; /* what waits, without points to give or confirm */
    size_t in;        /* units whose file counts */
    th_strs notes;    /* of the run, beside its findings: which copy of the ledger it went by, a clock that went back */
} th_brief;

/* What waits as rows to copy into the ledger (batch/decisions.h). */
typedef struct th_waiting_rows {
    size_t files, scores, reasons;
} th_waiting_rows;

/* All in `arena`; *input has to live as long. */
th_brief *th_brief_make(th_arena *arena, const th_report_input *input, const th_waiting_rows *waiting);

th_str th_call_words(th_call call);                             /* "Chưa gửi" */
th_str th_brief_deadline(const th_brief *brief, uint32_t unit); /* "05/01/2023", "17:00 05/01/2023"; "": none */

#endif

/* What the secretary reads on a phone at seven: a subject that says what matters, and at most 40 lines. */
#ifndef TH_REPORT_MORNING_MAIL_H
#define TH_REPORT_MORNING_MAIL_H

#include "report/brief.h"

enum { TH_MAIL_LINES = 40 };

typedef struct th_mail_facts {
    th_str until;          /* "01:34 thứ Năm 05/01/2023" */
    th_str date;           /* "05/01/2023" */
    th_str reminder;       /* "Nhắc: hôm nay là hạn nộp"; empty: it is none */
    th_str workbook, page; /* as tonghop.conf names them, "" where there is none */
    th_str contact;        /* may be empty */
} th_mail_facts;

typedef struct th_mail_words {
    th_str subject, body; /* lines end in "\n" */
} th_mail_words;

th_mail_words th_mail_of_brief(th_arena *arena, const th_brief *brief, const th_mail_facts *facts);
/* The mail about a run that wrote nothing: why, and what to do. */
th_mail_words th_mail_of_failure(th_arena *arena, th_str why, const th_mail_facts *facts);
/* What a mail tells that is worth another one when it differs, but for what has changed since the last run. */
th_str th_mail_state(th_arena *arena, const th_brief *brief);

#endif

/* What a unit is told in a few lines that are ready to be sent by mail or Zalo: how its report stands, until when, what
 * to mend first and where, where to send it, whom to ask.  Plain text of at most TH_LETTER_MOST characters. */
#ifndef TH_REPORT_LETTER_H
#define TH_REPORT_LETTER_H

#include "report/brief.h"

enum { TH_LETTER_MOST = 1500 };
#define TH_LETTER_BEGINS "THÔNG BÁO VỀ BÁO CÁO SỐ LIỆU"

typedef struct th_letter {
    uint32_t unit;
    th_str until;    /* "01:34 thứ Năm 05/01/2023" */
    th_str contact;  /* may be empty */
    th_str feedback; /* the name of its feedback workbook */
} th_letter;

/* Lines end in "\n". */
th_str th_letter_text(th_arena *arena, const th_brief *brief, const th_letter *letter);

#endif

/* What a file says of itself about whether it counts: words of its name ("bản sửa lần 2", "bo-sung") and of the
 * titles on its sheets.  Words that programs and browsers add ("Copy", "(1)", "final", "v2") say nothing.
 *
 * In a name without diacritics only phrases that mean one thing are taken: "sua chua" is a repair, "nhap" an entry.
 * Where a law is named ("du-thao-luat-2023.xlsx") it is what is drafted or revised, and where drafts are counted ("Số
 * dự thảo văn bản") they are no mark: two such files are in conflict, which is asked about, while a mark would
 * decide. */
#ifndef TH_FACT_EDITION_H
#define TH_FACT_EDITION_H

#include "base/str.h"

#include <stdint.h>

typedef struct th_edition {
    bool replaces;  /* sửa, thay thế, đính chính, lần 2 and later */
    bool adds;      /* bổ sung: wins in the forms it holds, as one that replaces does */
    bool draft;     /* dự thảo, nháp, trình ký: ranks below no word at all */
    uint32_t times; /* the number of "lần N"; 0: not said */
} th_edition;

/* `name` relative to the inbox, with its folders and extension. */
th_edition th_edition_of_name(th_arena *arena, th_str name);
/* Of a cell above a table: what stands in brackets, or a short text by itself ("DỰ THẢO").  Long titles name laws
 * ("… sửa đổi, bổ sung …") and say nothing, nor do brackets inside brackets. */
th_edition th_edition_of_title(th_arena *arena, th_str title);
th_edition th_edition_both(th_edition one, th_edition other);

/* The form of the record stream: "replaces 2 adds draft", in this order; empty: nothing is said. */
th_str th_edition_text(th_arena *arena, th_edition edition);
bool th_edition_parse(th_str text, th_edition *edition);
/* What to call such a file: "bản sửa lần 2", "bổ sung", "dự thảo"; empty when it says nothing. */
th_str th_edition_vi(th_arena *arena, th_edition edition);
th_str th_edition_en(th_arena *arena, th_edition edition);

#endif

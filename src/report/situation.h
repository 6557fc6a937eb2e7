/* How things stand with each unit, and whether the figures may be used: what MỤC LỤC and the page of the morning say in
 * the same words. */
#ifndef TH_REPORT_SITUATION_H
#define TH_REPORT_SITUATION_H

#include "report/verdict.h"

/* What is known of one unit. */
typedef struct th_situation {
    const th_source *source;  /* accepted, or NULL */
    bool rejected;            /* a file was read, and counts for nothing */
    th_str unopened;          /* a file that could not be read; empty: there is none */
    bool overdue;             /* the deadline of the unit has passed */
    const th_closing *closed; /* the row of Đóng by which it is not ranked, or NULL */
    bool registered;          /* Sổ nhận names a file of the unit */
    th_str set_aside;         /* what Sổ nhận decided about the files that came; empty: nothing */
    bool held;                /* a file of the unit came, and it is for the secretariat to take it */
    uint32_t missing, late;
    size_t waiting; /* files about which the secretariat has to decide, beside what counts */
    size_t level[TH_LEVEL_BLOCK + 1];
    size_t figures;
    th_str word;
    th_look fill;
} th_situation;

/* By unit, in r->arena. */
th_situation *th_situations_of(const th_report *r);
/* How many are to be called, and why. */
typedef struct th_calls {
    size_t absent, missing, errors;
} th_calls;
th_calls th_situations_calls(const th_report *r, const th_situation *units);
/* Are those to be called, or only those absent, counted and not named?  So where units are many, unless these are
 * few. */
bool th_situations_counts(const th_report *r, const th_situation *units, bool absent);
#define TH_LIST_IN_CONTENTS ": danh sách ở MỤC LỤC"
/* "Cao Bằng (2 lỗi), Lào Cai (thiếu 1 biểu)": who is to be called, or only who is absent; or "30 đơn vị chưa nộp, 5 đơn
 * vị có lỗi: danh sách ở MỤC LỤC". */
void th_situations_list(const th_report *r, th_buf *out, const th_situation *units, bool absent);
/* "SỐ LIỆU: đủ 7/7 Sở, 3 cảnh báo."; rows that were entered and are not in use stand before it. */
th_verdict th_situations_verdict(const th_report *r, const th_situation *units);

#endif

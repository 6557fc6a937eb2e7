/* Why a cell holds no figure, in a word that stands in its place: nothing sent, a file that was not opened, no such
 * form, left blank, not readable.  On paper all of these would be the same blank. */
#ifndef TH_REPORT_GAP_H
#define TH_REPORT_GAP_H

#include "report/plan.h"

/* Fills r->gap_of_form, the word of a form that the unit's figures are not read from (empty: they are), and
 * r->row_absent. */
void th_gaps_make(th_report *r);
/* The word for the cell of one figure; empty: a figure stands there, or the unit need not have stated one. */
th_str th_gap_word(const th_report *r, uint32_t unit, uint32_t indicator, th_measure m);
/* Is the cell blank, and does the definition let it count 0 (Khi trống is "coi là 0")? */
bool th_gap_counts_zero(const th_report *r, const th_fact *f);
/* "chưa nộp: Lào Cai; thiếu biểu: Hà Giang": whose rows a form lacks; empty: nobody's. */
th_str th_gap_list(const th_report *r, uint32_t form);
enum { TH_GAP_WORDS = 11 };
#define TH_GAP_ALL                                                                                                     \
    "chưa nộp", "chưa mở được", "chờ nhận", "bị loại", "thiếu biểu", "không gửi", "thiếu dòng", "bỏ trống", "chưa có", \
        "không đọc được", "chưa tính"
bool th_gap_is_word(th_str text);
/* The words that stand in cells of a row now; formulas that count texts leave them out. */
size_t th_gap_words_of_row(const th_report *r, uint32_t indicator, th_measure m, th_str *words);
/* How many cells of the area in TỔNG HỢP say such a word, as a formula. */
th_str th_gap_count(const th_report *r, th_str area);

#endif

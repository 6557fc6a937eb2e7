/* An expression of the definition as a sentence would have it: labels for codes, words for functions. */
#ifndef TH_REPORT_EXPR_WORDS_H
#define TH_REPORT_EXPR_WORDS_H

#include "form/definition.h"

/* “Tổng số” + “Số nữ” (năm trước); "" for NULL. */
th_str th_expr_vi(th_arena *arena, const th_definition *d, const th_expr *expr);
/* What a rule wants of its left side: “Tổng số” phải bằng “Số nam” + “Số nữ”. */
th_str th_check_vi(th_arena *arena, const th_definition *d, const th_check *check);
/* The sign between its sides as it is typed: "=", "cùng có". */
th_str th_check_sign(const th_check *check);

#endif

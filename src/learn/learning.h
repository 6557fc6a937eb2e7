/* Inside learning: a workbook being looked at, and what was learnt of it so far.
 *
 *   learn.c         the order of the work; codes and titles of forms, the year
 *   learn_header.c  where headers are and what their columns mean (headings.def)
 *   learn_rows.c    rows of indicators: types and codes
 *   learn_list.c    columns of lists: types, codes and catalogues
 *   learn_rules.c   formulas → rules
 *   learn_parts.c   all of it as the sheets of a definition
 *   notes.c         what was not understood
 */
#ifndef TH_LEARN_LEARNING_H
#define TH_LEARN_LEARNING_H

#include "learn/learn.h"

typedef struct th_learn_column {
    uint32_t col; /* of the sheet */
    th_role role; /* TH_ROLE_VALUE: a column of a list */
    th_str label;
    th_str code; /* of a list column */
    th_type type;
    th_str catalogue; /* its code, or empty */
} th_learn_column;

typedef struct th_learn_header {
    bool found;
    uint32_t row, data; /* first row of the header, first row of what it heads */
    th_learn_column *columns;
    size_t n, cap;
} th_learn_header;

/* A row that is an indicator. */
typedef struct th_learn_row {
    uint32_t row;
    th_str code, printed_code, stt, group, label, unit;
    th_type type;
    bool filled;                   /* a cell of the row holds a value */
    size_t numerator, denominator; /* 1 + index in rows; 0: none */
} th_learn_row;

/* A sheet with a header: of figures, of a list, or both. */
typedef struct th_learn_form {
    const th_sheet *sheet;
    th_str code, title;
    th_learn_header list, figures;
    th_learn_row *rows;
    size_t nrows, rows_cap;
} th_learn_form;

/* "left = right", as rows of Kiểm tra have it. */
typedef struct th_learn_rule {
    th_str name, scope, left, right, basis;
    th_level level;
} th_learn_rule;

typedef struct th_learn_value {
    th_str catalogue, text;
} th_learn_value;

typedef struct th_learning {
    th_arena *arena;
    const th_book *book;
    th_learned *out;
    int year;
    th_learn_form *forms;
    size_t nforms, forms_cap;
    th_learn_rule *rules;
    size_t nrules, rules_cap;
    th_learn_value *values; /* of all catalogues, one after the other */
    size_t nvalues, values_cap;
    size_t ncatalogues;
} th_learning;

/* The years that a title or a heading may state. */
static inline bool th_learn_is_year(long year)
{
    return year >= 1990 && year <= 2100;
}

/* learn_header.c */
/* The text of a cell, trimmed; within a merge that of its first cell. */
th_str th_learn_shown(const th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col);
th_learn_header th_learn_figures_header(const th_learning *learning, const th_sheet *sheet);
/* A list is looked for above row `end`. */
th_learn_header th_learn_list_header(const th_learning *learning, const th_sheet *sheet, uint32_t end);
/* NULL: no column has the role. */
const th_learn_column *th_learn_column_of(const th_learn_header *header, th_role role);
/* "…, ngày … tháng … năm …", "Người lập biểu", "(Ký, họ tên)": below it stands nothing of the form. */
bool th_learn_is_footer(const th_learning *learning, const th_sheet *sheet, uint32_t row);

/* learn_rows.c */
/* Does another indicator or list column, of `form` or of the forms before it, have this code? */
bool th_learn_is_taken(const th_learning *learning, const th_learn_form *form, th_str code);
void th_learn_rows(th_learning *learning, th_learn_form *form);

/* learn_list.c, learn_rules.c, learn_parts.c, notes.c */
void th_learn_list(th_learning *learning, th_learn_form *form);
void th_learn_rules(th_learning *learning);
void th_learn_write(th_learning *learning);
void th_learn_note(th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col, th_words what);

#endif

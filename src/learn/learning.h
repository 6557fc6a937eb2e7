/* What the files of this room share: the workbook at hand, and what has been learnt of it so far.
 *
 *   learn.c         sets the order of the work, and finds codes and titles of forms, and the year
 *   learn_header.c  finds headers and what their columns mean (headings.def)
 *   learn_rows.c    learns the rows of indicators: types, codes and groups
 *   learn_list.c    learns the columns of lists: types, codes and catalogues
 *   learn_rules.c   turns formulas into rules
 *   learn_parts.c   writes all of it as the sheets of a definition
 *   personal.c      knows where people are named, or can be reached (personal.def)
 *   notes.c         notes what was not understood
 */
#ifndef TH_LEARN_LEARNING_H
#define TH_LEARN_LEARNING_H

#include "learn/learn.h"

typedef struct th_learn_column {
    uint32_t col; /* in the sheet */
    th_role role; /* TH_ROLE_VALUE where it is a column of a list that holds plain values */
    th_str label;
    th_str code; /* only a column of a list has one */
    th_type type;
    th_str catalogue; /* the code of its catalogue, or empty */
} th_learn_column;

typedef struct th_learn_header {
    bool found;
    uint32_t row, data; /* the first row of the header, and the first row of what it heads */
    th_learn_column *columns;
    size_t n, cap;
} th_learn_header;

/* A row that was taken for an indicator. */
typedef struct th_learn_row {
    uint32_t row;
    th_str code, printed_code, stt, group, label, unit;
    th_type type;
    bool filled;                   /* Does a cell of the row hold a value? */
    size_t numerator, denominator; /* 1 + the index in rows, or 0 where there is none */
} th_learn_row;

/* A sheet that has the header of figures, of a list, or of both. */
typedef struct th_learn_form {
    const th_sheet *sheet;
    th_str code, title;
    th_learn_header list, figures;
    th_learn_row *rows;
    size_t nrows, rows_cap;
} th_learn_form;

/* The rule "left = right", as a row of Kiểm tra states it. */
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
    th_learn_value *values; /* those of all catalogues, one catalogue after the other */
    size_t nvalues, values_cap;
    size_t ncatalogues;
} th_learning;

/* May a title or a heading mean a year by this number?  Others are counts or codes. */
static inline bool th_learn_is_year(long year)
{
    return year >= 1990 && year <= 2100;
}

/* learn_header.c */
/* The trimmed text that a reader sees in a cell; any cell of a merge shows the text of its first one. */
th_str th_learn_shown(const th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col);
th_learn_header th_learn_figures_header(const th_learning *learning, const th_sheet *sheet);
/* Looks for the header of a list above row `end`. */
th_learn_header th_learn_list_header(const th_learning *learning, const th_sheet *sheet, uint32_t end);
/* The column with this role, or NULL. */
const th_learn_column *th_learn_column_of(const th_learn_header *header, th_role role);
/* Is the row a line of signature, such as "…, ngày … tháng … năm …", "Người lập biểu" or "(Ký, họ tên)"?  Nothing below
 * it belongs to the form. */
bool th_learn_is_footer(const th_learning *learning, const th_sheet *sheet, uint32_t row);

/* learn_rows.c */
/* Do `form` or the forms before it already give this code to an indicator or a list column? */
bool th_learn_is_taken(const th_learning *learning, const th_learn_form *form, th_str code);
void th_learn_rows(th_learning *learning, th_learn_form *form);

/* personal.c */
bool th_learn_is_personal(const th_learning *learning, th_str label, th_type type);

/* learn_list.c, learn_rules.c, learn_parts.c, notes.c */
void th_learn_list(th_learning *learning, th_learn_form *form);
void th_learn_rules(th_learning *learning);
void th_learn_write(th_learning *learning);
void th_learn_note(th_learning *learning, const th_sheet *sheet, uint32_t row, uint32_t col, th_words what);

#endif

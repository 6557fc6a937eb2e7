/* A first definition from a workbook that departments already use, blank or filled in: its forms, the indicators and list columns
 * with their types, and the rules its formulas imply ("C5 = C6 + C7").  A proposal, for the secretariat to edit.
 *
 *   learn.c         sheets and titles, the parts of the definition
 *   learn_header.c  where headers are and what their columns mean (headings.def)
 *   learn_rows.c    rows of indicators, their types
 *   learn_rules.c   formulas → rules
 *   learn_list.c    lists, their columns and catalogues
 */
#ifndef TH_LEARN_LEARN_H
#define TH_LEARN_LEARN_H

#include "book/grid.h"
#include "form/definition.h"

typedef struct th_learned {
    th_definition_part *parts; /* .csv, one a sheet of the definition: th_definition_load() takes them */
    size_t nparts, parts_cap;
    size_t forms, indicators, columns, rules;
    int year; /* stated in titles; else as given */
    bool year_stated;
    th_strs notes; /* what was not understood, Vietnamese: "B04 › ô E12: …" */
} th_learned;

/* `book` is normalised; `file` its name, for the notes; `year`: when no title states one.  TH_FAILED: no sheet has a header of a form. */
th_status th_learn(th_arena *arena, const th_book *book, int year, th_learned *learned);

/* ---- inside ---- */

typedef struct th_learn_column { /* of a header, by sheet column */
    uint32_t col;
    th_role role; /* TH_ROLE_VALUE: of a list */
    th_str label;
    th_str code; /* list columns */
    th_type type;
    th_str catalogue; /* its code, or empty */
} th_learn_column;

typedef struct th_learn_header {
    bool found;
    uint32_t row, data; /* first rows: of the header, of what it heads */
    th_learn_column *columns;
    size_t n, cap;
} th_learn_header;

typedef struct th_learn_row { /* an indicator */
    uint32_t row;
    th_str code, printed_code, stt, group, label, unit;
    th_type type;
    int decimals;
    bool filled;
    size_t numerator, denominator; /* 1 + index in rows, 0 none */
} th_learn_row;

typedef struct th_learn_form {
    const th_sheet *sheet;
    th_str code, title;
    th_learn_header list, figures;
    th_learn_row *rows;
    size_t nrows, rows_cap;
} th_learn_form;

typedef struct th_learn_rule {
    th_str name, scope, left, right, level, fix, basis;
} th_learn_rule;

typedef struct th_learning {
    th_arena *arena;
    const th_book *book;
    th_learned *out;
    int year;
    th_learn_form *forms;
    size_t nforms, forms_cap;
    th_learn_rule *rules;
    size_t nrules, rules_cap;
    th_buf catalogues; /* rows of Danh mục */
    size_t ncatalogues;
} th_learning;

th_str th_learn_shown(const th_learning *l, const th_sheet *sheet, uint32_t row, uint32_t col); /* anchor of a merge */
th_learn_header th_learn_figures_header(const th_learning *l, const th_sheet *sheet);
/* Above row `end`. */
th_learn_header th_learn_list_header(const th_learning *l, const th_sheet *sheet, uint32_t end);
const th_learn_column *th_learn_column_of(const th_learn_header *h, th_role role); /* or NULL */
/* "…, ngày … tháng …", "Người lập biểu", "(Ký, họ tên)". */
bool th_learn_is_footer(const th_learning *l, const th_sheet *sheet, uint32_t row);
/* Does another indicator or list column, of `form` or those before, have this code? */
bool th_learn_is_taken(const th_learning *l, const th_learn_form *form, th_str code);
void th_learn_rows(th_learning *l, th_learn_form *form);
void th_learn_rules(th_learning *l);
void th_learn_list(th_learning *l, th_learn_form *form);
void th_learn_note(th_learning *l, const th_sheet *sheet, uint32_t row, uint32_t col, const char *what);

#endif

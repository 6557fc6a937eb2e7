/* Where everything stands in a blank workbook of the definition, and which figures are computed there. */
#ifndef TH_REPORT_TEMPLATE_PLAN_H
#define TH_REPORT_TEMPLATE_PLAN_H

#include "fact/dataset.h"

typedef struct th_template_column {
    th_str label;
    th_role role;
    th_type type;       /* of a list column */
    uint32_t catalogue; /* or TH_NONE */
    uint32_t column;    /* of the definition */
    bool figure;        /* numbered in the letter row */
} th_template_column;

typedef struct th_template_form {
    uint32_t form;
    th_str name;        /* of the sheet: 31 characters */
    th_str unit_of_all; /* ĐVT, where all figures have one */
    bool has_list, has_indicators;
    th_template_column *list_columns, *indicator_columns;
    uint32_t nlist_columns, nindicator_columns, columns;
    double *widths;
    uint32_t list_head, list_first, list_rows; /* rows; the letter row stands below the head */
    uint32_t block_head;
    uint32_t end;          /* first row below everything */
    uint32_t label_column; /* of the indicators, or the first text of the list */
    uint32_t most_column;  /* of a scoring form: the points at most, or TH_NONE */
    uint32_t hidden;       /* the first of the hidden columns behind the others (template_map.h) */
} th_template_form;

typedef struct th_template_plan {
    const th_definition *d;
    th_template_form *forms; /* by form */
    uint32_t first;          /* the form whose sheet comes first */
    uint32_t *row;           /* by indicator */
    bool *group_row;         /* by indicator: its Nhóm stands in the row above */
    const th_expr **formula; /* by indicator: how it follows from others, or NULL */
    const th_fact **stored;  /* by indicator: last year's accepted figure, or NULL; NULL: none is known */
} th_template_plan;

void th_template_plan_make(th_arena *arena, const th_definition *d, th_template_plan *plan);
/* The unit's accepted figures of last year, as far as `last_year` has them; NULL: none are known. */
void th_template_plan_recall(th_arena *arena, th_template_plan *plan, const th_dataset *last_year, uint32_t unit);
/* The formula of an indicator's cell; of its Năm trước the same over last year's figures.  False: it has none there. */
bool th_template_formula(th_arena *arena, const th_template_plan *plan, uint32_t indicator, th_measure m, th_str *out);
/* So sánh (%): this year over last year. */
bool th_template_compared(th_arena *arena, const th_template_plan *plan, uint32_t indicator, th_str *out);
th_str th_template_unit_name(th_arena *arena, const th_definition *d, uint32_t unit); /* in capitals */
th_str th_template_clip(th_str s, size_t most);                                       /* characters */

#endif

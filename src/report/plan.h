/* Where everything stands in the consolidated workbook.
 *
 * Sheets point at each other (TỔNG HỢP at NGUỒN SỐ LIỆU, CHẤM ĐIỂM at TỔNG HỢP, and so on).  Therefore every place is
 * known before the first cell is written.  Rows and columns are 0-based.
 */
#ifndef TH_REPORT_PLAN_H
#define TH_REPORT_PLAN_H

#include "report/conversion_rows.h"
#include "report/report.h"
#include "report/rule_rows.h"
#include "draw/tab.h"

typedef enum th_sheet_id {
#define TH_REPORT_SHEET(id, name, writer, vi, en) TH_SHEET_##id,
#include "report/sheets.def"
#undef TH_REPORT_SHEET
    TH_SHEETS
} th_sheet_id;

/* MỤC LỤC: one row a unit from TH_CONTENTS_FIRST; then columns. */
enum {
    TH_CONTENTS_HEAD = 7,
    TH_CONTENTS_FIRST = 8,
    TH_CONTENTS_STATUS = 1,
    TH_CONTENTS_RECEIVED = 3,
    TH_CONTENTS_FORMS = 4,
    TH_CONTENTS_BLOCKS = 6,
    TH_CONTENTS_ERRORS = 7,
    TH_CONTENTS_CALLS = 10, /* hidden: whom to call, down to this row, each with ", " before it */
    TH_CONTENTS_ABSENT      /* hidden: who is absent */
};
/* TỔNG HỢP: columns; the units from TH_SUMMARY_UNITS, then the cluster, then how many units its figure covers.  Of many
 * units only the smallest and the largest figure stand there, behind these. */
enum { TH_SUMMARY_STT = 0, TH_SUMMARY_LABEL, TH_SUMMARY_CODE, TH_SUMMARY_UNIT, TH_SUMMARY_UNITS, TH_SUMMARY_HEAD = 4 };
/* NGUỒN SỐ LIỆU */
enum {
    TH_SOURCE_CODE = 0,
    TH_SOURCE_LABEL,
    TH_SOURCE_UNIT,
    TH_SOURCE_MEASURE,
    TH_SOURCE_ITEM,
    TH_SOURCE_VALUE,
    TH_SOURCE_RAW,
    TH_SOURCE_FILE,
    TH_SOURCE_SHEET,
    TH_SOURCE_CELL,
    TH_SOURCE_ENCODING,
    TH_SOURCE_RULES,
    TH_SOURCE_SAME,
    TH_SOURCE_HASH,
    TH_SOURCE_FORMULA,  /* of the source's own cell, as text */
    TH_SOURCE_FINDINGS, /* rules of the findings at it; a link to the first */
    TH_SOURCE_SUM,      /* in the first row of an indicator that is added up: what its figures of this year come to */
    TH_SOURCE_KEY,      /* from here on what LÝ LỊCH SỐ LIỆU looks up */
    TH_SOURCE_QUALIFIER,
    TH_SOURCE_ENTERED,
    TH_SOURCE_STORED,
    TH_SOURCE_BEFORE,
    TH_SOURCE_ADDEND, /* hidden: 1 + the indicator whose sum the figure goes into */
    TH_SOURCE_COLUMNS,
    TH_SOURCE_HEAD = 4,
    TH_SOURCE_FIRST = 5,
    TH_SOURCE_MOST = 1000000 /* rows; a sheet has 1,048,576 */
};
/* CHẤM ĐIỂM */
enum {
    TH_SCORE_CODE = 0,
    TH_SCORE_TITLE,
    TH_SCORE_UNIT,
    TH_SCORE_MOST,
    TH_SCORE_KIND,
    TH_SCORE_DATA,
    TH_SCORE_TARGET,
    TH_SCORE_SELF,
    TH_SCORE_COMPUTED,
    TH_SCORE_UNCONFIRMED, /* a deduction that the machine proposes, and that does not count */
    TH_SCORE_GIVEN,
    TH_SCORE_OFFICIAL,
    TH_SCORE_WHY,
    TH_SCORE_MARK,
    TH_SCORE_KEY, /* hidden: report/score_key.h */
    TH_SCORE_COLUMNS,
    TH_SCORE_WAITING_ROW = 3, /* three rows of counts: what waits for a score, a confirmation, data */
    TH_SCORE_HEAD = 7,
    TH_SCORE_FIRST = 8
};
/* KIỂM TRA */
enum {
    TH_FINDING_LEVEL = 0,
    TH_FINDING_RULE,
    TH_FINDING_UNIT,
    TH_FINDING_FORM,
    TH_FINDING_FILE,
    TH_FINDING_SHEET,
    TH_FINDING_CELL,
    TH_FINDING_RAW,
    TH_FINDING_EXPECTED,
    TH_FINDING_DIFFERENCE,
    TH_FINDING_TEXT,
    TH_FINDING_FIX,
    TH_FINDING_MARK,
    TH_FINDING_COSTS, /* "có": SO_LOI() counts it */
    TH_FINDING_HOLDS, /* "có": the ranking cannot be presented while it is open */
    TH_FINDING_NOW,   /* what its rule comes to now */
    TH_FINDING_RANKS, /* whether ranks would change if it were mended */
    TH_FINDING_COLUMNS,
    TH_FINDING_COUNTS = 5, /* row: the first of four, the gravest level first */
    TH_FINDING_HEAD = 10,
    TH_FINDING_FIRST = 11
};
#define TH_COSTS_POINTS "có"
#define TH_HOLDS_RANKING "có"
#define TH_NOW_PASSES "nay đạt"
/* MA TRẬN KIỂM TRA: the units, then the cluster, from TH_MATRIX_UNITS; a row a rule, in the order of the definition. */
enum { TH_MATRIX_CODE = 0, TH_MATRIX_LEVEL = 3, TH_MATRIX_UNITS = 4, TH_MATRIX_HEAD = 4, TH_MATRIX_FIRST = 5 };
/* and so many columns beyond that of the cluster: */
enum {
    TH_MATRIX_HOW = 1, /* whether the rule is asked live */
    TH_MATRIX_FAILS,   /* for how many units it fails now, and did not when the workbook was made */
    TH_MATRIX_PASSES,  /* and the other way round */
    TH_MATRIX_PATTERN, /* hidden: what it came to, a letter a unit: "s" where it failed */
    TH_MATRIX_BEHIND
};
/* LÝ LỊCH SỐ LIỆU: the row into which a key is pasted */
enum { TH_BIOGRAPHY_KEY_ROW = 7 };
/* QUY TẮC: a row each of th_rule_rows */
enum { TH_RULES_CODE = 0, TH_RULES_HEAD = 4, TH_RULES_FIRST = 5 };
/* SỐ KIỂM SOÁT: a row for each tab, in their order */
enum {
    TH_CONTROL_SHEET = 0,
    TH_CONTROL_STATE,
    TH_CONTROL_CODE,
    TH_CONTROL_ROWS,
    TH_CONTROL_INTACT,
    TH_CONTROL_TOUCHED,
    TH_CONTROL_CELLS,
    TH_CONTROL_CELLS_NOW,
    TH_CONTROL_SUM,
    TH_CONTROL_SUM_NOW,
    TH_CONTROL_CHECK,
    TH_CONTROL_NAMED, /* the changed sheets down to this row, by name */
    TH_CONTROL_COLUMNS,
    TH_CONTROL_LEAD = 4, /* row: what MỤC LỤC says first, in the column TH_CONTROL_STATE */
    TH_CONTROL_FIGURES,  /* row: the verdict on the figures, in the same column */
    TH_CONTROL_OPEN,     /* row: what keeps the ranking from being presented */
    TH_CONTROL_HEAD,
    TH_CONTROL_FIRST,
    TH_CONTROL_MOST_UNITS = 60 /* beyond it nothing is compared live */
};
enum { TH_JOURNAL_HEAD = 4, TH_JOURNAL_FIRST = 5, TH_JOURNAL_MOST_STRING = 32767 };

enum { TH_COUNTED_VALUES = 2 }; /* of a list that is told as counts: the first column behind unit and number of rows */

/* So many units stand beside each other, a column each; where there are more, each is a row. */
enum { TH_MOST_BESIDE = 30 };
/* The head of such a block: code, label, unit of measure, measure. */
enum { TH_TURNED_HEADS = 4 };

enum { TH_FIELD_STT = 0, TH_FIELD_LABEL, TH_FIELD_CODE, TH_FIELD_UNIT, TH_FIELD_MEASURE, TH_FIELDS };

/* A cell of the sheet at hand. */
typedef struct th_cell_at {
    uint32_t row, col;
} th_cell_at;

/* The sheet of one form. */
typedef struct th_form_place {
    th_str name;
    th_tab *tab;
    bool list, indicators;
    bool counted; /* a list of which only counts are told, a row a unit from list_head + 1 on; then `list` is false */
    uint32_t list_head, list_rows; /* list_rows >= 1 when there is a list: an empty one keeps a blank row */
    bool turned;                   /* units are the rows, each measure a column: below a list, or of many units */
    uint32_t block_head;           /* header row of the indicators: */
    uint32_t heads;                /* the first of so many */
    uint32_t end;                  /* first row below everything */
    uint32_t first[TH_FIELDS],
        last[TH_FIELDS];     /* columns a field of the indicator block takes (first only when turned) */
    uint32_t units, cluster; /* columns of the units and the cluster; rows when turned.  Behind the cluster: n/7 */
    double *width;           /* by column */
    uint32_t columns;
} th_form_place;

/* The rows of the .csv with the sources of an indicator, or of a column of a list (report/source_index.h). */
typedef struct th_source_range {
    uint32_t first, last; /* of the file, from 0; `last` is the one behind them */
    uint32_t n;           /* facts; 0: there is none */
    uint32_t fact;        /* the first of them */
    uint32_t row;         /* of the sheet, which says so */
} th_source_range;

typedef struct th_report {
    th_arena *arena;
    const th_report_input *in;
    const th_dataset *ds;
    const th_definition *d;
    uint32_t nunits;
    bool many;               /* more than TH_MOST_BESIDE */
    th_str names[TH_SHEETS]; /* that of TH_SHEET_FORMS is empty: `forms` has them */
    th_tab *tabs[TH_SHEETS];
    th_form_place *forms;
    uint32_t cluster_col;  /* TỔNG HỢP; the number of units stands beside it.  Of many units TH_SUMMARY_UNITS */
    uint32_t summary_end;  /* first row below the indicators */
    uint32_t *summary_row; /* [indicator] */
    bool *group_row;       /* [indicator]: a row with its Nhóm stands above it */
    /* [indicator * TH_MEASURES + measure] in the sheet of its form: row, or column when turned; or TH_NONE */
    uint32_t *measure_at;
    uint32_t *measure_last;    /* last column when turned */
    uint32_t *list_start;      /* [form * nunits + unit]: row of the unit's item 1 */
    uint32_t *list_col;        /* [column] in the sheet of its form, or TH_NONE */
    uint32_t *criterion_order; /* criteria as displayed: parts that count for the base first, each with its children */
    uint32_t *criterion_row;   /* [criterion]: row of the first unit */
    uint32_t bonus_row;        /* first row of the bonus criteria */
    uint32_t deduction_row;    /* first row of the deduction criteria, which stand last */
    uint32_t base_row;         /* base total of the first unit */
    uint32_t total_row;        /* total of the first unit */
    uint32_t waiting_row;      /* points that wait for data, of the first unit */
    uint32_t self_row;         /* points of the total that the unit gave itself, of the first unit */
    uint32_t totals_end;       /* first row below everything */
    uint32_t *slip_row;        /* [unit]: first row of its page in PHIẾU ĐIỂM, or TH_NONE: it has none */
    uint32_t *board_row;       /* [ranking]: first row of its units in XẾP HẠNG, once that is written */
    uint32_t *board_value;     /* [ranking]: column of what units are ranked by */
    uint32_t *first_fact;      /* [indicator]: the first in NGUỒN SỐ LIỆU of its facts (item 0), or TH_NONE */
    uint32_t *source_row; /* [fact]: its place in NGUỒN SỐ LIỆU, from 0: of an indicator those of this year first */
    /* [indicator], and behind them [column]; NULL: NGUỒN SỐ LIỆU has all rows itself */
    th_source_range *source_ranges;
    uint32_t source_index_end; /* first row below what the sheet says of them */
    th_conversion_rows conversions;
    uint8_t *mark;           /* [fact]: gravest finding at its cell: level + 1, 0 none */
    th_str *gap_of_form;     /* [form * nunits + unit]: report/gap.h */
    bool *row_absent;        /* [indicator * nunits + unit]: the form that was read has no such row */
    th_str *remark;          /* [fact]: what to say of it in a comment; empty: nothing */
    uint32_t *finding_fact;  /* [finding]: 1 + fact at its cell, 0 none */
    th_str *key_units;       /* [unit]: what keys of figures call it */
    th_str *told;            /* [fact]: what was explained or closed of findings at its cell */
    th_rule_rows rules;      /* rows of QUY TẮC */
    th_str *live_rules;      /* [check * (units + 1) + unit]: report/live_rule.h; NULL: none is */
    uint32_t *first_finding; /* [unit]: its first row in KIỂM TRA, or TH_NONE */
} th_report;

th_str th_plan_sheet_text(const th_report *r, th_sheet_id id); /* in a few words, what stands in it */
bool th_plan_has(const th_report *r, th_sheet_id id);          /* is the sheet in this edition? */

/* Fills the plan, except for the tabs, which appear as they are added. */
void th_plan_make(th_report *r);

/* The row of a fact in NGUỒN SỐ LIỆU, or that which says where in the .csv it stands; TH_NONE when it would lie beyond
 * the last one. */
uint32_t th_plan_fact_row(const th_report *r, size_t fact);
uint32_t th_plan_fact_index(const th_report *r, const th_fact *f);
/* Where a measure of a unit stands in the sheet of its form; `unit` is nunits for the cluster.  False: nowhere. */
bool th_plan_measure_cell(const th_report *r, uint32_t indicator, th_measure m, uint32_t unit, th_cell_at *at);
/* Where the figure of this year stands that all others point at: in TỔNG HỢP; of many units in the sheet of the form.
 * `unit` is nunits for the cluster.  Gives the name of the sheet. */
th_str th_plan_now_cell(const th_report *r, uint32_t indicator, uint32_t unit, th_cell_at *at);
/* Where the figures of a unit begin: the head of its column, or the beginning of its row in the first form. */
th_str th_plan_unit_cell(const th_report *r, uint32_t unit, th_cell_at *at);
/* A cell that says the unit's name, as formulas name it. */
th_str th_plan_unit_name(const th_report *r, uint32_t unit);
/* Where a fact stands: if it is of this year, as above, or else in the sheet of its form. */
void th_plan_fact_home(const th_report *r, const th_fact *f, th_str *sheet, uint32_t *row, uint32_t *col);

th_type th_plan_fact_type(const th_definition *d, const th_fact *f); /* of its value */
/* The end of "6/7 Sở": how many units the definition has, and what it calls them. */
th_str th_plan_of_units(const th_report *r);
th_str th_plan_number_of_units(const th_report *r); /* "Số Sở" */
/* Is it a number, or Có or Không?  What is counted as a figure wherever figures are counted. */
bool th_plan_is_figure(const th_fact *f);
bool th_plan_reported(const th_report *r, uint32_t unit);
int th_plan_decimals(const th_indicator *ind); /* also TH_PLAIN */

#endif

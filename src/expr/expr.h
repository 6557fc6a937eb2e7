/* Expressions: a subset of Excel formulas over indicator codes.
 *
 *   operators   + - * / ( ) unary -   = <> < <= > >=   ; separates arguments
 *   numbers     12   0,5 or 0.5   80% (means 80)   "text"
 *   BCVT.01a    this year's value     TRUOC(x) KE_HOACH(x) SO_SANH(x) LUU(x): see th_measure
 *   DONG        in a check of scope "từng dòng": the indicator of the row at hand
 *   KTCT.05     a list column: an operand of COUNT COUNTIF COUNTIFS SUM SUMIF only
 *   functions   rows of functions.def
 * A code consists of letters, digits, '.' and '_', and begins with a letter.  A comma between digits is the decimal
 * comma.  "1.234" may mean two numbers and is refused, unlike "1.234.567" and "1.234,5".  The signs that a word
 * processor puts in (“ ” ≤ ≥ ≠ × ÷ −) are understood.
 *
 * One parser gives three things: the value, the list of source cells, and an Excel formula that recomputes it.  Missing
 * is not zero: an operand without a value gives the result its state, the worst of unreadable, absent and blank.  Some
 * functions make exceptions: one false operand decides an AND and one true operand an OR, whatever is missing beside
 * it; IF looks only at the branch that is taken; COUNT, COUNTIF, COUNTIFS, and SUM over a list ignore blanks.
 * SO_SANH(x) is blank where that cell states growth in words; TANG(x) has the value then.  A criterion of COUNTIF,
 * COUNTIFS and SUMIF is a number, a whole text (without case or wildcards), or one of these with a sign, as in "<>x"
 * and ">=5"; "<>" means "not blank" and "=" means "blank".
 */
#ifndef TH_EXPR_EXPR_H
#define TH_EXPR_EXPR_H

#include "base/exact.h"
#include "text/value.h"

/* Which figure of the row of an indicator is meant; their names are rows of measures.def. */
typedef enum th_measure {
    TH_NOW = 0,  /* năm nay */
    TH_PREVIOUS, /* năm trước, as this workbook states it */
    TH_PLAN,     /* kế hoạch */
    TH_COMPARED, /* so sánh (%) */
    TH_REMARK,   /* ghi chú: a text, with which nothing is computed */
    TH_MEASURES,
    TH_STORED = TH_MEASURES /* LUU(): "năm nay" as it was accepted last year, which is no fact of this workbook */
} th_measure;
th_str th_measure_vi(th_measure m);                       /* "Năm nay", the head of a column */
th_words th_measure_words(th_arena *arena, th_measure m); /* "năm nay", "this year": within a sentence */
th_str th_measure_key(th_measure m); /* stable key in record streams: "nay" "truoc" "ke_hoach" "so_sanh" "ghi_chu" */
bool th_measure_find(th_str key, th_measure *out);

typedef enum th_func {
#define TH_FUNC(id, name, least, most, even, odd, excel) TH_FN_##id,
#include "expr/functions.def"
#undef TH_FUNC
    TH_FUNCS
} th_func;

typedef enum th_op {
    TH_OP_ADD,
    TH_OP_SUB,
    TH_OP_MUL,
    TH_OP_DIV,
    TH_OP_NEG,
    TH_OP_EQ,
    TH_OP_NE,
    TH_OP_LT,
    TH_OP_LE,
    TH_OP_GT,
    TH_OP_GE
} th_op;
th_str th_op_text(th_op op); /* "=", "<>", "<=" */

typedef enum th_expr_kind {
    TH_EX_NUMBER,
    TH_EX_TEXT,
    TH_EX_INDICATOR,
    TH_EX_COLUMN,
    TH_EX_ROW,       /* DONG */
    TH_EX_CRITERION, /* argument of DIEM() */
    TH_EX_OP,
    TH_EX_CALL
} th_expr_kind;

typedef struct th_expr {
    th_expr_kind kind;
    size_t at;             /* 1-based character in the source, for messages */
    const th_exact *num;   /* NUMBER */
    bool percent;          /* NUMBER written with '%' */
    th_str text;           /* TEXT */
    uint32_t index;        /* INDICATOR, COLUMN, CRITERION: index in the definition */
    th_measure measure;    /* INDICATOR, ROW */
    bool textual;          /* INDICATOR whose cell holds text (chữ, danh mục, có/không, số văn bản) */
    th_op op;              /* OP */
    th_func func;          /* CALL */
    struct th_expr **args; /* OP, CALL */
    size_t nargs;
} th_expr;

/* How codes become indexes; UINT32_MAX when there is no such code.  form/codes.c implements this. */
typedef struct th_names {
    const void *ctx;
    uint32_t (*indicator)(const void *ctx, th_str code);
    uint32_t (*column)(const void *ctx, th_str code);
    uint32_t (*criterion)(const void *ctx, th_str code);
    th_str (*nearest)(const void *ctx, th_arena *scratch, th_str code); /* suggestion or "" */
    /* Types and lists are not checked when the next two are NULL. */
    th_type (*type)(const void *ctx, uint32_t indicator);
    uint32_t (*list)(const void *ctx, uint32_t column); /* which list a column is in */
} th_names;

typedef struct th_expr_error {
    size_t at; /* 1-based character */
    th_str vi, en;
} th_expr_error;

/* Parses an expression.  NULL, and *error says why and where, when it cannot be. */
th_expr *th_expr_parse(th_arena *arena, th_str source, const th_names *names, th_expr_error *error);

typedef struct th_operand {
    th_state state;
    enum { TH_IS_NUMBER = 0, TH_IS_TEXT, TH_IS_BOOL } kind; /* BOOL: num is 1 or 0 */
    const th_exact *num;
    const th_exact *den; /* of a rank or ratio */
    th_str text;
    int decimals;          /* as written; -1 unrounded; INT_MAX exact (constant or computed) */
    uint32_t qualifiers;   /* TH_Q_* */
    uint32_t source;       /* 1 + index of the fact, 0 when none */
    bool division_by_zero; /* why state is ABSENT: "mẫu = 0" */
    bool withheld;         /* why state is UNREADABLE: a figure that does not count, not even as a row of its list */
} th_operand;

/* Where values come from.  The dataset, the scores and tests implement this. */
typedef struct th_env {
    void *ctx;
    th_operand (*indicator)(void *ctx, uint32_t indicator, th_measure measure);
    size_t (*list_size)(void *ctx, uint32_t column);                 /* rows of the list this column is in */
    th_operand (*list_cell)(void *ctx, uint32_t column, size_t row); /* row: 0-based */
    /* SO_LOI, SO_NGAY_MUON, BIEU_THIEU, GIO_NHAN, PHIEU_KIN, KY, DIEM (criterion index; UINT32_MAX for the total) */
    th_operand (*special)(void *ctx, th_func func, uint32_t criterion);
    uint32_t row_indicator; /* what DONG stands for */
    bool blank_is_zero;     /* Khi thiếu = "coi là 0": a blank or absent figure counts 0; an unreadable one never */
} th_env;

/* A figure that an evaluation used.  It may be missing; then operand.source is 0. */
typedef struct th_used {
    th_operand operand;
    uint32_t indicator; /* UINT32_MAX: the first cell of a list column */
    th_measure measure;
} th_used;

typedef struct th_sources {
    th_used *at;
    size_t n, cap;
} th_sources;

/* Evaluates an expression.  One that is only an indicator gives its operand as it is, with decimals and qualifiers.
 * `sources` may be NULL. */
th_operand th_expr_eval(th_arena *arena, const th_expr *expr, const th_env *env, th_sources *sources);

/* Where values stand in the consolidated workbook; each function appends a reference. */
typedef struct th_excel {
    void *ctx;
    bool (*indicator)(void *ctx, uint32_t indicator, th_measure measure, th_buf *out); /* false: no cell for it */
    bool (*column)(void *ctx, uint32_t column, th_buf *out); /* the whole range of the list column */
    /* The column of the list that holds units, and the criterion for this one; false: the formula is of all units. */
    bool (*unit_range)(void *ctx, uint32_t column, th_buf *range, th_buf *criterion);
    bool (*special)(void *ctx, th_func func, uint32_t criterion, th_buf *out);
    /* The word that may stand in a cell in place of a missing figure.  A NULL function, or "": such a cell is blank. */
    th_str (*gap)(void *ctx, uint32_t indicator, th_measure measure);
    /* MAU: the cell with the number that a rank or ratio is out of.  A NULL function, or false: there is none. */
    bool (*of_how_many)(void *ctx, uint32_t indicator, th_measure measure, th_buf *out);
    uint32_t row_indicator;
} th_excel;
/* Appends the formula without '='.  Its result is "" where an operand is blank or a divisor is 0.  False, and
 * nothing is appended, when the expression uses something that has no cell, or the formula would be longer or deeper
 * than Excel accepts (8,192 characters, 64 levels). */
bool th_expr_excel(th_arena *arena, const th_expr *expr, const th_excel *map, th_buf *out);
/* The two sides of a rule. */
typedef struct th_excel_side {
    const th_expr *expr;
    bool blank_is_zero; /* Khi thiếu: a blank cell counts 0, but one with a text is missing */
    bool skip_all;      /* and yet the side is missing where all of its cells are blank */
} th_excel_side;
typedef struct th_excel_sides {
    th_str left, right; /* as operands: in parentheses where they need them */
    th_str before;      /* what stands before a formula of the two: "IF(COUNT(A1,B1)<2,missing," */
    th_str after;       /* and behind it */
} th_excel_sides;
/* False as above. */
bool th_expr_excel_sides(th_arena *arena, const th_excel_side sides[2], const th_excel *map, th_str missing,
                         th_excel_sides *out);
/* A text as an Excel formula has it: in quotes, with the quotes inside it doubled. */
th_str th_excel_quoted(th_arena *arena, th_str text);

/* Does a node of this kind, or a call of this function, stand anywhere in the tree?  NULL is an empty tree. */
bool th_expr_uses(const th_expr *expr, th_expr_kind kind);
bool th_expr_calls(const th_expr *expr, th_func func);

#endif

/* The definition (bộ biểu mẫu): all that tonghop knows of a field.  A workbook or
 * a folder of .csv files, one per sheet; both are read through `book`.  Sheets and
 * columns are found by folded label (weak key as second try: "chi-tieu.csv" is
 * sheet "Chỉ tiêu").  Lists inside a cell are separated by '|'.  Unknown sheets
 * are ignored, unknown columns too.  Sheets and columns: ARCHITECTURE.md, "The definition".
 */
#ifndef TH_FORM_DEFINITION_H
#define TH_FORM_DEFINITION_H

#include "base/finding.h"
#include "base/limits.h"
#include "expr/expr.h"

#define TH_NONE UINT32_MAX

typedef struct th_unit {
    th_str code, name;
    th_strs aliases; /* Tên khác; code and name are not repeated here */
    int order;
    int from_year, to_year; /* 0: open */
} th_unit;

typedef enum th_role { /* Vai trò of a column; names are rows of roles.def */
#define TH_ROLE(id, vi) TH_ROLE_##id,
#include "form/roles.def"
#undef TH_ROLE
                       TH_ROLES
} th_role;

enum { TH_FORM_INDICATORS = 1, TH_FORM_LIST = 2, TH_FORM_SCORES = 4 };

typedef struct th_form {
    th_str code, title;
    th_strs sheets; /* Trang: sheet names it goes by */
    unsigned kind;  /* TH_FORM_* bits; SCORES is a LIST too */
    bool required;
} th_form;

typedef struct th_column {
    th_str code;   /* unique; empty for shared roles of "*" */
    uint32_t form; /* TH_NONE: every form with indicators ("*") */
    th_str label;
    th_strs aliases;
    th_role role; /* TH_ROLE_VALUE for a list column: its type is `type` */
    th_type type;
    bool required;
    uint32_t catalogue; /* index or TH_NONE */
} th_column;

typedef enum th_aggregate {
    TH_AGG_NONE = 0,
    TH_AGG_SUM,
    TH_AGG_RATIO,
    TH_AGG_MIN,
    TH_AGG_MAX,
    TH_AGG_BEST,
    TH_AGG_COUNT,
    TH_AGG_LIST
} th_aggregate;

typedef struct th_indicator {
    th_str code;
    uint32_t form;
    th_str stt;          /* as printed */
    th_str printed_code; /* Mã số trên biểu; the code itself when the definition leaves it empty */
    th_str group;        /* Nhóm */
    th_str label;
    th_strs aliases;
    th_str unit; /* ĐVT */
    th_type type;
    int decimals; /* Số lẻ; -1 not stated */
    bool required;
    const th_exact *min, *max; /* NULL: open */
    th_aggregate aggregate;
    uint32_t numerator, denominator; /* indicators, or TH_NONE */
    int better;                      /* Chiều tốt: +1 more is better, -1 less, 0 not stated */
    int reference_year;              /* Năm tham chiếu relative to the period: 0, -1, ... */
    bool blank_is_zero;              /* Khi trống = "coi là 0" */
    uint32_t catalogue;
} th_indicator;

typedef struct th_catalogue_value {
    th_str text; /* in its listed writing */
    th_strs aliases;
} th_catalogue_value;

typedef struct th_catalogue {
    th_str code;
    th_catalogue_value *values;
    size_t n, cap;
    struct th_catalogue_key *keys; /* folded, set by the loader; NULL: folded at each look-up */
    size_t nkeys, keys_cap;
} th_catalogue;

typedef enum th_scope { TH_SCOPE_ROW, TH_SCOPE_UNIT, TH_SCOPE_CLUSTER } th_scope;
typedef enum th_missing {                      /* Khi thiếu, of a side */
                          TH_MISSING_SKIP = 0, /* bỏ qua: one missing figure, and the rule is not evaluated */
                          TH_MISSING_ZERO,     /* coi là 0 */
                          TH_MISSING_SKIP_ALL  /* bỏ qua khi trống hết: blanks count 0 unless all are */
} th_missing;
typedef enum th_pairing { TH_PAIR_NONE = 0, TH_PAIR_BOTH_OR_NEITHER, TH_PAIR_NOT_BOTH } th_pairing;
typedef enum th_rule_state { TH_RULE_OFF = 0, TH_RULE_ON, TH_RULE_REDUCED } th_rule_state;

typedef struct th_check {
    th_str code, name;
    th_scope scope;
    th_op op;           /* TH_OP_EQ ... TH_OP_GE */
    th_pairing pairing; /* So sánh "cùng có": both are > 0, or neither; "không cùng có": not both */
    th_expr *left, *right;
    th_str left_text, right_text; /* as typed */
    const th_exact *tolerance;    /* NULL: automatic; 0: exact */
    bool tolerance_relative;      /* percent of the larger side */
    th_level level;
    th_missing missing_left, missing_right;
    th_rule_state state; /* REDUCED: one level less grave */
    th_str state_who, state_date, state_why;
    th_str fix, basis; /* Cách sửa, Căn cứ */
} th_check;

typedef enum th_scoring { /* Cách chấm; names are rows of scorings.def */
#define TH_SCORING(id, vi, kind) TH_SCORE_##id,
#include "form/scorings.def"
#undef TH_SCORING
                          TH_SCORINGS
} th_scoring;

typedef struct th_band {
    const th_exact *from, *to;
    const th_exact *points;
} th_band; /* from <= x <= to; NULL open; first match wins */

typedef struct th_criterion {
    th_str code;
    uint32_t parent; /* TH_NONE for parts */
    th_str title;
    const th_exact *max; /* points; a cap for bonus and deduction groups */
    th_scoring scoring;
    th_expr *expr; /* Biểu thức; NULL for sums and cluster scores */
    th_str expr_text;
    th_expr *target; /* Mục tiêu, an expression ("100%", "KE_HOACH(BCVT.03c)") or NULL */
    th_str target_text;
    const th_exact *target_default; /* Mục tiêu khi trống, or NULL */
    bool target_strict;             /* "lớn hơn hẳn": full points only when strictly above */
    const th_exact *per_event;      /* Điểm mỗi lần */
    bool proof;                     /* Cần minh chứng: counted only when the cluster confirms; shown as proposed */
    th_band *bands;
    size_t nbands, bands_cap;
    bool leaf;  /* no other criterion names it as parent */
    int sign;   /* +1, or -1 for everything under a deduction group */
    bool bonus; /* under a bonus or deduction group: not part of the base total */
} th_criterion;

typedef struct th_tie_step {
    th_str name;
    th_expr *expr;
    th_str expr_text;
    int direction;
} th_tie_step; /* +1: more wins */

typedef struct th_title { /* Điều kiện: what a unit must meet to be proposed for a title */
    th_str name;          /* "Cờ thi đua"; rows of one name are one title */
    th_expr *condition;
    th_str condition_text, words;
} th_title;

typedef struct th_ranking {
    th_str code, name;
    th_expr *expr; /* what is ranked: DIEM(), or any expression of unit scope */
    th_str expr_text;
    int direction;  /* +1: the highest is first */
    th_strs labels; /* Nhãn hạng: "Nhất|Nhì|Ba" */
    th_tie_step *steps;
    size_t nsteps, steps_cap;
    th_title *titles;
    size_t ntitles, titles_cap;
} th_ranking;

/* What the secretariat decided about a file of Sổ nhận. */
typedef enum th_receipt_decision {
    TH_RECEIPT_ACCEPT = 0, /* nhận: it counts before every file that is not named */
    TH_RECEIPT_WAIT,       /* chờ: it does not count yet */
    TH_RECEIPT_WITHDRAW    /* rút: it does not count, and its forms are gone */
} th_receipt_decision;

/* A row of Sổ nhận, about a file or, where it names none, about the unit.  Moments are written "2023-01-04 15:20", and
 * as a serial, the days since 1899-12-30; 0 where none is given. */
typedef struct th_receipt {
    uint32_t unit;
    th_str file; /* relative to the inbox, or the name alone */
    int decision;
    th_str time;
    double serial;
    th_str document; /* number and date of the letter it came with */
    th_str channel, signed_copy;
    th_str extended_to; /* the unit's own deadline */
    double extended_serial;
    th_str who;
    th_str in_file, in_sheet; /* where the row stands in the definition */
    uint32_t in_row;
} th_receipt;
typedef struct th_award { /* Cụm chấm */
    uint32_t unit, criterion;
    bool not_assigned; /* "không được giao" */
    const th_exact *points;
    th_str who, date, basis;
} th_award;

typedef struct th_adjustment { /* Điều chỉnh: the secretariat's figure in place of the unit's */
    uint32_t unit, indicator;
    int measure; /* th_measure */
    th_str text; /* as typed */
    th_value value;
    th_str who, date, basis;
    th_str file, sheet; /* where it stands in the definition */
    uint32_t row;
} th_adjustment;
typedef struct th_explanation { /* Giải trình: why a finding stands; good for the values it was given for */
    uint32_t unit;
    th_str rule, mark, why, who, date;
} th_explanation;
typedef struct th_ballot { /* Phiếu kín */
    uint32_t unit, ranking;
    const th_exact *votes;
    th_str basis;
} th_ballot;

typedef struct th_setting {
    th_str key, value;
} th_setting;

typedef struct th_definition {
    th_setting *settings;
    size_t nsettings, settings_cap;
    th_unit *units;
    size_t nunits, units_cap; /* in presentation order, those valid in the period */
    th_form *forms;
    size_t nforms, forms_cap;
    th_column *columns;
    size_t ncolumns, columns_cap;
    th_indicator *indicators;
    size_t nindicators, indicators_cap; /* in sheet order */
    th_catalogue *catalogues;
    size_t ncatalogues, catalogues_cap;
    th_check *checks;
    size_t nchecks, checks_cap;
    th_criterion *criteria;
    size_t ncriteria, criteria_cap; /* parents before children */
    th_ranking *rankings;
    size_t nrankings, rankings_cap;
    th_receipt *receipts;
    size_t nreceipts, receipts_cap;
    th_award *awards;
    size_t nawards, awards_cap;
    th_adjustment *adjustments;
    size_t nadjustments, adjustments_cap;
    th_explanation *explanations;
    size_t nexplanations, explanations_cap;
    th_ballot *ballots;
    size_t nballots, ballots_cap;
    /* well-known settings, with defaults */
    int period;                   /* Kỳ: 2022 */
    th_str cluster;               /* Tên cụm */
    th_str cluster_short;         /* Tên gọi của tổng: "Cụm" */
    th_str unit_noun;             /* Gọi đơn vị là: "Sở" */
    th_str title;                 /* Tiêu đề */
    th_str host;                  /* Đơn vị chủ trì */
    th_str version;               /* Phiên bản */
    th_str deadline;              /* Hạn nộp, ISO: "2023-01-05" or "2023-01-05 17:00"; may be empty */
    th_str made_on;               /* Ngày lập, ISO date; may be empty */
    const th_exact *points_total; /* Tổng điểm; NULL: not stated */
    th_names names;               /* for th_expr_parse */
    const struct th_codes *codes; /* where codes are looked up; NULL in a definition made by hand: searched */
} th_definition;

/* One file: a .csv of the folder, which is one sheet, or a whole workbook. */
typedef struct th_definition_part {
    th_str name;
    th_str bytes;
} th_definition_part;

typedef struct th_definition_parts {
    const th_definition_part *at;
    size_t n;
} th_definition_parts;

/* Loads a definition into `arena`, which also gets copies of the names of parts.  All its faults are reported at
 * once, so that somebody can mend them in one go; where one of them is an error, TH_FAILED is returned and *definition
 * is NULL.  Two parts that are the same sheet are an error. */
th_status th_definition_load(th_arena *arena, const th_limits *limits, const th_definition_parts *parts,
                             th_definition **definition, th_findings *findings);

/* Keeps the first 20 faults of each kind and adds how many more there are.  Whoever mends these mends the others of
 * the same cause with them, or is shown them the next time. */
void th_definition_shorten_faults(th_arena *arena, th_findings *faults);

/* Is this the name of a sheet of definitions?  "kiem-tra" is one. */
bool th_definition_has_sheet(th_arena *scratch, th_str name);

uint32_t th_definition_unit(const th_definition *d, th_str code);
uint32_t th_definition_form(const th_definition *d, th_str code);
uint32_t th_definition_indicator(const th_definition *d, th_str code);
uint32_t th_definition_column(const th_definition *d, th_str code);
uint32_t th_definition_criterion(const th_definition *d, th_str code);
th_str th_definition_setting(const th_definition *d, th_str key); /* folded; "" when absent */
/* Values of an enum in their listed writing ("tập thể" -> "Tập thể"); false when not in the catalogue. */
bool th_catalogue_find(th_arena *scratch, const th_catalogue *catalogue, th_str text, th_str *canonical);
/* The value most like `text`, for suggestions; "" when none is near. */
th_str th_catalogue_nearest(th_arena *scratch, const th_catalogue *catalogue, th_str text);
/* Percents, ranks and ratios are never added up. */
bool th_type_adds_up(th_type type);
/* The words of the definition. */
th_str th_role_vi(th_role role);
/* A text with {Kỳ}, {Kỳ-1}, {Kỳ+1} as it reads in the period. */
th_str th_period_words(th_arena *arena, th_str text, int period);
th_str th_aggregate_vi(th_aggregate aggregate);
th_str th_scoring_vi(th_scoring scoring);

#endif

/* The definition (bộ biểu mẫu): all that tonghop knows of a field.  It is a workbook, or a folder with a .csv file
 * for each sheet; both are read through `book`.  Sheets and columns are found by their folded label, and where none
 * has it by the same label without diacritics, so that "chi-tieu.csv" is the sheet "Chỉ tiêu".  '|' separates the
 * entries of a list inside a cell.  Sheets and columns that are not known are ignored.  ARCHITECTURE.md lists the
 * known ones, under "The definition"; a comment below gives the Vietnamese label of a column where its field is named
 * differently. */
#ifndef TH_FORM_DEFINITION_H
#define TH_FORM_DEFINITION_H

#include "base/finding.h"
#include "base/limits.h"
#include "base/lookup.h"
#include "expr/expr.h"

#define TH_NONE UINT32_MAX /* as an index: there is no such thing */

typedef struct th_unit {
    th_str code, name;
    th_strs aliases; /* Tên khác; code and name are not repeated here */
    int order;
    int from_year, to_year; /* the first and last year in which it reports; 0 where there is no such limit */
} th_unit;

/* Vai trò: what a column holds. */
typedef enum th_role {
#define TH_ROLE(id, vi, en) TH_ROLE_##id,
#include "form/roles.def"
#undef TH_ROLE
    TH_ROLES
} th_role;

enum { TH_FORM_INDICATORS = 1, TH_FORM_LIST = 2, TH_FORM_SCORES = 4 };

typedef struct th_form {
    th_str code, title;
    th_strs sheets; /* Trang: the names that its sheet may have */
    unsigned kind;  /* bits TH_FORM_*; a form of scores is a list, too */
    bool required;
} th_form;

typedef struct th_column {
    th_str code;   /* empty for a column that all forms with indicators share */
    uint32_t form; /* TH_NONE for such a column (Biểu is "*") */
    th_str label;
    th_strs aliases;
    th_role role; /* TH_ROLE_VALUE for a list column, whose type is `type` */
    th_type type;
    bool required;
    uint32_t catalogue; /* an index, or TH_NONE */
    bool sensitive;     /* Nhạy cảm: for the secretariat only (report/sent_copy.h) */
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
    th_str stt;          /* as it is printed on the form */
    th_str printed_code; /* Mã số trên biểu; the code itself where the definition leaves it empty */
    th_str group;        /* Nhóm */
    th_str label;
    th_strs aliases;
    th_str unit; /* ĐVT */
    th_type type;
    int decimals; /* Số lẻ; -1 where none is stated */
    bool required;
    const th_exact *min, *max; /* NULL where there is no such limit */
    th_aggregate aggregate;
    uint32_t numerator, denominator; /* indicators, or TH_NONE */
    int better;                      /* Chiều tốt: +1 more is better, -1 less is, 0 where nothing is stated */
    int reference_year;              /* Năm tham chiếu, counted from the period: 0, -1 ... */
    bool blank_is_zero;              /* Khi trống is "coi là 0" */
    uint32_t catalogue;
    bool sensitive; /* Nhạy cảm, as of a column */
} th_indicator;

typedef struct th_catalogue_value {
    th_str text; /* as the catalogue lists it */
    th_strs aliases;
} th_catalogue_value;

typedef struct th_catalogue {
    th_str code;
    th_catalogue_value *values;
    size_t n, cap;
    struct th_catalogue_key *keys; /* all writings, folded by the loader; where NULL, each look-up folds them anew */
    size_t nkeys, keys_cap;
} th_catalogue;

typedef enum th_scope { TH_SCOPE_ROW, TH_SCOPE_UNIT, TH_SCOPE_CLUSTER } th_scope;

/* Khi thiếu: what a missing figure means on one side of a check. */
typedef enum th_missing {
    TH_MISSING_SKIP = 0, /* bỏ qua: the check is not evaluated */
    TH_MISSING_ZERO,     /* coi là 0: it counts as 0 */
    TH_MISSING_SKIP_ALL  /* bỏ qua khi trống hết: it counts as 0, unless all figures of the side are missing */
} th_missing;

/* So sánh, where both sides are only asked whether they are above 0: "cùng có" wants both or neither to be, "không cùng
 * có" forbids that both are. */
typedef enum th_pairing { TH_PAIR_NONE = 0, TH_PAIR_BOTH_OR_NEITHER, TH_PAIR_NOT_BOTH } th_pairing;

/* Trạng thái; a reduced rule reports one level less gravely than its Mức says. */
typedef enum th_rule_state { TH_RULE_OFF = 0, TH_RULE_ON, TH_RULE_REDUCED } th_rule_state;

typedef struct th_check {
    th_str code, name;
    th_scope scope;
    th_op op; /* TH_OP_EQ to TH_OP_GE; of no meaning where `pairing` is given */
    th_pairing pairing;
    th_expr *left, *right;
    th_str left_text, right_text; /* as they were typed */
    const th_exact *tolerance;    /* NULL: automatic; 0: exact */
    bool tolerance_relative;      /* the tolerance is a percentage of the larger side */
    th_level level;
    th_missing missing_left, missing_right;
    th_rule_state state;
    th_str state_who, state_date, state_why;
    th_str fix, basis;      /* Cách sửa, Căn cứ */
    bool costs_points;      /* Tính điểm: SO_LOI() counts its errors */
    int from_year, to_year; /* Từ kỳ, Đến kỳ; 0: open */
} th_check;

/* Cách chấm: how a criterion gets its points. */
typedef enum th_scoring {
#define TH_SCORING(id, vi, kind) TH_SCORE_##id,
#include "form/scorings.def"
#undef TH_SCORING
    TH_SCORINGS
} th_scoring;

/* The points for a value between `from` and `to`, both included; a limit that is NULL is open.  The first band that
 * fits is taken. */
typedef struct th_band {
    const th_exact *from, *to;
    const th_exact *points;
} th_band;

typedef struct th_criterion {
    th_str code;
    uint32_t parent; /* TH_NONE for the uppermost, the parts */
    th_str title;
    const th_exact *max; /* the most points it can give; for bonus and deduction groups, what they are capped at */
    th_scoring scoring;
    th_expr *expr; /* Biểu thức; NULL for sums and for what the cluster scores */
    th_str expr_text;
    th_expr *target; /* Mục tiêu, such as "100%" or "KE_HOACH(BCVT.03c)"; or NULL */
    th_str target_text;
    const th_exact *target_default; /* Mục tiêu khi trống, or NULL */
    bool target_strict;             /* Vượt hẳn: the target must be exceeded, not only reached, for full points */
    const th_exact *per_event;      /* Điểm mỗi lần */
    bool proof; /* Cần minh chứng: the points are only proposed until the cluster confirms them */
    th_band *bands;
    size_t nbands, bands_cap;
    bool leaf;  /* no other criterion has it as its parent */
    int sign;   /* +1, or -1 in a deduction group */
    bool bonus; /* in a bonus or deduction group, and so not part of the base total */
} th_criterion;

/* Instead of an expression, in the last step: whoever is equal so far shares the rank until the conference decides. */
#define TH_CONFERENCE "Hội nghị quyết định"

/* Phân định: what decides between units that are equal so far. */
typedef struct th_tie_step {
    th_str name;
    th_expr *expr;
    th_str expr_text;
    int direction; /* +1: more wins; -1: less does */
} th_tie_step;

/* Điều kiện: one condition that a unit must meet to be proposed for a title. */
typedef struct th_title {
    th_str name; /* "Cờ thi đua"; all conditions with one name make up the title */
    th_expr *condition;
    th_str condition_text, words;
} th_title;

typedef struct th_ranking {
    th_str code, name;
    th_expr *expr; /* what units are ranked by: DIEM(), or any other expression about one unit */
    th_str expr_text;
    int direction;  /* +1: the highest is first; -1: the lowest is */
    th_strs labels; /* Nhãn hạng, such as "Nhất|Nhì|Ba" */
    th_tie_step *steps;
    size_t nsteps, steps_cap;
    bool conference; /* the chain of steps ends in "Hội nghị quyết định" */
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
    th_str file; /* relative to the inbox, or the name alone; without its content mark */
    /* Content mark, "SL.xlsx [3fa9c21b]": the first 8 hexadecimal digits of the file's SHA-256, in lower case.  The row
     * is about a file with these bytes only.  Empty: whatever the file of that name holds. */
    th_str mark;
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

/* Does the row say that something came?  One that only extends a deadline does not. */
static inline bool th_receipt_tells_of_a_file(const th_receipt *receipt)
{
    return receipt->file.len || receipt->time.len || receipt->document.len || receipt->channel.len ||
           receipt->signed_copy.len;
}

/* Cụm chấm: the points that the cluster gave a unit for a criterion. */
typedef enum th_award_kind {
    TH_AWARD_POINTS = 0,
    TH_AWARD_NOT_ASSIGNED, /* "không được giao" */
    TH_AWARD_BY_MACHINE    /* "theo máy": the computed points, as long as points and data are those of the mark */
} th_award_kind;
/* "*" in a row "theo máy": all units, all criteria.  Such a row settles nothing: it asks for a ready row a cell. */
#define TH_ANY (TH_NONE - 1)

typedef struct th_award {
    uint32_t unit, criterion; /* indexes, or TH_ANY */
    th_award_kind kind;
    const th_exact *points; /* of TH_AWARD_POINTS */
    th_str mark;            /* Mã xác nhận, of TH_AWARD_BY_MACHINE */
    th_str who, date, basis;
    th_str remark, reply; /* the second round: Nhận xét of the cluster, Giải trình of the unit to it */
} th_award;

/* Điều chỉnh: the secretariat's figure, which counts in place of the unit's. */
typedef struct th_adjustment {
    uint32_t unit, indicator;
    int measure; /* a th_measure */
    th_str text; /* as it was typed */
    th_value value;
    th_str old_text; /* Giá trị cũ as typed: what the unit's file said when this was decided; empty: whatever it says */
    th_value old; /* TH_STATE_BLANK for the word "trống" */
    th_str who, date, basis;
    /* Căn cứ begins with "điện thoại", and no other row says the same on the ground of a document: the figure counts,
     * but no ranking is ready until the unit has confirmed it. */
    bool by_phone;
    th_str file, sheet; /* where it stands, in the definition or in the ledger */
    bool in_ledger;
    uint32_t row, old_col, basis_col;
} th_adjustment;

/* Giải trình: why a finding stands.  It holds only as long as the figures are those it was given for, which the mark
 * tells. */
typedef struct th_explanation {
    uint32_t unit;
    th_str rule, mark, why, who, date;
} th_explanation;

/* Đóng: an error that stays as it is, or a unit that is not ranked. */
typedef struct th_closing {
    uint32_t unit;
    th_str mark; /* Mã phát hiện; empty: the unit */
    th_str why, basis, who, date;
} th_closing;

/* How far a ranking has come.  Above ĐỦ ĐIỀU KIỆN TRÌNH only a row of Trạng thái leads. */
typedef enum th_stage {
    TH_STAGE_PROVISIONAL = 0, /* TẠM TÍNH */
    TH_STAGE_READY,           /* ĐỦ ĐIỀU KIỆN TRÌNH */
    TH_STAGE_APPRAISED,       /* ĐÃ THẨM ĐỊNH */
    TH_STAGE_RECOGNISED       /* ĐÃ CÔNG NHẬN */
} th_stage;

/* Trạng thái: a step that was taken, by which document. */
typedef struct th_stage_row {
    uint32_t unit; /* TH_NONE: the cluster */
    int stage;     /* TH_STAGE_APPRAISED or TH_STAGE_RECOGNISED */
    th_str document, who, date;
} th_stage_row;

/* Phiếu kín: the votes that a unit got in a secret ballot. */
typedef struct th_ballot {
    uint32_t unit, ranking;
    const th_exact *votes;
    th_str basis;
} th_ballot;

/* Kiến nghị: what a unit asks or objects to in the second round, and the answer. */
typedef struct th_petition {
    uint32_t unit, criterion; /* criterion: TH_NONE where it is about none */
    th_str subject, answer;   /* Nội dung; Trả lời, empty until there is one */
    th_str who, date;
} th_petition;

/* Chốt: what is frozen from a day on, or no longer (fact/freeze.h).  Rows are in the order of their sheet. */
typedef enum th_freeze_step { TH_FREEZE_FIGURES = 0, TH_FREEZE_POINTS, TH_FREEZE_NOTHING } th_freeze_step;

typedef struct th_freeze_row {
    int step; /* a th_freeze_step: "chốt số liệu", "chốt điểm", "mở chốt" */
    th_str date, who, basis;
} th_freeze_row;

/* Cài đặt; keys that tonghop does not know are kept, too. */
typedef struct th_setting {
    th_str key, value;
} th_setting;

typedef struct th_definition {
    th_setting *settings;
    size_t nsettings, settings_cap;
    th_unit *units;
    size_t nunits, units_cap; /* those of the period, in the order in which they are shown */
    th_form *forms;
    size_t nforms, forms_cap;
    th_column *columns;
    size_t ncolumns, columns_cap;
    th_indicator *indicators;
    size_t nindicators, indicators_cap; /* in the order of their rows */
    th_catalogue *catalogues;
    size_t ncatalogues, catalogues_cap;
    th_check *checks;
    size_t nchecks, checks_cap;
    th_criterion *criteria;
    size_t ncriteria, criteria_cap; /* parents before children */
    th_lookup criterion_codes;      /* index + 1 by its code, folded and without blanks */
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
    th_closing *closings;
    size_t nclosings, closings_cap;
    th_stage_row *stages;
    size_t nstages, stages_cap;
    th_petition *petitions;
    size_t npetitions, petitions_cap;
    th_freeze_row *freezes;
    size_t nfreezes, freezes_cap;
    /* The well-known settings, each with its default where none is stated. */
    int period;                   /* Kỳ, a year */
    th_str cluster;               /* Tên cụm */
    th_str cluster_short;         /* Tên gọi của tổng: "Cụm" */
    th_str unit_noun;             /* Gọi đơn vị là: "Sở" */
    th_str title;                 /* Tiêu đề */
    th_str host;                  /* Đơn vị chủ trì */
    th_str version;               /* Phiên bản */
    th_str deadline;              /* Hạn nộp, ISO: "2023-01-05" or "2023-01-05 17:00"; may be empty */
    th_str made_on;               /* Ngày lập, ISO date; may be empty */
    const th_exact *points_total; /* Tổng điểm; NULL: not stated */
    /* Rows of entered sheets (entries.c) that cannot be used: they are in none of the lists above.  A place is the
     * first cell that is wrong; its sheet goes by the name it has in definitions. */
    th_place *set_aside;
    size_t nset_aside, set_aside_cap;
    th_findings entry_faults;     /* what is wrong with them */
    th_names names;               /* for th_expr_parse */
    const struct th_codes *codes; /* where codes are looked up; where NULL, the lists above are searched */
} th_definition;

/* The day that a part is of.  While something is frozen (chốt), parts of several days are read together:
 *
 * - the definition proper, Sổ nhận and Điều chỉnh as on the day on which the figures were frozen;
 * - Cụm chấm, Giải trình, Phiếu kín and Đóng as on the day on which the points were frozen;
 * - all other entered sheets as they are now.
 *
 * Where nothing is frozen, all parts are of now.  From a part that is TH_PART_DEFINING only the definition proper is
 * read, and all entered sheets are those of now. */
typedef enum th_part_age { TH_PART_NOW = 0, TH_PART_OF_FIGURES, TH_PART_OF_POINTS, TH_PART_DEFINING } th_part_age;

/* One file: a .csv of the folder, which is one sheet, or a whole workbook.
 *
 * A part of the ledger (sổ ban thư ký) holds sheets that are entered while a period runs, and no others.  An entered
 * sheet has its rows in the definition or in the ledger, never in both. */
typedef struct th_definition_part {
    th_str name;
    th_str bytes;
    bool of_ledger;
    th_part_age age;
    th_str shown; /* what findings call it; empty: its name */
} th_definition_part;

typedef struct th_definition_parts {
    const th_definition_part *at;
    size_t n;
} th_definition_parts;

/* Loads a definition into `arena`, which also gets copies of the names of parts.  All its faults are reported at
 * once, so that somebody can mend them in one go; where one of them is an error, TH_FAILED is returned and *definition
 * is NULL.  Two parts that are the same sheet are an error.  TH_WARN: rows that somebody entered are set aside. */
th_status th_definition_load(th_arena *arena, const th_limits *limits, const th_definition_parts *parts,
                             th_definition **definition, th_findings *findings);

/* Keeps the first 20 faults of each kind and adds how many more there are.  Whoever mends these mends the others of
 * the same cause with them, or is shown them the next time. */
void th_definition_shorten_faults(th_arena *arena, th_findings *faults);

/* Is this the name of a sheet that definitions have?  "kiem-tra" is one. */
bool th_definition_has_sheet(th_arena *scratch, th_str name);
/* Is it the name of a sheet that is entered while a period runs, such as a ledger has? */
bool th_definition_enters(th_arena *scratch, th_str name);

/* The index of what has this code, or TH_NONE. */
uint32_t th_definition_unit(const th_definition *d, th_str code);
/* In a row counted in "năm" whose least value is 1000, "2022" is a year; "12" years in another row are a number. */
enum { TH_FIRST_YEAR = 1000 };
bool th_indicator_is_year(const th_indicator *ind);
uint32_t th_definition_form(const th_definition *d, th_str code);
uint32_t th_definition_indicator(const th_definition *d, th_str code);
uint32_t th_definition_column(const th_definition *d, th_str code);
uint32_t th_definition_criterion(const th_definition *d, th_str code);
/* The value of a setting, whose key is compared folded; "" where there is none. */
th_str th_definition_setting(const th_definition *d, th_str key);
/* The value of a catalogue that a text means, as the catalogue lists it: "tập thể" gives "Tập thể".  False where it
 * means none. */
bool th_catalogue_find(th_arena *scratch, const th_catalogue *catalogue, th_str text, th_str *canonical);
/* The value most like `text`, to be suggested in its place; "" where none is near. */
th_str th_catalogue_nearest(th_arena *scratch, const th_catalogue *catalogue, th_str text);
/* May values of this type be added up?  Percents, ranks and ratios may not: their sum means nothing. */
bool th_type_adds_up(th_type type);
/* What a role is called in a definition, and in English. */
th_words th_role_words(th_role role);
/* Do only columns of lists have this role?  STT stands in tables of both kinds. */
bool th_role_is_of_list(th_role role);
/* A text as it reads in the period: {Kỳ}, {Kỳ-1}, {Kỳ+1} and so on up to nine years become years. */
th_str th_period_words(th_arena *arena, th_str text, int period);
th_str th_aggregate_vi(th_aggregate aggregate);
th_str th_scoring_vi(th_scoring scoring);

#endif

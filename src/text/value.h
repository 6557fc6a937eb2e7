/* Values: what a cell means for an indicator of a given type and unit of measure.
 *
 * "1.542" in a whole-number row is 1542; "98,7%" is 98.7; "201.500.000đ" is
 * 201500000; "950 tỷ" is 950 in a "tỷ đồng" row and 950000000000 in a "đồng" row;
 * a %-formatted 0.987 is 98.7; "05/63" is rank 5 of 63; "trên 3.071" is 3071 with
 * a qualifier; "-" and "Không" are 0 for counts and amounts and nothing for shares,
 * ratios and ranks; blank is missing, never 0.  What
 * Excel damaged is recovered where the type proves it ("05/63" stored as a date).
 */
#ifndef TH_TEXT_VALUE_H
#define TH_TEXT_VALUE_H

#include "base/exact.h"
#include "base/str.h"

#include <stdint.h>

/* Kiểu; names are rows of types.def. */
typedef enum th_type {
#define TH_TYPE(id, vi, en) TH_TYPE_##id,
#include "text/types.def"
#undef TH_TYPE
    TH_TYPES
} th_type;

typedef enum th_state { TH_STATE_ABSENT = 0, TH_STATE_BLANK, TH_STATE_UNREADABLE, TH_STATE_VALUE } th_state;

/* Qualifiers, a bit set; order of the words in Vietnamese writing. */
enum {
    TH_Q_OVER = 1,      /* trên, hơn, > : strictly more */
    TH_Q_AT_LEAST = 2,  /* tối thiểu, trở lên, từ, >= */
    TH_Q_UNDER = 4,     /* dưới, < */
    TH_Q_NEAR = 8,      /* gần: a little less */
    TH_Q_ABOUT = 16,    /* khoảng, ~, ≈ */
    TH_Q_ESTIMATE = 32, /* ước, ước đạt */
    TH_Q_GROWTH = 64,   /* tăng: the figure is a growth, not an index */
    TH_Q_DECLINE = 128, /* giảm */
    TH_Q_AT_MOST = 256  /* tối đa, không quá, <= */
};

/* What was done to get the value, a bit set. */
enum {
    TH_DID_TEXT_TO_NUMBER = 1,
    TH_DID_SCALE = 2,          /* tỷ, triệu, nghìn, or the cell's own unit */
    TH_DID_PERCENT_FORMAT = 4, /* 0.987 with a percent format */
    TH_DID_FROM_DATE = 8,      /* a rank or ratio that Excel made a date */
    TH_DID_ZERO_WORD = 16,     /* "-", "Không" */
    TH_DID_PERCENT_BARE = 32,  /* 0 < x < 1 without format in a percent row: kept, to be warned of */
    TH_DID_ROUND_DOUBLE = 64   /* binary noise of a double removed */
};

typedef enum th_format { TH_FORMAT_GENERAL = 0, TH_FORMAT_PERCENT, TH_FORMAT_DATE, TH_FORMAT_TEXT } th_format;

/* What stands in a cell, free of any file format. */
typedef struct th_raw {
    enum { TH_RAW_BLANK = 0, TH_RAW_NUMBER, TH_RAW_TEXT, TH_RAW_BOOL, TH_RAW_ERROR, TH_RAW_DATE } kind;
    double number; /* NUMBER, BOOL (0/1); DATE: serial in the 1900 system */
    th_str text;   /* TEXT (NFC), ERROR ("#DIV/0!"), DATE: ISO 8601 */
    th_format format;
    int format_decimals; /* decimals the number format shows, -1 when general */
    th_str format_code;  /* e.g. "mmm-yy", "d-mmm"; may be empty */
} th_raw;

typedef struct th_value {
    th_state state;
    const th_exact *num;   /* numbers; numerator of a ratio; rank; BOOL: 1/0; DATE: serial (1900 system) */
    const th_exact *exact; /* what num was before it was rounded to the decimals its cell shows; NULL: num itself */
    const th_exact *den;   /* ratio: denominator; rank: "of how many" when stated; else NULL */
    th_str text;           /* text, enum, document number; date as YYYY-MM-DD; "Có"/"Không" */
    int decimals;          /* decimals it is written with; -1 for a computed number that nothing rounds */
    uint32_t qualifiers;   /* TH_Q_* */
    uint32_t did;          /* TH_DID_* */
    th_str trouble;        /* UNREADABLE: reason, Vietnamese; else a hint ("1542"), or empty */
    bool not_integer;      /* UNREADABLE because a whole number is needed; trouble holds the guess */
} th_value;

/* Reads `raw` as `type` counted in `unit` (ĐVT, NFC; may be empty). */
th_value th_value_read(th_arena *arena, const th_raw *raw, th_type type, th_str unit);

/* The power of ten a unit of measure carries: "tỷ đồng" 9, "triệu đồng" 6, "đồng" 0. */
int th_unit_scale(th_arena *scratch, th_str unit);

th_str th_type_vi(th_type type);
bool th_type_find(th_arena *scratch, th_str name, th_type *out); /* "số nguyên" -> TH_TYPE_INT; folded */
bool th_type_is_number(th_type type);                            /* int, real, percent, money */
/* "trên", "ước đạt trên"; empty when none. */
th_str th_qualifier_vi(th_arena *arena, uint32_t qualifiers);
th_str th_did_vi(th_arena *arena, uint32_t did);
/* The value as a Vietnamese reader writes it: "1.542", "98,7", "05/63" -> "5/63", "trên 3.071". */
th_str th_value_vi(th_arena *arena, const th_value *value, th_type type);

/* Dates of text: "19/4/2022", "ngày 19 tháng 4 năm 2022", ISO. Day first. */
bool th_date_parse(th_str text, int *year, int *month, int *day);
int th_date_serial(int year, int month, int day); /* 1900 system, 1 = 1900-01-01, with Excel's 1900-02-29 */
void th_date_of_serial(int serial, int *year, int *month, int *day);

#endif

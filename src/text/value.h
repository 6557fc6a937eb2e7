/* Values: what a cell means for an indicator of a given type and unit of measure.
 *
 * "1.542" in a row of whole numbers is 1542; "98,7%" is 98.7; "201.500.000đ" is 201500000; "950 tỷ" is 950 in a row
 * of "tỷ đồng" and 950000000000 in a row of "đồng"; 0.987 in a percent format is 98.7; "05/63" is rank 5 of 63;
 * "trên 3.071" is 3071 with a qualifier.  "-" and "Không" are 0 for counts and amounts, and nothing for shares,
 * ratios and ranks.  A blank cell is missing, never 0.  What Excel damaged is recovered where the type proves what
 * was typed, as when "05/63" became a date.
 */
#ifndef TH_TEXT_VALUE_H
#define TH_TEXT_VALUE_H

#include "base/exact.h"
#include "base/str.h"

#include <stdint.h>

/* The types of indicators; their names are rows of types.def. */
typedef enum th_type {
#define TH_TYPE(id, vi, en) TH_TYPE_##id,
#include "text/types.def"
#undef TH_TYPE
    TH_TYPES
} th_type;

typedef enum th_state { TH_STATE_ABSENT = 0, TH_STATE_BLANK, TH_STATE_UNREADABLE, TH_STATE_VALUE } th_state;

/* Qualifiers, the words or signs that say how a figure is meant, as a set of bits. */
enum {
    TH_Q_OVER = 1,      /* trên, hơn, >: strictly more */
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
    TH_DID_SCALE = 2,          /* converted from tỷ, triệu or nghìn to the unit of the row, or back */
    TH_DID_PERCENT_FORMAT = 4, /* 0.987 in a percent format became 98.7 */
    TH_DID_FROM_DATE = 8,      /* a rank or ratio was recovered from a date that Excel had made of it */
    TH_DID_ZERO_WORD = 16,     /* a word such as "-" or "Không" became 0 */
    /* a number between 0 and 1 without a percent format in a row of %: kept, with a warning */
    TH_DID_PERCENT_BARE = 32,
    TH_DID_ROUND_DOUBLE = 64,   /* the binary noise of a double was removed */
    TH_DID_MINUS_DROPPED = 128, /* points of a deduction were written with a minus */
    TH_DID_MINUS_ADDED = 256    /* "giảm 2" in a row of increases and decreases became -2 */
};

typedef enum th_format { TH_FORMAT_GENERAL = 0, TH_FORMAT_PERCENT, TH_FORMAT_DATE, TH_FORMAT_TEXT } th_format;

/* What stands in a cell, whatever the format of its file. */
typedef struct th_raw {
    enum { TH_RAW_BLANK = 0, TH_RAW_NUMBER, TH_RAW_TEXT, TH_RAW_BOOL, TH_RAW_ERROR, TH_RAW_DATE } kind;
    double number; /* NUMBER, BOOL (0/1); DATE: serial in the 1900 system */
    th_str text;   /* TEXT (NFC), ERROR ("#DIV/0!"), DATE: ISO 8601 */
    th_format format;
    int format_decimals; /* how many decimals the number format shows; -1: it is general */
    th_str format_code;  /* such as "mmm-yy" or "d-mmm"; may be empty */
} th_raw;

typedef struct th_value {
    const th_exact *num; /* numbers; numerator of a ratio; rank; BOOL: 1/0; DATE: serial (1900 system) */
    const th_exact
        *printed;        /* num rounded to the decimals that its cell shows; NULL: num itself is shown.  num keeps at
                              * most 15 significant digits, as Excel compares */
    const th_exact *den; /* the denominator of a ratio; of how many a rank is, where stated; otherwise NULL */
    th_str text;         /* text, enum, document number; date as YYYY-MM-DD; "Có"/"Không" */
    const th_words *trouble; /* UNREADABLE: the reason, in Vietnamese only where it was kept in records; or a guess */
    th_state state;
    int decimals;        /* how many decimals it is written with; -1: it was computed, and nothing rounds it */
    uint32_t qualifiers; /* TH_Q_* */
    uint32_t did;        /* TH_DID_* */
    bool not_integer;    /* UNREADABLE, because a whole number is needed; `trouble` holds the guess */
    bool withheld;       /* UNREADABLE, whatever stands there: the figure does not count, `trouble` says why */
} th_value;

/* The figure does not count, whatever it is; `why` in Vietnamese. */
th_value th_value_withheld(th_arena *arena, th_str why);

/* The reason, empty where there is none. */
static inline th_words th_value_trouble(const th_value *value)
{
    return value->trouble ? *value->trouble : (th_words){0};
}

/* Reads a cell as a value of `type` that is counted in `unit` (NFC; may be empty). */
th_value th_value_read(th_arena *arena, const th_raw *raw, th_type type, th_str unit);

/* The power of ten a unit of measure carries: "tỷ đồng" 9, "triệu đồng" 6, "đồng" 0. */
int th_unit_scale(th_arena *scratch, th_str unit);

/* The number as its cell shows it: what automatic tolerance and printed percentages go by.  Sums, bands, targets, ties
 * and money go by `num`. */
const th_exact *th_value_printed(const th_value *value);

/* Do two values say the same, however they are written? */
bool th_value_states_same(const th_value *a, const th_value *b);

th_str th_type_vi(th_type type);
th_words th_type_words(th_type type);
bool th_type_find(th_arena *scratch, th_str name, th_type *out); /* by its folded name: "số nguyên" */
bool th_type_is_number(th_type type);                            /* whole numbers, reals, percents, money */
/* "trên", "ước đạt trên"; empty when there is no qualifier. */
th_str th_qualifier_vi(th_arena *arena, uint32_t qualifiers);
th_words th_qualifier_words(th_arena *arena, uint32_t qualifiers);
th_str th_did_vi(th_arena *arena, uint32_t did);
/* The value as Vietnamese write it: "1.542", "98,7", "5/63" (even if "05/63" was typed), "trên 3.071". */
th_str th_value_vi(th_arena *arena, const th_value *value, th_type type);
/* In English "1,542", "98.7", "over 3,071", and a date as YYYY-MM-DD. */
th_words th_value_words(th_arena *arena, const th_value *value, th_type type);

/* Reads a date in text: "19/4/2022" with the day first, "ngày 19 tháng 4 năm 2022", or ISO 8601. */
bool th_date_parse(th_str text, int *year, int *month, int *day);
int th_date_serial(int year, int month, int day); /* in the 1900 system: 1 is 1900-01-01, 60 Excel's 1900-02-29 */
void th_date_of_serial(int serial, int *year, int *month, int *day);

#endif

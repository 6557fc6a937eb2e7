/* The tables behind LÝ LỊCH SỐ LIỆU, which stand to the right of it in hidden columns: what is the same of a code for
 * all units, and what was explained. */
#ifndef TH_REPORT_BIOGRAPHY_TABLES_H
#define TH_REPORT_BIOGRAPHY_TABLES_H

#include "report/writer.h"

enum { TH_BIO_RULES = 16, TH_BIO_CRITERIA = 8 }; /* shown of a code; how many more there are is said */

/* Columns of the sheet; rows from TH_BIO_FIRST. */
enum {
    TH_BIO_ROWS_COL = 5, /* numbers of rows that were found, beside the fields */
    TH_BIO_UNIT_KEY = 7,
    TH_BIO_UNIT_NAME,
    TH_BIO_UNIT_CODE,
    TH_BIO_CODE,
    TH_BIO_LABEL,
    TH_BIO_FORM,
    TH_BIO_COUNTED_IN, /* ĐVT */
    TH_BIO_MORE,       /* rules and criteria that are not shown */
    TH_BIO_RULE,       /* the first of TH_BIO_RULES */
    TH_BIO_CRITERION = TH_BIO_RULE + TH_BIO_RULES,
    TH_BIO_SAID_KEY = TH_BIO_CRITERION + TH_BIO_CRITERIA, /* "Lào Cai · KT-801" */
    TH_BIO_SAID,
    TH_BIO_LAST = TH_BIO_SAID,
    TH_BIO_FIRST = 4
};

/* A code: an indicator, or a column of a list. */
typedef struct th_bio_code {
    th_str code;
    uint32_t indicator, column; /* one of them, the other TH_NONE */
    uint32_t rules[TH_BIO_RULES], criteria[TH_BIO_CRITERIA];
    uint32_t nrules, ncriteria; /* all, also those that are not shown */
} th_bio_code;

typedef struct th_bio_said {
    th_str key, text;
} th_bio_said;

typedef struct th_bio_tables {
    th_bio_code *codes;
    uint32_t ncodes;
    th_bio_said *said;
    size_t nsaid, said_cap;
} th_bio_tables;

void th_bio_tables_make(const th_report *r, th_bio_tables *tables);
void th_bio_tables_write(th_writer *writer, const th_bio_tables *tables);
/* How many of its rules and criteria are not shown; empty: all are. */
th_str th_bio_more(th_arena *arena, const th_bio_code *code);
/* A column of a table, as formulas name it. */
th_str th_bio_units(const th_report *r, uint32_t col);
th_str th_bio_codes(const th_report *r, const th_bio_tables *tables, uint32_t first, uint32_t last);
th_str th_bio_said_column(const th_report *r, const th_bio_tables *tables, uint32_t col);
/* "Lào Cai · KT-801" */
th_str th_bio_said_key(const th_report *r, uint32_t unit, th_str rule);

#endif

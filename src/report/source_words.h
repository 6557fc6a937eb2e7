/* What NGUỒN SỐ LIỆU says of a figure in words, beside the figure and its place. */
#ifndef TH_REPORT_SOURCE_WORDS_H
#define TH_REPORT_SOURCE_WORDS_H

#include "report/plan.h"

/* What `before` says where there is no previous run. */
#define TH_NO_RUN_BEFORE "không có lượt trước"

typedef struct th_source_words {
    th_str encoding;  /* empty: Unicode */
    th_str rules;     /* what was done to read it */
    th_str qualifier; /* "trên", "trong 63" */
    th_str formula;   /* "=SUM(G13:G15)", of the source */
    th_str entered;   /* adjustment and explanation, with who and when */
    th_str stored;    /* what was accepted of last year */
    th_str before;    /* what the previous run had */
} th_source_words;

th_source_words th_source_words_of(const th_report *r, const th_fact *f);
/* Does it go into the sum of its indicator? */
bool th_source_is_addend(const th_report *r, const th_fact *f);

extern const char *const th_source_labels[TH_SOURCE_COLUMNS];
enum { TH_SOURCE_HASH_SHOWN = 16 }; /* digits of the digest of a file */

#endif

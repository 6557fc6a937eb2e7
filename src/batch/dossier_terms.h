/* chuong-trinh.txt: what a run went by beside its files.  Lines "key = value" for people, some of which a repetition of
 * the run needs. */
#ifndef TH_BATCH_DOSSIER_TERMS_H
#define TH_BATCH_DOSSIER_TERMS_H

#include "base/limits.h"
#include "base/status.h"
#include "base/trouble.h"
#include "batch/files.h"

typedef struct th_dossier_terms {
    th_str program;    /* "tonghop 0.1.0" */
    int period;        /* a year */
    th_str step;       /* "chốt số liệu" */
    unsigned version;  /* of that step, from 1 */
    long long number;  /* of the run in the store */
    th_str began;      /* when it began, UTC */
    int day, as_of;    /* serials; as_of 0: before all deadlines */
    int64_t created;   /* Unix time of the workbook's properties */
    bool allow_empty;  /* it was published though nothing counted */
    th_leftovers left; /* of the inbox */
    th_str ledger;     /* its path in the dossier; "": there was none */
    th_str definition_hash, ledger_hash, workbook_hash;
    th_limits limits;
} th_dossier_terms;

th_str th_dossier_terms_text(th_arena *arena, const th_dossier_terms *terms);
/* `limits` are the most that the user allows; more is refused.  terms->limits are those of the run. */
th_status th_dossier_terms_read(th_arena *arena, th_str bytes, const th_limits *limits, th_dossier_terms *terms,
                                th_trouble *trouble);

#endif

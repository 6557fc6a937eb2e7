/* Scores typed into a consolidated workbook (report/typed.h): read back before the workbook is replaced, and turned
 * into rows for the sheet Cụm chấm of the definition.  A proposal only: who scored, when and on what ground is for a
 * person to fill in. */
#ifndef TH_BATCH_TYPED_SCORES_H
#define TH_BATCH_TYPED_SCORES_H

#include "batch/guard.h"
#include "report/typed.h"

#define TH_PROPOSED_SCORES "cum-cham-de-nghi.csv"

/* The workbook that scores were typed into. */
typedef struct th_scored_workbook {
    const char *path;
    const th_limits *limits;
    const th_definition *d; /* tells which rows are criteria and which columns units */
} th_scored_workbook;

/* Reads the workbook in a process of its own.  TH_FAILED where it is no workbook or has no sheet of scores; TH_FATAL
 * where that is not known, since the file or the machine did not let it be looked at.  *trouble says which. */
th_status th_typed_scores_read(th_arena *arena, const th_scored_workbook *workbook, th_typed_list *list,
                               th_trouble *trouble);

/* The rows of Cụm chấm as a .csv; `file` is named as where they stand.  Cells that were emptied propose nothing. */
th_str th_typed_scores_csv(th_arena *arena, const th_typed_list *list, th_str file);
size_t th_typed_scores_proposed(const th_typed_list *list);
/* The header of such a file, by which it is known as ours. */
th_str th_typed_scores_header(void);

#endif

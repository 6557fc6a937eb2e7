/* What has changed since an earlier run of the same period: files, figures, findings, ranks.
 *
 * The earlier run is its outcome (fact/stream.h), which says what it decided; the one at hand is complete.  Compared is
 * what counts: a figure that is written otherwise and means the same has not changed, and one that is blank is the same
 * as one that is not there.  Rows of lists are compared by what they say, not by their numbers: a row put in between
 * moves none of the others.  A finding is the same as an earlier one of its kind, rule, unit, form and indicator, or,
 * where it names no indicator, of its sheet and cell; only open findings are compared.
 *
 * All words are Vietnamese and English; nothing here depends on the time of day.
 */
#ifndef TH_CHECK_CHANGES_H
#define TH_CHECK_CHANGES_H

#include "fact/dataset.h"

typedef enum th_file_change_kind {
    TH_FILE_FIRST = 0, /* the first of its unit that counts */
    TH_FILE_ADDED,
    TH_FILE_CHANGED, /* other bytes under the same name */
    TH_FILE_STATUS,  /* the same bytes, another status */
    TH_FILE_GONE,    /* no longer in the inbox */
    TH_FILE_CHANGES
} th_file_change_kind;

typedef struct th_file_change {
    th_file_change_kind kind;
    uint32_t unit;                 /* of now, or of before where it is gone; TH_NONE: not known */
    const th_source *before, *now; /* one of them may be NULL */
} th_file_change;

/* A figure, or a row of a list. */
typedef struct th_figure_change {
    uint32_t unit;
    const th_fact *before, *now; /* one of them may be NULL; of a row its first cell */
    th_words was, is;            /* as people read them; "" for nothing.  Of a row all its cells */
    const th_source *by;         /* the file that states it now, or stated it */
} th_figure_change;

/* All figures of a form, or of a unit, that were not there before, or are not now: one line, not hundreds. */
typedef struct th_form_change {
    uint32_t unit, form; /* TH_NONE: all forms of the unit */
    size_t before, now;  /* figures, cells of rows included; one of them is 0 */
} th_form_change;

typedef enum th_finding_change_kind { TH_FINDING_NEW = 0, TH_FINDING_MENDED, TH_FINDING_OPEN } th_finding_change_kind;

typedef struct th_finding_change {
    th_finding_change_kind kind;
    const th_finding *finding; /* of now, or of before where it is mended */
} th_finding_change;

typedef struct th_rank_change {
    uint32_t unit;
    const th_rank_held *before, *now; /* one of them may be NULL */
} th_rank_change;

typedef struct th_run_changes {
    const th_dataset *previous; /* NULL: there is no earlier run to compare with */
    th_file_change *files;
    size_t nfiles, files_cap;
    th_form_change *forms;
    size_t nforms, forms_cap;
    th_figure_change *figures; /* without those of `forms` */
    size_t nfigures, figures_cap;
    th_finding_change *findings;
    size_t nfindings, findings_cap;
    size_t nfindings_of[3]; /* by kind */
    th_rank_change *ranks;
    size_t nranks, ranks_cap;
} th_run_changes;

/* Both datasets are sealed, and `ds` has its outcome.  Sets `since` of the findings of `ds`. */
void th_changes_find(th_arena *arena, th_dataset *ds, const th_dataset *previous, th_run_changes *changes);

#endif

/* What has changed, in words: those of THAY ĐỔI, and their English twins for whoever reads it elsewhere. */
#ifndef TH_REPORT_CHANGED_WORDS_H
#define TH_REPORT_CHANGED_WORDS_H

#include "check/changes.h"
#include "draw/style.h"

typedef struct th_changed_words {
    th_words about, before, now; /* columns of a line */
    th_look fill;                /* of what it is now */
} th_changed_words;

th_changed_words th_changed_file(th_arena *arena, const th_dataset *ds, const th_file_change *change);
th_changed_words th_changed_figure(th_arena *arena, const th_definition *d, const th_figure_change *change);
th_changed_words th_changed_form(th_arena *arena, const th_definition *d, const th_form_change *change);
th_changed_words th_changed_finding(th_arena *arena, const th_finding_change *change);
th_changed_words th_changed_rank(th_arena *arena, const th_definition *d, const th_rank_change *change);
/* With which run this one is compared, and how much has changed. */
th_words th_changed_heading(th_arena *arena, const th_dataset *ds, const th_run_changes *changes);

/* That another version of the program made the previous run, and what it moved; "" where it is the same one. */
th_words th_changed_program(th_arena *arena, const th_dataset *ds, const th_run_changes *changes);

/* "đã nhận", as NHẬT KÝ says it. */
th_words th_source_status_words(th_source_status status);
th_look th_source_status_fill(th_source_status status);

#endif

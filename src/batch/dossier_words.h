/* The texts of a dossier for people: what was decided of each file, the runs, what everything is. */
#ifndef TH_BATCH_DOSSIER_WORDS_H
#define TH_BATCH_DOSSIER_WORDS_H

#include "batch/dossier.h"

th_str th_dossier_step_words(const th_freeze_row *row); /* "chốt số liệu" */
/* quyet-dinh.tsv */
th_str th_dossier_decided_text(th_arena *arena, const th_dataset *ds);
/* nhat-ky.txt */
th_str th_dossier_runs_text(th_arena *arena, const th_dossier *dossier);
/* DOC-TOI.txt; `pdf`: why there is none, empty where there is one. */
th_str th_dossier_readme_text(th_arena *arena, const th_dossier *dossier, th_str pdf);

#endif

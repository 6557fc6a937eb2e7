/* Figures and rows of lists that have changed since an earlier run. */
#ifndef TH_CHECK_CHANGES_FIGURES_H
#define TH_CHECK_CHANGES_FIGURES_H

#include "check/changes.h"

/* changes->previous is there. */
void th_changes_of_figures(th_arena *arena, const th_dataset *ds, th_run_changes *changes);

#endif

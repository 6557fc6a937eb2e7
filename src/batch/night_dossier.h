/* What a night does where something was frozen (batch/dossier.h). */
#ifndef TH_BATCH_NIGHT_DOSSIER_H
#define TH_BATCH_NIGHT_DOSSIER_H

#include "batch/nightly.h"

/* After the workbook has appeared: of what was frozen by the day of the run there is a dossier, or it is made now, and
 * night->dossier says where.  TH_FAILED: it could not be made, *trouble says why, and nothing of it is left. */
th_status th_night_dossier(th_nightly *night, th_trouble *trouble);

#endif

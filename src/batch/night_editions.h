/* What a night draws beside its workbook, where tonghop.conf names it: the edition for the departments
 * (report/sent_copy.h), and the workbook on paper (batch/pdf.h). */
#ifndef TH_BATCH_NIGHT_EDITIONS_H
#define TH_BATCH_NIGHT_EDITIONS_H

#include "batch/nightly.h"

/* TH_WARN: there is no .pdf; TH_FAILED: nor is there that edition.  *trouble says why; what stood there is as it was.
 */
th_status th_night_editions(th_nightly *night, th_trouble *trouble);

#endif

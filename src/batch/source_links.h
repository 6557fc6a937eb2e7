/* Where the files of a run lie, as links of its workbook say it (--source-links). */
#ifndef TH_BATCH_SOURCE_LINKS_H
#define TH_BATCH_SOURCE_LINKS_H

#include "batch/run.h"

/* One address for each source of run->ds, in run->arena: the path of the file, or of the archive that holds it, from
 * the folder of options->out, as a URI writes it; "" where the file is not at hand, as with a record stream.  NULL:
 * nobody asked for links. */
const th_str *th_source_links(th_run *run, const th_run_options *options);

#endif

/* The originals of a run in its dossier: goc/UNIT/NAME, and goc.tsv, which says which is which.  An original has the
 * name that it had in the inbox, as far as every system can have a file of that name; two contents of one name are told
 * apart by the beginning of their hash.  What could not be read has a row and no original. */
#ifndef TH_BATCH_DOSSIER_INPUTS_H
#define TH_BATCH_DOSSIER_INPUTS_H

#include "batch/dossier_tree.h"
#include "batch/run.h"

/* A refusal as the table calls it, and back; no such word is TH_REFUSED_CHANGES. */
th_str th_refused_word(th_refused why);
th_refused th_refused_of_word(th_str word);

/* Originals and table.  TH_FAILED also where an input is not what the run read. */
th_status th_dossier_inputs_write(th_tree *tree, const th_run *run, const th_run_options *options);
/* What the run took in, from the bytes of goc.tsv of the dossier at `folder`. */
th_status th_dossier_inputs_read(th_arena *arena, th_str bytes, const char *folder, th_taken *taken,
                                 th_trouble *trouble);
/* What was said when the inbox was listed: hop-thu.tsv. */
th_str th_dossier_listed_text(th_arena *arena, const th_findings *listed);
th_status th_dossier_listed_read(th_arena *arena, th_str bytes, th_findings *listed, th_trouble *trouble);
#endif

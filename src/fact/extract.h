/* From a workbook to facts: which unit, which year, which sheet is which form,
 * where the header is, which row is which indicator.  Driven wholly by the
 * definition.  Never guesses: what is not understood becomes a finding. */
#ifndef TH_FACT_EXTRACT_H
#define TH_FACT_EXTRACT_H

#include "book/book.h"
#include "fact/dataset.h"

/* The unit that a file name without its folders hints at: longest whole-word match of a name or alias under the weak
 * key, else of a code; TH_NONE when there is none, or two different units fit.  A hint only: the content decides. */
uint32_t th_extract_unit_of_base_name(th_arena *scratch, const th_definition *definition, th_str name);
/* The unit that the folders of a file hint at, the innermost that does so first. */
uint32_t th_extract_unit_of_folder(th_arena *scratch, const th_definition *definition, th_str name);
/* What both hint at; TH_NONE where they contradict each other. */
uint32_t th_extract_unit_of_name(th_arena *scratch, const th_definition *definition, th_str name);

/* The unit that Sổ nhận names for the file, or else for its archive; TH_NONE: none, or its rows disagree. */
uint32_t th_registered_unit(th_arena *scratch, const th_definition *definition, const th_source *source);

/* A file that was read for nothing: adds `source`, refused for the gravest of the findings it has in `ds` from
 * `first_finding` on.  In a folder of another year it is no submission at all: it is set aside with one note in place
 * of those findings. */
void th_extract_refuse(th_dataset *ds, th_source *source, size_t first_finding);

/* The labels of a definition, folded: for whoever extracts from many books, as `labels` of their datasets. */
const struct th_known_labels *th_extract_labels(th_arena *arena, const th_definition *definition);

/* Extracts from a normalised book.  `source` (file, sha256, bytes) is completed (unit, period, forms, status)
 * and added to `ds`; facts, conversions and findings too.  What reading the file said already stands in `ds` from
 * `first_finding` on.  TH_FAILED when the workbook is left out: no unit, two units, every form of another year, or in
 * the folder of another unit or year. */
th_status th_extract(th_dataset *ds, const th_book *book, const th_source *source, size_t first_finding);

#endif

/* From a workbook to facts: which unit, which year, which sheet is which form,
 * where the header is, which row is which indicator.  Driven wholly by the
 * definition.  Never guesses: what is not understood becomes a finding. */
#ifndef TH_FACT_EXTRACT_H
#define TH_FACT_EXTRACT_H

#include "book/book.h"
#include "fact/dataset.h"

/* The unit that a file name hints at: longest whole-word match of a name or alias under the weak key, else of a
 * code; TH_NONE when there is none, or two different units fit.  A hint only: the content decides. */
uint32_t th_extract_unit_of_name(th_arena *scratch, const th_definition *definition, th_str file_name);

/* Extracts from a normalised book.  `source` (file, sha256, bytes) is completed (unit, period, forms, status)
 * and added to `ds`; facts, conversions and findings too.  TH_FAILED when the workbook is left out: no unit, two
 * units, or every form of another year. */
th_status th_extract(th_dataset *ds, const th_book *book, const th_source *source);

#endif

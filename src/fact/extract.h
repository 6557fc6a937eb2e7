/* From a workbook to facts: which unit, which year, which sheet is which form,
 * where the header is, which row is which indicator.  Driven wholly by the
 * definition.  Never guesses: what is not understood becomes a finding. */
#ifndef TH_FACT_EXTRACT_H
#define TH_FACT_EXTRACT_H

#include "book/book.h"
#include "fact/dataset.h"

/* Extracts from a normalised book.  `source` (file, sha256, bytes) is completed (unit, period, forms, status)
 * and added to `ds`; facts, conversions and findings too. TH_FAILED when the workbook is left out. */
th_status th_extract(th_dataset *ds, const th_book *book, const th_source *source);

#endif

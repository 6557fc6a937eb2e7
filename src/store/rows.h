/* Inside the store: what a run came to, as rows of the tables of spans.def.  th_rows_of_TABLE() fills those of one. */
#ifndef TH_STORE_ROWS_H
#define TH_STORE_ROWS_H

#include "store/spans.h"
#include "store/store.h"

#define TH_SPANS(table, searched_by) void th_rows_of_##table(th_span_rows *rows, const th_store_entry *entry);
#define TH_COLUMN(table, column, type)
#include "store/spans.def"
#undef TH_SPANS
#undef TH_COLUMN

#endif

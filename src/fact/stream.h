/* The record stream: plain text, one record a line, tab-separated, the first column the record type.  It is the only
 * way from a worker to the merge.
 *
 *   tonghop-records<TAB>1
 *   file     file sha256 bytes format unit period status reason forms cells
 *   fact     unit period indicator measure state num den text decimals qualifiers did
 *            file sheet cell raw encoding flags trouble
 *   row      unit period column    item    state num den text decimals qualifiers did
 *            file sheet cell raw encoding flags trouble
 *   text     file sheet cell encoding evidence before after
 *   finding  kind level rule unit file sheet form cell indicator raw expected difference vi en fix_vi fix_en
 *   end      number of records before it
 *
 * flags: 1 hidden, 2 formula, 4 a whole number was needed; trouble: why a value was not understood. In fields `\\ \t
 * \n \r` are escaped.  A stream without its `end` record counts for nothing.
 */
#ifndef TH_FACT_STREAM_H
#define TH_FACT_STREAM_H

#include "fact/dataset.h"

void th_stream_write(th_buf *out, const th_dataset *ds); /* every record, header and end included */
bool th_stream_is(th_str bytes);
/* Appends to `ds`.  TH_FAILED: nothing was added, and *trouble says why (Vietnamese).  With `stored` the facts go to
 * ds->stored: they are last year's and must be of an earlier period, while other streams must be of this one.  Records
 * of units or indicators that the definition does not know become one finding. */
th_status th_stream_read(th_dataset *ds, th_str bytes, bool stored, th_str *trouble);

#endif

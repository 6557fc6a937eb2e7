/* Inside the store: what was frozen. */
#ifndef TH_STORE_FREEZES_H
#define TH_STORE_FREEZES_H

#include "store/sqlite.h"
#include "store/store.h"

/* Writes the freezes that the run made, with the files they hold to, and ends those that it opened; inside the
 * transaction of the run. */
void th_freezes_record(th_sql *sql, const th_store_entry *entry);

#endif

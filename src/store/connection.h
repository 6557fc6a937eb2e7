/* Inside the store: what th_store is. */
#ifndef TH_STORE_CONNECTION_H
#define TH_STORE_CONNECTION_H

#include "store/sqlite.h"
#include "store/store.h"

struct th_store {
    th_arena *arena;
    th_sql *sql;
    const char *path;
    th_store_use use;
};

#endif

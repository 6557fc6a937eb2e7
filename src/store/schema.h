/* Inside the store: its tables and views, and how a store of an earlier version gets them. */
#ifndef TH_STORE_SCHEMA_H
#define TH_STORE_SCHEMA_H

#include "store/sqlite.h"

enum {
    TH_STORE_APPLICATION = 0x54484F50, /* "THOP", where SQLite keeps whose file it is */
    TH_STORE_VERSION = 2
};

/* What leads from the version before to this one: statements. */
typedef struct th_schema_step {
    int to;
    const char *text;
} th_schema_step;

typedef struct th_schema_steps {
    const th_schema_step *at; /* in ascending order */
    size_t n;
} th_schema_steps;

extern const th_schema_steps th_schema_steps_known;

/* Makes the tables of an empty database, in one transaction. */
th_status th_schema_create(th_sql *sql, th_trouble *trouble);
/* Takes the steps that the database has not seen, in one transaction; then, and where its views are not these, the
 * views are made anew. */
th_status th_schema_upgrade(th_sql *sql, th_schema_steps steps, th_trouble *trouble);

/* Statements that create the views, in this order, and NULL. */
extern const char *const th_schema_views[];

#endif

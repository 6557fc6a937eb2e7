/* The store: what a secretariat remembers from run to run, in one file on a disk of its own machine.
 *
 * Invariants:
 *   a run is written whole or not at all, whenever the machine stops; what was written is not changed by later runs
 *   what is there and is no store, is damaged, or was made by a later version is refused, and left as it is
 *   no run is recorded that was not made on what the last one left: its number is the last one's and one
 *   nothing here reads the clock: times come in as text
 *
 * It is a SQLite database with a rollback journal; docs/so-lieu.md has its tables for whoever queries it with a tool of
 * his own, who then sees what was committed.  Who opens it for reading finishes what a writer that was killed has left.
 * That there is one writer at a time is for the caller to see to; a second one is refused by its number.
 *
 * A file beside it, PATH-journal, belongs to it: it is moved, copied and removed with it, and never left beside another
 * store.  A copy of a store that is in use is made with th_store_copy(), which needs no such file.
 *
 * A process has the same store open once: to close one would unlock the other.
 *
 * Functions return TH_OK; or TH_FAILED, with what went wrong and what to do in *trouble, and then nothing was changed.
 */
#ifndef TH_STORE_STORE_H
#define TH_STORE_STORE_H

#include "base/trouble.h"
#include "fact/freeze.h"
#include "fact/memory.h"
#include "score/score.h"

#include <stdint.h>

typedef struct th_store th_store;

typedef enum th_store_use { TH_STORE_READ = 0, TH_STORE_WRITE } th_store_use;

/* Makes an empty store.  It refuses where anything is at the path, and on a file system across a network. */
th_status th_store_create(th_arena *arena, const char *path, th_trouble *trouble);
/* Opens a store that is there, and creates nothing.  Opened for writing, one of an earlier version becomes one of this
 * version, in one transaction.  It is closed with the arena. */
th_status th_store_open(th_arena *arena, const char *path, th_store_use use, th_store **store, th_trouble *trouble);
void th_store_close(th_store *store);
/* Writes a copy of the store as it is, and reads it back.  It refuses where anything is at the path. */
th_status th_store_copy(th_store *store, const char *path, th_trouble *trouble);

/* ---- runs ---- */

typedef struct th_store_run {
    long long number;      /* from 1 */
    th_str started, ended; /* UTC: "2023-01-05T01:30:00Z" */
    int as_of;             /* the day that deadlines were compared with, a serial of the 1900 system; 0: none */
    int day;               /* the day of the run, a serial */
    int exit_code;
    th_str program;                          /* "tonghop 0.1.0" */
    th_str definition_sha256, ledger_sha256; /* "": there is none */
    th_str workbook_sha256;                  /* of what was published; "": nothing was */
} th_store_run;

typedef struct th_store_runs {
    th_store_run *at;
    size_t n, cap;
} th_store_runs;

/* The number of the last run; 0: there was none. */
th_status th_store_last(th_store *store, long long *number, th_trouble *trouble);
/* The number of the last run of a period, which is a year; 0: there was none. */
th_status th_store_last_of(th_store *store, int period, long long *number, th_trouble *trouble);
/* All runs, the first one first. */
th_status th_store_list(th_store *store, th_arena *arena, th_store_runs *runs, th_trouble *trouble);

/* What a run leaves. */
typedef struct th_store_entry {
    th_store_run run;
    const th_dataset *ds;    /* sealed; with its findings */
    const th_scores *scores; /* or NULL */
    const th_memory *memory; /* after the run */
    th_str outcome;          /* the bytes of th_stream_write(), of an outcome */
    /* All freezes after the run, in the order of th_store_freezes(); those whose `run` or `opened` is this one are
     * written.  NULL: nothing is frozen or opened. */
    const th_freezes *freezes;
    const th_definition_parts *frozen; /* the files that a new freeze holds to: what the run was made with */
} th_store_entry;

th_status th_store_record(th_store *store, const th_store_entry *entry, th_trouble *trouble);

/* What the last run left in memory; an empty memory where there was none. */
th_status th_store_memory(th_store *store, th_arena *arena, th_memory *memory, th_trouble *trouble);
/* What the run of this number left in memory.  TH_FAILED also where there is no such run, since nothing proves what it
 * knew. */
th_status th_store_memory_of(th_store *store, th_arena *arena, long long run, th_memory *memory, th_trouble *trouble);
/* The outcome of a run, byte by byte. */
th_status th_store_outcome(th_store *store, th_arena *arena, long long number, th_str *bytes, th_trouble *trouble);

/* ---- what is frozen ---- */

/* Compares what a run came to with what is frozen: its figures with those of the run that froze them and, where
 * `points` is not NULL, its points and ranks too.  TH_FAILED: they differ, and *trouble says in what. */
th_status th_store_hold(th_store *store, const th_store_entry *entry, const th_freeze *figures, const th_freeze *points,
                        th_trouble *trouble);
/* All freezes, the first one first. */
th_status th_store_freezes(th_store *store, th_arena *arena, th_freezes *freezes, th_trouble *trouble);
/* The definition and the ledger as they were when the freeze was made, byte for byte.  TH_FAILED also where a file is
 * gone, or is not what it was. */
th_status th_store_frozen(th_store *store, th_arena *arena, long long freeze, th_definition_parts *parts,
                          th_trouble *trouble);

/* ---- looking back ---- */

/* A figure, or a cell of a list, as it was from one run to another. */
typedef struct th_store_figure {
    th_str unit, unit_name; /* code; as the definition calls it */
    th_str measure;         /* a key of measures.def; "" of a list */
    long long item;         /* number of the row in its list; 0: an indicator */
    th_str state;           /* as in record streams (fact/stream.h) */
    th_words shown;         /* as people read it; "" where there is no value */
    th_str raw;             /* as it stands in the cell */
    th_str file, sheet, cell;
    th_str entered;             /* of a figure of Điều chỉnh: its basis, or who entered it */
    long long from_run, to_run; /* to_run is 0 where it is so until now */
    int from_day, to_day;
} th_store_figure;

typedef struct th_store_history {
    th_str label, measured_in; /* of the code; as the definition had it last */
    bool is_list;
    th_store_figure *at; /* by unit, row and measure, and then by run */
    size_t n, cap;
} th_store_history;

typedef struct th_store_question {
    th_str code; /* of an indicator, or of a column of a list */
    th_str unit; /* code or name; "": all units */
} th_store_question;

/* What an indicator has been, or the cells of a column.  TH_FAILED also where no run knew the code or the unit. */
th_status th_store_look_back(th_store *store, th_arena *arena, const th_store_question *question,
                             th_store_history *history, th_trouble *trouble);

/* A definition of the codes that two runs knew, and of nothing else: enough to read their outcomes in, and to compare
 * them.  TH_FAILED also where they are of two periods, or one of them is not there. */
th_status th_store_codes(th_store *store, th_arena *arena, const long long runs[2], th_definition **definition,
                         th_trouble *trouble);

/* The codes of units that an earlier run knew and the last one does not. */
th_status th_store_gone_units(th_store *store, th_arena *arena, th_strs *codes, th_trouble *trouble);

/* ---- as tables ---- */

/* Names of all tables, and of the views that answer a question as they stand (v_…), by name; from here to
 * th_store_tables_end() the store is seen as it was at this moment. */
th_status th_store_tables(th_store *store, th_arena *arena, th_strs *names, th_trouble *trouble);
void th_store_tables_end(th_store *store);
/* One of them as a .csv: RFC 4180, a byte order mark, one line a row below one of names.  A text that a spreadsheet
 * would compute has an apostrophe before it; of bytes that are no text their number is written. */
th_status th_store_csv(th_store *store, th_str name, th_buf *csv, size_t *rows, th_trouble *trouble);

#endif

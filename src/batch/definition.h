/* The definition from the file system: a workbook, or a folder of .csv files. */
#ifndef TH_BATCH_DEFINITION_H
#define TH_BATCH_DEFINITION_H

#include "batch/guard.h"
#include "form/layout.h"

/* Where a definition is read from.  Where that fails, `faults` says what is wrong in it, or `trouble` why it could
 * not be read at all; after TH_WARN `faults` says which rows are set aside. */
typedef struct th_definition_source {
    const char *path;
    const th_limits *limits;
    th_findings *faults;
    th_trouble *trouble;
    const char *ledger; /* what the secretariat enters, a workbook or a folder of .csv; NULL: it is in the definition */
    th_str *ledger_hash; /* gets the SHA-256 of the ledger, made as that of the definition; only where there is one */
    const th_definition_parts *frozen; /* of earlier days, which go before those of now (th_part_age); NULL: none */
    bool only_frozen;                  /* `path` is not read: the frozen definition stands for what lies there */
    th_definition_parts *now;          /* gets what lies at both paths; NULL: it is of no use */
} th_definition_source;

/* Loads a definition; *hash is the SHA-256 over the names and bytes of its files, in the order of their names; where it
 * is frozen, of the frozen ones. */
th_status th_definition_open(th_arena *arena, const th_definition_source *source, th_definition **definition,
                             th_str *hash);

/* A fault of a definition as one sentence: "DN-001 kiem-tra.csv › B3: …". */
th_trouble th_definition_fault_words(th_arena *arena, const th_finding *fault);

/* The hash that th_definition_open() gives, of a definition or a ledger that is this one file. */
th_str th_definition_hash_one(th_arena *arena, th_str name, th_str bytes);

/* Where a laid-out definition goes. */
typedef struct th_layout_target {
    const char *out; /* a workbook where the name ends in .xlsx, otherwise a folder of .csv files */
    int64_t created; /* the Unix time that a workbook gives as its own */
    th_guard *guard;
    bool entries; /* of a ledger: with the rows that were entered in the definition */
} th_layout_target;

/* Writes the same definition in its other form, with the rows that are set aside.  After TH_FAILED no workbook was
 * written, but a folder may lack some of its files. */
th_status th_definition_convert(th_arena *arena, const th_definition_source *source, const th_layout_target *target);

/* The files of a laid-out definition, for who makes them in one process and publishes them in another. */
typedef struct th_layout_file {
    th_str stem; /* of a .csv, of a sheet that definitions have; empty: the workbook */
    th_str bytes;
} th_layout_file;
typedef struct th_layout_files {
    th_layout_file *at;
    size_t n, cap;
} th_layout_files;

/* Makes them for the target, in memory, so that it may be done behind walls.  TH_FATAL: the workbook is not what was
 * drawn. */
th_status th_layout_files_make(th_arena *arena, const th_layout_target *target, const th_layout *layout,
                               th_layout_files *files, th_trouble *trouble);
th_status th_layout_files_publish(th_arena *arena, const th_layout_target *target, const th_layout_files *files,
                                  th_trouble *trouble);

/* Writes the ledger of a definition, a workbook: target->out ends in .xlsx.  It is empty, or with target->entries has
 * the rows that were entered in the definition.  Statuses are those of th_definition_convert(). */
th_status th_ledger_publish(th_arena *arena, const th_definition_source *source, const th_layout_target *target);

#endif

/* The files that may be what a workbook lists: those of the folders that were named, each with its hash. */
#ifndef TH_BATCH_VERIFY_FILES_H
#define TH_BATCH_VERIFY_FILES_H

#include "batch/files.h"
#include "base/lookup.h"
#include "base/status.h"

typedef struct th_candidate {
    th_input input;
    th_str sha256; /* hex; empty: it cannot be read */
    uint64_t bytes;
    bool of_inbox;   /* it lies where the run read, not in a folder named beside */
    bool claimed;    /* the workbook lists it, or what it is a stream of */
    uint32_t stream; /* 1 + the candidate that states it; 0: a file that is there */
} th_candidate;

typedef struct th_candidates {
    th_candidate *at;
    size_t n, cap;
    th_lookup by_hash; /* index and 1; of two the one of the inbox */
    th_lookup by_name; /* likewise, of the inbox only */
    th_findings said;  /* when the inbox was listed */
    th_leftovers left;
} th_candidates;

typedef struct th_verify_folders {
    const char *const *inboxes; /* files and folders, as of `merge` */
    size_t ninboxes;
    const char *const *beside; /* further folders */
    size_t nbeside;
    const char *const *records;
    size_t nrecords;
    const th_limits *limits;
} th_verify_folders;

th_status th_candidates_list(th_arena *arena, const th_verify_folders *folders, th_candidates *all,
                             th_trouble *trouble);
/* NULL: there is none.  Valid until the list grows. */
th_candidate *th_candidate_of_hash(const th_candidates *all, th_str sha256);
th_candidate *th_candidate_named(const th_candidates *all, th_str name);
/* One more file, of no inbox. */
void th_candidates_add(th_arena *arena, th_candidates *all, const char *path, const th_limits *limits);

#endif

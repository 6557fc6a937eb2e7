/* Files: one input, and reading it whole.  Inputs are opened for reading only and never written, moved or locked. */
#ifndef TH_BATCH_FILES_H
#define TH_BATCH_FILES_H

#include "base/trouble.h"
#include "base/limits.h"
#include "fact/memory.h"

#include <stdint.h>

/* Why a file is not read; plain data, which goes to another process as it is. */
typedef enum th_refused {
    TH_REFUSED_NOT = 0,
    TH_REFUSED_SYSTEM,    /* `code` is an errno */
    TH_REFUSED_IRREGULAR, /* a folder, a FIFO, a device */
    TH_REFUSED_EMPTY,
    TH_REFUSED_LARGE,   /* `bytes` are more than the limit */
    TH_REFUSED_CHANGES, /* it is being copied or edited */
    TH_REFUSALS
} th_refused;

typedef struct th_refusal {
    th_refused why;
    int code;
    uint64_t bytes;
} th_refusal;

typedef struct th_input {
    th_str path;  /* NUL-terminated in the arena, as given or found */
    th_str name;  /* relative to the inbox, with "/", in NFC and valid UTF-8 (other bytes as \xHH); no two are equal */
    bool records; /* named to be read as a record stream; no other input is one */
    /* One file of such a stream, which is its path (batch/stated.h); its hash and size, as stated, where it is no
     * archive. */
    bool stated;
    th_str sha256;
    uint64_t bytes;
    /* A kept copy: what it is called in what is said, and the last day on which the inbox held it, a serial. */
    th_str shown;
    int kept_of;
    bool base_alone;                    /* no other input has its name, folders apart */
    bool loose_alone, loose_base_alone; /* nor nearly its name, in full or folders apart (fact/folder.h) */
    /* of a member of an archive, for the archive: no other has its name; nor nearly */
    bool archive_alone, archive_loose_alone;
    th_str archive_sha256; /* of the archive's bytes, where it is a member or is read for its members */
    /* It could not be read when it came, says the dossier of the run (batch/dossier_read.h): nothing is opened. */
    th_refusal refused;
} th_input;

/* What it is called in what is said. */
static inline th_str th_input_shown(const th_input *input)
{
    return input->shown.len ? input->shown : input->name;
}

/* What lies in an inbox beside submissions and is counted only. */
typedef struct th_leftovers {
    size_t temporary; /* owner files, and files that are still being written or copied */
    size_t litter;    /* files and folders that systems leave */
} th_leftovers;

typedef struct th_inputs {
    th_input *at;
    size_t n, cap;
    th_leftovers left;
} th_inputs;

/* What was taken in before a run: copies that are kept, so that what is read is what was there. */
typedef struct th_taken {
    th_inputs inputs;           /* by path the kept copies, by name the files of the inbox */
    th_findings findings;       /* of listing the inbox */
    const th_inbox_file *files; /* all that lay there, by name */
    size_t nfiles;
    const char *kept; /* the folder of copies, each called by its SHA-256 in hex */
    bool forgets;     /* the run has no memory, as one that reads the inboxes themselves */
} th_taken;

/* Why, to stand behind a colon or in brackets. */
th_trouble th_refusal_words(th_arena *arena, const th_limits *limits, const th_refusal *refusal);
/* The whole file, or why not.  Nothing is said of it. */
th_refusal th_file_fetch(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes);
/* The whole file.  Never blocks on a FIFO; a file that changes while it is read is read
 * once more.  On TH_FAILED a finding says why (place.file is `name`). */
th_status th_file_read(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes,
                       th_findings *findings);

#endif

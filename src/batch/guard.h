/* The guard of what is read and of what people made: every output of every command passes it before a byte is written.
 *
 *   never        a file the command reads (by device and inode, so through links and other names), a new file in a
 *                folder it reads whole, a second output of the same name, a link that leads nowhere
 *   with --force a file that is not ours of the same kind, and one of ours that somebody saved since
 *   freely       what is not there, what is empty, and our own result of the same kind
 *
 * A workbook of ours is known by its mark, or, as results of earlier versions have none, by its sheets
 * (report/recognise.h); a text by its first line, a .pdf by its last. */
#ifndef TH_BATCH_GUARD_H
#define TH_BATCH_GUARD_H

#include "base/limits.h"
#include "base/status.h"
#include "base/trouble.h"
#include "book/mark.h"

#include <sys/types.h>

/* What something is read as. */
typedef enum th_reading {
    TH_READS_INPUT = 0, /* a file, or the files of a folder */
    TH_READS_INBOX,     /* as an input, and of a folder all that is in it next time, too */
    TH_READS_DEFINITION,
    TH_READS_LEDGER,
    TH_READS_LAST_YEAR,
    TH_READS_PREVIOUS, /* the outcome of an earlier run */
    TH_READS_FONTS,
    TH_READS_SCORES, /* the consolidated workbook whose typed scores are taken over: it may be replaced */
    TH_READINGS
} th_reading;

typedef struct th_guarded {
    dev_t dev;
    ino_t ino;
    th_reading as;
    th_str path; /* as it was found */
} th_guarded;

/* What was written under another name, because it could not be put in its place (batch/diversion.h). */
typedef struct th_diverted {
    const char *path, *instead;
    th_trouble why;
} th_diverted;

typedef struct th_guard {
    th_arena *arena;
    const th_limits *limits; /* of a workbook that stands where another is to be written */
    bool force;
    th_guarded *at;
    size_t n, cap;
    th_strs written; /* outputs so far: by folder and name, and by inode where there was a file */
    bool diverts;    /* the outputs of this command may be diverted */
    th_str beside;   /* in the name of what is diverted: "2023-01-05 0134"; empty: a number */
    th_diverted *diverted;
    size_t ndiverted, diverted_cap;
    th_trouble unseen; /* what is read could not be looked at, for a fault of the machine: then nothing is written */
} th_guard;

/* What is to be written. */
typedef struct th_outfile {
    const char *path;
    th_mark mark;      /* of a workbook; TH_MARK_NONE: a text */
    th_str headers[2]; /* of a text: how one of ours begins; "" says nothing */
    th_str ends;       /* and how it ends; "": in any way */
    bool may_be_saved; /* one of ours is replaced though somebody saved it since */
} th_outfile;

/* A file, or a folder and all files in it; what is not there is not noted. */
void th_guard_reads(th_guard *guard, const char *path, th_reading as);

/* May the command write this?  TH_FAILED: no, and *trouble says what stands there and what to do. */
th_status th_guard_allows(th_guard *guard, const th_outfile *out, th_trouble *trouble);
/* May the command append to this file?  Only if its first line is one of ours; --force changes nothing. */
th_status th_guard_allows_log(th_guard *guard, const char *path, th_trouble *trouble);
/* May the command write several files into this folder? */
th_status th_guard_allows_folder(th_guard *guard, const char *path, th_trouble *trouble);
/* Does the command leave this path unread?  Nothing else about it is asked. */
th_status th_guard_spares(const th_guard *guard, const char *path, th_trouble *trouble);

#endif

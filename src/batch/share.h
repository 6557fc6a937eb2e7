/* Extracting: what was read of files, as a record stream, and nothing decided about it.  A share is one of several that
 * together are what a merge of the whole inbox reads; each may be made on another machine (docs/dong-ban-ghi.md). */
#ifndef TH_BATCH_SHARE_H
#define TH_BATCH_SHARE_H

#include "batch/run.h"

typedef struct th_share {
    unsigned shard, of; /* of 1 to `of` shares; 0 of 0: all, where `inbox` names no files */
    /* The inputs are files of this inbox, as it is listed; none of them: only what the listing says.  NULL: the inputs
     * are the inboxes. */
    const char *inbox;
    bool (*put)(void *ctx, th_str records); /* takes the stream piece by piece; false: it cannot be written */
    void *ctx;
} th_share;

/* The share that a file of this name belongs to: 1 + the first eight bytes of the SHA-256 of the name, the highest one
 * first, modulo `of`. */
unsigned th_share_of(th_str name, unsigned of);

/* Lists, reads and puts.  The dataset of the run has the sources and findings of its share, for whoever tells of them,
 * and no figure. */
th_status th_share_gather(th_run *run, const th_run_options *options, th_server *server);

#endif

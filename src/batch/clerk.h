/* A clerk: a process that reads one file of others for a command, behind walls, and has nothing but the line to its
 * principal, the process that started it.  What is to be printed it tells; what is to be published it hands over.  The
 * principal prints and publishes, and never looks into the file.
 *
 * What the clerk says is what a hostile file may have made it say: the principal gives every output its name itself,
 * and checks lengths and kinds of what comes (a line that is broken ends the clerk). */
#ifndef TH_BATCH_CLERK_H
#define TH_BATCH_CLERK_H

#include "base/limits.h"
#include "base/status.h"
#include "base/trouble.h"

#include <stdio.h>

/* Where what is told goes. */
typedef enum th_clerk_channel {
    TH_CLERK_OUT,
    TH_CLERK_ERR,
    TH_CLERK_REPORT,
    TH_CLERK_LOG,
    TH_CLERK_UNWALLED, /* without a text: the kernel has no walls to offer */
    TH_CLERK_CHANNELS
} th_clerk_channel;

/* In the process. */
typedef struct th_clerk {
    int fd; /* of the line */
} th_clerk;

/* What a clerk hands over: `about` says what it is, for the principal to choose a name by. */
typedef struct th_handed {
    th_str about, bytes;
} th_handed;

/* Told of it: `answer`, in the arena of whoever gets it, is what the clerk wants to know of what became of it. */
typedef struct th_clerk_reply {
    th_status status;
    th_trouble why; /* of what is not TH_OK */
    th_str answer;
} th_clerk_reply;

typedef struct th_commission {
    const th_limits *limits;
    int (*work)(void *ctx, th_clerk *clerk); /* in the process; returns what th_clerk_do() does, below 98 */
    /* In the principal.  A text is part of a stream, and may be cut anywhere. */
    void (*told)(void *ctx, th_clerk_channel channel, th_str text);
    th_clerk_reply (*handed)(void *ctx, th_arena *arena, const th_handed *what); /* NULL: nothing is handed over */
    void *ctx;
} th_commission;

/* Has the work done, with the limits of one file.  Returns what it returned, or -1 and why it did not finish. */
int th_clerk_do(th_arena *arena, const th_commission *commission, th_trouble *trouble);

/* A trouble as bytes to be handed over; and taken out of them, whatever they are, in `arena`. */
th_str th_clerk_trouble_bytes(th_arena *arena, th_trouble trouble);
th_trouble th_clerk_trouble_of(th_arena *arena, th_str bytes);

/* ---- in the clerk; a line that is cut ends it ---- */

/* Once its file is fetched and whatever else it needs is open, and before it looks at a byte of the file. */
void th_clerk_raise_walls(th_clerk *clerk);
void th_clerk_tell(const th_clerk *clerk, th_clerk_channel channel, th_str text);
/* A stream of what is told, for who prints; never closed. */
FILE *th_clerk_stream(th_clerk *clerk, th_clerk_channel channel);
/* Hands over and waits for the reply, which is in `arena`. */
th_clerk_reply th_clerk_hand(th_arena *arena, const th_clerk *clerk, const th_handed *what);

#endif

/* The server: a process that is forked once, before the run has grown, and forks the workers.  A process is copied with
 * all the memory its parent has, so that a worker forked from a parent that already holds a thousand files costs more
 * than reading one.  The server holds the definition and nothing else. */
#ifndef TH_BATCH_SERVER_H
#define TH_BATCH_SERVER_H

#include "batch/files.h"

#include <sys/types.h>

/* One file, as a worker gets it. */
typedef struct th_order {
    const th_input *input;
    bool last_try; /* what is found now is said */
    int fd;        /* of the pipe that the answer goes into */
} th_order;

/* What the server is for.  `run` never returns; it is called in a worker, which has the descriptors of the server's
 * own (standard ones on /dev/null) and order->fd. */
typedef struct th_errand {
    void (*prepare)(void *ctx);                    /* once, in the server; may be NULL */
    void (*run)(void *ctx, const th_order *order); /* in each worker */
    void *ctx;
} th_errand;

typedef struct th_server {
    th_errand errand;
    pid_t pid;
    int fd;          /* a socket; -1: there is no server */
    size_t restarts; /* of a server that was killed */
} th_server;

bool th_server_start(th_server *server, th_errand errand);
/* The process of a worker, which is a child of the caller, or -1 and errno.  A server that has died is replaced. */
pid_t th_server_fork(th_server *server, const th_order *order);
void th_server_stop(th_server *server);

#endif

/* Reading one file in a worker: what a process does between its fork and its end. */
#ifndef TH_BATCH_READER_H
#define TH_BATCH_READER_H

#include "batch/one_file.h"
#include "batch/server.h"
#include "batch/walls.h"

/* What is read is always the same; `parse` is what is made of the bytes, behind the walls: th_reader_parse, but for
 * tests of the walls. */
typedef struct th_reader {
    const th_definition *definition;
    const th_limits *limits;
    bool (*parse)(th_arena *arena, const th_one_file *file, int fd);
    struct th_timings *timings;           /* NULL: nobody asks */
    bool unwalled;                        /* the kernel has no walls to offer */
    const struct th_known_labels *labels; /* of the definition, folded in the server */
    th_walls walls;
} th_reader;

/* The server of a run.  False: no process can be started. */
bool th_reader_begin(th_reader *reader, th_server *server);
/* The stream of one file: an archive by its members, a workbook through book and fact. */
bool th_reader_parse(th_arena *arena, const th_one_file *file, int fd);

/* Seconds that a file, whatever it is, may take. */
size_t th_reader_seconds(const th_limits *limits);
/* A worker ends itself when it takes so many times as long by the clock on the wall. */
enum { TH_READER_WALL_FACTOR = 3 };

#endif

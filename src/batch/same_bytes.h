/* Copies in an inbox, which mail and people make by the hundred: of inputs with the same bytes, of which each name says
 * the same, only one is read. */
#ifndef TH_BATCH_SAME_BYTES_H
#define TH_BATCH_SAME_BYTES_H

#include "batch/files.h"
#include "fact/dataset.h"

typedef struct th_same_bytes {
    size_t *of;     /* by input: the one that is read in its place; itself where it is read */
    th_str *sha256; /* by input, hex; empty where it was not asked for */
    bool *left_out; /* by input: it is not read */
} th_same_bytes;

/* Finds them.  A file whose name says something else of its unit, its year or its edition, lies in another folder, or
 * is named in Sổ nhận is read itself, and so is a large one.  `records`, by input: what a stream states of its file;
 * such files are copies where the hash is one and so is all that is stated. */
typedef struct th_same_inputs {
    const th_definition *definition;
    const th_inputs *inputs;
    const th_limits *limits;
    const th_str *records;
} th_same_inputs;
void th_same_bytes_find(th_arena *arena, const th_same_inputs *of, th_same_bytes *same);

/* What was read in the place of others: where it is not one accepted file with those bytes, each is to be read itself
 * after all.  Returns how many are. */
size_t th_same_bytes_confirm(th_arena *arena, const th_definition *d, const th_inputs *inputs, const th_str *records,
                             th_same_bytes *same);

#endif

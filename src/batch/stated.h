/* Record streams in place of the files that they are of: what a stream states of a file is taken as what a worker of
 * this run would have said of it, so that a merge of streams is the merge of the files, byte by byte.  Each of them is
 * an input by the name it had in its inbox; a stream that is not whole stays the one input that it is, and is refused.
 *
 * What a stream states proves nothing.  Its hash is shown, and makes a file a copy of another only where the streams
 * state the same content, too (batch/copies.h).  A part that stands twice, byte by byte, is one: whoever extracts again
 * what was extracted changes nothing by that. */
#ifndef TH_BATCH_STATED_H
#define TH_BATCH_STATED_H

#include "batch/worker.h"

typedef struct th_stated {
    th_arena *arena; /* of what is made of them; the bytes stay where they are */
    const th_definition *definition;
    th_findings *listed; /* gets what was said when the inbox was listed */
} th_stated;

/* `streams` are those of the inputs with `records`, which were read.  Adds what was passed by in the inbox to
 * inputs->left, and refuses what a stream says was there and none speaks of. */
void th_stated_take_apart(const th_stated *stated, th_inputs *inputs, th_streams *streams);

/* How the record of a file that could not be opened says so (fact/stream.h). */
th_str th_stated_refusal(th_arena *arena, th_refusal refusal);

#endif

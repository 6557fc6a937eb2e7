/* A run that is asked for from the share: a file named CHAY in the folder of requests, and the answer beside it. */
#ifndef TH_BATCH_REQUEST_H
#define TH_BATCH_REQUEST_H

#include "base/status.h"
#include "base/trouble.h"

#define TH_REQUEST_ANSWER "tra-loi.txt"

/* Is a run asked for?  In any case of letters, and with or without ".txt". */
bool th_request_is_there(th_arena *arena, const char *folder);
/* Takes the requests away.  TH_FAILED: one stays, and would be asked again and again. */
th_status th_request_take(th_arena *arena, const char *folder, th_trouble *trouble);
/* Writes the answer anew; `text` is in lines that end in "\n". */
th_status th_request_answer(th_arena *arena, const char *folder, th_str text, th_trouble *trouble);

#endif

/* Mail that waits to be sent: one message a file, NAME.eml, whole or not there.  A run writes, since it has no network;
 * `tonghop mail` sends.  What was sent lies in da-gui/, the latest 30.  What the last mail told is in .tinh-trang, so
 * that the same is not told twice. */
#ifndef TH_BATCH_SPOOL_H
#define TH_BATCH_SPOOL_H

#include "base/status.h"
#include "base/trouble.h"

#include <stdint.h>

typedef struct th_spool_state {
    th_str digest; /* of what was told; "": nothing yet */
    bool failed;   /* it was about a run that failed */
    int reminded;  /* the day of the last reminder, a serial; 0: there was none */
} th_spool_state;

/* Both make the folder where it is not there. */
th_status th_spool_put(th_arena *arena, const char *folder, th_str name, th_str message, th_trouble *trouble);
th_status th_spool_remember(th_arena *arena, const char *folder, const th_spool_state *state, th_trouble *trouble);
void th_spool_recall(th_arena *arena, const char *folder, th_spool_state *state);

/* How many messages wait to be sent. */
size_t th_spool_waiting(th_arena *arena, const char *folder);

typedef struct th_sending {
    const char *folder;
    const char **command; /* the program and its arguments, NULL behind the last; NULL: none is stated */
    unsigned seconds;     /* one message may take, before the program is ended */
} th_sending;

typedef struct th_sent {
    size_t sent, left;
    bool busy;      /* another one is sending, says the trouble of th_spool_send() */
    th_strs names;  /* of what was sent */
    th_words *said; /* why something is left */
    size_t nsaid, said_cap;
} th_sent;

/* The oldest first.  TH_FAILED: nothing was tried, for *trouble. */
th_status th_spool_send(th_arena *arena, const th_sending *sending, th_sent *sent, th_trouble *trouble);

#endif

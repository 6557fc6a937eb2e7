/* What a unit wrote beside a finding in its feedback workbook: a proposal of a row of Giải trình, and nothing else.  No
 * figure, finding or rank changes until that row stands in Giải trình. */
#ifndef TH_FACT_REPLY_H
#define TH_FACT_REPLY_H

#include "base/str.h"

#include <stdint.h>

/* What becomes of it; check/replies.h decides. */
typedef enum th_reply_state {
    TH_REPLY_WAITING = 0, /* its finding stands: somebody decides */
    TH_REPLY_ASKED,       /* so it is, but the unit gave another reason for the same finding, too */
    TH_REPLY_REPEATED,    /* the same words for the same finding stand before it */
    TH_REPLY_ACCEPTED,    /* Giải trình has it */
    TH_REPLY_OTHER,       /* Giải trình has a reason in other words */
    TH_REPLY_GONE,        /* no finding bears the mark any more */
    TH_REPLY_UNSEEN,      /* no file of the unit counts, so that there are no findings to compare with */
    TH_REPLY_UNPLACED,    /* it stands beside nothing that can be explained, or nobody knows whose it is */
    TH_REPLY_STATES
} th_reply_state;

typedef struct th_reply {
    uint32_t source, unit; /* the unit is that of the source, TH_NONE where it is not known */
    th_str sheet;
    uint32_t row, col; /* of the cell it is written in */
    th_str rule, mark; /* as the row has them; may be empty */
    th_str about;      /* what the row says is wrong */
    th_str why;        /* the reply, whole */
    th_reply_state state;
} th_reply;

#endif

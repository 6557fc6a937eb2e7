/* Values in plain text that travels: in mail, in messages, in files that somebody opens with an editor. */
#ifndef TH_REPORT_PLAIN_H
#define TH_REPORT_PLAIN_H

#include "base/str.h"

/* Adds a value: line ends, other control characters and marks that turn the line around are shown ("\u000A"). */
void th_plain_add(th_buf *out, th_str value);
/* A value as th_plain_add() adds it. */
th_str th_plain(th_arena *arena, th_str value);
/* At most `most` characters, the last of which is "…" where something was cut off. */
th_str th_plain_cut(th_arena *arena, th_str text, size_t most);

#endif

/* Texts without names and telephone numbers.
 *
 * What is sensitive stands in one column of a form and turns up elsewhere: in a remark, in the name of a file.  Names
 * are learnt from the sensitive texts themselves, two to six words that all begin with a capital; telephone numbers
 * and addresses of mail are known by their shape.  A name is found with or without diacritics, and whether spaces,
 * hyphens or underscores part its words. */
#ifndef TH_REPORT_UNNAMED_H
#define TH_REPORT_UNNAMED_H

#include "base/lookup.h"

#define TH_SILENT "(không nêu)"

typedef struct th_unnamed {
    th_arena *arena;
    th_lookup known; /* names, as folded words with blanks between; numbers, as digits */
} th_unnamed;

/* The names and numbers of a sensitive text are known from here on. */
void th_unnamed_learn(th_unnamed *unnamed, th_str text);
/* Not a name, whoever has it: that of a unit, say. */
void th_unnamed_allow(th_unnamed *unnamed, th_str text);
/* The text with TH_SILENT in place of each; the same text where there is none. */
th_str th_unnamed_text(const th_unnamed *unnamed, th_str text);

#endif

/* What earlier runs knew, brought to a run; and what the next one is to know.
 *
 * The last good content of a file goes on counting: contents that counted, or that wait for a decision, and that the
 * inbox no longer holds are read again from their kept copies.  A kept copy is a file like any other when it is decided
 * which counts (batch/choose.h), except that what was written over it precedes it.
 *
 * Where a run of the same period came between the deadline of a unit and the first sight of a content, or the unit had
 * been appraised before that, the content came too late: it waits (TH_SOURCE_WAITING) until a row of Sổ nhận accepts
 * it.  A row speaks of this content when it bears its mark, when no other content of that name was there before, or
 * when it says that it was received on the day on which the content was first seen or later (of two that were first
 * seen on one day: the first).  What the first run after a deadline finds may have come in time, and counts.
 * What counted goes on counting, whatever deadline or appraisal is entered later.
 *
 * Where the figures are frozen (th_memory.frozen), a form counts from the content from which it counted then; contents
 * that were not there then wait, whatever is entered about them. */
#ifndef TH_BATCH_REMEMBER_H
#define TH_BATCH_REMEMBER_H

#include "batch/files.h"
#include "fact/dataset.h"

/* Adds to `inputs` the kept copies that are needed. */
void th_kept_add(th_arena *arena, const th_memory *memory, const th_taken *taken, th_inputs *inputs);

/* The sources from `first` on, and the findings from `first_finding` on, are those of `input`: of a kept copy they get
 * the name under which it is shown. */
void th_kept_name(th_dataset *all, const th_input *input, size_t first, size_t first_finding);

/* All sources are read: finds what was known of each, and which kept copies are there a second time. */
void th_memory_bind(th_dataset *all, const th_memory *memory);
/* Sources are bound to Sổ nhận: marks those that came too late. */
void th_late_settle(th_dataset *all, const th_memory *memory);
/* After what a late content came, in words: "hạn 05/01/2023", "ngày thẩm định 12/01/2023"; of one that came after the
 * figures were frozen, that day. */
th_words th_late_after(const th_dataset *all, const th_source *source);

/* "SL.xlsx [3fa9c21b]": how a row of Sổ nhận names this content and no other of that name. */
th_str th_marked_name(th_arena *arena, const th_source *source);

/* Says of kept copies that count why they do; `ds` is what was decided. */
void th_kept_say(th_dataset *ds);
/* What the next run is to know.  `taken` may be NULL: then nothing is known of the inbox as a whole. */
void th_memory_after(th_dataset *ds, const th_memory *before, const th_taken *taken, th_memory *after);

#endif

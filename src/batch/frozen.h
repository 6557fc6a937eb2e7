/* What a night is held to while something is frozen (chốt): the definition and the ledger of those days, out of the
 * store, and the memory of the run that froze the figures; and what of today differs from them, which is said and has
 * no effect. */
#ifndef TH_BATCH_FROZEN_H
#define TH_BATCH_FROZEN_H

#include "fact/dataset.h"
#include "fact/freeze.h"
#include "form/definition.h"
#include "store/store.h"

typedef struct th_frozen {
    const th_freeze *figures, *points; /* points: NULL where they are not frozen */
    th_definition_parts parts;         /* as they were on those days, each with its age */
    th_memory memory;                  /* as the run that froze the figures left it */
    bool stands_alone;                 /* the definition of now cannot be read, and the frozen one stands for it */
} th_frozen;

/* What the freezes that hold in the period hold to: TH_OK, and frozen->figures is NULL where none does.  TH_FAILED: it
 * cannot be read back. */
th_status th_frozen_recall(th_store *store, th_arena *arena, th_frozen *frozen, th_trouble *trouble);
/* The freezes of the list that hold in the period, without what they hold to. */
th_frozen th_frozen_of(th_arena *arena, const th_freezes *freezes, int period);

/* What was read for a run, and what it was made of. */
typedef struct th_frozen_view {
    const th_frozen *frozen;
    const th_limits *limits;
    const th_definition_parts *now; /* the definition and the ledger as they are */
} th_frozen_view;

/* Adds to the findings of `ds`, whose definition is the frozen one, what was changed since in the definition, and each
 * row of the ledger that was entered, changed or removed and has no effect. */
void th_frozen_say(th_dataset *ds, const th_frozen_view *view);

int th_freeze_serial(const th_freeze_row *row); /* the day of a row of Chốt; 0: it states none */
/* "20/01/2023" of a row of Chốt. */
th_str th_freeze_day(th_arena *arena, const th_freeze_row *row);

#endif

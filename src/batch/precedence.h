/* Which of two files with the same form counts, and why. */
#ifndef TH_BATCH_PRECEDENCE_H
#define TH_BATCH_PRECEDENCE_H

#include "fact/dataset.h"

typedef enum th_precedence {
    TH_PRECEDENCE_NONE = 0, /* nothing decides */
    TH_BY_RECEIPT,          /* Sổ nhận names one of them */
    TH_BY_LATER_RECEIPT,    /* Sổ nhận names both, at different times */
    TH_BY_OVERWRITING,      /* the inbox held one of them where the other, a kept copy, had been */
    TH_BY_FOLDER,           /* one is in a folder of old files, or of another year */
    TH_BY_WORDS,            /* one says that it is a correction, a supplement or a draft */
    TH_BY_TIMES,            /* "lần 3" and "lần 2" */
    TH_BY_DATE,             /* the dates of their signature lines */
    TH_BY_FREEZE,           /* the figures are frozen, and the form counted from one of them then */
    TH_BY_COUNTING          /* one counted in the run before, and is the unit's answer until it is decided otherwise */
} th_precedence;

/* Why `one` counts before `other`; TH_PRECEDENCE_NONE: it does not.  Never both ways. */
th_precedence th_precedes(const th_dataset *ds, const th_held_form *one, const th_held_form *other);
/* The same without Sổ nhận: what the files themselves say. */
th_precedence th_precedes_by_itself(const th_dataset *ds, const th_held_form *one, const th_held_form *other);
/* Is the name below a folder of old files? */
bool th_in_old_folder(th_arena *arena, th_str name);
/* Does the file lie below a folder of old files or of another year?  Then it never counts against one outside. */
bool th_is_put_away(const th_dataset *ds, const th_source *source);
th_str th_precedence_vi(th_precedence why);
th_str th_precedence_en(th_precedence why);

#endif

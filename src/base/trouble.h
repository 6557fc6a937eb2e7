/* Troubles: why something was not done, as one sentence in both languages.  Empty when it was done. */
#ifndef TH_BASE_TROUBLE_H
#define TH_BASE_TROUBLE_H

#include "base/finding.h"

typedef th_words th_trouble;

#define TH_TROUBLE TH_WORDS
#define TH_TROUBLE_IS TH_WORDS_ARE

/* What errno `code` means (system_errors.def); of one that is not known, its number. */
th_words th_system_words(th_arena *arena, int code);
/* "`what`: what errno `code` means." */
th_trouble th_trouble_of_system(th_arena *arena, th_words what, int code);

/* Adds a finding of a kind whose {1} is the reason.  Its texts can be changed through the result until the next add. */
th_finding *th_trouble_add(th_findings *findings, th_arena *arena, th_finding_kind kind, const th_place *place,
                           th_trouble trouble);

#endif

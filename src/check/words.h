/* Sentences about a broken rule: both sides in words, with every figure, and the cells to look at. */
#ifndef TH_CHECK_WORDS_H
#define TH_CHECK_WORDS_H

#include "fact/dataset.h"
#include "text/utf8.h"

typedef struct th_sentence {
    th_str vi, en, fix_vi, fix_en;
    th_str expected, difference;
} th_sentence;

/* All that is known of one broken rule. */
typedef struct th_broken {
    const th_check *check;
    const th_dataset *ds;
    const th_env *env;
    const th_operand *left, *right;
    const th_sources *sources; /* of both sides, left first */
    size_t nleft;              /* how many of them are the left side's */
    bool cut_off;
    const th_fact *suspect; /* the one cell that explains the difference, or NULL */
} th_broken;

th_sentence th_check_words(th_arena *arena, const th_broken *broken);

/* ---- inside ---- */
/* words_change.c: the sentence of a rule ABS(x - TRUOC(x)) <= share * TRUOC(x) + margin; empty: it is another rule, or
 * its figures cannot be told so. */
th_words th_check_change_words(th_arena *arena, const th_broken *broken);

#endif

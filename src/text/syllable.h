/* The model of Vietnamese syllables: 27 onsets (or none) and 169 rhymes, with the
 * tones each allows and both ways of placing the tone (hoà, hòa).  Rows of
 * syllables.def and vowels.def; no word list.
 *
 * Words without a diacritic prove nothing, nor do words that touch a digit, lone
 * symbols, and abbreviations (CĐS, QĐ).
 */
#ifndef TH_TEXT_SYLLABLE_H
#define TH_TEXT_SYLLABLE_H

#include "base/str.h"

#include <stdint.h>

typedef struct th_syllables {
    int good;         /* words with a diacritic that are Vietnamese syllables */
    int bad;          /* words with non-ASCII letters that are not */
    int odd;          /* words with a symbol inside, as legacy letters look: "th«n" */
    unsigned longest; /* letters of the longest good one */
} th_syllables;

th_syllables th_syllables_count(th_str text);

/* Next word at or after *at, a maximal run of letters in the wide sense: every
 * character of U+0080..00FF that a legacy encoding may use for one is in.  False at the end. */
bool th_word_next(th_str text, size_t *at, th_str *word);

#endif

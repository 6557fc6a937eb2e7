/* The model of Vietnamese syllables: 27 onsets (or none) and 169 rhymes, with the tones that each allows and both
 * ways of placing the tone (hoà, hòa).  They are rows of syllables.def and vowels.def; there is no list of words.
 * Where the model allows two readings of one text, the rows of usual.def tell which of them people write.
 *
 * Words without a diacritic prove nothing, and neither do words that touch a digit, lone symbols, and abbreviations
 * (CĐS, QĐ).
 */
#ifndef TH_TEXT_SYLLABLE_H
#define TH_TEXT_SYLLABLE_H

#include "base/str.h"

#include <stdint.h>

typedef struct th_syllables {
    int good;         /* words with a diacritic that are Vietnamese syllables */
    int bad;          /* words with non-ASCII letters that are not */
    int odd;          /* bad words with a symbol inside, which is how legacy letters look: "th«n" */
    unsigned longest; /* how many letters the longest good word has */
} th_syllables;

th_syllables th_syllables_count(th_str text);

/* Does the first of two readings of one text, both of which are Vietnamese, outweigh the other?  It does when all words
 * in which they differ are syllables that people write (usual.def) in the first, and at least one is none in the
 * other.  Words of a single letter outweigh nothing. */
bool th_syllables_outweigh(th_str first, th_str other);

/* Finds the next word at or after *at, which moves behind it.  A word is a maximal run of letters in a wide sense: all
 * characters of U+00A1 to U+00FF that a legacy encoding may have for a letter count.  False at the end. */
bool th_word_next(th_str text, size_t *at, th_str *word);

#endif

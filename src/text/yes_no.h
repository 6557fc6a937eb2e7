/* The words that a cell of có/không may hold, as they are when small letters are made of them and blanks are taken
 * away at both ends.  Each list ends with NULL. */
#ifndef TH_TEXT_YES_NO_H
#define TH_TEXT_YES_NO_H

extern const char *const th_yes_words[], *const th_no_words[];

#endif

/* Code pages of old files.  The home of iconv is codepage.c. */
#ifndef TH_TEXT_CODEPAGE_H
#define TH_TEXT_CODEPAGE_H

#include "base/str.h"

#include <stdint.h>

/* Every byte as the character CP1252 gives it; the five bytes it leaves undefined become
 * U+0081, U+008D, U+008F, U+0090, U+009D.  Nothing is lost: this is the view in which
 * the decoders of encoding.h expect legacy Vietnamese. */
th_str th_codepage_view(th_arena *arena, th_str bytes);

/* Is this the number of a code page of DOS, Windows or Macintosh (10000 and on), or 1200 (UTF-16LE), that iconv has? */
bool th_codepage_known(unsigned codepage);

/* Decodes by that number.  False when the page is unknown, or leaves one of the bytes undefined: then the text was not
 * in the page it claimed. */
bool th_codepage_decode(th_arena *arena, unsigned codepage, th_str bytes, th_str *out);

/* The letters of the codes 0x80 to 0xFF of a page of one byte a letter, by the name that iconv has for it; "" is
 * Latin-1.  0: the page leaves the code undefined, but for the five of CP1252, which are the control characters of the
 * same number as everywhere on Windows.  False when iconv does not know the page. */
bool th_codepage_letters(const char *name, uint32_t letters[128]);

/* iconv loads a code page from a file when it is first asked for.  From here on, until the process ends, all that any
 * reader may ask for are loaded. */
void th_codepages_open(void);

#endif

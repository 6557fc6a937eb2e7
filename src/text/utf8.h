/* UTF-8 and Unicode: decoding, NFC, case.  The home of utf8proc is utf8.c. */
#ifndef TH_TEXT_UTF8_H
#define TH_TEXT_UTF8_H

#include "base/str.h"

#include <stdint.h>

enum { TH_REPLACEMENT = 0xFFFD };

/* Decodes the character at *at, which moves behind it.  An invalid byte gives U+FFFD and is stepped over alone. */
uint32_t th_utf8_next(th_str s, size_t *at);
/* Writes the character to `to`, which has room for TH_UTF8_LONGEST bytes, and says how many it took. */
size_t th_utf8_encode(char *to, uint32_t codepoint);
enum { TH_UTF8_LONGEST = 4 };
void th_utf8_put(th_buf *out, uint32_t codepoint); /* what is no character becomes U+FFFD */
bool th_utf8_valid(th_str s);
/* Does the character change the text around it rather than being read?  So do C0 and C1, marks that turn the line
 * around, separators of lines and paragraphs, and tag characters. */
bool th_utf8_is_control(uint32_t codepoint);
/* Is the text valid UTF-8 of characters that are certainly no controls: ASCII with tab and line feed, letters of two
 * bytes, those of Vietnamese, the usual dashes and quotation marks, arrows and signs of comparison?  False proves
 * nothing. */
bool th_utf8_is_plain(th_str s);
/* Is it a character that nobody sees, which comes along from mails, web pages and scans?  So are the soft hyphen,
 * spaces and joiners of no width, byte order marks, marks of writing direction, selectors of variants, and fillers. */
bool th_utf8_is_unseen(uint32_t codepoint);
size_t th_utf8_count(th_str s); /* characters */

/* Composes to NFC.  Unlike plain NFC, it also composes the 32 Vietnamese letters whose tone was typed before the
 * mark of shape (a + U+0301 + U+0302).  Returns `s` itself when nothing changes, and where a letter bears more than 30
 * marks. */
th_str th_text_nfc(th_arena *arena, th_str s);
/* Vietnamese upper and lower case (NFC in, NFC out). */
th_str th_text_upper(th_arena *arena, th_str s);
th_str th_text_lower(th_arena *arena, th_str s);
th_str th_text_capital(th_arena *arena, th_str s); /* "cảnh báo" becomes "Cảnh báo" */
uint32_t th_utf8_lower(uint32_t codepoint);

#endif

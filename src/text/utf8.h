/* UTF-8 and Unicode: decoding, NFC, case.  The home of utf8proc is utf8.c. */
#ifndef TH_TEXT_UTF8_H
#define TH_TEXT_UTF8_H

#include "base/str.h"

#include <stdint.h>

enum { TH_REPLACEMENT = 0xFFFD };

/* Decodes one character at *at (advanced past it).  Invalid bytes give U+FFFD and advance by one. */
uint32_t th_utf8_next(th_str s, size_t *at);
void th_utf8_put(th_buf *out, uint32_t codepoint); /* surrogates and > U+10FFFF become U+FFFD */
bool th_utf8_valid(th_str s);
size_t th_utf8_count(th_str s); /* characters */

/* NFC; also repairs the 32 Vietnamese forms whose tone mark precedes the shape
 * mark (a + U+0301 + U+0302), which plain NFC does not.  Returns `s` itself when
 * nothing changes. */
th_str th_text_nfc(th_arena *arena, th_str s);
/* Vietnamese upper and lower case (NFC in, NFC out). */
th_str th_text_upper(th_arena *arena, th_str s);
th_str th_text_lower(th_arena *arena, th_str s);
th_str th_text_capital(th_arena *arena, th_str s); /* "cảnh báo" -> "Cảnh báo" */
uint32_t th_utf8_lower(uint32_t codepoint);

#endif

/* Inside the text room: encodings that are decoded by functions of their own, not by a table. */
#ifndef TH_TEXT_DECODE_H
#define TH_TEXT_DECODE_H

#include "text/encoding.h"

/* VIQR (RFC 1456): marks are typed behind their letter, as in "To^?ng so^'".  '*' is read as the horn too, and "d-" and
 * "D-" as đ and Đ. */
th_str th_viqr_decode(th_arena *arena, th_str s);
th_str th_viqr_encode(th_arena *arena, th_str nfc);
/* Does `s` hold a letter with a shape mark behind it?  With `tones`, a vowel with a tone mark that cannot be
 * punctuation is enough. */
bool th_viqr_like(th_str s, bool tones);

/* UTF-8 whose bytes some program took for CP1252 or Latin-1, once or twice ("Tá»•ng").  Each well-formed sequence
 * becomes its character, and everything else stays.  Returns `s` itself when there is no such sequence. */
th_str th_utf8_seen_decode(th_arena *arena, th_str s);
th_str th_utf8_seen_encode(th_arena *arena, th_str nfc); /* as if read wrongly once */
/* Is the result certain without asking the model of syllables?  It is when `decoded` holds Vietnamese letters beyond
 * Latin-1 and no control characters. */
bool th_utf8_seen_surely(th_str decoded);

/* Numeric character references such as "&#7893;" and "&#x1ED5;".  They are decoded when at least one of them stands
 * for a Vietnamese letter beyond ASCII; otherwise `s` itself is returned. */
th_str th_references_decode(th_arena *arena, th_str s);
th_str th_references_encode(th_arena *arena, th_str nfc); /* of every character beyond ASCII, in decimal */

#endif

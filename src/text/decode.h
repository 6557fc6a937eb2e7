/* Inside the text room: the encodings that are read by functions of their own rather than by a table. */
#ifndef TH_TEXT_DECODE_H
#define TH_TEXT_DECODE_H

#include "text/encoding.h"

/* VIQR (RFC 1456): marks typed behind the letter, "To^?ng so^'"; also '*' for the horn, "d-" and "D-". */
th_str th_viqr_decode(th_arena *arena, th_str s);
th_str th_viqr_encode(th_arena *arena, th_str nfc);
/* Does `s` hold a letter and its shape mark at all?  `tones`: or a vowel and a tone mark that is no punctuation. */
bool th_viqr_like(th_str s, bool tones);

/* UTF-8 whose bytes were read as CP1252 or Latin-1, once or twice ("Tá»•ng"): each well-formed sequence becomes its
 * character, everything else stays.  `s` itself when there is none. */
th_str th_utf8_seen_decode(th_arena *arena, th_str s);
th_str th_utf8_seen_encode(th_arena *arena, th_str nfc); /* once */
/* Is that so certain that no model is needed?  `decoded` holds Vietnamese letters beyond Latin-1, and no controls. */
bool th_utf8_seen_surely(th_str decoded);

/* Numeric character references, "&#7893;" and "&#x1ED5;": decoded when at least one stands for a Vietnamese letter
 * beyond ASCII.  `s` itself otherwise. */
th_str th_references_decode(th_arena *arena, th_str s);
th_str th_references_encode(th_arena *arena, th_str nfc); /* decimal, of all beyond ASCII */

#endif

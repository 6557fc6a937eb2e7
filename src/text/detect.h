/* Inside the text room: finding out which encoding one run of text is in. */
#ifndef TH_TEXT_DETECT_H
#define TH_TEXT_DETECT_H

#include "text/encoding.h"

typedef struct th_choice {
    th_encoding encoding;
    th_evidence evidence;
    bool capitals;
    bool mixed;  /* Unicode letters stand in it too, so it is decoded word by word */
    bool cp1258; /* its bytes are shown as CP1258 shows them */
    bool doubtful, open;
    th_encoding suspect, leaning;
    int syllables;
    bool foreign;
} th_choice;

th_choice th_detect(th_arena *arena, th_str raw, th_font_reading font, th_evidence evidence,
                    const th_text_context *context);

/* Decodes the legacy words of a text that holds Unicode letters too.  A word that is Vietnamese both before and
 * after decoding is treated as most of the others are. */
th_str th_mixed_decode(th_arena *arena, th_encoding encoding, th_str raw);

/* Does `s` hold a letter that only Unicode text has: beyond Latin-1, and not among the characters of CP1252? */
bool th_has_unicode_letter(th_str s);

#endif

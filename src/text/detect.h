/* Inside the text room: which encoding one run of text is in. */
#ifndef TH_TEXT_DETECT_H
#define TH_TEXT_DETECT_H

#include "text/encoding.h"

typedef struct th_choice {
    th_encoding encoding;
    th_evidence evidence;
    bool capitals;
    bool mixed;  /* Unicode letters stand in it too: decoded word by word */
    bool cp1258; /* its bytes were shown by CP1258 */
    bool doubtful, open;
    th_encoding suspect, leaning;
    int syllables;
    bool foreign;
} th_choice;

th_choice th_detect(th_arena *arena, th_str raw, th_font_reading font, th_evidence evidence,
                    const th_text_context *context);

/* `raw`, which holds Unicode letters too, with its legacy words decoded.  Words that are valid both ways follow the
 * majority of the others. */
th_str th_mixed_decode(th_arena *arena, th_encoding encoding, th_str raw);

/* Does `s` hold a letter that only Unicode text has: beyond Latin-1, and not among the characters of CP1252? */
bool th_has_unicode_letter(th_str s);

#endif

/* The name of a file in an archive: which letters its bytes are, and whether it stays inside.
 *
 * Archives do not say in which code page a name is, unless it is in Unicode.  The rule, cautious by default:
 *   1. Bytes that are valid UTF-8 are UTF-8 (ZIP on macOS and Linux writes it without saying so).
 *   2. Else the name is read in CP1258 (Windows in Vietnamese), TCVN3, VNI and CP437 (ZIP's own).  A reading counts
 *      where each of its words with a diacritic is a Vietnamese syllable; if only one text results, it is the name.
 *   3. Else nobody knows: bytes beyond ASCII are shown as \xHH, and no letter is guessed. */
#ifndef TH_PACK_MEMBER_NAME_H
#define TH_PACK_MEMBER_NAME_H

#include "base/str.h"

typedef struct th_member_name {
    th_str text; /* UTF-8 in NFC, "/" between folders, without "./" before it; control characters as \xHH */
    th_str
        in_page;  /* "TCVN3": the old code page that it was read in by rule 2; empty: none was needed, or none found */
    bool unknown; /* rule 3 */
    bool outside; /* it leads out of the archive: "../a", "/a", "C:/a" */
} th_member_name;

th_member_name th_member_name_read(th_arena *arena, th_str bytes);

#endif

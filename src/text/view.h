/* Inside the text room: the characters in which a workbook shows the bytes of legacy text.
 *
 * Programs show such a byte as the character that CP1252, CP1258 or Latin-1 gives it.  The decoders expect CP1252, and
 * accept Latin-1 too, in which the bytes 80..9F are control characters.
 */
#ifndef TH_TEXT_VIEW_H
#define TH_TEXT_VIEW_H

#include "base/str.h"

#include <stdint.h>

enum { TH_CP1252_FROM = 0x80, TH_CP1252_TO = 0xA0 }; /* where CP1252 differs from Latin-1 */
extern const uint16_t th_cp1252[TH_CP1252_TO - TH_CP1252_FROM];

/* The character CP1252 shows for a byte. */
static inline uint32_t th_legacy_view(uint32_t byte)
{
    return byte >= TH_CP1252_FROM && byte < TH_CP1252_TO ? th_cp1252[byte - TH_CP1252_FROM] : byte;
}

/* The byte that is shown as the character at `at`, which is *len bytes of UTF-8 long.  A character below U+0100
 * stands for itself, and the bytes 80..9F may also appear as CP1252 has them.  -1 when the character shows no byte. */
int th_legacy_byte_at(th_str s, size_t at, size_t *len);

#endif

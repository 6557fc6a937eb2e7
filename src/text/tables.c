/* Laying out the tables of the legacy encodings at compile time.  Nothing here names an encoding. */
#include "text/tables.h"

#include "base/banned.h"

/* The macros below hold halves of initialisers, which clang-format would tear apart. */
/* clang-format off */

/* One enumerator counts three things in a table, ten bits each: its rows, its rows of two bytes, and its rows on
 * 80..9F.  TH_ENCODING begins the enumerator and each row adds to it, so that there is room for 1,023 of each kind. */
enum { ROW = 1, PAIR = 1 << 10, C1 = 1 << 20 };
#define TH_ENCODING(id, vi, en, candidate) , TALLY_##id = 0
#define TH_LEGACY(first, second, letter) + ROW + PAIR * ((second) != 0) + C1 * ((first) >= 0x80 && (first) < 0xA0)
enum { TALLY = 0
#include "text/encodings.def"
};
#define NROWS(id) (TALLY_##id % PAIR)
#define NPAIRS(id) (TALLY_##id % C1 / PAIR)
#define NC1(id) (TALLY_##id / C1)

/* For decoding, the letters of each table by their bytes.  TH_ENCODING closes the array before it and opens the
 * next, which is why an empty one stands in front.  No code is the byte 0; naming it keeps the array of an encoding
 * without codes legal. */
#define TH_ENCODING(id, vi, en, candidate) }, \
    [TH_ENC_##id] = (const uint16_t *)(const uint16_t[256][NPAIRS(id) ? TH_LEGACY_SECONDS : 1]){ [0][0] = 0,
#define TH_LEGACY(first, second, letter) [first][(second) ? (second) - TH_LEGACY_SECOND_FROM : 0] = (letter),
static const uint16_t *const letters[] = { [TH_ENCODINGS] = (const uint16_t[]){ 0
#include "text/encodings.def"
} };

/* For encoding, the rows of each table in their order, behind an empty one for the same reason. */
#define TH_ENCODING(id, vi, en, candidate) }, [TH_ENC_##id] = (const th_legacy_row[]){ {0},
#define TH_LEGACY(first, second, letter) {first, second, letter},
static const th_legacy_row *const rows[] = { [TH_ENCODINGS] = (const th_legacy_row[]){ {0}
#include "text/encodings.def"
} };

#define TH_ENCODING(id, vi, en, candidate) [TH_ENC_##id] = {NROWS(id), NPAIRS(id) > 0, NC1(id) > 0},
static const struct {
    size_t nrows;
    bool pairs, uses_c1;
} facts[] = {
#include "text/encodings.def"
};
/* clang-format on */

th_legacy_table th_legacy_table_of(th_encoding encoding)
{
    return (th_legacy_table){
        .rows = rows[encoding] + 1,
        .nrows = facts[encoding].nrows,
        .letters = letters[encoding],
        .pairs = facts[encoding].pairs,
        .uses_c1 = facts[encoding].uses_c1,
    };
}

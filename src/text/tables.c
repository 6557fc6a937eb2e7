/* The tables of the legacy encodings, laid out for the compiler: nothing here names an encoding. */
#include "text/tables.h"

#include "base/banned.h"

/* The macros below hold halves of initialisers, which clang-format takes apart. */
/* clang-format off */

/* How many rows a table has, how many of their codes are two bytes, and how many stand on 80..9F, as one constant: each
 * row adds to the enumerator that TH_ENCODING began.  There is room for 1,023 of each. */
enum { ROW = 1, PAIR = 1 << 10, C1 = 1 << 20 };
#define TH_ENCODING(id, name, candidate) , TALLY_##id = 0
#define TH_LEGACY(first, second, letter) + ROW + PAIR * ((second) != 0) + C1 * ((first) >= 0x80 && (first) < 0xA0)
enum { TALLY = 0
#include "text/encodings.def"
};
#define NROWS(id) (TALLY_##id % PAIR)
#define NPAIRS(id) (TALLY_##id % C1 / PAIR)
#define NC1(id) (TALLY_##id / C1)

/* The letters of each table by its bytes, for decoding.  TH_ENCODING closes the array before it and opens the next,
 * hence the empty one in front.  No code is the byte 0: naming it keeps the array of an encoding without codes legal.
 */
#define TH_ENCODING(id, name, candidate) }, \
    [TH_ENC_##id] = (const uint16_t *)(const uint16_t[256][NPAIRS(id) ? TH_LEGACY_SECONDS : 1]){ [0][0] = 0,
#define TH_LEGACY(first, second, letter) [first][(second) ? (second) - TH_LEGACY_SECOND_FROM : 0] = (letter),
static const uint16_t *const letters[] = { [TH_ENCODINGS] = (const uint16_t[]){ 0
#include "text/encodings.def"
} };

/* The rows of each table in their order, for encoding, behind an empty one for the same reason. */
#define TH_ENCODING(id, name, candidate) }, [TH_ENC_##id] = (const th_legacy_row[]){ {0},
#define TH_LEGACY(first, second, letter) {first, second, letter},
static const th_legacy_row *const rows[] = { [TH_ENCODINGS] = (const th_legacy_row[]){ {0}
#include "text/encodings.def"
} };

#define TH_ENCODING(id, name, candidate) [TH_ENC_##id] = {NROWS(id), NPAIRS(id) > 0, NC1(id) > 0},
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

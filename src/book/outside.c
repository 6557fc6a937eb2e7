/* References of formulas in tokens to other workbooks. */
#include "book/outside.h"

#include "book/biff.h"

#include "base/banned.h"

enum { TEXT = 0x17, ATTRIBUTE = 0x19, CHOOSE = 0x04, NAME_ELSEWHERE = 0x39, LAST_ELSEWHERE = 0x3D };

void th_outside_book(th_arena *arena, th_outside *outside, bool other)
{
    TH_PUSH(arena, outside->books, outside->nbooks, outside->books_cap, other);
}

void th_outside_reference(th_arena *arena, th_outside *outside, size_t book)
{
    bool other = book < outside->nbooks && outside->books[book];
    TH_PUSH(arena, outside->references, outside->nreferences, outside->references_cap, other);
}

/* How long a token is, with its id, in BIFF5, BIFF8 and an .xlsb. */
static const struct {
    uint8_t first, last, bytes[3];
} lengths[] = {
    {0x01, 0x02, {5, 5, 5}},  {0x03, 0x16, {1, 1, 1}},    {0x1C, 0x1D, {2, 2, 2}},  {0x1E, 0x1E, {3, 3, 3}},
    {0x1F, 0x1F, {9, 9, 9}},  {0x20, 0x20, {8, 8, 15}},   {0x21, 0x21, {3, 3, 3}},  {0x22, 0x22, {4, 4, 4}},
    {0x23, 0x23, {15, 5, 5}}, {0x24, 0x24, {4, 5, 7}},    {0x25, 0x25, {7, 9, 13}}, {0x26, 0x28, {7, 7, 7}},
    {0x29, 0x29, {3, 3, 3}},  {0x2A, 0x2A, {4, 5, 7}},    {0x2B, 0x2B, {7, 9, 13}}, {0x2C, 0x2C, {4, 5, 7}},
    {0x2D, 0x2D, {7, 9, 13}}, {0x39, 0x39, {25, 7, 7}},   {0x3A, 0x3A, {18, 7, 9}}, {0x3B, 0x3B, {21, 11, 15}},
    {0x3C, 0x3C, {18, 7, 9}}, {0x3D, 0x3D, {21, 11, 15}},
};

/* The length of the token; 0: it is not known, or cut. */
static size_t length_of(int version, uint8_t kind, const uint8_t *at, size_t left)
{
    size_t layout = version >= 8, length = 0;
    if (version == 12)
        layout = 2;
    if (kind == TEXT && version == 12)
        length = left >= 3 ? 3 + 2 * (size_t)th_biff_u16(at + 1) : 0;
    else if (kind == TEXT && version == 8)
        length = left >= 3 ? 3 + ((size_t)at[1] << (at[2] & 1)) : 0;
    else if (kind == TEXT)
        length = left >= 2 ? 2 + (size_t)at[1] : 0;
    else if (kind == ATTRIBUTE && left >= 4)
        length = at[1] & CHOOSE ? 4 + 2 * (size_t)(th_biff_u16(at + 2) + 1) : 4;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths && !length; i++)
        if (kind >= lengths[i].first && kind <= lengths[i].last)
            length = lengths[i].bytes[layout];
    return length <= left ? length : 0;
}

bool th_outside_asked(const th_outside *outside, int version, const uint8_t *tokens, size_t len)
{
    enum { CLASSES = 0x60, CLASS = 0x20, BELOW_ZERO = 0x8000 };
    for (size_t at = 0, length; at < len; at += length) {
        uint8_t id = tokens[at], kind = id < CLASSES ? id : (uint8_t)(id - 2 * CLASS);
        if (id >= 2 * CLASS && id < CLASSES)
            kind = (uint8_t)(id - CLASS);
        length = length_of(version, kind, tokens + at, len - at);
        if (length == 0)
            return false;
        if (kind < NAME_ELSEWHERE || kind > LAST_ELSEWHERE)
            continue;
        uint32_t which = th_biff_u16(tokens + at + 1);
        /* BIFF5 counts its own sheets below zero. */
        if (version < 8 ? which > 0 && which < BELOW_ZERO : which < outside->nreferences && outside->references[which])
            return true;
    }
    return false;
}

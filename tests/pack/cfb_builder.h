/* Writes bytes by hand for the tests, and a compound file around them. */
#ifndef TESTS_PACK_CFB_BUILDER_H
#define TESTS_PACK_CFB_BUILDER_H

#include "base/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct bytes {
    uint8_t *at;
    size_t n, cap;
    size_t record; /* where the length of the open record stands */
} bytes;

static inline void put1(bytes *b, unsigned v)
{
    if (b->n == b->cap) {
        b->cap = b->cap ? b->cap * 2 : 1024;
        b->at = realloc(b->at, b->cap);
        if (!b->at)
            abort();
    }
    b->at[b->n++] = (uint8_t)v;
}
static inline void put2(bytes *b, unsigned v)
{
    put1(b, v & 0xFF);
    put1(b, v >> 8 & 0xFF);
}
static inline void put4(bytes *b, uint32_t v)
{
    put2(b, v & 0xFFFF);
    put2(b, v >> 16);
}
static inline void set4(bytes *b, size_t at, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        b->at[at + (size_t)i] = (uint8_t)(v >> 8 * i);
}
static inline void put_double(bytes *b, double d)
{
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    put4(b, (uint32_t)bits);
    put4(b, (uint32_t)(bits >> 32));
}
static inline void put_text(bytes *b, const char *s)
{
    for (; *s; s++)
        put1(b, (unsigned char)*s);
}
static inline void put_wide(bytes *b, const uint16_t *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        put2(b, s[i]);
}

static inline th_str view(const bytes *b)
{
    return (th_str){(const char *)b->at, b->n};
}

#define CFB_END 0xFFFFFFFEu
#define CFB_FREE 0xFFFFFFFFu

/* The entry of an allocation table for sector i of a stream of n sectors; `next` is the sector after it. */
static inline uint32_t in_chain(unsigned i, unsigned n, uint32_t next)
{
    if (i + 1 < n)
        return next;
    return i + 1 == n ? CFB_END : CFB_FREE;
}

/* A version 3 compound file with one stream: in the mini stream when it is short.
 * Sectors: FAT, directory, mini FAT, then the data. */
static inline bytes compound(const bytes *stream, const char *name)
{
    bytes f = {0};
    bool mini = stream->n < 4096;
    unsigned data = (unsigned)((stream->n + 511) / 512);
    static const uint8_t magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    for (int i = 0; i < 8; i++)
        put1(&f, magic[i]);
    for (int i = 0; i < 16; i++)
        put1(&f, 0);
    put2(&f, 0x3E);
    put2(&f, 3);
    put2(&f, 0xFFFE);
    put2(&f, 9);
    put2(&f, 6);
    for (int i = 0; i < 10; i++)
        put1(&f, 0);
    put4(&f, 1); /* FAT sectors */
    put4(&f, 1); /* first sector of the directory */
    put4(&f, 0);
    put4(&f, 4096);
    put4(&f, 2); /* first sector of the mini FAT */
    put4(&f, 1);
    put4(&f, 0xFFFFFFFE); /* DIFAT */
    put4(&f, 0);
    put4(&f, 0); /* FAT is in sector 0 */
    for (int i = 1; i < 109; i++)
        put4(&f, 0xFFFFFFFF);
    put4(&f, 0xFFFFFFFD);
    put4(&f, 0xFFFFFFFE);
    put4(&f, 0xFFFFFFFE);
    for (unsigned i = 0; i < 125; i++)
        put4(&f, in_chain(i, data, i + 4));
    const char *const names[] = {"Root Entry", name, "", ""};
    static const unsigned types[] = {5, 2, 0, 0};
    for (int entry = 0; entry < 4; entry++) {
        const char *s = names[entry];
        size_t from = f.n;
        for (size_t i = 0; i < strlen(s); i++)
            put2(&f, (unsigned char)s[i]);
        while (f.n < from + 64)
            put1(&f, 0);
        put2(&f, *s ? (unsigned)(2 * strlen(s) + 2) : 0);
        put1(&f, types[entry]);
        put1(&f, 1);
        put4(&f, 0xFFFFFFFF);
        put4(&f, 0xFFFFFFFF);
        put4(&f, entry == 0 ? 1 : 0xFFFFFFFF);
        while (f.n < from + 116)
            put1(&f, 0);
        /* The root entry leads to the mini stream, which holds a short stream in mini sectors of its own. */
        uint32_t first = CFB_END, length = 0;
        if (entry == 0 && mini) {
            first = 3;
            length = data * 512;
        } else if (entry == 1) {
            first = mini ? 0 : 3;
            length = (uint32_t)stream->n;
        }
        put4(&f, first);
        put4(&f, length);
        put4(&f, 0);
    }
    unsigned minis = (unsigned)((stream->n + 63) / 64);
    for (unsigned i = 0; i < 128; i++)
        put4(&f, mini ? in_chain(i, minis, i + 1) : CFB_FREE);
    for (size_t i = 0; i < stream->n; i++)
        put1(&f, stream->at[i]);
    while (f.n % 512)
        put1(&f, 0);
    return f;
}

#endif

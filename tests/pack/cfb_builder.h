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

/* A stream of a compound file. */
typedef struct named_stream {
    const char *name;
    const bytes *data;
} named_stream;

enum { CFB_SECTOR = 512, CFB_MINI_SECTOR = 64, CFB_CUTOFF = 4096, CFB_STREAMS = 3, CFB_TABLE = 128 };

/* Adds the next `n` sectors to an allocation table, each leading to the one behind it; returns the first. */
static inline uint32_t put_chain(bytes *table, size_t n)
{
    uint32_t first = (uint32_t)(table->n / 4);
    for (uint32_t i = 1; i <= n; i++)
        put4(table, i < n ? first + i : CFB_END);
    return first;
}
static inline void put_padded(bytes *to, const bytes *from, size_t size)
{
    for (size_t i = 0; i < from->n; i++)
        put1(to, from->at[i]);
    while (to->n % size)
        put1(to, 0);
}
static inline void put_table(bytes *to, bytes *table)
{
    if (table->n > 4 * CFB_TABLE)
        abort();
    while (table->n < 4 * CFB_TABLE)
        put4(table, CFB_FREE);
    put_padded(to, table, CFB_SECTOR);
}

/* One FAT sector, which is sector 0; the directory is sector 1, the mini FAT sector 2. */
static inline void put_compound_header(bytes *to)
{
    static const uint8_t magic[8] = {0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1};
    for (int i = 0; i < 8; i++)
        put1(to, magic[i]);
    for (int i = 0; i < 16; i++)
        put1(to, 0);
    put2(to, 0x3E);
    put2(to, 3);
    put2(to, 0xFFFE);
    put2(to, 9);
    put2(to, 6);
    for (int i = 0; i < 10; i++)
        put1(to, 0);
    put4(to, 1); /* FAT sectors */
    put4(to, 1); /* first sector of the directory */
    put4(to, 0);
    put4(to, CFB_CUTOFF);
    put4(to, 2); /* first sector of the mini FAT */
    put4(to, 1);
    put4(to, CFB_END); /* DIFAT */
    put4(to, 0);
    put4(to, 0); /* FAT is in sector 0 */
    for (int i = 1; i < 109; i++)
        put4(to, CFB_FREE);
}

/* An entry of the directory; `next` is its sibling, of the root its child. */
typedef struct directory_entry {
    const char *name;
    unsigned type; /* 5: the root, 2: a stream, 0: none */
    uint32_t next, first, length;
} directory_entry;

static inline void put_directory_entry(bytes *to, const directory_entry *entry)
{
    size_t from = to->n;
    for (const char *name = entry->name; *name; name++)
        put2(to, (unsigned char)*name);
    while (to->n < from + 64)
        put1(to, 0);
    put2(to, *entry->name ? (unsigned)(2 * strlen(entry->name) + 2) : 0);
    put1(to, entry->type);
    put1(to, 1);
    put4(to, CFB_FREE);
    put4(to, entry->type == 2 ? entry->next : CFB_FREE);
    put4(to, entry->type == 5 ? entry->next : CFB_FREE);
    while (to->n < from + 116)
        put1(to, 0);
    put4(to, entry->first);
    put4(to, entry->length);
    put4(to, 0);
}

/* A version 3 compound file with up to three streams, the short ones in the mini stream.
 * Sectors: FAT, directory, mini FAT, the mini stream, then the long streams one after the other. */
static inline bytes compound_of(const named_stream *streams, size_t n)
{
    bytes file = {0}, fat = {0}, minifat = {0}, mini = {0}, data = {0};
    directory_entry entries[1 + CFB_STREAMS] = {{"Root Entry", 5, 1, CFB_END, 0}};
    if (n > CFB_STREAMS)
        abort();
    put4(&fat, 0xFFFFFFFD);
    put4(&fat, CFB_END);
    put4(&fat, CFB_END);
    for (size_t i = 0; i < CFB_STREAMS; i++)
        entries[1 + i] = (directory_entry){.name = "", .next = CFB_FREE, .first = CFB_END};
    for (size_t i = 0; i < n; i++) {
        const bytes *stream = streams[i].data;
        entries[1 + i] = (directory_entry){streams[i].name, 2, CFB_FREE, 0, (uint32_t)stream->n};
        if (i + 1 < n)
            entries[1 + i].next = (uint32_t)i + 2;
        if (stream->n >= CFB_CUTOFF)
            continue;
        entries[1 + i].first = put_chain(&minifat, (stream->n + CFB_MINI_SECTOR - 1) / CFB_MINI_SECTOR);
        put_padded(&mini, stream, CFB_MINI_SECTOR);
        entries[0].first = 3;
    }
    put_padded(&data, &mini, CFB_SECTOR);
    entries[0].length = (uint32_t)data.n;
    put_chain(&fat, data.n / CFB_SECTOR);
    for (size_t i = 0; i < n; i++) {
        if (streams[i].data->n < CFB_CUTOFF)
            continue;
        entries[1 + i].first = put_chain(&fat, (streams[i].data->n + CFB_SECTOR - 1) / CFB_SECTOR);
        put_padded(&data, streams[i].data, CFB_SECTOR);
    }
    put_compound_header(&file);
    put_table(&file, &fat);
    for (size_t i = 0; i <= CFB_STREAMS; i++)
        put_directory_entry(&file, &entries[i]);
    put_table(&file, &minifat);
    put_padded(&file, &data, CFB_SECTOR);
    free(fat.at);
    free(minifat.at);
    free(mini.at);
    free(data.at);
    return file;
}

static inline bytes compound(const bytes *stream, const char *name)
{
    return compound_of(&(named_stream){name, stream}, 1);
}

#endif

/* Writes a package by hand for the tests: stored or deflated entries with right checksums. */
#ifndef TESTS_PACK_ZIP_BUILDER_H
#define TESTS_PACK_ZIP_BUILDER_H

#include "base/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

typedef struct package {
    th_arena *arena;
    th_buf local, central;
    unsigned entries;
} package;

static inline void zip2(th_buf *b, unsigned v)
{
    th_buf_byte(b, (char)(v & 0xFF));
    th_buf_byte(b, (char)(v >> 8 & 0xFF));
}
static inline void zip4(th_buf *b, size_t v)
{
    zip2(b, (unsigned)(v & 0xFFFF));
    zip2(b, (unsigned)(v >> 16 & 0xFFFF));
}

static inline void package_begin(package *p, th_arena *arena)
{
    *p = (package){.arena = arena};
    th_buf_init(&p->local, arena);
    th_buf_init(&p->central, arena);
}

/* An entry as it stands in the package: `stored` is what `method` made of `plain` bytes. */
typedef struct raw_entry {
    th_str name;
    unsigned method;
    th_str stored;
    size_t plain;
    uLong crc;
} raw_entry;

static inline void package_add_raw(package *p, const raw_entry *e)
{
    const unsigned heads[] = {0, e->method, 0, 0x21}; /* flags, method, time, date */
    size_t offset = p->local.len;
    zip4(&p->local, 0x04034b50);
    zip2(&p->local, 20);
    for (int i = 0; i < 4; i++)
        zip2(&p->local, heads[i]);
    zip4(&p->local, e->crc);
    zip4(&p->local, e->stored.len);
    zip4(&p->local, e->plain);
    zip2(&p->local, (unsigned)e->name.len);
    zip2(&p->local, 0);
    th_buf_add(&p->local, e->name);
    th_buf_add(&p->local, e->stored);

    zip4(&p->central, 0x02014b50);
    zip2(&p->central, 20);
    zip2(&p->central, 20);
    for (int i = 0; i < 4; i++)
        zip2(&p->central, heads[i]);
    zip4(&p->central, e->crc);
    zip4(&p->central, e->stored.len);
    zip4(&p->central, e->plain);
    zip2(&p->central, (unsigned)e->name.len);
    for (int i = 0; i < 4; i++)
        zip2(&p->central, 0); /* extra, comment, disk, internal attributes */
    zip4(&p->central, 0);
    zip4(&p->central, offset);
    th_buf_add(&p->central, e->name);
    p->entries++;
}

/* With any checksum, also a wrong one. */
static inline void package_add_with(package *p, const char *name, th_str content, uLong crc)
{
    package_add_raw(p, &(raw_entry){th_str_of(name), 0, content, content.len, crc});
}

static inline void package_add_deflated(package *p, th_str name, th_str content)
{
    z_stream z = {0};
    if (deflateInit2(&z, 1, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        abort();
    size_t room = deflateBound(&z, content.len);
    char *out = th_arena_array(p->arena, room, 1);
    z.next_in = (Bytef *)(uintptr_t)content.ptr;
    z.avail_in = (uInt)content.len;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        abort();
    deflateEnd(&z);
    package_add_raw(p, &(raw_entry){.name = name,
                                    .method = 8,
                                    .stored = {out, room - z.avail_out},
                                    .plain = content.len,
                                    .crc = crc32(0, (const Bytef *)content.ptr, (uInt)content.len)});
}

static inline void package_add(package *p, const char *name, th_str content)
{
    package_add_with(p, name, content, crc32(0, (const Bytef *)content.ptr, (uInt)content.len));
}

static inline th_str package_end(package *p)
{
    size_t at = p->local.len;
    th_buf_add(&p->local, th_buf_str(&p->central));
    zip4(&p->local, 0x06054b50);
    zip2(&p->local, 0);
    zip2(&p->local, 0);
    zip2(&p->local, p->entries);
    zip2(&p->local, p->entries);
    zip4(&p->local, p->central.len);
    zip4(&p->local, at);
    zip2(&p->local, 0);
    return th_buf_str(&p->local);
}

#endif

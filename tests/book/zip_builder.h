/* Writes a package by hand for the tests: stored entries with right checksums. */
#ifndef TESTS_BOOK_ZIP_BUILDER_H
#define TESTS_BOOK_ZIP_BUILDER_H

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

/* With any checksum, also a wrong one. */
static inline void package_add_with(package *p, const char *name, th_str content, uLong crc)
{
    size_t offset = p->local.len;
    zip4(&p->local, 0x04034b50);
    zip2(&p->local, 20);
    for (int i = 0; i < 4; i++)
        zip2(&p->local, i == 3 ? 0x21 : 0); /* flags, method, time, date */
    zip4(&p->local, crc);
    zip4(&p->local, content.len);
    zip4(&p->local, content.len);
    zip2(&p->local, (unsigned)strlen(name));
    zip2(&p->local, 0);
    th_buf_add(&p->local, th_str_of(name));
    th_buf_add(&p->local, content);

    zip4(&p->central, 0x02014b50);
    zip2(&p->central, 20);
    zip2(&p->central, 20);
    for (int i = 0; i < 4; i++)
        zip2(&p->central, i == 3 ? 0x21 : 0);
    zip4(&p->central, crc);
    zip4(&p->central, content.len);
    zip4(&p->central, content.len);
    zip2(&p->central, (unsigned)strlen(name));
    for (int i = 0; i < 4; i++)
        zip2(&p->central, 0); /* extra, comment, disk, internal attributes */
    zip4(&p->central, 0);
    zip4(&p->central, offset);
    th_buf_add(&p->central, th_str_of(name));
    p->entries++;
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

/* A zip package built in memory, for tests: stored entries, with what may be wrong with them. */
#ifndef TH_TESTS_BOOK_PACKAGE_H
#define TH_TESTS_BOOK_PACKAGE_H

#include "base/str.h"
#include "book/inflate.h"

#include <stdint.h>

typedef struct package {
    th_buf bytes, directory;
    size_t n;
} package;

static inline void put(th_buf *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        th_buf_byte(out, (char)(value >> (8 * i)));
}

static inline void package_begin(package *p, th_arena *arena)
{
    *p = (package){0};
    th_buf_init(&p->bytes, arena);
    th_buf_init(&p->directory, arena);
}

static inline void package_header(th_buf *out, th_str name, th_str data, uint32_t crc, uint16_t flags)
{
    put(out, 20, 2);
    put(out, flags, 2);
    put(out, 0, 2); /* stored */
    put(out, 0, 4);
    put(out, crc, 4);
    put(out, data.len, 4);
    put(out, data.len, 4);
    put(out, name.len, 2);
    put(out, 0, 2);
}

static inline void package_add_with(package *p, const char *name, th_str data, uint32_t crc, uint16_t flags)
{
    size_t at = p->bytes.len;
    th_str n = th_str_of(name);
    th_buf_add(&p->bytes, TH_STR("PK\3\4"));
    package_header(&p->bytes, n, data, crc, flags);
    th_buf_add(&p->bytes, n);
    th_buf_add(&p->bytes, data);
    th_buf_add(&p->directory, TH_STR("PK\1\2"));
    put(&p->directory, 20, 2);
    package_header(&p->directory, n, data, crc, flags);
    put(&p->directory, 0, 2);
    put(&p->directory, 0, 2);
    put(&p->directory, 0, 2);
    put(&p->directory, 0, 4);
    put(&p->directory, at, 4);
    th_buf_add(&p->directory, n);
    p->n++;
}

static inline void package_add(package *p, const char *name, const char *xml)
{
    th_str data = th_str_of(xml);
    package_add_with(p, name, data, th_crc32(0, data), 0);
}

static inline th_str package_end(package *p)
{
    size_t at = p->bytes.len;
    th_buf_add(&p->bytes, th_buf_str(&p->directory));
    th_buf_add(&p->bytes, TH_STR("PK\5\6"));
    put(&p->bytes, 0, 4);
    put(&p->bytes, p->n, 2);
    put(&p->bytes, p->n, 2);
    put(&p->bytes, p->directory.len, 4);
    put(&p->bytes, at, 4);
    put(&p->bytes, 0, 2);
    return th_buf_str(&p->bytes);
}

#endif

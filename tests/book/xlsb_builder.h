/* Writes the parts of an .xlsb by hand for the tests: records ([MS-XLSB] 2.1.4) whose lengths may lie. */
#ifndef TESTS_BOOK_XLSB_BUILDER_H
#define TESTS_BOOK_XLSB_BUILDER_H

#include "../pack/zip_builder.h"

#include <string.h>

static inline void put16(th_buf *out, unsigned v)
{
    zip2(out, v);
}
static inline void put32(th_buf *out, size_t v)
{
    zip4(out, v);
}
static inline void put_double(th_buf *out, double v)
{
    uint64_t bits;
    memcpy(&bits, &v, sizeof bits);
    put32(out, (size_t)(bits & UINT32_MAX));
    put32(out, (size_t)(bits >> 32));
}
/* A string of ASCII, and of characters beyond that given as \x01 and the like by the test itself. */
static inline void put_wide(th_buf *out, const char *s)
{
    put32(out, strlen(s));
    for (; *s; s++)
        put16(out, (unsigned char)*s);
}

static inline void put_head(th_buf *out, unsigned id, size_t length)
{
    th_buf_byte(out, (char)(id < 128 ? id : (id & 127) | 128));
    if (id >= 128)
        th_buf_byte(out, (char)(id >> 7));
    do {
        th_buf_byte(out, (char)((length & 127) | (length > 127 ? 128 : 0)));
        length >>= 7;
    } while (length);
}

static inline void put_record(th_buf *out, unsigned id, const th_buf *body)
{
    put_head(out, id, body ? body->len : 0);
    if (body)
        th_buf_add(out, th_buf_str(body));
}

/* Column and style, with which every cell begins. */
static inline th_buf cell_head(th_arena *arena, unsigned col, unsigned style)
{
    th_buf body;
    th_buf_init(&body, arena);
    put32(&body, col);
    put32(&body, style);
    return body;
}

static inline void put_row(th_arena *arena, th_buf *out, unsigned row, unsigned height, unsigned flags)
{
    th_buf body;
    th_buf_init(&body, arena);
    put32(&body, row);
    put32(&body, 0);
    put16(&body, height);
    th_buf_byte(&body, 0);
    th_buf_byte(&body, (char)flags);
    th_buf_byte(&body, 0);
    put32(&body, 0);
    put_record(out, 0, &body);
}

#endif

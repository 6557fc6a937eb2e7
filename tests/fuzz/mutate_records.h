/* Mutations of an .xls that reach its records: the stream is taken out of the compound file, and records are doubled,
 * dropped, moved, renamed, cut, split into CONTINUE or changed inside.  The result is a bare stream. */
#ifndef TH_TESTS_MUTATE_RECORDS_H
#define TH_TESTS_MUTATE_RECORDS_H

#include "pack/cfb.h"

#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum { RECORDS_MOST = 200000 };

static th_str stream_of(th_arena *arena, th_str bytes)
{
    th_cfb cfb;
    th_cfb_stream stream;
    th_str out;
    if (th_cfb_sniff(bytes) && th_cfb_open(arena, bytes, &cfb) == TH_OK &&
        (th_cfb_find(arena, &cfb, TH_STR("Workbook"), &stream) || th_cfb_find(arena, &cfb, TH_STR("Book"), &stream)) &&
        th_cfb_read(arena, &cfb, &stream, &out) == TH_OK)
        return out;
    return bytes;
}

static size_t record_end(th_str s, size_t at)
{
    size_t length = (unsigned char)s.ptr[at + 2] | (size_t)(unsigned char)s.ptr[at + 3] << 8;
    return at + 4 + length;
}

/* Where records begin, and the end of the last. */
static size_t *records_of(th_arena *arena, th_str s, size_t *n)
{
    size_t *starts = NULL, cap = 0, at = 0;
    *n = 0;
    while (at + 4 <= s.len && record_end(s, at) <= s.len && *n < RECORDS_MOST) {
        TH_PUSH(arena, starts, *n, cap, at);
        at = record_end(s, at);
    }
    TH_PUSH(arena, starts, *n, cap, at);
    return starts;
}

static void add_head(th_buf *out, unsigned id, size_t length)
{
    const unsigned char head[] = {(unsigned char)id, (unsigned char)(id >> 8), (unsigned char)length,
                                  (unsigned char)(length >> 8)};
    th_buf_add(out, (th_str){(const char *)head, sizeof head});
}

static void change_record(th_arena *arena, th_buf *out, th_str record, unsigned seed)
{
    static const unsigned ids[] = {0x06, 0x0A, 0x22, 0x2F, 0x31,  0x3C,  0x42,  0x7D,  0x85,  0xBD,  0xD6,
                                   0xE0, 0xE5, 0xFC, 0xFD, 0x203, 0x204, 0x205, 0x207, 0x208, 0x27E, 0x809};
    unsigned id = (unsigned char)record.ptr[0] | (unsigned)(unsigned char)record.ptr[1] << 8;
    th_str body = th_str_sub(record, 4, record.len);
    size_t cut = body.len ? (seed >> 12) % (body.len + 1) : 0;
    switch (seed >> 4 & 7) {
    case 0: break; /* dropped */
    case 1:
        th_buf_add(out, record);
        th_buf_add(out, record);
        break;
    case 2:
        add_head(out, ids[(seed >> 8) % (sizeof ids / sizeof *ids)], body.len);
        th_buf_add(out, body);
        break;
    case 3:
        add_head(out, id, cut);
        th_buf_add(out, th_str_sub(body, 0, cut));
        break;
    case 4:
        add_head(out, id, cut);
        th_buf_add(out, th_str_sub(body, 0, cut));
        add_head(out, 0x3C, body.len - cut);
        th_buf_add(out, th_str_sub(body, cut, body.len));
        break;
    default: {
        size_t room = body.len + 64 < 0xFFFF ? body.len + 64 : 0xFFFF;
        uint8_t *copy = th_arena_alloc(arena, room);
        if (body.len)
            memcpy(copy, body.ptr, body.len);
        size_t n = LLVMFuzzerMutate(copy, body.len, room);
        add_head(out, id, n);
        th_buf_add(out, (th_str){(const char *)copy, n});
    }
    }
}

static size_t mutate_records(th_arena *arena, uint8_t *data, size_t size, size_t most, unsigned seed)
{
    size_t n;
    th_str s = stream_of(arena, th_str_copy(arena, (th_str){(const char *)data, size}));
    size_t *starts = records_of(arena, s, &n);
    if (seed % 8 == 0 || n < 2)
        return LLVMFuzzerMutate(data, size, most);
    size_t chosen = (seed * 2654435761u >> 3) % (n - 1);
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, th_str_sub(s, 0, starts[chosen]));
    change_record(arena, &out, th_str_sub(s, starts[chosen], starts[chosen + 1] - starts[chosen]), seed);
    th_buf_add(&out, th_str_sub(s, starts[chosen + 1], s.len));
    if (out.len > most)
        return LLVMFuzzerMutate(data, size, most);
    if (out.len)
        memcpy(data, out.ptr, out.len);
    return out.len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    th_arena *arena = th_arena_new((size_t)256 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return LLVMFuzzerMutate(data, size, most);
    }
    size_t n = mutate_records(arena, data, size, most, seed);
    th_arena_free(arena);
    return n;
}

#endif

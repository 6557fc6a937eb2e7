/* Mutations of a zip package that reach what is in it: one entry is inflated, changed, and packed again with right
 * sizes and checksum.  Random bytes alone never get past the checksum. */
#ifndef TH_TESTS_MUTATE_PACKAGE_H
#define TH_TESTS_MUTATE_PACKAGE_H

#include "../pack/zip_builder.h"

#include "pack/zip.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum { MUTATED_MOST = 1 << 20 };

/* A tag is doubled, dropped, or gets the attribute value of another: what writers get wrong. */
static th_str mutate_tags(th_arena *arena, th_str s, unsigned seed)
{
    size_t starts[64], n = 0, skip = seed % 97;
    for (size_t i = 0; i < s.len && n < 64; i++)
        if (s.ptr[i] == '<' && (skip == 0 || skip-- == 0))
            starts[n++] = i;
    if (n < 3)
        return s;
    size_t from = starts[seed % n], to = starts[(seed >> 8) % n];
    if (from > to) {
        size_t later = from;
        from = to;
        to = later;
    }
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, th_str_sub(s, 0, to));
    if (seed >> 16 & 1) {
        th_buf_add(&out, th_str_sub(s, from, s.len)); /* from...to twice */
    } else {
        out.len = from;
        th_buf_add(&out, th_str_sub(s, to, s.len)); /* left out */
    }
    return th_buf_str(&out);
}

static th_str mutate_content(th_arena *arena, th_str plain, unsigned seed)
{
    if (seed >> 20 & 1)
        return mutate_tags(arena, plain, seed);
    size_t room = plain.len + 4096;
    char *copy = th_arena_array(arena, room, 1);
    if (plain.len)
        memcpy(copy, plain.ptr, plain.len);
    return (th_str){copy, LLVMFuzzerMutate((uint8_t *)copy, plain.len, room)};
}

static size_t mutate_package(th_arena *arena, uint8_t *data, size_t size, size_t most, unsigned seed)
{
    th_zip zip;
    package p;
    th_str bytes = th_str_copy(arena, (th_str){(const char *)data, size});
    if (seed % 8 == 0 || th_zip_open(arena, &th_limits_default, bytes, &zip) != TH_OK || zip.n == 0)
        return LLVMFuzzerMutate(data, size, most);
    package_begin(&p, arena);
    size_t chosen = (seed >> 3) % zip.n;
    for (size_t i = 0; i < zip.n; i++) {
        const th_zip_entry *e = &zip.entries[i];
        th_str plain;
        if (i != chosen || e->inflated > MUTATED_MOST || th_zip_read(arena, &zip, e, &plain) != TH_OK) {
            package_add_raw(&p, &(raw_entry){.name = e->name,
                                             .method = e->method,
                                             .stored = th_str_sub(bytes, (size_t)e->offset, (size_t)e->stored),
                                             .plain = (size_t)e->inflated,
                                             .crc = e->crc});
            continue;
        }
        plain = mutate_content(arena, plain, seed);
        if (e->method == 0)
            package_add_raw(&p, &(raw_entry){.name = e->name,
                                             .stored = plain,
                                             .plain = plain.len,
                                             .crc = crc32(0, (const Bytef *)plain.ptr, (uInt)plain.len)});
        else
            package_add_deflated(&p, e->name, plain);
    }
    th_str made = package_end(&p);
    if (made.len > most)
        return LLVMFuzzerMutate(data, size, most);
    memcpy(data, made.ptr, made.len);
    return made.len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    th_arena *arena = th_arena_new((size_t)256 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return LLVMFuzzerMutate(data, size, most);
    }
    size_t n = mutate_package(arena, data, size, most, seed);
    th_arena_free(arena);
    return n;
}

#endif

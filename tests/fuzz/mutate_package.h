/* Mutations of a zip package that reach what is in it: one entry is inflated, changed, and packed again with right
 * sizes and checksum.  Random bytes alone never get past the checksum. */
#ifndef TH_TESTS_MUTATE_PACKAGE_H
#define TH_TESTS_MUTATE_PACKAGE_H

#include "../pack/zip_builder.h"

#include "base/ascii.h"
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

#ifndef MUTATE_PLAIN
#define MUTATE_PLAIN mutate_tags /* what a target does to a part that its reader reads */
#endif

static th_str mutate_content(th_arena *arena, th_str plain, unsigned seed)
{
    if (seed >> 20 & 1)
        return MUTATE_PLAIN(arena, plain, seed);
    size_t room = plain.len + 4096;
    char *copy = th_arena_array(arena, room, 1);
    if (plain.len)
        memcpy(copy, plain.ptr, plain.len);
    return (th_str){copy, LLVMFuzzerMutate((uint8_t *)copy, plain.len, room)};
}

/* Names that an entry of a hostile package has: that of a part, of another letter case, of another folder, of none. */
static th_str hostile_name(th_arena *arena, const th_zip *zip, const th_zip_entry *e, unsigned seed)
{
    static const char *const names[] = {
        "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "[Content_Types].xml",  "../a.xml", "/a.xml",
        "xl\\a.xml",       "_rels/.rels",          "content.xml",   "META-INF/manifest.xml"};
    th_buf upper;
    switch (seed >> 24 & 3) {
    case 0: return zip->entries[(seed >> 8) % zip->n].name;
    case 1:
        th_buf_init(&upper, arena);
        for (size_t i = 0; i < e->name.len; i++)
            th_buf_byte(&upper, (char)(e->name.ptr[i] ^ (th_is_lower(e->name.ptr[i]) ? ' ' : 0)));
        return th_buf_str(&upper);
    default: return th_str_of(names[(seed >> 8) % (sizeof names / sizeof *names)]);
    }
}

/* The entry as it is stored, under this name. */
static void add_as_stored(package *p, th_str bytes, const th_zip_entry *e, th_str name)
{
    package_add_raw(p, &(raw_entry){.name = name,
                                    .method = e->method,
                                    .stored = th_str_sub(bytes, (size_t)e->offset, (size_t)e->stored),
                                    .plain = (size_t)e->inflated,
                                    .crc = e->crc});
}

/* The package itself is changed: an entry is renamed, doubled, left out or exchanged, or lies about itself. */
static th_str mutate_entries(th_arena *arena, th_str bytes, const th_zip *zip, unsigned seed)
{
    package p;
    size_t chosen = (seed >> 3) % zip->n, other = (seed >> 13) % zip->n;
    unsigned what = seed >> 27 & 7;
    package_begin(&p, arena);
    for (size_t i = 0; i < zip->n; i++) {
        const th_zip_entry *e = &zip->entries[i];
        th_str name = e->name;
        if (i == chosen && what == 0)
            continue;
        if (i == chosen && what < 4)
            name = hostile_name(arena, zip, e, seed);
        if (i == chosen && what == 2)
            add_as_stored(&p, bytes, e, e->name); /* and once more under the other name */
        if (i == chosen && what >= 4 && what < 6)
            e = &zip->entries[other];
        th_zip_entry lying = *e;
        if (i == chosen && what == 6)
            lying.inflated = seed % 5 ? lying.inflated + seed % 7 : UINT32_MAX;
        if (i == chosen && what == 7)
            lying.method = seed % 3 ? 0 : 12;
        add_as_stored(&p, bytes, &lying, name);
    }
    return package_end(&p);
}

static size_t mutate_package(th_arena *arena, uint8_t *data, size_t size, size_t most, unsigned seed)
{
    th_zip zip;
    package p;
    th_str bytes = th_str_copy(arena, (th_str){(const char *)data, size});
    if (seed % 8 == 0 || th_zip_open(arena, &th_limits_default, bytes, &zip) != TH_OK || zip.n == 0)
        return LLVMFuzzerMutate(data, size, most);
    if (seed % 8 == 1) {
        th_str hostile = mutate_entries(arena, bytes, &zip, seed * 2654435761u);
        if (hostile.len <= most)
            memcpy(data, hostile.ptr, hostile.len);
        return hostile.len <= most ? hostile.len : size;
    }
    package_begin(&p, arena);
    size_t chosen = (seed >> 3) % zip.n;
    for (size_t i = 0; i < zip.n; i++) {
        const th_zip_entry *e = &zip.entries[i];
        th_str plain;
        if (i != chosen || e->inflated > MUTATED_MOST || th_zip_read(arena, &zip, e, &plain) != TH_OK) {
            add_as_stored(&p, bytes, e, e->name);
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

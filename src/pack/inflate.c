/* Inflating in pieces, by ISA-L or by zlib: two implementations of one header. */
#include "pack/inflate.h"

#include <stdlib.h>
#include <zlib.h>
#ifndef TH_INFLATE_ZLIB
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#endif

#include "base/banned.h"

enum { PIECE = 64 * 1024 };

#ifdef TH_INFLATE_ZLIB

uint32_t th_crc32(uint32_t crc, th_str bytes)
{
    return (uint32_t)crc32_z(crc, (const unsigned char *)bytes.ptr, bytes.len);
}

struct th_inflate {
    z_stream zlib;
    bool ready;
    char piece[PIECE];
};

static void end_stream(void *what)
{
    inflateEnd(what);
}

th_inflate *th_inflate_new(th_arena *arena)
{
    th_inflate *inflate_state = th_arena_alloc(arena, sizeof *inflate_state);
    inflate_state->ready = inflateInit2(&inflate_state->zlib, -MAX_WBITS) == Z_OK;
    if (inflate_state->ready)
        th_arena_defer(arena, end_stream, &inflate_state->zlib);
    return inflate_state;
}

th_status th_inflate_run(th_inflate *inflate_state, th_str stream, uint64_t most, th_inflate_sink sink,
                         th_inflated *out)
{
    z_stream *zlib = &inflate_state->zlib;
    char *piece = inflate_state->piece;
    *out = (th_inflated){0};
    if (!inflate_state->ready || inflateReset(zlib) != Z_OK)
        return TH_FAILED;
    const char *at = stream.ptr;
    size_t left = stream.len;
    for (;;) {
        uInt take = left > (1u << 30) ? 1u << 30 : (uInt)left;
        zlib->next_in = (Bytef *)(uintptr_t)at;
        zlib->avail_in = take;
        zlib->next_out = (Bytef *)piece;
        zlib->avail_out = PIECE;
        int rc = inflate(zlib, Z_NO_FLUSH);
        at += take - zlib->avail_in;
        left -= take - zlib->avail_in;
        size_t got = PIECE - zlib->avail_out;
        out->length += got;
        out->crc = th_crc32(out->crc, (th_str){piece, got});
        if ((rc != Z_OK && rc != Z_STREAM_END) || out->length > most || (got && !sink.take(sink.ctx, piece, got)))
            return TH_FAILED;
        if (rc == Z_STREAM_END)
            return TH_OK;
        if (got == 0 && (left == 0 || take == zlib->avail_in))
            return TH_FAILED; /* zlib made no progress: the stream is cut */
    }
}

#else

uint32_t th_crc32(uint32_t crc, th_str bytes)
{
    return crc32_gzip_refl(crc, (const unsigned char *)bytes.ptr, bytes.len);
}

struct th_inflate {
    struct inflate_state state;
    char piece[PIECE];
};

th_inflate *th_inflate_new(th_arena *arena)
{
    return th_arena_alloc(arena, sizeof(th_inflate));
}

th_status th_inflate_run(th_inflate *inflate_state, th_str stream, uint64_t most, th_inflate_sink sink,
                         th_inflated *out)
{
    struct inflate_state *state = &inflate_state->state;
    char *piece = inflate_state->piece;
    const char *at = stream.ptr;
    size_t left = stream.len;
    *out = (th_inflated){0};
    isal_inflate_init(state);
    state->crc_flag = ISAL_DEFLATE;
    for (;;) {
        uint32_t take = left > (1u << 30) ? 1u << 30 : (uint32_t)left;
        state->next_in = (uint8_t *)(uintptr_t)at;
        state->avail_in = take;
        state->next_out = (uint8_t *)piece;
        state->avail_out = PIECE;
        int rc = isal_inflate(state);
        size_t used = take - state->avail_in, got = PIECE - state->avail_out;
        at += used;
        left -= used;
        out->length += got;
        out->crc = th_crc32(out->crc, (th_str){piece, got});
        if (rc != ISAL_DECOMP_OK || out->length > most || (got && !sink.take(sink.ctx, piece, got)))
            return TH_FAILED;
        if (state->block_state == ISAL_BLOCK_FINISH)
            return TH_OK;
        if (got == 0 && used == 0)
            return TH_FAILED; /* at the end of a cut stream ISA-L says OK but makes no progress */
    }
}

#endif

/* ---- files of gzip, by zlib in both ---- */

bool th_gzip_is(th_str bytes)
{
    return th_str_starts(bytes, TH_STR("\x1f\x8b\x08"));
}

/* All members into `out`, which has room for `most` bytes; NULL: they are counted.  Behind a member stands another one
 * or nothing. */
static th_status inflate_members(z_stream *zlib, th_str bytes, char *out, uint64_t most, uint64_t *length)
{
    char dropped[PIECE];
    const char *at = bytes.ptr;
    size_t left = bytes.len;
    int rc = Z_OK;
    for (*length = 0;;) {
        uInt take = left > (1u << 30) ? 1u << 30 : (uInt)left, room = PIECE;
        if (out && most - *length < room)
            room = (uInt)(most - *length);
        zlib->next_in = (Bytef *)(uintptr_t)at;
        zlib->avail_in = take;
        zlib->next_out = (Bytef *)(out ? out + *length : dropped);
        zlib->avail_out = room;
        rc = inflate(zlib, Z_NO_FLUSH);
        size_t used = take - zlib->avail_in, got = room - zlib->avail_out;
        at += used;
        left -= used;
        *length += got;
        if (*length > most)
            return TH_FATAL;
        if (rc == Z_STREAM_END) {
            if (!th_gzip_is((th_str){at, left}))
                return left == 0 ? TH_OK : TH_FAILED;
            if (inflateReset(zlib) != Z_OK)
                return TH_FAILED;
        } else if (rc != Z_OK || (!used && !got)) {
            return TH_FAILED;
        }
    }
}

static th_status inflate_all(th_str bytes, char *out, uint64_t most, uint64_t *length)
{
    enum { OF_GZIP = 16 };
    z_stream zlib = {0};
    if (inflateInit2(&zlib, MAX_WBITS + OF_GZIP) != Z_OK)
        return TH_FAILED;
    th_status status = inflate_members(&zlib, bytes, out, most, length);
    inflateEnd(&zlib);
    return status;
}

/* Inflates twice, the first time only to find the length, so that no more memory is taken than it needs. */
th_status th_gzip_inflate(th_arena *arena, th_str bytes, uint64_t most, th_str *out)
{
    uint64_t length, again = 0;
    th_status status = inflate_all(bytes, NULL, most, &length);
    if (status != TH_OK)
        return status;
    char *room = th_arena_array(arena, (size_t)length + 1, 1);
    status = inflate_all(bytes, room, length + 1, &again);
    *out = (th_str){room, (size_t)again};
    return status;
}

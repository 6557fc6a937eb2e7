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
    z_stream z;
    bool ready;
    char piece[PIECE];
};

static void end_stream(void *what)
{
    inflateEnd(what);
}

th_inflate *th_inflate_new(th_arena *arena)
{
    th_inflate *i = th_arena_alloc(arena, sizeof *i);
    i->ready = inflateInit2(&i->z, -MAX_WBITS) == Z_OK;
    if (i->ready)
        th_arena_defer(arena, end_stream, &i->z);
    return i;
}

th_status th_inflate_run(th_inflate *i, th_str stream, uint64_t most, th_inflate_sink sink, void *ctx, uint32_t *crc,
                         uint64_t *length)
{
    z_stream *z = &i->z;
    char *piece = i->piece;
    *crc = 0;
    *length = 0;
    if (!i->ready || inflateReset(z) != Z_OK)
        return TH_FAILED;
    const char *at = stream.ptr;
    size_t left = stream.len;
    for (;;) {
        uInt take = left > (1u << 30) ? 1u << 30 : (uInt)left;
        z->next_in = (Bytef *)(uintptr_t)at;
        z->avail_in = take;
        z->next_out = (Bytef *)piece;
        z->avail_out = PIECE;
        int rc = inflate(z, Z_NO_FLUSH);
        at += take - z->avail_in;
        left -= take - z->avail_in;
        size_t got = PIECE - z->avail_out;
        *length += got;
        *crc = th_crc32(*crc, (th_str){piece, got});
        if ((rc != Z_OK && rc != Z_STREAM_END) || *length > most || (got && !sink(ctx, piece, got)))
            return TH_FAILED;
        if (rc == Z_STREAM_END)
            return TH_OK;
        if (got == 0 && (left == 0 || take == z->avail_in))
            return TH_FAILED; /* no progress: the stream is cut */
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

th_status th_inflate_run(th_inflate *i, th_str stream, uint64_t most, th_inflate_sink sink, void *ctx, uint32_t *crc,
                         uint64_t *length)
{
    struct inflate_state *state = &i->state;
    char *piece = i->piece;
    const char *at = stream.ptr;
    size_t left = stream.len;
    *crc = 0;
    *length = 0;
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
        *length += got;
        *crc = th_crc32(*crc, (th_str){piece, got});
        if (rc != ISAL_DECOMP_OK || *length > most || (got && !sink(ctx, piece, got)))
            return TH_FAILED;
        if (state->block_state == ISAL_BLOCK_FINISH)
            return TH_OK;
        if (got == 0 && used == 0)
            return TH_FAILED; /* ISA-L returns OK without progress at a cut stream */
    }
}

#endif

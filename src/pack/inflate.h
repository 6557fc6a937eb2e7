/* Inflating a raw deflate stream piece by piece.  inflate.c is the home of ISA-L and zlib; built with -DTH_INFLATE_ZLIB
 * it uses zlib, for processors that ISA-L does not support. */
#ifndef TH_PACK_INFLATE_H
#define TH_PACK_INFLATE_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

/* The state of an inflater.  It takes some 150 KiB, so a package makes it once and uses it for each of its parts. */
typedef struct th_inflate th_inflate;
th_inflate *th_inflate_new(th_arena *arena);

/* Where the inflated bytes go: `take` is called with each piece of at most 64 KiB, and stops the inflating by
 * returning false. */
typedef struct th_inflate_sink {
    bool (*take)(void *ctx, const char *piece, size_t len);
    void *ctx;
} th_inflate_sink;

/* What came out of a stream. */
typedef struct th_inflated {
    uint32_t crc; /* CRC-32 */
    uint64_t length;
} th_inflated;

/* Feeds the inflated bytes to `sink`.  TH_FAILED when the stream is damaged or cut, when it holds more than `most`
 * bytes, or when the sink stops it. */
th_status th_inflate_run(th_inflate *inflate, th_str stream, uint64_t most, th_inflate_sink sink, th_inflated *out);

/* Is it a file of gzip (RFC 1952)?  Inflates all its members, which follow one another, into `arena`.  TH_FAILED: it is
 * damaged or cut; TH_FATAL: it holds more than `most` bytes. */
bool th_gzip_is(th_str bytes);
th_status th_gzip_inflate(th_arena *arena, th_str bytes, uint64_t most, th_str *out);

uint32_t th_crc32(uint32_t crc, th_str bytes); /* continues from `crc`; start with 0 */

#endif

/* Inflating a raw deflate stream in pieces.  The home of ISA-L and zlib; built with
 * -DTH_INFLATE_ZLIB it uses zlib, for processors that ISA-L does not know. */
#ifndef TH_PACK_INFLATE_H
#define TH_PACK_INFLATE_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

/* What inflating needs, some 150 KiB: made once for a package, used for each of its parts. */
typedef struct th_inflate th_inflate;
th_inflate *th_inflate_new(th_arena *arena);

/* Feeds the inflated bytes to `sink` in pieces of at most 64 KiB.  Stops with TH_FAILED when the
 * stream is damaged or cut, when it holds more than `most` bytes, or when the sink says so.
 * *crc is the CRC-32 of what came out, *length its size. */
typedef bool (*th_inflate_sink)(void *ctx, const char *piece, size_t len);
th_status th_inflate_run(th_inflate *inflate, th_str stream, uint64_t most, th_inflate_sink sink, void *ctx,
                         uint32_t *crc, uint64_t *length);

uint32_t th_crc32(uint32_t crc, th_str bytes); /* continues from `crc`; start with 0 */

#endif

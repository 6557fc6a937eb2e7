/* Zip: the entries of a package held in memory, inflated piece by piece (APPNOTE.TXT 6.3.10).  Bytes before and
 * behind the package are passed over (pack/zip_end.h).  Refused are entries of one name (in whatever case, with
 * whatever slashes), entries that overlap, encrypted ones, unknown methods of compression, and sizes that do not add
 * up. */
#ifndef TH_PACK_ZIP_H
#define TH_PACK_ZIP_H

#include "base/trouble.h"
#include "base/limits.h"
#include "pack/inflate.h"

#include <stdint.h>

typedef struct th_zip_entry {
    th_str name;        /* with '/' between folders, whatever the writer put */
    th_str stored_name; /* as the directory has it */
    uint32_t crc;
    uint64_t stored, inflated; /* bytes, as the central directory says */
    uint16_t method;           /* 0 stored, 8 deflated */
    uint16_t time, date;       /* as MS-DOS writes them */
    uint64_t offset;           /* of the data in the package */
} th_zip_entry;

typedef struct th_zip {
    th_str bytes; /* of the package alone */
    const th_limits *limits;
    th_zip_entry *entries;
    size_t n;
    th_inflate *inflate;   /* made when the first deflated entry is read */
    size_t inflated_total; /* bytes inflated so far, which limits->inflated_bytes bounds */
    th_trouble trouble;    /* the reason, after TH_FAILED */
    bool limit_hit;        /* the trouble is a limit of th_limits */
    bool locked;           /* the trouble is an entry with a password, which it names */
    bool odd;              /* the trouble is no damage: it is written in a way that is not read */
} th_zip;

th_status th_zip_open(th_arena *arena, const th_limits *limits, th_str bytes, th_zip *zip);
/* By name, without case; a leading '/' is ignored.  NULL when there is none. */
const th_zip_entry *th_zip_find(const th_zip *zip, th_str name);

/* The names in the directory of a package, one by one, without opening it: what it is may be asked of a package that
 * would be refused.  Allocates nothing. */
typedef struct th_zip_names {
    th_str bytes;
    uint64_t at, end; /* of the directory that is still to be read; equal when there is none */
} th_zip_names;

/* False: no directory is found, and there are no names. */
bool th_zip_names_begin(th_str bytes, th_zip_names *names);
bool th_zip_names_next(th_zip_names *names, th_str *name);

/* Feeds the entry to `sink` in pieces of at most 64 KiB; TH_FAILED when the sink returns false.  The checksum is
 * known only at the end, so that after TH_FAILED nothing that the sink kept may be used. */
typedef bool (*th_zip_sink)(void *ctx, const char *piece, size_t len);
th_status th_zip_inflate(th_arena *arena, th_zip *zip, const th_zip_entry *entry, th_zip_sink sink, void *ctx);
/* Reads the whole entry into the arena and checks its CRC. */
th_status th_zip_read(th_arena *arena, th_zip *zip, const th_zip_entry *entry, th_str *out);

#endif

/* Compound file ([MS-CFB]): the container of .xls, in version 3 (sectors of 512 bytes) and 4 (4,096).  Only reading,
 * from memory.
 *
 * Every sector number is checked against the sectors the file really has, and no chain is followed for more steps than
 * there are sectors, so that loops and false counts or offsets end with a reason.  A stream may use a last sector that
 * is cut short as long as it does not need the missing bytes.
 */
#ifndef TH_PACK_CFB_H
#define TH_PACK_CFB_H

#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"

#include <stdint.h>

typedef struct th_cfb {
    th_str bytes;          /* borrowed */
    unsigned sector_shift; /* 9 or 12 */
    unsigned mini_shift;   /* 6 */
    uint32_t sectors;      /* behind the header; a last one that is cut counts */
    uint32_t mini_cutoff;  /* streams of fewer bytes stand in the mini stream */
    uint32_t first_dir, first_minifat, first_difat;
    uint32_t *dir; /* sectors of the directory, in order */
    size_t ndir;
    th_trouble trouble; /* the reason, after TH_FAILED */
} th_cfb;

typedef struct th_cfb_stream {
    uint32_t first; /* sector, or mini sector */
    uint64_t size;  /* bytes */
} th_cfb_stream;

/* Do the bytes begin like a compound file? */
bool th_cfb_sniff(th_str bytes);
/* Is there a stream called `name` (ASCII, in any case) anywhere?  Allocates nothing. */
bool th_cfb_has(th_str bytes, th_str name);

th_status th_cfb_open(th_arena *arena, th_str bytes, th_cfb *cfb);
/* Finds a stream by its name (ASCII, in any case), directly below the root if there is one, else anywhere: an embedded
 * workbook has streams of the same names in a storage of its own. */
bool th_cfb_find(th_arena *arena, const th_cfb *cfb, th_str name, th_cfb_stream *out);
/* Reads the whole stream.  *out is a view of the file where the sectors stand in order, else a copy. */
th_status th_cfb_read(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str *out);

/* Puts `data`, which is as long as the stream, where th_cfb_read() found it, into `copy`: the bytes of the file once
 * more, to be written into.  The stream was read before, and so its chain is whole. */
void th_cfb_replace(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str data, char *copy);

#endif

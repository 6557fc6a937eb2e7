/* Compound file ([MS-CFB]): the container of .xls, version 3 (512-byte sectors)
 * and 4 (4,096).  Reading only, from memory.
 *
 * Every sector number is checked against the sectors the file really has, and no
 * chain is followed for more steps than there are sectors: loops, counts and
 * offsets that lie cost a reason, nothing else.  A last sector that is cut short
 * is readable as far as a stream does not need what is missing.
 */
#ifndef TH_PACK_CFB_H
#define TH_PACK_CFB_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

typedef struct th_cfb {
    th_str bytes;          /* borrowed */
    unsigned sector_shift; /* 9 or 12 */
    unsigned mini_shift;   /* 6 */
    uint32_t sectors;      /* after the header; a cut last one counts */
    uint32_t mini_cutoff;  /* smaller streams live in the mini stream */
    uint32_t first_dir, first_minifat, first_difat;
    uint32_t *dir; /* sectors of the directory, in order */
    size_t ndir;
    th_str trouble, trouble_en; /* reason after TH_FAILED */
} th_cfb;

typedef struct th_cfb_stream {
    uint32_t first; /* sector, or mini sector */
    uint64_t size;  /* bytes */
} th_cfb_stream;

/* Does `bytes` start as a compound file does? */
bool th_cfb_sniff(th_str bytes);
/* Is there a stream called `name` (ASCII, without case) anywhere?  Needs no memory. */
bool th_cfb_has(th_str bytes, th_str name);

th_status th_cfb_open(th_arena *arena, th_str bytes, th_cfb *cfb);
/* A stream by name (ASCII, without case): below the root first, since an embedded
 * workbook has streams of the same name in a storage of its own; else anywhere. */
bool th_cfb_find(th_arena *arena, const th_cfb *cfb, th_str name, th_cfb_stream *out);
/* The whole stream: a view of the file where its sectors stand in order, else a copy. */
th_status th_cfb_read(th_arena *arena, th_cfb *cfb, const th_cfb_stream *stream, th_str *out);

#endif

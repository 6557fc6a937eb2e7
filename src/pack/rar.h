/* What a .rar, of version 4 or 5, states of its files and libarchive 3.6 does not say: their checksums, which it does
 * not compare for stored files, and which files of version 5 have a password. */
#ifndef TH_PACK_RAR_H
#define TH_PACK_RAR_H

#include "base/str.h"

#include <stdint.h>

typedef struct th_rar_file {
    uint64_t size; /* unpacked */
    uint32_t crc;
    bool has_crc; /* version 5 may state another hash instead */
    bool locked;  /* of version 5 only */
} th_rar_file;

typedef struct th_rar_files {
    th_rar_file *at;
    size_t n, cap;
} th_rar_files;

/* The files and folders in the order of their headers, up to the first header that makes no sense; none when the bytes
 * are no .rar.  At most `most`. */
void th_rar_list(th_arena *arena, th_str bytes, size_t most, th_rar_files *files);

/* Is it one of several files that are one .rar together? */
bool th_rar_is_volume(th_str bytes);

#endif

/* Where the directory of a zip stands (APPNOTE.TXT 6.3.10, 4.3.12 to 4.3.16).
 *
 * It is named by an end record at the end of the file.  Mail gateways and web pages leave bytes behind that record, and
 * others before the package: both are passed over where the offsets prove which record is meant.  Where two records
 * name a directory and another program could follow the other, there is none. */
#ifndef TH_PACK_ZIP_END_H
#define TH_PACK_ZIP_END_H

#include "base/str.h"

#include <stdint.h>

typedef enum th_zip_end {
    TH_ZIP_END_FOUND = 0,
    TH_ZIP_END_MISSING, /* the file is cut, or no zip */
    TH_ZIP_END_VOLUMES, /* a part of an archive that was split */
    TH_ZIP_END_TWICE    /* two directories, of which each could be meant */
} th_zip_end;

typedef struct th_zip_directory {
    th_str package;       /* the bytes without what stands before and behind; offsets count from its beginning */
    uint64_t at, size, n; /* of the directory in it: where, how many bytes, how many entries it says it has */
} th_zip_directory;

th_zip_end th_zip_end_find(th_str bytes, th_zip_directory *directory);

static inline uint64_t th_zip_number(const char *bytes_at, size_t n) /* little endian */
{
    uint64_t value = 0;
    for (size_t i = n; i-- > 0;)
        value = value << 8 | (unsigned char)bytes_at[i];
    return value;
}

#endif

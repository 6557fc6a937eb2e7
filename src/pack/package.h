/* Rewriting a zip package: entries that do not change keep their compressed bytes.  package.c is the home of libzip. */
#ifndef TH_PACK_PACKAGE_H
#define TH_PACK_PACKAGE_H

#include "base/trouble.h"
#include "pack/zip.h"

typedef struct th_replacement {
    const th_zip_entry *entry; /* of the package */
    th_str bytes;              /* inflated */
} th_replacement;

/* Makes *package one in which some entries are replaced; their order, names and times are kept.  TH_FAILED: *package is
 * unchanged, and *trouble says why. */
th_status th_package_replace(th_arena *arena, th_str *package, const th_replacement *replacements, size_t n,
                             th_trouble *trouble);

#endif

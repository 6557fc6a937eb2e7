/* Which file systems a store may lie on.  SQLite needs locks that hold and writes that arrive in order, which shares do
 * not promise: there a store is damaged sooner or later, and nobody knows when. */
#ifndef TH_STORE_DISK_H
#define TH_STORE_DISK_H

#include "base/trouble.h"

/* What the file system of this number (statfs(2)) is called, where it lies across a network; "" for all others. */
th_str th_disk_network(unsigned long magic);

/* TH_FAILED: `path`, or where it would be made its folder, is on such a file system, or nobody can tell. */
th_status th_disk_allows(th_arena *arena, const char *path, th_trouble *trouble);

/* The folder of a path; in `arena`. */
const char *th_disk_folder(th_arena *arena, const char *path);

/* A file or a folder; false: errno says why. */
bool th_disk_sync(const char *path);

#endif

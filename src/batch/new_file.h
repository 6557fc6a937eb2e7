/* A file that is made anew, and never in the place of another: all of it is there and on the disk, or nothing is. */
#ifndef TH_BATCH_NEW_FILE_H
#define TH_BATCH_NEW_FILE_H

#include "base/str.h"

#include <sys/types.h>

/* 0, or the errno of what failed; EEXIST: something is there, and stays.  `mode` is before the umask. */
int th_new_file(const char *path, th_str bytes, mode_t mode);
/* Makes the names in a folder durable.  Where fsync of a folder is unsupported the data are safe anyway. */
void th_folder_sync(const char *path);

#endif

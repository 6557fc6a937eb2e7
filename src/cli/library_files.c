/* What libxlsxwriter 1.1.4 asks of the machine for the workbook it writes, answered here.
 *
 * The library writes each part of a package to a temporary file, without looking whether that succeeded, and hands it
 * to minizip.  Both come from shared objects, so that a function of the same name in the program is found first:
 * temporary files lie in memory (memfd) and in no folder, every write to them is checked, and the package is written by
 * pack/zip_write.h.  What fails ends the process, which does nothing but draw (batch/drawing.h).
 *
 * These are names of others, and stand in the program only: libtonghop.a must not impose them on whoever links it.
 */
#define _GNU_SOURCE /* memfd_create, fopencookie */
#include "batch/process.h"
#include "pack/zip_write.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/banned.h"

#define ANSWERED __attribute__((visibility("default")))

enum { STREAM_BUFFER = 64 * 1024, FIRST_YEAR = 1980 };

static _Noreturn void end_by_fault(void)
{
    _exit(TH_PROCESS_FAULT + (errno ? errno : EIO));
}

/* ---- temporary files ---- */

static ssize_t write_temporary(void *cookie, const char *bytes, size_t size)
{
    if (!th_process_write((int)(intptr_t)cookie, (th_str){bytes, size}))
        end_by_fault();
    return (ssize_t)size;
}

static ssize_t read_temporary(void *cookie, char *bytes, size_t size)
{
    ssize_t n;
    unsigned tries = 0;
    do
        n = read((int)(intptr_t)cookie, bytes, size);
    while (n < 0 && th_process_interrupted(&tries));
    if (n < 0)
        end_by_fault();
    return n;
}

static int seek_temporary(void *cookie, off64_t *offset, int whence)
{
    *offset = lseek((int)(intptr_t)cookie, *offset, whence);
    if (*offset < 0)
        end_by_fault();
    return 0;
}

static int close_temporary(void *cookie)
{
    return close((int)(intptr_t)cookie);
}

ANSWERED FILE *lxw_tmpfile(char *folder);
FILE *lxw_tmpfile(char *folder)
{
    (void)folder;
    const cookie_io_functions_t calls = {read_temporary, write_temporary, seek_temporary, close_temporary};
    int fd = memfd_create("tonghop", MFD_CLOEXEC);
    FILE *stream = fd < 0 ? NULL : fopencookie((void *)(intptr_t)fd, "w+", calls);
    if (!stream || setvbuf(stream, NULL, _IOFBF, STREAM_BUFFER) != 0)
        end_by_fault();
    return stream;
}

/* ---- the package: the functions of minizip (minizip/zip.h) that the library calls ---- */

/* zip_fileinfo. */
typedef struct minizip_entry {
    unsigned seconds, minutes, hours, day, month, year;
    unsigned long date, internal, external;
} minizip_entry;

ANSWERED void *zipOpen(const char *path, int append);
void *zipOpen(const char *path, int append)
{
    (void)append;
    th_zip_writer *writer = th_zip_write_open(path);
    if (!writer)
        end_by_fault();
    return writer;
}

/* minizip's has sixteen further arguments, which say what zip_write.h does anyway.  They are left where the caller put
 * them: by the calling conventions of C on Linux the caller also takes them away. */
ANSWERED int zipOpenNewFileInZip4_64(void *file, const char *name, const minizip_entry *entry);
int zipOpenNewFileInZip4_64(void *file, const char *name, const minizip_entry *entry)
{
    uint16_t date = (uint16_t)(entry->day | (entry->month + 1) << 5 | (entry->year - FIRST_YEAR) << 9);
    uint16_t time = (uint16_t)(entry->seconds / 2 | entry->minutes << 5 | entry->hours << 11);
    if (!th_zip_write_begin(file, th_str_of(name), time, date))
        end_by_fault();
    return 0;
}

ANSWERED int zipWriteInFileInZip(void *file, const void *bytes, unsigned size);
int zipWriteInFileInZip(void *file, const void *bytes, unsigned size)
{
    if (!th_zip_write_add(file, (th_str){bytes, size}))
        end_by_fault();
    return 0;
}

ANSWERED int zipCloseFileInZip(void *file);
int zipCloseFileInZip(void *file)
{
    if (!th_zip_write_end(file))
        end_by_fault();
    return 0;
}

ANSWERED int zipClose(void *file, const char *comment);
int zipClose(void *file, const char *comment)
{
    (void)comment;
    if (!th_zip_write_close(file))
        end_by_fault();
    return 0;
}

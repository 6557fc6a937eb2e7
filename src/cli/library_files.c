/* What libxlsxwriter 1.1.4 asks of the machine for the workbook it writes, answered here.
 *
 * The library writes each part of a package to a temporary file, without looking whether that succeeded, and hands it
 * to minizip.  Both come from shared objects, so that a function of the same name in the program is found first:
 * temporary files lie in memory and in no folder, and the package is written by pack/zip_write.h.  None of it needs a
 * call that walls forbid (batch/walls.h).  What fails ends the process, which does nothing but draw (batch/drawing.h,
 * batch/clerk.h).
 *
 * These are names of others, and stand in the program only: libtonghop.a must not impose them on whoever links it.
 */
#define _GNU_SOURCE /* fopencookie, RTLD_NEXT */
#include "batch/process.h"
#include "draw/sheet_data.h"
#include "pack/zip_write.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

/* A file in the memory of the process: behind walls (batch/walls.h) there is no other. */
typedef struct temporary_file {
    char *bytes;
    size_t len, cap, at;
} temporary_file;

/* Room for so many bytes.  It grows by halves: what the kernel moves costs nothing, and what is not used neither. */
static void enlarge(temporary_file *file, size_t size)
{
    if (size <= file->cap)
        return;
    size_t cap = file->cap + file->cap / 2;
    if (cap < size)
        cap = size + STREAM_BUFFER;
    char *bytes = realloc(file->bytes, cap);
    if (!bytes)
        end_by_fault();
    file->bytes = bytes;
    file->cap = cap;
}

static ssize_t write_temporary(void *cookie, const char *bytes, size_t size)
{
    temporary_file *file = cookie;
    if (!size)
        return 0;
    enlarge(file, file->at + size);
    memcpy(file->bytes + file->at, bytes, size);
    file->at += size;
    if (file->at > file->len)
        file->len = file->at;
    return (ssize_t)size;
}

static ssize_t read_temporary(void *cookie, char *bytes, size_t size)
{
    temporary_file *file = cookie;
    size_t n = file->len - file->at < size ? file->len - file->at : size;
    if (n)
        memcpy(bytes, file->bytes + file->at, n);
    file->at += n;
    return (ssize_t)n;
}

/* Never seeks beyond the end: then there would be bytes that nobody wrote. */
static int seek_temporary(void *cookie, off64_t *offset, int whence)
{
    temporary_file *file = cookie;
    off64_t from = whence == SEEK_CUR ? (off64_t)file->at : 0;
    if (whence == SEEK_END)
        from = (off64_t)file->len;
    if (from + *offset < 0 || from + *offset > (off64_t)file->len)
        end_by_fault();
    *offset += from;
    file->at = (size_t)*offset;
    return 0;
}

static int close_temporary(void *cookie)
{
    temporary_file *file = cookie;
    free(file->bytes);
    free(file);
    return 0;
}

ANSWERED FILE *lxw_tmpfile(char *folder);
FILE *lxw_tmpfile(char *folder)
{
    (void)folder;
    const cookie_io_functions_t calls = {read_temporary, write_temporary, seek_temporary, close_temporary};
    temporary_file *file = calloc(1, sizeof *file);
    FILE *stream = file ? fopencookie(file, "w+", calls) : NULL;
    if (!stream || setvbuf(stream, NULL, _IOFBF, STREAM_BUFFER) != 0)
        end_by_fault();
    return stream;
}

/* ---- the rows of a sheet ---- */

/* What is not ours is written by the library's own function of this name. */
static void write_or_leave_to_library(void *sheet, bool (*write)(void *sheet), const char *name)
{
    void (*next)(void *sheet);
    if (write(sheet))
        return;
    void *found = dlsym(RTLD_NEXT, name);
    if (!found)
        end_by_fault();
    memcpy(&next, &found, sizeof found); /* a pointer to an object is one to a function, by POSIX; C wants it copied */
    next(sheet);
}

ANSWERED void _worksheet_write_sheet_data(void *sheet);
void _worksheet_write_sheet_data(void *sheet)
{
    write_or_leave_to_library(sheet, th_sheet_data_write, __func__);
}

ANSWERED void _worksheet_write_hyperlinks(void *sheet);
void _worksheet_write_hyperlinks(void *sheet)
{
    write_or_leave_to_library(sheet, th_sheet_links_write, __func__);
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

/* In a process that draws or reads a workbook, memory that is not given and a stream that fails end it.
 *
 * libxlsxwriter 1.1.4 goes on after a failed malloc or fprintf as often as not: with a signal, or with a workbook from
 * which something is missing; a library that reads may call a file damaged that is not.  These are the calls they make,
 * found in the program before those of the C library, which they hand on to.  In every other process they change
 * nothing.  A sanitizer brings calls of its own in their place, so that its builds do without: the release build is the
 * one whose faults are tested.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
/* With it glibc would define inline versions of the functions below. */
#undef _FORTIFY_SOURCE
#include "batch/process.h"

#ifndef __SANITIZE_ADDRESS__

#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

#define ANSWERED __attribute__((visibility("default")))

/* glibc's own, under its second name: they serve until the next in line is known. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);

static void *(*next_malloc)(size_t) = __libc_malloc;
static void *(*next_calloc)(size_t, size_t) = __libc_calloc;
static void *(*next_realloc)(void *, size_t) = __libc_realloc;
static size_t (*next_fwrite)(const void *, size_t, size_t, FILE *);
static size_t (*next_fread)(void *, size_t, size_t, FILE *);
static int (*next_fputs)(const char *, FILE *);
static int (*next_fputc)(int, FILE *);
static int (*next_fflush)(FILE *);

/* A pointer to an object is one to a function, by POSIX; C wants it copied. */
#define FIND_NEXT(next, name)                                                                                          \
    do {                                                                                                               \
        void *found = dlsym(RTLD_NEXT, name);                                                                          \
        if (found)                                                                                                     \
            memcpy(&(next), &found, sizeof found);                                                                     \
    } while (0)

__attribute__((constructor)) static void find_next(void)
{
    FIND_NEXT(next_malloc, "malloc");
    FIND_NEXT(next_calloc, "calloc");
    FIND_NEXT(next_realloc, "realloc");
    FIND_NEXT(next_fwrite, "fwrite");
    FIND_NEXT(next_fread, "fread");
    FIND_NEXT(next_fputs, "fputs");
    FIND_NEXT(next_fputc, "fputc");
    FIND_NEXT(next_fflush, "fflush");
}

static void end_on_fault(bool failed, int reason)
{
    if (failed && th_process_ends_on_faults())
        _exit(TH_PROCESS_FAULT + (reason ? reason : EIO));
}

/* ---- memory ---- */

ANSWERED void *malloc(size_t size)
{
    void *memory = next_malloc(size);
    end_on_fault(!memory, ENOMEM);
    return memory;
}

ANSWERED void *calloc(size_t count, size_t size)
{
    void *memory = next_calloc(count, size);
    end_on_fault(!memory, ENOMEM);
    return memory;
}

ANSWERED void *realloc(void *old, size_t size)
{
    void *memory = next_realloc(old, size);
    end_on_fault(!memory && size, ENOMEM);
    return memory;
}

/* ---- streams ---- */

ANSWERED size_t fwrite(const void *bytes, size_t size, size_t count, FILE *stream)
{
    size_t done = next_fwrite(bytes, size, count, stream);
    end_on_fault(done != count && size, errno);
    return done;
}

/* Fewer items than were asked for, and not because the file ended, is a failed read. */
ANSWERED size_t fread(void *bytes, size_t size, size_t count, FILE *stream)
{
    size_t done = next_fread(bytes, size, count, stream);
    end_on_fault(done < count && size && !feof(stream), errno);
    return done;
}

ANSWERED int fputs(const char *text, FILE *stream)
{
    int done = next_fputs(text, stream);
    end_on_fault(done < 0, errno);
    return done;
}

ANSWERED int fputc(int c, FILE *stream)
{
    int done = next_fputc(c, stream);
    end_on_fault(done < 0, errno);
    return done;
}

ANSWERED int fflush(FILE *stream)
{
    int done = next_fflush(stream);
    end_on_fault(done != 0, errno);
    return done;
}

/* What fprintf becomes in a library that is compiled with _FORTIFY_SOURCE. */
int __fprintf_chk(FILE *stream, int flag, const char *format, ...) __attribute__((format(printf, 3, 4)));
ANSWERED int __fprintf_chk(FILE *stream, int flag, const char *format, ...)
{
    va_list arguments;
    (void)flag;
    va_start(arguments, format);
    int done = vfprintf(stream, format, arguments);
    va_end(arguments);
    end_on_fault(done < 0, errno);
    return done;
}

#endif

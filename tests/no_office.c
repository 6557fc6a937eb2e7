/* A preloaded library for machines that have LibreOffice: a program that looks for it does not find it.
 * `make test` asks for nothing but this repository, and a night that freezes figures would else print a workbook each
 * time; tests/office has it. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <string.h>

int access(const char *path, int mode)
{
    if (strstr(path, "office")) {
        errno = ENOENT;
        return -1;
    }
    int (*next)(const char *, int) = (int (*)(const char *, int))dlsym(RTLD_NEXT, "access");
    return next(path, mode);
}

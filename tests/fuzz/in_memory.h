/* A workbook drawn in memory and read back.  The calls of libxlsxwriter are answered by cli/library_files.c, as in the
 * program, so that its temporary files lie in memory, too, and the rows are written by draw/rows.h. */
#ifndef TH_TESTS_IN_MEMORY_H
#define TH_TESTS_IN_MEMORY_H

#include "base/status.h"
#include "base/trouble.h"
#include "pack/zip_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Where the next workbook may be drawn: a name that is not taken. */
static const char *in_memory_path(void)
{
    static char path[64];
    th_zip_write_answers();
    snprintf(path, sizeof path, "/dev/shm/tonghop-fuzz-%ld.xlsx", (long)getpid());
    unlink(path);
    return path;
}

/* To be called with what the drawing returned.  A workbook that is not what was drawn is a finding; one that was
 * refused with a reason is none. */
static bool in_memory_drawn(th_status status, const th_trouble *trouble)
{
    unlink(in_memory_path());
    if (status == TH_FATAL || (status != TH_OK && !trouble->vi.len)) {
        fprintf(stderr, TH_FMT "\n", TH_ARG(trouble->en));
        abort();
    }
    return status == TH_OK;
}

#endif

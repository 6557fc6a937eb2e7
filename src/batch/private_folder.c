/* Making a private folder, which goes with its arena. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "batch/private_folder.h"

#include "base/str.h"
#include "batch/remove_folder.h"

#include <stdlib.h>

#include "base/banned.h"

static void remove_private(void *folder)
{
    th_folder_remove(folder);
}

const char *th_private_folder(th_arena *arena, const char *temporary, const char *what)
{
    char *folder = th_str_cstr(arena, th_str_fmt(arena, "%s/tonghop-%s-XXXXXX", temporary, what));
    if (!mkdtemp(folder))
        return NULL;
    th_arena_defer(arena, remove_private, folder);
    return folder;
}

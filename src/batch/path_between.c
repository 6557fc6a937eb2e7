/* The way from one file to another, as a link says it. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "batch/path_between.h"

#include "report/page.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

/* The folder of a path, without links and dots; false: it is not there. */
static bool real_folder(th_arena *arena, const char *path, char *real)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return realpath(".", real) != NULL;
    return realpath(th_str_cstr(arena, (th_str){path, slash == path ? 1 : (size_t)(slash - path)}), real) != NULL;
}

th_str th_path_between(th_arena *arena, const char *from, const char *to)
{
    char start[PATH_MAX], goal[PATH_MAX];
    if (!to || access(to, F_OK) != 0 || !real_folder(arena, from, start) || !real_folder(arena, to, goal))
        return (th_str){0};
    const char *slash = strrchr(to, '/');
    const char *name = slash ? slash + 1 : to;
    size_t same = 0; /* as much as both have, up to the end of a name */
    for (size_t i = 0;; i++) {
        bool ends_start = start[i] == '\0' || start[i] == '/', ends_goal = goal[i] == '\0' || goal[i] == '/';
        if (ends_start && ends_goal)
            same = i;
        if (start[i] != goal[i] || start[i] == '\0')
            break;
    }
    th_buf out;
    th_buf_init(&out, arena);
    for (const char *c = start + same; *c; c++)
        if (*c == '/' && c[1])
            th_buf_add(&out, TH_STR("../"));
    const char *rest = goal + same;
    while (*rest == '/')
        rest++;
    th_buf_fmt(&out, "%s%s%s", rest, *rest ? "/" : "", name);
    return th_page_encoded(arena, th_buf_str(&out));
}

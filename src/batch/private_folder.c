/* Making a private folder, which goes with its arena, and a process that removes it where its owner is killed. */
#define _GNU_SOURCE /* mkdtemp, close_range */
#include "batch/private_folder.h"

#include "base/str.h"
#include "batch/process.h"
#include "batch/remove_folder.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/banned.h"

typedef struct private_folder {
    char *path;
    pid_t keeper; /* below 0: there is none */
    int line;     /* to it: a byte when the folder is removed by its owner, nothing where that one was killed */
} private_folder;

/* ---- in the keeper ---- */

/* Sets the keeper apart from its owner: it outlives whatever ends the owner, and keeps nothing open that others wait
 * for. */
static void stand_apart(int line)
{
    static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    setsid();
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
        signal(ignored[i], SIG_IGN);
    if (line > 0)
        close_range(0, (unsigned)line - 1, 0);
    close_range((unsigned)line + 1, ~0U, 0);
}

/* The folder is made here, so that there is no moment in which it is there and nobody would remove it. */
static _Noreturn void keep_folder(char *path, int line)
{
    char removed;
    unsigned tries = 0;
    ssize_t n = 0;
    stand_apart(line);
    if (!mkdtemp(path))
        _exit(1);
    if (th_process_send(line, th_str_of(path)))
        do
            n = read(line, &removed, 1);
        while (n < 0 && th_process_interrupted(&tries));
    if (n <= 0)
        th_folder_remove(path);
    _exit(0);
}

/* ---- in the owner ---- */

/* The name that the keeper gave it; false: there is no keeper that has made one. */
static bool hear_name(const private_folder *folder)
{
    size_t length = strlen(folder->path), got = 0;
    char *name = folder->path;
    unsigned tries = 0;
    while (got < length) {
        ssize_t n = read(folder->line, name + got, length - got);
        if (n < 0 && th_process_interrupted(&tries))
            continue;
        if (n <= 0)
            return false;
        got += (size_t)n;
    }
    return true;
}

static void start_keeper(private_folder *folder)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return;
    folder->keeper = fork();
    if (folder->keeper == 0)
        keep_folder(folder->path, ends[1]);
    close(ends[1]);
    folder->line = ends[0];
    if (folder->keeper < 0)
        close(folder->line);
}

static void remove_private(void *what)
{
    const private_folder *folder = what;
    th_folder_remove(folder->path);
    if (folder->keeper < 0)
        return;
    th_process_send(folder->line, TH_STR("x"));
    close(folder->line);
    th_process_wait(folder->keeper);
}

const char *th_private_folder(th_arena *arena, const char *temporary, const char *what)
{
    private_folder *folder = th_arena_alloc(arena, sizeof *folder);
    const char *wanted = th_str_cstr(arena, th_str_fmt(arena, "%s/tonghop-%s-XXXXXX", temporary, what));
    *folder = (private_folder){th_str_cstr(arena, th_str_of(wanted)), -1, -1};
    start_keeper(folder);
    if (folder->keeper >= 0 && !hear_name(folder)) {
        close(folder->line);
        th_process_wait(folder->keeper);
        folder->keeper = -1;
    }
    /* Without a keeper it is as good, as long as nobody kills us; and why it cannot be made is asked here. */
    if (folder->keeper < 0) {
        folder->path = th_str_cstr(arena, th_str_of(wanted));
        if (!mkdtemp(folder->path))
            return NULL;
    }
    th_arena_defer(arena, remove_private, folder);
    return folder->path;
}

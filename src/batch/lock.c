/* The lock file of a run. */
#include "batch/lock.h"

#include "batch/process.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum { LOCK_TRIES = 8, HOLDER = 96, MOMENT = 32 };

/* "4711 server": who holds it, and when they wrote that. */
static void who_holds(int fd, char holder[HOLDER], char since[MOMENT])
{
    struct stat st;
    struct tm local;
    ssize_t n = read(fd, holder, HOLDER - 1);
    holder[n > 0 ? n : 0] = '\0';
    if (fstat(fd, &st) == 0 && localtime_r(&st.st_mtime, &local))
        strftime(since, MOMENT, "%H:%M %d/%m/%Y", &local);
}

/* Tells why nothing was locked: another run holds the lock, or this file system knows no locks, and then no run holds
 * any. */
static th_locked not_locked(th_arena *arena, const th_lock *lock, const char *what, th_trouble *trouble)
{
    int why = errno;
    char holder[HOLDER] = "", since[MOMENT] = "";
    if (why != EWOULDBLOCK) {
        unlink(lock->path);
        *trouble = th_trouble_of_system(
            arena, TH_WORDS(arena, "không khóa được “%s”", "“%s” cannot be locked", lock->path), why);
        return TH_LOCK_FAILED;
    }
    who_holds(lock->fd, holder, since);
    th_str machine = th_str_of(holder), who;
    th_str_cut(&machine, ' ', &who);
    if (machine.len)
        who = th_str_fmt(arena, TH_FMT ", " TH_FMT, TH_ARG(who), TH_ARG(machine));
    *trouble = TH_TROUBLE(
        arena, "một lượt chạy khác (tiến trình " TH_FMT ", từ %s) đang ghi “%s”; chờ lượt đó xong rồi chạy lại",
        "another run (process " TH_FMT ", since %s) is writing “%s”; wait until it has ended and run again",
        TH_ARG(who), since, what);
    return TH_LOCK_BUSY;
}

static th_locked not_made(th_arena *arena, const th_lock *lock, th_trouble *trouble)
{
    int why = errno;
    const char *slash = strrchr(lock->path, '/');
    th_str folder = slash ? (th_str){lock->path, (size_t)(slash - lock->path)} : TH_STR(".");
    th_words what = TH_WORDS(arena, "không ghi được vào thư mục “" TH_FMT "”", "folder “" TH_FMT "” cannot be written",
                             TH_ARG(folder.len ? folder : TH_STR("/")));
    *trouble = th_trouble_of_system(arena, what, why);
    return TH_LOCK_FAILED;
}

static bool sign_lock(int fd)
{
    char host[HOLDER / 2] = "", text[HOLDER];
    if (gethostname(host, sizeof host - 1) != 0)
        host[0] = '\0';
    int n = snprintf(text, sizeof text, "%ld%s%s", (long)getpid(), *host ? " " : "", host);
    return ftruncate(fd, 0) == 0 && th_process_write(fd, (th_str){text, (size_t)n});
}

static th_locked close_unheld(th_lock *lock, th_locked result)
{
    if (lock->fd >= 0)
        close(lock->fd);
    lock->fd = -1;
    return result;
}

/* A lock file that was removed between open and lock is tried again.  Where the machine does not say what has the name
 * now, it is ours if it has a name at all: nobody else's can stand there, and it is not left behind. */
static bool is_the_file(const th_lock *lock)
{
    struct stat held, named;
    if (fstat(lock->fd, &held) != 0)
        return false;
    if (stat(lock->path, &named) != 0)
        return errno != ENOENT && held.st_nlink > 0;
    return held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

th_locked th_lock_take(th_arena *arena, th_lock *lock, const char *what, th_trouble *trouble)
{
    for (int attempt = 0; attempt < LOCK_TRIES; attempt++) {
        lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
        if (lock->fd < 0)
            return not_made(arena, lock, trouble);
        if (flock(lock->fd, LOCK_EX | LOCK_NB) != 0)
            return close_unheld(lock, not_locked(arena, lock, what, trouble));
        if (!is_the_file(lock)) {
            close_unheld(lock, TH_LOCK_FAILED);
            continue;
        }
        if (sign_lock(lock->fd))
            return TH_LOCK_HELD;
        int why = errno;
        *trouble = th_trouble_of_system(
            arena, TH_WORDS(arena, "không ghi được “%s”", "“%s” cannot be written", lock->path), why);
        th_lock_release(lock);
        return TH_LOCK_FAILED;
    }
    *trouble = TH_TROUBLE(arena, "không khóa được “%s”", "“%s” cannot be locked", lock->path);
    return TH_LOCK_FAILED;
}

void th_lock_release(th_lock *lock)
{
    if (lock->fd < 0)
        return;
    unlink(lock->path);
    close(lock->fd);
    lock->fd = -1;
}

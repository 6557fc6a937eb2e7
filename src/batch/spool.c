/* Writing mail into its folder, and handing it to a program. */
#include "batch/spool.h"

#include "batch/files.h"
#include "batch/lock.h"
#include "batch/new_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum {
    MOST_SENT_KEPT = 30,
    MOST_IN_A_ROW = 3,  /* messages that fail, before the others wait for the next time */
    MOST_SECONDS = 480, /* of all of them */
    NAP = 20 * 1000000, /* nanoseconds between two looks at the program */
    NOT_STARTED = 127,  /* exit code of a child that is no program */
    MOST_STATE = 4096
};

static const char *in_spool(th_arena *arena, const char *folder, const char *before, th_str name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/%s" TH_FMT, folder, before, TH_ARG(name)));
}

static th_status spool_refused(th_arena *arena, const char *path, int why, th_trouble *trouble)
{
    *trouble = th_trouble_of_system(arena, TH_WORDS(arena, "không ghi được “%s”", "“%s” cannot be written", path), why);
    return TH_FAILED;
}

/* ---- writing ---- */

static th_status put_in_spool(th_arena *arena, const char *folder, th_str name, th_str bytes, th_trouble *trouble)
{
    const char *path = in_spool(arena, folder, "", name), *part = in_spool(arena, folder, ".part-", name);
    if (mkdir(folder, 0750) != 0 && errno != EEXIST)
        return spool_refused(arena, folder, errno, trouble);
    unlink(part); /* of a run that was killed */
    int why = th_new_file(part, bytes, 0640);
    if (!why && rename(part, path) != 0)
        why = errno;
    if (why) {
        unlink(part);
        return spool_refused(arena, path, why, trouble);
    }
    th_folder_sync(folder);
    return TH_OK;
}

th_status th_spool_put(th_arena *arena, const char *folder, th_str name, th_str message, th_trouble *trouble)
{
    return put_in_spool(arena, folder, th_str_fmt(arena, TH_FMT ".eml", TH_ARG(name)), message, trouble);
}

th_status th_spool_remember(th_arena *arena, const char *folder, const th_spool_state *state, th_trouble *trouble)
{
    th_str text = th_str_fmt(arena, TH_FMT "\n%d\n%d\n", TH_ARG(state->digest), state->failed, state->reminded);
    return put_in_spool(arena, folder, TH_STR(".tinh-trang"), text, trouble);
}

void th_spool_recall(th_arena *arena, const char *folder, th_spool_state *state)
{
    const char *path = in_spool(arena, folder, "", TH_STR(".tinh-trang"));
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    th_limits limits = th_limits_default;
    limits.file_bytes = MOST_STATE;
    th_findings ignored = {0};
    th_str bytes, line;
    long number;
    *state = (th_spool_state){0};
    if (access(path, R_OK) != 0 || th_file_read(arena, &limits, &input, &bytes, &ignored) != TH_OK)
        return;
    if (th_str_cut(&bytes, '\n', &line))
        state->digest = line;
    if (th_str_cut(&bytes, '\n', &line) && th_str_to_long(line, &number))
        state->failed = number == 1;
    if (th_str_cut(&bytes, '\n', &line) && th_str_to_long(line, &number) && number > 0 && number < INT32_MAX)
        state->reminded = (int)number;
}

/* ---- sending ---- */

static int by_name(const void *a, const void *b)
{
    return th_str_cmp(*(const th_str *)a, *(const th_str *)b);
}

/* Messages of a folder, the oldest first: their names begin with their moment. */
static th_strs list_messages(th_arena *arena, const char *folder)
{
    th_strs names = {0};
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && th_str_ends(th_str_of(entry->d_name), TH_STR(".eml")))
            th_strs_add(&names, arena, th_str_copy(arena, th_str_of(entry->d_name)));
    if (dir)
        closedir(dir);
    if (names.n)
        qsort(names.at, names.n, sizeof *names.at, by_name);
    return names;
}

size_t th_spool_waiting(th_arena *arena, const char *folder)
{
    return list_messages(arena, folder).n;
}

static double spool_clock(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* In the child: the message on standard input, what the program says on our standard error. */
static _Noreturn void become_program(const char **command, int message)
{
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    if (dup2(message, STDIN_FILENO) < 0 || dup2(STDERR_FILENO, STDOUT_FILENO) < 0)
        _exit(NOT_STARTED);
    char **arguments;
    memcpy(&arguments, &command, sizeof arguments); /* execvp() takes them without const, and changes nothing */
    execvp(arguments[0], arguments);
    _exit(NOT_STARTED);
}

/* The status of the program; or -1 where it took too long and was killed with all it had started. */
static int wait_for_program(pid_t pid, unsigned seconds)
{
    double until = spool_clock() + seconds;
    int status = 0;
    for (;;) {
        pid_t ended = waitpid(pid, &status, WNOHANG);
        if (ended == pid)
            return status;
        if (ended < 0 && errno != EINTR)
            return NOT_STARTED << 8;
        if (spool_clock() >= until)
            break;
        nanosleep(&(struct timespec){0, NAP}, NULL);
    }
    kill(-pid, SIGKILL);
    kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    return -1;
}

static void say_waiting(th_arena *arena, th_sent *sent, th_words what)
{
    TH_PUSH(arena, sent->said, sent->nsaid, sent->said_cap, what);
}

/* True: the program took it. */
static bool send_one(th_arena *arena, const th_sending *sending, th_str name, th_sent *sent)
{
    struct stat st;
    int message = open(in_spool(arena, sending->folder, "", name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (message < 0 || fstat(message, &st) != 0 || !S_ISREG(st.st_mode)) {
        say_waiting(arena, sent,
                    TH_WORDS(arena, "không đọc được thư " TH_FMT, "mail " TH_FMT " cannot be read", TH_ARG(name)));
        if (message >= 0)
            close(message);
        return false;
    }
    pid_t pid = fork();
    if (pid == 0)
        become_program(sending->command, message);
    close(message);
    int status = pid < 0 ? NOT_STARTED << 8 : wait_for_program(pid, sending->seconds);
    if (status == 0)
        return true;
    const char *program = sending->command[0];
    if (status == -1)
        say_waiting(arena, sent,
                    TH_WORDS(arena, "“%s” không xong sau %u giây nên bị dừng; thư " TH_FMT " còn chờ gửi",
                             "“%s” was not done after %u seconds and was ended; mail " TH_FMT " waits", program,
                             sending->seconds, TH_ARG(name)));
    else
        say_waiting(arena, sent,
                    TH_WORDS(arena, "“%s” không gửi được (mã %d); thư " TH_FMT " còn chờ gửi",
                             "“%s” did not send it (code %d); mail " TH_FMT " waits", program,
                             WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), TH_ARG(name)));
    return false;
}

static void keep_sent(th_arena *arena, const th_sending *sending, th_str name, th_sent *sent)
{
    const char *done = in_spool(arena, sending->folder, "", TH_STR("da-gui"));
    const char *from = in_spool(arena, sending->folder, "", name);
    if (mkdir(done, 0750) != 0 && errno != EEXIST)
        say_waiting(arena, sent, TH_WORDS(arena, "không tạo được thư mục “%s”", "folder “%s” cannot be made", done));
    /* What cannot be kept must not be sent once more. */
    if (rename(from, in_spool(arena, done, "", name)) != 0)
        unlink(from);
    th_folder_sync(sending->folder);
    th_strs kept = list_messages(arena, done);
    for (size_t i = 0; i + MOST_SENT_KEPT < kept.n; i++)
        unlink(in_spool(arena, done, "", kept.at[i]));
}

static void send_all(th_arena *arena, const th_sending *sending, const th_strs *names, th_sent *sent)
{
    size_t failed = 0;
    double began = spool_clock();
    for (size_t i = 0; i < names->n; i++) {
        if (failed == MOST_IN_A_ROW || spool_clock() - began > MOST_SECONDS)
            break;
        if (send_one(arena, sending, names->at[i], sent)) {
            keep_sent(arena, sending, names->at[i], sent);
            th_strs_add(&sent->names, arena, names->at[i]);
            failed = 0;
        } else {
            failed++;
        }
    }
    sent->sent = sent->names.n;
    sent->left = names->n - sent->sent;
}

th_status th_spool_send(th_arena *arena, const th_sending *sending, th_sent *sent, th_trouble *trouble)
{
    *sent = (th_sent){0};
    if (!list_messages(arena, sending->folder).n)
        return TH_OK;
    th_lock lock = {in_spool(arena, sending->folder, "", TH_STR(".gui.lock")), -1};
    th_locked locked = th_lock_take(arena, &lock, sending->folder, trouble);
    sent->busy = locked == TH_LOCK_BUSY;
    if (locked != TH_LOCK_HELD)
        return TH_FAILED;
    th_strs names = list_messages(arena, sending->folder); /* as they are now that nobody else sends */
    if (sending->command) {
        send_all(arena, sending, &names, sent);
    } else {
        sent->left = names.n;
        say_waiting(arena, sent,
                    TH_WORDS_ARE("chưa ghi khóa “lệnh gửi thư” trong tệp cấu hình",
                                 "key “lệnh gửi thư” is not stated in the configuration"));
    }
    th_lock_release(&lock);
    return TH_OK;
}

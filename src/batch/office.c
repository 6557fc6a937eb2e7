/* Starting LibreOffice, waiting for it, ending it. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "batch/office.h"

#include "base/ascii.h"
#include "base/digest.h"
#include "batch/files.h"
#include "batch/process.h"
#include "text/utf8.h"
#include "text/value.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum { NOT_STARTED = 127, MOST_DESCRIPTORS = 1024, FILE_OF_US = 0600 };
static const long look_again = 50L * 1000 * 1000; /* nanoseconds */

static const char *const places[] = {"/usr/bin/soffice", "/usr/local/bin/soffice", "/usr/bin/libreoffice",
                                     "/opt/libreoffice/program/soffice"};

static const char *find_office(void)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (access(places[i], X_OK) == 0)
            return places[i];
    return NULL;
}

/* In the child.  It and all that it starts are one group of processes, so that all are ended together. */
static _Noreturn void become_office(pid_t parent, char *const *arguments, char *const *environment)
{
    th_process_die_with(parent);
    setpgid(0, 0);
    int nothing = open("/dev/null", O_RDWR);
    for (int fd = 0; fd <= STDERR_FILENO; fd++)
        dup2(nothing, fd);
    for (int fd = STDERR_FILENO + 1; fd < MOST_DESCRIPTORS; fd++)
        close(fd);
    execve(arguments[0], arguments, environment);
    _exit(NOT_STARTED);
}

static bool has_ended(pid_t pid, int *status)
{
    unsigned tries = 0;
    pid_t ended;
    do
        ended = waitpid(pid, status, WNOHANG);
    while (ended < 0 && th_process_interrupted(&tries));
    return ended != 0;
}

static time_t office_clock(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec;
}

/* False: it took too long. */
static bool wait_for_office(pid_t pid, unsigned seconds, int *status)
{
    const struct timespec while_ = {0, look_again};
    time_t until = office_clock() + (time_t)seconds;
    while (office_clock() <= until) {
        if (has_ended(pid, status))
            return true;
        nanosleep(&while_, NULL);
    }
    return false;
}

static th_status no_pdf(th_trouble *trouble, th_words why)
{
    *trouble = why;
    return TH_FAILED;
}

/* What is started: its arguments and environment, and how long it may take. */
typedef struct office_call {
    char *const *arguments, *const *environment;
    unsigned seconds;
} office_call;

static th_status run_office(th_arena *arena, const office_call *call, th_trouble *trouble)
{
    int status = 0;
    pid_t parent = getpid(), pid = fork();
    if (pid < 0)
        return no_pdf(trouble, TH_WORDS_ARE("không khởi động được LibreOffice", "LibreOffice cannot be started"));
    if (pid == 0)
        become_office(parent, call->arguments, call->environment);
    setpgid(pid, pid); /* whoever of the two is first */
    bool in_time = wait_for_office(pid, call->seconds, &status);
    kill(-pid, SIGKILL); /* what it may have left running, too */
    if (!in_time) {
        th_process_wait(pid);
        return no_pdf(trouble, TH_WORDS(arena, "LibreOffice chạy quá %u giây", "LibreOffice took more than %u seconds",
                                        call->seconds));
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return TH_OK;
    return no_pdf(trouble, TH_WORDS_ARE("LibreOffice không đổi được sang PDF", "LibreOffice did not make the PDF"));
}

/* ---- what the clock put into it ---- */

enum { DIGITS_OF_DATE = 14, DIGITS_OF_ID = 32, SECONDS_OF_DAY = 86400, SERIAL_OF_EPOCH = 25569 };

/* The place behind the last occurrence of a word; NULL: it does not occur. */
static char *behind_last(char *bytes, size_t n, const char *word)
{
    size_t len = strlen(word);
    for (size_t at = n < len ? 0 : n - len + 1; at-- > 0;)
        if (memcmp(bytes + at, word, len) == 0)
            return bytes + at + len;
    return NULL;
}

/* Writes over the hexadecimal digits from `at` on, none of them beyond `end`. */
static char *write_digits(char *at, const char *end, th_str digits)
{
    while (at && at < end && th_hex_value(*at) < 0)
        at++;
    for (size_t i = 0; at && i < digits.len && at < end && th_hex_value(*at) >= 0; i++)
        *at++ = digits.ptr[i];
    return at;
}

static void write_ids(char *bytes, size_t n, th_str id)
{
    char *at = behind_last(bytes, n, "/ID [");
    for (int pair = 0; pair < 2; pair++)
        at = write_digits(at, bytes + n, id);
    write_digits(behind_last(bytes, n, "/DocChecksum /"), bytes + n, id);
}

/* LibreOffice asks the clock for the date of a .pdf, and makes its names of that: the date becomes the stated one, the
 * names those of the content, so that the same workbook gives the same bytes. */
static void state_date(th_arena *arena, char *bytes, size_t n, int64_t created)
{
    int year, month, day, left = (int)(created % SECONDS_OF_DAY);
    th_date_of_serial((int)(created / SECONDS_OF_DAY) + SERIAL_OF_EPOCH, &year, &month, &day);
    th_str date =
        th_str_fmt(arena, "%04d%02d%02d%02d%02d%02d", year, month, day, left / 3600, left / 60 % 60, left % 60);
    write_digits(behind_last(bytes, n, "/CreationDate(D:"), bytes + n, th_str_sub(date, 0, DIGITS_OF_DATE));
    write_ids(bytes, n, TH_STR("00000000000000000000000000000000"));
    th_str id = th_sha256(arena, (th_str){bytes, n});
    write_ids(bytes, n, th_text_upper(arena, th_str_sub(id, 0, DIGITS_OF_ID)));
}

/* The .pdf that LibreOffice left under the name of the workbook. */
static th_status take_pdf(th_arena *arena, const th_office_job *job, th_str *pdf, th_trouble *trouble)
{
    const char *slash = strrchr(job->workbook, '/');
    th_str name = th_str_of(slash ? slash + 1 : job->workbook), bytes;
    const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT "pdf", job->folder,
                                                     TH_ARG(th_str_sub(name, 0, name.len - strlen("xlsx")))));
    const th_input input = {.path = th_str_of(path), .name = name};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    if (th_file_fetch(arena, &any, &input, &bytes).why)
        return no_pdf(trouble, TH_WORDS_ARE("LibreOffice không ghi tệp PDF", "LibreOffice wrote no PDF"));
    char *own = th_str_cstr(arena, bytes);
    state_date(arena, own, bytes.len, job->created);
    *pdf = (th_str){own, bytes.len};
    return TH_OK;
}

/* ---- its profile ---- */

/* Cells without a language of their own are shown as Vietnamese write numbers and dates. */
static const char settings[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
    "<item oor:path=\"/org.openoffice.Setup/L10N\"><prop oor:name=\"ooSetupSystemLocale\" oor:op=\"fuse\">"
    "<value>vi</value></prop></item>\n"
    "<item oor:path=\"/org.openoffice.Office.Linguistic/General\"><prop oor:name=\"DefaultLocale\" oor:op=\"fuse\">"
    "<value>vi</value></prop></item>\n"
    "</oor:items>\n";

static bool make_own_folder(const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool put_settings(th_arena *arena, const char *profile)
{
    const char *user = th_str_cstr(arena, th_str_fmt(arena, "%s/user", profile));
    const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/registrymodifications.xcu", user));
    if (!make_own_folder(user))
        return false;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, FILE_OF_US);
    bool written = fd >= 0 && write(fd, settings, sizeof settings - 1) == (ssize_t)(sizeof settings - 1);
    if (fd >= 0 && close(fd) != 0)
        written = false;
    return written;
}

/* "file:///…", as an address writes it. */
static th_str address_of_folder(th_arena *arena, const char *path)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR("file://"));
    for (size_t i = 0; path[i]; i++)
        if (th_is_alnum(path[i]) || th_is_one_of(path[i], "/._-~"))
            th_buf_byte(&out, path[i]);
        else
            th_buf_fmt(&out, "%%%02X", (unsigned)(unsigned char)path[i]);
    return th_buf_str(&out);
}

/* One that is ended at once leaves the socket by which it would be found, in folders that it does not ask for; the name
 * is made of the address of its profile, in UTF-16. */
static void remove_socket(th_arena *arena, th_str address)
{
    static const char *const folders[] = {"/tmp", "/var/tmp"};
    uint8_t digest[TH_DIGEST_MOST];
    th_buf wide, name;
    th_buf_init(&wide, arena);
    th_buf_init(&name, arena);
    for (size_t i = 0; i < address.len; i++) {
        th_buf_byte(&wide, address.ptr[i]);
        th_buf_byte(&wide, 0);
    }
    size_t n = th_digest_of(TH_MD5, th_buf_str(&wide), (th_str){0}, digest);
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&name, "%x", (unsigned)digest[i]);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        struct stat st;
        const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/OSL_PIPE_%u_SingleOfficeIPC_" TH_FMT, folders[i],
                                                         (unsigned)getuid(), TH_ARG(th_buf_str(&name))));
        if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
            unlink(path);
    }
}

th_status th_office_pdf(th_arena *arena, const th_office_job *job, th_str *pdf, th_trouble *trouble)
{
    const char *program = find_office();
    if (!program)
        return no_pdf(trouble, TH_WORDS_ARE("máy không có LibreOffice", "the machine has no LibreOffice"));
    char profile[PATH_MAX];
    if (!make_own_folder(job->folder) || !make_own_folder(job->profile) || !realpath(job->profile, profile) ||
        !put_settings(arena, profile))
        return no_pdf(trouble, th_system_words(arena, errno));
    th_str address = address_of_folder(arena, profile);
    char *arguments[] = {
        th_str_cstr(arena, th_str_of(program)),
        th_str_cstr(arena, th_str_fmt(arena, "-env:UserInstallation=" TH_FMT, TH_ARG(address))),
        th_str_cstr(arena, TH_STR("--headless")),
        th_str_cstr(arena, TH_STR("--norestore")),
        th_str_cstr(arena, TH_STR("--convert-to")),
        th_str_cstr(arena, TH_STR("pdf")),
        th_str_cstr(arena, TH_STR("--outdir")),
        th_str_cstr(arena, th_str_of(job->folder)),
        th_str_cstr(arena, th_str_of(job->workbook)),
        NULL,
    };
    char *environment[] = {
        th_str_cstr(arena, TH_STR("PATH=/usr/bin:/bin")),
        th_str_cstr(arena, TH_STR("LANG=C.UTF-8")),
        th_str_cstr(arena, TH_STR("TZ=UTC0")),
        th_str_cstr(arena, th_str_fmt(arena, "HOME=%s", profile)),
        th_str_cstr(arena, th_str_fmt(arena, "TMPDIR=%s", profile)),
        NULL,
    };
    const office_call call = {arguments, environment, job->seconds};
    th_status status = run_office(arena, &call, trouble);
    remove_socket(arena, address);
    if (status != TH_OK)
        return TH_FAILED;
    return take_pdf(arena, job, pdf, trouble);
}

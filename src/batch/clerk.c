/* The line between a clerk and its principal, and the process at its end. */
#define _GNU_SOURCE /* fopencookie */
#include "batch/clerk.h"

#include "batch/process.h"
#include "batch/reader.h"
#include "batch/walls.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum {
    PIECE = 64 * 1024,
    MOST_ABOUT = 4096,
    MOST_WORDS = 1 << 16,
    GRACE = 5,
    STAGES = 2,
    MILLISECONDS = 1000,
    NANOSECONDS = 1000000
};
static const uint32_t handed_over = TH_CLERK_CHANNELS; /* behind the channels */

/* What goes over the line to the principal; `about` and the bytes follow. */
typedef struct line_message {
    uint32_t kind;
    uint32_t about;
    uint64_t bytes;
} line_message;

/* What the principal sends back; the texts follow. */
typedef struct line_reply {
    uint32_t status;
    uint32_t vi, en, answer;
} line_reply;

th_str th_clerk_trouble_bytes(th_arena *arena, th_trouble trouble)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, trouble.vi);
    th_buf_byte(&out, '\0');
    th_buf_add(&out, trouble.en);
    return th_buf_str(&out);
}

th_trouble th_clerk_trouble_of(th_arena *arena, th_str bytes)
{
    th_str vi = {0};
    if (!th_str_cut(&bytes, '\0', &vi) || vi.len > MOST_WORDS || bytes.len > MOST_WORDS)
        return (th_trouble){0};
    return (th_trouble){th_str_copy(arena, vi), th_str_copy(arena, bytes)};
}

/* ---- in the clerk ---- */

static void send_or_end(const th_clerk *clerk, th_str bytes)
{
    if (!th_process_write(clerk->fd, bytes))
        _exit(TH_PROCESS_FAULT + EPIPE);
}

static void receive_or_end(const th_clerk *clerk, void *to, size_t n)
{
    unsigned tries = 0;
    for (size_t got = 0; got < n;) {
        ssize_t now = read(clerk->fd, (char *)to + got, n - got);
        if (now < 0 && th_process_interrupted(&tries))
            continue;
        if (now <= 0)
            _exit(TH_PROCESS_FAULT + EPIPE);
        got += (size_t)now;
    }
}

static void send_message(const th_clerk *clerk, uint32_t kind, const th_handed *what)
{
    const line_message head = {kind, (uint32_t)what->about.len, what->bytes.len};
    send_or_end(clerk, (th_str){(const char *)&head, sizeof head});
    send_or_end(clerk, what->about);
    send_or_end(clerk, what->bytes);
}

void th_clerk_tell(const th_clerk *clerk, th_clerk_channel channel, th_str text)
{
    do {
        th_str piece = th_str_sub(text, 0, text.len < PIECE ? text.len : PIECE);
        send_message(clerk, channel, &(th_handed){.bytes = piece});
        text = th_str_sub(text, piece.len, text.len);
    } while (text.len);
}

static th_str receive_text(th_arena *arena, const th_clerk *clerk, size_t n)
{
    char *text = th_arena_array(arena, n + 1, 1);
    receive_or_end(clerk, text, n);
    return (th_str){text, n};
}

th_clerk_reply th_clerk_hand(th_arena *arena, const th_clerk *clerk, const th_handed *what)
{
    line_reply head;
    send_message(clerk, handed_over, what);
    receive_or_end(clerk, &head, sizeof head);
    th_str vi = receive_text(arena, clerk, head.vi), en = receive_text(arena, clerk, head.en);
    return (th_clerk_reply){(th_status)head.status, {vi, en}, receive_text(arena, clerk, head.answer)};
}

/* What a stream knows of where it leads. */
typedef struct told_stream {
    th_clerk *clerk;
    th_clerk_channel channel;
} told_stream;

static ssize_t tell_by_stream(void *cookie, const char *bytes, size_t size)
{
    const told_stream *stream = cookie;
    th_clerk_tell(stream->clerk, stream->channel, (th_str){bytes, size});
    return (ssize_t)size;
}

/* What is told of troubles is flushed line by line, so that it stands where it belongs among other lines. */
FILE *th_clerk_stream(th_clerk *clerk, th_clerk_channel channel)
{
    static told_stream streams[TH_CLERK_CHANNELS];
    const cookie_io_functions_t calls = {.write = tell_by_stream};
    streams[channel] = (told_stream){clerk, channel};
    FILE *stream = fopencookie(&streams[channel], "w", calls);
    if (!stream || setvbuf(stream, NULL, channel == TH_CLERK_ERR ? _IOLBF : _IOFBF, PIECE) != 0)
        _exit(TH_PROCESS_FAULT + ENOMEM);
    return stream;
}

void th_clerk_raise_walls(th_clerk *clerk)
{
    if (!th_walls_raise_here(clerk->fd))
        th_clerk_tell(clerk, TH_CLERK_UNWALLED, (th_str){0});
}

static _Noreturn void be_clerk(const th_commission *commission, int fd, pid_t parent)
{
    th_clerk clerk = {fd};
    th_process_die_with(parent);
    th_process_begin_reading(commission->limits);
    _exit(commission->work(commission->ctx, &clerk));
}

/* ---- in the principal ---- */

typedef struct line_end {
    const th_commission *commission;
    th_arena *arena; /* of what is at hand, and gone with it */
    int fd;
    long patience; /* milliseconds that may still be waited, all in all */
    bool timed_out;
    bool cut;     /* a message ended too early */
    bool strange; /* something came that is no message of a clerk of ours */
} line_end;

static long now_in_milliseconds(void)
{
    struct timespec moment;
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return moment.tv_sec * MILLISECONDS + moment.tv_nsec / NANOSECONDS;
}

/* A clerk ends by its own clock where it computes; one that only waits is ended by ours.  Where poll fails there is no
 * such clock, and the read waits. */
static bool has_something(line_end *line)
{
    struct pollfd readable = {.fd = line->fd, .events = POLLIN};
    long since = now_in_milliseconds();
    int n = poll(&readable, 1, line->patience < INT_MAX ? (int)line->patience : INT_MAX);
    line->patience -= now_in_milliseconds() - since;
    line->timed_out = n == 0 || line->patience <= 0;
    return !line->timed_out;
}

static bool receive(line_end *line, void *to, size_t n)
{
    unsigned tries = 0;
    for (size_t got = 0; got < n;) {
        if (!has_something(line))
            return false;
        ssize_t now = read(line->fd, (char *)to + got, n - got);
        if (now < 0 && th_process_interrupted(&tries))
            continue;
        if (now <= 0)
            return false;
        got += (size_t)now;
    }
    return true;
}

static bool take_handed_over(line_end *line, const th_handed *what)
{
    const th_clerk_reply reply = line->commission->handed(line->commission->ctx, line->arena, what);
    const line_reply head = {(uint32_t)reply.status, (uint32_t)reply.why.vi.len, (uint32_t)reply.why.en.len,
                             (uint32_t)reply.answer.len};
    return th_process_send(line->fd, (th_str){(const char *)&head, sizeof head}) &&
           th_process_send(line->fd, reply.why.vi) && th_process_send(line->fd, reply.why.en) &&
           th_process_send(line->fd, reply.answer);
}

/* One message.  False: there are no more, or it is none that a clerk of ours sends. */
static bool take_message(line_end *line)
{
    line_message head;
    if (!receive(line, &head, sizeof head))
        return false;
    bool hands = head.kind == handed_over && line->commission->handed;
    /* Larger than the memory of a clerk no output is. */
    size_t most = hands ? 2 * line->commission->limits->memory_bytes : PIECE;
    if ((head.kind >= TH_CLERK_CHANNELS && !hands) || head.about > (hands ? MOST_ABOUT : 0) || head.bytes > most)
        line->strange = true;
    if (line->strange)
        return false;
    char *about = th_arena_array(line->arena, head.about + 1, 1), *bytes = th_arena_alloc(line->arena, head.bytes + 1);
    line->cut = !receive(line, about, head.about) || !receive(line, bytes, head.bytes);
    if (line->cut)
        return false;
    const th_handed what = {{about, head.about}, {bytes, head.bytes}};
    if (hands)
        return take_handed_over(line, &what);
    line->commission->told(line->commission->ctx, (th_clerk_channel)head.kind, what.bytes);
    return true;
}

/* Takes messages until the clerk has ended, or says what no clerk says. */
static void listen_to(th_arena *arena, line_end *line)
{
    bool more = true;
    while (more) {
        line->arena = th_arena_scratch(arena);
        more = take_message(line);
        th_arena_free(line->arena);
    }
}

/* A clerk whose principal has no memory left, nor a way back to it, ends with the arena. */
typedef struct clerk_at_work {
    pid_t pid;
    int fd;
} clerk_at_work;

static void dismiss(void *what)
{
    clerk_at_work *clerk = what;
    if (clerk->fd < 0)
        return;
    close(clerk->fd);
    clerk->fd = -1;
    kill(clerk->pid, SIGKILL);
    th_process_wait(clerk->pid);
}

static int refuse_clerk(th_arena *arena, int reason, th_trouble *trouble)
{
    *trouble = th_system_words(arena, reason);
    return -1;
}

int th_clerk_do(th_arena *arena, const th_commission *commission, th_trouble *trouble)
{
    int ends[2];
    clerk_at_work *clerk = th_arena_alloc(arena, sizeof *clerk);
    *trouble = (th_trouble){0};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return refuse_clerk(arena, errno, trouble);
    pid_t parent = getpid(), pid = fork();
    if (pid == 0) {
        close(ends[0]);
        be_clerk(commission, ends[1], parent);
    }
    int reason = errno;
    close(ends[1]);
    *clerk = (clerk_at_work){pid, pid < 0 ? -1 : ends[0]};
    if (pid < 0) {
        close(ends[0]);
        return refuse_clerk(arena, reason, trouble);
    }
    th_arena_defer(arena, dismiss, clerk);
    line_end line = {.commission = commission, .fd = ends[0]};
    line.patience = (long)(commission->limits->seconds * STAGES * TH_READER_WALL_FACTOR + GRACE) * MILLISECONDS;
    listen_to(arena, &line);
    close(clerk->fd); /* who goes on without being listened to ends by it */
    clerk->fd = -1;
    if (line.timed_out || line.strange)
        kill(pid, SIGKILL);
    int status = th_process_wait(pid);
    bool whole = !line.timed_out && !line.strange && !line.cut;
    if (whole && WIFEXITED(status) && WEXITSTATUS(status) < TH_PROCESS_ARCHIVE_TIME)
        return WEXITSTATUS(status);
    if (!line.strange)
        *trouble = th_process_trouble(arena, commission->limits, status, line.timed_out);
    if (!trouble->vi.len)
        *trouble = TH_TROUBLE_IS("bộ đọc kết thúc bất thường", "the reader ended abnormally");
    return -1;
}

/* The server's socket, what goes over it, and the fork of a worker. */
#define _GNU_SOURCE /* CLONE_PARENT, close_range */
#include "batch/server.h"

#include "base/sanitizer.h"
#include "batch/process.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/banned.h"

/* A path beyond the first cannot be opened, and is sent cut: the worker hears from the system what is wrong with it. */
enum { LONGEST_PATH = 4100, LONGEST_NAME = 60000, MOST_RESTARTS = 3, STANDARD = 3 };

/* What goes to the server; the bytes of path and name follow, and the descriptor goes along. */
typedef struct order_message {
    th_input input; /* the flags; its texts are of the other process */
    size_t path, name;
    bool last_try;
} order_message;

typedef struct order_buffer {
    order_message head;
    char path[LONGEST_PATH + 1], name[LONGEST_NAME + 1];
} order_buffer;

/* Room for one descriptor, aligned as the system wants it. */
typedef union carried_fd {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
} carried_fd;

/* ---- in the server ---- */

static bool receive_order(int from, order_buffer *order, int *fd)
{
    carried_fd carried;
    struct iovec part = {order, sizeof *order};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &carried, .msg_controllen = sizeof carried};
    ssize_t n;
    unsigned tries = 0;
    do
        n = recvmsg(from, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && th_process_interrupted(&tries));
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (n < (ssize_t)sizeof order->head || !head || head->cmsg_type != SCM_RIGHTS)
        return false;
    memcpy(fd, CMSG_DATA(head), sizeof *fd);
    return true;
}

/* The texts stand one behind the other, as they came. */
static th_input input_received(order_buffer *order)
{
    th_input input = order->head.input;
    char *name = order->path + order->head.path + 1;
    input.path = (th_str){order->path, order->head.path};
    input.name = (th_str){name, order->head.name};
    return input;
}

/* As fork(), but the child is one of our own parent, which waits for it and can end it. */
static pid_t fork_for_parent(void)
{
    return (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
}

static void serve_orders(const th_errand *errand, int socket, pid_t parent)
{
    static order_buffer received; /* too large for the stack of a worker */
    int fd;
    while (receive_order(socket, &received, &fd)) {
        pid_t pid = fork_for_parent();
        if (pid == 0) {
            th_process_die_with(parent);
            close(socket);
            const th_input input = input_received(&received);
            errand->run(errand->ctx, &(th_order){&input, received.head.last_try, fd});
            _exit(TH_PROCESS_FAULT + EPIPE);
        }
        pid = pid < 0 ? -errno : pid;
        close(fd);
        if (th_process_send(socket, (th_str){(const char *)&pid, sizeof pid}))
            continue;
        if (pid > 0) /* nobody knows of it, and another one will be asked for the same file */
            kill(pid, SIGKILL);
        return;
    }
}

/* What the parent has open is nothing to a process that reads.  A sanitizer writes to standard error. */
static void drop_descriptors(int keep)
{
    enum { MUTE = TH_SANITIZED ? STDERR_FILENO : STANDARD };
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < MUTE && nothing >= 0; fd++)
        dup2(nothing, fd);
    if (dup2(keep, STANDARD) == STANDARD)
        close_range(STANDARD + 1, ~0U, 0);
}

/* How a worker ends is what its parent goes by, whatever the program had in mind for itself. */
static void answer_no_signal(void)
{
    static const int fatal[] = {SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGALRM, SIGXCPU};
    for (size_t i = 0; !TH_SANITIZED && i < sizeof fatal / sizeof *fatal; i++)
        signal(fatal[i], SIG_DFL);
}

static _Noreturn void be_server(const th_errand *errand, int socket, pid_t parent)
{
    th_process_die_with(parent);
    answer_no_signal();
    drop_descriptors(socket);
    th_process_end_on_faults(); /* it is replaced then; lacking what a library did not get, it would serve on */
    if (errand->prepare)
        errand->prepare(errand->ctx);
    serve_orders(errand, STANDARD, parent);
    _exit(0);
}

/* ---- in the parent ---- */

bool th_server_start(th_server *server, th_errand errand)
{
    int ends[2];
    server->errand = errand;
    server->fd = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    pid_t parent = getpid();
    server->pid = fork();
    if (server->pid == 0) {
        close(ends[0]);
        be_server(&errand, ends[1], parent);
    }
    close(ends[1]);
    if (server->pid < 0) {
        int reason = errno;
        close(ends[0]);
        errno = reason;
        return false;
    }
    server->fd = ends[0];
    return true;
}

static bool send_order(int to, const th_order *order)
{
    const th_input *input = order->input;
    order_message head = {.input = *input,
                          .path = input->path.len < LONGEST_PATH ? input->path.len : LONGEST_PATH,
                          .name = input->name.len < LONGEST_NAME ? input->name.len : LONGEST_NAME,
                          .last_try = order->last_try};
    char end = '\0';
    head.input.path = head.input.name = (th_str){0};
    struct iovec parts[] = {{&head, sizeof head},
                            {(void *)(uintptr_t)input->path.ptr, head.path},
                            {&end, 1},
                            {(void *)(uintptr_t)input->name.ptr, head.name},
                            {&end, 1}};
    carried_fd carried = {.bytes = {0}};
    struct msghdr message = {
        .msg_iov = parts, .msg_iovlen = 5, .msg_control = &carried, .msg_controllen = sizeof carried};
    struct cmsghdr *control = CMSG_FIRSTHDR(&message);
    *control = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
    memcpy(CMSG_DATA(control), &order->fd, sizeof order->fd);
    ssize_t n;
    unsigned tries = 0;
    do
        n = sendmsg(to, &message, MSG_NOSIGNAL);
    while (n < 0 && th_process_interrupted(&tries));
    return n > 0;
}

/* False: the server is no more. */
static bool ask_server(const th_server *server, const th_order *order, pid_t *pid)
{
    ssize_t n;
    unsigned tries = 0;
    if (server->fd < 0 || !send_order(server->fd, order))
        return false;
    do
        n = recv(server->fd, pid, sizeof *pid, 0);
    while (n < 0 && th_process_interrupted(&tries));
    return n == sizeof *pid;
}

pid_t th_server_fork(th_server *server, const th_order *order)
{
    pid_t pid;
    while (!ask_server(server, order, &pid)) {
        th_server_stop(server);
        if (server->restarts++ == MOST_RESTARTS) {
            errno = ECHILD;
            return -1;
        }
        if (!th_server_start(server, server->errand))
            return -1;
    }
    if (pid > 0)
        return pid;
    errno = -pid;
    return -1;
}

void th_server_stop(th_server *server)
{
    if (server->fd < 0)
        return;
    close(server->fd);
    server->fd = -1;
    th_process_wait(server->pid);
}

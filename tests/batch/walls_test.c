/* Workers that try what a reader needs not: each is killed, costs one finding, and the others are read.  Linked with
 * the objects of the release, whose list of calls is the one that counts; a worker's callback stands in for a reader
 * that a file has taken over. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/clerk.h"
#include "batch/definition.h"
#include "batch/process.h"
#include "batch/reader.h"
#include "batch/submissions.h"
#include "batch/worker.h"
#include "scratch_file.h"

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534, MOST_FDS = 1024 };

static size_t allowed;               /* bytes of memory */
static const char *folder, *written; /* of the test; a file that must never be there */

/* ---- what a reader that was taken over might try ---- */

static void try_open(void)
{
    open("/etc/passwd", O_RDONLY);
}
static void try_create(void)
{
    open(written, O_WRONLY | O_CREAT, 0666);
}
static void try_write(void)
{
    (void)!write(STDERR_FILENO, "here\n", 5);
}
static void try_socket(void)
{
    socket(AF_UNIX, SOCK_STREAM, 0);
}
static void try_fork(void)
{
    fork();
}
static void try_ptrace(void)
{
    ptrace(PTRACE_ATTACH, getpid() - 1, NULL, NULL);
}
static void try_execve(void)
{
    execl("/bin/true", "true", (char *)NULL);
}
static void try_kill(void)
{
    kill(getpid() - 1, SIGTERM);
}
static void try_code(void)
{
    mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
static void try_unlink(void)
{
    unlink(folder);
}
static void try_limits_of_parent(void)
{
    struct rlimit seen;
    prlimit(getpid() - 1, RLIMIT_NOFILE, NULL, &seen);
}

static const struct {
    const char *name;
    void (*attempt)(void);
} attempts[] = {{"open", try_open},
                {"create", try_create},
                {"write", try_write},
                {"socket", try_socket},
                {"fork", try_fork},
                {"ptrace", try_ptrace},
                {"execve", try_execve},
                {"kill", try_kill},
                {"code", try_code},
                {"unlink", try_unlink},
                {"limits", try_limits_of_parent}};
enum { ATTEMPTS = sizeof attempts / sizeof *attempts };

/* ---- what happens to any reader ---- */

static void stop_by_abort(void)
{
    abort();
}
static void stop_by_fault(void)
{
    raise(SIGSEGV);
}
static void stop_by_memory(void)
{
    _exit(TH_PROCESS_NO_MEMORY);
}
/* Memory that is no arena's, a little more of it than the limit. */
static void stop_by_hunger(void)
{
    enum { PIECE = 16 << 20, MORE = 128 << 20 };
    for (size_t got = 0; got < allowed + MORE; got += PIECE)
        if (!malloc(PIECE))
            _exit(got < allowed - MORE ? EXIT_SUCCESS : TH_PROCESS_NO_MEMORY);
}
static void stop_by_time(void)
{
    for (volatile bool going = true; going;)
        ;
}

static const struct {
    const char *name;
    void (*stop)(void);
    const char *said;
} ends[] = {{"abort", stop_by_abort, "tín hiệu 6"},
            {"fault", stop_by_fault, "tín hiệu 11"},
            {"memory", stop_by_memory, "memory-mb"},
            {"hunger", stop_by_hunger, "memory-mb"},
            {"time", stop_by_time, "giới hạn “seconds”"}};
enum { ENDS = sizeof ends / sizeof *ends, HONEST = 3, FILES = ATTEMPTS + ENDS + HONEST };

/* What a reader has: the limits that are 0, and the descriptors that can be closed, but for its own. */
static int describe(char *text, size_t size, int own)
{
    static const int resources[] = {RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_FSIZE, RLIMIT_CORE};
    int zero = 0, open_fds = 0;
    for (size_t i = 0; i < sizeof resources / sizeof *resources; i++) {
        struct rlimit both = {1, 1};
        getrlimit((__rlimit_resource_t)resources[i], &both);
        zero += both.rlim_cur == 0 && both.rlim_max == 0;
    }
    for (int fd = STDERR_FILENO + 1; fd < MOST_FDS; fd++)
        open_fds += fd != own && close(fd) == 0;
    return snprintf(text, size, "limits %d descriptors %d", zero, open_fds);
}

static bool say_what_it_has(int own)
{
    char text[64];
    int n = describe(text, sizeof text, own);
    return th_process_write(own, (th_str){text, (size_t)n});
}

static bool behave(th_arena *arena, const th_one_file *file, int fd)
{
    (void)arena;
    for (size_t i = 0; i < ATTEMPTS; i++)
        if (th_str_eq(file->input->name, th_str_of(attempts[i].name)))
            attempts[i].attempt();
    for (size_t i = 0; i < ENDS; i++)
        if (th_str_eq(file->input->name, th_str_of(ends[i].name)))
            ends[i].stop();
    return say_what_it_has(fd);
}

/* ---- a run ---- */

typedef struct run_of_test {
    th_arena *arena;
    th_limits limits;
    th_reader reader;
    th_server server;
    th_definition *definition;
    th_inputs inputs;
    th_readings read;
} run_of_test;

static void add_input(run_of_test *run, const char *name)
{
    const char *path = th_str_cstr(run->arena, th_str_fmt(run->arena, "%s/%s", folder, name));
    th_input input = {.path = th_str_of(path), .name = th_str_of(name)};
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    (void)!write(fd, "x", 1);
    close(fd);
    TH_PUSH(run->arena, run->inputs.at, run->inputs.n, run->inputs.cap, input);
}

static void begin_run(run_of_test *run)
{
    th_str hash;
    th_findings faults = {0};
    th_trouble trouble = {0};
    *run = (run_of_test){.arena = th_arena_new(0), .limits = th_limits_default, .server = {.fd = -1}};
    run->limits.seconds = 1;
    allowed = run->limits.memory_bytes;
    const th_definition_source source = {.path = TH_TEST_SAMPLES "/truong-hoc/dinh-nghia",
                                         .limits = &run->limits,
                                         .faults = &faults,
                                         .trouble = &trouble};
    assert_true(th_definition_open(run->arena, &source, &run->definition, &hash) < TH_FAILED);
    run->reader = (th_reader){.definition = run->definition, .limits = &run->limits, .parse = behave};
    add_input(run, "honest 1");
    for (size_t i = 0; i < ATTEMPTS; i++)
        add_input(run, attempts[i].name);
    add_input(run, "honest 2");
    for (size_t i = 0; i < ENDS; i++)
        add_input(run, ends[i].name);
    add_input(run, "honest 3");
    assert_int_equal(run->inputs.n, FILES);
    assert_true(th_reader_begin(&run->reader, &run->server));
    assert_false(run->reader.unwalled);
}

static void read_all_files(run_of_test *run, unsigned jobs)
{
    const th_work work = {.inputs = &run->inputs, .limits = &run->limits, .jobs = jobs};
    size_t n = run->inputs.n;
    run->read.streams =
        (th_streams){th_arena_array(run->arena, n, sizeof(th_str)), th_arena_array(run->arena, n, sizeof(th_trouble))};
    run->read.same.of = th_arena_array(run->arena, n, sizeof(size_t));
    for (size_t i = 0; i < n; i++)
        run->read.same.of[i] = i;
    assert_int_equal(th_workers_run(run->arena, &work, &run->server, &run->read.streams), TH_OK);
}

static bool says(th_str text, const char *part)
{
    return th_str_find(text, th_str_of(part), 0) != SIZE_MAX;
}

/* What the workers left behind, file by file. */
static void check_answers(const run_of_test *run)
{
    for (size_t i = 0; i < run->inputs.n; i++) {
        th_str name = run->inputs.at[i].name, said = run->read.streams.trouble[i].vi;
        const char *expected = NULL;
        for (size_t k = 0; k < ATTEMPTS; k++)
            if (th_str_eq(name, th_str_of(attempts[k].name)))
                expected = "nên bị chặn";
        for (size_t k = 0; k < ENDS; k++)
            if (th_str_eq(name, th_str_of(ends[k].name)))
                expected = ends[k].said;
        if (expected && !says(said, expected))
            fail_msg("%s: " TH_FMT, name.ptr, TH_ARG(said));
        if (!expected) {
            assert_int_equal(said.len, 0);
            assert_true(th_str_eq(run->read.streams.records[i], TH_STR("limits 4 descriptors 0")));
        }
    }
    assert_int_equal(access(written, F_OK), -1);
}

/* Each that did not answer is one finding that names it; the records of the honest are none, and say so themselves. */
static void check_findings(const run_of_test *run)
{
    th_dataset *ds = th_dataset_new(run->arena, run->definition);
    th_submissions_add(ds, &run->inputs, &run->read);
    for (size_t i = 0; i < run->inputs.n; i++) {
        size_t found = 0;
        for (size_t k = 0; k < ds->findings.n; k++)
            found += ds->findings.at[k].kind == TH_F_FILE_WORKER &&
                     th_str_eq(ds->findings.at[k].place.file, run->inputs.at[i].name);
        assert_int_equal(found, run->read.streams.trouble[i].vi.len != 0);
    }
}

static void end_run(run_of_test *run)
{
    th_server_stop(&run->server);
    th_arena_free(run->arena);
}

static void run_with(unsigned jobs)
{
    run_of_test run;
    begin_run(&run);
    read_all_files(&run, jobs);
    check_answers(&run);
    check_findings(&run);
    end_run(&run);
}

static int setup(void **state)
{
    th_arena *arena = th_arena_new(0);
    *state = arena;
    folder = arena ? scratch_folder(arena) : NULL;
    if (!folder || chmod(folder, 0777) != 0)
        return 1;
    written = th_str_cstr(arena, th_str_fmt(arena, "%s/written", folder));
    return 0;
}

static int teardown(void **state)
{
    th_arena_free(*state);
    return 0;
}

static void one_at_a_time(void **state)
{
    (void)state;
    run_with(1);
}

static void several_at_a_time(void **state)
{
    (void)state;
    run_with(4);
}

/* Root has rights that others have not; without them everything is the same. */
static void as_another_user(void **state)
{
    (void)state;
    if (getuid() != 0)
        skip();
    pid_t pid = fork();
    if (pid == 0) {
        if (setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 || setuid(NOBODY) != 0)
            _exit(1);
        run_with(2);
        _exit(0);
    }
    assert_int_equal(th_process_wait(pid), 0);
}

static void a_server_that_dies_is_replaced(void **state)
{
    (void)state;
    run_of_test run;
    begin_run(&run);
    kill(run.server.pid, SIGKILL);
    read_all_files(&run, 2);
    check_answers(&run);
    end_run(&run);
}

/* ---- a clerk ---- */

enum { CLERK_DONE = 1 };

typedef struct clerk_of_test {
    size_t attempt; /* ATTEMPTS: none */
    bool lies;
    int out, err; /* how often it told something */
    th_str handed;
    th_arena *arena;
} clerk_of_test;

static int work_as_clerk(void *ctx, th_clerk *clerk)
{
    const clerk_of_test *test = ctx;
    th_arena *arena = th_arena_new(0);
    th_clerk_raise_walls(clerk);
    if (test->attempt < ATTEMPTS)
        attempts[test->attempt].attempt();
    if (test->lies) {
        const uint64_t nonsense[] = {UINT64_MAX, UINT64_MAX};
        return th_process_write(clerk->fd, (th_str){(const char *)nonsense, sizeof nonsense}) ? 0 : 2;
    }
    fprintf(th_clerk_stream(clerk, TH_CLERK_ERR), "one\ntwo\n");
    char text[64];
    int n = describe(text, sizeof text, clerk->fd);
    th_clerk_tell(clerk, TH_CLERK_OUT, (th_str){text, (size_t)n});
    const th_clerk_reply reply = th_clerk_hand(arena, clerk, &(th_handed){TH_STR("about"), TH_STR("bytes")});
    bool understood = reply.status == TH_WARN && th_str_eq(reply.why.vi, TH_STR("vì")) &&
                      th_str_eq(reply.why.en, TH_STR("why")) && th_str_eq(reply.answer, TH_STR("answer"));
    return understood ? CLERK_DONE : 2;
}

static void hear_clerk(void *ctx, th_clerk_channel channel, th_str text)
{
    clerk_of_test *test = ctx;
    assert_int_not_equal(channel, TH_CLERK_UNWALLED);
    test->err += channel == TH_CLERK_ERR;
    if (channel == TH_CLERK_OUT) {
        assert_true(th_str_eq(text, TH_STR("limits 4 descriptors 0")));
        test->out++;
    }
}

static th_clerk_reply take_from_clerk(void *ctx, th_arena *arena, const th_handed *what)
{
    clerk_of_test *test = ctx;
    assert_true(th_str_eq(what->about, TH_STR("about")));
    test->handed = th_str_copy(test->arena, what->bytes);
    return (th_clerk_reply){TH_WARN, {TH_STR("vì"), TH_STR("why")}, th_str_copy(arena, TH_STR("answer"))};
}

static int have_clerk(clerk_of_test *test, th_trouble *why)
{
    th_limits limits = th_limits_default;
    const th_commission commission = {
        .limits = &limits, .work = work_as_clerk, .told = hear_clerk, .handed = take_from_clerk, .ctx = test};
    return th_clerk_do(test->arena, &commission, why);
}

static void a_clerk_tells_and_hands_over(void **state)
{
    (void)state;
    th_trouble why;
    clerk_of_test test = {.attempt = ATTEMPTS, .arena = th_arena_new(0)};
    assert_int_equal(have_clerk(&test, &why), CLERK_DONE);
    assert_int_equal(test.out, 1);
    assert_true(test.err >= 1);
    assert_true(th_str_eq(test.handed, TH_STR("bytes")));
    th_arena_free(test.arena);
}

static void a_clerk_is_killed_for_what_it_tries(void **state)
{
    (void)state;
    for (size_t i = 0; i < ATTEMPTS; i++) {
        th_trouble why;
        clerk_of_test test = {.attempt = i, .arena = th_arena_new(0)};
        assert_int_equal(have_clerk(&test, &why), -1);
        if (!says(why.vi, "nên bị chặn"))
            fail_msg("%s: " TH_FMT, attempts[i].name, TH_ARG(why.vi));
        assert_int_equal(test.out + test.err, 0);
        th_arena_free(test.arena);
    }
    assert_int_equal(access(written, F_OK), -1);
}

/* Lengths that no clerk of ours sends are not waited for, and nothing it returns counts. */
static void a_clerk_that_lies_is_ended(void **state)
{
    (void)state;
    th_trouble why;
    clerk_of_test test = {.attempt = ATTEMPTS, .lies = true, .arena = th_arena_new(0)};
    assert_int_equal(have_clerk(&test, &why), -1);
    assert_true(th_str_eq(why.en, TH_STR("the reader ended abnormally")));
    th_arena_free(test.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_at_a_time),
        cmocka_unit_test(several_at_a_time),
        cmocka_unit_test(as_another_user),
        cmocka_unit_test(a_server_that_dies_is_replaced),
        cmocka_unit_test(a_clerk_tells_and_hands_over),
        cmocka_unit_test(a_clerk_is_killed_for_what_it_tries),
        cmocka_unit_test(a_clerk_that_lies_is_ended),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}

/* One run at a time: who holds a lock is said, and a lock that nobody holds is taken, whatever stands in its file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "batch/lock.h"
#include "scratch_file.h"

#include <sys/file.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

static const char *lock_in(th_arena *arena)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/.a.lock", scratch_folder(arena)));
}

static bool says(th_trouble trouble, const char *words)
{
    return th_str_find(trouble.vi, th_str_of(words), 0) != SIZE_MAX;
}

static void a_second_run_is_told_who_holds_it(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_lock one = {lock_in(arena), -1}, other = {one.path, -1};
    th_trouble why = {0};
    assert_int_equal(th_lock_take(arena, &one, "kq.xlsx", &why), TH_LOCK_HELD);
    assert_int_equal(th_lock_take(arena, &other, "kq.xlsx", &why), TH_LOCK_BUSY);
    assert_int_equal(other.fd, -1);
    assert_true(says(why, th_str_cstr(arena, th_str_fmt(arena, "tiến trình %ld", (long)getpid()))));
    assert_true(says(why, "“kq.xlsx”"));
    th_lock_release(&other); /* which it does not hold */
    assert_int_equal(access(one.path, F_OK), 0);
    th_lock_release(&one);
    assert_int_equal(one.fd, -1);
    assert_int_not_equal(access(one.path, F_OK), 0);
    assert_int_equal(th_lock_take(arena, &other, "kq.xlsx", &why), TH_LOCK_HELD);
    th_lock_release(&other);
    th_arena_free(arena);
}

/* Only the process is stated, as versions before wrote it. */
static void a_holder_without_a_machine_is_told(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_lock lock = {lock_in(arena), -1};
    th_trouble why = {0};
    int fd = open(lock.path, O_RDWR | O_CREAT, 0644);
    assert_int_equal(write(fd, "4711", 4), 4);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_int_equal(th_lock_take(arena, &lock, "x", &why), TH_LOCK_BUSY);
    assert_true(says(why, "(tiến trình 4711, từ "));
    close(fd);
    assert_int_equal(th_lock_take(arena, &lock, "x", &why), TH_LOCK_HELD); /* left by a run that is gone */
    th_lock_release(&lock);
    th_arena_free(arena);
}

static void a_run_that_is_killed_holds_nothing(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_lock lock = {lock_in(arena), -1};
    th_trouble why = {0};
    int ready[2];
    char byte;
    assert_int_equal(pipe(ready), 0);
    pid_t pid = fork();
    if (pid == 0) {
        th_locked taken = th_lock_take(arena, &lock, "x", &why);
        if (taken != TH_LOCK_HELD || write(ready[1], "!", 1) != 1)
            _exit(1);
        for (;;)
            pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(th_lock_take(arena, &lock, "x", &why), TH_LOCK_BUSY);
    assert_true(says(why, th_str_cstr(arena, th_str_fmt(arena, "tiến trình %ld", (long)pid))));
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_int_equal(access(lock.path, F_OK), 0);
    assert_int_equal(th_lock_take(arena, &lock, "x", &why), TH_LOCK_HELD);
    th_lock_release(&lock);
    close(ready[0]);
    close(ready[1]);
    th_arena_free(arena);
}

static void what_cannot_be_made_is_said(void **state)
{
    (void)state;
    th_arena *arena = th_arena_new(0);
    th_trouble why = {0};
    const char *folder = scratch_folder(arena);
    th_lock lock = {th_str_cstr(arena, th_str_fmt(arena, "%s/none/.a.lock", folder)), -1};
    assert_int_equal(th_lock_take(arena, &lock, "x", &why), TH_LOCK_FAILED);
    assert_true(says(why, "/none”: "));
    lock.path = th_str_cstr(arena, th_str_fmt(arena, "%s/link", folder));
    assert_int_equal(symlink("elsewhere", lock.path), 0);
    assert_int_equal(th_lock_take(arena, &lock, "x", &why), TH_LOCK_FAILED);
    assert_int_equal(lock.fd, -1);
    th_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_second_run_is_told_who_holds_it),
        cmocka_unit_test(a_holder_without_a_machine_is_told),
        cmocka_unit_test(a_run_that_is_killed_holds_nothing),
        cmocka_unit_test(what_cannot_be_made_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* How far a command has come, on a terminal. */
#include "cli/cli.h"

#include <unistd.h>

#include "base/banned.h"

/* "12/700 · 3,5 tệp/giây · còn 196 giây · NAME", once there is a rate to tell. */
static void print_pace(const th_cli *cli, const th_progress_step *step)
{
    enum { A_SECOND = 1000, TENTHS = 10 };
    long long passed = th_log_clock() - cli->logging->began;
    if (passed < A_SECOND || !step->done)
        return;
    long long tenths = (long long)step->done * TENTHS * A_SECOND / passed;
    long long left = (long long)(step->total - step->done) * passed / (long long)step->done / A_SECOND;
    fprintf(stderr, TH_SAY(cli, "· %lld,%lld tệp/giây · còn %lld giây ", "· %lld.%lld files a second · %lld s left "),
            tenths / TENTHS, tenths % TENTHS, left);
}

void th_print_progress(void *ctx, const th_progress_step *step)
{
    const th_cli *cli = ctx;
    th_log_took(cli, step->name, step->milliseconds);
    if (cli->quiet || !isatty(STDERR_FILENO))
        return;
    fprintf(stderr, "\r\033[K%zu/%zu ", step->done, step->total);
    print_pace(cli, step);
    fputs("· ", stderr);
    th_print_escaped(stderr, step->name);
    if (step->done == step->total)
        fputs("\r\033[K", stderr);
    fflush(stderr);
}

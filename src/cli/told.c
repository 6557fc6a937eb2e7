/* What a clerk tells (batch/clerk.h), printed where it belongs. */
#include "cli/cli.h"

#include "base/banned.h"

/* Lines that were escaped when they were made stay as they are; those of a clerk that a file has taken over are escaped
 * here. */
static void print_told(FILE *to, th_str text)
{
    while (text.len) {
        size_t end = th_str_find(text, TH_STR("\n"), 0);
        th_print_escaped(to, th_str_sub(text, 0, end < text.len ? end : text.len));
        if (end >= text.len)
            return;
        fputc('\n', to);
        text = th_str_sub(text, end + 1, text.len);
    }
}

void th_cli_take(th_cli_desk *desk, th_clerk_channel channel, th_str text)
{
    switch (channel) {
    case TH_CLERK_OUT:
        if (desk->raw)
            fwrite(text.ptr, 1, text.len, desk->out);
        else
            print_told(desk->out, text);
        break;
    case TH_CLERK_ERR:
        fflush(desk->out); /* what was told before stands before */
        print_told(stderr, text);
        break;
    case TH_CLERK_REPORT:
        if (desk->report)
            fwrite(text.ptr, 1, text.len, desk->report);
        break;
    case TH_CLERK_LOG: th_log(desk->cli, TH_LOG_OF_STOPPED, text); break;
    case TH_CLERK_UNWALLED:
        if (!desk->unwalled)
            th_print_trouble(desk->cli, th_walls_refused());
        desk->unwalled = true;
        break;
    case TH_CLERK_CHANNELS:
    default: break;
    }
}

void th_cli_tell_faults(const th_cli *cli, th_clerk *clerk, FILE *err, const th_run *run)
{
    th_str why = th_print_why(cli, err, run);
    fflush(err);
    th_clerk_tell(clerk, TH_CLERK_LOG, why);
}

/* tonghop mail [--failed UNIT] CONFIG */
#include "cli/cli.h"

#include "batch/mail.h"
#include "batch/moments.h"
#include "batch/nightly_check.h"

#include "base/banned.h"

enum { STAGES = 3 }; /* a program that sends mail has the seconds of a file this often */

static int tell_of_sending(const th_cli *cli, const th_sent *sent)
{
    for (size_t i = 0; i < sent->nsaid; i++) {
        th_print_trouble(cli, sent->said[i]);
        th_log(cli, TH_LOG_OF_SAID, TH_SAY(cli, sent->said[i].vi, sent->said[i].en));
    }
    for (size_t i = 0; i < sent->names.n; i++)
        th_log(cli, TH_LOG_OF_WRITTEN, sent->names.at[i]);
    if (!cli->quiet)
        printf(TH_SAY(cli, "Thư          đã gửi %zu, còn chờ %zu\n", "Mail         %zu sent, %zu waiting\n"),
               sent->sent, sent->left);
    return sent->left ? TH_EXIT_ERRORS : TH_EXIT_CLEAN;
}

static int send_waiting(const th_cli *cli, th_arena *arena, const th_config *config)
{
    th_sent sent;
    th_trouble why = {0};
    const char *folder = th_config_spool(arena, config);
    if (!folder) /* the configuration, whose faults were told, names none */
        return TH_EXIT_NOTHING;
    const th_sending sending = {folder, config->mail, STAGES * (unsigned)cli->limits.seconds};
    if (th_spool_send(arena, &sending, &sent, &why) == TH_OK)
        return tell_of_sending(cli, &sent);
    th_print_trouble(cli, why);
    return sent.busy ? TH_EXIT_BUSY : TH_EXIT_ERRORS;
}

/* A unit of the machine ended without a result: that is written down, too. */
static int write_failed(const th_cli *cli, th_arena *arena, const th_config *config)
{
    th_trouble why = {0};
    const th_morning morning = {.arena = arena,
                                .config = config,
                                .guard = cli->guard,
                                .moment = th_moment_now(),
                                .workbook = config->path[TH_CONFIG_OUT]};
    if (!th_mail_is_asked(config))
        why = TH_TROUBLE_IS("chưa ghi khóa “gửi thư tới” trong tệp cấu hình, nên không báo được cho ai",
                            "key “gửi thư tới” is not stated in the configuration, so that nobody can be told");
    else if (th_mail_of_unit(&morning, th_str_of(cli->failed), &why) == TH_OK)
        return TH_EXIT_CLEAN;
    th_print_trouble(cli, why);
    return TH_EXIT_ERRORS;
}

static int do_mail(const th_cli *cli, th_arena *arena)
{
    th_config config;
    th_config_faults faults = {0};
    th_config_read(arena, cli->operands[0], &config, &faults);
    th_cli_print_config_faults(cli, arena, &faults); /* and what is right is enough to send by, perhaps */
    th_config_guard(&config, cli->guard);
    int written = cli->failed ? write_failed(cli, arena, &config) : TH_EXIT_CLEAN;
    int sent = send_waiting(cli, arena, &config);
    return written > sent ? written : sent;
}

int th_cli_mail(const th_cli *cli)
{
    if (cli->noperands != 1)
        return th_cli_usage(cli, "mail cần một tệp CẤU-HÌNH", "mail needs a CONFIG");
    th_arena *arena = th_arena_new(0);
    int code = TH_EXIT_NOTHING;
    if (!arena || TH_ARENA_GUARD(arena))
        th_print_faults(cli, NULL);
    else
        code = do_mail(cli, arena);
    th_arena_free(arena);
    return code;
}

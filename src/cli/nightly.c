/* tonghop nightly [--if-asked] CONFIG | --check CONFIG | --restore RUN CONFIG | --init FOLDER [-d DEFINITION] */
#include "cli/cli.h"

#include "batch/moments.h"
#include "batch/nightly.h"
#include "batch/nightly_check.h"
#include "batch/nightly_init.h"
#include "batch/nightly_past.h"

#include "base/banned.h"

void th_cli_print_config_faults(const th_cli *cli, th_arena *arena, const th_config_faults *faults)
{
    for (size_t i = 0; i < faults->n; i++) {
        const th_config_fault *fault = &faults->at[i];
        th_trouble what = fault->what;
        if (fault->line)
            what = TH_WORDS(arena, "%s, dòng %zu: " TH_FMT, "%s, line %zu: " TH_FMT, cli->operands[0], fault->line,
                            TH_ARG(TH_SAY(cli, fault->what.vi, fault->what.en)));
        th_print_trouble(cli, what);
        th_log(cli, TH_LOG_OF_FAULT, TH_SAY(cli, what.vi, what.en));
    }
}

/* Tells of the last run, so that whoever has copied the folder to another machine sees whether all came along. */
static void print_past(const th_cli *cli, th_arena *arena)
{
    static const char *const vi[] = {[TH_PAST_NONE] = "không có",
                                     [TH_PAST_SAME] = "khớp",
                                     [TH_PAST_CHANGED] = "đã đổi từ lần ấy",
                                     [TH_PAST_GONE] = "không thấy ở đây"};
    static const char *const en[] = {[TH_PAST_NONE] = "none",
                                     [TH_PAST_SAME] = "the same",
                                     [TH_PAST_CHANGED] = "changed since",
                                     [TH_PAST_GONE] = "not here"};
    const char *const *words = cli->english ? en : vi;
    th_nightly_past past;
    int year, month, day;
    th_nightly_look_back(arena, cli->operands[0], &cli->limits, &past);
    if (!past.number) {
        puts(TH_SAY(cli, "Lần cũ       chưa chạy lần nào", "Last run     there was none"));
        return;
    }
    th_date_of_serial(past.day, &year, &month, &day);
    bool whole = past.definition == TH_PAST_SAME && past.ledger != TH_PAST_CHANGED && past.ledger != TH_PAST_GONE &&
                 past.workbook == TH_PAST_SAME && past.kept == past.originals;
    if (cli->english)
        printf("Last run     %s run %lld of %04d-%02d-%02d: ", whole ? "matches" : "compared with", past.number, year,
               month, day);
    else
        printf("Lần cũ       %s lần chạy %lld ngày %02d/%02d/%04d cũ: ", whole ? "khớp" : "so với", past.number, day,
               month, year);
    printf(TH_SAY(cli, "bộ biểu mẫu %s; sổ ban thư ký %s; bảng tổng hợp %s; bản gốc đã giữ %zu/%zu\n",
                  "definition %s; ledger %s; workbook %s; originals kept %zu/%zu\n"),
           words[past.definition], words[past.ledger], words[past.workbook], past.kept, past.originals);
}

static int check_config(const th_cli *cli, th_arena *arena)
{
    const th_nightly_checking checking = {cli->operands[0], &cli->limits, cli->guard};
    th_config_faults faults = {0};
    th_nightly_disk disk = {0};
    bool usable = th_nightly_check(arena, &checking, &faults, &disk) == TH_OK;
    th_cli_print_config_faults(cli, arena, &faults);
    if (!cli->quiet && disk.known)
        printf(TH_SAY(cli, "Ổ đĩa        còn %llu MB; một lượt chạy cần tới %llu MB\n",
                      "Disk         %llu MB free; a run takes up to %llu MB\n"),
               disk.free >> 20, (disk.needed >> 20) + 1);
    if (!cli->quiet)
        print_past(cli, arena);
    if (!cli->quiet && usable)
        printf(TH_SAY(cli, "Cấu hình     %s dùng được\n", "Config       %s can be used\n"), cli->operands[0]);
    return usable ? TH_EXIT_CLEAN : TH_EXIT_NOTHING;
}

static void print_next_steps(const th_cli *cli, const th_init_steps *steps)
{
    const char *folder = cli->operands[0];
    puts(TH_SAY(cli, "\nViệc tiếp theo:", "\nWhat to do next:"));
    if (!steps->has_definition)
        printf(TH_SAY(cli, "  - chép bộ biểu mẫu vào %s/dinh-nghia\n", "  - copy the definition into %s/dinh-nghia\n"),
               folder);
    if (steps->nentered)
        puts(TH_SAY(cli,
                    "  - các dòng Sổ nhận, Cụm chấm … của bộ biểu mẫu nay ở so-ban-thu-ky/so-ban-thu-ky.xlsx; từ nay "
                    "ghi ở đó",
                    "  - the rows that were entered in the definition stand in so-ban-thu-ky/so-ban-thu-ky.xlsx now; "
                    "enter further ones there"));
    printf(TH_SAY(cli,
                  "  - xem lại %s/" TH_CONFIG_FILE "; chép tệp của các đơn vị vào %s/hop-thu\n"
                  "  - tonghop nightly --check %s/" TH_CONFIG_FILE "\n",
                  "  - look through %s/" TH_CONFIG_FILE "; copy the units' files into %s/hop-thu\n"
                  "  - tonghop nightly --check %s/" TH_CONFIG_FILE "\n"),
           folder, folder, folder);
}

static int init_folder(const th_cli *cli, th_run *why)
{
    const th_init_options options = {.folder = cli->operands[0],
                                     .definition = cli->definition,
                                     .limits = &cli->limits,
                                     .created = th_cli_run_options(cli).created,
                                     .english = cli->english};
    th_init_steps steps = {0};
    th_status status = th_nightly_init(why->arena, &options, &steps, &why->faults, &why->trouble);
    for (size_t i = 0; i < steps.n && !cli->quiet; i++) {
        const char *what = TH_SAY(cli, "Giữ nguyên  ", "Was there   ");
        if (steps.at[i].made)
            what = TH_SAY(cli, "Đã tạo      ", "Made        ");
        printf("%s ", what);
        th_print_escaped(stdout, th_str_of(steps.at[i].path));
        puts("");
    }
    if (status != TH_OK) {
        th_print_faults(cli, why);
        return TH_EXIT_NOTHING;
    }
    if (!cli->quiet)
        print_next_steps(cli, &steps);
    return TH_EXIT_CLEAN;
}

/* ---- a night ---- */

/* Why nothing was written, or what is to be known beside what was. */
static void print_night(const th_cli *cli, th_nightly *night)
{
    th_cli_print_config_faults(cli, night->arena, &night->faults);
    if (night->trouble.vi.len) {
        th_print_trouble(cli, night->trouble);
        th_log(cli, TH_LOG_OF_STOPPED, TH_SAY(cli, night->trouble.vi, night->trouble.en));
    }
    for (size_t i = 0; i < night->nsaid; i++) {
        th_print_trouble(cli, night->said[i]);
        th_log(cli, TH_LOG_OF_SAID, TH_SAY(cli, night->said[i].vi, night->said[i].en));
    }
}

static int tell_of_night(const th_cli *cli, th_nightly *night)
{
    th_cli merged = *cli;
    merged.out = night->options.out;
    merged.feedback = night->config.path[TH_CONFIG_FEEDBACK];
    merged.decisions = night->options.decisions;
    int code = th_cli_tell_of_run(&merged, night->run);
    if (night->last_year && !night->run->no_last_year.vi.len && !cli->quiet)
        printf(TH_SAY(cli, "Năm trước    theo lượt %lld đã ghi nhớ\n", "Last year    as remembered of run %lld\n"),
               night->last_year);
    if (night->dossier && !cli->quiet)
        printf(TH_SAY(cli, "Hồ sơ đợt    %s\n", "Dossier      %s\n"), night->dossier);
    if (night->generation && !cli->quiet)
        printf(TH_SAY(cli, "Đã lưu       %s\n", "Kept         %s\n"), night->generation);
    return th_cli_tell_diverted(cli, code < night->least ? night->least : code);
}

/* Prints what people find when they look: the result of the last run, which stays. */
static void print_what_stays(const th_cli *cli, const th_nightly *night)
{
    int year, month, day;
    if (!night->last_day)
        return;
    th_date_of_serial(night->last_day, &year, &month, &day);
    th_trouble what =
        TH_TROUBLE(night->arena, "lượt này không ghi gì; kết quả đang có là của lượt %lld, ngày %02d/%02d/%04d",
                   "nothing is written; the result that stays is that of run %lld, of %02d/%02d/%04d",
                   night->number - 1, day, month, year);
    th_print_trouble(cli, what);
    th_log(cli, TH_LOG_OF_SAID, TH_SAY(cli, what.vi, what.en));
}

static int end_night(const th_cli *cli, th_nightly *night, th_night_end end)
{
    int code = TH_EXIT_NOTHING;
    th_trouble why = {0};
    if (TH_ARENA_GUARD(night->arena)) {
        th_print_faults(cli, NULL);
        return end == TH_NIGHT_PUBLISHED ? TH_EXIT_ERRORS : TH_EXIT_NOTHING;
    }
    if (night->asked && th_nightly_answer(night, end, &why) != TH_OK)
        th_print_trouble(cli, why);
    if (end == TH_NIGHT_STOPPED)
        print_what_stays(cli, night);
    print_night(cli, night);
    switch (end) {
    case TH_NIGHT_NOT_ASKED: code = TH_EXIT_CLEAN; break;
    case TH_NIGHT_BUSY: code = TH_EXIT_BUSY; break;
    case TH_NIGHT_PUBLISHED: code = tell_of_night(cli, night); break;
    case TH_NIGHT_STOPPED:
    default:
        if (night->run || (!night->trouble.vi.len && !night->faults.n))
            th_print_faults(cli, night->run);
        break;
    }
    return code;
}

static int run_night(const th_cli *cli, const th_nightly_options *options)
{
    th_night_end end;
    th_nightly *night = th_nightly_do(options, &end);
    int code = TH_EXIT_NOTHING;
    if (night)
        code = end_night(cli, night, end);
    else
        code = th_cli_out_of_memory(cli);
    th_nightly_free(night);
    return code;
}

static int restore_generation(const th_cli *cli, const th_nightly_options *options)
{
    th_night_end end;
    const char *old = "";
    th_nightly *night = th_nightly_restore(options, cli->restore, &old, &end);
    if (!night) {
        th_print_faults(cli, NULL);
        return TH_EXIT_NOTHING;
    }
    int code = end == TH_NIGHT_BUSY ? TH_EXIT_BUSY : TH_EXIT_NOTHING;
    print_night(cli, night);
    if (end == TH_NIGHT_PUBLISHED) {
        code = TH_EXIT_CLEAN;
        if (!cli->quiet)
            printf(TH_SAY(cli, "Đã đưa về    số liệu ghi nhớ của lượt %s\n", "Put back     the store of run %s\n"),
                   cli->restore);
        if (!cli->quiet && *old)
            printf(TH_SAY(cli, "Giữ lại      số liệu trước đó ở %s\n", "Kept         the one before as %s\n"), old);
    }
    th_nightly_free(night);
    return code;
}

static int prepare_folder(const th_cli *cli)
{
    th_run why = {.arena = th_arena_new(0)};
    int code = TH_EXIT_NOTHING;
    if (!why.arena || TH_ARENA_GUARD(why.arena))
        th_print_faults(cli, NULL);
    else
        code = cli->init ? init_folder(cli, &why) : check_config(cli, why.arena);
    th_arena_free(why.arena);
    return code;
}

int th_cli_nightly(const th_cli *cli)
{
    const th_run_options run = th_cli_run_options(cli);
    th_nightly_options options = {.file = cli->noperands ? cli->operands[0] : NULL,
                                  .limits = &cli->limits,
                                  .guard = cli->guard,
                                  .jobs = cli->jobs,
                                  .allow_empty = cli->allow_empty,
                                  .if_asked = cli->if_asked,
                                  .moment = -1,
                                  .created = run.created,
                                  .program = run.program,
                                  .progress = run.progress};
    if (cli->noperands != 1 || cli->init + cli->check_only + cli->if_asked + (cli->restore != NULL) > 1)
        return th_cli_usage(
            cli,
            "nightly cần một tệp CẤU-HÌNH, và nhiều nhất một trong --check, --if-asked, --restore LƯỢT; hoặc --init "
            "THƯ-MỤC",
            "nightly needs a CONFIG, and at most one of --check, --if-asked, --restore RUN; or --init FOLDER");
    if (cli->now && !th_moment_parse(th_str_of(cli->now), &options.moment))
        return th_cli_usage(cli, "--now là một lúc, ví dụ “2023-01-05 01:30”",
                            "--now is a moment, such as “2023-01-05 01:30”");
    if (cli->init || cli->check_only)
        return prepare_folder(cli);
    return cli->restore ? restore_generation(cli, &options) : run_night(cli, &options);
}

/* The command line: commands and options are rows of tables; what was typed becomes a th_cli. */
#include "cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "batch/process.h"
#include "batch/timings.h"
#include "fact/stream.h"
#include "pack/keyring.h"
#include "pack/zip_write.h"

#include "base/banned.h"

#ifdef __SANITIZE_ADDRESS__
/* libxlsxwriter 1.1.4 copies the formula of a drop-down list twice and frees it once.  The sanitizer finds this
 * function by its exported name. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void) // NOLINT(bugprone-reserved-identifier)
{
    return "leak:lxw_strdup\n";
}
#endif

enum option_id {
    OPTION_BASE = 256,
#define TH_OPTION(id, name, letter, argument, vi, en) OPTION_##id,
#include "cli/options.def"
#undef TH_OPTION
    OPTION_END
};

static const struct {
    const char *name;
    char letter;
    int argument;
    const char *vi, *en;
} options[] = {
#define TH_OPTION(id, name, letter, argument, vi, en) {name, letter, argument, vi, en},
#include "cli/options.def"
#undef TH_OPTION
};

static const struct {
    const char *name, *arguments_vi, *arguments_en, *vi, *en;
    int (*run)(const th_cli *);
} commands[] = {
#define TH_COMMAND(function, name, arguments_vi, arguments_en, vi, en)                                                 \
    {name, arguments_vi, arguments_en, vi, en, th_cli_##function},
#include "cli/commands.def"
#undef TH_COMMAND
};

static const struct {
    const char *name, *value, *vi, *en;
} limits[] = {
#define TH_LIMIT(field, name, unit, value, vi, en) {name, #value, vi, en},
#include "base/limits.def"
#undef TH_LIMIT
};

enum {
    NOPTIONS = sizeof options / sizeof *options,
    NCOMMANDS = sizeof commands / sizeof *commands,
    MOST_JOBS = 256,
    LONGEST_OPTION = 32
};

static void help(const th_cli *cli)
{
    puts(TH_SAY(cli, "tonghop: tổng hợp bảng tính của các đơn vị thành một bảng của cả cụm\n",
                "tonghop: consolidates the workbooks of departments into one\n"));
    for (size_t i = 0; i < NCOMMANDS; i++)
        printf("  tonghop %s %s\n      %s\n", commands[i].name,
               TH_SAY(cli, commands[i].arguments_vi, commands[i].arguments_en),
               TH_SAY(cli, commands[i].vi, commands[i].en));
    puts("");
    for (size_t i = 0; i < NOPTIONS; i++) {
        if (options[i].letter)
            printf("  -%c, ", options[i].letter);
        else
            printf("      ");
        printf("--%-14s %s\n", options[i].name, TH_SAY(cli, options[i].vi, options[i].en));
    }
    puts(TH_SAY(cli, "\nGiới hạn cho mỗi tệp (--limit TÊN=SỐ):", "\nLimits of a file (--limit NAME=NUMBER):"));
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        printf("      %-16s %s (%s)\n", limits[i].name, TH_SAY(cli, limits[i].vi, limits[i].en), limits[i].value);
    puts(TH_SAY(cli,
                "\nMã thoát: 0 sạch; 1 có cảnh báo; 2 có lỗi (thiếu đơn vị, tệp bị loại, sai số liệu);\n"
                "          3 không ghi được gì; 4 đã ghi, nhưng dưới tên khác vì tệp đang mở;\n"
                "          64 gõ sai lệnh; 75 một lượt khác đang chạy.",
                "\nExit codes: 0 clean; 1 warnings; 2 errors (a unit missing, a file refused, a failed check);\n"
                "            3 nothing written; 4 written under another name, since a file is open;\n"
                "            64 wrong usage; 75 another run is at work."));
}

static bool to_unsigned(const char *text, long most, unsigned *out)
{
    long value;
    if (!th_str_to_long(th_str_of(text), &value) || value < 1 || value > most)
        return false;
    *out = (unsigned)value;
    return true;
}

/* What was asked for beside a command. */
typedef struct command_line {
    th_cli cli;
    bool help, version;
} command_line;

static int take_day(th_cli *cli, const char *argument)
{
    int year, month, day;
    if (!th_date_parse(th_str_of(argument), &year, &month, &day))
        return th_cli_usage(cli, "--as-of là một ngày, ví dụ 2023-01-06", "--as-of is a day, such as 2023-01-06");
    cli->as_of = th_date_serial(year, month, day);
    return 0;
}

static int take_records(th_cli *cli, const char *argument)
{
    if (cli->nrecords == TH_MOST_RECORDS)
        return th_cli_usage(cli, "quá nhiều --records; ghép các tệp bản ghi thành một",
                            "too many --records; join the record streams into one");
    cli->records[cli->nrecords++] = argument;
    return 0;
}

static int take_jobs(th_cli *cli, const char *argument)
{
    if (!to_unsigned(argument, MOST_JOBS, &cli->jobs))
        return th_cli_usage(cli, "--jobs cần một số từ 1 đến 256", "--jobs needs a number from 1 to 256");
    return 0;
}

static int take_shard(th_cli *cli, const char *argument)
{
    th_str rest = th_str_of(argument), shard = {0}, of = {0};
    long number, all;
    bool right = th_str_cut(&rest, '/', &shard) && th_str_cut(&rest, '/', &of) && !rest.len &&
                 th_str_to_long(shard, &number) && th_str_to_long(of, &all) && all <= TH_STREAM_MOST_SHARDS &&
                 number >= 1 && number <= all;
    if (!right)
        return th_cli_usage(cli, "--shard cần I/N, với I từ 1 đến N, ví dụ 2/5",
                            "--shard needs I/N, I from 1 to N, such as 2/5");
    cli->shard = (unsigned)number;
    cli->shards = (unsigned)all;
    return 0;
}

static int take_folder(th_cli *cli, const char *argument)
{
    if (cli->nfolders == TH_MOST_RECORDS)
        return th_cli_usage(cli, "quá nhiều --inputs", "too many --inputs");
    cli->folders[cli->nfolders++] = argument;
    return 0;
}

static int take_kind(th_cli *cli, const char *argument)
{
    if (strcmp(argument, "xlsx") != 0 && strcmp(argument, "csv") != 0)
        return th_cli_usage(cli, "--to là xlsx hoặc csv", "--to is xlsx or csv");
    cli->to = argument;
    return 0;
}

static int take_edition(th_cli *cli, const char *argument)
{
    bool sent = strcmp(argument, "gui") == 0;
    if (!sent && strcmp(argument, "lam-viec") != 0)
        return th_cli_usage(cli, "--edition là lam-viec hoặc gui", "--edition is lam-viec or gui");
    cli->edition = sent ? TH_FOR_SENDING : TH_FOR_WORK;
    cli->edition_stated = true;
    return 0;
}

static int take_log_format(th_cli *cli, const char *argument)
{
    cli->log_json = strcmp(argument, "jsonl") == 0;
    if (!cli->log_json && strcmp(argument, "text") != 0)
        return th_cli_usage(cli, "--log-format là text hoặc jsonl", "--log-format is text or jsonl");
    return 0;
}

static int take_language(th_cli *cli, const char *argument)
{
    if (strcmp(argument, "vi") != 0 && strcmp(argument, "en") != 0)
        return th_cli_usage(cli, "--lang là vi hoặc en", "--lang is vi or en");
    cli->english = argument[0] == 'e';
    return 0;
}

/* Where the argument of an option goes that is only taken down; NULL: it says more. */
static const char **kept_as_it_stands(th_cli *cli, int option)
{
    switch (option) {
    case OPTION_DEFINITION: return &cli->definition;
    case OPTION_DECISIONS: return &cli->decisions;
    case OPTION_LEDGER: return &cli->ledger;
    case OPTION_OUT: return &cli->out;
    case OPTION_LAST_YEAR: return &cli->last_year;
    case OPTION_PREVIOUS: return &cli->previous;
    case OPTION_OUTCOME: return &cli->outcome;
    case OPTION_STORE: return &cli->store;
    case OPTION_PASSWORD_FILE: return &cli->password_file;
    case OPTION_DOSSIER: return &cli->dossier;
    case OPTION_INBOX: return &cli->inbox;
    case OPTION_LOG: return &cli->log;
    case OPTION_SHEET: return &cli->sheet;
    case OPTION_FONTS: return &cli->fonts;
    case OPTION_REPORT: return &cli->report;
    case OPTION_PDF: return &cli->pdf;
    case OPTION_FEEDBACK: return &cli->feedback;
    case OPTION_SCORES: return &cli->scores;
    case OPTION_UNIT: return &cli->unit;
    case OPTION_RESTORE: return &cli->restore;
    case OPTION_NOW: return &cli->now;
    case OPTION_FAILED: return &cli->failed;
    default: return NULL;
    }
}

/* TH_EXIT_USAGE when the argument of an option is wrong, else 0. */
static int take_option(command_line *line, int option, const char *argument)
{
    th_cli *cli = &line->cli;
    const char **as_it_stands = kept_as_it_stands(cli, option);
    if (as_it_stands) {
        *as_it_stands = argument;
        return 0;
    }
    switch (option) {
    case OPTION_RECORDS: return take_records(cli, argument);
    case OPTION_SHARD: return take_shard(cli, argument);
    case OPTION_INPUTS: return take_folder(cli, argument);
    case OPTION_LOG_FORMAT: return take_log_format(cli, argument);
    case OPTION_ALL: cli->all = true; break;
    case OPTION_AS_OF: return take_day(cli, argument);
    case OPTION_TO: return take_kind(cli, argument);
    case OPTION_EDITION: return take_edition(cli, argument);
    case OPTION_QUIET: cli->quiet = true; break;
    case OPTION_COUNT: cli->count = true; break;
    case OPTION_RAW: cli->raw = true; break;
    case OPTION_ALLOW_EMPTY: cli->allow_empty = true; break;
    case OPTION_SOURCE_LINKS: cli->source_links = true; break;
    case OPTION_FORCE: cli->force = true; break;
    case OPTION_IGNORE_FONTS: cli->ignore_fonts = true; break;
    case OPTION_STRICT: cli->limits.strict = true; break;
    case OPTION_INIT: cli->init = true; break;
    case OPTION_IF_ASKED: cli->if_asked = true; break;
    case OPTION_CHECK_ONLY: cli->check_only = true; break;
    case OPTION_NO_HEADER: cli->no_header = true; break;
    case OPTION_TIMINGS: cli->timings = th_timings_new(); break;
    case OPTION_HELP: line->help = true; break;
    case OPTION_VERSION: line->version = true; break;
    case OPTION_JOBS: return take_jobs(cli, argument);
    case OPTION_LIMIT:
        if (!th_limits_set(&cli->limits, th_str_of(argument)))
            return th_cli_usage(cli, "--limit cần TÊN=SỐ, với tên có trong danh sách",
                                "--limit needs NAME=NUMBER, with a name of the list");
        break;
    case OPTION_LANG: return take_language(cli, argument);
    default: break;
    }
    return 0;
}

static int id_of_letter(int c)
{
    for (size_t i = 0; i < NOPTIONS; i++)
        if (options[i].letter == c)
            return OPTION_BASE + 1 + (int)i;
    return c;
}

/* ---- what is not known ---- */

/* The nearest command when there is one near enough. */
static int no_such_command(const th_cli *cli, const char *typed)
{
    const char *names[NCOMMANDS];
    for (size_t i = 0; i < NCOMMANDS; i++)
        names[i] = commands[i].name;
    const char *nearest = th_cli_nearest(typed, names, NCOMMANDS);
    return th_cli_unknown(cli, TH_SAY(cli, "không có lệnh", "there is no command"), typed, "", nearest);
}

/* `--typed` or `--typed=argument`: an option that is not there, or several that begin so. */
static int no_such_long_option(const th_cli *cli, const char *typed)
{
    char name[LONGEST_OPTION + 1] = "";
    const char *names[NOPTIONS];
    size_t len = strcspn(typed, "="), alike = 0;
    for (size_t i = 0; i < len && i < LONGEST_OPTION; i++)
        name[i] = typed[i];
    for (size_t i = 0; i < NOPTIONS; i++) {
        names[i] = options[i].name;
        alike += strncmp(options[i].name, name, len) == 0;
    }
    const char *what = TH_SAY(cli, "không có tùy chọn", "there is no option");
    if (alike > 1)
        what = TH_SAY(cli, "nhiều tùy chọn bắt đầu bằng", "several options begin with");
    return th_cli_unknown(cli, what, name, "--", alike > 1 ? NULL : th_cli_nearest(name, names, NOPTIONS));
}

/* getopt_long returned `c`, '?' or ':'; `optopt` is the option it stumbled over, 0 for an unknown long one. */
static int wrong_option(const th_cli *cli, int c, const char *typed)
{
    char letter[2] = {(char)optopt, '\0'};
    bool is_letter = optopt > 0 && optopt < OPTION_BASE;
    const char *name = letter, *dashes = "-";
    if (optopt == 0)
        return no_such_long_option(cli, typed + strlen("--"));
    if (!is_letter) {
        name = options[optopt - OPTION_BASE - 1].name;
        dashes = "--";
    }
    const char *what = TH_SAY(cli, "không có tùy chọn", "there is no option");
    if (c == ':')
        what = TH_SAY(cli, "thiếu giá trị của tùy chọn", "a value is missing for option");
    else if (!is_letter)
        what = TH_SAY(cli, "không có giá trị nào cho tùy chọn", "no value may be given to option");
    return th_cli_unknown(cli, what, name, dashes, NULL);
}

/* The language is looked for first: a mistake before --lang is told in it, too. */
static bool wants_english(int argc, char **argv)
{
    bool english = false;
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            english = strcmp(argv[i + 1], "en") == 0;
        else if (strncmp(argv[i], "--lang=", strlen("--lang=")) == 0)
            english = strcmp(argv[i] + strlen("--lang="), "en") == 0;
    return english;
}

/* All options; 0, or TH_EXIT_USAGE for the first that is wrong. */
static int take_options(command_line *line, int argc, char **argv)
{
    struct option longs[NOPTIONS + 1] = {0};
    char shorts[NOPTIONS * 2 + 2] = ":"; /* getopt tells a missing argument apart, and prints nothing */
    size_t n = 1;
    for (size_t i = 0; i < NOPTIONS; i++) {
        longs[i] = (struct option){options[i].name, options[i].argument, NULL, OPTION_BASE + 1 + (int)i};
        if (options[i].letter) {
            shorts[n++] = options[i].letter;
            if (options[i].argument)
                shorts[n++] = ':';
        }
    }
    int c, rc = 0;
    while (!rc && (c = getopt_long(argc, argv, shorts, longs, NULL)) != -1)
        rc = c == '?' || c == ':' ? wrong_option(&line->cli, c, argv[optind - 1])
                                  : take_option(line, id_of_letter(c), optarg);
    return rc;
}

/* ---- what is read, and what may be written ---- */

/* Tells the guard all that the command line names to be read, so that no output replaces it.  In an inbox a new file
 * would be an input the next time, so none may be written there; `convert` and `learn` take what they are given. */
static void guard_what_is_read(const th_cli *cli, th_guard *guard, int (*run)(const th_cli *))
{
    bool inbox = run == th_cli_merge || run == th_cli_check || run == th_cli_extract || run == th_cli_verify ||
                 run == th_cli_rehearse;
    bool names_output = run == th_cli_convert && !cli->out && cli->noperands == 2; /* convert IN OUT */
    th_reading as = inbox ? TH_READS_INBOX : TH_READS_INPUT;
    if (run == th_cli_definition)
        as = TH_READS_DEFINITION;
    th_guard_reads(guard, cli->definition, TH_READS_DEFINITION);
    if (run != th_cli_definition) /* `definition` writes an empty one there */
        th_guard_reads(guard, cli->ledger, TH_READS_LEDGER);
    th_guard_reads(guard, cli->last_year, TH_READS_LAST_YEAR);
    th_guard_reads(guard, cli->previous, TH_READS_PREVIOUS);
    th_guard_reads(guard, cli->store, TH_READS_INPUT);
    th_guard_reads(guard, cli->dossier, TH_READS_INBOX);
    th_guard_reads(guard, cli->inbox, TH_READS_INBOX);
    for (size_t i = 0; i < cli->nfolders; i++)
        th_guard_reads(guard, cli->folders[i], TH_READS_INBOX);
    for (size_t i = 0; i < cli->nrecords; i++)
        th_guard_reads(guard, cli->records[i], TH_READS_INPUT);
    th_guard_reads(guard, cli->fonts, TH_READS_FONTS);
    th_guard_reads(guard, cli->password_file, TH_READS_INPUT);
    th_guard_reads(guard, cli->scores, TH_READS_SCORES);
    for (size_t i = 0; i < cli->noperands - names_output; i++)
        th_guard_reads(guard, cli->operands[i], as);
}

/* The code of the command, unless what it printed did not arrive: who reads the exit code alone would take half a list
 * for all of it.  What a reader of a pipe did not want is no fault. */
static int end_printing(const th_cli *cli, th_arena *arena, int code)
{
    bool failed = fflush(stdout) != 0;
    int reason = errno;
    failed = ferror(stdout) || failed;
    if (!failed || reason == EPIPE)
        return code;
    th_print_trouble(
        cli, th_trouble_of_system(arena, TH_WORDS_ARE("không in ra hết được", "not all could be printed"), reason));
    return th_process_has_published() && code < TH_EXIT_NOTHING ? TH_EXIT_ERRORS : TH_EXIT_NOTHING;
}

/* A night is not lost for its log: it is made without. */
static bool has_no_place_for_log(th_cli *cli, int (*run)(const th_cli *))
{
    th_trouble why = {0};
    if (!cli->log || th_guard_allows_log(cli->guard, cli->log, &why) == TH_OK)
        return false;
    th_print_trouble(cli, why);
    cli->log = NULL;
    return run != th_cli_nightly;
}

/* What a cluster reports is for its secretariat: files 0640, folders 0750, or less where whoever runs it wants less. */
static void keep_from_others(void)
{
    enum { OTHERS_AND_WRITING_GROUP = 0027 };
    umask(umask(OTHERS_AND_WRITING_GROUP) | OTHERS_AND_WRITING_GROUP);
}

/* ---- the passwords that open locked workbooks ---- */

/* Warns where everybody can read the file of passwords: who can read it can open what units locked. */
static void warn_of_readers(const th_cli *cli)
{
    struct stat st;
    if (stat(cli->password_file, &st) == 0 && S_ISREG(st.st_mode) && st.st_mode & S_IROTH)
        th_print_trouble(cli, TH_TROUBLE_IS("mọi người dùng của máy đều đọc được tệp mật khẩu; nên đặt quyền 0600 "
                                            "(chmod 600)",
                                            "everybody on this machine can read the file of passwords; it should have "
                                            "mode 0600 (chmod 600)"));
}

/* Takes the passwords of --password-file.  They stay in memory: processes that read are forked and so have them,
 * while no command line, no environment and nothing that is written holds them.  False: it was said why they cannot
 * be read. */
static bool takes_passwords(const th_cli *cli, th_arena *arena, th_limits *terms)
{
    if (!cli->password_file)
        return true;
    th_limits own = th_limits_default;
    own.file_bytes = TH_PASSWORDS_MOST_BYTES;
    const th_input input = {.path = th_str_of(cli->password_file), .name = th_str_of(cli->password_file)};
    th_run run = {.arena = arena};
    th_passwords *passwords = th_arena_alloc(arena, sizeof *passwords);
    th_str bytes;
    if (th_file_read(arena, &own, &input, &bytes, &run.faults) != TH_OK ||
        th_passwords_read(arena, bytes, passwords, &run.trouble) != TH_OK) {
        th_print_faults(cli, &run);
        return false;
    }
    warn_of_readers(cli);
    terms->passwords = passwords;
    return true;
}

static int run_logged(th_cli *cli, const char *command, int (*run)(const th_cli *))
{
    if (run == th_cli_nightly)
        keep_from_others();
    th_log_begin(cli, command);
    th_timings_enter(cli->timings, TH_STEP_LIST);
    int code = end_printing(cli, cli->guard->arena, run(cli));
    th_cli_tell_timings(cli);
    th_log_end(cli, code);
    return code;
}

static int run_guarded(th_cli *cli, const char *command, int (*run)(const th_cli *))
{
    th_guard guard = {.arena = th_arena_new(0), .limits = &cli->limits, .force = cli->force};
    struct th_cli_log logging = {.arena = guard.arena, .began = th_log_clock()};
    int code = TH_EXIT_NOTHING;
    if (!guard.arena || TH_ARENA_GUARD(guard.arena)) {
        code = th_cli_out_of_memory(cli);
    } else {
        guard_what_is_read(cli, &guard, run);
        cli->guard = &guard;
        cli->logging = &logging;
        if (takes_passwords(cli, guard.arena, &cli->limits) && !has_no_place_for_log(cli, run))
            code = run_logged(cli, command, run);
    }
    cli->guard = NULL;
    cli->logging = NULL;
    th_arena_free(guard.arena);
    return code;
}

/* Whoever started us may have set signals in a way that takes answers away: of how a worker ended, or of why a write
 * failed. */
static void answer_signals(void)
{
    signal(SIGCHLD, SIG_DFL);
    signal(SIGXFSZ, SIG_IGN); /* a write beyond the largest file says so: EFBIG */
}

static bool may_be_strict(const char *command)
{
    return strcmp(command, "inspect") == 0 || strcmp(command, "convert") == 0 || strcmp(command, "extract") == 0;
}

int main(int argc, char **argv)
{
    answer_signals();
    th_zip_write_answers();
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    command_line line = {.cli = {.limits = th_limits_default,
                                 .jobs = cores > 0 && cores <= MOST_JOBS ? (unsigned)cores : 1,
                                 .english = wants_english(argc, argv)}};
    th_cli *cli = &line.cli;
    int rc = take_options(&line, argc, argv);
    if (rc)
        return rc;
    if (line.version) {
        puts(tonghop_version());
        return TH_EXIT_CLEAN;
    }
    if (line.help) {
        help(cli);
        return TH_EXIT_CLEAN;
    }
    if (optind >= argc)
        return th_cli_usage(cli, "thiếu tên lệnh", "a command is missing");
    const char *command = argv[optind];
    cli->operands = (const char *const *)argv + optind + 1;
    cli->noperands = (size_t)(argc - optind - 1);
    if (cli->limits.strict && !may_be_strict(command))
        return th_cli_usage(cli, "--strict dùng cho inspect, convert, extract: lần tổng hợp không bỏ tệp đọc được",
                            "--strict is for inspect, convert, extract: a merge leaves out nothing that can be read");
    for (size_t i = 0; i < NCOMMANDS; i++)
        if (strcmp(commands[i].name, command) == 0)
            return run_guarded(cli, command, commands[i].run);
    return no_such_command(cli, command);
}

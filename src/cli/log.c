/* Writing the log. */
#include "cli/log.h"

#include "cli/cli.h"
#include "report/changed_words.h"
#include "text/utf8.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

static const struct {
    const char *name;
    th_log_level level;
    const char *vi, *en;
} events[TH_LOG_EVENTS] = {
#define TH_LOG_EVENT(id, name, level, vi, en) {name, TH_LOG_##level, vi, en},
#include "cli/log_events.def"
#undef TH_LOG_EVENT
};

static const struct {
    const char *name, *vi, *en;
} levels[TH_LOG_LEVELS] = {
    [TH_LOG_INFO] = {"info", "TIN", "INFO"},
    [TH_LOG_WARNING] = {"warning", "CẢNH BÁO", "WARNING"},
    [TH_LOG_ERROR] = {"error", "LỖI", "ERROR"},
};

/* What jsonl has beside the text; "" and -1 say nothing. */
typedef struct log_fields {
    th_str file, unit, outcome, rule;
    long long ms, exit;
    const struct th_cli_log *counts;
    const th_log_stage *stage;
} log_fields;

static const log_fields no_fields = {.ms = -1, .exit = -1};

/* ---- a line ---- */

/* "2026-01-05T01:30:02+07:00" */
static void print_moment(FILE *to)
{
    enum { LONGEST_STAMP = 40, ZONE = 5, HOURS = 3 };
    char stamp[LONGEST_STAMP] = "";
    time_t now = time(NULL);
    struct tm local;
    size_t len = localtime_r(&now, &local) ? strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%S%z", &local) : 0;
    if (len < ZONE)
        return;
    fwrite(stamp, 1, len - ZONE + HOURS, to);
    fprintf(to, ":%s", stamp + len - ZONE + HOURS);
}

/* A string of JSON.  What is beyond the basic plane and shown is written as two, as JSON has it. */
static void print_string(FILE *to, th_str text)
{
    enum { BASIC = 0x10000, HIGH = 0xD800, LOW = 0xDC00, TEN_BITS = 10, LOW_MASK = 0x3FF };
    fputc('"', to);
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(text, &at);
        if (c == '"' || c == '\\')
            fprintf(to, "\\%c", (int)c);
        else if (c >= BASIC && th_utf8_is_control(c))
            fprintf(to, "\\u%04X\\u%04X", (unsigned)(HIGH + ((c - BASIC) >> TEN_BITS)),
                    (unsigned)(LOW + ((c - BASIC) & LOW_MASK)));
        else if (c == TH_REPLACEMENT || th_utf8_is_control(c))
            fprintf(to, "\\u%04X", (unsigned)c);
        else
            fwrite(text.ptr + from, 1, at - from, to);
    }
    fputc('"', to);
}

static void print_pair(FILE *to, const char *key, th_str text)
{
    if (!text.len)
        return;
    fprintf(to, ",\"%s\":", key);
    print_string(to, text);
}

static void print_object(FILE *to, th_log_event event, th_log_level level, th_str text, const log_fields *fields)
{
    fputs("{\"time\":\"", to);
    print_moment(to);
    fprintf(to, "\",\"pid\":%ld,\"level\":\"%s\",\"event\":\"%s\",\"text\":", (long)getpid(), levels[level].name,
            events[event].name);
    print_string(to, text);
    print_pair(to, "file", fields->file);
    print_pair(to, "unit", fields->unit);
    print_pair(to, "outcome", fields->outcome);
    print_pair(to, "rule", fields->rule);
    if (fields->ms >= 0)
        fprintf(to, ",\"ms\":%lld", fields->ms);
    if (fields->stage)
        fprintf(to, ",\"stage\":\"%s\",\"ms\":%lld,\"cpu_ms\":%lld,\"peak_kib\":%lld", fields->stage->name,
                fields->stage->ms, fields->stage->cpu_ms, fields->stage->peak_kib);
    if (fields->exit >= 0)
        fprintf(to, ",\"exit\":%lld", fields->exit);
    if (fields->counts)
        fprintf(to, ",\"files\":%zu,\"blocked\":%zu,\"errors\":%zu,\"warnings\":%zu,\"notes\":%zu",
                fields->counts->files, fields->counts->of_levels[TH_LEVEL_BLOCK],
                fields->counts->of_levels[TH_LEVEL_ERROR], fields->counts->of_levels[TH_LEVEL_WARNING],
                fields->counts->of_levels[TH_LEVEL_NOTE]);
    fputs("}\n", to);
}

/* Says why there is no log, the first time. */
static void refuse_log_file(const th_cli *cli, int why)
{
    th_arena *arena = cli->logging->arena;
    if (cli->logging->refused)
        return;
    cli->logging->refused = true;
    th_print_trouble(cli,
                     th_trouble_of_system(arena,
                                          TH_WORDS(arena, "không ghi được nhật ký “%s”, lệnh vẫn chạy tiếp",
                                                   "log “%s” cannot be written, the command goes on without", cli->log),
                                          why));
}

static void put_log_line(const th_cli *cli, th_log_event event, th_log_level level, th_str text,
                         const log_fields *fields)
{
    if (!cli->log || !cli->logging || cli->logging->refused)
        return;
    FILE *to = fopen(cli->log, "a");
    if (!to) {
        refuse_log_file(cli, errno);
        return;
    }
    if (cli->log_json) {
        print_object(to, event, level, text, fields);
    } else {
        print_moment(to);
        fprintf(to, " %ld %s  %s  ", (long)getpid(), TH_SAY(cli, levels[level].vi, levels[level].en),
                TH_SAY(cli, events[event].vi, events[event].en));
        th_print_escaped(to, text);
        fputs("\n", to);
    }
    bool failed = ferror(to) != 0;
    if (fclose(to) != 0 || failed)
        refuse_log_file(cli, errno ? errno : EIO);
}

void th_log(const th_cli *cli, th_log_event event, th_str text)
{
    put_log_line(cli, event, events[event].level, text, &no_fields);
}

/* ---- a command ---- */

long long th_log_clock(void)
{
    enum { A_SECOND = 1000, A_MILLISECOND = 1000000 };
    struct timespec moment = {0};
    clock_gettime(CLOCK_MONOTONIC, &moment);
    return (long long)moment.tv_sec * A_SECOND + moment.tv_nsec / A_MILLISECOND;
}

void th_log_begin(const th_cli *cli, const char *command)
{
    if (!cli->log)
        return;
    th_arena *arena = cli->logging->arena;
    const char *about = cli->noperands ? cli->operands[0] : "";
    th_log(cli, TH_LOG_OF_BEGIN, th_str_fmt(arena, "%s · %s · %s", tonghop_version(), command, about));
}

void th_log_took(const th_cli *cli, th_str name, long long milliseconds)
{
    if (cli->log)
        *th_lookup_at(&cli->logging->times, cli->logging->arena, name) = (uint32_t)(milliseconds + 1);
}

static void log_file(const th_cli *cli, th_log_level level, log_fields fields)
{
    const uint32_t *took = th_lookup_find(&cli->logging->times, fields.file);
    if (took && *took)
        fields.ms = (long long)*took - 1;
    th_buf text;
    th_buf_init(&text, cli->logging->arena);
    th_buf_add(&text, fields.file);
    if (fields.unit.len)
        th_buf_fmt(&text, " · " TH_FMT, TH_ARG(fields.unit));
    th_buf_fmt(&text, " · " TH_FMT, TH_ARG(fields.outcome));
    if (fields.ms >= 0)
        th_buf_fmt(&text, " · %lld ms", fields.ms);
    put_log_line(cli, TH_LOG_OF_FILE, level, th_buf_str(&text), &fields);
    cli->logging->files++;
}

static void log_source(const th_cli *cli, const th_run *run, const th_source *source)
{
    log_fields fields = no_fields;
    fields.file = source->file;
    fields.outcome = th_words_in(th_source_status_words(source->status), cli->english);
    fields.unit = th_str_of(TH_SAY(cli, "chưa rõ đơn vị", "unit not known"));
    if (source->unit != TH_NONE)
        fields.unit = run->definition->units[source->unit].name;
    log_file(cli, source->status == TH_SOURCE_REJECTED ? TH_LOG_WARNING : TH_LOG_INFO, fields);
}

void th_log_of_file(const th_cli *cli, th_str name, th_words outcome)
{
    log_fields fields = no_fields;
    if (!cli->log)
        return;
    fields.file = name;
    fields.outcome = th_words_in(outcome, cli->english);
    log_file(cli, TH_LOG_INFO, fields);
}

static void log_finding(const th_cli *cli, const th_run *run, const th_finding *finding)
{
    th_log_level level = TH_LOG_INFO;
    log_fields fields = no_fields;
    fields.file = finding->place.file;
    fields.unit = finding->place.unit;
    fields.rule = finding->rule;
    if (finding->level >= TH_LEVEL_ERROR)
        level = TH_LOG_ERROR;
    else if (finding->level == TH_LEVEL_WARNING)
        level = TH_LOG_WARNING;
    put_log_line(cli, TH_LOG_OF_FINDING, level,
                 th_str_fmt(run->arena, TH_FMT " " TH_FMT ": " TH_FMT, TH_ARG(finding->rule),
                            TH_ARG(finding->place.file), TH_ARG(TH_SAY(cli, finding->vi, finding->en))),
                 &fields);
    cli->logging->of_levels[finding->level]++;
}

void th_log_of_run(const th_cli *cli, const th_run *run)
{
    if (!cli->log || !cli->logging || !run->ds)
        return;
    for (size_t i = 0; i < run->ds->nsources; i++)
        log_source(cli, run, &run->ds->sources[i]);
    for (size_t i = 0; i < run->ds->findings.n; i++)
        if (!run->ds->findings.at[i].folded.len)
            log_finding(cli, run, &run->ds->findings.at[i]);
}

void th_log_of_stage(const th_cli *cli, const th_log_stage *stage, th_str text)
{
    log_fields fields = no_fields;
    fields.stage = stage;
    put_log_line(cli, TH_LOG_OF_STAGE, TH_LOG_INFO, text, &fields);
}

static th_log_level level_of_code(int code)
{
    if (code == TH_EXIT_CLEAN || code == TH_EXIT_BUSY)
        return TH_LOG_INFO;
    return code == TH_EXIT_NOTHING || code == TH_EXIT_USAGE ? TH_LOG_ERROR : TH_LOG_WARNING;
}

void th_log_end(const th_cli *cli, int code)
{
    if (!cli->log)
        return;
    const struct th_cli_log *all = cli->logging;
    log_fields fields = no_fields;
    fields.exit = code;
    fields.counts = all;
    fields.ms = th_log_clock() - all->began;
    put_log_line(
        cli, TH_LOG_OF_END, level_of_code(code),
        th_str_fmt(all->arena,
                   TH_SAY(cli, "mã thoát %d · %zu tệp · %zu chặn, %zu lỗi, %zu cảnh báo, %zu ghi chú · %lld ms",
                          "exit code %d · %zu files · %zu blocked, %zu errors, %zu warnings, %zu notes · %lld ms"),
                   code, all->files, all->of_levels[TH_LEVEL_BLOCK], all->of_levels[TH_LEVEL_ERROR],
                   all->of_levels[TH_LEVEL_WARNING], all->of_levels[TH_LEVEL_NOTE], fields.ms),
        &fields);
}

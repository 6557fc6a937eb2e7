/* The log: one line an event, appended, in the language of the command.
 *
 *   2026-01-05T01:30:02+07:00 4711 TIN  tệp  Lao Cai.xlsx · Lào Cai · đã nhận · 312 ms
 *   {"time":"2026-01-05T01:30:02+07:00","pid":4711,"level":"info","event":"file","text":"…","file":"Lao Cai.xlsx",…}
 *
 * Times are those of the machine's zone, with what it differs from UTC.  Control characters and marks that turn a line
 * around are shown, not written.  Each line opens the file anew, so that a log may be moved away between two lines.  A
 * log that cannot be written is said once on standard error, and the command goes on without. */
#ifndef TH_CLI_LOG_H
#define TH_CLI_LOG_H

#include "base/lookup.h"
#include "batch/run.h"

typedef struct th_cli th_cli;

typedef enum th_log_level { TH_LOG_INFO = 0, TH_LOG_WARNING, TH_LOG_ERROR, TH_LOG_LEVELS } th_log_level;

typedef enum th_log_event {
#define TH_LOG_EVENT(id, name, level, vi, en) TH_LOG_OF_##id,
#include "cli/log_events.def"
#undef TH_LOG_EVENT
    TH_LOG_EVENTS
} th_log_event;

/* What happens during a command; one for all copies of a th_cli. */
struct th_cli_log {
    th_arena *arena;
    bool refused;        /* the log could not be written, which has been said */
    long long began;     /* milliseconds of a clock that only goes forward */
    th_lookup times;     /* by name of an input: 1 + the milliseconds that reading it took */
    size_t files;        /* told so far */
    size_t of_levels[4]; /* findings, by their level */
};

/* Milliseconds of a clock that only goes forward. */
long long th_log_clock(void);

/* A line with the level of its event; nothing without a log. */
void th_log(const th_cli *cli, th_log_event event, th_str text);
void th_log_begin(const th_cli *cli, const char *command);
/* How long the reading of an input took. */
void th_log_took(const th_cli *cli, th_str name, long long milliseconds);
/* One file of a command that makes no run, and what became of it. */
void th_log_of_file(const th_cli *cli, th_str name, th_words outcome);
/* All files of a run, a line each, and its findings. */
void th_log_of_run(const th_cli *cli, const th_run *run);
/* What a stage of the command cost. */
typedef struct th_log_stage {
    const char *name;
    long long ms, cpu_ms, peak_kib;
} th_log_stage;
void th_log_of_stage(const th_cli *cli, const th_log_stage *stage, th_str text);
/* The last line of a command: counts of files and findings, and the exit code. */
void th_log_end(const th_cli *cli, int code);

#endif

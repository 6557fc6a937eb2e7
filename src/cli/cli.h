/* Commands, options, messages, exit codes.  Only this room prints.
 *
 * Exit codes: 0 clean; 1 written, with warnings; 2 written, with errors (a unit
 * missing, a file refused, a failed check); 3 nothing written; 4 as 0 or 1, and an
 * output has another name, because it is open or read-only (its name is the last line,
 * also with 2); 64 wrong usage; 75 nothing written, because another run is at work
 * (EX_TEMPFAIL of sysexits.h). */
#ifndef TH_CLI_CLI_H
#define TH_CLI_CLI_H

#include "batch/clerk.h"
#include "batch/config.h"
#include "batch/run.h"
#include "batch/walls.h"
#include "cli/log.h"
#include "tonghop.h"

#include <stdio.h>

enum { TH_MOST_RECORDS = 64 }; /* options --records; more streams are joined into one */

enum {
    TH_EXIT_CLEAN = 0,
    TH_EXIT_WARNINGS = 1,
    TH_EXIT_ERRORS = 2,
    TH_EXIT_NOTHING = 3,
    TH_EXIT_BESIDE = 4,
    TH_EXIT_USAGE = 64,
    TH_EXIT_BUSY = 75
};

struct th_cli {
    const char *definition, *out, *last_year, *log, *sheet, *to, *fonts, *report, *feedback, *unit, *scores, *previous,
        *outcome, *decisions, *ledger, *store, *restore, *now, *failed, *dossier, *password_file, *inbox, *pdf;
    unsigned shard, shards;               /* --shard; 0 of 0: not asked for */
    const char *folders[TH_MOST_RECORDS]; /* --inputs */
    size_t nfolders;
    const char *records[TH_MOST_RECORDS];
    size_t nrecords;
    int as_of; /* a serial of the 1900 system; 0: not stated */
    unsigned jobs;
    struct th_cli_log *logging; /* never NULL while a command runs */
    bool log_json;
    struct th_timings *timings; /* --timings; NULL: nobody asked */
    th_report_edition edition;
    bool edition_stated;
    bool english, quiet, raw, no_header, count, ignore_fonts, force, allow_empty, all, source_links, init, check_only,
        if_asked;
    th_limits limits;
    th_guard *guard; /* knows all that is read; every output passes it */
    const char *const *operands;
    size_t noperands;
};

/* One function per command, each in its file; returns the exit code. */
#define TH_COMMAND(function, name, arguments_vi, arguments_en, vi, en) int th_cli_##function(const th_cli *cli);
#include "cli/commands.def"
#undef TH_COMMAND

/* One of two twins; a macro, so that the compiler checks both as formats. */
#define TH_SAY(cli, vi, en) ((cli)->english ? (en) : (vi))

/* repeat.c: merge --dossier. */
int th_cli_repeat(const th_cli *cli);

/* merge.c: all that is said of a run whose workbook is cli->out, and its feedback in cli->feedback; the exit code. */
int th_cli_tell_of_run(const th_cli *cli, th_run *run);

/* nightly.c: "tonghop.conf, dòng 7: …", each on standard error and in the log. */
void th_cli_print_config_faults(const th_cli *cli, th_arena *arena, const th_config_faults *faults);
/* merge.c: the last lines of a command that writes: what has another name.  The exit code, where `code` is that of the
 * rest. */
int th_cli_tell_diverted(const th_cli *cli, int code);

/* shown.c */
void th_print_escaped(FILE *to, th_str s); /* control characters and bidi marks made visible */
void th_print_trouble_on(FILE *to, const th_cli *cli, th_trouble why);
void th_print_trouble(const th_cli *cli, th_trouble why); /* on standard error */

/* progress.c */
void th_print_progress(void *ctx, const th_progress_step *step); /* ctx: th_cli */

/* timings.c */
void th_cli_tell_timings(const th_cli *cli); /* where they were asked for */

/* printing.c */
/* One field of a line that tabs separate: tabs, line ends and backslashes in it are escaped. */
void th_print_field(FILE *to, th_str text);
/* "1.234,5" in Vietnamese, "1,234.5" in English. */
th_str th_cli_number(const th_cli *cli, th_arena *arena, const th_exact *number, int decimals);
/* What "hệ quả" means, once, where there are any. */
void th_print_consequences(const th_cli *cli, const th_run *run);
void th_print_finding(const th_cli *cli, FILE *to, const th_run *run, const th_finding *finding);
void th_print_written(const th_cli *cli);                   /* that the output is there, and its name */
void th_print_faults(const th_cli *cli, const th_run *run); /* why nothing was done */
/* Prints on `to` why nothing was done; returns what the log says of it. */
th_str th_print_why(const th_cli *cli, FILE *to, const th_run *run);
/* Rows of the definition that are set aside, on standard error; where findings are not listed anyway. */
void th_print_set_aside(const th_cli *cli, const th_run *run);
bool th_print_arrives(FILE *to); /* has all that was written to it been taken, also what was flushed before? */
/* The result is in its place, and not all of what tells of it arrived: says so, and returns TH_EXIT_ERRORS. */
int th_cli_not_all_told(const th_cli *cli);
/* Out of memory in the command itself: says so; where something was published, as above. */
int th_cli_out_of_memory(const th_cli *cli);
th_run_options th_cli_run_options(const th_cli *cli);
/* Both print on standard error and return TH_EXIT_USAGE. */
int th_cli_usage(const th_cli *cli, const char *vi, const char *en);
/* `what “dashes typed”; did you mean “dashes nearest”?`; nearest may be NULL. */
int th_cli_unknown(const th_cli *cli, const char *what, const char *typed, const char *dashes, const char *nearest);

/* told.c */
/* Where what a clerk tells is printed. */
typedef struct th_cli_desk {
    const th_cli *cli;
    FILE *out, *report; /* the report may be NULL */
    bool raw;           /* what goes to `out` is data, and passes as it is */
    bool unwalled;      /* that reading went on without walls has been said */
} th_cli_desk;
void th_cli_take(th_cli_desk *desk, th_clerk_channel channel, th_str text);
/* Does in a clerk (batch/clerk.h) what th_print_faults() does elsewhere. */
void th_cli_tell_faults(const th_cli *cli, th_clerk *clerk, FILE *err, const th_run *run);

/* nearest.c */
/* The name nearest to what was typed, with at most one slip in three letters, or NULL. */
const char *th_cli_nearest(const char *typed, const char *const *names, size_t nnames);

#endif

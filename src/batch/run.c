/* The pipeline, step by step. */
#include "batch/run.h"

#include "base/digest.h"
#include "batch/companions.h"
#include "batch/definition.h"
#include "batch/frozen.h"
#include "batch/inbox.h"
#include "batch/long_lists.h"
#include "batch/made_of.h"
#include "batch/nothing.h"
#include "batch/outside_stream.h"
#include "batch/proposed_confirmations.h"
#include "batch/proposed_reasons.h"
#include "batch/process.h"
#include "batch/publish.h"
#include "batch/reader.h"
#include "batch/receipts.h"
#include "batch/remember.h"
#include "batch/submissions.h"
#include "batch/same_bytes.h"
#include "batch/share.h"
#include "batch/source_links.h"
#include "batch/stated.h"
#include "batch/timings.h"
#include "batch/typed_scores.h"
#include "check/replies.h"
#include "fact/stream.h"
#include "fact/waiting_rows.h"
#include "score/outcome.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { SECONDS_A_DAY = 86400, SERIAL_OF_1970 = 25569 };

/* A record stream from outside: an earlier run's outcome, or last year's figures. */
typedef struct stream_job {
    th_dataset *into;
    th_str bytes;
    th_stream_use use;
    th_run_stream *given; /* what is known of it */
} stream_job;

static th_status read_outside_stream(th_run *run, const th_run_options *options, const char *path, stream_job job)
{
    th_outside_stream stream = {run->arena, options->limits, path, job.bytes, job.use, job.into};
    th_status status = th_outside_stream_read(&stream, &run->trouble);
    if (stream.bytes.len)
        *job.given = (th_run_stream){stream.bytes.len, th_sha256(run->arena, stream.bytes)};
    return status;
}

/* Why a record stream was not taken: its name, and the reason. */
static th_status refuse_stream(th_run *run, th_str name, th_trouble why)
{
    run->trouble = (th_trouble){th_str_fmt(run->arena, TH_FMT ": " TH_FMT, TH_ARG(name), TH_ARG(why.vi)),
                                th_str_fmt(run->arena, TH_FMT ": " TH_FMT, TH_ARG(name), TH_ARG(why.en))};
    return TH_FAILED;
}

/* What is remembered may be of another definition: then there are no such figures.  A file that was named is to be
 * read. */
static th_status read_last_year(th_run *run, const th_run_options *options)
{
    stream_job job = {.into = run->ds, .use = TH_STREAM_LAST_YEAR, .given = &run->last_year};
    if (options->last_year_bytes.len) {
        job.bytes = options->last_year_bytes;
        th_status read = read_outside_stream(run, options, "last year", job);
        if (read == TH_FATAL)
            return TH_FAILED;
        if (read != TH_OK)
            run->no_last_year = run->trouble;
        run->trouble = (th_trouble){0};
        return TH_OK;
    }
    if (!options->last_year)
        return TH_OK;
    return read_outside_stream(run, options, options->last_year, job) == TH_OK ? TH_OK : TH_FAILED;
}

/* What an earlier run of the period came to; records of files alone are not that. */
static th_status read_outcome(th_run *run, const th_run_options *options, const char *name, th_dataset **previous)
{
    th_dataset *ds = th_dataset_new(run->arena, run->definition);
    const stream_job job = {
        .into = ds, .bytes = options->previous_bytes, .use = TH_STREAM_OUTCOME, .given = &run->previous};
    th_status read = read_outside_stream(run, options, name, job);
    if (read != TH_OK)
        return read;
    if (!ds->outcome.known)
        return refuse_stream(run, th_str_of(name),
                             TH_TROUBLE_IS("không phải kết quả của một lượt tổng hợp (tệp do --outcome ghi)",
                                           "it is not the outcome of a merge (a file that --outcome wrote)"));
    th_dataset_seal(ds);
    *previous = ds;
    return TH_OK;
}

/* What is remembered may be of another definition: then there is nothing to compare with.  A file that was named is to
 * be read. */
static th_status read_previous(th_run *run, const th_run_options *options, th_dataset **previous)
{
    *previous = NULL;
    if (options->previous_bytes.len) {
        th_status read = read_outcome(run, options, "previous", previous);
        if (read == TH_FATAL)
            return TH_FAILED;
        if (read != TH_OK)
            run->not_compared = run->trouble;
        run->trouble = (th_trouble){0};
        return TH_OK;
    }
    if (!options->previous)
        return TH_OK;
    return read_outcome(run, options, options->previous, previous) == TH_OK ? TH_OK : TH_FAILED;
}

int64_t th_run_created(const th_run *run, const th_run_options *options)
{
    int year, month, day;
    if (options->created >= 0)
        return options->created;
    if (!th_date_parse(run->definition->made_on, &year, &month, &day))
        return 0;
    return ((int64_t)th_date_serial(year, month, day) - SERIAL_OF_1970) * SECONDS_A_DAY;
}

/* ---- what is written ---- */

/* `fd` of a publication that was not begun is -1. */
typedef struct run_results {
    th_publication workbook, proposals, outcome;
} run_results;

static void abandon_results(run_results *results)
{
    th_publish_abandon(&results->workbook);
    th_publish_abandon(&results->proposals);
    th_publish_abandon(&results->outcome);
}

/* Puts the rows for Cụm chấm beside the workbook.  The scores are read before the workbook is replaced, since it may be
 * the one that they were typed into. */
static th_status begin_proposals(th_run *run, const th_run_options *options, run_results *results)
{
    th_typed_list list;
    const char *name = strrchr(options->scores, '/');
    const th_outfile out = {.path = th_publish_beside(run->arena, options->out, TH_PROPOSED_SCORES),
                            .headers = {th_typed_scores_header()}};
    const th_scored_workbook scored = {options->scores, options->limits, run->definition};
    if (th_typed_scores_read(run->arena, &scored, &list, &run->trouble) != TH_OK ||
        th_publish_begin(run->arena, options->guard, &out, &results->proposals, &run->trouble) != TH_OK)
        return TH_FAILED;
    run->typed.proposals = out.path;
    run->typed.proposed = th_typed_scores_proposed(&list);
    th_str rows = th_typed_scores_csv(run->arena, &list, th_str_of(name ? name + 1 : options->scores));
    th_status written = th_publish_write(&results->proposals, rows, run->arena, &run->trouble);
    run->trouble = th_publish_refusal(run->arena, written, run->trouble);
    return written;
}

/* A workbook that has no scores to be read has none that would be lost; one that could not be looked at may have. */
static th_status look_for_typed(th_run *run, const th_run_options *options, const char *replaced)
{
    th_typed_list old;
    th_trouble why = {0};
    const th_scored_workbook workbook = {replaced, options->limits, run->definition};
    if (access(replaced, F_OK) != 0 && errno == ENOENT)
        return TH_OK;
    switch (th_typed_scores_read(run->arena, &workbook, &old, &why)) {
    case TH_OK: run->typed.replaced = old.n; return TH_OK;
    case TH_FATAL: break;
    case TH_WARN:
    case TH_FAILED:
    default: return TH_OK;
    }
    if (options->guard->force)
        return TH_OK;
    run->trouble = (th_trouble){th_str_fmt(run->arena,
                                           TH_FMT "; chưa thay bảng cũ, để khỏi mất điểm có thể đã gõ; chạy lại, hoặc "
                                                  "thêm --force để thay",
                                           TH_ARG(why.vi)),
                                th_str_fmt(run->arena,
                                           TH_FMT "; the old workbook is kept, for it may have some; run again, or add "
                                                  "--force to replace it",
                                           TH_ARG(why.en))};
    return TH_FAILED;
}

static th_status begin_results(th_run *run, const th_run_options *options, run_results *results)
{
    const th_outfile out = {.path = options->out, .mark = TH_MARK_RESULT, .may_be_saved = true};
    const th_outfile outcome = {.path = options->outcome, .headers = {TH_STR(TH_STREAM_BEGINS)}};
    *results = (run_results){{.fd = -1}, {.fd = -1}, {.fd = -1}};
    if (!out.path)
        return TH_OK;
    if (th_publish_begin(run->arena, options->guard, &out, &results->workbook, &run->trouble) != TH_OK)
        return TH_FAILED;
    if (outcome.path &&
        th_publish_begin(run->arena, options->guard, &outcome, &results->outcome, &run->trouble) != TH_OK)
        return TH_FAILED;
    if (look_for_typed(run, options, results->workbook.out) != TH_OK)
        return TH_FAILED;
    return options->scores ? begin_proposals(run, options, results) : TH_OK;
}

/* Written before the workbook appears, and put in place with it. */
static th_status write_outcome(th_run *run, run_results *results)
{
    th_arena *scratch = th_arena_scratch(run->arena);
    th_buf out;
    th_buf_init(&out, scratch);
    th_stream_write(&out, run->ds);
    th_status written = th_publish_write(&results->outcome, th_buf_str(&out), run->arena, &run->trouble);
    th_arena_free(scratch);
    run->trouble = th_publish_refusal(run->arena, written, run->trouble);
    return written == TH_OK ? th_publish_commit(run->arena, &results->outcome, &run->trouble) : written;
}

th_report_input th_run_report_input(th_run *run, const th_run_options *options)
{
    if (!run->made_from)
        run->made_from = th_made_of_run(run, options);
    return (th_report_input){
        .ds = run->ds,
        .checks = &run->checks,
        .scores = run->scores,
        .changes = &run->changes,
        .definition_hash = run->definition_hash,
        .ledger_hash = run->ledger_hash,
        .program = th_str_of(options->program),
        .freezes = &run->freezes,
        .effects = run->effects,
        .made_from = run->made_from,
        .source_links = th_source_links(run, options),
        .left_out = th_leftovers_vi(run->arena, run->inputs.left),
        .created = th_run_created(run, options),
    };
}

static th_status write_workbook(th_run *run, const th_run_options *options, run_results *results)
{
    th_long_files *files = th_long_files_begin(run->arena, &results->workbook, options->limits, &run->typed.kept);
    files->job.input = th_run_report_input(run, options);
    files->job.edition = options->edition;
    run->long_files = files;
    th_timings_enter(options->timings, TH_STEP_WRITE);
    th_status drawn = th_long_files_draw(files, &run->trouble);
    run->trouble = th_publish_refusal(run->arena, drawn, run->trouble);
    th_timings_enter(options->timings, TH_STEP_PUBLISH);
    if (drawn != TH_OK ||
        (options->ready.call &&
         options->ready.call(options->ready.ctx, run, results->workbook.part, &run->trouble) != TH_OK) ||
        (options->outcome && write_outcome(run, results) != TH_OK) ||
        (options->scores && th_publish_commit(run->arena, &results->proposals, &run->trouble) != TH_OK) ||
        (run->typed.replaced &&
         th_publish_keep(run->arena, &results->workbook, &run->typed.kept, &run->trouble) != TH_OK))
        return TH_FAILED;
    return th_publish_commit(run->arena, &results->workbook, &run->trouble);
}

/* Either all of it stands in its place, or what was put there goes. */
static th_status publish_workbook(th_run *run, const th_run_options *options, run_results *results)
{
    th_status status = write_workbook(run, options, results);
    if (status != TH_OK)
        th_long_files_abandon(run->long_files);
    return status;
}

/* ---- what is read ---- */

/* What is wrong with rows that were entered is among the findings, of no unit. */
static void say_set_aside(th_run *run)
{
    const th_findings *faults = &run->definition->entry_faults;
    th_findings *findings = &run->ds->findings;
    for (size_t i = 0; i < faults->n; i++)
        TH_PUSH(run->arena, findings->at, findings->n, findings->cap, faults->at[i]);
}

/* A trace of what is frozen; and what a run without a memory, which holds nothing, has to say about it. */
static void trace_freezes(th_run *run, const th_run_options *options)
{
    const th_definition *d = run->definition;
    run->held_to = options->freezes != NULL;
    if (options->freezes)
        run->freezes = *options->freezes;
    else
        th_freezes_of_rows(run->arena, d, &run->freezes);
    const th_freeze *points = th_freeze_holding(&run->freezes, TH_FREEZE_POINTS, d->period),
                    *figures = th_freeze_holding(&run->freezes, TH_FREEZE_FIGURES, d->period);
    const th_freeze *held = points ? points : figures;
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (held && !options->freezes && options->out)
        th_findings_add(&run->ds->findings, run->arena, TH_F_FREEZE_WITHOUT_MEMORY, &nowhere,
                        TH_WITH(th_freeze_step_vi(held->by.step), th_freeze_day(run->arena, &held->by)));
}

/* Where something is frozen: rows that are gone, and all of today that differs and has no effect. */
static void say_frozen(th_run *run, const th_run_options *options)
{
    const th_frozen *frozen = options->frozen;
    const th_frozen_view view = {frozen, options->limits, &run->now};
    if (!frozen)
        return;
    const th_freeze *const held[] = {frozen->figures, frozen->points};
    th_frozen_say(run->ds, &view);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        if (!held[i] || th_freeze_row_is_there(options->freezes, held[i], run->definition))
            continue;
        const th_place place = {.sheet = TH_STR("Chốt"), .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_findings_add(&run->ds->findings, run->arena, TH_F_FREEZE_ROW, &place,
                        TH_WITH(th_freeze_step_vi(held[i]->by.step), th_freeze_day(run->arena, &held[i]->by)));
    }
}

static th_status refuse_server(th_run *run)
{
    run->trouble = TH_TROUBLE_IS("không tạo được tiến trình đọc tệp", "no process can be started to read files");
    return TH_FAILED;
}

/* A memory of another period is none. */
static const th_memory *memory_of(const th_run *run, const th_run_options *options)
{
    static const th_memory nothing = {0};
    bool remembers = options->memory && options->memory->period == run->definition->period;
    if (!options->memory && (!options->taken || options->taken->forgets))
        return NULL;
    return remembers ? options->memory : &nothing;
}

/* What was taken in before, with the kept copies that are needed beside it. */
static void take_inputs(th_run *run, const th_run_options *options)
{
    const th_taken *taken = options->taken;
    for (size_t i = 0; i < taken->inputs.n; i++)
        TH_PUSH(run->arena, run->inputs.at, run->inputs.n, run->inputs.cap, taken->inputs.at[i]);
    run->inputs.left = taken->inputs.left;
    for (size_t i = 0; i < taken->findings.n; i++)
        TH_PUSH(run->arena, run->ds->findings.at, run->ds->findings.n, run->ds->findings.cap, taken->findings.at[i]);
    if (run->ds->memory)
        th_kept_add(run->arena, run->ds->memory, taken, &run->inputs);
    else
        th_inputs_mark_names(run->arena, &run->inputs);
}

static bool has_records(const th_inputs *inputs)
{
    for (size_t i = 0; i < inputs->n; i++)
        if (inputs->at[i].records)
            return true;
    return false;
}

/* Record streams are read first, for what they say decides what there is to be read. */
static th_status read_records(th_run *run, const th_run_options *options, th_work *work, th_server *server,
                              th_readings *readings)
{
    th_arena *arena = readings->arena;
    bool *others = th_arena_array(arena, run->inputs.n + 1, sizeof *others);
    for (size_t i = 0; i < run->inputs.n; i++)
        others[i] = !run->inputs.at[i].records;
    work->left_out = others;
    if (th_workers_run(arena, work, server, &readings->streams) != TH_OK)
        return refuse_server(run);
    const th_stated stated = {run->arena, run->definition, &run->ds->findings};
    const th_leftovers known = run->inputs.left;
    th_stated_take_apart(&stated, &run->inputs, &readings->streams);
    if (options->taken)
        run->inputs.left = known; /* of all that was taken in */
    return TH_OK;
}

/* Reads all files but copies, which stand beside what was read of the first of them, and then those copies of which
 * that tells nothing. */
static th_status read_inputs(th_run *run, const th_run_options *options, th_server *server, th_arena *arena,
                             th_readings *readings)
{
    size_t n = run->inputs.n + 1;
    readings->arena = arena;
    readings->streams = (th_streams){th_arena_array(arena, n, sizeof *readings->streams.records),
                                     th_arena_array(arena, n, sizeof *readings->streams.trouble)};
    th_work work = {
        .inputs = &run->inputs, .limits = options->limits, .jobs = options->jobs, .progress = &options->progress};
    if (has_records(&run->inputs) && read_records(run, options, &work, server, readings) != TH_OK)
        return TH_FAILED;
    n = run->inputs.n;
    const th_same_inputs of = {run->definition, &run->inputs, options->limits, readings->streams.records};
    th_same_bytes_find(arena, &of, &readings->same);
    bool *left_out = readings->same.left_out, *done = th_arena_array(arena, n + 1, sizeof *done);
    for (size_t i = 0; i < n; i++)
        done[i] = left_out[i] || run->inputs.at[i].records;
    work.left_out = done;
    if (th_workers_run(arena, &work, server, &readings->streams) != TH_OK)
        return refuse_server(run);
    for (size_t i = 0; i < n; i++)
        done[i] = !left_out[i] || run->inputs.at[i].records;
    if (!th_same_bytes_confirm(arena, run->definition, &run->inputs, readings->streams.records, &readings->same))
        return TH_OK;
    for (size_t i = 0; i < n; i++)
        done[i] = done[i] || left_out[i];
    return th_workers_run(arena, &work, server, &readings->streams) == TH_OK ? TH_OK : refuse_server(run);
}

/* What is said of units and files once everything is in. */
static void complete_dataset(th_dataset *ds)
{
    th_submissions_missing(ds);
    th_companions_of_nobody(ds);
    th_receipts_without_file(ds);
    th_submissions_late(ds);
}

static void leave_as_it_is(th_dataset *ds)
{
    (void)ds;
}

static th_status gather_submissions(th_run *run, const th_run_options *options, th_server *server)
{
    th_readings readings;
    run->ds = th_dataset_new(run->arena, run->definition);
    run->ds->as_of = options->as_of;
    run->ds->memory = memory_of(run, options);
    run->ds->day = options->day ? options->day : options->as_of;
    const th_listing listing = {.paths = options->inputs,
                                .npaths = options->ninputs,
                                .records = options->records,
                                .nrecords = options->nrecords,
                                .limits = options->limits};
    if (options->taken)
        take_inputs(run, options);
    else if (th_nothing_there(run->arena, options, &run->trouble) != TH_OK ||
             th_inbox_list(run->arena, &listing, &run->inputs, &run->ds->findings, &run->trouble) != TH_OK)
        return TH_FAILED;
    th_timings_enter(options->timings, TH_STEP_COLLECT);
    th_arena *streams = th_arena_scratch(run->arena);
    if (read_inputs(run, options, server, streams, &readings) != TH_OK)
        return TH_FAILED;
    th_submissions_add(run->ds, &run->inputs, &readings);
    th_arena_free(streams);
    if (run->ds->memory)
        th_memory_after(run->ds, run->ds->memory, options->taken, &run->memory);
    if (options->out && th_nothing_counts(run, options) != TH_OK)
        return TH_FAILED;
    if (read_last_year(run, options) != TH_OK)
        return TH_FAILED;
    if (options->checks) {
        say_set_aside(run);
        trace_freezes(run, options);
        say_frozen(run, options);
        th_waiting_rows_say(run->ds);
        if (options->out)
            run->untouched = th_effects_prepare(run->ds);
        th_dataset_adjust(run->ds);
    }
    th_dataset_seal(run->ds);
    th_effects_sealed(run->untouched, run->ds);
    if (options->complete)
        complete_dataset(run->ds);
    return TH_OK;
}

static void stop_server(void *server)
{
    th_server_stop(server);
}

/* What the figures come to, and what has changed since `previous`. */
static void judge_figures(th_run *run, const th_run_options *options, th_dataset *previous)
{
    if (!options->checks) {
        th_findings_sort(&run->ds->findings);
        return;
    }
    th_timings_enter(options->timings, TH_STEP_CHECK);
    th_check_run(run->arena, run->ds, &run->checks);
    th_replies_judge(run->ds);
    th_timings_enter(options->timings, TH_STEP_SCORE);
    run->scores = th_score_run(run->arena, run->ds, &run->checks);
    th_timings_enter(options->timings, TH_STEP_WHAT_IF);
    if (options->out)
        run->effects =
            th_effects_try(run->ds, run->untouched, run->scores, options->complete ? complete_dataset : leave_as_it_is);
    run->untouched = NULL;
    th_timings_enter(options->timings, TH_STEP_SCORE);
    th_findings_sort(&run->ds->findings);
    th_score_outcome(run->ds, run->scores);
    run->ds->outcome.definition_hash = run->definition_hash;
    run->ds->outcome.ledger_hash = run->ledger_hash;
    run->ds->outcome.program = th_str_of(options->program);
    th_changes_find(run->arena, run->ds, previous, &run->changes);
}

static th_status do_run(th_run *run, const th_run_options *options)
{
    const th_definition_source source = {.path = options->definition,
                                         .limits = options->limits,
                                         .faults = &run->faults,
                                         .trouble = &run->trouble,
                                         .ledger = options->ledger,
                                         .ledger_hash = &run->ledger_hash,
                                         .frozen = options->frozen ? &options->frozen->parts : NULL,
                                         .only_frozen = options->frozen && options->frozen->stands_alone,
                                         .now = &run->now};
    if (th_definition_open(run->arena, &source, &run->definition, &run->definition_hash) >= TH_FAILED) {
        run->definition = NULL;
        return TH_FAILED;
    }
    th_server *server = th_arena_alloc(run->arena, sizeof *server);
    server->fd = -1;
    th_arena_defer(run->arena, stop_server, server);
    th_reader reader = {.definition = run->definition,
                        .timings = options->timings,
                        .limits = options->limits,
                        .parse = th_reader_parse};
    run_results results;
    if (!th_reader_begin(&reader, server))
        return refuse_server(run);
    if (reader.unwalled && options->progress.say)
        options->progress.say(options->progress.ctx, th_walls_refused());
    th_dataset *previous = NULL;
    bool gathered = begin_results(run, options, &results) == TH_OK && read_previous(run, options, &previous) == TH_OK &&
                    (options->share ? th_share_gather : gather_submissions)(run, options, server) == TH_OK;
    th_server_stop(server);
    if (!gathered) {
        abandon_results(&results);
        return TH_FAILED;
    }
    judge_figures(run, options, previous);
    th_status status = options->out ? publish_workbook(run, options, &results) : TH_OK;
    if (status != TH_OK) {
        abandon_results(&results);
    } else if (options->out && !options->alone && options->edition == TH_FOR_WORK) {
        th_proposed_reasons_write(run, options);
        th_proposed_confirmations_write(run, options);
    }
    return status;
}

th_status th_run_do(const th_run_options *options, th_run **out)
{
    th_arena *arena = th_arena_new(0);
    if (!arena)
        return TH_FATAL;
    /* The whole run is out of memory: nothing was published. */
    if (TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        *out = NULL;
        return TH_FATAL;
    }
    th_run *run = th_arena_alloc(arena, sizeof *run);
    run->arena = arena;
    *out = run;
    th_status status = do_run(run, options);
    th_arena_follow(arena, options->guard ? options->guard->arena : NULL);
    return status;
}

void th_run_free(th_run *run)
{
    if (run)
        th_arena_free(run->arena);
}

int th_run_exit_code(const th_run *run)
{
    const th_findings *findings = &run->ds->findings;
    if (th_findings_count(findings, TH_LEVEL_BLOCK) || th_findings_count(findings, TH_LEVEL_ERROR) ||
        run->definition->nset_aside)
        return 2;
    return th_findings_count(findings, TH_LEVEL_WARNING) ? 1 : 0;
}

/* Feedback workbooks of a run, each drawn by a clerk that reads the unit's file again. */
#include "batch/feedback.h"

#include "base/digest.h"
#include "batch/archive.h"
#include "batch/clerk.h"
#include "batch/process.h"
#include "batch/publish.h"
#include "book/book.h"
#include "fact/folder.h"
#include "fact/stream.h"
#include "report/feedback.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

/* What the bytes are that a clerk hands over: the workbook, or why there is none, Vietnamese and English with a 0
 * between. */
#define DRAWN "drawn"
#define UNDRAWN "undrawn"
#define MISREAD "misread"

typedef struct feedback_job {
    th_run *run;
    const th_run_options *options;
    th_feedback feedback;
    th_publication publication;
    th_status status; /* of the workbook handed over; TH_FAILED until there is one */
    th_trouble why;
} feedback_job;

/* ---- in the clerk ---- */

/* The files in which the bytes may be that the source was read from. */
typedef struct candidates {
    th_one_file *at;
    size_t n;
} candidates;

/* False: the file is not there any more, or may not be read.  A fault of the machine is neither: it is tried once more,
 * and then the clerk gives up, for a workbook without the sheets that the unit sent would look complete. */
static bool is_fetched(th_arena *arena, const th_limits *limits, const th_input *input, th_str *bytes)
{
    enum { TRIES = 2 };
    for (int i = 0; i < TRIES; i++) {
        th_findings ignored = {0};
        errno = 0;
        if (th_file_read(arena, limits, input, bytes, &ignored) == TH_OK)
            return true;
        if (!th_process_is_fault(errno))
            return false;
    }
    _exit(TH_PROCESS_FAULT + errno);
}

/* What is opened at all is opened here, before the walls are raised. */
static candidates fetch_candidates(th_arena *arena, const feedback_job *job)
{
    const th_source *source = job->feedback.source;
    const th_inputs *inputs = &job->run->inputs;
    candidates out = {0};
    if (!source || !source->sha256.len)
        return out;
    th_str name = source->member.len ? th_name_archive(source->file) : source->file;
    size_t cap = 0;
    for (size_t i = 0; i < inputs->n; i++) {
        th_one_file file = {
            .definition = job->run->definition, .limits = job->options->limits, .input = &inputs->at[i]};
        if (!inputs->at[i].records && th_str_eq(th_input_shown(&inputs->at[i]), name) &&
            is_fetched(arena, job->options->limits, &inputs->at[i], &file.bytes))
            TH_PUSH(arena, out.at, out.n, cap, file);
    }
    return out;
}

/* The bytes that the source was read from, out of its file or its archive. */
static bool find_bytes(th_arena *arena, const th_source *source, const candidates *from, th_str *bytes)
{
    for (size_t i = 0; i < from->n; i++) {
        if (source->member.len && th_archive_member(arena, &from->at[i], source->sha256, bytes))
            return true;
        *bytes = from->at[i].bytes;
        if (!source->member.len && th_str_eq(th_sha256(arena, *bytes), source->sha256))
            return true;
    }
    return false;
}

static th_book *read_again(th_arena *arena, const feedback_job *job, const candidates *from)
{
    const th_source *source = job->feedback.source;
    th_str bytes;
    th_findings ignored = {0};
    th_book *book = NULL;
    if (!find_bytes(arena, source, from, &bytes) || th_stream_is(bytes) ||
        th_book_open(arena, job->options->limits, &(th_book_file){.bytes = bytes, .name = source->file}, &book,
                     &ignored) >= TH_FAILED)
        return NULL;
    th_book_normalise(book);
    return book;
}

/* On one arena the findings of the run are worded, on the other the workbook is drawn: neither is the principal's any
 * more. */
static int draw_feedback(void *ctx, th_clerk *clerk)
{
    feedback_job *job = ctx;
    th_trouble why = {0};
    th_drawn to = {0};
    th_arena *arena = th_arena_new(job->options->limits->memory_bytes);
    if (!arena || TH_ARENA_GUARD(arena) || TH_ARENA_GUARD(job->run->arena))
        return TH_PROCESS_NO_MEMORY;
    const candidates from = fetch_candidates(arena, job);
    th_clerk_raise_walls(clerk);
    job->feedback.book = read_again(arena, job, &from);
    th_status status = th_feedback_write(arena, &job->feedback, &to, &why);
    th_handed what = {TH_STR(DRAWN), to.bytes};
    if (status != TH_OK)
        what = (th_handed){status == TH_FATAL ? TH_STR(MISREAD) : TH_STR(UNDRAWN), th_clerk_trouble_bytes(arena, why)};
    th_clerk_hand(arena, clerk, &what);
    th_arena_free(arena);
    return 0;
}

/* ---- in the run ---- */

/* One workbook, or one reason. */
static th_clerk_reply take_feedback(void *ctx, th_arena *arena, const th_handed *what)
{
    feedback_job *job = ctx;
    (void)arena;
    if (th_str_eq(what->about, TH_STR(DRAWN))) {
        job->status = th_publish_write(&job->publication, what->bytes, job->run->arena, &job->why);
    } else {
        job->status = th_str_eq(what->about, TH_STR(MISREAD)) ? TH_FATAL : TH_FAILED;
        job->why = th_clerk_trouble_of(job->run->arena, what->bytes);
    }
    return (th_clerk_reply){.status = TH_OK};
}

/* Walls that are refused were said when the files were read. */
static void hear_nothing(void *ctx, th_clerk_channel channel, th_str text)
{
    (void)ctx;
    (void)channel;
    (void)text;
}

static th_status have_drawn(feedback_job *job)
{
    th_arena *arena = job->run->arena;
    const th_commission commission = {.limits = job->options->limits,
                                      .work = draw_feedback,
                                      .told = hear_nothing,
                                      .handed = take_feedback,
                                      .ctx = job};
    th_trouble why;
    if (th_clerk_do(arena, &commission, &why) == 0)
        return job->status;
    job->why =
        (th_trouble){th_str_fmt(arena, "tiến trình ghi sổ kết quả không xong: " TH_FMT, TH_ARG(why.vi)),
                     th_str_fmt(arena, "the process that writes the workbook did not finish: " TH_FMT, TH_ARG(why.en))};
    return TH_FAILED;
}

/* The file that counts, else the one that was refused. */
static const th_source *source_to_answer(const th_dataset *ds, uint32_t unit)
{
    const th_source *found = th_dataset_source(ds, unit);
    for (size_t i = 0; i < ds->nsources && !found; i++)
        if (ds->sources[i].unit == unit && ds->sources[i].status == TH_SOURCE_REJECTED)
            found = &ds->sources[i];
    return found;
}

static th_outfile feedback_file(const char *out)
{
    return (th_outfile){.path = out, .mark = TH_MARK_FEEDBACK};
}

th_status th_feedback_allowed(th_guard *guard, const char *out, th_trouble *trouble)
{
    const th_outfile file = feedback_file(out);
    return th_guard_allows(guard, &file, trouble);
}

/* Who gets an answer, and to what; a unit that has sent nothing has no source. */
typedef struct addressee {
    uint32_t unit;
    const th_source *source;
} addressee;

static th_status publish_feedback(th_run *run, const th_run_options *options, addressee to, const char *out,
                                  th_trouble *trouble)
{
    feedback_job job = {.run = run,
                        .options = options,
                        .feedback = {.ds = run->ds,
                                     .scores = run->scores,
                                     .unit = to.unit,
                                     .source = to.source,
                                     .changes = run->changes.previous ? &run->changes : NULL,
                                     .contact = options->contact,
                                     .program = th_str_of(options->program),
                                     .created = th_run_created(run, options)},
                        .publication = {.fd = -1},
                        .status = TH_FAILED};
    const th_outfile file = feedback_file(out);
    if (th_publish_begin(run->arena, options->guard, &file, &job.publication, trouble) != TH_OK)
        return TH_FAILED;
    th_status drawn = have_drawn(&job);
    if (drawn == TH_OK)
        return th_publish_commit(run->arena, &job.publication, trouble);
    *trouble = job.why;
    th_publish_abandon(&job.publication);
    return drawn;
}

const char *th_feedback_path(th_arena *arena, const char *folder, th_str code, const char *ending)
{
    char *name = th_str_cstr(arena, code);
    for (char *c = name; *c; c++)
        if (*c == '/' || (*c == '.' && c == name))
            *c = '_';
    return th_str_cstr(arena, th_str_fmt(arena, "%s/%s%s", folder, name, ending));
}

th_status th_feedback_all(th_run *run, const th_run_options *options, const char *folder, th_trouble *trouble)
{
    struct stat st;
    if (mkdir(folder, 0777) != 0 && (errno != EEXIST || stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))) {
        int why = errno;
        th_words what = TH_WORDS(run->arena, "không tạo được thư mục “%s”", "folder “%s” cannot be made", folder);
        *trouble = th_trouble_of_system(run->arena, what, why);
        return TH_FAILED;
    }
    for (uint32_t u = 0; u < run->definition->nunits; u++) {
        th_trouble why = {0};
        th_str code = run->definition->units[u].code;
        const char *out = th_feedback_path(run->arena, folder, code, ".xlsx");
        const addressee to = {u, source_to_answer(run->ds, u)};
        th_status status = publish_feedback(run, options, to, out, &why);
        if (status == TH_OK)
            continue;
        th_finding_kind kind = status == TH_FATAL ? TH_F_FILE_NOT_AS_WRITTEN : TH_F_FILE_UNWRITTEN;
        th_place place = {.unit = code, .file = th_str_of(out), .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_trouble_add(&run->ds->findings, run->arena, kind, &place, why);
    }
    return TH_OK;
}

/* A workbook that was read or refused rather than an archive, a letter or a workbook of ours. */
static const th_source *source_to_answer_alone(const th_dataset *ds)
{
    const th_source *found = NULL;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        bool aside = source->status == TH_SOURCE_ASIDE || source->status == TH_SOURCE_DOCUMENT;
        if (!aside && (source->sha256.len || source->status == TH_SOURCE_REJECTED))
            return source;
        if (!found && source->sha256.len)
            found = source;
    }
    return found;
}

/* An archive may hold several workbooks, and a reply is to one. */
static bool is_one_of_several(const th_dataset *ds, const th_source *answered)
{
    size_t workbooks = 0;
    for (size_t i = 0; i < ds->nsources; i++)
        workbooks += ds->sources[i].status != TH_SOURCE_ASIDE && ds->sources[i].status != TH_SOURCE_DOCUMENT;
    return answered && answered->member.len && workbooks > 1;
}

th_status th_feedback_one(th_run *run, const th_run_options *options, const char *out, th_trouble *trouble)
{
    const th_source *source = source_to_answer_alone(run->ds);
    if (is_one_of_several(run->ds, source)) {
        *trouble = TH_TROUBLE_IS("tệp nén có nhiều bảng tính, mà phiếu phản hồi là của một: giải nén rồi chọn từng tệp",
                                 "the archive holds several workbooks, and a reply is to one: unpack it and name one");
        return TH_FAILED;
    }
    const addressee to = {source ? source->unit : TH_NONE, source};
    th_status status = publish_feedback(run, options, to, out, trouble);
    *trouble = th_publish_refusal(run->arena, status, *trouble);
    return status;
}

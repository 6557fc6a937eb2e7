/* Opening workbooks, and making the one that should be the same. */
#include "batch/verify_derive.h"

#include "base/digest.h"
#include "batch/process.h"
#include "batch/walls.h"

#include <errno.h>
#include <unistd.h>

#include "base/banned.h"

void th_verify_refuse(th_verifying *work, th_trouble why)
{
    work->result->as = TH_VERIFIED_NOT;
    work->result->why = why;
}

/* ---- the workbook ---- */

enum { OPENED, NOT_OPENED };

typedef struct book_job {
    const th_limits *limits;
    th_str bytes;
} book_job;

/* Whoever sent the workbook may have made it to harm, so that it is read behind walls before it is read here. */
static int try_book(void *ctx)
{
    const book_job *job = ctx;
    th_arena *arena = th_arena_new(job->limits->memory_bytes);
    th_findings ignored = {0};
    th_book *book;
    if (!arena || TH_ARENA_GUARD(arena))
        return TH_PROCESS_NO_MEMORY;
    th_walls_raise_here(-1);
    const th_book_file file = {.bytes = job->bytes, .name = TH_STR("OUT.xlsx")};
    return th_book_open(arena, job->limits, &file, &book, &ignored) < TH_FAILED ? OPENED : NOT_OPENED;
}

static th_status refuse_book(th_verifying *work, const char *path, th_words why)
{
    th_verify_refuse(work, (th_trouble){th_str_fmt(work->arena, "%s: " TH_FMT, path, TH_ARG(why.vi)),
                                        th_str_fmt(work->arena, "%s: " TH_FMT, path, TH_ARG(why.en))});
    return TH_FAILED;
}

th_status th_verify_open(th_verifying *work, const char *path, bool foreign, th_book **book)
{
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    const th_limits *limits = work->options->run->limits;
    th_findings findings = {0};
    th_trouble why = {0};
    th_book_file file = {.name = input.name};
    if (th_file_read(work->arena, limits, &input, &file.bytes, &findings) == TH_OK) {
        book_job job = {limits, file.bytes};
        if (foreign)
            work->result->book_sha256 = th_sha256(work->arena, file.bytes);
        int tried = foreign ? th_process_run(work->arena, limits, try_book, &job, &why) : NOT_OPENED;
        if (tried < 0)
            return refuse_book(work, path, why);
        if (th_book_open(work->arena, limits, &file, book, &findings) < TH_FAILED)
            return TH_OK;
        if (tried == OPENED) /* a moment ago, so that it is not the file */
            return refuse_book(work, path, th_system_words(work->arena, ENOMEM));
    }
    return refuse_book(work, path, (th_words){findings.at[0].vi, findings.at[0].en});
}

/* ---- deriving ---- */

static const char *in_folder(const th_verifying *work, const char *name)
{
    return th_str_cstr(work->arena, th_str_fmt(work->arena, "%s/%s", work->folder, name));
}

static th_trouble why_not_made(th_verifying *work, const th_run *run)
{
    if (!run)
        return TH_TROUBLE_IS("không đủ bộ nhớ", "out of memory");
    th_trouble why = run->trouble;
    if (!why.vi.len && run->faults.n)
        why = (th_trouble){run->faults.at[0].vi, run->faults.at[0].en};
    return TH_TROUBLE(work->arena, "không lập lại được sổ: " TH_FMT, "the workbook cannot be made again: " TH_FMT,
                      TH_ARG(th_str_copy(work->arena, why.vi)));
}

th_status th_verify_derive(th_verifying *work, const th_run_options *options, const char *name,
                           void (*look)(th_verifying *work, const th_run *run), th_book **book)
{
    th_guard guard = {.arena = work->arena, .limits = options->limits};
    th_run_options made = *options;
    th_run *run = NULL;
    made.out = in_folder(work, name);
    made.guard = &guard;
    made.alone = true;
    th_status status = th_run_do(&made, &run);
    if (status != TH_OK)
        th_verify_refuse(work, why_not_made(work, run));
    else if (look)
        look(work, run);
    th_run_free(run);
    if (status == TH_OK)
        status = th_verify_open(work, made.out, false, book);
    unlink(made.out);
    return status;
}

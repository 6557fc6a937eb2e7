/* Extracting a share of an inbox: parts in the order of names, each of them put as soon as those before it are. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "batch/share.h"

#include "base/digest.h"
#include "batch/inbox.h"
#include "batch/nothing.h"
#include "batch/stated.h"
#include "batch/submissions.h"
#include "batch/timings.h"
#include "fact/folder.h"
#include "fact/stream.h"
#include "fact/stream_parts.h"
#include "fact/stream_words.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/banned.h"

/* What is put of an input, once those before it are. */
typedef struct waiting_part {
    bool there;
    th_arena *own; /* of its bytes */
    th_str bytes;
} waiting_part;

typedef struct sharing {
    th_run *run;
    const th_run_options *options;
    const th_share *share;
    bool *left_out;
    waiting_part *waiting; /* by input */
    size_t next;
    bool failed;
} sharing;

unsigned th_share_of(th_str name, unsigned of)
{
    enum { BYTES = 8, BITS = 8 };
    uint8_t digest[TH_DIGEST_MOST];
    uint64_t number = 0;
    th_digest_of(TH_SHA256, name, (th_str){0}, digest);
    for (size_t i = 0; i < BYTES; i++)
        number = number << BITS | digest[i];
    return (unsigned)(number % of) + 1;
}

/* ---- which files ---- */

static bool is_inbox_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Where a file lies below the inbox: its folder with links resolved, and its own name.  Empty: it lies elsewhere. */
static th_str place_in_inbox(th_arena *arena, const char *inbox, const char *path)
{
    th_str typed = th_str_of(path), inside = {0};
    size_t cut = typed.len;
    while (cut && typed.ptr[cut - 1] != '/')
        cut--;
    char *root = realpath(inbox, NULL),
         *folder = realpath(cut ? th_str_cstr(arena, th_str_sub(typed, 0, cut)) : ".", NULL);
    if (root && folder) {
        th_str from = th_str_fmt(arena, "%s/", root),
               to = th_str_fmt(arena, "%s/" TH_FMT, folder, TH_ARG(th_str_sub(typed, cut, typed.len)));
        if (th_str_starts(to, from))
            inside = th_str_sub(to, from.len, to.len);
    }
    free(root);
    free(folder);
    return inside;
}

static th_status refuse_outside_inbox(th_run *run, const char *inbox, const char *path)
{
    run->trouble = TH_TROUBLE(run->arena, "“%s” không nằm trong hộp thư “%s” (--inbox)",
                              "“%s” does not lie in the inbox “%s” (--inbox)", path, inbox);
    return TH_FAILED;
}

/* What is no input, such as an owner file, is told of with the listing, and there is nothing to be said of it here. */
static th_status choose_named(sharing *work)
{
    th_run *run = work->run;
    const char *inbox = work->share->inbox;
    th_str root = th_str_of(inbox);
    th_lookup places = {0};
    while (root.len > 1 && root.ptr[root.len - 1] == '/')
        root.len--;
    for (size_t i = 0; i < run->inputs.n; i++) {
        work->left_out[i] = true;
        th_str below = th_str_sub(run->inputs.at[i].path, root.len + 1, run->inputs.at[i].path.len);
        *th_lookup_at(&places, run->arena, below) = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < work->options->ninputs; i++) {
        const char *path = work->options->inputs[i];
        th_str below = place_in_inbox(run->arena, inbox, path);
        const uint32_t *at = th_lookup_find(&places, below);
        if (!below.len || is_inbox_folder(path))
            return refuse_outside_inbox(run, inbox, path);
        if (at)
            work->left_out[*at - 1] = false;
    }
    return TH_OK;
}

static void choose_share(sharing *work)
{
    for (size_t i = 0; work->share->of && i < work->run->inputs.n; i++)
        work->left_out[i] = th_share_of(work->run->inputs.at[i].name, work->share->of) != work->share->shard;
}

static th_status list_files(sharing *work)
{
    th_run *run = work->run;
    const th_run_options *options = work->options;
    const char *inbox = work->share->inbox;
    th_listing listing = {.paths = options->inputs,
                          .npaths = options->ninputs,
                          .records = options->records,
                          .nrecords = options->nrecords,
                          .limits = options->limits};
    if (inbox) {
        listing.paths = &inbox;
        listing.npaths = 1;
    }
    if ((!inbox && th_nothing_there(run->arena, options, &run->trouble) != TH_OK) ||
        th_inbox_list(run->arena, &listing, &run->inputs, &run->ds->findings, &run->trouble) != TH_OK)
        return TH_FAILED;
    work->left_out = th_arena_array(run->arena, run->inputs.n + 1, sizeof *work->left_out);
    work->waiting = th_arena_array(run->arena, run->inputs.n + 1, sizeof *work->waiting);
    choose_share(work);
    return inbox ? choose_named(work) : TH_OK;
}

/* ---- what is put ---- */

static void put_to_stream(sharing *work, th_str bytes)
{
    work->failed = work->failed || !work->share->put(work->share->ctx, bytes);
}

/* Is anything said of the inbox?  Of files that were named alone there is none. */
static bool tells_of_inbox(const sharing *work)
{
    if (work->share->inbox)
        return !work->options->ninputs;
    for (size_t i = 0; i < work->options->ninputs; i++)
        if (is_inbox_folder(work->options->inputs[i]))
            return true;
    return work->share->of > 0;
}

/* The first part: the share, and in the first share all that was listed, so that it is known what has to come. */
static void put_inbox(sharing *work)
{
    th_run *run = work->run;
    th_arena *scratch = th_arena_scratch(run->arena);
    bool first = work->share->shard < 2;
    size_t records = 1;
    th_buf out;
    th_buf_init(&out, scratch);
    unsigned of = work->share->of, shard = work->share->shard;
    if (!of && !work->share->inbox)
        of = shard = 1;
    const th_leftovers none = {0}, left = first ? run->inputs.left : none;
    th_buf_fmt(&out, TH_STREAM_BEGINS "2\ninbox\t%u\t%u\t%zu\t%zu\n", shard, of, left.temporary, left.litter);
    for (size_t i = 0; first && i < run->inputs.n; i++) {
        if (run->inputs.at[i].records)
            continue;
        th_buf_add(&out, TH_STR("listed"));
        th_stream_put_field(&out, run->inputs.at[i].name);
        th_buf_byte(&out, '\n');
        records++;
    }
    size_t nsaid = first ? run->ds->findings.n : 0;
    for (size_t i = 0; i < nsaid; i++)
        th_stream_put_finding(&out, &run->ds->findings.at[i]);
    th_stream_seal(&out, 0, records + nsaid);
    put_to_stream(work, th_buf_str(&out));
    th_arena_free(scratch);
}

static th_finding finding_kept(th_arena *arena, const th_finding *read)
{
    th_finding kept = *read;
    th_str *const texts[] = {&kept.rule,      &kept.place.unit, &kept.place.file, &kept.place.sheet, &kept.place.form,
                             &kept.indicator, &kept.raw,        &kept.expected,   &kept.difference,  &kept.vi,
                             &kept.en,        &kept.fix_vi,     &kept.fix_en};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = th_str_copy(arena, *texts[i]);
    return kept;
}

/* What is told of the file when all are done. */
static void keep_what_is_told(th_dataset *ds, const th_dataset *read)
{
    for (size_t i = 0; i < read->nsources; i++) {
        th_source source = {.file = th_str_copy(ds->arena, read->sources[i].file),
                            .unit = read->sources[i].unit,
                            .status = read->sources[i].status,
                            .receipt = TH_NONE};
        TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, source);
    }
    for (size_t i = 0; i < read->findings.n; i++)
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap,
                finding_kept(ds->arena, &read->findings.at[i]));
}

static th_str refused_records(th_arena *arena, const sharing *work, const th_input *input, th_finding_kind kind,
                              th_trouble why)
{
    th_dataset *ds = th_dataset_new(arena, work->run->definition);
    th_buf out;
    th_buf_init(&out, arena);
    th_submissions_refuse(ds, input->name, kind, why);
    ds->sources[0].receipt = TH_NONE;
    th_stream_write(&out, ds);
    keep_what_is_told(work->run->ds, ds);
    return th_buf_str(&out);
}

/* Does each part speak of this file, or of a member of it? */
static bool parts_speak_of(const th_dataset *read, const th_input *input)
{
    for (size_t i = 0; !input->records && i < read->nsources; i++) {
        th_str file = read->sources[i].file;
        if (!th_str_eq(file, input->name) && !th_str_eq(th_name_archive(file), input->name))
            return false;
    }
    return true;
}

/* Adds to the records of a file without a hash why it was not read, which the workbook lists (batch/made_of.h). */
static th_str with_refusal(th_arena *arena, const sharing *work, const th_input *input, th_str records)
{
    th_str rest = records, ignored;
    th_stream_part part = {0};
    if (input->records || !th_stream_part_next(&rest, &part) || part.sha256.len || rest.len)
        return records;
    th_refusal refusal = th_file_fetch(arena, work->options->limits, input, &ignored);
    if (!refusal.why)
        refusal = (th_refusal){.why = TH_REFUSED_CHANGES};
    return th_stream_part_with(arena, &part, th_stated_refusal(arena, refusal));
}

/* What a worker said is checked before it goes on, as a merge does.  Figures and findings are put in their order. */
static th_str checked_records(th_arena *arena, const sharing *work, const th_input *input, th_str records)
{
    th_dataset *read = th_dataset_new(arena, work->run->definition);
    th_trouble why = {0};
    if (th_stream_read(read, records, TH_STREAM_SUBMITTED, &why) != TH_OK)
        return refused_records(arena, work, input, TH_F_FILE_RECORDS, why);
    if (!parts_speak_of(read, input))
        return refused_records(arena, work, input, TH_F_FILE_RECORDS,
                               TH_TROUBLE_IS("bản ghi nói về tệp khác", "the records are of another file"));
    keep_what_is_told(work->run->ds, read);
    if (input->records)
        return records;
    th_buf out;
    th_dataset_seal(read);
    th_findings_sort(&read->findings);
    th_buf_init(&out, arena);
    th_stream_write(&out, read);
    return th_buf_str(&out);
}

static void put_parts_that_wait(sharing *work)
{
    for (; work->next < work->run->inputs.n; work->next++) {
        waiting_part *waiting = &work->waiting[work->next];
        if (!work->left_out[work->next] && !waiting->there)
            return;
        if (waiting->there) {
            put_to_stream(work, waiting->bytes);
            th_arena_free(waiting->own);
        }
    }
}

static void take_part_of_input(void *ctx, size_t i, th_str records, th_trouble trouble)
{
    sharing *work = ctx;
    th_run *run = work->run;
    const th_input *input = &run->inputs.at[i];
    th_arena *scratch = th_arena_scratch(run->arena), *own = th_arena_scratch(run->arena);
    if (trouble.vi.len)
        records = refused_records(scratch, work, input, TH_F_FILE_WORKER, trouble);
    else
        records = checked_records(scratch, work, input, records);
    records = with_refusal(scratch, work, input, records);
    work->waiting[i] = (waiting_part){true, own, th_str_copy(own, records)};
    th_arena_free(scratch);
    put_parts_that_wait(work);
}

th_status th_share_gather(th_run *run, const th_run_options *options, th_server *server)
{
    sharing work = {.run = run, .options = options, .share = options->share};
    run->ds = th_dataset_new(run->arena, run->definition);
    if (list_files(&work) != TH_OK)
        return TH_FAILED;
    th_timings_enter(options->timings, TH_STEP_COLLECT);
    if (tells_of_inbox(&work))
        put_inbox(&work);
    th_arena *scratch = th_arena_scratch(run->arena);
    const th_work todo = {.inputs = &run->inputs,
                          .limits = options->limits,
                          .jobs = options->jobs,
                          .progress = &options->progress,
                          .left_out = work.left_out,
                          .taker = {take_part_of_input, &work}};
    bool done = th_workers_run(scratch, &todo, server, NULL) == TH_OK;
    th_arena_free(scratch);
    if (done && !work.failed)
        return TH_OK;
    run->trouble = done ? TH_TROUBLE_IS("không ghi hết được bản ghi", "not all records could be written")
                        : TH_TROUBLE_IS("không tạo được tiến trình đọc tệp", "no process can be started to read files");
    return TH_FAILED;
}

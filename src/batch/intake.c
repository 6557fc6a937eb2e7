/* Keeping each content once. */
#include "batch/intake.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "batch/inbox.h"
#include "batch/new_file.h"
#include "batch/process.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { KEPT_MODE = 0640 };

typedef struct intake_work {
    th_arena *arena;
    const th_intake_options *options;
    th_trouble *trouble;
} intake_work;

static bool is_kept(const char *path, size_t size)
{
    struct stat st;
    return lstat(path, &st) == 0 && S_ISREG(st.st_mode) && (unsigned long long)st.st_size == size;
}

/* Does the file hold what it is called after? */
static bool holds_its_content(th_arena *arena, const th_limits *limits, const char *path, th_str sha256)
{
    const th_input written = {.path = th_str_of(path), .name = th_str_of(path)};
    th_findings ignored = {0};
    th_str bytes;
    return th_file_read(arena, limits, &written, &bytes, &ignored) == TH_OK &&
           th_str_eq(th_sha256(arena, bytes), sha256);
}

static th_status refuse_copy(const intake_work *work, const th_input *input, th_words why)
{
    const char *kept = work->options->kept;
    *work->trouble = (th_trouble){
        th_str_fmt(work->arena, "không giữ được bản gốc “" TH_FMT "” vào “%s”: " TH_FMT "; không ghi gì",
                   TH_ARG(input->name), kept, TH_ARG(why.vi)),
        th_str_fmt(work->arena, "the original of “" TH_FMT "” cannot be kept in “%s”: " TH_FMT "; nothing is written",
                   TH_ARG(input->name), kept, TH_ARG(why.en))};
    return TH_FAILED;
}

/* Writes a copy under a name that no copy has, and gives it its own once it is right. */
static th_status keep_copy(const intake_work *work, const th_input *input, th_str bytes, th_str sha256)
{
    th_arena *scratch = th_arena_scratch(work->arena);
    const char *kept = work->options->kept;
    const char *path = th_str_cstr(scratch, th_str_fmt(scratch, "%s/" TH_FMT, kept, TH_ARG(sha256)));
    const char *part = th_str_cstr(scratch, th_str_fmt(scratch, "%s/." TH_FMT ".part", kept, TH_ARG(sha256)));
    th_status status = TH_OK;
    unlink(part); /* of a run that was killed */
    int why = th_new_file(part, bytes, KEPT_MODE);
    bool right = !why && holds_its_content(scratch, work->options->limits, part, sha256);
    if (right && rename(part, path) != 0)
        why = errno;
    if (why)
        status = refuse_copy(work, input, th_system_words(work->arena, why));
    else if (!right)
        status = refuse_copy(
            work, input, TH_WORDS_ARE("đọc lại không đúng những gì đã ghi", "it does not read back as it was written"));
    if (status != TH_OK)
        unlink(part);
    th_arena_free(scratch);
    return status;
}

/* The copy of one input, which is read from there from now on; *fresh: it was not there before. */
static th_status take_in(const intake_work *work, th_input *input, th_str *sha256, bool *fresh)
{
    th_arena *scratch = th_arena_scratch(work->arena);
    const th_intake_options *options = work->options;
    th_str bytes;
    th_status status = TH_OK;
    th_refusal refusal = th_file_fetch(scratch, options->limits, input, &bytes);
    if (refusal.why == TH_REFUSED_SYSTEM && th_process_is_fault(refusal.code))
        refusal = th_file_fetch(scratch, options->limits, input, &bytes);
    input->refused = refusal; /* what is not kept must not count, though a moment later it might be read */
    if (!refusal.why) {
        *sha256 = th_sha256(work->arena, bytes);
        char *path = th_str_cstr(work->arena, th_str_fmt(work->arena, "%s/" TH_FMT, options->kept, TH_ARG(*sha256)));
        *fresh = !is_kept(path, bytes.len);
        if (*fresh)
            status = keep_copy(work, input, bytes, *sha256);
        input->path = th_str_of(path);
    }
    th_arena_free(scratch);
    return status;
}

th_status th_intake(th_arena *arena, const th_intake_options *options, th_taken *taken, th_trouble *trouble)
{
    const th_listing listing = {.paths = options->inboxes, .npaths = options->ninboxes, .limits = options->limits};
    const intake_work work = {arena, options, trouble};
    bool any_fresh = false;
    *taken = (th_taken){.kept = options->kept};
    if (th_inbox_list(arena, &listing, &taken->inputs, &taken->findings, trouble) != TH_OK)
        return TH_FAILED;
    th_inbox_file *files = th_arena_array(arena, taken->inputs.n + 1, sizeof *files);
    taken->files = files;
    for (size_t i = 0; i < taken->inputs.n; i++) {
        bool fresh = false;
        files[i].name = taken->inputs.at[i].name;
        if (take_in(&work, &taken->inputs.at[i], &files[i].sha256, &fresh) != TH_OK)
            return TH_FAILED;
        any_fresh = any_fresh || fresh;
        taken->nfiles++;
    }
    if (any_fresh)
        th_folder_sync(options->kept);
    return TH_OK;
}

size_t th_intake_lost(th_arena *arena, const th_memory *memory, const th_taken *taken)
{
    th_arena *scratch = th_arena_scratch(arena);
    th_lookup there = {0};
    size_t lost = 0;
    for (size_t i = 0; i < taken->nfiles; i++) {
        *th_lookup_at(&there, scratch, taken->files[i].name) = 1;
        if (taken->files[i].sha256.len)
            *th_lookup_at(&there, scratch, taken->files[i].sha256) = 1;
    }
    for (size_t i = 0; i < memory->ninbox; i++) {
        const th_inbox_file *file = &memory->inbox[i];
        bool found = th_lookup_find(&there, file->name) || (file->sha256.len && th_lookup_find(&there, file->sha256));
        lost += !found;
    }
    th_arena_free(scratch);
    return lost;
}

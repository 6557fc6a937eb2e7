/* The inboxes in which there is nothing, or nothing that counts. */
#include "batch/nothing.h"

#include "batch/inbox.h"
#include "fact/folder.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>

#include "base/banned.h"

enum { MOST_TOLD = 20 };

static bool is_inbox(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static th_status refuse_unreadable(th_arena *arena, const char *path, th_trouble *trouble)
{
    th_words why = th_system_words(arena, errno);
    *trouble = (th_trouble){
        th_str_fmt(arena,
                   "không đọc được hộp thư “%s” (" TH_FMT "); xem lại đường dẫn, quyền đọc, ổ đĩa mạng đã gắn chưa",
                   path, TH_ARG(why.vi)),
        th_str_fmt(arena,
                   "inbox “%s” cannot be read (" TH_FMT "); see whether the path is right, the folder may be read, and "
                   "the share is mounted",
                   path, TH_ARG(why.en))};
    return TH_FAILED;
}

static th_status count_files_of(th_arena *arena, const th_run_options *options, const char *path, size_t *n,
                                th_trouble *trouble)
{
    th_arena *scratch = th_arena_scratch(arena);
    th_inputs there = {0};
    th_findings ignored = {0};
    th_trouble why = {0};
    const th_listing listing = {.paths = &path, .npaths = 1, .limits = options->limits};
    th_status status = th_inbox_list(scratch, &listing, &there, &ignored, &why);
    *n = there.n;
    if (status != TH_OK)
        *trouble = (th_trouble){th_str_copy(arena, why.vi), th_str_copy(arena, why.en)};
    th_arena_free(scratch);
    return status;
}

static th_status look_into(th_arena *arena, const th_run_options *options, const char *path, th_trouble *trouble)
{
    struct stat st;
    if (stat(path, &st) != 0)
        return refuse_unreadable(arena, path, trouble);
    if (!S_ISDIR(st.st_mode))
        return TH_OK;
    DIR *dir = opendir(path);
    if (!dir)
        return refuse_unreadable(arena, path, trouble);
    closedir(dir);
    if (options->allow_empty)
        return TH_OK;
    size_t there = 0;
    if (count_files_of(arena, options, path, &there, trouble) != TH_OK)
        return TH_FAILED;
    if (there)
        return TH_OK;
    *trouble =
        TH_TROUBLE(arena,
                   "hộp thư “%s” không có tệp nào để đọc, nên không ghi gì và kết quả cũ giữ nguyên; xem lại "
                   "đường dẫn, ổ đĩa mạng đã gắn chưa; nếu đúng là chưa ai gửi, thêm --allow-empty",
                   "inbox “%s” holds no file to read, so nothing is written and the old result stays; see whether "
                   "the path is right and the share is mounted; if really nobody has sent anything, add "
                   "--allow-empty",
                   path);
    return TH_FAILED;
}

th_status th_nothing_there(th_arena *arena, const th_run_options *options, th_trouble *trouble)
{
    for (size_t i = 0; i < options->ninputs; i++)
        if (look_into(arena, options, options->inputs[i], trouble) != TH_OK)
            return TH_FAILED;
    return TH_OK;
}

/* ---- when all is read ---- */

static bool lies_in(const th_input *input, th_str folder)
{
    return th_str_starts(input->path, folder) &&
           (th_str_ends(folder, TH_STR("/")) || th_str_starts(th_str_sub(input->path, folder.len, 1), TH_STR("/")));
}

static bool has_replied(const th_dataset *ds, uint32_t source)
{
    for (size_t i = 0; i < ds->nreplies; i++)
        if (ds->replies[i].source == source)
            return true;
    return false;
}

/* A submission, even one that another replaced or that waits; or reasons that came back.  A letter, a template that
 * nobody filled in, a workbook of ours say nothing of whether this is the folder in which the units report. */
static bool says_something(const th_dataset *ds, uint32_t source)
{
    th_source_status status = ds->sources[source].status;
    return status == TH_SOURCE_ACCEPTED || status == TH_SOURCE_REPLACED || status == TH_SOURCE_WAITING ||
           status == TH_SOURCE_WITHDRAWN || has_replied(ds, source);
}

/* A member of an archive is a source of its own.  A record stream has sources that go by the names of other files:
 * what was listed and is no source was read. */
static bool was_read(const th_run *run, th_str name)
{
    const th_dataset *ds = run->ds;
    bool is_source = false;
    for (size_t i = 0; i < ds->nsources; i++) {
        th_str file = ds->sources[i].file;
        bool is_of_it = th_str_eq(file, name) || th_str_eq(th_name_archive(file), name);
        if (is_of_it && says_something(ds, (uint32_t)i))
            return true;
        is_source = is_source || is_of_it;
    }
    return !is_source;
}

static bool is_anything_read(const th_run *run, th_str folder)
{
    for (size_t i = 0; i < run->inputs.n; i++)
        if (lies_in(&run->inputs.at[i], folder) && was_read(run, th_input_shown(&run->inputs.at[i])))
            return true;
    return false;
}

static bool is_anything_accepted(const th_run *run)
{
    for (size_t i = 0; i < run->ds->nsources; i++)
        if (run->ds->sources[i].status == TH_SOURCE_ACCEPTED)
            return true;
    return false;
}

/* Why the files do not count is told with the fault: there will be no workbook to say it. */
static void tell_findings(th_run *run)
{
    const th_findings *findings = &run->ds->findings;
    for (size_t i = 0; i < findings->n && run->faults.n < MOST_TOLD; i++)
        if (findings->at[i].level >= TH_LEVEL_ERROR && findings->at[i].place.file.len)
            TH_PUSH(run->arena, run->faults.at, run->faults.n, run->faults.cap, findings->at[i]);
}

th_status th_nothing_counts(th_run *run, const th_run_options *options)
{
    const char *inbox = options->ninputs ? options->inputs[0] : "";
    if (!options->ninputs && options->nrecords)
        inbox = options->records[0];
    bool counts = options->allow_empty || is_anything_accepted(run);
    for (size_t i = 0; counts && !options->allow_empty && !options->taken && i < options->ninputs; i++)
        if (is_inbox(options->inputs[i]) && !is_anything_read(run, th_str_of(options->inputs[i]))) {
            inbox = options->inputs[i];
            counts = false;
        }
    if (counts)
        return TH_OK;
    tell_findings(run);
    run->trouble =
        TH_TROUBLE(run->arena,
                   "không tệp nào trong “%s” được tính, nên không ghi gì và kết quả cũ giữ nguyên; xem lại các "
                   "tệp nêu trên, bộ biểu mẫu và kỳ; nếu vẫn muốn ghi, thêm --allow-empty",
                   "no file in “%s” counts, so nothing is written and the old result stays; look at the files "
                   "named above, the definition and its period; to write all the same, add --allow-empty",
                   inbox);
    return TH_FAILED;
}

/* Gathering what belongs into a dossier, file by file. */
#include "batch/dossier.h"

#include "batch/definition.h"
#include "batch/diversion.h"
#include "batch/dossier_files.h"
#include "batch/dossier_freezes.h"
#include "batch/dossier_inputs.h"
#include "batch/dossier_memory.h"
#include "batch/dossier_terms.h"
#include "batch/dossier_tree.h"
#include "batch/dossier_words.h"
#include "batch/drawing.h"
#include "batch/inbox.h"
#include "batch/long_lists.h"
#include "batch/office.h"
#include "fact/folder.h"
#include "report/minutes.h"

#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

/* ---- which one ---- */

bool th_dossier_is_due(const th_freezes *freezes, int period, th_dossier_due *due)
{
    const th_freeze *held = th_freeze_holding(freezes, TH_FREEZE_POINTS, period);
    if (!held)
        held = th_freeze_holding(freezes, TH_FREEZE_FIGURES, period);
    *due = (th_dossier_due){0};
    if (held)
        *due = (th_dossier_due){&held->by, (unsigned)held->version};
    return held != NULL;
}

static th_str name_of_dossier(th_arena *arena, const th_dossier *dossier)
{
    return th_str_fmt(arena, "%d-%s-lan-%u", dossier->run->definition->period,
                      dossier->due.row->step == TH_FREEZE_POINTS ? "diem" : "so-lieu", dossier->due.version);
}

const char *th_dossier_path(th_arena *arena, const th_dossier *dossier)
{
    return th_str_cstr(arena,
                       th_str_fmt(arena, "%s/" TH_FMT, dossier->folder, TH_ARG(name_of_dossier(arena, dossier))));
}

/* ---- what was read ---- */

static th_str below(th_arena *arena, const char *folder, th_str name)
{
    return th_str_fmt(arena, "%s/" TH_FMT, folder, TH_ARG(name));
}

/* The files of a folder, or the one file that is named. */
static th_status copy_folder(th_tree *tree, const char *from, const char *to)
{
    th_inputs files = {0};
    if (th_folder_list(tree->arena, from, &files, tree->trouble) != TH_OK) {
        th_tree_abandon(tree);
        return TH_FAILED;
    }
    for (size_t i = 0; i < files.n; i++)
        if (th_tree_copy(tree, below(tree->arena, to, files.at[i].name), files.at[i].path.ptr, (th_str){0}) != TH_OK)
            return TH_FAILED;
    return TH_OK;
}

static bool is_ledger_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Findings name the ledger by its file or its folder, so that it keeps its name. */
static th_str path_of_ledger(th_arena *arena, const char *ledger)
{
    th_str path = th_str_of(ledger);
    while (th_str_ends(path, TH_STR("/")))
        path.len--;
    return below(arena, TH_DOSSIER_LEDGER, th_name_base(path));
}

static th_status copy_ledger(th_tree *tree, const char *ledger, th_str path)
{
    const char *to = is_ledger_folder(ledger) ? th_str_cstr(tree->arena, path) : TH_DOSSIER_LEDGER;
    return copy_folder(tree, ledger, to);
}

/* Somebody may have saved the definition or the ledger since the run read them. */
static th_status are_as_they_were_read(th_tree *tree, const th_dossier *dossier, th_str ledger)
{
    th_arena *scratch = th_arena_scratch(tree->arena);
    th_findings faults = {0};
    th_trouble why = {0};
    th_definition *definition;
    th_str hash = {0}, ledger_hash = {0};
    th_str folder = below(scratch, tree->root, TH_STR(TH_DOSSIER_DEFINITION));
    th_definition_source source = {.path = th_str_cstr(scratch, folder),
                                   .limits = dossier->options->limits,
                                   .faults = &faults,
                                   .trouble = &why,
                                   .ledger_hash = &ledger_hash};
    if (dossier->options->frozen)
        source.frozen = &dossier->options->frozen->parts;
    if (ledger.len)
        source.ledger = th_str_cstr(scratch, below(scratch, tree->root, ledger));
    th_definition_open(scratch, &source, &definition, &hash);
    bool same = th_str_eq(hash, dossier->run->definition_hash) && th_str_eq(ledger_hash, dossier->run->ledger_hash);
    th_arena_free(scratch);
    if (same)
        return TH_OK;
    *tree->trouble =
        TH_TROUBLE_IS("chưa lập được hồ sơ đợt: bộ biểu mẫu hoặc sổ ban thư ký đã đổi sau khi lượt này đọc",
                      "the dossier cannot be made yet: the definition or the ledger has changed since this "
                      "run read it");
    th_tree_abandon(tree);
    return TH_FAILED;
}

/* The definition as the run had it, which may be the frozen one, where what lies there cannot be read. */
static th_status put_definition(th_tree *tree, const th_dossier *dossier)
{
    const th_run_options *options = dossier->options;
    const th_definition_parts *now = &dossier->run->now;
    th_status status = TH_OK;
    if (!options->frozen || !options->frozen->stands_alone)
        return copy_folder(tree, options->definition, TH_DOSSIER_DEFINITION);
    for (size_t i = 0; i < now->n && status == TH_OK; i++)
        if (!now->at[i].of_ledger)
            status = th_tree_put(tree, below(tree->arena, TH_DOSSIER_DEFINITION, now->at[i].name), now->at[i].bytes);
    return status;
}

static th_status put_what_was_read(th_tree *tree, const th_dossier *dossier)
{
    const th_run_options *options = dossier->options;
    th_str ledger = {0};
    if (options->ledger)
        ledger = path_of_ledger(tree->arena, options->ledger);
    if (put_definition(tree, dossier) != TH_OK || (ledger.len && copy_ledger(tree, options->ledger, ledger) != TH_OK) ||
        are_as_they_were_read(tree, dossier, ledger) != TH_OK ||
        th_dossier_inputs_write(tree, dossier->run, options) != TH_OK ||
        th_dossier_freezes_write(tree, options->freezes, options->frozen) != TH_OK)
        return TH_FAILED;
    th_str listed = th_dossier_listed_text(tree->arena, &options->taken->findings);
    th_str memory = th_dossier_memory_text(tree->arena, options->memory);
    if (th_tree_put(tree, TH_STR(TH_DOSSIER_LISTED), listed) != TH_OK ||
        th_tree_put(tree, TH_STR(TH_DOSSIER_MEMORY), memory) != TH_OK ||
        (options->previous_bytes.len &&
         th_tree_put(tree, TH_STR(TH_DOSSIER_PREVIOUS), options->previous_bytes) != TH_OK))
        return TH_FAILED;
    if (options->last_year_bytes.len)
        return th_tree_put(tree, TH_STR(TH_DOSSIER_LAST_YEAR), options->last_year_bytes);
    if (!options->last_year)
        return TH_OK;
    return th_tree_copy(tree, TH_STR(TH_DOSSIER_LAST_YEAR), options->last_year, (th_str){0});
}

/* ---- what it came to ---- */

static th_str terms_of(th_arena *arena, const th_dossier *dossier)
{
    const th_run_options *options = dossier->options;
    const th_store_run *last = dossier->runs.n ? &dossier->runs.at[dossier->runs.n - 1] : NULL;
    th_dossier_terms terms = {.program = th_str_of(options->program),
                              .period = dossier->run->definition->period,
                              .step = th_dossier_step_words(dossier->due.row),
                              .version = dossier->due.version,
                              .day = options->day,
                              .as_of = options->as_of,
                              .created = th_run_created(dossier->run, options),
                              .allow_empty = options->allow_empty,
                              .left = dossier->run->inputs.left,
                              .definition_hash = dossier->run->definition_hash,
                              .ledger_hash = dossier->run->ledger_hash,
                              .workbook_hash = dossier->workbook_hash,
                              .limits = *options->limits};
    if (options->ledger)
        terms.ledger = path_of_ledger(arena, options->ledger);
    if (last) {
        terms.number = last->number;
        terms.began = last->started;
    }
    return th_dossier_terms_text(arena, &terms);
}

typedef struct minutes_job {
    th_minutes minutes;
    const char *path;
} minutes_job;

static th_status draw_minutes(void *ctx, th_arena *arena, th_trouble *trouble)
{
    const minutes_job *job = ctx;
    return th_minutes_write(arena, &job->minutes, &(th_drawn){.path = job->path}, trouble);
}

static th_status put_minutes(th_tree *tree, const th_dossier *dossier)
{
    th_run *run = dossier->run;
    const char *file;
    if (th_tree_place(tree, TH_STR(TH_DOSSIER_MINUTES), &file) != TH_OK)
        return TH_FAILED;
    minutes_job job = {{.ds = run->ds,
                        .checks = &run->checks,
                        .scores = run->scores,
                        .freeze = dossier->due.row,
                        .version = dossier->due.version,
                        .created = th_run_created(run, dossier->options)},
                       file};
    if (th_drawing_do(tree->arena, &(th_drawing){.draw = draw_minutes, .ctx = &job}, tree->trouble) == TH_OK)
        return th_tree_adopt(tree, TH_STR(TH_DOSSIER_MINUTES));
    th_tree_abandon(tree);
    return TH_FAILED;
}

/* A list that stands beside a workbook of the dossier. */
static th_status put_list(th_tree *tree, const th_report_job *job, th_long_list_id id)
{
    const th_long_list *list = &job->lists.at[id];
    if (!list->rows)
        return TH_OK;
    th_str ending = th_long_list_ending(tree->arena, id, list->sha256);
    th_str name = th_str_of(th_long_file_name(tree->arena, TH_DOSSIER_SENT, ending));
    return th_tree_copy(tree, name, list->path, list->sha256);
}

/* The edition for the departments, of the same run. */
static th_status put_sent(th_tree *tree, const th_dossier *dossier)
{
    const char *file;
    if (th_tree_place(tree, TH_STR(TH_DOSSIER_SENT), &file) != TH_OK)
        return TH_FAILED;
    th_report_job job = {
        .input = th_run_report_input(dossier->run, dossier->options), .edition = TH_FOR_SENDING, .path = file};
    th_report_job_lists(tree->arena, &job, dossier->options->limits);
    if (th_report_draw(tree->arena, &job, tree->trouble) != TH_OK) {
        th_tree_abandon(tree);
        return TH_FAILED;
    }
    th_status status = th_tree_adopt(tree, TH_STR(TH_DOSSIER_SENT));
    for (size_t id = 0; id < TH_LONG_LISTS && status == TH_OK; id++)
        status = put_list(tree, &job, (th_long_list_id)id);
    th_report_job_drop(&job);
    return status;
}

/* The workbook as it was published, and what stands beside it. */
static th_status put_workbook(th_tree *tree, const th_dossier *dossier)
{
    const th_long_files *files = dossier->run->long_files;
    th_status status = th_tree_copy(tree, TH_STR(TH_DOSSIER_WORKBOOK), dossier->workbook, dossier->workbook_hash);
    for (size_t id = 0; files && id < TH_LONG_LISTS && status == TH_OK; id++) {
        if (!files->at[id].path)
            continue;
        th_str sha256 = files->job.lists.at[id].sha256,
               ending = th_long_list_ending(tree->arena, (th_long_list_id)id, sha256);
        th_str name = th_str_of(th_long_file_name(tree->arena, TH_DOSSIER_WORKBOOK, ending));
        status = th_tree_copy(tree, name, files->at[id].path, sha256);
    }
    return status;
}

/* Where there is no LibreOffice, or it fails, there is no .pdf, and *why says so. */
static th_status put_pdf(th_tree *tree, const th_dossier *dossier, th_str *why)
{
    th_arena *arena = tree->arena;
    th_trouble trouble = {0};
    th_str pdf;
    const th_office_job job = {.workbook = th_str_cstr(arena, below(arena, tree->root, TH_STR(TH_DOSSIER_WORKBOOK))),
                               .folder = th_str_cstr(arena, below(arena, tree->part, TH_STR("pdf"))),
                               .profile = th_str_cstr(arena, below(arena, tree->part, TH_STR("office"))),
                               .created = th_run_created(dossier->run, dossier->options),
                               .seconds = (unsigned)dossier->options->limits->seconds * TH_OFFICE_TIMES};
    if (th_office_pdf(arena, &job, &pdf, &trouble) == TH_OK)
        return th_tree_put(tree, TH_STR(TH_DOSSIER_PDF), pdf);
    *why = trouble.vi;
    return TH_OK;
}

/* The workbooks alone, as this run made them: one that was open has another name, and the old one is left out.  Letters
 * beside them are written later in the night. */
static th_status copy_feedback(th_tree *tree, const th_dossier *dossier)
{
    th_inputs files = {0};
    if (th_folder_list(tree->arena, dossier->feedback, &files, tree->trouble) != TH_OK) {
        th_tree_abandon(tree);
        return TH_FAILED;
    }
    for (size_t i = 0; i < files.n; i++) {
        const char *path = files.at[i].path.ptr;
        bool is_old = strcmp(th_diverted_to(dossier->options->guard, path), path) != 0;
        th_str name = below(tree->arena, TH_DOSSIER_FEEDBACK, files.at[i].name);
        if (!is_old && th_str_ends(name, TH_STR(".xlsx")) && th_tree_copy(tree, name, path, (th_str){0}) != TH_OK)
            return TH_FAILED;
    }
    return TH_OK;
}

static th_status put_results(th_tree *tree, const th_dossier *dossier)
{
    th_str no_pdf = {0};
    if (put_workbook(tree, dossier) != TH_OK ||
        th_tree_put(tree, TH_STR(TH_DOSSIER_OUTCOME), dossier->outcome) != TH_OK ||
        th_tree_put(tree, TH_STR(TH_DOSSIER_DECIDED), th_dossier_decided_text(tree->arena, dossier->run->ds)) !=
            TH_OK ||
        put_sent(tree, dossier) != TH_OK || put_minutes(tree, dossier) != TH_OK ||
        (dossier->feedback && copy_feedback(tree, dossier) != TH_OK) || put_pdf(tree, dossier, &no_pdf) != TH_OK ||
        th_tree_put(tree, TH_STR(TH_DOSSIER_RUNS), th_dossier_runs_text(tree->arena, dossier)) != TH_OK ||
        th_tree_put(tree, TH_STR(TH_DOSSIER_PROGRAM), terms_of(tree->arena, dossier)) != TH_OK)
        return TH_FAILED;
    return th_tree_put(tree, TH_STR(TH_DOSSIER_README), th_dossier_readme_text(tree->arena, dossier, no_pdf));
}

bool th_dossier_is_there(th_arena *arena, const th_dossier *dossier)
{
    struct stat st;
    return lstat(th_dossier_path(arena, dossier), &st) == 0;
}

th_status th_dossier_write(th_arena *arena, const th_dossier *dossier, const char **path, th_trouble *trouble)
{
    th_tree tree = {.arena = arena, .folder = dossier->folder, .trouble = trouble};
    if (th_tree_begin(&tree) != TH_OK || put_what_was_read(&tree, dossier) != TH_OK ||
        put_results(&tree, dossier) != TH_OK)
        return TH_FAILED;
    return th_tree_name(&tree, name_of_dossier(arena, dossier), path);
}

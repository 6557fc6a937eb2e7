/* Reading a dossier back. */
#include "batch/dossier_read.h"

#include "base/digest.h"
#include "batch/dossier_files.h"
#include "batch/dossier_freezes.h"
#include "batch/dossier_inputs.h"
#include "batch/dossier_memory.h"

#include "base/banned.h"

static const char *in_dossier(th_arena *arena, const th_repetition *repetition, th_str name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT, repetition->folder, TH_ARG(name)));
}

static bool has_file(const th_repetition *repetition, const char *name)
{
    return th_sums_of(&repetition->sums, th_str_of(name)).len > 0;
}

/* A file of the dossier, within the limits of one that is read. */
static th_status fetch_listed(th_arena *arena, const th_repetition *repetition, const char *name, th_str *bytes,
                              th_trouble *trouble)
{
    const char *path = in_dossier(arena, repetition, th_str_of(name));
    const th_input input = {.path = th_str_of(path), .name = th_str_of(name)};
    th_findings findings = {0};
    if (!has_file(repetition, name)) {
        *trouble = TH_TROUBLE(arena, "hồ sơ “%s” thiếu tệp %s", "the dossier “%s” lacks the file %s",
                              repetition->folder, name);
        return TH_FAILED;
    }
    th_limits limits = th_limits_default;
    if (th_file_read(arena, &limits, &input, bytes, &findings) == TH_OK)
        return TH_OK;
    *trouble = (th_trouble){findings.at[0].vi, findings.at[0].en};
    return TH_FAILED;
}

/* For what is read by others: files by their paths. */
typedef struct fetching {
    th_arena *arena;
    const th_repetition *repetition;
} fetching;

static th_status fetch_by_path(void *ctx, th_str path, th_str *bytes, th_trouble *trouble)
{
    const fetching *from = ctx;
    return fetch_listed(from->arena, from->repetition, th_str_cstr(from->arena, path), bytes, trouble);
}

static bool has_path(void *ctx, th_str path)
{
    const fetching *from = ctx;
    return has_file(from->repetition, th_str_cstr(from->arena, path));
}

/* What was frozen, and what the run was held to. */
static th_status read_freezes(th_arena *arena, th_repetition *repetition, th_run_options *options, th_trouble *trouble)
{
    fetching from = {arena, repetition};
    const th_dossier_fetch fetch = {fetch_by_path, has_path, &from};
    th_frozen *frozen = &repetition->held.frozen;
    repetition->held.run = repetition->terms.number;
    repetition->held.period = repetition->terms.period;
    if (th_dossier_freezes_read(arena, &fetch, &repetition->held, trouble) != TH_OK)
        return TH_FAILED;
    options->freezes = &repetition->held.freezes;
    if (!frozen->figures)
        return TH_OK;
    options->frozen = frozen;
    repetition->memory.frozen = &frozen->memory;
    repetition->memory.frozen_on = th_freeze_serial(&frozen->figures->by);
    return TH_OK;
}

static th_status read_what_it_went_by(th_arena *arena, th_repetition *repetition, const th_limits *allowed,
                                      th_trouble *trouble)
{
    th_str bytes;
    if (fetch_listed(arena, repetition, TH_DOSSIER_PROGRAM, &bytes, trouble) != TH_OK ||
        th_dossier_terms_read(arena, bytes, allowed, &repetition->terms, trouble) != TH_OK ||
        fetch_listed(arena, repetition, TH_DOSSIER_MEMORY, &bytes, trouble) != TH_OK ||
        th_dossier_memory_read(arena, bytes, &repetition->memory, trouble) != TH_OK ||
        fetch_listed(arena, repetition, TH_DOSSIER_LISTED, &bytes, trouble) != TH_OK ||
        th_dossier_listed_read(arena, bytes, &repetition->taken.findings, trouble) != TH_OK ||
        fetch_listed(arena, repetition, TH_DOSSIER_INPUTS, &bytes, trouble) != TH_OK ||
        th_dossier_inputs_read(arena, bytes, repetition->folder, &repetition->taken, trouble) != TH_OK)
        return TH_FAILED;
    repetition->taken.inputs.left = repetition->terms.left;
    repetition->taken.kept = in_dossier(arena, repetition, TH_STR(TH_DOSSIER_ORIGINALS));
    return TH_OK;
}

th_status th_repetition_open(th_arena *arena, const char *folder, th_repetition *repetition, th_run_options *options,
                             th_trouble *trouble)
{
    *repetition = (th_repetition){.folder = folder};
    if (th_sums_verify(arena, folder, &repetition->sums, trouble) != TH_OK ||
        read_what_it_went_by(arena, repetition, options->limits, trouble) != TH_OK ||
        read_freezes(arena, repetition, options, trouble) != TH_OK)
        return TH_FAILED;
    const th_dossier_terms *terms = &repetition->terms;
    if (has_file(repetition, TH_DOSSIER_PREVIOUS) &&
        fetch_listed(arena, repetition, TH_DOSSIER_PREVIOUS, &options->previous_bytes, trouble) != TH_OK)
        return TH_FAILED;
    if (has_file(repetition, TH_DOSSIER_LAST_YEAR) &&
        fetch_listed(arena, repetition, TH_DOSSIER_LAST_YEAR, &options->last_year_bytes, trouble) != TH_OK)
        return TH_FAILED;
    options->definition = in_dossier(arena, repetition, TH_STR(TH_DOSSIER_DEFINITION));
    if (terms->ledger.len)
        options->ledger = in_dossier(arena, repetition, terms->ledger);
    options->as_of = terms->as_of;
    options->day = terms->day;
    options->created = terms->created;
    options->allow_empty = terms->allow_empty;
    options->limits = &terms->limits;
    options->memory = &repetition->memory;
    options->taken = &repetition->taken;
    options->complete = options->checks = true;
    return TH_OK;
}

bool th_repetition_is_same(th_arena *arena, const th_repetition *repetition, th_report_edition edition,
                           const char *workbook)
{
    th_str there = edition == TH_FOR_SENDING ? TH_STR(TH_DOSSIER_SENT) : TH_STR(TH_DOSSIER_WORKBOOK);
    th_arena *scratch = th_arena_scratch(arena);
    const th_input input = {.path = th_str_of(workbook), .name = th_str_of(workbook)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_str bytes;
    bool same = !th_file_fetch(scratch, &any, &input, &bytes).why &&
                th_str_eq(th_sha256(scratch, bytes), th_sums_of(&repetition->sums, there));
    th_arena_free(scratch);
    return same;
}

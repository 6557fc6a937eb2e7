/* The last run, held against what is there now. */
#include "batch/nightly_past.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "batch/definition.h"
#include "batch/files.h"
#include "store/store.h"

#include <unistd.h>

#include "base/banned.h"

static th_past_match match_hashes(th_str then, th_str now)
{
    if (!now.len)
        return then.len ? TH_PAST_GONE : TH_PAST_NONE;
    return th_str_eq(then, now) ? TH_PAST_SAME : TH_PAST_CHANGED;
}

static th_str hash_of_file(th_arena *arena, const char *path)
{
    th_arena *scratch = th_arena_scratch(arena);
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_findings ignored = {0};
    th_str bytes, hash = {0};
    if (path && access(path, R_OK) == 0 && th_file_read(scratch, &any, &input, &bytes, &ignored) == TH_OK)
        hash = th_sha256(arena, bytes);
    th_arena_free(scratch);
    return hash;
}

/* A definition with a fault has its hash all the same, as far as it can be read. */
static void match_entered(th_arena *arena, const th_config *config, const th_limits *limits, const th_store_run *last,
                          th_nightly_past *past)
{
    th_findings faults = {0};
    th_trouble ignored = {0};
    th_definition *definition;
    th_str hash = {0}, ledger_hash = {0};
    const char *ledger = config->path[TH_CONFIG_LEDGER];
    const th_definition_source source = {.path = config->path[TH_CONFIG_DEFINITION],
                                         .limits = limits,
                                         .faults = &faults,
                                         .trouble = &ignored,
                                         .ledger = ledger && access(ledger, R_OK) == 0 ? ledger : NULL,
                                         .ledger_hash = &ledger_hash};
    if (source.path)
        th_definition_open(arena, &source, &definition, &hash);
    past->definition = match_hashes(last->definition_sha256, hash);
    past->ledger = match_hashes(last->ledger_sha256, ledger_hash);
}

/* Each content once, by the name under which it is kept: its hash. */
static void count_originals(th_arena *arena, const th_config *config, const th_memory *memory, th_nightly_past *past)
{
    th_lookup seen = {0};
    const char *kept = config->path[TH_CONFIG_KEPT];
    for (size_t i = 0; i < memory->n; i++) {
        th_str hash = memory->at[i].input_sha256;
        uint32_t *before = th_lookup_at(&seen, arena, hash);
        if ((*before)++)
            continue;
        past->originals++;
        if (!kept)
            continue;
        const char *path = th_str_cstr(arena, th_str_fmt(arena, "%s/tep/" TH_FMT, kept, TH_ARG(hash)));
        past->kept += th_str_eq(hash_of_file(arena, path), hash);
    }
}

void th_nightly_look_back(th_arena *arena, const char *file, const th_limits *limits, th_nightly_past *past)
{
    th_config config;
    th_config_faults faults = {0};
    th_trouble ignored = {0};
    th_store *store;
    th_store_runs runs = {0};
    th_memory memory = {0};
    *past = (th_nightly_past){0};
    th_config_read(arena, file, &config, &faults);
    const char *path = config.path[TH_CONFIG_STORE];
    if (!path || access(path, R_OK) != 0 || th_store_open(arena, path, TH_STORE_READ, &store, &ignored) != TH_OK)
        return;
    bool known = th_store_list(store, arena, &runs, &ignored) == TH_OK &&
                 th_store_memory(store, arena, &memory, &ignored) == TH_OK;
    th_store_close(store);
    if (!known || !runs.n)
        return;
    const th_store_run *last = &runs.at[runs.n - 1];
    past->number = last->number;
    past->day = last->day;
    match_entered(arena, &config, limits, last, past);
    past->workbook = match_hashes(last->workbook_sha256, hash_of_file(arena, config.path[TH_CONFIG_OUT]));
    count_originals(arena, &config, &memory, past);
}

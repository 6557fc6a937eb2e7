/* The memory, the previous outcome and what was frozen, before the night that made a workbook. */
#include "batch/verify_memory.h"

#include "base/digest.h"
#include "batch/definition.h"
#include "batch/frozen.h"

#include "base/banned.h"

static th_status refuse_memory(th_verifying *work, th_trouble why)
{
    work->result->as = TH_VERIFIED_NOT;
    work->result->why = why;
    return TH_FAILED;
}

/* The row of a record stream; NULL: the workbook was made without. */
static th_str hash_of_stream(const th_verifying *work, th_made_kind kind)
{
    for (size_t i = 0; i < work->made.rows.n; i++)
        if (work->made.rows.at[i].kind == kind)
            return work->made.rows.at[i].sha256;
    return (th_str){0};
}

/* The run whose outcome has the hash, with its bytes; 0: there is none. */
static long long find_outcome(th_verifying *work, th_store *store, th_str sha256, th_str *bytes)
{
    th_store_runs runs = {0};
    th_trouble ignored = {0};
    if (!sha256.len || th_store_list(store, work->arena, &runs, &ignored) != TH_OK)
        return 0;
    for (size_t i = runs.n; i > 0; i--) {
        th_arena *scratch = th_arena_scratch(work->arena);
        th_str outcome = {0};
        bool same = th_store_outcome(store, scratch, runs.at[i - 1].number, &outcome, &ignored) == TH_OK &&
                    th_str_eq(th_sha256(scratch, outcome), sha256);
        if (same)
            *bytes = th_str_copy(work->arena, outcome);
        th_arena_free(scratch);
        if (same)
            return runs.at[i - 1].number;
    }
    return 0;
}

/* The definition as it is, for the rows of Chốt; NULL: it cannot be read, and the run will say why. */
static const th_definition *definition_as_asked(th_verifying *work)
{
    th_findings faults = {0};
    th_trouble ignored = {0};
    th_definition *definition;
    th_str hash, ledger_hash;
    const th_definition_source source = {.path = work->run.definition,
                                         .limits = work->run.limits,
                                         .faults = &faults,
                                         .trouble = &ignored,
                                         .ledger = work->run.ledger,
                                         .ledger_hash = &ledger_hash};
    return th_definition_open(work->arena, &source, &definition, &hash) < TH_FAILED ? definition : NULL;
}

/* Freezes as they stood when the run began, from the store as it is now; then what the run froze itself. */
static th_status recall_freezes(th_verifying *work, th_store *store, long long number, th_trouble *trouble)
{
    th_freezes now = {0}, *then = th_arena_alloc(work->arena, sizeof *then);
    th_frozen *frozen = th_arena_alloc(work->arena, sizeof *frozen);
    const th_definition *definition = definition_as_asked(work);
    *then = (th_freezes){0};
    if (store && th_store_freezes(store, work->arena, &now, trouble) != TH_OK)
        return TH_FAILED;
    for (size_t i = 0; i < now.n; i++) {
        th_freeze freeze = now.at[i];
        if (freeze.opened >= number)
            freeze.opened = 0;
        if (freeze.run < number)
            TH_PUSH(work->arena, then->at, then->n, then->cap, freeze);
    }
    *frozen = th_frozen_of(work->arena, then, definition ? definition->period : work->terms.memory.period);
    if (store && th_frozen_recall(store, work->arena, frozen, trouble) != TH_OK)
        return TH_FAILED;
    const th_freeze_moment moment = {number, th_str_of(work->run.program), work->terms.day};
    if (definition)
        th_freezes_follow(work->arena, then, definition, &moment);
    work->run.freezes = then;
    for (size_t i = 0; frozen->figures && i < then->n; i++)
        if (then->at[i].number == frozen->figures->number && !then->at[i].opened) {
            work->run.frozen = frozen;
            work->terms.memory.frozen = &frozen->memory;
            work->terms.memory.frozen_on = th_freeze_serial(&frozen->figures->by);
        }
    return TH_OK;
}

/* Memory and outcome of the run before; a store that knows no such run proves that the workbook is not its next. */
static th_status recall_from_store(th_verifying *work, th_store *store, th_trouble *trouble)
{
    th_str previous = hash_of_stream(work, TH_MADE_PREVIOUS), last_year = hash_of_stream(work, TH_MADE_LAST_YEAR);
    long long number = find_outcome(work, store, previous, &work->run.previous_bytes);
    int period = work->terms.memory.period;
    work->result->memory = previous.len && !number ? TH_MEMORY_UNKNOWN : TH_MEMORY_PROVED;
    if (number && th_store_memory_of(store, work->arena, number, &work->terms.memory, trouble) != TH_OK)
        return TH_FAILED;
    if (!previous.len)
        work->terms.memory = (th_memory){0};
    if (!work->terms.memory.period)
        work->terms.memory.period = period;
    if (!work->run.last_year)
        find_outcome(work, store, last_year, &work->run.last_year_bytes);
    return recall_freezes(work, store, number + 1, trouble);
}

th_status th_verify_memory(th_verifying *work)
{
    th_trouble trouble = {0};
    th_store *store = NULL;
    work->run.memory = &work->terms.memory;
    work->result->memory = TH_MEMORY_UNPROVED;
    if (!work->options->store && work->terms.frozen)
        return refuse_memory(work,
                             TH_TROUBLE_IS("sổ được lập khi đã chốt: cần --store hoặc --dossier để biết đã chốt gì",
                                           "the workbook was made while something was frozen: --store or --dossier "
                                           "is needed to know what"));
    if (!work->options->store)
        return recall_freezes(work, NULL, 0, &trouble) == TH_OK ? TH_OK : refuse_memory(work, trouble);
    th_status status = th_store_open(work->arena, work->options->store, TH_STORE_READ, &store, &trouble);
    if (status == TH_OK)
        status = recall_from_store(work, store, &trouble);
    th_store_close(store);
    return status == TH_OK ? TH_OK : refuse_memory(work, trouble);
}

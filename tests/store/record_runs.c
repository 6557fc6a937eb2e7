/* Records runs in a store, for tests: each from an outcome that `merge --outcome` wrote.
 *
 *   record_runs STORE DEFINITION OUTCOME...
 *   record_runs --copy STORE COPY
 *
 * A store that is not there is made.  The memory of a run is of the files that its outcome names, all of them seen
 * first in the run before and last in this one; its times are made up from its number.  Exit 0; or 3, with the trouble
 * in Vietnamese, where one of the runs was not recorded; those before it were. */
#include "batch/definition.h"
#include "batch/files.h"
#include "fact/stream.h"
#include "score/score.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NOTHING = 3, USAGE = 64, FIRST_DAY = 45665 };

static int complain(th_trouble trouble)
{
    fprintf(stderr, TH_FMT "\n", TH_ARG(trouble.vi));
    return NOTHING;
}

static void remember(th_arena *arena, const th_dataset *ds, th_memory *memory)
{
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        th_remembered remembered = {.file = source->file,
                                    .sha256 = source->sha256,
                                    .input = source->file,
                                    .input_sha256 = source->sha256,
                                    .first_seen = memory->day - 1,
                                    .last_seen = memory->day};
        th_inbox_file file = {source->file, source->sha256};
        TH_PUSH(arena, memory->at, memory->n, memory->cap, remembered);
        TH_PUSH(arena, memory->inbox, memory->ninbox, memory->inbox_cap, file);
    }
}

static int record_outcome(th_store *store, th_arena *arena, const th_definition *d, const char *path)
{
    th_trouble trouble = {0};
    th_findings findings = {0};
    th_str bytes;
    long long last;
    th_dataset *ds = th_dataset_new(arena, d);
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    if (th_file_read(arena, &th_limits_default, &input, &bytes, &findings) != TH_OK)
        return complain((th_trouble){findings.at[0].vi, findings.at[0].en});
    if (th_stream_read(ds, bytes, TH_STREAM_OUTCOME, &trouble) != TH_OK ||
        th_store_last(store, &last, &trouble) != TH_OK)
        return complain(trouble);
    th_dataset_seal(ds);
    th_memory memory = {.day = FIRST_DAY + (int)last};
    remember(arena, ds, &memory);
    const th_store_entry entry = {.run = {.number = last + 1,
                                          .started = th_str_fmt(arena, "2025-01-08T01:30:%02lldZ", last % 60),
                                          .ended = th_str_fmt(arena, "2025-01-08T01:31:%02lldZ", last % 60),
                                          .as_of = ds->day, /* of an outcome, which says no other */
                                          .day = memory.day,
                                          .exit_code = 2,
                                          .program = ds->outcome.program,
                                          .definition_sha256 = ds->outcome.definition_hash,
                                          .ledger_sha256 = ds->outcome.ledger_hash},
                                  .ds = ds,
                                  .scores = th_score_compute(arena, ds),
                                  .memory = &memory,
                                  .outcome = bytes};
    return th_store_record(store, &entry, &trouble) == TH_OK ? 0 : complain(trouble);
}

static int record_all(th_arena *arena, int argc, char **argv)
{
    th_trouble trouble = {0};
    th_findings faults = {0};
    th_definition *d = NULL;
    th_store *store;
    th_str hash;
    const th_definition_source source = {
        .path = argv[2], .limits = &th_limits_default, .faults = &faults, .trouble = &trouble};
    if (th_definition_open(arena, &source, &d, &hash) >= TH_FAILED)
        return complain(faults.n ? (th_trouble){faults.at[0].vi, faults.at[0].en} : trouble);
    if ((access(argv[1], F_OK) != 0 && th_store_create(arena, argv[1], &trouble) != TH_OK) ||
        th_store_open(arena, argv[1], TH_STORE_WRITE, &store, &trouble) != TH_OK)
        return complain(trouble);
    int code = 0;
    for (int i = 3; i < argc && !code; i++)
        code = record_outcome(store, arena, d, argv[i]);
    th_store_close(store);
    return code;
}

static int copy(th_arena *arena, const char *from, const char *to)
{
    th_trouble trouble = {0};
    th_store *store;
    if (th_store_open(arena, from, TH_STORE_READ, &store, &trouble) != TH_OK ||
        th_store_copy(store, to, &trouble) != TH_OK)
        return complain(trouble);
    th_store_close(store);
    return 0;
}

static int do_all(th_arena *arena, int argc, char **argv)
{
    bool copies = argc == 4 && th_str_eq(th_str_of(argv[1]), TH_STR("--copy"));
    return copies ? copy(arena, argv[2], argv[3]) : record_all(arena, argc, argv);
}

int main(int argc, char **argv)
{
    th_arena *arena = th_arena_new(0);
    if (argc < 3 || !arena)
        return USAGE;
    int code = NOTHING;
    if (TH_ARENA_GUARD(arena))
        fputs("không đủ bộ nhớ\n", stderr);
    else
        code = do_all(arena, argc, argv);
    th_arena_free(arena);
    return code;
}

/* Lists and hashes files. */
#include "batch/verify_files.h"

#include "base/digest.h"
#include "batch/inbox.h"
#include "batch/outside_stream.h"
#include "fact/stream_parts.h"
#include "fact/stream_words.h"

#include "base/banned.h"

static void push_candidate(th_arena *arena, th_candidates *all, th_candidate candidate)
{
    TH_PUSH(arena, all->at, all->n, all->cap, candidate);
    uint32_t *of_hash = th_lookup_at(&all->by_hash, arena, candidate.sha256);
    if (!*of_hash)
        *of_hash = (uint32_t)all->n;
    if (candidate.of_inbox)
        *th_lookup_at(&all->by_name, arena, candidate.input.name) = (uint32_t)all->n;
}

/* The files of a record stream, which a workbook lists as if they had been read (batch/stated.h). */
static void add_stated_files(th_arena *arena, th_candidates *all, const th_limits *limits, th_str records)
{
    const uint32_t stream = (uint32_t)all->n;
    const th_str path = all->at[stream - 1].input.path;
    th_trouble ignored = {0};
    th_stream_part part = {0};
    if (th_outside_stream_unpack(arena, limits, &records, &ignored) != TH_OK)
        return;
    while (th_stream_part_next(&records, &part)) {
        if (!part.name.len || part.member.len)
            continue;
        push_candidate(arena, all,
                       (th_candidate){.input = {.path = path, .name = th_stream_text(arena, part.name)},
                                      .sha256 = th_str_copy(arena, part.sha256),
                                      .bytes = part.size,
                                      .of_inbox = true,
                                      .stream = stream});
        all->at[stream - 1].claimed = true;
    }
}

static void add_candidate(th_arena *arena, th_candidates *all, const th_input *input, const th_limits *limits,
                          bool of_inbox)
{
    th_candidate candidate = {.input = *input, .of_inbox = of_inbox};
    th_arena *scratch = th_arena_scratch(arena);
    th_str bytes = {0};
    if (!th_file_fetch(scratch, limits, input, &bytes).why) {
        candidate.sha256 = th_str_copy(arena, th_sha256(scratch, bytes));
        candidate.bytes = bytes.len;
    }
    push_candidate(arena, all, candidate);
    if (input->records)
        add_stated_files(arena, all, limits, bytes);
    th_arena_free(scratch);
}

void th_candidates_add(th_arena *arena, th_candidates *all, const char *path, const th_limits *limits)
{
    const th_input input = {.path = th_str_of(path), .name = th_str_of(path)};
    add_candidate(arena, all, &input, limits, false);
}

th_status th_candidates_list(th_arena *arena, const th_verify_folders *folders, th_candidates *all, th_trouble *trouble)
{
    const th_listing inboxes = {.paths = folders->inboxes,
                                .npaths = folders->ninboxes,
                                .records = folders->records,
                                .nrecords = folders->nrecords,
                                .limits = folders->limits},
                     beside = {.paths = folders->beside, .npaths = folders->nbeside, .limits = folders->limits};
    th_inputs inputs = {0}, others = {0};
    th_findings ignored = {0};
    *all = (th_candidates){0};
    if (th_inbox_list(arena, &inboxes, &inputs, &all->said, trouble) != TH_OK ||
        th_inbox_list(arena, &beside, &others, &ignored, trouble) != TH_OK)
        return TH_FAILED;
    all->left = inputs.left;
    for (size_t i = 0; i < inputs.n; i++)
        add_candidate(arena, all, &inputs.at[i], folders->limits, true);
    for (size_t i = 0; i < others.n; i++)
        add_candidate(arena, all, &others.at[i], folders->limits, false);
    return TH_OK;
}

static th_candidate *candidate_at(const th_candidates *all, const th_lookup *lookup, th_str key)
{
    const uint32_t *at = key.len ? th_lookup_find(lookup, key) : NULL;
    return at && *at ? &all->at[*at - 1] : NULL;
}

th_candidate *th_candidate_of_hash(const th_candidates *all, th_str sha256)
{
    return candidate_at(all, &all->by_hash, sha256);
}

th_candidate *th_candidate_named(const th_candidates *all, th_str name)
{
    return candidate_at(all, &all->by_name, name);
}

/* Taking record streams apart, file by file. */
#include "batch/stated.h"

#include "base/lookup.h"
#include "batch/dossier_inputs.h"
#include "batch/inbox.h"
#include "fact/folder.h"
#include "fact/stream.h"
#include "fact/stream_parts.h"
#include "fact/stream_words.h"

#include <limits.h>
#include <stdlib.h>

#include "base/banned.h"

/* A file as a stream has it: one part, or those of an archive and of its members. */
typedef struct stated_file {
    th_input input;
    th_str records;
    th_trouble trouble;
} stated_file;

/* A name that was listed, or a number of shards, and the stream that says so. */
typedef struct told_by {
    th_str name;
    unsigned shards;
    const th_input *stream;
} told_by;

typedef struct taking_apart {
    th_arena *arena;
    th_arena *scratch; /* of what is only looked up */
    struct {
        stated_file *at;
        size_t n, cap;
    } files;
    struct {
        told_by *at;
        size_t n, cap;
    } listed, shards;
    th_lookup seen;  /* parts about inboxes */
    th_lookup there; /* shards, by their number and how many there are */
    th_leftovers left;
    th_findings *said;
} taking_apart;

/* ---- one stream ---- */

static th_str name_of_part(th_arena *arena, const th_stream_part *part)
{
    return th_stream_text(arena, part->name);
}

static bool can_be_taken_apart(const th_input *input, th_str records, th_arena *arena)
{
    th_stream_part part = {0};
    size_t n = 0;
    bool own = false;
    while (th_stream_part_next(&records, &part)) {
        n++;
        /* what a worker says of a stream that it could not open */
        own = own || (!part.sha256.len && th_str_eq(name_of_part(arena, &part), input->name));
    }
    return n && !records.len && !own;
}

static th_refusal refusal_of(th_str record)
{
    enum { WHY = 1, CODE, BYTES };
    long code = 0, bytes = 0;
    th_stream_whole(th_stream_record_field(record, CODE), 0, INT_MAX, &code);
    th_stream_whole(th_stream_record_field(record, BYTES), 0, LONG_MAX, &bytes);
    return (th_refusal){th_refused_of_word(th_stream_record_field(record, WHY)), (int)code, (uint64_t)bytes};
}

th_str th_stated_refusal(th_arena *arena, th_refusal refusal)
{
    return th_str_fmt(arena, "unread\t" TH_FMT "\t%d\t%llu", TH_ARG(th_refused_word(refusal.why)), refusal.code,
                      (unsigned long long)refusal.bytes);
}

static void note_shard(taking_apart *work, th_str record, const th_input *stream)
{
    enum { SHARD = 1, OF, TEMPORARY, LITTER };
    long shard = 0, of = 0, temporary = 0, litter = 0;
    th_stream_whole(th_stream_record_field(record, SHARD), 0, TH_STREAM_MOST_SHARDS, &shard);
    th_stream_whole(th_stream_record_field(record, OF), 0, TH_STREAM_MOST_SHARDS, &of);
    th_stream_whole(th_stream_record_field(record, TEMPORARY), 0, INT_MAX, &temporary);
    th_stream_whole(th_stream_record_field(record, LITTER), 0, INT_MAX, &litter);
    work->left.temporary += (size_t)temporary;
    work->left.litter += (size_t)litter;
    if (shard < 1 || shard > of)
        return;
    long whole[] = {of, 0}, one[] = {of, shard};
    uint32_t *known = th_lookup_at(&work->there, work->scratch, th_key_of(whole));
    if (!(*known)++) {
        const told_by told = {.shards = (unsigned)of, .stream = stream};
        TH_PUSH(work->scratch, work->shards.at, work->shards.n, work->shards.cap, told);
    }
    *th_lookup_at(&work->there, work->scratch, th_key_of(one)) = 1;
}

/* What only listing an inbox says. */
static bool is_said_of_inbox(th_finding_kind kind)
{
    return kind == TH_F_INBOX_NOT_READ || kind == TH_F_INBOX_LEFT || kind == TH_F_INBOX_TOO_MUCH;
}

static void note_inbox(taking_apart *work, const th_definition *definition, const th_stream_part *part,
                       const th_input *stream)
{
    th_dataset *ds = th_dataset_new(work->arena, definition);
    th_trouble ignored = {0};
    size_t at = 0;
    th_str record;
    if (th_stream_read(ds, part->bytes, TH_STREAM_SUBMITTED, &ignored) != TH_OK)
        return; /* which a worker has found, too */
    while (th_stream_part_record(part, &at, &record)) {
        const told_by told = {.name = th_stream_text(work->arena, th_stream_record_field(record, 1)), .stream = stream};
        if (th_str_starts(record, TH_STR("inbox\t")))
            note_shard(work, record, stream);
        else if (th_str_starts(record, TH_STR("listed\t")))
            TH_PUSH(work->scratch, work->listed.at, work->listed.n, work->listed.cap, told);
    }
    for (size_t i = 0; i < ds->findings.n; i++)
        if (is_said_of_inbox(ds->findings.at[i].kind))
            TH_PUSH(work->arena, work->said->at, work->said->n, work->said->cap, ds->findings.at[i]);
}

/* The first time; whoever extracts again what was extracted says again what lay there. */
static bool is_inbox_new(taking_apart *work, const th_stream_part *part)
{
    return (*th_lookup_at(&work->seen, work->scratch, part->bytes))++ == 0;
}

static bool is_of_inbox(const th_stream_part *part)
{
    size_t at = 0;
    th_str record;
    return !part->name.len && th_stream_part_record(part, &at, &record) && th_str_starts(record, TH_STR("inbox\t"));
}

/* Is it a member of the archive that was taken last, right behind it? */
static bool goes_on(const taking_apart *work, th_str name, const th_stream_part *part)
{
    if (!part->member.len || !work->files.n)
        return false;
    const stated_file *last = &work->files.at[work->files.n - 1];
    return last->input.stated && th_str_eq(last->input.name, th_name_archive(name)) &&
           last->records.ptr + last->records.len == part->bytes.ptr;
}

static th_input input_of_part(const taking_apart *work, const th_stream_part *part, const th_input *stream)
{
    th_input input = {.path = stream->path, .name = stream->name, .records = true};
    size_t at = 0;
    th_str record;
    if (!part->name.len)
        return input; /* findings of no file are the stream's */
    input.stated = true;
    input.name = name_of_part(work->arena, part);
    input.sha256 = th_str_copy(work->arena, part->sha256);
    input.bytes = part->size;
    while (!part->sha256.len && !input.refused.why && th_stream_part_record(part, &at, &record))
        if (th_str_starts(record, TH_STR("unread\t")))
            input.refused = refusal_of(record);
    return input;
}

static void push_file(taking_apart *work, stated_file file)
{
    TH_PUSH(work->scratch, work->files.at, work->files.n, work->files.cap, file);
}

static void take_stream(taking_apart *work, const th_definition *definition, const th_input *stream, th_str records)
{
    th_stream_part part = {0};
    while (th_stream_part_next(&records, &part)) {
        th_str name = name_of_part(work->arena, &part);
        if (is_of_inbox(&part)) {
            if (is_inbox_new(work, &part))
                note_inbox(work, definition, &part, stream);
        } else if (goes_on(work, name, &part)) {
            stated_file *archive = &work->files.at[work->files.n - 1];
            archive->records.len += part.bytes.len;
            archive->input.sha256 = (th_str){0};
        } else if (part.records) {
            push_file(work, (stated_file){input_of_part(work, &part, stream), part.bytes, {{0}, {0}}});
        }
    }
}

/* ---- all of them ---- */

static int file_order(const void *left, const void *right)
{
    const stated_file *one = left, *other = right;
    int order = th_str_cmp(one->input.name, other->input.name);
    return order ? order : th_str_cmp(one->records, other->records);
}

static void sort_files(taking_apart *work)
{
    if (work->files.n > 1)
        qsort(work->files.at, work->files.n, sizeof *work->files.at, file_order);
}

static void drop_repeated(taking_apart *work)
{
    size_t kept = 0;
    sort_files(work);
    for (size_t i = 0; i < work->files.n; i++) {
        const stated_file *file = &work->files.at[i], *before = kept ? &work->files.at[kept - 1] : NULL;
        bool again = before && before->input.stated && file->input.stated &&
                     th_str_eq(before->input.name, file->input.name) && th_str_eq(before->records, file->records);
        if (!again)
            work->files.at[kept++] = *file;
    }
    work->files.n = kept;
}

static void say_unsaid(taking_apart *work, const th_input *stream, th_str name, th_trouble why)
{
    th_input input = {.path = stream->path, .name = name, .records = true, .stated = true};
    push_file(work, (stated_file){input, {NULL, 0}, why});
}

/* A file that was listed, and of which no stream says anything, is one whose figures would be missed by nobody. */
static void say_what_is_missing(taking_apart *work, const th_inputs *inputs)
{
    th_arena *arena = work->arena;
    th_lookup names = {0};
    for (size_t i = 0; i < inputs->n; i++)
        *th_lookup_at(&names, work->scratch, inputs->at[i].name) = 1;
    for (size_t i = 0; i < work->files.n; i++)
        *th_lookup_at(&names, work->scratch, work->files.at[i].input.name) = 1;
    for (size_t i = 0; i < work->listed.n; i++) {
        const told_by *told = &work->listed.at[i];
        uint32_t *there = th_lookup_at(&names, work->scratch, told->name);
        if (!*there)
            say_unsaid(work, told->stream, told->name,
                       TH_TROUBLE(arena,
                                  "tệp có trong hộp thư khi “" TH_FMT "” được lập, nhưng không bản ghi nào nói về nó",
                                  "the file lay in the inbox when “" TH_FMT "” was made, and no record speaks of it",
                                  TH_ARG(told->stream->name)));
        *there = 1;
    }
    for (size_t i = 0; i < work->shards.n; i++)
        for (long shard = 1; shard <= (long)work->shards.at[i].shards; shard++) {
            long key[] = {(long)work->shards.at[i].shards, shard};
            if (!th_lookup_find(&work->there, th_key_of(key)))
                say_unsaid(work, work->shards.at[i].stream, work->shards.at[i].stream->name,
                           TH_TROUBLE(arena, "thiếu phần %ld/%u của bản ghi", "share %ld/%u of the records is missing",
                                      shard, work->shards.at[i].shards));
        }
}

static void put_back(const taking_apart *work, th_inputs *inputs, th_streams *streams)
{
    size_t n = work->files.n;
    *inputs =
        (th_inputs){.at = th_arena_array(work->arena, n + 1, sizeof *inputs->at),
                    .n = n,
                    .cap = n + 1,
                    .left = {inputs->left.temporary + work->left.temporary, inputs->left.litter + work->left.litter}};
    *streams = (th_streams){th_arena_array(work->arena, n + 1, sizeof *streams->records),
                            th_arena_array(work->arena, n + 1, sizeof *streams->trouble)};
    for (size_t i = 0; i < n; i++) {
        inputs->at[i] = work->files.at[i].input;
        streams->records[i] = work->files.at[i].records;
        streams->trouble[i] = work->files.at[i].trouble;
    }
    th_inputs_mark_names(work->arena, inputs);
}

void th_stated_take_apart(const th_stated *stated, th_inputs *inputs, th_streams *streams)
{
    taking_apart work = {.arena = stated->arena, .scratch = th_arena_scratch(stated->arena), .said = stated->listed};
    for (size_t i = 0; i < inputs->n; i++) {
        const th_input *input = &inputs->at[i];
        if (input->records && !streams->trouble[i].vi.len &&
            can_be_taken_apart(input, streams->records[i], stated->arena))
            take_stream(&work, stated->definition, input, streams->records[i]);
        else
            push_file(&work, (stated_file){*input, streams->records[i], streams->trouble[i]});
    }
    drop_repeated(&work);
    say_what_is_missing(&work, inputs);
    sort_files(&work);
    put_back(&work, inputs, streams);
    th_arena_free(work.scratch);
}

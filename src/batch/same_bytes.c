/* Inputs are grouped by size, then by content and by what their names say; of each group the shortest name is read. */
#include "batch/same_bytes.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "book/book.h"
#include "fact/edition.h"
#include "fact/extract.h"
#include "fact/folder.h"
#include "fact/stream.h"
#include "fact/stream_parts.h"
#include "text/fold.h"

#include <sys/stat.h>

#include "base/banned.h"

/* Larger files are rare, and are not read a second time only to be compared. */
enum { LARGEST = 32 * 1024 * 1024 };

typedef struct same_search {
    th_arena *arena, *scratch;
    const th_definition *d;
    const th_inputs *inputs;
    const th_limits *limits;
    const th_str *records;
    th_str *content; /* by input: of what is stated, its digest */
    th_same_bytes *same;
} same_search;

static long long size_of_input(const th_input *input)
{
    struct stat st;
    if (input->records || input->kept_of || stat(input->path.ptr, &st) != 0 || !S_ISREG(st.st_mode))
        return -1;
    return st.st_size <= LARGEST ? (long long)st.st_size : -1;
}

static th_str content_of_input(const same_search *search, const th_input *input)
{
    th_arena *scratch = th_arena_scratch(search->scratch);
    th_findings ignored = {0};
    th_str bytes, sha256 = {0};
    if (th_file_read(scratch, search->limits, input, &bytes, &ignored) == TH_OK)
        sha256 = th_sha256(search->arena, bytes);
    th_arena_free(scratch);
    return sha256;
}

/* Hashes what has the size of another input. */
static void hash_equal_sizes(const same_search *search)
{
    th_lookup sizes = {0};
    long long *size = th_arena_array(search->scratch, search->inputs->n + 1, sizeof *size);
    for (size_t i = 0; i < search->inputs->n; i++) {
        size[i] = size_of_input(&search->inputs->at[i]);
        long long key[] = {size[i]};
        ++*th_lookup_at(&sizes, search->scratch, th_key_of(key));
    }
    for (size_t i = 0; i < search->inputs->n; i++) {
        long long key[] = {size[i]};
        if (size[i] >= 0 && *th_lookup_find(&sizes, th_key_of(key)) > 1)
            search->same->sha256[i] = content_of_input(search, &search->inputs->at[i]);
    }
}

/* Files of record streams have the hash that is stated; it is one of a copy where what is stated is the same, too. */
static void take_stated_hashes(const same_search *search)
{
    th_lookup hashes = {0};
    for (size_t i = 0; i < search->inputs->n; i++)
        if (search->inputs->at[i].stated)
            ++*th_lookup_at(&hashes, search->scratch, search->inputs->at[i].sha256);
    for (size_t i = 0; i < search->inputs->n; i++) {
        const th_input *input = &search->inputs->at[i];
        th_str rest = search->records[i];
        th_stream_part part = {0};
        if (!input->stated || !input->sha256.len || input->bytes > LARGEST ||
            *th_lookup_find(&hashes, input->sha256) < 2 || !th_stream_part_next(&rest, &part))
            continue;
        search->same->sha256[i] = input->sha256;
        search->content[i] = th_stream_part_content(search->arena, &part);
    }
}

static bool is_named_in_receipts(const same_search *search, th_str name)
{
    for (size_t i = 0; i < search->d->nreceipts; i++) {
        th_str typed = search->d->receipts[i].file;
        if (typed.len && th_name_names(search->scratch, typed, name) != TH_NAMES_OTHER)
            return true;
    }
    return false;
}

/* Content, and all that reading takes from a name; of two inputs with one key the readings differ in nothing else. */
static th_str key_of_reading(const same_search *search, size_t i)
{
    th_arena *arena = search->scratch;
    th_str name = search->inputs->at[i].name, base = th_name_base(name);
    bool of_period = false;
    int other_year = th_file_name_other_year(arena, name, search->d->period, &of_period);
    th_str content = search->same->sha256[i];
    if (search->content[i].len)
        content = th_str_fmt(arena, TH_FMT " " TH_FMT, TH_ARG(content), TH_ARG(search->content[i]));
    return th_str_fmt(arena, TH_FMT "\n" TH_FMT "\n" TH_FMT "\n%u %d %d\n" TH_FMT, TH_ARG(content),
                      TH_ARG(th_str_sub(name, 0, name.len - base.len)), TH_ARG(th_fold(arena, th_book_ending(name))),
                      th_extract_unit_of_name(arena, search->d, name), other_year, of_period,
                      TH_ARG(th_edition_text(arena, th_edition_of_name(arena, name))));
}

/* The order in which batch/copies.c takes names. */
static bool is_read_before(const th_inputs *inputs, size_t one, size_t other)
{
    th_str a = inputs->at[one].name, b = inputs->at[other].name;
    if (a.len != b.len)
        return a.len < b.len;
    return th_str_cmp(a, b) < 0;
}

static void group_readings(const same_search *search)
{
    th_same_bytes *same = search->same;
    th_lookup groups = {0};
    th_arena *kept = th_arena_scratch(search->arena); /* of the keys */
    size_t n = search->inputs->n, *first = th_arena_array(kept, n + 1, sizeof *first);
    uint32_t *group = th_arena_array(kept, n + 1, sizeof *group), ngroups = 0;
    for (size_t i = 0; i < n; i++) {
        th_arena_reset(search->scratch);
        if (!same->sha256[i].len || is_named_in_receipts(search, search->inputs->at[i].name))
            continue;
        uint32_t *number = th_lookup_at(&groups, kept, key_of_reading(search, i));
        if (!*number)
            first[ *number = ++ngroups] = i;
        group[i] = *number;
        if (is_read_before(search->inputs, i, first[*number]))
            first[*number] = i;
    }
    for (size_t i = 0; i < n; i++)
        if (group[i]) {
            same->of[i] = first[group[i]];
            same->left_out[i] = same->of[i] != i;
        }
    th_arena_free(kept);
}

void th_same_bytes_find(th_arena *arena, const th_same_inputs *of, th_same_bytes *same)
{
    const size_t n = of->inputs->n;
    const same_search search = {.arena = arena,
                                .scratch = th_arena_scratch(arena),
                                .d = of->definition,
                                .inputs = of->inputs,
                                .limits = of->limits,
                                .records = of->records,
                                .content = th_arena_array(arena, n + 1, sizeof *search.content),
                                .same = same};
    *same = (th_same_bytes){.of = th_arena_array(arena, n + 1, sizeof *same->of),
                            .sha256 = th_arena_array(arena, n + 1, sizeof *same->sha256),
                            .left_out = th_arena_array(arena, n + 1, sizeof *same->left_out)};
    for (size_t i = 0; i < n; i++)
        same->of[i] = i;
    hash_equal_sizes(&search);
    take_stated_hashes(&search);
    group_readings(&search);
    th_arena_free(search.scratch);
}

/* Is the stream that of one file, accepted, with this content? */
static bool is_one_accepted(th_arena *scratch, const th_definition *d, th_str stream, th_str sha256)
{
    th_dataset *ds = th_dataset_new(scratch, d);
    th_trouble ignored = {0};
    if (!stream.len || th_stream_read(ds, stream, TH_STREAM_SUBMITTED, &ignored) != TH_OK || ds->nsources != 1)
        return false;
    return ds->sources[0].status == TH_SOURCE_ACCEPTED && th_str_eq(ds->sources[0].sha256, sha256);
}

size_t th_same_bytes_confirm(th_arena *arena, const th_definition *d, const th_inputs *inputs, const th_str *records,
                             th_same_bytes *same)
{
    enum { NOT_ASKED = 0, HOLDS, FAILS };
    th_arena *scratch = th_arena_scratch(arena);
    size_t again = 0;
    char *state = th_arena_array(scratch, inputs->n + 1, 1);
    for (size_t i = 0; i < inputs->n; i++) {
        size_t read = same->of[i];
        if (read == i)
            continue;
        if (state[read] == NOT_ASKED) {
            th_arena *of_one = th_arena_scratch(scratch);
            state[read] = is_one_accepted(of_one, d, records[read], same->sha256[i]) ? HOLDS : FAILS;
            th_arena_free(of_one);
        }
        if (state[read] == FAILS) {
            same->of[i] = i;
            same->left_out[i] = false;
            again++;
        }
    }
    th_arena_free(scratch);
    return again;
}

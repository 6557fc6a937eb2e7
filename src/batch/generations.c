/* Making, pruning and restoring generations. */
#include "batch/generations.h"

#include "base/ascii.h"
#include "batch/definition.h"
#include "batch/files.h"
#include "batch/long_lists.h"
#include "batch/moments.h"
#include "batch/new_file.h"
#include "fact/folder.h"
#include "store/store.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { MOST_A_MINUTE = 99 };

#define GENERATION_WORKBOOK "tong-hop.xlsx"
#define GENERATION_STORE "so-lieu.db"
#define GENERATION_OUTCOME "luot.records"
#define GENERATION_LEDGER "so-ban-thu-ky.xlsx"
#define GENERATION_PLACE "thu-tu.txt"
static const char *const members[] = {GENERATION_WORKBOOK, GENERATION_STORE, GENERATION_OUTCOME, GENERATION_LEDGER,
                                      GENERATION_PLACE};
enum { MEMBERS = sizeof members / sizeof *members };

static const char *join(th_arena *arena, const char *folder, const char *name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/%s", folder, name));
}

/* "2023-01-05-0130", or with "-2" to "-99" behind it. */
static bool is_generation_name(const char *name)
{
    static const char shape[] = "0000-00-00-0000";
    size_t at = 0;
    for (; shape[at]; at++)
        if (shape[at] == '0' ? !th_is_digit(name[at]) : name[at] != shape[at])
            return false;
    if (!name[at])
        return true;
    size_t digits = 0;
    if (name[at++] != '-')
        return false;
    while (th_is_digit(name[at + digits]))
        digits++;
    return (digits == 1 || digits == 2) && !name[at + digits];
}

/* ".so-lieu.db.part": what could not be removed when it was made. */
static bool is_part_of_member(const char *name)
{
    th_str whole = th_str_of(name), dot = TH_STR("."), part = TH_STR(".part");
    if (!th_str_starts(whole, dot) || !th_str_ends(whole, part) || whole.len < dot.len + part.len)
        return false;
    th_str member = th_str_sub(whole, dot.len, whole.len - dot.len - part.len);
    for (size_t i = 0; i < MEMBERS; i++)
        if (th_str_eq(member, th_str_of(members[i])))
            return true;
    return false;
}

static bool is_member(const char *name)
{
    th_str ending;
    for (size_t i = 0; i < MEMBERS; i++)
        if (strcmp(name, members[i]) == 0)
            return true;
    return is_part_of_member(name) || th_long_file_is_of(GENERATION_WORKBOOK, name, &ending);
}

/* A file beside the workbook goes with it, and what was left of making one. */
static void remove_lists(th_arena *arena, const char *folder)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    th_str ending;
    while (dir && (entry = readdir(dir)))
        if (th_long_file_is_of(GENERATION_WORKBOOK, entry->d_name, &ending) || is_part_of_member(entry->d_name))
            unlink(join(arena, folder, entry->d_name));
    if (dir)
        closedir(dir);
}

/* Does the folder hold the store of a generation, and besides nothing but its other members, whole or in part? */
static bool holds_a_generation(const char *folder)
{
    bool store = false, other = false;
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        bool self = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        store = store || strcmp(entry->d_name, GENERATION_STORE) == 0;
        other = other || (!self && !is_member(entry->d_name));
    }
    if (dir)
        closedir(dir);
    return store && !other;
}

static void remove_generation(th_arena *arena, const char *folder)
{
    for (size_t i = 0; i < MEMBERS; i++)
        unlink(join(arena, folder, members[i]));
    remove_lists(arena, folder);
    rmdir(folder);
}

/* ---- which there are ---- */

/* A generation: its folder, and its place in the order in which they were made; 0: made before that was noted;
 * UNKNOWN: it is noted and cannot be read. */
enum { UNKNOWN = -1 };
typedef struct found_generation {
    const char *folder;
    long long place;
} found_generation;

/* The order in which generations were made: by place, since a clock may go back; by name where the place is not
 * known. */
static int making_order(const void *left, const void *right)
{
    const found_generation *a = left, *b = right;
    if (a->place != b->place)
        return a->place > b->place ? 1 : -1;
    return strcmp(a->folder, b->folder);
}

static long long place_made(th_arena *arena, const char *folder)
{
    enum { MOST_DIGITS = 15 };
    long long place = 0;
    int c = EOF;
    errno = 0;
    FILE *from = fopen(join(arena, folder, GENERATION_PLACE), "r");
    if (!from)
        return errno == ENOENT ? 0 : UNKNOWN;
    for (int n = 0; n < MOST_DIGITS && (c = getc(from)) != EOF && th_is_digit((char)c); n++)
        place = 10 * place + (c - '0');
    fclose(from);
    return place && c == '\n' ? place : UNKNOWN;
}

/* In the order in which they were made. */
typedef struct found_generations {
    found_generation *at;
    size_t n, cap;
} found_generations;

static found_generations find_generations(th_arena *arena, const char *kept)
{
    found_generations found = {0};
    DIR *dir = opendir(kept);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        const char *folder = join(arena, kept, entry->d_name);
        struct stat st;
        if (!is_generation_name(entry->d_name) || lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode) ||
            !holds_a_generation(folder))
            continue;
        const found_generation one = {folder, place_made(arena, folder)};
        TH_PUSH(arena, found.at, found.n, found.cap, one);
    }
    if (dir)
        closedir(dir);
    if (found.n > 1)
        qsort(found.at, found.n, sizeof *found.at, making_order);
    return found;
}

/* Where it is not known of each how old it is, none is removed: it might be the newest. */
void th_generations_prune(th_arena *arena, const char *kept, size_t most)
{
    found_generations found = find_generations(arena, kept);
    if (found.n && found.at[0].place == UNKNOWN)
        return;
    for (size_t i = 0; i + most < found.n; i++)
        remove_generation(arena, found.at[i].folder);
}

const char *th_generations_ledger(th_arena *arena, const char *kept)
{
    found_generations found = find_generations(arena, kept);
    for (size_t i = found.n; i-- > 0;) {
        const char *ledger = join(arena, found.at[i].folder, GENERATION_LEDGER);
        if (access(ledger, R_OK) == 0)
            return ledger;
    }
    return NULL;
}

/* ---- making ---- */

/* What a run that was killed has left, such as the part of a copy of the store. */
static void clear_part(th_arena *arena, const char *part)
{
    DIR *dir = opendir(part);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        unlink(join(arena, part, entry->d_name)); /* which leaves folders alone */
    if (dir)
        closedir(dir);
    rmdir(part);
}

static th_status refuse_generation(th_arena *arena, const char *path, th_words why, th_trouble *trouble)
{
    *trouble = (th_trouble){th_str_fmt(arena, "không giữ được lượt chạy này vào “%s”: " TH_FMT, path, TH_ARG(why.vi)),
                            th_str_fmt(arena, "this run cannot be kept in “%s”: " TH_FMT, path, TH_ARG(why.en))};
    return TH_FAILED;
}

/* Copies a file; where `hash` is given, only if the file still has it. */
static th_status copy_bytes(th_arena *arena, const char *from, const char *to, th_str hash, th_trouble *trouble)
{
    th_arena *scratch = th_arena_scratch(arena);
    const th_input input = {.path = th_str_of(from), .name = th_str_of(from)};
    th_limits any = th_limits_default;
    any.file_bytes = SIZE_MAX;
    th_findings findings = {0};
    th_str bytes;
    th_status status = th_file_read(scratch, &any, &input, &bytes, &findings);
    if (status != TH_OK)
        *trouble = (th_trouble){th_str_copy(arena, findings.at[0].vi), th_str_copy(arena, findings.at[0].en)};
    bool wanted = status == TH_OK;
    if (wanted && hash.len)
        wanted = th_str_eq(th_definition_hash_one(scratch, th_name_base(input.name), bytes), hash);
    int why = wanted ? th_new_file(to, bytes, 0640) : 0;
    if (why)
        *trouble = th_system_words(arena, why);
    th_arena_free(scratch);
    return why ? TH_FAILED : status;
}

static th_status copy_store(th_arena *arena, const char *from, const char *to, th_trouble *trouble)
{
    th_store *store;
    if (th_store_open(arena, from, TH_STORE_WRITE, &store, trouble) != TH_OK)
        return TH_FAILED;
    th_status status = th_store_copy(store, to, trouble);
    th_store_close(store);
    return status;
}

/* A ledger that is a folder is not kept. */
static bool keeps_ledger(const th_generation *generation)
{
    return generation->ledger && th_str_ends(th_str_of(generation->ledger), TH_STR(".xlsx"));
}

static th_status fill_generation(th_arena *arena, const th_generation *generation, const char *part, th_trouble *why)
{
    if (copy_bytes(arena, generation->workbook, join(arena, part, GENERATION_WORKBOOK), (th_str){0}, why) != TH_OK ||
        copy_store(arena, generation->store, join(arena, part, GENERATION_STORE), why) != TH_OK ||
        (keeps_ledger(generation) && copy_bytes(arena, generation->ledger, join(arena, part, GENERATION_LEDGER),
                                                generation->ledger_hash, why) != TH_OK))
        return TH_FAILED;
    int code = th_long_files_copy(arena, generation->workbook, join(arena, part, GENERATION_WORKBOOK));
    if (!code)
        code = th_new_file(join(arena, part, GENERATION_OUTCOME), generation->outcome, 0640);
    found_generations before = find_generations(arena, generation->kept);
    long long place = before.n && before.at[before.n - 1].place > 0 ? before.at[before.n - 1].place + 1 : 1;
    if (!code)
        code = th_new_file(join(arena, part, GENERATION_PLACE), th_str_fmt(arena, "%lld\n", place), 0640);
    if (code)
        *why = th_system_words(arena, code);
    return code ? TH_FAILED : TH_OK;
}

/* A folder that is there and not empty is no place for another: then the next number is tried. */
static th_status name_generation(th_arena *arena, const th_generation *generation, const char *part, const char **path)
{
    th_str name = th_moment_as_name(arena, generation->moment);
    for (int number = 1; number <= MOST_A_MINUTE; number++) {
        *path = join(arena, generation->kept, th_str_cstr(arena, name));
        if (number > 1)
            *path = th_str_cstr(arena, th_str_fmt(arena, "%s/" TH_FMT "-%d", generation->kept, TH_ARG(name), number));
        struct stat st;
        if (lstat(*path, &st) == 0)
            continue;
        return rename(part, *path) == 0 ? TH_OK : TH_FAILED;
    }
    errno = EEXIST;
    return TH_FAILED;
}

th_status th_generation_make(th_arena *arena, const th_generation *generation, const char **path, th_trouble *trouble)
{
    const char *part = join(arena, generation->kept, ".luot.part");
    th_trouble why = {0};
    clear_part(arena, part);
    if (mkdir(part, 0750) != 0)
        return refuse_generation(arena, part, th_system_words(arena, errno), trouble);
    th_status status = fill_generation(arena, generation, part, &why);
    if (status == TH_OK && name_generation(arena, generation, part, path) != TH_OK) {
        why = th_system_words(arena, errno);
        status = TH_FAILED;
    }
    if (status == TH_OK) {
        th_folder_sync(*path);
        th_folder_sync(generation->kept);
        return TH_OK;
    }
    clear_part(arena, part);
    return refuse_generation(arena, generation->kept, why, trouble);
}

/* ---- restoring ---- */

/* A generation is copied byte by byte, for it stays as it is; what is no store is refused. */
static th_status is_a_store(th_arena *arena, const char *path, th_trouble *trouble)
{
    th_store *store;
    if (th_store_open(arena, path, TH_STORE_READ, &store, trouble) != TH_OK)
        return TH_FAILED;
    th_store_close(store);
    return TH_OK;
}

/* The present store gets a second name, so that there is a store under its own name at any moment.  Its journal, which
 * is left only where it cannot be opened, goes along. */
static th_status put_aside(th_arena *arena, const th_restoring *restoring, const char *old, th_trouble *trouble)
{
    th_trouble ignored = {0};
    is_a_store(arena, restoring->store, &ignored); /* what a killed run has left is finished */
    const char *journal = th_str_cstr(arena, th_str_fmt(arena, "%s-journal", restoring->store));
    const char *old_journal = th_str_cstr(arena, th_str_fmt(arena, "%s-journal", old));
    if (link(restoring->store, old) == 0 && (access(journal, F_OK) != 0 || rename(journal, old_journal) == 0))
        return TH_OK;
    int why = errno;
    *trouble = th_trouble_of_system(
        arena, TH_WORDS(arena, "không giữ lại được “%s”", "“%s” cannot be kept beside", restoring->store), why);
    return TH_FAILED;
}

/* Named after the moment; of several in a minute the next ones have a number. */
static const char *name_aside(th_arena *arena, const th_restoring *restoring)
{
    th_str moment = th_moment_as_name(arena, restoring->moment);
    const char *name = th_str_cstr(arena, th_str_fmt(arena, "%s.truoc-" TH_FMT, restoring->store, TH_ARG(moment)));
    for (int n = 2; access(name, F_OK) == 0 && n <= MOST_A_MINUTE; n++)
        name = th_str_cstr(arena, th_str_fmt(arena, "%s.truoc-" TH_FMT "-%d", restoring->store, TH_ARG(moment), n));
    return name;
}

th_status th_generation_restore(th_arena *arena, const th_restoring *restoring, const char **old, th_trouble *trouble)
{
    const char *folder = restoring->generation;
    if (!strchr(folder, '/'))
        folder = join(arena, restoring->kept, folder);
    const char *from = join(arena, folder, GENERATION_STORE);
    const char *fresh = th_str_cstr(arena, th_str_fmt(arena, "%s.phuc-hoi", restoring->store));
    unlink(fresh); /* of a run that was killed */
    if (is_a_store(arena, from, trouble) != TH_OK || copy_bytes(arena, from, fresh, (th_str){0}, trouble) != TH_OK)
        return TH_FAILED;
    if (is_a_store(arena, fresh, trouble) != TH_OK) {
        unlink(fresh);
        return TH_FAILED;
    }
    *old = "";
    if (access(restoring->store, F_OK) == 0) {
        *old = name_aside(arena, restoring);
        if (put_aside(arena, restoring, *old, trouble) != TH_OK) {
            unlink(fresh);
            return TH_FAILED;
        }
    }
    if (rename(fresh, restoring->store) == 0)
        return TH_OK;
    int why = errno;
    unlink(fresh);
    *trouble = th_trouble_of_system(
        arena, TH_WORDS(arena, "không thay được “%s”", "“%s” cannot be replaced", restoring->store), why);
    return TH_FAILED;
}

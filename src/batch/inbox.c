/* Walking through an inbox: what is a submission, what is only counted, what is not followed. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "batch/inbox.h"

#include "batch/litter.h"
#include "batch/process.h"
#include "book/book.h"
#include "fact/folder.h"
#include "text/utf8.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

/* ---- names ---- */

static th_str escaped_name(th_arena *arena, th_str name)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        if (c >= 0x20 && c < 0x7f)
            th_buf_byte(&out, (char)c);
        else
            th_buf_fmt(&out, "\\x%02X", c);
    }
    return th_buf_str(&out);
}

static th_str shown_name(th_arena *arena, th_str name)
{
    return th_utf8_valid(name) ? th_name_without_sign(arena, th_text_nfc(arena, th_str_copy(arena, name)))
                               : escaped_name(arena, name);
}

/* The last part of a path as it was given, which may end in "/". */
static th_str last_part(th_str path)
{
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    size_t at = path.len;
    while (path.len > 1 && at > 0 && path.ptr[at - 1] != '/')
        at--;
    return th_str_sub(path, path.len > 1 ? at : 0, path.len);
}

/* ---- the walk ---- */

typedef struct walk {
    th_arena *arena;
    th_arena *scratch; /* of one entry of a folder */
    const th_limits *limits;
    bool flat; /* links are followed, sub-folders and limits are not looked at */
    th_inputs *inputs;
    th_findings *findings;
    th_str *roots; /* by input: the folder that it was found in, as given; empty for a file that was given */
    size_t nroots, roots_cap;
    const char *root; /* the folder that is being walked */
    char *real_root;  /* where it is, links resolved; NULL: not known */
    bool full;        /* more files than allowed, which was said */
    int fault;        /* errno of a fault of the machine, by which the list may lack files: then there is none */
} walk;

/* A folder below the one that was given. */
typedef struct place_in_walk {
    th_str path, below; /* as the system knows it; relative to the root, "" or ending in "/" */
    size_t depth;
} place_in_walk;

static void add_input(walk *work, th_str path, th_str name, th_str root)
{
    th_input input = {.path = th_str_copy(work->arena, path), .name = shown_name(work->arena, name)};
    TH_PUSH(work->arena, work->inputs->at, work->inputs->n, work->inputs->cap, input);
    TH_PUSH(work->arena, work->roots, work->nroots, work->roots_cap, root);
}

static void say(walk *work, th_finding_kind kind, th_str name, th_trouble why)
{
    th_place place = {.file = shown_name(work->arena, name), .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(work->findings, work->arena, kind, &place, why);
}

static void note_fault(walk *work, int reason)
{
    if (!work->fault && th_process_is_fault(reason))
        work->fault = reason;
}

static void add_file(walk *work, th_str path, th_str name)
{
    size_t most = work->flat ? SIZE_MAX : work->limits->inbox_files;
    if (work->inputs->n < most) {
        add_input(work, path, name, th_str_of(work->root));
    } else if (!work->full) {
        work->full = true;
        say(work, TH_F_INBOX_TOO_MUCH, name,
            TH_TROUBLE(work->arena, "hộp thư có hơn %zu tệp (giới hạn “inbox-files”); từ tệp này không đọc nữa",
                       "the inbox holds more than %zu files (limit “inbox-files”); none is read from this one on",
                       most));
    }
}

/* A link is never followed: inside the inbox its target is read under its own name, outside it is no submission. */
static void say_link(walk *work, th_str path, th_str name)
{
    char *target = realpath(th_str_cstr(work->arena, path), NULL);
    th_str to = target ? th_str_copy(work->arena, th_str_of(target)) : (th_str){0};
    free(target);
    th_str root = work->real_root ? th_str_fmt(work->arena, "%s/", work->real_root) : (th_str){0};
    if (!to.len)
        add_file(work, path, name); /* it leads nowhere: opening it says so */
    else if (root.len && th_str_starts(th_str_fmt(work->arena, TH_FMT "/", TH_ARG(to)), root))
        say(work, TH_F_INBOX_LEFT, name,
            TH_TROUBLE(work->arena, "là liên kết tới “%s” trong cùng hộp thư", "it is a link to “%s” in the same inbox",
                       th_str_cstr(work->arena, shown_name(work->arena, th_str_sub(to, root.len, to.len)))));
    else
        say(work, TH_F_INBOX_NOT_READ, name,
            TH_TROUBLE_IS("là liên kết ra ngoài hộp thư", "it is a link that leads out of the inbox"));
}

static bool is_called_like_a_file(th_str name)
{
    return th_book_format_named(name) != TH_BOOK_UNKNOWN;
}

static th_status walk_folder(walk *work, const place_in_walk *folder);

static void enter_folder(walk *work, const place_in_walk *from, th_str path, th_str name)
{
    path = th_str_copy(work->arena, path);
    name = th_str_copy(work->arena, name);
    place_in_walk folder = {path, th_str_fmt(work->arena, TH_FMT "/", TH_ARG(name)), from->depth + 1};
    if (is_called_like_a_file(last_part(path)))
        say(work, TH_F_INBOX_NOT_READ, name,
            TH_TROUBLE_IS("là thư mục mang tên như một tệp", "it is a folder called like a file"));
    else if (folder.depth > work->limits->inbox_depth)
        say(work, TH_F_INBOX_TOO_MUCH, name,
            TH_TROUBLE(work->arena, "nằm sâu quá %zu cấp thư mục (giới hạn “inbox-depth”)",
                       "it lies more than %zu folders deep (limit “inbox-depth”)", work->limits->inbox_depth));
    else if (walk_folder(work, &folder) != TH_OK)
        add_input(work, path, name, th_str_of(work->root)); /* reading it says why, and whose it is */
}

static void look_at(walk *work, const place_in_walk *folder, th_str entry)
{
    th_arena_reset(work->scratch);
    th_str path = th_str_fmt(work->scratch, TH_FMT "/" TH_FMT, TH_ARG(folder->path), TH_ARG(entry));
    th_str name = th_str_fmt(work->scratch, TH_FMT TH_FMT, TH_ARG(folder->below), TH_ARG(entry));
    struct stat st;
    bool known = (work->flat ? stat(path.ptr, &st) : lstat(path.ptr, &st)) == 0;
    if (!known)
        note_fault(work, errno);
    if ((work->flat && known && S_ISDIR(st.st_mode)) || th_is_inbox_marker(work->scratch, entry))
        return;
    if (th_is_litter(work->scratch, entry))
        work->inputs->left.litter++;
    else if (th_is_temporary(work->scratch, entry))
        work->inputs->left.temporary++;
    else if (th_str_starts(entry, TH_STR(".")))
        say(work, TH_F_INBOX_LEFT, name, TH_TROUBLE_IS("là tệp hoặc thư mục ẩn", "it is hidden"));
    else if (known && S_ISLNK(st.st_mode))
        say_link(work, path, name);
    else if (known && S_ISDIR(st.st_mode))
        enter_folder(work, folder, path, name);
    else
        add_file(work, path, name);
}

static int entry_order(const void *left, const void *right)
{
    return th_str_cmp(*(const th_str *)left, *(const th_str *)right);
}

/* The entries are looked at by name, so that limits cut off the same files whatever the order of the directory. */
static th_status walk_folder(walk *work, const place_in_walk *folder)
{
    struct {
        th_str *at;
        size_t n, cap;
    } entries = {0};
    DIR *dir = opendir(th_str_cstr(work->arena, folder->path));
    if (!dir) {
        note_fault(work, errno);
        return TH_FAILED;
    }
    struct dirent *entry;
    th_arena *names = th_arena_scratch(work->arena);
    while ((errno = 0, entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            TH_PUSH(names, entries.at, entries.n, entries.cap, th_str_copy(names, th_str_of(entry->d_name)));
    if (errno) /* the end of a folder is no error */
        work->fault = errno;
    closedir(dir);
    if (entries.n > 1)
        qsort(entries.at, entries.n, sizeof *entries.at, entry_order);
    for (size_t i = 0; i < entries.n; i++)
        look_at(work, folder, entries.at[i]);
    th_arena_free(names);
    return TH_OK;
}

static th_status walk_root(walk *work, const char *path)
{
    th_str root = th_str_of(path);
    while (root.len > 1 && root.ptr[root.len - 1] == '/')
        root.len--;
    work->root = path;
    work->real_root = realpath(path, NULL);
    th_status status = walk_folder(work, &(place_in_walk){.path = root});
    int why = errno;
    free(work->real_root);
    errno = why;
    return status;
}

/* ---- names that tell inputs apart ---- */

typedef struct named_input {
    th_input input;
    th_str root;
} named_input;

static int named_order(const void *left, const void *right)
{
    const named_input *one = left, *other = right;
    int order = th_str_cmp(one->input.name, other->input.name);
    return order ? order : th_str_cmp(one->input.path, other->input.path);
}

/* One of several inputs with one name: the folder that was given is named too, and, where that does not tell them
 * apart, the path by its bytes (a name may be written in composed and in decomposed letters). */
static th_str longer_name(th_arena *arena, const named_input *named, bool in_full)
{
    if (in_full || !named->root.len)
        return escaped_name(arena, named->input.path);
    return th_str_fmt(arena, TH_FMT "/" TH_FMT, TH_ARG(shown_name(arena, last_part(named->root))),
                      TH_ARG(named->input.name));
}

static void tell_apart(th_arena *arena, named_input *named, size_t n, bool in_full)
{
    if (n > 1)
        qsort(named, n, sizeof *named, named_order);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && th_str_eq(named[first].input.name, named[end].input.name); end++)
            ;
        for (size_t i = first; end - first > 1 && i < end; i++)
            named[i].input.name = longer_name(arena, &named[i], in_full);
    }
    if (n > 1)
        qsort(named, n, sizeof *named, named_order);
}

/* One of the names that an input goes by. */
typedef struct input_key {
    th_str key, name;
    size_t input;
} input_key;

static int key_order(const void *left, const void *right)
{
    const input_key *one = left, *other = right;
    int order = th_str_cmp(one->key, other->key);
    return order ? order : th_str_cmp(one->name, other->name);
}

/* Which inputs have a key that no other name has?  A kept copy has the name of the file that was written over it. */
static bool *find_alone(th_arena *arena, input_key *keys, size_t n)
{
    bool *alone = th_arena_array(arena, n + 1, sizeof *alone);
    if (n > 1)
        qsort(keys, n, sizeof *keys, key_order);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && th_str_eq(keys[first].key, keys[end].key); end++)
            ;
        for (size_t i = first; i < end; i++)
            alone[keys[i].input] = th_str_eq(keys[first].name, keys[end - 1].name);
    }
    return alone;
}

void th_inputs_mark_names(th_arena *arena, th_inputs *inputs)
{
    size_t n = inputs->n;
    th_arena *scratch = th_arena_scratch(arena);
    input_key *base = th_arena_array(scratch, n + 1, sizeof *base),
              *loose = th_arena_array(scratch, n + 1, sizeof *loose),
              *loose_base = th_arena_array(scratch, n + 1, sizeof *loose_base);
    for (size_t i = 0; i < n; i++) {
        th_str name = inputs->at[i].name;
        base[i] = (input_key){th_name_base(name), name, i};
        loose[i] = (input_key){th_name_loose(scratch, name), name, i};
        loose_base[i] = (input_key){th_name_loose(scratch, th_name_base(name)), name, i};
    }
    const bool *base_alone = find_alone(scratch, base, n), *loose_alone = find_alone(scratch, loose, n),
               *loose_base_alone = find_alone(scratch, loose_base, n);
    for (size_t i = 0; i < n; i++) {
        inputs->at[i].base_alone = base_alone[i];
        inputs->at[i].loose_alone = loose_alone[i];
        inputs->at[i].loose_base_alone = loose_base_alone[i];
    }
    th_arena_free(scratch);
}

static void name_inputs(walk *work)
{
    size_t n = work->inputs->n;
    th_arena *scratch = th_arena_scratch(work->arena);
    named_input *named = th_arena_array(scratch, n + 1, sizeof *named);
    for (size_t i = 0; work->roots && i < n; i++)
        named[i] = (named_input){work->inputs->at[i], work->roots[i]};
    tell_apart(work->arena, named, n, false);
    tell_apart(work->arena, named, n, true);
    for (size_t i = 0; i < n; i++)
        work->inputs->at[i] = named[i].input;
    th_arena_free(scratch);
    th_inputs_mark_names(work->arena, work->inputs);
}

static th_status list_path(walk *work, const char *path, th_trouble *trouble)
{
    struct stat st;
    bool known = stat(path, &st) == 0;
    if (known && !S_ISDIR(st.st_mode)) {
        add_input(work, th_str_of(path), last_part(th_str_of(path)), (th_str){0});
    } else if (!known || walk_root(work, path) != TH_OK || work->fault) {
        int why = work->fault ? work->fault : errno;
        *trouble = th_trouble_of_system(work->arena, th_words_quoted(th_str_of(path)), why);
        return TH_FAILED;
    }
    return TH_OK;
}

th_status th_inbox_list(th_arena *arena, const th_listing *listing, th_inputs *inputs, th_findings *findings,
                        th_trouble *trouble)
{
    walk work = {.arena = arena,
                 .scratch = th_arena_scratch(arena),
                 .limits = listing->limits,
                 .flat = listing->flat,
                 .inputs = inputs,
                 .findings = findings};
    for (size_t i = 0; i < listing->npaths; i++)
        if (list_path(&work, listing->paths[i], trouble) != TH_OK)
            return TH_FAILED;
    for (size_t i = 0; i < listing->nrecords; i++) {
        th_str path = th_str_of(listing->records[i]);
        add_input(&work, path, last_part(path), (th_str){0});
        inputs->at[inputs->n - 1].records = true;
    }
    name_inputs(&work);
    th_arena_free(work.scratch);
    return TH_OK;
}

th_status th_folder_list(th_arena *arena, const char *path, th_inputs *inputs, th_trouble *trouble)
{
    th_findings ignored = {0};
    return th_inbox_list(arena, &(th_listing){.paths = &path, .npaths = 1, .flat = true}, inputs, &ignored, trouble);
}

bool th_inbox_is_marked(th_arena *arena, const char *path)
{
    bool marked = false;
    DIR *dir = opendir(path);
    struct dirent *entry;
    while (dir && !marked && (entry = readdir(dir)))
        marked = th_is_inbox_marker(arena, th_str_of(entry->d_name));
    if (dir)
        closedir(dir);
    return marked;
}

th_trouble th_inbox_unmarked(th_arena *arena, const char *path)
{
    return TH_TROUBLE(
        arena,
        "hộp thư “%s” không có tệp dấu “" TH_INBOX_MARKER
        "”: ổ đĩa mạng chưa gắn, hoặc tệp đã bị xóa; không ghi gì. Nếu đúng là hộp thư này, chạy lại "
        "“tonghop nightly --init” để đặt lại tệp dấu",
        "inbox “%s” lacks its marker “" TH_INBOX_MARKER
        "”: the share is not mounted, or the file was deleted; nothing is written. If it is the inbox, run "
        "“tonghop nightly --init” again, which puts the marker there",
        path);
}

th_str th_leftovers_vi(th_arena *arena, th_leftovers left)
{
    th_buf out;
    th_buf_init(&out, arena);
    if (left.temporary)
        th_buf_fmt(&out, "%zu tệp tạm (đang mở hoặc chưa chép xong: ~$, .tmp, .part …)", left.temporary);
    if (left.litter)
        th_buf_fmt(&out, "%s%zu tệp của hệ điều hành (desktop.ini, Thumbs.db, .DS_Store, __MACOSX …)",
                   left.temporary ? ", " : "", left.litter);
    return th_buf_str(&out);
}

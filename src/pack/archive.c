/* Reading archives through libarchive.  What it says of damage is believed; what it says of sizes is not. */
#define _XOPEN_SOURCE 700 /* newlocale */
#include "pack/archive.h"

#include "pack/inflate.h"
#include "pack/rar.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <stdlib.h>

#include "base/banned.h"

enum { PIECE = 65536 };

typedef struct archive_reading {
    th_arena *arena;
    const th_limits *limits;
    th_archive_leaves leaves;
    th_archive *out;
    struct archive *handle;
    bool open;     /* libarchive knows the format */
    size_t packed; /* bytes of the archive */
    size_t total;  /* bytes of all members so far */
    bool rar;
    th_rar_files stated; /* of a .rar, by number of the entry */
    size_t entry;        /* number of the next one */
} archive_reading;

/* ---- what is wrong with the whole ---- */

static th_status refuse_archive(archive_reading *reading, th_archive_state state, th_trouble why)
{
    reading->out->state = state;
    reading->out->trouble = why;
    reading->out->n = 0;
    return TH_FAILED;
}

/* Does the archive have a password?  Of a .rar of version 5 only the error message of libarchive tells.  Before it has
 * recognised the format (`open`) it may not be asked, since it would look into the format. */
static bool is_locked(const archive_reading *reading)
{
    struct archive *handle = reading->handle;
    return (reading->open && archive_read_has_encrypted_entries(handle) == 1) ||
           th_str_find(th_str_of(archive_error_string(handle)), TH_STR("ncryption"), 0) != SIZE_MAX;
}

static th_status refuse_broken(archive_reading *reading)
{
    if (is_locked(reading))
        return refuse_archive(reading, TH_ARCHIVE_LOCKED, (th_trouble){0});
    if (archive_errno(reading->handle) == ENOMEM)
        return refuse_archive(
            reading, TH_ARCHIVE_LIMIT,
            TH_TROUBLE_IS("giải nén cần nhiều bộ nhớ hơn cho phép", "unpacking needs more memory than is allowed"));
    return refuse_archive(reading, TH_ARCHIVE_DAMAGED,
                          TH_TROUBLE_IS("không giải nén được đến hết", "it cannot be unpacked to its end"));
}

static th_status refuse_number(archive_reading *reading)
{
    return refuse_archive(reading, TH_ARCHIVE_LIMIT,
                          TH_TROUBLE(reading->arena, "có hơn %zu tệp ở trong (giới hạn “archive-members”)",
                                     "it holds more than %zu files (limit “archive-members”)",
                                     reading->limits->archive_members));
}

static th_status refuse_size(archive_reading *reading)
{
    return refuse_archive(reading, TH_ARCHIVE_LIMIT,
                          TH_TROUBLE(reading->arena, "các tệp ở trong giải nén ra quá %zu MB (giới hạn “file-mb”)",
                                     "the files in it unpack to more than %zu MB (limit “file-mb”)",
                                     reading->limits->file_bytes >> 20));
}

/* ---- one member ---- */

/* Workbooks are packed already: a declared size of this order is believed so far that its room is made at once. */
static void make_room(archive_reading *reading, struct archive_entry *entry, th_buf *out)
{
    la_int64_t size = archive_entry_size_is_set(entry) ? archive_entry_size(entry) : 0;
    if (size > 0 && (uint64_t)size < 2 * (uint64_t)reading->packed && (uint64_t)size <= reading->limits->file_bytes)
        th_buf_reserve(out, (size_t)size + PIECE);
}

static th_status read_bytes(archive_reading *reading, struct archive_entry *entry, th_member *member)
{
    th_buf out;
    th_buf_init(&out, reading->arena);
    make_room(reading, entry, &out);
    for (;;) {
        th_buf_reserve(&out, PIECE);
        la_ssize_t got = archive_read_data(reading->handle, out.ptr + out.len, PIECE);
        if (got == ARCHIVE_FATAL)
            return refuse_broken(reading);
        if (got < 0)
            member->state = TH_MEMBER_DAMAGED;
        if (got <= 0)
            break;
        out.len += (size_t)got;
        reading->total += (size_t)got;
        if (reading->total > reading->limits->file_bytes)
            return refuse_size(reading);
    }
    if (archive_entry_size_is_set(entry) && archive_entry_size(entry) != (la_int64_t)out.len)
        member->state = TH_MEMBER_DAMAGED;
    if (member->state == TH_MEMBER_WHOLE)
        member->bytes = th_buf_str(&out);
    return TH_OK;
}

/* A name that could not be brought into UTF-8 is NULL here. */
static th_member_name name_of_entry(th_arena *arena, struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    if (!name)
        name = archive_entry_pathname_utf8(entry);
    return th_member_name_read(arena, th_str_copy(arena, th_str_of(name ? name : "?")));
}

/* An entry that has bytes is no folder, whatever its name and mode say: else its bytes would be passed over. */
static bool is_entry_of_folder(struct archive_entry *entry, th_str name)
{
    bool empty = !archive_entry_size_is_set(entry) || archive_entry_size(entry) == 0;
    return empty && (archive_entry_filetype(entry) == AE_IFDIR || th_str_ends(name, TH_STR("/")));
}

static bool is_link(struct archive_entry *entry)
{
    unsigned type = archive_entry_filetype(entry);
    return archive_entry_hardlink(entry) || archive_entry_symlink(entry) ||
           (type != AE_IFREG && type != AE_IFDIR && type != 0);
}

/* Finds what the headers of a .rar state of this entry.  False: they speak of another one, so nothing vouches for its
 * bytes. */
static bool find_stated(const archive_reading *reading, struct archive_entry *entry, th_rar_file *file)
{
    const th_rar_files *files = &reading->stated;
    *file = (th_rar_file){0};
    if (!reading->rar)
        return true;
    if (reading->entry >= files->n)
        return false;
    *file = files->at[reading->entry];
    return !archive_entry_size_is_set(entry) || archive_entry_size(entry) == (la_int64_t)file->size;
}

static th_status read_entry_of_archive(archive_reading *reading, struct archive_entry *entry)
{
    th_archive *out = reading->out;
    th_rar_file stated;
    bool vouched = find_stated(reading, entry, &stated);
    reading->entry++;
    th_member member = {.name = name_of_entry(reading->arena, entry)};
    if (is_entry_of_folder(entry, member.name.text))
        return TH_OK;
    if (reading->leaves(reading->arena, member.name.text))
        return ++out->left > reading->limits->zip_entries ? refuse_number(reading) : TH_OK;
    if (out->n == reading->limits->archive_members)
        return refuse_number(reading);
    if (member.name.outside)
        member.state = TH_MEMBER_OUTSIDE;
    else if (is_link(entry))
        member.state = TH_MEMBER_LINK;
    else if (archive_entry_is_encrypted(entry) || stated.locked)
        member.state = TH_MEMBER_LOCKED;
    else if (read_bytes(reading, entry, &member) != TH_OK)
        return TH_FAILED;
    else if (member.state == TH_MEMBER_WHOLE &&
             (!vouched || (stated.has_crc && th_crc32(0, member.bytes) != stated.crc)))
        member = (th_member){.name = member.name, .state = TH_MEMBER_DAMAGED};
    TH_PUSH(reading->arena, out->at, out->n, out->cap, member);
    return TH_OK;
}

/* ---- all of them ---- */

static int member_order(const void *left, const void *right)
{
    const th_member *one = left, *other = right;
    int order = th_str_cmp(one->name.text, other->name.text);
    return order ? order : th_str_cmp(one->bytes, other->bytes);
}

static bool has_member(const th_archive *archive, th_str name)
{
    for (size_t i = 0; i < archive->n; i++)
        if (th_str_eq(archive->at[i].name.text, name))
            return true;
    return false;
}

/* "a (2).xlsx": in front of the ending, which tells a .csv from a text. */
static th_str numbered(th_arena *arena, th_str name, size_t number)
{
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.' && name.ptr[dot - 1] != '/')
        dot--;
    bool ending = dot > 1 && name.ptr[dot - 1] == '.' && name.ptr[dot - 2] != '/';
    size_t at = ending ? dot - 1 : name.len;
    return th_str_fmt(arena, TH_FMT " (%zu)" TH_FMT, TH_ARG(th_str_sub(name, 0, at)), number,
                      TH_ARG(th_str_sub(name, at, name.len)));
}

/* Numbers the members that share a name, all but the first, each with the least number that makes its name unique. */
static void tell_members_apart(th_arena *arena, th_archive *archive)
{
    for (size_t i = 1; i < archive->n; i++) {
        th_str name = archive->at[i].name.text, own = name;
        bool twice = false;
        for (size_t k = 0; k < i && !twice; k++)
            twice = th_str_eq(archive->at[k].name.text, name);
        for (size_t number = 2; twice && has_member(archive, own); number++)
            own = numbered(arena, name, number);
        archive->at[i].name.text = own;
    }
}

static th_status read_entries(archive_reading *reading)
{
    struct archive_entry *entry;
    size_t folders = 0;
    for (;;) {
        int status = archive_read_next_header(reading->handle, &entry);
        if (status == ARCHIVE_EOF)
            return TH_OK;
        if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
            return refuse_broken(reading);
        size_t before = reading->out->n + reading->out->left;
        if (read_entry_of_archive(reading, entry) != TH_OK)
            return TH_FAILED;
        folders += reading->out->n + reading->out->left == before;
        if (folders > reading->limits->zip_entries)
            return refuse_number(reading);
    }
}

/* Windows of .rar and .7z are large, and the members are looked at in the same process: the handle goes as soon as it
 * is not needed, and at the latest with the arena. */
static void free_handle(void *what)
{
    struct archive **handle = what;
    archive_read_free(*handle); /* of NULL too */
    *handle = NULL;
}

/* libarchive brings names into the letters of the locale, which is "C" here; this one is built into glibc, which looks
 * for a file of it all the same.  It stays for the life of the process. */
static locale_t language;

void th_archive_open_language(void)
{
    if (!language)
        language = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
}

static void leave_language(void *before)
{
    locale_t *left = before;
    if (*left)
        uselocale(*left);
    *left = (locale_t)0;
}

static locale_t *enter_language(th_arena *arena)
{
    locale_t *before = th_arena_alloc(arena, sizeof *before);
    th_arena_defer(arena, leave_language, before);
    th_archive_open_language();
    *before = (locale_t)0;
    if (language)
        *before = uselocale(language);
    return before;
}

/* The first bytes decide: a .rar that ends with a stored .xlsx would else be taken for that .xlsx.  A .zip is read by
 * the directory at its end, which a file that was cut does not have. */
static void choose_format(struct archive *handle, th_str bytes)
{
    if (th_str_starts(bytes, TH_STR("Rar!"))) {
        archive_read_support_format_rar(handle);
        archive_read_support_format_rar5(handle);
    } else if (th_str_starts(bytes, TH_STR("7z"))) {
        archive_read_support_format_7zip(handle);
    } else {
        archive_read_support_format_zip_seekable(handle);
    }
}

static th_status open_handle(archive_reading *reading, th_str bytes, struct archive **owner)
{
    reading->handle = *owner = archive_read_new();
    if (!reading->handle)
        return refuse_archive(reading, TH_ARCHIVE_LIMIT, TH_TROUBLE_IS("không đủ bộ nhớ", "there is no memory"));
    th_arena_defer(reading->arena, free_handle, owner);
    choose_format(reading->handle, bytes);
    reading->open = archive_read_open_memory(reading->handle, bytes.ptr, bytes.len) == ARCHIVE_OK;
    return reading->open ? TH_OK : refuse_broken(reading);
}

th_status th_archive_read(th_arena *arena, const th_limits *limits, th_str bytes, th_archive_leaves leaves,
                          th_archive *archive)
{
    archive_reading reading = {.arena = arena, .limits = limits, .leaves = leaves, .out = archive, .packed = bytes.len};
    *archive = (th_archive){0};
    if (th_str_starts(bytes, TH_STR("PK\5\6"))) /* the directory alone: a .zip without members */
        return TH_OK;
    reading.rar = th_str_starts(bytes, TH_STR("Rar!"));
    th_rar_list(arena, bytes, limits->zip_entries, &reading.stated);
    locale_t *before = enter_language(arena);
    struct archive **owner = th_arena_alloc(arena, sizeof *owner);
    th_status status = open_handle(&reading, bytes, owner) == TH_OK ? read_entries(&reading) : TH_FAILED;
    free_handle(owner);
    leave_language(before);
    if (archive->n > 1)
        qsort(archive->at, archive->n, sizeof *archive->at, member_order);
    tell_members_apart(arena, archive);
    return status;
}

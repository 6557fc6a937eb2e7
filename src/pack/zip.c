/* Reading zip packages (APPNOTE.TXT 6.3.10).  Every size and offset is checked before use.  The central directory
 * decides, and a package is refused when a local header contradicts it. */
#include "pack/zip.h"

#include "base/ascii.h"
#include "pack/inflate.h"
#include "pack/zip_end.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { CENTRAL = 46, LOCAL = 30, STORED = 0, DEFLATED = 8, ENCRYPTED = 1 };

static th_status refuse_zip(th_zip *zip, th_trouble trouble)
{
    zip->trouble = trouble;
    return TH_FAILED;
}

static th_status refuse_zip_limit(th_zip *zip, th_trouble trouble)
{
    zip->limit_hit = true;
    return refuse_zip(zip, trouble);
}

/* The package is whole, and written in a way that is not read. */
static th_status refuse_way(th_zip *zip, th_trouble trouble)
{
    zip->odd = true;
    return refuse_zip(zip, trouble);
}

static bool fits_in(th_str bytes, uint64_t at, uint64_t n)
{
    return at <= bytes.len && n <= bytes.len - at;
}

/* Sizes and an offset that do not fit into 32 bits are all ones there, and stand in extra field 1. */
static bool read_zip64(const char *extra, size_t n, uint64_t *inflated, uint64_t *stored, uint64_t *local)
{
    while (n >= 4) {
        size_t id = (size_t)th_zip_number(extra, 2), size = (size_t)th_zip_number(extra + 2, 2);
        if (size > n - 4)
            return false;
        if (id == 1) {
            uint64_t *wanted[] = {inflated, stored, local};
            size_t at = 0;
            for (size_t i = 0; i < 3; i++) {
                if (*wanted[i] != UINT32_MAX)
                    continue;
                if (size - at < 8)
                    return false;
                *wanted[i] = th_zip_number(extra + 4 + at, 8);
                at += 8;
            }
            return true;
        }
        extra += 4 + size;
        n -= 4 + size;
    }
    return true;
}

/* A name as other programs read it: "\\" is "/", which many writers on Windows put, and "./" or "/" before it is
 * nothing. */
static th_str usual_name(th_arena *arena, th_str stored)
{
    th_str name = stored;
    if (name.len && memchr(name.ptr, '\\', name.len)) {
        char *copy = th_arena_array(arena, name.len, 1);
        for (size_t i = 0; i < name.len; i++)
            copy[i] = name.ptr[i] == '\\' ? '/' : name.ptr[i];
        name.ptr = copy;
    }
    if (th_str_starts(name, TH_STR("./")))
        name = th_str_sub(name, 2, name.len);
    while (name.len && name.ptr[0] == '/')
        name = th_str_sub(name, 1, name.len);
    return name;
}

/* Reads the record of the central directory at *at, which moves behind it. */
static th_status read_entry(th_arena *arena, th_zip *zip, const th_zip_directory *directory, uint64_t *at,
                            th_zip_entry *entry)
{
    th_trouble damaged = TH_TROUBLE_IS("mục lục của tệp nén sai", "the zip directory is wrong");
    uint64_t end = directory->at + directory->size;
    if (end - *at < CENTRAL || memcmp(zip->bytes.ptr + *at, "PK\1\2", 4) != 0)
        return refuse_zip(zip, damaged);
    const char *bytes_at = zip->bytes.ptr + *at;
    size_t name = (size_t)th_zip_number(bytes_at + 28, 2), extra = (size_t)th_zip_number(bytes_at + 30, 2),
           comment = (size_t)th_zip_number(bytes_at + 32, 2);
    if (end - *at - CENTRAL < (uint64_t)name + extra + comment)
        return refuse_zip(zip, damaged);
    uint64_t local = th_zip_number(bytes_at + 42, 4);
    *entry = (th_zip_entry){.name = usual_name(arena, (th_str){bytes_at + CENTRAL, name}),
                            .stored_name = {bytes_at + CENTRAL, name},
                            .crc = (uint32_t)th_zip_number(bytes_at + 16, 4),
                            .stored = th_zip_number(bytes_at + 20, 4),
                            .inflated = th_zip_number(bytes_at + 24, 4),
                            .method = (uint16_t)th_zip_number(bytes_at + 10, 2),
                            .time = (uint16_t)th_zip_number(bytes_at + 12, 2),
                            .date = (uint16_t)th_zip_number(bytes_at + 14, 2)};
    if (!read_zip64(bytes_at + CENTRAL + name, extra, &entry->inflated, &entry->stored, &local))
        return refuse_zip(zip, damaged);
    zip->locked = th_zip_number(bytes_at + 8, 2) & ENCRYPTED;
    if (zip->locked)
        return refuse_zip(zip, TH_TROUBLE(arena, "phần “" TH_FMT "”", "part “" TH_FMT "”", TH_ARG(entry->name)));
    if (!fits_in(zip->bytes, local, LOCAL) || memcmp(zip->bytes.ptr + local, "PK\3\4", 4) != 0)
        return refuse_zip(zip, damaged);
    const char *local_head = zip->bytes.ptr + local;
    entry->offset = local + LOCAL + th_zip_number(local_head + 26, 2) + th_zip_number(local_head + 28, 2);
    if (!fits_in(zip->bytes, entry->offset, entry->stored) || entry->offset + entry->stored > directory->at)
        return refuse_zip(zip, TH_TROUBLE_IS("tệp chưa đủ: một phần nằm ngoài tệp", "an entry lies outside the file"));
    if (th_zip_number(local_head + 26, 2) != name || memcmp(local_head + LOCAL, bytes_at + CENTRAL, name) != 0 ||
        th_zip_number(local_head + 8, 2) != entry->method || (th_zip_number(local_head + 6, 2) & ENCRYPTED))
        return refuse_zip(zip, damaged);
    *at += CENTRAL + (uint64_t)name + extra + comment;
    return TH_OK;
}

static int by_offset(const void *left, const void *right)
{
    const th_zip_entry *a = *(const th_zip_entry *const *)left, *b = *(const th_zip_entry *const *)right;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

typedef struct named {
    th_str key;
    const th_zip_entry *entry;
} named;

static int by_entry_name(const void *left, const void *right)
{
    const named *a = left, *b = right;
    return th_str_cmp(a->key, b->key);
}

/* With two entries of one name, or two that share bytes, a file can show one content to us and another to Excel. */
static th_status check_entries(th_arena *arena, th_zip *zip)
{
    const th_zip_entry **order = th_arena_array(arena, zip->n, sizeof *order);
    named *names = th_arena_array(arena, zip->n, sizeof *names);
    for (size_t i = 0; i < zip->n; i++) {
        order[i] = &zip->entries[i];
        names[i] = (named){th_text_lower(arena, zip->entries[i].name), &zip->entries[i]};
    }
    if (zip->n > 1) {
        qsort(order, zip->n, sizeof *order, by_offset);
        qsort(names, zip->n, sizeof *names, by_entry_name);
    }
    for (size_t i = 1; i < zip->n; i++) {
        if (order[i - 1]->offset + order[i - 1]->stored > order[i]->offset - LOCAL - order[i]->stored_name.len)
            return refuse_way(zip, TH_TROUBLE_IS("các phần của tệp nén chồng lên nhau", "entries overlap"));
        if (th_str_eq(names[i - 1].key, names[i].key))
            return refuse_way(zip, TH_TROUBLE(arena, "hai phần cùng tên “" TH_FMT "”",
                                              "two entries are named “" TH_FMT "”", TH_ARG(names[i].entry->name)));
    }
    return TH_OK;
}

static th_status refuse_end(th_zip *zip, th_zip_end found)
{
    if (found == TH_ZIP_END_VOLUMES)
        return refuse_way(zip, TH_TROUBLE_IS("chỉ là một phần của tệp nén chia thành nhiều phần",
                                             "it is one part of an archive that was split"));
    if (found == TH_ZIP_END_TWICE)
        return refuse_way(zip, TH_TROUBLE_IS("hai gói nối vào nhau, không rõ gói nào là thật",
                                             "two packages are joined, and which one is meant cannot be told"));
    return refuse_zip(zip, TH_TROUBLE_IS("tệp chưa đủ: không thấy mục lục ở cuối tệp",
                                         "the zip directory is missing: the file is incomplete"));
}

th_status th_zip_open(th_arena *arena, const th_limits *limits, th_str bytes, th_zip *zip)
{
    th_zip_directory directory;
    *zip = (th_zip){.bytes = bytes, .limits = limits};
    th_zip_end found = th_zip_end_find(bytes, &directory);
    if (found != TH_ZIP_END_FOUND)
        return refuse_end(zip, found);
    zip->bytes = directory.package;
    if (directory.n > limits->zip_entries)
        return refuse_zip_limit(zip, TH_TROUBLE(arena, "%llu phần, cho phép %zu (giới hạn “entries”)",
                                                "%llu entries, %zu are allowed (limit “entries”)",
                                                (unsigned long long)directory.n, limits->zip_entries));
    if (directory.n > directory.size / CENTRAL)
        return refuse_zip(zip, TH_TROUBLE_IS("mục lục của tệp nén sai", "the zip directory is wrong"));
    zip->entries = th_arena_array(arena, (size_t)directory.n, sizeof *zip->entries);
    uint64_t at = directory.at;
    for (uint64_t done = 0; done < directory.n; done++) {
        th_status status = read_entry(arena, zip, &directory, &at, &zip->entries[zip->n]);
        if (status != TH_OK)
            return status;
        zip->n++;
    }
    /* a program that does not trust the count would see other entries than we do */
    if (at != directory.at + directory.size)
        return refuse_zip(zip, TH_TROUBLE_IS("mục lục của tệp nén sai", "the zip directory is wrong"));
    return check_entries(arena, zip);
}

bool th_zip_names_begin(th_str bytes, th_zip_names *names)
{
    th_zip_directory directory;
    bool found = th_zip_end_find(bytes, &directory) == TH_ZIP_END_FOUND;
    *names = (th_zip_names){directory.package, directory.at, found ? directory.at + directory.size : directory.at};
    return found;
}

bool th_zip_names_next(th_zip_names *names, th_str *name)
{
    const char *record = names->bytes.ptr + names->at;
    uint64_t room = names->end - names->at;
    if (room < CENTRAL || memcmp(record, "PK\1\2", 4) != 0)
        return false;
    uint64_t length = th_zip_number(record + 28, 2);
    uint64_t whole = CENTRAL + length + th_zip_number(record + 30, 2) + th_zip_number(record + 32, 2);
    if (room < whole)
        return false;
    *name = (th_str){record + CENTRAL, (size_t)length};
    names->at += whole;
    return true;
}

const th_zip_entry *th_zip_find(const th_zip *zip, th_str name)
{
    if (name.len && name.ptr[0] == '/')
        name = th_str_sub(name, 1, name.len);
    for (size_t i = 0; i < zip->n; i++) {
        th_str found = zip->entries[i].name;
        size_t k = 0;
        while (found.len == name.len && k < name.len && th_to_lower(found.ptr[k]) == th_to_lower(name.ptr[k]))
            k++;
        if (found.len == name.len && k == name.len)
            return &zip->entries[i];
    }
    return NULL;
}

static th_status too_large(th_arena *arena, th_zip *zip)
{
    return refuse_zip_limit(zip, TH_TROUBLE(arena, "nội dung giải nén quá %zu MB (giới hạn “inflated-mb”)",
                                            "it inflates to more than %zu MB (limit “inflated-mb”)",
                                            zip->limits->inflated_bytes >> 20));
}

static th_status refuse_method(th_arena *arena, th_zip *zip, const th_zip_entry *entry)
{
    static const struct {
        uint16_t method;
        const char *name;
    } known[] = {{1, " (Shrink)"}, {6, " (Implode)"}, {9, " (Deflate64)"}, {12, " (BZip2)"},
                 {14, " (LZMA)"},  {93, " (Zstd)"},   {95, " (XZ)"},       {98, " (PPMd)"}};
    const char *name = "";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        name = known[i].method == entry->method ? known[i].name : name;
    return refuse_way(zip, TH_TROUBLE(arena, "phần “" TH_FMT "” nén theo kiểu %u%s, Excel không dùng kiểu này",
                                      "part “" TH_FMT "” is compressed by method %u%s, which is not one of workbooks",
                                      TH_ARG(entry->name), entry->method, name));
}

th_status th_zip_inflate(th_arena *arena, th_zip *zip, const th_zip_entry *entry, th_zip_sink sink, void *ctx)
{
    th_str stream = th_str_sub(zip->bytes, (size_t)entry->offset, (size_t)entry->stored);
    uint64_t room = zip->limits->inflated_bytes - zip->inflated_total;
    th_inflated out = {.length = stream.len};
    if (entry->inflated > room)
        return too_large(arena, zip);
    if (entry->inflated > zip->limits->ratio_floor && entry->inflated / zip->limits->ratio > entry->stored)
        return refuse_zip_limit(zip, TH_TROUBLE(arena, "tỷ lệ nén vượt 1:%zu (giới hạn “ratio”)",
                                                "the ratio of compression is above 1:%zu (limit “ratio”)",
                                                zip->limits->ratio));
    if (entry->method == DEFLATED) {
        if (!zip->inflate)
            zip->inflate = th_inflate_new(arena);
        if (th_inflate_run(zip->inflate, stream, entry->inflated, (th_inflate_sink){sink, ctx}, &out) != TH_OK)
            return zip->trouble.vi.len
                       ? TH_FAILED
                       : refuse_zip(zip, TH_TROUBLE(arena, "phần “" TH_FMT "” bị hỏng", "part “" TH_FMT "” is damaged",
                                                    TH_ARG(entry->name)));
    } else if (entry->method == STORED) {
        out.crc = th_crc32(0, stream);
        for (size_t at = 0; at < stream.len; at += 65536)
            if (!sink(ctx, stream.ptr + at, stream.len - at < 65536 ? stream.len - at : 65536))
                return TH_FAILED;
    } else {
        return refuse_method(arena, zip, entry);
    }
    if (out.length != entry->inflated || out.crc != entry->crc)
        return refuse_zip(zip, TH_TROUBLE(arena, "phần “" TH_FMT "” bị hỏng (mã kiểm tra không khớp)",
                                          "part “" TH_FMT "” is damaged (its checksum does not match)",
                                          TH_ARG(entry->name)));
    zip->inflated_total += (size_t)out.length;
    return TH_OK;
}

static bool append_piece(void *ctx, const char *piece, size_t len)
{
    th_buf_add(ctx, (th_str){piece, len});
    return true;
}

th_status th_zip_read(th_arena *arena, th_zip *zip, const th_zip_entry *entry, th_str *out)
{
    th_buf buf;
    th_buf_init(&buf, arena);
    if (entry->inflated <= zip->limits->inflated_bytes - zip->inflated_total && entry->inflated / 1100 <= entry->stored)
        /* deflate compresses 1,032 : 1 at best; a stated size beyond that is false */
        th_buf_reserve(&buf, (size_t)entry->inflated);
    th_status status = th_zip_inflate(arena, zip, entry, append_piece, &buf);
    *out = th_buf_str(&buf);
    return status;
}

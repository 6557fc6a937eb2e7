/* Zip packages (APPNOTE.TXT 6.3.10).  Every size and offset is checked before use; the
 * central directory decides, and a local header that contradicts it is a refusal. */
#include "pack/zip.h"

#include "pack/inflate.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum {
    EOCD = 22,
    EOCD64 = 56,
    LOCATOR64 = 20,
    CENTRAL = 46,
    LOCAL = 30,
    MOST_COMMENT = 65535,
    STORED = 0,
    DEFLATED = 8,
    ENCRYPTED = 1
};

static uint64_t le(const char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = n; i-- > 0;)
        v = v << 8 | (unsigned char)p[i];
    return v;
}

static th_status refuse(th_zip *zip, th_str vi, th_str en)
{
    zip->trouble = vi;
    zip->trouble_en = en;
    return TH_FAILED;
}

static th_status refuse_limit(th_zip *zip, th_str vi, th_str en)
{
    zip->limit_hit = true;
    return refuse(zip, vi, en);
}

static bool fits(th_str bytes, uint64_t at, uint64_t n)
{
    return at <= bytes.len && n <= bytes.len - at;
}

/* The last end record whose comment reaches the end of the file. */
static bool find_end(th_str bytes, size_t *at)
{
    if (bytes.len < EOCD)
        return false;
    size_t lowest = bytes.len > EOCD + MOST_COMMENT ? bytes.len - EOCD - MOST_COMMENT : 0;
    for (size_t i = bytes.len - EOCD + 1; i-- > lowest;)
        if (memcmp(bytes.ptr + i, "PK\5\6", 4) == 0 && le(bytes.ptr + i + 20, 2) == bytes.len - i - EOCD) {
            *at = i;
            return true;
        }
    return false;
}

typedef struct directory {
    uint64_t at, size, n;
} directory;

static bool find_directory(th_str bytes, directory *d)
{
    size_t end;
    if (!find_end(bytes, &end))
        return false;
    const char *p = bytes.ptr + end;
    *d = (directory){le(p + 16, 4), le(p + 12, 4), le(p + 10, 2)};
    if (le(p + 4, 2) != 0 || le(p + 6, 2) != 0 || le(p + 8, 2) != le(p + 10, 2))
        return false; /* several volumes */
    if (end >= LOCATOR64 && memcmp(bytes.ptr + end - LOCATOR64, "PK\6\7", 4) == 0) {
        uint64_t at = le(bytes.ptr + end - LOCATOR64 + 8, 8);
        if (!fits(bytes, at, EOCD64) || memcmp(bytes.ptr + at, "PK\6\6", 4) != 0)
            return false;
        *d = (directory){le(bytes.ptr + at + 48, 8), le(bytes.ptr + at + 40, 8), le(bytes.ptr + at + 32, 8)};
    }
    return fits(bytes, d->at, d->size) && d->at + d->size <= end;
}

/* Sizes and offset that did not fit into 32 bits stand in extra field 1. */
static bool read_zip64(const char *extra, size_t n, uint64_t *inflated, uint64_t *stored, uint64_t *local)
{
    while (n >= 4) {
        size_t id = (size_t)le(extra, 2), size = (size_t)le(extra + 2, 2);
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
                *wanted[i] = le(extra + 4 + at, 8);
                at += 8;
            }
            return true;
        }
        extra += 4 + size;
        n -= 4 + size;
    }
    return true;
}

/* One central record; *at moves behind it. */
static th_status read_entry(th_zip *zip, const directory *d, uint64_t *at, th_zip_entry *e)
{
    th_str damaged = TH_STR("mục lục của tệp nén sai"), damaged_en = TH_STR("the zip directory is wrong");
    uint64_t end = d->at + d->size;
    if (end - *at < CENTRAL || memcmp(zip->bytes.ptr + *at, "PK\1\2", 4) != 0)
        return refuse(zip, damaged, damaged_en);
    const char *p = zip->bytes.ptr + *at;
    size_t name = (size_t)le(p + 28, 2), extra = (size_t)le(p + 30, 2), comment = (size_t)le(p + 32, 2);
    if (end - *at - CENTRAL < (uint64_t)name + extra + comment)
        return refuse(zip, damaged, damaged_en);
    uint64_t local = le(p + 42, 4);
    *e = (th_zip_entry){.name = {p + CENTRAL, name},
                        .crc = (uint32_t)le(p + 16, 4),
                        .stored = le(p + 20, 4),
                        .inflated = le(p + 24, 4),
                        .method = (uint16_t)le(p + 10, 2),
                        .time = (uint16_t)le(p + 12, 2),
                        .date = (uint16_t)le(p + 14, 2)};
    if (!read_zip64(p + CENTRAL + name, extra, &e->inflated, &e->stored, &local))
        return refuse(zip, damaged, damaged_en);
    zip->locked = le(p + 8, 2) & ENCRYPTED;
    if (zip->locked)
        return refuse(zip, TH_STR("tệp nén có mật khẩu"), TH_STR("an entry is encrypted"));
    if (!fits(zip->bytes, local, LOCAL) || memcmp(zip->bytes.ptr + local, "PK\3\4", 4) != 0)
        return refuse(zip, damaged, damaged_en);
    const char *l = zip->bytes.ptr + local;
    e->offset = local + LOCAL + le(l + 26, 2) + le(l + 28, 2);
    if (!fits(zip->bytes, e->offset, e->stored) || e->offset + e->stored > d->at)
        return refuse(zip, TH_STR("tệp chưa đủ: một phần nằm ngoài tệp"), TH_STR("an entry lies outside the file"));
    if (le(l + 26, 2) != name || memcmp(l + LOCAL, p + CENTRAL, name) != 0 || le(l + 8, 2) != e->method ||
        (le(l + 6, 2) & ENCRYPTED))
        return refuse(zip, damaged, damaged_en);
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

static int by_key(const void *left, const void *right)
{
    const named *a = left, *b = right;
    return th_str_cmp(a->key, b->key);
}

/* Two entries of one name, or two that share bytes, are how one file shows two contents. */
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
        qsort(names, zip->n, sizeof *names, by_key);
    }
    for (size_t i = 1; i < zip->n; i++) {
        if (order[i - 1]->offset + order[i - 1]->stored > order[i]->offset - LOCAL - order[i]->name.len)
            return refuse(zip, TH_STR("các phần của tệp nén chồng lên nhau"), TH_STR("entries overlap"));
        if (th_str_eq(names[i - 1].key, names[i].key))
            return refuse(zip, th_str_fmt(arena, "hai phần cùng tên “" TH_FMT "”", TH_ARG(names[i].entry->name)),
                          TH_STR("two entries have one name"));
    }
    return TH_OK;
}

th_status th_zip_open(th_arena *arena, const th_limits *limits, th_str bytes, th_zip *zip)
{
    directory d;
    *zip = (th_zip){.bytes = bytes, .limits = limits};
    if (!find_directory(bytes, &d))
        return refuse(zip, TH_STR("tệp chưa đủ: không thấy mục lục ở cuối tệp"),
                      TH_STR("the zip directory is missing: the file is incomplete"));
    if (d.n > limits->zip_entries)
        return refuse_limit(zip,
                            th_str_fmt(arena, "%llu phần, cho phép %zu (giới hạn “entries”)", (unsigned long long)d.n,
                                       limits->zip_entries),
                            TH_STR("too many entries (limit “entries”)"));
    if (d.n > d.size / CENTRAL)
        return refuse(zip, TH_STR("mục lục của tệp nén sai"), TH_STR("the zip directory is wrong"));
    zip->entries = th_arena_array(arena, (size_t)d.n, sizeof *zip->entries);
    uint64_t at = d.at;
    for (uint64_t i = 0; i < d.n; i++) {
        th_status status = read_entry(zip, &d, &at, &zip->entries[zip->n]);
        if (status != TH_OK)
            return status;
        zip->n++;
    }
    if (at != d.at + d.size) /* more entries than counted: whoever counts otherwise sees another file */
        return refuse(zip, TH_STR("mục lục của tệp nén sai"), TH_STR("the zip directory is wrong"));
    return check_entries(arena, zip);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

const th_zip_entry *th_zip_find(const th_zip *zip, th_str name)
{
    if (name.len && name.ptr[0] == '/')
        name = th_str_sub(name, 1, name.len);
    for (size_t i = 0; i < zip->n; i++) {
        th_str e = zip->entries[i].name;
        size_t k = 0;
        while (e.len == name.len && k < name.len && lower(e.ptr[k]) == lower(name.ptr[k]))
            k++;
        if (e.len == name.len && k == name.len)
            return &zip->entries[i];
    }
    return NULL;
}

static th_status too_large(th_arena *arena, th_zip *zip)
{
    return refuse_limit(
        zip,
        th_str_fmt(arena, "nội dung giải nén quá %zu MB (giới hạn “inflated-mb”)", zip->limits->inflated_bytes >> 20),
        TH_STR("it inflates beyond the limit “inflated-mb”"));
}

th_status th_zip_inflate(th_arena *arena, th_zip *zip, const th_zip_entry *entry, th_zip_sink sink, void *ctx)
{
    th_str stream = th_str_sub(zip->bytes, (size_t)entry->offset, (size_t)entry->stored);
    uint64_t room = zip->limits->inflated_bytes - zip->inflated_total, length = stream.len;
    uint32_t crc = 0;
    if (entry->inflated > room)
        return too_large(arena, zip);
    if (entry->inflated > zip->limits->ratio_floor && entry->inflated / zip->limits->ratio > entry->stored)
        return refuse_limit(zip, th_str_fmt(arena, "tỷ lệ nén vượt 1:%zu (giới hạn “ratio”)", zip->limits->ratio),
                            TH_STR("the ratio of compression is beyond the limit “ratio”"));
    if (entry->method == DEFLATED) {
        if (!zip->inflate)
            zip->inflate = th_inflate_new(arena);
        if (th_inflate_run(zip->inflate, stream, entry->inflated, sink, ctx, &crc, &length) != TH_OK)
            return zip->trouble.len ? TH_FAILED
                                    : refuse(zip, th_str_fmt(arena, "phần “" TH_FMT "” bị hỏng", TH_ARG(entry->name)),
                                             TH_STR("an entry is damaged"));
    } else if (entry->method == STORED) {
        crc = th_crc32(0, stream);
        for (size_t at = 0; at < stream.len; at += 65536)
            if (!sink(ctx, stream.ptr + at, stream.len - at < 65536 ? stream.len - at : 65536))
                return TH_FAILED;
    } else {
        return refuse(zip, th_str_fmt(arena, "kiểu nén %u không dùng cho bảng tính", entry->method),
                      TH_STR("unknown method of compression"));
    }
    if (length != entry->inflated || crc != entry->crc)
        return refuse(zip, th_str_fmt(arena, "phần “" TH_FMT "” bị hỏng (mã kiểm tra không khớp)", TH_ARG(entry->name)),
                      TH_STR("the checksum of an entry is wrong"));
    zip->inflated_total += (size_t)length;
    return TH_OK;
}

static bool append(void *ctx, const char *piece, size_t len)
{
    th_buf_add(ctx, (th_str){piece, len});
    return true;
}

th_status th_zip_read(th_arena *arena, th_zip *zip, const th_zip_entry *entry, th_str *out)
{
    th_buf buf;
    th_buf_init(&buf, arena);
    if (entry->inflated <= zip->limits->inflated_bytes - zip->inflated_total && entry->inflated / 1100 <= entry->stored)
        th_buf_reserve(&buf, (size_t)entry->inflated); /* deflate gains 1,032 : 1 at most */
    th_status status = th_zip_inflate(arena, zip, entry, append, &buf);
    *out = th_buf_str(&buf);
    return status;
}

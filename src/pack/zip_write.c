/* A zip package written entry after entry (APPNOTE.TXT 6.3.10). */
#include "pack/zip_write.h"

#include "pack/inflate.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "base/banned.h"

enum {
    PIECE = 64 * 1024,
    NEEDED = 20, /* version 2.0 of the format */
    METHOD_DEFLATED = 8,
    LEVEL = 5, /* a package is a fiftieth larger than at the usual 6, for two thirds of its time */
    MEMORY_LEVEL = 9,
    SIZES_AT = 14, /* of a local header: checksum, stored and inflated size */
    IS_TEXT = 1,   /* internal attribute */
    FILE_MODE = 0666,
    MOST_ENTRIES = 0xFFFF,
    MOST_NAME = 0xFFFF,
    MOST_INTERRUPTED = 1000 /* who is interrupted without end has another reason to stop */
};
static const uint32_t local_mark = 0x04034B50, central_mark = 0x02014B50, end_mark = 0x06054B50;
static const uint64_t most_bytes = 0xFFFFFFFF; /* without the 64-bit extensions */

typedef struct zip_item {
    th_str name;
    uint16_t time, date;
    uint32_t crc;
    bool is_text;
    uint64_t stored, inflated, offset; /* of its local header */
} zip_item;

struct th_zip_writer {
    th_arena *arena;
    int fd;       /* -1: closed, or in memory */
    th_buf *into; /* NULL: a file */
    size_t begun; /* what stood in it before */
    uint64_t written;
    zip_item *items;
    size_t n, cap;
    z_stream zlib;
    bool deflating;
    const th_zip_amendment *amending; /* the part that is being written; NULL: it goes as it is */
    th_buf held;                      /* of a part that is amended at its end */
    th_zip_filling filling;           /* no `fill`: nothing is filled in, or it has been */
    th_buf head;                      /* of a part with a filling, what came before the marker */
    unsigned char piece[PIECE];
};

static bool fails_with(int reason)
{
    errno = reason;
    return false;
}

/* Where this process writes, see th_zip_write_divert(): the library that opens its files knows paths only. */
static th_buf *diverted;

void th_zip_write_divert(th_buf *into)
{
    diverted = into;
}

static const th_zip_amendment *amended;
static bool answers;

void th_zip_write_amend(const th_zip_amendment *amendment)
{
    amended = amendment;
}

void th_zip_write_answers(void)
{
    answers = true;
}

bool th_zip_write_amends(void)
{
    return answers;
}

static th_zip_filling next_filling;

void th_zip_write_fill(th_zip_filling filling)
{
    next_filling = filling;
}

/* ---- bytes ---- */

/* Writes the bytes at the end, or over what is there. */
static bool keep_at(const th_zip_writer *writer, th_str bytes, uint64_t offset)
{
    size_t at = writer->begun + (size_t)offset;
    if (at == writer->into->len)
        th_buf_add(writer->into, bytes);
    else /* the sizes of an entry, over those of its header */
        memcpy(writer->into->ptr + at, bytes.ptr, bytes.len);
    return true;
}

static bool write_at(th_zip_writer *writer, th_str bytes, uint64_t offset)
{
    unsigned interrupted = 0;
    if (writer->into)
        return keep_at(writer, bytes, offset);
    while (bytes.len) {
        ssize_t n = pwrite(writer->fd, bytes.ptr, bytes.len, (off_t)offset);
        if (n < 0 && errno == EINTR && ++interrupted < MOST_INTERRUPTED)
            continue;
        if (n <= 0)
            return n < 0 ? false : fails_with(EIO);
        bytes = th_str_sub(bytes, (size_t)n, bytes.len);
        offset += (size_t)n;
    }
    return true;
}

static bool append(th_zip_writer *writer, th_str bytes)
{
    if (writer->written + bytes.len > most_bytes)
        return fails_with(EFBIG);
    bool done = write_at(writer, bytes, writer->written);
    writer->written += bytes.len;
    return done;
}

static void put_little(th_buf *out, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        th_buf_byte(out, (char)(value >> (8 * i)));
}

/* What a local header and the directory say alike of an entry. */
static void put_entry(th_buf *out, const zip_item *item)
{
    put_little(out, NEEDED, 2);
    put_little(out, 0, 2); /* flags */
    put_little(out, METHOD_DEFLATED, 2);
    put_little(out, item->time, 2);
    put_little(out, item->date, 2);
    put_little(out, item->crc, 4);
    put_little(out, item->stored, 4);
    put_little(out, item->inflated, 4);
    put_little(out, item->name.len, 2);
    put_little(out, 0, 2); /* extra field */
}

/* ---- entries ---- */

static void give_up(void *what)
{
    th_zip_writer *writer = what;
    if (writer->deflating)
        deflateEnd(&writer->zlib);
    if (writer->fd >= 0)
        close(writer->fd);
}

static th_zip_writer *new_writer(th_arena *arena)
{
    if (TH_ARENA_GUARD(arena))
        return NULL;
    th_zip_writer *writer = th_arena_alloc(arena, sizeof *writer);
    *writer = (th_zip_writer){.arena = arena, .fd = -1};
    th_arena_defer(arena, give_up, writer);
    return writer;
}

th_zip_writer *th_zip_write_open(const char *path)
{
    th_arena *arena = th_arena_new(0);
    th_zip_writer *writer = arena ? new_writer(arena) : NULL;
    int reason = ENOMEM;
    if (writer && diverted) {
        writer->into = diverted;
        writer->begun = diverted->len;
        return writer;
    }
    if (writer) {
        writer->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
        reason = errno;
    }
    if (writer && writer->fd >= 0)
        return writer;
    th_arena_free(arena);
    errno = reason;
    return NULL;
}

static const th_zip_amendment *amendment_of(th_str name)
{
    for (const th_zip_amendment *one = amended; one; one = one->next)
        if (one->tail ? th_str_starts(name, one->part) : th_str_eq(name, one->part))
            return one;
    return NULL;
}

bool th_zip_write_begin(th_zip_writer *writer, th_str name, uint16_t time, uint16_t date)
{
    zip_item item = {.name = th_str_copy(writer->arena, name), .time = time, .date = date, .offset = writer->written};
    if (writer->deflating || writer->n == MOST_ENTRIES || name.len > MOST_NAME)
        return fails_with(EINVAL);
    writer->zlib = (z_stream){0};
    if (deflateInit2(&writer->zlib, LEVEL, Z_DEFLATED, -MAX_WBITS, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return fails_with(ENOMEM);
    writer->deflating = true;
    writer->amending = amendment_of(name);
    if (!writer->held.arena)
        th_buf_init(&writer->held, writer->arena);
    writer->held.len = 0;
    writer->filling = next_filling;
    next_filling = (th_zip_filling){0};
    if (!writer->head.arena)
        th_buf_init(&writer->head, writer->arena);
    writer->head.len = 0;
    TH_PUSH(writer->arena, writer->items, writer->n, writer->cap, item);
    th_buf header;
    th_buf_init(&header, writer->arena);
    put_little(&header, local_mark, 4);
    put_entry(&header, &item);
    th_buf_add(&header, name);
    return append(writer, th_buf_str(&header));
}

static bool deflate_pieces(th_zip_writer *writer, int flush)
{
    z_stream *zlib = &writer->zlib;
    do {
        zlib->next_out = writer->piece;
        zlib->avail_out = PIECE;
        int rc = deflate(zlib, flush);
        size_t got = PIECE - zlib->avail_out;
        if (rc == Z_STREAM_ERROR)
            return fails_with(EIO);
        writer->items[writer->n - 1].stored += got;
        if (!append(writer, (th_str){(const char *)writer->piece, got}))
            return false;
    } while (zlib->avail_out == 0);
    return zlib->avail_in == 0 || fails_with(EIO);
}

static bool deflate_bytes(th_zip_writer *writer, th_str bytes)
{
    zip_item *item = &writer->items[writer->n - 1];
    item->crc = th_crc32(item->crc, bytes);
    item->inflated += bytes.len;
    writer->zlib.next_in = (Bytef *)(uintptr_t)bytes.ptr;
    writer->zlib.avail_in = (uInt)bytes.len;
    return item->inflated <= most_bytes ? deflate_pieces(writer, Z_NO_FLUSH) : fails_with(EFBIG);
}

/* Deflates all but the tail, in large steps, so that each byte is moved once or twice. */
static bool pass_all_but_the_tail(th_zip_writer *writer)
{
    th_buf *held = &writer->held;
    if (held->len <= 4 * (size_t)TH_ZIP_TAIL)
        return true;
    size_t passed = held->len - TH_ZIP_TAIL;
    if (!deflate_bytes(writer, (th_str){held->ptr, passed}))
        return false;
    memmove(held->ptr, held->ptr + passed, TH_ZIP_TAIL);
    held->len = TH_ZIP_TAIL;
    return true;
}

/* What stands before the marker is little: a part is held as far as that. */
static bool add_until_marker(th_zip_writer *writer, th_str bytes)
{
    const th_zip_filling filling = writer->filling;
    size_t known = writer->head.len, marker = filling.marker.len;
    if (TH_ARENA_GUARD(writer->arena))
        return fails_with(ENOMEM);
    th_buf_add(&writer->head, bytes);
    th_str head = th_buf_str(&writer->head);
    size_t at = th_str_find(head, filling.marker, known < marker ? 0 : known - marker);
    if (at == SIZE_MAX)
        return true;
    writer->filling = (th_zip_filling){0};
    return th_zip_write_add(writer, th_str_sub(head, 0, at)) && filling.fill(filling.ctx, writer) &&
           th_zip_write_add(writer, th_str_sub(head, at + marker, head.len));
}

bool th_zip_write_add(th_zip_writer *writer, th_str bytes)
{
    if (!writer->deflating || bytes.len > UINT32_MAX)
        return fails_with(EINVAL);
    if (!bytes.len)
        return true;
    if (writer->filling.fill)
        return add_until_marker(writer, bytes);
    if (!writer->amending)
        return deflate_bytes(writer, bytes);
    if (TH_ARENA_GUARD(writer->arena))
        return fails_with(ENOMEM);
    th_buf_add(&writer->held, bytes);
    return !writer->amending->tail || pass_all_but_the_tail(writer);
}

bool th_zip_write_end(th_zip_writer *writer)
{
    if (TH_ARENA_GUARD(writer->arena))
        return fails_with(ENOMEM);
    if (!writer->deflating || writer->filling.fill)
        return fails_with(EINVAL);
    const th_zip_amendment *amending = writer->amending;
    if (amending && !deflate_bytes(writer, amending->amend(amending->ctx, writer->arena, th_buf_str(&writer->held))))
        return false;
    zip_item *item = &writer->items[writer->n - 1];
    if (!deflate_pieces(writer, Z_FINISH))
        return false;
    item->is_text = writer->zlib.data_type == Z_TEXT;
    writer->deflating = false;
    if (deflateEnd(&writer->zlib) != Z_OK)
        return fails_with(EIO);
    th_buf sizes;
    th_buf_init(&sizes, writer->arena);
    put_little(&sizes, item->crc, 4);
    put_little(&sizes, item->stored, 4);
    put_little(&sizes, item->inflated, 4);
    return write_at(writer, th_buf_str(&sizes), item->offset + SIZES_AT);
}

static void put_directory(const th_zip_writer *writer, th_buf *out)
{
    for (size_t i = 0; i < writer->n; i++) {
        const zip_item *item = &writer->items[i];
        put_little(out, central_mark, 4);
        put_little(out, 0, 2); /* made by */
        put_entry(out, item);
        put_little(out, 0, 4); /* comment, disk */
        put_little(out, item->is_text ? IS_TEXT : 0, 2);
        put_little(out, 0, 4); /* external attributes */
        put_little(out, item->offset, 4);
        th_buf_add(out, item->name);
    }
    size_t length = out->len;
    put_little(out, end_mark, 4);
    put_little(out, 0, 4); /* disks */
    put_little(out, writer->n, 2);
    put_little(out, writer->n, 2);
    put_little(out, length, 4);
    put_little(out, writer->written, 4);
    put_little(out, 0, 2); /* comment */
}

static bool write_directory(th_zip_writer *writer)
{
    if (TH_ARENA_GUARD(writer->arena))
        return fails_with(ENOMEM);
    if (writer->deflating)
        return fails_with(EINVAL);
    th_buf directory;
    th_buf_init(&directory, writer->arena);
    put_directory(writer, &directory);
    return append(writer, th_buf_str(&directory));
}

bool th_zip_write_close(th_zip_writer *writer)
{
    bool done = write_directory(writer);
    int reason = done ? 0 : errno;
    bool closed = writer->fd < 0 || close(writer->fd) == 0 || errno == EINTR; /* then it is closed, and synced later */
    if (!closed && done)
        reason = errno;
    writer->fd = -1;
    th_arena_free(writer->arena);
    errno = reason;
    return reason == 0;
}

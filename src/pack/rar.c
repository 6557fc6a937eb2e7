/* Walking over the headers of a .rar: only their sizes and checksums are looked at. */
#include "pack/rar.h"

#include "base/banned.h"

/* ---- numbers; `at` moves behind what was read, and beyond the end when there is too little ---- */

typedef struct rar_bytes {
    th_str bytes;
    uint64_t at;
    bool over;
} rar_bytes;

static uint64_t take_fixed(rar_bytes *from, size_t n)
{
    uint64_t value = 0;
    if (from->over || from->at > from->bytes.len || from->bytes.len - from->at < n) {
        from->over = true;
        return 0;
    }
    for (size_t i = n; i-- > 0;)
        value = value << 8 | (unsigned char)from->bytes.ptr[from->at + i];
    from->at += n;
    return value;
}

/* Takes a number that is written in seven bits a byte, the lowest first. */
static uint64_t take_variable(rar_bytes *from)
{
    enum { MOST_BITS = 63, GROUP = 7, MORE = 0x80 };
    uint64_t value = 0;
    for (unsigned shift = 0; shift < MOST_BITS; shift += GROUP) {
        uint64_t byte = take_fixed(from, 1);
        value |= (byte & (MORE - 1)) << shift;
        if (!(byte & MORE))
            return value;
    }
    from->over = true;
    return 0;
}

/* False: the next header does not begin inside the file. */
static bool skip_to(rar_bytes *from, uint64_t header_end, uint64_t data)
{
    if (from->over || header_end > from->bytes.len || data > from->bytes.len - header_end)
        return false;
    from->at = header_end + data;
    return true;
}

/* ---- version 4: checksum of two bytes, kind, flags, size of the header ---- */

enum { FILE_4 = 0x74, HAS_DATA_4 = 0x8000, LARGE_4 = 0x100 };

static bool next_header_4(th_arena *arena, rar_bytes *from, th_rar_files *files)
{
    uint64_t start = from->at;
    take_fixed(from, 2);
    uint64_t kind = take_fixed(from, 1), flags = take_fixed(from, 2), size = take_fixed(from, 2), data = 0;
    if (kind == FILE_4) {
        th_rar_file file = {.has_crc = true};
        data = take_fixed(from, 4);
        file.size = take_fixed(from, 4);
        take_fixed(from, 1); /* system */
        file.crc = (uint32_t)take_fixed(from, 4);
        take_fixed(from, 4 + 1 + 1 + 2 + 4); /* time, version, method, length of the name, attributes */
        if (flags & LARGE_4) {
            data |= take_fixed(from, 4) << 32;
            file.size |= take_fixed(from, 4) << 32;
        }
        if (!from->over)
            TH_PUSH(arena, files->at, files->n, files->cap, file);
    } else if (flags & HAS_DATA_4) {
        data = take_fixed(from, 4);
    }
    return size >= 7 && skip_to(from, start + size, data);
}

/* ---- version 5: checksum, then numbers of variable length ---- */

enum { FILE_5 = 2, HAS_EXTRA_5 = 1, HAS_DATA_5 = 2, HAS_TIME_5 = 2, HAS_CRC_5 = 4 };

/* Among the records at the end of a header: does one say how the file is encrypted? */
static bool has_password(th_str bytes, uint64_t at, uint64_t end)
{
    enum { PASSWORD = 1 };
    rar_bytes from = {th_str_sub(bytes, 0, (size_t)end), at, false};
    while (!from.over && from.at < end) {
        uint64_t size = take_variable(&from), start = from.at;
        if (take_variable(&from) == PASSWORD && !from.over)
            return true;
        if (size == 0 || !skip_to(&from, start, size))
            return false;
    }
    return false;
}

static bool next_header_5(th_arena *arena, rar_bytes *from, th_rar_files *files)
{
    take_fixed(from, 4);
    uint64_t size = take_variable(from), start = from->at;
    uint64_t kind = take_variable(from), flags = take_variable(from), data = 0, extra = 0;
    if (flags & HAS_EXTRA_5)
        extra = take_variable(from);
    if (flags & HAS_DATA_5)
        data = take_variable(from);
    if (kind == FILE_5) {
        uint64_t has = take_variable(from);
        th_rar_file file = {.size = take_variable(from), .has_crc = has & HAS_CRC_5};
        take_variable(from); /* attributes */
        if (has & HAS_TIME_5)
            take_fixed(from, 4);
        if (file.has_crc)
            file.crc = (uint32_t)take_fixed(from, 4);
        if (size <= from->bytes.len && start + size <= from->bytes.len && extra < size)
            file.locked = has_password(from->bytes, start + size - extra, start + size);
        if (!from->over)
            TH_PUSH(arena, files->at, files->n, files->cap, file);
    }
    return size > 0 && size <= from->bytes.len && skip_to(from, start + size, data);
}

#define MARK_4 TH_STR("Rar!\x1A\x07\0")
#define MARK_5 TH_STR("Rar!\x1A\x07\1\0")

void th_rar_list(th_arena *arena, th_str bytes, size_t most, th_rar_files *files)
{
    *files = (th_rar_files){0};
    if (th_str_starts(bytes, MARK_4)) {
        rar_bytes from = {bytes, MARK_4.len, false};
        while (files->n < most && next_header_4(arena, &from, files))
            ;
    } else if (th_str_starts(bytes, MARK_5)) {
        rar_bytes from = {bytes, MARK_5.len, false};
        while (files->n < most && next_header_5(arena, &from, files))
            ;
    }
}

/* The first header says so. */
bool th_rar_is_volume(th_str bytes)
{
    enum { ARCHIVE_4 = 0x73, ARCHIVE_5 = 1, IS_VOLUME = 1 };
    if (th_str_starts(bytes, MARK_4)) {
        rar_bytes from = {bytes, MARK_4.len + 2, false};
        uint64_t kind = take_fixed(&from, 1), flags = take_fixed(&from, 2);
        return !from.over && kind == ARCHIVE_4 && flags & IS_VOLUME;
    }
    rar_bytes from = {bytes, MARK_5.len + 4, !th_str_starts(bytes, MARK_5)};
    take_variable(&from); /* size */
    uint64_t kind = take_variable(&from), flags = take_variable(&from);
    if (flags & HAS_EXTRA_5)
        take_variable(&from);
    uint64_t of_archive = take_variable(&from);
    return !from.over && kind == ARCHIVE_5 && of_archive & IS_VOLUME;
}

/* Searching a file for the end record of a zip, from its end backwards. */
#include "pack/zip_end.h"

#include <string.h>

#include "base/banned.h"

enum { EOCD = 22, EOCD64 = 56, LOCATOR64 = 20, MOST_BEHIND = 65535 };

static bool is_in_bytes(th_str bytes, uint64_t at, uint64_t n)
{
    return at <= bytes.len && n <= bytes.len - at;
}

static bool is_end_record(th_str bytes, size_t at)
{
    return memcmp(bytes.ptr + at, "PK\5\6", 4) == 0;
}

/* The bytes of the file behind the comment of the record at `end`; SIZE_MAX when the comment is cut. */
static size_t bytes_behind(th_str bytes, size_t end)
{
    size_t room = bytes.len - end - EOCD, comment = (size_t)th_zip_number(bytes.ptr + end + 20, 2);
    return comment <= room ? room - comment : SIZE_MAX;
}

/* Is the archive spread over several volumes? */
static bool is_of_volumes(const char *record)
{
    return th_zip_number(record + 4, 2) != 0 || th_zip_number(record + 6, 2) != 0 ||
           th_zip_number(record + 8, 2) != th_zip_number(record + 10, 2);
}

/* Is there a directory at `at`?  An empty one has nothing to be known by. */
static bool begins_directory(th_str bytes, uint64_t at, const th_zip_directory *directory)
{
    return directory->size < 4 || memcmp(bytes.ptr + at, "PK\1\2", 4) == 0;
}

/* Finds the zip64 record that belongs to the end record at `end`.  It is where the locator says, or, when bytes before
 * the package have shifted everything, right before the locator. */
static bool find_end64(th_str bytes, size_t end, uint64_t *at)
{
    *at = th_zip_number(bytes.ptr + end - LOCATOR64 + 8, 8);
    if (is_in_bytes(bytes, *at, EOCD64) && memcmp(bytes.ptr + *at, "PK\6\6", 4) == 0)
        return true;
    if (end < LOCATOR64 + EOCD64 || *at > end - LOCATOR64 - EOCD64)
        return false;
    *at = end - LOCATOR64 - EOCD64;
    return memcmp(bytes.ptr + *at, "PK\6\6", 4) == 0;
}

/* Follows the record at `end` to its directory.  False when nothing is there that could be one. */
static bool follow_record(th_str bytes, size_t end, th_zip_directory *directory)
{
    const char *record = bytes.ptr + end;
    uint64_t last = end, shift = 0;
    *directory = (th_zip_directory){
        .at = th_zip_number(record + 16, 4), .size = th_zip_number(record + 12, 4), .n = th_zip_number(record + 10, 2)};
    if (is_of_volumes(record))
        return false;
    if (end >= LOCATOR64 && memcmp(record - LOCATOR64, "PK\6\7", 4) == 0) {
        if (!find_end64(bytes, end, &last))
            return false;
        const char *record64 = bytes.ptr + last;
        directory->at = th_zip_number(record64 + 48, 8);
        directory->size = th_zip_number(record64 + 40, 8);
        directory->n = th_zip_number(record64 + 32, 8);
    }
    bool as_said = is_in_bytes(bytes, directory->at, directory->size) && directory->at + directory->size <= end &&
                   begins_directory(bytes, directory->at, directory);
    if (!as_said) {
        /* Bytes stand before the package: the directory ends where the record begins, which tells how many. */
        if (directory->size > last || directory->at > last - directory->size)
            return false;
        shift = last - directory->size - directory->at;
        if (!begins_directory(bytes, directory->at + shift, directory))
            return false;
    }
    size_t comment = (size_t)th_zip_number(record + 20, 2);
    directory->package = th_str_sub(bytes, (size_t)shift, end + EOCD + comment - (size_t)shift);
    return true;
}

/* Is there a record between `from` and `to` that leads to a directory, and with its comment ends in the file? */
static bool another(th_str bytes, size_t from, size_t to, bool at_the_end)
{
    th_zip_directory other;
    for (size_t i = from; i < to && i + EOCD <= bytes.len; i++) {
        const char *next = memchr(bytes.ptr + i, 'P', to - i);
        if (!next)
            return false;
        i = (size_t)(next - bytes.ptr);
        if (i + EOCD > bytes.len || !is_end_record(bytes, i))
            continue;
        size_t after = bytes_behind(bytes, i);
        if (after != SIZE_MAX && (!at_the_end || after == 0) && follow_record(bytes, i, &other))
            return true;
    }
    return false;
}

/* The last record whose comment reaches exactly to the end of the file; without one, the last that leads to a directory
 * and has bytes behind its comment.  SIZE_MAX: none. */
static size_t last_record(th_str bytes, size_t lowest)
{
    size_t trailed = SIZE_MAX;
    th_zip_directory directory;
    for (size_t i = bytes.len - EOCD + 1; i-- > lowest;) {
        if (!is_end_record(bytes, i))
            continue;
        size_t after = bytes_behind(bytes, i);
        if (after == 0)
            return i;
        if (after != SIZE_MAX && trailed == SIZE_MAX && follow_record(bytes, i, &directory))
            trailed = i;
    }
    return trailed;
}

th_zip_end th_zip_end_find(th_str bytes, th_zip_directory *directory)
{
    *directory = (th_zip_directory){0};
    if (bytes.len < EOCD)
        return TH_ZIP_END_MISSING;
    size_t lowest = bytes.len > EOCD + MOST_BEHIND ? bytes.len - EOCD - MOST_BEHIND : 0;
    size_t end = last_record(bytes, lowest);
    if (end == SIZE_MAX)
        return TH_ZIP_END_MISSING;
    if (!follow_record(bytes, end, directory))
        return is_of_volumes(bytes.ptr + end) ? TH_ZIP_END_VOLUMES : TH_ZIP_END_MISSING;
    size_t first = (size_t)(directory->package.ptr - bytes.ptr);
    /* Another program might read another package out of these bytes: by an end record before the package, behind its
     * directory or behind its end.  One inside the data of an entry counts only when its comment reaches to the end of
     * the file. */
    size_t behind_directory = first + (size_t)(directory->at + directory->size);
    if (another(bytes, 0, first, false) || another(bytes, behind_directory, end, false) ||
        another(bytes, end + 1, bytes.len, false) || another(bytes, lowest, end, true))
        return TH_ZIP_END_TWICE;
    return TH_ZIP_END_FOUND;
}

/* Parts of an archive that was split: "a.part1.rar", "a.7z.001", "a.z01".  None of them is an archive by itself. */
#include "base/ascii.h"
#include "book/book.h"
#include "pack/rar.h"

#include "base/banned.h"

enum { ZIP_END = 22, ZIP_COMMENT = 65535, SEVEN_ZIP_START = 32 };

static uint64_t number_at(th_str bytes, size_t at, size_t n)
{
    uint64_t value = 0;
    for (size_t i = n; i-- > 0;)
        value = value << 8 | (unsigned char)bytes.ptr[at + i];
    return value;
}

/* Where the end record of a .zip stands, which may be followed by a comment only; SIZE_MAX: there is none. */
static size_t find_zip_end(th_str bytes)
{
    for (size_t comment = 0; comment <= ZIP_COMMENT && ZIP_END + comment <= bytes.len; comment++) {
        size_t at = bytes.len - ZIP_END - comment;
        if (th_str_starts(th_str_sub(bytes, at, bytes.len), TH_STR("PK\5\6")) &&
            number_at(bytes, at + 20, 2) == comment)
            return at;
    }
    return SIZE_MAX;
}

/* The last part has the end record, which counts the parts; the first may begin with a mark of its own. */
static bool is_part_of_zip(th_str bytes)
{
    enum { IN_ZIP64 = 0xFFFF };
    if (th_str_starts(bytes, TH_STR("PK\7\10PK\3\4")))
        return true;
    size_t end = find_zip_end(bytes);
    uint64_t part = end == SIZE_MAX ? 0 : number_at(bytes, end + 4, 2);
    return part != 0 && part != IN_ZIP64;
}

/* Does the archive go on in another file?  Asked of one that is called "….001". */
static bool is_cut(th_str bytes, th_str name)
{
    if (th_is_zip(bytes, name))
        return find_zip_end(bytes) == SIZE_MAX;
    if (!th_is_seven_zip(bytes, name) || bytes.len < SEVEN_ZIP_START)
        return false;
    uint64_t offset = number_at(bytes, 12, 8), size = number_at(bytes, 20, 8), behind = bytes.len - SEVEN_ZIP_START;
    return offset > behind || size > behind - offset;
}

bool th_is_volume(th_str bytes, th_str name)
{
    return th_rar_is_volume(bytes) || is_part_of_zip(bytes) ||
           (th_str_ends(name, TH_STR(".001")) && is_cut(bytes, name));
}

/* What its content does not tell, as it begins in the middle: "a.zip.002", "a.z01", "a.r00". */
bool th_is_later_volume(th_str bytes, th_str name)
{
    enum { ENDING = 4 };
    (void)bytes;
    if (name.len <= ENDING)
        return false;
    const char *ending = name.ptr + name.len - ENDING;
    if (ending[0] != '.' || !th_is_digit(ending[2]) || !th_is_digit(ending[3]))
        return false;
    if (ending[1] == 'z' || ending[1] == 'Z' || ending[1] == 'r' || ending[1] == 'R')
        return true;
    return th_is_digit(ending[1]) && th_book_format_named(th_str_sub(name, 0, name.len - ENDING)) != TH_BOOK_UNKNOWN;
}

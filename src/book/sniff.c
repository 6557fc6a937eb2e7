/* Recognising the format of a file by its content, with the questions that formats.def asks: packages, compound files,
 * and what stands beside workbooks.  Text is sniff_text.c, other programs' files sniff_others.c; the question for a new
 * format may also stand beside its reader. */
#include "book/book.h"

#include "base/ascii.h"
#include "pack/cfb.h"
#include "pack/zip.h"
#include "pack/zip_end.h"
#include "text/codepage.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { LOOKED_AT = 4096 };

/* Excel's owner file: a name of at most 54 bytes behind its length, and the same in UTF-16 at 55. */
enum { OWNER_SMALLEST = 162, OWNER_LARGEST = 171, LONGEST_NAME = 54, WIDE_NAME = 55 };

static bool sniff_finds(th_str bytes, th_str needle)
{
    return th_str_find(bytes, needle, 0) != SIZE_MAX;
}

bool th_is_empty_file(th_str bytes, th_str name)
{
    (void)name;
    return bytes.len == 0;
}

bool th_is_anything(th_str bytes, th_str name)
{
    (void)bytes;
    (void)name;
    return true;
}

/* ---- zip packages: names of entries stand in the central directory at the end, and in each local header ---- */

/* A package may stand behind the bytes of a mail or a page, which are passed over.  But a file of another format that
 * holds a whole package is not that package. */
static bool has_package_behind(th_str bytes, th_str name)
{
    th_zip_directory directory;
    return !th_is_xls(bytes, name) && !th_is_rar(bytes, name) && !th_is_seven_zip(bytes, name) &&
           !th_is_pdf(bytes, name) && !th_is_rtf(bytes, name) && !th_is_picture(bytes, name) &&
           th_zip_end_find(bytes, &directory) == TH_ZIP_END_FOUND && directory.package.ptr != bytes.ptr;
}

bool th_is_zip(th_str bytes, th_str name)
{
    return th_str_starts(bytes, TH_STR("PK\3\4")) || th_str_starts(bytes, TH_STR("PK\5\6")) ||
           has_package_behind(bytes, name);
}

/* The first entry of an OpenDocument package is its media type, stored as it is. */
static bool has_mimetype(th_str bytes, const char *of)
{
    return sniff_finds(th_str_sub(bytes, 0, LOOKED_AT), th_str_of(of));
}

/* Does the name of an entry begin with `start`?  Some writers put "/" or "./" before it, and "\\" for "/". */
static bool is_part_below(th_str name, th_str start)
{
    size_t at = th_str_starts(name, TH_STR("./")) ? 2 : (size_t)(th_str_starts(name, TH_STR("/")));
    if (name.len - at < start.len)
        return false;
    for (size_t i = 0; i < start.len; i++) {
        char c = name.ptr[at + i];
        if (th_to_lower(c) != th_to_lower(start.ptr[i]) && !(c == '\\' && start.ptr[i] == '/'))
            return false;
    }
    return true;
}

/* Is there an entry whose name begins with `start`?  In an archive of workbooks those of the workbooks inside do not
 * count; where the file is cut or damaged and its directory cannot be read to the end, any place where the words stand
 * does. */
static bool has_part(th_str bytes, const char *start)
{
    th_zip_names names;
    th_str name;
    if (!th_zip_names_begin(bytes, &names))
        return sniff_finds(bytes, th_str_of(start));
    while (th_zip_names_next(&names, &name))
        if (is_part_below(name, th_str_of(start)))
            return true;
    return names.at != names.end && sniff_finds(bytes, th_str_of(start));
}

static bool is_open_document(th_str bytes)
{
    return has_mimetype(bytes, "application/vnd.oasis.opendocument.");
}

bool th_is_docx(th_str bytes, th_str name)
{
    return th_is_zip(bytes, name) && (has_mimetype(bytes, "application/vnd.oasis.opendocument.text") ||
                                      (!is_open_document(bytes) && has_part(bytes, "word/document")));
}

bool th_is_pptx(th_str bytes, th_str name)
{
    return th_is_zip(bytes, name) && (has_mimetype(bytes, "application/vnd.oasis.opendocument.presentation") ||
                                      (!is_open_document(bytes) && has_part(bytes, "ppt/presentation")));
}

bool th_is_xlsb(th_str bytes, th_str name)
{
    return th_is_zip(bytes, name) && !is_open_document(bytes) && has_part(bytes, "xl/workbook.bin");
}

bool th_is_xlsx(th_str bytes, th_str name)
{
    return th_is_zip(bytes, name) && !is_open_document(bytes) &&
           (has_part(bytes, "xl/workbook") || has_part(bytes, "xl/worksheets/") ||
            has_part(bytes, "[Content_Types].xml"));
}

bool th_is_ods(th_str bytes, th_str name)
{
    return th_is_zip(bytes, name) && (is_open_document(bytes) || has_part(bytes, "content.xml"));
}

/* ---- other archives, and documents ---- */

bool th_is_rar(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("Rar!\x1A\x07"));
}

bool th_is_seven_zip(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("7z\xBC\xAF\x27\x1C"));
}

/* Scanners and mail gateways may put something before the mark. */
bool th_is_pdf(th_str bytes, th_str name)
{
    enum { BEFORE = 1024 };
    (void)name;
    return sniff_finds(th_str_sub(bytes, 0, BEFORE), TH_STR("%PDF-"));
}

bool th_is_rtf(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("{\\rtf"));
}

/* The two letters of a bitmap may begin a text too: its length stands behind them. */
static bool is_bitmap(th_str bytes)
{
    size_t length = 0;
    if (bytes.len < 6 || !th_str_starts(bytes, TH_STR("BM")))
        return false;
    for (size_t i = 6; i-- > 2;)
        length = length << 8 | (unsigned char)bytes.ptr[i];
    return length == bytes.len;
}

bool th_is_picture(th_str bytes, th_str name)
{
    static const th_str marks[] = {{"\x89PNG\r\n", 6}, {"\xFF\xD8\xFF", 3}, {"GIF87a", 6},
                                   {"GIF89a", 6},      {"II*\0", 4},        {"MM\0*", 4}};
    static const th_str brands[] = {{"ftypheic", 8}, {"ftypheix", 8}, {"ftypmif1", 8}, {"ftypavif", 8}};
    (void)name;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (th_str_starts(bytes, marks[i]))
            return true;
    for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
        if (th_str_starts(th_str_sub(bytes, 4, bytes.len), brands[i]))
            return true;
    return is_bitmap(bytes) ||
           (th_str_starts(bytes, TH_STR("RIFF")) && th_str_eq(th_str_sub(bytes, 8, 4), TH_STR("WEBP")));
}

/* ---- compound files and bare BIFF streams ---- */

bool th_is_encrypted_package(th_str bytes, th_str name)
{
    (void)name;
    return th_cfb_sniff(bytes) && th_cfb_has(bytes, TH_STR("EncryptedPackage"));
}

/* A workbook may hold a Word document, whose streams then stand beside its own. */
bool th_is_doc(th_str bytes, th_str name)
{
    (void)name;
    return th_cfb_sniff(bytes) && th_cfb_has(bytes, TH_STR("WordDocument")) && !th_cfb_has(bytes, TH_STR("Workbook")) &&
           !th_cfb_has(bytes, TH_STR("Book"));
}

/* Does a stream begin with the record BOF of some version? */
static bool is_biff_stream(th_str bytes)
{
    static const char versions[] = {0, 2, 4, 8}; /* of BOF: BIFF2, 3, 4, and 5 or 8 */
    if (bytes.len < 8 || bytes.ptr[0] != 0x09 || !memchr(versions, bytes.ptr[1], sizeof versions))
        return false;
    return bytes.ptr[2] >= 4 && bytes.ptr[2] <= 16 && bytes.ptr[3] == 0;
}

/* A compound file that nothing else recognised is taken for an .xls, whose reader says what is wrong with it. */
bool th_is_xls(th_str bytes, th_str name)
{
    (void)name;
    return th_cfb_sniff(bytes) || is_biff_stream(bytes);
}

/* ---- files that stand beside workbooks ---- */

bool th_is_record_stream(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("tonghop-records\t"));
}

bool th_is_lfs_pointer(th_str bytes, th_str name)
{
    (void)name;
    return th_str_starts(bytes, TH_STR("version https://git-lfs"));
}

bool th_is_owner_file(th_str bytes, th_str name)
{
    (void)name;
    if (bytes.len < OWNER_SMALLEST || bytes.len > OWNER_LARGEST || bytes.ptr[0] <= 0 || bytes.ptr[0] > LONGEST_NAME)
        return false;
    for (size_t i = (size_t)bytes.ptr[0] + 1; i < LONGEST_NAME + 1; i++)
        if (bytes.ptr[i] != ' ' && bytes.ptr[i] != 0)
            return false;
    return true;
}

th_str th_book_owner(th_arena *arena, th_str bytes)
{
    if (!th_is_owner_file(bytes, (th_str){0}))
        return (th_str){0};
    /* The name in the system's code page stands at the start, and at 55 the same in UTF-16. */
    size_t units = bytes.len > WIDE_NAME + 2 ? (unsigned char)bytes.ptr[WIDE_NAME] : 0;
    if (units == 0 || WIDE_NAME + 2 + 2 * units > bytes.len)
        return th_codepage_view(arena, th_str_sub(bytes, 1, (size_t)bytes.ptr[0]));
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < units; i++) {
        const char *unit = bytes.ptr + WIDE_NAME + 2 + 2 * i;
        th_utf8_put(&out, (uint32_t)(unsigned char)unit[0] | (uint32_t)(unsigned char)unit[1] << 8);
    }
    return th_buf_str(&out);
}

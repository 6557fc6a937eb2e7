/* What a file is, by its content, and the reader for it. */
#include "book/book.h"

#include "pack/cfb.h"
#include "book/csv.h"
#include "pack/password.h"
#include "book/refuse.h"
#include "text/codepage.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { LOOKED_AT = 4096, OWNER_SMALLEST = 162, OWNER_LARGEST = 171, LONGEST_NAME = 54, WIDE_NAME = 55 };

static bool contains(th_str s, th_str needle)
{
    return th_str_find(s, needle, 0) != SIZE_MAX;
}

/* "<html" and the like near the start, without case. */
static bool starts_like(th_str s, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= s.len && i < LOOKED_AT; i++) {
        size_t k = 0;
        while (k < n && (s.ptr[i + k] | 0x20) == (word[k] | 0x20))
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/* Names of entries stand in the central directory at the end, and in each local header. */
static th_book_kind zip_kind(th_str bytes)
{
    if (contains(th_str_sub(bytes, 0, LOOKED_AT), TH_STR("application/vnd.oasis.opendocument.spreadsheet")))
        return TH_KIND_ODS;
    if (contains(bytes, TH_STR("xl/workbook.bin")))
        return TH_KIND_XLSB;
    if (contains(bytes, TH_STR("xl/")) || contains(bytes, TH_STR("[Content_Types].xml")))
        return TH_KIND_XLSX;
    return contains(bytes, TH_STR("content.xml")) ? TH_KIND_ODS : TH_KIND_ZIP;
}

static bool is_biff(th_str s)
{
    if (s.len < 8 || s.ptr[0] != 0x09 || (s.ptr[1] != 0 && s.ptr[1] != 2 && s.ptr[1] != 4 && s.ptr[1] != 8))
        return false;
    return s.ptr[2] >= 4 && s.ptr[2] <= 16 && s.ptr[3] == 0;
}

/* Excel's "~$" file: the length of a name, the name, padding; the same in UTF-16. */
static bool is_owner(th_str s)
{
    if (s.len < OWNER_SMALLEST || s.len > OWNER_LARGEST || s.ptr[0] <= 0 || s.ptr[0] > LONGEST_NAME)
        return false;
    for (size_t i = (size_t)s.ptr[0] + 1; i < LONGEST_NAME + 1; i++)
        if (s.ptr[i] != ' ' && s.ptr[i] != 0)
            return false;
    return true;
}

/* Text without control characters in which a delimiter stands on some line. */
static bool is_csv(th_str s)
{
    bool little;
    if (th_csv_is_utf16(s, &little) || th_str_starts(s, TH_STR("\xFF\xFE")) || th_str_starts(s, TH_STR("\xFE\xFF")))
        return true;
    bool delimiter = false;
    for (size_t i = 0; i < s.len && i < (size_t)LOOKED_AT * 16; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return false;
        delimiter = delimiter || c == ',' || c == ';' || c == '\t';
    }
    return delimiter;
}

th_book_kind th_book_sniff(th_str bytes)
{
    if (bytes.len == 0)
        return TH_KIND_EMPTY;
    if (th_str_starts(bytes, TH_STR("PK\3\4")) || th_str_starts(bytes, TH_STR("PK\5\6")))
        return zip_kind(bytes);
    if (th_cfb_sniff(bytes)) {
        if (th_cfb_has(bytes, TH_STR("EncryptedPackage")))
            return TH_KIND_PASSWORD_OOXML;
        return TH_KIND_XLS; /* its reader says what is wrong with it, or what else it is */
    }
    if (is_biff(bytes))
        return TH_KIND_XLS;
    if (th_str_starts(bytes, TH_STR("tonghop-records\t")))
        return TH_KIND_RECORDS;
    if (is_owner(bytes))
        return TH_KIND_OWNER;
    if (th_str_starts(bytes, TH_STR("version https://git-lfs")))
        return TH_KIND_LFS;
    th_str start = th_str_trim(th_str_sub(bytes, 0, LOOKED_AT));
    if (th_str_starts(start, TH_STR("\xEF\xBB\xBF")))
        start = th_str_trim(th_str_sub(start, 3, start.len));
    if (start.len && start.ptr[0] == '<') {
        if (contains(start, TH_STR("urn:schemas-microsoft-com:office:spreadsheet")))
            return TH_KIND_XML2003;
        if (starts_like(start, "<html") || starts_like(start, "<!doctype html") || starts_like(start, "<table"))
            return TH_KIND_HTML;
        return TH_KIND_OTHER;
    }
    return is_csv(bytes) ? TH_KIND_CSV : TH_KIND_OTHER;
}

/* Kinds that are named and refused: what they are, in both languages. */
static const struct {
    th_book_kind kind;
    th_finding_kind finding;
    const char *vi, *en;
} refused[] = {
    {TH_KIND_EMPTY, TH_F_FILE_EMPTY, "", ""},
    {TH_KIND_XLSB, TH_F_FILE_UNKNOWN, "là tệp .xlsb (Excel nhị phân)", "it is an .xlsb file"},
    {TH_KIND_PASSWORD_OOXML, TH_F_FILE_PASSWORD, "", ""},
    {TH_KIND_HTML, TH_F_FILE_UNKNOWN, "là trang HTML được đổi đuôi", "it is an HTML page under another name"},
    {TH_KIND_XML2003, TH_F_FILE_UNKNOWN, "là tệp XML của Excel 2003", "it is XML of Excel 2003"},
    {TH_KIND_TEXT, TH_F_FILE_UNKNOWN, "là tệp văn bản (.csv) được đổi đuôi", "it is text (.csv) under another name"},
    {TH_KIND_LFS, TH_F_FILE_UNKNOWN, "chỉ là tệp chỉ đường của Git LFS, nội dung thật chưa được tải về",
     "it is a pointer of Git LFS, the content was not fetched"},
    {TH_KIND_RECORDS, TH_F_FILE_UNKNOWN, "là dòng bản ghi của tonghop", "it is a record stream"},
    {TH_KIND_ZIP, TH_F_FILE_UNKNOWN, "là tệp nén không chứa bảng tính", "it is an archive without a workbook"},
    {TH_KIND_OTHER, TH_F_FILE_UNKNOWN, "nội dung không nhận ra được", "its content is not recognised"},
};

th_str th_book_owner(th_arena *arena, th_str s)
{
    if (!is_owner(s))
        return (th_str){0};
    /* a length and the name in the system's code page; at 55 the same in UTF-16 */
    size_t units = s.len > WIDE_NAME + 2 ? (unsigned char)s.ptr[WIDE_NAME] : 0;
    th_buf out;
    th_buf_init(&out, arena);
    if (units == 0 || WIDE_NAME + 2 + 2 * units > s.len)
        return th_codepage_view(arena, th_str_sub(s, 1, (size_t)s.ptr[0]));
    for (size_t i = 0; i < units; i++) {
        const char *p = s.ptr + WIDE_NAME + 2 + 2 * i;
        th_utf8_put(&out, (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8);
    }
    return th_buf_str(&out);
}

static bool by_default_password(th_arena *arena, th_str bytes)
{
    th_cfb cfb;
    th_cfb_stream stream;
    th_str info;
    return th_cfb_open(arena, bytes, &cfb) == TH_OK && th_cfb_find(arena, &cfb, TH_STR("EncryptionInfo"), &stream) &&
           th_cfb_read(arena, &cfb, &stream, &info) == TH_OK &&
           th_password_default_ooxml(arena, &th_limits_default, info);
}

static void refuse_kind(th_arena *arena, th_book_kind kind, th_str bytes, th_findings *findings)
{
    const th_place nowhere = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (kind == TH_KIND_OWNER) {
        th_str who = th_book_owner(arena, bytes);
        th_book_say(findings, arena, TH_F_FILE_UNKNOWN, &nowhere,
                    th_str_fmt(arena, "là tệp tạm “~$” của Excel, không có số liệu; tệp gốc đang được “" TH_FMT "” mở",
                               TH_ARG(who)),
                    th_str_fmt(arena,
                               "it is an owner file of Excel and holds no figure; the workbook is open by “" TH_FMT "”",
                               TH_ARG(who)));
        return;
    }
    if (kind == TH_KIND_PASSWORD_OOXML && by_default_password(arena, bytes)) {
        th_book_say(findings, arena, TH_F_FILE_PROTECTED, &nowhere, (th_str){0}, (th_str){0});
        return;
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (refused[i].kind == kind)
            th_book_say(findings, arena, refused[i].finding, &nowhere, th_str_of(refused[i].vi),
                        th_str_of(refused[i].en));
}

static bool named_workbook(th_str name)
{
    static const char *const ends[] = {".xls", ".xlsx", ".xlsm", ".xlt", ".xltx", ".xltm", ".xlsb", ".ods"};
    char tail[6] = "";
    th_str last = th_str_sub(name, name.len > 5 ? name.len - 5 : 0, 5);
    for (size_t i = 0; i < last.len; i++)
        tail[i] = (char)(last.ptr[i] >= 'A' && last.ptr[i] <= 'Z' ? last.ptr[i] + 32 : last.ptr[i]);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (th_str_ends(th_str_of(tail), th_str_of(ends[i])))
            return true;
    return false;
}

static th_status read(th_book *book, th_book_kind kind, th_str bytes, th_str name)
{
    if (kind == TH_KIND_XLSX)
        return th_xlsx_read(book, bytes);
    if (kind == TH_KIND_XLS)
        return th_xls_read(book, bytes);
    if (kind == TH_KIND_ODS)
        return th_ods_read(book, bytes);
    return th_csv_read(book, bytes, name);
}

th_status th_book_open(th_arena *arena, const th_limits *limits, th_str bytes, th_str name, th_book **out,
                       th_findings *findings)
{
    return th_book_visit(arena, limits, NULL, bytes, name, out, findings);
}

th_status th_book_visit(th_arena *arena, const th_limits *limits, const th_visitor *visitor, th_str bytes, th_str name,
                        th_book **out, th_findings *findings)
{
    *out = NULL;
    th_book_kind kind = th_book_sniff(bytes);
    if (kind != TH_KIND_XLSX && kind != TH_KIND_XLS && kind != TH_KIND_ODS && kind != TH_KIND_CSV) {
        refuse_kind(arena, kind, bytes, findings);
        return TH_FAILED;
    }
    if (kind == TH_KIND_CSV && named_workbook(name)) { /* Excel warns of it, and others read it by guess */
        refuse_kind(arena, TH_KIND_TEXT, bytes, findings);
        return TH_FAILED;
    }
    th_book *book = th_book_new(arena, limits);
    book->visitor = visitor;
    th_status status = read(book, kind, bytes, name);
    if (status < TH_FAILED && book->nsheets == 0) {
        th_book_refuse(book, NULL, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
        status = TH_FAILED;
    }
    if (status >= TH_FAILED) { /* one finding says why; what was doubtful on the way no longer matters */
        for (size_t i = 0; i < book->findings.n; i++)
            if (book->findings.at[i].level == TH_LEVEL_BLOCK) {
                TH_PUSH(arena, findings->at, findings->n, findings->cap, book->findings.at[i]);
                return TH_FAILED;
            }
        refuse_kind(arena, TH_KIND_OTHER, bytes, findings);
        return TH_FAILED;
    }
    for (size_t s = 0; s < book->nsheets; s++)
        th_sheet_seal(&book->sheets[s]);
    *out = book;
    return book->findings.n ? TH_WARN : TH_OK;
}

/* Reading an .xls: a workbook stream in a compound file or, from BIFF2 to BIFF4 and some other programs, a bare stream
 * that is one sheet. */
#include "book/biff.h"

#include "book/book.h"
#include "book/refuse.h"
#include "pack/cfb.h"

#include "base/banned.h"

/* Hands every record up to the EOF of this substream to th_biff_global(). */
static th_status read_globals(th_biff *biff)
{
    th_biff_record record;
    bool cut;
    int version;
    unsigned depth = 0, type;
    size_t unknown = 0;
    uint16_t first = 0;
    while (th_biff_next(biff, &record, &cut)) {
        if (record.id == TH_BIFF_EOF && depth-- == 0) {
            if (unknown && biff->nbounds > 0)
                th_biff_passed_over(biff, unknown, first);
            return TH_OK;
        }
        if (depth == 0 && biff->nbounds > 0 && th_biff_read_bof(&record, &version, &type) && type == TH_BOF_WORKSHEET) {
            th_biff_odd(biff, "phần chung của bảng tính không có dấu kết thúc",
                        "the workbook part has no mark of its end");
            return TH_OK;
        }
        if (th_biff_is_bof(record.id))
            depth++;
        if (th_biff_is_nothing(biff, &record))
            return th_biff_damaged(biff, "phần đầu của bảng tính chỉ toàn số 0, có thể chưa chép xong",
                                   "zeros where records should be");
        if (depth == 0 && th_biff_global(biff, &record) >= TH_FAILED)
            return TH_FAILED;
        if (depth == 0 && !th_biff_knows(record.id) && unknown++ == 0)
            first = record.id;
    }
    return cut ? th_biff_damaged(biff, "tệp bị cắt giữa chừng", "the file ends in the middle of a record")
               : th_biff_damaged(biff, "phần chung của bảng tính không có phần kết thúc",
                                 "the workbook part has no end");
}

/* A stream that is one sheet is walked twice, because its fonts and formats stand among the cells. */
static th_status read_single(th_biff *biff)
{
    size_t start = biff->at;
    if (read_globals(biff) >= TH_FAILED)
        return TH_FAILED;
    th_biff_resolve(biff);
    biff->at = start;
    return th_biff_read_sheet(biff, TH_STR("Sheet 1"), TH_VISIBLE);
}

static th_status read_stream(th_biff *biff)
{
    th_biff_record record;
    unsigned type;
    bool cut;
    if (!th_biff_next(biff, &record, &cut) || !th_biff_read_bof(&record, &biff->version, &type))
        return th_biff_damaged(biff, "không thấy chỗ bắt đầu của bảng tính", "the workbook does not start as one");
    biff->book->biff = biff->version;
    if (type == TH_BOF_WORKSHEET)
        return read_single(biff);
    if (type != TH_BOF_GLOBALS || biff->version < 5)
        return th_biff_refused(
            biff, TH_F_FILE_UNKNOWN,
            TH_STR("tệp Excel 4.0 hoặc cũ hơn nhưng không phải một trang tính (biểu đồ, macro hoặc nhóm tệp)"),
            TH_STR("a file of Excel 4.0 or older that is not a sheet (a chart, a macro or a workspace)"));
    if (read_globals(biff) >= TH_FAILED)
        return TH_FAILED;
    th_biff_resolve(biff);
    if (th_biff_listed_sheets(biff) >= TH_FAILED)
        return TH_FAILED;
    return biff->book->nsheets ? TH_OK : th_biff_refused(biff, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
}

/* Where copying a file was interrupted, its last sectors are zeros. */
static bool ends_in_something(th_str bytes)
{
    enum { SECTOR = 512 };
    for (size_t i = bytes.len; i-- > 0 && bytes.len - i <= SECTOR;)
        if (bytes.ptr[i] != 0)
            return true;
    return false;
}

static th_status find_stream(th_biff *biff, th_str bytes)
{
    th_cfb cfb;
    th_cfb_stream stream;
    if (!th_cfb_sniff(bytes)) {
        biff->stream = bytes;
        return TH_OK;
    }
    if (th_cfb_open(biff->arena, bytes, &cfb) != TH_OK)
        return th_biff_refused(biff, TH_F_FILE_DAMAGED, cfb.trouble.vi, cfb.trouble.en);
    if (!th_cfb_find(biff->arena, &cfb, TH_STR("Workbook"), &stream) &&
        !th_cfb_find(biff->arena, &cfb, TH_STR("Book"), &stream)) {
        if (th_cfb_has(bytes, TH_STR("EncryptedPackage")))
            return th_biff_refused(biff, TH_F_FILE_PASSWORD, (th_str){0}, (th_str){0});
        return th_biff_refused(biff, TH_F_FILE_UNKNOWN,
                               TH_STR("bên trong không có bảng tính, có thể là tệp Word hoặc PowerPoint đời cũ"),
                               TH_STR("there is no workbook inside; it may be an old Word or PowerPoint file"));
    }
    if (th_cfb_read(biff->arena, &cfb, &stream, &biff->stream) != TH_OK)
        return th_biff_refused(biff, TH_F_FILE_DAMAGED, cfb.trouble.vi, cfb.trouble.en);
    biff->whole = ends_in_something(bytes);
    return TH_OK;
}

double th_xls_declared_cells(th_arena *arena, th_str bytes)
{
    th_book *nowhere = th_book_new(arena, &th_limits_default); /* takes findings, which nobody reads */
    th_biff biff = {.arena = arena, .book = nowhere};
    th_biff_record record;
    bool cut;
    double cells = 0;
    if (find_stream(&biff, bytes) >= TH_FAILED)
        return 0;
    while (th_biff_next(&biff, &record, &cut)) {
        if (record.id != TH_BIFF_DIMENSIONS)
            continue;
        if (record.len >= 14) /* [MS-XLS] 2.4.90 */
            cells += (double)th_biff_u32(record.data + 4) * th_biff_u16(record.data + 10);
        else if (record.len >= 8)
            cells += (double)th_biff_u16(record.data + 2) * th_biff_u16(record.data + 6);
    }
    return cells;
}

th_status th_xls_read(th_book *book, th_str bytes)
{
    th_biff biff = {.arena = book->arena, .book = book};
    th_buf_init(&biff.scratch, book->arena);
    book->format = TH_BOOK_XLS;
    book->macros = th_cfb_sniff(bytes) && th_cfb_has(bytes, TH_STR("_VBA_PROJECT"));
    if (find_stream(&biff, bytes) >= TH_FAILED || read_stream(&biff) >= TH_FAILED)
        return TH_FAILED;
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}

/* Reading an .xls: a workbook stream in a compound file or, from BIFF2 to BIFF4 and some other programs, a bare stream
 * that is one sheet. */
#include "book/biff.h"

#include "book/book.h"
#include "book/refuse.h"
#include "pack/cfb.h"

#include "base/banned.h"

enum { BOUND_WORKSHEET = 0 };

/* Version and kind of a BOF.  The id of the record decides between BIFF2, 3 and 4; only where it is the modern one is
 * the version field looked at. */
static bool read_bof(const th_biff_record *record, int *version, unsigned *type)
{
    if (!th_biff_is_bof(record->id) || record->len < 4)
        return false;
    unsigned stated = th_biff_u16(record->data);
    *type = th_biff_u16(record->data + 2);
    switch (record->id) {
    case 0x0009: *version = 2; return true;
    case 0x0209: *version = 3; return true;
    case 0x0409: *version = 4; return true;
    default: break;
    }
    /* Some programs state an old version in a BOF with the modern id. */
    switch (stated) {
    case 0x0600: *version = 8; return true;
    case 0x0500: *version = 5; return true;
    case 0x0400: *version = 4; return true;
    case 0x0300: *version = 3; return true;
    case 0x0000:
    case 0x0007:
    case 0x0200: *version = 2; return true;
    default: return false;
    }
}

/* Hands every record up to the EOF of this substream to th_biff_global(). */
static th_status read_globals(th_biff *biff)
{
    th_biff_record record;
    bool cut;
    unsigned depth = 0;
    while (th_biff_next(biff, &record, &cut)) {
        if (record.id == TH_BIFF_EOF && depth-- == 0)
            return TH_OK;
        if (th_biff_is_bof(record.id))
            depth++;
        if (th_biff_is_nothing(biff, &record))
            return th_biff_damaged(biff, "phần đầu của bảng tính chỉ toàn số 0, có thể chưa chép xong",
                                   "zeros where records should be");
        if (depth == 0 && th_biff_global(biff, &record) >= TH_FAILED)
            return TH_FAILED;
    }
    return cut ? th_biff_damaged(biff, "tệp bị cắt giữa chừng", "the file ends in the middle of a record")
               : th_biff_damaged(biff, "phần chung của bảng tính không có phần kết thúc",
                                 "the workbook part has no end");
}

static th_status read_sheet(th_biff *biff, th_str name, th_visibility visibility)
{
    if (!th_book_add_sheet(biff->book, name, visibility))
        return TH_FAILED;
    biff->sheet = (uint32_t)(biff->book->nsheets - 1);
    biff->in_sheet = true;
    th_status status = th_biff_sheet(biff);
    biff->in_sheet = false;
    return status;
}

/* Reads each sheet that BOUNDSHEET lists.  Sheets that overlap would let a small file demand endless work, so
 * together they may not be longer than the stream. */
static th_status read_listed_sheets(th_biff *biff)
{
    size_t total = 0;
    for (size_t i = 0; i < biff->nbounds; i++) {
        const th_biff_bound *bound = &biff->bounds[i];
        if (bound->type != BOUND_WORKSHEET)
            continue; /* a chart, a macro sheet, a Visual Basic module */
        th_biff_record record;
        int version;
        unsigned type;
        bool cut;
        biff->at = bound->offset;
        if (!th_biff_next(biff, &record, &cut) || !read_bof(&record, &version, &type))
            return th_biff_damaged(biff, "một trang tính không bắt đầu ở chỗ đã khai",
                                   "a sheet does not start where the file says");
        if (type != TH_BOF_WORKSHEET)
            continue;
        if (read_sheet(biff, bound->name, bound->visibility) >= TH_FAILED)
            return TH_FAILED;
        total += biff->at - bound->offset;
        if (total > biff->stream.len)
            return th_biff_damaged(biff, "các trang tính chồng lên nhau", "the sheets overlap");
    }
    return TH_OK;
}

/* A stream that is one sheet is walked twice, because its fonts and formats stand among the cells. */
static th_status read_single(th_biff *biff)
{
    size_t start = biff->at;
    if (read_globals(biff) >= TH_FAILED)
        return TH_FAILED;
    th_biff_resolve(biff);
    biff->at = start;
    return read_sheet(biff, TH_STR("Sheet 1"), TH_VISIBLE);
}

static th_status read_stream(th_biff *biff)
{
    th_biff_record record;
    unsigned type;
    bool cut;
    if (!th_biff_next(biff, &record, &cut) || !read_bof(&record, &biff->version, &type))
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
    if (read_listed_sheets(biff) >= TH_FAILED)
        return TH_FAILED;
    return biff->book->nsheets ? TH_OK : th_biff_refused(biff, TH_F_FILE_NO_SHEET, (th_str){0}, (th_str){0});
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
    if (find_stream(&biff, bytes) >= TH_FAILED || read_stream(&biff) >= TH_FAILED)
        return TH_FAILED;
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}

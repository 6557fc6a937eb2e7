/* .xlsb: a sheet as its records stream by: rows, columns, merged ranges; cells are in xlsb_cells.c. */
#include "book/xlsb.h"

#include "book/refuse.h"

#include "base/banned.h"

static bool wanted_of_sheet(uint32_t id)
{
    (void)id; /* what stands among the cells must be known */
    return true;
}

/* BrtRowHdr ([MS-XLSB] 2.4.741).  A row of height 0 that somebody set is as hidden as one that is marked so. */
static void take_row_header(th_xlsb_part *part, const th_xlsb_record *record)
{
    enum { HEIGHT = 8, FLAGS = 11, LENGTH = 12, ZERO = 0x10, OWN_HEIGHT = 0x20 };
    th_xlsx_part *cells = &part->cells;
    cells->col = UINT32_MAX;
    part->in_row = record->len >= 4 && th_biff_u32(record->data) < TH_XLSX_ROWS;
    if (!part->in_row)
        return;
    cells->row = th_biff_u32(record->data);
    if (record->len < LENGTH)
        return;
    unsigned flags = record->data[FLAGS];
    if (flags & ZERO || (flags & OWN_HEIGHT && th_biff_u16(record->data + HEIGHT) == 0))
        th_sheet_hide_rows(cells->xlsx->book, th_xlsx_sheet_of(cells), cells->row, cells->row);
}

/* BrtColInfo (2.4.323). */
static void take_column_info(th_xlsb_part *part, const th_xlsb_record *record)
{
    enum { LENGTH = 18, WIDTH = 8, FLAGS = 16, HIDDEN = 1 };
    th_book *book = part->cells.xlsx->book;
    th_sheet *sheet = th_xlsx_sheet_of(&part->cells);
    if (record->len < LENGTH)
        return;
    uint32_t first = th_biff_u32(record->data), last = th_biff_u32(record->data + 4);
    double width = th_biff_u32(record->data + WIDTH) / 256.0;
    if (first > last || first >= TH_XLSX_COLS)
        return;
    last = last < TH_XLSX_COLS ? last : TH_XLSX_COLS - 1;
    if (record->data[FLAGS] & HIDDEN || width <= 0)
        th_sheet_hide_cols(book, sheet, first, last);
    if (width <= 255)
        th_sheet_width(book, sheet, first, last, width);
}

/* BrtMergeCell (2.4.702). */
static void take_record_merge(th_xlsb_part *part, const th_xlsb_record *record)
{
    enum { LENGTH = 16 };
    if (record->len < LENGTH)
        return;
    th_merge merge = {.row1 = th_biff_u32(record->data),
                      .row2 = th_biff_u32(record->data + 4),
                      .col1 = th_biff_u32(record->data + 8),
                      .col2 = th_biff_u32(record->data + 12)};
    if (merge.row2 < TH_XLSX_ROWS && merge.col2 < TH_XLSX_COLS)
        th_sheet_merge(part->cells.xlsx->book, th_xlsx_sheet_of(&part->cells), merge);
}

/* What only later versions read stands between two records, and so may stand anywhere. */
static bool is_of_the_future(th_xlsb_part *part, uint32_t id)
{
    if (id == TH_XLSB_FRT_BEGIN || id == TH_XLSB_AC_BEGIN)
        part->future++;
    else if ((id == TH_XLSB_FRT_END || id == TH_XLSB_AC_END) && part->future)
        part->future--;
    else
        return part->future > 0;
    return true;
}

/* A record that no version puts among the cells: it may have been one of them before its id was damaged. */
static bool say_odd_record(th_xlsb_part *part, uint32_t id)
{
    th_xlsx_part *cells = &part->cells;
    th_arena *arena = cells->xlsx->book->arena;
    if (part->odd_said)
        return true;
    part->odd_said = true;
    cells->cell = (th_cell){.row = part->in_row ? cells->row : TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble why = {th_str_fmt(arena, "giữa các ô có bản ghi lạ (số %u)", (unsigned)id),
                      th_str_fmt(arena, "an unknown record (%u) stands among the cells", (unsigned)id)};
    return th_book_unreadable(cells->xlsx->book, th_xlsx_sheet_of(cells), &cells->cell, false, why) < TH_FAILED;
}

static bool record_among_cells(th_xlsb_part *part, const th_xlsb_record *record)
{
    if (th_xlsb_is_cell(record->id))
        return th_xlsb_cell(part, record);
    switch (record->id) {
    case TH_XLSB_ROW_HDR: take_row_header(part, record); return true;
    case TH_XLSB_SHR_FMLA: th_xlsb_shared_formula(part, record); return true;
    case TH_XLSB_ARR_FMLA:
    case TH_XLSB_TABLE:
    case TH_XLSB_CELL_META:
    case TH_XLSB_VALUE_META: return true;
    default: return say_odd_record(part, record->id);
    }
}

static bool record_of_sheet(void *ctx, const th_xlsb_record *record)
{
    th_xlsb_part *part = ctx;
    if (is_of_the_future(part, record->id))
        return true;
    switch (record->id) {
    case TH_XLSB_BEGIN_SHEET_DATA: part->begun = true; return true;
    case TH_XLSB_END_SHEET_DATA: part->ended = true; return true;
    case TH_XLSB_COL_INFO: take_column_info(part, record); return true;
    case TH_XLSB_MERGE_CELL: take_record_merge(part, record); return true;
    default: return part->begun && !part->ended ? record_among_cells(part, record) : true;
    }
}

th_status th_xlsb_sheet(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet)
{
    th_xlsb_part part = {0};
    th_xlsx_part_begin(&part.cells, xlsx, sheet);
    const th_xlsb_handler handler = {&part, wanted_of_sheet, record_of_sheet};
    if (th_xlsb_read_part(xlsx, entry, &handler) != TH_OK)
        return TH_FAILED;
    if (part.begun == part.ended)
        return TH_OK;
    return th_book_refuse(xlsx->book, th_xlsx_sheet_of(&part.cells), TH_F_FILE_DAMAGED,
                          TH_STR("bảng ô của trang không có phần kết thúc"), TH_STR("the table of cells has no end"));
}

/* .xlsb: the workbook part, which lists the sheets, and the shared strings. */
#include "book/xlsb.h"

#include "book/refuse.h"

#include "base/banned.h"

enum { LONGEST_NAME = 32767, SMALLEST_SST_ITEM = 7 };

typedef struct record_workbook {
    th_xlsx *xlsx;
    th_xlsx_list *sheets;
} record_workbook;

static bool wanted_of_workbook(uint32_t id)
{
    switch (id) {
    case TH_XLSB_WB_PROP:
    case TH_XLSB_BUNDLE_SH:
    case TH_XLSB_CALC_PROP:
    case TH_XLSB_SUP_BOOK_SRC:
    case TH_XLSB_SUP_SELF:
    case TH_XLSB_SUP_SAME:
    case TH_XLSB_SUP_ADD_IN:
    case TH_XLSB_EXTERN_SHEET: return true;
    default: return false;
    }
}

/* BrtBundleSh ([MS-XLSB] 2.4.304): state, number, id of the relation, name. */
static bool take_bundle(record_workbook *workbook, const th_xlsb_record *record)
{
    enum { RELATION = 8 };
    th_book *book = workbook->xlsx->book;
    th_buf id, name;
    th_buf_init(&id, book->arena);
    th_buf_init(&name, book->arena);
    size_t at = RELATION + 4;
    if (record->len >= at && th_biff_u32(record->data + RELATION) != UINT32_MAX)
        at = th_xlsb_string(&id, record, RELATION, LONGEST_NAME);
    if (record->len < RELATION + 4 || !at || !th_xlsb_string(&name, record, at, LONGEST_NAME)) {
        th_book_refuse(book, NULL, TH_F_FILE_DAMAGED, TH_STR("danh sách trang bị cắt"),
                       TH_STR("the list of sheets is cut"));
        return false;
    }
    th_xlsx_listed sheet = {th_buf_str(&name), th_buf_str(&id), TH_VISIBLE};
    uint32_t state = th_biff_u32(record->data);
    if (state != 0)
        sheet.visibility = state == 1 ? TH_HIDDEN : TH_VERY_HIDDEN;
    TH_PUSH(book->arena, workbook->sheets->at, workbook->sheets->n, workbook->sheets->cap, sheet);
    return true;
}

/* BrtExternSheet (2.4.656): which book each reference is of. */
static void take_extern_sheet(th_xlsx *xlsx, const th_xlsb_record *record)
{
    enum { COUNT = 4, ENTRY = 12 };
    size_t n = record->len >= COUNT ? th_biff_u32(record->data) : 0;
    for (size_t i = 0; i < n && COUNT + (i + 1) * ENTRY <= record->len; i++)
        th_outside_reference(xlsx->book->arena, &xlsx->outside, th_biff_u32(record->data + COUNT + i * ENTRY));
}

/* fFullPrec of BrtCalcProp (2.4.325). */
static bool computes_as_displayed(const th_xlsb_record *record)
{
    enum { FLAGS = 24, FULL_PRECISION = 0x08 };
    return record->len >= FLAGS + 2 && !(record->data[FLAGS] & FULL_PRECISION);
}

static bool record_of_workbook(void *ctx, const th_xlsb_record *record)
{
    record_workbook *workbook = ctx;
    th_xlsx *xlsx = workbook->xlsx;
    switch (record->id) {
    case TH_XLSB_BUNDLE_SH: return take_bundle(workbook, record);
    case TH_XLSB_CALC_PROP: xlsx->book->as_displayed = computes_as_displayed(record); break;
    case TH_XLSB_SUP_BOOK_SRC: th_outside_book(xlsx->book->arena, &xlsx->outside, true); break;
    case TH_XLSB_SUP_SELF:
    case TH_XLSB_SUP_SAME:
    case TH_XLSB_SUP_ADD_IN: th_outside_book(xlsx->book->arena, &xlsx->outside, false); break;
    case TH_XLSB_EXTERN_SHEET: take_extern_sheet(xlsx, record); break;
    default:
        if (record->len >= 1) /* BrtWbProp, 2.4.822 */
            xlsx->book->date1904 = record->data[0] & 1;
        break;
    }
    return true;
}

th_status th_xlsb_workbook(th_xlsx *xlsx, const th_zip_entry *entry, th_xlsx_list *sheets)
{
    record_workbook workbook = {xlsx, sheets};
    const th_xlsb_handler handler = {&workbook, wanted_of_workbook, record_of_workbook};
    return th_xlsb_read_part(xlsx, entry, &handler);
}

typedef struct record_strings {
    th_xlsx *xlsx;
    th_xlsb_rich rich;
    uint64_t most; /* how many items a part of this size can hold */
} record_strings;

static bool wanted_of_strings(uint32_t id)
{
    return id == TH_XLSB_BEGIN_SST || id == TH_XLSB_SST_ITEM;
}

/* The count that the table states is only a hint, which saves growing the list. */
static void begin_sst(record_strings *strings, const th_xlsb_record *record)
{
    th_xlsx *xlsx = strings->xlsx;
    uint32_t unique = record->len >= 8 ? th_biff_u32(record->data + 4) : 0;
    if (xlsx->strings || unique == 0 || unique > strings->most)
        return;
    xlsx->strings = th_arena_array(xlsx->book->arena, unique, sizeof *xlsx->strings);
    xlsx->strings_cap = unique;
}

static bool record_of_strings(void *ctx, const th_xlsb_record *record)
{
    record_strings *strings = ctx;
    th_xlsx_string string;
    if (record->id == TH_XLSB_BEGIN_SST) {
        begin_sst(strings, record);
        return true;
    }
    if (!th_xlsb_rich_string(strings->xlsx, &strings->rich, record, 0, &string)) {
        th_book_refuse(strings->xlsx->book, NULL, TH_F_FILE_DAMAGED, TH_STR("bảng chữ dùng chung bị cắt"),
                       TH_STR("the table of shared strings is cut"));
        return false;
    }
    th_xlsx_keep_string(strings->xlsx, string);
    return true;
}

th_status th_xlsb_strings(th_xlsx *xlsx, const th_zip_entry *entry)
{
    record_strings strings = {.xlsx = xlsx, .most = entry->inflated / SMALLEST_SST_ITEM};
    const th_xlsb_handler handler = {&strings, wanted_of_strings, record_of_strings};
    return th_xlsb_read_part(xlsx, entry, &handler);
}

/* Finding the sheets that the globals of an .xls list.
 *
 * BOUNDSHEET says where each begins.  Some writers are a few bytes off: where as many sheets begin in the stream as are
 * listed, they are those, in their order.  A sheet that no entry of the list leads to is told. */
#include "book/biff.h"
#include "book/noted.h"
#include "book/refuse.h"

#include <stdlib.h>

#include "base/banned.h"

enum { LISTED_WORKSHEET = 0 };

/* The bytes of a sheet that was read. */
typedef struct stretch {
    size_t from, to;
} stretch;

static bool sheet_begins_at(th_biff *biff, size_t at, unsigned *type)
{
    th_biff_record record;
    int version;
    bool cut;
    biff->at = at;
    return th_biff_next(biff, &record, &cut) && th_biff_read_bof(&record, &version, type);
}

/* Where worksheets begin in the stream, looked up once, when an entry leads nowhere. */
typedef struct beginnings {
    size_t *at, n, cap;
    bool *listed; /* an entry leads there */
    bool known;
} beginnings;

static int by_place_in_stream(const void *a, const void *b)
{
    size_t first = *(const size_t *)a, second = *(const size_t *)b;
    return (first > second) - (first < second);
}

static void look_up(th_biff *biff, beginnings *found)
{
    th_biff_record record;
    int version;
    unsigned type;
    bool cut;
    biff->at = 0;
    while (th_biff_next(biff, &record, &cut))
        if (th_biff_read_bof(&record, &version, &type) && type == TH_BOF_WORKSHEET)
            TH_PUSH(biff->arena, found->at, found->n, found->cap, record.at);
    found->listed = th_arena_array(biff->arena, found->n, sizeof *found->listed);
    for (size_t i = 0; i < biff->nbounds && found->n; i++) {
        size_t offset = biff->bounds[i].offset;
        const size_t *here = bsearch(&offset, found->at, found->n, sizeof *found->at, by_place_in_stream);
        if (here)
            found->listed[here - found->at] = true;
    }
    found->known = true;
}

static size_t count_worksheets(const th_biff *biff)
{
    size_t n = 0;
    for (size_t i = 0; i < biff->nbounds; i++)
        n += biff->bounds[i].type == LISTED_WORKSHEET;
    return n;
}

/* Where worksheet `ordinal` begins, whose entry leads to no BOF; SIZE_MAX where that cannot be told. */
static size_t nth_beginning(th_biff *biff, beginnings *found, size_t ordinal)
{
    if (!found->known)
        look_up(biff, found);
    bool as_listed = found->n == count_worksheets(biff) && ordinal < found->n && !found->listed[ordinal];
    return as_listed ? found->at[ordinal] : SIZE_MAX;
}

th_status th_biff_read_sheet(th_biff *biff, th_str name, th_visibility visibility)
{
    if (!th_book_add_sheet(biff->book, name, visibility))
        return TH_FAILED;
    biff->sheet = (uint32_t)(biff->book->nsheets - 1);
    biff->in_sheet = true;
    th_status status = th_biff_sheet(biff);
    biff->in_sheet = false;
    return status;
}

/* Is this a kind of sheet, other than a worksheet, that holds no cells to read? */
static bool is_other_sheet(unsigned type)
{
    enum { MODULE = 0x0006, CHART = 0x0020, MACRO = 0x0040 };
    return type == TH_BOF_GLOBALS || type == MODULE || type == CHART || type == MACRO;
}

static void tell_of_no_worksheet(th_biff *biff, const th_biff_bound *bound)
{
    const th_place place = {.sheet = bound->name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    const th_trouble what = {TH_STR("trang này không phải trang tính như danh sách trang ghi, nên không có ô nào"),
                             TH_STR("this sheet is no worksheet, as the list of sheets has it, and has no cells")};
    th_trouble_add(&biff->book->findings, biff->arena, TH_F_FILE_ODD, &place, what);
}

/* Tells of an entry of the list that is a chart, a macro sheet, or a module. */
static void pass_other_sheet(th_biff *biff, const th_biff_bound *bound)
{
    static const th_other_sheet listed_as[] = {[1] = TH_SHEET_MACRO, [2] = TH_SHEET_CHART, [6] = TH_SHEET_MODULE};
    bool known = bound->type < sizeof listed_as / sizeof *listed_as;
    th_book_passes_sheet(biff->book, bound->name, known ? listed_as[bound->type] : TH_SHEET_STRANGE);
}

/* Reads the sheet of entry `i`, whose BOF begins at `at`. */
static th_status read_listed(th_biff *biff, size_t i, size_t at, stretch *read)
{
    unsigned type;
    const th_biff_bound *bound = &biff->bounds[i];
    if (!sheet_begins_at(biff, at, &type))
        return th_biff_damaged(biff, "một trang tính không bắt đầu ở chỗ đã khai",
                               "a sheet does not start where the file says");
    if (is_other_sheet(type) || (type != TH_BOF_WORKSHEET && bound->type != LISTED_WORKSHEET)) {
        if (bound->type == LISTED_WORKSHEET)
            tell_of_no_worksheet(biff, bound);
        else
            pass_other_sheet(biff, bound);
        return TH_OK;
    }
    th_status status = th_biff_read_sheet(biff, bound->name, bound->visibility);
    *read = (stretch){at, biff->at};
    if (status >= TH_FAILED)
        return TH_FAILED;
    if (type != TH_BOF_WORKSHEET || bound->type != LISTED_WORKSHEET || at != bound->offset) {
        biff->in_sheet = true;
        th_biff_odd(biff, "danh sách trang ghi sai vị trí hoặc loại của trang này",
                    "the list of sheets has a wrong place or kind for this sheet");
        biff->in_sheet = false;
    }
    return TH_OK;
}

static int by_beginning(const void *a, const void *b)
{
    return by_place_in_stream(&((const stretch *)a)->from, &((const stretch *)b)->from);
}

/* What is there outside of the stretches that were read: worksheets that no entry leads to, and records of none, as
 * where a sheet ended too early. */
static void look_between(th_biff *biff, stretch *read, size_t n)
{
    th_biff_record record;
    size_t next = 0, depth = 0;
    int version;
    unsigned type;
    bool cut;
    if (n)
        qsort(read, n, sizeof *read, by_beginning);
    biff->at = 0;
    while (th_biff_next(biff, &record, &cut) && !th_biff_is_nothing(biff, &record)) {
        while (next < n && read[next].from < record.at)
            next++;
        if (next < n && read[next].from == record.at) {
            biff->at = read[next].to;
            continue;
        }
        bool begins = th_biff_read_bof(&record, &version, &type);
        if (begins && type == TH_BOF_WORKSHEET) {
            th_biff_odd(biff, "có một trang tính không nằm trong danh sách trang nên không đọc",
                        "a sheet is not in the list of sheets, and is not read");
            return;
        }
        if (!begins && depth == 0 && (record.id != TH_BIFF_EOF || record.len > 0)) {
            th_biff_odd(biff, "có dữ liệu nằm ngoài các trang nên không đọc",
                        "there are data outside of the sheets, which are not read");
            return;
        }
        depth += begins;
        depth -= !begins && depth > 0 && record.id == TH_BIFF_EOF;
    }
}

th_status th_biff_listed_sheets(th_biff *biff)
{
    size_t total = 0, n = 0, ordinal = 0;
    beginnings found = {0};
    stretch *read = th_arena_array(biff->arena, biff->nbounds, sizeof *read);
    for (size_t i = 0; i < biff->nbounds; i++) {
        const th_biff_bound *bound = &biff->bounds[i];
        unsigned type;
        bool listed = bound->type == LISTED_WORKSHEET, begins = sheet_begins_at(biff, bound->offset, &type);
        size_t at = bound->offset;
        if (!begins && listed)
            at = nth_beginning(biff, &found, ordinal);
        ordinal += listed;
        if (!begins && !listed) {
            pass_other_sheet(biff, bound);
            continue;
        }
        read[n] = (stretch){0, 0};
        if (read_listed(biff, i, at, &read[n]) >= TH_FAILED)
            return TH_FAILED;
        total += read[n].to - read[n].from;
        n += read[n].to > read[n].from;
        /* Sheets that overlap would let a small file demand endless work. */
        if (total > biff->stream.len)
            return th_biff_damaged(biff, "các trang tính chồng lên nhau", "the sheets overlap");
    }
    look_between(biff, read, n);
    return TH_OK;
}

/* The cells of a sheet of an .xls. */
#include "book/biff.h"

#include "book/biff_formula.h"
#include "book/noted.h"
#include "book/refuse.h"

#include <math.h>

#include "base/banned.h"

enum { ROWS = 65536, COLUMNS = TH_BIFF_COLUMNS };
enum { SHRFMLA = 0x04BC, ARRAY = 0x0221, TABLE = 0x0236, ARRAY2 = 0x0021, TABLE2 = 0x0036, TABLE3 = 0x0037 };

typedef enum trouble {
    FINE = 0,
    BAD_ADDRESS,
    BAD_XF,
    BAD_TEXT,
    BAD_TEXT_BYTES,
    TOO_LONG,
    BAD_NUMBER,
    BAD_ERROR,
    BAD_RESULT,
    BAD_LENGTH
} trouble;

static const struct {
    const char *vi, *en;
} troubles[] = {
    [FINE] = {"", ""},
    [BAD_ADDRESS] = {"địa chỉ nằm ngoài trang tính", "its address is outside the sheet"},
    [BAD_XF] = {"ô dùng một định dạng không có trong tệp", "its format is not in the file"},
    [BAD_TEXT] = {"ô nhắc tới một dòng chữ không có trong tệp", "its text is not in the file"},
    [BAD_TEXT_BYTES] = {"chữ viết bằng bảng mã nhiều byte không đọc được",
                        "its text is in an unknown multi-byte code page"},
    [TOO_LONG] = {"chữ dài hơn mức cho phép", "its text is longer than allowed"},
    [BAD_NUMBER] = {"số không hợp lệ", "its number is not valid"},
    [BAD_ERROR] = {"mã lỗi không hợp lệ", "its error code is not valid"},
    [BAD_RESULT] = {"kết quả công thức không hợp lệ", "the result of its formula is not valid"},
    [BAD_LENGTH] = {"dữ liệu của ô không đúng độ dài", "its data have not the length of their kind"},
};

/* A cell while its record is read. */
typedef struct spot {
    th_cell cell;
    bool no_font; /* its font is not in the file */
    trouble why;  /* why it cannot be read: the first reason found, or FINE */
} spot;

typedef struct sheet_reader {
    th_biff *biff;
    spot waiting; /* a formula whose text follows in a STRING */
    bool is_waiting;
    uint32_t hidden_first, hidden_last; /* the span of hidden rows that the sheet does not know yet */
    bool has_hidden;
    bool is_dialog; /* which was said */
    th_biff_formulas formulas;
    th_biff_strange strange;
} sheet_reader;

static th_sheet *sheet_at_hand(const th_biff *biff)
{
    return &biff->book->sheets[biff->sheet];
}

static th_status too_short(const sheet_reader *reader)
{
    return th_biff_damaged(reader->biff, "dữ liệu của một ô bị cắt", "the data of a cell are cut");
}

static th_status push_biff_cell(const sheet_reader *reader, const th_cell *cell)
{
    return th_book_push(reader->biff->book, sheet_at_hand(reader->biff), cell);
}

static th_status unreadable_spot(const sheet_reader *reader, const spot *at)
{
    bool inside = at->cell.row < ROWS && at->cell.col < COLUMNS;
    th_trouble why = {th_str_of(troubles[at->why].vi), th_str_of(troubles[at->why].en)};
    return th_book_unreadable(reader->biff->book, sheet_at_hand(reader->biff), &at->cell, inside, why);
}

/* The cell with the address at `bytes` and the format `xf`; NULL: the file says nothing of it. */
static spot spot_with(const uint8_t *bytes, const th_biff_xf *xf)
{
    spot at = {.why = th_biff_u16(bytes + 2) >= COLUMNS ? BAD_ADDRESS : FINE};
    at.no_font = !at.why && xf && xf->no_font;
    at.cell = !at.why && xf ? xf->blank : (th_cell){.format_decimals = -1};
    at.cell.row = th_biff_u16(bytes);
    at.cell.col = th_biff_u16(bytes + 2);
    return at;
}

static spot spot_at(const sheet_reader *reader, const uint8_t *bytes, uint32_t xf_index)
{
    const th_biff *biff = reader->biff;
    bool missing = biff->nxfs > 0 && xf_index >= biff->nxfs;
    spot at = spot_with(bytes, biff->nxfs > 0 && !missing ? &biff->xfs[xf_index] : NULL);
    if (!at.why && missing)
        at.why = BAD_XF;
    return at;
}

/* Where address and attributes of a cell record end. */
static size_t attributes_end(const th_biff *biff)
{
    return biff->version == 2 ? 7 : 6;
}

/* The layout of Excel 2 has three bytes of attributes; an index of 63 stands for the one in the IXFE before the cell.
 * In a file of a later version an index that is not in it says nothing. */
static spot spot_of_excel_2(const sheet_reader *reader, const uint8_t *bytes)
{
    const th_biff *biff = reader->biff;
    uint32_t index = bytes[4] & 0x3F;
    if (biff->nxfs == 0)
        return spot_with(bytes, biff->bare ? &biff->bare[bytes[5]] : NULL);
    if (biff->book->biff == 2)
        return spot_at(reader, bytes, index == 0x3F ? biff->ixfe : index);
    return spot_with(bytes, index < biff->nxfs ? &biff->xfs[index] : NULL);
}

static spot spot_of_record(const sheet_reader *reader, const th_biff_record *record)
{
    const uint8_t *bytes = record->data;
    return reader->biff->version > 2 ? spot_at(reader, bytes, th_biff_u16(bytes + 4)) : spot_of_excel_2(reader, bytes);
}

static th_status put_biff_number(const sheet_reader *reader, spot *at, double number)
{
    if (!at->why && !isfinite(number))
        at->why = BAD_NUMBER;
    if (at->why)
        return unreadable_spot(reader, at);
    at->cell.type = at->cell.format == TH_FORMAT_DATE && th_serial_is_date(reader->biff->book, number) ? TH_CELL_DATE
                                                                                                       : TH_CELL_NUMBER;
    at->cell.number = number;
    return push_biff_cell(reader, &at->cell);
}

/* Gives the cell its runs, with fonts of the book; the text before the first run has the cell's own font.  False where
 * a run names a font that does not exist. */
static bool runs_in_book(const sheet_reader *reader, const th_biff_text *text, th_cell *cell)
{
    if (text->nruns == 0)
        return true;
    bool all = true;
    uint32_t n = 0;
    th_cell_run *runs = th_arena_array(reader->biff->arena, (size_t)text->nruns + 1, sizeof *runs);
    if (text->runs[0].start > 0)
        runs[n++] = (th_cell_run){cell->font, 0};
    for (uint32_t i = 0; i < text->nruns; i++, n++) {
        runs[n].start = text->runs[i].start;
        all = th_biff_font(reader->biff, text->runs[i].font, &runs[n].font) && all;
    }
    cell->runs = runs;
    cell->nruns = n;
    return all;
}

static th_status put_text(const sheet_reader *reader, spot *at, const th_biff_text *text)
{
    th_cell cell = at->cell;
    cell.type = TH_CELL_TEXT;
    cell.raw = text->raw;
    bool fonts = runs_in_book(reader, text, &cell) && !at->no_font;
    /* A missing font matters only where it would have decided the encoding: then the text decides by itself. */
    if (text->guessed || (!fonts && th_text_suspicious(text->raw)))
        cell.flags |= TH_CELL_GUESSED;
    if (!at->why && text->too_long)
        at->why = TOO_LONG;
    if (!at->why && text->more)
        at->why = BAD_LENGTH;
    if (at->why)
        return unreadable_spot(reader, at);
    return text->raw.len ? push_biff_cell(reader, &cell) : TH_OK; /* an empty text, as of a formula, is no cell */
}

/* A boolean or an error value ([MS-XLS] 2.5.10). */
static th_status put_bool_or_error(const sheet_reader *reader, spot *at, uint8_t value, bool error)
{
    at->cell.type = error ? TH_CELL_ERROR : TH_CELL_BOOL;
    at->cell.number = error ? 0 : value != 0;
    if (error)
        at->cell.raw = th_biff_error(value);
    if (!at->why && error && at->cell.raw.len == 0)
        at->why = BAD_ERROR;
    return at->why ? unreadable_spot(reader, at) : push_biff_cell(reader, &at->cell);
}

static th_status label(const sheet_reader *reader, const th_biff_record *record)
{
    spot at = spot_of_record(reader, record);
    th_biff_text text;
    bool fits;
    if (record->id != TH_BIFF_RSTRING)
        fits = th_biff_label(reader->biff, record, attributes_end(reader->biff), at.cell.font, &text);
    else
        fits = th_biff_rich_label(reader->biff, record, at.cell.font, &text);
    /* Asian versions of Excel for Macintosh count characters, many of which have two bytes. */
    bool longer = reader->biff->version == 5 && reader->biff->codepage == TH_BIFF_MAC && record->id == TH_BIFF_LABEL &&
                  record->len > 8 && record->len > 8 + th_biff_u16(record->data + 6);
    if (!at.why && (longer || (!fits && record->id == TH_BIFF_RSTRING && reader->biff->version < 8)))
        at.why = BAD_TEXT_BYTES;
    if (at.why)
        return unreadable_spot(reader, &at);
    return fits ? put_text(reader, &at, &text) : too_short(reader);
}

/* Does something stand behind a record that should end at `len`?  Some writers fill up with zeros; anything else is the
 * next record, or this one is not what its id says. */
static bool holds_more(const th_biff_record *record, size_t len)
{
    for (size_t i = len; i < record->len; i++)
        if (record->data[i] != 0)
            return true;
    return false;
}

static th_status label_sst(const sheet_reader *reader, const th_biff_record *record)
{
    if (record->len < 10)
        return too_short(reader);
    spot at = spot_of_record(reader, record);
    uint32_t index = th_biff_u32(record->data + 6);
    if (!at.why && holds_more(record, 10))
        at.why = BAD_LENGTH;
    if (!at.why && index >= reader->biff->nsst)
        at.why = BAD_TEXT;
    return at.why ? unreadable_spot(reader, &at) : put_text(reader, &at, &reader->biff->sst[index]);
}

static th_status mul_rk(const sheet_reader *reader, const th_biff_record *record)
{
    if (record->len < 12 || (record->len - 6) % 6 != 0)
        return too_short(reader);
    uint32_t n = (record->len - 6u) / 6, first = th_biff_u16(record->data + 2);
    if (first + n != th_biff_u16(record->data + record->len - 2) + 1)
        return too_short(reader);
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *bytes = record->data + 4 + (size_t)i * 6;
        spot at = spot_at(reader, record->data, th_biff_u16(bytes));
        at.cell.col = first + i;
        if (at.cell.col >= COLUMNS)
            at.why = BAD_ADDRESS;
        if (put_biff_number(reader, &at, th_biff_rk(th_biff_u32(bytes + 2))) >= TH_FAILED)
            return TH_FAILED;
    }
    return TH_OK;
}

/* Did a formula of Excel 5 or later swallow what stands behind it?  Only constants of arrays and areas kept in memory
 * stand behind the tokens. */
static bool formula_holds_more(const sheet_reader *reader, const th_biff_record *record)
{
    enum { TOKENS = 22, ARRAY_CONSTANT = 0, MEMORY_AREA = 6, FIRST_CLASS = 0x20, LAST_CLASS = 0x80 };
    size_t end = record->len >= TOKENS ? TOKENS + th_biff_u16(record->data + TOKENS - 2) : SIZE_MAX;
    if (reader->biff->version < 5 || end > record->len)
        return false;
    for (size_t i = TOKENS; i < end; i++) {
        unsigned token = record->data[i];
        bool kept = token % FIRST_CLASS == ARRAY_CONSTANT || token % FIRST_CLASS == MEMORY_AREA;
        if (kept && token >= FIRST_CLASS && token < LAST_CLASS)
            return false;
    }
    return holds_more(record, end);
}

/* A formula with the result that Excel kept ([MS-XLS] 2.4.127); a text follows in a STRING. */
static th_status formula(sheet_reader *reader, const th_biff_record *record)
{
    size_t offset = attributes_end(reader->biff);
    if (record->len < offset + 8)
        return too_short(reader);
    spot at = spot_of_record(reader, record);
    at.cell.flags = TH_CELL_FORMULA;
    if (!at.why && formula_holds_more(reader, record))
        at.why = BAD_LENGTH;
    if (!at.why)
        th_biff_formula(reader->biff, &reader->formulas, record);
    const uint8_t *bytes = record->data + offset;
    if (at.why || th_biff_u16(bytes + 6) != 0xFFFF)
        return put_biff_number(reader, &at, th_biff_double(bytes));
    th_biff_text empty = {0};
    switch (bytes[0]) {
    case 0:
        reader->waiting = at;
        reader->is_waiting = true;
        return TH_OK;
    case 1: return put_bool_or_error(reader, &at, bytes[2], false);
    case 2: return put_bool_or_error(reader, &at, bytes[2], true);
    case 3: return put_text(reader, &at, &empty);
    default: at.why = BAD_RESULT; return unreadable_spot(reader, &at);
    }
}

/* A record behind a formula that waits for its text.  The formula's own array, shared formula or table may stand
 * between; any other record means that the text is missing.  *taken: the record was the text. */
static th_status waited(sheet_reader *reader, const th_biff_record *record, bool *taken)
{
    *taken = false;
    switch (record->id) {
    case SHRFMLA:
    case ARRAY:
    case ARRAY2:
    case TABLE:
    case TABLE2:
    case TABLE3:
    case TH_BIFF_CONTINUE: return TH_OK;
    case TH_BIFF_STRING: break;
    default:
        reader->is_waiting = false;
        reader->waiting.cell.type = TH_CELL_PENDING;
        return reader->waiting.why ? unreadable_spot(reader, &reader->waiting)
                                   : push_biff_cell(reader, &reader->waiting.cell);
    }
    *taken = true;
    reader->is_waiting = false;
    th_biff_text text;
    return th_biff_label(reader->biff, record, 0, reader->waiting.cell.font, &text)
               ? put_text(reader, &reader->waiting, &text)
               : too_short(reader);
}

static th_status merged(const sheet_reader *reader, const th_biff_record *record)
{
    uint32_t n = record->len >= 2 ? th_biff_u16(record->data) : 0;
    if (record->len < 2 || record->len < 2 + 8 * n)
        return th_biff_damaged(reader->biff, "danh sách ô gộp bị cắt", "the list of merged cells is cut");
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *bytes = record->data + 2 + (size_t)i * 8;
        th_merge merge = {th_biff_u16(bytes), th_biff_u16(bytes + 4), th_biff_u16(bytes + 2), th_biff_u16(bytes + 6)};
        if (merge.row1 <= merge.row2 && merge.col1 <= merge.col2 &&
            (merge.row1 != merge.row2 || merge.col1 != merge.col2))
            th_sheet_merge(reader->biff->book, sheet_at_hand(reader->biff), merge);
    }
    return TH_OK;
}

static void hand_on_hidden(sheet_reader *reader)
{
    if (reader->has_hidden)
        th_sheet_hide_rows(reader->biff->book, sheet_at_hand(reader->biff), reader->hidden_first, reader->hidden_last);
    reader->has_hidden = false;
}

static void take_row(sheet_reader *reader, const th_biff_record *record)
{
    enum { LENGTH = 14, HEIGHT = 6, TWIPS = 0x7FFF, FLAGS = 12, ZERO = 0x20, OWN_HEIGHT = 0x40 }; /* [MS-XLS] 2.4.221 */
    if (record->len < LENGTH)
        return;
    uint32_t flags = th_biff_u16(record->data + FLAGS), height = th_biff_u16(record->data + HEIGHT) & TWIPS;
    if (!(flags & ZERO) && !(flags & OWN_HEIGHT && height == 0))
        return;
    uint32_t at = th_biff_u16(record->data);
    if (reader->has_hidden && at == reader->hidden_last + 1) {
        reader->hidden_last = at;
        return;
    }
    hand_on_hidden(reader);
    reader->hidden_first = reader->hidden_last = at;
    reader->has_hidden = true;
}

static void take_colinfo(const sheet_reader *reader, const th_biff_record *record)
{
    if (record->len < 10)
        return;
    uint32_t first = th_biff_u16(record->data), last = th_biff_u16(record->data + 2);
    if (first > last || first >= COLUMNS)
        return;
    last = last < COLUMNS ? last : COLUMNS - 1;
    th_sheet_width(reader->biff->book, sheet_at_hand(reader->biff), first, last, th_biff_u16(record->data + 4) / 256.0);
    if (th_biff_u16(record->data + 8) & 1 || th_biff_u16(record->data + 4) == 0) /* fHidden, 2.4.53 */
        th_sheet_hide_cols(reader->biff->book, sheet_at_hand(reader->biff), first, last);
}

/* fDialog, 2.4.351: Excel 5 keeps its dialogs as sheets. */
static void take_wsbool(sheet_reader *reader, const th_biff_record *record)
{
    enum { DIALOG = 0x10 };
    th_book *book = reader->biff->book;
    if (reader->is_dialog || record->len < 2 || !(th_biff_u16(record->data) & DIALOG))
        return;
    reader->is_dialog = true;
    th_book_passes_sheet(book, sheet_at_hand(reader->biff)->name, TH_SHEET_DIALOG);
}

static th_status fixed_cell(const sheet_reader *reader, const th_biff_record *record)
{
    size_t offset = attributes_end(reader->biff);
    const uint8_t *bytes = record->data + offset;
    size_t need = 2;
    if (record->id == TH_BIFF_NUMBER || record->id == TH_BIFF_RK)
        need = record->id == TH_BIFF_NUMBER ? 8 : 4;
    if (record->len < offset + need)
        return too_short(reader);
    spot at = spot_of_record(reader, record);
    if (!at.why && holds_more(record, offset + need))
        at.why = BAD_LENGTH;
    if (at.why)
        return unreadable_spot(reader, &at);
    switch (record->id) {
    case TH_BIFF_NUMBER: return put_biff_number(reader, &at, th_biff_double(bytes));
    case TH_BIFF_RK: return put_biff_number(reader, &at, th_biff_rk(th_biff_u32(bytes)));
    case TH_BIFF_INTEGER: return put_biff_number(reader, &at, th_biff_u16(bytes));
    default: return put_bool_or_error(reader, &at, bytes[0], bytes[1] != 0);
    }
}

/* An empty cell matters only for its look. */
static void blank(const sheet_reader *reader, uint32_t row, uint32_t col, uint32_t xf)
{
    if (col < COLUMNS && xf < reader->biff->nxfs)
        th_sheet_blank(reader->biff->book, sheet_at_hand(reader->biff), row, col, reader->biff->xfs[xf].blank.look);
}

/* A cell whose id became that of an empty one has more bytes; several empty ones fill their columns. */
static th_status blanks(const sheet_reader *reader, const th_biff_record *record)
{
    enum { ONE = 6 };
    if (reader->biff->version < 5 || record->len < ONE)
        return TH_OK;
    uint32_t row = th_biff_u16(record->data), col = th_biff_u16(record->data + 2), n = 1, last = col;
    size_t whole = ONE;
    if (record->id == TH_BIFF_MULBLANK) {
        n = (record->len - ONE) / 2u;
        last = th_biff_u16(record->data + record->len - 2);
        whole = ONE + 2 * (size_t)n;
    }
    if (record->len != whole || col + n != last + 1) {
        spot at = spot_of_record(reader, record);
        at.why = at.why ? at.why : BAD_LENGTH;
        return unreadable_spot(reader, &at);
    }
    for (uint32_t i = 0; i < n; i++)
        blank(reader, row, col + i, th_biff_u16(record->data + 4 + 2 * (size_t)i));
    return TH_OK;
}

static th_status one_record(sheet_reader *reader, const th_biff_record *record)
{
    switch (record->id) {
    case TH_BIFF_LABELSST: return label_sst(reader, record);
    case TH_BIFF_LABEL:
    case TH_BIFF_RSTRING: return record->len < attributes_end(reader->biff) ? too_short(reader) : label(reader, record);
    case TH_BIFF_MULRK: return mul_rk(reader, record);
    case TH_BIFF_BLANK:
    case TH_BIFF_MULBLANK: return blanks(reader, record);
    case TH_BIFF_INTEGER: return reader->biff->version == 2 ? fixed_cell(reader, record) : TH_OK;
    case TH_BIFF_NUMBER:
    case TH_BIFF_RK:
    case TH_BIFF_BOOLERR: return fixed_cell(reader, record);
    case TH_BIFF_FORMULA: return formula(reader, record);
    case SHRFMLA: th_biff_shared_formula(reader->biff, &reader->formulas, record); return TH_OK;
    case TH_BIFF_MERGEDCELLS: return merged(reader, record);
    case TH_BIFF_IXFE: reader->biff->ixfe = record->len >= 2 ? (uint16_t)th_biff_u16(record->data) : 0; return TH_OK;
    case TH_BIFF_ROW: take_row(reader, record); return TH_OK;
    case TH_BIFF_COLINFO: take_colinfo(reader, record); return TH_OK;
    case TH_BIFF_WSBOOL: take_wsbool(reader, record); return TH_OK;
    case TH_BIFF_FILEPASS: return th_biff_global(reader->biff, record);
    default: return TH_OK;
    }
}

/* The column of the last cell in the record; TH_BIFF_COLUMNS where it is no record of cells. */
static uint32_t last_column(int version, const th_biff_record *record)
{
    if (record->len < 4)
        return COLUMNS;
    switch (record->id) {
    case TH_BIFF_MULRK:
    case TH_BIFF_MULBLANK: return th_biff_u16(record->data + record->len - 2);
    case TH_BIFF_INTEGER: return version == 2 ? th_biff_u16(record->data + 2) : COLUMNS;
    case TH_BIFF_LABELSST:
    case TH_BIFF_LABEL:
    case TH_BIFF_RSTRING:
    case TH_BIFF_BLANK:
    case TH_BIFF_NUMBER:
    case TH_BIFF_RK:
    case TH_BIFF_BOOLERR:
    case TH_BIFF_FORMULA: return th_biff_u16(record->data + 2);
    default: return COLUMNS;
    }
}

/* A record of the sheet itself, not of a chart on it; biff->version is the version of its layout. */
static th_status own_record(sheet_reader *reader, const th_biff_record *record)
{
    th_biff *biff = reader->biff;
    bool taken = false;
    if (reader->is_waiting && waited(reader, record, &taken) >= TH_FAILED)
        return TH_FAILED;
    if (taken)
        return TH_OK;
    uint32_t last = last_column(biff->version, record);
    th_status status = last < COLUMNS ? th_biff_strange_cell(biff, &reader->strange, record, last)
                                      : th_biff_strange_record(biff, &reader->strange, record);
    return status >= TH_FAILED ? status : one_record(reader, record);
}

static th_status end_of_sheet(sheet_reader *reader, const th_biff_record *record)
{
    bool taken;
    hand_on_hidden(reader);
    th_biff_formulas_end(reader->biff, &reader->formulas);
    if (th_biff_strange_cell(reader->biff, &reader->strange, NULL, 0) >= TH_FAILED)
        return TH_FAILED;
    return reader->is_waiting ? waited(reader, record, &taken) : TH_OK;
}

/* Is this, instead of the sheet's own EOF, the beginning of the next sheet?  Only charts stand inside of one. */
static bool begins_next_sheet(const th_biff *biff, const th_biff_record *record)
{
    return th_biff_is_bof(record->id) && th_biff_is_listed(biff, record->at);
}

static th_status sheet_without_end(sheet_reader *reader, const th_biff_record *record)
{
    th_biff_odd(reader->biff, "trang này không có dấu kết thúc; các ô trước chỗ đó đã được đọc",
                "this sheet has no mark of its end; the cells before it were read");
    return end_of_sheet(reader, record);
}

th_status th_biff_sheet(th_biff *biff)
{
    sheet_reader reader = {.biff = biff};
    th_biff_record record = {0};
    unsigned depth = 0; /* of substreams inside: charts on the sheet */
    bool cut;
    while (th_biff_next(biff, &record, &cut)) {
        if (record.id == TH_BIFF_EOF && depth == 0)
            return end_of_sheet(&reader, &record);
        if (depth == 0 && begins_next_sheet(biff, &record)) {
            biff->at = record.at;
            return sheet_without_end(&reader, &record);
        }
        if (th_biff_is_bof(record.id))
            depth++;
        if (record.id == TH_BIFF_EOF)
            depth--;
        if (depth == 0 && th_biff_is_padding(biff, &record))
            return sheet_without_end(&reader, &record);
        if (th_biff_is_nothing(biff, &record))
            return th_biff_damaged(biff, "nửa sau của tệp chỉ toàn số 0, có thể chưa chép xong",
                                   "zeros where records should be");
        if (depth > 0 || record.id == TH_BIFF_EOF)
            continue;
        int version = biff->version;
        biff->version = th_biff_layout(version, &record);
        th_status status = own_record(&reader, &record);
        biff->version = version;
        if (status >= TH_FAILED)
            return status;
    }
    if (!cut && depth == 0 && biff->whole)
        return sheet_without_end(&reader, &record);
    return cut ? th_biff_damaged(biff, "tệp bị cắt giữa chừng", "the file ends in the middle of a record")
               : th_biff_damaged(biff, "trang tính không có phần kết thúc", "the sheet has no end");
}

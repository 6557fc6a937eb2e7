#include "book/biff.h"
#include "book/biff_formula.h"
#include "book/refuse.h"

#include <math.h>

#include "base/banned.h"

enum { ROWS = 65536, COLUMNS = 256, MACINTOSH = 10000 };
enum { SHRFMLA = 0x04BC, ARRAY = 0x0221, TABLE = 0x0236, ARRAY2 = 0x0021, TABLE2 = 0x0036, TABLE3 = 0x0037 };

typedef enum trouble {
    FINE = 0,
    BAD_ADDRESS,
    BAD_XF,
    BAD_FONT,
    BAD_TEXT,
    BAD_TEXT_BYTES,
    TOO_LONG,
    BAD_NUMBER,
    BAD_ERROR,
    BAD_RESULT
} trouble;

static const struct {
    const char *vi, *en;
} troubles[] = {
    [FINE] = {"", ""},
    [BAD_ADDRESS] = {"địa chỉ nằm ngoài trang tính", "its address is outside the sheet"},
    [BAD_XF] = {"ô dùng một định dạng không có trong tệp", "its format is not in the file"},
    [BAD_FONT] = {"ô dùng một phông chữ không có trong tệp", "its font is not in the file"},
    [BAD_TEXT] = {"ô nhắc tới một dòng chữ không có trong tệp", "its text is not in the file"},
    [BAD_TEXT_BYTES] = {"chữ viết bằng bảng mã nhiều byte không đọc được",
                        "its text is in an unknown multi-byte code page"},
    [TOO_LONG] = {"chữ dài hơn mức cho phép", "its text is longer than allowed"},
    [BAD_NUMBER] = {"số không hợp lệ", "its number is not valid"},
    [BAD_ERROR] = {"mã lỗi không hợp lệ", "its error code is not valid"},
    [BAD_RESULT] = {"kết quả công thức không hợp lệ", "the result of its formula is not valid"},
};

typedef struct spot { /* a cell, while its record is read */
    th_cell cell;
    bool no_font; /* its font index leads nowhere */
    trouble why;  /* it cannot be read; the first reason stays */
} spot;

typedef struct reader {
    th_biff *b;
    spot waiting; /* a formula whose text follows in a STRING */
    bool is_waiting;
    uint32_t hidden_first, hidden_last; /* rows hidden so far, not handed on */
    bool has_hidden;
    th_biff_formulas formulas;
} reader;

static th_sheet *sheet_of(const th_biff *b)
{
    return &b->book->sheets[b->sheet];
}

static th_status too_short(const reader *s)
{
    return th_biff_damaged(s->b, "dữ liệu của một ô bị cắt", "the data of a cell are cut");
}

static th_status push(const reader *s, const th_cell *cell)
{
    return th_book_push(s->b->book, sheet_of(s->b), cell);
}

static th_status unreadable(const reader *s, const spot *at)
{
    return th_book_unreadable(s->b->book, sheet_of(s->b), &at->cell, ROWS, COLUMNS, th_str_of(troubles[at->why].vi),
                              th_str_of(troubles[at->why].en));
}

/* Address and format of the cell whose record begins at `p`: 6 bytes, 7 in BIFF2. */
static spot spot_at(const reader *s, const uint8_t *p, uint32_t xf_index)
{
    const th_biff *b = s->b;
    spot at;
    at.why = th_biff_u16(p + 2) >= COLUMNS ? BAD_ADDRESS : b->nxfs > 0 && xf_index >= b->nxfs ? BAD_XF : FINE;
    at.no_font = !at.why && b->nxfs > 0 && b->xfs[xf_index].no_font;
    at.cell = !at.why && b->nxfs > 0 ? b->xfs[xf_index].blank : (th_cell){.format_decimals = -1};
    at.cell.row = th_biff_u16(p);
    at.cell.col = th_biff_u16(p + 2);
    return at;
}

static spot start(const reader *s, const th_biff_record *r)
{
    const uint8_t *p = r->data;
    if (s->b->version > 2)
        return spot_at(s, p, th_biff_u16(p + 4));
    uint32_t index = p[4] & 0x3F; /* BIFF2: three bytes of attributes; 63 means "see the IXFE before" */
    if (s->b->bare)
        index = p[5];
    else if (index == 0x3F)
        index = s->b->ixfe;
    return spot_at(s, p, index);
}

static th_status put_number(const reader *s, spot *at, double number)
{
    if (!at->why && !isfinite(number))
        at->why = BAD_NUMBER;
    if (at->why)
        return unreadable(s, at);
    at->cell.type =
        at->cell.format == TH_FORMAT_DATE && th_serial_is_date(s->b->book, number) ? TH_CELL_DATE : TH_CELL_NUMBER;
    at->cell.number = number;
    return push(s, &at->cell);
}

/* Runs with the book's fonts.  The text before the first run has the cell's font. */
static bool take_runs(const reader *s, const th_biff_text *text, th_cell *cell)
{
    if (text->nruns == 0)
        return true;
    bool all = true;
    uint32_t n = 0;
    th_cell_run *runs = th_arena_array(s->b->arena, (size_t)text->nruns + 1, sizeof *runs);
    if (text->runs[0].start > 0)
        runs[n++] = (th_cell_run){cell->font, 0};
    for (uint32_t i = 0; i < text->nruns; i++, n++) {
        runs[n].start = text->runs[i].start;
        all = th_biff_font(s->b, text->runs[i].font, &runs[n].font) && all;
    }
    cell->runs = runs;
    cell->nruns = n;
    return all;
}

static th_status put_text(const reader *s, spot *at, const th_biff_text *text)
{
    th_cell cell = at->cell;
    cell.type = TH_CELL_TEXT;
    cell.raw = text->raw;
    bool fonts = take_runs(s, text, &cell) && !at->no_font;
    /* Only where a legacy encoding is possible does the font decide what the text says. */
    if (!at->why && !fonts && th_text_suspicious(text->raw))
        at->why = BAD_FONT;
    if (!at->why && text->too_long)
        at->why = TOO_LONG;
    if (at->why)
        return unreadable(s, at);
    return text->raw.len ? push(s, &cell) : TH_OK; /* an empty text, as of a formula, shows nothing */
}

/* [MS-XLS] 2.5.10 */
static th_status put_bool_or_error(const reader *s, spot *at, uint8_t value, bool error)
{
    static const struct {
        uint8_t code;
        const char *text;
    } errors[] = {
        {0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
        {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"},
    };
    at->cell.type = error ? TH_CELL_ERROR : TH_CELL_BOOL;
    at->cell.number = error ? 0 : value != 0;
    for (size_t i = 0; error && i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == value)
            at->cell.raw = th_str_of(errors[i].text);
    if (!at->why && error && at->cell.raw.len == 0)
        at->why = BAD_ERROR;
    return at->why ? unreadable(s, at) : push(s, &at->cell);
}

/* `n` bytes, also where they go on in CONTINUE (without a flags byte: these are no characters of BIFF8). */
static bool take_bytes(th_biff_cursor *c, size_t n, const uint8_t **out)
{
    *out = c->at;
    if ((size_t)(c->end - c->at) >= n) {
        c->at += n;
        return true;
    }
    uint8_t *copy = th_arena_alloc(c->b->arena, n); /* at most 65,535 */
    *out = copy;
    return th_biff_take(c, copy, n);
}

/* LABEL and STRING: a length and a string at `offset`. */
static bool take_string(const reader *s, const th_biff_record *r, size_t offset, uint32_t font, th_biff_text *out)
{
    th_biff *b = s->b;
    size_t width = b->version == 2 ? 1 : 2;
    *out = (th_biff_text){0};
    if (r->len < offset + width)
        return false;
    uint32_t count = width == 1 ? r->data[offset] : th_biff_u16(r->data + offset);
    offset += width;
    th_biff_cursor c = th_biff_cursor_at(b, r, offset);
    if (b->version == 8) /* some writers leave the flags of an empty text out */
        return (count == 0 && r->len <= offset) || th_biff_unicode(&c, count, out);
    const uint8_t *text;
    if (!take_bytes(&c, count, &text))
        return false;
    out->raw = th_biff_bytes(b, text, count, font);
    out->too_long = count > b->book->limits->cell_chars;
    return true;
}

/* RSTRING of BIFF5: the bytes of each run are read with the run's own font.  Runs
 * are pairs {character, font} of bytes behind the text. */
static bool take_rich_bytes(const reader *s, const th_biff_record *r, uint32_t font, th_biff_text *out)
{
    th_biff *b = s->b;
    const uint8_t *text, *number, *list;
    th_biff_cursor c = th_biff_cursor_at(b, r, 8);
    uint32_t count = r->len >= 8 ? th_biff_u16(r->data + 6) : 0;
    if (r->len < 8 || !take_bytes(&c, count, &text) || !take_bytes(&c, 1, &number) ||
        !take_bytes(&c, (size_t)2 * *number, &list))
        return false;
    uint32_t n = *number, from = 0, here = font, kept = 0, width = b->codepage == TH_BIFF_UTF_16 ? 2 : 1;
    th_cell_run *runs = th_arena_array(b->arena, n, sizeof *runs);
    th_buf buf;
    th_buf_init(&buf, b->arena);
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t to = i < n ? list[(size_t)2 * i] * width : count;
        if (to < from || to > count || (i < n && to == count))
            continue;
        th_buf_add(&buf, th_biff_bytes(b, text + from, to - from, here));
        from = to;
        if (i < n) {
            th_biff_font(b, list[(size_t)2 * i + 1], &here);
            runs[kept++] = (th_cell_run){list[(size_t)2 * i + 1], (uint32_t)buf.len};
        }
    }
    *out = (th_biff_text){
        .raw = th_buf_str(&buf), .runs = runs, .nruns = kept, .too_long = count > b->book->limits->cell_chars};
    return true;
}

/* Byte offset of a UTF-16 unit in UTF-8. */
static uint32_t unit_offset(th_str text, uint32_t unit)
{
    uint32_t i = 0;
    for (uint32_t units = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c & 0xC0) == 0x80)
            continue;
        if (units >= unit)
            break;
        units += c >= 0xF0 ? 2 : 1;
    }
    return i;
}

/* RSTRING of BIFF8, which Excel does not write into files but others do: pairs of words. */
static bool take_rich_unicode(const reader *s, const th_biff_record *r, th_biff_text *out)
{
    th_biff *b = s->b;
    uint8_t raw[4];
    th_biff_cursor c = th_biff_cursor_at(b, r, 8);
    uint32_t count = r->len >= 8 ? th_biff_u16(r->data + 6) : 0;
    if (r->len < 8 || !th_biff_unicode(&c, count, out) || !th_biff_take(&c, raw, 2))
        return false;
    uint32_t n = th_biff_u16(raw), from = 0;
    th_cell_run *runs = NULL;
    size_t nruns = 0, cap = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!th_biff_take(&c, raw, 4))
            return false;
        uint32_t unit = th_biff_u16(raw);
        if (unit < from || unit >= count)
            continue;
        from = unit + 1;
        th_cell_run run = {th_biff_u16(raw + 2), unit_offset(out->raw, unit)};
        TH_PUSH(b->arena, runs, nruns, cap, run);
    }
    out->runs = runs;
    out->nruns = (uint32_t)nruns;
    return true;
}

static th_status label(const reader *s, const th_biff_record *r)
{
    spot at = start(s, r);
    th_biff_text text;
    bool fits = r->id != TH_BIFF_RSTRING ? take_string(s, r, s->b->version == 2 ? 7 : 6, at.cell.font, &text)
                : s->b->version == 8     ? take_rich_unicode(s, r, &text)
                                         : take_rich_bytes(s, r, at.cell.font, &text);
    /* Excel for Macintosh in Asia counts characters, of which many have two bytes. */
    bool longer = s->b->version == 5 && s->b->codepage == MACINTOSH && r->id == TH_BIFF_LABEL &&
                  r->len > 8 + th_biff_u16(r->data + 6);
    if (!at.why && (longer || (!fits && r->id == TH_BIFF_RSTRING && s->b->version < 8)))
        at.why = BAD_TEXT_BYTES;
    return at.why ? unreadable(s, &at) : fits ? put_text(s, &at, &text) : too_short(s);
}

static th_status label_sst(const reader *s, const th_biff_record *r)
{
    if (r->len < 10)
        return too_short(s);
    spot at = start(s, r);
    uint32_t index = th_biff_u32(r->data + 6);
    if (!at.why && index >= s->b->nsst)
        at.why = BAD_TEXT;
    return at.why ? unreadable(s, &at) : put_text(s, &at, &s->b->sst[index]);
}

static th_status mul_rk(const reader *s, const th_biff_record *r)
{
    if (r->len < 12 || (r->len - 6) % 6 != 0)
        return too_short(s);
    uint32_t n = (r->len - 6u) / 6, first = th_biff_u16(r->data + 2);
    if (first + n != th_biff_u16(r->data + r->len - 2) + 1)
        return too_short(s);
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *p = r->data + 4 + (size_t)i * 6;
        spot at = spot_at(s, r->data, th_biff_u16(p));
        at.cell.col = first + i;
        if (at.cell.col >= COLUMNS)
            at.why = BAD_ADDRESS;
        if (put_number(s, &at, th_biff_rk(th_biff_u32(p + 2))) >= TH_FAILED)
            return TH_FAILED;
    }
    return TH_OK;
}

/* [MS-XLS] 2.4.127: the result as Excel kept it; a text stands in the STRING behind. */
static th_status formula(reader *s, const th_biff_record *r)
{
    size_t offset = s->b->version == 2 ? 7 : 6;
    if (r->len < offset + 8)
        return too_short(s);
    spot at = start(s, r);
    at.cell.flags = TH_CELL_FORMULA;
    if (!at.why)
        th_biff_formula(s->b, &s->formulas, r);
    const uint8_t *p = r->data + offset;
    if (th_biff_u16(p + 6) != 0xFFFF)
        return put_number(s, &at, th_biff_double(p));
    th_biff_text empty = {0};
    switch (p[0]) {
    case 0:
        s->waiting = at;
        s->is_waiting = true;
        return TH_OK;
    case 1: return put_bool_or_error(s, &at, p[2], false);
    case 2: return put_bool_or_error(s, &at, p[2], true);
    case 3: return put_text(s, &at, &empty);
    default: at.why = BAD_RESULT; return unreadable(s, &at);
    }
}

/* A formula waits for its text; the formula's own array, shared formula or table may stand between. */
static th_status waited(reader *s, const th_biff_record *r, bool *taken)
{
    *taken = false;
    switch (r->id) {
    case SHRFMLA:
    case ARRAY:
    case ARRAY2:
    case TABLE:
    case TABLE2:
    case TABLE3:
    case TH_BIFF_CONTINUE: return TH_OK;
    case TH_BIFF_STRING: break;
    default:
        s->is_waiting = false;
        s->waiting.cell.type = TH_CELL_PENDING;
        return s->waiting.why ? unreadable(s, &s->waiting) : push(s, &s->waiting.cell);
    }
    *taken = true;
    s->is_waiting = false;
    th_biff_text text;
    return take_string(s, r, 0, s->waiting.cell.font, &text) ? put_text(s, &s->waiting, &text) : too_short(s);
}

static th_status merged(const reader *s, const th_biff_record *r)
{
    uint32_t n = r->len >= 2 ? th_biff_u16(r->data) : 0;
    if (r->len < 2 || r->len < 2 + 8 * n)
        return th_biff_damaged(s->b, "danh sách ô gộp bị cắt", "the list of merged cells is cut");
    for (uint32_t i = 0; i < n; i++) {
        const uint8_t *p = r->data + 2 + (size_t)i * 8;
        th_merge m = {th_biff_u16(p), th_biff_u16(p + 4), th_biff_u16(p + 2), th_biff_u16(p + 6)};
        if (m.row1 <= m.row2 && m.col1 <= m.col2 && (m.row1 != m.row2 || m.col1 != m.col2))
            th_sheet_merge(s->b->book, sheet_of(s->b), m);
    }
    return TH_OK;
}

static void hand_on_hidden(reader *s)
{
    if (s->has_hidden)
        th_sheet_hide_rows(s->b->book, sheet_of(s->b), s->hidden_first, s->hidden_last);
    s->has_hidden = false;
}

static void row(reader *s, const th_biff_record *r)
{
    if (r->len < 14 || !(th_biff_u16(r->data + 12) & 0x20)) /* fDyZero, [MS-XLS] 2.4.221 */
        return;
    uint32_t at = th_biff_u16(r->data);
    if (s->has_hidden && at == s->hidden_last + 1) {
        s->hidden_last = at;
        return;
    }
    hand_on_hidden(s);
    s->hidden_first = s->hidden_last = at;
    s->has_hidden = true;
}

static void columns(const reader *s, const th_biff_record *r)
{
    if (r->len < 10)
        return;
    uint32_t first = th_biff_u16(r->data), last = th_biff_u16(r->data + 2);
    if (first > last || first >= COLUMNS)
        return;
    last = last < COLUMNS ? last : COLUMNS - 1;
    th_sheet_width(s->b->book, sheet_of(s->b), first, last, th_biff_u16(r->data + 4) / 256.0);
    if (th_biff_u16(r->data + 8) & 1) /* fHidden, 2.4.53 */
        th_sheet_hide_cols(s->b->book, sheet_of(s->b), first, last);
}

static th_status fixed_cell(const reader *s, const th_biff_record *r)
{
    size_t offset = s->b->version == 2 ? 7 : 6;
    const uint8_t *p = r->data + offset;
    size_t need = r->id == TH_BIFF_NUMBER ? 8 : r->id == TH_BIFF_RK ? 4 : 2;
    if (r->len < offset + need)
        return too_short(s);
    spot at = start(s, r);
    switch (r->id) {
    case TH_BIFF_NUMBER: return put_number(s, &at, th_biff_double(p));
    case TH_BIFF_RK: return put_number(s, &at, th_biff_rk(th_biff_u32(p)));
    case TH_BIFF_INTEGER: return put_number(s, &at, th_biff_u16(p));
    default: return put_bool_or_error(s, &at, p[0], p[1] != 0);
    }
}

/* One id for the forms a record had in older versions. */
static uint16_t modern_id(int version, uint16_t id)
{
    if (version == 2)
        switch (id) {
        case 0x0003: return TH_BIFF_NUMBER;
        case 0x0004: return TH_BIFF_LABEL;
        case 0x0005: return TH_BIFF_BOOLERR;
        case 0x0007: return TH_BIFF_STRING;
        default: return id;
        }
    return id == 0x0206 || id == 0x0406 ? TH_BIFF_FORMULA : id;
}

/* Empty cells matter only for what is drawn anew; a damaged record of theirs costs nothing. */
static void blank(const reader *s, uint32_t row, uint32_t col, uint32_t xf)
{
    if (col < COLUMNS && xf < s->b->nxfs)
        th_sheet_blank(s->b->book, sheet_of(s->b), row, col, s->b->xfs[xf].blank.look);
}

static void blanks(const reader *s, const th_biff_record *r)
{
    if (s->b->version < 5 || r->len < 6)
        return;
    uint32_t row = th_biff_u16(r->data), col = th_biff_u16(r->data + 2);
    if (r->id == TH_BIFF_BLANK) {
        blank(s, row, col, th_biff_u16(r->data + 4));
        return;
    }
    for (size_t at = 4; at + 4 <= r->len; at += 2, col++) /* the last two bytes are the last column */
        blank(s, row, col, th_biff_u16(r->data + at));
}

static th_status one_record(reader *s, const th_biff_record *r)
{
    switch (r->id) {
    case TH_BIFF_LABELSST: return label_sst(s, r);
    case TH_BIFF_LABEL:
    case TH_BIFF_RSTRING: return r->len < (s->b->version == 2 ? 7 : 6) ? too_short(s) : label(s, r);
    case TH_BIFF_MULRK: return mul_rk(s, r);
    case TH_BIFF_BLANK:
    case TH_BIFF_MULBLANK: blanks(s, r); return TH_OK;
    case TH_BIFF_INTEGER: return s->b->version == 2 ? fixed_cell(s, r) : TH_OK;
    case TH_BIFF_NUMBER:
    case TH_BIFF_RK:
    case TH_BIFF_BOOLERR: return fixed_cell(s, r);
    case TH_BIFF_FORMULA: return formula(s, r);
    case SHRFMLA: th_biff_shared_formula(s->b, &s->formulas, r); return TH_OK;
    case TH_BIFF_MERGEDCELLS: return merged(s, r);
    case TH_BIFF_IXFE: s->b->ixfe = r->len >= 2 ? (uint16_t)th_biff_u16(r->data) : 0; return TH_OK;
    case TH_BIFF_ROW: row(s, r); return TH_OK;
    case TH_BIFF_COLINFO: columns(s, r); return TH_OK;
    case TH_BIFF_FILEPASS: return th_biff_global(s->b, r);
    default: return TH_OK;
    }
}

th_status th_biff_sheet(th_biff *b)
{
    reader s = {.b = b};
    th_biff_record r;
    unsigned depth = 0; /* of substreams inside: charts on the sheet */
    bool cut;
    while (th_biff_next(b, &r, &cut)) {
        if (r.id == TH_BIFF_EOF && depth == 0) {
            bool taken;
            hand_on_hidden(&s);
            th_biff_formulas_end(b, &s.formulas);
            return s.is_waiting ? waited(&s, &r, &taken) : TH_OK;
        }
        if (r.id == TH_BIFF_EOF) {
            depth--;
            continue;
        }
        if (th_biff_is_bof(r.id)) {
            depth++;
            continue;
        }
        if (th_biff_is_nothing(b, &r))
            return th_biff_damaged(b, "nửa sau của tệp chỉ toàn số 0, có thể chưa chép xong",
                                   "zeros where records should be");
        if (depth > 0)
            continue;
        bool later = r.id >= 0x0200;
        r.id = modern_id(b->version, r.id);
        bool taken = false;
        if (s.is_waiting && waited(&s, &r, &taken) >= TH_FAILED)
            return TH_FAILED;
        int version = b->version; /* a later record in a sheet of Excel 2 has its own form there too */
        b->version = version == 2 && later ? 3 : version;
        th_status status = taken ? TH_OK : one_record(&s, &r);
        b->version = version;
        if (status >= TH_FAILED)
            return status;
    }
    return cut ? th_biff_damaged(b, "tệp bị cắt giữa chừng", "the file ends in the middle of a record")
               : th_biff_damaged(b, "trang tính không có phần kết thúc", "the sheet has no end");
}

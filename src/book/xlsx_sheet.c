/* .xlsx: the cells of one sheet, as they stream by. */
#include "book/xlsx.h"

#include "book/decimal.h"
#include "book/refuse.h"

#include "base/banned.h"

typedef struct sheet_part {
    th_xlsx *x;
    size_t sheet;
    uint32_t row, col; /* of the cell at hand; the next ones when r= is missing */
    th_cell cell;
    th_str type; /* of <c t=...>: a view into type_text */
    char type_text[16];
    th_buf value; /* of <v> */
    bool in_cell, in_v, has_v, has_f, in_is, outside;
    th_xlsx_rich rich;
} sheet_part;

static th_sheet *sheet_of(const sheet_part *p)
{
    return &p->x->book->sheets[p->sheet];
}

/* "B12" to 0-based; false when it is no address a sheet has. */
static bool address(th_str r, uint32_t *row, uint32_t *col)
{
    uint64_t c = 0, n = 0;
    size_t i = 0;
    for (; i < r.len && ((r.ptr[i] >= 'A' && r.ptr[i] <= 'Z') || (r.ptr[i] >= 'a' && r.ptr[i] <= 'z')); i++) {
        c = c * 26 + (uint64_t)((r.ptr[i] | 0x20) - 'a' + 1);
        if (c > TH_XLSX_COLS)
            return false;
    }
    size_t digits = i;
    for (; i < r.len && r.ptr[i] >= '0' && r.ptr[i] <= '9'; i++) {
        n = n * 10 + (uint64_t)(r.ptr[i] - '0');
        if (n > TH_XLSX_ROWS)
            return false;
    }
    if (digits == 0 || i == digits || i != r.len || c == 0 || n == 0)
        return false;
    *row = (uint32_t)n - 1;
    *col = (uint32_t)c - 1;
    return true;
}

static bool unreadable(sheet_part *p, th_str vi, th_str en)
{
    return th_book_unreadable(p->x->book, sheet_of(p), &p->cell, TH_XLSX_ROWS, TH_XLSX_COLS, vi, en) < TH_FAILED;
}

static bool whole(th_str s, long low, long high, long *out)
{
    return th_str_to_long(s, out) && *out >= low && *out <= high;
}

static bool is_true(th_str s)
{
    return th_str_eq(s, TH_STR("1")) || th_str_eq(s, TH_STR("true"));
}

static void start_row(sheet_part *p, const th_xml_attr *attrs, size_t n)
{
    long row;
    th_str r = th_xml_attr_get(attrs, n, "r");
    p->row = p->row == UINT32_MAX ? 0 : p->row + 1;
    if (whole(r, 1, TH_XLSX_ROWS, &row))
        p->row = (uint32_t)row - 1;
    p->col = UINT32_MAX;
    if (is_true(th_xml_attr_get(attrs, n, "hidden")))
        th_sheet_hide_rows(p->x->book, sheet_of(p), p->row, p->row);
}

static void start_cell(sheet_part *p, const th_xml_attr *attrs, size_t n)
{
    th_str r = th_xml_attr_get(attrs, n, "r"), t = th_xml_attr_get(attrs, n, "t");
    uint32_t row = p->row == UINT32_MAX ? 0 : p->row, col = p->col + 1; /* UINT32_MAX + 1 is 0 */
    p->outside = r.len ? !address(r, &row, &col) : col >= TH_XLSX_COLS || row >= TH_XLSX_ROWS;
    if (!p->outside)
        p->col = col;
    p->cell = (th_cell){.row = p->outside ? TH_XLSX_ROWS : row, .col = col, .format_decimals = -1};
    p->in_cell = true;
    p->has_v = p->has_f = p->in_is = false;
    p->value.len = 0;
    th_xlsx_rich_begin(&p->rich, p->x->book->arena);
    p->type.ptr = p->type_text;
    p->type.len = t.len < sizeof p->type_text ? t.len : 0;
    for (size_t i = 0; i < p->type.len; i++)
        p->type_text[i] = t.ptr[i];
    long style = 0;
    th_str s = th_xml_attr_get(attrs, n, "s");
    if (whole(s, 0, (long)p->x->nxfs - 1, &style) || (!s.len && p->x->nxfs)) {
        const th_xlsx_xf *xf = &p->x->xfs[style];
        p->cell.font = xf->font;
        p->cell.format = xf->format;
        p->cell.format_code = xf->format_code;
        p->cell.format_decimals = xf->decimals;
    }
}

static void start_merge(sheet_part *p, const th_xml_attr *attrs, size_t n)
{
    th_str ref = th_xml_attr_get(attrs, n, "ref"), first;
    th_merge m;
    if (th_str_cut(&ref, ':', &first) && address(first, &m.row1, &m.col1) &&
        address(ref.ptr ? ref : first, &m.row2, &m.col2))
        th_sheet_merge(p->x->book, sheet_of(p), m);
}

static void start_col(sheet_part *p, const th_xml_attr *attrs, size_t n)
{
    long low, high;
    if (is_true(th_xml_attr_get(attrs, n, "hidden")) &&
        whole(th_xml_attr_get(attrs, n, "min"), 1, TH_XLSX_COLS, &low) &&
        whole(th_xml_attr_get(attrs, n, "max"), low, TH_XLSX_COLS, &high))
        th_sheet_hide_cols(p->x->book, sheet_of(p), (uint32_t)low - 1, (uint32_t)high - 1);
}

static bool start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    sheet_part *p = ctx;
    if (p->in_cell) {
        if (th_str_eq(name, TH_STR("v")))
            p->in_v = p->has_v = true;
        else if (th_str_eq(name, TH_STR("f")))
            p->has_f = true;
        else if (th_str_eq(name, TH_STR("is")))
            p->in_is = true;
        else if (p->in_is)
            th_xlsx_rich_start(&p->rich, p->x, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("c"))) {
        start_cell(p, attrs, n);
    } else if (th_str_eq(name, TH_STR("row"))) {
        start_row(p, attrs, n);
    } else if (th_str_eq(name, TH_STR("mergeCell"))) {
        start_merge(p, attrs, n);
    } else if (th_str_eq(name, TH_STR("col"))) {
        start_col(p, attrs, n);
    }
    return true;
}

static bool push(sheet_part *p)
{
    return th_book_push(p->x->book, sheet_of(p), &p->cell) < TH_FAILED;
}

static bool push_string(sheet_part *p, th_xlsx_string s)
{
    if (s.text.len == 0)
        return true; /* an empty string shows nothing */
    p->cell.type = TH_CELL_TEXT;
    p->cell.raw = s.text;
    p->cell.nruns = s.nruns;
    if (s.nruns) {
        th_cell_run *runs = th_arena_array(p->x->book->arena, s.nruns, sizeof *runs);
        for (uint32_t i = 0; i < s.nruns; i++)
            runs[i] =
                (th_cell_run){s.runs[i].font == TH_XLSX_CELL_FONT ? p->cell.font : s.runs[i].font, s.runs[i].start};
        p->cell.runs = runs;
    }
    return push(p);
}

static bool push_shared(sheet_part *p, th_str v)
{
    long index;
    if (!whole(v, 0, (long)p->x->nstrings - 1, &index))
        return unreadable(p, TH_STR("chỉ số chuỗi dùng chung nằm ngoài bảng chuỗi"),
                          TH_STR("its shared string does not exist"));
    return push_string(p, p->x->strings[index]);
}

static bool push_number(sheet_part *p, th_str v)
{
    if (!th_decimal_read(v, &p->cell.number))
        return unreadable(p, th_str_fmt(p->x->book->arena, "“" TH_FMT "” không phải số", TH_ARG(th_str_sub(v, 0, 40))),
                          TH_STR("its content is no number"));
    p->cell.type = p->cell.format == TH_FORMAT_DATE && p->cell.number >= 0 ? TH_CELL_DATE : TH_CELL_NUMBER;
    return push(p);
}

/* t="d": ISO 8601 (strict files), to a serial of the book's epoch. */
static bool push_iso_date(sheet_part *p, th_str v)
{
    int y, m, d;
    if (!th_date_parse(v, &y, &m, &d))
        return unreadable(p, TH_STR("không phải ngày"), TH_STR("its content is no date"));
    p->cell.number = th_date_serial(y, m, d) - (p->x->book->date1904 ? 1462 : 0);
    long h, min, s;
    if (v.len >= 19 && whole(th_str_sub(v, 11, 2), 0, 23, &h) && whole(th_str_sub(v, 14, 2), 0, 59, &min) &&
        whole(th_str_sub(v, 17, 2), 0, 59, &s))
        p->cell.number += (double)(h * 3600 + min * 60 + s) / 86400;
    p->cell.type = TH_CELL_DATE;
    return push(p);
}

static bool finish_cell(sheet_part *p)
{
    th_arena *arena = p->x->book->arena;
    th_str v = th_buf_str(&p->value), t = p->type;
    p->in_cell = false;
    if (p->has_f)
        p->cell.flags |= TH_CELL_FORMULA;
    if (p->outside)
        return !(p->has_v || p->has_f || p->in_is) ||
               unreadable(p, TH_STR("địa chỉ ô nằm ngoài trang tính"), TH_STR("its address is outside the sheet"));
    if (th_str_eq(t, TH_STR("inlineStr")))
        return push_string(p, th_xlsx_rich_take(&p->rich, arena));
    if (th_str_eq(t, TH_STR("str"))) {
        if (p->has_f && !p->has_v) {
            p->cell.type = TH_CELL_PENDING;
            return push(p);
        }
        p->rich.text.len = 0;
        p->rich.any_run = false;
        th_buf_add(&p->rich.text, v);
        return push_string(p, th_xlsx_rich_take(&p->rich, arena));
    }
    if (!p->has_v || v.len == 0) {
        if (!p->has_f)
            return true; /* a styled but empty cell */
        p->cell.type = TH_CELL_PENDING;
        return push(p);
    }
    v = th_str_trim(v);
    if (th_str_eq(t, TH_STR("s")))
        return push_shared(p, v);
    if (th_str_eq(t, TH_STR("b"))) {
        p->cell.type = TH_CELL_BOOL;
        p->cell.number = is_true(v);
        if (!is_true(v) && !th_str_eq(v, TH_STR("0")) && !th_str_eq(v, TH_STR("false")))
            return unreadable(p, TH_STR("không phải giá trị đúng/sai"), TH_STR("its content is no truth value"));
        return push(p);
    }
    if (th_str_eq(t, TH_STR("e"))) {
        p->cell.type = TH_CELL_ERROR;
        p->cell.raw = th_str_copy(arena, v);
        return push(p);
    }
    return th_str_eq(t, TH_STR("d")) ? push_iso_date(p, v) : push_number(p, v);
}

static bool end(void *ctx, th_str name)
{
    sheet_part *p = ctx;
    if (!p->in_cell)
        return true;
    if (th_str_eq(name, TH_STR("c")))
        return finish_cell(p);
    if (th_str_eq(name, TH_STR("v")))
        p->in_v = false;
    else if (th_str_eq(name, TH_STR("is")))
        return true;
    else if (p->in_is)
        th_xlsx_rich_end(&p->rich, name);
    return true;
}

static bool text(void *ctx, th_str s)
{
    sheet_part *p = ctx;
    if (!p->in_cell)
        return true;
    if (p->in_v) {
        if (p->value.len + s.len > p->x->book->limits->cell_chars * 4)
            return th_book_refuse(p->x->book, sheet_of(p), TH_F_FILE_LIMIT, TH_STR("một ô quá 32.767 ký tự"),
                                  TH_STR("a cell is longer than 32,767 characters")) == TH_OK;
        th_buf_add(&p->value, s);
    } else if (p->in_is) {
        th_xlsx_rich_text(&p->rich, s);
    }
    return true;
}

th_status th_xlsx_sheet(th_xlsx *x, const th_zip_entry *entry, size_t sheet)
{
    sheet_part p = {.x = x, .sheet = sheet, .row = UINT32_MAX, .col = UINT32_MAX};
    th_buf_init(&p.value, x->book->arena);
    th_xml_handler handler = {&p, start, end, text};
    return th_xlsx_part(x, entry, &handler);
}

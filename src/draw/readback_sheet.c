/* Cells, links, headers and merges of a sheet that is read back. */
#include "draw/readback_sheet.h"

#include "book/decimal.h"
#include "book/xlsx_sheet.h"
#include "draw/bounds.h"
#include "pack/xstring.h"

#include <string.h>

#include "base/banned.h"

/* ---- what is wrong ---- */

static bool wrong_at(th_readback_scan *scan, uint32_t row, uint32_t col, th_trouble what)
{
    th_arena *arena = scan->arena;
    th_str cell = th_cell_name(arena, row, col);
    scan->trouble = (th_trouble){th_str_fmt(arena, "trang “" TH_FMT "”, ô " TH_FMT ": " TH_FMT,
                                            TH_ARG(scan->sheet->name), TH_ARG(cell), TH_ARG(what.vi)),
                                 th_str_fmt(arena, "sheet “" TH_FMT "”, cell " TH_FMT ": " TH_FMT,
                                            TH_ARG(scan->sheet->name), TH_ARG(cell), TH_ARG(what.en))};
    return false;
}

static bool wrong_sheet(th_readback_scan *scan, th_trouble what)
{
    th_arena *arena = scan->arena;
    scan->trouble =
        (th_trouble){th_str_fmt(arena, "trang “" TH_FMT "”: " TH_FMT, TH_ARG(scan->sheet->name), TH_ARG(what.vi)),
                     th_str_fmt(arena, "sheet “" TH_FMT "”: " TH_FMT, TH_ARG(scan->sheet->name), TH_ARG(what.en))};
    return false;
}

/* ---- cells ---- */

static bool begin_read_cell(th_readback_scan *scan, const th_xml_attr *attrs, size_t nattrs)
{
    static const char *const types[] = {"", "s", "str", "b"};
    th_str type = th_xml_attr_get(attrs, nattrs, "t");
    scan->depth = 1;
    scan->formula_there = scan->value_there = false;
    scan->formula.len = scan->value.len = 0;
    if (!th_xlsx_address(th_xml_attr_get(attrs, nattrs, "r"), &scan->row, &scan->col))
        return wrong_sheet(scan, TH_TROUBLE_IS("một ô không có địa chỉ", "a cell has no address"));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (th_str_eq(type, th_str_of(types[i]))) {
            scan->type = th_str_of(types[i]);
            return true;
        }
    return wrong_at(scan, scan->row, scan->col, TH_TROUBLE_IS("kiểu ô lạ", "unknown type of cell"));
}

/* Kind and value of the cell whose end was reached; false when it says nothing that is written. */
static bool read_back_cell(th_readback_scan *scan, th_written_cell *cell)
{
    th_str value = th_buf_str(&scan->value), formula = th_buf_str(&scan->formula);
    double number = 0;
    *cell = (th_written_cell){.row = scan->row, .col = (uint16_t)scan->col};
    bool is_text = th_str_eq(scan->type, TH_STR("str")), is_shared = th_str_eq(scan->type, TH_STR("s"));
    if (!scan->value_there)
        return !scan->formula_there && !scan->type.len;
    if (!is_text && !th_decimal_read(value, &number))
        return false;
    if (scan->formula_there) {
        uint64_t result =
            is_text ? th_written_of_text(th_xstring_read(scan->arena, value)) : th_written_of_number(number);
        cell->kind = is_text ? TH_WRITTEN_FORMULA_TEXT : TH_WRITTEN_FORMULA;
        cell->value = th_written_of_both(th_written_of_text(formula), result);
        return (is_text || !scan->type.len) && th_bounds_formula(formula);
    }
    if (is_shared) {
        cell->kind = TH_WRITTEN_TEXT;
        bool there = number >= 0 && number < (double)scan->nstrings;
        cell->value = there ? scan->strings[(size_t)number] : 0;
        return there;
    }
    cell->kind = scan->type.len ? TH_WRITTEN_BOOL : TH_WRITTEN_NUMBER;
    cell->value = th_written_of_number(number);
    return !is_text;
}

static bool compare_cell(th_readback_scan *scan)
{
    const th_written_cells *written = &scan->sheet->written->cells;
    th_written_cell cell;
    if (!read_back_cell(scan, &cell))
        return wrong_at(scan, scan->row, scan->col,
                        TH_TROUBLE_IS("không đọc lại được ô này", "the cell cannot be read back"));
    if (scan->next == written->n)
        return wrong_at(scan, scan->row, scan->col, TH_TROUBLE_IS("ô thừa", "a cell that was not written"));
    const th_written_cell *expected = &written->at[scan->next++];
    if (expected->row != cell.row || expected->col != cell.col)
        return wrong_at(scan, expected->row, expected->col,
                        TH_TROUBLE_IS("ô đã ghi nhưng đọc lại không thấy", "a cell that was written is not there"));
    if (expected->kind != cell.kind || expected->value != cell.value)
        return wrong_at(scan, cell.row, cell.col,
                        TH_TROUBLE_IS("đọc lại khác với điều đã ghi", "what is read back is not what was written"));
    return true;
}

static bool start_in_cell(th_readback_scan *scan, th_str name)
{
    scan->depth++;
    if (scan->depth == 2 && th_str_eq(name, TH_STR("f"))) {
        scan->formula_there = true;
        scan->text = &scan->formula;
    } else if (scan->depth == 2 && th_str_eq(name, TH_STR("v"))) {
        scan->value_there = true;
        scan->text = &scan->value;
    }
    return true;
}

/* ---- links, merges, headers ---- */

/* The sheet of "'Tên trang'!B5" with its apostrophes taken off; what is left of *place is the cell. */
static th_str take_sheet(th_arena *arena, th_str *place)
{
    th_buf name;
    th_buf_init(&name, arena);
    size_t at = 0;
    bool quoted = place->len && place->ptr[0] == '\'';
    for (at = quoted; at < place->len; at++) {
        char c = place->ptr[at];
        if (quoted && c == '\'' && ++at < place->len && place->ptr[at] != '\'')
            break;
        if (!quoted && c == '!')
            break;
        th_buf_byte(&name, c);
    }
    *place = at < place->len && place->ptr[at] == '!' ? th_str_sub(*place, at + 1, place->len) : (th_str){0};
    return th_buf_str(&name);
}

/* What a link out of the workbook leads to is named by a relation, and may be away. */
static bool leads_somewhere(const th_readback_scan *scan, const th_xml_attr *attrs, size_t nattrs)
{
    uint32_t row, col;
    th_str place = th_xml_attr_get(attrs, nattrs, "location");
    if (scan->sheet->written->links.at[scan->nlinks].value)
        return th_xml_attr_get(attrs, nattrs, "id").len > 0;
    th_str name = take_sheet(scan->arena, &place);
    for (size_t i = 0; i < scan->nsheets; i++)
        if (th_str_eq(scan->sheets[i].name, name))
            return th_xlsx_address(place, &row, &col);
    return false;
}

static bool compare_link(th_readback_scan *scan, const th_xml_attr *attrs, size_t nattrs)
{
    const th_written_cells *written = &scan->sheet->written->links;
    uint32_t row, col;
    if (!th_xlsx_address(th_xml_attr_get(attrs, nattrs, "ref"), &row, &col))
        return wrong_sheet(scan, TH_TROUBLE_IS("một liên kết không có ô", "a link has no cell"));
    if (scan->nlinks >= written->n || written->at[scan->nlinks].row != row || written->at[scan->nlinks].col != col)
        return wrong_at(scan, row, col,
                        TH_TROUBLE_IS("thiếu hoặc thừa liên kết", "a link is missing, or one too many"));
    if (!leads_somewhere(scan, attrs, nattrs))
        return wrong_at(scan, row, col,
                        TH_TROUBLE_IS("liên kết dẫn tới chỗ không có", "the link leads to what is not there"));
    if (++scan->nlinks > TH_BOUND_LINKS)
        return wrong_at(scan, row, col, TH_TROUBLE_IS("quá nhiều liên kết", "too many links"));
    return true;
}

static bool note_merge(th_readback_scan *scan, const th_xml_attr *attrs, size_t nattrs)
{
    th_str rest = th_xml_attr_get(attrs, nattrs, "ref"), first;
    th_merge area;
    if (!th_str_cut(&rest, ':', &first) || !th_xlsx_address(first, &area.row1, &area.col1) ||
        !th_xlsx_address(rest, &area.row2, &area.col2) || area.row2 < area.row1 || area.col2 < area.col1)
        return wrong_sheet(scan, TH_TROUBLE_IS("ô gộp không có vùng", "merged cells have no area"));
    TH_PUSH(scan->arena, scan->merges, scan->nmerges, scan->merges_cap, area);
    return true;
}

static bool merges_keep_apart(th_readback_scan *scan)
{
    size_t apart = th_merges_apart(scan->arena, scan->merges, scan->nmerges);
    if (apart == scan->nmerges)
        return true;
    const th_merge *over = &scan->merges[apart];
    return wrong_at(scan, over->row1, over->col1, TH_TROUBLE_IS("các ô gộp chồng nhau", "merged cells overlap"));
}

/* ---- the scanner's calls ---- */

static bool is_header(th_str name)
{
    static const char *const headers[] = {"oddHeader",  "oddFooter",   "evenHeader",
                                          "evenFooter", "firstHeader", "firstFooter"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (th_str_eq(name, th_str_of(headers[i])))
            return true;
    return false;
}

static bool start_read_back(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    th_readback_scan *scan = ctx;
    if (scan->depth)
        return start_in_cell(scan, name);
    if (th_str_eq(name, TH_STR("sheetData")))
        scan->in_rows = true;
    else if (scan->in_rows && th_str_eq(name, TH_STR("c")))
        return begin_read_cell(scan, attrs, nattrs);
    else if (th_str_eq(name, TH_STR("hyperlink")))
        return compare_link(scan, attrs, nattrs);
    else if (th_str_eq(name, TH_STR("mergeCell")))
        return note_merge(scan, attrs, nattrs);
    else if (is_header(name)) {
        scan->header.len = 0;
        scan->text = &scan->header;
    }
    return true;
}

static bool end_read_back(void *ctx, th_str name)
{
    th_readback_scan *scan = ctx;
    bool of_header = scan->text == &scan->header;
    scan->text = NULL;
    if (scan->depth && --scan->depth == 0)
        return compare_cell(scan);
    if (th_str_eq(name, TH_STR("sheetData")))
        scan->in_rows = false;
    if (of_header && th_bounds_units(th_buf_str(&scan->header)) > TH_BOUND_HEADER)
        return wrong_sheet(scan, TH_TROUBLE_IS("chân trang quá dài", "the footer is too long"));
    return true;
}

static bool text_read_back(void *ctx, th_str text)
{
    th_readback_scan *scan = ctx;
    if (scan->text)
        th_buf_add(scan->text, text);
    return true;
}

void th_readback_scan_begin(th_readback_scan *scan, th_xml_handler *handler)
{
    th_buf_init(&scan->formula, scan->arena);
    th_buf_init(&scan->value, scan->arena);
    th_buf_init(&scan->header, scan->arena);
    *handler = (th_xml_handler){.ctx = scan, .start = start_read_back, .end = end_read_back, .text = text_read_back};
}

bool th_readback_scan_end(th_readback_scan *scan)
{
    const th_written *written = scan->sheet->written;
    if (scan->next < written->cells.n) {
        const th_written_cell *missing = &written->cells.at[scan->next];
        return wrong_at(scan, missing->row, missing->col,
                        TH_TROUBLE_IS("ô đã ghi nhưng đọc lại không thấy", "a cell that was written is not there"));
    }
    if (scan->nlinks != written->links.n)
        return wrong_sheet(scan, TH_TROUBLE_IS("thiếu liên kết", "a link is missing"));
    if (scan->nmerges != written->nmerges)
        return wrong_sheet(scan, TH_TROUBLE_IS("thiếu hoặc thừa ô gộp", "merged cells are missing, or too many"));
    return merges_keep_apart(scan);
}

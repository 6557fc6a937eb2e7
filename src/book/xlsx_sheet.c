/* .xlsx: the elements of one sheet, as they stream by. */
#include "book/xlsx_sheet.h"

#include "base/ascii.h"

#include "book/decimal.h"
#include "book/links.h"
#include "book/refuse.h"

#include "base/banned.h"

bool th_xlsx_address(th_str address, uint32_t *row, uint32_t *col)
{
    uint64_t col_number = 0, row_number = 0;
    size_t i = 0;
    for (; i < address.len && (th_is_letter(address.ptr[i])); i++) {
        col_number = col_number * 26 + (uint64_t)((address.ptr[i] | 0x20) - 'a' + 1);
        if (col_number > TH_XLSX_COLS)
            return false;
    }
    size_t digits = i;
    for (; i < address.len && th_is_digit(address.ptr[i]); i++) {
        row_number = row_number * 10 + (uint64_t)(address.ptr[i] - '0');
        if (row_number > TH_XLSX_ROWS)
            return false;
    }
    if (digits == 0 || i == digits || i != address.len || col_number == 0 || row_number == 0)
        return false;
    *row = (uint32_t)row_number - 1;
    *col = (uint32_t)col_number - 1;
    return true;
}

static void start_xlsx_cell(th_xlsx_part *part, const th_xml_attr *attrs, size_t n)
{
    th_str address = th_xml_attr_get(attrs, n, "r"), s = th_xml_attr_get(attrs, n, "s");
    uint32_t row = part->row == UINT32_MAX ? 0 : part->row, col = part->col + 1; /* UINT32_MAX + 1 is 0 */
    part->outside = address.len ? !th_xlsx_address(address, &row, &col) : col >= TH_XLSX_COLS || row >= TH_XLSX_ROWS;
    if (!part->outside)
        part->col = col;
    long style = 0;
    bool styled = !s.len || th_xlsx_whole(s, 0, (long)part->xlsx->nxfs - 1, &style);
    size_t xf = styled ? (size_t)style : SIZE_MAX;
    th_xlsx_begin_cell(part, part->outside ? TH_XLSX_ROWS : row, col, xf);
    long meta;
    if (th_xlsx_whole(th_xml_attr_get(attrs, n, "vm"), 1, INT32_MAX, &meta))
        part->meta = (size_t)meta;
    part->type = th_xlsx_type_of(th_xml_attr_get(attrs, n, "t"));
    part->in_cell = true;
    part->in_v = part->has_v = part->in_f = part->has_f = false;
    part->in_is = part->has_is = part->too_long = part->twice = false;
    part->formula.len = 0;
    part->shared = -1;
    part->value.len = 0;
    th_xlsx_rich_begin(&part->rich);
}

static bool read_range(th_str ref, th_merge *range)
{
    th_str first;
    return th_str_cut(&ref, ':', &first) && th_xlsx_address(first, &range->row1, &range->col1) &&
           th_xlsx_address(ref.ptr ? ref : first, &range->row2, &range->col2);
}

static void start_merge(th_xlsx_part *part, const th_xml_attr *attrs, size_t n)
{
    th_merge merge;
    if (read_range(th_xml_attr_get(attrs, n, "ref"), &merge))
        th_sheet_merge(part->xlsx->book, th_xlsx_sheet_of(part), merge);
}

/* The formula of an array stands at its first cell; the others, also where a dynamic array spills into them, look like
 * constants. */
static void take_array(th_xlsx_part *part, th_str ref)
{
    th_merge range;
    if (read_range(ref, &range))
        th_sheet_array(part->xlsx->book, th_xlsx_sheet_of(part), range);
}

static void start_col(th_xlsx_part *part, const th_xml_attr *attrs, size_t n)
{
    long low, high;
    double width;
    if (!th_xlsx_whole(th_xml_attr_get(attrs, n, "min"), 1, TH_XLSX_COLS, &low) ||
        !th_xlsx_whole(th_xml_attr_get(attrs, n, "max"), low, TH_XLSX_COLS, &high))
        return;
    bool has_width = th_decimal_read(th_xml_attr_get(attrs, n, "width"), &width);
    if (th_xlsx_is_true(th_xml_attr_get(attrs, n, "hidden")) || (has_width && width == 0))
        th_sheet_hide_cols(part->xlsx->book, th_xlsx_sheet_of(part), (uint32_t)low - 1, (uint32_t)high - 1);
    if (has_width && width >= 0 && width <= 255)
        th_sheet_width(part->xlsx->book, th_xlsx_sheet_of(part), (uint32_t)low - 1, (uint32_t)high - 1, width);
}

enum { LONGEST_FORMULA = 8192, MOST_GROUPS = 65536 };

static void start_formula(th_xlsx_part *part, const th_xml_attr *attrs, size_t n)
{
    th_str type = th_xml_attr_get(attrs, n, "t");
    part->has_f = true;
    part->in_f = th_sheet_keeps_formulas(part->xlsx->book) || part->type == TH_XLSX_ERROR;
    part->other_f = type.len && !th_str_eq(type, TH_STR("normal")) && !th_str_eq(type, TH_STR("shared"));
    if (th_str_eq(type, TH_STR("shared")) &&
        !th_xlsx_whole(th_xml_attr_get(attrs, n, "si"), 0, MOST_GROUPS, &part->shared))
        part->other_f = true;
    if (th_str_eq(type, TH_STR("array")))
        take_array(part, th_xml_attr_get(attrs, n, "ref"));
}

/* A shared formula stands at the first cell of its group; the others move its references. */
static void keep_xlsx_formula(th_xlsx_part *part)
{
    th_formula formula = {.row = part->cell.row, .col = part->cell.col, .text = th_buf_str(&part->formula)};
    if (part->other_f && th_formula_leaves(formula.text))
        th_sheet_linked(th_xlsx_sheet_of(part), formula.row, formula.col);
    if (part->other_f || !th_sheet_keeps_formulas(part->xlsx->book))
        return;
    if (part->shared >= 0 && formula.text.len) {
        th_formula group = formula;
        group.text = th_str_copy(part->xlsx->book->arena, formula.text);
        while (part->ngroups <= (size_t)part->shared)
            TH_PUSH(part->xlsx->book->arena, part->groups, part->ngroups, part->groups_cap, (th_formula){0});
        part->groups[part->shared] = group;
    } else if (part->shared >= 0 && (size_t)part->shared < part->ngroups) {
        const th_formula *group = &part->groups[part->shared];
        formula.text = group->text;
        formula.down = (int32_t)formula.row - (int32_t)group->row;
        formula.right = (int32_t)formula.col - (int32_t)group->col;
    }
    th_sheet_formula(part->xlsx->book, th_xlsx_sheet_of(part), &formula);
}

static void start_in_xlsx_cell(th_xlsx_part *part, unsigned at, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (at > TH_XLSX_IN_CELL) {
        if (part->in_is)
            th_xlsx_rich_start(&part->rich, part->xlsx->book, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("v"))) {
        part->twice = part->twice || part->has_v;
        part->in_v = part->has_v = true;
    } else if (th_str_eq(name, TH_STR("f"))) {
        start_formula(part, attrs, n);
    } else if (th_str_eq(name, TH_STR("is"))) {
        part->twice = part->twice || part->has_is;
        part->in_is = part->has_is = true;
    }
}

/* May a sheet have this root?  A relation that leads astray would else make an empty sheet of the styles. */
static bool is_root_of_sheet(th_str name)
{
    return th_str_eq(name, TH_STR("worksheet")) || th_str_eq(name, TH_STR("chartsheet")) ||
           th_str_eq(name, TH_STR("dialogsheet")) || th_str_eq(name, TH_STR("macrosheet"));
}

static bool refuse_root(th_xlsx_part *part, th_str name)
{
    th_arena *arena = part->xlsx->book->arena;
    th_book_refuse(
        part->xlsx->book, th_xlsx_sheet_of(part), TH_F_FILE_PART,
        th_str_fmt(arena, "nội dung của trang (ở chỗ đã khai là phần “" TH_FMT "”)", TH_ARG(name)),
        th_str_fmt(arena, "the content of the sheet (where it should be is a part “" TH_FMT "”)", TH_ARG(name)));
    return false;
}

static bool start_in_sheet(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_xlsx_part *part = ctx;
    unsigned at = part->depth++;
    if (at == 0 && !is_root_of_sheet(name))
        return refuse_root(part, name);
    if (part->in_cell) {
        start_in_xlsx_cell(part, at, name, attrs, n);
    } else if (part->in_row && at == TH_XLSX_IN_ROW && th_str_eq(name, TH_STR("c"))) {
        start_xlsx_cell(part, attrs, n);
    } else if (part->in_data && at == TH_XLSX_IN_LIST && th_str_eq(name, TH_STR("row"))) {
        part->in_row = true;
        th_xlsx_begin_row(part, th_xml_attr_get(attrs, n, "r"), th_xml_attr_get(attrs, n, "hidden"),
                          th_xml_attr_get(attrs, n, "ht"));
    } else if (at == TH_XLSX_IN_SHEET && th_str_eq(name, TH_STR("sheetData"))) {
        part->in_data = true;
    } else if (at == TH_XLSX_IN_LIST && th_str_eq(name, TH_STR("mergeCell"))) {
        start_merge(part, attrs, n);
    } else if (at == TH_XLSX_IN_LIST && th_str_eq(name, TH_STR("col"))) {
        start_col(part, attrs, n);
    }
    return true;
}

static bool finish_cell(th_xlsx_part *part)
{
    th_str value = th_buf_str(&part->value);
    part->in_cell = false;
    if (part->has_f)
        part->cell.flags |= TH_CELL_FORMULA;
    if (part->has_f && !part->outside)
        keep_xlsx_formula(part);
    if (part->outside)
        return !(part->has_v || part->has_f || part->has_is) ||
               th_xlsx_unreadable(part, TH_STR("địa chỉ ô nằm ngoài trang tính"),
                                  TH_STR("its address is outside the sheet"));
    if (part->twice)
        return th_xlsx_unreadable(part, TH_STR("trong ô có hai giá trị"), TH_STR("two values stand in it"));
    if (part->too_long)
        return th_xlsx_put_string(part, (th_xlsx_string){.text = {NULL, part->rich.most}, .too_long = true});
    if (part->type == TH_XLSX_INLINE && !part->has_is)
        return true;
    if (part->type == TH_XLSX_INLINE) {
        part->cell.flags |= TH_CELL_BORROWED;
        return th_xlsx_put_string(part, th_xlsx_rich_take(&part->rich));
    }
    if (value.len)
        return th_xlsx_put_value(part, value);
    if (part->has_f && (!part->has_v || part->type != TH_XLSX_STR))
        return th_xlsx_put_pending(part);
    th_xlsx_keep_blank(part, part->cell.row, part->cell.col, part->cell.look);
    return true; /* a styled but empty cell, or the empty text of a formula */
}

static void end_in_xlsx_cell(th_xlsx_part *part, th_str name)
{
    if (part->depth > TH_XLSX_IN_CELL) {
        if (part->in_is)
            th_xlsx_rich_end(&part->rich, name);
    } else {
        part->in_v = part->in_f = part->in_is = false;
    }
}

static bool end_in_sheet(void *ctx, th_str name)
{
    th_xlsx_part *part = ctx;
    part->depth--;
    if (part->in_cell && part->depth == TH_XLSX_IN_ROW)
        return finish_cell(part);
    if (part->in_cell)
        end_in_xlsx_cell(part, name);
    else if (part->depth == TH_XLSX_IN_LIST)
        part->in_row = false;
    else if (part->depth == TH_XLSX_IN_SHEET)
        part->in_data = false;
    return true;
}

static bool text_in_sheet(void *ctx, th_str s)
{
    th_xlsx_part *part = ctx;
    if (!part->in_cell)
        return true;
    bool own = part->depth == TH_XLSX_IN_CELL + 1; /* not that of an extension inside */
    if (part->in_v && own) {
        part->too_long = part->too_long || s.len > part->rich.most - part->value.len;
        if (!part->too_long)
            th_buf_add(&part->value, s);
    } else if (part->in_f && own) {
        if (s.len <= LONGEST_FORMULA - part->formula.len)
            th_buf_add(&part->formula, s);
        else
            part->other_f = true; /* longer than Excel takes */
    } else if (part->in_is) {
        th_xlsx_rich_text(&part->rich, s);
    }
    return true;
}

th_xml_handler th_xlsx_part_begin(th_xlsx_part *part, th_xlsx *xlsx, size_t sheet)
{
    *part = (th_xlsx_part){.xlsx = xlsx, .sheet = sheet, .row = UINT32_MAX, .col = UINT32_MAX};
    th_buf_init(&part->value, xlsx->book->arena);
    th_buf_init(&part->formula, xlsx->book->arena);
    th_xlsx_rich_init(&part->rich, xlsx->book);
    return (th_xml_handler){part, start_in_sheet, end_in_sheet, text_in_sheet, th_xlsx_cells};
}

th_status th_xlsx_sheet(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet)
{
    th_xlsx_part part;
    th_xml_handler handler = th_xlsx_part_begin(&part, xlsx, sheet);
    return th_xlsx_read_part(xlsx, entry, &handler);
}

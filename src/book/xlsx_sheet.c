/* .xlsx: the elements of one sheet, as they stream by. */
#include "book/xlsx_sheet.h"

#include "book/decimal.h"

#include "base/banned.h"

bool th_xlsx_address(th_str r, uint32_t *row, uint32_t *col)
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

static bool whole(th_str s, long low, long high, long *out)
{
    return th_str_to_long(s, out) && *out >= low && *out <= high;
}

static void start_cell(th_xlsx_part *p, const th_xml_attr *attrs, size_t n)
{
    th_str r = th_xml_attr_get(attrs, n, "r"), s = th_xml_attr_get(attrs, n, "s");
    uint32_t row = p->row == UINT32_MAX ? 0 : p->row, col = p->col + 1; /* UINT32_MAX + 1 is 0 */
    p->outside = r.len ? !th_xlsx_address(r, &row, &col) : col >= TH_XLSX_COLS || row >= TH_XLSX_ROWS;
    if (!p->outside)
        p->col = col;
    long style = 0;
    bool styled = !s.len || whole(s, 0, (long)p->x->nxfs - 1, &style);
    th_xlsx_begin_cell(p, p->outside ? TH_XLSX_ROWS : row, col, styled ? (size_t)style : SIZE_MAX);
    p->type = th_xlsx_type_of(th_xml_attr_get(attrs, n, "t"));
    p->in_cell = true;
    p->has_v = p->has_f = p->in_f = p->in_is = p->too_long = false;
    p->formula.len = 0;
    p->shared = -1;
    p->value.len = 0;
    th_xlsx_rich_begin(&p->rich);
}

static void start_merge(th_xlsx_part *p, const th_xml_attr *attrs, size_t n)
{
    th_str ref = th_xml_attr_get(attrs, n, "ref"), first;
    th_merge m;
    if (th_str_cut(&ref, ':', &first) && th_xlsx_address(first, &m.row1, &m.col1) &&
        th_xlsx_address(ref.ptr ? ref : first, &m.row2, &m.col2))
        th_sheet_merge(p->x->book, th_xlsx_sheet_of(p), m);
}

static void start_col(th_xlsx_part *p, const th_xml_attr *attrs, size_t n)
{
    long low, high;
    double width;
    if (!whole(th_xml_attr_get(attrs, n, "min"), 1, TH_XLSX_COLS, &low) ||
        !whole(th_xml_attr_get(attrs, n, "max"), low, TH_XLSX_COLS, &high))
        return;
    if (th_xlsx_is_true(th_xml_attr_get(attrs, n, "hidden")))
        th_sheet_hide_cols(p->x->book, th_xlsx_sheet_of(p), (uint32_t)low - 1, (uint32_t)high - 1);
    if (th_decimal_read(th_xml_attr_get(attrs, n, "width"), &width) && width >= 0 && width <= 255)
        th_sheet_width(p->x->book, th_xlsx_sheet_of(p), (uint32_t)low - 1, (uint32_t)high - 1, width);
}

enum { LONGEST_FORMULA = 8192, MOST_GROUPS = 65536 };

static void start_formula(th_xlsx_part *p, const th_xml_attr *attrs, size_t n)
{
    th_str type = th_xml_attr_get(attrs, n, "t");
    p->has_f = true;
    p->in_f = th_sheet_keeps_formulas(p->x->book);
    p->other_f = type.len && !th_str_eq(type, TH_STR("normal")) && !th_str_eq(type, TH_STR("shared"));
    if (th_str_eq(type, TH_STR("shared")) && !whole(th_xml_attr_get(attrs, n, "si"), 0, MOST_GROUPS, &p->shared))
        p->other_f = true;
}

/* A shared formula stands at the first cell of its group; the others move its references. */
static void keep_formula(th_xlsx_part *p)
{
    th_formula f = {.row = p->cell.row, .col = p->cell.col, .text = th_buf_str(&p->formula)};
    if (p->other_f || !th_sheet_keeps_formulas(p->x->book))
        return;
    if (p->shared >= 0 && f.text.len) {
        th_formula group = f;
        group.text = th_str_copy(p->x->book->arena, f.text);
        while (p->ngroups <= (size_t)p->shared)
            TH_PUSH(p->x->book->arena, p->groups, p->ngroups, p->groups_cap, (th_formula){0});
        p->groups[p->shared] = group;
    } else if (p->shared >= 0 && (size_t)p->shared < p->ngroups) {
        const th_formula *group = &p->groups[p->shared];
        f.text = group->text;
        f.down = (int32_t)f.row - (int32_t)group->row;
        f.right = (int32_t)f.col - (int32_t)group->col;
    }
    th_sheet_formula(p->x->book, th_xlsx_sheet_of(p), &f);
}

static bool start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_xlsx_part *p = ctx;
    if (p->in_cell) {
        if (th_str_eq(name, TH_STR("v")))
            p->in_v = p->has_v = true;
        else if (th_str_eq(name, TH_STR("f")))
            start_formula(p, attrs, n);
        else if (th_str_eq(name, TH_STR("is")))
            p->in_is = true;
        else if (p->in_is)
            th_xlsx_rich_start(&p->rich, p->x->book, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("c"))) {
        start_cell(p, attrs, n);
    } else if (th_str_eq(name, TH_STR("row"))) {
        th_xlsx_begin_row(p, th_xml_attr_get(attrs, n, "r"), th_xml_attr_get(attrs, n, "hidden"));
    } else if (th_str_eq(name, TH_STR("mergeCell"))) {
        start_merge(p, attrs, n);
    } else if (th_str_eq(name, TH_STR("col"))) {
        start_col(p, attrs, n);
    }
    return true;
}

static bool finish_cell(th_xlsx_part *p)
{
    th_str v = th_buf_str(&p->value);
    p->in_cell = false;
    if (p->has_f)
        p->cell.flags |= TH_CELL_FORMULA;
    if (p->has_f && !p->outside)
        keep_formula(p);
    if (p->outside)
        return !(p->has_v || p->has_f || p->in_is) || th_xlsx_unreadable(p, TH_STR("địa chỉ ô nằm ngoài trang tính"),
                                                                         TH_STR("its address is outside the sheet"));
    if (p->too_long)
        return th_xlsx_put_string(p, (th_xlsx_string){.text = {NULL, p->rich.most}, .too_long = true});
    if (p->type == TH_XLSX_INLINE && !p->in_is)
        return true;
    if (p->type == TH_XLSX_INLINE) {
        p->cell.flags |= TH_CELL_BORROWED;
        return th_xlsx_put_string(p, th_xlsx_rich_take(&p->rich));
    }
    if (v.len)
        return th_xlsx_put_value(p, v);
    if (p->has_f && (!p->has_v || p->type != TH_XLSX_STR))
        return th_xlsx_put_pending(p);
    th_xlsx_keep_blank(p, p->cell.row, p->cell.col, p->cell.look);
    return true; /* a styled but empty cell, or the empty text of a formula */
}

static bool end(void *ctx, th_str name)
{
    th_xlsx_part *p = ctx;
    if (!p->in_cell)
        return true;
    if (th_str_eq(name, TH_STR("c")))
        return finish_cell(p);
    if (th_str_eq(name, TH_STR("v")))
        p->in_v = false;
    else if (th_str_eq(name, TH_STR("f")))
        p->in_f = false;
    else if (th_str_eq(name, TH_STR("is")))
        return true;
    else if (p->in_is)
        th_xlsx_rich_end(&p->rich, name);
    return true;
}

static bool text(void *ctx, th_str s)
{
    th_xlsx_part *p = ctx;
    if (!p->in_cell)
        return true;
    if (p->in_v) {
        p->too_long = p->too_long || s.len > p->rich.most - p->value.len;
        if (!p->too_long)
            th_buf_add(&p->value, s);
    } else if (p->in_f) {
        if (s.len <= LONGEST_FORMULA - p->formula.len)
            th_buf_add(&p->formula, s);
        else
            p->other_f = true; /* longer than Excel takes */
    } else if (p->in_is) {
        th_xlsx_rich_text(&p->rich, s);
    }
    return true;
}

th_xml_handler th_xlsx_part_begin(th_xlsx_part *p, th_xlsx *x, size_t sheet)
{
    *p = (th_xlsx_part){.x = x, .sheet = sheet, .row = UINT32_MAX, .col = UINT32_MAX};
    th_buf_init(&p->value, x->book->arena);
    th_buf_init(&p->formula, x->book->arena);
    th_xlsx_rich_init(&p->rich, x->book);
    return (th_xml_handler){p, start, end, text, th_xlsx_cells};
}

th_status th_xlsx_sheet(th_xlsx *x, const th_zip_entry *entry, size_t sheet)
{
    th_xlsx_part p;
    th_xml_handler handler = th_xlsx_part_begin(&p, x, sheet);
    return th_xlsx_read_part(x, entry, &handler);
}

#include "draw/pen.h"

#include "report/cells.h"
#include "draw/lines.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_TEXT = 32767, MOST_FORMULA = 8192, MOST_COMMENT = 900, MOST_HEIGHT = 409, MOST_HEIGHTS = 1 << 20 };

static th_pen pen(const th_report *r, lxw_worksheet *sheet, th_str name)
{
    return (th_pen){.r = r, .sheet = sheet, .name = name};
}

th_pen th_pen_of(const th_report *r, th_sheet_id id)
{
    return pen(r, r->sheets[id], r->names[id]);
}

th_pen th_pen_of_form(const th_report *r, uint32_t form)
{
    return pen(r, r->forms[form].sheet, r->forms[form].name);
}

void th_pen_expect(th_pen *p, size_t links)
{
    p->one_link_a_row = links > TH_MOST_LINKS;
}

static lxw_format *format_of(const th_pen *p, th_look look, const char *number)
{
    return th_styles_get(p->r->styles, look, number);
}

static lxw_col_t column_of(uint32_t col)
{
    return (lxw_col_t)col;
}

/* "_x000D_" typed by a person is those seven characters: ECMA-376 22.9.2.19 wants its underscore escaped. */
static bool is_escape(th_str s, size_t at)
{
    if (at + 7 > s.len || s.ptr[at] != '_' || s.ptr[at + 1] != 'x' || s.ptr[at + 6] != '_')
        return false;
    for (size_t i = at + 2; i < at + 6; i++) {
        char c = s.ptr[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
    }
    return true;
}

/* UTF-8 that XML may carry, no longer than `most` characters; the cut is marked. */
static char *cell_text(th_arena *arena, th_str text, size_t most)
{
    size_t total = th_utf8_count(text), kept = 0;
    th_str mark =
        total > most ? th_str_fmt(arena, " […còn %zu ký tự nữa, xem tệp gốc]", total - (most - 60)) : (th_str){0};
    size_t room = total > most ? most - 60 : most;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < text.len && kept < room; kept++) {
        if (is_escape(text, at)) {
            th_buf_add(&out, TH_STR("_x005F"));
            kept += 6;
        }
        uint32_t c = th_utf8_next(text, &at);
        if (c == '\r')
            continue;
        th_utf8_put(&out, c == 0xFFFE || c == 0xFFFF || (c < 0x20 && c != '\t' && c != '\n') ? 0xFFFD : c);
        kept += c > 0xFFFF; /* two UTF-16 units */
    }
    th_buf_add(&out, mark);
    return th_str_cstr(arena, th_buf_str(&out));
}

/* ---- heights ---- */

void th_pen_height(th_pen *p, uint32_t row, double points)
{
    if (row >= MOST_HEIGHTS)
        return;
    if (row >= p->nheights) {
        size_t n = ((size_t)row + 64) * 2;
        uint16_t *more = th_arena_array(p->r->arena, n, sizeof *more);
        for (size_t i = 0; i < p->nheights; i++)
            more[i] = p->heights[i];
        p->heights = more;
        p->nheights = n;
    }
    uint16_t height = (uint16_t)(points > MOST_HEIGHT ? MOST_HEIGHT : points);
    if (height > p->heights[row])
        p->heights[row] = height;
}

static void grow_row(th_pen *p, uint32_t row, uint32_t col1, uint32_t col2, th_str text, th_look look)
{
    double width = 0;
    if (!(look & TH_LOOK_WRAP))
        return;
    for (uint32_t c = col1; c <= col2; c++)
        width += c < p->nwidths ? p->widths[c] : 9;
    unsigned points = th_look_points(look);
    unsigned lines = th_lines(text, look & TH_LOOK_INDENT ? width - 1.5 : width, points, look & TH_LOOK_BOLD);
    if (lines > 1 || points > 11)
        th_pen_height(p, row, lines * (points * 1.2 + 0.8) + 3);
}

bool th_pen_wraps(const th_pen *p, uint32_t col, th_str text, th_look look)
{
    double width = col < p->nwidths ? p->widths[col] : 9;
    return th_lines(text, width, th_look_points(look), look & TH_LOOK_BOLD) > 1;
}

/* ---- cells ---- */

void th_pen_text(th_pen *p, uint32_t row, uint32_t col, th_str text, th_look look)
{
    if (!text.len) {
        th_pen_blank(p, row, col, look);
        return;
    }
    grow_row(p, row, col, col, text, look);
    worksheet_write_string(p->sheet, row, column_of(col), cell_text(p->r->arena, text, MOST_TEXT),
                           format_of(p, look, NULL));
}

void th_pen_number(th_pen *p, uint32_t row, uint32_t col, double number, th_look look, const char *format)
{
    worksheet_write_number(p->sheet, row, column_of(col), number, format_of(p, look, format));
}

void th_pen_exact(th_pen *p, uint32_t row, uint32_t col, const th_exact *number, th_look look, const char *format)
{
    if (number)
        th_pen_number(p, row, col, th_exact_to_double(number), look, format);
    else
        th_pen_blank(p, row, col, look);
}

void th_pen_blank(th_pen *p, uint32_t row, uint32_t col, th_look look)
{
    worksheet_write_blank(p->sheet, row, column_of(col), format_of(p, look, NULL));
}

void th_pen_blanks(th_pen *p, uint32_t row, uint32_t col1, uint32_t col2, th_look look)
{
    for (uint32_t c = col1; c <= col2; c++)
        th_pen_blank(p, row, c, look);
}

void th_pen_merge(th_pen *p, uint32_t row1, uint32_t col1, uint32_t row2, uint32_t col2, th_str text, th_look look)
{
    if (row1 == row2 && col1 == col2)
        th_pen_text(p, row1, col1, text, look);
    else {
        if (row1 == row2)
            grow_row(p, row1, col1, col2, text, look);
        worksheet_merge_range(p->sheet, row1, column_of(col1), row2, column_of(col2),
                              cell_text(p->r->arena, text, MOST_TEXT), format_of(p, look, NULL));
    }
}

static bool fits(th_str formula)
{
    return formula.len && th_utf8_count(formula) < MOST_FORMULA;
}

void th_pen_formula(th_pen *p, uint32_t row, uint32_t col, th_str formula, const th_exact *number, th_look look,
                    const char *format)
{
    lxw_format *f = format_of(p, look, format);
    if (!fits(formula))
        th_pen_exact(p, row, col, number, look, format);
    else if (number)
        worksheet_write_formula_num(p->sheet, row, column_of(col), th_str_cstr(p->r->arena, formula), f,
                                    th_exact_to_double(number));
    else
        worksheet_write_formula_str(p->sheet, row, column_of(col), th_str_cstr(p->r->arena, formula), f, "");
}

void th_pen_formula_text(th_pen *p, uint32_t row, uint32_t col, th_str formula, th_str text, th_look look)
{
    if (!fits(formula)) {
        th_pen_text(p, row, col, text, look);
        return;
    }
    grow_row(p, row, col, col, text, look);
    worksheet_write_formula_str(p->sheet, row, column_of(col), th_str_cstr(p->r->arena, formula),
                                format_of(p, look, NULL), cell_text(p->r->arena, text, MOST_TEXT));
}

void th_pen_link(th_pen *p, uint32_t row, uint32_t col, th_str sheet, uint32_t to_row, uint32_t to_col)
{
    if (p->links >= TH_MOST_LINKS || (p->one_link_a_row && p->linked_row == row + 1))
        return;
    th_buf url;
    th_buf_init(&url, p->r->arena);
    th_buf_add(&url, TH_STR("internal:"));
    th_str target = th_cells_at(p->r->arena, sheet, to_row, to_col);
    for (size_t i = 0; i < target.len; i++)
        if (target.ptr[i] != '$')
            th_buf_byte(&url, target.ptr[i]);
    /* the string is replaced by what the caller writes next */
    if (worksheet_write_url_opt(p->sheet, row, column_of(col), th_str_cstr(p->r->arena, th_buf_str(&url)),
                                format_of(p, 0, NULL), "›", NULL) != LXW_NO_ERROR)
        return;
    p->links++;
    p->linked_row = row + 1;
}

void th_pen_comment(th_pen *p, uint32_t row, uint32_t col, th_str text)
{
    size_t chars = th_utf8_count(text);
    lxw_comment_options options = {
        .author = (char[]){""}, .width = 320, .font_name = (char[]){TH_FACE}, .font_size = 10, .color = 0xFFFDF0};
    size_t lines = 2 + chars / 48; /* of 17 pixels */
    for (size_t i = 0; i < text.len; i++)
        lines += text.ptr[i] == '\n';
    options.height = (uint16_t)(17U * (lines > 20 ? 20U : (unsigned)lines));
    worksheet_write_comment_opt(p->sheet, row, column_of(col), cell_text(p->r->arena, text, MOST_COMMENT), &options);
}

/* ---- values ---- */

int th_pen_decimals(int stated, const th_exact *number)
{
    if (stated == TH_PLAIN)
        return TH_PLAIN;
    if (stated >= 0)
        return stated > 9 ? 9 : stated;
    int needed = number ? th_exact_decimals(number, 2) : 0;
    return needed > 2 ? 2 : needed;
}

static void add_quoted(th_buf *out, th_str words, bool before)
{
    if (!words.len)
        return;
    th_buf_fmt(out, before ? "\"" TH_FMT " \"" : "\"" TH_FMT "\"", TH_ARG(words));
}

const char *th_pen_format(const th_report *r, int decimals, uint32_t qualifiers, const th_exact *of)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    add_quoted(&out, th_qualifier_vi(r->arena, qualifiers), true);
    th_buf_add(&out, decimals == TH_PLAIN ? TH_STR("0") : TH_STR("#,##0"));
    for (int i = 0; i < decimals; i++)
        th_buf_add(&out, i ? TH_STR("0") : TH_STR(".0"));
    if (of)
        add_quoted(&out, th_str_fmt(r->arena, "/" TH_FMT, TH_ARG(th_exact_vi(r->arena, of, 0, true))), false);
    return th_str_cstr(r->arena, th_buf_str(&out));
}

static bool is_text(const th_value *v, th_type type)
{
    return !v->num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL;
}

bool th_pen_shows(const th_fact *f, th_type type)
{
    return f && f->value.state == TH_STATE_VALUE && (!is_text(&f->value, type) || f->value.text.len);
}

void th_pen_value(th_pen *p, uint32_t row, uint32_t col, const th_fact *f, th_type type, int decimals, bool raw,
                  th_look look)
{
    th_look words = (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_WRAP;
    if (f && f->value.state == TH_STATE_UNREADABLE && raw)
        th_pen_text(p, row, col, f->raw, words | TH_LOOK_ITALIC);
    else if (!f || f->value.state != TH_STATE_VALUE)
        th_pen_blank(p, row, col, look);
    else if (is_text(&f->value, type))
        th_pen_text(p, row, col, f->value.text, type == TH_TYPE_BOOL ? words | TH_LOOK_CENTER : words);
    else if (type == TH_TYPE_DATE)
        th_pen_exact(p, row, col, f->value.num, (words & ~(th_look)TH_LOOK_WRAP) | TH_LOOK_CENTER, "dd/mm/yyyy");
    else {
        int shown = th_pen_decimals(decimals != -1 ? decimals : f->value.decimals, f->value.num);
        th_pen_exact(p, row, col, f->value.num, look, th_pen_format(p->r, shown, f->value.qualifiers, f->value.den));
    }
}

/* .xlsx: rows and cells in the form that Excel, LibreOffice, libxlsxwriter and openpyxl write them: plain
 * attributes in double quotes, <c> with one <v>, a plain <f> or a plain <is><t>.  These are nearly all
 * bytes of a workbook, and reading them by heart takes a third of the scanner's time.  Whatever
 * departs from that form by one byte is left to the scanner: 0 is always a right answer here. */
#include "book/xlsx_plain.h"
#include "book/xlsx_sheet.h"

#include <string.h>

#include "base/banned.h"

/* The head of a cell has no more bytes than this; nearer to the end of what has arrived nothing is tried. */
enum { HEAD = 128, MOST_ATTRIBUTES = 16, ADDRESS_LETTERS = 3, ADDRESS_DIGITS = 7, STYLE_DIGITS = 6 };

typedef struct head { /* of a cell */
    uint32_t row, col;
    size_t style;
    th_xlsx_type type;
} head;

/* B12" -> the offset behind the quote; 0 when it is no plain address. */
static size_t read_address(const char *p, head *h)
{
    size_t i = 0;
    uint32_t col = 0, row = 0;
    for (; i < ADDRESS_LETTERS && p[i] >= 'A' && p[i] <= 'Z'; i++)
        col = col * 26 + (uint32_t)(p[i] - 'A') + 1;
    size_t digits = i;
    for (; i < digits + ADDRESS_DIGITS && p[i] >= '0' && p[i] <= '9'; i++)
        row = row * 10 + (uint32_t)(p[i] - '0');
    if (digits == 0 || i == digits || p[i] != '"' || col > TH_XLSX_COLS || row == 0 || row > TH_XLSX_ROWS)
        return 0;
    h->row = row - 1;
    h->col = col - 1;
    return i + 1;
}

static size_t read_style(const char *p, head *h)
{
    size_t i = 0, style = 0;
    for (; i < STYLE_DIGITS && p[i] >= '0' && p[i] <= '9'; i++)
        style = style * 10 + (size_t)(p[i] - '0');
    h->style = style;
    return i && p[i] == '"' ? i + 1 : 0;
}

static size_t read_type(const char *p, head *h)
{
    size_t i = 0;
    while (i < TH_LENGTH("inlineStr") && ((p[i] >= 'a' && p[i] <= 'z') || p[i] == 'S'))
        i++;
    if (p[i] != '"' || i == 0)
        return 0;
    h->type = i == 1 && p[0] == 's' ? TH_XLSX_SHARED : th_xlsx_type_of((th_str){p, i});
    return i + 1;
}

/* Behind "<c": the offset of '>' or "/>"; 0 when there is another attribute, or one twice. */
static size_t read_head(const char *p, head *h)
{
    size_t at = 2;
    unsigned seen = 0;
    while (p[at] == ' ') {
        char name = p[at + 1];
        if (p[at + 2] != '=' || p[at + 3] != '"')
            return 0;
        const char *value = p + at + 4;
        unsigned bit = name == 'r' ? 1 : name == 's' ? 2 : name == 't' ? 4 : 0;
        size_t n = bit == 1   ? read_address(value, h)
                   : bit == 2 ? read_style(value, h)
                   : bit == 4 ? read_type(value, h)
                              : 0;
        if (n == 0 || seen & bit)
            return 0;
        seen |= bit;
        at += 4 + n;
    }
    return at;
}

/* Behind the head: the offset behind "</c>", 0 when it is not plain. */
static size_t read_content(th_str s, size_t at, th_str *v, th_str *inline_text, th_str *formula)
{
    if (TH_FOLLOWS(s, at, "<f>")) {
        at += TH_LENGTH("<f>");
        if (!th_xlsx_plain_characters(s, at, formula) || !TH_FOLLOWS(s, at + formula->len, "</f>"))
            return 0;
        at += formula->len + TH_LENGTH("</f>");
    }
    if (TH_FOLLOWS(s, at, "<v>")) {
        at += TH_LENGTH("<v>");
        if (!th_xlsx_plain_characters(s, at, v) || !TH_FOLLOWS(s, at + v->len, "</v>"))
            return 0;
        at += v->len + TH_LENGTH("</v>");
    } else if (!formula->ptr && TH_FOLLOWS(s, at, "<is>")) {
        at = th_xlsx_plain_text(s, at + TH_LENGTH("<is>"), inline_text);
        if (at == 0 || !TH_FOLLOWS(s, at, "</is>"))
            return 0;
        at += TH_LENGTH("</is>");
    }
    return TH_FOLLOWS(s, at, "</c>") ? at + TH_LENGTH("</c>") : 0;
}

/* The type and the content must fit one another; what does not is the scanner's. */
static bool put(th_xlsx_part *p, th_str v, th_str inline_text)
{
    if (p->type == TH_XLSX_INLINE) {
        p->cell.flags |= TH_CELL_BORROWED;
        return th_xlsx_put_string(p, (th_xlsx_string){.text = inline_text});
    }
    return th_xlsx_put_value(p, v);
}

static size_t cell(th_xlsx_part *p, th_xml *xml, th_str s)
{
    head h = {.row = p->row == UINT32_MAX ? 0 : p->row, .col = p->col + 1};
    size_t at = read_head(s.ptr, &h);
    if (at == 0 || h.row >= TH_XLSX_ROWS || h.col >= TH_XLSX_COLS || (h.style && h.style >= p->x->nxfs))
        return 0;
    th_str v = {0}, inline_text = {0}, formula = {0};
    th_xlsx_type type = h.type;
    if (TH_FOLLOWS(s, at, "/>")) {
        p->col = h.col;
        if (h.style < p->x->nxfs)
            th_xlsx_keep_blank(p, h.row, h.col, p->x->xfs[h.style].look);
        return at + 2;
    }
    if (s.ptr[at] != '>')
        return 0;
    at = read_content(s, at + 1, &v, &inline_text, &formula);
    if (at == 0 || v.len + inline_text.len > p->rich.most || (inline_text.ptr && type != TH_XLSX_INLINE))
        return 0;
    if (inline_text.ptr && inline_text.len && memchr(inline_text.ptr, '_', inline_text.len))
        return 0;
    p->col = h.col;
    if (v.len == 0 && !inline_text.ptr && !formula.ptr) {
        if (h.style < p->x->nxfs)
            th_xlsx_keep_blank(p, h.row, h.col, p->x->xfs[h.style].look);
        return at;
    }
    if (v.len == 0 && formula.ptr) /* without a result, or with an empty text: the scanner knows which */
        return 0;
    if (type == TH_XLSX_INLINE && v.len)
        return 0;
    p->type = type;
    th_xlsx_begin_cell(p, h.row, h.col, h.style);
    if (formula.ptr) {
        p->cell.flags |= TH_CELL_FORMULA;
        th_sheet_formula(p->x->book, th_xlsx_sheet_of(p),
                         &(th_formula){.row = p->cell.row, .col = p->cell.col, .text = formula});
    }
    if (!put(p, v, inline_text))
        th_xml_stop(xml);
    return at;
}

/* name="value" of a row, at a blank; the offset behind it, 0 when it is not plain. */
static size_t row_attribute(th_str s, size_t at, th_str *name, th_str *value)
{
    size_t from = ++at;
    while (at < s.len && ((s.ptr[at] >= 'a' && s.ptr[at] <= 'z') || (s.ptr[at] >= 'A' && s.ptr[at] <= 'Z') ||
                          s.ptr[at] == ':' || (s.ptr[at] >= '0' && s.ptr[at] <= '9')))
        at++;
    *name = th_str_sub(s, from, at - from);
    if (!name->len || s.len - at < 2 || s.ptr[at] != '=' || s.ptr[at + 1] != '"')
        return 0;
    at += 2;
    size_t start = at;
    while (at < s.len && s.ptr[at] != '"' && s.ptr[at] != '&')
        at++;
    *value = (th_str){s.ptr + start, at - start};
    return at < s.len && s.ptr[at] == '"' ? at + 1 : 0;
}

static size_t row(th_xlsx_part *p, th_xml *xml, th_str s)
{
    size_t at = 4, n = 0;
    th_str name, value, r = {0}, hidden = {0};
    while (at < s.len && s.ptr[at] == ' ') {
        at = row_attribute(s, at, &name, &value);
        if (at == 0 || n++ == MOST_ATTRIBUTES)
            return 0;
        bool prefixed = memchr(name.ptr, ':', name.len);
        if (prefixed && (th_str_ends(name, TH_STR(":r")) || th_str_ends(name, TH_STR(":hidden"))))
            return 0;
        if (th_str_eq(name, TH_STR("r"))) {
            if (r.ptr)
                return 0;
            r = value;
        } else if (th_str_eq(name, TH_STR("hidden"))) {
            if (hidden.ptr)
                return 0;
            hidden = value;
        }
    }
    if (!TH_FOLLOWS(s, at, ">") || !th_xml_enter(xml, TH_STR("row")))
        return 0;
    th_xlsx_begin_row(p, r, hidden);
    return at + 1;
}

/* Only inside <sheetData>, where <c> and <row> are what they seem. */
size_t th_xlsx_cells(void *ctx, th_xml *xml, th_str rest)
{
    th_xlsx_part *p = ctx;
    size_t at = 0;
    if (p->in_cell)
        return 0;
    while (rest.len - at >= HEAD) {
        th_str s = {rest.ptr + at, rest.len - at};
        size_t n = 0;
        if (s.ptr[1] == 'c' && (s.ptr[2] == ' ' || s.ptr[2] == '>'))
            n = cell(p, xml, s);
        else if (s.ptr[1] == 'r' && TH_FOLLOWS(s, 0, "<row") && (s.ptr[4] == ' ' || s.ptr[4] == '>'))
            n = row(p, xml, s);
        else if (s.ptr[1] == '/' && TH_FOLLOWS(s, 0, "</row>") && th_xml_leave(xml, TH_STR("row")))
            n = TH_LENGTH("</row>");
        if (n == 0 || th_xml_stopped(xml))
            return at;
        at = th_xlsx_skip_space(rest, at + n);
        if (at == rest.len || rest.ptr[at] != '<')
            return at;
    }
    return at;
}

/* Reading the rows and cells of an .xlsx in the form that Excel, LibreOffice, libxlsxwriter and openpyxl write:
 * plain attributes in double quotes, and <c> with one <v>, a plain <f> or a plain <is><t>.  They are nearly all the
 * bytes of a workbook, and reading them without the scanner takes a third of its time.  Whatever departs from that
 * form by a single byte is left to the scanner, so that 0 is always a right answer here. */
#include "book/xlsx_plain.h"
#include "book/xlsx_sheet.h"

#include "base/ascii.h"

#include <string.h>

#include "base/banned.h"

/* The head of a cell has no more bytes than this; nearer to the end of what has arrived nothing is tried. */
enum { HEAD = 128, MOST_ATTRIBUTES = 16, ADDRESS_LETTERS = 3, ADDRESS_DIGITS = 7, STYLE_DIGITS = 6 };

/* The start tag of a cell. */
typedef struct cell_head {
    uint32_t row, col;
    size_t style;
    th_xlsx_type type;
} cell_head;

/* Reads an address such as B12" and returns the offset behind the quote; 0 when it is no plain address. */
static size_t read_address(const char *head_at, cell_head *head)
{
    size_t i = 0;
    uint32_t col = 0, row = 0;
    for (; i < ADDRESS_LETTERS && th_is_upper(head_at[i]); i++)
        col = col * 26 + (uint32_t)(head_at[i] - 'A') + 1;
    size_t digits = i;
    for (; i < digits + ADDRESS_DIGITS && th_is_digit(head_at[i]); i++)
        row = row * 10 + (uint32_t)(head_at[i] - '0');
    if (digits == 0 || i == digits || head_at[i] != '"' || col > TH_XLSX_COLS || row == 0 || row > TH_XLSX_ROWS)
        return 0;
    head->row = row - 1;
    head->col = col - 1;
    return i + 1;
}

static size_t read_style(const char *head_at, cell_head *head)
{
    size_t i = 0, style = 0;
    for (; i < STYLE_DIGITS && th_is_digit(head_at[i]); i++)
        style = style * 10 + (size_t)(head_at[i] - '0');
    head->style = style;
    return i && head_at[i] == '"' ? i + 1 : 0;
}

static size_t read_type(const char *head_at, cell_head *head)
{
    size_t i = 0;
    while (i < TH_LENGTH("inlineStr") && (th_is_lower(head_at[i]) || head_at[i] == 'S'))
        i++;
    if (head_at[i] != '"' || i == 0)
        return 0;
    head->type = i == 1 && head_at[0] == 's' ? TH_XLSX_SHARED : th_xlsx_type_of((th_str){head_at, i});
    return i + 1;
}

/* Reads the attributes behind "<c" and returns the offset of '>' or "/>"; 0 when there is any other attribute, or one
 * twice. */
static size_t read_head(const char *head_at, cell_head *head)
{
    size_t at = 2;
    unsigned seen = 0;
    while (head_at[at] == ' ') {
        char name = head_at[at + 1];
        if (head_at[at + 2] != '=' || head_at[at + 3] != '"')
            return 0;
        const char *value = head_at + at + 4;
        unsigned bit = 0;
        size_t n = 0;
        if (name == 'r') {
            bit = 1;
            n = read_address(value, head);
        } else if (name == 's') {
            bit = 2;
            n = read_style(value, head);
        } else if (name == 't') {
            bit = 4;
            n = read_type(value, head);
        }
        if (n == 0 || seen & bit)
            return 0;
        seen |= bit;
        at += 4 + n;
    }
    return at;
}

/* Reads what follows the head and returns the offset behind "</c>"; 0 when it is not plain. */
static size_t read_content(th_str s, size_t at, th_str *value, th_str *inline_text, th_str *formula)
{
    if (TH_FOLLOWS(s, at, "<f>")) {
        at += TH_LENGTH("<f>");
        if (!th_xlsx_plain_characters(s, at, formula) || !TH_FOLLOWS(s, at + formula->len, "</f>"))
            return 0;
        at += formula->len + TH_LENGTH("</f>");
    }
    if (TH_FOLLOWS(s, at, "<v>")) {
        at += TH_LENGTH("<v>");
        if (!th_xlsx_plain_characters(s, at, value) || !TH_FOLLOWS(s, at + value->len, "</v>"))
            return 0;
        at += value->len + TH_LENGTH("</v>");
    } else if (!formula->ptr && TH_FOLLOWS(s, at, "<is>")) {
        at = th_xlsx_plain_text(s, at + TH_LENGTH("<is>"), inline_text);
        if (at == 0 || !TH_FOLLOWS(s, at, "</is>"))
            return 0;
        at += TH_LENGTH("</is>");
    }
    return TH_FOLLOWS(s, at, "</c>") ? at + TH_LENGTH("</c>") : 0;
}

/* Gives the cell its content, which the caller has seen to fit its type. */
static bool put_content(th_xlsx_part *part, th_str value, th_str inline_text)
{
    if (part->type == TH_XLSX_INLINE) {
        part->cell.flags |= TH_CELL_BORROWED;
        return th_xlsx_put_string(part, (th_xlsx_string){.text = inline_text});
    }
    return th_xlsx_put_value(part, value);
}

static size_t take_plain_cell(th_xlsx_part *part, th_xml *xml, th_str s)
{
    cell_head head = {.row = part->row == UINT32_MAX ? 0 : part->row, .col = part->col + 1};
    size_t at = read_head(s.ptr, &head);
    if (at == 0 || head.row >= TH_XLSX_ROWS || head.col >= TH_XLSX_COLS ||
        (head.style && head.style >= part->xlsx->nxfs))
        return 0;
    th_str value = {0}, inline_text = {0}, formula = {0};
    th_xlsx_type type = head.type;
    if (TH_FOLLOWS(s, at, "/>")) {
        part->col = head.col;
        if (head.style < part->xlsx->nxfs)
            th_xlsx_keep_blank(part, head.row, head.col, part->xlsx->xfs[head.style].look);
        return at + 2;
    }
    if (s.ptr[at] != '>')
        return 0;
    at = read_content(s, at + 1, &value, &inline_text, &formula);
    if (at == 0 || value.len + inline_text.len > part->rich.most || (inline_text.ptr && type != TH_XLSX_INLINE))
        return 0;
    if (inline_text.ptr && inline_text.len && memchr(inline_text.ptr, '_', inline_text.len))
        return 0;
    if (value.len == 0 && !inline_text.ptr && !formula.ptr) {
        part->col = head.col;
        if (head.style < part->xlsx->nxfs)
            th_xlsx_keep_blank(part, head.row, head.col, part->xlsx->xfs[head.style].look);
        return at;
    }
    if (value.len == 0 && formula.ptr) /* it has no result, or an empty text: only the scanner can tell */
        return 0;
    if (type == TH_XLSX_INLINE && value.len)
        return 0;
    if (type == TH_XLSX_ERROR && formula.ptr && th_xlsx_is_picture(formula))
        return 0;
    /* Only now is the cell taken: the scanner counts on from the column of the last one. */
    part->col = head.col;
    part->type = type;
    th_xlsx_begin_cell(part, head.row, head.col, head.style);
    part->formula.len = 0;
    if (formula.ptr) {
        part->cell.flags |= TH_CELL_FORMULA;
        th_sheet_formula(part->xlsx->book, th_xlsx_sheet_of(part),
                         &(th_formula){.row = part->cell.row, .col = part->cell.col, .text = formula});
    }
    if (!put_content(part, value, inline_text))
        th_xml_stop(xml);
    return at;
}

/* Reads name="value" of a row from a blank on, and returns the offset behind it; 0 when it is not plain. */
static size_t row_attribute(th_str s, size_t at, th_str *name, th_str *value)
{
    size_t from = ++at;
    while (at < s.len && (th_is_letter(s.ptr[at]) || s.ptr[at] == ':' || th_is_digit(s.ptr[at])))
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

static size_t take_xlsx_row(th_xlsx_part *part, th_xml *xml, th_str s)
{
    size_t at = 4, n = 0;
    th_str name, value, number = {0}, hidden = {0}, height = {0};
    while (at < s.len && s.ptr[at] == ' ') {
        at = row_attribute(s, at, &name, &value);
        if (at == 0 || n++ == MOST_ATTRIBUTES)
            return 0;
        bool prefixed = memchr(name.ptr, ':', name.len);
        if (prefixed && (th_str_ends(name, TH_STR(":r")) || th_str_ends(name, TH_STR(":hidden")) ||
                         th_str_ends(name, TH_STR(":ht"))))
            return 0;
        if (th_str_eq(name, TH_STR("r"))) {
            if (number.ptr)
                return 0;
            number = value;
        } else if (th_str_eq(name, TH_STR("hidden"))) {
            if (hidden.ptr)
                return 0;
            hidden = value;
        } else if (th_str_eq(name, TH_STR("ht"))) {
            if (height.ptr)
                return 0;
            height = value;
        }
    }
    if (!TH_FOLLOWS(s, at, ">") || !th_xml_enter(xml, TH_STR("row")))
        return 0;
    part->depth++;
    part->in_row = true;
    th_xlsx_begin_row(part, number, hidden, height);
    return at + 1;
}

static size_t leave_xlsx_row(th_xlsx_part *part, th_xml *xml)
{
    if (!th_xml_leave(xml, TH_STR("row")))
        return 0;
    part->depth--;
    part->in_row = false;
    return TH_LENGTH("</row>");
}

/* Works only inside <sheetData>, where <c> and <row> are what they seem. */
size_t th_xlsx_cells(void *ctx, th_xml *xml, th_str rest)
{
    th_xlsx_part *part = ctx;
    size_t at = 0;
    if (part->in_cell)
        return 0;
    while (rest.len - at >= HEAD) {
        th_str s = {rest.ptr + at, rest.len - at};
        size_t n = 0;
        bool in_row = part->in_row && part->depth == TH_XLSX_IN_ROW;
        if (in_row && s.ptr[1] == 'c' && (s.ptr[2] == ' ' || s.ptr[2] == '>'))
            n = take_plain_cell(part, xml, s);
        else if (part->in_data && part->depth == TH_XLSX_IN_LIST && s.ptr[1] == 'r' && TH_FOLLOWS(s, 0, "<row") &&
                 (s.ptr[4] == ' ' || s.ptr[4] == '>'))
            n = take_xlsx_row(part, xml, s);
        else if (in_row && s.ptr[1] == '/' && TH_FOLLOWS(s, 0, "</row>"))
            n = leave_xlsx_row(part, xml);
        if (n == 0 || th_xml_stopped(xml))
            return at;
        at = th_xlsx_skip_space(rest, at + n);
        if (at == rest.len || rest.ptr[at] != '<')
            return at;
    }
    return at;
}

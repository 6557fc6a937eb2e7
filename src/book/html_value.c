/* What a page states of a cell's value beside the text it shows, in the attributes of its element. */
#include "book/html.h"

#include "base/ascii.h"

#include "base/banned.h"

static void state_value(th_book *book, th_html_cell *cell, th_cell_type type, const th_str *value)
{
    cell->stated = (char)type;
    cell->value = value ? th_str_copy(book->arena, th_str_trim(*value)) : (th_str){0};
}

/* Excel: x:num, x:str, x:bool, x:err, x:fmla; a value that is not given is what the cell shows. */
static void take_excel_value(th_book *book, const th_html_token *token, th_html_cell *cell)
{
    static const struct {
        const char *name;
        th_cell_type type;
    } attributes[] = {
        {"x:num", TH_CELL_NUMBER}, {"x:str", TH_CELL_TEXT}, {"x:bool", TH_CELL_BOOL}, {"x:err", TH_CELL_ERROR}};
    const th_str *formula = th_html_attr_get(token, "x:fmla"), *value;
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
        if ((value = th_html_attr_get(token, attributes[i].name))) {
            if (value->len || attributes[i].type == TH_CELL_TEXT)
                state_value(book, cell, attributes[i].type, value);
        }
    if (formula)
        cell->formula = th_str_copy(book->arena, *formula);
}

void th_html_take_format(th_book *book, th_html_cell *cell, th_str code)
{
    enum { LONGEST_CODE = 1024 }; /* Excel takes 255 characters */
    int decimals;
    if (!code.len || code.len > LONGEST_CODE)
        return;
    cell->format_code = th_book_number_format(book, code);
    cell->format = (uint8_t)th_format_class(code, &decimals);
    cell->decimals = (int8_t)decimals;
}

/* LibreOffice: sdval is a number, sdnum "language;language of the format;format". */
static void take_libreoffice_value(th_book *book, const th_html_token *token, th_html_cell *cell)
{
    const th_str *value = th_html_attr_get(token, "sdval"), *format = th_html_attr_get(token, "sdnum");
    th_str rest = format ? *format : (th_str){0}, part;
    if (!value && !format)
        return;
    th_str_cut(&rest, ';', &part);
    th_str_cut(&rest, ';', &part);
    if (value)
        state_value(book, cell, th_str_eq(rest, TH_STR("BOOLEAN")) ? TH_CELL_BOOL : TH_CELL_NUMBER, value);
    th_html_take_format(book, cell, rest);
}

/* SheetJS: data-t is the type, data-v the value, data-z the format. */
static void take_sheetjs_value(th_book *book, const th_html_token *token, th_html_cell *cell)
{
    const th_str *type = th_html_attr_get(token, "data-t"), *value = th_html_attr_get(token, "data-v"),
                 *format = th_html_attr_get(token, "data-z");
    if (!type || type->len != 1 || !value)
        return;
    switch (type->ptr[0]) {
    case 'n': state_value(book, cell, TH_CELL_NUMBER, value); break;
    case 'b': state_value(book, cell, TH_CELL_BOOL, value); break;
    case 's': state_value(book, cell, TH_CELL_TEXT, NULL); break;
    default: break;
    }
    th_html_take_format(book, cell, format ? *format : (th_str){0});
}

/* Google Sheets: {"1":3,"3":42} is the number 42, {"1":2,...} a text. */
static void take_google_value(th_book *book, const th_html_token *token, th_html_cell *cell)
{
    const th_str *value = th_html_attr_get(token, "data-sheets-value");
    if (!value)
        return;
    if (th_str_starts(*value, TH_STR("{\"1\":2,")))
        state_value(book, cell, TH_CELL_TEXT, NULL);
    if (!th_str_starts(*value, TH_STR("{\"1\":3,\"3\":")))
        return;
    th_str rest = th_str_sub(*value, 11, value->len);
    size_t end = 0;
    while (end < rest.len && !th_is_one_of(rest.ptr[end], ",}"))
        end++;
    rest = th_str_sub(rest, 0, end);
    state_value(book, cell, TH_CELL_NUMBER, &rest);
}

void th_html_take_value(th_book *book, const th_html_token *token, th_html_cell *cell)
{
    take_libreoffice_value(book, token, cell);
    take_sheetjs_value(book, token, cell);
    take_google_value(book, token, cell);
    take_excel_value(book, token, cell);
}

/* Inside the .xlsx reader: text in the form that nearly all writers use, taken without the scanner.  Rows and cells
 * (xlsx_cells.c) and shared strings (xlsx_strings.c) share it; it is inline, because they ask at every element. */
#ifndef TH_BOOK_XLSX_PLAIN_H
#define TH_BOOK_XLSX_PLAIN_H

#include "pack/xml.h"

#include <string.h>

/* A macro, so that the compiler compares a known number of bytes. */
#define TH_FOLLOWS(s, at, literal)                                                                                     \
    ((s).len - (at) >= sizeof(literal) - 1 && memcmp((s).ptr + (at), literal, sizeof(literal) - 1) == 0)
#define TH_LENGTH(literal) (sizeof(literal) - 1)

/* The offset of what follows white space. */
static inline size_t th_xlsx_skip_space(th_str s, size_t at)
{
    while (at < s.len && th_xml_is_space(s.ptr[at]))
        at++;
    return at;
}

/* Reads text up to the next tag.  False when it holds an entity or a CR, or its end has not arrived yet. */
static inline bool th_xlsx_plain_characters(th_str s, size_t at, th_str *text)
{
    size_t from = at;
    while (at < s.len && s.ptr[at] != '<' && s.ptr[at] != '&' && s.ptr[at] != '\r')
        at++;
    *text = (th_str){s.ptr + from, at - from};
    return at < s.len && s.ptr[at] == '<';
}

/* Reads <t>text</t>, perhaps with xml:space="preserve", at `at`, and returns the offset behind it.  0 when it is
 * anything else, has not arrived as a whole, or holds what only the scanner resolves. */
static inline size_t th_xlsx_plain_text(th_str s, size_t at, th_str *text)
{
    if (TH_FOLLOWS(s, at, "<t>"))
        at += TH_LENGTH("<t>");
    else if (TH_FOLLOWS(s, at, "<t xml:space=\"preserve\">"))
        at += TH_LENGTH("<t xml:space=\"preserve\">");
    else
        return 0;
    if (!th_xlsx_plain_characters(s, at, text))
        return 0;
    at += text->len;
    return TH_FOLLOWS(s, at, "</t>") ? at + TH_LENGTH("</t>") : 0;
}

#endif

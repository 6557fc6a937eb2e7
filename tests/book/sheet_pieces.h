/* One sheet's XML, fed to the reader in pieces of a given size: whole, rows and cells are taken by heart
 * (xlsx_cells.c); byte by byte, the scanner takes all.  Either way the same comes out. */
#ifndef TH_TESTS_SHEET_PIECES_H
#define TH_TESTS_SHEET_PIECES_H

#include "book/book.h"
#include "book/refuse.h"
#include "book/xlsx_sheet.h"

/* "A1=n:1.5(flags,font,format);..." and the findings; "refused" when it is. */
static inline th_str sheet_in_pieces(th_arena *a, th_str xml, size_t first, size_t piece)
{
    static const th_cell_run runs[] = {{TH_XLSX_CELL_FONT, 0}, {0, 1}};
    th_book *book = th_book_new(a, &th_limits_default);
    th_cell xfs[] = {{.format_decimals = -1},
                     {.font = th_book_font(book, TH_STR(".VnTime")), .format = TH_FORMAT_DATE, .format_decimals = -1},
                     {.format = TH_FORMAT_PERCENT, .format_decimals = 2}};
    th_xlsx_shared strings[] = {{"S\xE1\xBB\x9F", 4, 0}, {"", 0, 0}, {"ab", 2, 1}, {"", 0, 2}};
    th_xlsx_string extras[] = {{{"ab", 2}, runs, 2, false}, {{NULL, 200000}, NULL, 0, true}};
    th_xlsx x = {
        .book = book, .xfs = xfs, .nxfs = 3, .strings = strings, .nstrings = 4, .extras = extras, .nextras = 2};
    th_book_add_sheet(book, TH_STR("T"), TH_VISIBLE);
    th_xlsx_part p;
    th_xml_handler handler = th_xlsx_part_begin(&p, &x, 0);
    th_xml *scanner = th_xml_new(a, book->limits, &handler);
    bool ok = th_xml_feed(scanner, xml.ptr, first < xml.len ? first : xml.len);
    for (size_t at = first; ok && at < xml.len; at += piece)
        ok = th_xml_feed(scanner, xml.ptr + at, piece < xml.len - at ? piece : xml.len - at);
    if (!ok || th_xml_end(scanner) != TH_OK)
        return TH_STR("refused");
    th_sheet_seal(&book->sheets[0]);
    th_buf out;
    th_buf_init(&out, a);
    for (size_t i = 0; i < book->sheets[0].ncells; i++) {
        const th_cell *c = &book->sheets[0].cells[i];
        th_buf_fmt(&out, TH_FMT "=%c:" TH_FMT "(%u,%u,%u,%d", TH_ARG(th_cell_name(a, c->row, c->col)), c->type,
                   TH_ARG(th_cell_shown(a, book, c)), (unsigned)c->flags, (unsigned)c->font, (unsigned)c->format,
                   c->format_decimals);
        for (uint32_t r = 0; r < c->nruns; r++)
            th_buf_fmt(&out, " %u@%u", (unsigned)c->runs[r].font, (unsigned)c->runs[r].start);
        th_buf_add(&out, TH_STR(");"));
    }
    for (size_t i = 0; i < book->findings.n; i++)
        th_buf_fmt(&out, "!" TH_FMT " " TH_FMT, TH_ARG(book->findings.at[i].vi),
                   TH_ARG(th_cell_name(a, book->findings.at[i].place.row, book->findings.at[i].place.col)));
    return th_buf_str(&out);
}

#endif

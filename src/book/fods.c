/* Flat OpenDocument (.fods): styles and sheets in one file of XML, as LibreOffice writes it (ODF 1.2, part 1, 3.1.2).
 * What an .ods has in its parts stands here behind each other, and is read in the same way. */
#include "book/ods.h"

#include "book/book.h"
#include "book/charset.h"
#include "book/refuse.h"

#include "base/banned.h"

th_status th_fods_read(th_book *book, th_str bytes)
{
    th_ods_reader *reader = th_ods_reader_new(book, true);
    const th_xml_handler handler = th_ods_handler(reader);
    th_xml *xml = th_xml_new(book->arena, book->limits, &handler);
    th_str text = th_charset_text(book->arena, bytes, th_charset_of_xml(bytes));
    if (!th_xml_feed(xml, text.ptr, text.len) || th_xml_end(xml) >= TH_FAILED)
        return th_ods_refuse(book, xml);
    for (size_t i = 0; i < book->nsheets; i++)
        th_sheet_seal(&book->sheets[i]);
    return book->findings.n ? TH_WARN : TH_OK;
}

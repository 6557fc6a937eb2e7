/* .xlsx: one part of the package, inflated piece by piece into the scanner. */
#include "book/xlsx.h"

#include "book/refuse.h"

#include "base/banned.h"

static bool feed_scanner(void *ctx, const char *piece, size_t len)
{
    return th_xml_feed(ctx, piece, len);
}

th_status th_xlsx_read_part(th_xlsx *xlsx, const th_zip_entry *entry, const th_xml_handler *handler)
{
    th_xml *xml = th_xml_new(xlsx->book->arena, xlsx->book->limits, handler);
    th_status status = th_zip_inflate(xlsx->book->arena, &xlsx->zip, entry, feed_scanner, xml);
    if (xlsx->book->findings.n && xlsx->book->findings.at[xlsx->book->findings.n - 1].level == TH_LEVEL_BLOCK)
        return TH_FAILED; /* the handler has reported why */
    if (status == TH_OK)
        status = th_xml_end(xml);
    if (status == TH_OK)
        return TH_OK;
    return th_book_refuse_part(xlsx->book, &xlsx->zip, xml, entry);
}

bool th_xlsx_try_part(th_xlsx *xlsx, const th_zip_entry *entry, const th_xml_handler *handler)
{
    th_xml *xml = th_xml_new(xlsx->book->arena, xlsx->book->limits, handler);
    return th_zip_inflate(xlsx->book->arena, &xlsx->zip, entry, feed_scanner, xml) == TH_OK && th_xml_end(xml) == TH_OK;
}

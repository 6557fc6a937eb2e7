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
    th_trouble why = th_xml_trouble(xml).vi.len ? th_xml_trouble(xml) : xlsx->zip.trouble;
    th_str vi = th_str_fmt(xlsx->book->arena, TH_FMT " (“" TH_FMT "”)", TH_ARG(why.vi), TH_ARG(entry->name));
    th_str en = th_str_fmt(xlsx->book->arena, TH_FMT " (“" TH_FMT "”)", TH_ARG(why.en), TH_ARG(entry->name));
    bool limit = xlsx->zip.limit_hit || th_xml_limit_hit(xml);
    return th_book_refuse(xlsx->book, NULL, limit ? TH_F_FILE_LIMIT : TH_F_FILE_DAMAGED, vi, en);
}

/* The parts of a package that is read back: all of them whole, and what leads from one to another. */
#include "draw/readback.h"

#include "draw/bounds.h"
#include "draw/readback_sheet.h"
#include "pack/xstring.h"
#include "pack/zip.h"
#include "text/utf8.h"

#include "base/banned.h"

/* What a relationship or the list of content types leads to. */
typedef struct reference {
    th_str from, to; /* names of parts, without the first '/' */
} reference;

typedef struct package {
    th_arena *arena;
    th_zip zip;
    const th_readback_sheet *sheets;
    size_t nsheets;
    th_trouble trouble;
    /* of the part that is scanned */
    th_str part;
    bool in_string, in_text;
    uint64_t *strings; /* hashes */
    size_t nstrings, strings_cap;
    th_buf text;
    size_t names_seen; /* sheets of the workbook's own list */
    reference *references;
    size_t nreferences, references_cap;
} package;

/* The first thing that is wrong stays. */
static bool wrong_part(package *read, const char *vi, const char *en)
{
    if (!read->trouble.vi.len)
        read->trouble = (th_trouble){th_str_fmt(read->arena, "phần “" TH_FMT "” %s", TH_ARG(read->part), vi),
                                     th_str_fmt(read->arena, "part “" TH_FMT "” %s", TH_ARG(read->part), en)};
    return false;
}

/* ---- where references lead ---- */

/* `target` seen from `folder` ("xl/"): ".." goes up, '/' begins at the top. */
static th_str resolve(th_arena *arena, th_str folder, th_str target)
{
    if (th_str_starts(target, TH_STR("/")))
        return th_str_copy(arena, th_str_sub(target, 1, target.len));
    while (th_str_starts(target, TH_STR("../"))) {
        target = th_str_sub(target, 3, target.len);
        folder.len -= folder.len > 0;
        while (folder.len && folder.ptr[folder.len - 1] != '/')
            folder.len--;
    }
    return th_str_fmt(arena, TH_FMT TH_FMT, TH_ARG(folder), TH_ARG(target));
}

/* "xl/_rels/workbook.xml.rels" speaks for the folder "xl/". */
static th_str folder_of_relations(th_str part)
{
    size_t at = th_str_find(part, TH_STR("_rels/"), 0);
    return th_str_sub(part, 0, at == SIZE_MAX ? 0 : at);
}

static bool add_reference(package *read, th_str to)
{
    reference added = {read->part, to};
    TH_PUSH(read->arena, read->references, read->nreferences, read->references_cap, added);
    return true;
}

static bool start_of_relation(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    package *read = ctx;
    th_str target = th_xml_attr_get(attrs, nattrs, "Target");
    bool outside = th_str_eq(th_xml_attr_get(attrs, nattrs, "TargetMode"), TH_STR("External"));
    if (!th_str_eq(name, TH_STR("Relationship")) || outside || th_str_starts(target, TH_STR("#")))
        return true;
    return add_reference(read, resolve(read->arena, folder_of_relations(read->part), target));
}

static bool start_of_content_type(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    package *read = ctx;
    if (!th_str_eq(name, TH_STR("Override")))
        return true;
    return add_reference(read, resolve(read->arena, (th_str){0}, th_xml_attr_get(attrs, nattrs, "PartName")));
}

static bool references_lead_somewhere(package *read)
{
    for (size_t i = 0; i < read->nreferences; i++)
        if (!th_zip_find(&read->zip, read->references[i].to)) {
            read->part = read->references[i].to;
            return wrong_part(read, "không có trong tệp", "is not there");
        }
    return true;
}

/* ---- the list of sheets ---- */

static bool start_in_workbook(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    package *read = ctx;
    if (!th_str_eq(name, TH_STR("sheet")))
        return true;
    th_str sheet = th_xml_attr_get(attrs, nattrs, "name");
    if (read->names_seen >= read->nsheets || !th_str_eq(read->sheets[read->names_seen++].name, sheet))
        return wrong_part(read, "không đúng các trang đã ghi", "does not list the sheets that were written");
    if (!th_bounds_sheet_name(sheet))
        return wrong_part(read, "có tên trang mà Excel không nhận", "has a name of a sheet that Excel does not take");
    for (size_t i = 0; i + 1 < read->names_seen; i++)
        if (th_str_eq(th_text_lower(read->arena, read->sheets[i].name), th_text_lower(read->arena, sheet)))
            return wrong_part(read, "có hai trang trùng tên", "has two sheets of one name");
    return true;
}

/* ---- shared strings ---- */

static bool start_of_string(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    package *read = ctx;
    (void)attrs, (void)nattrs;
    if (th_str_eq(name, TH_STR("si"))) {
        read->in_string = true;
        read->text.len = 0;
    }
    read->in_text = read->in_string && th_str_eq(name, TH_STR("t"));
    return true;
}

static bool end_of_string(void *ctx, th_str name)
{
    package *read = ctx;
    read->in_text = false;
    if (!th_str_eq(name, TH_STR("si")))
        return true;
    read->in_string = false;
    th_str text = th_xstring_read(read->arena, th_buf_str(&read->text));
    if (th_bounds_units(text) > TH_BOUND_TEXT)
        return wrong_part(read, "có chữ dài hơn một ô chứa được", "has a text longer than a cell can hold");
    TH_PUSH(read->arena, read->strings, read->nstrings, read->strings_cap, th_written_of_text(text));
    return true;
}

static bool text_of_string(void *ctx, th_str text)
{
    package *read = ctx;
    if (read->in_text)
        th_buf_add(&read->text, text);
    return true;
}

/* ---- any part ---- */

static bool start_of_any(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    (void)ctx, (void)name, (void)attrs, (void)nattrs;
    return true;
}

static bool end_of_any(void *ctx, th_str name)
{
    (void)ctx, (void)name;
    return true;
}

static bool text_of_any(void *ctx, th_str text)
{
    (void)ctx, (void)text;
    return true;
}

static th_xml_handler handler_of(package *read)
{
    th_xml_handler handler = {.ctx = read, .start = start_of_any, .end = end_of_any, .text = text_of_any};
    if (th_str_ends(read->part, TH_STR(".rels")))
        handler.start = start_of_relation;
    else if (th_str_eq(read->part, TH_STR("[Content_Types].xml")))
        handler.start = start_of_content_type;
    else if (read->sheets && th_str_eq(read->part, TH_STR("xl/workbook.xml")))
        handler.start = start_in_workbook;
    else if (read->sheets && th_str_eq(read->part, TH_STR("xl/sharedStrings.xml")))
        handler = (th_xml_handler){read, start_of_string, end_of_string, text_of_string, NULL};
    return handler;
}

static bool feed_part(void *ctx, const char *piece, size_t len)
{
    return th_xml_feed(ctx, piece, len);
}

static bool leave_part(void *ctx, const char *piece, size_t len)
{
    (void)ctx, (void)piece, (void)len;
    return true;
}

/* A part in XML, from its first byte to its checksum. */
static bool scan_xml_part(package *read, const th_zip_entry *entry, const th_xml_handler *handler)
{
    th_xml *xml = th_xml_new(read->arena, read->zip.limits, handler);
    bool whole = th_zip_inflate(read->arena, &read->zip, entry, feed_part, xml) == TH_OK;
    if (th_xml_trouble(xml).vi.len || (whole && !th_xml_stopped(xml) && th_xml_end(xml) != TH_OK))
        return wrong_part(read, "sai cú pháp XML", "is no well-formed XML");
    if (th_xml_stopped(xml))
        return false; /* by the handler, which said why */
    return whole || wrong_part(read, "không nguyên vẹn", "is not whole");
}

static bool is_xml(th_str part)
{
    return th_str_ends(part, TH_STR(".xml")) || th_str_ends(part, TH_STR(".rels")) || th_str_ends(part, TH_STR(".vml"));
}

static bool is_sheet(th_str part)
{
    return th_str_starts(part, TH_STR("xl/worksheets/sheet"));
}

/* A part of which the very bytes stood in the package before may be what it is, as long as it is whole. */
static bool stood_before(const th_zip *before, const th_zip_entry *entry)
{
    const th_zip_entry *old = before ? th_zip_find(before, entry->name) : NULL;
    return old && old->crc == entry->crc && old->inflated == entry->inflated;
}

static bool check_part(package *read, const th_zip *before, const th_zip_entry *entry)
{
    read->part = entry->name;
    if (is_xml(entry->name) && !stood_before(before, entry)) {
        const th_xml_handler handler = handler_of(read);
        return scan_xml_part(read, entry, &handler);
    }
    return th_zip_inflate(read->arena, &read->zip, entry, leave_part, NULL) == TH_OK ||
           wrong_part(read, "không nguyên vẹn", "is not whole");
}

static bool check_sheet_part(package *read, size_t which)
{
    th_xml_handler handler;
    read->part = th_str_fmt(read->arena, "xl/worksheets/sheet%zu.xml", which + 1);
    const th_zip_entry *entry = th_zip_find(&read->zip, read->part);
    if (!entry)
        return wrong_part(read, "không có trong tệp", "is not there");
    th_readback_scan scan = {.arena = read->arena,
                             .sheet = &read->sheets[which],
                             .sheets = read->sheets,
                             .nsheets = read->nsheets,
                             .strings = read->strings,
                             .nstrings = read->nstrings};
    th_readback_scan_begin(&scan, &handler);
    bool done = scan_xml_part(read, entry, &handler) && th_readback_scan_end(&scan);
    if (!done && scan.trouble.vi.len)
        read->trouble = scan.trouble;
    return done;
}

/* Our own output knows no limit but Excel's. */
static th_limits no_limits(void)
{
    th_limits limits = th_limits_default;
    limits.file_bytes = limits.inflated_bytes = limits.ratio = limits.ratio_floor = SIZE_MAX;
    return limits;
}

static th_status end_of_reading(package *read, bool done, th_trouble *trouble)
{
    if (done)
        return TH_OK;
    *trouble = read->trouble.vi.len ? read->trouble : TH_TROUBLE_IS("gói tệp hỏng", "the package is damaged");
    return TH_FATAL;
}

th_status th_readback_workbook(th_arena *arena, th_str bytes, const th_readback_sheet *sheets, size_t nsheets,
                               th_trouble *trouble)
{
    const th_limits limits = no_limits();
    package read = {.arena = arena, .sheets = sheets, .nsheets = nsheets};
    th_buf_init(&read.text, arena);
    bool done = th_zip_open(arena, &limits, bytes, &read.zip) == TH_OK;
    for (size_t i = 0; done && i < read.zip.n; i++)
        done = is_sheet(read.zip.entries[i].name) || check_part(&read, NULL, &read.zip.entries[i]);
    if (done && read.names_seen != nsheets) {
        read.part = TH_STR("xl/workbook.xml");
        done = wrong_part(&read, "không đúng các trang đã ghi", "does not list the sheets that were written");
    }
    for (size_t i = 0; done && i < nsheets; i++)
        done = check_sheet_part(&read, i);
    return end_of_reading(&read, done && references_lead_somewhere(&read), trouble);
}

th_status th_readback_package(th_arena *arena, th_str before, th_str bytes, th_trouble *trouble)
{
    const th_limits limits = no_limits();
    th_zip old;
    package read = {.arena = arena};
    bool done = th_zip_open(arena, &limits, before, &old) == TH_OK &&
                th_zip_open(arena, &limits, bytes, &read.zip) == TH_OK && read.zip.n == old.n;
    for (size_t i = 0; done && i < read.zip.n; i++)
        done = check_part(&read, &old, &read.zip.entries[i]);
    return end_of_reading(&read, done, trouble);
}

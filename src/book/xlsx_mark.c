/* .xlsx: the mark of our own workbooks (book/mark.h), and whether a program saved the package after us.
 *
 * Both stand in the properties of the document, which say nothing about the cells: a part that is damaged, or larger
 * than such parts are, is passed over, and the workbook counts as one without a mark. */
#include "book/xlsx.h"

#include "base/banned.h"

enum { MOST_PROPERTIES = 64 * 1024 };

/* The texts that are wanted of one part. */
typedef struct properties {
    bool ours;       /* inside <property name="tonghop"> of custom.xml */
    th_buf *open;    /* where the text goes, or NULL */
    th_buf mark;     /* custom.xml */
    th_buf created;  /* core.xml */
    th_buf modified; /* core.xml */
} properties;

static bool property_start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    properties *found = ctx;
    if (th_str_eq(name, TH_STR("property")))
        found->ours = th_str_eq(th_xml_attr_get(attrs, n, "name"), TH_STR(TH_MARK_PROPERTY));
    found->open = NULL;
    if (th_str_eq(name, TH_STR("lpwstr")) && found->ours)
        found->open = &found->mark;
    else if (th_str_eq(name, TH_STR("created")))
        found->open = &found->created;
    else if (th_str_eq(name, TH_STR("modified")))
        found->open = &found->modified;
    return true;
}

static bool property_end(void *ctx, th_str name)
{
    properties *found = ctx;
    found->open = NULL;
    if (th_str_eq(name, TH_STR("property")))
        found->ours = false;
    return true;
}

static bool property_text(void *ctx, th_str text)
{
    properties *found = ctx;
    if (found->open)
        th_buf_add(found->open, text);
    return true;
}

/* False: the part is missing or cannot be read. */
static bool read_properties(th_xlsx *xlsx, th_str part, properties *found)
{
    const th_zip_entry *entry = th_zip_find(&xlsx->zip, part);
    if (!entry || entry->inflated > MOST_PROPERTIES)
        return false;
    th_xml_handler handler = {.ctx = found, .start = property_start, .end = property_end, .text = property_text};
    return th_xlsx_try_part(xlsx, entry, &handler);
}

/* Our parts are all of the first second that a zip can state.  Scripts keep the two dates of the document when they
 * save one, but not those of its parts. */
static bool has_dated_part(const th_xlsx *xlsx)
{
    enum { JAN_1_1980 = 0x21 };
    for (size_t i = 0; i < xlsx->zip.n; i++)
        if (xlsx->zip.entries[i].date != JAN_1_1980 || xlsx->zip.entries[i].time != 0)
            return true;
    return false;
}

void th_xlsx_mark(th_xlsx *xlsx)
{
    th_arena *arena = xlsx->book->arena;
    properties custom = {0}, core = {0};
    properties *both[] = {&custom, &core};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        th_buf_init(&both[i]->mark, arena);
        th_buf_init(&both[i]->created, arena);
        th_buf_init(&both[i]->modified, arena);
    }
    if (read_properties(xlsx, TH_STR("docProps/custom.xml"), &custom))
        xlsx->book->mark = th_mark_of_word(th_buf_str(&custom.mark));
    xlsx->book->resaved = !read_properties(xlsx, TH_STR("docProps/core.xml"), &core) || !core.created.len ||
                          !th_str_eq(th_buf_str(&core.created), th_buf_str(&core.modified)) || has_dated_part(xlsx);
}

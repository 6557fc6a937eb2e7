/* .xlsx: fonts and number formats of the cell styles. */
#include "book/xlsx.h"

#include "base/banned.h"

typedef struct custom {
    long id;
    th_str code;
} custom;

typedef struct styles_part {
    th_xlsx *x;
    uint32_t *fonts; /* of the book, by fontId */
    size_t nfonts, fonts_cap;
    custom *formats;
    size_t nformats, formats_cap;
    enum { OUTSIDE, IN_FONTS, IN_FORMATS, IN_XFS } inside;
    bool in_font;
} styles_part;

static uint32_t format_code(styles_part *p, long id)
{
    for (size_t i = 0; i < p->nformats; i++)
        if (p->formats[i].id == id)
            return th_book_number_format(p->x->book, p->formats[i].code);
    th_str builtin = id >= 0 && id < 164 ? th_format_builtin((unsigned)id) : (th_str){0};
    return builtin.len ? th_book_number_format(p->x->book, builtin) : 0;
}

static void add_xf(styles_part *p, const th_xml_attr *attrs, size_t n)
{
    long font = 0, format = 0;
    th_str_to_long(th_xml_attr_get(attrs, n, "fontId"), &font);
    th_str_to_long(th_xml_attr_get(attrs, n, "numFmtId"), &format);
    th_cell xf = {.font = font >= 0 && (size_t)font < p->nfonts ? p->fonts[font] : 0,
                  .format_code = format_code(p, format)};
    int decimals;
    xf.format = (uint8_t)th_format_class(p->x->book->formats[xf.format_code], &decimals);
    xf.format_decimals = (int8_t)decimals;
    TH_PUSH(p->x->book->arena, p->x->xfs, p->x->nxfs, p->x->xfs_cap, xf);
}

static bool start(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    styles_part *p = ctx;
    th_arena *arena = p->x->book->arena;
    if (th_str_eq(name, TH_STR("fonts"))) {
        p->inside = IN_FONTS;
    } else if (th_str_eq(name, TH_STR("numFmts"))) {
        p->inside = IN_FORMATS;
    } else if (th_str_eq(name, TH_STR("cellXfs"))) {
        p->inside = IN_XFS;
    } else if (p->inside == IN_FONTS && th_str_eq(name, TH_STR("font"))) {
        p->in_font = true;
        TH_PUSH(arena, p->fonts, p->nfonts, p->fonts_cap, 0);
    } else if (p->inside == IN_FONTS && p->in_font && th_str_eq(name, TH_STR("name"))) {
        p->fonts[p->nfonts - 1] = th_book_font(p->x->book, th_xml_attr_get(attrs, n, "val"));
    } else if (p->inside == IN_FORMATS && th_str_eq(name, TH_STR("numFmt"))) {
        custom c = {-1, th_str_copy(arena, th_xml_attr_get(attrs, n, "formatCode"))};
        if (th_str_to_long(th_xml_attr_get(attrs, n, "numFmtId"), &c.id))
            TH_PUSH(arena, p->formats, p->nformats, p->formats_cap, c);
    } else if (p->inside == IN_XFS && th_str_eq(name, TH_STR("xf"))) {
        add_xf(p, attrs, n);
    }
    return true;
}

static bool end(void *ctx, th_str name)
{
    styles_part *p = ctx;
    if (th_str_eq(name, TH_STR("fonts")) || th_str_eq(name, TH_STR("numFmts")) || th_str_eq(name, TH_STR("cellXfs")))
        p->inside = OUTSIDE;
    if (th_str_eq(name, TH_STR("font")))
        p->in_font = false;
    return true;
}

static bool text(void *ctx, th_str s)
{
    (void)ctx;
    (void)s;
    return true;
}

th_status th_xlsx_styles(th_xlsx *x, const th_zip_entry *entry)
{
    styles_part p = {.x = x};
    th_xml_handler handler = {.ctx = &p, .start = start, .end = end, .text = text};
    return th_xlsx_read_part(x, entry, &handler);
}

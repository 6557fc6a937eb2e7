/* .xlsx: fonts, number formats, borders and alignment of the cell styles. */
#include "book/xlsx.h"

#include "book/decimal.h"

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
    uint8_t *borders; /* by borderId: bits of th_cell.look */
    size_t nborders, borders_cap;
    enum { OUTSIDE, IN_FONTS, IN_FORMATS, IN_BORDERS, IN_XFS } inside;
    bool in_font;
    th_face face; /* of the font at hand */
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
    long font = 0, format = 0, border = 0;
    th_str_to_long(th_xml_attr_get(attrs, n, "fontId"), &font);
    th_str_to_long(th_xml_attr_get(attrs, n, "numFmtId"), &format);
    th_str_to_long(th_xml_attr_get(attrs, n, "borderId"), &border);
    th_cell xf = {.font = font >= 0 && (size_t)font < p->nfonts ? p->fonts[font] : 0,
                  .format_code = format_code(p, format)};
    int decimals;
    xf.format = (uint8_t)th_format_class(p->x->book->formats[xf.format_code], &decimals);
    xf.format_decimals = (int8_t)decimals;
    xf.look = border >= 0 && (size_t)border < p->nborders ? p->borders[border] : 0;
    TH_PUSH(p->x->book->arena, p->x->xfs, p->x->nxfs, p->x->xfs_cap, xf);
}

static bool is_on(const th_xml_attr *attrs, size_t n) /* <b/>, <b val="0"/> */
{
    th_str val = th_xml_attr_get(attrs, n, "val");
    return !th_str_eq(val, TH_STR("0")) && !th_str_eq(val, TH_STR("false")) && !th_str_eq(val, TH_STR("none"));
}

static void take_face(styles_part *p, th_str name, const th_xml_attr *attrs, size_t n)
{
    double points;
    if (th_str_eq(name, TH_STR("name")))
        p->face.name = th_str_copy(p->x->book->arena, th_xml_attr_get(attrs, n, "val"));
    else if (th_str_eq(name, TH_STR("b")))
        p->face.bold = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("i")))
        p->face.italic = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("u")))
        p->face.underline = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("sz")) && th_decimal_read(th_xml_attr_get(attrs, n, "val"), &points) &&
             points >= 1 && points <= 409)
        p->face.twips = (uint16_t)(points * 20);
}

static void take_border(styles_part *p, th_str name, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t bit;
    } sides[] = {{"left", TH_CELL_LEFT}, {"start", TH_CELL_LEFT}, {"right", TH_CELL_RIGHT},
                 {"end", TH_CELL_RIGHT}, {"top", TH_CELL_TOP},    {"bottom", TH_CELL_BOTTOM}};
    th_str style = th_xml_attr_get(attrs, n, "style");
    if (th_str_eq(name, TH_STR("border")))
        TH_PUSH(p->x->book->arena, p->borders, p->nborders, p->borders_cap, 0);
    else if (p->nborders && style.len && !th_str_eq(style, TH_STR("none")))
        for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
            if (th_str_eq(name, th_str_of(sides[i].name)))
                p->borders[p->nborders - 1] |= sides[i].bit;
}

/* Of the format at hand. */
static void take_alignment(const styles_part *p, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t align;
    } rows[] = {{"left", 1}, {"center", 2}, {"right", 3}, {"centerContinuous", 6}};
    if (!p->x->nxfs)
        return;
    th_cell *xf = &p->x->xfs[p->x->nxfs - 1];
    th_str across = th_xml_attr_get(attrs, n, "horizontal"), wrap = th_xml_attr_get(attrs, n, "wrapText");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_str_eq(across, th_str_of(rows[i].name)))
            xf->look = (uint8_t)((xf->look & ~TH_CELL_ALIGN) | rows[i].align);
    if (th_str_eq(wrap, TH_STR("1")) || th_str_eq(wrap, TH_STR("true")))
        xf->look |= TH_CELL_WRAP;
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
        p->face = (th_face){0};
    } else if (p->inside == IN_FONTS && p->in_font) {
        take_face(p, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("borders"))) {
        p->inside = IN_BORDERS;
    } else if (p->inside == IN_BORDERS) {
        take_border(p, name, attrs, n);
    } else if (p->inside == IN_XFS && th_str_eq(name, TH_STR("alignment"))) {
        take_alignment(p, attrs, n);
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
    if (th_str_eq(name, TH_STR("fonts")) || th_str_eq(name, TH_STR("numFmts")) || th_str_eq(name, TH_STR("cellXfs")) ||
        th_str_eq(name, TH_STR("borders")))
        p->inside = OUTSIDE;
    if (p->in_font && th_str_eq(name, TH_STR("font"))) {
        p->in_font = false;
        TH_PUSH(p->x->book->arena, p->fonts, p->nfonts, p->fonts_cap, th_book_face(p->x->book, p->face));
    }
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

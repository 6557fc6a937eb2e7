/* .xlsx: fonts, number formats, borders and alignment of the cell styles. */
#include "book/xlsx.h"

#include "book/decimal.h"

#include "base/banned.h"

typedef struct custom {
    long id;
    th_str code;
} custom;

typedef struct styles_part {
    th_xlsx *xlsx;
    uint32_t *fonts; /* of the book, by fontId */
    size_t nfonts, fonts_cap;
    custom *formats;
    size_t nformats, formats_cap;
    th_lookup format_index; /* by id: 1 + the index of the first one */
    uint8_t *borders;       /* by borderId: bits of th_cell.look */
    size_t nborders, borders_cap;
    enum { OUTSIDE, IN_FONTS, IN_FORMATS, IN_BORDERS, IN_XFS } inside;
    bool in_font;
    th_face face; /* of the font at hand */
} styles_part;

static void take_number_format(styles_part *part, const th_xml_attr *attrs, size_t n)
{
    th_arena *arena = part->xlsx->book->arena;
    custom format = {-1, th_str_copy(arena, th_xml_attr_get(attrs, n, "formatCode"))};
    if (!th_str_to_long(th_xml_attr_get(attrs, n, "numFmtId"), &format.id))
        return;
    TH_PUSH(arena, part->formats, part->nformats, part->formats_cap, format);
    const long key[] = {format.id};
    uint32_t *first = th_lookup_at(&part->format_index, arena, th_key_of(key));
    *first = *first ? *first : (uint32_t)part->nformats;
}

static uint32_t format_code(styles_part *part, long id)
{
    const long key[] = {id};
    const uint32_t *own = th_lookup_find(&part->format_index, th_key_of(key));
    if (own)
        return th_book_number_format(part->xlsx->book, part->formats[*own - 1].code);
    th_str builtin = id >= 0 && id < 164 ? th_format_builtin((unsigned)id) : (th_str){0};
    return builtin.len ? th_book_number_format(part->xlsx->book, builtin) : 0;
}

static void add_xf(styles_part *part, const th_xml_attr *attrs, size_t n)
{
    long font = 0, format = 0, border = 0;
    th_str_to_long(th_xml_attr_get(attrs, n, "fontId"), &font);
    th_str_to_long(th_xml_attr_get(attrs, n, "numFmtId"), &format);
    th_str_to_long(th_xml_attr_get(attrs, n, "borderId"), &border);
    th_cell xf = {.font = font >= 0 && (size_t)font < part->nfonts ? part->fonts[font] : 0,
                  .format_code = format_code(part, format)};
    int decimals;
    xf.format = (uint8_t)th_format_class(part->xlsx->book->formats[xf.format_code], &decimals);
    xf.format_decimals = (int8_t)decimals;
    xf.look = border >= 0 && (size_t)border < part->nborders ? part->borders[border] : 0;
    TH_PUSH(part->xlsx->book->arena, part->xlsx->xfs, part->xlsx->nxfs, part->xlsx->xfs_cap, xf);
}

static bool is_on(const th_xml_attr *attrs, size_t n) /* <b/>, <b val="0"/> */
{
    th_str val = th_xml_attr_get(attrs, n, "val");
    return !th_str_eq(val, TH_STR("0")) && !th_str_eq(val, TH_STR("false")) && !th_str_eq(val, TH_STR("none"));
}

static void take_font_part(styles_part *part, th_str name, const th_xml_attr *attrs, size_t n)
{
    double points;
    if (th_str_eq(name, TH_STR("name")))
        part->face.name = th_str_copy(part->xlsx->book->arena, th_xml_attr_get(attrs, n, "val"));
    else if (th_str_eq(name, TH_STR("b")))
        part->face.bold = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("i")))
        part->face.italic = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("strike")))
        part->face.struck = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("vertAlign")))
        part->face.raised = th_str_eq(th_xml_attr_get(attrs, n, "val"), TH_STR("superscript"));
    else if (th_str_eq(name, TH_STR("u")))
        part->face.underline = is_on(attrs, n);
    else if (th_str_eq(name, TH_STR("sz")) && th_decimal_read(th_xml_attr_get(attrs, n, "val"), &points) &&
             points >= 1 && points <= 409)
        part->face.twips = (uint16_t)(points * 20);
}

static void take_border(styles_part *part, th_str name, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t bit;
    } sides[] = {{"left", TH_CELL_LEFT}, {"start", TH_CELL_LEFT}, {"right", TH_CELL_RIGHT},
                 {"end", TH_CELL_RIGHT}, {"top", TH_CELL_TOP},    {"bottom", TH_CELL_BOTTOM}};
    th_str style = th_xml_attr_get(attrs, n, "style");
    if (th_str_eq(name, TH_STR("border")))
        TH_PUSH(part->xlsx->book->arena, part->borders, part->nborders, part->borders_cap, 0);
    else if (part->nborders && style.len && !th_str_eq(style, TH_STR("none")))
        for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
            if (th_str_eq(name, th_str_of(sides[i].name)))
                part->borders[part->nborders - 1] |= sides[i].bit;
}

/* Reads the alignment of the format at hand. */
static void take_xf_alignment(const styles_part *part, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t align;
    } rows[] = {{"left", 1}, {"center", 2}, {"right", 3}, {"centerContinuous", 6}};
    if (!part->xlsx->nxfs)
        return;
    th_cell *xf = &part->xlsx->xfs[part->xlsx->nxfs - 1];
    th_str across = th_xml_attr_get(attrs, n, "horizontal"), wrap = th_xml_attr_get(attrs, n, "wrapText");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_str_eq(across, th_str_of(rows[i].name)))
            xf->look = (uint8_t)((xf->look & ~TH_CELL_ALIGN) | rows[i].align);
    if (th_str_eq(wrap, TH_STR("1")) || th_str_eq(wrap, TH_STR("true")))
        xf->look |= TH_CELL_WRAP;
}

static bool start_in_styles(void *ctx, th_str name, const th_xml_attr *attrs, size_t n)
{
    styles_part *part = ctx;
    if (th_str_eq(name, TH_STR("fonts"))) {
        part->inside = IN_FONTS;
    } else if (th_str_eq(name, TH_STR("numFmts"))) {
        part->inside = IN_FORMATS;
    } else if (th_str_eq(name, TH_STR("cellXfs"))) {
        part->inside = IN_XFS;
    } else if (part->inside == IN_FONTS && th_str_eq(name, TH_STR("font"))) {
        part->in_font = true;
        part->face = (th_face){0};
    } else if (part->inside == IN_FONTS && part->in_font) {
        take_font_part(part, name, attrs, n);
    } else if (th_str_eq(name, TH_STR("borders"))) {
        part->inside = IN_BORDERS;
    } else if (part->inside == IN_BORDERS) {
        take_border(part, name, attrs, n);
    } else if (part->inside == IN_XFS && th_str_eq(name, TH_STR("alignment"))) {
        take_xf_alignment(part, attrs, n);
    } else if (part->inside == IN_FORMATS && th_str_eq(name, TH_STR("numFmt"))) {
        take_number_format(part, attrs, n);
    } else if (part->inside == IN_XFS && th_str_eq(name, TH_STR("xf"))) {
        add_xf(part, attrs, n);
    }
    return true;
}

static bool end_in_styles(void *ctx, th_str name)
{
    styles_part *part = ctx;
    if (th_str_eq(name, TH_STR("fonts")) || th_str_eq(name, TH_STR("numFmts")) || th_str_eq(name, TH_STR("cellXfs")) ||
        th_str_eq(name, TH_STR("borders")))
        part->inside = OUTSIDE;
    if (part->in_font && th_str_eq(name, TH_STR("font"))) {
        part->in_font = false;
        TH_PUSH(part->xlsx->book->arena, part->fonts, part->nfonts, part->fonts_cap,
                th_book_face(part->xlsx->book, part->face));
    }
    return true;
}

static bool no_text_in_styles(void *ctx, th_str s)
{
    (void)ctx;
    (void)s;
    return true;
}

th_status th_xlsx_styles(th_xlsx *xlsx, const th_zip_entry *entry)
{
    styles_part part = {.xlsx = xlsx};
    th_xml_handler handler = {.ctx = &part, .start = start_in_styles, .end = end_in_styles, .text = no_text_in_styles};
    return th_xlsx_read_part(xlsx, entry, &handler);
}

/* XML of Excel 2003: <Styles>. */
#include "book/xml2003.h"

#include "book/decimal.h"

#include "base/banned.h"

enum { LONGEST_LINE = 32 }; /* of parents */

/* Number formats that have a name instead of a code ("XML Spreadsheet Reference", ss:NumberFormat). */
static const struct {
    const char *name, *code;
} named_formats[] = {
    {"General Number", "General"},
    {"General Date", "m/d/yyyy h:mm"},
    {"Long Date", "d mmmm yyyy"},
    {"Medium Date", "d-mmm-yy"},
    {"Short Date", "m/d/yyyy"},
    {"Long Time", "h:mm:ss AM/PM"},
    {"Medium Time", "h:mm AM/PM"},
    {"Short Time", "h:mm"},
    {"Currency", "#,##0.00"},
    {"Euro Currency", "[$€-2] #,##0.00"},
    {"Fixed", "0.00"},
    {"Standard", "#,##0.00"},
    {"Percent", "0.00%"},
    {"Scientific", "0.00E+00"},
    {"Yes/No", "\"Yes\";\"Yes\";\"No\""},
    {"True/False", "\"True\";\"True\";\"False\""},
    {"On/Off", "\"On\";\"On\";\"Off\""},
};

static bool read_flag(const th_xml_attr *attrs, size_t n, const char *local, bool *is_stated)
{
    th_str value = th_xml_attr_get(attrs, n, local);
    *is_stated = value.len > 0;
    return th_str_eq(value, TH_STR("1")) || th_str_eq(value, TH_STR("true")) || th_str_eq(value, TH_STR("True"));
}

static void take_style_font(th_xml2003_styles *styles, th_xml2003_style *style, const th_xml_attr *attrs, size_t n)
{
    th_str name = th_xml_attr_get(attrs, n, "FontName"), underline = th_xml_attr_get(attrs, n, "Underline");
    double points;
    style->has_name = name.len > 0;
    style->face.name = th_str_copy(styles->book->arena, name);
    style->has_size = th_decimal_read(th_xml_attr_get(attrs, n, "Size"), &points) && points >= 1 && points <= 409;
    if (style->has_size)
        style->face.twips = (uint16_t)(points * 20);
    style->face.bold = read_flag(attrs, n, "Bold", &style->has_bold);
    style->face.italic = read_flag(attrs, n, "Italic", &style->has_italic);
    style->has_underline = underline.len > 0;
    style->face.underline = underline.len && !th_str_eq(underline, TH_STR("None"));
}

static void take_style_alignment(th_xml2003_style *style, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t align;
    } rows[] = {{"Left", 1}, {"Center", 2}, {"Right", 3}, {"CenterAcrossSelection", 6}};
    th_str across = th_xml_attr_get(attrs, n, "Horizontal");
    style->has_align = across.len > 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (th_str_eq(across, th_str_of(rows[i].name)))
            style->cell.look |= rows[i].align;
    if (read_flag(attrs, n, "WrapText", &style->has_wrap))
        style->cell.look |= TH_CELL_WRAP;
}

static void take_style_border(th_xml2003_style *style, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t bit;
    } sides[] = {{"Left", TH_CELL_LEFT}, {"Right", TH_CELL_RIGHT}, {"Top", TH_CELL_TOP}, {"Bottom", TH_CELL_BOTTOM}};
    th_str position = th_xml_attr_get(attrs, n, "Position"), line = th_xml_attr_get(attrs, n, "LineStyle");
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        if (line.len && !th_str_eq(line, TH_STR("None")) && th_str_eq(position, th_str_of(sides[i].name)))
            style->cell.look |= sides[i].bit;
}

static void take_style_format(th_xml2003_styles *styles, th_xml2003_style *style, const th_xml_attr *attrs, size_t n)
{
    th_str format = th_xml_attr_get(attrs, n, "Format");
    style->has_format = true;
    style->format = format.len ? th_str_copy(styles->book->arena, format) : TH_STR("General");
    for (size_t i = 0; i < sizeof named_formats / sizeof *named_formats; i++)
        if (th_str_eq(format, th_str_of(named_formats[i].name)))
            style->format = th_str_of(named_formats[i].code);
}

void th_xml2003_style_start(th_xml2003_styles *styles, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_arena *arena = styles->book->arena;
    if (th_str_eq(name, TH_STR("Style"))) {
        th_xml2003_style style = {.id = th_str_copy(arena, th_xml_attr_get(attrs, n, "ID")),
                                  .parent = th_str_copy(arena, th_xml_attr_get(attrs, n, "Parent"))};
        TH_PUSH(arena, styles->at, styles->n, styles->cap, style);
        *th_lookup_at(&styles->by_id, arena, style.id) = (uint32_t)styles->n;
        return;
    }
    if (!styles->n)
        return;
    th_xml2003_style *style = &styles->at[styles->n - 1];
    if (th_str_eq(name, TH_STR("Font")))
        take_style_font(styles, style, attrs, n);
    else if (th_str_eq(name, TH_STR("NumberFormat")))
        take_style_format(styles, style, attrs, n);
    else if (th_str_eq(name, TH_STR("Alignment")))
        take_style_alignment(style, attrs, n);
    else if (th_str_eq(name, TH_STR("Borders")))
        style->has_borders = true;
    else if (th_str_eq(name, TH_STR("Border")))
        take_style_border(style, attrs, n);
}

static void inherit_style(th_xml2003_style *style, const th_xml2003_style *from)
{
    if (!style->has_name)
        style->face.name = from->face.name;
    if (!style->has_size)
        style->face.twips = from->face.twips;
    if (!style->has_bold)
        style->face.bold = from->face.bold;
    if (!style->has_italic)
        style->face.italic = from->face.italic;
    if (!style->has_underline)
        style->face.underline = from->face.underline;
    if (!style->has_format)
        style->format = from->format;
    if (!style->has_align)
        style->cell.look = (uint8_t)(style->cell.look | (from->cell.look & TH_CELL_ALIGN));
    if (!style->has_wrap)
        style->cell.look = (uint8_t)(style->cell.look | (from->cell.look & TH_CELL_WRAP));
    if (!style->has_borders)
        style->cell.look = (uint8_t)(style->cell.look | (from->cell.look & TH_CELL_BORDERS));
}

/* The style that `style` has its rest from; NULL: none. */
static th_xml2003_style *style_above(const th_xml2003_styles *styles, const th_xml2003_style *style)
{
    uint32_t above = style->parent.len ? th_xml2003_style_find(styles, style->parent) : 0;
    if (!above)
        above = th_xml2003_style_find(styles, TH_STR("Default"));
    return above && &styles->at[above - 1] != style ? &styles->at[above - 1] : NULL;
}

static void seal_style(const th_xml2003_styles *styles, th_xml2003_style *style)
{
    int decimals;
    style->cell.font = th_book_face(styles->book, style->face);
    style->cell.format_code = th_book_number_format(styles->book, style->format);
    style->cell.format = (uint8_t)th_format_class(style->format, &decimals);
    style->cell.format_decimals = (int8_t)decimals;
    style->sealed = true;
}

void th_xml2003_styles_seal(th_xml2003_styles *styles)
{
    for (size_t i = 0; i < styles->n; i++) {
        th_xml2003_style *line[LONGEST_LINE];
        size_t n = 0;
        for (th_xml2003_style *at = &styles->at[i]; at && !at->sealed && n < LONGEST_LINE; at = style_above(styles, at))
            line[n++] = at;
        while (n-- > 0) {
            const th_xml2003_style *above = style_above(styles, line[n]);
            if (above && !line[n]->sealed)
                inherit_style(line[n], above);
            if (!line[n]->sealed)
                seal_style(styles, line[n]);
        }
    }
}

uint32_t th_xml2003_style_find(const th_xml2003_styles *styles, th_str id)
{
    const uint32_t *found = th_lookup_find(&styles->by_id, id);
    return found ? *found : 0;
}

th_cell th_xml2003_styled(const th_xml2003_styles *styles, uint32_t style)
{
    if (!style)
        style = th_xml2003_style_find(styles, TH_STR("Default"));
    if (!style || !styles->at[style - 1].sealed)
        return (th_cell){.format_decimals = -1};
    return styles->at[style - 1].cell;
}

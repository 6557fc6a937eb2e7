/* Reading styles (ODF 1.2, 16) and data styles (16.27).  Data styles are rewritten as the format codes of other
 * workbooks, so that one classifier serves all formats. */
#include "book/decimal.h"
#include "book/ods.h"

#include <stdlib.h>

#include "base/banned.h"

enum { PARENTS = 32, MOST_DIGITS = 20, MOST_POINTS = 3000 };
enum { CELL_PADDING = 5, DIGIT_WIDTH = 7 }; /* in pixels, for the usual face at 11 points (ECMA-376 18.3.1.13) */

void th_ods_styles_init(th_ods_styles *styles, th_book *book)
{
    *styles = (th_ods_styles){.book = book};
    th_buf_init(&styles->code, book->arena);
    th_buf_init(&styles->literal, book->arena);
}

/* Copies an attribute, since the views of the scanner are gone after the call. */
static th_str kept(const th_ods_styles *styles, const th_xml_attr *attrs, size_t n, const char *local)
{
    return th_str_copy(styles->book->arena, th_xml_attr_get(attrs, n, local));
}

/* The first of the families: "'Times New Roman', serif" gives Times New Roman. */
static th_str first_family(th_str list)
{
    th_str first;
    if (!th_str_cut(&list, ',', &first))
        return (th_str){0};
    first = th_str_trim(first);
    if (first.len >= 2 && (first.ptr[0] == '\'' || first.ptr[0] == '"') && first.ptr[first.len - 1] == first.ptr[0])
        first = th_str_sub(first, 1, first.len - 2);
    return first;
}

static th_str face_family(const th_ods_styles *styles, th_str face)
{
    for (size_t i = styles->nfaces; i-- > 0;)
        if (th_str_eq(styles->faces[i].name, face))
            return styles->faces[i].family;
    return face;
}

/* ---- data styles ---- */

static void add_literal(th_ods_styles *styles, th_str text, bool always_quoted)
{
    bool plain = !always_quoted;
    for (size_t i = 0; i < text.len && plain; i++) {
        char c = text.ptr[i];
        plain = c == ' ' || c == '-' || c == '/' || c == ':' || c == '(' || c == ')' || c == ',' || c == '.' ||
                (c == '%' && styles->in_percent);
    }
    if (!plain)
        th_buf_byte(&styles->code, '"');
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '"')
            th_buf_byte(&styles->code, text.ptr[i]);
    if (!plain)
        th_buf_byte(&styles->code, '"');
}

static void add_zeros(th_buf *code, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < MOST_DIGITS; i++)
        th_buf_byte(code, '0');
}

static void add_number(th_ods_styles *styles, const th_xml_attr *attrs, size_t n)
{
    th_str places = th_xml_attr_get(attrs, n, "decimal-places");
    uint32_t decimals = th_ods_count(places, 0),
             whole = th_ods_count(th_xml_attr_get(attrs, n, "min-integer-digits"), 0);
    bool grouped = th_ods_is(th_xml_attr_get(attrs, n, "grouping"), "true");
    if (places.len == 0 && !grouped && whole <= 1 && !styles->in_percent) {
        th_buf_add(&styles->code, TH_STR("General"));
        return;
    }
    if (grouped)
        th_buf_add(&styles->code, TH_STR("#,##"));
    else if (!whole)
        th_buf_byte(&styles->code, '#');
    add_zeros(&styles->code, whole ? whole : grouped);
    if (decimals)
        th_buf_byte(&styles->code, '.');
    add_zeros(&styles->code, decimals);
}

/* The codes for parts of dates and times: {element, short, long, textual short, textual long}. */
static const struct {
    const char *name, *narrow, *wide, *word, *long_word;
} parts[] = {
    {"day", "d", "dd", "d", "dd"},        {"month", "m", "mm", "mmm", "mmmm"},
    {"year", "yy", "yyyy", "yy", "yyyy"}, {"day-of-week", "ddd", "dddd", "ddd", "dddd"},
    {"hours", "h", "hh", "h", "hh"},      {"minutes", "m", "mm", "m", "mm"},
    {"seconds", "s", "ss", "s", "ss"},    {"am-pm", "AM/PM", "AM/PM", "AM/PM", "AM/PM"},
};

static bool add_date_part(th_ods_styles *styles, th_str name, const th_xml_attr *attrs, size_t n)
{
    bool wide = th_ods_is(th_xml_attr_get(attrs, n, "style"), "long"),
         word = th_ods_is(th_xml_attr_get(attrs, n, "textual"), "true");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!th_ods_is(name, parts[i].name))
            continue;
        const char *code = wide ? parts[i].wide : parts[i].narrow;
        if (word)
            code = wide ? parts[i].long_word : parts[i].word;
        bool counts = styles->elapsed && (code[0] == 'h' || code[0] == 's' || th_ods_is(name, "minutes"));
        styles->elapsed = styles->elapsed && !counts; /* only the largest part goes on counting */
        if (counts)
            th_buf_fmt(&styles->code, "[%s]", code);
        else
            th_buf_add(&styles->code, th_str_of(code));
        uint32_t decimals =
            th_ods_is(name, "seconds") ? th_ods_count(th_xml_attr_get(attrs, n, "decimal-places"), 0) : 0;
        if (decimals)
            th_buf_byte(&styles->code, '.');
        add_zeros(&styles->code, decimals);
        return true;
    }
    return false;
}

static void data_part(th_ods_styles *styles, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (add_date_part(styles, name, attrs, n))
        return;
    if (th_ods_is(name, "number")) {
        add_number(styles, attrs, n);
    } else if (th_ods_is(name, "scientific-number")) {
        add_number(styles, attrs, n);
        th_buf_add(&styles->code, TH_STR("E+00"));
    } else if (th_ods_is(name, "fraction")) {
        th_buf_add(&styles->code, TH_STR("# ?/?"));
    } else if (th_ods_is(name, "text-content")) {
        th_buf_byte(&styles->code, '@');
    } else if (th_ods_is(name, "text") || th_ods_is(name, "currency-symbol")) {
        styles->in_literal = true;
        styles->literal.len = 0;
    }
}

static bool starts_data_style(th_str name)
{
    static const char *const names[] = {"number-style", "percentage-style", "currency-style", "date-style",
                                        "time-style",   "boolean-style",    "text-style"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (th_ods_is(name, names[i]))
            return true;
    return false;
}

static void start_data_style(th_ods_styles *styles, th_str name, const th_xml_attr *attrs, size_t n)
{
    styles->in_data = true;
    styles->in_percent = th_ods_is(name, "percentage-style");
    styles->in_date = th_ods_is(name, "date-style") || th_ods_is(name, "time-style");
    styles->elapsed = th_ods_is(th_xml_attr_get(attrs, n, "truncate-on-overflow"), "false");
    styles->data_name = kept(styles, attrs, n, "name");
    styles->code.len = 0;
}

static void end_data_style(th_ods_styles *styles)
{
    int decimals;
    styles->in_data = false;
    if (styles->in_date && th_format_class(th_buf_str(&styles->code), &decimals) != TH_FORMAT_DATE) {
        styles->code.len = 0; /* quarters, weeks and eras have no code */
        th_buf_add(&styles->code, TH_STR("yyyy-mm-dd"));
    }
    th_str code = styles->code.len ? th_str_copy(styles->book->arena, th_buf_str(&styles->code)) : TH_STR("General");
    th_ods_data data = {styles->data_name, code};
    TH_PUSH(styles->book->arena, styles->data, styles->ndata, styles->data_cap, data);
    *th_lookup_at(&styles->data_index, styles->book->arena, data.name) = (uint32_t)styles->ndata;
}

/* ---- styles ---- */

static th_ods_family family_named(th_str name)
{
    static const struct {
        const char *name;
        th_ods_family family;
    } families[] = {{"table-cell", TH_ODS_CELL},
                    {"text", TH_ODS_TEXT},
                    {"table", TH_ODS_TABLE},
                    {"table-column", TH_ODS_COLUMN},
                    {"table-row", TH_ODS_ROW}};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (th_ods_is(name, families[i].name))
            return families[i].family;
    return TH_ODS_OTHER;
}

static void start_style(th_ods_styles *styles, const th_xml_attr *attrs, size_t n, bool is_default)
{
    th_ods_style style = {
        .order = styles->n, .decimals = -1, .family = family_named(th_xml_attr_get(attrs, n, "family"))};
    if (style.family == TH_ODS_OTHER)
        return;
    /* The default style of a family is kept as the one without a name. */
    if (!is_default) {
        style.name = kept(styles, attrs, n, "name");
        style.parent = kept(styles, attrs, n, "parent-style-name");
    }
    style.data_style = kept(styles, attrs, n, "data-style-name");
    TH_PUSH(styles->book->arena, styles->at, styles->n, styles->cap, style);
    styles->in_style = true;
}

static void take_text_properties(th_ods_style *style, const th_xml_attr *attrs, size_t n)
{
    th_str size = th_xml_attr_get(attrs, n, "font-size"), weight = th_xml_attr_get(attrs, n, "font-weight");
    th_str slope = th_xml_attr_get(attrs, n, "font-style"), line = th_xml_attr_get(attrs, n, "text-underline-style");
    double height = th_ods_points(size);
    if (height > 0 && height < MOST_POINTS) {
        style->has_size = true;
        style->face.twips = (uint16_t)(height * 20 + 0.5);
    }
    style->has_weight = weight.len > 0;
    style->face.bold = th_ods_is(weight, "bold") || th_ods_is(weight, "600") || th_ods_is(weight, "700") ||
                       th_ods_is(weight, "800") || th_ods_is(weight, "900");
    style->has_slope = slope.len > 0;
    style->face.italic = th_ods_is(slope, "italic") || th_ods_is(slope, "oblique");
    style->has_line = line.len > 0;
    style->face.underline = line.len > 0 && !th_ods_is(line, "none");
    th_str position = th_xml_attr_get(attrs, n, "text-position"); /* "super 58%", "33% 58%"; below: "-33% 58%" */
    th_str through = th_xml_attr_get(attrs, n, "text-line-through-style");
    style->face.struck = through.len > 0 && !th_ods_is(through, "none");
    style->face.raised =
        th_str_starts(position, TH_STR("super")) || (position.len && position.ptr[0] >= '1' && position.ptr[0] <= '9');
}

static void take_look(th_ods_style *style, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        unsigned bits;
    } borders[] = {{"border", TH_CELL_BORDERS},
                   {"border-left", TH_CELL_LEFT},
                   {"border-right", TH_CELL_RIGHT},
                   {"border-top", TH_CELL_TOP},
                   {"border-bottom", TH_CELL_BOTTOM}};
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++) {
        th_str line = th_xml_attr_get(attrs, n, borders[i].name);
        if (line.len && !th_str_starts(line, TH_STR("none")))
            style->look |= (uint8_t)borders[i].bits;
    }
    th_str wrap = th_xml_attr_get(attrs, n, "wrap-option");
    style->has_wrap = style->has_wrap || wrap.len > 0;
    style->look |= th_ods_is(wrap, "wrap") ? TH_CELL_WRAP : 0;
}

static void take_paragraph_alignment(th_ods_style *style, const th_xml_attr *attrs, size_t n)
{
    static const struct {
        const char *name;
        uint8_t bits; /* of TH_CELL_ALIGN */
    } aligns[] = {{"center", 2}, {"end", 3}, {"right", 3}, {"start", 1}, {"left", 1}};
    th_str align = th_xml_attr_get(attrs, n, "text-align");
    style->has_align = align.len > 0;
    for (size_t i = 0; i < sizeof aligns / sizeof *aligns; i++)
        if (th_ods_is(align, aligns[i].name))
            style->look |= aligns[i].bits;
}

/* "0cm", "0.00in" */
static bool is_no_length(th_str length)
{
    size_t i = 0;
    while (i < length.len && (length.ptr[i] == '0' || length.ptr[i] == '.'))
        i++;
    return i > 0 && i < length.len && !th_is_digit(length.ptr[i]);
}

static void style_properties(th_ods_styles *styles, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_ods_style *style = &styles->at[styles->n - 1];
    if (th_ods_is(name, "table-properties")) {
        style->hidden = th_ods_is(th_xml_attr_get(attrs, n, "display"), "false");
    } else if (th_ods_is(name, "text-properties")) {
        th_str face = th_xml_attr_get(attrs, n, "font-name"), family = th_xml_attr_get(attrs, n, "font-family");
        th_str font = face.len ? face_family(styles, face) : first_family(family);
        if (font.len) {
            style->has_name = true;
            style->face.name = th_str_copy(styles->book->arena, font);
        }
        take_text_properties(style, attrs, n);
    } else if (th_ods_is(name, "table-cell-properties")) {
        take_look(style, attrs, n);
    } else if (th_ods_is(name, "paragraph-properties")) {
        take_paragraph_alignment(style, attrs, n);
    } else if (th_ods_is(name, "table-column-properties")) {
        double width = th_ods_points(th_xml_attr_get(attrs, n, "column-width"));
        style->width = width > 0 ? (width / 0.75 - CELL_PADDING) / DIGIT_WIDTH : 0;
        style->hidden = is_no_length(th_xml_attr_get(attrs, n, "column-width"));
    } else if (th_ods_is(name, "table-row-properties")) {
        style->hidden = is_no_length(th_xml_attr_get(attrs, n, "row-height"));
    }
}

/* Is this the part of the file whose styles count? */
static bool holds_styles(const th_ods_styles *styles, th_str name)
{
    bool automatic = th_ods_is(name, "automatic-styles"), common = th_ods_is(name, "styles");
    if (styles->flat)
        return automatic || common;
    return styles->content ? automatic : common;
}

void th_ods_styles_start(th_ods_styles *styles, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    if (th_ods_is(name, "font-face")) {
        th_ods_face face = {
            kept(styles, attrs, nattrs, "name"),
            th_str_copy(styles->book->arena, first_family(th_xml_attr_get(attrs, nattrs, "font-family")))};
        TH_PUSH(styles->book->arena, styles->faces, styles->nfaces, styles->faces_cap, face);
    } else if (holds_styles(styles, name)) {
        styles->collecting = true;
    } else if (!styles->collecting) {
        return;
    } else if (styles->in_data) {
        data_part(styles, name, attrs, nattrs);
    } else if (styles->in_style) {
        style_properties(styles, name, attrs, nattrs);
    } else if (th_ods_is(name, "style") || th_ods_is(name, "default-style")) {
        start_style(styles, attrs, nattrs, th_ods_is(name, "default-style"));
    } else if (starts_data_style(name)) {
        start_data_style(styles, name, attrs, nattrs);
    }
}

void th_ods_styles_end(th_ods_styles *styles, th_str name)
{
    if (holds_styles(styles, name))
        styles->collecting = false;
    else if (th_ods_is(name, "style") || th_ods_is(name, "default-style"))
        styles->in_style = false;
    else if (styles->in_data && starts_data_style(name))
        end_data_style(styles);
    if (styles->in_literal && (th_ods_is(name, "text") || th_ods_is(name, "currency-symbol"))) {
        styles->in_literal = false;
        add_literal(styles, th_buf_str(&styles->literal), th_ods_is(name, "currency-symbol"));
    }
}

void th_ods_styles_text(th_ods_styles *styles, th_str text)
{
    if (styles->in_literal)
        th_buf_add(&styles->literal, text);
}

/* ---- finding ---- */

static int by_family_and_name(const void *a, const void *b)
{
    const th_ods_style *left = a, *right = b;
    if (left->family != right->family)
        return left->family < right->family ? -1 : 1;
    int order = th_str_cmp(left->name, right->name);
    return order ? order : (left->order > right->order) - (left->order < right->order);
}

static th_ods_style *find_style(const th_ods_styles *styles, th_ods_family family, th_str name)
{
    th_ods_style key = {.family = family, .name = name, .order = SIZE_MAX};
    size_t low = 0, high = styles->n; /* the last of its name counts, which is that of content.xml */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (by_family_and_name(&styles->at[mid], &key) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    th_ods_style *found = low > 0 ? &styles->at[low - 1] : NULL;
    return found && found->family == family && th_str_eq(found->name, name) ? found : NULL;
}

const th_ods_style *th_ods_style_find(const th_ods_styles *styles, th_ods_family family, th_str name)
{
    return find_style(styles, family, name);
}

static th_str data_code(const th_ods_styles *styles, th_str name)
{
    const uint32_t *at = th_lookup_find(&styles->data_index, name);
    return at ? styles->data[*at - 1].code : TH_STR("General");
}

/* Fills in from above what the style does not state itself. */
static void inherit(th_ods_style *style, const th_ods_style *from)
{
    const unsigned borders = TH_CELL_BORDERS;
    if (!style->has_name && from->has_name)
        style->face.name = from->face.name;
    if (!style->has_size)
        style->face.twips = from->face.twips;
    if (!style->has_weight)
        style->face.bold = from->face.bold;
    if (!style->has_slope)
        style->face.italic = from->face.italic;
    if (!style->has_line)
        style->face.underline = from->face.underline;
    if (!style->has_align)
        style->look = (uint8_t)(style->look | (from->look & TH_CELL_ALIGN));
    if (!style->has_wrap)
        style->look = (uint8_t)(style->look | (from->look & TH_CELL_WRAP));
    style->look = (uint8_t)((style->look & borders) ? style->look : style->look | (from->look & borders));
    style->has_name = style->has_name || from->has_name;
    style->has_size = style->has_size || from->has_size;
    style->has_weight = style->has_weight || from->has_weight;
    style->has_slope = style->has_slope || from->has_slope;
    style->has_line = style->has_line || from->has_line;
    style->has_align = style->has_align || from->has_align;
    style->has_wrap = style->has_wrap || from->has_wrap;
}

uint32_t th_ods_style_font(const th_ods_styles *styles, const th_ods_style *style, uint32_t font)
{
    th_face face = styles->book->faces[font];
    face.name = style->has_name ? style->face.name : face.name;
    face.twips = style->has_size ? style->face.twips : face.twips;
    face.bold = style->has_weight ? style->face.bold : face.bold;
    face.italic = style->has_slope ? style->face.italic : face.italic;
    face.underline = style->has_line ? style->face.underline : face.underline;
    face.raised = face.raised || style->face.raised;
    face.struck = face.struck || style->face.struck;
    return th_book_face(styles->book, face);
}

static void resolve_style(const th_ods_styles *styles, th_ods_style *style)
{
    th_str data = style->data_style;
    const th_ods_style *from = style;
    for (int steps = 0; steps < PARENTS; steps++) {
        th_str parent = from->parent;
        /* the default style, which has no parent, was the last */
        if (from->name.len == 0 || !(from = find_style(styles, style->family, parent)))
            break;
        inherit(style, from);
        if (data.len == 0)
            data = from->data_style;
    }
    style->has_font = style->has_name || style->has_size || style->has_weight || style->has_slope || style->has_line;
    style->font = style->has_font ? th_book_face(styles->book, style->face) : 0;
    th_str code = data_code(styles, data);
    int decimals = -1;
    style->format_code = th_book_number_format(styles->book, code);
    style->format_class = (uint8_t)th_format_class(code, &decimals);
    style->decimals = (int8_t)decimals;
}

void th_ods_styles_seal(th_ods_styles *styles)
{
    if (styles->n)
        qsort(styles->at, styles->n, sizeof *styles->at, by_family_and_name);
    th_ods_style *sorted = styles->at, *done = th_arena_array(styles->book->arena, styles->n, sizeof *done);
    /* The resolved styles stand apart, because each style needs its parents as they were written. */
    for (size_t i = 0; i < styles->n; i++) {
        done[i] = sorted[i];
        if (done[i].family != TH_ODS_TABLE)
            resolve_style(styles, &done[i]);
    }
    styles->at = done;
    const th_ods_style *plain = find_style(styles, TH_ODS_CELL, TH_STR("Default"));
    plain = plain ? plain : find_style(styles, TH_ODS_CELL, (th_str){0});
    styles->plain = plain ? *plain : (th_ods_style){.family = TH_ODS_CELL, .decimals = -1};
}

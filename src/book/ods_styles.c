/* Styles (ODF 1.2, 16) and data styles (16.27), the latter rewritten as the format
 * codes other workbooks use, so that one classifier serves all formats. */
#include "book/decimal.h"
#include "book/ods.h"

#include <stdlib.h>

#include "base/banned.h"

enum { PARENTS = 32, MOST_DIGITS = 20, MOST_POINTS = 3000 };
enum { CELL_PADDING = 5, DIGIT_WIDTH = 7 }; /* pixels, of the usual face at 11 points: ECMA-376 18.3.1.13 */

void th_ods_styles_init(th_ods_styles *s, th_book *book)
{
    *s = (th_ods_styles){.book = book};
    th_buf_init(&s->code, book->arena);
    th_buf_init(&s->literal, book->arena);
}

/* An attribute, copied: views of the scanner are gone after the call. */
static th_str kept(const th_ods_styles *s, const th_xml_attr *attrs, size_t n, const char *local)
{
    return th_str_copy(s->book->arena, th_xml_attr_get(attrs, n, local));
}

/* "'Times New Roman', serif" -> Times New Roman */
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

static th_str face_family(const th_ods_styles *s, th_str face)
{
    for (size_t i = s->nfaces; i-- > 0;)
        if (th_str_eq(s->faces[i].name, face))
            return s->faces[i].family;
    return face;
}

/* ---- data styles ---- */

static void add_literal(th_ods_styles *s, th_str text, bool always_quoted)
{
    bool plain = !always_quoted;
    for (size_t i = 0; i < text.len && plain; i++) {
        char c = text.ptr[i];
        plain = c == ' ' || c == '-' || c == '/' || c == ':' || c == '(' || c == ')' || c == ',' || c == '.' ||
                (c == '%' && s->in_percent);
    }
    if (!plain)
        th_buf_byte(&s->code, '"');
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '"')
            th_buf_byte(&s->code, text.ptr[i]);
    if (!plain)
        th_buf_byte(&s->code, '"');
}

static void add_zeros(th_buf *code, uint32_t n)
{
    for (uint32_t i = 0; i < n && i < MOST_DIGITS; i++)
        th_buf_byte(code, '0');
}

static void add_number(th_ods_styles *s, const th_xml_attr *attrs, size_t n)
{
    th_str places = th_xml_attr_get(attrs, n, "decimal-places");
    uint32_t decimals = th_ods_count(places, 0),
             whole = th_ods_count(th_xml_attr_get(attrs, n, "min-integer-digits"), 0);
    bool grouped = th_ods_is(th_xml_attr_get(attrs, n, "grouping"), "true");
    if (places.len == 0 && !grouped && whole <= 1 && !s->in_percent) {
        th_buf_add(&s->code, TH_STR("General"));
        return;
    }
    th_buf_add(&s->code, grouped ? TH_STR("#,##") : whole ? (th_str){0} : TH_STR("#"));
    add_zeros(&s->code, whole ? whole : grouped);
    if (decimals)
        th_buf_byte(&s->code, '.');
    add_zeros(&s->code, decimals);
}

/* Parts of dates and times: {element, short, long, textual short, textual long}. */
static const struct {
    const char *name, *narrow, *wide, *word, *long_word;
} parts[] = {
    {"day", "d", "dd", "d", "dd"},        {"month", "m", "mm", "mmm", "mmmm"},
    {"year", "yy", "yyyy", "yy", "yyyy"}, {"day-of-week", "ddd", "dddd", "ddd", "dddd"},
    {"hours", "h", "hh", "h", "hh"},      {"minutes", "m", "mm", "m", "mm"},
    {"seconds", "s", "ss", "s", "ss"},    {"am-pm", "AM/PM", "AM/PM", "AM/PM", "AM/PM"},
};

static bool add_date_part(th_ods_styles *s, th_str name, const th_xml_attr *attrs, size_t n)
{
    bool wide = th_ods_is(th_xml_attr_get(attrs, n, "style"), "long"),
         word = th_ods_is(th_xml_attr_get(attrs, n, "textual"), "true");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!th_ods_is(name, parts[i].name))
            continue;
        const char *code = word ? (wide ? parts[i].long_word : parts[i].word) : wide ? parts[i].wide : parts[i].narrow;
        if (s->elapsed && th_ods_is(name, "hours"))
            th_buf_fmt(&s->code, "[%s]", code);
        else
            th_buf_add(&s->code, th_str_of(code));
        uint32_t decimals =
            th_ods_is(name, "seconds") ? th_ods_count(th_xml_attr_get(attrs, n, "decimal-places"), 0) : 0;
        if (decimals)
            th_buf_byte(&s->code, '.');
        add_zeros(&s->code, decimals);
        return true;
    }
    return false;
}

static void data_part(th_ods_styles *s, th_str name, const th_xml_attr *attrs, size_t n)
{
    if (add_date_part(s, name, attrs, n))
        return;
    if (th_ods_is(name, "number")) {
        add_number(s, attrs, n);
    } else if (th_ods_is(name, "scientific-number")) {
        add_number(s, attrs, n);
        th_buf_add(&s->code, TH_STR("E+00"));
    } else if (th_ods_is(name, "fraction")) {
        th_buf_add(&s->code, TH_STR("# ?/?"));
    } else if (th_ods_is(name, "text-content")) {
        th_buf_byte(&s->code, '@');
    } else if (th_ods_is(name, "text") || th_ods_is(name, "currency-symbol")) {
        s->in_literal = true;
        s->literal.len = 0;
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

static void start_data_style(th_ods_styles *s, th_str name, const th_xml_attr *attrs, size_t n)
{
    s->in_data = true;
    s->in_percent = th_ods_is(name, "percentage-style");
    s->in_date = th_ods_is(name, "date-style") || th_ods_is(name, "time-style");
    s->elapsed = th_ods_is(th_xml_attr_get(attrs, n, "truncate-on-overflow"), "false");
    s->data_name = kept(s, attrs, n, "name");
    s->code.len = 0;
}

static void end_data_style(th_ods_styles *s)
{
    int decimals;
    s->in_data = false;
    if (s->in_date && th_format_class(th_buf_str(&s->code), &decimals) != TH_FORMAT_DATE) {
        s->code.len = 0; /* quarters, weeks, eras */
        th_buf_add(&s->code, TH_STR("yyyy-mm-dd"));
    }
    th_str code = s->code.len ? th_str_copy(s->book->arena, th_buf_str(&s->code)) : TH_STR("General");
    th_ods_data data = {s->data_name, code};
    TH_PUSH(s->book->arena, s->data, s->ndata, s->data_cap, data);
}

/* ---- styles ---- */

static void start_style(th_ods_styles *s, const th_xml_attr *attrs, size_t n, bool is_default)
{
    th_str family = th_xml_attr_get(attrs, n, "family");
    th_ods_style style = {.order = s->n, .decimals = -1};
    style.family = th_ods_is(family, "table-cell")     ? TH_ODS_CELL
                   : th_ods_is(family, "text")         ? TH_ODS_TEXT
                   : th_ods_is(family, "table")        ? TH_ODS_TABLE
                   : th_ods_is(family, "table-column") ? TH_ODS_COLUMN
                                                       : TH_ODS_OTHER;
    if (style.family == TH_ODS_OTHER)
        return;
    if (!is_default) { /* the default of a family is the style without a name */
        style.name = kept(s, attrs, n, "name");
        style.parent = kept(s, attrs, n, "parent-style-name");
    }
    style.data_style = kept(s, attrs, n, "data-style-name");
    TH_PUSH(s->book->arena, s->at, s->n, s->cap, style);
    s->in_style = true;
}

static void take_face(th_ods_style *style, const th_xml_attr *attrs, size_t n)
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

static void take_alignment(th_ods_style *style, const th_xml_attr *attrs, size_t n)
{
    th_str align = th_xml_attr_get(attrs, n, "text-align");
    style->has_align = align.len > 0;
    style->look |= th_ods_is(align, "center")                              ? 2
                   : th_ods_is(align, "end") || th_ods_is(align, "right")  ? 3
                   : th_ods_is(align, "start") || th_ods_is(align, "left") ? 1
                                                                           : 0;
}

static void style_properties(th_ods_styles *s, th_str name, const th_xml_attr *attrs, size_t n)
{
    th_ods_style *style = &s->at[s->n - 1];
    if (th_ods_is(name, "table-properties")) {
        style->hidden = th_ods_is(th_xml_attr_get(attrs, n, "display"), "false");
    } else if (th_ods_is(name, "text-properties")) {
        th_str face = th_xml_attr_get(attrs, n, "font-name"), family = th_xml_attr_get(attrs, n, "font-family");
        th_str font = face.len ? face_family(s, face) : first_family(family);
        if (font.len) {
            style->has_name = true;
            style->face.name = th_str_copy(s->book->arena, font);
        }
        take_face(style, attrs, n);
    } else if (th_ods_is(name, "table-cell-properties")) {
        take_look(style, attrs, n);
    } else if (th_ods_is(name, "paragraph-properties")) {
        take_alignment(style, attrs, n);
    } else if (th_ods_is(name, "table-column-properties")) {
        double width = th_ods_points(th_xml_attr_get(attrs, n, "column-width"));
        style->width = width > 0 ? (width / 0.75 - CELL_PADDING) / DIGIT_WIDTH : 0;
    }
}

void th_ods_styles_start(th_ods_styles *s, th_str name, const th_xml_attr *attrs, size_t nattrs)
{
    if (th_ods_is(name, "font-face")) {
        th_ods_face face = {kept(s, attrs, nattrs, "name"),
                            th_str_copy(s->book->arena, first_family(th_xml_attr_get(attrs, nattrs, "font-family")))};
        TH_PUSH(s->book->arena, s->faces, s->nfaces, s->faces_cap, face);
    } else if (th_ods_is(name, s->content ? "automatic-styles" : "styles")) {
        s->collecting = true;
    } else if (!s->collecting) {
        return;
    } else if (s->in_data) {
        data_part(s, name, attrs, nattrs);
    } else if (s->in_style) {
        style_properties(s, name, attrs, nattrs);
    } else if (th_ods_is(name, "style") || th_ods_is(name, "default-style")) {
        start_style(s, attrs, nattrs, th_ods_is(name, "default-style"));
    } else if (starts_data_style(name)) {
        start_data_style(s, name, attrs, nattrs);
    }
}

void th_ods_styles_end(th_ods_styles *s, th_str name)
{
    if (th_ods_is(name, s->content ? "automatic-styles" : "styles"))
        s->collecting = false;
    else if (th_ods_is(name, "style") || th_ods_is(name, "default-style"))
        s->in_style = false;
    else if (s->in_data && starts_data_style(name))
        end_data_style(s);
    if (s->in_literal && (th_ods_is(name, "text") || th_ods_is(name, "currency-symbol"))) {
        s->in_literal = false;
        add_literal(s, th_buf_str(&s->literal), th_ods_is(name, "currency-symbol"));
    }
}

void th_ods_styles_text(th_ods_styles *s, th_str text)
{
    if (s->in_literal)
        th_buf_add(&s->literal, text);
}

/* ---- finding ---- */

static int by_name(const void *a, const void *b)
{
    const th_ods_style *x = a, *y = b;
    if (x->family != y->family)
        return x->family < y->family ? -1 : 1;
    int order = th_str_cmp(x->name, y->name);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

static th_ods_style *find(const th_ods_styles *s, th_ods_family family, th_str name)
{
    th_ods_style key = {.family = family, .name = name, .order = SIZE_MAX};
    size_t low = 0, high = s->n; /* the last of its name: what content.xml says */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (by_name(&s->at[mid], &key) <= 0)
            low = mid + 1;
        else
            high = mid;
    }
    th_ods_style *found = low > 0 ? &s->at[low - 1] : NULL;
    return found && found->family == family && th_str_eq(found->name, name) ? found : NULL;
}

const th_ods_style *th_ods_style_find(const th_ods_styles *s, th_ods_family family, th_str name)
{
    return find(s, family, name);
}

static th_str data_code(const th_ods_styles *s, th_str name)
{
    for (size_t i = s->ndata; i-- > 0;)
        if (th_str_eq(s->data[i].name, name))
            return s->data[i].code;
    return TH_STR("General");
}

/* What the style does not say itself, it has from above. */
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

uint32_t th_ods_style_font(const th_ods_styles *s, const th_ods_style *style, uint32_t font)
{
    th_face face = s->book->faces[font];
    face.name = style->has_name ? style->face.name : face.name;
    face.twips = style->has_size ? style->face.twips : face.twips;
    face.bold = style->has_weight ? style->face.bold : face.bold;
    face.italic = style->has_slope ? style->face.italic : face.italic;
    face.underline = style->has_line ? style->face.underline : face.underline;
    return th_book_face(s->book, face);
}

static void resolve(const th_ods_styles *s, th_ods_style *style)
{
    th_str data = style->data_style;
    const th_ods_style *from = style;
    for (int steps = 0; steps < PARENTS; steps++) {
        th_str parent = from->parent;
        if (from->name.len == 0 || !(from = find(s, style->family, parent))) /* the default has no parent */
            break;
        inherit(style, from);
        if (data.len == 0)
            data = from->data_style;
    }
    style->has_font = style->has_name || style->has_size || style->has_weight || style->has_slope || style->has_line;
    style->font = style->has_font ? th_book_face(s->book, style->face) : 0;
    th_str code = data_code(s, data);
    int decimals = -1;
    style->format_code = th_book_number_format(s->book, code);
    style->format_class = (uint8_t)th_format_class(code, &decimals);
    style->decimals = (int8_t)decimals;
}

void th_ods_styles_seal(th_ods_styles *s)
{
    if (s->n)
        qsort(s->at, s->n, sizeof *s->at, by_name);
    th_ods_style *sorted = s->at, *done = th_arena_array(s->book->arena, s->n, sizeof *done);
    for (size_t i = 0; i < s->n; i++) { /* resolved aside: each looks at its parents as they were written */
        done[i] = sorted[i];
        if (done[i].family != TH_ODS_TABLE)
            resolve(s, &done[i]);
    }
    s->at = done;
    const th_ods_style *plain = find(s, TH_ODS_CELL, TH_STR("Default"));
    plain = plain ? plain : find(s, TH_ODS_CELL, (th_str){0});
    s->plain = plain ? *plain : (th_ods_style){.family = TH_ODS_CELL, .decimals = -1};
}

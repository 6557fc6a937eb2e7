/* Style sheets of pages, as far as cells need them: what Excel and LibreOffice write, and what people write by hand. */
#include "book/html.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { KEY = 128 };

static bool same_word(th_str text, const char *word)
{
    size_t n = strlen(word);
    if (text.len != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if (th_to_lower(text.ptr[i]) != word[i])
            return false;
    return true;
}

th_str th_html_format_code(th_str name)
{
    static const struct {
        const char *name, *code;
    } formats[] = {
        {"general", "General"},
        {"general number", "General"},
        {"general date", "m/d/yyyy h:mm"},
        {"short date", "m/d/yyyy"},
        {"medium date", "d-mmm-yy"},
        {"long date", "dddd, mmmm d, yyyy"},
        {"short time", "h:mm"},
        {"medium time", "h:mm AM/PM"},
        {"long time", "h:mm:ss AM/PM"},
        {"currency", "#,##0.00"},
        {"euro currency", "#,##0.00"},
        {"fixed", "0.00"},
        {"standard", "#,##0.00"},
        {"percent", "0.00%"},
        {"scientific", "0.00E+00"},
        {"yes/no", "General"},
        {"true/false", "General"},
        {"on/off", "General"},
        {"\\@", "@"},
        {"text", "@"},
    };
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (same_word(name, formats[i].name))
            return th_str_of(formats[i].code);
    return name;
}

/* The value without quotes and backslashes; "\0022" is a character by its number. */
static th_str css_text(th_arena *arena, th_str value)
{
    th_buf out;
    th_buf_init(&out, arena);
    value = th_str_trim(value);
    bool quoted = value.len > 1 && (value.ptr[0] == '"' || value.ptr[0] == '\'');
    if (quoted)
        value = th_str_sub(value, 1, value.len - 1 - (value.ptr[value.len - 1] == value.ptr[0]));
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] != '\\' || i + 1 == value.len) {
            th_buf_byte(&out, value.ptr[i]);
            continue;
        }
        uint32_t code = 0;
        size_t digits = 0;
        for (; digits < 4 && i + 1 + digits < value.len && th_hex_value(value.ptr[i + 1 + digits]) >= 0; digits++)
            code = code * 16 + (uint32_t)th_hex_value(value.ptr[i + 1 + digits]);
        if (digits == 4)
            th_utf8_put(&out, code);
        else
            th_buf_byte(&out, value.ptr[i + 1]);
        i += digits == 4 ? 4 : 1;
    }
    return th_buf_str(&out);
}

static th_str first_font(th_arena *arena, th_str list)
{
    th_str first;
    return th_str_cut(&list, ',', &first) ? th_str_copy(arena, css_text(arena, first)) : (th_str){0};
}

/* "bold 12.0pt .VnTime, serif": the family stands behind the size. */
static th_str font_of_shorthand(th_arena *arena, th_str value)
{
    static const char *const units[] = {"pt ", "px ", "em ", "% "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t at = th_str_find(value, th_str_of(units[i]), 0);
        if (at != SIZE_MAX)
            return first_font(arena, th_str_sub(value, at + strlen(units[i]), value.len));
    }
    return (th_str){0};
}

static uint16_t twips_of(th_str value)
{
    double points = 0, unit = 1;
    size_t i = 0;
    for (; i < value.len && th_is_digit(value.ptr[i]) && points < 1000; i++)
        points = points * 10 + (value.ptr[i] - '0');
    if (i < value.len && value.ptr[i] == '.')
        for (i++; i < value.len && th_is_digit(value.ptr[i]); i++)
            points += (value.ptr[i] - '0') * (unit /= 10);
    th_str rest = th_str_trim(th_str_sub(value, i, value.len));
    if (same_word(rest, "px"))
        points *= 0.75;
    else if (!same_word(rest, "pt"))
        points = 0;
    double twips = points * 20 + 0.5;
    return points < 1000 ? (uint16_t)twips : 0;
}

static uint8_t tri(bool yes)
{
    return yes ? TH_HTML_YES : TH_HTML_NO;
}

static uint8_t alignment_of(th_str value)
{
    if (same_word(value, "left"))
        return 1;
    if (same_word(value, "center"))
        return 2;
    return same_word(value, "right") ? 3 : 0;
}

static void take_declaration(th_arena *arena, th_str name, th_str value, th_html_style *style)
{
    if (same_word(name, "mso-number-format")) {
        style->format = th_html_format_code(css_text(arena, value));
    } else if (same_word(name, "font-family")) {
        style->font = first_font(arena, value);
    } else if (same_word(name, "font")) {
        th_str font = font_of_shorthand(arena, value);
        style->font = font.len ? font : style->font;
    } else if (same_word(name, "font-size")) {
        style->twips = twips_of(value);
    } else if (same_word(name, "display")) {
        style->hidden = tri(same_word(value, "none"));
    } else if (same_word(name, "visibility") && same_word(value, "collapse")) {
        style->hidden = TH_HTML_YES;
    } else if (same_word(name, "font-weight")) {
        style->bold = tri(same_word(value, "bold") || same_word(value, "bolder") ||
                          (value.len == 3 && value.ptr[0] >= '6' && th_is_digit(value.ptr[0])));
    } else if (same_word(name, "font-style")) {
        style->italic = tri(same_word(value, "italic") || same_word(value, "oblique"));
    } else if (same_word(name, "text-decoration")) {
        style->underline = tri(th_str_find(value, TH_STR("underline"), 0) != SIZE_MAX);
        style->struck = tri(th_str_find(value, TH_STR("line-through"), 0) != SIZE_MAX);
    } else if (same_word(name, "text-align")) {
        style->align = alignment_of(value);
    } else if (same_word(name, "mso-data-placement")) {
        style->same_cell = tri(same_word(value, "same-cell"));
    }
}

/* Goes over the character at *at, the next one too behind a backslash.  True where it stands by itself: neither in
 * quotes, which end with their line at the latest, nor behind a backslash. */
static bool stands_by_itself(th_str text, size_t *at, char *quote)
{
    char c = text.ptr[(*at)++];
    if (c == '\\') {
        (*at)++;
        return false;
    }
    if (*quote) {
        *quote = c == *quote || c == '\n' ? 0 : *quote;
        return false;
    }
    if (c == '"' || c == '\'')
        *quote = c;
    return !*quote;
}

/* The end of the declaration that begins at `at`: its ';'. */
static size_t declaration_end(th_str text, size_t at)
{
    char quote = 0;
    for (size_t here = at; at < text.len; here = at)
        if (stands_by_itself(text, &at, &quote) && text.ptr[here] == ';')
            return here;
    return text.len;
}

static void take_declarations(th_arena *arena, th_str text, th_html_style *style)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = declaration_end(text, at);
        th_str value = th_str_sub(text, at, end - at), name;
        if (th_str_find(value, TH_STR(":"), 0) != SIZE_MAX && th_str_cut(&value, ':', &name)) {
            value = th_str_trim(value);
            size_t mark = th_str_find(value, TH_STR("!important"), 0);
            take_declaration(arena, th_str_trim(name), th_str_trim(th_str_sub(value, 0, mark)), style);
        }
        at = end + 1;
    }
}

/* A selector of one element, one class or both. */
static bool is_simple(th_str selector)
{
    for (size_t i = 0; i < selector.len; i++)
        if (!th_is_alnum(selector.ptr[i]) && !th_is_one_of(selector.ptr[i], "._-"))
            return false;
    return selector.len > 0 && selector.len < KEY;
}

/* Element names are small letters; classes keep their case. */
static th_str rule_key(char *key, th_str element, th_str class_name)
{
    size_t n = 0;
    for (size_t i = 0; i < element.len && n < KEY - 1; i++)
        key[n++] = (char)th_to_lower(element.ptr[i]);
    if (class_name.len && n < KEY - 1)
        key[n++] = '.';
    for (size_t i = 0; i < class_name.len && n < KEY; i++)
        key[n++] = class_name.ptr[i];
    return (th_str){key, n};
}

static void lay_over(const th_html_style *from, th_html_style *style)
{
    if (from->format.len)
        style->format = from->format;
    if (from->font.len)
        style->font = from->font;
    style->twips = from->twips ? from->twips : style->twips;
    style->hidden = from->hidden ? from->hidden : style->hidden;
    style->bold = from->bold ? from->bold : style->bold;
    style->italic = from->italic ? from->italic : style->italic;
    style->underline = from->underline ? from->underline : style->underline;
    style->struck = from->struck ? from->struck : style->struck;
    style->same_cell = from->same_cell ? from->same_cell : style->same_cell;
    style->align = from->align ? from->align : style->align;
}

/* The declarations are read once, however many selectors they are for. */
static void add_css_rule(th_html_css *css, th_str selectors, th_str declarations)
{
    th_str selector, element;
    th_html_style style = {0};
    take_declarations(css->arena, declarations, &style);
    while (th_str_cut(&selectors, ',', &selector)) {
        char key[KEY];
        selector = th_str_trim(selector);
        if (!is_simple(selector))
            continue;
        th_str class_name = selector;
        bool has_class = th_str_find(selector, TH_STR("."), 0) != SIZE_MAX;
        th_str_cut(&class_name, '.', &element);
        uint32_t *at =
            th_lookup_at(&css->rules, css->arena, rule_key(key, element, has_class ? class_name : (th_str){0}));
        if (!*at) {
            TH_PUSH(css->arena, css->styles, css->n, css->cap, (th_html_style){0});
            *at = (uint32_t)css->n;
        }
        lay_over(&style, &css->styles[*at - 1]);
    }
}

static th_str without_comments(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < text.len; i++) {
        th_str rest = th_str_sub(text, i, 4);
        if (th_str_starts(rest, TH_STR("/*"))) {
            size_t end = th_str_find(text, TH_STR("*/"), i + 2);
            i = end == SIZE_MAX ? text.len : end + 1;
        } else if (th_str_starts(rest, TH_STR("<!--"))) {
            i += 3;
        } else if (th_str_starts(rest, TH_STR("-->"))) {
            i += 2;
        } else {
            th_buf_byte(&out, text.ptr[i]);
        }
    }
    return th_buf_str(&out);
}

/* The '}' of the block whose '{' stands at `at`; blocks of "@media" hold others. */
static size_t block_end(th_str text, size_t at)
{
    size_t depth = 0;
    char quote = 0;
    for (size_t here = at; at < text.len; here = at) {
        if (!stands_by_itself(text, &at, &quote))
            continue;
        depth += text.ptr[here] == '{';
        if (text.ptr[here] == '}' && --depth == 0)
            return here;
    }
    return text.len;
}

void th_html_css_add(th_html_css *css, th_str sheet)
{
    th_str text = without_comments(css->arena, sheet);
    for (size_t at = 0; at < text.len;) {
        size_t open = th_str_find(text, TH_STR("{"), at);
        if (open == SIZE_MAX)
            return;
        size_t close = block_end(text, open);
        th_str selectors = th_str_trim(th_str_sub(text, at, open - at));
        if (!th_str_starts(selectors, TH_STR("@")))
            add_css_rule(css, selectors, th_str_sub(text, open + 1, close - open - 1));
        at = close + 1;
    }
}

static void apply_rule(const th_html_css *css, th_str element, th_str class_name, th_html_style *style)
{
    char key[KEY];
    const uint32_t *at = th_lookup_find(&css->rules, rule_key(key, element, class_name));
    if (at && *at)
        lay_over(&css->styles[*at - 1], style);
}

void th_html_css_apply(const th_html_css *css, const th_html_token *token, th_html_style *style)
{
    const th_str *classes = th_html_attr_get(token, "class"), *own = th_html_attr_get(token, "style");
    const th_str *align = th_html_attr_get(token, "align"), *face = th_html_attr_get(token, "face");
    if (align && alignment_of(*align))
        style->align = alignment_of(*align);
    if (css->n)
        apply_rule(css, token->name, (th_str){0}, style);
    th_str rest = classes && css->n ? *classes : (th_str){0}, name;
    while (th_str_cut(&rest, ' ', &name)) {
        if (!name.len)
            continue;
        apply_rule(css, (th_str){0}, name, style);
        apply_rule(css, token->name, name, style);
    }
    if (face)
        style->font = first_font(css->arena, *face);
    if (own)
        take_declarations(css->arena, *own, style);
}

/* The tokenizer of pages. */
#include "pack/html.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

enum { LONGEST_REFERENCE = 32 };

/* Elements that hold no tags, only text up to their own end tag. */
static const char *const raw_elements[] = {"script", "style", "title", "textarea", "xmp", "noembed", "iframe"};

void th_html_init(th_html *html, th_arena *arena, th_str page)
{
    *html = (th_html){.page = page};
    th_buf_init(&html->values, arena);
}

const th_str *th_html_attr_get(const th_html_token *token, const char *name)
{
    for (size_t i = 0; i < token->nattrs; i++)
        if (th_str_eq(token->attrs[i].name, th_str_of(name)))
            return &token->attrs[i].value;
    return NULL;
}

/* ---- character references ---- */

static int by_entity_name(const void *key, const void *entity)
{
    return th_str_cmp(*(const th_str *)key, *(const th_str *)entity);
}

static uint32_t named_character(th_str name)
{
    static const struct {
        th_str name;
        uint32_t code;
    } entities[] = {
#define TH_HTML_ENTITY(name, code) {{name, sizeof(name) - 1}, code},
#include "pack/html_entities.def"
#undef TH_HTML_ENTITY
    };
    const void *found = bsearch(&name, entities, sizeof entities / sizeof *entities, sizeof *entities, by_entity_name);
    if (!found)
        return 0;
    size_t at = (size_t)((const char *)found - (const char *)entities) / sizeof *entities;
    return entities[at].code;
}

/* "#150" is a byte of CP1252 to every browser (the standard, 13.2.5.80), and shows U+2013. */
static uint32_t numbered_character(th_str digits)
{
    static const uint16_t cp1252[32] = {0x20AC, 0x81,   0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                        0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0x8D,   0x17D,  0x8F,
                                        0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                        0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0x9D,   0x17E,  0x178};
    bool hex = digits.len && (digits.ptr[0] | 0x20) == 'x';
    uint32_t code = 0, base = hex ? 16 : 10;
    for (size_t i = hex; i < digits.len; i++) {
        int digit = th_hex_value(digits.ptr[i]);
        code = code < 0x110000 ? code * base + (uint32_t)digit : code;
    }
    if (code >= 0x80 && code < 0xA0)
        return cp1252[code - 0x80];
    bool is_character = code > 0 && code < 0x110000 && (code < 0xD800 || code >= 0xE000);
    return is_character ? code : TH_REPLACEMENT;
}

/* The length of the reference at the '&' that `s` begins with, and its character; 0: it begins none. */
static size_t read_reference(th_str s, uint32_t *code)
{
    size_t at = 1;
    bool number = s.len > 1 && s.ptr[1] == '#', hex = number && s.len > 2 && (s.ptr[2] | 0x20) == 'x';
    size_t from = number ? 2 : 1;
    at = from + hex;
    while (at < s.len && at < LONGEST_REFERENCE) {
        bool goes_on = number ? th_is_digit(s.ptr[at]) : th_is_alnum(s.ptr[at]);
        if (!goes_on && !(hex && th_hex_value(s.ptr[at]) >= 0))
            break;
        at++;
    }
    if (at == from + hex)
        return 0;
    th_str name = th_str_sub(s, from, at - from);
    *code = number ? numbered_character(name) : named_character(name);
    if (*code == 0)
        return 0;
    return at + (at < s.len && s.ptr[at] == ';');
}

/* Appends `s` to `out` with its character references resolved. */
static void add_resolved(th_buf *out, th_str s)
{
    while (s.len) {
        const char *amp = memchr(s.ptr, '&', s.len);
        size_t plain = amp ? (size_t)(amp - s.ptr) : s.len;
        uint32_t code;
        th_buf_add(out, th_str_sub(s, 0, plain));
        s = th_str_sub(s, plain, s.len);
        if (!s.len)
            return;
        size_t n = read_reference(s, &code);
        if (n)
            th_utf8_put(out, code);
        else
            th_buf_byte(out, '&');
        s = th_str_sub(s, n ? n : 1, s.len);
    }
}

/* ---- tags ---- */

static bool ends_name(char c)
{
    return th_is_space(c) || c == '>' || c == '/';
}

/* Adds s[from..to) in small letters and returns where it begins in `values`. */
static size_t add_small(th_buf *values, th_str s)
{
    size_t start = values->len;
    for (size_t i = 0; i < s.len; i++)
        th_buf_byte(values, (char)th_to_lower(s.ptr[i]));
    return start;
}

/* The value behind '=' at *at, as it is written. */
static th_str attribute_value(th_str page, size_t *at)
{
    while (*at < page.len && th_is_space(page.ptr[*at]))
        ++*at;
    size_t from = *at;
    if (from < page.len && (page.ptr[from] == '"' || page.ptr[from] == '\'')) {
        const char *close = memchr(page.ptr + from + 1, page.ptr[from], page.len - from - 1);
        if (close) {
            *at = (size_t)(close - page.ptr) + 1;
            return th_str_sub(page, from + 1, *at - from - 2);
        }
    }
    while (*at < page.len && !th_is_space(page.ptr[*at]) && page.ptr[*at] != '>')
        ++*at;
    return th_str_sub(page, from, *at - from);
}

/* Reads the attributes up to the end of the tag.  They are kept as places in `values`, which may move. */
static void read_tag_attributes(th_html *html, th_html_token *token)
{
    th_str page = html->page;
    size_t at = html->at, names[TH_HTML_ATTRS], ends[TH_HTML_ATTRS], stops[TH_HTML_ATTRS];
    token->nattrs = 0;
    for (;;) {
        while (at < page.len && (th_is_space(page.ptr[at]) || page.ptr[at] == '/'))
            at++;
        if (at >= page.len || page.ptr[at] == '>')
            break;
        size_t from = at++; /* a name may begin with '=' */
        while (at < page.len && !ends_name(page.ptr[at]) && page.ptr[at] != '=')
            at++;
        th_str name = th_str_sub(page, from, at - from), value = {0};
        size_t look = at;
        while (look < page.len && th_is_space(page.ptr[look]))
            look++;
        if (look < page.len && page.ptr[look] == '=') {
            at = look + 1;
            value = attribute_value(page, &at);
        }
        if (token->nattrs == TH_HTML_ATTRS)
            continue;
        names[token->nattrs] = add_small(&html->values, name);
        ends[token->nattrs] = html->values.len;
        add_resolved(&html->values, value);
        stops[token->nattrs++] = html->values.len;
    }
    token->slash = at < page.len && page.ptr[at - 1] == '/';
    html->at = at < page.len ? at + 1 : page.len;
    for (size_t i = 0; i < token->nattrs; i++) {
        token->attrs[i].name = (th_str){html->values.ptr + names[i], ends[i] - names[i]};
        token->attrs[i].value = (th_str){html->values.ptr + ends[i], stops[i] - ends[i]};
    }
}

static void expect_raw(th_html *html, th_str name)
{
    for (size_t i = 0; i < sizeof raw_elements / sizeof *raw_elements; i++)
        if (th_str_eq(name, th_str_of(raw_elements[i])) && !(html->unclosed >> i & 1))
            html->raw = raw_elements[i];
}

static th_html_kind read_html_tag(th_html *html, th_html_token *token)
{
    th_str page = html->page;
    bool closes = page.ptr[html->at + 1] == '/';
    size_t from = html->at + 1 + closes, at = from;
    while (at < page.len && !ends_name(page.ptr[at]))
        at++;
    html->values.len = 0;
    add_small(&html->values, th_str_sub(page, from, at - from));
    size_t length = html->values.len;
    html->at = at;
    read_tag_attributes(html, token);
    token->name = (th_str){html->values.ptr, length};
    if (!closes)
        expect_raw(html, token->name);
    return token->kind = closes ? TH_HTML_END : TH_HTML_START;
}

/* ---- what is no tag ---- */

static bool names_end(th_str page, size_t at, const char *name)
{
    size_t n = strlen(name);
    if (page.len - at < n + 3)
        return false;
    for (size_t i = 0; i < n; i++)
        if (th_to_lower(page.ptr[at + 2 + i]) != name[i])
            return false;
    return ends_name(page.ptr[at + 2 + n]);
}

/* Where the next end tag of the element begins, from `at` on; SIZE_MAX: there is none. */
static size_t find_end_tag(th_str page, size_t at, const char *name)
{
    while ((at = th_str_find(page, TH_STR("</"), at)) != SIZE_MAX && !names_end(page, at, name))
        at += 2;
    return at;
}

bool th_html_closes(const th_html *html, const char *name)
{
    return find_end_tag(html->page, html->at, name) != SIZE_MAX;
}

/* Up to the end tag of html->raw.  Where there is none the element holds nothing, and what follows is read as ever. */
static bool read_raw(th_html *html, th_html_token *token)
{
    const char *name = html->raw;
    size_t at = find_end_tag(html->page, html->at, name);
    html->raw = NULL;
    if (at == SIZE_MAX) {
        for (size_t i = 0; i < sizeof raw_elements / sizeof *raw_elements; i++)
            html->unclosed |= (unsigned)(raw_elements[i] == name) << i;
        return false;
    }
    token->kind = TH_HTML_RAW;
    token->name = th_str_of(name);
    token->text = th_str_sub(html->page, html->at, at - html->at);
    html->at = at;
    return true;
}

/* A comment, a declaration, an instruction: "<!-- -->", "<!DOCTYPE html>", "<![if x]>", "<?xml ?>". */
static th_html_kind read_html_comment(th_html *html, th_html_token *token)
{
    th_str rest = th_str_sub(html->page, html->at, html->page.len);
    bool comment = th_str_starts(rest, TH_STR("<!--")) && !html->open_comments;
    size_t end = comment ? th_str_find(rest, TH_STR("-->"), 2) : SIZE_MAX;
    html->open_comments = html->open_comments || (comment && end == SIZE_MAX);
    bool closed = end != SIZE_MAX;
    size_t from = 2 + 2 * (size_t)closed, behind = 1 + 2 * (size_t)closed;
    if (end == SIZE_MAX)
        end = th_str_find(rest, TH_STR(">"), 2);
    if (end == SIZE_MAX)
        end = rest.len;
    token->text = end > from ? th_str_sub(rest, from, end - from) : (th_str){0};
    html->at += end + behind < rest.len ? end + behind : rest.len;
    return token->kind = TH_HTML_COMMENT;
}

static th_html_kind read_html_text(th_html *html, th_html_token *token)
{
    th_str page = html->page;
    size_t from = html->at, at = from + 1; /* a '<' that begins no tag is text */
    const char *open = at < page.len ? memchr(page.ptr + at, '<', page.len - at) : NULL;
    html->at = open ? (size_t)(open - page.ptr) : page.len;
    token->text = th_str_sub(page, from, html->at - from);
    if (memchr(token->text.ptr, '&', token->text.len)) {
        html->values.len = 0;
        add_resolved(&html->values, token->text);
        token->text = th_buf_str(&html->values);
    }
    return token->kind = TH_HTML_TEXT;
}

th_html_kind th_html_next(th_html *html, th_html_token *token)
{
    token->nattrs = 0;
    token->name = token->text = (th_str){0};
    if (html->raw && read_raw(html, token))
        return token->kind;
    if (html->at >= html->page.len)
        return token->kind = TH_HTML_END_OF_PAGE;
    const char *at = html->page.ptr + html->at;
    size_t left = html->page.len - html->at;
    if (at[0] != '<' || left < 2)
        return read_html_text(html, token);
    if (th_is_letter(at[1]) || (at[1] == '/' && left > 2 && th_is_letter(at[2])))
        return read_html_tag(html, token);
    if (at[1] == '!' || at[1] == '?')
        return read_html_comment(html, token);
    return read_html_text(html, token);
}

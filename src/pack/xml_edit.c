/* Walking a part token by token.  What is replaced is written anew, and everything else is copied as bytes. */
#include "pack/xml_edit.h"

#include "base/ascii.h"
#include "pack/xml.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { LAST_CHARACTER = 0x10FFFF };

void th_edit_begin(th_edit *edit, th_arena *arena, th_str part)
{
    *edit = (th_edit){.arena = arena, .in = part};
    th_buf_init(&edit->out, arena);
}

static bool broken(th_edit *edit)
{
    edit->broken = true;
    edit->at = edit->in.len;
    return false;
}

/* The '>' that ends the tag around `at`, or SIZE_MAX.  One between quotes is part of an attribute. */
static size_t end_of_tag(th_str in, size_t at)
{
    char quote = '\0';
    for (; at < in.len; at++) {
        char c = in.ptr[at];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return at;
    }
    return SIZE_MAX;
}

static bool take_until(th_edit *edit, th_edit_token *t, th_str end, th_edit_kind kind)
{
    size_t at = th_str_find(edit->in, end, edit->at);
    if (at == SIZE_MAX)
        return broken(edit);
    t->kind = kind;
    edit->at = t->to = at + end.len;
    return true;
}

static bool take_tag(th_edit *edit, th_edit_token *t)
{
    size_t end = end_of_tag(edit->in, edit->at), from = edit->at + 1;
    if (end == SIZE_MAX)
        return broken(edit);
    bool close = edit->in.ptr[from] == '/', empty = edit->in.ptr[end - 1] == '/' && end - 1 > from;
    from += close;
    size_t to = from, last = end - empty;
    while (to < last && !th_xml_is_space(edit->in.ptr[to]))
        to++;
    t->kind = empty ? TH_EDIT_EMPTY : TH_EDIT_START;
    if (close)
        t->kind = TH_EDIT_CLOSE;
    t->name = th_xml_local(th_str_sub(edit->in, from, to - from));
    t->attrs = th_str_sub(edit->in, to, last - to);
    edit->at = t->to = end + 1;
    return true;
}

bool th_edit_next(th_edit *edit, th_edit_token *t)
{
    if (edit->at >= edit->in.len)
        return false;
    *t = (th_edit_token){.kind = TH_EDIT_TEXT, .from = edit->at};
    th_str rest = th_str_sub(edit->in, edit->at, edit->in.len - edit->at);
    if (edit->in.ptr[edit->at] != '<') {
        const char *next = memchr(rest.ptr, '<', rest.len);
        edit->at = t->to = next ? (size_t)(next - edit->in.ptr) : edit->in.len;
        return true;
    }
    if (th_str_starts(rest, TH_STR("<![CDATA[")))
        return take_until(edit, t, TH_STR("]]>"), TH_EDIT_TEXT);
    if (th_str_starts(rest, TH_STR("<!--")))
        return take_until(edit, t, TH_STR("-->"), TH_EDIT_OTHER);
    if (th_str_starts(rest, TH_STR("<?")))
        return take_until(edit, t, TH_STR("?>"), TH_EDIT_OTHER);
    if (rest.len < 3 || rest.ptr[1] == '!')
        return broken(edit);
    return take_tag(edit, t);
}

/* ---- attributes ---- */

bool th_edit_attr(const th_edit *edit, const th_edit_token *t, const char *local, size_t *from, size_t *to)
{
    th_str s = t->attrs, wanted = th_str_of(local);
    bool prefixed = th_str_find(wanted, TH_STR(":"), 0) != SIZE_MAX;
    for (size_t at = 0; at < s.len;) {
        while (at < s.len && th_xml_is_space(s.ptr[at]))
            at++;
        size_t name = at;
        while (at < s.len && s.ptr[at] != '=' && !th_xml_is_space(s.ptr[at]))
            at++;
        th_str found = th_str_sub(s, name, at - name);
        while (at < s.len && (th_xml_is_space(s.ptr[at]) || s.ptr[at] == '='))
            at++;
        if (at >= s.len || (s.ptr[at] != '"' && s.ptr[at] != '\''))
            return false;
        const char *end = memchr(s.ptr + at + 1, s.ptr[at], s.len - at - 1);
        if (!end)
            return false;
        if (th_str_eq(prefixed ? found : th_xml_local(found), wanted) && !th_str_starts(found, TH_STR("xmlns"))) {
            *from = (size_t)(s.ptr + at + 1 - edit->in.ptr);
            *to = (size_t)(end - edit->in.ptr);
            return true;
        }
        at = (size_t)(end - s.ptr) + 1;
    }
    return false;
}

/* ---- characters ---- */

/* The character that an entity stands for; 0 when there is no such entity. */
static uint32_t entity_code(th_str name)
{
    static const struct {
        const char *name;
        uint32_t c;
    } known[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (th_str_eq(name, th_str_of(known[i].name)))
            return known[i].c;
    if (name.len < 2 || name.ptr[0] != '#')
        return 0;
    bool hex = name.ptr[1] == 'x';
    int base = hex ? 16 : 10;
    uint32_t c = 0;
    /* The number may begin with any number of zeros, so its length says nothing about its size. */
    for (size_t i = hex ? 2 : 1; i < name.len && c <= LAST_CHARACTER; i++) {
        int digit = th_hex_value(name.ptr[i]);
        if (digit < 0 || digit >= base)
            return 0;
        c = c * (uint32_t)base + (uint32_t)digit;
    }
    return c <= LAST_CHARACTER ? c : 0;
}

/* Appends `raw` with its entities resolved.  In the value of an attribute, white space becomes blanks, as XML
 * demands. */
static void resolve_text(th_buf *out, th_str raw, bool attribute)
{
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.ptr[i];
        if (c == '&') {
            size_t end = th_str_find(raw, TH_STR(";"), i);
            uint32_t code = end == SIZE_MAX ? 0 : entity_code(th_str_sub(raw, i + 1, end - i - 1));
            if (code) {
                th_utf8_put(out, code);
                i = end;
                continue;
            }
        }
        /* XML reads every end of a line as a line feed. */
        if (c == '\r') {
            i += i + 1 < raw.len && raw.ptr[i + 1] == '\n';
            c = '\n';
        }
        th_buf_byte(out, attribute && th_xml_is_space(c) ? ' ' : c);
    }
}

/* Is nothing in `raw` to be resolved?  A part has millions of values: copies of all of them would outgrow the part. */
static bool stands_for_itself(th_str raw)
{
    for (size_t i = 0; i < raw.len; i++)
        if (raw.ptr[i] == '&' || (unsigned char)raw.ptr[i] < ' ')
            return false;
    return true;
}

th_str th_edit_value(const th_edit *edit, const th_edit_token *t, const char *local)
{
    size_t from, to;
    if (!th_edit_attr(edit, t, local, &from, &to))
        return (th_str){0};
    th_str raw = th_str_sub(edit->in, from, to - from);
    if (stands_for_itself(raw))
        return raw;
    th_buf out;
    th_buf_init(&out, edit->arena);
    resolve_text(&out, raw, true);
    return th_buf_str(&out);
}

bool th_edit_content(th_edit *edit, th_str *text, size_t *from, size_t *to)
{
    th_buf out;
    th_edit_token t;
    size_t before = edit->at;
    th_str only = {0}; /* the first text, while it is the whole content */
    th_buf_init(&out, edit->arena);
    while (th_edit_next(edit, &t)) {
        th_str raw = th_str_sub(edit->in, t.from, t.to - t.from);
        if (t.kind == TH_EDIT_CLOSE) {
            *text = only.len ? only : th_buf_str(&out);
            *from = before;
            *to = t.from;
            return true;
        }
        if (t.kind == TH_EDIT_START || t.kind == TH_EDIT_EMPTY)
            break;
        if (t.kind == TH_EDIT_TEXT && t.from == before && !th_str_starts(raw, TH_STR("<")) && stands_for_itself(raw)) {
            only = raw;
            continue;
        }
        th_buf_add(&out, only);
        only = (th_str){0};
        if (t.kind == TH_EDIT_TEXT && th_str_starts(raw, TH_STR("<![CDATA[")))
            th_buf_add(&out, th_str_sub(raw, 9, raw.len - 12));
        else if (t.kind == TH_EDIT_TEXT)
            resolve_text(&out, raw, false);
    }
    if (!edit->broken)
        edit->at = before;
    return false;
}

void th_edit_replace_raw(th_edit *edit, size_t from, size_t to, th_str xml)
{
    if (from < edit->copied)
        return;
    if (!edit->changed)
        th_buf_reserve(&edit->out, edit->in.len + edit->in.len / 16);
    th_buf_add(&edit->out, th_str_sub(edit->in, edit->copied, from - edit->copied));
    th_buf_add(&edit->out, xml);
    edit->copied = to;
    edit->changed = true;
}

/* Escapes what must be escaped, and quotes only where the old value had escaped them, so that nothing else of the value
 * changes. */
void th_edit_replace(th_edit *edit, size_t from, size_t to, th_str text)
{
    char quote = from > 0 && edit->in.ptr[from - 1] != '>' ? edit->in.ptr[from - 1] : '\0'; /* NUL outside attributes */
    th_str old = th_str_sub(edit->in, from, to - from);
    bool quot = quote == '"' || th_str_find(old, TH_STR("&quot;"), 0) != SIZE_MAX;
    bool apos = quote == '\'' || th_str_find(old, TH_STR("&apos;"), 0) != SIZE_MAX;
    th_buf out;
    th_buf_init(&out, edit->arena);
    th_buf_reserve(&out, text.len + 16);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '&')
            th_buf_add(&out, TH_STR("&amp;"));
        else if (c == '<')
            th_buf_add(&out, TH_STR("&lt;"));
        else if (c == '>')
            th_buf_add(&out, TH_STR("&gt;"));
        else if (c == '\r' || (quote && (c == '\n' || c == '\t')))
            th_buf_fmt(&out, "&#%d;", c);
        else if ((c == '"' && quot) || (c == '\'' && apos))
            th_buf_add(&out, c == '"' ? TH_STR("&quot;") : TH_STR("&apos;"));
        else
            th_buf_byte(&out, c);
    }
    th_edit_replace_raw(edit, from, to, th_buf_str(&out));
}

th_str th_edit_end(th_edit *edit)
{
    th_buf_add(&edit->out, th_str_sub(edit->in, edit->copied, edit->in.len - edit->copied));
    edit->copied = edit->in.len;
    return th_buf_str(&edit->out);
}

/* The XML scanner.  A token that a piece cuts waits in `pending` until the next piece completes it. */
#include "pack/xml.h"

#include "pack/xml_decode.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { LONGEST_TOKEN = 8 * 1024 * 1024, LONGEST_NAME = 256, MOST_STEPS = 4, BLOCK = 64 };

struct th_xml {
    th_arena *arena;
    const th_limits *limits;
    th_xml_handler handler;
    th_buf pending; /* the beginning of a token that the next piece completes */
    th_xml_decoder decoder;
    th_buf converted_text; /* the text at hand, with its line ends as line feeds */
    bool after_cr;         /* the text before ended in a carriage return: a line feed belongs to it */
    th_buf names;          /* names of the open elements, one after the other */
    uint32_t *starts;      /* where the name of each open element begins in `names` */
    uint32_t depth;
    th_buf values; /* attribute values with their entities resolved */
    th_xml_attr *attrs;
    size_t attrs_cap;
    unsigned owed;           /* how many bytes the UTF-8 character at hand still needs */
    unsigned char low, high; /* the range in which the next of them must lie */
    bool seen_element;
    bool failed, limit_hit, odd;
    th_trouble trouble;
};

th_xml *th_xml_new(th_arena *arena, const th_limits *limits, const th_xml_handler *handler)
{
    th_xml *xml = th_arena_alloc(arena, sizeof *xml);
    xml->arena = arena;
    xml->limits = limits;
    xml->handler = *handler;
    th_buf_init(&xml->pending, arena);
    th_xml_decoder_init(&xml->decoder, arena);
    th_buf_init(&xml->converted_text, arena);
    th_buf_init(&xml->names, arena);
    th_buf_init(&xml->values, arena);
    xml->starts = th_arena_array(arena, limits->xml_depth + 1, sizeof *xml->starts);
    return xml;
}

th_trouble th_xml_trouble(const th_xml *xml)
{
    return xml->trouble;
}

static bool refuse_xml(th_xml *xml, th_trouble why)
{
    xml->failed = true;
    if (!xml->trouble.vi.len)
        xml->trouble = why;
    return false;
}

static bool refuse_xml_limit(th_xml *xml, th_trouble why)
{
    xml->limit_hit = !xml->failed;
    return refuse_xml(xml, why);
}

/* Refuses a part that is whole, but written in a way that is not read. */
static bool refuse_xml_way(th_xml *xml, th_trouble why)
{
    xml->odd = !xml->failed;
    return refuse_xml(xml, why);
}

bool th_xml_odd(const th_xml *xml)
{
    return xml->odd;
}

bool th_xml_limit_hit(const th_xml *xml)
{
    return xml->limit_hit;
}

/* Appends the character of an entity, from "amp" to "#x1EA1".  False for any other entity: without a DTD, none
 * exists. */
static bool put_entity(th_buf *out, th_str name)
{
    static const struct {
        th_str name;
        char c;
    } named[] = {{{"amp", 3}, '&'}, {{"lt", 2}, '<'}, {{"gt", 2}, '>'}, {{"quot", 4}, '"'}, {{"apos", 4}, '\''}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (th_str_eq(named[i].name, name)) {
            th_buf_byte(out, named[i].c);
            return true;
        }
    if (name.len < 2 || name.ptr[0] != '#')
        return false;
    bool hex = name.ptr[1] == 'x' || name.ptr[1] == 'X';
    uint32_t code = 0;
    size_t i = hex ? 2 : 1;
    if (i == name.len || name.len > 10)
        return false;
    for (; i < name.len; i++) {
        int digit = th_hex_value(name.ptr[i]);
        if (digit < 0 || (digit > 9 && !hex))
            return false;
        code = code * (hex ? 16 : 10) + (uint32_t)digit;
    }
    th_utf8_put(out, code);
    return true;
}

/* Appends `s` with its entities resolved.  False when an ampersand does not begin one. */
static bool resolve_entities(th_buf *out, th_str s)
{
    while (s.len) {
        const char *amp = memchr(s.ptr, '&', s.len);
        size_t plain = amp ? (size_t)(amp - s.ptr) : s.len;
        th_buf_add(out, th_str_sub(s, 0, plain));
        s = th_str_sub(s, plain, s.len);
        if (!s.len)
            break;
        size_t end = th_str_find(s, TH_STR(";"), 1);
        if (end == SIZE_MAX || !put_entity(out, th_str_sub(s, 1, end - 1)))
            return false;
        s = th_str_sub(s, end + 1, s.len);
    }
    return true;
}

/* CR LF and a lone CR are one line feed (XML 1.0, 2.11).  "&#13;" is written to survive that, so this comes before the
 * entities.  A piece may end between CR and LF. */
static th_str with_line_feeds(th_xml *xml, th_str s)
{
    xml->converted_text.len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!(c == '\n' && xml->after_cr))
            th_buf_byte(&xml->converted_text, c == '\r' ? '\n' : c);
        xml->after_cr = c == '\r';
    }
    return th_buf_str(&xml->converted_text);
}

static bool give_text(th_xml *xml, th_str s)
{
    if (!s.len || xml->depth == 0)
        return true;
    bool line_ends = xml->after_cr || memchr(s.ptr, '\r', s.len);
    if (!line_ends && !memchr(s.ptr, '&', s.len))
        return xml->handler.text(xml->handler.ctx, s) || refuse_xml(xml, (th_trouble){0});
    if (line_ends)
        s = with_line_feeds(xml, s);
    xml->values.len = 0;
    if (!resolve_entities(&xml->values, s))
        return refuse_xml(xml,
                          TH_TROUBLE_IS("ký hiệu & không đúng trong XML", "an ampersand of its XML begins no entity"));
    return xml->handler.text(xml->handler.ctx, th_buf_str(&xml->values)) || refuse_xml(xml, (th_trouble){0});
}

/* Reads the attributes of a start tag into xml->attrs; `s` is what follows the name of the element. */
static bool read_attributes(th_xml *xml, th_str s, size_t *n)
{
    size_t at = 0;
    *n = 0;
    xml->values.len = 0;
    /* Resolving an entity never makes text longer, so that the buffer is not moved and views into it stay valid. */
    th_buf_reserve(&xml->values, s.len * 2 + 8);
    for (;;) {
        while (at < s.len && th_xml_is_space(s.ptr[at]))
            at++;
        if (at == s.len)
            return true;
        size_t from = at;
        while (at < s.len && s.ptr[at] != '=' && !th_xml_is_space(s.ptr[at]))
            at++;
        th_str name = th_str_sub(s, from, at - from);
        while (at < s.len && th_xml_is_space(s.ptr[at]))
            at++;
        if (at == s.len || s.ptr[at] != '=')
            return refuse_xml(xml, TH_TROUBLE_IS("thuộc tính XML sai", "an attribute of its XML is wrong"));
        at++;
        while (at < s.len && th_xml_is_space(s.ptr[at]))
            at++;
        if (at == s.len || (s.ptr[at] != '"' && s.ptr[at] != '\''))
            return refuse_xml(xml, TH_TROUBLE_IS("thuộc tính XML sai", "an attribute of its XML is wrong"));
        char quote = s.ptr[at++];
        const char *close = at < s.len ? memchr(s.ptr + at, quote, s.len - at) : NULL;
        if (!close)
            return refuse_xml(xml, TH_TROUBLE_IS("thuộc tính XML sai", "an attribute of its XML is wrong"));
        th_str value = th_str_sub(s, at, (size_t)(close - s.ptr) - at);
        if (*n == xml->limits->xml_attributes)
            return refuse_xml_limit(xml,
                                    TH_TROUBLE_IS("quá nhiều thuộc tính XML (giới hạn “xml-attributes”)",
                                                  "an XML element has too many attributes (limit “xml-attributes”)"));
        size_t start = xml->values.len;
        if (value.len && memchr(value.ptr, '&', value.len)) {
            if (!resolve_entities(&xml->values, value))
                return refuse_xml(
                    xml, TH_TROUBLE_IS("ký hiệu & không đúng trong XML", "an ampersand of its XML begins no entity"));
            value = (th_str){xml->values.ptr + start, xml->values.len - start};
        }
        th_xml_attr attr = {name, th_xml_local(name), value};
        TH_PUSH(xml->arena, xml->attrs, *n, xml->attrs_cap, attr);
        at = (size_t)(close - s.ptr) + 1;
    }
}

bool th_xml_enter(th_xml *xml, th_str name)
{
    if (xml->depth >= xml->limits->xml_depth)
        return false;
    xml->starts[xml->depth++] = (uint32_t)xml->names.len;
    th_buf_add(&xml->names, name);
    return true;
}

bool th_xml_leave(th_xml *xml, th_str name)
{
    uint32_t start = xml->depth ? xml->starts[xml->depth - 1] : 0;
    if (xml->depth == 0 || !th_str_eq((th_str){xml->names.ptr + start, xml->names.len - start}, name))
        return false;
    xml->names.len = start;
    xml->depth--;
    return true;
}

bool th_xml_stopped(const th_xml *xml)
{
    return xml->failed;
}

void th_xml_stop(th_xml *xml)
{
    refuse_xml(xml, (th_trouble){0});
}

static bool close_element(th_xml *xml, th_str name)
{
    if (xml->depth == 0)
        return refuse_xml(xml, TH_TROUBLE_IS("thẻ đóng XML thừa", "an XML element is closed that was not open"));
    if (!th_xml_leave(xml, name))
        return refuse_xml(xml, TH_TROUBLE_IS("thẻ XML không khớp", "the tags of its XML do not match"));
    return xml->handler.end(xml->handler.ctx, th_xml_local(name)) || refuse_xml(xml, (th_trouble){0});
}

/* Reads a tag; `s` is what stands between '<' and '>'. */
static bool read_tag(th_xml *xml, th_str s)
{
    if (s.len && s.ptr[0] == '/')
        return close_element(xml, th_str_trim(th_str_sub(s, 1, s.len)));
    bool empty = s.len && s.ptr[s.len - 1] == '/';
    if (empty)
        s.len--;
    size_t end = 0;
    while (end < s.len && !th_xml_is_space(s.ptr[end]))
        end++;
    th_str name = th_str_sub(s, 0, end);
    if (name.len == 0 || name.len > LONGEST_NAME)
        return refuse_xml(xml, TH_TROUBLE_IS("tên thẻ XML sai", "an XML tag has no proper name"));
    if (xml->depth >= xml->limits->xml_depth)
        return refuse_xml_limit(xml, TH_TROUBLE_IS("XML lồng quá sâu (giới hạn “xml-depth”)",
                                                   "its XML is nested too deeply (limit “xml-depth”)"));
    size_t n;
    if (!read_attributes(xml, th_str_sub(s, end, s.len), &n))
        return false;
    th_xml_enter(xml, name);
    xml->seen_element = true;
    if (!xml->handler.start(xml->handler.ctx, th_xml_local(name), xml->attrs, n))
        return refuse_xml(xml, (th_trouble){0});
    return !empty || close_element(xml, name);
}

/* The index of the '>' that ends the tag at the beginning of `s`; SIZE_MAX when it has not arrived yet. */
static size_t tag_end(th_str s)
{
    for (size_t i = 1; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '>')
            return i;
        if (c == '"' || c == '\'') {
            const char *close = memchr(s.ptr + i + 1, c, s.len - i - 1);
            if (!close)
                return SIZE_MAX;
            i = (size_t)(close - s.ptr);
        }
    }
    return SIZE_MAX;
}

/* Reads a comment, CDATA section or instruction and returns its length; 0 when its end has not arrived yet.  Anything
 * else that begins like one is a DOCTYPE, and the part is refused. */
static size_t read_special(th_xml *xml, th_str s)
{
    static const struct {
        th_str open, close;
    } kinds[] = {{{"<!--", 4}, {"-->", 3}}, {{"<![CDATA[", 9}, {"]]>", 3}}, {{"<?", 2}, {"?>", 2}}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        th_str open = kinds[i].open;
        if (s.len < open.len && th_str_starts(open, s))
            return 0;
        if (!th_str_starts(s, open))
            continue;
        size_t end = th_str_find(s, kinds[i].close, open.len);
        if (end == SIZE_MAX)
            return 0;
        if (i == 1 && xml->depth && !xml->handler.text(xml->handler.ctx, th_str_sub(s, open.len, end - open.len)))
            refuse_xml(xml, (th_trouble){0});
        return end + kinds[i].close.len;
    }
    refuse_xml_way(xml, TH_TROUBLE_IS("XML có khai báo DOCTYPE", "its XML declares a DOCTYPE"));
    return 0;
}

/* Takes every complete token of `s`; returns how many bytes were taken. */
static size_t scan_tokens(th_xml *xml, th_str s)
{
    size_t at = 0;
    while (at < s.len && !xml->failed) {
        th_str rest = th_str_sub(s, at, s.len);
        if (rest.ptr[0] != '<') {
            const char *open = memchr(rest.ptr, '<', rest.len);
            size_t n = open ? (size_t)(open - rest.ptr) : rest.len;
            /* The text may go on in the next piece, and so may an entity at its end, which waits for the rest. */
            if (!open) {
                size_t look = n > 12 ? n - 12 : 0;
                for (size_t i = n; i-- > look;)
                    if (rest.ptr[i] == '&' && !memchr(rest.ptr + i, ';', n - i))
                        n = i;
                if (n == 0)
                    return at;
            }
            give_text(xml, th_str_sub(rest, 0, n));
            at += n;
            continue;
        }
        xml->after_cr = false; /* a CR and an LF on two sides of a tag are two line ends */
        size_t known = xml->handler.shortcut && xml->depth ? xml->handler.shortcut(xml->handler.ctx, xml, rest) : 0;
        if (known) {
            at += known;
            continue;
        }
        if (rest.len == 1)
            return at;
        if (rest.ptr[1] == '!' || rest.ptr[1] == '?') {
            size_t n = read_special(xml, rest);
            if (n == 0)
                return at;
            at += n;
            continue;
        }
        size_t end = tag_end(rest);
        if (end == SIZE_MAX)
            return at;
        read_tag(xml, th_str_sub(rest, 1, end - 1));
        at += end + 1;
    }
    return at;
}

/* Completes the token that an earlier piece began.  Only as much of the piece is copied as the token needs, so that the
 * rest can be read in place. */
static void finish_pending(th_xml *xml, th_str *piece)
{
    for (int tags = 0; xml->pending.len && piece->len && !xml->failed; tags++) {
        const char *end = tags < MOST_STEPS ? memchr(piece->ptr, '>', piece->len) : NULL;
        size_t n = end ? (size_t)(end - piece->ptr) + 1 : piece->len;
        th_buf_add(&xml->pending, th_str_sub(*piece, 0, n));
        *piece = th_str_sub(*piece, n, piece->len);
        size_t taken = scan_tokens(xml, th_buf_str(&xml->pending));
        memmove(xml->pending.ptr, xml->pending.ptr + taken, xml->pending.len - taken);
        xml->pending.len -= taken;
    }
}

static uint64_t word_at(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof word);
    return word;
}

/* Is a block of 64 bytes ASCII?  Nearly all blocks of a part are, and need no look at each byte. */
static bool is_ascii(const char *bytes)
{
    uint64_t any = word_at(bytes) | word_at(bytes + 8) | word_at(bytes + 16) | word_at(bytes + 24) |
                   word_at(bytes + 32) | word_at(bytes + 40) | word_at(bytes + 48) | word_at(bytes + 56);
    return (any & 0x8080808080808080) == 0;
}

/* Is `c` the next byte of well-formed UTF-8 (RFC 3629, 4)? */
static bool take_byte(th_xml *xml, unsigned char c)
{
    if (xml->owed) {
        bool fits = c >= xml->low && c <= xml->high;
        xml->owed--;
        xml->low = 0x80;
        xml->high = 0xBF;
        return fits;
    }
    if (c < 0x80)
        return true;
    xml->owed = 1u + (c >= 0xE0) + (c >= 0xF0);
    xml->low = 0x80;
    xml->high = 0xBF;
    /* These leads would admit overlong forms, halves of surrogate pairs, and characters beyond U+10FFFF. */
    switch (c) {
    case 0xE0: xml->low = 0xA0; break;
    case 0xED: xml->high = 0x9F; break;
    case 0xF0: xml->low = 0x90; break;
    case 0xF4: xml->high = 0x8F; break;
    default: break;
    }
    return c >= 0xC2 && c <= 0xF4;
}

/* Text that is not UTF-8 would come out with wrong or missing letters, so the part is refused.  The end of a piece
 * may cut a character. */
static bool is_utf8(th_xml *xml, th_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t n = s.len - at < BLOCK ? s.len - at : BLOCK;
        if (n == BLOCK && !xml->owed && is_ascii(s.ptr + at)) {
            at += BLOCK;
            continue;
        }
        for (size_t end = at + n; at < end; at++)
            if (!take_byte(xml, (unsigned char)s.ptr[at]))
                return false;
    }
    return true;
}

static bool feed_utf8(th_xml *xml, th_str piece)
{
    if (!is_utf8(xml, piece))
        return refuse_xml_way(xml, TH_TROUBLE_IS("chữ trong XML không đúng bảng mã UTF-8 như khai báo",
                                                 "the text of its XML is not in UTF-8, as it says"));
    finish_pending(xml, &piece);
    if (piece.len && !xml->failed) {
        size_t taken = scan_tokens(xml, piece);
        th_buf_add(&xml->pending, th_str_sub(piece, taken, piece.len));
    }
    if (xml->pending.len > LONGEST_TOKEN)
        return refuse_xml_limit(xml, TH_TROUBLE_IS("một thẻ XML dài quá 8 MB", "an XML tag is longer than 8 MB"));
    return !xml->failed;
}

bool th_xml_feed(th_xml *xml, const char *piece, size_t len)
{
    th_str s;
    th_trouble why;
    if (xml->failed)
        return false;
    if (!th_xml_decode(&xml->decoder, (th_str){piece, len}, &s, &why))
        return refuse_xml_way(xml, why);
    return !s.len || feed_utf8(xml, s);
}

th_status th_xml_end(th_xml *xml)
{
    if (xml->failed)
        return TH_FAILED;
    if (xml->depth || !xml->seen_element || th_str_trim(th_buf_str(&xml->pending)).len ||
        !th_xml_decoded(&xml->decoder) || xml->owed) {
        refuse_xml(xml, TH_TROUBLE_IS("XML chưa đủ", "its XML is incomplete"));
        return TH_FAILED;
    }
    return TH_OK;
}

th_str th_xml_attr_get(const th_xml_attr *attrs, size_t n, const char *local)
{
    th_str wanted = th_str_of(local);
    for (size_t i = 0; i < n; i++)
        if (th_str_eq(attrs[i].local, wanted))
            return attrs[i].value;
    return (th_str){0};
}

/* The XML scanner.  A token that is not complete in this piece waits in `pending`. */
#include "pack/xml.h"

#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

enum { LONGEST_TOKEN = 8 * 1024 * 1024, LONGEST_NAME = 256, MOST_STEPS = 4, BLOCK = 64 };

typedef enum encoding { UNDECIDED = 0, UTF8, UTF16_LE, UTF16_BE } encoding;

struct th_xml {
    th_arena *arena;
    const th_limits *limits;
    th_xml_handler handler;
    th_buf pending;        /* an incomplete token */
    th_buf converted;      /* UTF-16 as UTF-8 */
    th_buf converted_text; /* line ends as line feeds */
    bool after_cr;
    th_buf names;     /* names of the open elements, one after the other */
    uint32_t *starts; /* where each begins in `names` */
    uint32_t depth;
    th_buf values; /* attribute values with their entities resolved */
    th_xml_attr *attrs;
    size_t attrs_cap;
    encoding encoding;
    unsigned char odd[4]; /* bytes of UTF-16 that wait for their rest, or the first bytes of all */
    size_t nodd;
    unsigned owed;           /* bytes that the UTF-8 character at hand still needs */
    unsigned char low, high; /* between which the next of them lies */
    bool seen_element;
    bool failed, limit_hit;
    th_str trouble;
};

th_xml *th_xml_new(th_arena *arena, const th_limits *limits, const th_xml_handler *handler)
{
    th_xml *x = th_arena_alloc(arena, sizeof *x);
    x->arena = arena;
    x->limits = limits;
    x->handler = *handler;
    th_buf_init(&x->pending, arena);
    th_buf_init(&x->converted, arena);
    th_buf_init(&x->converted_text, arena);
    th_buf_init(&x->names, arena);
    th_buf_init(&x->values, arena);
    x->starts = th_arena_array(arena, limits->xml_depth + 1, sizeof *x->starts);
    return x;
}

th_str th_xml_trouble(const th_xml *xml)
{
    return xml->trouble;
}

static bool refuse(th_xml *x, th_str why)
{
    x->failed = true;
    if (!x->trouble.len)
        x->trouble = why;
    return false;
}

static bool refuse_limit(th_xml *x, th_str why)
{
    x->limit_hit = !x->failed;
    return refuse(x, why);
}

bool th_xml_limit_hit(const th_xml *x)
{
    return x->limit_hit;
}

static th_str local_part(th_str name)
{
    size_t colon = th_str_find(name, TH_STR(":"), 0);
    return colon == SIZE_MAX ? name : th_str_sub(name, colon + 1, name.len);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* "&amp;" ... "&#x1EA1;": appends the character; false when it is none of the subset. */
static bool entity(th_buf *out, th_str e)
{
    static const struct {
        th_str name;
        char c;
    } named[] = {{{"amp", 3}, '&'}, {{"lt", 2}, '<'}, {{"gt", 2}, '>'}, {{"quot", 4}, '"'}, {{"apos", 4}, '\''}};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (th_str_eq(named[i].name, e)) {
            th_buf_byte(out, named[i].c);
            return true;
        }
    if (e.len < 2 || e.ptr[0] != '#')
        return false;
    bool hex = e.ptr[1] == 'x' || e.ptr[1] == 'X';
    uint32_t code = 0;
    size_t i = hex ? 2 : 1;
    if (i == e.len || e.len > 10)
        return false;
    for (; i < e.len; i++) {
        char c = e.ptr[i];
        uint32_t digit = c >= '0' && c <= '9'                            ? (uint32_t)(c - '0')
                         : hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (uint32_t)((c | 0x20) - 'a' + 10)
                                                                         : 99;
        if (digit > 15)
            return false;
        code = code * (hex ? 16 : 10) + digit;
    }
    th_utf8_put(out, code);
    return true;
}

/* Text with its entities resolved, appended to `out`. */
static bool resolve(th_buf *out, th_str s)
{
    while (s.len) {
        const char *amp = memchr(s.ptr, '&', s.len);
        size_t plain = amp ? (size_t)(amp - s.ptr) : s.len;
        th_buf_add(out, th_str_sub(s, 0, plain));
        s = th_str_sub(s, plain, s.len);
        if (!s.len)
            break;
        size_t end = th_str_find(s, TH_STR(";"), 1);
        if (end == SIZE_MAX || !entity(out, th_str_sub(s, 1, end - 1)))
            return false;
        s = th_str_sub(s, end + 1, s.len);
    }
    return true;
}

/* CR LF and a lone CR are one line feed (XML 1.0, 2.11); "&#13;" is not touched.  The pair may be cut. */
static th_str with_line_feeds(th_xml *x, th_str s)
{
    x->converted_text.len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!(c == '\n' && x->after_cr))
            th_buf_byte(&x->converted_text, c == '\r' ? '\n' : c);
        x->after_cr = c == '\r';
    }
    return th_buf_str(&x->converted_text);
}

static bool give_text(th_xml *x, th_str s)
{
    if (!s.len || x->depth == 0)
        return true;
    bool line_ends = x->after_cr || memchr(s.ptr, '\r', s.len);
    if (!line_ends && !memchr(s.ptr, '&', s.len))
        return x->handler.text(x->handler.ctx, s) || refuse(x, (th_str){0});
    if (line_ends)
        s = with_line_feeds(x, s);
    x->values.len = 0;
    if (!resolve(&x->values, s))
        return refuse(x, TH_STR("ký hiệu & không đúng trong XML"));
    return x->handler.text(x->handler.ctx, th_buf_str(&x->values)) || refuse(x, (th_str){0});
}

/* Attributes of a start tag; `s` is what follows the element's name. */
static bool read_attributes(th_xml *x, th_str s, size_t *n)
{
    size_t at = 0;
    *n = 0;
    x->values.len = 0;
    th_buf_reserve(&x->values, s.len * 2 + 8); /* so that views into it stay valid: resolving never grows text */
    for (;;) {
        while (at < s.len && is_space(s.ptr[at]))
            at++;
        if (at == s.len)
            return true;
        size_t from = at;
        while (at < s.len && s.ptr[at] != '=' && !is_space(s.ptr[at]))
            at++;
        th_str name = th_str_sub(s, from, at - from);
        while (at < s.len && is_space(s.ptr[at]))
            at++;
        if (at == s.len || s.ptr[at] != '=')
            return refuse(x, TH_STR("thuộc tính XML sai"));
        at++;
        while (at < s.len && is_space(s.ptr[at]))
            at++;
        if (at == s.len || (s.ptr[at] != '"' && s.ptr[at] != '\''))
            return refuse(x, TH_STR("thuộc tính XML sai"));
        char quote = s.ptr[at++];
        const char *close = at < s.len ? memchr(s.ptr + at, quote, s.len - at) : NULL;
        if (!close)
            return refuse(x, TH_STR("thuộc tính XML sai"));
        th_str value = th_str_sub(s, at, (size_t)(close - s.ptr) - at);
        if (*n == x->limits->xml_attributes)
            return refuse_limit(x, TH_STR("quá nhiều thuộc tính XML (giới hạn “xml-attributes”)"));
        size_t start = x->values.len;
        if (value.len && memchr(value.ptr, '&', value.len)) {
            if (!resolve(&x->values, value))
                return refuse(x, TH_STR("ký hiệu & không đúng trong XML"));
            value = (th_str){x->values.ptr + start, x->values.len - start};
        }
        th_xml_attr attr = {name, local_part(name), value};
        TH_PUSH(x->arena, x->attrs, *n, x->attrs_cap, attr);
        at = (size_t)(close - s.ptr) + 1;
    }
}

bool th_xml_enter(th_xml *x, th_str name)
{
    if (x->depth >= x->limits->xml_depth)
        return false;
    x->starts[x->depth++] = (uint32_t)x->names.len;
    th_buf_add(&x->names, name);
    return true;
}

bool th_xml_leave(th_xml *x, th_str name)
{
    uint32_t start = x->depth ? x->starts[x->depth - 1] : 0;
    if (x->depth == 0 || !th_str_eq((th_str){x->names.ptr + start, x->names.len - start}, name))
        return false;
    x->names.len = start;
    x->depth--;
    return true;
}

bool th_xml_stopped(const th_xml *x)
{
    return x->failed;
}

void th_xml_stop(th_xml *x)
{
    refuse(x, (th_str){0});
}

static bool close_element(th_xml *x, th_str name)
{
    if (x->depth == 0)
        return refuse(x, TH_STR("thẻ đóng XML thừa"));
    if (!th_xml_leave(x, name))
        return refuse(x, TH_STR("thẻ XML không khớp"));
    return x->handler.end(x->handler.ctx, local_part(name)) || refuse(x, (th_str){0});
}

/* `s`: between '<' and '>'. */
static bool read_tag(th_xml *x, th_str s)
{
    if (s.len && s.ptr[0] == '/')
        return close_element(x, th_str_trim(th_str_sub(s, 1, s.len)));
    bool empty = s.len && s.ptr[s.len - 1] == '/';
    if (empty)
        s.len--;
    size_t end = 0;
    while (end < s.len && !is_space(s.ptr[end]))
        end++;
    th_str name = th_str_sub(s, 0, end);
    if (name.len == 0 || name.len > LONGEST_NAME)
        return refuse(x, TH_STR("tên thẻ XML sai"));
    if (x->depth >= x->limits->xml_depth)
        return refuse_limit(x, TH_STR("XML lồng quá sâu (giới hạn “xml-depth”)"));
    size_t n;
    if (!read_attributes(x, th_str_sub(s, end, s.len), &n))
        return false;
    th_xml_enter(x, name);
    x->seen_element = true;
    if (!x->handler.start(x->handler.ctx, local_part(name), x->attrs, n))
        return refuse(x, (th_str){0});
    return !empty || close_element(x, name);
}

/* Where the tag that starts at s[0] = '<' ends (index of its '>'), SIZE_MAX when not yet here. */
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

/* "<!...", "<?...": returns bytes taken, 0 when not complete yet; sets failed on DOCTYPE. */
static size_t read_special(th_xml *x, th_str s)
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
        if (i == 1 && x->depth && !x->handler.text(x->handler.ctx, th_str_sub(s, open.len, end - open.len)))
            refuse(x, (th_str){0});
        return end + kinds[i].close.len;
    }
    refuse(x, TH_STR("XML có khai báo DOCTYPE, không được nhận"));
    return 0;
}

/* Takes every complete token of `s`; returns how many bytes were taken. */
static size_t scan(th_xml *x, th_str s)
{
    size_t at = 0;
    while (at < s.len && !x->failed) {
        th_str rest = th_str_sub(s, at, s.len);
        if (rest.ptr[0] != '<') {
            const char *open = memchr(rest.ptr, '<', rest.len);
            size_t n = open ? (size_t)(open - rest.ptr) : rest.len;
            if (!open) { /* an entity may go on in the next piece */
                size_t look = n > 12 ? n - 12 : 0;
                for (size_t i = n; i-- > look;)
                    if (rest.ptr[i] == '&' && !memchr(rest.ptr + i, ';', n - i))
                        n = i;
                if (n == 0)
                    return at;
            }
            give_text(x, th_str_sub(rest, 0, n));
            at += n;
            continue;
        }
        x->after_cr = false; /* a tag parts CR from LF */
        size_t known = x->handler.shortcut && x->depth ? x->handler.shortcut(x->handler.ctx, x, rest) : 0;
        if (known) {
            at += known;
            continue;
        }
        if (rest.len == 1)
            return at;
        if (rest.ptr[1] == '!' || rest.ptr[1] == '?') {
            size_t n = read_special(x, rest);
            if (n == 0)
                return at;
            at += n;
            continue;
        }
        size_t end = tag_end(rest);
        if (end == SIZE_MAX)
            return at;
        read_tag(x, th_str_sub(rest, 1, end - 1));
        at += end + 1;
    }
    return at;
}

/* Takes the token that began in the piece before: as far as it ends, so that the rest is read where it lies. */
static void finish_pending(th_xml *x, th_str *piece)
{
    for (int tags = 0; x->pending.len && piece->len && !x->failed; tags++) {
        const char *end = tags < MOST_STEPS ? memchr(piece->ptr, '>', piece->len) : NULL;
        size_t n = end ? (size_t)(end - piece->ptr) + 1 : piece->len;
        th_buf_add(&x->pending, th_str_sub(*piece, 0, n));
        *piece = th_str_sub(*piece, n, piece->len);
        size_t taken = scan(x, th_buf_str(&x->pending));
        memmove(x->pending.ptr, x->pending.ptr + taken, x->pending.len - taken);
        x->pending.len -= taken;
    }
}

static uint64_t word_at(const char *p)
{
    uint64_t word;
    memcpy(&word, p, sizeof word);
    return word;
}

/* Nearly all of a part is. */
static bool is_ascii(const char *p)
{
    uint64_t any = word_at(p) | word_at(p + 8) | word_at(p + 16) | word_at(p + 24) | word_at(p + 32) | word_at(p + 40) |
                   word_at(p + 48) | word_at(p + 56);
    return (any & 0x8080808080808080) == 0;
}

/* One byte of well-formed UTF-8 (RFC 3629, 4). */
static bool take_byte(th_xml *x, unsigned char c)
{
    if (x->owed) {
        bool fits = c >= x->low && c <= x->high;
        x->owed--;
        x->low = 0x80;
        x->high = 0xBF;
        return fits;
    }
    if (c < 0x80)
        return true;
    x->owed = c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
    x->low = c == 0xE0 ? 0xA0 : c == 0xF0 ? 0x90 : 0x80;
    x->high = c == 0xED ? 0x9F : c == 0xF4 ? 0x8F : 0xBF;
    return c >= 0xC2 && c <= 0xF4;
}

/* What is no UTF-8 would come out as another letter, or as none.  A character may be cut by the end of the piece. */
static bool is_utf8(th_xml *x, th_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t n = s.len - at < BLOCK ? s.len - at : BLOCK;
        if (n == BLOCK && !x->owed && is_ascii(s.ptr + at)) {
            at += BLOCK;
            continue;
        }
        for (size_t end = at + n; at < end; at++)
            if (!take_byte(x, (unsigned char)s.ptr[at]))
                return false;
    }
    return true;
}

static bool feed_utf8(th_xml *x, th_str piece)
{
    if (!is_utf8(x, piece))
        return refuse(x, TH_STR("chữ trong XML không phải UTF-8"));
    finish_pending(x, &piece);
    if (piece.len && !x->failed) {
        size_t taken = scan(x, piece);
        th_buf_add(&x->pending, th_str_sub(piece, taken, piece.len));
    }
    if (x->pending.len > LONGEST_TOKEN)
        return refuse_limit(x, TH_STR("một thẻ XML dài quá 8 MB"));
    return !x->failed;
}

/* One UTF-16 code unit after the other; a surrogate waits for its pair. */
static void convert_utf16(th_xml *x, th_str piece)
{
    x->converted.len = 0;
    for (size_t i = 0; i < piece.len; i++) {
        x->odd[x->nodd++] = (unsigned char)piece.ptr[i];
        if (x->nodd % 2)
            continue;
        uint32_t units[2] = {0, 0};
        for (size_t u = 0; u < x->nodd / 2; u++)
            units[u] = x->encoding == UTF16_LE ? (uint32_t)x->odd[2 * u] | (uint32_t)x->odd[2 * u + 1] << 8
                                               : (uint32_t)x->odd[2 * u] << 8 | x->odd[2 * u + 1];
        bool high = units[0] >= 0xD800 && units[0] < 0xDC00;
        if (high && x->nodd == 2)
            continue;
        if (high && units[1] >= 0xDC00 && units[1] < 0xE000)
            th_utf8_put(&x->converted, 0x10000 + ((units[0] - 0xD800) << 10) + (units[1] - 0xDC00));
        else
            th_utf8_put(&x->converted, units[0]);
        if (high && !(units[1] >= 0xDC00 && units[1] < 0xE000)) { /* half a pair: what follows it stays */
            if (units[1] >= 0xD800 && units[1] < 0xDC00) {
                x->odd[0] = x->odd[2];
                x->odd[1] = x->odd[3];
                x->nodd = 2;
                continue;
            }
            th_utf8_put(&x->converted, units[1]);
        }
        x->nodd = 0;
    }
}

/* The mark decides; three bytes are enough to see any. */
static bool decide(th_xml *x, th_str *piece)
{
    while (x->nodd < 3 && piece->len) {
        x->odd[x->nodd++] = (unsigned char)piece->ptr[0];
        *piece = th_str_sub(*piece, 1, piece->len);
    }
    if (x->nodd < 3)
        return true;
    const unsigned char *b = x->odd;
    x->encoding = b[0] == 0xFF && b[1] == 0xFE ? UTF16_LE : b[0] == 0xFE && b[1] == 0xFF ? UTF16_BE : UTF8;
    unsigned char first[3] = {b[0], b[1], b[2]};
    bool mark = x->encoding == UTF8 && first[0] == 0xEF && first[1] == 0xBB && first[2] == 0xBF;
    x->nodd = 0;
    if (x->encoding == UTF8)
        return mark || feed_utf8(x, (th_str){(const char *)first, 3});
    x->odd[x->nodd++] = first[2];
    return true;
}

bool th_xml_feed(th_xml *x, const char *piece, size_t len)
{
    th_str s = {piece, len};
    if (x->failed || (x->encoding == UNDECIDED && !decide(x, &s)))
        return false;
    if (x->encoding == UTF8)
        return !s.len || feed_utf8(x, s);
    if (x->encoding == UNDECIDED)
        return true;
    convert_utf16(x, s);
    return feed_utf8(x, th_buf_str(&x->converted));
}

th_status th_xml_end(th_xml *x)
{
    if (x->failed)
        return TH_FAILED;
    if (x->depth || !x->seen_element || th_str_trim(th_buf_str(&x->pending)).len || x->nodd || x->owed) {
        refuse(x, TH_STR("XML chưa đủ"));
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

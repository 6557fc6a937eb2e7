#include "book/biff.h"

#include "text/codepage.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

/* The code page the bytes are to be decoded by, or 0: kept as they are. */
static unsigned page_of(const th_biff *b, const uint8_t *bytes, size_t n, uint32_t book_font)
{
    unsigned page = b->codepage == 32768 ? 10000 : b->codepage; /* Excel 4 for Macintosh */
    /* Gnumeric's BIFF5 of a BIFF8: UTF-16, except where a text is plain ASCII. */
    if (page == TH_BIFF_UTF_16)
        return n > 0 && memchr(bytes, 0, n) ? page : 0;
    /* 1252 and 1258 hold Vietnamese of every kind; what Excel for DOS (437 and the like) wrote nobody knows. */
    bool foreign = page == 10000 || page == 874 || page == 932 || page == 936 || page == 949 || page == 950 ||
                   (page >= 1250 && page <= 1257 && page != 1252);
    return foreign && !th_font_read(b->book->fonts[book_font]).known ? page : 0;
}

th_str th_biff_bytes(th_biff *b, const uint8_t *bytes, size_t n, uint32_t book_font)
{
    th_str in = {(const char *)bytes, n}, decoded;
    unsigned page = page_of(b, bytes, n, book_font);
    return page && th_codepage_decode(b->arena, page, in, &decoded) ? decoded : th_codepage_view(b->arena, in);
}

typedef struct unicode { /* a Unicode string while it is read */
    th_buf *out;
    uint32_t *offsets; /* byte offset of each character, or NULL */
    uint32_t high;     /* a high surrogate waits for its low one */
} unicode;

static void put_unit(unicode *u, uint32_t unit)
{
    if (u->high) {
        bool pair = unit >= 0xDC00 && unit <= 0xDFFF;
        th_utf8_put(u->out, pair ? 0x10000 + ((u->high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD);
        u->high = 0;
        if (pair)
            return;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF)
        u->high = unit;
    else
        th_utf8_put(u->out, unit); /* a lone low surrogate becomes U+FFFD */
}

/* Characters of one to three bytes are written where they belong; there are millions of them. */
static void put_units(unicode *u, const uint8_t *at, size_t n, bool wide, uint32_t first)
{
    enum { MOST = 4 }; /* bytes of a character */
    th_buf_reserve(u->out, n * MOST + MOST);
    for (size_t k = 0; k < n; k++) {
        uint32_t unit = wide ? th_biff_u16(at + 2 * k) : at[k];
        char *to = u->out->ptr + u->out->len;
        if (u->offsets)
            u->offsets[first + k] = (uint32_t)u->out->len;
        if (u->high || (unit >= 0xD800 && unit <= 0xDFFF)) {
            put_unit(u, unit);
        } else if (unit < 0x80) {
            to[0] = (char)unit;
            u->out->len++;
        } else if (unit < 0x800) {
            to[0] = (char)(0xC0 | unit >> 6);
            to[1] = (char)(0x80 | (unit & 0x3F));
            u->out->len += 2;
        } else {
            to[0] = (char)(0xE0 | unit >> 12);
            to[1] = (char)(0x80 | (unit >> 6 & 0x3F));
            to[2] = (char)(0x80 | (unit & 0x3F));
            u->out->len += 3;
        }
    }
}

/* The characters; each CONTINUE begins with a flags byte of its own ([MS-XLS] 2.5.293). */
static bool take_units(th_biff_cursor *c, uint32_t count, bool wide, unicode *u)
{
    for (uint32_t i = 0; i < count;) {
        size_t here = (size_t)(c->end - c->at);
        if (here == 0) {
            uint8_t flags;
            if (!th_biff_go_on(c) || !th_biff_take(c, &flags, 1))
                return false;
            wide = flags & 1;
            continue;
        }
        if (wide && here == 1)
            return false; /* cut in the middle of a character */
        size_t n = wide ? here / 2 : here;
        if (n > count - i)
            n = count - i;
        put_units(u, c->at, n, wide, i);
        c->at += wide ? 2 * n : n;
        i += (uint32_t)n;
    }
    if (u->high)
        th_utf8_put(u->out, 0xFFFD);
    return true;
}

/* Runs {character, font}, kept where they ascend and begin inside the text. */
static bool take_runs(th_biff_cursor *c, uint32_t nruns, uint32_t count, const uint32_t *offsets, th_biff_text *out)
{
    th_cell_run *runs = NULL;
    size_t n = 0, cap = 0;
    uint32_t from = 0;
    for (uint32_t i = 0; i < nruns; i++) {
        uint8_t raw[4];
        if (!th_biff_take(c, raw, sizeof raw))
            return false;
        uint32_t at = th_biff_u16(raw);
        if (at >= count || at < from)
            continue; /* Excel closes some lists with a run behind the text */
        th_cell_run run = {th_biff_u16(raw + 2), offsets[at]};
        from = at + 1;
        TH_PUSH(c->b->arena, runs, n, cap, run);
    }
    out->runs = runs;
    out->nruns = (uint32_t)n;
    return true;
}

bool th_biff_unicode(th_biff_cursor *c, uint32_t count, th_biff_text *out)
{
    uint8_t flags, raw[4];
    uint32_t nruns = 0, extra = 0;
    th_arena *arena = c->b->arena;
    *out = (th_biff_text){0};
    if (!th_biff_take(c, &flags, 1))
        return false;
    if (flags & 8) {
        if (!th_biff_take(c, raw, 2))
            return false;
        nruns = th_biff_u16(raw);
    }
    if (flags & 4) { /* phonetic text: skipped */
        if (!th_biff_take(c, raw, 4))
            return false;
        extra = th_biff_u32(raw);
    }
    c->b->scratch.len = 0;
    unicode u = {.out = &c->b->scratch, .offsets = nruns ? th_arena_array(arena, count, sizeof *u.offsets) : NULL};
    if (!take_units(c, count, flags & 1, &u) || !take_runs(c, nruns, count, u.offsets, out) ||
        !th_biff_take(c, NULL, extra))
        return false;
    out->raw = th_str_copy(arena, th_buf_str(&c->b->scratch));
    out->too_long = count > c->b->book->limits->cell_chars;
    return true;
}

/* Strings of .xls: bytes of a code page before BIFF8, Unicode with runs from then on. */
#include "book/biff.h"

#include "text/codepage.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

/* What the code page of a file says about its bytes. */
typedef enum page_kind {
    PAGE_WINDOWS, /* 1252, 1258 or none: the text may be in any Vietnamese encoding */
    PAGE_DOS,
    PAGE_FOREIGN, /* it decides */
    PAGE_MAC,     /* likewise, but programs on Windows write it too, and their own letters */
    PAGE_UNKNOWN
} page_kind;

static unsigned page_number(const th_biff *biff)
{
    return biff->codepage == 32768 ? TH_BIFF_MAC : biff->codepage; /* Excel 4 for Macintosh */
}

static page_kind kind_of_page(unsigned page)
{
    if (page == 0 || page == 367 || page == 1252 || page == 1258 || page == 32769)
        return PAGE_WINDOWS;
    if (page == TH_BIFF_MAC)
        return PAGE_MAC;
    if (!th_codepage_known(page))
        return PAGE_UNKNOWN;
    bool eastern = page == 874 || (page >= 932 && page <= 950);
    return page < 1000 && !eastern ? PAGE_DOS : PAGE_FOREIGN;
}

/* The code page that decodes the bytes; 0 keeps them as they are. */
static unsigned page_of(const th_biff *biff, const uint8_t *bytes, size_t n, uint32_t book_font)
{
    unsigned page = page_number(biff);
    /* Where Gnumeric writes BIFF5 and BIFF8 into one file, the BIFF5 strings are UTF-16 unless they are ASCII. */
    if (page == TH_BIFF_UTF_16)
        return n > 0 && memchr(bytes, 0, n) ? page : 0;
    page_kind kind = kind_of_page(page);
    return (kind == PAGE_FOREIGN || kind == PAGE_MAC) && !th_font_read(biff->book->fonts[book_font]).known ? page : 0;
}

bool th_biff_guesses(const th_biff *biff, th_str raw, uint32_t book_font)
{
    page_kind kind = kind_of_page(page_number(biff));
    bool plain = true;
    for (size_t i = 0; i < raw.len && plain; i++)
        plain = (unsigned char)raw.ptr[i] < 0x80;
    return (kind == PAGE_DOS || kind == PAGE_UNKNOWN) && !plain && !th_font_read(biff->book->fonts[book_font]).known;
}

th_str th_biff_label_bytes(th_biff *biff, const uint8_t *bytes, size_t n, uint32_t book_font, bool *guessed)
{
    const th_str in = {(const char *)bytes, n};
    bool mac = kind_of_page(page_number(biff)) == PAGE_MAC && !th_font_read(biff->book->fonts[book_font]).known;
    th_str raw = mac ? th_codepage_view(biff->arena, in) : th_biff_bytes(biff, bytes, n, book_font);
    *guessed = th_biff_guesses(biff, raw, book_font);
    for (size_t i = 0; mac && i < n && !*guessed; i++)
        *guessed = bytes[i] >= 0x80;
    return raw;
}

th_str th_biff_bytes(th_biff *biff, const uint8_t *bytes, size_t n, uint32_t book_font)
{
    th_str in = {(const char *)bytes, n}, decoded;
    unsigned page = page_of(biff, bytes, n, book_font);
    return page && th_codepage_decode(biff->arena, page, in, &decoded) ? decoded : th_codepage_view(biff->arena, in);
}

/* A Unicode string while it is read. */
typedef struct unicode_text {
    th_buf *out;
    uint32_t *offsets; /* byte offset of each character, or NULL */
    uint32_t high;     /* a high surrogate that waits for its low one, or 0 */
} unicode_text;

static void put_unit(unicode_text *text, uint32_t unit)
{
    if (text->high) {
        bool pair = unit >= 0xDC00 && unit <= 0xDFFF;
        th_utf8_put(text->out, pair ? 0x10000 + ((text->high - 0xD800) << 10) + (unit - 0xDC00) : 0xFFFD);
        text->high = 0;
        if (pair)
            return;
    }
    if (unit >= 0xD800 && unit <= 0xDBFF)
        text->high = unit;
    else
        th_utf8_put(text->out, unit); /* a lone low surrogate becomes U+FFFD */
}

/* A file has millions of characters, so those of one to three bytes bypass th_utf8_put(). */
static void put_units(unicode_text *text, const uint8_t *at, size_t n, bool wide, uint32_t first)
{
    enum { MOST = 4 }; /* bytes of a character */
    th_buf_reserve(text->out, n * MOST + MOST);
    for (size_t k = 0; k < n; k++) {
        uint32_t unit = wide ? th_biff_u16(at + 2 * k) : at[k];
        char *to = text->out->ptr + text->out->len;
        if (text->offsets)
            text->offsets[first + k] = (uint32_t)text->out->len;
        if (text->high || (unit >= 0xD800 && unit <= 0xDFFF)) {
            put_unit(text, unit);
        } else if (unit < 0x80) {
            to[0] = (char)unit;
            text->out->len++;
        } else if (unit < 0x800) {
            to[0] = (char)(0xC0 | unit >> 6);
            to[1] = (char)(0x80 | (unit & 0x3F));
            text->out->len += 2;
        } else {
            to[0] = (char)(0xE0 | unit >> 12);
            to[1] = (char)(0x80 | (unit >> 6 & 0x3F));
            to[2] = (char)(0x80 | (unit & 0x3F));
            text->out->len += 3;
        }
    }
}

/* The characters; each CONTINUE begins with a flags byte of its own ([MS-XLS] 2.5.293). */
static bool take_unicode_units(th_biff_cursor *cursor, uint32_t count, bool wide, unicode_text *text)
{
    for (uint32_t i = 0; i < count;) {
        size_t here = (size_t)(cursor->end - cursor->at);
        if (here == 0) {
            uint8_t flags;
            if (!th_biff_go_on(cursor) || !th_biff_take(cursor, &flags, 1))
                return false;
            wide = flags & 1;
            continue;
        }
        /* Some writers leave half a character behind the last whole one. */
        if (wide && here == 1) {
            cursor->at = cursor->end;
            continue;
        }
        size_t n = wide ? here / 2 : here;
        if (n > count - i)
            n = count - i;
        put_units(text, cursor->at, n, wide, i);
        cursor->at += wide ? 2 * n : n;
        i += (uint32_t)n;
    }
    if (text->high)
        th_utf8_put(text->out, 0xFFFD);
    return true;
}

/* The runs, pairs of character and font.  Those that do not ascend or begin behind the text are dropped. */
static bool take_unicode_runs(th_biff_cursor *cursor, uint32_t nruns, uint32_t count, const uint32_t *offsets,
                              th_biff_text *out)
{
    th_cell_run *runs = NULL;
    size_t n = 0, cap = 0;
    uint32_t from = 0;
    for (uint32_t i = 0; i < nruns; i++) {
        uint8_t raw[4];
        if (!th_biff_take(cursor, raw, sizeof raw))
            return false;
        uint32_t at = th_biff_u16(raw);
        if (at >= count || at < from)
            continue; /* Excel closes some lists with a run behind the text */
        th_cell_run run = {th_biff_u16(raw + 2), offsets[at]};
        from = at + 1;
        TH_PUSH(cursor->biff->arena, runs, n, cap, run);
    }
    out->runs = runs;
    out->nruns = (uint32_t)n;
    return true;
}

bool th_biff_unicode(th_biff_cursor *cursor, uint32_t count, th_biff_text *out)
{
    uint8_t flags, raw[4];
    uint32_t nruns = 0, extra = 0;
    th_arena *arena = cursor->biff->arena;
    *out = (th_biff_text){0};
    if (!th_biff_take(cursor, &flags, 1))
        return false;
    if (flags & 8) {
        if (!th_biff_take(cursor, raw, 2))
            return false;
        nruns = th_biff_u16(raw);
    }
    /* Phonetic text stands behind the runs and is skipped. */
    if (flags & 4) {
        if (!th_biff_take(cursor, raw, 4))
            return false;
        extra = th_biff_u32(raw);
    }
    cursor->biff->scratch.len = 0;
    unicode_text text = {.out = &cursor->biff->scratch,
                         .offsets = nruns ? th_arena_array(arena, count, sizeof *text.offsets) : NULL};
    if (!take_unicode_units(cursor, count, flags & 1, &text) ||
        !take_unicode_runs(cursor, nruns, count, text.offsets, out) || !th_biff_take(cursor, NULL, extra))
        return false;
    out->raw = th_str_copy(arena, th_buf_str(&cursor->biff->scratch));
    out->too_long = count > cursor->biff->book->limits->cell_chars;
    return true;
}

#include "book/biff_formula.h"

#include "base/banned.h"

enum { TOKENS = 22, SHARED_TOKENS = 10, MOST_STACK = 64, LONGEST = 8192, MOST_SHARED = 4096 };

typedef struct decoder {
    th_arena *arena;
    bool biff8, relative; /* relative: of a shared formula, from (row, col) */
    uint32_t row, col;
    const uint8_t *p, *end;
    th_str stack[MOST_STACK];
    size_t depth, bytes;
} decoder;

static bool push(decoder *d, th_str s)
{
    d->bytes += s.len;
    if (d->depth == MOST_STACK || d->bytes > (size_t)LONGEST * MOST_STACK || s.len > LONGEST)
        return false;
    d->stack[d->depth++] = s;
    return true;
}

static bool has(const decoder *d, size_t n)
{
    return (size_t)(d->end - d->p) >= n;
}

/* "$B12" from the two fields of a reference; bit 14 of the flags: the column is relative, bit 15: the row. */
static bool address(const decoder *d, uint32_t row, uint32_t col, uint32_t flags, bool moved, th_str *out)
{
    bool col_moves = flags & 0x4000, row_moves = flags & 0x8000;
    if (moved && row_moves)
        row = (uint32_t)((int32_t)d->row + (int16_t)row) & 0xFFFF;
    if (moved && col_moves)
        col = (uint32_t)((int32_t)d->col + (int8_t)col) & 0xFF;
    th_str name = th_cell_name(d->arena, row, col);
    *out = name;
    return name.len > 0;
}

static bool reference(decoder *d, bool moved)
{
    th_str name;
    if (!has(d, d->biff8 ? 4 : 3))
        return false;
    uint32_t row = th_biff_u16(d->p), col, flags;
    if (d->biff8) {
        flags = th_biff_u16(d->p + 2);
        col = flags & 0xFF;
    } else {
        flags = row;
        row &= 0x3FFF;
        col = d->p[2];
    }
    d->p += d->biff8 ? 4 : 3;
    return (d->biff8 || !moved) && address(d, row, col, flags, moved, &name) && push(d, name);
}

static bool area(decoder *d, bool moved)
{
    th_str first, last;
    if (!has(d, d->biff8 ? 8 : 6) || (moved && !d->biff8))
        return false;
    const uint8_t *p = d->p;
    uint32_t r1 = th_biff_u16(p), r2 = th_biff_u16(p + 2), f1 = d->biff8 ? th_biff_u16(p + 4) : r1,
             f2 = d->biff8 ? th_biff_u16(p + 6) : r2;
    uint32_t c1 = d->biff8 ? f1 & 0xFF : p[4], c2 = d->biff8 ? f2 & 0xFF : p[5];
    if (!d->biff8) {
        r1 &= 0x3FFF;
        r2 &= 0x3FFF;
    }
    d->p += d->biff8 ? 8 : 6;
    return address(d, r1, c1, f1, moved, &first) && address(d, r2, c2, f2, moved, &last) &&
           push(d, th_str_fmt(d->arena, TH_FMT ":" TH_FMT, TH_ARG(first), TH_ARG(last)));
}

static bool binary(decoder *d, char op)
{
    if (d->depth < 2)
        return false;
    th_str b = d->stack[--d->depth], a = d->stack[--d->depth];
    return push(d, th_str_fmt(d->arena, TH_FMT "%c" TH_FMT, TH_ARG(a), op, TH_ARG(b)));
}

static bool around(decoder *d, const char *before, const char *after)
{
    if (d->depth < 1)
        return false;
    th_str a = d->stack[--d->depth];
    return push(d, th_str_fmt(d->arena, "%s" TH_FMT "%s", before, TH_ARG(a), after));
}

/* SUM of several arguments. */
static bool sum(decoder *d)
{
    enum { FUNCTION_SUM = 4 };
    if (!has(d, 3))
        return false;
    size_t n = d->p[0] & 0x7F;
    uint32_t function = th_biff_u16(d->p + 1) & 0x7FFF;
    d->p += 3;
    if (function != FUNCTION_SUM || n == 0 || n > d->depth)
        return false;
    th_buf out;
    th_buf_init(&out, d->arena);
    th_buf_add(&out, TH_STR("SUM("));
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i ? "," : "", TH_ARG(d->stack[d->depth - n + i]));
    th_buf_byte(&out, ')');
    d->depth -= n;
    return push(d, th_buf_str(&out));
}

static bool attribute(decoder *d)
{
    enum { VOLATILE = 0x01, SUM = 0x10, SPACE = 0x40 };
    if (!has(d, 3))
        return false;
    uint8_t flags = d->p[0];
    d->p += 3;
    return flags & SUM ? around(d, "SUM(", ")") : (flags & (VOLATILE | SPACE)) != 0;
}

static bool token(decoder *d)
{
    uint8_t id = *d->p++;
    double value;
    switch (id >= 0x40 ? (id & 0x1F) | 0x20 : id) { /* classes R, V, A of the same token */
    case 0x03: return binary(d, '+');
    case 0x04: return binary(d, '-');
    case 0x05: return binary(d, '*');
    case 0x06: return binary(d, '/');
    case 0x12: return around(d, "+", "");
    case 0x13: return around(d, "-", "");
    case 0x14: return around(d, "", "%");
    case 0x15: return around(d, "(", ")");
    case 0x19: return attribute(d);
    case 0x1E:
        if (!has(d, 2))
            return false;
        d->p += 2;
        return push(d, th_str_fmt(d->arena, "%u", (unsigned)th_biff_u16(d->p - 2)));
    case 0x1F:
        if (!has(d, 8))
            return false;
        value = th_biff_double(d->p);
        d->p += 8;
        return value >= 0 && push(d, th_double_text(d->arena, value));
    case 0x22: return sum(d);
    case 0x24: return reference(d, false);
    case 0x25: return area(d, false);
    case 0x2C: return reference(d, true);
    case 0x2D: return area(d, true);
    default: return false;
    }
}

static th_str decode(th_biff *b, const uint8_t *tokens, size_t len, uint32_t row, uint32_t col)
{
    decoder *d = th_arena_alloc(b->book->arena, sizeof *d);
    d->arena = b->book->arena;
    d->biff8 = b->version >= 8;
    d->row = row;
    d->col = col;
    d->p = tokens;
    d->end = tokens + len;
    while (d->p < d->end)
        if (!token(d))
            return (th_str){0};
    return d->depth == 1 ? d->stack[0] : (th_str){0};
}

static void keep(th_biff *b, uint32_t row, uint32_t col, th_str text)
{
    th_formula f = {.row = row, .col = col, .text = text};
    if (text.len)
        th_sheet_formula(b->book, &b->book->sheets[b->sheet], &f);
}

void th_biff_formula(th_biff *b, th_biff_formulas *f, const th_biff_record *r)
{
    if (b->version < 5 || r->len < (size_t)TOKENS || b->book->visitor)
        return;
    uint32_t row = th_biff_u16(r->data), col = th_biff_u16(r->data + 2);
    size_t len = th_biff_u16(r->data + TOKENS - 2);
    f->last_row = row;
    f->last_col = col;
    if (len == 0 || len + TOKENS > r->len || !th_sheet_keeps_formulas(b->book))
        return;
    const uint8_t *tokens = r->data + TOKENS;
    if (tokens[0] != 0x01) { /* ptgExp: its tokens stand elsewhere */
        keep(b, row, col, decode(b, tokens, len, row, col));
    } else if (len >= 5) {
        struct th_biff_sharer s = {row, col, th_biff_u16(tokens + 1), th_biff_u16(tokens + 3)};
        TH_PUSH(b->book->arena, f->sharers, f->nsharers, f->sharers_cap, s);
    }
}

void th_biff_shared_formula(th_biff *b, th_biff_formulas *f, const th_biff_record *r)
{
    size_t len = r->len >= SHARED_TOKENS ? th_biff_u16(r->data + SHARED_TOKENS - 2) : 0;
    if (!len || len + SHARED_TOKENS > r->len || f->nshared == MOST_SHARED)
        return;
    struct th_biff_shared s = {
        f->last_row, f->last_col,
        (const uint8_t *)th_str_copy(b->book->arena, (th_str){(const char *)r->data + SHARED_TOKENS, len}).ptr, len};
    TH_PUSH(b->book->arena, f->shared, f->nshared, f->shared_cap, s);
}

void th_biff_formulas_end(th_biff *b, th_biff_formulas *f)
{
    for (size_t i = 0; i < f->nsharers && th_sheet_keeps_formulas(b->book); i++)
        for (size_t k = 0; k < f->nshared; k++)
            if (f->shared[k].row == f->sharers[i].at_row && f->shared[k].col == f->sharers[i].at_col) {
                keep(b, f->sharers[i].row, f->sharers[i].col,
                     decode(b, f->shared[k].tokens, f->shared[k].len, f->sharers[i].row, f->sharers[i].col));
                break;
            }
}

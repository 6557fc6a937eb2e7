#include "book/biff_formula.h"

#include "base/banned.h"

enum { TOKENS = 22, SHARED_TOKENS = 10, MOST_STACK = 64, LONGEST = 8192, MOST_SHARED = 4096 };

typedef struct token_decoder {
    th_arena *arena;
    bool biff8, relative; /* relative: of a shared formula, from (row, col) */
    uint32_t row, col;
    const uint8_t *at, *end;
    th_str stack[MOST_STACK];
    size_t depth, bytes;
} token_decoder;

static bool push_operand(token_decoder *decoder, th_str s)
{
    decoder->bytes += s.len;
    if (decoder->depth == MOST_STACK || decoder->bytes > (size_t)LONGEST * MOST_STACK || s.len > LONGEST)
        return false;
    decoder->stack[decoder->depth++] = s;
    return true;
}

static bool has_bytes(const token_decoder *decoder, size_t n)
{
    return (size_t)(decoder->end - decoder->at) >= n;
}

/* "$B12" from the two fields of a reference; bit 14 of the flags: the column is relative, bit 15: the row. */
static bool token_address(const token_decoder *decoder, uint32_t row, uint32_t col, uint32_t flags, bool moved,
                          th_str *out)
{
    bool col_moves = flags & 0x4000, row_moves = flags & 0x8000;
    if (moved && row_moves)
        row = (uint32_t)((int32_t)decoder->row + (int16_t)row) & 0xFFFF;
    if (moved && col_moves)
        col = (uint32_t)((int32_t)decoder->col + (int8_t)col) & 0xFF;
    th_str name = th_cell_name(decoder->arena, row, col);
    *out = name;
    return name.len > 0;
}

static bool reference(token_decoder *decoder, bool moved)
{
    th_str name;
    if (!has_bytes(decoder, decoder->biff8 ? 4 : 3))
        return false;
    uint32_t row = th_biff_u16(decoder->at), col, flags;
    if (decoder->biff8) {
        flags = th_biff_u16(decoder->at + 2);
        col = flags & 0xFF;
    } else {
        flags = row;
        row &= 0x3FFF;
        col = decoder->at[2];
    }
    decoder->at += decoder->biff8 ? 4 : 3;
    return (decoder->biff8 || !moved) && token_address(decoder, row, col, flags, moved, &name) &&
           push_operand(decoder, name);
}

static bool area(token_decoder *decoder, bool moved)
{
    th_str first, last;
    if (!has_bytes(decoder, decoder->biff8 ? 8 : 6) || (moved && !decoder->biff8))
        return false;
    const uint8_t *bytes = decoder->at;
    uint32_t r1 = th_biff_u16(bytes), r2 = th_biff_u16(bytes + 2), f1 = decoder->biff8 ? th_biff_u16(bytes + 4) : r1,
             f2 = decoder->biff8 ? th_biff_u16(bytes + 6) : r2;
    uint32_t c1 = decoder->biff8 ? f1 & 0xFF : bytes[4], c2 = decoder->biff8 ? f2 & 0xFF : bytes[5];
    if (!decoder->biff8) {
        r1 &= 0x3FFF;
        r2 &= 0x3FFF;
    }
    decoder->at += decoder->biff8 ? 8 : 6;
    return token_address(decoder, r1, c1, f1, moved, &first) && token_address(decoder, r2, c2, f2, moved, &last) &&
           push_operand(decoder, th_str_fmt(decoder->arena, TH_FMT ":" TH_FMT, TH_ARG(first), TH_ARG(last)));
}

static bool binary(token_decoder *decoder, char op)
{
    if (decoder->depth < 2)
        return false;
    th_str b = decoder->stack[--decoder->depth], a = decoder->stack[--decoder->depth];
    return push_operand(decoder, th_str_fmt(decoder->arena, TH_FMT "%c" TH_FMT, TH_ARG(a), op, TH_ARG(b)));
}

static bool around(token_decoder *decoder, const char *before, const char *after)
{
    if (decoder->depth < 1)
        return false;
    th_str a = decoder->stack[--decoder->depth];
    return push_operand(decoder, th_str_fmt(decoder->arena, "%s" TH_FMT "%s", before, TH_ARG(a), after));
}

/* SUM of several arguments. */
static bool sum_of_operands(token_decoder *decoder)
{
    enum { FUNCTION_SUM = 4 };
    if (!has_bytes(decoder, 3))
        return false;
    size_t n = decoder->at[0] & 0x7F;
    uint32_t function = th_biff_u16(decoder->at + 1) & 0x7FFF;
    decoder->at += 3;
    if (function != FUNCTION_SUM || n == 0 || n > decoder->depth)
        return false;
    th_buf out;
    th_buf_init(&out, decoder->arena);
    th_buf_add(&out, TH_STR("SUM("));
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i ? "," : "", TH_ARG(decoder->stack[decoder->depth - n + i]));
    th_buf_byte(&out, ')');
    decoder->depth -= n;
    return push_operand(decoder, th_buf_str(&out));
}

static bool attribute(token_decoder *decoder)
{
    enum { VOLATILE = 0x01, SUM = 0x10, SPACE = 0x40 };
    if (!has_bytes(decoder, 3))
        return false;
    uint8_t flags = decoder->at[0];
    decoder->at += 3;
    return flags & SUM ? around(decoder, "SUM(", ")") : (flags & (VOLATILE | SPACE)) != 0;
}

static bool token(token_decoder *decoder)
{
    uint8_t id = *decoder->at++;
    double value;
    switch (id >= 0x40 ? (id & 0x1F) | 0x20 : id) { /* classes R, V, A of the same token */
    case 0x03: return binary(decoder, '+');
    case 0x04: return binary(decoder, '-');
    case 0x05: return binary(decoder, '*');
    case 0x06: return binary(decoder, '/');
    case 0x12: return around(decoder, "+", "");
    case 0x13: return around(decoder, "-", "");
    case 0x14: return around(decoder, "", "%");
    case 0x15: return around(decoder, "(", ")");
    case 0x19: return attribute(decoder);
    case 0x1E:
        if (!has_bytes(decoder, 2))
            return false;
        decoder->at += 2;
        return push_operand(decoder, th_str_fmt(decoder->arena, "%u", (unsigned)th_biff_u16(decoder->at - 2)));
    case 0x1F:
        if (!has_bytes(decoder, 8))
            return false;
        value = th_biff_double(decoder->at);
        decoder->at += 8;
        return value >= 0 && push_operand(decoder, th_double_text(decoder->arena, value));
    case 0x22: return sum_of_operands(decoder);
    case 0x24: return reference(decoder, false);
    case 0x25: return area(decoder, false);
    case 0x2C: return reference(decoder, true);
    case 0x2D: return area(decoder, true);
    default: return false;
    }
}

static th_str formula_of_tokens(th_biff *biff, const uint8_t *tokens, size_t len, uint32_t row, uint32_t col)
{
    token_decoder *decoder = th_arena_alloc(biff->book->arena, sizeof *decoder);
    decoder->arena = biff->book->arena;
    decoder->biff8 = biff->version >= 8;
    decoder->row = row;
    decoder->col = col;
    decoder->at = tokens;
    decoder->end = tokens + len;
    while (decoder->at < decoder->end)
        if (!token(decoder))
            return (th_str){0};
    return decoder->depth == 1 ? decoder->stack[0] : (th_str){0};
}

static void keep_biff_formula(th_biff *biff, uint32_t row, uint32_t col, th_str text)
{
    th_formula formula = {.row = row, .col = col, .text = text};
    if (text.len)
        th_sheet_formula(biff->book, &biff->book->sheets[biff->sheet], &formula);
}

void th_biff_formula(th_biff *biff, th_biff_formulas *formulas, const th_biff_record *record)
{
    if (biff->version < 5 || record->len < (size_t)TOKENS || biff->book->visitor)
        return;
    uint32_t row = th_biff_u16(record->data), col = th_biff_u16(record->data + 2);
    size_t len = th_biff_u16(record->data + TOKENS - 2);
    formulas->last_row = row;
    formulas->last_col = col;
    if (len == 0 || len + TOKENS > record->len || !th_sheet_keeps_formulas(biff->book))
        return;
    const uint8_t *tokens = record->data + TOKENS;
    if (tokens[0] != 0x01) { /* ptgExp: its tokens stand elsewhere */
        keep_biff_formula(biff, row, col, formula_of_tokens(biff, tokens, len, row, col));
    } else if (len >= 5) {
        struct th_biff_sharer sharer = {row, col, th_biff_u16(tokens + 1), th_biff_u16(tokens + 3)};
        TH_PUSH(biff->book->arena, formulas->sharers, formulas->nsharers, formulas->sharers_cap, sharer);
    }
}

void th_biff_shared_formula(th_biff *biff, th_biff_formulas *formulas, const th_biff_record *record)
{
    size_t len = record->len >= SHARED_TOKENS ? th_biff_u16(record->data + SHARED_TOKENS - 2) : 0;
    if (!len || len + SHARED_TOKENS > record->len || formulas->nshared == MOST_SHARED)
        return;
    struct th_biff_shared shared = {
        formulas->last_row, formulas->last_col,
        (const uint8_t *)th_str_copy(biff->book->arena, (th_str){(const char *)record->data + SHARED_TOKENS, len}).ptr,
        len};
    TH_PUSH(biff->book->arena, formulas->shared, formulas->nshared, formulas->shared_cap, shared);
}

void th_biff_formulas_end(th_biff *biff, th_biff_formulas *formulas)
{
    for (size_t i = 0; i < formulas->nsharers && th_sheet_keeps_formulas(biff->book); i++)
        for (size_t k = 0; k < formulas->nshared; k++)
            if (formulas->shared[k].row == formulas->sharers[i].at_row &&
                formulas->shared[k].col == formulas->sharers[i].at_col) {
                keep_biff_formula(biff, formulas->sharers[i].row, formulas->sharers[i].col,
                                  formula_of_tokens(biff, formulas->shared[k].tokens, formulas->shared[k].len,
                                                    formulas->sharers[i].row, formulas->sharers[i].col));
                break;
            }
}

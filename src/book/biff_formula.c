/* Formulas of an .xls: tokens in reverse Polish order become text. */
#include "book/biff_formula.h"

#include "base/banned.h"

/* A formula only grows: of one that is too long to be kept (th_sheet_formula) no more is made. */
enum { TOKENS = 22, SHARED_TOKENS = 10, MOST_STACK = 64, LONGEST = 1024, MOST_SHARED = 4096 };

typedef struct token_decoder {
    th_arena *arena;
    int version;
    uint32_t row, col; /* of the cell: what a shared formula refers to is counted from there */
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

/* A cell as a token refers to it.  Bit 14 of the flags: the column is relative, bit 15: the row. */
typedef struct corner {
    uint32_t row, col, flags;
} corner;

/* How a version lays out a corner: bytes of its row and column, and how many of their bits count. */
typedef struct corner_layout {
    size_t row_bytes, col_bytes;
    uint32_t rows, cols; /* masks */
} corner_layout;

static corner_layout layout_of(const token_decoder *decoder)
{
    if (decoder->version >= 12)
        return (corner_layout){4, 2, 0xFFFFF, 0x3FFF};
    return decoder->version >= 8 ? (corner_layout){2, 2, 0xFFFF, 0xFF} : (corner_layout){2, 1, 0x3FFF, 0xFF};
}

/* The corner whose fields stand `row_at` and `col_at` bytes on.  The flags stand with the column, in BIFF5 with the
 * row. */
static corner corner_at(const token_decoder *decoder, size_t row_at, size_t col_at)
{
    corner_layout layout = layout_of(decoder);
    const uint8_t *row_bytes = decoder->at + row_at;
    uint32_t row = layout.row_bytes == 4 ? th_biff_u32(row_bytes) : th_biff_u16(row_bytes);
    if (layout.col_bytes == 1)
        return (corner){row & layout.rows, decoder->at[col_at], row};
    uint32_t flags = th_biff_u16(decoder->at + col_at);
    return (corner){row & layout.rows, flags & layout.cols, flags};
}

/* A distance that is kept in the bits of `mask`, from a place that has as many. */
static uint32_t moved_by(uint32_t from, uint32_t distance, uint32_t mask)
{
    return (from + distance) & mask;
}

/* The name of a corner, "B12": formula.h has no use for "$".  `moved`: it belongs to a shared formula, which keeps
 * relative rows and columns as distances from its cell. */
static bool corner_name(const token_decoder *decoder, corner at, bool moved, th_str *out)
{
    bool col_moves = at.flags & 0x4000, row_moves = at.flags & 0x8000;
    corner_layout layout = layout_of(decoder);
    if (moved && row_moves)
        at.row = moved_by(decoder->row, at.row, layout.rows);
    if (moved && col_moves)
        at.col = moved_by(decoder->col, at.col, layout.cols);
    *out = th_cell_name(decoder->arena, at.row, at.col);
    return out->len > 0;
}

static bool reference(token_decoder *decoder, bool moved)
{
    th_str name;
    corner_layout layout = layout_of(decoder);
    size_t length = layout.row_bytes + layout.col_bytes;
    if (!has_bytes(decoder, length) || (moved && decoder->version < 8))
        return false;
    corner at = corner_at(decoder, 0, layout.row_bytes);
    decoder->at += length;
    return corner_name(decoder, at, moved, &name) && push_operand(decoder, name);
}

static bool area(token_decoder *decoder, bool moved)
{
    th_str from, to;
    corner_layout layout = layout_of(decoder);
    size_t rows = layout.row_bytes, cols = layout.col_bytes, length = 2 * rows + 2 * cols;
    if (!has_bytes(decoder, length) || (moved && decoder->version < 8))
        return false;
    corner first = corner_at(decoder, 0, 2 * rows), last = corner_at(decoder, rows, 2 * rows + cols);
    decoder->at += length;
    return corner_name(decoder, first, moved, &from) && corner_name(decoder, last, moved, &to) &&
           push_operand(decoder, th_str_fmt(decoder->arena, TH_FMT ":" TH_FMT, TH_ARG(from), TH_ARG(to)));
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
    th_str operand = decoder->stack[--decoder->depth];
    return push_operand(decoder, th_str_fmt(decoder->arena, "%s" TH_FMT "%s", before, TH_ARG(operand), after));
}

/* A function of a variable number of arguments; only SUM is read. */
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

/* SUM of one argument is an attribute, as is what does not change the value: "volatile" and white space. */
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
    enum {
        ADD = 0x03,
        SUBTRACT = 0x04,
        MULTIPLY = 0x05,
        DIVIDE = 0x06,
        PLUS = 0x12,
        MINUS = 0x13,
        PERCENT = 0x14,
        PARENTHESES = 0x15,
        ATTRIBUTE = 0x19,
        INTEGER = 0x1E,
        DOUBLE = 0x1F,
        FUNCTION = 0x22,
        CELL = 0x24,
        CELLS = 0x25,
        SHARED_CELL = 0x2C,
        SHARED_CELLS = 0x2D
    };
    uint8_t id = *decoder->at++;
    double value;
    /* A token has three ids, for a reference, a value and an array; all mean the same here. */
    uint8_t kind = id >= 0x40 ? (id & 0x1F) | 0x20 : id;
    switch (kind) {
    case ADD: return binary(decoder, '+');
    case SUBTRACT: return binary(decoder, '-');
    case MULTIPLY: return binary(decoder, '*');
    case DIVIDE: return binary(decoder, '/');
    case PLUS: return around(decoder, "+", "");
    case MINUS: return around(decoder, "-", "");
    case PERCENT: return around(decoder, "", "%");
    case PARENTHESES: return around(decoder, "(", ")");
    case ATTRIBUTE: return attribute(decoder);
    case INTEGER:
        if (!has_bytes(decoder, 2))
            return false;
        decoder->at += 2;
        return push_operand(decoder, th_str_fmt(decoder->arena, "%u", (unsigned)th_biff_u16(decoder->at - 2)));
    case DOUBLE:
        if (!has_bytes(decoder, 8))
            return false;
        value = th_biff_double(decoder->at);
        decoder->at += 8;
        return value >= 0 && push_operand(decoder, th_double_text(decoder->arena, value));
    case FUNCTION: return sum_of_operands(decoder);
    case CELL: return reference(decoder, false);
    case CELLS: return area(decoder, false);
    case SHARED_CELL: return reference(decoder, true);
    case SHARED_CELLS: return area(decoder, true);
    default: return false;
    }
}

th_str th_biff_formula_text(th_arena *arena, const th_biff_tokens *tokens)
{
    token_decoder *decoder = th_arena_alloc(arena, sizeof *decoder);
    decoder->arena = arena;
    decoder->version = tokens->version;
    decoder->row = tokens->row;
    decoder->col = tokens->col;
    decoder->at = tokens->at;
    decoder->end = tokens->at + tokens->len;
    while (decoder->at < decoder->end)
        if (!token(decoder))
            return (th_str){0};
    return decoder->depth == 1 ? decoder->stack[0] : (th_str){0};
}

static void keep_biff_formula(th_biff *biff, const th_biff_tokens *tokens)
{
    th_formula formula = {
        .row = tokens->row, .col = tokens->col, .text = th_biff_formula_text(biff->book->arena, tokens)};
    if (formula.text.len)
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
    enum { TOKENS_ELSEWHERE = 0x01 };
    const uint8_t *tokens = record->data + TOKENS;
    if (tokens[0] != TOKENS_ELSEWHERE) {
        if (th_outside_asked(&biff->outside, biff->version, tokens, len))
            th_sheet_linked(&biff->book->sheets[biff->sheet], row, col);
        keep_biff_formula(biff, &(th_biff_tokens){biff->version, row, col, tokens, len});
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
    th_lookup found = {0}; /* by the cell that a shared formula belongs to: 1 + its index, the first one's */
    for (size_t i = 0; i < formulas->nshared && formulas->nsharers; i++) {
        const uint32_t cell[] = {formulas->shared[i].row, formulas->shared[i].col};
        uint32_t *at = th_lookup_at(&found, biff->arena, th_key_of(cell));
        *at = *at ? *at : (uint32_t)i + 1;
    }
    for (size_t i = 0; i < formulas->nsharers && th_sheet_keeps_formulas(biff->book); i++) {
        const struct th_biff_sharer *sharer = &formulas->sharers[i];
        const uint32_t cell[] = {sharer->at_row, sharer->at_col}, *at = th_lookup_find(&found, th_key_of(cell));
        if (!at)
            continue;
        const struct th_biff_shared *shared = &formulas->shared[*at - 1];
        keep_biff_formula(biff,
                          &(th_biff_tokens){biff->version, sharer->row, sharer->col, shared->tokens, shared->len});
    }
}

#include "expr/lexer.h"

#include "expr/number.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_TEXT = 255 }; /* characters of a text constant: Excel's limit for formulas and criteria */

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F ||
           c == 0x3000 || c == 0xFEFF;
}

/* Latin letters, Vietnamese ones among them (U+00C0..U+024F, U+1E00..U+1EFF). */
static bool is_letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) ||
           (c >= 0x1E00 && c <= 0x1EFF);
}

static bool goes_on(uint32_t c)
{
    return is_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

static uint32_t peek(const th_lexer *l)
{
    size_t at = l->byte;
    return at < l->source.len ? th_utf8_next(l->source, &at) : 0;
}

static void skip(th_lexer *l)
{
    th_utf8_next(l->source, &l->byte);
    l->chars++;
}

static th_token bad(size_t at, const char *vi, const char *en)
{
    return (th_token){.kind = TH_TOKEN_BAD, .at = at, .vi = th_str_of(vi), .en = th_str_of(en)};
}

static th_token name(th_lexer *l, size_t at)
{
    size_t from = l->byte;
    while (l->byte < l->source.len && goes_on(peek(l)))
        skip(l);
    return (th_token){.kind = TH_TOKEN_NAME, .at = at, .text = th_str_sub(l->source, from, l->byte - from)};
}

static th_token number(th_lexer *l, size_t at)
{
    th_token t = {.kind = TH_TOKEN_NUMBER, .at = at};
    size_t span = th_number_span(l->source, l->byte);
    t.text = th_str_sub(l->source, l->byte, span);
    l->byte += span;
    l->chars += span;
    th_number_fault fault = th_number_digits(l->arena, t.text, &t.num);
    if (fault == TH_NUMBER_AMBIGUOUS)
        return bad(at, "không rõ dấu chấm ngăn hàng nghìn hay phần lẻ; ghi liền (1234) hoặc dùng dấu phẩy (1,234)",
                   "the point may group thousands or start decimals; write 1234 or 1,234");
    if (fault != TH_NUMBER_OK)
        return bad(at, "số ghi không đúng; số lẻ dùng dấu phẩy, ví dụ 0,5",
                   "not a number; decimals follow a comma, as in 0,5");
    th_lexer after = *l;
    while (is_space(peek(&after)))
        skip(&after);
    if (peek(&after) == '%') {
        skip(&after);
        *l = after;
        t.percent = true;
    }
    return t;
}

/* "…" with "" inside for a quote; “…” as a word processor types it. */
static th_token text(th_lexer *l, size_t at, uint32_t close)
{
    th_buf out;
    th_buf_init(&out, l->arena);
    skip(l);
    while (l->byte < l->source.len) {
        uint32_t c = peek(l);
        skip(l);
        if (c == close) {
            if (close != '"' || peek(l) != '"')
                return (th_token){.kind = TH_TOKEN_TEXT, .at = at, .text = th_buf_str(&out)};
            skip(l);
        }
        th_utf8_put(&out, c);
        if (l->chars - at > MOST_TEXT)
            return bad(at, "chữ trong ngoặc kép dài quá 255 ký tự", "the text is longer than 255 characters");
    }
    return bad(at, "thiếu dấu ngoặc kép đóng", "the closing quote is missing");
}

static th_token sign(th_lexer *l, size_t at, th_token_kind kind)
{
    skip(l);
    return (th_token){.kind = kind, .at = at};
}

th_token th_lexer_next(th_lexer *l)
{
    while (l->byte < l->source.len && is_space(peek(l)))
        skip(l);
    size_t at = l->chars + 1;
    if (l->byte >= l->source.len)
        return (th_token){.kind = TH_TOKEN_END, .at = at};
    uint32_t c = peek(l);
    if (is_letter(c))
        return name(l, at);
    if (c >= '0' && c <= '9')
        return number(l, at);
    if (c == '"')
        return text(l, at, '"');
    if (c == 0x201C) /* “ */
        return text(l, at, 0x201D);
    if (c == '(')
        return sign(l, at, TH_TOKEN_OPEN);
    if (c == ')')
        return sign(l, at, TH_TOKEN_CLOSE);
    if (c == ';')
        return sign(l, at, TH_TOKEN_SEPARATOR);
    th_op op;
    size_t len;
    if (th_op_find(l->source, l->byte, &op, &len)) {
        size_t end = l->byte + len;
        while (l->byte < end)
            skip(l);
        return (th_token){.kind = TH_TOKEN_OP, .at = at, .op = op};
    }
    if (c == ',')
        return bad(at, "dùng dấu “;” để ngăn cách các đối số", "arguments are separated by “;”");
    return bad(at, "ký tự này không dùng trong biểu thức", "this character has no place in an expression");
}

bool th_lexer_is_code(th_str code)
{
    size_t at = 0;
    if (!code.len || !is_letter(th_utf8_next(code, &at)))
        return false;
    while (at < code.len)
        if (!goes_on(th_utf8_next(code, &at)))
            return false;
    return true;
}

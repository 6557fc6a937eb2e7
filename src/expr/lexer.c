/* Splitting the text of an expression into tokens. */
#include "expr/lexer.h"

#include "base/ascii.h"
#include "expr/number.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_TEXT = 255 }; /* characters of a text constant: Excel's limit for formulas and criteria */

/* White space of any kind, including the zero-width space and the byte order mark. */
static bool is_white(uint32_t c)
{
    return th_is_space(c) || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0x3000 || c == 0xFEFF;
}

/* Latin letters, Vietnamese ones among them (U+00C0..U+024F, U+1E00..U+1EFF). */
static bool is_code_letter(uint32_t c)
{
    return th_is_letter(c) || (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || (c >= 0x1E00 && c <= 0x1EFF);
}

/* May the character stand in a code behind its first letter? */
static bool continues_code(uint32_t c)
{
    return is_code_letter(c) || th_is_digit(c) || c == '.' || c == '_';
}

static uint32_t peek_character(const th_lexer *lexer)
{
    size_t at = lexer->byte;
    return at < lexer->source.len ? th_utf8_next(lexer->source, &at) : 0;
}

static void skip_character(th_lexer *lexer)
{
    th_utf8_next(lexer->source, &lexer->byte);
    lexer->chars++;
}

static th_token bad_token(size_t at, const char *vi, const char *en)
{
    return (th_token){.kind = TH_TOKEN_BAD, .at = at, .vi = th_str_of(vi), .en = th_str_of(en)};
}

static th_token lex_name(th_lexer *lexer, size_t at)
{
    size_t from = lexer->byte;
    while (lexer->byte < lexer->source.len && continues_code(peek_character(lexer)))
        skip_character(lexer);
    return (th_token){.kind = TH_TOKEN_NAME, .at = at, .text = th_str_sub(lexer->source, from, lexer->byte - from)};
}

static th_token lex_number(th_lexer *lexer, size_t at)
{
    th_token token = {.kind = TH_TOKEN_NUMBER, .at = at};
    size_t span = th_number_span(lexer->source, lexer->byte);
    token.text = th_str_sub(lexer->source, lexer->byte, span);
    lexer->byte += span;
    lexer->chars += span;
    th_number_fault fault = th_number_digits(lexer->arena, token.text, &token.num);
    if (fault == TH_NUMBER_AMBIGUOUS)
        return bad_token(at,
                         "không rõ dấu chấm ngăn hàng nghìn hay phần lẻ; ghi liền (1234) hoặc dùng dấu phẩy (1,234)",
                         "the point may group thousands or start decimals; write 1234 or 1,234");
    if (fault != TH_NUMBER_OK)
        return bad_token(at, "số ghi không đúng; số lẻ dùng dấu phẩy, ví dụ 0,5",
                         "not a number; decimals follow a comma, as in “0,5”");
    th_lexer after = *lexer;
    while (is_white(peek_character(&after)))
        skip_character(&after);
    if (peek_character(&after) == '%') {
        skip_character(&after);
        *lexer = after;
        token.percent = true;
    }
    return token;
}

/* Reads a text: "…", in which "" stands for a quote, or “…” as a word processor types it. */
static th_token lex_text(th_lexer *lexer, size_t at, uint32_t close)
{
    th_buf out;
    th_buf_init(&out, lexer->arena);
    skip_character(lexer);
    while (lexer->byte < lexer->source.len) {
        uint32_t c = peek_character(lexer);
        skip_character(lexer);
        if (c == close) {
            if (close != '"' || peek_character(lexer) != '"')
                return (th_token){.kind = TH_TOKEN_TEXT, .at = at, .text = th_buf_str(&out)};
            skip_character(lexer);
        }
        th_utf8_put(&out, c);
        if (lexer->chars - at > MOST_TEXT)
            return bad_token(at, "chữ trong ngoặc kép dài quá 255 ký tự", "the text is longer than 255 characters");
    }
    return bad_token(at, "thiếu dấu ngoặc kép đóng", "the closing quote is missing");
}

static th_token lex_sign(th_lexer *lexer, size_t at, th_token_kind kind)
{
    skip_character(lexer);
    return (th_token){.kind = kind, .at = at};
}

th_token th_lexer_next(th_lexer *lexer)
{
    while (lexer->byte < lexer->source.len && is_white(peek_character(lexer)))
        skip_character(lexer);
    size_t at = lexer->chars + 1;
    if (lexer->byte >= lexer->source.len)
        return (th_token){.kind = TH_TOKEN_END, .at = at};
    uint32_t c = peek_character(lexer);
    if (is_code_letter(c))
        return lex_name(lexer, at);
    if (th_is_digit(c))
        return lex_number(lexer, at);
    if (c == '"')
        return lex_text(lexer, at, '"');
    if (c == 0x201C) /* “ */
        return lex_text(lexer, at, 0x201D);
    if (c == '(')
        return lex_sign(lexer, at, TH_TOKEN_OPEN);
    if (c == ')')
        return lex_sign(lexer, at, TH_TOKEN_CLOSE);
    if (c == ';')
        return lex_sign(lexer, at, TH_TOKEN_SEPARATOR);
    th_op op;
    size_t len;
    if (th_op_find(lexer->source, lexer->byte, &op, &len)) {
        size_t end = lexer->byte + len;
        while (lexer->byte < end)
            skip_character(lexer);
        return (th_token){.kind = TH_TOKEN_OP, .at = at, .op = op};
    }
    if (c == ',')
        return bad_token(at, "dùng dấu “;” để ngăn cách các đối số", "arguments are separated by “;”");
    return bad_token(at, "ký tự này không dùng trong biểu thức", "this character has no place in an expression");
}

bool th_lexer_is_code(th_str code)
{
    size_t at = 0;
    if (!code.len || !is_code_letter(th_utf8_next(code, &at)))
        return false;
    while (at < code.len)
        if (!continues_code(th_utf8_next(code, &at)))
            return false;
    return true;
}

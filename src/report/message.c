/* A message, header by header. */
#include "report/message.h"

#include "base/ascii.h"
#include "report/plain.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* A line with an encoded word has at most 76 characters, "Subject:" included; one of base64 76. */
enum { WORD_BYTES = 39, LINE_BYTES = 57, LONGEST_ADDRESS = 254 };

bool th_message_is_address(th_str text)
{
    static const char marks[] = ".!#$%&'*+/=?^_`{|}~-";
    size_t at = th_str_find(text, TH_STR("@"), 0);
    if (at == SIZE_MAX || at == 0 || at + 1 >= text.len || text.len > LONGEST_ADDRESS || text.ptr[0] == '-')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool fits =
            i == at || th_is_alnum((unsigned char)c) || (i < at ? strchr(marks, c) != NULL : c == '.' || c == '-');
        if (!fits || c == '\0')
            return false;
    }
    return true;
}

static void put_base64(th_buf *out, th_str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes.len; i += 3) {
        unsigned group = 0;
        for (size_t k = 0; k < 3; k++)
            group = group << 8 | (i + k < bytes.len ? (unsigned char)bytes.ptr[i + k] : 0);
        for (size_t k = 0; k < 4; k++)
            th_buf_byte(out, i + k > bytes.len ? '=' : digits[group >> (18 - 6 * k) & 63]);
    }
}

/* A header that is not of ASCII, or may not be, as encoded words; each ends where a character does. */
static void put_encoded_header(th_arena *arena, th_buf *out, const char *name, th_str value)
{
    th_str rest = th_plain(arena, value);
    th_buf_fmt(out, "%s:", name);
    while (rest.len) {
        size_t n = rest.len < WORD_BYTES ? rest.len : WORD_BYTES;
        while (n < rest.len && n > 1 && ((unsigned char)rest.ptr[n] & 0xC0) == 0x80)
            n--;
        th_buf_add(out, TH_STR(" =?UTF-8?B?"));
        put_base64(out, th_str_sub(rest, 0, n));
        rest = th_str_sub(rest, n, rest.len);
        th_buf_add(out, rest.len ? TH_STR("?=\n") : TH_STR("?="));
    }
    th_buf_byte(out, '\n');
}

static void put_body(th_arena *arena, th_buf *out, th_str body)
{
    th_buf text;
    th_str line;
    th_buf_init(&text, arena);
    while (body.len && th_str_cut(&body, '\n', &line))
        th_buf_fmt(&text, TH_FMT "\r\n", TH_ARG(line)); /* as the lines of a text travel */
    th_str bytes = th_buf_str(&text);
    for (size_t i = 0; i < bytes.len; i += LINE_BYTES) {
        put_base64(out, th_str_sub(bytes, i, LINE_BYTES));
        th_buf_byte(out, '\n');
    }
}

th_str th_message_text(th_arena *arena, const th_message *message)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_str known = message->from.len ? message->from : message->to.at[0];
    th_str domain = th_str_sub(known, th_str_find(known, TH_STR("@"), 0) + 1, known.len);
    if (message->from.len)
        th_buf_fmt(&out, "From: " TH_FMT "\n", TH_ARG(message->from));
    th_buf_add(&out, TH_STR("To: "));
    for (size_t i = 0; i < message->to.n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i ? ",\n " : "", TH_ARG(message->to.at[i]));
    th_buf_byte(&out, '\n');
    put_encoded_header(arena, &out, "Subject", message->subject);
    th_buf_fmt(&out, "Date: " TH_FMT "\nMessage-ID: <" TH_FMT "@" TH_FMT ">\n", TH_ARG(message->date),
               TH_ARG(message->id), TH_ARG(domain));
    th_buf_add(&out, TH_STR("Auto-Submitted: auto-generated\nMIME-Version: 1.0\n"
                            "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n"));
    put_body(arena, &out, message->body);
    return th_buf_str(&out);
}

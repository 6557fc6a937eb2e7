/* Reading and writing the escapes "_xHHHH_" in strings of spreadsheets. */
#include "pack/xstring.h"

#include "base/ascii.h"
#include "text/utf8.h"

#include "base/banned.h"

bool th_xstring_escape_at(th_str s, size_t at, uint32_t *code)
{
    if (s.len - at < 7 || s.ptr[at] != '_' || s.ptr[at + 1] != 'x' || s.ptr[at + 6] != '_')
        return false;
    *code = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = th_hex_value(s.ptr[at + i]);
        if (digit < 0)
            return false;
        *code = *code * 16 + (uint32_t)digit;
    }
    return true;
}

th_str th_xstring_read(th_arena *arena, th_str s)
{
    if (th_str_find(s, TH_STR("_x"), 0) == SIZE_MAX)
        return s;
    th_buf out;
    th_buf_init(&out, arena);
    uint32_t code;
    for (size_t i = 0; i < s.len; i++)
        if (th_xstring_escape_at(s, i, &code)) {
            th_utf8_put(&out, code);
            i += 6;
        } else {
            th_buf_byte(&out, s.ptr[i]);
        }
    return th_buf_str(&out);
}

th_str th_xstring_write(th_arena *arena, th_str s)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_reserve(&out, s.len);
    uint32_t code;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (th_xstring_escape_at(s, i, &code))
            th_buf_add(&out, TH_STR("_x005F_"));
        else if (c < ' ' && c != '\t' && c != '\n')
            th_buf_fmt(&out, "_x%04X_", c);
        else
            th_buf_byte(&out, (char)c);
    }
    return th_buf_str(&out);
}

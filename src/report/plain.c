/* Values in plain text. */
#include "report/plain.h"

#include "text/utf8.h"

#include "base/banned.h"

void th_plain_add(th_buf *out, th_str value)
{
    for (size_t at = 0; at < value.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(value, &at);
        if (th_utf8_is_control(c))
            th_buf_fmt(out, "\\u%04X", (unsigned)c);
        else
            th_buf_add(out, th_str_sub(value, from, at - from));
    }
}

th_str th_plain(th_arena *arena, th_str value)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_plain_add(&out, value);
    return th_buf_str(&out);
}

th_str th_plain_cut(th_arena *arena, th_str text, size_t most)
{
    size_t at = 0, kept = 0;
    for (size_t n = 0; at < text.len; n++) {
        if (n == most)
            return th_str_fmt(arena, TH_FMT "…", TH_ARG(th_str_sub(text, 0, kept)));
        kept = n + 1 < most ? at : kept;
        th_utf8_next(text, &at);
        kept = n + 1 < most ? at : kept;
    }
    return text;
}

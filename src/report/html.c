/* Values in a page. */
#include "report/html.h"

#include "text/utf8.h"

#include "base/banned.h"

void th_html_put(th_buf *out, th_str s)
{
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t c = th_utf8_next(s, &at);
        if (th_utf8_is_control(c))
            th_buf_fmt(out, "\\u%04X", (unsigned)c);
        else if (c == '<')
            th_buf_add(out, TH_STR("&lt;"));
        else if (c == '>')
            th_buf_add(out, TH_STR("&gt;"));
        else if (c == '&')
            th_buf_add(out, TH_STR("&amp;"));
        else if (c == '"')
            th_buf_add(out, TH_STR("&quot;"));
        else if (c == '\'')
            th_buf_add(out, TH_STR("&#39;"));
        else
            th_buf_add(out, th_str_sub(s, from, at - from));
    }
}

void th_html_element(th_buf *out, const char *name, th_str value)
{
    th_str tag = th_str_of(name);
    th_buf_fmt(out, "<%s>", name);
    th_html_put(out, value);
    th_buf_fmt(out, "</" TH_FMT ">\n", TH_ARG(th_str_sub(tag, 0, th_str_find(tag, TH_STR(" "), 0))));
}

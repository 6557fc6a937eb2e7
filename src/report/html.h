/* Values in a page: no text reaches HTML but through here. */
#ifndef TH_REPORT_HTML_H
#define TH_REPORT_HTML_H

#include "base/str.h"

/* What would be read as markup, or would turn the line around, is shown instead. */
void th_html_put(th_buf *out, th_str s);
/* <name>value</name>; `name` may have attributes, of which the end tag has none. */
void th_html_element(th_buf *out, const char *name, th_str value);

#endif

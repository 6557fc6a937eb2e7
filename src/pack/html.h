/* HTML: a tokenizer that takes pages as browsers do (the living standard of HTML, 13.2.5), where it matters for tables.
 * It never refuses anything: what is no tag is text.  It knows nothing of cells, and of the nesting of elements only
 * that script, style and the like hold no tags.  Text is UTF-8. */
#ifndef TH_PACK_HTML_H
#define TH_PACK_HTML_H

#include "base/str.h"

typedef enum th_html_kind {
    TH_HTML_END_OF_PAGE = 0,
    TH_HTML_START,   /* <td ...>, also <br/> */
    TH_HTML_END,     /* </td> */
    TH_HTML_TEXT,    /* character references resolved; white space as it stands */
    TH_HTML_RAW,     /* the content of script, style and the like, as it stands; `name` is the element */
    TH_HTML_COMMENT, /* what stands in it; the islands of XML of Excel are comments */
} th_html_kind;

typedef struct th_html_attr {
    th_str name; /* in small letters, with its prefix ("x:num") */
    th_str value;
} th_html_attr;

enum { TH_HTML_ATTRS = 64 }; /* of one tag; further ones are left out */

/* Views are valid until the next token is asked for. */
typedef struct th_html_token {
    th_html_kind kind;
    th_str name; /* START, END, RAW: in small letters */
    th_str text; /* TEXT, RAW, COMMENT */
    th_html_attr attrs[TH_HTML_ATTRS];
    size_t nattrs;
    bool slash; /* START: it ends in "/>", which closes what is no element of HTML ("<svg/>") */
} th_html_token;

typedef struct th_html {
    th_str page;
    size_t at;
    th_buf values;      /* names and values of the attributes of the tag, or a text with its references resolved */
    const char *raw;    /* the element whose raw content comes next; NULL: none */
    unsigned unclosed;  /* elements, as bits, that are known not to be closed behind `at` */
    bool open_comments; /* no comment closes behind `at` */
} th_html;

void th_html_init(th_html *html, th_arena *arena, th_str page);
th_html_kind th_html_next(th_html *html, th_html_token *token);
/* Does an end tag of this element, in small letters, stand behind what was read? */
bool th_html_closes(const th_html *html, const char *name);
/* NULL: the tag has no such attribute. */
const th_str *th_html_attr_get(const th_html_token *token, const char *name);

#endif

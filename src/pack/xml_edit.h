/* Editing XML in place.  A part held in memory is walked token by token, and what is to change is replaced; every other
 * byte stays as it is, and with it the order of attributes, quotes, white space, namespaces and comments.
 * The part must have been accepted by xml.h: the walk checks only what it needs to stay inside the bytes. */
#ifndef TH_PACK_XML_EDIT_H
#define TH_PACK_XML_EDIT_H

#include "base/str.h"

typedef enum th_edit_kind {
    TH_EDIT_START, /* <a ...> */
    TH_EDIT_EMPTY, /* <a .../> */
    TH_EDIT_CLOSE, /* </a> */
    TH_EDIT_TEXT,  /* characters, or a CDATA section */
    TH_EDIT_OTHER  /* declaration, comment, instruction */
} th_edit_kind;

typedef struct th_edit_token {
    th_edit_kind kind;
    size_t from, to; /* of the token in the part */
    th_str name;     /* local name of an element */
    th_str attrs;    /* what stands between name and end of the tag */
} th_edit_token;

typedef struct th_edit {
    th_arena *arena;
    th_str in;
    size_t at;     /* of the next token */
    size_t copied; /* `in` has been written to `out` up to here */
    th_buf out;
    bool changed, broken;
} th_edit;

void th_edit_begin(th_edit *edit, th_arena *arena, th_str part);
bool th_edit_next(th_edit *edit, th_edit_token *t); /* false at the end, and where it is no XML: then `broken` is set */

/* The raw value of an attribute by its local name (without a prefix unless `local` has one), where it stands. */
bool th_edit_attr(const th_edit *edit, const th_edit_token *t, const char *local, size_t *from, size_t *to);
/* The value of the attribute with its entities resolved; "" when it is absent. */
th_str th_edit_value(const th_edit *edit, const th_edit_token *t, const char *local);

/* The text between the start tag just read and its end tag, with entities resolved, and where it stands; the walk
 * continues behind the end tag.  False, and the walk stays where it is, when there are elements inside. */
bool th_edit_content(th_edit *edit, th_str *text, size_t *from, size_t *to);

/* Replaces from..to by `text`, escaped; th_edit_replace_raw() by `xml` as it is.  Calls must go forward through the
 * part: a place before the last one is left alone. */
void th_edit_replace(th_edit *edit, size_t from, size_t to, th_str text);
void th_edit_replace_raw(th_edit *edit, size_t from, size_t to, th_str xml);
th_str th_edit_end(th_edit *edit); /* the whole part with its replacements */

#endif

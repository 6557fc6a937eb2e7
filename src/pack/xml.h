/* XML: a streaming scanner of the subset that workbooks use.  Any DOCTYPE is refused, and with it the expansion of
 * entities that a hostile part could define.  Text is in any encoding that pack/xml_decode.h knows.  Pieces may be cut
 * anywhere, even inside a character.  Namespaces are ignored: a name counts without its prefix. */
#ifndef TH_PACK_XML_H
#define TH_PACK_XML_H

#include "base/ascii.h"
#include "base/limits.h"
#include "base/status.h"
#include "base/str.h"
#include "base/trouble.h"

#include <stdint.h>

/* White space as XML counts it (XML 1.0, 2.3): neither vertical tab nor form feed. */
static inline bool th_xml_is_space(char c)
{
    return th_is_space(c) && c != '\v' && c != '\f';
}

/* A name without its namespace prefix. */
static inline th_str th_xml_local(th_str name)
{
    size_t colon = th_str_find(name, TH_STR(":"), 0);
    return colon == SIZE_MAX ? name : th_str_sub(name, colon + 1, name.len);
}

typedef struct th_xml th_xml;

typedef struct th_xml_attr {
    th_str name;  /* as written, with prefix ("r:id") */
    th_str local; /* without prefix */
    th_str value; /* entities resolved */
} th_xml_attr;

typedef struct th_xml_handler {
    void *ctx;
    /* `name` is the local name; views are valid during the call only. Return false to stop with TH_FAILED. */
    bool (*start)(void *ctx, th_str name, const th_xml_attr *attrs, size_t nattrs);
    bool (*end)(void *ctx, th_str name);
    bool (*text)(void *ctx, th_str text); /* may come in several pieces; CDATA too */
    /* Optional: a handler that knows the usual form of its part may read ahead of the scanner.  It is called where a
     * tag begins, with all bytes that have arrived, and returns how many it took: whole elements, or tags it reported
     * with th_xml_enter and th_xml_leave, with the white space behind them.  0 leaves the tag to the scanner.  It may
     * only take what start, end and text would have understood in the same way. */
    size_t (*shortcut)(void *ctx, th_xml *xml, th_str rest);
} th_xml_handler;

th_xml *th_xml_new(th_arena *arena, const th_limits *limits, const th_xml_handler *handler);
bool th_xml_feed(th_xml *xml, const char *piece, size_t len); /* false when the part is refused, or a handler stopped */
/* For a shortcut: it has read the start or the end tag of an element.  False, and nothing is done, when elements are
 * nested too deeply or another one is open. */
bool th_xml_enter(th_xml *xml, th_str name);
bool th_xml_leave(th_xml *xml, th_str name);
bool th_xml_stopped(const th_xml *xml);
void th_xml_stop(th_xml *xml);                /* for a shortcut: stops as when start, end or text return false */
th_status th_xml_end(th_xml *xml);            /* TH_FAILED when elements are open or nothing was read */
th_trouble th_xml_trouble(const th_xml *xml); /* empty as long as nothing is wrong */
bool th_xml_limit_hit(const th_xml *xml);     /* the trouble is a limit */
bool th_xml_odd(const th_xml *xml);           /* it is no damage: the part is written in a way that is not read */
th_str th_xml_attr_get(const th_xml_attr *attrs, size_t n, const char *local); /* "" when absent */

#endif

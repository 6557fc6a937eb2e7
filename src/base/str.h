/* Strings: views of a pointer and a length, and a growing buffer.
 *
 * A th_str does not own its bytes and need not end in NUL.  Text inside tonghop is UTF-8, and NFC once it has passed
 * the text room.  {NULL, 0} is the empty string.  Strings that end in NUL exist only where the outside needs them
 * (th_str_cstr).  A th_buf grows inside an arena, and its bytes stay valid as long as the arena does.
 */
#ifndef TH_BASE_STR_H
#define TH_BASE_STR_H

#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct th_str {
    const char *ptr;
    size_t len; /* bytes */
} th_str;

/* A list of strings, in an arena. */
typedef struct th_strs {
    th_str *at;
    size_t n, cap;
} th_strs;

#define TH_STR(literal) ((th_str){"" literal, sizeof(literal) - 1})
#define TH_FMT "%.*s"
#define TH_ARG(s) ((int)(s).len), ((s).len ? (s).ptr : "")

th_str th_str_of(const char *cstr); /* a view of a string that ends in NUL; NULL gives "" */
static inline bool th_str_eq(th_str a, th_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
int th_str_cmp(th_str a, th_str b); /* by bytes, like strcmp */
/* clipped to s */
static inline th_str th_str_sub(th_str s, size_t from, size_t len)
{
    if (from >= s.len)
        return (th_str){0};
    size_t rest = s.len - from;
    return (th_str){s.ptr + from, len < rest ? len : rest};
}
static inline bool th_str_starts(th_str s, th_str prefix)
{
    return s.len >= prefix.len && th_str_eq((th_str){s.ptr, prefix.len}, prefix);
}
static inline bool th_str_ends(th_str s, th_str suffix)
{
    return s.len >= suffix.len && th_str_eq(th_str_sub(s, s.len - suffix.len, suffix.len), suffix);
}
th_str th_str_trim(th_str s);                             /* ASCII white space at both ends */
size_t th_str_find(th_str s, th_str needle, size_t from); /* offset, or SIZE_MAX */
bool th_str_cut(th_str *rest, char at, th_str *head);     /* takes the next field off *rest; false: none is left */
bool th_str_to_long(th_str s, long *out);                 /* the whole string must be a decimal number */

/* How a tab, a line end or a backslash is written inside a field of a line that tabs separate; NULL: as it is. */
const char *th_field_escape(char c);

th_str th_str_copy(th_arena *arena, th_str s);
th_str th_str_without_spaces(th_arena *arena, th_str s); /* a copy without any U+0020 */
char *th_str_cstr(th_arena *arena, th_str s);            /* NUL-terminated copy */
th_str th_str_fmt(th_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

typedef struct th_buf {
    th_arena *arena; /* set by th_buf_init; the buffer's memory is the arena's */
    char *ptr;
    size_t len, cap;
} th_buf;

void th_buf_init(th_buf *buf, th_arena *arena);
void th_buf_add(th_buf *buf, th_str s);
void th_buf_fmt(th_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void th_buf_vfmt(th_buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
void th_buf_reserve(th_buf *buf, size_t more); /* room for `more` further bytes */
static inline void th_buf_byte(th_buf *buf, char c)
{
    if (buf->len == buf->cap)
        th_buf_reserve(buf, 1);
    buf->ptr[buf->len++] = c;
}
void th_buf_long(th_buf *buf, long long number); /* in decimal */
th_str th_buf_str(const th_buf *buf);            /* a view, valid until something is added */
th_str th_buf_end(th_buf *buf); /* the same of a buffer that is done with: room that was not needed is free again */

void th_strs_add(th_strs *list, th_arena *arena, th_str s);

#endif

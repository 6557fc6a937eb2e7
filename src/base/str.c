/* Strings as views, and buffers that grow in an arena. */
#include "base/str.h"

#include "base/ascii.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

th_str th_str_of(const char *cstr)
{
    return cstr ? (th_str){cstr, strlen(cstr)} : (th_str){0};
}

int th_str_cmp(th_str a, th_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order)
        return order;
    return (a.len > b.len) - (a.len < b.len);
}

th_str th_str_trim(th_str s)
{
    while (s.len && th_is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len && th_is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

size_t th_str_find(th_str s, th_str needle, size_t from)
{
    if (needle.len == 0)
        return from <= s.len ? from : SIZE_MAX;
    while (from < s.len && s.len - from >= needle.len) {
        const char *hit = memchr(s.ptr + from, needle.ptr[0], s.len - from - needle.len + 1);
        if (!hit)
            return SIZE_MAX;
        from = (size_t)(hit - s.ptr);
        if (memcmp(hit, needle.ptr, needle.len) == 0)
            return from;
        from++;
    }
    return SIZE_MAX;
}

const char *th_field_escape(char c)
{
    switch (c) {
    case '\\': return "\\\\";
    case '\t': return "\\t";
    case '\n': return "\\n";
    case '\r': return "\\r";
    default: return NULL;
    }
}

bool th_str_cut(th_str *rest, char at, th_str *head)
{
    if (!rest->ptr)
        return false;
    const char *hit = rest->len ? memchr(rest->ptr, at, rest->len) : NULL;
    if (!hit) {
        *head = *rest;
        *rest = (th_str){0};
        return true;
    }
    size_t n = (size_t)(hit - rest->ptr);
    *head = (th_str){rest->ptr, n};
    *rest = (th_str){hit + 1, rest->len - n - 1};
    return true;
}

bool th_str_to_long(th_str s, long *out)
{
    size_t i = 0;
    bool minus = s.len && s.ptr[0] == '-';
    if (minus || (s.len && s.ptr[0] == '+'))
        i = 1;
    if (i == s.len)
        return false;
    long value = 0;
    for (; i < s.len; i++) {
        if (!th_is_digit(s.ptr[i]))
            return false;
        long digit = s.ptr[i] - '0';
        if (__builtin_mul_overflow(value, 10L, &value) || __builtin_add_overflow(value, minus ? -digit : digit, &value))
            return false;
    }
    *out = value;
    return true;
}

th_str th_str_copy(th_arena *arena, th_str s)
{
    return (th_str){th_str_cstr(arena, s), s.len};
}

th_str th_str_without_spaces(th_arena *arena, th_str s)
{
    char *to = th_arena_array(arena, s.len + 1, 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != ' ')
            to[n++] = s.ptr[i];
    return (th_str){to, n};
}

char *th_str_cstr(th_arena *arena, th_str s)
{
    char *copy = th_arena_array(arena, s.len + 1, 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

th_str th_str_fmt(th_arena *arena, const char *format, ...)
{
    th_buf buf;
    th_buf_init(&buf, arena);
    va_list args;
    va_start(args, format);
    th_buf_vfmt(&buf, format, args);
    va_end(args);
    return th_buf_end(&buf);
}

void th_buf_init(th_buf *buf, th_arena *arena)
{
    *buf = (th_buf){.arena = arena};
}

void th_buf_reserve(th_buf *buf, size_t more)
{
    if (buf->cap - buf->len >= more)
        return;
    size_t room = buf->cap ? buf->cap : 64;
    while (room - buf->len < more && room < SIZE_MAX)
        room =
            th_arena_next_room(room); /* no arena grants SIZE_MAX: as any other excess it ends at the recovery point */
    buf->ptr = buf->cap ? th_arena_enlarge(buf->arena, buf->ptr, buf->cap, room) : th_arena_alloc(buf->arena, room);
    buf->cap = room;
}

void th_buf_add(th_buf *buf, th_str s)
{
    if (!s.len)
        return;
    th_buf_reserve(buf, s.len);
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
}

void th_buf_long(th_buf *buf, long long number)
{
    enum { MOST_DIGITS = 20 };
    char digits[MOST_DIGITS];
    size_t n = 0;
    unsigned long long rest = number < 0 ? 0 - (unsigned long long)number : (unsigned long long)number;
    for (; rest || !n; rest /= 10)
        digits[n++] = (char)('0' + rest % 10);
    if (number < 0)
        th_buf_byte(buf, '-');
    while (n)
        th_buf_byte(buf, digits[--n]);
}

void th_buf_vfmt(th_buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    size_t room = buf->cap - buf->len;
    int n = vsnprintf(room ? buf->ptr + buf->len : NULL, room, format, again);
    va_end(again);
    if (n < 0)
        return;
    if ((size_t)n >= room) {
        th_buf_reserve(buf, (size_t)n + 1);
        vsnprintf(buf->ptr + buf->len, (size_t)n + 1, format, args);
    }
    buf->len += (size_t)n;
}

void th_buf_fmt(th_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    th_buf_vfmt(buf, format, args);
    va_end(args);
}

th_str th_buf_str(const th_buf *buf)
{
    return (th_str){buf->ptr, buf->len};
}

th_str th_buf_end(th_buf *buf)
{
    if (buf->cap > buf->len)
        th_arena_give_back(buf->arena, buf->ptr, buf->cap, buf->len + 1);
    buf->cap = buf->len;
    return th_buf_str(buf);
}

void th_strs_add(th_strs *list, th_arena *arena, th_str s)
{
    TH_PUSH(arena, list->at, list->n, list->cap, s);
}

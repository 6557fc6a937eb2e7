/* BIFF records, the cursor that goes on into CONTINUE, and the finding that ends the reading. */
#include "book/biff.h"

#include "book/refuse.h"

#include <string.h>

#include "base/banned.h"

th_status th_biff_refused(th_biff *b, th_finding_kind kind, th_str vi, th_str en)
{
    return th_book_refuse(b->book, b->in_sheet ? &b->book->sheets[b->sheet] : NULL, kind, vi, en);
}

th_status th_biff_damaged(th_biff *b, const char *vi, const char *en)
{
    return th_biff_refused(b, TH_F_FILE_DAMAGED, th_str_of(vi), th_str_of(en));
}

double th_biff_double(const uint8_t *p)
{
    uint64_t bits = (uint64_t)th_biff_u32(p) | (uint64_t)th_biff_u32(p + 4) << 32;
    double d;
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* [MS-XLS] 2.5.217 RkNumber: 30 bits of an integer or the upper 30 of a double, perhaps of 100 times it. */
double th_biff_rk(uint32_t rk)
{
    double d;
    if (rk & 2) {
        d = (double)(int32_t)(rk & ~3u) / 4;
    } else {
        uint64_t bits = (uint64_t)(rk & ~3u) << 32;
        memcpy(&d, &bits, sizeof d);
    }
    return rk & 1 ? d / 100.0 : d;
}

static bool record_at(th_str stream, size_t at, th_biff_record *r)
{
    if (at > stream.len || stream.len - at < 4)
        return false;
    const uint8_t *p = (const uint8_t *)stream.ptr + at;
    *r = (th_biff_record){(uint16_t)th_biff_u16(p), (uint16_t)th_biff_u16(p + 2), p + 4, at};
    return stream.len - at - 4 >= r->len;
}

bool th_biff_next(th_biff *b, th_biff_record *r, bool *cut)
{
    *cut = false;
    if (!record_at(b->stream, b->at, r)) {
        *cut = b->at < b->stream.len;
        return false;
    }
    b->at += 4u + r->len;
    return true;
}

bool th_biff_is_nothing(const th_biff *b, const th_biff_record *r)
{
    enum { FAR = 512 };
    if (r->id != 0 || r->len != 0)
        return false;
    for (size_t i = r->at; i < b->stream.len && i < r->at + FAR; i++)
        if (b->stream.ptr[i] != 0)
            return false;
    return true;
}

bool th_biff_peek(const th_biff *b, th_biff_record *r)
{
    return record_at(b->stream, b->at, r);
}

th_biff_cursor th_biff_cursor_at(th_biff *b, const th_biff_record *r, size_t offset)
{
    size_t from = offset < r->len ? offset : r->len;
    return (th_biff_cursor){b, r->data + from, r->data + r->len, true};
}

bool th_biff_go_on(th_biff_cursor *c)
{
    th_biff_record r;
    if (!c->may_continue || !th_biff_peek(c->b, &r) || r.id != TH_BIFF_CONTINUE)
        return false;
    c->b->at += 4u + r.len;
    c->at = r.data;
    c->end = r.data + r.len;
    return true;
}

bool th_biff_take(th_biff_cursor *c, uint8_t *out, size_t n)
{
    while (n > 0) {
        size_t here = (size_t)(c->end - c->at), part = here < n ? here : n;
        if (part && out) {
            memcpy(out, c->at, part);
            out += part;
        }
        c->at += part;
        n -= part;
        if (n > 0 && !th_biff_go_on(c))
            return false;
    }
    return true;
}

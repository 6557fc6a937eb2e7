/* BIFF records, the cursor that goes on into CONTINUE, and the finding that ends the reading. */
#include "book/biff.h"

#include "book/refuse.h"

#include <string.h>

#include "base/banned.h"

th_status th_biff_refused(th_biff *biff, th_finding_kind kind, th_str vi, th_str en)
{
    return th_book_refuse(biff->book, biff->in_sheet ? &biff->book->sheets[biff->sheet] : NULL, kind, vi, en);
}

th_status th_biff_damaged(th_biff *biff, const char *vi, const char *en)
{
    return th_biff_refused(biff, TH_F_FILE_DAMAGED, th_str_of(vi), th_str_of(en));
}

double th_biff_double(const uint8_t *bytes)
{
    uint64_t bits = (uint64_t)th_biff_u32(bytes) | (uint64_t)th_biff_u32(bytes + 4) << 32;
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

/* [MS-XLS] 2.5.217 RkNumber: a 30-bit integer or the upper 30 bits of a double; bit 0 says that it was multiplied by
 * 100. */
double th_biff_rk(uint32_t rk)
{
    double number;
    if (rk & 2) {
        number = (double)(int32_t)(rk & ~3u) / 4;
    } else {
        uint64_t bits = (uint64_t)(rk & ~3u) << 32;
        memcpy(&number, &bits, sizeof number);
    }
    return rk & 1 ? number / 100.0 : number;
}

static bool record_at(th_str stream, size_t at, th_biff_record *record)
{
    if (at > stream.len || stream.len - at < 4)
        return false;
    const uint8_t *bytes = (const uint8_t *)stream.ptr + at;
    *record = (th_biff_record){(uint16_t)th_biff_u16(bytes), (uint16_t)th_biff_u16(bytes + 2), bytes + 4, at};
    return stream.len - at - 4 >= record->len;
}

bool th_biff_next(th_biff *biff, th_biff_record *record, bool *cut)
{
    *cut = false;
    if (!record_at(biff->stream, biff->at, record)) {
        *cut = biff->at < biff->stream.len;
        return false;
    }
    biff->at += 4u + record->len;
    return true;
}

bool th_biff_is_nothing(const th_biff *biff, const th_biff_record *record)
{
    enum { FAR = 512 };
    if (record->id != 0 || record->len != 0)
        return false;
    for (size_t i = record->at; i < biff->stream.len && i < record->at + FAR; i++)
        if (biff->stream.ptr[i] != 0)
            return false;
    return true;
}

bool th_biff_peek(const th_biff *biff, th_biff_record *record)
{
    return record_at(biff->stream, biff->at, record);
}

th_biff_cursor th_biff_cursor_at(th_biff *biff, const th_biff_record *record, size_t offset)
{
    size_t from = offset < record->len ? offset : record->len;
    return (th_biff_cursor){biff, record->data + from, record->data + record->len, true};
}

bool th_biff_go_on(th_biff_cursor *cursor)
{
    th_biff_record record;
    if (!cursor->may_continue || !th_biff_peek(cursor->biff, &record) || record.id != TH_BIFF_CONTINUE)
        return false;
    cursor->biff->at += 4u + record.len;
    cursor->at = record.data;
    cursor->end = record.data + record.len;
    return true;
}

bool th_biff_take(th_biff_cursor *cursor, uint8_t *out, size_t n)
{
    while (n > 0) {
        size_t here = (size_t)(cursor->end - cursor->at), part = here < n ? here : n;
        if (part && out) {
            memcpy(out, cursor->at, part);
            out += part;
        }
        cursor->at += part;
        n -= part;
        if (n > 0 && !th_biff_go_on(cursor))
            return false;
    }
    return true;
}

th_str th_biff_error(uint8_t code)
{
    static const struct {
        uint8_t code;
        const char *text;
    } errors[] = {
        {0x00, "#NULL!"}, {0x07, "#DIV/0!"}, {0x0F, "#VALUE!"}, {0x17, "#REF!"},
        {0x1D, "#NAME?"}, {0x24, "#NUM!"},   {0x2A, "#N/A"},    {0x2B, "#GETTING_DATA"},
    };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (errors[i].code == code)
            return th_str_of(errors[i].text);
    return (th_str){0};
}

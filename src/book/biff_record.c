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

static th_place place_at_hand(const th_biff *biff)
{
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (biff->in_sheet) {
        const th_sheet *sheet = &biff->book->sheets[biff->sheet];
        place.sheet = th_sheet_shown_name(biff->book, sheet, sheet->raw_name);
    }
    return place;
}

void th_biff_odd(th_biff *biff, const char *vi, const char *en)
{
    const th_place place = place_at_hand(biff);
    th_trouble_add(&biff->book->findings, biff->book->arena, TH_F_FILE_ODD, &place,
                   (th_trouble){th_str_of(vi), th_str_of(en)});
}

void th_biff_passed_over(th_biff *biff, size_t n, uint16_t id)
{
    const th_place place = place_at_hand(biff);
    th_arena *arena = biff->book->arena;
    th_findings_add(&biff->book->findings, arena, TH_F_FILE_PASSED_OVER, &place,
                    TH_WITH(th_str_fmt(arena, "%zu", n), th_str_fmt(arena, "%04X", (unsigned)id)));
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

/* The id of the record decides between BIFF2, 3 and 4; only where it is the modern one is
 * the version field looked at. */
bool th_biff_read_bof(const th_biff_record *record, int *version, unsigned *type)
{
    if (!th_biff_is_bof(record->id) || record->len < 4)
        return false;
    unsigned stated = th_biff_u16(record->data);
    *type = th_biff_u16(record->data + 2);
    switch (record->id) {
    case 0x0009: *version = 2; return true;
    case 0x0209: *version = 3; return true;
    case 0x0409: *version = 4; return true;
    default: break;
    }
    /* Some programs state an old version in a BOF with the modern id. */
    switch (stated) {
    case 0x0600: *version = 8; return true;
    case 0x0500: *version = 5; return true;
    case 0x0400: *version = 4; return true;
    case 0x0300: *version = 3; return true;
    case 0x0000:
    case 0x0007:
    case 0x0200: *version = 2; return true;
    default: return false;
    }
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

bool th_biff_is_padding(const th_biff *biff, const th_biff_record *record)
{
    enum { SECTOR = 512 };
    if (!biff->whole || record->id != 0 || record->len != 0 || record->at % SECTOR == 0)
        return false;
    for (size_t i = record->at; i < biff->stream.len; i++)
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

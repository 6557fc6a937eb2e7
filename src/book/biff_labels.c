/* The texts that stand in cell records of their own: LABEL, STRING and RSTRING. */
#include "book/biff.h"

#include "base/banned.h"

/* Takes `n` bytes, which may go on in CONTINUE.  For byte strings only: the characters of BIFF8 have a flags byte at
 * the beginning of each CONTINUE. */
static bool take_bytes(th_biff_cursor *cursor, size_t n, const uint8_t **out)
{
    *out = cursor->at;
    if ((size_t)(cursor->end - cursor->at) >= n) {
        cursor->at += n;
        return true;
    }
    uint8_t *copy = th_arena_alloc(cursor->biff->arena, n); /* at most 65,535 */
    *out = copy;
    return th_biff_take(cursor, copy, n);
}

/* Some writers omit the flags byte of a text of BIFF8 that is empty, or bytes as before: then the record ends with the
 * last byte, and what stands in the place of the flags is a letter. */
static bool has_no_flags(const th_biff *biff, const th_biff_record *record, size_t offset, uint32_t count)
{
    th_biff_record next;
    return count > 0 && record->len == offset + count && record->data[offset] >= ' ' &&
           !(th_biff_peek(biff, &next) && next.id == TH_BIFF_CONTINUE);
}

static bool holds_something(const th_biff_cursor *cursor)
{
    for (const uint8_t *at = cursor->at; at < cursor->end; at++)
        if (*at != 0)
            return true;
    return false;
}

bool th_biff_label(th_biff *biff, const th_biff_record *record, size_t offset, uint32_t font, th_biff_text *out)
{
    size_t width = biff->version == 2 ? 1 : 2;
    *out = (th_biff_text){0};
    if (record->len < offset + width)
        return false;
    uint32_t count = width == 1 ? record->data[offset] : th_biff_u16(record->data + offset);
    offset += width;
    th_biff_cursor cursor = th_biff_cursor_at(biff, record, offset);
    if (biff->version == 8 && !has_no_flags(biff, record, offset, count)) {
        bool fits = (count == 0 && record->len <= offset) || th_biff_unicode(&cursor, count, out);
        out->more = fits && holds_something(&cursor);
        return fits;
    }
    const uint8_t *text;
    if (!take_bytes(&cursor, count, &text))
        return false;
    out->raw = th_biff_label_bytes(biff, text, count, font, &out->guessed);
    out->more = holds_something(&cursor);
    out->too_long = count > biff->book->limits->cell_chars;
    return true;
}

/* Takes the text of a BIFF5 RSTRING, the bytes of each run read with the run's own font.  The runs stand behind the
 * text as pairs of bytes, character and font. */
static bool take_rich_bytes(th_biff *biff, const th_biff_record *record, uint32_t font, th_biff_text *out)
{
    const uint8_t *text, *number, *list;
    th_biff_cursor cursor = th_biff_cursor_at(biff, record, 8);
    uint32_t count = record->len >= 8 ? th_biff_u16(record->data + 6) : 0;
    if (record->len < 8 || !take_bytes(&cursor, count, &text) || !take_bytes(&cursor, 1, &number) ||
        !take_bytes(&cursor, (size_t)2 * *number, &list))
        return false;
    uint32_t n = *number, from = 0, here = font, kept = 0, width = biff->codepage == TH_BIFF_UTF_16 ? 2 : 1;
    th_cell_run *runs = th_arena_array(biff->arena, n, sizeof *runs);
    th_buf buf;
    th_buf_init(&buf, biff->arena);
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t to = i < n ? list[(size_t)2 * i] * width : count;
        if (to < from || to > count || (i < n && to == count))
            continue;
        th_buf_add(&buf, th_biff_bytes(biff, text + from, to - from, here));
        from = to;
        if (i < n) {
            th_biff_font(biff, list[(size_t)2 * i + 1], &here);
            runs[kept++] = (th_cell_run){list[(size_t)2 * i + 1], (uint32_t)buf.len};
        }
    }
    *out = (th_biff_text){
        .raw = th_buf_str(&buf), .runs = runs, .nruns = kept, .too_long = count > biff->book->limits->cell_chars};
    out->guessed = th_biff_guesses(biff, out->raw, font);
    return true;
}

/* A place in a text of UTF-8: so many bytes, which are so many units of UTF-16. */
typedef struct place_in_text {
    uint32_t byte, units;
} place_in_text;

/* Goes on from *at, which is no further, to the character that is or holds unit `unit`.  Returns its byte. */
static uint32_t go_to_unit(th_str text, uint32_t unit, place_in_text *at)
{
    for (; at->byte < text.len; at->byte++) {
        unsigned char c = (unsigned char)text.ptr[at->byte];
        if ((c & 0xC0) == 0x80)
            continue;
        if (at->units >= unit)
            break;
        at->units += c >= 0xF0 ? 2 : 1;
    }
    return at->byte;
}

/* Takes the text of a BIFF8 RSTRING, whose runs are pairs of words.  Excel does not write it into files, but other
 * programs do. */
static bool take_rich_unicode(th_biff *biff, const th_biff_record *record, th_biff_text *out)
{
    uint8_t raw[4];
    th_biff_cursor cursor = th_biff_cursor_at(biff, record, 8);
    uint32_t count = record->len >= 8 ? th_biff_u16(record->data + 6) : 0;
    if (record->len < 8 || !th_biff_unicode(&cursor, count, out) || !th_biff_take(&cursor, raw, 2))
        return false;
    uint32_t n = th_biff_u16(raw), from = 0;
    th_cell_run *runs = NULL;
    size_t nruns = 0, cap = 0;
    place_in_text place = {0};
    for (uint32_t i = 0; i < n; i++) {
        if (!th_biff_take(&cursor, raw, 4))
            return false;
        uint32_t unit = th_biff_u16(raw);
        if (unit < from || unit >= count)
            continue;
        from = unit + 1;
        th_cell_run run = {th_biff_u16(raw + 2), go_to_unit(out->raw, unit, &place)};
        TH_PUSH(biff->arena, runs, nruns, cap, run);
    }
    out->runs = runs;
    out->nruns = (uint32_t)nruns;
    return true;
}

bool th_biff_rich_label(th_biff *biff, const th_biff_record *record, uint32_t font, th_biff_text *out)
{
    return biff->version == 8 ? take_rich_unicode(biff, record, out) : take_rich_bytes(biff, record, font, out);
}

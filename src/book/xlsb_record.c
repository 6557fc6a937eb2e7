/* .xlsb: the records of one part, inflated piece by piece, and the strings in them. */
#include "book/xlsb.h"

#include "book/refuse.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { ID_BYTES = 2, LENGTH_BYTES = 4, MORE = 0x80, KEPT = 1 << 22, RUN_BYTES = 4 };

typedef struct record_stream {
    const th_xlsb_handler *handler;
    uint64_t left;           /* bytes of the part that are still to come */
    uint32_t id, length;     /* of the record at hand */
    unsigned head;           /* how many bytes of its head were read */
    bool in_length, in_body; /* where in the record the next byte stands */
    size_t body;             /* how many bytes of its body are still to come */
    bool wanted;
    th_buf kept; /* the body as far as it came with earlier pieces */
    bool forged, refused;
} record_stream;

static void begin_record(record_stream *stream)
{
    stream->id = stream->length = 0;
    stream->head = 0;
    stream->in_length = stream->in_body = false;
    stream->kept.len = 0;
}

/* Takes a byte of the head.  False when no record has such a head. */
static bool take_head(record_stream *stream, uint8_t byte)
{
    uint32_t bits = (uint32_t)(byte & ~MORE & 0xFF) << (7 * stream->head++);
    bool more = byte & MORE;
    if (!stream->in_length) {
        stream->id |= bits;
        if (more && stream->head == ID_BYTES)
            return false;
        if (!more) {
            stream->in_length = true;
            stream->head = 0;
        }
        return true;
    }
    stream->length |= bits;
    if (more && stream->head == LENGTH_BYTES)
        return false;
    if (!more) {
        stream->in_body = true;
        stream->body = stream->length;
        stream->wanted = stream->handler->wants(stream->id);
    }
    return more || stream->length <= stream->left;
}

static bool hand_over_record(record_stream *stream, th_str body)
{
    th_xlsb_record record = {stream->id, (const uint8_t *)body.ptr, body.len};
    stream->refused = stream->wanted && !stream->handler->record(stream->handler->ctx, &record);
    begin_record(stream);
    return !stream->refused;
}

/* Takes what the piece holds of the body. */
static bool take_body(record_stream *stream, th_str piece, size_t *at)
{
    size_t here = piece.len - *at < stream->body ? piece.len - *at : stream->body;
    th_str part = th_str_sub(piece, *at, here);
    *at += here;
    stream->body -= here;
    stream->left -= here;
    if (stream->body == 0 && stream->kept.len == 0)
        return hand_over_record(stream, part);
    if (stream->wanted && stream->kept.len < KEPT)
        th_buf_add(&stream->kept, part);
    return stream->body ? true : hand_over_record(stream, th_buf_str(&stream->kept));
}

static bool feed_records(void *ctx, const char *bytes, size_t len)
{
    record_stream *stream = ctx;
    th_str piece = {bytes, len};
    for (size_t at = 0; at < len;) {
        if (!stream->in_body) {
            stream->left -= stream->left > 0;
            if (!take_head(stream, (uint8_t)bytes[at++])) {
                stream->forged = true;
                return false;
            }
        }
        if (stream->in_body && !take_body(stream, piece, &at))
            return false;
    }
    return true;
}

/* Why the part was not read to its end, once its bytes were inflated as far as that went. */
static th_trouble stream_trouble(const record_stream *stream, const th_zip *zip, th_status inflated)
{
    if (stream->forged)
        return (th_trouble){TH_STR("có bản ghi dài hơn phần chứa nó"),
                            TH_STR("a record is longer than the part it stands in")};
    if (inflated != TH_OK)
        return zip->trouble;
    return (th_trouble){TH_STR("bị cắt giữa một bản ghi"), TH_STR("it ends inside a record")};
}

th_status th_xlsb_read_part(th_xlsx *xlsx, const th_zip_entry *entry, const th_xlsb_handler *handler)
{
    th_arena *arena = xlsx->book->arena;
    record_stream stream = {.handler = handler, .left = entry->inflated};
    th_buf_init(&stream.kept, arena);
    th_status status = th_zip_inflate(arena, &xlsx->zip, entry, feed_records, &stream);
    if (stream.refused)
        return TH_FAILED; /* the handler has reported why */
    if (status == TH_OK && !stream.in_body && !stream.in_length && stream.head == 0)
        return TH_OK;
    th_trouble why = stream_trouble(&stream, &xlsx->zip, status);
    th_str vi = th_str_fmt(arena, TH_FMT " (“" TH_FMT "”)", TH_ARG(why.vi), TH_ARG(entry->name));
    th_str en = th_str_fmt(arena, TH_FMT " (“" TH_FMT "”)", TH_ARG(why.en), TH_ARG(entry->name));
    return th_book_refuse(xlsx->book, NULL, xlsx->zip.limit_hit ? TH_F_FILE_LIMIT : TH_F_FILE_DAMAGED, vi, en);
}

/* Appends `n` units of UTF-16.  A surrogate without its other half becomes U+FFFD. */
static void put_wide(th_buf *out, const uint8_t *at, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t unit = th_biff_u16(at + 2 * i);
        uint32_t next = i + 1 < n ? th_biff_u16(at + 2 * i + 2) : 0;
        if (unit < 0x80) {
            th_buf_byte(out, (char)unit);
        } else if (unit >= 0xD800 && unit <= 0xDBFF && next >= 0xDC00 && next <= 0xDFFF) {
            th_utf8_put(out, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            i++;
        } else {
            th_utf8_put(out, unit);
        }
    }
}

size_t th_xlsb_string(th_buf *out, const th_xlsb_record *record, size_t at, size_t most)
{
    if (record->len < 4 || at > record->len - 4)
        return 0;
    size_t n = th_biff_u32(record->data + at);
    at += 4;
    if (n > (record->len - at) / 2)
        return 0;
    if (n <= most)
        put_wide(out, record->data + at, n);
    return at + 2 * n;
}

/* Where in a text of UTF-8 a unit of UTF-16 stands; asked in ascending order. */
typedef struct unit_place {
    size_t unit, byte;
} unit_place;

static uint32_t byte_of_unit(th_str text, unit_place *place, size_t unit)
{
    while (place->byte < text.len && place->unit < unit) {
        unsigned char first = (unsigned char)text.ptr[place->byte];
        place->unit += first >= 0xF0 ? 2 : 1;
        place->byte++;
        while (place->byte < text.len && ((unsigned char)text.ptr[place->byte] & 0xC0) == 0x80)
            place->byte++;
    }
    return (uint32_t)place->byte;
}

/* The runs, pairs of character and font ([MS-XLSB] 2.5.135 StrRun).  Those that do not ascend, or begin behind the
 * text, say nothing.  The text before the first run has the font of the cell. */
static bool take_runs(th_xlsx *xlsx, th_xlsb_rich *rich, const th_xlsb_record *record, size_t at)
{
    if (record->len < 4 || at > record->len - 4)
        return false;
    size_t n = th_biff_u32(record->data + at), from = 0;
    th_str text = th_buf_str(&rich->text);
    unit_place place = {0};
    at += 4;
    if (n > (record->len - at) / RUN_BYTES)
        return false;
    for (size_t i = 0; i < n; i++, at += RUN_BYTES) {
        size_t unit = th_biff_u16(record->data + at), font = th_biff_u16(record->data + at + 2);
        uint32_t start = unit < from ? (uint32_t)text.len : byte_of_unit(text, &place, unit);
        if (start >= text.len)
            continue;
        from = unit + 1;
        th_cell_run whole = {TH_XLSX_CELL_FONT, 0}, run = {font < xlsx->nfonts ? xlsx->fonts[font] : 0, start};
        if (start > 0 && rich->nruns == 0)
            TH_PUSH(xlsx->book->arena, rich->runs, rich->nruns, rich->cap, whole);
        TH_PUSH(xlsx->book->arena, rich->runs, rich->nruns, rich->cap, run);
    }
    return true;
}

bool th_xlsb_rich_string(th_xlsx *xlsx, th_xlsb_rich *rich, const th_xlsb_record *record, size_t at,
                         th_xlsx_string *out)
{
    enum { IN_RUNS = 1 };
    size_t most = xlsx->book->limits->cell_chars;
    *out = (th_xlsx_string){0};
    if (!rich->text.arena)
        th_buf_init(&rich->text, xlsx->book->arena);
    rich->text.len = rich->nruns = 0;
    if (record->len < at + 5)
        return false;
    size_t count = th_biff_u32(record->data + at + 1);
    if (count > most) {
        *out = (th_xlsx_string){.text = {NULL, count}, .too_long = true};
        return true;
    }
    size_t behind = th_xlsb_string(&rich->text, record, at + 1, most);
    if (!behind || (record->data[at] & IN_RUNS && !take_runs(xlsx, rich, record, behind)))
        return false;
    *out = (th_xlsx_string){th_buf_str(&rich->text), rich->runs, (uint32_t)rich->nruns, false};
    return true;
}

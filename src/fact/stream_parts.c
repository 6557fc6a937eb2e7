/* Cutting a record stream into its parts, and sealing them. */
#include "fact/stream_parts.h"

#include "base/digest.h"
#include "fact/stream_words.h"

#include "base/banned.h"

static bool next_line(th_str bytes, size_t *at, th_str *line)
{
    const char *end = *at < bytes.len ? memchr(bytes.ptr + *at, '\n', bytes.len - *at) : NULL;
    if (!end)
        return false;
    *line = th_str_sub(bytes, *at, (size_t)(end - bytes.ptr) - *at);
    *at = (size_t)(end - bytes.ptr) + 1;
    return true;
}

th_str th_stream_record_field(th_str record, size_t field)
{
    th_str text = {0};
    for (size_t i = 0; i <= field; i++)
        if (!th_str_cut(&record, '\t', &text))
            return (th_str){0};
    return text;
}

static void note_file(th_stream_part *part, th_str record)
{
    enum { NAME = 1, MEMBER, SHA256, BYTES };
    long size = 0;
    part->name = th_stream_record_field(record, NAME);
    part->member = th_stream_record_field(record, MEMBER);
    part->sha256 = th_stream_record_field(record, SHA256);
    if (th_str_to_long(th_stream_record_field(record, BYTES), &size) && size > 0)
        part->size = (size_t)size;
}

bool th_stream_part_next(th_str *stream, th_stream_part *part)
{
    th_str line;
    size_t at = 0, before = part->bytes.len ? part->line + part->records + 2 : 0;
    *part = (th_stream_part){.line = before};
    if (!next_line(*stream, &at, &line) || !th_str_eq(line, TH_STR(TH_STREAM_FIRST_LINE)))
        return false;
    while (next_line(*stream, &at, &line)) {
        if (th_str_starts(line, TH_STR("end\t"))) {
            part->bytes = th_str_sub(*stream, 0, at);
            *stream = th_str_sub(*stream, at, stream->len);
            return true;
        }
        if (part->records++ == 0 && th_str_starts(line, TH_STR("file\t")))
            note_file(part, line);
    }
    return false;
}

bool th_stream_part_record(const th_stream_part *part, size_t *at, th_str *record)
{
    if (*at == 0)
        *at = sizeof TH_STREAM_FIRST_LINE;
    return next_line(part->bytes, at, record) && !th_str_starts(*record, TH_STR("end\t"));
}

void th_stream_put_end(th_buf *out, size_t records, th_str sha256)
{
    th_buf_fmt(out, "end\t%zu\t" TH_FMT "\n", records, TH_ARG(sha256));
}

void th_stream_seal(th_buf *out, size_t start, size_t records)
{
    th_stream_put_end(out, records, th_sha256(out->arena, th_str_sub(th_buf_str(out), start, out->len)));
}

th_str th_stream_part_with(th_arena *arena, const th_stream_part *part, th_str record)
{
    th_buf out;
    size_t at = 0, end = sizeof TH_STREAM_FIRST_LINE;
    th_str line;
    while (th_stream_part_record(part, &at, &line))
        end = at;
    th_buf_init(&out, arena);
    th_buf_add(&out, th_str_sub(part->bytes, 0, end));
    th_buf_add(&out, record);
    th_buf_byte(&out, '\n');
    th_stream_seal(&out, 0, part->records + 1);
    return th_buf_end(&out);
}

/* Which field of a record names its file; 0: it says nothing of what the file holds. */
static size_t field_of_file(th_str record)
{
    static const struct {
        const char *kind;
        size_t field;
    } kinds[] = {{"form\t", 1}, {"fact\t", 13}, {"row\t", 13}, {"text\t", 1}, {"reply\t", 2}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (th_str_starts(record, th_str_of(kinds[i].kind)))
            return kinds[i].field;
    return 0;
}

th_str th_stream_part_content(th_arena *arena, const th_stream_part *part)
{
    th_arena *scratch = th_arena_scratch(arena);
    th_buf out;
    size_t at = 0;
    th_str record;
    th_buf_init(&out, scratch);
    while (th_stream_part_record(part, &at, &record)) {
        size_t file = field_of_file(record);
        th_str field;
        for (size_t i = 0; file && th_str_cut(&record, '\t', &field); i++) {
            th_buf_add(&out, i == file ? (th_str){0} : field);
            th_buf_byte(&out, '\t');
        }
        if (file)
            th_buf_byte(&out, '\n');
    }
    th_str hash = th_sha256(arena, th_buf_str(&out));
    th_arena_free(scratch);
    return hash;
}

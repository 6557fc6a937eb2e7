/* Reading a record stream, which may come from anywhere: every field is checked, and a stream without its `end` record
 * adds nothing. */
#include "fact/stream.h"

#include "base/ascii.h"
#include "text/encoding.h"
#include "text/utf8.h"

#include <limits.h>

#include "base/banned.h"

enum { MOST_FIELDS = 24, MOST_FIELD_BYTES = 1 << 20, MOST_DIGITS = 4096, MOST_CELL = 1 << 30 };

typedef struct stream_record {
    th_str fields[MOST_FIELDS];
    size_t n;
} stream_record;

typedef struct stream_reader {
    th_dataset *ds;
    th_dataset *fresh; /* what this stream brings; taken over when it ends well */
    bool stored;
    size_t number; /* of the line, for messages */
    size_t records;
    size_t unknown; /* facts of a unit or an indicator that the definition does not know */
    th_str unknown_code;
    bool ended;
    th_str *trouble;
} stream_reader;

bool th_stream_is(th_str bytes)
{
    return th_str_starts(bytes, TH_STR("tonghop-records\t"));
}

static bool complain_of_line(stream_reader *reader, const char *what)
{
    *reader->trouble = th_str_fmt(reader->ds->arena, "dòng %zu: %s", reader->number, what);
    return false;
}

/* The byte that a backslash before `c` stands for. */
static char unescaped(char c)
{
    switch (c) {
    case 't': return '\t';
    case 'n': return '\n';
    case 'r': return '\r';
    default: return c;
    }
}

static th_str unescape(th_arena *arena, th_str s)
{
    if (th_str_find(s, TH_STR("\\"), 0) == SIZE_MAX)
        return th_str_copy(arena, s);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++) {
        bool escape = s.ptr[i] == '\\' && i + 1 < s.len;
        th_buf_byte(&out, escape ? unescaped(s.ptr[++i]) : s.ptr[i]);
    }
    return th_buf_str(&out);
}

/* A backslash stands before one of `\\ t n r` and nothing else. */
static bool is_escaped_well(th_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\\' && (++i == s.len || th_str_find(TH_STR("\\tnr"), (th_str){s.ptr + i, 1}, 0) == SIZE_MAX))
            return false;
    return true;
}

static bool cut_fields(stream_reader *reader, th_str text, stream_record *record)
{
    record->n = 0;
    th_str part;
    while (th_str_cut(&text, '\t', &part)) {
        if (record->n == MOST_FIELDS || part.len > MOST_FIELD_BYTES)
            return complain_of_line(reader, "quá nhiều hoặc quá dài");
        if (!is_escaped_well(part) || !th_utf8_valid(part))
            return complain_of_line(reader, "có ký tự không hợp lệ");
        record->fields[record->n++] = part;
    }
    return true;
}

static bool parse_whole(th_str s, long low, long high, long *out)
{
    return th_str_to_long(s, out) && *out >= low && *out <= high;
}

/* "G12" to a 0-based row and column; an empty field is no cell. */
static bool parse_cell_name(th_str s, uint32_t *row, uint32_t *col)
{
    *row = *col = TH_NO_CELL;
    if (s.len == 0)
        return true;
    unsigned long letters = 0;
    size_t i = 0;
    for (; i < s.len && th_is_upper(s.ptr[i]) && i < 6; i++)
        letters = letters * 26 + (unsigned long)(s.ptr[i] - 'A' + 1);
    long n;
    if (i == 0 || letters > MOST_CELL || !parse_whole(th_str_sub(s, i, s.len), 1, MOST_CELL, &n))
        return false;
    *row = (uint32_t)n - 1;
    *col = (uint32_t)letters - 1;
    return true;
}

/* The source by the name of its file.  Where two inboxes hold the same name, it is the unit's own (TH_NONE: any). */
static bool source_named(const th_dataset *ds, th_str file, uint32_t unit, uint32_t *at)
{
    bool found = false;
    for (size_t i = ds->nsources; i-- > 0;) {
        if (!th_str_eq(ds->sources[i].file, file))
            continue;
        *at = (uint32_t)i;
        found = true;
        if (ds->sources[i].unit == unit)
            break;
    }
    return found;
}

/* Last year's facts are of an earlier period, all others of the period at hand. */
static bool is_of_wanted_period(const stream_reader *reader, long period)
{
    return reader->stored ? period < reader->ds->definition->period : period == reader->ds->definition->period;
}

static bool read_file_record(stream_reader *reader, const stream_record *record)
{
    th_arena *arena = reader->ds->arena;
    th_source source = {.unit = TH_NONE};
    long bytes, period, status, forms, cells;
    if (record->n != 11 || !parse_whole(record->fields[3], 0, LONG_MAX, &bytes) ||
        !parse_whole(record->fields[6], 0, 9999, &period) ||
        !parse_whole(record->fields[7], 0, TH_SOURCE_REPLACED, &status) ||
        !parse_whole(record->fields[9], 0, INT_MAX, &forms) || !parse_whole(record->fields[10], 0, INT_MAX, &cells))
        return complain_of_line(reader, "bản ghi “file” sai");
    if (!is_of_wanted_period(reader, period))
        return complain_of_line(reader, "kỳ của tệp không phải kỳ cần đọc");
    source.file = unescape(arena, record->fields[1]);
    source.sha256 = unescape(arena, record->fields[2]);
    source.bytes = (uint64_t)bytes;
    source.format = unescape(arena, record->fields[4]);
    source.unit = record->fields[5].len ? th_definition_unit(reader->ds->definition, record->fields[5]) : TH_NONE;
    source.period = (int)period;
    source.status = (th_source_status)status;
    source.reason = unescape(arena, record->fields[8]);
    source.forms = (uint32_t)forms;
    source.cells = (uint32_t)cells;
    TH_PUSH(arena, reader->fresh->sources, reader->fresh->nsources, reader->fresh->sources_cap, source);
    return true;
}

static bool parse_state(th_str key, th_state *state)
{
    static const struct {
        th_str key;
        th_state state;
    } states[] = {{{"value", 5}, TH_STATE_VALUE},
                  {{"blank", 5}, TH_STATE_BLANK},
                  {{"unreadable", 10}, TH_STATE_UNREADABLE},
                  {{"absent", 6}, TH_STATE_ABSENT}};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (th_str_eq(states[i].key, key)) {
            *state = states[i].state;
            return true;
        }
    return false;
}

static bool parse_number(th_arena *arena, th_str s, const th_exact **out)
{
    *out = s.len && s.len <= MOST_DIGITS ? th_exact_parse(arena, s) : NULL;
    return s.len == 0 || *out;
}

/* The unit and the indicator of a fact; false (and counted) when the definition does not know them. */
static bool resolve_codes(stream_reader *reader, const stream_record *record, bool row, th_fact *f)
{
    const th_definition *d = reader->ds->definition;
    f->unit = th_definition_unit(d, record->fields[1]);
    f->indicator = row ? th_definition_column(d, record->fields[3]) : th_definition_indicator(d, record->fields[3]);
    if (f->unit != TH_NONE && f->indicator != TH_NONE)
        return true;
    if (!reader->unknown++)
        reader->unknown_code =
            th_str_copy(reader->ds->arena, f->unit == TH_NONE ? record->fields[1] : record->fields[3]);
    return false;
}

static bool read_fact_record(stream_reader *reader, const stream_record *record, bool row)
{
    th_arena *arena = reader->ds->arena;
    th_fact f = {0};
    long item = 0, period, decimals, qualifiers, did, encoding, flags;
    if (record->n != 19)
        return complain_of_line(reader, "bản ghi số liệu thiếu trường");
    if (!parse_whole(record->fields[2], 0, 9999, &period) ||
        (row ? !parse_whole(record->fields[4], 1, MOST_CELL, &item)
             : !th_measure_find(record->fields[4], &f.measure)) ||
        !parse_state(record->fields[5], &f.value.state) || !parse_number(arena, record->fields[6], &f.value.num) ||
        !parse_number(arena, record->fields[7], &f.value.den) || !parse_whole(record->fields[9], -1, 400, &decimals) ||
        !parse_whole(record->fields[10], 0, 1023, &qualifiers) || !parse_whole(record->fields[11], 0, 1023, &did) ||
        !parse_cell_name(record->fields[14], &f.row, &f.col) ||
        !parse_whole(record->fields[16], 0, TH_ENCODINGS - 1, &encoding) ||
        !parse_whole(record->fields[17], 0, 7, &flags))
        return complain_of_line(reader, "bản ghi số liệu sai");
    if (!is_of_wanted_period(reader, period))
        return complain_of_line(reader, "kỳ của số liệu không phải kỳ cần đọc");
    if (!resolve_codes(reader, record, row, &f))
        return true;
    th_str file = unescape(arena, record->fields[12]);
    if (!source_named(reader->fresh, file, f.unit, &f.source)) {
        if (!reader->stored)
            return complain_of_line(reader, "số liệu không có tệp nguồn");
        th_source source = {.file = file, .unit = f.unit, .period = (int)period};
        TH_PUSH(arena, reader->fresh->sources, reader->fresh->nsources, reader->fresh->sources_cap, source);
        f.source = (uint32_t)reader->fresh->nsources - 1;
    }
    f.item = (uint32_t)item;
    f.value.text = unescape(arena, record->fields[8]);
    f.value.decimals = (int)decimals;
    f.value.qualifiers = (uint32_t)qualifiers;
    f.value.did = (uint32_t)did;
    f.sheet = unescape(arena, record->fields[13]);
    f.raw = unescape(arena, record->fields[15]);
    f.encoding = (uint8_t)encoding;
    f.hidden = flags & 1;
    f.formula = flags & 2;
    f.value.not_integer = flags & 4;
    f.value.trouble = unescape(arena, record->fields[18]);
    TH_PUSH(arena, reader->fresh->facts, reader->fresh->nfacts, reader->fresh->facts_cap, f);
    return true;
}

static bool read_text_record(stream_reader *reader, const stream_record *record)
{
    th_arena *arena = reader->ds->arena;
    th_conversion conversion = {0};
    long encoding, evidence;
    if (record->n != 8 || !parse_cell_name(record->fields[3], &conversion.row, &conversion.col) ||
        !parse_whole(record->fields[4], 0, TH_ENCODINGS - 1, &encoding) ||
        !parse_whole(record->fields[5], 0, TH_EVIDENCES - 1, &evidence) ||
        !source_named(reader->fresh, unescape(arena, record->fields[1]), TH_NONE, &conversion.source))
        return complain_of_line(reader, "bản ghi “text” sai");
    conversion.sheet = unescape(arena, record->fields[2]);
    conversion.encoding = (uint8_t)encoding;
    conversion.evidence = (uint8_t)evidence;
    conversion.before = unescape(arena, record->fields[6]);
    conversion.after = unescape(arena, record->fields[7]);
    TH_PUSH(arena, reader->fresh->conversions, reader->fresh->nconversions, reader->fresh->conversions_cap, conversion);
    return true;
}

static bool read_finding_record(stream_reader *reader, const stream_record *record)
{
    th_arena *arena = reader->ds->arena;
    th_finding finding = {.kind = TH_FINDING_KINDS};
    long level;
    for (unsigned k = 0; k < TH_FINDING_KINDS; k++)
        if (record->n > 1 && th_str_eq(th_finding_code((th_finding_kind)k), record->fields[1]))
            finding.kind = (th_finding_kind)k;
    if (record->n != 17 || finding.kind == TH_FINDING_KINDS ||
        !parse_whole(record->fields[2], TH_LEVEL_NOTE, TH_LEVEL_BLOCK, &level) ||
        !parse_cell_name(record->fields[8], &finding.place.row, &finding.place.col))
        return complain_of_line(reader, "bản ghi “finding” sai");
    finding.level = (th_level)level;
    th_str *into[] = {
        &finding.rule, &finding.place.unit, &finding.place.file, &finding.place.sheet, &finding.place.form,
        NULL,          &finding.indicator,  &finding.raw,        &finding.expected,    &finding.difference,
        &finding.vi,   &finding.en,         &finding.fix_vi,     &finding.fix_en};
    for (size_t i = 0; i < sizeof into / sizeof *into; i++)
        if (into[i])
            *into[i] = unescape(arena, record->fields[3 + i]);
    TH_PUSH(arena, reader->fresh->findings.at, reader->fresh->findings.n, reader->fresh->findings.cap, finding);
    return true;
}

static bool read_line(stream_reader *reader, th_str text)
{
    stream_record record = {0};
    if (reader->ended)
        return complain_of_line(reader, "có thêm dòng sau bản ghi “end”");
    if (!cut_fields(reader, text, &record))
        return false;
    reader->records++;
    if (th_str_eq(record.fields[0], TH_STR("file")))
        return read_file_record(reader, &record);
    if (th_str_eq(record.fields[0], TH_STR("fact")))
        return read_fact_record(reader, &record, false);
    if (th_str_eq(record.fields[0], TH_STR("row")))
        return read_fact_record(reader, &record, true);
    if (th_str_eq(record.fields[0], TH_STR("text")))
        return read_text_record(reader, &record);
    if (th_str_eq(record.fields[0], TH_STR("finding")))
        return read_finding_record(reader, &record);
    long n;
    if (th_str_eq(record.fields[0], TH_STR("end")) && record.n == 2 && parse_whole(record.fields[1], 0, LONG_MAX, &n)) {
        reader->ended = true;
        return (size_t)n == reader->records - 1 || complain_of_line(reader, "số bản ghi không khớp");
    }
    return complain_of_line(reader, "loại bản ghi lạ");
}

/* Takes over what was read: indexes of sources move behind those already there. */
static void take_over(stream_reader *reader)
{
    th_dataset *ds = reader->ds, *from = reader->fresh;
    uint32_t moved = (uint32_t)ds->nsources;
    for (size_t i = 0; !reader->stored && i < from->nsources; i++)
        TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, from->sources[i]);
    for (size_t i = 0; i < from->nfacts; i++) {
        th_fact f = from->facts[i];
        if (reader->stored) {
            f.source = 0;
            TH_PUSH(ds->arena, ds->stored, ds->nstored, ds->stored_cap, f);
        } else {
            f.source += moved;
            TH_PUSH(ds->arena, ds->facts, ds->nfacts, ds->facts_cap, f);
        }
    }
    for (size_t i = 0; !reader->stored && i < from->nconversions; i++) {
        th_conversion conversion = from->conversions[i];
        conversion.source += moved;
        TH_PUSH(ds->arena, ds->conversions, ds->nconversions, ds->conversions_cap, conversion);
    }
    for (size_t i = 0; !reader->stored && i < from->findings.n; i++)
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, from->findings.at[i]);
    if (reader->unknown) {
        th_place place = {
            .file = from->nsources ? from->sources[0].file : (th_str){0}, .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_str why = th_str_fmt(ds->arena, "%zu bản ghi có mã lạ, ví dụ “" TH_FMT "”", reader->unknown,
                                TH_ARG(reader->unknown_code));
        /* The other records count: last year's definition may have had other indicators. */
        th_findings_add(&ds->findings, ds->arena, TH_F_FILE_RECORDS, &place, &why, 1)->level = TH_LEVEL_WARNING;
    }
    ds->has_stored = ds->has_stored || reader->stored;
}

th_status th_stream_read(th_dataset *ds, th_str bytes, bool stored, th_str *trouble)
{
    stream_reader reader = {.ds = ds,
                            .fresh = th_dataset_new(ds->arena, ds->definition),
                            .stored = stored,
                            .trouble = trouble,
                            .number = 1};
    th_str text;
    if (!th_str_cut(&bytes, '\n', &text) || !th_str_eq(text, TH_STR("tonghop-records\t1"))) {
        *trouble = TH_STR("không phải dòng bản ghi phiên bản 1");
        return TH_FAILED;
    }
    while (th_str_cut(&bytes, '\n', &text)) {
        reader.number++;
        if (text.len == 0 && !bytes.ptr)
            break; /* after the last newline */
        if (!read_line(&reader, text))
            return TH_FAILED;
    }
    if (!reader.ended) {
        *trouble = TH_STR("thiếu bản ghi “end”, tệp chưa đủ");
        return TH_FAILED;
    }
    take_over(&reader);
    return TH_OK;
}

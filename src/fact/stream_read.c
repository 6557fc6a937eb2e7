/* Reading a record stream, which may come from anywhere: every field is checked, and a
 * stream without its `end` record adds nothing. */
#include "fact/stream.h"

#include "text/encoding.h"
#include "text/utf8.h"

#include <limits.h>

#include "base/banned.h"

enum { MOST_FIELDS = 24, MOST_FIELD_BYTES = 1 << 20, MOST_DIGITS = 4096, MOST_CELL = 1 << 30 };

typedef struct line {
    th_str fields[MOST_FIELDS];
    size_t n;
} line;

typedef struct reader {
    th_dataset *ds;
    th_dataset *fresh; /* what this stream brings; taken over when it ends well */
    bool stored;
    size_t number; /* of the line, for messages */
    size_t records;
    size_t unknown; /* facts of a unit or an indicator that the definition does not know */
    th_str unknown_code;
    bool ended;
    th_str *trouble;
} reader;

bool th_stream_is(th_str bytes)
{
    return th_str_starts(bytes, TH_STR("tonghop-records\t"));
}

static bool complain(reader *r, const char *what)
{
    *r->trouble = th_str_fmt(r->ds->arena, "dòng %zu: %s", r->number, what);
    return false;
}

static th_str unescape(th_arena *arena, th_str s)
{
    if (th_str_find(s, TH_STR("\\"), 0) == SIZE_MAX)
        return th_str_copy(arena, s);
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\' && i + 1 < s.len) {
            char e = s.ptr[++i];
            c = e == 't' ? '\t' : e == 'n' ? '\n' : e == 'r' ? '\r' : e;
        }
        th_buf_byte(&out, c);
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

static bool cut(reader *r, th_str text, line *l)
{
    l->n = 0;
    th_str part;
    while (th_str_cut(&text, '\t', &part)) {
        if (l->n == MOST_FIELDS || part.len > MOST_FIELD_BYTES)
            return complain(r, "quá nhiều hoặc quá dài");
        if (!is_escaped_well(part) || !th_utf8_valid(part))
            return complain(r, "có ký tự không hợp lệ");
        l->fields[l->n++] = part;
    }
    return true;
}

static bool whole(th_str s, long low, long high, long *out)
{
    return th_str_to_long(s, out) && *out >= low && *out <= high;
}

/* "G12" to 0-based row and column; empty: no cell. */
static bool cell_of(th_str s, uint32_t *row, uint32_t *col)
{
    *row = *col = TH_NO_CELL;
    if (s.len == 0)
        return true;
    unsigned long c = 0;
    size_t i = 0;
    for (; i < s.len && s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' && i < 6; i++)
        c = c * 26 + (unsigned long)(s.ptr[i] - 'A' + 1);
    long n;
    if (i == 0 || c > MOST_CELL || !whole(th_str_sub(s, i, s.len), 1, MOST_CELL, &n))
        return false;
    *row = (uint32_t)n - 1;
    *col = (uint32_t)c - 1;
    return true;
}

/* The source by its file's name; where two inboxes hold the same name, the unit's own (TH_NONE: any). */
static bool source_of(const th_dataset *ds, th_str file, uint32_t unit, uint32_t *at)
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
static bool is_of_period(const reader *r, long period)
{
    return r->stored ? period < r->ds->definition->period : period == r->ds->definition->period;
}

static bool read_file(reader *r, const line *l)
{
    th_arena *a = r->ds->arena;
    th_source s = {.unit = TH_NONE};
    long bytes, period, status, forms, cells;
    if (l->n != 11 || !whole(l->fields[3], 0, LONG_MAX, &bytes) || !whole(l->fields[6], 0, 9999, &period) ||
        !whole(l->fields[7], 0, TH_SOURCE_REPLACED, &status) || !whole(l->fields[9], 0, INT_MAX, &forms) ||
        !whole(l->fields[10], 0, INT_MAX, &cells))
        return complain(r, "bản ghi “file” sai");
    if (!is_of_period(r, period))
        return complain(r, "kỳ của tệp không phải kỳ cần đọc");
    s.file = unescape(a, l->fields[1]);
    s.sha256 = unescape(a, l->fields[2]);
    s.bytes = (uint64_t)bytes;
    s.format = unescape(a, l->fields[4]);
    s.unit = l->fields[5].len ? th_definition_unit(r->ds->definition, l->fields[5]) : TH_NONE;
    s.period = (int)period;
    s.status = status == 0 ? TH_SOURCE_ACCEPTED : status == 1 ? TH_SOURCE_REJECTED : TH_SOURCE_REPLACED;
    s.reason = unescape(a, l->fields[8]);
    s.forms = (uint32_t)forms;
    s.cells = (uint32_t)cells;
    TH_PUSH(a, r->fresh->sources, r->fresh->nsources, r->fresh->sources_cap, s);
    return true;
}

static bool state_of(th_str key, th_state *state)
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

static bool number_of(th_arena *a, th_str s, const th_exact **out)
{
    *out = s.len && s.len <= MOST_DIGITS ? th_exact_parse(a, s) : NULL;
    return s.len == 0 || *out;
}

/* The unit and the indicator of a fact; false (and counted) when the definition does not know them. */
static bool known(reader *r, const line *l, bool row, th_fact *f)
{
    const th_definition *d = r->ds->definition;
    f->unit = th_definition_unit(d, l->fields[1]);
    f->indicator = row ? th_definition_column(d, l->fields[3]) : th_definition_indicator(d, l->fields[3]);
    if (f->unit != TH_NONE && f->indicator != TH_NONE)
        return true;
    if (!r->unknown++)
        r->unknown_code = th_str_copy(r->ds->arena, f->unit == TH_NONE ? l->fields[1] : l->fields[3]);
    return false;
}

static bool read_fact(reader *r, const line *l, bool row)
{
    th_arena *a = r->ds->arena;
    th_fact f = {0};
    long item = 0, period, decimals, qualifiers, did, encoding, flags;
    if (l->n != 19)
        return complain(r, "bản ghi số liệu thiếu trường");
    if (!whole(l->fields[2], 0, 9999, &period) ||
        (row ? !whole(l->fields[4], 1, MOST_CELL, &item) : !th_measure_find(l->fields[4], &f.measure)) ||
        !state_of(l->fields[5], &f.value.state) || !number_of(a, l->fields[6], &f.value.num) ||
        !number_of(a, l->fields[7], &f.value.den) || !whole(l->fields[9], -1, 400, &decimals) ||
        !whole(l->fields[10], 0, 1023, &qualifiers) || !whole(l->fields[11], 0, 1023, &did) ||
        !cell_of(l->fields[14], &f.row, &f.col) || !whole(l->fields[16], 0, TH_ENCODINGS - 1, &encoding) ||
        !whole(l->fields[17], 0, 7, &flags))
        return complain(r, "bản ghi số liệu sai");
    if (!is_of_period(r, period))
        return complain(r, "kỳ của số liệu không phải kỳ cần đọc");
    if (!known(r, l, row, &f))
        return true;
    th_str file = unescape(a, l->fields[12]);
    if (!source_of(r->fresh, file, f.unit, &f.source)) {
        if (!r->stored)
            return complain(r, "số liệu không có tệp nguồn");
        th_source s = {.file = file, .unit = f.unit, .period = (int)period};
        TH_PUSH(a, r->fresh->sources, r->fresh->nsources, r->fresh->sources_cap, s);
        f.source = (uint32_t)r->fresh->nsources - 1;
    }
    f.item = (uint32_t)item;
    f.value.text = unescape(a, l->fields[8]);
    f.value.decimals = (int)decimals;
    f.value.qualifiers = (uint32_t)qualifiers;
    f.value.did = (uint32_t)did;
    f.sheet = unescape(a, l->fields[13]);
    f.raw = unescape(a, l->fields[15]);
    f.encoding = (uint8_t)encoding;
    f.hidden = flags & 1;
    f.formula = flags & 2;
    f.value.not_integer = flags & 4;
    f.value.trouble = unescape(a, l->fields[18]);
    TH_PUSH(a, r->fresh->facts, r->fresh->nfacts, r->fresh->facts_cap, f);
    return true;
}

static bool read_text(reader *r, const line *l)
{
    th_arena *a = r->ds->arena;
    th_conversion c = {0};
    long encoding, evidence;
    if (l->n != 8 || !cell_of(l->fields[3], &c.row, &c.col) || !whole(l->fields[4], 0, TH_ENCODINGS - 1, &encoding) ||
        !whole(l->fields[5], 0, TH_EVIDENCES - 1, &evidence) ||
        !source_of(r->fresh, unescape(a, l->fields[1]), TH_NONE, &c.source))
        return complain(r, "bản ghi “text” sai");
    c.sheet = unescape(a, l->fields[2]);
    c.encoding = (uint8_t)encoding;
    c.evidence = (uint8_t)evidence;
    c.before = unescape(a, l->fields[6]);
    c.after = unescape(a, l->fields[7]);
    TH_PUSH(a, r->fresh->conversions, r->fresh->nconversions, r->fresh->conversions_cap, c);
    return true;
}

static bool read_finding(reader *r, const line *l)
{
    th_arena *a = r->ds->arena;
    th_finding f = {.kind = TH_FINDING_KINDS};
    long level;
    for (unsigned k = 0; k < TH_FINDING_KINDS; k++)
        if (l->n > 1 && th_str_eq(th_finding_code((th_finding_kind)k), l->fields[1]))
            f.kind = (th_finding_kind)k;
    if (l->n != 17 || f.kind == TH_FINDING_KINDS || !whole(l->fields[2], TH_LEVEL_NOTE, TH_LEVEL_BLOCK, &level) ||
        !cell_of(l->fields[8], &f.place.row, &f.place.col))
        return complain(r, "bản ghi “finding” sai");
    f.level = (th_level)level;
    th_str *into[] = {&f.rule, &f.place.unit, &f.place.file, &f.place.sheet, &f.place.form, NULL,      &f.indicator,
                      &f.raw,  &f.expected,   &f.difference, &f.vi,          &f.en,         &f.fix_vi, &f.fix_en};
    for (size_t i = 0; i < sizeof into / sizeof *into; i++)
        if (into[i])
            *into[i] = unescape(a, l->fields[3 + i]);
    TH_PUSH(a, r->fresh->findings.at, r->fresh->findings.n, r->fresh->findings.cap, f);
    return true;
}

static bool read_line(reader *r, th_str text)
{
    line l = {0};
    if (r->ended)
        return complain(r, "có thêm dòng sau bản ghi “end”");
    if (!cut(r, text, &l))
        return false;
    r->records++;
    if (th_str_eq(l.fields[0], TH_STR("file")))
        return read_file(r, &l);
    if (th_str_eq(l.fields[0], TH_STR("fact")))
        return read_fact(r, &l, false);
    if (th_str_eq(l.fields[0], TH_STR("row")))
        return read_fact(r, &l, true);
    if (th_str_eq(l.fields[0], TH_STR("text")))
        return read_text(r, &l);
    if (th_str_eq(l.fields[0], TH_STR("finding")))
        return read_finding(r, &l);
    long n;
    if (th_str_eq(l.fields[0], TH_STR("end")) && l.n == 2 && whole(l.fields[1], 0, LONG_MAX, &n)) {
        r->ended = true;
        return (size_t)n == r->records - 1 || complain(r, "số bản ghi không khớp");
    }
    return complain(r, "loại bản ghi lạ");
}

/* Takes over what was read: indexes of sources move behind those already there. */
static void take_over(reader *r)
{
    th_dataset *ds = r->ds, *from = r->fresh;
    uint32_t moved = (uint32_t)ds->nsources;
    for (size_t i = 0; !r->stored && i < from->nsources; i++)
        TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, from->sources[i]);
    for (size_t i = 0; i < from->nfacts; i++) {
        th_fact f = from->facts[i];
        if (r->stored) {
            f.source = 0;
            TH_PUSH(ds->arena, ds->stored, ds->nstored, ds->stored_cap, f);
        } else {
            f.source += moved;
            TH_PUSH(ds->arena, ds->facts, ds->nfacts, ds->facts_cap, f);
        }
    }
    for (size_t i = 0; !r->stored && i < from->nconversions; i++) {
        th_conversion c = from->conversions[i];
        c.source += moved;
        TH_PUSH(ds->arena, ds->conversions, ds->nconversions, ds->conversions_cap, c);
    }
    for (size_t i = 0; !r->stored && i < from->findings.n; i++)
        TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, from->findings.at[i]);
    if (r->unknown) {
        th_place place = {
            .file = from->nsources ? from->sources[0].file : (th_str){0}, .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_str why =
            th_str_fmt(ds->arena, "%zu bản ghi có mã lạ, ví dụ “" TH_FMT "”", r->unknown, TH_ARG(r->unknown_code));
        /* the rest counts: last year's definition may have had other indicators */
        th_findings_add(&ds->findings, ds->arena, TH_F_FILE_RECORDS, &place, &why, 1)->level = TH_LEVEL_WARNING;
    }
    ds->has_stored = ds->has_stored || r->stored;
}

th_status th_stream_read(th_dataset *ds, th_str bytes, bool stored, th_str *trouble)
{
    reader r = {.ds = ds,
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
        r.number++;
        if (text.len == 0 && !bytes.ptr)
            break; /* after the last newline */
        if (!read_line(&r, text))
            return TH_FAILED;
    }
    if (!r.ended) {
        *trouble = TH_STR("thiếu bản ghi “end”, tệp chưa đủ");
        return TH_FAILED;
    }
    take_over(&r);
    return TH_OK;
}

/* Record streams changed record by record: a field, a line or a part is exchanged, doubled, dropped or made up, and
 * each `end` is right again.  Bytes that are changed anywhere get no further than the hash. */
#ifndef TH_TESTS_MUTATE_STREAM_H
#define TH_TESTS_MUTATE_STREAM_H

#include "../definition_fixture.h"

#include "base/digest.h"
#include "fact/stream.h"

#include <stdint.h>
#include <stdlib.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

#define STREAM_FIRST TH_STR("tonghop-records\t2")

static const th_definition *stream_definition(void)
{
    static const th_fixture_part parts[] = {TH_FIXTURE_PARTS};
    static th_definition *loaded;
    if (!loaded)
        loaded = th_fixture_definition(th_arena_new(0), parts, sizeof parts / sizeof *parts);
    if (!loaded)
        abort();
    return loaded;
}

static th_str stream_written(th_arena *arena, const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_stream_write(&out, ds);
    return th_buf_str(&out);
}

/* The stream that all others come from: one of each record. */
static th_str stream_first(th_arena *arena)
{
    th_dataset *ds = th_dataset_new(arena, stream_definition());
    for (uint32_t u = 0; u < 2; u++)
        th_fixture_source(ds, u);
    th_fixture_fact(ds, 0, "M.01", TH_NOW, "trên 95");
    th_fixture_fact(ds, 0, "M.06", TH_NOW, "5/20");
    th_fixture_fact(ds, 1, "M.04", TH_PLAN, "98,7%");
    th_fixture_list(ds, 0, "DS.ten", 1, "Sách\tA\n");
    th_fixture_list(ds, 0, "DS.ten", 2, "Sách B");
    th_held_form held = {.source = 0, .form = 0, .sheet = TH_STR("B1"), .signed_on = 45000};
    TH_PUSH(arena, ds->held, ds->nheld, ds->held_cap, held);
    th_conversion conversion = {
        .source = 1, .sheet = TH_STR("B1"), .row = 3, .col = 2, .before = TH_STR("Tæng"), .after = TH_STR("Tổng")};
    TH_PUSH(arena, ds->conversions, ds->nconversions, ds->conversions_cap, conversion);
    th_reply reply = {.unit = 0,
                      .source = 0,
                      .sheet = TH_STR("Phiếu"),
                      .row = 8,
                      .col = 9,
                      .rule = TH_STR("K1"),
                      .mark = TH_STR("0a1b2c3d"),
                      .why = TH_STR("vì thế")};
    TH_PUSH(arena, ds->replies, ds->nreplies, ds->replies_cap, reply);
    th_place place = {.file = TH_STR("0.xlsx"), .unit = TH_STR("A"), .sheet = TH_STR("B1"), .row = 1, .col = 1};
    th_findings_add(&ds->findings, arena, TH_F_FILE_CELL, &place, TH_WITH(TH_STR("vì")));
    return stream_written(arena, ds);
}

static size_t stream_any(uint64_t *state, size_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return n ? (size_t)(*state >> 11) % n : 0;
}

/* Values that somebody would try. */
/* clang-format off */
static const char *const stream_tried[] = {
    "", "0", "-1", "1", "2", "1048576", "1000000000", "99999999999999999999", "1/3", "1e999", "A1", "XFD1048576",
    "XFE1", "value", "blank", "unreadable", "absent", "accepted", "rejected", "aside", "document", "A", "B", "0.xlsx",
    "1.xlsx", "nay", "M.01", "M.05", "DS.ten", "32", "63", "TCVN3", "2024", "2023", "withheld", "0000", "\\n",
    "a \xE2\x80\xAE",
    "1000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
};
/* clang-format on */

/* Another value for a field: of another field, one that somebody would try, or bytes. */
static th_str stream_field(th_arena *arena, const th_strs *lines, uint64_t *state, th_str field)
{
    th_str cell, line = lines->at[stream_any(state, lines->n)];
    size_t skipped = stream_any(state, 8);
    switch (stream_any(state, 4)) {
    case 0: {
        size_t room = field.len + 32;
        char *copy = th_arena_alloc(arena, room);
        if (field.len)
            memcpy(copy, field.ptr, field.len);
        return (th_str){copy, LLVMFuzzerMutate((uint8_t *)copy, field.len, room)};
    }
    case 1:
        while (th_str_cut(&line, '\t', &cell) && skipped--)
            ;
        return cell;
    default: return th_str_of(stream_tried[stream_any(state, sizeof stream_tried / sizeof *stream_tried)]);
    }
}

static th_str stream_changed_line(th_arena *arena, const th_strs *lines, uint64_t *state, th_str line)
{
    th_buf out;
    th_str field;
    size_t fields = 1;
    for (size_t i = 0; i < line.len; i++)
        fields += line.ptr[i] == '\t';
    size_t chosen = stream_any(state, fields);
    th_buf_init(&out, arena);
    for (size_t i = 0; th_str_cut(&line, '\t', &field); i++) {
        if (i)
            th_buf_byte(&out, '\t');
        th_buf_add(&out, i == chosen ? stream_field(arena, lines, state, field) : field);
    }
    return th_buf_str(&out);
}

/* The records, and where parts begin, with the ends that belong to them. */
static th_str stream_sealed(th_arena *arena, const th_strs *lines)
{
    th_buf out;
    th_buf_init(&out, arena);
    size_t start = 0, records = 0;
    for (size_t i = 0; i <= lines->n; i++) {
        bool begins = i < lines->n && th_str_eq(lines->at[i], STREAM_FIRST);
        if ((begins || i == lines->n) && out.len > start) {
            th_str hash = th_sha256(arena, th_str_sub(th_buf_str(&out), start, out.len));
            th_buf_fmt(&out, "end\t%zu\t" TH_FMT "\n", records - 1, TH_ARG(hash));
            start = out.len;
            records = 0;
        }
        if (i < lines->n) {
            th_buf_fmt(&out, TH_FMT "\n", TH_ARG(lines->at[i]));
            records++;
        }
    }
    return th_buf_str(&out);
}

static th_str mutate_stream(th_arena *arena, th_str input, unsigned seed)
{
    uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
    th_strs lines = {0};
    th_str line;
    while (th_str_cut(&input, '\n', &line))
        if (!th_str_starts(line, TH_STR("end\t")) && line.len)
            th_strs_add(&lines, arena, line);
    if (!lines.n || !th_str_starts(lines.at[0], STREAM_FIRST))
        return stream_first(arena);
    size_t at = stream_any(&state, lines.n), other = stream_any(&state, lines.n);
    switch (stream_any(&state, 8)) {
    case 0: th_strs_add(&lines, arena, lines.at[at]); break;
    case 1:
        memmove(&lines.at[at], &lines.at[at + 1], (lines.n - at - 1) * sizeof *lines.at);
        lines.n--;
        break;
    case 2:
        line = lines.at[at];
        lines.at[at] = lines.at[other];
        lines.at[other] = line;
        break;
    default: lines.at[at] = stream_changed_line(arena, &lines, &state, lines.at[at]);
    }
    return stream_sealed(arena, &lines);
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    if (seed % 16 == 0)
        return LLVMFuzzerMutate(data, size, most);
    th_arena *arena = th_arena_new((size_t)64 * 1024 * 1024);
    if (!arena || TH_ARENA_GUARD(arena)) {
        th_arena_free(arena);
        return size;
    }
    th_str made = mutate_stream(arena, th_str_copy(arena, (th_str){(const char *)data, size}), seed);
    if (made.len && made.len <= most) {
        memcpy(data, made.ptr, made.len);
        size = made.len;
    }
    th_arena_free(arena);
    return size;
}

#endif

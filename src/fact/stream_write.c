/* Writing the record stream; the format is in stream.h. */
#include "fact/stream.h"

#include "base/digest.h"
#include "base/lookup.h"
#include "fact/stream_parts.h"
#include "fact/stream_words.h"

#include "base/banned.h"

static void put_whole(th_buf *out, long long number)
{
    th_buf_byte(out, '\t');
    th_buf_long(out, number);
}

static void put_word(th_buf *out, th_stream_words of, long value)
{
    th_stream_put_field(out, th_stream_word(of, value));
}

static th_str unit_code(const th_dataset *ds, uint32_t unit)
{
    return unit == TH_NONE ? (th_str){0} : ds->definition->units[unit].code;
}

static void write_source(th_buf *out, const th_dataset *ds, const th_source *source)
{
    th_buf_add(out, TH_STR("file"));
    th_stream_put_field(out, source->file);
    th_stream_put_field(out, source->member);
    th_stream_put_field(out, source->sha256);
    put_whole(out, (long long)source->bytes);
    th_stream_put_field(out, source->format);
    th_stream_put_field(out, unit_code(ds, source->unit));
    put_whole(out, source->period);
    put_word(out, TH_STREAM_STATUSES, source->status);
    th_stream_put_field(out, source->reason);
    th_stream_put_field(out, th_edition_text(out->arena, source->edition));
    put_whole(out, source->forms);
    put_whole(out, source->cells);
    th_buf_byte(out, '\n');
}

static void write_held(th_buf *out, const th_dataset *ds, const th_held_form *held)
{
    th_buf_add(out, TH_STR("form"));
    th_stream_put_field(out, ds->sources[held->source].file);
    th_stream_put_field(out, ds->definition->forms[held->form].code);
    th_stream_put_field(out, held->sheet);
    th_stream_put_field(out, held->withheld ? TH_STR("withheld") : TH_STR("read"));
    th_stream_put_day(out, held->signed_on);
    th_buf_byte(out, '\n');
}

static void put_exact(th_buf *out, const th_exact *number)
{
    th_buf_byte(out, '\t');
    th_exact_put(out, number);
}

static void put_origin(th_buf *out, uint32_t row, uint32_t col)
{
    th_buf_byte(out, '\t');
    th_cell_put(out, row, col);
}

static void put_value(th_buf *out, const th_value *value)
{
    put_word(out, TH_STREAM_STATES, value->state);
    put_exact(out, value->num);
    put_exact(out, value->den);
    put_exact(out, th_value_printed(value));
    th_stream_put_field(out, value->text);
    put_whole(out, value->decimals);
    put_whole(out, value->qualifiers);
    put_whole(out, value->did);
}

static int flags_of(const th_fact *fact)
{
    enum { HIDDEN = 1, FORMULA = 2, NOT_INTEGER = 4, BY_BARE_LABEL = 8, BY_CODE = 16, WITHHELD = 32 };
    return fact->hidden * HIDDEN + fact->formula * FORMULA + fact->value.not_integer * NOT_INTEGER +
           (fact->found_by == TH_FOUND_BY_BARE_LABEL) * BY_BARE_LABEL + (fact->found_by == TH_FOUND_BY_CODE) * BY_CODE +
           fact->value.withheld * WITHHELD;
}

static void write_fact(th_buf *out, const th_dataset *ds, const th_fact *fact)
{
    const th_definition *d = ds->definition;
    const th_source *source = &ds->sources[fact->source];
    const th_fact_formula formula = th_fact_formula_of(fact);
    th_buf_add(out, fact->item ? TH_STR("row") : TH_STR("fact"));
    th_stream_put_field(out, unit_code(ds, fact->unit));
    put_whole(out, source->period);
    if (fact->item) {
        th_stream_put_field(out, d->columns[fact->indicator].code);
        put_whole(out, fact->item);
    } else {
        th_stream_put_field(out, d->indicators[fact->indicator].code);
        th_stream_put_field(out, th_measure_key(fact->measure));
    }
    put_value(out, &fact->value);
    th_stream_put_field(out, source->file);
    th_stream_put_field(out, fact->sheet);
    put_origin(out, fact->row, fact->col);
    th_stream_put_field(out, fact->raw);
    th_stream_put_field(out, formula.relative);
    put_word(out, TH_STREAM_ENCODINGS, fact->encoding);
    put_whole(out, flags_of(fact));
    th_stream_put_field(out, th_value_trouble(&fact->value).vi);
    th_stream_put_field(out, formula.computes);
    th_buf_byte(out, '\n');
}

static void write_conversion(th_buf *out, const th_dataset *ds, const th_conversion *conversion)
{
    th_buf_add(out, TH_STR("text"));
    th_stream_put_field(out, ds->sources[conversion->source].file);
    th_stream_put_field(out, conversion->sheet);
    put_origin(out, conversion->row, conversion->col);
    put_word(out, TH_STREAM_ENCODINGS, conversion->encoding);
    put_word(out, TH_STREAM_EVIDENCES, conversion->evidence);
    th_stream_put_field(out, conversion->before);
    th_stream_put_field(out, conversion->after);
    th_buf_byte(out, '\n');
}

static void write_reply(th_buf *out, const th_dataset *ds, const th_reply *reply)
{
    th_buf_add(out, TH_STR("reply"));
    th_stream_put_field(out, unit_code(ds, reply->unit));
    th_stream_put_field(out, ds->sources[reply->source].file);
    th_stream_put_field(out, reply->sheet);
    put_origin(out, reply->row, reply->col);
    th_stream_put_field(out, reply->rule);
    th_stream_put_field(out, reply->mark);
    th_stream_put_field(out, reply->about);
    th_stream_put_field(out, reply->why);
    th_buf_byte(out, '\n');
}

static void write_finding(th_buf *out, const th_finding *finding, bool outcome)
{
    const th_place *place = &finding->place;
    const th_str after_level[] = {
        finding->rule,       place->unit,     place->file,
        place->sheet,        place->form,     th_cell_name(out->arena, place->row, place->col),
        finding->indicator,  finding->raw,    finding->expected,
        finding->difference, finding->vi,     finding->en,
        finding->fix_vi,     finding->fix_en,
    };
    th_buf_add(out, TH_STR("finding"));
    th_stream_put_field(out, th_finding_code(finding->kind));
    put_word(out, TH_STREAM_LEVELS, finding->level);
    for (size_t i = 0; i < sizeof after_level / sizeof *after_level; i++)
        th_stream_put_field(out, after_level[i]);
    if (outcome) {
        th_stream_put_field(out, finding->folded);
        th_stream_put_field(out, finding->closed);
        th_stream_put_day(out, finding->since);
    }
    th_buf_byte(out, '\n');
}

void th_stream_put_finding(th_buf *out, const th_finding *finding)
{
    write_finding(out, finding, false);
}

/* ---- parts: a source with what is of it ---- */

/* One kind of record: how many there are, which source each is of, and how it is written. */
typedef struct record_kind {
    size_t n;
    uint32_t (*source_of)(const th_dataset *ds, size_t i);
    void (*write)(th_buf *out, const th_dataset *ds, size_t i);
} record_kind;

static uint32_t held_source_at(const th_dataset *ds, size_t i)
{
    return ds->held[i].source;
}
static uint32_t fact_source_at(const th_dataset *ds, size_t i)
{
    return ds->facts[i].source;
}
static uint32_t conversion_source_at(const th_dataset *ds, size_t i)
{
    return ds->conversions[i].source;
}
static uint32_t reply_source_at(const th_dataset *ds, size_t i)
{
    return ds->replies[i].source;
}
static void write_held_at(th_buf *out, const th_dataset *ds, size_t i)
{
    write_held(out, ds, &ds->held[i]);
}
static void write_fact_at(th_buf *out, const th_dataset *ds, size_t i)
{
    write_fact(out, ds, &ds->facts[i]);
}
static void write_conversion_at(th_buf *out, const th_dataset *ds, size_t i)
{
    write_conversion(out, ds, &ds->conversions[i]);
}
static void write_reply_at(th_buf *out, const th_dataset *ds, size_t i)
{
    write_reply(out, ds, &ds->replies[i]);
}
static void write_finding_at(th_buf *out, const th_dataset *ds, size_t i)
{
    write_finding(out, &ds->findings.at[i], ds->outcome.known);
}

/* Records of one kind, source by source, each group in the order of the dataset. */
typedef struct record_groups {
    size_t *starts; /* of the groups, and the end of the last */
    size_t *at;     /* NULL: in the order of the dataset, for there is but one group */
} record_groups;

static bool is_one_group(const size_t *starts, size_t nsources, size_t n)
{
    for (size_t k = 0; k <= nsources; k++)
        if (starts[k + 1] != starts[k])
            return starts[k + 1] - starts[k] == n;
    return true;
}

/* `of` holds a source for each record, or the number of sources for what is of none. */
static record_groups group(th_arena *arena, const uint32_t *of, size_t n, size_t nsources)
{
    record_groups groups = {.starts = th_arena_array(arena, nsources + 2, sizeof *groups.starts)};
    for (size_t i = 0; i < n; i++)
        groups.starts[of[i] + 1]++;
    for (size_t k = 0; k <= nsources; k++)
        groups.starts[k + 1] += groups.starts[k];
    if (is_one_group(groups.starts, nsources, n))
        return groups;
    groups.at = th_arena_array(arena, n, sizeof *groups.at);
    size_t *next = th_arena_array(arena, nsources + 1, sizeof *next);
    for (size_t k = 0; k <= nsources; k++)
        next[k] = groups.starts[k];
    for (size_t i = 0; i < n; i++)
        groups.at[next[of[i]]++] = i;
    return groups;
}

/* A finding names its file; one of no file that is a source goes to the last part. */
static uint32_t *sources_of_findings(th_arena *arena, const th_dataset *ds)
{
    uint32_t *of = th_arena_array(arena, ds->findings.n, sizeof *of);
    th_lookup numbers = {0}; /* of the first source of a name, from 1 on */
    for (size_t k = 0; k < ds->nsources; k++) {
        uint32_t *number = th_lookup_at(&numbers, arena, ds->sources[k].file);
        *number = *number ? *number : (uint32_t)k + 1;
    }
    for (size_t i = 0; i < ds->findings.n; i++) {
        const uint32_t *number = th_lookup_find(&numbers, ds->findings.at[i].place.file);
        of[i] = number ? *number - 1 : (uint32_t)ds->nsources;
    }
    return of;
}

static uint32_t *sources_of(th_arena *arena, const th_dataset *ds, const record_kind *kind)
{
    if (!kind->source_of)
        return sources_of_findings(arena, ds);
    uint32_t *of = th_arena_array(arena, kind->n, sizeof *of);
    for (size_t i = 0; i < kind->n; i++)
        of[i] = kind->source_of(ds, i);
    return of;
}

enum { KINDS = 5, PIECE = 256 * 1024 };

/* Where parts are written to; what is passed on is hashed before. */
typedef struct part_writer {
    th_buf *out;
    th_hashing *hashing; /* of the part, as far as it was passed on; NULL: nothing is passed on, and `sink` is none */
    th_stream_sink sink;
    size_t start; /* of the part, or of what is to be passed on of it */
    bool stopped;
} part_writer;

static void pass_on(part_writer *writer)
{
    th_buf *out = writer->out;
    th_hashing_add(writer->hashing, th_buf_str(out));
    writer->stopped = writer->stopped || !writer->sink.put(writer->sink.ctx, th_buf_str(out));
    out->len = 0;
}

static void finish_part(part_writer *writer, size_t records)
{
    if (!writer->hashing) {
        th_stream_seal(writer->out, writer->start, records);
        return;
    }
    pass_on(writer);
    th_stream_put_end(writer->out, records, th_hashing_end(writer->hashing, writer->out->arena));
    writer->stopped = writer->stopped || !writer->sink.put(writer->sink.ctx, th_buf_str(writer->out));
    writer->out->len = 0;
}

/* The records of a dataset by kind and by source. */
typedef struct record_order {
    record_kind kinds[KINDS];
    record_groups groups[KINDS];
} record_order;

static void write_source_part(part_writer *writer, const th_dataset *ds, const record_order *order, size_t source)
{
    th_buf *out = writer->out;
    size_t records = 0;
    writer->start = out->len;
    th_buf_add(out, TH_STR(TH_STREAM_FIRST_LINE "\n"));
    if (source < ds->nsources) {
        write_source(out, ds, &ds->sources[source]);
        records++;
    }
    for (size_t k = 0; k < KINDS; k++) {
        const record_groups *groups = &order->groups[k];
        for (size_t i = groups->starts[source]; i < groups->starts[source + 1] && !writer->stopped; i++, records++) {
            order->kinds[k].write(out, ds, groups->at ? groups->at[i] : i);
            if (writer->hashing && out->len >= PIECE)
                pass_on(writer);
        }
    }
    if (source == ds->nsources && ds->outcome.known)
        records += th_stream_put_outcome(out, ds);
    finish_part(writer, records);
}

static void write_all_parts(part_writer *writer, const th_dataset *ds)
{
    th_arena *arena = writer->out->arena;
    record_order order = {.kinds = {
                              {ds->nheld, held_source_at, write_held_at},
                              {ds->nfacts, fact_source_at, write_fact_at},
                              {ds->nconversions, conversion_source_at, write_conversion_at},
                              {ds->nreplies, reply_source_at, write_reply_at},
                              {ds->findings.n, NULL, write_finding_at},
                          }};
    for (size_t k = 0; k < KINDS; k++)
        order.groups[k] = group(arena, sources_of(arena, ds, &order.kinds[k]), order.kinds[k].n, ds->nsources);
    for (size_t k = 0; k < ds->nsources; k++)
        write_source_part(writer, ds, &order, k);
    const record_groups *findings = &order.groups[KINDS - 1];
    if (!ds->nsources || ds->outcome.known || findings->starts[ds->nsources] < findings->starts[ds->nsources + 1])
        write_source_part(writer, ds, &order, ds->nsources);
}

void th_stream_write(th_buf *out, const th_dataset *ds)
{
    part_writer writer = {.out = out};
    write_all_parts(&writer, ds);
}

bool th_stream_pass(th_arena *arena, const th_dataset *ds, th_stream_sink sink)
{
    th_buf out;
    th_buf_init(&out, arena);
    part_writer writer = {.out = &out, .hashing = th_hashing_new(arena), .sink = sink};
    write_all_parts(&writer, ds);
    return !writer.stopped;
}

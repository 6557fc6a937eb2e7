/* Record streams become one dataset: of each unit one file counts, and what did not come is said. */
#include "batch/submissions.h"

#include "base/lookup.h"
#include "batch/choose.h"
#include "batch/companions.h"
#include "batch/copies.h"
#include "batch/receipts.h"
#include "batch/remember.h"
#include "check/close.h"
#include "fact/extract.h"
#include "fact/stream.h"
#include "fact/stream_parts.h"
#include "score/score.h"

#include "base/banned.h"

/* Whose file it would have been, so that a refused file is not reported a second time as
 * "chưa nộp": by Sổ nhận, else by the file's name. */
static uint32_t owner_of_name(th_arena *arena, const th_definition *d, const th_source *source)
{
    return source->receipt == TH_NONE ? th_extract_unit_of_name(arena, d, source->file)
                                      : d->receipts[source->receipt].unit;
}

void th_submissions_refuse(th_dataset *ds, th_str file, th_finding_kind kind, th_trouble why)
{
    th_str name = th_str_copy(ds->arena, file);
    th_place place = {.file = name, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_finding *finding = th_trouble_add(&ds->findings, ds->arena, kind, &place, why);
    th_source source = {.file = name,
                        .unit = TH_NONE,
                        .period = ds->definition->period,
                        .status = TH_SOURCE_REJECTED,
                        .reason = finding->vi};
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, source);
}

/* What was found in the inbox and not followed is a refused file, which may be the only one that a unit sent. */
static void refuse_what_was_not_followed(th_dataset *all, const th_findings *listed)
{
    for (size_t i = 0; i < listed->n; i++) {
        const th_finding *finding = &listed->at[i];
        if (finding->kind != TH_F_INBOX_NOT_READ && finding->kind != TH_F_INBOX_TOO_MUCH)
            continue;
        th_source source = {.file = finding->place.file,
                            .unit = TH_NONE,
                            .period = all->definition->period,
                            .status = TH_SOURCE_REJECTED,
                            .reason = finding->vi,
                            .receipt = TH_NONE};
        TH_PUSH(all->arena, all->sources, all->nsources, all->sources_cap, source);
    }
}

/* Everything that the workers read, whether it counts or not; its list of facts is in `scratch`. */
static void read_one_stream(th_dataset *all, const th_input *input, const th_streams *streams, size_t i)
{
    th_trouble why = {0};
    size_t before = all->nsources, nfindings = all->findings.n;
    if (streams->trouble[i].vi.len)
        th_submissions_refuse(all, th_input_shown(input), input->stated ? TH_F_FILE_RECORDS : TH_F_FILE_WORKER,
                              streams->trouble[i]);
    else if (th_stream_read(all, streams->records[i], TH_STREAM_SUBMITTED, &why) != TH_OK)
        th_submissions_refuse(all, th_input_shown(input), TH_F_FILE_RECORDS, why);
    for (size_t k = before; k < all->nsources; k++)
        all->sources[k].stated = input->records;
    th_kept_name(all, input, before, nfindings);
}

/* The sources that have the hash of another, where a record stream states either: what each is said to hold. */
static void compare_contents(th_dataset *all, const th_readings *readings, const size_t *source, size_t ninputs)
{
    enum { READ = 1, STATED = 2, TWICE = 4 };
    th_arena *scratch = th_arena_scratch(all->arena);
    th_lookup hashes = {0};
    for (size_t i = 0; i < all->nsources; i++) {
        uint32_t *of = th_lookup_at(&hashes, scratch, all->sources[i].sha256);
        *of = (*of & STATED) | (*of ? TWICE : 0u);
        *of |= all->sources[i].stated ? STATED : READ;
    }
    for (size_t i = 0; i < ninputs; i++) {
        th_str rest = readings->same.of[i] == i ? readings->streams.records[i] : (th_str){0};
        th_stream_part part = {0};
        for (size_t k = source[i]; k < source[i + 1] && th_stream_part_next(&rest, &part);) {
            if (!part.name.len)
                continue;
            const uint32_t of = *th_lookup_find(&hashes, all->sources[k].sha256);
            if (all->sources[k].sha256.len && (of & STATED) && (of & TWICE))
                all->sources[k].content = th_stream_part_content(all->arena, &part);
            k++;
        }
    }
    th_arena_free(scratch);
}

/* Room for all that the streams may bring: a list that grows leaves its shorter ones behind, and of thousands of units
 * that is more than all they say.  What no record is so short counts for none. */
static void make_room_for_streams(th_dataset *all, const th_readings *readings, size_t ninputs)
{
    enum { SHORTEST_RECORD = 32 };
    size_t facts = 0, texts = 0;
    for (size_t i = 0; i < ninputs; i++) {
        th_str rest = readings->same.of[i] == i ? readings->streams.records[i] : (th_str){0}, line;
        while (rest.len && th_str_cut(&rest, '\n', &line)) {
            bool counts = line.len >= SHORTEST_RECORD;
            facts += counts && (th_str_starts(line, TH_STR("fact\t")) || th_str_starts(line, TH_STR("row\t")));
            texts += counts && th_str_starts(line, TH_STR("text\t"));
        }
    }
    all->facts = th_arena_array(all->facts_arena, facts, sizeof *all->facts);
    all->facts_cap = facts;
    all->conversions = th_arena_array(all->arena, texts, sizeof *all->conversions);
    all->conversions_cap = texts;
}

static th_dataset *read_streams(th_dataset *ds, const th_inputs *inputs, const th_readings *readings, th_arena *scratch)
{
    th_dataset *all = th_dataset_new(ds->arena, ds->definition);
    all->sources_cap = inputs->n + 1; /* one an input, as a rule: a list that grows leaves its shorter ones behind */
    all->sources = th_arena_array(all->arena, all->sources_cap, sizeof *all->sources);
    size_t *source = th_arena_array(scratch, inputs->n + 1, sizeof *source); /* the first one of an input */
    size_t *of = th_arena_array(scratch, inputs->n + 1, sizeof *of);
    bool any_stated = false;
    all->facts_arena = scratch;
    make_room_for_streams(all, readings, inputs->n);
    for (size_t i = 0; i < inputs->n; i++) {
        source[i] = all->nsources;
        any_stated = any_stated || inputs->at[i].records;
        if (readings->same.of[i] == i)
            read_one_stream(all, &inputs->at[i], &readings->streams, i);
    }
    source[inputs->n] = all->nsources;
    if (any_stated)
        compare_contents(all, readings, source, inputs->n);
    for (size_t i = 0; i < inputs->n; i++)
        of[i] = readings->same.of[i] == i ? SIZE_MAX : source[readings->same.of[i]];
    th_copies_add(ds, all, inputs, of);
    refuse_what_was_not_followed(all, &ds->findings);
    return all;
}

/* Sources by their names: 1 + the first of that name. */
static th_lookup first_of_name(th_arena *arena, const th_dataset *ds)
{
    th_lookup sources = {0};
    for (size_t i = ds->nsources; i-- > 0;)
        *th_lookup_at(&sources, arena, ds->sources[i].file) = (uint32_t)i + 1;
    return sources;
}

/* Does a form of the source count, whatever sheet it is from? */
static bool form_counts(const th_dataset *all, const th_source *source, uint32_t form)
{
    for (size_t i = 0; i < all->nheld; i++)
        if (all->held[i].form == form && &all->sources[all->held[i].source] == source)
            return all->held[i].counts || (all->held[i].withheld && !all->held[i].replaced);
    return true; /* the file does not hold it: the finding is about that */
}

static bool unit_holds(const th_dataset *all, uint32_t unit, uint32_t form)
{
    for (size_t i = 0; i < all->nheld; i++) {
        const th_source *source = &all->sources[all->held[i].source];
        if (all->held[i].form == form && source->unit == unit && source->status == TH_SOURCE_ACCEPTED)
            return true;
    }
    return false;
}

/* A form that one file of a unit lacks is missing only where no other of its files has it, and is said once. */
static bool is_missing_form(const th_dataset *ds, const th_dataset *all, const th_source *source, uint32_t form)
{
    if (unit_holds(all, source->unit, form))
        return false;
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *said = &ds->findings.at[i];
        if (said->kind == TH_F_FORM_MISSING && th_definition_unit(ds->definition, said->place.unit) == source->unit &&
            th_definition_form(ds->definition, said->place.form) == form)
            return false;
    }
    return true;
}

/* What was said of forms that do not count, and of files that are replaced, is of no use to anybody. */
static bool still_stands(const th_dataset *ds, const th_dataset *all, const th_source *source,
                         const th_finding *finding)
{
    if (!source || source->status == TH_SOURCE_REJECTED || source->status == TH_SOURCE_ASIDE ||
        source->status == TH_SOURCE_DOCUMENT)
        return true;
    if (source->status != TH_SOURCE_ACCEPTED)
        return false;
    uint32_t form = th_definition_form(ds->definition, finding->place.form);
    if (form == TH_NONE)
        return true;
    return finding->kind == TH_F_FORM_MISSING ? is_missing_form(ds, all, source, form) : form_counts(all, source, form);
}

/* At once for all that may come: a list that grows leaves its shorter ones behind. */
static void make_room_for(th_findings *findings, th_arena *arena, size_t more)
{
    size_t room = findings->n + more + more / 8;
    if (room <= findings->cap)
        return;
    th_finding *at = th_arena_array(arena, room, sizeof *at);
    for (size_t i = 0; i < findings->n; i++)
        at[i] = findings->at[i];
    findings->at = at;
    findings->cap = room;
}

/* Takes from `all` the findings of reading, which are the first `nread`, as far as they still stand, and all that were
 * said since. */
static void take_standing(th_dataset *ds, const th_dataset *all, size_t nread)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    const th_lookup sources = first_of_name(scratch, all);
    make_room_for(&ds->findings, ds->arena, all->findings.n);
    for (size_t i = 0; i < all->findings.n; i++) {
        const th_finding *finding = &all->findings.at[i];
        const uint32_t *at = th_lookup_find(&sources, finding->place.file);
        const th_source *source = at ? &all->sources[*at - 1] : NULL;
        if (i >= nread || still_stands(ds, all, source, finding))
            TH_PUSH(ds->arena, ds->findings.at, ds->findings.n, ds->findings.cap, *finding);
    }
    th_arena_free(scratch);
}

/* Findings of a refused file belong to its owner. */
static void name_owners(th_dataset *ds)
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    th_lookup owners = {0}; /* 1 + the unit of the first file of that name that has one */
    for (size_t i = ds->nsources; i-- > 0;)
        if (ds->sources[i].unit != TH_NONE)
            *th_lookup_at(&owners, scratch, ds->sources[i].file) = ds->sources[i].unit + 1;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_place *place = &ds->findings.at[i].place;
        const uint32_t *owner = place->unit.len ? NULL : th_lookup_find(&owners, place->file);
        if (owner)
            place->unit = ds->definition->units[*owner - 1].code;
    }
    th_arena_free(scratch);
}

/* A list of `all`, whose arena is that of `ds`: as it is where there is none yet, else behind what is there. */
#define TAKE_LIST(ds, all, list, n, cap)                                                                               \
    do {                                                                                                               \
        if (!(ds)->n) {                                                                                                \
            (ds)->list = (all)->list;                                                                                  \
            (ds)->n = (all)->n;                                                                                        \
            (ds)->cap = (all)->cap;                                                                                    \
            break;                                                                                                     \
        }                                                                                                              \
        for (size_t at = 0; at < (all)->n; at++)                                                                       \
            TH_PUSH((ds)->arena, (ds)->list, (ds)->n, (ds)->cap, (all)->list[at]);                                     \
    } while (0)

void th_submissions_add(th_dataset *ds, const th_inputs *inputs, const th_readings *readings)
{
    const th_definition *d = ds->definition;
    th_arena *scratch = th_arena_scratch(ds->arena);
    th_dataset *all = read_streams(ds, inputs, readings, scratch);
    size_t nread = all->findings.n;
    all->memory = ds->memory;
    all->as_of = ds->as_of;
    all->day = ds->day;
    if (ds->memory)
        th_memory_bind(all, ds->memory);
    th_receipts_bind(all);
    if (ds->memory)
        th_late_settle(all, ds->memory);
    th_choose(ds, all);
    take_standing(ds, all, nread);
    TAKE_LIST(ds, all, sources, nsources, sources_cap);
    TAKE_LIST(ds, all, held, nheld, held_cap);
    TAKE_LIST(ds, all, conversions, nconversions, conversions_cap);
    TAKE_LIST(ds, all, replies, nreplies, replies_cap);
    for (size_t i = 0; i < ds->nsources; i++)
        if (ds->sources[i].status == TH_SOURCE_REJECTED && ds->sources[i].unit == TH_NONE)
            ds->sources[i].unit = owner_of_name(ds->arena, d, &ds->sources[i]);
    th_arena_free(scratch); /* the lists of all facts, which are nobody's any more */
    th_companions_settle(ds);
    th_kept_say(ds);
    name_owners(ds);
}

/* "2023-01-05 17:00" as people write it. */
static th_str day_shown(th_arena *arena, th_str date)
{
    int year, month, day;
    if (!th_date_parse(th_str_sub(date, 0, th_str_find(date, TH_STR(" "), 0)), &year, &month, &day))
        return date;
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

static th_str serial_shown(th_arena *arena, int serial)
{
    int year, month, day;
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

static th_words what_is_entered(th_arena *arena, const th_receipt *receipt)
{
    if (receipt->file.len)
        return TH_WORDS(arena, "tệp “" TH_FMT "”", "“" TH_FMT "”", TH_ARG(receipt->file));
    if (receipt->time.len)
        return TH_WORDS(arena, "đã nhận ngày " TH_FMT " (không ghi tên tệp)",
                        "a file that came on " TH_FMT " (not named)", TH_ARG(day_shown(arena, receipt->time)));
    return TH_WORDS_ARE("đã nhận (không ghi tên tệp)", "a file (not named)");
}

/* Before its deadline a unit without a file has not done anything wrong; `receipt`: the row that says one came, or
 * NULL. */
static void say_nothing_came(th_dataset *ds, uint32_t unit, th_str name, const th_receipt *receipt)
{
    th_place at = {.unit = ds->definition->units[unit].code, .row = TH_NO_CELL, .col = TH_NO_CELL};
    const th_place *place = &at;
    if (receipt)
        at.file = receipt->file;

    th_str deadline = th_score_deadline(ds, unit), day = day_shown(ds->arena, deadline);
    if (receipt) {
        th_findings_add(&ds->findings, ds->arena, TH_F_UNIT_FILE_GONE, place,
                        TH_WITH(name, what_is_entered(ds->arena, receipt)));
    } else if (th_score_is_overdue(ds, unit)) {
        th_findings_add(&ds->findings, ds->arena, TH_F_UNIT_MISSING, place,
                        TH_WITH(name, serial_shown(ds->arena, ds->as_of), day));
    } else {
        th_words until = {0};
        if (deadline.len)
            until = TH_WORDS(ds->arena, ", hạn " TH_FMT, ", due " TH_FMT, TH_ARG(day));
        th_findings_add(&ds->findings, ds->arena, TH_F_UNIT_DUE, place, TH_WITH(name, until));
    }
}

void th_submissions_missing(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t u = 0; u < d->nunits; u++) {
        bool seen = false;
        for (size_t i = 0; i < ds->nsources; i++)
            seen = seen || (ds->sources[i].unit == u && !ds->sources[i].after_freeze &&
                            ds->sources[i].status != TH_SOURCE_ASIDE && ds->sources[i].status != TH_SOURCE_DOCUMENT);
        if (seen || th_close_of_unit(d, u))
            continue;
        const th_receipt *receipt = NULL;
        for (size_t i = 0; i < d->nreceipts; i++)
            if (d->receipts[i].unit == u && th_receipt_tells_of_a_file(&d->receipts[i]))
                receipt = &d->receipts[i];
        th_str name = d->units[u].name;
        if (!th_str_starts(name, th_str_fmt(ds->arena, TH_FMT " ", TH_ARG(d->unit_noun)))) /* "Sở Lào Cai" */
            name = th_str_fmt(ds->arena, TH_FMT " " TH_FMT, TH_ARG(d->unit_noun), TH_ARG(name));
        say_nothing_came(ds, u, th_str_trim(name), receipt);
    }
}

void th_submissions_late(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t u = 0; u < d->nunits; u++) {
        const th_source *source = th_dataset_source(ds, u);
        uint32_t days = source ? th_score_days_late(ds, u) : 0;
        if (!days)
            continue;
        const th_receipt *receipt = th_score_receipt(ds, u);
        th_place place = {.unit = d->units[u].code, .file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_findings_add(&ds->findings, ds->arena, TH_F_UNIT_LATE, &place,
                        TH_WITH(d->units[u].name, receipt ? receipt->time : (th_str){0}, th_score_deadline(ds, u),
                                th_str_fmt(ds->arena, "%u", days)));
    }
}

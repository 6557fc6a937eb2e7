/* Record streams become one dataset: of each unit one file counts, and what did not come is said. */
#include "batch/submissions.h"

#include "fact/extract.h"
#include "fact/stream.h"
#include "score/score.h"

#include "base/banned.h"

typedef struct submission {
    uint32_t unit;   /* TH_NONE: refused, or several units in one stream */
    double received; /* by Sổ nhận; 0 unknown */
    bool left_out;   /* another file of the unit counts */
} submission;

static const th_receipt *receipt_of_file(const th_definition *d, th_str file)
{
    for (size_t i = 0; i < d->nreceipts; i++)
        if (th_str_eq(d->receipts[i].file, file))
            return &d->receipts[i];
    return NULL;
}

/* Whose file it would have been, so that a refused file is not reported a second time as
 * "chưa nộp": by Sổ nhận, else by the file's name. */
static uint32_t owner_of_name(th_arena *arena, const th_definition *d, th_str file)
{
    const th_receipt *receipt = receipt_of_file(d, file);
    return receipt ? receipt->unit : th_extract_unit_of_name(arena, d, file);
}

static void refuse_file(th_dataset *ds, th_str file, th_finding_kind kind, th_trouble why)
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

/* The unit of a stream: that of its only accepted source. */
static uint32_t unit_of_stream(const th_definition *d, th_str records, bool *whole, th_arena *arena, th_str *why)
{
    th_dataset *peek = th_dataset_new(arena, d);
    *whole = th_stream_read(peek, records, false, why) == TH_OK;
    uint32_t unit = TH_NONE;
    size_t accepted = 0;
    for (size_t i = 0; *whole && i < peek->nsources; i++)
        if (peek->sources[i].status == TH_SOURCE_ACCEPTED) {
            unit = peek->sources[i].unit;
            accepted++;
        }
    return accepted == 1 ? unit : TH_NONE;
}

static void choose(th_dataset *ds, const th_inputs *inputs, submission *submissions)
{
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < inputs->n; i++) {
        if (submissions[i].unit == TH_NONE || submissions[i].left_out)
            continue;
        for (size_t j = i + 1; j < inputs->n; j++) {
            if (submissions[j].unit != submissions[i].unit || submissions[j].left_out)
                continue;
            size_t loser = submissions[j].received > submissions[i].received ? i : j;
            size_t winner = i + j - loser;
            submissions[loser].left_out = true;
            const th_unit *unit = &d->units[submissions[i].unit];
            th_place place = {.unit = unit->code, .file = inputs->at[loser].name, .row = TH_NO_CELL, .col = TH_NO_CELL};
            th_finding *finding =
                th_findings_add(&ds->findings, ds->arena, TH_F_UNIT_TWICE, &place,
                                (th_str[]){unit->name, inputs->at[winner].name, inputs->at[loser].name}, 3);
            th_source source = {.file = th_str_copy(ds->arena, inputs->at[loser].name),
                                .unit = submissions[i].unit,
                                .period = d->period,
                                .status = TH_SOURCE_REPLACED,
                                .reason = finding->vi};
            TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, source);
            if (loser == i)
                break;
        }
    }
}

void th_submissions_add(th_dataset *ds, const th_inputs *inputs, const th_str *records, const th_trouble *trouble)
{
    const th_definition *d = ds->definition;
    submission *submissions = th_arena_array(ds->arena, inputs->n, sizeof *submissions);
    for (size_t i = 0; i < inputs->n; i++) {
        th_str why = {0};
        bool whole = false;
        submissions[i].unit = TH_NONE;
        if (trouble[i].vi.len) {
            refuse_file(ds, inputs->at[i].name, TH_F_FILE_WORKER, trouble[i]);
            submissions[i].left_out = true;
            continue;
        }
        submissions[i].unit = unit_of_stream(d, records[i], &whole, ds->arena, &why);
        if (!whole) {
            refuse_file(ds, inputs->at[i].name, TH_F_FILE_RECORDS,
                        TH_TROUBLE_OF(why, "it is not whole, or not of this program"));
            submissions[i].left_out = true;
            continue;
        }
        const th_receipt *receipt = receipt_of_file(d, inputs->at[i].name);
        submissions[i].received = receipt ? receipt->serial : 0;
    }
    choose(ds, inputs, submissions);
    for (size_t i = 0; i < inputs->n; i++) {
        th_str why = {0};
        if (!submissions[i].left_out)
            th_stream_read(ds, records[i], false, &why);
    }
    for (size_t i = 0; i < ds->nsources; i++)
        if (ds->sources[i].status == TH_SOURCE_REJECTED && ds->sources[i].unit == TH_NONE)
            ds->sources[i].unit = owner_of_name(ds->arena, d, ds->sources[i].file);
    for (size_t i = 0; i < ds->findings.n; i++) /* findings of a refused file belong to its owner */
        for (size_t k = 0; !ds->findings.at[i].place.unit.len && k < ds->nsources; k++)
            if (ds->sources[k].unit != TH_NONE && th_str_eq(ds->sources[k].file, ds->findings.at[i].place.file))
                ds->findings.at[i].place.unit = d->units[ds->sources[k].unit].code;
}

void th_submissions_missing(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (uint32_t u = 0; u < d->nunits; u++) {
        bool seen = false;
        for (size_t i = 0; i < ds->nsources; i++)
            seen = seen || ds->sources[i].unit == u;
        if (seen)
            continue;
        th_place place = {.unit = d->units[u].code, .row = TH_NO_CELL, .col = TH_NO_CELL};
        for (size_t i = 0; i < d->nreceipts; i++)
            if (d->receipts[i].unit == u)
                place.file = d->receipts[i].file;
        th_str name = d->units[u].name;
        if (!th_str_starts(name, th_str_fmt(ds->arena, TH_FMT " ", TH_ARG(d->unit_noun)))) /* "Sở Lào Cai" */
            name = th_str_fmt(ds->arena, TH_FMT " " TH_FMT, TH_ARG(d->unit_noun), TH_ARG(name));
        th_findings_add(&ds->findings, ds->arena, place.file.len ? TH_F_UNIT_FILE_GONE : TH_F_UNIT_MISSING, &place,
                        (th_str[]){th_str_trim(name), place.file}, 2);
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
        const th_receipt *receipt = receipt_of_file(d, source->file);
        th_place place = {.unit = d->units[u].code, .file = source->file, .row = TH_NO_CELL, .col = TH_NO_CELL};
        th_findings_add(&ds->findings, ds->arena, TH_F_UNIT_LATE, &place,
                        (th_str[]){d->units[u].name, receipt ? receipt->time : (th_str){0}, d->deadline,
                                   th_str_fmt(ds->arena, "%u", days)},
                        4);
    }
}

/* Points, totals and ranks as rows of the store. */
#include "store/rows.h"

#include "base/banned.h"

static const char *const points_states[] = {[TH_POINTS_OK] = "ok",
                                            [TH_POINTS_MISSING] = "without data",
                                            [TH_POINTS_NOT_ASSIGNED] = "not assigned",
                                            [TH_POINTS_WAITING] = "for the cluster"};
static const char *const points_from[] = {[TH_FROM_NONE] = "",
                                          [TH_FROM_COMPUTED] = "computed",
                                          [TH_FROM_SELF] = "self",
                                          [TH_FROM_CLUSTER] = "cluster",
                                          [TH_FROM_CONFIRMED] = "confirmed"};
static const char *const stages[] = {[TH_STAGE_PROVISIONAL] = "provisional",
                                     [TH_STAGE_READY] = "ready",
                                     [TH_STAGE_APPRAISED] = "appraised",
                                     [TH_STAGE_RECOGNISED] = "recognised"};

void th_rows_of_points(th_span_rows *rows, const th_store_entry *entry)
{
    const th_scores *scores = entry->scores;
    const th_definition *d = entry->ds->definition;
    for (uint32_t unit = 0; scores && unit < d->nunits; unit++) {
        for (uint32_t i = 0; i < d->ncriteria; i++) {
            const th_points *points = th_score_points(scores, i, unit);
            th_str *row = th_spans_add(rows);
            row[TH_AT(points, unit)] = d->units[unit].code;
            row[TH_AT(points, criterion)] = d->criteria[i].code;
            row[TH_AT(points, state)] = th_str_of(points_states[points->state]);
            row[TH_AT(points, official)] = th_exact_text(rows->arena, points->official);
            row[TH_AT(points, taken_from)] = th_str_of(points_from[points->from]);
            row[TH_AT(points, self)] = th_exact_text(rows->arena, points->self);
            row[TH_AT(points, computed)] = th_exact_text(rows->arena, points->computed);
            row[TH_AT(points, cluster)] = th_exact_text(rows->arena, points->cluster);
            row[TH_AT(points, unconfirmed)] = th_exact_text(rows->arena, points->unconfirmed);
            row[TH_AT(points, mark)] = points->mark;
            row[TH_AT(points, why)] = points->why;
        }
    }
}

void th_rows_of_totals(th_span_rows *rows, const th_store_entry *entry)
{
    const th_scores *scores = entry->scores;
    const th_definition *d = entry->ds->definition;
    for (uint32_t unit = 0; scores && unit < d->nunits; unit++) {
        const th_total *total = &scores->totals[unit];
        th_str *row = th_spans_add(rows);
        row[TH_AT(totals, unit)] = d->units[unit].code;
        row[TH_AT(totals, total)] = th_exact_text(rows->arena, total->total);
        row[TH_AT(totals, base)] = th_exact_text(rows->arena, total->base);
        row[TH_AT(totals, earned)] = th_exact_text(rows->arena, total->earned);
        row[TH_AT(totals, assigned)] = th_exact_text(rows->arena, total->assigned);
        row[TH_AT(totals, waiting)] = th_exact_text(rows->arena, total->waiting);
        row[TH_AT(totals, self_scored)] = th_exact_text(rows->arena, total->self_scored);
        row[TH_AT(totals, unconfirmed)] = th_exact_text(rows->arena, total->unconfirmed);
    }
}

void th_rows_of_ranks(th_span_rows *rows, const th_store_entry *entry)
{
    const th_scores *scores = entry->scores;
    const th_definition *d = entry->ds->definition;
    for (size_t i = 0; scores && i < d->nrankings; i++) {
        for (size_t k = 0; k < d->nunits; k++) {
            const th_standing *standing = &scores->standings[i][k];
            th_str *row = th_spans_add(rows);
            row[TH_AT(ranks, ranking)] = d->rankings[i].code;
            row[TH_AT(ranks, unit)] = d->units[standing->unit].code;
            row[TH_AT(ranks, value)] = th_exact_text(rows->arena, standing->value);
            if (standing->ranked)
                row[TH_AT(ranks, rank)] = th_span_number(rows->arena, standing->rank);
            row[TH_AT(ranks, shared)] = th_span_number(rows->arena, standing->shared);
            row[TH_AT(ranks, label)] = standing->label;
            row[TH_AT(ranks, step)] = th_span_number(rows->arena, standing->step);
        }
    }
}

void th_rows_of_states(th_span_rows *rows, const th_store_entry *entry)
{
    const th_scores *scores = entry->scores;
    th_arena *arena = rows->arena;
    if (!scores)
        return;
    const th_readiness *readiness = &scores->readiness;
    th_str *row = th_spans_add(rows);
    row[TH_AT(states, stage)] = th_str_of(stages[readiness->stage]);
    row[TH_AT(states, units_in)] = th_span_number(arena, readiness->in);
    row[TH_AT(states, closed)] = th_span_number(arena, readiness->closed);
    row[TH_AT(states, missing)] = th_span_number(arena, readiness->missing);
    row[TH_AT(states, errors)] = th_span_number(arena, (long long)readiness->errors);
    row[TH_AT(states, closed_errors)] = th_span_number(arena, (long long)readiness->closed_errors);
    row[TH_AT(states, doubts)] = th_span_number(arena, (long long)readiness->doubts);
    row[TH_AT(states, rows_aside)] = th_span_number(arena, (long long)readiness->rows_aside);
    row[TH_AT(states, to_score)] = th_span_number(arena, (long long)scores->open.to_score);
    row[TH_AT(states, to_confirm)] = th_span_number(arena, (long long)scores->open.to_confirm);
    row[TH_AT(states, without_data)] = th_span_number(arena, (long long)scores->open.without_data);
    row[TH_AT(states, complete)] = th_span_number(arena, readiness->complete);
}

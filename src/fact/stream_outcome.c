/* In the record stream: what a run came to, its day, its definition and how the units stood. */
#include "fact/stream_words.h"

#include <limits.h>

#include "base/banned.h"

bool th_stream_run(th_dataset *ds, const th_stream_line *line)
{
    enum { AS_OF = 1, DEFINITION, PROGRAM, LEDGER, FIELDS };
    if ((line->n != FIELDS && line->n != LEDGER) || ds->outcome.known || !th_stream_day(line->fields[AS_OF], &ds->day))
        return false;
    ds->outcome.known = true;
    ds->outcome.definition_hash = th_stream_text(ds->arena, line->fields[DEFINITION]);
    ds->outcome.program = th_stream_text(ds->arena, line->fields[PROGRAM]);
    if (line->n == FIELDS)
        ds->outcome.ledger_hash = th_stream_text(ds->arena, line->fields[LEDGER]);
    return true;
}

bool th_stream_rank(th_dataset *ds, const th_stream_line *line)
{
    enum { RANKING = 1, UNIT, TOTAL, RANK, FIELDS };
    th_run_outcome *outcome = &ds->outcome;
    th_rank_held held = {0};
    long rank;
    if (line->n != FIELDS || !th_stream_exact(ds->arena, line->fields[TOTAL], &held.total) ||
        !th_stream_whole(line->fields[RANK], 0, INT_MAX, &rank))
        return false;
    held.unit = th_definition_unit(ds->definition, line->fields[UNIT]);
    held.ranking = th_stream_text(ds->arena, line->fields[RANKING]);
    held.rank = (uint32_t)rank;
    if (held.unit != TH_NONE)
        TH_PUSH(ds->arena, outcome->ranks, outcome->nranks, outcome->ranks_cap, held);
    return true;
}

size_t th_stream_put_outcome(th_buf *out, const th_dataset *ds)
{
    const th_run_outcome *outcome = &ds->outcome;
    th_buf_add(out, TH_STR("run"));
    th_stream_put_day(out, ds->day);
    th_stream_put_field(out, outcome->definition_hash);
    th_stream_put_field(out, outcome->program);
    if (outcome->ledger_hash.len)
        th_stream_put_field(out, outcome->ledger_hash);
    th_buf_byte(out, '\n');
    for (size_t i = 0; i < outcome->nranks; i++) {
        const th_rank_held *held = &outcome->ranks[i];
        th_buf_add(out, TH_STR("rank"));
        th_stream_put_field(out, held->ranking);
        th_stream_put_field(out, ds->definition->units[held->unit].code);
        th_stream_put_field(out, th_exact_text(out->arena, held->total));
        th_buf_fmt(out, "\t%u\n", held->rank);
    }
    return 1 + outcome->nranks;
}

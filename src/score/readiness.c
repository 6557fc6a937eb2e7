/* What is still open, counted. */
#include "score/readiness.h"

#include "check/close.h"
#include "fact/due.h"

#include "base/banned.h"

/* ---- figures that points and rankings rest on ---- */

static bool names_figure(const th_definition *d, const th_expr *e, th_str code)
{
    if (!e)
        return false;
    if ((e->kind == TH_EX_INDICATOR && th_str_eq(d->indicators[e->index].code, code)) ||
        (e->kind == TH_EX_COLUMN && th_str_eq(d->columns[e->index].code, code)))
        return true;
    for (size_t i = 0; i < e->nargs; i++)
        if (names_figure(d, e->args[i], code))
            return true;
    return false;
}

static bool ranking_names(const th_definition *d, const th_ranking *ranking, th_str code)
{
    if (names_figure(d, ranking->expr, code))
        return true;
    for (size_t i = 0; i < ranking->nsteps; i++)
        if (names_figure(d, ranking->steps[i].expr, code))
            return true;
    for (size_t i = 0; i < ranking->ntitles; i++)
        if (names_figure(d, ranking->titles[i].condition, code))
            return true;
    return false;
}

static bool is_used(const th_definition *d, th_str code)
{
    for (size_t i = 0; i < d->ncriteria; i++)
        if (names_figure(d, d->criteria[i].expr, code) || names_figure(d, d->criteria[i].target, code))
            return true;
    for (size_t i = 0; i < d->nrankings; i++)
        if (ranking_names(d, &d->rankings[i], code))
            return true;
    return false;
}

/* Another version of what counts has come, and nobody has decided about it.  What comes after the cluster's appraisal
 * does not undo it. */
static bool is_open_decision(const th_finding *finding, const th_readiness *readiness)
{
    bool asks = finding->kind == TH_F_UNIT_WAITS || finding->kind == TH_F_UNIT_COUNTED_BEFORE;
    return asks && !readiness->row;
}

bool th_readiness_doubts(const th_dataset *ds, const th_readiness *readiness, const th_finding *finding)
{
    bool doubted = finding->indicator.len && is_used(ds->definition, finding->indicator);
    return finding->level == TH_LEVEL_WARNING && th_finding_is_open(finding) &&
           (doubted || is_open_decision(finding, readiness));
}

static void count_open_findings(const th_dataset *ds, th_readiness *readiness)
{
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        bool error = finding->level >= TH_LEVEL_ERROR && !finding->folded.len;
        readiness->errors += error && !finding->closed.len;
        readiness->closed_errors += error && finding->closed.len;
        readiness->doubts += th_readiness_doubts(ds, readiness, finding);
    }
}

static void count_units(const th_dataset *ds, th_readiness *readiness)
{
    for (uint32_t u = 0; u < ds->definition->nunits; u++) {
        bool closed = th_close_of_unit(ds->definition, u) != NULL, in = !closed && th_dataset_source(ds, u);
        readiness->in += in;
        readiness->closed += closed;
        readiness->missing += !in && !closed;
    }
}

const th_stage_row *th_readiness_stage(const th_dataset *ds, uint32_t unit)
{
    const th_definition *d = ds->definition;
    const th_stage_row *last = NULL;
    for (size_t i = 0; i < d->nstages; i++) {
        const th_stage_row *row = &d->stages[i];
        if (row->unit == unit && !th_due_later(row->date, ds->day) && (!last || row->stage > last->stage))
            last = row;
    }
    return last;
}

bool th_readiness_provisional(const th_scores *scores)
{
    return scores->readiness.stage == TH_STAGE_PROVISIONAL;
}

void th_readiness_look(const th_dataset *ds, th_scores *scores)
{
    th_readiness *readiness = &scores->readiness;
    const th_open_points *open = &scores->open;
    *readiness = (th_readiness){.row = th_readiness_stage(ds, TH_NONE)};
    readiness->rows_aside = ds->definition->nset_aside + ds->nsuspended + ds->nby_phone;
    count_units(ds, readiness);
    count_open_findings(ds, readiness);
    readiness->complete = !readiness->missing;
    bool ready = readiness->complete && !readiness->errors && !readiness->doubts && !readiness->rows_aside &&
                 !open->to_score && !open->to_confirm && !open->without_data;
    if (ready)
        readiness->stage = readiness->row ? (th_stage)readiness->row->stage : TH_STAGE_READY;
}

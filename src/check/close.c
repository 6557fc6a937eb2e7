/* Rows of Đóng beside the errors they close. */
#include "check/close.h"

#include "check/explain.h"
#include "text/fold.h"

#include "base/banned.h"

static th_str closing_text(th_arena *arena, const th_closing *closing)
{
    th_str basis = closing->basis.len ? th_str_fmt(arena, "; " TH_FMT, TH_ARG(closing->basis)) : (th_str){0};
    return th_str_fmt(arena, "giữ nguyên: " TH_FMT " (" TH_FMT ", " TH_FMT TH_FMT ")", TH_ARG(closing->why),
                      TH_ARG(closing->who), TH_ARG(closing->date), TH_ARG(basis));
}

/* What a row closes is an error; the mark of a lesser finding needs no row. */
static bool closes(th_dataset *ds, const th_closing *closing, const th_finding *finding)
{
    return finding->level >= TH_LEVEL_ERROR && finding->mark.len &&
           th_str_eq(finding->place.unit, ds->definition->units[closing->unit].code) &&
           th_fold_eq(ds->arena, finding->mark, closing->mark);
}

static void apply_closing(th_dataset *ds, const th_closing *closing)
{
    bool used = false;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *finding = &ds->findings.at[i];
        if (!closes(ds, closing, finding))
            continue;
        used = true;
        finding->closed = closing_text(ds->arena, closing);
        finding->vi =
            th_str_fmt(ds->arena, TH_FMT " Đã đóng, " TH_FMT ".", TH_ARG(finding->vi), TH_ARG(finding->closed));
        finding->en = th_str_fmt(ds->arena, TH_FMT " Closed: “" TH_FMT "”.", TH_ARG(finding->en), TH_ARG(closing->why));
    }
    if (used)
        return;
    const th_unit *unit = &ds->definition->units[closing->unit];
    th_place place = {.unit = unit->code, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&ds->findings, ds->arena, TH_F_CLOSING_IDLE, &place, TH_WITH(closing->mark, unit->name));
}

const th_closing *th_close_of_unit(const th_definition *d, uint32_t unit)
{
    for (size_t i = 0; i < d->nclosings; i++)
        if (d->closings[i].unit == unit && !d->closings[i].mark.len)
            return &d->closings[i];
    return NULL;
}

/* Findings at cells that Điều chỉnh filled. */
static void note_entered(th_dataset *ds)
{
    for (size_t k = 0; k < ds->nfacts; k++) {
        const th_fact *fact = &ds->facts[k];
        for (size_t i = 0; fact->adjusted && i < ds->findings.n; i++) {
            th_finding *finding = &ds->findings.at[i];
            finding->entered =
                finding->entered || (finding->indicator.len && finding->place.row == fact->row &&
                                     finding->place.col == fact->col && th_str_eq(finding->place.sheet, fact->sheet) &&
                                     th_str_eq(finding->place.file, ds->sources[fact->source].file));
        }
    }
}

static bool is_closed_by_mark(const th_finding *finding)
{
    return finding->level >= TH_LEVEL_ERROR && finding->place.unit.len;
}

void th_close_run(th_dataset *ds)
{
    note_entered(ds);
    th_explain_mark_findings(ds, is_closed_by_mark);
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *finding = &ds->findings.at[i];
        if (finding->level >= TH_LEVEL_ERROR && finding->explanation.len)
            finding->closed = finding->explanation;
    }
    for (size_t i = 0; i < ds->definition->nclosings; i++)
        if (ds->definition->closings[i].mark.len)
            apply_closing(ds, &ds->definition->closings[i]);
}

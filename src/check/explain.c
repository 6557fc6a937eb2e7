#include "check/explain.h"

#include "base/digest.h"
#include "text/fold.h"

#include "base/banned.h"

enum { MARK_DIGITS = 8 };

static th_str digest(th_arena *arena, const th_buf *text)
{
    return th_str_copy(arena, th_str_sub(th_sha256(arena, th_buf_str(text)), 0, MARK_DIGITS));
}

static void begin(th_buf *text, th_arena *arena, const th_definition *d, th_str unit, th_str rule)
{
    th_buf_init(text, arena);
    th_buf_fmt(text, TH_FMT "\t" TH_FMT "\t%d\n", TH_ARG(unit), TH_ARG(rule), d->period);
}

th_str th_explain_mark(th_arena *arena, const th_definition *d, uint32_t unit, th_str rule, const th_sources *sources)
{
    th_buf text;
    begin(&text, arena, d, d->units[unit].code, rule);
    for (size_t i = 0; i < sources->n; i++) {
        uint32_t index = sources->at[i].indicator;
        const th_operand *v = &sources->at[i].operand;
        th_str code = index == UINT32_MAX ? TH_STR("-") : d->indicators[index].code;
        th_buf_fmt(&text, TH_FMT "\t%d\t%d\t%u\t", TH_ARG(code), (int)sources->at[i].measure, (int)v->state,
                   v->qualifiers);
        th_buf_add(&text, v->num ? th_exact_text(arena, v->num) : v->text);
        th_buf_byte(&text, '\n');
    }
    return digest(arena, &text);
}

/* Not the cell: a row may be inserted above it. */
static th_str mark_of(th_dataset *ds, const th_finding *f)
{
    th_buf text;
    begin(&text, ds->arena, ds->definition, f->place.unit, f->rule);
    th_buf_fmt(&text, TH_FMT "\t" TH_FMT "\t" TH_FMT "\t" TH_FMT "\n", TH_ARG(f->place.form), TH_ARG(f->indicator),
               TH_ARG(f->raw), TH_ARG(f->expected));
    return digest(ds->arena, &text);
}

static void apply(th_dataset *ds, const th_explanation *e)
{
    th_str unit = ds->definition->units[e->unit].code, name = ds->definition->units[e->unit].name;
    bool used = false, changed = false;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *f = &ds->findings.at[i];
        if (!f->mark.len || !th_str_eq(f->place.unit, unit) || !th_fold_eq(ds->arena, f->rule, e->rule))
            continue;
        if (!th_fold_eq(ds->arena, f->mark, e->mark)) {
            changed = true;
            continue;
        }
        used = true;
        th_str date = e->date.len ? th_str_fmt(ds->arena, ", " TH_FMT, TH_ARG(e->date)) : (th_str){0};
        f->explanation =
            th_str_fmt(ds->arena, TH_FMT " (" TH_FMT TH_FMT ")", TH_ARG(e->why), TH_ARG(e->who), TH_ARG(date));
        f->vi = th_str_fmt(ds->arena, TH_FMT " Đã giải trình: " TH_FMT ".", TH_ARG(f->vi), TH_ARG(f->explanation));
        f->en = th_str_fmt(ds->arena, TH_FMT " Explained: " TH_FMT ".", TH_ARG(f->en), TH_ARG(f->explanation));
        if (f->level == TH_LEVEL_WARNING)
            f->level = TH_LEVEL_NOTE;
    }
    if (used)
        return;
    th_place place = {.unit = unit, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&ds->findings, ds->arena, changed ? TH_F_EXPLANATION_CHANGED : TH_F_EXPLANATION_IDLE, &place,
                    (th_str[]){name, e->rule}, 2);
}

void th_explain_run(th_dataset *ds)
{
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *f = &ds->findings.at[i];
        if (!f->mark.len && f->place.unit.len && f->indicator.len && f->level >= TH_LEVEL_WARNING)
            f->mark = mark_of(ds, f);
    }
    for (size_t i = 0; i < ds->definition->nexplanations; i++)
        if (th_dataset_source(ds, ds->definition->explanations[i].unit))
            apply(ds, &ds->definition->explanations[i]);
}

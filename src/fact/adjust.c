/* Điều chỉnh: the secretariat's figure in place of the unit's, which stays beside it. */
#include "fact/dataset.h"

#include "text/utf8.h"

#include "base/banned.h"

static th_fact *fact_of(const th_dataset *ds, const th_adjustment *a)
{
    for (size_t i = 0; i < ds->nfacts; i++) {
        th_fact *f = &ds->facts[i];
        if (!f->item && f->unit == a->unit && f->indicator == a->indicator && (int)f->measure == a->measure)
            return f;
    }
    return NULL;
}

static bool has_reported(const th_dataset *ds, uint32_t unit)
{
    return th_dataset_source(ds, unit) != NULL;
}

/* The definition as a source of figures: one line of the journal. */
static uint32_t source_of_definition(th_dataset *ds, th_str file)
{
    for (size_t i = 0; i < ds->nsources; i++)
        if (ds->sources[i].unit == TH_NONE && th_str_eq(ds->sources[i].file, file))
            return (uint32_t)i;
    th_source s = {.file = th_str_copy(ds->arena, file),
                   .format = TH_STR("bộ biểu mẫu"),
                   .unit = TH_NONE,
                   .period = ds->definition->period};
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, s);
    return (uint32_t)ds->nsources - 1;
}

static bool same(const th_value *a, const th_value *b)
{
    if (a->state != b->state || a->qualifiers != b->qualifiers)
        return false;
    if (!a->num || !b->num)
        return !a->num && !b->num && th_str_eq(a->text, b->text);
    return th_exact_cmp(a->num, b->num) == 0;
}

static th_str shown(th_arena *arena, const th_value *v, th_type type)
{
    return v->state == TH_STATE_VALUE ? th_value_vi(arena, v, type) : TH_STR("chỗ chưa có số liệu");
}

static void add_fact(th_dataset *ds, const th_adjustment *a, const th_adjusted *adjusted)
{
    th_fact f = {.unit = a->unit,
                 .indicator = a->indicator,
                 .measure = (th_measure)a->measure,
                 .value = a->value,
                 .source = source_of_definition(ds, a->file),
                 .sheet = a->sheet,
                 .row = a->row,
                 .raw = a->text,
                 .adjusted = adjusted};
    th_dataset_add(ds, &f);
}

/* What reading had to say of the figure that was replaced: known now, and settled. */
static void settle_findings(th_dataset *ds, const th_adjustment *a, const th_fact *f)
{
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *x = &ds->findings.at[i];
        bool here = !f || x->place.row == TH_NO_CELL || (x->place.row == f->row && x->place.col == f->col);
        if (!here || x->level < TH_LEVEL_WARNING || !th_str_eq(x->place.unit, d->units[a->unit].code) ||
            !th_str_eq(x->indicator, d->indicators[a->indicator].code) || (!f && a->measure != TH_NOW))
            continue;
        x->level = TH_LEVEL_NOTE;
        x->vi = th_str_fmt(ds->arena, TH_FMT " Ban thư ký đã điều chỉnh.", TH_ARG(x->vi));
        x->en = th_str_fmt(ds->arena, TH_FMT " Adjusted by the secretariat.", TH_ARG(x->en));
    }
}

static void apply(th_dataset *ds, const th_adjustment *a)
{
    const th_definition *d = ds->definition;
    const th_indicator *ind = &d->indicators[a->indicator];
    th_type type = a->measure == TH_COMPARED ? TH_TYPE_PERCENT : ind->type;
    th_fact *f = fact_of(ds, a);
    th_place place = {.unit = d->units[a->unit].code,
                      .file = a->file,
                      .sheet = a->sheet,
                      .form = d->forms[ind->form].code,
                      .row = a->row,
                      .col = 0};
    if (!has_reported(ds, a->unit)) {
        th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED_IDLE, &place,
                        (th_str[]){ind->label, d->units[a->unit].name}, 2)
            ->indicator = ind->code;
        return;
    }
    if (f) {
        place.file = ds->sources[f->source].file;
        place.sheet = f->sheet;
        place.row = f->row;
        place.col = f->col;
    }
    if (f && same(&f->value, &a->value)) {
        th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED_SAME, &place,
                        (th_str[]){ind->label, shown(ds->arena, &f->value, type)}, 2)
            ->indicator = ind->code;
        return;
    }
    settle_findings(ds, a, f);
    th_adjusted *adjusted = th_arena_alloc(ds->arena, sizeof *adjusted);
    *adjusted = (th_adjusted){a, f ? f->value : (th_value){.state = TH_STATE_ABSENT}};
    th_str who =
        th_str_fmt(ds->arena, TH_FMT ", " TH_FMT ", " TH_FMT, TH_ARG(a->who), TH_ARG(a->date), TH_ARG(a->basis));
    th_finding *said =
        th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED, &place,
                        (th_str[]){ind->label, th_text_lower(ds->arena, th_measure_vi((th_measure)a->measure)),
                                   shown(ds->arena, &adjusted->stated, type), shown(ds->arena, &a->value, type), who},
                        5);
    said->indicator = ind->code;
    said->raw = f ? f->raw : (th_str){0};
    if (f) {
        f->value = a->value;
        f->adjusted = adjusted;
    } else {
        add_fact(ds, a, adjusted);
    }
}

void th_dataset_adjust(th_dataset *ds)
{
    for (size_t i = 0; i < ds->definition->nadjustments; i++)
        apply(ds, &ds->definition->adjustments[i]);
}

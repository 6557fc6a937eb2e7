/* Điều chỉnh: the secretariat's figure in place of the unit's, which stays beside it. */
#include "fact/dataset.h"

#include "text/utf8.h"

#include "base/banned.h"

static th_fact *fact_of(const th_dataset *ds, const th_adjustment *adjustment)
{
    for (size_t i = 0; i < ds->nfacts; i++) {
        th_fact *f = &ds->facts[i];
        if (!f->item && f->unit == adjustment->unit && f->indicator == adjustment->indicator &&
            (int)f->measure == adjustment->measure)
            return f;
    }
    return NULL;
}

static bool has_reported(const th_dataset *ds, uint32_t unit)
{
    return th_dataset_source(ds, unit) != NULL;
}

/* The definition as a source of figures, so that these have an origin too; one line in the journal of files. */
static uint32_t source_of_definition(th_dataset *ds, th_str file)
{
    for (size_t i = 0; i < ds->nsources; i++)
        if (ds->sources[i].unit == TH_NONE && th_str_eq(ds->sources[i].file, file))
            return (uint32_t)i;
    th_source source = {.file = th_str_copy(ds->arena, file),
                        .receipt = TH_NONE,
                        .format = TH_STR("bộ biểu mẫu"),
                        .unit = TH_NONE,
                        .period = ds->definition->period};
    TH_PUSH(ds->arena, ds->sources, ds->nsources, ds->sources_cap, source);
    return (uint32_t)ds->nsources - 1;
}

static th_words adjusted_shown(th_arena *arena, const th_value *v, th_type type)
{
    return v->state == TH_STATE_VALUE ? th_value_words(arena, v, type)
                                      : TH_WORDS_ARE("chỗ chưa có số liệu", "no figure");
}

static void add_fact(th_dataset *ds, const th_adjustment *adjustment, const th_adjusted *adjusted)
{
    th_fact f = {.unit = adjustment->unit,
                 .indicator = adjustment->indicator,
                 .measure = (th_measure)adjustment->measure,
                 .value = adjustment->value,
                 .source = source_of_definition(ds, adjustment->file),
                 .sheet = adjustment->sheet,
                 .row = adjustment->row,
                 .raw = adjustment->text,
                 .adjusted = adjusted};
    th_dataset_add(ds, &f);
}

/* What reading had to say of the figure that was replaced is settled: it stays in the list as a note. */
static void settle_findings(th_dataset *ds, const th_adjustment *adjustment, const th_fact *f)
{
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *finding = &ds->findings.at[i];
        bool here =
            !f || finding->place.row == TH_NO_CELL || (finding->place.row == f->row && finding->place.col == f->col);
        if (!here || finding->level < TH_LEVEL_WARNING ||
            !th_str_eq(finding->place.unit, d->units[adjustment->unit].code) ||
            !th_str_eq(finding->indicator, d->indicators[adjustment->indicator].code) ||
            (!f && adjustment->measure != TH_NOW))
            continue;
        finding->level = TH_LEVEL_NOTE;
        finding->vi = th_str_fmt(ds->arena, TH_FMT " Ban thư ký đã điều chỉnh.", TH_ARG(finding->vi));
        finding->en = th_str_fmt(ds->arena, TH_FMT " Adjusted by the secretariat.", TH_ARG(finding->en));
    }
}

static void apply_adjustment(th_dataset *ds, const th_adjustment *adjustment)
{
    const th_definition *d = ds->definition;
    const th_indicator *ind = &d->indicators[adjustment->indicator];
    th_type type = adjustment->measure == TH_COMPARED ? TH_TYPE_PERCENT : ind->type;
    th_fact *f = fact_of(ds, adjustment);
    th_place place = {.unit = d->units[adjustment->unit].code,
                      .file = adjustment->file,
                      .sheet = adjustment->sheet,
                      .form = d->forms[ind->form].code,
                      .row = adjustment->row,
                      .col = 0};
    if (!has_reported(ds, adjustment->unit)) {
        th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED_IDLE, &place,
                        TH_WITH(ind->label, d->units[adjustment->unit].name))
            ->indicator = ind->code;
        return;
    }
    if (f) {
        place.file = ds->sources[f->source].file;
        place.sheet = f->sheet;
        place.row = f->row;
        place.col = f->col;
    }
    if (f && th_value_states_same(&f->value, &adjustment->value)) {
        th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED_SAME, &place,
                        TH_WITH(ind->label, adjusted_shown(ds->arena, &f->value, type)))
            ->indicator = ind->code;
        return;
    }
    settle_findings(ds, adjustment, f);
    th_adjusted *adjusted = th_arena_alloc(ds->arena, sizeof *adjusted);
    *adjusted = (th_adjusted){adjustment, f ? f->value : (th_value){.state = TH_STATE_ABSENT}};
    th_str who = th_str_fmt(ds->arena, TH_FMT ", " TH_FMT ", " TH_FMT, TH_ARG(adjustment->who),
                            TH_ARG(adjustment->date), TH_ARG(adjustment->basis));
    th_finding *said = th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED, &place,
                                       TH_WITH(ind->label, th_measure_words(ds->arena, (th_measure)adjustment->measure),
                                               adjusted_shown(ds->arena, &adjusted->stated, type),
                                               adjusted_shown(ds->arena, &adjustment->value, type), who));
    said->indicator = ind->code;
    said->raw = f ? f->raw : (th_str){0};
    if (f) {
        f->value = adjustment->value;
        f->adjusted = adjusted;
    } else {
        add_fact(ds, adjustment, adjusted);
    }
}

void th_dataset_adjust(th_dataset *ds)
{
    for (size_t i = 0; i < ds->definition->nadjustments; i++)
        apply_adjustment(ds, &ds->definition->adjustments[i]);
}

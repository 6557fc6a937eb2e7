/* Điều chỉnh: the secretariat's figure in place of the unit's, which stays beside it. */
#include "fact/dataset.h"

#include "text/fold.h"

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

/* The definition, or the ledger, as a source of figures, so that these have an origin too; one line in the journal of
 * files. */
static uint32_t source_of_row(th_dataset *ds, const th_adjustment *adjustment)
{
    th_str file = adjustment->file;
    for (size_t i = 0; i < ds->nsources; i++)
        if (ds->sources[i].unit == TH_NONE && th_str_eq(ds->sources[i].file, file))
            return (uint32_t)i;
    th_source source = {.file = th_str_copy(ds->arena, file),
                        .receipt = TH_NONE,
                        .format = adjustment->in_ledger ? TH_STR("sổ ban thư ký") : TH_STR("bộ biểu mẫu"),
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
                 .source = source_of_row(ds, adjustment),
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

/* The figure as it was when the adjustment was decided: as it is understood, as its cell shows it, or as typed. */
static bool is_old_figure(const th_dataset *ds, const th_fact *f, const th_adjustment *adjustment)
{
    bool blank = !f || f->value.state == TH_STATE_BLANK || f->value.state == TH_STATE_ABSENT;
    if (blank || adjustment->old.state == TH_STATE_BLANK)
        return blank && adjustment->old.state == TH_STATE_BLANK;
    th_value printed = f->value;
    printed.num = th_value_printed(&f->value);
    return th_value_states_same(&f->value, &adjustment->old) || th_value_states_same(&printed, &adjustment->old) ||
           th_fold_eq(ds->arena, f->raw, adjustment->old_text);
}

static th_words figure_shown(th_arena *arena, const th_fact *f, th_type type)
{
    if (f && f->value.state == TH_STATE_VALUE)
        return th_value_words(arena, &f->value, type);
    return f && f->raw.len ? th_words_quoted(f->raw) : TH_WORDS_ARE("(trống)", "(blank)");
}

/* Lets neither figure count, the new one nor the old one: whoever decided on the adjustment did not know the new
 * one. */
static void suspend(th_dataset *ds, const th_adjustment *adjustment, const th_fact *f, const th_place *place)
{
    const th_indicator *ind = &ds->definition->indicators[adjustment->indicator];
    th_type type = adjustment->measure == TH_COMPARED ? TH_TYPE_PERCENT : ind->type;
    th_place row = {
        .file = adjustment->file, .sheet = TH_STR("Điều chỉnh"), .row = adjustment->row, .col = adjustment->old_col};
    th_str cell = th_str_fmt(ds->arena, "Điều chỉnh!" TH_FMT, TH_ARG(th_cell_name(ds->arena, row.row, row.col)));
    TH_PUSH(ds->arena, ds->suspended, ds->nsuspended, ds->suspended_cap, row);
    th_finding *said = th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_ADJUSTED_CHANGED, place,
                                       TH_WITH(ind->label, th_measure_words(ds->arena, (th_measure)adjustment->measure),
                                               figure_shown(ds->arena, f, type), adjustment->old_text,
                                               adjusted_shown(ds->arena, &adjustment->value, type), cell));
    said->indicator = ind->code;
    said->raw = f ? f->raw : (th_str){0};
}

/* What a row that is in use says; of one on the ground of a telephone call also that the unit has yet to confirm it. */
static void say_adjusted(th_dataset *ds, const th_adjusted *adjusted, const th_fact *f, const th_place *place)
{
    const th_adjustment *by = adjusted->by;
    const th_indicator *ind = &ds->definition->indicators[by->indicator];
    th_type type = by->measure == TH_COMPARED ? TH_TYPE_PERCENT : ind->type;
    th_str who =
        th_str_fmt(ds->arena, TH_FMT ", " TH_FMT ", " TH_FMT, TH_ARG(by->who), TH_ARG(by->date), TH_ARG(by->basis));
    th_finding *said = th_findings_add(
        &ds->findings, ds->arena, by->by_phone ? TH_F_VALUE_ADJUSTED_BY_PHONE : TH_F_VALUE_ADJUSTED, place,
        TH_WITH(ind->label, th_measure_words(ds->arena, (th_measure)by->measure),
                adjusted_shown(ds->arena, &adjusted->stated, type), adjusted_shown(ds->arena, &by->value, type), who));
    said->indicator = ind->code;
    said->raw = f ? f->raw : (th_str){0};
    th_place row = {.file = by->file, .sheet = TH_STR("Điều chỉnh"), .row = by->row, .col = by->basis_col};
    if (by->by_phone)
        TH_PUSH(ds->arena, ds->by_phone, ds->nby_phone, ds->by_phone_cap, row);
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
    if (adjustment->old_text.len && !is_old_figure(ds, f, adjustment)) {
        suspend(ds, adjustment, f, &place);
        return;
    }
    settle_findings(ds, adjustment, f);
    th_adjusted *adjusted = th_arena_alloc(ds->arena, sizeof *adjusted);
    *adjusted = (th_adjusted){adjustment, f ? f->value : (th_value){.state = TH_STATE_ABSENT}};
    say_adjusted(ds, adjusted, f, &place);
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

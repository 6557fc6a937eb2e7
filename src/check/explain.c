/* Marks over the values a finding rests on, and the reasons of Giải trình that bear them. */
#include "check/explain.h"

#include "base/digest.h"
#include "text/fold.h"

#include "base/banned.h"

enum { MARK_DIGITS = 8 };

static th_str mark_digits(th_arena *arena, const th_buf *text)
{
    return th_str_copy(arena, th_str_sub(th_sha256(arena, th_buf_str(text)), 0, MARK_DIGITS));
}

/* What every mark begins with. */
static void begin_mark(th_buf *text, th_arena *arena, const th_definition *d, th_str unit, th_str rule)
{
    th_buf_init(text, arena);
    th_buf_fmt(text, TH_FMT "\t" TH_FMT "\t%d\n", TH_ARG(unit), TH_ARG(rule), d->period);
}

th_str th_explain_mark(th_arena *arena, const th_definition *d, uint32_t unit, th_str rule, const th_sources *sources)
{
    th_buf text;
    begin_mark(&text, arena, d, d->units[unit].code, rule);
    for (size_t i = 0; i < sources->n; i++) {
        uint32_t index = sources->at[i].indicator;
        const th_operand *operand = &sources->at[i].operand;
        th_str code = index == UINT32_MAX ? TH_STR("-") : d->indicators[index].code;
        th_buf_fmt(&text, TH_FMT "\t%d\t%d\t%u\t", TH_ARG(code), (int)sources->at[i].measure, (int)operand->state,
                   operand->qualifiers);
        th_buf_add(&text, operand->num ? th_exact_text(arena, operand->num) : operand->text);
        th_buf_byte(&text, '\n');
    }
    return mark_digits(arena, &text);
}

/* The mark of a finding about one value.  The cell is no part of it, since a row may be inserted above. */
static th_str mark_of(th_dataset *ds, const th_finding *finding)
{
    th_buf text;
    begin_mark(&text, ds->arena, ds->definition, finding->place.unit, finding->rule);
    th_buf_fmt(&text, TH_FMT "\t" TH_FMT "\t" TH_FMT "\t" TH_FMT "\n", TH_ARG(finding->place.form),
               TH_ARG(finding->indicator), TH_ARG(finding->raw), TH_ARG(finding->expected));
    return mark_digits(ds->arena, &text);
}

th_str th_explain_text(th_arena *arena, const th_explanation *explanation)
{
    th_str date = explanation->date.len ? th_str_fmt(arena, ", " TH_FMT, TH_ARG(explanation->date)) : (th_str){0};
    return th_str_fmt(arena, TH_FMT " (" TH_FMT TH_FMT ")", TH_ARG(explanation->why), TH_ARG(explanation->who),
                      TH_ARG(date));
}

/* Adds the reason to every finding that bears its mark; a reason whose finding is gone or has changed is reported. */
static void apply_explanation(th_dataset *ds, const th_explanation *explanation)
{
    th_str unit = ds->definition->units[explanation->unit].code, name = ds->definition->units[explanation->unit].name;
    bool used = false, changed = false;
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *finding = &ds->findings.at[i];
        if (!finding->mark.len || !th_str_eq(finding->place.unit, unit) ||
            !th_fold_eq(ds->arena, finding->rule, explanation->rule))
            continue;
        if (!th_fold_eq(ds->arena, finding->mark, explanation->mark)) {
            changed = true;
            continue;
        }
        used = true;
        finding->explanation = th_explain_text(ds->arena, explanation);
        finding->vi = th_str_fmt(ds->arena, TH_FMT " Đã giải trình: " TH_FMT ".", TH_ARG(finding->vi),
                                 TH_ARG(finding->explanation));
        finding->en = th_str_fmt(ds->arena, TH_FMT " Explained: “" TH_FMT "”.", TH_ARG(finding->en),
                                 TH_ARG(finding->explanation));
        if (finding->level == TH_LEVEL_WARNING)
            finding->level = TH_LEVEL_NOTE;
    }
    if (used)
        return;
    th_place place = {.unit = unit, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(&ds->findings, ds->arena, changed ? TH_F_EXPLANATION_CHANGED : TH_F_EXPLANATION_IDLE, &place,
                    TH_WITH(name, explanation->rule));
}

void th_explain_run(th_dataset *ds)
{
    for (size_t i = 0; i < ds->findings.n; i++) {
        th_finding *finding = &ds->findings.at[i];
        if (!finding->mark.len && finding->place.unit.len && finding->indicator.len &&
            finding->level >= TH_LEVEL_WARNING)
            finding->mark = mark_of(ds, finding);
    }
    for (size_t i = 0; i < ds->definition->nexplanations; i++)
        if (th_dataset_source(ds, ds->definition->explanations[i].unit))
            apply_explanation(ds, &ds->definition->explanations[i]);
}

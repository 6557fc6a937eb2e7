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

static void add_operand(th_buf *text, const th_operand *operand)
{
    th_buf_fmt(text, "%d\t%u\t", (int)operand->state, operand->qualifiers);
    th_buf_add(text, operand->num ? th_exact_text(text->arena, operand->num) : operand->text);
    th_buf_byte(text, '\n');
}

/* Of a list every cell of the columns that the rule names: any row may have been what was explained. */
static void add_columns(th_buf *text, const th_broken *broken, const th_expr *expr)
{
    if (expr->kind == TH_EX_COLUMN) {
        size_t rows = broken->env->list_size(broken->env->ctx, expr->index);
        th_buf_fmt(text, TH_FMT "\t%zu\n", TH_ARG(broken->ds->definition->columns[expr->index].code), rows);
        for (size_t row = 0; row < rows; row++) {
            th_operand cell = broken->env->list_cell(broken->env->ctx, expr->index, row);
            add_operand(text, &cell);
        }
    }
    for (size_t i = 0; i < expr->nargs; i++)
        add_columns(text, broken, expr->args[i]);
}

static void add_figures(th_buf *text, const th_definition *d, const th_sources *sources)
{
    for (size_t i = 0; i < sources->n; i++) {
        const th_used *used = &sources->at[i];
        if (used->indicator == UINT32_MAX) /* the first cell of a column of a list */
            continue;
        th_buf_fmt(text, TH_FMT "\t%d\t", TH_ARG(d->indicators[used->indicator].code), (int)used->measure);
        add_operand(text, &used->operand);
    }
}

th_str th_explain_mark(th_arena *arena, const th_definition *d, uint32_t unit, th_str rule, const th_sources *sources)
{
    th_buf text;
    begin_mark(&text, arena, d, d->units[unit].code, rule);
    add_figures(&text, d, sources);
    return mark_digits(arena, &text);
}

th_str th_explain_mark_of_rule(th_arena *arena, const th_broken *broken, uint32_t unit)
{
    th_buf text;
    const th_definition *d = broken->ds->definition;
    begin_mark(&text, arena, d, d->units[unit].code, broken->check->code);
    add_figures(&text, d, broken->sources);
    add_columns(&text, broken, broken->check->left);
    add_columns(&text, broken, broken->check->right);
    return mark_digits(arena, &text);
}

static bool stands_at(const th_dataset *ds, const th_fact *fact, const th_place *place)
{
    return fact->row == place->row && fact->col == place->col && th_str_eq(fact->sheet, place->sheet) &&
           th_str_eq(ds->sources[fact->source].file, place->file);
}

/* The figures that stand in one row with the cell: all of an indicator, all of a row of a list.  Where they are in the
 * file is no part of it, since a row may be inserted above. */
static void add_row_of_cell(th_buf *text, const th_dataset *ds, const th_place *place)
{
    const th_fact *fact = NULL;
    if (place->row == TH_NO_CELL)
        return;
    for (size_t i = 0; i < ds->nfacts && !fact; i++)
        if (stands_at(ds, &ds->facts[i], place))
            fact = &ds->facts[i];
    for (size_t i = 0; fact && i < ds->nfacts; i++) {
        const th_fact *other = &ds->facts[i];
        bool in_row = other->unit == fact->unit && other->item == fact->item && other->source == fact->source &&
                      (fact->item ? other->row == fact->row : other->indicator == fact->indicator) &&
                      th_str_eq(other->sheet, fact->sheet);
        if (in_row)
            th_buf_fmt(text, "%d\t" TH_FMT "\n", (int)other->measure, TH_ARG(other->raw));
    }
}

th_str th_explain_mark_of_finding(th_dataset *ds, const th_finding *finding)
{
    th_buf text;
    begin_mark(&text, ds->arena, ds->definition, finding->place.unit, finding->rule);
    th_buf_fmt(&text, TH_FMT "\t" TH_FMT "\t" TH_FMT "\t" TH_FMT "\n", TH_ARG(finding->place.form),
               TH_ARG(finding->indicator), TH_ARG(finding->raw), TH_ARG(finding->expected));
    add_row_of_cell(&text, ds, &finding->place);
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
            finding->mark = th_explain_mark_of_finding(ds, finding);
    }
    for (size_t i = 0; i < ds->definition->nexplanations; i++)
        if (th_dataset_source(ds, ds->definition->explanations[i].unit))
            apply_explanation(ds, &ds->definition->explanations[i]);
}

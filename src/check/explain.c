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

/* ---- findings about one cell ---- */

/* A finding, and the first fact that stands at its cell.  Those of one slot are chained. */
typedef struct cell_wanted {
    size_t finding;
    const th_fact *fact;
    uint32_t next; /* 1 + its index */
} cell_wanted;

typedef struct cells_wanted {
    cell_wanted *at;
    uint32_t *slots; /* 1 + the first of a slot */
    size_t n, nslots;
} cells_wanted;

static size_t slot_of_cell(const cells_wanted *wanted, uint32_t row, uint32_t col)
{
    return (row * 2654435761U ^ col * 40503U) % wanted->nslots;
}

static bool stands_at(const th_dataset *ds, const th_fact *fact, const th_place *place)
{
    return fact->row == place->row && fact->col == place->col && th_str_eq(fact->sheet, place->sheet) &&
           th_str_eq(ds->sources[fact->source].file, place->file);
}

/* Facts and findings grow together: each list is walked once. */
static void find_wanted_cells(const th_dataset *ds, cells_wanted *wanted)
{
    for (size_t i = 0; i < wanted->n; i++) {
        const th_place *place = &ds->findings.at[wanted->at[i].finding].place;
        if (place->row == TH_NO_CELL)
            continue;
        uint32_t *slot = &wanted->slots[slot_of_cell(wanted, place->row, place->col)];
        wanted->at[i].next = *slot;
        *slot = (uint32_t)i + 1;
    }
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *fact = &ds->facts[i];
        for (uint32_t k = wanted->slots[slot_of_cell(wanted, fact->row, fact->col)]; k; k = wanted->at[k - 1].next) {
            cell_wanted *one = &wanted->at[k - 1];
            if (!one->fact && stands_at(ds, fact, &ds->findings.at[one->finding].place))
                one->fact = fact;
        }
    }
}

static void add_row_of_run(th_buf *text, const th_dataset *ds, const th_fact *fact, th_fact_run run)
{
    for (size_t i = run.first; i < (size_t)run.first + run.n; i++) {
        const th_fact *other = &ds->facts[i];
        bool in_row = other->unit == fact->unit && other->item == fact->item && other->source == fact->source &&
                      (fact->item ? other->row == fact->row : other->indicator == fact->indicator) &&
                      th_str_eq(other->sheet, fact->sheet);
        if (in_row)
            th_buf_fmt(text, "%d\t" TH_FMT "\n", (int)other->measure, TH_ARG(other->raw));
    }
}

/* The figures that stand in one row with the cell: all of an indicator, all of a row of a list.  Where they are in the
 * file is no part of it, since a row may be inserted above. */
static void add_row_of_cell(th_buf *text, const th_dataset *ds, const th_fact *fact)
{
    const th_definition *d = ds->definition;
    if (!fact->item) {
        add_row_of_run(text, ds, fact, ds->figures[fact->unit * d->nindicators + fact->indicator]);
        return;
    }
    for (uint32_t form = 0; form < d->nforms; form++)
        add_row_of_run(text, ds, fact, th_dataset_list_row(ds, fact->unit, form, fact->item));
}

static th_str mark_of_cell(th_dataset *ds, const th_finding *finding, const th_fact *fact)
{
    th_buf text;
    begin_mark(&text, ds->arena, ds->definition, finding->place.unit, finding->rule);
    th_buf_fmt(&text, TH_FMT "\t" TH_FMT "\t" TH_FMT "\t" TH_FMT "\n", TH_ARG(finding->place.form),
               TH_ARG(finding->indicator), TH_ARG(finding->raw), TH_ARG(finding->expected));
    if (fact)
        add_row_of_cell(&text, ds, fact);
    return mark_digits(ds->arena, &text);
}

void th_explain_mark_findings(th_dataset *ds, bool (*needs)(const th_finding *))
{
    th_arena *scratch = th_arena_scratch(ds->arena);
    size_t n = ds->findings.n;
    cells_wanted wanted = {.at = th_arena_array(scratch, n, sizeof *wanted.at),
                           .slots = th_arena_array(scratch, n + 1, sizeof *wanted.slots),
                           .nslots = n + 1};
    for (size_t i = 0; i < n; i++)
        if (!ds->findings.at[i].mark.len && needs(&ds->findings.at[i]))
            wanted.at[wanted.n++].finding = i;
    if (wanted.n)
        find_wanted_cells(ds, &wanted);
    for (size_t i = 0; i < wanted.n; i++) {
        th_finding *finding = &ds->findings.at[wanted.at[i].finding];
        finding->mark = mark_of_cell(ds, finding, wanted.at[i].fact);
    }
    th_arena_free(scratch);
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

static bool is_explained_by_unit(const th_finding *finding)
{
    return finding->place.unit.len && finding->indicator.len && finding->level >= TH_LEVEL_WARNING;
}

void th_explain_run(th_dataset *ds)
{
    th_explain_mark_findings(ds, is_explained_by_unit);
    for (size_t i = 0; i < ds->definition->nexplanations; i++)
        if (th_dataset_source(ds, ds->definition->explanations[i].unit))
            apply_explanation(ds, &ds->definition->explanations[i]);
}

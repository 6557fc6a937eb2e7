/* Findings about a definition: where, what was found, what was expected, the nearest known name. */
#include "form/load.h"
#include "text/fold.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 4 };

static th_place place_in(const th_loading *l, th_table_id id, uint32_t row, uint32_t col)
{
    const th_table *t = &l->tables[id];
    th_place p = {.file = t->file, .row = row, .col = col};
    if (t->sheet)
        p.sheet = t->sheet->name.len ? t->sheet->name : t->sheet->raw_name;
    return p;
}

static th_str maybe_vi(th_arena *arena, th_str nearest)
{
    return nearest.len ? th_str_fmt(arena, " Có phải “" TH_FMT "”?", TH_ARG(nearest)) : (th_str){0};
}

static th_str maybe_en(th_arena *arena, th_str nearest)
{
    return nearest.len ? th_str_fmt(arena, " Did you mean “" TH_FMT "”?", TH_ARG(nearest)) : (th_str){0};
}

void th_fault_sheet(th_loading *l, const char *name)
{
    th_str *names = th_arena_array(l->arena, l->nsheets, sizeof *names);
    for (size_t i = 0; i < l->nsheets; i++)
        names[i] = l->sheets[i].sheet->name;
    size_t near = th_fold_nearest(l->arena, th_str_of(name), names, l->nsheets);
    th_str nearest = near < l->nsheets ? names[near] : (th_str){0};
    th_str args[] = {th_str_of(name), maybe_vi(l->arena, nearest), maybe_en(l->arena, nearest)};
    th_findings_add(l->findings, l->arena, TH_F_DEF_SHEET, NULL, (th_arguments){args, sizeof args / sizeof *args});
}

void th_fault_column(th_loading *l, th_table_id id, uint32_t row, const char *column, const th_str *labels,
                     size_t nlabels)
{
    size_t near = th_fold_nearest(l->arena, th_str_of(column), labels, nlabels);
    th_str nearest = near < nlabels ? labels[near] : (th_str){0};
    th_str args[] = {th_str_of(th_table_specs[id].name), th_str_of(column), maybe_vi(l->arena, nearest),
                     maybe_en(l->arena, nearest)};
    th_place place = place_in(l, id, row, TH_NO_CELL);
    th_findings_add(l->findings, l->arena, TH_F_DEF_COLUMN, &place, (th_arguments){args, sizeof args / sizeof *args});
}

static th_finding *add(const th_spot *s, th_finding_kind kind, const th_str *args, size_t nargs)
{
    th_place place = place_in(s->l, s->table, s->row, s->col);
    th_finding *f = th_findings_add(s->l->findings, s->l->arena, kind, &place, (th_arguments){args, nargs});
    f->raw = th_str_copy(s->l->arena, s->text);
    return f;
}

void th_fault_value(const th_spot *s, const char *expected_vi, const char *expected_en, th_str nearest)
{
    th_arena *a = s->l->arena;
    th_str args[] = {th_str_of(s->field->name), s->text.len ? s->text : TH_STR("(trống)"),
                     th_str_of(expected_vi),    maybe_vi(a, nearest),
                     th_str_of(expected_en),    maybe_en(a, nearest)};
    add(s, TH_F_DEF_VALUE, args, sizeof args / sizeof *args)->expected = th_str_of(expected_vi);
}

void th_fault_reference(const th_spot *s, th_str found, const char *noun_vi, const char *noun_en, th_str nearest)
{
    th_arena *a = s->l->arena;
    th_str args[] = {th_str_of(s->field->name), found, th_str_of(noun_vi), maybe_vi(a, nearest), th_str_of(noun_en),
                     maybe_en(a, nearest)};
    add(s, TH_F_DEF_REFERENCE, args, sizeof args / sizeof *args)->expected = nearest;
}

void th_fault_expression(const th_spot *s, const th_expr_error *error)
{
    th_str args[] = {s->typed, th_str_fmt(s->l->arena, "%zu", error->at), error->vi, error->en};
    add(s, TH_F_DEF_EXPRESSION, args, sizeof args / sizeof *args);
}

void th_fault_duplicate(const th_spot *s, th_table_id of, uint32_t row)
{
    th_str where = th_str_fmt(s->l->arena, "%u", row + 1);
    if (of != s->table)
        where = th_str_fmt(s->l->arena, "%u (%s)", row + 1, th_table_specs[of].name);
    th_str args[] = {s->text, where};
    add(s, TH_F_DEF_DUPLICATE, args, sizeof args / sizeof *args);
}

void th_fault_sum(const th_spot *s, th_str what, const th_exact *sum, const th_exact *expected)
{
    th_str want = th_exact_vi(s->l->arena, expected, SHOWN_DECIMALS, true);
    th_str args[] = {what, th_exact_vi(s->l->arena, sum, SHOWN_DECIMALS, true), want};
    th_finding *f = add(s, TH_F_DEF_SUM, args, sizeof args / sizeof *args);
    f->expected = want;
    f->difference = th_exact_vi(s->l->arena, th_exact_sub(s->l->arena, sum, expected), SHOWN_DECIMALS, true);
}

/* Findings about a definition: where something is wrong, what was found there, what was expected, and the nearest name
 * that is known. */
#include "form/load.h"
#include "text/fold.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 4 };

/* A cell of a table of the definition; `row` or `col` may be TH_NO_CELL. */
static th_place place_in(const th_loading *l, th_table_id id, uint32_t row, uint32_t col)
{
    const th_table *table = &l->tables[id];
    th_place place = {.file = table->file, .row = row, .col = col};
    if (table->sheet)
        place.sheet = table->sheet->name;
    return place;
}

static th_words did_you_mean(th_arena *arena, th_str nearest)
{
    return nearest.len ? TH_WORDS(arena, " Có phải “" TH_FMT "”?", " Did you mean “" TH_FMT "”?", TH_ARG(nearest))
                       : (th_words){0};
}

/* A sheet as a whole. */
static th_place place_of_sheet(const th_source_sheet *source)
{
    return (th_place){
        .file = source->file, .sheet = th_source_sheet_name(source), .row = TH_NO_CELL, .col = TH_NO_CELL};
}

void th_fault_sheet(th_loading *l, th_table_id id, const th_source_sheet *meant)
{
    th_str nearest = meant ? th_source_sheet_name(meant) : (th_str){0};
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    if (meant)
        place = place_of_sheet(meant);
    th_findings_add(l->findings, l->arena, TH_F_DEF_SHEET, &place,
                    TH_WITH(th_str_of(th_table_specs[id].name), did_you_mean(l->arena, nearest)));
}

void th_fault_renamed(th_loading *l, th_table_id id, const th_source_sheet *sheet)
{
    th_place place = place_of_sheet(sheet);
    th_findings_add(l->findings, l->arena, TH_F_DEF_RENAMED, &place,
                    TH_WITH(th_source_sheet_name(sheet), th_str_of(th_table_specs[id].name)));
}

void th_fault_sheet_twice(th_loading *l, th_table_id id, const th_source_sheet *first, const th_source_sheet *second)
{
    th_place place = place_of_sheet(second);
    th_findings_add(l->findings, l->arena, TH_F_DEF_SHEET_TWICE, &place,
                    TH_WITH(th_str_of(th_table_specs[id].name), first->file, th_source_sheet_name(first)));
}

void th_fault_ledger_sheet(th_loading *l, th_table_id id, const th_source_sheet *sheet)
{
    th_place place = place_of_sheet(sheet);
    th_findings_add(l->findings, l->arena, TH_F_DEF_LEDGER_SHEET, &place, TH_WITH(th_str_of(th_table_specs[id].name)));
}

void th_fault_ledger_both(th_loading *l, th_table_id id, const th_source_sheet *of_definition,
                          const th_source_sheet *of_ledger)
{
    th_place place = place_of_sheet(of_ledger);
    th_findings_add(l->findings, l->arena, TH_F_DEF_LEDGER_BOTH, &place,
                    TH_WITH(th_str_of(th_table_specs[id].name), of_definition->file,
                            th_source_sheet_name(of_definition), of_ledger->file));
}

void th_fault_ledger(th_loading *l, th_str file, th_words why)
{
    th_place place = {.file = file, .row = TH_NO_CELL, .col = TH_NO_CELL};
    th_findings_add(l->findings, l->arena, TH_F_DEF_LEDGER, &place, TH_WITH(why));
}

void th_fault_legacy(th_loading *l, const th_source_sheet *sheet, const th_cell *cell)
{
    th_place place = place_of_sheet(sheet);
    if (cell) {
        place.row = cell->row;
        place.col = cell->col;
    }
    th_findings_add(l->findings, l->arena, TH_F_DEF_LEGACY, &place, TH_WITH(cell ? cell->raw : (th_str){0}));
}

void th_fault_column(th_loading *l, th_table_id id, uint32_t row, const char *column, const th_strs *labels)
{
    size_t near = th_fold_nearest(l->arena, th_str_of(column), labels->at, labels->n);
    th_str nearest = near < labels->n ? labels->at[near] : (th_str){0};
    th_place place = place_in(l, id, row, TH_NO_CELL);
    th_findings_add(l->findings, l->arena, TH_F_DEF_COLUMN, &place,
                    TH_WITH(th_str_of(th_table_specs[id].name), th_str_of(column), did_you_mean(l->arena, nearest)));
}

void th_fault_label(th_loading *l, th_table_id id, const th_cell *cell, th_str label, th_str meant)
{
    th_place place = place_in(l, id, cell->row, cell->col);
    th_findings_add(l->findings, l->arena, TH_F_DEF_LABEL, &place,
                    TH_WITH(th_str_of(th_table_specs[id].name), label, meant));
}

static bool is_entered(const th_field_spot *spot)
{
    return th_table_specs[spot->table].kind == TH_TABLE_ENTERED;
}

/* Marks the row of an entered sheet as wrong in this field, so that it is left out. */
static void set_row_aside(const th_field_spot *spot)
{
    const th_table *table = &spot->l->tables[spot->table];
    for (size_t i = 0; i < table->nall; i++)
        if (table->all[i] == spot->row)
            table->wrong[i] |= UINT32_C(1) << (spot->field - th_table_specs[spot->table].fields);
}

/* Adds a finding about one cell, which keeps what the cell shows. */
static th_finding *add(const th_field_spot *spot, th_finding_kind kind, th_arguments arguments)
{
    th_place place = place_in(spot->l, spot->table, spot->row, spot->col);
    if (is_entered(spot))
        set_row_aside(spot);
    th_finding *finding = th_findings_add(spot->l->findings, spot->l->arena, kind, &place, arguments);
    finding->raw = th_str_copy(spot->l->arena, spot->text);
    return finding;
}

/* Where an entered row stands, for whoever has to correct it. */
static th_words where_entered(const th_field_spot *spot)
{
    return spot->l->tables[spot->table].of_ledger ? TH_WORDS_ARE("sổ ban thư ký", "ledger")
                                                  : TH_WORDS_ARE("bộ biểu mẫu", "definition");
}

static th_words what_is_there(const th_field_spot *spot)
{
    return spot->text.len ? th_words_quoted(spot->text) : TH_WORDS_ARE("(trống)", "(blank)");
}

void th_fault_value(const th_field_spot *spot, const char *expected_vi, const char *expected_en, th_str nearest)
{
    th_words found = what_is_there(spot);
    th_words expected = {th_str_of(expected_vi), th_str_of(expected_en)}, near = did_you_mean(spot->l->arena, nearest);
    th_str column = th_str_of(spot->field->name), sheet = th_str_of(th_table_specs[spot->table].name);
    th_finding *fault = is_entered(spot) ? add(spot, TH_F_ENTRY_VALUE,
                                               TH_WITH(sheet, column, found, expected, near, where_entered(spot)))
                                         : add(spot, TH_F_DEF_VALUE, TH_WITH(column, found, expected, near));
    fault->expected = expected.vi;
}

void th_fault_reference(const th_field_spot *spot, th_str found, const char *noun_vi, const char *noun_en,
                        th_str nearest)
{
    th_words noun = {th_str_of(noun_vi), th_str_of(noun_en)}, near = did_you_mean(spot->l->arena, nearest);
    th_str column = th_str_of(spot->field->name), sheet = th_str_of(th_table_specs[spot->table].name);
    th_finding *fault = is_entered(spot) ? add(spot, TH_F_ENTRY_REFERENCE,
                                               TH_WITH(sheet, column, found, noun, near, where_entered(spot)))
                                         : add(spot, TH_F_DEF_REFERENCE, TH_WITH(column, found, noun, near));
    fault->expected = nearest;
}

void th_fault_expression(const th_field_spot *spot, const th_expr_error *error)
{
    th_words wrong = {error->vi, error->en};
    add(spot, TH_F_DEF_EXPRESSION, TH_WITH(spot->typed, th_str_fmt(spot->l->arena, "%zu", error->at), wrong));
}

void th_fault_duplicate(const th_field_spot *spot, th_table_id of, uint32_t row)
{
    th_words where = th_words_quoted(th_str_fmt(spot->l->arena, "%u", row + 1));
    if (of != spot->table)
        where = TH_WORDS(spot->l->arena, "%u (%s)", "%u (sheet “%s”)", row + 1, th_table_specs[of].name);
    add(spot, TH_F_DEF_DUPLICATE, TH_WITH(spot->text, where));
}

void th_fault_twice(const th_field_spot *spot, th_words thing, const th_field_spot *other)
{
    add(spot, TH_F_ENTRY_TWICE,
        TH_WITH(th_str_of(th_table_specs[spot->table].name), thing, th_str_of(spot->field->name), what_is_there(spot),
                th_str_fmt(spot->l->arena, "%u", other->row + 1), what_is_there(other)));
}

void th_fault_name(const th_field_spot *spot, th_str name, uint32_t row)
{
    add(spot, TH_F_DEF_NAME, TH_WITH(name, th_str_fmt(spot->l->arena, "%u", row + 1)));
}

void th_fault_sum(const th_field_spot *spot, th_str what, const th_exact *sum, const th_exact *expected)
{
    th_words want = th_exact_words(spot->l->arena, expected, SHOWN_DECIMALS, true);
    th_finding *finding =
        add(spot, TH_F_DEF_SUM, TH_WITH(what, th_exact_words(spot->l->arena, sum, SHOWN_DECIMALS, true), want));
    finding->expected = want.vi;
    finding->difference =
        th_exact_vi(spot->l->arena, th_exact_sub(spot->l->arena, sum, expected), SHOWN_DECIMALS, true);
}

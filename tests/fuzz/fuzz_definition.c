/* Definitions that load, together with figures: checked, scored, ranked, drawn as the consolidated workbook, and as the
 * template and the workbook of the definition.  An input is text, which mutate_definition.h describes and makes. */
enum { TARGET_MEGABYTES = 256 };
#include "consolidated.h"
#include "mutate_definition.h"
#include "target.h"

#include "fact/stream.h"
#include "report/definition.h"
#include "report/template.h"
#include "text/utf8.h"

/* A list has no more rows than cells: no reader leaves one out. */
static long list_rows(const th_dataset *ds, uint32_t unit)
{
    long rows = 0;
    for (size_t i = 0; i < ds->nfacts; i++)
        rows += ds->facts[i].unit == unit && ds->facts[i].item > 0;
    return rows;
}

/* As a reader gives the text of a cell: what is no character is U+FFFD. */
static char *as_read(th_arena *arena, th_str typed)
{
    th_buf text;
    th_buf_init(&text, arena);
    for (size_t at = 0; at < typed.len;)
        th_utf8_put(&text, th_utf8_next(typed, &at));
    return th_str_cstr(arena, th_buf_str(&text));
}

/* A row of figures: unit, code, measure or number of the list row, and what was typed. */
static void add_figure(th_dataset *ds, const th_strs *row)
{
    char *code = th_str_cstr(ds->arena, row->at[1]), *typed = as_read(ds->arena, row->at[3]);
    uint32_t unit = th_definition_unit(ds->definition, row->at[0]);
    uint32_t column = th_definition_column(ds->definition, row->at[1]);
    long item = 0;
    th_measure measure = TH_NOW;
    if (unit == TH_NONE)
        return;
    if (th_definition_indicator(ds->definition, row->at[1]) != TH_NONE && th_measure_find(row->at[2], &measure))
        th_fixture_fact(ds, unit, code, measure, typed);
    else if (column != TH_NONE && th_column_is_of_list(ds->definition, &ds->definition->columns[column]) &&
             th_str_to_long(row->at[2], &item) && item > 0 && item <= list_rows(ds, unit) + 1)
        th_fixture_list(ds, unit, code, (uint32_t)item, typed);
}

static th_dataset *stated(th_arena *arena, const th_definition *d, const made_table *figures)
{
    th_dataset *ds = th_dataset_new(arena, d);
    for (uint32_t u = 0; u < d->nunits; u++)
        th_fixture_source(ds, u);
    for (size_t i = 1; figures && i < figures->nrows && d->nunits; i++)
        if (figures->rows[i].n == 4)
            add_figure(ds, &figures->rows[i]);
    return ds;
}

/* Figures leave as records, and are the same when they come back. */
static th_dataset *carried(th_arena *arena, const th_dataset *ds)
{
    th_dataset *merged = th_dataset_new(arena, ds->definition);
    th_trouble trouble = {0};
    th_buf once, twice;
    th_buf_init(&once, arena);
    th_buf_init(&twice, arena);
    th_stream_write(&once, ds);
    if (th_stream_read(merged, th_buf_str(&once), TH_STREAM_SUBMITTED, &trouble) != TH_OK) {
        fprintf(stderr, TH_FMT "\n", TH_ARG(trouble.en));
        abort();
    }
    return merged;
}

/* The other workbooks that a definition becomes. */
static void lay_out(th_arena *arena, const th_definition_parts *parts, const th_definition *d)
{
    th_layout layout;
    th_findings faults = {0};
    th_trouble trouble = {0};
    if (th_definition_lay_out(arena, &th_limits_default, parts, &layout, &faults) >= TH_FAILED)
        abort(); /* it loaded */
    in_memory_drawn(th_definition_write(arena, &layout, 1, &(th_drawn){.path = in_memory_path()}, &trouble), &trouble);
    const th_template_input form = {.d = d, .unit = d->nunits ? 0 : TH_NONE, .program = TH_STR("fuzz")};
    trouble = (th_trouble){0};
    in_memory_drawn(th_template_write(arena, &form, in_memory_path(), &trouble), &trouble);
}

static bool fuzz_try(th_arena *arena, th_str input)
{
    const made_text made = made_read(arena, input);
    const th_definition_parts parts = made_parts(arena, &made);
    th_definition *d = NULL;
    th_findings faults = {0};
    if (th_definition_load(arena, &th_limits_default, &parts, &d, &faults) >= TH_FAILED) {
        if (!faults.n)
            abort(); /* a refusal has a reason */
        return false;
    }
    th_dataset *ds = carried(arena, stated(arena, d, made_table_named(&made, MADE_FIGURES)));
    th_dataset_adjust(ds);
    th_dataset_seal(ds);
    if (input.len % 32 == 0) /* as slow as the consolidated workbook */
        lay_out(arena, &parts, d);
    return consolidated(arena, ds);
}

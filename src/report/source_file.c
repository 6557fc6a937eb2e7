/* One fact after the other, of which nothing is kept. */
#include "report/source_file.h"

#include "draw/csv_file.h"
#include "draw/figure.h"
#include "report/aggregate.h"
#include "report/figure_key.h"
#include "report/gap.h"
#include "report/source_findings.h"
#include "report/source_words.h"
#include "text/value.h"

#include "base/banned.h"

/* "05/01/2023" */
static th_str day_in_full(th_arena *arena, const th_exact *serial)
{
    int year, month, day;
    th_date_of_serial((int)th_exact_to_double(serial), &year, &month, &day);
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

/* A number in full, with a decimal point, as the reader of .csv takes it back. */
static void put_fact_value(const th_report *r, th_csv_file *file, const th_fact *f)
{
    th_type type = th_plan_fact_type(r->d, f);
    th_figure_cell cell = th_figure_cell_of(r->arena, (th_shown){f, type, TH_DECIMALS_UNSTATED, false, {0}}, 0);
    if (th_gap_counts_zero(r, f))
        th_csv_file_number(file, 0);
    else if (cell.number && type == TH_TYPE_DATE)
        th_csv_file_plain(file, day_in_full(r->arena, cell.number));
    else if (cell.number)
        th_csv_file_plain(file, th_exact_text(r->arena, cell.number));
    else
        th_csv_file_text(file, cell.text);
}

/* Whether TỔNG HỢP says the same: it does, where it has the figure, when both are made. */
static th_str same_as_summary(const th_report *r, const th_fact *f)
{
    bool stands = !f->item && f->measure == TH_NOW;
    bool figure = f->value.state == TH_STATE_VALUE || th_gap_counts_zero(r, f);
    return stands && figure ? TH_STR("khớp") : (th_str){0};
}

static void put_sum(const th_report *r, th_csv_file *file, const th_fact *f)
{
    if (!th_source_is_addend(r, f) || r->first_fact[f->indicator] != th_plan_fact_index(r, f)) {
        th_csv_file_plain(file, (th_str){0});
        return;
    }
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, f->indicator, TH_NOW);
    th_csv_file_plain(file, sum.num ? th_exact_text(r->arena, sum.num) : TH_STR("0"));
}

static void put_addend(const th_report *r, th_csv_file *file, const th_fact *f)
{
    if (th_source_is_addend(r, f))
        th_csv_file_number(file, (size_t)f->indicator + 1);
    else if (th_plan_is_figure(f))
        th_csv_file_number(file, 0);
    else
        th_csv_file_plain(file, (th_str){0});
}

/* Puts a fact, its fields in the order of TH_SOURCE_CODE and so on. */
static void put_fact(const th_report *r, th_csv_file *file, const th_fact *f, const th_source_findings *found)
{
    const th_source *source = &r->ds->sources[f->source];
    const th_source_words words = th_source_words_of(r, f);
    const th_column *column = f->item ? &r->d->columns[f->indicator] : NULL;
    th_csv_file_text(file, column ? column->code : r->d->indicators[f->indicator].code);
    th_csv_file_text(file, column ? column->label : r->d->indicators[f->indicator].label);
    th_csv_file_text(file, r->d->units[f->unit].name);
    th_csv_file_text(file, column ? TH_STR("Danh sách") : th_measure_vi(f->measure));
    if (column)
        th_csv_file_number(file, f->item);
    else
        th_csv_file_plain(file, (th_str){0});
    put_fact_value(r, file, f);
    th_csv_file_text(file, f->raw);
    th_csv_file_text(file, source->file);
    th_csv_file_text(file, f->sheet);
    th_csv_file_plain(file, th_cell_name(r->arena, f->row, f->col));
    th_csv_file_text(file, words.encoding);
    th_csv_file_text(file, words.rules);
    th_csv_file_plain(file, same_as_summary(r, f));
    th_csv_file_text(file, source->sha256.len ? th_str_sub(source->sha256, 0, TH_SOURCE_HASH_SHOWN) : source->format);
    th_csv_file_text(file, words.formula);
    th_csv_file_text(file, found->rules);
    put_sum(r, file, f);
    th_csv_file_text(file, th_figure_key(r, f));
    th_csv_file_text(file, words.qualifier);
    th_csv_file_text(file, words.entered);
    th_csv_file_text(file, words.stored);
    th_csv_file_text(file, words.before);
    put_addend(r, file, f);
    th_csv_file_end_row(file);
}

void th_source_file_rows(const th_report *r, th_csv_file *file)
{
    size_t n = r->ds->nfacts;
    th_report of_rows = *r;
    of_rows.arena = th_arena_scratch(r->arena);
    uint32_t *in_order = th_arena_array(r->arena, n, sizeof *in_order);
    const th_source_findings *found = th_source_findings_find(r);
    for (size_t i = 0; i < n; i++)
        in_order[r->source_row[i]] = (uint32_t)i;
    for (size_t i = 0; i < n; i++) {
        th_arena_reset(of_rows.arena);
        put_fact(&of_rows, file, &r->ds->facts[in_order[i]], &found[in_order[i]]);
    }
    th_arena_free(of_rows.arena);
}

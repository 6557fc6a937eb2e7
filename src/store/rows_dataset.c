/* The definition's codes, files, facts and findings as rows of the store. */
#include "fact/stream_words.h"
#include "store/rows.h"

#include "base/banned.h"

static th_str code_of_unit(const th_definition *d, uint32_t unit)
{
    return unit < d->nunits ? d->units[unit].code : (th_str){0};
}

/* ---- codes ---- */

static th_str *add_code(th_span_rows *rows, const char *kind, th_str code, th_str label)
{
    th_str *row = th_spans_add(rows);
    row[TH_AT(codes, kind)] = th_str_of(kind);
    row[TH_AT(codes, code)] = code;
    row[TH_AT(codes, label)] = label;
    return row;
}

static void add_indicator_codes(th_span_rows *rows, const th_definition *d)
{
    for (size_t i = 0; i < d->nindicators; i++) {
        const th_indicator *indicator = &d->indicators[i];
        th_str *row = add_code(rows, "indicator", indicator->code, indicator->label);
        row[TH_AT(codes, form)] = d->forms[indicator->form].code;
        row[TH_AT(codes, type)] = th_type_vi(indicator->type);
        row[TH_AT(codes, measured_in)] = indicator->unit;
        row[TH_AT(codes, place)] = th_span_number(rows->arena, (long long)i + 1);
    }
}

static void add_column_codes(th_span_rows *rows, const th_definition *d)
{
    for (size_t i = 0; i < d->ncolumns; i++) {
        const th_column *column = &d->columns[i];
        if (column->form == TH_NONE)
            continue;
        th_str *row = add_code(rows, "column", column->code, column->label);
        row[TH_AT(codes, form)] = d->forms[column->form].code;
        row[TH_AT(codes, type)] = th_type_vi(column->type);
        row[TH_AT(codes, place)] = th_span_number(rows->arena, (long long)i + 1);
    }
}

void th_rows_of_codes(th_span_rows *rows, const th_store_entry *entry)
{
    const th_definition *d = entry->ds->definition;
    add_code(rows, "period", th_span_number(rows->arena, d->period), d->cluster);
    for (size_t i = 0; i < d->nunits; i++)
        add_code(rows, "unit", d->units[i].code, d->units[i].name)[TH_AT(codes, place)] =
            th_span_number(rows->arena, (long long)i + 1);
    for (size_t i = 0; i < d->nforms; i++)
        add_code(rows, "form", d->forms[i].code, d->forms[i].title)[TH_AT(codes, place)] =
            th_span_number(rows->arena, (long long)i + 1);
    add_indicator_codes(rows, d);
    add_column_codes(rows, d);
    for (size_t i = 0; i < d->ncriteria; i++)
        add_code(rows, "criterion", d->criteria[i].code, d->criteria[i].title)[TH_AT(codes, place)] =
            th_span_number(rows->arena, (long long)i + 1);
    for (size_t i = 0; i < d->nrankings; i++)
        add_code(rows, "ranking", d->rankings[i].code, d->rankings[i].name)[TH_AT(codes, place)] =
            th_span_number(rows->arena, (long long)i + 1);
}

/* ---- files ---- */

void th_rows_of_inbox(th_span_rows *rows, const th_store_entry *entry)
{
    for (size_t i = 0; i < entry->memory->ninbox; i++) {
        th_str *row = th_spans_add(rows);
        row[TH_AT(inbox, name)] = entry->memory->inbox[i].name;
        row[TH_AT(inbox, sha256)] = entry->memory->inbox[i].sha256;
    }
}

void th_rows_of_submissions(th_span_rows *rows, const th_store_entry *entry)
{
    const th_dataset *ds = entry->ds;
    th_arena *arena = rows->arena;
    for (size_t i = 0; i < ds->nsources; i++) {
        const th_source *source = &ds->sources[i];
        th_str *row = th_spans_add(rows);
        row[TH_AT(submissions, file)] = source->file;
        row[TH_AT(submissions, member)] = source->member;
        row[TH_AT(submissions, sha256)] = source->sha256;
        row[TH_AT(submissions, bytes)] = th_span_number(arena, (long long)source->bytes);
        row[TH_AT(submissions, format)] = source->format;
        row[TH_AT(submissions, unit)] = code_of_unit(ds->definition, source->unit);
        row[TH_AT(submissions, period)] = th_span_number(arena, source->period);
        row[TH_AT(submissions, status)] = th_stream_word(TH_STREAM_STATUSES, (long)source->status);
        row[TH_AT(submissions, reason)] = source->reason;
        row[TH_AT(submissions, decides)] = th_edition_text(arena, source->edition);
        row[TH_AT(submissions, forms)] = th_span_number(arena, source->forms);
        row[TH_AT(submissions, cells)] = th_span_number(arena, source->cells);
    }
}

static th_str state_of_held(const th_held_form *held)
{
    if (held->counts)
        return TH_STR("counts");
    if (held->replaced)
        return TH_STR("replaced");
    return held->withheld ? TH_STR("withheld") : TH_STR("passed over");
}

void th_rows_of_held_forms(th_span_rows *rows, const th_store_entry *entry)
{
    const th_dataset *ds = entry->ds;
    for (size_t i = 0; i < ds->nheld; i++) {
        const th_held_form *held = &ds->held[i];
        const th_source *source = &ds->sources[held->source];
        th_str *row = th_spans_add(rows);
        row[TH_AT(held_forms, unit)] = code_of_unit(ds->definition, source->unit);
        row[TH_AT(held_forms, form)] = ds->definition->forms[held->form].code;
        row[TH_AT(held_forms, file)] = source->file;
        row[TH_AT(held_forms, sha256)] = source->sha256;
        row[TH_AT(held_forms, sheet)] = held->sheet;
        row[TH_AT(held_forms, signed_on)] = th_span_day(rows->arena, held->signed_on);
        row[TH_AT(held_forms, state)] = state_of_held(held);
    }
}

/* ---- facts ---- */

/* The value of a fact as people read it; "" where there is none. */
static th_str shown_value(th_arena *arena, const th_definition *d, const th_fact *f)
{
    th_type type = TH_TYPE_PERCENT;
    if (f->item)
        type = d->columns[f->indicator].type;
    else if (f->measure == TH_REMARK)
        type = TH_TYPE_TEXT;
    else if (f->measure != TH_COMPARED)
        type = d->indicators[f->indicator].type;
    return f->value.state == TH_STATE_VALUE ? th_value_vi(arena, &f->value, type) : (th_str){0};
}

static void fill_value(th_arena *arena, th_str *row, const th_value *value)
{
    row[TH_AT(facts, state)] = th_stream_word(TH_STREAM_STATES, value->state);
    row[TH_AT(facts, exact)] = th_exact_text(arena, value->num);
    row[TH_AT(facts, den)] = th_exact_text(arena, value->den);
    row[TH_AT(facts, printed)] = th_exact_text(arena, th_value_printed(value));
    row[TH_AT(facts, text)] = value->text;
    row[TH_AT(facts, decimals)] = th_span_number(arena, value->decimals);
    row[TH_AT(facts, qualifiers)] = th_span_number(arena, value->qualifiers);
    row[TH_AT(facts, trouble)] = th_value_trouble(value).vi;
}

void th_rows_of_facts(th_span_rows *rows, const th_store_entry *entry)
{
    const th_dataset *ds = entry->ds;
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *f = &ds->facts[i];
        th_str *row = th_spans_add(rows);
        row[TH_AT(facts, unit)] = code_of_unit(d, f->unit);
        row[TH_AT(facts, code)] = f->item ? d->columns[f->indicator].code : d->indicators[f->indicator].code;
        if (f->item)
            row[TH_AT(facts, item)] = th_span_number(rows->arena, f->item);
        else
            row[TH_AT(facts, measure)] = th_measure_key(f->measure);
        fill_value(rows->arena, row, &f->value);
        row[TH_AT(facts, shown)] = shown_value(rows->arena, d, f);
        row[TH_AT(facts, file)] = ds->sources[f->source].file;
        row[TH_AT(facts, sheet)] = f->sheet;
        row[TH_AT(facts, cell)] = th_cell_name(rows->arena, f->row, f->col);
        row[TH_AT(facts, raw)] = f->raw;
        if (f->adjusted)
            row[TH_AT(facts, entered)] = f->adjusted->by->basis.len ? f->adjusted->by->basis : f->adjusted->by->who;
    }
}

/* ---- findings ---- */

void th_rows_of_findings(th_span_rows *rows, const th_store_entry *entry)
{
    const th_dataset *ds = entry->ds;
    for (size_t i = 0; i < ds->findings.n; i++) {
        const th_finding *finding = &ds->findings.at[i];
        th_str *row = th_spans_add(rows);
        row[TH_AT(findings, kind)] = th_finding_code(finding->kind);
        row[TH_AT(findings, level)] = th_stream_word(TH_STREAM_LEVELS, finding->level);
        row[TH_AT(findings, rule)] = finding->rule;
        row[TH_AT(findings, unit)] = finding->place.unit;
        row[TH_AT(findings, file)] = finding->place.file;
        row[TH_AT(findings, sheet)] = finding->place.sheet;
        row[TH_AT(findings, form)] = finding->place.form;
        row[TH_AT(findings, cell)] = th_cell_name(rows->arena, finding->place.row, finding->place.col);
        row[TH_AT(findings, indicator)] = finding->indicator;
        row[TH_AT(findings, raw)] = finding->raw;
        row[TH_AT(findings, expected)] = finding->expected;
        row[TH_AT(findings, difference)] = finding->difference;
        row[TH_AT(findings, vi)] = finding->vi;
        row[TH_AT(findings, en)] = finding->en;
        row[TH_AT(findings, fix_vi)] = finding->fix_vi;
        row[TH_AT(findings, fix_en)] = finding->fix_en;
        row[TH_AT(findings, mark)] = finding->mark;
        row[TH_AT(findings, explanation)] = finding->explanation;
        row[TH_AT(findings, closed)] = finding->closed;
        row[TH_AT(findings, folded)] = finding->folded;
        row[TH_AT(findings, since)] = th_span_day(rows->arena, finding->since);
    }
}

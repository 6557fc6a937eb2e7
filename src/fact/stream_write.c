/* Writing the record stream; the format is in stream.h. */
#include "fact/stream.h"

#include "base/banned.h"

/* How a byte is escaped in a field, or NULL where it stands for itself. */
static const char *escape_of(char c)
{
    switch (c) {
    case '\\': return "\\\\";
    case '\t': return "\\t";
    case '\n': return "\\n";
    case '\r': return "\\r";
    default: return NULL;
    }
}

static void write_field(th_buf *out, th_str s)
{
    th_buf_byte(out, '\t');
    for (size_t i = 0; i < s.len; i++) {
        const char *escape = escape_of(s.ptr[i]);
        if (escape)
            th_buf_add(out, th_str_of(escape));
        else
            th_buf_byte(out, s.ptr[i]);
    }
}

static void write_number(th_buf *out, long long n)
{
    th_buf_fmt(out, "\t%lld", n);
}

static th_str unit_code(const th_dataset *ds, uint32_t unit)
{
    return unit == TH_NONE ? (th_str){0} : ds->definition->units[unit].code;
}

static void write_source(th_buf *out, const th_dataset *ds, const th_source *source)
{
    th_buf_add(out, TH_STR("file"));
    write_field(out, source->file);
    write_field(out, source->sha256);
    write_number(out, (long long)source->bytes);
    write_field(out, source->format);
    write_field(out, unit_code(ds, source->unit));
    write_number(out, source->period);
    write_number(out, (long long)source->status);
    write_field(out, source->reason);
    write_number(out, source->forms);
    write_number(out, source->cells);
    th_buf_byte(out, '\n');
}

static th_str state_key(th_state state)
{
    switch (state) {
    case TH_STATE_VALUE: return TH_STR("value");
    case TH_STATE_BLANK: return TH_STR("blank");
    case TH_STATE_UNREADABLE: return TH_STR("unreadable");
    case TH_STATE_ABSENT:
    default: return TH_STR("absent");
    }
}

static void write_fact(th_buf *out, const th_dataset *ds, const th_fact *f)
{
    th_arena *arena = out->arena;
    const th_definition *d = ds->definition;
    th_buf_add(out, f->item ? TH_STR("row") : TH_STR("fact"));
    write_field(out, unit_code(ds, f->unit));
    write_number(out, ds->sources[f->source].period);
    write_field(out, f->item ? d->columns[f->indicator].code : d->indicators[f->indicator].code);
    if (f->item)
        write_number(out, f->item);
    else
        write_field(out, th_measure_key(f->measure));
    write_field(out, state_key(f->value.state));
    write_field(out, th_exact_text(arena, f->value.num));
    write_field(out, th_exact_text(arena, f->value.den));
    write_field(out, f->value.text);
    write_number(out, f->value.decimals);
    write_number(out, f->value.qualifiers);
    write_number(out, f->value.did);
    write_field(out, ds->sources[f->source].file);
    write_field(out, f->sheet);
    write_field(out, th_cell_name(arena, f->row, f->col));
    write_field(out, f->raw);
    write_number(out, f->encoding);
    write_number(out, f->hidden + 2 * f->formula + 4 * f->value.not_integer);
    write_field(out, f->value.trouble);
    th_buf_byte(out, '\n');
}

static void write_conversion(th_buf *out, const th_dataset *ds, const th_conversion *conversion)
{
    th_buf_add(out, TH_STR("text"));
    write_field(out, ds->sources[conversion->source].file);
    write_field(out, conversion->sheet);
    write_field(out, th_cell_name(out->arena, conversion->row, conversion->col));
    write_number(out, conversion->encoding);
    write_number(out, conversion->evidence);
    write_field(out, conversion->before);
    write_field(out, conversion->after);
    th_buf_byte(out, '\n');
}

static void write_finding(th_buf *out, const th_finding *finding)
{
    th_buf_add(out, TH_STR("finding"));
    write_field(out, th_finding_code(finding->kind));
    write_number(out, (long long)finding->level);
    const th_str fields[] = {
        finding->rule,        finding->place.unit, finding->place.file,
        finding->place.sheet, finding->place.form, th_cell_name(out->arena, finding->place.row, finding->place.col),
        finding->indicator,   finding->raw,        finding->expected,
        finding->difference,  finding->vi,         finding->en,
        finding->fix_vi,      finding->fix_en};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        write_field(out, fields[i]);
    th_buf_byte(out, '\n');
}

void th_stream_write(th_buf *out, const th_dataset *ds)
{
    th_buf_add(out, TH_STR("tonghop-records\t1\n"));
    for (size_t i = 0; i < ds->nsources; i++)
        write_source(out, ds, &ds->sources[i]);
    for (size_t i = 0; i < ds->nfacts; i++)
        write_fact(out, ds, &ds->facts[i]);
    for (size_t i = 0; i < ds->nconversions; i++)
        write_conversion(out, ds, &ds->conversions[i]);
    for (size_t i = 0; i < ds->findings.n; i++)
        write_finding(out, &ds->findings.at[i]);
    th_buf_fmt(out, "end\t%zu\n", ds->nsources + ds->nfacts + ds->nconversions + ds->findings.n);
}

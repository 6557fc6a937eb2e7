/* Writing the record stream; the format is in stream.h. */
#include "fact/stream.h"

#include "base/banned.h"

static void field(th_buf *out, th_str s)
{
    th_buf_byte(out, '\t');
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        const char *escape = c == '\\' ? "\\\\" : c == '\t' ? "\\t" : c == '\n' ? "\\n" : c == '\r' ? "\\r" : NULL;
        if (escape)
            th_buf_add(out, th_str_of(escape));
        else
            th_buf_byte(out, c);
    }
}

static void number(th_buf *out, long long n)
{
    th_buf_fmt(out, "\t%lld", n);
}

static th_str unit_code(const th_dataset *ds, uint32_t unit)
{
    return unit == TH_NONE ? (th_str){0} : ds->definition->units[unit].code;
}

static void write_source(th_buf *out, const th_dataset *ds, const th_source *s)
{
    th_buf_add(out, TH_STR("file"));
    field(out, s->file);
    field(out, s->sha256);
    number(out, (long long)s->bytes);
    field(out, s->format);
    field(out, unit_code(ds, s->unit));
    number(out, s->period);
    number(out, (long long)s->status);
    field(out, s->reason);
    number(out, s->forms);
    number(out, s->cells);
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
    field(out, unit_code(ds, f->unit));
    number(out, ds->sources[f->source].period);
    field(out, f->item ? d->columns[f->indicator].code : d->indicators[f->indicator].code);
    if (f->item)
        number(out, f->item);
    else
        field(out, th_measure_key(f->measure));
    field(out, state_key(f->value.state));
    field(out, th_exact_text(arena, f->value.num));
    field(out, th_exact_text(arena, f->value.den));
    field(out, f->value.text);
    number(out, f->value.decimals);
    number(out, f->value.qualifiers);
    number(out, f->value.did);
    field(out, ds->sources[f->source].file);
    field(out, f->sheet);
    field(out, th_cell_name(arena, f->row, f->col));
    field(out, f->raw);
    number(out, f->encoding);
    number(out, (f->hidden ? 1 : 0) | (f->formula ? 2 : 0) | (f->value.not_integer ? 4 : 0));
    field(out, f->value.trouble);
    th_buf_byte(out, '\n');
}

static void write_conversion(th_buf *out, const th_dataset *ds, const th_conversion *c)
{
    th_buf_add(out, TH_STR("text"));
    field(out, ds->sources[c->source].file);
    field(out, c->sheet);
    field(out, th_cell_name(out->arena, c->row, c->col));
    number(out, c->encoding);
    number(out, c->evidence);
    field(out, c->before);
    field(out, c->after);
    th_buf_byte(out, '\n');
}

static void write_finding(th_buf *out, const th_finding *f)
{
    th_buf_add(out, TH_STR("finding"));
    field(out, th_finding_code(f->kind));
    number(out, (long long)f->level);
    const th_str fields[] = {f->rule,        f->place.unit, f->place.file,
                             f->place.sheet, f->place.form, th_cell_name(out->arena, f->place.row, f->place.col),
                             f->indicator,   f->raw,        f->expected,
                             f->difference,  f->vi,         f->en,
                             f->fix_vi,      f->fix_en};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        field(out, fields[i]);
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

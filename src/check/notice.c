/* What the files of plausibility share: a figure as a number, and saying something about its cell. */
#include "check/plausible.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 2 };

th_finding *th_plausible_say(th_dataset *ds, th_finding_kind kind, const th_fact *fact, th_arguments arguments)
{
    const th_definition *d = ds->definition;
    uint32_t form = fact->item ? d->columns[fact->indicator].form : d->indicators[fact->indicator].form;
    th_place place = {.unit = d->units[fact->unit].code,
                      .file = ds->sources[fact->source].file,
                      .sheet = fact->sheet,
                      .form = form == TH_NONE ? (th_str){0} : d->forms[form].code,
                      .row = fact->row,
                      .col = fact->col};
    if (th_findings_warn_at(&ds->findings, ds->arena, &place))
        return NULL;
    th_finding *finding = th_findings_add(&ds->findings, ds->arena, kind, &place, arguments);
    finding->indicator = fact->item ? d->columns[fact->indicator].code : d->indicators[fact->indicator].code;
    finding->raw = fact->raw;
    return finding;
}

const th_exact *th_plausible_number(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m)
{
    const th_fact *f =
        m == TH_STORED ? th_dataset_stored(ds, unit, indicator) : th_dataset_find(ds, unit, indicator, m);
    return f && f->value.state == TH_STATE_VALUE ? f->value.num : NULL;
}

const th_exact *th_plausible_positive(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m)
{
    const th_exact *figure = th_plausible_number(ds, unit, indicator, m);
    return figure && th_exact_sign(figure) > 0 ? figure : NULL;
}

bool th_plausible_counts(const th_definition *d, uint32_t indicator)
{
    th_type type = d->indicators[indicator].type;
    return type == TH_TYPE_INT || type == TH_TYPE_REAL || type == TH_TYPE_MONEY;
}

bool th_plausible_within(th_arena *arena, const th_exact *a, const th_exact *b, int hundredths)
{
    const th_exact *hundred = th_exact_int(arena, 100), *most = th_exact_int(arena, hundredths);
    return th_exact_cmp(th_exact_mul(arena, a, hundred), th_exact_mul(arena, b, most)) <= 0 &&
           th_exact_cmp(th_exact_mul(arena, b, hundred), th_exact_mul(arena, a, most)) <= 0;
}

th_words th_plausible_words(th_arena *arena, const th_exact *number)
{
    return th_exact_words(arena, number, SHOWN_DECIMALS, true);
}

th_words th_plausible_apart(th_arena *arena, const th_exact *number, const th_exact *other)
{
    return th_exact_words(arena, number, th_exact_decimals_apart(arena, number, other, SHOWN_DECIMALS), true);
}

/* Figures below Nhỏ nhất or above Lớn nhất; exactly at either is allowed. */
#include "check/range.h"

#include "base/banned.h"

enum { SHOWN_DECIMALS = 6 };

static th_str range_text(th_arena *arena, const th_indicator *ind, bool english)
{
    const th_words low = th_exact_words(arena, ind->min, SHOWN_DECIMALS, true),
                   high = th_exact_words(arena, ind->max, SHOWN_DECIMALS, true);
    th_buf out;
    th_buf_init(&out, arena);
    if (ind->min)
        th_buf_fmt(&out, "%s" TH_FMT, english ? "from " : "từ ", TH_ARG(th_words_in(low, english)));
    if (ind->min && ind->max)
        th_buf_byte(&out, ' ');
    if (ind->max)
        th_buf_fmt(&out, "%s" TH_FMT, english ? "to " : "đến ", TH_ARG(th_words_in(high, english)));
    return th_buf_str(&out);
}

void th_check_ranges(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *f = &ds->facts[i];
        if (f->item || f->measure > TH_PLAN || f->value.state != TH_STATE_VALUE || !f->value.num)
            continue;
        const th_indicator *ind = &d->indicators[f->indicator];
        bool below = ind->min && th_exact_cmp(f->value.num, ind->min) < 0;
        bool above = ind->max && th_exact_cmp(f->value.num, ind->max) > 0;
        if (!below && !above)
            continue;
        th_place place = {.unit = d->units[f->unit].code,
                          .file = ds->sources[f->source].file,
                          .sheet = f->sheet,
                          .form = d->forms[ind->form].code,
                          .row = f->row,
                          .col = f->col};
        th_words shown = th_value_words(arena, &f->value, ind->type),
                 range = {range_text(arena, ind, false), range_text(arena, ind, true)};
        th_finding *found =
            th_findings_add(&ds->findings, ds->arena, TH_F_VALUE_RANGE, &place, TH_WITH(ind->label, shown, range));
        found->indicator = ind->code;
        found->raw = f->raw;
        found->expected = th_str_copy(ds->arena, range.vi);
    }
}

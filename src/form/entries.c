/* What the secretariat enters while a period runs: Điều chỉnh, Giải trình, Phiếu kín. */
#include "form/load.h"

#include "base/banned.h"

/* The value as the unit's own cell would be read; one that cannot be understood is a fault. */
static bool read_adjustment(th_loading *l, size_t i)
{
    th_adjustment *a = &l->d->adjustments[i];
    const th_indicator *ind = &l->d->indicators[a->indicator];
    bool compared = a->measure == TH_COMPARED;
    th_spot s = th_table_spot(l, TH_TABLE_ADJUSTMENTS, i, "Giá trị");
    th_str typed = s.col == TH_NO_CELL ? a->text : th_table_typed(l, &l->tables[TH_TABLE_ADJUSTMENTS], s.row, s.col);
    th_raw raw = {.kind = TH_RAW_TEXT, .text = typed, .format_decimals = -1};
    a->text = typed;
    a->value =
        th_value_read(l->arena, &raw, compared ? TH_TYPE_PERCENT : ind->type, compared ? TH_STR("%") : ind->unit);
    a->file = l->tables[TH_TABLE_ADJUSTMENTS].file;
    a->sheet = l->tables[TH_TABLE_ADJUSTMENTS].sheet->name;
    a->row = s.row;
    if (a->value.state == TH_STATE_VALUE)
        return true;
    th_str type = th_type_vi(compared ? TH_TYPE_PERCENT : ind->type);
    th_fault_value(&s, th_str_cstr(l->arena, th_str_fmt(l->arena, "một giá trị kiểu " TH_FMT, TH_ARG(type))),
                   "a value of the indicator's type", (th_str){0});
    return false;
}

static void finish_adjustments(th_loading *l)
{
    th_definition *d = l->d;
    size_t kept = 0;
    for (size_t i = 0; i < d->nadjustments; i++) {
        th_adjustment *a = &d->adjustments[i];
        if (a->unit == TH_NONE || a->indicator == TH_NONE) /* reported, or a unit of another period */
            continue;
        read_adjustment(l, i);
        for (size_t k = 0; k < i; k++)
            if (d->adjustments[k].unit == a->unit && d->adjustments[k].indicator == a->indicator &&
                d->adjustments[k].measure == a->measure) {
                th_spot s = th_table_spot(l, TH_TABLE_ADJUSTMENTS, i, "Mã");
                th_fault_duplicate(&s, TH_TABLE_ADJUSTMENTS, l->tables[TH_TABLE_ADJUSTMENTS].rows[k]);
                break;
            }
    }
    for (size_t i = 0; i < d->nadjustments; i++)
        if (d->adjustments[i].unit != TH_NONE && d->adjustments[i].indicator != TH_NONE)
            d->adjustments[kept++] = d->adjustments[i];
    d->nadjustments = kept;
}

void th_entries_finish(th_loading *l)
{
    th_definition *d = l->d;
    size_t kept = 0;
    finish_adjustments(l);
    for (size_t i = 0; i < d->nexplanations; i++)
        if (d->explanations[i].unit != TH_NONE)
            d->explanations[kept++] = d->explanations[i];
    d->nexplanations = kept;
    kept = 0;
    for (size_t i = 0; i < d->nballots; i++)
        if (d->ballots[i].unit != TH_NONE)
            d->ballots[kept++] = d->ballots[i];
    d->nballots = kept;
}

/* Codes of a setting, one behind the other with "|" between. */
#include "report/compared.h"

#include "base/banned.h"

enum { MOST = sizeof((th_compared *)0)->at / sizeof(uint32_t), USUAL = 2 };

static bool states_number(const th_fact *f)
{
    return f && f->value.state == TH_STATE_VALUE && f->value.num;
}

static uint32_t units_with_both(const th_report *r, uint32_t i)
{
    uint32_t n = 0;
    for (uint32_t u = 0; u < r->nunits; u++)
        n += states_number(th_dataset_find(r->ds, u, i, TH_PREVIOUS)) &&
             states_number(th_dataset_find(r->ds, u, i, TH_NOW));
    return n;
}

static bool can_be_shown(const th_report *r, uint32_t i)
{
    th_cell_at at;
    return th_type_is_number(r->d->indicators[i].type) && th_plan_measure_cell(r, i, TH_PREVIOUS, 0, &at);
}

static void take_code(const th_report *r, th_compared *chosen, th_buf *unknown, th_str code)
{
    uint32_t i = th_definition_indicator(r->d, code);
    if (!code.len)
        return;
    if (i != TH_NONE && can_be_shown(r, i) && chosen->n < MOST)
        chosen->at[chosen->n++] = i;
    else
        th_buf_fmt(unknown, "%s" TH_FMT, unknown->len ? ", " : "", TH_ARG(code));
}

/* Sums of which the definition says that more or less of them is better, in its order. */
static void take_usual(const th_report *r, th_compared *chosen)
{
    for (int stated = 1; stated >= 0; stated--)
        for (uint32_t i = 0; i < r->d->nindicators && chosen->n < USUAL; i++) {
            const th_indicator *ind = &r->d->indicators[i];
            if (ind->aggregate == TH_AGG_SUM && (ind->better != 0) == stated && can_be_shown(r, i) &&
                2 * units_with_both(r, i) > r->nunits)
                chosen->at[chosen->n++] = i;
        }
}

th_compared th_compared_of(const th_report *r)
{
    th_compared chosen = {0};
    th_str setting = th_definition_setting(r->d, TH_STR(TH_COMPARED_SETTING));
    th_buf unknown;
    th_buf_init(&unknown, r->arena);
    if (!setting.len)
        take_usual(r, &chosen);
    for (size_t at = 0; at < setting.len;) {
        size_t end = th_str_find(setting, TH_STR("|"), at);
        end = end == SIZE_MAX ? setting.len : end;
        take_code(r, &chosen, &unknown, th_str_trim(th_str_sub(setting, at, end - at)));
        at = end + 1;
    }
    chosen.unknown = th_buf_str(&unknown);
    return chosen;
}

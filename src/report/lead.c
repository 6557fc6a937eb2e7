/* The lead of a verdict. */
#include "report/lead.h"

#include "draw/control.h"

#include "base/banned.h"

void th_lead_merge(const th_report *r, th_pen *p, th_area area, th_live_text said, th_look look)
{
    if (!th_control_watched(p->tab)) {
        th_pen_merge(p, area, said.text, look);
        return;
    }
    th_str lead = th_ref_cell(r->arena, r->names[TH_SHEET_CONTROL], TH_CONTROL_LEAD, TH_CONTROL_STATE);
    th_str formula = said.formula.len ? said.formula : th_control_literal(r->arena, said.text);
    th_control_pause(p->tab, true);
    th_pen_merge_live(p, area,
                      (th_live_text){th_str_fmt(r->arena, TH_FMT "&" TH_FMT, TH_ARG(lead), TH_ARG(formula)), said.text},
                      look);
    th_control_pause(p->tab, false);
}

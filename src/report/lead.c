/* The lead of a verdict. */
#include "report/lead.h"

#include "draw/control.h"

#include "base/banned.h"

void th_lead_merge(const th_report *r, th_pen *p, th_area area, th_str now, th_look look)
{
    th_str sheet = r->names[TH_SHEET_CONTROL];
    th_str lead = th_ref_cell(r->arena, sheet, TH_CONTROL_LEAD, TH_CONTROL_STATE),
           verdict = th_ref_cell(r->arena, sheet, TH_CONTROL_FIGURES, TH_CONTROL_STATE);
    th_str formula = th_str_fmt(r->arena, TH_FMT "&" TH_FMT, TH_ARG(lead), TH_ARG(verdict));
    th_control_pause(p->tab, true);
    th_pen_merge_live(p, area, (th_live_text){formula, now}, look);
    th_control_pause(p->tab, false);
    th_control_compare(p->tab, (th_compared){area.row1, area.col1, formula});
}

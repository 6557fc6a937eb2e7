/* Writing the list of sheets. */
#include "report/sheet_list.h"

#include "report/sheets.h"

#include "base/banned.h"

static void line_of_sheet(th_pen *p, th_area at, th_str name, th_str text)
{
    th_pen_link(p, at.row1, 0, (th_target){name, 0, 0});
    th_pen_text(p, at.row1, 0, name, TH_LOOK_CELL | TH_LOOK_SMALL | TH_INK_LINK);
    th_pen_merge(p, at, text, TH_LOOK_CELL | TH_LOOK_SMALL);
    th_pen_height(p, at.row1, TH_SHEET_LIST_LINE);
}

uint32_t th_sheet_list_write(th_writer *writer, uint32_t row, uint32_t last)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_pen_text(p, row++, 0, TH_STR("Các trang của sổ"), TH_LOOK_BOLD | TH_LOOK_LARGE);
    for (th_sheet_id id = TH_SHEET_CONTENTS + 1; id < TH_SHEETS; id++) {
        for (uint32_t form = 0; id == TH_SHEET_FORMS && form < r->d->nforms; form++)
            line_of_sheet(p, th_across(row++, 1, last), r->forms[form].name, r->d->forms[form].title);
        if (id != TH_SHEET_FORMS && th_plan_has(r, id))
            line_of_sheet(p, th_across(row++, 1, last), r->names[id], th_plan_sheet_text(r, id));
    }
    return row + 1;
}

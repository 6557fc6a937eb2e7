/* Pens over the sheets of the report. */
#include "report/writer.h"

#include "base/banned.h"

th_writer th_writer_of(const th_report *r, th_sheet_id id)
{
    return (th_writer){.r = r, .pen = th_pen_over(r->tabs[id])};
}

th_writer th_writer_of_form(const th_report *r, uint32_t form)
{
    return (th_writer){.r = r, .pen = th_pen_over(r->forms[form].tab)};
}

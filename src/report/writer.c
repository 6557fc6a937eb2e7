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

th_str th_writer_links_left_out(th_arena *arena, size_t figures, size_t all)
{
    if (all <= TH_MOST_LINKS)
        return (th_str){0};
    size_t left = figures > TH_MOST_LINKS ? figures - TH_MOST_LINKS : 0;
    if (!left)
        return th_str_fmt(arena, " Một trang có nhiều nhất %d liên kết: chỉ số liệu của đơn vị có liên kết.",
                          TH_MOST_LINKS);
    return th_str_fmt(arena, " Một trang có nhiều nhất %d liên kết: %zu số liệu cuối không có.", TH_MOST_LINKS, left);
}

/* Pens over the sheets of the report. */
#include "report/writer.h"

#include "report/signing.h"

#include "base/banned.h"

/* What people sign is a set of annexes, numbered in the order of the tabs: the ranking, the summary, the forms. */
static unsigned annex_of(th_sheet_id id, uint32_t form)
{
    enum { RANKING = 1, SUMMARY, FIRST_FORM };
    if (id == TH_SHEET_RANKING)
        return RANKING;
    if (id == TH_SHEET_SUMMARY)
        return SUMMARY;
    return id == TH_SHEET_FORMS ? FIRST_FORM + form : 0;
}

static th_pen pen_over_annex(const th_report *r, th_tab *tab, unsigned annex)
{
    th_pen pen = th_pen_over(tab);
    if (annex)
        pen.annex = th_signing_roman(r->arena, annex);
    return pen;
}

th_writer th_writer_of(const th_report *r, th_sheet_id id)
{
    return (th_writer){.r = r, .pen = pen_over_annex(r, r->tabs[id], annex_of(id, 0))};
}

th_writer th_writer_of_form(const th_report *r, uint32_t form)
{
    return (th_writer){.r = r, .pen = pen_over_annex(r, r->forms[form].tab, annex_of(TH_SHEET_FORMS, form))};
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

/* Writes the slip of points of one unit, as values: the feedback has no sheet to look them up in. */
#include "report/feedback_slip.h"

#include "draw/pen.h"
#include "report/award_note.h"
#include "report/difference.h"
#include "report/slip_line.h"
#include "report/slip_page.h"
#include "report/slip_plan.h"
#include "report/verdict.h"
#include "report/way_words.h"
#include "text/fold.h"

#include "base/banned.h"

enum { SLIP_HEAD = 4, SLIP_FIRST = 5 };

typedef struct own_slip {
    th_arena *arena;
    th_pen *p;
    const th_scores *scores;
    const th_definition *d;
    uint32_t unit;
} own_slip;

static bool names_another(const own_slip *slip, th_str text)
{
    th_str folded = th_fold(slip->arena, text);
    for (uint32_t u = 0; text.len && u < slip->d->nunits; u++) {
        th_str name = th_fold(slip->arena, slip->d->units[u].name);
        if (u != slip->unit && name.len && th_str_find(folded, name, 0) != SIZE_MAX)
            return true;
    }
    return false;
}

static th_str own_reason(const own_slip *slip, uint32_t criterion, const th_slip_line_values *values)
{
    th_str given = values->given;
    const th_award *award = th_slip_award(slip->d, criterion, slip->unit);
    if (award && names_another(slip, given))
        given = th_str_fmt(slip->arena, "Cụm chấm " TH_FMT, TH_ARG(th_award_text(slip->arena, award)));
    const char *between = values->why.len && given.len ? "; " : "";
    return th_str_fmt(slip->arena, TH_FMT "%s" TH_FMT, TH_ARG(values->why), between, TH_ARG(given));
}

static void own_slip_cell(const own_slip *slip, th_cell_at at, const th_line_cell *cell, th_look look)
{
    if (cell->number)
        th_pen_exact(slip->p, at.row, at.col, cell->number,
                     (th_style){look | TH_LOOK_RIGHT | TH_LOOK_SHRINK, cell->format});
    else
        th_pen_text(slip->p, at.row, at.col, cell->text, look | TH_LOOK_CENTER | TH_LOOK_WRAP);
}

static void own_line(const own_slip *slip, uint32_t row, uint32_t criterion)
{
    static const uint32_t to[TH_LINE_CELLS] = {TH_SLIP_DATA,     TH_SLIP_TARGET, TH_SLIP_SELF,
                                               TH_SLIP_COMPUTED, TH_SLIP_GIVEN,  TH_SLIP_OFFICIAL};
    const th_criterion *asked = &slip->d->criteria[criterion];
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | (asked->leaf ? 0 : TH_LOOK_BOLD | TH_FILL_GROUP),
            words = (look & ~(th_look)TH_LOOK_BOLD) | TH_LOOK_WRAP | TH_LOOK_INDENT;
    th_slip_line_values values = th_slip_line_values_of(slip->arena, slip->scores, criterion, slip->unit);
    th_pen_text(slip->p, row, TH_SLIP_CODE, asked->code, look);
    th_pen_text(slip->p, row, TH_SLIP_TITLE, th_slip_title(slip->arena, asked), look | TH_LOOK_WRAP);
    th_pen_text(slip->p, row, TH_SLIP_WAY, th_way_words(slip->arena, slip->d, asked), words);
    for (size_t i = 0; i < TH_LINE_CELLS; i++)
        own_slip_cell(slip, (th_cell_at){row, to[i]}, &values.cells[i],
                      look | (to[i] == TH_SLIP_OFFICIAL ? TH_LOOK_BOLD : 0));
    bool doubt = th_score_points(slip->scores, criterion, slip->unit)->differs;
    th_pen_text(slip->p, row, TH_SLIP_WHY, own_reason(slip, criterion, &values), words | (doubt ? TH_FILL_WARNING : 0));
}

static void own_sum(const own_slip *slip, uint32_t row, const char *title, const th_exact *points)
{
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_BOLD | TH_FILL_TOTAL;
    th_pen_blanks(slip->p, row, 0, TH_SLIP_PRINTED - 1, look);
    th_pen_text(slip->p, row, TH_SLIP_TITLE, th_str_of(title), look);
    th_pen_exact(slip->p, row, TH_SLIP_OFFICIAL, points, (th_style){look | TH_LOOK_RIGHT, "#,##0.00"});
}

void th_feedback_slip(th_arena *arena, const th_feedback *in, th_tab *tab)
{
    th_pen p = th_pen_over(tab);
    const own_slip slip = {arena, &p, in->scores, in->ds->definition, in->unit};
    const th_total *total = &in->scores->totals[in->unit];
    uint32_t row = SLIP_FIRST, top = 0;
    th_slip_page_columns(&p);
    th_pen_heading(
        &p, th_str_fmt(arena, "PHIẾU ĐIỂM NĂM %d · " TH_FMT, slip.d->period, TH_ARG(slip.d->units[in->unit].name)),
        th_verdict_stage(arena, &in->scores->readiness), TH_SLIP_PRINTED - 1);
    th_slip_page_header(&p, SLIP_HEAD);
    for (uint32_t c = 0; c < slip.d->ncriteria; c++)
        own_line(&slip, row++, c);
    const th_exact *scale = th_difference_line(arena, in->scores, TH_NONE, in->unit);
    if (th_exact_sign(scale))
        own_sum(&slip, row++, "Quy đổi phần không được giao", scale);
    own_sum(&slip, row++, "Tổng điểm", total->total);
    th_slip_page_finish(&p, &top, 1, th_slip_page_ways(&p, slip.d, NULL, row));
}

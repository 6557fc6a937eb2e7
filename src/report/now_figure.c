/* Writes the figures of this year, of a unit and of the cluster. */
#include "report/now_figure.h"

#include "draw/control.h"
#include "report/aggregate.h"
#include "report/gap.h"
#include "report/marks.h"

#include "base/banned.h"

void th_now_figure(th_writer *writer, th_cell_at at, uint32_t i, uint32_t unit)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_fact *f = th_dataset_find(r->ds, unit, i, TH_NOW);
    uint32_t row = at.row, col = at.col;
    if (!f) {
        th_pen_text(p, row, col, th_gap_word(r, unit, i, TH_NOW), TH_LOOK_GAP);
        return;
    }
    uint32_t index = th_plan_fact_index(r, f), source = th_plan_fact_row(r, index);
    th_look fill = th_marks_fill(r, index);
    if (source != TH_NONE)
        th_pen_link(p, row, col, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
    if (th_gap_counts_zero(r, f)) {
        th_pen_number(p, row, col, 0, (th_style){TH_LOOK_FIGURE | TH_FILL_CHANGED, TH_ZERO_OF_BLANK});
        th_pen_comment(p, row, col, TH_STR("Ô để trống, hiểu là 0 theo bộ biểu mẫu."));
        return;
    }
    th_str word = th_gap_word(r, unit, i, TH_NOW);
    if (word.len) {
        th_pen_linked_word(p, row, col, word, TH_LOOK_GAP | fill);
        if (r->remark[index].len)
            th_pen_comment(p, row, col, r->remark[index]);
        return;
    }
    th_type type = r->d->indicators[i].type;
    bool long_text = source != TH_NONE && th_figure_shows(f, type) && !f->value.num &&
                     th_pen_wraps(p, col, f->value.text, 0) && th_str_find(f->value.text, TH_STR("\n"), 0) == SIZE_MAX;
    if (long_text)
        /* A long text is a formula, because linked text does not wrap in every program. */
        th_pen_formula_text(
            p, row, col, (th_live_text){th_control_literal(th_output_texts(p->output), f->value.text), f->value.text},
            TH_LOOK_CELL | fill);
    else
        th_pen_figure(p, row, col,
                      (th_shown){f, type, th_plan_decimals(&r->d->indicators[i]), false, th_marks_sign(r, index)},
                      TH_LOOK_FIGURE | fill);
    if (r->remark[index].len)
        th_pen_comment(p, row, col, r->remark[index]);
}

bool th_now_is_filled(const th_report *r, const th_fact *f)
{
    if (!f)
        return false;
    th_type type = th_plan_fact_type(r->d, f);
    return th_gap_counts_zero(r, f) || (th_figure_shows(f, type) && !th_gap_is_word(f->value.text));
}

void th_now_whole(th_writer *writer, th_cell_at at, uint32_t i, th_look look)
{
    const th_report *r = writer->r;
    uint32_t first = r->first_fact[i] == TH_NONE ? TH_NONE : th_plan_fact_row(r, r->first_fact[i]);
    bool added = r->d->indicators[i].aggregate == TH_AGG_SUM && first != TH_NONE &&
                 r->ds->facts[r->first_fact[i]].measure == TH_NOW;
    uint32_t there = added && !r->source_ranges ? TH_SOURCE_SUM : TH_SOURCE_VALUE;
    if (first != TH_NONE && writer->spare_links)
        th_pen_link(&writer->pen, at.row, at.col, (th_target){r->names[TH_SHEET_SOURCES], first, there});
    th_cell_at one, last;
    th_plan_now_cell(r, i, 0, &one);
    th_plan_now_cell(r, i, r->nunits - 1, &last);
    th_str units = th_ref_area(r->arena, (th_str){0}, (th_area){one.row, one.col, last.row, last.col});
    th_aggregate_cell(writer, at, &(th_summed){i, TH_NOW, units}, look);
}

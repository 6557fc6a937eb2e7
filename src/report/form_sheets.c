/* Writes a sheet for each form, as all units submitted it.  Lists stand one below the other with the unit in front, and
 * the indicators follow (form_block.c). */
#include "report/sheets.h"

#include "report/counted_list.h"
#include "report/form_block.h"
#include "report/gap.h"
#include "report/legend.h"
#include "report/marks.h"

#include "base/banned.h"

static void list_frame(th_writer *writer, uint32_t form)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    th_pen_text(p, place->list_head, 0, TH_STR("Đơn vị"), TH_LOOK_HEADER);
    uint32_t last = 0;
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (r->d->columns[c].form == form && r->list_col[c] != TH_NONE) {
            last = r->list_col[c];
            th_pen_text(p, place->list_head, last, r->d->columns[c].label, TH_LOOK_HEADER);
        }
    th_pen_height(p, place->list_head, 24);
    for (uint32_t row = place->list_head + 1; row <= place->list_head + place->list_rows; row++)
        th_pen_blanks(p, row, 0, last, TH_LOOK_CELL);
    for (uint32_t u = 0; u < r->nunits; u++) {
        uint32_t row = r->list_start[(size_t)form * r->nunits + u];
        uint32_t end = u + 1 < r->nunits ? r->list_start[(size_t)form * r->nunits + u + 1]
                                         : place->list_head + 1 + place->list_rows;
        size_t rows = th_dataset_list_size(r->ds, u, form);
        for (uint32_t k = 0; k < rows && row + k < end; k++)
            th_pen_text(p, row + k, 0, r->d->units[u].name, TH_LOOK_CELL | TH_LOOK_TOP | (k ? TH_INK_GREY : 0));
    }
    th_tab_filter(p->tab, (th_area){place->list_head, 0, place->list_head + place->list_rows, last});
}

static size_t first_list_fact(const th_report *r)
{
    size_t low = 0, high = r->ds->nfacts; /* Facts are sorted: those of indicators come first. */
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (r->ds->facts[mid].item == 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void list_cells(th_writer *writer, uint32_t form)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    size_t links = 0;
    uint32_t unit_linked = TH_NONE;
    for (size_t k = first_list_fact(r); k < r->ds->nfacts; k++)
        links += r->d->columns[r->ds->facts[k].indicator].form == form;
    if (!r->many)
        th_pen_expect(p, 2 * links + r->d->nindicators * r->nunits * TH_MEASURES + 1);
    for (size_t k = first_list_fact(r); k < r->ds->nfacts; k++) {
        const th_fact *f = &r->ds->facts[k];
        const th_column *column = &r->d->columns[f->indicator];
        if (column->form != form || r->list_col[f->indicator] == TH_NONE || f->value.state == TH_STATE_BLANK ||
            f->value.state == TH_STATE_ABSENT)
            continue;
        uint32_t row = r->list_start[(size_t)form * r->nunits + f->unit] + f->item - 1, col = r->list_col[f->indicator];
        bool middle = column->role == TH_ROLE_STT || column->role == TH_ROLE_CRITERION;
        th_look look = TH_LOOK_CELL | TH_LOOK_TOP |
                       (middle                                         ? TH_LOOK_CENTER
                        : f->value.num && column->type != TH_TYPE_TEXT ? TH_LOOK_RIGHT
                                                                       : 0);
        uint32_t source = th_plan_fact_row(r, k);
        /* The unit's name in front leads to the source of the row's first cell, so that long texts, which bear no link
         * of their own, have a way to their source, too. */
        if (source != TH_NONE && row != unit_linked) {
            th_pen_link(p, row, 0, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
            th_pen_text(p, row, 0, r->d->units[f->unit].name,
                        TH_LOOK_CELL | TH_LOOK_TOP | (f->item > 1 ? TH_INK_GREY : 0));
            unit_linked = row;
        }
        if (source != TH_NONE && !th_pen_wraps(p, col, f->value.text.len ? f->value.text : f->raw, 0))
            th_pen_link(p, row, col, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
        th_pen_figure(p, row, col, (th_shown){f, column->type, TH_DECIMALS_UNSTATED, true, th_marks_sign(r, k)},
                      look | th_marks_fill(r, k));
        if (r->remark[k].len)
            th_pen_comment(p, row, col, r->remark[k]);
    }
}

/* Pages across begin with an indicator, or a column of the list above.  Gives the last column of the first page. */
static uint32_t divide_pages(th_writer *writer, uint32_t form)
{
    const th_report *r = writer->r;
    const th_form_place *place = &r->forms[form];
    uint32_t *starts = th_arena_array(r->arena, place->columns, sizeof *starts), n = 0;
    bool *inside = th_arena_array(r->arena, place->columns, sizeof *inside);
    for (uint32_t i = 0; i < r->d->nindicators; i++) {
        uint32_t first = TH_NONE, last = 0;
        for (size_t k = 0; k < TH_MEASURES && r->d->indicators[i].form == form; k++) {
            size_t at = (size_t)i * TH_MEASURES + k;
            if (r->measure_at[at] == TH_NONE)
                continue;
            first = r->measure_at[at] < first ? r->measure_at[at] : first;
            last = r->measure_last[at] > last ? r->measure_last[at] : last;
        }
        for (uint32_t col = first; first != TH_NONE && col < last; col++)
            inside[col + 1] = true;
    }
    for (uint32_t col = 1; col < place->columns; col++)
        if (!inside[col])
            starts[n++] = col;
    return th_tab_divide(writer->pen.tab, (th_division){starts, n, 1, place->columns - 1});
}

/* Where a sheet cannot have all links, the figures come first; where it cannot have these, each row has one. */
static void expect_links(th_writer *writer, uint32_t form)
{
    const th_report *r = writer->r;
    size_t links = 1, indicators = 0;
    for (size_t k = 0; k < r->ds->nfacts; k++) {
        const th_fact *f = &r->ds->facts[k];
        links += (f->item ? r->d->columns[f->indicator].form : r->d->indicators[f->indicator].form) == form;
        links += f->item > 0 && r->d->columns[f->indicator].form == form; /* the unit's name beside it */
    }
    for (uint32_t i = 0; i < r->d->nindicators; i++)
        indicators += r->d->indicators[i].form == form;
    th_pen_expect(&writer->pen, links);
    writer->spare_links = links + indicators <= TH_MOST_LINKS;
}

static void write_form(const th_report *r, uint32_t form)
{
    const th_form_place *place = &r->forms[form];
    const th_form *defined = &r->d->forms[form];
    th_writer writer = th_writer_of_form(r, form);
    th_pen *p = &writer.pen;
    th_pen_widths(p, place->width, place->columns);
    uint32_t last = place->columns > 1 ? place->columns - 1 : 6;
    if (r->many && place->indicators)
        last = divide_pages(&writer, form);
    if (r->many)
        expect_links(&writer, form);
    th_str absent = th_gap_list(r, form);
    th_pen_heading(p, defined->title,
                   th_str_fmt(r->arena, TH_FMT " · kỳ %d%s" TH_FMT, TH_ARG(defined->code), r->d->period,
                              absent.len ? " · " : "", TH_ARG(absent)),
                   last);
    if (place->counted)
        th_counted_list_write(&writer, form);
    if (place->list) {
        list_frame(&writer, form);
        list_cells(&writer, form);
    }
    if (place->indicators)
        th_form_block(&writer, form);
    if (!place->list && !place->counted && !place->indicators)
        th_pen_text(p, 4, 0, TH_STR("Biểu này chưa khai báo cột hoặc chỉ tiêu nào trong bộ biểu mẫu."), TH_LOOK_ITALIC);
    enum { FEW_ROWS = 60 };
    if (place->list && !place->indicators && place->list_rows > FEW_ROWS)
        th_pen_first_page_only(p, 4, last);
    if (r->many && place->list && place->indicators)
        th_tab_break(p->tab, place->block_head - 1);
    bool divided = r->many && last + 1 < place->columns; /* the first column is repeated, with what stands in it */
    th_legend(&writer, place->end + 1, divided, last);
    bool block_alone = place->indicators && !place->list && !place->counted;
    bool names_alone = place->list || (r->many && place->indicators);
    uint32_t head = 4, heads = 1;
    if (block_alone)
        head = place->block_head, heads = place->heads;
    th_pen_page(p, head, head + heads - 1, names_alone ? 1 : TH_FIELDS);
}

void th_report_forms(const th_report *r)
{
    for (uint32_t form = 0; form < r->d->nforms; form++)
        write_form(r, form);
}

/* Writes how many rows the units' lists have. */
#include "report/counted_list.h"

#include "report/sent_copy.h"

#include "base/banned.h"

enum { UNIT = 0, ROWS, VALUES = TH_COUNTED_VALUES };

/* By unit, the last being all of them, and value of the catalogue: in how many rows it stands. */
static size_t *count_values(const th_report *r, uint32_t column)
{
    const th_dataset *whole = r->in->whole;
    const th_catalogue *catalogue = &r->d->catalogues[r->d->columns[column].catalogue];
    size_t *n = th_arena_array(r->arena, ((size_t)r->nunits + 1) * catalogue->n + 1, sizeof *n);
    for (size_t k = 0; k < whole->nfacts; k++) {
        const th_fact *f = &whole->facts[k];
        if (!f->item || f->indicator != column || f->value.state != TH_STATE_VALUE)
            continue;
        for (size_t i = 0; i < catalogue->n; i++) {
            size_t found = th_str_eq(catalogue->values[i].text, f->value.text);
            n[f->unit * catalogue->n + i] += found;
            n[r->nunits * catalogue->n + i] += found;
        }
    }
    return n;
}

static th_look look_of_row(const th_report *r, uint32_t unit)
{
    return TH_LOOK_CELL | TH_LOOK_TOP | (unit == r->nunits ? TH_LOOK_BOLD | TH_FILL_TOTAL : 0);
}

/* "Cá nhân 5; Tập thể 2", in the order of the catalogue. */
static void column_of_values(th_writer *writer, uint32_t head, uint32_t col, uint32_t column)
{
    const th_report *r = writer->r;
    const th_catalogue *catalogue = &r->d->catalogues[r->d->columns[column].catalogue];
    const size_t *n = count_values(r, column);
    th_pen_text(&writer->pen, head, col, r->d->columns[column].label, TH_LOOK_HEADER);
    for (uint32_t u = 0; u <= r->nunits; u++) {
        th_buf out;
        th_buf_init(&out, r->arena);
        for (size_t i = 0; i < catalogue->n; i++)
            if (n[u * catalogue->n + i])
                th_buf_fmt(&out, "%s" TH_FMT " %zu", out.len ? "; " : "", TH_ARG(catalogue->values[i].text),
                           n[u * catalogue->n + i]);
        th_pen_text(&writer->pen, head + 1 + u, col, th_buf_str(&out),
                    look_of_row(r, u) | TH_LOOK_WRAP | TH_LOOK_SMALL);
    }
}

static void column_of_rows(th_writer *writer, uint32_t head, uint32_t form)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t last = head + r->nunits;
    size_t all = 0;
    th_pen_text(p, head, ROWS, TH_STR("Số dòng"), TH_LOOK_HEADER);
    for (uint32_t u = 0; u < r->nunits; u++) {
        size_t rows = th_dataset_list_size(r->in->whole, u, form);
        all += rows;
        if (th_plan_reported(r, u))
            th_pen_number(p, head + 1 + u, ROWS, (double)rows, (th_style){look_of_row(r, u) | TH_LOOK_RIGHT, "#,##0"});
        else
            th_pen_blank(p, head + 1 + u, ROWS, look_of_row(r, u));
    }
    th_str area = th_ref_area(r->arena, (th_str){0}, th_down(ROWS, head + 1, last));
    th_pen_formula(
        p, last + 1, ROWS,
        (th_live){th_str_fmt(r->arena, "SUM(" TH_FMT ")", TH_ARG(area)), th_exact_int(r->arena, (long long)all)},
        (th_style){look_of_row(r, r->nunits) | TH_LOOK_RIGHT, "#,##0"});
}

void th_counted_list_write(th_writer *writer, uint32_t form)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t head = r->forms[form].list_head, col = VALUES;
    th_str cluster = r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm");
    th_pen_text(p, head, UNIT, TH_STR("Đơn vị"), TH_LOOK_HEADER);
    for (uint32_t u = 0; u <= r->nunits; u++)
        th_pen_text(p, head + 1 + u, UNIT, u < r->nunits ? r->d->units[u].name : cluster, look_of_row(r, u));
    column_of_rows(writer, head, form);
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (th_sent_tells_values(r->d, c, form))
            column_of_values(writer, head, col++, c);
    th_pen_height(p, head, 24);
}

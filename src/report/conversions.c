/* Writes CHUYỂN MÃ: which texts were converted, from which encoding, and on what evidence.  The same text of one sheet,
 * converted in the same way, is one row that names all of its cells. */
#include "report/sheets.h"

#include "report/cells.h"
#include "text/encoding.h"

#include <stdlib.h>

#include "base/banned.h"

enum {
    FILE_ = 0,
    SHEET,
    CELL,
    ENCODING,
    EVIDENCE,
    BEFORE,
    AFTER,
    TIMES,
    COLUMNS,
    SUMMARY_HEAD = 4,
    MOST_ROWS = 1000000,
    PRINTED_ROWS = 20
};

/* Writes the summary, a row for each file and encoding that occur together.  Returns the first row below. */
static uint32_t summary(th_writer *writer)
{
    th_pen *p = &writer->pen;
    static const char *const labels[] = {"Tệp", "Đơn vị", "", "Bảng mã", "Số ô"};
    const th_report *r = writer->r;
    const th_dataset *ds = r->ds;
    size_t *counts = th_arena_array(r->arena, ds->nsources * TH_ENCODINGS, sizeof *counts);
    for (size_t i = 0; i < ds->nconversions; i++)
        counts[(size_t)ds->conversions[i].source * TH_ENCODINGS + ds->conversions[i].encoding % TH_ENCODINGS]++;
    uint32_t row = SUMMARY_HEAD;
    th_pen_text(p, row, FILE_, th_str_of(labels[0]), TH_LOOK_HEADER);
    th_pen_merge(p, th_across(row, SHEET, CELL), th_str_of(labels[1]), TH_LOOK_HEADER);
    th_pen_text(p, row, ENCODING, th_str_of(labels[3]), TH_LOOK_HEADER);
    th_pen_text(p, row++, EVIDENCE, th_str_of(labels[4]), TH_LOOK_HEADER);
    for (size_t source = 0; source < ds->nsources; source++)
        for (uint32_t encoding = 0; encoding < TH_ENCODINGS; encoding++) {
            size_t n = counts[source * TH_ENCODINGS + encoding];
            if (!n)
                continue;
            uint32_t unit = ds->sources[source].unit;
            th_pen_text(p, row, FILE_, ds->sources[source].file, TH_LOOK_CELL);
            th_pen_merge(p, th_across(row, SHEET, CELL), unit == TH_NONE ? (th_str){0} : r->d->units[unit].name,
                         TH_LOOK_CELL);
            th_pen_text(p, row, ENCODING, th_encoding_name((th_encoding)encoding), TH_LOOK_MIDDLE);
            th_pen_number(p, row++, EVIDENCE, (double)n, (th_style){TH_LOOK_FIGURE, "#,##0"});
        }
    return row;
}

/* ---- equal ones, folded ---- */

typedef struct folded {
    const th_conversion *first; /* of its cells, which stand one after the other in `order` */
    size_t from, n;
} folded;

static int by_either(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int by_what_was_done(const th_conversion *a, const th_conversion *b)
{
    int order = by_either(a->source, b->source);
    if (!order)
        order = th_str_cmp(a->sheet, b->sheet);
    if (!order)
        order = th_str_cmp(a->before, b->before);
    if (!order)
        order = th_str_cmp(a->after, b->after);
    if (!order)
        order = by_either(a->encoding, b->encoding);
    return order ? order : by_either(a->evidence, b->evidence);
}

static int by_what_and_where(const void *left, const void *right)
{
    const th_conversion *a = *(const th_conversion *const *)left, *b = *(const th_conversion *const *)right;
    int order = by_what_was_done(a, b);
    return order ? order : by_either((uintptr_t)a, (uintptr_t)b); /* places in one list, which is sorted */
}

static int by_first_cell(const void *left, const void *right)
{
    const folded *a = left, *b = right;
    return by_either((uintptr_t)a->first, (uintptr_t)b->first);
}

typedef struct folding {
    const th_conversion **order;
    folded *rows;
    size_t n;
} folding;

static folding fold_equal(const th_report *r)
{
    size_t n = r->ds->nconversions;
    folding all = {th_arena_array(r->arena, n, sizeof *all.order), th_arena_array(r->arena, n, sizeof *all.rows), 0};
    for (size_t i = 0; i < n; i++)
        all.order[i] = &r->ds->conversions[i];
    if (n > 1)
        qsort(all.order, n, sizeof *all.order, by_what_and_where);
    for (size_t i = 0; i < n; i++) {
        if (i && by_what_was_done(all.order[i - 1], all.order[i]) == 0)
            all.rows[all.n - 1].n++;
        else
            all.rows[all.n++] = (folded){all.order[i], i, 1};
    }
    if (all.n > 1)
        qsort(all.rows, all.n, sizeof *all.rows, by_first_cell);
    return all;
}

/* "B3, B5": all of them; a cell of ours holds as many as a sheet of a department has. */
static th_str cells_of(const th_report *r, const folding *all, const folded *one)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    for (size_t i = one->from; i < one->from + one->n; i++)
        th_buf_fmt(&out, "%s" TH_FMT, i == one->from ? "" : ", ",
                   TH_ARG(th_cell_name(r->arena, all->order[i]->row, all->order[i]->col)));
    return th_buf_str(&out);
}

static void conversion_row(th_writer *writer, uint32_t row, const folding *all, const folded *one)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_conversion *conversion = one->first;
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_pen_text(p, row, FILE_, r->ds->sources[conversion->source].file, text);
    th_pen_text(p, row, SHEET, conversion->sheet, text);
    th_pen_text(p, row, CELL, cells_of(r, all, one), middle);
    th_pen_text(p, row, ENCODING, th_encoding_name((th_encoding)(conversion->encoding % TH_ENCODINGS)), middle);
    th_pen_text(p, row, EVIDENCE,
                conversion->evidence < TH_EVIDENCES ? th_evidence_vi((th_evidence)conversion->evidence) : (th_str){0},
                text);
    th_pen_text(p, row, BEFORE, conversion->before, text);
    th_pen_text(p, row, AFTER, conversion->after, text);
    th_pen_number(p, row, TIMES, (double)one->n, (th_style){TH_LOOK_FIGURE | TH_LOOK_TOP | TH_LOOK_SMALL, "#,##0"});
}

void th_report_conversions(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Tệp", "Trang", "Ô", "Bảng mã", "Căn cứ", "Trước", "Sau", "Số ô"};
    static const double widths[COLUMNS] = {28, 15, 16, 12, 22, 46, 46, 7};
    th_writer writer = th_writer_of(r, TH_SHEET_CONVERSIONS);
    th_pen *p = &writer.pen;
    const folding all = fold_equal(r);
    size_t n = r->ds->nconversions, rows = all.n < MOST_ROWS ? all.n : MOST_ROWS;
    th_pen_widths(p, widths, COLUMNS);
    th_str below = TH_STR("Không ô nào phải chuyển: mọi chữ đã là Unicode dựng sẵn.");
    if (n)
        below = th_str_fmt(r->arena,
                           "%zu ô được chuyển%s; ô cùng một trang, cùng chữ thì chung một dòng. Chữ đã là Unicode thì "
                           "giữ nguyên. Khi in chỉ ra trang này.",
                           n, rows < all.n ? "; chỉ liệt kê một triệu dòng đầu" : "");
    th_pen_heading(p, TH_STR("Chuyển mã chữ Việt sang Unicode"), below, COLUMNS - 1);
    uint32_t head = SUMMARY_HEAD;
    if (n)
        head = summary(&writer) + 1;
    th_pen_header(p, head, labels, COLUMNS);
    for (size_t i = 0; i < rows; i++)
        conversion_row(&writer, head + 1 + (uint32_t)i, &all, &all.rows[i]);
    uint32_t printed = (uint32_t)(rows < PRINTED_ROWS ? rows : PRINTED_ROWS);
    th_tab_print_area(p->tab, (th_area){0, 0, head + (printed ? printed : 1), COLUMNS - 1});
    th_tab_filter(p->tab, (th_area){head, 0, head + (uint32_t)(rows ? rows : 1), COLUMNS - 1});
    th_pen_page(p, head, head, 0);
}

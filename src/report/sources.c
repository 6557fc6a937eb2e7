/* Writes NGUỒN SỐ LIỆU: a row for each fact, sorted by indicator and unit, and behind them the cells of lists.  It says
 * where every figure comes from: file, sheet and cell, what stands there, what was understood, and by which rule. */
#include "report/sheets.h"

#include "report/aggregate.h"
#include "report/gap.h"
#include "draw/formula.h"
#include "report/cells.h"
#include "report/figure_key.h"
#include "report/long_list.h"
#include "report/marks.h"
#include "report/source_findings.h"
#include "report/source_formula.h"
#include "report/source_index.h"
#include "report/source_words.h"

#include "base/banned.h"

enum { PRINTED_ROWS = 20 };

static void value_cell(th_writer *writer, uint32_t row, const th_fact *f, size_t index)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_FIGURE | TH_LOOK_SMALL | TH_LOOK_TOP | th_marks_fill(r, index);
    if (th_gap_counts_zero(r, f)) {
        th_pen_number(p, row, TH_SOURCE_VALUE, 0, (th_style){look, "#,##0"});
        return;
    }
    bool stated = f->item == 0 && f->measure != TH_COMPARED;
    th_pen_figure(
        p, row, TH_SOURCE_VALUE,
        (th_shown){
            f, th_plan_fact_type(r->d, f), stated ? th_plan_decimals(&r->d->indicators[f->indicator]) : -1, false, {0}},
        look);
}

/* Asks live whether TỔNG HỢP still says what the source does, so that an overwritten figure shows. */
static void same_cell(th_writer *writer, uint32_t row, const th_fact *f)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_LOOK_TOP | TH_INK_GREY;
    if (f->item || f->measure != TH_NOW || (f->value.state != TH_STATE_VALUE && !th_gap_counts_zero(r, f))) {
        th_pen_blank(p, row, TH_SOURCE_SAME, look);
        return;
    }
    th_cell_at at;
    th_str sheet = th_plan_now_cell(r, f->indicator, f->unit, &at),
           there = th_ref_cell(r->arena, sheet, at.row, at.col);
    /* of its own row, also once the rows were sorted */
    th_str here = th_str_fmt(r->arena, "$" TH_FMT, TH_ARG(th_cell_name(r->arena, row, TH_SOURCE_VALUE)));
    th_pen_formula_text(
        p, row, TH_SOURCE_SAME,
        (th_live_text){th_str_fmt(r->arena, "IF(" TH_FMT "=" TH_FMT ",\"khớp\",\"KHÁC\")", TH_ARG(there), TH_ARG(here)),
                       TH_STR("khớp")},
        look);
}

static void findings_at(th_writer *writer, uint32_t row, const th_source_findings *found)
{
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_LOOK_TOP;
    if (found->first && writer->spare_links)
        th_pen_link(
            &writer->pen, row, TH_SOURCE_FINDINGS,
            (th_target){writer->r->names[TH_SHEET_FINDINGS], TH_FINDING_FIRST + found->first - 1, TH_FINDING_CELL});
    th_pen_text(&writer->pen, row, TH_SOURCE_FINDINGS, found->rules, look | (found->first ? TH_INK_LINK : 0));
}

/* In the first row of an indicator that is added up: the sum of what the units state for this year, over the rows
 * wherever they stand now.  These are found by a number, since LibreOffice is slow to compare texts: by the codes, 120
 * sums over 8,686 rows took it 45 s. */
static void sum_of_this_year(th_writer *writer, uint32_t row, const th_fact *f, size_t index)
{
    const th_report *r = writer->r;
    th_look look = TH_LOOK_FIGURE | TH_LOOK_SMALL | TH_LOOK_TOP | TH_LOOK_BOLD;
    if (th_source_is_addend(r, f))
        th_pen_number(&writer->pen, row, TH_SOURCE_ADDEND, (double)f->indicator + 1, (th_style){0, "0"});
    else if (th_plan_is_figure(f)) /* added to nothing, and counted by MỤC LỤC */
        th_pen_number(&writer->pen, row, TH_SOURCE_ADDEND, 0, (th_style){0, "0"});
    if (!th_source_is_addend(r, f) || r->first_fact[f->indicator] != index) {
        th_pen_blank(&writer->pen, row, TH_SOURCE_SUM, TH_LOOK_BORDER);
        return;
    }
    size_t rows = r->ds->nfacts < TH_SOURCE_MOST ? r->ds->nfacts : TH_SOURCE_MOST;
    uint32_t last = TH_SOURCE_FIRST + (uint32_t)rows - 1;
    th_aggregated sum = th_dataset_aggregate(r->arena, r->ds, f->indicator, TH_NOW);
    th_str formula =
        TH_FORMULA(r->arena, "SUMIFS({values},{addends},{own})",
                   {"values", th_ref_area(r->arena, (th_str){0}, th_down(TH_SOURCE_VALUE, TH_SOURCE_FIRST, last))},
                   {"addends", th_ref_area(r->arena, (th_str){0}, th_down(TH_SOURCE_ADDEND, TH_SOURCE_FIRST, last))},
                   {"own", th_ref_cell(r->arena, (th_str){0}, row, TH_SOURCE_ADDEND)});
    const th_exact *number = sum.num ? sum.num : th_exact_int(r->arena, 0);
    th_pen_formula(&writer->pen, row, TH_SOURCE_SUM, (th_live){formula, number},
                   (th_style){look, th_aggregate_format(r, f->indicator, TH_NOW, &sum)});
}

/* The key to paste into LÝ LỊCH SỐ LIỆU, and what only that sheet shows; blank cells are not written. */
static void key_cells(th_writer *writer, uint32_t row, const th_fact *f, const th_source_words *words)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const struct {
        uint32_t col;
        th_str text;
    } cells[] = {{TH_SOURCE_QUALIFIER, words->qualifier},
                 {TH_SOURCE_ENTERED, words->entered},
                 {TH_SOURCE_STORED, words->stored},
                 {TH_SOURCE_BEFORE, words->before}};
    bool linked = (r->in->source_links ? 4 : 3) * r->ds->nfacts + r->ds->findings.n <
                  TH_MOST_LINKS; /* links to figures and files go first */
    linked = linked && th_plan_has(r, TH_SHEET_BIOGRAPHY);
    if (linked)
        th_pen_link(p, row, TH_SOURCE_KEY, (th_target){r->names[TH_SHEET_BIOGRAPHY], TH_BIOGRAPHY_KEY_ROW, 1});
    th_pen_text(p, row, TH_SOURCE_KEY, th_figure_key(r, f),
                TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_TOP | (linked ? TH_INK_LINK : 0));
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        if (cells[i].text.len)
            th_pen_text(p, row, cells[i].col, cells[i].text, TH_LOOK_SMALL | TH_LOOK_TOP);
}

/* The cell of a member of an archive, or of a text without sheets, has no address of its own: the file is opened. */
static void source_cell(th_writer *writer, uint32_t row, const th_fact *f, const th_source *source)
{
    const th_report *r = writer->r;
    th_look look = TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_TOP | TH_LOOK_WRAP | TH_LOOK_CENTER;
    th_str address = r->in->source_links && writer->spare_links ? r->in->source_links[f->source] : (th_str){0};
    bool has_place = f->sheet.len && !source->member.len && !th_str_starts(source->format, TH_STR("text"));
    if (address.len)
        th_pen_link_out(&writer->pen, row, TH_SOURCE_CELL, address,
                        (th_target){has_place ? f->sheet : (th_str){0}, f->row, f->col});
    th_pen_text(&writer->pen, row, TH_SOURCE_CELL, th_cell_name(r->arena, f->row, f->col),
                look | (address.len ? TH_INK_LINK : 0));
}

/* Writes the row of a fact.  None of its texts is kept: the report of this writer has an arena of its own, which is
 * reset for each row. */
static void fact_row(th_writer *writer, size_t index, const th_source_findings *found)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_arena_reset(r->arena);
    const th_fact *f = &r->ds->facts[index];
    const th_source *source = &r->ds->sources[f->source];
    uint32_t row = th_plan_fact_row(r, index);
    th_look small = TH_LOOK_BORDER | TH_LOOK_SMALL | TH_LOOK_TOP, wrapped = small | TH_LOOK_WRAP,
            middle = wrapped | TH_LOOK_CENTER;
    const th_column *column = f->item ? &r->d->columns[f->indicator] : NULL;
    th_str home;
    uint32_t home_row, home_col;
    th_plan_fact_home(r, f, &home, &home_row, &home_col);
    if (home_row != TH_NONE && home_col != TH_NONE)
        th_pen_link(p, row, TH_SOURCE_CODE, (th_target){home, home_row, home_col});
    th_pen_text(p, row, TH_SOURCE_CODE, column ? column->code : r->d->indicators[f->indicator].code, small);
    th_pen_text(p, row, TH_SOURCE_LABEL, column ? column->label : r->d->indicators[f->indicator].label, wrapped);
    th_pen_text(p, row, TH_SOURCE_UNIT, r->d->units[f->unit].name, wrapped);
    th_pen_text(p, row, TH_SOURCE_MEASURE, column ? TH_STR("Danh sách") : th_measure_vi(f->measure), middle);
    if (column)
        th_pen_number(p, row, TH_SOURCE_ITEM, f->item, (th_style){middle, "0"});
    else
        th_pen_blank(p, row, TH_SOURCE_ITEM, middle);
    value_cell(writer, row, f, index);
    th_pen_text(p, row, TH_SOURCE_RAW, f->raw, wrapped);
    th_pen_text(p, row, TH_SOURCE_FILE, source->file, wrapped);
    th_pen_text(p, row, TH_SOURCE_SHEET, f->sheet, wrapped);
    source_cell(writer, row, f, source);
    const th_source_words words = th_source_words_of(r, f);
    th_pen_text(p, row, TH_SOURCE_ENCODING, words.encoding, middle);
    th_pen_text(p, row, TH_SOURCE_RULES, words.rules, wrapped);
    same_cell(writer, row, f);
    th_pen_link(p, row, TH_SOURCE_HASH, (th_target){r->names[TH_SHEET_JOURNAL], TH_JOURNAL_FIRST + f->source, 0});
    th_pen_text(p, row, TH_SOURCE_HASH,
                source->sha256.len ? th_str_sub(source->sha256, 0, TH_SOURCE_HASH_SHOWN) : source->format,
                small | TH_INK_GREY);
    th_pen_text(p, row, TH_SOURCE_FORMULA, th_source_formula(r->arena, f), wrapped);
    findings_at(writer, row, found);
    sum_of_this_year(writer, row, f, index);
    key_cells(writer, row, f, &words);
}

static th_str links_left_out(th_arena *arena, size_t rows, size_t wanted)
{
    if (wanted <= TH_MOST_LINKS)
        return (th_str){0};
    if (rows <= TH_MOST_LINKS)
        return th_str_fmt(arena, " Một trang có nhiều nhất %d liên kết: chỉ cột Mã có.", TH_MOST_LINKS);
    return th_str_fmt(arena,
                      " Một trang có nhiều nhất %d liên kết: chỉ cột Mã của các dòng đầu có, %zu dòng sau không có.",
                      TH_MOST_LINKS, rows - TH_MOST_LINKS);
}

static const double source_widths[TH_SOURCE_COLUMNS] = {10, 36, 12, 11, 7,  22, 26, 27, 15, 7,  10, 34,
                                                        10, 18, 26, 12, 14, 34, 12, 30, 14, 14, 10};

/* Who needs a figure's origin walks there from the figure: on paper the list would be most of the workbook. */
static const char how_to_read[] =
    "Trang này để tra trên máy: mỗi dòng một số liệu, ghi rõ tệp, trang, ô, nguyên văn đơn vị đã ghi, bảng mã chữ và "
    "quy tắc đã áp dụng; từ một số ở TỔNG HỢP bấm vào là tới dòng của nó. Khi in chỉ ra trang này, với những dòng "
    "đầu để biết cách đọc; cần in đủ thì bỏ vùng in (Bố trí trang › Vùng in › Xóa vùng in).";

void th_report_sources(const th_report *r)
{
    if (th_long_list_apart(r, TH_LONG_SOURCES)) {
        th_source_index_draw(r);
        return;
    }
    th_writer writer = th_writer_of(r, TH_SHEET_SOURCES);
    th_pen *p = &writer.pen;
    size_t rows = r->ds->nfacts < TH_SOURCE_MOST ? r->ds->nfacts : TH_SOURCE_MOST;
    const th_source_findings *found = th_source_findings_find(r);
    size_t at_figures = 0, figures = 0;
    for (size_t i = 0; i < rows; i++)
        figures += th_plan_is_figure(&r->ds->facts[i]);
    for (size_t i = 0; i < rows; i++)
        at_figures += found[i].first != 0;
    size_t wanted = 2 * rows + 1 + at_figures + (r->in->source_links ? rows : 0);
    writer.spare_links = wanted <= TH_MOST_LINKS;
    th_pen_expect(p, wanted);
    th_pen_widths(p, source_widths, TH_SOURCE_COLUMNS);
    th_tab_width(p->tab, TH_SOURCE_ADDEND, TH_SOURCE_ADDEND, source_widths[TH_SOURCE_ADDEND], true);
    const char *way_out = r->in->source_links ? ", vào Ô để mở tệp gốc (khi sổ và tệp còn nằm nguyên chỗ)" : "";
    const char *further = r->in->whole ? "" : ", vào Phát hiện để tới KIỂM TRA, vào Khóa để mở LÝ LỊCH SỐ LIỆU";
    th_str subtitle =
        rows == r->ds->nfacts
            ? th_str_fmt(r->arena,
                         "%zu số liệu và %zu ô chữ. Bấm vào Mã để về nơi dùng, vào SHA-256 để xem tệp gốc trong NHẬT "
                         "KÝ%s%s." TH_FMT,
                         figures, rows - figures, further, way_out, TH_ARG(links_left_out(r->arena, rows, wanted)))
            : th_str_fmt(r->arena, "Chỉ ghi được %zu dòng đầu; còn %zu dòng nữa không ghi được vào một trang tính.",
                         rows, r->ds->nfacts - rows);
    th_pen_heading(p, TH_STR("Nguồn số liệu"), subtitle, TH_SOURCE_SUM);
    th_pen_header(p, TH_SOURCE_HEAD, th_source_labels, TH_SOURCE_COLUMNS);
    th_report of_rows = *r;
    of_rows.arena = th_arena_scratch(r->arena);
    writer.r = &of_rows;
    th_tab_expect(p->tab, (rows + TH_SOURCE_FIRST) * (TH_SOURCE_COLUMNS + 2)); /* with what is said of the row */
    for (size_t i = 0; i < rows; i++)
        fact_row(&writer, i, &found[i]);
    th_arena_free(of_rows.arena);
    uint32_t last = TH_SOURCE_HEAD + (uint32_t)(rows ? rows : 1);
    th_tab_filter(p->tab, (th_area){TH_SOURCE_HEAD, 0, last, TH_SOURCE_COLUMNS - 1});
    th_pen_merge(p, th_across(3, TH_SOURCE_LABEL, TH_SOURCE_SUM), th_str_of(how_to_read), TH_LOOK_SMALL | TH_LOOK_WRAP);
    uint32_t printed = TH_SOURCE_HEAD + PRINTED_ROWS;
    th_tab_print_area(p->tab, (th_area){0, 0, printed < last ? printed : last, TH_SOURCE_SUM});
    th_pen_page(p, TH_SOURCE_HEAD, TH_SOURCE_HEAD, TH_SOURCE_MEASURE + 1);
}

/* Writes THAY ĐỔI: what has changed since the previous run, one line a file, rank, figure, row or finding. */
#include "report/sheets.h"

#include "report/cells.h"
#include "report/changed_words.h"

#include "base/banned.h"

enum { KIND = 0, UNIT, CODE, ABOUT, BEFORE, NOW, FILE_, SHEET, CELL, COLUMNS, HEAD = 4, FIRST = 5 };

#define SMALL (TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL)

/* Without a previous run nothing has changed. */
static const th_run_changes *changes_of(const th_report *r)
{
    static const th_run_changes none = {0};
    return r->in->changes ? r->in->changes : &none;
}

static th_str unit_name(const th_report *r, uint32_t unit)
{
    return unit == TH_NONE ? TH_STR("chưa rõ") : r->d->units[unit].name;
}

/* A line of `words`, and of `texts` by column for the rest; what is empty is a blank cell. */
static void put_line(th_writer *writer, uint32_t row, th_changed_words words, const th_str *texts)
{
    for (uint32_t k = 0; k < COLUMNS; k++) {
        th_look look = SMALL;
        if (k == KIND || k == CODE || k == CELL)
            look |= TH_LOOK_CENTER;
        if (k == KIND || k == NOW)
            look |= words.fill;
        th_str text = texts[k];
        if (k == ABOUT)
            text = words.about.vi;
        else if (k == BEFORE)
            text = words.before.vi;
        else if (k == NOW)
            text = words.now.vi;
        th_pen_text(&writer->pen, row, k, text, look);
    }
}

static void file_line(th_writer *writer, uint32_t row, const th_file_change *change)
{
    const th_report *r = writer->r;
    const th_source *known = change->now ? change->now : change->before;
    th_changed_words words = th_changed_file(r->arena, r->ds, change);
    put_line(
        writer, row, words,
        (const th_str[COLUMNS]){[KIND] = TH_STR("Tệp"), [UNIT] = unit_name(r, change->unit), [FILE_] = known->file});
}

static void rank_line(th_writer *writer, uint32_t row, const th_rank_change *change)
{
    const th_report *r = writer->r;
    th_changed_words words = th_changed_rank(r->arena, r->d, change);
    const th_rank_held *known = change->now ? change->now : change->before;
    put_line(writer, row, words,
             (const th_str[COLUMNS]){
                 [KIND] = TH_STR("Xếp hạng"), [UNIT] = unit_name(r, change->unit), [CODE] = known->ranking});
}

static void form_line(th_writer *writer, uint32_t row, const th_form_change *change)
{
    const th_report *r = writer->r;
    th_changed_words words = th_changed_form(r->arena, r->d, change);
    put_line(writer, row, words,
             (const th_str[COLUMNS]){[KIND] = TH_STR("Số liệu"),
                                     [UNIT] = unit_name(r, change->unit),
                                     [CODE] = change->form == TH_NONE ? (th_str){0} : r->d->forms[change->form].code});
}

static void figure_line(th_writer *writer, uint32_t row, const th_figure_change *change)
{
    const th_report *r = writer->r;
    const th_fact *known = change->now ? change->now : change->before;
    th_changed_words words = th_changed_figure(r->arena, r->d, change);
    th_str code =
        known->item ? r->d->forms[r->d->columns[known->indicator].form].code : r->d->indicators[known->indicator].code;
    bool linked = change->now && !known->item;
    if (linked) {
        th_target home = {0};
        th_plan_fact_home(r, change->now, &home.sheet, &home.row, &home.col);
        th_pen_link(&writer->pen, row, CODE, home);
    }
    put_line(writer, row, words,
             (const th_str[COLUMNS]){[KIND] = known->item ? TH_STR("Danh sách") : TH_STR("Số liệu"),
                                     [UNIT] = unit_name(r, change->unit),
                                     [CODE] = code,
                                     [FILE_] = change->by->file,
                                     [SHEET] = known->sheet,
                                     [CELL] = th_cell_name(r->arena, known->row, known->col)});
    if (linked)
        th_pen_text(&writer->pen, row, CODE, code, SMALL | TH_LOOK_CENTER | TH_INK_LINK);
}

static void finding_line(th_writer *writer, uint32_t row, const th_finding_change *change)
{
    const th_report *r = writer->r;
    const th_place *place = &change->finding->place;
    uint32_t unit = th_definition_unit(r->d, place->unit);
    th_changed_words words = th_changed_finding(r->arena, change);
    put_line(writer, row, words,
             (const th_str[COLUMNS]){[KIND] = TH_STR("Phát hiện"),
                                     [UNIT] = unit == TH_NONE ? (th_str){0} : unit_name(r, unit),
                                     [CODE] = change->finding->rule,
                                     [FILE_] = place->file,
                                     [SHEET] = place->sheet,
                                     [CELL] = th_cell_name(r->arena, place->row, place->col)});
}

/* What is still open is listed where somebody has to act on it; notes are counted in the heading. */
static bool is_line_of_its_own(const th_finding_change *change)
{
    return change->kind != TH_FINDING_OPEN || change->finding->level >= TH_LEVEL_WARNING;
}

static uint32_t put_findings(th_writer *writer, uint32_t row, th_finding_change_kind kind)
{
    const th_run_changes *changes = changes_of(writer->r);
    for (size_t i = 0; i < changes->nfindings && row < TH_SOURCE_MOST; i++)
        if (changes->findings[i].kind == kind && is_line_of_its_own(&changes->findings[i]))
            finding_line(writer, row++, &changes->findings[i]);
    return row;
}

/* The first row below. */
static uint32_t put_changes(th_writer *writer)
{
    const th_run_changes *changes = changes_of(writer->r);
    uint32_t row = FIRST;
    for (size_t i = 0; i < changes->nfiles && row < TH_SOURCE_MOST; i++)
        file_line(writer, row++, &changes->files[i]);
    for (size_t i = 0; i < changes->nranks && row < TH_SOURCE_MOST; i++)
        rank_line(writer, row++, &changes->ranks[i]);
    for (size_t i = 0; i < changes->nforms && row < TH_SOURCE_MOST; i++)
        form_line(writer, row++, &changes->forms[i]);
    for (size_t i = 0; i < changes->nfigures && row < TH_SOURCE_MOST; i++)
        figure_line(writer, row++, &changes->figures[i]);
    row = put_findings(writer, row, TH_FINDING_NEW);
    row = put_findings(writer, row, TH_FINDING_MENDED);
    return put_findings(writer, row, TH_FINDING_OPEN);
}

void th_report_changes(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Loại",     "Đơn vị", "Mã",    "Nội dung", "Lượt trước",
                                                "Lượt này", "Tệp",    "Trang", "Ô"};
    static const double widths[COLUMNS] = {10, 13, 11, 50, 24, 24, 26, 14, 7};
    th_writer writer = th_writer_of(r, TH_SHEET_CHANGES);
    th_pen *p = &writer.pen;
    const th_run_changes *changes = changes_of(r);
    th_pen_widths(p, widths, COLUMNS);
    th_pen_expect(p, changes->nfigures + 1);
    th_pen_heading(p, TH_STR("Thay đổi so với lượt trước"), th_changed_heading(r->arena, r->ds, changes).vi,
                   COLUMNS - 1);
    th_pen_header(p, HEAD, labels, COLUMNS);
    uint32_t end = changes->previous ? put_changes(&writer) : FIRST;
    if (end > FIRST)
        th_tab_filter(p->tab, (th_area){HEAD, 0, end - 1, COLUMNS - 1});
    else
        th_pen_merge(p, th_across(FIRST, 0, COLUMNS - 1),
                     changes->previous ? TH_STR("Không có gì thay đổi.") : TH_STR("Không có lượt trước để so sánh."),
                     TH_LOOK_CELL | TH_LOOK_CENTER);
    th_pen_page(p, HEAD, HEAD, CODE);
}

/* Writes CAN THIỆP: everything that people entered or decided, with who, when, on what ground, before and after, and
 * what it comes to: total and rank with it and without it.  Above the list stands how much there is of each unit. */
#include "report/sheets.h"

#include "draw/formula.h"
#include "report/intervention_rows.h"
#include "report/lookups.h"

#include "base/banned.h"

enum {
    NUMBER = 0,
    UNIT,
    KIND,
    ABOUT,
    WHO,
    DATE,
    BASIS,
    BEFORE,
    AFTER,
    TOTAL_WITHOUT,
    TOTAL,
    DIFFERENCE,
    RANK_WITHOUT,
    RANK,
    STATE,
    COLUMNS,
    COUNTS_HEAD = 4,
    COUNTS_FIRST = 5
};
enum { COUNT_KIND = UNIT + 1, COUNT_ALL = COUNT_KIND + TH_INTERVENTION_KINDS }; /* columns of the counts */

enum { SMALL_CELL = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, SMALL_CENTER = SMALL_CELL | TH_LOOK_CENTER };

static const char total_format[] = "#,##0.00", change_format[] = "+#,##0.00;-#,##0.00;0";

typedef struct interventions_writer {
    th_writer writer;
    th_interventions list;
    uint32_t chair, head; /* the header row of the list */
} interventions_writer;

static th_str name_or_cluster(const th_report *r, uint32_t unit)
{
    if (unit != TH_NONE)
        return r->d->units[unit].name;
    return r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm");
}

/* ---- how much there is of each unit ---- */

static size_t count_of_unit(const interventions_writer *sheet, uint32_t unit, th_intervention_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < sheet->list.n; i++)
        n += sheet->list.at[i].unit == unit && sheet->list.at[i].kind == kind;
    return n;
}

static void counts_row(interventions_writer *sheet, uint32_t row, uint32_t unit)
{
    const th_report *r = sheet->writer.r;
    th_pen *p = &sheet->writer.pen;
    uint32_t first = sheet->head + 1, last = sheet->head + (sheet->list.n ? (uint32_t)sheet->list.n : 1);
    th_str units = th_ref_area(r->arena, (th_str){0}, th_down(UNIT, first, last)),
           kinds = th_ref_area(r->arena, (th_str){0}, th_down(KIND, first, last));
    size_t all = 0;
    th_pen_text(p, row, NUMBER, unit == sheet->chair && unit != TH_NONE ? TH_STR("chủ trì") : (th_str){0},
                SMALL_CENTER | TH_INK_GREY);
    th_pen_text(p, row, UNIT, name_or_cluster(r, unit), SMALL_CELL | TH_LOOK_BOLD);
    for (uint32_t k = 0; k < TH_INTERVENTION_KINDS; k++) {
        size_t n = count_of_unit(sheet, unit, (th_intervention_kind)k);
        th_str formula = TH_FORMULA(r->arena, "SUMPRODUCT(({units}={unit})*({kinds}={kind}))", {"units", units},
                                    {"unit", th_ref_cell(r->arena, (th_str){0}, row, UNIT)}, {"kinds", kinds},
                                    {"kind", th_ref_cell(r->arena, (th_str){0}, COUNTS_HEAD, COUNT_KIND + k)});
        th_pen_formula(p, row, COUNT_KIND + k, (th_live){formula, th_exact_int(r->arena, (long long)n)},
                       (th_style){SMALL_CENTER | (n ? 0 : TH_INK_GREY), "#,##0"});
        all += n;
    }
    th_str sum = th_str_fmt(r->arena, "SUM(" TH_FMT ")",
                            TH_ARG(th_ref_area(r->arena, (th_str){0}, th_across(row, COUNT_KIND, COUNT_ALL - 1))));
    th_pen_formula(p, row, COUNT_ALL, (th_live){sum, th_exact_int(r->arena, (long long)all)},
                   (th_style){SMALL_CENTER | TH_LOOK_BOLD | TH_FILL_TOTAL, "#,##0"});
}

/* The first row below. */
static uint32_t put_counts(interventions_writer *sheet)
{
    const th_report *r = sheet->writer.r;
    th_pen *p = &sheet->writer.pen;
    uint32_t row = COUNTS_FIRST;
    th_pen_text(p, COUNTS_HEAD, NUMBER, (th_str){0}, TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_text(p, COUNTS_HEAD, UNIT, TH_STR("Đơn vị"), TH_LOOK_HEADER | TH_LOOK_SMALL);
    for (uint32_t k = 0; k < TH_INTERVENTION_KINDS; k++)
        th_pen_text(p, COUNTS_HEAD, COUNT_KIND + k, th_intervention_kind_vi((th_intervention_kind)k),
                    TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_text(p, COUNTS_HEAD, COUNT_ALL, TH_STR("Cộng"), TH_LOOK_HEADER | TH_LOOK_SMALL);
    if (sheet->chair != TH_NONE)
        counts_row(sheet, row++, sheet->chair);
    for (uint32_t u = 0; u < r->nunits; u++)
        if (u != sheet->chair)
            counts_row(sheet, row++, u);
    counts_row(sheet, row++, TH_NONE);
    return row;
}

/* ---- the list ---- */

static void number_or_dash(th_pen *p, th_cell_at at, const th_exact *number, th_style style)
{
    if (number)
        th_pen_exact(p, at.row, at.col, number, style);
    else
        th_pen_text(p, at.row, at.col, TH_STR("–"), style.look);
}

static void rank_or_dash(th_pen *p, uint32_t row, uint32_t col, uint32_t rank)
{
    if (rank)
        th_pen_number(p, row, col, rank, (th_style){SMALL_CENTER, "0"});
    else
        th_pen_text(p, row, col, TH_STR("–"), SMALL_CENTER);
}

static uint32_t rank_now(const th_report *r, uint32_t unit)
{
    for (size_t i = 0; r->d->nrankings && i < r->d->nunits; i++)
        if (r->in->scores->standings[0][i].unit == unit && r->in->scores->standings[0][i].ranked)
            return r->in->scores->standings[0][i].rank;
    return 0;
}

static void difference_cell(interventions_writer *sheet, uint32_t row, const th_exact *without, const th_exact *with)
{
    const th_report *r = sheet->writer.r;
    th_pen *p = &sheet->writer.pen;
    th_look look = SMALL_CELL | TH_LOOK_RIGHT;
    if (!without || !with) {
        th_pen_text(p, row, DIFFERENCE, TH_STR("–"), look);
        return;
    }
    const th_exact *change = th_exact_sub(r->arena, with, without);
    th_str formula =
        TH_FORMULA(r->arena, "ROUND({with}-{without},2)", {"with", th_ref_cell(r->arena, (th_str){0}, row, TOTAL)},
                   {"without", th_ref_cell(r->arena, (th_str){0}, row, TOTAL_WITHOUT)});
    if (th_exact_sign(change))
        look |= TH_FILL_CHANGED;
    th_pen_formula(p, row, DIFFERENCE, (th_live){formula, th_exact_round(r->arena, change, 2)},
                   (th_style){look, change_format});
}

static const char not_computed[] = "chưa tính được";

/* Total and rank without it and with it; a row about the cluster has none of its own. */
static void effect_cells(interventions_writer *sheet, uint32_t row, const th_intervention *line)
{
    const th_report *r = sheet->writer.r;
    th_pen *p = &sheet->writer.pen;
    const th_style total = {SMALL_CELL | TH_LOOK_RIGHT, total_format};
    if (line->effect_state == TH_EFFECT_UNKNOWN) {
        static const uint32_t unknown[] = {TOTAL_WITHOUT, DIFFERENCE, RANK_WITHOUT};
        for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
            th_pen_text(p, row, unknown[i], th_str_of(not_computed), SMALL_CENTER | TH_INK_GREY);
    }
    if (line->unit == TH_NONE) {
        for (uint32_t col = TOTAL_WITHOUT; col <= RANK; col++)
            if (line->effect_state != TH_EFFECT_UNKNOWN || col == TOTAL || col == RANK)
                th_pen_text(p, row, col, TH_STR("–"), SMALL_CENTER);
        return;
    }
    const th_exact *now = r->in->scores->totals[line->unit].total;
    uint32_t rank = rank_now(r, line->unit);
    number_or_dash(p, (th_cell_at){row, TOTAL}, now, total);
    rank_or_dash(p, row, RANK, rank);
    if (line->effect_state == TH_EFFECT_UNKNOWN)
        return;
    const th_exact *without = line->effect ? line->effect->total_without : now;
    number_or_dash(p, (th_cell_at){row, TOTAL_WITHOUT}, without, total);
    difference_cell(sheet, row, without, now);
    rank_or_dash(p, row, RANK_WITHOUT, line->effect ? line->effect->rank_without : rank);
}

static bool moves_unit(const th_effect *effect)
{
    return !th_exact_same(effect->total_without, effect->total) || effect->rank_without != effect->rank;
}

static th_str state_text(th_arena *arena, const th_intervention *line)
{
    if (line->effect_state == TH_EFFECT_UNKNOWN)
        return th_str_fmt(arena, "%s: " TH_FMT, not_computed, TH_ARG(line->state));
    if (!line->effect)
        return line->state;
    if (line->effect->others.len)
        return line->effect->others;
    return moves_unit(line->effect) ? TH_STR("đang dùng; không đơn vị nào khác đổi hạng")
                                    : TH_STR("đang dùng; không đổi điểm, không đổi hạng");
}

static void intervention_row(interventions_writer *sheet, size_t i)
{
    const th_report *r = sheet->writer.r;
    th_pen *p = &sheet->writer.pen;
    const th_intervention *line = &sheet->list.at[i];
    uint32_t row = sheet->head + 1 + (uint32_t)i;
    bool linked = line->link.sheet.len && line->link.row != TH_NONE && line->link.col != TH_NONE;
    th_look state = SMALL_CELL;
    if (line->effect_state == TH_EFFECT_NONE)
        state |= TH_INK_GREY;
    th_pen_number(p, row, NUMBER, (double)i + 1, (th_style){SMALL_CENTER, "0"});
    th_pen_text(p, row, UNIT, name_or_cluster(r, line->unit), SMALL_CELL);
    if (linked) /* here, for LibreOffice shows a linked text on one line */
        th_pen_link(p, row, KIND, line->link);
    th_pen_text(p, row, KIND, th_intervention_kind_vi(line->kind), SMALL_CENTER | (linked ? TH_INK_LINK : 0));
    th_pen_text(p, row, ABOUT, line->about, SMALL_CELL);
    th_pen_text(p, row, WHO, line->who, SMALL_CELL);
    th_pen_text(p, row, DATE, line->date, SMALL_CENTER);
    th_pen_text(p, row, BASIS, line->basis, SMALL_CELL);
    th_pen_text(p, row, BEFORE, line->before, SMALL_CENTER);
    th_pen_text(p, row, AFTER, line->after, SMALL_CENTER | TH_LOOK_BOLD);
    effect_cells(sheet, row, line);
    th_pen_text(p, row, STATE, state_text(r->arena, line), state);
}

static th_str subtitle_of(const interventions_writer *sheet)
{
    const th_report *r = sheet->writer.r;
    th_str ranking = r->d->nrankings ? r->d->rankings[0].name : TH_STR("không có xếp hạng");
    return th_str_fmt(r->arena,
                      "%zu việc do người ghi hoặc quyết định. “Nếu không có”: tính lại từ đầu khi bỏ đúng dòng ấy, các "
                      "dòng khác giữ nguyên; hạng theo “" TH_FMT "”. Lúc lập sổ.",
                      sheet->list.n, TH_ARG(ranking));
}

void th_report_interventions(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"STT",
                                                "Đơn vị",
                                                "Loại",
                                                "Việc",
                                                "Ai",
                                                "Ngày",
                                                "Căn cứ, lý do",
                                                "Trước",
                                                "Sau",
                                                "Tổng điểm nếu không có",
                                                "Tổng điểm",
                                                "Chênh",
                                                "Hạng nếu không có",
                                                "Hạng",
                                                "Tác động, tình trạng"};
    static const double widths[COLUMNS] = {8, 15, 11, 32, 16, 11, 28, 15, 15, 11, 11, 10, 9, 8, 34};
    interventions_writer sheet = {.writer = th_writer_of(r, TH_SHEET_INTERVENTIONS)};
    th_pen *p = &sheet.writer.pen;
    sheet.list = th_interventions_of(r);
    if (sheet.list.n > TH_SOURCE_MOST)
        sheet.list.n = TH_SOURCE_MOST;
    sheet.chair = th_chair_of(r->arena, r->d);
    sheet.head = COUNTS_FIRST + r->nunits + 2;
    th_pen_expect(p, sheet.list.n + 1);
    th_pen_widths(p, widths, COLUMNS);
    th_pen_heading(p, TH_STR("Can thiệp của con người"), subtitle_of(&sheet), COLUMNS - 1);
    put_counts(&sheet);
    th_pen_header(p, sheet.head, labels, COLUMNS);
    for (size_t i = 0; i < sheet.list.n; i++)
        intervention_row(&sheet, i);
    if (sheet.list.n)
        th_tab_filter(p->tab, (th_area){sheet.head, 0, sheet.head + (uint32_t)sheet.list.n, COLUMNS - 1});
    else
        th_pen_merge(p, th_across(sheet.head + 1, 0, COLUMNS - 1),
                     TH_STR("Không có can thiệp nào: mọi số liệu và điểm đúng như đơn vị gửi và máy tính."),
                     TH_LOOK_CELL | TH_LOOK_CENTER);
    th_pen_page(p, sheet.head, sheet.head, KIND);
    th_tab_freeze(p->tab, 0, KIND); /* the counts of many units would leave no room below a frozen header */
}

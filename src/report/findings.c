/* Writes KIỂM TRA: every finding, the gravest first, with its place, what stands there, what was expected and what to
 * do. */
#include "report/sheets.h"

#include "draw/coloured.h"
#include "draw/formula.h"
#include "report/cells.h"
#include "report/live_rule.h"
#include "report/lookups.h"
#include "report/matrix_place.h"
#include "score/readiness.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { COUNT_ROW = TH_FINDING_COUNTS }; /* the first of four rows: chặn, lỗi, cảnh báo, ghi chú */

static th_look fill_of_level(th_level level)
{
    switch (level) {
    case TH_LEVEL_BLOCK:
    case TH_LEVEL_ERROR: return TH_FILL_ERROR;
    case TH_LEVEL_WARNING: return TH_FILL_WARNING;
    case TH_LEVEL_NOTE:
    default: return TH_FILL_NONE;
    }
}

/* What the secretariat entered is no finding of the unit's: it stands under its own name, and MỤC LỤC, which counts by
 * the names of units, leaves it out. */
static th_str name_of_whom(const th_report *r, const th_finding *finding)
{
    th_str code = finding->place.unit;
    uint32_t u = code.len ? th_definition_unit(r->d, code) : TH_NONE;
    th_str name = u == TH_NONE ? code : r->d->units[u].name;
    return finding->entered ? th_str_fmt(r->arena, "Ban thư ký (" TH_FMT ")", TH_ARG(name)) : name;
}

static th_str sentence(const th_report *r, const th_finding *finding)
{
    if (finding->folded.len)
        return th_str_fmt(r->arena, "Hệ quả của " TH_FMT ". " TH_FMT, TH_ARG(finding->folded), TH_ARG(finding->vi));
    if (finding->consequences)
        return th_str_fmt(r->arena, TH_FMT " Kéo theo %u hệ quả ở cuối danh sách.", TH_ARG(finding->vi),
                          finding->consequences);
    return finding->vi;
}

/* The unit of a finding of a rule leads to what the rule says of that unit. */
static void link_to_matrix(th_writer *writer, uint32_t row, size_t i)
{
    const th_report *r = writer->r;
    uint32_t check = r->rules.at[r->rules.of_finding[i]].check;
    th_str code = r->ds->findings.at[i].place.unit;
    uint32_t unit = code.len ? th_definition_unit(r->d, code) : r->nunits;
    if (check == TH_NONE || unit == TH_NONE || 3 * r->ds->findings.n >= TH_MOST_LINKS)
        return;
    th_cell_at at = th_matrix_result_at(r, check, unit);
    th_pen_link(&writer->pen, row, TH_FINDING_UNIT, (th_target){r->names[TH_SHEET_MATRIX], at.row, at.col});
}

/* Does the finding keep the ranking from being presented? */
static bool holds_ranking(const th_report *r, const th_finding *finding)
{
    bool error = finding->level >= TH_LEVEL_ERROR && th_finding_is_open(finding);
    return error || th_readiness_doubts(r->ds, &r->in->scores->readiness, finding);
}

/* What the correction that the finding proposes does to the ranks; NULL: none was tried. */
static const th_what_if *tried(const th_report *r, size_t i)
{
    const th_scores *scores = r->in->scores;
    for (size_t k = 0; k < scores->nwhat_ifs; k++) {
        const th_what_if *what_if = &scores->what_ifs[k];
        if (what_if->unit != TH_NONE && what_if->fact == r->finding_fact[i] &&
            th_str_eq(what_if->rule, r->ds->findings.at[i].rule))
            return what_if;
    }
    return NULL;
}

/* Is a whole form or more of the unit not there? */
static bool lacks_figures(const th_finding *finding)
{
    return finding->kind == TH_F_UNIT_MISSING || finding->kind == TH_F_UNIT_FILE_GONE ||
           finding->kind == TH_F_FORM_MISSING || finding->level == TH_LEVEL_BLOCK;
}

/* "có: hạng 3 → 2", "không" where the correction was tried or nothing is ranked by it, "chưa rõ" where it cannot be
 * tried. */
static th_str may_change_ranks(const th_report *r, size_t i)
{
    const th_finding *finding = &r->ds->findings.at[i];
    const th_what_if *what_if = tried(r, i);
    if (!r->d->nrankings || !th_finding_is_open(finding))
        return (th_str){0};
    if (what_if && what_if->rank_before != what_if->rank_after)
        return th_str_fmt(r->arena, "có: hạng %u → %u", what_if->rank_before, what_if->rank_after);
    if (what_if)
        return what_if->others.len ? th_str_fmt(r->arena, "có: " TH_FMT, TH_ARG(what_if->others)) : TH_STR("không");
    if (lacks_figures(finding))
        return TH_STR("có: đang thiếu số liệu");
    return holds_ranking(r, finding) ? TH_STR("chưa rõ") : TH_STR("không");
}

/* Which cell of the matrix a finding is of; false: it is of no rule, or not of one that is asked live. */
static bool live_cell_of_matrix(const th_report *r, size_t i, uint32_t *check, uint32_t *unit)
{
    const th_finding *finding = &r->ds->findings.at[i];
    th_str code = finding->place.unit;
    *check = r->rules.at[r->rules.of_finding[i]].check;
    *unit = code.len ? th_definition_unit(r->d, code) : r->nunits;
    return *check != TH_NONE && *unit != TH_NONE && th_str_eq(finding->rule, r->d->checks[*check].code) &&
           th_live_rule_of(r, *check, *unit).len;
}

/* What the rule of a finding comes to now, looked up by its code, since both lists can be sorted. */
static void now_cell(th_writer *writer, uint32_t row, size_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t check, unit;
    th_look look = TH_LOOK_MIDDLE | TH_LOOK_TOP | TH_LOOK_SMALL;
    th_str found = {0};
    if (live_cell_of_matrix(r, i, &check, &unit))
        found = th_lookup_match(
            r->arena, (th_key_cell){th_ref_cell(r->arena, (th_str){0}, row, TH_FINDING_RULE), r->d->checks[check].code},
            th_matrix_codes(r));
    if (!found.len) {
        th_pen_text(p, row, TH_FINDING_NOW, TH_STR("lúc lập sổ"), look | TH_INK_GREY);
        return;
    }
    th_str result = TH_FORMULA(r->arena, "LEFT(INDEX({results},{found}),3)", {"results", th_matrix_results(r, unit)},
                               {"found", found});
    th_str formula = TH_FORMULA(r->arena,
                                "IFERROR(IF({result}=\"" TH_RULE_PASSES "\",\"" TH_NOW_PASSES
                                "\",IF({result}=\"" TH_RULE_FAILS "\",\"chưa đạt\",\"chưa xét được\")),\"không rõ\")",
                                {"result", result});
    th_pen_formula_text(p, row, TH_FINDING_NOW, (th_live_text){formula, TH_STR("chưa đạt")}, look);
}

static void row_of_finding(th_writer *writer, size_t i)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    const th_finding *finding = &r->ds->findings.at[i];
    uint32_t row = TH_FINDING_FIRST + (uint32_t)i;
    th_look text = TH_LOOK_CELL | TH_LOOK_TOP | TH_LOOK_SMALL, middle = text | TH_LOOK_CENTER;
    th_str cell =
        finding->place.row == TH_NO_CELL ? (th_str){0} : th_cell_name(r->arena, finding->place.row, finding->place.col);
    th_look graveness = !th_finding_is_open(finding) ? TH_INK_GREY : TH_LOOK_BOLD | fill_of_level(finding->level);
    th_pen_text(p, row, TH_FINDING_LEVEL, th_text_capital(r->arena, th_finding_level_vi(finding)), middle | graveness);
    bool ruled = 2 * r->ds->findings.n < TH_MOST_LINKS; /* the link to the source goes first */
    if (ruled)
        th_pen_link(p, row, TH_FINDING_RULE,
                    (th_target){r->names[TH_SHEET_RULES], TH_RULES_FIRST + r->rules.of_finding[i], TH_RULES_CODE});
    th_pen_text(p, row, TH_FINDING_RULE, finding->rule, middle | (ruled ? TH_INK_LINK : 0));
    link_to_matrix(writer, row, i);
    th_pen_text(p, row, TH_FINDING_UNIT, name_of_whom(r, finding), text);
    th_pen_text(p, row, TH_FINDING_FORM, finding->place.form, text);
    th_pen_text(p, row, TH_FINDING_FILE, finding->place.file, text);
    th_pen_text(p, row, TH_FINDING_SHEET, finding->place.sheet, text);
    uint32_t fact = r->finding_fact[i], source = fact ? th_plan_fact_row(r, fact - 1) : TH_NONE;
    if (source != TH_NONE)
        th_pen_link(p, row, TH_FINDING_CELL, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
    th_pen_text(p, row, TH_FINDING_CELL, cell, middle | (source != TH_NONE ? TH_INK_LINK : 0));
    th_pen_text(p, row, TH_FINDING_RAW, finding->raw, text);
    th_pen_text(p, row, TH_FINDING_EXPECTED, finding->expected, text);
    th_pen_text(p, row, TH_FINDING_DIFFERENCE, finding->difference, text | TH_LOOK_RIGHT);
    th_pen_text(p, row, TH_FINDING_TEXT, sentence(r, finding), text);
    th_words remedy = th_finding_remedy(r->arena, finding, TH_FOR_SECRETARIAT);
    th_pen_text(p, row, TH_FINDING_FIX, th_text_capital(r->arena, remedy.vi), text);
    th_pen_text(p, row, TH_FINDING_MARK, finding->mark, middle | TH_INK_GREY);
    th_pen_text(p, row, TH_FINDING_COSTS, th_finding_costs(finding) ? TH_STR(TH_COSTS_POINTS) : (th_str){0}, middle);
    th_pen_text(p, row, TH_FINDING_HOLDS, holds_ranking(r, finding) ? TH_STR(TH_HOLDS_RANKING) : (th_str){0}, middle);
    now_cell(writer, row, i);
    th_pen_text(p, row, TH_FINDING_RANKS, may_change_ranks(r, i), middle);
}

/* A row whose rule holds now stays, and is grey. */
static void grey_settled_rows(const th_report *r, th_pen *p, uint32_t last)
{
    th_str now = th_cell_name(r->arena, TH_FINDING_FIRST, TH_FINDING_NOW);
    th_tab_colour(p->tab, (th_area){TH_FINDING_FIRST, 0, last, TH_FINDING_NOW},
                  th_str_fmt(r->arena, "$" TH_FMT "=\"" TH_NOW_PASSES "\"", TH_ARG(now)), TH_COLOUR_GREY);
}

static void counts(th_writer *writer)
{
    th_pen *p = &writer->pen;
    static const th_level levels[] = {TH_LEVEL_BLOCK, TH_LEVEL_ERROR, TH_LEVEL_WARNING, TH_LEVEL_NOTE};
    const th_report *r = writer->r;
    const th_findings *list = &r->ds->findings;
    uint32_t last = TH_FINDING_FIRST + (list->n ? (uint32_t)list->n - 1 : 0);
    th_str range = th_ref_area(r->arena, (th_str){0}, th_down(TH_FINDING_LEVEL, TH_FINDING_FIRST, last));
    th_pen_text(p, COUNT_ROW - 1, 0, TH_STR("Mức"), TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_text(p, COUNT_ROW - 1, 1, TH_STR("Số lượng"), TH_LOOK_HEADER | TH_LOOK_SMALL);
    for (uint32_t k = 0; k < 4; k++) {
        th_str name = th_text_capital(r->arena, th_level_vi(levels[k]));
        th_pen_text(p, COUNT_ROW + k, 0, name, TH_LOOK_MIDDLE | TH_LOOK_SMALL | fill_of_level(levels[k]));
        th_pen_formula(p, COUNT_ROW + k, 1,
                       (th_live){th_str_fmt(r->arena, "COUNTIF(" TH_FMT "," TH_FMT ")", TH_ARG(range),
                                            TH_ARG(th_excel_quoted(r->arena, name))),
                                 th_exact_int(r->arena, (long long)th_findings_count(list, levels[k]))},
                       (th_style){TH_LOOK_MIDDLE | TH_LOOK_SMALL, "#,##0"});
    }
    const th_check_results *checks = r->in->checks;
    size_t all = checks->passed + checks->failed + checks->not_evaluated;
    th_str said =
        th_str_fmt(r->arena,
                   "Lúc lập sổ đã đánh giá %zu trong %zu phép kiểm tra: %zu đạt, %zu không đạt. Chưa đánh giá được %zu "
                   "phép vì thiếu số liệu "
                   "(chi tiết ở MA TRẬN KIỂM TRA).",
                   checks->passed + checks->failed, all, checks->passed, checks->failed, checks->not_evaluated);
    th_pen_merge(p, (th_area){COUNT_ROW, 3, COUNT_ROW + 1, TH_FINDING_COLUMNS - 1}, said, TH_LOOK_WRAP);
    th_pen_merge(
        p, (th_area){COUNT_ROW + 2, 3, COUNT_ROW + 3, TH_FINDING_COLUMNS - 1},
        th_str_fmt(r->arena,
                   "Chặn: tệp hoặc biểu không được dùng. Lỗi: số liệu vẫn tính, phải sửa. Cảnh báo: sửa hoặc giải "
                   "trình (ghi Mã giải trình vào trang Giải trình). Hệ quả (%zu): do một phát hiện khác, không đếm. "
                   "Bấm vào Ô để tới nguồn số liệu.",
                   th_findings_folded(list)),
        TH_LOOK_WRAP | TH_LOOK_ITALIC);
}

void th_report_findings(const th_report *r)
{
    static const char *const labels[TH_FINDING_COLUMNS] = {"Mức",
                                                           "Mã",
                                                           "Đơn vị",
                                                           "Biểu",
                                                           "Tệp",
                                                           "Trang",
                                                           "Ô",
                                                           "Nguyên văn",
                                                           "Yêu cầu",
                                                           "Chênh lệch",
                                                           "Nội dung",
                                                           "Cách xử lý",
                                                           "Mã giải trình",
                                                           "Tính điểm",
                                                           "Vướng xếp hạng",
                                                           "Bây giờ",
                                                           "Có thể đổi thứ hạng"};
    static const double widths[TH_FINDING_COLUMNS] = {10, 9, 11, 10, 25, 11, 6, 13, 15, 11, 48, 36, 10, 7, 8, 9, 14};
    th_writer writer = th_writer_of(r, TH_SHEET_FINDINGS);
    th_pen *p = &writer.pen;
    th_pen_widths(p, widths, TH_FINDING_COLUMNS);
    size_t n = r->ds->findings.n, rows = n < TH_SOURCE_MOST ? n : TH_SOURCE_MOST;
    th_pen_heading(p, TH_STR("Kết quả kiểm tra"),
                   rows < n ? th_str_fmt(r->arena, "Chỉ ghi %zu phát hiện đầu trong %zu", rows, n)
                            : th_str_fmt(r->arena, "%zu phát hiện", n),
                   TH_FINDING_COLUMNS - 1);
    counts(&writer);
    th_pen_header(p, TH_FINDING_HEAD, labels, TH_FINDING_COLUMNS);
    for (size_t i = 0; i < rows; i++)
        row_of_finding(&writer, i);
    if (!n)
        th_pen_blanks(p, TH_FINDING_FIRST, 0, TH_FINDING_COLUMNS - 1, TH_LOOK_CELL);
    uint32_t last = TH_FINDING_HEAD + (uint32_t)(rows ? rows : 1);
    if (r->live_rules)
        grey_settled_rows(r, p, last);
    th_tab_filter(p->tab, (th_area){TH_FINDING_HEAD, 0, last, TH_FINDING_COLUMNS - 1});
    th_pen_page(p, TH_FINDING_HEAD, TH_FINDING_HEAD, TH_FINDING_UNIT + 1);
}

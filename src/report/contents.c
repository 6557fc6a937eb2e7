/* MỤC LỤC: is the cluster complete, can the ranking be used, what needs a phone call today;
 * one row a unit, the sheets, what the colours mean, what this workbook was made from. */
#include "report/sheets.h"

#include "check/replies.h"
#include "draw/coloured.h"
#include "draw/control.h"
#include "draw/formula.h"
#include "report/calls.h"
#include "report/cells.h"
#include "report/changed_words.h"
#include "report/contents_comparison.h"
#include "report/contents_sent.h"
#include "report/lead.h"
#include "report/live_rule.h"
#include "report/live_verdict.h"
#include "report/matrix_place.h"
#include "report/sheet_list.h"
#include "report/telling.h"
#include "report/unit_files.h"
#include "text/utf8.h"

#include "base/banned.h"

enum {
    NAME = 0,
    STATUS = TH_CONTENTS_STATUS,
    FILE_,
    RECEIVED = TH_CONTENTS_RECEIVED,
    FORMS = TH_CONTENTS_FORMS,
    FIGURES,
    BLOCKS = TH_CONTENTS_BLOCKS,
    ERRORS = TH_CONTENTS_ERRORS,
    WARNINGS,
    LOOK,
    COLUMNS,
    CALLS = TH_CONTENTS_CALLS,
    ABSENT = TH_CONTENTS_ABSENT
};

enum { HIDDEN_WIDTH = 9 };

/* ---- the first lines ---- */

static th_str replies_waiting(const th_report *r)
{
    size_t waiting = th_replies_waiting(r->ds, TH_NONE), unplaced = th_replies_of_state(r->ds, TH_REPLY_UNPLACED);
    th_buf out;
    th_buf_init(&out, r->arena);
    if (waiting)
        th_buf_fmt(&out, "%zu đề nghị giải trình chờ xem", waiting);
    if (unplaced)
        th_buf_fmt(&out, "%s%zu lời chưa gắn được với phát hiện nào", out.len ? ", " : "", unplaced);
    if (out.len)
        th_buf_fmt(&out, " (trang " TH_FMT "). ", TH_ARG(r->names[TH_SHEET_REPLIES]));
    return th_buf_str(&out);
}

/* "1 tệp chờ ban thư ký nhận (Trường Tiểu học số 3). " */
static th_str waiting_files(const th_report *r, const th_situation *units)
{
    size_t n = 0;
    th_buf names;
    th_buf_init(&names, r->arena);
    for (uint32_t u = 0; u < r->nunits; u++) {
        n += units[u].waiting;
        if (units[u].waiting)
            th_buf_fmt(&names, "%s" TH_FMT, names.len ? ", " : "", TH_ARG(r->d->units[u].name));
    }
    return n ? th_str_fmt(r->arena, "%zu tệp chờ ban thư ký nhận (" TH_FMT "). ", n, TH_ARG(th_buf_str(&names)))
             : (th_str){0};
}

/* "2 kiến nghị chưa trả lời. " */
static th_str petitions_open(const th_report *r)
{
    size_t n = r->d->npetitions, open = 0;
    for (size_t i = 0; i < n; i++)
        open += !r->d->petitions[i].answer.len;
    if (open)
        return th_str_fmt(r->arena, "%zu kiến nghị chưa trả lời. ", open);
    return n ? th_str_fmt(r->arena, "%zu kiến nghị, đều đã trả lời. ", n) : (th_str){0};
}

/* Figures that move though nobody did anything are asked about first. */
static th_str program_changed(const th_report *r)
{
    th_words changed = {0};
    if (r->in->changes)
        changed = th_changed_program(r->arena, r->ds, r->in->changes);
    if (!changed.vi.len)
        return (th_str){0};
    return th_str_fmt(r->arena, TH_FMT " Xem trang " TH_FMT ". ", TH_ARG(changed.vi),
                      TH_ARG(r->names[TH_SHEET_CHANGES]));
}

/* What is said of the run before anybody is named: it is of files and rows, not of cells. */
static th_str said_of_run(const th_report *r, const th_situation *units)
{
    th_str asked = th_str_fmt(r->arena, TH_FMT TH_FMT TH_FMT TH_FMT, TH_ARG(program_changed(r)),
                              TH_ARG(waiting_files(r, units)), TH_ARG(petitions_open(r)), TH_ARG(replies_waiting(r)));
    if (r->nunits <= TH_CONTROL_MOST_UNITS)
        return asked;
    return th_str_fmt(r->arena,
                      "Các kết luận là của lúc lập sổ: quá %d đơn vị thì không tính lại trong bảng tính. " TH_FMT,
                      TH_CONTROL_MOST_UNITS, TH_ARG(asked));
}

static th_live_text calls_in_words(const th_report *r, const th_situation *units)
{
    th_telling told = th_telling_new(r->arena), some = th_telling_new(r->arena), none = th_telling_new(r->arena);
    th_str list = th_ref_cell(r->arena, (th_str){0}, TH_CONTENTS_FIRST + r->nunits - 1, CALLS);
    th_buf calls;
    th_buf_init(&calls, r->arena);
    th_situations_list(r, &calls, units, false);
    th_telling_say(&told, said_of_run(r, units));
    th_telling_say(&some, TH_STR("Cần liên hệ: "));
    if (th_situations_counts(r, units, false))
        th_calls_tell(r, &some, units);
    else
        th_telling_live(
            &some, (th_live_text){th_str_fmt(r->arena, "MID(" TH_FMT ",3,9999)", TH_ARG(list)), th_buf_str(&calls)});
    th_telling_say(&some, TH_STR("."));
    th_telling_say(&none, TH_STR("Không đơn vị nào cần liên hệ gấp."));
    th_live_condition any = {th_str_fmt(r->arena, TH_FMT "<>\"\"", TH_ARG(list)), calls.len > 0};
    th_telling_choose(&told, any, &some, &none);
    return th_telling_end(&told);
}

/* What is in doubt now turns red, whatever it was when the workbook was made. */
static void colour_verdicts(th_pen *p)
{
    static const struct {
        const char *formula;
        th_colour colour;
    } rules[] = {
        {"OR(LEFT($A$4,12)=\"SỔ ĐÃ BỊ SỬA\",LEFT($J$1,4)<>\"khớp\")", TH_COLOUR_CHANGED},
        {"OR(ISNUMBER(SEARCH(\"CHƯA ĐỦ\",$A$4)),ISNUMBER(SEARCH(\"TẠM TÍNH\",$A$5)))", TH_COLOUR_ERROR},
        {"NOT(ISNUMBER(SEARCH(\"không có cảnh báo\",$A$4)))", TH_COLOUR_WARNING},
        {"ISNUMBER(SEARCH(\"CÒN\",$A$4))", TH_COLOUR_WARNING},
        {"TRUE", TH_COLOUR_GOOD},
    };
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        th_tab_colour(p->tab, (th_area){3, 0, 4, LOOK}, th_str_of(rules[i].formula), rules[i].colour);
}

/* Two verdicts, each in a line of its own.  Both have the colour of the worse. */
static void verdicts(th_writer *writer, const th_situation *units)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_verdict figures = th_situations_verdict(r, units), ranking = th_verdict_ranking(r);
    th_look fill = figures.fill;
    if (ranking.fill == TH_FILL_ERROR)
        fill = ranking.fill;
    th_look look = TH_LOOK_BOLD | TH_LOOK_WRAP | TH_LOOK_BORDER | TH_LOOK_LARGE | fill;
    th_live_text calls = calls_in_words(r, units);
    if (th_control_watched(p->tab)) {
        th_lead_merge(r, p, th_across(3, 0, LOOK), figures.text, look);
        th_pen_merge_live(p, th_across(4, 0, LOOK), th_live_ranking(r), look);
        th_pen_merge_live(p, th_across(5, 0, LOOK), calls, TH_LOOK_WRAP | TH_LOOK_BORDER);
        colour_verdicts(p);
    } else {
        th_pen_merge(p, th_across(3, 0, LOOK), figures.text, look);
        th_pen_merge(p, th_across(4, 0, LOOK), ranking.text, look);
        th_pen_merge(p, th_across(5, 0, LOOK), calls.text, TH_LOOK_WRAP | TH_LOOK_BORDER);
    }
}

/* ---- one row a unit ---- */

/* Findings of one level: how many there are, and where the number stands in the row of a unit. */
typedef struct level_count {
    uint32_t col;
    th_level level;
    size_t n;
    th_look fill; /* when there are any */
} level_count;

static void count_cell(th_writer *writer, uint32_t row, const level_count *count)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t last = TH_FINDING_FIRST + (r->ds->findings.n ? (uint32_t)r->ds->findings.n - 1 : 0);
    th_str sheet = r->names[TH_SHEET_FINDINGS];
    th_str formula =
        th_str_fmt(r->arena, "COUNTIFS(" TH_FMT "," TH_FMT "," TH_FMT "," TH_FMT ")",
                   TH_ARG(th_ref_area(r->arena, sheet, th_down(TH_FINDING_UNIT, TH_FINDING_FIRST, last))),
                   TH_ARG(th_ref_cell(r->arena, (th_str){0}, row, NAME)),
                   TH_ARG(th_ref_area(r->arena, sheet, th_down(TH_FINDING_LEVEL, TH_FINDING_FIRST, last))),
                   TH_ARG(th_excel_quoted(r->arena, th_text_capital(r->arena, th_level_vi(count->level)))));
    th_pen_formula(p, row, count->col, (th_live){formula, th_exact_int(r->arena, (long long)count->n)},
                   (th_style){TH_LOOK_FIGURE | (count->n ? count->fill : 0), "#,##0"});
}

static void figures_cell(th_writer *writer, uint32_t row, size_t n)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    size_t rows = r->ds->nfacts < TH_SOURCE_MOST ? r->ds->nfacts : TH_SOURCE_MOST;
    uint32_t last = TH_SOURCE_FIRST + (rows ? (uint32_t)rows - 1 : 0);
    th_str sheet = r->names[TH_SHEET_SOURCES];
    /* No formula reaches into the .csv. */
    if (r->source_ranges) {
        th_pen_number(p, row, FIGURES, (double)n, (th_style){TH_LOOK_FIGURE, "#,##0"});
        return;
    }
    /* the column of addends has a number, be it 0, beside every figure, and none beside texts */
    th_str formula =
        TH_FORMULA(r->arena, "COUNTIFS({units},{unit},{figures},\">=0\",{values},\"<>\")",
                   {"units", th_ref_area(r->arena, sheet, th_down(TH_SOURCE_UNIT, TH_SOURCE_FIRST, last))},
                   {"unit", th_ref_cell(r->arena, (th_str){0}, row, NAME)},
                   {"figures", th_ref_area(r->arena, sheet, th_down(TH_SOURCE_ADDEND, TH_SOURCE_FIRST, last))},
                   {"values", th_ref_area(r->arena, sheet, th_down(TH_SOURCE_VALUE, TH_SOURCE_FIRST, last))});
    th_pen_formula(p, row, FIGURES, (th_live){formula, th_exact_int(r->arena, (long long)n)},
                   (th_style){TH_LOOK_FIGURE, "#,##0"});
}

/* A list of units that grows from row to row, so that no formula is of all of them: "Cao Bằng (2 lỗi)". */
typedef struct growing_list {
    uint32_t col;
    th_telling before; /* the rows above */
} growing_list;

static void grow_list(th_writer *writer, growing_list *list, uint32_t row, const th_telling *own)
{
    const th_report *r = writer->r;
    th_telling told = th_telling_new(r->arena);
    th_str above = row > TH_CONTENTS_FIRST ? th_ref_cell(r->arena, (th_str){0}, row - 1, list->col) : TH_STR("\"\"");
    th_telling_live(&told, (th_live_text){above, th_buf_str(&list->before.text)});
    if (own->formula.len)
        th_telling_live(&told, th_telling_end(own));
    list->before = told;
    if (th_control_watched(writer->pen.tab))
        th_pen_formula_text(&writer->pen, row, list->col, th_telling_end(&told), TH_INK_GREY);
}

/* ", Cao Bằng (2 lỗi)" */
static th_telling unit_and(const th_report *r, uint32_t u, const th_telling *what)
{
    th_telling told = th_telling_new(r->arena);
    th_telling_say(&told, TH_STR(", "));
    th_telling_live(
        &told, (th_live_text){th_ref_cell(r->arena, (th_str){0}, TH_CONTENTS_FIRST + u, NAME), r->d->units[u].name});
    th_telling_say(&told, TH_STR(" ("));
    th_telling_live(&told, th_telling_end(what));
    th_telling_say(&told, TH_STR(")"));
    return told;
}

static th_telling unit_and_word(const th_report *r, uint32_t u, const th_situation *unit)
{
    th_telling word = th_telling_new(r->arena);
    th_telling_live(&word,
                    (th_live_text){th_ref_cell(r->arena, (th_str){0}, TH_CONTENTS_FIRST + u, STATUS), unit->word});
    return unit_and(r, u, &word);
}

/* Why a unit that is in has to be called; nothing: it has not. */
static th_telling reason_to_call(const th_report *r, uint32_t u, const th_situation *unit)
{
    uint32_t row = TH_CONTENTS_FIRST + u;
    th_telling told = th_telling_new(r->arena), what = th_telling_new(r->arena);
    if (unit->missing) {
        th_telling_say(&what, th_str_fmt(r->arena, "thiếu %u biểu", unit->missing));
        return unit_and(r, u, &what);
    }
    th_live_count errors = {TH_FORMULA(r->arena, "({blocks}+{errors})",
                                       {"blocks", th_ref_cell(r->arena, (th_str){0}, row, BLOCKS)},
                                       {"errors", th_ref_cell(r->arena, (th_str){0}, row, ERRORS)}),
                            unit->level[TH_LEVEL_ERROR] + unit->level[TH_LEVEL_BLOCK]};
    th_telling_count(&what, errors);
    th_telling_say(&what, TH_STR(" lỗi"));
    th_telling named = unit_and(r, u, &what);
    th_telling_choose(&told, th_telling_not_nought(r->arena, errors), &named, NULL);
    return told;
}

/* Writes two hidden lists that grow row by row: whom to call, and who is absent. */
static void hidden_lists(th_writer *writer, uint32_t u, const th_situation *unit, growing_list *lists)
{
    const th_report *r = writer->r;
    uint32_t row = TH_CONTENTS_FIRST + u;
    th_telling calls = th_telling_new(r->arena), absent = th_telling_new(r->arena);
    th_telling gone = unit_and_word(r, u, unit), call = reason_to_call(r, u, unit);
    th_live_condition nothing_sent = {
        th_str_fmt(r->arena, TH_FMT "=\"\"", TH_ARG(th_ref_cell(r->arena, (th_str){0}, row, FORMS))), !unit->source};
    if (!unit->closed) {
        th_telling_choose(&calls, nothing_sent, &gone, &call);
        th_telling_choose(&absent, nothing_sent, &gone, NULL);
    }
    grow_list(writer, &lists[0], row, &calls);
    grow_list(writer, &lists[1], row, &absent);
}

/* Rules of the unit that fail now and did not: MA TRẬN KIỂM TRA keeps a letter for each that did. */
static th_live_count fails_now(const th_report *r, uint32_t u)
{
    return (th_live_count){TH_FORMULA(r->arena,
                                      "SUMPRODUCT((LEFT({now},3)=\"" TH_RULE_FAILS "\")*(MID({was},{at},1)<>\"s\"))",
                                      {"now", th_matrix_results(r, u)}, {"was", th_matrix_since(r, TH_MATRIX_PATTERN)},
                                      {"at", th_str_fmt(r->arena, "%u", th_matrix_letter(r, u))}),
                           0};
}

/* Findings of the unit whose rule holds now. */
static th_live_count passes_now(const th_report *r, uint32_t u)
{
    th_str findings = r->names[TH_SHEET_FINDINGS];
    uint32_t first = TH_FINDING_FIRST, last = first + (r->ds->findings.n ? (uint32_t)r->ds->findings.n - 1 : 0);
    return (th_live_count){TH_FORMULA(r->arena, "COUNTIFS({units},{unit},{now},\"" TH_NOW_PASSES "\")",
                                      {"units", th_ref_area(r->arena, findings, th_down(TH_FINDING_UNIT, first, last))},
                                      {"now", th_ref_area(r->arena, findings, th_down(TH_FINDING_NOW, first, last))},
                                      {"unit", th_ref_cell(r->arena, (th_str){0}, TH_CONTENTS_FIRST + u, NAME)}),
                           0};
}

/* The way to the findings of a unit, and what has become of them. */
static void look_cell(th_writer *writer, uint32_t row, uint32_t u)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    bool found = r->first_finding[u] != TH_NONE;
    th_telling told = th_telling_new(r->arena);
    if (found)
        th_pen_link(p, row, LOOK, (th_target){r->names[TH_SHEET_FINDINGS], r->first_finding[u], 0});
    th_telling_say(&told, found ? TH_STR("kiểm tra ›") : (th_str){0});
    if (r->live_rules && r->d->nchecks) {
        th_telling_some(&told, passes_now(r, u), " ", " nay đạt");
        th_telling_some(&told, fails_now(r, u), " ", " nay sai");
        th_pen_formula_text(p, row, LOOK, th_telling_end(&told), TH_LOOK_MIDDLE | TH_INK_LINK);
    } else
        th_pen_text(p, row, LOOK, th_telling_end(&told).text, TH_LOOK_MIDDLE | TH_INK_LINK);
}

static void unit_row(th_writer *writer, uint32_t u, const th_situation *unit)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    uint32_t row = TH_CONTENTS_FIRST + u;
    th_cell_at at;
    th_str figures = th_plan_unit_cell(r, u, &at);
    th_pen_link(p, row, NAME, (th_target){figures, at.row, at.col});
    th_pen_text(p, row, NAME, r->d->units[u].name, TH_LOOK_CELL | TH_LOOK_BOLD);
    th_pen_text(p, row, STATUS, unit->word, TH_LOOK_MIDDLE | unit->fill);
    th_str file = unit->source ? unit->source->file : (th_str){0};
    for (uint32_t i = 0; i < r->ds->nsources; i++) {
        const th_source *seen = &r->ds->sources[i];
        bool is_its_file = unit->source ? seen == unit->source : seen->unit == u && seen->status != TH_SOURCE_ASIDE;
        if (!is_its_file)
            continue;
        file = seen->file;
        th_pen_link(p, row, FILE_, (th_target){r->names[TH_SHEET_JOURNAL], TH_JOURNAL_FIRST + i, 0});
        break;
    }
    th_str files = th_unit_files(r, u);
    th_pen_text(p, row, FILE_, files.len ? files : file, TH_LOOK_CELL);
    double received = th_score_received(r->ds, u);
    if (received > 0)
        th_pen_number(p, row, RECEIVED, received, (th_style){TH_LOOK_MIDDLE, "dd/mm/yyyy hh:mm"});
    else
        th_pen_blank(p, row, RECEIVED, TH_LOOK_MIDDLE);
    if (unit->source)
        th_pen_number(
            p, row, FORMS, th_dataset_unit_forms(r->ds, u),
            (th_style){TH_LOOK_MIDDLE, th_str_cstr(r->arena, th_str_fmt(r->arena, "0\"/%zu\"", r->d->nforms))});
    else
        th_pen_blank(p, row, FORMS, TH_LOOK_MIDDLE);
    figures_cell(writer, row, unit->figures);
    const level_count counts[] = {{BLOCKS, TH_LEVEL_BLOCK, unit->level[TH_LEVEL_BLOCK], TH_FILL_ERROR},
                                  {ERRORS, TH_LEVEL_ERROR, unit->level[TH_LEVEL_ERROR], TH_FILL_ERROR},
                                  {WARNINGS, TH_LEVEL_WARNING, unit->level[TH_LEVEL_WARNING], TH_FILL_WARNING}};
    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++)
        count_cell(writer, row, &counts[k]);
    look_cell(writer, row, u);
}

/* Findings that MỤC LỤC counts for no unit: of the cluster, of files of nobody, of what the secretariat entered. */
static size_t of_no_unit(const th_report *r, const th_situation *units, th_level level)
{
    size_t n = th_findings_count(&r->ds->findings, level);
    for (uint32_t u = 0; u < r->nunits; u++)
        n -= units[u].level[level];
    return n;
}

/* All rows of KIỂM TRA of a level but those that stand above; the row is there where there are any. */
static uint32_t row_of_no_unit(th_writer *writer, const th_situation *units, uint32_t row)
{
    static const th_level levels[] = {TH_LEVEL_BLOCK, TH_LEVEL_ERROR, TH_LEVEL_WARNING};
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    size_t all = 0, findings = r->ds->findings.n;
    uint32_t last = TH_FINDING_FIRST + (findings ? (uint32_t)findings - 1 : 0);
    for (size_t k = 0; k < 3; k++)
        all += of_no_unit(r, units, levels[k]);
    if (!all)
        return row;
    th_pen_blanks(p, row, 0, LOOK, TH_LOOK_CELL);
    th_pen_text(p, row, NAME, TH_STR("Không của riêng đơn vị nào"), TH_LOOK_CELL | TH_LOOK_ITALIC);
    for (uint32_t k = 0; k < 3; k++) {
        th_str formula =
            TH_FORMULA(r->arena, "COUNTIF({levels},{level})-SUM({above})",
                       {"levels", th_ref_area(r->arena, r->names[TH_SHEET_FINDINGS],
                                              th_down(TH_FINDING_LEVEL, TH_FINDING_FIRST, last))},
                       {"level", th_excel_quoted(r->arena, th_text_capital(r->arena, th_level_vi(levels[k])))},
                       {"above", th_ref_area(r->arena, (th_str){0}, th_down(BLOCKS + k, TH_CONTENTS_FIRST, row - 1))});
        size_t n = of_no_unit(r, units, levels[k]);
        th_look fill = levels[k] == TH_LEVEL_WARNING ? TH_FILL_WARNING : TH_FILL_ERROR;
        th_pen_formula(p, row, BLOCKS + k, (th_live){formula, th_exact_int(r->arena, (long long)n)},
                       (th_style){TH_LOOK_FIGURE | (n ? fill : 0), "#,##0"});
    }
    return row + 1;
}

static void total_row(th_writer *writer, const th_situation *units, uint32_t row)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_BORDER | TH_LOOK_BOLD | TH_FILL_TOTAL;
    th_pen_blanks(p, row, 0, LOOK, look);
    th_pen_text(p, row, NAME, r->d->cluster_short.len ? r->d->cluster_short : TH_STR("Toàn cụm"), look);
    size_t sums[4] = {0};
    uint32_t in = 0;
    for (uint32_t u = 0; u < r->nunits; u++) {
        in += units[u].source != NULL;
        sums[0] += units[u].figures;
        sums[1] += units[u].level[TH_LEVEL_BLOCK];
        sums[2] += units[u].level[TH_LEVEL_ERROR];
        sums[3] += units[u].level[TH_LEVEL_WARNING];
    }
    sums[1] += of_no_unit(r, units, TH_LEVEL_BLOCK);
    sums[2] += of_no_unit(r, units, TH_LEVEL_ERROR);
    sums[3] += of_no_unit(r, units, TH_LEVEL_WARNING);
    th_pen_text(p, row, STATUS, th_str_fmt(r->arena, "%u/" TH_FMT, in, TH_ARG(th_plan_of_units(r))),
                look | TH_LOOK_CENTER);
    for (uint32_t k = 0; k < 4; k++)
        th_pen_formula(p, row, FIGURES + k,
                       (th_live){th_str_fmt(r->arena, "SUM(" TH_FMT ")",
                                            TH_ARG(th_ref_area(r->arena, (th_str){0},
                                                               th_down(FIGURES + k, TH_CONTENTS_FIRST, row - 1)))),
                                 th_exact_int(r->arena, (long long)sums[k])},
                       (th_style){look | TH_LOOK_RIGHT, "#,##0"});
}

/* ---- below: sheets, legend, what it was made from ---- */

static uint32_t legend_of_colours(th_pen *p, uint32_t row)
{
    static const struct {
        th_look fill;
        const char *name, *text;
    } colours[] = {
        {TH_FILL_ERROR, "! lỗi", "có phát hiện mức lỗi hoặc chặn, hoặc không đọc được"},
        {TH_FILL_WARNING, "? cảnh báo", "có phát hiện mức cảnh báo; rê chuột vào ô để xem"},
        {TH_FILL_CHANGED, "có quy đổi",
         "có từ “trên”, “gần”, “ước”…, đã đổi đơn vị ×, khôi phục từ ngày tháng °, điều chỉnh *, hoặc có ghi chú"},
        {TH_FILL_TOTAL, "cả cụm", "công thức trên các cột đơn vị; “6/7” là mới có 6 đơn vị; x là không cộng"},
        {TH_FILL_INPUT, "Cụm chấm", "ô để Cụm ghi điểm; ghi xong, điểm và hạng tự tính lại"},
    };
    th_pen_text(p, row++, 0, TH_STR("Chú giải"), TH_LOOK_BOLD | TH_LOOK_LARGE);
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++, row++) {
        th_pen_text(p, row, 0, th_str_of(colours[i].name), TH_LOOK_MIDDLE | TH_LOOK_SMALL | colours[i].fill);
        th_pen_merge(p, th_across(row, 1, LOOK), th_str_of(colours[i].text), TH_LOOK_CELL | TH_LOOK_SMALL);
        th_pen_height(p, row, TH_SHEET_LIST_LINE);
    }
    return row + 1;
}

static void made_from(th_writer *writer, uint32_t row)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_str ledger = r->in->ledger_hash;
    if (ledger.len)
        ledger = th_str_fmt(r->arena, " Sổ ban thư ký SHA-256 " TH_FMT ".", TH_ARG(ledger));
    th_pen_merge(
        p, th_across(row, 0, LOOK),
        th_str_fmt(r->arena, "Bộ biểu mẫu phiên bản " TH_FMT ", SHA-256 " TH_FMT "." TH_FMT " Lập bằng " TH_FMT ".",
                   TH_ARG(r->d->version), TH_ARG(r->in->definition_hash), TH_ARG(ledger), TH_ARG(r->in->program)),
        TH_LOOK_SMALL | TH_LOOK_ITALIC | TH_LOOK_WRAP | TH_INK_GREY);
}

void th_report_contents(const th_report *r)
{
    static const char *const labels[COLUMNS] = {"Đơn vị",           "Trạng thái", "Tệp", "Nhận lần đầu", "Số biểu",
                                                "Số liệu đọc được", "Chặn",       "Lỗi", "Cảnh báo",     "Xem"};
    static const double widths[COLUMNS] = {23, 17, 38, 18, 9, 12, 9, 9, 10, 13};
    if (r->in->whole) {
        th_contents_sent(r);
        return;
    }
    th_writer writer = th_writer_of(r, TH_SHEET_CONTENTS);
    th_pen *p = &writer.pen;
    const th_situation *units = th_situations_of(r);
    th_pen_widths(p, widths, COLUMNS);
    th_buf sub;
    th_buf_init(&sub, r->arena);
    th_buf_fmt(&sub, "Kỳ báo cáo: %d", r->d->period);
    int year, month, day;
    if (th_date_parse(r->d->deadline, &year, &month, &day))
        th_buf_fmt(&sub, " · Hạn nộp: %02d/%02d/%d", day, month, year);
    else if (r->d->deadline.len)
        th_buf_fmt(&sub, " · Hạn nộp: " TH_FMT, TH_ARG(r->d->deadline));
    if (r->d->host.len)
        th_buf_fmt(&sub, " · Đơn vị chủ trì: " TH_FMT, TH_ARG(r->d->host));
    th_pen_heading(p, r->d->title.len ? th_text_upper(r->arena, r->d->title) : TH_STR("SỔ TỔNG HỢP"), th_buf_str(&sub),
                   LOOK);
    verdicts(&writer, units);
    th_pen_header(p, TH_CONTENTS_HEAD, labels, COLUMNS);
    growing_list lists[] = {{CALLS, th_telling_new(r->arena)}, {ABSENT, th_telling_new(r->arena)}};
    for (uint32_t u = 0; u < r->nunits; u++) {
        unit_row(&writer, u, &units[u]);
        hidden_lists(&writer, u, &units[u], lists);
    }
    if (th_control_watched(p->tab))
        th_tab_width(p->tab, CALLS, ABSENT, HIDDEN_WIDTH, true);
    uint32_t row = row_of_no_unit(&writer, units, TH_CONTENTS_FIRST + r->nunits);
    total_row(&writer, units, row);
    row = th_contents_comparison(&writer, row + 2, LOOK);
    th_tab_break(p->tab, row);
    row = th_sheet_list_write(&writer, row, LOOK);
    row = legend_of_colours(p, row);
    made_from(&writer, row);
    th_pen_page(p, TH_CONTENTS_HEAD, TH_CONTENTS_HEAD, 1);
    th_tab_repeat(p->tab, 0, 0); /* what follows the units has other columns */
}

/* Tells the verdicts over the counts of MỤC LỤC, KIỂM TRA and CHẤM ĐIỂM. */
#include "report/live_verdict.h"

#include "check/close.h"
#include "draw/formula.h"
#include "report/freezes.h"
#include "report/live_number.h"
#include "report/matrix_place.h"
#include "report/sent_words.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_NAMED = 3, MOST_SENTENCE = 9999 };

static bool is_live(const th_report *r)
{
    return r->nunits <= TH_CONTROL_MOST_UNITS;
}

/* The text alone where the formula does not say it. */
static th_live_text as_said(const th_report *r, th_live_text told, th_str text)
{
    bool same = is_live(r) && th_str_eq(told.text, text);
    return (th_live_text){same ? told.formula : (th_str){0}, text};
}

/* ---- the counts ---- */

static th_str contents_cell(const th_report *r, uint32_t row, uint32_t col)
{
    return th_ref_cell(r->arena, r->names[TH_SHEET_CONTENTS], row, col);
}

/* Units that are in: they have forms, and are not closed. */
static th_live_count count_of_units_in(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    th_buf_add(&out, TH_STR("COUNT("));
    th_ref_add_area(&out, r->names[TH_SHEET_CONTENTS],
                    th_down(TH_CONTENTS_FORMS, TH_CONTENTS_FIRST, TH_CONTENTS_FIRST + r->nunits - 1));
    th_buf_byte(&out, ')');
    for (uint32_t u = 0; u < r->nunits; u++)
        if (th_close_of_unit(r->d, u))
            th_buf_fmt(&out, "-COUNT(" TH_FMT ")", TH_ARG(contents_cell(r, TH_CONTENTS_FIRST + u, TH_CONTENTS_FORMS)));
    return (th_live_count){th_str_fmt(r->arena, "(" TH_FMT ")", TH_ARG(th_buf_str(&out))), r->in->scores->readiness.in};
}

static th_live_count units_in_or_closed(const th_report *r)
{
    th_live_count in = count_of_units_in(r);
    uint32_t closed = r->in->scores->readiness.closed;
    return (th_live_count){th_str_fmt(r->arena, "(" TH_FMT "+%u)", TH_ARG(in.formula), closed), in.n + closed};
}

th_live_count th_live_units_missing(const th_report *r)
{
    th_live_count there = units_in_or_closed(r);
    return (th_live_count){th_str_fmt(r->arena, "(%u-" TH_FMT ")", r->nunits, TH_ARG(there.formula)),
                           r->in->scores->readiness.missing};
}

/* A cell of the counts above KIỂM TRA. */
static th_str level_count_cell(const th_report *r, th_level level)
{
    return th_ref_cell(r->arena, r->names[TH_SHEET_FINDINGS], TH_FINDING_COUNTS + (uint32_t)(TH_LEVEL_BLOCK - level),
                       TH_FINDING_RULE);
}

static th_live_count open_errors(const th_report *r)
{
    const th_findings *list = &r->ds->findings;
    return (th_live_count){th_str_fmt(r->arena, "(" TH_FMT "+" TH_FMT ")", TH_ARG(level_count_cell(r, TH_LEVEL_BLOCK)),
                                      TH_ARG(level_count_cell(r, TH_LEVEL_ERROR))),
                           th_findings_count(list, TH_LEVEL_BLOCK) + th_findings_count(list, TH_LEVEL_ERROR)};
}

static th_str findings_column(const th_report *r, uint32_t col)
{
    size_t n = r->ds->findings.n < TH_SOURCE_MOST ? r->ds->findings.n : TH_SOURCE_MOST;
    return th_ref_area(r->arena, r->names[TH_SHEET_FINDINGS],
                       th_down(col, TH_FINDING_FIRST, TH_FINDING_FIRST + (n ? (uint32_t)n - 1 : 0)));
}

/* Errors that a row of Đóng or a reason has closed. */
static th_live_count closed_errors(const th_report *r)
{
    return (th_live_count){
        TH_FORMULA(r->arena, "COUNTIF({levels},\"Lỗi đã đóng\")", {"levels", findings_column(r, TH_FINDING_LEVEL)}),
        r->in->scores->readiness.closed_errors};
}

static th_live_count doubts(const th_report *r)
{
    return (th_live_count){TH_FORMULA(r->arena, "COUNTIFS({marks},\"" TH_HOLDS_RANKING "\",{levels},\"Cảnh báo\")",
                                      {"marks", findings_column(r, TH_FINDING_HOLDS)},
                                      {"levels", findings_column(r, TH_FINDING_LEVEL)}),
                           r->in->scores->readiness.doubts};
}

/* "của 7 Sở": what units are called does not change. */
static void say_of_units(const th_report *r, th_telling *told)
{
    th_telling_say(told, TH_STR("/"));
    th_telling_say(told, th_plan_of_units(r));
}

/* ---- the figures ---- */

static th_live_text last_of_list(const th_report *r, uint32_t col, th_str now)
{
    th_str cell = contents_cell(r, TH_CONTENTS_FIRST + r->nunits - 1, col);
    return (th_live_text){th_str_fmt(r->arena, "MID(" TH_FMT ",3,%d)", TH_ARG(cell), MOST_SENTENCE), now};
}

static void tell_absent(const th_report *r, th_telling *told, const th_situation *units)
{
    th_buf names;
    th_buf_init(&names, r->arena);
    th_situations_list(r, &names, units, true);
    th_telling absent = th_telling_new(r->arena);
    th_telling_say(&absent, TH_STR(" Còn thiếu: "));
    if (th_situations_counts(r, units, true)) {
        th_telling_count(&absent, th_live_units_missing(r));
        th_telling_say(&absent, TH_STR(" đơn vị" TH_LIST_IN_CONTENTS));
    } else
        th_telling_live(&absent, last_of_list(r, TH_CONTENTS_ABSENT, th_buf_str(&names)));
    th_telling_say(&absent, TH_STR(". Số tổng nào chưa đủ đều ghi rõ có mấy đơn vị."));
    th_telling_choose(told, th_telling_not_nought(r->arena, th_live_units_missing(r)), &absent, NULL);
}

/* Rules that fail now and did not, or the other way round. */
static th_live_count turned(const th_report *r, uint32_t column)
{
    return (th_live_count){th_str_fmt(r->arena, "SUM(" TH_FMT ")", TH_ARG(th_matrix_since(r, column))), 0};
}

/* What has changed since the findings were written down. */
static void tell_turned(const th_report *r, th_telling *told)
{
    th_live_count fails = turned(r, TH_MATRIX_FAILS), passes = turned(r, TH_MATRIX_PASSES);
    th_telling since = th_telling_new(r->arena);
    th_telling_say(&since, TH_STR(" Theo số đang có trong sổ:"));
    th_telling_some(&since, fails, " ", " phép kiểm tra nay sai.");
    th_telling_some(&since, passes, " ", " phép kiểm tra nay đạt.");
    th_str any = th_str_fmt(r->arena, TH_FMT "+" TH_FMT ">0", TH_ARG(fails.formula), TH_ARG(passes.formula));
    if (r->live_rules)
        th_telling_choose(told, (th_live_condition){any, false}, &since, NULL);
}

static void tell_levels(const th_report *r, th_telling *told)
{
    th_live_count warnings = {level_count_cell(r, TH_LEVEL_WARNING),
                              th_findings_count(&r->ds->findings, TH_LEVEL_WARNING)};
    th_telling some = th_telling_new(r->arena), none = th_telling_new(r->arena);
    th_telling_some(told, open_errors(r), ", CÒN ", " LỖI phải sửa hoặc giải trình");
    th_telling_some(told, closed_errors(r), ", ", " lỗi đã đóng");
    th_telling_say(&some, TH_STR(", "));
    th_telling_count(&some, warnings);
    th_telling_say(&some, TH_STR(" cảnh báo."));
    th_telling_say(&none, TH_STR(", không có cảnh báo."));
    th_telling_choose(told, th_telling_not_nought(r->arena, warnings), &some, &none);
}

th_live_text th_live_figures(const th_report *r, const th_situation *units)
{
    th_telling told = th_telling_new(r->arena), few = th_telling_new(r->arena), all = th_telling_new(r->arena);
    uint32_t closed = r->in->scores->readiness.closed;
    if (r->in->whole)
        return (th_live_text){.text = th_sent_figures(r)};
    th_str aside = th_verdict_rows_aside(r), frozen = {0};
    if (r->in->freezes)
        frozen = th_freezes_vi(r->arena, r->in->freezes, r->d->period);
    if (aside.len)
        th_telling_say(&told, th_str_fmt(r->arena, TH_FMT ". ", TH_ARG(th_text_capital(r->arena, aside))));
    th_telling_say(&told, TH_STR("SỐ LIỆU: "));
    th_telling_say(&few, TH_STR("CHƯA ĐỦ, có "));
    th_telling_say(&all, TH_STR("đủ "));
    th_telling_choose(&told, th_telling_not_nought(r->arena, th_live_units_missing(r)), &few, &all);
    th_telling_count(&told, count_of_units_in(r));
    say_of_units(r, &told);
    if (closed)
        th_telling_say(&told, th_str_fmt(r->arena, " (%u không xếp hạng, trang Đóng)", closed));
    tell_levels(r, &told);
    tell_turned(r, &told);
    tell_absent(r, &told, units);
    if (frozen.len)
        th_telling_say(&told, th_str_fmt(r->arena, " " TH_FMT, TH_ARG(frozen)));
    return as_said(r, th_telling_end(&told), th_situations_verdict(r, units).text);
}

/* ---- what is open ---- */

static th_str scoring_cell(const th_report *r, uint32_t row, uint32_t col)
{
    return th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], row, col);
}

/* One of the counts above CHẤM ĐIỂM. */
static th_live_count waiting_count(const th_report *r, uint32_t which, size_t n)
{
    return (th_live_count){scoring_cell(r, TH_SCORE_WAITING_ROW + which, TH_SCORE_UNIT), n};
}

/* "Cụm chưa chấm 322 ô (46 tiêu chí × 7 Sở)": the product is that of now. */
static void tell_unscored(const th_report *r, th_telling *told)
{
    th_live_count open = waiting_count(r, 0, r->in->scores->open.to_score);
    th_telling part = th_telling_new(r->arena), product = th_telling_new(r->arena);
    th_telling_say(&part, TH_STR("; Cụm chưa chấm "));
    th_telling_count(&part, open);
    th_telling_say(&part, TH_STR(" ô"));
    th_telling_say(&product, th_verdict_product(r));
    if (product.text.len)
        th_telling_choose(&part,
                          (th_live_condition){th_str_fmt(r->arena, TH_FMT "=%zu", TH_ARG(open.formula), open.n), true},
                          &product, NULL);
    th_telling_choose(told, th_telling_not_nought(r->arena, open), &part, NULL);
}

static void tell_waiting(const th_report *r, th_telling *told)
{
    const th_open_points *open = &r->in->scores->open;
    size_t unknown = open->deductions_unknown;
    th_live_count without = waiting_count(r, 2, open->without_data - unknown);
    if (unknown)
        without.formula = th_str_fmt(r->arena, "MAX(0," TH_FMT "-%zu)", TH_ARG(without.formula), unknown);
    tell_unscored(r, told);
    th_telling_some(told, waiting_count(r, 1, open->to_confirm), "; ", " ô có điểm máy tính chờ Cụm xác nhận");
    if (open->stale)
        th_telling_say(told, th_str_fmt(r->arena, "; %zu" TH_STALE_ROWS, open->stale));
    th_telling_some(told, without, "; ", " ô chờ số liệu");
    if (unknown)
        th_telling_say(told, th_str_fmt(r->arena, "; %zu điểm trừ chưa xét được vì chờ số liệu", unknown));
}

static th_live_condition has_self_scored(const th_report *r, uint32_t unit)
{
    const th_exact *points = r->in->scores->totals[unit].self_scored;
    th_str cell = scoring_cell(r, r->self_row + unit, TH_SCORE_OFFICIAL);
    return (th_live_condition){th_str_fmt(r->arena, "N(" TH_FMT ")<>0", TH_ARG(cell)), points && th_exact_sign(points)};
}

/* "103,50 điểm của Sơn La, 99 điểm của Lai Châu": those that are named now. */
static void tell_self_scored_of(const th_report *r, th_telling *told, uint32_t unit)
{
    th_telling one = th_telling_new(r->arena);
    th_str cell = scoring_cell(r, r->self_row + unit, TH_SCORE_OFFICIAL);
    th_telling_say(&one, TH_STR(", "));
    th_telling_live(&one, th_live_points(r->arena, cell, r->in->scores->totals[unit].self_scored));
    th_telling_say(&one, th_str_fmt(r->arena, " điểm của " TH_FMT, TH_ARG(r->d->units[unit].name)));
    th_telling_choose(told, has_self_scored(r, unit), &one, NULL);
}

static void tell_self_scored(const th_report *r, th_telling *told)
{
    th_telling named = th_telling_new(r->arena), part = th_telling_new(r->arena);
    th_live_count others = {0};
    th_buf rest;
    th_buf_init(&rest, r->arena);
    for (uint32_t u = 0, n = 0; u < r->nunits; u++) {
        th_live_condition scored = has_self_scored(r, u);
        if (th_close_of_unit(r->d, u) || !r->in->scores->totals[u].total)
            continue;
        if (scored.holds && n++ < MOST_NAMED) {
            tell_self_scored_of(r, &named, u);
            continue;
        }
        th_buf_fmt(&rest, "%s(" TH_FMT ")", rest.len ? "+" : "", TH_ARG(scored.formula));
        others.n += scored.holds;
    }
    th_live_text names = th_telling_end(&named);
    others.formula = th_str_fmt(r->arena, "(" TH_FMT ")", TH_ARG(rest.len ? th_buf_str(&rest) : TH_STR("0")));
    th_telling_say(&part, TH_STR("; "));
    th_telling_live(&part,
                    (th_live_text){th_str_fmt(r->arena, "MID(" TH_FMT ",3,%d)", TH_ARG(names.formula), MOST_SENTENCE),
                                   th_str_sub(names.text, names.text.len ? 2 : 0, SIZE_MAX)});
    th_str more = th_str_fmt(r->arena, " " TH_FMT " nữa", TH_ARG(r->d->unit_noun));
    th_telling_some(&part, others, " và của ", th_str_cstr(r->arena, more));
    th_telling_say(&part, TH_STR(" do đơn vị tự chấm"));
    th_str any =
        th_str_fmt(r->arena, "OR(" TH_FMT "<>\"\"," TH_FMT ">0)", TH_ARG(names.formula), TH_ARG(others.formula));
    th_telling_choose(told, (th_live_condition){any, names.text.len || others.n}, &part, NULL);
}

static void tell_entered(const th_report *r, th_telling *told)
{
    const struct {
        size_t n;
        const char *what;
    } rows[] = {{r->d->nset_aside, " dòng đã nhập chưa dùng được"},
                {r->ds->nsuspended, " dòng điều chỉnh chờ hỏi lại"},
                {r->ds->nby_phone, " dòng điều chỉnh theo điện thoại chờ đơn vị xác nhận"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].n)
            th_telling_say(told, th_str_fmt(r->arena, "; %zu%s", rows[i].n, rows[i].what));
}

th_live_text th_live_open(const th_report *r)
{
    th_telling told = th_telling_new(r->arena), missing = th_telling_new(r->arena);
    th_telling_say(&missing, TH_STR("; mới có "));
    th_telling_count(&missing, units_in_or_closed(r));
    say_of_units(r, &missing);
    th_telling_choose(&told, th_telling_not_nought(r->arena, th_live_units_missing(r)), &missing, NULL);
    if (r->d->ncriteria) {
        tell_waiting(r, &told);
        tell_self_scored(r, &told);
    }
    th_telling_some(&told, open_errors(r), "; còn ", " lỗi chưa sửa hoặc chưa đóng");
    th_telling_some(&told, doubts(r), "; còn ", " cảnh báo về số liệu dùng để xếp hạng");
    tell_entered(r, &told);
    if (r->live_rules)
        th_telling_some(&told, turned(r, TH_MATRIX_FAILS), "; ", " phép kiểm tra nay sai");
    th_live_text said = th_telling_end(&told);
    said.formula = th_str_fmt(r->arena, "MID(" TH_FMT ",3,%d)", TH_ARG(said.formula), MOST_SENTENCE);
    said.text = th_str_sub(said.text, said.text.len ? 2 : 0, SIZE_MAX);
    return as_said(r, said, th_verdict_reasons(r));
}

/* ---- the ranking ---- */

static th_live_text open_in_cell(const th_report *r)
{
    return (th_live_text){th_ref_cell(r->arena, r->names[TH_SHEET_CONTROL], TH_CONTROL_OPEN, TH_CONTROL_STATE),
                          th_live_open(r).text};
}

/* What is open, and that a step was taken nevertheless. */
static void tell_open(const th_report *r, th_telling *told)
{
    th_telling_live(told, open_in_cell(r));
    th_telling_say(told, th_verdict_step_too_early(r));
}

static th_live_condition nothing_open(const th_report *r)
{
    th_live_text open = open_in_cell(r);
    return (th_live_condition){th_str_fmt(r->arena, TH_FMT "=\"\"", TH_ARG(open.formula)), !open.text.len};
}

th_live_text th_live_ranking(const th_report *r)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    th_telling told = th_telling_new(r->arena), ready = th_telling_new(r->arena), open = th_telling_new(r->arena);
    if (!r->d->nrankings)
        return (th_live_text){.text = th_verdict_ranking(r).text};
    th_telling_say(&ready, th_str_fmt(r->arena, "XẾP HẠNG: " TH_FMT ", ", TH_ARG(th_verdict_stage_if_ready(r))));
    th_telling_count(&ready, count_of_units_in(r));
    say_of_units(r, &ready);
    if (readiness->closed)
        th_telling_say(&ready, th_str_fmt(r->arena, ", %u không xếp hạng (trang Đóng)", readiness->closed));
    th_telling_some(&ready, closed_errors(r), ", ", " lỗi đã đóng");
    th_telling_say(&ready, TH_STR("."));
    th_telling_say(&open, TH_STR("XẾP HẠNG: TẠM TÍNH, chưa dùng được: "));
    tell_open(r, &open);
    th_telling_say(&open, TH_STR("."));
    th_telling_choose(&told, nothing_open(r), &ready, &open);
    return as_said(r, th_telling_end(&told), th_verdict_ranking(r).text);
}

th_live_text th_live_stamp(const th_report *r)
{
    const th_readiness *readiness = &r->in->scores->readiness;
    th_telling told = th_telling_new(r->arena), ready = th_telling_new(r->arena), open = th_telling_new(r->arena);
    if (r->in->whole)
        return (th_live_text){.text = th_sent_stage(r)};
    th_str text = th_verdict_stage(r->arena, readiness);
    if (readiness->stage == TH_STAGE_PROVISIONAL)
        text = th_str_fmt(r->arena, TH_FMT ": " TH_FMT, TH_ARG(text), TH_ARG(th_verdict_open(r)));
    th_telling_say(&ready, th_verdict_stage_if_ready(r));
    th_telling_say(&open, TH_STR("TẠM TÍNH: "));
    tell_open(r, &open);
    th_telling_choose(&told, nothing_open(r), &ready, &open);
    return as_said(r, th_telling_end(&told), text);
}

th_live_text th_live_partial(const th_report *r)
{
    th_telling told = th_telling_new(r->arena);
    th_telling_say(&told, TH_STR("thứ tự tạm trong "));
    th_telling_count(&told, count_of_units_in(r));
    say_of_units(r, &told);
    return as_said(r, th_telling_end(&told), th_verdict_partial(r));
}

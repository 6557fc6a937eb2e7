/* Writes the counts above the rows of CHẤM ĐIỂM, and the totals below them: base, total, what waits for data, what the
 * unit scored itself.  All of it is live over the rows. */
#include "report/scoring_totals.h"

#include "check/close.h"
#include "draw/formula.h"
#include "report/live_number.h"
#include "report/points_formula.h"
#include "report/score_key.h"

#include "base/banned.h"

static const char points_format[] = "#,##0.00";

static th_str points_cell(const th_report *r, uint32_t row, uint32_t col)
{
    return th_ref_cell(r->arena, (th_str){0}, row, col);
}

/* A column over the rows of criteria from the first to the one before `end`. */
static th_str rows(const th_report *r, uint32_t col, uint32_t end)
{
    return th_ref_area(r->arena, (th_str){0}, th_down(col, TH_SCORE_FIRST, end - 1));
}

/* ---- what is open ---- */

static void open_count(th_pen *p, uint32_t row, const char *label, th_str formula, size_t n)
{
    th_arena *arena = p->arena;
    th_pen_text(p, row, TH_SCORE_TITLE, th_str_of(label), TH_LOOK_RIGHT | TH_LOOK_ITALIC);
    th_pen_formula(p, row, TH_SCORE_UNIT, (th_live){formula, th_exact_int(arena, (long long)n)},
                   (th_style){TH_LOOK_BOLD | TH_LOOK_BORDER | TH_LOOK_CENTER, "#,##0"});
}

/* The factor of a product of rows that leaves out the units that are not ranked: nobody needs to score them. */
static th_str without_closed_units(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t u = 0; u < r->nunits; u++)
        if (th_close_of_unit(r->d, u))
            th_buf_fmt(&out, "*(" TH_FMT "<>" TH_FMT ")", TH_ARG(rows(r, TH_SCORE_UNIT, r->base_row)),
                       TH_ARG(points_cell(r, r->base_row + u, TH_SCORE_UNIT)));
    return th_buf_str(&out);
}

static void open_counts(th_pen *p, const th_report *r)
{
    const th_open_points *open = &r->in->scores->open;
    th_str kind = rows(r, TH_SCORE_KIND, r->base_row), official = rows(r, TH_SCORE_OFFICIAL, r->base_row),
           given = rows(r, TH_SCORE_GIVEN, r->base_row), computed = rows(r, TH_SCORE_COMPUTED, r->base_row),
           ranked = without_closed_units(r);
    th_str waiting = TH_FORMULA(r->arena, "COUNTIF({official},\"{no data}\")", {"official", official},
                                {"no data", TH_STR(TH_NO_DATA)});
    if (ranked.len)
        waiting = TH_FORMULA(r->arena, "SUMPRODUCT(({official}=\"{no data}\"){ranked})", {"official", official},
                             {"no data", TH_STR(TH_NO_DATA)}, {"ranked", ranked});
    open_count(p, TH_SCORE_WAITING_ROW, "Chờ Cụm chấm (máy không tính):",
               TH_FORMULA(r->arena,
                          "SUMPRODUCT(({kind}=\"Cụm chấm\")*({official}<>\"\")*({official}<>\"{not assigned}\")*"
                          "({given}=\"\"){ranked})",
                          {"kind", kind}, {"official", official}, {"given", given}, {"ranked", ranked},
                          {"not assigned", TH_STR(TH_NOT_ASSIGNED)}),
               open->to_score);
    open_count(p, TH_SCORE_WAITING_ROW + 1, "Chờ Cụm xác nhận (máy đã tính):",
               TH_FORMULA(r->arena,
                          "SUMPRODUCT(({kind}<>\"Tổng\")*({kind}<>\"Thưởng\")*({kind}<>\"Trừ\")*({kind}<>\"Cụm chấm\")*"
                          "ISNUMBER({computed})*({given}=\"\"){ranked})",
                          {"kind", kind}, {"computed", computed}, {"given", given}, {"ranked", ranked}),
               open->to_confirm);
    open_count(p, TH_SCORE_WAITING_ROW + 2, "Chờ số liệu:", waiting, open->without_data);
}

/* ---- totals ---- */

static th_str roots(const th_report *r, uint32_t unit, uint32_t col, bool bonus, int sign)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    for (uint32_t c = 0; c < r->d->ncriteria; c++) {
        const th_criterion *root = &r->d->criteria[c];
        if (root->parent != TH_NONE || root->bonus != bonus || (bonus && (root->sign < 0) != (sign < 0)))
            continue;
        if (out.len)
            th_buf_byte(&out, ',');
        th_ref_add(&out, (th_str){0}, r->criterion_row[c] + unit, col);
    }
    if (!out.len)
        th_buf_byte(&out, '0');
    return th_buf_str(&out);
}

static void total_frame(th_pen *p, const th_report *r, uint32_t row, uint32_t unit, const char *title)
{
    th_look look = TH_LOOK_BORDER | TH_LOOK_BOLD | TH_FILL_TOTAL;
    th_pen_blanks(p, row, 0, TH_SCORE_COLUMNS - 1, look);
    th_pen_text(p, row, TH_SCORE_TITLE, th_str_of(title), look | TH_LOOK_WRAP);
    th_pen_text(p, row, TH_SCORE_UNIT, r->d->units[unit].name, look | TH_LOOK_WRAP);
}

static void total_number(th_pen *p, uint32_t row, uint32_t col, th_live live)
{
    th_pen_formula(p, row, col, live,
                   (th_style){TH_LOOK_BORDER | TH_LOOK_BOLD | TH_FILL_TOTAL | TH_LOOK_RIGHT, points_format});
}

static void total_note(th_pen *p, uint32_t row, th_live_text live)
{
    th_pen_formula_text(p, row, TH_SCORE_WHY, live,
                        TH_LOOK_BORDER | TH_LOOK_BOLD | TH_FILL_TOTAL | TH_LOOK_WRAP | TH_LOOK_SMALL);
}

/* The formula of what is left of all points without those rows that were not assigned to the unit of this one. */
static th_str assigned_formula(const th_report *r, uint32_t base, th_str whole)
{
    if (r->bonus_row == TH_SCORE_FIRST)
        return whole;
    return TH_FORMULA(r->arena, "{whole}-SUMIFS({most},{units},{unit},{official},\"{not assigned}\")", {"whole", whole},
                      {"most", rows(r, TH_SCORE_MOST, r->bonus_row)}, {"units", rows(r, TH_SCORE_UNIT, r->bonus_row)},
                      {"unit", points_cell(r, base, TH_SCORE_UNIT)},
                      {"official", rows(r, TH_SCORE_OFFICIAL, r->bonus_row)},
                      {"not assigned", TH_STR(TH_NOT_ASSIGNED)});
}

static const th_exact *all_points(const th_report *r)
{
    const th_exact *all = th_exact_int(r->arena, 0);
    for (uint32_t c = 0; c < r->d->ncriteria; c++)
        if (r->d->criteria[c].leaf && !r->d->criteria[c].bonus)
            all = th_exact_add(r->arena, all, r->d->criteria[c].max);
    return all;
}

th_str th_scoring_scaled(const th_report *r, uint32_t unit)
{
    const th_total *total = &r->in->scores->totals[unit];
    const th_exact *all = all_points(r);
    if (th_exact_sign(total->assigned) <= 0 || th_exact_cmp(total->assigned, all) == 0)
        return (th_str){0};
    const th_exact *const numbers[] = {total->earned, all, total->assigned};
    th_str shown[3];
    for (size_t i = 0; i < 3; i++)
        shown[i] = th_live_points(r->arena, (th_str){0}, numbers[i]).text;
    return th_str_fmt(r->arena, "quy đổi " TH_FMT " × " TH_FMT "/" TH_FMT, TH_ARG(shown[0]), TH_ARG(shown[1]),
                      TH_ARG(shown[2]));
}

/* The points of the parts; where something was not assigned, scaled to all points, which is written out:
 * "quy đổi 868,45 × 950/890". */
static void base_total(th_pen *p, const th_report *r, uint32_t unit)
{
    const th_total *total = &r->in->scores->totals[unit];
    uint32_t row = r->base_row + unit;
    const th_exact *all = all_points(r);
    th_str whole = th_exact_text(r->arena, all), most = points_cell(r, row, TH_SCORE_MOST);
    total_frame(p, r, row, unit, "Điểm các phần, chưa tính thưởng và trừ");
    if (!total->total)
        return;
    total_number(p, row, TH_SCORE_MOST, (th_live){assigned_formula(r, row, whole), total->assigned});
    th_str sum = TH_FORMULA(r->arena, "ROUND(SUM({roots}),2)", {"roots", roots(r, unit, TH_SCORE_OFFICIAL, false, 1)});
    th_str same = TH_FORMULA(r->arena, "OR({most}={whole},{most}<=0)", {"most", most}, {"whole", whole});
    th_str scaled = TH_FORMULA(r->arena, "IF({same},{sum},ROUND({sum}*{whole}/{most},2))", {"same", same},
                               {"most", most}, {"whole", whole}, {"sum", sum});
    total_number(p, row, TH_SCORE_OFFICIAL, (th_live){scaled, total->base});
    th_live_text earned = th_live_points(r->arena, sum, total->earned),
                 assigned = th_live_points(r->arena, most, total->assigned);
    th_str shown = th_live_points(r->arena, whole, all).text;
    th_str formula =
        TH_FORMULA(r->arena, "IF({same},\"\",\"quy đổi \"&{earned}&\" × {shown}/\"&{assigned})", {"same", same},
                   {"earned", earned.formula}, {"shown", shown}, {"assigned", assigned.formula});
    total_note(p, row, (th_live_text){formula, th_scoring_scaled(r, unit)});
}

/* "873,85 (còn 60 điểm chờ số liệu; 143,50 điểm do đơn vị tự chấm)" beside the total. */
static void total_in_words(th_pen *p, const th_report *r, uint32_t unit)
{
    const th_total *total = &r->in->scores->totals[unit];
    uint32_t row = r->total_row + unit;
    th_str sum = points_cell(r, row, TH_SCORE_OFFICIAL),
           waits = points_cell(r, r->waiting_row + unit, TH_SCORE_OFFICIAL),
           self = points_cell(r, r->self_row + unit, TH_SCORE_OFFICIAL);
    const struct {
        th_str cell;
        const th_exact *number;
        const char *before, *after;
    } parts[] = {{waits, total->waiting, " (còn ", " điểm chờ)"},
                 {self, total->self_scored, "; ", " điểm do đơn vị tự chấm"}};
    th_live_text whole = th_live_points(r->arena, sum, total->total);
    th_buf formula, text;
    th_buf_init(&formula, r->arena);
    th_buf_init(&text, r->arena);
    th_buf_add(&formula, whole.formula);
    th_buf_add(&text, whole.text);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        th_live_text part = th_live_points(r->arena, parts[i].cell, parts[i].number);
        th_buf_fmt(&formula, "&IF(" TH_FMT "=0,\"\",\"%s\"&" TH_FMT "&\"%s\")", TH_ARG(parts[i].cell), parts[i].before,
                   TH_ARG(part.formula), parts[i].after);
        if (th_exact_sign(parts[i].number))
            th_buf_fmt(&text, "%s" TH_FMT "%s", parts[i].before, TH_ARG(part.text), parts[i].after);
    }
    total_note(p, row, (th_live_text){th_buf_str(&formula), th_buf_str(&text)});
}

static void grand_total(th_pen *p, const th_report *r, uint32_t unit)
{
    const th_total *total = &r->in->scores->totals[unit];
    uint32_t row = r->total_row + unit;
    total_frame(p, r, row, unit, "TỔNG ĐIỂM");
    if (!total->total)
        return;
    th_str formula = TH_FORMULA(r->arena, "ROUND({base}+SUM({bonuses})-SUM({deductions}),2)",
                                {"base", points_cell(r, r->base_row + unit, TH_SCORE_OFFICIAL)},
                                {"bonuses", roots(r, unit, TH_SCORE_OFFICIAL, true, 1)},
                                {"deductions", roots(r, unit, TH_SCORE_OFFICIAL, true, -1)});
    total_number(p, row, TH_SCORE_OFFICIAL, (th_live){formula, total->total});
    th_str unconfirmed =
        TH_FORMULA(r->arena, "SUM({deductions})", {"deductions", roots(r, unit, TH_SCORE_UNCONFIRMED, true, -1)});
    total_number(p, row, TH_SCORE_UNCONFIRMED, (th_live){unconfirmed, total->unconfirmed});
    total_in_words(p, r, unit);
}

/* The columns of the rows that can earn points, as fields of a pattern. */
#define EARNING_ROWS(r)                                                                                                \
    {"most", rows(r, TH_SCORE_MOST, (r)->deduction_row)}, {"units", rows(r, TH_SCORE_UNIT, (r)->deduction_row)},       \
        {"kind", rows(r, TH_SCORE_KIND, (r)->deduction_row)}, {"given", rows(r, TH_SCORE_GIVEN, (r)->deduction_row)},  \
    {                                                                                                                  \
        "official", rows(r, TH_SCORE_OFFICIAL, (r)->deduction_row)                                                     \
    }

/* A sum over the rows of one unit that can earn points, which are those above the deductions. */
typedef struct part_of_total {
    uint32_t row;
    const char *title, *pattern;
    const th_exact *sum;
} part_of_total;

static void put_share(th_pen *p, const th_report *r, uint32_t unit, const part_of_total *part)
{
    uint32_t row = part->row;
    total_frame(p, r, row, unit, part->title);
    if (!r->in->scores->totals[unit].total)
        return;
    th_str formula = TH_STR("0");
    if (r->deduction_row > TH_SCORE_FIRST)
        formula = TH_FORMULA(r->arena, part->pattern, EARNING_ROWS(r), {"unit", points_cell(r, row, TH_SCORE_UNIT)},
                             {"no data", TH_STR(TH_NO_DATA)});
    total_number(p, row, TH_SCORE_OFFICIAL, (th_live){formula, part->sum});
}

static void parts_of_total(th_pen *p, const th_report *r, uint32_t unit)
{
    const th_total *total = &r->in->scores->totals[unit];
    const part_of_total parts[] = {{r->waiting_row + unit, "Điểm còn chờ số liệu (chưa kể trong tổng)",
                                    "SUMIFS({most},{units},{unit},{official},\"{no data}\")", total->waiting},
                                   {r->self_row + unit, "Trong tổng điểm: do đơn vị tự chấm, Cụm chưa chấm",
                                    "SUMPRODUCT(({units}={unit})*({kind}=\"Cụm chấm\")*({given}=\"\"),{official})",
                                    total->self_scored}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        put_share(p, r, unit, &parts[i]);
}

void th_scoring_totals(th_pen *p, const th_report *r)
{
    const struct {
        uint32_t row, what;
    } keyed[] = {{r->base_row, TH_KEY_BASE},
                 {r->total_row, TH_KEY_TOTAL},
                 {r->waiting_row, TH_KEY_WAITING},
                 {r->self_row, TH_KEY_SELF}};
    open_counts(p, r);
    for (uint32_t u = 0; u < r->nunits; u++) {
        base_total(p, r, u);
        grand_total(p, r, u);
        parts_of_total(p, r, u);
        for (size_t i = 0; i < sizeof keyed / sizeof *keyed; i++)
            th_pen_text(p, keyed[i].row + u, TH_SCORE_KEY, th_score_key(r, keyed[i].what, u), TH_INK_GREY);
    }
}

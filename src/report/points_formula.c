/* Writes points as formulas: each way of scoring has its pattern. */
#include "report/points_formula.h"

#include "draw/formula.h"
#include "expr/expr_types.h"
#include "report/cells.h"
#include "score/no_target.h"

#include "base/banned.h"

enum { MOST_BANDS = 60 }; /* Excel nests IF 64 levels deep, and some levels are needed around the bands. */

/* The cells of one criterion and one unit, as references. */
typedef struct scored_row {
    th_arena *arena;
    const th_report *r; /* NULL: a workbook of one unit, in which nothing is held against others */
    const th_criterion *criterion;
    uint32_t at;
    const char *nothing; /* what stands there without data: that they are missing, or not assigned */
    th_str most, data, target;
} scored_row;

/* The fields that a pattern below may name. */
#define ROW_FIELDS(row)                                                                                                \
    {"most", (row)->most}, {"data", (row)->data}, {"target", (row)->target}, {"nothing", th_str_of((row)->nothing)},   \
        {"not assigned", TH_STR(TH_NOT_ASSIGNED)},                                                                     \
    {                                                                                                                  \
        "passed", TH_STR(TH_PASSED)                                                                                    \
    }

static th_str own_cell(const th_report *r, uint32_t at, uint32_t col)
{
    return th_ref_cell(r->arena, (th_str){0}, at, col);
}

/* max × min(1, data / target).  With Vượt hẳn only what is strictly above the target gets the full points; all else
 * gets 0,01 less at most. */
static th_str ratio_points(const scored_row *row)
{
    const char *pattern = row->criterion->target_strict
                              ? "IF({data}>{target},{most},ROUND(MAX(0,MIN({most}-0.01,{most}*{data}/{target})),2))"
                              : "ROUND(MAX(0,{most}*MIN(1,{data}/{target})),2)";
    th_str points = TH_FORMULA(row->arena, pattern, ROW_FIELDS(row));
    return TH_FORMULA(row->arena,
                      "IF(COUNT({data},{target})<2,\"{nothing}\",IF({target}<=0,\"{not assigned}\",{points}))",
                      ROW_FIELDS(row), {"points", points});
}

static th_str band_condition(const scored_row *row, const th_band *band)
{
    th_arena *arena = row->arena;
    th_str from = band->from ? th_exact_text(arena, band->from) : (th_str){0};
    th_str to = band->to ? th_exact_text(arena, band->to) : (th_str){0};
    const char *pattern = band->from ? "{data}>={from}" : "{data}<={to}";
    if (band->from && band->to)
        pattern = "AND({data}>={from},{data}<={to})";
    return TH_FORMULA(arena, pattern, ROW_FIELDS(row), {"from", from}, {"to", to});
}

/* The points of the first band that fits, in the order of the definition. */
static th_str band_points(const scored_row *row)
{
    th_arena *arena = row->arena;
    const th_criterion *criterion = row->criterion;
    if (criterion->nbands > MOST_BANDS)
        return (th_str){0};
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_FORMULA(arena, "IF(COUNT({data})=0,\"{nothing}\",", ROW_FIELDS(row)));
    size_t open = 1;
    bool rest = false;
    for (size_t i = 0; i < criterion->nbands && !rest; i++) {
        const th_band *band = &criterion->bands[i];
        th_str points = th_exact_text(arena, th_exact_round(arena, band->points, 2));
        rest = !band->from && !band->to;
        if (rest) {
            th_buf_add(&out, points);
            break;
        }
        th_buf_fmt(&out, "IF(" TH_FMT "," TH_FMT ",", TH_ARG(band_condition(row, band)), TH_ARG(points));
        open++;
    }
    if (!rest)
        th_buf_byte(&out, '0');
    while (open--)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static th_str event_points(const scored_row *row)
{
    const th_exact *each = row->criterion->per_event;
    th_str per_event = each ? th_exact_text(row->arena, each) : TH_STR("1");
    return TH_FORMULA(row->arena, "IF(COUNT({data})=0,\"{nothing}\",ROUND(MIN({most},MAX(0,{data}*{per event})),2))",
                      ROW_FIELDS(row), {"per event", per_event});
}

static th_str pass_points(const scored_row *row)
{
    return TH_FORMULA(row->arena, "IF({data}=\"\",\"{nothing}\",IF({data}=\"{passed}\",{most},0))", ROW_FIELDS(row));
}

/* The points by a way of scoring that looks at one unit only; "" for the other ways. */
static th_str points_by_itself(const scored_row *row)
{
    switch ((int)row->criterion->scoring) {
    case TH_SCORE_RATIO: return ratio_points(row);
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK: return band_points(row);
    case TH_SCORE_PASS: return pass_points(row);
    case TH_SCORE_EVENTS: return event_points(row);
    default: return (th_str){0};
    }
}

th_str th_points_own_formula(th_arena *arena, const th_criterion *criterion, const th_points_cells *cells)
{
    return points_by_itself(&(scored_row){.arena = arena,
                                          .criterion = criterion,
                                          .nothing = "",
                                          .most = cells->most,
                                          .data = cells->data,
                                          .target = cells->target});
}

static bool is_bare_yes_no(const th_expr *e)
{
    return e->kind == TH_EX_INDICATOR && e->textual;
}

th_str th_points_data(th_arena *arena, const th_criterion *criterion, th_str data)
{
    const char *test = "<>0";
    bool yes_no = is_bare_yes_no(criterion->expr);
    if (!data.len || (criterion->scoring != TH_SCORE_PASS && !yes_no))
        return data;
    if (criterion->scoring != TH_SCORE_PASS)
        return TH_FORMULA(arena, "IF(({data})=\"\",\"\",IF(({data})=\"Có\",1,0))", {"data", data});
    if (yes_no)
        test = "=\"Có\"";
    else if (th_expr_is_bool(criterion->expr))
        test = "";
    return TH_FORMULA(arena, "IF(({data})=\"\",\"\",IF(({data}){test},\"{passed}\",\"{not passed}\"))", {"data", data},
                      {"test", th_str_of(test)}, {"passed", TH_STR(TH_PASSED)}, {"not passed", TH_STR(TH_NOT_PASSED)});
}

/* The units of a criterion stand one below the other, and so the leader is the largest of a range. */
static th_str leader_points(const scored_row *row, uint32_t first)
{
    th_arena *arena = row->arena;
    th_str units = th_ref_area(arena, (th_str){0}, th_down(TH_SCORE_DATA, first, first + row->r->nunits - 1));
    return TH_FORMULA(arena,
                      "IF(COUNT({data})=0,\"{nothing}\",IF(MAX({units})<=0,\"{not assigned}\","
                      "ROUND(MAX(0,{most}*{data}/MAX({units})),2)))",
                      ROW_FIELDS(row), {"units", units});
}

/* Half of the points are for reaching the target; the other half is for what lies above it, compared with the unit that
 * is furthest above. */
static th_str over_target_points(const scored_row *row, uint32_t first)
{
    th_arena *arena = row->arena;
    th_buf shares;
    th_buf_init(&shares, arena);
    for (uint32_t u = 0; u < row->r->nunits; u++) {
        th_str data = own_cell(row->r, first + u, TH_SCORE_DATA), target = own_cell(row->r, first + u, TH_SCORE_TARGET);
        th_buf_add(&shares, u ? TH_STR(",") : TH_STR(""));
        th_buf_add(&shares,
                   TH_FORMULA(arena, "IF(N({target})>0,N({data})/{target},0)", {"data", data}, {"target", target}));
    }
    th_str best = TH_FORMULA(arena, "(MAX({shares})-1)", {"shares", th_buf_str(&shares)});
    return TH_FORMULA(arena,
                      "IF(COUNT({data},{target})<2,\"{nothing}\",IF({target}<=0,\"{not assigned}\","
                      "ROUND(IF({data}<={target},MAX(0,{most}/2*{data}/{target}),"
                      "{most}/2+IF({best}<=0,0,{most}/2*({data}/{target}-1)/{best})),2)))",
                      ROW_FIELDS(row), {"best", best});
}

/* The best of the units without a target.  A unit whose target nobody could read is none of them. */
static th_str best_without_target(const scored_row *row, uint32_t criterion, uint32_t first)
{
    const th_report *r = row->r;
    th_buf figures;
    th_buf_init(&figures, r->arena);
    for (uint32_t u = 0; u < r->nunits; u++) {
        const th_points *points = th_score_points(r->in->scores, criterion, u);
        if (!points->no_target && points->target.state != TH_STATE_VALUE)
            continue;
        th_str data = own_cell(r, first + u, TH_SCORE_DATA), target = own_cell(r, first + u, TH_SCORE_TARGET);
        th_buf_add(&figures, figures.len ? TH_STR(",") : TH_STR(""));
        th_buf_add(&figures, TH_FORMULA(r->arena, "IF(N({target})=0,N({data}),0)", {"data", data}, {"target", target}));
    }
    return figures.len ? TH_FORMULA(r->arena, "MAX({figures})", {"figures", th_buf_str(&figures)}) : TH_STR("0");
}

static th_str points_or_among_peers(const scored_row *row, uint32_t criterion, th_str with_target)
{
    uint32_t first = row->r->criterion_row[criterion];
    const th_points *points = th_score_points(row->r->in->scores, criterion, row->at - first);
    if (!points->no_target && points->target.state != TH_STATE_VALUE)
        return with_target;
    th_str best = best_without_target(row, criterion, first);
    return TH_FORMULA(row->arena,
                      "IF(COUNT({data})=0,\"{nothing}\",IF(N({target})<>0,{with target},"
                      "IF({best}<=0,0,ROUND(MAX(0,{most}*{data}/{best}),2))))",
                      ROW_FIELDS(row), {"best", best}, {"with target", with_target});
}

static bool operand_counts(const th_operand *o)
{
    return o->state == TH_STATE_VALUE && o->num;
}

/* Is there a divisor of zero in the data, or in the target of data that are there? */
static bool by_zero(const th_points *points)
{
    return points->data.division_by_zero || (operand_counts(&points->data) && points->target.division_by_zero);
}

bool th_points_not_assigned(const th_criterion *criterion, const th_points *points)
{
    bool needs_target = criterion->scoring == TH_SCORE_RATIO || criterion->scoring == TH_SCORE_OVER_TARGET ||
                        (th_scores_among_peers(criterion->scoring) && !points->no_target);
    bool scorable = operand_counts(&points->data) && (!needs_target || operand_counts(&points->target));
    return !points->computed && (by_zero(points) || scorable);
}

th_str th_points_formula(const th_report *r, uint32_t criterion, uint32_t unit)
{
    const th_criterion *scored = &r->d->criteria[criterion];
    const th_points *points = th_score_points(r->in->scores, criterion, unit);
    uint32_t first = r->criterion_row[criterion], at = first + unit;
    scored_row row = {.arena = r->arena,
                      .r = r,
                      .criterion = scored,
                      .at = at,
                      .nothing = by_zero(points) ? TH_NOT_ASSIGNED : "",
                      .most = own_cell(r, at, TH_SCORE_MOST),
                      .data = own_cell(r, at, TH_SCORE_DATA),
                      .target = own_cell(r, at, TH_SCORE_TARGET)};
    switch (scored->scoring) {
    case TH_SCORE_RATIO:
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK:
    case TH_SCORE_PASS:
    case TH_SCORE_EVENTS: return points_by_itself(&row);
    case TH_SCORE_LEADER: return leader_points(&row, first);
    case TH_SCORE_OVER_TARGET: return over_target_points(&row, first);
    case TH_SCORE_RATIO_OR_PEERS: return points_or_among_peers(&row, criterion, ratio_points(&row));
    case TH_SCORE_OVER_TARGET_OR_PEERS: return points_or_among_peers(&row, criterion, over_target_points(&row, first));
    case TH_SCORE_SUM:
    case TH_SCORE_CLUSTER:
    case TH_SCORE_BONUS:
    case TH_SCORE_DEDUCTION:
    case TH_SCORINGS:
    default: return (th_str){0};
    }
}

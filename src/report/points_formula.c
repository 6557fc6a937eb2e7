#include "report/points_formula.h"

#include "report/cells.h"

#include "base/banned.h"

enum { MOST_BANDS = 60 }; /* Excel nests 64 levels */

typedef struct row { /* cells of one criterion and unit */
    const th_report *r;
    const th_criterion *c;
    uint32_t at;
    const char *nothing; /* what stands there without data: missing, or not assigned */
    th_str most, data, target;
} row;

static th_str cell(const th_report *r, uint32_t at, uint32_t col)
{
    return th_ref_cell(r->arena, (th_str){0}, at, col);
}

static th_str text(const th_report *r, const th_exact *n)
{
    return th_exact_text(r->arena, n);
}

/* max × min(1, data / target); strictly above the target for the full points, else at most 0,01 less. */
static th_str by_ratio(const row *w)
{
    th_arena *a = w->r->arena;
    th_str share = th_str_fmt(a, TH_FMT "*" TH_FMT "/" TH_FMT, TH_ARG(w->most), TH_ARG(w->data), TH_ARG(w->target));
    th_str points =
        w->c->target_strict
            ? th_str_fmt(a, "IF(" TH_FMT ">" TH_FMT "," TH_FMT ",ROUND(MAX(0,MIN(" TH_FMT "-0.01," TH_FMT ")),2))",
                         TH_ARG(w->data), TH_ARG(w->target), TH_ARG(w->most), TH_ARG(w->most), TH_ARG(share))
            : th_str_fmt(a, "ROUND(MAX(0," TH_FMT "*MIN(1," TH_FMT "/" TH_FMT ")),2)", TH_ARG(w->most), TH_ARG(w->data),
                         TH_ARG(w->target));
    return th_str_fmt(a,
                      "IF(COUNT(" TH_FMT "," TH_FMT ")<2,\"%s\",IF(" TH_FMT "<=0,\"" TH_NOT_ASSIGNED "\"," TH_FMT "))",
                      TH_ARG(w->data), TH_ARG(w->target), w->nothing, TH_ARG(w->target), TH_ARG(points));
}

static th_str band_condition(const row *w, const th_band *b)
{
    th_arena *a = w->r->arena;
    if (b->from && b->to)
        return th_str_fmt(a, "AND(" TH_FMT ">=" TH_FMT "," TH_FMT "<=" TH_FMT ")", TH_ARG(w->data),
                          TH_ARG(text(w->r, b->from)), TH_ARG(w->data), TH_ARG(text(w->r, b->to)));
    return th_str_fmt(a, TH_FMT "%s" TH_FMT, TH_ARG(w->data),
                      b->from ? ">=" : "<=", TH_ARG(text(w->r, b->from ? b->from : b->to)));
}

/* The first band that fits, as the definition lists them. */
static th_str by_bands(const row *w)
{
    if (w->c->nbands > MOST_BANDS)
        return (th_str){0};
    th_buf out;
    th_buf_init(&out, w->r->arena);
    th_buf_fmt(&out, "IF(COUNT(" TH_FMT ")=0,\"%s\",", TH_ARG(w->data), w->nothing);
    size_t open = 1;
    bool rest = false;
    for (size_t i = 0; i < w->c->nbands && !rest; i++) {
        const th_band *b = &w->c->bands[i];
        th_str points = text(w->r, th_exact_round(w->r->arena, b->points, 2));
        rest = !b->from && !b->to;
        if (rest) {
            th_buf_add(&out, points);
            break;
        }
        th_buf_fmt(&out, "IF(" TH_FMT "," TH_FMT ",", TH_ARG(band_condition(w, b)), TH_ARG(points));
        open++;
    }
    if (!rest)
        th_buf_byte(&out, '0');
    while (open--)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static th_str by_events(const row *w)
{
    th_arena *a = w->r->arena;
    th_str per = w->c->per_event ? text(w->r, w->c->per_event) : TH_STR("1");
    return th_str_fmt(a, "IF(COUNT(" TH_FMT ")=0,\"%s\",ROUND(MIN(" TH_FMT ",MAX(0," TH_FMT "*" TH_FMT ")),2))",
                      TH_ARG(w->data), w->nothing, TH_ARG(w->most), TH_ARG(w->data), TH_ARG(per));
}

static th_str by_pass(const row *w)
{
    return th_str_fmt(w->r->arena, "IF(" TH_FMT "=\"\",\"%s\",IF(" TH_FMT "=\"" TH_PASSED "\"," TH_FMT ",0))",
                      TH_ARG(w->data), w->nothing, TH_ARG(w->data), TH_ARG(w->most));
}

/* The units of a criterion stand one below the other: the leader is the largest of their data. */
static th_str by_leader(const row *w, uint32_t first)
{
    th_arena *a = w->r->arena;
    th_str best =
        th_str_fmt(a, "MAX(" TH_FMT ")",
                   TH_ARG(th_ref_area(a, (th_str){0}, th_down(TH_SCORE_DATA, first, first + w->r->nunits - 1))));
    return th_str_fmt(a,
                      "IF(COUNT(" TH_FMT ")=0,\"%s\",IF(" TH_FMT "<=0,\"" TH_NOT_ASSIGNED "\",ROUND(MAX(0," TH_FMT
                      "*" TH_FMT "/" TH_FMT "),2)))",
                      TH_ARG(w->data), w->nothing, TH_ARG(best), TH_ARG(w->most), TH_ARG(w->data), TH_ARG(best));
}

/* Half for reaching the target, half for what is above it against the unit furthest above. */
static th_str by_over_target(const row *w, uint32_t first)
{
    th_arena *a = w->r->arena;
    th_buf best;
    th_buf_init(&best, a);
    th_buf_add(&best, TH_STR("(MAX("));
    for (uint32_t u = 0; u < w->r->nunits; u++) {
        th_str d = cell(w->r, first + u, TH_SCORE_DATA), t = cell(w->r, first + u, TH_SCORE_TARGET);
        th_buf_fmt(&best, "%sIF(N(" TH_FMT ")>0,N(" TH_FMT ")/" TH_FMT ",0)", u ? "," : "", TH_ARG(t), TH_ARG(d),
                   TH_ARG(t));
    }
    th_buf_add(&best, TH_STR(")-1)"));
    th_str b = th_buf_str(&best);
    th_str share = th_str_fmt(a, TH_FMT "/" TH_FMT, TH_ARG(w->data), TH_ARG(w->target));
    return th_str_fmt(
        a,
        "IF(COUNT(" TH_FMT "," TH_FMT ")<2,\"%s\",IF(" TH_FMT "<=0,\"" TH_NOT_ASSIGNED "\",ROUND(IF(" TH_FMT "<=" TH_FMT
        ",MAX(0," TH_FMT "/2*" TH_FMT ")," TH_FMT "/2+IF(" TH_FMT "<=0,0," TH_FMT "/2*(" TH_FMT "-1)/" TH_FMT ")),2)))",
        TH_ARG(w->data), TH_ARG(w->target), w->nothing, TH_ARG(w->target), TH_ARG(w->data), TH_ARG(w->target),
        TH_ARG(w->most), TH_ARG(share), TH_ARG(w->most), TH_ARG(b), TH_ARG(w->most), TH_ARG(share), TH_ARG(b));
}

static bool is_number(const th_operand *o)
{
    return o->state == TH_STATE_VALUE && o->num;
}

/* A divisor of zero in the data, or in the target of data that are there. */
static bool by_zero(const th_points *p)
{
    return p->data.division_by_zero || (is_number(&p->data) && p->target.division_by_zero);
}

bool th_points_not_assigned(const th_criterion *c, const th_points *p)
{
    bool needs_target = c->scoring == TH_SCORE_RATIO || c->scoring == TH_SCORE_OVER_TARGET;
    return !p->computed && (by_zero(p) || (is_number(&p->data) && (!needs_target || is_number(&p->target))));
}

th_str th_points_formula(const th_report *r, uint32_t criterion, uint32_t unit)
{
    const th_criterion *c = &r->d->criteria[criterion];
    const th_points *p = th_score_points(r->in->scores, criterion, unit);
    uint32_t first = r->criterion_row[criterion];
    row w = {.r = r, .c = c, .at = first + unit, .nothing = by_zero(p) ? TH_NOT_ASSIGNED : ""};
    w.most = cell(r, w.at, TH_SCORE_MOST);
    w.data = cell(r, w.at, TH_SCORE_DATA);
    w.target = cell(r, w.at, TH_SCORE_TARGET);
    switch (c->scoring) {
    case TH_SCORE_RATIO: return by_ratio(&w);
    case TH_SCORE_BANDS:
    case TH_SCORE_RANK: return by_bands(&w);
    case TH_SCORE_PASS: return by_pass(&w);
    case TH_SCORE_EVENTS: return by_events(&w);
    case TH_SCORE_LEADER: return by_leader(&w, first);
    case TH_SCORE_OVER_TARGET: return by_over_target(&w, first);
    case TH_SCORE_SUM:
    case TH_SCORE_CLUSTER:
    case TH_SCORE_BONUS:
    case TH_SCORE_DEDUCTION:
    case TH_SCORINGS:
    default: return (th_str){0};
    }
}

/* The sentences of a slip. */
#include "report/slip_words.h"

#include "check/close.h"
#include "expr/expr_types.h"
#include "report/verdict.h"
#include "score/ranking.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { MOST_NAMED = 2, STEP_DECIMALS = 2 };

static th_str slip_points(const th_report *r, const th_exact *points)
{
    return th_exact_vi(r->arena, points, 2, true);
}

/* ---- the place ---- */

static bool ranks_by_total(const th_ranking *ranking)
{
    const th_expr *e = ranking->expr;
    return e && e->kind == TH_EX_CALL && e->func == TH_FN_DIEM && !e->nargs;
}

static void find_beside(const th_report *r, th_slip_place *place, uint32_t at, uint32_t unit)
{
    const th_standing *all = r->in->scores->standings[place->ranking];
    uint32_t others[2] = {TH_NONE, TH_NONE};
    if (at)
        others[0] = at - 1;
    if (at + 1 < place->ranked)
        others[1] = at + 1;
    for (size_t k = 0; k < 2; k++) {
        if (others[k] == TH_NONE)
            continue;
        place->beside[k].standing = &all[others[k]];
        place->beside[k].difference = th_difference_of(r->arena, r->in->scores, unit, all[others[k]].unit);
    }
}

th_slip_place th_slip_place_of(const th_report *r, uint32_t unit)
{
    th_slip_place place = {.ranking = TH_NONE};
    for (uint32_t i = (uint32_t)r->d->nrankings; i-- > 0;)
        if (ranks_by_total(&r->d->rankings[i]))
            place.ranking = i;
    if (place.ranking == TH_NONE)
        return place;
    const th_standing *all = r->in->scores->standings[place.ranking];
    for (uint32_t i = 0; i < r->nunits; i++)
        place.ranked += all[i].ranked;
    for (uint32_t i = 0; i < r->nunits; i++) {
        if (all[i].unit != unit)
            continue;
        place.standing = &all[i];
        place.compared = all[i].ranked && r->in->scores->readiness.complete;
        if (place.compared)
            find_beside(r, &place, i, unit);
    }
    return place;
}

th_str th_slip_why_alone(const th_report *r, uint32_t unit, const th_slip_place *place)
{
    const th_closing *closed = th_close_of_unit(r->d, unit);
    if (place->compared)
        return (th_str){0};
    if (closed)
        return th_str_fmt(r->arena, "không xếp hạng: " TH_FMT ", căn cứ " TH_FMT, TH_ARG(closed->why),
                          TH_ARG(closed->basis));
    if (!r->in->scores->totals[unit].total)
        return TH_STR("không xếp hạng: không được giao tiêu chí nào");
    if (!r->in->scores->readiness.complete)
        return th_str_fmt(r->arena, "chưa so sánh: mới có %u/" TH_FMT,
                          r->in->scores->readiness.in + r->in->scores->readiness.closed, TH_ARG(th_plan_of_units(r)));
    if (place->ranking == TH_NONE)
        return TH_STR("không so sánh: không có bảng xếp hạng nào theo tổng điểm");
    return TH_STR("không xếp hạng");
}

/* ---- the answer ---- */

/* Which addends are named: those of one sign, at most so many, and the words before the first. */
typedef struct largest {
    int sign;
    size_t most;
    const char *before;
} largest;

th_str th_addend_name(th_arena *arena, const th_addend *addend)
{
    if (!addend->criterion)
        return TH_STR("phần không được giao, quy đổi");
    return th_str_fmt(arena, "%s" TH_FMT " " TH_FMT, addend->capped ? "trần của nhóm " : "",
                      TH_ARG(addend->criterion->code), TH_ARG(addend->criterion->title));
}

/* The largest addends of one sign, at most so many: "II.3 Điển hình tiên tiến (−4) và I.3.1 … (−2,5)". */
static void add_largest(const th_report *r, th_buf *out, const th_difference *difference, const largest *asked)
{
    size_t said = 0;
    for (size_t i = 0; i < difference->differing && said < asked->most; i++) {
        const th_addend *addend = &difference->at[i];
        if (th_exact_sign(addend->difference) != asked->sign)
            continue;
        const char *sign = asked->sign > 0 ? "+" : "−";
        th_buf_fmt(out, "%s" TH_FMT " (%s" TH_FMT ")", said++ ? " và " : asked->before,
                   TH_ARG(th_addend_name(r->arena, addend)), sign,
                   TH_ARG(slip_points(r, th_exact_abs(r->arena, addend->difference))));
    }
}

static th_str step_figure(const th_report *r, const th_standing *standing, uint32_t step)
{
    const th_operand *figure = &standing->steps[step];
    if (figure->state != TH_STATE_VALUE || !figure->num)
        return TH_STR("chưa có");
    return th_exact_vi(r->arena, figure->num, STEP_DECIMALS, true);
}

static th_str name_of_standing(const th_report *r, const th_standing *standing)
{
    return r->d->units[standing->unit].name;
}

/* "xếp trước do “Điểm phần I cao hơn” (576,45 so với 572,77)"; a moment is not written as a number. */
static void add_step(const th_report *r, th_buf *out, const th_slip_place *place, int below)
{
    const th_ranking *ranking = &r->d->rankings[place->ranking];
    const th_standing *other = place->beside[below].standing;
    uint32_t step = th_ranking_decided_by(ranking, place->standing, other);
    if (step > ranking->nsteps) {
        th_buf_fmt(out, ", đồng hạng%s", ranking->conference ? ", chờ Hội nghị quyết định" : "");
        return;
    }
    th_buf_fmt(out, ", xếp %s do “" TH_FMT "”", below ? "trước" : "sau", TH_ARG(ranking->steps[step - 1].name));
    if (!th_expr_calls(ranking->steps[step - 1].expr, TH_FN_GIO_NHAN))
        th_buf_fmt(out, " (" TH_FMT " so với " TH_FMT ")", TH_ARG(step_figure(r, place->standing, step - 1)),
                   TH_ARG(step_figure(r, other, step - 1)));
}

static void add_beside(const th_report *r, th_buf *out, const th_slip_place *place, int below)
{
    const th_neighbour *neighbour = &place->beside[below];
    if (!neighbour->standing)
        return;
    th_str name = name_of_standing(r, neighbour->standing);
    int sign = th_exact_sign(neighbour->difference.difference);
    if (!sign) {
        th_buf_fmt(out, "; bằng điểm " TH_FMT, TH_ARG(name));
        add_step(r, out, place, below);
        return;
    }
    th_buf_fmt(out, "; %s " TH_FMT " (thứ %u) " TH_FMT " điểm", sign > 0 ? "hơn" : "kém", TH_ARG(name),
               neighbour->standing->rank,
               TH_ARG(slip_points(r, th_exact_abs(r->arena, neighbour->difference.difference))));
    add_largest(r, out, &neighbour->difference, &(largest){sign, MOST_NAMED, ", chủ yếu ở "});
    add_largest(r, out, &neighbour->difference, &(largest){-sign, 1, ", bù lại ở "});
}

static void add_open(const th_report *r, th_buf *out, const th_total *total)
{
    if (th_exact_sign(total->waiting))
        th_buf_fmt(out, "; còn " TH_FMT " điểm chờ số liệu", TH_ARG(slip_points(r, total->waiting)));
}

th_str th_slip_answer(const th_report *r, uint32_t unit, const th_slip_place *place)
{
    const th_total *total = &r->in->scores->totals[unit];
    th_buf out;
    th_buf_init(&out, r->arena);
    if (place->compared) {
        th_buf_fmt(&out, "Xếp thứ %u/" TH_FMT " với " TH_FMT " điểm", place->standing->rank,
                   TH_ARG(th_plan_of_units(r)), TH_ARG(slip_points(r, total->total)));
        add_beside(r, &out, place, 0);
        add_beside(r, &out, place, 1);
    } else {
        th_str alone = th_text_capital(r->arena, th_slip_why_alone(r, unit, place));
        th_buf_add(&out, alone);
        if (total->total)
            th_buf_fmt(&out, "; tổng điểm đang tính " TH_FMT, TH_ARG(slip_points(r, total->total)));
    }
    add_open(r, &out, total);
    th_buf_byte(&out, '.');
    return th_buf_str(&out);
}

/* ---- the note under a neighbour ---- */

/* Was something not assigned to one of the two? */
static bool was_left_out(const th_report *r, uint32_t one, uint32_t other)
{
    const th_total *totals = r->in->scores->totals;
    return th_exact_cmp(totals[one].assigned, totals[other].assigned) != 0 ||
           th_exact_cmp(totals[one].base, totals[one].earned) != 0;
}

static void note_tie(const th_report *r, th_buf *out, const th_slip_place *place, int below)
{
    const th_ranking *ranking = &r->d->rankings[place->ranking];
    const th_standing *own = place->standing, *other = place->beside[below].standing;
    uint32_t decided = th_ranking_decided_by(ranking, own, other);
    th_buf_add(out, TH_STR("Bằng tổng điểm, xét lần lượt: "));
    for (uint32_t k = 0; k < ranking->nsteps && k < decided; k++) {
        bool time = th_expr_calls(ranking->steps[k].expr, TH_FN_GIO_NHAN);
        th_buf_fmt(out, "%s(%u) " TH_FMT, k ? "; " : "", k + 1, TH_ARG(ranking->steps[k].name));
        if (!time)
            th_buf_fmt(out, ": " TH_FMT " so với " TH_FMT, TH_ARG(step_figure(r, own, k)),
                       TH_ARG(step_figure(r, other, k)));
        th_buf_add(out, k + 1 < decided ? TH_STR(", bằng nhau") : TH_STR(", đã phân định"));
        if (th_expr_calls(ranking->steps[k].expr, TH_FN_DIEM) && was_left_out(r, own->unit, other->unit))
            th_buf_add(out, TH_STR(" (điểm tính trên phần được giao)"));
    }
    if (decided > ranking->nsteps)
        th_buf_fmt(out, "%s",
                   ranking->conference ? "; vẫn bằng nhau: đồng hạng, Hội nghị quyết định"
                                       : "; vẫn bằng nhau: đồng hạng");
    th_buf_add(out, TH_STR(". "));
}

static void note_open(const th_report *r, th_buf *out, uint32_t unit, const th_exact *difference)
{
    const th_total *total = &r->in->scores->totals[unit];
    const struct {
        const th_exact *points;
        const char *words;
    } parts[] = {{total->waiting, "điểm chờ số liệu"},
                 {total->self_scored, "điểm do đơn vị tự chấm"},
                 {total->unconfirmed, "điểm trừ máy đề xuất, chưa tính"}};
    th_str sep = TH_STR(": ");
    bool large = false;
    size_t before = out->len;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!th_exact_sign(parts[i].points))
            continue;
        if (out->len == before)
            th_buf_add(out, r->d->units[unit].name);
        th_buf_fmt(out, TH_FMT TH_FMT " %s", TH_ARG(sep), TH_ARG(slip_points(r, parts[i].points)), parts[i].words);
        sep = TH_STR(", ");
        large = large || th_exact_cmp(parts[i].points, th_exact_abs(r->arena, difference)) >= 0;
    }
    if (out->len > before)
        th_buf_fmt(out, "%s. ", large ? " (lớn hơn mức chênh: thứ tự còn có thể đổi)" : "");
}

th_str th_slip_note(const th_report *r, uint32_t unit, const th_slip_place *place, int below)
{
    const th_neighbour *neighbour = &place->beside[below];
    th_buf out;
    th_buf_init(&out, r->arena);
    if (!neighbour->standing)
        return (th_str){0};
    if (!th_exact_sign(neighbour->difference.difference))
        note_tie(r, &out, place, below);
    note_open(r, &out, unit, neighbour->difference.difference);
    note_open(r, &out, neighbour->standing->unit, neighbour->difference.difference);
    return th_str_trim(th_buf_str(&out));
}

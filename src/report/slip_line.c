/* What stands in a line of a slip. */
#include "report/slip_line.h"

#include "draw/figure.h"
#include "report/award_note.h"
#include "report/points_formula.h"

#include "base/banned.h"

static const char points_format[] = "#,##0.00";

typedef struct scored_line {
    th_arena *arena;
    const th_criterion *criterion;
    const th_points *points;
    const th_award *award;
} scored_line;

const th_award *th_slip_award(const th_definition *d, uint32_t criterion, uint32_t unit)
{
    for (size_t i = 0; i < d->nawards; i++)
        if (d->awards[i].unit == unit && d->awards[i].criterion == criterion)
            return &d->awards[i];
    return NULL;
}

th_str th_slip_title(th_arena *arena, const th_criterion *criterion)
{
    if (!criterion->max)
        return criterion->title;
    return th_str_fmt(arena, TH_FMT " (" TH_FMT ")", TH_ARG(criterion->title),
                      TH_ARG(th_exact_vi(arena, criterion->max, 2, true)));
}

static th_line_cell number_cell(const th_exact *number)
{
    return (th_line_cell){.number = number, .format = points_format};
}

static th_line_cell text_cell(const char *text)
{
    return (th_line_cell){.text = th_str_of(text)};
}

static th_line_cell operand_cell(th_arena *arena, const th_operand *operand, uint32_t qualifiers, const th_exact *of)
{
    const th_exact *number = operand->state == TH_STATE_VALUE ? operand->num : NULL;
    int decimals = th_figure_decimals(TH_DECIMALS_UNSTATED, number);
    return (th_line_cell){.number = number, .format = th_figure_format(arena, decimals, qualifiers, of)};
}

static th_line_cell data_of_line(const scored_line *line)
{
    const th_operand *data = &line->points->data;
    if (!line->criterion->expr)
        return (th_line_cell){0};
    if (line->criterion->scoring != TH_SCORE_PASS)
        return operand_cell(line->arena, data, data->qualifiers, data->den);
    if (data->state != TH_STATE_VALUE || !data->num)
        return (th_line_cell){0};
    return text_cell(th_exact_sign(data->num) ? TH_PASSED : TH_NOT_PASSED);
}

static th_line_cell computed_of_line(const scored_line *line)
{
    if (line->criterion->leaf && line->criterion->expr && th_points_not_assigned(line->criterion, line->points))
        return text_cell(TH_NOT_ASSIGNED);
    return number_cell(line->points->computed);
}

static th_line_cell given_of_line(const scored_line *line)
{
    const th_award *award = line->award;
    if (!line->criterion->leaf)
        return number_cell(line->points->cluster);
    if (award && (award->kind == TH_AWARD_NOT_ASSIGNED || line->points->from == TH_FROM_CONFIRMED))
        return (th_line_cell){.text = th_award_text(line->arena, award)};
    return number_cell(award ? award->points : NULL);
}

static th_line_cell official_of_line(const scored_line *line)
{
    const th_points *points = line->points;
    if (line->criterion->leaf && points->state == TH_POINTS_NOT_ASSIGNED)
        return text_cell(TH_NOT_ASSIGNED);
    if (points->official || !line->criterion->leaf)
        return number_cell(points->official);
    if (!th_score_is_computed(line->criterion))
        return text_cell(TH_TO_SCORE);
    return text_cell(line->criterion->sign < 0 && points->computed ? TH_UNCONFIRMED : TH_NO_DATA);
}

static void add_reason(th_buf *out, th_str reason)
{
    th_buf_add(out, out->len && reason.len ? TH_STR("; ") : (th_str){0});
    th_buf_add(out, reason);
}

static th_str award_of_line(const scored_line *line)
{
    const th_award *award = line->award;
    if (!award || line->points->stale || !line->criterion->leaf)
        return (th_str){0};
    th_str text = th_award_text(line->arena, award);
    if (award->kind == TH_AWARD_BY_MACHINE)
        text = TH_STR("xác nhận điểm máy tính");
    const th_str parts[] = {award->who, award->date, award->basis};
    th_buf said;
    th_buf_init(&said, line->arena);
    th_buf_fmt(&said, "Cụm chấm " TH_FMT, TH_ARG(text));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].len)
            th_buf_fmt(&said, "%s" TH_FMT, i ? ", " : ": ", TH_ARG(parts[i]));
    return th_buf_str(&said);
}

/* Do data, target and way of scoring say it all?  Not where hidden decimals of a figure are told in brackets. */
static bool is_plain_line(const scored_line *line)
{
    th_scoring way = line->criterion->scoring;
    bool told = way == TH_SCORE_RATIO || way == TH_SCORE_PASS || way == TH_SCORE_EVENTS;
    return line->points->state == TH_POINTS_WAITING ||
           (told && line->points->state == TH_POINTS_OK && th_str_find(line->points->why, TH_STR("("), 0) == SIZE_MAX);
}

static th_str why_of_line(const scored_line *line, bool brief)
{
    const th_points *points = line->points;
    th_buf out;
    th_buf_init(&out, line->arena);
    if (!line->criterion->leaf)
        return (th_str){0};
    if (!is_plain_line(line) || (!brief && points->state != TH_POINTS_WAITING))
        add_reason(&out, points->why);
    if (points->from == TH_FROM_SELF)
        add_reason(&out, TH_STR("Cụm chưa chấm, lấy tự chấm"));
    if (points->unconfirmed && th_exact_sign(points->unconfirmed))
        add_reason(&out, th_str_fmt(line->arena, "máy đề xuất trừ " TH_FMT ", chờ Cụm xác nhận",
                                    TH_ARG(th_award_number(line->arena, points->unconfirmed))));
    else if (points->unconfirmed || points->proposed)
        add_reason(&out, TH_STR("chờ Cụm xác nhận"));
    if (points->differs)
        add_reason(&out, TH_STR("tự chấm lệch quá 5 %"));
    if (points->stale)
        add_reason(&out, TH_STR("chờ Cụm xác nhận lại: điểm hoặc số liệu đã đổi"));
    return th_buf_str(&out);
}

th_slip_line_values th_slip_line_values_of(th_arena *arena, const th_scores *scores, uint32_t criterion, uint32_t unit)
{
    const th_definition *d = scores->definition;
    const th_points *points = th_score_points(scores, criterion, unit);
    const scored_line line = {arena, &d->criteria[criterion], points, th_slip_award(d, criterion, unit)};
    th_slip_line_values values = {
        .why = why_of_line(&line, false), .brief = why_of_line(&line, true), .given = award_of_line(&line)};
    if (line.criterion->leaf) {
        values.cells[TH_LINE_DATA] = data_of_line(&line);
        values.cells[TH_LINE_TARGET] = operand_cell(arena, &points->target, 0, NULL);
    }
    values.cells[TH_LINE_SELF] = number_cell(points->self);
    values.cells[TH_LINE_COMPUTED] = computed_of_line(&line);
    values.cells[TH_LINE_GIVEN] = given_of_line(&line);
    values.cells[TH_LINE_OFFICIAL] = official_of_line(&line);
    return values;
}

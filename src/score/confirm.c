/* The mark over computed points and what they were computed from. */
#include "score/confirm.h"

#include "base/digest.h"

#include "base/banned.h"

enum { MARK_DIGITS = 8 };

static void add_confirmed(th_buf *text, const th_operand *operand)
{
    th_buf_byte(text, '\t');
    if (operand->state == TH_STATE_VALUE && operand->num)
        th_buf_add(text, th_exact_text(text->arena, operand->num));
}

th_str th_confirm_mark(th_arena *arena, const th_definition *d, uint32_t criterion, uint32_t unit,
                       const th_points *points)
{
    if (!points->computed)
        return (th_str){0};
    th_buf text;
    th_buf_init(&text, arena);
    th_buf_fmt(&text, TH_FMT "\t" TH_FMT "\t%d\t" TH_FMT, TH_ARG(d->units[unit].code),
               TH_ARG(d->criteria[criterion].code), d->period, TH_ARG(th_exact_text(arena, points->computed)));
    add_confirmed(&text, &points->data);
    add_confirmed(&text, &points->target);
    return th_str_fmt(arena, "x" TH_FMT, TH_ARG(th_str_sub(th_sha256(arena, th_buf_str(&text)), 0, MARK_DIGITS)));
}

/* Formula and text, grown side by side. */
#include "report/telling.h"

#include "draw/control.h"

#include "base/banned.h"

th_telling th_telling_new(th_arena *arena)
{
    th_telling told = {.arena = arena};
    th_buf_init(&told.formula, arena);
    th_buf_init(&told.text, arena);
    return told;
}

static void join_formula(th_telling *told, th_str formula)
{
    if (told->formula.len)
        th_buf_byte(&told->formula, '&');
    th_buf_add(&told->formula, formula);
}

void th_telling_say(th_telling *told, th_str constant)
{
    if (!constant.len)
        return;
    join_formula(told, th_control_literal(told->arena, constant));
    th_buf_add(&told->text, constant);
}

void th_telling_live(th_telling *told, th_live_text part)
{
    join_formula(told, part.formula);
    th_buf_add(&told->text, part.text);
}

void th_telling_count(th_telling *told, th_live_count count)
{
    join_formula(told, count.formula);
    th_buf_fmt(&told->text, "%zu", count.n);
}

static th_str formula_or_nothing(const th_telling *told)
{
    return told && told->formula.len ? th_buf_str(&told->formula) : TH_STR("\"\"");
}

void th_telling_choose(th_telling *told, th_live_condition condition, const th_telling *yes, const th_telling *no)
{
    const th_telling *now = condition.holds ? yes : no;
    join_formula(told, th_str_fmt(told->arena, "IF(" TH_FMT "," TH_FMT "," TH_FMT ")", TH_ARG(condition.formula),
                                  TH_ARG(formula_or_nothing(yes)), TH_ARG(formula_or_nothing(no))));
    if (now)
        th_buf_add(&told->text, th_buf_str(&now->text));
}

th_live_condition th_telling_not_nought(th_arena *arena, th_live_count count)
{
    return (th_live_condition){th_str_fmt(arena, TH_FMT ">0", TH_ARG(count.formula)), count.n > 0};
}

void th_telling_some(th_telling *told, th_live_count count, const char *before, const char *after)
{
    th_telling some = th_telling_new(told->arena);
    th_telling_say(&some, th_str_of(before));
    th_telling_count(&some, count);
    th_telling_say(&some, th_str_of(after));
    th_telling_choose(told, th_telling_not_nought(told->arena, count), &some, NULL);
}

th_live_text th_telling_end(const th_telling *told)
{
    return (th_live_text){formula_or_nothing(told), th_buf_str(&told->text)};
}

/* Which cell a fact becomes: a number with its format, a text, a date, or none. */
#include "draw/figure.h"

#include "base/banned.h"

int th_figure_decimals(int stated, const th_exact *number)
{
    if (stated == TH_PLAIN)
        return TH_PLAIN;
    if (stated >= 0)
        return stated > 9 ? 9 : stated;
    int needed = number ? th_exact_decimals(number, 2) : 0;
    return needed > 2 ? 2 : needed;
}

static void add_quoted(th_buf *out, th_str words, bool before)
{
    if (!words.len)
        return;
    th_buf_fmt(out, before ? "\"" TH_FMT " \"" : "\"" TH_FMT "\"", TH_ARG(words));
}

const char *th_figure_format(th_arena *arena, int decimals, uint32_t qualifiers, const th_exact *of)
{
    th_buf out;
    th_buf_init(&out, arena);
    add_quoted(&out, th_qualifier_vi(arena, qualifiers), true);
    th_buf_add(&out, decimals == TH_PLAIN ? TH_STR("0") : TH_STR("#,##0"));
    for (int i = 0; i < decimals; i++)
        th_buf_add(&out, i ? TH_STR("0") : TH_STR(".0"));
    if (of)
        add_quoted(&out, th_str_fmt(arena, "/" TH_FMT, TH_ARG(th_exact_vi(arena, of, 0, true))), false);
    return th_str_cstr(arena, th_buf_str(&out));
}

static bool stands_as_text(const th_value *v, th_type type)
{
    return !v->num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL;
}

bool th_figure_shows(const th_fact *f, th_type type)
{
    return f && f->value.state == TH_STATE_VALUE && (!stands_as_text(&f->value, type) || f->value.text.len);
}

void th_pen_figure(th_pen *p, uint32_t row, uint32_t col, th_shown shown, th_look look)
{
    const th_fact *f = shown.fact;
    th_look words = (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_WRAP;
    if (f && f->value.state == TH_STATE_UNREADABLE && shown.raw)
        th_pen_text(p, row, col, f->raw, words | TH_LOOK_ITALIC);
    else if (!f || f->value.state != TH_STATE_VALUE)
        th_pen_blank(p, row, col, look);
    else if (stands_as_text(&f->value, shown.type))
        th_pen_text(p, row, col, f->value.text, shown.type == TH_TYPE_BOOL ? words | TH_LOOK_CENTER : words);
    else if (shown.type == TH_TYPE_DATE)
        th_pen_exact(p, row, col, f->value.num,
                     (th_style){(words & ~(th_look)TH_LOOK_WRAP) | TH_LOOK_CENTER, "dd/mm/yyyy"});
    else {
        int stated = shown.decimals == TH_DECIMALS_UNSTATED ? f->value.decimals : shown.decimals;
        int decimals = th_figure_decimals(stated, f->value.num);
        const char *format = th_figure_format(th_output_texts(p->output), decimals, f->value.qualifiers, f->value.den);
        th_pen_exact(p, row, col, f->value.num, (th_style){look, format});
    }
}

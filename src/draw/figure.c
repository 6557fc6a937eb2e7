/* Which cell a fact becomes: a number with its format, a text, a date, or none. */
#include "draw/figure.h"

#include "draw/control.h"
#include "text/number.h"

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

/* The sign stands at the left edge, so that digits stay below each other: "* " fills the cell between with blanks. */
static void add_sign(th_buf *out, th_str sign)
{
    if (sign.len)
        th_buf_fmt(out, "\"" TH_FMT "\"* ", TH_ARG(sign));
}

const char *th_figure_format_in(th_arena *arena, int decimals, const th_figure_words *words)
{
    th_buf out;
    th_buf_init(&out, arena);
    add_sign(&out, words->sign);
    add_quoted(&out, words->before, true);
    th_buf_add(&out, decimals == TH_PLAIN ? TH_STR("0") : TH_STR("#,##0"));
    for (int i = 0; i < decimals; i++)
        th_buf_add(&out, i ? TH_STR("0") : TH_STR(".0"));
    if (words->of)
        add_quoted(&out, th_str_fmt(arena, "/" TH_FMT, TH_ARG(th_exact_vi(arena, words->of, 0, true))), false);
    add_quoted(&out, words->behind, false);
    return th_str_cstr(arena, th_buf_str(&out));
}

const char *th_figure_format(th_arena *arena, int decimals, uint32_t qualifiers, const th_exact *of)
{
    const th_figure_words words = {.before = th_qualifier_vi(arena, qualifiers), .of = of};
    return th_figure_format_in(arena, decimals, &words);
}

th_figure_words th_figure_words_of(th_arena *arena, const th_fact *f)
{
    th_figure_words words = {.before = th_qualifier_vi(arena, f->value.qualifiers), .of = f->value.den};
    if (f->value.did & TH_DID_ZERO_WORD)
        words.behind = TH_STR(" (KPS)");
    if (f->adjusted || !f->value.qualifiers)
        return words;
    th_numeral written = th_numeral_read(arena, f->raw);
    bool quotable = th_str_find(written.before, TH_STR("\""), 0) == SIZE_MAX;
    if (written.qualifiers != f->value.qualifiers || !quotable)
        return words;
    words.before = written.before;
    if (written.after.len)
        words.behind = th_str_fmt(arena, " " TH_FMT, TH_ARG(written.after));
    return words;
}

/* A text keeps what it says; the sign is in the format. */
static const char *text_format(th_arena *arena, th_str sign)
{
    return sign.len ? th_str_cstr(arena, th_str_fmt(arena, "General;General;General;\"" TH_FMT " \"@", TH_ARG(sign)))
                    : NULL;
}

static bool stands_as_text(const th_value *v, th_type type)
{
    return !v->num || type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_BOOL;
}

const char *th_figure_date_format(th_arena *arena, th_str sign)
{
    return sign.len ? th_str_cstr(arena, th_str_fmt(arena, "\"" TH_FMT " \"dd/mm/yyyy", TH_ARG(sign))) : "dd/mm/yyyy";
}

bool th_figure_shows(const th_fact *f, th_type type)
{
    return f && f->value.state == TH_STATE_VALUE && (!stands_as_text(&f->value, type) || f->value.text.len);
}

void th_pen_linked_word(th_pen *p, uint32_t row, uint32_t col, th_str word, th_look look)
{
    th_pen_formula_text(p, row, col, (th_live_text){th_control_literal(th_output_texts(p->output), word), word}, look);
}

static th_figure_cell cell_of_number(th_arena *arena, th_shown shown, th_look look)
{
    const th_value *v = &shown.fact->value;
    int stated = shown.decimals == TH_DECIMALS_UNSTATED ? v->decimals : shown.decimals;
    th_figure_words around = th_figure_words_of(arena, shown.fact);
    around.sign = shown.sign;
    const char *format = th_figure_format_in(arena, th_figure_decimals(stated, v->num), &around);
    return (th_figure_cell){.number = v->num, .style = {look, format}};
}

th_figure_cell th_figure_cell_of(th_arena *arena, th_shown shown, th_look look)
{
    const th_fact *f = shown.fact;
    th_look words = (look & ~(th_look)TH_LOOK_RIGHT) | TH_LOOK_WRAP;
    if (f && f->value.state == TH_STATE_UNREADABLE && shown.raw)
        return (th_figure_cell){.text = f->raw, .style = {words | TH_LOOK_ITALIC, text_format(arena, shown.sign)}};
    if (!f || f->value.state != TH_STATE_VALUE)
        return (th_figure_cell){.style.look = look};
    if (stands_as_text(&f->value, shown.type)) {
        if (shown.type == TH_TYPE_BOOL)
            words |= TH_LOOK_CENTER;
        return (th_figure_cell){.text = f->value.text, .style = {words, text_format(arena, shown.sign)}};
    }
    if (shown.type == TH_TYPE_DATE)
        return (th_figure_cell){
            .number = f->value.num,
            .style = {(words & ~(th_look)TH_LOOK_WRAP) | TH_LOOK_CENTER, th_figure_date_format(arena, shown.sign)}};
    return cell_of_number(arena, shown, look);
}

void th_pen_figure(th_pen *p, uint32_t row, uint32_t col, th_shown shown, th_look look)
{
    th_figure_cell cell = th_figure_cell_of(th_output_texts(p->output), shown, look);
    if (cell.number)
        th_pen_exact(p, row, col, cell.number, cell.style);
    else
        th_pen_text_in(p, row, col, cell.text, cell.style);
}

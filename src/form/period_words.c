/* Years that move with the period: "Thực hiện năm {Kỳ-1}" in a label reads "Thực hiện năm 2022" in the period 2023.
 * Otherwise somebody would have to change every year of a definition each year, and would forget one. */
#include "form/load.h"

#include "base/ascii.h"

#include "base/banned.h"

/* The length of the "{Kỳ}", "{Kỳ-1}" or "{Kỳ+1}" that stands at `at`, and the year it means; 0 where none stands
 * there. */
static size_t period_word_at(th_str text, size_t at, int period, int *year)
{
    const th_str word = TH_STR("{Kỳ"), small = TH_STR("{kỳ");
    th_str here = th_str_sub(text, at, word.len);
    if (!th_str_eq(here, word) && !th_str_eq(here, small))
        return 0;
    th_str rest = th_str_sub(text, at + word.len, text.len);
    *year = period;
    if (rest.len && rest.ptr[0] == '}')
        return word.len + 1;
    if (rest.len < 3 || (rest.ptr[0] != '-' && rest.ptr[0] != '+') || !th_is_digit(rest.ptr[1]) || rest.ptr[2] != '}')
        return 0;
    *year += rest.ptr[0] == '-' ? '0' - rest.ptr[1] : rest.ptr[1] - '0';
    return word.len + 3;
}

th_str th_period_words(th_arena *arena, th_str text, int period)
{
    th_buf out;
    if (th_str_find(text, TH_STR("{"), 0) == SIZE_MAX)
        return text;
    th_buf_init(&out, arena);
    for (size_t at = 0; at < text.len;) {
        int year;
        size_t length = period_word_at(text, at, period, &year);
        if (length)
            th_buf_fmt(&out, "%d", year);
        else
            th_buf_byte(&out, text.ptr[at]);
        at += length ? length : 1;
    }
    return th_buf_str(&out);
}

static void expand_label(th_loading *l, th_str *label, th_strs *aliases)
{
    *label = th_period_words(l->arena, *label, l->d->period);
    for (size_t i = 0; i < aliases->n; i++)
        aliases->at[i] = th_period_words(l->arena, aliases->at[i], l->d->period);
}

void th_period_words_finish(th_loading *l)
{
    for (size_t i = 0; i < l->d->ncolumns; i++)
        expand_label(l, &l->d->columns[i].label, &l->d->columns[i].aliases);
    for (size_t i = 0; i < l->d->nindicators; i++)
        expand_label(l, &l->d->indicators[i].label, &l->d->indicators[i].aliases);
    for (size_t i = 0; i < l->d->nforms; i++)
        expand_label(l, &l->d->forms[i].title, &l->d->forms[i].sheets);
}

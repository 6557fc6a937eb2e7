/* Finding a year in a header, and what is left without it. */
#include "fact/header_year.h"

#include "fact/unit_names.h"

#include "base/ascii.h"

#include "base/banned.h"

enum { YEAR_DIGITS = 4, EARLIEST = 1990, LATEST = 2100 };

/* The year whose digits begin at `at`; 0: none does. */
static long year_at(th_str text, size_t at)
{
    long year;
    if (text.ptr[at] != '1' && text.ptr[at] != '2')
        return 0;
    bool before = at > 0 && th_is_digit(text.ptr[at - 1]);
    bool after = at + YEAR_DIGITS < text.len && th_is_digit(text.ptr[at + YEAR_DIGITS]);
    if (at + YEAR_DIGITS > text.len || before || after || !th_str_to_long(th_str_sub(text, at, YEAR_DIGITS), &year))
        return 0;
    return year >= EARLIEST && year <= LATEST ? year : 0;
}

long th_year_in(th_str text)
{
    long found = 0;
    for (size_t i = 0; i < text.len; i++) {
        long year = year_at(text, i);
        if (year && found && year != found)
            return 0;
        if (year)
            found = year;
    }
    return found;
}

th_str th_without_year_words(th_arena *arena, th_str weak)
{
    const th_str word = TH_STR("nam");
    th_buf out;
    size_t from = 0;
    th_buf_init(&out, arena);
    for (size_t at = th_find_words(weak, word, 0); at != SIZE_MAX; at = th_find_words(weak, word, at + 1)) {
        size_t year = at + word.len + 1;
        if (year >= weak.len || weak.ptr[year - 1] != ' ' || !year_at(weak, year))
            continue;
        th_buf_add(&out, th_str_sub(weak, from, at - from));
        from = year;
    }
    th_buf_add(&out, th_str_sub(weak, from, weak.len));
    return from ? th_buf_str(&out) : weak;
}

th_str th_without_years(th_arena *arena, th_str text)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < text.len;) {
        if (year_at(text, i))
            i += YEAR_DIGITS;
        else if (text.ptr[i] == '(' || text.ptr[i] == ')') /* "Năm trước (2021)" */
            i++;
        else
            th_buf_byte(&out, text.ptr[i++]);
    }
    return th_buf_str(&out);
}

long th_year_of_role(const th_definition *d, th_role role)
{
    if (role == TH_ROLE_NOW || role == TH_ROLE_PLAN)
        return d->period;
    return role == TH_ROLE_PREVIOUS ? d->period - 1 : 0;
}

/* Document numbers and dates. */
#include "base/ascii.h"
#include "check/plausible.h"
#include "text/fold.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { DATES_LEAST = 3 }; /* other dates of a column that tell what year they are of */

/* ---- document numbers ---- */

static size_t digits_at(th_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && th_is_digit(s.ptr[at + n]))
        n++;
    return n;
}

/* Letters, digits and what joins them, with a letter among them, up to `stop` or the end. */
static size_t symbol_at(th_str s, size_t at, char stop)
{
    size_t from = at;
    bool letter = false;
    while (at < s.len && s.ptr[at] != stop) {
        uint32_t c = th_utf8_next(s, &at);
        bool joins = c == '-' || c == '.' || c == '&' || th_is_digit(c);
        bool is_letter = c >= 0x80 || th_is_letter(c);
        if (!joins && !is_letter)
            return 0;
        letter = letter || is_letter;
    }
    return letter ? at - from : 0;
}

/* 552/KH-CTĐS2, 28/2018/QĐ-TTg, 34-CT/TW (NĐ 30/2020, 1a Phụ lục I; Party documents: HD 36-HD/VPTW).  *year: 0 when it
 * has none. */
static bool is_document_number(th_str text, long *year)
{
    th_str s = th_str_trim(text);
    *year = 0;
    if (th_str_starts(s, TH_STR("Số ")) || th_str_starts(s, TH_STR("số ")))
        s = th_str_trim(th_str_sub(s, TH_STR("số ").len, s.len));
    size_t at = digits_at(s, 0), zeros = 0;
    while (zeros < at && s.ptr[zeros] == '0')
        zeros++;
    if (zeros == at || at == s.len) /* "0/QĐ" is no number yet */
        return false;
    /* Documents of the Party are numbered otherwise: number-type/body. */
    if (s.ptr[at] == '-') {
        size_t type = symbol_at(s, at + 1, '/'), slash = at + 1 + type;
        return type && slash + 1 < s.len && symbol_at(s, slash + 1, '\0') == s.len - slash - 1;
    }
    if (th_is_lower(s.ptr[at])) /* 12a/QĐ */
        at++;
    if (at >= s.len || s.ptr[at] != '/')
        return false;
    at++;
    size_t n = digits_at(s, at);
    if (n == 4 && at + n < s.len && s.ptr[at + n] == '/') {
        th_str_to_long(th_str_sub(s, at, n), year);
        at += n + 1;
    }
    return at < s.len && symbol_at(s, at, '\0') == s.len - at;
}

typedef struct calendar_day {
    int year, month, day;
} calendar_day;

static bool day_of(const th_fact *fact, calendar_day *day)
{
    return fact->value.state == TH_STATE_VALUE && th_date_parse(fact->value.text, &day->year, &day->month, &day->day);
}

static th_words date_in_words(th_arena *arena, int year, int month, int day)
{
    return (th_words){th_str_fmt(arena, "%02d/%02d/%d", day, month, year),
                      th_str_fmt(arena, "%04d-%02d-%02d", year, month, day)};
}

static void check_document_number(th_arena *arena, th_dataset *ds, const th_fact *f, const th_fact *date)
{
    long stated_year;
    int year, month, day;
    if (!is_document_number(f->value.text, &stated_year)) {
        th_plausible_say(ds, TH_F_ODD_DOCNO, f, TH_WITH(f->raw));
        return;
    }
    if (stated_year && date && th_date_parse(date->value.text, &year, &month, &day) && year != stated_year)
        th_plausible_say(
            ds, TH_F_ODD_DOC_YEAR, f,
            TH_WITH(f->raw, th_str_fmt(arena, "%ld", stated_year), date_in_words(arena, year, month, day)));
}

/* " (đổi ngày và tháng thì là 05/08/2022)", where that brings the date before the day of the report; else the year,
 * where it is another than that of the period. */
static th_words date_hint(th_arena *arena, const th_definition *d, const calendar_day *date, int made_on)
{
    if (date->day <= 12 && th_date_serial(date->year, date->day, date->month) <= made_on) {
        th_words other = date_in_words(arena, date->year, date->day, date->month);
        return (th_words){th_str_fmt(arena, "; đổi chỗ ngày và tháng thì là " TH_FMT, TH_ARG(other.vi)),
                          th_str_fmt(arena, "; with day and month exchanged it is " TH_FMT, TH_ARG(other.en))};
    }
    if (date->year == d->period)
        return (th_words){0};
    return TH_WORDS(arena, "; kỳ này là năm %d, có thể gõ nhầm năm %d", "; the period is %d, the year %d may be a slip",
                    d->period, date->year);
}

/* By column of the definition: how many dates of lists there are, and how many of them lie in the period or after. */
typedef struct date_columns {
    size_t *n, *in_period;
} date_columns;

static date_columns count_dates(th_arena *arena, const th_dataset *ds)
{
    const th_definition *d = ds->definition;
    date_columns dates = {th_arena_array(arena, d->ncolumns + 1, sizeof *dates.n),
                          th_arena_array(arena, d->ncolumns + 1, sizeof *dates.in_period)};
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *fact = &ds->facts[i];
        calendar_day day;
        if (!fact->item || d->columns[fact->indicator].type != TH_TYPE_DATE || !day_of(fact, &day))
            continue;
        dates.n[fact->indicator]++;
        dates.in_period[fact->indicator] += day.year >= d->period;
    }
    return dates;
}

/* Is the year told by the row itself: in the number of the document, or in a text; or does the row name a ground
 * ("căn cứ"), which is older by nature? */
static bool row_tells_year(th_arena *arena, const th_dataset *ds, const th_fact *fact, int year)
{
    const th_definition *d = ds->definition;
    th_str digits = th_str_fmt(arena, "%d", year);
    for (uint32_t c = 0; c < d->ncolumns; c++) {
        const th_fact *cell =
            d->columns[c].form == d->columns[fact->indicator].form && d->columns[c].type != TH_TYPE_DATE
                ? th_dataset_list_cell(ds, fact->unit, c, fact->item)
                : NULL;
        if (!cell || cell->value.state != TH_STATE_VALUE || !cell->value.text.len)
            continue;
        if (th_str_find(cell->value.text, digits, 0) != SIZE_MAX ||
            (d->columns[c].type == TH_TYPE_ENUM &&
             th_str_starts(th_fold_weak(arena, cell->value.text), TH_STR("can cu"))))
            return true;
    }
    return false;
}

/* A date before the period in a column whose dates are of the period. */
static void check_year(th_arena *arena, th_dataset *ds, const th_fact *f, const calendar_day *date,
                       const date_columns *dates)
{
    const th_definition *d = ds->definition;
    if (!f->item || date->year >= d->period)
        return;
    size_t others = dates->n[f->indicator] - 1, in_period = dates->in_period[f->indicator];
    if (others < DATES_LEAST || in_period * 10 < others * 9 || row_tells_year(arena, ds, f, date->year))
        return;
    th_plausible_say(ds, TH_F_ODD_DATE_YEAR, f,
                     TH_WITH(date_in_words(arena, date->year, date->month, date->day),
                             th_str_fmt(arena, "%d", date->year), th_str_fmt(arena, "%d", d->period),
                             th_str_fmt(arena, "%zu", in_period), th_str_fmt(arena, "%zu", others)));
}

static void check_date(th_arena *arena, th_dataset *ds, const th_fact *f, const date_columns *dates)
{
    calendar_day date, made;
    if (!day_of(f, &date))
        return;
    bool dated = th_date_parse(ds->definition->made_on, &made.year, &made.month, &made.day);
    int made_on = dated ? th_date_serial(made.year, made.month, made.day) : 0;
    if (dated && th_date_serial(date.year, date.month, date.day) > made_on)
        th_plausible_say(ds, TH_F_ODD_DATE, f,
                         TH_WITH(date_in_words(arena, date.year, date.month, date.day),
                                 date_in_words(arena, made.year, made.month, made.day),
                                 date_hint(arena, ds->definition, &date, made_on)));
    else
        check_year(arena, ds, f, &date, dates);
}

/* The date beside a document number: the next date column of the list. */
static const th_fact *date_beside(const th_dataset *ds, const th_fact *f)
{
    const th_definition *d = ds->definition;
    for (uint32_t c = f->indicator + 1; c < d->ncolumns && d->columns[c].form == d->columns[f->indicator].form; c++)
        if (d->columns[c].role == TH_ROLE_VALUE && d->columns[c].type == TH_TYPE_DATE) {
            const th_fact *date = th_dataset_list_cell(ds, f->unit, c, f->item);
            return date && date->value.state == TH_STATE_VALUE ? date : NULL;
        }
    return NULL;
}

void th_plausible_lists(th_arena *arena, th_dataset *ds)
{
    const th_definition *d = ds->definition;
    const date_columns dates = count_dates(arena, ds);
    for (size_t i = 0; i < ds->nfacts; i++) {
        const th_fact *f = &ds->facts[i];
        if (f->value.state != TH_STATE_VALUE || (!f->item && f->measure != TH_NOW))
            continue;
        th_type type = f->item ? d->columns[f->indicator].type : d->indicators[f->indicator].type;
        bool value = !f->item || d->columns[f->indicator].role == TH_ROLE_VALUE;
        if (value && type == TH_TYPE_DOCNO)
            check_document_number(arena, ds, f, f->item ? date_beside(ds, f) : NULL);
        else if (value && type == TH_TYPE_DATE)
            check_date(arena, ds, f, &dates);
    }
}

/* Reading ratios and ranks, such as "123/216", "05/63", "thứ 37/63", "01 trong 07" and "Nhất", even where Excel made
 * a date of them. */
#include "text/value_read.h"

#include "text/number.h"

#include "base/banned.h"

enum { LAST_SERIAL = 2958465 /* 9999-12-31 */ };

/* Does a date format show the part with this letter?  Quoted text, escapes and [sections] are stepped over. */
static bool shows(th_str format, char lower)
{
    for (size_t i = 0; i < format.len; i++) {
        char c = format.ptr[i];
        char close = '\0';
        if (c == '"')
            close = '"';
        else if (c == '[')
            close = ']';
        if (c == '\\' || c == '_' || c == '*') {
            i++;
        } else if (close) {
            while (i + 1 < format.len && format.ptr[++i] != close)
                ;
        } else if ((c | 0x20) == lower) {
            return true;
        }
    }
    return false;
}

/* Recovers what was typed from the date that Excel made of it.  "05/63" cannot be a day and a month, so Excel took
 * it for month and year, and shows it as mmm-yy with the first day of the month.  "05/11" became a day and a month
 * (d-mmm), in the order that the machine was set to; which was typed first is proved by the type, since a rank or a
 * part is never greater than its whole. */
static th_value from_date(th_arena *arena, const th_raw *raw)
{
    const th_words unclear = TH_WORDS_ARE("ô là ngày tháng", "the cell is a date");
    if (!(raw->number >= 1 && raw->number <= LAST_SERIAL) || raw->number != (double)(int)raw->number)
        return th_value_unreadable(arena, unclear);
    int year, month, day, num, den;
    th_date_of_serial((int)raw->number, &year, &month, &day);
    bool has_day = shows(raw->format_code, 'd'), has_year = shows(raw->format_code, 'y');
    bool has_time = shows(raw->format_code, 'h') || shows(raw->format_code, 's');
    if (has_time || !shows(raw->format_code, 'm') || has_day == has_year)
        return th_value_unreadable(arena, unclear);
    if (has_year) {
        num = month;
        den = year % 100;
    } else {
        num = day < month ? day : month;
        den = day < month ? month : day;
    }
    if (den == 0 || (has_year && day != 1))
        return th_value_unreadable(arena, unclear);
    return (th_value){.state = TH_STATE_VALUE,
                      .num = th_exact_int(arena, num),
                      .den = th_exact_int(arena, den),
                      .did = TH_DID_FROM_DATE};
}

/* A rank in words, such as "Nhất" or "thứ ba"; 0 when the text is none. */
static int ordinal(th_str plain)
{
    static const char *const words[][2] = {{"nhất", "một"},  {"nhì", "hai"},  {"ba", "ba"},   {"tư", "bốn"},
                                           {"năm", "năm"},   {"sáu", "sáu"},  {"bảy", "bẩy"}, {"tám", "tám"},
                                           {"chín", "chín"}, {"mười", "mười"}};
    static const char *const before[] = {"xếp ", "đứng ", "hạng ", "thứ "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++)
        if (th_str_starts(plain, th_str_of(before[i])))
            plain = th_str_sub(plain, th_str_of(before[i]).len, plain.len);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_eq(plain, th_str_of(words[i][0])) || th_str_eq(plain, th_str_of(words[i][1])))
            return (int)i + 1;
    return 0;
}

static th_value pair_from_text(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    bool rank = type == TH_TYPE_RANK;
    int word = rank ? ordinal(th_numeral_plain(arena, raw->text)) : 0;
    if (word)
        return (th_value){.state = TH_STATE_VALUE, .num = th_exact_int(arena, word), .did = TH_DID_TEXT_TO_NUMBER};
    th_numeral numeral = th_numeral_read(arena, raw->text);
    if (numeral.not_collected || numeral.zero_word)
        return (th_value){.state = TH_STATE_BLANK};
    if (!numeral.num || numeral.percent || numeral.scale || (!numeral.den && !rank))
        return th_value_unreadable(arena, rank ? TH_WORDS_ARE("không có thứ hạng", "no rank in it")
                                               : TH_WORDS_ARE("không có tỷ số", "no ratio in it"));
    if (!numeral.den && !th_value_is_unit(arena, numeral.rest, unit))
        return th_value_unreadable(
            arena, TH_WORDS(arena, "không rõ “" TH_FMT "”", "“" TH_FMT "” is not clear", TH_ARG(numeral.rest)));
    if (numeral.den && th_exact_sign(numeral.den) == 0)
        return th_value_unreadable(arena, TH_WORDS_ARE("mẫu số bằng 0", "the denominator is 0"));
    th_value v = {.state = TH_STATE_VALUE,
                  .num = numeral.num,
                  .den = numeral.den,
                  .decimals = numeral.decimals,
                  .qualifiers = numeral.qualifiers};
    v.did = rank && !numeral.den ? TH_DID_TEXT_TO_NUMBER : 0;
    return rank ? th_value_need_integer(arena, v) : v;
}

th_value th_value_read_pair(th_arena *arena, const th_raw *raw, th_type type, th_str unit)
{
    if (raw->kind == TH_RAW_DATE)
        return from_date(arena, raw);
    if (raw->kind == TH_RAW_TEXT)
        return pair_from_text(arena, raw, type, unit);
    if (raw->kind != TH_RAW_NUMBER)
        return th_value_unreadable(arena, TH_WORDS_ARE("không phải số", "not a number"));
    th_value v = th_value_of_number(arena, raw, type, unit);
    return type == TH_TYPE_RANK ? th_value_need_integer(arena, v) : v;
}

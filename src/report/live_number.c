/* Sign, groups of thousands, comma and decimals by integer arithmetic.  MOD() is not used: of a large number it is an
 * error in Excel. */
#include "report/live_number.h"

#include "draw/formula.h"

#include "base/banned.h"

enum { GROUP = 3 };

/* A number without decimals, and the formula of what is left of it beyond so many digits. */
static th_str last_digits(th_arena *arena, th_str number, int digits)
{
    return TH_FORMULA(arena, "({n}-1{zeros}*INT({n}/1{zeros}))", {"n", number},
                      {"zeros", th_str_sub(TH_STR("000000000000"), 0, (size_t)digits)});
}

static th_str without_last(th_arena *arena, th_str number, int digits)
{
    if (!digits)
        return number;
    return TH_FORMULA(arena, "INT({n}/1{zeros})", {"n", number},
                      {"zeros", th_str_sub(TH_STR("000000000000"), 0, (size_t)digits)});
}

/* A formula for a number with leading zeros: "007". */
static th_str filled_digits(th_arena *arena, th_str number, int digits)
{
    return TH_FORMULA(arena, "RIGHT(\"{zeros}\"&{n},{digits})", {"n", number},
                      {"zeros", th_str_sub(TH_STR("000000"), 0, (size_t)digits - 1)},
                      {"digits", th_str_fmt(arena, "%d", digits)});
}

/* "1.234.567": of as many groups as the number has. */
static th_str grouped(th_arena *arena, th_str whole, int groups)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (int n = 1; n <= groups; n++) {
        if (n < groups)
            th_buf_fmt(&out, "IF(" TH_FMT "<1" TH_FMT ",", TH_ARG(whole),
                       TH_ARG(th_str_sub(TH_STR("000000000000"), 0, (size_t)n * GROUP)));
        th_buf_add(&out, without_last(arena, whole, (n - 1) * GROUP));
        for (int k = n - 2; k >= 0; k--)
            th_buf_fmt(
                &out, "&\".\"&" TH_FMT,
                TH_ARG(filled_digits(arena, last_digits(arena, without_last(arena, whole, k * GROUP), GROUP), GROUP)));
        if (n < groups)
            th_buf_byte(&out, ',');
    }
    while (--groups > 0)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

/* ",50", or what is left of it without zeros. */
static th_str decimals_after_comma(th_arena *arena, th_str rest, th_live_digits digits)
{
    th_str all = th_str_fmt(arena, "\",\"&" TH_FMT,
                            TH_ARG(digits.decimals > 1 ? filled_digits(arena, rest, digits.decimals) : rest));
    for (int cut = 1; digits.zeros == TH_ZEROS_CUT && cut < digits.decimals; cut++) {
        th_str shorter = without_last(arena, rest, cut);
        if (digits.decimals - cut > 1)
            shorter = filled_digits(arena, shorter, digits.decimals - cut);
        all = TH_FORMULA(arena, "IF({zeros}=0,\",\"&{shorter},{all})", {"zeros", last_digits(arena, rest, cut)},
                         {"shorter", shorter}, {"all", all});
    }
    if (digits.zeros == TH_ZEROS_KEPT)
        return all;
    return TH_FORMULA(arena, "IF({rest}=0,\"\",{all})", {"rest", rest}, {"all", all});
}

static th_str number_as_text(th_arena *arena, th_str cell, th_live_digits digits)
{
    th_str power = th_str_sub(TH_STR("1000000"), 0, (size_t)digits.decimals + 1);
    th_str shifted = TH_FORMULA(arena, "ROUND(ABS({cell})*{power},0)", {"cell", cell}, {"power", power});
    th_str sign = TH_FORMULA(arena, "IF(AND({cell}<0,{n}>0),\"-\",\"\")", {"cell", cell}, {"n", shifted});
    th_str whole = grouped(arena, without_last(arena, shifted, digits.decimals), digits.groups);
    if (!digits.decimals)
        return th_str_fmt(arena, TH_FMT "&" TH_FMT, TH_ARG(sign), TH_ARG(whole));
    th_str rest = decimals_after_comma(arena, last_digits(arena, shifted, digits.decimals), digits);
    return th_str_fmt(arena, TH_FMT "&" TH_FMT "&" TH_FMT, TH_ARG(sign), TH_ARG(whole), TH_ARG(rest));
}

th_live_text th_live_number(th_arena *arena, th_str cell, const th_exact *now, th_live_digits digits)
{
    const th_exact *rounded = th_exact_round(arena, now, digits.decimals);
    bool whole = digits.zeros == TH_ZEROS_OF_WHOLE && th_exact_is_int(rounded);
    return (th_live_text){number_as_text(arena, cell, digits),
                          th_exact_vi(arena, now, whole ? 0 : digits.decimals, digits.zeros == TH_ZEROS_CUT)};
}

/* Shorter, because what it names may be long: whole hundredths are split into thousands, ones and decimals. */
static th_str points_as_text(th_arena *arena, th_str cell)
{
    return TH_FORMULA(arena,
                      "IF({cell}<0,\"-\",\"\")&IF(ABS({cell})>=1000,INT(ROUND(ABS({cell})*100,0)/100000)&\".\"&"
                      "RIGHT(\"00\"&MOD(INT(ROUND(ABS({cell})*100,0)/100),1000),3),"
                      "INT(ROUND(ABS({cell})*100,0)/100))&IF(MOD(ROUND(ABS({cell})*100,0),100)=0,\"\","
                      "\",\"&RIGHT(\"0\"&MOD(ROUND(ABS({cell})*100,0),100),2))",
                      {"cell", cell});
}

th_live_text th_live_points(th_arena *arena, th_str cell, const th_exact *points)
{
    th_live_digits digits = {2, TH_ZEROS_OF_WHOLE, 2};
    return (th_live_text){points_as_text(arena, cell), th_live_number(arena, TH_STR("0"), points, digits).text};
}

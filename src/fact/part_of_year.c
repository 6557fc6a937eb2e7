/* "6 tháng đầu", "sáu tháng", "quí iv", "nửa cuối": what may stand before "năm". */
#include "fact/part_of_year.h"

#include "base/banned.h"

/* Takes `word` from the end of the text, where it is the last one. */
static bool take_last(th_str *text, th_str word)
{
    th_str rest = th_str_trim(*text);
    if (!th_str_ends(rest, word) || (rest.len > word.len && rest.ptr[rest.len - word.len - 1] != ' '))
        return false;
    *text = th_str_trim(th_str_sub(rest, 0, rest.len - word.len));
    return true;
}

static bool take_one_of(th_str *text, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (take_last(text, th_str_of(words[i])))
            return true;
    return false;
}

static th_str from(th_str all, th_str rest)
{
    return th_str_trim(th_str_sub(all, rest.len, all.len));
}

th_str th_part_of_year(th_str before)
{
    static const char *const halves[] = {"đầu", "cuối"}, *const months[] = {"1",  "2",  "3",  "4",   "5",   "6",
                                                                            "7",  "8",  "9",  "10",  "11",  "01",
                                                                            "02", "03", "04", "05",  "06",  "07",
                                                                            "08", "09", "ba", "sáu", "chín"},
                             *const quarters[] = {"i", "ii", "iii", "iv", "1", "2", "3", "4"};
    th_str all = th_str_trim(before), rest = all;
    bool half = take_one_of(&rest, halves, sizeof halves / sizeof *halves);
    if (half && take_last(&rest, TH_STR("nửa")))
        return from(all, rest);
    if (take_last(&rest, TH_STR("tháng")))
        return take_one_of(&rest, months, sizeof months / sizeof *months) ? from(all, rest) : (th_str){0};
    if (half || !take_one_of(&rest, quarters, sizeof quarters / sizeof *quarters))
        return (th_str){0};
    bool last = th_str_eq(from(all, rest), TH_STR("iv")) || th_str_eq(from(all, rest), TH_STR("4"));
    if (!take_last(&rest, TH_STR("quí")))
        return (th_str){0};
    th_str quarter = from(all, rest);
    /* "đến hết quý IV" is the whole year. */
    return last && take_last(&rest, TH_STR("hết")) ? (th_str){0} : quarter;
}

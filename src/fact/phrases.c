/* Phrases that every form may hold, whatever its definition: subtotals, the line of place and date at its end, and
 * signatures. */
#include "fact/printed.h"

#include "base/banned.h"

bool th_is_date_line(th_str weak)
{
    size_t day = th_str_find(weak, TH_STR("ngay "), 0),
           month = day == SIZE_MAX ? day : th_str_find(weak, TH_STR(" thang "), day);
    return month != SIZE_MAX && th_str_find(weak, TH_STR(" nam"), month) != SIZE_MAX;
}

/* "ii", "(i+ii)", "1.2": numerals and letters of enumeration, between signs and none longer than "xviii". */
static bool is_enumeration(th_str word)
{
    enum { LONGEST = 5 };
    size_t length = 0;
    for (size_t i = 0; i < word.len; i++) {
        th_str sign = th_str_sub(word, i, 1);
        bool letter = th_str_find(TH_STR("ivxlabcdefgh"), sign, 0) != SIZE_MAX;
        length = letter ? length + 1 : 0;
        if (length > LONGEST || (!letter && th_str_find(TH_STR("0123456789+-=().,/:"), sign, 0) == SIZE_MAX))
            return false;
    }
    return true;
}

/* What may follow "cộng": "(I+II)", "mục I", "phần 1". */
static bool is_reference(th_str rest)
{
    th_str word;
    while (th_str_cut(&rest, ' ', &word)) {
        if (!is_enumeration(word) && !th_str_eq(word, TH_STR("muc")) && !th_str_eq(word, TH_STR("phan")) &&
            !th_str_eq(word, TH_STR("nhom")))
            return false;
    }
    return true;
}

bool th_is_subtotal(th_str weak)
{
    static const char *const words[] = {"tong cong", "cong", "tong so", "tong"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        th_str word = th_str_of(words[i]);
        if (th_str_starts(weak, word) &&
            (weak.len == word.len || weak.ptr[word.len] == ' ' || weak.ptr[word.len] == ':') &&
            is_reference(th_str_sub(weak, word.len, weak.len)))
            return true;
    }
    return false;
}

bool th_is_signature(th_str weak)
{
    static const char *const words[] = {"nguoi lap", "(ki,",    "(ki ",     "(ki)",
                                        "ki ten",    "ki, ghi", "xac nhan", "noi nhan"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (th_str_starts(weak, th_str_of(words[i])))
            return true;
    return false;
}

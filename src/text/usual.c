/* Telling which of two readings of a text people would write, where the grammar of syllables allows both. */
#include "text/syllable.h"
#include "text/utf8.h"

#include "base/banned.h"

enum { LONGEST_USUAL = 32 };

/* Ascending by their bytes, for a binary search. */
static const char *const usual[] = {
#define TH_USUAL(s) s,
#include "text/usual.def"
#undef TH_USUAL
};

/* Is the word a usual one?  Nobody writes small and capital letters in turn either, as in "NghỊ" and "TÊn". */
static bool is_usual(th_str word)
{
    char lower[LONGEST_USUAL];
    th_str key = {lower, 0};
    bool first_small = false, small = false, capital = false;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = th_utf8_next(word, &at), folded = th_utf8_lower(c);
        if (key.len == 0)
            first_small = folded == c;
        else
            *(folded == c ? &small : &capital) = true;
        if (key.len + 4 > sizeof lower || (capital && (small || first_small)))
            return false;
        key.len += th_utf8_encode(lower + key.len, folded);
    }
    size_t low = 0, high = sizeof usual / sizeof *usual;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = th_str_cmp(key, th_str_of(usual[middle]));
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool th_syllables_outweigh(th_str first, th_str other)
{
    bool outweighs = false;
    th_str one, two;
    size_t at = 0, beside = 0;
    while (th_word_next(first, &at, &one)) {
        if (!th_word_next(other, &beside, &two))
            return false;
        if (th_str_eq(one, two))
            continue;
        if (!is_usual(one))
            return false;
        /* A single letter, as in a list of letters, is usual or not in no reading. */
        outweighs = outweighs || (th_utf8_count(two) > 1 && !is_usual(two));
    }
    return outweighs && !th_word_next(other, &beside, &two);
}

/* The table of marks. */
#include "book/mark.h"

#include "base/banned.h"

static const struct {
    const char *word, *vi, *en;
} marks[TH_MARKS] = {
    [TH_MARK_NONE] = {"", "", ""},
#define TH_MARK(id, word, vi, en) [TH_MARK_##id] = {word, vi, en},
#include "book/marks.def"
#undef TH_MARK
};

const char *th_mark_word(th_mark mark)
{
    return marks[mark].word;
}

th_str th_mark_vi(th_mark mark)
{
    return th_str_of(marks[mark].vi);
}

th_str th_mark_en(th_mark mark)
{
    return th_str_of(marks[mark].en);
}

th_mark th_mark_of_word(th_str word)
{
    for (size_t mark = TH_MARK_NONE + 1; mark < TH_MARKS; mark++)
        if (th_str_eq(word, th_str_of(marks[mark].word)))
            return (th_mark)mark;
    return TH_MARK_NONE;
}

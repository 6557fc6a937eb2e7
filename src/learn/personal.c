/* Knows labels under which people are named, by personal.def. */
#include "base/ascii.h"
#include "learn/learning.h"
#include "text/fold.h"

#include "base/banned.h"

static bool has_words(th_str label, th_str words, bool first)
{
    for (size_t at = 0; (at = th_str_find(label, words, at)) != SIZE_MAX; at++) {
        size_t end = at + words.len;
        bool begins = at == 0 || (!first && !th_is_alnum(label.ptr[at - 1]));
        if (begins && (end == label.len || !th_is_alnum(label.ptr[end])))
            return true;
    }
    return false;
}

bool th_learn_is_personal(const th_learning *learning, th_str label, th_type type)
{
    static const char *const words[] = {
#define TH_PERSONAL(text) text,
#include "learn/personal.def"
#undef TH_PERSONAL
    };
    th_str folded = th_fold_weak(learning->arena, label);
    /* "Thuê bao điện thoại" counts telephones: figures are numbers to call only where the label begins so. */
    static const char *const numbers[] = {"dien thoai", "so dien thoai", "so dt", "sdt", "cccd", "cmnd", "so cccd"};
    bool figures = th_type_is_number(type);
    /* Where few people are named again and again, their column looks like one of a catalogue. */
    bool words_or_day = type == TH_TYPE_TEXT || type == TH_TYPE_ENUM || type == TH_TYPE_DOCNO || type == TH_TYPE_DATE;
    if (!figures && !words_or_day)
        return false;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers && figures; i++)
        if (has_words(folded, th_str_of(numbers[i]), true))
            return true;
    for (size_t i = 0; i < sizeof words / sizeof *words && !figures; i++)
        if (has_words(folded, th_str_of(words[i]), false))
            return true;
    return false;
}

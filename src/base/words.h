/* Words: one thing said in both languages.  What is quoted as it stands, such as the name of a sheet or the text of a
 * cell, is the same in both. */
#ifndef TH_BASE_WORDS_H
#define TH_BASE_WORDS_H

#include "base/str.h"

typedef struct th_words {
    th_str vi, en;
} th_words;

/* Both sentences have the same arguments.  This is a macro, so that the compiler checks both formats. */
#define TH_WORDS(arena, format_vi, format_en, ...)                                                                     \
    ((th_words){th_str_fmt(arena, format_vi, __VA_ARGS__), th_str_fmt(arena, format_en, __VA_ARGS__)})
#define TH_WORDS_ARE(literal_vi, literal_en) ((th_words){TH_STR(literal_vi), TH_STR(literal_en)})

static inline th_words th_words_quoted(th_str quoted)
{
    return (th_words){quoted, quoted};
}

/* A copy to refer to, of whose strings nothing is copied; NULL of none. */
static inline const th_words *th_words_keep(th_arena *arena, th_words words)
{
    if (!words.vi.len && !words.en.len)
        return NULL;
    th_words *kept = th_arena_alloc(arena, sizeof *kept);
    *kept = words;
    return kept;
}

static inline th_str th_words_in(th_words words, bool english)
{
    return english ? words.en : words.vi;
}

static inline th_words th_words_given(th_words words)
{
    return words;
}

#endif

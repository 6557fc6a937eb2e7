/* A sheet is laid before the learner, and what it learns is looked up row by row. */
#ifndef TH_TESTS_LEARN_LESSON_H
#define TH_TESTS_LEARN_LESSON_H

#include "learn/learn.h"
#include "learn/sheet_text.h"

typedef struct lesson {
    th_arena *arena;
    th_book *book;
    th_learned learned;
    th_status status;
} lesson;

static inline lesson begin_lesson(void)
{
    lesson at_hand = {.arena = th_arena_new(0)};
    at_hand.book = th_book_new(at_hand.arena, &th_limits_default);
    return at_hand;
}

static inline void learn_it(lesson *at_hand)
{
    for (size_t i = 0; i < at_hand->book->nsheets; i++)
        th_sheet_seal(&at_hand->book->sheets[i]);
    th_book_normalise(at_hand->book);
    at_hand->status = th_learn(at_hand->arena, at_hand->book, 2020, &at_hand->learned);
}

static inline lesson learn_sheet(const char *name, const char *lines)
{
    lesson at_hand = begin_lesson();
    sheet_of_text(at_hand.book, name, lines);
    learn_it(&at_hand);
    return at_hand;
}

static inline th_str part_of(const lesson *at_hand, const char *part)
{
    for (size_t i = 0; i < at_hand->learned.nparts; i++)
        if (th_str_eq(at_hand->learned.parts[i].name, th_str_of(part)))
            return at_hand->learned.parts[i].bytes;
    return (th_str){0};
}

static inline bool holds(const lesson *at_hand, const char *part, const char *row)
{
    return th_str_find(part_of(at_hand, part), th_str_of(row), 0) != SIZE_MAX;
}

static inline void must_hold(const lesson *at_hand, const char *part, const char *row)
{
    if (!holds(at_hand, part, row))
        fail_msg("%s: no “%s” in\n" TH_FMT, part, row, TH_ARG(part_of(at_hand, part)));
}

#define HEADER "STT|Chỉ tiêu|Mã số|ĐVT|Năm trước|Năm nay\n"

#endif

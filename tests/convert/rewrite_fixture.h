/* A rewrite without a package, for the tests: a book whose cells in .VnTime make TCVN3 its usual encoding. */
#ifndef TESTS_CONVERT_REWRITE_FIXTURE_H
#define TESTS_CONVERT_REWRITE_FIXTURE_H

#include "convert/rewrite.h"

#include <string.h>

static inline th_rewrite *rewrite_fixture_new(void)
{
    static const char *const texts[] = {"B¸o c¸o t×nh h×nh", "KÕt qu¶ thùc hiÖn", "Sè x· cã ®iÖn"};
    th_arena *arena = th_arena_new(64 * 1024 * 1024);
    if (!arena)
        return NULL;
    th_book *book = th_book_new(arena, &th_limits_default);
    th_sheet *sheet = th_book_sheet(book, TH_STR("S"), TH_VISIBLE);
    uint32_t font = th_book_font(book, TH_STR(".VnTime"));
    for (uint32_t i = 0; i < 3; i++) {
        th_cell cell = {.row = i, .type = TH_CELL_TEXT, .font = font, .raw = th_str_of(texts[i])};
        th_sheet_push(book, sheet, &cell);
    }
    th_sheet_seal(sheet);
    th_book_normalise(book);
    th_rewrite *w = th_arena_alloc(arena, sizeof *w);
    *w = (th_rewrite){.arena = arena, .scratch = arena, .book = book, .where = TH_STR("S")};
    w->result = th_arena_alloc(arena, sizeof *w->result);
    w->sheets.fold = w->names.fold = w->sheets_taken.fold = w->names_taken.fold = true;
    return w;
}

static inline void rewrite_fixture_free(th_rewrite *w)
{
    th_arena_free(w->arena);
}

static inline void known_text(th_rewrite *w, const char *before, const char *after)
{
    th_dictionary_add(&w->texts, w->arena, th_str_of(before), th_str_of(after), TH_ENC_TCVN3);
}

static inline void same_text(th_str got, const char *want)
{
    if (!th_str_eq(got, th_str_of(want)))
        fail_msg("got \"%.*s\", want \"%s\"", TH_ARG(got), want);
}

#endif

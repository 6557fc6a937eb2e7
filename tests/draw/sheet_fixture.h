/* A workbook of one sheet that is drawn into a scratch file, and what its parts say afterwards. */
#ifndef TH_TESTS_SHEET_FIXTURE_H
#define TH_TESTS_SHEET_FIXTURE_H

#include "draw/control.h"
#include "draw/pen.h"
#include "pack/package.h"
#include "scratch_file.h"

#define SHEET "xl/worksheets/sheet1.xml"
#define BOOK "xl/workbook.xml"

typedef struct sheet_drawn {
    th_arena *arena;
    const char *path;
    th_output *output;
    th_tab *tab;
    th_pen pen;
    th_str bytes;
} sheet_drawn;

/* `watched`: by control figures, whose outcomes stand on a sheet “Mã”. */
static inline sheet_drawn sheet_begun(th_str footing, bool watched)
{
    const th_letterhead letterhead = {
        .cluster = TH_STR("Cụm"), .period = 2022, .contents = TH_STR("Trang"), .footing = footing};
    sheet_drawn drawn = {.arena = th_arena_new(0)};
    th_trouble trouble = {0};
    drawn.path = scratch_path(drawn.arena);
    drawn.output = th_output_new(drawn.arena, drawn.path, &trouble);
    assert_non_null(drawn.output);
    th_output_dress(drawn.output, &letterhead);
    if (watched)
        th_control_watch(drawn.output, (th_control_place){TH_STR("Mã"), 4, 2});
    drawn.tab = th_output_add(drawn.output, TH_STR("Trang"));
    drawn.pen = th_pen_over(drawn.tab);
    return drawn;
}

static inline void sheet_close(sheet_drawn *drawn)
{
    th_trouble trouble = {0};
    if (th_output_close(drawn->output, &trouble) != TH_OK)
        fail_msg(TH_FMT, TH_ARG(trouble.en));
    drawn->bytes = scratch_bytes(drawn->arena, drawn->path);
}

static inline th_str sheet_part(const sheet_drawn *drawn, const char *part)
{
    th_zip zip;
    th_str text = {0};
    assert_int_equal(th_zip_open(drawn->arena, &th_limits_default, drawn->bytes, &zip), TH_OK);
    const th_zip_entry *entry = th_zip_find(&zip, th_str_of(part));
    assert_non_null(entry);
    assert_int_equal(th_zip_read(drawn->arena, &zip, entry, &text), TH_OK);
    return text;
}

static inline bool sheet_says(const sheet_drawn *drawn, const char *part, const char *words)
{
    return th_str_find(sheet_part(drawn, part), th_str_of(words), 0) != SIZE_MAX;
}

static inline void sheet_must_say(const sheet_drawn *drawn, const char *part, const char *words)
{
    if (!sheet_says(drawn, part, words))
        fail_msg("%s: no “%s” in\n" TH_FMT, part, words, TH_ARG(sheet_part(drawn, part)));
}

/* What stands between the two in a part: the text itself, not that it is there. */
static inline char *sheet_between(const sheet_drawn *drawn, const char *part, const char *from, const char *upto)
{
    th_str text = sheet_part(drawn, part);
    size_t at = th_str_find(text, th_str_of(from), 0);
    if (at == SIZE_MAX)
        fail_msg("%s: no “%s” in\n" TH_FMT, part, from, TH_ARG(text));
    at += strlen(from);
    return th_str_cstr(drawn->arena, th_str_sub(text, at, th_str_find(text, th_str_of(upto), at) - at));
}

#endif

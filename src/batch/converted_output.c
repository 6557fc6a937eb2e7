/* Names of conversions, and publishing them. */
#include "batch/converted_output.h"

#include "batch/publish.h"
#include "book/book.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

#include "base/banned.h"

enum { MOST_OF_A_NAME = 1024 }; /* longer than any file system takes */

/* ---- names ---- */

static bool name_ends_with(th_arena *arena, th_str name, const char *ending)
{
    return th_str_ends(th_text_lower(arena, name), th_str_of(ending));
}

static th_str name_without_ending(th_str name)
{
    size_t ending = th_book_ending(name).len;
    return name.len > ending ? th_str_sub(name, 0, name.len - ending) : name;
}

th_str th_convert_name(th_arena *arena, th_str input, const char *to)
{
    const char *ending = to;
    if (!ending)
        ending = name_ends_with(arena, input, ".xlsm") ? "xlsm" : "xlsx";
    return th_str_fmt(arena, TH_FMT ".%s", TH_ARG(name_without_ending(input)), ending);
}

/* Of two inputs that would get one name, the second in the list keeps its own ending in front of the new one. */
static th_str name_in_folder(th_arena *arena, const th_input *input, const th_convert_options *options)
{
    th_str name = th_convert_name(arena, input->name, options->to);
    for (size_t i = 0; i < options->ntaken; i++)
        if (th_str_eq(th_text_lower(arena, options->taken[i]), th_text_lower(arena, name)))
            return th_str_fmt(arena, TH_FMT ".%s", TH_ARG(input->name), options->to ? options->to : "xlsx");
    return name;
}

th_str th_converted_path(th_arena *arena, const th_input *input, const th_convert_options *options)
{
    if (options->out || !options->folder)
        return th_str_of(options->out);
    return th_str_fmt(arena, "%s/" TH_FMT, options->folder, TH_ARG(name_in_folder(arena, input, options)));
}

th_str th_converted_about(th_arena *arena, size_t number, th_str sheet)
{
    return th_str_fmt(arena, "%zu " TH_FMT, number,
                      TH_ARG(th_str_sub(sheet, 0, sheet.len < MOST_OF_A_NAME ? sheet.len : MOST_OF_A_NAME)));
}

/* A sheet's name as part of a file's. */
static th_str file_part(th_arena *arena, th_str sheet)
{
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < sheet.len; i++) {
        unsigned char c = (unsigned char)sheet.ptr[i];
        th_buf_byte(&out, c < ' ' || c == 0x7F || strchr("/\\:*?\"<>|", c) ? '-' : (char)c);
    }
    return th_buf_str(&out);
}

/* The stem of the result's name and the sheet's; with its number where that name is taken. */
static th_str path_of_sheet(const th_converted_output *output, th_arena *arena, th_str about, th_str path)
{
    th_str number = {0};
    if (!about.len || th_str_eq(about, TH_STR(TH_CONVERTED_ANEW)))
        return path;
    th_str_cut(&about, ' ', &number);
    path = name_without_ending(path);
    th_str name = th_str_fmt(arena, TH_FMT " - " TH_FMT ".csv", TH_ARG(path), TH_ARG(file_part(arena, about)));
    for (size_t i = 0; i < output->outputs.n; i++)
        if (th_str_eq(th_text_lower(arena, output->outputs.at[i]), th_text_lower(arena, name)))
            return th_str_fmt(arena, TH_FMT " (" TH_FMT ").csv", TH_ARG(name_without_ending(name)),
                              TH_ARG(file_part(arena, number)));
    return name;
}

/* ---- publishing ---- */

/* A workbook rewritten in place, or a .csv, carries no mark; but where the very bytes stand there, nothing is lost. */
static bool holds_already(th_arena *arena, const th_limits *limits, const char *path, th_str bytes)
{
    const th_input there = {.path = th_str_of(path), .name = th_str_of(path)};
    th_findings ignored = {0};
    th_str old;
    return th_file_read(arena, limits, &there, &old, &ignored) == TH_OK && th_str_eq(old, bytes);
}

static th_status publish_converted(const th_converted_output *output, th_arena *arena, th_str path,
                                   const th_handed *what, th_trouble *why)
{
    th_publication publication;
    const th_outfile out = {.path = th_str_cstr(arena, path),
                            .mark = name_ends_with(arena, path, ".csv") ? TH_MARK_NONE : TH_MARK_CONVERTED};
    if (th_guard_spares(output->options->guard, out.path, why) != TH_OK)
        return TH_FAILED;
    if (!th_str_eq(what->about, TH_STR(TH_CONVERTED_ANEW)) &&
        holds_already(arena, output->options->limits, out.path, what->bytes))
        return TH_OK;
    if (th_publish_begin(arena, output->options->guard, &out, &publication, why) != TH_OK)
        return TH_FAILED;
    th_status status = th_publish_write(&publication, what->bytes, arena, why);
    if (status == TH_OK)
        return th_publish_commit(arena, &publication, why);
    th_publish_abandon(&publication);
    return status;
}

th_clerk_reply th_converted_publish(th_converted_output *output, th_arena *arena, const th_handed *what)
{
    th_clerk_reply reply = {.status = TH_FAILED};
    th_str path = th_converted_path(arena, output->input, output->options);
    if (!path.len)
        return reply;
    path = th_str_copy(output->arena, path_of_sheet(output, arena, what->about, path));
    th_strs_add(&output->outputs, output->arena, path); /* nothing may fail once it is there */
    reply.status = publish_converted(output, arena, path, what, &reply.why);
    reply.answer = path;
    if (reply.status != TH_OK)
        output->outputs.n--;
    return reply;
}

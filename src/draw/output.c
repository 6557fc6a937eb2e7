#include "draw/output.h"

#include "base/banned.h"

struct th_output {
    lxw_workbook *book;
};

static void release(void *what)
{
    th_output *output = what;
    if (output->book)
        lxw_workbook_free(output->book);
    output->book = NULL;
}

th_output *th_output_new(th_arena *arena, const char *path, th_str *trouble)
{
    th_output *output = th_arena_alloc(arena, sizeof *output);
    th_arena_defer(arena, release, output);
    output->book = workbook_new(path);
    if (output->book)
        return output;
    *trouble = TH_STR("không tạo được sổ kết quả");
    return NULL;
}

lxw_workbook *th_output_book(const th_output *output)
{
    return output->book;
}

th_status th_output_close(th_arena *arena, th_output *output, th_str *trouble)
{
    lxw_workbook *book = output->book;
    output->book = NULL; /* closing releases it */
    lxw_error error = workbook_close(book);
    if (error == LXW_NO_ERROR)
        return TH_OK;
    *trouble = th_str_fmt(arena, "không ghi được sổ kết quả (%s)", lxw_strerror(error));
    return TH_FAILED;
}

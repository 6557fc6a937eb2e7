/* The library's workbook: made, described, given sheets, written. */
#include "draw/output.h"

#include "draw/library.h"

#include "base/banned.h"

static void release(void *what)
{
    th_output *output = what;
    if (output->book)
        lxw_workbook_free(output->book);
    output->book = NULL;
}

th_output *th_output_new(th_arena *arena, const char *path, th_trouble *trouble)
{
    th_output *output = th_arena_alloc(arena, sizeof *output);
    *output = (th_output){.arena = arena};
    th_arena_defer(arena, release, output);
    output->book = workbook_new(path);
    if (output->book)
        return output;
    *trouble = TH_TROUBLE_IS("không tạo được sổ kết quả", "the workbook cannot be created");
    return NULL;
}

void th_output_dress(th_output *output, const th_letterhead *letterhead)
{
    output->letterhead = *letterhead;
    output->styles = th_styles_new(output);
}

/* The library asks for char *, though it only copies. */
static char *property(const th_output *output, const char *text)
{
    return text ? th_str_cstr(output->arena, th_str_of(text)) : NULL;
}

void th_output_describe(th_output *output, const th_about *about)
{
    lxw_doc_properties properties = {
        .title = property(output, about->title),
        .subject = property(output, about->subject),
        .author = property(output, about->author),
        .company = property(output, about->company),
        .comments = property(output, about->comments),
        .created = (time_t)(about->created > 0 ? about->created : 1),
    };
    workbook_set_properties(output->book, &properties);
    if (about->mark != TH_MARK_NONE)
        workbook_set_custom_property_string(output->book, TH_MARK_PROPERTY, th_mark_word(about->mark));
}

th_tab *th_output_add(th_output *output, th_str name)
{
    lxw_worksheet *sheet = workbook_add_worksheet(output->book, th_str_cstr(output->arena, name));
    if (!sheet)
        return NULL;
    th_tab *tab = th_arena_alloc(output->arena, sizeof *tab);
    *tab = (th_tab){output, sheet, th_str_copy(output->arena, name)};
    return tab;
}

th_status th_output_close(th_output *output, th_trouble *trouble)
{
    lxw_workbook *book = output->book;
    output->book = NULL; /* closing releases it */
    lxw_error error = workbook_close(book);
    if (error == LXW_NO_ERROR)
        return TH_OK;
    *trouble = TH_TROUBLE(output->arena, "không ghi được sổ kết quả (%s)", "the workbook cannot be written (%s)",
                          lxw_strerror(error));
    return TH_FAILED;
}

/* The library's workbook: made, described, given sheets, written. */
#include "draw/output.h"

#include "draw/bounds.h"
#include "draw/library.h"
#include "draw/paper.h"
#include "draw/readback.h"
#include "draw/sheet_data.h"
#include "pack/zip_write.h"
#include "text/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

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
    *output = (th_output){
        .arena = arena, .texts = th_arena_scratch(arena), .path = path ? th_str_cstr(arena, th_str_of(path)) : NULL};
    th_arena_defer(arena, release, output);
    output->book = workbook_new(path ? path : "");
    if (output->book)
        return output;
    *trouble = TH_TROUBLE_IS("không tạo được sổ kết quả", "the workbook cannot be created");
    return NULL;
}

th_arena *th_output_texts(const th_output *output)
{
    return output->texts;
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

/* Asked before the library is: it prints a warning of its own, which a process behind walls may not, and knows of
 * letters only those of ASCII. */
static bool may_be_called(const th_output *output, th_str name)
{
    th_str lower = th_text_lower(output->arena, name);
    for (size_t i = 0; i < output->ntabs; i++)
        if (th_str_eq(th_text_lower(output->arena, output->tabs[i]->name), lower))
            return false;
    return th_bounds_sheet_name(name);
}

th_tab *th_output_add(th_output *output, th_str name)
{
    if (!may_be_called(output, name))
        return NULL;
    lxw_worksheet *sheet = workbook_add_worksheet(output->book, th_str_cstr(output->arena, name));
    if (!sheet)
        return NULL;
    th_tab *tab = th_arena_alloc(output->arena, sizeof *tab);
    *tab = (th_tab){.output = output, .sheet = sheet, .name = th_str_copy(output->arena, name), .index = output->ntabs};
    tab->paper = th_paper_new(output->arena);
    tab->rows = th_zip_write_amends() ? th_rows_new(tab) : NULL;
    if (output->control.sheet.len) {
        tab->noted = th_arena_alloc(output->arena, sizeof *tab->noted);
        *tab->noted = (th_noted){.arena = th_arena_scratch(output->arena), .rows = tab->rows};
    }
    TH_PUSH(output->arena, output->tabs, output->ntabs, output->tabs_cap, tab);
    return tab;
}

/* ---- the file, and what it says ---- */

/* A cell that the library refused would be missing without a word. */
static bool refused_nothing(const th_output *output, th_trouble *trouble)
{
    for (size_t i = 0; i < output->ntabs; i++) {
        const th_tab *tab = output->tabs[i];
        if (!tab->written.refused)
            continue;
        th_str cell = th_cell_name(output->arena, tab->written.refused_row, tab->written.refused_col);
        *trouble = TH_TROUBLE(output->arena, "trang “" TH_FMT "”, ô " TH_FMT ": nội dung không ghi được vào ô",
                              "sheet “" TH_FMT "”, cell " TH_FMT ": its content cannot be written", TH_ARG(tab->name),
                              TH_ARG(cell));
        return false;
    }
    return true;
}

static th_status compare_with_written(th_output *output, th_str bytes, th_trouble *trouble)
{
    th_readback_sheet *sheets = th_arena_array(output->arena, output->ntabs, sizeof *sheets);
    for (size_t i = 0; i < output->ntabs; i++) {
        th_tab *tab = output->tabs[i];
        th_written_settle(&tab->written.cells, output->arena);
        th_written_settle(&tab->written.links, output->arena);
        sheets[i] = (th_readback_sheet){tab->name, &tab->written};
    }
    return th_readback_workbook(output->arena, bytes, sheets, output->ntabs, trouble);
}

/* All bytes of the file. */
static bool read_written_file(const th_output *output, th_str *bytes)
{
    if (!output->path) {
        *bytes = th_buf_str(&output->kept);
        return true;
    }
    FILE *from = fopen(output->path, "rbe");
    struct stat st;
    bool done = from && fstat(fileno(from), &st) == 0;
    if (done) {
        char *all = th_arena_alloc(output->arena, (size_t)st.st_size);
        *bytes = (th_str){all, fread(all, 1, (size_t)st.st_size, from)};
        done = bytes->len == (size_t)st.st_size;
    }
    if (from)
        fclose(from);
    return done;
}

static void add_escaped(th_buf *out, th_str text)
{
    for (size_t i = 0; i < text.len; i++)
        switch (text.ptr[i]) {
        case '&': th_buf_add(out, TH_STR("&amp;")); break;
        case '<': th_buf_add(out, TH_STR("&lt;")); break;
        case '>': th_buf_add(out, TH_STR("&gt;")); break;
        default: th_buf_byte(out, text.ptr[i]);
        }
}

static th_str formula_named(const th_output *output, th_str name)
{
    for (size_t i = 0; i < output->nnames; i++)
        if (th_str_eq(output->names[i].name, name))
            return output->names[i].formula;
    return (th_str){0};
}

/* <definedName name="KS_1">0</definedName> gets the formula of that name. */
static th_str put_formulas(const void *ctx, th_arena *arena, th_str bytes)
{
    const th_output *output = ctx;
    const th_str begin = TH_STR("<definedName name=\""), end = TH_STR("\">0</definedName>");
    th_buf out;
    th_buf_init(&out, arena);
    size_t from = 0;
    for (size_t at; (at = th_str_find(bytes, begin, from)) != SIZE_MAX;) {
        size_t quote = th_str_find(bytes, TH_STR("\""), at + begin.len);
        th_str name = th_str_sub(bytes, at + begin.len, quote - at - begin.len);
        th_buf_add(&out, th_str_sub(bytes, from, quote - from));
        from = quote;
        if (!th_str_starts(th_str_sub(bytes, quote, bytes.len), end))
            continue;
        th_buf_add(&out, TH_STR("\">"));
        add_escaped(&out, formula_named(output, name));
        from = quote + 3;
    }
    th_buf_add(&out, th_str_sub(bytes, from, bytes.len));
    return th_buf_str(&out);
}

/* The library has the path; what it opens by it is diverted meanwhile. */
static lxw_error write_file(th_output *output, lxw_workbook *book)
{
    th_buf_init(&output->kept, output->arena);
    th_zip_write_divert(output->path ? NULL : &output->kept);
    const th_zip_amendment names = {.part = TH_STR("xl/workbook.xml"), .amend = put_formulas, .ctx = output};
    const th_zip_amendment pages = {.next = output->nnames ? &names : NULL,
                                    .part = TH_STR("xl/worksheets/sheet"),
                                    .tail = true,
                                    .amend = th_paper_first_page};
    if (output->numbered)
        th_zip_write_amend(&pages);
    else if (output->nnames)
        th_zip_write_amend(&names);
    th_sheet_data_lend(output);
    th_sheet_data_of(output);
    lxw_error error = workbook_close(book);
    th_sheet_data_of(NULL);
    th_zip_write_amend(NULL);
    th_zip_write_divert(NULL);
    return error;
}

th_str th_output_bytes(const th_output *output)
{
    return output->bytes;
}

th_status th_output_close(th_output *output, th_trouble *trouble)
{
    lxw_workbook *book = output->book;
    if (!refused_nothing(output, trouble))
        return TH_FAILED; /* the arena releases the workbook */
    output->book = NULL;  /* closing releases it */
    lxw_error error = write_file(output, book);
    if (error != LXW_NO_ERROR) {
        *trouble = TH_TROUBLE(output->arena, "không ghi được sổ kết quả (%s)", "the workbook cannot be written (%s)",
                              lxw_strerror(error));
        return TH_FAILED;
    }
    if (read_written_file(output, &output->bytes))
        return compare_with_written(output, output->bytes, trouble);
    *trouble = th_trouble_of_system(
        output->arena, TH_WORDS_ARE("không mở lại được tệp vừa ghi", "the file cannot be opened again"), errno);
    return TH_FATAL;
}

/* A definition learnt from the workbook of a path. */
#include "batch/learn.h"

#include "batch/definition.h"
#include "batch/inbox.h"
#include "book/book.h"

#include <sys/stat.h>

#include "base/banned.h"

/* A folder that holds something: whoever learnt it has edited it since, for what is learnt is a first proposal. */
static th_status refuse_folder(th_arena *arena, const th_learn_options *options, th_trouble *trouble)
{
    th_inputs there = {0};
    struct stat st;
    if (options->guard->force || stat(options->out, &st) != 0 || !S_ISDIR(st.st_mode))
        return TH_OK;
    if (th_folder_list(arena, options->out, &there, trouble) != TH_OK)
        return TH_FAILED;
    if (there.n == 0)
        return TH_OK;
    *trouble = TH_TROUBLE(arena,
                          "thư mục “%s” đã có tệp (“" TH_FMT
                          "” …), có thể đã được sửa, nên không bị ghi đè; chọn thư mục khác, hoặc thêm --force để thay",
                          "folder “%s” holds files (“" TH_FMT
                          "” …), perhaps edited, so it is kept; choose another folder, or add --force to replace it",
                          options->out, TH_ARG(there.at[0].name));
    return TH_FAILED;
}

th_status th_learn_file(th_arena *arena, const th_learn_options *options, th_learned *learned, th_findings *faults,
                        th_trouble *trouble)
{
    th_inputs inputs = {0};
    th_str bytes;
    th_book *book = NULL;
    th_layout layout;
    if (th_folder_list(arena, options->input, &inputs, trouble) != TH_OK)
        return TH_FAILED;
    if (inputs.n != 1) {
        *trouble = TH_TROUBLE(arena, "“%s” không phải một tệp", "“%s” is not one file", options->input);
        return TH_FAILED;
    }
    if (th_guard_spares(options->guard, options->out, trouble) != TH_OK ||
        refuse_folder(arena, options, trouble) != TH_OK)
        return TH_FAILED;
    if (th_file_read(arena, options->limits, &inputs.at[0], &bytes, faults) != TH_OK)
        return TH_FAILED;
    if (th_book_open(arena, options->limits, &(th_book_file){.bytes = bytes, .name = inputs.at[0].name}, &book,
                     faults) >= TH_FAILED) {
        for (size_t i = 0; i < faults->n; i++)
            faults->at[i].place.file = inputs.at[0].name;
        return TH_FAILED;
    }
    th_book_normalise(book);
    if (th_learn(arena, book, options->year, learned) != TH_OK) {
        *trouble = TH_TROUBLE(arena,
                              "không thấy biểu nào trong “" TH_FMT
                              "”: cần một hàng tiêu đề có các cột như STT, Chỉ tiêu, Đơn vị tính, Năm nay",
                              "no form is seen in “" TH_FMT
                              "”: it needs a header row with columns like “STT”, “Chỉ tiêu”, “Đơn vị tính”, “Năm nay”",
                              TH_ARG(inputs.at[0].name));
        return TH_FAILED;
    }
    const th_definition_parts parts = {learned->parts, learned->nparts};
    if (th_definition_lay_out(arena, options->limits, &parts, &layout, faults) != TH_OK)
        return TH_FAILED;
    const th_layout_target target = {options->out, options->created, options->guard};
    return th_layout_publish(arena, &target, &layout, trouble);
}

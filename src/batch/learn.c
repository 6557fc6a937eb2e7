/* A definition learnt from the workbook of a path. */
#include "batch/learn.h"

#include "batch/convert.h"
#include "batch/definition.h"
#include "batch/files.h"
#include "book/book.h"

#include "base/banned.h"

th_status th_learn_file(th_arena *arena, const th_learn_options *options, th_learned *learned, th_findings *faults,
                        th_trouble *trouble)
{
    th_inputs inputs = {0};
    th_findings skipped = {0};
    th_str bytes;
    th_book *book = NULL;
    th_layout layout;
    if (th_inputs_list(arena, &options->input, 1, &inputs, &skipped, trouble) != TH_OK)
        return TH_FAILED;
    if (inputs.n != 1 || th_is_input(&inputs, options->out)) {
        *trouble = inputs.n == 1 ? TH_TROUBLE(arena, "“%s” là tệp nguồn", "“%s” is the input", options->out)
                                 : TH_TROUBLE(arena, "“%s” không phải một tệp", "“%s” is not one file", options->input);
        return TH_FAILED;
    }
    if (th_file_read(arena, options->limits, &inputs.at[0], &bytes, faults) != TH_OK)
        return TH_FAILED;
    if (th_book_open(arena, options->limits, bytes, inputs.at[0].name, &book, faults) >= TH_FAILED) {
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
    if (th_definition_lay_out(arena, options->limits, learned->parts, learned->nparts, &layout, faults) != TH_OK)
        return TH_FAILED;
    return th_layout_publish(arena, &layout, options->out, options->created, trouble);
}

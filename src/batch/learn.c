/* A definition learnt from the workbook of a path: read by a clerk, published by its principal. */
#include "batch/learn.h"

#include "batch/definition.h"
#include "batch/inbox.h"
#include "batch/publish.h"
#include "book/book.h"

#include <sys/stat.h>

#include "base/banned.h"

/* What is handed over last; a stem of a file it is none of. */
#define NO_MORE "."

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

th_status th_learn_begin(th_arena *arena, const th_learn_options *options, th_learning *learning, th_trouble *trouble)
{
    th_inputs inputs = {0};
    *learning = (th_learning){.options = options, .arena = arena};
    if (th_folder_list(arena, options->input, &inputs, trouble) != TH_OK)
        return TH_FAILED;
    if (inputs.n != 1) {
        *trouble = TH_TROUBLE(arena, "“%s” không phải một tệp", "“%s” is not one file", options->input);
        return TH_FAILED;
    }
    learning->input = inputs.at[0];
    if (th_guard_spares(options->guard, options->out, trouble) != TH_OK)
        return TH_FAILED;
    return refuse_folder(arena, options, trouble);
}

static th_layout_target target_of(const th_learning *learning)
{
    const th_learn_options *options = learning->options;
    return (th_layout_target){.out = options->out, .created = options->created, .guard = options->guard};
}

/* ---- in the clerk ---- */

/* Each file, and that there are no more. */
static th_status hand_files(th_arena *arena, const th_clerk *clerk, const th_layout_files *files, th_trouble *trouble)
{
    for (size_t i = 0; i < files->n; i++)
        th_clerk_hand(arena, clerk, &(th_handed){files->at[i].stem, files->at[i].bytes});
    const th_clerk_reply reply = th_clerk_hand(arena, clerk, &(th_handed){.about = TH_STR(NO_MORE)});
    *trouble = reply.why;
    return reply.status;
}

static th_status make_and_hand(th_arena *arena, const th_learning *learning, const th_clerk *clerk,
                               const th_layout *layout, th_trouble *trouble)
{
    th_layout_files files;
    const th_layout_target target = target_of(learning);
    th_status made = th_layout_files_make(arena, &target, layout, &files, trouble);
    if (made == TH_OK)
        return hand_files(arena, clerk, &files, trouble);
    *trouble = th_publish_refusal(arena, made, *trouble);
    return TH_FAILED;
}

th_status th_learn_file(th_arena *arena, const th_learning *learning, th_clerk *clerk, th_learned *learned,
                        th_unlearnt *why)
{
    th_book_file file = {.name = learning->input.name};
    const th_limits *limits = learning->options->limits;
    th_book *book = NULL;
    th_layout layout;
    if (th_file_read(arena, limits, &learning->input, &file.bytes, &why->faults) != TH_OK)
        return TH_FAILED;
    th_clerk_raise_walls(clerk);
    if (th_book_open(arena, limits, &file, &book, &why->faults) >= TH_FAILED) {
        for (size_t i = 0; i < why->faults.n; i++)
            why->faults.at[i].place.file = file.name;
        return TH_FAILED;
    }
    th_book_normalise(book);
    if (th_learn(arena, book, learning->options->year, learned) != TH_OK) {
        why->trouble =
            TH_TROUBLE(arena,
                       "không thấy biểu nào trong “" TH_FMT
                       "”: cần một hàng tiêu đề có các cột như STT, Chỉ tiêu, Đơn vị tính, Năm nay",
                       "no form is seen in “" TH_FMT
                       "”: it needs a header row with columns like “STT”, “Chỉ tiêu”, “Đơn vị tính”, “Năm nay”",
                       TH_ARG(file.name));
        return TH_FAILED;
    }
    const th_definition_parts parts = {learned->parts, learned->nparts};
    if (th_definition_lay_out(arena, limits, &parts, &layout, &why->faults) != TH_OK)
        return TH_FAILED;
    return make_and_hand(arena, learning, clerk, &layout, &why->trouble);
}

/* ---- in the principal ---- */

/* A sheet that definitions have, once, or the workbook. */
static bool is_welcome(const th_learning *learning, th_str stem)
{
    bool workbook = th_str_ends(th_str_of(learning->options->out), TH_STR(".xlsx"));
    for (size_t i = 0; i < learning->files.n; i++)
        if (th_str_eq(learning->files.at[i].stem, stem))
            return false;
    if (workbook || !stem.len)
        return workbook && !stem.len;
    return th_str_eq(th_layout_stem(learning->arena, stem), stem) && th_definition_has_sheet(learning->arena, stem);
}

th_clerk_reply th_learn_take(th_learning *learning, const th_handed *what)
{
    th_clerk_reply reply = {.status = TH_FAILED};
    th_arena *arena = learning->arena;
    const th_layout_target target = target_of(learning);
    if (!learning->published && th_str_eq(what->about, TH_STR(NO_MORE))) {
        reply.status = th_layout_files_publish(arena, &target, &learning->files, &reply.why);
        learning->published = reply.status == TH_OK;
    } else if (!learning->published && is_welcome(learning, what->about)) {
        const th_layout_file file = {th_str_copy(arena, what->about), th_str_copy(arena, what->bytes)};
        TH_PUSH(arena, learning->files.at, learning->files.n, learning->files.cap, file);
        reply.status = TH_OK;
    }
    return reply;
}

/* Whether a ledger can be opened, and what is read where it cannot. */
#include "batch/ledger.h"

#include "batch/inbox.h"
#include "batch/process.h"
#include "book/book.h"

#include <errno.h>

#include "base/banned.h"

static th_status open_ledger_file(th_arena *arena, const th_limits *limits, const th_input *file, th_trouble *trouble)
{
    th_findings findings = {0};
    th_str bytes;
    th_book *book = NULL;
    errno = 0;
    bool read = th_file_read(arena, limits, file, &bytes, &findings) == TH_OK;
    bool fault = !read && th_process_is_fault(errno);
    if (read &&
        th_book_open(arena, limits, &(th_book_file){.bytes = bytes, .name = file->name}, &book, &findings) < TH_FAILED)
        return TH_OK;
    *trouble = TH_TROUBLE_IS("không đọc được", "it cannot be read");
    if (findings.n)
        *trouble = (th_trouble){findings.at[0].vi, findings.at[0].en};
    return fault ? TH_FATAL : TH_FAILED;
}

/* Why a file of the ledger is refused; where the ledger is a folder of several, with the name of the file. */
static th_trouble words_of_file(th_arena *arena, const th_inputs *files, const th_input *file, th_trouble why)
{
    if (files->n == 1)
        return (th_trouble){th_str_copy(arena, why.vi), th_str_copy(arena, why.en)};
    return (th_trouble){th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(file->name), TH_ARG(why.vi)),
                        th_str_fmt(arena, TH_FMT ": " TH_FMT, TH_ARG(file->name), TH_ARG(why.en))};
}

th_status th_ledger_is_whole(th_arena *arena, const th_limits *limits, const char *ledger, th_trouble *trouble)
{
    th_inputs files = {0};
    th_arena *scratch = th_arena_scratch(arena);
    th_status status = th_folder_list(arena, ledger, &files, trouble);
    size_t parts = 0;
    for (size_t i = 0; status == TH_OK && i < files.n; i++) {
        th_trouble why = {0};
        if (!th_book_ending(files.at[i].name).len) /* a README beside the tables is no part of it */
            continue;
        parts++;
        status = open_ledger_file(scratch, limits, &files.at[i], &why);
        if (status != TH_OK)
            *trouble = words_of_file(arena, &files, &files.at[i], why);
    }
    th_arena_free(scratch);
    if (status == TH_OK && !parts) {
        *trouble =
            TH_TROUBLE_IS("không có tệp .csv, .xlsx, .xls hay .ods nào", "there is no .csv, .xlsx, .xls or .ods file");
        return TH_FAILED;
    }
    return status;
}

/* Why no ledger could be read.  After a fault of the machine nobody has looked for a copy: the next run may read the
 * ledger itself. */
static th_trouble words_of_unread(th_arena *arena, const char *ledger, th_trouble why, bool fault)
{
    th_words what = TH_WORDS_ARE(", và không có bản giữ lại nào đọc được; mở sổ bằng Excel, lưu lại rồi chạy lại",
                                 ", and no copy that was kept can; open it in Excel, save it and run again");
    if (fault)
        what = TH_WORDS_ARE("; chạy lại", "; run again");
    return (th_trouble){th_str_fmt(arena, "chưa đọc được sổ ban thư ký “%s” (" TH_FMT ")" TH_FMT, ledger,
                                   TH_ARG(why.vi), TH_ARG(what.vi)),
                        th_str_fmt(arena, "the ledger “%s” cannot be read (" TH_FMT ")" TH_FMT, ledger, TH_ARG(why.en),
                                   TH_ARG(what.en))};
}

th_status th_ledger_choose(th_arena *arena, const th_limits *limits, th_ledger_choice *choice, th_trouble *trouble)
{
    th_trouble why = {0}, ignored = {0};
    choice->used = choice->ledger;
    th_status status = th_ledger_is_whole(arena, limits, choice->ledger, &why);
    if (status == TH_OK)
        return TH_OK;
    *trouble = words_of_unread(arena, choice->ledger, why, status == TH_FATAL);
    choice->used = NULL;
    if (status == TH_FATAL || !choice->kept || th_ledger_is_whole(arena, limits, choice->kept, &ignored) != TH_OK)
        return TH_FAILED;
    choice->used = choice->kept;
    *trouble = (th_trouble){th_str_fmt(arena,
                                       "chưa đọc được sổ ban thư ký “%s” (" TH_FMT
                                       "); lượt này theo bản đọc được gần nhất, “%s”; mở sổ bằng "
                                       "Excel, lưu lại rồi chạy lại",
                                       choice->ledger, TH_ARG(why.vi), choice->kept),
                            th_str_fmt(arena,
                                       "the ledger “%s” cannot be read (" TH_FMT
                                       "); this run goes by the last copy that could, “%s”; open "
                                       "it in Excel, save it and run again",
                                       choice->ledger, TH_ARG(why.en), choice->kept)};
    return TH_WARN;
}

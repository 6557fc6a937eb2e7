/* Making the .pdf of a workbook. */
#include "batch/pdf.h"

#include "base/ascii.h"
#include "batch/files.h"
#include "batch/new_file.h"
#include "batch/office.h"
#include "batch/private_folder.h"

#include <string.h>
#include <sys/stat.h>

#include "base/banned.h"

enum {
    FILE_OF_OURS = 0600,
    LONGEST_TEMPORARY = 60
}; /* LibreOffice makes paths below it, and sockets have short names */

th_status th_pdf_begin(th_guard *guard, const char *path, th_publication *publication, th_trouble *trouble)
{
    const th_outfile out = {.path = path, .headers = {TH_STR("%PDF-")}, .ends = TH_STR(TH_PDF_ENDS)};
    return th_publish_begin(guard->arena, guard, &out, publication, trouble);
}

/* ---- the private folder ---- */

/* What the environment names may be anything: only a plain absolute path is taken. */
static bool is_plain_path(const char *path)
{
    if (!path || path[0] != '/' || strlen(path) > LONGEST_TEMPORARY)
        return false;
    for (size_t i = 0; path[i]; i++)
        if (!th_is_alnum(path[i]) && !th_is_one_of(path[i], "/._-"))
            return false;
    return true;
}

static const char *folder_for_office(th_arena *arena, const char *temporary)
{
    const char *folder = is_plain_path(temporary) ? th_private_folder(arena, temporary, "pdf") : NULL;
    return folder ? folder : th_private_folder(arena, "/tmp", "pdf");
}

static const char *in_private(th_arena *arena, const char *folder, const char *name)
{
    return th_str_cstr(arena, th_str_fmt(arena, "%s/%s", folder, name));
}

/* ---- the .pdf ---- */

static th_status copy_workbook(th_arena *arena, const char *from, const char *to, th_trouble *why)
{
    const th_input input = {.path = th_str_of(from), .name = th_str_of(from)};
    th_limits any = th_limits_default;
    th_str bytes;
    any.file_bytes = SIZE_MAX;
    if (th_file_fetch(arena, &any, &input, &bytes).why) {
        *why = TH_TROUBLE_IS("không đọc lại được bảng tổng hợp", "the workbook cannot be read again");
        return TH_FAILED;
    }
    int code = th_new_file(to, bytes, FILE_OF_OURS);
    if (code)
        *why = th_system_words(arena, code);
    return code ? TH_FAILED : TH_OK;
}

static th_status make_pdf(th_arena *arena, const th_pdf_job *job, const char *folder, th_str *pdf, th_trouble *why)
{
    const th_office_job office = {.workbook = in_private(arena, folder, "so.xlsx"),
                                  .folder = in_private(arena, folder, "pdf"),
                                  .profile = in_private(arena, folder, "office"),
                                  .created = job->created,
                                  .seconds = (unsigned)job->limits->seconds * TH_OFFICE_TIMES};
    if (copy_workbook(arena, job->workbook, office.workbook, why) != TH_OK)
        return TH_FAILED;
    return th_office_pdf(arena, &office, pdf, why);
}

static th_status publish_pdf(th_arena *arena, th_publication *publication, const th_pdf_job *job, th_trouble *why)
{
    const char *folder = folder_for_office(arena, job->temporary);
    th_str pdf;
    if (!folder) {
        *why = TH_TROUBLE_IS("không tạo được thư mục tạm", "no temporary folder can be made");
        return TH_FAILED;
    }
    th_status status = make_pdf(arena, job, folder, &pdf, why);
    if (status != TH_OK)
        return status;
    th_buf marked;
    th_buf_init(&marked, arena);
    th_buf_add(&marked, pdf);
    th_buf_add(&marked, TH_STR(TH_PDF_ENDS));
    status = th_publish_write(publication, th_buf_str(&marked), arena, why);
    *why = th_publish_refusal(arena, status, *why);
    return status == TH_OK ? th_publish_commit(arena, publication, why) : status;
}

th_status th_pdf_finish(th_arena *arena, th_publication *publication, const th_pdf_job *job, th_trouble *trouble)
{
    th_arena *scratch = th_arena_scratch(arena);
    struct stat st;
    th_trouble why = {0};
    th_status status = publish_pdf(scratch, publication, job, &why);
    if (status != TH_OK) {
        bool old = stat(publication->out, &st) == 0 && st.st_size > 0;
        const char *vi = old ? "; tệp cũ còn đó, là của lượt trước" : "";
        const char *en = old ? "; the old file is still there, and is of an earlier run" : "";
        *trouble = (th_trouble){
            th_str_fmt(arena, "chưa lập được bản PDF “%s”: " TH_FMT "%s", publication->asked.path, TH_ARG(why.vi), vi),
            th_str_fmt(arena, "the PDF “%s” was not made: " TH_FMT "%s", publication->asked.path, TH_ARG(why.en), en)};
        th_publish_abandon(publication);
    }
    th_arena_free(scratch);
    return status == TH_OK ? TH_OK : TH_FAILED;
}

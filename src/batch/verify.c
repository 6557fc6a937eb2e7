/* The order of a verification: read, look for what is listed, derive, compare, judge. */
#include "batch/verify.h"

#include "batch/private_folder.h"
#include "batch/verify_derive.h"
#include "batch/verify_explain.h"
#include "batch/verify_lists.h"
#include "report/recognise.h"

#include "base/banned.h"

/* ---- the workbook ---- */

static th_status read_saved(th_verifying *work)
{
    const char *path = work->options->book;
    if (th_verify_open(work, path, true, &work->saved) != TH_OK)
        return TH_FAILED;
    if (work->saved->format != TH_BOOK_XLSX || th_report_recognise(work->saved) != TH_MARK_RESULT) {
        th_verify_refuse(work, TH_TROUBLE(work->arena, "“%s” không phải bảng tổng hợp (.xlsx) do tonghop lập",
                                          "“%s” is no consolidated workbook (.xlsx) of tonghop", path));
        return TH_FAILED;
    }
    bool listed = th_made_from_read(work->arena, work->saved, &work->made);
    work->result->made_with = work->made.program;
    work->run.edition = th_made_edition(&work->made.rows);
    if (work->options->edition && *work->options->edition != work->run.edition) {
        th_verify_refuse(work, work->run.edition == TH_FOR_SENDING
                                   ? TH_TROUBLE(work->arena, "“%s” là bản gửi đơn vị, không phải bản làm việc",
                                                "“%s” is the edition for the departments, not the working one", path)
                                   : TH_TROUBLE(work->arena, "“%s” là bản làm việc, không phải bản gửi đơn vị",
                                                "“%s” is the working edition, not that for the departments", path));
        return TH_FAILED;
    }
    if (!listed && !work->options->dossier) {
        th_verify_refuse(
            work, TH_TROUBLE(work->arena,
                             "“%s” không có bảng kê đầu vào ở trang NHẬT KÝ: sổ do bản tonghop trước đây lập, hoặc "
                             "bảng kê đã bị xóa; nếu có hồ sơ của đợt, dùng --dossier",
                             "“%s” has no list of what it is made of on sheet “NHẬT KÝ”: an earlier tonghop made it, "
                             "or the list was removed; where there is a dossier, use --dossier",
                             path));
        return TH_FAILED;
    }
    return TH_OK;
}

static void look_at_run(th_verifying *work, const th_run *run)
{
    th_verify_definition(work, run);
    th_verify_note_units(work, run);
    th_verify_note_lists(work, run);
}

/* ---- judging ---- */

static void judge(th_verifying *work)
{
    th_verification *result = work->result;
    size_t unexplained = result->differences.total - result->nexplained;
    bool all_are_known = result->differences.total <= result->differences.n;
    if (unexplained && !all_are_known && result->nexplained == result->differences.n)
        unexplained = 0; /* a list that was cut, in which everything is explained */
    bool other_version = !th_str_eq(result->made_with, result->verified_with);
    if (!work->intact || result->memory == TH_MEMORY_UNKNOWN || result->changed_beside)
        result->as = TH_VERIFIED_DIFFERS;
    else if (unexplained)
        result->as = other_version ? TH_VERIFIED_VERSION : TH_VERIFIED_DIFFERS;
    else if (work->changed || work->moved_on || result->missing_beside)
        result->as = TH_VERIFIED_CHANGED;
    else
        result->as = TH_VERIFIED_SAME;
}

/* What the inputs of today change, where the listed ones were found elsewhere. */
static void look_at_today(th_verifying *work, th_book *derived)
{
    th_run_options today = *work->options->run;
    th_book *now = NULL;
    if (!work->moved_on || work->terms.remembers || !today.ninputs)
        return;
    today.as_of = work->run.as_of;
    today.program = work->run.program;
    today.edition = work->run.edition;
    th_trouble none = {0};
    if (th_verify_derive(work, &today, "hom-nay.xlsx", NULL, &now) == TH_OK)
        th_book_differences(work->arena, now, derived, &work->result->since);
    work->result->why = none; /* what stands in the way of today says nothing of the workbook */
}

static void compare_and_judge(th_verifying *work)
{
    th_verification *result = work->result;
    th_book *derived = NULL;
    if (th_verify_derive(work, &work->run, "lap-lai.xlsx", look_at_run, &derived) != TH_OK)
        return;
    th_book_differences(work->arena, work->saved, derived, &result->differences);
    th_verify_without_previous(work);
    result->explained = th_arena_array(work->arena, result->differences.n + 1, sizeof *result->explained);
    if (result->differences.n)
        th_verify_explain(work, derived);
    th_verify_lists(work);
    result->as = TH_VERIFIED_SAME;
    look_at_today(work, derived);
    judge(work);
}

static void make_private_folder(th_verifying *work)
{
    work->folder = th_private_folder(work->arena, work->options->temporary, "verify");
    if (!work->folder)
        th_verify_refuse(work, TH_TROUBLE(work->arena, "không tạo được thư mục tạm trong “%s”",
                                          "no temporary folder can be made in “%s”", work->options->temporary));
}

void th_verify(th_arena *arena, const th_verify_options *options, th_verification *result)
{
    *result = (th_verification){
        .as = TH_VERIFIED_NOT, .book = th_str_of(options->book), .verified_with = th_str_of(options->run->program)};
    th_verifying *work = th_arena_alloc(arena, sizeof *work);
    *work = (th_verifying){.arena = arena, .options = options, .result = result, .run = *options->run};
    if (read_saved(work) != TH_OK || th_verify_prepare(work) != TH_OK)
        return;
    make_private_folder(work);
    if (!work->folder)
        return;
    compare_and_judge(work);
}

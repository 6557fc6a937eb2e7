/* The report, drawn by another process. */
#include "batch/report_drawing.h"

#include "base/ascii.h"
#include "batch/drawing.h"
#include "text/value.h"

#include <unistd.h>

#include "base/banned.h"

void th_report_job_lists(th_arena *arena, th_report_job *job, const th_limits *limits)
{
    job->lists = (th_long_lists){.most = limits->sheet_rows};
    for (size_t id = 0; id < TH_LONG_LISTS; id++) {
        th_str infix = th_long_list_infix((th_long_list_id)id);
        job->lists.at[id].path = th_str_cstr(arena, th_str_fmt(arena, "%s" TH_FMT "csv", job->path, TH_ARG(infix)));
        unlink(job->lists.at[id].path);
    }
}

void th_report_job_drop(const th_report_job *job)
{
    for (size_t id = 0; id < TH_LONG_LISTS; id++)
        if (job->lists.at[id].path)
            unlink(job->lists.at[id].path);
}

static th_status draw_edition(void *ctx, th_arena *arena, th_trouble *trouble)
{
    th_report_job *job = ctx;
    job->input.long_lists = &job->lists;
    if (job->edition == TH_FOR_SENDING)
        return th_report_write_sent(arena, &job->input, job->path, trouble);
    return th_report_write(arena, &job->input, job->path, trouble);
}

/* A line for each list: rows, bytes, digest. */
static th_str tell_lists(void *ctx, th_arena *arena)
{
    const th_report_job *job = ctx;
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t id = 0; id < TH_LONG_LISTS; id++) {
        const th_long_list *list = &job->lists.at[id];
        th_buf_fmt(&out, "%zu %llu " TH_FMT "\n", list->rows, (unsigned long long)list->bytes, TH_ARG(list->sha256));
    }
    return th_buf_str(&out);
}

static uint64_t told_number(th_str digits)
{
    uint64_t number = 0;
    for (size_t i = 0; i < digits.len && th_is_digit(digits.ptr[i]); i++)
        number = number * 10 + (uint64_t)(digits.ptr[i] - '0');
    return number;
}

static void hear_lists(th_arena *arena, th_report_job *job, th_str told)
{
    for (size_t id = 0; id < TH_LONG_LISTS; id++) {
        th_str line = {0}, rows = {0}, bytes = {0};
        if (!th_str_cut(&told, '\n', &line) || !th_str_cut(&line, ' ', &rows) || !th_str_cut(&line, ' ', &bytes))
            return;
        job->lists.at[id].rows = (size_t)told_number(rows);
        job->lists.at[id].bytes = told_number(bytes);
        job->lists.at[id].sha256 = th_str_copy(arena, line);
    }
}

th_status th_report_draw(th_arena *arena, th_report_job *job, th_trouble *trouble)
{
    th_str told = {0};
    const th_drawing drawing = {.draw = draw_edition, .tell = tell_lists, .told = &told, .ctx = job};
    th_status drawn = th_drawing_do(arena, &drawing, trouble);
    if (drawn == TH_OK)
        hear_lists(arena, job, told);
    else
        th_report_job_drop(job);
    return drawn;
}

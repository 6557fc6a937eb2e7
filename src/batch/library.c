/* The public face of the library (include/tonghop.h) over the pipeline. */
#include "tonghop.h"

#include "batch/run.h"
#include "text/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void hand_out(const tonghop_merge_options *options, const th_run *run, const th_findings *list)
{
    th_arena *arena = run->arena;
    for (size_t i = 0; options->finding && i < list->n; i++) {
        const th_finding *finding = &list->at[i];
        tonghop_finding out = {
            .level = (tonghop_level)finding->level,
            .rule = th_str_cstr(arena, finding->rule),
            .unit = th_str_cstr(arena, finding->place.unit),
            .file = th_str_cstr(arena, finding->place.file),
            .sheet = th_str_cstr(arena, finding->place.sheet),
            .cell = th_str_cstr(arena, th_cell_name(arena, finding->place.row, finding->place.col)),
            .message_vi = th_str_cstr(arena, finding->vi),
            .message_en = th_str_cstr(arena, finding->en),
            .fix_vi = th_str_cstr(arena, finding->fix_vi),
        };
        options->finding(options->ctx, &out);
    }
}

static void guard_inputs_of_merge(th_guard *guard, const tonghop_merge_options *asked)
{
    th_guard_reads(guard, asked->definition, TH_READS_DEFINITION);
    th_guard_reads(guard, asked->last_year, TH_READS_LAST_YEAR);
    for (size_t i = 0; i < asked->ninputs; i++)
        th_guard_reads(guard, asked->inputs[i], TH_READS_INBOX);
}

/* False: it is no day. */
static bool read_day_of_merge(const char *text, int *day)
{
    int year, month, date;
    *day = 0;
    if (!text)
        return true;
    if (!th_date_parse(th_str_of(text), &year, &month, &date))
        return false;
    *day = th_date_serial(year, month, date);
    return true;
}

int tonghop_merge(const tonghop_merge_options *asked, char **trouble)
{
    th_guard guard = {.arena = th_arena_new(0), .limits = &th_limits_default, .force = asked->force};
    th_run_options options = {
        .definition = asked->definition,
        .inputs = asked->inputs,
        .ninputs = asked->ninputs,
        .last_year = asked->last_year,
        .out = asked->output,
        .jobs = asked->jobs,
        .complete = true,
        .checks = true,
        .guard = &guard,
        .allow_empty = asked->allow_empty,
        .limits = &th_limits_default,
        .created = asked->created,
        .program = tonghop_version(),
    };
    th_run *run = NULL;
    int code = 3;
    if (trouble)
        *trouble = NULL;
    if (!read_day_of_merge(asked->as_of, &options.as_of)) {
        if (trouble)
            *trouble = strdup("as_of là một ngày, ví dụ 2023-01-06");
        th_arena_free(guard.arena);
        return code;
    }
    if (!guard.arena || TH_ARENA_GUARD(guard.arena)) {
        th_arena_free(guard.arena);
        return code;
    }
    guard_inputs_of_merge(&guard, asked);
    if (th_run_do(&options, &run) == TH_OK) {
        code = th_run_exit_code(run);
        if (!TH_ARENA_GUARD(run->arena)) /* where memory runs out, the others stand in the workbook */
            hand_out(asked, run, &run->ds->findings);
    } else if (run) {
        hand_out(asked, run, &run->faults);
        if (trouble && run->trouble.vi.len)
            *trouble = strndup(run->trouble.vi.ptr, run->trouble.vi.len);
    }
    th_run_free(run);
    th_arena_free(guard.arena);
    return code;
}

const char *tonghop_version(void)
{
    return "tonghop 0.1.0";
}

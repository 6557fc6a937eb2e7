/* The public face of the library (include/tonghop.h) over the pipeline. */
#include "tonghop.h"

#include "batch/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

static void hand_out(const tonghop_merge_options *o, const th_run *run, const th_findings *list)
{
    th_arena *a = run->arena;
    for (size_t i = 0; o->finding && i < list->n; i++) {
        const th_finding *f = &list->at[i];
        tonghop_finding out = {
            .level = (tonghop_level)f->level,
            .rule = th_str_cstr(a, f->rule),
            .unit = th_str_cstr(a, f->place.unit),
            .file = th_str_cstr(a, f->place.file),
            .sheet = th_str_cstr(a, f->place.sheet),
            .cell = th_str_cstr(a, th_cell_name(a, f->place.row, f->place.col)),
            .message_vi = th_str_cstr(a, f->vi),
            .message_en = th_str_cstr(a, f->en),
            .fix_vi = th_str_cstr(a, f->fix_vi),
        };
        o->finding(o->ctx, &out);
    }
}

int tonghop_merge(const tonghop_merge_options *o, char **trouble)
{
    th_run_options options = {
        .definition = o->definition,
        .inputs = o->inputs,
        .ninputs = o->ninputs,
        .last_year = o->last_year,
        .out = o->output,
        .jobs = o->jobs,
        .complete = true,
        .checks = true,
        .limits = &th_limits_default,
        .created = o->created,
        .program = tonghop_version(),
    };
    th_run *run = NULL;
    int code = 3;
    if (trouble)
        *trouble = NULL;
    if (th_run_do(&options, &run) == TH_OK) {
        code = th_run_exit_code(run);
        hand_out(o, run, &run->ds->findings);
    } else if (run) {
        hand_out(o, run, &run->faults);
        if (trouble && run->trouble.vi.len)
            *trouble = strndup(run->trouble.vi.ptr, run->trouble.vi.len);
    }
    th_run_free(run);
    return code;
}

const char *tonghop_version(void)
{
    return "tonghop 0.1.0";
}

/* The blank workbook of a definition, for all units or for one. */
#include "batch/template.h"

#include "batch/definition.h"
#include "batch/drawing.h"
#include "batch/publish.h"
#include "report/template.h"
#include "text/fold.h"

#include "base/banned.h"

static th_status unit_wanted(th_arena *arena, const th_definition *d, const char *wanted, uint32_t *unit,
                             th_trouble *trouble)
{
    *unit = TH_NONE;
    if (!wanted)
        return TH_OK;
    th_buf all;
    th_buf_init(&all, arena);
    for (uint32_t u = 0; u < d->nunits; u++) {
        if (th_fold_eq(arena, d->units[u].code, th_str_of(wanted)) ||
            th_fold_eq(arena, d->units[u].name, th_str_of(wanted)))
            *unit = u;
        th_buf_fmt(&all, "%s" TH_FMT, u ? ", " : "", TH_ARG(d->units[u].code));
    }
    if (*unit != TH_NONE)
        return TH_OK;
    *trouble = TH_TROUBLE(arena, "không có đơn vị nào mã “%s”; các mã: " TH_FMT,
                          "there is no unit of code “%s”; the codes: " TH_FMT, wanted, TH_ARG(th_buf_str(&all)));
    return TH_FAILED;
}

typedef struct template_job {
    th_template_input in;
    const char *path;
} template_job;

static th_status draw_template(void *ctx, th_arena *arena, th_trouble *trouble)
{
    const template_job *job = ctx;
    return th_template_write(arena, &job->in, job->path, trouble);
}

th_status th_template(th_arena *arena, const th_template_options *options, th_findings *faults, th_trouble *trouble)
{
    th_definition *d;
    th_publication publication = {.fd = -1};
    const th_outfile out = {.path = options->out, .mark = TH_MARK_TEMPLATE};
    th_template_input in = {.program = th_str_of(options->program), .created = options->created};
    const th_definition_source source = {
        .path = options->definition, .limits = options->limits, .faults = faults, .trouble = trouble};
    if (th_definition_open(arena, &source, &d, &in.definition_hash) >= TH_FAILED ||
        unit_wanted(arena, d, options->unit, &in.unit, trouble) != TH_OK ||
        th_publish_begin(arena, options->guard, &out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    in.d = d;
    template_job job = {in, publication.part};
    th_status drawn = th_drawing_do(arena, &(th_drawing){.draw = draw_template, .ctx = &job}, trouble);
    if (drawn == TH_OK)
        return th_publish_commit(arena, &publication, trouble);
    *trouble = th_publish_refusal(arena, drawn, *trouble);
    th_publish_abandon(&publication);
    return TH_FAILED;
}

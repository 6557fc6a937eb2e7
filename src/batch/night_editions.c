/* Drawing, once more, what a night came to. */
#include "batch/night_editions.h"

#include "batch/diversion.h"
#include "batch/long_lists.h"
#include "batch/pdf.h"

#include "base/banned.h"

static th_status write_sent(th_nightly *night, th_trouble *trouble)
{
    const th_outfile out = {.path = night->config.path[TH_CONFIG_SENT], .mark = TH_MARK_RESULT, .may_be_saved = true};
    th_publication publication;
    if (!out.path)
        return TH_OK;
    if (th_publish_begin(night->arena, night->options.guard, &out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    th_long_files *files = th_long_files_begin(night->arena, &publication, night->options.limits, NULL);
    files->job.input = th_run_report_input(night->run, &night->options);
    files->job.edition = TH_FOR_SENDING;
    th_status drawn = th_long_files_draw(files, trouble);
    *trouble = th_publish_refusal(night->arena, drawn, *trouble);
    if (drawn == TH_OK)
        drawn = th_publish_commit(night->arena, &publication, trouble);
    if (drawn == TH_OK)
        return TH_OK;
    th_long_files_abandon(files);
    th_publish_abandon(&publication);
    return TH_FAILED;
}

static th_status write_pdf(th_nightly *night, th_trouble *trouble)
{
    const char *path = night->config.path[TH_CONFIG_PDF];
    const th_pdf_job job = {.workbook = th_diverted_to(night->options.guard, night->options.out),
                            .created = th_run_created(night->run, &night->options),
                            .limits = night->options.limits};
    th_publication publication;
    if (!path)
        return TH_OK;
    if (th_pdf_begin(night->options.guard, path, &publication, trouble) != TH_OK)
        return TH_FAILED;
    return th_pdf_finish(night->arena, &publication, &job, trouble);
}

th_status th_night_editions(th_nightly *night, th_trouble *trouble)
{
    if (write_sent(night, trouble) != TH_OK)
        return TH_FAILED;
    return write_pdf(night, trouble) == TH_OK ? TH_OK : TH_WARN;
}

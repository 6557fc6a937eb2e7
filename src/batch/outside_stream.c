/* Record streams from outside, tried in a process of their own first. */
#include "batch/outside_stream.h"

#include "batch/files.h"
#include "batch/process.h"
#include "batch/walls.h"

#include "base/banned.h"

static int try_stream(void *ctx)
{
    const th_outside_stream *stream = ctx;
    th_trouble ignored = {0};
    if (TH_ARENA_GUARD(stream->arena))
        return TH_PROCESS_NO_MEMORY;
    th_walls_raise_here(-1);
    th_stream_read(stream->into, stream->bytes, stream->use, &ignored);
    return 0;
}

/* Why a record stream was not taken: its name, and the reason. */
static th_status refuse_outside(const th_outside_stream *stream, th_trouble why, th_trouble *trouble)
{
    *trouble = (th_trouble){th_str_fmt(stream->arena, "%s: " TH_FMT, stream->path, TH_ARG(why.vi)),
                            th_str_fmt(stream->arena, "%s: " TH_FMT, stream->path, TH_ARG(why.en))};
    return TH_FAILED;
}

th_status th_outside_stream_read(th_outside_stream *stream, th_trouble *trouble)
{
    th_str name = th_str_of(stream->path);
    th_trouble why = {0};
    th_input input = {.path = name, .name = name};
    th_findings findings = {0};
    if (!stream->bytes.len && th_file_read(stream->arena, stream->limits, &input, &stream->bytes, &findings) != TH_OK)
        return refuse_outside(stream, (th_trouble){findings.at[0].vi, findings.at[0].en}, trouble);
    if (th_process_run(stream->arena, stream->limits, try_stream, stream, &why) < 0 ||
        th_stream_read(stream->into, stream->bytes, stream->use, &why) != TH_OK)
        return refuse_outside(stream, why, trouble);
    return TH_OK;
}

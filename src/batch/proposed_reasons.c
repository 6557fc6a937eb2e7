/* The rows for Giải trình, as a .csv. */
#include "batch/proposed_reasons.h"

#include "batch/publish.h"
#include "book/book.h"
#include "check/replies.h"

#include <unistd.h>

#include "base/banned.h"

#define REASONS_HEADER "\xEF\xBB\xBFĐơn vị,Quy tắc,Mã giải trình,Lý do,Ai,Ngày\r\n"

static th_str reasons_csv(th_arena *arena, const th_dataset *ds)
{
    th_buf out;
    th_buf_init(&out, arena);
    th_buf_add(&out, TH_STR(REASONS_HEADER));
    for (size_t i = 0; i < ds->nreplies; i++) {
        const th_reply *reply = &ds->replies[i];
        if (reply->state != TH_REPLY_WAITING && reply->state != TH_REPLY_ASKED)
            continue;
        const th_str fields[] = {ds->definition->units[reply->unit].code, reply->rule, reply->mark, reply->why};
        for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
            th_csv_field(&out, th_csv_inert(arena, fields[k]), true);
            th_buf_byte(&out, ',');
        }
        th_buf_add(&out, TH_STR(",\r\n"));
    }
    return th_buf_str(&out);
}

/* Did somebody fill in Ai or Ngày anywhere?  Rows of ours end in two empty fields, so the ends of records tell. */
static bool has_filled_in_rows(th_str bytes)
{
    bool quoted = false;
    th_str ours = TH_STR(",,\r"), header = TH_STR(REASONS_HEADER);
    if (!th_str_starts(bytes, header))
        return bytes.len != 0;
    for (size_t i = header.len; i < bytes.len; i++) {
        quoted = quoted != (bytes.ptr[i] == '"');
        if (bytes.ptr[i] == '\n' && !quoted && !th_str_ends(th_str_sub(bytes, 0, i), ours))
            return true;
    }
    return bytes.ptr[bytes.len - 1] != '\n';
}

static bool was_filled_in(th_run *run, const th_run_options *options, const char *path)
{
    th_str name = th_str_of(path), bytes = {0};
    const th_input input = {.path = name, .name = name};
    th_findings ignored = {0};
    return th_file_read(run->arena, options->limits, &input, &bytes, &ignored) != TH_OK || has_filled_in_rows(bytes);
}

static th_status write_reasons(th_run *run, const th_run_options *options, const th_outfile *out, th_trouble *trouble)
{
    th_publication publication;
    bool replaces = access(out->path, F_OK) == 0;
    if (th_publish_begin(run->arena, options->guard, out, &publication, trouble) != TH_OK)
        return TH_FAILED;
    if ((replaces && was_filled_in(run, options, publication.out) &&
         th_publish_keep(run->arena, &publication, &run->reasons.kept, trouble) != TH_OK) ||
        th_publish_write(&publication, reasons_csv(run->arena, run->ds), run->arena, trouble) != TH_OK) {
        th_publish_abandon(&publication);
        return TH_FAILED;
    }
    return th_publish_commit(run->arena, &publication, trouble);
}

void th_proposed_reasons_write(th_run *run, const th_run_options *options)
{
    const th_outfile out = {.path = th_publish_beside(run->arena, options->out, TH_PROPOSED_REASONS),
                            .headers = {TH_STR(REASONS_HEADER)}};
    run->reasons.waiting = th_replies_waiting(run->ds, TH_NONE);
    run->reasons.path = out.path;
    th_trouble trouble = {0};
    if (!run->reasons.waiting && access(out.path, F_OK) != 0)
        return;
    if (write_reasons(run, options, &out, &trouble) != TH_OK && run->reasons.waiting)
        run->reasons.trouble = trouble;
}

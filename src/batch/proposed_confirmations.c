/* The rows for Cụm chấm, as a .csv. */
#include "batch/proposed_confirmations.h"

#include "batch/publish.h"
#include "book/book.h"

#include <unistd.h>

#include "base/banned.h"

#define CONFIRMATIONS_HEADER "\xEF\xBB\xBFĐơn vị,Tiêu chí,Điểm,Mã xác nhận,Ai,Ngày,Căn cứ\r\n"

/* The first row that asks for this cell; NULL: none does. */
static const th_award *asked_for(const th_definition *d, uint32_t criterion, uint32_t unit)
{
    for (size_t i = 0; i < d->nawards; i++) {
        const th_award *award = &d->awards[i];
        bool any = award->unit == TH_ANY || award->criterion == TH_ANY;
        if (any && (award->unit == TH_ANY || award->unit == unit) &&
            (award->criterion == TH_ANY || award->criterion == criterion))
            return award;
    }
    return NULL;
}

/* Computed points that nobody has settled. */
static bool waits(const th_run *run, uint32_t criterion, uint32_t unit)
{
    const th_points *points = th_score_points(run->scores, criterion, unit);
    return run->definition->criteria[criterion].leaf && points->mark.len && points->state == TH_POINTS_OK &&
           points->from != TH_FROM_CLUSTER && points->from != TH_FROM_CONFIRMED;
}

bool th_confirmation_waits(const th_run *run, uint32_t criterion, uint32_t unit)
{
    return waits(run, criterion, unit) && asked_for(run->definition, criterion, unit);
}

static void add_confirmation(th_run *run, th_buf *out, uint32_t criterion, uint32_t unit, const th_award *award)
{
    const th_definition *d = run->definition;
    const th_str fields[] = {d->units[unit].code, d->criteria[criterion].code,
                             TH_STR("theo máy"),  th_score_points(run->scores, criterion, unit)->mark,
                             award->who,          award->date,
                             award->basis};
    for (size_t k = 0; k < sizeof fields / sizeof *fields; k++) {
        if (k)
            th_buf_byte(out, ',');
        th_csv_field(out, th_csv_inert(run->arena, fields[k]), true);
    }
    th_buf_add(out, TH_STR("\r\n"));
    run->confirmations.waiting++;
}

static th_str confirmations_csv(th_run *run)
{
    const th_definition *d = run->definition;
    th_buf out;
    th_buf_init(&out, run->arena);
    th_buf_add(&out, TH_STR(CONFIRMATIONS_HEADER));
    for (uint32_t criterion = 0; criterion < d->ncriteria; criterion++)
        for (uint32_t unit = 0; unit < d->nunits; unit++) {
            const th_award *award = waits(run, criterion, unit) ? asked_for(d, criterion, unit) : NULL;
            if (award)
                add_confirmation(run, &out, criterion, unit, award);
        }
    return th_buf_str(&out);
}

void th_proposed_confirmations_write(th_run *run, const th_run_options *options)
{
    const th_outfile out = {.path = th_publish_beside(run->arena, options->out, TH_PROPOSED_CONFIRMATIONS),
                            .headers = {TH_STR(CONFIRMATIONS_HEADER)}};
    th_publication publication;
    th_trouble trouble = {0};
    run->confirmations.path = out.path;
    th_str rows = confirmations_csv(run);
    if (!run->confirmations.waiting && access(out.path, F_OK) != 0)
        return;
    if (th_publish_begin(run->arena, options->guard, &out, &publication, &trouble) == TH_OK) {
        if (th_publish_write(&publication, rows, run->arena, &trouble) == TH_OK &&
            th_publish_commit(run->arena, &publication, &trouble) == TH_OK)
            return;
        th_publish_abandon(&publication);
    }
    if (run->confirmations.waiting)
        run->confirmations.trouble = trouble;
}

/* Which rows wait for their day, said. */
#include "fact/waiting_rows.h"

#include "fact/due.h"
#include "fact/freeze.h"

#include "base/banned.h"

typedef struct waiting_row {
    const char *sheet;
    th_str step, date;
} waiting_row;

static th_str day_of_row(th_arena *arena, int serial)
{
    int year, month, day;
    th_date_of_serial(serial, &year, &month, &day);
    return th_str_fmt(arena, "%02d/%02d/%04d", day, month, year);
}

static void say_row_waits(th_dataset *ds, const waiting_row *row)
{
    const th_place place = {.sheet = th_str_of(row->sheet), .row = TH_NO_CELL, .col = TH_NO_CELL};
    if (!th_due_later(row->date, ds->day))
        return;
    th_findings_add(
        &ds->findings, ds->arena, TH_F_ROW_WAITS, &place,
        TH_WITH(place.sheet, row->step, day_of_row(ds->arena, th_due_day(row->date)), day_of_row(ds->arena, ds->day)));
}

void th_waiting_rows_say(th_dataset *ds)
{
    const th_definition *d = ds->definition;
    for (size_t i = 0; i < d->nstages; i++) {
        th_str step = TH_STR("đã thẩm định");
        if (d->stages[i].stage == TH_STAGE_RECOGNISED)
            step = TH_STR("đã công nhận");
        say_row_waits(ds, &(waiting_row){"Trạng thái", step, d->stages[i].date});
    }
    for (size_t i = 0; i < d->nfreezes; i++)
        say_row_waits(ds, &(waiting_row){"Chốt", th_freeze_step_vi(d->freezes[i].step), d->freezes[i].date});
}

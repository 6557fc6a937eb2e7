/* The trace of what was frozen and opened, in words. */
#include "report/freezes.h"

#include "base/banned.h"

static th_str shown_day(th_arena *arena, const th_freeze_row *row)
{
    int year, month, day;
    if (!th_date_parse(th_str_sub(row->date, 0, th_str_find(row->date, TH_STR(" "), 0)), &year, &month, &day))
        return row->date;
    return th_str_fmt(arena, "%02d/%02d/%d", day, month, year);
}

/* "chốt số liệu 20/01/2023 (lần 1; An; BB 5)" */
static void tell_step(th_arena *arena, th_buf *out, const th_freeze_row *row, int version)
{
    th_buf in;
    th_buf_init(&in, arena);
    if (version)
        th_buf_fmt(&in, "lần %d", version);
    if (row->who.len)
        th_buf_fmt(&in, "%s" TH_FMT, in.len ? "; " : "", TH_ARG(row->who));
    if (row->basis.len)
        th_buf_fmt(&in, "%s" TH_FMT, in.len ? "; " : "", TH_ARG(row->basis));
    th_buf_fmt(out, "%s" TH_FMT " " TH_FMT, out->len ? " · " : "", TH_ARG(th_freeze_step_vi(row->step)),
               TH_ARG(shown_day(arena, row)));
    if (in.len)
        th_buf_fmt(out, " (" TH_FMT ")", TH_ARG(th_buf_str(&in)));
}

/* Figures and points are opened by one row. */
static bool is_opened_with_next(const th_freezes *freezes, size_t i)
{
    for (size_t k = i + 1; k < freezes->n; k++)
        if (freezes->at[k].period == freezes->at[i].period)
            return freezes->at[k].by.step == TH_FREEZE_POINTS && freezes->at[k].opened == freezes->at[i].opened;
    return false;
}

th_str th_freezes_vi(th_arena *arena, const th_freezes *freezes, int period)
{
    const char *state = "Đã mở chốt: ";
    th_buf out;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < freezes->n; i++) {
        const th_freeze *freeze = &freezes->at[i];
        if (freeze->period != period)
            continue;
        tell_step(arena, &out, &freeze->by, freeze->version);
        if (freeze->opened && !is_opened_with_next(freezes, i))
            tell_step(arena, &out, &freeze->opened_by, 0);
    }
    if (th_freeze_holding(freezes, TH_FREEZE_FIGURES, period))
        state = "Đã chốt số liệu: ";
    if (th_freeze_holding(freezes, TH_FREEZE_POINTS, period))
        state = "Đã chốt điểm: ";
    return out.len ? th_str_fmt(arena, "%s" TH_FMT ".", state, TH_ARG(th_buf_str(&out))) : (th_str){0};
}

/* Which rows of Chốt are new, and what they freeze and open. */
#include "fact/freeze.h"

#include "fact/due.h"

#include "base/banned.h"

const th_freeze *th_freeze_holding(const th_freezes *freezes, th_freeze_step step, int period)
{
    for (size_t i = freezes->n; i-- > 0;) {
        const th_freeze *freeze = &freezes->at[i];
        if (freeze->period == period && freeze->by.step == (int)step && !freeze->opened)
            return freeze;
    }
    return NULL;
}

th_str th_freeze_step_vi(int step)
{
    static const char *const words[] = {
        [TH_FREEZE_FIGURES] = "chốt số liệu", [TH_FREEZE_POINTS] = "chốt điểm", [TH_FREEZE_NOTHING] = "mở chốt"};
    return th_str_of(words[step]);
}

/* ---- the order of rows ---- */

typedef struct ordered_rows {
    const th_freeze_row **at;
    size_t n;
} ordered_rows;

/* Moments are kept year first; of one moment the lower row is the later.  Rows of later days are left out. */
static ordered_rows rows_in_order(th_arena *arena, const th_definition *d, int day)
{
    ordered_rows rows = {th_arena_array(arena, d->nfreezes + 1, sizeof(th_freeze_row *)), 0};
    for (size_t i = 0; i < d->nfreezes; i++) {
        size_t place = rows.n;
        if (th_due_later(d->freezes[i].date, day))
            continue;
        for (; place > 0 && th_str_cmp(rows.at[place - 1]->date, d->freezes[i].date) > 0; place--)
            rows.at[place] = rows.at[place - 1];
        rows.at[place] = &d->freezes[i];
        rows.n++;
    }
    return rows;
}

static bool is_same_step(const th_freeze_row *one, const th_freeze_row *other)
{
    return one->step == other->step && th_str_eq(one->date, other->date);
}

/* How many rows of this step and date earlier runs have followed.  One row opens figures and points. */
static size_t followed(const th_freezes *freezes, const th_freeze_row *row, int period)
{
    size_t n = 0;
    long long last_opened = 0;
    for (size_t i = 0; i < freezes->n; i++) {
        const th_freeze *freeze = &freezes->at[i];
        if (freeze->period != period)
            continue;
        n += is_same_step(&freeze->by, row);
        bool opening = freeze->opened && freeze->opened != last_opened && is_same_step(&freeze->opened_by, row);
        if (opening)
            last_opened = freeze->opened;
        n += opening;
    }
    return n;
}

/* Has no run followed the row yet?  Of rows with one step and date, those that were followed are the first. */
static bool is_new(const th_freezes *freezes, const ordered_rows *rows, size_t at, int period)
{
    size_t before = 0;
    for (size_t i = 0; i < at; i++)
        before += is_same_step(rows->at[i], rows->at[at]);
    return before >= followed(freezes, rows->at[at], period);
}

bool th_freeze_row_is_there(const th_freezes *freezes, const th_freeze *freeze, const th_definition *d)
{
    size_t there = 0;
    for (size_t i = 0; i < d->nfreezes; i++)
        there += is_same_step(&d->freezes[i], &freeze->by);
    return there >= followed(freezes, &freeze->by, freeze->period);
}

/* ---- following them ---- */

static void open_all(th_freezes *freezes, const th_freeze_row *row, long long run, int period)
{
    for (size_t i = 0; i < freezes->n; i++) {
        th_freeze *freeze = &freezes->at[i];
        if (freeze->period != period || freeze->opened)
            continue;
        freeze->opened = run;
        freeze->opened_by = *row;
    }
}

/* Points are frozen on frozen figures; what is frozen is not frozen again before it is opened. */
static void freeze_by(th_arena *arena, th_freezes *freezes, const th_freeze_row *row, const th_freeze *like)
{
    bool points = row->step == TH_FREEZE_POINTS;
    if (th_freeze_holding(freezes, (th_freeze_step)row->step, like->period) ||
        (points && !th_freeze_holding(freezes, TH_FREEZE_FIGURES, like->period)))
        return;
    th_freeze fresh = *like;
    fresh.by = *row;
    fresh.version = 1;
    for (size_t i = 0; i < freezes->n; i++)
        fresh.version += freezes->at[i].period == like->period && freezes->at[i].by.step == row->step;
    TH_PUSH(arena, freezes->at, freezes->n, freezes->cap, fresh);
}

static th_str last_opening(const th_freezes *freezes, int period)
{
    th_str last = {0};
    for (size_t i = 0; i < freezes->n; i++)
        if (freezes->at[i].period == period && freezes->at[i].opened)
            last = freezes->at[i].opened_by.date;
    return last;
}

/* The last new row that opens what holds, or NULL. */
static const th_freeze_row *opening_row(const th_freezes *freezes, const ordered_rows *rows, int period)
{
    const th_freeze *figures = th_freeze_holding(freezes, TH_FREEZE_FIGURES, period);
    const th_freeze *points = th_freeze_holding(freezes, TH_FREEZE_POINTS, period);
    const th_freeze *last = points ? points : figures;
    for (size_t i = rows->n; last && i-- > 0;) {
        const th_freeze_row *row = rows->at[i];
        if (row->step == TH_FREEZE_NOTHING && th_str_cmp(row->date, last->by.date) >= 0 &&
            is_new(freezes, rows, i, period))
            return row;
    }
    return NULL;
}

void th_freezes_follow(th_arena *arena, th_freezes *freezes, const th_definition *d, const th_freeze_moment *moment)
{
    const th_freezes before = *freezes;
    ordered_rows rows = rows_in_order(arena, d, moment->day);
    const th_freeze like = {.period = d->period, .run = moment->run, .program = moment->program};
    bool *new_rows = th_arena_array(arena, rows.n + 1, sizeof *new_rows);
    for (size_t i = 0; i < rows.n; i++)
        new_rows[i] = is_new(&before, &rows, i, d->period);
    const th_freeze_row *opening = opening_row(freezes, &rows, d->period);
    if (opening)
        open_all(freezes, opening, moment->run, d->period);
    size_t first = rows.n;
    while (first > 0 && rows.at[first - 1]->step != TH_FREEZE_NOTHING)
        first--;
    th_str opened = last_opening(freezes, d->period);
    for (size_t i = first; i < rows.n; i++)
        if (new_rows[i] && th_str_cmp(rows.at[i]->date, opened) >= 0)
            freeze_by(arena, freezes, rows.at[i], &like);
}

void th_freezes_of_rows(th_arena *arena, const th_definition *d, th_freezes *freezes)
{
    *freezes = (th_freezes){0};
    ordered_rows rows = rows_in_order(arena, d, 0);
    const th_freeze like = {.period = d->period};
    for (size_t i = 0; i < rows.n; i++)
        if (rows.at[i]->step == TH_FREEZE_NOTHING)
            open_all(freezes, rows.at[i], -1, d->period);
        else
            freeze_by(arena, freezes, rows.at[i], &like);
}

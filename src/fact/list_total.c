/* The total and subtotal rows of a list, held against the rows they count.  Which rows those are, no form says: a total
 * that fits any reading of it (the rows since the subtotal above, all rows, those of the kind it names, the rows below
 * it; their sum or their number) is left alone. */
#include "fact/reading.h"

#include "text/fold.h"

#include "base/banned.h"

enum {
    SHOWN_DECIMALS = 6,
    STARTS_MOST = 64 /* a total of totals reaches back over no more of them */
};

/* One column, row by row: what the rows up to each come to. */
typedef struct running_sums {
    const th_exact **sum;
    uint32_t *rows, *filled, *unread; /* rows that count; of these, cells with a value; cells that are not read */
} running_sums;

static bool is_fact_of(const th_list_read *list, const th_fact *fact)
{
    return fact->item && list->reading->d->columns[fact->indicator].form == list->form;
}

/* Which rows hold, in any column, the value that a subtotal names; NULL when it names none. */
static const bool *rows_of_kind(const th_list_read *list, th_str kind)
{
    const th_dataset *ds = list->reading->ds;
    th_arena *arena = list->reading->arena;
    bool *counts = kind.len ? th_arena_array(arena, list->items + 1, sizeof *counts) : NULL;
    for (size_t i = list->first_fact; counts && i < ds->nfacts; i++) {
        const th_fact *fact = &ds->facts[i];
        if (is_fact_of(list, fact) && fact->value.text.len && th_str_eq(th_fold_weak(arena, fact->value.text), kind))
            counts[fact->item] = true;
    }
    return counts;
}

static running_sums run_through(const th_list_read *list, uint32_t column, th_str kind)
{
    th_arena *arena = list->reading->arena;
    const th_dataset *ds = list->reading->ds;
    const bool *counts = rows_of_kind(list, kind);
    running_sums run = {.sum = th_arena_array(arena, list->items + 1, sizeof *run.sum),
                        .rows = th_arena_array(arena, list->items + 1, sizeof *run.rows),
                        .filled = th_arena_array(arena, list->items + 1, sizeof *run.filled),
                        .unread = th_arena_array(arena, list->items + 1, sizeof *run.unread)};
    const th_fact **cells = th_arena_array(arena, list->items + 1, sizeof *cells);
    for (size_t i = list->first_fact; i < ds->nfacts; i++)
        if (is_fact_of(list, &ds->facts[i]) && ds->facts[i].indicator == column)
            cells[ds->facts[i].item] = &ds->facts[i];
    run.sum[0] = th_exact_int(arena, 0);
    for (uint32_t item = 1; item <= list->items; item++) {
        bool here = !counts || counts[item];
        const th_value *value = here && cells[item] ? &cells[item]->value : NULL;
        run.rows[item] = run.rows[item - 1] + here;
        run.filled[item] = run.filled[item - 1] + (value && value->state == TH_STATE_VALUE);
        run.unread[item] = run.unread[item - 1] + (value && value->state == TH_STATE_UNREADABLE);
        run.sum[item] = value && value->num ? th_exact_add(arena, run.sum[item - 1], value->num) : run.sum[item - 1];
    }
    return run;
}

/* The cell of a total row that is looked at. */
typedef struct total_cell {
    const th_list_read *list;
    const running_sums *all, *named; /* of all rows, and of those that the total names */
    size_t at;                       /* which total */
    uint32_t column, col;
    bool adds; /* its column holds figures that add up; else rows are counted */
    bool real;
    th_value stated;
} total_cell;

/* Within what rounding allows: half a step of the total as it is written, and of each of its parts. */
static bool is_near(const total_cell *cell, const th_exact *figure, uint32_t parts)
{
    th_arena *arena = cell->list->reading->arena;
    const th_exact *gap = th_exact_abs(arena, th_exact_sub(arena, cell->stated.num, figure));
    if (!cell->real || cell->stated.decimals < 0)
        return th_exact_sign(gap) == 0;
    const th_exact *step = th_exact_pow10(arena, -cell->stated.decimals);
    return th_exact_cmp(th_exact_mul(arena, gap, th_exact_int(arena, 2)),
                        th_exact_mul(arena, step, th_exact_int(arena, (long long)parts + 1))) <= 0;
}

/* Does the total say what these rows come to, or is that not known, since one of them is not read? */
static bool fits_rows(const total_cell *cell, const running_sums *run, uint32_t first, uint32_t last)
{
    th_arena *arena = cell->list->reading->arena;
    const th_exact *sum = th_exact_sub(arena, run->sum[last], run->sum[first - 1]);
    uint32_t rows = run->rows[last] - run->rows[first - 1], filled = run->filled[last] - run->filled[first - 1];
    if (!cell->adds)
        return th_exact_cmp(cell->stated.num, th_exact_int(arena, rows)) == 0 ||
               th_exact_cmp(cell->stated.num, th_exact_int(arena, filled)) == 0;
    if (run->unread[last] != run->unread[first - 1] || is_near(cell, sum, rows))
        return true;
    return cell->real && filled && is_near(cell, th_exact_div(arena, sum, th_exact_int(arena, filled)), filled);
}

static bool fits_range(const total_cell *cell, uint32_t first, uint32_t last)
{
    return fits_rows(cell, cell->all, first, last) || (cell->named && fits_rows(cell, cell->named, first, last));
}

/* The first of the rows that a total most likely counts, for the sentence: a subtotal those since the last one. */
static uint32_t likely_first(const total_cell *cell)
{
    bool last = cell->at + 1 == cell->list->ntotals;
    return cell->at && !last ? cell->list->totals[cell->at - 1].items + 1 : 1;
}

/* " (lệch đúng bằng ô E12)": the one row whose figure is the whole difference. */
static th_words left_out_words(const total_cell *cell, const th_exact *gap)
{
    const th_dataset *ds = cell->list->reading->ds;
    for (size_t i = cell->list->first_fact; i < ds->nfacts && cell->adds; i++) {
        const th_fact *fact = &ds->facts[i];
        if (!is_fact_of(cell->list, fact) || fact->indicator != cell->column || !fact->value.num ||
            th_exact_cmp(fact->value.num, gap) != 0)
            continue;
        th_str name = th_cell_name(cell->list->reading->arena, fact->row, fact->col);
        return TH_WORDS(cell->list->reading->arena, " (lệch đúng bằng ô " TH_FMT ")",
                        " (the difference is cell " TH_FMT ")", TH_ARG(name));
    }
    return (th_words){0};
}

/* "4 dòng cộng lại là 720". */
static th_words rows_in_words(const total_cell *cell, const th_exact *right, uint32_t rows)
{
    th_arena *arena = cell->list->reading->arena;
    th_words shown = th_exact_words(arena, right, SHOWN_DECIMALS, true);
    if (!cell->adds)
        return (th_words){th_str_fmt(arena, "đếm được " TH_FMT " dòng", TH_ARG(shown.vi)),
                          th_str_fmt(arena, "there are " TH_FMT " such rows", TH_ARG(shown.en))};
    return (th_words){th_str_fmt(arena, "%u dòng cộng lại là " TH_FMT, rows, TH_ARG(shown.vi)),
                      th_str_fmt(arena, "%u rows add up to " TH_FMT, rows, TH_ARG(shown.en))};
}

static void say_total(const total_cell *cell)
{
    th_reading *reading = cell->list->reading;
    th_arena *arena = reading->arena;
    const th_list_total *total = &cell->list->totals[cell->at];
    const running_sums *run = cell->named ? cell->named : cell->all;
    uint32_t first = likely_first(cell), last = total->items ? total->items : cell->list->items;
    uint32_t rows = run->rows[last] - run->rows[first - 1];
    const th_exact *right =
        cell->adds ? th_exact_sub(arena, run->sum[last], run->sum[first - 1]) : th_exact_int(arena, rows);
    const th_exact *gap = th_exact_sub(arena, right, cell->stated.num);
    th_place place = th_place_of(reading, cell->list->sheet, cell->list->form, total->row, cell->col);
    const th_column *column = &reading->d->columns[cell->column];
    th_finding *finding =
        th_raise(reading, TH_F_ODD_LIST_TOTAL, &place,
                 TH_WITH(total->label, column->label, th_exact_words(arena, cell->stated.num, SHOWN_DECIMALS, true),
                         rows_in_words(cell, right, rows), left_out_words(cell, gap)));
    const th_cell *at = th_sheet_at(cell->list->sheet, total->row, cell->col);
    finding->indicator = column->code;
    finding->raw = th_str_copy(reading->ds->arena, th_cell_shown(arena, reading->book, at));
    finding->expected =
        th_str_fmt(reading->ds->arena, "= " TH_FMT, TH_ARG(th_exact_vi(arena, right, SHOWN_DECIMALS, true)));
    finding->difference =
        th_str_copy(reading->ds->arena, th_exact_vi(arena, th_exact_abs(arena, gap), SHOWN_DECIMALS, true));
}

static void judge_total_cell(const total_cell *cell)
{
    const th_list_read *list = cell->list;
    uint32_t here = list->totals[cell->at].items;
    uint32_t below = cell->at + 1 < list->ntotals ? list->totals[cell->at + 1].items : list->items;
    for (size_t from = cell->at > STARTS_MOST ? cell->at - STARTS_MOST : 0; from <= cell->at; from++) {
        uint32_t first = from ? list->totals[from - 1].items + 1 : 1;
        if (first <= here && fits_range(cell, first, here))
            return;
    }
    if (fits_range(cell, 1, list->items) || (below > here && fits_range(cell, here + 1, below)))
        return;
    say_total(cell);
}

/* The total rows of one column of the list. */
static void judge_column(const th_list_read *list, uint32_t index)
{
    th_reading *reading = list->reading;
    const th_column *column = &reading->d->columns[index];
    uint32_t col = list->block->columns[index].at;
    bool adds = column->type == TH_TYPE_INT || column->type == TH_TYPE_REAL || column->type == TH_TYPE_MONEY;
    const running_sums all = run_through(list, index, (th_str){0});
    for (size_t i = 0; i < list->ntotals; i++) {
        const th_cell *cell = th_sheet_at(list->sheet, list->totals[i].row, col);
        if (!cell || (!adds && cell->type != TH_CELL_NUMBER))
            continue;
        th_raw raw = th_cell_raw(reading->arena, reading->book, cell);
        th_type type = adds ? column->type : TH_TYPE_INT;
        running_sums named;
        if (list->totals[i].kind.len)
            named = run_through(list, index, list->totals[i].kind);
        const total_cell total = {.list = list,
                                  .all = &all,
                                  .named = list->totals[i].kind.len ? &named : NULL,
                                  .at = i,
                                  .column = index,
                                  .col = col,
                                  .adds = adds,
                                  .real = column->type == TH_TYPE_REAL,
                                  .stated = th_value_read(reading->arena, &raw, type, (th_str){0})};
        if (total.stated.state == TH_STATE_VALUE && total.stated.num)
            judge_total_cell(&total);
    }
}

/* Sums of each row are needed while the column is judged, and no longer; what is found is copied into the dataset. */
static void judge_passing_column(const th_list_read *list, uint32_t index)
{
    th_reading *reading = list->reading;
    th_arena *lasting = reading->arena;
    reading->arena = reading->passing;
    judge_column(list, index);
    reading->arena = lasting;
    th_cell_passed(reading);
}

void th_judge_list_totals(const th_list_read *list)
{
    if (list->reading->withheld.len || !list->items)
        return;
    for (uint32_t c = 0; c < list->reading->d->ncolumns && list->ntotals; c++) {
        const th_column *column = &list->reading->d->columns[c];
        bool other = column->type == TH_TYPE_PERCENT || column->type == TH_TYPE_RATIO || column->type == TH_TYPE_RANK ||
                     column->type == TH_TYPE_DATE;
        if (column->form == list->form && column->role == TH_ROLE_VALUE && !other &&
            list->block->columns[c].at != TH_NO_CELL)
            judge_passing_column(list, c);
    }
}

/* Rows that are not in use, and the stamp of rankings. */
#include "report/unsettled.h"

#include "report/cells.h"

#include "base/banned.h"

enum { MOST_NAMED = 8 };

static void name_rows(th_buf *out, th_arena *arena, const th_place *rows, size_t n, const char *what)
{
    if (!n)
        return;
    th_buf_fmt(out, "%s%zu %s: ", out->len ? "; " : "", n, what);
    for (size_t i = 0; i < n && i < MOST_NAMED; i++)
        th_buf_fmt(out, "%s" TH_FMT "!" TH_FMT, i ? ", " : "", TH_ARG(rows[i].sheet),
                   TH_ARG(th_cell_name(arena, rows[i].row, rows[i].col)));
    if (n > MOST_NAMED)
        th_buf_fmt(out, " và %zu dòng nữa", n - MOST_NAMED);
}

th_str th_unsettled_rows(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    name_rows(&out, r->arena, r->d->set_aside, r->d->nset_aside, "dòng đã nhập chưa dùng được");
    name_rows(&out, r->arena, r->ds->suspended, r->ds->nsuspended, "dòng điều chỉnh tạm ngưng, chờ hỏi lại");
    return th_buf_str(&out);
}

/* The cells are named on MỤC LỤC. */
static th_str count_of_rows(const th_report *r)
{
    th_buf out;
    th_buf_init(&out, r->arena);
    if (r->d->nset_aside)
        th_buf_fmt(&out, "chưa trình được vì %zu dòng đã nhập chưa dùng được", r->d->nset_aside);
    if (r->ds->nsuspended)
        th_buf_fmt(&out, "%s%zu dòng điều chỉnh chờ hỏi lại", out.len ? ", " : "chưa trình được vì ",
                   r->ds->nsuspended);
    return th_buf_str(&out);
}

th_live_text th_unsettled_stamp(const th_report *r, const th_stamp *stamp)
{
    size_t n = r->in->scores->waiting;
    th_str rows = count_of_rows(r);
    th_str provisional = th_str_fmt(r->arena, "%sTẠM TÍNH%s" TH_FMT, stamp->before, stamp->between, TH_ARG(rows));
    th_str waiting = th_str_fmt(r->arena, TH_FMT "%scòn ", TH_ARG(provisional), rows.len ? ", " : "");
    th_str settled = rows.len ? th_str_fmt(r->arena, TH_FMT "%s", TH_ARG(provisional), stamp->after)
                              : th_str_fmt(r->arena, "%sCHÍNH THỨC%s", stamp->before, stamp->after);
    th_live_text live = {.text = settled};
    if (n)
        live.text = th_str_fmt(r->arena, TH_FMT "%zu điểm Cụm chưa chấm%s", TH_ARG(waiting), n, stamp->after);
    if (!r->d->ncriteria) /* no sheet counts them */
        return live;
    th_str count = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], TH_SCORE_WAITING_ROW, TH_SCORE_UNIT);
    live.formula =
        th_str_fmt(r->arena, "IF(" TH_FMT "=0,\"" TH_FMT "\",\"" TH_FMT "\"&" TH_FMT "&\" điểm Cụm chưa chấm%s\")",
                   TH_ARG(count), TH_ARG(settled), TH_ARG(waiting), TH_ARG(count), stamp->after);
    return live;
}

/* XẾP HẠNG: points per part, total, rank, title and the tie step used, all live over CHẤM ĐIỂM.
 * A rank is 1 + the number of ranked units that are ahead: on the total, or equal there
 * and ahead on the first step that parts them (1-2-2-4). */
#include "report/sheets.h"

#include "report/cells.h"
#include "draw/chart.h"
#include "report/writer.h"

#include "base/banned.h"

enum {
    RANK = 0,
    UNIT,
    PARTS,
    TABLE_TOP = 4,
    CHART_ROWS = 20,
    MOST_NESTED = 40,
    COLUMN_WIDTH = 14,
    CHART_PIXELS = 480,
    ROW_HEIGHT = 20
};

static const char points_format[] = "#,##0.00";

typedef struct table {
    th_pen *p;
    const th_report *r;
    const th_ranking *ranking;
    const th_standing *at; /* nunits, ranked ones first */
    uint32_t index;        /* of the ranking */
    uint32_t *parts;       /* criteria shown as columns */
    uint32_t nparts;
    uint32_t value, steps, label, step, last; /* columns */
    uint32_t first;                           /* first row */
    uint32_t ranked;                          /* how many */
} table;

/* ---- ranges and conditions over the ranked units ---- */

static th_str range(const table *t, uint32_t col)
{
    return th_ref_area(t->r->arena, (th_str){0}, th_down(col, t->first, t->first + t->ranked - 1));
}

static th_str cell(const table *t, uint32_t row, uint32_t col)
{
    return th_ref_cell(t->r->arena, (th_str){0}, row, col);
}

/* "(X>x)": the others' figure is ahead of this one's.  A text ("": no figure) is greater than any
 * number for a spreadsheet, and a unit without the figure comes after one that has it. */
static th_str ahead(const table *t, uint32_t row, uint32_t col, int direction)
{
    th_str all = range(t, col), own = cell(t, row, col);
    if (direction < 0)
        return th_str_fmt(t->r->arena, "(" TH_FMT "<" TH_FMT ")", TH_ARG(all), TH_ARG(own));
    if (col == t->value)
        return th_str_fmt(t->r->arena, "(" TH_FMT ">" TH_FMT ")", TH_ARG(all), TH_ARG(own));
    return th_str_fmt(t->r->arena, "ISNUMBER(" TH_FMT ")*((" TH_FMT ">" TH_FMT ")+(" TH_FMT "=\"\"))", TH_ARG(all),
                      TH_ARG(all), TH_ARG(own), TH_ARG(own));
}

static void add_equal(const table *t, th_buf *out, uint32_t row, uint32_t upto)
{
    for (uint32_t k = 0; k <= upto; k++) {
        uint32_t col = k ? t->steps + k - 1 : t->value;
        th_buf_fmt(out, "%s(" TH_FMT "=" TH_FMT ")", k ? "*" : "", TH_ARG(range(t, col)), TH_ARG(cell(t, row, col)));
    }
}

static th_str rank_formula(const table *t, uint32_t row)
{
    th_buf out;
    th_buf_init(&out, t->r->arena);
    th_buf_fmt(&out, "1+SUMPRODUCT(" TH_FMT, TH_ARG(ahead(t, row, t->value, t->ranking->direction)));
    for (uint32_t k = 0; k < t->ranking->nsteps; k++) {
        th_buf_byte(&out, '+');
        add_equal(t, &out, row, k);
        th_buf_fmt(&out, "*" TH_FMT, TH_ARG(ahead(t, row, t->steps + k, t->ranking->steps[k].direction)));
    }
    /* one factor would be an array of truth values, which SUMPRODUCT leaves out */
    th_buf_add(&out, t->ranking->nsteps ? TH_STR(")") : TH_STR("*1)"));
    return th_buf_str(&out);
}

/* Which step parted this unit from those it equals: the first on which nobody equals it any more. */
static th_str step_formula(const table *t, uint32_t row)
{
    th_buf out;
    th_buf_init(&out, t->r->arena);
    for (uint32_t k = (uint32_t)t->ranking->nsteps + 1; k-- > 0;) {
        th_buf_add(&out, TH_STR("IF(SUMPRODUCT(1*"));
        add_equal(t, &out, row, k);
        th_str said = k == t->ranking->nsteps ? TH_STR("vẫn bằng nhau") : t->ranking->steps[k].name;
        th_buf_fmt(&out, ")>1," TH_FMT ",", TH_ARG(th_excel_quoted(t->r->arena, said)));
    }
    th_buf_add(&out, TH_STR("\"–\""));
    for (size_t k = 0; k <= t->ranking->nsteps; k++)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

static th_str step_text(const table *t, const th_standing *s)
{
    if (s->step == 0)
        return TH_STR("–");
    return s->step > t->ranking->nsteps ? TH_STR("vẫn bằng nhau") : t->ranking->steps[s->step - 1].name;
}

static th_str label_formula(const table *t, uint32_t row)
{
    th_arena *arena = t->r->arena;
    th_str rank = cell(t, row, RANK);
    th_buf out;
    th_buf_init(&out, arena);
    size_t n = t->ranking->labels.n < MOST_NESTED ? t->ranking->labels.n : MOST_NESTED;
    th_buf_fmt(&out, "IF(COUNTIF(" TH_FMT "," TH_FMT ")>1,\"Đồng hạng \",\"\")&", TH_ARG(range(t, RANK)), TH_ARG(rank));
    for (size_t i = 0; i < n; i++)
        th_buf_fmt(&out, "IF(" TH_FMT "=%zu," TH_FMT ",", TH_ARG(rank), i + 1,
                   TH_ARG(th_excel_quoted(arena, t->ranking->labels.at[i])));
    th_buf_fmt(&out, "\"thứ \"&" TH_FMT, TH_ARG(rank));
    for (size_t i = 0; i < n; i++)
        th_buf_byte(&out, ')');
    return th_buf_str(&out);
}

/* ---- the table ---- */

static void step_cell(const table *t, uint32_t row, uint32_t k, const th_standing *s)
{
    const th_report *r = t->r;
    const th_operand *o = &s->steps[k];
    const th_exact *num = o->state == TH_STATE_VALUE ? o->num : NULL;
    th_str f = th_cells_formula(r, t->ranking->steps[k].expr, s->unit);
    bool time = th_expr_calls(t->ranking->steps[k].expr, TH_FN_GIO_NHAN);
    const char *format = time ? "dd/mm/yyyy hh:mm" : points_format;
    if (!f.len && !num)
        f = TH_STR("\"\""); /* a blank cell would count 0 in a comparison */
    th_pen_formula(t->p, row, t->steps + k, (th_live){f, num}, (th_style){TH_LOOK_FIGURE | TH_LOOK_SMALL, format});
}

static void ranked_row(const table *t, uint32_t row, const th_standing *s)
{
    const th_report *r = t->r;
    th_look middle = TH_LOOK_MIDDLE | TH_LOOK_BOLD;
    th_pen_formula(t->p, row, RANK, (th_live){rank_formula(t, row), th_exact_int(r->arena, s->rank)},
                   (th_style){middle, "0"});
    th_pen_link(t->p, row, UNIT, (th_target){r->names[TH_SHEET_SUMMARY], TH_SUMMARY_HEAD, TH_SUMMARY_UNITS + s->unit});
    th_pen_text(t->p, row, UNIT, r->d->units[s->unit].name, TH_LOOK_CELL | TH_LOOK_BOLD);
    for (uint32_t k = 0; k < t->nparts; k++) {
        uint32_t at = r->criterion_row[t->parts[k]] + s->unit;
        const th_points *p = th_score_points(r->in->scores, t->parts[k], s->unit);
        th_str there = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], at, TH_SCORE_OFFICIAL);
        th_pen_link(t->p, row, PARTS + k, (th_target){r->names[TH_SHEET_SCORING], at, TH_SCORE_OFFICIAL});
        th_str n = r->d->criteria[t->parts[k]].leaf ? th_str_fmt(r->arena, "N(" TH_FMT ")", TH_ARG(there)) : there;
        th_pen_formula(t->p, row, PARTS + k, (th_live){n, p->official}, (th_style){TH_LOOK_FIGURE, points_format});
    }
    th_str value = th_cells_formula(r, t->ranking->expr, s->unit);
    th_pen_formula(t->p, row, t->value, (th_live){value, s->value},
                   (th_style){TH_LOOK_FIGURE | TH_LOOK_BOLD | TH_FILL_TOTAL, points_format});
    for (uint32_t k = 0; k < t->ranking->nsteps; k++)
        step_cell(t, row, k, s);
    th_pen_formula_text(t->p, row, t->label, (th_live_text){label_formula(t, row), s->label}, middle);
    th_pen_formula_text(t->p, row, t->step, (th_live_text){step_formula(t, row), step_text(t, s)},
                        TH_LOOK_MIDDLE | TH_LOOK_SMALL);
}

static void absent_row(const table *t, uint32_t row, const th_standing *s)
{
    th_pen_blanks(t->p, row, 0, t->last, TH_LOOK_CELL | TH_INK_GREY);
    th_pen_text(t->p, row, RANK, TH_STR("–"), TH_LOOK_MIDDLE | TH_INK_GREY);
    th_pen_text(t->p, row, UNIT, t->r->d->units[s->unit].name, TH_LOOK_CELL | TH_INK_GREY);
    th_pen_text(t->p, row, t->label, TH_STR("Không xếp hạng"), TH_LOOK_MIDDLE | TH_INK_GREY);
    th_pen_text(t->p, row, t->step, th_plan_reported(t->r, s->unit) ? TH_STR("thiếu số liệu") : TH_STR("chưa báo cáo"),
                TH_LOOK_MIDDLE | TH_LOOK_SMALL | TH_INK_GREY);
}

static void header(const table *t)
{
    const th_report *r = t->r;
    uint32_t row = t->first - 1;
    th_pen_text(t->p, row, RANK, TH_STR("Hạng"), TH_LOOK_HEADER);
    th_pen_text(t->p, row, UNIT, TH_STR("Đơn vị"), TH_LOOK_HEADER);
    for (uint32_t k = 0; k < t->nparts; k++) {
        const th_criterion *c = &r->d->criteria[t->parts[k]];
        th_str most = {0};
        if (c->max)
            most = th_str_fmt(r->arena, " (%s" TH_FMT ")", c->bonus ? "tối đa " : "",
                              TH_ARG(th_exact_vi(r->arena, c->max, 2, true)));
        th_pen_text(t->p, row, PARTS + k,
                    th_str_fmt(r->arena, TH_FMT ". " TH_FMT TH_FMT, TH_ARG(c->code), TH_ARG(c->title), TH_ARG(most)),
                    TH_LOOK_HEADER | TH_LOOK_SMALL);
    }
    bool points = th_expr_calls(t->ranking->expr, TH_FN_DIEM);
    th_pen_text(t->p, row, t->value, points ? TH_STR("Tổng điểm") : TH_STR("Giá trị xếp hạng"), TH_LOOK_HEADER);
    for (uint32_t k = 0; k < t->ranking->nsteps; k++)
        th_pen_text(t->p, row, t->steps + k,
                    th_str_fmt(r->arena, "Phân định %u: " TH_FMT, k + 1, TH_ARG(t->ranking->steps[k].name)),
                    TH_LOOK_HEADER | TH_LOOK_SMALL);
    th_pen_text(t->p, row, t->label, TH_STR("Danh hiệu hạng"), TH_LOOK_HEADER);
    th_pen_text(t->p, row, t->step, TH_STR("Phân định khi bằng điểm"), TH_LOOK_HEADER | TH_LOOK_SMALL);
}

/* TẠM TÍNH until the cluster has scored everything; live. */
static void stamp(th_writer *writer, uint32_t row, uint32_t last)
{
    th_pen *p = &writer->pen;
    const th_report *r = writer->r;
    th_look look = TH_LOOK_BOLD | TH_LOOK_LARGE | TH_LOOK_CENTER | TH_INK_RED;
    size_t n = r->in->scores->waiting;
    th_pen_merge(p, th_across(row, 0, last), TH_STR(" "), look);
    if (!r->d->ncriteria)
        return;
    th_str count = th_ref_cell(r->arena, r->names[TH_SHEET_SCORING], TH_SCORE_WAITING_ROW, TH_SCORE_UNIT);
    th_str formula =
        th_str_fmt(r->arena, "IF(" TH_FMT "=0,\"CHÍNH THỨC\",\"TẠM TÍNH: còn \"&" TH_FMT "&\" điểm Cụm chưa chấm\")",
                   TH_ARG(count), TH_ARG(count));
    th_str text = n ? th_str_fmt(r->arena, "TẠM TÍNH: còn %zu điểm Cụm chưa chấm", n) : TH_STR("CHÍNH THỨC");
    th_pen_formula_text(p, row, 0, (th_live_text){formula, text}, look);
}

static void chart(const table *t, uint32_t row)
{
    if (!t->ranked)
        return;
    uint32_t last = t->first + t->ranked - 1;
    th_chart columns = {.title = t->ranking->name,
                        .description = "Biểu đồ cột: giá trị xếp hạng của từng đơn vị",
                        .names = th_down(UNIT, t->first, last),
                        .values = th_down(t->value, t->first, last),
                        .format = points_format,
                        .wide = (7.0 * (8 + 16 + COLUMN_WIDTH * (double)(t->last - PARTS + 1)) + 5.0 * t->last) /
                                CHART_PIXELS,
                        .high = 1.25};
    th_pen_chart(t->p, row, &columns);
}

static uint32_t put_table(table *t, uint32_t top)
{
    t->first = top + 2;
    th_pen_text(t->p, top, 0, t->ranking->name, TH_LOOK_BOLD | TH_LOOK_LARGE);
    header(t);
    for (uint32_t k = 0; k < t->r->nunits; k++) {
        th_pen_height(t->p, t->first + k, ROW_HEIGHT);
        if (t->at[k].ranked)
            ranked_row(t, t->first + k, &t->at[k]);
        else
            absent_row(t, t->first + k, &t->at[k]);
    }
    uint32_t row = t->first + t->r->nunits;
    th_pen_merge(
        t->p, th_across(row, 0, t->last),
        th_str_fmt(
            t->r->arena,
            "Xếp hạng %u/" TH_FMT
            ". Bằng nhau thì xét lần lượt các cột phân định; vẫn bằng nhau thì đồng hạng và bỏ qua hạng kế tiếp.",
            t->ranked, TH_ARG(th_plan_of_units(t->r))),
        TH_LOOK_ITALIC | TH_LOOK_SMALL);
    return row + 1;
}

/* ---- titles: who meets what a title asks for ---- */

/* "Cờ thi đua: đủ điều kiện"; or not, with every condition that fails or cannot be told. */
static th_str title_words(const table *t, const th_standing *s, th_str name, bool *good)
{
    th_arena *arena = t->r->arena;
    th_buf no, unknown;
    th_buf_init(&no, arena);
    th_buf_init(&unknown, arena);
    for (size_t k = 0; k < t->ranking->ntitles; k++) {
        const th_title *title = &t->ranking->titles[k];
        if (!th_str_eq(title->name, name) || s->titles[k] == TH_MET_YES)
            continue;
        th_buf *out = s->titles[k] == TH_MET_NO ? &no : &unknown;
        th_str words = title->words.len ? title->words : title->condition_text;
        th_buf_fmt(out, "%s" TH_FMT, out->len ? "; " : "", TH_ARG(words));
    }
    *good = !no.len && !unknown.len;
    if (*good)
        return th_str_fmt(arena, TH_FMT ": đủ điều kiện xét.", TH_ARG(name));
    th_buf said;
    th_buf_init(&said, arena);
    th_buf_fmt(&said, TH_FMT ": ", TH_ARG(name));
    if (no.len)
        th_buf_fmt(&said, "không đủ điều kiện: " TH_FMT, TH_ARG(th_buf_str(&no)));
    if (no.len && unknown.len)
        th_buf_add(&said, TH_STR("; "));
    if (unknown.len)
        th_buf_fmt(&said, "chưa rõ vì thiếu số liệu: " TH_FMT, TH_ARG(th_buf_str(&unknown)));
    th_buf_byte(&said, '.');
    return th_buf_str(&said);
}

static uint32_t put_titles(const table *t, uint32_t row)
{
    if (!t->ranking->ntitles)
        return row;
    th_pen_text(t->p, ++row, 0, TH_STR("Điều kiện xét danh hiệu (theo số liệu và điểm lúc lập sổ)"), TH_LOOK_BOLD);
    row++;
    for (uint32_t k = 0; k < t->r->nunits; k++) {
        const th_standing *s = &t->at[k];
        for (size_t i = 0; i < t->ranking->ntitles && s->ranked; i++) {
            bool first = true, good = false;
            for (size_t before = 0; before < i; before++)
                first = first && !th_str_eq(t->ranking->titles[before].name, t->ranking->titles[i].name);
            if (!first)
                continue;
            th_str words = title_words(t, s, t->ranking->titles[i].name, &good);
            th_pen_text(t->p, row, RANK, (th_str){0}, TH_LOOK_MIDDLE);
            th_pen_text(t->p, row, UNIT, t->r->d->units[s->unit].name, TH_LOOK_CELL);
            th_pen_merge(t->p, th_across(row, PARTS, t->last), words,
                         TH_LOOK_CELL | (good ? TH_FILL_GOOD : TH_FILL_WARNING));
            row++;
        }
    }
    return row;
}

/* ---- were the disputed figures as the checks propose ---- */

static th_str what_if_words(const table *t, const th_what_if *w)
{
    th_arena *arena = t->r->arena;
    th_buf out;
    th_buf_init(&out, arena);
    if (w->unit == TH_NONE) {
        th_buf_add(&out, TH_STR("Sửa tất cả các số trên: "));
    } else {
        const th_fact *f = &t->r->ds->facts[w->fact - 1];
        const th_indicator *ind = &t->r->d->indicators[f->indicator];
        th_str now = f->value.state == TH_STATE_VALUE ? th_value_vi(arena, &f->value, ind->type) : TH_STR("trống");
        th_buf_fmt(&out, "“" TH_FMT "” (ô " TH_FMT ", " TH_FMT ") đang ghi " TH_FMT "; nếu là " TH_FMT ": ",
                   TH_ARG(ind->label), TH_ARG(th_cell_name(arena, f->row, f->col)), TH_ARG(w->rule), TH_ARG(now),
                   TH_ARG(th_exact_vi(arena, w->instead, 6, true)));
        if (w->total_before && w->total_after)
            th_buf_fmt(&out, "điểm " TH_FMT " → " TH_FMT ", ", TH_ARG(th_exact_vi(arena, w->total_before, 2, true)),
                       TH_ARG(th_exact_vi(arena, w->total_after, 2, true)));
        if (w->rank_before == w->rank_after)
            th_buf_fmt(&out, "hạng vẫn là %u", w->rank_before);
        else
            th_buf_fmt(&out, "hạng %u → %u", w->rank_before, w->rank_after);
    }
    if (w->others.len)
        th_buf_fmt(&out, "%s" TH_FMT, w->unit == TH_NONE ? "hạng đổi: " : "; đơn vị khác: ", TH_ARG(w->others));
    else
        th_buf_add(&out,
                   w->unit == TH_NONE ? TH_STR("không hạng nào đổi") : TH_STR("; không đơn vị nào khác đổi hạng"));
    th_buf_byte(&out, '.');
    return th_buf_str(&out);
}

static uint32_t put_what_ifs(const table *t, uint32_t row)
{
    const th_report *r = t->r;
    const th_scores *s = r->in->scores;
    if (!s->nwhat_ifs)
        return row;
    th_pen_text(t->p, row++, 0, TH_STR("Nếu sửa các số liệu đang có dấu hiệu nhầm (chưa sửa số nào)"), TH_LOOK_BOLD);
    for (size_t i = 0; i < s->nwhat_ifs; i++, row++) {
        const th_what_if *w = &s->what_ifs[i];
        uint32_t source = w->unit == TH_NONE ? TH_NONE : th_plan_fact_row(r, w->fact - 1);
        if (source != TH_NONE)
            th_pen_link(t->p, row, RANK, (th_target){r->names[TH_SHEET_SOURCES], source, TH_SOURCE_VALUE});
        th_pen_text(t->p, row, RANK, source != TH_NONE ? TH_STR("xem ›") : (th_str){0}, TH_LOOK_MIDDLE | TH_INK_LINK);
        th_pen_text(t->p, row, UNIT, w->unit == TH_NONE ? TH_STR("Tất cả") : r->d->units[w->unit].name, TH_LOOK_CELL);
        th_pen_merge(t->p, th_across(row, PARTS, t->last), what_if_words(t, w), TH_LOOK_CELL);
    }
    return row + 1;
}

static void set_columns(table *t, const th_report *r, uint32_t index)
{
    t->index = index;
    t->ranking = &r->d->rankings[index];
    t->at = r->in->scores->standings[index];
    t->nparts = 0;
    bool points = t->ranking->expr && th_expr_calls(t->ranking->expr, TH_FN_DIEM);
    for (uint32_t k = 0; points && k < r->d->ncriteria; k++)
        if (r->d->criteria[r->criterion_order[k]].parent == TH_NONE)
            t->parts[t->nparts++] = r->criterion_order[k];
    t->value = PARTS + t->nparts;
    t->steps = t->value + 1;
    t->label = t->steps + (uint32_t)t->ranking->nsteps;
    t->step = t->last = t->label + 1;
    t->ranked = 0;
    for (uint32_t k = 0; k < r->nunits; k++)
        t->ranked += t->at[k].ranked;
}

void th_report_ranking(const th_report *r)
{
    th_writer writer = th_writer_of(r, TH_SHEET_RANKING);
    th_pen *p = &writer.pen;
    table t = {.p = p, .r = r, .parts = th_arena_array(r->arena, r->d->ncriteria, sizeof(uint32_t))};
    uint32_t last = 7, row = TABLE_TOP + 1;
    for (uint32_t i = 0; i < r->d->nrankings; i++) {
        set_columns(&t, r, i);
        last = t.last > last ? t.last : last;
    }
    th_pen_width(p, RANK, RANK, 8);
    th_pen_width(p, UNIT, UNIT, 16);
    th_pen_width(p, PARTS, last, COLUMN_WIDTH);
    th_pen_heading(p, TH_STR("Xếp hạng"), th_str_fmt(r->arena, "Kỳ báo cáo: %d", r->d->period), last);
    stamp(&writer, TABLE_TOP, last);
    for (uint32_t i = 0; i < r->d->nrankings; i++) {
        set_columns(&t, r, i);
        row = put_titles(&t, put_table(&t, row)) + 1;
        if (i == 0)
            row = put_what_ifs(&t, row);
        chart(&t, row);
        row += CHART_ROWS;
    }
    if (r->d->nrankings)
        th_pen_signatures(p, row, last);
    else
        th_pen_text(p, row, 0, TH_STR("Bộ biểu mẫu không có bảng xếp hạng."), TH_LOOK_ITALIC);
    th_pen_page(p, 1, TABLE_TOP, UNIT + 1);
}

#include "learn/learn.h"

#include "expr/lexer.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

static th_str at(const th_learning *l, const th_learn_form *f, uint32_t row, th_role role)
{
    const th_learn_column *c = th_learn_column_of(&f->figures, role);
    return c ? th_learn_shown(l, f->sheet, row, c->col) : (th_str){0};
}

static bool has_figure(const th_learning *l, const th_learn_form *f, uint32_t row)
{
    static const th_role roles[] = {TH_ROLE_NOW, TH_ROLE_PREVIOUS, TH_ROLE_PLAN};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const th_learn_column *c = th_learn_column_of(&f->figures, roles[i]);
        if (c && (at(l, f, row, roles[i]).len || th_sheet_formula_at(f->sheet, row, c->col)))
            return true;
    }
    return false;
}

/* ---- types ---- */

typedef struct evidence {
    size_t numbers, fractions, texts, dates, pairs, yes_no;
    int decimals;
} evidence;

static void look_at(const th_learning *l, const th_cell *c, evidence *e)
{
    if (!c || c->type == TH_CELL_PENDING || c->type == TH_CELL_ERROR)
        return;
    if (c->type == TH_CELL_DATE) {
        e->dates++;
        return;
    }
    if (c->type == TH_CELL_BOOL) {
        e->yes_no++;
        return;
    }
    if (c->type == TH_CELL_NUMBER) {
        e->numbers++;
        int decimals = th_exact_decimals(th_exact_double(l->arena, c->number), 2);
        e->fractions += decimals > 0;
        e->decimals = decimals > e->decimals ? decimals : e->decimals;
        return;
    }
    th_str weak = th_fold_weak(l->arena, c->text);
    th_raw raw = {.kind = TH_RAW_TEXT, .text = c->text, .format_decimals = -1};
    th_value pair = th_value_read(l->arena, &raw, TH_TYPE_RATIO, (th_str){0}),
             real = th_value_read(l->arena, &raw, TH_TYPE_REAL, (th_str){0});
    if (!weak.len)
        return;
    if (th_str_eq(weak, TH_STR("co")) || th_str_eq(weak, TH_STR("khong")) || th_str_eq(weak, TH_STR("x")))
        e->yes_no++;
    else if (real.state == TH_STATE_VALUE && real.num) {
        e->numbers++;
        e->fractions += !th_exact_is_int(real.num);
    } else if (pair.state == TH_STATE_VALUE && pair.den)
        e->pairs++;
    else
        e->texts++;
}

static bool says(th_str weak, const char *word)
{
    return th_str_find(weak, th_str_of(word), 0) != SIZE_MAX;
}

/* The unit of measure first, then what stands in the cells; of a blank form without either: words. */
static th_type type_of(const th_learning *l, const th_learn_form *f, th_learn_row *r)
{
    static const th_role roles[] = {TH_ROLE_NOW, TH_ROLE_PREVIOUS, TH_ROLE_PLAN};
    evidence e = {0};
    th_str unit = th_fold_weak(l->arena, r->unit);
    bool computed = false;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const th_learn_column *c = th_learn_column_of(&f->figures, roles[i]);
        if (!c)
            continue;
        look_at(l, th_sheet_at(f->sheet, r->row, c->col), &e);
        computed = computed || th_sheet_formula_at(f->sheet, r->row, c->col);
    }
    r->filled = e.numbers || e.texts || e.pairs || e.yes_no || e.dates;
    r->decimals = -1;
    if (th_str_eq(th_str_trim(r->unit), TH_STR("%")) || says(unit, "phan tram"))
        return TH_TYPE_PERCENT;
    if (says(unit, "co/khong") || (e.yes_no && !e.numbers && !e.texts))
        return TH_TYPE_BOOL;
    if (says(unit, "hang"))
        return TH_TYPE_RANK;
    if (says(unit, "ngay/thang") || (e.dates && !e.numbers && !e.texts && !e.pairs))
        return unit.len && e.dates ? TH_TYPE_RANK
                                   : TH_TYPE_DATE; /* "05/63" that a spreadsheet made a date counts something */
    if (e.pairs && e.pairs >= e.numbers + e.texts)
        return TH_TYPE_RATIO;
    bool money = th_str_eq(unit, TH_STR("dong")) || says(unit, " dong") || th_str_eq(unit, TH_STR("d"));
    if (e.texts > e.numbers && !money)
        return TH_TYPE_TEXT;
    if (money)
        return e.fractions || says(unit, "trieu") || says(unit, "ty ") ? TH_TYPE_REAL : TH_TYPE_MONEY;
    if (e.fractions)
        return TH_TYPE_REAL;
    return e.numbers || unit.len || computed ? TH_TYPE_INT : TH_TYPE_TEXT;
}

/* ---- codes ---- */

bool th_learn_is_taken(const th_learning *l, const th_learn_form *f, th_str code)
{
    for (size_t k = 0; k <= l->nforms; k++) {
        const th_learn_form *other = k < l->nforms ? &l->forms[k] : f;
        for (size_t i = 0; i < other->nrows; i++)
            if (th_str_eq(other->rows[i].code, code))
                return true;
        for (size_t i = 0; i < other->list.n; i++)
            if (th_str_eq(other->list.columns[i].code, code))
                return true;
    }
    return false;
}

static void give_code(const th_learning *l, const th_learn_form *f, th_learn_row *r)
{
    bool usable = r->printed_code.len && th_lexer_is_code(r->printed_code) &&
                  !th_str_eq(r->printed_code, TH_STR("DONG")) && !th_learn_is_taken(l, f, r->printed_code);
    r->code = usable ? r->printed_code : (th_str){0};
    if (usable)
        r->printed_code = (th_str){0}; /* the same */
    for (size_t n = f->nrows + 1; !r->code.len; n++) {
        th_str code = th_str_fmt(l->arena, TH_FMT ".%02zu", TH_ARG(f->code), n);
        if (!th_learn_is_taken(l, f, code))
            r->code = code;
    }
}

/* "1" above "1.a", "I" above "1": the row whose number begins this one's, else the nearest group row. */
static th_str parent_of(const th_learning *l, const th_learn_form *f, size_t i)
{
    th_str stt = f->rows[i].stt;
    for (size_t k = i; k-- > 0;) {
        th_str above = f->rows[k].stt;
        bool begins = above.len && above.len < stt.len && th_str_starts(stt, above) && stt.ptr[above.len] == '.';
        if (begins && !th_fold_eq(l->arena, f->rows[k].label, f->rows[i].label))
            return f->rows[k].label;
    }
    return (th_str){0};
}

/* A label that stands twice is told apart by what it is part of. */
static void group_doubles(const th_learning *l, th_learn_form *f)
{
    for (size_t i = 0; i < f->nrows; i++) {
        bool twice = false;
        for (size_t k = 0; k < f->nrows && !twice; k++)
            twice = k != i && th_fold_eq(l->arena, f->rows[k].label, f->rows[i].label);
        if (twice && !f->rows[i].group.len)
            f->rows[i].group = parent_of(l, f, i);
    }
}

static bool is_heading_again(const th_learning *l, const th_learn_form *f, uint32_t row)
{
    size_t n = 0;
    for (size_t i = 0; i < f->figures.n; i++)
        n += th_fold_eq(l->arena, th_learn_shown(l, f->sheet, row, f->figures.columns[i].col),
                        f->figures.columns[i].label);
    return n >= 2;
}

void th_learn_rows(th_learning *l, th_learn_form *f)
{
    uint32_t last = UINT32_MAX;
    th_str group = {0};
    for (size_t k = th_sheet_row(f->sheet, f->figures.data); k < f->sheet->ncells; k++) {
        uint32_t row = f->sheet->cells[k].row;
        if (row == last)
            continue;
        last = row;
        if (th_learn_is_footer(l, f->sheet, row))
            break;
        th_learn_row r = {.row = row,
                          .label = at(l, f, row, TH_ROLE_LABEL),
                          .printed_code = at(l, f, row, TH_ROLE_CODE),
                          .stt = at(l, f, row, TH_ROLE_STT),
                          .unit = at(l, f, row, TH_ROLE_UNIT)};
        th_str weak = th_fold_weak(l->arena, r.label);
        if (!r.label.len || is_heading_again(l, f, row) || th_str_eq(weak, TH_STR("tong cong")) ||
            th_str_eq(weak, TH_STR("cong")))
            continue;
        bool figure = has_figure(l, f, row);
        if (!figure && !r.unit.len && !r.printed_code.len) { /* a title row: the group of what follows */
            group = r.label;
            continue;
        }
        r.group = group;
        r.type = type_of(l, f, &r);
        give_code(l, f, &r);
        TH_PUSH(l->arena, f->rows, f->nrows, f->rows_cap, r);
    }
    group_doubles(l, f);
}

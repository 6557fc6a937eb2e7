/* Rows of an indicator block: by code where the form has one, otherwise by label within the group.
 * All rows are matched before any figure is read: an indicator that stands at two rows is taken from neither. */
#include "fact/reading.h"

#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

typedef enum row_kind { ROW_NOTHING = 0, ROW_INDICATOR, ROW_AMBIGUOUS, ROW_UNKNOWN } row_kind;

typedef struct row {
    row_kind kind;
    uint32_t at, indicator;
    th_str shown, key; /* label as it stands, and folded */
} row;

typedef struct rows {
    th_reading *r;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *b;
    uint32_t role_at[TH_ROLES]; /* sheet column of each role, or TH_NO_CELL */
    th_label group;             /* the group at hand */
    row *rows;
    size_t nrows, rows_cap;
    uint32_t last;   /* the last row that is an indicator */
    bool *explained; /* by indicator: why it has no figure has been said */
} rows;

static const struct {
    th_role role;
    th_measure measure;
} measures[] = {{TH_ROLE_NOW, TH_NOW},
                {TH_ROLE_PREVIOUS, TH_PREVIOUS},
                {TH_ROLE_PLAN, TH_PLAN},
                {TH_ROLE_COMPARED, TH_COMPARED},
                {TH_ROLE_REMARK, TH_REMARK}};

static const th_cell *cell_of(const rows *s, uint32_t at, th_role role)
{
    return s->role_at[role] == TH_NO_CELL ? NULL : th_sheet_at(s->sheet, at, s->role_at[role]);
}

static bool holds(const rows *s, const th_cell *c)
{
    return c && (c->type != TH_CELL_TEXT || th_str_trim(c->text).len > 0) &&
           (c->type == TH_CELL_PENDING || th_cell_shown(s->r->arena, s->r->book, c).len > 0);
}

/* Does the row hold a figure; with `text`, anything at all where figures stand? */
static bool has_figure(const rows *s, uint32_t at, bool text)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const th_cell *c = measures[i].measure == TH_REMARK ? NULL : cell_of(s, at, measures[i].role);
        if (!holds(s, c))
            continue;
        if (c->type != TH_CELL_TEXT || text || th_numeral_read(s->r->arena, c->text).num)
            return true;
    }
    return false;
}

/* "01" in a text cell and 1 in a number cell are one code. */
static th_str code_key(th_arena *arena, th_str code)
{
    th_str key = th_fold(arena, code);
    while (key.len > 1 && key.ptr[0] == '0' && key.ptr[1] >= '0' && key.ptr[1] <= '9')
        key = th_str_sub(key, 1, key.len);
    return key;
}

static uint32_t by_code(const rows *s, th_str code)
{
    th_str key = code_key(s->r->arena, code);
    for (uint32_t i = 0; key.len && i < s->r->d->nindicators; i++)
        if (s->r->d->indicators[i].form == s->form &&
            th_str_eq(key, code_key(s->r->arena, s->r->d->indicators[i].printed_code)))
            return i;
    return TH_NONE;
}

/* How many indicators of the form bear the label (with diacritics, or else without); *found is the one of the
 * group at hand, or the only one. */
static size_t by_label(const rows *s, const th_label *label, uint32_t *found)
{
    for (th_fit least = TH_FIT_STRONG; least >= TH_FIT_WEAK; least--) {
        size_t n = 0, here = 0, outside = 0;
        uint32_t any = TH_NONE, grouped = TH_NONE, free = TH_NONE;
        for (uint32_t i = 0; i < s->r->d->nindicators; i++) {
            if (s->r->d->indicators[i].form != s->form || th_label_fits(&s->r->indicators[i], label) < least)
                continue;
            n++;
            any = i;
            if (!s->r->groups[i].strong.len) {
                free = i;
                outside++;
            } else if (th_str_eq(s->r->groups[i].weak, s->group.weak)) {
                grouped = i;
                here++;
            }
        }
        if (n == 0)
            continue;
        *found = n == 1 ? any : here == 1 ? grouped : !here && outside == 1 ? free : TH_NONE;
        return n;
    }
    return 0;
}

static bool is_group(const rows *s, const th_label *label)
{
    for (uint32_t i = 0; label->strong.len && i < s->r->d->nindicators; i++)
        if (s->r->d->indicators[i].form == s->form && s->r->groups[i].strong.len &&
            th_str_eq(s->r->groups[i].weak, label->weak))
            return true;
    return false;
}

/* A header printed again at the top of a page: two of its labels stand in their columns. */
static bool is_header_again(const rows *s, uint32_t at)
{
    size_t n = 0;
    for (uint32_t c = 0; c < s->r->d->ncolumns; c++) {
        uint32_t col = s->b->column_at[c];
        const th_cell *cell = col == TH_NO_CELL ? NULL : th_sheet_at(s->sheet, at, col);
        if (!cell || cell->type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(s->r->arena, cell->text);
        n += th_label_fits(&s->r->columns[c], &label) != TH_FIT_NONE;
    }
    return n >= 2;
}

static void check_code(const rows *s, uint32_t indicator, th_str code, const row *w, const th_label *label)
{
    if (!label->strong.len || th_label_fits(&s->r->indicators[indicator], label))
        return;
    th_place place = th_place_of(s->r, s->sheet, s->form, w->at, s->role_at[TH_ROLE_CODE]);
    th_finding *f = th_raise(s->r, TH_F_FORM_CODE_LABEL, &place,
                             (th_str[]){code, s->r->d->indicators[indicator].label, w->shown}, 3);
    f->indicator = s->r->d->indicators[indicator].code;
}

static void match_row(rows *s, uint32_t at)
{
    row w = {.at = at, .indicator = TH_NONE};
    const th_cell *label_cell = cell_of(s, at, TH_ROLE_LABEL);
    w.shown = label_cell ? th_str_trim(th_cell_shown(s->r->arena, s->r->book, label_cell)) : (th_str){0};
    th_label label = th_label_of(s->r->arena, w.shown);
    th_str code = s->role_at[TH_ROLE_CODE] == TH_NO_CELL ? (th_str){0}
                                                         : th_shown_at(s->r, s->sheet, at, s->role_at[TH_ROLE_CODE]);
    size_t candidates = 0;
    w.key = label.strong;
    if (code.len)
        w.indicator = by_code(s, code);
    if (w.indicator != TH_NONE)
        check_code(s, w.indicator, code, &w, &label);
    else if (label.strong.len)
        candidates = by_label(s, &label, &w.indicator);
    if (w.indicator != TH_NONE) {
        w.kind = ROW_INDICATOR;
        s->last = at;
        if (is_group(s, &label))
            s->group = label;
        else if (s->r->groups[w.indicator].strong.len) /* an indicator without Nhóm may stand inside a group */
            s->group = s->r->groups[w.indicator];
    } else if (candidates > 1) {
        w.kind = ROW_AMBIGUOUS;
    } else if (is_group(s, &label)) {
        s->group = label;
    } else if (has_figure(s, at, true) && !th_is_subtotal(label.weak) && !is_header_again(s, at)) {
        w.kind = ROW_UNKNOWN;
    }
    if (w.kind != ROW_NOTHING)
        TH_PUSH(s->r->arena, s->rows, s->nrows, s->rows_cap, w);
}

static uint32_t label_col(const rows *s)
{
    return s->role_at[TH_ROLE_LABEL] != TH_NO_CELL ? s->role_at[TH_ROLE_LABEL] : s->role_at[TH_ROLE_CODE];
}

static void say_unknown(rows *s, const row *w)
{
    size_t n = 0;
    th_str *names = th_arena_array(s->r->arena, s->r->d->nindicators + 1, sizeof *names);
    uint32_t *which = th_arena_array(s->r->arena, s->r->d->nindicators + 1, sizeof *which);
    for (uint32_t i = 0; i < s->r->d->nindicators; i++)
        if (s->r->d->indicators[i].form == s->form) {
            which[n] = i;
            names[n++] = s->r->d->indicators[i].label;
        }
    size_t near = w->shown.len ? th_fold_nearest(s->r->arena, w->shown, names, n) : SIZE_MAX;
    th_str hint = near >= n ? (th_str){0} : th_str_fmt(s->r->arena, " Gần nhất: “" TH_FMT "”.", TH_ARG(names[near]));
    if (near < n)
        s->explained[which[near]] = true; /* one cause, one finding: its figure is missing for this reason */
    th_place place = th_place_of(s->r, s->sheet, s->form, w->at, label_col(s));
    th_finding *f = th_raise(s->r, TH_F_FORM_UNKNOWN_ROW, &place,
                             (th_str[]){w->shown.len ? w->shown : TH_STR("(không có tên)"), hint}, 2);
    f->raw = th_str_copy(s->r->ds->arena, w->shown);
}

static void say_twice(const rows *s, th_str label, uint32_t one, uint32_t other)
{
    uint32_t col = label_col(s);
    th_place place = th_place_of(s->r, s->sheet, s->form, other, col);
    th_raise(s->r, TH_F_FORM_AMBIGUOUS_ROW, &place,
             (th_str[]){label, th_cell_name(s->r->arena, one, col), th_cell_name(s->r->arena, other, col)}, 3);
}

/* A label of several indicators that neither code nor group decides: two rows of it name each other, a
 * single one names the groups. */
static void say_ambiguous(rows *s, size_t at)
{
    const row *w = &s->rows[at], *other = NULL;
    th_label label = th_label_of(s->r->arena, w->shown);
    th_buf groups;
    th_buf_init(&groups, s->r->arena);
    for (size_t k = 0; k < s->nrows; k++)
        if (k != at && s->rows[k].kind == ROW_AMBIGUOUS && th_str_eq(s->rows[k].key, w->key)) {
            if (k < at)
                return; /* said at the first */
            if (!other)
                other = &s->rows[k];
        }
    bool figure = has_figure(s, w->at, true);
    for (uint32_t i = 0; i < s->r->d->nindicators; i++) {
        if (s->r->d->indicators[i].form != s->form || !th_label_fits(&s->r->indicators[i], &label))
            continue;
        th_str group = s->r->d->indicators[i].group;
        if (figure)
            s->explained[i] = true;
        if (group.len)
            th_buf_fmt(&groups, "%s“" TH_FMT "”", groups.len ? ", " : "", TH_ARG(group));
    }
    if (!figure)
        return;
    if (other) {
        say_twice(s, w->shown, w->at, other->at);
        return;
    }
    th_place place = th_place_of(s->r, s->sheet, s->form, w->at, label_col(s));
    th_raise(s->r, TH_F_FORM_ROW_GROUP, &place, (th_str[]){w->shown, th_buf_str(&groups)}, 2);
}

static void read_measures(const rows *s, uint32_t indicator, uint32_t at, bool required)
{
    const th_indicator *ind = &s->r->d->indicators[indicator];
    const th_cell *unit = cell_of(s, at, TH_ROLE_UNIT);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        uint32_t col = s->role_at[measures[i].role];
        if (col == TH_NO_CELL)
            continue;
        th_wanted w = {.indicator = indicator,
                       .measure = measures[i].measure,
                       .type = ind->type,
                       .unit = ind->unit,
                       .label = ind->label,
                       .catalogue = ind->catalogue};
        if (unit && unit->type == TH_CELL_TEXT)
            w.row_unit = unit->text;
        if (measures[i].measure == TH_NOW) {
            w.required = required && ind->required && !ind->blank_is_zero;
            w.keep_blank = ind->blank_is_zero; /* a blank that counts 0 needs an origin too */
        }
        if (measures[i].measure == TH_COMPARED || measures[i].measure == TH_REMARK) {
            w.type = measures[i].measure == TH_COMPARED ? TH_TYPE_PERCENT : TH_TYPE_TEXT;
            w.unit = w.row_unit = measures[i].measure == TH_COMPARED ? TH_STR("%") : (th_str){0};
            w.catalogue = TH_NONE;
        }
        th_read_cell(s->r, s->sheet, s->form, at, col, &w);
    }
}

/* The row an indicator is read from: the only one with a figure; TH_NO_CELL when there is none or it is not clear. */
static uint32_t row_of(rows *s, uint32_t indicator)
{
    const row *first = NULL, *figure = NULL;
    for (size_t k = 0; k < s->nrows; k++) {
        const row *w = &s->rows[k];
        if (w->kind != ROW_INDICATOR || w->indicator != indicator)
            continue;
        first = first ? first : w;
        if (!has_figure(s, w->at, true))
            continue;
        if (figure) {
            s->explained[indicator] = true;
            say_twice(s, s->r->d->indicators[indicator].label, figure->at, w->at);
            return TH_NO_CELL;
        }
        figure = w;
    }
    return figure ? figure->at : first ? first->at : TH_NO_CELL;
}

static bool wants(const rows *s, uint32_t i)
{
    const th_indicator *ind = &s->r->d->indicators[i];
    return ind->form == s->form && ind->required && !ind->blank_is_zero;
}

/* Figures of all indicators.  A block where no required figure is filled in is one thing to say, not forty. */
static void read_figures(rows *s)
{
    uint32_t *at = th_arena_array(s->r->arena, s->r->d->nindicators + 1, sizeof *at);
    size_t required = 0, filled = 0;
    for (uint32_t i = 0; i < s->r->d->nindicators; i++) {
        if (s->r->d->indicators[i].form != s->form)
            continue;
        at[i] = row_of(s, i);
        required += wants(s, i);
        filled += wants(s, i) && ((at[i] != TH_NO_CELL && holds(s, cell_of(s, at[i], TH_ROLE_NOW))) || s->explained[i]);
    }
    bool possible =
        s->role_at[TH_ROLE_NOW] != TH_NO_CELL && label_col(s) != TH_NO_CELL; /* else the missing column has been said */
    bool empty = required > 1 && filled == 0, each = possible && !empty;
    for (uint32_t i = 0; i < s->r->d->nindicators; i++) {
        const th_indicator *ind = &s->r->d->indicators[i];
        if (ind->form != s->form)
            continue;
        if (at[i] != TH_NO_CELL) {
            read_measures(s, i, at[i], each);
        } else if (each && wants(s, i) && !s->explained[i]) {
            th_place place = th_place_of(s->r, s->sheet, s->form, TH_NO_CELL, TH_NO_CELL);
            th_raise(s->r, TH_F_VALUE_MISSING, &place, &ind->label, 1)->indicator = ind->code;
        }
    }
    if (!possible || !empty)
        return;
    th_place place = th_place_of(s->r, s->sheet, s->form, s->b->header, s->role_at[TH_ROLE_NOW]);
    th_raise(s->r, TH_F_VALUE_MISSING, &place, &s->r->d->forms[s->form].title, 1);
}

/* Required are roles; a row of the form itself overrides the one of "*". */
static void say_missing_columns(const rows *s)
{
    for (uint32_t c = 0; c < s->r->d->ncolumns; c++) {
        const th_column *col = &s->r->d->columns[c];
        if (!col->required || col->role == TH_ROLE_VALUE || (col->form != TH_NONE && col->form != s->form) ||
            col->code.len || s->role_at[col->role] != TH_NO_CELL)
            continue;
        bool overridden = false;
        for (uint32_t k = 0; k < s->r->d->ncolumns && col->form == TH_NONE; k++)
            overridden = overridden || (s->r->d->columns[k].form == s->form && s->r->d->columns[k].role == col->role &&
                                        !s->r->d->columns[k].code.len);
        if (overridden)
            continue;
        th_place place = th_place_of(s->r, s->sheet, s->form, s->b->header, 0);
        th_raise(s->r, TH_F_FORM_COLUMN_MISSING, &place, (th_str[]){s->r->d->forms[s->form].title, col->label}, 2);
    }
}

/* Below the last figure a line of place and date closes the block: what follows are signatures. */
static uint32_t end_of_rows(const rows *s)
{
    uint32_t figure = s->b->data, at = TH_NO_CELL;
    size_t first = th_sheet_row(s->sheet, s->b->data);
    for (size_t i = first; i < s->sheet->ncells && s->sheet->cells[i].row < s->b->end; i++)
        if (s->sheet->cells[i].row != at) {
            at = s->sheet->cells[i].row;
            if (has_figure(s, at, false))
                figure = at;
        }
    for (size_t i = first; i < s->sheet->ncells && s->sheet->cells[i].row < s->b->end; i++) {
        const th_cell *c = &s->sheet->cells[i], *label = cell_of(s, c->row, TH_ROLE_LABEL);
        if (c->row > figure && c->type == TH_CELL_TEXT && (c == label || !holds(s, label)) &&
            th_is_date_line(th_fold_weak(s->r->arena, c->text)))
            return c->row;
    }
    return s->b->end;
}

void th_read_indicators(th_reading *r, const th_sheet *sheet, uint32_t form, const th_block *block)
{
    rows s = {.r = r,
              .sheet = sheet,
              .form = form,
              .b = block,
              .explained = th_arena_array(r->arena, r->d->nindicators + 1, sizeof(bool))};
    for (size_t role = 0; role < TH_ROLES; role++)
        s.role_at[role] = TH_NO_CELL;
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (block->column_at[c] != TH_NO_CELL)
            s.role_at[r->d->columns[c].role] = block->column_at[c];
    say_missing_columns(&s);
    uint32_t last = TH_NO_CELL, end = end_of_rows(&s);
    for (size_t i = th_sheet_row(sheet, block->data); i < sheet->ncells && sheet->cells[i].row < end; i++)
        if (sheet->cells[i].row != last) {
            last = sheet->cells[i].row;
            match_row(&s, last);
        }
    for (size_t k = 0; k < s.nrows; k++) {
        if (s.rows[k].kind == ROW_AMBIGUOUS)
            say_ambiguous(&s, k);
        /* below the last indicator stand place, date and signatures: only a figure counts there */
        else if (s.rows[k].kind == ROW_UNKNOWN && (s.rows[k].at < s.last || has_figure(&s, s.rows[k].at, false)))
            say_unknown(&s, &s.rows[k]);
    }
    read_figures(&s);
}

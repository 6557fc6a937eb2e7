/* Rows of an indicator block: by code where the form has one, otherwise by label within the group. */
#include "fact/reading.h"

#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

typedef struct seen { uint32_t row, col; bool found; } seen;

typedef struct rows {
    th_reading *r;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *b;
    uint32_t role_at[TH_ROLES]; /* sheet column of each role, or TH_NO_CELL */
    th_label group;             /* the group at hand */
    seen *seen;                 /* by indicator */
    seen unclear;               /* first row of a label that neither code nor group decides */
    th_str unclear_label;
} rows;

static const struct {
    th_role role;
    th_measure measure;
} measures[] = {{TH_ROLE_NOW, TH_NOW}, {TH_ROLE_PREVIOUS, TH_PREVIOUS}, {TH_ROLE_PLAN, TH_PLAN}, {TH_ROLE_COMPARED, TH_COMPARED}, {TH_ROLE_REMARK, TH_REMARK}};

static bool has_figure(const rows *s, uint32_t row)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        uint32_t col = s->role_at[measures[i].role];
        const th_cell *c = col == TH_NO_CELL || measures[i].measure == TH_REMARK ? NULL : th_sheet_at(s->sheet, row, col);
        if (!c)
            continue;
        if (c->type != TH_CELL_TEXT)
            return true;
        if (th_numeral_read(s->r->arena, c->text).num)
            return true;
    }
    return false;
}

static uint32_t by_code(const rows *s, th_str code)
{
    th_str key = th_fold(s->r->arena, code);
    for (uint32_t i = 0; key.len && i < s->r->d->nindicators; i++)
        if (s->r->d->indicators[i].form == s->form && th_str_eq(key, th_fold(s->r->arena, s->r->d->indicators[i].printed_code)))
            return i;
    return TH_NONE;
}

/* How many indicators of the form bear the label; *found is the one of the group at hand, or the only one. */
static size_t by_label(const rows *s, const th_label *label, uint32_t *found)
{
    size_t n = 0;
    uint32_t any = TH_NONE, grouped = TH_NONE;
    for (uint32_t i = 0; i < s->r->d->nindicators; i++) {
        if (s->r->d->indicators[i].form != s->form || !th_label_fits(&s->r->indicators[i], label))
            continue;
        n++;
        any = i;
        if (s->group.strong.len && th_str_eq(s->r->groups[i].weak, s->group.weak))
            grouped = i;
        else if (grouped == TH_NONE && !s->group.strong.len && !s->r->groups[i].strong.len)
            grouped = i;
    }
    *found = grouped != TH_NONE ? grouped : n == 1 ? any : TH_NONE;
    return n;
}

static bool is_group(const rows *s, const th_label *label)
{
    for (uint32_t i = 0; label->strong.len && i < s->r->d->nindicators; i++)
        if (s->r->d->indicators[i].form == s->form && s->r->groups[i].strong.len &&
            (th_str_eq(s->r->groups[i].strong, label->strong) || th_str_eq(s->r->groups[i].weak, label->weak)))
            return true;
    return false;
}

/* Subtotals and headings that every form may hold; they are no indicators. */
static bool is_heading(const th_label *label)
{
    static const char *const words[] = {"tong cong", "cong", "trong do", "chia ra", "gom", "bao gom", "tong so"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        th_str w = th_str_of(words[i]);
        if (th_str_starts(label->weak, w) && (label->weak.len == w.len || label->weak.ptr[w.len] == ' ' || label->weak.ptr[w.len] == ':'))
            return true;
    }
    return false;
}

static void say_unknown(const rows *s, uint32_t row, th_str shown)
{
    size_t n = 0;
    th_str *names = th_arena_array(s->r->arena, s->r->d->nindicators + 1, sizeof *names);
    for (uint32_t i = 0; i < s->r->d->nindicators; i++)
        if (s->r->d->indicators[i].form == s->form)
            names[n++] = s->r->d->indicators[i].label;
    size_t near = th_fold_nearest(s->r->arena, shown, names, n);
    th_str hint = near == SIZE_MAX ? (th_str){0} : th_str_fmt(s->r->arena, " Gần nhất: “" TH_FMT "”.", TH_ARG(names[near]));
    uint32_t col = s->role_at[TH_ROLE_LABEL];
    th_place place = th_place_of(s->r, s->sheet, s->form, row, col);
    th_finding *f = th_raise(s->r, TH_F_FORM_UNKNOWN_ROW, &place, (th_str[]){shown.len ? shown : TH_STR("(không có tên)"), hint}, 2);
    f->raw = th_str_copy(s->r->ds->arena, shown);
}

static void say_twice(const rows *s, th_str label, const seen *first, uint32_t row, uint32_t col)
{
    th_place place = th_place_of(s->r, s->sheet, s->form, row, col);
    th_raise(s->r, TH_F_FORM_AMBIGUOUS_ROW, &place,
             (th_str[]){label, th_cell_name(s->r->arena, first->row, first->col), th_cell_name(s->r->arena, row, col)}, 3);
}

static void read_measures(const rows *s, uint32_t indicator, uint32_t row)
{
    const th_indicator *ind = &s->r->d->indicators[indicator];
    uint32_t unit_at = s->role_at[TH_ROLE_UNIT];
    const th_cell *unit = unit_at == TH_NO_CELL ? NULL : th_sheet_at(s->sheet, row, unit_at);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        uint32_t col = s->role_at[measures[i].role];
        if (col == TH_NO_CELL)
            continue;
        th_wanted w = {.indicator = indicator, .measure = measures[i].measure, .type = ind->type, .unit = ind->unit, .label = ind->label, .catalogue = ind->catalogue};
        if (unit && unit->type == TH_CELL_TEXT)
            w.row_unit = unit->text;
        if (measures[i].measure == TH_NOW)
            w.required = ind->required && !ind->blank_is_zero;
        if (measures[i].measure == TH_COMPARED || measures[i].measure == TH_REMARK) {
            w.type = measures[i].measure == TH_COMPARED ? TH_TYPE_PERCENT : TH_TYPE_TEXT;
            w.unit = w.row_unit = measures[i].measure == TH_COMPARED ? TH_STR("%") : (th_str){0};
            w.catalogue = TH_NONE;
        }
        th_read_cell(s->r, s->sheet, s->form, row, col, &w);
    }
}

static void take_row(rows *s, uint32_t indicator, uint32_t row, uint32_t col)
{
    seen *before = &s->seen[indicator];
    if (before->found) {
        if (has_figure(s, row))
            say_twice(s, s->r->d->indicators[indicator].label, before, row, col);
        return;
    }
    *before = (seen){row, col, true};
    read_measures(s, indicator, row);
}

static void check_label(const rows *s, uint32_t indicator, th_str code, th_str shown, const th_label *label, uint32_t row)
{
    const th_indicator *ind = &s->r->d->indicators[indicator];
    if (!label->strong.len || th_label_fits(&s->r->indicators[indicator], label))
        return;
    th_place place = th_place_of(s->r, s->sheet, s->form, row, s->role_at[TH_ROLE_CODE]);
    th_raise(s->r, TH_F_FORM_CODE_LABEL, &place, (th_str[]){code, ind->label, shown}, 3);
}

static void read_row(rows *s, uint32_t row)
{
    uint32_t label_at = s->role_at[TH_ROLE_LABEL], code_at = s->role_at[TH_ROLE_CODE], indicator = TH_NONE;
    const th_cell *label_cell = label_at == TH_NO_CELL ? NULL : th_sheet_at(s->sheet, row, label_at);
    th_str shown = label_cell ? th_str_trim(th_cell_shown(s->r->arena, s->r->book, label_cell)) : (th_str){0};
    th_label label = th_label_of(s->r->arena, shown);
    th_str code = code_at == TH_NO_CELL ? (th_str){0} : th_shown_at(s->r, s->sheet, row, code_at);
    size_t candidates = 0;
    if (code.len)
        indicator = by_code(s, code);
    if (indicator != TH_NONE)
        check_label(s, indicator, code, shown, &label, row);
    else if (label.strong.len)
        candidates = by_label(s, &label, &indicator);
    if (indicator != TH_NONE) {
        take_row(s, indicator, row, label_at == TH_NO_CELL ? code_at : label_at);
        if (is_group(s, &label))
            s->group = label;
        return;
    }
    bool figure = has_figure(s, row);
    if (candidates > 1 && figure) {
        if (s->unclear.found && th_str_eq(s->unclear_label, label.strong))
            say_twice(s, shown, &s->unclear, row, label_at);
        s->unclear = (seen){row, label_at, true};
        s->unclear_label = label.strong;
        return;
    }
    if (is_group(s, &label))
        s->group = label;
    else if (figure && !is_heading(&label))
        say_unknown(s, row, shown);
}

static void say_absent(const rows *s)
{
    for (uint32_t i = 0; i < s->r->d->nindicators; i++) {
        const th_indicator *ind = &s->r->d->indicators[i];
        if (ind->form != s->form || s->seen[i].found || !ind->required || ind->blank_is_zero)
            continue;
        th_place place = th_place_of(s->r, s->sheet, s->form, TH_NO_CELL, TH_NO_CELL);
        th_finding *f = th_raise(s->r, TH_F_VALUE_MISSING, &place, &ind->label, 1);
        f->indicator = ind->code;
    }
}

static void say_missing_columns(const rows *s)
{
    for (uint32_t c = 0; c < s->r->d->ncolumns; c++) {
        const th_column *col = &s->r->d->columns[c];
        if (!col->required || col->form != TH_NONE || s->role_at[col->role] != TH_NO_CELL)
            continue;
        th_place place = th_place_of(s->r, s->sheet, s->form, s->b->header, 0);
        th_raise(s->r, TH_F_FORM_COLUMN_MISSING, &place, (th_str[]){s->r->d->forms[s->form].title, col->label}, 2);
    }
}

void th_read_indicators(th_reading *r, const th_sheet *sheet, uint32_t form, const th_block *block)
{
    rows s = {.r = r, .sheet = sheet, .form = form, .b = block, .seen = th_arena_array(r->arena, r->d->nindicators + 1, sizeof(seen))};
    for (size_t role = 0; role < TH_ROLES; role++)
        s.role_at[role] = TH_NO_CELL;
    for (uint32_t c = 0; c < r->d->ncolumns; c++)
        if (block->column_at[c] != TH_NO_CELL)
            s.role_at[r->d->columns[c].role] = block->column_at[c];
    say_missing_columns(&s);
    uint32_t last = TH_NO_CELL;
    for (size_t i = th_sheet_row(sheet, block->data); i < sheet->ncells && sheet->cells[i].row < block->end; i++)
        if (sheet->cells[i].row != last) {
            last = sheet->cells[i].row;
            read_row(&s, last);
        }
    say_absent(&s);
}

/* Rows of an indicator block: by code where the form has one, otherwise by label within the group.  All rows are
 * matched before any figure is read, because an indicator that stands at two rows is taken from neither. */
#include "fact/reading.h"

#include "base/ascii.h"
#include "book/book.h"
#include "fact/beside.h"
#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

typedef enum row_kind { ROW_NOTHING = 0, ROW_INDICATOR, ROW_AMBIGUOUS, ROW_UNKNOWN } row_kind;

typedef struct figure_row {
    row_kind kind;
    uint32_t at, indicator;
    th_found_by found_by;
    th_str shown, key; /* label as it stands, and folded */
} figure_row;

typedef struct figure_rows {
    th_reading *reading;
    const th_definition *d;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *block;
    uint32_t role_at[TH_ROLES]; /* sheet column of each role, or TH_NO_CELL */
    th_str withheld[TH_ROLES];  /* why the column's figures do not count, or empty */
    th_label group;             /* the group at hand */
    figure_row *found;
    size_t nfound, found_cap;
    uint32_t last;   /* the last row that is an indicator */
    bool *explained; /* by indicator: why it has no figure has been reported */
} figure_rows;

enum { SMALL_SHARE = 10 }; /* percent: a row that allows no more holds small shares by nature */

static const struct {
    th_role role;
    th_measure measure;
} measures[] = {{TH_ROLE_NOW, TH_NOW},
                {TH_ROLE_PREVIOUS, TH_PREVIOUS},
                {TH_ROLE_PLAN, TH_PLAN},
                {TH_ROLE_COMPARED, TH_COMPARED},
                {TH_ROLE_REMARK, TH_REMARK}};

static const th_cell *cell_of_role(const figure_rows *rows, uint32_t at, th_role role)
{
    return rows->role_at[role] == TH_NO_CELL ? NULL : th_sheet_at(rows->sheet, at, rows->role_at[role]);
}

static bool cell_holds_value(const figure_rows *rows, const th_cell *cell)
{
    return cell && (cell->type != TH_CELL_TEXT || th_str_trim(cell->text).len > 0) &&
           (cell->type == TH_CELL_PENDING || th_cell_shown(rows->reading->arena, rows->reading->book, cell).len > 0);
}

/* Does the row hold a figure?  With `text`, anything that stands where figures do is one. */
static bool row_has_figure(const figure_rows *rows, uint32_t at, bool text)
{
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const th_cell *cell = measures[i].measure == TH_REMARK ? NULL : cell_of_role(rows, at, measures[i].role);
        if (!cell_holds_value(rows, cell))
            continue;
        if (cell->type != TH_CELL_TEXT || text || th_numeral_read(rows->reading->arena, cell->text).num)
            return true;
    }
    return false;
}

/* "01" in a text cell and 1 in a number cell are one code. */
static th_str code_key(th_arena *arena, th_str code)
{
    th_str key = th_fold(arena, code);
    while (key.len > 1 && key.ptr[0] == '0' && th_is_digit(key.ptr[1]))
        key = th_str_sub(key, 1, key.len);
    return key;
}

static uint32_t by_code(const figure_rows *rows, th_str code)
{
    th_str key = code_key(rows->reading->arena, code);
    for (uint32_t i = 0; key.len && i < rows->d->nindicators; i++)
        if (rows->d->indicators[i].form == rows->form &&
            th_str_eq(key, code_key(rows->reading->arena, rows->d->indicators[i].printed_code)))
            return i;
    return TH_NONE;
}

/* The indicators of a form that bear one label, told apart by their Nhóm. */
typedef struct label_bearers {
    size_t n, in_group, ungrouped;                /* how many: in all, in the group at hand, without a group */
    uint32_t last, last_in_group, last_ungrouped; /* the last of each, or TH_NONE */
} label_bearers;

/* Does the indicator bear the label: whole with its diacritics or without; TH_FIT_NONE: bare. */
static bool bears_label(const figure_rows *rows, uint32_t indicator, const th_label *label, th_fit least)
{
    const th_labels *names = &rows->reading->indicators[indicator];
    return least == TH_FIT_NONE ? th_label_fits_bare(names, label) : th_label_fits(names, label) >= least;
}

static label_bearers bearers_of(const figure_rows *rows, const th_label *label, th_fit least)
{
    label_bearers bearers = {.last = TH_NONE, .last_in_group = TH_NONE, .last_ungrouped = TH_NONE};
    for (uint32_t i = 0; i < rows->d->nindicators; i++) {
        if (rows->d->indicators[i].form != rows->form || !bears_label(rows, i, label, least))
            continue;
        bearers.n++;
        bearers.last = i;
        if (!rows->reading->groups[i].strong.len) {
            bearers.ungrouped++;
            bearers.last_ungrouped = i;
        } else if (th_str_eq(rows->reading->groups[i].bare, rows->group.bare)) {
            bearers.in_group++;
            bearers.last_in_group = i;
        }
    }
    return bearers;
}

/* The only one; else the only one of the group at hand; else, where that has none, the only one without a group. */
static uint32_t choose_bearer(const label_bearers *bearers)
{
    if (bearers->n == 1)
        return bearers->last;
    if (bearers->in_group == 1)
        return bearers->last_in_group;
    return !bearers->in_group && bearers->ungrouped == 1 ? bearers->last_ungrouped : TH_NONE;
}

/* How many indicators of the form bear the label, with its diacritics or else without; *found is the one that is
 * meant, or TH_NONE. */
static size_t by_label(const figure_rows *rows, const th_label *label, uint32_t *found)
{
    for (th_fit least = TH_FIT_STRONG; least >= TH_FIT_WEAK; least--) {
        label_bearers bearers = bearers_of(rows, label, least);
        if (!bearers.n)
            continue;
        *found = choose_bearer(&bearers);
        return bearers.n;
    }
    return 0;
}

/* The only indicator that bears the label when both are bare ("4.1. Phòng chuyên môn"); TH_NONE: none, or several. */
static uint32_t by_bare_label(const figure_rows *rows, const th_label *label)
{
    label_bearers bearers = bearers_of(rows, label, TH_FIT_NONE);
    return choose_bearer(&bearers);
}

/* Is the label the name of a group (Nhóm) of the form? */
static bool is_group_label(const figure_rows *rows, const th_label *label)
{
    for (uint32_t i = 0; label->strong.len && i < rows->d->nindicators; i++)
        if (rows->d->indicators[i].form == rows->form && rows->reading->groups[i].strong.len &&
            (th_str_eq(rows->reading->groups[i].weak, label->weak) ||
             th_str_eq(rows->reading->groups[i].bare, label->bare)))
            return true;
    return false;
}

/* A header printed again at the top of a page: two of its labels stand in their columns. */
static bool is_header_again(const figure_rows *rows, uint32_t at)
{
    size_t n = 0;
    for (uint32_t c = 0; c < rows->d->ncolumns; c++) {
        uint32_t col = rows->block->columns[c].at;
        const th_cell *cell = col == TH_NO_CELL ? NULL : th_sheet_at(rows->sheet, at, col);
        if (!cell || cell->type != TH_CELL_TEXT)
            continue;
        th_label label = th_label_of(rows->reading->arena, cell->text);
        n += th_label_fits(&rows->reading->columns[c], &label) != TH_FIT_NONE;
    }
    return n >= 2;
}

/* A code that stands beside another indicator's label is reported; the code decides. */
static void check_code(const figure_rows *rows, uint32_t indicator, th_str code, figure_row *row, const th_label *label)
{
    const th_labels *names = &rows->reading->indicators[indicator];
    if (!label->strong.len || th_label_fits(names, label) || th_label_fits_bare(names, label))
        return;
    row->found_by = TH_FOUND_BY_CODE;
    th_place place = th_place_of(rows->reading, rows->sheet, rows->form, row->at, rows->role_at[TH_ROLE_CODE]);
    th_finding *finding = th_raise(rows->reading, TH_F_FORM_CODE_LABEL, &place,
                                   TH_WITH(code, rows->d->indicators[indicator].label, row->shown));
    finding->indicator = rows->d->indicators[indicator].code;
}

/* Decides what a row is: an indicator, the head of a group, an unknown label with figures, or nothing. */
static void match_row(figure_rows *rows, uint32_t at)
{
    figure_row row = {.at = at, .indicator = TH_NONE};
    const th_cell *label_cell = cell_of_role(rows, at, TH_ROLE_LABEL);
    if (label_cell && label_cell->type == TH_CELL_TEXT)
        row.shown = th_str_trim(th_cell_label(rows->reading->book, label_cell));
    else if (label_cell)
        row.shown = th_str_trim(th_cell_shown(rows->reading->arena, rows->reading->book, label_cell));
    th_label label = th_label_of(rows->reading->arena, row.shown);
    th_str code = rows->role_at[TH_ROLE_CODE] == TH_NO_CELL ? (th_str){0}
                                                            : th_shown_at(rows->reading->arena, rows->reading->book,
                                                                          rows->sheet, at, rows->role_at[TH_ROLE_CODE]);
    size_t candidates = 0;
    row.key = label.strong;
    if (code.len)
        row.indicator = by_code(rows, code);
    if (row.indicator != TH_NONE)
        check_code(rows, row.indicator, code, &row, &label);
    else if (label.strong.len)
        candidates = by_label(rows, &label, &row.indicator);
    if (row.indicator == TH_NONE && !candidates && !is_group_label(rows, &label)) {
        row.indicator = by_bare_label(rows, &label);
        row.found_by = row.indicator == TH_NONE ? TH_FOUND_BY_LABEL : TH_FOUND_BY_BARE_LABEL;
    }
    if (row.indicator != TH_NONE) {
        row.kind = ROW_INDICATOR;
        rows->last = at;
        if (is_group_label(rows, &label))
            rows->group = label;
        else if (rows->reading->groups[row.indicator]
                     .strong.len) /* an indicator without Nhóm may stand inside a group */
            rows->group = rows->reading->groups[row.indicator];
    } else if (candidates > 1) {
        row.kind = ROW_AMBIGUOUS;
    } else if (is_group_label(rows, &label)) {
        rows->group = label;
    } else if (row_has_figure(rows, at, true) && !th_is_subtotal(label.weak) && !is_header_again(rows, at)) {
        row.kind = ROW_UNKNOWN;
    }
    if (row.kind != ROW_NOTHING)
        TH_PUSH(rows->reading->arena, rows->found, rows->nfound, rows->found_cap, row);
}

/* The column that findings about a row point at. */
static uint32_t label_col(const figure_rows *rows)
{
    return rows->role_at[TH_ROLE_LABEL] != TH_NO_CELL ? rows->role_at[TH_ROLE_LABEL] : rows->role_at[TH_ROLE_CODE];
}

/* Names the nearest label, whose figure is then missing for this reason: one cause, one finding. */
static void say_unknown(figure_rows *rows, const figure_row *row)
{
    size_t n = 0;
    th_str *names = th_arena_array(rows->reading->arena, rows->d->nindicators + 1, sizeof *names);
    uint32_t *which = th_arena_array(rows->reading->arena, rows->d->nindicators + 1, sizeof *which);
    for (uint32_t i = 0; i < rows->d->nindicators; i++)
        if (rows->d->indicators[i].form == rows->form) {
            which[n] = i;
            names[n++] = rows->d->indicators[i].label;
        }
    size_t near = row->shown.len ? th_fold_nearest(rows->reading->arena, row->shown, names, n) : SIZE_MAX;
    if (near < n)
        rows->explained[which[near]] = true;
    th_arena *arena = rows->reading->arena;
    th_words hint = th_nearest_words(arena, near < n ? names[near] : (th_str){0});
    const th_cell *figure = cell_of_role(rows, row->at, TH_ROLE_NOW),
                  *any = th_sheet_at(rows->sheet, row->at, label_col(rows));
    if (any && any->flags & TH_CELL_HIDDEN_ROW)
        hint = (th_words){th_str_fmt(arena, TH_FMT " Dòng này đang bị ẩn.", TH_ARG(hint.vi)),
                          th_str_fmt(arena, TH_FMT " The row is hidden.", TH_ARG(hint.en))};
    th_place place = th_place_of(rows->reading, rows->sheet, rows->form, row->at, label_col(rows));
    th_words name = row->shown.len ? th_words_quoted(row->shown) : TH_WORDS_ARE("(không có tên)", "(no name)");
    th_finding *finding = th_raise(rows->reading, TH_F_FORM_UNKNOWN_ROW, &place, TH_WITH(name, hint));
    /* The text names the row already; what it holds is looked for among the differences of rules (left_out.h). */
    th_str raw = cell_holds_value(rows, figure) ? th_cell_shown(arena, rows->reading->book, figure) : row->shown;
    finding->raw = th_str_copy(rows->reading->ds->arena, raw);
}

static void say_two_rows(const figure_rows *rows, th_str label, uint32_t one, uint32_t other)
{
    uint32_t col = label_col(rows);
    th_place place = th_place_of(rows->reading, rows->sheet, rows->form, other, col);
    th_raise(
        rows->reading, TH_F_FORM_AMBIGUOUS_ROW, &place,
        TH_WITH(label, th_cell_name(rows->reading->arena, one, col), th_cell_name(rows->reading->arena, other, col)));
}

/* A label of several indicators that neither code nor group decides: a second row with it is named, or else the groups
 * it could belong to. */
static void say_ambiguous(figure_rows *rows, size_t at)
{
    const figure_row *row = &rows->found[at], *other = NULL;
    th_label label = th_label_of(rows->reading->arena, row->shown);
    th_buf groups;
    th_buf_init(&groups, rows->reading->arena);
    for (size_t k = 0; k < rows->nfound; k++)
        if (k != at && rows->found[k].kind == ROW_AMBIGUOUS && th_str_eq(rows->found[k].key, row->key)) {
            if (k < at)
                return; /* it was reported at the first of them */
            if (!other)
                other = &rows->found[k];
        }
    bool figure = row_has_figure(rows, row->at, true);
    for (uint32_t i = 0; i < rows->d->nindicators; i++) {
        if (rows->d->indicators[i].form != rows->form || !th_label_fits(&rows->reading->indicators[i], &label))
            continue;
        th_str group = rows->d->indicators[i].group;
        if (figure)
            rows->explained[i] = true;
        if (group.len)
            th_buf_fmt(&groups, "%s“" TH_FMT "”", groups.len ? ", " : "", TH_ARG(group));
    }
    if (!figure)
        return;
    if (other) {
        say_two_rows(rows, row->shown, row->at, other->at);
        return;
    }
    th_place place = th_place_of(rows->reading, rows->sheet, rows->form, row->at, label_col(rows));
    th_raise(rows->reading, TH_F_FORM_ROW_GROUP, &place, TH_WITH(row->shown, th_buf_str(&groups)));
}

/* All figures of an indicator's row. */
static void read_measures(const figure_rows *rows, uint32_t indicator, const figure_row *row, bool required)
{
    uint32_t at = row->at;
    const th_indicator *ind = &rows->d->indicators[indicator];
    const th_cell *unit = cell_of_role(rows, at, TH_ROLE_UNIT);
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        uint32_t col = rows->role_at[measures[i].role];
        if (col == TH_NO_CELL)
            continue;
        th_wanted wanted = {.indicator = indicator,
                            .measure = measures[i].measure,
                            .type = ind->type,
                            .unit = ind->unit,
                            .label = ind->label,
                            .catalogue = ind->catalogue,
                            .withheld = rows->withheld[measures[i].role],
                            .found_by = row->found_by,
                            .criterion = TH_NONE};
        if (unit && unit->type == TH_CELL_TEXT)
            wanted.row_unit = unit->text;
        wanted.small = ind->max && th_exact_cmp(ind->max, th_exact_int(rows->reading->arena, SMALL_SHARE)) <= 0;
        if (measures[i].measure == TH_NOW) {
            wanted.required = required && ind->required && !ind->blank_is_zero;
            wanted.keep_blank = ind->blank_is_zero; /* a blank that counts as 0 needs an origin too */
        }
        if (measures[i].measure == TH_COMPARED || measures[i].measure == TH_REMARK) {
            wanted.type = measures[i].measure == TH_COMPARED ? TH_TYPE_PERCENT : TH_TYPE_TEXT;
            wanted.unit = wanted.row_unit = measures[i].measure == TH_COMPARED ? TH_STR("%") : (th_str){0};
            wanted.catalogue = TH_NONE;
        }
        const th_spot spot = {rows->sheet, rows->form, at, col};
        th_read_cell(rows->reading, &spot, &wanted);
    }
}

/* The row an indicator is read from: the only one with a figure; NULL when there is none or it is not clear. */
static const figure_row *row_of_indicator(figure_rows *rows, uint32_t indicator)
{
    const figure_row *first = NULL, *figure = NULL;
    for (size_t k = 0; k < rows->nfound; k++) {
        const figure_row *row = &rows->found[k];
        if (row->kind != ROW_INDICATOR || row->indicator != indicator)
            continue;
        if (!first)
            first = row;
        if (!row_has_figure(rows, row->at, true))
            continue;
        if (figure) {
            rows->explained[indicator] = true;
            say_two_rows(rows, rows->d->indicators[indicator].label, figure->at, row->at);
            return NULL;
        }
        figure = row;
    }
    return figure ? figure : first;
}

static bool wants_figure(const figure_rows *rows, uint32_t i)
{
    const th_indicator *ind = &rows->d->indicators[i];
    return ind->form == rows->form && ind->required && !ind->blank_is_zero;
}

/* Figures that stand beside a blank “Năm nay” (beside.h), said once for each column.  True: something was said. */
static bool look_beside(figure_rows *rows, const figure_row **row, bool empty)
{
    th_beside beside = {.reading = rows->reading,
                        .sheet = rows->sheet,
                        .form = rows->form,
                        .now = rows->role_at[TH_ROLE_NOW],
                        .left = label_col(rows),
                        .empty = empty};
    static const th_role figures[] = {TH_ROLE_PREVIOUS, TH_ROLE_PLAN},
                         never[] = {TH_ROLE_CODE,     TH_ROLE_LABEL,     TH_ROLE_UNIT,      TH_ROLE_STT,
                                    TH_ROLE_COMPARED, TH_ROLE_CRITERION, TH_ROLE_SELF_SCORE};
    for (size_t k = 0; k < sizeof figures / sizeof *figures; k++)
        beside.figures[k] = rows->role_at[figures[k]];
    for (size_t k = 0; k < sizeof never / sizeof *never; k++)
        beside.never[k] = rows->role_at[never[k]];
    for (uint32_t i = 0; i < rows->d->nindicators; i++)
        if (rows->d->indicators[i].form == rows->form && row[i] && th_type_is_number(rows->d->indicators[i].type) &&
            !cell_holds_value(rows, cell_of_role(rows, row[i]->at, TH_ROLE_NOW)) && th_look_beside(&beside, row[i]->at))
            rows->explained[i] = true;
    th_say_beside(&beside);
    return beside.n > 0;
}

/* The figures of all indicators.  A block in which no required figure is filled in is one finding, not forty. */
static void read_figures(figure_rows *rows)
{
    const figure_row **row = th_arena_array(rows->reading->arena, rows->d->nindicators + 1, sizeof(const figure_row *));
    size_t required = 0, filled = 0;
    for (uint32_t i = 0; i < rows->d->nindicators; i++) {
        if (rows->d->indicators[i].form != rows->form)
            continue;
        row[i] = row_of_indicator(rows, i);
        required += wants_figure(rows, i);
        filled +=
            wants_figure(rows, i) &&
            ((row[i] && cell_holds_value(rows, cell_of_role(rows, row[i]->at, TH_ROLE_NOW))) || rows->explained[i]);
    }
    /* Without these columns no row could be read, which was reported as a missing column. */
    bool possible = rows->role_at[TH_ROLE_NOW] != TH_NO_CELL && label_col(rows) != TH_NO_CELL;
    bool empty = required > 1 && filled == 0, each = possible && !empty;
    bool beside = possible && look_beside(rows, row, empty);
    for (uint32_t i = 0; i < rows->d->nindicators; i++) {
        const th_indicator *ind = &rows->d->indicators[i];
        if (ind->form != rows->form)
            continue;
        if (row[i]) {
            read_measures(rows, i, row[i], each && !rows->explained[i]);
        } else if (each && wants_figure(rows, i) && !rows->explained[i]) {
            th_place place = th_place_of(rows->reading, rows->sheet, rows->form, TH_NO_CELL, TH_NO_CELL);
            th_raise(rows->reading, TH_F_VALUE_MISSING, &place, TH_WITH(ind->label))->indicator = ind->code;
        }
    }
    if (!possible || !empty || beside)
        return;
    th_place place =
        th_place_of(rows->reading, rows->sheet, rows->form, rows->block->header, rows->role_at[TH_ROLE_NOW]);
    th_raise(rows->reading, TH_F_VALUE_MISSING, &place, TH_WITH(rows->d->forms[rows->form].title));
}

/* Says which required roles are missing, and whether any is.  A column of the form itself overrides the shared one
 * ("*") of that role. */
static bool say_missing_roles(const figure_rows *rows)
{
    bool missing = false;
    for (uint32_t c = 0; c < rows->d->ncolumns; c++) {
        const th_column *col = &rows->d->columns[c];
        if (!col->required || col->role == TH_ROLE_VALUE || (col->form != TH_NONE && col->form != rows->form) ||
            col->code.len || rows->role_at[col->role] != TH_NO_CELL)
            continue;
        bool overridden = false;
        for (uint32_t k = 0; k < rows->d->ncolumns && col->form == TH_NONE; k++)
            overridden = overridden || (rows->d->columns[k].form == rows->form &&
                                        rows->d->columns[k].role == col->role && !rows->d->columns[k].code.len);
        if (overridden)
            continue;
        const th_spot spot = {.sheet = rows->sheet, .form = rows->form};
        th_say_missing_column(rows->reading, &spot, rows->block, col->label);
        missing = true;
    }
    return missing;
}

/* Where the block ends: below the last figure a line of place and date closes it, and signatures follow. */
static uint32_t end_of_rows(const figure_rows *rows)
{
    uint32_t figure = rows->block->data, at = TH_NO_CELL;
    size_t first = th_sheet_row(rows->sheet, rows->block->data);
    for (size_t i = first; i < rows->sheet->ncells && rows->sheet->cells[i].row < rows->block->end; i++)
        if (rows->sheet->cells[i].row != at) {
            at = rows->sheet->cells[i].row;
            if (row_has_figure(rows, at, false))
                figure = at;
        }
    for (size_t i = first; i < rows->sheet->ncells && rows->sheet->cells[i].row < rows->block->end; i++) {
        const th_cell *cell = &rows->sheet->cells[i], *label = cell_of_role(rows, cell->row, TH_ROLE_LABEL);
        if (cell->row > figure && cell->type == TH_CELL_TEXT && (cell == label || !cell_holds_value(rows, label)) &&
            th_is_date_line(th_fold_weak(rows->reading->arena, cell->text)))
            return cell->row;
    }
    return rows->block->end;
}

bool th_read_indicators(th_reading *reading, const th_sheet *sheet, uint32_t form, const th_block *block)
{
    figure_rows rows = {.reading = reading,
                        .d = reading->d,
                        .sheet = sheet,
                        .form = form,
                        .block = block,
                        .explained = th_arena_array(reading->arena, reading->d->nindicators + 1, sizeof(bool))};
    for (size_t role = 0; role < TH_ROLES; role++)
        rows.role_at[role] = TH_NO_CELL;
    for (uint32_t c = 0; c < reading->d->ncolumns; c++)
        if (block->columns[c].at != TH_NO_CELL)
            rows.role_at[reading->d->columns[c].role] = block->columns[c].at;
    bool said = th_judge_header(reading, sheet, form, block, rows.withheld) || say_missing_roles(&rows);
    size_t first_fact = reading->ds->nfacts;
    uint32_t last = TH_NO_CELL, end = end_of_rows(&rows);
    for (size_t i = th_sheet_row(sheet, block->data); i < sheet->ncells && sheet->cells[i].row < end; i++)
        if (sheet->cells[i].row != last) {
            last = sheet->cells[i].row;
            match_row(&rows, last);
        }
    for (size_t k = 0; k < rows.nfound; k++) {
        if (rows.found[k].kind == ROW_AMBIGUOUS)
            say_ambiguous(&rows, k);
        /* Place, date and signatures stand below the last indicator: only a figure counts there. */
        else if (rows.found[k].kind == ROW_UNKNOWN &&
                 (rows.found[k].at < rows.last || row_has_figure(&rows, rows.found[k].at, false)))
            say_unknown(&rows, &rows.found[k]);
    }
    read_figures(&rows);
    if (!said)
        th_say_unknown_columns(reading, &(th_spot){.sheet = sheet, .form = form}, block, first_fact, false);
    return !rows.withheld[TH_ROLE_NOW].len;
}

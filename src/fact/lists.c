/* Rows of a list block: one item a row; group rows, totals and footers are none.  A row that could be an item
 * and is not read is said. */
#include "fact/bare_label.h"
#include "fact/list_blanks.h"
#include "fact/reading.h"
#include "fact/score_form.h"

#include "text/fold.h"
#include "text/number.h"

#include "base/banned.h"

enum { GAP = 2 }; /* blank rows that end a list */
enum { STRAYS_NAMED = 10 };

typedef struct list_rows {
    th_reading *reading;
    const th_definition *d;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *block;
    uint32_t item, stt_at, key_at; /* sheet columns of STT and of the criterion code, or TH_NO_CELL */
    uint32_t last_number;          /* the last row that is numbered and filled */
    bool any_number, ended;
    uint32_t previous; /* the last row that held anything */
    th_str *groups;    /* heads of groups so far, bare and folded */
    size_t ngroups, groups_cap;
    th_list_total *totals;
    size_t ntotals, totals_cap;
    th_score_columns scores; /* of a form of scores */
    uint32_t total_row;      /* of its grand total, or TH_NO_CELL */
    uint32_t left_row;       /* the first row that was not read */
    size_t left;             /* how many such rows there are */
    const th_cell *stray;    /* the first figure of a row that is no row of the list */
    th_buf stray_names;      /* the next such figures, by their cells */
    size_t strays;           /* how many there are */
    uint32_t *rows;          /* of each item */
    size_t nrows, rows_cap;
} list_rows;

static const th_cell *cell_in_column(const list_rows *list, uint32_t row, uint32_t column)
{
    uint32_t col = list->block->columns[column].at;
    return col == TH_NO_CELL ? NULL : th_sheet_at(list->sheet, row, col);
}

static bool is_filled_in(const list_rows *list, const th_cell *cell)
{
    if (!cell || cell->type == TH_CELL_PENDING)
        return cell != NULL;
    bool filled = th_str_trim(th_cell_shown(list->reading->passing, list->reading->book, cell)).len > 0;
    th_cell_passed(list->reading);
    return filled;
}

/* A running number: "7", "07", "7."; a roman group number is none. */
static bool has_number(const list_rows *list, uint32_t row)
{
    const th_cell *cell = list->stt_at == TH_NO_CELL ? NULL : th_sheet_at(list->sheet, row, list->stt_at);
    if (!cell)
        return false;
    if (cell->type == TH_CELL_NUMBER)
        return true;
    th_numeral numeral =
        cell->type == TH_CELL_TEXT ? th_numeral_read(list->reading->passing, cell->text) : (th_numeral){0};
    return numeral.num && numeral.rest.len == 0;
}

static const th_cell *first_text(const list_rows *list, uint32_t row)
{
    for (size_t i = th_sheet_row(list->sheet, row); i < list->sheet->ncells && list->sheet->cells[i].row == row; i++)
        if (list->sheet->cells[i].type == TH_CELL_TEXT && th_str_trim(list->sheet->cells[i].text).len)
            return &list->sheet->cells[i];
    return NULL;
}

/* Is the text a value of a catalogue of the list, or the head of a group above?  *part gets the value, or the head:
 * the cells of the list hold values, whatever other name the text has. */
static bool names_part_of_list(const list_rows *list, th_str weak, th_str *part)
{
    th_arena *arena = list->reading->arena;
    *part = weak;
    for (size_t i = 0; i < list->ngroups; i++)
        if (th_str_eq(list->groups[i], weak))
            return true;
    for (uint32_t c = 0; c < list->d->ncolumns; c++) {
        const th_column *column = &list->d->columns[c];
        if (column->form != list->form || column->catalogue == TH_NONE)
            continue;
        const th_catalogue *catalogue = &list->d->catalogues[column->catalogue];
        for (size_t i = 0; i < catalogue->n; i++) {
            const th_catalogue_value *value = &catalogue->values[i];
            th_str own = th_fold_weak(arena, value->text);
            bool same = th_str_eq(weak, own);
            for (size_t k = 0; k < value->aliases.n && !same; k++)
                same = th_str_eq(weak, th_fold_weak(arena, value->aliases.at[k]));
            if (same) {
                *part = own;
                return true;
            }
        }
    }
    return false;
}

/* "Tổng cộng", "Cộng nhóm 2"; "Cộng tập thể" where that is what the list is sorted by: "Cộng tác viên" is none.  *kind
 * gets what it counts, as far as the label names that. */
static bool is_total(const list_rows *list, uint32_t row, th_str *kind)
{
    static const char *const words[] = {"tong cong ", "cong ", "tong so ", "tong "};
    const th_cell *cell = first_text(list, row);
    th_str weak = cell ? th_bare_label(th_fold_weak(list->reading->arena, cell->text)) : (th_str){0};
    *kind = (th_str){0};
    if (th_is_subtotal(weak))
        return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        th_str word = th_str_of(words[i]);
        if (th_str_starts(weak, word) && names_part_of_list(list, th_str_sub(weak, word.len, weak.len), kind))
            return true;
    }
    *kind = (th_str){0};
    return false;
}

static void remember_total(list_rows *list, uint32_t row, th_str kind)
{
    th_list_total total = {row, list->item, first_text(list, row)->text, kind};
    TH_PUSH(list->reading->arena, list->totals, list->ntotals, list->totals_cap, total);
}

/* The head of a group, whose name a subtotal below may bear. */
static void remember_group(list_rows *list, uint32_t row)
{
    const th_cell *cell = first_text(list, row);
    if (!cell)
        return;
    th_str weak = th_bare_label(th_fold_weak(list->reading->arena, cell->text));
    TH_PUSH(list->reading->arena, list->groups, list->ngroups, list->groups_cap, weak);
}

/* "…, ngày 28 tháng 12 năm 2022", "(Ký, họ tên)", "Người lập biểu". */
static bool is_footer(const list_rows *list, uint32_t row, size_t filled)
{
    for (size_t i = th_sheet_row(list->sheet, row); i < list->sheet->ncells && list->sheet->cells[i].row == row; i++) {
        if (list->sheet->cells[i].type != TH_CELL_TEXT)
            continue;
        th_str weak = th_fold_weak(list->reading->arena, list->sheet->cells[i].text);
        if (th_is_signature(weak) || (filled <= 1 && th_is_date_line(weak)))
            return true;
    }
    return false;
}

/* Columns that hold something, and how many of the required ones. */
static size_t count_filled(const list_rows *list, uint32_t row, size_t *required, size_t *all_required)
{
    size_t n = 0;
    *required = *all_required = 0;
    for (uint32_t c = 0; c < list->d->ncolumns; c++) {
        const th_column *col = &list->d->columns[c];
        if (col->form != list->form || list->block->columns[c].at == TH_NO_CELL || col->role == TH_ROLE_STT)
            continue;
        bool here = is_filled_in(list, cell_in_column(list, row, c));
        n += here;
        *all_required += col->required;
        *required += col->required && here;
    }
    return n;
}

/* The criterion that a row of a list of scores is about, or TH_NONE. */
static uint32_t criterion_of_row(const list_rows *list, uint32_t row)
{
    const th_cell *code = list->key_at == TH_NO_CELL ? NULL : th_sheet_at(list->sheet, row, list->key_at);
    th_arena *arena = list->reading->arena;
    return code ? th_criterion_of_code(arena, list->d, th_cell_shown(arena, list->reading->book, code)) : TH_NONE;
}

static void read_item(list_rows *list, uint32_t row)
{
    list->item++;
    TH_PUSH(list->reading->arena, list->rows, list->nrows, list->rows_cap, row);
    uint32_t criterion = criterion_of_row(list, row);
    for (uint32_t c = 0; c < list->d->ncolumns; c++) {
        const th_column *col = &list->d->columns[c];
        if (col->form != list->form || !col->code.len || list->block->columns[c].at == TH_NO_CELL)
            continue;
        th_wanted wanted = {.indicator = c,
                            .item = list->item,
                            .measure = TH_NOW,
                            .type = col->type,
                            .label = col->label,
                            .catalogue = col->catalogue,
                            .criterion = criterion};
        if (list->key_at != TH_NO_CELL && (c == list->scores.self || c == list->scores.most)) {
            wanted.unit = TH_STR("điểm");
            wanted.points = true;
            wanted.out_of = criterion == TH_NONE ? NULL : list->d->criteria[criterion].max;
        }
        const th_spot spot = {list->sheet, list->form, row, list->block->columns[c].at};
        if (is_filled_in(list, cell_in_column(list, row, c)))
            th_read_cell(list->reading, &spot, &wanted);
        else
            th_note_address(list->reading, &spot, &wanted);
    }
}

static void leave_row(list_rows *list, uint32_t row)
{
    if (!list->left++)
        list->left_row = row;
}

/* Figures that stand in the columns of the list, in a row that is none of it: below its end, or alone. */
static void note_strays(list_rows *list, uint32_t row)
{
    for (uint32_t c = 0; c < list->d->ncolumns; c++) {
        if (list->d->columns[c].form != list->form || list->d->columns[c].role == TH_ROLE_STT)
            continue;
        const th_cell *cell = cell_in_column(list, row, c);
        if (!cell || cell->type != TH_CELL_NUMBER)
            continue;
        if (!list->strays++)
            list->stray = cell;
        else if (list->strays <= STRAYS_NAMED)
            th_buf_fmt(&list->stray_names, "%s" TH_FMT, list->stray_names.len ? ", " : "",
                       TH_ARG(th_cell_name(list->reading->arena, cell->row, cell->col)));
    }
}

/* Rows of a form of scores are known by the code of their criterion. */
static void read_score_row(list_rows *list, uint32_t row, size_t n)
{
    const th_cell *label = first_text(list, row);
    if (is_filled_in(list, th_sheet_at(list->sheet, row, list->key_at)))
        read_item(list, row);
    else if (label && th_is_grand_total(th_bare_label(th_fold_weak(list->reading->arena, label->text))))
        list->total_row = row;
    else if (n > 1 && !is_total(list, row, &(th_str){0}))
        leave_row(list, row);
}

static void read_row(list_rows *list, uint32_t row)
{
    size_t required, all_required, n = count_filled(list, row, &required, &all_required);
    bool number = has_number(list, row);
    if (list->previous != TH_NO_CELL && row - list->previous > GAP)
        list->ended = true;
    if (n == 0 && !number && !first_text(list, row))
        return;
    bool gap = list->previous != TH_NO_CELL && row - list->previous > 1;
    list->previous = row;
    if (!number && is_footer(list, row, n))
        list->ended = true;
    if (list->ended) {
        if (number && n > 1)
            leave_row(list, row);
        else
            note_strays(list, row);
        return;
    }
    if (list->key_at != TH_NO_CELL) {
        read_score_row(list, row, n);
        return;
    }
    if (number) {
        if (n)
            read_item(list, row);
        return;
    }
    bool single = all_required == 1 && required == 1 && list->stt_at == TH_NO_CELL;
    th_str kind;
    if (is_total(list, row, &kind)) {
        remember_total(list, row, kind);
        return;
    }
    if (n < 2 && !single) {
        remember_group(list, row);
        if (!first_text(list, row))
            note_strays(list, row);
        return;
    }
    /* a clerk may forget the number of a row; signatures stand below the last number, where no row is complete */
    bool below = list->any_number && row > list->last_number;
    if (!below || required == all_required)
        read_item(list, row);
    else if (!gap)
        leave_row(list, row);
    else {
        list->ended = true;
        note_strays(list, row);
    }
}

/* Says which required columns are missing, and whether any is. */
static bool say_missing_list_columns(const list_rows *list)
{
    bool missing = false;
    for (uint32_t c = 0; c < list->d->ncolumns; c++) {
        const th_column *col = &list->d->columns[c];
        if (col->form != list->form || !col->required || list->block->columns[c].at != TH_NO_CELL || !col->code.len)
            continue;
        const th_spot spot = {.sheet = list->sheet, .form = list->form};
        th_say_missing_column(list->reading, &spot, list->block, col->label);
        missing = true;
    }
    return missing;
}

static void say_left(const list_rows *list)
{
    if (!list->left)
        return;
    th_arena *arena = list->reading->arena;
    const th_cell *cell = first_text(list, list->left_row);
    th_words more = {0};
    if (list->left > 1)
        more = TH_WORDS(arena, " Cùng với %zu dòng khác.", " Other rows like it: %zu.", list->left - 1);
    th_place place = th_place_of(list->reading, list->sheet, list->form, list->left_row, cell ? cell->col : 0);
    th_words name = cell ? th_words_quoted(cell->text) : TH_WORDS_ARE("(không có tên)", "(no name)");
    th_finding *finding = th_raise(list->reading, TH_F_FORM_UNKNOWN_ROW, &place, TH_WITH(name, more));
    if (cell)
        finding->raw = th_str_copy(list->reading->ds->arena, cell->text);
}

static void say_strays(list_rows *list)
{
    if (!list->strays)
        return;
    th_arena *arena = list->reading->arena;
    th_words more = {0};
    if (list->strays > 1)
        more =
            TH_WORDS(arena, " Cùng như vậy ở %zu ô khác: " TH_FMT "%s", " Likewise %zu other cells: " TH_FMT "%s",
                     list->strays - 1, TH_ARG(th_buf_str(&list->stray_names)), list->strays > STRAYS_NAMED ? "…" : ".");
    th_place place = th_place_of(list->reading, list->sheet, list->form, list->stray->row, list->stray->col);
    th_str shown = th_cell_shown(arena, list->reading->book, list->stray);
    th_finding *finding =
        th_raise(list->reading, TH_F_FORM_STRAY_FIGURE, &place, TH_WITH(shown, list->d->forms[list->form].title, more));
    finding->raw = th_str_copy(list->reading->ds->arena, shown);
}

/* The last row with a number of its own and with anything else. */
static void find_last_number(list_rows *list, size_t first)
{
    size_t required, all_required;
    for (size_t i = first; i < list->sheet->ncells && list->sheet->cells[i].row < list->block->end; i++) {
        const th_cell *cell = &list->sheet->cells[i];
        if (cell->col == list->stt_at && has_number(list, cell->row) &&
            count_filled(list, cell->row, &required, &all_required)) {
            list->any_number = true;
            list->last_number = cell->row;
        }
    }
}

void th_read_list_block(th_reading *reading, const th_sheet *sheet, uint32_t form, const th_block *block)
{
    list_rows list = {.reading = reading,
                      .d = reading->d,
                      .sheet = sheet,
                      .form = form,
                      .block = block,
                      .stt_at = TH_NO_CELL,
                      .key_at = TH_NO_CELL,
                      .scores = th_score_columns_of(reading->arena, reading->d, form),
                      .total_row = TH_NO_CELL,
                      .previous = TH_NO_CELL};
    for (uint32_t c = 0; c < reading->d->ncolumns; c++) {
        if (block->columns[c].at == TH_NO_CELL)
            continue;
        if (reading->d->columns[c].role == TH_ROLE_STT)
            list.stt_at = block->columns[c].at;
        if (reading->d->columns[c].role == TH_ROLE_CRITERION)
            list.key_at = block->columns[c].at;
    }
    th_buf_init(&list.stray_names, reading->arena);
    bool said = say_missing_list_columns(&list);
    size_t first_fact = reading->ds->nfacts;
    size_t first = th_sheet_row(sheet, block->data);
    find_last_number(&list, first);
    uint32_t last = TH_NO_CELL;
    for (size_t i = first; i < sheet->ncells && sheet->cells[i].row < block->end; i++)
        if (sheet->cells[i].row != last) {
            last = sheet->cells[i].row;
            read_row(&list, last);
        }
    say_left(&list);
    say_strays(&list);
    if (!said)
        th_say_unknown_columns(reading, &(th_spot){.sheet = sheet, .form = form}, block, first_fact, true);
    if (list.key_at == TH_NO_CELL) {
        const th_list_read read = {.reading = reading,
                                   .sheet = sheet,
                                   .form = form,
                                   .block = block,
                                   .first_fact = first_fact,
                                   .items = list.item,
                                   .totals = list.totals,
                                   .ntotals = list.ntotals};
        th_judge_list_totals(&read);
        const th_list_blanks blanks = {reading, sheet, form, block, first_fact, list.rows, list.nrows};
        th_say_list_blanks(&blanks);
        return;
    }
    const th_score_form scores = {.sheet = sheet,
                                  .form = form,
                                  .block = block,
                                  .columns = list.scores,
                                  .first_fact = first_fact,
                                  .total_row = list.total_row};
    th_judge_score_form(reading, &scores);
}

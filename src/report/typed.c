/* Reads the sheet CHẤM ĐIỂM back, row by row. */
#include "report/typed.h"

#include "report/award_note.h"
#include "report/points_formula.h"
#include "text/fold.h"

#include "base/banned.h"

#define SHEET_NAME "CHẤM ĐIỂM"
enum { CODE = 0, UNIT, KIND, GIVEN, WHY, COLUMNS, HEADING_ROWS = 30, HEADING_COLUMNS = 60 };

static const char *const headings[COLUMNS] = {"Mã", "Đơn vị", "Cách chấm", "Cụm chấm", "Ghi chú, căn cứ"};
/* Rows of these kinds are sums of others: their cell is a formula, and nobody is asked to type there. */
static const char *const sums[] = {"Tổng", "Thưởng", "Trừ"};

typedef struct score_sheet {
    th_arena *arena;
    const th_book *book;
    const th_definition *d;
    const th_sheet *sheet;
    uint32_t head, cols[COLUMNS];
} score_sheet;

static th_str text_at(const score_sheet *scores, uint32_t row, uint32_t col)
{
    const th_cell *cell = th_sheet_at(scores->sheet, row, col);
    return cell ? th_str_trim(th_cell_shown(scores->arena, scores->book, cell)) : (th_str){0};
}

static bool find_columns(score_sheet *scores)
{
    for (scores->head = 0; scores->head < HEADING_ROWS; scores->head++) {
        size_t found = 0;
        for (size_t k = 0; k < COLUMNS; k++)
            for (uint32_t col = 0; col < HEADING_COLUMNS; col++)
                if (th_str_eq(text_at(scores, scores->head, col), th_str_of(headings[k]))) {
                    scores->cols[k] = col;
                    found++;
                    break;
                }
        if (found == COLUMNS)
            return true;
    }
    return false;
}

/* What a cell holds: a figure as Vietnamese write it, whether as a number or as its text; other text as it is. */
static th_str points_typed(const score_sheet *scores, const th_cell *cell)
{
    if (cell->type == TH_CELL_NUMBER)
        return th_award_number(scores->arena, th_exact_double(scores->arena, cell->number));
    th_str shown = th_str_trim(th_cell_shown(scores->arena, scores->book, cell));
    return th_fold_eq(scores->arena, shown, TH_STR(TH_NOT_ASSIGNED)) ? TH_STR(TH_NOT_ASSIGNED) : shown;
}

static uint32_t unit_named(const score_sheet *scores, th_str name)
{
    for (uint32_t u = 0; u < scores->d->nunits; u++)
        if (th_fold_eq(scores->arena, scores->d->units[u].name, name))
            return u;
    return TH_NONE;
}

static const th_award *award_of_row(const score_sheet *scores, uint32_t unit, uint32_t criterion)
{
    for (size_t i = 0; i < scores->d->nawards; i++)
        if (scores->d->awards[i].unit == unit && scores->d->awards[i].criterion == criterion)
            return &scores->d->awards[i];
    return NULL;
}

/* Is this what the workbook was written with, or what the definition says now? */
static bool is_known(const score_sheet *scores, th_str points, th_str why, const th_award *award)
{
    th_str text = award ? th_award_text(scores->arena, award) : (th_str){0};
    if (award && th_str_eq(points, text))
        return true;
    th_str written = th_award_note(scores->arena, points.len ? points : text);
    bool stands = th_str_find(why, written, 0) != SIZE_MAX;
    if (points.len)
        return stands;
    return !award || !stands; /* else it was emptied: it was written with what the definition still says */
}

static bool is_sum(th_str kind)
{
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        if (th_str_eq(kind, th_str_of(sums[i])))
            return true;
    return false;
}

static void read_typed_row(const score_sheet *scores, uint32_t row, th_typed_list *list)
{
    th_str code = text_at(scores, row, scores->cols[CODE]), name = text_at(scores, row, scores->cols[UNIT]);
    const th_cell *cell = th_sheet_at(scores->sheet, row, scores->cols[GIVEN]);
    if (!code.len || !name.len || is_sum(text_at(scores, row, scores->cols[KIND])) ||
        (cell && cell->flags & TH_CELL_FORMULA))
        return;
    uint32_t unit = unit_named(scores, name), criterion = th_definition_criterion(scores->d, code);
    th_typed typed = {.row = row,
                      .col = scores->cols[GIVEN],
                      .unit = unit == TH_NONE ? name : scores->d->units[unit].code,
                      .criterion = code,
                      .points = cell ? points_typed(scores, cell) : (th_str){0}};
    if (!is_known(scores, typed.points, text_at(scores, row, scores->cols[WHY]), award_of_row(scores, unit, criterion)))
        TH_PUSH(scores->arena, list->at, list->n, list->cap, typed);
}

th_str th_typed_sheet(void)
{
    return TH_STR(SHEET_NAME);
}

bool th_typed_find(th_arena *arena, const th_book *book, const th_definition *d, th_typed_list *list)
{
    score_sheet scores = {.arena = arena, .book = book, .d = d};
    *list = (th_typed_list){.sheet = TH_STR(SHEET_NAME)};
    for (size_t i = 0; i < book->nsheets && !scores.sheet; i++)
        if (th_str_eq(book->sheets[i].raw_name, TH_STR(SHEET_NAME)))
            scores.sheet = &book->sheets[i];
    if (!scores.sheet || !find_columns(&scores))
        return false;
    uint32_t rows = th_sheet_rows(scores.sheet);
    for (uint32_t row = scores.head + 1; row < rows; row++)
        read_typed_row(&scores, row, list);
    return true;
}

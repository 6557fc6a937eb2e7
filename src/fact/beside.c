/* Numbers that stand where “Năm nay” is blank. */
#include "fact/beside.h"

#include "text/number.h"

#include "base/banned.h"

enum { CELLS_NAMED = 5, COLUMNS_MOST = 1 << 14 };

static bool is_among(uint32_t col, const uint32_t *columns, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (columns[i] == col)
            return true;
    return false;
}

static bool holds_number(const th_beside *beside, const th_cell *cell)
{
    if ((cell->flags & TH_CELL_HIDDEN_COL) && (cell->flags & TH_CELL_FORMULA)) /* nobody typed it, as in our own form */
        return false;
    if (cell->type == TH_CELL_NUMBER)
        return true;
    return cell->type == TH_CELL_TEXT && th_numeral_read(beside->reading->arena, cell->text).num;
}

/* How unlikely it is that a figure of this year was typed there: the further away, and the most where the column holds
 * figures of its own.  UINT32_MAX: it cannot be. */
static uint32_t unlikely(const th_beside *beside, uint32_t col)
{
    bool own = is_among(col, beside->figures, sizeof beside->figures / sizeof *beside->figures);
    if (col <= beside->left || col == beside->now || (own && !beside->empty) ||
        is_among(col, beside->never, sizeof beside->never / sizeof *beside->never))
        return UINT32_MAX;
    uint32_t away = col > beside->now ? col - beside->now : beside->now - col;
    return own ? away + COLUMNS_MOST : away;
}

bool th_look_beside(th_beside *beside, uint32_t row)
{
    th_beside_cell found = {row, TH_NO_CELL};
    uint32_t least = UINT32_MAX;
    for (size_t i = th_sheet_row(beside->sheet, row); i < beside->sheet->ncells; i++) {
        const th_cell *cell = &beside->sheet->cells[i];
        if (cell->row != row)
            break;
        uint32_t weight = unlikely(beside, cell->col);
        if (weight < least && holds_number(beside, cell)) {
            least = weight;
            found.col = cell->col;
        }
    }
    if (found.col == TH_NO_CELL)
        return false;
    TH_PUSH(beside->reading->arena, beside->at, beside->n, beside->cap, found);
    return true;
}

static th_str column_name(const th_beside *beside, uint32_t col)
{
    th_arena *arena = beside->reading->arena;
    th_str cell = th_cell_name(arena, 0, col);
    return th_str_sub(cell, 0, cell.len - 1);
}

/* All that stand in the column of the one at `first`. */
static void say_column(const th_beside *beside, size_t first)
{
    th_arena *arena = beside->reading->arena;
    uint32_t col = beside->at[first].col;
    size_t n = 0;
    th_buf cells;
    th_buf_init(&cells, arena);
    for (size_t i = first; i < beside->n; i++) {
        if (beside->at[i].col != col)
            continue;
        if (n < CELLS_NAMED)
            th_buf_fmt(&cells, "%s" TH_FMT, n ? ", " : "", TH_ARG(th_cell_name(arena, beside->at[i].row, col)));
        n++;
    }
    if (n > CELLS_NAMED)
        th_buf_add(&cells, TH_STR("…"));
    th_place place = th_place_of(beside->reading, beside->sheet, beside->form, beside->at[first].row, col);
    th_raise(beside->reading, TH_F_FORM_BESIDE, &place,
             TH_WITH(column_name(beside, beside->now), th_str_fmt(arena, "%zu", n), column_name(beside, col),
                     th_buf_str(&cells)));
}

static size_t cells_in(const th_beside *beside, uint32_t col)
{
    size_t n = 0;
    for (size_t i = 0; i < beside->n; i++)
        n += beside->at[i].col == col;
    return n;
}

/* Of the columns with figures of their own, the one that stands beside most blank cells: where a sheet is not filled in
 * at all, one question is enough. */
static bool is_lesser(const th_beside *beside, uint32_t col)
{
    size_t n = sizeof beside->figures / sizeof *beside->figures;
    if (!is_among(col, beside->figures, n))
        return false;
    for (size_t k = 0; k < n; k++) {
        uint32_t other = beside->figures[k];
        if (other != TH_NO_CELL && other != col && cells_in(beside, other) > cells_in(beside, col))
            return true;
    }
    return false;
}

void th_say_beside(th_beside *beside)
{
    for (size_t i = 0; i < beside->n; i++) {
        bool said = is_lesser(beside, beside->at[i].col);
        for (size_t k = 0; k < i && !said; k++)
            said = beside->at[k].col == beside->at[i].col;
        if (!said)
            say_column(beside, i);
    }
}

/* Rows of two sheets, matched. */
#include "book/side.h"

#include "base/lookup.h"
#include "book/formula_plain.h"

#include "base/banned.h"

/* ---- what stands in a row ---- */

bool th_side_cell_is_number(const th_side_cell *side)
{
    const th_cell *cell = side->cell;
    return cell && (cell->type == TH_CELL_NUMBER || cell->type == TH_CELL_DATE || cell->type == TH_CELL_BOOL);
}

th_str th_side_text(th_arena *arena, const th_cell *cell)
{
    th_buf out;
    if (!cell || !cell->raw.len)
        return (th_str){0};
    if (th_str_find(cell->raw, TH_STR("\r"), 0) == SIZE_MAX)
        return cell->raw;
    th_buf_init(&out, arena);
    for (size_t i = 0; i < cell->raw.len; i++)
        if (cell->raw.ptr[i] != '\r')
            th_buf_byte(&out, cell->raw.ptr[i]);
    return th_buf_end(&out);
}

static void put_key(th_arena *arena, th_buf *key, const th_side_cell *side)
{
    th_buf_fmt(key, "%u", side->col);
    if (side->computed) {
        /* A result may be gone, and a reference changed with the place: what it is made of stays. */
        th_str bones = side->formula ? th_formula_plain(arena, side->formula, TH_PLAIN_BONES) : (th_str){0};
        th_buf_fmt(key, "=" TH_FMT "\n", TH_ARG(bones));
    } else if (side->cell->type == TH_CELL_TEXT && th_str_starts(side->cell->raw, TH_STR("="))) {
        /* A formula of a source, as a text: a program that saves it may take it for one. */
        const th_formula quoted = {.text = side->cell->raw, .row = side->cell->row, .col = side->cell->col};
        th_buf_fmt(key, "=" TH_FMT "\n", TH_ARG(th_formula_plain(arena, &quoted, TH_PLAIN_BONES)));
    } else if (th_side_cell_is_number(side)) {
        enum { DIGITS_THAT_STAY = 14 };
        th_buf_fmt(key, "n%.*g\n", DIGITS_THAT_STAY, side->cell->number);
    } else {
        th_buf_fmt(key, "%c" TH_FMT "\n", side->cell->type, TH_ARG(th_side_text(arena, side->cell)));
    }
}

static void push_side_cell(th_arena *arena, th_side *side, uint32_t row, th_side_cell cell)
{
    if (!side->nrows || side->rows[side->nrows - 1].row != row) {
        const th_side_row next = {.row = row, .first = side->ncells};
        TH_PUSH(arena, side->rows, side->nrows, side->rows_cap, next);
    }
    side->rows[side->nrows - 1].n++;
    TH_PUSH(arena, side->cells, side->ncells, side->cells_cap, cell);
}

static bool formula_is_before(const th_formula *formula, const th_cell *cell)
{
    return formula->row != cell->row ? formula->row < cell->row : formula->col < cell->col;
}

/* The cells of a sheet with their formulas, in order; a formula whose result is an empty text has no cell. */
static void gather_side(th_arena *arena, const th_sheet *sheet, th_side *side)
{
    size_t next = 0;
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *cell = &sheet->cells[i];
        for (; next < sheet->nformulas && formula_is_before(&sheet->formulas[next], cell); next++)
            push_side_cell(arena, side, sheet->formulas[next].row,
                           (th_side_cell){sheet->formulas[next].col, NULL, &sheet->formulas[next], .computed = true});
        const th_formula *formula = next < sheet->nformulas ? &sheet->formulas[next] : NULL;
        if (formula && (formula->row != cell->row || formula->col != cell->col))
            formula = NULL;
        next += formula != NULL;
        bool computed = formula || (cell->flags & TH_CELL_FORMULA) || cell->type == TH_CELL_PENDING;
        if (computed || cell->type != TH_CELL_TEXT || cell->raw.len)
            push_side_cell(arena, side, cell->row, (th_side_cell){cell->col, cell, formula, computed});
    }
    for (; next < sheet->nformulas; next++)
        push_side_cell(arena, side, sheet->formulas[next].row,
                       (th_side_cell){sheet->formulas[next].col, NULL, &sheet->formulas[next], .computed = true});
}

void th_side_open(th_arena *arena, const th_sheet *sheet, th_side *side)
{
    *side = (th_side){.sheet = sheet};
    gather_side(arena, sheet, side);
    for (size_t i = 0; i < side->nrows; i++) {
        th_arena *scratch = th_arena_scratch(arena);
        th_buf key;
        th_buf_init(&key, scratch);
        for (size_t k = 0; k < side->rows[i].n; k++)
            put_key(scratch, &key, &side->cells[side->rows[i].first + k]);
        side->rows[i].key = th_str_copy(arena, th_buf_str(&key));
        th_arena_free(scratch);
    }
}

/* ---- matching ---- */

static void pair(th_side *saved, size_t a, th_side *derived, size_t b)
{
    saved->rows[a].match = (uint32_t)b + 1;
    derived->rows[b].match = (uint32_t)a + 1;
}

/* Rows that stand at the same place: where `same`, with the same content. */
static void match_in_place(th_side *saved, th_side *derived, bool same)
{
    for (size_t i = 0, k = 0; i < saved->nrows; i++) {
        while (k < derived->nrows && derived->rows[k].row < saved->rows[i].row)
            k++;
        if (k == derived->nrows || derived->rows[k].row != saved->rows[i].row || saved->rows[i].match ||
            derived->rows[k].match)
            continue;
        if (!same || th_str_eq(saved->rows[i].key, derived->rows[k].key))
            pair(saved, i, derived, k);
    }
}

/* Rows with the same content elsewhere, in their order. */
static bool match_elsewhere(th_arena *arena, th_side *saved, th_side *derived)
{
    th_lookup first = {0};
    bool moved = false;
    uint32_t *next = th_arena_array(arena, derived->nrows + 1, sizeof *next);
    for (size_t i = derived->nrows; i > 0; i--) {
        if (derived->rows[i - 1].match)
            continue;
        uint32_t *head = th_lookup_at(&first, arena, derived->rows[i - 1].key);
        next[i] = *head;
        *head = (uint32_t)i;
    }
    for (size_t i = 0; i < saved->nrows; i++) {
        uint32_t *head = saved->rows[i].match ? NULL : th_lookup_find(&first, saved->rows[i].key);
        if (!head || !*head)
            continue;
        size_t found = *head - 1;
        *head = next[*head];
        pair(saved, i, derived, found);
        moved = true;
    }
    return moved;
}

/* How many cells of two rows look the same. */
static size_t alike(th_arena *arena, const th_side *saved, const th_side_row *a, const th_side *derived,
                    const th_side_row *b) // NOLINT(bugprone-easily-swappable-parameters)
{
    size_t n = 0, k = 0;
    for (size_t i = 0; i < a->n; i++) {
        const th_side_cell *left = &saved->cells[a->first + i];
        while (k < b->n && derived->cells[b->first + k].col < left->col)
            k++;
        if (k == b->n)
            break;
        const th_side_cell *right = &derived->cells[b->first + k];
        if (right->col != left->col || left->computed || right->computed || left->cell->type != right->cell->type)
            continue;
        bool number = th_side_cell_is_number(left);
        n += number ? left->cell->number == right->cell->number
                    : th_str_eq(th_side_text(arena, left->cell), th_side_text(arena, right->cell));
    }
    return n;
}

/* Matches each row that is still alone with the one most like it: in a sheet that was sorted, a changed row may be
 * anywhere. */
static void match_most_alike(th_arena *arena, th_side *saved, th_side *derived)
{
    enum { MOST_TRIED = 4000000 }; /* pairs of rows; beyond that rows stay alone */
    size_t tried = 0;
    for (size_t i = 0; i < saved->nrows; i++) {
        size_t best = SIZE_MAX, most = 0;
        for (size_t k = 0; !saved->rows[i].match && k < derived->nrows && tried < MOST_TRIED; k++) {
            if (derived->rows[k].match)
                continue;
            tried++;
            size_t n = alike(arena, saved, &saved->rows[i], derived, &derived->rows[k]);
            if (n > most) {
                most = n;
                best = k;
            }
        }
        if (best != SIZE_MAX)
            pair(saved, i, derived, best);
    }
}

bool th_side_match(th_arena *arena, th_side *saved, th_side *derived)
{
    match_in_place(saved, derived, true);
    bool moved = match_elsewhere(arena, saved, derived);
    if (moved)
        match_most_alike(arena, saved, derived);
    match_in_place(saved, derived, false);
    return moved;
}

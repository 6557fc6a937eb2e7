/* Two books, sheet by sheet, row by row, cell by cell. */
#include "book/differences.h"

#include "book/formula_plain.h"
#include "book/side.h"

#include <math.h>

#include "base/banned.h"

enum { MOST_KEPT = 200000 };

typedef struct two_books {
    th_arena *arena, *scratch;
    const th_book *saved, *derived;
    th_differences *out;
    bool moved; /* rows of some sheet stand elsewhere: references may have been moved along */
} two_books;

typedef struct two_sheets {
    th_side saved, derived;
    bool moved;
} two_sheets;

/* ---- cells ---- */

/* 15 digits are what every program keeps of a number that was typed; a result may be computed anew in another order. */
static bool same_number(double a, double b, bool computed)
{
    const double of_constant = 2e-15, of_result = 1e-9;
    double size = fmax(fabs(a), fabs(b));
    return a == b || fabs(a - b) <= size * (computed ? of_result : of_constant);
}

static bool same_content(two_books *two, const th_side_cell *a, const th_side_cell *b)
{
    bool number = th_side_cell_is_number(a);
    if (number != th_side_cell_is_number(b))
        return false;
    if (number)
        return same_number(a->cell->number, b->cell->number, a->computed);
    if (a->cell && b->cell && a->cell->type != b->cell->type)
        return false;
    return th_str_eq(th_side_text(two->scratch, a->cell), th_side_text(two->scratch, b->cell));
}

static bool same_formula(const two_books *two, const th_side_cell *a, const th_side_cell *b)
{
    if (!a->formula || !b->formula)
        return true; /* of one of them the text is not known: a table's, or a very long one */
    for (th_plain how = TH_PLAIN_PLACES; how <= TH_PLAIN_BONES; how++) {
        if (how == TH_PLAIN_BONES && !two->moved)
            return false;
        if (th_str_eq(th_formula_plain(two->scratch, a->formula, how), th_formula_plain(two->scratch, b->formula, how)))
            return true;
    }
    return false;
}

static th_str side_shown(two_books *two, const th_book *book, const th_side_cell *side)
{
    if (!side)
        return (th_str){0};
    if (side->cell && side->cell->type != TH_CELL_PENDING && side->cell->type != TH_CELL_TEXT)
        return th_cell_shown(two->arena, book, side->cell);
    if (side->cell && side->cell->type == TH_CELL_TEXT)
        return th_str_copy(two->arena, th_side_text(two->arena, side->cell));
    return (th_str){0};
}

/* The formula itself, where that is what differs. */
static th_str side_shown_formula(two_books *two, const th_side_cell *side)
{
    if (!side || !side->formula)
        return TH_STR("=…");
    return th_str_fmt(two->arena, "=" TH_FMT, TH_ARG(side->formula->text));
}

static void add_difference(two_books *two, th_difference difference)
{
    th_differences *out = two->out;
    out->total++;
    if (out->n < MOST_KEPT)
        TH_PUSH(two->arena, out->at, out->n, out->cap, difference);
}

/* Two cells of one column, either of which may be missing; where both are, the formula's result is blank in both. */
typedef struct cell_pair {
    const th_side_cell *saved, *derived;
} cell_pair;

/* A text such as "=A1/A2", of a source's formula, that a program took for a formula and never computed. */
static bool is_text_taken_for_formula(two_books *two, const th_side_cell *a, const th_side_cell *b)
{
    if (!a->formula || b->computed || !b->cell || b->cell->type != TH_CELL_TEXT)
        return false;
    bool pending = a->cell && a->cell->type == TH_CELL_PENDING;
    return pending && th_str_eq(side_shown_formula(two, a), th_side_text(two->scratch, b->cell));
}

/* False: they are the same. */
static bool kind_of_difference(two_books *two, cell_pair pair, th_difference *difference)
{
    static const th_side_cell blank = {0};
    const th_side_cell *a = pair.saved ? pair.saved : &blank;
    const th_side_cell *b = pair.derived ? pair.derived : &blank;
    if (is_text_taken_for_formula(two, a, b))
        return false;
    if (a->computed != b->computed) {
        difference->kind = b->computed ? TH_FORMULA_LOST : TH_FORMULA_CAME;
        return true;
    }
    bool uncomputed = a->cell && a->cell->type == TH_CELL_PENDING;
    if (a->computed && !same_formula(two, a, b)) {
        difference->kind = TH_DIFFERENT_FORMULA;
        return true;
    }
    difference->computed = a->computed;
    two->out->uncomputed += uncomputed;
    difference->kind = TH_DIFFERENT_VALUE;
    return !uncomputed && !same_content(two, a, b);
}

static void compare_cells(two_books *two, cell_pair pair, th_difference place)
{
    two->out->cells++;
    if ((!pair.saved && !pair.derived) || !kind_of_difference(two, pair, &place))
        return;
    place.col = pair.saved ? pair.saved->col : pair.derived->col;
    place.found = side_shown(two, two->saved, pair.saved);
    place.expected = side_shown(two, two->derived, pair.derived);
    if (place.kind == TH_DIFFERENT_FORMULA || place.kind == TH_FORMULA_CAME)
        place.found = side_shown_formula(two, pair.saved);
    if (place.kind == TH_DIFFERENT_FORMULA || place.kind == TH_FORMULA_LOST)
        place.expected = side_shown_formula(two, pair.derived);
    add_difference(two, place);
}

/* ---- rows ---- */

static uint32_t note_row(two_books *two, const th_side *side, const th_side_row *row)
{
    const th_difference_row noted = {side->sheet, row ? row->row : 0};
    if (!row || two->out->n >= MOST_KEPT)
        return TH_NO_ROW;
    TH_PUSH(two->arena, two->out->rows, two->out->nrows, two->out->rows_cap, noted);
    return (uint32_t)two->out->nrows - 1;
}

/* Either row may be NULL: it is not there. */
static void compare_matched_rows(two_books *two, const two_sheets *sheets, const th_side_row *a, const th_side_row *b)
{
    static const th_side_row nothing = {0};
    size_t i = 0, k = 0, before = two->out->n;
    const th_side_row *left_row = a ? a : &nothing;
    const th_side_row *right_row = b ? b : &nothing;
    th_difference place = {
        .sheet = sheets->saved.sheet->raw_name, .row = left_row->row, .saved = TH_NO_ROW, .derived = TH_NO_ROW};
    if (!a)
        place.row = right_row->row;
    while (i < left_row->n || k < right_row->n) {
        const th_side_cell *left = i < left_row->n ? &sheets->saved.cells[left_row->first + i] : NULL;
        const th_side_cell *right = k < right_row->n ? &sheets->derived.cells[right_row->first + k] : NULL;
        bool takes_left = left && (!right || left->col <= right->col),
             takes_right = right && (!left || right->col <= left->col);
        cell_pair pair = {takes_left ? left : NULL, NULL};
        if (takes_right)
            pair.derived = right;
        compare_cells(two, pair, place);
        i += takes_left;
        k += takes_right;
    }
    if (two->out->n == before)
        return;
    uint32_t saved = note_row(two, &sheets->saved, a), derived = note_row(two, &sheets->derived, b);
    for (size_t at = before; at < two->out->n; at++) {
        two->out->at[at].saved = saved;
        two->out->at[at].derived = derived;
    }
}

static void compare_sheets(two_books *two, const two_sheets *sheets)
{
    const th_side *saved = &sheets->saved, *derived = &sheets->derived;
    size_t k = 0;
    for (size_t i = 0; i < saved->nrows; i++) {
        uint32_t match = saved->rows[i].match;
        for (; k < derived->nrows && derived->rows[k].row < saved->rows[i].row; k++)
            if (!derived->rows[k].match)
                compare_matched_rows(two, sheets, NULL, &derived->rows[k]);
        compare_matched_rows(two, sheets, &saved->rows[i], match ? &derived->rows[match - 1] : NULL);
        th_arena_free(two->scratch);
        two->scratch = th_arena_scratch(two->arena);
    }
    for (; k < derived->nrows; k++)
        if (!derived->rows[k].match)
            compare_matched_rows(two, sheets, NULL, &derived->rows[k]);
}

/* ---- sheets ---- */

static const th_sheet *sheet_called_so(const th_book *book, th_str name)
{
    for (size_t i = 0; i < book->nsheets; i++)
        if (th_str_eq(book->sheets[i].raw_name, name))
            return &book->sheets[i];
    return NULL;
}

/* A sheet of the other book under another name: more than half of its rows are there. */
static bool looks_like(th_arena *arena, const th_sheet *saved, const th_sheet *derived)
{
    th_side left, right;
    size_t same = 0;
    th_side_open(arena, saved, &left);
    th_side_open(arena, derived, &right);
    if (!left.nrows || !right.nrows)
        return left.nrows == right.nrows;
    for (size_t i = 0; i < left.nrows && i < right.nrows; i++)
        same += th_str_eq(left.rows[i].key, right.rows[i].key);
    return same * 2 > right.nrows;
}

static const th_sheet *renamed_from(two_books *two, const th_sheet *saved)
{
    for (size_t i = 0; i < two->derived->nsheets; i++) {
        const th_sheet *derived = &two->derived->sheets[i];
        if (!sheet_called_so(two->saved, derived->raw_name) && looks_like(two->arena, saved, derived))
            return derived;
    }
    return NULL;
}

static void say_of_sheet(two_books *two, th_difference_kind kind, th_str found, th_str expected)
{
    const th_difference difference = {.kind = kind,
                                      .sheet = found.len ? found : expected,
                                      .row = TH_NO_CELL,
                                      .col = TH_NO_CELL,
                                      .found = found,
                                      .expected = expected,
                                      .saved = TH_NO_ROW,
                                      .derived = TH_NO_ROW};
    add_difference(two, difference);
}

void th_book_differences(th_arena *arena, const th_book *saved, const th_book *derived, th_differences *out)
{
    *out = (th_differences){0};
    two_books two = {arena, th_arena_scratch(arena), saved, derived, out, false};
    two_sheets *sheets = th_arena_array(arena, saved->nsheets + 1, sizeof *sheets);
    bool *met = th_arena_array(arena, derived->nsheets + 1, sizeof *met);
    for (size_t i = 0; i < saved->nsheets; i++) {
        const th_sheet *sheet = &saved->sheets[i], *other = sheet_called_so(derived, sheet->raw_name);
        if (!other && (other = renamed_from(&two, sheet)))
            say_of_sheet(&two, TH_SHEET_RENAMED, sheet->raw_name, other->raw_name);
        else if (!other)
            say_of_sheet(&two, TH_SHEET_CAME, sheet->raw_name, (th_str){0});
        if (!other)
            continue;
        met[other->index] = true;
        th_side_open(arena, sheet, &sheets[i].saved);
        th_side_open(arena, other, &sheets[i].derived);
        sheets[i].moved = th_side_match(arena, &sheets[i].saved, &sheets[i].derived);
        two.moved = two.moved || sheets[i].moved;
        if (sheets[i].moved)
            th_strs_add(&out->sorted, arena, sheet->raw_name);
    }
    for (size_t i = 0; i < derived->nsheets; i++)
        if (!met[i])
            say_of_sheet(&two, TH_SHEET_LOST, (th_str){0}, derived->sheets[i].raw_name);
    for (size_t i = 0; i < saved->nsheets; i++)
        if (sheets[i].saved.sheet)
            compare_sheets(&two, &sheets[i]);
    th_arena_free(two.scratch);
}

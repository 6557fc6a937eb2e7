/* The grid.  Cells are pushed in any order, sorted when the sheet is sealed, and then found by search. */
#include "book/grid.h"

#include "book/links.h"

#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

th_book *th_book_new(th_arena *arena, const th_limits *limits)
{
    th_book *book = th_arena_alloc(arena, sizeof *book);
    book->arena = arena;
    book->limits = limits;
    th_buf_init(&book->face_key, arena);
    th_book_font(book, (th_str){0});
    th_book_number_format(book, TH_STR("General"));
    return book;
}

/* The bytes that tell a face from others. */
static th_str key_of_face(th_buf *key, const th_face *face)
{
    key->len = 0;
    th_buf_byte(key, (char)(face->twips & 0xFF));
    th_buf_byte(key, (char)(face->twips >> 8));
    th_buf_byte(key,
                (char)(face->bold | face->italic << 1 | face->underline << 2 | face->raised << 3 | face->struck << 4));
    th_buf_add(key, face->name);
    return th_buf_str(key);
}

static bool same_face(const th_face *a, const th_face *b)
{
    return a->twips == b->twips && a->bold == b->bold && a->italic == b->italic && a->underline == b->underline &&
           a->raised == b->raised && a->struck == b->struck && th_str_eq(a->name, b->name);
}

/* Neighbours share what they have, so the latest one is asked first; a file may hold many thousands. */
uint32_t th_book_face(th_book *book, th_face face)
{
    if (book->nfaces && same_face(&book->faces[book->nfaces - 1], &face))
        return (uint32_t)(book->nfaces - 1);
    uint32_t *at = th_lookup_at(&book->face_index, book->arena, key_of_face(&book->face_key, &face));
    if (!*at) {
        face.name = th_str_copy(book->arena, face.name);
        TH_PUSH(book->arena, book->faces, book->nfaces, book->faces_cap, face);
        TH_PUSH(book->arena, book->fonts, book->nfonts, book->fonts_cap, face.name);
        *at = (uint32_t)book->nfonts;
    }
    return *at - 1;
}

uint32_t th_book_font(th_book *book, th_str name)
{
    return th_book_face(book, (th_face){.name = name});
}

uint32_t th_book_number_format(th_book *book, th_str code)
{
    if (book->nformats && th_str_eq(book->formats[book->nformats - 1], code))
        return (uint32_t)(book->nformats - 1);
    uint32_t *at = th_lookup_at(&book->format_index, book->arena, code);
    if (!*at) {
        TH_PUSH(book->arena, book->formats, book->nformats, book->formats_cap, th_str_copy(book->arena, code));
        *at = (uint32_t)book->nformats;
    }
    return *at - 1;
}

/* What a place calls a sheet: one without a name is called by its position. */
th_str th_sheet_shown_name(const th_book *book, const th_sheet *sheet, th_str name)
{
    return name.len ? name : th_str_fmt(book->arena, "(trang %zu)", (size_t)sheet->index + 1);
}

th_sheet *th_book_sheet(th_book *book, th_str raw_name, th_visibility visibility)
{
    if (book->nsheets >= book->limits->sheets)
        return NULL;
    th_sheet sheet = {.index = book->nsheets, .raw_name = raw_name, .visibility = visibility, .arena = book->arena};
    sheet.name = th_sheet_shown_name(book, &sheet, raw_name);
    TH_PUSH(book->arena, book->sheets, book->nsheets, book->sheets_cap, sheet);
    return &book->sheets[book->nsheets - 1];
}

static void keep_borrowed(th_arena *arena, th_cell *cell)
{
    cell->flags &= (uint8_t)~TH_CELL_BORROWED;
    cell->raw = th_str_copy(arena, cell->raw);
    if (!cell->nruns)
        return;
    th_cell_run *runs = th_arena_array(arena, cell->nruns, sizeof *runs);
    memcpy(runs, cell->runs, cell->nruns * sizeof *runs);
    cell->runs = runs;
}

th_status th_sheet_push(th_book *book, th_sheet *sheet, const th_cell *cell)
{
    if (book->ncells >= book->limits->cells)
        return TH_FAILED;
    book->ncells++;
    TH_PUSH(book->arena, sheet->cells, sheet->ncells, sheet->cells_cap, *cell);
    if (cell->flags & TH_CELL_BORROWED)
        keep_borrowed(book->arena, &sheet->cells[sheet->ncells - 1]);
    return TH_OK;
}

bool th_sheet_blank(th_book *book, th_sheet *sheet, uint32_t row, uint32_t col, uint8_t look)
{
    if (!(look & TH_CELL_BORDERS) || book->visitor || book->nblanks >= book->limits->cells / 10 ||
        col >= TH_MOST_COLUMNS)
        return false;
    th_blank blank = {row, (uint16_t)col, look};
    TH_PUSH(book->arena, sheet->blanks, sheet->nblanks, sheet->blanks_cap, blank);
    book->nblanks++;
    return true;
}

void th_sheet_width(th_book *book, th_sheet *sheet, uint32_t first, uint32_t last, double characters)
{
    th_width width = {first, last, characters};
    TH_PUSH(book->arena, sheet->widths, sheet->nwidths, sheet->widths_cap, width);
}

void th_sheet_merge(th_book *book, th_sheet *sheet, th_merge merge)
{
    if (merge.row1 > merge.row2 || merge.col1 > merge.col2)
        return;
    TH_PUSH(book->arena, sheet->merges, sheet->nmerges, sheet->merges_cap, merge);
}

void th_sheet_array(th_book *book, th_sheet *sheet, th_merge range)
{
    if (range.row1 > range.row2 || range.col1 > range.col2 || book->visitor)
        return;
    TH_PUSH(book->arena, sheet->arrays, sheet->narrays, sheet->arrays_cap, range);
}

void th_sheet_linked(th_sheet *sheet, uint32_t row, uint32_t col)
{
    if (sheet->nlinked++ == 0)
        sheet->linked = (th_cell_place){row, col};
}

#define HIDE(name, list)                                                                                               \
    void th_sheet_hide_##name(th_book *book, th_sheet *sheet, uint32_t first, uint32_t last)                           \
    {                                                                                                                  \
        if (first > last)                                                                                              \
            return;                                                                                                    \
        if (sheet->n##list && first && sheet->list[sheet->n##list - 1].last == first - 1) {                            \
            sheet->list[sheet->n##list - 1].last = last;                                                               \
            return;                                                                                                    \
        }                                                                                                              \
        sheet->list =                                                                                                  \
            th_arena_grow(book->arena, sheet->list, sheet->n##list, &sheet->list##_cap, sizeof *sheet->list);          \
        sheet->list[sheet->n##list].first = first;                                                                     \
        sheet->list[sheet->n##list++].last = last;                                                                     \
    }
HIDE(rows, hidden_rows)
HIDE(cols, hidden_cols)

static int by_address(const th_cell *a, const th_cell *b)
{
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

/* The sort is stable, so that of two cells at one address the one that was pushed later comes later. */
static void merge_sort(th_cell *cells, th_cell *spare, size_t n)
{
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t at = 0; at < n; at += 2 * width) {
            size_t mid = at + width < n ? at + width : n;
            size_t end = at + 2 * width < n ? at + 2 * width : n;
            size_t i = at, j = mid, k = at;
            while (i < mid && j < end)
                spare[k++] = by_address(&cells[i], &cells[j]) <= 0 ? cells[i++] : cells[j++];
            while (i < mid)
                spare[k++] = cells[i++];
            while (j < end)
                spare[k++] = cells[j++];
        }
        memcpy(cells, spare, n * sizeof *cells);
    }
}

static bool in_order(const th_sheet *sheet)
{
    for (size_t i = 1; i < sheet->ncells; i++)
        if (by_address(&sheet->cells[i - 1], &sheet->cells[i]) >= 0)
            return false;
    return true;
}

/* Looks for cells that stand out of order where the others keep one.  Where many do, the writer had no order. */
static void look_for_strays(th_sheet *sheet)
{
    enum { MOST = 3, FEW = 8 }; /* of FEW cells at most one */
    const th_cell *cells = sheet->cells;
    size_t n = 0;
    for (size_t i = 1; i < sheet->ncells; i++) {
        if (by_address(&cells[i - 1], &cells[i]) <= 0)
            continue;
        bool earlier = i < 2 || by_address(&cells[i - 2], &cells[i]) < 0; /* without it the order holds */
        const th_cell *astray = earlier ? &cells[i - 1] : &cells[i];
        if (n++ == 0)
            sheet->astray = (th_cell_place){astray->row, astray->col};
    }
    sheet->nastray = n <= MOST && n * FEW <= sheet->ncells ? n : 0;
}

static bool hold_the_same(const th_cell *a, const th_cell *b)
{
    return a->type == b->type && a->number == b->number && th_str_eq(a->raw, b->raw);
}

/* Keeps the last of several cells at one address, and notes where they differ. */
static void keep_last(th_sheet *sheet)
{
    size_t n = 0;
    for (size_t i = 0; i < sheet->ncells; i++) {
        th_cell *cell = &sheet->cells[i];
        if (n && by_address(&sheet->cells[n - 1], cell) == 0) {
            n--;
            if (!hold_the_same(&sheet->cells[n], cell) && sheet->ntwice++ == 0)
                sheet->twice = (th_cell_place){cell->row, cell->col};
        }
        sheet->cells[n++] = *cell;
    }
    sheet->ncells = n;
}

static int by_first(const void *left, const void *right)
{
    const th_span *a = left, *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

/* Sorts the spans and joins those that touch or overlap, so that a binary search can ask them. */
static void join_spans(th_span *spans, size_t *n)
{
    if (*n < 2)
        return;
    qsort(spans, *n, sizeof *spans, by_first);
    size_t kept = 1;
    for (size_t i = 1; i < *n; i++) {
        th_span *last = &spans[kept - 1];
        if (spans[i].first > last->last)
            spans[kept++] = spans[i];
        else if (spans[i].last > last->last)
            last->last = spans[i].last;
    }
    *n = kept;
}

static bool covered(const th_span *spans, size_t n, uint32_t at)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (spans[mid].first <= at)
            low = mid + 1;
        else
            high = mid;
    }
    return low > 0 && spans[low - 1].last >= at;
}

static bool is_anchor(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_merge *merge = th_sheet_merge_at(sheet, row, col);
    return merge && merge->row1 == row && merge->col1 == col;
}

uint8_t th_sheet_flags(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    unsigned flags = 0;
    if (covered(sheet->hidden_rows, sheet->nhidden_rows, row))
        flags |= TH_CELL_HIDDEN_ROW;
    if (covered(sheet->hidden_cols, sheet->nhidden_cols, col))
        flags |= TH_CELL_HIDDEN_COL;
    if (is_anchor(sheet, row, col))
        flags |= TH_CELL_MERGED;
    return (uint8_t)flags;
}

static void set_flags(th_sheet *sheet)
{
    join_spans(sheet->hidden_rows, &sheet->nhidden_rows);
    join_spans(sheet->hidden_cols, &sheet->nhidden_cols);
    size_t apart = th_merges_apart(sheet->arena, sheet->merges, sheet->nmerges);
    sheet->noverlapping = sheet->nmerges - apart;
    sheet->nmerges = apart;
    sheet->covers = th_merge_index_new(sheet->arena, sheet->merges, sheet->nmerges);
    for (size_t i = 0; i < sheet->ncells; i++)
        sheet->cells[i].flags |= th_sheet_flags(sheet, sheet->cells[i].row, sheet->cells[i].col);
}

/* What a formula has filled is no figure that somebody typed. */
static void mark_results(th_sheet *sheet)
{
    if (!sheet->narrays)
        return;
    size_t apart = th_merges_apart(sheet->arena, sheet->arrays, sheet->narrays);
    const th_merge_index *filled = th_merge_index_new(sheet->arena, sheet->arrays, apart);
    for (size_t i = 0; i < sheet->ncells; i++)
        if (th_merge_index_find(filled, sheet->cells[i].row, sheet->cells[i].col))
            sheet->cells[i].flags |= TH_CELL_FORMULA;
}

bool th_cell_is_unreadable(const th_cell *cell)
{
    return cell->type == TH_CELL_ERROR && th_str_eq(cell->raw, TH_STR(TH_CELL_UNREADABLE));
}

bool th_is_error_text(th_str text)
{
    static const char *const errors[] = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"};
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (th_str_eq(text, th_str_of(errors[i])))
            return true;
    return th_str_starts(text, TH_STR("Err:"));
}

bool th_sheet_keeps_formulas(const th_book *book)
{
    enum { MOST_BYTES = 16 << 20 };
    return !book->visitor && book->formula_bytes < MOST_BYTES;
}

void th_sheet_formula(th_book *book, th_sheet *sheet, const th_formula *formula)
{
    enum { LONGEST = 1024 };
    th_formula kept = *formula;
    if (th_formula_leaves(kept.text))
        th_sheet_linked(sheet, kept.row, kept.col);
    if (!th_sheet_keeps_formulas(book) || !kept.text.len || kept.text.len > LONGEST)
        return;
    kept.text = th_str_copy(book->arena, kept.text);
    book->formula_bytes += kept.text.len + sizeof kept;
    TH_PUSH(book->arena, sheet->formulas, sheet->nformulas, sheet->formulas_cap, kept);
}

static int by_formula(const void *left, const void *right)
{
    const th_formula *a = left, *b = right;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

const th_formula *th_sheet_formula_at(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_formula wanted = {.row = row, .col = col};
    return sheet->nformulas ? bsearch(&wanted, sheet->formulas, sheet->nformulas, sizeof wanted, by_formula) : NULL;
}

void th_sheet_seal(th_sheet *sheet)
{
    if (sheet->sealed)
        return;
    sheet->sealed = true;
    if (!in_order(sheet)) {
        look_for_strays(sheet);
        th_cell *spare = malloc(sheet->ncells * sizeof *spare);
        if (!spare)
            abort();
        merge_sort(sheet->cells, spare, sheet->ncells);
        free(spare);
        keep_last(sheet);
    }
    set_flags(sheet);
    mark_results(sheet);
    if (sheet->nformulas > 1)
        qsort(sheet->formulas, sheet->nformulas, sizeof *sheet->formulas, by_formula);
}

size_t th_sheet_row(const th_sheet *sheet, uint32_t row)
{
    size_t low = 0, high = sheet->ncells;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (sheet->cells[mid].row < row)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const th_cell *th_sheet_at(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    const th_cell wanted = {.row = row, .col = col};
    size_t low = 0, high = sheet->ncells;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = by_address(&sheet->cells[mid], &wanted);
        if (order == 0)
            return &sheet->cells[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

const th_merge *th_sheet_merge_at(const th_sheet *sheet, uint32_t row, uint32_t col)
{
    return th_merge_index_find(sheet->covers, row, col);
}

uint32_t th_sheet_rows(const th_sheet *sheet)
{
    return sheet->ncells ? sheet->cells[sheet->ncells - 1].row + 1 : 0;
}

/* Normalising the text of a whole book.  In a first pass every cell decides for itself and votes; in a second one,
 * those that were left open follow their column, then their sheet, then their workbook.  A rare encoding becomes a
 * candidate only when the first pass found evidence for it; then the first pass is done again. */
#include "book/book.h"
#include "book/guessed.h"
#include "book/noted.h"

#include <string.h>

#include "base/banned.h"

th_normal th_cell_normal(const th_book *book, th_arena *arena, const th_cell *cell, const th_text_context *context,
                         th_run_reading *readings)
{
    uint32_t n = cell->nruns ? cell->nruns : 1;
    th_run_text one, *runs = &one;
    if (n > 1)
        runs = th_arena_array(arena, n, sizeof *runs);
    for (uint32_t i = 0; i < n; i++) {
        size_t from = cell->nruns ? cell->runs[i].start : 0;
        size_t to = cell->nruns && i + 1 < n ? cell->runs[i + 1].start : cell->raw.len;
        uint32_t font = cell->nruns ? cell->runs[i].font : cell->font;
        runs[i] = (th_run_text){th_str_sub(cell->raw, from, to > from ? to - from : 0), book->fonts[font]};
    }
    return th_text_normalise(arena, runs, n, context, readings);
}

static void take_reading(th_cell *cell, const th_normal *normal)
{
    cell->text = normal->text;
    cell->encoding = (uint8_t)normal->encoding;
    cell->evidence = (uint8_t)normal->evidence;
    cell->doubtful = normal->doubtful;
    cell->lost = normal->lost;
    cell->open = normal->open;
    cell->leaning = (uint8_t)normal->leaning;
    cell->foreign = normal->foreign;
}

static bool holds_text(const th_cell *cell)
{
    return cell->type == TH_CELL_TEXT;
}

/* Cells of the same text, runs and font read the same by themselves.  What was read last in each slot is kept: a string
 * of thousands of runs may stand in thousands of cells. */
enum { KEPT_SLOTS = 1024 };

typedef struct kept_reading {
    const th_cell *cell;    /* NULL: nothing is kept */
    const th_votes *column; /* that were asked; NULL: none */
    th_normal normal;
} kept_reading;

static bool reads_the_same(const th_cell *a, const th_cell *b)
{
    if (!th_str_eq(a->raw, b->raw) || a->font != b->font || a->nruns != b->nruns)
        return false;
    for (uint32_t i = 0; i < a->nruns; i++)
        if (a->runs[i].start != b->runs[i].start || a->runs[i].font != b->runs[i].font)
            return false;
    return true;
}

/* By the length and some bytes: slots are few, and what stands in one is compared whole. */
static size_t reading_slot(const th_cell *cell)
{
    size_t hash = cell->raw.len + cell->nruns;
    for (size_t i = 0; i < cell->raw.len && i < sizeof hash; i++)
        hash = hash * 31 + (unsigned char)cell->raw.ptr[cell->raw.len - 1 - i];
    return hash % KEPT_SLOTS;
}

static const th_normal *read_alone(const th_book *book, const th_cell *cell, kept_reading *kept)
{
    kept_reading *slot = &kept[reading_slot(cell)];
    if (slot->cell && reads_the_same(slot->cell, cell))
        return &slot->normal;
    const th_text_context alone = {.admitted = book->admitted, .ignore_fonts = book->ignore_fonts};
    *slot = (kept_reading){cell, NULL, th_cell_normal(book, book->arena, cell, &alone, NULL)};
    return &slot->normal;
}

static bool vote_the_same(const th_votes *a, const th_votes *b)
{
    return a == b || (a && b && memcmp(a, b, sizeof *a) == 0);
}

/* The reading of a cell with the votes of its column, taken over from an equal cell where there was one.  `kept` is of
 * this sheet. */
static const th_normal *read_with_votes(const th_book *book, const th_sheet *sheet, const th_cell *cell,
                                        kept_reading *kept)
{
    kept_reading *slot = &kept[reading_slot(cell)];
    th_text_context context = th_sheet_context(book, sheet, cell->col);
    if (slot->cell && vote_the_same(slot->column, context.column) && reads_the_same(slot->cell, cell))
        return &slot->normal;
    *slot = (kept_reading){cell, context.column, th_cell_normal(book, book->arena, cell, &context, NULL)};
    return &slot->normal;
}

static void first_pass(th_book *book)
{
    kept_reading *kept = th_arena_array(book->arena, KEPT_SLOTS, sizeof *kept);
    book->votes = (th_votes){0};
    for (size_t at = 0; at < book->nsheets; at++) {
        th_sheet *sheet = &book->sheets[at];
        sheet->votes = (th_votes){0};
        for (size_t i = 0; i < sheet->ncells; i++) {
            if (!holds_text(&sheet->cells[i]))
                continue;
            const th_normal *normal = read_alone(book, &sheet->cells[i], kept);
            take_reading(&sheet->cells[i], normal);
            th_votes_add(&sheet->votes, normal);
            th_votes_add(&book->votes, normal);
        }
    }
}

/* The votes of the columns that hold an open cell; the others stay empty. */
static void count_columns(th_sheet *sheet, th_arena *arena)
{
    uint32_t last = 0;
    bool any = false;
    for (size_t i = 0; i < sheet->ncells; i++)
        if (holds_text(&sheet->cells[i]) && sheet->cells[i].open) {
            last = sheet->cells[i].col > last ? sheet->cells[i].col : last;
            any = true;
        }
    sheet->ncolumn_votes = 0;
    if (!any || last >= TH_MOST_COLUMNS)
        return;
    sheet->column_votes = th_arena_array(arena, (size_t)last + 1, sizeof *sheet->column_votes);
    memset(sheet->column_votes, 0, ((size_t)last + 1) * sizeof *sheet->column_votes);
    sheet->ncolumn_votes = (size_t)last + 1;
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (!holds_text(cell) || cell->col > last)
            continue;
        th_normal normal = {.text = cell->text,
                            .encoding = (th_encoding)cell->encoding,
                            .changed = !th_str_eq(cell->text, cell->raw),
                            .doubtful = cell->doubtful,
                            .leaning = (th_encoding)cell->leaning,
                            .foreign = cell->foreign};
        th_votes_add(&sheet->column_votes[cell->col], &normal);
    }
}

th_text_context th_sheet_context(const th_book *book, const th_sheet *sheet, uint32_t col)
{
    return (th_text_context){.column = col < sheet->ncolumn_votes ? &sheet->column_votes[col] : NULL,
                             .sheet = &sheet->votes,
                             .book = &book->votes,
                             .admitted = book->admitted,
                             .ignore_fonts = book->ignore_fonts};
}

th_normal th_book_text(const th_book *book, const th_sheet *sheet, th_arena *arena, th_str raw, th_str font)
{
    th_run_text run = {raw, font};
    th_text_context context = th_sheet_context(book, sheet, UINT32_MAX);
    return th_text_normalise(arena, &run, 1, &context, NULL);
}

/* Texts that stand in no cell, but are quoted in notes. */
static void read_texts_beside(th_book *book)
{
    for (size_t at = 0; at < book->nsheets; at++) {
        const th_sheet *sheet = &book->sheets[at];
        for (size_t i = 0; i < sheet->ncomments; i++) {
            th_remark *said = &sheet->comments[i];
            said->who = th_book_text(book, sheet, book->arena, said->who, (th_str){0}).text;
            said->text = th_book_text(book, sheet, book->arena, said->text, (th_str){0}).text;
        }
    }
    const th_text_context context = {
        .book = &book->votes, .admitted = book->admitted, .ignore_fonts = book->ignore_fonts};
    for (size_t i = 0; i < book->npassed; i++) {
        th_run_text run = {book->passed[i].name, {0}};
        book->passed[i].name = th_text_normalise(book->arena, &run, 1, &context, NULL).text;
    }
}

void th_book_normalise(th_book *book)
{
    first_pass(book);
    uint32_t admitted = th_votes_admitted(&book->votes);
    if (admitted) {
        book->admitted = admitted;
        first_pass(book);
    }
    kept_reading *kept = th_arena_array(book->arena, KEPT_SLOTS, sizeof *kept);
    for (size_t at = 0; at < book->nsheets; at++) {
        th_sheet *sheet = &book->sheets[at];
        count_columns(sheet, book->arena);
        memset(kept, 0, KEPT_SLOTS * sizeof *kept);
        for (size_t i = 0; i < sheet->ncells; i++) {
            th_cell *cell = &sheet->cells[i];
            if (!holds_text(cell))
                continue;
            if (cell->open)
                take_reading(cell, read_with_votes(book, sheet, cell, kept));
            th_guessed_settle(book, cell);
        }
        th_str name = th_book_text(book, sheet, book->arena, sheet->raw_name, (th_str){0}).text;
        sheet->name = th_sheet_shown_name(book, sheet, name);
    }
    read_texts_beside(book);
    th_book_note(book);
}

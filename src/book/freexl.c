/* The second reading of an .xls, by FreeXL 1.0.6.  The home of freexl.h.
 *
 * FreeXL cannot be the main reader: it returns results of formulas as empty cells, errors as the number 1 and booleans
 * as 0 and 1, and turns each date into text by counting days from 1900.  As an independent reader it is worth
 * something for constant numbers and texts, so only those are compared. */
#include "book/book.h"

#include "base/sanitizer.h"
#include "book/biff.h"
#include "book/refuse.h"

#include <freexl.h>
#include <math.h>
#include <stdio.h>

#if TH_SANITIZED
#include <sanitizer/lsan_interface.h>
#endif

#include "base/banned.h"

enum { DATE_CELLS = 20000, DISAGREEMENTS = 100 };
#define DATE_DAYS 2e9      /* days FreeXL can count in about a second */
#define DECLARED_CELLS 4e6 /* FreeXL allocates the declared rectangle, 24 bytes a cell */

typedef struct second_reader {
    const void *handle;
} second_reader;

/* FreeXL opens by path only, and a process that reads may open nothing.  So its fopen is answered here (it is linked
 * with --wrap=fopen): while `at_hand` has bytes, the one path that it is given stands for them. */
static th_str at_hand;
static const char path_at_hand[] = "tonghop.xls";

FILE *__real_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode)
{
    if (path != path_at_hand)
        return __real_fopen(path, mode);
    return fmemopen((void *)(uintptr_t)at_hand.ptr, at_hand.len, "rb");
}

static void close_second(void *what)
{
    second_reader *second = what;
    if (second->handle)
        freexl_close(second->handle);
    second->handle = NULL;
}

static void not_compared(th_arena *arena, th_findings *findings, th_str vi, th_str en)
{
    th_place place = {.row = TH_NO_CELL, .col = TH_NO_CELL};
    th_trouble_add(findings, arena, TH_F_FILE_NOT_COMPARED, &place, (th_trouble){vi, en});
}

/* Would FreeXL need too much time or memory?  Then *vi and *en say why. */
static bool too_much(th_arena *arena, const th_book *book, th_str bytes, th_str *vi, th_str *en)
{
    size_t dates = 0;
    double days = 0;
    for (size_t i = 0; i < book->nsheets; i++)
        for (size_t k = 0; k < book->sheets[i].ncells; k++)
            if (book->sheets[i].cells[k].type == TH_CELL_DATE) {
                dates++;
                days += fabs(book->sheets[i].cells[k].number);
            }
    if (dates > DATE_CELLS || days > DATE_DAYS) {
        *vi = th_str_fmt(arena, "có %zu ô ngày tháng, bộ đọc thứ hai đọc quá chậm", dates);
        *en = th_str_fmt(arena, "there are %zu date cells, which the second reader reads too slowly", dates);
        return true;
    }
    if (th_xls_declared_cells(arena, bytes) > DECLARED_CELLS) {
        *vi = TH_STR("vùng dữ liệu khai trong tệp quá rộng");
        *en = TH_STR("the area the file declares is too wide");
        return true;
    }
    return false;
}

static void forgive_leaks(bool on)
{
#if TH_SANITIZED
    if (on)
        __lsan_disable();
    else
        __lsan_enable();
#else
    (void)on;
#endif
}

static bool open_second(second_reader *second, th_str bytes)
{
    at_hand = bytes;
    /* For some broken files FreeXL reports success with a NULL handle, so both are checked.  It never frees what it
     * had read of them. */
    forgive_leaks(true);
    bool opened = freexl_open(path_at_hand, &second->handle) == FREEXL_OK && second->handle;
    forgive_leaks(false);
    return opened;
}

/* Do both readers see the same constant?  True as well where they cannot be compared. */
static bool agree(const th_book *book, const th_cell *ours, const FreeXL_CellValue *theirs)
{
    bool number = theirs->type == FREEXL_CELL_INT || theirs->type == FREEXL_CELL_DOUBLE;
    bool text = theirs->type == FREEXL_CELL_TEXT || theirs->type == FREEXL_CELL_SST_TEXT;
    if (!number && !text)
        return true; /* a date, of which FreeXL keeps no serial number */
    if (!ours)
        return text && (!theirs->value.text_value || !*theirs->value.text_value);
    if ((ours->type != TH_CELL_NUMBER && ours->type != TH_CELL_TEXT) || ours->flags & TH_CELL_FORMULA)
        return true;
    if ((ours->type == TH_CELL_NUMBER) != number)
        return false;
    if (number) {
        double value = theirs->type == FREEXL_CELL_INT ? theirs->value.int_value : theirs->value.double_value;
        return fabs(value - ours->number) <= 1e-12 * fabs(ours->number);
    }
    /* Before BIFF8 the two readers decode bytes by different tables. */
    return book->biff < 8 || th_str_eq(ours->raw, th_str_of(theirs->value.text_value));
}

static th_str shown_by_freexl(th_arena *arena, const FreeXL_CellValue *theirs)
{
    if (theirs->type == FREEXL_CELL_INT)
        return th_str_fmt(arena, "%d", theirs->value.int_value);
    if (theirs->type == FREEXL_CELL_DOUBLE)
        return th_double_text(arena, theirs->value.double_value);
    return th_str_copy(arena, th_str_of(theirs->value.text_value));
}

typedef struct comparison {
    th_arena *arena;
    const th_book *book;
    second_reader *second;
    th_findings *findings;
    size_t disagreements;
} comparison;

/* `ours` is NULL where only FreeXL has a cell. */
static void disagreement(comparison *comparing, const th_place *place, const th_cell *ours,
                         const FreeXL_CellValue *theirs)
{
    th_str args[2] = {ours ? th_cell_shown(comparing->arena, comparing->book, ours) : (th_str){0},
                      shown_by_freexl(comparing->arena, theirs)};
    if (ours && ours->type == TH_CELL_TEXT)
        args[0] = ours->raw; /* as it was compared, before any conversion */
    comparing->disagreements++;
    th_findings_add(comparing->findings, comparing->arena, TH_F_FILE_SECOND_READING, place, TH_WITH(args[0], args[1]))
        ->raw = args[0];
}

/* Compares every cell that FreeXL has on its active sheet with ours, which stand in the same order. */
static void compare_sheet(comparison *comparing, const th_sheet *sheet)
{
    unsigned rows;
    unsigned short cols;
    if (freexl_worksheet_dimensions(comparing->second->handle, &rows, &cols) != FREEXL_OK)
        return;
    size_t at = 0;
    for (uint32_t row = 0; row < rows; row++)
        for (uint32_t col = 0; col < cols; col++) {
            FreeXL_CellValue theirs;
            while (at < sheet->ncells &&
                   (sheet->cells[at].row < row || (sheet->cells[at].row == row && sheet->cells[at].col < col)))
                at++;
            bool both = at < sheet->ncells && sheet->cells[at].row == row && sheet->cells[at].col == col;
            const th_cell *ours = both ? &sheet->cells[at] : NULL;
            if (freexl_get_cell_value(comparing->second->handle, row, (unsigned short)col, &theirs) != FREEXL_OK ||
                theirs.type == FREEXL_CELL_NULL || agree(comparing->book, ours, &theirs))
                continue;
            const th_place place = {.sheet = sheet->name, .row = row, .col = col};
            disagreement(comparing, &place, ours, &theirs);
            if (comparing->disagreements == DISAGREEMENTS)
                return;
        }
}

/* FreeXL counts charts among the sheets, so a sheet is found by its name. */
static bool select_sheet(const comparison *comparing, unsigned sheets, size_t index)
{
    const th_sheet *sheet = &comparing->book->sheets[index];
    for (unsigned i = 0; i < sheets; i++) {
        const char *name = NULL;
        bool known =
            freexl_get_worksheet_name(comparing->second->handle, (unsigned short)i, &name) == FREEXL_OK && name;
        /* FreeXL decodes the names of BIFF5 in another way; but where both have as many sheets, their order is the
         * same. */
        bool same =
            sheets == comparing->book->nsheets ? i == index : known && th_str_eq(th_str_of(name), sheet->raw_name);
        if (same)
            return freexl_select_active_worksheet(comparing->second->handle, (unsigned short)i) == FREEXL_OK;
    }
    return false;
}

void th_book_second_reading(th_arena *arena, const th_book *book, th_str bytes, th_findings *findings)
{
    if (book->format != TH_BOOK_XLS)
        return;
    th_str vi, en;
    if (too_much(arena, book, bytes, &vi, &en)) {
        not_compared(arena, findings, vi, en);
        return;
    }
    second_reader *second = th_arena_alloc(arena, sizeof *second);
    th_arena_defer(arena, close_second, second); /* findings may exhaust the arena and so leave this function early */
    unsigned sheets = 0, version = 0;
    if (!open_second(second, bytes) || freexl_get_info(second->handle, FREEXL_BIFF_SHEET_COUNT, &sheets) != FREEXL_OK ||
        sheets == 0) {
        close_second(second);
        not_compared(arena, findings, TH_STR("bộ đọc thứ hai không mở được tệp này"),
                     TH_STR("the second reader cannot open this file"));
        return;
    }
    if (freexl_get_info(second->handle, FREEXL_BIFF_VERSION, &version) != FREEXL_OK ||
        (version == FREEXL_BIFF_VER_8) != (book->biff == 8)) {
        close_second(second); /* the file holds a second workbook, for Excel 95 */
        not_compared(arena, findings, TH_STR("tệp chứa hai bản, bộ đọc thứ hai đọc bản cũ hơn"),
                     TH_STR("the file holds two versions, and the second reader takes the older one"));
        return;
    }
    comparison comparing = {arena, book, second, findings, 0};
    for (size_t i = 0; i < book->nsheets && comparing.disagreements < DISAGREEMENTS; i++)
        if (select_sheet(&comparing, sheets, i))
            compare_sheet(&comparing, &book->sheets[i]);
    if (comparing.disagreements == DISAGREEMENTS)
        not_compared(arena, findings, TH_STR("đã thấy 100 ô không khớp, phần còn lại không đối chiếu nữa"),
                     TH_STR("100 cells disagree; the rest was not compared"));
    close_second(second);
}

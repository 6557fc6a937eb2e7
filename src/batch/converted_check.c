/* The cells of a workbook and those of its conversion, side by side. */
#include "batch/converted_check.h"

#include <stdint.h>

#include "base/banned.h"

/* What a cell of a workbook that is drawn anew may lose: a formula without a result is left blank, and so is a cell of
 * which nothing is known. */
static bool may_be_gone(const th_conversion_check *check, const th_cell *cell)
{
    return check->drawn_anew && (cell->type == TH_CELL_PENDING || th_cell_is_unreadable(cell) ||
                                 (cell->type == TH_CELL_TEXT && !cell->text.len));
}

static bool is_plain_number(const th_cell *cell)
{
    return cell->type == TH_CELL_NUMBER || cell->type == TH_CELL_BOOL;
}

static bool still_says(const th_conversion_check *check, const th_cell *before, const th_cell *after)
{
    if (is_plain_number(before))
        return after->type == before->type && after->number == before->number;
    if (before->type == TH_CELL_DATE && !check->drawn_anew) /* else the epoch may be another */
        return after->number == before->number;
    return before->type != TH_CELL_TEXT ||
           (after->type == TH_CELL_TEXT && (after->raw.len > 0) == (before->text.len > 0));
}

static th_status compare_converted(th_arena *arena, const th_conversion_check *check, const th_sheet *before,
                                   const th_sheet *after, th_trouble *trouble)
{
    for (size_t i = 0; i < before->ncells; i++) {
        const th_cell *cell = &before->cells[i], *now = th_sheet_at(after, cell->row, cell->col);
        if (now ? still_says(check, cell, now) : may_be_gone(check, cell))
            continue;
        th_str name = th_cell_name(arena, cell->row, cell->col);
        *trouble = TH_TROUBLE(arena, "trang “" TH_FMT "”, ô " TH_FMT ": không còn như trong tệp gốc",
                              "sheet “" TH_FMT "”, cell " TH_FMT ": it is not as in the file it comes from",
                              TH_ARG(before->name), TH_ARG(name));
        return TH_FAILED;
    }
    if (before->unkept == after->unkept)
        return TH_OK;
    *trouble = TH_TROUBLE(arena, "trang “" TH_FMT "”: có số không còn như trong tệp gốc",
                          "sheet “" TH_FMT "”: a figure is not as in the file it comes from", TH_ARG(before->name));
    return TH_FAILED;
}

static th_status check_in(th_arena *arena, const th_conversion_check *check, th_str bytes, th_trouble *trouble)
{
    th_book *book = NULL;
    th_findings findings = {0};
    size_t sheets = check->only ? 1 : check->book->nsheets;
    th_limits limits = *check->limits; /* which are for what others send */
    limits.file_bytes = limits.inflated_bytes = limits.ratio_floor = limits.cells = SIZE_MAX;
    *trouble = TH_TROUBLE_IS("không mở lại được", "it cannot be opened again");
    if (th_book_open(arena, &limits, &(th_book_file){.bytes = bytes, .lean = check->book->lean}, &book, &findings) >=
        TH_FAILED) {
        if (findings.n)
            *trouble = (th_trouble){findings.at[0].vi, findings.at[0].en};
        return TH_FAILED;
    }
    *trouble = TH_TROUBLE_IS("không đủ trang", "a sheet is missing");
    if (book->nsheets != sheets)
        return TH_FAILED;
    *trouble = (th_trouble){0};
    for (size_t i = 0; i < sheets; i++) {
        const th_sheet *before = check->only ? check->only : &check->book->sheets[i];
        if (compare_converted(arena, check, before, &book->sheets[i], trouble) != TH_OK)
            return TH_FAILED;
    }
    return TH_OK;
}

/* In an arena of its own: the workbook and its conversion need not fit into the budget of one file together. */
th_status th_converted_check(th_arena *arena, const th_conversion_check *check, th_str bytes, th_trouble *trouble)
{
    th_arena *own = th_arena_new(0);
    if (!own || TH_ARENA_GUARD(own)) {
        th_arena_free(own);
        *trouble = TH_TROUBLE_IS("không đủ bộ nhớ để đọc lại", "out of memory for reading it again");
        return TH_FAILED;
    }
    th_trouble why = {0};
    th_status status = check_in(own, check, bytes, &why);
    *trouble = (th_trouble){th_str_copy(arena, why.vi), th_str_copy(arena, why.en)};
    th_arena_free(own);
    return status;
}

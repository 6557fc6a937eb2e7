/* The date in the line of place and date that closes a form: "Sơn La, ngày 30 tháng 12 năm 2022". */
#include "fact/reading.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

enum { PLACE_BYTES = 48, LINE_BYTES = 120, LEAST_BYTES = 12 };

/* What may stand before the date: a place.  A number or a bracket makes it the date of another document. */
static bool is_place(th_str text)
{
    if (text.len > PLACE_BYTES)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (th_is_digit(text.ptr[i]) || th_str_find(TH_STR("()/:;"), th_str_sub(text, i, 1), 0) != SIZE_MAX)
            return false;
    return true;
}

/* Cheap, and true of every line of place and date: folding each text of a workbook would not be cheap. */
static bool may_be_date_line(const th_cell *cell)
{
    if (cell->type != TH_CELL_TEXT || cell->text.len < LEAST_BYTES || cell->text.len > LINE_BYTES)
        return false;
    for (size_t i = 0; i < cell->text.len; i++)
        if (th_is_digit(cell->text.ptr[i]))
            return true;
    return false;
}

static int serial_of_line(th_arena *arena, th_str text)
{
    th_str folded = th_fold(arena, text), word = th_fold(arena, TH_STR("ngày"));
    size_t at = th_str_find(folded, word, 0);
    int year, month, day;
    if (at == SIZE_MAX || !is_place(th_str_sub(folded, 0, at)) ||
        !th_date_parse(th_str_sub(folded, at, folded.len), &year, &month, &day))
        return 0;
    return th_date_serial(year, month, day);
}

int th_signed_on(const th_reading *reading, const th_sheet *sheet)
{
    int serial = 0;
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *cell = &sheet->cells[i];
        if (!may_be_date_line(cell) || !th_is_date_line(th_fold_weak(reading->arena, cell->text)))
            continue;
        int here = serial_of_line(reading->arena, cell->text);
        if (here)
            serial = here; /* the last one closes the form; one in the title rows counts where no other does */
    }
    return serial;
}

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

static bool read_date_line(th_arena *arena, th_str text, th_signature *signature)
{
    th_str folded = th_fold(arena, text), word = th_fold(arena, TH_STR("ngày"));
    size_t at = th_str_find(folded, word, 0);
    int month, day;
    if (at == SIZE_MAX || !is_place(th_str_sub(folded, 0, at)) ||
        !th_date_parse(th_str_sub(folded, at, folded.len), &signature->year, &month, &day))
        return false;
    signature->serial = th_date_serial(signature->year, month, day);
    signature->place = th_str_trim(th_str_sub(folded, 0, at));
    while (signature->place.len && th_is_one_of(signature->place.ptr[signature->place.len - 1], ", "))
        signature->place.len--;
    return signature->serial != 0;
}

th_signature th_signature_of(const th_reading *reading, const th_sheet *sheet)
{
    th_signature found = {0};
    for (size_t i = 0; i < sheet->ncells; i++) {
        const th_cell *cell = &sheet->cells[i];
        th_signature here = {.row = cell->row, .col = cell->col};
        if (!may_be_date_line(cell))
            continue;
        if (th_is_date_line(th_fold_weak(reading->passing, cell->text)) &&
            read_date_line(reading->arena, cell->text, &here))
            found = here; /* the last one closes the form; one in the title rows counts where no other does */
        th_cell_passed(reading);
    }
    return found;
}

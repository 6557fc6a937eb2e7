/* Where a cell of a sheet part stands, given or counted as book/xlsx_sheet.c counts it. */
#include "convert/rewrite.h"

#include "book/xlsx.h"
#include "book/xlsx_sheet.h"

#include "base/banned.h"

void th_address_row(th_address *a, const th_edit *e, const th_edit_token *t)
{
    long row;
    a->row = a->row == UINT32_MAX ? 0 : a->row + 1;
    if (th_str_to_long(th_edit_value(e, t, "r"), &row) && row >= 1 && row <= TH_XLSX_ROWS)
        a->row = (uint32_t)row - 1;
    a->col = UINT32_MAX;
}

void th_address_cell(th_address *a, const th_edit *e, const th_edit_token *t)
{
    th_str r = th_edit_value(e, t, "r");
    uint32_t row = a->row == UINT32_MAX ? 0 : a->row, col = a->col + 1;
    if (r.len && !th_xlsx_address(r, &row, &col))
        row = TH_XLSX_ROWS;
    else
        a->col = col;
    a->row = row < TH_XLSX_ROWS ? row : a->row;
    if (row == TH_XLSX_ROWS)
        a->col = UINT32_MAX;
}

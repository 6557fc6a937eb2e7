/* Where a cell of a sheet part stands.  An address that is not stated is counted in the way of book/xlsx_sheet.c. */
#include "convert/rewrite.h"

#include "book/xlsx.h"
#include "book/xlsx_sheet.h"

#include "base/banned.h"

void th_address_row(th_address *address, const th_edit *edit, const th_edit_token *t)
{
    long row;
    address->row = address->row == UINT32_MAX ? 0 : address->row + 1;
    if (th_str_to_long(th_edit_value(edit, t, "r"), &row) && row >= 1 && row <= TH_XLSX_ROWS)
        address->row = (uint32_t)row - 1;
    address->col = UINT32_MAX;
}

void th_address_cell(th_address *address, const th_edit *edit, const th_edit_token *t)
{
    th_str reference = th_edit_value(edit, t, "r");
    uint32_t row = address->row == UINT32_MAX ? 0 : address->row, col = address->col + 1;
    if (reference.len && !th_xlsx_address(reference, &row, &col))
        row = TH_XLSX_ROWS;
    else
        address->col = col;
    address->row = row < TH_XLSX_ROWS ? row : address->row;
    if (row == TH_XLSX_ROWS)
        address->col = UINT32_MAX;
}

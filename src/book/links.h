/* Formulas that take something from another workbook.  Nothing of it is at hand: what such a cell holds is the result
 * of the last time its program computed it. */
#ifndef TH_BOOK_LINKS_H
#define TH_BOOK_LINKS_H

#include "base/str.h"

/* Does a formula in A1 notation refer to another workbook: "[1]Sheet!A1", "'C:\[b.xls]Trang 1'!A1", and of
 * OpenDocument "'file:///b.ods'#$Trang1.A1"?  The brackets of a table ("Bang[Cot]") are no such reference. */
bool th_formula_leaves(th_str text);

#endif

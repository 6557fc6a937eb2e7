/* What all readers do when something is wrong: the file is refused, or a cell marked as unreadable, and a finding
 * says why. */
#ifndef TH_BOOK_REFUSE_H
#define TH_BOOK_REFUSE_H

#include "base/trouble.h"
#include "book/grid.h"
#include "pack/xml.h"
#include "pack/zip.h"

/* Adds the finding that ends the reading; only the first is kept.  `sheet` may be NULL.  Returns TH_FAILED. */
th_status th_book_refuse(th_book *book, const th_sheet *sheet, th_finding_kind kind, th_str vi, th_str en);

/* Refuses a book whose package, or a part of it, cannot be opened: the kind of the finding fits what is wrong. */
th_status th_book_refuse_package(th_book *book, const th_zip *zip);
/* Under --strict, notes what is passed over of a package without a word. */
void th_book_strict_package(th_book *book, const th_zip *zip);
/* What is wrong with the part is what the scanner says, or else what the package does.  When the reader has reported
 * why already, nothing is added. */
th_status th_book_refuse_xml(th_book *book, const th_xml *xml, th_str part); /* `part` is its name, or "" */
th_status th_book_refuse_part(th_book *book, const th_zip *zip, const th_xml *xml, const th_zip_entry *entry);

/* Pushes a cell as th_sheet_push() does, and refuses the file when the limit of cells, or of all their text, is
 * reached. */
th_status th_book_push(th_book *book, th_sheet *sheet, const th_cell *cell);

/* Adds a sheet as th_book_sheet() does.  NULL, and the file is refused, when the limit of sheets is reached. */
th_sheet *th_book_add_sheet(th_book *book, th_str raw_name, th_visibility visibility);

/* For a cell that is there, but whose content cannot be known.  It must not become 0, nor a neighbour's text, nor be
 * left out: a finding FILE_CELL names its place, and if that is `inside` a sheet of this format, an error cell
 * TH_CELL_UNREADABLE is pushed, whose text is that of `cell`: what stands there, for whoever copies it.
 * TH_FAILED when the limit of cells is reached, or when so many cells are unreadable that the file must be damaged. */
th_status th_book_unreadable(th_book *book, th_sheet *sheet, const th_cell *cell, bool inside, th_trouble why);

#endif

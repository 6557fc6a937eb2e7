/* Opening a workbook.  Content decides the format, not the name; formats.def lists the formats. */
#ifndef TH_BOOK_BOOK_H
#define TH_BOOK_BOOK_H

#include "book/grid.h"

/* Which of the formats of formats.def a file is in.  `name` is the name of the file; only for text files does it
 * count. */
th_book_format th_book_sniff(th_str bytes, th_str name);

/* What becomes of a file in a format: a row of formats.def says it by its macro. */
typedef enum th_book_kind {
    TH_BOOK_IS_REFUSED = 0,
    TH_BOOK_IS_READ,
    TH_BOOK_IS_ARCHIVE, /* as a workbook it is refused too */
    TH_BOOK_IS_DOCUMENT /* likewise */
} th_book_kind;
th_book_kind th_book_kind_of(th_book_format format);
th_str th_book_name_of_format(th_book_format format); /* "zip", "pdf"; of what is refused "" */
th_words th_book_words_of_format(th_str name);        /* of a document by that name: "là tệp PDF"; else empty */

/* The format that the ending of a file's name stands for, whatever its content; TH_BOOK_UNKNOWN. */
th_book_format th_book_format_named(th_str name);
/* The end of a file's name by which a format that is read is known (".xlsx", ".XLS"); "" when it has none. */
th_str th_book_ending(th_str name);
/* Which of our own workbooks an opened book says it is, strictly by the property of its document (book/mark.h); a
 * workbook of a version that wrote no mark, and one that is not .xlsx, is TH_MARK_NONE. */
th_mark th_book_mark(const th_book *book);
/* "xlsx", "xls (BIFF8)": for lists of sources. */
th_str th_book_format_name(th_arena *arena, const th_book *book);

/* The text of a cell that names something, without the mark of a footnote that is raised by its format. */
th_str th_cell_label(const th_book *book, const th_cell *cell);

/* Who has a workbook open, from its owner file "~$..."; empty when the bytes are none. */
th_str th_book_owner(th_arena *arena, th_str bytes);

/* A file to be opened as a workbook. */
typedef struct th_book_file {
    th_str bytes;              /* must outlive the book */
    th_str name;               /* for messages, and as the name of the sheet of a .csv */
    const th_visitor *visitor; /* NULL, or what gets the cells instead of the grids */
    bool lean;                 /* for who asks for texts only: book->lean */
    th_str only;               /* likewise for one sheet: book->only */
} th_book_file;

/* Opens a workbook.  TH_OK; TH_WARN, when (*book)->findings holds findings; or TH_FAILED, when *book is NULL and one
 * finding in `findings` says why, whose place.file the caller fills in.  With a visitor the grids stay empty, so that
 * memory holds the shared strings and one row whatever the number of cells, and limits->cells does not count.  The
 * sheets still have their names, merges and hidden spans. */
th_status th_book_open(th_arena *arena, const th_limits *limits, const th_book_file *file, th_book **book,
                       th_findings *findings);

/* Fills text, encoding, evidence of every text cell and the NFC sheet names. */
void th_book_normalise(th_book *book);

/* A normalised book's evidence for one text: of a cell of its column, or (column UINT32_MAX) of the sheet at large. */
th_text_context th_sheet_context(const th_book *book, const th_sheet *sheet, uint32_t col);
/* One cell read again; `readings` has room for its runs, or for one. */
th_normal th_cell_normal(const th_book *book, th_arena *arena, const th_cell *cell, const th_text_context *context,
                         th_run_reading *readings);
/* Text that stands in no cell: of a sheet's name, header, comment.  `font` may be empty. */
th_normal th_book_text(const th_book *book, const th_sheet *sheet, th_arena *arena, th_str raw, th_str font);

/* The second, independent reading of an .xls by FreeXL: constants that differ
 * are findings TEP-010; TEP-011 says when nothing was compared, and why. */
void th_book_second_reading(th_arena *arena, const th_book *book, th_str bytes, th_findings *findings);

/* Are the bytes of a .csv in a code page of one byte a letter ("ANSI"), which nothing in the file names? */
bool th_csv_is_legacy(th_str bytes);
/* One field, in quotes where it needs them; `text`: blanks at its ends are part of it. */
void th_csv_field(th_buf *out, th_str s, bool text);
/* With an apostrophe wherever a spreadsheet could take what follows for a formula ("=…", "…;-…"), at whatever sign it
 * parts cells.  Of what has such apostrophes already nothing changes. */
th_str th_csv_inert(th_arena *arena, th_str text);
/* A normalised sheet as .csv, UTF-8 with its mark; a row as long as its last cell. */
th_str th_csv_write(th_arena *arena, const th_book *book, const th_sheet *sheet);

/* The question and the reader of each format, as formats.def names them.  A reader fills `book`, which knows its format
 * and the name of the file.  On TH_FAILED one finding is in book->findings. */
#define TH_BOOK_READ(id, sniff, read, name, endings)                                                                   \
    bool sniff(th_str, th_str);                                                                                        \
    th_status read(th_book *book, th_str bytes);
#define TH_BOOK_REFUSED(id, sniff, endings, finding, vi, en) bool sniff(th_str, th_str);
#include "book/formats.def"
#undef TH_BOOK_READ
#undef TH_BOOK_REFUSED

#endif

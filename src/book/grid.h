/* The cell model: a book of sheets, a sheet a sparse row-major grid of cells.
 *
 * Readers push cells in any order with th_sheet_push(); th_sheet_seal() sorts them
 * by row, then column.  Memory follows the cells that are present, never the
 * rectangle.  Rows and columns are 0-based.  All memory is the book's arena.
 */
#ifndef TH_BOOK_GRID_H
#define TH_BOOK_GRID_H

#include "base/finding.h"
#include "base/limits.h"
#include "base/lookup.h"
#include "book/mark.h"
#include "book/merges.h"
#include "pack/unlock.h"
#include "text/encoding.h"
#include "text/value.h"

typedef enum th_cell_type {
    TH_CELL_NUMBER = 'n',
    TH_CELL_TEXT = 's',
    TH_CELL_BOOL = 'b',
    TH_CELL_ERROR = 'e',
    TH_CELL_DATE = 'd',
    TH_CELL_PENDING = 'p' /* a formula without a cached value: a finding, not a zero; `inspect` leaves it out */
} th_cell_type;

/* raw of an ERROR cell whose content the file itself damaged; finding FILE_CELL says why. */
#define TH_CELL_UNREADABLE "#?"

/* Flags of a cell. */
enum {
    TH_CELL_FORMULA = 1,
    TH_CELL_HIDDEN_ROW = 2,
    TH_CELL_HIDDEN_COL = 4,
    TH_CELL_MERGED = 8,    /* anchor of a merged range */
    TH_CELL_BORROWED = 16, /* raw and runs are the reader's scratch: the grid copies them */
    TH_CELL_GUESSED = 32   /* TEXT whose font or code page is not known: its letters are what they seem (guessed.c) */
};

/* A font, as far as a reader knows it. */
typedef struct th_face {
    th_str name;    /* "" unknown */
    uint16_t twips; /* height in 1/20 point; 0 unknown */
    bool bold, italic, underline;
    bool raised; /* superscript, as the mark of a footnote is */
    bool struck; /* struck out, as what no longer holds is */
} th_face;

/* The look of a cell: its alignment as BIFF counts it (1 left, 2 centre, 3 right, 6 centred over several), and bits. */
enum {
    TH_CELL_ALIGN = 7,
    TH_CELL_WRAP = 8,
    TH_CELL_LEFT = 16,
    TH_CELL_RIGHT = 32,
    TH_CELL_TOP = 64,
    TH_CELL_BOTTOM = 128, /* borders */
    TH_CELL_BORDERS = TH_CELL_LEFT | TH_CELL_RIGHT | TH_CELL_TOP | TH_CELL_BOTTOM
};

typedef struct th_cell_run {
    uint32_t font;  /* index into book->fonts */
    uint32_t start; /* byte offset in `raw` */
} th_cell_run;

typedef struct th_cell {
    uint32_t row, col;
    double number;           /* NUMBER; BOOL 0/1; DATE: serial as stored, epoch of the book */
    th_str raw;              /* TEXT as stored (legacy characters in CP1252 view); ERROR: "#REF!" */
    const th_cell_run *runs; /* rich runs; NULL when the whole text has the cell's font */
    uint32_t nruns;
    uint32_t format_code; /* index into book->formats, 0 = "General" */
    uint32_t font;        /* font of the cell (its XF), index into book->fonts */
    char type;            /* th_cell_type */
    uint8_t flags;
    uint8_t format;         /* th_format */
    int8_t format_decimals; /* -1: general */
    uint8_t look;           /* TH_CELL_ALIGN and others */
    /* set by th_book_normalise(): */
    uint8_t encoding; /* th_encoding */
    uint8_t evidence; /* th_evidence */
    bool doubtful, lost;
    bool open, foreign; /* th_normal: the votes were asked; Vietnamese in no reading */
    uint8_t leaning;    /* th_encoding */
    th_str text;        /* TEXT in NFC; of an unreadable cell what stands there, where that is known; else empty */
} th_cell;

/* Rows or columns; the last belongs to it. */
typedef struct th_span {
    uint32_t first, last;
} th_span;

/* An empty cell that people see, because it has borders. */
typedef struct th_blank {
    uint32_t row;
    uint16_t col;
    uint8_t look;
} th_blank;

typedef struct th_width {
    uint32_t first, last; /* columns, inclusive */
    double characters;
} th_width;

/* A formula in A1 notation; the '=' before it may be missing. */
typedef struct th_formula {
    uint32_t row, col;
    th_str text;
    int32_t down, right; /* the text is of a cell so far away: relative references move along */
} th_formula;

typedef enum th_visibility { TH_VISIBLE = 0, TH_HIDDEN, TH_VERY_HIDDEN } th_visibility;

typedef struct th_cell_place {
    uint32_t row, col;
} th_cell_place;

/* Something that was said at a cell, in a comment of a thread. */
typedef struct th_remark {
    uint32_t row, col;
    th_str who, text; /* as stored; once the book is normalised, NFC */
} th_remark;

/* A sheet that holds no cells to be read. */
typedef enum th_other_sheet {
    TH_SHEET_STRANGE = 0,
    TH_SHEET_CHART,
    TH_SHEET_MACRO, /* of Excel 4.0 */
    TH_SHEET_DIALOG,
    TH_SHEET_MODULE /* of Visual Basic, in Excel 5 and 95 */
} th_other_sheet;

typedef struct th_passed_sheet {
    th_str name; /* likewise */
    th_other_sheet what;
} th_passed_sheet;

typedef struct th_sheet {
    size_t index;    /* in book->sheets */
    th_str raw_name; /* as stored */
    th_str part;     /* .xlsx: the part it is read from */
    th_str name;     /* NFC, set by th_book_normalise(); never empty */
    th_visibility visibility;
    th_cell *cells; /* sorted by (row, col) once sealed */
    size_t ncells, cells_cap;
    th_arena *arena;  /* of the book */
    th_merge *merges; /* they keep apart once sealed: book/merges.h */
    size_t nmerges, merges_cap;
    size_t noverlapping;          /* merges that sealing left out, behind the others */
    const th_merge_index *covers; /* set by sealing */
    th_span *hidden_rows, *hidden_cols;
    size_t nhidden_rows, hidden_rows_cap, nhidden_cols, hidden_cols_cap;
    th_blank *blanks; /* in the order of the file */
    size_t nblanks, blanks_cap;
    th_width *widths;
    size_t nwidths, widths_cap;
    th_formula
        *formulas; /* sorted once sealed; those that are no longer than 1,024 bytes, while th_sheet_keeps_formulas() */
    size_t nformulas, formulas_cap;
    bool sealed;
    /* Set by sealing, of cells in the order in which they were pushed: */
    th_cell_place astray; /* the first that stands out of an order that almost all the others keep */
    th_cell_place twice;  /* the first address with two contents, of which the last pushed stays */
    size_t nastray, ntwice;
    th_merge *arrays; /* ranges that one formula fills: their cells are its results (th_sheet_array) */
    size_t narrays, arrays_cap;
    th_cell_place linked;   /* the first cell whose formula takes something from another workbook */
    th_cell_place pictured; /* the first cell that shows a picture, and holds neither figure nor text */
    size_t nlinked, npictured;
    uint64_t unkept;     /* of a lean book: a sum over where the cells that were not kept stand, and what they hold */
    th_remark *comments; /* in the order of the file */
    size_t ncomments, comments_cap;
    th_votes votes; /* set by th_book_normalise() */
    th_votes *column_votes;
    size_t ncolumn_votes; /* columns beyond have no open cell */
} th_sheet;

enum { TH_MOST_COLUMNS = 16384 };

typedef enum th_book_format {
    TH_BOOK_UNKNOWN = 0,
#define TH_BOOK_READ(id, sniff, read, name, endings) TH_BOOK_##id,
#define TH_BOOK_REFUSED(id, sniff, endings, finding, vi, en) TH_BOOK_##id,
#include "book/formats.def"
#undef TH_BOOK_READ
#undef TH_BOOK_REFUSED
} th_book_format;

/* Takes the cells as they are read, in the order of the file, instead of the grid; `cell` and what it
 * points to are valid during the call only.  What a visitor was given counts only when the
 * book was read to its end: a part may turn out to be damaged behind the cell. */
typedef struct th_book th_book;
typedef struct th_visitor {
    void *ctx;
    void (*cell)(void *ctx, const th_book *book, size_t sheet, const th_cell *cell);
} th_visitor;

struct th_book {
    th_arena *arena; /* borrowed; everything in the book is its memory */
    const th_limits *limits;
    const th_visitor *visitor; /* NULL: the grid keeps the cells */
    bool lean;                 /* constants that are no text are not kept, only summed up */
    th_str only;               /* not empty: of an .xlsx or .xlsb cells are read of the sheet of this raw name alone */
    th_book_format format;
    th_str file_name;  /* for messages, and as the sheet name of a .csv */
    th_str bytes;      /* what was read; of a workbook that a password locked, in the plain */
    th_seal seal;      /* that was opened */
    bool as_displayed; /* it computes with the figures that it shows ("Precision as displayed") */
    bool macros;       /* programs stand in it, which nobody runs */
    th_str linked_to;  /* the first other workbook that formulas take something from; "" when it is not known */
    bool date1904;
    unsigned page; /* .xls: the DOS code page that it states; 0: none */
    int biff;      /* .xls: 2, 3, 4, 5 or 8; else 0 */
    th_str *fonts; /* names; [0] is "" (unknown); several entries may differ in their face only */
    size_t nfonts, fonts_cap;
    th_face *faces; /* of the same indexes */
    size_t nfaces, faces_cap;
    th_str *formats; /* number format codes; [0] is "General" */
    size_t nformats, formats_cap;
    th_lookup face_index, format_index; /* 1 + the index of each: th_book_face(), th_book_number_format() */
    th_buf face_key;
    th_sheet *sheets;
    size_t nsheets, sheets_cap;
    th_passed_sheet *passed;
    size_t npassed, passed_cap;
    size_t ncells;     /* of all sheets, against limits->cells */
    size_t nblanks;    /* likewise: beyond a tenth of that limit they are left out */
    size_t text_bytes; /* of all text cells, shared strings counted each time (th_book_push) */
    size_t formula_bytes;
    bool ignore_fonts;                               /* normalise by content alone; set before th_book_normalise() */
    th_votes votes;                                  /* set by th_book_normalise(), as are */
    uint32_t admitted;                               /* rare encodings found in it */
    th_str workbook_part, styles_part, strings_part; /* .xlsx: where they were found; "" when there is none */
    th_mark mark;                                    /* .xlsx: which of our own workbooks it says it is */
    bool resaved;                                    /* .xlsx: by its dates, a program saved it after it was made */
    th_findings findings;                            /* what the reader had to say; place.file is left empty */
};

th_book *th_book_new(th_arena *arena, const th_limits *limits);
uint32_t th_book_font(th_book *book, th_str name);          /* index, added once */
uint32_t th_book_face(th_book *book, th_face face);         /* the same, for all of the face */
uint32_t th_book_number_format(th_book *book, th_str code); /* index, added once */
/* Appends a sheet; NULL at the limit.  The pointer is valid until the next call: keep the index. */
th_sheet *th_book_sheet(th_book *book, th_str raw_name, th_visibility visibility);
/* What a sheet of that name is called in places and results: "(trang 3)", its position, where the name is empty. */
th_str th_sheet_shown_name(const th_book *book, const th_sheet *sheet, th_str name);
/* Copies the cell (its strings only when it is BORROWED: otherwise they must be the arena's).
 * TH_FAILED at the cell limit. */
th_status th_sheet_push(th_book *book, th_sheet *sheet, const th_cell *cell);
/* Keeps an empty cell whose look has borders.  False: it was left out, and so would be another like it. */
bool th_sheet_blank(th_book *book, th_sheet *sheet, uint32_t row, uint32_t col, uint8_t look);
void th_sheet_width(th_book *book, th_sheet *sheet, uint32_t first, uint32_t last, double characters);
void th_sheet_merge(th_book *book, th_sheet *sheet, th_merge merge);
void th_sheet_hide_rows(th_book *book, th_sheet *sheet, uint32_t first, uint32_t last);
void th_sheet_hide_cols(th_book *book, th_sheet *sheet, uint32_t first, uint32_t last);
/* Is there room for a further formula?  A visitor wants none. */
bool th_sheet_keeps_formulas(const th_book *book);
/* Notes where it takes something from another workbook, and copies its text. */
void th_sheet_formula(th_book *book, th_sheet *sheet, const th_formula *formula);
/* A formula fills this range: once the sheet is sealed, its cells are results. */
void th_sheet_array(th_book *book, th_sheet *sheet, th_merge range);
void th_sheet_linked(th_sheet *sheet, uint32_t row, uint32_t col);
const th_formula *th_sheet_formula_at(const th_sheet *sheet, uint32_t row, uint32_t col); /* or NULL */
/* Sorts cells, merges and hidden spans; of cells at one address the last pushed stays; sets hidden and merged flags. */
void th_sheet_seal(th_sheet *sheet);
/* The cell at (row, col), or NULL. Sealed sheets only. */
const th_cell *th_sheet_at(const th_sheet *sheet, uint32_t row, uint32_t col);
/* First cell index of `row` or later; cells of a row are contiguous. */
size_t th_sheet_row(const th_sheet *sheet, uint32_t row);
/* Hidden and merged flags of the cell at (row, col), present or not. Sealed sheets only. */
uint8_t th_sheet_flags(const th_sheet *sheet, uint32_t row, uint32_t col);
/* The merge that covers (row, col), or NULL. Sealed sheets only. */
const th_merge *th_sheet_merge_at(const th_sheet *sheet, uint32_t row, uint32_t col);
uint32_t th_sheet_rows(const th_sheet *sheet); /* last used row + 1 */

/* Number formats: what a format code shows (ECMA-376 18.8.30/31). */
th_format th_format_class(th_str code, int *decimals);
/* The code with its quoted texts exchanged; `code` itself when none is, or a quote never closes. */
th_str th_format_map(th_arena *arena, th_str code, th_str (*map)(void *ctx, th_str text), void *ctx);
th_str th_format_builtin(unsigned id); /* the code of a built-in id (0..49), "" when unknown */

/* A cell as the text room's raw value; dates are moved to the 1900 system. */
th_raw th_cell_raw(th_arena *arena, const th_book *book, const th_cell *cell);
/* Excel shows a date for serials from 0 to the end of 9999 only; others are numbers, whatever their format. */
bool th_serial_is_date(const th_book *book, double serial);
/* Date cell as ISO 8601: "2022-04-19", "2022-04-19T13:30:00", "13:30:00"; with milliseconds where there are any.  Where
 * the format shows elapsed time ([h], [mm], [ss]), a duration: "36:30:00". */
th_str th_cell_date(th_arena *arena, const th_book *book, const th_cell *cell);
bool th_cell_is_unreadable(const th_cell *cell);
/* "#DIV/0!", "Err:502": what a formula shows instead of a result. */
bool th_is_error_text(th_str text);
/* The cell as a person reads it (text; shortest number; TRUE; error; ISO date), never escaped. */
th_str th_cell_shown(th_arena *arena, const th_book *book, const th_cell *cell);

#endif

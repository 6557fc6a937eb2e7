/* BIFF: the records of .xls ([MS-XLS]; BIFF2 to BIFF5 after OpenOffice.org's
 * "Documentation of the Microsoft Excel File Format").  Only biff*.c, xlsb*.c, freexl.c and tests include this.
 *
 *   biff.c          opens, finds the stream, walks the substreams
 *   biff_record.c   records, a cursor that goes on into CONTINUE, and how the reading ends at a fault
 *   biff_string.c   byte strings and Unicode strings to UTF-8, with rich runs
 *   biff_globals.c  fonts, formats, XFs, sheets, the shared strings
 *   biff_labels.c   texts in cell records of their own
 *   biff_sheets.c   finds the sheets that the globals list
 *   biff_layout.c   in which version's layout a cell record is written
 *   biff_ids.c      which ids a record of a workbook may have
 *   biff_strange.c  records that stand where a cell should
 *   biff_cells.c    the cells of a sheet
 *
 * Where a record is too short for its kind, a string runs over its record or a substream has no end, the whole
 * workbook is refused with a reason and none of its figures counts.  An index out of range costs only its own cell
 * (FILE_CELL).
 */
#ifndef TH_BOOK_BIFF_H
#define TH_BOOK_BIFF_H

#include "book/grid.h"
#include "book/outside.h"

/* Record ids; comments name the ids that older versions give the same record. */
enum {
    TH_BIFF_DIMENSIONS = 0x0200,
    TH_BIFF_INTEGER = 0x0002,
    TH_BIFF_FORMULA = 0x0006, /* 0206 0406 */
    TH_BIFF_EOF = 0x000A,
    TH_BIFF_PRECISION = 0x000E,
    TH_BIFF_EXTERNSHEET = 0x0017,
    TH_BIFF_DATEMODE = 0x0022,
    TH_BIFF_FILEPASS = 0x002F,
    TH_BIFF_CONTINUE = 0x003C,
    TH_BIFF_CODEPAGE = 0x0042,
    TH_BIFF_XF2 = 0x0043,
    TH_BIFF_IXFE = 0x0044,
    TH_BIFF_COLINFO = 0x007D,
    TH_BIFF_WSBOOL = 0x0081,
    TH_BIFF_BOUNDSHEET = 0x0085,
    TH_BIFF_FORMAT2 = 0x001E,
    TH_BIFF_FORMAT = 0x041E,
    TH_BIFF_FONT = 0x0031, /* 0231 */
    TH_BIFF_XF3 = 0x0243,
    TH_BIFF_XF4 = 0x0443,
    TH_BIFF_XF = 0x00E0,
    TH_BIFF_BLANK = 0x0201,
    TH_BIFF_MULBLANK = 0x00BE,
    TH_BIFF_MULRK = 0x00BD,
    TH_BIFF_RSTRING = 0x00D6,
    TH_BIFF_MERGEDCELLS = 0x00E5,
    TH_BIFF_SST = 0x00FC,
    TH_BIFF_LABELSST = 0x00FD,
    TH_BIFF_SUPBOOK = 0x01AE,
    TH_BIFF_RK = 0x027E,
    TH_BIFF_NUMBER = 0x0203,
    TH_BIFF_LABEL = 0x0204,
    TH_BIFF_BOOLERR = 0x0205, /* 0003 0004 0005 */
    TH_BIFF_STRING = 0x0207,
    TH_BIFF_ROW = 0x0208, /* 0007 0008 */
    TH_BIFF_BOF = 0x0809  /* 0009 0209 0409 */
};
/* Code pages of byte strings that need reading of their own.  Gnumeric writes 1200 into some BIFF5 files. */
enum { TH_BIFF_UTF_16 = 1200, TH_BIFF_MAC = 10000 };
enum { TH_BIFF_COLUMNS = 256 };
enum { TH_BOF_GLOBALS = 0x0005, TH_BOF_WORKSHEET = 0x0010, TH_BOF_WORKSPACE = 0x0100 };

typedef struct th_biff_record {
    uint16_t id;
    uint16_t len;
    const uint8_t *data;
    size_t at; /* offset of the record in the stream */
} th_biff_record;

/* A string with its runs. */
typedef struct th_biff_text {
    th_str raw;
    const th_cell_run *runs; /* `font` is an index into the file's fonts, not into the book's */
    uint32_t nruns;
    bool too_long; /* longer than the limit of a cell */
    bool more;     /* other bytes than zeros stand behind it in its record */
    bool guessed;  /* of bytes in a code page that says nothing, or that nobody knows */
} th_biff_text;

typedef struct th_biff_xf {
    uint16_t font, format; /* as in the file */
    th_cell blank;         /* an empty cell of this format */
    bool no_font;          /* the font index is out of range */
} th_biff_xf;

typedef struct th_biff_format {
    uint32_t id, code;
} th_biff_format;

/* A sheet as BOUNDSHEET announces it. */
typedef struct th_biff_bound {
    uint32_t offset;
    uint8_t type;
    th_visibility visibility;
    th_str name;
} th_biff_bound;

typedef struct th_biff {
    th_arena *arena;
    th_book *book;
    th_str stream;
    size_t at;         /* of the next record */
    int version;       /* 2, 3, 4, 5, 8 */
    uint16_t codepage; /* 0: the file names none */
    uint32_t *fonts;
    size_t nfonts, fonts_cap; /* in the order of the file; each an index into the book's fonts */
    th_biff_format *formats;
    size_t nformats, formats_cap;
    th_biff_xf *xfs;
    size_t nxfs, xfs_cap;
    th_biff_bound *bounds;
    size_t nbounds, bounds_cap;
    size_t *listed; /* their offsets, ascending */
    th_biff_text *sst;
    size_t nsst, sst_cap;
    th_outside outside;
    th_buf scratch;   /* of the string being read */
    uint32_t sheet;   /* index of the sheet being read, for findings */
    bool in_sheet;    /* `sheet` is set */
    bool whole;       /* the container is there to its last byte: zeros at the end of the stream are padding */
    th_biff_xf *bare; /* without XFs: of each value of the byte in which a cell of BIFF2 holds font and format */
    uint16_t ixfe;    /* BIFF2: XF of the next cell, where its own field is too narrow for the index */
} th_biff;

/* Notes, in a finding, what is odd in the sheet being read, and was read all the same. */
void th_biff_odd(th_biff *biff, const char *vi, const char *en);
/* Notes that `n` records with unknown ids were passed over, the first of them `id`. */
void th_biff_passed_over(th_biff *biff, size_t n, uint16_t id);
/* Ends the reading with a finding (th_book_refuse) that names the sheet being read. */
th_status th_biff_refused(th_biff *biff, th_finding_kind kind, th_str vi, th_str en);
th_status th_biff_damaged(th_biff *biff, const char *vi, const char *en);

/* How many cells the DIMENSIONS of all sheets declare: what a reader that allocates whole rectangles would need. */
double th_xls_declared_cells(th_arena *arena, th_str bytes);

/* ---- records ---- */

static inline uint32_t th_biff_u16(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}
static inline uint32_t th_biff_u32(const uint8_t *at)
{
    return th_biff_u16(at) | th_biff_u16(at + 2) << 16;
}
static inline bool th_biff_is_bof(uint16_t id)
{
    return id == 0x0009 || id == 0x0209 || id == 0x0409 || id == TH_BIFF_BOF;
}
double th_biff_double(const uint8_t *at);
double th_biff_rk(uint32_t rk);
/* An error value by its code ([MS-XLS] 2.5.10): "#REF!"; "" when there is none of that code. */
th_str th_biff_error(uint8_t code);

/* Takes the next record.  False at the end of the stream and where a record would run over it; only the latter sets
 * *cut.  CONTINUE is a record of its own. */
bool th_biff_next(th_biff *biff, th_biff_record *record, bool *cut);
/* Do zeros begin here and go on, as where copying a file was interrupted?  A single empty record 0 is harmless:
 * Crystal Reports writes one. */
bool th_biff_is_nothing(const th_biff *biff, const th_biff_record *record);
/* Do zeros begin here that only fill the last sector of a stream?  Where copying was interrupted, they begin with a
 * sector and go on to the end of the file. */
bool th_biff_is_padding(const th_biff *biff, const th_biff_record *record);
/* The next record, without moving on. */
bool th_biff_peek(const th_biff *biff, th_biff_record *record);

/* The bytes of a record, going on into the CONTINUE records behind it. */
typedef struct th_biff_cursor {
    th_biff *biff;
    const uint8_t *at, *end;
    bool may_continue;
} th_biff_cursor;

th_biff_cursor th_biff_cursor_at(th_biff *biff, const th_biff_record *record, size_t offset);
/* Enters the CONTINUE that follows; false when none does. */
bool th_biff_go_on(th_biff_cursor *cursor);
/* Copies `n` bytes, over the borders of records; with `out` NULL they are skipped. */
bool th_biff_take(th_biff_cursor *cursor, uint8_t *out, size_t n);

/* ---- strings ---- */

/* A byte string of BIFF2 to BIFF5.  Each byte becomes its character in CP1252, or U+0081 and so on where CP1252 has
 * none, since the font decides later what it means.  Where the font tells no encoding, a code page other than 1252
 * and 1258 decodes instead. */
th_str th_biff_bytes(th_biff *biff, const uint8_t *bytes, size_t n, uint32_t book_font);
/* Is `raw`, as th_biff_bytes() made it, in doubt: does it hold other characters than
 * ASCII, while neither the font nor the
 * code page decides what they are?  A DOS page does not, for Vietnamese programs of that time stated one and wrote
 * their own letters (book/guessed.c). */
bool th_biff_guesses(const th_biff *biff, th_str raw, uint32_t book_font);
/* The bytes of a cell's text.  Under the page of a Macintosh they are kept as they are too where they need it: its
 * content decides first (book/guessed.c). */
th_str th_biff_label_bytes(th_biff *biff, const uint8_t *bytes, size_t n, uint32_t book_font, bool *guessed);
/* A string of `count` characters whose flags byte is next ([MS-XLS] 2.5.293 XLUnicodeRichExtendedString). */
bool th_biff_unicode(th_biff_cursor *cursor, uint32_t count, th_biff_text *out);

/* ---- globals ---- */

/* Takes a record of the workbook's globals, which in BIFF2 to BIFF4 stand among the cells of the only sheet.
 * Unknown records are ignored. */
th_status th_biff_global(th_biff *biff, const th_biff_record *record);
/* Does an entry of the list of sheets lead to `offset`?  Once th_biff_resolve() was called. */
bool th_biff_is_listed(const th_biff *biff, size_t offset);
/* Gives each XF its font and format, and sorts what the list of sheets leads to, once all of them are known. */
void th_biff_resolve(th_biff *biff);
/* Translates a font index of the file into one of the book; false when the file has no such font. */
bool th_biff_font(const th_biff *biff, uint32_t index, uint32_t *book_font);

/* The string of a LABEL or STRING, whose length stands at `offset`; false where it is cut. */
bool th_biff_label(th_biff *biff, const th_biff_record *record, size_t offset, uint32_t font, th_biff_text *out);
/* The text of an RSTRING, with its runs. */
bool th_biff_rich_label(th_biff *biff, const th_biff_record *record, uint32_t font, th_biff_text *out);

/* ---- cells ---- */

/* Gives the record the id that it has today, and returns the version whose layout it has: 2, or that of the sheet. */
int th_biff_layout(int version, th_biff_record *record);

/* Is this the id of a record that some version of Excel writes ([MS-XLS] 2.3.2, and its predecessors)? */
bool th_biff_knows(uint16_t id);

/* Records that may be cells whose id was damaged, while a sheet is read.  All zero to begin with. */
typedef struct th_biff_strange {
    bool after_row, after_cell; /* the description of a row was read, or a cell */
    bool waiting;               /* a record waits for what follows it */
    bool known;                 /* the id of the one that waits exists */
    uint16_t id;                /* of it */
    uint32_t row, col;          /* where it would be a cell */
    uint32_t last_row, last_col;
    size_t passed_over; /* unknown records that are no cell */
    uint16_t first;     /* id of the first of them */
} th_biff_strange;

/* Takes each record of a sheet that is no cell, and stands among its own.  TH_FAILED as th_book_unreadable(). */
th_status th_biff_strange_record(th_biff *biff, th_biff_strange *strange, const th_biff_record *record);
/* Tells of the cell record that is read next, which goes to column `last`; with `record` NULL of the sheet's end. */
th_status th_biff_strange_cell(th_biff *biff, th_biff_strange *strange, const th_biff_record *record, uint32_t last);

/* Version and kind of a BOF; false for any other record. */
bool th_biff_read_bof(const th_biff_record *record, int *version, unsigned *type);
/* Adds a sheet and reads its cells. */
th_status th_biff_read_sheet(th_biff *biff, th_str name, th_visibility visibility);
/* Reads each sheet that the globals list. */
th_status th_biff_listed_sheets(th_biff *biff);
/* Reads the cells of `biff->sheet`, whose BOF was just taken, up to and with its EOF. */
th_status th_biff_sheet(th_biff *biff);

#endif

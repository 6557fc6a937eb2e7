/* BIFF: the records of .xls ([MS-XLS]; BIFF2 to BIFF5 after OpenOffice.org's
 * "Documentation of the Microsoft Excel File Format").  Shared by biff*.c only.
 *
 *   biff.c          opens, finds the stream, walks the substreams
 *   biff_record.c   records, a cursor that goes on into CONTINUE, and how the reading ends at a fault
 *   biff_string.c   byte strings and Unicode strings to UTF-8, with rich runs
 *   biff_globals.c  fonts, formats, XFs, sheets, the shared strings
 *   biff_cells.c    the cells of a sheet
 *
 * A record that is too short for its kind, a string that runs over its record, a
 * substream without end: the workbook is refused with a reason, nothing of it is
 * counted.  An index out of range costs its own cell only (FILE_CELL).
 */
#ifndef TH_BOOK_BIFF_H
#define TH_BOOK_BIFF_H

#include "book/grid.h"

enum { /* record ids; the old versions of a record in comments */
       TH_BIFF_DIMENSIONS = 0x0200,
       TH_BIFF_INTEGER = 0x0002,
       TH_BIFF_FORMULA = 0x0006, /* 0206 0406 */
       TH_BIFF_EOF = 0x000A,
       TH_BIFF_DATEMODE = 0x0022,
       TH_BIFF_FILEPASS = 0x002F,
       TH_BIFF_CONTINUE = 0x003C,
       TH_BIFF_CODEPAGE = 0x0042,
       TH_BIFF_XF2 = 0x0043,
       TH_BIFF_IXFE = 0x0044,
       TH_BIFF_COLINFO = 0x007D,
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
       TH_BIFF_RK = 0x027E,
       TH_BIFF_NUMBER = 0x0203,
       TH_BIFF_LABEL = 0x0204,
       TH_BIFF_BOOLERR = 0x0205, /* 0003 0004 0005 */
       TH_BIFF_STRING = 0x0207,
       TH_BIFF_ROW = 0x0208, /* 0007 0008 */
       TH_BIFF_BOF = 0x0809  /* 0009 0209 0409 */
};
enum { TH_BIFF_UTF_16 = 1200 }; /* as a code page of byte strings: what Gnumeric writes into some BIFF5 */
enum { TH_BOF_GLOBALS = 0x0005, TH_BOF_WORKSHEET = 0x0010, TH_BOF_WORKSPACE = 0x0100 };

typedef struct th_biff_record {
    uint16_t id;
    uint16_t len;
    const uint8_t *data;
    size_t at; /* offset of the record in the stream */
} th_biff_record;

typedef struct th_biff_text { /* a string with its runs */
    th_str raw;
    const th_cell_run *runs; /* `font` is the index of the file, not of the book */
    uint32_t nruns;
    bool too_long; /* longer than the limit of a cell */
} th_biff_text;

typedef struct th_biff_xf {
    uint16_t font, format; /* as in the file */
    th_cell blank;         /* an empty cell of this format */
    bool no_font;          /* the font index is out of range */
} th_biff_xf;

typedef struct th_biff_format {
    uint32_t id, code;
} th_biff_format;

typedef struct th_biff_bound { /* BOUNDSHEET */
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
    uint16_t codepage; /* 0: not said */
    uint32_t *fonts;
    size_t nfonts, fonts_cap; /* in file order, to the book's fonts */
    th_biff_format *formats;
    size_t nformats, formats_cap;
    th_biff_xf *xfs;
    size_t nxfs, xfs_cap;
    th_biff_bound *bounds;
    size_t nbounds, bounds_cap;
    th_biff_text *sst;
    size_t nsst, sst_cap;
    th_buf scratch; /* of the string being read */
    uint32_t sheet; /* index of the sheet being read, for findings */
    bool in_sheet;  /* b->sheet is set */
    bool bare;      /* BIFF2 without XFs: a cell says font and format itself */
    uint16_t ixfe;  /* BIFF2: XF of the next cell when its own field is full */
} th_biff;

/* The finding that ends the reading (th_book_refuse), at the sheet being read. */
th_status th_biff_refused(th_biff *biff, th_finding_kind kind, th_str vi, th_str en);
th_status th_biff_damaged(th_biff *biff, const char *vi, const char *en);

/* Cells the DIMENSIONS of all sheets declare, as rectangles: what a reader that
 * allocates by them would need. */
double th_xls_declared_cells(th_arena *arena, th_str bytes);

/* ---- records ---- */

static inline uint32_t th_biff_u16(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
}
static inline uint32_t th_biff_u32(const uint8_t *bytes)
{
    return th_biff_u16(bytes) | th_biff_u16(bytes + 2) << 16;
}
static inline bool th_biff_is_bof(uint16_t id)
{
    return id == 0x0009 || id == 0x0209 || id == 0x0409 || id == TH_BIFF_BOF;
}
double th_biff_double(const uint8_t *bytes);
double th_biff_rk(uint32_t rk);

/* The next record; false at the end of the stream, or where a record would run over
 * it (then *cut is set).  CONTINUE is a record of its own. */
bool th_biff_next(th_biff *biff, th_biff_record *record, bool *cut);
/* Zeros as far as one can see, as where a copy was not finished; a single empty record 0 is only odd (Crystal Reports
 * writes it). */
bool th_biff_is_nothing(const th_biff *biff, const th_biff_record *record);
/* The record behind `at`, without moving. */
bool th_biff_peek(const th_biff *biff, th_biff_record *record);

typedef struct th_biff_cursor { /* bytes of a record, going on into the CONTINUEs behind it */
    th_biff *biff;
    const uint8_t *at, *end;
    bool may_continue;
} th_biff_cursor;

th_biff_cursor th_biff_cursor_at(th_biff *biff, const th_biff_record *record, size_t offset);
/* Enters the next CONTINUE; false when there is none. */
bool th_biff_go_on(th_biff_cursor *cursor);
/* Copies `n` bytes wherever they stand; `out` may be NULL to skip. */
bool th_biff_take(th_biff_cursor *cursor, uint8_t *out, size_t n);

/* ---- strings ---- */

/* Bytes of BIFF2 to BIFF5: each becomes the character CP1252 gives it, since the
 * font decides what it means; undefined ones become U+0081 and so on.  With another
 * code page than 1252 and 1258, and a font that tells no encoding, the code page decodes. */
th_str th_biff_bytes(th_biff *biff, const uint8_t *bytes, size_t n, uint32_t book_font);
/* [MS-XLS] 2.5.293 XLUnicodeRichExtendedString, `count` characters; the flags byte is next. */
bool th_biff_unicode(th_biff_cursor *cursor, uint32_t count, th_biff_text *out);

/* ---- globals ---- */

/* Takes a record of the globals (or of a BIFF2 to 4 sheet, where they stand among
 * the cells).  Records it does not know are nothing to it. */
th_status th_biff_global(th_biff *biff, const th_biff_record *record);
/* Once all are known: XFs get their fonts and formats. */
void th_biff_resolve(th_biff *biff);
/* Index of the book's fonts for a font index of the file; false when there is none. */
bool th_biff_font(const th_biff *biff, uint32_t index, uint32_t *book_font);

/* ---- cells ---- */

/* Reads the sheet b->sheet; the BOF was taken.  Ends behind its EOF. */
th_status th_biff_sheet(th_biff *biff);

#endif

/* Inside the reader of packages: the parts of an .xlsb, which are streams of records ([MS-XLSB] 2.1.4; "BIFF12").
 * Package, relations, cell formats, shared strings and what a cell may hold are those of xlsx.h.
 *
 *   xlsb_record.c  records out of a part, strings
 *   xlsb.c         the workbook part, the shared strings
 *   xlsb_styles.c  fonts, number formats, borders, alignment
 *   xlsb_sheet.c   rows, columns, merged ranges
 *   xlsb_cells.c   cells and their formulas
 *
 * A record begins with its id (one or two bytes) and its length (one to four), seven bits a byte, the lowest first.
 * What a record is too short for costs its own cell (FILE_CELL); where a part ends inside a record, or a table that
 * cells refer to is cut, the workbook is refused.  Records of unknown ids are skipped, as the format asks.
 */
#ifndef TH_BOOK_XLSB_H
#define TH_BOOK_XLSB_H

#include "book/biff.h"
#include "book/xlsx_sheet.h"

/* Ids of records, without the "Brt" of the specification. */
enum {
    TH_XLSB_ROW_HDR = 0,
    TH_XLSB_CELL_BLANK = 1,
    TH_XLSB_CELL_RK = 2,
    TH_XLSB_CELL_ERROR = 3,
    TH_XLSB_CELL_BOOL = 4,
    TH_XLSB_CELL_REAL = 5,
    TH_XLSB_CELL_ST = 6,
    TH_XLSB_CELL_ISST = 7,
    TH_XLSB_FMLA_STRING = 8,
    TH_XLSB_FMLA_NUM = 9,
    TH_XLSB_FMLA_BOOL = 10,
    TH_XLSB_FMLA_ERROR = 11,
    TH_XLSB_SHORT_BLANK = 12, /* as 1 to 7, in the column behind that of the cell before */
    TH_XLSB_SHORT_ISST = 18,
    TH_XLSB_SST_ITEM = 19,
    TH_XLSB_FRT_BEGIN = 35,
    TH_XLSB_FRT_END = 36,
    TH_XLSB_AC_BEGIN = 37,
    TH_XLSB_AC_END = 38,
    TH_XLSB_FONT = 43,
    TH_XLSB_FMT = 44,
    TH_XLSB_BORDER = 46,
    TH_XLSB_XF = 47,
    TH_XLSB_CELL_META = 49,
    TH_XLSB_VALUE_META = 50,
    TH_XLSB_COL_INFO = 60,
    TH_XLSB_CELL_R_STRING = 62,
    TH_XLSB_BEGIN_SHEET_DATA = 145,
    TH_XLSB_END_SHEET_DATA = 146,
    TH_XLSB_WB_PROP = 153,
    TH_XLSB_BUNDLE_SH = 156,
    TH_XLSB_CALC_PROP = 157,
    TH_XLSB_BEGIN_SST = 159,
    TH_XLSB_MERGE_CELL = 176,
    TH_XLSB_SUP_BOOK_SRC = 355, /* these describe what formulas refer to outside of their sheet */
    TH_XLSB_SUP_SELF = 357,
    TH_XLSB_SUP_SAME = 358,
    TH_XLSB_EXTERN_SHEET = 362,
    TH_XLSB_SUP_ADD_IN = 667,
    TH_XLSB_ARR_FMLA = 426,
    TH_XLSB_SHR_FMLA = 427,
    TH_XLSB_TABLE = 428,
    TH_XLSB_BEGIN_CELL_XFS = 617,
    TH_XLSB_END_CELL_XFS = 618
};

typedef struct th_xlsb_record {
    uint32_t id;
    const uint8_t *data; /* valid during the call only */
    size_t len;          /* no more of a longer record is kept than the text of a cell can need */
} th_xlsb_record;

/* Takes the records of a part one by one.  False ends the reading: then the book holds the finding. */
typedef struct th_xlsb_handler {
    void *ctx;
    bool (*wants)(uint32_t id); /* others are passed over without being kept */
    bool (*record)(void *ctx, const th_xlsb_record *record);
} th_xlsb_handler;

th_status th_xlsb_read_part(th_xlsx *xlsx, const th_zip_entry *entry, const th_xlsb_handler *handler);

/* Appends a string ([MS-XLSB] 2.5.168 XLWideString) that begins `at` bytes into the record, and returns the offset
 * behind it; 0 when the record is too short for it.  A string of more than `most` characters is not appended. */
size_t th_xlsb_string(th_buf *out, const th_xlsb_record *record, size_t at, size_t most);

/* The text of a RichStr ([MS-XLSB] 2.5.121) while it is read; zero before the first. */
typedef struct th_xlsb_rich {
    th_buf text;
    th_cell_run *runs; /* with fonts of the book, or TH_XLSX_CELL_FONT */
    size_t nruns, cap;
} th_xlsb_rich;

/* Reads a RichStr `at` bytes into the record.  False when the record is too short for it.  *out is valid until the
 * next one.  A run whose font is not in the file has none that tells anything. */
bool th_xlsb_rich_string(th_xlsx *xlsx, th_xlsb_rich *rich, const th_xlsb_record *record, size_t at,
                         th_xlsx_string *out);

/* Each reads a part, as the function of xlsx.h does for XML. */
th_status th_xlsb_workbook(th_xlsx *xlsx, const th_zip_entry *entry, th_xlsx_list *sheets);
th_status th_xlsb_styles(th_xlsx *xlsx, const th_zip_entry *entry);
th_status th_xlsb_strings(th_xlsx *xlsx, const th_zip_entry *entry);
th_status th_xlsb_sheet(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet);

/* A formula that cells share, and the cell it belongs to. */
typedef struct th_xlsb_shared {
    uint32_t row, col;
    const uint8_t *tokens;
    size_t len;
} th_xlsb_shared;

/* A sheet while its part streams by. */
typedef struct th_xlsb_part {
    th_xlsx_part cells; /* its row and col are those of the record at hand */
    th_xlsb_rich rich;
    bool begun, ended;      /* the table of cells */
    bool in_row;            /* a row has begun, so that cells have an address */
    bool odd_said;          /* a record that does not belong among cells was said */
    unsigned future;        /* depth of what only later versions read */
    th_xlsb_shared *shared; /* ascending by row, then column */
    size_t nshared, shared_cap;
    uint32_t master_row, master_col; /* of the last formula that stands elsewhere */
    bool master;
} th_xlsb_part;

bool th_xlsb_is_cell(uint32_t id);
/* Gives the sheet the cell of a record.  False when the file is refused. */
bool th_xlsb_cell(th_xlsb_part *part, const th_xlsb_record *record);
void th_xlsb_shared_formula(th_xlsb_part *part, const th_xlsb_record *record);

#endif

/* The one place where libxlsxwriter is included.  Only sources of this room include this header: every other header of
 * the room shows structs that are opaque, so that no other room can depend on the library. */
#ifndef TH_DRAW_LIBRARY_H
#define TH_DRAW_LIBRARY_H

#include "draw/control.h"
#include "draw/noted.h"
#include "draw/output.h"
#include "draw/paper.h"
#include "draw/rows.h"
#include "draw/style.h"
#include "draw/written.h"

#include <xlsxwriter.h>

/* A defined name whose formula is longer than the library takes. */
typedef struct th_defined_name {
    th_str name, formula;
} th_defined_name;

/* The shared strings of a workbook, by their hashes (th_written_of_text()). */
typedef struct th_shared_text {
    uint64_t hash;
    struct sst_element *element; /* the library's; NULL: free */
} th_shared_text;

typedef struct th_shared_texts {
    th_shared_text *at;
    size_t n, room; /* a power of two, at least twice n */
} th_shared_texts;

/* An area that a chart shows. */
typedef struct th_charted {
    th_str sheet;
    th_area area;
} th_charted;

struct th_output {
    th_arena *arena;
    th_arena *texts;    /* th_output_texts() */
    lxw_workbook *book; /* NULL once it is closed */
    th_styles *styles;  /* NULL until th_output_dress() */
    th_letterhead letterhead;
    char *path;  /* NULL: memory */
    th_buf kept; /* what was written there */
    th_str bytes;
    th_tab **tabs; /* in their order */
    size_t ntabs, tabs_cap;
    uint64_t merged_cells;  /* that the library filled with blanks */
    th_defined_name *names; /* as the file has them; the library was given each with the formula 0 */
    size_t nnames, names_cap;
    th_shared_texts shared;
    th_charted *charted;
    size_t ncharted, charted_cap;
    th_control_place control; /* draw/control.h; no sheet: nothing is watched */
    bool numbered;            /* pages are numbered, but for the first of each sheet */
};

struct th_tab {
    th_output *output;
    lxw_worksheet *sheet;
    th_rows *rows; /* draw/rows.h; NULL: the library has the cells */
    th_str name;   /* as the workbook has it */
    th_written written;
    size_t index;    /* among the tabs */
    th_paper *paper; /* what is known of the sheet on paper */
    th_noted *noted; /* NULL: not watched, or finished */
    th_area filter;  /* col2 == 0: none yet */
    bool filtered;
    uint32_t shown_at;           /* 1 + column of th_control_show() */
    th_compared compared;        /* draw/control.h; no formula: no cell is compared */
    th_control_figures *figures; /* NULL until the sheet is finished */
};

/* ---- the rows of a tab (draw/rows.h) ---- */

typedef enum th_kept_kind {
    TH_KEPT_BLANK,
    TH_KEPT_NUMBER,
    TH_KEPT_TEXT,
    TH_KEPT_BOOL,
    TH_KEPT_FORMULA,
    TH_KEPT_BY_LIBRARY /* in its table: of a link, a merged range, a text in several faces */
} th_kept_kind;

typedef struct th_kept_cell {
    uint32_t next; /* of the same row, counted from 1; 0: there is none */
    uint16_t col;
    uint8_t kind;
    bool paused : 1, loose : 1; /* as the sheet was when it came (draw/noted.h) */
    lxw_format *format;
    union {
        double number;
        const struct sst_element *text;
        const th_row_formula *formula;
        const th_str *said; /* the text in a cell that the library made; NULL: it is blank */
    } of;
} th_kept_cell;

typedef struct th_kept_line {
    uint32_t first, last; /* cells, counted from 1; 0: there are none */
    bool by_library;      /* it has a height of its own, or is hidden */
} th_kept_line;

/* A link to a place of the workbook. */
typedef struct th_kept_link {
    uint32_t row;
    uint16_t col;
    const char *place, *shown; /* "'Sheet'!A1"; what stands in the cell while it stands there alone */
} th_kept_link;

enum { TH_KEPT_BLOCK = 256, TH_KEPT_PAGE = 512 };

struct th_rows {
    const th_tab *tab;
    th_output *output;
    lxw_worksheet *sheet;
    th_kept_cell **blocks; /* of TH_KEPT_BLOCK cells, in the order in which they came */
    size_t nblocks, blocks_cap, n;
    th_kept_line **pages; /* of TH_KEPT_PAGE rows; NULL: none of them has anything, for the last row may be far below */
    size_t npages;
    th_kept_link *links; /* in the order in which they came */
    size_t nlinks, links_cap;
    bool links_of_library; /* the library writes all of them, since one is not of the kind we keep */
};

/* What is kept of a row; NULL: nothing, nor of any row of its page. */
static inline th_kept_line *th_kept_line_of(const th_rows *rows, size_t row)
{
    th_kept_line *page = row / TH_KEPT_PAGE < rows->npages ? rows->pages[row / TH_KEPT_PAGE] : NULL;
    return page ? &page[row % TH_KEPT_PAGE] : NULL;
}

/* The first row from `row` on that may have something; SIZE_MAX: there is none. */
static inline size_t th_kept_row_from(const th_rows *rows, size_t row)
{
    while (row / TH_KEPT_PAGE < rows->npages && !rows->pages[row / TH_KEPT_PAGE])
        row = (row / TH_KEPT_PAGE + 1) * TH_KEPT_PAGE;
    return row / TH_KEPT_PAGE < rows->npages ? row : SIZE_MAX;
}

static inline uint32_t th_kept_first(const th_rows *rows, size_t row)
{
    const th_kept_line *line = th_kept_line_of(rows, row);
    return line ? line->first : 0;
}

static inline th_kept_cell *th_kept_at(const th_rows *rows, uint32_t number)
{
    return &rows->blocks[(number - 1) / TH_KEPT_BLOCK][(number - 1) % TH_KEPT_BLOCK];
}

struct th_cell_format {
    lxw_format *own;
};

/* NULL, which means a cell as the workbook has it, stays NULL. */
static inline lxw_format *th_cell_format_own(const th_cell_format *format)
{
    return format ? format->own : NULL;
}

static inline char *th_tab_cstr(const th_tab *tab, th_str text)
{
    return th_str_cstr(tab->output->texts, text);
}

#endif

/* The one place where libxlsxwriter is included.  Only sources of this room include this header: every other header of
 * the room shows structs that are opaque, so that no other room can depend on the library. */
#ifndef TH_DRAW_LIBRARY_H
#define TH_DRAW_LIBRARY_H

#include "draw/control.h"
#include "draw/noted.h"
#include "draw/output.h"
#include "draw/paper.h"
#include "draw/style.h"
#include "draw/written.h"

#include <xlsxwriter.h>

/* A defined name whose formula is longer than the library takes. */
typedef struct th_defined_name {
    th_str name, formula;
} th_defined_name;

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
    th_defined_name *names; /* as the file has them; the library was told of each that it is 0 */
    size_t nnames, names_cap;
    th_control_place control; /* no sheet: nothing is watched */
    bool numbered;            /* pages are: not the first of a sheet */
};

struct th_tab {
    th_output *output;
    lxw_worksheet *sheet;
    th_str name; /* as the workbook has it */
    th_written written;
    size_t index;    /* among the tabs */
    th_paper *paper; /* what is known of the sheet on paper */
    th_noted *noted; /* NULL: not watched, or finished */
    th_area filter;  /* col2 == 0: none yet */
    bool filtered;
    uint32_t shown_at;           /* 1 + column of th_control_show() */
    th_compared compared;        /* no formula: nothing is */
    th_control_figures *figures; /* NULL until the sheet is finished */
};

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

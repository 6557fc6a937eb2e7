/* The part of one sheet, scanned and held against what was written. */
#ifndef TH_DRAW_READBACK_SHEET_H
#define TH_DRAW_READBACK_SHEET_H

#include "book/merges.h"
#include "draw/readback.h"
#include "pack/xml.h"

typedef struct th_readback_scan {
    th_arena *arena;
    const th_readback_sheet *sheet, *sheets; /* the one that is scanned, and all of them */
    size_t nsheets;
    const uint64_t *strings; /* hashes of the shared strings */
    size_t nstrings;
    th_trouble trouble;
    /* while it is scanned */
    size_t next;    /* of the cells written */
    uint32_t depth; /* of elements that are open inside a cell */
    bool in_rows;   /* in sheetData */
    uint32_t row, col;
    th_str type; /* the attribute "t" of the cell: one of the `types` of readback_sheet.c */
    bool formula_there, value_there;
    th_buf formula, value, header;
    th_buf *text; /* what text is added to; NULL: none */
    size_t nlinks;
    th_merge *merges;
    size_t nmerges, merges_cap;
} th_readback_scan;

void th_readback_scan_begin(th_readback_scan *scan, th_xml_handler *handler);
/* After the last byte; false when the sheet is not what was written: `trouble` of the scan says how. */
bool th_readback_scan_end(th_readback_scan *scan);

#endif

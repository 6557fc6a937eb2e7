/* A package that was just written, read back before anybody else may see it.
 *
 * Every part is inflated and its checksum compared, every part in XML must be well-formed, and whatever a relationship
 * or the list of content types leads to must be there.  Of a workbook that this room drew, each sheet is held against
 * what was written into it (draw/written.h), cell by cell: none is missing, none is there besides, each has its kind,
 * its text, its formula and its result.  Numbers are compared as doubles, without tolerance: with what the 16 digits
 * read back as that the library prints of one.  And Excel's own bounds hold (draw/bounds.h): formulas, texts, names of
 * sheets, links, whose targets exist, headers, merges, which do not overlap.
 */
#ifndef TH_DRAW_READBACK_H
#define TH_DRAW_READBACK_H

#include "base/status.h"
#include "base/trouble.h"
#include "draw/written.h"

/* A sheet as it was written. */
typedef struct th_readback_sheet {
    th_str name;
    th_written *written; /* is settled */
} th_readback_sheet;

/* TH_FATAL: the file is not what was written; *trouble says where and how. */
th_status th_readback_workbook(th_arena *arena, th_str bytes, const th_readback_sheet *sheets, size_t nsheets,
                               th_trouble *trouble);
/* A package in which only some parts were written anew.  Those that stood in `before` to the byte may be what they are.
 */
th_status th_readback_package(th_arena *arena, th_str before, th_str bytes, th_trouble *trouble);

#endif

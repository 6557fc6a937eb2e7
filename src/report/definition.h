/* A definition as a workbook for the secretariat: a sheet for each table with its columns, drop-down lists, frozen
 * headings, and a sheet that says what each column is for. */
#ifndef TH_REPORT_DEFINITION_H
#define TH_REPORT_DEFINITION_H

#include "base/status.h"
#include "base/trouble.h"
#include "draw/output.h"
#include "form/layout.h"

/* `created` is the Unix time of its properties.  TH_FAILED: *trouble says why. */
th_status th_definition_write(th_arena *arena, const th_layout *layout, int64_t created, th_drawn *to,
                              th_trouble *trouble);

/* Writes the empty ledger of a definition: the entered sheets without rows, whose drop-down lists hold the codes of the
 * definition, and first a sheet that says how it is used. */
th_status th_ledger_write(th_arena *arena, const th_layout *layout, int64_t created, th_drawn *to, th_trouble *trouble);

/* Writes what waits for a decision: sheets of th_layout_blank() with ready rows. */
th_status th_decisions_write(th_arena *arena, const th_layout *layout, int64_t created, th_drawn *to,
                             th_trouble *trouble);

#endif

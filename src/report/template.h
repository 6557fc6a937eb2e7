/* The blank workbook of a definition, as departments fill it in: one sheet a form, with heading, header and letter
 * rows, group rows, formulas where a rule of level lỗi says how a figure follows from others (guarded: a blank part
 * leaves the total blank), validation, unlocked input cells, print setup, and a hidden sheet _META; in front of
 * them TỰ KIỂM TRA (template_check.h).  Last year's figures, where they are known, stand in Năm trước and are locked.
 * Filled in and read back it gives every figure. */
#ifndef TH_REPORT_TEMPLATE_H
#define TH_REPORT_TEMPLATE_H

#include "base/trouble.h"
#include "fact/dataset.h"

typedef struct th_template_input {
    const th_definition *d;
    uint32_t unit;               /* TH_NONE: for any unit, which then writes its name on the first sheet */
    const th_dataset *last_year; /* that holds last year's accepted figures; NULL: none are known */
    th_str definition_hash, program;
    int64_t created;
} th_template_input;

/* Writes the file at `path`.  TH_FAILED: *trouble says why. */
th_status th_template_write(th_arena *arena, const th_template_input *input, const char *path, th_trouble *trouble);

#endif

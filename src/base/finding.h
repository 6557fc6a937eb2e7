/* Findings: what a person must know, and where.  One finding = where, what is
 * there, what was expected, what to do.  The kinds are rows of findings.def,
 * which make turns into the names of finding_kinds.def.
 */
#ifndef TH_BASE_FINDING_H
#define TH_BASE_FINDING_H

#include "base/status.h"
#include "base/str.h"

#include <stdint.h>

/* Ascending gravity. */
typedef enum th_level {
    TH_LEVEL_NOTE = 0, /* ghi chú */
    TH_LEVEL_WARNING,  /* cảnh báo: correct or explain */
    TH_LEVEL_ERROR,    /* lỗi: counted, must be corrected */
    TH_LEVEL_BLOCK     /* chặn: the file or form is left out */
} th_level;

typedef enum th_finding_kind {
#define TH_FINDING_KIND(id) TH_F_##id,
#include "base/finding_kinds.def"
#undef TH_FINDING_KIND
    TH_FINDING_KINDS
} th_finding_kind;

#define TH_NO_CELL UINT32_MAX

/* Every field may be empty. */
typedef struct th_place {
    th_str unit;       /* unit code of the definition */
    th_str file;       /* file name without folder */
    th_str sheet;      /* raw tab name as the clerk sees it (NFC) */
    th_str form;       /* form code */
    uint32_t row, col; /* 0-based; TH_NO_CELL when no cell */
} th_place;

typedef struct th_finding {
    th_finding_kind kind;
    th_level level;
    th_str rule; /* code of the check of the definition, or the kind's code ("TEP-003") */
    th_place place;
    th_str indicator; /* indicator or list column code, or empty */
    th_str raw;       /* what stands in the cell */
    th_str expected;
    th_str difference;
    th_str vi, en;         /* one sentence */
    th_str fix_vi, fix_en; /* what to do; may be empty */
    /* set by the check room: */
    th_str mark;        /* "Mã giải trình": changes with the values the finding rests on; empty: not explainable */
    th_str explanation; /* why the unit says it is right; a warning so explained is a note */
    th_str folded;      /* "KT-012 · G12": a consequence of that finding, not counted; empty: stands for itself */
    uint32_t consequences; /* findings folded under this one */
    bool about_rule;       /* of the definition's rule, not of a unit: stands first */
} th_finding;

typedef struct th_findings {
    th_finding *at;
    size_t n, cap;
} th_findings;

th_str th_finding_code(th_finding_kind kind); /* stable: "TEP-003" */
th_level th_finding_level(th_finding_kind kind);
th_str th_level_vi(th_level level); /* "cảnh báo" */
th_str th_level_en(th_level level);

/* Adds a finding of `kind` at `place`.  The templates of the kind hold {1}..{6};
 * args[0..nargs-1] replace them.  Every string is copied into `arena`.  The
 * returned pointer (to fill raw, expected, ... in) is valid until the next add. */
th_finding *th_findings_add(th_findings *list, th_arena *arena, th_finding_kind kind, const th_place *place,
                            const th_str *args, size_t nargs);
size_t th_findings_count(const th_findings *list, th_level level); /* without what is folded */
size_t th_findings_folded(const th_findings *list);
/* "lỗi", or "hệ quả" for a folded one. */
th_str th_finding_level_vi(const th_finding *finding);
th_str th_finding_level_en(const th_finding *finding);
/* The order of output, where the order of units is the caller's: what is about a rule first and what is folded last,
 * then by level (grave first), file, sheet, row, column, rule. */
void th_findings_sort(th_findings *list);

/* "B12" from 0-based row and column, as Excel writes it; "" for TH_NO_CELL. */
th_str th_cell_name(th_arena *arena, uint32_t row, uint32_t col);

#endif

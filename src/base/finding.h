/* Findings: what a person must know.  A finding says where something is, what stands there, what was expected and
 * what to do.  Its kinds are rows of findings.def, findings_odd.def and findings_entered.def, from which make
 * writes their names to finding_kinds.def.
 */
#ifndef TH_BASE_FINDING_H
#define TH_BASE_FINDING_H

#include "base/lookup.h"
#include "base/status.h"
#include "base/words.h"

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
    th_str sheet;      /* the name of the tab as the clerk sees it (NFC) */
    th_str form;       /* form code */
    uint32_t row, col; /* 0-based; TH_NO_CELL: the finding is about no single cell */
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
    th_str fix_vi, fix_en; /* how it is mended, by whoever can; may be empty */
    /* The check room sets what follows. */
    th_str mark; /* "Mã giải trình", which changes with the values it rests on; empty: it cannot be explained */
    th_str explanation; /* why the unit says that it is right; a warning that is explained becomes a note */
    th_str closed; /* "giữ nguyên: …", by a row of Đóng, or explained; an error that is closed is open no longer */
    bool entered;          /* about a figure that the secretariat entered: it is no finding of the unit's */
    bool costs_points;     /* an error that SO_LOI() counts */
    th_str folded;         /* "KT-012 · G12": a consequence of that finding, which does not count; empty: it is none */
    uint32_t consequences; /* how many findings are folded under this one */
    bool about_rule;       /* it is about a rule of the definition, not about a unit, and stands first */
    int since; /* the day of the first of the runs in a row that found it, a serial; 0: not known (check/changes.h) */
} th_finding;

/* Findings by their cells, made when it is first asked for. */
typedef struct th_findings_by_cell {
    th_lookup last; /* 1 + the last finding at a cell */
    size_t *before; /* by finding: 1 + the one before it at its cell */
    size_t n, cap;  /* how many findings it knows */
} th_findings_by_cell;

typedef struct th_findings {
    th_finding *at;
    size_t n, cap;
    th_findings_by_cell by_cell;
} th_findings;

th_str th_finding_code(th_finding_kind kind);      /* stable: "TEP-003" */
th_words th_finding_pattern(th_finding_kind kind); /* its sentence, with {1} to {6} where figures and names go */
th_level th_finding_level(th_finding_kind kind);
th_str th_level_vi(th_level level); /* "cảnh báo" */
th_str th_level_en(th_level level);

/* What replaces {1} to {6} in the templates of a kind, in this order, each in the language of the template. */
typedef struct th_arguments {
    const th_words *at;
    size_t n;
} th_arguments;
#define TH_WITHOUT ((th_arguments){0})

/* TH_WITH(label, count) takes one to six arguments.  A th_str is quoted as it stands in both languages; th_words are
 * for whatever reads differently in each, and so are numbers. */
#define TH_WITH(...)                                                                                                   \
    TH_WITH_CHOSEN(__VA_ARGS__, TH_WITH_6, TH_WITH_5, TH_WITH_4, TH_WITH_3, TH_WITH_2, TH_WITH_1, 0)(__VA_ARGS__)
#define TH_WITH_CHOSEN(a, b, c, d, e, f, chosen, ...) chosen
#define TH_WITH_1(a) ((th_arguments){(const th_words[]){TH_WITH_ONE(a)}, 1})
#define TH_WITH_2(a, b) ((th_arguments){(const th_words[]){TH_WITH_ONE(a), TH_WITH_ONE(b)}, 2})
#define TH_WITH_3(a, b, c) ((th_arguments){(const th_words[]){TH_WITH_ONE(a), TH_WITH_ONE(b), TH_WITH_ONE(c)}, 3})
#define TH_WITH_4(a, b, c, d)                                                                                          \
    ((th_arguments){(const th_words[]){TH_WITH_ONE(a), TH_WITH_ONE(b), TH_WITH_ONE(c), TH_WITH_ONE(d)}, 4})
#define TH_WITH_5(a, b, c, d, e)                                                                                       \
    ((th_arguments){                                                                                                   \
        (const th_words[]){TH_WITH_ONE(a), TH_WITH_ONE(b), TH_WITH_ONE(c), TH_WITH_ONE(d), TH_WITH_ONE(e)}, 5})
#define TH_WITH_6(a, b, c, d, e, f)                                                                                    \
    ((th_arguments){(const th_words[]){TH_WITH_ONE(a), TH_WITH_ONE(b), TH_WITH_ONE(c), TH_WITH_ONE(d), TH_WITH_ONE(e), \
                                       TH_WITH_ONE(f)},                                                                \
                    6})
#define TH_WITH_ONE(argument) _Generic((argument), th_str : th_words_quoted, th_words : th_words_given)(argument)

/* Adds a finding of `kind` at `place`, which may be NULL.  Every string is copied into `arena`.  The result, through
 * which raw, expected and so on can be filled in, is valid until the next add. */
th_finding *th_findings_add(th_findings *list, th_arena *arena, th_finding_kind kind, const th_place *place,
                            th_arguments arguments);
/* Who reads what to do: the unit in its feedback workbook, or the secretariat in KIỂM TRA. */
typedef enum th_audience { TH_FOR_UNIT = 0, TH_FOR_SECRETARIAT } th_audience;
/* What they do about the finding, by the row of remedies.def of its kind; empty: nothing. */
th_words th_finding_remedy(th_arena *arena, const th_finding *finding, th_audience audience);
bool th_finding_is_open(const th_finding *finding); /* neither folded nor closed */
bool th_finding_costs(const th_finding *finding);   /* an open error of the unit's own that SO_LOI() counts */
size_t th_findings_count(const th_findings *list, th_level level); /* open ones */
size_t th_findings_folded(const th_findings *list);
/* The level in words, such as "lỗi"; "hệ quả" for a finding that is folded, "lỗi đã đóng" for one that is closed. */
th_str th_finding_level_vi(const th_finding *finding);
th_str th_finding_level_en(const th_finding *finding);
/* Sorts the findings as they are printed: those about rules first and those that are folded last; within these by
 * level, the gravest first, then by file, sheet, row, column and rule.  The order of units is the caller's. */
void th_findings_sort(th_findings *list);
/* Takes the last one away. */
void th_findings_drop(th_findings *list);
/* Is there an error or a warning about the unit at the cell (sheet, row, column) of the place? */
bool th_findings_warn_at(th_findings *list, th_arena *arena, const th_place *place);

/* "B12" from 0-based row and column, as Excel writes it; "" for TH_NO_CELL. */
th_str th_cell_name(th_arena *arena, uint32_t row, uint32_t col);
void th_cell_put(th_buf *out, uint32_t row, uint32_t col); /* the same behind what stands there */

#endif

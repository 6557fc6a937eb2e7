/* What the files of the rewrite of a package share; nobody else includes this, except tests.
 *
 *   rewrite.c          the order of work: renames first, then every part
 *   rewrite_part.c     one part: rows of rewrite.def, cells
 *   rewrite_strings.c  shared strings: one entry may need two readings
 *   rewrite_runs.c     rich text, in cells and elsewhere
 *   rewrite_address.c  which cell of a sheet part is at hand
 *   rewrite_formula.c  formulas, number formats, headers and footers
 *   rewrite_names.c    sheets and names that are renamed, and texts known from cells
 */
#ifndef TH_CONVERT_REWRITE_H
#define TH_CONVERT_REWRITE_H

#include "convert/change.h"
#include "pack/xml_edit.h"
#include "pack/zip.h"

typedef enum th_part_kind {
    TH_PART_OTHER = 0,
    TH_PART_SHEET,
    TH_PART_WORKBOOK,
    TH_PART_STYLES,
    TH_PART_STRINGS,
    TH_PART_TABLE,
    TH_PART_PIVOT,
    TH_PART_COMMENTS,
    TH_PART_DRAWING,
    TH_PART_VML,
    TH_PART_CONTROL,
    TH_PART_PROPERTIES
} th_part_kind;

/* A text and what it became. */
typedef struct th_known {
    th_str before, after;
    th_encoding encoding;
    bool ambiguous; /* different texts in different places */
} th_known;

/* A hash table with open addressing. */
typedef struct th_dictionary {
    th_known *at;
    size_t size, n; /* slots, a power of two; how many are used */
    bool fold;      /* keys are compared in lower case */
} th_dictionary;

/* One reading of a shared string. */
typedef struct th_string_variant {
    uint32_t next;       /* another variant of the same entry; 0: none */
    bool settled;        /* by the font alone, whatever stands in other cells */
    uint32_t font;       /* then the font */
    const th_str *texts; /* of its runs; NULL: they stay as they are */
    uint32_t ntexts;
    uint32_t index; /* in the new table */
} th_string_variant;

/* Address of a <c> or <row>, given or counted. */
typedef struct th_address {
    uint32_t row, col;
} th_address;

typedef struct th_rewrite {
    th_arena *arena;   /* of the result */
    th_arena *scratch; /* of the part at hand */
    const th_book *book;
    th_zip zip;
    th_font_rules rules;
    th_rewriting *result;
    th_dictionary texts, sheets, names, columns, fonts;
    th_dictionary sheets_taken, names_taken; /* the names that sheets, and defined names and tables, have now */
    uint32_t *first;                         /* the first variant of each shared string; 0: none */
    size_t nstrings, nadded;
    th_string_variant *variants; /* [0] is not used */
    size_t nvariants, variants_cap;
    th_str refused; /* a part that cannot be rewritten */
    size_t undrawn; /* on the sheet at hand: results of formulas that their font had drawn as capitals */
    th_address first_undrawn;
    /* of the part at hand */
    th_str part;
    const th_sheet *sheet; /* that the part belongs to; NULL: to none */
    th_str where;          /* for changes: the name of the sheet, or of the part */
} th_rewrite;

/* Is the name of an element, or a value, this text in ASCII? */
static inline bool th_spells(th_str s, const char *ascii)
{
    return th_str_eq(s, th_str_of(ascii));
}

/* ---- rewrite_names.c ---- */

/* What `before` became; NULL when it is unknown or ambiguous. */
const th_known *th_dictionary_find(const th_dictionary *dictionary, th_arena *scratch, th_str before);
void th_dictionary_add(th_dictionary *dictionary, th_arena *arena, th_str before, th_str after, th_encoding encoding);
void th_rewrite_know_cells(th_rewrite *w);
/* Called twice for each sheet, defined name and table.  First, with `keepers`, those that keep their names are noted;
 * then the others are renamed unless the new name is taken. */
void th_rewrite_rename_sheet(th_rewrite *w, th_str raw, bool keepers);
void th_rewrite_rename_name(th_rewrite *w, th_str raw, bool keepers);
th_str th_rewrite_font(th_rewrite *w, th_str name);
/* What a text outside the cells becomes: the same as in the cells that hold it, unless its own font is certain or no
 * cell has it; then font, text and votes decide.  `drawn`: people only look at it, so a font of capitals upper-cases
 * it.  What a formula compares or returns must keep its case. */
th_str th_rewrite_text(th_rewrite *w, th_str raw, th_str font, bool drawn, th_text_kind kind);
/* Adds a change at the part at hand.  Of `change` only kind, encoding, evidence, before and after are used. */
void th_rewrite_note(th_rewrite *w, const th_change *change);

/* ---- rewrite_formula.c ---- */

/* Each returns its argument when nothing changes. */
th_str th_rewrite_formula(th_rewrite *w, th_str formula, th_str font, th_text_kind kind);
th_str th_rewrite_literals(th_rewrite *w, th_str format, th_text_kind kind);
th_str th_rewrite_header(th_rewrite *w, th_str codes, th_text_kind kind);

/* ---- rewrite_strings.c ---- */

/* The index in the new table of the shared string `si` as `cell` reads it; a reading that is new is added. */
uint32_t th_rewrite_string_of(th_rewrite *w, uint32_t si, const th_cell *cell);
/* The first counts the entries, the second collects the readings that the cells of a sheet need. */
void th_rewrite_plan_strings(th_rewrite *w, th_str strings);
void th_rewrite_plan_cells(th_rewrite *w, th_str sheet_part);
th_str th_rewrite_strings(th_rewrite *w, th_str strings);

/* ---- rewrite_part.c ---- */

th_str th_rewrite_part(th_rewrite *w, th_part_kind kind, th_str part);

/* ---- rewrite_runs.c ---- */

/* Replaces fonts and texts of the runs in the rich text whose start tag was just read; with `texts` NULL only fonts. */
void th_rewrite_runs(th_rewrite *w, th_edit *edit, th_str container, const th_str *texts, size_t n);
/* The same for a rich text that stands in no cell: its runs are read with the fonts they name. */
void th_rewrite_rich(th_rewrite *w, th_edit *edit, th_str container, th_text_kind kind);

/* ---- rewrite_address.c ---- */

/* Move on to the <row> or <c> at hand. */
void th_address_row(th_address *address, const th_edit *edit, const th_edit_token *t);
void th_address_cell(th_address *address, const th_edit *edit, const th_edit_token *t);

#endif

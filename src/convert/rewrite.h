/* What the files that rewrite a package share.  Nothing else includes this, except tests.
 *
 *   rewrite.c          the order of work: renames first, then every part
 *   rewrite_part.c     one part: its cells, and what the rows of rewrite.def name
 *   rewrite_strings.c  shared strings, of which one entry may need several readings
 *   rewrite_runs.c     rich text, in cells and elsewhere
 *   rewrite_address.c  which cell of a sheet part is at hand
 *   rewrite_formula.c  formulas, number formats, headers and footers
 *   rewrite_names.c    sheets and names that are renamed, and texts known from cells
 */
#ifndef TH_CONVERT_REWRITE_H
#define TH_CONVERT_REWRITE_H

#include "base/lookup.h"
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
    bool ambiguous; /* it became different texts in different places */
} th_known;

/* A hash table with open addressing. */
typedef struct th_dictionary {
    th_known *at;
    size_t size, n; /* the number of slots, a power of two, and how many of them are used */
    bool fold;      /* keys are compared in lower case */
} th_dictionary;

/* One reading of a shared string. */
typedef struct th_string_variant {
    uint32_t next;       /* another variant of the same entry; 0: none */
    bool settled;        /* the font alone decided it, so every cell in that font has this reading */
    uint32_t font;       /* the font, when it is settled */
    const th_str *texts; /* what its runs become; NULL: they stay as they are */
    uint32_t ntexts;
    uint32_t index; /* of the entry in the new table */
} th_string_variant;

/* The address of a <c> or <row>, which its tag states or which follows from the one before. */
typedef struct th_address {
    uint32_t row, col;
} th_address;

typedef struct th_rewrite {
    th_arena *arena;   /* of the result */
    th_arena *scratch; /* of the part at hand */
    const th_book *book;
    th_zip zip;
    bool exhausted; /* a part needed more memory than there may be */
    th_font_rules rules;
    th_rewriting *result;
    th_dictionary texts, sheets, names, columns, fonts;
    th_dictionary sheets_taken, names_taken; /* the names that sheets, and defined names and tables, have now */
    uint32_t *first;                         /* the first variant of each shared string; 0: none */
    size_t nstrings, nadded;
    th_string_variant *variants; /* [0] is not used */
    size_t nvariants, variants_cap;
    th_lookup asked; /* the variant that an open text has in its column */
    /* Results of formulas on the sheet at hand that their font drew as capitals, which its modern font does not. */
    size_t undrawn;
    th_address first_undrawn;
    /* What follows belongs to the part at hand. */
    th_str part;
    const th_sheet *sheet; /* the sheet that the part belongs to; NULL: none */
    th_str where;          /* what a change gives as its place: the name of the sheet, or of the part */
} th_rewrite;

/* Is a name or a value exactly this text? */
static inline bool th_spells(th_str s, const char *ascii)
{
    return th_str_eq(s, th_str_of(ascii));
}

/* ---- rewrite_names.c ---- */

/* What `before` became; NULL when it is unknown or ambiguous. */
const th_known *th_dictionary_find(const th_dictionary *dictionary, th_arena *scratch, th_str before);
void th_dictionary_add(th_dictionary *dictionary, th_arena *arena, th_str before, th_str after, th_encoding encoding);
void th_rewrite_know_cells(th_rewrite *w);
/* Called twice for each sheet, defined name and table.  The first time, with `keepers`, those that keep their names are
 * noted; the second time the others are renamed, unless their new name is taken. */
void th_rewrite_rename_sheet(th_rewrite *w, th_str raw, bool keepers);
void th_rewrite_rename_name(th_rewrite *w, th_str raw, bool keepers);
th_str th_rewrite_font(th_rewrite *w, th_str name);
/* What a text outside the cells becomes: the same as in the cells that hold it.  When no cell does, or its own font is
 * certain, font, text and votes decide.  With `drawn`, people only look at the text, so a font of capitals makes it
 * upper case; what a formula compares or returns must keep its case. */
th_str th_rewrite_text(th_rewrite *w, th_str raw, th_str font, bool drawn, th_text_kind kind);
/* Records a change in the part at hand.  Only kind, encoding, evidence, before and after of `change` are used. */
void th_rewrite_note(th_rewrite *w, const th_change *change);

/* ---- rewrite_formula.c ---- */

/* Each returns the text it was given when nothing changes. */
th_str th_rewrite_formula(th_rewrite *w, th_str formula, th_str font, th_text_kind kind);
th_str th_rewrite_literals(th_rewrite *w, th_str format, th_text_kind kind);
th_str th_rewrite_header(th_rewrite *w, th_str codes, th_text_kind kind);

/* ---- rewrite_strings.c ---- */

/* The index in the new table of the shared string `si`, which is one of the old, as `cell` reads it; a reading that is
 * new is added. */
uint32_t th_rewrite_string_of(th_rewrite *w, uint32_t si, const th_cell *cell);
/* To be called before th_rewrite_strings(): the first counts the entries of the table, the second collects the readings
 * that the cells of a sheet need. */
void th_rewrite_plan_strings(th_rewrite *w, th_str strings);
void th_rewrite_plan_cells(th_rewrite *w, th_str sheet_part);
th_str th_rewrite_strings(th_rewrite *w, th_str strings);

/* ---- rewrite_part.c ---- */

th_str th_rewrite_part(th_rewrite *w, th_part_kind kind, th_str part);

/* ---- rewrite_runs.c ---- */

/* Replaces the fonts and texts of the runs in the rich text whose start tag was just read.  With `texts` NULL, only the
 * fonts are replaced. */
void th_rewrite_runs(th_rewrite *w, th_edit *edit, th_str container, const th_str *texts, size_t n);
/* The same for a rich text that stands in no cell: its runs are read with the fonts they name. */
void th_rewrite_rich(th_rewrite *w, th_edit *edit, th_str container, th_text_kind kind);

/* ---- rewrite_address.c ---- */

/* Moves the address on to the <row> or <c> whose tag was just read. */
void th_address_row(th_address *address, const th_edit *edit, const th_edit_token *t);
void th_address_cell(th_address *address, const th_edit *edit, const th_edit_token *t);

#endif

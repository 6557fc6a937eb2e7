/* What a conversion changes: each text, where it stands, and on what evidence it was read. */
#ifndef TH_CONVERT_CHANGE_H
#define TH_CONVERT_CHANGE_H

#include "book/book.h"

/* Where a text stands; th_text_kind_vi() and th_text_kind_en() name it for people. */
typedef enum th_text_kind {
    TH_IN_CELL = 0,
    TH_IN_SHEET_NAME,
    TH_IN_DEFINED_NAME,
    TH_IN_FORMULA,
    TH_IN_VALIDATION,
    TH_IN_CONDITION,
    TH_IN_HEADER,
    TH_IN_COMMENT,
    TH_IN_DRAWING,
    TH_IN_TABLE,
    TH_IN_LINK,
    TH_IN_NUMBER_FORMAT,
    TH_IN_PROPERTIES,
    TH_TEXT_KINDS
} th_text_kind;

th_str th_text_kind_vi(th_text_kind kind);
th_str th_text_kind_en(th_text_kind kind);

typedef struct th_change {
    th_text_kind kind;
    th_str where;      /* name of the sheet (NFC), or the part of the package */
    uint32_t row, col; /* TH_NO_CELL when the text stands in no cell */
    th_encoding encoding;
    th_evidence evidence;
    th_str before, after;
} th_change;

typedef struct th_changes {
    th_change *at;
    size_t n, cap;
} th_changes;

/* A rule of the user: what stands in the font `from` (in any case) gets the font `to`. */
typedef struct th_font_rule {
    th_str from, to;
} th_font_rule;

typedef struct th_font_rules {
    const th_font_rule *at;
    size_t n;
} th_font_rules;

/* The font that takes the place of `name`: the one that the rules give, or th_font_modern() when the name is certain
 * evidence of an encoding or some cell was read in that encoding; otherwise `name` itself. */
th_str th_book_modern_font(const th_book *book, th_font_rules rules, th_str name);

/* Adds the changed cells of a normalised book.  Doubtful cells and cells with lost letters become findings. */
void th_changes_of_cells(th_changes *changes, th_findings *findings, th_arena *arena, const th_book *book);

/* ---- the same package, with only text and font names changed ---- */

/* Everything stands in the arena that the call was given. */
typedef struct th_rewriting {
    th_str bytes; /* of the new package; the given ones when nothing had to change */
    th_changes changes;
    th_strs fonts;        /* "old → new", each pair once */
    size_t parts;         /* how many were rewritten */
    bool macros, renamed; /* the package holds macros; a sheet or name was renamed */
    bool macro_enabled;   /* the content type of the workbook is that of .xlsm */
} th_rewriting;

typedef struct th_rewrite_source {
    const th_book *book; /* normalised */
    th_str bytes;        /* the .xlsx or .xlsm that the book was read from */
    th_font_rules rules;
} th_rewrite_source;

/* TH_FAILED: a finding says why. */
th_status th_xlsx_rewrite(th_arena *arena, const th_rewrite_source *source, th_rewriting *result,
                          th_findings *findings);

#endif

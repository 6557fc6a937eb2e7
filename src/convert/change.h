/* What a conversion changed: one line for each text, with where it stood and why it was read so. */
#ifndef TH_CONVERT_CHANGE_H
#define TH_CONVERT_CHANGE_H

#include "book/book.h"

typedef enum th_text_kind { /* where text lives; names in change.c */
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
    th_str where;      /* sheet (NFC), or the part of the package */
    uint32_t row, col; /* TH_NO_CELL when it is no cell */
    th_encoding encoding;
    th_evidence evidence;
    th_str before, after;
} th_change;

typedef struct th_changes {
    th_change *at;
    size_t n, cap;
} th_changes;

typedef struct th_font_rule { /* of the user: draw `from` (without case) in `to` */
    th_str from, to;
} th_font_rule;

typedef struct th_font_rules {
    const th_font_rule *at;
    size_t n;
} th_font_rules;

/* What a font of the workbook becomes: by the rules, else th_font_modern() where the font is certain or some cell in it was
 * read as its name says; `name` itself otherwise. */
th_str th_book_modern_font(const th_book *book, th_font_rules rules, th_str name);

/* Adds the changed cells of a normalised book; doubtful and lost ones become findings. */
void th_changes_of_cells(th_changes *changes, th_findings *findings, th_arena *arena, const th_book *book);

/* ---- the same package, with only text and font names changed ---- */

typedef struct th_rewriting { /* all of it in the arena of the call */
    th_str bytes;             /* of the new package; the given ones when nothing had to change */
    th_changes changes;
    th_strs fonts;        /* "old → new", each once */
    size_t parts;         /* rewritten */
    bool macros, renamed; /* the package holds macros; a sheet or name was renamed */
    bool macro_enabled;   /* its content type says .xlsm */
} th_rewriting;

/* `bytes` is the .xlsx or .xlsm that `book` was read from; `book` is normalised.  TH_FAILED: a finding says why. */
th_status th_xlsx_rewrite(th_arena *arena, const th_book *book, th_str bytes, th_font_rules rules, th_rewriting *result,
                          th_findings *findings);

#endif

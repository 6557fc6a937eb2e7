/* A definition as it is laid out for people to edit: its sheets in order, each column with what it takes and what it
 * is for.  Nobody should lose a row by having a definition laid out anew, so every row and column is there, even
 * those that the loader leaves out (a unit of another year, a sheet it does not know). */
#ifndef TH_FORM_LAYOUT_H
#define TH_FORM_LAYOUT_H

#include "form/definition.h"

typedef struct th_layout_column {
    th_str label;
    bool required;   /* must be filled in every row */
    bool number;     /* takes numbers */
    th_strs choices; /* the words it takes; empty where it takes any text */
    size_t target;   /* index of the sheet whose codes it takes, or SIZE_MAX */
    th_str help;
} th_layout_column;

typedef struct th_layout_sheet {
    th_str name; /* "Đơn vị" */
    th_str stem; /* "don-vi": name of its .csv */
    th_str help;
    bool known;    /* a sheet that definitions have; any other is kept cell by cell and has no columns here */
    bool required; /* a definition must have it */
    th_layout_column *columns;
    size_t ncolumns;
    th_strs *rows; /* cells as one would type them: "0,5", "80%" */
    size_t nrows;
} th_layout_sheet;

typedef struct th_layout {
    th_layout_sheet *sheets;
    size_t n;
    bool entries; /* of a ledger: with the rows that were entered in the definition */
} th_layout;

/* Loads a definition and lays it out, with the rows that are set aside.  The status and `findings` are those of
 * th_definition_load(); after TH_FAILED *layout is empty. */
th_status th_definition_lay_out(th_arena *arena, const th_limits *limits, const th_definition_parts *parts,
                                th_layout *layout, th_findings *findings);

/* The columns of a sheet that definitions have, without rows and without references to other sheets. */
th_layout_sheet th_layout_blank(th_arena *arena, th_str name);

/* The name of a sheet as the name of a file: "Chỉ tiêu" is "chi-tieu". */
th_str th_layout_stem(th_arena *arena, th_str name);

/* Sheets that a laid-out workbook has in addition: what each column is for, and the values that its drop-down lists
 * offer.  The loader ignores them. */
#define TH_LAYOUT_HELP "Hướng dẫn"
#define TH_LAYOUT_LEDGER "Cách ghi sổ" /* the first sheet of a ledger */
#define TH_LAYOUT_CHOICES "Giá trị cho phép"

#endif

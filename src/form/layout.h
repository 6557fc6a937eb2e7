/* A definition as it is laid out for people: its sheets in order, each column with what it takes and what it is for.
 * Every row and column is there, also those the loader leaves out (a unit of another year, a sheet it does not know). */
#ifndef TH_FORM_LAYOUT_H
#define TH_FORM_LAYOUT_H

#include "form/definition.h"

typedef struct th_layout_column {
    th_str label;
    bool required;   /* must be filled in every row */
    bool number;     /* takes numbers */
    th_strs choices; /* the words it takes; none: anything */
    size_t target;   /* index of the sheet whose codes it takes, or SIZE_MAX */
    th_str help;
} th_layout_column;

typedef struct th_layout_sheet {
    th_str name; /* "Đơn vị" */
    th_str stem; /* "don-vi": name of its .csv */
    th_str help;
    bool known;    /* a sheet of definitions; others are kept as they are and have no columns */
    bool required; /* must be there */
    th_layout_column *columns;
    size_t ncolumns;
    th_strs *rows; /* cells as one would type them: "0,5", "80%" */
    size_t nrows;
} th_layout_sheet;

typedef struct th_layout { /* filled from zero */
    th_layout_sheet *sheets;
    size_t n;
} th_layout;

/* Loads and lays out.  TH_FAILED: `findings` has every fault. */
th_status th_definition_lay_out(th_arena *arena, const th_limits *limits, const th_definition_part *parts,
                                size_t nparts, th_layout *layout, th_findings *findings);

/* "Chỉ tiêu" → "chi-tieu". */
th_str th_layout_stem(th_arena *arena, th_str name);

/* The sheets that lay-outs add for people; the loader knows nothing of them. */
#define TH_LAYOUT_HELP "Hướng dẫn"
#define TH_LAYOUT_CHOICES "Giá trị cho phép"

#endif

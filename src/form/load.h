/* Loading a definition: what the files of the loader share.
 *
 *   definition.c   opens the parts, runs the passes
 *   table.c        a sheet as rows of named columns
 *   tables.c       which sheets and columns there are: data
 *   readers.c      how a cell becomes a field: text, number, word, reference, expression
 *   faults.c       findings about a definition
 *   settings.c     Cài đặt        coherence.c   what must fit together
 *   scheme.c       Chấm điểm      codes.c       looking up by code
 *   entries.c      Điều chỉnh, Giải trình, Cụm chấm, Sổ nhận, Phiếu kín, Đóng, Trạng thái, Kiến nghị, Chốt
 *   source.c       what a sheet is called
 *   ledger.c       which sheets stand in the ledger, and which are read from what was frozen
 *   renamed.c      sheets under other names, and twice
 *   clashes.c      names that stand for two things
 *
 * The cells are read in two passes: the first reads what stands for itself (codes, words, numbers), the second what
 * refers to something else (references, expressions), since that may stand in a later row or sheet.  No fault stops a
 * pass, so that all of them are reported at once.  A reference into a sheet that was reported missing is not reported
 * again.
 *
 * A fault in a row of an entered sheet sets that row aside, and the definition loads; any other fault stops it.
 */
#ifndef TH_FORM_LOAD_H
#define TH_FORM_LOAD_H

#include "book/grid.h"
#include "form/definition.h"

/* The sheets of a definition.  Both passes go through them in this order. */
typedef enum th_table_id {
    TH_TABLE_SETTINGS,
    TH_TABLE_UNITS,
    TH_TABLE_FORMS,
    TH_TABLE_CATALOGUES,
    TH_TABLE_COLUMNS,
    TH_TABLE_INDICATORS,
    TH_TABLE_CRITERIA,
    TH_TABLE_CHECKS,
    TH_TABLE_BANDS,
    TH_TABLE_RANKINGS,
    TH_TABLE_STEPS,
    TH_TABLE_RECEIPTS,
    TH_TABLE_AWARDS,
    TH_TABLE_TITLES,
    TH_TABLE_ADJUSTMENTS,
    TH_TABLE_EXPLANATIONS,
    TH_TABLE_BALLOTS,
    TH_TABLE_CLOSINGS,
    TH_TABLE_STAGES,
    TH_TABLE_PETITIONS,
    TH_TABLE_FREEZES,
    TH_TABLES
} th_table_id;

typedef struct th_loading th_loading;
typedef struct th_field_spot th_field_spot;

/* Flags of a field. */
enum {
    TH_FIELD_COLUMN = 1, /* the column must be there */
    TH_FIELD_FILLED = 2, /* every row must fill it */
    TH_FIELD_SECOND = 4, /* it is read in the second pass */
    TH_FIELD_BETWEEN = 8 /* it is read between the passes: the parent of a criterion, by which criteria are ordered */
};

/* A word that may stand in a cell, and what it means. */
typedef struct th_word {
    const char *vi;
    int value;
} th_word;

/* A column of a sheet, and the place in its items that it fills. */
typedef struct th_field {
    const char *name; /* the label of the column */
    void (*read)(th_field_spot *spot);
    unsigned flags;
    size_t offset;        /* of the place in the item */
    size_t also;          /* of a second place, where the reader fills two; otherwise SIZE_MAX */
    const th_word *words; /* what th_read_word takes; the last has no text */
    th_table_id target;   /* what th_read_reference refers to */
} th_field;

/* What a sheet holds.  Each of its rows is an item. */
typedef struct th_table_spec {
    const char *name;
    enum { TH_TABLE_OPTIONAL = 0, TH_TABLE_REQUIRED, TH_TABLE_ENTERED } kind; /* an entered one is optional, too */
    const th_field *fields;
    size_t nfields;
    void *(*push)(th_loading *l); /* a new item with its defaults; the pointer is valid until the next is made */
    void *(*at)(th_loading *l, size_t i);
} th_table_spec;
extern const th_table_spec th_table_specs[TH_TABLES];

/* A sheet as it was found. */
typedef struct th_table {
    const th_book *book;
    const th_sheet *sheet; /* NULL where there is none */
    th_str file;
    bool of_ledger;
    uint32_t *cols; /* the column of each field, or TH_NO_CELL */
    uint32_t *rows; /* item i stands on rows[i] */
    size_t n, cap;
    uint32_t header; /* the row of the labels */
    uint32_t *all;   /* the rows as they were found, before items were moved or left out */
    size_t nall;
    uint32_t *wrong; /* of each of these rows, a bit for each field that is wrong; for entered sheets only */
} th_table;

/* One cell that is being read, or that a finding is about. */
struct th_field_spot {
    th_loading *l;
    th_table_id table;
    const th_field *field;
    void *item;
    uint32_t row, col;
    th_str text;  /* as the cell shows it */
    th_str typed; /* as a person would type it: numbers with a decimal comma, "80%" for a percent cell */
};

/* Rows that become part of an item of another sheet, once that is known. */
typedef struct th_catalogue_row {
    th_str code, value;
    th_strs aliases;
} th_catalogue_row;

typedef struct th_band_row {
    uint32_t criterion;
    th_band band;
} th_band_row;

typedef struct th_step_row {
    uint32_t ranking;
    int order;
    size_t item; /* which row of the sheet it was */
    th_tie_step step;
} th_step_row;

typedef struct th_title_row {
    uint32_t ranking;
    th_title title;
} th_title_row;

/* A sheet of any of the parts. */
typedef struct th_source_sheet {
    const th_book *book;
    const th_sheet *sheet;
    th_str file;
    bool of_ledger;
    th_part_age age;
} th_source_sheet;

struct th_loading {
    th_arena *arena;
    th_findings *findings;
    th_definition *d;
    th_table tables[TH_TABLES];
    th_source_sheet *sheets;
    size_t nsheets, sheets_cap;
    th_str ledger;        /* the first file of it that was opened; empty: none was */
    th_strs legacy_files; /* .csv files in a code page, of which nothing else is reported */
    th_unit *past_units;  /* those that do not report in this period */
    size_t npast_units, past_units_cap;
    th_catalogue_row *catalogue_rows;
    size_t ncatalogue_rows, catalogue_rows_cap;
    th_band_row *band_rows;
    size_t nband_rows, band_rows_cap;
    th_step_row *step_rows;
    size_t nstep_rows, step_rows_cap;
    th_title_row *title_rows;
    size_t ntitle_rows, title_rows_cap;
};

/* ---- layout.c ---- */
struct th_layout;
void th_layout_build(th_loading *l, struct th_layout *layout);

/* ---- table.c ---- */
/* The cell as a person would type it; "" where there is none. */
th_str th_table_typed(th_loading *l, const th_table *table, uint32_t row, uint32_t col);
/* The table that has this name, or TH_TABLES where none has. */
th_table_id th_table_named(th_arena *arena, th_str name);
/* How many columns of the table a sheet has.  *all_required tells whether those that must be there are. */
size_t th_table_columns_on(th_loading *l, th_table_id id, const th_source_sheet *source, bool *all_required);
/* How many rows of the table a sheet has. */
size_t th_table_rows_on(th_loading *l, th_table_id id, const th_source_sheet *source);
/* Finds the sheet of a table, its header and its rows. */
void th_table_find(th_loading *l, th_table_id id);
/* Is the sheet there, with the column of its codes?  If not, that was reported, and what refers to it is not. */
bool th_table_has_codes(const th_loading *l, th_table_id id);
/* Reads the fields of one pass: those with the flag `pass`, or, where it is 0, those of the first pass, which makes the
 * items. */
void th_table_read(th_loading *l, th_table_id id, unsigned pass);
/* The cell of item `i` in the column called `name`.  Where the sheet has no such column, the spot has none either. */
th_field_spot th_table_spot(th_loading *l, th_table_id id, size_t i, const char *name);
/* Is a row of an entered sheet wrong in one of these columns, whose names end with a NULL?  Without names, in any
 * column. */
bool th_table_is_wrong(const th_loading *l, th_table_id id, size_t i, const char *const *columns);
/* To be called after items were moved: item i is now what was item order[i]. */
void th_table_reorder(th_loading *l, th_table_id id, const size_t *order, size_t n);

/* ---- source.c ---- */
th_str th_source_sheet_name(const th_source_sheet *source); /* "cai-dat.csv" is called "cai-dat" */

/* ---- ledger.c ---- */
/* Where the parts are of several days (th_part_age), keeps of each the sheets that are read from it.  Refuses sheets of
 * the ledger that belong to the definition; of two sheets with the name of an entered one, keeps that with rows.  To be
 * called before any table is looked for. */
void th_ledger_settle(th_loading *l);

/* ---- renamed.c ---- */
/* Report the sheets that are missing, and those that are there twice.  To be called once all tables have been looked
 * for. */
void th_tables_missing(th_loading *l);
void th_tables_twice(th_loading *l);

/* ---- readers.c: each fills a field of the type that stands beside it ---- */
void th_read_text(th_field_spot *spot);   /* th_str */
void th_read_code(th_field_spot *spot);   /* th_str, a code that may stand in an expression */
void th_read_list(th_field_spot *spot);   /* th_strs, separated by '|' */
void th_read_bool(th_field_spot *spot);   /* bool: Có / Không */
void th_read_int(th_field_spot *spot);    /* int */
void th_read_number(th_field_spot *spot); /* const th_exact * */
void th_read_points(th_field_spot *spot); /* const th_exact *, not negative */
void th_read_word(th_field_spot *spot);   /* an int or an enum, one of `words` */
void th_read_moment(th_field_spot *spot); /* th_str, an ISO date, with its time if stated; `also`: double, the serial */
void th_read_type(th_field_spot *spot);   /* th_type */
void th_read_form_kind(th_field_spot *spot);   /* unsigned */
void th_read_role(th_field_spot *spot);        /* th_role; `also`: th_type */
void th_read_comparison(th_field_spot *spot);  /* th_op; `also`: th_pairing */
void th_read_tolerance(th_field_spot *spot);   /* const th_exact *, NULL for automatic; `also`: bool relative */
void th_read_missing(th_field_spot *spot);     /* th_missing; `also`: th_missing of the other side */
void th_read_award(th_field_spot *spot);       /* const th_exact *; `also`: th_award_kind */
void th_read_reference(th_field_spot *spot);   /* uint32_t, an index of `target` */
void th_read_one_or_any(th_field_spot *spot);  /* uint32_t, an index of `target`; "*" gives TH_ANY */
void th_read_column_form(th_field_spot *spot); /* uint32_t, a form; "*" gives TH_NONE */
/* As th_read_expression(), for a step that breaks ties; the words "Hội nghị quyết định" give no expression. */
void th_read_step(th_field_spot *spot);
void th_read_expression(th_field_spot *spot); /* th_expr *; `also`: th_str, as it was typed */

/* ---- faults.c ---- */
/* A sheet is missing; `meant` is one that may have been meant, or NULL. */
void th_fault_sheet(th_loading *l, th_table_id id, const th_source_sheet *meant);
void th_fault_renamed(th_loading *l, th_table_id id, const th_source_sheet *sheet);
void th_fault_sheet_twice(th_loading *l, th_table_id id, const th_source_sheet *first, const th_source_sheet *second);
/* A sheet of the ledger that belongs to the definition. */
void th_fault_ledger_sheet(th_loading *l, th_table_id id, const th_source_sheet *sheet);
/* An entered sheet has rows in both. */
void th_fault_ledger_both(th_loading *l, th_table_id id, const th_source_sheet *of_definition,
                          const th_source_sheet *of_ledger);
/* A file that cannot be the ledger; why, as half a sentence. */
void th_fault_ledger(th_loading *l, th_str file, th_words why);
/* A .csv is in a code page; `cell` is the first one that shows it. */
void th_fault_legacy(th_loading *l, const th_source_sheet *sheet, const th_cell *cell);
/* A column is missing in the header on `row`; the nearest of `labels` may have been meant for it. */
void th_fault_column(th_loading *l, th_table_id id, uint32_t row, const char *column, const th_strs *labels);
/* The label of a column is close to `meant`, which the sheet may lack. */
void th_fault_label(th_loading *l, th_table_id id, const th_cell *cell, th_str label, th_str meant);
/* A value is not what was expected, which is a noun: "một số nguyên", "a whole number".  `nearest` may be empty. */
void th_fault_value(const th_field_spot *spot, const char *expected_vi, const char *expected_en, th_str nearest);
void th_fault_reference(const th_field_spot *spot, th_str found, const char *noun_vi, const char *noun_en,
                        th_str nearest);
void th_fault_expression(const th_field_spot *spot, const th_expr_error *error);
/* A value that must be unique stands on `row` of the table `of`, too, which may be this one. */
void th_fault_duplicate(const th_field_spot *spot, th_table_id of, uint32_t row);
/* Two rows of an entered sheet are about one `thing`, and `other`, the cell of this column in the other row, says
 * something else. */
void th_fault_twice(const th_field_spot *spot, th_words thing, const th_field_spot *other);
/* The name also stands for what is on `row`. */
void th_fault_name(const th_field_spot *spot, th_str name, uint32_t row);
void th_fault_sum(const th_field_spot *spot, th_str what, const th_exact *sum, const th_exact *expected);

/* ---- settings.c, coherence.c, scheme.c ---- */
void th_settings_apply(th_loading *l);
void th_units_arrange(th_loading *l);
void th_catalogues_gather(th_loading *l);
void th_coherence_check(th_loading *l);
/* Puts years in place of {Kỳ}, {Kỳ-1} and the like in labels, aliases, titles and sheet names. */
void th_period_words_finish(th_loading *l);
/* Does the column belong to a list?  So does everything on a form that is nothing but a list. */
bool th_column_is_of_list(const th_definition *d, const th_column *column);
/* clashes.c: reports each name that two units, forms, columns, indicators or values of a catalogue share. */
void th_clashes_check(th_loading *l);
/* Puts parents before their children.  To be called between the passes. */
void th_scheme_arrange(th_loading *l);
/* Gives criteria and rankings their bands, tie steps and titles, and checks what has to add up. */
void th_scheme_finish(th_loading *l);
/* Reports bands that no value can reach, that overlap or are out of order, and limits and targets that are a hundred
 * times off what they measure. */
void th_scale_check(th_loading *l);
/* entries.c: completes what is entered while a period runs, and sets wrong rows aside. */
void th_entries_finish(th_loading *l);
/* The cell of a setting, for findings about it; false where the setting is not stated. */
bool th_settings_spot(th_loading *l, const char *key, th_field_spot *spot);

/* ---- codes.c ---- */
/* Makes the tables by which codes are found and the names that th_expr_parse() asks for, and reports codes used
 * twice. */
void th_codes_build(th_loading *l);
/* To be called after the items of a table were moved. */
void th_codes_rebuild(th_loading *l, th_table_id id);
/* The index of what has the code, or TH_NONE. */
uint32_t th_codes_find(const th_definition *d, th_table_id id, th_str code);
/* The code most like this one; "" where none is near. */
th_str th_codes_nearest(th_arena *scratch, const th_definition *d, th_table_id id, th_str code);

#endif

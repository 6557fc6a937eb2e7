/* Inside extraction: one workbook being read against the definition.  Private to the room. */
#ifndef TH_FACT_READING_H
#define TH_FACT_READING_H

#include "book/book.h"
#include "fact/dataset.h"
#include "fact/printed.h"

enum {
    TH_HEADER_SEARCH = 80,  /* how far down the header of a list is looked for */
    TH_NAMED_ONE_BY_ONE = 5 /* more cells with one fault are one finding */
};

/* A label, folded with its diacritics and without, and bare of enumeration and the like (bare_label.h). */
typedef struct th_label {
    th_str strong, weak, bare;
} th_label;

/* The names that a thing goes by. */
typedef struct th_labels {
    th_label *at;
    size_t n;
} th_labels;

/* A cell that is read as a figure, blank ones too: what formulas that refer to it mean. */
typedef struct th_addressed {
    const th_sheet *sheet;
    uint32_t row, col;
    uint32_t indicator, item; /* as in th_fact */
    th_measure measure;
    uint32_t criterion; /* of the row of a list of scores, or TH_NONE */
    size_t fact;        /* 1 + index of its fact in ds->facts; 0: the cell is blank */
} th_addressed;

/* The names by which the definition knows things. */
typedef struct th_known_labels {
    th_labels *columns;    /* by column: label and aliases */
    th_labels *indicators; /* by indicator */
    th_label *groups;      /* by indicator: its Nhóm */
    th_labels *forms;      /* by form: sheet names and code */
    th_label *titles;      /* by form */
} th_known_labels;

typedef struct th_reading {
    th_dataset *ds;
    const th_definition *d;
    const th_book *book;
    th_arena *arena;
    th_arena *passing;        /* for what is needed while one cell is read, at most */
    th_source source;         /* completed on the way */
    uint32_t source_index;    /* where it will stand in ds->sources */
    size_t first_finding;     /* of the file, in ds->findings */
    const th_labels *columns; /* as in th_known_labels */
    const th_labels *indicators;
    const th_label *groups;
    const th_labels *forms;
    const th_label *titles;
    uint32_t *claimed; /* by sheet: the form it looks like, or TH_NONE */
    uint32_t *form_of; /* the same, of each form only the sheet that is read */
    th_str *foreign;   /* by sheet: why no figure of it counts; empty: they do */
    th_str withheld;   /* the same of the sheet at hand */
    bool pending_said; /* that the sheet at hand has formulas without results was reported in one finding */
    th_addressed *addressed;
    size_t naddressed, addressed_cap;
} th_reading;

/* What made a column of the sheet one of the definition. */
typedef enum th_header_fit {
    TH_HEADER_LABEL = 0, /* its label, or an alias */
    TH_HEADER_FOOTNOTE,  /* the same but for a footnote mark or the number of a column: "Năm nay (3)" */
    TH_HEADER_YEAR,      /* the year in it: the rest of the label fits the role of that year */
    TH_HEADER_OTHER_YEAR /* a label, but its year is not that of the role: the column is withheld */
} th_header_fit;

typedef struct th_header_column {
    uint32_t at;     /* sheet column, or TH_NO_CELL */
    uint32_t second; /* another sheet column with such a label, or TH_NO_CELL */
    th_header_fit fit;
    th_str text; /* what stands in the header */
} th_header_column;

/* A header and the rows below it. */
typedef struct th_block {
    bool found;
    uint32_t header, data, end; /* rows: first of the header, first of data, one past the last */
    th_header_column *columns;  /* by column of the definition */
    size_t matched, labels;     /* how many columns were found; how many of them by their labels */
} th_block;

typedef enum th_fit { TH_FIT_NONE = 0, TH_FIT_WEAK, TH_FIT_STRONG } th_fit;

/* labels.c */
th_label th_label_of(th_arena *arena, th_str text);
/* How well the label fits one of the names: with its diacritics, without them, or not at all. */
th_fit th_label_fits(const th_labels *names, const th_label *label);
/* Is the label, bare, one of the names, bare? */
bool th_label_fits_bare(const th_labels *names, const th_label *label);
/* Takes the labels of the definition from the dataset, or folds them. */
void th_reading_prepare(th_reading *reading);

/* cells.c: one cell as a fact, with its findings */
typedef struct th_spot {
    const th_sheet *sheet;
    uint32_t form, row, col;
} th_spot;

/* identify.c */
/* A unit, and the title row that names it. */
typedef struct th_named_unit {
    uint32_t unit; /* TH_NONE: none is named */
    th_spot title;
    th_str whole; /* the title, where it is more than one cell, or one line of it; else empty */
} th_named_unit;
#define TH_NO_UNIT_NAMED ((th_named_unit){TH_NONE, {.form = TH_NONE, .row = TH_NO_CELL, .col = TH_NO_CELL}, {0}})

/* What the title rows of one sheet say of whose it is. */
typedef struct th_voice {
    th_named_unit first, other; /* the first unit that is named, and the first other one */
    th_named_unit near;         /* that a row names though the rest of the row does not fit it */
} th_voice;

typedef struct th_identity {
    uint32_t unit; /* that the most sheets name; TH_NONE: none does */
    bool several;  /* others are named too */
    th_str names;
    th_named_unit second; /* the first of the others */
    th_named_unit near;   /* the first of any sheet */
    th_voice *voices;     /* by sheet.  The forms speak, and _META; other sheets only where no form names a unit */
} th_identity;
th_identity th_identify_unit(const th_reading *reading);
/* stranger_title.c: sheets that name nobody of the list where the others name the unit get a voice->near. */
void th_hear_strangers(const th_reading *reading, th_identity *id);
typedef struct th_stated_year {
    th_str year;  /* empty: none is stated */
    th_str title; /* that is about a part of the year only; else empty */
} th_stated_year;
/* False when title rows state a year and none is the period; *stated gets what stands there, the period where it is
 * stated too, and stays as it is where no year is. */
bool th_identify_year(const th_reading *reading, const th_sheet *sheet, th_stated_year *stated, uint32_t *row,
                      uint32_t *col);
uint32_t th_title_end(const th_reading *reading, const th_sheet *sheet); /* first row that looks like a header */
/* A sheet of the template itself, no form: _META, and hidden ones whose name begins with "_". */
bool th_is_inner(const th_reading *reading, const th_sheet *sheet);
bool th_is_meta(const th_reading *reading, const th_sheet *sheet);

/* judge_workbook.c: whose the workbook is and of which year; fills in `foreign`.  TH_FAILED: nobody can tell, or it is
 * nothing for this period; it was left out. */
th_status th_judge_workbook(th_reading *reading);

/* signature.c: the line of place and date that closes a form */
typedef struct th_signature {
    int serial, year; /* of its date; 0: there is no such line */
    th_str place;     /* folded */
    uint32_t row, col;
} th_signature;
th_signature th_signature_of(const th_reading *reading, const th_sheet *sheet);

/* match.c: fills claimed, and form_of with the first sheet of each form */
void th_match_sheets(th_reading *reading);

/* header.c */
th_block th_find_indicator_block(const th_reading *reading, const th_sheet *sheet, uint32_t form);
th_block th_find_list_block(const th_reading *reading, const th_sheet *sheet, uint32_t form);

/* judge_header.c: the form at `spot` has no column of that label; headings that mean nothing are named with it. */
void th_say_missing_column(th_reading *reading, const th_spot *spot, const th_block *block, th_str label);
/* judge_header.c: columns with unknown headings and with content in the rows of the facts from `first_fact` on, where
 * the form lacks a column it may do without: nothing else would say that what they hold is not read. */
void th_say_unknown_columns(th_reading *reading, const th_spot *spot, const th_block *block, size_t first_fact,
                            bool list);
/* judge_header.c: what a header says of years, and what it says twice.  Fills in, by role, why its figures are
 * withheld.  True: the header is that of another year altogether, which was said. */
bool th_judge_header(th_reading *reading, const th_sheet *sheet, uint32_t form, const th_block *block,
                     th_str *withheld);

/* rows.c, lists.c.  False: by the header no figure of this year counts. */
bool th_read_indicators(th_reading *reading, const th_sheet *sheet, uint32_t form, const th_block *block);
void th_read_list_block(th_reading *reading, const th_sheet *sheet, uint32_t form, const th_block *block);

/* list_total.c: the total and subtotal rows of a list against the rows that were read */
typedef struct th_list_total {
    uint32_t row, items; /* how many rows of the list stand above it */
    th_str label;        /* as printed */
    th_str kind;         /* "tap the" of "Cộng tập thể", folded: a value of a catalogue; or empty */
} th_list_total;
typedef struct th_list_read {
    th_reading *reading;
    const th_sheet *sheet;
    uint32_t form;
    const th_block *block;
    size_t first_fact; /* of the list, in the dataset */
    uint32_t items;
    const th_list_total *totals;
    size_t ntotals;
} th_list_read;
void th_judge_list_totals(const th_list_read *list);

/* What is wanted of a cell. */
typedef struct th_wanted {
    uint32_t indicator, item; /* as in th_fact */
    th_measure measure;
    th_type type;
    th_str unit;     /* of measure, by the definition */
    th_str row_unit; /* as the row itself states it, or empty */
    th_str label;
    uint32_t catalogue;
    bool points;            /* it is a score, or the maximum of one */
    const th_exact *out_of; /* "9/10" is 9 where this is 10; NULL: a ratio is no figure */
    bool small;             /* a share of which Lớn nhất says that it is always small, so that 0,5 % is no slip */
    bool required;          /* a blank is reported */
    bool keep_blank;        /* a blank is a fact too */
    th_str withheld;        /* why the figure does not count, whatever it is; empty: it counts */
    th_found_by found_by;
    uint32_t criterion; /* item > 0: of its row, or TH_NONE */
} th_wanted;
/* To be called after each cell: now and then frees the memory that looking at cells takes (reading->passing), since a
 * list may have a million of them. */
void th_cell_passed(const th_reading *reading);
/* Notes that the cell is the address of the figure that is wanted of it.  th_read_cell() does it too. */
void th_note_address(th_reading *reading, const th_spot *spot, const th_wanted *wanted);
/* addressed.c: what the formulas of all facts of the workbook compute (computed.h), once every sheet has been read. */
void th_address_formulas(th_reading *reading);
void th_read_cell(th_reading *reading, const th_spot *spot, const th_wanted *wanted);
/* `sheet` may be NULL, `form` TH_NONE, `row` and `col` TH_NO_CELL. */
th_place th_place_of(const th_reading *reading, const th_sheet *sheet, uint32_t form, uint32_t row, uint32_t col);
/* Valid until the next finding. */
th_finding *th_raise(th_reading *reading, th_finding_kind kind, const th_place *place, th_arguments arguments);
/* " The nearest is …", to stand behind a sentence; empty where nothing is near. */
th_words th_nearest_words(th_arena *arena, th_str nearest);

#endif

/* Inside the .xlsx reader: one package being read (ECMA-376 parts 1 and 2, transitional and strict).
 *
 *   xlsx.c          the package, its relationships, the workbook part
 *   xlsx_part.c     one part through the scanner
 *   xlsx_styles.c   fonts, number formats, borders, alignment
 *   xlsx_rich.c     text in runs, from shared strings and cells
 *   xlsx_strings.c  the shared strings
 *   xlsx_sheet.h    a sheet, in three files of its own
 *   xlsx_relations.c  which parts belong to a part
 *   xlsx_rich_value.c what a cell shows where its own value is a stand-in
 *   xlsx_beside.c   comments, links to other workbooks, macros
 *   xlsx_mark.c     the mark of our own workbooks
 *   xlsb.h          the parts of an .xlsb, which are records instead of XML
 */
#ifndef TH_BOOK_XLSX_H
#define TH_BOOK_XLSX_H

#include "base/lookup.h"
#include "book/grid.h"
#include "book/outside.h"
#include "pack/xml.h"
#include "pack/zip.h"

#define TH_XLSX_CELL_FONT UINT32_MAX /* of a run without a font of its own, which has that of the cell */
enum { TH_XLSX_ROWS = 1048576, TH_XLSX_COLS = 16384 };

typedef struct th_xlsx_string {
    th_str text;
    const th_cell_run *runs;
    uint32_t nruns; /* 0 without rich text */
    bool too_long;  /* longer than a cell may be, so that only its length was kept */
} th_xlsx_string;

/* The text of one <si> or <is> while its runs are collected, without the phonetic ones. */
typedef struct th_xlsx_rich {
    th_buf text; /* as it stands in the XML */
    th_buf out;  /* with its escapes resolved */
    th_cell_run *runs;
    size_t nruns, cap;
    size_t most;    /* how many bytes of a text are kept */
    size_t dropped; /* how many more there were */
    uint32_t font;  /* of the run at hand */
    int phonetic;   /* depth inside <rPh> */
    bool inside_t, any_run;
    bool raised, struck; /* of the run at hand */
} th_xlsx_rich;

/* A shared string.  There may be hundreds of thousands, so it takes only 16 bytes. */
typedef struct th_xlsx_shared {
    const char *ptr;
    uint32_t len;
    uint32_t extra; /* 1 + its index in th_xlsx.extras; 0: it is plain text */
} th_xlsx_shared;

/* What a cell shows whose value is a rich one, such as a picture.  Older programs read an error in its place. */
typedef enum th_xlsx_shown {
    TH_XLSX_SHOWS_ITS_VALUE = 0,
    TH_XLSX_SHOWS_PICTURE,
    TH_XLSX_SHOWS_TEXT,
    TH_XLSX_SHOWS_ERROR
} th_xlsx_shown;

typedef struct th_xlsx_rich_value {
    th_xlsx_shown shown;
    th_str text; /* of a TEXT or an ERROR */
} th_xlsx_rich_value;

typedef struct th_xlsx {
    th_book *book;
    th_zip zip;
    th_cell *xfs; /* an empty cell of each format */
    size_t nxfs, xfs_cap;
    th_xlsx_shared *strings;
    size_t nstrings, strings_cap;
    th_xlsx_string *extras; /* shared strings with runs, or too long */
    size_t nextras, extras_cap;
    char *store; /* where the texts of the shared strings are packed */
    size_t store_room;
    th_xlsx_rich_value *metas; /* by the attribute vm of a cell, from 1 */
    size_t nmetas;
    th_str *people; /* names of those who comment */
    size_t npeople, people_cap;
    th_lookup people_by_id; /* index + 1 */
    th_outside outside;     /* .xlsb */
    uint32_t *fonts;        /* .xlsb: those of the book, in the order of the file */
    size_t nfonts, fonts_cap;
} th_xlsx;

/* A sheet as the workbook part lists it. */
typedef struct th_xlsx_listed {
    th_str name, id; /* id: of its relation; "" when the part does not say */
    th_visibility visibility;
} th_xlsx_listed;

typedef struct th_xlsx_list {
    th_xlsx_listed *at;
    size_t n, cap;
} th_xlsx_list;

/* What the relations of a part lead to. */
typedef struct th_xlsx_relation {
    th_str id, type, target;
    bool external;
} th_xlsx_relation;

typedef struct th_xlsx_relations {
    th_xlsx_relation *at;
    size_t n, cap;
    th_arena *arena;
} th_xlsx_relations;

/* Reads relations from the part of them; there are none where it is missing. */
th_status th_xlsx_relations_of(th_xlsx *xlsx, th_str part, th_xlsx_relations *list);
/* Reads relations from a part that may be damaged: then false, and the file is not refused. */
bool th_xlsx_relations_tried(th_xlsx *xlsx, const th_zip_entry *entry, th_xlsx_relations *list);
/* A target is a URI, where "%20" stands for a blank. */
th_str th_xlsx_plain_target(th_arena *arena, th_str name);
/* The first one to a part of the package whose type ends so, or NULL. */
const th_xlsx_relation *th_xlsx_relation_typed(const th_xlsx_relations *list, th_str suffix);
/* The folder that a part is in, without its slash. */
th_str th_xlsx_folder(th_str part);

/* The name of the part that a target means, relative to the folder of the part that names it.  ".." is resolved; ""
 * when the target leaves the package. */
th_str th_xlsx_resolve(th_arena *arena, th_str folder, th_str target);
/* The entry that a target means; NULL when there is none. */
const th_zip_entry *th_xlsx_entry(th_arena *arena, const th_zip *zip, th_str folder, th_str target);

/* Reads a part through the scanner.  TH_FAILED means here and below that the file is refused, and that the book
 * holds the finding. */
th_status th_xlsx_read_part(th_xlsx *xlsx, const th_zip_entry *entry, const th_xml_handler *handler);
th_status th_xlsx_styles(th_xlsx *xlsx, const th_zip_entry *entry);
th_status th_xlsx_strings(th_xlsx *xlsx, const th_zip_entry *entry);
th_status th_xlsx_sheet(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet); /* index of the book's sheet */
/* Reads a part that says nothing about cells.  False, and the file is not refused, when it cannot be read. */
bool th_xlsx_try_part(th_xlsx *xlsx, const th_zip_entry *entry, const th_xml_handler *handler);
/* The part where the relations of a part stand. */
th_str th_xlsx_relations_part(th_arena *arena, th_str part);
/* Reads what the workbook part leads to beside sheets; never refuses. */
void th_xlsx_beside(th_xlsx *xlsx, const th_xlsx_relations *rels, th_str folder);
void th_xlsx_rich_values(th_xlsx *xlsx, const th_xlsx_relations *rels, th_str folder);
/* Notes the comments of a sheet, whose part is `entry`; never refuses. */
void th_xlsx_threads(th_xlsx *xlsx, const th_zip_entry *entry, size_t sheet);
/* Sets mark and resaved of the book; never refuses. */
void th_xlsx_mark(th_xlsx *xlsx);

/* Keeps a copy of a string at the end of the shared strings. */
void th_xlsx_keep_string(th_xlsx *xlsx, th_xlsx_string string);
/* A shared string; `index` is below xlsx->nstrings. */
static inline th_xlsx_string th_xlsx_shared_string(const th_xlsx *xlsx, size_t index)
{
    const th_xlsx_shared *shared = &xlsx->strings[index];
    return shared->extra ? xlsx->extras[shared->extra - 1] : (th_xlsx_string){.text = {shared->ptr, shared->len}};
}

void th_xlsx_rich_init(th_xlsx_rich *rich, th_book *book);
void th_xlsx_rich_begin(th_xlsx_rich *rich);
void th_xlsx_rich_start(th_xlsx_rich *rich, th_book *book, th_str name, const th_xml_attr *attrs, size_t n);
void th_xlsx_rich_end(th_xlsx_rich *rich, th_str name);
void th_xlsx_rich_text(th_xlsx_rich *rich, th_str text);
/* The text that was collected.  It and its runs stay valid until the next one begins. */
th_xlsx_string th_xlsx_rich_take(th_xlsx_rich *rich);

#endif

/* Facts: (unit, period, indicator, measure) → value and the cell it came from; and the dataset of a period, which is
 * all that checks, scores and the report see.
 *
 * Invariant: there is no number without an origin (file, sheet, cell, raw text).
 */
#ifndef TH_FACT_DATASET_H
#define TH_FACT_DATASET_H

#include "fact/edition.h"
#include "fact/memory.h"
#include "fact/reply.h"
#include "form/definition.h"

typedef enum th_source_status {
    TH_SOURCE_ACCEPTED = 0, /* at least one of its forms counts */
    TH_SOURCE_REJECTED,
    TH_SOURCE_REPLACED,  /* each of its forms is taken from another file */
    TH_SOURCE_WAITING,   /* Sổ nhận: chờ */
    TH_SOURCE_WITHDRAWN, /* Sổ nhận: rút */
    TH_SOURCE_ASIDE,     /* no submission of this period: an archive, a workbook of ours, a file of another year */
    TH_SOURCE_DOCUMENT,  /* what came along with a workbook: a letter, a signed page, a picture */
    TH_SOURCE_STATUSES
} th_source_status;

/* One file that was seen. */
typedef struct th_source {
    th_str file;    /* relative to the inbox, NFC; of a member "archive › member"; no two are called the same */
    th_str named;   /* of a kept copy: what the file was called in the inbox; else empty */
    th_str member;  /* which member of an archive; empty: a file of its own */
    th_str sha256;  /* hex */
    bool stated;    /* what is known of the file is what a record stream says: its hash is no proof */
    th_str content; /* digest of what was read, where another file has its hash and one of both is only stated; or "" */
    uint64_t bytes;
    th_str format; /* "xlsx", "xls (BIFF8)", ... */
    uint32_t unit; /* TH_NONE when not recognised */
    int period;
    th_source_status status;
    th_str reason;      /* Vietnamese, when not accepted */
    th_edition edition; /* what the file itself says about whether it counts */
    /* while it is read: no other file of the inbox has its name, folders apart; or nearly (fact/folder.h) */
    bool base_alone, loose_alone, loose_base_alone;
    bool archive_alone, archive_loose_alone; /* the same of the archive that it is a member of */
    th_str archive_sha256;                   /* and the hash of that archive */
    uint32_t receipt;                        /* the latest row of Sổ nhận about the file; TH_NONE: it has none */
    /* A kept copy of what the inbox no longer holds: the last day on which it did; 0: the file is in the inbox. */
    int kept_of;
    /* What an earlier run knew of this content; NULL: it is new, or there is no memory. */
    const th_remembered *remembered;
    const th_remembered *at_freeze; /* likewise of the run that froze the figures */
    bool after_freeze; /* the figures are frozen, and the content was not its unit's then: it counts for nothing */
    bool waits;        /* it does not count without a decision of the secretariat, or not in all that it states */
    uint32_t forms;    /* forms recognised */
    uint32_t cells;    /* cells read */
} th_source;

/* A form that a file holds. */
typedef struct th_held_form {
    uint32_t source, form;
    th_str sheet;
    int signed_on; /* serial of the date in its signature line; 0: none is stated */
    bool withheld; /* none of its figures of this year counts: its sheet is of another unit or year */
    bool replaced; /* withheld, and another file of the unit replaces it anyway */
    bool counts;   /* the unit's figures of this form are those of this file */
    bool disputed; /* it counts but for figures that another file states otherwise */
} th_held_form;

/* What the unit had stated before the secretariat's figure took its place. */
typedef struct th_adjusted {
    const th_adjustment *by;
    th_value stated;
} th_adjusted;

/* How the row of a figure was found, where that is worth saying. */
typedef enum th_found_by {
    TH_FOUND_BY_LABEL = 0,  /* its whole label, or a code whose label agrees */
    TH_FOUND_BY_BARE_LABEL, /* its label without enumeration, "Trong đó:" or footnote marks */
    TH_FOUND_BY_CODE        /* its code, though the label is another */
} th_found_by;

/* The formula of a fact's cell, as far as it is kept. */
typedef struct th_fact_formula {
    th_str relative; /* in R1C1 notation (th_formula_relative) */
    th_str computes; /* what it computes (computed.h); empty: it was not kept */
} th_fact_formula;

/* A list may have millions: what few of them have stands elsewhere. */
typedef struct th_fact {
    uint32_t unit;      /* index in the definition */
    uint32_t indicator; /* index of the indicator, or of the list column when item > 0 */
    uint32_t item;      /* 0: an indicator's row; n >= 1: row n of a list */
    th_measure measure; /* TH_NOW for list cells */
    th_value value;
    /* origin */
    uint32_t source; /* index in sources */
    th_str sheet;    /* tab name, NFC */
    uint32_t row, col;
    th_str raw;       /* as stands in the cell (NFC) */
    uint8_t encoding; /* th_encoding of the cell text */
    bool hidden, formula;
    th_found_by found_by;
    const th_fact_formula *kept_formula; /* NULL: it has none, or none was kept */
    const th_adjusted *adjusted;         /* NULL: the value is the unit's own */
} th_fact;

/* What is kept of the formula of its cell; empty where nothing is. */
static inline th_fact_formula th_fact_formula_of(const th_fact *fact)
{
    return fact->kept_formula ? *fact->kept_formula : (th_fact_formula){0};
}
/* A copy to refer to; NULL where both are empty. */
const th_fact_formula *th_fact_formula_keep(th_arena *arena, th_fact_formula formula);

/* A figure of a form that is taken from another file, where it differs from the figure that counts. */
typedef struct th_passed_over {
    th_fact fact;
    bool in_conflict; /* nothing says which file counts: neither figure does */
} th_passed_over;

/* One cell whose text was converted to Unicode. */
typedef struct th_conversion {
    uint32_t source;
    th_str sheet;
    uint32_t row, col;
    uint8_t encoding, evidence;
    th_str before, after;
} th_conversion;

/* How a unit stood in a ranking. */
typedef struct th_rank_held {
    uint32_t unit;
    th_str ranking; /* its code */
    const th_exact *total;
    uint32_t rank; /* 0: not ranked */
} th_rank_held;

/* What a run came to beside figures and findings; the day of the run is ds->as_of. */
typedef struct th_run_outcome {
    bool known; /* the dataset is that of a run which has ended */
    th_str definition_hash, program;
    th_str ledger_hash; /* empty: no ledger was read */
    th_rank_held *ranks;
    size_t nranks, ranks_cap;
} th_run_outcome;

/* Facts that follow one another. */
typedef struct th_fact_run {
    uint32_t first, n;
    bool withheld; /* of a list: a cell of it does not count */
} th_fact_run;

typedef struct th_dataset {
    th_arena *arena;
    th_arena
        *facts_arena; /* of the list of facts, not of what they refer to: `arena`, unless it is given back earlier */
    const th_definition *definition;
    const th_memory *memory;              /* what the runs before this one knew; NULL: nothing */
    const struct th_known_labels *labels; /* of the definition, where they were folded before (fact/extract.h) */
    th_source *sources;
    size_t nsources, sources_cap;
    th_fact *facts;
    size_t nfacts, facts_cap;
    th_held_form *held;
    size_t nheld, held_cap;
    th_passed_over *passed_over;
    size_t npassed_over, passed_over_cap;
    th_conversion *conversions;
    size_t nconversions, conversions_cap;
    th_reply *replies;
    size_t nreplies, replies_cap;
    th_findings findings;
    th_place *suspended; /* cells of Giá trị cũ: rows of Điều chỉnh whose figure has changed since */
    size_t nsuspended, suspended_cap;
    th_place *by_phone; /* cells of Căn cứ: rows of Điều chỉnh that are in use, and that the unit has yet to confirm */
    size_t nby_phone, by_phone_cap;
    th_fact *stored;
    size_t nstored, stored_cap; /* last year's accepted facts (--last-year) */
    bool has_stored;
    th_run_outcome outcome;
    int as_of; /* the day that deadlines are compared with, a serial of the 1900 system; 0: before all of them */
    int day;   /* the day of the run, likewise; 0: it is not known */
    bool sealed;
    bool *filled;       /* by unit and column of a list, once sealed: some row of it holds something there */
    bool *withheld;     /* by unit and form, once sealed: the form was sent and none of its figures counts */
    uint32_t *counting; /* by unit, once sealed: 1 + the source that th_dataset_source() finds; 0: it has none */
    /* Where facts are, once sealed: of figures by unit and indicator, of lists by unit and form. */
    th_fact_run *figures, *stored_figures, *lists;
} th_dataset;

th_dataset *th_dataset_new(th_arena *arena, const th_definition *definition);
/* Copies the strings and numbers of `fact` into the dataset's arena. */
void th_dataset_add(th_dataset *ds, const th_fact *fact);
/* Puts the figures of Điều chỉnh in place of the units', each with a finding; before sealing. A figure the unit has no
 * cell for gets its origin from the definition: a source of its own, without a unit.  Where Giá trị cũ is stated, and
 * the unit's figure is neither the old nor the new one, it stays, and the row is suspended. */
void th_dataset_adjust(th_dataset *ds);
/* Sorts facts by form order: indicators (item 0) by (indicator, unit, measure), then list cells by
 * (form, unit, item, column); sources by file name.  Call once, after the last add. */
void th_dataset_seal(th_dataset *ds);
/* Finds anew where the facts of a sealed dataset are: for a copy that leaves some of them out, in their order. */
void th_dataset_index(th_dataset *ds);

const th_fact *th_dataset_find(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m); /* or NULL */
const th_fact *th_dataset_stored(const th_dataset *ds, uint32_t unit, uint32_t indicator);             /* or NULL */
size_t th_dataset_list_size(const th_dataset *ds, uint32_t unit, uint32_t form);                       /* rows */
/* Where the facts of row `item` of a list stand in ds->facts, by column; none before the dataset is sealed. */
th_fact_run th_dataset_list_row(const th_dataset *ds, uint32_t unit, uint32_t form, uint32_t item);
const th_fact *th_dataset_list_cell(const th_dataset *ds, uint32_t unit, uint32_t column,
                                    uint32_t item); /* item from 1 */
/* Of the accepted sources of a unit the one with the most forms that count, or NULL; of a sealed dataset it is that of
 * the day it was sealed. */
const th_source *th_dataset_source(const th_dataset *ds, uint32_t unit);
/* How many forms of the source count; of all sources of the unit. */
uint32_t th_dataset_source_forms(const th_dataset *ds, const th_source *source);
uint32_t th_dataset_unit_forms(const th_dataset *ds, uint32_t unit);
/* What the file is called in the inbox; the name of a kept copy says more. */
th_str th_source_name(const th_source *source);
/* The row of Sổ nhận that the source is bound to, or NULL. */
const th_receipt *th_dataset_receipt(const th_dataset *ds, const th_source *source);
/* May the row be about a file with this hash?  A row without a content mark may be about any. */
bool th_receipt_fits(const th_receipt *receipt, th_str sha256);
/* The unit has sent the form, but no sheet of it that counts: what it lacks is not known, and no blank of it is 0.
 * Of a sealed dataset. */
bool th_dataset_withholds(const th_dataset *ds, uint32_t unit, uint32_t form);
/* A required column in which no row of the unit's list holds anything: it was not read, or not filled in; either way it
 * is no count of 0. */
bool th_dataset_list_column_is_missing(const th_dataset *ds, uint32_t unit, uint32_t column);
/* Does a cell of the unit's list not count? */
bool th_dataset_list_withheld(const th_dataset *ds, uint32_t unit, uint32_t form);
/* The form that a fact belongs to. */
uint32_t th_dataset_form_of(const th_dataset *ds, const th_fact *fact);

/* Figures of the cluster (TH_NOW etc.), by the indicator's Gộp: only over units that have a value. */
typedef struct th_aggregated {
    const th_exact *num;        /* NULL: nothing to show */
    uint32_t covered;           /* units that contribute ("n/7") */
    uint32_t qualifiers;        /* union over the contributors of a sum */
    const th_exact *low, *high; /* ratio without parts, ranks: min and max of what is stated */
} th_aggregated;
th_aggregated th_dataset_aggregate(th_arena *arena, const th_dataset *ds, uint32_t indicator, th_measure m);

/* The environment of an expression for one unit (or TH_NONE: the cluster, aggregated values).
 * `special` is left to the caller (score, check); when NULL those functions are ABSENT, KY is the period. */
typedef struct th_dataset_env {
    const th_dataset *ds;
    th_arena *arena;
    uint32_t unit;
    bool printed; /* figures as their cells show them, not exactly: for tolerance by what is printed */
    th_operand (*special)(void *ctx, th_func func, uint32_t criterion);
    void *special_ctx;
} th_dataset_env;
th_env th_dataset_environment(th_dataset_env *binding);

#endif

/* What is wrong with what stands in a cell of the blank workbook, whatever the rules say: a text where a figure
 * belongs, a value that is in no catalogue, a day that no calendar has, a word that is neither Có nor Không, an error.
 * As formulas that are asked of one cell, or of all cells of a list's column at once: rows that are inserted into a
 * list hold no formula of ours. */
#ifndef TH_REPORT_TEMPLATE_FAULTS_H
#define TH_REPORT_TEMPLATE_FAULTS_H

#include "draw/tab.h"
#include "report/template_rules.h"

#define TH_CHOICES_SHEET "_DANH_MUC"

/* What belongs into a cell. */
typedef struct th_cell_wanted {
    th_type type;
    uint32_t catalogue; /* or TH_NONE */
} th_cell_wanted;

/* How the values of a catalogue may be written: itself, by another name, without diacritics.  The values come first. */
th_strs th_template_writings(th_arena *arena, const th_catalogue *catalogue);
/* The range that lists these, as a formula names it. */
th_str th_template_writings_range(th_arena *arena, const th_definition *d, uint32_t catalogue);
/* A formula that gives "Có", "Không" or "", whichever word for yes or no stands in the cell. */
th_str th_template_yes_no(th_arena *arena, th_str cell);
/* Which flag a cell of this type has when it is wrong. */
th_template_flag th_template_fault_flag(th_cell_wanted wanted);
/* A formula that is more than 0 where what stands in `cells` does not belong there; of an area it gives an array.
 * `writings`: the range of its catalogue.  "" where anything may stand. */
th_str th_template_fault(th_arena *arena, th_cell_wanted wanted, th_str cells, th_str writings);

/* Writes into hidden cells above the columns of a list how many of its cells are wrong, and the row of the first
 * one. */
void th_template_list_faults(const th_template_rules *rules, th_tab *tab, uint32_t form);
/* "+'B02'!$X$9+…": how many cells of lists have this flag; "" where no column can. */
th_str th_template_list_flagged(const th_template_rules *rules, uint32_t form, th_template_flag flag);
/* The area of the form's own sheet in which the wrong cells of its list are counted; "" where none are. */
th_str th_template_list_counts(const th_template_rules *rules, uint32_t form);
/* Which hidden cell says in which row the first such cell of a column stands; false: there is none. */
bool th_template_first_fault(const th_template_rules *rules, uint32_t form, uint32_t shown_column,
                             th_template_flag flag, uint32_t *row);
/* A formula that counts the cells that must still be filled in, in rows that were begun; "" where no column must be. */
th_str th_template_begun_unfilled(const th_template_rules *rules, uint32_t form);
enum { TH_FAR_DOWN = 2000000 /* more rows than a sheet has: what a hidden cell says is this less the row */ };

#endif

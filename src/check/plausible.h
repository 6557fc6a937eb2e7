/* Plausibility: what a careful reader notices without a written rule.  Each raises a finding that asks; none changes a
 * figure, and where a written rule covers the same thing, or has spoken about the same cell, the rule is left to
 * speak. */
#ifndef TH_CHECK_PLAUSIBLE_H
#define TH_CHECK_PLAUSIBLE_H

#include "check/check.h"
#include "check/extent.h"

/* Before the rules: a bare share ("0,7" in a row of percents) that its parts prove right is no longer asked about
 * (SO-010); slips of scale, so that what follows from one is folded under it. */
void th_plausible_first(th_arena *arena, th_dataset *ds, th_check_results *results);
/* After the rules. */
void th_plausible_run(th_arena *arena, th_dataset *ds);
/* Is the finding one of those that th_plausible_run raises? */
bool th_plausible_notices(th_finding_kind kind);

/* ---- inside ---- */
/* plausible_share.c: shares against their parts; growth taken for an index. */
void th_plausible_shares(th_arena *arena, th_dataset *ds);
void th_plausible_bare_shares(th_arena *arena, th_dataset *ds);
/* plausible_scale.c: slips of scale; one value in two units of measure. */
void th_plausible_slips(th_arena *arena, th_dataset *ds, th_check_results *results);
void th_plausible_same_values(th_arena *arena, th_dataset *ds);
/* plausible_sheet.c: another unit's sheet, last year's sheet, last year's figures. */
void th_plausible_sheets(th_arena *arena, th_dataset *ds);
/* plausible_nought.c: one of three columns ten or a hundred times the other two.  Before the rules: what they say of
 * the change since follows from it. */
void th_plausible_noughts(th_arena *arena, th_dataset *ds);
/* The powers of ten by which a figure is off with a nought or two too few or too many. */
enum { TH_NOUGHTS = 4 };
extern const int th_noughts[TH_NOUGHTS];
/* A figure that is off by 10^`power`, and from what; "số của năm trước", "1.200". */
typedef struct th_nought_slip {
    int power;
    th_words against, usual;
} th_nought_slip;
void th_plausible_say_nought(th_arena *arena, th_dataset *ds, const th_fact *fact, const th_nought_slip *slip);
/* plausible_year.c: this year's figure and last year's are far from each other.  Is it last year's that is wrong, since
 * the plan, or else the other units' figures of both years, are near this year's alone? */
bool th_plausible_last_year_is_off(th_arena *arena, const th_dataset *ds, uint32_t unit, uint32_t indicator);
/* plausible_tens.c: ten or a hundred times last year's figure, or in both years those of the other units. */
void th_plausible_tens(th_arena *arena, th_dataset *ds);
/* plausible_column.c: rules of this year that the columns of last year and of the plan break. */
void th_plausible_columns(th_arena *arena, th_dataset *ds);
/* plausible_label.c: one label, two figures; plausible_swap.c: two digits that may have changed places. */
void th_plausible_labels(th_arena *arena, th_dataset *ds);
void th_plausible_swaps(th_arena *arena, th_dataset *ds, bool before_rules);
/* plausible_pace.c: what hardly changes with any other unit, and changes much here. */
void th_plausible_paces(th_arena *arena, th_dataset *ds);
/* What this year's figures are of last year's, over the units that have both. */
th_extent th_pace_of(th_arena *arena, const th_dataset *ds, uint32_t indicator);
/* Is `figure` at most `hundredths` hundredths of what the others' shares make of `before`, and at least as near from
 * below? */
bool th_pace_keeps(th_arena *arena, const th_extent *others, const th_exact *figure, const th_exact *before,
                   int hundredths);
/* plausible_places.c: figures of two neighbouring rows that may have changed places. */
void th_plausible_places(th_arena *arena, th_dataset *ds);
/* plausible_documents.c: one document number in two rows of a list of documents. */
void th_plausible_documents(th_arena *arena, th_dataset *ds);
/* Letters and digits of the number of a document, folded: "12/QĐ-UBND" and "12 /qđ-ubnd" are one. */
th_str th_plausible_bare_number(th_arena *arena, th_str text);
/* plausible_texts.c: a bare number in a column of words. */
void th_plausible_texts(th_arena *arena, th_dataset *ds);
/* plausible_decisions.c: one document with two dates, or with two numbers, in a list of something else. */
void th_plausible_decisions(th_arena *arena, th_dataset *ds);
/* plausible_rows.c: one thing in two rows of a list; plausible_figures.c: figures of a list out of all proportion. */
void th_plausible_rows(th_arena *arena, th_dataset *ds);
void th_plausible_figures(th_arena *arena, th_dataset *ds);
/* plausible_rank.c: ranks that do not say of how many they are. */
void th_plausible_ranks(th_arena *arena, th_dataset *ds);
/* plausible_list.c: document numbers, dates. */
void th_plausible_lists(th_arena *arena, th_dataset *ds);

/* notice.c, below all of them */
/* Raises `kind` at the cell of `fact`, unless a finding of level cảnh báo or graver stands there already. NULL then. */
th_finding *th_plausible_say(th_dataset *ds, th_finding_kind kind, const th_fact *fact, th_arguments arguments);
/* The number of a fact that holds one, else NULL. */
const th_exact *th_plausible_number(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m);
/* The number of a fact where it is above 0, else NULL. */
const th_exact *th_plausible_positive(const th_dataset *ds, uint32_t unit, uint32_t indicator, th_measure m);
/* Does the indicator count or measure something, of which there may be ten times as much? */
bool th_plausible_counts(const th_definition *d, uint32_t indicator);
/* Is each at most `hundredths` hundredths of the other?  Both are above 0. */
bool th_plausible_within(th_arena *arena, const th_exact *a, const th_exact *b, int hundredths);
th_words th_plausible_words(th_arena *arena, const th_exact *number);
/* The words of a number with as many decimals as tell it from `other`, with which the sentence compares it. */
th_words th_plausible_apart(th_arena *arena, const th_exact *number, const th_exact *other);

#endif

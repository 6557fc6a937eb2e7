/* Peers: the copies of one form that units send are laid over each other, and a cell is held against what most of them
 * compute there.
 *
 * The reference of a place is what its copies compute (fact/computed.h) in at least three units, and in more than two
 * thirds of those that have a formula there; less than that says nothing.  A unit that computes something else, or has
 * typed a number, gets a note where its figure is what the reference gives on its own figures, and a warning where it
 * is not; the note about a number only where more than two thirds of all units compute.  A place is an indicator and a
 * measure, a list column in the row of a criterion, or else a list column, whose rows mostly compute alike.
 *
 * No unit hears of another but as a number: "6/7 Sở". */
#ifndef TH_CHECK_PEERS_H
#define TH_CHECK_PEERS_H

#include "check/fold.h"
#include "fact/computed.h"

void th_peers_run(th_arena *arena, th_dataset *ds, th_doubts *doubts);

/* ---- inside ---- */

/* One unit's sheet, from which formulas are looked at. */
typedef struct th_peer_view {
    th_arena *arena;
    const th_dataset *ds;
    const th_fact *home;       /* the figure at hand */
    const uint32_t *criterion; /* by fact: the criterion of its row in a list of scores, or TH_NONE */
} th_peer_view;

/* peers_figures.c: the fact that a leaf stands for in this unit's copy; NULL where it has none. */
const th_fact *th_peer_fact(const th_peer_view *view, const th_computed *leaf);
/* What the tree gives on this unit's own figures; NULL: it cannot be told, because a figure is unreadable, or the row
 * of one is not found in this copy. */
const th_exact *th_peer_value(const th_peer_view *view, const th_computed *tree);

/* peers_rules.c: what a rule of level lỗi or chặn says that the figure equals, as a formula over that measure; NULL: no
 * rule does.  Where most units compute something else and one computes this, the rule is right and nothing is said. */
const th_computed *th_peer_rule(th_arena *arena, const th_definition *d, uint32_t indicator, th_measure m);

/* peers_words.c: the tree as a formula in this unit's cells, "SUM(G13:G15)". */
th_str th_peer_formula(const th_peer_view *view, const th_computed *tree);
/* In what the tree of this unit differs from the reference: "thiếu G15"; `own` NULL: it is not understood. */
th_words th_peer_difference(const th_peer_view *view, const th_computed *reference, const th_computed *own);

#endif

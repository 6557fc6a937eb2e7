/* A folder of files that appears whole or not at all: it is made under another name beside its place, with a list of
 * hashes, read back, synced and renamed.  What is there is never replaced.
 *
 * Whoever makes one holds the lock of the cluster's folder, so that what a killed run has left can be removed. */
#ifndef TH_BATCH_DOSSIER_TREE_H
#define TH_BATCH_DOSSIER_TREE_H

#include "batch/dossier_sums.h"
#include "batch/files.h"

typedef struct th_tree {
    th_arena *arena;
    const char *folder; /* in which it will stand; made where it is not there */
    const char *part;   /* in which it is made, and whatever else is needed meanwhile; gone in the end */
    const char *root;   /* of the files, in `part` */
    th_sums sums;       /* of the files so far */
    th_trouble *trouble;
} th_tree;

/* Removes what a killed run has left.  After TH_FAILED of any of these *tree->trouble says why, and nothing is left. */
th_status th_tree_begin(th_tree *tree);
/* Writes a file; `path` is relative, with "/", and safe (th_sums_path_is_safe). */
th_status th_tree_put(th_tree *tree, th_str path, th_str bytes);
/* Copies a file of any size, whose bytes must have the hash `sha256`; "": whatever they are. */
th_status th_tree_copy(th_tree *tree, th_str path, const char *from, th_str sha256);
/* Where a file is written by somebody else, who is done before it is adopted. */
th_status th_tree_place(th_tree *tree, th_str path, const char **file);
th_status th_tree_adopt(th_tree *tree, th_str path);
/* The list of hashes, and the name; *path is where it stands. */
th_status th_tree_name(th_tree *tree, th_str name, const char **path);
void th_tree_abandon(const th_tree *tree);

#endif

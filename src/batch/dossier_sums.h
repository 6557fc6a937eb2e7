/* SHA256SUMS of a dossier: what sha256sum(1) writes, one file a line, by name.
 *
 * A dossier comes from anywhere, years later: the list names nothing outside of its folder, no link is followed, and a
 * file that is missing, changed or not in the list refuses the whole. */
#ifndef TH_BATCH_DOSSIER_SUMS_H
#define TH_BATCH_DOSSIER_SUMS_H

#include "base/lookup.h"
#include "base/status.h"
#include "base/trouble.h"

#define TH_SUMS_FILE "SHA256SUMS"

typedef struct th_sum {
    th_str path;   /* relative to the dossier */
    th_str sha256; /* hex */
} th_sum;

typedef struct th_sums {
    th_sum *at;
    size_t n, cap;
} th_sums;

/* Is it relative, without "..", and without a character that a line of the list cannot hold? */
bool th_sums_path_is_safe(th_str path);
void th_sums_add(th_sums *sums, th_arena *arena, th_str path, th_str sha256);
/* The text of SHA256SUMS, its lines sorted by path. */
th_str th_sums_text(th_arena *arena, th_sums *sums);
/* TH_FAILED: *trouble names the first file that is not as the list says. */
th_status th_sums_verify(th_arena *arena, const char *folder, th_sums *sums, th_trouble *trouble);
/* The hash of a file of the list; "": it has none of that path. */
th_str th_sums_of(const th_sums *sums, th_str path);

#endif

/* Limits on what one file, and the list of files, may cost.  The message that a limit was reached names it, and an
 * option can set it.  Names, units and defaults are rows of limits.def. */
#ifndef TH_BASE_LIMITS_H
#define TH_BASE_LIMITS_H

#include "base/str.h"

struct th_passwords;

/* Whoever reads a file is handed these, and so the passwords too that open what is locked. */
typedef struct th_limits {
#define TH_LIMIT(field, name, unit, value, vi, en) size_t field;
#include "base/limits.def"
#undef TH_LIMIT
    const struct th_passwords *passwords; /* pack/keyring.h; NULL: Excel's own only */
    bool strict;                          /* what readers repair is refused */
} th_limits;

extern const th_limits th_limits_default;

/* Sets a limit by an assignment such as "cells=5000000", in the unit of the limit.  False, and nothing is set, when
 * there is no such limit or no number above 0. */
bool th_limits_set(th_limits *limits, th_str assignment);

/* A limit by its row in limits.def, from 0, in the unit of the limit; false beyond the last one. */
typedef struct th_limit_stated {
    const char *name;
    size_t value;
} th_limit_stated;
bool th_limits_at(const th_limits *limits, size_t row, th_limit_stated *stated);

#endif

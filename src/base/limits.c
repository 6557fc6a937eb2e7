/* Limits by name, with their defaults and units. */
#include "base/limits.h"

#include <stdint.h>

#include "base/banned.h"

#define MIB ((size_t)1024 * 1024)
enum { MOST = 1000000000 };

const th_limits th_limits_default = {
#define TH_LIMIT(field, name, unit, value, vi, en) .field = (unit) * (size_t)(value),
#include "base/limits.def"
#undef TH_LIMIT
};

static const struct {
    const char *name;
    size_t offset, unit;
} limits_known[] = {
#define TH_LIMIT(field, name, unit, value, vi, en) {name, offsetof(th_limits, field), unit},
#include "base/limits.def"
#undef TH_LIMIT
};

bool th_limits_set(th_limits *limits, th_str assignment)
{
    th_str name;
    long value;
    if (!th_str_cut(&assignment, '=', &name) || !th_str_to_long(assignment, &value) || value < 1 || value > MOST)
        return false;
    for (size_t i = 0; i < sizeof limits_known / sizeof *limits_known; i++) {
        size_t scaled;
        if (!th_str_eq(name, th_str_of(limits_known[i].name)) ||
            __builtin_mul_overflow((size_t)value, limits_known[i].unit, &scaled))
            continue;
        *(size_t *)(void *)((char *)limits + limits_known[i].offset) = scaled;
        return true;
    }
    return false;
}

bool th_limits_at(const th_limits *limits, size_t row, th_limit_stated *stated)
{
    if (row >= sizeof limits_known / sizeof *limits_known)
        return false;
    size_t bytes = *(const size_t *)(const void *)((const char *)limits + limits_known[row].offset);
    *stated = (th_limit_stated){limits_known[row].name, bytes / limits_known[row].unit};
    return true;
}

/* Units of measure of one meaning. */
#include "text/same_unit.h"

#include "text/fold.h"

#include "base/banned.h"

typedef struct named_unit {
    const char *group, *words;
} named_unit;

static const named_unit units[] = {
#define TH_SAME_UNIT(group, words) {#group, words},
#include "text/units.def"
#undef TH_SAME_UNIT
};

static const named_unit *unit_of_words(th_arena *arena, th_str words)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (th_fold_eq(arena, words, th_str_of(units[i].words)))
            return &units[i];
    return NULL;
}

th_str th_same_unit(th_arena *arena, th_str unit, size_t position)
{
    const named_unit *own = unit_of_words(arena, unit);
    for (size_t i = 0; own && i < sizeof units / sizeof *units; i++)
        if (&units[i] != own && th_str_eq(th_str_of(units[i].group), th_str_of(own->group)) && position-- == 0)
            return th_str_of(units[i].words);
    return (th_str){0};
}

bool th_means_same_unit(th_arena *arena, th_str one, th_str other)
{
    const named_unit *a = unit_of_words(arena, one), *b = unit_of_words(arena, other);
    return a && b && th_str_eq(th_str_of(a->group), th_str_of(b->group));
}

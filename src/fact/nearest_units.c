/* Comparing the names of units with every run of as many words of a line. */
#include "fact/nearest_units.h"

#include "text/fold.h"

#include "base/banned.h"

enum { NAMED = 3, PART = 4 };

static size_t count_words(th_str text)
{
    size_t n = 0;
    th_str word;
    while (text.len && th_str_cut(&text, ' ', &word))
        n += word.len > 0;
    return n;
}

/* Where the run of `n` words that begins at `from` ends. */
static size_t end_of_words(th_str text, size_t from, size_t n)
{
    size_t end = from;
    for (size_t i = 0; i < n && end < text.len; i++) {
        end += i > 0;
        while (end < text.len && text.ptr[end] != ' ')
            end++;
    }
    return end;
}

/* The least distance of the name to a run of words, or SIZE_MAX; both folded. */
static size_t distance_in(th_str line, th_str name)
{
    size_t most = name.len / PART, least = SIZE_MAX, n = count_words(name);
    for (size_t from = 0; n && from < line.len; from++) {
        if (from && line.ptr[from - 1] != ' ')
            continue;
        th_str run = th_str_sub(line, from, end_of_words(line, from, n) - from);
        size_t distance = th_fold_distance(run, name, most);
        if (distance <= most && distance < least)
            least = distance;
    }
    return least;
}

static size_t distance_of_unit(th_arena *arena, const th_unit *unit, th_str line)
{
    size_t least = distance_in(line, th_fold_weak(arena, unit->name));
    for (size_t i = 0; i < unit->aliases.n; i++) {
        size_t distance = distance_in(line, th_fold_weak(arena, unit->aliases.at[i]));
        least = distance < least ? distance : least;
    }
    return least;
}

th_str th_nearest_units(th_arena *arena, const th_definition *d, th_str line)
{
    size_t *distance = th_arena_array(arena, d->nunits + 1, sizeof *distance);
    size_t n = 0;
    th_str folded = th_fold_weak(arena, line);
    th_buf out;
    th_buf_init(&out, arena);
    for (uint32_t unit = 0; unit < d->nunits; unit++)
        distance[unit] = distance_of_unit(arena, &d->units[unit], folded);
    for (size_t at = 0; n < NAMED && at < line.len; at++)
        for (uint32_t unit = 0; unit < d->nunits; unit++)
            if (distance[unit] == at)
                th_buf_fmt(&out, "%s“" TH_FMT "”", n++ ? ", " : "", TH_ARG(d->units[unit].name));
    return th_buf_str(&out);
}

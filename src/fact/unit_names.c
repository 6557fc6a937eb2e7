/* Finding the names of units in titles, and in names of files and folders. */
#include "fact/unit_names.h"

#include "fact/extract.h"
#include "fact/folder.h"

#include "base/ascii.h"
#include "text/fold.h"

#include "base/banned.h"

bool th_is_word_byte(char c)
{
    return th_is_lower(c) || th_is_digit(c) || (unsigned char)c >= 0x80;
}

size_t th_find_words(th_str text, th_str needle, size_t from)
{
    if (needle.len == 0)
        return SIZE_MAX;
    for (size_t at = th_str_find(text, needle, from); at != SIZE_MAX; at = th_str_find(text, needle, at + 1)) {
        bool before = at == 0 || !th_is_word_byte(text.ptr[at - 1]);
        bool after = at + needle.len == text.len || !th_is_word_byte(text.ptr[at + needle.len]);
        if (before && after)
            return at;
    }
    return SIZE_MAX;
}

void th_mentions_of_name(th_arena *arena, th_mentions *named, uint32_t unit, th_str text, th_str name)
{
    for (size_t at = th_find_words(text, name, 0); at != SIZE_MAX; at = th_find_words(text, name, at + 1)) {
        th_mention one = {unit, at, name.len};
        TH_PUSH(arena, named->at, named->n, named->cap, one);
    }
}

bool th_is_inside_another(const th_mentions *named, size_t i)
{
    for (size_t k = 0; k < named->n; k++)
        if (named->at[k].len > named->at[i].len && named->at[k].at <= named->at[i].at &&
            named->at[i].at + named->at[i].len <= named->at[k].at + named->at[k].len)
            return true;
    return false;
}

/* The one unit that is meant.  A name inside a longer one ("Hà" in "Hà Giang") does not count. */
static uint32_t decide_unit(const th_mentions *named, bool *several)
{
    uint32_t found = TH_NONE;
    *several = false;
    for (size_t i = 0; i < named->n; i++) {
        if (th_is_inside_another(named, i))
            continue;
        *several = *several || (found != TH_NONE && found != named->at[i].unit);
        found = named->at[i].unit;
    }
    return *several ? TH_NONE : found;
}

uint32_t th_unit_in(th_arena *arena, const th_definition *d, th_str text, th_folding fold, bool *several)
{
    th_mentions named = {0};
    for (uint32_t u = 0; u < d->nunits; u++) {
        th_mentions_of_name(arena, &named, u, text, fold(arena, d->units[u].name));
        for (size_t i = 0; i < d->units[u].aliases.n; i++)
            th_mentions_of_name(arena, &named, u, text, fold(arena, d->units[u].aliases.at[i]));
    }
    return decide_unit(&named, several);
}

/* The unit that a part of a name, without its ending, hints at. */
static uint32_t unit_of_part(th_arena *arena, const th_definition *d, th_str part)
{
    th_str text = th_fold_weak(arena, part);
    bool several;
    uint32_t found = th_unit_in(arena, d, text, th_fold_weak, &several);
    if (found != TH_NONE || several)
        return found;
    /* "SonLa": the name without its spaces; and last the code alone. */
    th_mentions named = {0};
    for (uint32_t u = 0; u < d->nunits; u++)
        th_mentions_of_name(arena, &named, u, text,
                            th_str_without_spaces(arena, th_fold_weak(arena, d->units[u].name)));
    found = decide_unit(&named, &several);
    if (found != TH_NONE || several)
        return found;
    named.n = 0;
    for (uint32_t u = 0; u < d->nunits; u++)
        th_mentions_of_name(arena, &named, u, text, th_fold_weak(arena, d->units[u].code));
    return decide_unit(&named, &several);
}

static th_str without_ending(th_str name)
{
    for (size_t i = name.len; i > 0; i--)
        if (name.ptr[i - 1] == '.')
            return th_str_sub(name, 0, i - 1);
    return name;
}

uint32_t th_extract_unit_of_base_name(th_arena *arena, const th_definition *d, th_str name)
{
    /* each name of each unit is folded anew, for each of a hundred thousand files */
    th_arena *scratch = th_arena_scratch(arena);
    uint32_t found = unit_of_part(scratch, d, without_ending(th_name_base(name)));
    th_arena_free(scratch);
    return found;
}

uint32_t th_extract_unit_of_folder(th_arena *arena, const th_definition *d, th_str name)
{
    th_arena *scratch = th_arena_scratch(arena);
    uint32_t found = TH_NONE;
    th_str part;
    th_name_cut_last(&name, &part); /* the file itself */
    while (found == TH_NONE && th_name_cut_last(&name, &part))
        found = unit_of_part(scratch, d, part);
    th_arena_free(scratch);
    return found;
}

uint32_t th_extract_unit_of_name(th_arena *arena, const th_definition *d, th_str name)
{
    uint32_t by_folder = th_extract_unit_of_folder(arena, d, name);
    uint32_t by_name = th_extract_unit_of_base_name(arena, d, name);
    if (by_folder == TH_NONE || by_name == TH_NONE)
        return by_folder == TH_NONE ? by_name : by_folder;
    return by_folder == by_name ? by_name : TH_NONE;
}

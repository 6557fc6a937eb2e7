/* What stands before and behind a unit's name in a title line may make it the name of somebody else. */
#include "fact/title_fit.h"

#include "base/ascii.h"
#include "text/fold.h"

#include <string.h>

#include "base/banned.h"

static const char *const levels[] = {"tỉnh",  "thành phố", "tp",       "tp.", "quận",
                                     "huyện", "thị xã",    "thị trấn", "xã",  "phường"};
enum { LEVELS = sizeof levels / sizeof *levels, NO_LEVEL = LEVELS };

static bool ends_with_word(th_str text, th_str word)
{
    if (!th_str_ends(text, word))
        return false;
    return text.len == word.len || strchr(" ,-(", text.ptr[text.len - word.len - 1]) != NULL;
}

/* The level that stands right before `at`; of two the longer, as "thị xã" ends with "xã". */
static size_t level_before(th_str text, size_t at)
{
    th_str head = th_str_trim(th_str_sub(text, 0, at));
    size_t found = NO_LEVEL, longest = 0;
    for (size_t i = 0; i < LEVELS; i++) {
        th_str word = th_str_of(levels[i]);
        if (word.len > longest && ends_with_word(head, word)) {
            found = i;
            longest = word.len;
        }
    }
    return found;
}

/* Do the unit's own names say at which level the place is, and never at this one? */
static bool is_of_another_level(th_arena *arena, const th_unit *unit, th_str place, size_t level)
{
    bool stated = false;
    for (size_t i = 0; i <= unit->aliases.n; i++) {
        th_str name = th_fold(arena, i ? unit->aliases.at[i - 1] : unit->name);
        size_t at = th_str_find(name, place, 0);
        size_t own = at == SIZE_MAX ? NO_LEVEL : level_before(name, at);
        if (own == level)
            return false;
        stated = stated || own != NO_LEVEL;
    }
    return stated;
}

/* "Tân Lập 3", "Tân Lập số 3"; but not "Sơn La 2022", "Sơn La 12/2022", "Sơn La 6 tháng đầu năm". */
static bool is_numbered(th_str rest)
{
    static const char *const periods[] = {"tháng", "quý", "tuần", "ngày"};
    if (rest.len == 0 || rest.ptr[0] != ' ')
        return false;
    rest = th_str_trim(rest);
    if (th_str_starts(rest, TH_STR("số ")))
        rest = th_str_trim(th_str_sub(rest, TH_STR("số ").len, rest.len));
    size_t digits = 0;
    while (digits < rest.len && th_is_digit(rest.ptr[digits]))
        digits++;
    if (digits == 0 || digits > 2)
        return false;
    if (digits < rest.len && !strchr(" ,;)", rest.ptr[digits]))
        return false;
    th_str next = th_str_trim(th_str_sub(rest, digits, rest.len));
    for (size_t i = 0; i < sizeof periods / sizeof *periods; i++)
        if (th_str_starts(next, th_str_of(periods[i])))
            return false;
    return true;
}

bool th_title_fits(th_arena *arena, const th_unit *unit, th_str title, size_t at, size_t len)
{
    if (is_numbered(th_str_sub(title, at + len, title.len)))
        return false;
    size_t level = level_before(title, at);
    return level == NO_LEVEL || !is_of_another_level(arena, unit, th_str_sub(title, at, len), level);
}
